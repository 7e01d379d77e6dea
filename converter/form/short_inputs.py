"""What functions make of short inputs, kept: these come again, and long ones would fill the memory."""

from collections.abc import Callable, Sized
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

_First = TypeVar("_First", bound=Sized)
_More = ParamSpec("_More")
_Made = TypeVar("_Made")


def kept(
    most: int, longest: int
) -> Callable[
    [Callable[Concatenate[_First, _More], _Made]], Callable[Concatenate[_First, _More], _Made]
]:
    """Return a decorator: what a function makes of its last `most` inputs is kept, where the first of each is no longer than `longest`.

    >>> @kept(most=9, longest=2)
    ... def letters(text):
    ...     return list(text)
    >>> letters("ab") is letters("ab"), letters("abc") is letters("abc")
    (True, False)
    """

    def keeping(
        make: Callable[Concatenate[_First, _More], _Made],
    ) -> Callable[Concatenate[_First, _More], _Made]:
        known = cast("Callable[Concatenate[_First, _More], _Made]", lru_cache(most)(make))

        @wraps(make)
        def made(first: _First, /, *more: _More.args, **named: _More.kwargs) -> _Made:
            return (known if len(first) <= longest else make)(first, *more, **named)

        return made

    return keeping
