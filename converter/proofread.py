"""The prose, against the figures and against the law: the `TEXT-` rules.

Each rule is a function from a report to findings, registered in `PROSE_RULES`.
"""

from collections.abc import Callable, Iterator
from typing import Final

from converter.findings import Finding
from converter.form import FIELDS
from converter.report import AnnualReport


def missing(report: AnnualReport) -> Iterator[Finding]:
    """Find the sections that have to be written and are not: `TEXT-MISSING`."""
    for field in FIELDS.values():
        if field.kind == "paragraphs" and field.required and not getattr(report, field.name):
            yield Finding("TEXT-MISSING", f"“{field.label}”没有内容。请至少写一段。", field.name)


PROSE_RULES: Final[tuple[Callable[[AnnualReport], Iterator[Finding]], ...]] = (missing,)


def proofread(report: AnnualReport) -> list[Finding]:
    """Return all that the rules of the prose find."""
    return [finding for rule in PROSE_RULES for finding in rule(report)]
