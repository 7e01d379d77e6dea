"""Table 2: which column each figure of a row belongs to, by the headings of its part."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from converter.form.fields import FIELDS, Slot, slots_of
from converter.reading.blocks import TableCell
from converter.reading.tables.table_words import (
    HEADING_WORDS,
    Misfit,
    Row,
    Span,
    Taken,
    bare_label,
    beside_figures,
    has_digit,
    is_beside,
    is_blank,
    is_figure,
    labels,
    labels_with_additions,
    normalised,
    spans,
    used_twice,
    value_of,
)

CORNER: Final = "信息内容"
_WORDS: Final = re.compile(r"^(?!\W{0,2}第二十条)[^\d\n]{0,4}[\u4e00-\u9fff]{2}")
"""How a text that may be the label of a row begins; the number of the article stands above several."""
_OLD_HEADINGS: Final = {"本年新制作数量", "本年新公开数量", "对外公开总数量", "上一年项目数量"}


@dataclass
class Table2:
    """What was taken from table 2, and what its headings say beside that."""

    taken: Taken = field(default_factory=Taken)
    is_of_2019: bool = False
    fees_in_yuan: bool = False
    reworded: list[Misfit] = field(default_factory=list)
    """Rows whose label is not the official one."""
    extra: list[Misfit] = field(default_factory=list)
    """Rows with figures that are none of the form."""
    old: dict[str, None] = field(default_factory=dict)
    """Columns and rows of the format of 2019 that have figures, and no place in the form."""


def take_table2(rows: Sequence[Row]) -> Table2:
    """Return the figures of table 2, and the rows that do not fit their headings."""
    if not _is_upside_down(rows):
        return _taken(rows)
    found, last = _taken(rows[::-1]), len(rows) - 1
    taken = found.taken
    taken.cells = [(slot, cell, last - row) for slot, cell, row in taken.cells]
    for of in (taken.misfits, taken.sums, found.reworded, found.extra):
        of[:] = [replace(one, row=last - one.row) for one in of]
    return found


def _is_upside_down(rows: Sequence[Row]) -> bool:
    """Tell whether the rows stand in reverse: each heading below the figures of its part."""
    official = labels("t2")
    named = [
        at for at, row in enumerate(rows) if any(bare_label(one.text) in official for one in row)
    ]
    headings = [at for at, row in enumerate(rows) if is_heading(row)]
    return bool(named and headings) and named[0] < headings[0] and named[-1] < headings[-1]


def _taken(rows: Sequence[Row]) -> Table2:
    found = Table2()
    headings: list[Span] = []
    beside: list[Span] = []
    columns_of: Sequence[Span] = ()
    official = labels("t2")
    loosely = _loosely_labelled(rows)
    above: Sequence[Span] = ()
    for position, row in enumerate(rows):
        cells = spans(row)
        if _is_crosswise(row, rows[position + 1 : position + 2]):
            above, headings = [one for one in cells if bare_label(one.cell.text) in official], []
            continue
        if above and (taken := _crosswise(above, cells)):
            found.taken.cells += [(slot, cell, position) for slot, cell in taken.items()]
            columns = [one.cell.text for one in cells if _says_a_column(one.cell.text)]
            found.fees_in_yuan |= any(map(_is_in_yuan, columns))
            continue
        if is_heading(row):
            above = ()
            headings = [span for span in cells if _says_a_column(span.cell.text)]
            columns_of = [span for span in cells if normalised(span.cell.text) != CORNER]
            found.is_of_2019 |= any(normalised(one.cell.text) in _OLD_HEADINGS for one in cells)
            beside = [] if found.is_of_2019 else [one for one in cells if is_beside(one.cell.text)]
            continue
        at, name = _row_name(cells, loosely)
        if not name:
            _tell_apart(found, position, cells)
            continue
        label = cells[at].cell.text
        found.reworded += (
            [] if bare_label(label) in official else [Misfit(position, label, (name,))]
        )
        after = [span for span in cells[at + 1 :] if span.cell is not cells[at].cell]
        if found.is_of_2019:
            values = _of_2019(name, headings, after)
            found.old |= _without_place(columns_of, after, values)
        else:
            values = _values(name, headings, beside, after)
            if not values and after:
                found.taken.misfits.append(Misfit(position, label, (name,)))
        found.taken.columns += beside_figures(beside, after) if values else []
        found.taken.cells += [(slot, cell, position) for slot, cell in values.items()]
        if name == "t2_fees" and values:
            found.fees_in_yuan = any(
                map(_is_in_yuan, (label, *(one.cell.text for one in headings)))
            )
    _take_back_merged(found.taken)
    return found


def _tell_apart(found: Table2, position: int, cells: Sequence[Span]) -> None:
    """Add a row with figures that is none of the form: last year's, or another."""
    texts = [one.cell.text for one in cells if not is_blank(one.cell)]
    first = next(iter(texts), "")
    if is_beside(first) and any(is_figure(one.cell) for one in cells[1:]):
        found.taken.sums.append(Misfit(position, first, ()))
        return
    labels_of = [text for text in texts if _WORDS.search(text)]
    has_figures = any(is_figure(one.cell) and has_digit(one.cell) for one in cells)
    if labels_of and has_figures and not found.is_of_2019:
        found.extra.append(Misfit(position, labels_of[-1], ()))
    elif labels_of and any(_says_more_than_none(one.cell) for one in cells):
        found.old[labels_of[-1]] = None


def _row_name(cells: Sequence[Span], loosely: Mapping[str, str]) -> tuple[int, str]:
    """Return which cell is a row's label and its field; an empty one where no cell is."""
    official = labels("t2")
    for at, one in enumerate(cells):
        name = official.get(bare_label(one.cell.text)) or loosely.get(one.cell.text)
        if name:
            return at, name
    return 0, ""


def _loosely_labelled(rows: Sequence[Row]) -> Mapping[str, str]:
    """Return the fields of cells that are a label and something added, by their text."""
    official = labels("t2")
    texts = {
        cell.text: bare_label(cell.text)
        for row in rows
        if not is_heading(row)
        for cell in row
        if not is_figure(cell)
    }
    taken = {official[bare] for bare in texts.values() if bare in official}
    others = [text for text, bare in texts.items() if bare not in official]
    return labels_with_additions([one for one in others if not _says_a_column(one)], taken, "t2")


def _is_in_yuan(text: str) -> bool:
    said = normalised(text)
    return "元" in said and "万元" not in said


def _is_crosswise(row: Row, below: Sequence[Row]) -> bool:
    """Tell whether a row has the labels of rows as headings of its columns, what is a heading beside the figures."""
    if any(map(is_figure, row)) or not any(bare_label(one.text) in labels("t2") for one in row):
        return False
    return any(
        any(map(_says_a_column, (cell.text for cell in one))) and any(map(is_figure, one))
        for one in below
    )


def _crosswise(above: Sequence[Span], cells: Sequence[Span]) -> Mapping[Slot, TableCell]:
    """Return the figures of a row, each behind the heading of a column, below the labels of rows."""
    headings = [one for one in cells if _says_a_column(one.cell.text)]
    found: dict[Slot, TableCell] = {}
    for label in above:
        before = [one.cell.text for one in headings if one.first < label.first]
        heading = before[-1] if before else ""
        name = labels("t2")[bare_label(label.cell.text)]
        patterns = HEADING_WORDS[name]
        fits = [at for at, words in enumerate(patterns) if words.search(normalised(heading))]
        below = [one.cell for one in cells if {*one.columns} & {*label.columns}]
        if len(fits) == len(below) == 1 and is_figure(below[0]):
            found[Slot(name, fits[0])] = below[0]
    return found


def is_heading(row: Row) -> bool:
    """Tell whether a row names columns of table 2."""
    texts = [normalised(cell.text) for cell in row]
    if CORNER in texts:
        return True
    return (
        not any(map(is_figure, row))
        and not any(bare_label(text) in labels("t2") for text in texts)
        and any(text.startswith(("本年", "现行")) for text in texts)
        and any(map(_says_a_column, texts))
    )


def names_columns(row: Row) -> bool:
    """Tell whether a row names columns of table 2, or has the figures of a column behind its heading."""
    said = [one.text for one in row if _says_a_column(one.text)]
    return is_heading(row) or (any(map(is_figure, row)) and any(map(_is_column, said)))


def _is_column(text: str) -> bool:
    return normalised(text).startswith(("本年", "现行"))


def _says_a_column(text: str) -> bool:
    said = normalised(text)
    if is_beside(said):
        return False
    return any(words.search(said) for several in HEADING_WORDS.values() for words in several)


def _places(name: str, headings: Sequence[Span]) -> list[list[Span]]:
    """Return the headings of each figure of a field."""
    return [
        [span for span in headings if words.search(normalised(span.cell.text))]
        for words in HEADING_WORDS[name]
    ]


def _values(
    name: str, headings: Sequence[Span], beside: Sequence[Span], cells: Sequence[Span]
) -> Mapping[Slot, TableCell]:
    slots = slots_of(FIELDS[name])
    places = _places(name, headings)
    named = [span for heading in places for span in heading]
    # a merged heading may be written out in each of its squares, each of a row equally often:
    # one alone that stands twice is a column too many
    said = [{normalised(span.cell.text) for span in heading} for heading in places]
    if any(len(one) != 1 for one in said) or len(frozenset().union(*said)) != len(slots):
        return {}
    if len({*map(len, places)}) != 1:
        return {}
    found: dict[Slot, TableCell] = {}
    placed: set[TableCell] = set()
    for slot, heading in zip(slots, places, strict=True):
        columns = {column for span in heading for column in span.columns}
        below = [one.cell for one in cells if columns & {*one.columns}]
        filled = [cell for cell in below if not is_blank(cell)]
        repeated = len(heading) > 1 and len({cell.text for cell in filled}) == 1
        if below and (len(filled) <= 1 or repeated):
            found[slot] = (filled or below)[0]
            placed.update(below)
    foreign = {column for span in beside for column in span.columns}
    strays = [
        one.cell for one in cells if one.cell not in placed and not foreign.issuperset(one.columns)
    ]
    whole = len(found) == len(slots) == len({*found.values()})
    if whole and not any(map(has_digit, strays)):
        return found
    cells = _without_padding(cells)
    if len(cells) == len(slots) == len(headings) == len(named) and _is_unbroken(named):
        # a cell before the headings or before the figures is missing, or stands in the way
        order = sorted(zip(named, slots, strict=True), key=lambda one: one[0].first)
        return dict(zip((slot for _, slot in order), (one.cell for one in cells), strict=True))
    return {}


def _is_unbroken(headings: Sequence[Span]) -> bool:
    """Tell whether headings stand side by side, no other column between them."""
    order = sorted(headings, key=lambda one: one.first)
    return all(one.end == other.first for one, other in pairwise(order))


def _without_padding(cells: Sequence[Span]) -> Sequence[Span]:
    """Return cells without the blank ones, where every second cell is blank and no other."""
    for figures, blanks in ((cells[::2], cells[1::2]), (cells[1::2], cells[::2])):
        regular = len(figures) == len(blanks) and all(is_blank(one.cell) for one in blanks)
        if regular and not any(is_blank(one.cell) for one in figures):
            return figures
    return cells


def _of_2019(
    name: str, headings: Sequence[Span], cells: Sequence[Span]
) -> Mapping[Slot, TableCell]:
    found: dict[Slot, TableCell] = {}
    for slot, named in zip(slots_of(FIELDS[name]), _places(name, headings), strict=True):
        below = [
            one.cell for one in cells for span in named[:1] if {*one.columns} & {*span.columns}
        ]
        found |= {slot: below[0]} if below else {}
    return found


def _without_place(
    headings: Sequence[Span], cells: Sequence[Span], values: Mapping[Slot, TableCell]
) -> dict[str, None]:
    """Return the headings above figures of a row that were not taken."""
    taken = {*values.values()}
    left = [one for one in cells if one.cell not in taken]
    figures = {column for one in left if _says_more_than_none(one.cell) for column in one.columns}
    return {one.cell.text: None for one in headings if not figures.isdisjoint(one.columns)}


def _says_more_than_none(cell: TableCell) -> bool:
    return has_digit(cell) and value_of(cell) != 0 and "第二十条" not in cell.text


def _take_back_merged(taken: Taken) -> None:
    merged = set(used_twice([[cell for _, cell, _ in taken.cells]]))
    for slot, cell, row in taken.cells:
        if cell in merged:
            taken.misfits.append(Misfit(row, FIELDS[slot.name].label, (slot.name,)))
    taken.cells = [one for one in taken.cells if one[1] not in merged]
