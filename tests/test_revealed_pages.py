"""Pages whose script shows the article, and headings with something behind their official words."""

from dataclasses import replace
from html import escape

import pytest

from converter.errors import UnusableFile
from converter.form.fields import SECTIONS
from converter.form.report import Report, report_title
from tests.test_published_prose import article, assert_whole, items, page, read, said, table

HIDING = ("style='visibility: hidden; opacity: 0;'", "style='display:none'", "hidden")


@pytest.mark.parametrize("hiding", HIDING)
def test_an_article_that_a_script_shows_is_read(city: Report, hiding: str) -> None:
    plain = table(city, "t4")
    marked = plain.replace(">1<", "><i style='display:none'>9</i>1<")
    whole = article(city, items(city)).replace(plain, marked)
    result = read(page(f"<h1>{report_title(city)}</h1><div {hiding}>{whole}</div>"))
    assert_whole(result.report, city)
    assert (said(result), marked != plain) == ([], True)


@pytest.mark.parametrize("hiding", HIDING)
def test_hidden_tables_beside_an_article_stay_hidden(city: Report, hiding: str) -> None:
    other = replace(city, figures={name: (1,) * len(row) for name, row in city.figures.items()})
    inner = f"<div {hiding}>{table(other, 't4')}</div><div>{article(city, items(city))}</div>"
    result = read(page(f"<h1>{report_title(city)}</h1>{inner}"))
    assert_whole(result.report, city)
    assert said(result) == []


REVEALED = "表三在网页上平时不显示（点开了才看得到），页面上没有别的表三，已照它读入。请核对是不是本年度的表。"
HIDDEN_TABLES = {
    "a tab": "<div style='display:none'>{}</div>",
    "a panel without its attribute": "<section hidden>{}</section>",
    "the table itself": "{}",
    "without scripts": "<noscript>{}</noscript>",
    "a template": "<template>{}</template>",
}


@pytest.mark.parametrize("name", HIDDEN_TABLES)
def test_the_only_table_of_a_kind_is_read_where_it_is_hidden(city: Report, name: str) -> None:
    whole, shown = article(city, items(city)), table(city, "t3")
    hidden = shown
    if name == "the table itself":
        hidden = shown.replace("<table", "<table style='display: none'", 1)
    for inner, notes in (
        (whole.replace(shown, HIDDEN_TABLES[name].format(hidden)), [REVEALED]),
        (whole, []),
    ):
        result = read(page(f"<h1>{report_title(city)}</h1><div>{inner}</div>"))
        assert_whole(result.report, city)
        assert (said(result), result.notes) == ([], notes)


HEADINGS = ("<button>{}</button>", "<h2><button type=button><span>{}</span></button></h2>")


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_button_that_opens_a_section_is_its_heading(city: Report, heading: str) -> None:
    whole = article(city, items(city), head=heading.format)
    row = "".join(f"<button>{one.heading}</button>" for one in SECTIONS)
    for around in ("", row, "<button>打印</button>"):
        for parts in ((around, whole, ""), ("", whole, around)):
            inner = "</div><div>".join(parts)
            result = read(page(f"<h1>{report_title(city)}</h1><div>{inner}</div>"))
            assert_whole(result.report, city)
            assert said(result) == []


def test_a_page_within_a_page_is_read_as_a_browser_shows_it(city: Report) -> None:
    style = "<style>td b{display:none}</style>"
    marked = article(city, items(city)).replace(">1<", "><b>9</b>1<")
    inner = escape(f"<html><head>{style}</head><body>{marked}</body></html>")
    result = read(page(f'<h1>{report_title(city)}</h1><iframe srcdoc="{inner}"></iframe>'))
    assert_whole(result.report, city)
    assert said(result) == []


def test_pages_within_a_page_are_bounded() -> None:
    with pytest.raises(UnusableFile, match="网页太大，不读取"):
        read(page(f'<iframe srcdoc="{"&lt;b>" * 100_001}"></iframe>'))


def test_a_report_in_traditional_characters_is_refused_by_that() -> None:
    with pytest.raises(UnusableFile, match="这份报告是繁体字的，读不了"):
        read(page("<h1>某縣2024年政府信息公開工作年度報告</h1><p>一、總體情況</p>"))


def test_what_is_hidden_and_no_report_is_none() -> None:
    with pytest.raises(UnusableFile, match="找不到政府信息公开工作年度报告的标题和表格"):
        read(page("<p>登录后查看</p><div hidden><table><tr><td>用户名</td></tr></table></div>"))


BEHIND = ("（Overview）", " Overview of the Year", "/Overview", "（含五个方面）", "概览", "一览")


@pytest.mark.parametrize("behind", BEHIND)
def test_what_stands_behind_the_words_of_a_heading_is_no_content(city: Report, behind: str) -> None:
    headings = {one.key: f"{one.heading}{behind}" for one in SECTIONS}
    result = read(page(f"<h1>{report_title(city)}</h1>{article(city, items(city, headings))}"))
    assert_whole(result.report, city)
    assert said(result) == [
        f"标题写成了“{one.heading}{behind}”。请改为“{one.heading}”。" for one in SECTIONS
    ]
    assert result.notes == []


def test_a_line_that_begins_with_the_words_of_a_heading_is_none(city: Report) -> None:
    own = replace(
        city, overview=("今年推进公开。", "总体情况如下：", "总体情况良好", *city.overview)
    )
    headings = {"overview": "一、工作概述"}
    result = read(page(f"<h1>{report_title(own)}</h1>{article(own, items(own, headings))}"))
    assert_whole(result.report, own)
    assert said(result) == ["标题写成了“一、工作概述”。请改为“一、总体情况”。"]


@pytest.mark.parametrize("content", ["无", "（无）", "没有", "暂无", "（略）", "（一）其他"])
def test_content_behind_the_words_of_a_heading_is_content(city: Report, content: str) -> None:
    *_, heading = (one.heading for one in SECTIONS)
    own = replace(city, other_matters=(content,))
    content_of_page = [one for one in items(own) if one[1] != content]
    whole = article(own, content_of_page).replace(heading, f"{heading} {content}")
    result = read(page(f"<h1>{report_title(city)}</h1>{whole}"))
    assert result.report.other_matters[:1] == (content,)
    assert said(result) == [f"标题“{heading}”与正文写在一段里。请让标题单独占一行。"]
