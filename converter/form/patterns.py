"""Regular expressions that are compiled when they are first needed: a report in order needs little more than half of them."""

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Final, cast


def when_used(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled as soon as a text may match it; `re.sub(pattern, …)` refuses it.

    >>> when_used("[a-z]+").findall("ab cd")
    ['ab', 'cd']
    """
    return cast("re.Pattern[str]", Waiting(pattern, flags))


_NOTHING: Final[dict[str, Callable[[], object]]] = {
    **dict.fromkeys(("search", "match", "fullmatch"), lambda: None),
    "finditer": lambda: iter(()),
    "findall": list,
}
"""What the methods of a pattern return for a text that does not match."""


_Words = tuple[str, ...]
"""Of which a text has one at least."""


class Waiting:
    """Stands for a pattern; what it was asked for is kept, so that being asked again costs nothing."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._asked = flags
        self._without: str | None = None  # the last text that was asked about at a place, in vain

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self.pattern, self._asked)

    @cached_property
    def _needed(self) -> Sequence[_Words]:
        return () if self._asked else needed_by(self.pattern)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # a copy that is being made has no pattern yet
            raise AttributeError(name)
        waits = name in _NOTHING and self._needed
        found = self._waiting(name) if waits else getattr(self.compiled, name)
        setattr(self, name, found)
        return found

    def _waiting(self, name: str) -> Callable[..., Any]:
        """Return a method that looks for what is needed, until a text has it; most texts have not."""
        needed, nothing = self._needed, _NOTHING[name]

        def waiting(text: str, *limits: int) -> Any:
            # a text that is asked about at each of its places is looked through once
            if text is self._without:
                return nothing()
            for words in needed:
                for word in words:
                    if word in text:
                        break
                else:
                    if limits:
                        self._without = text
                    return nothing()
            found = getattr(self.compiled, name)
            setattr(self, name, found if limits else _sparing(found, needed, nothing))
            return found(text, *limits)

        return waiting


_FEW: Final = 24
"""Of so many words to look for one is found to be missing sooner than a pattern tells that a paragraph does not match."""


def _sparing(
    found: Callable[..., Any], needed: Sequence[_Words], nothing: Callable[[], object]
) -> Callable[..., Any]:
    """Return a method of a pattern that goes on looking for what is needed first, in texts that are asked about as a whole."""
    few = [words for words in needed if len(words) <= _FEW]

    def sparing(text: str, *limits: int) -> Any:
        if not limits:  # a text may be asked about at each of its places
            for words in few:
                for word in words:
                    if word in text:
                        break
                else:
                    return nothing()
        return found(text, *limits)

    return sparing if few else found


_PLAIN: Final = r"[^\\()\[\]{}|?*+.^$]"
_PART: Final = re.compile(
    rf"(?:({_PLAIN}+(?![?*+{{])|{_PLAIN})|\((?:\?:|\?P<\w+>)?({_PLAIN}+(?:\|{_PLAIN}+)*)\)|\[([^\\^\]-]+)\]"
    r"|(\((?:\?:|\?P<\w+>|\?)?)|([|)])"
    r"|\[\^?\]?(?:\\.|[^\]\\])*\]|\\(?:u\w{4}|U\w{8}|x\w\w|N\{[^}]*\}|\d+|.)|\{\d+(?:,\d*)?\}|.)"
    r"([?*]|\{0?(?:,\d*)?\})?",
    re.DOTALL,
)
"""A part of a pattern: a word, words to choose from, characters to choose from, the beginning of another group, what
goes on or ends in one, anything else. Behind it what leaves it out."""
_ASIDE: Final = "(?"
"""Begins a group that matches nothing by itself, or otherwise than it stands: `(?=`, `(?i:`."""
_OF_ONE: Final = 0.03
"""How often a character stands at a place, of those that patterns name; a guess."""


def needed_by(pattern: str) -> Sequence[_Words]:
    """Return what a text has that matches: of each of some lists of words one at least; the shortest list first.

    >>> needed_by("(?:已|不)予(?P<what>公?开)[了的]?")
    [('予',), ('开',), ('已', '不')]
    """
    # of each group that is open the alternatives, of each alternative what it needs
    groups: list[list[list[_Words]]] = [[[]]]
    for word, words, one_of, opening, mark, left_out in _PART.findall(pattern):
        if opening:
            groups.append([[], []] if opening == _ASIDE else [[]])
        elif mark == "|":
            groups[-1].append([])
        elif mark:
            found = _of_each(groups.pop())
            groups[-1][-1] += () if left_out else found
        elif (word or words or one_of) and not left_out:
            groups[-1][-1].append((word,) if word else tuple(one_of or words.split("|")))
    return sorted(dict.fromkeys(_of_each(groups[0])), key=len)


def _of_each(alternatives: list[list[_Words]]) -> list[_Words]:
    """Return what a choice needs: of its only alternative everything, or of each the one that fewest texts have."""
    if len(alternatives) == 1:
        return alternatives[0]
    if not all(alternatives):
        return []
    rarest = [min(needs, key=_rarity) for needs in alternatives]
    return [tuple(dict.fromkeys(word for words in rarest for word in words))]


def _rarity(words: _Words) -> float:
    """Return how often one of these words stands at a place."""
    return sum(_OF_ONE ** len(word) for word in words)
