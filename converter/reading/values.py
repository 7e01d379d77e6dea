"""Parse the content of a cell into a value of the form, or into a problem.

Shared by the readers of workbooks and of Word reports; independent of file formats.
"""

import math
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from converter import sentences
from converter.findings import Finding, Place
from converter.form.fields import NO, YES, Slot
from converter.form.half_width import half_width, without_unseen
from converter.form.limits import FIRST_YEAR, LARGEST, LAST_YEAR
from converter.form.numerals import numeral_value
from converter.form.patterns import when_used
from converter.form.report import Number, format_number

_MOST_QUOTED: Final = 20
"""Maximum characters of a cell's content in a message."""

_ZERO_WORDS: Final = frozenset(
    {"/", "\\", "\uff3c", "-", "--", "—", "——", "–", "无", "没有", "不涉及", "不适用", "〇", "零"}
)
_COUNTERS: Final = "件条个项份宗起次例"
"""Measure words behind a figure of which the unit is 件."""
_HALF_WIDTH: Final = str.maketrans("０１２３４５６７８９，．－＋／\u3000\xa0", "0123456789,.-+/  ")
# thousands separators only before groups of three digits
_NUMBER: Final = when_used(r"[+-]?(?:\d+|[1-9]\d{0,2}(?:[ ,]\d{3})+)(?:\.\d+)?", re.ASCII)
_EXCEL_ERRORS: Final = frozenset(
    {"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NULL!", "#NUM!"}
)
# characters that XML 1.0 cannot hold, and lone surrogates
_FORBIDDEN: Final = when_used("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED: Final = when_used("_x([0-9A-Fa-f]{4})_")
_NUMERAL: Final = r"\d{1,4}|[〇○◯零一二三四五六七八九十廿元千0Oo]{1,6}"
_SEPARATOR: Final = r"(?:\s*[./、,，·・。_~—–-]\s*|\s+)"
_DATE: Final = when_used(
    rf"({_NUMERAL})(?:\s*年\s*|{_SEPARATOR})({_NUMERAL})(?:\s*月份?\s*|{_SEPARATOR})({_NUMERAL})\s*[日号.]?"
    r"(?:[ T]+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_LONGEST_DATE: Final = 60
"""Characters of a date or a year, blanks included."""
_EIGHT_DIGITS: Final = when_used(r"(\d{4})(\d{2})(\d{2})(?:\.0+)?", re.ASCII)
_ZEROS: Final = str.maketrans("○◯0Oo元", "〇〇〇〇〇一")
"""What is typed for 〇, and the 元 of 元月."""


_MOMENTS: Final = (date, time, timedelta)
"""What a cell with the format of a date, a time or a duration holds, whatever was typed."""
_LATER: Final = {blank: f"{{{blank}}}" for blank in ("table", "count", "cells")}
"""The blanks of a sentence for several cells that are filled in once all cells are known."""


class Problem(NamedTuple):
    """Why a cell's content was corrected or refused: the code and the sentence of a finding."""

    code: str
    what: str
    many: str = ""
    """The sentence for several cells, as in a finding."""

    def finding(self, slot: Slot, place: Place) -> Finding:
        """Return the finding on a cell."""
        return Finding(self.code, self.what, *slot, place=place, many=self.many)


def quote(raw: object) -> str:
    """Quote a cell's content in a message, at most 20 characters on one line."""
    text = " ".join(tidy_text(raw).split())
    return f"“{text[:_MOST_QUOTED]}…”" if len(text) > _MOST_QUOTED else f"“{text}”"


_EXPLANATION: Final = when_used(r"情况说明(?:\s{0,4}[:：]\s*(?P<text>.*)|$)")
"""How the line begins with which a Word report, or the mail around it, explains its figures."""
_LONGEST_EXPLANATION: Final = 500
"""Characters; as many as a line of 校验 takes."""


def explanation_in(lines: Iterable[str]) -> str:
    """Return what is said behind `情况说明：`, up to a blank line or one that quotes a mail; empty where nothing is."""
    said: list[str] | None = None
    for line in map(tidy_text, lines):
        if said is None:
            found = _EXPLANATION.match(line)
            said = [found["text"] or ""] if found else None
        elif not line or line.startswith(">"):
            break
        else:
            said.append(line)
    return "".join(said or ())[:_LONGEST_EXPLANATION]


def tidy_text(raw: object) -> str:
    """Return a cell's text without surrounding blanks, control characters and their escapes."""
    if raw is None:
        return ""
    text = str(raw)
    if "_x" in text:  # Excel stores control characters as _x000D_
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    if not text.isprintable():
        text = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.strip().strip("\u3000\xa0\ufeff").strip()


def _seen(raw: object) -> str:
    """Return a cell's text as `tidy_text` does, without characters that nobody sees."""
    return tidy_text(without_unseen(raw) if isinstance(raw, str) else raw)


def text(raw: object) -> tuple[tuple[str, ...], Problem | None]:
    """Read a text: return its paragraphs, or none and VALUE-TYPE where the cell holds no text."""
    if isinstance(raw, bool | date) or raw in _EXCEL_ERRORS:
        return (), _wrong_type(raw, "文字")
    return paragraphs_in(raw), None


def paragraphs_in(raw: object) -> tuple[str, ...]:
    """Split a cell's text at its line breaks, without blank lines."""
    return tuple(line for part in tidy_text(raw).split("\n") if (line := tidy_text(part)))


def _wrong_type(raw: object, wanted: str) -> Problem:
    return Problem("VALUE-TYPE", sentences.VALUE_TYPE.format(wanted=wanted, content=quote(raw)))


def _no_number(raw: object) -> Problem:
    if isinstance(raw, _MOMENTS):
        what = sentences.VALUE_TYPE_DATE.format(wanted="数字")
        return Problem("VALUE-TYPE", what, sentences.VALUE_TYPE_DATES)
    has_digits = isinstance(raw, str) and re.search(r"\d", raw)
    sentence = sentences.VALUE_TYPE_FIGURES if has_digits else sentences.VALUE_TYPE_MANY
    many = sentence.format(content=quote(raw), **_LATER)
    return _wrong_type(raw, "数字")._replace(many=many)


def number(raw: object, unit: str) -> tuple[Number | None, Problem | None]:
    """Read one figure; `unit` is that of its field, 件, 元 or 万元.

    Returns the figure and None, a corrected figure and VALUE-NORMALISED, or None and VALUE-TYPE; for
    a blank, None and None. Negative figures and fractions are accepted here: rules check them.
    """
    if type(raw) is int and -LARGEST < raw < LARGEST:
        return raw, None
    if raw is None or (isinstance(raw, str) and not _seen(raw)):
        return None, None
    if isinstance(raw, bool):
        return None, _no_number(str(raw).upper())
    if isinstance(raw, float):
        # the digits that a spreadsheet shows: 0.1+0.2 is 0.3
        raw = Decimal(f"{raw:.15g}") if math.isfinite(raw) else Decimal("Infinity")
    if isinstance(raw, int | Decimal):
        return _finite(Decimal(raw))
    if not isinstance(raw, str) or raw in _EXCEL_ERRORS:
        return None, _no_number(raw)
    return _number_in_text(raw, unit)


def _number_in_text(raw: str, unit: str) -> tuple[Number | None, Problem | None]:
    tidied = _seen(raw).translate(_HALF_WIDTH)
    if tidied in _ZERO_WORDS:
        return 0, Problem(
            "VALUE-NORMALISED",
            sentences.VALUE_NORMALISED_ZERO.format(content=quote(raw)),
            sentences.VALUE_NORMALISED_ZEROS.format(content=quote(raw), **_LATER),
        )
    digits = _digits_in(tidied, unit)
    if digits is None:
        return None, _no_number(raw)
    value, problem = _finite(digits)
    if problem or value is None:
        return value, problem
    what = sentences.VALUE_NORMALISED_NUMBER.format(content=quote(raw), value=format_number(value))
    return value, Problem("VALUE-NORMALISED", what, sentences.VALUE_NORMALISED_NUMBERS)


def figure_in(text: str, unit: str) -> Number | None:
    """Return the figure that `number` reads in a text; nothing is said where it reads none."""
    if text.isascii() and text.isdecimal():
        return _finite(Decimal(text))[0]
    tidied = tidy_text(text).translate(_HALF_WIDTH)
    if tidied in _ZERO_WORDS:
        return 0
    digits = _digits_in(tidied, unit)
    return None if digits is None else _finite(digits)[0]


def _digits_in(tidied: str, unit: str) -> Decimal | None:
    digits = tidied.removesuffix(unit)
    if unit == "件" and tidied[-1:] in _COUNTERS:
        digits = tidied[:-1]
    digits = digits.rstrip()
    return Decimal(re.sub(r"[ ,]", "", digits)) if _NUMBER.fullmatch(digits) else None


def _finite(raw: Decimal) -> tuple[Number | None, Problem | None]:
    if not raw.is_finite() or not -LARGEST < raw < LARGEST:
        return None, Problem("VALUE-TYPE", sentences.VALUE_TYPE_LARGE.format(content=quote(raw)))
    if raw == raw.to_integral_value():
        return int(raw), None
    return raw.normalize(), None


def year(raw: object) -> tuple[int | None, Problem | None]:
    """Read a year, `2022` or `2022年`, within FIRST_YEAR and LAST_YEAR; returns as `number` does."""
    if isinstance(raw, _MOMENTS):
        what = sentences.VALUE_TYPE_DATE.format(wanted="四位年份")
        return None, Problem("VALUE-TYPE", what)
    text = _seen(raw)
    if not text:
        return None, None
    text = text[:_LONGEST_DATE]
    match = re.fullmatch(r"(\d{4})(?:\.0+)?\s?年?度?", half_width(text), re.ASCII)
    value: int = int(match[1]) if match else 0
    if FIRST_YEAR <= value <= LAST_YEAR:
        if not isinstance(raw, str):
            return value, None
        what = sentences.VALUE_NORMALISED_YEAR.format(content=quote(raw), value=value)
        return value, Problem("VALUE-NORMALISED", what)
    return None, Problem("VALUE-TYPE", sentences.VALUE_TYPE_YEAR.format(content=quote(raw)))


def day(raw: object) -> tuple[date | None, Problem | None]:
    """Read a date: a `date`, eight digits, or text like `2023年1月13日`, `2023.1.13`, `二〇二三年一月十三日`.

    Returns as `number` does.
    """
    wanted = "日期（如 2026-1-20）"
    if isinstance(raw, date):
        value = raw.date() if isinstance(raw, datetime) else raw
        return _plausible(value, raw, wanted)
    text = half_width(_seen(raw))
    if not text:
        return None, None
    plausible, problem = _plausible(_day_in(text), raw, wanted)
    if problem:
        return None, problem
    sentence = (
        sentences.VALUE_NORMALISED_DATE
        if isinstance(raw, str)
        else sentences.VALUE_NORMALISED_DATE_NUMBER
    )
    what = sentence.format(content=quote(raw), value=plausible)
    return plausible, Problem("VALUE-NORMALISED", what)


def _day_in(text: str) -> date:
    """Return the date that a text states; date.min where it states none."""
    if len(text) > _LONGEST_DATE:
        return date.min
    bare = re.sub(r"\s", "", text)
    found = _EIGHT_DIGITS.fullmatch(bare) or _DATE.fullmatch(text) or _DATE.fullmatch(bare)
    try:
        return date(*map(_part, found.groups())) if found else date.min
    except (ValueError, KeyError):
        return date.min


def _part(text: str) -> int:
    """Return a year, month or day, in digits or as a Chinese numeral."""
    if text.isdecimal():
        return int(text)
    return numeral_value(text.translate(_ZEROS).replace("廿", "二十"))


def _plausible(value: date, raw: object, wanted: str) -> tuple[date | None, Problem | None]:
    if FIRST_YEAR <= value.year <= LAST_YEAR:
        return value, None
    return None, _wrong_type(raw, wanted)


def choice(raw: object) -> tuple[bool | None, Problem | None]:
    """Read 是 or 否; a blank is 否."""
    # exact comparison, as in the formulas of the sheet
    if raw in (YES, NO, None, ""):
        return raw == YES, None
    return False, Problem("VALUE-TYPE", sentences.VALUE_TYPE_CHOICE.format(content=quote(raw)))
