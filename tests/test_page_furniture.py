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
