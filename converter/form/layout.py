"""The positions of the form's content in the workbook, used by the writer and the reader.

Pure data, without a spreadsheet library. Rows and columns count from 0, as in the form's grids.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Final, NamedTuple

from converter.form.fields import (
    FEE_FIELDS,
    FIELDS,
    FORM_VERSION,
    PARAGRAPH_ROOM,
    PREVIOUS_TABLE2,
    SECTIONS,
    TABLE_SLOTS,
    TABLES,
    TOTAL_COLUMN,
    SectionKey,
    Slot,
    Table,
    addends,
)
from converter.form.rule import Rule
from converter.form.rules import PROSE_CODES, RULES

GUIDE_SHEET: Final = "填报说明"
BASIC_SHEET: Final = "基本信息"
CHECK_SHEET: Final = "校验"
SHEET_OF_SECTION: Final[dict[SectionKey, str]] = {
    "basic": BASIC_SHEET,
    **{section.key: section.sheet for section in SECTIONS},
}
RETURN_SHEET: Final = "退回意见"
"""In a workbook that goes back: what its unit is to mend."""
KEPT_MARK: Final = "原"
"""Stands before the title of a sheet that could not be read, on the copy of its cells."""
SHEETS: Final = (GUIDE_SHEET, *SHEET_OF_SECTION.values(), CHECK_SHEET)

HEADING_ROW: Final = 0
BANNER_ROW: Final = 1
DECLARATION_ROW: Final = 2
TABLE_ROW: Final = 4
"""The first row of the official tables."""


class Area(NamedTuple):
    """A rectangle of cells on one sheet."""

    sheet: str
    row: int
    column: int
    height: int = 1
    width: int = 1

    @property
    def range(self) -> str:
        """The range without its sheet, `D8:J8`."""
        return _range(self.row, self.column, self.height, self.width)

    @property
    def absolute(self) -> str:
        """The range as a defined name holds it, `'三、申请办理'!$D$8:$J$8`."""
        return f"'{self.sheet}'!{absolute(self.range)}"

    def cell(self, index: int) -> str:
        """Return the address of one cell, counted left to right or top to bottom."""
        if self.width > 1:
            return address(self.row, self.column + index)
        return address(self.row + index, self.column)

    def within(self, other: "Area") -> bool:
        """Tell whether it lies completely within another area."""
        return (
            self.sheet == other.sheet
            and other.row <= self.row
            and self.row + self.height <= other.row + other.height
            and other.column <= self.column
            and self.column + self.width <= other.column + other.width
        )


@lru_cache(maxsize=4096)
def address(row: int, column: int) -> str:
    """Return `D8` for row 7, column 3."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


@lru_cache(maxsize=4096)
def absolute(formula: str) -> str:
    """Return a formula with its addresses made absolute, `$D$8`.

    Relative addresses in a conditional format would shift from cell to cell.
    """
    return re.sub(r"(?<![A-Za-z_\d])([A-Z]{1,2})(\d+)\b", r"$\1$\2", formula)


def _range(row: int, column: int, height: int, width: int) -> str:
    first = address(row, column)
    last = address(row + height - 1, column + width - 1)
    return first if first == last else f"{first}:{last}"


# ---------------------------------------------------------------- the areas of the names

BASIC_FIELDS: Final = tuple(name for name, field in FIELDS.items() if field.section == "basic")
BASIC_ROW: Final = 3
FEE_ROW: Final = 3
LENGTH_COLUMN: Final = 2
"""The column with the length of each paragraph, beside the paragraphs."""
PARAGRAPH_HEADS: Final = ("段落", "正文（一格一段）", "字数")
"""The heads above the paragraphs and the columns beside them."""
PARAGRAPH_ROW: Final = {"overview": 4, "problems": 4, "other_matters": 8}
BALANCE_ROW: Final = TABLE_ROW + TABLES["t3"].row_count
"""The row under table 3 that shows by how much each column is out of balance."""
PREVIOUS_T3_ROW: Final = BALANCE_ROW + 1
"""The row of last year's 结转下年度继续办理; that of last year's applications is below it."""
PREVIOUS_RECEIVED_ROW: Final = PREVIOUS_T3_ROW + 1
PREVIOUS_T2_COLUMN: Final = TABLES["t2"].column_count + 1
"""The first of the columns with last year's figures, right of table 2 and as many as its figures."""
PREVIOUS_T2_WIDTH: Final = len(FIELDS["t2_rules"].cells)
_DECLARATION_COLUMN: Final = {"t2": 1, "t3": 3, "t4": 5}
"""The column of the choice 全年均为零 for each table, right of its label."""


def _table_areas(table: Table) -> Iterable[tuple[str, Area]]:
    """Yield the names of the rows of a table, each with its cells."""
    sheet, cells = SHEET_OF_SECTION[table.key], {cell.value: cell for cell in table.grid}
    for field in table.fields:
        first = cells[Slot(field.name)]
        yield field.name, Area(sheet, TABLE_ROW + first.row, first.column, 1, len(field.cells))


def _areas() -> dict[str, Area]:
    areas = {name: Area(BASIC_SHEET, BASIC_ROW + row, 1) for row, name in enumerate(BASIC_FIELDS)}
    for key, table in TABLES.items():
        sheet = SHEET_OF_SECTION[table.key]
        areas[f"{key}_all_zero"] = Area(sheet, DECLARATION_ROW, _DECLARATION_COLUMN[key])
        areas.update(_table_areas(table))
    for name, row in PARAGRAPH_ROW.items():
        sheet = SHEET_OF_SECTION[FIELDS[name].section]
        areas[name] = Area(sheet, row, 1, PARAGRAPH_ROOM)
    for row, name in enumerate(FEE_FIELDS):
        areas[name] = Area(SHEET_OF_SECTION["other"], FEE_ROW + row, 1)
    areas["prev_t3_carried_out"] = Area(
        SHEET_OF_SECTION["t3"],
        PREVIOUS_T3_ROW,
        areas["t3_carried_out"].column,
        1,
        len(FIELDS["prev_t3_carried_out"].cells),
    )
    areas["prev_new_received"] = Area(
        SHEET_OF_SECTION["t3"],
        PREVIOUS_RECEIVED_ROW,
        areas["t3_new_received"].column + TOTAL_COLUMN,
    )
    for last, now in PREVIOUS_TABLE2.items():
        column = PREVIOUS_T2_COLUMN + now.position
        areas[last.name] = Area(SHEET_OF_SECTION["t2"], areas[now.name].row, column)
    return areas


AREAS: Final = _areas()
"""The cells of every name of the form."""

# ---------------------------------------------------------------- the 校验 sheet

CHECK_COUNT_ROW: Final = 2
TODO_HEADER_ROW: Final = 4
TODO_ROW: Final = 5
TODO_ROOM: Final = 10
"""Maximum rules that the to-do list at the top of 校验 shows."""
TODO_MORE_ROW: Final = TODO_ROW + TODO_ROOM
CHECK_HEADER_ROW: Final = TODO_MORE_ROW + 2
CHECK_ROW: Final = CHECK_HEADER_ROW + 1
CHECK_COLUMNS: Final = (
    "序号",
    "级别",
    "核对内容",
    "左边",
    "右边",
    "差额",
    "结果",
    "查看",
    "情况说明（确有原因时填写）",
    "计错",
    "次序",
    "怎么改",
    "编号",
)
(
    NUMBER_COLUMN,
    SEVERITY_COLUMN,
    SAYS_COLUMN,
    LEFT_COLUMN,
    RIGHT_COLUMN,
    DIFFERENCE_COLUMN,
    STATE_COLUMN,
    LINK_COLUMN,
    REASON_COLUMN,
    COUNTED_COLUMN,
    ORDER_COLUMN,
    REMEDY_COLUMN,
    KEY_COLUMN,
) = range(len(CHECK_COLUMNS))

REASON_HEAD: Final = CHECK_COLUMNS[REASON_COLUMN]
"""The head above the clerk's reasons."""

CHECK_KEYS: Final = (*(rule.key for rule in RULES), *PROSE_CODES)
"""The keys of the lines of 校验; the rules on prose come last and only take the clerk's reason."""
CHECK_LINES: Final = {key: CHECK_ROW + line for line, key in enumerate(CHECK_KEYS)}

ERROR_COUNT_NAME: Final = "check_error_count"
VERSION_NAME: Final = "form_version"
KEYS_NAME: Final = "check_keys"
REASONS_NAME: Final = "check_reasons"

CHECK_AREAS: Final = {
    ERROR_COUNT_NAME: Area(CHECK_SHEET, CHECK_COUNT_ROW, 3),
    KEYS_NAME: Area(CHECK_SHEET, CHECK_ROW, KEY_COLUMN, len(CHECK_KEYS)),
    REASONS_NAME: Area(CHECK_SHEET, CHECK_ROW, REASON_COLUMN, len(CHECK_KEYS)),
}
"""The names on 校验 in new workbooks; they move with every added rule, so no layout contains them."""
OWN_AREAS: Final = {VERSION_NAME: Area(GUIDE_SHEET, 1, 1), **CHECK_AREAS}
"""The names of the workbook that are not fields of the form."""


# ---------------------------------------------------------------- formulas and fixed texts


class SheetReferences:
    """Addresses for the formulas of one sheet: bare on that sheet, with the title elsewhere."""

    def __init__(self, sheet: str) -> None:
        self._sheet = sheet

    def cells(self, cells: Iterable[Slot]) -> str:
        """Return the cells as a comma-separated list of ranges, fit for SUM."""
        return ",".join(self.ranges(cells))

    def ranges(self, cells: Iterable[Slot]) -> list[str]:
        """Return the cells as few rectangular ranges."""
        return [self._on_sheet(area) for area in rectangles(cells)]

    def name(self, name: str) -> str:
        """Return the address of a whole field."""
        return self._on_sheet(AREAS[name])

    def each(self, name: str) -> list[str]:
        """Return the cells of a column one by one."""
        area = AREAS[name]
        return [
            self._on_sheet(area._replace(row=area.row + place, height=1))
            for place in range(area.height)
        ]

    def lengths(self, name: str) -> str:
        """Return the range with the lengths of a field's paragraphs."""
        return self._on_sheet(AREAS[name]._replace(column=LENGTH_COLUMN))

    def _on_sheet(self, area: Area) -> str:
        return area.range if area.sheet == self._sheet else f"'{area.sheet}'!{area.range}"


def slot_area(slot: Slot) -> Area:
    """Return the cell of one figure."""
    area = AREAS[slot.name]
    return Area(area.sheet, area.row, area.column + slot.position)


def reason_rows(rule: Rule) -> tuple[int, ...]:
    """Return the rows of 校验 on which a reason for the rule may stand."""
    # a line that a rule shares reasons with may have been taken out
    return tuple(CHECK_LINES[key] for key in rule.reason_keys if key in CHECK_LINES)


def declaration_label(table: Table) -> str:
    """Return the label in front of the choice 全年均为零 of a table."""
    return f"{FIELDS[f'{table.key}_all_zero'].label}？"


def rectangles(slots: Iterable[Slot]) -> tuple[Area, ...]:
    """Return the cells as few rectangles."""
    return _rectangles(tuple(slots))


@cache  # the formulas of each workbook ask for the same
def _rectangles(slots: tuple[Slot, ...]) -> tuple[Area, ...]:
    return tuple(merged(map(slot_area, slots)))


def merged(areas: Iterable[Area]) -> list[Area]:
    """Return areas of one row as few rectangles, merged along rows first, then equal rows downwards."""
    runs: list[Area] = []
    for area in sorted(areas):
        last = runs[-1] if runs else None
        if last and (area.sheet, area.row, area.column) == (
            last.sheet,
            last.row,
            last.column + last.width,
        ):
            runs[-1] = last._replace(width=last.width + area.width)
        else:
            runs.append(area)
    found: list[Area] = []
    for run in sorted(runs, key=lambda area: (area.sheet, area.column, area.width, area.row)):
        last = found[-1] if found else None
        if last and (run.sheet, run.column, run.width, run.row) == (
            last.sheet,
            last.column,
            last.width,
            last.row + last.height,
        ):
            found[-1] = last._replace(height=last.height + 1)
        else:
            found.append(run)
    return found


def _total_formulas() -> dict[Slot, str]:
    formulas = {}
    for slot in TABLE_SLOTS:
        if parts := addends(slot):
            refs = SheetReferences(slot_area(slot).sheet)
            formulas[slot] = f"=SUM({refs.cells(parts)})"
    return formulas


TOTAL_FORMULAS: Final = _total_formulas()
"""The locked formula of every total."""


class Label(NamedTuple):
    """A fixed text that a clerk must not change."""

    sheet: str
    cell: str
    text: str


def _labels() -> Iterable[Label]:
    for section in SECTIONS:
        yield Label(section.sheet, address(HEADING_ROW, 0), section.heading)
    for table in TABLES.values():
        sheet = SHEET_OF_SECTION[table.key]
        for cell in table.grid:
            if cell.value is None:
                yield Label(sheet, address(TABLE_ROW + cell.row, cell.column), cell.text)
        yield Label(sheet, address(DECLARATION_ROW, 0), declaration_label(table))
    for name in (*BASIC_FIELDS, *FEE_FIELDS):
        area = AREAS[name]
        yield Label(area.sheet, address(area.row, 0), FIELDS[name].label)


_LABELS: Final = tuple(_labels())


@dataclass(frozen=True)
class Layout:
    """The positions of names, formulas and fixed texts in the workbooks of one version of the form."""

    version: str
    sheets: tuple[str, ...]
    areas: Mapping[str, Area]
    """The cells of every name of the form, and of its version."""
    total_formulas: Mapping[Slot, str]
    labels: tuple[Label, ...]

    @cached_property
    def texts(self) -> Mapping[str, Mapping[str, str]]:
        """The fixed texts of each sheet by address."""
        texts: dict[str, dict[str, str]] = {}
        for sheet, cell, text in self.labels:
            texts.setdefault(sheet, {})[cell] = text
        return texts


LAYOUT: Final = Layout(
    FORM_VERSION,
    SHEETS,
    {**AREAS, VERSION_NAME: OWN_AREAS[VERSION_NAME]},
    TOTAL_FORMULAS,
    _LABELS,
)
"""That of the version which this program writes."""
