"""One unit's year as a value, and the arithmetic on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from converter.form.fields import FIELDS, REPORT_NAME, TABLES, Slot, addends, slots_of

Number = int | Decimal
"""A count (件) or an amount of money (元, 万元 for `t2_fees`)."""


@dataclass(frozen=True)
class Report:
    """What one unit reports for one year; the names are those of the form.

    A figure that was not filled in, or could not be read, is None. Totals hold what the source
    states; `with_totals` computes them.
    """

    unit_name: str = ""
    report_year: int | None = None
    report_date: date | None = None
    title: str = ""
    preface: tuple[str, ...] = ()
    submit_to: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    t2_all_zero: bool = False
    t3_all_zero: bool = False
    t4_all_zero: bool = False
    overview: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    other_matters: tuple[str, ...] = ()
    figures: Mapping[str, tuple[Number | None, ...]] = field(default_factory=dict)
    """Every number field by name, its cells left to right."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """The clerk's explanations by the key of the check."""

    def row(self, name: str) -> tuple[Number | None, ...]:
        """Return the cells of a number field, left to right, as the source states them.

        Raises KeyError where the form has no number field of that name.
        """
        form_field = FIELDS[name]
        if not form_field.is_number:
            raise KeyError(name)
        return self.figures.get(name, (None,) * len(form_field.cells))

    def declared_zero(self, table: str) -> bool:
        """Tell whether the whole table is declared zero."""
        return bool(getattr(self, f"{table}_all_zero"))

    def stated(self, cell: Slot) -> Number | None:
        """Return what the source states in a cell."""
        values = self.figures.get(cell.name)
        return values[cell.position] if values else None

    def figure(self, cell: Slot) -> Number | None:
        """Return the figure that counts: a blank is 0 where the form says so."""
        value = self.stated(cell)
        if value is None:
            form_field = FIELDS[cell.name]
            if form_field.blank_is_zero:
                return 0
            if form_field.table and self.declared_zero(form_field.table):
                return 0
        return value

    def with_figures(self, changes: Mapping[Slot, Number | None]) -> "Report":
        """Return the report with some cells changed."""
        rows = {name: list(self.row(name)) for name in {cell.name for cell in changes}}
        for cell, value in changes.items():
            rows[cell.name][cell.position] = value
        return replace(
            self, figures={**self.figures, **{name: tuple(row) for name, row in rows.items()}}
        )

    def with_totals(self, cells: Iterable[Slot]) -> "Report":
        """Return the report with these totals computed; None where an addend is missing."""
        computed: dict[Slot, Number | None] = {}

        def value(cell: Slot) -> Number | None:
            if cell in wanted:
                if cell not in computed:
                    parts = [value(part) for part in addends(cell)]
                    computed[cell] = (
                        None if None in parts else sum(part for part in parts if part is not None)
                    )
                return computed[cell]
            return self.figure(cell)

        wanted = frozenset(cells)
        return self.with_figures({cell: value(cell) for cell in wanted})

    def with_previous(self, previous: "Report") -> "Report":
        """Return the report with last year's figures taken from last year's report.

        A figure that last year's report does not give stays as it is.
        """
        sources = {
            Slot("prev_rules_in_force"): Slot("t2_rules", 2),
            Slot("prev_normative_in_force"): Slot("t2_normative", 2),
            **{
                Slot("prev_t3_carried_out", cell.position): cell
                for cell in slots_of(FIELDS["t3_carried_out"])
            },
        }
        return self.with_figures(
            {
                cell: figure
                for cell, source in sources.items()
                if (figure := previous.figure(source)) is not None
            }
        )

    def next_year(self) -> "Report":
        """Return the start of next year's report: the unit, the contacts, what carries over."""
        year = self.report_year + 1 if self.report_year else None
        start = Report(
            unit_name=self.unit_name,
            report_year=year,
            submit_to=self.submit_to,
            contact_name=self.contact_name,
            contact_phone=self.contact_phone,
        ).with_previous(self)
        return start.with_figures(
            {
                Slot("t3_carried_in", index): value
                for index, value in enumerate(start.row("prev_t3_carried_out")[:-1])
            }
        )


def add_up(reports: Iterable[Report]) -> Report:
    """Return the sum of all figures, last year's included; money adds as decimals, exactly.

    A table that a report declares zero adds nothing. A blank makes the sum of its cell blank, for
    what is unknown cannot be added.
    """
    cells = tuple(cell for field in FIELDS.values() if field.is_number for cell in slots_of(field))
    sums: dict[Slot, Number | None] = dict.fromkeys(cells, 0)
    years: set[int | None] = set()
    for report in reports:
        years.add(report.report_year)
        for cell in cells:
            known, figure = sums[cell], report.figure(cell)
            sums[cell] = None if known is None or figure is None else known + figure
    year = years.pop() if len(years) == 1 else None
    return Report(report_year=year).with_figures(sums)


TOTAL_SLOTS = tuple(
    cell
    for table in TABLES.values()
    for form_field in table.fields
    for cell in slots_of(form_field)
    if addends(cell)
)
"""Every total of tables 2 to 4: locked formulas in the workbook."""


def format_number(number: Number) -> str:
    """Write a figure as the report prints it: no trailing zeros, no exponent.

    >>> plain(12), plain(Decimal("3.50")), plain(Decimal("400"))
    ('12', '3.5', '400')
    """
    if isinstance(number, Decimal):
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(number)


def chinese_date(day: date) -> str:
    """Write a date as official papers do: 2023年1月13日."""
    return f"{day.year}年{day.month}月{day.day}日"


FEE_SUBJECT = "信息处理费"


def official_title(unit: str, year: int | None) -> str:
    """Return the title that the format gives, without the year where it is not known."""
    return f"{unit}{f'{year}年' if year else ''}{REPORT_NAME}"


def report_title(report: Report) -> str:
    """Return the title: the unit's own, or the one of the format."""
    return report.title or official_title(report.unit_name, report.report_year)


def report_preface(report: Report) -> tuple[str, ...]:
    """Return the preface: the unit's own, or the legal basis and the period."""
    year = report.report_year
    return report.preface or (
        "根据《中华人民共和国政府信息公开条例》第五十条和《国务院办公厅政府信息与政务公开办公室关于印发"
        "〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）的要求，"
        f"编制{official_title(report.unit_name, year)}。"
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
    )


def report_other_matters(report: Report) -> tuple[str, ...]:
    """Return section six, the fee of the year first unless the unit speaks of it itself.

    Source: 《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）, which has the annual report
    state the notices (件), the amount charged and the amount collected (元).
    """
    if any(FEE_SUBJECT in paragraph for paragraph in report.other_matters):
        return report.other_matters
    return (fee_sentence(report), *report.other_matters)


def fee_sentence(report: Report) -> str:
    """Return the sentence that states the year's fees."""
    notices, charged, collected = (
        format_number(report.figure(Slot(name)) or 0)
        for name in ("fee_notices", "fee_charged", "fee_collected")
    )
    return (
        f"按照《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）的规定，{report.report_year}年度"
        f"本机关发出收费通知{notices}件，总金额{charged}元，实际收取总金额{collected}元。"
    )
