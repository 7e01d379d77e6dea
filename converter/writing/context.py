"""The render context of a report, for Word and HTML: a name for every text, every figure as text."""

import re
from dataclasses import dataclass
from typing import Any, Final

from converter.form.fields import FIELDS, slots_of
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


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a section, its heading apart from its text."""

    heading: str
    """Its second-level heading, or an empty text."""
    text: str

    @property
    def is_heading(self) -> bool:
        """Whether the whole paragraph is a heading line."""
        return bool(self.heading) and not self.text

    def __str__(self) -> str:
        return self.heading + self.text


def split_heading(paragraph: str) -> Paragraph:
    """Split a paragraph into its second-level heading, where it has one, and its text.

    >>> split_heading("（一）主动公开").is_heading
    True
    >>> split_heading("（一）主动公开。全年公开 12 条。")
    Paragraph(heading='（一）主动公开。', text='全年公开 12 条。')
    """
    if not _HEADING_START.match(paragraph):
        return Paragraph("", paragraph)
    end = _HEADING_END.search(paragraph)
    head = paragraph[: end.end()] if end else paragraph
    if len(head) > _LONGEST_HEADING:
        return Paragraph("", paragraph)
    return Paragraph(head, paragraph[len(head) :])


def broken_title(report: Report) -> str:
    """Return the title; one too long for a line is broken in two after the unit's name (and year)."""
    title = report_title(report)
    if len(title) <= _TITLE_LINE:
        return title
    match = re.search(rf"{re.escape(report.unit_name)}(?:{report.report_year}年度?)?", title)
    if report.unit_name and match and match.end() < len(title):
        return f"{title[: match.end()]}\n{title[match.end() :]}"
    return title


def render_context(report: Report) -> dict[str, Any]:
    """Return every name that a template may use, with its text; a figure left blank is an empty text.

    Sections are `Paragraphs`, rows of figures tuples with a text for each cell.
    """
    context: dict[str, Any] = {
        "title": broken_title(report),
        "unit_name": report.unit_name,
        "report_year": str(report.report_year or ""),
        "report_date": chinese_date(report.report_date) if report.report_date else "",
        "submit_to": report.submit_to,
        "contact_name": report.contact_name,
        "contact_phone": report.contact_phone,
        "preface": Paragraphs(Paragraph("", text) for text in report_preface(report)),
        "overview": Paragraphs(map(split_heading, report.overview)),
        "problems": Paragraphs(map(split_heading, report.problems)),
        "other_matters": Paragraphs(map(split_heading, report_other_matters(report))),
    }
    for field in FIELDS.values():
        if field.is_number:
            figures = [report.figure(slot) for slot in slots_of(field)]
            texts = tuple("" if figure is None else format_number(figure) for figure in figures)
            context[field.name] = texts if field.table or len(texts) > 1 else texts[0]
    return context


class Paragraphs(tuple[Paragraph, ...]):
    """The paragraphs of a section; a template that prints them without a loop fails."""

    __slots__ = ()

    def __str__(self) -> str:
        raise TypeError("正文要用循环逐段打印")
