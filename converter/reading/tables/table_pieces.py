"""Tables that stand in pieces: parted by a page, a table for each group, a caption instead of a header.

Pieces of one table become one block in the place of the first, so that everybody sees the same table.
"""

import re
from collections.abc import Callable, Collection, Sequence
from typing import Final

from converter.form.fields import RESULTS, TABLES
from converter.reading.blocks import Block, TableBlock, TableCell, TextBlock
from converter.reading.tables.other_years import names_another_year
from converter.reading.tables.report_tables import table_kind
from converter.reading.tables.table2 import is_heading
from converter.reading.tables.table_words import (
    APPLICANT_WORDS,
    bare_label,
    group_of,
    has_digit,
    is_blank,
    is_figure,
    is_suits,
    labels,
    normalised,
    result_of,
    spans,
)
from converter.reading.values import tidy_text

_LONGEST_BETWEEN: Final = 30
"""Characters of a line between two pieces, 续表 for example."""
_MOST_BETWEEN: Final = 2
_FEW_WORDS: Final = 3
"""Header words that make a piece without figures a part of a table."""
_PART_OF_TABLE2: Final = re.compile(r"《?第二十条第[（(][一五六八][）)]项$")
_UNIT: Final = re.compile(r"[（(]?(?:计量)?单位\s{0,4}[:：]\s{0,4}\S{1,4}?[)）]?")
_CAPTION: Final = re.compile(
    r"^(?:附?表\s{0,4}[\d一二三四五六七八九十.-]{1,6}[.、:：\s]*)"
    r"|(?:统计|情况|具体|详细|如下|[见下表:：]|所示|[（(](?:单位[:：])?[件宗起][)）]){1,6}$"
)
"""What stands around the name of a group: 表4-1, 情况统计表, 情况如下表所示."""
_MOST_ROWS: Final = 100
"""Rows of a table to which no more pieces are joined; table 3 has 28."""
_WORDS_OF: Final = {
    kind: {bare_label(cell.text) for cell in table.grid if cell.value is None}
    for kind, table in TABLES.items()
}
_OWN_WORDS: Final = {
    kind: words.difference(*(other for key, other in _WORDS_OF.items() if key != kind), ("",))
    for kind, words in _WORDS_OF.items()
}
"""Labels and headings of one table of the form that no other one has."""
_GENERAL: Final = {"其他", "总计"}
"""Labels that say nothing of the table."""


def whole_tables(
    blocks: Sequence[Block],
    years: Collection[int],
    is_heading_of_report: Callable[[TextBlock], object],
) -> list[Block]:
    """Return the blocks with the pieces of each of the three tables joined.

    None beyond a heading, nor beyond a line that names another year than one of `years`.
    """
    found: list[Block] = []
    last: int | None = None
    # lines behind the last table that say something
    between = 0
    for block in blocks:
        if isinstance(block, TextBlock):
            found.append(block)
            line = tidy_text(block.whole)
            between += bool(line)
            if last is not None and (
                between > _MOST_BETWEEN
                or not _may_stand_between(line, years)
                or is_heading_of_report(block)
            ):
                last = None
            continue
        lines = len(found)
        piece = _with_caption(block, found)
        before = found[last] if last is not None else None
        joined = _joined(before, piece) if isinstance(before, TableBlock) else None
        if joined and last is not None:
            between -= lines - len(found)
            found[last] = joined
        else:
            between, last = 0, len(found)
            found.append(piece)
    return found


def parted_at_headings(
    blocks: Sequence[Block], section_of: Callable[[TextBlock], object]
) -> list[Block]:
    """Return the blocks; of a table that has headings of the report as rows, what stands below each one apart."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, TextBlock) or not any(
            _lines_alone(row, section_of) for row in block.rows
        ):
            found.append(block)
            continue
        rows: list[Sequence[TableCell]] = []
        for row in [*block.rows, ()]:
            lines = _lines_alone(row, section_of, prose=True)
            if lines or not row:
                found += [TableBlock(tuple(map(tuple, rows)))] if rows else []
                rows = []
                found += map(TextBlock, lines)
            else:
                rows.append(row)
    return found


def parted_by_kind(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks; of a table that holds several of the form, one below the other, each apart."""
    return [
        part for one in blocks for part in (_parts(one) if isinstance(one, TableBlock) else [one])
    ]


def _parts(block: TableBlock) -> list[TableBlock]:
    kinds: list[str] = []
    parts: list[list[tuple[TableCell, ...]]] = [[]]
    for row in block.rows:
        said = {bare_label(cell.text) for cell in row}
        named = [kind for kind, words in _OWN_WORDS.items() if said & words]
        if len(named) == 1 and named != kinds[-1:]:
            parts += [[]] if kinds else []
            kinds += named
        parts[-1].append(row)
    if len(kinds) <= 1 or len(kinds) != len({*kinds}):
        return [block]
    found = [TableBlock(tuple(rows)) for rows in parts]
    return found if [table_kind(one) for one in found] == kinds else [block]


def _lines_alone(
    row: Sequence[TableCell], section_of: Callable[[TextBlock], object], *, prose: bool = False
) -> list[str]:
    """Return the lines of a row that is one cell, if a heading is among them, or with `prose` a sentence."""
    cells = {cell for cell in row if not is_blank(cell)}
    if len(cells) != 1:
        return []
    lines = [line for line in cells.pop().text.split("\n") if line.strip()]
    is_apart = any(map(section_of, map(TextBlock, lines))) or (
        prose and any("。" in line for line in lines)
    )
    return lines if is_apart else []


def _may_stand_between(line: str, years: Collection[int]) -> bool:
    return not line or (
        len(line) <= _LONGEST_BETWEEN and "。" not in line and not names_another_year(line, years)
    )


def _with_caption(block: TableBlock, found: list[Block]) -> TableBlock:
    """Return a table with the caption above it as its first row: a part of table 2, a group of table 4.

    The caption may be one kind of applicant, of which a table 3 has the figures alone in its last column.

    Of two captions above one table nobody knows which is its own; neither is then another table's.
    """
    texts = {cell.text for cell in block.cells}
    results = {result_of(text) for text in texts} - {None, len(RESULTS) - 1}
    place, above = _line_above(found, len(found))
    _, further = _line_above(found, place)
    said = _CAPTION.sub("", above)
    kind = _CAPTION.sub("", said).strip("（）()：:")
    if normalised(kind) in APPLICANT_WORDS and _named("t3", block):
        if any(normalised(text) in APPLICANT_WORDS for text in texts):
            return block
        del found[place]
        blanks = [TableCell("") for _ in block.rows[0][1:]]
        return TableBlock(((*blanks, TableCell(kind)), *block.rows))
    names_group = len(results) >= _FEW_WORDS and not any(map(group_of, texts)) and group_of(said)
    if not names_group and not (_PART_OF_TABLE2.match(said) and _belongs("t2", block, block)):
        return block
    further = _CAPTION.sub("", further)
    if group_of(further) or _PART_OF_TABLE2.match(further):
        return block
    del found[place]
    return TableBlock(((TableCell(said),), *block.rows))


def _line_above(found: Sequence[Block], place: int) -> tuple[int, str]:
    """Return the last line in front of a place that says something, and where it stands; empty for a table."""
    place -= 1
    while place >= 0 and isinstance(found[place], TextBlock) and _says_nothing(found[place]):
        place -= 1
    return place, _said(found[place]) if place >= 0 else ""


def _says_nothing(block: Block) -> bool:
    """Tell whether a line between a caption and its table is blank, or names the unit of the figures."""
    return not _said(block) or _UNIT.fullmatch(_said(block)) is not None


def _said(block: Block) -> str:
    return tidy_text(block.whole) if isinstance(block, TextBlock) else ""


def _joined(first: TableBlock, second: TableBlock) -> TableBlock | None:
    """Return two pieces as one table; None where they are none, or where the second is a copy."""
    if len(first.rows) > _MOST_ROWS:
        return None
    joined = TableBlock((*first.rows, *second.rows))
    kind = table_kind(joined)
    if kind is None or not (_belongs(kind, first, first) and _belongs(kind, second, first)):
        return None
    return None if _named(kind, first) & _named(kind, second) else joined


def _named(kind: str, block: TableBlock) -> set[str]:
    """Return the rows of table 2 or 3, or the groups of table 4, that a piece names."""
    texts = {cell.text for cell in block.cells}
    if kind == "t4":
        return {group for text in texts if (group := group_of(text))}
    official = labels(kind)
    bare = {bare_label(text) for text in texts} - _GENERAL
    return {official[text] for text in bare if text in official}


def _belongs(kind: str, block: TableBlock, first: TableBlock) -> bool:
    """Tell whether a table may be a piece of table 2, 3 or 4."""
    texts = {cell.text for cell in block.cells}
    known = table_kind(block)
    if known or _named(kind, block):
        return known in (None, kind)
    if kind == "t2":
        return any(map(is_heading, block.rows)) or any("第二十条" in text for text in texts)
    if kind == "t3":
        words = {normalised(text) for text in texts} & APPLICANT_WORDS.keys()
        return len(words) >= _FEW_WORDS or (block is not first and _goes_on(block, first))
    words_of_4 = {result_of(text) for text in texts} - {None, len(RESULTS) - 1}
    return bool(words_of_4) or any(map(is_suits, texts)) or _is_figures_alone(block)


def _goes_on(block: TableBlock, first: TableBlock) -> bool:
    """Tell whether a table without labels of its own has the figures of the row before it."""
    cells = spans(block.rows[0])
    width = len(spans(first.rows[-1]))
    figures = [span for span in cells if has_digit(span.cell) or is_blank(span.cell)]
    return len(block.rows) == 1 and len(cells) <= width and len(figures) >= len(cells) - 1 > 0


def _is_figures_alone(block: TableBlock) -> bool:
    """Tell whether a table is one row of nothing but the figures of table 4."""
    cells = spans(block.rows[0])
    return (
        len(block.rows) == 1
        and len(cells) >= len(RESULTS)
        and all(is_figure(span.cell) for span in cells)
    )
