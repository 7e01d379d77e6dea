"""核对结果.html: what the icons write beside the files, for reading."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from converter.cli import run
from converter.conversion import examine_input
from converter.files.kinds import open_input
from converter.findings import Finding, Place
from converter.form.fields import Slot
from converter.form.report import Report
from converter.writing.pages.findings_page import CheckedFile, render_findings
from converter.writing.pages.html import render_page
from converter.writing.workbooks.workbook import write_workbook

PAGE = "核对结果.html"


def place(report: Report, folder: Path, name: str = "甲.xlsx") -> Path:
    file = folder / name
    file.write_bytes(write_workbook(report))
    return file


def body(page: str) -> str:
    """Return the words of a page, an item a line, what is marked in brackets."""
    page = page.split("<main>")[1].replace("<mark>", "[").replace("</mark>", "]")
    return re.sub(r"\s*\n\s*", "\n", re.sub("<[^>]+>", "", page)).strip()


def test_errors_come_first_and_the_offending_words_are_marked() -> None:
    sentence = "“全市公布行政执发信息。”：应为“执法”。"
    findings = [
        Finding("TEXT-TYPO", sentence, place=Place("一、总体情况", "B5", ""), marked=(5, 9)),
        Finding(
            "VALUE-MISSING", "单位名称未填。请填写。", place=Place("基本信息", "B4", "单位名称")
        ),
        *(
            Finding("VALUE-MISSING", "没有填。", place=Place("三、申请办理", f"D{row}", ""))
            for row in range(8, 21)
        ),
    ]
    page = render_findings(
        [CheckedFile("<甲>&\u202e.xlsx", "错误 14 处，提醒 1 处。", findings, ["一条备注"])]
    )
    assert body(page.decode()).splitlines()[2:] == [
        "&lt;甲&gt;&amp;\ufffd.xlsx",
        "错误 14 处，提醒 1 处。",
        "错误，要改正（2 处）",
        "基本信息　B4（单位名称）",
        "单位名称未填。请填写。",
        "怎么办：把空格子填上，数字没有就填 0（填开头的表，空格子是橙色）；整张表都是零，把“全年均为零”选成“是”。",
        "依据：《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）",
        "三、申请办理　" + "、".join(f"D{row}" for row in range(8, 20)) + " 等 13 格",
        "没有填。",
        "怎么办：把空格子填上，数字没有就填 0（填开头的表，空格子是橙色）；整张表都是零，把“全年均为零”选成“是”。",
        "依据：《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）",
        "提醒，请看一看（2 处）",
        "一、总体情况　B5",
        "“全市公布[行政执发]信息。”：应为“执法”。",
        "怎么办：照提示改。",
        "依据：《通用规范汉字表》（国发〔2013〕23号）",
        "一条备注",
    ]
    assert b"<script" not in page
    assert not re.search(rb"(?:src|href)=", page)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("2022年我镇公布行政执发信息，效果明显。", "行政执发"),
        ("2022年我镇公布 行政 执 发 信息，效果明显。", "行政 执 发"),
        ("做好工作。" * 30 + "全镇公布行政执发信息。" + "再接再厉。" * 30, "行政执发"),
        ("全镇上下" * 20 + "，认真公布行政执发信息" + "，做到全覆盖" * 20, "行政执发"),
    ],
)
def test_what_a_rule_on_prose_found_is_marked_in_its_sentence(
    township: Report, tmp_path: Path, text: str, marked: str
) -> None:
    place(replace(township, overview=(text,)), tmp_path)
    assert run(["desk", "convert", str(tmp_path / "甲.xlsx")]) == 0
    assert f"[{marked}]" in body((tmp_path / PAGE).read_text(encoding="utf-8"))


def test_the_window_says_what_happened_and_the_page_is_renewed(
    township: Report, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, good = replace(township, unit_name=""), township
    for name in ("convert", "mail"):
        file = place(bad, tmp_path)
        assert run(["desk", name, str(file)]) == 1
        nothing = {"convert": "没有生成报告", "mail": "没有写邮件"}[name]
        after = {"convert": "改正后再转换", "mail": "改正后再试"}[name]
        copied = [f"带批注的副本：{tmp_path / '甲（批注）.xlsx'}"] if name == "convert" else []
        assert capsys.readouterr().err.splitlines() == [
            *copied,
            f"错误 1 处。{nothing}。请按网页上的提示{after}。",
            f"问题逐条写在打开的网页里：{tmp_path / PAGE}",
        ]
        assert "单位名称未填。" in (tmp_path / PAGE).read_text(encoding="utf-8")
        place(good, tmp_path)
        assert run(["desk", name, str(file)]) == 0
        assert not (tmp_path / PAGE).exists()
        capsys.readouterr()
    # a file that cannot be read at all is told in the window; an old page would speak of something else
    place(bad, tmp_path)
    run(["desk", "convert", str(file)])
    file.write_bytes(b"nothing")
    assert run(["desk", "convert", str(file)]) == 2
    assert not (tmp_path / PAGE).exists()


def test_each_folder_gets_its_page(township: Report, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("甲", "乙")]
    files = []
    for folder in folders:
        folder.mkdir()
        files += [
            place(replace(township, unit_name="", report_date=None), folder, "一.xlsx"),
            place(replace(township, report_year=None), folder, "二.xlsx"),
        ]
    assert run(["desk", "convert", *map(str, files)]) == 1
    for folder in folders:
        words = body((folder / PAGE).read_text(encoding="utf-8"))
        assert [line for line in words.splitlines() if line.endswith(".xlsx")] == [
            "一.xlsx",
            "二.xlsx",
        ]


def test_somebodys_own_file_of_that_name_stays_and_the_window_tells_all(
    township: Report, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / PAGE).write_text("<html>mine</html>", encoding="utf-8")
    file = place(replace(township, unit_name=""), tmp_path)
    assert run(["desk", "convert", str(file)]) == 1
    assert (tmp_path / PAGE).read_text(encoding="utf-8") == "<html>mine</html>"
    assert "错误　B4（单位名称）：单位名称未填。请填写。" in capsys.readouterr().err


def test_who_types_a_command_gets_no_page(township: Report, tmp_path: Path) -> None:
    file = place(replace(township, unit_name=""), tmp_path)
    assert run(["convert", str(file)]) == 1
    assert not (tmp_path / PAGE).exists()


def test_who_sends_a_word_report_is_told_nothing_of_a_workbook(
    city: Report, tmp_path: Path
) -> None:
    stock = {Slot("t2_normative", n): figure for n, figure in enumerate((5, 0, 0))}
    wrong = city.with_figures({Slot("t3_granted", 6): 1, **stock})
    for kind, data in ((".xlsx", write_workbook(wrong)), (".html", render_page(wrong))):
        (tmp_path / f"报告{kind}").write_bytes(data)
    told = {
        kind: [
            one
            for one in examine_input(open_input(tmp_path / f"报告{kind}"), lambda _: None).findings
            if one.code in ("T2-STOCK-LEAST", "T3-TOTAL-COL")
        ]
        for kind in (".xlsx", ".html")
    }
    remedies = {kind: {one.code: one.remedy for one in found} for kind, found in told.items()}
    about = "核对三个数；现行有效是年底还管用的，往年印发的也算。"
    assert remedies == {
        ".xlsx": {"T2-STOCK-LEAST": f"{about}确有原因的，在“情况说明”写明。"},
        ".html": {
            "T2-STOCK-LEAST": f"{about}确有原因的，在落款后面另起一行写“情况说明：……”。",
            "T3-TOTAL-COL": "核对各加数和合计。",
        },
    }
    page = render_findings([CheckedFile("报告.html", "", told[".html"])]).decode()
    assert "在“情况说明”写明" not in page
    assert "怎么办：核对各加数和合计。" in page
