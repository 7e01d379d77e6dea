"""The prose, against the figures, against last year, against the law: the `TEXT-` rules.

Each rule reads `Prose` and gives findings; `PROSE_RULES` lists them. A finding carries the
correction; nothing rewrites what the clerk wrote.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Final

from converter.checking.prose import knowledge
from converter.checking.prose.citations import check_citations
from converter.checking.prose.leftovers import check_leftovers
from converter.checking.prose.numbering import check_numbering
from converter.checking.prose.organs import check_title_unit, check_unit_names
from converter.checking.prose.passages import Passage, headings_as_passages, passages_of
from converter.checking.prose.statements import check_figures
from converter.checking.prose.tallies import check_tallies
from converter.checking.prose.typos import check_title_typos, check_typos
from converter.checking.prose.years import check_date, check_title_year, check_years
from converter.findings import CODES, Finding
from converter.form.fields import FIELDS, PROSE_FIELDS, SectionKey
from converter.form.report import Report


@dataclass(frozen=True)
class Prose:
    """What the rules read: a report, last year's where it is known, the headings as printed."""

    report: Report
    last: Report | None = None
    printed: Mapping[SectionKey, str] = field(default_factory=dict)

    @cached_property
    def title(self) -> tuple[Passage, ...]:
        """The unit's own title, where it has one."""
        return (Passage("title", 0, self.report.title),) if self.report.title else ()

    @cached_property
    def paragraphs(self) -> tuple[Passage, ...]:
        """The paragraphs of preface and sections."""
        return tuple(passages_of(self.report))

    @cached_property
    def body(self) -> tuple[Passage, ...]:
        """The paragraphs of the sections."""
        return tuple(one for one in self.paragraphs if one.name != "preface")

    @cached_property
    def headings(self) -> tuple[Passage, ...]:
        """The main headings of a Word report."""
        return tuple(headings_as_passages(self.printed))


def missing(prose: Prose) -> Iterator[Finding]:
    """Find the sections that have to be written and are not: `TEXT-MISSING`."""
    for form_field in FIELDS.values():
        required = form_field.kind == "paragraphs" and form_field.required
        if required and not getattr(prose.report, form_field.name):
            what = f"“{form_field.label}”没有内容。请至少写一段。"
            yield Finding("TEXT-MISSING", what, form_field.name)


def check_aspects(prose: Prose) -> Iterator[Finding]:
    """Find the aspects that section one does not speak of: `TEXT-ASPECT`."""
    overview = "".join(one.folded for one in prose.body if one.name == "overview")
    for aspect, words in knowledge.aspects().items():
        if overview and not any(word in overview for word in words):
            what = f"“总体情况”没有写到“{aspect}”。五个方面都要写，没有的也请写明。"
            yield Finding("TEXT-ASPECT", what, "overview")


PROSE_RULES: Final[tuple[Callable[[Prose], Iterator[Finding]], ...]] = (
    missing,
    lambda prose: check_title_typos(prose.title, prose.report),
    lambda prose: check_figures(prose.body, prose.report, prose.last),
    lambda prose: check_tallies(prose.paragraphs),
    lambda prose: check_title_year(prose.title, prose.report),
    lambda prose: check_date(prose.report),
    lambda prose: check_years(prose.paragraphs, prose.report),
    lambda prose: check_title_unit(prose.title, prose.report.unit_name),
    lambda prose: check_unit_names(prose.paragraphs, prose.report.unit_name),
    lambda prose: check_citations((*prose.title, *prose.paragraphs), prose.report.report_year),
    lambda prose: check_typos(prose.paragraphs),
    lambda prose: check_numbering(prose.body, prose.headings),
    lambda prose: check_leftovers((*prose.title, *prose.paragraphs, *prose.headings)),
    check_aspects,
)


MOST_OF_A_RULE: Final = 100
"""Findings of one rule; a report with more needs no further one to be looked at."""


def proofread(
    report: Report,
    last: Report | None = None,
    headings: Mapping[SectionKey, str] | None = None,
) -> list[Finding]:
    """Return all that the rules of the prose find, in reading order, each with the clerk's reason.

    `last` is last year's report, where it is known; `headings` are the main headings as a Word
    report prints them.
    """
    prose = Prose(report, last, headings or {})
    found = dict.fromkeys(
        replace(finding, reason=report.reasons.get(finding.code, ""))
        if CODES[finding.code].explainable
        else finding
        for rule in PROSE_RULES
        for finding in islice(rule(prose), MOST_OF_A_RULE)
    )
    return sorted(found, key=_reading_order)


def _reading_order(finding: Finding) -> tuple[int, int]:
    """Order findings as a reader meets their paragraphs."""
    order = ("title", *PROSE_FIELDS)
    return order.index(finding.name) if finding.name in order else len(order), finding.position
