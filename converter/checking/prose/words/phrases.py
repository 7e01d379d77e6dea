"""Texts one slip away from a phrase of the official language: a wrong, lost, doubled or turned character.

The phrases are `wordlists/phrases.csv` and `terms.csv`. A text that is another word where it differs from a
phrase is right: what general Chinese often says (`common_words.csv`) decides that.
"""

from collections.abc import Iterable, Iterator
from operator import ne
from typing import Final, NamedTuple

from converter.checking.prose.words import characters, knowledge
from converter.checking.prose.words.knowledge import kept, occurrences, pieces
from converter.checking.prose.words.language import SHORTENED, gain_of, is_rarely_alone
from converter.checking.prose.words.phrase_tables import (
    BEGINNING,
    DOUBLED,
    LOST,
    SURE,
    WORDS_TURNED,
    Begun,
    Halves,
    Variant,
    begun_in,
    exact,
    folds,
    halves_of,
    named,
    variants_in,
)
from converter.form.patterns import when_used

_SHORT: Final = 4
"""Characters of a phrase that is too short to lose one, unless it stands alone."""
_LIKELIER: Final = 4.0
"""The logarithm of how much likelier a text must be with a character of a phrase that it seems to have lost."""
_APART: Final = 10
"""Characters before a phrase in which a verb that belongs to it may stand."""
_CAUSED: Final = when_used("[^，。；：]*(?:引|致|诱|造成|而|被|产生|提起)")
"""What 因 goes with; without it what seems to be the cause is what it is about: 未发生政府信息公开收费."""
_VERBS: Final = frozenset(
    ("公开", "公布", "公示", "发布", "更新", "办理", "答复", "审核", "审查", "推送", "上传")
)
"""What is done to information."""
_SURE_IN_TURN: Final = 8
"""Characters of a phrase from which on less is asked to tell that its words are in the wrong order."""
_LIKELIER_IN_TURN: Final = (13.0, 6.0)
"""The logarithm of how much likelier the right order must be where each is a word: in short phrases, in longer ones."""
_LIKELIER_TURNED: Final = 8.0
"""The same with two characters in their order, where one of them belongs to a word as it is."""
_AGREED: Final = 2.0
"""The logarithm of how much likelier a phrase must be than what is written, where the two do not sound or look alike,
and where a character is lost."""
_ALONE: Final = frozenset("，。；：、（）“”《》的和及与等0123456789")
"""What stands around words that stand alone."""
_SINGLE: Final = frozenset(
    "的了是在和与及等为以对从向将把被由让使到至于各该此其这那每就也都还又再已未不无没有可能要会应须请因按据依经共计约近超达含并或而"
    "且则即如若但却只仅更最很较多少大小上下中内外前后左右时起止第初末年月日件条次个项名位家户种类份场期号人我本全省市县区镇乡村局委办厅处科"
    "股站所发设建编做促抓用新原老现今昨栏稳转任"
)
"""Characters that are words of their own: at the end of a phrase they may belong to what is beside it."""


_OFFICES: Final = frozenset("网台报刊站室部会院馆")
"""What ends a name as well as it begins a word: 人民网留言; after 各 it is a word: 各室负责人."""
ASPECT_PARTICLES: Final = frozenset("了过着")
"""What may stand for one another behind a verb: 取得过一些成绩."""
_COPULAS: Final = frozenset("为是系")
"""The same before what something is: 均系自然人申请."""
_EACH: Final = frozenset("各本全该")
_AFFIXES: Final = frozenset("度性化率量型式类员者多非反半准副总主分组")
_OPTIONAL: Final = frozenset("性化类式型的地得不未无为和与及或等有在是以各全大新")
"""Characters that a phrase may be without."""
SYSTEMS: Final = "制组"
"""What makes a name of the word before it: 保密审查制, of which no 机 need be lost."""
_REDUPLICATED: Final = frozenset(
    "天周人时处事家常往渐环层步件条村户年月种多个仅刚大远深频稳牢紧好慢细早久点面项环次样篇代世看桩趟笔句粒钉"
)
"""Characters that are doubled on purpose: 层层, 件件."""

_COUNTED: Final = frozenset("件条次篇场期项户个")
"""Those of them that are a slip behind a figure."""

_KIN: Final = frozenset("公太")
"""Characters that general Chinese doubles, and reports do not."""

TURNED_VERB: Final = "转结"
"""Some say it for 结转; the name of the row in table 3 is in `mistakes.csv`."""


class Slip(NamedTuple):
    """What is written, and the phrase that was meant."""

    place: int
    written: str
    right: str


# ---------------------------------------------------------------- what general Chinese says


def _is_word(text: str, start: int, end: int) -> bool:
    return start >= 0 and end <= len(text) and knowledge.is_common_word(text[start:end])


def is_single(char: str) -> bool:
    """Tell whether a character is a word of its own."""
    return char in _SINGLE


def _in_a_word(text: str, place: int, first: int, last: int) -> bool:
    """Tell whether the character at an index belongs to a common word; the phrase is text[first:last].

    A word of two that reaches out of the phrase does not count where the character outside belongs to
    the word beside it.
    """
    if any(_is_word(text, start, start + 3) for start in (place - 2, place - 1, place)):
        return True
    left = _is_word(text, place - 1, place + 1) and (
        place > first or not _is_word(text, place - 2, place)
    )
    right = _is_word(text, place, place + 2) and (
        place + 1 < last or not _is_word(text, place + 1, place + 3)
    )
    return left or right


def _joined(text: str, place: int) -> bool:
    """Tell whether a common word stands across an index: nothing is lost there."""
    return _is_word(text, place - 1, place + 1) or any(
        _is_word(text, start, start + 3) for start in (place - 2, place - 1)
    )


def _is_right_replaced(text: str, place: int, first: int, last: int, *, alike: bool) -> bool:
    """Tell whether another character is right there; `alike` where it sounds or looks like the right one."""
    if not characters.is_standard(text[place]):
        return True  # a variant character is told as such
    if not "\u4e00" <= text[place] <= "\u9fff":
        return True
    if (place in (first, last - 1) and text[place] in _SINGLE) or _joins_words(text, place):
        return True
    if not alike and text[place] in _SINGLE:  # 安全生产的检查, 政府开放月活动
        return True
    sure = alike and last - first >= SURE
    if not sure and _in_a_word(text, place, first, last):
        return True
    return not alike and (
        _is_split(text, place, first, last) or _in_a_rare_word(text, place, first, last)
    )


def _joins_words(text: str, place: int) -> bool:
    """Tell whether a character joins the words around it: 推进和落实, where 推进会 is a phrase."""
    return (
        text[place] in "和与及或"
        and _is_word(text, place - 2, place)
        and _is_word(text, place + 1, place + 3)
    )


def _in_a_rare_word(text: str, place: int, first: int, last: int) -> bool:
    """Tell whether the character at an index belongs to a word within the phrase that dictionaries know: 警民互动."""
    return any(
        first <= start and knowledge.is_word(text[start : start + 2]) and start + 2 <= last
        for start in (place - 1, place)
    )


def _is_split(text: str, place: int, first: int, last: int) -> bool:
    """Tell whether the end of a phrase beside a wrong character belongs to a word beside the phrase: 政务公开主平台."""
    if place == last - 2:
        return _is_word(text, last - 1, last + 1)
    return place == first + 1 and _is_word(text, first - 1, first + 1)


def is_made_of_words(text: str) -> bool:
    """Tell whether a text is common words and single ones from end to end: 县委政府, 政务服务厅."""
    ends = {0}
    for end in range(1, len(text) + 1):
        if (
            (end - 1 in ends and text[end - 1] in _SINGLE)
            or (end - 2 in ends and _is_word(text, end - 2, end))
            or (end - 3 in ends and _is_word(text, end - 3, end))
        ):
            ends.add(end)
    return len(text) in ends


def _is_right_lost(text: str, start: int, variant: Variant, end: int) -> bool:
    lost = variant.right[variant.at]
    if (
        (variant.right[: variant.at] in _EACH and text[start + variant.at] in _OFFICES)
        or SHORTENED.get(lost) == variant.right[variant.at - 1 : variant.at]
        or lost in _OPTIONAL
        or lost in text[max(0, start - _APART) : start]
        or (lost == "因" and not _CAUSED.match(text, end, end + _APART))
        or text[start - 1 : start] == "得"
        or (variant.at == len(variant.right) - 2 and variant.right[-1] in SYSTEMS)
        or (variant.at == len(variant.right) - 1 and _is_word(text, end - 2, end))
    ):  # 把好公开信息的审核关, 做得不够实
        return True
    at = start + variant.at
    likelier = gain_of(lost, text, at)
    doubted = likelier < _AGREED and lost.isalpha()
    if len(variant.right) < SURE and (doubted or is_made_of_words(text[start:end])):
        return True
    if likelier > _LIKELIER and not (_crosses(text, start, variant, end) or _joined(text, at)):
        return False
    before = start == 0 or text[start - 1] in _ALONE
    after = end == len(text) or text[end] in _ALONE
    last = len(variant.right) - 2
    sure = len(variant.right) >= SURE
    if not sure and _joined(text, start + variant.at):
        return True
    if len(variant.right) == _SHORT:
        single = variant.right[0 if variant.at == 1 else -1]
        return not (before and after) or single in _AFFIXES or not is_rarely_alone(single)
    # a character left over at an end may belong to what is beside it
    return (variant.at <= 1 and not before) or (variant.at >= last and not after)


def _crosses(text: str, start: int, variant: Variant, end: int) -> bool:
    """Tell whether the word in which a character is lost may belong to what is beside the phrase: 部门网站, 公开台账."""
    first, last = variant.at <= 1, variant.at >= len(variant.right) - 2
    return (
        first
        and (
            not is_rarely_alone(text[start])
            or (text[start] in _OFFICES and text[start - 1 : start] not in _ALONE)
            or _is_word(text, start - 1, start + 1)
            or _is_word(text, start - 2, start + 1)
            or not (start == 0 or text[start - 1] in _ALONE or _is_word(text, start - 2, start))
        )
    ) or (
        last
        and (
            not is_rarely_alone(text[end - 1])
            or text[end - 1] in _AFFIXES
            or _is_word(text, end - 1, end + 1)
            or _is_word(text, end - 1, end + 2)
            or not (end == len(text) or text[end] in _ALONE or _is_word(text, end, end + 2))
        )
    )


def is_reduplicated(text: str, place: int) -> bool:
    """Tell whether a character is one of those that are doubled on purpose: 层层, 件件, but not 3件件."""
    char = text[place]
    if text[place : place + 3] in knowledge.idioms():
        return True
    return char in _REDUPLICATED and not (char in _COUNTED and text[place - 1 : place].isdigit())


def is_meant_twice(text: str, place: int) -> bool:
    """Tell whether a character and the same after it are meant: 层层, 大会会议, 扎扎实实."""
    char = text[place]
    if char in _REDUPLICATED or text[place : place + 3] in knowledge.idioms():
        return is_reduplicated(text, place)
    if (char not in _KIN and _is_word(text, place, place + 2)) or text[
        place - 1 : place + 2
    ] == "立法法":
        return True
    if text[place - 2 : place - 1] == text[place - 1 : place] != "" or (
        text[place + 2 : place + 3] == text[place + 3 : place + 4] != ""
    ):
        return True
    left = _is_word(text, place - 1, place + 1) or _is_word(text, place - 2, place + 1)
    right = (
        _is_word(text, place + 1, place + 3)
        or _is_word(text, place + 1, place + 4)
        or text[place + 2 : place + 3] in ASPECT_PARTICLES  # 重点工作作了部署
    )
    return (left and (right or char in _SINGLE)) or (right and char in _SINGLE)


def is_two_words(text: str, place: int) -> bool:
    """Tell whether a character at an index and the same behind it end one word and begin another, or a phrase."""
    return knowledge.ends_word(text, place) and (
        knowledge.is_word(text[place + 1 : place + 3]) or _begins_phrase(text, place + 1)
    )


def _begins_phrase(text: str, place: int) -> bool:
    index, phrases = exact()
    lengths = index.get(text[place : place + BEGINNING], ())
    return any(text[place : place + length] in phrases for length in lengths)


def _is_right_turned(text: str, start: int, variant: Variant) -> bool:
    place = start + variant.at
    if _is_word(text, place, place + 2):
        return True
    if _is_word(text, place - 1, place + 2) or _is_word(text, place, place + 3):
        return True
    left = _is_word(text, place - 1, place + 1) or text[place] in _SINGLE
    right = _is_word(text, place + 1, place + 3) or text[place + 1] in _SINGLE
    if left and right:
        return True
    turned = text[place + 1] + text[place]
    bound = left or right or knowledge.is_word(text[place + 1 : place + 3])
    return bound and gain_of(turned, text, place, taken=2) < _LIKELIER_TURNED


def _is_right_in_turn(text: str, start: int, variant: Variant) -> bool:
    """Tell whether two words may stand in either order: 建议提案 and 提案建议, 监督检查 and 检查监督."""
    at = start + variant.at
    if not (_is_word(text, at, at + 2) and _is_word(text, at + 2, at + 4)):
        return False
    if text[at + 2 : at + 4] in _VERBS and not text[at + 4 : at + 5].isalpha():
        return True  # behind its object: 将政务事项公开, 信息栏目公开15条
    if {text[at : at + 2], text[at + 2 : at + 4]} <= knowledge.parallel():
        return True
    right = text[at + 2 : at + 4] + text[at : at + 2]
    least = _LIKELIER_IN_TURN[len(variant.right) >= _SURE_IN_TURN]
    return gain_of(right, text, at, taken=4) < least


# ---------------------------------------------------------------- the search


class _Seen(NamedTuple):
    """What a piece of a text has: where phrases stand in it, and what is one slip away from one, without what is around it."""

    covered: bytes
    """As `covered` has it, with nothing behind the last character."""
    replaced: tuple[tuple[int, str, bool], ...]
    others: tuple[tuple[int, str, Variant], ...]


@kept
def _seen(piece: str) -> _Seen:
    begun = begun_in(piece)
    right = _covered(piece, begun)
    replaced = (*_replaced(piece), *_replaced_inside(piece, begun, right))
    return _Seen(bytes(right), replaced, tuple(variants_in(piece, begun)))


def slips(text: str) -> list[Slip]:
    """Return what is one slip away from a phrase, without overlaps, the longer phrase first."""
    found = [
        slip
        for start, piece in pieces(text)
        if (seen := _seen(piece)).replaced or seen.others
        for slip in _slips_in(text, start, seen)
        if TURNED_VERB not in slip.written
    ]
    kept: list[Slip] = []
    taken = bytearray(len(text))
    for slip in sorted(found, key=lambda one: (-len(one.right), one.place)):
        first, last = slip.place, slip.place + len(slip.written)
        if not any(taken[first:last]):
            taken[first:last] = b"\1" * (last - first)
            kept.append(slip)
    return sorted(kept)


def covered_in(piece: str) -> bytes:
    """Return the same as `covered` of one of the `pieces` of a text."""
    return _seen(piece).covered


def covered(text: str) -> bytearray:
    """Return for each character whether it stands within a phrase that is written right."""
    marked = bytearray(len(text) + 2)
    for start, piece in pieces(text):
        marked[start : start + len(piece)] = _seen(piece).covered[: len(piece)]
    return marked


def _covered(text: str, begun: Begun) -> bytearray:
    index, phrases = exact()
    marked = bytearray(len(text) + 2)
    for place, beginning in begun:
        for length in index.get(beginning, ()):
            phrase = text[place : place + length]
            if phrase in phrases:
                marked[place : place + len(phrase)] = b"\1" * len(phrase)
                break
    return marked


_Found = tuple[Slip, Iterable[int]]
"""A slip, and the characters of the text that would not be as they are were it none."""


def _slips_in(text: str, start: int, seen: _Seen) -> Iterator[Slip]:
    """Yield the slips in what was seen of the piece that begins at an index of a text."""
    found: list[_Found] = []
    for place, phrase, inside in seen.replaced:
        found += _replaced_at(text, start + place, phrase, inside=inside)
    for other in seen.others:
        found += _of_other_kind(text, start, other, seen.covered)
    for slip, places in found:
        if not any(seen.covered[place - start] for place in places):
            yield slip


def _replaced(text: str) -> Iterator[tuple[int, str, bool]]:
    for fold, phrases, index in folds():
        for place, key in occurrences(fold(text), index, phrases, BEGINNING):
            for phrase in named(phrases[key]):
                if _differs_once(text, place, phrase):
                    yield place, phrase, False


def _replaced_inside(text: str, begun: Begun, right: bytearray) -> Iterator[tuple[int, str, bool]]:
    """Yield long phrases with any other character inside them; `right` is what stands in a phrase as it should."""
    for place, beginning in begun:
        for halves in halves_of(beginning):
            there = place + halves.far
            if 0 in right[min(there, place) : max(there + 2, place)]:
                for phrase, at in _with_half(text, place, there, halves):
                    yield place - at, phrase, True


def _with_half(text: str, place: int, there: int, halves: Halves) -> Iterator[tuple[str, int]]:
    """Yield the phrases of which one half stands at a place, and the other with one wrong character, `there` or between.

    At most places dozens of phrases may begin, and nearly all differ in more: where one character is wrong, one
    of the two is right.
    """
    one, following = text[there : there + 1], text[there + 1 : there + 2]
    if one in halves.ones or following in halves.followings:
        for first, second, (phrase, at, half) in zip(
            halves.ones, halves.followings, halves.phrases, strict=True
        ):
            if (
                (first == one or second == following)
                and text.startswith(half, place)
                and _differs_once(text, place - at, phrase)
            ):
                yield phrase, at


def _differs_once(text: str, start: int, phrase: str) -> bool:
    """Tell whether a phrase with one other character stands at an index of a text."""
    written = text[start : start + len(phrase)]
    return (
        written != phrase  # as it nearly always does
        and start >= 0
        and len(written) == len(phrase)
        and sum(map(ne, written, phrase)) == 1
    )


def _replaced_at(text: str, start: int, phrase: str, *, inside: bool) -> Iterator[_Found]:
    """Yield the slip of a phrase of which one character is another one there; `inside` it at least."""
    end = start + len(phrase)
    written = text[start:end]
    wrong = next(place for place, char in enumerate(phrase) if char != written[place])
    if written[wrong] + phrase[wrong] == "之的" or not phrase[wrong].isalpha():
        return  # 第五十条之规定 says the same
    if inside and wrong in (0, len(phrase) - 1):
        return
    if any({phrase[wrong], written[wrong]} <= alike for alike in (ASPECT_PARTICLES, _COPULAS)):
        return
    if _is_right_replaced(text, start + wrong, start, end, alike=not inside):
        return
    if gain_of(phrase[wrong], text, start + wrong, taken=1) > (_AGREED if inside else 0.0):
        yield Slip(start, written, phrase), (start + wrong,)


def _of_other_kind(
    text: str, start: int, other: tuple[int, str, Variant], right: bytes
) -> Iterator[_Found]:
    within, written, variant = other
    place, at = start + within, start + within + variant.at
    places: tuple[int, ...] = ()
    if variant.kind == LOST:
        innocent = bool(right[at - start - 1] and right[at - start]) or _is_right_lost(
            text, place, variant, place + len(written)
        )
    elif variant.kind == DOUBLED:
        innocent = is_meant_twice(text, at)
    elif variant.kind == WORDS_TURNED:
        innocent, places = _is_right_in_turn(text, place, variant), tuple(range(at, at + 4))
    else:
        innocent, places = _is_right_turned(text, place, variant), (at, at + 1)
    if not innocent:
        yield Slip(place, written, variant.right), places
