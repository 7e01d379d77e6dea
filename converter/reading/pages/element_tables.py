"""Tables of a page that no tag, style or role says to be one: lists, divisions and grids of a style sheet.

They are known by what they hold: elements side by side with the words of the form's tables, and figures
or blanks between them. Their rows and cells are given roles, by which the page is then read.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from converter.form.fields import FIELDS, TABLES
from converter.reading.blocks import TableCell
from converter.reading.tables.table_words import (
    bare_label,
    is_blank,
    is_figure,
    labels,
    normalised,
)
from converter.reading.tables.text_tables import is_word

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROWS: Final = frozenset({"div", "ul", "ol", "li", "dl", "section"})
_CELLS: Final = frozenset({*_ROWS, "span", "p", "dt", "dd", "b", "strong", "em", "i", "label"})
_MOST_WITHIN: Final = 4
"""Elements within a cell, each in the other, for example a paragraph and a span."""
_LONGEST: Final = 120
"""Characters of a cell."""
_MOST_IN_CELL: Final = 200
"""Elements of a cell that are looked at for text on the line."""
_MOST_ELEMENTS: Final = 20_000
"""Elements beside one another on a page in which tables are searched for; a report has a few thousand."""
_FEWEST_WORDS: Final = 3
"""Minimum words of the form's tables, each as a cell of its own."""
_FEWEST_HEADINGS: Final = 2
"""Minimum known words of a header in an element of its own."""
_FEWEST_FIGURES: Final = 5
"""Minimum figures and blanks; a menu of a site has words alone."""
_FEWEST_CELLS: Final = _FEWEST_WORDS + _FEWEST_FIGURES
_FIGURES_OF_TABLE4: Final = sum(len(one.cells) for one in TABLES["t4"].fields)
_GENERAL: Final = {"其他", "总计", "合计"}
"""Words that say nothing of the table."""


def mark_tables(tree: "_Element") -> None:
    """Give the rows and cells of such tables their roles; cells without rows get rows around them."""
    parents = list(tree.iter(*_ROWS, "body", "article", "main", "td"))
    if sum(map(len, parents)) > _MOST_ELEMENTS:
        return
    for parent in parents:
        _mark_rows(parent)
        _put_rows_around(parent)


def is_raised(element: "_Element") -> bool:
    """Tell whether an element says that its characters stand above the line."""
    return element.tag == "sup" or "vertical-align:super" in "".join(
        element.get("style", "").split()
    )


def says_more_than_raised(cell: "_Element") -> bool:
    """Tell whether a cell has text that is neither raised nor lowered."""
    waiting = [cell]
    for _ in range(_MOST_IN_CELL):
        if not waiting:
            return False
        element = waiting.pop()
        inner = [one for one in element if isinstance(one.tag, str)]
        if any(text and text.strip() for text in (element.text, *(one.tail for one in inner))):
            return True
        waiting += [one for one in inner if one.tag != "sub" and not is_raised(one)]
    return True


def _mark_rows(parent: "_Element") -> None:
    """Mark the children of an element that are the rows of a table, and the header above them."""
    for run in _runs(parent, _is_row):
        header = _header_above(parent) if run[0] is parent[0] else []
        if len(header) + len(run) > 1 and _is_table([*map(_cells, [*header, *run])]):
            for at, row in enumerate(header):
                parent.insert(at, row)
            for row in [*header, *run]:
                _mark(row, _cells(row))


def _put_rows_around(parent: "_Element") -> None:
    """Put rows around the children of an element that are the cells of a table, some of them blank."""
    if len(parent) < _FEWEST_CELLS:
        return
    for run in _runs(parent, _is_of_a_table):
        # without blanks they are read as lines of text, also where words are broken
        rows = list(_parted(run)) if any(not _text(cell).strip() for cell in run) else []
        if len(rows) > 1 and _is_table(rows) and _is_complete(rows):
            for cells in rows:
                row = parent.makeelement("div")
                parent.insert(parent.index(cells[0]), row)
                row.extend(cells)
                _mark(row, cells)


def _header_above(body: "_Element") -> list["_Element"]:
    """Return the rows of a header that stands in an element of its own above the rows of figures."""
    above = body.getprevious()
    if above is None or above.tag not in _ROWS or (above.tail or "").strip():
        return []
    rows = [one for one in (above, *above) if _is_row(one)]
    words = [_text(cell) for row in rows for cell in _cells(row)]
    is_header = sum(map(_is_word, words)) >= _FEWEST_HEADINGS and not any(map(_is_value, words))
    return rows if is_header else []


def _mark(row: "_Element", cells: Sequence["_Element"]) -> None:
    row.set("role", "row")
    row[:] = cells  # they may stand in a list of its own within the item that is the row
    for cell in cells:
        cell.set("role", "cell")


def _runs(
    parent: "_Element", is_wanted: Callable[["_Element"], bool]
) -> Iterator[list["_Element"]]:
    """Yield the wanted children of an element that follow one another."""
    run: list[_Element] = []
    for child in parent:
        if is_wanted(child):
            run.append(child)
        elif run:
            yield run
            run = []
        if run and (child.tail or "").strip():
            yield run
            run = []
    if run:
        yield run


def _cells(row: "_Element") -> list["_Element"]:
    """Return the cells of an element that may be a row; none where it cannot be."""
    if row.tag not in _ROWS or (row.text or "").strip():
        return []
    for _ in range(_MOST_WITHIN):
        # a list of its own within the item that is the row
        inner = row[0] if len(row) == 1 else row
        if inner is row or inner.tag not in _ROWS or not len(inner) or _is_said_around(inner):
            break
        row = inner
    cells = list(row)
    fits = all(_is_cell(cell) and not (cell.tail or "").strip() for cell in cells)
    return cells if fits else []


def _is_said_around(element: "_Element") -> bool:
    """Tell whether text stands directly in an element or behind it."""
    return bool((element.text or "").strip() or (element.tail or "").strip())


def _is_row(element: "_Element") -> bool:
    """Tell whether an element may be a row: not a paragraph or a heading in several pieces."""
    texts = [_text(cell) for cell in _cells(element)]
    return any(map(_is_word, texts)) or (len(texts) > 1 and any(map(_is_value, texts)))


def _is_cell(element: "_Element") -> bool:
    """Tell whether an element holds a short text, or nothing: no two elements side by side."""
    if element.tag not in _CELLS:
        return False
    within = element
    for _ in range(_MOST_WITHIN):
        children = [one for one in islice(within, 1 + _MOST_WITHIN) if one.tag != "br"]
        if not children:
            text = _text(element)
            return len(text) <= _LONGEST and "。" not in text
        if len(children) > 1:
            return False
        within = children[0]
    return False


def _is_of_a_table(element: "_Element") -> bool:
    """Tell whether an element is a word of the form's tables, a figure or a blank."""
    if not _is_cell(element):
        return False
    text = _text(element)
    return _is_value(text) or _is_word(text)


def _text(element: "_Element") -> str:
    return "".join(element.itertext())


def _is_table(rows: Sequence[Sequence["_Element"]]) -> bool:
    cells = [_text(cell) for row in rows for cell in row]
    if len(cells) < _FEWEST_CELLS:
        return False
    figures = sum(map(_is_value, cells))
    words = {normalised(cell) for cell in cells if _is_word(cell)} - _GENERAL
    return figures >= _FEWEST_FIGURES and len(words) >= _FEWEST_WORDS


@lru_cache(maxsize=_MOST_ELEMENTS)
def _is_value(cell: str) -> bool:
    one = TableCell(cell)
    return is_blank(one) or is_figure(one)


@lru_cache(maxsize=_MOST_ELEMENTS)
def _is_word(cell: str) -> bool:
    return is_word(TableCell(cell))


# ---------------------------------------------------------------- cells without rows


def _parted(cells: Sequence["_Element"]) -> Iterator[list["_Element"]]:
    """Yield the rows that cells make: the words of a header, or a label and the figures after it."""
    words: list[_Element] = []
    figures: list[_Element] = []
    for cell in cells:
        if _is_value(_text(cell)):
            figures.append(cell)
            continue
        if figures:
            yield from _row(words, figures)
            words, figures = [], []
        words.append(cell)
    yield from _row(words, figures)


def _row(words: list["_Element"], figures: list["_Element"]) -> Iterator[list["_Element"]]:
    label = 1 if words and _field_of(_text(words[-1])) and figures else 0
    head = words[: len(words) - label]
    if head and "第二十条" in _text(head[0]):
        yield head[:1]
        head = head[1:]
    if head:
        yield head
    if label or figures:
        yield [*words[len(words) - label :], *figures]


def _is_complete(rows: Sequence[Sequence["_Element"]]) -> bool:
    """Tell whether each row with figures has as many as the form asks for."""
    return all(
        len(row) - 1 == len(FIELDS[name].cells)
        if (name := _field_of(_text(row[0])))
        else len(row) == _FIGURES_OF_TABLE4
        for row in rows
        if any(_is_value(_text(cell)) for cell in row)
    )


def _field_of(label: str) -> str:
    """Return the field of a row of table 2 or 3; empty for other texts, the total of table 4 too."""
    if normalised(label) in _GENERAL:
        return ""
    bare = bare_label(label)
    return labels("t2").get(bare) or labels("t3").get(bare, "")
