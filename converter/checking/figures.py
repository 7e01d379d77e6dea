"""Run the rules over a report. What is found names fields; who read the file knows their places."""

from collections.abc import Iterator

from converter.findings import Finding
from converter.form.fields import FIELDS, Slot, addends, slots_of
from converter.form.report import Report, format_number
from converter.form.rules import RULES, State, conflicts_with_zero, is_fraction, is_negative


def check(report: Report, unreadable: frozenset[Slot] = frozenset()) -> list[Finding]:
    """Return all that the rules find, in the order of the form.

    `unreadable` are the cells whose content the reader has refused already: blank in the report,
    but not to be called missing.
    """
    return [*_single_cells(report, unreadable), *_comparisons(report)]


def _comparisons(report: Report) -> Iterator[Finding]:
    for rule in RULES:
        if rule.message is None:
            continue
        if rule.outcome(report).state in (State.FAIL, State.EXPLAINED):
            yield Finding(
                rule.code,
                rule.message(report),
                rule.focus.name,
                rule.focus.position,
                reason=rule.reason(report),
            )


def _single_cells(report: Report, unreadable: frozenset[Slot]) -> Iterator[Finding]:
    for field in FIELDS.values():
        if field.is_number:
            for cell in slots_of(field):
                yield from _figure(report, cell, unreadable)
        elif field.required and field.kind != "paragraphs":
            cell = Slot(field.name)
            if not getattr(report, field.name) and cell not in unreadable:
                yield Finding("VALUE-MISSING", f"{field.label}未填。请填写。", field.name)


def _figure(report: Report, cell: Slot, unreadable: frozenset[Slot]) -> Iterator[Finding]:
    field = FIELDS[cell.name]
    figure = report.figure(cell)
    if figure is None:
        if field.required and cell not in unreadable and not _addend_missing(report, cell):
            yield Finding("VALUE-MISSING", "未填。没有就填 0。", *cell)
        return
    # a total only follows what is wrong with its addends
    parts = addends(cell)
    if is_negative(report, cell) and not any(is_negative(report, part) for part in parts):
        yield Finding(
            "VALUE-NEGATIVE", f"现填 {format_number(figure)}，小于 0。请核对后重填。", *cell
        )
    if is_fraction(report, cell) and not any(is_fraction(report, part) for part in parts):
        wanted = "件数应为整数" if FIELDS[cell.name].kind == "count" else "金额最多六位小数"
        yield Finding("VALUE-FRACTION", f"现填 {format_number(figure)}，{wanted}。请核对。", *cell)
    if conflicts_with_zero(report, cell) and not any(
        conflicts_with_zero(report, part) for part in parts
    ):
        yield Finding(
            "VALUE-ZERO-CONFLICT",
            f"本表声明全年均为零，这里却填了 {format_number(figure)}。请改声明为“否”，或把这里改为 0。",
            *cell,
        )


def _addend_missing(report: Report, cell: Slot) -> bool:
    """Tell whether a total is blank only because one of the figures that it adds up is."""
    return any(report.figure(part) is None for part in addends(cell))
