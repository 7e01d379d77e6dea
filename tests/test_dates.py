"""A date as clerks type it: digits, signs, Chinese numerals, a number in a cell for dates."""

import warnings
from datetime import date
from pathlib import Path

import pytest

from converter.conversion import examine
from converter.files.kinds import open_input
from converter.reading.values import Problem, day
from converter.reading.workbooks.workbook import _extent
from converter.reading.workbooks.xlsx import fast_book, openpyxl_book
from converter.reading.workbooks.xlsx_parts import xml_parts

THAT_DAY = date(2023, 1, 13)
TYPED = [
    "20230113",
    "２０２３０１１３",
    "2023.1.13",
    "2023．1．13",
    "2023.01.13.",
    "2023。1。13",
    "2023、1、13",
    "2023·1·13",
    "2023—1—13",
    "2023－01－13",
    "2023/1/13",
    "2023 1 13",
    "2023 年 1 月 13 日",
    "2023年1月13",
    "2023年1月13号",
    "2023年1月1 3日",
    "2023-01-13 00:00:00",
    "二〇二三年一月十三日",
    "二零二三年一月十三日",
    "二○二三年一月十三日",
    "二Ｏ二三年一月十三日",
    "二0二三年元月十三日",
    "二〇二三年 1月13日",
    "　二〇二三·一·十三　",
]


@pytest.mark.parametrize("typed", TYPED)
def test_a_date_is_read_however_it_is_typed(typed: str) -> None:
    what = f"“{typed.strip('　')}”是文字，按日期 2023-01-13 处理。请改填日期，如 2023-01-13。"
    assert day(typed) == (THAT_DAY, Problem("VALUE-NORMALISED", what))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("二〇二三年十二月三十一日", date(2023, 12, 31)),
        ("二〇二四年二月廿九日", date(2024, 2, 29)),
        ("2023年十月十日", date(2023, 10, 10)),
    ],
)
def test_other_days_in_chinese(typed: str, meant: date) -> None:
    assert day(typed)[0] == meant


@pytest.mark.parametrize("number", [20230113, 20230113.0])
def test_a_number_of_eight_digits_is_a_date(number: float) -> None:
    what = f"“{number}”是数字，按日期 2023-01-13 处理。请改填日期，如 2023-01-13。"
    assert day(number) == (THAT_DAY, Problem("VALUE-NORMALISED", what))


@pytest.mark.parametrize(
    "typed",
    [
        "20231301",
        "20230230",
        "202313",
        "2023年",
        "2023年1月",
        "1月13日",
        "23.1.13",
        "13-1-2023",
        "二〇二三年十三月一日",
        "二三年一月一日",
        "今年一月",
        "2023年1月13日前",
        "0",
        "#VALUE!",
    ],
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    what = f"应填日期（如 2026-1-20），现为“{typed}”。请改填日期（如 2026-1-20）。"
    assert day(typed) == (None, Problem("VALUE-TYPE", what))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("date-8-digits", "“20230113”是数字，按日期 2023-01-13 处理。请改填日期，如 2023-01-13。"),
        (
            "date-chinese",
            "“二〇二三年一月十三日”是文字，按日期 2023-01-13 处理。请改填日期，如 2023-01-13。",
        ),
    ],
)
def test_dates_in_workbooks_as_clerks_leave_them(shared: Path, name: str, message: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        examination = examine(shared / "cases" / "desk" / f"{name}.xlsx")
    assert examination.ok
    assert examination.report.report_date == THAT_DAY
    (finding,) = [one for one in examination.findings if one.code == "VALUE-NORMALISED"]
    assert finding.message == f"「基本信息」B6（成文日期）：{message}"


def test_a_number_that_is_no_date_is_read_both_ways(shared: Path) -> None:
    file = open_input(shared / "cases" / "desk" / "date-8-digits.xlsx")
    parts = xml_parts(file.package, _extent().rows)
    short, public = fast_book(parts, _extent()), openpyxl_book(parts, _extent())
    assert short is not None
    assert short.values["基本信息"]["B6"] == public.values["基本信息"]["B6"] == 20230113


def test_an_array_formula_is_read_as_its_text(shared: Path) -> None:
    examination = examine(shared / "cases" / "desk" / "array_formula.xlsx")
    assert [one.message for one in examination.findings if "<" in one.message] == []
