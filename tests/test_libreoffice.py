"""What Excel formulas say and what Python says is the same: LibreOffice is the witness."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from converter.conversion import examine
from converter.form.layout import (
    CHECK_LINES,
    CHECK_SHEET,
    COUNTED_COLUMN,
    DIFFERENCE_COLUMN,
    ERROR_COUNT_NAME,
    LEFT_COLUMN,
    NUMBER_COLUMN,
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
from converter.form.report import Report
from converter.form.rules import RULES, State
from converter.writing.workbook import write_workbook
from tests.filling import TEMPLATE, Clerk, random_content
from tests.office import libreoffice

pytestmark = pytest.mark.office

WORKBOOKS = 100


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory, city: Report) -> list[Path]:
    folder = tmp_path_factory.mktemp("filled")
    clerk = Clerk()
    files = []
    for seed in range(WORKBOOKS):
        file = folder / f"{seed:03}.xlsx"
        file.write_bytes(clerk.saved(random_content(seed, city)))
        files.append(file)
    return libreoffice(files, "xlsx", tmp_path_factory.mktemp("recalculated"))


@pytest.mark.slow
def test_the_check_sheet_and_python_agree_on_random_workbooks(recalculated: list[Path]) -> None:
    seen: set[tuple[str, State]] = set()
    for file in recalculated:
        sheet = openpyxl.load_workbook(file, data_only=True)[CHECK_SHEET]
        examination = examine(file)
        report = examination.report
        refused = {finding.name for finding in examination.findings if finding.code == "VALUE-TYPE"}
        errors = 0
        for rule in RULES:
            line = CHECK_LINES[rule.key]
            shown = sheet[address(line, STATE_COLUMN)].value
            outcome = rule.outcome(report)
            failing = outcome.state is State.FAIL or (
                rule.required and outcome.state is State.BLANK
            )
            if rule.code in ("VALUE-TYPE", "VALUE-MISSING") and refused:
                # a cell with text in it is None in the report; the sheet counts it as filled
                errors += sheet[address(line, COUNTED_COLUMN)].value
                continue
            assert shown == outcome.state.value, (file.name, rule.key)
            seen.add((rule.code, outcome.state))
            if outcome.state in (State.PASS, State.FAIL):
                for column, value in (
                    (LEFT_COLUMN, outcome.left),
                    (RIGHT_COLUMN, outcome.right),
                    (DIFFERENCE_COLUMN, outcome.difference),
                ):
                    assert sheet[address(line, column)].value == pytest.approx(float(value))
            errors += failing and rule.severity.value == "error"
        _assert_todo(sheet)
        area = OWN_AREAS[ERROR_COUNT_NAME]
        count = sheet[area.cell(0)].value
        assert count == errors, file.name
        # the clerk and the program agree on whether the report may be written
        assert (count == 0) == examination.ok, (file.name, examination.findings)
    for rule in RULES:
        # totals are formulas: only an overwritten one can fail
        if rule.code not in ("T3-TOTAL-ROW", "T3-TOTAL-COL", "T4-TOTAL"):
            fails = State.BLANK if rule.required else State.FAIL
            assert {(rule.code, State.PASS), (rule.code, fails)} <= seen, rule.code
    assert ("T3-CARRY", State.EXPLAINED) in seen


def _assert_todo(sheet: Worksheet) -> None:
    """The list on top holds the open lines of the table, in their order, as many as there is room."""

    def line(row: int, *columns: int) -> list[Any]:
        return [sheet[address(row, column)].value for column in columns]

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
    more = line(TODO_MORE_ROW, NUMBER_COLUMN)[0]
    left = len(due) - TODO_ROOM
    assert (more or "") == (f"还有 {left} 条，改好上面的就会显示。" if left > 0 else "")


def test_cached_values_are_what_libreoffice_computes(
    tmp_path: Path, city: Report, township: Report
) -> None:
    files = [tmp_path / name for name in ("city.xlsx", "township.xlsx", "template.xlsx")]
    files[0].write_bytes(write_workbook(city))
    files[1].write_bytes(write_workbook(township))
    files[2].write_bytes(TEMPLATE.read_bytes())
    out = tmp_path / "out"
    out.mkdir()
    compared = 0
    for file, result in zip(files, libreoffice(files, "xlsx", out), strict=True):
        formulas = openpyxl.load_workbook(file)
        cached = openpyxl.load_workbook(file, data_only=True)
        computed = openpyxl.load_workbook(result, data_only=True)
        for sheet in formulas:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        ours = cached[sheet.title][cell.coordinate].value
                        theirs = computed[sheet.title][cell.coordinate].value
                        assert (ours or "") == (theirs or "") or ours == pytest.approx(theirs), (
                            file.name,
                            sheet.title,
                            cell.coordinate,
                        )
                        compared += 1
    assert compared > 1500
