"""Three engines that compute a workbook: each gives the value of every cell, by sheet and address."""

import json
import subprocess
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import ironcalc
import openpyxl
import pytest

from converter.conversion import examine
from converter.form.layout import (
    CHECK_LINES,
    CHECK_SHEET,
    COUNTED_COLUMN,
    DIFFERENCE_COLUMN,
    ERROR_COUNT_NAME,
    LEFT_COLUMN,
    OWN_AREAS,
    REASON_COLUMN,
    RIGHT_COLUMN,
    SAYS_COLUMN,
    STATE_COLUMN,
    TODO_MORE_ROW,
    TODO_ROOM,
    TODO_ROW,
    address,
)
from converter.form.rule import State
from converter.form.rules import RULES
from tests.office import libreoffice
from tools.cases import ROOT

Values = dict[str, dict[str, Any]]


def by_libreoffice(files: Iterable[Path], folder: Path) -> list[Values]:
    """Let LibreOffice compute workbooks and save them in `folder`."""
    return [_values(file) for file in libreoffice(files, "xlsx", folder)]


def by_ironcalc(files: Iterable[Path]) -> list[Values]:
    """Let IronCalc compute workbooks."""
    return [_by_ironcalc(file) for file in files]


def _by_ironcalc(file: Path) -> Values:
    # it takes a blank cell as openpyxl writes it for the number 0
    tidied = file.with_suffix(".tidied.xlsx")
    with zipfile.ZipFile(file) as saved, zipfile.ZipFile(tidied, "w") as package:
        for name in saved.namelist():
            package.writestr(name, saved.read(name).replace(b' t="n"></c>', b"></c>"))
    model = ironcalc.load_from_xlsx(str(tidied), "en", "UTC", "en")
    model.evaluate()
    return {
        sheet.title: {
            cell.coordinate: model.get_cell_value(index, cell.row, cell.column)
            for row in sheet.iter_rows()
            for cell in row
        }
        for index, sheet in enumerate(openpyxl.load_workbook(file).worksheets)
    }


def by_hyperformula(files: Iterable[Path]) -> list[Values]:
    """Let HyperFormula compute workbooks."""
    files = list(files)
    books = {str(number): _formulas(file) for number, file in enumerate(files)}
    done = subprocess.run(
        ["node", str(ROOT / "tests" / "engines.js")],
        input=json.dumps(books),
        capture_output=True,
        text=True,
        check=True,
        timeout=480,
    )
    computed = json.loads(done.stdout)
    return [
        {
            sheet: {
                address(row, column): value
                for row, line in enumerate(rows)
                for column, value in enumerate(line)
            }
            for sheet, rows in computed[str(number)].items()
        }
        for number in range(len(files))
    ]


def _formulas(file: Path) -> dict[str, list[list[Any]]]:
    return {
        sheet.title: [list(map(_plain, row)) for row in sheet.iter_rows(values_only=True)]
        for sheet in openpyxl.load_workbook(file).worksheets
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value - datetime(1899, 12, 30)).days
    return value


def _values(file: Path) -> Values:
    return {
        sheet.title: {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}
        for sheet in openpyxl.load_workbook(file, data_only=True).worksheets
    }


def assert_cached_values(file: Path, computed: Values) -> None:
    """Compare every formula's saved value with the computed one."""
    compared = 0
    cached = _values(file)
    for sheet in openpyxl.load_workbook(file):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    ours = cached[sheet.title][cell.coordinate]
                    theirs = computed[sheet.title].get(cell.coordinate)
                    where = (file.name, sheet.title, cell.coordinate, cell.value[:200])
                    same = (ours or "") == (theirs or "") or ours == pytest.approx(theirs)
                    assert same, (*where, ours, theirs)
                    compared += 1
    assert compared > 700


def assert_check_sheet(file: Path, computed: Values) -> set[tuple[str, State]]:
    """Compare the computed sheet 校验 with what Python says of a workbook; return the states seen."""
    sheet = computed[CHECK_SHEET]
    seen: set[tuple[str, State]] = set()
    examination = examine(file)
    refused = {finding.name for finding in examination.findings if finding.code == "VALUE-TYPE"}
    errors = 0
    for rule in RULES:
        line = CHECK_LINES[rule.key]
        outcome = rule.outcome(examination.report)
        failing = outcome.state is State.FAIL or (rule.required and outcome.state is State.BLANK)
        if rule.code in ("VALUE-TYPE", "VALUE-MISSING") and refused:
            # a cell with text in it is None in the report; the sheet counts it as filled
            errors += sheet[address(line, COUNTED_COLUMN)]
            continue
        assert sheet[address(line, STATE_COLUMN)] == outcome.state.value, (file.name, rule.key)
        seen.add((rule.code, outcome.state))
        if outcome.state in (State.PASS, State.FAIL):
            for column, value in (
                (LEFT_COLUMN, outcome.left),
                (RIGHT_COLUMN, outcome.right),
                (DIFFERENCE_COLUMN, outcome.difference),
            ):
                shown = sheet[address(line, column)]
                assert shown == pytest.approx(float(value)), (file.name, rule.key, shown, value)
        errors += failing and rule.severity.value == "error"
    _assert_todo(sheet)
    count = sheet[OWN_AREAS[ERROR_COUNT_NAME].cell(0)]
    assert count == errors, file.name
    # the clerk and the program agree on whether the report may be written
    assert (count == 0) == examination.ok, (file.name, examination.findings)
    return seen


def _assert_todo(sheet: dict[str, Any]) -> None:
    """The list on top holds the open lines of the table, in their order, as many as there is room."""

    def line(row: int, *columns: int) -> list[Any]:
        return [sheet.get(address(row, column)) for column in columns]

    due = [
        [*line(row, SAYS_COLUMN, LEFT_COLUMN, STATE_COLUMN), rule.remedy]
        for rule in RULES
        for row in [CHECK_LINES[rule.key]]
        if 1 in line(row, COUNTED_COLUMN) or State.FAIL.value in line(row, STATE_COLUMN)
    ]
    columns = (SAYS_COLUMN, LEFT_COLUMN, STATE_COLUMN, REASON_COLUMN)
    shown = [line(row, *columns) for row in range(TODO_ROW, TODO_ROW + TODO_ROOM)]
    if due:
        assert [row for row in shown if row[0]] == due[:TODO_ROOM]
    else:
        assert shown[0][0] == "没有待办。保存、关闭以后就可以转换，正文在转换时核对。"
    more = sheet.get(address(TODO_MORE_ROW, 0))
    left = len(due) - TODO_ROOM
    assert (more or "") == (f"还有 {left} 条，改好上面的就会显示。" if left > 0 else "")
