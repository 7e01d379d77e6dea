"""The render context of a report, for Word and HTML: a name for every text, every figure as text."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from converter.form.fields import FIELDS
from converter.form.report import (
    Report,
    chinese_date,
    format_number,
    report_other_matters,
    report_preface,
    report_title,
)

_TITLE_LINE: Final = 20
"""Characters that fit on one line of the title."""
_LONGEST_HEADING: Final = 40
"""Characters of a second-level heading, at most."""
_HEADING_START: Final = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
_HEADING_END: Final = re.compile(r"[。：:；;！？]")
_ADDRESS: Final = re.compile(r"[!-~]{20}")
"""So many letters and signs without a blank, half a line nearly, are an address."""
_LINE: Final = 28
"""Characters of a full line."""
_SCRIPTS_APART: Final = 0.2
"""Characters of the gap that office programs leave between Chinese and a figure or a letter."""
_SCRIPTS_MEET: Final = re.compile(
    r"(?<=[^\W0-9A-Za-z])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[^\W0-9A-Za-z])"
)
_FULL_BLANK: Final = "\u3000"
_HALF_BLANK: Final = "\u2002"


class Paragraph(NamedTuple):
    """One paragraph of a section, its heading apart from its text."""

    heading: str
    """Its second-level heading, or an empty text."""
    text: str
    is_last: bool = False
    """Whether it ends the report; what is signed must not stand on a page of its own."""

    @property
    def is_heading(self) -> bool:
        """Whether the whole paragraph is a heading line."""
        return bool(self.heading) and not self.text

    @property
    def has_address(self) -> bool:
        """Whether it holds a web address, or another word so long that a line may break within it."""
        return bool(_ADDRESS.search(self.text))

    def __str__(self) -> str:
        return self.heading + self.text


def split_heading(paragraph: str) -> Paragraph:
    """Split a paragraph into its second-level heading, where it has one, and its text.

    >>> split_heading("（一）主动公开").is_heading
    True
    >>> split_heading("（一）主动公开。全年公开 12 条。")
    Paragraph(heading='（一）主动公开。', text='全年公开 12 条。', is_last=False)
    """
    if not _HEADING_START.match(paragraph):
        return Paragraph("", paragraph)
    end = _HEADING_END.search(paragraph)
    head = paragraph[: end.end()] if end else paragraph
    if len(head) > _LONGEST_HEADING:
        return Paragraph("", paragraph)
    return Paragraph(head, paragraph[len(head) :])


def _with_last(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    *before, last = paragraphs
    return [*before, last._replace(is_last=True)]


def broken_title(report: Report) -> str:
    """Return the title; one too long for a line is broken in two after the unit's name (and year)."""
    title = report_title(report)
    if len(title) <= _TITLE_LINE:
        return title
    unit, year = report.unit_name, f"{report.report_year}年"
    start = title.find(unit)
    end = start + len(unit)
    if title.startswith(year, end):
        end += len(year)
        end += title.startswith("度", end)
    if unit and start >= 0 and end < len(title):
        return f"{title[:end]}\n{title[end:]}"
    return title


def _sign_off_indents(unit: str, day: str) -> tuple[str, str]:
    """Return the blanks in front of the unit's name and of the date, in the lines that sign a report.

    GB/T 9704-2012, 7.3.5.2: the name ends two characters before the margin, and the date begins two
    characters right of where the name begins. A date that is longer than the name ends two before the
    margin itself, and the name is moved to the left. So does the date below a name too long for a line.

    >>> [len(blanks) for blanks in _sign_off_indents("安宁县青山镇人民政府", "2026年3月20日")]
    [16, 18]
    """
    name, date = _width(unit), _width(day)
    start = _LINE - 2 - (name if name >= date else date + 2)
    below = start + 2 if start >= 0 else _LINE - 2 - date
    return _blanks(start) if unit else "", _blanks(below) if day else ""


def _width(text: str) -> float:
    """Return the width of a text in Chinese characters; a figure or a letter is half of one."""
    characters = sum(1 if unicodedata.east_asian_width(one) in "WFA" else 0.5 for one in text)
    return characters + _SCRIPTS_APART * len(_SCRIPTS_MEET.findall(text))


def _blanks(width: float) -> str:
    full, half = divmod(max(round(width * 2), 0), 2)
    return _FULL_BLANK * full + _HALF_BLANK * half


def render_context(report: Report) -> dict[str, Any]:
    """Return every name that a template may use, with its text; a figure left blank is an empty text.

    Sections are `Paragraphs`, rows of figures tuples with a text for each cell.
    """
    signed = chinese_date(report.report_date) if report.report_date else ""
    unit_indent, date_indent = _sign_off_indents(report.unit_name, signed)
    context: dict[str, Any] = {
        "title": broken_title(report),
        "unit_name": report.unit_name,
        "report_year": str(report.report_year or ""),
        "report_date": signed,
        "unit_name_indent": unit_indent,
        "report_date_indent": date_indent,
        "submit_to": report.submit_to,
        "contact_name": report.contact_name,
        "contact_phone": report.contact_phone,
        "preface": Paragraphs(Paragraph("", text) for text in report_preface(report)),
        "overview": Paragraphs(map(split_heading, report.overview)),
        "problems": Paragraphs(map(split_heading, report.problems)),
        "other_matters": Paragraphs(_with_last(map(split_heading, report_other_matters(report)))),
    }
    for field in FIELDS.values():
        if field.is_number:
            figures = report.counted(field.name)
            texts = tuple("" if figure is None else format_number(figure) for figure in figures)
            context[field.name] = texts if field.table or len(texts) > 1 else texts[0]
    return context


class Paragraphs(tuple[Paragraph, ...]):
    """The paragraphs of a section; a template that prints them without a loop fails."""

    __slots__ = ()

    def __str__(self) -> str:
        raise PrintedWhole("正文要用循环逐段打印")


class PrintedWhole(TypeError):
    """A template prints a section without a loop."""
