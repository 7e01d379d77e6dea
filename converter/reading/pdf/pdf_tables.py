"""The cells that lines drawn on a page of a PDF enclose; in points, y from the top."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from converter.errors import Refusal, UnusableFile
from converter.reading.room import TOO_MUCH_DRAWN

FULL_PAGE: Final = 0.8
"""Of the area of a page: from which share on a picture is the page."""
SAME_PLACE: Final = 3.0
"""Points between two edges of a table that are one."""
_THIN: Final = 3.0
"""Points; what is thinner is a line, whatever it was drawn as."""
_BANDS: Final = 64
"""Strips, across and down, into which a page is parted to look cells up by their place."""
_SIDES: Final = ("x0", "top", "x1", "bottom")
_DIGITS: Final = 3
"""Of a point, behind the comma."""
_MOST_EDGES: Final = 2_000
"""Edges of the tables of one page; a full table has 150."""

Spend = Callable[[str, int], None]
"""Counts before something is done; raises UnusableFile where it is more than is left."""


@dataclass(frozen=True)
class Box:
    """A cell of a table: its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a place is in the cell."""
        return self.left <= x < self.right and self.top <= y < self.bottom


def by_place(boxes: Sequence[Box], spend: Spend) -> Callable[[float, float], Sequence[int]]:
    """Return what tells which cells may hold a place: not each of thousands is asked for each character."""
    columns = _bands(x for box in boxes for x in (box.left, box.right))
    rows = _bands(y for box in boxes for y in (box.top, box.bottom))
    found: dict[tuple[int, int], list[int]] = {}
    for at, box in enumerate(boxes):
        across = range(bisect_right(columns, box.left), bisect_right(columns, box.right) + 1)
        down = range(bisect_right(rows, box.top), bisect_right(rows, box.bottom) + 1)
        spend("crossings", len(across) * len(down) // _BANDS)
        for column in across:
            for row in down:
                found.setdefault((column, row), []).append(at)
    return lambda x, y: found.get((bisect_right(columns, x), bisect_right(rows, y)), ())


def _bands(edges: Iterable[float]) -> list[float]:
    """Return where strips begin that have as many edges each, however near they are to one another."""
    places = sorted({*edges})
    return places[:: len(places) // _BANDS + 1]


def drawn_tables(shown: Mapping[str, Sequence[Any]], spend: Spend) -> Iterator[list[Box]]:
    """Yield the cells of each table of what a page shows; of one that a page has cut the cut edge is added."""
    from pdfplumber import table
    from pdfplumber.utils.geometry import obj_to_edges

    edges = [
        edge
        for kind in ("line", "rect", "curve")
        for thing in shown[kind]
        if _is_drawn(thing)
        for edge in obj_to_edges(thing)
        if edge["orientation"]
    ]
    merged = _merged(edges)
    if len(merged) > _MOST_EDGES:
        raise UnusableFile(TOO_MUCH_DRAWN, Refusal.TOO_LARGE)
    spend("crossings", len(merged) ** 2 // 8)
    for group in _connected(merged):
        whole = _merged([*group, *_outline(group)])
        upright = sum(edge["orientation"] == "v" for edge in whole)
        spend("crossings", upright * (len(whole) - upright))
        cells = _cells(table.edges_to_intersections(whole, SAME_PLACE, SAME_PLACE), spend)
        if len(cells) > 1:  # what has one cell is a frame around text
            yield cells


def _merged(edges: list[Any]) -> list[Any]:
    """Return edges, those that are nearly at one place as one at the very same: a last digit would part them."""
    from pdfplumber import table

    snapped = [
        edge | {side: round(edge[side], _DIGITS) for side in _SIDES}
        for edge in table.snap_edges(edges, SAME_PLACE, SAME_PLACE)
    ]
    return [*table.merge_edges(snapped, 0, 0, SAME_PLACE, SAME_PLACE)]


_Crossings = Mapping[tuple[float, float], Mapping[str, Sequence[Any]]]
"""Where edges cross, by x and y: the upright ones, `v`, and the level ones, `h`."""


def _cells(crossings: _Crossings, spend: Spend) -> list[Box]:
    """Return the smallest cell to the right of and below each crossing, as pdfplumber does, which counts nothing."""
    upright, level = (
        {
            at: {tuple(edge[one] for one in _SIDES) for edge in of[kind]}
            for at, of in crossings.items()
        }
        for kind in ("v", "h")
    )
    columns: dict[float, list[float]] = {}
    rows: dict[float, list[float]] = {}
    for x, y in sorted(crossings):
        columns.setdefault(x, []).append(y)
        rows.setdefault(y, []).append(x)

    def cell_at(x: float, y: float) -> Box | None:
        for bottom in columns[x][bisect_right(columns[x], y) :]:
            if upright[x, y].isdisjoint(upright[x, bottom]):
                break
            for right in rows[y][bisect_right(rows[y], x) :]:
                if level[x, y].isdisjoint(level[right, y]):
                    break
                spend("crossings", 1)
                if (right, bottom) in crossings and not (
                    upright[right, bottom].isdisjoint(upright[right, y])
                    or level[right, bottom].isdisjoint(level[x, bottom])
                ):
                    return Box(x, y, right, bottom)
        return None

    return [cell for at in sorted(crossings) if (cell := cell_at(*at))]


def _connected(edges: Sequence[Any]) -> list[list[Any]]:
    """Return edges in groups, those of a group touching one another."""
    groups: list[list[Any]] = []
    for edge in edges:
        touching = [group for group in groups if any(_touch(edge, one) for one in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([edge, *(one for group in touching for one in group)])
    return groups


def _touch(one: Any, other: Any) -> bool:
    return bool(
        one["x0"] <= other["x1"] + SAME_PLACE
        and other["x0"] <= one["x1"] + SAME_PLACE
        and one["top"] <= other["bottom"] + SAME_PLACE
        and other["top"] <= one["bottom"] + SAME_PLACE
    )


def _outline(edges: Sequence[Any]) -> list[Any]:
    """Return the upper and the lower edge of all that edges enclose, and the sides where a table is open."""
    left, right = min(edge["x0"] for edge in edges), max(edge["x1"] for edge in edges)
    top, bottom = min(edge["top"] for edge in edges), max(edge["bottom"] for edge in edges)
    sides = [
        {"x0": x, "x1": x, "top": top, "bottom": bottom, "orientation": "v", "height": bottom - top}
        for x in (left, right)
        if _is_open(edges, x)
    ]
    return [
        {"x0": left, "x1": right, "top": y, "bottom": y, "orientation": "h", "width": right - left}
        for y in (top, bottom)
    ] + sides


def _is_open(edges: Sequence[Any], side: float) -> bool:
    """Tell whether a table has no line at a side that lines between its rows reach."""
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    reached = {
        round(edge["top"] / SAME_PLACE)
        for edge in edges
        if edge["orientation"] == "h"
        and min(abs(edge[x] - side) for x in ("x0", "x1")) <= SAME_PLACE
    }
    return (
        len(reached) > 1
        and bool(upright)
        and all(abs(edge["x0"] - side) > SAME_PLACE for edge in upright)
    )


def _is_drawn(thing: dict[str, Any]) -> bool:
    """Tell whether a thing on a page may be an edge of a table: no background of a page or a cell."""
    if thing["object_type"] != "rect" or thing.get("stroke"):
        return True
    return bool(min(thing["width"], thing["height"]) <= _THIN)
