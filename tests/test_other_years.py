"""Tables, lists and pieces of another year than the report's: none of their figures enters, and that is told."""

import random

import pytest

from converter.form.fields import Slot
from converter.form.report import Report
from tests.table_layouts import Cell, Layout, Rows, page, random_report, rows_of, table
from tests.test_page_styles import nightly_from
from tests.test_published_tables import figures_said, lines, lost_of, read, wrong_of
from tests.test_table_shapes import list_of_2, list_of_3, on_lines, sentences_of_4

LISTS: dict[str, Layout] = {"t2": list_of_2, "t3": list_of_3, "t4": sentences_of_4}
PICTURE = '<p><img src="a.png"></p>'
NOT_THIS_YEAR = "不是本年度的数，没有读入。请换成本年度的表；只是年份写错了的，请改正。"


@pytest.fixture(scope="module")
def varied(city: Report) -> Report:
    """A report for 2025 whose figures differ from one another."""
    return random_report(city, random.Random(3))


@pytest.fixture(scope="module")
def last(city: Report) -> Report:
    """The figures of the year before."""
    return random_report(city, random.Random(9))


def below(caption: str, layout: Layout) -> Layout:
    return lambda rows: on_lines(caption) + layout(rows)


def within(caption: str) -> Layout:
    return lambda rows: table([[Cell(caption, 15)], *rows])


def in_the_corner(rows: Rows) -> str:
    rows[0][0].text = "2024年"
    return table(rows)


def over_the_columns(rows: Rows) -> str:
    rows[0][1].text = "2024年申请人情况"
    return table(rows)


OF_LAST_YEAR: list[tuple[str, Layout, str]] = [
    *((key, below("2024年", one), "2024年") for key, one in LISTS.items()),
    ("t4", below("2024年度情况", sentences_of_4), "2024年度情况"),
    ("t4", below("二〇二四年：", sentences_of_4), "二〇二四年："),
    ("t4", below("（2024）", sentences_of_4), "（2024）"),
    ("t4", below("24年情况", sentences_of_4), "24年情况"),
    ("t2", below("上年情况：", list_of_2), "上年情况："),
    ("t2", below("上年数", list_of_2), "上年数"),
    ("t2", within("2024年统计表"), "2024年统计表"),
    ("t2", within("上年度"), "上年度"),
    ("t3", below("2024年政府信息公开申请情况", table), "2024年政府信息公开申请情况"),
    ("t3", below("2023—2024年", table), "2023—2024年"),
    ("t3", below("（2024年1月1日至12月31日）", table), "（2024年1月1日至12月31日）"),
    ("t3", below("2024年</p><p>单位：件", table), "2024年"),
    ("t3", below("2026年度", lines), "2026年度"),
    ("t3", below("统计时间：2024年", lines), "统计时间：2024年"),
    ("t3", below("2024年（单位：件）", table), "2024年（单位：件）"),
    ("t3", below("附表二 2024年政府信息公开申请", table), "附表二 2024年政府信息公开申请"),
    ("t4", below("甲镇2024年行政复议、行政诉讼", sentences_of_4), "甲镇2024年行政复议、行政诉讼"),
    ("t3", in_the_corner, "2024年"),
    ("t3", over_the_columns, "2024年申请人情况"),
    ("t4", within("2024年"), "2024年"),
    ("t3", below("2025年上半年", table), "2025年上半年"),
    ("t4", below("第三季度情况", sentences_of_4), "第三季度情况"),
]


@pytest.mark.parametrize(("key", "layout", "said"), nightly_from(6, OF_LAST_YEAR))
def test_of_another_year_nothing_is_read(
    varied: Report, last: Report, key: str, layout: Layout, said: str
) -> None:
    data = page(varied, {key: lambda _: PICTURE + layout(rows_of(last, key))})
    name = f"表{'二三四'[int(key[1]) - 2]}"
    assert f"{name}（整张表）：{name}标的是“{said}”，{NOT_THIS_YEAR}" in figures_said(data)
    assert wrong_of(read(data).report, varied) == []


@pytest.mark.parametrize("key", LISTS)
@pytest.mark.parametrize("caption", ["2024年", "上年情况："])
def test_of_two_years_the_report_s_own_is_read(
    varied: Report, last: Report, key: str, caption: str
) -> None:
    for layout in (LISTS[key], table):
        own = below("2025年", layout)
        other = below(caption, layout)(rows_of(last, key))
        for data in (
            page(varied, {key: lambda rows, other=other, own=own: other + own(rows)}),
            page(varied, {key: lambda rows, other=other, own=own: own(rows) + other}),
        ):
            result = read(data)
            assert wrong_of(result.report, varied) == lost_of(result.report, varied) == []
            assert result.findings == []
            name = f"表{'二三四'[int(key[1]) - 2]}"
            assert (
                f"{name}另有一张标的是“{caption}”，不是本年度的数，不会带到新报告里。"
                in result.notes
            )


def test_a_heading_with_another_year_dates_what_stands_below(varied: Report) -> None:
    data = page(varied, {}).replace(
        "三、收到和处理政府".encode(), "三、2024年收到和处理政府".encode()
    )
    assert any(
        "表三标的是“三、2024年收到和处理政府信息公开申请…”" in one for one in figures_said(data)
    )


@pytest.mark.parametrize("figure", [2019, 2024, 2075])
def test_a_figure_that_looks_like_a_year_dates_nothing(varied: Report, figure: int) -> None:
    review = {Slot("t4_review", at): figure if at in (0, 4) else 0 for at in range(5)}
    others = dict.fromkeys((Slot("t2_licensing", 0), Slot("t2_rules", 0)), figure)
    report = varied.with_figures({**review, **others})
    for layout in (table, lines):
        result = read(page(report, dict.fromkeys(("t2", "t4"), layout)))
        assert wrong_of(result.report, report) == lost_of(result.report, report) == []
        assert result.findings == []


def test_pieces_of_two_years_are_not_joined(varied: Report, last: Report) -> None:
    def pieces(rows: Rows) -> str:
        return table(rows[:12]) + on_lines("2024年") + table(rows_of(last, "t3")[12:])

    result = read(page(varied, {"t3": pieces}))
    assert wrong_of(result.report, varied) == []
    assert any("行找不到" in one.what for one in result.findings)


THIS_YEAR = [
    "2025年情况",
    "2024—2025年",
    "2024年与2025年对比",
    "填报时间：2026年1月5日",
    "统计截止2026年1月",
    "2025年1月1日至2025年12月31日",
    "（按国办公开办函〔2021〕30号格式）",
    "2021年版格式",
    "与2024年对比情况",
    "本年度办理情况（含上年结转）",
    "含2024年结转申请",
    "含2024年末遗留的申请",
    "含上年末结转的申请",
    "近三年情况",
    "2024年，我市收到的申请大多为征地类。今年的情况见表。",
    "2024年我镇收到申请3件。",
    "2024年度未发生行政复议",
    "含2024年跨年办理的申请",
    "往年申请已全部办结",
    "去年受理、未审结的案件1件",
    "2025年上半年，我镇对规范性文件进行了清理，废止2件。",
    "第四季度收到的申请均已办结。",
    "根据2021年机构改革方案，本单位无行政许可事项。",
    "《2024年行政许可事项清单》共列许可事项12项。",
    "国务院办公厅2021年格式",
    "制表日期：二〇二六年一月十日",
    "填报日期：2026年  月  日",
    "民政局 2026年元月",
    "发布日期：2026年",
    "公开时间:2024年",
    "30年以上档案不在统计范围",
]


@pytest.mark.parametrize("caption", nightly_from(6, THIS_YEAR))
def test_other_lines_date_nothing(varied: Report, caption: str) -> None:
    for layout in (below(caption, table), within(caption)):
        result = read(page(varied, {"t3": layout}))
        assert wrong_of(result.report, varied) == lost_of(result.report, varied) == []
        assert result.findings == []


TABS = ("2025年", "2024年")


@pytest.mark.parametrize("tabs", [TABS, TABS[::-1]])
def test_tabs_above_tables_date_none_of_them(
    varied: Report, last: Report, tabs: tuple[str, str]
) -> None:
    above = "".join(map(on_lines, tabs))
    other = table(rows_of(last, "t3"))
    alone = read(page(varied, {"t3": lambda rows: above + table(rows)}))
    assert bool(lost_of(alone.report, varied)) == (tabs == TABS)
    result = read(page(varied, {"t3": lambda rows: above + table(rows) + other}))
    assert wrong_of(result.report, varied) == []
    assert [one.what.partition("（")[0] for one in result.findings] == [
        "这份报告里有 2 张表三，数不一样"
    ]
