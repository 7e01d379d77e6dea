"""The command as a clerk and other programs use it."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import docx
import openpyxl
import pytest

from converter.__main__ import main as nianbao
from converter.cli import run
from converter.console import INTERRUPTED, summary
from converter.conversion import examine
from converter.findings import Finding
from converter.form.fields import Slot
from converter.form.report import Report
from converter.writing.word.render import render_report
from converter.writing.workbooks.workbook import write_workbook
from tests.filling import TEMPLATE
from tools.cases import ROOT

REPORT = "保德县孙家沟镇人民政府2022年政府信息公开工作年度报告.docx"


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Save a report as a workbook of ours."""

    def save(report: Report, name: str = "填报表.xlsx") -> Path:
        file = tmp_path / name
        file.write_bytes(write_workbook(report))
        return file

    return save


@pytest.fixture
def broken(township: Report) -> Report:
    return township.with_figures({Slot("t3_carried_out", 0): 3})


class _Interrupted(ModuleType):
    """A module at which Ctrl-C is pressed."""

    def __getattr__(self, name: str) -> object:
        signal.raise_signal(signal.SIGINT)
        raise AttributeError(name)


def test_ctrl_c_while_the_program_loads_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "_exit", sys.exit)
    monkeypatch.setitem(sys.modules, "converter.cli", _Interrupted("converter.cli"))
    # the tests themselves may run in the background, where it is ignored
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(SystemExit) as ended:
            nianbao()
    finally:
        signal.signal(signal.SIGINT, before)
    assert (ended.value.code, capsys.readouterr().err) == (INTERRUPTED, "已中断。\n")


def test_convert_writes_the_report_beside_the_workbook_and_prints_its_path(
    workbook: Callable[..., Path],
    township: Report,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = workbook(township)
    before = file.read_bytes()
    assert run(["convert", str(file)]) == 0
    said = capsys.readouterr()
    assert said.out == f"{file.parent / REPORT}\n"
    assert said.err == "核对通过，报告已生成：\n"
    assert (file.parent / REPORT).exists()
    assert file.read_bytes() == before
    assert sorted(path.name for path in file.parent.iterdir()) == sorted([REPORT, file.name])


def test_a_bare_workbook_is_converted(
    workbook: Callable[..., Path], township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    file = workbook(township)
    assert run([str(file)]) == 0
    assert capsys.readouterr().out == f"{file.parent / REPORT}\n"


def test_findings_stop_a_conversion(
    workbook: Callable[..., Path], broken: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    file = workbook(broken)
    assert run([str(file)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "新收 0＋上年结转 0＝0，办理结果总计 0＋结转下年 3＝3，相差 3 件。" in said.err
    assert said.err.endswith("没有生成报告。请按上面的提示改正后再转换。\n")
    assert "\x1b" not in said.err
    assert list(file.parent.iterdir()) == [file]


def test_an_existing_report_is_kept_unless_forced(
    workbook: Callable[..., Path], township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    file = workbook(township)
    report = file.parent / REPORT
    report.write_text("一份改好的报告", encoding="utf-8")
    assert run([str(file)]) == 2
    assert capsys.readouterr().err == (
        f"{report}：已有同名文件，原来的还在，没有覆盖。要换成新的，先把它改名或删掉（用命令的可以加 --force）。\n"
    )
    assert report.read_text(encoding="utf-8") == "一份改好的报告"
    assert run([str(file), "--force"]) == 0
    assert docx.Document(str(report)).paragraphs


def test_a_report_that_is_left_from_before_is_called_outdated(
    tmp_path: Path,
    workbook: Callable[..., Path],
    township: Report,
    broken: Report,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run([str(workbook(township))]) == 0
    capsys.readouterr()
    assert run([str(workbook(broken))]) == 1
    assert capsys.readouterr().err.endswith(
        "没有生成报告。请按上面的提示改正后再转换。\n"
        f"旁边的 {REPORT} 是以前生成的，与填报表不一致，请不要报送。\n"
    )
    # a report with errors is not outdated by itself
    report = tmp_path / REPORT
    report.write_bytes(
        render_report(broken, TEMPLATE.with_name("report_template.docx").read_bytes())
    )
    assert run([str(report)]) == 1
    assert "以前生成的" not in capsys.readouterr().err


def test_what_was_found_is_shown_before_a_report_is_kept(
    workbook: Callable[..., Path], township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([str(workbook(township))]) == 0
    capsys.readouterr()
    early = replace(township, report_date=date(2022, 1, 13))
    assert run([str(workbook(early))]) == 2
    said = capsys.readouterr().err
    assert 0 < said.index("成文日期是 2022年1月13日") < said.index("已有同名文件")


@pytest.mark.parametrize(
    ("output", "written"),
    [("成品", f"成品/{REPORT}"), ("成品/年报.docx", "成品/年报.docx")],
    ids=["folder", "file"],
)
def test_output_goes_to_a_file_or_a_folder(
    workbook: Callable[..., Path], township: Report, output: str, written: str
) -> None:
    file = workbook(township)
    assert run(["convert", str(file), "-o", str(file.parent / output)]) == 0
    assert (file.parent / written).exists()


def test_an_input_is_never_written(
    workbook: Callable[..., Path], township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    file = workbook(township)
    before = file.read_bytes()
    template = file.with_name("模板.docx")
    template.write_bytes(TEMPLATE.with_name("report_template.docx").read_bytes())
    own = ["--template", str(template), "-o", str(template)]
    for args in (["new", "--previous", str(file), "-o", str(file)], ["convert", str(file), *own]):
        assert run([*args, "--force"]) == 2
        assert capsys.readouterr().err.endswith("确实要写在这里，请用 -o 换个名字。\n")
    assert file.read_bytes() == before


def test_the_ending_of_an_output_has_to_fit(
    workbook: Callable[..., Path], township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    file = workbook(township)
    assert run(["convert", str(file), "-o", str(file), "--force"]) == 2
    assert capsys.readouterr().err == (f"{file}：文件名应以 .docx 结尾。请改名，或只写文件夹。\n")
    plain = file.with_name("文件")
    plain.write_text("x", encoding="utf-8")
    assert run(["convert", str(file), "-o", str(plain)]) == 2
    assert capsys.readouterr().err == f"{plain}：不是文件夹。请用 -o 换个地方。\n"


def test_check_as_json(
    workbook: Callable[..., Path],
    township: Report,
    broken: Report,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    good, bad = workbook(township, "a.xlsx"), workbook(broken, "b.xlsx")
    other = tmp_path / "c.xlsx"
    other.write_text("<html></html>", encoding="utf-8")
    assert run(["check", str(good), str(bad), "--json"]) == 1
    first, second = json.loads(capsys.readouterr().out)["files"]
    assert first == {
        "file": str(good),
        "unit": "保德县孙家沟镇人民政府",
        "year": 2022,
        "ok": True,
        "findings": [],
    }
    assert second["ok"] is False
    assert second["findings"][0] == {
        "code": "T3-BALANCE",
        "severity": "error",
        "sheet": "三、申请办理",
        "cell": "D32",
        "name": "t3_carried_out",
        "message": "「三、申请办理」D32（结转下年度继续办理，自然人）：自然人一列不平："
        "新收 0＋上年结转 0＝0，办理结果总计 0＋结转下年 3＝3，相差 3 件。四个数都可能有误，请逐个核对。",
        "explained": False,
    }
    assert run(["check", str(good), str(other), "--json"]) == 2
    files = json.loads(capsys.readouterr().out)["files"]
    assert [(file["unit"], file["ok"]) for file in files] == [
        ("保德县孙家沟镇人民政府", True),
        (None, False),
    ]
    (finding,) = files[1]["findings"]
    assert finding["code"] == "FORM-VERSION"
    assert finding["message"].startswith("c.xlsx：这是网页，不是工作簿。")


def test_check_says_one_line_where_all_is_well(
    workbook: Callable[..., Path], township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(workbook(township))]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("填报表.xlsx：核对通过，没有问题。\n", "")


def test_equal_findings_of_a_table_are_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(TEMPLATE)]) == 1
    said = capsys.readouterr()
    assert (
        "D8（等 144 格）：表三 144 个格子是空的：“本年新收政府信息公开申请数量，自然人”、"
        "“本年新收政府信息公开申请数量，商业企业”、“本年新收政府信息公开申请数量，科研机构”等。没有就填 0。"
    ) in said.err
    assert said.out == "workbook_template.xlsx：错误 8 处。\n"


def test_an_explained_finding_does_not_stop(
    workbook: Callable[..., Path], township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = township.with_figures({Slot("prev_t3_carried_out", 0): 2})
    assert run(["check", str(workbook(odd))]) == 1
    capsys.readouterr()
    explained = replace(odd, reasons={"T3-CARRY-1": "上年两件已并案办结"})
    assert run([str(workbook(explained))]) == 0
    assert "单位说明：上年两件已并案办结" in capsys.readouterr().err.replace("\n", "").replace(
        " ", ""
    )


def test_last_years_file_is_checked_against(
    workbook: Callable[..., Path], township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    this = workbook(township)
    figures = {Slot("t3_new_received", 0): 2, Slot("t3_carried_out", 0): 2}
    last = workbook(replace(township.with_figures(figures), report_year=2021), "上年.xlsx")
    assert run(["check", str(this), "--previous", str(last)]) == 1
    assert "上年度报告结转下年度继续办理 2 件，本年度上年结转却填 0 件" in (
        capsys.readouterr().err.replace("\n", "").replace("  ", "")
    )
    assert run(["check", str(this), "--previous", str(this), "--json"]) == 2
    assert "应给 2021 年的" in capsys.readouterr().out
    assert run(["check", str(this), "--previous", str(this)]) == 2
    assert capsys.readouterr().err == (
        "填报表.xlsx：这是 2022 年的文件，应给 2021 年的。请换成上年度的文件。\n"
    )


def test_a_jump_from_last_years_file_is_told_whatever_the_file_is(
    workbook: Callable[..., Path], township: Report, tmp_path: Path
) -> None:
    this = township.with_figures({Slot("t2_penalties"): 120, Slot("t2_fees"): 35000})
    last = replace(this, report_year=2021).with_figures(
        {Slot("t2_penalties"): 11, Slot("t2_fees"): Decimal("3.4")}
    )
    template = TEMPLATE.with_name("report_template.docx").read_bytes()
    older = {"上年.xlsx": write_workbook(last), "上年.docx": render_report(last, template)}
    files = {"今年.xlsx": write_workbook(this), "今年.docx": render_report(this, template)}
    for name, data in {**older, **files}.items():
        (tmp_path / name).write_bytes(data)
    due = [
        "像是把元当成万元填了：35000 元合 3.5 万元。",
        "本年 120 件，上年 11 件，超过上年的十倍。",
    ]
    for file in files:
        for previous in older:
            found = examine(tmp_path / file, tmp_path / previous).findings
            told = [one for one in found if one.code == "YEAR-JUMP"]
            assert [part in one.what for one, part in zip(told, due, strict=True)] == [True, True]
            assert not any(one.stops for one in told)
        assert "YEAR-JUMP" not in {one.code for one in examine(tmp_path / file).findings}
    explained = replace(
        this, reasons={"YEAR-JUMP-1": "今年起代收垃圾处理费", "YEAR-JUMP-7": "赋权"}
    )
    found = examine(workbook(explained), tmp_path / "上年.docx").findings
    assert [one.label for one in found if one.code == "YEAR-JUMP"] == ["已说明", "已说明"]


def test_a_file_of_another_unit_or_without_its_figures_is_no_last_year(
    workbook: Callable[..., Path], township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    this = workbook(township)
    other = workbook(replace(township, report_year=2021, unit_name="甲镇人民政府"), "甲.xlsx")
    assert run(["check", str(this), "--previous", str(other), "--json"]) == 0
    (finding,) = json.loads(capsys.readouterr().out)["files"][0]["findings"]
    assert (finding["code"], finding["message"]) == (
        "TEXT-UNIT",
        "「基本信息」B4（单位名称）：上年度文件 甲.xlsx 的单位是“甲镇人民政府”，本年度是"
        "“保德县孙家沟镇人民政府”，没有拿来比较。请换成本单位上年的文件；"
        "是本单位改了名称的，另存一份，把里面的单位名称改成现在的，再核对。",
    )
    endless = workbook(replace(township, report_year=2021, unit_name="甲镇" * 500), "甲.xlsx")
    (told,) = (one.what for one in examine(this, endless).findings if one.code == "TEXT-UNIT")
    assert f"的单位是“{'甲镇' * 10}…”，本年度是" in told
    blank = township.with_figures({Slot("t3_carried_out", 0): None})
    last = workbook(replace(blank, report_year=2021), "上年.xlsx")
    for args in (["check", str(this)], ["new", "--year", "2022"]):
        assert run([*args, "--previous", str(last)]) == 2
        assert "读不到上年度的“结转下年度继续办理”" in capsys.readouterr().err
    assert run(["new", "--previous", str(this), "--year", "2030"]) == 2


def test_last_years_file_of_a_unit_that_was_called_otherwise_is_compared(
    workbook: Callable[..., Path], township: Report
) -> None:
    this = workbook(township.with_figures({Slot("t2_penalties"): 120}))
    last = township.with_figures({Slot("t2_penalties"): 11})
    kind = (
        "「基本信息」B4（单位名称）：上年度文件 上年.xlsx 的单位是“保德县孙家沟乡人民政府”，本年度是"
        "“保德县孙家沟镇人民政府”，已当作改了名称的同一单位比较。不是同一单位的，请换成本单位上年的文件。"
    )
    for unit, told in [
        ("孙家沟镇", []),
        ("", []),
        ("保德县孙家沟乡人民政府", [kind]),
    ]:
        older = workbook(replace(last, report_year=2021, unit_name=unit), "上年.xlsx")
        found = examine(this, older).findings
        assert [one.message for one in found if one.code == "TEXT-UNIT"] == told, unit
        assert "YEAR-JUMP" in {one.code for one in found}, unit


def test_new_is_the_template_or_prefilled_from_last_year(
    workbook: Callable[..., Path],
    city: Report,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["new"]) == 0
    assert capsys.readouterr().out == "政府信息公开年报填报表.xlsx\n"
    assert (tmp_path / "政府信息公开年报填报表.xlsx").read_bytes() == TEMPLATE.read_bytes()
    assert run(["new", "--previous", str(workbook(city))]) == 0
    book = openpyxl.load_workbook(
        tmp_path / "测试市人民政府2026年政府信息公开年报填报表.xlsx", data_only=True
    )
    table = book["三、申请办理"]
    assert [cell.value for cell in table["D34:J34"][0]] == [783, 6, 0, 2, 25, 3, 819]
    assert [cell.value for cell in table["D9:J9"][0]] == [783, 6, 0, 2, 25, 3, 819]
    assert table["J35"].value == 14069
    table = book["二、主动公开"]
    assert [cell.value for cell in table["F7:H7"][0]] == [3, 5, 74]
    assert [cell.value for cell in table["F8:H8"][0]] == [564, 984, 4185]
    assert [table[cell].value for cell in ("F11", "F14", "F15", "F18")] == [
        *(11398889, 6937489, 166105, 316441)
    ]
    assert book["基本信息"]["B5"].value == 2026
    assert run(["new", "--unit", "甲镇人民政府", "--year", "2025", "-o", "甲.xlsx"]) == 0
    assert openpyxl.load_workbook(tmp_path / "甲.xlsx")["基本信息"]["B4"].value == "甲镇人民政府"


def test_a_template_is_checked_and_used(
    workbook: Callable[..., Path], township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    template = TEMPLATE.with_name("report_template.docx")
    assert run(["template", "check", str(template)]) == 0
    assert capsys.readouterr().out == "report_template.docx：可以使用\n"
    file = workbook(township)
    own = file.with_name("模板.docx")
    document = docx.Document(str(template))
    document.paragraphs[0].runs[0].text = "{{ titel }}"
    document.save(str(own))
    assert run(["template", "check", str(own)]) == 1
    said = capsys.readouterr()
    assert said.out == "模板.docx：有 1 处问题\n"
    assert said.err == ("正文第 1 段：不认识的占位符“titel”。是不是“title”？\n")
    assert run(["convert", str(file), "--template", str(own)]) == 2
    assert not (file.parent / REPORT).exists()


USAGE: list[tuple[list[str], str]] = [
    (["check"], "缺少 FILE...（一个或几个文件名）。\n请看“nianbao check --help”。\n"),
    (
        ["check", "--jsn", "a"],
        "没有 --jsn 这个选项。是不是 --json？\n请看“nianbao check --help”。\n",
    ),
    (["chek"], "没有“chek”这个命令。是不是 check？\n请看“nianbao --help”。\n"),
    (["desk", "printer"], "没有“printer”这个图标。\n请看“nianbao desk --help”。\n"),
    (["new", "b"], "多写了“b”。路径里有空格的，要加引号。\n请看“nianbao new --help”。\n"),
    (
        ["import", "我的", "文档", "(1).docx"],
        "多写了“文档 (1).docx”。路径里有空格的，要加引号。\n请看“nianbao import --help”。\n",
    ),
    (
        ["template", "check", "a", "b"],
        "多写了“b”。路径里有空格的，要加引号。\n请看“nianbao template check --help”。\n",
    ),
    (
        ["new", "--year", "25"],
        "--year 应是 2008 到 2099 之间的整数。\n请看“nianbao new --help”。\n",
    ),
    (
        ["batch", "a"],
        "缺少 -o（结果放到哪个文件夹）。\n请看“nianbao batch --help”。\n",
    ),
    (["new", "--unit"], "选项 --unit 用得不对，后面要跟内容。\n请看“nianbao --help”。\n"),
    (["没有.xlsx"], "没有.xlsx：找不到这个文件。请核对文件名和文件夹。\n"),
    (
        ["check", r'"\\服务器\收 件\表.xlsx"'],
        "\\\\服务器\\收 件\\表.xlsx：找不到这个文件。请核对文件名和文件夹。\n",
    ),
]


@pytest.mark.parametrize(("args", "sentence"), USAGE, ids=[" ".join(row[0]) for row in USAGE])
def test_wrong_usage_is_told_in_chinese(
    args: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(args) == 2
    assert capsys.readouterr().err == sentence


@pytest.mark.parametrize("args", [["--help"], ["convert", "--help"], ["template", "--help"]])
def test_help_speaks_chinese(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(args) == 0
    said = capsys.readouterr().out
    assert said.startswith("用法：nianbao")
    assert not {"Usage", "Options", "Commands", "Show this"} & set(said.split())


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (
            ZeroDivisionError("x"),
            "程序出错了（ZeroDivisionError：x）。请把文件和这句话发给维护人员。\n",
        ),
        (
            ModuleNotFoundError("No module named 'click'", name="click"),
            "本机的程序缺少 click，或者这会儿读不出来，这次没有做成。请再试一次；还不行，请重新安装程序。\n",
        ),
        *(
            (fault, "内存不够，没有做完；已经写好的文件都在。请关掉一些程序后再试。\n")
            for fault in (MemoryError(), SystemError("error return without exception set"))
        ),
    ],
    ids=repr,
)
def test_a_fault_of_ours_is_a_sentence_too(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    fault: Exception,
    sentence: str,
) -> None:
    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr("converter.cli.limited", fail)
    assert run(["check", str(TEMPLATE)]) == 2
    assert capsys.readouterr().err == sentence


def test_ctrl_c_in_the_midst_of_a_class_is_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def press(*_: object) -> None:
        raise RuntimeError("Error calling __set_name__") from KeyboardInterrupt()

    monkeypatch.setattr("converter.cli.limited", press)
    assert run(["check", str(TEMPLATE)]) == 130
    assert capsys.readouterr().err == "已中断。\n"


def test_both_ways_to_start_the_program() -> None:
    for command in ([sys.executable, "-m", "converter"], ["nianbao"]):
        done = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
        assert done.stdout.startswith("nianbao ")


def test_the_program_looks_for_garbage_rarely_and_not_as_it_ends() -> None:
    told = "lambda: print(gc.get_threshold()[0], gc.get_freeze_count() > 0)"
    start = "from converter.__main__ import main; sys.argv = ['nianbao', '--version']; main()"
    code = f"import atexit, gc, sys; atexit.register({told}); {start}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[1] == "100000 True"


@pytest.mark.parametrize(
    "words", [["--version"], ["convert", "examples/sunjiagou-2022.xlsx", "-o"]], ids=str
)
def test_neither_the_start_nor_a_report_in_order_loads_an_office_library(
    tmp_path: Path, words: list[str]
) -> None:
    where = [str(tmp_path)] if "-o" in words else []
    code = (
        f"import sys; from converter.cli import run; assert not run({[*words, *where]!r});"
        "print(sorted({'openpyxl','docxtpl','docx','xlsxwriter','jinja2','rich','lxml'}"
        " & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[1] == "[]"


@pytest.mark.parametrize(
    ("statement", "not_loaded"),
    [
        ("from converter.cli import run; run(['--version'])", "converter.form.fields"),
        ("from converter.cli import run; run(['--version'])", "converter.findings"),
        # each worker process loads the main module again
        ("import converter.__main__", "click"),
    ],
)
def test_what_a_start_does_not_load(statement: str, not_loaded: str) -> None:
    code = f"import sys; {statement}; sys.exit({not_loaded!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_old_console_does_not_break_the_program(
    workbook: Callable[..., Path], township: Report
) -> None:
    file = workbook(replace(township, unit_name="𬭳镇人民政府"))
    environment: dict[str, Any] = {**os.environ, "PYTHONIOENCODING": "gbk"}
    done = subprocess.run(["nianbao", str(file)], capture_output=True, env=environment, check=True)
    assert done.stdout.decode("gbk").endswith("镇人民政府2022年政府信息公开工作年度报告.docx\n")


def test_alone_it_shows_what_one_can_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    said = capsys.readouterr().out
    assert said.startswith("nianbao 能做三件事：\n\n  一、出报告      nianbao 填报表.xlsx\n")
    assert max(map(len, said.splitlines())) <= 60


def test_several_files_are_converted_each(
    tmp_path: Path, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    """As they are when a clerk drops them on the program: one bad file stops no other."""
    names = ["一镇", "二镇", "坏", "错", "一镇又一份"]
    files = [tmp_path / f"{name}.xlsx" for name in names]
    for file, name in zip(files, names, strict=True):
        unit = f"甲县{name[:2]}人民政府"
        file.write_bytes(write_workbook(replace(township, unit_name=unit)))
    files[2].write_bytes(b"PK")
    files[3].write_bytes(write_workbook(replace(township, problems=())))
    other = replace(township, unit_name="甲县一镇人民政府", problems=township.problems[:1])
    files[4].write_bytes(write_workbook(other))
    assert run([*map(str, files)]) == 2
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [
        str(tmp_path / f"甲县{name}人民政府2022年政府信息公开工作年度报告.docx")
        for name in ("一镇", "二镇")
    ]
    for said in (
        "—— 坏.xlsx\n坏.xlsx：",
        "没有生成报告。请按上面的提示改正后再转换。\n",
        "一镇又一份.xlsx：和“一镇.xlsx”是同一个单位、同一年度的，",
        "共 5 份：已生成 2 份，没有生成 3 份。\n",
    ):
        assert said in printed.err
    assert run([*map(str, files[:2]), "-o", str(tmp_path / "一个.docx")]) == 2
    assert capsys.readouterr().err.startswith("一次转换几份时，-o 应是文件夹")


def test_a_quote_at_the_end_of_a_name_is_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "2023年“年报”"
    folder.mkdir()
    assert run(["new", "-o", str(folder)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("typed", ['"{}"', "“{}”", " {} ", "'{}'"])
def test_a_path_as_it_is_pasted(
    tmp_path: Path, township: Report, capsys: pytest.CaptureFixture[str], typed: str
) -> None:
    file = tmp_path / "我的 文档 (1) & 表.xlsx"
    file.write_bytes(write_workbook(township))
    assert run(["check", typed.format(file)]) == 0
    assert capsys.readouterr().out == f"{file.name}：核对通过，没有问题。\n"


def test_a_path_in_the_home_folder(
    tmp_path: Path, township: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "表.xlsx").write_bytes(write_workbook(township))
    assert run(["check", "~/表.xlsx"]) == 0


@pytest.mark.system("stty")
@pytest.mark.parametrize(
    ("answer", "status", "kept"),
    [("y", 0, False), ("ｙ", 0, False), ("是", 0, False), ("", 2, True), ("不", 2, True)],
)
def test_who_sits_at_a_terminal_is_asked_before_a_report_is_overwritten(
    workbook: Callable[..., Path], township: Report, answer: str, status: int, kept: bool
) -> None:
    file = workbook(township)
    report = file.parent / REPORT
    report.write_text("一份改好的报告", encoding="utf-8")
    page = report.with_suffix(".html")
    page.write_text("一页", encoding="utf-8")
    import pty  # Windows has none

    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    command = [sys.executable, "-m", "converter", str(file)]
    done = subprocess.run(
        [*command, "--html"], stdin=theirs, stdout=theirs, stderr=theirs, check=False
    )
    said = os.read(ours, 10_000).decode().replace("\r\n", "\n")
    os.close(ours)
    os.close(theirs)
    assert done.returncode == status
    # all that would be replaced is named
    assert f"{report}、{page}：已有同名文件。\n要换成新的吗？输入 y 换，直接按回车不换：" in said
    assert said.endswith("没有换，原来的文件还在。\n") == kept
    assert (page.read_text(encoding="utf-8") == "一页") == kept
    assert (report.read_bytes()[:2] != b"PK") == kept


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], str]], None]:
    """Let somebody sit at the terminal who answers a question by calling a function."""

    def sit_down(answer: Callable[[], str]) -> None:
        monkeypatch.setattr("converter.console.is_interactive", lambda: True)
        monkeypatch.setattr("converter.console.ask", lambda _: answer())

    return sit_down


@pytest.mark.parametrize("command", [[], ["mail", "--to", "a@b.cn"]], ids=["convert", "mail"])
def test_after_a_yes_nothing_is_read_again(
    workbook: Callable[..., Path],
    township: Report,
    monkeypatch: pytest.MonkeyPatch,
    answers: Callable[[Callable[[], str]], None],
    command: list[str],
) -> None:
    file = workbook(township)
    target = (file.parent / REPORT).with_suffix(".eml" if command else ".docx")
    target.write_bytes(b"old")
    answers(lambda: "y")
    opened: list[Path] = []
    real = Path.open

    def counted(self: Path, *args: Any, **kwargs: Any) -> Any:
        opened.append(self)
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", counted)
    assert run([*command, str(file)]) == 0
    assert opened.count(file) == 1
    assert target.read_bytes() != b"old"


@pytest.mark.parametrize(("answer", "status"), [("y", 0), ("", 2), (None, 2)])
def test_a_report_is_written_whatever_becomes_of_its_page(
    workbook: Callable[..., Path],
    township: Report,
    answers: Callable[[Callable[[], str]], None],
    capsys: pytest.CaptureFixture[str],
    answer: str | None,
    status: int,
) -> None:
    file = workbook(township)
    report = file.parent / REPORT
    page = report.with_suffix(".html")
    page.write_bytes(b"old")
    if answer is not None:
        answers(lambda: answer)
    assert run(["convert", str(file), "--html"]) == status
    assert report.read_bytes()[:2] == b"PK"
    assert (page.read_bytes() == b"old") == (status == 2)
    assert capsys.readouterr().err.startswith(f"{page}：已有同名文件")


def test_a_yes_holds_for_the_files_that_were_named(
    workbook: Callable[..., Path],
    township: Report,
    answers: Callable[[Callable[[], str]], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = workbook(township)
    report = file.parent / REPORT
    report.write_bytes(b"old")
    page = report.with_suffix(".html")

    def yes_while_a_page_appears() -> str:
        page.write_bytes(b"another run")
        return "y"

    answers(yes_while_a_page_appears)
    assert run(["convert", str(file), "--html"]) == 2
    assert f"\n{page}：已有同名文件，原来的还在，没有覆盖。" in capsys.readouterr().err
    assert report.read_bytes()[:2] == b"PK"
    assert page.read_bytes() == b"another run"


@pytest.mark.system("stty")
@pytest.mark.parametrize("columns", [40, 120])
def test_findings_on_a_terminal_and_in_a_file(columns: int) -> None:
    """A table where there is room, lines elsewhere; colours only on a terminal."""
    command = [sys.executable, "-m", "converter", "check", str(TEMPLATE)]
    plain = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm-256color"}
    import pty  # Windows has none

    ours, theirs = pty.openpty()
    shown = subprocess.Popen(command, stdout=theirs, stderr=theirs, env=plain)
    os.close(theirs)
    pieces = b""
    with contextlib.suppress(OSError):  # the terminal closes with the process
        while piece := os.read(ours, 10_000):
            pieces += piece
    os.close(ours)
    assert shown.wait(30) == 1
    on_terminal = pieces.decode()
    assert ("错误　B4（单位名称）：单位名称未填。请填写。" in on_terminal) == (columns < 60)
    assert ("\x1b[31m错误" in on_terminal) == (columns >= 60)
    done = subprocess.run(command, capture_output=True, env=plain, check=False)
    assert b"\x1b" not in done.stdout + done.stderr
    assert "错误　B4（单位名称）：单位名称未填。请填写。\n" in done.stderr.decode()


def test_last_years_report_reaches_the_new_workbook(
    workbook: Callable[..., Path],
    city: Report,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: list[Report | None] = []

    def write(
        report: Report, notes: tuple[str, ...] = (), last_year: Report | None = None
    ) -> bytes:
        given.append(last_year)
        return write_workbook(report, notes)

    monkeypatch.setattr("converter.writing.workbooks.workbook.write_workbook", write)
    file = workbook(city)
    assert run(["new", "-o", str(tmp_path / "空")]) == 0
    assert run(["new", "--previous", str(file), "-o", str(tmp_path / "新")]) == 0
    assert given[0] is None
    assert given[1] is not None
    assert (given[1].report_year, given[1].overview) == (2025, city.overview)


@pytest.mark.parametrize(
    ("carried_out", "told"),
    [
        (0, ""),
        (
            1,
            "上年.xlsx 有 1 处数字对不上，上年的数是照它填的，请核对：\n"
            "　结转下年度继续办理，自然人：自然人一列不平：新收 0＋上年结转 0＝0，"
            "办理结果总计 0＋结转下年 1＝1，相差 1 件。四个数都可能有误，请逐个核对。\n",
        ),
    ],
)
def test_a_new_workbook_says_what_of_last_year_does_not_add_up(
    workbook: Callable[..., Path],
    township: Report,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    carried_out: int,
    told: str,
) -> None:
    last = workbook(township.with_figures({Slot("t3_carried_out", 0): carried_out}), "上年.xlsx")
    assert run(["new", "--previous", str(last), "-o", str(tmp_path)]) == 0
    assert capsys.readouterr().err == f"填报表已生成：\n{told}"


def test_errors_come_first_then_reminders(
    workbook: Callable[..., Path],
    broken: Report,
    capsys: pytest.CaptureFixture[str],
) -> None:
    early = replace(
        broken.with_figures({Slot("prev_normative_in_force"): 1}),
        report_date=date(2022, 1, 13),
        overview=broken.overview[:1],
        reasons={"T2-STOCK-2": "上年误报"},
    )
    assert run(["check", str(workbook(early))]) == 1
    lines = capsys.readouterr().err.splitlines()
    kinds = [line.partition("　")[0] for line in lines if not line.startswith("【")]
    divider = "—— 错误到此为止。下面是提醒，不改也能生成报告，请看一看："
    assert list(dict.fromkeys(kinds)) == ["错误", divider, "提醒", "已说明", "提示"]
    assert lines[0] == "【三、申请办理】"
    assert kinds.index(divider) == kinds.count("错误")
    assert {*kinds[-kinds.count("提示") :]} == {"提示"}


def test_no_warning_of_a_library_reaches_the_terminal(tmp_path: Path, township: Report) -> None:
    file = tmp_path / "年报.xlsx"
    file.write_bytes(write_workbook(township))
    program = (
        "import sys, warnings, converter.conversion as c; examine = c.examine\n"
        "def warned(*given):\n  warnings.warn('of a library'); return examine(*given)\n"
        "c.examine = warned; sys.argv[1:] = ['check', sys.argv[1]]\n"
        "from converter.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, file], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("年报.xlsx：核对通过，没有问题。\n", "")


def test_messages_that_an_icon_shows_name_no_command() -> None:
    """The commands themselves are named where somebody types commands: in cli.py."""
    for module in (TEMPLATE.parent / "converter").rglob("*.py"):
        text = module.read_text(encoding="utf-8")
        assert module.name == "cli.py" or re.findall(r"nianbao [a-z]{3,}", text) == [], module


def test_a_summary_counts_errors_first() -> None:
    codes = ("TEXT-TYPO", "TEXT-ASPECT", "T3-BALANCE", "TEXT-TYPO")
    assert summary([Finding(code, "") for code in codes]) == "错误 1 处，提醒 2 处，提示 1 处。"
    assert (
        summary([Finding(code, "") for code in codes[:2]]) == "没有错误（提醒 1 处，提示 1 处）。"
    )
    explained = replace(Finding("T2-STOCK", ""), reason="当年失效")
    assert summary([explained, Finding("T3-BALANCE", "")]) == "错误 1 处，已说明 1 处。"
