"""Check the prose of a report: against its figures, last year's report, the law and the word lists.

Each rule is a function from `_Prose` to findings with a `TEXT-` code, or `FEE-PROSE`; `_RULES` lists them. To add one, write
it in the module of its kind in `checking/prose/` and list it here. A finding offers a correction;
nothing changes what the clerk wrote.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate, islice, takewhile
from typing import Final

from converter import sentences
from converter.checking.prose.citations import check_citations
from converter.checking.prose.contacts import check_contacts
from converter.checking.prose.copies import copied_from_last_year, table_copied
from converter.checking.prose.eras import check_eras
from converter.checking.prose.leftovers import check_leftovers, check_sign_offs
from converter.checking.prose.marks import check_marks
from converter.checking.prose.names.organs import check_own_name, check_title_unit, check_unit_names
from converter.checking.prose.names.places import check_places
from converter.checking.prose.numbering import check_numbering
from converter.checking.prose.numbers.fees import check_fees
from converter.checking.prose.numbers.rates import check_rates
from converter.checking.prose.numbers.statements import check_statements
from converter.checking.prose.numbers.tallies import check_tallies
from converter.checking.prose.passages import Passage, headings_as_passages, passages_of
from converter.checking.prose.syntax.clauses import check_clauses, check_sentences
from converter.checking.prose.syntax.frames import check_frames
from converter.checking.prose.syntax.grammar import check_grammar
from converter.checking.prose.typos import check_title_typos, check_typos
from converter.checking.prose.words import knowledge
from converter.checking.prose.years import check_date, check_title_year, check_years
from converter.findings import CODES, Finding, Place
from converter.form.fields import ASPECTS, FIELDS, PROSE_FIELDS, SectionKey, section_of
from converter.form.limits import LONGEST_UNIT
from converter.form.report import Report

_MOST_CHARACTERS: Final = 40_000
"""Characters of a report that are proofread, blanks included; a long report has 30,000."""
_MOST_PARAGRAPHS: Final = 1_000
"""Paragraphs that are; a long report has 500."""


@dataclass(frozen=True)
class _Prose:
    """What the rules read: a report, last year's where it is known, the headings as printed."""

    report: Report
    last: Report | None = None
    printed: Mapping[SectionKey, str] = field(default_factory=dict)
    beside: Mapping[SectionKey, Sequence[str]] = field(default_factory=dict)
    instead: Collection[SectionKey] = ()

    @cached_property
    def title(self) -> tuple[Passage, ...]:
        """The title, where the unit wrote its own."""
        return (Passage("title", 0, self.report.title),) if self.report.title else ()

    @cached_property
    def _all(self) -> tuple[Passage, ...]:
        """The paragraphs of the preface and the sections, those beside the tables of a Word report included."""
        beside = (
            Passage(key, position, text, _place_beside(key, position))
            for key, texts in self.beside.items()
            for position, text in enumerate(texts)
        )
        return (*passages_of(self.report), *beside)

    @cached_property
    def paragraphs(self) -> tuple[Passage, ...]:
        """Those that are proofread: whole paragraphs, as far as the limits go."""
        ends = accumulate(len(one.text) for one in self._all)
        within = takewhile(lambda end: end <= _MOST_CHARACTERS, ends)
        return tuple(one for one, _ in zip(self._all[:_MOST_PARAGRAPHS], within, strict=False))

    @property
    def first_unread(self) -> Passage | None:
        """The first paragraph that is not."""
        return next(iter(self._all[len(self.paragraphs) :]), None)

    @cached_property
    def body(self) -> tuple[Passage, ...]:
        """The paragraphs of the sections."""
        return tuple(one for one in self.paragraphs if one.name != "preface")

    @cached_property
    def sentences(self) -> tuple[Passage, ...]:
        """The paragraphs without what stands instead of a table, which is no prose."""
        return tuple(one for one in self.paragraphs if one.name not in self.instead)

    @cached_property
    def headings(self) -> tuple[Passage, ...]:
        """The main headings of a Word report."""
        return tuple(headings_as_passages(self.printed))


def _place_beside(key: str, position: int) -> Place:
    return Place(None, f"“{section_of(key).heading}”表格以外第{position + 1}段", "")


def _missing_sections(prose: _Prose) -> Iterator[Finding]:
    """Find required sections without a paragraph: `TEXT-MISSING`."""
    for form_field in FIELDS.values():
        required = form_field.kind == "paragraphs" and form_field.required
        if required and not getattr(prose.report, form_field.name):
            what = sentences.TEXT_MISSING.format(label=form_field.label)
            yield Finding("TEXT-MISSING", what, form_field.name)


def _unread(prose: _Prose) -> Iterator[Finding]:
    """Tell where the rest of a long text begins, which is not proofread: `TEXT-LONG`."""
    if first := prose.first_unread:
        what = sentences.TEXT_LONG.format(most=_MOST_CHARACTERS // 10_000, lines=_MOST_PARAGRAPHS)
        yield first.finding_without_quote("TEXT-LONG", what)


def _missing_aspects(prose: _Prose) -> Iterator[Finding]:
    """Find the aspects that section one does not write about: `TEXT-ASPECT`."""
    overview = "".join(one.folded for one in prose.body if one.name == "overview")
    if not overview or prose.first_unread:  # what was not read may be about any of them
        return
    missing = _not_in(overview, knowledge.aspects())
    for aspect in missing:
        yield Finding("TEXT-ASPECT", sentences.TEXT_ASPECT.format(aspect=aspect), "overview")
    # where 监督保障 is missing as a whole, what belongs to it is not told beside it
    if prose.report.unit_name.endswith(_GOVERNMENT) and _SUPERVISION not in missing:
        everything = "".join(one.folded for one in prose.body)
        if lacking := _not_in(everything, knowledge.aspects(_GOVERNMENT)):
            what = sentences.TEXT_ASPECT_GOVERNMENT.format(lacking="、".join(lacking))
            yield Finding("TEXT-ASPECT", what, "overview")


_GOVERNMENT: Final = "人民政府"
"""Ends the names of those which also report 工作考核、社会评议、责任追究 (条例第五十条第四项)."""
_SUPERVISION: Final = ASPECTS[-1]


def _not_in(text: str, aspects: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [aspect for aspect, words in aspects.items() if not any(word in text for word in words)]


def _copies(prose: _Prose) -> Iterator[Finding]:
    if prose.last:
        yield from copied_from_last_year(prose.report, prose.last)
        yield from table_copied(prose.report, prose.last)


_RULES: Final[tuple[Callable[[_Prose], Iterator[Finding]], ...]] = (
    _missing_sections,
    _unread,
    lambda prose: check_title_typos(prose.title, prose.report),
    lambda prose: check_statements(prose.body, prose.report, prose.last),
    lambda prose: check_fees(prose.body, prose.report),
    lambda prose: check_tallies(prose.paragraphs),
    lambda prose: check_rates(prose.paragraphs, prose.report.report_year),
    lambda prose: check_title_year(prose.title, prose.report),
    lambda prose: check_date(prose.report),
    lambda prose: check_years(prose.paragraphs, prose.report),
    lambda prose: check_eras(prose.paragraphs, prose.report.report_year),
    lambda prose: check_title_unit(prose.title, prose.report.unit_name),
    lambda prose: check_own_name(prose.report.unit_name),
    lambda prose: check_unit_names(
        prose.paragraphs, prose.report.unit_name, prose.report.report_year
    ),
    lambda prose: check_places(prose.paragraphs, prose.report.unit_name),
    _copies,
    lambda prose: check_citations((*prose.title, *prose.paragraphs), prose.report.report_year),
    lambda prose: check_typos(prose.paragraphs, prose.report),
    lambda prose: check_clauses(prose.sentences),
    lambda prose: check_sentences(prose.body),
    lambda prose: check_contacts(prose.paragraphs),
    lambda prose: check_grammar(prose.sentences),
    lambda prose: check_frames(prose.sentences),
    lambda prose: check_marks(prose.sentences),
    lambda prose: check_numbering(
        [one for one in prose.sentences if one.name != "preface"], prose.headings
    ),
    lambda prose: check_leftovers((*prose.title, *prose.paragraphs, *prose.headings)),
    lambda prose: check_sign_offs(prose.body, prose.report.unit_name),
    _missing_aspects,
)


MOST_OF_A_RULE: Final = 100
"""Findings of one rule that are kept; further ones help nobody."""


def proofread(
    report: Report,
    last: Report | None = None,
    headings: Mapping[SectionKey, str] | None = None,
    beside: Mapping[SectionKey, Sequence[str]] | None = None,
    instead: Collection[SectionKey] = (),
) -> list[Finding]:
    """Return the findings on the prose in reading order, each with the clerk's reason for its code.

    `last` is last year's report, where it is known; `headings` are the main headings of a Word report
    as it prints them, `beside` is what it says beside its tables, by section; in the sections `instead`
    it stands in the place of one.
    """
    prose = _Prose(
        _without_endless_name(report),
        _without_endless_name(last) if last else None,
        headings or {},
        beside or {},
        instead,
    )
    found = dict.fromkeys(
        replace(finding, reason=report.reasons.get(finding.code, ""), key=finding.code)
        if CODES[finding.code].explainable
        else finding
        for rule in _RULES
        for finding in islice(rule(prose), MOST_OF_A_RULE)
    )
    told: dict[object, list[Finding]] = defaultdict(list)
    for finding in sorted(found, key=_length_and_kind):
        others = told[finding.name, finding.position, finding.place]
        if not any(_is_told_by(finding, other) for other in others):
            others.append(finding)
    kept = {id(finding) for findings in told.values() for finding in findings}
    return sorted((one for one in found if id(one) in kept), key=_reading_order)


def _without_endless_name(report: Report) -> Report:
    """Return a report with as much of its unit's name as tells that it is too long for one."""
    if len(report.unit_name) <= LONGEST_UNIT:
        return report  # the very one, which has its sums
    return replace(report, unit_name=report.unit_name[: LONGEST_UNIT + 1])


def _length_and_kind(finding: Finding) -> tuple[int, bool]:
    """Return a key that sorts what says most of some words first."""
    start, end = finding.span
    return start - end, finding.code == "TEXT-UNIT"


def _is_told_by(finding: Finding, other: Finding) -> bool:
    """Tell whether another finding on the same paragraph tells of the same words what this one would tell."""
    (start, end), (first, last) = finding.span, other.span
    match finding.code, other.code:
        case ("TEXT-TYPO", "TEXT-CITATION") | ("TEXT-CITATION", "TEXT-TYPO"):
            return first <= start < end <= last  # a part of a title or a number
        case "TEXT-TYPO", "TEXT-TYPO":  # two rules that correct the same words
            within = first <= start < end <= last
            return within and (
                (start, end) == (first, last) or (_corrects(finding) and _corrects(other))
            )
        case "TEXT-UNIT", "TEXT-TYPO":  # the unit's own name mistyped is no other unit's
            return start < end and (start, end) == (first, last)
        # an area, and an organ of it; what is left over, and a part of it
        case ("TEXT-UNIT", "TEXT-UNIT") | ("TEXT-LEFTOVER", "TEXT-LEFTOVER"):
            return start < last and first < end
        case "TEXT-COUNT", "TEXT-COUNT":  # a percentage that two reckonings object to
            return start < end and (start, end) == (first, last) and _is_percentage(finding)
    return False


def _corrects(finding: Finding) -> bool:
    said = finding.what[finding.marked[1] :]
    return any(words in said for words in _CORRECTING)


_CORRECTING: Final = ("疑为", "漏了", "连用不通", "词序颠倒")
"""What a sentence says that has other words for those it names."""


def _is_percentage(finding: Finding) -> bool:
    return finding.what[: finding.marked[1]].endswith("%")


def _reading_order(finding: Finding) -> tuple[int, int]:
    """Return a key that sorts findings as their paragraphs stand in the report."""
    order = ("title", *PROSE_FIELDS)
    return order.index(finding.name) if finding.name in order else len(order), finding.position
