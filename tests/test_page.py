"""The page that is published: the whole report, for every reader; and pages read back."""

import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from converter.cli import run
from converter.conversion import Options, examine, plan_conversion, plan_import
from converter.errors import UnusableFile
from converter.files.kinds import detect_kind, open_input
from converter.form.fields import SECTIONS, TABLES, Slot
from converter.form.report import Report, format_number
from converter.reading.report import read_document
from converter.reading.result import ReadResult
from converter.writing.pages.charts import charts
from converter.writing.pages.html import render_page
from converter.writing.workbooks.workbook import write_workbook
from tests.office import pdf_pages
from tests.published import PUBLISHED, table_of
from tests.test_document_reader import assert_same
from tools.cases import ROOT


def read(data: bytes) -> ReadResult:
    return read_document(detect_kind(Path("年报.html"), data))


@pytest.mark.parametrize("case", ["city", "township"])
def test_the_page_reads_back_as_the_report(request: pytest.FixtureRequest, case: str) -> None:
    report: Report = request.getfixturevalue(case)
    reading = read(render_page(report))
    assert_same(reading.report, report)
    assert reading.report.title == report.title
    assert reading.report.preface == report.preface
    assert reading.findings == []
    assert reading.notes == []
    assert str(reading.places[Slot("t3_granted", 0)]) == "表三第6行（予以公开，自然人）"


def test_the_structure_of_the_page(city: Report) -> None:
    page = html.document_fromstring(render_page(city).decode())
    assert page.get("lang") == "zh-CN"
    assert page.findtext(".//title") == "测试市人民政府2025年政府信息公开工作年度报告"
    assert len(page.findall(".//main")) == len(page.findall(".//h1")) == 1
    assert [node.text for node in page.findall(".//h2")] == [one.heading for one in SECTIONS]
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy[0].startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    assert not page.xpath(
        "//script | //link | //iframe | //img | //@src | //@*[starts-with(name(), 'on')]"
    )
    for table in TABLES.values():
        (node,) = page.xpath(f"//table[@id='{table.key}']")
        assert node.find("caption").text_content()
        cells = node.xpath(".//td[@class='figure']")
        assert len(cells) == sum(cell.value is not None for cell in table.grid)
        identities = set(node.xpath(".//th/@id"))
        assert all(set(cell.get("headers").split()) <= identities for cell in cells)
        assert all(node.xpath(".//th/@scope"))


@pytest.mark.parametrize(
    ("cell", "headers"),
    [
        (Slot("t2_normative", 1), ["第二十条第（一）项", "本年废止件数", "行政规范性文件"]),
        (Slot("t2_coercion"), ["第二十条第（六）项", "本年处理决定数量", "行政强制"]),
        (
            Slot("t3_refused_law", 2),
            ["申请人情况", "法人或其他组织", "科研机构", "三、本年度办理结果", "（三）不予公开", "2.其他法律行政法规禁止公开"],
        ),
        (Slot("t3_carried_out", 6), ["申请人情况", "总计", "四、结转下年度继续办理"]),
        (Slot("t4_direct_suits", 3), ["行政诉讼", "未经复议直接起诉", "尚未审结"]),
    ],
)  # fmt: skip
def test_a_figure_names_its_headers(city: Report, cell: Slot, headers: list[str]) -> None:
    page = html.document_fromstring(render_page(city).decode())
    table = next(one for one in TABLES.values() if any(grid.value == cell for grid in one.grid))
    position = [one.value for one in table.grid if one.value is not None].index(cell)
    node = page.xpath(f"//table[@id='{table.key}']//td[@class='figure']")[position]
    assert node.text == format_number(city.figure(cell) or 0)
    named = [page.get_element_by_id(one).text_content() for one in node.get("headers").split()]
    assert named == headers


# ---------------------------------------------------------------- charts


def test_charts_say_the_figures_and_stand_still(city: Report) -> None:
    applicants, outcomes = charts(city)
    assert applicants.description == (
        "新收政府信息公开申请（按申请人，件）：自然人 13612，商业企业 252，科研机构 0，"
        "社会公益组织 45，法律服务机构 128，其他 32。"
    )
    assert outcomes.description == (
        "办理结果（件）：予以公开 5548，部分公开 2168，不予公开 730，无法提供 3421，"
        "不予处理 457，其他处理 1486。"
    )
    assert not re.search(r"<script|<!--|https?://(?!www\.w3\.org/)|url\(", applicants.svg)
    assert render_page(city) == render_page(city)


def test_zeros_are_not_drawn(township: Report) -> None:
    assert charts(township) == ()
    assert b"<svg" not in render_page(township)


# ---------------------------------------------------------------- Chromium


@pytest.fixture(scope="module")
def seen(
    tmp_path_factory: pytest.TempPathFactory, city: Report, township: Report
) -> tuple[Path, list[dict[str, Any]]]:
    """Both pages in Chromium, at the widths of a desktop and of a phone."""
    folder = tmp_path_factory.mktemp("pages")
    long_words = replace(township, overview=("https://example.invalid/" + "a" * 300,))
    pages = {"city": city, "township": township, "long": long_words}
    for name, report in pages.items():
        (folder / f"{name}.html").write_bytes(render_page(report))
    command = ["node", "tools/browse.js", str(folder)]
    command += [str(folder / f"{name}.html") for name in pages]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return folder, json.loads(done.stdout)


@pytest.mark.browser
def test_a_browser_finds_no_barrier(seen: tuple[Path, list[dict[str, Any]]]) -> None:
    _, looks = seen
    assert [look["width"] for look in looks] == [1280, 360] * 3
    for look in looks:
        assert look["violations"] == [], look["file"]
        assert look["requests"] == look["scripts"] == 0
        assert look["overflow"] <= 0, look["file"]
        # only the wide tables scroll, and the keyboard reaches them
        assert all(role == "region" and at == 0 and label for role, at, label in look["regions"])
        assert len(look["regions"]) == (0 if look["width"] == 1280 else 2)


@pytest.mark.browser
@pytest.mark.office
def test_the_page_prints(seen: tuple[Path, list[dict[str, Any]]]) -> None:
    pages = pdf_pages(seen[0] / "city.pdf")
    assert 2 <= len(pages) <= 5
    text = re.sub(r"\s", "", "".join(pages))
    for section in SECTIONS:
        assert section.heading in text
    assert "11398889" in text
    assert "测试市人民政府2026年3月20日" in text


# ---------------------------------------------------------------- published pages


@pytest.mark.parametrize("case", ["city", "township"])
@pytest.mark.parametrize("style", PUBLISHED)
def test_published_pages_are_read(request: pytest.FixtureRequest, case: str, style: str) -> None:
    report: Report = request.getfixturevalue(case)
    reading = read(PUBLISHED[style](report))
    assert_same(reading.report, report)
    assert reading.report.title == report.title
    assert reading.report.preface == report.preface
    assert {one.code for one in reading.findings} <= {"VALUE-NORMALISED"}


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("gb2312", "gb18030"), ("", "gbk"), ("", "utf-8"), ("gbk", "utf-8"), ("utf-8", "utf-8-sig"), ("big5", "big5"), ("", "utf-16")],
)  # fmt: skip
def test_encodings(declared: str, encoding: str) -> None:
    meta = f"<meta charset='{declared}'>" if declared else ""
    page = f"<html>{meta}<body><p>一、</p><h2>一、總體情況</h2><h2>六、其他需要報告的事項</h2><p>公開</p></body></html>"
    if encoding != "big5":
        page = page.translate(str.maketrans("總體況報開項", "总体况报开项"))
        page = page.replace("情況", "情况")
        assert read(page.encode(encoding)).report.other_matters == ("公开",)
    else:
        from converter.reading.pages.page_source import decoded

        assert decoded(page.encode(encoding)) == page


def test_what_is_hidden_or_struck_is_no_text(township: Report) -> None:
    noise = (
        "<p hidden>甲</p><p style='display : none'>乙</p><script>丙</script><style>丁</style>"
        "<svg><text>戊</text></svg><p><del>己</del><s>庚</s>"
        "<span style='text-decoration: line-through'>辛</span></p><noscript>壬</noscript>"
    )
    data = render_page(township).decode().replace("<h2>二、", f"{noise}<h2>二、").encode()
    assert read(data).report == read(render_page(township)).report


@pytest.mark.parametrize(("blanks", "seen"), [(1900, ()), (2000, ("甲",))])
def test_of_an_attribute_the_start_is_read(
    township: Report, blanks: int, seen: tuple[str, ...]
) -> None:
    style = " " * blanks + "display: none"
    page = render_page(township).decode().replace("<h2>二、", f'<p style="{style}">甲</p><h2>二、')
    assert read(page.encode()).report.overview == (*township.overview, *seen)


def test_a_long_script_is_no_tag_without_end(township: Report) -> None:
    """`i<n` begins none, whatever data follow."""
    script = "for(i=0;i<n;i++){}var d=[" + '{"id": 0, "url": "/a/b"},' * 5_000 + "]"
    page = render_page(township).decode().replace("<h2>二、", f"<script>{script}</script><h2>二、")
    assert read(page.encode()).report == read(render_page(township)).report


IN_A_FRAME = (
    "网页里找不到政府信息公开工作年度报告的标题和表格；它里面嵌着别的网页或文件，没有一起存下来，"
    "报告可能在那里面。请在浏览器里单独打开那一页，另存后再试，或用 Word 报告。"
)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            b"<!DOCTYPE html><html>",
            "网页里找不到政府信息公开工作年度报告的标题和表格。请核对文件。",
        ),
        (
            f"<html>{table_of([['单位', '件数'], ['甲', '1']])}</html>".encode(),
            "网页里找不到政府信息公开工作年度报告的标题和表格。请核对文件。",
        ),
        (b"<html><frameset><frame src=a.htm><frame src=b.htm></frameset></html>", IN_A_FRAME),
        ("<html><p>首页 > 公开<iframe src=a.htm></iframe></html>".encode(), IN_A_FRAME),
        (b"<html>" + b"<p>" * 300_001, "网页太大，不读取。请核对文件。"),
        (b"<html>" + b" " * 2**24, "网页太大，不读取。请核对文件。"),
        (b"<html>" + b"<div>" * 100_000, "网页的标签套得太深，不读取。请核对文件。"),
    ],
    ids=[
        "empty",
        "another table",
        "frames",
        "a page in a page",
        "too many tags",
        "too many bytes",
        "too deep",
    ],
)
def test_other_pages_are_refused(tmp_path: Path, data: bytes, sentence: str) -> None:
    file = tmp_path / "年报.html"
    file.write_bytes(data)
    with pytest.raises(UnusableFile) as refusal:
        examine(file)
    assert str(refusal.value) == f"年报.html：{sentence}"


def test_another_table_named_as_a_workbook_is_refused_as_before(tmp_path: Path) -> None:
    file = tmp_path / "年报.xlsx"
    file.write_text(f"<html>{table_of([['单位', '件数'], ['甲', '1']])}</html>", encoding="utf-8")
    with pytest.raises(UnusableFile) as refusal:
        examine(file)
    assert str(refusal.value) == (
        "年报.xlsx：这是网页，不是工作簿。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后再试。"
    )


def test_spans_without_measure_are_bounded() -> None:
    cell = "<td colspan=1000000000 rowspan=1000000000>一、本年新收政府信息公开申请数量</td>"
    data = (
        f"<html><h2>一、总体情况</h2><table>{f'<tr>{cell * 50}</tr>' * 100}</table></html>".encode()
    )
    assert read(data).report.row("t3_new_received") == (None,) * 7


def test_nothing_is_fetched_and_no_entity_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    data = (
        f"<!DOCTYPE html [<!ENTITY x SYSTEM '{secret.as_uri()}'>]><html><h2>一、总体情况</h2>"
        "<p>公开&x;</p></html>"
    ).encode()
    assert read(data).report.overview == ("公开&x;",)


# ---------------------------------------------------------------- commands


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[[Report], Path]:
    def write(report: Report) -> Path:
        file = tmp_path / "收件" / "年报.xlsx"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(write_workbook(report))
        return file

    return write


NAME = "保德县孙家沟镇人民政府2022年政府信息公开工作年度报告"


def test_convert_check_and_import(
    workbook: Callable[[Report], Path],
    township: Report,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = workbook(township)
    assert run(["convert", str(file), "--html", "-o", f"{tmp_path}/"]) == 0
    page = tmp_path / f"{NAME}.html"
    assert capsys.readouterr().out.splitlines() == [str(tmp_path / f"{NAME}.docx"), str(page)]
    assert open_input(page).kind == "page"
    assert run(["check", str(page)]) == 0
    assert capsys.readouterr().out == f"{NAME}.html：核对通过，没有问题。\n"
    (back,) = plan_import(page, tmp_path / "读回.xlsx").write()
    assert_same(examine(back).report, township)


def test_a_page_serves_as_last_year(township: Report, tmp_path: Path) -> None:
    page = tmp_path / "去年.html"
    page.write_bytes(render_page(township.with_figures({Slot("t2_normative", 2): 4})))
    file = tmp_path / "今年.xlsx"
    file.write_bytes(write_workbook(replace(township, report_year=2023)))
    found = examine(file, page)
    assert found.last is not None
    assert found.report.row("prev_normative_in_force") == (4,)


def test_no_page_is_overwritten_unasked(
    workbook: Callable[[Report], Path], township: Report, tmp_path: Path
) -> None:
    page = tmp_path / f"{NAME}.html"
    page.write_text("别人的", encoding="utf-8")
    file = workbook(township)
    assert run(["convert", str(file), "--html", "-o", f"{tmp_path}/"]) == 2
    assert page.read_text(encoding="utf-8") == "别人的"
    plan = plan_conversion(file, Options(tmp_path / "x.docx", html=True))
    assert plan.write() == (tmp_path / "x.docx", tmp_path / "x.html")


def test_batch_writes_and_withdraws_pages(
    workbook: Callable[[Report], Path], township: Report, tmp_path: Path
) -> None:
    inbox, output = workbook(township).parent, tmp_path / "结果"
    command = ["batch", str(inbox), "-o", str(output), "--jobs", "1"]
    page = output / f"{NAME}.html"
    assert run(command) == 0
    assert not page.exists()
    assert run([*command, "--html"]) == 0
    assert page.read_bytes() == render_page(township)
    written = page.stat().st_mtime_ns
    assert run([*command, "--html"]) == 0
    assert page.stat().st_mtime_ns == written
    workbook(township.with_figures({Slot("t3_carried_out", 0): 1}))
    assert run(command) == 1
    assert not page.exists()
    assert not page.with_suffix(".docx").exists()


def test_batch_takes_pages_in(township: Report, tmp_path: Path) -> None:
    inbox = tmp_path / "收件"
    inbox.mkdir()
    (inbox / "年报.htm").write_bytes(PUBLISHED["layout tables"](township))
    assert run(["batch", str(inbox), "-o", str(tmp_path / "结果"), "--jobs", "1"]) == 0
    assert (tmp_path / "结果" / f"{NAME}.docx").exists()
