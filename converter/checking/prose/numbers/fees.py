"""Fees that section six states otherwise than the form: `FEE-PROSE`."""

from collections.abc import Iterable, Iterator
from typing import Final

from converter import sentences
from converter.checking.prose.passages import Passage
from converter.findings import Finding
from converter.form.fees import FeeStatement, fee_statements
from converter.form.fields import Slot
from converter.form.report import Report

_MOST_SAID: Final = 6
"""Maximum statements of one paragraph that are named."""


def check_fees(passages: Iterable[Passage], report: Report) -> Iterator[Finding]:
    """Find the paragraphs of section six whose fees differ from those of the form, one finding each."""
    told: set[str] = set()
    for passage in passages:
        if passage.name != "other_matters":
            continue
        wrong: dict[str, FeeStatement] = {}
        for one in _wrong_statements(passage, report):
            wrong.setdefault(one.said, one)
        if wrong:
            statements = [*wrong.values()]
            why = sentences.FEE_PROSE.format(
                said=sentences.some_of([one.said for one in statements], _MOST_SAID, "处"),
                figures="、".join(dict.fromkeys(one.filled_in(report) for one in statements)),
            )
            if told.issuperset(wrong):
                why = sentences.FEE_PROSE_AGAIN
            told |= wrong.keys()
            yield passage.finding("FEE-PROSE", statements[0].start, statements[0].end, why)


def _wrong_statements(passage: Passage, report: Report) -> list[FeeStatement]:
    """Return what a paragraph states otherwise; parts that add up to the figure of the form are right."""
    statements = fee_statements(passage.text, report)
    right = {(one.slots, one.sentence) for one in statements if one.agrees(report)}
    whole = set(_adding_up(statements, report))
    return [
        one
        for one in statements
        if (one.slots, one.sentence) not in right and one.slots not in whole
    ]


def _adding_up(statements: Iterable[FeeStatement], report: Report) -> Iterator[tuple[Slot, ...]]:
    """Yield the slots of which several statements add up to the figure of one."""
    parts: dict[tuple[Slot, ...], list[FeeStatement]] = {}
    for one in statements:
        parts.setdefault(one.slots, []).append(one)
    for slots, stated in parts.items():
        low, high = (sum(one.bounds[end] for one in stated) for end in (0, 1))
        figures = [report.figure(slot) or 0 for slot in slots]
        if len(stated) > 1 and any(low <= figure <= high for figure in figures if figure):
            yield slots
