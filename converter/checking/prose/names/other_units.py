"""Another unit of a roster of which the prose speaks as if it were its own: `TEXT-UNIT`."""

from collections.abc import Iterable
from functools import cache
from typing import Final

from converter import sentences
from converter.checking.prose.names.organs import (
    DEPARTMENTS,
    PLACE_OF_WORK,
    SHORTEST_NAME,
    TOWNS,
    WORK,
)
from converter.checking.prose.passages import (
    core_of,
    is_quoted,
    is_titled,
    passages_of,
    without_office,
)
from converter.checking.prose.words import knowledge
from converter.findings import Finding
from converter.form.patterns import when_used
from converter.form.report import Report

_OFFICE: Final = r"(?:人民政府|政府|办事处|党委|党组|党工委)?"
_BEFORE_ITSELF: Final = when_used(
    r"(?:^|[。；，：）！？]|20\d\d年(?:度|以来)?|现将|编制|公布|发布|提升|推进|推动|做好|加强)"
    r"(?:[^\W\da-zA-Z_]{1,5}[省市县区州])*$"
)
"""What stands before a name that is the subject, or whose work it is: not 与, 向, 配合, 学习, 、."""
_DOES_ITSELF: Final = when_used(
    rf"{_OFFICE}(?:(?:20\d\d年(?:度|以来)?，?)?(?:{PLACE_OF_WORK})?(?:公布|{WORK})|的?(?:政府信息公开|政务公开|信息公开))"
)
_REPORTS_ITSELF: Final = when_used(
    rf"{_OFFICE}(?:办公室)?20\d\d年度?(?:的)?(?:政府信息公开|政务公开|信息公开|年度报告|年报)"
)
_EXAMPLE: Final = when_used(
    r"其中|例如|比如|为例|典型|试点|示范|先进|经验|做法|分别|联合|配合|移送|转交"
)


def foreign_units(report: Report, names: Iterable[str]) -> list[Finding]:
    """Return a finding for each other unit of a roster of which the prose speaks as if it were its own.

    `names` are the full names of the units of the roster, this one among them. Units above and below
    this one may be spoken of, and so may those that a sentence works with or gives as an example.
    """
    own = report.unit_name
    called, index = _called(tuple(names))
    kind = knowledge.self_reference_of(own)
    right = kind.proper[0] if kind else "本机关"
    found: dict[str, Finding] = {}
    passages = passages_of(report) if own else ()
    for sentence in (one for passage in passages for one in passage.sentences):
        named = [
            (place, name)
            for place, name in knowledge.occurrences(sentence.text, index, called)
            if name not in own and not _is_above_or_below(called[name], own)
        ]
        listed = len({called[name] for _, name in named}) > 1
        for place, name in named:
            other, span = called[name], (place, place + len(name))
            alike = not listed and _alike(other, own)
            if other not in found and _speaks_as_itself(sentence.text, *span, alike=alike):
                why = sentences.TEXT_UNIT_OTHER.format(other=name, unit=own, own=right)
                found[other] = sentence.finding("TEXT-UNIT", *span, why)
    return list(found.values())


@cache
def _called(names: tuple[str, ...]) -> tuple[dict[str, str], dict[str, tuple[int, ...]]]:
    """Return the units by what they are called, and the index of that for `knowledge.occurrences`.

    A township is known by its last name, too (太平镇); 水利局 alone may be anybody's.
    """
    called: dict[str, str] = {}
    several: set[str] = set()
    for unit in dict.fromkeys(names):
        core = core_of(unit)
        for name in {unit, without_office(unit), *([core] if core.endswith(TOWNS) else [])}:
            if called.setdefault(name, unit) != unit:
                several.add(name)
    known = {
        name: unit
        for name, unit in called.items()
        if len(name) >= SHORTEST_NAME and name not in several
    }
    return known, knowledge.starts(frozenset(known))


def _is_above_or_below(other: str, own: str) -> bool:
    return without_office(other) in own or without_office(own) in other


def _alike(other: str, own: str) -> bool:
    """Tell whether two units are of one family, so that the prose of one fits the other."""
    kinds = [
        kind.kind if (kind := knowledge.self_reference_of(unit)) else "" for unit in (other, own)
    ]
    return kinds[0] == kinds[1] or any(set(kinds) <= set(each) for each in (TOWNS, DEPARTMENTS))


def _speaks_as_itself(text: str, start: int, end: int, *, alike: bool) -> bool:
    if is_titled(text, start) or is_quoted(text, start):
        return False
    if not _BEFORE_ITSELF.search(text[max(0, start - 30) : start]):
        return False
    if _REPORTS_ITSELF.match(text, end):
        return True
    return alike and bool(_DOES_ITSELF.match(text, end)) and not _EXAMPLE.search(text)
