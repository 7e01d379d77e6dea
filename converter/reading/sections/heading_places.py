"""The places of a paragraph that may be the headings of sections, and how near the words of each are to them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from converter.form.fields import SECTIONS, Section
from converter.form.heading_words import IS_NAME, REWORDED
from converter.form.short_inputs import kept
from converter.reading.blocks import TextBlock
from converter.reading.sections.heading_numbers import (
    LONGEST_HEADING,
    NUMBER,
    is_marked,
    split_number,
    without_blanks,
    without_ornaments,
)
from converter.reading.sections.known_headings import (
    BARE_WORDS,
    LINES_KEPT,
    LONGEST_CONTENTS,
    MARKS,
    OFFICIAL_WORDS,
    is_known,
    is_official,
    is_short,
)

OFFICIAL, KNOWN, OTHER, GENERAL = 6, 5, 3, 2
"""How near the words of a place are to a heading: the official ones, well known ones, others, general ones."""
_LONGEST_INNER: Final = 24
"""Characters of a reworded heading within a paragraph."""
_NEAR: Final = 6
"""Characters before a heading within a paragraph that may end what stands in front of it."""
_MOST_TRIES: Final = 400
"""Places within one paragraph that are tried."""
_INNER: Final = re.compile(
    r"(?<![一二三四五六七八九十第（(“《〈「‘见按在即为如含])(?:第[一二三四五六]部分[、:：]?|[一二三四五六](?:[、.．，,:：]|(?=[\s\u3000])))"
)
_ENDS: Final = re.compile(r"[。：:；;！？!?]|\s")
_STOPS: Final = re.compile(r"[。；！？]")
_GOES_ON: Final = re.compile(r"[的表说及与和等中里内、”》」’）)]")
"""After the words of a heading: it was none."""
_SAYS_MORE: Final = re.compile(r"[：:].|[（(][一二三四五六七八九十\d]{1,2}[）)].|.+[。；]$")
"""After the words of a heading: what the section says, on the same line."""
_LEADERS: Final = re.compile(
    r"[.…·．\-—_\s]{2,40}\d{0,3}$|(?<=[^\W\da-zA-Z_])[.…·．]{0,40}\d{1,3}$"
)
"""The dots and the page number of a table of contents."""


_ANY_OFFICIAL: Final = tuple(OFFICIAL_WORDS.values())


@dataclass(frozen=True)
class Heading:
    """A place in the blocks that is the heading of a section."""

    section: Section
    at: int
    """The index of its block."""
    start: int
    end: int
    """Where it stands in the block's whole text."""
    text: str
    is_official: bool = True
    """Whether it has the official words, whatever its number."""
    alone: bool = True
    """Whether nothing else stands in its paragraph."""


@dataclass(frozen=True)
class Place:
    """A place that may be the heading of a section."""

    heading: Heading
    words: int
    """How near its words are: `OFFICIAL`, `KNOWN`, `OTHER` or `GENERAL`."""
    style: str
    """The style of its number; empty where it has none."""
    number: int
    """Its number; 0 where it has none."""
    inside: int = 0
    """1 at the beginning of a paragraph, 2 within one."""

    @property
    def fits(self) -> bool:
        """Whether it has its section's number."""
        return self.number == SECTIONS.index(self.heading.section) + 1


def places_in(at: int, block: TextBlock) -> list[Place]:
    """Return the places of a paragraph that may be headings, in order."""
    found = _places_of(block.whole, block.bold)
    return [replace(one, heading=replace(one.heading, at=at)) for one in found]


@kept(LINES_KEPT, LONGEST_CONTENTS)  # asked for twice: for a table of contents, then for headings
def _places_of(whole: str, bold: int) -> Sequence[Place]:
    plain = TextBlock(without_ornaments(whole), emphasised=bold)
    places = _places_once(plain)
    if plain.text == whole:
        return places
    spots = [(one, one.heading) for one in places]
    return [replace(one, heading=replace(at, text=whole[at.start : at.end])) for one, at in spots]


def _places_once(block: TextBlock) -> list[Place]:
    whole = block.whole
    text = without_blanks(whole)
    if not text:
        return []
    # where only the beginning is bold, that is the heading
    begins = block.bold and (is_marked(whole) or any(_leading(block)))
    number = NUMBER.match(text)
    end = _official_end(text, number.end() if number else 0)
    says_more = end and _SAYS_MORE.match(text, end)
    if is_short(text) and not begins and not says_more:
        places = list(_whole_places(whole, _LEADERS.sub("", text)))
        if places:
            return places
    return _parts(block)


def _whole_places(whole: str, text: str) -> Iterator[Place]:
    number, style, core = split_number(text)
    if not core or _STOPS.search(core):
        return
    for section, words in _sections(core, text):
        if not (words < KNOWN and not style and not IS_NAME.search(text)):
            official = is_official(section, text)
            heading = Heading(section, 0, 0, len(whole), whole, official)
            yield Place(heading, words, style, number)


def _sections(core: str, text: str) -> Iterator[tuple[Section, int]]:
    """Yield the sections whose headings words may be, and how near they are to each."""
    bare = MARKS.sub("", core)
    for section in SECTIONS:
        if words := _words(section, core, bare, text):
            yield section, words


def _words(section: Section, core: str, bare: str, text: str) -> int:
    """Return how near words, here also without marks, are to the heading of a section; 0 where they are none."""
    if bare == BARE_WORDS[section.key]:
        return OFFICIAL
    if is_known(section, core, text):
        return KNOWN
    if len(core) <= LONGEST_HEADING and REWORDED[section.key].match(core):
        return GENERAL if section.key == "overview" else OTHER
    return 0


def _parts(block: TextBlock) -> list[Place]:
    """Return the headings that stand at the beginning of a paragraph, or within it."""
    whole = block.whole
    places = [*_leading(block)]
    taken = places[0].heading.end if places else 0
    for tries, found in enumerate(_INNER.finditer(whole)):
        if tries >= _MOST_TRIES:
            break
        if found.start() < taken:
            continue
        place = _inner(whole, found)
        if place:
            places.append(place)
            taken = place.heading.end
    return _no_enumeration(whole, places)


def _leading(block: TextBlock) -> Iterator[Place]:
    """Yield a heading at the beginning of a paragraph: its bold part, or what ends before the first mark."""
    whole = block.whole
    number = NUMBER.match(whole.lstrip())
    after = len(whole) - len(whole.lstrip()) + (number.end() if number else 0)
    # blanks between the number and the words do not end them
    after += len(whole[after:]) - len(whole[after:].lstrip())
    stop = _ENDS.search(whole, after)
    ends = [end for end in (block.bold, stop.start() if stop else 0) if 0 < end < len(whole)]
    official = _official_end(whole, after)
    for end in dict.fromkeys([*([official] if official else []), *ends]):
        if end > 2 * LONGEST_HEADING:
            continue
        text = without_blanks(whole[:end])
        value, style, core = split_number(text)
        for section, words in _sections(core, text) if core and not _STOPS.search(core) else ():
            plain = words < KNOWN and not style and end != block.bold
            if not plain:
                heading = Heading(
                    section, 0, 0, end, whole[:end], is_official(section, text), alone=False
                )
                yield Place(heading, words, style, value, inside=1)
                return


def _official_end(whole: str, start: int) -> int:
    """Return where the official words of a heading that begin at an index end; 0 where there are none."""
    if not whole.startswith(_ANY_OFFICIAL, start):
        return 0
    end = start + next(len(words) for words in _ANY_OFFICIAL if whole.startswith(words, start))
    return 0 if _GOES_ON.match(whole[end : end + 1]) else end


def _inner(whole: str, found: re.Match[str]) -> Place | None:
    """Return the heading within a paragraph that begins with a number, if it is one."""
    number, style, _ = split_number(found[0] + "字")
    if not 1 <= number <= len(SECTIONS):
        return None
    section = SECTIONS[number - 1]
    start = found.end() + len(whole[found.end() :]) - len(whole[found.end() :].lstrip())
    end = _official_end(whole, start)
    words = OFFICIAL if end and whole.startswith(OFFICIAL_WORDS[section.key], start) else 0
    if not words:
        before = whole[max(0, found.start() - _NEAR) : found.start()].rstrip("\u3000")
        stop = _ENDS.search(whole, start, start + _LONGEST_INNER)
        ends = stop.start() if stop else len(whole)
        if (before and not _ENDS.search(before[-1])) or ends - start > _LONGEST_INNER:
            return None
        end = ends
        core = without_blanks(whole[start:end])
        words = _words(
            section, core, MARKS.sub("", core), without_blanks(whole[found.start() : end])
        )
        if not words:
            return None
    text = whole[found.start() : end]
    heading = Heading(section, 0, found.start(), end, text, is_official(section, text), alone=False)
    return Place(heading, words, style, number, inside=2 if found.start() else 1)


def _no_enumeration(whole: str, places: list[Place]) -> list[Place]:
    """Leave out headings that a sentence lists: 本报告由一、…；二、…；三、…组成."""
    listed = set()
    for one, other in pairwise(places):
        between = whole[one.heading.end : other.heading.start]
        if not MARKS.sub("", between) and between.strip():
            listed |= {one, other}
    return [place for place in places if place not in listed]
