"""The phrases of the official language, and all that is one slip away from them, as a text is searched for them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from operator import add
from typing import Final, NamedTuple

from converter.checking.prose.words import characters, knowledge
from converter.checking.prose.words.knowledge import starts
from converter.checking.prose.words.prepared import Table, as_characters, numbers_of, prepared

_LONG: Final = 6
"""Characters of a phrase that is known in spite of any wrong character, not only one that sounds or looks alike."""
SURE: Final = 9
"""Characters of a phrase of which one slip is a slip even where it makes a word."""


class Variant(NamedTuple):
    """A phrase with a slip in it: its kind, and the index of the character that it concerns."""

    right: str
    kind: str
    at: int


_FOUR: Final = 4
BEGINNING: Final = 3
"""Characters by which phrases are looked up, which all have one more."""
LOST: Final = "lost"
DOUBLED: Final = "doubled"
_TURNED: Final = "turned"
WORDS_TURNED: Final = "words turned"


@prepared
def _numbered() -> Table:
    """Return the phrases, each with its number as a character."""
    known = dict.fromkeys((*knowledge.phrases(), *knowledge.terms()))
    long = (phrase for phrase in known if len(phrase) > BEGINNING)  # a county may add others
    return {phrase: as_characters((number,)) for number, phrase in enumerate(long)}


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(_numbered())


def named(characters: str) -> list[str]:
    """Return the phrases whose numbers stand in a table."""
    return [*map(_phrases().__getitem__, numbers_of(characters))]


@cache
def exact() -> tuple[dict[str, tuple[int, ...]], Table]:
    """Return the lengths of the phrases by the characters with which they begin, and the phrases."""
    return _index(_lengths()), _numbered()


@prepared
def _lengths() -> Table:
    return _starting(_numbered())


def _starting(words: Iterable[str]) -> Table:
    """Return the lengths of words by their first three characters."""
    found = starts(frozenset(words), BEGINNING)
    return {beginning: as_characters(found[beginning]) for beginning in sorted(found)}


def _index(lengths: Table) -> dict[str, tuple[int, ...]]:
    # of thousands a hundred are different
    kept = {characters: tuple(numbers_of(characters)) for characters in set(lengths.values())}
    return {beginning: kept[characters] for beginning, characters in lengths.items()}


_Folds = tuple[Callable[[str], str], Table, dict[str, tuple[int, ...]]]


@cache
def folds() -> tuple[_Folds, ...]:
    """Return, for what sounds alike and for what looks alike, the phrases by what they fold to."""
    return (
        (characters.near_sounds, _by_sound(), _index(_lengths_by_sound())),
        (characters.shapes, _by_shape(), _index(_lengths_by_shape())),
    )


@prepared
def _by_sound() -> Table:
    return _folded(characters.near_sounds)


@prepared
def _by_shape() -> Table:
    return _folded(characters.shapes)


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
        if len(phrase) >= SURE:
            beginnings.append(b + cd)
        for beginning in dict.fromkeys(beginnings):
            found[beginning] += number
    for beginning in _by_half():
        found[beginning] += ""  # may be the beginning of nothing else
    return dict(found)


Begun = list[tuple[int, str]]
"""Where in a text a phrase, the half of one or one with a slip in it may begin, with the three characters there."""


def begun_in(text: str) -> Begun:
    """Return where in a text one of these may begin."""
    known = _by_beginning()
    threes = enumerate(map(add, map(add, text, text[1:]), text[2:]))
    return [(place, three) for place, three in threes if three in known]


@cache
def _everything() -> str:
    return "\n".join(_phrases())


@cache
def _ends(beginning: str) -> tuple[tuple[str, str, int], ...]:
    """Return the phrases with which one of their slips may begin so, with their last characters and lengths."""
    return tuple((one, one[-1], len(one)) for one in named(_by_beginning()[beginning]))


@cache
def _variants(phrase: str) -> dict[str, tuple[str, int]]:
    """Return a phrase with a character lost, doubled, or turned with the next: kind and index of each slip.

    Made when a text first may have one of them: there are tens of thousands.
    """
    phrases = exact()[1]
    variants: dict[str, tuple[str, int]] = {}
    for at in range(len(phrase)):
        for kind, text in _slips(phrase, at):
            if (
                text not in variants
                and text not in phrases
                and not (kind == WORDS_TURNED and is_in_a_phrase(text[at : at + 4]))
            ):
                variants[text] = kind, at
    return variants


def is_in_a_phrase(four: str) -> bool:
    """Tell whether four characters stand side by side in a phrase."""
    if len(four) < _FOUR:
        return False
    # most of them end here, before a long text is searched
    return four[1:3] in _pairs() and four in _everything()


OFFICES: Final = frozenset("部处科室股组站所队院厅办委会司厂馆班")
"""What makes a part of an office of the word before it: 综合部, 财务科."""


def names_an_office(before: str, end: str, word: str) -> bool:
    """Tell whether a word and the character behind it may name a part of an office, rather than be short of another word.

    Only in an official phrase is it cut off: 有关部 means 有关部门, 招商部 may mean what it says.
    """
    return end in OFFICES and knowledge.is_word(before) and not is_in_a_phrase(before + word)


@prepared
def _pairs() -> Table:
    return {pair: "" for pair in map(add, _everything(), _everything()[1:]) if "\n" not in pair}


def variants_in(text: str, begun: Begun) -> Iterator[tuple[int, str, Variant]]:
    """Yield where a phrase with a slip of these kinds stands in a text, at each place the longest."""
    for place, beginning in begun:
        found: dict[str, tuple[str, str, int]] = {}
        for phrase, last, size in _ends(beginning):
            end = place + size
            # of nearly all phrases that begin so, the end is another
            if last in text[end - 3 : end + 1] or text.startswith(phrase[:-1], place):
                variants = _variants(phrase)
                for behind in (end + 1, end, end - 1):
                    written = text[place:behind]
                    if written in variants:
                        found.setdefault(written, (phrase, *variants[written]))
        if found:
            written = max(found, key=len)
            yield place, written, Variant(*found[written])


def _slips(phrase: str, at: int) -> Iterator[tuple[str, str]]:
    before, here, behind = phrase[:at], phrase[at], phrase[at + 1 :]
    if not here.isalpha() and "〔" not in phrase:
        return
    yield DOUBLED, before + here + here + behind
    if at + 4 <= len(phrase) >= _LONG and phrase[at : at + 4].isalpha():
        yield WORDS_TURNED, before + behind[1:3] + here + behind[:1] + behind[3:]
    following = behind[:1]
    if following.isalpha() and following != here:
        yield _TURNED, before + following + here + behind[1:]
    # without its first or last character a phrase may be another one
    if (before and behind) or len(phrase) >= SURE:
        shortened = here.isalpha() and here in (behind[1:2], before[-2:-1])  # 招标投标
        if not shortened:
            yield LOST, before + behind


class Halves(NamedTuple):
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
def halves_of(beginning: str) -> tuple[Halves, ...]:
    """Return the halves that begin so; made when a text first has the beginning."""
    found: dict[int, list[tuple[str, int, str]]] = defaultdict(list)
    first, _, second = _by_half().get(beginning, "").partition(_OTHER_HALF)
    for phrase in named(first):
        found[len(phrase) - 2].append((phrase, 0, phrase[: len(phrase) // 2]))
    for phrase in named(second):
        at = len(phrase) // 2
        found[-at].append((phrase, at, phrase[at:]))
    return tuple(
        Halves(
            far,
            "".join(phrase[at + far] for phrase, at, _ in halves),
            "".join(phrase[at + far + 1] for phrase, at, _ in halves),
            tuple(halves),
        )
        for far, halves in found.items()
    )
