"""Any cell, any value, locked or not: our refusals only, and figures that are those of the cells."""

import functools
import io
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from converter.conversion import examine_input
from converter.errors import UnusableFile
from converter.files.kinds import detect_kind
from converter.files.resources import REPORT_TEMPLATE, resource
from converter.form.fields import FIELDS, Slot, is_total, slots_of
from converter.form.layout import SHEETS, address
from converter.form.report import TOTAL_SLOTS, format_number
from converter.reading.report import read_document
from converter.writing.word.render import render_report
from tests.filling import Clerk, content_of
from tools.cases import CASES, load_case

FIGURES = [
    cell
    for field in FIELDS.values()
    if field.is_number
    for cell in slots_of(field)
    if not is_total(cell)
]
VALUES = st.one_of(
    st.none(),
    st.integers(-5, 10**16),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.sampled_from(
        ["/", "３", "1,234", "0 ", "=1+1", "=A1", "#REF!", "是", "12件", "—", "x" * 300]
    ),
    st.datetimes(datetime(1901, 1, 1), datetime(9999, 1, 1)),
    st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc", "Cn"]), max_size=20),
)


@functools.cache
def clerk() -> Clerk:
    return Clerk()


class Edits(RuleBasedStateMachine):
    """A clerk over a sound workbook, looking now and then what became of it."""

    def __init__(self) -> None:
        super().__init__()
        self.content: dict[Slot | str, Any] = content_of(load_case(CASES / "city-2025.json"))
        self.foreign = False

    @rule(cell=st.sampled_from(FIGURES), value=st.integers(0, 50))
    def count(self, cell: Slot, value: int) -> None:
        self.content[cell] = value

    @rule(cell=st.sampled_from([*FIGURES, *(Slot(name) for name in FIELDS)]), value=VALUES)
    def fill(self, cell: Slot, value: object) -> None:
        if not is_total(cell):
            self.content[cell] = value

    @rule(
        sheet=st.sampled_from(SHEETS),
        row=st.integers(0, 70),
        column=st.integers(0, 12),
        value=VALUES,
    )
    def overwrite(self, sheet: str, row: int, column: int, value: object) -> None:
        place = f"{sheet}!{address(row, column)}"
        if type(clerk().book[sheet][address(row, column)]).__name__ != "MergedCell":
            self.content[place], self.foreign = value, True

    @rule()
    def look(self) -> None:
        try:
            file = detect_kind(Path("表.xlsx"), clerk().saved(self.content))
            examination = examine_input(file, lambda _: None)
        except UnusableFile:
            assert self.foreign
            return
        report = examination.report
        if not self.foreign:
            for cell in FIGURES:
                held = self.content.get(cell)
                if type(held) is int and abs(held) < 10**15:
                    assert report.stated(cell) == held, cell
        if not examination.ok:
            return
        data = render_report(report, resource(REPORT_TEMPLATE).read_bytes())
        assert docx.Document(io.BytesIO(data)).tables
        printed = read_document(detect_kind(Path("报告.docx"), data)).report
        for cell in (*FIGURES, *TOTAL_SLOTS):
            if FIELDS[cell.name].table:
                assert format_number(printed.stated(cell) or 0) == format_number(
                    report.figure(cell) or 0
                ), cell


@pytest.mark.parametrize(
    "examples",
    [
        2,
        pytest.param(5, marks=pytest.mark.slow),
        pytest.param(60, marks=pytest.mark.nightly),
    ],
)
def test_a_clerks_edits(examples: int) -> None:
    run_state_machine_as_test(
        Edits,
        settings=settings(
            max_examples=examples,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
