"""The common words of three characters by two of them: what may be meant where the third is another one (知情劝)."""

from collections import defaultdict
from functools import cache

from converter.checking.prose.words.knowledge import rests_of_three


def thirds(first: str, second: str) -> str:
    """Return the characters that make a common word of three behind two.

    >>> "权" in thirds("知", "情")
    True
    """
    return _rests(first, 0).get(second, "")


def middles(first: str, third: str) -> str:
    """Return the characters that make a common word of three between two.

    >>> "情" in middles("知", "权")
    True
    """
    return _rests(first, 1).get(third, "")


@cache
def _rests(first: str, place: int) -> dict[str, str]:
    """Return one of the other two characters of the words that begin with one, by the other of them, which is at an index."""
    found: dict[str, str] = defaultdict(str)
    rests = rests_of_three(first)
    for at in range(0, len(rests), 2):
        found[rests[at + place]] += rests[at + 1 - place]
    return dict(found)
