"""The sheet 填报说明: what to do, how far the workbook is, and where its figures came from.

And the notes beside tables 2 to 4 that say in plain words what counts in each row.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from converter.form.fields import (
    FORM_SOURCE,
    FORM_TITLE,
    FORM_VERSION,
    OUTCOME_GROUPS,
    TABLES,
    Slot,
)
from converter.form.layout import (
    BALANCE_ROW,
    BANNER_ROW,
    CHECK_SHEET,
    GUIDE_SHEET,
    PREVIOUS_RECEIVED_ROW,
    PREVIOUS_T3_ROW,
    SHEET_OF_SECTION,
    TABLE_ROW,
    Area,
    address,
    slot_area,
)
from converter.writing.workbooks.banner import UNFILLED, WARNED, WRONG, RuleOutcomes, banner_text
from converter.writing.workbooks.form_book import (
    BAD,
    INPUT_COLOUR,
    LINK,
    OPEN,
    TOTAL_COLOUR,
    FormBook,
)
from converter.writing.workbooks.xlsx_book import Worksheet

_FIRST_ROW: Final = 3
"""Where what to do begins, and beside it how far the workbook is."""
_LINE_LENGTH: Final = 31
"""Characters on one line of the column of texts."""
_NOTE_LENGTH: Final = 20 * _LINE_LENGTH
"""Characters of a note in one cell; Excel makes no row higher than 409 points."""

_STEPS: Final = (
    ("第一步", "“基本信息”：填单位名称、报告年度、成文日期。"),
    (
        "第二步",
        "“二、主动公开”“三、申请办理”“四、复议诉讼”：填数字，合计自动算。"
        "全年都是零的表，把表上方的“全年均为零”选成“是”，不用逐格填 0。每行算什么，看表旁的小字。",
    ),
    (
        "第三步",
        "“一、总体情况”“五、问题及改进”“六、其他事项”：写正文，一格一段，可以从 Word 里粘贴。",
    ),
    (
        "第四步",
        "“校验”：照最上面的待办一条一条改，改到没有为止。数字没错、确有原因的，写在“情况说明”里。",
    ),
    (
        "第五步",
        "保存、关闭。有程序的，拖到“转换”上出报告，拖到“报送”上写邮件；没有的，把本文件发给县里。",
    ),
    ("注意", "空着算没填，没有就填 0。不要取消保护、增删行列、改文字。"),
)
_COLOURS: Final = (
    ("这种颜色的格子由您填写，其余都已锁定", {"bg_color": INPUT_COLOUR}),
    ("这种颜色是自动合计，不用填", {"bg_color": TOTAL_COLOUR}),
    ("这种颜色表示核对不符，请改正", BAD),
    ("这种颜色表示必填的还没有填", OPEN),
)

_DECISION: Final = "本年作出的决定都算，网上公开不公开都算。"

_COUNTED: Final = {
    "t2_rules": "乡镇、街道没有规章制定权，都填 0。",
    "t2_normative": "制发：本年印发的。废止：本年宣布废止、失效的。"
    "现行有效：年底还管用的，往年印发的也算。",
    "t2_licensing": _DECISION,
    "t2_penalties": _DECISION,
    "t2_coercion": _DECISION,
    "t2_fees": "本年收的行政事业性收费，单位是万元：5000 元填 0.5。",
    "t3_new_received": "本年收到的申请，一件算一件，按申请人分列。",
    "t3_carried_in": "照抄上年报告的“四、结转下年度继续办理”。",
    "t3_granted": "申请要的全都公开了。",
    "t3_partly_granted": "只公开了一部分的只算这里，不再算到不予公开等其他行。",
    "t3_total": "自动算。",
    "t3_carried_out": "年底还没办完的，按台账数。",
}
"""By the name of the row."""
_COUNTED_GROUPS: Final = {
    "不予公开": "全都没有公开的：看答复书上写的是哪一条，算到那一行。",
    "无法提供": "答复“本机关没有”“要另外制作”“补正后还是不清楚”的，各归各行。",
    "不予处理": "答复不按信息公开申请办的：信访、重复申请、要书报、反复大量申请、要求确认。",
    "其他处理": "逾期不补正、逾期不缴费的各归各行；哪一行都归不进去的，算“3.其他”。",
}
"""By the group of the rows of table 3."""
TABLE4_NOTES: Final = (
    "只算因政府信息公开引起的复议和诉讼。先复议后起诉的，复议、复议后起诉各算一件。",
    "维持：复议机关、法院支持了本机关，如维持、驳回请求。纠正：撤销、变更、确认违法、责令重办。",
    "其他结果：撤回、调解、终止等。尚未审结：到年底还没有结果。",
    "没有先复议就起诉的，算“未经复议直接起诉”；先复议、后起诉的，算“复议后起诉”。",
)
"""The lines below table 4."""


def write_guide_sheet(book: FormBook, outcomes: RuleOutcomes, notes: Sequence[str]) -> None:
    """Write 填报说明; the notes, one a row, stand below what has to fit on one screen."""
    sheet = book.sheets[GUIDE_SHEET]
    for column, width in enumerate((11, 66, 2, 15, 52)):
        sheet.set_column(column, column, width)
    title = book.format(font_name="黑体", font_size=18)
    sheet.merge_range(0, 0, 0, 4, FORM_TITLE, title)
    sheet.set_row(0, 30)
    sheet.write_string(1, 0, "填报表版本", book.label())
    sheet.write_string(1, 1, FORM_VERSION, book.boxed())
    sheet.write_string(1, 3, "格式依据", book.label())
    sheet.write_string(1, 4, FORM_SOURCE, book.boxed())
    sheet.set_row(2, 6)
    sheet.merge_range(_FIRST_ROW, 0, _FIRST_ROW, 1, "怎么填", book.label(bold=True))
    for row, (head, text) in enumerate(_STEPS, start=_FIRST_ROW + 1):
        sheet.write_string(row, 0, head, book.label(bold=True))
        sheet.write_string(row, 1, text, book.boxed())
        sheet.set_row(row, _row_height(text))
    row = _FIRST_ROW + 1 + len(_STEPS)
    sheet.write_string(row, 0, "颜色", book.label(bold=True))
    for text, look in _COLOURS:
        sheet.write_string(row, 1, text, book.boxed(**look))
        row += 1
    _write_progress(book, outcomes, sheet)
    _write_notes(book, sheet, row + 1, notes)


def _write_progress(book: FormBook, outcomes: RuleOutcomes, sheet: Worksheet) -> None:
    """Show the banner of each sheet, with a link to it, beside what to do."""
    sheet.write_string(_FIRST_ROW, 3, "填到哪里了", book.label(bold=True))
    overall = f"='{CHECK_SHEET}'!{address(BANNER_ROW, 0)}"
    style = book.boxed(bold=True)
    sheet.write_formula(_FIRST_ROW, 4, overall, style, banner_text(outcomes, None))
    link = book.boxed(**LINK)
    row = _FIRST_ROW
    for section, title in SHEET_OF_SECTION.items():
        row += 1
        sheet.write_url(row, 3, f"internal:'{title}'!A1", link, title)
        formula = f"='{title}'!{address(BANNER_ROW, 0)}"
        sheet.write_formula(row, 4, formula, book.boxed(), banner_text(outcomes, section))
    row += 1
    sheet.write_url(row, 3, f"internal:'{CHECK_SHEET}'!A1", link, CHECK_SHEET)
    sheet.write_string(row, 4, "待办一条一条列在最上面", book.boxed())
    area = Area(GUIDE_SHEET, _FIRST_ROW, 4, row - _FIRST_ROW + 1)
    for word, look in ((WRONG, BAD), (UNFILLED, OPEN), (WARNED, OPEN)):
        book.colour(area, look, type="text", criteria="begins with", value=word)


def _write_notes(book: FormBook, sheet: Worksheet, top: int, notes: Sequence[str]) -> None:
    pieces = [
        note[start : start + _NOTE_LENGTH]
        for note in notes
        for start in range(0, len(note), _NOTE_LENGTH)
    ]
    for row, piece in enumerate(pieces, start=top):
        head = "" if row > top else "来源说明"
        sheet.write_string(row, 0, head, book.label(bold=True))
        book.write_text(sheet, row, 1, piece, book.boxed())
        sheet.set_row(row, _row_height(piece))


def _row_height(text: str) -> float:
    """Return the height in points that shows a text; LibreOffice does not fit rows itself."""
    return 5 + 15.0 * (1 + len(text) // _LINE_LENGTH)


def counting_notes(table: str) -> Iterator[tuple[int, int, str]]:
    """Yield what counts in the rows of table 2 or 3: the first row, how many rows, the text."""
    for name, text in _COUNTED.items():
        if name.startswith(table):
            yield slot_area(Slot(name)).row, 1, text
    if table == "t3":
        yield TABLE_ROW, TABLES["t3"].header_rows, "一件申请只算一个申请人、一个办理结果。"
        for heading, names in OUTCOME_GROUPS:
            if heading in _COUNTED_GROUPS:
                yield slot_area(Slot(names[0])).row, len(names), _COUNTED_GROUPS[heading]
        yield BALANCE_ROW, 1, "不是 0 就有一项填错了。"
        yield PREVIOUS_T3_ROW, 1, "照抄上年报告；填了才和第二项核对。"
        yield PREVIOUS_RECEIVED_ROW, 1, "照抄上年报告；填了才看本年是不是差得太多。"
