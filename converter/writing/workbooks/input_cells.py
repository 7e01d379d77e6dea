"""The cells that a clerk fills in: their content, what they refuse, how wrong content is coloured."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from converter.form.expressions import declared_zero
from converter.form.fields import FIELDS, NO, YES, Field, Kind, Slot, slots_of, table_inputs
from converter.form.layout import (
    AREAS,
    CHECK_ROW,
    REASONS_NAME,
    TOTAL_FORMULAS,
    Area,
    SheetReferences,
    absolute,
    address,
    reason_rows,
    rectangles,
    slot_area,
)
from converter.form.limits import FIRST_YEAR, LARGEST, LAST_YEAR
from converter.form.report import Report
from converter.form.rules import RULES
from converter.writing.workbooks.form_book import BAD, BLANK, TOTAL_COLOUR, FormBook
from converter.writing.workbooks.xlsx_book import Worksheet


@dataclass(frozen=True)
class _Limit:
    """What an input takes, and what Excel says when it refuses what was typed."""

    validation: dict[str, Any]
    """The condition, as XlsxWriter takes it."""
    text: str


_LIMITS: Final[dict[Kind, _Limit]] = {
    "count": _Limit(
        {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": LARGEST - 1},
        "填不小于 0 的整数，没有就填 0。",
    ),
    "money": _Limit(
        {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": LARGEST - 1},
        "填不小于 0 的数字，可以有小数，没有就填 0。",
    ),
    "year": _Limit(
        {
            "validate": "integer",
            "criteria": "between",
            "minimum": FIRST_YEAR,
            "maximum": LAST_YEAR,
        },
        "填四位年份，如 2025，不带“年”字。",
    ),
    "date": _Limit(
        {
            "validate": "date",
            "criteria": "between",
            "minimum": date(FIRST_YEAR, 1, 1),
            "maximum": date(LAST_YEAR, 12, 31),
        },
        "填日期，如 2026-1-20。",
    ),
    "choice": _Limit(
        {"validate": "list", "source": [YES, NO]}, f"请从下拉列表里选“{YES}”或“{NO}”。"
    ),
    "text": _Limit(
        {"validate": "length", "criteria": "<=", "value": 2000}, "填文字，不超过 2000 字。"
    ),
    "paragraphs": _Limit(
        {"validate": "length", "criteria": "<=", "value": 10000},
        "一格写一段，段首不用空格；小标题以“（一）”开头。不超过 10000 字。",
    ),
}


class InputCells:
    """Writes the inputs and the totals of one report into the workbook.

    No input shows a prompt when it is chosen: it would cover the cells to be filled in next.
    """

    def __init__(
        self, book: FormBook, report: Report, typed: Mapping[Slot, object] | None = None
    ) -> None:
        self._book = book
        self._report = report
        self._typed = typed or {}
        """What stands in cells in place of the report's content."""

    def write_scalar(self, name: str) -> None:
        """Write a field of one cell that is no figure: a text, a year, a date, 是 or 否."""
        book, area, value = self._book, AREAS[name], getattr(self._report, name)
        sheet = book.sheets[area.sheet]
        book.keep_open(area)
        if self.write_typed(Slot(name), area, align="left"):
            pass
        elif isinstance(value, bool):
            style = book.input(align="center", bold=True)
            sheet.write_string(area.row, area.column, YES if value else NO, style)
        elif isinstance(value, date):
            style = book.input(align="left", num_format="yyyy-mm-dd")
            sheet.write_datetime(area.row, area.column, value, style)
        elif isinstance(value, int):
            sheet.write_number(area.row, area.column, value, book.input(align="left"))
        else:
            text = "\n".join(value) if isinstance(value, tuple) else value or ""
            formats: dict[Kind, dict[str, Any]] = {
                "text": {"num_format": "@"},
                "date": {"num_format": "yyyy-mm-dd"},
            }
            # a cell of format "text" shows ### beyond 255 characters
            properties = {} if name == "preface" else formats.get(FIELDS[name].kind, {})
            style = book.input(align="left", **properties)
            book.write_text(sheet, area.row, area.column, text, style)
        self.validate(FIELDS[name])

    def write_figure(self, slot: Slot, *, width: int = 1) -> None:
        """Write a figure, or the formula of a total, into its cell and the next ones merged to it."""
        book, area = self._book, slot_area(slot)
        sheet, row, column = book.sheets[area.sheet], area.row, area.column
        value = self._report.stated(slot)
        if FIELDS[slot.name].blank_is_zero:
            value = value or 0
        if slot in TOTAL_FORMULAS:
            style = book.boxed(bg_color=TOTAL_COLOUR, align="center")
            sheet.write_formula(row, column, TOTAL_FORMULAS[slot], style, value)
            return
        style = book.input(align="center")
        book.keep_open(area._replace(width=width))
        if width > 1:
            sheet.merge_range(row, column, row, column + width - 1, "", style)
        if self.write_typed(slot, area, align="center"):
            return
        if value is None:
            sheet.write_blank(row, column, None, style)
        else:
            sheet.write_number(row, column, value, style)

    def write_typed(self, slot: Slot, area: Area, **properties: Any) -> bool:
        """Write what the clerk typed into a cell and nobody could take; return whether there is any.

        `properties` are those of the input's format.
        """
        if slot not in self._typed:
            return False
        sheet, content = self._book.sheets[area.sheet], self._typed[slot]
        date_format = {"num_format": "yyyy-mm-dd"} if isinstance(content, date) else {}
        style = self._book.input(**properties, **date_format)
        write_content(sheet, area.row, area.column, content, style)
        return True

    def validate(self, field: Field) -> None:
        """Let Excel refuse what does not fit the kind of a field."""
        area = AREAS[field.name]
        inputs = [slot for slot in slots_of(field) if slot not in TOTAL_FORMULAS]
        if not inputs:
            return
        width = len(inputs) if area.width > 1 else 1
        limit = _LIMITS[field.kind]
        self._book.sheets[area.sheet].data_validation(
            area.row,
            area.column,
            area.row + area.height - 1,
            area.column + width - 1,
            {
                **limit.validation,
                "error_title": "填写有误",
                "error_message": f"{field.label}：{limit.text}",
            },
        )


def write_content(sheet: Worksheet, row: int, column: int, content: object, style: Any) -> None:
    """Write the content of a cell of another workbook as it was read; what no cell can hold as text."""
    if isinstance(content, bool):
        sheet.write_boolean(row, column, content, style)
    elif isinstance(content, int | float) and math.isfinite(content):
        sheet.write_number(row, column, content, style)
    elif isinstance(content, date):
        sheet.write_datetime(row, column, content, style)
    else:
        sheet.write_string(row, column, str(content), style)


def colour_wrong_cells(book: FormBook, title: str) -> None:
    """Colour, on one sheet, the cells of rules that fail and those that hold no proper figure."""
    for area, formula, look, ranges in _wrong_cells(title):
        book.colour_where(area, formula, look, multi_range=ranges)


_Coloured = tuple[Sequence[Slot], str, dict[str, Any]]
"""Cells, the formula that is true where they are coloured, and how."""


@cache
def _wrong_cells(title: str) -> tuple[tuple[Area, str, dict[str, Any], str], ...]:
    """Return what is coloured on a sheet of the form, whatever the report: the first area, formula and look, all ranges."""
    coloured = (
        (rectangles(slots), formula, look)
        for slots, formula, look in (*_of_rules(title), *_of_fields(title))
    )
    return tuple(
        (areas[0], formula, look, " ".join(area.range for area in areas))
        for areas, formula, look in coloured
    )


def _of_rules(title: str) -> Iterator[_Coloured]:
    refs = _NamedReferences(title)
    for rule in RULES:
        marks = [slot for slot in rule.marks if slot_area(slot).sheet == title]
        if marks:
            fails = absolute(rule.fails_excel(refs))
            if rule.explainable:
                lines = [row - CHECK_ROW + 1 for row in reason_rows(rule)]
                reasons = "&".join(f"INDEX({REASONS_NAME},{line})" for line in lines)
                fails = f"AND({fails},LEN(TRIM({reasons}))=0)"
            yield marks, fails, BAD


def _of_fields(title: str) -> Iterator[_Coloured]:
    refs = _NamedReferences(title)
    for field in FIELDS.values():
        area = AREAS[field.name]
        if area.sheet != title:
            continue
        first = address(area.row, area.column)
        if field.table:
            # blank cells once somebody has begun to fill in the table
            begun = absolute(
                f"NOT({declared_zero(field.table, refs)}),"
                f"COUNT({refs.cells(table_inputs(field.table))})>0"
            )
            yield slots_of(field), f"AND(ISBLANK({first}),{begun})", BLANK
        if field.is_number:
            unfit = f"{first}<0"
            if field.kind == "count":
                unfit = f"OR({unfit},{first}<>INT({first}))"
            formula = f"IF(ISBLANK({first}),FALSE,IF(ISNUMBER({first}),{unfit},TRUE))"
            yield slots_of(field), formula, BAD


class _NamedReferences(SheetReferences):
    """Addresses for conditional formats, which may reach another sheet only by a name."""

    def name(self, name: str) -> str:
        """Return the name itself."""
        return name
