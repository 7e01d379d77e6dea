"""The sheets as a clerk works on them: what is in sight, what stays open, what the margins say."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from converter.form.fields import Slot
from converter.form.layout import CHECK_KEYS, CHECK_LINES
from converter.form.report import Report
from converter.writing.workbooks.workbook import write_workbook
from tests.filling import TEMPLATE
from tests.programs import SYSTEM_PYTHON
from tools.cases import ROOT

T3 = "三、申请办理"
LONG = "依申请公开工作按照规定办理。" * 100


def opened(data: bytes, **options: Any) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), **options)


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(TEMPLATE)


@pytest.fixture(scope="module")
def parts() -> dict[str, str]:
    return sheet_parts(TEMPLATE.read_bytes())


def sheet_parts(data: bytes) -> dict[str, str]:
    """Return the XML of every sheet by its title."""
    titles = opened(data, read_only=True).sheetnames
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {
            title: package.read(f"xl/worksheets/sheet{number}.xml").decode()
            for number, title in enumerate(titles, start=1)
        }


# ---------------------------------------------------------------- what stays open


OPEN = {
    "填报说明": None,
    "基本信息": "B4:B11",
    "一、总体情况": "B5:B64",
    "二、主动公开": "B3 B7:D8 B11:D11 B14:D15 B18:D18 F7:H8 F11:H11 F14:H15 F18:H18",
    "三、申请办理": "D3 D8:I30 D32:I32 D34:J34 J35",
    "四、复议诉讼": "A8:D8 F3 F8:I8 K8:N8",
    "五、问题及改进": "B5:B64",
    "六、其他事项": "B4:B6 B9:B68",
    "校验": "I28:I31 I33:I40 I84:I91 I107:I108",
}


def open_ranges(part: str) -> str | None:
    found = re.findall(r"<protectedRange\b[^>]*?/>", part)
    assert len(found) <= 1
    assert not [one for one in found if "password" in one or "Hash" in one]
    return re.search(r'sqref="([^"]*)"', found[0])[1] if found else None  # type: ignore[index]


@pytest.mark.parametrize("title", OPEN)
def test_every_input_is_a_range_that_stays_open(parts: dict[str, str], title: str) -> None:
    assert open_ranges(parts[title]) == OPEN[title]


def test_every_unlocked_cell_is_in_such_a_range(book: openpyxl.Workbook) -> None:
    for sheet in book:
        kept = {
            cell.coordinate
            for area in (OPEN[sheet.title] or "").split()
            for row in sheet[f"{area}:{area}" if ":" not in area else area]
            for cell in row
        }
        unlocked = {
            cell.coordinate
            for row in sheet.iter_rows()
            for cell in row
            if not cell.protection.locked
        }
        assert unlocked == kept, sheet.title


PASTES = [
    [
        "一、总体情况",
        "B5",
        "<p style='font-family:宋体;color:red'>从 Word 来的<b>一段</b></p>",
        "改正的一段",
    ],
    [
        T3,
        "D8",
        "<table><tr><td>3</td><td>4</td></tr><tr><td>5</td><td>6</td></tr></table>",
        "7",
    ],
]
"""A sheet and a cell, what Word puts on the clipboard, and what the clerk types over it."""


@pytest.mark.office
def test_what_was_pasted_from_word_can_be_corrected(tmp_path: Path) -> None:
    # a copy: a window asks what to do about a file that is open elsewhere
    opened = Path(shutil.copy(TEMPLATE, tmp_path / "opened.xlsx"))
    done = subprocess.run(
        [SYSTEM_PYTHON, ROOT / "tests" / "pasted.py", opened, tmp_path / "saved.xlsx"],
        input=json.dumps(PASTES),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    # the paste has locked the cells, and still they take what is typed
    assert json.loads(done.stdout) == [
        ["从 Word 来的一段", True, "改正的一段"],
        ["3", True, "7"],
    ]
    saved = sheet_parts((tmp_path / "saved.xlsx").read_bytes())
    assert {title: open_ranges(part) for title, part in saved.items()} == OPEN
    assert openpyxl.load_workbook(tmp_path / "saved.xlsx")[T3]["E9"].value == 6


# ---------------------------------------------------------------- what is in sight


@pytest.mark.parametrize(
    ("title", "scrolls_from", "selected"),
    [
        ("填报说明", None, "A1"),
        ("基本信息", "A3", "B4"),
        ("一、总体情况", "A5", "B5"),
        ("二、主动公开", "B5", "B7"),
        ("三、申请办理", "D8", "D8"),
        ("四、复议诉讼", "A8", "A8"),
        ("五、问题及改进", "A5", "B5"),
        ("六、其他事项", "A3", "B4"),
        ("校验", "A5", "H6"),
    ],
)
def test_heads_stay_in_sight_and_the_first_input_is_chosen(
    book: openpyxl.Workbook, title: str, scrolls_from: str | None, selected: str
) -> None:
    sheet = book[title]
    assert sheet.freeze_panes == scrolls_from
    assert sheet.sheet_view.selection[-1].activeCell == selected
    assert book.active.title == "填报说明"
    assert bool(sheet.sheet_view.tabSelected) == (title == "填报说明")


def test_the_label_of_the_outcomes_comes_again_and_again(book: openpyxl.Workbook) -> None:
    sheet = book[T3]
    tops = [10, 16, 22, 28]
    assert [sheet[f"A{row}"].value for row in tops] == ["三、本年度办理结果"] * 4
    assert [sheet[f"A{row}"].border.top.style for row in tops] == ["thin", None, None, None]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A10:A15", "A16:A21", "A22:A27", "A28:A31"} <= merged


def test_a_paragraph_of_1300_characters_fits_into_a_row_that_grows() -> None:
    report = Report(overview=("短", LONG[:1300]))
    sheet = opened(write_workbook(report))["一、总体情况"]
    assert sheet.row_dimensions[6].height == 396
    assert sheet.column_dimensions["B"].width == pytest.approx(96.7, abs=0.1)
    rows = dict(
        re.findall(r'<row r="(\d+)"([^>]*)>', sheet_parts(write_workbook(report))["一、总体情况"])
    )
    assert 'ht="396"' in rows["6"]
    fixed = [int(row) for row, attributes in rows.items() if "customHeight" in attributes]
    assert fixed == [1, 2, 3]


def test_last_years_prose_stands_beside_the_rows(township: Report) -> None:
    last = Report(overview=tuple(f"第{number}段" for number in range(1, 63)), problems=("问题",))
    data = write_workbook(township, (), last)
    book = opened(data)
    sheet = book["一、总体情况"]
    assert sheet["D4"].value == "上年正文（供参考，不进报告）"
    assert [sheet[f"D{row}"].value for row in (5, 63, 64, 65)] == [
        "第1段",
        "第59段",
        "第60段\n第61段\n第62段",
        None,
    ]
    assert sheet["D5"].protection.locked
    assert sheet.print_area == "'一、总体情况'!$A$1:$C$64"
    assert book["五、问题及改进"]["D5"].value == "问题"
    assert book["六、其他事项"]["D8"].value == "上年正文（供参考，不进报告）"
    assert opened(write_workbook(township))["一、总体情况"]["D4"].value is None
    # a text that no cell can hold is cut off: it is only there to be looked at
    write_workbook(township, (), replace(last, problems=("长" * 40000,)))


# ---------------------------------------------------------------- what the sheets say


@pytest.mark.parametrize(
    ("report", "shown"),
    [
        (Report(), [None] * 7),
        (Report(t3_all_zero=True), [0] * 7),
        (Report().with_figures({Slot("t3_granted", 1): 0}), [None, 0, *[None] * 4, 0]),
        (
            Report().with_figures(
                {
                    Slot("t3_new_received", 0): 5,
                    Slot("t3_granted", 0): 2,
                    Slot("t3_carried_in", 5): 1,
                }
            ),
            [3, *[None] * 4, 1, 4],
        ),
        (
            Report().with_figures({Slot("t3_new_received", 0): 2, Slot("t3_carried_out", 0): 3}),
            [-1, *[None] * 5, -1],
        ),
    ],
)
def test_the_row_under_table_3_shows_what_is_out_of_balance(
    report: Report, shown: list[int | None]
) -> None:
    data = write_workbook(report)
    values = [cell.value for cell in opened(data, data_only=True)[T3]["D33:J33"][0]]
    # an empty text, where a formula gives it
    assert [None if value == "" else value for value in values] == shown
    sheet = opened(data)[T3]
    assert sheet["A33"].value == "差额（应为 0）＝一＋二－三－四"
    assert sheet["D33"].value == (
        '=IF(OR(D3="是",COUNT(D8:D30,D32)>0),ROUND(SUM(D8:D9)-SUM(D31:D32),6),"")'
    )
    assert sheet["D33"].protection.locked
    (rule,) = next(
        rules
        for area, rules in sheet.conditional_formatting._cf_rules.items()
        if str(area.sqref) == "D33:J33"
    )
    assert rule.formula == ["AND(ISNUMBER(D33),D33<>0)"]


@pytest.mark.parametrize(
    ("title", "cell", "says"),
    [
        ("二、主动公开", "J8", "现行有效：年底还管用的，往年印发的也算。"),
        ("二、主动公开", "J11", "网上公开不公开都算"),
        ("二、主动公开", "J14", "网上公开不公开都算"),
        ("二、主动公开", "J15", "网上公开不公开都算"),
        ("二、主动公开", "J18", "5000 元填 0.5。"),
        (T3, "L5", "一件申请只算一个申请人、一个办理结果。"),
        (T3, "L11", "只公开了一部分的只算这里"),
        (T3, "L20", "各归各行"),
        (T3, "L34", "照抄上年报告"),
        (T3, "L35", "填了才看本年是不是差得太多"),
        ("四、复议诉讼", "A11", "维持：复议机关、法院支持了本机关，如维持、驳回请求。"),
        ("四、复议诉讼", "A13", "先复议、后起诉的，算“复议后起诉”。"),
    ],
)
def test_the_margins_say_what_counts_in_each_row(
    book: openpyxl.Workbook, title: str, cell: str, says: str
) -> None:
    assert says in book[title][cell].value
    assert book[title][cell].protection.locked


def test_the_margins_are_not_printed(book: openpyxl.Workbook) -> None:
    assert {sheet.title: sheet.print_area for sheet in book if sheet.print_area} == {
        "二、主动公开": "'二、主动公开'!$A$1:$H$18",
        "三、申请办理": "'三、申请办理'!$A$1:$J$35",
        "四、复议诉讼": "'四、复议诉讼'!$A$1:$O$8",
        "校验": "'校验'!$A$1:$I$108",
    }


def test_the_check_sheet_shows_numbers_and_hides_its_codes(book: openpyxl.Workbook) -> None:
    sheet = book["校验"]
    lines = range(19, 19 + len(CHECK_KEYS))
    assert [sheet[f"A{row}"].value for row in lines] == list(range(1, len(CHECK_KEYS) + 1))
    assert [sheet[f"M{row}"].value for row in lines] == list(CHECK_KEYS)
    ((_, keys),) = book.defined_names["check_keys"].destinations
    assert keys == f"$M$19:$M${18 + len(CHECK_KEYS)}"
    hidden = sheet.column_dimensions["J"]
    assert (hidden.hidden, hidden.min, hidden.max) == (True, 10, 13)
    for row in sheet.iter_rows(max_col=9):
        for cell in row:
            assert not re.search(r"[A-Z]{2,}\d?-[A-Z]", str(cell.value)), cell.coordinate


@pytest.mark.parametrize(
    ("key", "report", "shown"),
    [
        ("T3-CARRY-1", Report(t3_all_zero=True), ["—", "—", "—", "未填"]),
        ("T2-STOCK-1", Report(t2_all_zero=True), ["—", "—", "—", "未填"]),
        (
            "T3-CARRY-1",
            Report(t3_all_zero=True).with_figures({Slot("prev_t3_carried_out", 0): 2}),
            [0, 2, -2, "不符"],
        ),
        ("VALUE-MISSING-2", Report(), [0, 10, -10, "未填"]),
    ],
)
def test_nothing_is_compared_while_a_figure_is_missing(
    key: str, report: Report, shown: list[Any]
) -> None:
    sheet = opened(write_workbook(report), data_only=True)["校验"]
    row = CHECK_LINES[key] + 1
    assert [sheet[f"{column}{row}"].value for column in "DEFG"] == shown
