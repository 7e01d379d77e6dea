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
from functools import cached_property
from itertools import pairwise
from typing import Final

from converter.form.fields import SECTIONS, TABLES, Section, SectionKey
from converter.reading.blocks import Block, TableBlock, TextBlock
from converter.reading.sections.heading_numbers import (
    LONGEST_HEADING,
    PART_ALONE,
    STYLES,
    is_marked,
    number_value,
    split_number,
    without_blanks,
    without_ornaments,
)
from converter.reading.sections.heading_places import (
    GENERAL,
    KNOWN,
    OFFICIAL,
    OTHER,
    Heading,
    Place,
    places_in,
)
from converter.reading.sections.known_headings import (
    BARE_WORDS,
    LONGEST_CONTENTS,
    MARKS,
    heading_section,
    is_official,
)
from converter.reading.tables.report_tables import table_kind

_MAIN_HEADINGS: Final = 3
"""Minimum number of headings in one style that makes it the style of the main headings."""
_NEAR: Final = 6
"""How far below its heading a table is looked for, captions and blank lines between."""

_FOR_TABLES: Final = frozenset(TABLES)

_CAPTION: Final = re.compile(
    r"^[（(]?(?:单位|计量单位|填[报表]单位|统计|附?表|金额单位|数量单位).{0,30}$"
)


def is_part_of_a_report(block: Block) -> bool:
    """Tell whether a block of a page is one of the form's tables, or has a heading of the form."""
    if isinstance(block, TableBlock):
        return table_kind(block) is not None
    if heading_section(block):
        return True
    return any(one.words >= KNOWN or (one.fits and not one.inside) for one in places_in(0, block))


_FEW: Final = sum(len(one.heading) for one in SECTIONS)
_LONGEST_LINE_OF_CONTENTS: Final = 3 * _FEW
_DOTS: Final = ".．…·・—_-"
_PAGE: Final = re.compile(rf"[\s{_DOTS}]\d{{1,3}}$")
"""The page that stands behind a line of a table of contents."""
_FIRST_WORDS: Final = re.compile("[。：:；]")
_LONGEST_WITH_DOTS: Final = 300
_TO_THE_PAGE: Final = re.compile(
    rf"(?<![\s{_DOTS}])[\s{_DOTS}]{{1,300}}(?:[（(]|第\s?)?(\d{{1,3}})\s?[)）页]?$"
)
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
    if not isinstance(block, TextBlock) or len(block.whole) > LONGEST_CONTENTS:
        return set()
    return {
        one.heading.section.key
        for one in places_in(0, block)
        if not one.inside and (one.words >= OTHER or one.fits)
    }


def _first_words(block: Block) -> str:
    """Return a paragraph's first words as a table of contents may have them."""
    if not isinstance(block, TextBlock):
        return ""
    return _FIRST_WORDS.split(block.whole[:LONGEST_CONTENTS].strip(), maxsplit=1)[0]


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
            both = _divided_heading(before.whole, block.whole, is_habit=bare > _MAIN_HEADINGS)
            if both:
                found[-1] = both
                continue
        found.append(block)
    return found


_OFFICIAL_ENDS: Final = tuple(BARE_WORDS.values())


def _is_number_alone(text: str) -> bool:
    number, style, core = split_number(f"{without_blanks(text)}字")
    return bool(style) and core == "字" and 0 < number <= len(SECTIONS)


def _divided_heading(first: str, second: str, *, is_habit: bool) -> TextBlock | None:
    """Return the heading that a line makes only together with the next line; None where it makes none."""
    if len(second) > 2 * LONGEST_HEADING:
        return None
    if _is_number_alone(first):
        return _behind_number(first, second, is_habit=is_habit)
    both = TextBlock(first + second)
    if len(both.whole) > 2 * LONGEST_HEADING or not is_marked(first):
        return None
    # how it ends tells most pairs of lines from a heading
    if not MARKS.sub("", without_blanks(both.whole)).endswith(_OFFICIAL_ENDS):
        return None
    section = heading_section(both)
    is_one = section is not None and is_official(section, both.whole)
    return both if is_one and not heading_section(TextBlock(first)) else None


def _behind_number(number: str, line: str, *, is_habit: bool) -> TextBlock | None:
    """Return the heading that a number makes with the next line; None where it makes none.

    Where numbers on lines of their own are the habit of a report, what follows one is its heading.
    """
    # a number that a line parts from its words needs no mark
    bare = number.rstrip()
    parted = bare[-1:] not in "、.．。，,:：)）"
    both = TextBlock(f"{bare}、{line}" if parted else number + line)
    words = without_blanks(line)
    if not words or split_number(words)[1] or re.search(r"^\d|[。；]", words):
        return None
    if len(both.whole) > 2 * LONGEST_HEADING:
        return None
    found = is_habit or any(one.fits and not one.inside for one in places_in(0, both))
    return both if found else None


# ---------------------------------------------------------------- the best of them


@dataclass
class _Document:
    """The blocks of a report, and every place in them that may be a heading."""

    blocks: Sequence[Block]
    kinds: Mapping[int, str]
    """The form's tables by their index."""
    places: list[Place] = field(default_factory=list)

    def __post_init__(self) -> None:
        for at, block in enumerate(self.blocks):
            if isinstance(block, TextBlock):
                self.places += places_in(at, block)
        self.tables = sorted(self.kinds.items())
        styles: Counter[str] = Counter()
        for one in self.places:
            if not one.inside and (one.fits or (not one.style and one.words >= KNOWN)):
                styles[one.style] += 3 if one.words >= KNOWN else 1
        styles["part"] += sum(
            isinstance(block, TextBlock) and bool(PART_ALONE.fullmatch(without_blanks(block.whole)))
            for block in self.blocks
        )
        self._style = max(STYLES, key=lambda style: (styles[style], -STYLES.index(style)))
        named = {
            one.heading.section.key for one in self.places if not one.style and one.words >= KNOWN
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
                    one.words >= KNOWN,
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

    def _weight(self, place: Place) -> int:
        """Return how much speaks for a place; 0 where it cannot be."""
        heading = place.heading
        key = heading.section.key
        above = self._table_below(heading) == key and not place.inside
        foreign = bool(place.style) and place.style != self._style
        if foreign and not (above or place.fits):
            return 0
        if place.inside and foreign and place.words < OFFICIAL:
            return 0
        fits = place.fits and not foreign
        if key in _FOR_TABLES and place.words < KNOWN and not (above or fits):
            return 0
        first = self._starts[:1] == [(heading.at, heading.start)]
        if place.words <= GENERAL and place.number and not (place.fits or first):
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

    def _is_empty(self, place: Place) -> bool:
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
                and one.words >= KNOWN
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
