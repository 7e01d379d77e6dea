"""What a printed page has around its text, where a file has it between the paragraphs: page numbers, running titles.

Text that was copied out of a PDF, or converted from one, has them as lines of their own; they may cut a sentence.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest
from typing import Final

from converter.reading.blocks import PADDING, Block, PictureBlock, TableBlock, TableCell, TextBlock
from converter.reading.sections.heading_numbers import split_number, without_blanks
from converter.reading.sections.known_headings import heading_section
from converter.reading.site_lines import is_row_of_buttons
from converter.reading.tables.table_words import are_figures, is_blank

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
_RULE: Final = re.compile(r"[-—–―－=*\uff0a·•~\uff5e─━☆★◆…\s]{3,200}")
"""A line of ornaments between two parts."""
_FEWEST_IN_BUTTONS: Final = 4
"""Characters of a row of buttons, blanks apart; what is shorter may be a word of a table."""
_ALONE: Final = re.compile(r"(?!\d{1,60}\D{0,2}$)[^。；：，！？、]{2,60}")
"""What may be a running title beside the number of a page: the unit's name, 内部资料, an address."""
_DATE: Final = re.compile(r"[（(]?[\d二][\d〇○零一二三四五六七八九]{3}[年./-].{2,8}")
_FEWEST_COLUMNS: Final = 3
"""Columns across which a number that stands alone is no figure."""
_MOST_PARTS: Final = 3
"""Words between blanks of the number of a page: — 3 —."""
_TITLE: Final = re.compile(r"[^。；：，]{0,40}(?:信息|政务)公开[^。；：，]{0,16}(?:报告|年报)")
_PREFACE: Final = re.compile(r"条例|1月1日|编制")


def without_page_furniture(blocks: Sequence[Block], before: Sequence[Block] = ()) -> list[Block]:
    """Return the blocks without page numbers and running titles; a paragraph that one has cut is whole again.

    `before` is what stands in front of them on a page of a site.
    """
    blocks = [_without_numbers(one) for one in blocks if not _is_between_parts(one)]
    lines = [*map(_line, blocks)]
    left_out = {*_running_titles(blocks, lines, before)}
    numbers = {at: bare for at, bare in enumerate(lines) if PAGE_NUMBER.fullmatch(bare)}
    marked = {at for at, bare in numbers.items() if _MARKED.search(bare)}
    alone = {
        at: first for at, bare in numbers.items() if at not in marked and (first := _first(bare))
    }
    # a number alone may be that of a heading, or a figure
    counts_on = all(later == number + 1 for number, later in pairwise(alone.values()))
    titles = _titles_with_numbers(blocks, lines)
    repeated = _repeated(blocks, lines, before)
    printed = {*marked, *(alone if counts_on else ()), *titles, *repeated}
    cutting = {at for run in _runs(printed) if _cuts(blocks, run) for at in run}
    if counts_on and not cutting.isdisjoint(alone):
        marked |= alone.keys()
    certain = {
        one for at, (one, number) in titles.items() if at in cutting or _MARKED.search(number)
    }
    marked |= {at for at, (title, _) in titles.items() if title in certain}
    beside = {
        at
        for at in repeated
        if not marked.isdisjoint((at - 1, at + 1))
        and (at in cutting or not _signs(blocks, at, marked))
    }
    return _without(blocks, left_out | marked | beside)


def _is_between_parts(block: Block) -> bool:
    """Tell whether a paragraph is a line of ornaments, or a row of a site's buttons."""
    line = _line(block)
    is_long = len(line) >= _FEWEST_IN_BUTTONS
    # dashes may be the zeros of a row whose label stands in front
    is_rule = bool(_RULE.fullmatch(line)) and not are_figures(_text(block))
    return is_rule or (is_long and is_row_of_buttons(_text(block)))


def _without_numbers(block: Block) -> Block:
    """Return a table with the number of a page, alone in its row, blanked."""
    if not isinstance(block, TableBlock):
        return block
    above = ((), *block.rows)
    rows = tuple(
        (PADDING,) * len(row) if _is_number(row, before) else row
        for before, row in zip(above, block.rows, strict=False)
    )
    return block if rows == block.rows else TableBlock(rows)


def _is_number(row: Sequence[TableCell], above: Sequence[TableCell]) -> bool:
    """Tell whether a row has the number of a page alone, apart from cells that reach down into it.

    What is not marked as one has to stand across the columns.
    """
    own = {cell for cell, before in zip_longest(row, above[: len(row)]) if cell is not before}
    said = [cell for cell in own if not is_blank(cell)]
    if len(row) == 1 or len(said) != 1 or len(said[0].text) > _LONGEST_LINE:
        return False
    text = without_blanks(said[0].text)
    columns = sum(cell is said[0] for cell in row)
    is_across = len(own) == 1 and columns > _FEWEST_COLUMNS and _first(text)
    return bool(PAGE_NUMBER.fullmatch(text) and (_MARKED.search(text) or is_across))


def _titles_with_numbers(
    blocks: Sequence[Block], lines: Sequence[str]
) -> dict[int, tuple[str, str]]:
    """Return the places of lines that are alike but for the number of a page, which rises: what they share, the number."""
    found: dict[str, list[tuple[int, str]]] = {}
    for at, (block, line) in enumerate(zip(blocks, lines, strict=True)):
        title, number = _parted(_text(block)) if line else ("", "")
        if title and not _is_heading(block, line):
            found.setdefault(title, []).append((at, number))
    return {
        at: (title, number)
        for title, places in found.items()
        if len(places) > 1
        and all(_first(one) < _first(later) for (_, one), (_, later) in pairwise(places))
        for at, number in places
    }


def _parted(text: str) -> tuple[str, str]:
    """Return a running title and the number of the page behind or before it; empty where a line is something else."""
    words = text.split()
    for count in range(min(_MOST_PARTS, len(words) - 1), 0, -1):
        for number, title in ((words[-count:], words[:-count]), (words[:count], words[count:])):
            is_one = PAGE_NUMBER.fullmatch("".join(number)) and _first("".join(number))
            if is_one and _ALONE.fullmatch("".join(title)):
                return "".join(title), "".join(number)
    return "", ""


def _first(number: str) -> int:
    found = re.search(r"\d+", number)
    return int(found[0]) if found else 0


def _repeated(blocks: Sequence[Block], lines: Sequence[str], before: Sequence[Block]) -> set[int]:
    """Return the places of lines that say nothing and stand alone several times: 内部资料, the unit."""
    times = Counter([*map(_line, before), *lines])
    return {
        at
        for at, (block, line) in enumerate(zip(blocks, lines, strict=True))
        if times[line] > 1
        and _ALONE.fullmatch(line)
        and not PAGE_NUMBER.fullmatch(line)
        and not _is_heading(block, line)
    }


def _signs(blocks: Sequence[Block], at: int, numbers: Collection[int]) -> bool:
    """Tell whether a line stands beside a date, the number of a page apart, as the unit does that signs."""
    above = next((one for one in range(at - 1, -1, -1) if one not in numbers), None)
    below = next((one for one in range(at + 1, len(blocks)) if one not in numbers), None)
    beside = [_line(blocks[one]) for one in (above, below) if one is not None]
    return below is None or any(map(_DATE.fullmatch, beside))


def _is_heading(block: Block, line: str) -> bool:
    if not isinstance(block, TextBlock):
        return False
    return bool(block.number or split_number(line)[0] or heading_section(block))


def _runs(places: Collection[int]) -> list[list[int]]:
    """Return places as runs of neighbours."""
    runs: list[list[int]] = []
    for at in sorted(places):
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _cuts(blocks: Sequence[Block], run: Sequence[int]) -> bool:
    """Tell whether what is printed in a run of places parts a sentence, or a table, that has no use for a figure there."""
    before, behind = run[0] - 1, run[-1] + 1
    above, below = (blocks[one] if 0 <= one < len(blocks) else None for one in (before, behind))
    if isinstance(above, TableBlock) and isinstance(below, TableBlock):
        return True
    rest = _rest(blocks, before, behind)
    return bool(
        rest
        and isinstance(above, TextBlock)
        and not above.whole.rstrip().endswith(_ASKS_FOR_A_FIGURE)
        and not _OF_A_FIGURE.match(rest.whole.lstrip())
        and not PAGE_NUMBER.fullmatch(_line(rest))
    )


def _running_titles(
    blocks: Sequence[Block], whole: Sequence[str], before: Sequence[Block]
) -> Iterator[int]:
    """Yield the places below the first heading where the title, or what is like one, stands alone and not for the first time.

    The title of a second report stays: its preface follows.
    """
    texts = [one for one in blocks if isinstance(one, TextBlock)]
    start = next((one for one in texts if heading_section(one)), None)
    lines = [_NUMBER_BEHIND.sub("", one) for one in whole]
    said = Counter([*map(_line, before), *lines])
    titles = {one for one, times in said.items() if times > 1 and _TITLE.fullmatch(one)}
    is_below = False
    for at, block in enumerate(blocks):
        is_below = is_below or block is start
        below = blocks[at + 1] if at + 1 < len(blocks) else None
        begins = isinstance(below, TextBlock) and _PREFACE.search(below.whole)
        if is_below and lines[at] in titles and not split_number(lines[at])[0] and not begins:
            yield at


def _text(block: Block) -> str:
    return block.whole if isinstance(block, TextBlock) else ""


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
