"""What a text has that an expression matches: `converter/form/needed_words.txt`, read by `converter/form/patterns.py`.

Of a part of an expression that few texts can match all are written out (`[不已]予公?开`: 不予公开, 不予开, 已予公开, 已予开),
with what stands before and behind it; a text needs one of them. Where a part has too many, or matches anything, what
stands before it and what stands behind it are needed each for itself.
"""

import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import product
from math import fsum, inf
from typing import Any, Final, NamedTuple

import converter
from converter.checking.prose.numbers.statement_kinds import KINDS
from converter.checking.prose.syntax.particles import predicate
from converter.form.patterns import BEGINNING, END, Waiting
from tools.cases import ROOT

if sys.version_info >= (3, 11):
    from re import _constants as names  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]
else:  # pragma: no cover
    import sre_constants as names
    import sre_parse as parser

Words = frozenset[str]
_MOST: Final = 48
"""Words that are written out of a part; each is looked for in most texts."""
_OF_ONE: Final = 0.03
"""How often a character stands at a place, of those that expressions name; a guess."""
_SAMPLE: Final = 6
"""Of so many lines of `tools/language/reports.txt` one is asked which words it has."""
_NONE: Final = frozenset({""})


class _Part(NamedTuple):
    """What is known of the texts that a part of an expression matches."""

    first: Words = _NONE
    """What they begin with, one of these."""
    last: Words = _NONE
    whole: bool = False
    """`first` and `last` are these texts, and there are no others."""
    needs: tuple[Words, ...] = ()
    """Of each one stands in the text or around it."""

    def needed(self) -> list[Words]:
        """Everything that is needed, but for what every text has."""
        found = (*self.needs, self.first, self.last)
        return [_shortest(words) for words in found if all(map(_is_told, words))]


def _is_told(word: str) -> bool:
    """Whether not every text has a word, and the file can hold it."""
    return word not in {"", BEGINNING, END} and "|" not in word and _is_kept(word)


def _is_kept(text: str) -> bool:
    """Whether a line of the file can hold a text."""
    return not re.search("[\t\n\r\ud800-\udfff]", text)


_ANYTHING: Final = _Part()
_NOTHING: Final = _Part(whole=True)


def _exactly(words: Words) -> _Part:
    return _Part(words, words, whole=True)


def needed_by(pattern: str) -> list[Words]:
    """Return what a text has that matches: of each of some lists of words one at least; the shortest list first.

    What stands at the beginning or the end of the text is shown with `BEGINNING` or `END`.

    >>> [sorted(words) for words in needed_by("[了的]公开(?:情况)?.+(?:已|不)予")]
    [['不予', '已予'], ['了公开', '的公开']]
    """
    needs = set(_Reader().sequence(parser.parse(pattern), _BOTH).needed())
    return [
        words
        for words in sorted(needs, key=lambda words: (len(words), sorted(words)))
        if not any(_implied(words, other) for other in needs if other != words)
    ]


def in_order(lists: list[Words], texts: list[str]) -> list[Words]:
    """Return lists of words so that most texts are done with after few words; shorter ones may stand before them.

    A text without 工作 has neither 工作， nor 工作。 nor 工作；.
    """
    left = {*lists, *(shorter for words in lists for shorter in _coarser(words))}
    ordered: list[Words] = []

    def cost(words: Words) -> tuple[float, list[str]]:
        without = len(texts) - sum(map(_one_of_them(words), texts))
        return len(words) / without if without else inf, sorted(words)

    while left and cost(least := min(left, key=cost))[0] < inf:
        ordered.append(least)
        left.remove(least)
        texts = [*filter(_one_of_them(least), texts)]
    return ordered + [words for words in lists if words not in ordered]


def _one_of_them(words: Words) -> Callable[[str], bool]:
    return lambda text: any(word in text for word in words)


def _coarser(words: Words) -> Iterator[Words]:
    """Yield lists of at most half as many words, of which a text has one that has one of these."""
    for part in (slice(2), slice(-2, None), slice(1), slice(-1, None), slice(1, -1)):
        parts = frozenset(word[part] for word in words)
        if all(map(_is_told, parts)) and 2 * len(shortest := _shortest(parts)) <= len(words):
            yield shortest


def _implied(words: Words, other: Words) -> bool:
    """Whether a text that has one of the others has one of these in it."""
    return all(any(word in longer for word in words) for longer in other)


class _Edges(NamedTuple):
    """Whether nothing stands before a part, or behind it, in the whole expression."""

    before: bool
    behind: bool


_BOTH: Final = _Edges(before=True, behind=True)
_NEITHER: Final = _Edges(before=False, behind=False)


class _Reader:
    """Reads a parsed expression."""

    def __init__(self) -> None:
        self._groups: dict[int, _Part] = {}

    def sequence(self, inner: Iterable[tuple[Any, Any]], alone: _Edges) -> _Part:
        """Return what is known of parts one after the other."""
        known, before = _NOTHING, None
        items = [item for item in inner if item[0] is not names.ASSERT_NOT]
        for number, (kind, value) in enumerate(items):
            edges = _Edges(
                before=alone.before and known == _NOTHING,
                behind=alone.behind and number == len(items) - 1,
            )
            if kind is names.ASSERT:
                known = self._around(known, value, edges)
            elif (
                kind is names.GROUPREF and before == value and (pairs := self._again(known, value))
            ):
                known = known._replace(last=pairs, first=pairs if known.whole else known.first)
            else:
                known = _joined(known, self._item(kind, value, edges))
            before = value[0] if kind is names.SUBPATTERN else None
        return known

    def _around(self, known: _Part, value: Any, edges: _Edges) -> _Part:
        """Return what is known with what has to stand around: at the edge it is as good as a part."""
        direction, inner = value
        ahead = direction > 0
        part = self.sequence(inner, _Edges(before=not ahead and edges.before, behind=ahead))
        if edges.behind if ahead else edges.before:
            return _joined(known, part)
        beside = _joined(known, part) if ahead else part
        return known._replace(needs=(*known.needs, *beside.needed()))

    def _again(self, known: _Part, group: int) -> Words:
        """Return what a group that is repeated at once makes of the texts that end with it."""
        part = self._groups[group]
        if not part.whole:
            return frozenset()
        pairs = {text + word for text in known.last for word in part.last if text.endswith(word)}
        return frozenset(pairs) if len(pairs) <= _MOST else frozenset()

    def _item(self, kind: Any, value: Any, edges: _Edges) -> _Part:
        read: Callable[[Any, _Edges], _Part] | None = {
            names.LITERAL: lambda value, _: _exactly(frozenset({chr(value)})),
            names.IN: lambda value, _: _one_of(value),
            names.AT: _place,
            names.SUBPATTERN: self._group,
            names.GROUPREF: lambda value, _: _as_a_word(self._groups[value]),
            names.BRANCH: lambda value, _: _choice([self.sequence(one, edges) for one in value[1]]),
            names.MAX_REPEAT: self._repeated,
            names.MIN_REPEAT: self._repeated,
        }.get(kind)
        return read(value, edges) if read else _ANYTHING

    def _group(self, value: Any, edges: _Edges) -> _Part:
        group, switched_on, switched_off, inner = value
        if switched_on or switched_off:
            return _ANYTHING
        part = self.sequence(inner, edges)
        if group is not None:  # without what stands around it
            self._groups[group] = self.sequence(inner, _NEITHER)
        return part

    def _repeated(self, value: Any, edges: _Edges) -> _Part:
        least, most, inner = value
        part = self.sequence(inner, edges if most == 1 else _NEITHER)
        if least == most and len(part.first) ** least <= _MOST:
            return reduce(_joined, [part] * least, _NOTHING)
        if least:
            return part._replace(whole=False)
        optional = most == 1 and part.whole and not part.needs
        return _exactly(part.first | _NONE) if optional else _ANYTHING


def _place(value: Any, edges: _Edges) -> _Part:
    """Return what is known of `^` and `$` where nothing stands before or behind them."""
    if value is names.AT_BEGINNING and edges.before:
        return _exactly(frozenset({BEGINNING}))
    if value is names.AT_END and edges.behind:
        return _exactly(frozenset({END}))
    return _NOTHING


def _as_a_word(part: _Part) -> _Part:
    return part if part.whole else _ANYTHING


def _one_of(choices: Any) -> _Part:
    """Return the characters of a set, where they are few."""
    found: set[str] = set()
    for kind, value in choices:
        if kind is names.LITERAL:
            found.add(chr(value))
        elif kind is names.RANGE and value[1] - value[0] < _MOST:
            found.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return _ANYTHING
    return _exactly(frozenset(found)) if len(found) <= _MOST else _ANYTHING


def _joined(one: _Part, other: _Part) -> _Part:
    """Return what is known of two parts that stand together."""
    needs = (*one.needs, *other.needs)
    if between := _products(one.last, other.first):
        if one.whole or other.whole:
            return _Part(
                first=between if one.whole else one.first,
                last=between if other.whole else other.last,
                whole=one.whole and other.whole,
                needs=needs,
            )
        return _Part(one.first, other.last, needs=(*needs, between))
    last = other.last
    if other.whole:  # of what stands before it the last character may still be told
        last = _products(frozenset(word[-1:] for word in one.last), last) or last
    return _Part(
        one.first, last, needs=(*needs, one.last, other.first, *_where_they_meet(one, other))
    )


def _where_they_meet(one: _Part, other: _Part) -> Iterator[Words]:
    """Yield what stands at the end of one part and the beginning of the next, where all of it is too much."""
    ends = frozenset(word[-1:] for word in one.last)
    begins = frozenset(word[:1] for word in other.first)
    for before, behind in ((ends, other.first), (one.last, begins), (ends, begins)):
        if between := _products(before, behind):
            yield between
            break


def _products(one: Words, other: Words) -> Words:
    if len(one) * len(other) > _MOST:
        return frozenset()
    return frozenset(map("".join, product(one, other)))


def _choice(parts: Sequence[_Part]) -> _Part:
    """Return what is known of one of these: of each what fewest texts have is needed."""
    first, last = (
        frozenset[str]().union(*edge) for edge in zip(*(part[:2] for part in parts), strict=True)
    )
    if len(first) <= _MOST and all(part.whole and not part.needs for part in parts):
        return _exactly(first)
    needs: tuple[Words, ...] = ()
    if all(needed := [part.needed() for part in parts]):
        rarest = (min(one, key=_rarity) for one in needed)
        needs = (frozenset[str]().union(*rarest),)
    return _Part(
        _few(first, frozenset(word[:1] for word in first)),
        _few(last, frozenset(word[-1:] for word in last)),
        needs=needs,
    )


def _few(*choices: Words) -> Words:
    return next((words for words in choices if len(words) <= _MOST), _NONE)


def _rarity(words: Words) -> tuple[float, list[str]]:
    """Return how often one of these words stands at a place."""
    return fsum(_OF_ONE ** len(word) for word in words), sorted(words)


def _shortest(words: Words) -> Words:
    """Return words without those that have another in them."""
    return frozenset(
        word for word in words if not any(other in word for other in words if other != word)
    )


def patterns() -> set[str]:
    """Return the text of every expression of the package that waits."""
    # no module has these: they are made later
    found = {predicate().pattern, *(kind.before for kind in KINDS)}
    for info in pkgutil.walk_packages(converter.__path__, "converter."):
        if not info.name.endswith("__main__"):
            module = importlib.import_module(info.name)
            found |= {one.pattern for one in _within([*vars(module).values()]) if not one.asked}
    return found


def _within(value: object) -> Iterator[Waiting]:
    if isinstance(value, Waiting):
        yield value
    elif isinstance(value, Mapping):
        yield from _within([*value.values()])
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _within(one)


def as_text() -> str:
    """Return what the file is to hold; what cannot be written in a line of it is left out."""
    sentences = (
        (ROOT / "tools" / "language" / "reports.txt").read_text(encoding="utf-8").splitlines()
    )
    sample = [f"{BEGINNING}{sentence}{END}" for sentence in sentences[::_SAMPLE]]
    lines = (
        "\t".join([pattern, *("|".join(sorted(words)) for words in in_order(needed, sample))])
        for pattern in sorted(patterns())
        if _is_kept(pattern) and (needed := needed_by(pattern))
    )
    return "".join(f"{line}\n" for line in lines)
