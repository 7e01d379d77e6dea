"""Lines of text on a page of a PDF: characters side by side as a text, lines below one another as one text."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any, Final

from converter.reading.pdf.pdf_columns import base, rows_of

_WORD_GAP: Final = 1.2
"""Of a character's size: from which gap on there is a blank; justified lines are stretched by less."""
_LATIN_GAP: Final = 0.2
"""The same between two letters or digits: figures of two cells never become one."""
_WIDEST_TRACKING: Final = 0.4
"""The same between all characters of a line that are set apart from one another alike."""
_NEVER_PARTED: Final = tuple(".,:;)")
"""Marks that no program parts from a letter behind them (UAX 14: IS, CP)."""
_IN_ADDRESS: Final = "".join(map(chr, range(ord("!"), ord("~") + 1)))
"""The characters of addresses: ASCII without blanks."""
_MARKS_OF_ADDRESS: Final = ("://", "www.", "@")
_LONGEST_ADDRESS: Final = 200
_CLOSING: Final = "，。、；：？！）》〉」』”’】〕,.;:?!)]%"


@dataclass(frozen=True)
class Line:
    """One line of text on a page, outside of tables or in a cell."""

    text: str
    left: float
    right: float
    top: float
    base: float
    """Where its characters stand."""
    size: float
    first_word: float = 0.0
    """The width of what cannot be parted from its first character."""


def lines_of(chars: Iterable[Any]) -> Iterator[Line]:
    """Yield the lines of characters, from top to bottom."""
    for row in rows_of(chars):
        if line := _line(row):
            yield line


def _line(row: Sequence[Any]) -> Line | None:
    printed = [char for char in row if char["text"].strip()]
    if not printed:
        return None
    first, last = row.index(printed[0]), row.index(printed[-1])
    text = ""
    before = None
    tracking = _tracking(row[first : last + 1])
    for char in row[first : last + 1]:
        if before is not None and char["text"].strip() and not text.endswith(" "):
            gap = char["x0"] - before["x1"]
            are_latin = (text[-1:] + char["text"]).isascii()
            if gap > (_LATIN_GAP + tracking if are_latin else _WORD_GAP) * char["size"]:
                text += " "
        text += char["text"]
        before = char
    word = _first_word(printed)
    return Line(
        text,
        left=printed[0]["x0"],
        right=printed[-1]["x1"],
        top=min(char["top"] for char in printed),
        base=base(printed[0]),
        size=median(char["size"] for char in printed),
        first_word=word[-1]["x1"] - word[0]["x0"],
    )


def _tracking(row: Sequence[Any]) -> float:
    """Return by how much of their size all characters of a line are set apart, as letter-spaced ones are."""
    gaps = (
        (after["x0"] - before["x1"]) / after["size"]
        for before, after in pairwise(row)
        if before["text"].strip() and after["text"].strip() and after["size"]
    )
    return min(max(0.0, min(gaps, default=0.0)), _WIDEST_TRACKING)


def _first_word(chars: Sequence[Any]) -> Sequence[Any]:
    """Return the characters at the beginning of a line that no program parts."""
    end = 1
    while end < len(chars) and (
        (chars[end - 1]["text"] + chars[end]["text"]).isascii() or chars[end]["text"] in _CLOSING
    ):
        end += 1
    return chars[:end]


def joined(lines: Sequence[Line], is_full: Callable[[Line, Line], bool]) -> str:
    """Return lines as one text; `is_full` tells whether a line goes on in the next one."""
    text = ""
    for at, line in enumerate(lines):
        if at and not is_full(lines[at - 1], line):
            text += "\n"
        elif at and _were_apart(text, line.text):
            text += " "
        text += line.text
    return text


def _were_apart(above: str, below: str) -> bool:
    """Tell whether a blank stood where a line ends: programs part words there, but long addresses anywhere."""
    end = above[-_LONGEST_ADDRESS:]
    cut = end[len(end.rstrip(_IN_ADDRESS)) :]
    if any(mark in cut for mark in _MARKS_OF_ADDRESS):
        return False
    if above[-1:] in _NEVER_PARTED:
        return below[:1].isascii() and below[:1].isalpha()
    return above[-1:].isascii() and above[-1:].isalpha() and below[:1].isascii()
