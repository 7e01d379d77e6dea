"""Two characters that an input method offers side by side, of which both were typed: 界线限, 较小少."""

from collections.abc import Iterator
from itertools import compress
from typing import Final

from converter.checking.prose.words import characters, knowledge
from converter.checking.prose.words.confused import Confusion
from converter.checking.prose.words.knowledge import kept, pieces
from converter.checking.prose.words.language import gain_of, is_rarely_alone

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


def _ends_there(piece: str, at: int) -> bool:
    """Tell whether the character at an index begins nothing: the piece ends, or it is hardly ever a word of its own."""
    following = piece[at + 1 : at + 2]
    return not following.isalpha() or (
        is_rarely_alone(piece[at])
        and not knowledge.is_word(piece[at] + following)
        and not knowledge.is_common_word(piece[at : at + 3])
    )
