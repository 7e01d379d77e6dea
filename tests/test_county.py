"""A county's folder: everything answered, nothing lost; totals that add up."""

import errno
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from converter.cli import run
from converter.console import show_progress
from converter.conversion import examine
from converter.county import settle
from converter.county.aggregate import aggregate
from converter.county.batch import Batch, BatchOptions, batch
from converter.county.collecting.collect import collect
from converter.county.kept.model import LedgerRow, RowState
from converter.county.kept.record import report_from_json, report_to_json, unpacked
from converter.county.outputs.return_notes import return_note
from converter.county.settle import in_roster_order
from converter.county.units.last_years import LastYear, LastYears
from converter.county.units.roster import Roster, RosterUnit, read_roster
from converter.errors import UnusableFile
from converter.findings import Finding
from converter.form.fields import FIELDS, Slot
from converter.form.report import TOTAL_SLOTS, Report, add_up
from converter.writing.word.render import render_report
from converter.writing.workbooks.workbook import write_workbook
from tests.filling import TEMPLATE
from tests.foreign import Habits, paragraph, web_page, word_report
from tests.hostile import ole
from tests.office import open_xml_errors
from tools.cases import ROOT

REPORT_TEMPLATE = (ROOT / "report_template.docx").read_bytes()
SUFFIX = "2022年政府信息公开工作年度报告.docx"


NOTHING_RECEIVED = "全年未收到政府信息公开申请，也没有上年结转的申请。"


def named(report: Report, unit: str, received: int = 0) -> Report:
    """Return the township's report for another unit, with some requests received and granted."""
    cells = [
        Slot(name, position)
        for name in ("t3_new_received", "t3_granted", "t3_total")
        for position in (0, 6)
    ]
    overview = tuple(
        paragraph.replace("孙家沟镇人民政府", unit).replace(NOTHING_RECEIVED, "申请都已答复。")
        for paragraph in report.overview
    )
    return replace(
        report.with_figures(dict.fromkeys(cells, received)), unit_name=unit, overview=overview
    )


def broken(report: Report) -> Report:
    return report.with_figures({Slot("t3_carried_out", 0): 1})


def run_batch(folder: Path, output: Path, **options: object) -> Batch:
    chosen = BatchOptions(folder, output, **options)  # type: ignore[arg-type]
    # threads do the same work without the cost of processes
    with ThreadPoolExecutor(2) as executor:
        return batch(chosen, lambda *_: None, executor)


def states(done: Batch) -> dict[str, RowState]:
    return {row.label or row.unit: row.state for row in done.rows}


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "收件"
    folder.mkdir()
    return folder


def mail(*attachments: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["Subject"] = "年报"
    message.set_content("请查收。")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="章.png")
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


@pytest.mark.slow
def test_a_folder_of_sixty_mixed_files(
    inbox: Path, tmp_path: Path, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    units = [f"甲县第{number}镇人民政府" for number in range(1, 61)]
    habits = (Habits(), Habits(merge="repeated"), Habits(table2_in_four=True))
    for number, unit in enumerate(units[:56], start=1):
        report = named(township, unit, number)
        if number in (1, 5, 17, 40):
            report = broken(report)
        if number % 2:
            (inbox / f"{number:02}.xlsx").write_bytes(write_workbook(report))
        else:
            data = word_report(report, habits[number % 3])
            (inbox / f"{number:02}.docx").write_bytes(data)
    (inbox / "57.eml").write_bytes(
        mail(("五十七镇年报.docx", render_report(named(township, units[56]), REPORT_TEMPLATE)))
    )
    with zipfile.ZipFile(inbox / "58.zip", "w") as archive:
        archive.writestr("58/报告.xlsx", write_workbook(named(township, units[57])))
    (inbox / "坏的.xlsx").write_bytes(TEMPLATE.read_bytes()[:9000])
    (inbox / "加密.xlsx").write_bytes(ole("EncryptedPackage"))
    (inbox / "01改.xlsx").write_bytes(write_workbook(named(township, units[0], 99)))
    roster = tmp_path / "名单.txt"
    roster.write_text("\n".join(units[:59]), encoding="gbk")
    out = tmp_path / "结果"

    assert run(["batch", str(inbox), "-o", str(out), "--roster", str(roster), "--jobs", "2"]) == 1
    said = capsys.readouterr()
    assert said.out == f"{out / '汇总.xlsx'}\n"
    assert "缺报：甲县第59镇人民政府：名单上有，没有收到。" in said.err
    assert "不能读取：加密.xlsx：文件加了打开密码。请打开后去掉密码，保存后再试。" in said.err
    assert "同一单位收到 2 份，采用了 01改.xlsx" in said.err

    written = {path.name for path in out.glob("*.docx")}
    assert written == {
        f"{unit}{SUFFIX}" for number, unit in enumerate(units[:58], 1) if number not in (5, 17, 40)
    }
    notes = {path.name for path in (out / "退回").iterdir()}
    assert notes == {
        f"甲县第{number}镇人民政府{end}"
        for number, kind in ((5, "xlsx"), (17, "xlsx"), (40, "docx"))
        for end in ("退回修改通知.docx", f"2022年政府信息公开工作年度报告（批注）.{kind}")
    }
    first = docx.Document(str(out / f"{units[0]}{SUFFIX}"))
    assert first.tables[1].rows[3].cells[3].text == "99"

    book = openpyxl.load_workbook(out / "汇总.xlsx")
    assert book.sheetnames == ["台账", "汇总表", "问题清单", "图表", "轮次"]
    lines = {row[3]: row for row in book["台账"].iter_rows(min_row=2, values_only=True)}
    assert lines["05.xlsx"][1:9] == (
        *(units[4], "2022", "05.xlsx", "有错误，退回", 1, 1, 0, "打开退回通知"),
    )
    assert lines["57.eml → 五十七镇年报.docx"][4] == "已转换"
    assert lines["58.zip → 58/报告.xlsx"][4] == "已转换"
    assert book["台账"]["I4"].hyperlink.target == f"{units[1]}{SUFFIX}"
    problems = list(book["问题清单"].iter_rows(min_row=2, values_only=True))
    assert {row[0] for row in problems if row[2] == "错误"} == {units[4], units[16], units[39]}
    assert len(book["图表"]._charts) == 2
    for chart in book["图表"]._charts:
        # what a chart shows before its cells are computed
        shown = chart.series[0].cat.strRef, chart.series[0].val.numRef
        labels, values = (book["图表"][one.f.partition("!")[2].replace("$", "")] for one in shown)
        assert [one.v for one in shown[0].strCache.pt] == [cell.value for (cell,) in labels]
        assert [int(one.v) for one in shown[1].numCache.pt] == [cell.value for (cell,) in values]
    totals = list(book["汇总表"].iter_rows(values_only=True))
    (received,) = [row for row in totals if row[0] == "一、本年新收政府信息公开申请数量"]
    assert received[9] == sum(range(1, 57)) - 1 + 99


@pytest.mark.ooxml
def test_the_open_xml_sdk_finds_nothing(inbox: Path, tmp_path: Path, township: Report) -> None:
    out, past = tmp_path / "结果", tmp_path / "上年"
    past.mkdir()
    (inbox / "a.xlsx").write_bytes(write_workbook(named(township, "甲镇", 5)))
    (inbox / "b.xlsx").write_bytes(write_workbook(broken(named(township, "乙镇", 3))))
    (inbox / "c.xlsx").write_bytes(b"PK")
    last = replace(named(township, "甲镇"), report_year=2021)
    (past / "甲镇.xlsx").write_bytes(write_workbook(last))
    run_batch(inbox, out, previous_folder=past)
    assert len(openpyxl.load_workbook(out / "汇总.xlsx")["图表"]._charts) == 3
    assert open_xml_errors(out / "汇总.xlsx") == []
    assert open_xml_errors(out / "退回" / "乙镇退回修改通知.docx") == []


def test_running_again_does_only_what_changed(
    inbox: Path, tmp_path: Path, township: Report
) -> None:
    out = tmp_path / "结果"
    for number in range(3):
        (inbox / f"{number}.xlsx").write_bytes(write_workbook(named(township, f"第{number}镇")))
    first = run_batch(inbox, out)
    assert [row.fresh for row in first.rows] == [True] * 3
    reports = {path: path.stat().st_mtime_ns for path in out.glob("*.docx")}
    (inbox / "1.xlsx").write_bytes(write_workbook(named(township, "第1镇", 4)))
    second = run_batch(inbox, out)
    assert [row.fresh for row in second.rows] == [False, True, False]
    assert set(states(second).values()) == {RowState.CONVERTED}
    changed = [path.name for path, at in reports.items() if path.stat().st_mtime_ns != at]
    assert changed == [f"第1镇{SUFFIX}"]
    assert all(row.fresh for row in run_batch(inbox, out, force=True).rows)


def test_a_report_that_somebody_changed_is_kept(
    inbox: Path, tmp_path: Path, township: Report
) -> None:
    out = tmp_path / "结果"
    (inbox / "a.xlsx").write_bytes(write_workbook(named(township, "甲镇")))
    run_batch(inbox, out)
    report = out / f"甲镇{SUFFIX}"
    report.write_bytes(b"changed by hand")
    (inbox / "a.xlsx").write_bytes(write_workbook(named(township, "甲镇", 2)))
    (row,) = run_batch(inbox, out).rows
    assert row.state is RowState.CANNOT_WRITE
    assert row.remark == (
        f"{report}：这个文件不是这次收到的内容写的，或者有人改过，已保留。"
        "要换成新的，先把它改名或删掉，再汇总一次。"
    )
    assert report.read_bytes() == b"changed by hand"
    (again,) = run_batch(inbox, out).rows
    assert again.state is RowState.CANNOT_WRITE
    report.unlink()
    assert states(run_batch(inbox, out)) == {"a.xlsx": RowState.CONVERTED}


def test_outputs_of_a_run_that_was_killed_before_it_remembered_them(
    inbox: Path, tmp_path: Path, township: Report
) -> None:
    out, memory = tmp_path / "结果", tmp_path / "结果" / ".nianbao.json"
    (inbox / "a.xlsx").write_bytes(write_workbook(named(township, "甲镇")))
    run_batch(inbox, out)
    memory.unlink()
    (out / "退回").mkdir()
    left = (out / ".nianbao-a.tmp", out / "退回" / ".nianbao-b.tmp")
    for one in left:
        one.write_bytes(b"x")
        os.utime(one, (0, 0))
    assert states(run_batch(inbox, out)) == {"a.xlsx": RowState.CONVERTED}
    assert not any(one.exists() for one in left)
    assert [one.name for one in out.glob("汇总*")] == ["汇总.xlsx"]
    memory.unlink()
    report = out / f"甲镇{SUFFIX}"
    older = report.read_bytes()
    (inbox / "a.xlsx").write_bytes(write_workbook(named(township, "甲镇", 2)))
    (row,) = run_batch(inbox, out).rows
    assert (row.state, report.read_bytes()) == (RowState.CANNOT_WRITE, older)
    assert f"{report}：这个文件不是这次收到的内容写的" in row.remark


def test_an_edit_of_an_output_holds_while_its_source_does(
    inbox: Path, tmp_path: Path, township: Report
) -> None:
    out = tmp_path / "结果"
    (inbox / "a.xlsx").write_bytes(write_workbook(named(township, "甲镇")))
    (inbox / "b.xlsx").write_bytes(write_workbook(named(replace(township, problems=()), "乙镇")))
    run_batch(inbox, out)
    edited = (out / f"甲镇{SUFFIX}", out / "退回" / "乙镇退回修改通知.docx")
    for file in edited:
        file.write_bytes(b"changed by hand")
    rows = run_batch(inbox, out).rows
    assert [row.state for row in rows] == [RowState.CONVERTED, RowState.RETURNED]
    assert tuple(row.output for row in rows) == edited
    assert {row.remark for row in rows} == {"这个文件有人改过，已保留。"}
    assert {file.read_bytes() for file in edited} == {b"changed by hand"}


def test_last_years_report_sent_again_is_no_report_of_this_year(
    inbox: Path, tmp_path: Path, township: Report
) -> None:
    for name in ("甲镇", "乙镇", "丁镇"):
        (inbox / f"{name}.xlsx").write_bytes(write_workbook(named(township, name)))
    stale = replace(named(township, "丙镇"), report_year=2021)
    (inbox / "丙镇.xlsx").write_bytes(write_workbook(stale))
    # it has sent this year's as well
    stale = replace(named(township, "乙镇"), report_year=2021)
    (inbox / "乙镇去年.xlsx").write_bytes(write_workbook(stale))
    done = run_batch(inbox, tmp_path / "结果")
    assert states(done)["丙镇.xlsx"] is RowState.OTHER_YEAR
    assert [(row.remark, row.output) for row in done.rows if row.label == "乙镇去年.xlsx"] == [
        ("报告是 2021 年度的，没有采用；这个单位 2022 年度的另有一份。", None)
    ]
    (row,) = [row for row in done.rows if row.unit == "丙镇"]
    assert row.remark == (
        "报告是 2021 年度的，这次收的是 2022 年度的。请报 2022 年度的报告；没有发错文件的，改正年度。"
    )
    assert done.needs_attention
    assert not (tmp_path / "结果" / "丙镇2021年政府信息公开工作年度报告.docx").exists()
    totals = openpyxl.load_workbook(tmp_path / "结果" / "汇总.xlsx")["汇总表"]
    assert totals["A1"].value == "3 个单位的报告汇总"


def test_where_half_are_of_a_year_no_year_is_the_usual_one(
    inbox: Path, tmp_path: Path, township: Report
) -> None:
    (inbox / "甲镇.xlsx").write_bytes(write_workbook(named(township, "甲镇")))
    earlier = replace(named(township, "乙镇"), report_year=2021)
    (inbox / "乙镇.xlsx").write_bytes(write_workbook(earlier))
    assert set(states(run_batch(inbox, tmp_path / "结果")).values()) == {RowState.CONVERTED}


def test_a_note_asks_for_a_reason_only_where_one_is_taken(township: Report) -> None:
    balance, carry, year = (
        Finding(code, "不符。") for code in ("T3-BALANCE", "T3-CARRY", "TEXT-YEAR")
    )
    asked = "数字无误、确有原因的，请在填报表“校验”的“情况说明”里写明。"
    closings = [
        return_note(township.unit_name, 2022, found, None)["closing"]
        for found in ([balance], [balance, carry], [year])
    ]
    assert closings == [
        "请逐条改正后重新报送。",
        f"请逐条改正后重新报送。{asked}",
        "请核对后重新报送。",
    ]


@pytest.mark.parametrize(
    ("errors", "said"),
    [
        ("ab", "上次指出的 2 处都没有改正。"),
        ("a", "上次指出的问题已改正 1 处，仍有 1 处没有改正。"),
        ("ac", "上次指出的问题已改正 1 处，仍有 1 处没有改正，另发现 1 处。"),
        ("c", "上次指出的 2 处都已改正，另发现 1 处。"),
        ("abc", "上次指出的 2 处都没有改正，另发现 1 处。"),
    ],
)
def test_a_second_note_says_what_became_of_the_first(errors: str, said: str) -> None:
    names = {"a": "t2_permits", "b": "t2_penalties", "c": "t2_coercions"}
    found = [Finding("VALUE-MISSING", "未填。", names[one]) for one in errors]
    before = frozenset({"VALUE-MISSING t2_permits 0", "VALUE-MISSING t2_penalties 0"})
    opening = return_note("甲镇", 2022, found, before)["opening"]
    assert opening == f"你单位报送的2022年政府信息公开工作年度报告已收到，{said}"


def test_a_folder_stands_for_its_reports(
    tmp_path: Path, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "收件结果"
    (folder / "退回").mkdir(parents=True)
    for name in ("甲镇.xlsx", "乙镇.xlsx"):
        (folder / name).write_bytes(write_workbook(named(township, name[:2], 3)))
    page = web_page(named(township, "丙镇", 3)).encode()
    (folder / "丙镇.html").write_bytes(page)
    for name in ("~$甲镇.xlsx", "汇总.xlsx", "汇总（2）.xlsx", "退回/通知.docx", "说明.txt"):
        (folder / name).write_bytes(b"no report")
    for name in ("index.html", "甲镇.pdf", "来信.eml", "汇总-丁镇.xlsx"):
        (folder / name).write_bytes(b"print of a report, or none")
    target = tmp_path / "全县.xlsx"
    assert run(["aggregate", str(folder), "--unit", "甲县人民政府", "-o", str(target)]) == 0
    assert capsys.readouterr().err == (
        "“收件结果”里没有读取的：来信.eml、汇总-丁镇.xlsx、甲镇.pdf。\n3 份报告已汇总：\n"
    )
    assert examine(target).report.figure(Slot("t3_granted", 6)) == 9
    empty = tmp_path / "空"
    empty.mkdir()
    assert run(["aggregate", str(empty), "--unit", "甲县人民政府", "-o", str(target)]) == 2
    assert capsys.readouterr().err == f"{empty}：里面没有填报表，也没有 Word 报告、网页或 PDF。\n"


def test_a_batch_says_what_it_was_held_against(
    inbox: Path, tmp_path: Path, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    (inbox / "甲镇.xlsx").write_bytes(write_workbook(named(township, "甲镇")))
    command = ["batch", str(inbox), "-o", str(tmp_path / "结果")]
    assert run(command) == 0
    said = capsys.readouterr().err
    assert (
        "没有名单，不知道缺谁。\n没有上年的文件，填报表里填了上年数据的才核对结转和存量。\n" in said
    )
    last, roster = tmp_path / "上年", tmp_path / "名单.txt"
    last.mkdir()
    (last / "甲镇.xlsx").write_bytes(
        write_workbook(replace(named(township, "甲镇"), report_year=2021))
    )
    (last / "坏.xlsx").write_bytes(b"PK")
    roster.write_text("甲镇\n乙镇", encoding="utf-8")
    assert run([*command, "--roster", str(roster), "--previous-dir", str(last)]) == 1
    said = capsys.readouterr().err
    assert "名单：名单.txt，2 个单位。\n上年：上年，1 份能用。\n上年的文件不能用：坏.xlsx：" in said


def test_an_output_is_what_its_file_says(inbox: Path, tmp_path: Path, township: Report) -> None:
    out = tmp_path / "结果"
    one, two = named(township, "甲镇", 1), named(township, "甲镇", 2)
    later = replace(two, report_date=township.report_date.replace(day=30))  # type: ignore[union-attr]
    (inbox / "a.xlsx").write_bytes(write_workbook(one))
    run_batch(inbox, out)
    (inbox / "b.xlsx").write_bytes(write_workbook(later))
    run_batch(inbox, out)
    (inbox / "b.xlsx").unlink()
    run_batch(inbox, out)
    printed = docx.Document(str(out / f"甲镇{SUFFIX}"))
    assert printed.tables[1].rows[3].cells[3].text == "1"
    (inbox / "a.xlsx").write_bytes(write_workbook(broken(one)))
    run_batch(inbox, out)
    assert not list(out.glob("甲镇*.docx"))


def test_of_one_day_the_workbook_counts_before_its_own_report(
    inbox: Path, tmp_path: Path, township: Report
) -> None:
    report = named(township, "甲镇").with_figures({Slot("prev_t3_carried_out", 0): 2})
    explained = replace(report, reasons={"T3-CARRY-1": "已并案"})
    (inbox / "a.xlsx").write_bytes(write_workbook(explained))
    (inbox / "b.docx").write_bytes(render_report(explained, REPORT_TEMPLATE))
    done = run_batch(inbox, tmp_path / "结果")
    assert states(done) == {"a.xlsx": RowState.CONVERTED, "b.docx": RowState.REPLACED}


def test_last_years_folder_shows_what_jumped(inbox: Path, tmp_path: Path, township: Report) -> None:
    report = named(township, "甲镇").with_figures({Slot("t2_licensing"): 4000})
    (inbox / "a.docx").write_bytes(word_report(report, Habits()))
    past = tmp_path / "上年"
    past.mkdir()
    last = replace(report, report_year=2021).with_figures({Slot("t2_licensing"): 40})
    (past / "a.xlsx").write_bytes(write_workbook(last))
    (row,) = run_batch(inbox, tmp_path / "结果", previous_folder=past).rows
    assert row.state == RowState.CONVERTED
    told = [one for one in row.findings if one.code == "YEAR-JUMP"]
    assert [one.what for one in told] == [
        "本年 4000 件，上年 40 件，超过上年的十倍。"
        "请核对；确有原因（如职权、管辖范围有变）的，在落款后面另起一行写“情况说明：……”。"
    ]


def test_what_is_not_taken_over_is_said_in_the_ledger(
    inbox: Path, tmp_path: Path, township: Report
) -> None:
    habits = Habits(wrap=lambda body: body + paragraph("抄送：县政府办"))
    (inbox / "a.docx").write_bytes(word_report(named(township, "甲镇"), habits))
    for fresh in (True, False):
        (row,) = run_batch(inbox, tmp_path / "结果").rows
        assert (row.state, row.fresh) == (RowState.CONVERTED, fresh)
        assert row.remark == "落款后面有 1 段文字不会带到新报告里：“抄送：县政府办”。"


def test_the_state_file_keeps_its_keys(inbox: Path, tmp_path: Path, township: Report) -> None:
    (inbox / "a.xlsx").write_bytes(write_workbook(broken(township)))
    run_batch(inbox, tmp_path / "结果")
    state = json.loads((tmp_path / "结果" / ".nianbao.json").read_text(encoding="utf-8"))
    assert list(state) == [
        "version",
        *("works", "outputs", "made_from", "came_from", "units", "replies", "ledger"),
        *("office", "due", "letters", "rounds"),
    ]
    (result,), (unit,), (reply,) = (state[key].values() for key in ("works", "units", "replies"))
    assert [one.name for one in fields(unpacked(result))] == [
        *("key", "digest", "saved", "signed", "is_workbook", "notes", "report", "findings"),
        "has_copy",
    ]
    assert list(unit) == ["digest", "found", "before"]
    assert list(reply) == ["unit", "year", "opening", "to", "annotated"]


def mailed(day: int, name: str, data: bytes, sender: str = "") -> bytes:
    """Return a saved mail of a day in January 2023 with an attachment."""
    message = message_from_bytes(mail((name, data)), policy=default)
    message["Date"] = f"{day} Jan 2023 09:00:00 +0800"
    if sender:
        message["From"] = sender
    return message.as_bytes()


def test_of_two_files_that_differ_the_one_sent_last_counts(
    inbox: Path, tmp_path: Path, township: Report
) -> None:
    for day, granted in ((7, 1), (6, 2)):
        data = write_workbook(named(township, "甲镇", granted))
        (inbox / f"{granted}.eml").write_bytes(mailed(day, "年报.xlsx", data))
    done = run_batch(inbox, tmp_path / "结果")
    assert states(done) == {
        "1.eml → 年报.xlsx": RowState.CONVERTED,
        "2.eml → 年报.xlsx": RowState.REPLACED,
        "1.eml → 章.png": RowState.ASIDE,
        "2.eml → 章.png": RowState.ASIDE,
    }


def test_where_nothing_says_which_of_two_files_counts_the_county_chooses(
    inbox: Path, tmp_path: Path, township: Report
) -> None:
    for name, granted in (("a.xlsx", 1), ("b.xlsx", 2)):
        (inbox / name).write_bytes(write_workbook(named(township, "甲镇", granted)))
    out = tmp_path / "结果"
    done = run_batch(inbox, out)
    assert states(done) == {"a.xlsx": RowState.TO_CHOOSE, "b.xlsx": RowState.TO_CHOOSE}
    assert done.rows[0].remark == (
        "同一单位收到 2 份，来信时间、保存时间都分不出先后（另有 b.xlsx），数字不同："
        "本年新收政府信息公开申请数量，自然人 1（另一份 2）；"
        "本年新收政府信息公开申请数量，总计 1（另一份 2）；"
        "予以公开，自然人 1（另一份 2）；予以公开，总计 1（另一份 2）；"
        "办理结果总计，自然人 1（另一份 2）等 6 处。请把不用的移出收件文件夹，再汇总一次。"
    )
    assert not list(out.rglob("*.docx"))
    (inbox / "a.xlsx").unlink()
    assert states(run_batch(inbox, out)) == {"b.xlsx": RowState.CONVERTED}


def test_a_figure_is_the_same_however_it_is_written(township: Report) -> None:
    half, again, more = (
        township.with_figures({Slot("t2_fees", 0): Decimal(figure)})
        for figure in ("0.5", "0.50", "0.51")
    )
    assert settle._content(half) == settle._content(again) != settle._content(more)


@pytest.mark.parametrize(
    ("granted", "what"),
    [((1, 1, 2), "内容不同"), ((1, 2, 2), "数字不同：予以公开，自然人 1（另一份 2）")],
)
def test_a_row_names_some_of_very_many_other_files(
    inbox: Path,
    tmp_path: Path,
    township: Report,
    monkeypatch: pytest.MonkeyPatch,
    granted: tuple[int, int, int],
    what: str,
) -> None:
    monkeypatch.setattr(settle, "_MOST_NAMED", 1)
    monkeypatch.setattr(settle, "_PRINTED", [Slot("t3_granted", 0)])
    for name, figure in zip("abc", granted, strict=True):
        (inbox / f"{name}.xlsx").write_bytes(write_workbook(named(township, "甲镇", figure)))
    assert run_batch(inbox, tmp_path / "结果").rows[0].remark == (
        f"同一单位收到 3 份，来信时间、保存时间都分不出先后（另有 b.xlsx等 2 份），{what}。"
        "请把不用的移出收件文件夹，再汇总一次。"
    )


@pytest.mark.parametrize(("output", "previous"), [("收件", None), (".", None), ("结果", ".")])
def test_folders_that_hold_one_another_are_refused(
    inbox: Path, tmp_path: Path, township: Report, output: str, previous: str | None
) -> None:
    (inbox / "a.xlsx").write_bytes(write_workbook(township))
    folder = tmp_path / previous if previous else None
    with pytest.raises(UnusableFile, match="不能就是收件文件夹"):
        run_batch(inbox, tmp_path / output, previous_folder=folder)


def test_an_empty_folder_is_told(inbox: Path, tmp_path: Path) -> None:
    assert run(["batch", str(inbox), "-o", str(tmp_path / "结果")]) == 2


def test_last_year_is_the_year_before(inbox: Path, tmp_path: Path, township: Report) -> None:
    past = tmp_path / "往年"
    past.mkdir()
    carried = {Slot("t3_carried_out", 0): 2, Slot("t3_carried_out", 6): 2}
    for year, figures in ((2021, {}), (2019, carried)):
        report = replace(named(township, "甲镇").with_figures(figures), report_year=year)
        (past / f"甲镇{year}.docx").write_bytes(word_report(report))
    (inbox / "a.xlsx").write_bytes(write_workbook(named(township, "甲镇")))
    (inbox / "b.xlsx").write_bytes(write_workbook(named(township, "乙镇")))
    # figures of last year that the clerk filled in are checked without last year's file
    filled = {Slot("prev_t3_carried_out", 0): 0}
    half = named(township, "丙镇").with_figures(filled)
    (inbox / "c.xlsx").write_bytes(write_workbook(half))
    stocks = {Slot(name): 0 for name in ("prev_rules_in_force", "prev_normative_in_force")}
    both = named(township, "丁镇").with_figures({**filled, **stocks})
    (inbox / "d.xlsx").write_bytes(write_workbook(both))
    done = run_batch(inbox, tmp_path / "结果", previous_folder=past)
    assert [(row.unit, row.remark) for row in done.rows] == [
        ("甲镇", ""),
        ("乙镇", "没有找到上年度的报告，没有核对结转和存量。"),
        ("丙镇", "没有找到上年度的报告，没有核对存量。"),
        ("丁镇", ""),
    ]


def test_units_of_last_year_that_nobody_goes_by_now_are_named(
    inbox: Path, tmp_path: Path, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    past = tmp_path / "上年"
    past.mkdir()
    for unit in ("甲县水利局", "甲县林业局"):
        report = replace(named(township, unit), report_year=2021)
        (past / f"{unit}.docx").write_bytes(word_report(report))
    (inbox / "a.docx").write_bytes(word_report(named(township, "甲县林业局")))
    (inbox / "b.docx").write_bytes(word_report(named(township, "甲县水务局")))
    command = ["batch", str(inbox), "-o", str(tmp_path / "结果"), "--jobs", "1"]
    assert run([*command, "--previous-dir", str(past)]) == 0
    assert (
        "上年的文件里有 1 个单位，今年的名称对不上：甲县水利局。"
        "改了名称、写了简称的，在名单里写上曾用名、简称，再汇总一次。"
    ) in capsys.readouterr().err


def test_a_unit_that_has_not_reported_is_none_whose_name_changed(township: Report) -> None:
    roster = Roster([RosterUnit("甲县水务局", ("甲县水利局",)), RosterUnit("甲县林业局")])
    for units, told in ((Roster(), ["甲县水利局"]), (roster, [])):
        last_years = LastYears(units)
        for unit in ("甲县水利局", "甲县林业局"):
            last_years.add(LastYear.of(named(township, unit)))
        assert last_years.of_no_unit(["甲县林业局"], ["甲县林业局"]) == []
        both = ["甲县林业局", "甲县水务局"]
        assert last_years.of_no_unit(both, both) == told


def test_a_link_to_itself_stops_nothing(inbox: Path, tmp_path: Path, township: Report) -> None:
    (inbox / "a.xlsx").write_bytes(write_workbook(township))
    (inbox / "z.xlsx").symlink_to(inbox / "z.xlsx")
    out = tmp_path / "结果"
    out.mkdir()
    (out / ".nianbao.json").write_text('{"works": [], "outputs": 1, "units": 2, "made_from": 3}')
    assert states(run_batch(inbox, out))["a.xlsx"] is RowState.CONVERTED


def test_a_ledger_that_somebody_worked_in_is_kept(
    inbox: Path, tmp_path: Path, township: Report
) -> None:
    out = tmp_path / "结果"
    (inbox / "a.xlsx").write_bytes(write_workbook(named(township, "甲镇")))
    run_batch(inbox, out)
    assert run_batch(inbox, out).ledger == out / "汇总.xlsx"
    (out / "汇总.xlsx").write_bytes(b"with notes")
    assert run_batch(inbox, out).ledger == out / "汇总（2）.xlsx"
    assert (out / "汇总.xlsx").read_bytes() == b"with notes"


def note_text(out: Path, unit: str) -> list[str]:
    document = docx.Document(str(out / "退回" / f"{unit}退回修改通知.docx"))
    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return texts + ["｜".join(row) for row in cells]


def test_a_note_says_what_is_open_and_what_is_new_when_a_unit_comes_again(
    inbox: Path, tmp_path: Path, township: Report
) -> None:
    out = tmp_path / "结果"
    report = named(township, "甲镇")
    first = report.with_figures({Slot("t4_review", 0): -1, Slot("t2_licensing"): None})
    (inbox / "a.xlsx").write_bytes(write_workbook(first))
    run_batch(inbox, out)
    assert note_text(out, "甲镇") == [
        "退回修改通知",
        "甲镇：",
        "你单位报送的2022年政府信息公开工作年度报告已收到，核对发现 2 处需要修改。",
        "需要修改的",
        "请逐条改正后重新报送。",
        "序号｜位置｜问题和改法",
        "1｜「二、主动公开」B11（行政许可）｜未填。没有就填 0。",
        "2｜「四、复议诉讼」A8（行政复议，结果维持）｜现填 -1，小于 0。请核对后重填。",
    ]
    second = report.with_figures({Slot("t4_review", 0): -1, Slot("t2_penalties"): None})
    (inbox / "a.xlsx").write_bytes(write_workbook(second))
    run_batch(inbox, out)
    again = [
        "退回修改通知",
        "甲镇：",
        "你单位报送的2022年政府信息公开工作年度报告已收到，上次指出的问题已改正 1 处，"
        "仍有 1 处没有改正，另发现 1 处。",
        "上次已经指出、仍未改正的",
        "这次新发现的",
        "请逐条改正后重新报送。",
        "序号｜位置｜问题和改法",
        "1｜「四、复议诉讼」A8（行政复议，结果维持）｜现填 -1，小于 0。请核对后重填。",
        "序号｜位置｜问题和改法",
        "1｜「二、主动公开」B14（行政处罚）｜未填。没有就填 0。",
    ]
    assert note_text(out, "甲镇") == again
    run_batch(inbox, out)  # nothing new came
    assert note_text(out, "甲镇") == again
    for _ in range(2):  # written anew, and what was found in this very file is not "last time"
        run_batch(inbox, out, force=True)
        assert note_text(out, "甲镇") == again
    (inbox / "a.xlsx").write_bytes(write_workbook(report))
    run_batch(inbox, out)
    assert list((out / "退回").iterdir()) == []
    assert (out / f"甲镇{SUFFIX}").exists()


def test_last_years_reports_are_found_by_the_units_name(
    inbox: Path, tmp_path: Path, township: Report
) -> None:
    past = tmp_path / "去年"
    past.mkdir()
    last = replace(named(township, "甲镇"), report_year=2021)
    last = last.with_figures({Slot("t3_carried_out", 0): 2, Slot("t3_carried_out", 6): 2})
    (past / "随便.docx").write_bytes(word_report(last))
    (inbox / "a.xlsx").write_bytes(write_workbook(named(township, "甲镇")))
    (inbox / "b.xlsx").write_bytes(write_workbook(named(township, "乙镇")))
    done = run_batch(inbox, tmp_path / "结果", previous_folder=past)
    assert states(done) == {"a.xlsx": RowState.RETURNED, "b.xlsx": RowState.CONVERTED}
    assert {one.code for row in done.rows for one in row.findings} == {
        "T3-CARRY",
        "TEXT-COPY",
        "TEXT-UNIT",  # 甲镇 is no full name
    }
    assert len(openpyxl.load_workbook(tmp_path / "结果" / "汇总.xlsx")["图表"]._charts) == 3


def test_progress_names_a_total_when_there_is_one(
    inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inbox / "一.txt").write_bytes(b"x")
    with zipfile.ZipFile(inbox / "二.zip", "w") as archive:
        archive.writestr("甲.png", b"x")
        archive.writestr("乙.txt", b"x")
    (inbox / "六.xlsx").write_bytes(TEMPLATE.read_bytes())
    with show_progress() as progress, ThreadPoolExecutor(1) as executor:
        batch(BatchOptions(inbox, tmp_path / "结果"), progress, executor)
    assert capsys.readouterr().err.splitlines() == [
        "第 1 份 一.txt",
        "第 2 份 二.zip → 甲.png",
        "第 3 份 二.zip → 乙.txt",
        "4/4 六.xlsx",
    ]


PRESSED = """
import os, signal, sys
from converter.cli import run
from converter.county import batch as county
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started the tests may ignore it
batch = county.batch
def pressed(options, progress):
    def told(done, of, name):
        progress(done, of, name)
        if done == 4:
            os.kill(os.getpid(), signal.SIGINT)
    return batch(options, told)
county.batch = pressed
sys.exit(run(sys.argv[1:]))
"""
"""The program with Ctrl-C pressed after the fourth file."""


def test_ctrl_c_leaves_whole_files_and_says_so(
    inbox: Path, tmp_path: Path, township: Report
) -> None:
    for number in range(10):
        (inbox / f"{number}.xlsx").write_bytes(write_workbook(named(township, f"第{number}镇")))
    out = tmp_path / "结果"
    words = ["batch", str(inbox), "-o", str(out), "--jobs", "1"]
    done = subprocess.run(
        [sys.executable, "-c", PRESSED, *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 130
    assert done.stderr.startswith("1/10")
    assert done.stderr.endswith(
        "已中断，没有写报告和台账。处理过的已经记下，再运行一次，接着做完。\n"
    )
    assert "Traceback" not in done.stderr
    assert [path.name for path in out.iterdir()] == [".nianbao.json"]


def test_a_fault_of_ours_in_one_file_names_it(
    inbox: Path, tmp_path: Path, township: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(file: object, *_: object) -> None:
        raise RecursionError(str(file))

    (inbox / "a.xlsx").write_bytes(write_workbook(named(township, "甲镇")))
    monkeypatch.setattr("converter.county.examine.examine_read", fail)
    (row,) = run_batch(inbox, tmp_path / "结果").rows
    assert (row.state, row.remark) == (
        RowState.UNREADABLE,
        "a.xlsx：读取时出错（RecursionError）。请核对文件。",
    )


def test_a_folder_that_does_not_open_is_told(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = inbox / "乙镇"
    closed.mkdir()
    scandir = os.scandir

    def refusing(path: str) -> Any:
        if Path(path) == closed:
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert [(item.label, item.refusal) for item in collect(inbox)] == [
        ("乙镇", "乙镇：这个文件夹打不开。请核对权限。")
    ]


def test_what_a_folder_holds(inbox: Path, township: Report) -> None:
    workbook = write_workbook(township)
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("说明.txt", "x")
        archive.writestr("年报.xlsx", workbook)
    (inbox / "下级").mkdir()
    (inbox / "下级" / "来信.eml").write_bytes(mail(("打包.zip", inner.getvalue())))
    (inbox / "~$a.xlsx").write_bytes(b"lock")
    (inbox / "图.jpg").write_bytes(b"x")
    (inbox / "空信.eml").write_bytes(mail())
    with zipfile.ZipFile(inbox / "老.zip", "w") as archive:
        archive.writestr("ABCD.xlsx", workbook)
    # Windows in China writes names in GBK without saying so
    data = (inbox / "老.zip").read_bytes()
    (inbox / "老.zip").write_bytes(data.replace(b"ABCD.xlsx", "年报.xlsx".encode("gbk")))
    found = {item.label: item.refusal for item in collect(inbox)}
    assert found["下级/来信.eml → 打包.zip → 年报.xlsx"] == ""
    forwarded = EmailMessage()
    forwarded.set_content("转发")
    forwarded.add_attachment(message_from_bytes(mail(("年报.xlsx", workbook)), policy=default))
    (inbox / "转发.eml").write_bytes(forwarded.as_bytes())
    assert [item.label for item in collect(inbox) if "转发" in item.label] == [
        "转发.eml → 章.png",
        "转发.eml → 年报.xlsx",
    ]
    assert found["空信.eml"] == ("空信.eml：邮件里没有报告，附件只是图片或文本。请向对方索要报告。")
    assert found["老.zip → 年报.xlsx"] == ""
    assert {label: said for label, said in found.items() if said.endswith("没有读取。")} == {
        "下级/来信.eml → 章.png": "图片，没有读取。",
        "下级/来信.eml → 打包.zip → 说明.txt": "文本文件，没有读取。",
        "图.jpg": "图片，没有读取。",
        "空信.eml → 章.png": "图片，没有读取。",
    }
    assert len(found) == 7


@pytest.mark.parametrize(
    ("name", "has_reported"),
    [
        ("甲县乙镇人民政府", True),
        (" 甲县 乙镇人民政府", True),
        ("乙镇", True),
        ("甲县", False),
        ("丁镇", False),
    ],
)
def test_a_rosters_name_means_a_unit(name: str, has_reported: bool) -> None:
    roster = Roster([RosterUnit("甲县乙镇人民政府"), RosterUnit("甲县丙镇人民政府", ("丙公社",))])
    assert bool(roster.listed(name)) is has_reported
    rows = [LedgerRow(roster.full_name(name), "", RowState.CONVERTED)]
    states = {row.unit: row.state for row in in_roster_order(rows, roster)}
    assert (states["甲县乙镇人民政府"] is RowState.MISSING) is not has_reported


def test_a_roster_is_a_text_or_a_workbook(tmp_path: Path) -> None:
    text = tmp_path / "名单.txt"
    text.write_text("\ufeff单位名称\n1、甲镇\n\n2. 乙镇\n甲镇\n# 备注\n", encoding="utf-8")
    assert read_roster(text).names == ("甲镇", "乙镇")
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (("应报单位名单",), ("序号", "单位名称"), ("一", "甲镇"), ("二", "乙镇")):
        book.active.append(row)
    book.save(tmp_path / "名单.xlsx")
    assert read_roster(tmp_path / "名单.xlsx").names == ("甲镇", "乙镇")


def test_what_is_remembered_is_the_same_report(city: Report) -> None:
    report = replace(city, reasons={"T3-CARRY-1": "漏报"}).with_figures(
        {Slot("t2_fees"): Decimal("0.100000")}
    )
    assert report_from_json(report_to_json(report)) == report


# ---------------------------------------------------------------- adding up


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., list[Path]]:
    def write(*reports: Report) -> list[Path]:
        paths = []
        for number, report in enumerate(reports):
            paths.append(tmp_path / f"{number}.xlsx")
            paths[-1].write_bytes(write_workbook(report))
        return paths

    return write


@pytest.mark.slow
def test_the_countys_workbook_of_sixty_units_converts_clean(
    tmp_path: Path,
    township: Report,
    files: Callable[..., list[Path]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    reports = []
    for number in range(60):
        report = named(township, f"第{number}镇人民政府", number)
        reports.append(
            report.with_figures(
                {
                    Slot("t2_fees"): Decimal("0.1"),
                    Slot("prev_t3_carried_out", 0): 0,
                    **{Slot("prev_t3_carried_out", position): 0 for position in range(1, 7)},
                }
            )
        )
    paths = files(*reports[:-1])
    paths.append(tmp_path / "末.docx")
    paths[-1].write_bytes(word_report(reports[-1]))
    county = tmp_path / "全县.xlsx"
    arguments = [*map(str, paths), "-o", str(county), "--unit", "甲县人民政府"]
    assert run(["aggregate", *arguments]) == 0
    assert capsys.readouterr().out == f"{county}\n"
    total = examine(county).report
    assert (total.unit_name, total.report_year) == ("甲县人民政府", 2022)
    assert total.row("t2_fees") == (6,)
    assert total.row("t3_new_received") == (sum(range(60)), 0, 0, 0, 0, 0, sum(range(60)))
    # one of them is a Word report and knows no last year
    assert total.row("prev_t3_carried_out") == (None,) * 7
    ready = replace(
        total,
        report_date=township.report_date,
        overview=township.overview,
        problems=township.problems,
    )
    county.write_bytes(write_workbook(ready))
    assert run(["convert", str(county)]) == 0


def test_a_total_with_a_blank_addend_is_blank(city: Report) -> None:
    report = city.with_figures({Slot("t3_granted", 0): None}).with_totals(TOTAL_SLOTS)
    blank = {cell for cell in TOTAL_SLOTS if report.figure(cell) is None}
    # the row's own total, the column's, and that of both
    assert blank == {Slot("t3_granted", 6), Slot("t3_total", 0), Slot("t3_total", 6)}


def test_last_years_figures_add_up_where_all_are_known(township: Report) -> None:
    one = township.with_figures({Slot("prev_rules_in_force"): 2, Slot("t2_fees"): Decimal("0.1")})
    two = township.with_figures({Slot("prev_rules_in_force"): 3, Slot("t2_fees"): Decimal("0.2")})
    assert add_up([one, two]).row("prev_rules_in_force") == (5,)
    assert add_up([one, two]).row("t2_fees") == (Decimal("0.3"),)
    zero = replace(township, t4_all_zero=True).with_figures({Slot("t4_review", 0): None})
    assert add_up([zero, one]).row("t4_review") == (0,) * 5
    assert set(add_up([one]).figures) == {name for name in FIELDS if FIELDS[name].is_number}


def test_what_does_not_go_together_is_refused_with_its_names(
    tmp_path: Path, township: Report, files: Callable[..., list[Path]]
) -> None:
    paths = files(
        named(township, "甲镇"),
        named(township, "甲镇"),
        replace(named(township, "乙镇"), report_year=2021),
        broken(named(township, "丙镇")),
    )
    county = tmp_path / "全县.xlsx"
    refused = aggregate(paths, "甲县", county, force=False)
    assert refused.output is None
    assert not county.exists()
    assert refused.objections == (
        "年度不一致（2022：0.xlsx、1.xlsx、3.xlsx；2021：2.xlsx）。",
        "同一单位“甲镇”有 2 份：0.xlsx、1.xlsx。",
        "3.xlsx 有 1 处错误，例如：「三、申请办理」D32（结转下年度继续办理，自然人）：自然人一列不平："
        "新收 0＋上年结转 0＝0，办理结果总计 0＋结转下年 1＝1，相差 1 件。四个数都可能有误，请逐个核对。",
    )
    forced = aggregate(paths, "甲县", county, force=True)
    assert forced.output == county
    guide = openpyxl.load_workbook(county)["填报说明"]
    said = [row[1] for row in guide.iter_rows(values_only=True) if row[1]]
    assert said[-4:] == ["由 4 份报告汇总：甲镇、甲镇、乙镇、丙镇。", *refused.objections]


@pytest.mark.parametrize(
    ("force", "status", "last", "exists"),
    [
        (
            False,
            2,
            "没有汇总。请先改正，读不出来的换成能读的；或加 --force，只把能读的加起来（问题会写在“填报说明”里）。",
            False,
        ),
        (True, 2, "1 份报告已汇总，不含读不出来的文件：", True),
    ],
    ids=["refused", "forced"],
)
def test_every_file_that_cannot_be_read_is_named_and_the_others_are_added(
    tmp_path: Path,
    township: Report,
    files: Callable[..., list[Path]],
    capsys: pytest.CaptureFixture[str],
    *,
    force: bool,
    status: int,
    last: str,
    exists: bool,
) -> None:
    (one,) = files(named(township, "甲镇"))
    for name in ("乙.docx", "丙.xlsx"):
        (one.parent / name).write_bytes(b"")
    (tmp_path / "空").mkdir()
    county = tmp_path / "全县.xlsx"
    more = ["--force"] if force else []
    given = [str(one.parent), str(tmp_path / "空"), str(tmp_path / "没有.xlsx")]
    assert run(["aggregate", *given, "-o", str(county), "--unit", "甲县", *more]) == status
    objections = [
        f"没有计入的文件，读不出来：{tmp_path / '空'}：里面没有填报表，也没有 Word 报告、网页或 PDF。",
        "没有计入的文件，读不出来：丙.xlsx：文件是空的。请重新保存或请对方重发。",
        "没有计入的文件，读不出来：乙.docx：文件是空的。请重新保存或请对方重发。",
        f"没有计入的文件，读不出来：{tmp_path / '没有.xlsx'}：找不到这个文件。请核对文件名和文件夹。",
    ]
    assert capsys.readouterr().err.splitlines() == [*objections, last]
    assert county.exists() == exists
    if exists:
        guide = openpyxl.load_workbook(county)["填报说明"]
        said = [row[1] for row in guide.iter_rows(values_only=True) if row[1]]
        assert said[-5:] == ["由 1 份报告汇总：甲镇。", *objections]


def test_a_folder_that_does_not_open_is_named_beside_what_is_added(
    tmp_path: Path,
    township: Report,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    good, closed = tmp_path / "甲", tmp_path / "乙"
    for folder in (good, closed):
        folder.mkdir()
    (good / "甲镇.xlsx").write_bytes(write_workbook(township))
    iterdir = Path.iterdir

    def refusing(path: Path) -> Any:
        if path == closed:
            raise PermissionError(errno.EACCES, "Permission denied")
        return iterdir(path)

    monkeypatch.setattr(Path, "iterdir", refusing)
    target = ["--unit", "青石县", "-o", str(tmp_path / "全县.xlsx"), "--force"]
    assert run(["aggregate", str(good), str(closed), *target]) == 2
    assert capsys.readouterr().err.splitlines() == [
        f"没有计入的文件，读不出来：{closed}：这个文件夹打不开（没有权限，或正被其他程序占用）。"
        "请关闭打开它的程序，或换个文件夹。",
        "1 份报告已汇总，不含读不出来的文件：",
    ]


def test_of_nothing_there_is_no_sum(tmp_path: Path) -> None:
    (tmp_path / "乙.docx").write_bytes(b"")
    with pytest.raises(UnusableFile) as refusal:
        aggregate([tmp_path], "甲县", tmp_path / "全县.xlsx", force=True)
    assert str(refusal.value) == "乙.docx：文件是空的。请重新保存或请对方重发。"


def test_the_names_of_thousands_of_reports_all_stand_in_the_totals(
    tmp_path: Path, township: Report
) -> None:
    names = [f"安宁市第{number:04}号某某街道办事处" for number in range(3000)]
    county = tmp_path / "全市.xlsx"
    county.write_bytes(write_workbook(township, (f"汇总：{'、'.join(names)}。",)))
    guide = openpyxl.load_workbook(county)["填报说明"]
    rows = [row[1] for row in guide.iter_rows(values_only=True)]
    said = "".join(rows[next(i for i, text in enumerate(rows) if "汇总：" in (text or "")) :])
    assert said == f"汇总：{'、'.join(names)}。"
    assert max(each.height or 0 for each in guide.row_dimensions.values()) <= 409


# ---------------------------------------------------------------- answering by mail


def test_return_notes_become_drafts_to_whom_they_came_from(
    inbox: Path, tmp_path: Path, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = message_from_bytes(
        mail(("年报.xlsx", write_workbook(broken(named(township, "甲县一镇人民政府"))))),
        policy=default,
    )
    letter["From"] = "王芳 <wang@example.gov.cn>"
    (inbox / "来信.eml").write_bytes(letter.as_bytes())
    (inbox / "二镇.xlsx").write_bytes(write_workbook(broken(named(township, "甲县二镇人民政府"))))
    output = tmp_path / "结果"
    run_batch(inbox, output)
    notes = output / "退回"
    assert run(["mail", "--return", str(notes)]) == 0
    first, second = (notes / f"甲县{which}镇人民政府退回修改通知.eml" for which in "一二")
    printed = capsys.readouterr()
    assert printed.out == f"{first}\n{second}\n"
    assert printed.err == (
        "收件人：wang@example.gov.cn\n收件人：不是邮件报来的，请打开后补上\n"
        "回信草稿 2 封，双击打开，看过再发。\n"
    )
    draft = message_from_bytes(first.read_bytes(), policy=default)
    assert (draft["To"], draft["X-Unsent"]) == ("wang@example.gov.cn", "1")
    assert draft["Subject"] == "退回修改：甲县一镇人民政府2022年政府信息公开工作年度报告"
    body = draft.get_body()
    assert body is not None
    assert body.get_content().replace("\r", "") == (
        "甲县一镇人民政府：\n\n"
        "你单位报送的2022年政府信息公开工作年度报告已收到，核对发现 1 处需要修改。\n"
        "详见附件《甲县一镇人民政府退回修改通知.docx》，请改正后重新报送。\n"
        "附件《甲县一镇人民政府2022年政府信息公开工作年度报告（批注）.xlsx》就是你单位报送的内容，"
        "每一处都写了批注，可以直接在里面改，改好后报送这一份。\n"
    )
    attached, copy = draft.iter_attachments()
    assert attached.get_content() == first.with_suffix(".docx").read_bytes()
    assert copy.get_content() == (notes / str(copy.get_filename())).read_bytes()
    # again: ours are made anew, one that the reviewer worked in is kept
    second.write_bytes(b"To: a@b.cn\r\n\r\n")
    assert run(["mail", "--return", str(notes)]) == 1
    assert "已有同名文件，原来的还在，没有覆盖" in capsys.readouterr().err
    assert second.read_bytes() == b"To: a@b.cn\r\n\r\n"
    assert run(["mail", "--return", str(notes), "--force"]) == 0
    capsys.readouterr()
    # one that cannot be read keeps no other back
    note = first.with_suffix(".docx")
    whole = note.read_bytes()
    os.truncate(note, 2**26 + 1)
    assert run(["mail", "--return", str(notes)]) == 1
    assert capsys.readouterr().err == (
        f"{note.name}：文件超过 64 MB，不读取。\n收件人：不是邮件报来的，请打开后补上\n"
        "回信草稿 1 封，双击打开，看过再发。\n"
    )
    note.write_bytes(whole)
    # a unit that has mended its report gets neither note nor letter
    (inbox / "来信.eml").write_bytes(
        mail(("年报.xlsx", write_workbook(named(township, "甲县一镇人民政府"))))
    )
    run_batch(inbox, output)
    assert [path.name for path in sorted(notes.iterdir())] == [
        "甲县二镇人民政府2022年政府信息公开工作年度报告（批注）.xlsx",
        "甲县二镇人民政府退回修改通知.docx",
        "甲县二镇人民政府退回修改通知.eml",
    ]


@pytest.mark.parametrize(
    ("sender", "to"),
    [
        ("a@b.cn\n Bcc: x@y.cn", "a@b.cn"),
        ('"a@b.cn, x@y.cn" <z@y.cn>', "z@y.cn"),
        ("=?utf-8?b?eEB5LmNu?= <no address>", None),
        ("@@@", None),
    ],
)
def test_a_hostile_sender_adds_no_recipient(
    inbox: Path, tmp_path: Path, township: Report, sender: str, to: str | None
) -> None:
    data = mail(("年报.xlsx", write_workbook(broken(township))))
    (inbox / "来信.eml").write_bytes(f"From: {sender}\n".encode() + data)
    output = tmp_path / "结果"
    run_batch(inbox, output)
    assert run(["mail", "--return", str(output / "退回")]) == 0
    (path,) = (output / "退回").glob("*.eml")
    draft = message_from_bytes(path.read_bytes(), policy=default)
    assert (draft["To"], draft["Cc"], draft["Bcc"]) == (to, None, None)


def test_only_the_folder_of_a_batch_is_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["mail", "--return", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"{tmp_path}：不是“汇总”写的“退回”文件夹。请用结果文件夹里面的那个“退回”。\n"
    )
    assert run(["mail", "--return", str(tmp_path), "--send"]) == 2
    assert "只跟 batch 的“退回”文件夹和 --force" in capsys.readouterr().err
