"""The prose of a report as the rules read it: passages, folded for matching, cut into sentences."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from converter.findings import Finding, Place
from converter.form.fields import PROSE_FIELDS, SECTIONS, SectionKey
from converter.form.report import Report

LONGEST_SENTENCE: Final = 600
"""A sentence is cut here, so that no text makes a pattern slow."""
LONGEST_QUOTE: Final = 90
"""Characters of a sentence that a finding quotes; a longer one is cut around the passage."""

LEAD_IN: Final = 30

_FOLDED: Final = str.maketrans(
    "０１２３４５６７８９％．＋－(),:;?!∶﹪",
    "0123456789%.+-（），：；？！：%",
)
_BLANK: Final = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_SENTENCE: Final = re.compile(rf"[^。！？\n]{{1,{LONGEST_SENTENCE}}}[。！？]?|[。！？]")


@dataclass(frozen=True)
class Passage:
    """One paragraph, the title or a heading, with the field where it stands."""

    name: str
    position: int
    text: str
    place: Place | None = None
    """Where a heading stands; other passages have the place of their field."""

    @cached_property
    def folded(self) -> str:
        """The text without blanks, digits and marks in one width."""
        return _BLANK.sub("", self.text.translate(_FOLDED))

    @cached_property
    def sentences(self) -> tuple["Sentence", ...]:
        """The folded text, sentence by sentence."""
        return tuple(
            Sentence(self, found.start(), found[0]) for found in _SENTENCE.finditer(self.folded)
        )

    @cached_property
    def _kept(self) -> list[int]:
        """Return where each character of the folded text stands in the original."""
        return [place for place, char in enumerate(self.text) if not _BLANK.match(char)]

    def quote(self, start: int, end: int) -> str:
        """Return the sentence around a part of the folded text, as the author wrote it."""
        folded = self.folded
        at = bisect_right(self.sentences, start, key=lambda one: one.start) - 1
        sentence = self.sentences[at] if at >= 0 else None
        first = sentence.start if sentence else 0
        last = max(sentence.start + len(sentence.text) if sentence else len(folded), end)
        if last - first > LONGEST_QUOTE:
            room = max(0, LONGEST_QUOTE - (end - start)) // 2
            nearest = max(first, start - max(room, LEAD_IN)), min(last, end + room)
            first, last = _at_marks(folded, nearest, (start, end))
        cut = "…" if sentence and first > sentence.start else ""
        more = "…" if sentence and last < sentence.start + len(sentence.text) else ""
        return f"“{cut}{self.written(first, last)}{more}”"

    def is_broken(self, start: int, end: int) -> bool:
        """Tell whether a blank stands inside a part of the folded text."""
        return len(self.written(start, end)) != end - start

    def written(self, first: int, last: int) -> str:
        """Return a part of the folded text as the author wrote it."""
        if len(self.folded) == len(self.text):
            return self.text[first:last]
        kept = self._kept
        return self.text[kept[first] : kept[last - 1] + 1] if last > first else ""

    def finding(self, code: str, start: int, end: int, why: str) -> Finding:
        """Return a finding that quotes the sentence and says why."""
        return self.says(code, f"{self.quote(start, end)}：{why}")

    def says(self, code: str, what: str) -> Finding:
        """Return a finding on the passage."""
        if self.place:
            return Finding(code, what, place=self.place)
        return Finding(code, what, self.name, self.position)


def _at_marks(text: str, window: tuple[int, int], inner: tuple[int, int]) -> tuple[int, int]:
    """Widen or narrow a window to the nearest commas inside it."""
    first, last = window
    marks = (text.find(mark, first, inner[0]) for mark in "，；：")
    earliest = min((place for place in marks if place >= 0), default=-1)
    later = max(text.rfind(mark, inner[1], last) for mark in "，；")
    return (earliest + 1 if earliest >= 0 else first), (later if later >= 0 else last)


@dataclass(frozen=True)
class Sentence:
    """A part of a passage's folded text that ends in a full stop; no longer than LONGEST_SENTENCE."""

    passage: Passage
    start: int
    text: str

    def finding(self, code: str, start: int, end: int, why: str) -> Finding:
        """Return a finding on a part of the sentence."""
        return self.passage.finding(code, self.start + start, self.start + end, why)


def passages_of(report: Report) -> Iterator[Passage]:
    """Yield the paragraphs of a report's own prose, in order."""
    for name in PROSE_FIELDS:
        for position, text in enumerate(getattr(report, name)):
            yield Passage(name, position, text)


def headings_as_passages(headings: Mapping[SectionKey, str]) -> Iterator[Passage]:
    """Yield the main headings of a Word report as it prints them."""
    for section in SECTIONS:
        if section.key in headings:
            place = Place(None, f"“{section.heading}”", "标题")
            yield Passage(section.key, 0, headings[section.key], place)


def core_of(unit: str) -> str:
    """Return the last proper part of a unit's name, its kind included.

    >>> core_of("海城市西柳镇人民政府"), core_of("南江县林业局")
    ('西柳镇', '林业局')
    """
    bare = re.sub(r"(?:人民政府|政府|办事处)(?:办公室|办公厅)?$", "", unit)
    return _PROPER.findall(bare)[-1] if _PROPER.search(bare) else bare


_PROPER: Final = re.compile(
    r"[\u4e00-\u9fff]{1,9}?(?:省|市|县|区|州|旗|镇|乡|街道|局|委员会|厅|办公室)"
)


def is_titled(text: str, place: int) -> bool:
    """Tell whether a place is inside the title of a document."""
    return text.rfind("《", 0, place) > text.rfind("》", 0, place)
