"""Regular expressions that are compiled when they are first needed: a report in order needs little more than half of them."""

import re
from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, cast


def when_used(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled as soon as a text may match it; `re.sub(pattern, …)` refuses it.

    What is compiled matches the same and may be written otherwise: a set of Chinese characters at the edge of a match
    stands in smaller ones (`_in_parts`), which take a sixth of the time to compile.

    >>> when_used("[a-z]+").findall("ab cd")
    ['ab', 'cd']
    """
    return cast("re.Pattern[str]", Waiting(pattern, flags))


_NOTHING: Final[dict[str, Callable[[], object]]] = {
    **dict.fromkeys(("search", "match", "fullmatch"), lambda: None),
    "finditer": ().__iter__,
    "findall": list,
}
"""What the methods of a pattern return for a text that does not match."""


NEEDED: Final = Path(__file__).parent / "needed_words.txt"
"""Of each expression that waits what a text has that it matches, as `tools/needed_words.py` finds out."""
BEGINNING: Final = "^"
END: Final = "$"
"""Stand in the words that are needed for the beginning and the end of a text."""
_BOTH: Final = 2
"""Limits, where a text is asked about from a place to a place."""


@cache
def needed_words() -> dict[str, str]:
    """Return of each expression lists of words, between tabs; of each list a text that it matches has one, between bars."""
    lines = NEEDED.read_text(encoding="utf-8").split("\n")
    return dict(line.split("\t", 1) for line in lines if line)


class Waiting:
    """Stands for a pattern; what it was asked for is kept, so that being asked again costs nothing."""

    def __init__(self, pattern: str, asked: int) -> None:
        self.pattern = pattern
        self.asked = asked
        self._without: str | None = None  # the last text that was asked about at a place, in vain

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(_AROUND.sub(_in_parts, self.pattern), self.asked)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # a copy that is being made has no pattern yet
            raise AttributeError(name)
        # what is needed was found out for the pattern without flags
        needed = "" if self.asked or name not in _NOTHING else needed_words().get(self.pattern, "")
        found = self._waiting(name, needed) if needed else getattr(self.compiled, name)
        setattr(self, name, found)
        return found

    def _waiting(self, name: str, needed: str) -> Callable[..., Any]:
        """Return a method that looks for what is needed, until a text has it; most texts have not."""
        nothing = _NOTHING[name]
        lists = [words.split("|") for words in needed.split("\t")]
        edges = BEGINNING in needed or END in needed

        def waiting(text: str, *limits: int) -> Any:
            # a text that is asked about at each of its places is looked through once
            if text is self._without:
                return nothing()
            whole = f"{BEGINNING}{text}{END}" if edges else text
            # `$` matches before a last line break, too, and at a limit
            if not edges or (text[-1:] != "\n" and len(limits) < _BOTH):
                for words in lists:
                    for word in words:
                        if word in whole:
                            break
                    else:
                        if limits:
                            self._without = text
                        return nothing()
            found = getattr(self.compiled, name)
            setattr(self, name, found if limits else _sparing(found, lists, nothing))
            return found(text, *limits)

        return waiting


_AROUND: Final = re.compile(r"(?<!\\)(\(\?(?:=|!|<!)|\|)\[([^\x00-\x7f]{3,8})\](?=([|)]))")
"""One character of some, or none of them, around a match or as one of several choices."""
_PART: Final = 2
"""Characters beyond Latin in a set that takes a sixth of the time to compile; for more of them all 65,536 are mapped."""


def _in_parts(found: re.Match[str]) -> str:
    """Return the same with smaller sets: few places of a text are asked about it."""
    before, characters, end = found.groups()
    parts = [f"[{characters[at : at + _PART]}]" for at in range(0, len(characters), _PART)]
    if end == ")" and before == "(?=":
        parts.append("(?!)")  # of nothing but sets a single one would be made again
    return before + (f"){before}" if end == ")" and "!" in before else "|").join(parts)


_FEW: Final = 24
"""Of so many words to look for one is found to be missing sooner than a pattern tells that a paragraph does not match."""


def _sparing(
    found: Callable[..., Any], lists: list[list[str]], nothing: Callable[[], object]
) -> Callable[..., Any]:
    """Return a method of a pattern that goes on looking for what is needed first, in texts that are asked about as a whole."""
    few = [
        words
        for words in lists
        if len(words) <= _FEW and not any(BEGINNING in word or END in word for word in words)
    ]

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
