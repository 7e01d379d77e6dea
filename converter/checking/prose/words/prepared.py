"""Tables that follow from the word lists alone, read from `tables.txt` as long as that fits the lists.

`python -m tools.build` makes the file. A process needs longer to make the tables than to proofread a few reports; it does
where a county has changed a list.
"""

import zlib
from collections.abc import Callable, Iterable
from functools import cached_property, wraps
from pathlib import Path
from typing import Final

WORDLISTS: Final = Path(__file__).parent.parent / "wordlists"
TABLES: Final = Path(__file__).parent / "tables.txt"
ENCODING: Final = "utf-16-le"
"""Takes a tenth of the time that UTF-8 takes."""
Table = dict[str, str]
_LINES: Final = 3
"""Of each table its name, its keys, its values."""
_FIRST: Final = 0x4E00


class _Tables(dict[str, Table]):
    """The tables by their names, each read or made when it is first needed."""

    def __init__(self) -> None:
        super().__init__()
        self.made_by: dict[str, Callable[[], Table]] = {}

    def __missing__(self, name: str) -> Table:
        keys, values = self.kept.pop(name, ("", ""))
        table = self[name] = (
            dict(zip(keys.split("\t"), values.split("\t"), strict=True))
            if keys
            else self.made_by[name]()
        )
        return table

    @cached_property
    def kept(self) -> dict[str, tuple[str, str]]:
        """The tables of the file, none where it was made from other lists."""
        try:
            lists, *lines = TABLES.read_bytes().decode(ENCODING).split("\n")
        except FileNotFoundError:
            return {}
        if lists != _digest():
            return {}
        names, keys, values = (lines[first::_LINES] for first in range(_LINES))
        return dict(zip(names, zip(keys, values, strict=True), strict=True))


_tables: Final = _Tables()


def _digest() -> str:
    """Return what tells the word lists from others."""
    digest = 0
    for path in sorted(WORDLISTS.glob("*.csv")):
        digest = zlib.crc32(path.read_bytes(), digest)  # loading hashlib takes longer
    return f"{digest:08x}"


def prepared(make: Callable[[], Table]) -> Callable[[], Table]:
    """Have a table kept in the file, under the name of the function that makes it."""
    name = f"{make.__module__}.{make.__name__}"
    _tables.made_by[name] = make
    return wraps(make)(lambda: _tables[name])


def as_text() -> str:
    """Return what the file is to hold; the tables of all modules that are loaded are made anew, and stay in use."""
    _tables.clear()
    _tables.kept = {}
    lines = [_digest()]
    for name in sorted(_tables.made_by):
        table = _tables[name]
        lines += [name, "\t".join(table), "\t".join(table.values())]
    return "\n".join(lines)


def as_characters(numbers: Iterable[int]) -> str:
    """Return small numbers as characters, for a table.

    >>> numbers_of(as_characters([0, 4000]))
    [0, 4000]
    """
    return "".join(chr(_FIRST + number) for number in numbers)


def numbers_of(characters: str) -> list[int]:
    """Return the numbers that stand as characters in a table."""
    return [ord(one) - _FIRST for one in characters]
