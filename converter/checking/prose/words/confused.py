"""Words taken for another that sounds or looks alike (服务仪式, 行政出发, 电子油箱): what an input method offers first.

Both are words, so neither the list of words nor a phrase with one other character tells which was meant. What tells it is the
word beside: with the other one the two stand in a phrase of the official language, as written they do not, and the text is
clearly likelier with it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from operator import add
from typing import Final, NamedTuple

from converter.checking.prose.words import characters, knowledge
from converter.checking.prose.words.knowledge import kept, pieces
from converter.checking.prose.words.language import gain_of
from converter.checking.prose.words.phrase_tables import is_in_a_phrase
from converter.checking.prose.words.phrases import covered_in


class Confusion(NamedTuple):
    """A word as it is written, with its place, and the one that was meant."""

    place: int
    written: str
    right: str


_LIKELIER: Final = 9.0
"""The logarithm of how much likelier a text must be with another word."""
_AFFIXES: Final = frozenset("感性化式型度率力者")
"""What makes another word of the one before it: 服务仪式感."""
_WORD: Final = 2
_BESIDE: Final = 2
"""Characters of the word, and of the one beside it."""


@cache
def _either() -> frozenset[frozenset[str]]:
    """Return the pairs of words that stand before or behind the same ones, each with its own meaning."""
    return frozenset(frozenset(pair.split("/")) for pair in knowledge.words_of("两可的词对"))


@cache
def _by_fold(fold: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
    """Return those words by what they sound or look like."""
    words = [
        first + second for first, seconds in knowledge.office_words().items() for second in seconds
    ]
    found: dict[str, list[str]] = defaultdict(list)
    for word, key in zip(words, fold("\n".join(words)).split("\n"), strict=True):
        found[key].append(word)
    return {key: tuple(alike) for key, alike in found.items()}


_REMEMBERED: Final = 50_000
"""Pairs of characters kept at most once they were looked up."""


class _Meant(dict[str, tuple[str, ...]]):
    """The words that may be meant by two characters, which texts have over and over; none where they are no word."""

    def __missing__(self, written: str) -> tuple[str, ...]:
        if len(self) > _REMEMBERED:
            self.clear()
        meant: tuple[str, ...] = ()
        if knowledge.is_common_word(written):
            meant = tuple(
                word
                for fold in (characters.near_sounds, characters.shapes)
                for word in _by_fold(fold).get(fold(written), ())
                if word != written and frozenset((word, written)) not in _either()
            )
        self[written] = meant
        return meant


_MEANT: Final = _Meant()


def confusions(text: str) -> Iterator[Confusion]:
    """Yield the words of a folded text that were taken for others."""
    for start, piece in pieces(text):
        for place, words in _doubtful(piece):
            yield from _confused_at(text, start + place, words)


@kept
def _doubtful(piece: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return the words of a piece that may be taken for others, but for those that stand in a phrase as they should."""
    right = covered_in(piece)
    meant = map(_MEANT.__getitem__, map(add, piece, piece[1:]))
    return tuple(
        (place, words)
        for place, words in enumerate(meant)
        if words and not (right[place] and right[place + 1])
    )


def _confused_at(text: str, place: int, alike: tuple[str, ...]) -> Iterator[Confusion]:
    written = text[place : place + _WORD]
    before = text[max(0, place - _BESIDE) : place]
    after = text[place + _WORD : place + _WORD + _BESIDE]
    for word in alike:
        together = is_in_a_phrase(word + after) or (
            (not after or after[0] not in _AFFIXES) and is_in_a_phrase(before + word)
        )
        if not together or is_in_a_phrase(before + written) or is_in_a_phrase(written + after):
            continue
        if _is_across(text, place):
            continue
        if knowledge.is_official(written) and characters.sounds(written) != characters.sounds(word):
            continue
        if gain_of(word, text, place, taken=_WORD) > _LIKELIER:
            yield Confusion(place, written, word)
            return


def _is_across(text: str, place: int) -> bool:
    """Tell whether the word is only the end of one and the beginning of the next, or within a longer one."""
    return (
        knowledge.is_common_word(text[max(0, place - 1) : place + 1])
        and knowledge.is_common_word(text[place + 1 : place + 3])
    ) or any(
        knowledge.is_common_word(text[start : start + 3])
        for start in (place - 1, place)
        if start >= 0
    )
