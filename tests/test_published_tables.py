"""Tables in the shapes in which they are published: every figure is read right, or it is told why not."""

import html
import random
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest

from converter.checking.figures import check_figures
from converter.conversion import examine_input, plan_import
from converter.files.kinds import detect_kind, open_input
from converter.findings import Finding
from converter.form.fields import APPLICANTS, TABLE_SLOTS, Slot
from converter.form.report import TOTAL_SLOTS, Report
from converter.reading.report import read_document
from converter.reading.result import ReadResult
from converter.reading.workbooks.workbook import read_workbook
from tests.table_layouts import (
    Cell,
    Layout,
    Rows,
    damaged,
    page,
    plain,
    random_report,
    rows_of,
    squares_of,
    table,
    texts_of,
    with_columns,
    without_spans,
)

RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def read(data: bytes) -> ReadResult:
    return read_document(detect_kind(Path("报告.html"), data))


def wrong_of(found: Report, report: Report) -> list[Slot]:
    return [slot for slot in TABLE_SLOTS if found.stated(slot) not in (report.stated(slot), None)]


def lost_of(found: Report, report: Report) -> list[Slot]:
    return [
        slot
        for slot in TABLE_SLOTS
        if found.stated(slot) is None and report.stated(slot) is not None
    ]


# ---------------------------------------------------------------- layouts


def lines(rows: Rows) -> str:
    return "".join(f"<p>{' '.join(row)}</p>" for row in texts_of(rows))


def cells_as_lines(rows: Rows) -> str:
    return "".join(f"<div>{text}</div>" for row in texts_of(rows) for text in row)


def figures_below(none: str) -> Layout:
    """The figures of a row on the line below its words, with a sign for none."""

    def layout(rows: Rows) -> str:
        written = [
            (one.isdecimal(), none if one == "0" else one) for row in texts_of(rows) for one in row
        ]
        found = groupby(written, key=itemgetter(0))
        return "".join(f"<p>{' '.join(text for _, text in group)}</p>" for _, group in found)

    return layout


def in_parts(*starts: int) -> Layout:
    def layout(rows: Rows) -> str:
        ends = [*starts, len(rows)]
        return "".join(
            table(without_spans(rows[a:b])) for a, b in zip([0, *starts], ends, strict=True)
        )

    return layout


def groups_of_4(rows: Rows) -> list[tuple[str, list[str]]]:
    values = texts_of(rows)[-1]
    names = ("行政复议", "未经复议直接起诉", "复议后起诉")
    return [(name, values[5 * n : 5 * n + 5]) for n, name in enumerate(names)]


def a_table_a_group(rows: Rows) -> str:
    return "".join(
        table([[Cell(name, 5)], list(map(Cell, RESULTS)), list(map(Cell, values))])
        for name, values in groups_of_4(rows)
    )


def captions(rows: Rows) -> str:
    return "".join(
        f"<p>（{'一二三'[n]}）{name}情况</p>{plain([RESULTS, values])}"
        for n, (name, values) in enumerate(groups_of_4(rows))
    )


def groups_as_rows(rows: Rows) -> str:
    return plain([["类别", *RESULTS], *([name, *values] for name, values in groups_of_4(rows))])


def groups_as_merged_rows(rows: Rows) -> str:
    review, direct, after = ([Cell(name), *map(Cell, values)] for name, values in groups_of_4(rows))
    review[0].width = 2
    return table(
        [[Cell("", 2), *map(Cell, RESULTS)], review, [Cell("行政诉讼", 1, 2), *direct], after]
    )


def results_as_rows(rows: Rows) -> str:
    groups = groups_of_4(rows)
    head = ["结果", *(name for name, _ in groups)]
    return plain([head, *([RESULTS[n], *(values[n] for _, values in groups)] for n in range(5))])


def a_row_a_figure(rows: Rows) -> str:
    return table(
        [
            [*([Cell(name, 1, 5)] if n == 0 else []), Cell(RESULTS[n]), Cell(value)]
            for name, values in groups_of_4(rows)
            for n, value in enumerate(values)
        ]
    )


def numbered_columns(rows: Rows) -> str:
    return table([*rows[:-1], [Cell(str(1 + n)) for n in range(len(rows[-1]))], rows[-1]])


def over_a_page(rows: Rows) -> str:
    """The label of one row on two pages, its figures on the second."""
    texts = texts_of(without_spans(rows))
    place = next(n for n, row in enumerate(texts) if row[0].startswith("2.申请人逾期"))
    label, figures = texts[place][0], texts[place][1:]
    first = [*texts[:place], [label[:15], *[""] * 7]]
    return plain(first) + plain([[label[15:], *figures], *texts[place + 1 :]])


def figures_on_the_next_page(rows: Rows) -> str:
    """The label of one row on one page, the figures alone on the next."""
    texts = texts_of(without_spans(rows))
    return plain([*texts[:20], [texts[20][0], *[""] * 7]]) + plain(
        [["", *texts[20][1:]], *texts[21:]]
    )


def figures_on_both_pages(rows: Rows) -> str:
    """Some figures of a row on one page, the others on the next, where no label stands."""
    texts = texts_of(without_spans(rows))
    one, other = texts[10], ["" for _ in texts[10]]
    other[-4:], one = one[-4:], [*one[:-4], *[""] * 4]
    return plain([*texts[:10], one]) + plain([other, *texts[11:]])


def label_and_figures_on_both_pages(rows: Rows) -> str:
    texts = texts_of(without_spans(rows))
    place = next(n for n, row in enumerate(texts) if row[0].startswith("2.申请人逾期"))
    label, figures = texts[place][0], texts[place][1:]
    first = [*texts[:place], [label[:12], *figures[:3], *[""] * 4]]
    return plain(first) + plain([[label[12:], *[""] * 3, *figures[3:]], *texts[place + 1 :]])


def header_apart(rows: Rows) -> str:
    return table(rows[:3]) + table(rows[3:])


def without_header(rows: Rows) -> str:
    return table(rows[3:])


def remarks(rows: Rows) -> str:
    rows[0].append(Cell("备注", 1, 3))
    for row in rows[3:]:
        row.append(Cell(""))
    return table(rows)


def kinds_in_order(*order: int) -> Layout:
    return lambda rows: table(with_columns(rows, [0, 1, 2, *(3 + one for one in order)]))


def label_beside(rows: Rows) -> str:
    """A label without its span, and an empty cell beside it."""
    return plain([[cell.text for cell in row] for row in squares_of(rows)])


def group_before(rows: Rows) -> str:
    """The group of table 2 as a column of its own, merged cells lost."""
    texts = texts_of(rows)
    return plain([texts[0] + texts[1], texts[2], texts[3], *texts[4:]])


def broken_lines(rows: Rows) -> str:
    """A line a cell, and the longer words on two or three."""
    lines: list[str] = []
    for text in (text for row in texts_of(rows) for text in row):
        if text == "三、本年度办理结果":
            lines += ["三、", "本年度", "办理结果"]
        elif text in APPLICANTS[1:3]:
            lines += [text[:2], text[2:]]
        elif re.match("（[一二三四五六七]）", text):
            lines += [text[:3], text[3:]]
        else:
            lines.append(text)
    return "".join(f"<p>{line}</p>" for line in lines)


def header_on_two_rows(rows: Rows) -> str:
    """商业 and 科研 on one row, 企业 and 机构 on the next."""
    for cell in rows[2]:
        cell.height = 1 if cell.text in APPLICANTS[1:3] else 2
        cell.text = cell.text[:2] if cell.height == 1 else cell.text
    rows.insert(3, [Cell(text[2:]) for text in APPLICANTS[1:3]])
    rows[0][0].height += 1
    for cell in rows[1]:
        cell.height += cell.height == 2
    return table(rows)


def pipes(rows: Rows) -> str:
    return "".join(f"<p>| {' | '.join(row)} |</p><p>|---|---|</p>" for row in texts_of(rows))


def bars_as_lines(rows: Rows) -> str:
    """A line a cell, a bar below each, longer words on two lines."""
    return broken_lines(rows).replace("</p>", "</p><p>|</p>")


def bars_behind_cells(rows: Rows) -> str:
    """A line a cell with a bar behind it, and one of bars alone below each row."""
    lines = ("".join(f"<p>{text} |</p>" for text in row) for row in texts_of(rows))
    return "".join(f"{line}<p>|||</p>" for line in lines)


def filled_up_with_bars(rows: Rows) -> str:
    """A line a row, merged cells lost, every row filled up at its end."""
    lines = (
        f"{' | '.join(cell.text for cell in row)} |{'|' * (sum(one.width for one in row) - len(row))}"
        for row in rows
    )
    return "".join(f"<p>{line}</p>" for line in lines)


def tabs(rows: Rows) -> str:
    return f"<pre>{chr(10).join(chr(9).join(row) for row in texts_of(rows))}</pre>"


def as_table_of_divs(rows: Rows) -> str:
    return "".join(
        f'<div style="display:table-row">{"".join(f"<div class=td>{text}</div>" for text in row)}</div>'
        for row in texts_of(rows)
    )


def beside(*headings: str) -> Layout:
    """Columns that the form has not, on the right."""

    def layout(rows: Rows) -> str:
        squares = texts_of(squares_of(rows))
        body = [n for n, row in enumerate(squares) if len({*row}) > 2 and row[-1].isdecimal()]
        named = [n for n in range(len(squares)) if n not in body]
        for n, row in enumerate(squares):
            is_head = n in named and "第二十" not in row[0]
            row.extend(headings if is_head else ["17"] * len(headings))
        return plain(squares)

    return layout


def with_last_year(rows: Rows) -> str:
    """Two columns for each kind of applicant."""
    squares = texts_of(squares_of(rows))
    head = ["项目", *(one for one in APPLICANTS for _ in range(2))]
    body = [[row[2], *(one for figure in row[3:] for one in (figure, "3"))] for row in squares[3:]]
    return plain([head, ["", *["本年", "上年"] * len(APPLICANTS)], *body])


def padded(rows: Rows) -> str:
    """An empty cell before each figure, and none in the header."""
    return re.sub(r"(<td[^>]*>\d+</td>)", r"<td></td>\1", table(rows))


def blanks_before_figures(rows: Rows) -> str:
    return table([*rows[:-1], [Cell(""), Cell(""), *rows[-1]]])


def applicants_as_rows(rows: Rows) -> str:
    turned = zip(*(row[-8:] for row in texts_of(without_spans(rows[3:]))), strict=True)
    return plain([[APPLICANTS[n - 1] if n else "申请人情况", *row] for n, row in enumerate(turned)])


def reviews_and_suits_apart(rows: Rows) -> str:
    *_, values = rows
    results = list(map(Cell, RESULTS))
    suits = [Cell("未经复议直接起诉", 5), Cell("复议后起诉", 5)]
    return table([[Cell("行政复议", 5)], results, values[:5]]) + table(
        [[Cell("行政诉讼", 10)], suits, [*results, *results], values[5:]]
    )


def of_elements(around: str, row: str, cell: str) -> Layout:
    """A table of elements that a style, a role or a class makes one; `{}` in a cell are its spans."""

    def layout(rows: Rows) -> str:
        lines = (
            "".join(f"<div {cell.format(one.width, one.height)}>{one.text}</div>" for one in line)
            for line in rows
        )
        return f"<div {around}>{''.join(f'<div {row}>{line}</div>' for line in lines)}</div>"

    return layout


def of_squares(layout: Layout) -> Layout:
    """Elements that cannot span: the text of a merged cell in every square."""
    return lambda rows: layout([[Cell(cell.text) for cell in row] for row in squares_of(rows)])


def of_cells(write: Callable[[str], str]) -> Layout:
    """The official table with another text in each cell."""

    def layout(rows: Rows) -> str:
        marked = [[replace(cell, text=write(cell.text)) for cell in row] for row in rows]
        return html.unescape(table(marked))

    return layout


def foot_in_front(rows: Rows) -> str:
    last = {28: 3, 14: 2, 4: 3}[len(rows)]
    head, foot, body = (table(part)[7:-8] for part in (rows[:last], rows[-1:], rows[last:-1]))
    return f"<table><thead>{head}</thead><tfoot>{foot}</tfoot><tbody>{body}</tbody></table>"


def halves_side_by_side(rows: Rows) -> str:
    head, *figures = texts_of(squares_of(rows))[2:]
    blank = [""] * len(head)
    right = [*figures[13:], blank]
    return plain(
        [head + head, *(one + other for one, other in zip(figures[:13], right, strict=True))]
    )


def a_table_a_kind(*, captions: bool) -> Layout:
    """Table 3 for each kind of applicant, whose name stands above its table or its column."""

    def layout(rows: Rows) -> str:
        figures = texts_of(squares_of(rows))[3:]
        parts = []
        for at, kind in enumerate(APPLICANTS):
            head = [] if captions else [["项目", "", "", kind]]
            below = plain([*head, *([*row[:3], row[3 + at]] for row in figures)])
            parts.append(f"<p>{kind}：</p>{below}" if captions else below)
        return "".join(parts)

    return layout


def with_a_column(heading: str, figure: str, at: int) -> Layout:
    """One more column, of which each row with figures has the same figure."""

    def layout(rows: Rows) -> str:
        texts = texts_of(squares_of(rows))
        for row in texts:
            row.insert(at, figure if any(one.isdecimal() for one in row) else heading)
        return plain(texts)

    return layout


def grid(rows: Rows) -> str:
    """Cells that a grid places, one after another."""
    cells = (
        f'<div style="grid-column: span {cell.width}; grid-row: 1 / span {cell.height}">{cell.text}</div>'
        for row in rows
        for cell in row
    )
    columns = len(squares_of(rows)[0])
    return f'<div style="display: grid; grid-template-columns: repeat({columns}, 1fr)">{"".join(cells)}</div>'


ELEMENTS: dict[str, Layout] = {
    "styles": of_squares(
        of_elements(
            'style="display: table"', 'style="display: table-row"', 'style="display:table-cell"'
        )
    ),
    "styles of rows alone": of_squares(of_elements("", 'style="display: table-row"', "class=x")),
    "classes": of_squares(of_elements("class=table", 'class="tr odd"', 'class="td"')),
    "roles": of_elements("role=table", "role=row", "role=cell aria-colspan={} aria-rowspan={}"),
    "a grid": grid,
}
"""Tables that are no `table`."""


def with_blanks(layout: Layout) -> Layout:
    """Every 0 is an empty cell."""

    def blank(rows: Rows) -> str:
        for cell in (cell for row in rows for cell in row):
            cell.text = "" if cell.text == "0" else cell.text
        return layout(rows)

    return blank


@pytest.mark.parametrize("name", ELEMENTS)
def test_other_elements_are_read_as_a_table_is(city: Report, name: str) -> None:
    """Figures, findings and notes are those of a table, also where cells are blank."""
    for change in (lambda layout: layout, with_blanks):
        same, other = (
            read(page(city, dict.fromkeys(("t2", "t3", "t4"), change(layout))))
            for layout in (table, ELEMENTS[name])
        )
        assert other.report == same.report
        assert other.findings == same.findings
        assert other.notes == same.notes


def in_elements(around: str, row: str, cell: str) -> Layout:
    """Elements that nothing but their content tells to be a table; `around` without `row` holds all cells."""

    def layout(rows: Rows) -> str:
        lines = ("".join(f"<{cell}>{text}</{cell}>" for text in line) for line in texts_of(rows))
        inner = "".join(f"<{row}>{line}</{row}>" if row else line for line in lines)
        return f"<{around}>{inner}</{around}>"

    return layout


def header_in_its_own(rows: Rows) -> str:
    lines = [
        f"<div>{''.join(f'<span>{text}</span>' for text in line)}</div>" for line in texts_of(rows)
    ]
    last = {28: 3, 14: 2, 4: 3}[len(rows)]
    return f"<div>{''.join(lines[:last])}</div><div>{''.join(lines[last:])}</div>"


BUREAU = {
    "t2_normative": (5, 1, 25),
    "t3_new_received": (58, 7, 0, 0, 1, 0, 66),
    "t3_carried_in": (2, 0, 0, 0, 0, 0, 2),
    "t3_granted": (2, 1, 0, 0, 0, 0, 3),
    "t3_partly_granted": (16, 1, 0, 0, 0, 0, 17),
    "t3_refused_internal": (1, 0, 0, 0, 0, 0, 1),
    "t3_unavailable_not_held": (41, 5, 0, 0, 1, 0, 47),
    "t3_total": (60, 7, 0, 0, 1, 0, 68),
    "t4_review": (2, 0, 0, 1, 3),
    "t4_direct_suits": (1, 0, 0, 0, 1),
}
"""Published by the bureau of a district for 2024."""

UNNAMED: dict[str, Layout] = {
    "a list a row": in_elements("div", "ul", "li"),
    "an item a row": in_elements("ul", "li", "span"),
    "divisions": in_elements("div", "div", "div"),
    "divisions of paragraphs": lambda rows: in_elements("div", "div", "div")(rows).replace(
        "<div></div>", "<div><p></p></div>"
    ),
    "definitions": in_elements("div", "dl", "dd"),
    "lists in a list": lambda rows: (
        in_elements("ul", "row", "li")(rows)
        .replace("<row>", "<li><ul>")
        .replace("</row>", "</ul></li>")
    ),
    "a list of cells": in_elements("ul", "", "li"),
    "divisions without rows": in_elements("section", "", "div"),
    "a header in an element of its own": header_in_its_own,
}


@pytest.mark.parametrize("name", UNNAMED)
def test_blank_cells_of_unnamed_tables_keep_their_place(township: Report, name: str) -> None:
    """Every figure is that of a table which lost its merged cells, or is told to be missing."""
    report = replace(township, figures={**township.figures, **BUREAU})
    kinds = ("t2", "t3", "t4")
    same, other = (
        read(page(report, dict.fromkeys(kinds, with_blanks(layout))))
        for layout in (lambda rows: plain(texts_of(rows)), UNNAMED[name])
    )
    assert wrong_of(other.report, report) == []
    assert other.report == same.report
    assert [one.code for one in other.findings] == [one.code for one in same.findings]


MENU = [
    "规章",
    "行政规范性文件",
    "行政许可",
    "行政处罚",
    "行政强制",
    "行政复议",
    "12",
    "7",
    "3",
    "1",
]


def test_a_menu_of_a_site_is_no_table(city: Report) -> None:
    menu = in_elements("div", "ul", "li")([[Cell(word)] for word in MENU])
    plainly = page(city, {})
    result = read(plainly.replace(b"<body>", f"<body>{menu}".encode()))
    assert result.report == read(plainly).report
    assert result.findings == []


def test_a_layout_of_elements_stays_prose(city: Report) -> None:
    told = "第一批公布办事指南12份。"
    cells = "".join(f'<div style="display:table-cell">第{n}项</div>' for n in range(5))
    inner = f'<div style="display:table"><div style="display:table-row">{cells}</div></div><p>{told}</p>'
    data = page(replace(city, overview=("概述。",)), {"t2": lambda rows: inner + table(rows)})
    assert lost_of(read(data).report, city) == []
    assert read(data).beside["t2"] == (*(f"第{n}项" for n in range(5)), told)


def without_spans_of(layout: Layout) -> Layout:
    return lambda rows: re.sub(r" (?:col|row)span=\d+", "", layout(rows))


READ: dict[str, dict[str, Layout]] = {
    "merged cells are lost": dict.fromkeys(
        ("t2", "t3", "t4"), lambda rows: table(without_spans(rows))
    ),
    "a line a row": dict.fromkeys(("t2", "t3", "t4"), lines),
    "a line a row, the text of a merged cell in every square": dict.fromkeys(
        ("t2", "t3", "t4"), of_squares(lines)
    ),
    "a line a cell": dict.fromkeys(("t2", "t3", "t4"), cells_as_lines),
    "figures below their words": dict.fromkeys(("t3", "t4"), figures_below("0")),
    "the whole table in a line": dict.fromkeys(
        ("t2", "t3", "t4"), lambda rows: f"<p>{re.sub('<.*?>', ' ', lines(rows))}</p>"
    ),
    "a line a cell, words broken": dict.fromkeys(("t2", "t3", "t4"), broken_lines),
    "the header of table 3 on two rows": {"t3": header_on_two_rows},
    "the header of table 3 on two rows, merged cells lost": {
        "t3": lambda rows: re.sub(r" (?:col|row)span=\d+", "", header_on_two_rows(rows))
    },
    "bars between cells": dict.fromkeys(("t2", "t3", "t4"), pipes),
    "a bar on a line of its own between cells": dict.fromkeys(("t2", "t3", "t4"), bars_as_lines),
    "a bar behind each cell": dict.fromkeys(("t2", "t3", "t4"), bars_behind_cells),
    "rows filled up with bars": dict.fromkeys(("t2", "t3", "t4"), filled_up_with_bars),
    "tabs between cells": dict.fromkeys(("t2", "t3", "t4"), tabs),
    "divisions for cells": dict.fromkeys(("t2", "t3", "t4"), as_table_of_divs),
    "table 2 in two": {"t2": in_parts(4)},
    "all columns of table 2 twice": {
        "t2": lambda rows: table(with_columns(rows, [0, 1, 1, 2, 2, 3, 3]))
    },
    "table 2 in two at a row": {"t2": in_parts(10)},
    "table 2 in five": {"t2": in_parts(4, 7, 11, 12)},
    "table 2 with its groups beside": {"t2": group_before},
    "table 3 on three pages": {"t3": in_parts(9, 20)},
    "the last row of table 3 alone": {"t3": in_parts(27)},
    "the header of table 3 apart": {"t3": header_apart},
    "figures of a row of table 3 on two pages": {"t3": figures_on_both_pages},
    "label and figures of a row of table 3 on two pages": {"t3": label_and_figures_on_both_pages},
    "a row of table 3 on two pages": {"t3": over_a_page},
    "figures of table 3 on the next page": {"t3": figures_on_the_next_page},
    "a column of remarks": {"t3": remarks},
    "the total first": {"t3": kinds_in_order(6, 0, 1, 2, 3, 4, 5)},
    "kinds of applicants reversed": {"t3": kinds_in_order(6, 5, 4, 3, 2, 1, 0)},
    "no merged cells in labels": {"t3": label_beside},
    "an empty cell before each figure": dict.fromkeys(("t2", "t3", "t4"), padded),
    "empty cells before the figures of table 4": {"t4": blanks_before_figures},
    "the columns of table 2 reordered": {
        "t2": lambda rows: table(
            [*with_columns(rows[:4], [0, 3, 1, 2]), *rows[4:]],
        )
    },
    "applicants as rows": {"t3": applicants_as_rows},
    "a table a group": {"t4": a_table_a_group},
    "reviews and suits apart": {"t4": reviews_and_suits_apart},
    "reviews and suits apart, merged cells lost": {"t4": without_spans_of(reviews_and_suits_apart)},
    "a table a group, merged cells lost": {"t4": without_spans_of(a_table_a_group)},
    "groups as rows, merged cells lost": {"t4": without_spans_of(groups_as_merged_rows)},
    "a row a figure, merged cells lost": {"t4": without_spans_of(a_row_a_figure)},
    "captions for groups": {"t4": captions},
    "numbered captions for groups": {
        "t4": lambda rows: re.sub("（([一二三])）(.*?)情况", r"表4-\1 \2情况统计表", captions(rows))
    },
    "groups as rows": {"t4": groups_as_rows},
    "groups as merged rows": {"t4": groups_as_merged_rows},
    "results as rows": {"t4": results_as_rows},
    "a row a figure": {"t4": a_row_a_figure},
    "numbered columns": {"t4": numbered_columns},
    "table 4 turned round": {"t4": lambda rows: table(with_columns(rows, list(range(14, -1, -1))))},
    "table 4 in two": {"t4": in_parts(3)},
    "units behind the kinds of applicants": {
        "t3": of_cells(lambda text: f"{text}（单位：件）" if text in APPLICANTS else text)
    },
    "a foot in front of the body": dict.fromkeys(("t2", "t3", "t4"), foot_in_front),
    "two languages, one below the other": dict.fromkeys(
        ("t2", "t3", "t4"),
        of_cells(lambda text: text if text.isdecimal() else f"{text}<br>Not handled"),
    ),
    "two languages, one in brackets": dict.fromkeys(
        ("t2", "t3", "t4"), of_cells(lambda text: text if text.isdecimal() else f"{text} (Cases)")
    ),
    "marks of direction": dict.fromkeys(
        ("t2", "t3", "t4"), of_cells(lambda text: f"\u200e{text}\u200f\u202c")
    ),
    "blanks between the characters of labels": dict.fromkeys(
        ("t2", "t3", "t4"),
        of_cells(lambda text: text if text.isdecimal() else "\u3000".join(text)),
    ),
    "squares between tabs": dict.fromkeys(
        ("t2", "t3", "t4"),
        lambda rows: "".join(
            f"<p style='white-space: pre'>{chr(9).join(row)}</p>"
            for row in texts_of(squares_of(rows))
        ),
    ),
    "halves side by side": {"t3": halves_side_by_side},
    "a table a kind of applicant": {"t3": a_table_a_kind(captions=False)},
    "a table below each kind of applicant": {"t3": a_table_a_kind(captions=True)},
    "a column of units": dict.fromkeys(("t2", "t3", "t4"), with_a_column("计量单位", "件", 3)),
    "subtotals in table 3": {"t3": lambda rows: table(rows).replace(">总计<", ">小计<")},
    "subtotals in table 4": {"t4": lambda rows: table(rows).replace(f">{RESULTS[-1]}<", ">小计<")},
    "a title with a year above the table": dict.fromkeys(
        ("t2", "t3", "t4"),
        lambda rows: table([[Cell("统计表（2021年版格式，单位：件）", 15)], *rows]),
    ),
}


@pytest.mark.parametrize("case", ["city", "township"])
@pytest.mark.parametrize("name", READ)
def test_a_layout_is_read(request: pytest.FixtureRequest, case: str, name: str) -> None:
    report: Report = request.getfixturevalue(case)
    result = read(page(report, READ[name]))
    assert wrong_of(result.report, report) == []
    assert lost_of(result.report, report) == []
    assert result.findings == []
    assert result.notes == []


@pytest.mark.parametrize("sign", ["－", "——", "-"])
def test_a_line_of_dashes_is_a_row_without_figures(township: Report, sign: str) -> None:
    """Longer dashes are the rules of a table."""
    layout = figures_below(sign)
    result = read(page(township, {"t3": layout, "t4": lambda rows: f"<p>－－－</p>{layout(rows)}"}))
    assert wrong_of(result.report, township) == lost_of(result.report, township) == []
    assert {one.code for one in result.findings} == {"VALUE-NORMALISED"}
    assert result.notes == []


@pytest.mark.parametrize(("cut", "is_read"), [((10,), True), ((5, 10), True), ((1,), False)])
def test_a_figure_above_the_line_of_its_table_is_told(
    township: Report, cut: tuple[int, ...], *, is_read: bool
) -> None:
    """A line may be broken where it is full; which cell a figure was in that stands above it, nobody knows."""

    def broken(rows: Rows) -> str:
        *headings, figures = texts_of(rows)
        ends = [*cut, len(figures)]
        lines = [figures[start:end] for start, end in zip([0, *cut], ends, strict=True)]
        return "".join(f"<p>{' '.join(line)}</p>" for line in [*headings, *lines])

    findings = read(page(township, {"t4": broken})).findings
    assert [one.message.split("（第")[0] for one in findings] == (
        [] if is_read else ["表四第4行（格数）：有 2 行的格子和表头对不上"]
    )


def test_three_tables_in_one_are_read_each(city: Report) -> None:
    whole = table([row for key in ("t2", "t3", "t4") for row in rows_of(city, key)])
    result = read(page(city, {"t2": lambda _: whole, "t3": lambda _: "", "t4": lambda _: ""}))
    assert wrong_of(result.report, city) == lost_of(result.report, city) == result.findings == []
    assert result.notes == []
    # a row of another table in the midst of one parts nothing
    rows = rows_of(city, "t2")
    rows.insert(4, [Cell("行政复议", 4)])
    assert lost_of(read(page(city, {"t2": lambda _: table(rows)})).report, city) == []


# ---------------------------------------------------------------- accidents


def tells_of(finding: Finding, key: str) -> bool:
    """Tell whether a finding on figures speaks of a table."""
    if not finding.code.startswith(("FORM-", "VALUE-", "T3-", "T4-")):
        return False
    place = (finding.place and finding.place.cell) or ""
    return (finding.name or "").startswith(key) or place.startswith(
        f"表{'二三四'[int(key[1]) - 2]}"
    )


def untold(seed: int, city: Report) -> str:
    """Return what is wrong where an accident changed or lost a figure and nobody was told; else nothing.

    A page that accidents have made, cell for cell, the undamaged page of a report with the figures that were
    read is that report's: nobody could know of others.
    """
    chance = random.Random(seed)
    report = random_report(city, chance)
    key = chance.choice(("t2", "t3", "t3", "t3", "t4"))
    names, after_accidents, written = damaged(chance)
    shown = after_accidents(rows_of(report, key))
    result = read(page(report, {key: lambda _: shown}))
    changed = [*wrong_of(result.report, report), *lost_of(result.report, report)]
    findings = [
        *result.findings,
        *check_figures(result.report, frozenset(result.unreadable)),
    ]
    is_told = any(tells_of(one, key) for one in findings)
    if not changed or is_told or is_page_of(result.report, key, written, shown):
        return ""
    return f"seed {seed}: {names} {key} {changed[:3]}"


def is_page_of(found: Report, key: str, written: Layout, shown: str) -> bool:
    """Tell whether a table is, cell for cell, the undamaged one of a report, which has all its figures."""
    has_all = None not in [found.stated(slot) for slot in TABLE_SLOTS if slot.name.startswith(key)]
    # a browser shows one blank for many
    return has_all and written(rows_of(found, key)).split() == shown.split()


@pytest.mark.parametrize(
    ("accident", "is_correct"),
    [
        (lambda cells: setattr(cells[3], "text", "4"), True),
        (lambda cells: setattr(cells[3], "text", ""), False),
        (lambda cells: setattr(cells[0], "text", "规定"), False),
        (lambda cells: cells.reverse(), False),
        (lambda cells: setattr(cells[3], "width", 2), False),
    ],
)
def test_a_damaged_table_may_be_the_correct_one_of_other_figures(
    city: Report, accident: Callable[[list[Cell]], None], is_correct: bool
) -> None:
    """That is a page of which nobody could know better: no accident is told of it."""
    rows = rows_of(city, "t2")
    accident(rows[2])
    found = read(page(city, {"t2": lambda _: table(rows)})).report
    assert is_page_of(found, "t2", table, table(rows)) == is_correct


def test_no_accident_changes_a_figure_unsaid(city: Report, pytestconfig: pytest.Config) -> None:
    """Cells, rows and columns dropped, merged, split, reordered: a wrong figure is told."""
    found = [untold(seed, city) for seed in range(pytestconfig.getoption("accidents"))]
    assert list(filter(None, found)) == []


UNSEEN = [
    "<span style='color: #FFFFFF'>7</span>",
    "<font color=white>7</font>",
    "<span style='font-size: 0'>7</span>",
    "<span style='opacity: 0'>7</span>",
    "<span style='opacity: 0.0'>7</span>",
    "<span style='color: white'><b><span style='font-size: 9pt'>7</span></b></span>",
    "<span style='position: absolute; left: -9999px'>7</span>",
    "<sub>7</sub>",
]


@pytest.mark.parametrize("unseen", UNSEEN)
def test_digits_that_nobody_sees_beside_a_figure_are_none_of_it(city: Report, unseen: str) -> None:
    def beside_figures(rows: Rows) -> str:
        return re.sub(r">(\d+)<", rf">\1{unseen}<", table(rows))

    result = read(page(city, dict.fromkeys(("t2", "t3", "t4"), beside_figures)))
    assert wrong_of(result.report, city) == lost_of(result.report, city) == result.findings == []


@pytest.mark.parametrize(
    ("below", "said"),
    [
        (("填报人：张三", "填报日期：2025.1.8"), "填报人：张三 填报日期：2025.1.8"),
        (("审核人: 李四",), "审核人: 李四"),
    ],
)
def test_who_filled_a_table_in_is_no_row_of_it(
    city: Report, below: tuple[str, ...], said: str
) -> None:
    """Nor is whose table it is, and of which year; what stands below the figures is told."""

    def framed(rows: Rows) -> str:
        width = len(squares_of(rows)[0])
        title = [Cell("单位：安宁县青山镇", 2), Cell(f"{city.report_year}年度", width - 2)]
        foot = [Cell(text, width // len(below)) for text in below]
        return table([title, *rows, foot])

    result = read(page(city, dict.fromkeys(("t2", "t3", "t4"), framed)))
    assert wrong_of(result.report, city) == lost_of(result.report, city) == result.findings == []
    assert result.notes == [
        f"{where}“{said}”不会带到新报告里。" for where in ("表二第16行", "表三第30行", "表四第6行")
    ]


@pytest.mark.parametrize("at", [-1, 2, 12])
@pytest.mark.parametrize("number", ["— 3 —", "共12页，第3页", "3"])
def test_the_number_of_a_page_within_a_table_is_no_row(city: Report, number: str, at: int) -> None:
    def parted(rows: Rows) -> str:
        before = min(at, len(rows) - 1) % len(rows)
        squares = squares_of(rows)
        # what reaches down into the row is longer by one
        reaching = {
            id(cell): cell
            for cell, above in zip(squares[before], squares[before - 1], strict=True)
            if cell is above
        }
        for cell in reaching.values():
            cell.height += 1
        width = len(squares[0]) - sum(cell.width for cell in reaching.values())
        rows.insert(before, [Cell(number, width)])
        return table(rows)

    result = read(page(city, dict.fromkeys(("t2", "t3", "t4"), parted)))
    assert wrong_of(result.report, city) == lost_of(result.report, city) == result.findings == []
    assert result.notes == []


def test_a_zero_across_the_columns_is_no_number_of_a_page(city: Report) -> None:
    def zero(rows: Rows) -> str:
        return table([*rows[:-1], [Cell("0", 15)]])

    result = read(page(city, {"t4": zero}))
    assert [one.code for one in result.findings] == ["FORM-LABEL"]
    assert "第4行“0”" in result.findings[0].what


@pytest.mark.parametrize("year", ["（{}年）", "【{}年度】"])
def test_the_own_year_behind_a_label_is_none_of_it(city: Report, year: str) -> None:
    names = ("规章", "行政许可", "（一）予以公开", "行政复议", "复议后起诉")

    def dated(of: int) -> Layout:
        return of_cells(lambda text: text + year.format(of) if text in names else text)

    result = read(page(city, dict.fromkeys(("t2", "t3", "t4"), dated(city.report_year or 0))))
    assert wrong_of(result.report, city) == lost_of(result.report, city) == result.findings == []
    for told in (
        page(city, {"t2": dated(2019)}),
        # two titles of two years: either may be the report's own
        page(replace(city, preface=("安宁县2019年政府信息公开工作年度报告",)), {"t2": dated(2019)}),
    ):
        assert {one.code for one in read(told).findings} >= {"FORM-LABEL"}


def test_a_row_of_named_figures_is_no_line_of_who_filled_it_in(city: Report) -> None:
    def named(rows: Rows) -> str:
        rows[-1] = [Cell(f"件数：{cell.text}") for cell in rows[-1]]
        return table(rows)

    result = read(page(city, {"t4": named}))
    assert {one.code for one in result.findings} == {"VALUE-TYPE"}
    assert result.notes == []


@pytest.mark.parametrize(
    ("before", "mark", "after"),
    [
        ("<sup>1</sup>", "", ""),
        ("<sup>[1]</sup>", "", ""),
        ("", "", "<span style='vertical-align: super'>*</span>"),
        ("<sup>", "</sup><sup>", "</sup>"),
        ("<p><sup><span>", "</span><span>", "</span></sup></p>"),
        ("<sub>", "", "</sub>"),
    ],
)
def test_raised_is_a_mark_beside_a_figure_and_a_figure_alone(
    city: Report, before: str, mark: str, after: str
) -> None:
    """A mark in front of a figure is no digit of it; a figure that is raised in pieces is whole."""

    def raised(rows: Rows) -> str:
        return re.sub(r">(\d)(\d*)<", rf">{before}\1{mark}\2{after}<", table(rows))

    result = read(page(city, dict.fromkeys(("t2", "t3", "t4"), raised)))
    assert wrong_of(result.report, city) == lost_of(result.report, city) == result.findings == []


def test_white_figures_alone_stand_on_a_dark_ground(city: Report) -> None:
    white = page(
        city, {"t3": lambda rows: table(rows).replace("<td>", "<td style='color: white'>")}
    )
    assert lost_of(read(white).report, city) == []


def test_digits_with_a_colour_of_their_own_in_white_are_seen(city: Report) -> None:
    def coloured(rows: Rows) -> str:
        own = "<font style='color: white'><font color=black>{}</font></font>"
        return re.sub(
            r">(\d)(\d+)<", lambda found: f">{found[1]}{own.format(found[2])}<", table(rows)
        )

    result = read(page(city, dict.fromkeys(("t2", "t3", "t4"), coloured)))
    assert wrong_of(result.report, city) == result.findings == []


@pytest.mark.parametrize("key", ["t2", "t3", "t4"])
def test_a_table_whose_figures_all_stand_twice_is_doubted(township: Report, key: str) -> None:
    report = township.with_figures({Slot(f"{key}_normative", 2): 12} if key == "t2" else {})

    def twice(rows: Rows) -> str:
        return re.sub(r">(\d+)<", r">\1<i class=hide>\1</i><", table(rows))

    name = f"表{'二三四'[int(key[1]) - 2]}"
    figure, half = ("1212", "12") if key == "t2" else ("00", "0")
    (found,) = read(page(report, {key: twice})).findings
    assert (
        found.what
        == f"{name}每一格的数都像是连写了两遍（“{figure}”像是“{half}”）。请对照原表核对。"
    )
    assert read(page(report, {})).findings == []


RUN_TOGETHER = [
    ((0, 0, 0, 1891, 1891), "18911891 件，不像一年的件数，像是“1891”连写了两遍。请对照原表核对。"),
    (
        (0, 0, 0, 418, 1891),
        "4181891 件，不像一年的件数，可能是两格的数连在了一起。请对照原表核对。",
    ),
    ((0, 0, 0, 99, 999), ""),
]


@pytest.mark.parametrize(("figures", "said"), RUN_TOGETHER)
def test_figures_run_together_are_doubted_where_their_sums_agree(
    city: Report, figures: tuple[int, ...], said: str
) -> None:
    review = {Slot("t4_review", at): figure for at, figure in enumerate(figures)}

    def run_together(rows: Rows) -> str:
        rows[-1][3].text = rows[-1][4].text = rows[-1][3].text + rows[-1][4].text
        return table(rows)

    data = page(city.with_figures(review), {"t4": run_together})
    found = examine_input(detect_kind(Path("报告.html"), data), lambda _: None).findings
    assert [one.message for one in found if one.code == "VALUE-LARGE"] == [
        f"表四第4行（行政复议，{column}）：{said}" for column in RESULTS[3:] if said
    ]
    assert [one for one in found if one.code == "T4-TOTAL"] == []


@pytest.mark.parametrize(
    ("blanks", "figures", "said"),
    [
        ((1,), ("1234", "0", "0", "0", "1234"), True),
        ((0,), ("0", "1234", "0", "0", "1234"), True),
        ((2,), ("1234", "0", "0", "0", "1234"), False),
        ((1,), ("123", "0", "0", "0", "123"), False),
        ((1, 2, 3), ("1234", "0", "0", "0", "1234"), False),
    ],
)
def test_the_only_blank_of_a_row_beside_a_large_figure_is_doubted(
    city: Report, blanks: tuple[int, ...], figures: tuple[str, ...], said: bool
) -> None:
    def run_together(rows: Rows) -> str:
        for at, figure in enumerate(figures):
            rows[-1][at].text = "" if at in blanks else figure
        return table(rows)

    found = read(page(city, {"t4": run_together})).findings
    blank = RESULTS[blanks[0]]
    assert [one.what for one in found if one.code == "VALUE-LARGE"] == [
        f"1234 件，旁边“{blank}”一格是空的，可能是两格的数连在了一起。请对照原表核对。"
    ] * said


# ---------------------------------------------------------------- what is told, word for word


def without_kinds(*kinds: int) -> Layout:
    kept = [one for one in range(7) if one not in kinds]
    return kinds_in_order(*kept)


def blank_kinds(*kinds: int) -> Layout:
    def layout(rows: Rows) -> str:
        for row in rows[3:]:
            for kind in kinds:
                row[len(row) - 7 + kind].text = ""
        return table(rows)

    return layout


def one_cell_less(rows: Rows) -> str:
    del rows[5][-3]
    return table(rows)


def merged_zero(rows: Rows) -> str:
    """One 0 for all organisations."""
    for row in rows[3:]:
        row[-6:-1] = [Cell("0", 5)]
    return table(rows)


def merged_figure(rows: Rows) -> str:
    """One figure for two kinds of applicants."""
    rows[3][-7:-5] = [Cell(rows[3][-7].text, 2)]
    return table(rows)


def glued(rows: Rows) -> str:
    return "".join(f"<p>{''.join(row)}</p>" for row in texts_of(rows))


def picture(_: Rows) -> str:
    return '<p><img src="table.png" alt=""></p>'


def total_in_the_column_before(rows: Rows) -> str:
    row = rows[3]
    row[-2].text, row[-1].text = row[-1].text, ""
    return table(rows)


def organisations_together(*figures: str) -> Layout:
    """One column for all organisations; `figures` stand in it, then what they have together."""

    def layout(rows: Rows) -> str:
        of_all = iter(figures)
        head = [
            [rows[0][0], Cell("申请人情况", 3)],
            [Cell("自然人"), Cell("法人或其他组织"), Cell("总计")],
        ]
        rows[0][0].height = 2
        for row in rows[3:]:
            together = sum(int(cell.text) for cell in row[-6:-1])
            row[-6:-1] = [Cell(next(of_all, str(together)))]
        return table([*head, *rows[3:]])

    return layout


NATURAL_ONLY = {Slot("t3_new_received", 0): 26, Slot("t3_granted", 0): 26}
TOLD: dict[str, tuple[str, Layout, list[str]]] = {
    "five kinds blank": (
        "t3",
        blank_kinds(1, 2, 3, 4, 5),
        [
            "表三第4行（等 125 格）：表三 125 个格子是空的：“商业企业”、“科研机构”、“社会公益组织”、"
            "“法律服务机构”、“其他”整列。各行印的总计正好等于填了的数，空格只能是 0，已按 0 读入。请填 0。"
        ],
    ),
    "five kinds and the totals blank": (
        "t3",
        blank_kinds(1, 2, 3, 4, 5, 6),
        [
            "表三第4行（等 120 格）：表三 120 个格子是空的：“本年新收政府信息公开申请数量，商业企业”、"
            "“本年新收政府信息公开申请数量，科研机构”、“本年新收政府信息公开申请数量，社会公益组织”等。没有就填 0。"
        ],
    ),
    "without the kinds that have nothing": (
        "t3",
        without_kinds(1, 2, 3, 4, 5),
        [
            "表三（表头）：没有“商业企业”、“科研机构”、“社会公益组织”、“法律服务机构”、“其他”这几列。"
            "印的总计正好等于其余各列之和，这几列只能是 0，已按 0 读入。请按标准格式补上。"
        ],
    ),
    "without a kind that has something": (
        "t3",
        without_kinds(0),
        [
            "表三（表头）：没有“自然人”这几列，也不能从印的总计断定它们是 0，这几列没有读入。请按标准格式补上。"
        ],
    ),
    "organisations in one column, which have nothing": (
        "t3",
        organisations_together(),
        [
            "表三（表头）：没有“商业企业”、“科研机构”、“社会公益组织”、“法律服务机构”、“其他”这几列。"
            "印的总计正好等于其余各列之和，这几列只能是 0，已按 0 读入。请按标准格式补上。"
        ],
    ),
    "organisations in one column, against the total": (
        "t3",
        organisations_together("3"),
        [
            "表三第3行（格数）：有 1 行的格子和表头对不上（第3行“一、本年新收政府信息公开申请数量”），"
            "分不清哪个数属于哪一列，这几行没有读入。请按标准格式，每列一格，不合并，不多格，不缺格。",
            "表三（表头）：没有“商业企业”、“科研机构”、“社会公益组织”、“法律服务机构”、“其他”这几列。"
            "印的总计正好等于其余各列之和，这几列只能是 0，已按 0 读入。请按标准格式补上。",
        ],
    ),
    "a column of table 2 twice": (
        "t2",
        lambda rows: table(with_columns(rows, [0, 1, 1, 2, 3])),
        [
            "表二第3行（格数）：有 2 行的格子和表头对不上（第3行“规章”、第4行“行政规范性文件”），"
            "分不清哪个数属于哪一列，这几行没有读入。请按标准格式，每列一格，不合并，不多格，不缺格。",
        ],
    ),
    "two headings of table 2 in one line, twice": (
        "t2",
        lambda rows: "".join(
            f"<p>{text.replace('本年制发件数', '本年废止件数 现行有效件数')}</p>"
            for row in texts_of([rows[0], [*rows[1], rows[1][1]], *rows[2:]])
            for text in row
        ),
        [
            "表二第2行（格数）：有 2 行的格子和表头对不上（第2行“规章”、第3行“行政规范性文件”），"
            "分不清哪个数属于哪一列，这几行没有读入。请按标准格式，每列一格，不合并，不多格，不缺格。",
        ],
    ),
    "without its header": (
        "t3",
        without_header,
        [
            "表三（表头）：表头找不到“自然人”、“商业企业”、“科研机构”、“社会公益组织”、“法律服务机构”、"
            "“其他”、“总计”，各行正好七个数，印的总计也对得上，按标准表的次序读入。请按标准格式补全表头。"
        ],
    ),
    "columns in another order, without a table": (
        "t3",
        lambda rows: lines(with_columns(rows, [2, 3, 5, 4, 6, 7, 8, 9])),
        [
            "表三（表头）：各列的次序与标准表不同，表头和数字又没有对齐的格子可以印证，"
            "已按表头的次序读入。请核对各列，改为标准表的次序。"
        ],
    ),
    "rows without anything left out": (
        "t3",
        lambda rows: table([row for row in without_spans(rows) if row[-1].text != "0"]),
        [
            "表三（上年结转政府信息公开申请数量）：有 22 行找不到：“二、上年结转政府信息公开申请数量”、"
            "“（二）部分公开（区分处理的，只计这一情形，不计其他情形）”、“1.属于国家秘密”等。"
            "其中 20 行办理结果，按各列印的总计只能是 0，已按 0 读入。请按标准格式补上。"
        ],
    ),
    "another word behind each figure": (
        "t3",
        lambda rows: re.sub(r">(\d+)<", r">\1人<", table(rows)),
        [
            "表三第4行（等 175 格）：表三 175 个格子里除了数字还有别的：“本年新收政府信息公开申请数量，自然人”、"
            "“本年新收政府信息公开申请数量，商业企业”、“本年新收政府信息公开申请数量，科研机构”等。请只填数字。"
        ],
    ),
    "labels that name their group": (
        "t3",
        lambda rows: plain(
            [["-".join(dict.fromkeys(row[:3])), *row[3:]] for row in texts_of(squares_of(rows))[2:]]
        ),
        [
            "表三第4行（行标签）：有 22 行的行标签与标准表不同：第4行应为“（一）予以公开”、"
            "第5行应为“（二）部分公开（区分处理的，只计这一情形，不计其他情形）”、第6行应为“1.属于国家秘密”等。"
            "数已按这些行读入。请照标准表改正。"
        ],
    ),
    "a measure word behind each figure": (
        "t3",
        lambda rows: re.sub(r">(\d+)<", r">\1 条<", table(rows)),
        [
            "表三第4行（等 175 格）：表三 175 个格子里的数字是文字（“本年新收政府信息公开申请数量，自然人”、"
            "“本年新收政府信息公开申请数量，商业企业”、“本年新收政府信息公开申请数量，科研机构”等），"
            "按数字处理。请改填数字。"
        ],
    ),
    "a column in a cell": (
        "t3",
        lambda rows: plain(
            [["<br>".join(column) for column in zip(*texts_of(squares_of(rows))[2:], strict=True)]]
        ).replace("&lt;br&gt;", "<br>"),
        [
            "表三（整张表）：表三的行、列认不出来，一个数也没有读入。请按标准格式重排，行标签、表头都要写全。"
        ],
    ),
    "labels reworded": (
        "t3",
        lambda rows: table(rows).replace("1.", "1.依法").replace("2.", "2.依法"),
        [
            "表三第8行（行标签）：有 8 行的行标签与标准表不同：第8行应为“1.属于国家秘密”、"
            "第9行应为“2.其他法律行政法规禁止公开”、第16行应为“1.本机关不掌握相关政府信息”等。"
            "数已按这些行读入。请照标准表改正。"
        ],
    ),
    "a cell too few": (
        "t3",
        one_cell_less,
        [
            "表三第6行（格数）：有 1 行的格子和表头对不上（第6行“（一）予以公开”），分不清哪个数属于哪一列，"
            "这几行没有读入。请按标准格式，每列一格，不合并，不多格，不缺格。"
        ],
    ),
    "a 0 for all organisations": ("t3", merged_zero, []),
    "a figure for two kinds": (
        "t3",
        merged_figure,
        [
            "表三第4行（格数）：有 1 行的格子和表头对不上（第4行“一、本年新收政府信息公开申请数量”），"
            "分不清哪个数属于哪一列，这几行没有读入。请按标准格式，每列一格，不合并，不多格，不缺格。"
        ],
    ),
    "a total in the column before its own": (
        "t3",
        total_in_the_column_before,
        [
            "表三第4行（格数）：有 1 行的格子和表头对不上（第4行“一、本年新收政府信息公开申请数量”），"
            "分不清哪个数属于哪一列，这几行没有读入。请按标准格式，每列一格，不合并，不多格，不缺格。"
        ],
    ),
    "figures glued to one another": (
        "t3",
        glued,
        [
            "表三第1行（格数）：有 25 行的格子和表头对不上（第1行“一、本年新收政府信息公开申请数量”、"
            "第2行“二、上年结转政府信息公开申请数量”、第4行“（一）予以公开”等），分不清哪个数属于哪一列，"
            "这几行没有读入。请按标准格式，每列一格，不合并，不多格，不缺格。"
        ],
    ),
    "a picture": (
        "t3",
        picture,
        [
            "表三（整张表）：表三是图片，读不出来，没有核对。请换成表格，表里的数字要能选中、能复制。"
        ],
    ),
    "a drawing": (
        "t3",
        lambda _: "<svg><text>26</text></svg>",
        [
            "表三（整张表）：表三是图片，读不出来，没有核对。请换成表格，表里的数字要能选中、能复制。"
        ],
    ),
    "a background": (
        "t3",
        lambda _: '<div style="background: url(t.png)"></div>',
        [
            "表三（整张表）：表三是图片，读不出来，没有核对。请换成表格，表里的数字要能选中、能复制。"
        ],
    ),
    "another page": (
        "t3",
        lambda _: "<iframe src=t.html></iframe>",
        [
            "表三（整张表）：表三嵌在另一个网页或文件里，读不到，没有核对。请把表格直接放在这一页里。"
        ],
    ),
    "an attachment": (
        "t3",
        lambda _: "<p>详见附件：<a href=t.xlsx>统计表.xlsx</a></p>",
        [
            "表三（整张表）：表三不是表格：“三、收到和处理政府信息公开申请情况”下面只有文字“详见附件：统计表.xlsx”，"
            "读不出来，没有核对。请按标准格式做成表格。"
        ],
    ),
    "a sentence": (
        "t4",
        lambda _: "<p>全年行政复议 2 件，没有行政诉讼。</p>",
        [
            "表四（整张表）：表四不是表格：“四、政府信息公开行政复议、行政诉讼情况”下面只有文字"
            "“全年行政复议 2 件，没有行政诉讼。”，读不出来，没有核对。请按标准格式做成表格。"
        ],
    ),
    "nothing": ("t4", lambda _: "", ["表四（整张表）：找不到表四。请按标准格式补上整张表。"]),
}


def figures_said(data: bytes) -> list[str]:
    """Return the messages of the findings on the tables."""
    examination = examine_input(detect_kind(Path("报告.html"), data), lambda _: None)
    return [
        one.message
        for one in examination.findings
        if any(tells_of(one, key) for key in ("t2", "t3", "t4"))
    ]


def test_columns_that_the_form_has_not_are_named(township: Report) -> None:
    report = replace(township, figures={**township.figures, **BUREAU})
    layouts: dict[str, Layout] = {
        "t2": beside("上年"),
        "t3": beside("2023年", "同比增减"),
        "t4": lambda rows: groups_as_rows(rows).replace("</td></tr>", "</td><td>占比</td></tr>", 1),
    }
    result = read(page(report, layouts))
    assert result.report.figures == read(page(report, {})).report.figures
    assert result.findings == []
    assert result.notes == [
        "表二的“上年”列不会带到新报告里。",
        "表三的“2023年”、“同比增减”列不会带到新报告里。",
    ]
    both = read(page(report, {"t3": with_last_year}))
    assert both.report == read(page(report, {})).report
    assert both.notes == ["表三的“上年”列不会带到新报告里。"]


@pytest.mark.parametrize("heading", ["小计", "代码", "指标代码", "编码", "行次", "序号"])
@pytest.mark.parametrize("key", ["t2", "t3", "t4"])
def test_other_columns_are_named(city: Report, key: str, heading: str) -> None:
    if (key, heading) == ("t4", "小计"):
        return  # there it is another word for 总计
    name = f"表{'二三四'[int(key[1]) - 2]}"
    result = read(page(city, {key: with_a_column(heading, "101", 3)}))
    assert wrong_of(result.report, city) == lost_of(result.report, city) == result.findings == []
    assert result.notes == [f"{name}的“{heading}”列不会带到新报告里。"]


def test_rows_that_add_up_the_groups_are_named(city: Report) -> None:
    def with_sums(rows: Rows) -> str:
        groups = groups_of_4(rows)
        of_all = [str(sum(int(values[n]) for _, values in groups)) for n in range(5)]
        of_suits = [str(sum(int(values[n]) for _, values in groups[1:])) for n in range(5)]
        rest = [[name, *values] for name, values in groups[1:]]
        head = [["类别", *RESULTS], [groups[0][0], *groups[0][1]], ["行政诉讼", *of_suits]]
        return plain([*head, *rest, ["合计", *of_all]])

    result = read(page(city, {"t4": with_sums}))
    assert wrong_of(result.report, city) == lost_of(result.report, city) == []
    assert result.findings == []
    assert [note[:8] for note in result.notes] == ["表四第3行“行政", "表四第6行“合计"]
    wrong = page(city, {"t4": lambda rows: with_sums(rows)[:-19] + "9</td></tr></table>"})
    assert [one.code for one in read(wrong).findings] == ["FORM-LABEL"]


def test_a_caption_may_stand_above_the_unit_of_its_table(city: Report) -> None:
    data = page(city, {"t4": lambda rows: captions(rows).replace("<table>", "单位：件<table>")})
    result = read(data)
    assert wrong_of(result.report, city) == lost_of(result.report, city) == []
    assert result.findings == []


def test_headings_with_a_gap_are_no_order(city: Report) -> None:
    def moved(rows: Rows) -> str:
        rows[1] = [Cell(rows[1][3].text), *rows[1][:2], Cell(""), rows[1][2]]
        return table([rows[1], *([Cell(""), *row] for row in rows[2:4]), *rows[4:]])

    result = read(page(city, {"t2": moved}))
    assert wrong_of(result.report, city) == []
    assert [one.message for one in result.findings] == [
        "表二第2行（格数）：有 2 行的格子和表头对不上（第2行“规章”、第3行“行政规范性文件”），"
        "分不清哪个数属于哪一列，这几行没有读入。请按标准格式，每列一格，不合并，不多格，不缺格。"
    ]


@pytest.mark.parametrize("name", TOLD)
def test_what_is_told_of_a_layout(township: Report, name: str) -> None:
    """A bureau with applications of natural persons only."""
    key, layout, messages = TOLD[name]
    report = township.with_figures(NATURAL_ONLY).with_totals(TOTAL_SLOTS)
    data = page(report, {key: layout})
    assert figures_said(data) == messages
    assert wrong_of(read(data).report, report) == []


def test_of_organisations_in_one_column_the_others_are_read(township: Report) -> None:
    report = replace(township, figures={**township.figures, **BUREAU})
    data = page(report, {"t3": organisations_together()})
    assert figures_said(data) == [
        "表三（表头）：没有“商业企业”、“科研机构”、“社会公益组织”、“法律服务机构”、“其他”这几列，"
        "也不能从印的总计断定它们是 0，这几列没有读入。请按标准格式补上。"
    ]
    found = read(data).report
    assert wrong_of(found, report) == []
    assert [found.stated(Slot("t3_new_received", at)) for at in range(7)] == [58, *[None] * 5, 66]


def test_a_header_one_column_too_far(city: Report) -> None:
    """Sums that hold one column off are no witness where a header is blank."""
    suits = {Slot("t4_suits_after_review", at): value for at, value in enumerate((2, 0, 0, 0, 2))}
    report = city.with_figures(suits)

    def shifted(rows: Rows) -> str:
        rows[2][-5:] = [Cell(""), *map(Cell, RESULTS[:4])]
        return table(rows)

    result = read(page(report, {"t4": shifted}))
    assert wrong_of(result.report, report) == []
    assert [one.what for one in result.findings if one.code == "FORM-LABEL"] != []


def test_a_header_in_another_order_that_stands_beside_its_figures(city: Report) -> None:
    """The sums hold whichever of the first two columns is which."""

    def shifted(rows: Rows) -> str:
        rows = with_columns(rows, [0, 1, 2, 4, 3, 5, 6, 7, 8, 9])
        for row in rows[:3]:
            row.insert(3, Cell(""))
        for row in rows[3:]:
            row.append(Cell(""))
        return table(rows)

    result = read(page(city, {"t3": shifted}))
    assert [one.what[:24] for one in result.findings] == [
        "各列的次序与标准表不同，表头和数字又没有对齐的格"
    ]


def test_the_tables_of_a_bureau_after_a_detour_that_loses_merged_cells(
    township: Report, tmp_path: Path
) -> None:
    """The workbook that is made of them holds each figure in its column."""
    report = replace(township, figures={**township.figures, **BUREAU})
    layouts: dict[str, Layout] = {
        **READ["merged cells are lost"],
        "t4": a_table_a_group,
    }
    source = tmp_path / "报告.html"
    source.write_bytes(page(report, layouts))
    assert figures_said(source.read_bytes()) == []
    (written,) = plan_import(source).write()
    imported = read_workbook(open_input(written)).report
    assert [slot for slot in TABLE_SLOTS if imported.stated(slot) != report.stated(slot)] == []


@pytest.mark.parametrize("totals", [(), (6,)], ids=["totals printed", "totals blank"])
def test_prose_is_compared_where_columns_are_blank(
    township: Report, totals: tuple[int, ...]
) -> None:
    told = "收到政府信息公开申请26件，予以公开21件。"
    report = replace(township, overview=(told,))
    report = report.with_figures(NATURAL_ONLY).with_totals(TOTAL_SLOTS)
    data = page(report, {"t3": blank_kinds(1, 2, 3, 4, 5, *totals)})
    found = examine_input(detect_kind(Path("报告.html"), data), lambda _: None).findings
    assert [one.what for one in found if one.code == "TEXT-COUNT"] == [
        f"“{told}”：正文说予以公开 21件，而表三“予以公开”总计为 26。"
        "请核对，改为一致；确有原因的，在报送的邮件里写明。"
    ]
    right = replace(report, overview=(told.replace("21", "26"),))
    data = page(right, {"t3": blank_kinds(1, 2, 3, 4, 5, *totals)})
    found = examine_input(detect_kind(Path("报告.html"), data), lambda _: None).findings
    assert [one.what for one in found if one.code == "TEXT-COUNT"] == []


TOLD_57 = "另收到公开申请57件。"
ASIDE = "网页里 1 处隐藏、删去或排在正文旁边的文字不会带到新报告里：“另收到公开申请57件。”。"
NOT_READ = [
    (f'<div style="display: none">{TOLD_57}</div>', ASIDE),
    (f"<p hidden>{TOLD_57}</p>", ASIDE),
    (f"<aside><p>{TOLD_57}</p></aside>", ASIDE),
    ("<p><del>旧话</del></p>", ASIDE.replace(TOLD_57, "旧话")),
    ("<p hidden>更多栏目</p><script>另收到公开申请57件。</script>", ""),
]


@pytest.mark.parametrize(("markup", "note"), NOT_READ)
def test_what_a_page_hides_is_named(city: Report, markup: str, note: str) -> None:
    data = page(city, {"t3": lambda rows: table(rows) + markup})
    assert read(data).notes == [note] * bool(note)


AROUND = [
    (f"<p>{TOLD_57}</p>", "", "标题前面有 1 段文字不会带到新报告里：“另收到公开申请57件。”。"),
    ("<p>欢迎访问本网站。</p>", "", ""),
    ("", "<p>联系人：王芳</p>", "落款后面有 1 段文字不会带到新报告里：“联系人：王芳”。"),
    ("", "<p>打印本页</p>", ""),
]


@pytest.mark.parametrize(("above", "below", "note"), AROUND)
def test_what_stands_around_a_page_is_named(
    city: Report, above: str, below: str, note: str
) -> None:
    text = page(city, {}).decode().replace("<body>", f"<body>{above}")
    data = text.replace("</body>", f"{below}</body>").encode()
    assert read(data).notes == [note] * bool(note)


ADDED = [
    ("行政许可", "其中：行政许可", "表二", 7),
    ("行政许可", "行政许可（含委托许可事项）", "表二", 7),
    ("行政处罚", "行政处罚决定（件）", "表二", 10),
    ("规章", "政府规章", "表二", 3),
    ("行政规范性文件", "规范性文件（镇政府及办公室）", "表二", 4),
    ("（一）予以公开", "（一）予以公开（含已主动公开）", "表三", 6),
    ("5.属于三类内部事务信息", "5.属于三类内部事务信息：人事管理、后勤管理", "表三", 12),
]


@pytest.mark.parametrize(("label", "shown", "table", "row"), ADDED, ids=str)
def test_a_label_with_an_addition_is_read_and_told(
    city: Report, label: str, shown: str, table: str, row: int
) -> None:
    data = page(city, {}).decode().replace(f">{label}<", f">{shown}<", 1).encode()
    result = read(data)
    assert wrong_of(result.report, city) == lost_of(result.report, city) == []
    (told,) = result.findings
    assert told.what == f"行标签写成了“{shown}”。请改为标准表的“{label}”。"
    assert told.place is not None
    assert told.place.cell == f"{table}第{row}行"


@pytest.mark.parametrize("shown", ["行政许可（件）", "行政许可(单位：件)"])
def test_the_unit_behind_a_label_is_no_other_label(city: Report, shown: str) -> None:
    result = read(page(city, {}).decode().replace(">行政许可<", f">{shown}<", 1).encode())
    assert wrong_of(result.report, city) == lost_of(result.report, city) == []
    assert result.findings == []


@pytest.mark.parametrize("shown", ["其他行政许可", "非行政许可审批", "行政许可和行政处罚"])
def test_a_label_that_says_something_else_is_not_read(city: Report, shown: str) -> None:
    result = read(page(city, {}).decode().replace(">行政许可<", f">{shown}<", 1).encode())
    assert [one.what for one in result.findings] == [
        f"“{shown}”不是标准表的行，没有读入。请按标准格式填写。",
        "找不到“行政许可”一行。请按标准格式补上。",
    ]


def test_of_two_rows_that_may_be_one_none_is_taken(city: Report) -> None:
    data = page(city, {}).decode().replace(">行政许可<", ">行政许可（市级）<", 1)
    data = data.replace(">行政处罚<", ">行政许可（县级）<", 1)
    result = read(data.encode())
    assert {slot.name for slot in lost_of(result.report, city)} == {"t2_licensing", "t2_penalties"}
    assert [one.what for one in result.findings] == [
        "有 2 行不是标准表的行（第7行“行政许可（市级）”、第10行“行政许可（县级）”），没有读入。请按标准格式填写。",
        "有 2 行找不到：“行政许可”、“行政处罚”。请按标准格式补上。",
    ]
