"""How likely a sequence of characters is in official Chinese, and where one other character would be far likelier.

What the model (`model.py`) doubts is a slip only where one change (a character that sounds or looks alike, one put in,
two turned round) makes the words around it thousands of times as likely. Names are likely nowhere: they are left alone.
"""

import math
import re
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from itertools import count
from operator import add, itemgetter
from typing import Final, NamedTuple

from converter.checking.prose.words import characters, knowledge
from converter.checking.prose.words.knowledge import is_common_word, is_word, kept
from converter.checking.prose.words.model import END, START, model
from converter.checking.prose.words.phrase_tables import is_in_a_phrase, names_an_office
from converter.checking.prose.words.words_of_three import middles, thirds
from converter.form.patterns import when_used
from converter.form.surnames import SURNAMES


def rareness_alone(char: str) -> float:
    """Return the logarithm of how rarely a character is a word of its own."""
    return model().rarely_alone(char)


def is_rarely_alone(char: str) -> bool:
    """Tell whether a character is hardly ever a word of its own: 监, not 高 or 严."""
    return rareness_alone(char) >= _RARELY_ALONE


def may_be_named(text: str, at: int) -> bool:
    """Tell whether the character at an index of a folded text may be one of the name of a place, an office or a part of a site."""
    ahead = han_before(text, at, _SURNAME_AND_NAME)
    behind = han_behind(text, at + 1, _SURNAME_AND_NAME)
    around = text[max(0, at - len(ahead) - 1) : at + len(behind) + 2]
    return (
        text[at] in KINDS
        or text[at] in _OF_PAGES
        or not KINDS.isdisjoint(behind[:_LONGEST_NAME])
        or (_LISTED in around and len(ahead) + len(behind) < _SURNAME_AND_NAME)
    )


# ---------------------------------------------------------------- the search


class Doubt(NamedTuple):
    """What is written, and what would be far likelier; `gain` is the logarithm of how much."""

    gain: float
    place: int
    written: str
    right: str


_HAN_BEFORE: Final = re.compile(r"[^\W\da-zA-Z_]*$")
_HAN_AFTER: Final = re.compile(r"[^\W\da-zA-Z_]*")
_RUN: Final = re.compile(r"[^\W\da-zA-Z_]{2,}")
_UNLIKELY: Final = -15.0
_UNLIKELY_PAIR: Final = -9.5
"""Likelihoods of three characters, and of two, above which nothing is looked at any closer."""
_REPLACED: Final = 8.5
WEIGHS: Final = 19.5
"""Gain of another character, and what else speaks for it, from which on it is told whatever is around."""
_OF_OFFICES: Final = 3.0
_OF_PHRASE: Final = 7.0
"""What speaks for it: a word of offices and a part of a phrase that come of it."""
_OF_TWO: Final = 6.0
_MAYBE_NAMED: Final = 2.0
_NEARLY: Final = 10.0
_OF_RARE: Final = 3.0
_UNALIKE: Final = 3.0
"""What speaks against it: each word of two with what is written, a name, a sound that is only nearly the same, a rare
character, which may stand in a rare word, another sound."""
_PAIR: Final = 2
_PHRASE: Final = 4
"""Characters of a word, and of a part of a phrase."""
OF_GRAMMAR: Final = "的地得"
"""Particles that are taken for one another; no word comes of them."""
_PARTICLE: Final = 7.0
_OF_NOUNS: Final = 9.0
"""Gain of one of them for another, and of 的 for 地, which may belong to a rare adverb or a place."""
_OF_PLACES: Final = frozenset("等各两多该此外在所")
"""What stands before 地 as a noun, and before 的 behind a place: 苏浙等地, 所在的; and what stands behind a place."""
_BEHIND_PLACES: Final = frozenset((END, "的"))
_TURNED: Final = 8.5
_LOST: Final = 13.0
"""Gains from which on a change is told; a lost character is told later, since short forms lack one as well (招投标)."""
_SELDOM_ALONE: Final = 2.0
"""The logarithm of how rarely a character is a word of its own that may be short for one."""
_SUFFIXES: Final = frozenset("组室站点员者费款率量关")
"""What makes a name of the word before it: 领导组, of which no 小 need be lost."""
_ORPHANED: Final = 0.5
"""How much it counts that a character is rarely a word of its own."""
_IN_WORD: Final = 4.0
"""What more is asked where the character belongs to a word as it stands."""
_NAMED: Final = 3.0
"""What more is asked where the character may belong to a name, and of a change that makes no word."""
_RARE: Final = 4.0
"""What more is asked of a rare character: it may stand in a word that is as rare (黏度, 垸子)."""
_OF_PAGES: Final = frozenset("页栏版屏端窗群帖图网")
"""What makes new words for parts of a website and for screens: 专页."""
SHORTENED: Final = {
    "要": "需",
    "当": "应",
    "以": "可",
    "经": "已",
    "够": "能",
    "站": "网",
    "业": "企",
}
"""Second characters of words whose first says the same alone: 需另行制作, 门户网, 酒企."""
SHORT_NOUNS: Final = frozenset("农企政财教卫民商贸医药环水林渔牧村社党团军警税粮油城乡")
"""What begins a name as short for a word: 农饮水工程."""
DEFECTS: Final = frozenset("空错死断漏旧")
"""What is said of parts of a website in one character: 空栏目, 断链."""
NEGATIONS: Final = frozenset("不没未无非")
_NUMERALS: Final = frozenset("一二三四五六七八九十百千万亿")
_COUNTED: Final = _NUMERALS | frozenset("0123456789两几各每这那多余")
"""What stands before 张 where it is a measure, and no surname."""
_MEASURED: Final = frozenset("件条项个种类份户期批次篇场名")
"""What stands behind a numeral, which then is none that was taken for a word: 四件大事."""
_LISTED: Final = "、"
_SHORT_RUN: Final = 2
"""Characters between two marks that may be a name and no more: 瓮安、福泉、贵定."""
_TITLES: Final = when_used("书记|主任|[局县区市镇乡组校院]长|主席|记者")
_PERSONS: Final = when_used("同志|任副?组|先生|女士")
_MARK: Final = when_used("[^\\W\\d_]{1,2}[府政党委办][^\\W\\d_]?[发函字规]")
"""The mark of an office's documents: 桐府办发."""
_SURE_OF_NAME: Final = 14.0
"""The gain from which on a change is told where a name may stand."""
_RARELY_ALONE: Final = 4.0
"""The logarithm of how rarely a character must be a word of its own, or more is asked to tell that it is wrong."""
_MAY_BE_ALONE: Final = 0.5
"""How much of what it falls short of that counts; a character that official Chinese does not have is no word of it."""
_FAMILIAR: Final = -3.6
_STRANGE: Final = 1.5
"""Likelihood of a character below which a text is strange even when it is changed: it speaks of something else;
what more is asked then."""
_AS_LOOSE: Final = 4.0
"""What more is asked of a change that binds no more of what is around into words than what is written."""
_KNOWN: Final = 6.0
"""What more is asked where the character belongs to a word besides."""
_TIED: Final = 3
"""Characters on each side that words are looked for in."""
_TIED_ANEW: Final = 6
"""Characters on each side after which words begin and end in the same places again, whatever the change."""
_TIGHTER: Final = 0.5
"""The logarithm of how much rarer what stands alone must be as it is written."""
_STRANGER: Final = 8.0
"""How rarely a character that official Chinese does not have is a word of its own."""
KINDS: Final = frozenset("省市县区镇乡村旗州盟局街社办厅")
"""What ends a name; the characters before it may be any."""
_LONGEST_NAME: Final = 2
_SURNAME_AND_NAME: Final = 3
_MEASURE: Final = 2
"""Characters behind a figure that are not looked at."""
_BEFORE_NUMBER: Final = 1
"""Characters that are not looked at before a figure or a title, which may be any verb (落实新《条例》), and
before the year of a document's number, where an office's mark ends (国办发〔2021〕30号)."""
_OPENING: Final = when_used(r"[〔《]|[（\[【]20\d\d[）\]】]")
_ABOUT: Final = frozenset("约近达超仅逾")
"""What stands between a figure and such a character: 收费共约3万元."""
PARTICLES: Final = frozenset("的了在和与对将为以及等由经从向按于是并已")
_JOINING: Final = frozenset("与和及或")
_WOVEN: Final = 2.0
"""What more is asked where two words would come of it whose characters alternate as lists have them: 表证单书."""
_MOVING: Final = frozenset("的了着过地得")
"""What stands behind one word as well as behind the next: 站住了脚, 出现大的失误."""
_EITHER: Final = frozenset(
    ("做作", "作做", "即及", "及即", "账帐", "帐账", "它他", "他它", "设没", "没设", "止至")
)
"""Characters that are written for one another before the same words: 做出 and 作出, 即时 and 及时, 其它 and 其他, 设有 and 没有,
截止目前 and 截至目前."""
_LEADING: Final = frozenset("按经据")
"""What stands alone where a clause begins, before a word: 按受理、审查的程序, 据统计."""
_BESIDE: Final = 2
"""Characters on each side that a slip is looked at with, and quoted with."""
_SEEN: Final = 4
"""Characters on each side that anything about a place depends on."""
_JUDGED: Final = 5
_SURROUNDING: Final = 8
"""Characters on each side by which is told how familiar what is around is, and so many that are looked at for it."""
_UNFAMILIAR: Final = -5.0
"""How likely it is taken for where there are none."""
_SEARCHED: Final = 400
"""Places of a text that are searched at most: where more are unlikely, the text is no prose that could be proofread."""
_SEARCHED_IN_ALL: Final = 3_000
"""The same of all texts of a report together: one of 4,000 characters has a thousand."""

_KEPT: Final = 4_000
"""Places of which is kept what was found, whatever the text."""


Searched = set[tuple[str, int]]
"""What stood around the places that were searched, with the index there."""


def doubts(text: str, searched: Searched) -> Iterator[Doubt]:
    """Yield where a folded text is hardly Chinese, and would be with one change.

    `searched` is shared by the texts of a report: what they may cost is bounded for all of them.
    """
    most = min(len(searched) + _SEARCHED, _SEARCHED_IN_ALL)
    for run in _RUN.finditer(text):
        words = run[0]
        counted = text[run.start() - 1 : run.start()].isdigit()
        found = sorted(_in_run(words, searched, most, counted=counted), reverse=True)
        if not found:
            continue
        taken = bytearray(len(words) + 2 * _BESIDE)
        kept: list[Doubt] = []
        following = text[run.end() : run.end() + 1]
        last = len(words) - _BEFORE_NUMBER * (
            following.isdigit() or bool(_OPENING.match(text, run.end()))
        )
        last -= following.isdigit() and words[-1] in _ABOUT
        for doubt in found:
            if (
                doubt.place + len(doubt.written) <= last or _ends_official_word(words, doubt)
            ) and not any(taken[doubt.place : doubt.place + 2 * _BESIDE]):
                taken[doubt.place : doubt.place + 2 * _BESIDE] = b"\1" * (2 * _BESIDE)
                kept.append(doubt)
        listed = _LISTED in (text[run.start() - 1 : run.start()], following)
        for gain, place, written, right in sorted(kept, key=itemgetter(1)):
            if gain < _SURE_OF_NAME and _may_name(words, place, listed=listed):
                continue
            before = words[max(0, place - _BESIDE) : place]
            after = words[place + len(written) :][:_BESIDE]
            start = run.start() + place - len(before)
            yield Doubt(gain, start, before + written + after, before + right + after)


def _ends_official_word(words: str, doubt: Doubt) -> bool:
    """Tell whether a character that belongs to no word, nor is one as in 地直295名, would end an official one: 纠证2件."""
    at = doubt.place
    return (
        at > 0
        and len(doubt.written) == len(doubt.right) == 1
        and knowledge.is_official(words[at - 1] + doubt.right)
        and not is_word(words[at - 1 : at + 1])
        and is_rarely_alone(doubt.written)
    )


class _Run:
    """Characters without a mark or a figure between them, or a part of them, and how likely each is after those before it.

    Before the first and behind the last of a run stand START, twice, and END.
    """

    def __init__(self, text: str) -> None:
        self.likelihood = model().likelihood
        self.text = text
        threes = map(add, map(add, text, text[1:]), text[2:])
        self.likely = [0.0, 0.0, *map(self.likelihood, threes), 0.0, 0.0]

    @cached_property
    def beginnings(self) -> tuple[list[bool], list[bool]]:
        """Whether a common word of two characters, and one of three, begins at each index."""
        return knowledge.beginnings(self.text)

    def is_in_word(self, at: int) -> bool:
        """Tell whether the character at an index belongs to a common word."""
        two, three = self.beginnings
        return two[at - 1] or two[at] or three[at - 1] or three[at - 2] or three[at]

    def may_be_named(self, at: int) -> bool:
        """Tell whether a character may be one of the name of a place or an office."""
        two, _ = self.beginnings
        return self.text[at] in KINDS or not (
            two[at - 1] or two[at] or KINDS.isdisjoint(self.text[at + 1 : at + 1 + _LONGEST_NAME])
        )

    def gain(self, at: int, taken: int, put: str, least: float) -> float:
        """Return what it gains to write other characters at an index, as far as it may still be enough."""
        text, likelihood = self.text, self.likelihood
        now = -sum(self.likely[at : at + taken + 2])
        changed = text[at - 2 : at] + put + text[at + taken : at + taken + 2]
        after = 0.0
        for end in range(3, len(changed) + 1):
            after += likelihood(changed[end - 3 : end])
            if now + after < least:
                break
        if least > -math.inf and after < _FAMILIAR * (len(changed) - 2):
            after -= _STRANGE
        return now + after


def han_before(text: str, end: int, most: int) -> str:
    """Return the Chinese characters right before an index, so many at most."""
    found = _HAN_BEFORE.search(text[max(0, end - most) : end])
    return found[0] if found else ""


def han_behind(text: str, start: int, most: int) -> str:
    """Return the Chinese characters from an index on, so many at most."""
    found = _HAN_AFTER.match(text, start, start + most)
    return found[0] if found else ""


def gain_of(put: str, text: str, at: int, *, taken: int = 0) -> float:
    """Return the logarithm of how much likelier a folded text is with other characters at an index."""
    words = han_before(text, at, _BESIDE)
    run = _Run(f"{START}{START}{words}{han_behind(text, at, taken + _BESIDE)}{END}")
    return run.gain(len(words) + 2, taken, put, -math.inf)


def tightening_of(put: str, text: str, at: int, *, taken: int = 0) -> float:
    """Return how much rarer what stands alone in a folded text is as it is than with other characters at an index."""
    ahead, behind = (
        han_before(text, at, _TIED_ANEW),
        han_behind(text, at + taken, _TIED_ANEW),
    )
    return _looseness(ahead + text[at : at + taken] + behind) - _looseness(ahead + put + behind)


def familiarity_of(put: str, text: str, at: int, *, taken: int = 0) -> float:
    """Return how likely what is around an index is on average, but for what stands beside it, with other characters there."""
    words, behind = (
        han_before(text, at, _SURROUNDING),
        han_behind(text, at + taken, _SURROUNDING),
    )
    likely = _Run(f"{START}{START}{words}{put}{behind}{END}").likely[2:-2]
    beside = len(words) + len(put) + _BESIDE
    around = likely[max(0, len(words) - _JUDGED) : len(words)] + likely[beside : beside + _JUDGED]
    return sum(around) / len(around) if around else _UNFAMILIAR


def _in_run(words: str, searched: Searched, most: int, *, counted: bool) -> Iterator[Doubt]:
    """Yield the doubts in a run, as long as no more than so many places were searched."""
    # what follows a figure may be any measure
    first = 2 + _MEASURE * counted
    places = _unlikely(words, first)
    if len(searched) + len(places) <= most:
        searched.update(around for _, around in places)
        yield from _doubted(words, first)
        return
    for before, around in places:
        if around in searched or len(searched) < most:
            searched.add(around)
            yield from _placed(before, around)


@kept
def _doubted(words: str, first: int) -> tuple[Doubt, ...]:
    return tuple(doubt for one in _unlikely(words, first) for doubt in _placed(*one))


def _placed(before: int, around: tuple[str, int]) -> Iterator[Doubt]:
    return (doubt._replace(place=before + doubt.place) for doubt in _at(*around))


@kept
def _unlikely(words: str, first: int) -> tuple[tuple[int, tuple[str, int]], ...]:
    """Return what stands around each unlikely place of a run from one on, the place in it, and how much is before that."""
    run = _Run(f"{START}{START}{words}{END}")
    likely = run.likely
    pairs = map(add, likely[first:], likely[first + 1 :])
    places = [
        at
        for at, pair, third in zip(count(first), pairs, likely[first + 2 :], strict=False)
        if pair < _UNLIKELY_PAIR or pair + third < _UNLIKELY
    ]
    # in a short run, all of it is around more than one place
    befores = [max(0, at - _SEEN) for at in places]
    return tuple(
        (before, (run.text[before : at + _SEEN + 1], at - before))
        for before, at in zip(befores, places, strict=True)
    )


@lru_cache(_KEPT)
def _at(around: str, at: int) -> tuple[Doubt, ...]:
    """Return the doubts at an index of what stands around it; reports of a county have many clauses in common."""
    run = _Run(around)
    found: list[Doubt] = []
    pair = run.likely[at] + run.likely[at + 1]
    if pair < _UNLIKELY_PAIR:
        found += _lost(run, at)
    if (
        pair + run.likely[at + 2] < (_UNLIKELY if at < len(around) - 2 else _UNLIKELY_PAIR)
        and at < len(around) - 1
        and around[at] not in KINDS
    ):
        found += _particle(run, at)
        found += _replaced(run, at)
        found += _turned(run, at)
    return tuple(found)


def _lost(run: _Run, at: int) -> Iterator[Doubt]:
    text, likelihood = run.text, run.likelihood
    now, before = -sum(run.likely[at : at + 2]), text[at - 2 : at]
    for chars, orphan in _put_in(run, at, now):
        least = _LOST - orphan
        # `gain` gives most of them up at the first three characters
        after = map(likelihood, map(before.__add__, chars))
        for char in [char for char, one in zip(chars, after, strict=True) if now + one >= least]:
            # 招标投标 and 预算决算 have short forms; what a negation would turn round is no slip
            if char in NEGATIONS or char in (text[at - 2], text[at + 1 : at + 2]):
                continue
            if SHORTENED.get(char) == text[at - 1]:
                continue
            if names_an_office(text[at - 3 : at - 1], text[at - 1], text[at - 1] + char):
                continue
            won = run.gain(at, 0, char, least) + orphan
            if won > _LOST and not _is_short_form(run, at):
                yield Doubt(won, at - 2, "", char)


@cache
def _asked_of(char: str) -> float:
    """Return what another character has to gain in place of this one, whatever is around it."""
    least = _REPLACED
    if model().knows(char):
        least += _MAY_BE_ALONE * max(0.0, _RARELY_ALONE - model().rarely_alone(char))
    return least + _RARE * characters.is_rare(char)


def _replaced(run: _Run, at: int) -> Iterator[Doubt]:
    text = run.text
    leads = text[at - 1] == START and text[at] in _LEADING
    if (leads and run.beginnings[0][at + 1]) or (
        text[at] in _NUMERALS and text[at + 1] in _MEASURED
    ):
        return
    least = _asked_of(text[at])
    before, here, following = text[at - 1], text[at], text[at + 1]
    befores = knowledge.seconds(before)
    words = ("" if before in PARTICLES else befores) + (
        "" if following in PARTICLES else knowledge.firsts(following)
    )
    of_three = thirds(text[at - 2], before) + middles(before, following)
    worded = words + of_three + befores + knowledge.rare_seconds(before)
    now, ahead, likelihood = -sum(run.likely[at : at + 3]), text[at - 2 : at], run.likelihood
    # the model is asked last: what makes a word here is one of thirty
    chars = [
        one
        for one in characters.alike(here) + characters.of_similar_shape(here)
        if (one in worded or one in PARTICLES) and now + likelihood(ahead + one) >= _REPLACED
    ]
    if not chars:  # as at most places: nothing is looked up of the words around them
        return
    if run.is_in_word(at) or here in _OF_PAGES:
        least += _IN_WORD
    if run.may_be_named(at):
        least += _NAMED
    for char in chars:
        if here + char in _EITHER and not _ties(text, at, 1, char):  # 建没 is no word
            continue
        if is_of_person(text, at, char) or _is_number(text, at, 1, char):
            continue
        won = run.gain(at, 1, char, _REPLACED)
        if won <= _REPLACED:
            continue
        enough = least if char in words else least + _NAMED
        enough += _UNALIKE * (char not in characters.alike(here) or char in _NUMERALS)
        if (
            (char in words or char in PARTICLES or is_word(before + char))
            and won > enough
            and (
                won > enough + _AS_LOOSE + _KNOWN * _is_of_two(text, at) or _ties(text, at, 1, char)
            )
        ) or won + evidence(char, text, at, _tightening(text, at, 1, char)) > WEIGHS:
            yield Doubt(won, at - 2, here, char)


def _particle(run: _Run, at: int) -> Iterator[Doubt]:
    """Yield 的, 地 and 得 for one another where what is around goes with another: 深层次得数据."""
    here, before = run.text[at], run.text[at - 1]
    is_place = here == "地" and run.text[at + 1] in _BEHIND_PLACES
    if here not in OF_GRAMMAR or run.is_in_word(at) or before in _OF_PLACES or is_place:
        return
    for char in OF_GRAMMAR.replace(here, ""):
        least = _OF_NOUNS if here + char == "地的" else _PARTICLE
        won = run.gain(at, 1, char, least)
        beside = run.text[at + 3 : at + 5] if char == "地" else run.text[at - 2 : at]
        if won > least and beside not in _rightly_beside(here + char):
            yield Doubt(won, at - 2, here, char)


@cache
def _rightly_beside(pair: str) -> frozenset[str]:
    """Return adverbs, before which 地 is right for 的, and nouns that a verb behind 的 may describe: 稳妥的推进节奏."""
    kinds = {"地的": ("可作状语", "一般只作状语"), "的地": ("动词后的中心语",)}.get(pair, ())
    return frozenset(word for kind in kinds for word in knowledge.words_of(kind))


def evidence(char: str, text: str, at: int, tightened: float) -> float:
    """Return what speaks for another character at an index beside how likely the text is with it.

    `tightened` is how much rarer what stands alone is as it is written; where it is no rarer, nothing speaks for the other one.
    The weights are those of a logistic regression on slips put into correct reports, against all that could be doubted
    in correct ones and in other official texts, rounded.
    """
    here = text[at]
    if tightened < _TIGHTER or not _NUMERALS.isdisjoint(here + char):
        return -math.inf
    only_nearly = char in characters.alike(here) and not characters.is_of_one_sound_or_shape(
        here, char
    )
    return (
        tightened
        + _OF_OFFICES * makes(char, text, at, 1, _PAIR)
        + _OF_PHRASE * makes(char, text, at, 1, _PHRASE)
        - _OF_TWO * (is_word(text[max(0, at - 1) : at + 1]) + is_word(text[at : at + _PAIR]))
        - _MAYBE_NAMED * may_be_named(text, at)
        - _NEARLY * only_nearly
        - _OF_RARE * characters.is_rare(here)
    )


def makes(put: str, text: str, at: int, taken: int, size: int) -> bool:
    """Tell whether other characters at an index make an official word, or a part of a phrase, of what is beside them."""
    ahead = text[max(0, at - size + 1) : at]
    words = ahead + put + text[at + taken : at + taken + size - 1]
    known = knowledge.is_official if size == _PAIR else is_in_a_phrase
    return any(known(words[first : first + size]) for first in range(len(words) - size + 1))


def _turned(run: _Run, at: int) -> Iterator[Doubt]:
    text = run.text
    here, following = text[at], text[at + 1]
    if following in (END, here):
        return
    # most end here, before words are looked up
    if run.likelihood(text[at - 2 : at] + following) - sum(run.likely[at : at + 4]) < _TURNED:
        return
    two, _ = run.beginnings
    least = _TURNED + 2 * _IN_WORD * (two[at - 1] or two[at] or two[at + 1])
    if here in _MOVING or following in _MOVING:
        least += _IN_WORD
    if is_common_word(text[at - 1] + following) and is_common_word(here + text[at + 2]):
        least += _WOVEN
    if is_parallel(text, at) or _is_number(text, at, 2, following + here):
        return
    if here in _JOINING and is_common_word(text[at - 1] + following):  # 质与量
        return
    won = run.gain(at, 2, following + here, least)
    # what costs least is asked first, since most are given up here
    if (
        won > least
        and not run.may_be_named(at)
        and not run.may_be_named(at + 1)
        and not is_of_person(text, at)
        and not names_an_office(text[at - 2 : at], here, following + here)
        and not (two[at - 1] and two[at + 1])
        and (won > least + _AS_LOOSE or _ties(text, at, 2, following + here))
    ):
        yield Doubt(won, at - 2, here + following, following + here)


def is_parallel(text: str, at: int) -> bool:
    """Tell whether two characters belong to words that repeat one of them: 左一处右一处, 捐衣捐被, 小修小改."""
    here, following = text[at], text[at + 1]
    return here in (text[at - 2 : at - 1], text[at + 2 : at + 3]) or following in (
        text[at - 1 : at],
        text[at + 3 : at + 4],
    )


def _is_number(text: str, at: int, taken: int, put: str) -> bool:
    """Tell whether a numeral beside another one would be changed, or made of what is beside one: 一八四八年, 三十."""
    around = text[at - 1] + text[at + taken : at + taken + 1]
    return not _NUMERALS.isdisjoint(around) and not _NUMERALS.isdisjoint(
        text[at : at + taken] + put
    )


def _may_name(words: str, place: int, *, listed: bool) -> bool:
    """Tell whether what stands between two marks may be a name in a list, or what is at an index a person's beside a title."""
    alone = len(words) == _SHORT_RUN or (len(words) == _SHORT_RUN + 1 and words[0] in SURNAMES)
    return bool(
        (listed and (alone or _MARK.fullmatch(words)))
        or _TITLES.search(words, max(0, place - 4), place)
        or _PERSONS.search(words, place + 1, place + 5)
    )


def _put_in(run: _Run, at: int, most: float) -> Iterator[tuple[str, float]]:
    """Yield the characters that make a word of one beside an index that belongs to none, and how rare that is.

    `most` is what they could gain, were they as likely as can be.
    """
    before, after = run.text[at - 1], run.text[at]
    rarely = model().rarely_alone
    ahead, behind = _ORPHANED * rarely(before), _ORPHANED * rarely(after)
    if most + max(ahead, behind) < _LOST:
        return
    two, _ = run.beginnings
    if two[at - 1] or run.may_be_named(at - 1) or run.may_be_named(at):
        return
    begins_name = before in SHORT_NOUNS and run.text[at - 2] == START
    aloof = before == START or before in DEFECTS or begins_name
    if not aloof and most + ahead >= _LOST and not run.is_in_word(at - 1):
        yield knowledge.seconds(before), ahead
    suffixed = after in _SUFFIXES and two[at - 2]
    if after != END and not suffixed and most + behind >= _LOST and not run.is_in_word(at):
        yield knowledge.firsts(after), behind


def _is_short_form(run: _Run, at: int) -> bool:
    """Tell whether the characters around an index, none of them in a word or one by itself, are each short for a word: 自贸港."""
    around = run.text[at - 2 : at + 1]
    return not any(map(run.is_in_word, (at - 2, at - 1, at))) and all(
        one not in (START, END) and model().rarely_alone(one) > _SELDOM_ALONE for one in around
    )


def _ties(text: str, at: int, taken: int, put: str) -> bool:
    """Tell whether with other characters at an index clearly more of what is around belongs to words.

    What joins one word and tears the next apart is no better than what is written: 办学治校, 按上级要求.
    """
    return _tightening(text, at, taken, put) > _TIGHTER


def _tightening(text: str, at: int, taken: int, put: str) -> float:
    before = text[max(0, at - _TIED) : at].lstrip(START)
    after = text[at + taken : at + taken + _TIED].rstrip(END)
    written = before + text[at : at + taken] + after
    return _looseness(written) - _looseness(before + put + after)


def _is_of_two(text: str, at: int) -> bool:
    """Tell whether a character belongs to a word of two, be it rare: 厘清."""
    return is_word(text[at - 1 : at + 1]) or is_word(text[at : at + 2])


def _looseness(words: str) -> float:
    """Return how rarely the characters that belong to no word are words of their own, at best."""
    rarely = model().rarely_alone
    least = [0.0]
    for end, char in enumerate(words, start=1):
        loose = least[-1] + (rarely(char) if model().knows(char) else _STRANGER)
        for length in (2, 3):
            if end >= length and is_word(words[end - length : end]):
                loose = min(loose, least[end - length])
        least.append(loose)
    return least[-1]


def is_of_person(text: str, at: int, put: str = "") -> bool:
    """Tell whether a character may be of a given name: a surname that belongs to no word is before it.

    It is none where the surname and what would be put make a word: 杜绝.
    """
    return any(
        (text[place] in SURNAMES or (text[place] == "张" and text[place - 1] not in _COUNTED))
        and not is_common_word(text[place - 1 : place + 1])
        and not is_common_word(text[place : place + 2])
        and not (place == at - 1 and is_common_word(text[place] + put))
        for place in (at - 2, at - 1)
        if place > 0
    )
