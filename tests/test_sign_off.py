"""Where a report is signed at an odd place: read as its sign-off, or named."""

from collections.abc import Callable
from datetime import date

import pytest

from converter.form.fields import SECTIONS
from converter.form.report import Report
from converter.reading.blocks import TextBlock
from converter.reading.report_prose import _all_said
from converter.reading.report_title import opening
from converter.reading.sections.report_sections import Sections
from tests.table_layouts import page
from tests.test_published_tables import lost_of, read, wrong_of

UNIT, DAY, OTHER = "测试市人民政府", "2026年3月20日", "2026年3月10日"
SIGNED = f"<p>{UNIT}</p><p>{DAY}</p>"
TAKEN = f"落款“{UNIT} {DAY}”印在{{}}，已按落款读入，新报告里放在最后。"
LEFT = f"{{}}另有一处落款“{UNIT} {OTHER}”，和报告的落款不同，不会带到新报告里。"
PARTS = [f"“{one.heading}”部分" for one in SECTIONS]
FRONT = f"“{SECTIONS[0].heading}”前面"

Edit = Callable[[str], str]


def before(section: int, signed: str) -> Edit:
    heading = f"<p>{SECTIONS[section].heading}</p>"
    return lambda text: text.replace(heading, signed + heading)


def in_table(section: int, rows: str, *, above: bool = False) -> Edit:
    def edit(text: str) -> str:
        heading = text.index(SECTIONS[section].heading)
        end = text.index("<tr>" if above else "</table>", heading)
        return text[:end] + rows + text[end:]

    return edit


def at_the_end(signed: str) -> Edit:
    return lambda text: text.replace("</body>", f"{signed}</body>")


UNSIGNED: dict[str, tuple[Edit, list[str]]] = {
    "between preface and section one": (before(0, SIGNED), [TAKEN.format(FRONT)]),
    "there on one line": (before(0, f"<p>{UNIT}　{DAY}</p>"), [TAKEN.format(FRONT)]),
    "the date alone there": (before(0, f"<p>{DAY}</p>"), []),
    "behind section one": (before(1, SIGNED), [TAKEN.format(PARTS[0])]),
    "behind a table": (before(3, SIGNED), [TAKEN.format(PARTS[2])]),
    "behind section five": (before(5, SIGNED), [TAKEN.format(PARTS[4])]),
    "in a cell": (
        in_table(1, f"<tr><td colspan=6>{UNIT} {DAY}</td></tr>"),
        [TAKEN.format(PARTS[1])],
    ),
    "in two cells": (
        in_table(3, f"<tr><td colspan=3>{UNIT}</td><td colspan=3>{DAY}</td></tr>"),
        [TAKEN.format(PARTS[3])],
    ),
    "in two rows": (
        in_table(2, f"<tr><td colspan=9>{UNIT}</td></tr><tr><td colspan=9>{DAY}</td></tr>"),
        [TAKEN.format(PARTS[2])],
    ),
    "above a table": (
        in_table(2, f"<tr><td colspan=9>{UNIT} {DAY}</td></tr>", above=True),
        [TAKEN.format(PARTS[2])],
    ),
    "as items": (at_the_end(f"<ol><li>{UNIT}</li><li>{DAY}</li></ol>"), []),
    "as one item": (at_the_end(f"<ol start=7><li>{UNIT} {DAY}</li></ol>"), []),
}


def edited(city: Report, edit: Edit, *, signed: bool) -> bytes:
    text = page(city, {}).decode()
    return edit(text if signed else text.replace(SIGNED, "")).encode()


DAILY = {"between preface and section one", "behind a table", "in two rows", "as items"}


@pytest.fixture(scope="module")
def plain(city: Report) -> Report:
    return read(page(city, {})).report


@pytest.mark.parametrize(
    "name",
    [one if one in DAILY else pytest.param(one, marks=pytest.mark.nightly) for one in UNSIGNED],
)
def test_a_sign_off_is_read_where_it_stands(city: Report, plain: Report, name: str) -> None:
    edit, notes = UNSIGNED[name]
    result = read(edited(city, edit, signed=False))
    found = result.report
    assert (found.unit_name, found.report_date) == (UNIT, date(2026, 3, 20))
    assert (found.preface, found.overview, found.problems) == ((), city.overview, city.problems)
    assert wrong_of(found, city) == lost_of(found, city) == result.findings == []
    assert found == plain
    assert result.notes == notes


NAMED: list[tuple[Edit, bool, list[str]]] = [
    (before(0, SIGNED), True, []),
    (before(0, SIGNED.replace(DAY, OTHER)), True, [LEFT.format(FRONT)]),
    (before(2, SIGNED.replace(DAY, OTHER)), True, [LEFT.format(PARTS[1])]),
    (
        lambda text: text.replace(SIGNED, SIGNED.replace(DAY, OTHER) + SIGNED),
        True,
        [LEFT.format("文末")],
    ),
    (
        lambda text: text.replace(SIGNED, f"<p>测试市档案馆</p><p>{OTHER}</p>{SIGNED}"),
        True,
        [LEFT.format("文末").replace(UNIT, "测试市档案馆")],
    ),
    (
        at_the_end(f"<footer><p>{UNIT}</p> <p>{DAY}</p></footer>"),
        False,
        [f"网页里 1 处隐藏、删去或排在正文旁边的文字不会带到新报告里：“{UNIT} {DAY}”。"],
    ),
    (at_the_end(f"<footer><p>主办：{UNIT}</p><p>更新于{DAY}</p></footer>"), False, []),
]


@pytest.mark.parametrize(("edit", "signed", "notes"), NAMED)
def test_what_signs_once_more_is_named(
    city: Report, plain: Report, edit: Edit, signed: bool, notes: list[str]
) -> None:
    result = read(edited(city, edit, signed=signed))
    assert result.report.report_date == (date(2026, 3, 20) if signed else None)
    assert result.report.other_matters == plain.other_matters
    assert (result.findings, result.notes) == ([], notes)


PROSE = [
    f"<p>{UNIT}</p><p>2026年3月20日，办公室开会。</p>",
    f"<p>由{UNIT}于{DAY}</p>",
    f"<p>测试市档案馆</p><p>{DAY}</p>",
]


@pytest.mark.parametrize("said", PROSE)
def test_a_unit_and_a_date_in_a_sentence_sign_nothing(city: Report, said: str) -> None:
    result = read(edited(city, before(1, said), signed=True))
    assert len(result.report.overview) > len(city.overview)
    assert result.notes == []


def test_brackets_around_a_sign_off_are_no_part_of_it(city: Report, plain: Report) -> None:
    for signed in (f"<p>（{UNIT} {DAY}）</p>", f"<p>（{UNIT}）</p><p>（{DAY}）</p>"):
        result = read(edited(city, at_the_end(signed), signed=False))
        assert (result.report, result.notes) == (plain, [])


@pytest.mark.parametrize("said", ["（此件公开发布）", "（此页无正文）", "(此件删减后公开)"])
def test_a_remark_on_the_paper_above_the_sign_off_is_no_content(
    city: Report, plain: Report, said: str
) -> None:
    result = read(edited(city, at_the_end(f"<p>{said}</p>{SIGNED}"), signed=False))
    assert (result.report, result.notes) == (plain, [])


def test_what_a_paper_is_not_said_to_be_stays(city: Report, plain: Report) -> None:
    said = "（此件公开发布。已报县政府）"
    result = read(edited(city, at_the_end(f"<p>{said}</p>{SIGNED}"), signed=False))
    assert result.report.other_matters == (*plain.other_matters, said)


JOINT = {
    "on one line": "<p>{own}　测试市财政局</p><p>{day}</p>",
    "the other one first": "<p>测试市财政局 {own}</p><p>{day}</p>",
    "with the date": "<p>{own}、测试市财政局　{day}</p>",
    "and the date once more": "<p>{own} 测试市财政局 {day}</p><p>{day}</p>",
    "the other one above": "<p>测试市财政局</p><p>{own}</p><p>{day}</p>",
    "the other one below": "<p>{own}</p><p>测试市财政局</p><p>{day}</p>",
}


@pytest.mark.parametrize("name", JOINT)
def test_of_two_organs_that_sign_the_titles_is_taken(city: Report, name: str) -> None:
    signed = JOINT[name].format(own=UNIT, day=DAY)
    text = page(city, {}).decode()
    assert SIGNED in text
    result = read(text.replace(SIGNED, signed).encode())
    assert (result.report.unit_name, result.report.report_date) == (UNIT, date(2026, 3, 20))
    assert result.report.other_matters == read(text.encode()).report.other_matters
    assert result.findings == []
    assert result.notes == [
        "落款里还有“测试市财政局”，不是标题的单位，不会带到新报告里。几个单位合写一份的，请各填各的。"
    ]


@pytest.mark.parametrize(
    "own", ["测 试 市 人 民 政 府", "测试市　人民政府", "测试市人民政府（盖章）"]
)
def test_one_unit_in_several_words_signs_alone(city: Report, own: str) -> None:
    text = page(city, {}).decode().replace(f"<p>{UNIT}</p>", f"<p>{own}</p>")
    result = read(text.encode())
    assert (result.report.unit_name, result.findings, result.notes) == (UNIT, [], [])


@pytest.mark.parametrize(
    "lines",
    [
        (UNIT[:1], UNIT[1:], DAY),
        (UNIT[:4], UNIT[4:], DAY[:6], DAY[6:]),
        (f"{UNIT}　{DAY[:6]}", DAY[6:]),
        (UNIT[:-1], f"{UNIT[-1]}　{DAY}"),
    ],
)
def test_a_sign_off_that_goes_on_in_the_next_line_is_whole(
    city: Report, plain: Report, lines: tuple[str, ...]
) -> None:
    signed = "".join(f"<p>{line}</p>" for line in lines)
    result = read(edited(city, at_the_end(signed), signed=False))
    assert (result.report, result.findings, result.notes) == (plain, [], [])


def test_of_a_long_line_at_the_end_no_more_counts_as_a_sign_off_than_one_has() -> None:
    last = "".join(map(str, range(9_000)))
    said = _all_said(Sections(found={"other": [TextBlock(last)]}), None)
    assert (said.count(last), said.count(last[-300:]), len(said) < 2 * len(last)) == (1, 21, True)


def test_each_unit_of_many_titles_is_looked_for_once() -> None:
    names = ["测试县", *(f"测试县{number}局" for number in range(1_000, 1_300))]
    asked: list[str] = []

    def said(name: str) -> int:
        asked.append(name)
        return 3 if name == "测试县1007局" else len(name) == len("测试县")

    titles = [TextBlock(f"{name}2021年政府信息公开工作年度报告") for name in names]
    assert opening(titles, 0, said).title == titles[8].text
    assert asked == names
