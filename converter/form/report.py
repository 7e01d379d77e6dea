"""The report of one unit for one year, and the figures and texts derived from it."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Final, cast

from converter.form.fields import (
    FEE_FIELDS,
    FIELDS,
    OUTCOMES,
    PREVIOUS,
    REPORT_NAME,
    TABLE_SLOTS,
    Slot,
    addends,
    slots_of,
)

OF_ALL_FIGURES: Final = "*"
"""The key of the explanation that counts for every rule on figures that takes one: a Word report has no lines for them."""

Number = int | Decimal
"""A count (件) or an amount of money (元, 万元 for `t2_fees`)."""


@dataclass(frozen=True)
class Report:
    """What one unit reports for one year; the attributes are the fields of the form.

    A figure that was not filled in, or could not be read, is None. Totals are those of the file, not
    computed; `with_totals` computes them.
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
    """The figures of every number field by its name, left to right."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """The clerk's explanations by the key of the rule, or by the code for rules on prose; `OF_ALL_FIGURES`."""

    def row(self, name: str) -> tuple[Number | None, ...]:
        """Return the figures of a number field as the file has them, left to right.

        Raises KeyError where the form has no number field of that name.
        """
        form_field = FIELDS[name]
        if not form_field.is_number:
            raise KeyError(name)
        return self.figures.get(name, (None,) * len(form_field.cells))

    def declared_zero(self, table: str) -> bool:
        """Tell whether the clerk declared a whole table (`t2`) to be zero."""
        return bool(getattr(self, f"{table}_all_zero"))

    def stated(self, slot: Slot) -> Number | None:
        """Return the figure of a slot as the file has it."""
        values = self.figures.get(slot.name)
        return values[slot.position] if values else None

    def amounts(self, slots: Iterable[Slot]) -> list[Number]:
        """Return the figures of slots to be added up: what is blank, or not there, adds nothing."""
        rows = self.figures
        return [row[position] or 0 for name, position in slots if (row := rows.get(name))]

    def figure(self, slot: Slot) -> Number | None:
        """Return the figure of a slot for calculations: a blank counts as 0 where the form says so."""
        value = self.stated(slot)
        return self._of_blank(slot.name) if value is None else value

    def _of_blank(self, name: str) -> Number | None:
        form_field = FIELDS[name]
        table = form_field.table
        return 0 if form_field.blank_is_zero or (table and self.declared_zero(table)) else None

    def with_figures(self, changes: Mapping[Slot, Number | None]) -> "Report":
        """Return the report with some figures changed; itself where none is."""
        if not changes:
            return self
        rows = {name: list(self.row(name)) for name in {slot.name for slot in changes}}
        for slot, value in changes.items():
            rows[slot.name][slot.position] = value
        return replace(
            self, figures={**self.figures, **{name: tuple(row) for name, row in rows.items()}}
        )

    def with_totals(self, slots: Iterable[Slot]) -> "Report":
        """Return the report with these totals computed; a total is None where an addend is."""
        return self.with_figures(self._totals(slots))

    def _totals(self, slots: Iterable[Slot]) -> dict[Slot, Number | None]:
        ordered, names = _in_order(tuple(slots))
        rows = {name: self.counted(name) for name in names}
        computed: dict[Slot, Number | None] = {}
        for slot, parts in ordered:
            figures = [rows[name][position] for name, position in parts]
            total = None if None in figures else sum(cast("list[Number]", figures))
            computed[slot] = rows[slot.name][slot.position] = total
        return computed

    def counted(self, name: str) -> list[Number | None]:
        """Return the figures of a field for calculations."""
        row = self.figures.get(name) or (None,) * len(FIELDS[name].cells)
        if None not in row:
            return [*row]
        blank = self._of_blank(name)
        return [blank if figure is None else figure for figure in row]

    def with_sums(self) -> "Report":
        """Return the report with every total as its cells add up; as stated where one of them is blank."""
        return self._summed

    @cached_property
    def _summed(self) -> "Report":  # rules on figures and on prose ask for it
        sums = self._totals(TOTAL_SLOTS).items()
        return self.with_figures({slot: figure for slot, figure in sums if figure is not None})

    def with_blank_totals_added(self, unreadable: AbstractSet[Slot]) -> "Report":
        """Return the report with the total of a row that is blank as its filled cells add up.

        For what prose says of it: a total stays blank where no cell of its row is filled in, or one
        of them is `unreadable`. （七）总计 is added up likewise, from rows that all have their total.
        """
        changes: dict[Slot, Number | None] = {}
        for slot in TOTAL_SLOTS:
            parts = addends(slot)
            if self.figure(slot) is not None or not unreadable.isdisjoint((slot, *parts)):
                continue
            filled = [figure for part in parts if (figure := self.figure(part)) is not None]
            if filled:
                changes[slot] = sum(filled)
        report = self.with_figures(changes)
        everything = Slot("t3_total", len(FIELDS["t3_total"].cells) - 1)
        outcomes = [report.figure(Slot(name, everything.position)) for name in OUTCOMES]
        known = [figure for figure in outcomes if figure is not None]
        if report.figure(everything) is None and len(known) == len(outcomes):
            report = report.with_figures({everything: sum(known)})
        return report

    def with_previous(self, previous: "Report") -> "Report":
        """Return the report with last year's figures taken from last year's report.

        A figure that last year's report does not give stays as it is.
        """
        return self.with_figures(
            {
                slot: figure
                for slot, source in PREVIOUS.items()
                if (figure := previous.figure(source)) is not None
            }
        )

    def next_year(self) -> "Report":
        """Return a report for next year that holds the unit, the contacts and the figures carried over."""
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
    """Return a report whose figures are the sums of those of the reports, slot by slot.

    A table that is declared zero counts as 0. A blank makes the sum of its slot None.
    """
    slots = {name: slots_of(field) for name, field in FIELDS.items() if field.is_number}
    sums: dict[str, Sequence[Number | None]] = {
        name: (0,) * len(own) for name, own in slots.items()
    }
    years: set[int | None] = set()
    for report in reports:
        years.add(report.report_year)
        for name, known in sums.items():
            row: Sequence[Number | None] = report.figures.get(name, (None,))
            if None in row:
                row = [*map(report.figure, slots[name])]
            sums[name] = [
                None if one is None or other is None else one + other
                for one, other in zip(known, row, strict=True)
            ]
    year = years.pop() if len(years) == 1 else None
    return Report(report_year=year, figures={name: tuple(row) for name, row in sums.items()})


@cache
def _in_order(
    totals: tuple[Slot, ...],
) -> tuple[tuple[tuple[Slot, tuple[Slot, ...]], ...], tuple[str, ...]]:
    """Return totals with their addends, each behind those of its addends that are totals themselves, and all their fields."""
    found: dict[Slot, tuple[Slot, ...]] = {}

    def add(slot: Slot) -> None:
        for part in addends(slot):
            if part in totals and part not in found:
                add(part)
        found[slot] = addends(slot)

    for slot in totals:
        add(slot)
    names = dict.fromkeys(one.name for slot, parts in found.items() for one in (slot, *parts))
    return tuple(found.items()), tuple(names)


TOTAL_SLOTS = tuple(slot for slot in TABLE_SLOTS if addends(slot))
"""Every total of tables 2 to 4: locked formulas in the workbook."""


def format_number(number: Number) -> str:
    """Write a figure as the report prints it: no trailing zeros, no exponent.

    >>> format_number(12), format_number(Decimal("3.50")), format_number(Decimal("400"))
    ('12', '3.5', '400')
    """
    if isinstance(number, Decimal):
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(number)


def chinese_date(day: date) -> str:
    """Write a date as official papers do: 2023年1月13日."""
    return f"{day.year}年{day.month}月{day.day}日"


_FEE_SUBJECT = "信息处理费"


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
    """Return the paragraphs of section six: the sentence on fees first, unless the unit has its own.

    Source: 《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）, which has the annual report
    state the notices (件), the amount charged and the amount collected (元).
    """
    if any(_FEE_SUBJECT in paragraph for paragraph in report.other_matters):
        return report.other_matters
    return (fee_sentence(report), *report.other_matters)


def fee_sentence(report: Report) -> str:
    """Return the sentence that states the year's fees."""
    notices, charged, collected = (
        format_number(report.figure(Slot(name)) or 0) for name in FEE_FIELDS
    )
    return (
        f"按照《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）的规定，{report.report_year}年度"
        f"本机关发出收费通知{notices}件，总金额{charged}元，实际收取总金额{collected}元。"
    )
