"""Chinese numerals, read and written; text in half-width characters."""

import time
import unicodedata

import pytest

from converter.form.fields import SECTIONS
from converter.form.half_width import half_width
from converter.form.numerals import chinese_numeral, numeral_value, western_date, western_year


def test_headings_count_in_chinese() -> None:
    assert [chinese_numeral(value) for value in (0, 1, 9, 10, 11, 20, 21, 99)] == [
        *("零", "一", "九", "十", "十一", "二十", "二十一", "九十九"),
    ]
    assert [section.number for section in SECTIONS] == list(map(chinese_numeral, range(1, 7)))
    assert [numeral_value(chinese_numeral(value)) for value in range(100)] == list(range(100))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("某县二〇二三年政府信息公开工作年度报告", "某县2023年政府信息公开工作年度报告"),
        ("二○二二年度", "2022年度"),
        ("２０２３年（一）", "2023年(一)"),
        ("第十一年", "第十一年"),
    ],
)
def test_the_year_of_a_title(text: str, expected: str) -> None:
    assert western_year(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("二〇二三年一月十三日", "2023年1月13日"),
        ("二零二四年十月三十一日", "2024年10月31日"),
        ("二○二四年〇三月二十日", "2024年03月20日"),
        ("2024年1月12日", "2024年1月12日"),
    ],
)
def test_the_date_of_a_sign_off(text: str, expected: str) -> None:
    assert western_date(text) == expected


def test_half_width_text_is_nfkc_also_where_it_is_long() -> None:
    text = "某县２０２３年（一）①、ＡＢ　ﬁ" * 100
    assert half_width(text) == unicodedata.normalize("NFKC", text)


def test_a_run_of_accents_takes_no_minutes() -> None:
    start = time.monotonic()
    half_width("a" + "\u0315\u0300" * 100_000)
    assert time.monotonic() - start < 20  # a second; two minutes at once
