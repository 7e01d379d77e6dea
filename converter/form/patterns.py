"""Regular expressions that are compiled when they are first used: a report in order needs little more than half of them."""

import re
from functools import cached_property
from typing import Any, cast


def when_used(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled as soon as one of its methods is called; `re.sub(pattern, …)` refuses it.

    >>> when_used("[a-z]+").findall("ab cd")
    ['ab', 'cd']
    """
    return cast("re.Pattern[str]", Waiting(pattern, flags))


class Waiting:
    """Stands for a pattern; what it was asked for is kept, so that being asked again costs nothing."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._asked = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self.pattern, self._asked)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # a copy that is being made has no pattern yet
            raise AttributeError(name)
        found = getattr(self.compiled, name)
        setattr(self, name, found)
        return found
