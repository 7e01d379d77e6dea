"""Pages and Word files as they are really published: every paragraph of them is read, or named."""

import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from converter import api
from converter.cli import run
from converter.conversion import examine, examine_input
from converter.files.kinds import detect_kind
from converter.form.fields import SECTIONS, TABLES, SectionKey, Slot, section_of
from converter.form.report import (
    Report,
    chinese_date,
    report_other_matters,
    report_preface,
    report_title,
)
from converter.reading.report import read_document
from converter.reading.result import ReadResult
from tests.correct_prose import CORRECT
from tests.foreign import Habits, _tables, document, paragraph
from tests.published import _rows, _spans
from tests.test_county import run_batch
from tests.test_page_styles import nightly_from

HEADINGS: dict[SectionKey, str] = {
    "overview": """
一、工作概述
一、基本情况
一、概况
一、总体概况
一、工作总体情况
一、总体工作情况
一、总体情况概述
一、2024年政府信息公开工作总体情况
一、政府信息公开工作的基本情况
一、政府信息公开工作情况
一、政府信息公开总体情况
一、政务公开工作开展情况
一、工作开展情况
一、主要工作情况
一、年度工作回顾
一、主要做法及成效
一、主要做法和成效
一、工作情况
一、全年工作情况
一、2024年工作总结
一、概_述
一.总体情况
一总体情况
1、总体情况
（一）总体情况
第一部分_概述
工作概述
总体情况
一、加强组织领导，全面推进政务公开
一、提高认识，狠抓落实
一、工作概况
一、我镇政府信息公开工作概述
一、政府信息公开情况
一、总的情况
一、综述
""",
    "t2": """
二、主动公开情况
二、主动公开政府信息的情况
二、主动公开信息情况
二、政府信息主动公开情况
二、主动公开工作情况
二、主动公开政府信息工作情况
二、主动公开政府信息数量
二、本年度主动公开政府信息情况统计
二、行政机关主动公开政府信息情况
二、公开政府信息情况
主动公开政府信息情况统计表
二、政府信息公开目录
2、主动公开政府信息情况
""",
    "t3": """
三、依申请公开情况
三、收到和处理政府信息公开申请的情况
三、依申请公开政府信息办理情况
三、政府信息公开申请办理情况
三、收到和办理政府信息公开申请情况
三、政府信息公开申请受理和办理情况
三、收到和处理信息公开申请情况
三、依申请公开工作情况
三、收到政府信息公开申请情况
三、处理情况
（三）收到和处理政府信息公开申请情况
""",
    "t4": """
四、行政复议、行政诉讼情况
四、因政府信息公开工作被申请行政复议、提起行政诉讼情况
四、政府信息公开行政复议和行政诉讼情况
四、政府信息公开行政复议及行政诉讼情况
四、复议、诉讼情况
四、政府信息公开的行政复议、行政诉讼情况
四、政府信息公开行政复议、诉讼情况
四、行政复议和诉讼
四、因信息公开引起的行政复议、行政诉讼
""",
    "problems": """
五、存在的主要问题及整改措施
五、主要问题及改进情况
五、存在问题及下一步工作计划
五、存在的问题及改进措施
五、存在的不足及改进措施
五、存在问题和改进措施
五、存在主要问题及改进情况
五、存在的问题
五、工作中存在的主要问题及改进情况
五、政府信息公开工作存在的主要问题及改进情况
五、存在的困难和下步打算
五、下一步工作打算
五、不足之处及努力方向
五、主要问题、改进措施
存在的问题及改进措施
存在问题及下一步工作计划
5.存在的主要问题及改进情况
五、问题与建议
五、持续提升公开质量
""",
    "other": """
六、其他需报告事项
六、其他事项
六、其它需要报告的事项
六、其他需要报告事项
六、其他需要说明的事项
六、需要报告的其他事项
六、需要说明的其他事项
六、其他有关事项
六、其他报告事项
六、其他需要报告的情况
六、需报告的其他事项
六、其他情况
六、信息处理费收取情况
其他需报告事项
其他事项
七、其他需要报告的事项
五、其他需要报告的事项
六、附则
""",
}
"""Words and numbers under which sections were published, one a line."""


@pytest.fixture(scope="module")
def report(city: Report) -> Report:
    """A town's report with prose of its own, subheadings that resemble the main ones included."""
    return replace(
        city,
        unit_name="安宁县青山镇人民政府",
        report_year=2024,
        report_date=date(2025, 1, 10),
        overview=(
            "2024年，我镇按照县里的部署推进公开。",
            "（一）主动公开政府信息情况",
            "公布办事指南12份。",
            "（二）依申请公开情况。专人登记，按时答复。",
            "（三）政府信息管理。逐级审核后发布。",
            "（四）政府信息公开平台建设。每月检查专栏。",
            "（五）监督保障。培训2次，检查4次。",
        ),
        problems=(
            "（一）存在的主要问题",
            "公开的形式比较单一。",
            "（二）改进措施",
            "下一步丰富公开的形式。",
        ),
        other_matters=("没有其他需要报告的事项。",),
    )


Item = tuple[str, str]
"""A paragraph, a heading or a table of a report: `p`, `h` or `t`, and its text or key."""


def items(report: Report, headings: dict[str, str] | None = None) -> list[Item]:
    """Return the content of a report in order, from the preface to the sign-off."""
    content = [("p", text) for text in report_preface(report)]
    for section in SECTIONS:
        content.append(("h", (headings or {}).get(section.key, section.heading)))
        if section.key in TABLES:
            content.append(("t", section.key))
        elif section.key == "other":
            content += [("p", text) for text in report_other_matters(report)]
        else:
            content += [("p", text) for text in getattr(report, section.key)]
    signed = chinese_date(report.report_date) if report.report_date else ""
    return [*content, ("p", report.unit_name), ("p", signed)]


def table(report: Report, key: str) -> str:
    rows = _rows(report, TABLES[key], lambda cell, text: f"<td{_spans(cell)}>{text}</td>")
    return f"<table border=1>{''.join(rows)}</table>"


def article(
    report: Report,
    content: list[Item],
    line: Callable[[str], str] = lambda text: f"<p>{text}</p>",
    head: Callable[[str], str] = lambda text: f"<p><strong>{text}</strong></p>",
) -> str:
    """Write the content of a report as HTML."""
    written = {"p": line, "h": head, "t": lambda key: table(report, key)}
    return "\n".join(written[kind](text) for kind, text in content)


def page(inner: str) -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>某网</title></head><body>{inner}</body></html>".encode()


def word(report: Report, content: list[Item], before: str = "", after: str = "") -> bytes:
    written = {
        "p": paragraph,
        "h": paragraph,
        "t": lambda key: _tables(report, TABLES[key], Habits()),
    }
    body = "".join(written[kind](text) for kind, text in content)
    return document(before + body + after)


def read(data: bytes) -> ReadResult:
    name = "年报.docx" if data.startswith(b"PK") else "年报.html"
    return read_document(detect_kind(Path(name), data))


def said(result: ReadResult) -> list[str]:
    return [one.what for one in result.findings]


def assert_whole(found: Report, report: Report) -> None:
    """Hold what is read of a report against the report, to the last paragraph."""
    for name in ("unit_name", "report_year", "report_date", "preface", "overview", "problems"):
        assert getattr(found, name) == getattr(report, name), name
    assert found.other_matters == report.other_matters
    for key in TABLES:
        for field in TABLES[key].fields:
            assert found.figures[field.name] == report.figures[field.name], field.name


# ---------------------------------------------------------------- headings

REWORDED = [(key, line) for key, lines in HEADINGS.items() for line in lines.split()]


@pytest.mark.parametrize(("key", "heading"), REWORDED, ids=lambda one: one)
def test_a_section_is_read_under_other_words(report: Report, key: SectionKey, heading: str) -> None:
    heading = heading.replace("_", " ")
    content = items(report, {key: heading})
    for data in (
        page(f"<h1>{report_title(report)}</h1>{article(report, content)}"),
        word(report, content, paragraph(report_title(report))),
    ):
        result = read(data)
        assert_whole(result.report, report)
        assert result.notes == []
        official = section_of(key).heading
        bare = re.sub(r"^[第（]?[一二三四五六七\d]?(?:部分|）)?[、.]?", "", heading)
        if bare == official.partition("、")[2]:
            # its number is the proofreader's
            assert (said(result), result.headings[key]) == ([], heading)
        else:
            assert said(result) == [f"标题写成了“{heading}”。请改为“{official}”。"]
            assert result.findings[0].code == "FORM-HEADING"
            assert key not in result.headings


def test_sections_without_a_heading_are_read_and_the_heading_is_missed(report: Report) -> None:
    for key in ("overview", "problems"):
        official = section_of(key).heading
        content = [one for one in items(report) if one != ("h", official)]
        if key == "problems":
            content = [one for one in content if one != ("p", "（一）存在的主要问题")]
            content = [
                ("p", "公开的形式比较单一，存在不足。") if "单一" in one[1] else one
                for one in content
            ]
        result = read(page(f"<h1>{report_title(report)}</h1>{article(report, content)}"))
        due = (
            getattr(report, key)
            if key == "overview"
            else ("公开的形式比较单一，存在不足。", *report.problems[2:])
        )
        assert getattr(result.report, key) == due
        assert result.report.preface == ()
        assert said(result) == [f"找不到标题“{official}”。请按标准格式补上。"]
        assert result.notes == []


REWORDED_ALL: dict[str, str] = {
    "overview": "一、工作概述",
    "t2": "二、主动公开情况",
    "t3": "三、依申请公开情况",
    "t4": "四、复议诉讼情况",
    "problems": "五、存在的主要问题及整改措施",
    "other": "六、其他需报告事项",
}


@pytest.mark.parametrize(("one", "other"), [(0, 1), (0, 4), (2, 3), (3, 4), (4, 5)])
def test_sections_in_another_order_in_other_words(report: Report, one: int, other: int) -> None:
    content = items(report, REWORDED_ALL)
    starts = [place for place, (kind, _) in enumerate(content) if kind == "h"]
    parts = [content[a:b] for a, b in pairwise([*starts, len(content) - 2])]
    parts[one], parts[other] = parts[other], parts[one]
    content = [*content[: starts[0]], *(each for part in parts for each in part), *content[-2:]]
    result = read(page(f"<h1>{report_title(report)}</h1>{article(report, content)}"))
    assert_whole(result.report, report)
    assert [each for each in said(result) if "找不到" in each] == []
    assert result.notes == []


def test_a_list_has_the_numbers_that_a_browser_shows(report: Report) -> None:
    prose = ("1.登记。", "2.答复。", "（三）归档。", "7.复核。", "8. 5件。", "12")
    own = replace(report, overview=(*report.overview, *prose))
    inner = article(own, items(own))
    listed = "<ol><li>登记。<li><p>答复。</p><li>（三）归档。<li value=7>复核。<li>5件。<li>12</ol><ul><li></ul>"
    inner = inner.replace("".join(f"<p>{one}</p>\n" for one in prose), listed)
    assert listed in inner
    inner = inner.replace("<p>公布办事指南", "<ol><li></ol><p>公布办事指南")
    for number, section in enumerate(SECTIONS, 1):
        item = f"<li>{section.heading[2:]}</li>"
        chinese = f"<ol style='list-style-type: cjk-ideographic' start={number}>{item}</ol>"
        inner = inner.replace(f"<p><strong>{section.heading}</strong></p>", chinese)
    result = read(page(f"<h1>{TITLE}</h1><div>{inner}</div>"))
    assert_whole(result.report, own)
    assert (said(result), result.notes, result.headings["other"]) == (
        [], [], SECTIONS[-1].heading,
    )  # fmt: skip


def test_a_sentence_that_names_a_title_stays_whole(report: Report) -> None:
    """A blank within it is no lost break."""
    for preface in (
        f"现发布{report.unit_name}2023年政府信息公开工作年度报告 以下为全文。",
        f"根据要求，编制{TITLE} 现予公布。",
    ):
        own = replace(report, preface=(preface,))
        assert_whole(
            read(page(f"<h1>{TITLE}</h1><div>{article(own, items(own))}</div>")).report, own
        )


EARLY = "网页上写的发布日期是 2024年1月16日，报告年度 2024 年还没有过完。2024 年度的报告要到次年才能公布，请核对这两项；确有原因的，在“校验”表写明。"


@pytest.mark.parametrize(
    ("site", "signed", "told"),
    [
        ("<meta name=PubDate content='2024-01-16 10:22'>", False, [EARLY]),
        ("<meta name=PubDate content='20240116'>", False, [EARLY]),
        ("<meta name=PubDate content='20240116102233'>", False, [EARLY]),
        ("<meta name=PubDate content='2024/1/16 8:00:00'>", False, [EARLY]),
        ("<meta name=PubDate content='2024-01-15T20:00:00Z'>", False, [EARLY]),
        ("<meta name=PubDate content='2024-01-16T01:00:00+08:00'>", False, [EARLY]),
        ("<meta name=PubDate content='1705370400'>", False, [EARLY]),
        ("<meta name=PubDate content='1705370400000'>", False, [EARLY]),
        ("<p>发布日期：20240116</p>", False, [EARLY]),
        # in China it is the new year already
        ("<meta name=PubDate content='2024-12-31T20:00:00Z'>", False, []),
        ("<meta name=PubDate content='20241399'>", False, []),
        ("<meta name=PubDate content='99999999999'>", False, []),
        ("<p>来源：青山镇 发布时间：2024-01-16 浏览次数：31</p>", False, [EARLY]),
        ("<table><tr><td>索引号：</td><td>0001</td><td>发布日期：</td><td>2024年1月16日</td></tr></table>", False, [EARLY]),
        ("<meta name=PubDate content='2025-01-16'><p>发布时间：2024-01-16</p>", False, []),
        ("<p>更新时间：2024-01-16</p>", False, []),
        # what the report says itself counts
        ("<p>发布时间：2024-01-16</p>", True, []),
    ],
)  # fmt: skip
def test_a_page_that_was_out_too_early(
    report: Report, site: str, told: list[str], *, signed: bool
) -> None:
    content = items(report)[: None if signed else -1]
    result = read(page(f"{site}<h1>{TITLE}</h1><div>{article(report, content)}</div>"))
    assert said(result) == told


def test_headings_that_all_count_from_two(report: Report) -> None:
    later = {
        key: f"{'二三四五六七'[place]}{text[1:]}"
        for place, (key, text) in enumerate(REWORDED_ALL.items())
    }
    result = read(page(f"<h1>{TITLE}</h1>{article(report, items(report, later))}"))
    assert_whole(result.report, report)
    assert said(result)[0] == "标题写成了“二、工作概述”。请改为“一、总体情况”。"
    assert len(said(result)) == len(SECTIONS)


def test_a_reworded_heading_that_ends_its_paragraph(report: Report) -> None:
    content = items(report, REWORDED_ALL)
    heading = content.index(("h", "二、主动公开情况"))
    kind, text = content[heading - 1]
    joined = [*content[: heading - 1], (kind, f"{text}二、主动公开情况"), *content[heading + 1 :]]
    result = read(page(f"<h1>{TITLE}</h1>{article(report, joined)}"))
    assert_whole(result.report, report)
    assert (
        "标题写成了“二、主动公开情况”，还与正文写在一段里。请改为“二、主动公开政府信息情况”，单独占一行。"
        in said(result)
    )


def test_a_list_below_a_heading_is_no_heading(report: Report) -> None:
    listed = (
        "一、强化组织领导",
        "成立小组。",
        "二、加大公开力度",
        "公开12条。",
        "三、完善制度",
        "修订2项。",
    )
    for heading, told in (
        ("一、总体情况", []),
        ("一、提高认识，狠抓落实", ["标题写成了“一、提高认识，狠抓落实”。请改为“一、总体情况”。"]),
    ):
        longer = replace(report, overview=listed)
        result = read(
            word(longer, items(longer, {"overview": heading}), paragraph(report_title(report)))
        )
        assert_whole(result.report, longer)
        assert said(result) == told


IN_TEXT: dict[str, tuple[str, list[str]]] = {
    "一、总体情况。{}": ("一、总体情况", ["标题“一、总体情况”与正文写在一段里。请让标题单独占一行。"]),
    "一、总体情况{}": ("一、总体情况", ["标题“一、总体情况”与正文写在一段里。请让标题单独占一行。"]),
    "<b>一、总体情况</b>{}": ("一、总体情况", ["标题“一、总体情况”与正文写在一段里。请让标题单独占一行。"]),
    "<b>一、工作概述</b>{}": ("", ["标题写成了“一、工作概述”，还与正文写在一段里。请改为“一、总体情况”，单独占一行。"]),
    "<span style='font-weight: 700'>一、狠抓落实</span>{}": ("", ["标题写成了“一、狠抓落实”，还与正文写在一段里。请改为“一、总体情况”，单独占一行。"]),
    "一、基本情况：{}": ("", ["标题写成了“一、基本情况”，还与正文写在一段里。请改为“一、总体情况”，单独占一行。"]),
    "<b>总体情况</b>　{}": ("总体情况", ["标题“总体情况”与正文写在一段里。请让标题单独占一行。"]),
    "<b>一、总体情况</b><br>{}": ("一、总体情况", []),
    "<h2>一、总体情况</h2>{}": ("一、总体情况", []),
}  # fmt: skip


@pytest.mark.parametrize("start", IN_TEXT)
def test_a_heading_at_the_beginning_of_a_paragraph(report: Report, start: str) -> None:
    first = report.overview[0]
    content = [one for one in items(report) if one not in (("p", first), ("h", "一、总体情况"))]
    mark = "<p><strong>二、"
    inner = article(report, content)
    # the subheadings stay where they were, behind the first paragraph
    inner = inner.replace(
        f"<p>{report.overview[1]}", f"<p>{start.format(first)}</p><p>{report.overview[1]}"
    )
    assert mark in inner
    result = read(page(f"<h1>{report_title(report)}</h1>{inner}"))
    heading, told = IN_TEXT[start]
    assert_whole(result.report, report)
    assert (said(result), result.headings.get("overview", "")) == (told, heading)


def test_a_bold_heading_at_the_beginning_of_a_paragraph_in_word(report: Report) -> None:
    first = report.overview[0]
    for bold in ("<w:b/>", '<w:rFonts w:eastAsia="黑体"/>'):
        run = (
            f"<w:r><w:rPr>{bold}</w:rPr><w:t>一、狠抓落实</w:t></w:r><w:r><w:t>{first}</w:t></w:r>"
        )
        data = word(
            report,
            [one for one in items(report) if one != ("p", first)],
            paragraph(report_title(report)),
        )
        data = with_body(data, paragraph("一、总体情况"), f"<w:p>{run}</w:p>")
        result = read(data)
        assert_whole(result.report, report)
        assert said(result) == [
            "标题写成了“一、狠抓落实”，还与正文写在一段里。请改为“一、总体情况”，单独占一行。"
        ]


def with_body(data: bytes, old: str, new: str) -> bytes:
    import io

    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode()
            target.writestr(name, content.replace(old, new))
    return buffer.getvalue()


ENUMERATED = "本报告由六个部分组成：一、总体情况；二、主动公开政府信息情况；三、收到和处理政府信息公开申请情况；四、政府信息公开行政复议、行政诉讼情况；五、存在的主要问题及改进情况；六、其他需要报告的事项。"


@pytest.mark.parametrize(
    "signed",
    [
        ("2025年1月10日　安宁县青山镇人民政府",),
        ("安宁县青山镇人民政府", "（2025年1月10日）"),
        ("安宁县青山镇人民政府", "2025年1月10日印发"),
    ],
    ids=len,
)
def test_sign_offs_in_another_order(report: Report, signed: tuple[str, ...]) -> None:
    content = [*items(report)[:-2], *(("p", line) for line in signed)]
    result = read(page(article(report, content)))
    assert_whole(result.report, report)
    assert said(result) == []


@pytest.mark.parametrize(
    "title",
    [
        "安宁县青山镇人民政府关于2024年度政府信息公开工作情况的报告",
        "安宁县青山镇人民政府2024年政府信息公开工作情况报告",
        "安宁县青山镇人民政府关于2024年度政府信息公开工作的年度报告",
        "安宁县青山镇人民政府2024年政务公开工作年度报告",
    ],
)
def test_a_title_in_other_words_is_no_preface(report: Report, title: str) -> None:
    result = read(page(f"<h1>{title}</h1>{article(report, items(report))}"))
    assert_whole(result.report, report)
    assert result.report.title == title


def test_a_title_in_front_of_a_preface_that_lost_its_breaks(report: Report) -> None:
    own = replace(report, preface=("2024年度报告 数据自2024年1月1日起统计。",))
    content = items(own)
    content[0] = ("p", f"{TITLE} {own.preface[0]}")
    for data in (page(article(own, content)), word(own, content)):
        result = read(data)
        assert_whole(result.report, own)
        assert (result.report.title, said(result)) == ("", [])


@pytest.mark.parametrize("text", ["无。", "公开的形式比较单一。", "（一）存在的主要问题"])
@pytest.mark.parametrize("mark", ["：", ":　", "", " "])
def test_what_a_section_says_on_the_line_of_its_heading(
    report: Report, mark: str, text: str
) -> None:
    headings = {"problems": f"{section_of('problems').heading}{mark}{text}"}
    short = replace(report, problems=())
    result = read(page(article(short, items(short, headings))))
    assert result.report.problems == (text,)
    assert not [one for one in result.findings if one.code != "FORM-HEADING"]


@pytest.mark.parametrize("text", ["工作流程：登记>审核>办理>答复", "访问量：12万人次"])
def test_what_looks_like_a_line_of_the_site_within_a_section_stays(
    report: Report, text: str
) -> None:
    matters = ("有一个流程图。", text, "没有其他需要报告的事项。")
    own = replace(report, other_matters=matters)
    assert text in read(page(article(own, items(own)))).report.other_matters


@pytest.mark.parametrize(
    ("key", "width", "note"),
    [
        ("t2", 4, "注：行政处罚另有简易程序120件未计入。"),
        ("t3", 10, "另有2件信访转办件未计入上表。"),
        ("t3", 10, "数据截至2024年12月31日"),
        ("t4", 15, "注：其中1件为2023年受理。"),
    ],
)
def test_a_note_below_the_figures_of_a_table_is_told(
    report: Report, key: str, width: int, note: str
) -> None:
    plain = table(report, key)
    noted = plain.replace("</table>", f"<tr><td colspan={width}>{note}</td></tr></table>")
    result = read(page(article(report, items(report)).replace(plain, noted)))
    assert_whole(result.report, report)
    assert said(result) == []
    (told,) = result.notes
    assert told.endswith(f"“{note}”不会带到新报告里。")


def test_headings_that_a_sentence_lists_are_none(report: Report) -> None:
    longer = replace(report, preface=(ENUMERATED, "统计期限自2024年1月1日起至2024年12月31日止。"))
    result = read(page(f"<h1>{report_title(report)}</h1>{article(longer, items(longer))}"))
    assert_whole(result.report, longer)
    assert said(result) == []


def test_a_page_that_was_flattened(report: Report) -> None:
    content = items(report)
    flat, parts = "", []
    for kind, text in content:
        if kind == "t":
            parts += [f"{flat}{table(report, text)}"]
            flat = ""
        else:
            flat += f"{text} "
    result = read(
        page(
            f"<table><tr><td>{report_title(report)}</td></tr><tr><td>{''.join(parts)}{flat}</td></tr></table>"
        )
    )
    found = result.report
    assert found.preface == ()
    assert found.overview == (" ".join(report.overview),)
    assert found.problems == (" ".join(report.problems),)
    assert found.other_matters == (" ".join(report_other_matters(report)),)
    assert (found.unit_name, found.report_date) == (report.unit_name, report.report_date)
    assert said(result) == [
        f"标题“{one.heading}”与正文写在一段里。请让标题单独占一行。"
        for one in SECTIONS
        if one.key not in ("t3", "t4")
    ]
    assert result.notes == []


NUMBERS = "一二三四五六"
STYLES: dict[str, Callable[[str, str], str]] = {
    "no numbers": lambda _, words: words,
    "brackets": lambda number, words: f"（{number}）{words}",
    "digits": lambda number, words: f"{1 + NUMBERS.index(number)}、{words}",
    "parts": lambda number, words: f"第{number}部分　{words}",
    "one too low": lambda number, words: f"{' 一二三四五'[NUMBERS.index(number)]}、{words}".strip(),
    "capital numerals": lambda number, words: f"{'壹贰叁肆伍陆'[NUMBERS.index(number)]}、{words}",
    "brackets around it": lambda number, words: f"【{number}、{words}】",
    "quotes around it": lambda number, words: f"“{number}、{words}”",
    "an arrow in front": lambda number, words: f"▶ {number}、{words}",
    "a bullet in front": lambda number, words: f"●{number}、{words}",
    "ornaments around it": lambda number, words: f"※ {number}、{words} ※",
    "a bullet for the number": lambda _, words: f"◆ {words}",
    "parts in digits": lambda number, words: f"第{1 + NUMBERS.index(number)}部分 {words}",
    "parts with a colon": lambda number, words: f"第{number}部分：{words}",
    "1.1": lambda number, words: f"1．{1 + NUMBERS.index(number)} {words}",
    "1.0": lambda number, words: f"{1 + NUMBERS.index(number)}.0 {words}",
    "01": lambda number, words: f"0{1 + NUMBERS.index(number)} {words}",
    "full-width digits": lambda number, words: f"{'１２３４５６'[NUMBERS.index(number)]}、{words}",
    "Roman numerals": lambda number, words: f"{'ⅠⅡⅢⅣⅤⅥ'[NUMBERS.index(number)]}、{words}",
    "Roman numerals of letters": lambda number, words: (
        f"{('I', 'II', 'III', 'IV', 'V', 'VI')[NUMBERS.index(number)]}. {words}"
    ),
    **{
        f"{left}一{right}": lambda number, words, left=left, right=right: (
            f"{left}{number}{right}{words}"
        )
        for left, right in ("【】", "〖〗", "[]", "［］", "〈〉", "〔〕", "《》")
    },
    "a colon": lambda number, words: f"{number}:{words}",
    "a blank in front of the mark": lambda number, words: f"{number} 、{words}",
    "a stroke for the mark": lambda number, words: f"{number}丶{words}",
    "sections": lambda number, words: f"第{number}节 {words}",
    "digits alone": lambda number, words: f"{1 + NUMBERS.index(number)} {words}",
    "digits and a stop in one character": lambda number, words: (
        f"{'⒈⒉⒊⒋⒌⒍'[NUMBERS.index(number)]}{words}"
    ),
    "small Roman numerals": lambda number, words: f"{'ⅰⅱⅲⅳⅴⅵ'[NUMBERS.index(number)]}.{words}",
    "numerals in rings": lambda number, words: f"{'㊀㊁㊂㊃㊄㊅'[NUMBERS.index(number)]}{words}",
    "letters": lambda number, words: f"{'ABCDEF'[NUMBERS.index(number)]}. {words}",
    "parts in English": lambda number, words: f"Part {1 + NUMBERS.index(number)} {words}",
    "circles": lambda number, words: f"{'①②③④⑤⑥'[NUMBERS.index(number)]}{words}",
    "digits in brackets": lambda number, words: f"({1 + NUMBERS.index(number)}){words}",
    "brackets in one character": lambda number, words: (
        f"{'㈠㈡㈢㈣㈤㈥'[NUMBERS.index(number)]}{words}"
    ),
    "a number on a line of its own": lambda number, words: f"{number}、</p><p>{words}",
    "a bare number on a line of its own": lambda number, words: f"{number}</p><p>{words}",
    "01 on a line of its own": lambda number, words: f"0{1 + NUMBERS.index(number)}</p><p>{words}",
    "two lines": lambda number, words: f"{number}、{words[:5]}</p><p>{words[5:]}",
}


@pytest.mark.parametrize("style", nightly_from(12, [*STYLES]))
def test_headings_in_one_style(report: Report, style: str) -> None:
    headings = {one.key: STYLES[style](one.number, one.heading[2:]) for one in SECTIONS}
    inner = article(report, items(report, headings), head=lambda text: f"<p>{text}</p>")
    result = read(page(f"<h1>{report_title(report)}</h1>{inner}"))
    assert_whole(result.report, report)
    assert (said(result), result.notes) == ([], [])


@pytest.mark.parametrize("style", ["brackets", "digits", "1.0", "capital numerals", "circles"])
def test_contents_in_another_style_than_the_headings(report: Report, style: str) -> None:
    contents = "".join(f"<p>{one.heading}……{at}</p>" for at, one in enumerate(SECTIONS, 1))
    headings = {one.key: STYLES[style](one.number, one.heading[2:]) for one in SECTIONS}
    inner = article(report, items(report, headings))
    result = read(page(f"<div><h1>{report_title(report)}</h1>{contents}{inner}</div>"))
    assert_whole(result.report, report)
    assert (said(result), result.notes, result.headings) == ([], [], headings)


def test_numbers_on_lines_of_their_own_above_other_words(report: Report) -> None:
    words = ("加强组织领导", "主动公开情况", "依申请公开情况", "复议诉讼", "问题与建议", "附则")
    headings = {
        one.key: f"{one.number}</p><p>{text}" for one, text in zip(SECTIONS, words, strict=True)
    }
    inner = article(report, items(report, headings), head=lambda text: f"<p>{text}</p>")
    result = read(page(f"<h1>{report_title(report)}</h1>{inner}"))
    assert_whole(result.report, report)
    assert said(result) == [
        f"标题写成了“{one.number}、{text}”。请改为“{one.heading}”。"
        for one, text in zip(SECTIONS, words, strict=True)
    ]


def test_headings_that_are_only_a_number(report: Report) -> None:
    headings = {one.key: f"第{one.number}部分" for one in SECTIONS}
    result = read(word(report, items(report, headings), paragraph(report_title(report))))
    assert_whole(result.report, report)
    assert said(result) == [
        f"标题写成了“{headings[one.key]}”。请改为“{one.heading}”。" for one in SECTIONS
    ]


def test_subheadings_with_the_words_of_a_section_are_none(report: Report) -> None:
    overview = (
        report.overview[0],
        "（一）依申请公开情况",
        "没有收到申请。",
        "（二）主动公开政府信息情况",
        "公布办事指南12份。",
        "（三）政府信息管理。",
        "（四）平台建设、监督保障。",
    )
    own = replace(report, overview=overview)
    headings = {one.key: one.heading[2:] for one in SECTIONS}
    result = read(page(article(own, items(own, headings))))
    assert_whole(result.report, own)
    assert result.headings == headings


CAPTIONS: dict[str, tuple[str, ...]] = {
    "the words of the heading": tuple(one.heading[2:] for one in SECTIONS[1:4]),
    "those of a table": tuple(f"{one.heading[2:]}统计表" for one in SECTIONS[1:4]),
    "numbered": tuple(f"表{n}：{one.heading[2:]}" for n, one in enumerate(SECTIONS[1:4], 1)),
}


@pytest.mark.parametrize("headings", ["official", "reworded", "without numbers"])
@pytest.mark.parametrize("element", ["p", "caption", "Word"])
@pytest.mark.parametrize("name", CAPTIONS)
def test_a_caption_above_a_table_is_not_its_heading(
    report: Report, name: str, element: str, headings: str
) -> None:
    words = {one.key: one.heading for one in SECTIONS}
    if headings == "reworded":
        words |= {"t2": "二、主动公开情况", "t3": "三、依申请公开情况", "t4": "四、复议诉讼情况"}
    elif headings == "without numbers":
        words = {key: heading[2:] for key, heading in words.items()}
    content = items(report, words)
    captions = dict(zip(TABLES, CAPTIONS[name], strict=True))
    if element != "caption":
        content = [
            one
            for kind, text in content
            for one in ([("p", captions[text]), (kind, text)] if kind == "t" else [(kind, text)])
        ]
    if element == "Word":
        result = read(word(report, content, paragraph(TITLE)))
    else:
        inner = article(report, content)
        for caption in captions.values() if element == "caption" else ():
            inner = inner.replace(
                "<table border=1>", f"<table border=2><caption>{caption}</caption>", 1
            )
        result = read(page(f"<h1>{TITLE}</h1><div>{inner}</div>"))
    assert_whole(result.report, report)
    told = [
        f"标题写成了“{words[one.key]}”。请改为“{one.heading}”。"
        for one in SECTIONS
        if headings == "reworded" and one.key in TABLES
    ]
    assert (said(result), result.notes) == (told, [])
    official = [key for key in words if headings != "reworded" or key not in TABLES]
    assert result.headings == {key: words[key] for key in official}


def test_what_else_stands_above_a_table_is_told(report: Report) -> None:
    content = items(report)
    place = content.index(("t", "t3"))
    content[place:place] = [
        ("p", "2024年收到和处理政府信息公开申请情况如下表："),
        ("p", "单位：件"),
    ]
    result = read(page(f"<h1>{TITLE}</h1><div>{article(report, content)}</div>"))
    assert_whole(result.report, report)
    assert said(result) == []
    assert result.notes == [
        "“三、收到和处理政府信息公开申请情况”部分表格以外有 2 段文字不会带到新报告里："
        "“2024年收到和处理政府信息公开申请情况…”、“单位：件”。"
    ]


@pytest.mark.parametrize("mark", ["一、", "1、", "第一部分 ", "第一章 "])
def test_all_headings_reworded(report: Report, mark: str) -> None:
    words = ("基本情况", "主动公开情况", "依申请公开情况", "复议诉讼情况", "存在问题", "其他事项")
    headings = {
        section.key: mark.replace("一", section.number).replace("1", str(number)) + text
        for number, (section, text) in enumerate(zip(SECTIONS, words, strict=True), 1)
    }
    result = read(
        page(f"<h1>{report_title(report)}</h1>{article(report, items(report, headings))}")
    )
    assert_whole(result.report, report)
    assert said(result) == [
        f"标题写成了“{headings[one.key]}”。请改为“{one.heading}”。" for one in SECTIONS
    ]


@pytest.mark.parametrize("end", ["　2025年1月10日", " 安宁县青山镇人民政府 2025年1月10日"])
def test_a_sign_off_behind_the_last_sentence(report: Report, end: str) -> None:
    content = items(report)
    last = content[-3][1]
    result = read(
        page(
            f"<h1>{report_title(report)}</h1>{article(report, [*content[:-3], ('p', last + end)])}"
        )
    )
    assert_whole(result.report, report)


# ---------------------------------------------------------------- titles

TITLE = "安宁县青山镇人民政府2024年政府信息公开工作年度报告"
INFO = "<div class=info>发布日期：2025-01-16 来源：本站 访问次数：<span>31</span> 字体：[<a>大</a> <a>中</a> <a>小</a>]</div>"
TITLES: dict[str, str] = {
    "once": f"<h1>{TITLE}</h1>",
    "twice": f"<h1>{TITLE}</h1>{INFO}<p>{TITLE}</p>",
    "again over two lines": f"<h1>{TITLE}</h1>{INFO}<p>安宁县青山镇人民政府</p><p>2024年政府信息公开工作年度报告</p>",
    "again over three lines": f"<h1>{TITLE}</h1><p>安宁县青山镇人民政府</p><p>2024年政府信息公开</p><p>工作年度报告</p>",
    "three times": f"<div>{TITLE}</div><h1>{TITLE}</h1>{INFO}<p>安宁县青山镇人民政府<br>2024年政府信息公开工作年度报告</p>",
    "the site's name between": f"<h1>{TITLE}</h1><p>安宁县人民政府网</p><p>2025-01-16 09:30</p><p>{TITLE}</p>",
    "a date between its lines": "<p>安宁县青山镇人民政府</p><p>2025年1月16日</p><p>2024年政府信息公开工作年度报告</p>",
    "the site's name behind it": f"<h1>{TITLE}_安宁县人民政府网</h1>{INFO}<p>{TITLE}</p>",
    "a date below it": f"<h1>{TITLE}</h1><p>（2025年1月10日）</p>",
    "its words once more without the year": f"<h1>{TITLE}</h1><p>安宁县青山镇人民政府</p><p>政府信息公开工作年度报告</p>",
    "the unit's name below it": f"<h1>{TITLE}</h1><p>安宁县青山镇人民政府</p><p>2025年1月10日</p>",
    "breadcrumbs and buttons": f"<p>首页 &gt; 政务公开 &gt; 政府信息公开年报</p><h1>{TITLE}</h1><p>【字体：大 中 小】</p><p>打印本页</p><p>分享到：微信 微博</p>",
    "a table of what it is": f"<table><tr><td>索引号：</td><td>0001/2025-12</td><td>发布机构：</td><td>青山镇</td></tr><tr><td>名称：</td><td>{TITLE}</td><td>发布日期：</td><td>2025-01-16</td></tr></table><h1>{TITLE}</h1>",
    "other years in a list": f"<ul><li>安宁县青山镇人民政府2023年政府信息公开工作年度报告</li><li>{TITLE}</li><li>安宁县青山镇人民政府2022年政府信息公开工作年度报告</li></ul>",
    "its number between the lines": f"<h1>{TITLE}</h1><p>安宁县青山镇人民政府</p><p>青政发〔2025〕12号</p><p>2024年政府信息公开工作年度报告</p>",
    "blanks between the characters": f"<h1>{TITLE}</h1><p>安 宁 县 青 山 镇 人 民 政 府</p><p>2 0 2 4 年 政 府 信 息 公 开 工 作 年 度 报 告</p>",
    "a dash before its second line": "<p>安宁县青山镇人民政府</p><p>——2024年政府信息公开工作年度报告</p>",
    "unit and date in brackets": f"<h1>{TITLE}</h1><p>（青山镇人民政府 2025年1月10日）</p>",
    "a column and the site behind it": f"<h1>{TITLE}</h1>{INFO}<p>{TITLE}_政府信息公开年报_安宁县人民政府</p>",
    "a header that passes it on": f"<p>转发：{TITLE}</p><h1>{TITLE}</h1><p>浏览次数：1,024次</p>",
    "a short name above it": "<h1>青山镇2024年政府信息公开年报</h1><p>安宁县青山镇人民政府</p><p>2024年政府信息公开工作年度报告</p>",
    "the county's own above it": f"<p>安宁县人民政府2024年政府信息公开工作年度报告</p><h1>{TITLE}</h1>",
    "a remark and the office that wrote it below it": f"<h1>{TITLE}</h1><p>（公开版）</p><p>安宁县青山镇人民政府党政办公室</p><p>（二〇二五年一月十日）</p>",
    "contents below it": f"<h1>{TITLE}</h1><p>目　录</p>" + "".join(f"<p>{one.heading}……{at}</p>" for at, one in enumerate(SECTIONS, 1)),
}  # fmt: skip


@pytest.mark.parametrize("inside", [True, False], ids=["in the article", "before it"])
@pytest.mark.parametrize("name", TITLES)
def test_a_title_is_read_once(report: Report, name: str, *, inside: bool) -> None:
    report = replace(report, preface=("根据有关规定编制本报告。", "数据自2024年1月1日起统计。"))
    content = article(report, items(report))
    inner = (
        f"<div>{TITLES[name]}{content}</div>" if inside else f"{TITLES[name]}<div>{content}</div>"
    )
    result = read(
        page(f"<div class=top><a>首页</a> <a>登录</a></div>{inner}<div>主办：某办公室</div>")
    )
    assert_whole(result.report, report)
    assert (result.report.title, said(result), result.notes) == ("", [], [])


@pytest.mark.parametrize(
    "lines",
    [
        (TITLE, TITLE),
        ("安宁县青山镇人民政府", "2024年政府信息公开工作年度报告", "二〇二五年一月", "目录", TITLE),
        (TITLE, "2025年1月10日", "安宁县青山镇人民政府", "2024年政府信息公开", "工作年度报告"),
    ],
)
def test_a_title_is_read_once_in_word(report: Report, lines: tuple[str, ...]) -> None:
    result = read(word(report, items(report), "".join(map(paragraph, lines))))
    assert_whole(result.report, report)
    assert (result.report.title, said(result), result.notes) == ("", [], [])


@pytest.mark.parametrize(
    ("lines", "title", "unit"),
    [
        (("2024年政府信息公开工作年度报告",), "2024年政府信息公开工作年度报告", "安宁县青山镇人民政府"),
        (("安宁县青山镇2024年政府信息公开 工作告年度报",), "安宁县青山镇2024年政府信息公开工作告年度报", "安宁县青山镇人民政府"),
        (("青政发〔2025〕3号", "安宁县青山镇人民政府", "关于报送2024年政府信息公开工作年度报告的报告"), "安宁县青山镇人民政府关于报送2024年政府信息公开工作年度报告的报告", "安宁县青山镇人民政府"),
        (("关于印发《安宁县青山镇人民政府2024年政府信息公开工作年度报告》的通知",), "关于印发《安宁县青山镇人民政府2024年政府信息公开工作年度报告》的通知", "安宁县青山镇人民政府"),
        (("安宁县青山镇人民政府关于公布2024年政府信息公开年度报告的通知",), "安宁县青山镇人民政府关于公布2024年政府信息公开年度报告的通知", "安宁县青山镇人民政府"),
        (("安宁县青山镇人民政府", "政府信息公开工作年度报告", "（2024年度）"), "安宁县青山镇人民政府政府信息公开工作年度报告（2024年度）", "安宁县青山镇人民政府"),
    ],
)  # fmt: skip
def test_titles_of_their_own(report: Report, lines: tuple[str, ...], title: str, unit: str) -> None:
    result = read(word(report, items(report), "".join(map(paragraph, lines))))
    assert (result.report.title, result.report.unit_name, result.report.report_year) == (
        title,
        unit,
        2024,
    )
    assert result.report.preface == ()


LIST = "".join(
    f"<li>安宁县{unit}2024年政府信息公开工作年度报告</li>"
    for unit in ("财政局", "教育局", "白水镇人民政府")
)


@pytest.mark.parametrize(
    "title",
    [
        f"<h1>{TITLE}</h1>{INFO}<ul>{LIST}</ul>",
        f"<ul>{LIST}</ul><h1>{TITLE}</h1>",
        f"<h1>安宁县人民政府网 {TITLE}</h1>",
        f"<h1><span>安宁县人民政府门户网站</span>{TITLE}</h1>",
        f"<h1>政府信息公开年报&gt;{TITLE}</h1>",
        f"<h1>【年报】{TITLE}</h1>",
        "<h1>2024年政府信息公开工作年度报告</h1><p>安宁县青山镇人民政府</p><p>2025年1月10日</p>",
    ],
)
@pytest.mark.parametrize("inside", [True, False], ids=["in the article", "before it"])
def test_other_names_around_the_title(report: Report, title: str, *, inside: bool) -> None:
    content = article(report, items(report))
    result = read(
        page(f"<div>{title}{content}</div>" if inside else f"{title}<div>{content}</div>")
    )
    assert_whole(result.report, report)
    assert (result.report.title, said(result), result.notes) == ("", [], [])


@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize(
    "lines",
    [
        ("2024年政府信息公开工作年度报告（安宁县青山镇人民政府）",),
        ("2024年政府信息公开工作年度报告", "（安宁县青山镇人民政府）"),
        ("2024年政府信息公开工作年度报告-安宁县青山镇人民政府",),
    ],
)
def test_a_unit_behind_the_title(report: Report, lines: tuple[str, ...], *, signed: bool) -> None:
    content = items(report) if signed else [*items(report)[:-2], ("p", "2025年1月10日")]
    result = read(word(report, content, "".join(map(paragraph, lines))))
    assert_whole(result.report, report)
    assert (result.report.title, said(result)) == ("".join(lines), [])


def test_words_in_front_of_the_unit_are_told(report: Report) -> None:
    result = read(page(f"<h1>公示公告{TITLE}</h1>{article(report, items(report))}"))
    assert_whole(result.report, report)
    assert said(result) == [
        "标题的单位是“公示公告安宁县青山镇人民政府”，落款是“安宁县青山镇人民政府”。请核对，改为一致。"
    ]


def test_the_internet_office_keeps_its_name(report: Report) -> None:
    own = replace(report, unit_name="安宁县互联网信息办公室")
    result = read(page(f"<h1>{report_title(own)}</h1>{article(own, items(own))}"))
    assert_whole(result.report, own)
    assert (result.report.title, said(result)) == ("", [])


def test_a_list_of_other_reports_in_word_is_told(report: Report) -> None:
    lines = ("安宁县财政局2024年政府信息公开工作年度报告", TITLE)
    result = read(word(report, items(report), "".join(map(paragraph, lines))))
    assert_whole(result.report, report)
    assert result.notes == [
        "标题前面有 1 段文字不会带到新报告里：“安宁县财政局2024年政府信息公开工作年…”。"
    ]


# ---------------------------------------------------------------- layouts

Layout = Callable[[Report], bytes]


def _cms(report: Report) -> bytes:
    return page(
        "<div class=nav><a>首页</a> &gt; <a>政务公开</a></div>"
        f"<h1>{TITLE}</h1>{INFO}<div class=TRS_Editor>{article(report, items(report))}"
        "<p>附件：<a href=a.docx>青山镇年度报告.docx</a></p><p>扫一扫在手机打开当前页</p></div>"
        "<div class=pager><p>上一篇：青山镇2024年12月份公开信息12条</p><p>下一篇：没有了</p></div>"
        "<div class=foot><p>主办：安宁县人民政府办公室　承办：安宁县数据局</p><p>网站标识码：1234567890　京ICP备12345678号　联系电话：0000-1234567</p>"
        "<p>为了您更好地浏览本站，建议使用谷歌浏览器，分辨率1920*1080。</p></div>"
    )


def _divisions(report: Report) -> bytes:
    body = article(
        report,
        items(report),
        lambda text: f"<div>&emsp;&emsp;{text}</div>",
        lambda text: f"<div><span style='font-family:黑体'>{text}</span></div>",
    )
    return page(f"<h2>{TITLE}</h2><div id=zoom>{body}</div>")


def _shown_as_lines(report: Report) -> bytes:
    body = article(
        report,
        items(report),
        lambda text: f"<span style='display: block'>{text}</span>",
        lambda text: f"<strong style='color: red; display:flex'>{text}</strong>",
    )
    return page(f"<h2>{TITLE}</h2><div>{body}</div>")


def _breaks(report: Report) -> bytes:
    body = article(
        report, items(report), lambda text: f"　　{text}<br>", lambda text: f"　　{text}<br>"
    )
    return page(
        f"<center><b>{TITLE}</b></center><div class=content>{body}</div><div>【打印】【关闭】</div>"
    )


def _section_each(report: Report) -> bytes:
    content = items(report)
    starts = [at for at, (kind, _) in enumerate(content) if kind == "h"]
    parts = [
        content[: starts[0]],
        *(content[a:b] for a, b in zip(starts, [*starts[1:], None], strict=True)),
    ]
    body = "".join(
        f"<section><div class=box>{article(report, part)}</div></section>" for part in parts
    )
    return page(f"<h1>{TITLE}</h1><main>{body}</main><p>相关链接</p>")


def _heading_apart(report: Report) -> bytes:
    body = article(
        report, items(report), head=lambda text: f"<div class=t><i></i><h3>{text}</h3><hr></div>"
    )
    return page(f"<h1>{TITLE}</h1><article>{body}</article>")


def _sign_off_apart(report: Report) -> bytes:
    content = items(report)
    return page(
        f"<h1>{TITLE}</h1><div class=body>{article(report, content[:-2])}</div>"
        f"<div class=sign>{article(report, content[-2:])}</div><div class=foot>版权所有</div>"
    )


def _sign_off_in_a_table(report: Report) -> bytes:
    content = items(report)
    signed = "".join(f"<tr><td></td><td>{text}</td></tr>" for _, text in content[-2:])
    return page(
        f"<h1>{TITLE}</h1><div>{article(report, content[:-2])}<table>{signed}</table></div>"
    )


def _sign_off_in_the_text(report: Report) -> bytes:
    content = items(report)
    end = f"{content[-3][1]}　　{content[-2][1]}　{content[-1][1]}"
    return page(f"<h1>{TITLE}</h1><div>{article(report, [*content[:-3], ('p', end)])}</div>")


def _preface_apart(report: Report) -> bytes:
    content = items(report)
    return page(
        f"<h1>{TITLE}</h1>{INFO}<div class=lead>{article(report, content[:1])}</div>"
        f"<div class=text>{article(report, content[1:])}</div>"
    )


def _framed(report: Report) -> bytes:
    return page(
        "<table><tr><td>政务公开</td><td>"
        f"<table><tr><td align=center><b>{TITLE}</b></td></tr><tr><td>信息来源：青山镇　发布时间：2025-01-16　点击数：12</td></tr>"
        f"<tr><td>{article(report, items(report))}</td></tr><tr><td>打印本页　关闭窗口</td></tr></table></td></tr></table>"
    )


def _captions(report: Report) -> bytes:
    body = article(report, items(report)).replace(
        "<table border=1>", "<table border=1><caption>统计表（单位：件）</caption>"
    )
    return page(f"<h1>{TITLE}</h1><div>{body}</div>")


def _notes_and_links(report: Report) -> bytes:
    return page(
        f"<h1>{TITLE}</h1><div>{article(report, items(report))}<p>（此件公开发布）</p><p>责任编辑：王某</p>"
        "<p>联系电话：0000-1234567</p><p>相关阅读</p><ul><li>图解：青山镇2024年年报</li><li>青山镇2023年政府信息公开工作年度报告</li></ul></div>"
        "<aside><p>热点</p></aside><div id=popup><p>您访问的链接即将离开“安宁县人民政府”门户网站，是否继续？</p></div>"
    )


def _numbers_in_spans(report: Report) -> bytes:
    body = article(
        report,
        items(report),
        head=lambda text: (
            f"<p><span>{text[0]}</span><span>、</span>\r\n<b>{text[2:5]}</b><b>{text[5:]}</b></p>"
        ),
    )
    return page(f"<h1>{TITLE}</h1><div>{body}</div>")


def _anchors(report: Report) -> bytes:
    links = "".join(f"<li><a href=#x>{one.heading}</a></li>" for one in SECTIONS)
    return page(f"<h1>{TITLE}</h1><div><ul>{links}</ul>{article(report, items(report))}</div>")


def _word_contents(report: Report) -> bytes:
    contents = "".join(paragraph(f"{one.heading}\t{at}") for at, one in enumerate(SECTIONS, 1))
    return word(report, items(report), paragraph(TITLE) + paragraph("目　录") + contents)


def _word_cover(report: Report) -> bytes:
    cover = "".join(
        map(paragraph, ("安宁县青山镇人民政府", "2024年政府信息公开工作年度报告", "2025年1月"))
    )
    return word(report, items(report), cover + paragraph(TITLE))


def _word_from_the_web(report: Report) -> bytes:
    lines = (
        "首页 > 政务公开 > 年报",
        TITLE,
        "发布日期：2025-01-16 来源：本站",
        "【字体：大 中 小】",
        TITLE,
    )
    return word(report, items(report), "".join(map(paragraph, lines)))


def _word_sign_off_first(report: Report) -> bytes:
    content = items(report)
    lines = (TITLE, "安宁县青山镇人民政府", "（2025年1月10日）")
    return word(report, content[:-2], "".join(map(paragraph, lines)))


def _word_breaks(report: Report) -> bytes:
    texts: list[Item] = []
    for kind, text in items(report):
        if texts and kind != "t" and texts[-1][0] != "t":
            texts[-1] = ("p", f"{texts[-1][1]}\n{text}")
        else:
            texts.append(("p" if kind == "h" else kind, text))
    return word(report, texts, paragraph(TITLE))


LAYOUTS: dict[str, Layout] = {
    "a content management system": _cms,
    "divisions": _divisions,
    "elements shown as lines": _shown_as_lines,
    "line breaks": _breaks,
    "a section element each": _section_each,
    "headings in boxes": _heading_apart,
    "the sign-off in an element of its own": _sign_off_apart,
    "the sign-off in a table": _sign_off_in_a_table,
    "the sign-off behind the last sentence": _sign_off_in_the_text,
    "the preface in an element of its own": _preface_apart,
    "layout tables": _framed,
    "captions": _captions,
    "notes and links behind it": _notes_and_links,
    "numbers in spans of their own": _numbers_in_spans,
    "a list of anchors": _anchors,
    "Word with contents": _word_contents,
    "Word with a cover": _word_cover,
    "Word from the web": _word_from_the_web,
    "Word dated below the title": _word_sign_off_first,
    "Word with line breaks for paragraphs": _word_breaks,
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_layouts_are_read_whole(report: Report, name: str) -> None:
    report = replace(report, preface=("根据有关规定编制本报告。", "数据自2024年1月1日起统计。"))
    result = read(LAYOUTS[name](report))
    if name == "Word dated below the title":
        assert (result.report.unit_name, result.signed) == (report.unit_name, "")
    assert_whole(result.report, report)
    assert (result.report.title, said(result), result.notes) == ("", [], [])


def _rows_of_page(report: Report, kind: str, text: str) -> str:
    if kind == "t":
        return re.sub("</?table[^>]*>", "", table(report, text))
    return f"<tr><td colspan=15>{text}</td></tr>"


def _rows_of_word(report: Report, kind: str, text: str) -> str:
    if kind == "t":
        whole = _tables(report, TABLES[text], Habits())
        return "".join(re.findall("<w:tr>.*?</w:tr>", whole))
    span = '<w:tcPr><w:gridSpan w:val="15"/></w:tcPr>'
    return f"<w:tr><w:tc>{span}{paragraph(text)}</w:tc></w:tr>"


@pytest.mark.parametrize("kind", ["page", "Word"])
@pytest.mark.parametrize("signed", [True, False], ids=["signed in it", "signed below"])
def test_a_whole_report_as_rows_of_one_table(report: Report, kind: str, *, signed: bool) -> None:
    content = [("p", TITLE), *items(report)]
    end = len(content) if signed else -2
    if kind == "page":
        rows = "".join(_rows_of_page(report, *one) for one in content[:end])
        data = page(f"<table border=1>{rows}</table>{article(report, content[end:])}")
    else:
        rows = "".join(_rows_of_word(report, *one) for one in content[:end])
        data = document(
            f"<w:tbl>{rows}</w:tbl>{''.join(paragraph(one[1]) for one in content[end:])}"
        )
    result = read(data)
    assert_whole(result.report, report)
    assert (result.report.title, said(result), result.notes) == ("", [], [])


def test_a_heading_in_the_first_row_of_its_table(report: Report) -> None:
    inner = article(report, items(report))
    for section in SECTIONS[1:4]:
        inner = inner.replace(
            f"<p><strong>{section.heading}</strong></p>\n<table border=1>",
            f"<table border=1><tr><td colspan=15>{section.heading}</td></tr>",
        )
    result = read(page(f"<h1>{TITLE}</h1><div>{inner}</div>"))
    assert_whole(result.report, report)
    assert (said(result), result.notes) == ([], [])


SECOND = {
    "a copy for printing": ("安宁县青山镇人民政府", 2024, 12, []),
    "another year": ("安宁县青山镇人民政府", 2023, 11, ["安宁县青山镇人民政府2023年政府信息公…"]),
    "another unit": ("安宁县白水镇人民政府", 2024, 11, ["安宁县白水镇人民政府2024年政府信息公…"]),
}


@pytest.mark.parametrize("name", SECOND)
def test_of_two_reports_the_first_is_read(report: Report, name: str) -> None:
    unit, year, guides, told = SECOND[name]
    overview = tuple(line.replace("12份", f"{guides}份") for line in report.overview)
    second = replace(
        report,
        unit_name=unit,
        report_year=year,
        report_date=date(year + 1, 1, 10),
        overview=overview,
    )
    inner = "".join(
        f"<h1>{report_title(one)}</h1>{article(one, items(one))}" for one in (report, second)
    )
    result = read(page(f"<div>{inner}</div>"))
    assert_whole(result.report, report)
    assert said(result) == [
        f"文件里有两份报告，只读了第一份；第二份从“{start}”开始，没有读入。请分开，一个文件一份报告。"
        for start in told
    ]
    assert result.notes == []


@pytest.mark.parametrize("mark", ["1", "[1]", "①", "*"])
def test_a_note_mark_is_no_digit_of_the_prose(report: Report, mark: str) -> None:
    inner = article(report, items(report))
    raised = inner.replace("办事指南12份", f"办事指南12<sup>{mark}</sup>份")
    assert_whole(read(page(raised)).report, report)
    run = f'</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{mark}</w:t></w:r><w:r><w:t>'
    data = with_body(word(report, items(report)), "办事指南12份", f"办事指南12{run}份")
    result = read(data)
    assert_whole(result.report, report)
    assert any(f"：“{mark}”。" in note for note in result.notes)


def test_an_exponent_stays(report: Report) -> None:
    own = replace(report, problems=("专区只有30m2。", *report.problems[1:]))
    inner = article(own, items(own)).replace("30m2", "30m<sup>2</sup>")
    assert read(page(inner)).report.problems == own.problems


# ---------------------------------------------------------------- what enters no field

FOREIGN = "<table border=1><tr><td>平台</td><td>发布数</td></tr><tr><td>网站</td><td>57</td></tr><tr><td>公众号</td><td>120</td></tr></table>"
SAID_TABLE = "“平台 发布数 网站 57 公众号 120”"
LEFT_OUT: dict[str, tuple[str, str, list[str]]] = {
    "a table in section one": (
        "<p><strong>二、", FOREIGN,
        [f"“一、总体情况”部分有一张表格不会带到新报告里：{SAID_TABLE}。"],
    ),
    "prose above table 2": (
        "<table border=1><tr><td rowspan=1 colspan=4>第二十条第（一）项", "<p>本年制发文件2件。</p>",
        ["“二、主动公开政府信息情况”部分表格以外有 1 段文字不会带到新报告里：“本年制发文件2件。”。"],
    ),
    "prose below tables 3 and 4": (
        "<p><strong>五、", "<p>全年没有行政复议。</p><p>也没有行政诉讼。</p>",
        ["“四、政府信息公开行政复议、行政诉讼情况”部分表格以外有 2 段文字不会带到新报告里：“全年没有行政复议。”、“也没有行政诉讼。”。"],
    ),
    "who filled it in, below the sign-off": (
        "</div><!--end-->", "<p>审核人：张三　填表人：李四</p><p>联系电话：0000-1234567</p><p>责任编辑：王五</p><p>审核：赵六</p>",
        ["落款后面有 2 段文字不会带到新报告里：“审核人：张三 填表人：李四”、“联系电话：0000-1234567”。"],
    ),
    "how to reach whom, below the sign-off": (
        "</div><!--end-->", "<p>联系人：张三</p><p>通讯地址：府前街1号</p><p>邮编：036600</p><p>主办：某网</p><p>传真：0000-1</p>",
        ["落款后面有 3 段文字不会带到新报告里：“联系人：张三”、“通讯地址：府前街1号”、“邮编：036600”。"],
    ),
    "sentences behind the sign-off": (
        "</div><!--end-->", "<p>打印本页</p><p>附件：另收到申请57件，未列入表三。</p><p>各村另有公开申请二百件。</p><p>附件：<a>年报.pdf</a></p>",
        ["落款后面有 2 段文字不会带到新报告里：“附件：另收到申请57件，未列入表三。”、“各村另有公开申请二百件。”。"],
    ),
    "attachments behind the sign-off": (
        "</div><!--end-->", "<p>附件：1.主动公开基本目录</p><p>2.2024年办事流程图</p><p>3.目录.docx</p><p>4.另一页</p>",
        ["落款后面有 4 段文字不会带到新报告里：“附件：1.主动公开基本目录”、“2.2024年办事流程图”、“3.目录.docx”、“4.另一页”。"],
    ),
    "attached files, the report itself among them": (
        "</div><!--end-->", "<p>附件</p><p>1. 申请办理情况表.xls</p><p>附件1：<a>青山镇申请台账.xlsx</a></p><p>附件：1.<a>目录.pdf</a></p><p>2.青山镇2024年度报告.docx</p><p>3.流程图.jpg</p>",
        ["落款后面有 4 段文字不会带到新报告里：“1. 申请办理情况表.xls”、“附件1：青山镇申请台账.xlsx”、“附件：1.目录.pdf”、“3.流程图.jpg”。"],
    ),
    "who printed it, below the sign-off": (
        "</div><!--end-->", "<p>抄送：县政府办公室</p><p>清河镇党政办公室　2024年1月13日印发</p>",
        ["落款后面有 2 段文字不会带到新报告里：“抄送：县政府办公室”、“清河镇党政办公室 2024年1月13日印…”。"],
    ),
    "a table behind the sign-off": (
        "</div><!--end-->", FOREIGN,
        [f"落款后面有一张表格不会带到新报告里：{SAID_TABLE}。"],
    ),
    "a sentence behind the article": (
        "<!--end-->", "<div><p>另有政府信息公开申请57件，未列入表三。</p></div>",
        ["落款后面有 1 段文字不会带到新报告里：“另有政府信息公开申请57件，未列入表三。”。"],
    ),
    "attachments above the sign-off": (
        "<p>安宁县青山镇人民政府</p>", "<p>附件：1.主动公开基本目录</p><p>2.目录.docx</p>",
        ["落款前面有 2 段文字不会带到新报告里：“附件：1.主动公开基本目录”、“2.目录.docx”。"],
    ),
    "who filled it in, above the sign-off": (
        "<p>安宁县青山镇人民政府</p>", "<p>单位负责人：张三　审核人：李四　填报人：王五，电话：0000-1234567</p>",
        ["落款前面有 1 段文字不会带到新报告里：“单位负责人：张三 审核人：李四 填报人：…”。"],
    ),
    "several attachments above the sign-off": (
        "<p>安宁县青山镇人民政府</p>", "<p>附件1：主动公开基本目录</p><p>附件2：办事流程图</p>",
        ["落款前面有 2 段文字不会带到新报告里：“附件1：主动公开基本目录”、“附件2：办事流程图”。"],
    ),
    "a summary above the preface": (
        "<p>根据", "<p>【摘要】全年公布信息很多。</p><p>编者按</p><p>本镇年报请读者指正。</p>",
        ["开头有 3 段文字不会带到新报告里：“【摘要】全年公布信息很多。”、“编者按”、“本镇年报请读者指正。”。"],
    ),
    "links above the preface": (
        "<p>根据", "<p>图解</p><p>（2025年1月10日发布）</p><p>附件下载：年度报告.pdf</p><p>附件：目录.pdf</p>",
        ["开头有 2 段文字不会带到新报告里：“图解”、“附件：目录.pdf”。"],
    ),
    "how to see a table on a screen": (
        "<table border=1><tr><td rowspan=1 colspan=4>第二十条第（一）项", "<p>（表格可左右滑动查看）</p><p>点击展开</p>", [],
    ),
    "a table below the title": (
        "<p>根据", FOREIGN,
        [f"开头有一张表格不会带到新报告里：{SAID_TABLE}。"],
    ),
}  # fmt: skip


def with_extra(report: Report, *names: str) -> bytes:
    inner = f"<h1>{TITLE}</h1>{INFO}<div>{article(report, items(report))}</div><!--end--><div class=foot><p>主办：某办公室</p></div>"
    for name in names:
        mark, extra, _ = LEFT_OUT[name]
        assert mark in inner, mark
        inner = inner.replace(mark, extra + mark, 1)
    return page(inner)


@pytest.mark.parametrize("label", ["前言：", "【导读】", "摘要：", "前　言 ：", "编制说明："])
def test_a_label_in_front_of_the_preface_is_none_of_it(report: Report, label: str) -> None:
    inner = f"<h1>{TITLE}</h1><div>{article(report, items(report))}</div>"
    result = read(page(inner.replace("<p>根据", f"<p>{label}根据", 1)))
    assert_whole(result.report, report)
    assert result.notes == []


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_enters_no_field_is_named(report: Report, name: str) -> None:
    result = read(with_extra(report, name))
    assert_whole(result.report, report)
    assert result.notes == LEFT_OUT[name][2]
    assert said(result) == []


def test_a_numbered_point_above_the_sign_off_is_no_line_of_who_filled_it_in(report: Report) -> None:
    point = "2.工作负责人：由镇长担任组长"
    inner = article(report, items(report)).replace(
        "<p>安宁县青山镇人民政府</p>", f"<p>{point}</p><p>安宁县青山镇人民政府</p>"
    )
    result = read(page(f"<h1>{TITLE}</h1><div>{inner}</div>"))
    assert result.report.other_matters[-1] == point
    assert result.notes == []


def test_pictures_within_the_sections_of_a_page_are_told(report: Report) -> None:
    inner = article(report, items(report))
    drawn = inner.replace("<p>公布办事指南", "<p><img src=a.jpg></p><p>公布办事指南")
    assert drawn != inner
    logo = "<img src=logo.png>"
    result = read(page(f"{logo}<h1>{TITLE}</h1><div>{drawn}<p><img src=qr.png></p></div>"))
    assert_whole(result.report, report)
    assert result.notes == [
        "1 个图片、图形不会带到新报告里（“一、总体情况”部分）。要保留的请自己插入，公章请重新加盖。"
    ]
    icon = drawn.replace("src=a.jpg", "src=a.gif width=16 height=16")
    assert read(page(icon)).notes == []
    read_aloud = drawn.replace("src=a.jpg", "src=a.jpg alt='网站发布57条'")
    assert read(page(read_aloud)).notes == [
        "1 个图片、图形不会带到新报告里（“一、总体情况”部分）：“网站发布57条”。要保留的请自己插入，公章请重新加盖。"
    ]
    unnamed = drawn.replace("src=a.jpg", "src=a.jpg alt='图片1.png'")
    assert read(page(unnamed)).notes == result.notes


@pytest.mark.parametrize(
    ("said_of_it", "quoted"), [("网站发布57条", "：“网站发布57条”"), ("图片 1", "")]
)
def test_what_is_to_be_read_instead_of_a_picture_in_word(
    report: Report, said_of_it: str, quoted: str
) -> None:
    drawing = (
        '</w:t></w:r><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f'<wp:docPr id="1" name="图片 1" descr="{said_of_it}"/><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"/>'
        "</wp:inline></w:drawing></w:r><w:r><w:t>"
    )
    data = with_body(
        word(report, items(report)), "公布办事指南12份。", f"公布办事指南12份。{drawing}"
    )
    assert [note for note in read(data).notes if "图片" in note] == [
        f"1 个图片、图形不会带到新报告里（“一、总体情况”部分）{quoted}。要保留的请自己插入，公章请重新加盖。"
    ]


def test_one_list_names_all_of_it(report: Report) -> None:
    result = read(with_extra(report, *LEFT_OUT))
    (note,) = result.notes
    parts = [part for _, _, parts in LEFT_OUT.values() for part in parts]
    # the texts of one place, of several cases, are counted together
    places = {(part.partition("有")[0], "张表格" in part) for part in parts}
    assert note.count("；") == len(places) - 1
    for part in parts:
        assert part.partition("：")[2].rstrip("。") in note


def test_very_many_blocks_are_still_one_sentence(report: Report) -> None:
    many = "".join(paragraph(f"清单第{number}项") for number in range(500))
    (note,) = read(word(report, items(report), paragraph(TITLE), many)).notes
    assert note.startswith("落款后面有 500 段文字不会带到新报告里：“清单第0项”、")
    assert note.endswith("“清单第39项”等。")


def test_every_way_tells_the_same_list(
    report: Report, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "收件"
    folder.mkdir()
    file = folder / "年报.html"
    file.write_bytes(with_extra(report, "a table in section one", "sentences behind the sign-off"))
    (note,) = examine(file).notes
    assert note.count("不会带到新报告里") == 2
    assert api.check(file).notes == (note,)
    assert api.convert(file, tmp_path / "出.docx").notes == (note,)
    run(["check", str(file)])
    told = capsys.readouterr()
    assert "核对通过" not in told.out
    assert f"提醒　{note}\n" in told.err
    run(["check", "--json", str(file)])
    assert json.loads(capsys.readouterr().out)["files"][0]["notes"] == [note]
    run(["import", str(file), "-o", str(tmp_path / "读回.xlsx")])
    assert f"提醒　{note}\n" in capsys.readouterr().err
    run(["convert", str(file), "-o", str(tmp_path / "又.docx")])
    assert f"提醒　{note}\n" in capsys.readouterr().err
    (row,) = run_batch(folder, tmp_path / "结果").rows
    assert row.remark == note


@pytest.mark.parametrize("key", TABLES)
def test_a_year_beside_the_tables_is_checked(report: Report, key: str) -> None:
    content = items(report)
    place = content.index(("t", key)) + 1
    for year, told in ((2023, 1), (2024, 0)):
        late = f"截至{year}年12月31日，我镇没有行政诉讼。"
        data = page(article(report, [*content[:place], ("p", late), *content[place:]]))
        found = examine_input(detect_kind(Path("年报.html"), data), lambda _: None).findings
        assert len([one for one in found if one.code == "TEXT-YEAR"]) == told


def test_prose_beside_the_tables_is_proofread_and_kept(
    report: Report, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "年报.html"
    wrong = "本年收到政府信息公开申请3件，均已按时答复办理，，没有积压。"
    content = items(report)
    after = content.index(("t", "t3")) + 1
    content[after:after] = [("p", wrong)]
    file.write_bytes(page(f"<h1>{TITLE}</h1><div>{article(report, content)}</div>"))
    told = {one.code: one.message for one in examine(file).findings}
    where = "“三、收到和处理政府信息公开申请情况”表格以外第1段："
    assert {"TEXT-COUNT", "TEXT-TYPO"} <= told.keys()
    assert told["TEXT-COUNT"].startswith(where)
    assert told["TEXT-TYPO"].startswith(where)
    assert run(["import", str(file), "-o", str(tmp_path / "读回.xlsx")]) == 0
    capsys.readouterr()
    with zipfile.ZipFile(tmp_path / "读回.xlsx") as book:
        kept = book.read("xl/sharedStrings.xml").decode()
    assert f"“三、收到和处理政府信息公开申请情况”表格以外：{wrong}" in kept


# ---------------------------------------------------------------- the innocent, and the cases of the field


def test_correct_prose_is_read_whole_in_every_layout(report: Report) -> None:
    """Each paragraph of correct prose stands in one layout after another; nothing is lost, nothing named."""
    own = replace(report, preface=("根据有关规定编制本报告。", "数据自2024年1月1日起统计。"))
    layouts = [one for one in LAYOUTS.values() if one is not _word_sign_off_first]
    for number, layout in enumerate(layouts):
        prose = tuple(line for text in CORRECT[number :: len(layouts)] for line in text.split("\n"))
        longer = replace(own, overview=(*own.overview, *prose))
        result = read(layout(longer))
        assert result.report.overview == longer.overview
        assert (said(result), result.notes) == ([], [])


CASES_OF_THE_FIELD = {
    "01-section-heading-reworded": ["FORM-HEADING", "FORM-HEADING"],
    "02-title-twice": [],
    "03-section-six-reworded": ["FORM-HEADING"],
    "17-headings-inside-paragraphs": ["FORM-HEADING", "FORM-HEADING"],
}


@pytest.mark.parametrize("name", CASES_OF_THE_FIELD)
def test_cases_of_the_field(shared: Path, name: str) -> None:
    found = examine(shared / "cases" / "field" / name / "report.html")
    codes = [one.code for one in found.findings if one.code.startswith("FORM-")]
    assert codes == CASES_OF_THE_FIELD[name]
    assert found.notes == ()
    assert (found.report.unit_name, found.report.title) == ("某县甲镇人民政府", "")
    assert found.report.overview
    assert found.report.problems
    assert found.report.other_matters == ("本年度没有收取信息处理费。",)


IN_FRONT = (
    "前言",
    "目录",
    f"目录 {' '.join(one.heading for one in SECTIONS)}",
    "；".join(f"{one.heading}…{at}" for at, one in enumerate(SECTIONS, 1)),
)


@pytest.mark.parametrize("line", IN_FRONT)
def test_a_line_that_names_what_follows_is_no_preface(report: Report, line: str) -> None:
    for data in (
        page(f"<h1>{report_title(report)}</h1><p>{line}</p>{article(report, items(report))}"),
        word(report, items(report), paragraph(report_title(report)) + paragraph(line)),
    ):
        result = read(data)
        assert_whole(result.report, report)
        assert (said(result), result.notes) == ([], [])


RADICALS = str.maketrans("一二人工山月日至自里金见长门", "⼀⼆⼈⼯⼭⽉⽇⾄⾃⾥⾦⻅⻓⻔")


def test_radicals_that_stand_for_characters_are_read_as_them(report: Report) -> None:
    """As in what was copied out of a PDF: they look the same, and are told once."""
    content = [
        (kind, text if kind == "t" else text.translate(RADICALS)) for kind, text in items(report)
    ]
    title = TITLE.translate(RADICALS)
    copied = article(report, content).replace("行政许可", "⾏政许可")
    for data, told in (
        (page(f"<h1>{title}</h1><div>{copied}</div>"), "30 个字是从别处复制来的部首符号（“⼈”按“人”、“⼯”按“工”、“⼭”按“山”等）"),
        (word(report, content, paragraph(title)), "32 个字是从别处复制来的部首符号（“⼭”按“山”、“⼈”按“人”、“⼯”按“工”等）"),
    ):  # fmt: skip
        result = read(data)
        assert_whole(result.report, report)
        assert said(result) == []
        assert result.notes == [f"有 {told}，看着和正字一样，电脑不认，已按正字读入。"]


NOTICES = [
    ("版权所有：安宁县人民政府　备案号：某ICP备00000000号", True),
    ("（完）", True),
    ("没有其他事项需要报告", False),
    ("网站地图一栏改版后，公开信息3条", False),
]


@pytest.mark.parametrize(("line", "is_the_sites"), NOTICES)
def test_a_notice_below_what_nobody_signs_is_no_text(
    report: Report, line: str, is_the_sites: bool
) -> None:
    content = [*items(report)[:-2], ("p", line)]
    result = read(page(f"<h1>{report_title(report)}</h1><div>{article(report, content)}</div>"))
    assert result.report.other_matters == (*report.other_matters, *([] if is_the_sites else [line]))


BESIDE = [
    ("相关解读：年报解读", True),
    ("抄送：县委办公室，县人大办公室。", True),
    ("联系电话：0000-1234567", True),
    ("扫一扫在手机打开当前页", True),
    ("上一篇：无", True),
    ("镇长：张三", True),
    ("审核：张三　校对：李四", True),
    ("王小明", True),
    ("张 三", True),
    ("政策解读：全年发布3篇", False),
    ("没有了", False),
    ("工作流程：登记>审核>办理", False),
    ("特此报告", False),
]


@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize(("line", "is_beside"), BESIDE)
def test_what_goes_with_the_text_below_it_is_named(
    report: Report, line: str, *, is_beside: bool, signed: bool
) -> None:
    content = items(report)
    content[-2:] = [("p", line), *(content[-2:] if signed else ())]
    where = "落款前面" if signed else "文末"
    result = read(word(report, content, paragraph(TITLE)))
    assert result.report.other_matters == (*report.other_matters, *([] if is_beside else [line]))
    told = f"{where}有 1 段文字不会带到新报告里：“{line.replace(chr(0x3000), ' ')}”。"
    assert result.notes == ([told] if is_beside else [])


IN_ANY_ORDER = [
    (["审核人：刘甲", "王小明"], ["审核人：刘甲", "王小明"]),
    (["附件：1.公开目录", "2.服务点一览", "校对：陈乙", "（加盖公章）"],) * 2,
    (["（此件公开发布）", "附件：1.公开目录"], ["附件：1.公开目录", "（此件公开发布）"]),
    (["王小明", "李小红"], ["王小明", "李小红"]),
    (["其他", "1.开展培训2次。", "2.更新公开栏3次。"], []),
    (["特此报告", "王小明"], []),
]
"""Lines between the last sentence and the sign-off; those that enter no section."""


@pytest.mark.parametrize(("lines", "left_out"), IN_ANY_ORDER)
def test_what_goes_with_the_text_stands_in_any_order(
    report: Report, lines: list[str], left_out: list[str]
) -> None:
    content = items(report)
    content[-2:] = [*(("p", line) for line in lines), *content[-2:]]
    result = read(word(report, content, paragraph(TITLE)))
    kept = [] if left_out else lines
    assert result.report.other_matters == (*report.other_matters, *kept)
    named = "、".join(f"“{line}”" for line in left_out)
    told = f"落款前面有 {len(left_out)} 段文字不会带到新报告里：{named}。"
    assert result.notes == ([told] if left_out else [])


def test_who_filled_it_in_is_what_a_section_says_that_says_nothing_else(report: Report) -> None:
    content = items(report)
    heading = next(at for at, (_, text) in enumerate(content) if text == SECTIONS[-1].heading)
    content[heading + 1 : -2] = [("p", "填表人：张三")]
    result = read(page(f"<h1>{report_title(report)}</h1>{article(report, content)}"))
    assert (result.report.other_matters, result.notes) == (("填表人：张三",), [])


DESCRIBED = [
    "索 引 号 0001/2025-00007 公开方式 主动公开",
    "信息类别：年度报告 信息分类：政府信息公开年报 / 乡镇",
    "| 关键词 | 发布机构 | 青山镇 |",
    "青政报〔2025〕3号　　　签发人：张三",
    "People's Government of Qingshan",
]


def test_lines_that_describe_the_article_are_named_and_no_preface(report: Report) -> None:
    lines = "".join(f"<p>{line}</p>" for line in DESCRIBED)
    result = read(page(f"<h1>{report_title(report)}</h1>{lines}{article(report, items(report))}"))
    assert_whole(result.report, report)
    (note,) = result.notes
    assert note.startswith("开头有 5 段文字不会带到新报告里：")


@pytest.mark.parametrize(
    "preface", ["现将2024年工作情况报告如下：", "2024年，我镇的公开工作有了进步"]
)
def test_a_preface_without_a_stop_stays(report: Report, preface: str) -> None:
    own = replace(report, preface=(preface, *report_preface(report)))
    assert_whole(read(page(f"<h1>{report_title(own)}</h1>{article(own, items(own))}")).report, own)


@pytest.mark.parametrize("label", ["公报标题 ", "信息名称："])
def test_a_label_in_front_of_the_title_is_none_of_it(report: Report, label: str) -> None:
    result = read(page(f"<p>{label}{report_title(report)}</p>{article(report, items(report))}"))
    assert_whole(result.report, report)
    assert (result.report.title, said(result)) == ("", [])


def test_a_sentence_that_names_all_sections_is_preface(report: Report) -> None:
    own = replace(report, preface=(f"本报告包括{'、'.join(one.heading for one in SECTIONS)}。",))
    result = read(page(f"<h1>{report_title(own)}</h1>{article(own, items(own))}"))
    assert_whole(result.report, own)


def test_a_number_typed_behind_the_automatic_one_is_told(report: Report) -> None:
    headings = {one.key: f"{one.number}、{one.heading}" for one in SECTIONS}
    result = read(
        page(f"<h1>{report_title(report)}</h1>{article(report, items(report, headings))}")
    )
    assert_whole(result.report, report)
    assert said(result) == [
        f"标题写成了“{headings[one.key]}”。请改为“{one.heading}”。" for one in SECTIONS
    ]


def test_a_table_of_sentences_is_prose(report: Report) -> None:
    own = replace(report, overview=tuple(f"第{at}项工作已经完成。" for at in "一二三四五六七八"))
    content = article(own, items(own))
    prose = "".join(f"<p>{one}</p>\n" for one in own.overview)
    cells = "".join(
        f"<tr><td>{a}</td><td>{b}</td></tr>"
        for a, b in zip(own.overview[::2], own.overview[1::2], strict=True)
    )
    assert prose in content
    result = read(
        page(f"<h1>{report_title(own)}</h1>{content.replace(prose, f'<table>{cells}</table>')}")
    )
    assert_whole(result.report, own)
    assert (said(result), result.notes) == ([], [])


SECTION_ALONE = "<table border=1><tr><td>序号</td><td>问题</td><td>措施</td></tr><tr><td>1</td><td>形式单一{0}</td><td>丰富形式{0}</td></tr><tr><td>2</td><td>人手少{0}</td><td>加强培训{0}</td></tr></table>"


def only_a_table(report: Report, end: str) -> ReadResult:
    content = [one for one in items(report) if one[1] not in report.problems]
    last = "<p><strong>六、"
    inner = article(report, content).replace(last, SECTION_ALONE.format(end) + last)
    return read(page(f"<h1>{TITLE}</h1><div>{inner}</div>"))


def test_a_section_that_is_a_table_of_sentences_is_read(report: Report) -> None:
    result = only_a_table(report, "。")
    own = ("形式单一。", "丰富形式。", "人手少。", "加强培训。")
    assert_whole(result.report, replace(report, problems=own))
    assert said(result) == []
    assert result.notes == [
        "“五、存在的主要问题及改进情况”部分是表格，表里的句子已按段落读入，表头“序号 问题 措施”不会带到新报告里。"
    ]


def test_a_section_that_is_a_table_alone_is_not_called_empty(report: Report) -> None:
    result = only_a_table(report, "")
    assert said(result) == [
        "“五、存在的主要问题及改进情况”部分只有表格，没有文字，标准格式里这一部分是文字。请把表格的内容写成段落。"
    ]
    assert Slot("problems") in result.unreadable
    assert len(result.notes) == 1


def test_a_remark_on_the_paper_is_named_for_a_word_file(report: Report) -> None:
    *content, unit, signed = items(report)
    result = read(
        word(
            report,
            [*content, ("p", "（此件公开发布）"), unit, signed],
            paragraph(report_title(report)),
        )
    )
    assert_whole(result.report, report)
    assert result.notes == ["落款前面有 1 段文字不会带到新报告里：“（此件公开发布）”。"]
