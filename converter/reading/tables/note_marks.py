"""Marks of notes behind the figures of a table: `5①`, `5*`, where a note of that mark stands below it."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from converter.form.half_width import half_width
from converter.reading.blocks import Block, TableBlock, TableCell, TextBlock
from converter.reading.tables.report_tables import table_kind
from converter.reading.values import tidy_text

_MARKED: Final = re.compile(r"\s{0,4}(\d{1,12}(?:\.\d{1,6})?)\s{0,4}([①-⑳*\uff0a※†])\s{0,4}")
_NOTE: Final = re.compile(r"(?:备?注|说明)?\s{0,4}[:：]?\s{0,4}([①-⑳*\uff0a※†])\s{0,4}[^\s\d]")
_MOST_BELOW: Final = 8
"""Lines below a table in which its notes are searched for."""


def without_note_marks(
    blocks: Sequence[Block], is_heading: Callable[[TextBlock], object]
) -> list[Block]:
    """Return the blocks, the figures of the form's tables without the marks of which a note stands below."""
    found: list[Block] = []
    for at, block in enumerate(blocks):
        is_marked = isinstance(block, TableBlock) and _is_marked(block) and table_kind(block)
        if isinstance(block, TableBlock) and is_marked:
            noted = _notes_below(blocks[at : at + 1 + _MOST_BELOW], is_heading)
            found.append(_without(block, noted))
        else:
            found.append(block)
    return found


def _is_marked(block: TableBlock) -> bool:
    return any(_MARKED.fullmatch(cell.text) for cell in block.cells)


def _notes_below(blocks: Sequence[Block], is_heading: Callable[[TextBlock], object]) -> set[str]:
    """Return the marks of the notes in the last rows of a table and in the lines below it."""
    table, *below = blocks
    rows = table.rows[-_MOST_BELOW:] if isinstance(table, TableBlock) else ()
    lines = [line for row in rows for cell in dict.fromkeys(row) for line in cell.text.split("\n")]
    for block in below:
        if isinstance(block, TableBlock) or is_heading(block):
            break
        lines.append(block.whole)
    noted = (_NOTE.match(tidy_text(line)) for line in lines)
    return {one[1] for one in noted if one}


def _without(block: TableBlock, noted: set[str]) -> TableBlock:
    changed: dict[TableCell, TableCell] = {}
    marks = {half_width(one) for one in noted}
    for cell in block.cells:
        found = _MARKED.fullmatch(cell.text)
        if found and half_width(found[2]) in marks:
            changed[cell] = TableCell(found[1], cell.paragraph)
    return block.with_cells(changed)
