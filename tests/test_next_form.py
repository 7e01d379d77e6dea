"""Following a changed national form: the steps of docs/next-year.md, done to a copy of the program.

The copy then meets workbooks of the form before it.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from converter.conversion import examine
from converter.findings import blocking
from converter.form.fields import FIELDS, Slot
from converter.form.layout import LAYOUT
from converter.form.report import Report
from converter.form.versions import FOLDER, layout_from_json, layout_to_json
from converter.writing.workbooks.workbook import write_workbook
from tests.test_document_reader import assert_same
from tools.build import build
from tools.cases import CASES, ROOT

CHANGES = (
    ('FORM_VERSION: Final = "2021.3"', 'FORM_VERSION: Final = "2027.1"'),
    ("FIRST_YEAR_OF_FORM: Final = 2021", "FIRST_YEAR_OF_FORM: Final = 2027"),
    # a label reworded
    ('"1.信访举报投诉类申请"', '"1.信访、举报、投诉类申请"'),
    # a row added: all below it moves down by one
    (
        '("t3_not_handled_reconfirm", "5.要求行政机关确认或重新出具已获取信息"),',
        '("t3_not_handled_reconfirm", "5.要求行政机关确认或重新出具已获取信息"),\n'
        '            ("t3_not_handled_other", "6.其他不予处理情形"),',
    ),
)
NEW_ROW = "t3_not_handled_other"


def copy_of_program(folder: Path, module: str, changes: Iterable[tuple[str, str]]) -> Path:
    """Copy the program and what its build needs, with passages of one module replaced."""
    for part in ("benchmarks", "converter", "tools"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests" / "cases", folder / "tests" / "cases")
    (folder / "docs").mkdir()
    changed = folder / "converter" / "form" / module
    text = changed.read_text(encoding="utf-8")
    for before, after in changes:
        assert text.count(before) == 1
        text = text.replace(before, after)
    changed.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def next_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with the changed form, built."""
    folder = copy_of_program(tmp_path_factory.mktemp("next-year"), "fields.py", CHANGES)
    for case in (folder / "tests" / "cases").glob("*.json"):
        content = json.loads(case.read_text(encoding="utf-8"))
        content[NEW_ROW] = [0] * 7
        case.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "tools.build"], cwd=folder, check=True)
    return folder


def nianbao(program: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "converter", *map(str, arguments)]
    return subprocess.run(command, cwd=program, capture_output=True, text=True, check=False)


def findings(program: Path, *arguments: str | Path) -> list[dict[str, Any]]:
    done = nianbao(program, "check", *arguments, "--json")
    (file,) = json.loads(done.stdout)["files"]
    return list(file["findings"])


def figures(workbook: Path, name: str) -> list[Any]:
    book = openpyxl.load_workbook(workbook, data_only=True)
    ((sheet, where),) = book.defined_names[name].destinations
    found = book[sheet][where.replace("$", "")]
    return [cell.value for cell in found[0]] if isinstance(found, tuple) else [found.value]


@pytest.fixture
def older(tmp_path: Path, city: Report) -> Path:
    """A city's workbook of 2025, of the form as it is today."""
    file = tmp_path / "去年.xlsx"
    file.write_bytes(write_workbook(city))
    return file


@pytest.mark.slow
def test_the_new_form_has_the_new_row_and_label(next_year: Path) -> None:
    sheet = openpyxl.load_workbook(next_year / "workbook_template.xlsx")["三、申请办理"]
    texts = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "6.其他不予处理情形" in texts
    assert "1.信访、举报、投诉类申请" in texts
    assert "1.信访举报投诉类申请" not in texts


@pytest.mark.slow
def test_a_build_adds_its_version_and_leaves_the_older_ones(next_year: Path) -> None:
    forms = next_year / "converter" / "form" / "shipped_layouts"
    assert {file.name for file in forms.iterdir()} == {
        *("2021.1.json", "2021.2.json", "2021.3.json"),
        "2027.1.json",
    }
    for name in ("2021.1.json", "2021.2.json", "2021.3.json"):
        assert (forms / name).read_bytes() == (FOLDER / name).read_bytes()


@pytest.mark.slow
def test_last_years_workbook_still_opens(next_year: Path, older: Path, city: Report) -> None:
    # what the city's report itself has to be asked, and nothing about the form
    assert [one["code"] for one in findings(next_year, older)] == ["FEE-MISSING"]
    done = nianbao(next_year, "import", older, "-o", older.with_name("新版.xlsx"))
    assert done.returncode == 0
    assert (
        "填报表是旧版（2021.3），没有“不予处理·其他不予处理情形”，已按旧版读取，没有的数字按 0 处理。"
    ) in done.stderr
    renewed = older.with_name("新版.xlsx")
    assert figures(renewed, NEW_ROW) == [0] * 7
    for name, field in FIELDS.items():
        if field.is_number:
            due = [city.figure(Slot(name, position)) for position in range(len(field.cells))]
            assert figures(renewed, name) == due, name
    again = findings(next_year, renewed)
    assert [one["code"] for one in again] == ["FEE-MISSING"]


@pytest.mark.slow
def test_a_year_of_the_new_form_needs_the_new_form(
    next_year: Path, older: Path, city: Report
) -> None:
    older.write_bytes(write_workbook(replace(city, report_year=2027)))
    (found,) = [one for one in findings(next_year, older) if one["severity"] == "error"]
    assert found["code"] == "FORM-VERSION"
    assert found["message"] == (
        "填报表是旧版（2021.3），没有“不予处理·其他不予处理情形”，不能用来报本年度。"
        "请把内容复制到新版的空白填报表里，再补填。"
    )
    renewed = older.with_name("新版.xlsx")
    assert nianbao(next_year, "import", older, "-o", renewed).returncode == 0
    missing = [one for one in findings(next_year, renewed) if one["severity"] == "error"]
    assert {(one["code"], one["name"]) for one in missing} == {("VALUE-MISSING", NEW_ROW)}


@pytest.mark.slow
def test_last_years_workbook_serves_as_last_year(next_year: Path, older: Path) -> None:
    made = older.with_name("今年.xlsx")
    assert nianbao(next_year, "new", "--previous", older, "-o", made).returncode == 0
    codes = {one["code"] for one in findings(next_year, made, "--previous", older)}
    # a fresh workbook has gaps, and nothing of last year's is in its way
    assert codes == {"VALUE-MISSING", "TEXT-MISSING"}


@pytest.mark.slow
def test_an_older_workbook_is_held_to_its_own_labels(next_year: Path, older: Path) -> None:
    book = openpyxl.load_workbook(older)
    sheet = book["三、申请办理"]
    (cell,) = [
        cell for row in sheet.iter_rows() for cell in row if cell.value == "1.信访举报投诉类申请"
    ]
    cell.value = "1.信访、举报、投诉类申请"
    book.save(older)
    found = findings(next_year, older)
    assert [(one["code"], one["cell"]) for one in found if one["severity"] == "error"] == [
        ("FORM-LABEL", cell.coordinate)
    ]


@pytest.mark.slow
def test_a_version_without_a_layout_is_refused(next_year: Path, older: Path) -> None:
    book = openpyxl.load_workbook(older)
    book["填报说明"]["B2"] = "2019.3"
    book.save(older)
    (found,) = findings(next_year, older)
    assert found["code"] == "FORM-VERSION"
    assert found["message"] == (
        "去年.xlsx：填报表版本是“2019.3”，本程序只认“2027.1”“2021.1”“2021.2”“2021.3”。"
        "请换用相应版本的程序，或用新版的空白填报表重新填写。"
    )


@pytest.mark.parametrize("file", sorted(FOLDER.iterdir()), ids=lambda file: file.stem)
def test_rows_are_as_long_as_in_older_forms(file: Path) -> None:
    """A column that was added or taken out moves figures: the reader would have to map them."""
    areas = layout_from_json(file.read_text(encoding="utf-8")).areas
    for name, field in FIELDS.items():
        if field.is_number and name in areas:
            assert areas[name].width == len(field.cells), name


@pytest.mark.parametrize(
    ("version", "last_year"),
    [
        ("2021.1", {}),
        ("2021.2", {Slot("prev_rules_in_force"): 0, Slot("prev_normative_in_force"): 0}),
    ],
)
def test_a_workbook_of_an_earlier_edition_opens(
    version: str, last_year: dict[Slot, int], township: Report
) -> None:
    """Files that were written while their version was the current one; later names they do not have."""
    examination = examine(CASES / f"form-{version}.xlsx")
    # their prose is of a time when nobody asked for more than the five aspects
    assert [one.code for one in examination.findings] == ["TEXT-ASPECT"]
    assert examination.notes == (f"填报表是旧版（{version}），已按旧版读取。",)
    *before, supervision = examination.report.overview
    assert before == [*township.overview[:-1]]
    assert township.overview[-1].startswith(supervision)
    report = replace(examination.report, overview=township.overview)
    assert_same(report, township.with_figures(last_year))


def test_an_earlier_edition_meets_the_rules_of_today(tmp_path: Path) -> None:
    """It has no line for the newer rule on the stock: the reason on the line that it has counts."""
    book = openpyxl.load_workbook(CASES / "form-2021.2.xlsx")
    table = book["二、主动公开"]
    table["B8"], table["D8"], table["F8"] = 10, 2, None
    book.save(tmp_path / "旧表.xlsx")
    (found,) = blocking(examine(tmp_path / "旧表.xlsx").findings)
    assert (found.code, str(found.place)) == (
        "T2-STOCK-LEAST",
        "「二、主动公开」D8（行政规范性文件，现行有效件数）",
    )
    sheet = book["校验"]
    (row,) = (cell.row for line in sheet.iter_rows() for cell in line if cell.value == "T2-STOCK-2")
    sheet[f"I{row}"] = "当年制发、当年失效"
    book.save(tmp_path / "旧表.xlsx")
    found = examine(tmp_path / "旧表.xlsx").findings
    assert [one.code for one in found if one.explained] == ["T2-STOCK-LEAST"]
    assert blocking(found) == []


def test_a_layout_that_was_sent_out_is_never_altered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = tmp_path / "converter" / "form" / "shipped_layouts"
    shutil.copytree(FOLDER, forms)
    reworded = LAYOUT.labels[0]._replace(text="别的标题")
    monkeypatch.setattr(
        "tools.build.LAYOUT", replace(LAYOUT, labels=(reworded, *LAYOUT.labels[1:]))
    )
    with pytest.raises(SystemExit) as refusal:
        build(tmp_path)
    assert str(refusal.value) == (
        "The form differs from converter/form/shipped_layouts/2021.3.json, where everything stands in the workbooks "
        "already sent out. Nothing was written: raise FORM_VERSION in converter/form/fields.py. "
        "If no workbook of 2021.3 was sent out yet, delete that file instead."
    )
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == set(forms.iterdir())
    for file in FOLDER.iterdir():
        assert (forms / file.name).read_bytes() == file.read_bytes()


def test_a_layout_is_kept_whole() -> None:
    assert layout_from_json(layout_to_json(LAYOUT)) == LAYOUT
