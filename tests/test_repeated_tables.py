"""Two whole tables of a kind that differ: which is taken is told once, and why."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from converter.conversion import examine_input
from converter.files.kinds import detect_kind
from converter.form.fields import TOTAL_COLUMN, Slot
from converter.form.report import Report
from tests.table_layouts import Rows, page, random_report, rows_of, table
from tests.test_published_tables import lost_of, read, wrong_of


@pytest.fixture(scope="module")
def varied(city: Report) -> Report:
    return random_report(city, random.Random(3))


@pytest.fixture(scope="module")
def last(city: Report) -> Report:
    return random_report(city, random.Random(9))


def said_of(data: bytes, name: str) -> list[str]:
    """Return the findings on a table, and those on what prose says of it."""
    found = examine_input(detect_kind(Path("报告.html"), data), lambda _: None).findings
    return [
        one.message
        for one in found
        if one.message.startswith(name) or one.code in ("TEXT-COUNT", "FEE-MISSING")
    ]


def twice(report: Report, key: str, other: Report, *, behind: bool) -> bytes:
    def layout(rows: Rows) -> str:
        tables = [table(rows_of(other, key)), table(rows)]
        return "".join(tables[::-1] if behind else tables)

    return page(report, {key: layout})


UNKNOWN = [
    (
        "t2",
        "表二（整张表）：这份报告里有 2 张表二，数不一样（如“规章，本年制发件数”，一张是 0，一张是 2），",
    ),
    (
        "t3",
        "表三（整张表）：这份报告里有 2 张表三，数不一样（如“本年新收政府信息公开申请数量，自然人”，一张是 0，一张是 2419），",
    ),
    (
        "t4",
        "表四（整张表）：这份报告里有 2 张表四，数不一样（如“行政复议，结果维持”，一张是 0，一张是 2），",
    ),
]


@pytest.mark.parametrize(
    ("key", "told"),
    [UNKNOWN[1], *(pytest.param(*UNKNOWN[at], marks=pytest.mark.nightly) for at in (0, 2))],
)
def test_where_nothing_says_which_is_the_report_s_the_first_is_taken_and_no_prose_accused(
    varied: Report, last: Report, key: str, told: str
) -> None:
    prose = "全年收到政府信息公开申请12件，行政复议99件，行政许可77件。"
    data = twice(replace(varied, overview=(prose,)), key, last, behind=False)
    told += "看不出哪一张是本年度的，读入的是第 1 张，没有拿正文同它核对。请只留本年度的一张。"
    found = said_of(data, told[:2])
    assert found[:1] == [told]
    assert [one for one in found[1:] if told[:2] in one] == []


def sentence_of(report: Report, key: str) -> str:
    received, carried = (
        report.figure(Slot(f"t3_{name}", TOTAL_COLUMN)) for name in ("new_received", "carried_in")
    )
    return {
        "t2": f"作出行政许可决定{report.figure(Slot('t2_licensing', 0))}件。",
        "t3": f"2025年，全市收到政府信息公开申请{received:,}件，上年结转{carried}件。2024年收到申请5件。",
        "t4": f"办理行政复议{report.figure(Slot('t4_review', 4))}件。",
    }[key]


@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize("key", ["t2", "t3", "t4"])
def test_the_one_of_which_the_prose_speaks_is_taken(
    varied: Report, last: Report, key: str, behind: bool
) -> None:
    report = replace(varied, overview=(sentence_of(varied, key),))
    data = twice(report, key, last, behind=behind)
    result = read(data)
    assert wrong_of(result.report, report) == lost_of(result.report, report) == []
    (found,) = result.findings
    place = 1 if behind else 2
    assert found.what.endswith(
        f"正文里的数只和第 {place} 张相符，读入的是第 {place} 张。请只留本年度的一张。"
    )


@pytest.mark.parametrize("key", ["t2", "t3", "t4"])
def test_a_table_that_stands_twice_alike_is_read_once(varied: Report, key: str) -> None:
    result = read(twice(varied, key, varied, behind=True))
    assert wrong_of(result.report, varied) == result.findings == result.notes == []
