"""Whose report a file is, which of several counts, what is withdrawn, what is in the sum."""

import base64
import io
import json
import os
import pickle
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from converter import __version__
from converter.cli import run
from converter.county.batch import Batch
from converter.county.kept import state as state_module
from converter.county.kept.model import Arrival, RowState
from converter.county.kept.record import text_of
from converter.county.kept.state import BatchState, DueLetter, Round
from converter.county.outputs.return_notes import return_note
from converter.county.units import identity as identity_module
from converter.county.units import roster as roster_module
from converter.county.units.roster import Roster, RosterUnit, core_name, read_roster
from converter.errors import UnusableFile
from converter.files.resources import resource
from converter.files.shelf import Shelf, Shelved
from converter.form.fields import Slot
from converter.form.report import Report, official_title
from converter.writing.word.render import render_report, render_return_note
from converter.writing.workbooks.workbook import write_workbook
from tests.foreign import word_report
from tests.test_annotated_document import with_parts
from tests.test_county import REPORT_TEMPLATE, broken, mail, mailed, named, note_text, run_batch

CLEAR, PEACE = "青石县清泉镇人民政府", "青石县太平镇人民政府"
ROSTER = f"{CLEAR},清泉公社,清泉,qq@qs.gov.cn\n{PEACE},太平乡人民政府,tp@qs.gov.cn\n青石县水利局\n"


NOTE = render_return_note(
    return_note(CLEAR, 2022, [], None), resource("writing/word/return_template.docx").read_bytes()
)


@pytest.fixture
def county(tmp_path: Path) -> Callable[..., Batch]:
    """A county with a roster of three units; call it with the files that it received."""
    inbox, out = tmp_path / "收件", tmp_path / "结果"
    (tmp_path / "名单.txt").write_text(ROSTER, encoding="utf-8")

    def receive(files: dict[str, bytes], **options: object) -> Batch:
        inbox.mkdir(exist_ok=True)
        for old in inbox.iterdir():
            old.unlink()
        for name, data in files.items():
            (inbox / name).parent.mkdir(exist_ok=True)
            (inbox / name).write_bytes(data)
        return run_batch(inbox, out, roster=tmp_path / "名单.txt", **options)

    return receive


def told(done: Batch) -> list[tuple[str, str, str]]:
    return [(row.unit, row.label, row.state.value) for row in done.rows]


def copied_title(report: Report, title: str) -> bytes:
    """A Word report under another unit's title."""
    return word_report(replace(report, title=official_title(title, report.report_year)))


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("said", "listed"),
    [
        ("青石县清泉镇人民政府", CLEAR),
        ("清泉镇人民政府", CLEAR),
        ("清泉镇", CLEAR),
        ("某省青石县清泉镇人民政府", CLEAR),
        ("清泉公社", CLEAR),
        ("太平乡", PEACE),
        ("清泉镇财政所", ""),
        ("青石县水力局", ""),
        ("青石县", ""),
    ],
)
def test_a_unit_is_known_by_each_of_its_names(said: str, listed: str, tmp_path: Path) -> None:
    (tmp_path / "名单.txt").write_text(ROSTER, encoding="utf-8")
    assert read_roster(tmp_path / "名单.txt").listed(said) == listed


def test_the_columns_of_a_roster_are_known_by_their_heads(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["青石县应报单位名单"])
    book.active.append(["序号", "单位全称", "曾用名", "简称", "联系人", "电子邮箱"])
    book.active.append(["1", CLEAR, "清泉公社、清泉乡", "清泉", "王某", "qq@qs.gov.cn"])
    book.save(tmp_path / "名单.xlsx")
    assert read_roster(tmp_path / "名单.xlsx").units == (
        RosterUnit(CLEAR, ("清泉公社", "清泉乡", "清泉"), ("qq@qs.gov.cn",)),
    )


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("安宁市城市管理局", "城市管理局"),
        ("安宁市青石县太平镇人民政府", "太平镇"),
        ("青石县人民政府", "青石县"),
        ("青石县甲道", "青石县甲道"),
        ("青石县甲乙道", "甲乙道"),
        # division is ambiguous at every letter
        (f"{'县' * 200}甲镇", "甲镇"),
        ("县" * 200, "县" * 200),
    ],
)
def test_the_places_before_a_name_are_left_out(name: str, core: str) -> None:
    assert core_name(name) == core


def test_a_name_that_two_units_could_have_means_neither() -> None:
    roster = Roster([RosterUnit("甲县城关镇人民政府"), RosterUnit("乙县城关镇人民政府")])
    assert roster.listed("城关镇") == ""
    assert roster.listed("乙县城关镇") == "乙县城关镇人民政府"


def test_another_name_of_a_unit_keeps_its_last_year_and_says_the_full_name(
    county: Callable[..., Batch], tmp_path: Path, township: Report
) -> None:
    past = tmp_path / "去年"
    past.mkdir()
    last = replace(named(township, "太平乡人民政府"), report_year=2021)
    carried = last.with_figures({Slot("t3_carried_out", p): 2 for p in (0, 6)})
    (past / "a.xlsx").write_bytes(write_workbook(carried))
    done = county({"a.xlsx": write_workbook(named(township, "太平镇"))}, previous_folder=past)
    (row,) = (row for row in done.rows if row.label)
    assert (row.unit, row.state) == (PEACE, RowState.RETURNED)
    assert "T3-CARRY" in {finding.code for finding in row.findings}
    assert f"单位名称写的是“太平镇”，名单上的全称是“{PEACE}”。报告里请写全称。" in [
        finding.what for finding in row.findings
    ]


def test_a_name_with_one_wrong_letter_is_said_beside_both(
    county: Callable[..., Batch], township: Report
) -> None:
    done = county({"a.xlsx": write_workbook(named(township, "青石县水力局"))})
    by_unit = {row.unit: row for row in done.rows}
    assert by_unit["青石县水利局"].state is RowState.MISSING
    assert by_unit["青石县水利局"].remark == (
        "名单上有，没有收到。收到的“青石县水力局”与它只差一个字，请核对是不是同一个单位。"
    )
    assert by_unit["青石县水力局"].remark == "不在名单上，名单上有“青石县水利局”，请核对。"
    assert (
        "单位名称写的是“青石县水力局”，名单上有“青石县水利局”，只差一个字。请核对；写错的，改为全称。"
        in [finding.what for finding in by_unit["青石县水力局"].findings]
    )


@pytest.mark.parametrize(
    ("suffix", "write", "name", "prose"),
    [
        (
            "xlsx",
            write_workbook,
            "「基本信息」B4（单位名称）",
            "「一、总体情况」（总体情况，第2段）",
        ),
        ("docx", word_report, "标题（单位名称）", "“一、总体情况”第2段"),
    ],
)
def test_what_shows_beside_the_roster_says_where_it_stands(
    suffix: str,
    write: Callable[[Report], bytes],
    name: str,
    prose: str,
    county: Callable[..., Batch],
    township: Report,
) -> None:
    report = replace(
        named(township, "青石县大平镇人民政府"),
        overview=("做了公开工作。", f"2022年，{CLEAR}按照县委部署，公开政府信息。"),
    )
    done = county({f"a.{suffix}": write(report)})
    (row,) = (row for row in done.rows if row.label)
    found = [str(one.place) for one in row.findings if one.code == "TEXT-UNIT"]
    assert {name, prose} <= {*found}


# ---------------------------------------------------------------- whose report it is

MISSING_MAYBE = "名单上有，没有收到。年报.docx 可能是它的，先不催报。"


def test_a_copied_title_takes_nobodys_place(
    county: Callable[..., Batch], tmp_path: Path, township: Report
) -> None:
    right = write_workbook(named(township, CLEAR))
    copied = copied_title(named(township, PEACE), CLEAR)
    done = county({"清泉.xlsx": right, "太平镇年报.docx": copied})
    assert told(done) == [
        (CLEAR, "清泉.xlsx", "已转换"),
        (PEACE, "太平镇年报.docx", "单位待定"),
        ("青石县水利局", "", "缺报"),
    ]
    assert done.rows[1].remark == (
        f"标题写“{CLEAR}”，落款写“{PEACE}”，正文写“{PEACE}”，文件名写“{PEACE}”，"
        "不知道是谁的报告，没有采用。"
        f"名单上最像的是“{PEACE}”。请问清楚，改好标题、落款或文件名，再汇总一次。"
    )
    assert not (tmp_path / "结果" / "退回").exists()


@pytest.mark.parametrize(
    ("label", "sender", "state"),
    [
        ("年报.xlsx", "", RowState.CONVERTED),
        ("清泉镇.xlsx", "qq@qs.gov.cn", RowState.CONVERTED),
        ("清泉公社、太平镇.xlsx", "", RowState.CONVERTED),
        ("年报.xlsx", "other@qs.gov.cn", RowState.CONVERTED),
        ("太平镇.xlsx", "", RowState.UNDECIDED_UNIT),
        ("年报.xlsx", "tp@qs.gov.cn", RowState.UNDECIDED_UNIT),
    ],
)
def test_a_file_name_or_a_sender_of_another_unit_is_a_doubt(
    label: str, sender: str, state: RowState, county: Callable[..., Batch], township: Report
) -> None:
    data = write_workbook(named(township, CLEAR))
    done = county({"来信.eml": mailed(6, label, data, sender)})
    assert [row.state for row in done.rows if row.label.endswith(label)] == [state]


@pytest.mark.parametrize("label", ["太平镇.docx", "来信.eml → 年报.docx"])
def test_a_unit_that_a_doubtful_report_may_be_of_is_not_reminded(
    label: str, county: Callable[..., Batch], tmp_path: Path, township: Report
) -> None:
    data = word_report(named(township, CLEAR))
    mail, _, name = label.rpartition(" → ")
    done = county({mail: mailed(6, name, data, "tp@qs.gov.cn")} if mail else {name: data})
    assert [row.remark for row in done.rows if row.unit == PEACE] == [
        f"名单上有，没有收到。{label} 可能是它的，先不催报。"
    ]
    assert set(BatchState.load(tmp_path / "结果", forget=False).due) == {"青石县水利局"}


def test_beside_a_report_that_names_no_unit_nobody_is_reminded(
    county: Callable[..., Batch], tmp_path: Path, township: Report
) -> None:
    done = county({"年报.docx": word_report(named(township, ""))})
    assert [(row.unit, row.remark) for row in done.rows] == [
        *((unit, MISSING_MAYBE) for unit in (CLEAR, PEACE, "青石县水利局")),
        ("", "不知道是哪个单位的。"),
    ]
    assert not BatchState.load(tmp_path / "结果", forget=False).due


def test_an_unreadable_file_answers_for_the_unit_that_its_name_names(
    county: Callable[..., Batch],
) -> None:
    done = county({"太平镇.docx": b"no document", "x.xlsx": b"none", "照片.jpg": b"\xff\xd8"})
    assert told(done) == [
        (CLEAR, "", "缺报"),
        (PEACE, "太平镇.docx", "不能读取"),
        ("青石县水利局", "", "缺报"),
        ("", "x.xlsx", "不能读取"),
        ("", "照片.jpg", "未读取"),
    ]


def test_a_picture_is_an_unreadable_report_where_its_unit_sent_nothing_else(
    county: Callable[..., Batch], township: Report
) -> None:
    picture = b"\xff\xd8"
    files = {
        "清泉镇.jpg": picture,
        "太平镇.docx": b"none",
        "太平镇.jpg": picture,
        "公章.png": picture,
    }
    done = county({**files, "年报.xlsx": write_workbook(named(township, "青石县水利局"))})
    assert told(done) == [
        (CLEAR, "清泉镇.jpg", "不能读取"),
        (PEACE, "太平镇.docx", "不能读取"),
        ("青石县水利局", "年报.xlsx", "已转换"),
        ("", "公章.png", "未读取"),
        ("", "太平镇.jpg", "未读取"),
    ]
    assert done.rows[0].remark == "图片，没有读取。请单位报填报表或 Word 报告。"


def test_a_note_that_comes_back_alone_and_a_folder_of_results_are_no_reports(
    county: Callable[..., Batch],
) -> None:
    done = county({"清泉镇.docx": NOTE, "太平镇/.nianbao.json": b"{}", "太平镇/章.png": b""})
    assert {row for row in told(done) if row[1]} == {
        ("", "清泉镇.docx", "未读取"),
        ("", "太平镇", "未读取"),
    }


def test_a_report_of_a_doubtful_unit_is_compared_with_nobodys_last_year(
    county: Callable[..., Batch], tmp_path: Path, township: Report
) -> None:
    past = tmp_path / "去年"
    past.mkdir()
    year = township.report_year or 0
    last = replace(named(township, CLEAR), report_year=year - 1)
    left = last.with_figures({Slot("t3_new_received", 0): 2, Slot("t3_carried_out", 0): 2})
    (past / "清泉.xlsx").write_bytes(write_workbook(left))
    copied = copied_title(named(township, PEACE), CLEAR)

    def codes(files: dict[str, bytes]) -> list[str]:
        (row,) = (row for row in county(files, previous_folder=past).rows if row.label)
        return [one.code for one in row.findings if one.code == "T3-CARRY"]

    assert codes({"年报.docx": word_report(named(township, CLEAR))}) == ["T3-CARRY"]
    assert codes({"太平镇.docx": copied}) == []
    # neither what was kept of it
    assert codes({"太平镇.docx": copied}) == []


def test_a_pdf_beside_a_readable_report_is_no_fault(
    county: Callable[..., Batch], township: Report
) -> None:
    done = county(
        {"a.xlsx": write_workbook(named(township, CLEAR)), "a.pdf": b"%PDF-1.7", "b.pdf": b"%PDF"}
    )
    states = {row.label: (row.state, row.remark) for row in done.rows if row.label}
    assert states["a.pdf"] == (RowState.ASIDE, "旁边有能读取的报告，这一份没有读取。")
    assert states["b.pdf"][0] is RowState.UNREADABLE


# ---------------------------------------------------------------- round after round


def test_a_new_file_of_last_year_is_no_answer_of_the_unit(
    county: Callable[..., Batch], tmp_path: Path, township: Report
) -> None:
    past, out = tmp_path / "去年", tmp_path / "结果"
    past.mkdir()
    files = {"a.xlsx": write_workbook(broken(named(township, CLEAR)))}
    county(files, previous_folder=past)
    last = replace(named(township, CLEAR), report_year=2021).with_figures(
        {Slot("t3_carried_out", position): 2 for position in (0, 6)}
    )
    (past / "a.xlsx").write_bytes(write_workbook(last))
    assert sum(row.fresh for row in county(files, previous_folder=past).rows if row.label) == 1
    note = "\n".join(note_text(out, CLEAR))
    assert "改正" not in note.split("请逐条")[0]
    assert "2 处需要修改" in note or "3 处需要修改" in note or "4 处需要修改" in note
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.docx")}
    assert not any(row.fresh for row in county(files, previous_folder=past).rows if row.label)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.docx")} == before


def test_what_no_file_stands_for_any_more_is_withdrawn_and_not_counted(
    county: Callable[..., Batch], tmp_path: Path, township: Report
) -> None:
    out, total = tmp_path / "结果", tmp_path / "全县.xlsx"
    good, bad = write_workbook(named(township, CLEAR)), write_workbook(named(township, "太平镇"))
    county({"a.xlsx": good, "b.xlsx": bad, "c.xlsx": write_workbook(broken(township))})
    (row,) = (
        row for row in county({"b.xlsx": write_workbook(named(township, PEACE))}).rows if row.label
    )
    assert row.state is RowState.CONVERTED
    assert [path.name for path in sorted(out.glob("*.docx"))] == [
        f"{PEACE}2022年政府信息公开工作年度报告.docx"
    ]
    assert {path.name for path in (out / "已撤回").iterdir()} == {
        f"{CLEAR}2022年政府信息公开工作年度报告.docx",
        f"{township.unit_name}2022年政府信息公开工作年度报告（批注）.xlsx",
        f"{township.unit_name}退回修改通知.docx",
    }
    words = ["aggregate", str(out), "-o", str(total), "--unit", "青石县"]
    assert run(words) == 0
    assert openpyxl.load_workbook(total) is not None


def test_the_sum_of_a_results_folder_is_that_of_its_ledger(
    county: Callable[..., Batch],
    tmp_path: Path,
    township: Report,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out, total = tmp_path / "结果", tmp_path / "全县.xlsx"
    files = {
        "a.xlsx": write_workbook(named(township, CLEAR, 3)),
        "b.xlsx": write_workbook(broken(named(township, PEACE, 4))),
    }
    county(files)
    (out / "多出.docx").write_bytes(render_report(named(township, "丁镇", 5), REPORT_TEMPLATE))
    words = ["aggregate", str(out), "-o", str(total), "--unit", "青石县"]
    capsys.readouterr()
    assert run(words) == 1
    assert capsys.readouterr().err == (
        "多出.docx：在“结果”里，但不是台账里“已转换”的报告，没有计入。\n"
        f"没有计入的 2 个单位：{PEACE}（有错误，退回）、青石县水利局（缺报）。\n"
        "没有汇总。请先改正，或加 --force 照样汇总（问题会写在“填报说明”里）。\n"
    )
    (out / "多出.docx").unlink()
    assert run([*words, "--roster", str(tmp_path / "名单.txt")]) == 0
    assert capsys.readouterr().err == (
        f"没有计入的 2 个单位：{PEACE}（有错误，退回）、青石县水利局（缺报）。\n1 份报告已汇总：\n"
    )


def test_the_ledger_adds_up_cells_and_says_with_which_doubt(
    county: Callable[..., Batch], township: Report
) -> None:
    wrong = named(township, PEACE, 4).with_figures({Slot("t3_new_received", 6): 400})
    done = county(
        {"a.xlsx": write_workbook(named(township, CLEAR, 3)), "b.docx": word_report(wrong)}
    )
    assert done.ledger
    book = openpyxl.load_workbook(done.ledger)
    counted = {row[1]: row[10] for row in book["台账"].iter_rows(min_row=2, values_only=True)}
    assert counted[CLEAR] == "是"
    assert str(counted[PEACE]).startswith("是，有 ")
    assert counted["青石县水利局"] == "否"
    figures = [cell for row in book["汇总表"].iter_rows(values_only=True) for cell in row]
    assert 7 in figures
    assert not {400, 403} & set(figures)


def test_a_report_of_another_year_gets_its_findings_and_a_note(
    county: Callable[..., Batch], tmp_path: Path, township: Report
) -> None:
    done = county(
        {
            "a.xlsx": write_workbook(named(township, CLEAR)),
            "b.xlsx": write_workbook(named(township, "青石县水利局")),
            "c.xlsx": write_workbook(replace(named(township, PEACE), report_year=2021)),
        }
    )
    (row,) = (row for row in done.rows if row.unit == PEACE)
    assert row.state is RowState.OTHER_YEAR
    assert any(
        "「基本信息」B5（报告年度）｜"
        "报告是 2021 年度的，这次收的是 2022 年度的。请报 2022 年度的报告；没有发错文件的，改正年度。"
        in line
        for line in note_text(tmp_path / "结果", PEACE)
    )
    # the mail does not take last year's report back: only its year would be changed
    assert run(["mail", "--return", str(tmp_path / "结果" / "退回")]) == 0
    (letter,) = (tmp_path / "结果" / "退回").glob("*.eml")
    draft = message_from_bytes(letter.read_bytes(), policy=default)
    body = draft.get_body()
    assert body is not None
    assert body.get_content().replace("\r", "") == (
        f"{PEACE}：\n\n你单位报送的2021年政府信息公开工作年度报告已收到，"
        "不是这次要收的年度，请核对是不是发错了文件。\n"
        f"详见附件《{PEACE}退回修改通知.docx》，请改正后重新报送。\n"
    )
    assert [one.get_filename() for one in draft.iter_attachments()] == [f"{PEACE}退回修改通知.docx"]


def test_a_run_that_changes_nothing_keeps_the_same_memory(
    county: Callable[..., Batch], tmp_path: Path, township: Report
) -> None:
    files = {"a.xlsx": write_workbook(named(township, CLEAR))}
    county(files)
    state = tmp_path / "结果" / ".nianbao.json"
    before = json.loads(state.read_text(encoding="utf-8"))
    county(files)
    after = json.loads(state.read_text(encoding="utf-8"))
    assert {**before, "outputs": 0} == {**after, "outputs": 0}


# ---------------------------------------------------------------- what looks alike and is not


def test_two_attachments_of_one_name_are_two_units(
    county: Callable[..., Batch], township: Report
) -> None:
    reports = [named(township, unit) for unit in (CLEAR, PEACE)]
    both = mail(*(("年报.xlsx", write_workbook(report)) for report in reports))
    rows = [row for row in county({"来信.eml": both}).rows if row.label.endswith("年报.xlsx")]
    assert [(row.unit, row.state) for row in rows] == [
        (CLEAR, RowState.CONVERTED),
        (PEACE, RowState.CONVERTED),
    ]


def test_reasons_that_are_sent_later_count(county: Callable[..., Batch], township: Report) -> None:
    report = named(township, CLEAR).with_figures({Slot("prev_t3_carried_out", 0): 2})
    explained = replace(report, reasons={"T3-CARRY-1": "已并案", "T3-CARRY-7": "已并案"})
    done = county(
        {
            "a1.eml": mailed(6, "年报.xlsx", write_workbook(report)),
            "a2.eml": mailed(16, "年报.xlsx", write_workbook(explained)),
        }
    )
    states = {row.label: row.state for row in done.rows if row.label.endswith("xlsx")}
    assert states == {
        "a1.eml → 年报.xlsx": RowState.REPLACED,
        "a2.eml → 年报.xlsx": RowState.CONVERTED,
    }


@pytest.mark.parametrize(
    ("day", "states"),
    [
        # a mail of the day of the run may be older
        ("2023-01-16", [RowState.TO_CHOOSE, RowState.TO_CHOOSE]),
        ("2023-01-15", [RowState.REPLACED, RowState.CONVERTED]),
    ],
)
def test_what_an_earlier_day_found_is_older_than_a_mail(
    county: Callable[..., Batch],
    township: Report,
    monkeypatch: pytest.MonkeyPatch,
    day: str,
    states: list[RowState],
) -> None:
    """Neither says when it was saved."""
    monkeypatch.setattr("converter.county.outputs.reminders.today", lambda: date.fromisoformat(day))
    files = {"a.docx": render_report(named(township, CLEAR, 5), REPORT_TEMPLATE)}
    county(files)
    mended = render_report(named(township, CLEAR, 8), REPORT_TEMPLATE)
    done = county({**files, "来信.eml": mailed(16, "年报.docx", mended)})
    assert [row.state for row in done.rows if row.label.endswith("docx")] == states


def test_a_word_report_is_explained_in_the_mail_around_it(
    county: Callable[..., Batch], township: Report, tmp_path: Path
) -> None:
    """The same file comes again: only the mail is new."""
    report = named(township, CLEAR).with_figures({Slot("t2_normative", 0): 1})
    data = word_report(report)
    row = next(row for row in county({"a.docx": data}).rows if row.label)
    assert row.state == RowState.RETURNED
    assert "“情况说明：……”，或者在报送的邮件正文里另起一行写。" in "".join(
        note_text(tmp_path / "结果", CLEAR)
    )
    again = message_from_bytes(mailed(16, "年报.docx", data), policy=default)
    text = again.get_body()
    assert text is not None
    text.set_content("您好：\n情况说明：年底一并废止。")
    done = county({"a.docx": data, "来信.eml": bytes(again)})
    states = {row.label: row.state for row in done.rows if row.label.endswith("docx")}
    assert states == {
        "a.docx": RowState.REPLACED,
        "来信.eml → 年报.docx": RowState.CONVERTED,
    }
    (reason,) = (one.reason for row in done.rows for one in row.findings if one.explained)
    assert reason == "年底一并废止。"


def test_a_corrected_workbook_is_not_older_than_the_report_that_was_printed_first(
    county: Callable[..., Batch], township: Report
) -> None:
    corrected = named(township, CLEAR, 8)
    done = county(
        {
            "第一次报的.docx": render_report(named(township, CLEAR, 5), REPORT_TEMPLATE),
            "改好的.xlsx": write_workbook(corrected),
        }
    )
    rows = {row.label: row for row in done.rows if row.label}
    assert [row.state for row in rows.values()] == [RowState.TO_CHOOSE] * 2
    assert "本年新收政府信息公开申请数量，自然人 5（另一份 8）" in rows["第一次报的.docx"].remark


def test_a_note_that_comes_back_with_the_report_is_no_report(
    county: Callable[..., Batch], township: Report
) -> None:
    report = render_report(named(township, CLEAR), REPORT_TEMPLATE)
    called = ("清泉镇退回修改通知.docx", "通知(1).docx")
    notes = ((name, NOTE) for name in called)
    done = county({"回复.eml": mail(("年报.docx", report), *notes)})
    told_of = {row.label: (row.state, row.remark) for row in done.rows if "通知" in row.label}
    assert told_of == {
        f"回复.eml → {name}": (RowState.ASIDE, "是发给单位的退回修改通知，不是报告，没有读取。")
        for name in called
    }


@pytest.mark.parametrize("saved", ["T00:00:00Z", "T08:00:00Z"])
def test_what_is_typed_into_the_word_report_beside_its_workbook_does_not_count(
    county: Callable[..., Batch], township: Report, saved: str
) -> None:
    report = named(township, CLEAR, 8)
    printed = render_report(named(township, CLEAR, 5), REPORT_TEMPLATE)
    touched = with_parts(printed, lambda _, text: text.replace("T00:00:00Z", "T23:00:00Z"))
    book = with_parts(write_workbook(report), lambda _, text: text.replace("T00:00:00Z", saved))
    both = mail(("年报.docx", touched), ("填报表.xlsx", book))
    both = both.replace(b"Subject:", b"Date: Fri, 06 Jan 2023 09:00:00 +0800\nSubject:", 1)
    rows = {row.label[9:]: row for row in county({"来信.eml": both}).rows}
    assert rows["年报.docx"].state is RowState.REPLACED
    assert rows["填报表.xlsx"].state is RowState.CONVERTED
    assert "本年新收政府信息公开申请数量，自然人 5（采用的 8）" in rows["年报.docx"].remark


def test_the_pdf_of_another_unit_in_one_archive_is_that_units(
    county: Callable[..., Batch], township: Report
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a/太平镇.xlsx", write_workbook(named(township, PEACE)))
        archive.writestr("a/清泉镇.pdf", b"%PDF-1.7")
    assert told(county({"收件.zip": buffer.getvalue()})) == [
        (CLEAR, "收件.zip → a/清泉镇.pdf", "不能读取"),
        (PEACE, "收件.zip → a/太平镇.xlsx", "已转换"),
        ("青石县水利局", "", "缺报"),
    ]


@pytest.mark.parametrize(
    ("title", "name", "doubt"),
    [
        ("甲县太平镇人民政府", "太和镇.xlsx", True),
        ("甲县太平镇人民政府", "甲县2022年报.xlsx", False),
        ("甲县太平镇人民政府", "报县政府办.xlsx", False),
        ("乙县太平镇人民政府", "年报.xlsx", False),
    ],
)
def test_only_a_unit_of_the_same_kind_is_taken_for_another(
    title: str, name: str, doubt: bool, tmp_path: Path, township: Report
) -> None:
    units = (
        "甲县太平镇人民政府",
        "甲县太和镇人民政府",
        "甲县人民政府",
        "甲县人民政府办公室,县政府办",
    )
    (tmp_path / "名单.txt").write_text("\n".join(units), encoding="utf-8")
    (tmp_path / "收件").mkdir()
    (tmp_path / "收件" / name).write_bytes(write_workbook(named(township, title)))
    done = run_batch(tmp_path / "收件", tmp_path / "结果", roster=tmp_path / "名单.txt")
    (row,) = (row for row in done.rows if row.label)
    assert (row.state is RowState.UNDECIDED_UNIT) is doubt
    assert doubt or row.unit == title


def test_the_unit_of_another_county_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "名单.txt").write_text(ROSTER, encoding="utf-8")
    assert read_roster(tmp_path / "名单.txt").listed("白石县水利局") == ""


def test_heads_are_whole_words(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["青石县应报送单位"], ["主管单位", "单位名称"], ["青石县人民政府", CLEAR]):
        book.active.append(row)
    book.save(tmp_path / "名单.xlsx")
    assert read_roster(tmp_path / "名单.xlsx").names == (CLEAR,)


@pytest.mark.parametrize(
    "part",
    [
        {"outputs": {"../秘密.docx": "x", "C:/秘密.docx": "x", "a": 5}},
        {"outputs": {f"{'长' * 90}.docx": "x"}},
        {"replies": {"../秘密.docx": {"unit": "x", "year": 1, "opening": "x", "to": "a@b.cn"}}},
        *(
            {
                "replies": {
                    "退回/a.docx": {"unit": "x", "opening": "x", "to": "", "annotated": annotated}
                }
            }
            for annotated in ("../秘密.docx", 5)
        ),
        {"replies": {"退回/a.docx": {}}, "units": {"u": 5, "v": {"digest": "d"}}},
        {"ledger": {"1": ["a"], "2": 5, "3": [[], [], []]}},
        {"works": {"x": "{}", "y": 5, "z": "[" * 5000}},
        {"made_from": []},
    ],
)
def test_a_damaged_memory_is_forgotten_and_leads_nowhere(
    part: dict[str, object], county: Callable[..., Batch], tmp_path: Path, township: Report
) -> None:
    out, secret = tmp_path / "结果", tmp_path / "秘密.docx"
    out.mkdir()
    secret.write_bytes(b"secret")
    (out / ".nianbao.json").write_text(json.dumps(part), encoding="utf-8")
    done = county({"a.xlsx": write_workbook(named(township, CLEAR))})
    assert [row.state for row in done.rows if row.label] == [RowState.CONVERTED]
    assert done.problems == ()
    assert secret.read_bytes() == b"secret"
    assert run(["aggregate", str(out), "-o", str(tmp_path / "全县.xlsx"), "--unit", "青石县"]) == 0


@pytest.mark.parametrize(
    "name", ["../秘密.docx", "退回/../../秘密.docx", "C:秘密.docx", "a\\b", ".."]
)
def test_no_name_of_a_memory_leads_out(tmp_path: Path, name: str) -> None:
    reply = {"unit": "x", "year": 1, "opening": "x", "to": "a@b.cn"}
    letter = {"unit": "x", "kind": "回执", "to": "", "day": "2026-01-20", "name": name}
    memory: dict[str, object] = {key: {name: "x"} for key in ("outputs", "made_from", "came_from")}
    memory |= {
        "replies": {name: reply, "a": {**reply, "annotated": name}},
        "letters": {"1": letter},
    }
    (tmp_path / ".nianbao.json").write_text(json.dumps(memory), encoding="utf-8")
    state = BatchState.load(tmp_path, forget=False)
    known = (state.outputs, state.made_from, state.came_from, state.replies, state.letters)
    assert (known, state.damaged) == (({}, {}, {}, {}, {}), 6)


def in_works(change: Callable[[str], str]) -> Callable[[str], str]:
    """Return what changes the one record that the memory holds."""

    def changed(text: str) -> str:
        content = json.loads(text)
        content["works"] = {digest: change(record) for digest, record in content["works"].items()}
        return json.dumps(content)

    return changed


def in_result(change: Callable[[dict[str, Any]], object]) -> Callable[[str], str]:
    """Return what changes the one record that the memory holds, unpacked."""

    def changed(record: str) -> str:
        result = json.loads(zlib.decompress(base64.b64decode(record)))
        change(result)
        return base64.b64encode(zlib.compress(json.dumps(result).encode())).decode()

    return in_works(changed)


def in_figures(row: object) -> Callable[[str], str]:
    return in_result(
        lambda result: result["report"].update(
            figures=dict.fromkeys(result["report"]["figures"], row)
        )
    )


def nested(depth: int) -> list[Any]:
    inner: list[Any] = []
    for _ in range(depth):
        inner = [inner]
    return inner


UNREADABLE = (
    "上次的记录（.nianbao.json）已损坏，读不出来，这次当作第一次，全部重新核对；"
    "结果文件夹里原有的文件都保留。",
)
IN_PART = "上次的记录（.nianbao.json）有 1 处损坏，没有采用；有关的文件重新核对。"
NOTICES = {
    "another version": f"上次的记录（.nianbao.json）是 nianbao 99.1 版写的，这次用的是 {__version__} 版，文件全部重新核对。",
    "an older version": f"上次的记录（.nianbao.json）是 nianbao 较早的版本写的，这次用的是 {__version__} 版，文件全部重新核对。",
    **dict.fromkeys(
        (
            *("deep", "half written", "empty", "no object", "a name without its part"),
            *("an empty object", "no number"),
            *("a number of 5000 digits", "half a character", "no text", "larger than any"),
        ),
        UNREADABLE[0],
    ),
}
NOTICES["another version in other shapes"] = NOTICES["another version"]

DAMAGED: dict[str, Callable[[str], str]] = {
    "deep": lambda _: "[" * 200_000,
    "half written": lambda text: text[: len(text) // 2],
    "empty": lambda _: "",
    "no text": lambda text: f"{text}\udcff",
    "no object": lambda _: "[]",
    "an empty object": lambda _: "{}",
    "no number": lambda _: "NaN",
    "a name without its part": lambda _: '["works"]',
    "a number of 5000 digits": lambda text: text.replace(
        '"units": {', '"units": {"u": ' + "9" * 5000 + ","
    ),
    "infinity": lambda text: text.replace('"units": {', '"units": {"u": Infinity,'),
    "huge": lambda text: text.replace('"units": {', f'"units": {{"{"u" * 20_000_000}": 5,'),
    "another version": lambda text: text.replace(f'"{__version__}"', '"99.1", "more": [1]', 1),
    "an older version": lambda text: text.replace(f'"version": "{__version__}",', "", 1),
    "another version in other shapes": lambda _: (
        '{"version": "99.1", "works": 5, "units": {"u": 1}}'
    ),
    "deep within": in_result(lambda result: result.update(notes=nested(900))),
    "no digests of outputs": lambda text: json.dumps({**json.loads(text), "outputs": 5}),
    "no record": lambda text: text.replace('"works": {"', '"works": {"x": 5, "'),
    "a record cut short": in_works(lambda record: record[:-9]),
    "a record of other bytes": in_works(lambda _: base64.b64encode(b"x" * 99).decode()),
    "a record that unpacks without end": in_works(
        lambda _: base64.b64encode(zlib.compress(bytes(40 * 2**20))).decode()
    ),
    "half a character": lambda text: text.replace(
        '"units": {', r'"units": {"\ud800": {"digest": "d", "found": ["\ud800"], "before": null},'
    ),
    "a decimal beyond all": in_figures(["1e99999999"]),
    "no decimal": in_figures(["x"]),
    "NaN": in_figures(["NaN"]),
    "infinite figures": in_figures([float("inf")] * 7),
    "figures of 4000 digits": in_figures([10**4000] * 7),
    "rows without figures": in_figures([]),
    "objects for figures": in_figures([{}] * 7),
    "no figures": in_result(lambda result: result["report"].update(figures="x")),
    "no name": in_result(lambda result: result["report"].update(unit_name=5)),
    "no year": in_result(lambda result: result["report"].update(report_year="x")),
    "a number for a text": in_result(lambda result: result["report"].update(overview=5)),
    "numbers for texts": in_result(lambda result: result["report"].update(overview=[5])),
    "no reasons": in_result(lambda result: result["report"].update(reasons=[1])),
    "no finding": in_result(lambda result: result.update(findings=[{"code": "X"}])),
    "a finding of numbers": in_result(
        lambda result: result.update(
            findings=[{"code": "VALUE-TYPE", "what": 5, "name": [], "position": "x", "place": 5}]
        )
    ),
    "notes of numbers": in_result(lambda result: result.update(notes=[5])),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_memory_damaged_in_shape_counts_as_none(
    name: str, county: Callable[..., Batch], tmp_path: Path, township: Report
) -> None:
    files = {"a.xlsx": write_workbook(named(township, CLEAR))}
    first = county(files)
    assert first.notices == ()
    memory = tmp_path / "结果" / ".nianbao.json"
    damaged = DAMAGED[name](memory.read_text(encoding="utf-8"))
    memory.write_text(damaged, encoding="utf-8", errors="surrogateescape")
    again = county(files)
    assert again.notices == (NOTICES.get(name, IN_PART),)
    assert county(files).notices == ()
    said = [(row.state, row.remark) for row in again.rows]
    assert said == [(row.state, row.remark) for row in first.rows]
    assert again.ledger
    figures = [row.report.figures for row in again.rows if row.report]
    assert figures == [row.report.figures for row in first.rows if row.report]


def test_a_memory_larger_than_any_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be one line, which is read as a whole."""
    (tmp_path / ".nianbao.json").write_bytes(b"{}")
    monkeypatch.setattr(state_module, "_LARGEST", 1)
    monkeypatch.setattr(Path, "open", None)
    assert BatchState.load(tmp_path, forget=False).unreadable


@pytest.mark.parametrize("text", ["{" + "[]," * 4_100_000, '{"' + "\\n" * 8_100_000])
def test_a_memory_of_too_many_values_is_not_parsed(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".nianbao.json").write_text(text, encoding="utf-8")
    monkeypatch.setattr(state_module.json, "loads", None)
    assert BatchState.load(tmp_path, forget=False).unreadable


def test_the_memory_of_the_largest_roster_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a two hundredth of 20,000 units, each with two files, five rounds and four letters
    for limit in ("_LARGEST", "_MOST_VALUES"):
        monkeypatch.setattr(state_module, limit, getattr(state_module, limit) // 200)
    state, digest, warning = BatchState(), "0" * 64, f"三、申请办理 D12：{'数' * 60}。"
    for number in range(100):
        unit = f"清河县第{number:05}街道办事处（经济技术开发区）"
        files = [f"{digest[:-6]}{number:05}{copy}" for copy in range(2)]
        state.results |= dict.fromkeys(files, "x" * 3000)
        for suffix in ("docx", "html", "eml"):
            state.record_output(f"{unit}2025年政府信息公开工作年度报告.{suffix}", b"", digest)
        found = [f"VALUE-MISSING t3_new_received {one}" for one in range(20)]
        state.units[unit] = {"digest": digest, "found": found, "before": found}
        state.due[unit] = DueLetter("回执", f"{number}@example.gov.cn", 2025, "", (warning,) * 5)
        for day in range(5):
            state.record_round(unit, 2025, Round(f"2026-01-1{day}", f"{digest}{day}", 20))
            state.record_letter(unit, "退回", f"{number}@example.gov.cn", "2026-01-20", unit)
            state.ledger[f"{number} {day}"] = [unit, "已转换", unit]
    state.save(tmp_path)
    assert BatchState.load(tmp_path, forget=False) == state


def _memory(folder: Path) -> dict[str, Any]:
    """Write a memory into a folder, and return what it holds."""
    state = BatchState(results={"一": "eJw=", "二": "eJx="}, outputs={"甲.docx": "0"})
    state.rounds = {"甲 2025": (Round("2026-01-10", "一", 2),)}
    state.save(folder)
    content: dict[str, Any] = json.loads((folder / ".nianbao.json").read_text(encoding="utf-8"))
    return content


def test_the_records_of_a_memory_wait_on_the_disk(tmp_path: Path) -> None:
    _memory(tmp_path)
    known = BatchState.load(tmp_path, forget=False, shelf=Shelf(tmp_path))
    kinds = [(type(one), text_of(one)) for one in known.results.values()]
    assert kinds == [(Shelved, "eJw="), (Shelved, "eJx=")]
    before = (tmp_path / ".nianbao.json").read_bytes()
    known.save(tmp_path)
    assert (tmp_path / ".nianbao.json").read_bytes() == before


@pytest.mark.parametrize("layout", [{"indent": 1}, {"separators": (",", ":")}, {"indent": None}])
def test_a_memory_in_another_layout_is_the_same(tmp_path: Path, layout: dict[str, Any]) -> None:
    content = _memory(tmp_path)
    own = BatchState.load(tmp_path, forget=False)
    (tmp_path / ".nianbao.json").write_text(json.dumps(content, **layout), encoding="utf-8")
    assert BatchState.load(tmp_path, forget=False, shelf=Shelf(tmp_path)) == own


@pytest.mark.parametrize(
    ("found", "put"),
    [
        ('"一": "eJw=",', '"一": "eJw=",,'),
        ('"一": "eJw=",', '"一": "eJw="},'),
        ('"一": "eJw=",\n', '"一": "eJw="\n'),
        ('"works": {', '"works": {,\n'),
        ('"works": {', '"works": {null'),
        ('"due": {}', '"due": {"甲"}'),
        ('"due": {},', '"due": {}},'),
        ('"due": {}', '"due": {'),
        ('"due"', '"due": {"甲": {"kind"'),
        ('{"version"', '{,\n"version"'),
        ('"}}\n', '"}}}'),
    ],
)
def test_a_memory_that_is_no_json_cannot_be_read(tmp_path: Path, found: str, put: str) -> None:
    _memory(tmp_path)
    memory = tmp_path / ".nianbao.json"
    text = memory.read_text(encoding="utf-8") + "\n"
    assert found in text or found == '"}}\n'
    memory.write_text(text.replace(found, put) if found in text else text + put, encoding="utf-8")
    assert BatchState.load(tmp_path, forget=False).unreadable


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices in folders")
def test_a_memory_that_is_no_file_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = tmp_path / ".nianbao.json"
    monkeypatch.setattr(Path, "open", None)
    os.mkfifo(memory)
    assert BatchState.load(tmp_path, forget=False).unreadable
    memory.unlink()
    memory.symlink_to("/dev/zero")
    assert BatchState.load(tmp_path, forget=False).unreadable


def test_an_output_is_compared_piece_by_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = BatchState()
    state.record_output("a.docx", b"x" * 3_000_000)
    (tmp_path / "a.docx").write_bytes(b"x" * 3_000_000)
    monkeypatch.setattr(Path, "read_bytes", None)
    assert state.is_ours("a.docx", tmp_path / "a.docx")
    assert not state.is_ours("b.docx", tmp_path / "a.docx")
    assert not state.is_ours("a.docx", tmp_path)


LETTERS = "东南西北中山河海江湖"


def test_the_time_for_a_report_goes_with_its_text_and_not_with_the_roster(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A roster at its limit: what is looked at one by one is as much as with a small one."""
    looked: list[int] = []
    for count in (1000, 20_000):
        names = [
            "".join(LETTERS[int(digit)] for digit in f"{number:05}") for number in range(count)
        ]
        roster = Roster(RosterUnit(f"青石县{name}镇人民政府") for name in names)
        roster.nearest("甲镇")
        compared: list[str] = []

        def apart(one: str, other: str, compared: list[str] = compared) -> bool:
            compared.append(other)
            return one != other

        monkeypatch.setattr(roster_module, "_one_letter_apart", apart)
        assert roster.listed("某省白河县甲镇人民政府") == ""
        roster.nearest("白河县东东东东甲镇人民政府")
        looked.append(len(compared))
    assert looked[0] <= looked[1] <= 60


def test_of_names_a_letter_apart_two_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """And those that are alike but for another place are not looked at."""
    roster = Roster(RosterUnit(f"{chr(0x4E00 + number)}家村委会") for number in range(1000))
    compared: list[str] = []
    apart = roster_module._one_letter_apart
    monkeypatch.setattr(
        roster_module,
        "_one_letter_apart",
        lambda one, other: compared.append(other) or apart(one, other),
    )
    for name in ("赵家村委会", "家赵村委会", "家村委赵会"):
        assert roster.nearest(name) == ""
    assert roster.nearest("一家村赵委会") == "一家村委会"
    assert len(compared) < 10


def test_a_long_title_is_not_read_for_each_unit_that_prose_names(
    township: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{first}{second}镇" for first in LETTERS for second in LETTERS]
    long, asked = f"{'白' * 1000}镇", list[str]()
    report = replace(named(township, long), overview=tuple(f"{name}，{name}。" for name in names))
    monkeypatch.setattr(
        identity_module, "core_name", lambda name: asked.append(name) or core_name(name)
    )
    roster = Roster(RosterUnit(name) for name in names)
    assert identity_module.identify(report, "", "a.xlsx", Arrival(), roster).unit == long
    assert asked.count(long) < 10


def test_a_roster_that_another_process_is_sent_knows_the_same() -> None:
    roster = Roster([RosterUnit("青石县水利电力局")])
    assert roster.nearest("青石县水力电力局") == "青石县水利电力局"
    code = "import pickle, sys; print(ascii(pickle.load(sys.stdin.buffer).nearest('青石县水力电力局')))"
    done = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(roster), capture_output=True, check=True
    )
    assert done.stdout.decode().strip() == ascii("青石县水利电力局")


def test_a_long_text_is_read_once_whatever_the_roster_has() -> None:
    names = ["".join(LETTERS[int(digit)] for digit in f"{number:05}") for number in range(20_000)]
    roster = Roster(RosterUnit(f"青石县{name}镇人民政府") for name in names)
    began = time.process_time()
    found = roster.mentioned("青石县东南" * 40_000 + f"青石县{names[7]}镇人民政府和{names[8]}镇")
    assert found == {f"青石县{name}镇人民政府": 1 for name in names[7:9]}
    # a fiftieth of what looking for each name would take
    assert time.process_time() - began < 5


def test_a_damaged_memory_is_told_where_it_is_asked(
    county: Callable[..., Batch],
    tmp_path: Path,
    township: Report,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "结果"
    county({"a.xlsx": write_workbook(named(township, CLEAR))})
    (out / "退回").mkdir(exist_ok=True)
    (out / ".nianbao.json").write_bytes(b"{")
    total = ["-o", str(tmp_path / "全县.xlsx"), "--unit", "青石县"]
    assert run(["aggregate", str(out), *total]) == 1
    assert capsys.readouterr().err.startswith(
        "“结果”：上次汇总的记录已损坏，读不出来，里面的报告全部计入。请先再汇总一次（batch）。\n"
    )
    assert run(["mail", "--return", str(out / "退回")]) == 2
    assert capsys.readouterr().err == (
        f"{out}：上次汇总的记录已损坏，读不出来，不知道收件人。请再汇总一次。\n"
    )


def test_folders_that_are_links_or_lie_inside_are_written_like_others(
    county: Callable[..., Batch], tmp_path: Path, township: Report
) -> None:
    (tmp_path / "别处").mkdir()
    (tmp_path / "结果").symlink_to(tmp_path / "别处")
    files = {"a.xlsx": write_workbook(named(township, CLEAR))}
    for _ in range(2):
        assert RowState.CONVERTED in [row.state for row in county(files).rows]
    assert list((tmp_path / "别处").glob("*.docx"))


def test_a_roster_without_a_unit_is_no_roster(tmp_path: Path) -> None:
    (tmp_path / "名单.txt").write_text("序号\n1\n", encoding="utf-8")
    with pytest.raises(UnusableFile) as refusal:
        read_roster(tmp_path / "名单.txt")
    assert str(refusal.value) == (
        "名单.txt：名单里没有找到单位。一行写一个单位全称；Excel 的列名写“单位全称”。"
    )


def test_a_report_changed_by_hand_is_named_beside_the_sum(
    county: Callable[..., Batch],
    tmp_path: Path,
    township: Report,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "结果"
    county({"a.xlsx": write_workbook(named(township, CLEAR))})
    (report,) = out.glob("*.docx")
    report.write_bytes(render_report(named(township, CLEAR, 5), REPORT_TEMPLATE))
    assert run(["aggregate", str(out), "-o", str(tmp_path / "县.xlsx"), "--unit", "青石县"]) == 0
    assert f"写好以后有人改过，加的是改过的数：{report.name}。" in capsys.readouterr().err


def test_a_note_is_answered_to_the_rosters_address(
    county: Callable[..., Batch], tmp_path: Path, township: Report
) -> None:
    county({"a.xlsx": write_workbook(broken(named(township, CLEAR)))})
    assert run(["mail", "--return", str(tmp_path / "结果" / "退回")]) == 0
    (draft,) = (tmp_path / "结果" / "退回").glob("*.eml")
    assert message_from_bytes(draft.read_bytes())["To"] == "qq@qs.gov.cn"
