"""The county's own report: last year's figures, words kept, the units' problems, held against its parts."""

import json
import pickle
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from converter.cli import run
from converter.conversion import examine
from converter.county.parts import Part
from converter.files import output as output_module
from converter.form.fields import Slot
from converter.form.report import Report, add_up
from converter.writing.word.render import render_report
from converter.writing.workbooks.workbook import write_workbook
from tests.test_county import REPORT_TEMPLATE, broken, named, run_batch

COUNTY = "青石县人民政府"
PROBLEMS = {
    "青石县甲镇人民政府": ("一是公开不够及时。", "二是解读形式单一。"),
    "青石县水利局": ("公开目录更新不够及时。",),
}


@pytest.fixture
def output(tmp_path: Path, township: Report) -> Path:
    inbox = tmp_path / "收件"
    inbox.mkdir()
    for count, (unit, problems) in enumerate(PROBLEMS.items(), start=2):
        report = replace(named(township, unit, count), problems=problems)
        (inbox / f"{unit}.xlsx").write_bytes(write_workbook(report))
    (inbox / "错.xlsx").write_bytes(write_workbook(broken(named(township, "青石县乙镇人民政府"))))
    run_batch(inbox, tmp_path / "结果")
    return tmp_path / "结果"


def added(output: Path, *more: str) -> tuple[int, Path]:
    target = output.with_name("全县.xlsx")
    return run(["aggregate", str(output), "--unit", COUNTY, "-o", str(target), *more]), target


def test_last_year_is_the_countys_own(output: Path, township: Report, tmp_path: Path) -> None:
    last = replace(named(township, COUNTY), report_year=2021).with_figures(
        {Slot("t2_normative", 2): 33, Slot("t3_carried_out", 0): 4, Slot("t3_carried_out", 6): 4}
    )
    (tmp_path / "去年.docx").write_bytes(render_report(last, REPORT_TEMPLATE))
    status, target = added(output, "--previous", str(tmp_path / "去年.docx"))
    assert status == 0
    report = examine(target).report
    assert report.row("prev_normative_in_force") == (33,)
    assert report.row("prev_t3_carried_out") == (4, 0, 0, 0, 0, 0, 4)
    assert report.figure(Slot("t3_new_received", 6)) == 5
    # a report of another year is refused
    wrong = replace(last, report_year=2019)
    (tmp_path / "前年.docx").write_bytes(render_report(wrong, REPORT_TEMPLATE))
    assert added(output, "--previous", str(tmp_path / "前年.docx"))[0] == 2


def test_last_year_of_a_unit_is_not_the_countys(
    output: Path, township: Report, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    last = replace(named(township, "青石县甲镇人民政府"), report_year=2021)
    (tmp_path / "去年.xlsx").write_bytes(write_workbook(last))
    status, target = added(output, "--previous", str(tmp_path / "去年.xlsx"))
    assert (status, target.exists()) == (1, False)
    assert (
        "去年.xlsx：单位是“青石县甲镇人民政府”，要汇总的是“青石县人民政府”。"
        "上年度的文件应是“青石县人民政府”自己的报告，请换一份。"
    ) in capsys.readouterr().err


def test_the_problems_of_the_units_are_material_and_nothing_else(output: Path) -> None:
    _, target = added(output)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames[-1] == "各单位主要问题"
    rows = [row for row in book["各单位主要问题"].values if row[2]]
    assert rows == [
        ("单位", "第几段", "单位写的主要问题和改进"),
        *(
            (unit, number, text)
            for unit, texts in sorted(PROBLEMS.items())
            for number, text in enumerate(texts, start=1)
        ),
    ]
    examination = examine(target)
    assert examination.report.problems == ()
    assert {one.code for one in examination.findings} == {"TEXT-MISSING", "VALUE-MISSING"}
    assert not [note for note in examination.notes if "主要问题" in note]


def written_in(target: Path) -> Report:
    """Write the county's prose into its workbook, and return what it holds."""
    report = replace(
        examine(target).report,
        overview=("全县政府信息公开工作有序开展。",),
        problems=("少数单位公开不够及时。",),
        submit_to="某某市政府办 xxgk@example.gov.cn",
        contact_name="李四",
        reasons={"TEXT-COUNT": "口径不同"},
    )
    target.write_bytes(write_workbook(report))
    return report


def test_what_was_written_stays_when_it_is_run_again(
    output: Path, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    _, target = added(output)
    before = written_in(target)
    bytes_before = target.read_bytes()
    late = named(township, "青石县丙镇人民政府", 4)
    (output.with_name("收件") / "丙.xlsx").write_bytes(write_workbook(late))
    run_batch(output.with_name("收件"), output)
    capsys.readouterr()
    assert added(output)[0] == 0
    said = capsys.readouterr().err
    after = examine(target).report
    for name in ("overview", "problems", "submit_to", "contact_name", "reasons"):
        assert getattr(after, name) == getattr(before, name)
    assert after.figure(Slot("t3_new_received", 0)) == 9
    assert "数字与原来的不同：本年新收政府信息公开申请数量自然人 5→9；予以公开自然人 5→9。" in said
    kept = target.with_name("全县（上一次）.xlsx")
    assert f"原来的另存为 {kept.name}。" in said
    assert kept.read_bytes() == bytes_before
    # once more, nothing new: nothing is put aside
    content = target.read_bytes()
    assert added(output)[0] == 0
    assert target.read_bytes() == content
    assert not target.with_name("全县（上一次2）.xlsx").exists()


def test_another_units_workbook_is_not_replaced(output: Path, township: Report) -> None:
    target = output.with_name("全县.xlsx")
    other = write_workbook(named(township, "白水县人民政府"))
    target.write_bytes(other)
    assert added(output)[0] == 2
    assert target.read_bytes() == other


def test_a_sum_that_cannot_be_written_puts_nothing_aside(
    tmp_path: Path, township: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, target = tmp_path / "各单位", tmp_path / "各单位" / "县.xlsx"
    folder.mkdir()
    (folder / "甲.xlsx").write_bytes(write_workbook(named(township, "青石县水利局", 2)))
    command = ["aggregate", str(folder), "--unit", COUNTY, "-o", str(target)]
    assert run(command) == 0
    # now the sum lies among its own parts
    for _ in range(2):
        assert run([*command, "--force"]) == 2
    assert {one.name for one in folder.iterdir()} == {"甲.xlsx", "县.xlsx"}
    # one that is open in Excel is kept once, however often it is tried
    away = tmp_path / "县.xlsx"
    target.rename(away)
    (folder / "乙.xlsx").write_bytes(write_workbook(named(township, "青石县林业局", 3)))

    def refused(pieces: Iterable[bytes], target: Path, **how: Any) -> None:
        if target == away:
            raise PermissionError
        write(pieces, target, **how)

    write = output_module._write
    monkeypatch.setattr(output_module, "_write", refused)
    for _ in range(2):
        assert run([*command[:-1], str(away)]) == 2
    assert {one.name for one in tmp_path.glob("*.xlsx")} == {"县.xlsx", "县（上一次）.xlsx"}


# ---------------------------------------------------------------- held against its parts


@pytest.fixture
def county(output: Path) -> Report:
    """The county's sum, written out."""
    _, target = added(output)
    return written_in(target)


def checked(
    output: Path, report: Report, capsys: pytest.CaptureFixture[str]
) -> tuple[list[str], list[str]]:
    """Return what is said of the figures, and the notes."""
    target = output.with_name("全县.xlsx")
    target.write_bytes(write_workbook(report))
    capsys.readouterr()
    run(["check", str(target), "--parts", str(output), "--json"])
    (file,) = json.loads(capsys.readouterr().out)["files"]
    found = [one["message"] for one in file["findings"] if one["code"] == "COUNTY-SUM"]
    return found, file["notes"]


def test_a_sum_that_holds_is_not_told(
    output: Path, county: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    found, notes = checked(output, county, capsys)
    assert found == []
    assert notes == [
        "与 2 份报告之和核对（结果）。",
        "没有计入的 1 个单位：青石县乙镇人民政府（有错误，退回）。",
    ]


def test_of_thousands_of_parts_no_prose_is_held(county: Report) -> None:
    part = Part.of(replace(county, overview=("长" * 100_000,)), "甲镇.docx")
    assert len(pickle.dumps(part)) < 5000


def test_a_figure_that_is_not_the_sum_is_told_with_its_cause(
    output: Path, county: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = county.with_figures(
        {
            Slot("t3_new_received", 0): 2,
            Slot("t3_granted", 0): 8,
            Slot("t2_penalties"): 40,
            Slot("t2_fees"): None,
        }
    )
    found, _ = checked(output, changed, capsys)
    penalties = (
        add_up(examine(path).report for path in output.glob("*.docx")).figure(Slot("t2_penalties"))
        or 0
    )
    assert found == [
        f"「二、主动公开」B14（行政处罚）：与 2 份报告之和不符：应为 {penalties}，现填 40，多 {40 - penalties}。"
        "请核对；多出的如是没有放进来的部门报的，不用改。",
        "「三、申请办理」D8（本年新收政府信息公开申请数量，自然人）：与 2 份报告之和不符："
        "自然人应为 5，现填 2，少 3。相差的正好是“青石县水利局”的数，像是漏加了。"
        "请核对；多出的如是没有放进来的部门报的，不用改。",
        "「三、申请办理」D10（予以公开，自然人）：与 2 份报告之和不符："
        "自然人应为 5，现填 8，多 3。相差的正好是“青石县水利局”的数，像是加了两遍。"
        "请核对；多出的如是没有放进来的部门报的，不用改。",
    ]


def test_parts_that_cannot_be_read_are_all_named_and_no_sum_is_held_against_the_county(
    output: Path, county: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    target = output.with_name("全县.xlsx")
    target.write_bytes(write_workbook(county))
    folder = output.with_name("部分")
    folder.mkdir()
    for name in ("甲.docx", "乙.xlsx"):
        (folder / name).write_bytes(b"")
    (folder / "丙.xlsx").write_bytes(write_workbook(replace(county, report_year=2023)))
    capsys.readouterr()
    assert run(["check", str(target), "--parts", str(folder)]) == 2
    assert capsys.readouterr() == (
        "",
        "丙.xlsx 是 2023 年的，全县.xlsx 是 2022 年的。请核对文件夹。\n"
        "乙.xlsx：文件是空的。请重新保存或请对方重发。\n甲.docx：文件是空的。请重新保存或请对方重发。\n"
        "没有与“部分”核对：缺了上面的文件，各单位之和不全。请改正或移走，再核对一次。\n",
    )


def test_parts_have_to_be_of_the_year(
    output: Path, county: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    target = output.with_name("全县.xlsx")
    target.write_bytes(write_workbook(replace(county, report_year=2023)))
    assert run(["check", str(target), "--parts", str(output)]) == 2
    assert "是 2022 年的，全县.xlsx 是 2023 年的。请核对文件夹。" in capsys.readouterr().err
    for words in (
        [str(target), str(target), "--parts", str(output)],
        [str(target), "--parts", "没有"],
    ):
        assert run(["check", *words]) == 2
