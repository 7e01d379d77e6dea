"""Write 汇总.xlsx: who reported what, the tables added up, every finding, and charts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from converter.county.kept.model import LedgerRow, RowState
from converter.county.outputs.ledger_sheets import ListSheet
from converter.county.units.last_years import LastYears
from converter.files.output import temporary_folder
from converter.files.text import encodable
from converter.findings import Finding, Severity
from converter.form.fields import (
    FIELDS,
    OUTCOME_GROUPS,
    REPORT_NAME,
    TABLES,
    TOTAL_COLUMN,
    Slot,
    Table,
    section_of,
)
from converter.form.report import TOTAL_SLOTS, Number, Report, add_up
from converter.writing.workbooks.xlsx_book import Worksheet, XlsxBook

_LEDGER, _TOTALS, _FINDINGS, _CHARTS = "台账", "汇总表", "问题清单", "图表"

_SIDE_BY_SIDE: Final = (
    "t3_new_received",
    "t3_carried_in",
    "t3_granted",
    "t3_partly_granted",
    "t3_total",
    "t3_carried_out",
)
"""The rows of table 3 that 汇总表 shows for each unit, by their totals."""
_OUTCOMES: Final = tuple(label for label, _ in OUTCOME_GROUPS)
_LINE: Final = 16
"""Height of one line of text in points; LibreOffice does not adjust the height of rows."""
_LABEL_LENGTH: Final = 20
"""A longer label of the totals takes two lines."""

_TO_LOOK_AT: Final = "#FDE9C4"
_COLOURS: Final = {
    RowState.CONVERTED: "#DFF0E2",
    RowState.RETURNED: "#F9D6D5",
    RowState.UNREADABLE: "#F9D6D5",
    RowState.NOT_NOW: "#FDE9C4",
    RowState.CANNOT_WRITE: "#F9D6D5",
    RowState.OTHER_YEAR: "#F9D6D5",
    RowState.MISSING: "#FDE9C4",
    RowState.UNDECIDED_UNIT: "#F9D6D5",
    RowState.TO_CHOOSE: "#F9D6D5",
    RowState.REPLACED: "#E4E7EB",
    RowState.ASIDE: "#E4E7EB",
}


def write_ledger(
    rows: Sequence[LedgerRow],
    last_years: LastYears,
    folder: Path,
    lists: Sequence[ListSheet] = (),
) -> bytes:
    """Return the ledger of a batch as a workbook; links to outputs are relative to `folder`.

    `lists` follow its own four sheets.

    What has been written of it waits there on the disk, or in memory where the disk does not take it.
    """
    try:
        with temporary_folder(folder) as scratch:
            return _Ledger(rows, last_years, folder, scratch).draw(lists)
    except OSError:
        return _Ledger(rows, last_years, folder).draw(lists)


@dataclass(frozen=True, slots=True)
class _Counted:
    """What the sheets need of a report that is added up, beside the sums."""

    name: str
    """The unit; without one, the file."""
    side_by_side: tuple[Number | None, ...]
    """Its figures of `_SIDE_BY_SIDE`."""
    outcomes: tuple[Number, ...]
    """How many requests ended as each of `OUTCOME_GROUPS`."""
    received: Number
    last_year: Number | None
    """What the unit received in the year before, where that is known."""
    is_wrong: bool
    """Whether it was sent back."""


class _Ledger:
    """The sheets of one ledger; each report is opened once, while its row is written.

    Totals are those of the cells, whatever a report states.
    """

    def __init__(
        self,
        rows: Sequence[LedgerRow],
        last_years: LastYears,
        folder: Path,
        scratch: Path | None = None,
    ) -> None:
        self.rows = rows
        self.folder = folder
        self.counted: list[_Counted] = []
        self.last_years = last_years
        self.xlsx = XlsxBook(
            f"{REPORT_NAME}汇总", scratch=scratch, border=1, valign="vcenter", text_wrap=True
        )
        self.book = self.xlsx.book
        self.format = self.xlsx.format

    def draw(self, lists: Sequence[ListSheet]) -> bytes:
        """Draw the sheets and return the file; raises OSError where the disk does not take the rows."""
        try:
            return self._draw(lists)
        except OSError:
            self.xlsx.give_up()
            raise

    def _draw(self, lists: Sequence[ListSheet]) -> bytes:
        own = (_LEDGER, _TOTALS, _FINDINGS, _CHARTS)
        sheets = {name: self.xlsx.long_sheet(name) for name in own}
        total = add_up(self._rows(sheets[_LEDGER], sheets[_FINDINGS]))
        self._totals(sheets[_TOTALS], total)
        self._charts(sheets[_CHARTS])
        for one in lists:
            sheets[one.name] = self._list(one)
        for sheet in sheets.values():
            sheet.hide_gridlines(2)
            sheet.set_paper(9)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
        return self.xlsx.close()

    def _head(self, sheet: Worksheet, row: int, columns: Sequence[tuple[str, float]]) -> None:
        style = self.format(bold=True, bg_color="#EEF1F5", align="center")
        for column, (text, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(row, column, text, style)

    # ------------------------------------------------------------ 台账、问题清单

    def _rows(self, ledger: Worksheet, findings: Worksheet) -> Iterator[Report]:
        """Write a row, and its findings, for every file; yield the reports that are added up."""
        columns = self._ledger_head(ledger)
        problems = self._findings_head(findings)
        below = 1
        for line, row in enumerate(self.rows, start=1):
            record, found = row.found.opened() if row.found else (None, ())
            self._ledger_row(ledger, line, row, found)
            if row.state is not RowState.REPLACED:
                below = self._findings_rows(findings, below, row, found)
            if record and row.is_counted:
                report = _known(record.report)
                self.counted.append(self._counted(row, report))
                yield report
        for sheet, last, width, frozen in (
            (ledger, len(self.rows), columns, 2),
            (findings, below - 1, problems, 0),
        ):
            sheet.autofilter(0, 0, max(last, 1), width - 1)
            sheet.freeze_panes(1, frozen)
            sheet.repeat_rows(0)

    def _counted(self, row: LedgerRow, report: Report) -> _Counted:
        last = self.last_years.of(report)
        return _Counted(
            row.unit or row.label,
            tuple(report.figure(Slot(name, TOTAL_COLUMN)) for name in _SIDE_BY_SIDE),
            tuple(sum(_total(report, name) for name in names) for _, names in OUTCOME_GROUPS),
            _total(report, "t3_new_received"),
            last.figure(Slot("t3_new_received", TOTAL_COLUMN)) if last else None,
            row.state is RowState.RETURNED,
        )

    def _ledger_head(self, sheet: Worksheet) -> int:
        columns = (
            ("序号", 6),
            ("单位", 30),
            ("年度", 8),
            ("收到的文件", 40),
            ("状态", 14),
            ("错误", 7),
            ("提醒", 7),
            ("已说明", 7),
            ("报告或退回通知", 16),
            ("备注", 44),
            ("计入汇总", 16),
        )
        self._head(sheet, 0, columns)
        return len(columns)

    def _ledger_row(
        self, sheet: Worksheet, line: int, row: LedgerRow, found: Sequence[Finding]
    ) -> None:
        plain, middle = self.format(), self.format(align="center")
        sheet.write_number(line, 0, line, middle)
        sheet.write_string(line, 1, row.unit, plain)
        sheet.write_string(line, 2, str(row.year or ""), middle)
        sheet.write_string(line, 3, row.label, plain)
        colour = self.format(align="center", bg_color=_COLOURS[row.state])
        sheet.write_string(line, 4, row.state.value, colour)
        explained = sum(finding.explained for finding in found)
        errors = sum(finding.stops for finding in found)
        warnings = sum(
            finding.severity is not Severity.ERROR and not finding.explained for finding in found
        )
        for column, count in ((5, errors), (6, warnings), (7, explained)):
            sheet.write_number(line, column, count, middle)
        self._link(sheet, line, row)
        sheet.write_string(line, 9, encodable(row.remark), plain)
        sheet.write_string(line, 10, _counted_as(row, errors), plain)
        lines = max(-(-len(text) // 21) for text in (row.remark, row.label, row.unit))
        sheet.set_row(line, _LINE * max(1, lines))

    def _link(self, sheet: Worksheet, line: int, row: LedgerRow) -> None:
        if row.output is None:
            sheet.write_blank(line, 8, None, self.format())
            return
        path = row.output.relative_to(self.folder).as_posix()
        style = self.format(font_color="#0B5394", underline=1)
        text = "打开报告" if row.output.parent == self.folder else "打开退回通知"
        sheet.write_link(line, 8, path, style, text)

    # ------------------------------------------------------------ 汇总表

    def _totals(self, sheet: Worksheet, total: Report) -> None:
        heading = self.book.add_format({"font_name": "黑体", "font_size": 14})
        wrong = sum(one.is_wrong for one in self.counted)
        said = f"（其中 {wrong} 份有错误、已退回；合计都按格子相加，空格按 0 计）" if wrong else ""
        sheet.write_string(0, 0, f"{len(self.counted)} 个单位的报告汇总{said}", heading)
        row = 2
        for key, table in TABLES.items():
            section = section_of(key)
            sheet.write_string(row, 0, section.heading, heading)
            row = self._table(sheet, row + 1, table, total) + 2
        sheet.write_string(row, 0, "各单位申请办理情况（总计，件）", heading)
        self._units(sheet, row + 1)

    def _table(self, sheet: Worksheet, top: int, table: Table, total: Report) -> int:
        cells: dict[tuple[int, int], tuple[str | Number | None, Any]] = {}
        for cell in table.grid:
            row, column = top + cell.row, cell.column
            style = self.format(align="center", bg_color="#EEF1F5" if cell.text else "#FFFFFF")
            last_row, last_column = row + cell.height - 1, column + cell.width - 1
            for place in product(range(row, last_row + 1), range(column, last_column + 1)):
                cells[place] = None, style
            if (row, column) != (last_row, last_column):
                sheet.mark_merged(row, column, last_row, last_column)
            content: str | Number = cell.text
            if cell.value is not None:
                content = total.figure(cell.value) or 0
            cells[row, column] = content, style
        for row in range(table.row_count):
            longest = max(len(cell.text) for cell in table.grid if cell.row == row)
            sheet.set_row(top + row, _LINE * (2 if longest > _LABEL_LENGTH else 1))
        # a row of a long sheet is written whole before the next
        for (row, column), (said, style) in sorted(cells.items(), key=itemgetter(0)):
            sheet.write(row, column, said, style)
        return top + table.row_count

    def _units(self, sheet: Worksheet, top: int) -> None:
        head = self.format(bold=True, bg_color="#EEF1F5", align="center")
        self._unit(sheet, top, "单位", head)
        sheet.set_row(top, 2 * _LINE)
        for column, name in enumerate(_SIDE_BY_SIDE, start=3):
            sheet.write_string(top, column, FIELDS[name].label, head)
        plain, middle = self.format(), self.format(align="center")
        for line, one in enumerate(self.counted, start=top + 1):
            self._unit(sheet, line, one.name, plain)
            for column, figure in enumerate(one.side_by_side, start=3):
                if figure is None:
                    sheet.write_blank(line, column, None, plain)
                else:
                    sheet.write_number(line, column, figure, middle)
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 16)
        sheet.set_column(2, 2, 40)
        sheet.set_column(3, 14, 12)

    @staticmethod
    def _unit(sheet: Worksheet, row: int, name: str, style: Any) -> None:
        """Write a unit's name over the columns that hold the labels of the tables above."""
        sheet.write_string(row, 0, name, style)
        for column in (1, 2):
            sheet.write_blank(row, column, None, style)
        sheet.mark_merged(row, 0, row, 2)

    def _findings_head(self, sheet: Worksheet) -> int:
        columns = (
            ("单位", 30),
            ("收到的文件", 34),
            ("级别", 8),
            ("编号", 20),
            ("位置", 44),
            ("问题和改法", 70),
            ("单位说明", 34),
        )
        self._head(sheet, 0, columns)
        return len(columns)

    def _findings_rows(
        self, sheet: Worksheet, below: int, row: LedgerRow, found: Sequence[Finding]
    ) -> int:
        """Write the findings of a file from a line on; return the next line."""
        plain = self.format()
        for line, finding in enumerate(found, start=below):
            place = str(finding.place) if finding.place else ""
            reason = finding.reason if finding.explained else ""
            for column, text in enumerate(
                (row.unit, row.label, finding.label, finding.code, place, finding.what, reason)
            ):
                sheet.write_string(line, column, text, plain)
            lines = max(-(-len(finding.what) // 34), -(-len(place) // 21))
            sheet.set_row(line, _LINE * max(1, lines))
        return below + len(found)

    def _list(self, content: ListSheet) -> Worksheet:
        """Write a list with its head, and return its sheet."""
        sheet = self.xlsx.long_sheet(content.name)
        self._head(sheet, 0, content.columns)
        for line, row in enumerate(content.rows, start=1):
            look = {"bg_color": _TO_LOOK_AT} if line - 1 in content.marked else {}
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(line, column, value, self.format(**look))
                else:
                    sheet.write_number(line, column, value, self.format(align="center", **look))
        sheet.autofilter(0, 0, len(content.rows), len(content.columns) - 1)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        return sheet

    # ------------------------------------------------------------ 图表

    def _charts(self, sheet: Worksheet) -> None:
        """Put the figures of each chart on the sheet and the chart beside them."""
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 2, 15)
        plain, head = self.format(), self.format(bold=True, align="center")
        heads = ("单位", "本年新收（件）", "上年新收（件）")
        for column, text in enumerate(heads):
            sheet.write_string(0, column, text, head)
        for row, one in enumerate(self.counted, start=1):
            sheet.write_string(row, 0, one.name, plain)
            sheet.write_number(row, 1, one.received, plain)
            if one.last_year is not None:
                sheet.write_number(row, 2, one.last_year, plain)
        outcome_row = len(self.counted) + 3
        sheet.write_string(outcome_row - 1, 0, "办理结果（件）", head)
        ended = [
            sum(counts) for counts in zip(*(one.outcomes for one in self.counted), strict=True)
        ]
        ended = ended or [0] * len(OUTCOME_GROUPS)
        for row, (label, count) in enumerate(zip(_OUTCOMES, ended, strict=True), start=outcome_row):
            sheet.write_string(row, 0, label, plain)
            sheet.write_number(row, 1, count, plain)
        units: list[str | None] = [one.name for one in self.counted]
        received: list[Number | None] = [one.received for one in self.counted]
        units, now = units or [None], (heads[1], received or [None])
        last = heads[2], [one.last_year for one in self.counted]
        height = max(300, 26 * len(units) + 120)
        sheet.insert_chart(
            0, 4, self._chart("bar", "各单位本年新收申请（件）", height, 1, units, now)
        )
        outcomes = self._chart(
            "column", "办理结果（件）", 300, outcome_row, _OUTCOMES, (heads[1], ended)
        )
        sheet.insert_chart(0, 14, outcomes)
        if any(one.last_year is not None for one in self.counted):
            title = "本年与上年新收申请（件）"
            sheet.insert_chart(16, 14, self._chart("bar", title, height, 1, units, now, last))

    def _chart(
        self,
        kind: str,
        title: str,
        height: int,
        first: int,
        labels: Sequence[str | None],
        *series: tuple[str, Sequence[Number | None]],
    ) -> Any:
        """Return a chart of columns of the sheet from its row `first` on; each of the series has its head.

        A chart repeats what it shows; XlsxWriter would look that up in the memory.
        """
        chart = self.book.add_chart({"type": kind})
        last = first + len(labels) - 1
        for column, (head, values) in enumerate(series, start=1):
            chart.add_series(
                {
                    "name": [_CHARTS, 0, column] if len(series) > 1 else title,
                    "name_data": [head],
                    "categories": [_CHARTS, first, 0, last, 0],
                    "categories_data": list(labels),
                    "values": [_CHARTS, first, column, last, column],
                    "values_data": [None if one is None else f"{one:.16g}" for one in values],
                    "fill": {"color": ("#2F6DB5", "#B8C4D3")[column - 1]},
                    "data_labels": {"value": True},
                    "gap": 60,
                }
            )
        chart.set_title({"name": title, "name_font": {"size": 13}})
        chart.set_legend({"position": "bottom"} if len(series) > 1 else {"none": True})
        if kind == "bar":
            # the first unit on top, as in the list
            chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
            chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#E0E0E0"}}})
        else:
            chart.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#E0E0E0"}}})
        chart.set_size({"width": 600, "height": height})
        return chart


def _total(report: Report, name: str) -> Number:
    return report.figure(Slot(name, TOTAL_COLUMN)) or 0


def _known(report: Report) -> Report:
    """Return a report whose blanks count as 0 and whose totals are the sums of their cells."""
    figures = {
        name: tuple(one or 0 for one in row) if None in row else row
        for name, row in report.figures.items()
    }
    return replace(report, figures=figures).with_totals(TOTAL_SLOTS)


def _counted_as(row: LedgerRow, errors: int) -> str:
    if not row.is_counted:
        return "否"
    return f"是，有 {errors} 处错误" if errors else "是"
