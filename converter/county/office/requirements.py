"""What the county asks for beyond the national format, looked for in each report."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from converter import sentences
from converter.county.office.office import PARTS, Mention, Requirements
from converter.findings import Finding, Place, Severity
from converter.form.fields import paragraph_label
from converter.form.quantities import folded
from converter.form.report import Report

_SENTENCE: Final = re.compile(r"[^。！？；]+[。！？；]?")
_NO_COUNT: Final = re.compile(
    r"(?:19|20)\d\d年度?|\d{1,2}月(?:\d{1,2}日)?|〔\d+〕第?\d+号|第\d+[条号届次]|^[（(]?\d+[）)]?[、.．]"
)
"""Digits that count nothing."""
_COUNT: Final = re.compile(
    r"\d|[零一二两三四五六七八九十百千万]{1,9}余?[多]?(?:万|千|百)?"
    r"(?:件|条|次|项|个|处|期|篇|份|册|场|家|块|本|类|起|则|幅|部|种)"
)
_NONE: Final = re.compile(r"没有|未|无|不涉及|不存在")
_HEADING: Final = re.compile(r"^[（(][一二三四五六七八九十]+[）)]")
_MOST_WORDS: Final = 3
"""Words of a requirement that a finding names."""
_TITLE: Final = re.compile(r"^[（(][一二三四五六七八九十]+[）)][^。：；，]{1,30}(?:[。：]|$)")
"""A heading that stands alone, or before the first stop of its paragraph."""
_OFFICIAL: Final = re.compile(
    r"^[（(][一二三四五六七八九十]+[）)](?:政府信息)?(?:主动公开|依申请公开|管理|公开平台建设|平台建设|监督保障)"
    r"(?:工作)?(?:情况)?(?:[。：]|$)"
)
"""The headings of the five aspects: every report has them, whatever it says of 平台."""


def check_requirements(
    report: Report,
    requirements: Requirements,
    located: Callable[[Finding], Finding] = lambda finding: finding,
) -> list[Finding]:
    """Return what a report lacks of the county's requirements, as heavy as the county says.

    `located` gives a finding its place in the file; where it knows none, the heading and the paragraph
    are the place. A section without a word is told by TEXT-MISSING, not here.
    """
    weight = Severity.ERROR if requirements.are_errors else Severity.WARNING
    county = f"县里（{requirements.source}）" if requirements.source else "县里"
    parts = {PARTS[one.part][0] for one in requirements.mentions}
    texts = {name: [folded(text) for text in getattr(report, name)] for name in parts}
    found = [
        *_length(report, requirements.most_characters, county),
        *(
            finding
            for one in requirements.mentions
            if one.concerns(report.unit_name)
            for finding in _mention(texts, one, county)
        ),
    ]
    located_ones = (located(replace(finding, weight=weight)) for finding in found)
    placed = [one if one.place else one.at(_place(one)) for one in located_ones]
    return [_of_the_section(one) if one.code == "COUNTY-LENGTH" else one for one in placed]


def _place(finding: Finding) -> Place:
    return Place(None, paragraph_label(finding.name or "", finding.position), "")


def _of_the_section(finding: Finding) -> Finding:
    """Return a finding on a whole section, which stands at its first paragraph, without the number of that."""
    place = finding.place
    if place is None:
        return finding
    cell = re.sub(r"第1段$", "", place.cell or "")
    return finding.at(replace(place, cell=cell, label=place.label.removesuffix("，第1段")))


def _length(report: Report, most: int | None, county: str) -> Iterator[Finding]:
    """Characters as Word counts them: without blanks, with punctuation."""
    count = sum(len("".join(paragraph.split())) for paragraph in report.overview)
    if most is not None and count > most:
        what = sentences.COUNTY_LENGTH.format(
            count=count, county=county, most=most, over=count - most
        )
        yield Finding("COUNTY-LENGTH", what, "overview")


def _mention(texts: Mapping[str, list[str]], mention: Mention, county: str) -> Iterator[Finding]:
    name, aspect = PARTS[mention.part]
    paragraphs = texts[name]
    if not any(paragraphs):
        return
    own = _below_heading(paragraphs, aspect) if aspect else range(len(paragraphs))
    paragraphs = _as_read(paragraphs)
    wanted = tuple(map(folded, mention.words))
    places = [
        number for number in own if not wanted or any(word in paragraphs[number] for word in wanted)
    ]
    said = {"county": county, "part": mention.part, "content": mention.content}
    if not places:
        words = "”“".join(mention.words[:_MOST_WORDS])
        more = "等词" if len(mention.words) > _MOST_WORDS else ""
        what = sentences.COUNTY_WORD.format(**said, words=f"“{words}”{more}")
        yield Finding("COUNTY-WORD", what, name, own[0])
    elif mention.counted and not any(_has_count(paragraphs[number], wanted) for number in places):
        sentence = sentences.COUNTY_FIGURE if mention.words else sentences.COUNTY_FIGURE_PART
        here = paragraphs[places[0]]
        word = next((one for one in mention.words if folded(one) in here), "")
        yield Finding("COUNTY-FIGURE", sentence.format(**said, word=word), name, places[0])


def _below_heading(paragraphs: Sequence[str], aspect: str) -> range:
    """Return the paragraphs from the heading that names an aspect to the next; all where there is none."""
    headings = [number for number, text in enumerate(paragraphs) if _HEADING.match(text)]
    for heading, end in pairwise([*headings, len(paragraphs)]):
        title = _TITLE.match(paragraphs[heading])
        if title and aspect in title[0]:
            return range(heading, end)
    return range(len(paragraphs))


def _as_read(paragraphs: Sequence[str]) -> list[str]:
    """Return what is looked through: no official headings, a heading of its own line before what it is about."""
    texts = [_OFFICIAL.sub("", text) for text in paragraphs]
    return [
        f"{text}。{following}" if text and _TITLE.fullmatch(text) else text
        for text, following in pairwise([*texts, ""])
    ]


def _has_count(paragraph: str, wanted: Sequence[str]) -> bool:
    """Tell whether a count, or that there was none, stands in a sentence with one of the folded words or the next."""
    found = _SENTENCE.findall(paragraph)
    near = [
        f"{one}{following}"
        for one, following in pairwise([*found, ""])
        if not wanted or any(word in one for word in wanted)
    ]
    return any(_COUNT.search(_NO_COUNT.sub("", text)) or _NONE.search(text) for text in near)
