"""Prose that a unit took over from its report of last year, or from another unit, and a table three of last year's: `TEXT-COPY`.

Sentences are compared without blanks, the unit's own name and the year; standard ones do not count: short
ones, those of the form, statements on the figures of the tables, and that there was nothing to report.
"""

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import Final, NamedTuple

from converter import sentences
from converter.checking.prose.passages import (
    Passage,
    Sentence,
    core_of,
    passages_of,
    without_office,
)
from converter.findings import Finding
from converter.form.fields import FIELDS, TOTAL_COLUMN
from converter.form.patterns import when_used
from converter.form.quantities import percentage
from converter.form.report import Report, fee_sentence, report_preface

_SHARE: Final = 50
"""Minimum per cent of a report's own sentences that another one has, too."""
_FEWEST: Final = 3
"""Minimum number of them."""
_SHORT: Final = 12
"""Characters under which a sentence says nothing of its own."""
_FEWEST_CELLS: Final = 6
_FEWEST_APPLICATIONS: Final = 10
"""In a table with fewer cells that are not 0, or fewer applications, all may be alike by chance."""
_HOLDERS: Final = 20
"""Maximum number of reports with the same sentence that one report is compared with."""
_MARK: Final = 8
"""Bytes of a sentence's digest."""
_KEPT_OPEN: Final = 8
"""Reports whose sentences are at hand while copies are told; one is often copied many times."""

_OUTLINE: Final = when_used(r"^(?:（[一二三四五六七八九十\d]+）|[一二三四五六七八九十\d]+[、.])")
_SELF: Final = when_used(
    r"(?:[我本](?:街道办事处|街道|办事处|委员会|单位|机关|[镇乡局委厅办县区市州旗院]))(?![级辖])"
)
_ON_FIGURES: Final = when_used(
    r"(?=.*(?:申请|规范性文件|规章|行政许可|行政处罚|行政强制|收费|信息处理费|复议|诉讼)).*"
    r"(?:\d|未|没有|无|零|不存在)"
)
_NOTHING: Final = when_used(
    r"(?:没有|无|不存在|暂无|未发生)[^，；]{0,12}(?:需要|应当|须|需)[^，；]{0,8}(?:报告|说明)|情况(?:详)?见下表"
)


class _Own(NamedTuple):
    """A sentence that counts, and what it is compared by."""

    sentence: Sentence
    key: str


def copied_from_last_year(report: Report, last_year: Report) -> list[Finding]:
    """Return a finding where most of a report's own sentences stand in last year's, too."""
    own = _own_sentences(report)
    before = {one.key for one in _own_sentences(last_year)}
    same = [one for one in own if one.key in before]
    if not _is_much(len(same), len(own)):
        return []
    words = {"unit": last_year.unit_name, "year": str(last_year.report_year or "上")}
    return [_finding(sentences.TEXT_COPY_LAST_YEAR, own, same, **words)]


def table_copied(report: Report, last_year: Report) -> Iterator[Finding]:
    """Find a table three of which every cell is last year's."""
    names = [name for name, form_field in FIELDS.items() if form_field.table == "t3"]
    filled = sum(1 for name in names for figure in report.row(name)[:TOTAL_COLUMN] if figure)
    applications = report.row(_CAME)[TOTAL_COLUMN] or 0
    if (
        filled >= _FEWEST_CELLS
        and applications >= _FEWEST_APPLICATIONS
        and all(report.row(name) == last_year.row(name) for name in names)
    ):
        what = sentences.TEXT_COPY_TABLE.format(
            unit=last_year.unit_name, year=last_year.report_year or "上"
        )
        yield Finding("TEXT-COPY", what, _CAME, TOTAL_COLUMN)


_CAME: Final = "t3_new_received"


def marks_of(report: Report) -> bytes:
    """Return digests of a report's own sentences, in their order, by which `likely_copies` knows them."""
    import hashlib

    keys = (one.key.encode("utf-8", "replace") for one in _own_sentences(report))
    return b"".join(hashlib.blake2b(key, digest_size=_MARK).digest() for key in keys)


class Copy(NamedTuple):
    """A report of which another unit's report seems to have most of the own sentences, too."""

    number: int
    of: int
    """The number of the report that has most of them."""
    unit: str
    """Whose report that is."""
    others: int
    """How many more units have as many."""


def likely_copies(units: Sequence[str], marks: Sequence[bytes]) -> Iterator[Copy]:
    """Yield the copies among reports of these units, as their digests tell, which `marks_of` gives.

    The cost grows with the length of the reports: a sentence leads to the reports that hold it, at
    most to the first twenty.
    """
    holders = _holders(marks)
    for number, unit in enumerate(units):
        own = _split(marks[number])
        common: Counter[int] = Counter()
        for mark in own:
            common.update(other for other in holders.get(mark, ()) if units[other] != unit)
        copies = [other for other, count in common.most_common() if _is_much(count, len(own))]
        if copies:
            others = len({units[other] for other in copies}) - 1
            yield Copy(number, copies[0], units[copies[0]], others)


def told_copies(
    copies: Iterable[Copy], report_of: Callable[[int], Report]
) -> Iterator[tuple[int, Finding]]:
    """Yield what is told of each copy, by its number; `report_of` opens a report."""
    sentences_of = lru_cache(maxsize=_KEPT_OPEN)(lambda number: _own_sentences(report_of(number)))
    for copy in copies:
        texts, theirs = sentences_of(copy.number), {one.key for one in sentences_of(copy.of)}
        same = [one for one in texts if one.key in theirs]
        text = sentences.TEXT_COPY_UNITS if copy.others else sentences.TEXT_COPY_UNIT
        words = {"unit": copy.unit, "others": str(copy.others)}
        # two sentences may have one digest, if somebody takes great pains
        if same:
            yield copy.number, replace(_finding(text, texts, same, **words), of_others=True)


def _holders(marks: Sequence[bytes]) -> dict[int, list[int]]:
    """Return the first reports with each sentence that several hold."""
    every = sorted(chain.from_iterable(set(_split(one)) for one in marks))
    holders: dict[int, list[int]] = {
        mark: [] for mark, following in pairwise(every) if mark == following
    }
    for number, one in enumerate(marks):
        for mark in dict.fromkeys(_split(one)):
            known = holders.get(mark)
            if known is not None and len(known) < _HOLDERS:
                known.append(number)
    return holders


def _split(marks: bytes) -> "array[int]":
    """Return the digests as numbers."""
    return array("Q", marks)


def _is_much(same: int, of: int) -> bool:
    return same >= _FEWEST and same * 100 >= _SHARE * of


def _finding(text: str, own: Sequence[_Own], same: Sequence[_Own], **words: str) -> Finding:
    share = f"{round(percentage(len(same), len(own)))}%"
    why = text.format(total=len(own), same=len(same), share=share, **words)
    first = same[0].sentence
    return first.finding("TEXT-COPY", 0, len(first.text), why)


def _own_sentences(report: Report) -> list[_Own]:
    """Return the sentences of the sections, without the standard ones."""
    names = _names_of(report.unit_name)
    years = {str(report.report_year): "〔年〕", str((report.report_year or 0) - 1): "〔上年〕"}
    found = []
    for passage in passages_of(report):
        for sentence in passage.sentences if passage.name != "preface" else ():
            key = _OUTLINE.sub("", sentence.text).rstrip("。！？")
            for name in names:
                key = key.replace(name, "〔单位〕")
            key = _SELF.sub("〔单位〕", key)
            for year, blank in years.items() if report.report_year else ():
                key = key.replace(year, blank)
            if not _is_standard(key):
                found.append(_Own(sentence, key))
    return found


def _names_of(unit: str) -> list[str]:
    """Return what a unit is called in its report, the longest name first."""
    names = {unit, without_office(unit), core_of(unit)} - {""}
    return sorted(names, key=len, reverse=True)


def _is_standard(key: str) -> bool:
    bare = re.sub(r"〔[年上单位]+〕年?|\d", "", key)
    return (
        len(bare) < _SHORT
        or bool(_ON_FIGURES.match(key) or _NOTHING.search(key))
        or bare in _of_the_form()
    )


@cache
def _of_the_form() -> frozenset[str]:
    """Return the sentences of the form, as they are compared."""
    blank = Report()
    texts = (*report_preface(blank), fee_sentence(blank))
    return frozenset(
        re.sub(r"\d", "", sentence.text.rstrip("。"))
        for text in texts
        for sentence in Passage("preface", 0, text).sentences
    )
