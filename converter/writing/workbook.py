"""Write a workbook: the clerk's form, empty or filled, with every formula's value cached.

The only room for XlsxWriter. Figures and formulas come from the same rules, so what a phone's
preview shows is what Excel computes.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from converter.errors import NianbaoError
from converter.findings import CODES, Severity
from converter.form.fields import (
    ASPECTS,
    FIELDS,
    FORM_SOURCE,
    FORM_VERSION,
    NO,
    PARAGRAPH_ROOM,
    SECTIONS,
    TABLES,
    YES,
    Field,
    GridCell,
    Kind,
    SectionKey,
    Slot,
    Table,
    addends,
    slots_of,
    table_inputs,
)
from converter.form.layout import (
    AREAS,
    BANNER_ROW,
    BASIC_FIELDS,
    BASIC_ROW,
    BASIC_SHEET,
    CHECK_COLUMNS,
    CHECK_COUNT_ROW,
    CHECK_HEADER_ROW,
    CHECK_LINES,
    CHECK_ROW,
    CHECK_SHEET,
    COUNTED_COLUMN,
    DECLARATION_ROW,
    DIFFERENCE_COLUMN,
    FEE_FIELDS,
    FEE_ROW,
    GUIDE_SHEET,
    HEADING_ROW,
    KEY_COLUMN,
    LEFT_COLUMN,
    LINK_COLUMN,
    ORDER_COLUMN,
    OWN_AREAS,
    PARAGRAPH_ROW,
    PREVIOUS_T2_COLUMN,
    PREVIOUS_T3_ROW,
    REASON_COLUMN,
    REASONS_NAME,
    REMEDY_COLUMN,
    RIGHT_COLUMN,
    SAYS_COLUMN,
    SECTION_SHEETS,
    SEVERITY_COLUMN,
    SHEET_OF_SECTION,
    SHEETS,
    STATE_COLUMN,
    TABLE_ROW,
    TODO_HEADER_ROW,
    TODO_MORE_ROW,
    TODO_ROOM,
    TODO_ROW,
    TOTAL_FORMULAS,
    SheetReferences,
    address,
    rectangles,
    slot_area,
)
from converter.form.report import TOTAL_SLOTS, Number, Report
from converter.form.rules import PROSE_CODES, RULES, Rule, State
from converter.reading.values import FIRST_YEAR, LARGEST, LAST_YEAR

INPUT_COLOUR: Final = "#FFF6D6"
LABEL_COLOUR: Final = "#EEF1F5"
TOTAL_COLOUR: Final = "#E4E7EB"
BORDER_COLOUR: Final = "#7F7F7F"
# font and ground of the three states
GOOD: Final = {"font_color": "#1E6B34", "bg_color": "#DFF0E2"}
BAD: Final = {"font_color": "#A61B1B", "bg_color": "#F9D6D5"}
OPEN: Final = {"font_color": "#8A5A00", "bg_color": "#FDE9C4"}

MILLIMETRES_PER_CHARACTER: Final = 1.55
"""Column width on screen for a millimetre of the printed table; printing fits to the page."""
MUST: Final = "必改"
"""What 校验 calls a rule of error level."""
GUIDE_ROW: Final = 3
"""Where what to do begins on 填报说明, and beside it how far the workbook is."""
GUIDE_LINE: Final = 31
"""Characters on one line of 填报说明."""
SAYS_WIDTH: Final = 58
"""Width of what a line of 校验 says; a Chinese character takes two."""
NOTE_LENGTH: Final = 20 * GUIDE_LINE
"""Characters of a note in one cell: a row is at most 409 points high."""
PROSE_LINE: Final = 42
"""Characters on one line of a paragraph's cell."""
LONGEST_TEXT: Final = 32767
"""Characters that a cell can hold."""
CREATED: Final = datetime(2021, 1, 1)  # noqa: DTZ001 (a fixed date keeps the bytes the same)

_SECTION_OF_SHEET: Final = {sheet: key for key, sheet in SHEET_OF_SECTION.items()}
_LEFT_LABELS: Final = ("一、", "二、", "四、", "（一", "（二", "（七")
"""How the row labels of table 3 begin that stand at the left edge."""


@dataclass(frozen=True)
class Prompt:
    """What Excel says when an input cell is chosen, and when its content is refused."""

    rule: dict[str, Any]
    says: str


_PROMPTS: Final[dict[Kind, Prompt]] = {
    "count": Prompt(
        {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": LARGEST - 1},
        "填不小于 0 的整数，没有就填 0。",
    ),
    "money": Prompt(
        {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": LARGEST - 1},
        "填不小于 0 的数字，可以有小数，没有就填 0。",
    ),
    "year": Prompt(
        {
            "validate": "integer",
            "criteria": "between",
            "minimum": FIRST_YEAR,
            "maximum": LAST_YEAR,
        },
        "填四位年份，如 2025，不带“年”字。",
    ),
    "date": Prompt(
        {
            "validate": "date",
            "criteria": "between",
            "minimum": date(FIRST_YEAR, 1, 1),
            "maximum": date(LAST_YEAR, 12, 31),
        },
        "填日期，如 2026-1-20。",
    ),
    "choice": Prompt({"validate": "list", "source": [YES, NO]}, "请从下拉列表里选“是”或“否”。"),
    "text": Prompt(
        {"validate": "length", "criteria": "<=", "value": 2000}, "填文字，不超过 2000 字。"
    ),
    "paragraphs": Prompt(
        {"validate": "length", "criteria": "<=", "value": 10000},
        "一格写一段，段首不用空格；小标题以“（一）”开头。不超过 10000 字。",
    ),
}
_SPECIAL_PROMPTS: Final = {
    "unit_name": "填单位全称，如“某某县某某镇人民政府”，报告标题和落款都用它。",
    "t2_fees": "单位是万元，最多六位小数，没有就填 0。",
}
_BASIC_NOTES: Final = {
    "unit_name": "必填。单位全称，标题和落款都用它。",
    "report_year": "必填。报告说的是哪一年，如 2025。",
    "report_date": "必填。落款日期，如 2026-1-20。",
    "title": "可不填，自动写成“单位全称＋年度＋年政府信息公开工作年度报告”。",
    "preface": "可不填，自动写出依据和统计期限。要分段时用 Alt＋回车换行。",
    "submit_to": "可不填。收报告的县级主管部门；后面写上邮箱，报送的邮件就有了收件人。",
    "contact_name": "可不填。县里有疑问时找谁。",
    "contact_phone": "可不填。",
}
_PROSE_HINTS: Final = {
    "overview": (
        f"一格写一段，最多 {PARAGRAPH_ROOM} 段，中间可以空格子。小标题以“（一）”开头，单独占一格或写在段首。"
        f"须写到五个方面：{'、'.join(ASPECTS)}。"
    ),
    "problems": f"一格写一段，最多 {PARAGRAPH_ROOM} 段。写存在的主要问题和改进情况。",
    "other_matters": f"一格写一段，最多 {PARAGRAPH_ROOM} 段。没有其他事项可以不填。",
}
TODO_COLUMNS: Final = (
    "待办",
    "级别",
    "要改的地方",
    "左边",
    "右边",
    "差额",
    "结果",
    "去改（点一下）",
    "怎么改",
)
"""The heads of the list on 校验, over the columns of its table."""
_TODO_LOOKS: Final[dict[int, dict[str, Any]]] = {
    SAYS_COLUMN: {"bold": True},
    LINK_COLUMN: {"font_color": "#0B5394", "underline": 1},
    REASON_COLUMN: {"font_size": 10},
}
_GUIDE: Final = (
    ("第一步", "“基本信息”：填单位名称、报告年度、成文日期。"),
    (
        "第二步",
        "“二、主动公开”“三、申请办理”“四、复议诉讼”：填数字，合计自动算。"
        "全年都是零的表，把表上方的“全年均为零”选成“是”，不用逐格填 0。",
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
        "保存、关闭。装了程序的，拖到“转换”上出报告，拖到“报送”上写邮件；没装的，把本文件发给县里。",
    ),
    ("注意", "空着算没填，没有就填 0。不要取消保护、增删行列、改文字。"),
)


@dataclass(frozen=True)
class _BannerWords:
    """What a banner can say."""

    section: SectionKey | None

    @property
    def here(self) -> str:
        return "本表" if self.section else "全部表格"

    @property
    def good(self) -> str:
        if self.section in _PROSE_SECTIONS:
            return "【通过】该填的都填了，正文在转换时核对。"
        return f"【通过】{self.here}核对全部通过{'' if self.section else '，正文在转换时核对'}。"

    @property
    def hint(self) -> str:
        return f"【提醒】{self.here}没有错误，有提醒，请看“{CHECK_SHEET}”表。"

    @property
    def wrong(self) -> str:
        return f"【不符】{self.here}还有 "

    @property
    def empty(self) -> str:
        return f"【未填】{self.here}还有 "

    @property
    def after(self) -> str:
        return f" 处要改，请看“{CHECK_SHEET}”表的待办。"


_PROSE_SECTIONS: Final = frozenset(
    field.section for field in FIELDS.values() if field.kind == "paragraphs"
)


class _LockedWorkbook(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook whose sheets cannot be added, removed, renamed or moved."""

    def _write_book_views(self) -> None:
        # XlsxWriter has no public call for this; it belongs just before the views
        self._xml_empty_tag("workbookProtection", [("lockStructure", 1)])
        super()._write_book_views()


def write_workbook(report: Report, notes: Sequence[str] = ()) -> bytes:
    """Write the form, prefilled with what the report holds; notes stand on 填报说明.

    An empty report without notes gives the template. Raises NianbaoError where a text does not fit a cell.
    """
    return _Drawing(_totals_as_summed(report), notes).draw()


def _totals_as_summed(report: Report) -> Report:
    """Give every total the value that SUM computes, blanks counting as nothing."""

    def summed(cell: Slot) -> Number:
        parts = addends(cell)
        return sum(map(summed, parts)) if parts else report.stated(cell) or 0

    return report.with_figures({cell: summed(cell) for cell in TOTAL_SLOTS})


class _Drawing:
    """One workbook while it is drawn."""

    def __init__(self, report: Report, notes: Sequence[str]) -> None:
        self.report = report
        self.notes = notes
        self.buffer = io.BytesIO()
        self.book = _LockedWorkbook(
            self.buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "default_format_properties": {"font_name": "宋体", "font_size": 11},
            },
        )
        self.book.set_properties({"title": "政府信息公开工作年度报告填报表", "created": CREATED})
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.sheets: dict[str, Worksheet] = {
            title: self.book.add_worksheet(title) for title in SHEETS
        }

    def draw(self) -> bytes:
        """Draw every sheet and return the file."""
        for name, area in {**AREAS, **OWN_AREAS}.items():
            self.book.define_name(name, f"={area.absolute}")
        self._guide()
        self._basic()
        for section in SECTIONS:
            if section.key in TABLES:
                self._table(TABLES[section.key])
            else:
                self._prose(section.key)
        self._checks()
        for title, sheet in self.sheets.items():
            self._finish(title, sheet)
        self.sheets[BASIC_SHEET].activate()
        self.book.close()
        return self.buffer.getvalue()

    # ------------------------------------------------------------ formats

    def format(self, **properties: Any) -> Any:
        """Return one format; equal ones are shared."""
        properties = {"valign": "vcenter", **properties}
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(properties)
        return self.formats[key]

    def boxed(self, **properties: Any) -> Any:
        """Return the format of a table cell."""
        return self.format(border=1, border_color=BORDER_COLOUR, text_wrap=True, **properties)

    def label(self, **properties: Any) -> Any:
        """Return the format of a fixed label."""
        return self.boxed(**{"bg_color": LABEL_COLOUR, "align": "center", **properties})

    def input(self, **properties: Any) -> Any:
        """Return the format of a cell that the clerk fills in."""
        return self.boxed(bg_color=INPUT_COLOUR, locked=False, **properties)

    # ------------------------------------------------------------ parts of a sheet

    def _heading(self, sheet: Worksheet, text: str, width: int) -> None:
        style = self.format(font_name="黑体", font_size=16)
        sheet.merge_range(HEADING_ROW, 0, HEADING_ROW, width - 1, text, style)
        sheet.set_row(HEADING_ROW, 28)

    def _banner(self, sheet: Worksheet, section: SectionKey | None, width: int) -> None:
        """Say at once whether the checks of a sheet hold; of all sheets where section is None."""
        rules = [rule for rule in RULES if section in (None, rule.section)]
        # COUNTIF and SUM take a whole column, so a sheet's rules have to stand together
        lines = [CHECK_LINES[rule.key] for rule in rules]
        states = self._check_range(STATE_COLUMN, lines)
        counted = self._check_range(COUNTED_COLUMN, lines)
        words = _BannerWords(section)
        severities = self._check_range(SEVERITY_COLUMN, lines)
        failing = f'COUNTIF({states},"{State.FAIL.value}")'
        wrong = f'COUNTIFS({states},"{State.FAIL.value}",{severities},"{MUST}")'
        formula = (
            f'=IF(SUM({counted})>0,IF({wrong}>0,"{words.wrong}","{words.empty}")'
            f'&SUM({counted})&"{words.after}",'
            f'IF({failing}>0,"{words.hint}","{words.good}"))'
        )
        value = self._banner_value(section)
        style = self.format(bold=True, indent=1)
        sheet.merge_range(BANNER_ROW, 0, BANNER_ROW, width - 1, "", style)
        sheet.write_formula(BANNER_ROW, 0, formula, style, value)
        sheet.set_row(BANNER_ROW, 24)
        for word, look in (
            ("【通过】", GOOD),
            ("【不符】", BAD),
            ("【未填】", OPEN),
            ("【提醒】", OPEN),
        ):
            sheet.conditional_format(
                BANNER_ROW,
                0,
                BANNER_ROW,
                width - 1,
                {
                    "type": "formula",
                    "criteria": f'=LEFT($A${BANNER_ROW + 1},4)="{word}"',
                    "format": self.book.add_format(look),
                },
            )

    def _banner_value(self, section: SectionKey | None) -> str:
        rules = [rule for rule in RULES if section in (None, rule.section)]
        words = _BannerWords(section)
        failing = [rule for rule in rules if self._state(rule) is State.FAIL]
        wrong = any(rule.severity is Severity.ERROR for rule in failing)
        if counted := sum(map(self._counts, rules)):
            return f"{words.wrong if wrong else words.empty}{counted}{words.after}"
        return words.hint if failing else words.good

    @staticmethod
    def _check_range(column: int, lines: list[int]) -> str:
        return f"'{CHECK_SHEET}'!{address(min(lines), column)}:{address(max(lines), column)}"

    def _hint(self, sheet: Worksheet, row: int, column: int, width: int, text: str) -> None:
        style = self.format(font_color="#555555", text_wrap=True, font_size=10)
        if width > 1:
            sheet.merge_range(row, column, row, column + width - 1, text, style)
        else:
            sheet.write_string(row, column, text, style)

    def _text(self, sheet: Worksheet, row: int, column: int, text: str, style: Any) -> None:
        if len(text) > LONGEST_TEXT:
            raise NianbaoError(
                f"“{text[:20]}…”有 {len(text)} 字，超过一个单元格能放的 {LONGEST_TEXT} 字。请分段。"
            )
        if text:
            sheet.write_string(row, column, text, style)
        else:
            sheet.write_blank(row, column, None, style)

    def _validate(self, field: Field) -> None:
        area = AREAS[field.name]
        inputs = [cell for cell in slots_of(field) if cell not in TOTAL_FORMULAS]
        if not inputs:
            return
        width = len(inputs) if area.width > 1 else 1
        prompt = _PROMPTS[field.kind]
        self.sheets[area.sheet].data_validation(
            area.row,
            area.column,
            area.row + area.height - 1,
            area.column + width - 1,
            {
                **prompt.rule,
                "input_title": field.label[:32],
                "input_message": _SPECIAL_PROMPTS.get(field.name, prompt.says),
                "error_title": "填写有误",
                "error_message": f"{field.label}：{prompt.says}",
            },
        )

    def _figure(
        self, sheet: Worksheet, cell: Slot, row: int, column: int, *, width: int = 1
    ) -> None:
        value = self.report.stated(cell)
        if FIELDS[cell.name].blank_is_zero:
            value = value or 0
        if cell in TOTAL_FORMULAS:
            style = self.boxed(bg_color=TOTAL_COLOUR, align="center")
            sheet.write_formula(row, column, TOTAL_FORMULAS[cell], style, value)
            return
        style = self.input(align="center")
        if width > 1:
            sheet.merge_range(row, column, row, column + width - 1, "", style)
        if value is None:
            sheet.write_blank(row, column, None, style)
        else:
            sheet.write_number(row, column, value, style)

    def _mark(self, sheet_title: str) -> None:
        """Colour what offends: cells of failing rules, cells that hold no proper figure."""
        sheet, refs = self.sheets[sheet_title], _NamedReferences(sheet_title)
        bad = self.book.add_format(BAD)
        for rule in RULES:
            marks = [cell for cell in rule.marks if slot_area(cell).sheet == sheet_title]
            if marks:
                fails = _absolute(rule.fails_excel(refs))
                if rule.explainable:
                    lines = [CHECK_LINES[key] - CHECK_ROW + 1 for key in _reason_keys(rule)]
                    reasons = "&".join(f"INDEX({REASONS_NAME},{line})" for line in lines)
                    fails = f"AND({fails},LEN(TRIM({reasons}))=0)"
                self._mark_cells(sheet, marks, f"={fails}", bad)
        for field in FIELDS.values():
            area = AREAS[field.name]
            if area.sheet == sheet_title and field.table:
                self._mark_blanks(sheet, field, refs)
            if area.sheet == sheet_title and field.is_number:
                first = address(area.row, area.column)
                unfit = f"{first}<0"
                if field.kind == "count":
                    unfit = f"OR({unfit},{first}<>INT({first}))"
                self._mark_cells(
                    sheet,
                    slots_of(field),
                    f"=IF(ISBLANK({first}),FALSE,IF(ISNUMBER({first}),{unfit},TRUE))",
                    bad,
                )

    def _mark_blanks(self, sheet: Worksheet, field: Field, refs: SheetReferences) -> None:
        """Colour the blanks of a table that somebody has begun to fill in."""
        table = field.table or ""
        first = address(AREAS[field.name].row, AREAS[field.name].column)
        begun = _absolute(
            f'{refs.name(f"{table}_all_zero")}<>"{YES}",COUNT({refs.cells(table_inputs(table))})>0'
        )
        blank = self.book.add_format({"bg_color": OPEN["bg_color"]})
        self._mark_cells(sheet, slots_of(field), f"=AND(ISBLANK({first}),{begun})", blank)

    @staticmethod
    def _mark_cells(
        sheet: Worksheet, cells: list[Slot] | tuple[Slot, ...], criteria: str, style: Any
    ) -> None:
        areas = rectangles(cells)
        first = areas[0]
        sheet.conditional_format(
            first.row,
            first.column,
            first.row + first.height - 1,
            first.column + first.width - 1,
            {
                "type": "formula",
                "criteria": criteria,
                "format": style,
                "multi_range": " ".join(area.range for area in areas),
            },
        )

    # ------------------------------------------------------------ the sheets

    def _guide(self) -> None:
        """Say on one screen what to do, and how far the workbook is."""
        sheet = self.sheets[GUIDE_SHEET]
        for column, width in enumerate((11, 66, 2, 15, 52)):
            sheet.set_column(column, column, width)
        title = self.format(font_name="黑体", font_size=18)
        sheet.merge_range(0, 0, 0, 4, "政府信息公开工作年度报告填报表", title)
        sheet.set_row(0, 30)
        sheet.write_string(1, 0, "填报表版本", self.label())
        sheet.write_string(1, 1, FORM_VERSION, self.boxed())
        sheet.write_string(1, 3, "格式依据", self.label())
        sheet.write_string(1, 4, FORM_SOURCE, self.boxed())
        sheet.set_row(2, 6)
        sheet.merge_range(GUIDE_ROW, 0, GUIDE_ROW, 1, "怎么填", self.label(bold=True))
        for row, (head, text) in enumerate(_GUIDE, start=GUIDE_ROW + 1):
            sheet.write_string(row, 0, head, self.label(bold=True))
            sheet.write_string(row, 1, text, self.boxed())
            sheet.set_row(row, _guide_height(text))
        row = GUIDE_ROW + 1 + len(_GUIDE)
        sheet.write_string(row, 0, "颜色", self.label(bold=True))
        for text, look in (
            ("这种颜色的格子由您填写，其余都已锁定", {"bg_color": INPUT_COLOUR}),
            ("这种颜色是自动合计，不用填", {"bg_color": TOTAL_COLOUR}),
            ("这种颜色表示核对不符，请改正", BAD),
            ("这种颜色表示必填的还没有填", OPEN),
        ):
            sheet.write_string(row, 1, text, self.boxed(**look))
            row += 1
        self._progress(sheet)
        # where the figures came from, below what has to be on the screen
        pieces = [
            note[start : start + NOTE_LENGTH]
            for note in self.notes
            for start in range(0, len(note), NOTE_LENGTH)
        ]
        for number, piece in enumerate(pieces, start=1):
            head = "" if number > 1 else "来源说明"
            sheet.write_string(row + number, 0, head, self.label(bold=True))
            self._text(sheet, row + number, 1, piece, self.boxed())
            sheet.set_row(row + number, _guide_height(piece))

    def _progress(self, sheet: Worksheet) -> None:
        """Show how far each sheet is, with the way there, beside what to do."""
        sheet.write_string(GUIDE_ROW, 3, "填到哪里了", self.label(bold=True))
        overall = f"='{CHECK_SHEET}'!{address(BANNER_ROW, 0)}"
        style = self.boxed(bold=True)
        sheet.write_formula(GUIDE_ROW, 4, overall, style, self._banner_value(None))
        link = self.boxed(font_color="#0B5394", underline=1)
        for row, title in enumerate(SHEETS[1:], start=GUIDE_ROW + 1):
            sheet.write_url(row, 3, f"internal:'{title}'!A1", link, title)
            if title == CHECK_SHEET:
                sheet.write_string(row, 4, "待办一条一条列在最上面", self.boxed())
            else:
                formula = f"='{title}'!{address(BANNER_ROW, 0)}"
                value = self._banner_value(_SECTION_OF_SHEET[title])
                sheet.write_formula(row, 4, formula, self.boxed(), value)
        for word, look in (("【不符】", BAD), ("【未填】", OPEN), ("【提醒】", OPEN)):
            sheet.conditional_format(
                GUIDE_ROW,
                4,
                GUIDE_ROW + len(SHEETS) - 1,
                4,
                {
                    "type": "text",
                    "criteria": "begins with",
                    "value": word,
                    "format": self.book.add_format(look),
                },
            )

    def _basic(self) -> None:
        sheet = self.sheets[BASIC_SHEET]
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 62)
        sheet.set_column(2, 2, 44)
        self._heading(sheet, BASIC_SHEET, 3)
        self._banner(sheet, "basic", 3)
        for offset, name in enumerate(BASIC_FIELDS):
            row = BASIC_ROW + offset
            sheet.write_string(row, 0, FIELDS[name].label, self.label())
            self._scalar(name)
            if FIELDS[name].required:
                blank = {
                    "type": "blanks",
                    "format": self.book.add_format({"bg_color": OPEN["bg_color"]}),
                }
                sheet.conditional_format(row, 1, row, 1, blank)
            if FIELDS[name].kind in ("year", "date"):
                place = address(row, 1)
                unfit = f"=AND(NOT(ISBLANK({place})),NOT(ISNUMBER({place})))"
                style = self.book.add_format(BAD)
                rule = {"type": "formula", "criteria": unfit, "format": style}
                sheet.conditional_format(row, 1, row, 1, rule)
            self._hint(sheet, row, 2, 1, _BASIC_NOTES[name])
            sheet.set_row(row, 120 if name == "preface" else 26)

    def _scalar(self, name: str) -> None:
        area, field, value = AREAS[name], FIELDS[name], getattr(self.report, name)
        sheet = self.sheets[area.sheet]
        if isinstance(value, bool):
            style = self.input(align="center", bold=True)
            sheet.write_string(area.row, area.column, YES if value else NO, style)
        elif isinstance(value, date):
            style = self.input(align="left", num_format="yyyy-mm-dd")
            sheet.write_datetime(area.row, area.column, value, style)
        elif isinstance(value, int):
            sheet.write_number(area.row, area.column, value, self.input(align="left"))
        else:
            text = "\n".join(value) if isinstance(value, tuple) else value or ""
            looks: dict[Kind, dict[str, Any]] = {
                "text": {"num_format": "@"},
                "date": {"num_format": "yyyy-mm-dd"},
            }
            # a cell of format "text" shows ### beyond 255 characters
            look = {} if name == "preface" else looks.get(field.kind, {})
            self._text(sheet, area.row, area.column, text, self.input(align="left", **look))
        self._validate(field)

    def _table(self, table: Table) -> None:
        title = SECTION_SHEETS[table.key]
        sheet = self.sheets[title]
        for column, millimetres in enumerate(table.widths):
            sheet.set_column(column, column, millimetres / MILLIMETRES_PER_CHARACTER)
        section = next(section for section in SECTIONS if section.key == table.key)
        self._heading(sheet, section.heading, table.column_count)
        self._banner(sheet, table.key, table.column_count)
        declaration = AREAS[f"{table.key}_all_zero"]
        name = f"{FIELDS[f'{table.key}_all_zero'].label}？"
        if declaration.column > 1:
            sheet.merge_range(
                DECLARATION_ROW, 0, DECLARATION_ROW, declaration.column - 1, name, self.label()
            )
        else:
            sheet.write_string(DECLARATION_ROW, 0, name, self.label())
        self._scalar(f"{table.key}_all_zero")
        self._hint(
            sheet,
            DECLARATION_ROW,
            declaration.column + 1,
            table.column_count - declaration.column - 1,
            f"选“是”，下面就不用逐格填 0{'（现行有效件数也是 0 才选）' if table.key == 't2' else ''}",
        )
        sheet.set_row(DECLARATION_ROW, 24)
        for cell in table.grid:
            self._grid_cell(sheet, cell)
        for row in range(table.row_count):
            sheet.set_row(TABLE_ROW + row, _row_height(table, row))
        for field in table.fields:
            self._validate(field)
        if table.key == "t2":
            self._previous_stock(sheet)
        if table.key == "t3":
            self._previous_carried_out(sheet)
        self._mark(title)

    def _grid_cell(self, sheet: Worksheet, cell: GridCell) -> None:
        row, column = TABLE_ROW + cell.row, cell.column
        if cell.value is not None:
            self._figure(sheet, cell.value, row, column, width=cell.width)
            return
        # item labels read better from the left
        side = "left" if cell.text[:1].isdigit() or cell.text[:2] in _LEFT_LABELS else "center"
        style = self.label(align=side, rotation=270) if cell.vertical else self.label(align=side)
        if cell.width == cell.height == 1:
            sheet.write_string(row, column, cell.text, style)
        else:
            sheet.merge_range(
                row, column, row + cell.height - 1, column + cell.width - 1, cell.text, style
            )

    def _previous_stock(self, sheet: Worksheet) -> None:
        column = PREVIOUS_T2_COLUMN
        sheet.set_column(column - 1, column - 1, 2)
        sheet.set_column(column, column, 24)
        first = AREAS["prev_rules_in_force"].row
        sheet.write_string(first - 1, column, "上年末有效件数（选填）", self.label())
        for name in ("prev_rules_in_force", "prev_normative_in_force"):
            area = AREAS[name]
            self._figure(sheet, Slot(name), area.row, area.column)
            self._validate(FIELDS[name])

    def _previous_carried_out(self, sheet: Worksheet) -> None:
        row = PREVIOUS_T3_ROW
        label = "上年度报告的“四、结转下年度继续办理”（选填，用于核对）"
        sheet.merge_range(row, 0, row, 2, label, self.label(align="left"))
        sheet.set_row(row, 32)
        area = AREAS["prev_t3_carried_out"]
        for index in range(area.width):
            self._figure(sheet, Slot("prev_t3_carried_out", index), row, area.column + index)
        self._validate(FIELDS["prev_t3_carried_out"])

    def _prose(self, key: SectionKey) -> None:
        title = SECTION_SHEETS[key]
        sheet = self.sheets[title]
        section = next(section for section in SECTIONS if section.key == key)
        field = next(
            field
            for field in FIELDS.values()
            if field.section == key and field.kind == "paragraphs"
        )
        sheet.set_column(0, 0, 22 if key == "other" else 6)
        sheet.set_column(1, 1, 88)
        sheet.set_column(2, 2, 8)
        self._heading(sheet, section.heading, 3)
        self._banner(sheet, key, 3)
        if key == "other":
            self._fees(sheet)
        top = PARAGRAPH_ROW[field.name]
        self._hint(sheet, top - 2, 0, 3, _PROSE_HINTS[field.name])
        sheet.set_row(top - 2, 36)
        for column, text in enumerate(("段落", "正文（一格一段）", "字数")):
            sheet.write_string(top - 1, column, text, self.label())
        for row, text in enumerate(_room(getattr(self.report, field.name)), start=top):
            sheet.write_number(row, 0, row - top + 1, self.label())
            self._text(sheet, row, 1, text, self.input(align="left", valign="top"))
            if text:
                sheet.set_row(row, _prose_height(text))
            place = address(row, 1)
            sheet.write_formula(
                row,
                2,
                f'=IF(LEN({place})=0,"",LEN({place}))',
                self.label(),
                _utf16_length(text) or "",
            )
        self._validate(field)
        sheet.freeze_panes(top, 0)
        sheet.repeat_rows(top - 1)
        self._mark(title)

    def _fees(self, sheet: Worksheet) -> None:
        self._hint(
            sheet,
            FEE_ROW - 1,
            0,
            3,
            "信息处理费：没有就保持 0，报告里会自动写出规定的一句话"
            "（正文自己写了“信息处理费”的，以正文为准）。",
        )
        for row, name in enumerate(FEE_FIELDS, start=FEE_ROW):
            sheet.write_string(row, 0, FIELDS[name].label, self.label())
            self._figure(sheet, Slot(name), row, 1)
            self._validate(FIELDS[name])

    # ------------------------------------------------------------ 校验

    def _state(self, rule: Rule) -> State:
        return rule.outcome(self.report).state

    def _counts(self, rule: Rule) -> bool:
        """Tell whether the rule counts among the failing checks of error level."""
        state = self._state(rule)
        failing = state is State.FAIL or (rule.required and state is State.BLANK)
        return failing and rule.severity is Severity.ERROR

    def _checks(self) -> None:
        sheet = self.sheets[CHECK_SHEET]
        for column, width in enumerate((23, 7, SAYS_WIDTH, 8, 8, 8, 8, 19, 42)):
            sheet.set_column(column, column, width)
        sheet.set_column(COUNTED_COLUMN, REMEDY_COLUMN, None, None, {"hidden": True})
        shown = COUNTED_COLUMN
        self._heading(sheet, CHECK_SHEET, shown)
        self._banner(sheet, None, shown)
        row = CHECK_COUNT_ROW
        sheet.merge_range(row, 0, row, 2, "未通过的错误项数（为 0 才能生成报告）", self.label())
        counted = f"=SUM({_check_lines(COUNTED_COLUMN)})"
        style = self.label(bold=True)
        sheet.write_formula(row, 3, counted, style, sum(map(self._counts, RULES)))
        self._todo(sheet)
        for column, text in enumerate(CHECK_COLUMNS):
            sheet.write_string(CHECK_HEADER_ROW, column, text, self.label(bold=True))
        for rule in RULES:
            self._check_line(sheet, rule)
        for code in PROSE_CODES:
            self._prose_line(sheet, code)
        sheet.autofilter(CHECK_HEADER_ROW, 0, max(CHECK_LINES.values()), REASON_COLUMN)
        sheet.freeze_panes(TODO_HEADER_ROW, 0)
        sheet.repeat_rows(CHECK_HEADER_ROW)
        state, fails = address(CHECK_ROW, STATE_COLUMN), address(CHECK_ROW, COUNTED_COLUMN)
        for condition, look in (
            (f'${state}="{State.PASS.value}"', GOOD),
            (f'${state}="{State.FAIL.value}"', BAD),
            (f'${state}="{State.EXPLAINED.value}"', OPEN),
            # what may stay blank is not called out
            (f'AND(${state}="{State.BLANK.value}",${fails}=1)', OPEN),
        ):
            sheet.conditional_format(
                CHECK_ROW,
                STATE_COLUMN,
                max(CHECK_LINES.values()),
                STATE_COLUMN,
                {
                    "type": "formula",
                    "criteria": f"={condition}",
                    "format": self.book.add_format(look),
                },
            )

    @cached_property
    def open_rules(self) -> list[Rule]:
        """The rules to be seen to, in their order: errors, and warnings that fail."""
        return [rule for rule in RULES if self._counts(rule) or self._state(rule) is State.FAIL]

    def _todo(self, sheet: Worksheet) -> None:
        """List the lines that are open on top, each with the way there and the remedy."""
        for column, text in enumerate(TODO_COLUMNS):
            sheet.write_string(TODO_HEADER_ROW, column, text, self.label(bold=True))
        for number in range(1, TODO_ROOM + 1):
            self._todo_line(sheet, number)
        left = f"MAX({_check_lines(ORDER_COLUMN)})-{TODO_ROOM}"
        sheet.merge_range(TODO_MORE_ROW, 0, TODO_MORE_ROW, REASON_COLUMN, "", self.format())
        before, after = "还有 ", " 条，改好上面的就会显示。"
        more = len(self.open_rules) - TODO_ROOM
        sheet.write_formula(
            TODO_MORE_ROW,
            0,
            f'=IF({left}>0,"{before}"&({left})&"{after}","")',
            self.format(font_color=OPEN["font_color"], indent=1),
            f"{before}{more}{after}" if more > 0 else "",
        )
        box = {"border": 1, "border_color": BORDER_COLOUR}
        last = TODO_ROW + TODO_ROOM - 1
        # LibreOffice takes the first that fits, so each has its box
        for column, condition, look in (
            (STATE_COLUMN, f'$G{TODO_ROW + 1}="{State.FAIL.value}"', BAD),
            (STATE_COLUMN, f'$G{TODO_ROW + 1}="{State.BLANK.value}"', OPEN),
            (0, f'$A{TODO_ROW + 1}<>""', {}),
        ):
            style = self.book.add_format({**look, **box})
            rule = {"type": "formula", "criteria": f"={condition}", "format": style}
            right = STATE_COLUMN if column else REASON_COLUMN
            sheet.conditional_format(TODO_ROW, column, last, right, rule)

    def _todo_line(self, sheet: Worksheet, number: int) -> None:
        """Write the line that shows the rule which is open as number so and so."""
        row = TODO_ROW + number - 1
        rule = self.open_rules[number - 1] if number <= len(self.open_rules) else None
        match = f"MATCH({number},{_check_lines(ORDER_COLUMN)},0)"
        found = _fixed(row, ORDER_COLUMN)
        line = RULES.index(rule) + 1 if rule else 0
        sheet.write_formula(row, ORDER_COLUMN, f"=IF(ISERROR({match}),0,{match})", None, line)
        nothing = "没有待办。保存、关闭以后就可以转换，正文在转换时核对。" if number == 1 else ""
        shown: dict[int, Any] = {SAYS_COLUMN: nothing}
        if rule:
            outcome = rule.outcome(self.report)
            shown = {
                KEY_COLUMN: number,
                SEVERITY_COLUMN: _weight(rule),
                SAYS_COLUMN: rule.says,
                LEFT_COLUMN: outcome.left,
                RIGHT_COLUMN: outcome.right,
                DIFFERENCE_COLUMN: outcome.difference,
                STATE_COLUMN: outcome.state.value,
                LINK_COLUMN: _link_text(rule.focus),
                REASON_COLUMN: rule.remedy,
            }
        for column in range(len(TODO_COLUMNS)):
            source = REMEDY_COLUMN if column == REASON_COLUMN else column
            content = f"INDEX({_check_lines(source)},{found})"
            if column == KEY_COLUMN:
                content = str(number)
            if column == LINK_COLUMN:
                target = f"""SUBSTITUTE({content}," ","'!")"""
                content = f"""HYPERLINK("#'"&{target},{content})"""
            empty = f'"{nothing}"' if column == SAYS_COLUMN else '""'
            style = self.format(text_wrap=True, **_TODO_LOOKS.get(column, {"align": "center"}))
            formula = f"=IF({found}=0,{empty},{content})"
            sheet.write_formula(row, column, formula, style, shown.get(column, ""))
        sheet.set_row(row, 30)

    def _check_line(self, sheet: Worksheet, rule: Rule) -> None:
        row, refs = CHECK_LINES[rule.key], SheetReferences(CHECK_SHEET)
        outcome = rule.outcome(self.report)
        left, right, difference, state = (
            address(row, column)
            for column in (LEFT_COLUMN, RIGHT_COLUMN, DIFFERENCE_COLUMN, STATE_COLUMN)
        )
        reason = "&".join(address(CHECK_LINES[key], REASON_COLUMN) for key in _reason_keys(rule))
        broken = State.BLANK if rule.required else State.FAIL
        failed = f'"{broken.value}"'
        if rule.explainable:
            failed = f'IF(LEN(TRIM(SUBSTITUTE({reason},"\u3000","")))>0,"{State.EXPLAINED.value}",{failed})'
        verdict = (
            f'IF(ISERROR({difference}),"{State.FAIL.value}",'
            f'IF({difference}{rule.relation}0,"{State.PASS.value}",{failed}))'
        )
        incomplete = rule.incomplete_excel(refs)
        if incomplete:
            verdict = f'IF({incomplete},"{State.BLANK.value}",{verdict})'
        counting = f'{state}="{State.FAIL.value}"'
        if rule.required:
            counting = f'OR({counting},{state}="{State.BLANK.value}")'
        counted = f"=IF({counting},1,0)" if rule.severity is Severity.ERROR else "=0"

        middle, number = self.boxed(align="center"), self.boxed(align="right")
        sheet.write_string(row, KEY_COLUMN, rule.key, self.boxed(font_size=9))
        sheet.write_string(row, SEVERITY_COLUMN, _weight(rule), middle)
        sheet.write_string(row, SAYS_COLUMN, rule.says, self.boxed())
        if len(rule.says) > SAYS_WIDTH // 2 - 1:
            sheet.set_row(row, 30)
        formulas = (
            (LEFT_COLUMN, f"={rule.left.excel(refs)}", number, outcome.left),
            (RIGHT_COLUMN, f"={rule.right.excel(refs)}", number, outcome.right),
            (DIFFERENCE_COLUMN, f"=ROUND({left}-{right},6)", number, outcome.difference),
            (STATE_COLUMN, f"={verdict}", middle, outcome.state.value),
            (COUNTED_COLUMN, counted, middle, int(self._counts(rule))),
            (
                ORDER_COLUMN,
                f'=IF(OR({address(row, COUNTED_COLUMN)}=1,{state}="{State.FAIL.value}"),'
                f"MAX({_fixed(CHECK_HEADER_ROW, ORDER_COLUMN)}:{address(row - 1, ORDER_COLUMN)})+1,"
                '"")',
                None,
                self.open_rules.index(rule) + 1 if rule in self.open_rules else "",
            ),
        )
        sheet.write_string(row, REMEDY_COLUMN, rule.remedy)
        for column, formula, style, value in formulas:
            sheet.write_formula(row, column, formula, style, value)
        self._link(sheet, row, rule.focus)
        if rule.explainable:
            self._reason(sheet, row, rule.key)
        else:
            sheet.write_blank(row, REASON_COLUMN, None, self.boxed(bg_color=TOTAL_COLOUR))

    def _prose_line(self, sheet: Worksheet, code: str) -> None:
        row = CHECK_LINES[code]
        sheet.write_string(row, KEY_COLUMN, code, self.boxed(font_size=9))
        sheet.write_string(
            row, SEVERITY_COLUMN, CODES[code].severity.label, self.boxed(align="center")
        )
        sheet.write_string(row, SAYS_COLUMN, f"{CODES[code].rule}（转换时核对）", self.boxed())
        for column in (LEFT_COLUMN, RIGHT_COLUMN, DIFFERENCE_COLUMN, STATE_COLUMN, LINK_COLUMN):
            sheet.write_string(row, column, "—", self.boxed(align="center"))
        self._reason(sheet, row, code)

    def _reason(self, sheet: Worksheet, row: int, key: str) -> None:
        self._text(
            sheet, row, REASON_COLUMN, self.report.reasons.get(key, ""), self.input(align="left")
        )
        sheet.data_validation(
            row,
            REASON_COLUMN,
            row,
            REASON_COLUMN,
            {
                "validate": "length",
                "criteria": "<=",
                "value": 500,
                "input_title": "情况说明",
                "input_message": "数字核对无误、确有原因的，在这里写明，随报告送县级审核。",
                "error_title": "填写有误",
                "error_message": "情况说明不超过 500 字。",
            },
        )

    def _link(self, sheet: Worksheet, row: int, focus: Slot) -> None:
        area = slot_area(focus)
        place = address(area.row, area.column)
        sheet.write_url(
            row,
            LINK_COLUMN,
            f"internal:'{area.sheet}'!{place}",
            self.boxed(font_color="#0B5394", underline=1),
            _link_text(focus),
        )

    def _finish(self, title: str, sheet: Worksheet) -> None:
        """Set up protection and printing."""
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        if title in (GUIDE_SHEET, CHECK_SHEET, SECTION_SHEETS["t4"]):
            sheet.set_landscape()
        sheet.protect("", {"format_rows": True, "format_columns": True, "autofilter": True})


class _NamedReferences(SheetReferences):
    """Addresses for conditional formats, which may reach another sheet only by a name."""

    def name(self, name: str) -> str:
        """Return the name itself."""
        return name


def _weight(rule: Rule) -> str:
    """Return what 校验 calls the severity of a rule."""
    return MUST if rule.severity is Severity.ERROR else rule.severity.label


def _reason_keys(rule: Rule) -> tuple[str, ...]:
    """Return the lines on which a reason for the rule may stand."""
    return (rule.key, *rule.also_explained_by)


def _link_text(focus: Slot) -> str:
    """Return a cell as 校验 names it, its sheet and its address."""
    area = slot_area(focus)
    return f"{area.sheet} {address(area.row, area.column)}"


def _check_lines(column: int) -> str:
    """Return a column of the lines that a workbook can evaluate."""
    first, last = CHECK_LINES[RULES[0].key], CHECK_LINES[RULES[-1].key]
    return f"{_fixed(first, column)}:{_fixed(last, column)}"


def _fixed(row: int, column: int) -> str:
    """Return an address that stays the same wherever its formula stands."""
    return _absolute(address(row, column))


def _absolute(formula: str) -> str:
    """Fix every address, so that a conditional format means the same cell everywhere."""
    return re.sub(r"(?<![A-Za-z_\d])([A-Z])(\d+)\b", r"$\1$\2", formula)


def _room(paragraphs: tuple[str, ...]) -> list[str]:
    """Fill the cells of a section; what exceeds them shares the last one."""
    shown = list(paragraphs[: PARAGRAPH_ROOM - 1])
    rest = "\n".join(paragraphs[PARAGRAPH_ROOM - 1 :])
    shown.append(rest)
    return shown + [""] * (PARAGRAPH_ROOM - len(shown))


def _prose_height(text: str) -> float:
    """Return a height in points that shows the whole paragraph; LibreOffice does not fit it."""
    lines = sum(1 + len(line) // PROSE_LINE for line in text.split("\n"))
    return min(409.0, 4 + 15.0 * lines)


def _utf16_length(text: str) -> int:
    """Count as LEN does."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _guide_height(text: str) -> float:
    """Return a height in points that shows a text on 填报说明."""
    return 5 + 15.0 * (1 + len(text) // GUIDE_LINE)


def _row_height(table: Table, row: int) -> float:
    """Return a row's height in points, enough for its longest label."""
    lines = 1
    for cell in table.grid:
        if cell.row == row and cell.height == 1 and cell.text:
            millimetres = sum(table.widths[cell.column : cell.column + cell.width])
            room = max(1, int(millimetres / MILLIMETRES_PER_CHARACTER / 2.05))
            lines = max(lines, -(-len(cell.text) // room))
    return 6 + 14.5 * max(lines, 1.2)
