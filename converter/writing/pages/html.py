"""The web page of a report: one HTML file without scripts, which loads nothing from elsewhere.

It has the content of the Word report, with the markup that screen readers need, and prints well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from converter.form.fields import SECTIONS, TABLES, GridCell, Table
from converter.form.report import Report, format_number, report_title
from converter.writing.context import render_context

if TYPE_CHECKING:
    from jinja2 import Template

_PAGE_TEMPLATE: Final = "page_template.html"
_CAPTIONS: Final = {
    "t2": "主动公开政府信息情况统计表",
    "t3": "收到和处理政府信息公开申请情况统计表",
    "t4": "政府信息公开行政复议、行政诉讼情况统计表",
}
_COLUMN_GROUPS: Final = {"t2": (4,), "t3": (3, 1, 5, 1), "t4": (5, 5, 5)}


@dataclass(frozen=True)
class _PageCell:
    """One cell of a table, as the template prints it."""

    text: str
    height: int
    width: int
    scope: str
    """The HTML attribute of a header: `col`, `colgroup`, `row`, `rowgroup`; else empty."""
    identity: str
    """The HTML id of a label; empty for a figure."""
    headers: str
    """The ids of the labels of a figure, separated by blanks; empty for a label."""
    vertical: bool
    is_figure: bool

    @property
    def pieces(self) -> tuple[str, ...]:
        """The text, split where a narrow column may break the line: 结果|维持, （三）|不予公开."""
        if self.scope == "col":
            return tuple(self.text[at : at + 2] for at in range(0, len(self.text), 2))
        head, bracket, tail = self.text.partition("）")
        return (head + bracket, tail) if self.scope == "rowgroup" and tail else (self.text,)


def render_page(report: Report) -> bytes:
    """Return a report as an HTML page in UTF-8; equal reports give equal bytes."""
    from converter.writing.pages.charts import charts

    context = render_context(report)
    sections = [
        {
            "heading": section.heading,
            "paragraphs": context[section.field] if section.field else None,
            "table": _table(report, section.key) if section.key in TABLES else None,
            "charts": charts(report) if section.key == "t3" else (),
        }
        for section in SECTIONS
    ]
    page = page_template(_PAGE_TEMPLATE).render(
        context, plain_title=report_title(report), title=context["title"], sections=sections
    )
    return page.encode("utf-8", "replace")


@cache
def page_template(name: str) -> "Template":
    """Return a page template of this folder; what it prints is escaped, an unknown name is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)


def _table(report: Report, key: str) -> dict[str, Any]:
    """Return what the template prints of a table: the caption, the columns, the rows."""
    table = TABLES[key]
    rows = [
        [
            _page_cell(report, table, cell)
            for cell in sorted(table.grid, key=lambda cell: cell.column)
            if cell.row == row
        ]
        for row in range(table.row_count)
    ]
    # a label as wide as the table begins a new body
    starts = [cell.row for cell in table.grid if cell.width == table.column_count]
    starts = starts or [table.header_rows]
    ends = [*starts[1:], table.row_count]
    groups = iter(table.widths)
    return {
        "key": key,
        "caption": _CAPTIONS[key],
        "column_groups": [[next(groups) for _ in range(count)] for count in _COLUMN_GROUPS[key]],
        "head": rows[: table.header_rows],
        "bodies": [rows[start:end] for start, end in zip(starts, ends, strict=True)],
    }


def _page_cell(report: Report, table: Table, cell: GridCell) -> _PageCell:
    text, headers = cell.text, ""
    if cell.value is not None:
        figure = report.figure(cell.value)
        text = "" if figure is None else format_number(figure)
        headers = " ".join(_identity(table, label) for label in _headers(table, cell))
    return _PageCell(
        text,
        cell.height,
        cell.width,
        _scope(table, cell),
        _identity(table, cell) if cell.value is None else "",
        headers,
        cell.vertical,
        cell.value is not None,
    )


def _identity(table: Table, cell: GridCell) -> str:
    return f"{table.key}-{cell.row + 1}-{cell.column + 1}"


@cache
def _scope(table: Table, cell: GridCell) -> str:
    """Return the attribute `scope` of a cell; empty for a figure and for the corner of table 3."""
    figures = [other for other in table.grid if other.value is not None]
    if cell.value is not None:
        return ""
    if any(_is_left_of(cell, figure) and cell in _headers(table, figure) for figure in figures):
        return "rowgroup" if cell.height > 1 else "row"
    if cell.height > 1 and cell.width > 1:
        return ""
    return "colgroup" if cell.width > 1 else "col"


def _is_left_of(label: GridCell, figure: GridCell) -> bool:
    return label.row <= figure.row < label.row + label.height and label.column < figure.column


@cache
def _headers(table: Table, figure: GridCell) -> tuple[GridCell, ...]:
    """Return the labels of a figure: the nearest block of labels above it, then those left of it."""
    left = [cell for cell in table.grid if cell.value is None and _is_left_of(cell, figure)]
    return (*_above(table, figure), *left)


def _above(table: Table, figure: GridCell) -> Iterator[GridCell]:
    column = [
        cell
        for cell in table.grid
        if cell.column <= figure.column < cell.column + cell.width and cell.row < figure.row
    ]
    column.sort(key=lambda cell: cell.row)
    labels: list[GridCell] = []
    for cell in reversed(column):
        if cell.value is None:
            labels.insert(0, cell)
        elif labels:
            break
    yield from labels
