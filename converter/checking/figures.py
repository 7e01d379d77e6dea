"""Check the figures of a report, and that what must be filled in is; the rules are in `form/rules.py`.

Findings name the slot; whoever read the file knows where it stands.
"""

from collections.abc import Iterator
from typing import Final

from converter import sentences
from converter.findings import Finding
from converter.form.expressions import conflicts_with_zero, is_fraction, is_negative
from converter.form.fields import FIELDS, Slot, addends, slots_of
from converter.form.report import Report, format_number
from converter.form.rules import RULES, State

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


def _comparisons(report: Report, wrong: frozenset[Slot]) -> Iterator[Finding]:
    """Return the findings of the rules; what follows from a slot that is wrong itself is held back."""
    for rule in RULES:
        if rule.message is None or rule.involved & wrong:
            continue
        if rule.outcome(report).state in (State.FAIL, State.EXPLAINED):
            yield Finding(rule.code, rule.message(report), *rule.focus, reason=rule.reason(report))


def _single_slots(report: Report, unreadable: frozenset[Slot]) -> Iterator[Finding]:
    for field in FIELDS.values():
        if field.is_number:
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
            yield Finding("VALUE-MISSING", sentences.VALUE_MISSING_FIGURE, *slot)
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
