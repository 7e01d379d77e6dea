"""The rows of a table on two pages: what the page break has cut is one again."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from converter.form.fields import TABLES
from converter.reading.blocks import PADDING, TableCell
from converter.reading.tables.table_words import bare_label, is_figure, labels


def is_rest(row: Sequence[TableCell], beside: Sequence[Sequence[TableCell]]) -> bool:
    """Tell whether a row is what a page break left of a table: blank but for the cells of the row beside it."""
    around = {id(cell) for other in beside for cell in other}
    return bool(beside) and all(id(cell) in around or not cell.text for cell in row)


def cut_cells_joined(
    above: list[tuple[TableCell, ...]], below: list[tuple[TableCell, ...]]
) -> list[tuple[TableCell, ...]]:
    """Return the rows behind a page break; what the break has cut, a cell over several rows or a row, is one again."""
    last, first = above[-1], below[0]
    cut = _labels_cut(last, first)
    widths = Counter(last), Counter(first)
    # beside cells over several rows there may be others that the break does not cut
    is_cut = bool(cut) and not any(
        upper.text and lower.text and widths[0][upper] != widths[1][lower]
        for upper, lower in zip(last, first, strict=True)
    )
    is_cut = is_cut or _figures_cut(last, first)
    whole: dict[TableCell, TableCell] = {}
    for column, (upper, lower) in enumerate(zip(last, first, strict=True)):
        if PADDING in (upper, lower) or widths[0][upper] != widths[1][lower]:
            continue
        is_tall = cut or _is_tall(upper, above, column) or _is_tall(lower, below, column)
        if is_cut or column in cut or (is_tall and not (upper.text and lower.text)):
            joined = whole.get(upper) or TableCell(upper.text + lower.text)
            whole[upper] = whole[lower] = joined
    above[:] = [tuple(whole.get(cell, cell) for cell in row) for row in above]
    return [tuple(whole.get(cell, cell) for cell in row) for row in below[is_cut:]]


_HEADERS: Final = frozenset(
    bare_label(cell.text) for table in TABLES.values() for cell in table.grid if cell.text
)


def _labels_cut(last: Sequence[TableCell], first: Sequence[TableCell]) -> set[int]:
    """Return the columns whose cells are a label or a header of the form only together."""
    labelled = {name for key in ("t2", "t3") for name in labels(key)} | _HEADERS
    pairs = list(zip(last, first, strict=True))
    if any(is_figure(upper) and is_figure(lower) for upper, lower in pairs):
        return set()
    return {
        column
        for column, (upper, lower) in enumerate(pairs)
        if upper.text
        and lower.text
        and not is_figure(upper)
        and bare_label(upper.text + lower.text) in labelled
        and not {bare_label(upper.text), bare_label(lower.text)} <= labelled
    }


def _figures_cut(last: Sequence[TableCell], first: Sequence[TableCell]) -> bool:
    """Tell whether a row is the rest of the one above the break: the last digits of some of its figures, no label."""
    filled = [(upper, lower) for upper, lower in zip(last, first, strict=True) if lower.text]
    return 0 < len(filled) < len(first) and all(
        upper.text and is_figure(upper) and is_figure(lower) for upper, lower in filled
    )


def _is_tall(cell: TableCell, rows: Sequence[Sequence[TableCell]], column: int) -> bool:
    return sum(row[column] is cell for row in rows) > 1
