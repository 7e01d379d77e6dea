"""Tables that stand as lines of text: one line a row, or one line a cell, as sites without tables print them.

Lines become a table where they hold nothing but the words and figures of one; the readers of the tables
then decide what each figure is, or that it cannot be told.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from converter.form.fields import RESULTS, TABLES, Section, row_label
from converter.reading.blocks import Block, TableBlock, TableCell, TextBlock
from converter.reading.tables.listed_tables import listed_table
from converter.reading.tables.report_tables import table_kind
from converter.reading.tables.table2 import CORNER, is_heading
from converter.reading.tables.table_words import (
    APPLICANT_WORDS,
    are_figures,
    bare_label,
    group_of,
    is_figure,
    is_suits,
    labels,
    normalised,
    path_of,
    result_of,
)
from converter.reading.values import tidy_text

_FEWEST_ROWS: Final = {"t2": 2, "t3": 3, "t4": 1}
"""Rows with figures that lines must have to be read as a table."""
_FEWEST_RESULTS: Final = 4
_LONGEST_LABEL: Final = 60
_LONGEST_LINE: Final = 4_000
"""Characters of a whole table in one line; longer ones are prose."""
_MOST_LINES: Final = 2_000
_MOST_CHARACTERS: Final = 60_000
"""Limits of what stands between two headings; a table of a line a cell has 300 lines."""
_MOST_FRAGMENTS: Final = 3
"""Lines into which a label may be broken."""
_SEPARATOR: Final = re.compile(r"[\t|│┃¦]")
_COMMA: Final = re.compile(r"[,，、;；](?![^（(]{0,60}[）)])")
"""Commas outside of brackets."""
_BAR: Final = re.compile(r"[|│┃¦]")
_RULE: Final = re.compile(r"[\s|+:=─━┼┬┴├┤┌┐└┘—_-]*")
_BLANK: Final = re.compile(r"[\s\u3000\xa0]+")
_SENTENCE: Final = re.compile(r"[。；！？]")
_OTHER_WORDS: Final = {
    bare_label(cell.text) for table in TABLES.values() for cell in table.grid if cell.value is None
} | {"法人或其他组织", CORNER}

_LABELS: Final = tuple(row_label(one.name) for key in ("t2", "t3") for one in TABLES[key].fields)


def tables_in_text(
    blocks: Sequence[Block], section_of_heading: Callable[[TextBlock], Section | None]
) -> list[Block]:
    """Return the blocks with the lines that are a table replaced by it.

    In a section of prose a list of figures is prose, though it may have all those of a table.
    """
    found: list[Block] = []
    run: list[TextBlock] = []
    printed = {table_kind(block) for block in blocks if isinstance(block, TableBlock)}
    there = printed
    for block in blocks:
        section = section_of_heading(block) if isinstance(block, TextBlock) else None
        if isinstance(block, TextBlock) and section is None:
            run.append(block)
            continue
        found += [*_with_tables(run, there), block]
        run = []
        if section:
            there = printed if section.key in TABLES else {*printed, *TABLES}
    return [*found, *_with_tables(run, there)]


def _with_tables(run: Sequence[TextBlock], there: Collection[str | None]) -> list[Block]:
    """Return lines between two headings, every part of them that is a table as one.

    Of two copies of a table, perhaps of two years, none is passed over. A sentence that states
    the figures of a table once more, one of those `there`, is none.
    """
    found: list[Block] = []
    waiting: list[Sequence[TextBlock] | TableBlock] = [run]
    lines, characters = 2 * _MOST_LINES, 2 * _MOST_CHARACTERS
    while waiting:
        part = waiting.pop()
        if isinstance(part, TableBlock):
            found.append(part)
            continue
        # what stands beside a table is looked through once more, for another one
        lines -= len(part)
        characters -= (length := sum(len(block.text) for block in part))
        is_prose = len(part) > _MOST_LINES or length > _MOST_CHARACTERS
        apart = None if is_prose or lines < 0 or characters < 0 else _table_apart(part, there)
        if apart:
            waiting += reversed(apart)
        else:
            found += part
    return found


_Apart = tuple[Sequence[TextBlock], TableBlock, Sequence[TextBlock]]
"""The lines before a table, the table, and those behind it."""


def _table_apart(whole: Sequence[TextBlock], there: Collection[str | None]) -> _Apart | None:
    """Return the longest table among lines, or the first that is a list of labels and figures; None where none is."""
    run = _mended([block for block in whole if not _BAR.fullmatch(tidy_text(block.whole))])
    frame = _frame(run)
    lines = [_cells_of(block, frame) for block in run]
    known = [place for place, cells in enumerate(lines) if any(map(is_word, cells))]
    start, end = _stretch(lines, known) if known else (0, 0)
    if kind := _kind(lines[start:end]):
        rows = tuple(_rows(kind, run[start:end], lines[start:end]))
        if sum(any(map(is_figure, row)) for row in rows) >= _FEWEST_ROWS[kind]:
            return run[:start], TableBlock(rows), run[end:]
    if listed := listed_table(whole, there):
        start, end, table = listed
        return whole[:start], table, whole[end:]
    return None


def _mended(run: Sequence[TextBlock]) -> list[TextBlock]:
    """Return lines; those that are a word of a table only together are one: 商业, 企业."""
    found: list[TextBlock] = []
    place = 0
    while place < len(run):
        count = 1
        for several in range(2, 2 + _MOST_FRAGMENTS):
            parts = [tidy_text(block.whole) for block in run[place : place + several]]
            if len(parts) < several or any(is_figure(TableCell(part)) for part in parts):
                break
            if _is_one_word("".join(parts)) and not any(map(_is_one_word, parts[:1])):
                count = several
        whole = "".join(tidy_text(block.whole) for block in run[place : place + count])
        found.append(run[place] if count == 1 else TextBlock(whole))
        place += count
    return found


def _is_one_word(text: str) -> bool:
    return is_word(TableCell(text))


def _frame(run: Sequence[TextBlock]) -> tuple[bool, bool]:
    """Tell whether all lines with bars begin with one, and whether they end with one, as a frame does."""
    texts = [tidy_text(block.whole) for block in run if _BAR.search(block.whole)]
    return all(_BAR.match(one) for one in texts), all(_BAR.match(one[-1:]) for one in texts)


def _cells_of(block: TextBlock, frame: tuple[bool, bool]) -> list[TableCell]:
    """Return what stands in a line, one cell a word; with separators, one between each two of them."""
    text = tidy_text(block.whole)
    if len(text) > _LONGEST_LINE or _SENTENCE.search(text):
        return [TableCell(text)]
    if _RULE.fullmatch(text) and not are_figures(text):
        return []
    if _SEPARATOR.search(text):
        line = block.whole.strip(" \u3000\xa0\r\n")
        line = line[frame[0] and _BAR.match(line) is not None :]
        line = line[: len(line) - (frame[1] and _BAR.match(line[-1:]) is not None)]
        return [TableCell(tidy_text(part)) for part in _SEPARATOR.split(line)]
    if cells := _between_commas(text):
        return cells
    words = [word for part in _BLANK.split(text) for word in _unglued(part) if word]
    return [TableCell(word) for word in words]


def _between_commas(text: str) -> list[TableCell]:
    """Return the cells of a line that has commas between them: words of a table, figures and blanks."""
    ends = [*(found.start() for found in _COMMA.finditer(text)), len(text)]
    cells: list[TableCell] = []
    start = first = 0
    for last, end in enumerate(ends):
        # a label may have commas of its own
        path = [*map(TableCell, path_of(text[start:end].strip()))]
        if is_word(path[-1]) or (first == last and _is_cell(path[-1])):
            cells += path
            start, first = end + 1, last + 1
        elif last - first >= _MOST_FRAGMENTS:
            return []
    if first < len(ends) or not (any(map(is_word, cells)) or len(cells) >= len(RESULTS)):
        return []
    return cells if len(cells) > 1 else []


def _unglued(word: str) -> tuple[str, ...]:
    """Return a label and the figure right behind it, and what stands right before it."""
    found = re.search(r"(?<=[^\d.])\d+(?:\.\d+)?$", word[-_LONGEST_LABEL:])
    label = word.removesuffix(found[0]) if found else ""
    if not found or len(label) > 2 * _LONGEST_LABEL:
        return (word,)
    if _is_label(label):
        return label, found[0]
    official = next((one for one in _LABELS if label.endswith(one)), "")
    return (label.removesuffix(official), official, found[0]) if official else (word,)


def _is_label(text: str) -> bool:
    return any(bare_label(text) in labels(key) for key in ("t2", "t3")) or bool(group_of(text))


def is_word(cell: TableCell) -> bool:
    """Tell whether a cell holds a word of the form's tables: a label, a heading, a kind of applicant, a result."""
    text = cell.text
    if len(text) > _LONGEST_LABEL:
        return False
    known = bare_label(text) in _words_of_tables() or normalised(text) in APPLICANT_WORDS
    return known or result_of(text) is not None or is_suits(text) or bool(group_of(text))


@cache
def _words_of_tables() -> frozenset[str]:
    return frozenset({*labels("t2"), *labels("t3"), *_OTHER_WORDS})


def _stretch(lines: Sequence[Sequence[TableCell]], known: Sequence[int]) -> tuple[int, int]:
    """Return the first line of the longest stretch of words and figures, and the line after it."""
    best = (0, 0)
    start = end = known[0]
    for place in [*range(known[0], len(lines)), len(lines)]:
        cells = lines[place] if place < len(lines) else []
        is_part = not cells or any(map(is_word, cells)) or all(map(_is_cell, cells))
        if place < len(lines) and is_part:
            end = place + 1
        elif place == len(lines) or not _is_fragment(cells) or place - end >= _MOST_FRAGMENTS:
            best = max(best, (start, end), key=lambda one: one[1] - one[0])
            start = [*known, len(lines)][bisect_right(known, place)]
            end = max(end, start)
    return best


def _is_cell(cell: TableCell) -> bool:
    return not cell.text or is_figure(cell)


def _is_fragment(cells: Sequence[TableCell]) -> bool:
    text = "".join(cell.text for cell in cells)
    return len(text) <= _LONGEST_LABEL and not _SENTENCE.search(text)


def _kind(lines: Sequence[Sequence[TableCell]]) -> str | None:
    """Tell which table lines are, by their words."""
    texts = [cell.text for line in lines for cell in line]
    if len(labels("t3").keys() & map(bare_label, texts)) > _FEWEST_ROWS["t3"]:
        return "t3"
    if sum(result_of(text) is not None for text in texts) >= _FEWEST_RESULTS:
        return "t4"
    is_t2 = CORNER in map(normalised, texts) or any(is_heading([TableCell(text)]) for text in texts)
    named = sum(bare_label(text) in labels("t2") for text in texts)
    return "t2" if is_t2 and named >= _FEWEST_ROWS["t2"] else None


def _rows(
    kind: str, run: Sequence[TextBlock], lines: Sequence[Sequence[TableCell]]
) -> Iterator[tuple[TableCell, ...]]:
    """Yield the rows of a table: the lines as they are, or words and figures put together again."""
    # with a bar behind it a line is still one cell
    divided = (len(line) > 1 and _is_divided(block) for line, block in zip(lines, run, strict=True))
    if sum(divided) * 2 > len(run) or (kind == "t4" and (_is_grid(lines) or _is_raised(lines))):
        yield from (tuple(line) for line in lines if line)
        return
    words: list[TableCell] = []
    figures: list[TableCell] = []
    for cell in [cell for line in lines for cell in line]:
        if _is_cell(cell):
            figures.append(cell)
            continue
        if figures:
            yield from _rows_of(kind, words, figures)
            words, figures = [], []
        words.append(cell)
    yield from _rows_of(kind, words, figures)


def _is_grid(lines: Sequence[Sequence[TableCell]]) -> bool:
    """Tell whether all lines have equally many words, as where each square has the text of its merged cell.

    Of table 4, whose headings then stand for each figure; beside the labels of table 3 equal lines prove nothing.
    """
    counts = [len(line) for line in lines if line]
    return len(counts) > 1 and len({*counts}) == 1 and counts[0] > 1


def _is_raised(lines: Sequence[Sequence[TableCell]]) -> bool:
    """Tell whether a figure stands above the line of figures that it belongs into: nobody knows where.

    A line that was too long goes on in one that is no longer than it.
    """
    counts = [len(line) if line and all(map(_is_cell, line)) else 0 for line in lines]
    return any(0 < above < below for above, below in pairwise(counts))


def _is_divided(block: TextBlock) -> bool:
    """Tell whether a line has separators between its cells."""
    text = tidy_text(block.whole)
    return bool(_SEPARATOR.search(text) or (len(text) <= _LONGEST_LINE and _between_commas(text)))


def _rows_of(
    kind: str, words: Sequence[TableCell], figures: Sequence[TableCell]
) -> Iterator[tuple[TableCell, ...]]:
    """Yield the headers that words are, and the row of the figures after them."""
    count = _label_length(kind, words)
    head, label = words[: len(words) - count], words[len(words) - count :]
    if kind == "t2":
        head = [cell for cell in head if "第二十条" not in cell.text]
    if head:
        yield tuple(head)
    if kind != "t4" and label:
        label = [TableCell("".join(cell.text for cell in label))]
    if figures or label:
        yield (*label, *figures)


def _label_length(kind: str, words: Sequence[TableCell]) -> int:
    """Return how many of the last words are the label of a row."""
    if kind == "t4":
        results = sum(result_of(cell.text) is not None for cell in words)
        if results > 1:
            return 1 if group_of(words[-1].text) else 0
        return len(words)
    for count in range(min(len(words), 1 + _MOST_FRAGMENTS), 0, -1):
        text = bare_label("".join(cell.text for cell in words[-count:]))
        if text in labels(kind):
            return count
    return min(1, len(words))
