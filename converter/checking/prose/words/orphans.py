"""Characters that belong to no word as they stand, and would with one change: 按排, 布公, 立足工作实，.

`language.doubts` goes by how unlikely a text is. Here a word torn apart counts as much: a character that is hardly
ever a word of its own, beside which another one makes a word of the official language, is a slip though the text with
it is only some hundred times as likely.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from converter.checking.prose.words import characters, knowledge
from converter.checking.prose.words.confused import Confusion
from converter.checking.prose.words.knowledge import kept, pieces
from converter.checking.prose.words.language import (
    gain_of,
    is_of_person,
    is_parallel,
    may_be_named,
    tightening_of,
)
from converter.checking.prose.words.phrase_tables import is_in_a_phrase
from converter.checking.prose.words.phrases import SYSTEMS, covered_in, is_single
from converter.form.patterns import when_used

_LIKELIER: Final = 5.0
"""The logarithm of how much likelier a text must be with another character there, whatever it binds."""
_REPLACED: Final = (3.0, 12.5)
_TURNED: Final = (4.0, 13.5)
"""How much rarer what stands alone must be than with the change, and that together with how much likelier the text
must be: with one other character, with two turned round."""
_NEARLY: Final = 3.0
"""What more is asked of a character that only nearly sounds the same."""
_SINGLE: Final = 2.5
"""What more is asked where one of two that are turned round is a word of its own: 有问就答, 以考促学."""
_CUT: Final = (1.0, 0.0)
"""How much rarer what stands alone must be without the last character of a phrase, and how much likelier it with it."""
_CUT_ALONE: Final = (4.4, 5.0)
"""How much likelier a text must be with the last character of a word where nothing else speaks for it: before a stop,
before another mark or a figure."""
AFFIXES: Final = frozenset("度性化率量型式类员者岗方价费额款证卡图微云智数网空")
"""What makes a word of the one beside it, and may stand alone: 调查员, 企业岗, 收购价, 微公开, 空栏目."""
DONE_ALONE: Final = frozenset(
    "推看听问查改管送拍写讲学教评审批答办报发填交退收记贴谈做干跑走回打用买卖找完"
)
"""What may be done at the end of a clause without another character: 往后推, 边查边改."""
DEGREES: Final = frozenset("够不很较更最太偏")
"""What stands before a word that says how something is: 不够细."""
_SHORT_CLAUSE: Final = 5
"""Characters before it without which a clause may say something else: 力度大，工作实."""
_HAN_BEFORE: Final = when_used("[\u4e00-\u9fff]*$")
_JOINING: Final = frozenset("与和及或")
"""What joins words of one character each: 质与量."""
COUNTING: Final = frozenset("一二三四五六七八九十两几半各每这那该此本某前后首同第0123456789")
"""What stands before a word of one character: 一职, 各节."""
_NUMBERED: Final = re.compile("[^\\W\\d_](?=[〔（\\[【]?\\d)")
"""What stands right before a number: 第1段, 政办发〔2025〕31号."""
_SEEN: Final = 8
"""Characters on each side that anything about a place depends on."""
_KEPT: Final = 4_000
"""Places of which is kept what was found, whatever the text."""
_STOPS: Final = frozenset("，。；：")
_MARKS: Final = frozenset("、）")
_ALONE: Final = re.compile(b"\0")


def orphans(text: str, right: bytearray) -> Iterator[Confusion]:
    """Yield what was meant by the orphaned characters of a folded text; `right` marks what stands in a phrase."""
    for start, piece in pieces(text):
        for place in alone(piece):
            at = start + place
            first = max(0, at - _SEEN)
            around = text[first : at + _SEEN + 1], at - first
            for found in _meant(*around, bytes(right[first : at + _SEEN + 1])):
                yield found._replace(place=first + found.place)


def strays(text: str) -> int:
    """Return how many characters of a folded text stand in no word and no phrase."""
    return sum(len(alone(piece)) for _, piece in pieces(text))


@kept
def alone(piece: str) -> tuple[int, ...]:
    """Return the indices of the characters of a piece that stand in no word and no phrase."""
    # a byte for each character, all of them shifted at once
    two, three = (int.from_bytes(bytes(one), "little") for one in knowledge.beginnings(piece))
    words = two | two << 8 | three | three << 8 | three << 16
    taken = (words | int.from_bytes(covered_in(piece), "little")).to_bytes(len(piece) + 2, "little")
    found = (alone.start() for alone in _ALONE.finditer(taken, 0, len(piece)))
    return tuple(
        at for at in found if "\u4e00" <= piece[at] <= "\u9fff" and not is_single(piece[at])
    )


@lru_cache(_KEPT)
def _meant(text: str, at: int, right: bytes) -> tuple[Confusion, ...]:
    """Return what was meant by the character at an index of what stands around it; reports have many clauses in common."""
    if (
        _NUMBERED.match(text, at)
        or knowledge.is_word(text[max(0, at - 1) : at + 1])
        or knowledge.is_word(text[at : at + 2])
        or may_be_named(text, at)
        or knowledge.is_of_set_phrase(text, at)
    ):
        return ()
    return (*(_turned(text, at, right)),) or (*_replaced(text, at),) or (*_cut(text, at),)


def _replaced(text: str, at: int) -> Iterator[Confusion]:
    here, before, after = text[at], text[max(0, at - 1) : at], text[at + 1 : at + 2]
    if before in COUNTING or here == "之" or characters.is_rare(here):
        return
    if before == "、" and after and after == text[at - 2]:  # 迟报、拒报
        return
    best = (0.0, "")
    for char in characters.alike(here):
        official = (
            knowledge.is_official(before + char)
            or knowledge.is_official(char + after)
            or knowledge.is_derived(char, text, at)
        )
        if not official or is_of_person(text, at, char):
            continue
        tighter, enough = _REPLACED
        enough += _NEARLY * (not characters.is_of_one_sound_or_shape(here, char))
        gain = gain_of(char, text, at, taken=1)
        if gain >= _LIKELIER:
            tightened = tightening_of(char, text, at, taken=1)
            if tightened >= tighter and gain + tightened >= enough:
                best = max(best, (gain + tightened, char))
    if best[1]:
        yield Confusion(at, here, best[1])


def _turned(text: str, at: int, right: bytes) -> Iterator[Confusion]:
    for first in (at - 1, at):
        here, following = text[max(0, first) : first + 1], text[first + 1 : first + 2]
        if (
            not (here and following and (here + following).isalpha())
            or here == following
            or not _JOINING.isdisjoint(here + following)
            or (right[first] and right[first + 1])
            or knowledge.is_word(here + following)
            or is_of_person(text, first)
            or is_parallel(text, first)
            or _is_woven(text, first)
        ):
            continue
        turned = following + here
        if not any(map(knowledge.is_official, _pairs_around(text, first, turned))):
            continue
        tightened = tightening_of(turned, text, first, taken=2)
        tighter, enough = _TURNED
        enough += _SINGLE * (is_single(here) or is_single(following))
        if tightened >= tighter:
            gain = gain_of(turned, text, first, taken=2)
            if gain >= _LIKELIER and gain + tightened >= enough:
                yield Confusion(first, here + following, turned)
                return


def _is_woven(text: str, first: int) -> bool:
    """Tell whether four characters alternate as lists have them, each short for a word: 表证单书."""
    return knowledge.is_word(
        text[max(0, first - 1) : first] + text[first + 1]
    ) and knowledge.is_word(text[first] + text[first + 2 : first + 3])


def _cut(text: str, at: int) -> Iterator[Confusion]:
    """Yield what a clause ends with if only its last character is missing: 立足水利工作实, 监督保."""
    before, following = text[max(0, at - 2) : at], text[at + 1 : at + 2]
    stopped = not following or following in _STOPS
    if not (stopped or following in _MARKS or following.isdecimal()) or len(before) < 2:  # noqa: PLR2004
        return
    if before[-1] in DEGREES or text[at] in SYSTEMS or not knowledge.is_word(before):
        return
    clause = _HAN_BEFORE.search(text[max(0, at - _SHORT_CLAUSE) : at])
    whole = stopped and clause and len(clause[0]) >= _SHORT_CLAUSE
    in_phrase, alone = _CUT, _CUT_ALONE[not stopped]
    may_stand_alone = text[at] in DONE_ALONE or text[at] in AFFIXES
    for char in knowledge.office_words().get(text[at], ""):
        gain = gain_of(char, text, at + 1)
        if (gain >= alone and not may_stand_alone) or (
            whole
            and gain >= in_phrase[1]
            and is_in_a_phrase(before + text[at] + char)
            and tightening_of(char, text, at + 1) >= in_phrase[0]
        ):
            yield Confusion(at - 2, before + text[at], before + text[at] + char)
            return


def _pairs_around(text: str, first: int, turned: str) -> Iterator[str]:
    """Yield the pairs of characters that two turned round make with one another and with what is beside them."""
    yield text[max(0, first - 1) : first] + turned[0]
    yield turned
    yield turned[1] + text[first + 2 : first + 3]
