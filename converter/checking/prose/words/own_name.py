"""The unit's own name with a slip in it, or without its first character, its last, or what kind of area it is."""

from collections.abc import Iterator
from typing import Final

from converter.checking.prose.words import characters
from converter.checking.prose.words.phrases import Slip
from converter.form.patterns import when_used

_SHORTEST_NAME: Final = 6
"""Characters of a unit's name from which on one that is a slip away from it is the same unit's."""


def slips_of_name(text: str, unit: str) -> Iterator[Slip]:
    """Yield the unit's own name with one character that sounds or looks alike, or with two turned round."""
    if len(unit) < _SHORTEST_NAME:
        return
    yield from _without_its_first(text, unit)
    yield from _without_its_last(text, unit)
    yield from _without_its_kind(text, unit)
    middle = len(unit) // 2
    # two characters that are turned round may be those in the middle
    for half, before in ((unit[: middle - 1], 0), (unit[middle + 1 :], middle + 1)):
        place = text.find(half) - before
        while place >= -before:
            written = text[max(0, place) : place + len(unit)]
            if place >= 0 and _is_slip_of(written, unit):
                yield Slip(place, written, unit)
            place = text.find(half, place + before + 1) - before


def _without_its_first(text: str, unit: str) -> Iterator[Slip]:
    """Yield the unit's own name where a clause begins with its second character: 仓港开发区 for 太仓港开发区."""
    head = unit[1:_SHORTEST_NAME]
    if not _KINDS.isdisjoint(unit[:2]) or (_KINDS.isdisjoint(head) and "开发区" not in unit):
        return
    place = text.find(head)
    while place >= 0:
        if text[max(0, place - 1) : place] in _BEGUN:
            yield Slip(place, head, unit[:_SHORTEST_NAME])
        place = text.find(head, place + 1)


def _without_its_last(text: str, unit: str) -> Iterator[Slip]:
    """Yield the name of a bureau that is none where a year follows: 安宁县民政2025年."""
    head = unit.removesuffix("局")
    place = text.find(f"{head}20") if head != unit else -1
    if place >= 0 and _OF_A_YEAR.match(text, place + len(head)):
        yield Slip(place, head, unit)


def _without_its_kind(text: str, unit: str) -> Iterator[Slip]:
    """Yield the name of a township that lost what kind of area it is: 青山人民政府."""
    found = _TOWNSHIP.search(unit)
    if not found:
        return
    written = found["stem"] + found["office"]
    place = text.find(written)
    while place >= 0:
        yield Slip(place, written, found[0])
        place = text.find(written, place + 1)


_TOWNSHIP: Final = when_used(
    "(?<=[省市县区旗州])(?P<stem>[^省市县区旗州镇乡]{2,8})(?:镇|乡|街道)(?P<office>人民政府|办事处)$"
)
_OF_A_YEAR: Final = when_used(
    "20\\d\\d年度?(?:政府信息|政务公开|信息公开|主动公开|公开(?![招选竞征遴]))"
)


_KINDS: Final = frozenset("省市县区旗州镇乡")
_BEGUN: Final = ("", *"，。；：")
"""What stands before a clause."""


def _is_slip_of(written: str, name: str) -> bool:
    if len(written) != len(name) or written == name:
        return False
    first, *others = (at for at, char in enumerate(name) if written[at] != char)
    if not others:
        return name[first] in characters.alike(written[first])
    turned = name[first : first + 2][::-1]
    return others == [first + 1] and written[first : first + 2] == turned
