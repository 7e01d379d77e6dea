"""Whatever a clerk does to the unprotected workbook is found and named, or changes nothing."""

import json
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from converter.conversion import examine
from converter.errors import NianbaoError
from converter.form.report import Report
from converter.writing.workbook import write_workbook
from tests.programs import SYSTEM_PYTHON
from tools.cases import ROOT

BASIC, GUIDE, CHECKS = "基本信息", "填报说明", "校验"
OVERVIEW, T2, T3, T4, OTHER = (
    "一、总体情况",
    "二、主动公开",
    "三、申请办理",
    "四、复议诉讼",
    "六、其他事项",
)

Step = tuple[Any, ...]

HARMLESS: dict[str, list[Step]] = {
    "row inserted below": [("insert_rows", T3, 60, 1)],
    "column inserted beside": [("insert_columns", T2, 15, 1)],
    "sheet added": [("add", "草稿", 0)],
    "sheet doubled": [("double", T3, "三、申请办理_2", 9)],
    "sheet moved": [("move", T3, 0)],
    "sheet hidden": [("hide", CHECKS)],
    "rows hidden": [("hide_rows", T3, "A10:A12")],
    "columns hidden": [("hide_columns", T3, "E1:F1")],
    "cells painted": [("paint", T3, "D8:J34")],
    "validation taken away": [("free", T3, "D8:I8")],
    "protected with a password": [("protect", T3, "secret")],
    # LibreOffice keeps what a merged cell covers; Excel drops it, and the cell is called blank
    "labels merged": [("merge", T2, "A7:A8")],
    "figures merged": [("merge", T3, "D8:E8")],
    "paragraphs merged": [("merge", OVERVIEW, "B5:B6")],
    "labels parted": [("unmerge", T3, "A5:C7")],
    "figure's cell parted": [("unmerge", T2, "B11:D11")],
    "result on 校验 overwritten": [("text", CHECKS, "G19", "相符")],
    "count of errors overwritten": [("number", CHECKS, "D3", 0)],
    "lines of 校验 sorted": [("sort", CHECKS, "A19:I53", 0)],
    "line deleted from 校验": [("delete_rows", CHECKS, 30, 1)],
    "row inserted above the lines of 校验": [("insert_rows", CHECKS, 3, 1)],
    "column inserted on 校验": [("insert_columns", CHECKS, 0, 1)],
    "hint overwritten": [("text", BASIC, "C4", "单位")],
    "banner overwritten": [("text", T3, "A2", "【通过】")],
    "guide overwritten": [("text", GUIDE, "B5", "改过")],
}
"""Edits that leave the report as it is."""

_RENAMED = "」（工作表）：找不到工作表“{0}”，可能被改名或删除。请恢复原名，或用原填报表重新填写。"
_MOVED = "」{1}（{2}）：名称“{3}”{4}。请用原填报表重新填写，不要增删行列。"


def _renamed(sheet: str) -> str:
    return f"「{sheet}{_RENAMED.format(sheet)}"


def _moved(sheet: str, where: str, label: str, name: str, trouble: str) -> str:
    return f"「{sheet}{_MOVED.format(sheet, where, label, name, trouble)}"


def _formula(where: str, label: str, now: str, due: str) -> str:
    return (
        f"「{T3}」{where}（{label}）：锁定的合计公式被改成了{now}，应为“{due}”。"
        "请恢复公式，或用原填报表重新填写。"
    )


FOUND: dict[str, tuple[list[Step], str]] = {
    "label changed": (
        [("text", T3, "A8", "本年新收申请")],
        f"「{T3}」A8（一、本年新收政府信息公开申请数量）：标准文字被改成了“本年新收申请”。"
        "请改回“一、本年新收政府信息公开申请数量”。",
    ),
    "heading changed": (
        [("text", T2, "A1", "二、公开情况")],
        f"「{T2}」A1（二、主动公开政府信息情况）：标准文字被改成了“二、公开情况”。"
        "请改回“二、主动公开政府信息情况”。",
    ),
    "label cleared": (
        [("clear", BASIC, "A4")],
        f"「{BASIC}」A4（单位名称）：标准文字被改成了“”。请改回“单位名称”。",
    ),
    "row inserted above the table": (
        [("insert_rows", T3, 5, 1)],
        _moved(
            T3,
            "D8:J8",
            "本年新收政府信息公开申请数量",
            "t3_new_received",
            f"指向“{T3}”D9:J9，应为 D8:J8",
        ),
    ),
    "row inserted in the table": (
        [("insert_rows", T3, 12, 1)],
        _moved(
            T3,
            "D12:J12",
            "不予公开·属于国家秘密",
            "t3_refused_state_secret",
            f"指向“{T3}”D13:J13，应为 D12:J12",
        ),
    ),
    "row deleted from the table": (
        [("delete_rows", T3, 12, 1)],
        _moved(
            T3, "D12:J12", "不予公开·属于国家秘密", "t3_refused_state_secret", "已失效（#REF!）"
        ),
    ),
    "row inserted in the prose": (
        [("insert_rows", OVERVIEW, 8, 1)],
        _moved(OVERVIEW, "B5:B64", "总体情况", "overview", f"指向“{OVERVIEW}”B5:B65，应为 B5:B64"),
    ),
    "row deleted from the prose": (
        [("delete_rows", OVERVIEW, 8, 1)],
        _moved(OVERVIEW, "B5:B64", "总体情况", "overview", f"指向“{OVERVIEW}”B5:B63，应为 B5:B64"),
    ),
    "row inserted on 基本信息": (
        [("insert_rows", BASIC, 5, 1)],
        _moved(BASIC, "B5", "报告年度", "report_year", f"指向“{BASIC}”B6，应为 B5"),
    ),
    "row deleted from 基本信息": (
        [("delete_rows", BASIC, 7, 1)],
        _moved(BASIC, "B7", "标题", "title", "已失效（#REF!）"),
    ),
    "column inserted": (
        [("insert_columns", T2, 1, 1)],
        _moved(T2, "B7:D7", "规章", "t2_rules", f"指向“{T2}”C7:E7，应为 B7:D7"),
    ),
    "column deleted from table 3": (
        [("delete_columns", T3, 4, 1)],
        _moved(
            T3,
            "D8:J8",
            "本年新收政府信息公开申请数量",
            "t3_new_received",
            f"指向“{T3}”D8:I8，应为 D8:J8",
        ),
    ),
    "column deleted from table 4": (
        [("delete_columns", T4, 2, 1)],
        _moved(T4, "A8:E8", "行政复议", "t4_review", f"指向“{T4}”A8:D8，应为 A8:E8"),
    ),
    "column moved away": (
        [("cut", T3, "E7:E34", "N7")],
        f"「{T3}」E7（商业企业）：标准文字被改成了“”。请改回“商业企业”。",
    ),
    "columns exchanged": (
        [("cut", T3, "E7:E34", "N7"), ("cut", T3, "F7:F34", "E7"), ("cut", T3, "N7:N34", "F7")],
        f"「{T3}」E7（商业企业）：标准文字被改成了“科研机构”。请改回“商业企业”。",
    ),
    "sheet renamed": ([("rename", T2, "表二")], _renamed(T2)),
    "校验 renamed": ([("rename", CHECKS, "核对")], _renamed(CHECKS)),
    "sheet deleted": ([("remove", T4)], _renamed(T4)),
    "校验 deleted": ([("remove", CHECKS)], _renamed(CHECKS)),
    "填报说明 deleted": ([("remove", GUIDE)], _renamed(GUIDE)),
    "formula overwritten by a number": (
        [("number", T3, "D31", 5)],
        _formula("D31", "办理结果总计，自然人", "“5”", "=SUM(D10:D30)"),
    ),
    "formula overwritten by its own value": (
        [("number", T3, "D31", 13364)],
        _formula("D31", "办理结果总计，自然人", "“13364”", "=SUM(D10:D30)"),
    ),
    "formula overwritten by another": (
        [("formula", T3, "J10", "=SUM(D10:H10)")],
        _formula("J10", "予以公开，总计", "“=SUM(D10:H10)”", "=SUM(D10:I10)"),
    ),
    "formula cleared": (
        [("clear", T3, "J10")],
        _formula("J10", "予以公开，总计", "空白", "=SUM(D10:I10)"),
    ),
    "name deleted": (
        [("remove_name", "t3_granted")],
        _moved(T3, "D10:J10", "予以公开", "t3_granted", "不见了"),
    ),
    "name redirected": (
        [("redirect_name", "t3_granted", f"$'{T3}'.$D$12:$J$12")],
        _moved(T3, "D10:J10", "予以公开", "t3_granted", f"指向“{T3}”D12:J12，应为 D10:J10"),
    ),
    "row cut and pasted elsewhere": (
        [("cut", T3, "D11:J11", "D40")],
        _moved(T3, "D11:J11", "部分公开", "t3_partly_granted", f"指向“{T3}”D40:J40，应为 D11:J11"),
    ),
    "unit's cell cut and pasted": (
        [("cut", BASIC, "B4", "B20")],
        _moved(BASIC, "B4", "单位名称", "unit_name", f"指向“{BASIC}”B20，应为 B4"),
    ),
    "rows sorted with their labels": (
        [("unmerge", T3, "A8:C9"), ("sort", T3, "A8:J9", 9)],
        f"「{T3}」A8（一、本年新收政府信息公开申请数量）：标准文字被改成了"
        "“二、上年结转政府信息公开申请数量”。请改回“一、本年新收政府信息公开申请数量”。",
    ),
    "cell deleted, those below moved up": (
        [("shift_up", T3, "D12")],
        _formula("D31", "办理结果总计，自然人", "“783”", "=SUM(D10:D30)"),
    ),
    "cell inserted, those below moved down": (
        [("shift_down", T3, "D12")],
        _formula("D31", "办理结果总计，自然人", "“941”", "=SUM(D10:D30)"),
    ),
    "cell inserted, those beside moved right": (
        [("shift_right", T4, "B8")],
        _moved(T4, "A8:E8", "行政复议", "t4_review", f"指向“{T4}”A8:F8，应为 A8:E8"),
    ),
    "cell inserted on 基本信息": (
        [("shift_down", BASIC, "B5")],
        _moved(BASIC, "B5", "报告年度", "report_year", f"指向“{BASIC}”B6，应为 B5"),
    ),
    "paragraph's cell deleted": (
        [("shift_up", OVERVIEW, "B6")],
        _moved(OVERVIEW, "B5:B64", "总体情况", "overview", f"指向“{OVERVIEW}”B5:B63，应为 B5:B64"),
    ),
    "version changed": (
        [("text", GUIDE, "B2", "2019")],
        "填报表版本是“2019”，本程序只认“2021.2”“2021.1”。请换用相应版本的程序，"
        "或用新版的空白填报表重新填写。",
    ),
    # what only changes content is told by the rules of the content
    "figure cut and pasted over another": (
        [("cut", T3, "D11", "D12")],
        f"「{T3}」D11（部分公开，自然人）：未填。没有就填 0。",
    ),
    "figure pasted over another": (
        [("copy", T3, "D8", "D12")],
        f"「{T3}」D32（结转下年度继续办理，自然人）：办理结果总计 26963 多于新收 13612＋上年结转 535，"
        "多出 12816 件。请核对这一列。",
    ),
    "figures sorted": (
        [("sort", T3, "D8:J32", 0)],
        f"「{T3}」D32（结转下年度继续办理，自然人）：办理结果总计 14677 多于新收 0＋上年结转 5，"
        "多出 14672 件。请核对这一列。",
    ),
    "text pasted over a dropdown": (
        [("text", T2, "B3", "可能")],
        f"「{T2}」B3（表二全年均为零）：应选“是”或“否”，现为“可能”。请重新选择。",
    ),
    "figure pasted as text": (
        [("text", T3, "D8", "13612件")],
        f"「{T3}」D8（本年新收政府信息公开申请数量，自然人）：“13612件”是文字，按数字 13612 处理。"
        "请改填数字 13612。",
    ),
}
"""Edits with the sentence that tells of each."""


def _edited(file: Path, folder: Path, edits: dict[str, list[Step]]) -> dict[str, Path]:
    """Make every set of edits in one start of LibreOffice; return the files."""
    numbered = {name: f"{number:02}" for number, name in enumerate(edits)}
    done = subprocess.run(
        [SYSTEM_PYTHON, ROOT / "tests" / "unprotected.py", file, folder],
        input=json.dumps({numbered[name]: steps for name, steps in edits.items()}),
        text=True,
        capture_output=True,
        check=False,
        timeout=480,
    )
    assert done.returncode == 0, done.stderr
    return {name: folder / f"{number}.xlsx" for name, number in numbered.items()}


def _content(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as package:
        return {
            name: package.read(name)
            for name in package.namelist()
            if not name.startswith("docProps")
        }


@pytest.mark.office
def test_every_edit_of_an_unprotected_sheet_is_found_or_harmless(
    tmp_path: Path, city: Report
) -> None:
    overview = (*city.overview, "（二）依申请公开", "（三）监督保障", "（四）平台建设")
    file = tmp_path / "填报表.xlsx"
    file.write_bytes(write_workbook(replace(city, overview=overview)))
    edits: dict[str, list[Step]] = {"none": []}
    edits |= HARMLESS | {name: steps for name, (steps, _) in FOUND.items()}
    files = _edited(file, tmp_path, edits)
    untouched = examine(files["none"])
    assert untouched.ok
    assert untouched.report == examine(file).report
    said, due = {}, {}
    for name in edits:
        if name == "none":
            continue
        # the edit is in the file: LibreOffice has not refused it
        assert _content(files[name]) != _content(files["none"]), name
        due[name] = FOUND[name][1] if name in FOUND else "nothing"
        try:
            examination = examine(files[name])
        except NianbaoError as refusal:
            said[name] = str(refusal).partition("：")[2]
            continue
        told = [one for one in examination.findings if one not in untouched.findings]
        messages = [one.message for one in told]
        if not told and examination.report == untouched.report:
            said[name] = "nothing"
        else:
            said[name] = due[name] if due[name] in messages else "\n".join(messages[:3])
    assert said == due
