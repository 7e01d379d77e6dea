"""Writes `各单位主要问题` into the county's own workbook: what the units wrote, to draw on for section five."""

from collections.abc import Sequence
from typing import Final

from converter.writing.workbooks.form_book import FormBook
from converter.writing.workbooks.xlsx_book import Worksheet

MATERIAL_SHEET: Final = "各单位主要问题"
_HEADS: Final = (("单位", 30), ("第几段", 9), ("单位写的主要问题和改进", 90))
_HINT: Final = "供写“五、存在的主要问题及改进情况”参考，不进报告；可以筛选，可以复制。"
_LINE: Final = 16
"""Height of one line of text in points."""
_CHARACTERS: Final = 44
"""Characters of a line of the widest column."""


def write_material_sheet(
    book: FormBook, problems: Sequence[tuple[str, Sequence[str]]]
) -> Worksheet:
    """Write a row for each paragraph of each unit, and return the sheet; nobody reads it again."""
    sheet: Worksheet = book.book.add_worksheet(MATERIAL_SHEET)
    book.write_heading(sheet, MATERIAL_SHEET, len(_HEADS))
    sheet.write_string(1, 0, _HINT, book.format(font_color="#5A5A5A"))
    for column, (head, width) in enumerate(_HEADS):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, head, book.label(bold=True))
    row = 3
    for unit, paragraphs in problems:
        for number, text in enumerate(paragraphs, start=1):
            sheet.write_string(row, 0, unit, book.boxed())
            sheet.write_number(row, 1, number, book.boxed(align="center"))
            sheet.write_string(row, 2, text, book.boxed())
            sheet.set_row(row, _LINE * max(1, -(-len(text) // _CHARACTERS)))
            row += 1
    sheet.autofilter(2, 0, max(row - 1, 3), len(_HEADS) - 1)
    sheet.freeze_panes(3, 1)
    return sheet
