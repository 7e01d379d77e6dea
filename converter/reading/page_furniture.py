"""What a printed page has around its text, where a file has it between the paragraphs: page numbers, running titles.

Text that was copied out of a PDF, or converted from one, has them as lines of their own; they may cut a sentence.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from converter.reading.blocks import Block, PictureBlock, TableBlock, TextBlock
from converter.reading.heading_numbers import split_number, without_blanks
from converter.reading.known_headings import heading_section

_LONGEST_LINE: Final = 60
_FULL_LINE: Final = 20
"""Minimum characters of a paragraph that a page may have cut; what is shorter may be a heading."""
_COUNT: Final = r"(?:\d{1,3}|[一二三四五六七八九十百]{1,5}|[IVXivx\u2160-\u216b\u2170-\u217b]{1,6})"
_DASH: Final = r"[-—–―－·~\uff5e]"
PAGE_NUMBER: Final = re.compile(
    rf"{_DASH}{{0,9}}(?:(?:第{_COUNT}页|{_COUNT}页?)(?:[/／,，共(（]{{1,3}}{_COUNT}页?[)）]?|of{_COUNT})?"
    rf"|共{_COUNT}页[,，]?第{_COUNT}页|(?:页码[:：]?|[Pp](?:age|\.)?){_COUNT}(?:of{_COUNT})?){_DASH}{{0,9}}"
)
"""The number of a page, blanks apart; also a number alone."""
_MARKED: Final = re.compile(rf"[第共码Pp]|of|^{_DASH}.*{_DASH}$")
"""What only one has that is marked as such: — 3 —, 第3页, Page 3."""
_NUMBER_BEHIND: Final = re.compile(rf"(?<!\d){_DASH}{{0,9}}\d{{1,3}}{_DASH}{{0,9}}$")
_OF_A_FIGURE: Final = re.compile(
    r"[，。、；：,.;:）)%\uff05‰余多万亿元人名年月日天页件条个项份宗起次例篇期场批户家部册处类种级位本张]"
)
"""What a sentence goes on with behind a figure."""
_ASKS_FOR_A_FIGURE: Final = tuple("共计为达约近第")
_ENDS: Final = tuple("。！？；：…”’）)】》.!?;:")
_TITLE: Final = re.compile(r"[^。；：，]{0,40}(?:信息|政务)公开[^。；：，]{0,16}(?:报告|年报)")
_PREFACE: Final = re.compile(r"条例|1月1日|编制")


def without_page_furniture(blocks: Sequence[Block], before: Sequence[Block] = ()) -> list[Block]:
    """Return the blocks without page numbers and running titles; a paragraph that one has cut is whole again.

    `before` is what stands in front of them on a page of a site.
    """
    left_out = {*_running_titles(blocks, before)}
    numbers = {
        at: bare
        for at, one in enumerate(blocks)
        if (bare := _line(one)) and PAGE_NUMBER.fullmatch(bare)
    }
    marked = {at for at, bare in numbers.items() if _MARKED.search(bare)}
    alone = {
        at: int(found[0])
        for at, bare in numbers.items()
        if at not in marked and (found := re.search(r"\d+", bare))
    }
    # a number alone may be that of a heading, or a figure
    counts_on = all(later == number + 1 for number, later in pairwise(alone.values()))
    if counts_on and any(_cuts(blocks, at) for at in alone):
        marked |= alone.keys()
    return _without(blocks, left_out | marked)


def _cuts(blocks: Sequence[Block], at: int) -> bool:
    """Tell whether a number alone parts a sentence, or a table, that has no use for a figure there."""
    above, below = (blocks[one] if 0 <= one < len(blocks) else None for one in (at - 1, at + 1))
    if isinstance(above, TableBlock) and isinstance(below, TableBlock):
        return True
    rest = _rest(blocks, at - 1, at + 1)
    return bool(
        rest
        and isinstance(above, TextBlock)
        and not above.whole.rstrip().endswith(_ASKS_FOR_A_FIGURE)
        and not _OF_A_FIGURE.match(rest.whole.lstrip())
        and not PAGE_NUMBER.fullmatch(_line(rest))
    )


def _running_titles(blocks: Sequence[Block], before: Sequence[Block]) -> Iterator[int]:
    """Yield the places below the first heading where the title, or what is like one, stands alone and not for the first time.

    The title of a second report stays: its preface follows.
    """
    texts = [one for one in blocks if isinstance(one, TextBlock)]
    start = next((one for one in texts if heading_section(one)), None)
    lines = [_NUMBER_BEHIND.sub("", _line(one)) for one in blocks]
    said = Counter([*map(_line, before), *lines])
    titles = {one for one, times in said.items() if times > 1 and _TITLE.fullmatch(one)}
    is_below = False
    for at, block in enumerate(blocks):
        is_below = is_below or block is start
        below = blocks[at + 1] if at + 1 < len(blocks) else None
        begins = isinstance(below, TextBlock) and _PREFACE.search(below.whole)
        if is_below and lines[at] in titles and not split_number(lines[at])[0] and not begins:
            yield at


def _line(block: Block) -> str:
    """Return a short paragraph without its blanks; empty for others."""
    if isinstance(block, TextBlock) and len(block.whole) <= _LONGEST_LINE:
        return without_blanks(block.whole)
    return ""


def _without(blocks: Sequence[Block], left_out: Collection[int]) -> list[Block]:
    kept = [at for at in range(len(blocks)) if at not in left_out]
    found: list[Block] = []
    for before, at in pairwise([-1, *kept]):
        rest = _rest(blocks, before, at) if at - before > 1 else None
        if rest and isinstance(found[-1], TextBlock):
            found[-1] = replace(found[-1], text=found[-1].text.rstrip() + rest.text.lstrip())
        else:
            found.append(blocks[at])
    return found


def _rest(blocks: Sequence[Block], before: int, behind: int) -> TextBlock | None:
    """Return the paragraph at a place if it goes on with the one at another before it; else None."""
    if before < 0 or behind >= len(blocks):
        return None
    above, below = blocks[before], blocks[behind]
    if not isinstance(above, TextBlock) or not isinstance(below, TextBlock):
        return None
    said = above.whole.rstrip()
    if len(said) < _FULL_LINE or said.endswith(_ENDS) or heading_section(above):
        return None
    begins = below.number or split_number(without_blanks(below.whole))[0] or heading_section(below)
    return None if begins or isinstance(below, PictureBlock) else below
