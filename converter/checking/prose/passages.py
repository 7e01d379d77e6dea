"""The prose of a report as the rules on prose read it: passages and their sentences.

Patterns are matched against the folded text: no blanks, digits and punctuation in one width.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from converter.findings import Finding, Place
from converter.form.fields import PROSE_FIELDS, SECTIONS, SectionKey
from converter.form.patterns import when_used
from converter.form.quantities import BLANK, Quantity, folded, quantities, without_comparisons
from converter.form.report import Report

_LONGEST_SENTENCE: Final = 600
"""Characters after which a sentence is cut, so that no text makes a pattern slow."""
_LONGEST_QUOTE: Final = 90
"""Characters of a sentence that a finding quotes; a longer one is cut around what was found."""
_LONGEST_TITLE: Final = 160
_LEAD_IN: Final = 30
"""Characters quoted before what was found, where the sentence is cut."""

_SENTENCE: Final = re.compile(rf"[^。！？\n]{{1,{_LONGEST_SENTENCE}}}[。！？]?|[。！？]")


@dataclass(frozen=True)
class Passage:
    """A paragraph, the title or a heading, with the field and the position where it stands."""

    name: str
    position: int
    text: str
    place: Place | None = None
    """Where a heading stands; None for what stands in a field."""

    @cached_property
    def folded(self) -> str:
        """The text without blanks, digits and punctuation in one width."""
        return folded(self.text)

    @cached_property
    def sentences(self) -> tuple["Sentence", ...]:
        """The sentences of the folded text."""
        return tuple(
            Sentence(self, found.start(), found[0]) for found in _SENTENCE.finditer(self.folded)
        )

    @cached_property
    def _kept(self) -> list[int]:
        """The index in the original text of each character of the folded text."""
        return [place for place, char in enumerate(self.text) if not BLANK.match(char)]

    def _quote(self, start: int, end: int) -> tuple[str, int]:
        """Return the sentence around a part of the folded text in quotation marks, as it was written.

        The number is the index of that part in it.
        """
        folded = self.folded
        at = bisect_right(self.sentences, start, key=lambda one: one.start) - 1
        sentence = self.sentences[at] if at >= 0 else None
        first = sentence.start if sentence else 0
        last = max(sentence.start + len(sentence.text) if sentence else len(folded), end)
        if last - first > _LONGEST_QUOTE:
            room = max(0, _LONGEST_QUOTE - (end - start)) // 2
            nearest = max(first, start - max(room, _LEAD_IN)), min(last, end + room)
            first, last = _at_marks(folded, nearest, (start, end))
        cut = "…" if sentence and first > sentence.start else ""
        more = "…" if sentence and last < sentence.start + len(sentence.text) else ""
        before = f"“{cut}{self.written(first, start)}"
        # blanks between the two belong to neither
        gap = len(self.written(first, end)) - len(self.written(first, start))
        at = len(before) + gap - len(self.written(start, end))
        return f"“{cut}{self.written(first, last)}{more}”", at

    @cached_property
    def uncompared(self) -> str:
        """The folded text in which comparisons are blanked out."""
        return without_comparisons(self.folded)

    @cached_property
    def numbers(self) -> tuple[Quantity, ...]:
        """The numbers of the text, without those of comparisons and points of a rate."""
        return tuple(one for one in quantities(self.uncompared) if one.measure != "个百分点")

    def is_broken(self, start: int, end: int) -> bool:
        """Tell whether the original has blanks inside a part of the folded text."""
        return len(self.written(start, end)) != end - start

    def written(self, first: int, last: int) -> str:
        """Return a part of the folded text as it was written."""
        if len(self.folded) == len(self.text):
            return self.text[first:last]
        kept = self._kept
        return self.text[kept[first] : kept[last - 1] + 1] if last > first else ""

    def finding(self, code: str, start: int, end: int, why: str) -> Finding:
        """Return a finding that quotes the sentence around a part of the folded text, and says why."""
        end = min(end, start + _LONGEST_SENTENCE)  # a title may be as long as a cell
        quote, at = self._quote(start, end)
        finding = self.finding_without_quote(code, f"{quote}：{why}")
        marked = at, at + len(self.written(start, end))
        return replace(finding, marked=marked, span=(start, end))

    def finding_without_quote(self, code: str, what: str) -> Finding:
        """Return a finding on the passage that says only what is given."""
        if self.place:
            return Finding(code, what, place=self.place)
        return Finding(code, what, self.name, self.position)


_STOP: Final = when_used("[；：]|(?<![0-9])，|，(?![0-9])")
_NUMBER: Final = when_used("[0-9][0-9.，,]*[^，。；：（）]?")


def _at_marks(text: str, window: tuple[int, int], inner: tuple[int, int]) -> tuple[int, int]:
    """Narrow a window to the punctuation marks in it, outside its inner part; where it has none, no number is cut."""
    first, last = window
    if earliest := _STOP.search(text, first, inner[0]):
        first = earliest.end()
    else:
        first = _out_of_number(text, first)[0]
    later = [one for one in _STOP.finditer(text, inner[1], last) if one[0] != "："]
    return first, (later[-1].start() if later else _out_of_number(text, last)[1])


def _out_of_number(text: str, place: int) -> tuple[int, int]:
    """Return the ends of the number with its measure that a place is within; the place itself where it is within none."""
    near = max(0, place - _LEAD_IN)
    within = (one for one in _NUMBER.finditer(text, near, place + _LEAD_IN) if one.end() > place)
    found = next(within, None)
    return found.span() if found and found.start() < place else (place, place)


class Sentence(NamedTuple):
    """A sentence of a passage's folded text, or a part of one that is too long."""

    passage: Passage
    start: int
    text: str

    def finding(self, code: str, start: int, end: int, why: str) -> Finding:
        """Return a finding that quotes a part of the sentence, and says why."""
        return self.passage.finding(code, self.start + start, self.start + end, why)


def passages_of(report: Report) -> Iterator[Passage]:
    """Yield the paragraphs of a report, in its order."""
    for name in PROSE_FIELDS:
        for position, text in enumerate(getattr(report, name)):
            yield Passage(name, position, text)


def headings_as_passages(headings: Mapping[SectionKey, str]) -> Iterator[Passage]:
    """Yield the six main headings as a Word report prints them."""
    for section in SECTIONS:
        if section.key in headings:
            place = Place(None, f"“{section.heading}”", "标题")
            yield Passage(section.key, 0, headings[section.key], place)


@lru_cache(maxsize=16)
def core_of(unit: str) -> str:
    """Return the last part of a unit's name that is a name of its own, with its kind.

    >>> core_of("海城市西柳镇人民政府"), core_of("南江县林业局"), core_of("湘乡市金石镇人民政府")
    ('西柳镇', '林业局', '金石镇')
    """
    bare = without_office(unit)
    return _PROPER.findall(bare)[-1] if _PROPER.search(bare) else bare


_PROPER: Final = re.compile(
    r"[^\W\da-zA-Z_]{1,9}?(?:省|市|县|区|[州旗镇乡](?![市县区])|街道|局|委员会|厅|办公室)"
)


def without_office(unit: str) -> str:
    """Return the name of an area alone, without what its government is called.

    >>> without_office("安宁县青山镇人民政府"), without_office("安宁县人民政府办公室")
    ('安宁县青山镇', '安宁县')
    """
    return _OFFICE.sub("", unit)


_OFFICE: Final = re.compile("(?:人民政府|政府|办事处)(?:办公室|办公厅)?$")


def is_in_order(some: str, text: str) -> bool:
    """Tell whether all characters of the one stand in the other in their order.

    >>> is_in_order("住建", "安宁县住房和城乡建设局")
    True
    """
    others = iter(text)
    return all(char in others for char in some)


def is_titled(text: str, place: int) -> bool:
    """Tell whether an index of a text is between 《 and 》."""
    first = max(0, place - _LONGEST_TITLE)  # however many places of a long text are asked for
    return text.rfind("《", first, place) > text.rfind("》", first, place)


def is_quoted(text: str, place: int) -> bool:
    """Tell whether an index of a text is between “ and ”."""
    return text.rfind("“", 0, place) > text.rfind("”", 0, place)


_LONGEST_NAME: Final = 16


def is_named(text: str, place: int) -> bool:
    """Tell whether an index is within a name in quotation marks, which may play with words (“码”上公开)."""
    opened = text.rfind("“", max(0, place - _LONGEST_NAME), place + 1)
    closed = text.find("”", place, place + _LONGEST_NAME)
    return opened >= 0 and closed >= 0 and "”" not in text[opened:place]
