"""Table 3: which kind of applicant each figure of a row belongs to.

A figure is taken where it stands below its header, or where the figures of a row are as many as the
headers that the table prints, in their order. Where neither holds, the row is a misfit: nothing is guessed.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest
from typing import Final

from converter.form.fields import APPLICANTS, OUTCOME_GROUPS, TOTAL_COLUMN
from converter.reading.blocks import PADDING, TableCell
from converter.reading.tables.table_words import (
    APPLICANT_WORDS,
    Row,
    Span,
    bare_label,
    beside_figures,
    column_word,
    has_digit,
    is_beside,
    is_blank,
    is_figure,
    labels,
    labels_with_additions,
    normalised,
    path_of,
    spans,
    sum_fits,
    used_twice,
    value_of,
)

_ALL: Final = tuple(range(len(APPLICANTS)))
_KINDS_OF_ORGANISATION: Final = _ALL[1:TOTAL_COLUMN]
_ORGANISATIONS_WORDS: Final = frozenset(
    {"法人或其他组织", "法人和其他组织", "法人及其他组织", "法人或者其他组织", "法人"}
)
_ORGANISATIONS: Final = len(APPLICANTS)
"""Stands for all kinds of organisations, where a table has one column for them."""
_HEADER_WORDS: Final = {*APPLICANT_WORDS, *_ORGANISATIONS_WORDS, "申请人情况"}
_HALVES: Final = frozenset({"企业", "机构", "组织", "商业", "科研"})
"""Halves of header words, as rows that go on with the header print them."""
_THIS_YEAR: Final = frozenset({"本年", "今年", "本年度", "当年", "本期"})
_FEW_WORDS: Final = 2
"""Header words in a row that show that 其他 is one of them, not the row of that name."""
_FEW_LABELS: Final = 3
"""Labels side by side that show that the rows of the form stand as columns."""
_CLOSE_LABEL: Final = 0.8
"""Minimum similarity of a row label to the official one, from 0 to 1."""
_ROW_OF_2019: Final = "其他处理"
"""The format of 2019 has one row for the sixth group of outcomes."""
_SIXTH_GROUP: Final = dict(OUTCOME_GROUPS)[_ROW_OF_2019]
_CHINESE: Final = re.compile(r"[^\W\da-zA-Z_]")
_PATH: Final = re.compile(r"[-\u2013\u2014/>→·\uff1a:|\uff5c]+")
"""What stands between a group of outcomes and the outcome, where one cell names both."""
_TOTALS: Final = frozenset({"合计", "总数", "小计"})
_SHORTEST_LABEL: Final = 5
"""Characters of a label of which words are left out."""
_MOST_PARTS: Final = 3
"""Cells into which a label may be divided."""


@dataclass(frozen=True)
class Line:
    """A row of table 3 that is no header: its label, and the cells right of it."""

    row: int
    label: str
    name: str
    """The field; empty where the label is no official one, nor near one."""
    cells: tuple[Span, ...]
    left: tuple[Span, ...] = ()
    """The figures left of the label: running numbers, or columns that stand before it."""
    is_of_2019: bool = False
    """It is the row that the format of 2019 has instead of three."""

    @property
    def has_figures(self) -> bool:
        """Whether a cell has a digit."""
        return any(has_digit(span.cell) for span in self.cells)


@dataclass
class Header:
    """The kinds of applicants as header rows print them."""

    order: tuple[int, ...] = ()
    """As they are read, those of the organisations in the place of 法人或其他组织."""
    columns: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """The columns of each; empty where the header rows contradict one another."""
    beside: tuple[Span, ...] = ()
    """The headings of columns that the form has not."""

    @property
    def missing(self) -> tuple[int, ...]:
        """The kinds that it does not print."""
        return tuple(index for index in _ALL if index not in self.order)


def lines_of(rows: Sequence[Row]) -> list[Line | Header]:
    """Return the rows of table 3 and the headers above them, in order; halves of a row are joined."""
    found: list[Line | Header] = []
    heads: list[Row] = []
    named = labels("t3").keys() - {"其他", "总计"}
    if any(len({bare_label(cell.text) for cell in row} & named) >= _FEW_LABELS for row in rows):
        # the applicants stand as rows
        rows = list(zip_longest(*rows, fillvalue=PADDING))
    for position, row in enumerate(rows := _one_below_another(rows)):
        if _is_header(row) or (position == 0 and _is_header_of_one(row)):
            heads.append(row)
            continue
        if heads:
            found.append(_header_of(heads))
            heads = []
        _add_line(found, _line(position, row))
    named_loosely = labels_with_additions(
        [one.label for one in found if isinstance(one, Line) and not one.name and one.has_figures],
        {one.name for one in found if isinstance(one, Line)},
        "t3",
    )
    found = [
        replace(one, name=named_loosely[one.label])
        if isinstance(one, Line) and not one.name and one.label in named_loosely
        else one
        for one in found
    ]
    lines = [one for one in found if isinstance(one, Line)]
    unnamed = [one for one in lines if not one.name and one.has_figures]
    is_old = len(unnamed) == 1 and bare_label(unnamed[0].label) == _ROW_OF_2019
    if is_old and not any(one.name in _SIXTH_GROUP for one in lines):
        found[found.index(unnamed[0])] = replace(unnamed[0], is_of_2019=True)
    return found


def _one_below_another(rows: Sequence[Row]) -> Sequence[Row]:
    """Return the rows of a table that stands in two halves side by side, each below the same header, as one."""
    for row in rows:
        middle, odd = divmod(len(row), 2)
        words = [column_word(cell.text) for cell in row]
        kinds = {*words[:middle]} & APPLICANT_WORDS.keys()
        if not odd and words[:middle] == words[middle:] and len(kinds) > _FEW_WORDS:
            return [*(one[:middle] for one in rows), *(one[middle:] for one in rows)]
    return rows


def _is_header_of_one(row: Row) -> bool:
    """Tell whether a row names one kind of applicant, behind a cell that is no label: 项目, 总计."""
    cells = [span.cell for span in spans(row) if not is_blank(span.cell)]
    return (
        len(row) > 1
        and bool(cells)
        and row[0] is not cells[-1]
        and column_word(cells[-1].text) in APPLICANT_WORDS
        and not any(bare_label(cell.text) in labels("t3") for cell in cells[:-1])
    )


def _is_header(row: Row) -> bool:
    said = {column_word(cell.text) for cell in row} - {""}
    if len(said) > 1 and all(one in _THIS_YEAR or is_beside(one) for one in said):
        return True
    words = said & _HEADER_WORDS or said & _HALVES
    if not words or any(is_figure(cell) and has_digit(cell) for cell in row):
        return False
    return len(words) >= _FEW_WORDS or not _row_name(spans(row))[1]


def _line(position: int, row: Row) -> Line:
    cells = spans(row)
    at, name = _row_name(cells)
    label = cells[at].cell.text if cells else ""
    left = (span for span in cells[: max(at, 0)] if is_figure(span.cell))
    return Line(position, label, name, tuple(cells[at + 1 :]), tuple(left))


def _add_line(found: list[Line | Header], line: Line) -> None:
    """Add a row, joined with the one before where a page divides both from one another."""
    before = next((one for one in reversed(found) if isinstance(one, Line)), None)
    joined = before and _joined(before, line)
    if before and joined:
        found[found.index(before)] = joined
    else:
        found.append(line)


def _joined(first: Line, second: Line) -> Line | None:
    """Return two halves of a row as one; None where they are two rows."""
    if first.has_figures and second.has_figures:
        return _halves(first, second)
    if not _CHINESE.search(second.label):
        if not first.name or first.has_figures or not second.has_figures:
            return None
        name, label = first.name, first.label
        # an empty cell stands where its label would
        while len(second.cells) > len(first.cells) and is_blank(second.cells[0].cell):
            second = replace(second, cells=second.cells[1:])
    else:
        label = first.label + second.label
        name = labels("t3").get(bare_label(label), "")
        whole = bare_label(first.label) in labels("t3") or bare_label(second.label) in labels("t3")
        if not name or whole:
            return None
    return Line(first.row, label, name, (second if second.has_figures else first).cells)


def _halves(first: Line, second: Line) -> Line | None:
    """Return a row of which each of two parts has some of the figures; None where they are two rows."""
    label = first.label
    if _CHINESE.search(second.label):
        label += second.label
        if {bare_label(first.label), bare_label(second.label)} & labels("t3").keys():
            return None
    name = labels("t3").get(bare_label(label), "")
    cells = second.cells[max(0, len(second.cells) - len(first.cells)) :]
    if not name or len(cells) != len(first.cells):
        return None
    together = []
    for one, other in zip(first.cells, cells, strict=True):
        if not is_blank(one.cell) and not is_blank(other.cell):
            return None
        together.append(replace(one, cell=other.cell if is_blank(one.cell) else one.cell))
    return replace(first, label=label, name=name, cells=tuple(together))


def _row_name(cells: Sequence[Span]) -> tuple[int, str]:
    """Return which cell is a row's label, the rightmost that matches, and its field name; empty where none does."""
    import difflib

    official = labels("t3")
    texts = {
        place: span.cell.text
        for place, span in enumerate(cells)
        if _CHINESE.search(span.cell.text) and not is_figure(span.cell)
    }
    for place in sorted(texts, reverse=True):
        bare = bare_label(texts[place])
        # only the third row of the sixth group is called 其他
        if bare in official and (
            bare != "其他" or normalised(texts[place]).lstrip("(")[0] in "3其"
        ):
            return place, official[bare]
    if not texts:
        return -1, ""
    last = max(texts)
    *path, bare = map(bare_label, _PATH.split("/".join(path_of(texts[last]))))
    if path and bare in official and (bare != "其他" or "其他处理" in path):
        return last, official[bare]
    if bare in _TOTALS and normalised(texts[last]).startswith("(七)"):
        return last, "t3_total"
    for count in range(2, _MOST_PARTS + 1):
        parts = [texts.get(place, "") for place in range(last - count + 1, last + 1)]
        if all(parts) and bare_label("".join(parts)) in official:
            return last, official[bare_label("".join(parts))]
    longer = [label for label in official if len(label) > len("其他")]
    near = [label for label in longer if _is_shortened(bare, label)]
    if len(near) != 1:
        near = difflib.get_close_matches(bare_label(texts[last]), longer, n=1, cutoff=_CLOSE_LABEL)
    return last, official[near[0]] if near else ""


def _is_shortened(text: str, label: str) -> bool:
    """Tell whether a text is a label of which words are left out: 逾期不补正."""
    rest = iter(label)
    return len(text) >= _SHORTEST_LABEL and all(one in rest for one in text)


# ---------------------------------------------------------------- the header


def _mended(rows: Sequence[Row]) -> list[list[TableCell]]:
    """Return header rows; what is a word only together with the cell below it stands in both squares."""
    squares = [list(row) for row in rows]
    joined: dict[tuple[TableCell, TableCell], TableCell] = {}
    for above, below in pairwise(squares):
        for column, (one, other) in enumerate(zip(above, below, strict=False)):
            text = column_word(one.text + other.text)
            known = {column_word(one.text), column_word(other.text)} & _HEADER_WORDS
            if one is not other and text in _HEADER_WORDS and not known:
                cell = joined.setdefault((one, other), TableCell(one.text + other.text))
                above[column] = below[column] = cell
    return squares


def _header_of(rows: Sequence[Row]) -> Header:
    rows = _mended(rows)
    said = {column_word(cell.text) for row in rows for cell in row}
    known = APPLICANT_WORDS
    if not any(known.get(one) == TOTAL_COLUMN for one in said):
        known = known | {"小计": TOTAL_COLUMN}
    beside = tuple(
        span
        for row in rows
        for span in spans(row)
        if is_beside(span.cell.text) and column_word(span.cell.text) not in known
    )
    foreign = {column for span in beside for column in span.columns}
    words: list[int | None] = []
    columns: dict[int, set[int]] = {}
    organisations: set[int] = set()
    seen: set[TableCell] = set()
    for row in rows:
        above = False
        for span in spans(row):
            text = column_word(span.cell.text)
            own = {*span.columns} - foreign
            if not own:
                continue
            if text in _ORGANISATIONS_WORDS:
                words.append(None)
                organisations.update(own)
            elif text in known:
                if span.cell not in seen:
                    words.append(known[text])
                seen.add(span.cell)
                columns.setdefault(known[text], set()).update(own)
            elif above and not text:
                # merged, and written as empty cells
                organisations.update(own)
            above = text in _ORGANISATIONS_WORDS or (above and not text)
    squares = {index: frozenset(found) for index, found in columns.items()}
    fits = _is_consistent(squares, frozenset(organisations))
    order = _order(words)
    if _ORGANISATIONS in order:
        squares[_ORGANISATIONS] = frozenset(organisations)
    return Header(order, squares if fits else {}, beside)


def _order(words: Sequence[int | None]) -> tuple[int, ...]:
    """Return the kinds of applicants as they are read; None stands for 法人或其他组织."""
    if None not in words[-len(_ALL) :] and {*words[-len(_ALL) :]} == {*_ALL}:
        # merged cells are written out: the last row names every column
        return tuple(index for index in words[-len(_ALL) :] if index is not None)
    if None not in words:
        return tuple(index for index in dict.fromkeys(words) if index is not None)
    order: list[int] = []
    for word in dict.fromkeys(words):
        if word is None:
            kinds = [
                one
                for one in dict.fromkeys(words)
                if one is not None and one in _KINDS_OF_ORGANISATION
            ]
            order += kinds or [_ORGANISATIONS]
        elif word not in _KINDS_OF_ORGANISATION:
            order.append(word)
    return tuple(order)


def _is_consistent(squares: Mapping[int, frozenset[int]], organisations: frozenset[int]) -> bool:
    """Tell whether each kind has columns of its own, and the organisations stand below their heading."""
    if sum(map(len, squares.values())) != len(frozenset().union(*squares.values())):
        return False
    return not organisations or all(
        (found <= organisations) if index in _KINDS_OF_ORGANISATION else not found & organisations
        for index, found in squares.items()
    )


# ---------------------------------------------------------------- the figures

_Values = Mapping[int, TableCell]
"""The cells of one row, by kind of applicant."""


@dataclass
class Body:
    """The figures of the rows below one header."""

    header: Header
    rows: list[tuple[Line, _Values]] = field(default_factory=list)
    misfits: list[Line] = field(default_factory=list)
    in_official_order: bool = False
    """The header does not say which column is which; the sums fit the official order."""
    in_own_order: bool = False
    """The header says it by the order of its words alone, which is not the official one."""

    @property
    def columns_beside(self) -> list[str]:
        """The headings of columns with figures that the form has not."""
        cells = (line.cells for line, _ in self.rows)
        return [text for row in cells for text in beside_figures(self.header.beside, row)]


def bodies_of(lines: Sequence[Line | Header], before: Header) -> list[Body]:
    """Return the figures of the rows that have a name, header by header; `before` is that of an earlier part."""
    found: list[Body] = []
    header, part = before, list[Line]()
    for line in [*lines, Header()]:
        if isinstance(line, Line):
            part += [line] if line.cells and (line.name or line.is_of_2019) else []
            continue
        if part:
            found.append(_body(header, part))
            part = []
        # a later page may repeat a part of the header only
        header = line if len(line.order) >= len(header.order) else header
    return found


def _body(header: Header, lines: Sequence[Line]) -> Body:
    body = Body(header)
    values = {line.row: _below(header, line) for line in lines}
    unfit = {line.row: line for line in lines if not values[line.row]}
    unfit = {line.row: line for line in _without_padding([*unfit.values()], header)}
    lines = [unfit.get(line.row, line) for line in lines]
    values |= {row: _below(header, line) for row, line in unfit.items()}
    official = {
        line.row: dict(zip(_ALL, (span.cell for span in line.cells), strict=True))
        for line in lines
        if len(line.cells) == len(_ALL) and len(line.left) <= 1
    }
    unsaid = bool(header.missing) and bool(official)
    if unsaid or (header.order != _ALL and not _adds_up(values.values())):
        in_turn = list(header.order) == sorted(header.order) or not header.missing
        if in_turn and _adds_up(official.values()):
            values = {line.row: official.get(line.row, {}) for line in lines}
            body.in_official_order = True
        elif unsaid or not header.columns:
            unknown = official if unsaid else values
            values |= {row: {} for row in unknown}
    # where blanks are left out, columns are none either
    in_turn_alone = any(not _in_columns(header, [*one.left, *one.cells]) for one in lines)
    is_own = not header.missing and header.order != _ALL and not body.in_official_order
    body.in_own_order = is_own and (not header.columns or in_turn_alone)
    values = {row: _without_sum_of_organisations(cells) for row, cells in values.items()}
    merged = set(used_twice([list(row.values()) for row in values.values()]))
    for line in lines:
        row = values[line.row]
        if row and not _is_doubtful(row, merged):
            body.rows.append((line, row))
        else:
            body.misfits.append(line)
    return body


def _without_padding(lines: Sequence[Line], header: Header) -> Sequence[Line]:
    """Return rows without their blank cells, where each has a figure for each kind, and the totals fit."""
    filled = [
        replace(line, cells=tuple(span for span in line.cells if not is_blank(span.cell)))
        for line in lines
    ]
    due = len(header.order)
    if any(len(line.cells) != due for line in filled):
        return lines
    rows = [
        dict(zip(header.order, (span.cell for span in line.cells), strict=True)) for line in filled
    ]
    return filled if _adds_up(rows) else lines


def _below(header: Header, line: Line) -> _Values:
    """Return the cells of a row below the headers, or in their order; none where neither is certain."""
    below = _in_columns(header, line.cells)
    if not below and line.left:
        below = _in_columns(header, [*line.left, *line.cells])
    if below or len(line.cells) != len(header.order) or len(line.left) > 1:
        return below
    columns = header.columns
    if columns and list(header.order) != sorted(header.order, key=lambda one: min(columns[one])):
        return {}
    return dict(zip(header.order, (span.cell for span in line.cells), strict=True))


def _without_sum_of_organisations(row: _Values) -> _Values:
    """Return the cells of a row that the form has; none where the printed total contradicts the others.

    What the organisations have together is no figure of the form.
    """
    if _ORGANISATIONS not in row:
        return row
    parts = [cell for kind, cell in row.items() if kind != TOTAL_COLUMN]
    kept = {kind: cell for kind, cell in row.items() if kind != _ORGANISATIONS}
    fits = TOTAL_COLUMN in row and sum_fits(parts, row[TOTAL_COLUMN])
    return kept if fits or all(map(is_blank, row.values())) else {}


def _in_columns(header: Header, cells: Sequence[Span]) -> _Values:
    found: dict[int, list[TableCell]] = {index: [] for index in header.columns}
    foreign = {column for span in header.beside for column in span.columns}
    for span in cells:
        if foreign.issuperset(span.columns):
            continue
        owners = [one for one, columns in header.columns.items() if columns & {*span.columns}]
        if not owners and has_digit(span.cell):
            return {}
        for index in owners:
            found[index].append(span.cell)
    chosen: dict[int, TableCell] = {}
    for index, below in found.items():
        filled = [cell for cell in below if not is_blank(cell)]
        if not below or len(filled) > 1:
            return {}
        chosen[index] = (filled or below)[0]
    return chosen


def _adds_up(rows: Iterable[_Values]) -> bool:
    """Tell whether the printed totals fit: that of one row at least, and of every row that has one."""
    checked = [
        sum_fits([row[one] for one in row if one != TOTAL_COLUMN], row[TOTAL_COLUMN])
        for row in rows
        if TOTAL_COLUMN in row and not is_blank(row[TOTAL_COLUMN])
    ]
    return bool(checked) and all(checked)


def _is_doubtful(row: _Values, merged: Collection[TableCell]) -> bool:
    """Tell whether a row stands one column off, or has merged cells that are not certainly 0."""
    parts = [row[one] for one in _ALL[:TOTAL_COLUMN] if one in row]
    total = row.get(TOTAL_COLUMN)
    if total is not None and is_blank(total) and len(parts) == TOTAL_COLUMN:
        # the total stands in the column before its own
        return value_of(parts[-1]) not in (None, 0) and sum_fits(parts[:-1], parts[-1])
    shared = [cell for cell in row.values() if cell in merged]
    if not shared:
        return False
    fits = total is not None and total not in merged and sum_fits(parts, total)
    return not fits or any(not is_blank(cell) and value_of(cell) != 0 for cell in shared)
