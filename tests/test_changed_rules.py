"""A rule added or taken out: the workbooks that were sent out before are read as they were.

A copy of the program with other rules is built; each of the two reads the other's workbook.
"""

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from converter.conversion import examine
from converter.form.fields import Slot
from converter.form.layout import CHECK_KEYS, KEY_COLUMN
from converter.form.report import Report
from converter.form.versions import FOLDER
from tests.filling import TEMPLATE, Clerk, content_of
from tests.test_next_form import copy_of_program, nianbao
from tools.cases import ROOT

ADDED = "T2-STOCK-3"
ONE_MORE = (
    "    yield from _stock_rules()\n",
    "    yield from _stock_rules()\n"
    '    issued, in_force = Slot("t2_normative", 0), Slot("t2_normative", 2)\n'
    f'    yield Rule("{ADDED}", "T2-STOCK", "t2", "行政规范性文件：制发不多于有效",\n'
    '        Sum((issued,)), "<=", Sum((in_force,)), issued, None)\n',
)
TAKEN_OUT = ("T2-STOCK-1", "T3-BALANCE-3", "T4-TOTAL-2")
THREE_FEWER = (
    "RULES: Final = tuple(_all_rules())",
    f"RULES: Final = tuple(rule for rule in _all_rules() if rule.key not in {TAKEN_OUT})",
)
LAST_YEAR = {Slot("prev_t3_carried_out"): 536}
"""One more than the city carried in: without a reason for T3-CARRY-1 its report is refused."""
REASONS = {"T3-CARRY-1": "上年漏报", "TEXT-YEAR": "引用原文"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "added", "taken_out"),
    [
        pytest.param(ONE_MORE, {ADDED: "清理后失效"}, (), id="one rule more"),
        pytest.param(THREE_FEWER, {}, TAKEN_OUT, id="three rules fewer", marks=pytest.mark.nightly),
    ],
)
def test_workbooks_outlive_a_change_of_rules(
    change: tuple[str, str],
    added: dict[str, str],
    taken_out: tuple[str, ...],
    city: Report,
    tmp_path: Path,
) -> None:
    other = copy_of_program(tmp_path / "other", "rules.py", [change])
    # adding a rule alone is no new version of the form
    subprocess.run([sys.executable, "-m", "tools.build"], cwd=other, check=True)
    assert contents(other / "converter" / "form" / "shipped_layouts") == contents(FOLDER)
    template = other / TEMPLATE.name
    assert set(lines_of(template)) == {*CHECK_KEYS, *added} - {*taken_out}

    theirs = filled(template, city, REASONS | added, tmp_path / "theirs.xlsx")
    ours = filled(TEMPLATE, city, REASONS, tmp_path / "ours.xlsx")
    examination = examine(theirs)
    assert [one.code for one in examination.findings] == ["T3-CARRY", "FEE-MISSING"]
    assert examination.report.reasons == REASONS
    for reader, workbook in ((ROOT, theirs), (other, ours)):
        done = nianbao(reader, "convert", workbook, "-o", workbook.with_suffix(".docx"))
        assert done.returncode == 0, done.stderr
        assert workbook.with_suffix(".docx").exists()


def test_without_its_reason_the_report_is_refused(city: Report, tmp_path: Path) -> None:
    assert not examine(filled(TEMPLATE, city, {}, tmp_path / "a.xlsx")).ok


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def lines_of(template: Path) -> dict[str, int]:
    """Return the row of each check on 校验, below its header."""
    rows = openpyxl.load_workbook(template)["校验"].iter_rows(
        min_row=19, min_col=KEY_COLUMN + 1, max_col=KEY_COLUMN + 1
    )
    return {cell.value: cell.row for (cell,) in rows if cell.value}


def filled(template: Path, report: Report, reasons: dict[str, str], file: Path) -> Path:
    """Fill a workbook as a clerk does, who writes a reason into the line of its check."""
    lines = lines_of(template)
    written = {f"校验!I{lines[key]}": reason for key, reason in reasons.items()}
    file.write_bytes(Clerk(template).saved({**content_of(report), **LAST_YEAR, **written}))
    return file
