"""Check a county's own Word template, and print a report with it; what was printed is read back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from converter.errors import Refusal, UnusableFile, UnusableTemplate
from converter.files.faults import says_nothing_of_a_file
from converter.files.gate import is_xml, what_may_not_leave
from converter.files.kinds import InputFile
from converter.files.package import Package
from converter.form.fields import FIELDS, Slot, slots_of
from converter.form.report import Number, Report
from converter.own_template.cleaning import cleaned
from converter.own_template.placeholders import TAG, placeholder_problems
from converter.own_template.read_back import numbers_in, read_back
from converter.writing.word.render import render_report

_DAMAGED: Final = "这个 Word 文档已损坏，读不出来。请打开后重新保存。"
_TOO_LARGE: Final = "模板里的文字、段落或样式太多，不能使用。请从 report_template.docx 改起。"
_MOST_TAGS: Final = 50_000
"""Tags, or attributes, of a template, of which printing makes several objects each; the shipped one has 8,100, saved by LibreOffice 11,800."""
_MOST_PROBLEMS: Final = 50
"""Problems that are told; further ones help nobody, and are not looked for."""
_MORE: Final = "还有别的。请先改好上面这些，再查一次。"


def check_template(template: InputFile) -> list[str]:
    """Return what is wrong with a template, as sentences for the clerk; none where it can be used.

    They name what may not leave, every unknown, missing or broken placeholder and its place, and
    where a report with a different value in every slot is not printed as it should be.
    """
    problems: dict[str, None] = {}
    try:
        for problem in _problems(template):
            problems[problem] = None
            if len(problems) > _MOST_PROBLEMS:
                break
    except UnusableFile as refusal:
        return [_TOO_LARGE if refusal.why is Refusal.TOO_LARGE else str(refusal)]
    except Exception as fault:  # python-docx raises many kinds on damaged files
        if says_nothing_of_a_file(fault):
            raise
        return [_DAMAGED]
    told = list(problems)[:_MOST_PROBLEMS]
    return told + ([_MORE] if len(problems) > _MOST_PROBLEMS else [])


def render_with_own(template: InputFile, report: Report) -> bytes:
    """Render a report with a county's own template, and read back what was printed.

    Raises UnusableFile where the template cannot be read, UnusableTemplate where it uses names that
    do not exist, its output is too large, or the printed report is not the report.
    """
    own = _own(template.data)
    printed = render_report(report, own.document)
    try:
        problems = [*what_may_not_leave(Package(printed)), *read_back(report, printed, own.wording)]
    except UnusableFile as refusal:
        problems = [f"按模板生成的报告读不回来：{refusal}"]
    if problems:
        raise UnusableTemplate(dict.fromkeys(problems))
    return printed


@dataclass(frozen=True)
class _Own:
    """A template, cleaned, and the numbers that it writes itself."""

    document: bytes
    wording: frozenset[str]


@lru_cache(maxsize=1)
def _own(data: bytes) -> _Own:
    document = cleaned(Package(data, most_tags=_MOST_TAGS))
    return _Own(document, own_numbers(document))


def own_numbers(document: bytes) -> frozenset[str]:
    """Return the numbers that a template, a .docx file, writes itself."""
    package = Package(document)
    texts = (
        TAG.sub("", text)
        for name in package.parts
        if is_xml(package, name)
        for text in _paragraphs(package, name)
    )
    return frozenset(number for text in texts for number in numbers_in(re.sub(r"\s", "", text)))


def _paragraphs(package: Package, name: str) -> Iterator[str]:
    """Yield the text of each paragraph of a part, without that of paragraphs within it."""
    texts: list[list[str]] = []
    left: list[tuple[Any, list[str]]] = [(package.tree(name), [])]
    while left:
        node, own = left.pop()
        if node.tag.endswith("}p"):
            texts.append(own := [])
        elif node.tag.endswith("}t"):
            own.append(node.text or "")
        left += [(child, own) for child in reversed(node)]
    yield from map("".join, texts)


def _problems(template: InputFile) -> Iterator[str]:
    # refuses what nests without end, which the next would look through again and again
    own = _own(template.data)
    unsafe = list(what_may_not_leave(Package(template.data, most_tags=_MOST_TAGS)))
    if unsafe:
        yield from unsafe
        return
    broken = False
    for problem in placeholder_problems(own.document):
        broken = True
        yield problem
    if broken:
        return
    report = _probe()
    try:
        printed = render_report(report, own.document)
    except UnusableTemplate as fault:
        yield from fault.problems
        return
    yield from what_may_not_leave(Package(printed))
    yield from _left_over(Package(printed))
    yield from read_back(report, printed, own.wording)


def _left_over(printed: Package) -> Iterator[str]:
    """Yield the tags that were not replaced: docxtpl leaves some parts of a document alone."""
    for name in printed.parts:
        if not is_xml(printed, name) or name.endswith(".rels"):
            continue
        xml = printed.xml(name).decode()
        found = TAG.search("\n".join(_paragraphs(printed, name))) or TAG.search(xml)
        if found:
            yield (
                f"“{found[0][:40]}”原样留在了报告里（{name}）：尾注、控件名称里的占位符不会替换。"
                "请移到正文里，或者删去。"
            )


# ---------------------------------------------------------------- a report to try with

_FIRST_FIGURE: Final = 410_007
_SECTION_LENGTHS: Final = {"preface": 2, "overview": 14, "problems": 11, "other_matters": 6}
"""Paragraphs a section, as many as a real report has."""


@lru_cache(maxsize=1)
def _probe() -> Report:
    """Return a report with a different value in every slot and paragraphs of every kind."""
    figures: dict[Slot, Number | None] = {}
    for field in FIELDS.values():
        for slot in slots_of(field) if field.is_number else ():
            number = _FIRST_FIGURE + len(figures)
            figures[slot] = number if field.kind == "count" else number + Decimal("0.25")
    sections = {name: tuple(_trial_paragraphs(name)) for name in _SECTION_LENGTHS}
    return Report(
        unit_name="安宁县青山镇人民政府",
        # no template has this year in its own words
        report_year=2087,
        report_date=date(2088, 1, 13),
        submit_to="安宁县人民政府办公室",
        contact_name="张三",
        contact_phone="0312-5551234",
        preface=sections["preface"],
        overview=sections["overview"],
        problems=sections["problems"],
        other_matters=sections["other_matters"],
    ).with_figures(figures)


def _trial_paragraphs(name: str) -> Iterator[str]:
    """Yield heading lines, paragraphs that begin with a heading, plain ones, with an address and without."""
    label = FIELDS[name].label
    for number in range(1, _SECTION_LENGTHS[name] + 1):
        item = f"（{'一二三四五六七八九十'[number % 10]}）试印标题{number}"
        text = f"试印{label}的第 {number} 段，看它是否照原样印在这一部分。"
        with_address = f"{text}见https://www.example.gov.cn/zwgk/nb?id={number}&lt=<>。"
        kinds = (item, text, f"{item}。{text}", with_address, f"{item}。{with_address}")
        yield text if name == "preface" else kinds[number % len(kinds)]
