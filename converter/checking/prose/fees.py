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
        for one in fee_statements(passage.text, report):
            if not one.agrees(report) and one.said not in told:
                wrong.setdefault(one.said, one)
        if wrong:
            told |= wrong.keys()
            first = next(iter(wrong.values()))
            why = sentences.FEE_PROSE.format(
                said="、".join(wrong),
                figures="、".join(dict.fromkeys(one.filled_in(report) for one in wrong.values())),
            )
            yield passage.finding("FEE-PROSE", first.start, first.end, why)
