"""Fees that section six states otherwise than the form: `FEE-PROSE`."""

from collections.abc import Iterable, Iterator

from converter import sentences
from converter.checking.prose.passages import Passage
from converter.findings import Finding
from converter.form.fees import FeeStatement, fee_statements
from converter.form.report import Report


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
                said="、".join(one.said for one in statements),
                figures="、".join(dict.fromkeys(one.filled_in(report) for one in statements)),
            )
            if told.issuperset(wrong):
                why = sentences.FEE_PROSE_AGAIN
            told |= wrong.keys()
            yield passage.finding("FEE-PROSE", statements[0].start, statements[0].end, why)


def _wrong_statements(passage: Passage, report: Report) -> list[FeeStatement]:
    """Return what a paragraph states otherwise; parts that add up to the figure of the form are right."""
    statements = fee_statements(passage.text, report)
    right = [one for one in statements if one.agrees(report)]
    return [
        one
        for one in statements
        if one not in right
        and not any(other.slots == one.slots and other.sentence == one.sentence for other in right)
        and not _adds_up(one, statements, report)
    ]


def _adds_up(one: FeeStatement, statements: Iterable[FeeStatement], report: Report) -> bool:
    parts = [other for other in statements if other.slots == one.slots]
    low, high = (sum(other.bounds[end] for other in parts) for end in (0, 1))
    figures = [report.figure(slot) or 0 for slot in one.slots]
    return len(parts) > 1 and any(low <= figure <= high for figure in figures if figure)
