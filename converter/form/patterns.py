"""Regular expressions that are compiled when they are first needed: a report in order needs little more than half of them."""

import re
from collections.abc import Callable
from functools import cached_property, partial
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


class Waiting:
    """Stands for a pattern; what it was asked for is kept, so that being asked again costs nothing."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._asked = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self.pattern, self._asked)

    @cached_property
    def _letters(self) -> str:
        return "" if self._asked else letters_of(self.pattern)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # a copy that is being made has no pattern yet
            raise AttributeError(name)
        waits = name in _NOTHING and self._letters
        found = partial(self._found, name) if waits else getattr(self.compiled, name)
        setattr(self, name, found)
        return found

    def _found(self, name: str, text: str, *limits: int) -> Any:
        for letter in self._letters:
            if letter not in text:
                return _NOTHING[name]()
        found = getattr(self.compiled, name)
        setattr(self, name, found)
        return found(text, *limits)


_ESCAPE_OR_SET: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_GROUP: Final = re.compile(r"\((\?:|\?P<\w+>|(?!\?))([^()]*)\)(?![?*]|\{[0,])|\([^()]*\)")
"""A group within which there is none: one that has to be there with its words, or another."""
_LEFT_OUT: Final = re.compile(r".(?:[?*]|\{[0,])", re.DOTALL)
_OTHER: Final = "\0"


def letters_of(pattern: str) -> str:
    """Return characters without which a text does not match: those beyond ASCII that stand outside of choices.

    >>> letters_of("(?:已|不)予(?P<what>公?开)[了的]?")
    '予开'
    """
    bare, groups = _ESCAPE_OR_SET.sub(_OTHER, pattern), 1
    while groups:
        bare, groups = _GROUP.subn(_letters_in, bare)
    return "".join(dict.fromkeys(char for char in _always(bare) if not char.isascii()))


def _letters_in(group: re.Match[str]) -> str:
    return _OTHER + _always(group[2] or "") + _OTHER


def _always(words: str) -> str:
    """Return words without what may be left out; nothing where they are a choice."""
    return "" if "|" in words else _LEFT_OUT.sub(_OTHER, words)
