"""The three tables as other people lay them out: cells that can be moved, dropped, merged, written as text."""

import html
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from converter.form.fields import APPLICANTS, OUTCOMES, SECTIONS, TABLES, TOTAL_COLUMN
from converter.form.report import (
    TOTAL_SLOTS,
    Report,
    chinese_date,
    format_number,
    report_other_matters,
    report_preface,
    report_title,
)


@dataclass
class Cell:
    """One cell as a page writes it."""

    text: str
    width: int = 1
    height: int = 1

    def __str__(self) -> str:
        spans = f" colspan={self.width}" if self.width > 1 else ""
        spans += f" rowspan={self.height}" if self.height > 1 else ""
        return f"<td{spans}>{html.escape(self.text)}</td>"


Rows = list[list[Cell]]
Layout = Callable[[Rows], str]


def rows_of(report: Report, key: str) -> Rows:
    """Return a correct table; a blank figure is an empty cell."""
    table = TABLES[key]
    rows: Rows = [[] for _ in range(table.row_count)]
    for cell in sorted(table.grid, key=lambda one: (one.row, one.column)):
        figure = report.stated(cell.value) if cell.value else None
        text = "" if figure is None else format_number(figure)
        rows[cell.row].append(Cell(cell.text or text, cell.width, cell.height))
    return rows


def texts_of(rows: Rows) -> list[list[str]]:
    """Return what stands in the cells."""
    return [[cell.text for cell in row] for row in rows]


def squares_of(rows: Rows) -> list[list[Cell]]:
    """Return the square matrix that cells make, as a browser lays them out."""
    squares: dict[tuple[int, int], Cell] = {}
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while (at, column) in squares:
                column += 1
            for down in range(cell.height):
                for right in range(cell.width):
                    squares.setdefault((at + down, column + right), cell)
            column += cell.width
    width = 1 + max(column for _, column in squares)
    empty = Cell("")
    return [
        [squares.get((at, column), empty) for column in range(width)] for at in range(len(rows))
    ]


def with_columns(rows: Rows, order: list[int]) -> Rows:
    """Return a table with its columns in another order, no cell merged."""
    squares = squares_of(rows)
    above = [[None] * len(squares[0]), *squares]
    return [
        [
            # a figure merged downwards is written once
            Cell("" if cell is over[column] and cell.text.isdecimal() else cell.text)
            for column in order
            for cell in [row[column]]
        ]
        for over, row in zip(above, squares, strict=False)
    ]


def table(rows: Rows) -> str:
    """Write a table as HTML."""
    lines = (f"<tr>{''.join(map(str, row))}</tr>" for row in rows)
    return f"<table>{''.join(lines)}</table>"


def plain(texts: list[list[str]]) -> str:
    """Write a table whose cells cover one square each."""
    return table([[Cell(text) for text in row] for row in texts])


def without_spans(rows: Rows) -> Rows:
    """Return a table as it is after a detour that loses merged cells."""
    return [[replace(cell, width=1, height=1) for cell in row] for row in rows]


def page(report: Report, layouts: Mapping[str, Layout]) -> bytes:
    """Write a page; a table without a layout of its own is the official one."""
    lines = [report_title(report), *report_preface(report)]
    parts = [f"<p>{html.escape(line)}</p>" for line in lines]
    for section in SECTIONS:
        parts.append(f"<p>{section.heading}</p>")
        if section.key in TABLES:
            parts.append(layouts.get(section.key, table)(rows_of(report, section.key)))
        else:
            told = getattr(report, section.field or "")
            told = report_other_matters(report) if section.key == "other" else told
            parts += [f"<p>{html.escape(line)}</p>" for line in told]
    signed = chinese_date(report.report_date) if report.report_date else ""
    parts += [f"<p>{report.unit_name}</p>", f"<p>{signed}</p>"]
    return f"<html><meta charset=utf-8><body>{''.join(parts)}</body></html>".encode()


# ---------------------------------------------------------------- one thing after another goes wrong


def random_report(report: Report, chance: random.Random) -> Report:
    """Return a report with other figures, of which every sum holds."""

    def some() -> int:
        return chance.choice((0, 0, 0, 1, 2, chance.randint(3, 60), chance.randint(100, 2000)))

    figures: dict[str, tuple[int, ...]] = {}
    for field in (*TABLES["t2"].fields, *TABLES["t4"].fields):
        figures[field.name] = tuple(some() for _ in field.cells)
    for name in ("t2_rules", "t2_normative"):
        issued, repealed, _ = figures[name]
        figures[name] = (issued, repealed, issued + some())
    done = [0] * TOTAL_COLUMN
    for name in OUTCOMES:
        row = [some() if chance.random() < 0.4 else 0 for _ in range(TOTAL_COLUMN)]
        done = [a + b for a, b in zip(done, row, strict=True)]
        figures[name] = (*row, 0)
    left = [some() for _ in done]
    came = [chance.randint(0, a + b) for a, b in zip(done, left, strict=True)]
    new = [a + b - c for a, b, c in zip(done, left, came, strict=True)]
    rows = (("new_received", new), ("carried_in", came), ("carried_out", left))
    for name, row in rows:
        figures[f"t3_{name}"] = (*row, 0)
    figures["t3_total"] = (0,) * len(APPLICANTS)
    return replace(report, figures={**report.figures, **figures}).with_totals(TOTAL_SLOTS)


def _some_cell(rows: Rows, chance: random.Random) -> tuple[list[Cell], int]:
    row = chance.choice([row for row in rows if row])
    return row, chance.randrange(len(row))


def drop_a_cell(rows: Rows, chance: random.Random) -> None:
    row, at = _some_cell(rows, chance)
    del row[at]


def drop_a_row(rows: Rows, chance: random.Random) -> None:
    if len(rows) > 1:
        del rows[chance.randrange(len(rows))]


def drop_a_column(rows: Rows, chance: random.Random) -> None:
    squares = squares_of(rows)
    column = chance.randrange(len(squares[0]))
    for cell in {id(row[column]): row[column] for row in squares}.values():
        cell.width -= 1
    for row in rows:
        row[:] = [cell for cell in row if cell.width > 0]


def merge_to_the_right(rows: Rows, chance: random.Random) -> None:
    row, at = _some_cell(rows, chance)
    if at + 1 < len(row):
        other = row.pop(at + 1)
        row[at].width += other.width
        row[at].text = chance.choice(
            (row[at].text, row[at].text + other.text, f"{row[at].text} {other.text}")
        )


def merge_downwards(rows: Rows, chance: random.Random) -> None:
    row, at = _some_cell(rows, chance)
    squares = squares_of(rows)
    cell = row[at]
    top = next(n for n, line in enumerate(squares) if any(one is cell for one in line))
    column = next(n for n, one in enumerate(squares[top]) if one is cell)
    if top + cell.height < len(rows):
        below = squares[top + cell.height][column]
        for line in rows:
            line[:] = [one for one in line if one is not below]
        cell.height += below.height
        cell.text = chance.choice((cell.text, f"{cell.text} {below.text}", below.text))


def split_a_cell(rows: Rows, chance: random.Random) -> None:
    row, at = _some_cell(rows, chance)
    text, width = row[at].text, row[at].width
    middle = chance.randint(0, len(text))
    row[at] = Cell(text[:middle], max(1, width // 2), row[at].height)
    row.insert(at + 1, Cell(text[middle:], max(1, width - width // 2), row[at].height))


def swap_rows(rows: Rows, chance: random.Random) -> None:
    one, other = (chance.randrange(len(rows)) for _ in range(2))
    rows[one], rows[other] = rows[other], rows[one]


def reorder_columns(rows: Rows, chance: random.Random) -> None:
    order = list(range(len(squares_of(rows)[0])))
    first = chance.choice((0, 1, 3))
    rest = order[first:]
    chance.shuffle(rest)
    rows[:] = with_columns(rows, [*order[:first], *rest])


def swap_cells(rows: Rows, chance: random.Random) -> None:
    """Swap two cells of a row of table 3, whose sums tell it."""
    bodies = [row for row in rows if len(row) > TOTAL_COLUMN and row[-1].text.isdecimal()]
    if bodies and len(rows) > len(OUTCOMES):
        row = chance.choice(bodies)
        one, other = (chance.randrange(len(row)) for _ in range(2))
        row[one], row[other] = row[other], row[one]


def lose_spans(rows: Rows, chance: random.Random) -> None:
    share = chance.choice((0.1, 0.5, 1))
    for cell in (cell for row in rows for cell in row):
        if chance.random() < share:
            cell.width = 1
        if chance.random() < share:
            cell.height = 1


def empty_a_cell(rows: Rows, chance: random.Random) -> None:
    row, at = _some_cell(rows, chance)
    row[at].text = ""


def add_a_cell(rows: Rows, chance: random.Random) -> None:
    row, at = _some_cell(rows, chance)
    row.insert(at, Cell(""))


def add_a_blank_row(rows: Rows, chance: random.Random) -> None:
    width = len(squares_of(rows)[0])
    cells = [Cell("") for _ in range(width)] if chance.random() < 0.5 else [Cell("", width)]
    rows.insert(chance.randint(0, len(rows)), cells)


def double_a_column(rows: Rows, chance: random.Random) -> None:
    order = list(range(len(squares_of(rows)[0])))
    column = chance.choice(order)
    rows[:] = with_columns(rows, [*order[: column + 1], *order[column:]])


def double_a_row(rows: Rows, chance: random.Random) -> None:
    at = chance.randrange(len(rows))
    rows.insert(at, [replace(cell) for cell in rows[at]])


def merge_two_rows(rows: Rows, chance: random.Random) -> None:
    """The cells of a row run into those above."""
    at = chance.randrange(len(rows))
    if at and len(rows[at]) == len(rows[at - 1]):
        between = chance.choice(("", " ", "\n"))
        for cell, below in zip(rows[at - 1], rows[at], strict=True):
            cell.text = f"{cell.text}{between}{below.text}"
        del rows[at]


def shift_a_row(rows: Rows, chance: random.Random) -> None:
    """A row moves to the right, its last cell out of the table."""
    row, at = _some_cell(rows, chance)
    row.insert(at, Cell(""))
    row.pop()


def move_to_the_neighbour(rows: Rows, chance: random.Random) -> None:
    """A figure moves into the blank cell beside it, in table 3, whose sums tell it."""
    if len(rows) > len(OUTCOMES):
        row, at = _some_cell(rows, chance)
        if at + 1 < len(row) and row[at].text.isdecimal() and row[at + 1].text == "0":
            row[at].text, row[at + 1].text = "", row[at].text


def add_a_measure_word(rows: Rows, chance: random.Random) -> None:
    row, at = _some_cell(rows, chance)
    if row[at].text.isdecimal():
        row[at].text += chance.choice(("件", " 条", "个", "*", "①"))


ACCIDENTS: tuple[Callable[[Rows, random.Random], None], ...] = (
    drop_a_cell,
    drop_a_row,
    drop_a_column,
    merge_to_the_right,
    merge_downwards,
    split_a_cell,
    swap_rows,
    reorder_columns,
    swap_cells,
    lose_spans,
    empty_a_cell,
    add_a_cell,
    add_a_blank_row,
    double_a_column,
    double_a_row,
    merge_two_rows,
    shift_a_row,
    move_to_the_neighbour,
    add_a_measure_word,
)


def damaged(chance: random.Random) -> tuple[list[str], Layout, Layout]:
    """Return up to three accidents by name, how a table is written after them, and how it is without them."""
    accidents = [chance.choice(ACCIDENTS) for _ in range(chance.choice((1, 1, 2, 3)))]
    cut = chance.random() if chance.random() < 0.1 else 0
    as_lines = chance.choice(("", "", "", "", "", "", "rows", "cells"))

    def after_accidents(rows: Rows) -> str:
        for accident in accidents:
            accident(rows, chance)
        return written(rows)

    def written(rows: Rows) -> str:
        if as_lines:
            lines = [" ".join(row) for row in texts_of(rows)]
            if as_lines == "cells":
                lines = [text for row in texts_of(rows) for text in row]
            return "".join(f"<p>{html.escape(line)}</p>" for line in lines)
        if cut and len(rows) > 1:
            at = 1 + int(cut * (len(rows) - 1))
            return table(rows[:at]) + table(rows[at:])
        return table(rows)

    names = [one.__name__ for one in accidents]
    return [*names, *(["in parts"] if cut else []), as_lines], after_accidents, written
