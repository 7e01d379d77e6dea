"""The shipped workbook: names, locks, refusals, formulas, cached values."""

import io
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from converter.errors import NianbaoError
from converter.form.fields import FIELDS, FORM_VERSION, PARAGRAPH_ROOM, Slot, is_total, slots_of
from converter.form.layout import AREAS, CHECK_LINES, CHECK_SHEET, SAYS_COLUMN, address
from converter.form.report import Report
from converter.form.rules import RULES
from converter.form.versions import FOLDER
from converter.writing.workbooks.workbook import write_workbook
from tests.filling import TEMPLATE
from tests.office import open_xml_errors
from tools.build import build
from tools.cases import ROOT

SHARED_FUNCTIONS = {
    *(
        "AND",
        "CHAR",
        "COUNT",
        "COUNTA",
        "COUNTIF",
        "COUNTIFS",
        "FIND",
        "HYPERLINK",
        "IF",
        "INDEX",
        "INT",
        "ISBLANK",
        "ISERROR",
    ),
    *(
        "ISNUMBER",
        "LEFT",
        "LEN",
        "MATCH",
        "MAX",
        "MIN",
        "N",
        "NOT",
        "OR",
        "RIGHT",
        "ROUND",
        "SUBSTITUTE",
        "SUM",
        "SUMPRODUCT",
        "TRIM",
    ),
}
"""Functions that Excel 2010, WPS and LibreOffice all have, with the same meaning."""


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(TEMPLATE)


@pytest.fixture(scope="module")
def raw() -> dict[str, str]:
    with zipfile.ZipFile(TEMPLATE) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def cells_of_name(book: openpyxl.Workbook, name: str) -> list[Any]:
    ((title, where),) = book.defined_names[name].destinations
    found = book[title][where.replace("$", "")]
    return [cell for row in found for cell in row] if isinstance(found, tuple) else [found]


def test_generated_files_are_fresh(tmp_path: Path) -> None:
    # the layout of a version is kept, never written anew
    shutil.copytree(FOLDER, tmp_path / "converter" / "form" / "shipped_layouts")
    build(tmp_path)
    for made in sorted(path for path in tmp_path.rglob("*") if path.is_file()):
        name = made.relative_to(tmp_path)
        assert made.read_bytes() == (ROOT / name).read_bytes(), f"{name}: run `make build`"


def test_sheets_stand_in_the_order_of_the_report(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [
        "填报说明",
        "基本信息",
        "一、总体情况",
        "二、主动公开",
        "三、申请办理",
        "四、复议诉讼",
        "五、问题及改进",
        "六、其他事项",
        "校验",
    ]


def test_every_name_spans_its_cells(book: openpyxl.Workbook) -> None:
    for name, field in FIELDS.items():
        expected = PARAGRAPH_ROOM if field.kind == "paragraphs" else len(field.cells)
        cells = cells_of_name(book, name)
        assert len(cells) == expected, name
        shape = {cell.row for cell in cells}, {cell.column for cell in cells}
        assert len(shape[field.kind != "paragraphs"]) == expected, name
    assert len(cells_of_name(book, "check_error_count")) == 1
    assert cells_of_name(book, "form_version")[0].value == FORM_VERSION


def test_inputs_are_open_and_coloured_and_all_else_is_locked(book: openpyxl.Workbook) -> None:
    inputs = set()
    for name, field in FIELDS.items():
        for position, cell in enumerate(cells_of_name(book, name)):
            if not is_total(Slot(name, position)) or field.kind == "paragraphs":
                inputs.add((cell.parent.title, cell.coordinate))
                assert not cell.protection.locked, name
                assert cell.fill.start_color.rgb == "FFFFF6D6", name
    reasons = {
        (CHECK_SHEET, f"I{CHECK_LINES[key] + 1}")
        for key in CHECK_LINES
        if key.startswith(("T3-CARRY", "T2-STOCK", "YEAR-JUMP", "TEXT-COUNT", "TEXT-YEAR"))
    }
    for sheet in book:
        assert sheet.protection.sheet, sheet.title
        merged = {
            cell
            for area in sheet.merged_cells.ranges
            for row in sheet[area.coord]
            for cell in row
            if (sheet.title, sheet[area.coord][0][0].coordinate) in inputs
        }
        for row in sheet.iter_rows():
            for cell in row:
                if not cell.protection.locked and cell not in merged:
                    assert (sheet.title, cell.coordinate) in inputs | reasons
    assert book.security.lockStructure


@pytest.mark.parametrize("name", FIELDS)
def test_every_input_refuses_what_does_not_fit_and_says_why_in_chinese(
    book: openpyxl.Workbook, name: str
) -> None:
    kinds = {
        "count": "whole",
        "money": "decimal",
        "year": "whole",
        "date": "date",
        "choice": "list",
        "text": "textLength",
        "paragraphs": "textLength",
    }
    for position, cell in enumerate(cells_of_name(book, name)):
        if is_total(Slot(name, position)):
            continue
        (rule,) = [
            rule
            for rule in cell.parent.data_validations.dataValidation
            if cell.coordinate in rule.sqref
        ]
        assert rule.type == kinds[FIELDS[name].kind]
        assert re.search("[一-龥]", rule.error)
        assert len(rule.error) <= 255
        # what pops up covers the cells that come next
        assert rule.prompt is None


def test_the_lock_of_the_sheets_stands_where_the_schema_wants_it() -> None:
    """The one private method of XlsxWriter that is used writes it."""
    with zipfile.ZipFile(io.BytesIO(write_workbook(Report()))) as package:
        workbook = package.read("xl/workbook.xml").decode()
    assert '/><workbookProtection lockStructure="1"/><bookViews>' in workbook


def test_formulas_use_only_functions_that_all_three_programs_share(raw: dict[str, str]) -> None:
    sheets = {name: text for name, text in raw.items() if name.startswith("xl/worksheets/")}
    formulas = [
        formula
        for text in sheets.values()
        for formula in re.findall(r"<(?:f|formula|formula1)>([^<]*)</", text)
    ]
    assert len(formulas) > 500
    used = {
        name
        for formula in formulas
        for name in re.findall(
            r"([A-Z][A-Z0-9.]*)\(", re.sub(r"&quot;.*?&quot;|\"[^\"]*\"", "", formula)
        )
    }
    assert used <= SHARED_FUNCTIONS
    # a conditional format reaches another sheet only by a name
    for text in sheets.values():
        assert not [rule for rule in re.findall(r"<formula>([^<]*)</", text) if "!" in rule]


def test_no_macros_no_external_links(raw: dict[str, str]) -> None:
    assert not [name for name in raw if "vba" in name or "externalLink" in name]
    assert not [text for name, text in raw.items() if name.endswith(".rels") and "External" in text]


def test_every_formula_carries_its_value(book: openpyxl.Workbook) -> None:
    values = openpyxl.load_workbook(TEMPLATE, data_only=True)
    formulas = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    formulas += 1
                    empty = values[sheet.title][cell.coordinate].value is None
                    # nothing to count in an empty paragraph, nothing to do, no place in a list
                    blank = "LEN(" in cell.value or '""' in cell.value
                    assert not empty or blank, (sheet.title, cell.coordinate)
    assert formulas > 500
    assert cells_of_name(values, "check_error_count")[0].value == 8


def test_the_check_sheet_has_a_line_for_every_rule(book: openpyxl.Workbook) -> None:
    sheet: Worksheet = book[CHECK_SHEET]
    for rule in RULES:
        line = CHECK_LINES[rule.key]
        assert sheet[address(line, SAYS_COLUMN)].value == rule.says
        link = sheet[f"H{line + 1}"].hyperlink
        area = AREAS[rule.focus.name]
        assert link is not None
        assert link.location.startswith(f"'{area.sheet}'!")
    codes = {rule.code for rule in RULES}
    assert codes >= {
        *("T3-BALANCE", "T3-TOTAL-ROW", "T3-TOTAL-COL", "T3-CARRY"),
        *("T4-TOTAL", "T2-STOCK", "FEE-ORDER", "FEE-MISSING"),
    }


def test_what_a_clerk_must_know_fits_one_screen(book: openpyxl.Workbook) -> None:
    """1366 by 768 points, less the ribbon, the bars and the task bar."""
    guide = book["填报说明"]
    heights = (guide.row_dimensions[row].height or 15 for row in range(1, guide.max_row + 1))
    assert sum(heights) <= 340
    assert sum(guide.column_dimensions[letter].width for letter in "ABCDE") <= 150
    texts = [row[0].value for row in guide["A1:A14"]]
    assert texts[4:10] == ["第一步", "第二步", "第三步", "第四步", "第五步", "注意"]
    assert [row[0].value for row in guide["D5:D12"]] == book.sheetnames[1:]


def test_tables_print_on_a4(book: openpyxl.Workbook) -> None:
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_offending_cells_are_marked(book: openpyxl.Workbook) -> None:
    for name, field in FIELDS.items():
        if not field.is_number:
            continue
        sheet = book[AREAS[name].sheet]
        for cell in slots_of(field):
            where = AREAS[name].cell(cell.position)
            areas = [rules.sqref for rules in sheet.conditional_formatting]
            assert any(where in str(area) or sheet[where].coordinate in area for area in areas)


@pytest.mark.ooxml
def test_the_open_xml_sdk_finds_nothing(tmp_path: Path) -> None:
    assert open_xml_errors(TEMPLATE) == []
    broken = tmp_path / "broken.xlsx"
    buffer = io.BytesIO()
    with zipfile.ZipFile(TEMPLATE) as good, zipfile.ZipFile(buffer, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, good.read(name).replace(b"<sheetProtection", b"<sheetProtektion"))
    broken.write_bytes(buffer.getvalue())
    assert open_xml_errors(broken) != []


def test_no_formula_is_longer_or_deeper_than_excel_takes() -> None:
    book = openpyxl.load_workbook(TEMPLATE)
    formulas = [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and isinstance(cell.value, str)
    ]
    assert len(formulas) > 300
    for formula in formulas:
        assert len(formula) <= 8192
        depth = deepest = 0
        for mark in re.sub(r'"[^"]*"', "", formula):
            depth += {"(": 1, ")": -1}.get(mark, 0)
            deepest = max(deepest, depth)
        assert deepest <= 64, formula[:200]


@pytest.mark.parametrize(("length", "fits"), [(600, False), (500, True)])
def test_paragraphs_that_have_no_room_are_refused_by_their_number(
    length: int, *, fits: bool
) -> None:
    report = Report(problems=("工" * length,) * (PARAGRAPH_ROOM + 59))
    if fits:
        assert write_workbook(report)
        return
    with pytest.raises(NianbaoError) as refused:
        write_workbook(report)
    assert str(refused.value) == (
        "“存在的主要问题及改进情况”有 119 段，填报表只有 60 行，后面的合在最后一行也放不下"
        "（一格最多 32767 字）。请看看有没有混进别的材料，删去后再试。"
    )
