"""Reading what a clerk saved: values tidied or refused, every change of the form named."""

import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from converter.conversion import examine
from converter.errors import UnusableFile
from converter.files.kinds import open_input
from converter.findings import Finding
from converter.form.fields import FIELDS, Slot
from converter.form.layout import OWN_AREAS, TOTAL_FORMULAS
from converter.form.report import Report
from converter.reading.workbooks.workbook import ReadResult, read_workbook
from converter.writing.workbooks.workbook import write_workbook
from tests.filling import TEMPLATE, Clerk, content_of, reason_cell
from tests.office import libreoffice


@pytest.fixture(scope="module")
def clerk() -> Clerk:
    return Clerk()


@pytest.fixture
def read(clerk: Clerk, city: Report, tmp_path: Path) -> Callable[..., ReadResult]:
    """Read the city's workbook with some cells changed."""

    def result(changes: dict[Slot | str, Any] | None = None) -> ReadResult:
        file = tmp_path / "填报表.xlsx"
        file.write_bytes(clerk.saved({**content_of(city), **(changes or {})}))
        return read_workbook(open_input(file))

    return result


def edited(workbook: bytes, edit: Callable[[openpyxl.Workbook], None], file: Path) -> Path:
    """Save a workbook after an edit that the locks would not allow."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    edit(book)
    book.save(file)
    return file


def test_a_filled_workbook_reads_back(read: Callable[..., ReadResult], city: Report) -> None:
    result = read()
    assert result.findings == []
    for name in city.figures:
        assert result.report.row(name) == city.row(name), name
    assert result.report.report_date == date(2026, 3, 20)
    assert result.report.overview == city.overview


def test_a_workbook_that_we_wrote_reads_back(city: Report, tmp_path: Path) -> None:
    file = tmp_path / "ours.xlsx"
    file.write_bytes(write_workbook(city))
    result = read_workbook(open_input(file))
    assert result.findings == []
    assert result.report.figures["t3_total"] == city.figures["t3_total"]
    assert result.report.other_matters == city.other_matters


COUNT, MONEY, YEAR, DAY = (
    Slot("t2_licensing"),
    Slot("t2_fees"),
    Slot("report_year"),
    Slot("report_date"),
)
# what stands in which cell -> the value, the code, the sentence
VALUES: list[tuple[Slot, Any, Any, str | None, str]] = [
    (COUNT, 12, 12, None, ""),
    (COUNT, 12.0, 12, None, ""),
    (COUNT, None, None, None, ""),
    (COUNT, " \u3000", None, None, ""),
    (COUNT, "１２", 12, "VALUE-NORMALISED", "“１２”是文字，按数字 12 处理。请改填数字 12。"),
    (COUNT, "0\xa0", 0, "VALUE-NORMALISED", "“0”是文字，按数字 0 处理。请改填数字 0。"),
    (COUNT, "1,234", 1234, "VALUE-NORMALISED", "“1,234”是文字，按数字 1234 处理。请改填数字 1234。"),
    (COUNT, "1，234件", 1234, "VALUE-NORMALISED", "“1，234件”是文字，按数字 1234 处理。请改填数字 1234。"),
    (COUNT, "/", 0, "VALUE-NORMALISED", "“/”按 0 处理。请改填 0。"),
    (COUNT, "－", 0, "VALUE-NORMALISED", "“－”按 0 处理。请改填 0。"),
    (COUNT, "—", 0, "VALUE-NORMALISED", "“—”按 0 处理。请改填 0。"),
    (COUNT, "无", 0, "VALUE-NORMALISED", "“无”按 0 处理。请改填 0。"),
    (COUNT, "\\", 0, "VALUE-NORMALISED", "“\\”按 0 处理。请改填 0。"),
    (COUNT, "不涉及", 0, "VALUE-NORMALISED", "“不涉及”按 0 处理。请改填 0。"),
    (COUNT, "未统计", None, "VALUE-TYPE", "应填数字，现为“未统计”。请改填数字。"),
    (COUNT, True, None, "VALUE-TYPE", "应填数字，现为“TRUE”。请改填数字。"),
    (COUNT, "#REF!", None, "VALUE-TYPE", "应填数字，现为“#REF!”。请改填数字。"),
    (COUNT, datetime(2025, 1, 1), None, "VALUE-TYPE", "这一格的格式是日期或时间，分不清填的是什么。请清除格式（改为“常规”），再填数字。"),
    (COUNT, "\u200b12\u2060", 12, "VALUE-NORMALISED", "“\u200b12\u2060”是文字，按数字 12 处理。请改填数字 12。"),
    (COUNT, "\u200b", None, None, ""),
    (MONEY, "0.0000001", Decimal("0.0000001"), "VALUE-NORMALISED", "“0.0000001”是文字，按数字 0.0000001 处理。请改填数字 0.0000001。"),
    (COUNT, 10**15, None, "VALUE-TYPE", "数字“1000000000000000”过大，无法使用。请核对后重填。"),
    (COUNT, "=1+1", None, "VALUE-TYPE", "填的是公式“=1+1”，没有计算结果。请直接填写，或用 Excel 打开后保存。"),
    (COUNT, -3, -3, None, ""),
    (COUNT, 1.5, Decimal("1.5"), None, ""),
    (MONEY, 0.1 + 0.2, Decimal("0.3"), None, ""),
    (MONEY, "12.50 万元", Decimal("12.5"), "VALUE-NORMALISED", "“12.50 万元”是文字，按数字 12.5 处理。请改填数字 12.5。"),
    (COUNT, "1 234", 1234, "VALUE-NORMALISED", "“1 234”是文字，按数字 1234 处理。请改填数字 1234。"),
    (COUNT, "1，5", None, "VALUE-TYPE", "应填数字，现为“1，5”。请改填数字。"),
    (COUNT, "1 2", None, "VALUE-TYPE", "应填数字，现为“1 2”。请改填数字。"),
    (COUNT, "10²", None, "VALUE-TYPE", "应填数字，现为“10²”。请改填数字。"),
    (COUNT, "3元", None, "VALUE-TYPE", "应填数字，现为“3元”。请改填数字。"),
    (COUNT, 1.0000001, Decimal("1.0000001"), None, ""),
    (MONEY, "5元", None, "VALUE-TYPE", "应填数字，现为“5元”。请改填数字。"),
    (Slot("fee_charged"), "3万元", None, "VALUE-TYPE", "应填数字，现为“3万元”。请改填数字。"),
    (DAY, datetime(1950, 1, 1), None, "VALUE-TYPE", "应填日期（如 2026-1-20），现为“1950-01-01 00:00:00”。请改填日期（如 2026-1-20）。"),
    (DAY, 46042, date(2026, 1, 20), None, ""),
    (Slot("unit_name"), "#REF!", "", "VALUE-TYPE", "应填文字，现为“#REF!”。请改填文字。"),
    (Slot("unit_name"), "测试\u200b市人民政府\ufeff", "测试市人民政府", None, ""),
    (Slot("contact_name"), "=A1", "", "VALUE-TYPE", "填的是公式“=A1”，没有计算结果。请直接填写，或用 Excel 打开后保存。"),
    (YEAR, "２０２５年", 2025, "VALUE-NORMALISED", "“２０２５年”是文字，按年份 2025 处理。请改填 2025。"),
    (Slot("t4_all_zero"), " 是", False, "VALUE-TYPE", "应选“是”或“否”，现为“是”。请重新选择。"),
    (YEAR, 2025.0, 2025, None, ""),
    (YEAR, "2025 年", 2025, "VALUE-NORMALISED", "“2025 年”是文字，按年份 2025 处理。请改填 2025。"),
    (YEAR, "2025\u200e", 2025, "VALUE-NORMALISED", "“2025\u200e”是文字，按年份 2025 处理。请改填 2025。"),
    (YEAR, datetime(2025, 1, 1), None, "VALUE-TYPE", "这一格的格式是日期或时间，分不清填的是什么。请清除格式（改为“常规”），再填四位年份。"),
    (YEAR, 25, None, "VALUE-TYPE", "应填四位年份，如 2025，现为“25”。请改填年份。"),
    (DAY, "2026年1月20日", date(2026, 1, 20), "VALUE-NORMALISED", "“2026年1月20日”是文字，按日期 2026-01-20 处理。请改填日期，如 2026-01-20。"),
    (DAY, "2026-2-30", None, "VALUE-TYPE", "应填日期（如 2026-1-20），现为“2026-2-30”。请改填日期（如 2026-1-20）。"),
    (Slot("t4_all_zero"), "对", False, "VALUE-TYPE", "应选“是”或“否”，现为“对”。请重新选择。"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "raw", "value", "code", "what"), VALUES, ids=str)
def test_what_stands_in_a_cell(
    read: Callable[..., ReadResult], cell: Slot, raw: Any, value: Any, code: str | None, what: str
) -> None:
    result = read({cell: raw})
    report, is_figure = result.report, FIELDS[cell.name].is_number
    stated = report.row(cell.name) if is_figure else getattr(report, cell.name)
    assert (stated[cell.position] if isinstance(stated, tuple) else stated) == value
    found = [(one.code, one.what) for one in result.findings]
    assert found == ([(code, what)] if code else [])


def test_a_refused_cell_is_not_called_missing_as_well(
    clerk: Clerk, city: Report, tmp_path: Path
) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(clerk.saved({**content_of(city), COUNT: "未统计", MONEY: None}))
    found = [(one.code, one.name) for one in examine(file).findings if one.severity == "error"]
    assert found == [("VALUE-TYPE", "t2_licensing"), ("VALUE-MISSING", "t2_fees")]


def test_prose_is_tidied_and_line_breaks_part_paragraphs(read: Callable[..., ReadResult]) -> None:
    result = read(
        {
            Slot("overview", 0): "\u3000\u3000第一段\n\n第_x0007_二段_x000D_\n",
            Slot("overview", 5): "第三段",
            Slot("unit_name"): " 测试市\n人民政府 ",
        }
    )
    assert result.report.overview == ("第一段", "第二段", "第三段")
    assert result.report.unit_name == "测试市 人民政府"
    place = result.located(Finding("TEXT-TYPO", "", "overview", 2)).place
    assert (place.sheet, place.cell, place.label) == ("一、总体情况", "B10", "总体情况，第6段")  # type: ignore[union-attr]


def test_a_paragraph_that_became_an_error_or_a_date_is_refused(
    read: Callable[..., ReadResult],
) -> None:
    result = read({Slot("problems", 0): "#NAME?", Slot("problems", 1): datetime(2025, 1, 1)})
    assert result.report.problems == ()
    assert [(one.code, str(one.place)) for one in result.findings] == [
        ("VALUE-TYPE", "「五、问题及改进」B5（存在的主要问题及改进情况，第1段）"),
        ("VALUE-TYPE", "「五、问题及改进」B6（存在的主要问题及改进情况，第2段）"),
    ]


def test_a_name_may_belong_to_its_sheet(city: Report, city_workbook: bytes, tmp_path: Path) -> None:
    def scope(book: openpyxl.Workbook) -> None:
        definition = book.defined_names.pop("t3_granted")
        book["三、申请办理"].defined_names["t3_granted"] = definition

    result = read_workbook(open_input(edited(city_workbook, scope, tmp_path / "a.xlsx")))
    assert result.report.row("t3_granted") == city.row("t3_granted")


@pytest.mark.office
def test_text_among_the_figures_does_not_make_a_total_stale(
    clerk: Clerk, city: Report, tmp_path: Path
) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(clerk.saved({**content_of(city), Slot("t4_review", 0): "376件"}))
    (recalculated,) = libreoffice([file], "xlsx", tmp_path / "out")
    codes = [one.code for one in examine(recalculated).findings]
    assert codes == ["VALUE-NORMALISED", "FEE-MISSING"]


def test_errors_come_first_on_each_sheet(read: Callable[..., ReadResult], tmp_path: Path) -> None:
    read({Slot("t2_licensing"): "１", Slot("t2_penalties"): -1, Slot("t4_review", 0): "２"})
    found = examine(tmp_path / "填报表.xlsx").findings
    assert [
        one.severity.value for one in found if one.place and one.place.sheet == "二、主动公开"
    ] == [
        "error",
        "warning",
    ]


def test_reasons_are_read_by_the_key_of_the_check(read: Callable[..., ReadResult]) -> None:
    result = read(
        {
            reason_cell("T3-CARRY-1"): "上年漏报",
            reason_cell("TEXT-YEAR"): "引用原文",
            "校验!A6": "别的",
        }
    )
    assert result.report.reasons == {"T3-CARRY-1": "上年漏报", "TEXT-YEAR": "引用原文"}


# where the names of keys and reasons point -> the reasons that are read, what is told
NAMES_OF_CHECKS = [
    ("shorter", "$A$19:$A$50", "$I$19:$I$92", "", ["I50"]),
    ("another row first", "$A$19:$A$92", "$I$51:$I$199", "", ["I92"]),
    ("upside down", "$A$92:$A$19", "$I$92:$I$19", "", ["I50", "I92"]),
    ("the rows of a million", "$A$19:$A$92", "$I$1:$I$1048576", "指向“校验”I1:I1048576，应在“校验”A1:T200 以内", ["I50", "I92"]),
    ("the columns of a million", "$A$19:$A$92", "$I$19:$XFD$92", "指向“校验”I19:XFD92，应在“校验”A1:T200 以内", ["I50", "I92"]),
    ("far below", "$A$19:$A$92", "$I$50:$I$201", "指向“校验”I50:I201，应在“校验”A1:T200 以内", ["I50", "I92"]),
    ("a broken name", "$A$19:$A$92", "#REF!", "已失效（'校验'!#REF!）", ["I50", "I92"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "reasons", "trouble", "read_from"),
    [row[1:] for row in NAMES_OF_CHECKS],
    ids=[row[0] for row in NAMES_OF_CHECKS],
)
def test_reasons_are_paired_with_keys_by_their_rows(
    city_workbook: bytes,
    tmp_path: Path,
    keys: str,
    reasons: str,
    trouble: str,
    read_from: list[str],
) -> None:
    written = {"I50": "甲", "I92": "乙"}

    def edit(book: openpyxl.Workbook) -> None:
        for name, where in (("check_keys", keys), ("check_reasons", reasons)):
            point_name(name, f"'校验'!{where}")(book)
        for where, reason in written.items():
            write("校验", where, reason)(book)
        write("校验", "A50", "T3-CARRY-1")(book)
        write("校验", "A92", "TEXT-YEAR")(book)

    reading = read_workbook(open_input(edited(city_workbook, edit, tmp_path / "a.xlsx")))
    keyed = {"I50": "T3-CARRY-1", "I92": "TEXT-YEAR"}
    assert reading.report.reasons == {keyed[where]: written[where] for where in read_from}
    assert [reading.reason_cells[keyed[where]] for where in read_from] == read_from
    assert [one.message for one in reading.findings] == [
        f"「校验」（check_reasons）：单元格名称“check_reasons”{trouble}，标签都在原处，已按 校验 读取。"
        "请看一下这里的内容对不对。"
        for _ in filter(None, [trouble])
    ]


def remove_name(name: str) -> Callable[[openpyxl.Workbook], None]:
    return lambda book: book.defined_names.pop(name)


def point_name(name: str, where: str) -> Callable[[openpyxl.Workbook], None]:
    def edit(book: openpyxl.Workbook) -> None:
        book.defined_names[name].attr_text = where

    return edit


def write(sheet: str, where: str, value: Any) -> Callable[[openpyxl.Workbook], None]:
    def edit(book: openpyxl.Workbook) -> None:
        book[sheet][where] = value

    return edit


def rename(sheet: str, title: str) -> Callable[[openpyxl.Workbook], None]:
    def edit(book: openpyxl.Workbook) -> None:
        book[sheet].title = title
        for definition in book.defined_names.values():
            definition.attr_text = definition.attr_text.replace(f"'{sheet}'", f"'{title}'")

    return edit


def take_away_the_form(book: openpyxl.Workbook) -> None:
    book.defined_names.clear()
    for sheet in book.worksheets:
        sheet.delete_cols(1, 3)


FORM_EDITS: list[tuple[str, Callable[[openpyxl.Workbook], None], str, str]] = [
    (
        "name deleted",
        remove_name("t3_granted"),
        "FORM-HEALED",
        "「三、申请办理」D10:J10（予以公开）：单元格名称“t3_granted”不见了，标签都在原处，已按 D10:J10 读取。请看一下这里的内容对不对。",
    ),
    (
        "name broken",
        point_name("t2_rules", "'二、主动公开'!#REF!"),
        "FORM-HEALED",
        "「二、主动公开」B7:D7（规章）：单元格名称“t2_rules”已失效（'二、主动公开'!#REF!），标签都在原处，已按 B7:D7 读取。请看一下这里的内容对不对。",
    ),
    (
        "name too short",
        point_name("t4_review", "'四、复议诉讼'!$A$8:$D$8"),
        "FORM-HEALED",
        "「四、复议诉讼」A8:E8（行政复议）：单元格名称“t4_review”指向“四、复议诉讼”A8:D8，应为 A8:E8，标签都在原处，已按 A8:E8 读取。请看一下这里的内容对不对。",
    ),
    (
        "names exchanged",
        point_name("t3_granted", "'三、申请办理'!$D$11:$J$11"),
        "FORM-HEALED",
        "「三、申请办理」D10:J10（予以公开）：单元格名称“t3_granted”指向“三、申请办理”D11:J11，应为 D10:J10，标签都在原处，已按 D10:J10 读取。请看一下这里的内容对不对。",
    ),
    (
        "name of a formula on two lines",
        point_name("unit_name", "OFFSET('基本信息'!$B$4,\n0,0)"),
        "FORM-HEALED",
        "「基本信息」B4（单位名称）：单元格名称“unit_name”已失效（OFFSET('基本信息'!$B$4, 0,0)），标签都在原处，已按 B4 读取。请看一下这里的内容对不对。",
    ),
    (
        "name to nowhere",
        point_name("unit_name", "'别处'!$A$1"),
        "FORM-HEALED",
        "「基本信息」B4（单位名称）：单元格名称“unit_name”指向不存在的工作表“别处”，标签都在原处，已按 B4 读取。请看一下这里的内容对不对。",
    ),
    (
        "name of the reasons deleted",
        remove_name("check_reasons"),
        "FORM-HEALED",
        "「校验」（check_reasons）：单元格名称“check_reasons”不见了，标签都在原处，已按 校验 读取。请看一下这里的内容对不对。",
    ),
    (
        "name of the keys on another sheet",
        point_name("check_keys", "'三、申请办理'!$A$19:$A$92"),
        "FORM-HEALED",
        "「校验」（check_keys）：单元格名称“check_keys”指向“三、申请办理”A19:A92，应在“校验”A1:T200 以内，标签都在原处，已按 校验 读取。请看一下这里的内容对不对。",
    ),
    (
        "label changed",
        write("三、申请办理", "C19", "8.属于行政查询"),
        "FORM-LABEL",
        "「三、申请办理」C19（8.属于行政查询事项）：标准文字被改成了“8.属于行政查询”。请改回“8.属于行政查询事项”。",
    ),
    (
        "heading changed",
        write("五、问题及改进", "A1", "五、存在的问题"),
        "FORM-LABEL",
        "「五、问题及改进」A1（五、存在的主要问题及改进情况）：标准文字被改成了“五、存在的问题”。请改回“五、存在的主要问题及改进情况”。",
    ),
    (
        "total overwritten",
        write("三、申请办理", "J10", 5584),
        "FORM-LABEL",
        "「三、申请办理」J10（予以公开，总计）：锁定的合计公式被改成了“5584”，按各格相加应为 5548。请核对各格；撤销工作表保护（没有密码），把公式改回“=SUM(D10:I10)”。",
    ),
    (
        "formula changed",
        write("四、复议诉讼", "E8", "=SUM(A8:C8)"),
        "FORM-LABEL",
        "「四、复议诉讼」E8（行政复议，总计）：锁定的合计公式被改成了“=SUM(A8:C8)”，按各格相加应为 790。请核对各格；撤销工作表保护（没有密码），把公式改回“=SUM(A8:D8)”。",
    ),
    (
        "sheet renamed",
        rename("四、复议诉讼", "表四"),
        "FORM-LABEL",
        "「四、复议诉讼」（工作表）：找不到工作表“四、复议诉讼”，可能被改名或删除。请恢复原名；删掉了的，用改动以前的文件。",
    ),
    (
        "row deleted",
        lambda book: book["二、主动公开"].delete_rows(1),
        "FORM-NAME",
        "「二、主动公开」A1（第 1 行）：第 1 行起少了 1 行（原是“二、主动公开政府信息情况”），后面的格子都错开了，这张表没有读。请按 Ctrl+Z 恢复，或用改动以前的文件。",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "code", "message"), [row[1:] for row in FORM_EDITS], ids=[row[0] for row in FORM_EDITS]
)
def test_a_changed_form_is_named(
    city_workbook: bytes,
    tmp_path: Path,
    edit: Callable[[openpyxl.Workbook], None],
    code: str,
    message: str,
) -> None:
    file = edited(city_workbook, edit, tmp_path / "a.xlsx")
    found = [one for one in examine(file).findings if one.code == code]
    assert message in [one.message for one in found]


def test_an_overwritten_total_is_one_error(city_workbook: bytes, tmp_path: Path) -> None:
    file = edited(city_workbook, write("三、申请办理", "J10", 5584), tmp_path / "a.xlsx")
    examination = examine(file)
    assert [one.code for one in examination.findings if one.stops] == ["FORM-LABEL"]
    assert examination.report.figure(Slot("t3_granted", 6)) == 5548


def test_a_total_saved_without_recalculation_is_stale(city: Report, tmp_path: Path) -> None:
    import zipfile

    file = tmp_path / "stale.xlsx"
    with (
        zipfile.ZipFile(io.BytesIO(write_workbook(city))) as fresh,
        zipfile.ZipFile(file, "w") as stale,
    ):
        for name in fresh.namelist():
            stale.writestr(name, fresh.read(name).replace(b"<v>5548</v>", b"<v>5540</v>"))
    (finding,) = [one for one in examine(file).findings if one.code == "FORM-STALE"]
    assert finding.message == (
        "「三、申请办理」J10（予以公开，总计）：文件里存的合计是 “5540”，按各格重算是 5548，"
        "已按重算的用。请用 Excel 或 WPS 打开，保存一次。"
    )


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (
            write("填报说明", "B2", "2031.1"),
            "填报表版本是“2031.1”，本程序只认“2021.3”“2021.1”“2021.2”。请换用相应版本的程序，或用新版的空白填报表重新填写。",
        ),
        (
            take_away_the_form,
            "不是政府信息公开年报填报表，表里没有找到填报表的标签。请用“空白填报表.xlsx”或“新建”做的填报表填写。",
        ),
    ],
    ids=["version", "another workbook"],
)
def test_what_is_not_this_form_is_refused(
    city_workbook: bytes,
    tmp_path: Path,
    edit: Callable[[openpyxl.Workbook], None],
    sentence: str,
) -> None:
    file = edited(city_workbook, edit, tmp_path / "a.xlsx")
    with pytest.raises(UnusableFile) as refusal:
        examine(file)
    assert str(refusal.value) == f"a.xlsx：{sentence}"


def test_every_total_formula_is_watched(clerk: Clerk, city: Report, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(clerk.saved({**content_of(city), **dict.fromkeys(TOTAL_FORMULAS, -1)}))
    changed = [one for one in examine(file).findings if one.code == "FORM-LABEL"]
    assert len(changed) == len(TOTAL_FORMULAS) == 34


def test_the_template_itself_has_no_finding_of_form() -> None:
    codes = {one.code for one in examine(TEMPLATE).findings}
    assert codes == {"VALUE-MISSING", "TEXT-MISSING"}
    assert set(OWN_AREAS) == {"form_version", "check_error_count", "check_keys", "check_reasons"}
