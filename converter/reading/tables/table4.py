"""Table 4: which group and which result each figure belongs to, whatever stands as rows and as columns.

The groups may stand side by side, one below the other, or each in a table of its own. A figure is taken
by the labels above and beside it; where merged cells were lost, by the official order, if the sums fit.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from converter.form.fields import RESULTS, TABLES, Slot, is_total
from converter.reading.blocks import PADDING, TableCell
from converter.reading.tables.table_words import (
    Misfit,
    Row,
    Span,
    Taken,
    beside_figures,
    group_of,
    has_digit,
    is_beside,
    is_blank,
    is_figure,
    is_suits,
    result_of,
    spans,
    sum_fits,
    used_twice,
)

_GROUPS: Final = tuple(one.name for one in TABLES["t4"].fields)
_SUITS: Final = "suits"
_RESULTS: Final = tuple(range(len(RESULTS)))
_OFFICIAL: Final = (_GROUPS[0], _SUITS, *_RESULTS, *_GROUPS[1:], *_RESULTS, *_RESULTS)
"""The words of the official header, row by row."""
_OFFICIAL_SUITS: Final = (_SUITS, *_GROUPS[1:], *_RESULTS, *_RESULTS)
"""Those of the official header of suits alone."""
_MOST_WORDS: Final = 100
"""Words of a header that are looked at; the official one has 19."""
_FEWEST_NUMBERED: Final = 5
"""Columns from which a row that counts 1, 2, 3 is taken for their numbers."""

_Word = str | int
"""A group's field, `suits` for the heading above two of them, or the position of a result."""
_Values = Mapping[Slot, TableCell]


@dataclass
class _Above:
    """The header rows above a row of figures."""

    words: list[_Word] = field(default_factory=list)
    """What they say as it is read, a merged cell once."""
    captions: set[_Word] = field(default_factory=set)
    """What stands alone in its row, above all columns."""
    by_column: dict[int, set[_Word]] = field(default_factory=dict)
    seen: set[TableCell] = field(default_factory=set)
    beside: list[Span] = field(default_factory=list)
    """The headings of columns that the form has not."""

    def add(self, row: Sequence[Span]) -> None:
        """Add the next header row."""
        said = [span for span in row if not is_blank(span.cell)]
        self.beside += [
            span
            for span in said
            # 小计 may be what a group has for 总计
            if len(said) > 1 and is_beside(span.cell.text) and _word(span.cell) is None
        ]
        last: _Word | None = None
        for span in row:
            word = _word(span.cell)
            is_new = word is not None and span.cell not in self.seen
            if word is not None and is_new and len(self.words) < _MOST_WORDS:
                self.words.append(word)
            self.seen.add(span.cell)
            # merged cells may be written as empty ones; a result has one column
            if not is_blank(span.cell):
                last = word
            elif last in _RESULTS:
                last = None
            if last is None:
                continue
            if len(said) == 1 and last not in _RESULTS:
                self.captions.add(last)
            for column in span.columns:
                self.by_column.setdefault(column, set()).add(last)

    def columns(self) -> list[int]:
        """Return the columns below the results."""
        return sorted(one for one, words in self.by_column.items() if words & {*_RESULTS})

    def of_the_form(self, cells: Sequence[Span]) -> list[Span]:
        """Return cells without those below the headings of columns that the form has not."""
        foreign = {column for span in self.beside for column in span.columns}
        foreign -= {column for column, words in self.by_column.items() if words & {*_RESULTS}}
        return [span for span in cells if not foreign.issuperset(span.columns)]

    def over(self, columns: range) -> set[_Word]:
        """Return what stands above some columns."""
        return self.captions.union(*(self.by_column.get(column, set()) for column in columns))


def _word(cell: TableCell) -> _Word | None:
    result = result_of(cell.text)
    if result is not None:
        return result
    return _SUITS if is_suits(cell.text) else group_of(cell.text)


def take_table4(rows: Sequence[Row]) -> Taken:
    """Return the figures of table 4, and the rows that do not fit their headers."""
    taken, above, group = Taken(), _Above(), ""
    captioned: set[int] = set()
    nameless: set[int] = set()
    head = next((place for place, row in enumerate(rows) if any(map(_is_word, row))), 0)
    figures = [
        place
        for place, row in enumerate(rows)
        if any(map(_is_value if place >= head else is_figure, row)) and not _is_title(row)
    ]
    if not figures:
        # where nothing is filled in, the row below the headers is the one to fill in
        figures = [place for place, row in enumerate(rows) if all(map(is_blank, row))][-1:]
    below = False
    for position, row in enumerate(rows):
        cells = spans(row)
        if position not in figures:
            if any(_word(span.cell) is not None for span in cells):
                above, group = (_Above(), "") if below else (above, group)
                above.add(cells)
                below = False
            continue
        if position != figures[-1] and _counts_columns(cells):
            continue
        below = True
        at = max((n for n, one in enumerate(cells) if _word(one.cell) is not None), default=-1)
        beside = [word for one in cells[: at + 1] if (word := _word(one.cell)) is not None]
        group = next((str(word) for word in beside if word in _GROUPS), group)
        right = cells[at + 1 :]
        values = _resolved(above, beside, group, above.of_the_form(right))
        if values:
            taken.columns += beside_figures(above.beside, right)
            taken.cells += [(slot, cell, position) for slot, cell in values.items()]
            captioned |= {position} if above.captions & {*_GROUPS} else set()
        else:
            said = dict.fromkeys([*above.words, *beside])
            words = [word for word in said if word in _GROUPS]
            nameless |= set() if words else {position}
            label = " ".join(span.cell.text for span in cells)
            taken.misfits.append(Misfit(position, label, tuple(map(str, words)) or _GROUPS))
    taken.sums = [one for one in taken.misfits if _is_sum(rows[one.row], taken.cells)]
    taken.misfits = [one for one in taken.misfits if one not in taken.sums]
    if nameless & {one.row for one in taken.misfits}:
        # a caption is missing: each may stand below its figures, not above them
        _take_back(taken, captioned)
    _take_back(taken, _merged(taken))
    return taken


def _is_sum(row: Row, taken: Sequence[tuple[Slot, TableCell, int]]) -> bool:
    """Tell whether a row adds up groups that stand in rows of their own: all of them, or the suits."""
    label, *right = [span.cell for span in spans(row) if not is_blank(span.cell)] or [PADDING]
    groups = _GROUPS[1:] if is_suits(label.text) else _GROUPS
    if not (is_suits(label.text) or result_of(label.text) == _RESULTS[-1]):
        return False
    figures = {slot: cell for slot, cell, _ in taken}
    parts = [[figures.get(Slot(name, at), PADDING) for name in groups] for at in _RESULTS]
    return len(right) == len(parts) and all(map(sum_fits, parts, right))


def _is_title(row: Row) -> bool:
    """Tell whether a row is one cell of words: the table's title, which may have a year."""
    said = {span.cell for span in spans(row) if not is_blank(span.cell)}
    return len(said) == 1 and not any(map(is_figure, said)) and len(row) > 1


def _is_value(cell: TableCell) -> bool:
    return _word(cell) is None and (has_digit(cell) or is_figure(cell))


def _is_word(cell: TableCell) -> bool:
    return _word(cell) is not None


def _counts_columns(cells: Sequence[Span]) -> bool:
    texts = [span.cell.text.strip() for span in cells]
    return len(texts) >= _FEWEST_NUMBERED and all(
        text == str(1 + number) for number, text in enumerate(texts)
    )


def _resolved(above: _Above, beside: Sequence[_Word], group: str, cells: Sequence[Span]) -> _Values:
    """Return the figures of a row by slot; none where labels and cells do not fit."""
    found: dict[Slot, list[TableCell]] = {}
    unplaced = False
    for span in cells:
        slot = _slot({*above.over(span.columns), *beside}, group)
        if slot:
            found.setdefault(slot, []).append(span.cell)
        elif not is_blank(span.cell):
            unplaced = True
    due = {_slot({*above.over(range(one, one + 1)), *beside}, group) for one in above.columns()}
    complete = due - {None} <= found.keys()
    if found and complete and not unplaced and all(len(many) == 1 for many in found.values()):
        values = {slot: many[0] for slot, many in found.items()}
        return {} if _is_shifted(values) else values
    in_turn = [span.cell for span in cells]
    filled = [cell for cell in in_turn if not is_blank(cell)]
    return _in_order(above.words, beside, in_turn) or _in_order(above.words, beside, filled)


def _slot(words: Collection[_Word], group: str) -> Slot | None:
    """Return the slot that words name; a row may leave its group to the rows before it."""
    results = [word for word in words if isinstance(word, int)]
    groups = [word for word in words if isinstance(word, str) and word != _SUITS]
    if not groups and group and _SUITS not in words:
        groups = [group]
    if len(results) != 1 or len(groups) != 1:
        return None
    if groups[0] == _GROUPS[0] and _SUITS in words:
        return None
    return Slot(groups[0], results[0])


def _in_order(
    words: Sequence[_Word], beside: Sequence[_Word], cells: Sequence[TableCell]
) -> _Values:
    """Return the figures of a row in the order of the words above it, where the printed totals fit."""
    groups = [word for word in beside if word in _GROUPS]
    results = [word for word in words if isinstance(word, int)]
    if len(groups) == 1 and not any(isinstance(word, int) for word in beside):
        slots = [Slot(str(groups[0]), result) for result in dict.fromkeys(results)]
    elif beside:
        slots = []
    elif tuple(words) in (_OFFICIAL_SUITS, _OFFICIAL_SUITS[1:]):
        slots = [Slot(name, result) for name in _GROUPS[1:] for result in _RESULTS]
    elif tuple(words) == _OFFICIAL:
        slots = [Slot(name, result) for name in _GROUPS for result in _RESULTS]
    else:
        slots = _each_with_its_results(words)
    if len(slots) != len(cells) or len({*slots}) != len(slots):
        return {}
    values = dict(zip(slots, cells, strict=True))
    return values if all(_fits(values, name) for name in _GROUPS) else {}


def _each_with_its_results(words: Sequence[_Word]) -> list[Slot]:
    """Return the slots where each group is followed by its results."""
    slots: list[Slot] = []
    group = ""
    for word in words:
        if isinstance(word, str):
            group = group if word == _SUITS else word
        elif not group:
            return []
        else:
            slots.append(Slot(group, word))
    return slots


def _fits(values: _Values, name: str) -> bool:
    """Tell whether the cells of a group add up to its total, or are all blank."""
    cells = {slot.position: cell for slot, cell in values.items() if slot.name == name}
    total = cells.pop(_RESULTS[-1], None)
    if total is None:
        return not cells
    return sum_fits([*cells.values()], total) or all(map(is_blank, [*cells.values(), total]))


def _is_shifted(values: _Values) -> bool:
    """Tell whether a row seems to stand in wrong columns: a cell is blank, and sums are wrong elsewhere."""
    if not any(map(is_blank, values.values())):
        return False
    totals = [slot for slot, cell in values.items() if is_total(slot) and not is_blank(cell)]
    return any(not _fits(values, total.name) for total in totals)


def _merged(taken: Taken) -> set[int]:
    """Return the rows with a cell that stands for several figures."""
    merged = set(used_twice([[cell for _, cell, _ in taken.cells]]))
    return {row for _, cell, row in taken.cells if cell in merged}


def _take_back(taken: Taken, rows: Collection[int]) -> None:
    """Turn rows into misfits."""
    for row in sorted(rows):
        names = {slot.name for slot, _, at in taken.cells if at == row}
        label = " ".join(cell.text for _, cell, at in taken.cells if at == row)
        taken.misfits.append(Misfit(row, label, tuple(sorted(names))))
    taken.misfits.sort(key=lambda one: one.row)
    taken.cells = [one for one in taken.cells if one[2] not in rows]
