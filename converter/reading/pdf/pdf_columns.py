"""Rows of characters on a page of a PDF: numbers of lines in the margin, and text in two columns."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, Final

_SAME_LINE: Final = 0.3
"""Of a character's size: how far apart the baselines of one line may be."""
_GAP: Final = 0.4
"""Of a character's size: what is at least between the number of a line and its text."""
_FEWEST_NUMBERS: Final = 3
"""Numbers of lines on a page that show that a file has them."""
_SAME_EDGE: Final = 2.0
"""Points between the ends of two numbers that are set at the right."""
_DIGITS: Final = frozenset("0123456789")
_MOST_DIGITS: Final = 4
_FEWEST_ROWS: Final = 6
"""Rows that both columns of a page have at least; a sign-off at the right has two or three."""
_BESIDE: Final = 0.6
"""Of a character's size: what is blank on either side of the middle between two columns."""
_FULL: Final = 0.7
"""Share of its width that the characters of a row of prose take."""
_MOST_ACROSS: Final = 0.25
"""Share of the rows of a page in columns that go across: titles."""
_MIDDLE: Final = (0.35, 0.65)
"""Where the gap between two columns may stand, of the width of a page."""
_STEPS: Final = 30


def base(char: Any) -> float:
    """Return where a character stands, from the top of the page."""
    return float(char["bottom"] + char["y0"] - char["matrix"][5])


def rows_of(chars: Iterable[Any]) -> list[list[Any]]:
    """Return the rows of characters from top to bottom, each from left to right."""
    rows: list[list[Any]] = []
    for char in sorted(chars, key=base):
        if rows and base(char) - base(rows[-1][-1]) <= _SAME_LINE * char["size"]:
            rows[-1].append(char)
        else:
            rows.append([char])
    for row in rows:
        row.sort(key=lambda char: char["x0"])
    return rows


class LineNumbers:
    """The numbers of lines in the left margin of a file's pages, once a page has shown that it has them."""

    def __init__(self) -> None:
        self._edge: float | None = None
        """Where they end."""

    def taken_out(self, chars: Sequence[Any], left: float) -> list[Any]:
        """Return the characters of a page without them: counting on evenly, left of all text and of `left`."""
        numbers = [found for row in rows_of(chars) if (found := _number(row))]
        if not numbers:
            return list(chars)
        in_numbers = {id(char) for one in numbers for char in one}
        rest = [char for char in chars if id(char) not in in_numbers]
        text = min((char["x0"] for char in rest if char["text"].strip()), default=left)
        if max(one[-1]["x1"] for one in numbers) >= min(left, text):
            return list(chars)
        counts = [int("".join(char["text"] for char in one)) for one in numbers]
        steps = {later - number for number, later in pairwise(counts)}
        edges = [one[-1]["x1"] for one in numbers]
        if max(edges) - min(edges) > _SAME_EDGE or len(steps) > 1 or min(steps, default=1) < 1:
            return list(chars)
        if len(numbers) >= _FEWEST_NUMBERS:
            self._edge = edges[0]
        is_same = self._edge is not None and abs(edges[0] - self._edge) <= _SAME_EDGE
        return rest if is_same else list(chars)


def _number(row: Sequence[Any]) -> list[Any]:
    """Return the digits with which a row begins, if they stand apart."""
    printed = [char for char in row if char["text"].strip()]
    for end, char in enumerate(printed):
        gap = char["x0"] - printed[end - 1]["x1"] if end else 0
        if end and gap >= _GAP * char["size"]:
            return printed[:end]
        if char["text"] not in _DIGITS or end == _MOST_DIGITS:
            return []
    return printed


def is_in_columns(found: Sequence[Sequence[Any]], width: float) -> bool:
    """Tell whether the rows of characters of a page of some width stand in two columns."""
    rows = [[char for char in row if char["text"].strip()] for row in found]
    rows = [row for row in rows if row]
    if len(rows) < _FEWEST_ROWS:
        return False
    first, last = (share * width for share in _MIDDLE)
    places = [first + (last - first) * step / _STEPS for step in range(_STEPS + 1)]
    printed = [{at for char in row for at in _near(char, places)} for row in rows]
    across = Counter(at for one in printed for at in one)
    return any(
        _is_gap([row for row, one in zip(rows, printed, strict=True) if at not in one], place)
        for at, place in enumerate(places)
        if across[at] <= _MOST_ACROSS * len(rows)
    )


def _near(char: Any, places: Sequence[float]) -> range:
    """Return which places a character is printed at or near."""
    room = _BESIDE * char["size"]
    return range(bisect_right(places, char["x0"] - room), bisect_left(places, char["x1"] + room))


def _is_gap(rows: Sequence[Sequence[Any]], place: float) -> bool:
    """Tell whether a column of prose stands on either side of a place that no row is printed at."""
    halves = (
        [[one for one in row if one["x1"] <= place] for row in rows],
        [[one for one in row if one["x0"] >= place] for row in rows],
    )
    return all(_is_full([row for row in half if row]) for half in halves)


def _is_full(rows: Sequence[Sequence[Any]]) -> bool:
    """Tell whether rows are those of a column of prose: most of them full of characters, as no table or chart is."""
    if len(rows) < _FEWEST_ROWS:
        return False
    width = max(row[-1]["x1"] for row in rows) - min(row[0]["x0"] for row in rows)
    printed = median(sum(float(one["x1"] - one["x0"]) for one in row) for row in rows)
    return printed >= _FULL * float(width)
