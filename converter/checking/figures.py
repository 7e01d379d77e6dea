"""Check the figures of a report, and that what must be filled in is; the rules are in `form/rules.py`.

Findings name the slot; whoever read the file knows where it stands.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from converter import sentences
from converter.findings import Finding
from converter.form.expressions import conflicts_with_zero, is_fraction, is_negative
from converter.form.fees import fees_stated
from converter.form.fields import FIELDS, TABLE_NAMES, Slot, addends, slot_label, slots_of
from converter.form.report import Report, format_number
from converter.form.rules import RULES

_WRONG: Final = ("VALUE-NEGATIVE", "VALUE-FRACTION")
"""The codes of figures that cannot be, on which no comparison can rest."""


def check_figures(report: Report, unreadable: frozenset[Slot] = frozenset()) -> list[Finding]:
    """Return the findings on single slots in the order of the form, then those of the rules.

    `unreadable` are the slots whose content was refused while reading: blank in the report, but not
    to be reported as missing.
    """
    single = list(_single_slots(report, unreadable))
    wrong = {Slot(one.name, one.position) for one in single if one.code in _WRONG and one.name}
    return [*single, *_comparisons(report, unreadable | wrong)]


_NAMED_CELLS: Final = 3
"""Maximum number of cells that a finding on many cells names."""


def one_per_kind(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in which one stands for all cells of a table of which the same is to be said."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for number, finding in enumerate(findings):
        field = FIELDS.get(finding.name or "")
        alike = finding.many and field and field.is_number
        table = TABLE_NAMES.get(field.table or "", field.label) if field else ""
        key = (finding.code, finding.many, table) if alike else (number,)
        groups.setdefault(key, []).append(finding)
    return [
        group[0] if len(group) == 1 else _one_for(str(key[-1]), group)
        for key, group in groups.items()
    ]


def _one_for(table: str, findings: Sequence[Finding]) -> Finding:
    first, count = findings[0], len(findings)
    cells = "、".join(f"“{_label_of(one)}”" for one in findings[:_NAMED_CELLS])
    what = (
        first.many.replace("{table}", table)
        .replace("{count}", str(count))
        .replace("{cells}", f"{cells}等" if count > _NAMED_CELLS else cells)
    )
    place = first.place and replace(first.place, label=f"等 {count} 格")
    names = tuple(dict.fromkeys(one.name for one in findings if one.name))
    return replace(first, what=what, names=names, place=place)


def _label_of(finding: Finding) -> str:
    return slot_label(Slot(finding.name or "", finding.position))


def _comparisons(report: Report, wrong: frozenset[Slot]) -> Iterator[Finding]:
    """Return the findings of the rules; what follows from a slot that is wrong itself is held back."""
    summed = report.with_sums()
    as_stated = summed.with_figures(dict(fees_stated(report)))
    told: set[tuple[str, Slot]] = set()
    wrong_totals: set[Slot] = set()
    for rule in RULES:
        if rule.message is None or rule.involved & wrong or not rule.fails(report):
            continue
        # with the sums of the cells: what follows from a wrong total is not told beside it
        mended = summed
        if rule.is_sum:
            mended = summed.with_figures({rule.focus: report.stated(rule.focus)})
            again = rule.focus in wrong_totals
            wrong_totals.add(rule.focus)
        else:
            # with sums, the columns that do not balance make that of the totals fail
            columns = {(rule.code, part) for part in addends(rule.focus)}
            again = not told.isdisjoint(columns)
        # what holds with the fees of section six is told as FEE-PROSE: one cause, one finding
        if rule.code.startswith("FEE-") and not rule.fails(as_stated):
            continue
        if not again and rule.fails(mended):
            told.add((rule.code, rule.focus))
            finding = Finding(rule.code, rule.message(mended), *rule.focus)
            if rule.explainable:
                finding = replace(finding, reason=rule.reason(report), key=rule.key)
            yield finding


def _single_slots(report: Report, unreadable: frozenset[Slot]) -> Iterator[Finding]:
    for field in FIELDS.values():
        if field.is_number:
            # what nearly all rows hold: whole numbers, none below 0
            plain = all(type(one) is int and one >= 0 for one in report.row(field.name))
            if plain and not (field.table and report.declared_zero(field.table)):
                continue
            for slot in slots_of(field):
                yield from _figure(report, slot, unreadable)
        elif field.required and field.kind != "paragraphs":
            slot = Slot(field.name)
            if not getattr(report, field.name) and slot not in unreadable:
                what = sentences.VALUE_MISSING_TEXT.format(label=field.label)
                yield Finding("VALUE-MISSING", what, *slot)


def _figure(report: Report, slot: Slot, unreadable: frozenset[Slot]) -> Iterator[Finding]:
    field, parts = FIELDS[slot.name], addends(slot)
    figure = report.figure(slot)
    if figure is None:
        # a total is blank because one of its addends is
        because = any(report.figure(part) is None for part in parts)
        if field.required and slot not in unreadable and not because:
            what, many = sentences.VALUE_MISSING_FIGURE, sentences.VALUE_MISSING_FIGURES
            if parts:
                due = format_number(sum(report.figure(part) or 0 for part in parts))
                what = sentences.VALUE_MISSING_TOTAL.format(due=due)
                many = sentences.VALUE_MISSING_TOTALS
            yield Finding("VALUE-MISSING", what, *slot, many=many)
        return
    fraction = {
        "count": sentences.VALUE_FRACTION_COUNT,
        "money": sentences.VALUE_FRACTION_MONEY,
    }[field.kind]
    for code, sentence, is_wrong in (
        ("VALUE-NEGATIVE", sentences.VALUE_NEGATIVE, is_negative),
        ("VALUE-FRACTION", fraction, is_fraction),
        ("VALUE-ZERO-CONFLICT", sentences.VALUE_ZERO_CONFLICT, conflicts_with_zero),
    ):
        # a total is wrong because one of its addends is
        if is_wrong(report, slot) and not any(is_wrong(report, part) for part in parts):
            yield Finding(code, sentence.format(figure=format_number(figure)), *slot)
