"""PDFs as other programs lay them out: letter-spaced, with a watermark, cut by a page break, open at the sides."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from converter.errors import UnusableFile
from converter.files.kinds import detect_kind
from converter.reading.blocks import Block, TableBlock, TableCell, TextBlock
from converter.reading.pdf.pdf_blocks import _Frame, _Line, _Margins, _Page, _Table, read_pdf_blocks
from converter.reading.pdf.pdf_page_breaks import cut_cells_joined
from tests.test_pdf import pdf_of


def shown(content: str) -> list[list[list[str]] | str]:
    """Return what a page of some content says, its tables as the texts of their cells."""
    file = detect_kind(Path("a.pdf"), pdf_of([content.encode()]))
    return [said(block) for block in read_pdf_blocks(file)]


def said(block: Block) -> list[list[str]] | str:
    if isinstance(block, TableBlock):
        return [[cell.text for cell in row] for row in block.rows]
    assert isinstance(block, TextBlock)
    return block.whole


def at(x: int, y: int, drawn: str) -> str:
    return f"BT /F 12 Tf {x} {y} Td {drawn} ET "


def across(y: int) -> str:
    return f"100 {y} m 300 {y} l S "


def upright(x: int) -> str:
    return f"{x} 600 m {x} 700 l S "


IN_A_CELL: dict[str, tuple[str, str]] = {
    "letter-spaced": ("3 Tc (12) Tj", "12"),
    "letter-spaced, with a comma": ("3 Tc (1,234) Tj", "1,234"),
    "letter-spaced words": ("3 Tc (ab 12) Tj", "ab 12"),
    "two figures": ("[(1) -900 (2)] TJ", "1 2"),
    "one of several apart": ("[(12) -400 (34)] TJ", "12 34"),
    "a blank typed between": ("(1 2) Tj", "1 2"),
}


@pytest.mark.parametrize("name", IN_A_CELL)
def test_figures_set_apart_alike_are_one(name: str) -> None:
    drawn, text = IN_A_CELL[name]
    lines = [across(600), across(650), across(700), upright(100), upright(200), upright(300)]
    content = "".join(lines) + at(110, 620, drawn)
    assert shown(content) == [[["", ""], [text, ""]]]


def test_a_table_may_be_open_at_its_sides() -> None:
    lines = across(600) + across(650) + across(700) + upright(200)
    content = lines + at(110, 660, "(a) Tj") + at(210, 620, "(12) Tj")
    assert shown(content) == [[["a", ""], ["", "12"]]]


def test_lines_alone_make_no_table() -> None:
    assert shown(across(600) + across(700) + at(110, 660, "(words) Tj")) == ["words"]


@pytest.mark.parametrize(
    ("turned", "texts"),
    [
        (".87 .5 -.5 .87 100 500 Tm", ["words"]),
        (".87 -.5 .5 .87 100 500 Tm", ["words"]),
        # slanted, as italics are made
        ("1 0 .3 1 100 500 Tm", ["words mark"]),
    ],
)
def test_a_watermark_is_no_text(turned: str, texts: list[str]) -> None:
    assert shown(f"{at(100, 700, '(words) Tj')}BT /F 12 Tf {turned} (mark) Tj ET") == texts


@pytest.mark.parametrize(("below", "text"), [(590, "ab"), (560, "a")])
def test_a_line_that_hangs_out_of_the_last_cell_is_the_cells(below: int, text: str) -> None:
    lines = across(600) + across(650) + across(700) + upright(100) + upright(200) + upright(300)
    content = lines + at(110, 603, "(a) Tj") + at(110, below, "(b) Tj")
    table, *rest = shown(content)
    assert (str(table[1][0]).replace("\n", ""), rest) == (text, [] if text == "ab" else ["b"])


CUT: dict[str, tuple[list[list[str]], list[list[str]], list[list[str]]]] = {
    "a row of headers": (
        [["结果维", "结果纠", "总计"]], [["持", "正", ""], ["1", "2", "3"]],
        [["结果维持", "结果纠正", "总计"], ["1", "2", "3"]],
    ),
    "a label": (
        [["（二）部分公开（区分处理的，", "3"]], [["只计这一情形，不计其他情形）", ""], ["1.属于国家秘密", "0"]],
        [["（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "3"], ["1.属于国家秘密", "0"]],
    ),
    "headers beside others that end there": (
        [["结果维", "总计", "复议后起诉", "复议后起诉"]], [["持", "", "结果维持", "总计"], ["1", "1", "0", "0"]],
        [["结果维持", "总计", "复议后起诉", "复议后起诉"], ["结果维持", "总计", "结果维持", "总计"], ["1", "1", "0", "0"]],
    ),
    "figures": (
        [["0", "19", "19"]], [["", "76", "76"], ["1", "2", "3"]],
        [["0", "1976", "1976"], ["1", "2", "3"]],
    ),
    "figures that are whole": (
        [["", "19", "19"]], [["7", "76", ""]], [["", "19", "19"], ["7", "76", ""]],
    ),
    "a blank figure in the next row": (
        [["1.属于国家秘密", "3", "4"]], [["3.其他", "", "5"]],
        [["1.属于国家秘密", "3", "4"], ["3.其他", "", "5"]],
    ),
    "whole rows": (
        [["1.属于国家秘密", "3"]], [["3.其他", "4"]], [["1.属于国家秘密", "3"], ["3.其他", "4"]],
    ),
}  # fmt: skip


def cells(texts: Sequence[Sequence[str]]) -> list[tuple[TableCell, ...]]:
    """Return rows of cells; equal texts beside one another are one cell."""
    rows = []
    for texts_of_row in texts:
        row: list[TableCell] = []
        for text in texts_of_row:
            row.append(row[-1] if row and text and row[-1].text == text else TableCell(text))
        rows.append(tuple(row))
    return rows


@pytest.mark.parametrize("name", CUT)
def test_what_a_page_break_cut_is_one_again(name: str) -> None:
    above, below, whole = CUT[name]
    upper = cells(above)
    lower = cut_cells_joined(upper, cells(below))
    assert [[cell.text for cell in row] for row in (*upper, *lower)] == whole


@pytest.mark.parametrize(("full", "goes_on"), [(3, True), (2, False)])
def test_a_table_may_be_wider_than_the_text(full: int, *, goes_on: bool) -> None:
    lines = [
        _Line(
            "text",
            left=100,
            right=400,
            top=90 + 12 * row,
            base=100 + 12 * row,
            size=10,
            first_word=10,
        )
        for row in range(full)
    ]
    wide = _Table(200, (_Frame(50, 200, 550, 300), _Frame(50, 300, 550, 400)), 1)
    margins = _Margins([_Page(1, 800, 600, [*lines, wide])])
    assert margins.goes_on(lines[:1], lines[1]) is goes_on


@pytest.mark.parametrize(
    ("above", "below", "goes_on"),
    [
        ("办理了申请。", "（二）依申请公开。", False),
        ("办理了申请。", "其中", True),
        ("《条例》第二十条第", "（一）项规定", True),
    ],
)
def test_a_full_line_ends_a_paragraph_where_an_item_begins(
    above: str, below: str, *, goes_on: bool
) -> None:
    upper, lower = (
        _Line(text, left=50, right=300, top=base - 10, base=base, size=10, first_word=10)
        for text, base in ((above, 100), (below, 112))
    )
    assert _Margins([_Page(1, 800, 350, [upper, lower])]).goes_on([upper], lower) is goes_on


def test_pages_of_two_widths_have_their_own_margins() -> None:
    def line(text: str, base: float, right: float) -> _Line:
        return _Line(text, left=50, right=right, top=base - 10, base=base, size=10, first_word=10)

    full, rest = line("full", 100, 300), line("rest", 112, 80)
    pages = [_Page(1, 800, 350, [full, rest]), _Page(2, 350, 800, [line("wide", 100, 750)])]
    assert _Margins(pages).goes_on([full], rest)


@pytest.mark.parametrize(
    ("numbers", "left", "is_left_out"),
    [
        ("1 2 3", 40, True),
        ("5 10 15", 40, True),
        ("1 2", 40, False),
        ("1 2 4", 40, False),
        ("3 2 1", 40, False),
        # not in the margin
        ("1 2 3", 50, False),
    ],
)
def test_numbers_of_lines_in_the_margin_are_no_text(
    numbers: str, left: int, *, is_left_out: bool
) -> None:
    aligned = [number.rjust(2) for number in numbers.split()]
    below = at(100 if left == 40 else 40, 500, "(a last line) Tj")
    content = "".join(
        at(left if len(one.strip()) > 1 else left + 7, 750 - 20 * row, f"({one.strip()}) Tj")
        + at(72, 750 - 20 * row, "(2 words) Tj")
        for row, one in enumerate(aligned)
    )
    text = " ".join(map(str, shown(content + below)))
    assert (numbers.split(maxsplit=1)[0] + " 2 words" not in text) is is_left_out


@pytest.mark.parametrize(("rows", "right"), [(6, 320), (5, 320), (6, 200)])
def test_text_in_two_columns_is_refused(rows: int, right: int) -> None:
    content = at(
        72, 780, "(a title that goes across all of the page, from one side to the other) Tj"
    )
    for row in range(rows):
        y = 700 - 20 * row
        content += at(72, y, "(text on the left side) Tj") + at(right, y, "(text of the right) Tj")
    if (rows, right) == (6, 320):
        with pytest.raises(UnusableFile, match="这份 PDF 排成两栏，读不准先后"):
            shown(content)
    else:
        assert len(shown(content)) > 1
