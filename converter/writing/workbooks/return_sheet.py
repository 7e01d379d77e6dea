"""What goes back with a workbook that its unit is to mend: 退回意见, and a note at each cell of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from converter.findings import Severity
from converter.form.fields import Slot
from converter.form.layout import HEADING_ROW, RETURN_SHEET, Area
from converter.writing.workbooks.form_book import BAD, LINK, OPEN, FormBook
from converter.writing.workbooks.input_cells import write_content
from converter.writing.workbooks.xlsx_book import Worksheet

_HEADS: Final = ("序号", "级别", "位置", "哪一项", "问题", "怎么改")
_WIDTHS: Final = (6, 7, 19, 25, 58, 42)
_HOW: Final = (
    "填报表里填的内容都在这一份里。点“位置”跳到那一格；右上角有红色小三角的格子，鼠标停上去看批注。"
    "改好以后保存，就用这一份：自己核对的再拖到“转换”上，县里退回的报送这一个文件。"
)
_LINES: Final = HEADING_ROW + 1
"""The first row below the heading."""
_CHARACTER_WIDTH: Final = 2.1
"""Columns of width that a Chinese character takes, its share of the cell's edges included."""
_LINE_HEIGHT: Final = 15.0
_NOTE_WIDTH: Final = 300
"""Pixels of a cell note."""
_NOTE_LINE: Final = 20
"""Characters on one line of it."""
_NOTE_LINE_HEIGHT: Final = 19
_HIGHEST_NOTE: Final = 600
_LONGEST_NOTE: Final = 2000
"""Characters of one cell note; the list has all of it."""
_COPY_COLUMNS: Final = 12
_COPY_WIDTH: Final = 14


@dataclass(frozen=True)
class Remark:
    """One thing to mend, where it stands in the workbook that goes back."""

    level: str
    """错误, 提醒 or 提示."""
    cell: Area | None
    """None where it concerns no cell."""
    label: str
    what: str
    remedy: str
    note: tuple[str, ...]
    """What the note at the cell says, line by line."""


@dataclass(frozen=True)
class Returned:
    """What goes back with a workbook."""

    summary: str
    """One sentence: how many remarks of each level there are."""
    remarks: Sequence[Remark]
    typed: Mapping[Slot, object] = field(default_factory=dict)
    """What the clerk typed into cells whose content could not be taken."""
    kept: Mapping[str, Mapping[Area, object]] = field(default_factory=dict)
    """The cells of sheets that could not be read, by the title of their copy."""
    sentences: Sequence[str] = ()
    """What else is to be said, above the list."""


def write_returned(book: FormBook, returned: Returned) -> None:
    """Write 退回意见, a note at each cell that it names, and the copies of sheets that were not read."""
    _write_list(book, returned)
    notes: dict[Area, list[str]] = {}
    for one in returned.remarks:
        if one.cell is not None:
            notes.setdefault(one.cell, []).append("\n".join(one.note))
    for cell, texts in notes.items():
        text = "\n\n".join(texts)
        if len(text) > _LONGEST_NOTE:
            text = f"{text[:_LONGEST_NOTE]}……（全文见“{RETURN_SHEET}”）"
        book.sheets[cell.sheet].write_comment(cell.row, cell.column, text, _note_options(text))
    for title, cells in returned.kept.items():
        book.sheets[title].set_column(0, _COPY_COLUMNS - 1, _COPY_WIDTH)
        for cell, content in cells.items():
            shown = {"num_format": "yyyy-mm-dd"} if isinstance(content, date) else {}
            style = book.format(text_wrap=True, **shown)
            write_content(book.sheets[title], cell.row, cell.column, content, style)


def _note_options(text: str) -> dict[str, Any]:
    lines = sum(1 + len(line) // _NOTE_LINE for line in text.split("\n"))
    return {
        "author": "核对",
        "width": _NOTE_WIDTH,
        "height": min(_HIGHEST_NOTE, _NOTE_LINE_HEIGHT * (lines + 1)),
        "font_name": "宋体",
        "font_size": 10,
        "color": "#FFFFE1",
    }


def _write_list(book: FormBook, returned: Returned) -> None:
    sheet = book.sheets[RETURN_SHEET]
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    book.write_heading(sheet, RETURN_SHEET, len(_HEADS))
    sheet.set_tab_color("#A61B1B")
    row = _LINES
    for text in (f"{returned.summary}{_HOW}", *returned.sentences):
        style = book.format(text_wrap=True)
        sheet.merge_range(row, 0, row, len(_HEADS) - 1, text, style)
        sheet.set_row(row, _height((text, sum(_WIDTHS))))
        row += 1
    for column, head in enumerate(_HEADS):
        sheet.write_string(row, column, head, book.label(bold=True))
    sheet.set_row(row, 22)
    sheet.freeze_panes(row + 1, 0)
    sheet.repeat_rows(row)
    for number, one in enumerate(returned.remarks, start=1):
        _write_line(book, sheet, row + number, number, one)


def _write_line(book: FormBook, sheet: Worksheet, row: int, number: int, one: Remark) -> None:
    text = book.boxed(valign="top")
    sheet.write_number(row, 0, number, book.boxed(align="center", valign="top"))
    look = BAD if one.level == Severity.ERROR.label else OPEN
    sheet.write_string(row, 1, one.level, book.boxed(align="center", valign="top", **look))
    where = ""
    if one.cell is None:
        sheet.write_blank(row, 2, None, text)
    else:
        where = f"{one.cell.sheet} {one.cell.range}"
        link = book.boxed(valign="top", **LINK)
        sheet.write_url(row, 2, f"internal:'{one.cell.sheet}'!{one.cell.range}", link, where)
    texts = (where, one.label, one.what, one.remedy)
    for column, content in enumerate(texts[1:], start=3):
        book.write_text(sheet, row, column, content, text)
    sheet.set_row(row, _height(*zip(texts, _WIDTHS[2:], strict=True)))


def _height(*texts: tuple[str, float]) -> float:
    """Return the height in points that shows texts in cells of these widths."""
    lines = max(1 + int(len(text) * _CHARACTER_WIDTH / width) for text, width in texts)
    return 6 + _LINE_HEIGHT * lines
