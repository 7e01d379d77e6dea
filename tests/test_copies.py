"""Copied prose: from last year's report, from another unit; and other units named as if this one."""

import json
import pickle
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.proofreading import report_of
from converter.checking.proofread import proofread
from converter.checking.prose.copies import (
    copied_from_last_year,
    likely_copies,
    marks_of,
    table_copied,
    told_copies,
)
from converter.checking.prose.names.other_units import foreign_units
from converter.county.kept.model import ExaminedFile, Identity, RefusedFile
from converter.county.kept.record import Record
from converter.county.units.across import compare_units
from converter.files.workers import WorkerStopped
from converter.form.fields import Slot
from converter.form.report import Report
from tools.prose_examples import FIGURES, report_with

OWN = (
    "2025年，我镇在便民服务中心新设政务公开专区，配备查询机两台。",
    "青山镇党委会全年三次研究公开工作，并到村里听取意见。",
    "组织村级信息员培训，逐条讲解公开目录的填写要求。",
    "将惠民补贴发放名单在各村公示栏张贴，方便群众对照。",
)
STANDARD = (
    "全年未收到政府信息公开申请，没有因政府信息公开引起的行政复议、行政诉讼。",
    "没有其他需要报告的事项，特此如实作出说明。",
    "加强组织领导。",
)


def report(unit: str, year: int, *sentences: str) -> Report:
    return report_with("".join(sentences), unit_name=f"安宁县{unit}人民政府", report_year=year)


LAST_YEAR = tuple(text.replace("2025", "2024") for text in OWN)
SAME_AS_LAST_YEAR: list[tuple[tuple[str, ...], tuple[str, ...], list[str]]] = [
    (
        OWN,
        LAST_YEAR,
        [
            "“2025年，我镇在便民服务中心新设政务公开专区，配备查询机两台。”：正文 4 句里有 4 句（100%）"
            "与“安宁县青山镇人民政府”2024 年的报告相同，这是第一句。请按本年度的情况改写。"
        ],
    ),
    (
        (*OWN[:3], "建立镇村两级公开台账，逐月核对更新情况。", *STANDARD),
        LAST_YEAR,
        [
            "“2025年，我镇在便民服务中心新设政务公开专区，配备查询机两台。”：正文 4 句里有 3 句（75%）"
            "与“安宁县青山镇人民政府”2024 年的报告相同，这是第一句。请按本年度的情况改写。"
        ],
    ),
    # two sentences are few, and so are three of seven
    (OWN[:2], LAST_YEAR, []),
    (
        (*OWN[:3], *(f"在{place}开展政务公开主题宣传，发放材料。" for place in "东南西北")),
        LAST_YEAR,
        [],
    ),
    # what every report says
    (STANDARD, STANDARD, []),
]


@pytest.mark.parametrize(("now", "before", "told"), SAME_AS_LAST_YEAR)
def test_prose_that_is_last_years(
    now: tuple[str, ...], before: tuple[str, ...], told: list[str]
) -> None:
    this, last = report("青山镇", 2025, *now), report("青山镇", 2024, *before)
    last = last.with_figures({Slot("t3_granted", 1): 3})
    found = copied_from_last_year(this, last)
    assert [one.what for one in found] == told
    assert [one for one in proofread(this, last) if one.code == "TEXT-COPY"] == found


def test_prose_of_two_units() -> None:
    theirs = tuple(text.replace("青山镇", "太平乡").replace("我镇", "我乡") for text in OWN)
    reports = [
        report("青山镇", 2025, *OWN, *STANDARD),
        report("清泉镇", 2025, "清泉镇在集市设点，现场解答群众的疑问。", *STANDARD),
        report("太平乡", 2025, *theirs, *STANDARD),
    ]
    assert between(reports) == [
        "“2025年，我镇在便民服务中心新设政务公开专区，配备查询机两台。”：正文 4 句里有 4 句（100%）"
        "与“安宁县太平乡人民政府”的报告相同，这是第一句。请核对，写本单位自己的情况。",
        "",
        "“2025年，我乡在便民服务中心新设政务公开专区，配备查询机两台。”：正文 4 句里有 4 句（100%）"
        "与“安宁县青山镇人民政府”的报告相同，这是第一句。请核对，写本单位自己的情况。",
    ]
    third = replace(reports[2], unit_name="安宁县太平乡人民政府办公室")
    assert between([*reports, third])[0].endswith(
        "与“安宁县太平乡人民政府”的报告相同，这是第一句；另有 1 个单位的报告也大半相同。"
        "请核对，写本单位自己的情况。"
    )
    # two versions of one unit's report are no copies of one another
    assert between([reports[0], reports[0]]) == ["", ""]


def between(reports: Sequence[Report]) -> list[str]:
    """Return for each report what is said of its copies."""
    units, marks = [one.unit_name for one in reports], [*map(marks_of, reports)]
    told = dict(told_copies(likely_copies(units, marks), reports.__getitem__))
    return [told[number].what if number in told else "" for number in range(len(reports))]


class Failing(Executor):
    """Its first task ends without an outcome, as where a process is killed."""

    def __init__(self) -> None:
        self.tasks = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        done: Future[Any] = Future()
        self.tasks += 1
        if self.tasks == 1:
            done.set_exception(WorkerStopped("处理它的进程意外退出。"))
        else:
            told = fn(*args)
            pickle.dumps((args, told))  # both go from process to process
            done.set_result(told)
        return done


def test_copies_are_told_whatever_becomes_of_the_process_that_compares() -> None:
    reports = [
        report(f"第{number}镇", 2025, *(one.replace("青山镇", f"第{number}镇") for one in OWN))
        for number in range(12)
    ]
    results = [compared(one) for one in reports]
    executor = Failing()
    told = compare_units([RefusedFile("坏.docx", "坏了。"), *results], executor)
    assert executor.tasks == 2
    found = [one.found.more for one in told if isinstance(one, ExaminedFile)]
    assert [[finding.code for finding in more] for more in found] == [["TEXT-COPY"]] * 12
    assert [more[0].what for more in found] == between(reports)


def compared(one: Report) -> ExaminedFile:
    """Return what a worker process sends of a report."""
    record = Record(
        "键", one.unit_name, "", "", is_workbook=True, notes=(), report=one, findings=()
    )
    examined = ExaminedFile.of(f"{one.unit_name}.xlsx", record)
    identity = Identity(one.unit_name)
    return replace(examined, identity=identity, marks=marks_of(one))


ROSTER = (
    "安宁县人民政府",
    "安宁县青山镇人民政府",
    "安宁县太平镇人民政府",
    "安宁县清泉镇人民政府",
    "安宁县水利局",
)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("2025年，太平镇认真落实条例。", "太平镇"),
        ("安宁县太平镇人民政府高度重视政务公开。", "安宁县太平镇人民政府"),
        ("不断提升太平镇政府信息公开水平。", "太平镇"),
        ("现将安宁县水利局2025年政府信息公开工作报告如下。", "安宁县水利局"),
        ("与太平镇联合开展检查。", ""),
        ("配合太平镇推进政务公开，向清泉镇移送申请一件。", ""),
        ("学习太平镇政务公开经验。", ""),
        ("太平镇积极公开信息，清泉镇坚持每月更新。", ""),
        ("太平镇中心卫生院坚持公开。", ""),
        ("北太平镇坚持公开。", ""),
        ("安宁县水利局认真落实公开要求，开展检查。", ""),
        ("安宁县人民政府高度重视政务公开。", ""),
        ("青山镇认真落实条例。", ""),
    ],
)
def test_another_unit_of_the_roster(text: str, other: str) -> None:
    told = (
        f"“{text}”：这里说的是“{other}”，本单位是“安宁县青山镇人民政府”。如系照抄，建议改为“我镇”。"
    )
    found = foreign_units(report_with(text), ROSTER)
    assert [(one.code, one.what) for one in found] == ([("TEXT-UNIT", told)] if other else [])


def test_each_other_unit_is_told_once() -> None:
    text = "太平镇认真落实条例。太平镇积极公开信息。清泉镇坚持每月更新。"
    said = [one.what for one in foreign_units(report_with(text), ROSTER)]
    assert [one.partition("：")[0] for one in said] == [
        "“太平镇认真落实条例。”",
        "“清泉镇坚持每月更新。”",
    ]


@pytest.mark.parametrize(
    ("unit", "text", "right"),
    [
        ("安宁县人民政府", "2025年，我市认真落实条例。", "我县"),
        ("安宁县水利局", "我市政务公开工作稳步开展。", "我局"),
        ("安宁县青山镇人民政府", "我市持续加强政务公开。", "我镇"),
        ("安宁县水利局", "按照我市部署开展工作。", ""),
        ("安宁市人民政府", "2025年，我市认真落实条例。", ""),
        ("安宁市水利局", "2025年，我市认真落实条例。", ""),
    ],
)
def test_nobody_in_a_county_says_our_city(unit: str, text: str, right: str) -> None:
    found = [
        one.what for one in proofread(report_with(text, unit_name=unit)) if one.code == "TEXT-UNIT"
    ]
    assert found == ([f"“{text}”：“我市”不是“{unit}”的自称。建议改为“{right}”。"] if right else [])


def test_no_published_report_is_accused(shared: Path) -> None:
    lines = (shared / "cases" / "prose-open.jsonl").read_text(encoding="utf-8").splitlines()
    reports = [report_of(json.loads(line))[0] for line in lines]
    names = [one.unit_name for one in reports]
    assert [found for one in reports for found in foreign_units(one, names)] == []
    assert not any(between(reports))


def test_a_table_three_that_is_last_years_is_told() -> None:
    this = report_with("全年公开信息30条。", figures=FIGURES)
    last = replace(this, report_year=2024)
    (found,) = table_copied(this, last)
    assert (found.code, found.name) == ("TEXT-COPY", "t3_new_received")
    assert found.what == (
        "表三每一格都与“安宁县青山镇人民政府”2024 年的报告相同。请核对，按本年度的情况填写。"
    )
    other = last.with_figures({Slot("t3_granted", 1): 3})
    few = {"t3_new_received": (2, 0, 0, 0, 0, 0, 2), "t3_granted": (2, 0, 0, 0, 0, 0, 2)}
    scanty = report_with("", figures={name: (0,) * len(row) for name, row in FIGURES.items()} | few)
    assert list(table_copied(this, other)) == []
    assert list(table_copied(scanty, replace(scanty, report_year=2024))) == []
