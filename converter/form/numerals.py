"""Chinese numerals: parse them, write them, and convert those of dates to digits."""

import re
from typing import Final

from converter.form.half_width import half_width

_DIGITS: Final = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
}
_SMALL: Final = {"十": 10, "百": 100, "千": 1000}
_LARGE: Final = {"万": 10_000, "亿": 100_000_000}
SCALES: Final = _SMALL | _LARGE
"""The factor that each character multiplies by."""
_CHARACTERS: Final = "零一二三四五六七八九"


def numeral_value(text: str) -> int:
    """Return the value of a numeral written in digits (`零` to `九`, `〇`, `两`) and scales (`十` to `亿`).

    Raises KeyError for any other character.

    >>> numeral_value("一百零五"), numeral_value("两万三千"), numeral_value("二〇二三")
    (105, 23000, 2023)
    """
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _SMALL:
            section += (digit or 1) * _SMALL[char]
            digit = 0
        else:
            total = (
                (total + section + digit) * _LARGE[char]
                if char == "亿"
                else total + (section + digit or 1) * _LARGE[char]
            )
            section = digit = 0
    return total + section + digit


def number_value(text: str) -> int:
    """Return the value of a number in digits or as a numeral."""
    return int(text) if text.isdigit() else numeral_value(text)


def chinese_numeral(value: int) -> str:
    """Write a number from 0 to 99 as in numbered headings.

    >>> chinese_numeral(1), chinese_numeral(10), chinese_numeral(11), chinese_numeral(20)
    ('一', '十', '十一', '二十')
    """
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_CHARACTERS[tens % 10]}十"
    return head + (_CHARACTERS[ones] if ones or not tens else "")


def western_year(text: str) -> str:
    """Return a text in half-width characters, with years in Chinese numerals in digits.

    >>> western_year("某县二〇二三年度报告（一）")
    '某县2023年度报告(一)'
    """
    return years_in_digits(half_width(text))


def years_in_digits(text: str) -> str:
    """Return a text of the same length, with years in Chinese numerals in digits.

    >>> years_in_digits("二〇二三年")
    '2023年'
    """
    return re.sub(r"[〇○零一二三四五六七八九]{4}(?=年)", _in_digits, text)


def western_date(text: str) -> str:
    """Return a text with the years, months and days in Chinese numerals in digits.

    >>> western_date("二〇二三年十二月二十三日")
    '2023年12月23日'
    """
    return re.sub(r"[〇○零一二三四五六七八九十]{1,4}(?=[年月日])", _in_digits, text)


def _in_digits(found: re.Match[str]) -> str:
    value = numeral_value(found[0])
    return str(value) if "十" in found[0] else f"{value:0{len(found[0])}}"
