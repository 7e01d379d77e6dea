"""Page numbers and running titles between the paragraphs of a report, as text that was copied out of a PDF has them."""

from dataclasses import replace

import pytest

from converter.form.report import Report, report_title
from tests.test_published_prose import article, assert_whole, items, page, read, word
from tests.test_published_prose import report as report  # noqa: PLC0414 (a fixture)

CUT = ("2024年，我镇按照县里的部署推进政务公开工作，不断完善", "各项制度。")


def with_lines(report: Report, *lines: str) -> list[bytes]:
    """Return a report as a page and as a Word file, with lines in the middle of its first paragraph."""
    content = items(report)
    at = content.index(("p", report.overview[0]))
    content[at : at + 1] = [("p", text) for text in (CUT[0], *lines, CUT[1])]
    title = report_title(report)
    of_page = page(f"<h1>{title}</h1><div>{article(report, content)}</div>")
    return [of_page, word(report, [("p", title), *content])]


LINES = [
    ("— 3 —",),
    ("－3－",),
    ("·3·",),
    ("第 3 页 共 12 页",),
    ("第3页/共12页",),
    ("3 / 12",),
    ("Page 3 of 12",),
    ("3",),
    ("— 三 —",),
    ("～ Ⅲ ～",),
    ("第三页（共十二页）",),
    ("共12页 第3页",),
    ("页码：3",),
    ("P.3",),
    ("— 3",),
    ("安宁县青山镇人民政府2024年政府信息公开工作年度报告 3",),
    ("— 3 —", "安宁县青山镇人民政府2024年政府信息公开工作年度报告"),
]


@pytest.mark.parametrize("lines", LINES, ids=" ".join)
def test_a_sentence_that_a_page_cut_is_whole_again(report: Report, lines: tuple[str, ...]) -> None:
    whole = replace(report, overview=("".join(CUT), *report.overview[1:]))
    for data in with_lines(report, *lines):
        result = read(data)
        assert_whole(result.report, whole)
        assert result.notes == []


def over_pages(report: Report, first: tuple[str, ...], second: tuple[str, ...]) -> bytes:
    """Return a report as a page with lines in a sentence and between two paragraphs."""
    content = items(report)
    at = content.index(("p", report.problems[2]))
    content[at:at] = [("p", text) for text in second]
    at = content.index(("p", report.overview[0]))
    content[at : at + 1] = [("p", text) for text in (CUT[0], *first, CUT[1])]
    title = report_title(report)
    return page(f"<h1>{title}</h1><div>{article(report, content)}</div>")


RUNNING = [
    (("内部资料", "— 1 —"), ("内部资料", "— 2 —")),
    (("— 1 —", "内部资料"), ("— 2 —", "内部资料")),
    (("安宁县青山镇人民政府", "1"), ("安宁县青山镇人民政府", "2")),
    (("安宁县青山镇人民政府 1",), ("安宁县青山镇人民政府 2",)),
    (("年报汇编　第1页",), ("年报汇编　第2页",)),
    (("— 1 —　内部资料",), ("— 2 —　内部资料",)),
    (
        ("2025/1/16 10:22", "www.example.cn/1.html 1/2"),
        ("2025/1/16 10:22", "www.example.cn/1.html 2/2"),
    ),
    (("返回目录",), ("——————", "【返回目录】", "* * *")),
]


@pytest.mark.parametrize(("first", "second"), RUNNING)
def test_what_runs_beside_the_numbers_of_pages_is_no_text(
    report: Report, first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    is_printed = any(any(map(str.isdigit, line)) for line in first)
    cut = ("".join(CUT),) if is_printed else CUT
    whole = replace(report, overview=(*cut, *report.overview[1:]))
    result = read(over_pages(report, first, second))
    assert_whole(result.report, whole)
    assert result.notes == []


def test_numbers_that_do_not_rise_are_none_of_pages(report: Report) -> None:
    found = read(over_pages(report, ("办事指南 5",), ("办事指南 3",))).report
    assert "办事指南 5" in found.overview
    assert "办事指南 3" in found.problems


REPEATED = [
    (("附件 1",), ("附件 2",)),
    (("— 1 —", "（一）主动公开"), ("— 2 —", "（一）主动公开")),
    (("内部资料",), ("内部资料",)),
    (("办事指南 5",), ("办事指南 3",)),
]


@pytest.mark.parametrize(("first", "second"), REPEATED)
def test_what_only_looks_like_a_running_title_stays(
    report: Report, first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    content = items(report)
    for lines, at in ((second, ("p", report.problems[2])), (first, ("p", report.overview[2]))):
        place = content.index(at)
        content[place:place] = [("p", text) for text in lines]
    found = read(
        page(f"<h1>{report_title(report)}</h1><div>{article(report, content)}</div>")
    ).report
    assert first[-1] in found.overview
    assert second[-1] in found.problems


def test_the_unit_that_signs_below_the_number_of_a_page_is_read(report: Report) -> None:
    content = items(report)
    content[-2:-2] = [("p", "— 5 —")]
    inner = f"<h1>{report_title(report)}</h1><div>{article(report, content)}</div>"
    result = read(page(f"<p>{report.unit_name}</p>{inner}"))
    assert_whole(result.report, report)
    assert result.signed == report.unit_name
    signed = word(
        report, [("p", "2024年政府信息公开工作年度报告"), ("p", report.unit_name), *content]
    )
    assert read(signed).report.unit_name == report.unit_name


STAYS = [
    ("3件",),
    ("3", "5"),
    ("（3）",),
    ("3%",),
    ("《安宁县青山镇人民政府2024年政府信息公开工作年度报告》按时公布。",),
]


@pytest.mark.parametrize("lines", STAYS, ids=" ".join)
def test_what_says_something_stays(report: Report, lines: tuple[str, ...]) -> None:
    for data in with_lines(report, *lines):
        read_lines = read(data).report.overview
        assert read_lines[: len(lines) + 2] == (CUT[0], *lines, CUT[1])


FIGURES = [
    ("2024年，我镇通过县政府网站主动公开各类政府信息", "45", "条，其中政策文件3条。"),
    ("2024年，我镇通过县政府网站主动公开各类政府信息共计", "45", "比上年增加3条。"),
    ("2024年，我镇通过县政府网站主动公开各类政府信息", "2", "3", "条。"),
]


@pytest.mark.parametrize("lines", FIGURES, ids=" ".join)
def test_a_figure_on_a_line_of_its_own_stays(report: Report, lines: tuple[str, ...]) -> None:
    at = items(report).index(("p", report.overview[0]))
    content = items(report)
    content[at : at + 1] = [("p", text) for text in lines]
    for data in (
        page(f"<h1>{report_title(report)}</h1><div>{article(report, content)}</div>"),
        word(report, [("p", report_title(report)), *content]),
    ):
        assert read(data).report.overview[: len(lines)] == lines
