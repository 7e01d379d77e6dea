"""What the style sheets of a page hide beside a figure is no digit of it; what is left open is told."""

import re
from collections.abc import Sequence

import pytest

from converter.form.fields import TABLES
from converter.form.report import Report
from converter.reading.pages import page_styles
from converter.reading.pages.page_source import page_tree
from tests.table_layouts import Rows, page, table
from tests.test_published_tables import figures_said, lost_of, read, wrong_of


def beside(city: Report, sheet: str, unseen: str, *keys: str, head: str = "<style>") -> bytes:
    """Write a page with something behind each figure of some tables, and a style sheet."""

    def layout(rows: Rows) -> str:
        return re.sub(r">(\d+)<", rf">\1{unseen}<", table(rows))

    data = page(city, dict.fromkeys(keys or TABLES, layout)).decode()
    return data.replace("<body>", f"{head}{sheet}</style><body>").encode()


def nightly_from(count: int, cases: Sequence[object]) -> list[object]:
    """Return cases of which all but the first ones are for the night."""
    rest = (one if isinstance(one, tuple) else (one,) for one in cases[count:])
    return [*cases[:count], *(pytest.param(*one, marks=pytest.mark.nightly) for one in rest)]


HIDES = [
    "display: none",
    "visibility:hidden !important",
    "font-size: 0",
    "width: 0; overflow: hidden",
    "overflow:hidden;max-height:0px",
    "clip: rect(0 0 0 0)",
    "clip:rect(1px, 1px, 1px, 1px)",
    "clip-path: inset(50%)",
    "transform: scale(0)",
    "opacity: 0",
    "text-indent: -9999px",
    "position: absolute; left: -999em",
    "color: #FFF",
    "color: rgb(255, 255, 255)",
    "color: transparent",
    "color: red; background: red",
    "text-decoration: line-through",
    "vertical-align: super",
]


@pytest.mark.parametrize("said", nightly_from(3, HIDES))
def test_what_a_rule_hides_beside_a_figure_is_no_digit_of_it(city: Report, said: str) -> None:
    result = read(beside(city, f".x {{ {said} }}", "<i class=x>7</i>"))
    assert wrong_of(result.report, city) == lost_of(result.report, city) == result.findings == []


SELECTED = [
    ("#n { display: none }", "<i id=n>7</i>"),
    ("i { display: none }", "<i>7</i>"),
    ("i.X, b { display: none }", "<i class='a X'>7</i>"),
    (".a.b { display: none }", "<i class='b a'>7</i>"),
    ("table td .x { display: none }", "<i class=x>7</i>"),
    ("tr > td>i { display: none }", "<i>7</i>"),
    ("[data-n] { display: none }", "<i data-n>7</i>"),
    ("[class^='hid'] { display: none }", "<i class=hidden-xs>7</i>"),
    (r".md\:no { display: none }", "<i class=md:no>7</i>"),
    ("/* .y{} */ .x { display: none } /* and", "<i class=x>7</i>"),
    ("@media screen { .x { display: none } }", "<i class=x>7</i>"),
    (".x { display: none } i { display: inline }", "<i class=x>7</i>"),
    (".x { display: none!important } #n { display: inline }", "<i class=x id=n>7</i>"),
]


@pytest.mark.parametrize(("sheet", "unseen"), nightly_from(3, SELECTED))
def test_a_rule_finds_its_elements(city: Report, sheet: str, unseen: str) -> None:
    result = read(beside(city, sheet, unseen))
    assert wrong_of(result.report, city) == lost_of(result.report, city) == result.findings == []


SEEN = [
    (".x { display: none } .x.y { display: inline }", "<i class='x y'>7</i>"),
    (".x { display: none }", "<i class=x style='display: inline'>7</i>"),
    (".menu .x { display: none } ul > .x { display: none }", "<i class=x>7</i>"),
    (".x:hover, .x::before { display: none }", "<i class=x>7</i>"),
    ("@media print { .x { display: none } }", "<i class=x>7</i>"),
    ("@media (max-width: 768px) { .x { display: none } }", "<i class=x>7</i>"),
    ("@keyframes x { from { opacity: 0 } }", "<i class=x>7</i>"),
    ("td { background: #036 } .x { color: white }", "<i class=x>7</i>"),
    (".x { text-indent: -9px; width: 0; left: -2px }", "<i class=x>7</i>"),
]


@pytest.mark.parametrize(("sheet", "seen"), nightly_from(2, SEEN))
def test_what_is_shown_stays_a_digit(city: Report, sheet: str, seen: str) -> None:
    found, plain = (read(beside(city, one, seen)).report for one in (sheet, ""))
    assert found.figures == plain.figures
    assert wrong_of(found, city) != []


def test_a_sheet_for_print_alone_hides_nothing(city: Report) -> None:
    head = "<style media=print>"
    result = read(beside(city, "td, i { display: none }", "<i></i>", head=head))
    assert lost_of(result.report, city) == result.findings == []


UNKNOWN = [
    ("i:nth-child(1) { display: none }", "<i>7</i>"),
    ("@media (orientation: portrait) { .x { opacity: 0 } }", "<i class=x>7</i>"),
    ("b + .x { visibility: hidden }", "<i class=x>7</i>"),
    (".x:not(.y) { left: -999px }", "<i class=x>7</i>"),
    ("@supports (display: grid) { .x { display: none } }", "<i class=x>7</i>"),
    ("", "<i aria-hidden=true>7</i>"),
]
TOLD = (
    "表二第3行（等 10 格）：表二 10 个格子的数字有一部分可能在网页上看不见，分不清，没有读入："
    "“规章，本年制发件数”、“规章，本年废止件数”、“规章，现行有效件数”等。请用浏览器打开网页，按看到的数填写。"
)


@pytest.mark.parametrize(("sheet", "unseen"), nightly_from(1, UNKNOWN))
def test_where_nobody_knows_what_is_hidden_it_is_told(
    city: Report, sheet: str, unseen: str
) -> None:
    data = beside(city, sheet, unseen, "t2")
    assert figures_said(data) == [TOLD]
    assert wrong_of(read(data).report, city) == []


LINK = "<link rel=stylesheet href=all.css><style>"
ELSEWHERE = [
    (LINK, "<i class='x hide'>7</i>", True),
    (LINK, "<i></i><i class=sr-only>7</i>", True),
    ("<style>@import url(all.css);", "<i class=visually-hidden>7</i>", True),
    # nothing could make it true
    ("<style>", "<i class=hide>7</i>", False),
    # shown on some screens, and no name of anything hidden
    (LINK, "<i class=hidden-xs>7</i>", False),
    (LINK, "<i class=s2>7</i>", False),
    (LINK + ".hide{opacity:1}.x{opacity:0}", "<i class=hide>7</i>", False),
    # no part of the figure
    (LINK, " <i class=hide>件</i>", False),
]


@pytest.mark.parametrize(("head", "unseen", "is_told"), nightly_from(4, ELSEWHERE))
def test_digits_called_hidden_where_a_sheet_may_hide_them_are_told(
    city: Report, head: str, unseen: str, *, is_told: bool
) -> None:
    assert (figures_said(beside(city, "", unseen, "t2", head=head)) == [TOLD]) == is_told


@pytest.mark.parametrize(
    "sheet",
    [
        "p, table { display: none } body { opacity: 0 } .wrap { visibility: hidden }",
        "td { width: 0; color: #fff } th p { font-size: 0 } a:not(.b) { display: none }",
        ":not(:defined), .x:empty { display: none }",
    ],
)
def test_sheets_that_scripts_undo_or_that_are_of_other_things_hide_nothing(
    city: Report, sheet: str
) -> None:
    result = read(beside(city, sheet, "<i></i>"))
    assert wrong_of(result.report, city) == lost_of(result.report, city) == result.findings == []


def test_what_is_kept_from_screen_readers_alone_is_the_figure(city: Report) -> None:
    def layout(rows: Rows) -> str:
        return re.sub(r">(\d+)<", r"><span aria-hidden=true>\1</span><", table(rows))

    result = read(page(city, dict.fromkeys(TABLES, layout)))
    assert wrong_of(result.report, city) == lost_of(result.report, city) == result.findings == []


def test_rules_and_elements_do_not_multiply() -> None:
    """Above a number of comparisons nothing is known, so that it is told."""
    tree = page_tree(b"<style>" + b".a i{display:none}" * 300 + b"</style><p><i>7</i>")
    sheets = page_styles.style_sheets(tree)
    (element,) = tree.iter("i")
    assert sheets.said_of(element) == ({}, False)
    sheets.steps = 200
    assert sheets.said_of(element) == ({}, True)
