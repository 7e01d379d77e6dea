"""What was typed besides: both of two characters that an input method offers (界线限), one within a word (公向开)."""

from collections.abc import Iterator
from itertools import compress
from typing import Final

from converter.checking.prose.words import characters, knowledge
from converter.checking.prose.words.confused import Confusion
from converter.checking.prose.words.knowledge import kept, pieces
from converter.checking.prose.words.language import (
    familiarity_of,
    gain_of,
    is_rarely_alone,
    tightening_of,
)

_LIKELIER: Final = 9.0
"""The logarithm of how much likelier the text must be without one of them."""


def both_typed(text: str) -> Iterator[Confusion]:
    """Yield where a character makes a word with each of two behind it that are alike, and those make none."""
    for start, piece in pieces(text):
        for both in _both_in(piece):
            yield both._replace(place=start + both.place)


@kept
def _both_in(piece: str) -> tuple[Confusion, ...]:
    return tuple(_found_in(piece))


def _found_in(piece: str) -> Iterator[Confusion]:
    two, _ = knowledge.beginnings(piece)
    for place in compress(range(len(piece) - 2), two):
        before, one, other = tuple(piece[place : place + 3])
        if (
            other in characters.alike(one)
            and knowledge.is_common_word(before + other)
            and not knowledge.is_word(one + other)
            and not knowledge.is_word(piece[max(0, place - 1) : place + 1])
            and not knowledge.is_common_word(before + one + other)
            and _ends_there(piece, place + 2)
        ):
            gains = [gain_of("", piece, place + which, taken=1) for which in (1, 2)]
            if max(gains) > _LIKELIER:
                words = f"{before}{one}”或“{before}{other}"
                yield Confusion(place, before + one + other, words)


_LIKELIER_WITHOUT: Final = 12.0
_TIGHTER: Final = 5.0
_FAMILIAR: Final = -4.5
"""How much likelier the text must be without one within a word, how much rarer what stands alone is with it, and how
likely what is around: names are strange with and without."""


def left_over(text: str) -> Iterator[Confusion]:
    """Yield where a character that belongs to no word parts the two of an official one: 主动公向开."""
    for start, piece in pieces(text):
        for one in _left_over_in(piece):
            yield one._replace(place=start + one.place)


@kept
def _left_over_in(piece: str) -> tuple[Confusion, ...]:
    two, three = knowledge.beginnings(piece)
    return tuple(
        Confusion(at - 1, piece[at - 1 : at + 2], piece[at - 1] + piece[at + 1])
        for at in range(1, len(piece) - 1)
        if not (two[at - 1] or two[at] or three[at - 2] or three[at - 1] or three[at])
        and piece[at - 1 : at + 2].isalpha()
        and piece[at - 1] != piece[at + 1]
        and knowledge.is_official(piece[at - 1] + piece[at + 1])
        and gain_of("", piece, at, taken=1) > _LIKELIER_WITHOUT
        and tightening_of("", piece, at, taken=1) > _TIGHTER
        and familiarity_of("", piece, at, taken=1) > _FAMILIAR
    )


def _ends_there(piece: str, at: int) -> bool:
    """Tell whether the character at an index begins nothing: the piece ends, or it is hardly ever a word of its own."""
    following = piece[at + 1 : at + 2]
    return not following.isalpha() or (
        is_rarely_alone(piece[at])
        and not knowledge.is_word(piece[at] + following)
        and not knowledge.is_common_word(piece[at : at + 3])
    )
