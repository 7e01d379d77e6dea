"""The form is the contract's, to the character."""

import dataclasses
import re
from pathlib import Path

import pytest

from converter.form.fields import (
    FIELDS,
    OUTCOME_GROUPS,
    PROSE_FIELDS,
    SECTIONS,
    TABLES,
    TEXT_FIELDS,
    TOTAL_COLUMN,
    Field,
    GridCell,
    Slot,
    Table,
    addends,
    is_total,
    row_label,
    section_of,
    slots_of,
)
from converter.form.report import Report


def contract_rows(shared: Path) -> dict[str, list[str]]:
    """Return name -> the other columns, for every table row of the contract that names a field."""
    text = (shared / "spec" / "form.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", text, re.MULTILINE)
    return {name: [part.strip() for part in rest.split(" | ")] for name, rest in rows}


def test_every_name_and_label_of_the_contract(shared: Path) -> None:
    rows = contract_rows(shared)
    assert len([name for name in rows if name.startswith("t3_")]) == 25
    for name, rest in rows.items():
        if name.startswith("t3_"):
            assert row_label(name) == rest[0]
        elif name.startswith("t2_"):
            assert row_label(name) == rest[1]
            group = [cell.text for cell in TABLES["t2"].grid if cell.text == rest[0]]
            assert group == [rest[0]]
    headings = re.findall(
        r"^\| [一二三四五六] \| (\S+) \|",
        (shared / "spec/form.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert headings == [section.heading for section in SECTIONS]


def test_the_names_and_how_many_cells_each_has() -> None:
    sizes = {name: len(field.cells) for name, field in FIELDS.items() if len(field.cells) > 1}
    assert {name for name, size in sizes.items() if size == 3} == {"t2_rules", "t2_normative"}
    assert {name for name, size in sizes.items() if size == 5} == {
        "t4_review",
        "t4_direct_suits",
        "t4_suits_after_review",
    }
    assert [size for name, size in sizes.items() if name.startswith("t3_")] == [7] * 25
    assert sizes["prev_t3_carried_out"] == 7
    assert set(FIELDS) >= {
        *("unit_name", "report_year", "report_date", "title", "preface", "submit_to"),
        *("contact_name", "contact_phone", "fee_notices", "fee_charged", "fee_collected"),
        *("t2_all_zero", "t3_all_zero", "t4_all_zero", "overview", "problems", "other_matters"),
        *("t2_licensing", "t2_penalties", "t2_coercion", "t2_fees"),
        *("prev_rules_issued", "prev_rules_repealed", "prev_rules_in_force"),
        *("prev_normative_issued", "prev_normative_repealed", "prev_normative_in_force"),
        *("prev_licensing", "prev_penalties", "prev_coercion", "prev_fees"),
        "prev_new_received",
    }


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_printed_table_has_no_hole_and_no_overlap(table: Table) -> None:
    def squares(cell: GridCell) -> list[tuple[int, int]]:
        return [
            (cell.row + down, cell.column + right)
            for down in range(cell.height)
            for right in range(cell.width)
        ]

    covered = [square for cell in table.grid for square in squares(cell)]
    assert sorted(covered) == [
        (row, column) for row in range(table.row_count) for column in range(table.column_count)
    ]
    assert sum(table.widths) == 156
    printed = {cell.value for cell in table.grid if cell.value}
    assert printed == {cell for field in table.fields for cell in slots_of(field)}


@pytest.mark.parametrize(
    ("field", "totals"),
    [
        ("t3_granted", [6]),
        ("t3_total", [0, 1, 2, 3, 4, 5, 6]),
        ("t4_review", [4]),
        ("t2_rules", []),
    ],
)
def test_which_cells_are_totals(field: str, totals: list[int]) -> None:
    found: Field = FIELDS[field]
    assert [cell.position for cell in slots_of(found) if is_total(cell)] == totals


def test_a_report_has_an_attribute_for_every_field_that_is_no_figure() -> None:
    attributes = {attribute.name for attribute in dataclasses.fields(Report)}
    assert attributes == {*TEXT_FIELDS, "figures", "reasons"}
    assert [section_of(key).field for key in ("overview", "t2", "other")] == [
        "overview",
        None,
        "other_matters",
    ]
    assert set(PROSE_FIELDS) < set(TEXT_FIELDS)


def test_the_groups_of_outcomes_hold_every_outcome_once() -> None:
    assert {heading: len(names) for heading, names in OUTCOME_GROUPS} == {
        "予以公开": 1,
        "部分公开": 1,
        "不予公开": 8,
        "无法提供": 3,
        "不予处理": 5,
        "其他处理": 3,
    }
    assert addends(Slot("t3_total", TOTAL_COLUMN - 1)) == tuple(
        Slot(name, TOTAL_COLUMN - 1) for _, names in OUTCOME_GROUPS for name in names
    )
