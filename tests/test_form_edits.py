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
from converter.writing.workbooks.workbook import write_workbook
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
    "labels merged": [("merge", T2, "A7:A8")],
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
    "row inserted in the prose": [("insert_rows", OVERVIEW, 8, 1)],
    "blank row deleted from the prose": [("delete_rows", OVERVIEW, 30, 1)],
}
"""Edits that leave the report as it is."""


FOUND: dict[str, tuple[list[Step], str]] = {
    "paragraphs merged": (
        [("merge", OVERVIEW, "B5:B6")],
        "「一、总体情况」B5:B6（总体情况）：B5:B6 合并成了一格，B6 里的“（二）依申请公开”"
        "看不见了。请撤销工作表保护（没有密码），取消合并，核对这几格。",
    ),
    "figures merged": (
        [("merge", T3, "D8:E8")],
        "「三、申请办理」D8:E8（本年新收政府信息公开申请数量）：D8:E8 合并成了一格，E8 里的"
        "“252”看不见了。请撤销工作表保护（没有密码），取消合并，核对这几格。",
    ),
    "figures merged twice": (
        [("merge", T3, "D9:D10"), ("clear", T3, "G9"), ("merge", T3, "F9:G9")],
        "「三、申请办理」D9:D10（予以公开）：D9:D10、F9:G9 各合并成了一格，D10 里的“5345”、G9 "
        "看不见了。请撤销工作表保护（没有密码），取消合并，核对这几格。",
    ),
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
        "「三、申请办理」A5（第 5 行）：第 5 行起多出了 1 行，后面的格子都错开了，这张表没有读"
        "。请撤销工作表保护（没有密码），删去多出的行，保存。",
    ),
    "row inserted in the table": (
        [("insert_rows", T3, 12, 1)],
        "「三、申请办理」B12（第 12 行）：第 12 行起多出了 1 行，后面的格子都错开了，这张表"
        "没有读。请撤销工作表保护（没有密码），删去多出的行，保存。",
    ),
    "row deleted from the table": (
        [("delete_rows", T3, 12, 1)],
        "「三、申请办理」B12（第 12 行）：第 12 行起少了 1 行（原是“1.属于国家秘密”），后"
        "面的格子都错开了，这张表没有读。请按 Ctrl+Z 恢复，或用改动以前的文件。",
    ),
    "row inserted on 基本信息": (
        [("insert_rows", BASIC, 5, 1)],
        "「基本信息」A5（第 5 行）：第 5 行起多出了 1 行，后面的格子都错开了，这张表没有读。请"
        "撤销工作表保护（没有密码），删去多出的行，保存。",
    ),
    "row deleted from 基本信息": (
        [("delete_rows", BASIC, 7, 1)],
        "「基本信息」A7（第 7 行）：第 7 行起少了 1 行（原是“标题”），后面的格子都错开了，这"
        "张表没有读。请按 Ctrl+Z 恢复，或用改动以前的文件。",
    ),
    "column inserted": (
        [("insert_columns", T2, 1, 1)],
        "「二、主动公开」B6（B 列）：第 B 列起多出了 1 列，后面的格子都错开了，这张表没有读。请"
        "撤销工作表保护（没有密码），删去多出的列，保存。",
    ),
    "column deleted from table 3": (
        [("delete_columns", T3, 4, 1)],
        "「三、申请办理」E6（E 列）：第 E 列起少了 1 列（原是“商业企业”），后面的格子都"
        "错开了，这张表没有读。请按 Ctrl+Z 恢复，或用改动以前的文件。",
    ),
    "column deleted from table 4": (
        [("delete_columns", T4, 2, 1)],
        "「四、复议诉讼」F5（C 列）：第 C 列起少了 1 列（原是“其他结果”），后面的格子都错开了"
        "，这张表没有读。请按 Ctrl+Z 恢复，或用改动以前的文件。",
    ),
    "column moved away": (
        [("cut", T3, "E7:E34", "N7")],
        f"「{T3}」E7（商业企业）：标准文字被改成了“”。请改回“商业企业”。",
    ),
    "columns exchanged": (
        [("cut", T3, "E7:E34", "N7"), ("cut", T3, "F7:F34", "E7"), ("cut", T3, "N7:N34", "F7")],
        f"「{T3}」E7（商业企业）：标准文字被改成了“科研机构”。请改回“商业企业”。",
    ),
    "sheet renamed": (
        [("rename", T2, "表二")],
        "「二、主动公开」（工作表）：找不到工作表“二、主动公开”，可能被改名或删除。请恢复原名；删掉了的"
        "，用改动以前的文件。",
    ),
    "校验 renamed": (
        [("rename", CHECKS, "核对")],
        "「校验」（工作表）：找不到工作表“校验”，可能被改名或删除。报告照样核对；写在上面的情况说明读不"
        "到了，有的请恢复原名。",
    ),
    "sheet deleted": (
        [("remove", T4)],
        "「四、复议诉讼」（工作表）：找不到工作表“四、复议诉讼”，可能被改名或删除。请恢复原名；删掉了的"
        "，用改动以前的文件。",
    ),
    "校验 deleted": (
        [("remove", CHECKS)],
        "「校验」（工作表）：找不到工作表“校验”，可能被改名或删除。报告照样核对；写在上面的情况说明读不"
        "到了，有的请恢复原名。",
    ),
    "填报说明 deleted": (
        [("remove", GUIDE)],
        "「填报说明」（工作表）：找不到工作表“填报说明”，不影响报告。",
    ),
    "formula overwritten by a number": (
        [("number", T3, "D31", 5)],
        "「三、申请办理」D31（办理结果总计，自然人）：锁定的合计公式被改成了“5”，按各格相加应为 1"
        "3364。请核对各格；撤销工作表保护（没有密码），把公式改回“=SUM(D10:D30)”。",
    ),
    "formula overwritten by its own value": (
        [("number", T3, "D31", 13364)],
        "「三、申请办理」D31（办理结果总计，自然人）：合计公式变成了“13364”，数是对的，报告里仍"
        "按各格相加计算（13364）。",
    ),
    "formula overwritten by another": (
        [("formula", T3, "J10", "=SUM(D10:H10)")],
        "「三、申请办理」J10（予以公开，总计）：锁定的合计公式被改成了“=SUM(D10:H10)”，"
        "按各格相加应为 5548。请核对各格；撤销工作表保护（没有密码），把公式改回“=SUM(D10:"
        "I10)”。",
    ),
    "formula cleared": (
        [("clear", T3, "J10")],
        "「三、申请办理」J10（予以公开，总计）：锁定的合计公式被改成了空白，按各格相加应为 5548。"
        "请核对各格；撤销工作表保护（没有密码），把公式改回“=SUM(D10:I10)”。",
    ),
    "name deleted": (
        [("remove_name", "t3_granted")],
        "「三、申请办理」D10:J10（予以公开）：单元格名称“t3_granted”不见了，标签都在原"
        "处，已按 D10:J10 读取。请看一下这里的内容对不对。",
    ),
    "name redirected": (
        [("redirect_name", "t3_granted", f"$'{T3}'.$D$12:$J$12")],
        "「三、申请办理」D10:J10（予以公开）：单元格名称“t3_granted”指向“三、申请办理"
        "”D12:J12，应为 D10:J10，标签都在原处，已按 D10:J10 读取。请看一下这里的"
        "内容对不对。",
    ),
    "row cut and pasted elsewhere": (
        [("cut", T3, "D11:J11", "D40")],
        "「三、申请办理」D11:J11（部分公开）：单元格名称“t3_partly_granted”指向"
        "“三、申请办理”D40:J40，应为 D11:J11，标签都在原处，已按 D11:J11 读取。"
        "请看一下这里的内容对不对。",
    ),
    "unit's cell cut and pasted": (
        [("cut", BASIC, "B4", "B20")],
        "「基本信息」B4（单位名称）：单元格名称“unit_name”指向“基本信息”B20，应为 B4"
        "，标签都在原处，已按 B4 读取。请看一下这里的内容对不对。",
    ),
    "rows sorted with their labels": (
        [("unmerge", T3, "A8:C9"), ("sort", T3, "A8:J9", 9)],
        f"「{T3}」A8（一、本年新收政府信息公开申请数量）：标准文字被改成了"
        "“二、上年结转政府信息公开申请数量”。请改回“一、本年新收政府信息公开申请数量”。",
    ),
    "cell deleted, those below moved up": (
        [("shift_up", T3, "D12")],
        "「三、申请办理」D31（办理结果总计，自然人）：锁定的合计公式被改成了“783”，按各格相加应为"
        " 26702。请核对各格；撤销工作表保护（没有密码），把公式改回“=SUM(D10:D30)”。",
    ),
    "cell inserted, those below moved down": (
        [("shift_down", T3, "D12")],
        "「三、申请办理」D31（办理结果总计，自然人）：合计公式变成了“941”（原是“=SUM(D10"
        ":D30)”），多半是剪切、拖动引起的；报告里按各格相加计算。",
    ),
    "cell inserted, those beside moved right": (
        [("shift_right", T4, "B8")],
        "「四、复议诉讼」A8:E8（行政复议）：有 3 个单元格名称不对（如“t4_review”指向“"
        "四、复议诉讼”A8:F8，应为 A8:E8），标签都在原处，已全部按标签读取。请看一下各表的内容"
        "对不对。",
    ),
    "cell inserted on 基本信息": (
        [("shift_down", BASIC, "B5")],
        "「基本信息」B5（报告年度）：有 7 个单元格名称不对（如“report_year”指向“基本信"
        "息”B6，应为 B5），标签都在原处，已全部按标签读取。请看一下各表的内容对不对。",
    ),
    "paragraph's cell deleted": (
        [("shift_up", OVERVIEW, "B6")],
        "「一、总体情况」B6（总体情况，第2段）：“（三）监督保障”：标题序号跳号，按顺序应为“（一）”"
        "。请核对，以下各条照改。",
    ),
    "version changed": (
        [("text", GUIDE, "B2", "2019")],
        "填报表版本是“2019”，本程序只认“2021.3”“2021.1”“2021.2”。请换用相应版本的程序，"
        "或用新版的空白填报表重新填写。",
    ),
    "figure cut and pasted over another": (
        [("cut", T3, "D11", "D12")],
        f"「{T3}」D11（部分公开，自然人）：未填。没有就填 0。",
    ),
    "figure pasted over another": (
        [("copy", T3, "D8", "D12")],
        f"「{T3}」D32（结转下年度继续办理，自然人）：自然人一列不平：新收 13612＋上年结转 535＝14147，"
        "办理结果总计 26963＋结转下年 783＝27746，相差 13599 件。四个数都可能有误，请逐个核对。",
    ),
    "figures sorted": (
        [("sort", T3, "D8:J32", 0)],
        f"「{T3}」D32（结转下年度继续办理，自然人）：自然人一列不平：新收 0＋上年结转 5＝5，"
        "办理结果总计 14677＋结转下年 13612＝28289，相差 28284 件。四个数都可能有误，请逐个核对。",
    ),
    "text pasted over a dropdown": (
        [("text", T2, "B3", "可能")],
        f"「{T2}」B3（表二全年均为零）：应选“是”或“否”，现为“可能”。请重新选择。",
    ),
    "figure pasted as text": (
        [("text", T3, "D8", "13612件")],
        "「三、申请办理」D8（本年新收政府信息公开申请数量，自然人）：“13612件”是文字，按数字 1"
        "3612 处理。请改填数字 13612。表上的合计没有加它（J8 显示 “457”），报告里已加"
        "上，为 14069。",
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
@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.nightly)])
def test_every_edit_of_an_unprotected_sheet_is_found_or_harmless(
    tmp_path: Path, city: Report, every: int
) -> None:
    overview = (*city.overview, "（二）依申请公开", "（三）监督保障", "（四）平台建设")
    file = tmp_path / "填报表.xlsx"
    file.write_bytes(write_workbook(replace(city, overview=overview)))
    tried = HARMLESS | {name: steps for name, (steps, _) in FOUND.items()}
    edits: dict[str, list[Step]] = {"none": [], **dict(list(tried.items())[::every])}
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
