"""Texts one slip away from a phrase of the official language: a wrong, lost, doubled or turned character.

The phrases are `wordlists/phrases.csv` and `terms.csv`. A text that is another word where it differs from a
phrase is right: what general Chinese often says (`common_words.csv`) decides that.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from operator import add, ne
from typing import Final, NamedTuple

from converter.checking.prose import knowledge
from converter.checking.prose.knowledge import kept, occurrences, pieces, starts
from converter.checking.prose.language import gain_of, is_rarely_alone
from converter.checking.prose.prepared import Table, as_characters, numbers_of, prepared

_LONG: Final = 6
"""Characters of a phrase that is known in spite of any wrong character, not only one that sounds or looks alike."""
_SHORT: Final = 4
"""Characters of a phrase that is too short to lose one, unless it stands alone."""
_LIKELIER: Final = 4.0
"""The logarithm of how much likelier a text must be with a character of a phrase that it seems to have lost."""
_SURE: Final = 9
"""Characters of a phrase of which one slip is a slip even where it makes a word."""
_APART: Final = 10
"""Characters before a phrase in which a verb that belongs to it may stand."""
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
_ASPECTS: Final = frozenset("了过着")
"""What may stand for one another behind a verb: 取得过一些成绩."""
_EACH: Final = frozenset("各本全该")
_AFFIXES: Final = frozenset("度性化率量型式类员者多非反半准副总主分组")
_OPTIONAL: Final = frozenset("性化类式型的地得不未无为和与及或等有在是以各全大新")
"""Characters that a phrase may be without."""
_SYSTEMS: Final = "制组"
"""What makes a name of the word before it: 保密审查制, of which no 机 need be lost."""
_SHORTENED: Final = {"要": "需", "当": "应", "以": "可", "经": "已", "够": "能", "站": "网"}
"""Second characters of words whose first says the same alone: 需另行制作, 门户网."""
_REDUPLICATED: Final = frozenset(
    "天人时处事家常往渐环层步件条村户年月种多个仅刚大远深频稳牢紧好慢细早久点面项环次样篇代世看桩趟笔句粒钉"
)
"""Characters that are doubled on purpose: 层层, 件件."""

_COUNTED: Final = frozenset("件条次篇场期项户个")
"""Those of them that are a slip behind a figure."""

_KIN: Final = frozenset("公太")
"""Characters that general Chinese doubles, and reports do not."""


class Slip(NamedTuple):
    """What is written, and the phrase that was meant."""

    place: int
    written: str
    right: str


class _Variant(NamedTuple):
    """A phrase with a slip in it: its kind, and the index of the character that it concerns."""

    right: str
    kind: str
    at: int


_FOUR: Final = 4
_BEGINNING: Final = 3
"""Characters by which phrases are looked up, which all have one more."""
TURNED_VERB: Final = "转结"
"""Some say it for 结转; the name of the row in table 3 is in `mistakes.csv`."""
_LOST: Final = "lost"
_DOUBLED: Final = "doubled"
_TURNED: Final = "turned"
_WORDS_TURNED: Final = "words turned"


@prepared
def _numbered() -> Table:
    """Return the phrases, each with its number as a character."""
    phrases = dict.fromkeys((*knowledge.phrases(), *knowledge.terms()))
    return {phrase: as_characters((number,)) for number, phrase in enumerate(phrases)}


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(_numbered())


def _named(characters: str) -> list[str]:
    """Return the phrases whose numbers stand in a table."""
    return [*map(_phrases().__getitem__, numbers_of(characters))]


@cache
def _exact() -> tuple[dict[str, tuple[int, ...]], Table]:
    return _index(_lengths()), _numbered()


@prepared
def _lengths() -> Table:
    return _starting(_numbered())


def _starting(words: Iterable[str]) -> Table:
    """Return the lengths of words by their first three characters."""
    found = starts(frozenset(words), _BEGINNING)
    return {beginning: as_characters(found[beginning]) for beginning in sorted(found)}


def _index(lengths: Table) -> dict[str, tuple[int, ...]]:
    # of thousands a hundred are different
    kept = {characters: tuple(numbers_of(characters)) for characters in set(lengths.values())}
    return {beginning: kept[characters] for beginning, characters in lengths.items()}


_Folds = tuple[Callable[[str], str], Table, dict[str, tuple[int, ...]]]


@cache
def _folds() -> tuple[_Folds, ...]:
    """Return, for what sounds alike and for what looks alike, the phrases by what they fold to."""
    return (
        (knowledge.near_sounds, _by_sound(), _index(_lengths_by_sound())),
        (knowledge.shapes, _by_shape(), _index(_lengths_by_shape())),
    )


@prepared
def _by_sound() -> Table:
    return _folded(knowledge.near_sounds)


@prepared
def _by_shape() -> Table:
    return _folded(knowledge.shapes)


@prepared
def _lengths_by_sound() -> Table:
    return _starting(_by_sound())


@prepared
def _lengths_by_shape() -> Table:
    return _starting(_by_shape())


def _folded(fold: Callable[[str], str]) -> Table:
    found: Table = defaultdict(str)
    for key, number in zip(fold(_everything()).split("\n"), _numbered().values(), strict=True):
        found[key] += number
    return dict(found)


@prepared
def _by_beginning() -> Table:
    """Return the phrases by three characters: all with which one of their slips may begin."""
    found: Table = defaultdict(str)
    for phrase, number in _numbered().items():
        a, b, c, d = tuple(phrase[:4])
        ab, cd = a + b, c + d
        beginnings = [ab + c, ab + d, ab + b, a + ab, a + cd, a + c + b, b + a + c]
        if len(phrase) >= _LONG:
            e = phrase[4]
            beginnings += (cd + a, a + d + e, ab + e)
        if len(phrase) >= _SURE:
            beginnings.append(b + cd)
        for beginning in dict.fromkeys(beginnings):
            found[beginning] += number
    for beginning in _by_half():
        found[beginning] += ""  # may be the beginning of nothing else
    return dict(found)


_Begun = list[tuple[int, str]]
"""Where in a text a phrase, the half of one or one with a slip in it may begin, with the three characters there."""


def _begun(text: str) -> _Begun:
    known = _by_beginning()
    threes = enumerate(map(add, map(add, text, text[1:]), text[2:]))
    return [(place, three) for place, three in threes if three in known]


@cache
def _everything() -> str:
    return "\n".join(_phrases())


@cache
def _variants(beginning: str) -> dict[int, dict[str, _Variant]]:
    """Return what begins so and is a phrase with a character lost, doubled, or turned with the next.

    By length, the longest first. Made when a text first has the beginning: there are tens of thousands.
    """
    phrases = _exact()[1]
    variants: dict[int, dict[str, _Variant]] = defaultdict(dict)
    for phrase in _named(_by_beginning()[beginning]):
        # a slip further behind leaves the beginning as it is
        for at in range(len(phrase) if phrase.startswith(beginning) else len(beginning)):
            for kind, text in _slips(phrase, at):
                if (
                    text.startswith(beginning)
                    and text not in (alike := variants[len(text)])
                    and text not in phrases
                    and not (kind == _WORDS_TURNED and is_in_a_phrase(text[at : at + 4]))
                ):
                    alike[text] = _Variant(phrase, kind, at)
    return {
        length: variants[length] for length in sorted(filter(variants.get, variants), reverse=True)
    }


def is_in_a_phrase(four: str) -> bool:
    """Tell whether four characters stand side by side in a phrase."""
    if len(four) < _FOUR:
        return False
    # most of them end here, before a long text is searched
    return four[1:3] in _pairs() and four in _everything()


@prepared
def _pairs() -> Table:
    return {pair: "" for pair in map(add, _everything(), _everything()[1:]) if "\n" not in pair}


def _variants_in(text: str, begun: _Begun) -> Iterator[tuple[int, str, _Variant]]:
    """Yield where a phrase with a slip of these kinds stands in a text, at each place the longest."""
    for place, beginning in begun:
        for length, variants in _variants(beginning).items():
            written = text[place : place + length]
            if written in variants:
                yield place, written, variants[written]
                break


def _slips(phrase: str, at: int) -> Iterator[tuple[str, str]]:
    before, here, behind = phrase[:at], phrase[at], phrase[at + 1 :]
    if not here.isalpha() and "〔" not in phrase:
        return
    yield _DOUBLED, before + here + here + behind
    if at + 4 <= len(phrase) >= _LONG and phrase[at : at + 4].isalpha():
        yield _WORDS_TURNED, before + behind[1:3] + here + behind[:1] + behind[3:]
    following = behind[:1]
    if following.isalpha() and following != here:
        yield _TURNED, before + following + here + behind[1:]
    # without its first or last character a phrase may be another one
    if (before and behind) or len(phrase) >= _SURE:
        shortened = here.isalpha() and here in (behind[1:2], before[-2:-1])  # 招标投标
        if not shortened:
            yield _LOST, before + behind


class _Halves(NamedTuple):
    """Phrases of which one half begins alike: each with its half, and where that stands in it.

    Of the other half of each, `ones` and `followings` have the two characters so `far` from this one. They are
    the outermost: in the middle phrases are more alike.
    """

    far: int
    ones: str
    followings: str
    phrases: tuple[tuple[str, int, str], ...]


@prepared
def _by_half() -> Table:
    """Return the long phrases by three characters with which a half begins, those of the first half before others.

    With one wrong character, the other half stands as it should.
    """
    first: Table = defaultdict(str)
    second: Table = defaultdict(str)
    for phrase, number in _numbered().items():
        if len(phrase) >= _LONG:
            middle = len(phrase) // 2
            first[phrase[:3]] += number
            second[phrase[middle : middle + 3]] += number
    return {
        beginning: f"{first.get(beginning, '')}{_OTHER_HALF}{second.get(beginning, '')}"
        for beginning in first | second
    }


_OTHER_HALF: Final = "|"


@cache
def _halves(beginning: str) -> tuple[_Halves, ...]:
    """Return the halves that begin so; made when a text first has the beginning."""
    found: dict[int, list[tuple[str, int, str]]] = defaultdict(list)
    first, _, second = _by_half().get(beginning, "").partition(_OTHER_HALF)
    for phrase in _named(first):
        found[len(phrase) - 2].append((phrase, 0, phrase[: len(phrase) // 2]))
    for phrase in _named(second):
        at = len(phrase) // 2
        found[-at].append((phrase, at, phrase[at:]))
    return tuple(
        _Halves(
            far,
            "".join(phrase[at + far] for phrase, at, _ in halves),
            "".join(phrase[at + far + 1] for phrase, at, _ in halves),
            tuple(halves),
        )
        for far, halves in found.items()
    )


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
    try:
        text[place].encode("gb2312")
    except UnicodeEncodeError:
        return True  # a variant character is told as such
    if not "\u4e00" <= text[place] <= "\u9fff":
        return True
    if (place in (first, last - 1) and text[place] in _SINGLE) or _joins_words(text, place):
        return True
    if not alike and text[place] in _SINGLE:  # 安全生产的检查, 政府开放月活动
        return True
    sure = alike and last - first >= _SURE
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


def _is_right_lost(text: str, start: int, variant: _Variant, end: int) -> bool:
    lost = variant.right[variant.at]
    if (
        (variant.right[: variant.at] in _EACH and text[start + variant.at] in _OFFICES)
        or _SHORTENED.get(lost) == variant.right[variant.at - 1 : variant.at]
        or lost in _OPTIONAL
        or lost in text[max(0, start - _APART) : start]
        or text[start - 1 : start] == "得"
        or (variant.at == len(variant.right) - 2 and variant.right[-1] in _SYSTEMS)
        or (variant.at == len(variant.right) - 1 and _is_word(text, end - 2, end))
    ):  # 把好公开信息的审核关, 做得不够实
        return True
    at = start + variant.at
    likelier = gain_of(lost, text, at)
    doubted = likelier < _AGREED and lost.isalpha()
    if len(variant.right) < _SURE and (doubted or is_made_of_words(text[start:end])):
        return True
    if likelier > _LIKELIER and not (_crosses(text, start, variant, end) or _joined(text, at)):
        return False
    before = start == 0 or text[start - 1] in _ALONE
    after = end == len(text) or text[end] in _ALONE
    last = len(variant.right) - 2
    sure = len(variant.right) >= _SURE
    if not sure and _joined(text, start + variant.at):
        return True
    if len(variant.right) == _SHORT:
        single = variant.right[0 if variant.at == 1 else -1]
        return not (before and after) or single in _AFFIXES or not is_rarely_alone(single)
    # a character left over at an end may belong to what is beside it
    return (variant.at <= 1 and not before) or (variant.at >= last and not after)


def _crosses(text: str, start: int, variant: _Variant, end: int) -> bool:
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
    right = _is_word(text, place + 1, place + 3) or _is_word(text, place + 1, place + 4)
    return (left and (right or char in _SINGLE)) or (right and char in _SINGLE)


def is_two_words(text: str, place: int) -> bool:
    """Tell whether a character at an index and the same behind it end one word and begin another, or a phrase."""
    return knowledge.is_word(text[max(0, place - 1) : place + 1]) and (
        knowledge.is_word(text[place + 1 : place + 3]) or _begins_phrase(text, place + 1)
    )


def _begins_phrase(text: str, place: int) -> bool:
    index, phrases = _exact()
    lengths = index.get(text[place : place + _BEGINNING], ())
    return any(text[place : place + length] in phrases for length in lengths)


def _is_right_turned(text: str, start: int, variant: _Variant) -> bool:
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


def _is_right_in_turn(text: str, start: int, variant: _Variant) -> bool:
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
    others: tuple[tuple[int, str, _Variant], ...]


@kept
def _seen(piece: str) -> _Seen:
    begun = _begun(piece)
    right = _covered(piece, begun)
    replaced = (*_replaced(piece), *_replaced_inside(piece, begun, right))
    return _Seen(bytes(right), replaced, tuple(_variants_in(piece, begun)))


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


@lru_cache(maxsize=2)
def covered(text: str) -> bytearray:
    """Return for each character whether it stands within a phrase that is written right."""
    marked = bytearray(len(text) + 2)
    for start, piece in pieces(text):
        marked[start : start + len(piece)] = _seen(piece).covered[: len(piece)]
    return marked


def _covered(text: str, begun: _Begun) -> bytearray:
    index, phrases = _exact()
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
    for fold, phrases, index in _folds():
        for place, key in occurrences(fold(text), index, phrases, _BEGINNING):
            for phrase in _named(phrases[key]):
                if _differs_once(text, place, phrase):
                    yield place, phrase, False


def _replaced_inside(text: str, begun: _Begun, right: bytearray) -> Iterator[tuple[int, str, bool]]:
    """Yield long phrases with any other character inside them; `right` is what stands in a phrase as it should."""
    for place, beginning in begun:
        for halves in _halves(beginning):
            there = place + halves.far
            if 0 in right[min(there, place) : max(there + 2, place)]:
                for phrase, at in _with_half(text, place, there, halves):
                    yield place - at, phrase, True


def _with_half(text: str, place: int, there: int, halves: _Halves) -> Iterator[tuple[str, int]]:
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
    if {phrase[wrong], written[wrong]} <= _ASPECTS:
        return
    if _is_right_replaced(text, start + wrong, start, end, alike=not inside):
        return
    if gain_of(phrase[wrong], text, start + wrong, taken=1) > (_AGREED if inside else 0.0):
        yield Slip(start, written, phrase), (start + wrong,)


def _of_other_kind(
    text: str, start: int, other: tuple[int, str, _Variant], right: bytes
) -> Iterator[_Found]:
    within, written, variant = other
    place, at = start + within, start + within + variant.at
    places: tuple[int, ...] = ()
    if variant.kind == _LOST:
        innocent = bool(right[at - start - 1] and right[at - start]) or _is_right_lost(
            text, place, variant, place + len(written)
        )
    elif variant.kind == _DOUBLED:
        innocent = is_meant_twice(text, at)
    elif variant.kind == _WORDS_TURNED:
        innocent, places = _is_right_in_turn(text, place, variant), tuple(range(at, at + 4))
    else:
        innocent, places = _is_right_turned(text, place, variant), (at, at + 1)
    if not innocent:
        yield Slip(place, written, variant.right), places
