"""What it takes to follow a changed national form: form.py, a version, a build, and nothing else.

The steps of docs/next-year.md are done to a copy of the program, which then meets workbooks of the
form before it.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from converter.form import Cell
from converter.older_forms import layout_from_json, layout_to_json
from converter.report import AnnualReport
from converter.workbook_layout import LAYOUT
from converter.workbook_writer import write_workbook
from tools.cases import ROOT

CHANGES = (
    ('FORM_VERSION: Final = "2021.1"', 'FORM_VERSION: Final = "2027.1"'),
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


@pytest.fixture(scope="module")
def next_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with the changed form, built."""
    folder = tmp_path_factory.mktemp("next-year")
    for part in ("converter", "tools"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests" / "cases", folder / "tests" / "cases")
    for name in ("__init__.py", "prose_examples.py", "test_rules.py"):
        shutil.copy(ROOT / "tests" / name, folder / "tests")
    (folder / "docs").mkdir()
    form = folder / "converter" / "form.py"
    text = form.read_text(encoding="utf-8")
    for before, after in CHANGES:
        assert text.count(before) == 1
        text = text.replace(before, after)
    form.write_text(text, encoding="utf-8")
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
    ((file,),) = [json.loads(done.stdout)["files"]]
    return list(file["findings"])


@pytest.fixture
def older(tmp_path: Path, city: AnnualReport) -> Path:
    """A city's workbook of the form as it is today."""
    file = tmp_path / "去年.xlsx"
    file.write_bytes(write_workbook(city))
    return file


def test_the_new_form_has_the_new_row_and_label(next_year: Path) -> None:
    sheet = openpyxl.load_workbook(next_year / "workbook_template.xlsx")["三、申请办理"]
    texts = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "6.其他不予处理情形" in texts
    assert "1.信访、举报、投诉类申请" in texts
    assert "1.信访举报投诉类申请" not in texts


def test_last_years_workbook_still_opens(next_year: Path, older: Path, city: AnnualReport) -> None:
    # what the city's report itself has to be asked, and nothing about the form
    assert [one["code"] for one in findings(next_year, older)] == ["FEE-MISSING"]
    done = nianbao(next_year, "import", older, "-o", older.with_name("新版.xlsx"))
    assert done.returncode == 0
    assert (
        "填报表是旧版（2021.1），已按旧版读取。本版新增的“不予处理·其他不予处理情形”按 0 或空白处理。"
        "要报本年度，请用“nianbao import”换成新版。"
    ) in done.stderr
    renewed = openpyxl.load_workbook(older.with_name("新版.xlsx"), data_only=True)
    destination = renewed.defined_names["t3_total"].attr_text.replace("$", "").rpartition("!")[2]
    (total,) = renewed["三、申请办理"][destination]
    assert [cell.value for cell in total] == [
        city.figure(Cell("t3_total", position)) for position in range(7)
    ]
    again = findings(next_year, older.with_name("新版.xlsx"))
    assert [one["code"] for one in again] == ["FEE-MISSING"]


def test_last_years_workbook_serves_as_last_year(next_year: Path, older: Path) -> None:
    made = older.with_name("今年.xlsx")
    assert nianbao(next_year, "new", "--previous", older, "-o", made).returncode == 0
    codes = {one["code"] for one in findings(next_year, made, "--previous", older)}
    # a fresh workbook has gaps, and nothing of last year's is in its way
    assert codes == {"VALUE-MISSING", "TEXT-MISSING"}


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


def test_a_version_without_a_layout_is_refused(next_year: Path, older: Path) -> None:
    book = openpyxl.load_workbook(older)
    book["填报说明"]["B2"] = "2019.3"
    book.save(older)
    (found,) = findings(next_year, older)
    assert found["code"] == "FORM-VERSION"
    assert found["message"] == (
        "去年.xlsx：填报表版本是“2019.3”，本程序只认“2027.1”“2021.1”。"
        "请换用相应版本的程序，或用“nianbao new”生成新的填报表。"
    )


def test_a_layout_is_kept_whole() -> None:
    assert layout_from_json(layout_to_json(LAYOUT)) == LAYOUT
