"""A form is read by its labels, whatever became of its names; what it shows otherwise is said."""

import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from converter.console import findings_as_json
from converter.conversion import examine, plan_import
from converter.files.kinds import open_input
from converter.form.report import Report
from converter.reading.workbooks.shown import Shown, shown
from converter.reading.workbooks.workbook import read_workbook
from tests.office import libreoffice

T2, T3, BASIC = "二、主动公开", "三、申请办理", "基本信息"
OVERVIEW, OTHER = "一、总体情况", "六、其他事项"
Edit = Callable[[openpyxl.Workbook], Any]


def each(*edits: Edit) -> Edit:
    return lambda book: [edit(book) for edit in edits]


def put(sheet: str, where: str, value: Any) -> Edit:
    return lambda book: book[sheet].__setitem__(where, value)


def point(name: str, target: str | None) -> Edit:
    def edit(book: openpyxl.Workbook) -> None:
        if target is None:
            del book.defined_names[name]
        else:
            book.defined_names[name].attr_text = target

    return edit


def cut(sheet: str, source: str, target: str, name: str) -> Edit:
    """Move a cell as Excel does, which takes the name along."""

    def edit(book: openpyxl.Workbook) -> None:
        cells = book[sheet]
        cells[target], cells[source] = cells[source].value, None
        book.defined_names[name].attr_text = f"'{sheet}'!{target}"

    return edit


def number_format(where: str, code: str) -> Edit:
    return lambda book: setattr(book[T3][where], "number_format", code)


def double(sheet: str, title: str, where: str, value: Any, *, hide: bool) -> Edit:
    def edit(book: openpyxl.Workbook) -> None:
        copy = book.copy_worksheet(book[sheet])
        copy.title = title
        copy[where] = value
        if hide:
            book[sheet].sheet_state = "hidden"

    return edit


def rename(sheet: str, title: str) -> Edit:
    return lambda book: setattr(book[sheet], "title", title)


def values_for_formulas(book: openpyxl.Workbook) -> None:
    """Paste the totals of table 4 as values."""
    cells = book["四、复议诉讼"]
    for where in ("E8", "J8", "O8"):
        first = cells[where].column - 4
        cells[where] = sum(cells.cell(8, first + offset).value for offset in range(4))


LOOK = "请看一下这里的内容对不对。"
HEALED: dict[str, tuple[Edit, list[str]]] = {
    "all names gone": (
        lambda book: book.defined_names.clear(),
        [
            "提醒：「基本信息」B4（单位名称）：有 66 个单元格名称不对（如“unit_name”不见了），"
            "标签都在原处，已全部按标签读取。请看一下各表的内容对不对。"
        ],
    ),
    "a name broken": (
        point("t3_granted", "#REF!"),
        [
            "提醒：「三、申请办理」D10:J10（予以公开）：单元格名称“t3_granted”已失效（#REF!），"
            f"标签都在原处，已按 D10:J10 读取。{LOOK}"
        ],
    ),
    "an input cut and pasted over the next": (
        cut(T2, "B11", "B15", "t2_licensing"),
        [
            "错误：「二、主动公开」B11（行政许可）：未填。没有就填 0。",
            "提醒：「二、主动公开」B11（行政许可）：单元格名称“t2_licensing”指向“二、主动公开”B15，"
            f"应为 B11，标签都在原处，已按 B11 读取。{LOOK}",
        ],
    ),
    "the unit dragged away": (
        cut(BASIC, "B4", "B20", "unit_name"),
        [
            "错误：「基本信息」B4（单位名称）：单位名称未填。请填写。",
            "提醒：「基本信息」B4（单位名称）：单元格名称“unit_name”指向“基本信息”B20，应为 B4，"
            f"标签都在原处，已按 B4 读取。{LOOK}",
        ],
    ),
    "blanks in the title of a sheet": (rename(T2, "二、主动公开 "), []),
    "校验 deleted": (
        lambda book: book.remove(book["校验"]),
        [
            "提醒：「校验」（工作表）：找不到工作表“校验”，可能被改名或删除。报告照样核对；"
            "写在上面的情况说明读不到了，有的请恢复原名。"
        ],
    ),
    "填报说明 deleted": (
        lambda book: book.remove(book["填报说明"]),
        ["提醒：「填报说明」（工作表）：找不到工作表“填报说明”，不影响报告。"],
    ),
    "right totals pasted as values": (
        values_for_formulas,
        [
            "提醒：「四、复议诉讼」E8（行政复议，总计）：有 3 处合计公式变了（如 E8 变成“790”），"
            "数都是对的，报告里仍按各格相加计算。"
        ],
    ),
    "a total as an array formula": (
        put(T3, "J8", openpyxl.worksheet.formula.ArrayFormula("J8", "=SUM(D8:I8)")),
        [
            "提醒：「三、申请办理」J8（本年新收政府信息公开申请数量，总计）：合计公式变成了数组公式"
            "“{=SUM(D8:I8)}”，算法没有变；报告里仍按各格相加计算（14069）。"
        ],
    ),
    "a row inserted by another program": (
        lambda book: book[T3].insert_rows(12),
        [
            "错误：「三、申请办理」B12（第 12 行）：第 12 行起多出了 1 行，后面的格子都错开了，"
            "这张表没有读。请撤销工作表保护（没有密码），删去多出的行，保存。"
        ],
    ),
    "a label changed and a name moved": (
        each(put(T2, "A7", "规章等"), point("t2_rules", "'二、主动公开'!$B$8:$D$8")),
        [
            "错误：「二、主动公开」A7（规章）：A7 的标签“规章”成了“规章等”，单元格名称也移动了，"
            "分不清哪格是哪项，这张表没有读。请把标签改回原样，保存。"
        ],
    ),
    "figures merged, one of them covered": (
        lambda book: book[T3].merge_cells("D8:E8") or put(T3, "F9", 0)(book),
        [
            "错误：「三、申请办理」D8:E8（本年新收政府信息公开申请数量）：D8:E8 合并成了一格，"
            "E8 看不见了。请撤销工作表保护（没有密码），取消合并，核对这几格。"
        ],
    ),
    "a percentage": (
        number_format("D8", "0%"),
        [
            "错误：「三、申请办理」D8（本年新收政府信息公开申请数量，自然人）：格子里存的是 13612，"
            "数字格式（0%）让它显示成别的样子，不知道以哪个为准。请清除格式（改为“常规”），核对后重填。"
        ],
    ),
    "an edited copy, the original hidden": (
        double(T3, "三、申请办理 (2)", "D8", 1, hide=True),
        [
            "错误：「三、申请办理」（工作表）：这张表被隐藏了，另有一张看得见的“三、申请办理 (2)”，"
            "两张内容不同，不知道以哪张为准。请只留一张：先右键点表名，取消隐藏“三、申请办理”；"
            "以“三、申请办理 (2)”为准的，把内容照抄过来；再删去“三、申请办理 (2)”。"
        ],
    ),
    "an edited copy beside the original": (
        double(T3, "改过的表三", "D8", 1, hide=False),
        [
            "提醒：「三、申请办理」（工作表）：另有一张“改过的表三”，内容与这张不同，报告只用"
            "“三、申请办理”里的。改的要是“改过的表三”，请照抄过来，删去多余的一张。"
        ],
    ),
    "基本信息 hidden beside an edited copy": (
        double(BASIC, "基本信息 (2)", "B4", "别的镇人民政府", hide=True),
        [
            "错误：「基本信息」（工作表）：这张表被隐藏了，另有一张看得见的“基本信息 (2)”，两张内容不同，"
            "不知道以哪张为准。请只留一张：先右键点表名，取消隐藏“基本信息”；以“基本信息 (2)”为准的，"
            "把内容照抄过来；再删去“基本信息 (2)”。"
        ],
    ),
    "a column inserted where no label stands behind": (
        each(
            put(OTHER, "C4", 2),
            put(OTHER, "B4", None),
            *(
                point(name, f"'{OTHER}'!{where}")
                for name, where in (
                    ("fee_notices", "$C$4"),
                    ("fee_charged", "$C$5"),
                    ("fee_collected", "$C$6"),
                    ("other_matters", "$C$9:$C$68"),
                )
            ),
        ),
        [
            "错误：「六、其他事项」B1（B 列）：第 B 列起多出了 1 列，后面的格子都错开了，这张表没有读。"
            "请撤销工作表保护（没有密码），删去多出的列，保存。"
        ],
    ),
    "a fee dragged away": (
        each(put(OTHER, "D4", 2), put(OTHER, "B4", None), point("fee_notices", f"'{OTHER}'!$D$4")),
        [
            "错误：「六、其他事项」B4（发出收费通知（件））：“发出收费通知（件）”这里空了，内容被剪切或"
            "拖动到了“六、其他事项”D4。请把它移回 B4；确实不填的，把那里清空。"
        ],
    ),
    "a row inserted above the paragraphs, their name gone": (
        each(lambda book: book[OVERVIEW].insert_rows(3), point("overview", None)),
        [
            "提醒：「一、总体情况」B6:B65（总体情况）：单元格名称“overview”不见了，标签都在原处，"
            f"已按 B6:B65 读取。{LOOK}"
        ],
    ),
    "an unedited copy, the original hidden": (
        double(T3, "三、申请办理 (2)", "D8", 13612, hide=True),
        [],
    ),
}
"""Edits and everything that is said of them."""


@pytest.fixture
def untouched(city_workbook: bytes, tmp_path: Path) -> Path:
    (tmp_path / "原来.xlsx").write_bytes(city_workbook)
    return tmp_path / "原来.xlsx"


def said(file: Path) -> list[str]:
    return [f"{one.label}：{one.message}" for one in examine(file).findings]


@pytest.mark.parametrize(("edit", "expected"), HEALED.values(), ids=HEALED)
def test_an_edit_is_healed_or_told_once(
    untouched: Path, city_workbook: bytes, tmp_path: Path, edit: Edit, expected: list[str]
) -> None:
    file = tmp_path / "改过.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(city_workbook))
    edit(book)
    book.save(file)
    before = said(untouched)
    assert [one for one in said(file) if one not in before] == expected
    if not any(one.startswith("错误") for one in expected):
        assert examine(file).report.figures == examine(untouched).report.figures


@pytest.mark.office
@pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.nightly)])
def test_what_libreoffice_saved_is_told_the_same(
    city_workbook: bytes, tmp_path: Path, every: int
) -> None:
    files = []
    healed = dict(list(HEALED.items())[::every])
    for number, (edit, _) in enumerate(healed.values()):
        book = openpyxl.load_workbook(io.BytesIO(city_workbook))
        edit(book)
        files.append(tmp_path / f"{number:02}.xlsx")
        book.save(files[-1])
    saved = dict(zip(healed, libreoffice(files, "xlsx", tmp_path / "out"), strict=True))
    missing = {
        name: [one for one in expected if one not in said(saved[name])]
        for name, (_, expected) in healed.items()
    }
    assert {name: sentences for name, sentences in missing.items() if sentences} == {}


def test_one_finding_for_many_names_lists_them(city_workbook: bytes, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(city_workbook))
    for name in ("t2_rules", "t4_review"):
        del book.defined_names[name]
    book.save(tmp_path / "甲.xlsx")
    (found,) = [one for one in examine(tmp_path / "甲.xlsx").findings if one.code == "FORM-HEALED"]
    shown = findings_as_json(Path("甲.xlsx"), "甲", 2025, [found])["findings"]
    assert [(one["name"], one["cell"], one["names"]) for one in shown] == [
        ("t2_rules", "B7:D7", ("t2_rules", "t4_review"))
    ]


def test_a_workbook_without_names_can_be_imported(
    city: Report, city_workbook: bytes, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(city_workbook))
    book.defined_names.clear()
    book.save(tmp_path / "甲.xlsx")
    (written,) = plan_import(tmp_path / "甲.xlsx").write()
    examination = examine(written)
    assert examination.report.row("t3_granted") == city.row("t3_granted")
    assert "FORM-HEALED" not in {one.code for one in examination.findings}


def test_a_total_that_lacks_a_figure_stored_as_text_is_named(
    city_workbook: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "甲.xlsx"
    with (
        zipfile.ZipFile(io.BytesIO(city_workbook)) as fresh,
        zipfile.ZipFile(file, "w") as saved,
    ):
        for name in fresh.namelist():
            xml = re.sub(rb'(<c r="D8" s="\d+")(><v>13612)', rb'\1 t="str"\2', fresh.read(name))
            saved.writestr(name, xml.replace(b"<v>14069</v>", b"<v>457</v>"))
    assert [one.message for one in examine(file).findings if one.code == "VALUE-NORMALISED"] == [
        "「三、申请办理」D8（本年新收政府信息公开申请数量，自然人）：“13612”是文字，按数字 13612 处理。"
        "请改填数字 13612。表上的合计没有加它（J8 显示 “457”），报告里已加上，为 14069。"
    ]


SHOWN = [
    (5, "General", Shown.ITSELF),
    (5, "0", Shown.ITSELF),
    (5, "0.00", Shown.ITSELF),
    (12345, "#,##0", Shown.ITSELF),
    (12345, "#,##0_ ;[Red]\\-#,##0\\ ", Shown.ITSELF),
    (5, '0"件"', Shown.ITSELF),
    (5, '"¥"#,##0.00', Shown.ITSELF),
    (5, "[$¥-804]#,##0", Shown.ITSELF),
    (5, "00000", Shown.ITSELF),
    (0, "0;-0;;@", Shown.ITSELF),
    (0, "0%", Shown.ITSELF),
    (5, "G/通用格式", Shown.ITSELF),
    (5, "# ?/?", Shown.ITSELF),
    (5, "0%", Shown.OTHERWISE),
    (12345, "#,##0,", Shown.OTHERWISE),
    (12345, "0.0,", Shown.OTHERWISE),
    (5, '0"0"', Shown.OTHERWISE),
    (5, "0\\0", Shown.OTHERWISE),
    (5, '0"万"', Shown.OTHERWISE),
    (5, ";;;", Shown.OTHERWISE),
    (5, '"已填"', Shown.OTHERWISE),
    (5, "[>4]0;0", Shown.ITSELF),
    (3, '[=0]"-";General', Shown.ITSELF),
    (5, '[=5]"6";0', Shown.OTHERWISE),
    (3, "@", Shown.ITSELF),
    (5, "0*1", Shown.OTHERWISE),
    (12345, "0!.0000", Shown.OTHERWISE),
    (5, "[" * 80_000, Shown.OTHERWISE),
    ("12.3456", "0.00", Shown.ROUNDED),
    ("12.5", "0.00", Shown.ITSELF),
    ("0.5", "# ?/?", Shown.ROUNDED),
    (12345, "0.00E+00", Shown.ROUNDED),
    (1000, "0.00E+00", Shown.ITSELF),
    (5, f"0.{'0' * 30}", Shown.ITSELF),
    ("123456789.5", f"0.{'0' * 30}", Shown.ITSELF),
]  # fmt: skip


@pytest.mark.parametrize(("number", "code", "expected"), SHOWN)
def test_how_a_number_format_shows_a_number(number: Any, code: str, expected: Shown) -> None:
    assert shown(Decimal(number), code) is expected


def test_the_unit_of_a_field_belongs_to_its_number() -> None:
    assert shown(Decimal("0.5"), '0.00"万元"', "万元") is Shown.ITSELF
    assert shown(Decimal("0.5"), '0.00"万元"', "件") is Shown.OTHERWISE


def test_a_name_to_the_end_of_the_sheet_costs_nothing(
    city: Report, city_workbook: bytes, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(city_workbook))
    book.defined_names["overview"].attr_text = "'一、总体情况'!$B$5:$B$1048576"
    book.save(tmp_path / "甲.xlsx")
    result = read_workbook(open_input(tmp_path / "甲.xlsx"))
    assert result.report.overview == city.overview
    assert len(result.places) < 1000


def test_what_stands_below_the_last_row_is_read_too(
    city: Report, city_workbook: bytes, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(city_workbook))
    book["五、问题及改进"]["B70"] = "写在格子下面的一段。"
    book.save(tmp_path / "甲.xlsx")
    problems = read_workbook(open_input(tmp_path / "甲.xlsx")).report.problems
    assert problems == (*city.problems, "写在格子下面的一段。")


MERGES = {
    "behind thousands of others": [f"A{row}:B{row}" for row in range(1000, 4000)] + ["D8:J8"],
    "with dollar signs": ["$D$8:$J$8"],
    "a thousand times": ["D8:J8"] * 1000,
}


@pytest.mark.parametrize("ranges", MERGES.values(), ids=MERGES)
def test_a_merged_range_is_told_once(
    city_workbook: bytes, tmp_path: Path, ranges: list[str]
) -> None:
    file = tmp_path / "甲.xlsx"
    merges = "".join(f'<mergeCell ref="{one}"/>' for one in ranges).encode()
    with (
        zipfile.ZipFile(io.BytesIO(city_workbook)) as fresh,
        zipfile.ZipFile(file, "w") as saved,
    ):
        for name in fresh.namelist():
            xml = fresh.read(name)
            if name == "xl/worksheets/sheet5.xml":
                xml = re.sub(rb"(<mergeCells[^>]*>)", rb"\1" + merges, xml)
            saved.writestr(name, xml)
    (finding,) = [one for one in examine(file).findings if one.stops]
    assert finding.message == (
        "「三、申请办理」D8:J8（本年新收政府信息公开申请数量）：D8:J8 合并成了一格，E8 里的“252”、"
        "F8 里的“0”、G8 里的“45”等 5 格看不见了。请撤销工作表保护（没有密码），取消合并，核对这几格。"
    )


def test_the_form_is_read_behind_many_other_sheets(
    city: Report, city_workbook: bytes, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(city_workbook))
    for number in range(40):
        book.create_sheet(f"草稿{number}", 0)
    book.save(tmp_path / "甲.xlsx")
    result = read_workbook(open_input(tmp_path / "甲.xlsx"))
    assert result.findings == []
    assert result.report.row("t3_granted") == city.row("t3_granted")
