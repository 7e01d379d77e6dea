"""What a report prints, whether on paper or on a page: every name, every figure as text."""

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

TITLE_LINE: Final = 20
"""Characters of the title's size on one line."""
HEADING_LENGTH: Final = 40
"""A second-level heading is no longer than this."""
_HEADING_START: Final = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
_HEADING_END: Final = re.compile(r"[。：:；;！？]")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph as the template prints it."""

    heading: str
    """Its second-level heading, or nothing."""
    text: str

    @property
    def is_heading(self) -> bool:
        """Whether the whole paragraph is a heading line."""
        return bool(self.heading) and not self.text

    def __str__(self) -> str:
        return self.heading + self.text


def split_heading(paragraph: str) -> Paragraph:
    """Tell a paragraph's second-level heading from its text.

    >>> split_heading("（一）主动公开").is_heading
    True
    >>> split_heading("（一）主动公开。全年公开 12 条。")
    Paragraph(heading='（一）主动公开。', text='全年公开 12 条。')
    """
    if not _HEADING_START.match(paragraph):
        return Paragraph("", paragraph)
    end = _HEADING_END.search(paragraph)
    head = paragraph[: end.end()] if end else paragraph
    if len(head) > HEADING_LENGTH:
        return Paragraph("", paragraph)
    return Paragraph(head, paragraph[len(head) :])


def broken_title(report: Report) -> str:
    """Return the title, broken in two lines at the unit's name where one line is too short."""
    title = report_title(report)
    if len(title) <= TITLE_LINE:
        return title
    match = re.search(rf"{re.escape(report.unit_name)}(?:{report.report_year}年度?)?", title)
    if report.unit_name and match and match.end() < len(title):
        return f"{title[: match.end()]}\n{title[match.end() :]}"
    return title


def render_context(report: Report) -> dict[str, Any]:
    """Return what a template may print: the contract's names, every figure as it is printed."""
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
            figures = [report.figure(cell) for cell in slots_of(field)]
            printed = tuple("" if figure is None else format_number(figure) for figure in figures)
            context[field.name] = printed if field.table or len(printed) > 1 else printed[0]
    return context


class Paragraphs(tuple[Paragraph, ...]):
    """The paragraphs of a section, to be printed in a loop and in no other way."""

    __slots__ = ()

    def __str__(self) -> str:
        raise TypeError("正文要用循环逐段打印")
