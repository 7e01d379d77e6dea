"""Many cells of a table of which the same is to be said are one finding, in workbooks and Word reports."""

import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from converter.console import _where, findings_as_json
from converter.conversion import examine
from converter.findings import Finding, Place
from converter.form.fields import TABLES, Slot, table_inputs
from converter.form.layout import AREAS, CHECK_LINES, REASON_COLUMN, address
from converter.form.report import Report
from converter.writing.workbooks.workbook import write_workbook
from tests.foreign import Habits, word_report

TABLE3 = table_inputs("t3")
NEW = tuple(Slot("t3_new_received", column) for column in range(6))
NEW_NAMED = (
    "“本年新收政府信息公开申请数量，自然人”、“本年新收政府信息公开申请数量，商业企业”、"
    "“本年新收政府信息公开申请数量，科研机构”等"
)
AT = "「三、申请办理」D8"
ONE = f"{AT}（本年新收政府信息公开申请数量，自然人）"

# what is typed into which cells, what is told
TYPED: list[tuple[str | None, tuple[Slot, ...], list[str]]] = [
    ("－", TABLE3, [f"{AT}（等 144 格）：表三 144 个格子写“－”，按 0 处理。"]),
    ("－", NEW[:1], [f"{ONE}：“－”按 0 处理。请改填 0。"]),
    (
        None,
        TABLE3[:12],
        [f"{AT}（等 12 格）：表三 12 个格子是空的：{NEW_NAMED}。没有就填 0。"],
    ),
    (None, NEW[:1], [f"{ONE}：未填。没有就填 0。"]),
    (
        "0件",
        NEW,
        [f"{AT}（等 6 格）：表三 6 个格子里的数字是文字（{NEW_NAMED}），按数字处理。请改填数字。"],
    ),
    (
        "待查",
        NEW,
        [f"{AT}（等 6 格）：表三 6 个格子应填数字，都写“待查”：{NEW_NAMED}。请改填数字。"],
    ),
    (
        "－",
        (*NEW, Slot("t4_review", 0), Slot("t4_review", 1), Slot("t2_coercion")),
        [
            "「二、主动公开」B15（行政强制）：“－”按 0 处理。请改填 0。",
            f"{AT}（等 6 格）：表三 6 个格子写“－”，按 0 处理。",
            "「四、复议诉讼」A8（等 2 格）：表四 2 个格子写“－”，按 0 处理。",
        ],
    ),
]


def on_tables(findings: Iterable[Finding]) -> list[Finding]:
    return [one for one in findings if not one.code.startswith(("TEXT-", "FORM-"))]


@pytest.mark.parametrize(("typed", "slots", "told"), TYPED)
def test_a_kind_of_cell_is_told_once_for_a_table(
    typed: str | None, slots: tuple[Slot, ...], told: list[str], tmp_path: Path, township: Report
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(township)))
    for slot in slots:
        area = AREAS[slot.name]
        book[area.sheet][area.cell(slot.position)] = typed
    file = tmp_path / "填报表.xlsx"
    book.save(file)
    found = on_tables(examine(file).findings)
    assert [one.message for one in found] == told


def test_a_word_report_full_of_dashes(tmp_path: Path, township: Report) -> None:
    empty = township.with_figures(
        {slot: 0 for table in TABLES for slot in table_inputs(table)}
    ).with_sums()
    file = tmp_path / "年报.docx"
    file.write_bytes(word_report(empty, Habits(figure=lambda figure: figure.replace("0", "－"))))
    found = on_tables(examine(file).findings)
    assert [one.message for one in found] == [
        "表二第3行（等 10 格）：表二 10 个格子写“－”，按 0 处理。",
        "表三第4行（等 175 格）：表三 175 个格子写“－”，按 0 处理。",
        "表四第4行（等 15 格）：表四 15 个格子写“－”，按 0 处理。",
    ]
    (told,) = findings_as_json(file, "甲镇", 2022, found[2:])["findings"]
    assert told["names"] == ("t4_review", "t4_direct_suits", "t4_suits_after_review")


def test_a_word_report_is_not_sent_to_a_sheet_it_does_not_have(
    tmp_path: Path, township: Report
) -> None:
    text = "全年共收到政府信息公开申请16件。"
    files = (tmp_path / "年报.docx", tmp_path / "填报表.xlsx")
    report = replace(township, overview=(text,), title="2022年某镇政府信息公开工作年度报告")
    files[0].write_bytes(word_report(report))
    files[1].write_bytes(write_workbook(report))
    count = (
        "正文说收到政府信息公开申请 16件，而表三“本年新收”总计为 0。请核对，改为一致；确有原因的，"
    )
    document, workbook = (
        "".join(one.message for one in examine(file).findings if one.code != "TEXT-ASPECT")
        for file in files
    )
    assert f"{count}在报送的邮件里写明。" in document
    assert "校验" not in document
    assert "自动写出" not in document
    cell = address(CHECK_LINES["TEXT-COUNT"], REASON_COLUMN)
    assert f"{count}在“校验”表 {cell} 写明。" in workbook


def test_places_without_a_cell_are_not_listed() -> None:
    sheet, cell = (
        Finding("FORM-HEALED", "甲", place=Place("表", where, "")) for where in (None, "A1")
    )
    assert _where([sheet, cell, sheet]) == "A1"
    assert not _where([sheet, sheet])
