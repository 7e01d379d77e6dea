"""A workbook that goes back holds all that was filled in, a note at each finding, and the list of them."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from converter.annotating.workbook import annotated_workbook
from converter.conversion import Examination, examine_input
from converter.files.kinds import detect_kind
from converter.form.fields import Slot
from converter.form.layout import RETURN_SHEET, SHEETS, Area
from converter.form.report import Report
from converter.reading.workbooks.workbook import _extent
from converter.reading.workbooks.xlsx import fast_book
from converter.reading.workbooks.xlsx_parts import xml_parts
from converter.writing.workbooks.return_sheet import Remark, Returned
from converter.writing.workbooks.workbook import write_workbook
from tests.filling import TEMPLATE, Clerk, content_of, reason_cell
from tests.hostile import before, changed, parts_of
from tests.office import open_xml_errors
from tools.cases import ROOT

NAME = Path("填报表.xlsx")
BOOK = ROOT / "examples" / "sunjiagou-2022.xlsx"
DAY = datetime(2025, 3, 1)
FORM_1 = Path(__file__).parent / "cases" / "form-2021.1.xlsx"


@pytest.fixture(scope="module")
def clerk() -> Clerk:
    return Clerk()


def examined(data: bytes) -> Examination:
    return examine_input(detect_kind(NAME, data), lambda _: None)


def returned(one: Examination) -> bytes:
    return annotated_workbook(one.report, one.findings, one.reading, one.last)


def listed(data: bytes) -> list[tuple[Any, ...]]:
    """Return the lines of 退回意见: level, place, label, what, remedy."""
    sheet = openpyxl.load_workbook(io.BytesIO(data))[RETURN_SHEET]
    rows = [row[1:6] for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    return [tuple(cell or "" for cell in row) for row in rows]


def notes(data: bytes) -> dict[str, str]:
    """Return the cell notes by place."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        f"{sheet.title} {cell.coordinate}": cell.comment.text
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


# what is typed, where the line of the list leads and what it says, what stands there afterwards
TYPED: list[tuple[Slot | str, Any, tuple[str, str, str, str], tuple[str, Any]]] = [
    (
        Slot("t3_new_received", 1),
        "约三件",
        (
            "错误",
            "三、申请办理 E8",
            "本年新收政府信息公开申请数量，商业企业",
            "应填数字，现为“约三件”。请改填数字。",
        ),
        ("三、申请办理!E8", "约三件"),
    ),
    (
        Slot("t2_licensing"),
        True,
        ("错误", "二、主动公开 B11", "行政许可", "应填数字，现为“TRUE”。请改填数字。"),
        ("二、主动公开!B11", True),
    ),
    (
        Slot("t4_review", 2),
        DAY,
        (
            "错误",
            "四、复议诉讼 C8",
            "行政复议，其他结果",
            "这一格的格式是日期或时间，分不清填的是什么。请清除格式（改为“常规”），再填数字。",
        ),
        ("四、复议诉讼!C8", DAY),
    ),
    (
        Slot("report_date"),
        "明天",
        (
            "错误",
            "基本信息 B6",
            "成文日期",
            "应填日期（如 2026-1-20），现为“明天”。请改填日期（如 2026-1-20）。",
        ),
        ("基本信息!B6", "明天"),
    ),
    (
        Slot("overview", 30),
        DAY,
        (
            "错误",
            "一、总体情况 B{last}",
            "总体情况，第{count}段",
            "应填文字，现为“2025-03-01 00:00:00”。请改填文字。",
        ),
        ("一、总体情况!B{last}", DAY),
    ),
    (
        Slot("t3_granted", 0),
        "2120件",
        (
            "提醒",
            "三、申请办理 D10",
            "予以公开，自然人",
            "“2120件”是文字，按数字 2120 处理。请改填数字 2120。",
        ),
        ("三、申请办理!D10", 2120),
    ),
]


@pytest.mark.parametrize(
    ("slot", "raw", "line", "cell"), TYPED, ids=[str(one[1]) + str(one[0][0]) for one in TYPED]
)
def test_what_was_typed_stays_as_typed_with_a_note(
    clerk: Clerk,
    city: Report,
    slot: Slot,
    raw: object,
    line: tuple[str, str, str, str],
    cell: tuple[str, object],
) -> None:
    row = {"last": len(city.overview) + 5, "count": len(city.overview) + 1}
    level, place, label, what = (text.format(**row) for text in line)
    data = returned(examined(clerk.saved({**content_of(city), slot: raw})))
    assert (level, place, label, what) in [one[:4] for one in listed(data)]
    assert notes(data)[place].startswith(f"【{level}】{what}\n怎么改：")
    sheet, _, where = cell[0].format(**row).partition("!")
    assert openpyxl.load_workbook(io.BytesIO(data))[sheet][where].value == cell[1]
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(data))[RETURN_SHEET] for cell in row]
    links = {one.value: one.hyperlink.location for one in cells if one.hyperlink}
    assert links[place] == "'{}'!{}".format(*place.rsplit(" ", 1))


# a formula that no program has computed, the note's place, its beginning, what stands there
NOT_COMPUTED: list[tuple[Slot, str, str, str, Any]] = [
    (Slot("unit_name"), '=A1&"x"', "基本信息 B4", '【错误】填的是公式“=A1&"x"”', None),
    (Slot("contact_name"), "=1/0", "基本信息 B10", "【错误】填的是公式“=1/0”", None),
    (Slot("preface"), '="甲"&"乙"', "基本信息 B8", '【错误】填的是公式“="甲"&"乙"”', None),
    (Slot("overview", 3), "=1/0", "一、总体情况 B6", "【错误】填的是公式“=1/0”", None),
    (Slot("report_date"), "=TODAY()", "基本信息 B6", "【错误】填的是公式“=TODAY()”", "=TODAY()"),
    (Slot("t3_all_zero"), "=1=0", "三、申请办理 D3", "【错误】填的是公式“=1=0”", "=1=0"),
    (Slot("t2_rules"), "=1/0", "二、主动公开 B7", "【错误】填的是公式“=1/0”", "=1/0"),
]


def test_a_formula_without_a_result_is_not_carried_over_as_a_text(
    clerk: Clerk, city: Report
) -> None:
    formulas = {slot: formula for slot, formula, *_ in NOT_COMPUTED}
    first = examined(clerk.saved({**content_of(city), **formulas}))
    data = returned(first)
    book, told = openpyxl.load_workbook(io.BytesIO(data)), notes(data)
    for _, _, place, note, left in NOT_COMPUTED:
        assert told[place].startswith(note)
        is_told_so = "怎么改：这一份里这一格空着，请直接填写文字。" in told[place]
        assert is_told_so is (left is None), place
        sheet, _, where = place.rpartition(" ")
        assert book[sheet][where].value == left
        assert book[sheet][where].data_type == ("n" if left is None else "s")
    again = examined(data)
    assert again.report == first.report
    kept = {slot.name for slot, *_, left in NOT_COMPUTED if left}
    assert {one.name for one in again.findings if one.code == "VALUE-TYPE"} == kept


def test_a_choice_that_is_none_stays_as_typed(clerk: Clerk, city: Report) -> None:
    typed = {Slot("t2_all_zero"): "对", Slot("t3_all_zero"): 1, Slot("t4_all_zero"): DAY}
    first = examined(clerk.saved({**content_of(city), **typed}))
    again = examined(returned(first))
    assert {one.message for one in again.findings} == {one.message for one in first.findings}
    assert {one.name for one in again.findings} >= {slot.name for slot in typed}


def test_the_same_is_found_in_what_goes_back(clerk: Clerk, city: Report) -> None:
    """Read as an ordinary workbook, by the fast reader: nothing is lost and nothing is new."""
    content: dict[Slot | str, Any] = {
        **content_of(city),
        Slot("t3_new_received", 1): "约三件",
        Slot("t2_rules", 0): None,
        Slot("report_date"): "明天",
        Slot("problems", 0): "我市要认真审査。",
        reason_cell("T2-STOCK-LEAST-2"): "补报",
    }
    first = examined(clerk.saved(content))
    data = returned(first)
    parts = xml_parts(detect_kind(NAME, data).package, _extent().rows)
    assert fast_book(parts, _extent())
    again = examined(data)
    assert {one.message for one in again.findings} == {one.message for one in first.findings}
    assert again.report == first.report
    assert again.report.reasons == {"T2-STOCK-LEAST-2": "补报"}
    assert returned(again) == data
    assert again.notes == first.notes


def test_errors_come_first_and_what_is_explained_is_not_told(clerk: Clerk, city: Report) -> None:
    content: dict[Slot | str, Any] = {
        **content_of(city),
        Slot("problems", 0): "我市要认真审査。",
        Slot("t2_normative", 0): 99999,
        reason_cell("T2-STOCK-LEAST-2"): "补报",
    }
    one = examined(clerk.saved({**content, Slot("t3_carried_out", 0): None}))
    lines = listed(returned(one))
    told = [line[0] for line in lines]
    assert told == sorted(told, key=("错误", "提醒", "提示").index)
    assert told[0] == "错误"
    assert "提醒" in told
    codes = {finding.code for finding in one.findings if finding.explained}
    assert codes == {"T2-STOCK-LEAST"}
    assert not any("现行有效" in line[3] for line in lines)


# what a clerk did to the file, what the list says of it and what is left to do
DAMAGED: list[tuple[Mapping[str, Any], str, str]] = [
    (
        {"一、总体情况!A1": "总体"},
        "标准文字被改成了“总体”。请改回“一、总体情况”。",
        "这一份里已经恢复，不用再改；请核对这张表的内容。",
    ),
    (
        {"三、申请办理!J8": 12},
        "公式被改成了“12”",
        "这一份里已经恢复，不用再改；请核对这张表的内容。",
    ),
]


@pytest.mark.parametrize(("content", "what", "remedy"), DAMAGED)
def test_what_a_fresh_workbook_has_mended_is_only_to_be_looked_at(
    clerk: Clerk, city: Report, content: Mapping[str, Any], what: str, remedy: str
) -> None:
    data = returned(examined(clerk.saved({**content_of(city), **content})))
    (line,) = [one for one in listed(data) if what in one[3]]
    assert line[4] == remedy
    again = examined(data)
    assert not [one for one in again.findings if one.code.startswith("FORM-")]


def with_a_row_too_many(clerk: Clerk, city: Report) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(clerk.saved(content_of(city))))
    book["三、申请办理"].insert_rows(9)
    book.create_sheet("测算")["A1"] = "草稿"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_sheet_that_was_not_read_comes_along_as_it_was(clerk: Clerk, city: Report) -> None:
    first = examined(with_a_row_too_many(clerk, city))
    for data in (returned(first), returned(examined(returned(first)))):
        book = openpyxl.load_workbook(io.BytesIO(data))
        assert book.sheetnames == [RETURN_SHEET, *SHEETS, "原三、申请办理"]
        copy = book["原三、申请办理"]
        assert copy["A1"].value == (
            "这是原文件“三、申请办理”里的内容，程序分不清哪格是哪项，请照着抄到“三、申请办理”里。"
            "这一张只供抄录，不进报告。"
        )
        assert copy["A3"].value == "三、收到和处理政府信息公开申请情况"
        figures = [cell.value for cell in copy[10]][3:9]
        assert figures == [city.stated(Slot("t3_new_received", column)) for column in range(6)]
        assert not [one for one in examined(data).findings if one.code == "FORM-HEALED"]
    said = [
        row[0]
        for row in openpyxl.load_workbook(io.BytesIO(returned(first)))[RETURN_SHEET].iter_rows(
            min_row=3, max_row=4, values_only=True
        )
    ]
    assert said == [
        "“三、申请办理”没有读出来，原来的内容在“原三、申请办理”里，请照着抄到“三、申请办理”。",
        "原文件里另有工作表“测算”，不是填报表的，没有带过来；要用的，在原文件里。",
    ]


def test_titles_longer_than_excel_writes_are_cut_and_of_many_the_first_are_named() -> None:
    long, sheet = "表" * 40_000, "xl/worksheets/sheet5.xml"
    figure = parts_of(BOOK)[sheet].partition(b'<c r="D8"')[2].partition(b"</c>")[0]
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    first = examined(
        changed(
            BOOK,
            {
                "xl/workbook.xml": lambda main: before(
                    "</sheets>",
                    "".join(
                        f'<sheet name="{long}{number}" sheetId="{number}" r:id="copy"/>'
                        for number in range(99, 120)
                    ),
                )(main.replace("'基本信息'!$B$10".encode(), f"'{long}'!$B$10".encode())),
                "xl/_rels/workbook.xml.rels": before(
                    "</Relationships>",
                    '<Relationship Id="copy" Target="worksheets/copy.xml" Type="http://schemas.openxml'
                    'formats.org/officeDocument/2006/relationships/worksheet"/>',
                ),
                "[Content_Types].xml": before(
                    "</Types>",
                    f'<Override PartName="/xl/worksheets/copy.xml" ContentType="{kind}"/>',
                ),
                "xl/worksheets/copy.xml": parts_of(BOOK)[sheet].replace(figure, b"><v>7</v>", 1),
                sheet: lambda part: part.replace(figure, b' t="str"><v>?</v>', 1),
            },
        )
    )
    said = [one.what for one in first.findings]
    assert sum(f"“{'表' * 31}…”" in what for what in said) == 20
    assert sum(what.startswith("单元格名称“contact_name”已失效") for what in said) == 1
    assert max(map(len, said)) < 300
    rows = openpyxl.load_workbook(io.BytesIO(returned(first)))[RETURN_SHEET]
    others = "、".join([f"“{'表' * 31}…”"] * 20)
    assert rows["A3"].value == (
        f"原文件里另有工作表{others}等 21 张，不是填报表的，没有带过来；要用的，在原文件里。"
    )


def test_it_is_protected_and_computes_as_the_template_does(clerk: Clerk, city: Report) -> None:
    data = returned(examined(clerk.saved({**content_of(city), Slot("report_date"): None})))
    fresh, blank = openpyxl.load_workbook(io.BytesIO(data)), openpyxl.load_workbook(TEMPLATE)
    assert fresh.security.lockStructure
    assert fresh.active.title == RETURN_SHEET
    for title in SHEETS:
        mine, its = fresh[title], blank[title]
        assert mine.protection.sheet
        assert len(mine.data_validations.dataValidation) == len(its.data_validations.dataValidation)
        for row in its.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert mine[cell.coordinate].value == cell.value


def test_an_older_version_comes_back_as_the_current_one() -> None:
    one = examined(FORM_1.read_bytes())
    data = returned(one)
    again = examined(data)
    assert again.notes == ()
    assert again.report.overview == one.report.overview
    assert again.report.figures["t3_granted"] == one.report.figures["t3_granted"]


def test_a_long_note_is_cut_and_the_list_has_all_of_it(city: Report) -> None:
    area = Area("五、问题及改进", 4, 1)
    remarks = [
        Remark("错误", area, "第1段", "错" * 1500, "改", ("【错误】" + "错" * 1500, "怎么改：改")),
        Remark("提醒", area, "", "看" * 900, "改", ("【提醒】" + "看" * 900, "怎么改：改")),
    ]
    data = write_workbook(city, returned=Returned("两处。", remarks))
    note = notes(data)["五、问题及改进 B5"]
    assert note.startswith("【错误】错")
    assert note.endswith("看……（全文见“退回意见”）")
    assert len(note) == 2000 + len("……（全文见“退回意见”）")
    assert [line[3] for line in listed(data)] == ["错" * 1500, "看" * 900]


def test_nothing_typed_stays_blank(city: Report) -> None:
    one = examined(returned(examined(TEMPLATE.read_bytes())))
    assert replace(one.report, figures={}) == Report()
    del city


@pytest.mark.ooxml
def test_the_open_xml_sdk_finds_nothing(tmp_path: Path, clerk: Clerk, city: Report) -> None:
    file = tmp_path / "b.xlsx"
    file.write_bytes(returned(examined(with_a_row_too_many(clerk, city))))
    assert open_xml_errors(file) == []
