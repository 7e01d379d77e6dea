"""The headings of a report's six sections, however they are worded, numbered or set.

Each place that may be a heading is weighed by its words, its number and the tables around it; the
best places in ascending order are taken. A section that has none then is looked for by its number,
where the sections before and behind it are known.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final

from converter.form.fields import SECTIONS, TABLES, Section, SectionKey
from converter.form.heading_words import IS_NAME, REWORDED
from converter.reading.blocks import Block, TableBlock, TextBlock
from converter.reading.heading_numbers import (
    LONGEST_HEADING,
    NUMBER,
    PART_ALONE,
    STYLES,
    is_marked,
    number_value,
    split_number,
    without_blanks,
    without_ornaments,
)
from converter.reading.known_headings import MARKS, heading_section, is_known, is_official, is_short
from converter.reading.tables.report_tables import table_kind

_LONGEST_INNER: Final = 24
"""Characters of a reworded heading within a paragraph."""
_MAIN_HEADINGS: Final = 3
"""Minimum number of headings in one style that makes it the style of the main headings."""
_NEAR: Final = 6
"""How far below its heading a table is looked for, captions and blank lines between."""
_MOST_TRIES: Final = 400
"""Places within one paragraph that are tried."""

_FOR_TABLES: Final = frozenset(TABLES)

_INNER: Final = re.compile(
    r"(?<![一二三四五六七八九十第（(“《〈「‘见按在即为如含])(?:第[一二三四五六]部分[、:：]?|[一二三四五六](?:[、.．，,:：]|(?=[\s\u3000])))"
)
_ENDS: Final = re.compile(r"[。：:；;！？!?]|\s")
_GOES_ON: Final = re.compile(r"[的表说及与和等中里内、”》」’）)]")
"""After the words of a heading: it was none."""
_SAYS_MORE: Final = re.compile(r"[：:].|[（(][一二三四五六七八九十\d]{1,2}[）)].|.+[。；]$")
"""After the words of a heading: what the section says, on the same line."""
_LEADERS: Final = re.compile(
    r"[.…·．\-—_\s]{2,40}\d{0,3}$|(?<=[^\W\da-zA-Z_])[.…·．]{0,40}\d{1,3}$"
)
"""The dots and the page number of a table of contents."""
_CAPTION: Final = re.compile(
    r"^[（(]?(?:单位|计量单位|填[报表]单位|统计|附?表|金额单位|数量单位).{0,30}$"
)


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
class _Place:
    """A place that may be the heading of a section."""

    heading: Heading
    words: int
    """How near its words are: 6 the official ones, 5 well known ones, 3 others, 2 general ones."""
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


def is_part_of_a_report(block: Block) -> bool:
    """Tell whether a block of a page is one of the form's tables, or has a heading of the form."""
    if isinstance(block, TableBlock):
        return table_kind(block) is not None
    if heading_section(block):
        return True
    return any(one.words >= _KNOWN or (one.fits and not one.inside) for one in _places(0, block))


_OFFICIAL, _KNOWN, _OTHER, _GENERAL = 6, 5, 3, 2


_LONGEST_CONTENTS: Final = 80
_FEW: Final = sum(len(one.heading) for one in SECTIONS)
_LONGEST_LINE_OF_CONTENTS: Final = 3 * _FEW
_DOTS: Final = ".．…·・—_-"
_PAGE: Final = re.compile(rf"[\s{_DOTS}]\d{{1,3}}$")
"""The page that stands behind a line of a table of contents."""
_LONGEST_WITH_DOTS: Final = 300
_TO_THE_PAGE: Final = re.compile(rf"[\s{_DOTS}]{{1,200}}(?:[（(]|第\s?)?(\d{{1,3}})\s?[)）页]?$")
"""The dots up to that page, typed as many as the line takes."""


def without_contents(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks without a table of contents: headings one below another that all stand below again.

    Its lines are headings of sections, and between them lines that stand below once more or end in the
    number of a page.
    """
    blocks = [block for block in blocks if not _is_contents_in_a_line(block)]
    lines = [*map(_with_few_dots, blocks)]
    sections = {at: keys for at, block in enumerate(lines) if (keys := _sections_named(block))}
    last = {key: at for at, keys in sections.items() for key in keys}
    stands = {_without_page(line): at for at, line in enumerate(map(_first_words, lines)) if line}
    left_out: set[int] = set()
    run: list[int] = []
    named: set[SectionKey] = set()  # by the run, which may have thousands of lines
    for at, block in enumerate([*lines, TableBlock(())]):
        line = _first_words(block)
        returns = bool(line) and (stands[_without_page(line)] > at or bool(_PAGE.search(line)))
        if not line and isinstance(block, TextBlock):
            continue
        if not (returns and run) and not (at in sections and not sections[at] <= named):
            if sum(last[key] >= at for key in named) > _MAIN_HEADINGS:
                left_out.update(run)
            run, named = [], set()
        if at in sections or run:
            run.append(at)
            named.update(sections.get(at, ()))
    return [block for at, block in enumerate(blocks) if at not in left_out]


def _with_few_dots(block: Block) -> Block:
    """Return a line of a table of contents with one dot between its words and its page; other blocks as they are."""
    if not isinstance(block, TextBlock) or len(block.whole) > _LONGEST_WITH_DOTS:
        return block
    found = _TO_THE_PAGE.search(block.text)
    return replace(block, text=f"{block.text[: found.start()]}…{found[1]}") if found else block


def _is_contents_in_a_line(block: Block) -> bool:
    """Tell whether a paragraph is a whole table of contents: the official headings and nothing that is told."""
    if not isinstance(block, TextBlock) or not _FEW < len(block.whole) < _LONGEST_LINE_OF_CONTENTS:
        return False
    text = without_blanks(block.whole)
    return "。" not in text and all(one.heading in text for one in SECTIONS)


def _sections_named(block: Block) -> set[SectionKey]:
    """Return the sections of which a short paragraph may be the heading."""
    if not isinstance(block, TextBlock) or len(block.whole) > _LONGEST_CONTENTS:
        return set()
    return {
        one.heading.section.key
        for one in _places(0, block)
        if not one.inside and (one.words >= _OTHER or one.fits)
    }


def _first_words(block: Block) -> str:
    """Return a paragraph's first words as a table of contents may have them."""
    if not isinstance(block, TextBlock):
        return ""
    return re.split("[。：:；]", block.whole[:_LONGEST_CONTENTS].strip(), maxsplit=1)[0]


def _without_page(line: str) -> str:
    return without_blanks(_PAGE.sub("", line)).rstrip(_DOTS)


def find_headings(blocks: Sequence[Block], kinds: Mapping[int, str]) -> list[Heading]:
    """Return the headings of the six sections in the order of the file, one a section at most.

    `kinds` are the form's tables by their index.
    """
    document = _Document(blocks, kinds)
    chosen = document.best()
    document.add_known(chosen)
    document.add_by_number(chosen)
    return sorted(chosen.values(), key=lambda one: (one.at, one.start))


def with_whole_headings(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks; two lines that are a heading only together, its number and its words, are one."""
    bare = sum(isinstance(block, TextBlock) and _is_number_alone(block.whole) for block in blocks)
    found: list[Block] = []
    for block in blocks:
        before = found[-1] if found else None
        if isinstance(before, TextBlock) and isinstance(block, TextBlock):
            number = before.whole.rstrip()
            # a number that a line parts from its words needs no mark
            parted = _is_number_alone(number) and number[-1:] not in "、.．。，,:：)）"
            both = TextBlock(f"{number}、{block.whole}" if parted else before.whole + block.whole)
            if _is_divided_heading(before, block, both, is_habit=bare > _MAIN_HEADINGS):
                found[-1] = both
                continue
        found.append(block)
    return found


def _is_number_alone(text: str) -> bool:
    number, style, core = split_number(f"{without_blanks(text)}字")
    return bool(style) and core == "字" and 0 < number <= len(SECTIONS)


def _is_divided_heading(
    first: TextBlock, second: TextBlock, both: TextBlock, *, is_habit: bool
) -> bool:
    """Tell whether a line begins a heading that it makes only together with the next line.

    Where numbers on lines of their own are the habit of a report, what follows one is its heading.
    """
    if len(both.whole) > 2 * LONGEST_HEADING:
        return False
    if _is_number_alone(first.whole):
        words = without_blanks(second.whole)
        if not words or split_number(words)[1] or re.search(r"^\d|[。；]", words):
            return False
        return is_habit or any(one.fits and not one.inside for one in _places(0, both))
    if not is_marked(first.whole):
        return False
    section = heading_section(both)
    return section is not None and is_official(section, both.whole) and not heading_section(first)


# ---------------------------------------------------------------- places


def _places(at: int, block: TextBlock) -> list[_Place]:
    """Return the places of a paragraph that may be headings, in order."""
    # short ones are asked for twice: for a table of contents, then for headings
    find = _places_anew if len(block.whole) > _LONGEST_CONTENTS else _places_of_short
    found = find(block.whole, block.bold)
    return [replace(one, heading=replace(one.heading, at=at)) for one in found]


def _places_anew(whole: str, bold: int) -> Sequence[_Place]:
    plain = TextBlock(without_ornaments(whole), emphasised=bold)
    places = _places_in(0, plain)
    if plain.text == whole:
        return places
    spots = [(one, one.heading) for one in places]
    return [replace(one, heading=replace(at, text=whole[at.start : at.end])) for one, at in spots]


_places_of_short = lru_cache(2048)(_places_anew)


def _places_in(at: int, block: TextBlock) -> list[_Place]:
    whole = block.whole
    text = without_blanks(whole)
    if not text:
        return []
    # where only the beginning is bold, that is the heading
    begins = block.bold and (is_marked(whole) or any(_leading(at, block)))
    number = NUMBER.match(text)
    end = _official_end(text, number.end() if number else 0)
    says_more = end and _SAYS_MORE.match(text, end)
    if is_short(text) and not begins and not says_more:
        places = list(_whole_places(at, whole, _LEADERS.sub("", text)))
        if places:
            return places
    return _parts(at, block)


def _whole_places(at: int, whole: str, text: str) -> Iterator[_Place]:
    number, style, core = split_number(text)
    if not core or re.search(r"[。；！？]", core):
        return
    for section in SECTIONS:
        words = _words(section, core, text)
        if words and not (words < _KNOWN and not style and not IS_NAME.search(text)):
            official = is_official(section, text)
            heading = Heading(section, at, 0, len(whole), whole, official)
            yield _Place(heading, words, style, number)


def _words(section: Section, core: str, text: str) -> int:
    """Return how near words are to the heading of a section; 0 where they are none."""
    if MARKS.sub("", core) == MARKS.sub("", section.heading.partition("、")[2]):
        return _OFFICIAL
    if is_known(section, core, text):
        return _KNOWN
    if len(core) <= LONGEST_HEADING and REWORDED[section.key].match(core):
        return _GENERAL if section.key == "overview" else _OTHER
    return 0


def _parts(at: int, block: TextBlock) -> list[_Place]:
    """Return the headings that stand at the beginning of a paragraph, or within it."""
    whole = block.whole
    places = [*_leading(at, block)]
    taken = places[0].heading.end if places else 0
    for tries, found in enumerate(_INNER.finditer(whole)):
        if tries >= _MOST_TRIES:
            break
        if found.start() < taken:
            continue
        place = _inner(at, whole, found)
        if place:
            places.append(place)
            taken = place.heading.end
    return _no_enumeration(whole, places)


def _leading(at: int, block: TextBlock) -> Iterator[_Place]:
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
        for section in SECTIONS if core and not re.search("[。；！？]", core) else ():
            words = _words(section, core, text)
            plain = words < _KNOWN and not style and end != block.bold
            if words and not plain:
                heading = Heading(
                    section, at, 0, end, whole[:end], is_official(section, text), alone=False
                )
                yield _Place(heading, words, style, value, inside=1)
                return


def _official_end(whole: str, start: int) -> int:
    """Return where the official words of a heading that begin at an index end; 0 where there are none."""
    for section in SECTIONS:
        core = section.heading.partition("、")[2]
        if whole.startswith(core, start):
            end = start + len(core)
            return 0 if _GOES_ON.match(whole[end : end + 1]) else end
    return 0


def _inner(at: int, whole: str, found: re.Match[str]) -> _Place | None:
    """Return the heading within a paragraph that begins with a number, if it is one."""
    number, style, _ = split_number(found[0] + "字")
    if not 1 <= number <= len(SECTIONS):
        return None
    section = SECTIONS[number - 1]
    start = found.end() + len(whole[found.end() :]) - len(whole[found.end() :].lstrip())
    end = _official_end(whole, start)
    core = section.heading.partition("、")[2]
    words = _OFFICIAL if end and whole.startswith(core, start) else 0
    if not words:
        before = whole[max(0, found.start() - _NEAR) : found.start()].rstrip("\u3000")
        stop = _ENDS.search(whole, start, start + _LONGEST_INNER)
        ends = stop.start() if stop else len(whole)
        if (before and not _ENDS.search(before[-1])) or ends - start > _LONGEST_INNER:
            return None
        end = ends
        words = _words(
            section, without_blanks(whole[start:end]), without_blanks(whole[found.start() : end])
        )
        if not words:
            return None
    text = whole[found.start() : end]
    heading = Heading(
        section, at, found.start(), end, text, is_official(section, text), alone=False
    )
    return _Place(heading, words, style, number, inside=2 if found.start() else 1)


def _no_enumeration(whole: str, places: list[_Place]) -> list[_Place]:
    """Leave out headings that a sentence lists: 本报告由一、…；二、…；三、…组成."""
    listed = set()
    for one, other in pairwise(places):
        between = whole[one.heading.end : other.heading.start]
        if not MARKS.sub("", between) and between.strip():
            listed |= {one, other}
    return [place for place in places if place not in listed]


# ---------------------------------------------------------------- the best of them


@dataclass
class _Document:
    """The blocks of a report, and every place in them that may be a heading."""

    blocks: Sequence[Block]
    kinds: Mapping[int, str]
    """The form's tables by their index."""
    places: list[_Place] = field(default_factory=list)

    def __post_init__(self) -> None:
        for at, block in enumerate(self.blocks):
            if isinstance(block, TextBlock):
                self.places += _places(at, block)
        self.tables = sorted(self.kinds.items())
        styles: Counter[str] = Counter()
        for one in self.places:
            if not one.inside and (one.fits or (not one.style and one.words >= _KNOWN)):
                styles[one.style] += 3 if one.words >= _KNOWN else 1
        styles["part"] += sum(
            isinstance(block, TextBlock) and bool(PART_ALONE.fullmatch(without_blanks(block.whole)))
            for block in self.blocks
        )
        self._style = max(STYLES, key=lambda style: (styles[style], -STYLES.index(style)))
        named = {
            one.heading.section.key for one in self.places if not one.style and one.words >= _KNOWN
        }
        numbered = {
            one.heading.section.key
            for one in self.places
            if one.style == self._style and one.fits and not one.inside
        }
        if len(named) > max(_MAIN_HEADINGS, len(numbered)):
            # the headings have no numbers; those that have some are subheadings
            self._style = ""
        self.captions: set[int] = set()
        for table, key in self.tables:
            self._find_captions(table, key)
        self.places = [one for one in self.places if one.heading.at not in self.captions]
        self._starts = sorted(
            {
                (one.heading.at, one.heading.start)
                for one in self.places
                if one.style in ("", self._style)
            }
        )

    def _find_captions(self, table: int, key: str) -> None:
        """Add the lines between the heading of a table's section and the table to `captions`.

        They may have the words of the heading once more.
        """
        lines: list[int] = []
        for at in range(table - 1, max(-1, table - _NEAR - 1), -1):
            if isinstance(self.blocks[at], TableBlock):
                break
            lines.append(at)
        there = [
            one
            for one in self.places
            if one.heading.at in lines and one.heading.section.key == key and not one.inside
        ]
        if there:
            heading = max(
                there,
                key=lambda one: (
                    one.style == self._style and (one.fits or not one.style),
                    one.words >= _KNOWN,
                    -one.heading.at,
                ),
            )
            self.captions.update(
                at for at in lines if at > heading.heading.at and self._is_caption(at)
            )

    def _is_caption(self, at: int) -> bool:
        block = self.blocks[at]
        text = without_blanks(block.whole) if isinstance(block, TextBlock) else ""
        is_short = len(text) <= LONGEST_HEADING and not re.search("[。；](?!$)", text)
        return is_short and not self._is_main(at)

    def _is_main(self, at: int) -> bool:
        """Tell whether a paragraph has the number and the words of a section's heading."""
        return any(
            one.heading.at == at and one.fits and one.style == self._style and not one.inside
            for one in self.places
        )

    def best(self) -> dict[SectionKey, Heading]:
        """Return the places in ascending order that weigh most together, by section."""
        chain = tuple[int, Heading | None, object]
        none: chain = (0, None, None)
        best: list[chain] = [none] * (len(SECTIONS) + 1)
        position = 0
        while position < len(self.places):
            first = self.places[position].heading
            spot = (first.at, first.start)
            grown = list(best)
            # the sections that one place may be are tried against what stands before it
            while position < len(self.places):
                place = self.places[position]
                if (place.heading.at, place.heading.start) != spot:
                    break
                position += 1
                weight = self._weight(place)
                if weight <= 0:
                    continue
                order = SECTIONS.index(place.heading.section) + 1
                before = max(best[:order], key=lambda one: one[0])
                if before[0] + weight > grown[order][0]:
                    grown[order] = (before[0] + weight, place.heading, before)
            best = grown
        chosen: dict[SectionKey, Heading] = {}
        at: object = max(best, key=lambda one: one[0])
        while isinstance(at, tuple) and at[1] is not None:
            chosen[at[1].section.key] = at[1]
            at = at[2]
        return chosen

    def _weight(self, place: _Place) -> int:
        """Return how much speaks for a place; 0 where it cannot be."""
        heading = place.heading
        key = heading.section.key
        above = self._table_below(heading) == key and not place.inside
        foreign = bool(place.style) and place.style != self._style
        if foreign and not (above or place.fits):
            return 0
        if place.inside and foreign and place.words < _OFFICIAL:
            return 0
        fits = place.fits and not foreign
        if key in _FOR_TABLES and place.words < _KNOWN and not (above or fits):
            return 0
        first = self._starts[:1] == [(heading.at, heading.start)]
        if place.words <= _GENERAL and place.number and not (place.fits or first):
            return 0
        weight = place.words - place.inside
        weight += 3 if fits else 1 if place.fits else -1 if place.number else 0
        weight -= 3 if foreign else 0
        if key in _FOR_TABLES:
            weight += 3 if above else 0
        elif key == "overview":
            weight += bool(self.tables) and heading.at < self.tables[0][0]
        else:
            weight += bool(self.tables) and heading.at > self.tables[-1][0]
        if self._is_empty(place):
            weight -= 2
        return weight

    def _table_below(self, heading: Heading) -> str:
        """Return the table of the form that stands directly below a heading; empty where none does."""
        for at in range(heading.at + 1, min(heading.at + _NEAR, len(self.blocks))):
            block = self.blocks[at]
            if isinstance(block, TableBlock):
                return self.kinds.get(at, "")
            text = without_blanks(block.whole)
            if text and not _CAPTION.match(text) and at not in self.captions:
                break
        return ""

    def _is_empty(self, place: _Place) -> bool:
        """Tell whether the next heading follows at once, as in a table of contents."""
        here = place.heading
        after = bisect_right(self._starts, (here.at, here.start))
        if after == len(self._starts):
            return False
        at, start = self._starts[after]
        if at == here.at:
            block = self.blocks[at]
            between = block.whole[here.end : start] if isinstance(block, TextBlock) else ""
            return not MARKS.sub("", between)
        return start == 0 and not any(
            isinstance(block, TableBlock) or block.whole.strip()
            for block in self.blocks[here.at + 1 : at]
        )

    def add_known(self, chosen: dict[SectionKey, Heading]) -> None:
        """Add the headings with known words that stand in another order than the form's.

        A template of the county's own may print the sections so.
        """
        for section in SECTIONS:
            places = [
                one.heading
                for one in self.places
                if one.heading.section is section
                and one.words >= _KNOWN
                and not one.inside
                and (one.style in ("", self._style))
            ]
            places = places or self._in_another_order(section, chosen)
            if places and section.key not in chosen:
                chosen[section.key] = places[-1]

    def _in_another_order(
        self, section: Section, chosen: Mapping[SectionKey, Heading]
    ) -> list[Heading]:
        """Return the headings in other words with a section's number, next to main headings, not list items."""
        main = {-1, *(one.at for one in chosen.values())}
        lines = [-1, *(heading.at for _, heading in self._numbered)]
        follow = {at for before, at in pairwise(lines) if before in main} - main
        return [
            one.heading
            for one in self.places
            if one.heading.section is section
            and (one.fits and one.style == self._style and not one.inside)
            and one.heading.at in follow
        ]

    def add_by_number(self, chosen: dict[SectionKey, Heading]) -> None:
        """Add headings that have only the number of a section, between its neighbours.

        They count for more than other words without a number.
        """
        if len(chosen) < _MAIN_HEADINGS and len(self.tables) < len(TABLES):
            return
        open_ones = [
            section
            for section in SECTIONS
            if section.key not in chosen or _is_weak(chosen[section.key])
        ]
        numbered = self._numbered if open_ones else []
        for section in open_ones:
            order = SECTIONS.index(section)
            low, high = self._bounds(order, chosen)
            there = [one for one in numbered if low < one[1].at < high]
            above = [
                one for number, one in there if number == order + 1 and self._is_above(section, one)
            ]
            open_numbers = {SECTIONS.index(one) + 1 for one in open_ones}
            if high == len(self.blocks):
                open_numbers |= {*range(len(SECTIONS) + 1, 20)}
            main = _main_numbers(there)
            numbers = [number for number, _ in main]
            if numbers == sorted({*numbers} & open_numbers):
                above += [one for number, one in main if number == order + 1]
            if above:
                chosen[section.key] = replace(above[0], section=section)

    def _is_above(self, section: Section, heading: Heading) -> bool:
        return section.key in _FOR_TABLES and self._table_below(heading) == section.key

    def _bounds(self, order: int, chosen: dict[SectionKey, Heading]) -> tuple[int, int]:
        """Return the indexes between which the heading of a section has to stand."""
        low, high = -1, len(self.blocks)
        for other, section in enumerate(SECTIONS):
            known = [chosen[section.key].at] if section.key in chosen else []
            tables = [at for at, key in self.tables if key == section.key]
            if other < order:
                low = max([low, *known, *(tables if section.key in chosen else tables[-1:])])
            elif other > order:
                high = min([high, *known, *tables[:1]])
            else:
                high = min([high, *tables[:1]])
        return low, high

    @cached_property
    def _numbered(self) -> Sequence[tuple[int, Heading]]:
        return [*self._numbered_paragraphs()]

    def _numbered_paragraphs(self) -> Iterator[tuple[int, Heading]]:
        """Yield the paragraphs that look like main headings, or begin like one, each with its number."""
        for at, block in enumerate(self.blocks):
            if not isinstance(block, TextBlock) or not is_marked(block.whole):
                continue
            whole = without_ornaments(block.whole)
            stop = re.search("[。：:]", whole)
            for end in (block.bold, stop.start() if stop else 0, len(whole)):
                text = without_blanks(whole[:end])
                number, style, core = split_number(text)
                if part := PART_ALONE.fullmatch(text):
                    number, style, core = number_value(part[1]), "part", text
                if not core or len(text) > LONGEST_HEADING or style != self._style:
                    continue
                alone = not whole[end:].strip("。：: \u3000\xa0")
                if not re.search("[。；！？]", core):
                    said = block.whole[:end]
                    yield (
                        number,
                        Heading(SECTIONS[0], at, 0, end, said, is_official=False, alone=alone),
                    )
                break


def _is_weak(heading: Heading) -> bool:
    """Tell whether a heading has neither the official words nor a number."""
    return not heading.is_official and not split_number(without_blanks(heading.text))[0]


def _main_numbers(there: Sequence[tuple[int, Heading]]) -> list[tuple[int, Heading]]:
    """Leave out the lists below a heading: those that begin at 1 behind another number."""
    main: list[tuple[int, Heading]] = []
    listed = 0
    for number, heading in there:
        if (number == 1 and main) or number == listed + 1 > 1:
            listed = number
        else:
            listed = 0
            main.append((number, heading))
    return main
