"""Characters that stand alone because the rest of their word was lost: 主动公政府信息, 相关求, 规和加强.

`language.doubts` tells a lost character where the text is millions of times as likely with it, `orphans` one that a clause
should end with. Here it counts as much that the character left over is hardly ever a word of its own, and that an official
word and a phrase come of what is put in.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from converter.checking.prose.words import knowledge
from converter.checking.prose.words.confused import Confusion
from converter.checking.prose.words.knowledge import pieces
from converter.checking.prose.words.language import (
    DEFECTS,
    KINDS,
    NEGATIONS,
    SHORT_NOUNS,
    SHORTENED,
    familiarity_of,
    gain_of,
    makes,
    may_be_named,
    rareness_alone,
    tightening_of,
)
from converter.checking.prose.words.orphans import (
    AFFIXES,
    COUNTING,
    DEGREES,
    DONE_ALONE,
    alone,
)
from converter.checking.prose.words.phrase_tables import OFFICES
from converter.checking.prose.words.phrases import ASPECT_PARTICLES, SYSTEMS
from converter.form.patterns import when_used

_ENOUGH: Final = 14.6
_TIGHTER: Final = 2.8
_OF_PHRASE: Final = 8.0
_FAMILIAR: Final = 0.8
_RARE: Final = -0.9
_AT_A_MARK: Final = 1.3
"""What the logarithm of how much likelier the text is must come to, with what counts beside it: how much rarer what stands alone
is as it is written, a phrase that comes of it, how likely what is around is, how rarely the character is a word of its own, a mark
behind it. The weights are those of a logistic regression on characters taken out of official words in correct reports against all
that stand alone in them, rounded."""
_LEAST: Final = -2.0
"""The logarithm of how much likelier the text must be at least."""
_PHRASE: Final = 4
_SEEN: Final = 9
"""Characters on each side that anything about a place depends on."""
_KEPT: Final = 4_000
_ENDS_A_WORD: Final = frozenset("关包法台会点处")
"""What makes a word of the one before it where a mark follows, as other suffixes do anywhere: 审核关, 服务包."""
_SAID_OF_IT: Final = frozenset("实细新全准快严紧深广高强优精好多少大小")
"""What a clause may end with behind its subject: 工作实."""
_BEFORE_ONE: Final = (
    COUNTING
    | KINDS
    | frozenset("按逐当次项件条场个轮期批名前后未已新可能须应必难易待拟快即做抓落压走")
)
"""What stands before a word of one character: 按季, 三次会, 县直, 未结, 可查, 做细."""
_BEGINS_ALONE: Final = frozenset("受据经照自")
"""What stands before a noun as a word of its own: 受机构改革影响, 照上级文件公开."""
_SLOGANS: Final = frozenset("强提拓压促抓优固稳推")
"""Verbs of one character that begin what is said in slogans: 强监督、压责任."""
_COMPLETED: Final = frozenset("到给出入成为至在向于了过着起好完得")
"""What stands behind a verb of one character: 分到各科室."""
_NUMBER: Final = when_used("[^》]{0,7}〔")
"""The mark of an office before the number of its document: 政公开办发〔2021〕."""
_LISTED: Final = when_used("）|.?[^\\W\\d_]、[^\\W\\d_]、")
"""What goes on behind brackets, and one of several characters in a list: 农（牧）业, 工、农、青、妇."""


def missing(text: str) -> Iterator[Confusion]:
    """Yield what was meant by the characters of a folded text whose word lost the one beside them."""
    for start, piece in pieces(text):
        places = alone(piece)
        for place in places:
            # two of them side by side are an unknown word rather than the rests of two
            if place - 1 in places or place + 1 in places:
                continue
            at = start + place
            first = max(0, at - _SEEN)
            for found in _meant(text[first : at + _SEEN + 1], at - first):
                yield found._replace(place=first + found.place)


@lru_cache(_KEPT)
def _meant(text: str, at: int) -> tuple[Confusion, ...]:
    """Return what was meant by the character at an index of what stands around it; reports have many clauses in common."""
    here, before = text[at], text[max(0, at - 1) : at]
    if (
        before in _BEFORE_ONE
        or before in DEGREES
        or before in DEFECTS
        or here in DEFECTS
        or may_be_named(text, at)
        or knowledge.is_word(before + here)
        or knowledge.is_word(text[at : at + 2])
        or knowledge.is_of_set_phrase(text, at)
        or _NUMBER.match(text, at)
        or _in_threes(text, at)
        or (here in _SLOGANS and not before.isalpha())
        or _LISTED.match(text, max(0, at - 1))
    ):
        return ()
    weight, place, char = max(_weighed(text, at), default=(0.0, 0, ""))
    if weight < _ENOUGH:
        return ()
    return (Confusion(at, here, char + here if place == at else here + char),)


def _in_threes(text: str, at: int) -> bool:
    """Tell whether a clause of three characters begins there, beside another of three: 强培训，明责任."""
    here = _THREE.match(text, at)
    return bool(
        here
        and not text[max(0, at - 1) : at].isalnum()
        and (here["beside"] or _THREE_BEFORE.search(text[max(0, at - 5) : at]))
    )


_THREE: Final = when_used(r"[^\W\d_]{3}(?![^\W_])(?P<beside>[，；、][^\W\d_]{3}(?![^\W_]))?")
_THREE_BEFORE: Final = when_used(r"(?:^|[\W_])[^\W\d_]{3}[，；、]$")


def _weighed(text: str, at: int) -> Iterator[tuple[float, int, str]]:
    """Yield what speaks for each character that an official word lost before the one at an index, or behind it."""
    stopped = not text[at + 1 : at + 2].isalpha()
    for place, char in _lost(text, at, stopped=stopped):
        gain = gain_of(char, text, place)
        if gain >= _LEAST:
            weight = (
                gain
                + _TIGHTER * tightening_of(char, text, place)
                + _OF_PHRASE * makes(char, text, place, 0, _PHRASE)
                + _FAMILIAR * familiarity_of(char, text, place)
                + _RARE * rareness_alone(text[at])
                + _AT_A_MARK * stopped
            )
            yield weight, place, char


def _lost(text: str, at: int, *, stopped: bool) -> Iterator[tuple[int, str]]:
    """Yield the characters that make an official word with the one at an index, and where they would stand."""
    here, before, after = text[at], text[max(0, at - 2) : at], text[at + 1 : at + 2]
    worded = knowledge.is_word(before)
    behind = not (
        after in _COMPLETED
        or here in _BEGINS_ALONE
        or (here in SHORT_NOUNS and not before[-1:].isalpha())
        or (worded and (here in AFFIXES or here in OFFICES or here in SYSTEMS))
        or (stopped and (here in DONE_ALONE or (worded and here in _SAID_OF_IT)))
    )
    ahead = not (
        here in AFFIXES
        or here in DEGREES
        or after in ASPECT_PARTICLES
        or (here in _BEGINS_ALONE and not before[-1:].isalpha())
        or (worded and (here in OFFICES or here in SYSTEMS))
        or (worded and stopped and (here in _ENDS_A_WORD or here in _SAID_OF_IT))
    )
    around = before + text[at + 1 : at + 3]
    for place, chars in (
        (at + 1, knowledge.office_words().get(here, "") if behind else ""),
        (at, _official_firsts(here) if ahead else ""),
    ):
        for char in chars:
            # 招投标 and 预决算 are short for what has the character twice; what a negation would turn round is no slip
            if char not in around and char not in NEGATIONS and SHORTENED.get(char) != here:
                yield place, char


@cache
def _official_firsts(second: str) -> str:
    return "".join(
        first for first in knowledge.firsts(second) if knowledge.is_official(first + second)
    )
