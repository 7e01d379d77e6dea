"""Make a printed document's text what is seen on paper.

What nobody sees goes: hidden, white, tiny or squeezed text, and what lies off the page. What the
reader would pass over though it prints (fields, symbols, formulas, a picture in a table) leaves a mark.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final
from xml.etree.ElementTree import Element

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL: Final = f"{_W}val"
_PALEST: Final = 0xF0
"""A colour with no part below this is not seen on white."""
_PAPER: Final = "FFFFFF"
_PAPER_COLOURS: Final = ("background1", "light1")
"""What a theme calls white."""
_NARROWEST: Final = 10
"""Percent; letters squeezed further are not read."""
_THINNEST: Final = 60
"""Twips; a narrower cell shows no digit."""
_SMALLEST_SIZE: Final = 8
"""Half-points; smaller letters are not read."""
_LOWEST_LINE: Final = 100
"""Twips; a row or a line of this exact height shows no letter."""
_WIDEST_INDENT: Final = 11_000
"""Twips; further to either side lies no paper."""
_FARTHEST: Final = 20_000
"""Twips from the corner of the page; further off lies no paper."""
MARK: Final = "\ufffc"
"""Stands for what prints although it is not read."""
_PRINTS_UNREAD: Final = frozenset(
    {"oMath", "oMathPara", "ruby", "sym", "fldSimple", "pgNum"}
    | {f"{part}{form}" for part in ("day", "month", "year") for form in ("Short", "Long")}
)
"""Elements that print what the reader passes over."""
_COVERS_A_CELL: Final = frozenset({"drawing", "pict", "object"})


@dataclass(frozen=True)
class _Around:
    """What the elements around a run say of it."""

    paragraph_style: str = ""
    fill: str = _PAPER
    """The colour behind the letters."""
    squeezed: bool = False
    in_cell: bool = False


class Styles:
    """What the styles of a document say of its letters; `part` is the parsed styles part, or None."""

    def __init__(self, part: Element | None) -> None:
        styles = [] if part is None else part.findall(f"{_W}style")
        self._styles: Mapping[str, Element] = {one.get(f"{_W}styleId", ""): one for one in styles}
        self._default = next(
            (
                one.get(f"{_W}styleId", "")
                for one in styles
                if one.get(f"{_W}type") == "paragraph" and one.get(f"{_W}default") in ("1", "true")
            ),
            "",
        )
        defaults = None if part is None else part.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
        self._defaults = Element("none") if defaults is None else defaults

    def of_letters(self, run: Element, paragraph_style: str) -> Iterator[Element]:
        """Yield the properties that hold for a run, the nearest first."""
        own = run.find(f"{_W}rPr")
        if own is not None:
            yield own
            reference = own.find(f"{_W}rStyle")
            if reference is not None:
                yield from self._chain(reference.get(_VAL, ""), "rPr")
        yield from self._chain(paragraph_style or self._default, "rPr")
        yield self._defaults

    def of_paragraph(self, paragraph: Element) -> Iterator[Element]:
        """Yield the properties that hold for a paragraph, the nearest first."""
        own = paragraph.find(f"{_W}pPr")
        if own is not None:
            yield own
        yield from self._chain(_style_of(paragraph) or self._default, "pPr")

    def _chain(self, name: str, kind: str) -> Iterator[Element]:
        """Yield the properties of a style and of those that it is based on."""
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[name]
            properties = style.find(f"{_W}{kind}")
            if properties is not None:
                yield properties
            based_on = style.find(f"{_W}basedOn")
            name = "" if based_on is None else based_on.get(_VAL, "")


def _style_of(paragraph: Element) -> str:
    """Return the identifier of a paragraph's style; empty where it names none."""
    reference = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if reference is None else reference.get(_VAL, "")


def show_as_seen(main: Element, styles: Styles) -> None:
    """Change a document's text part so that its text is what is seen on paper."""
    waiting = [(main, _Around())]
    while waiting:
        node, around = waiting.pop()
        if node.tag == f"{_W}r" and _is_unseen(node, around, styles):
            node.clear()
            continue
        if _prints_unread(node, in_cell=around.in_cell):
            node.clear()
            # a run of its own where it stands beside runs, a text within one
            node.tag = f"{_W}t"
            node.text = MARK
            continue
        if node.tag == f"{_W}rPr" and around.in_cell:
            # a raised digit beside a figure is read as one of its digits
            for raised in node.findall(f"{_W}vertAlign"):
                node.remove(raised)
        inner = _inside(node, around, styles)
        waiting.extend((child, inner) for child in node)


def _prints_unread(node: Element, *, in_cell: bool) -> bool:
    name = node.tag.rpartition("}")[2]
    if name == "fldChar":
        return node.get(f"{_W}fldCharType") == "begin"
    return name in _PRINTS_UNREAD or (in_cell and name in _COVERS_A_CELL)


def _inside(node: Element, around: _Around, styles: Styles) -> _Around:
    if node.tag == f"{_W}p":
        properties = list(styles.of_paragraph(node))
        line, indent, frame = (_first(properties, name) for name in ("spacing", "ind", "framePr"))
        sides = ("left", "start", "firstLine", "right", "end")
        return replace(
            around,
            paragraph_style=_style_of(node),
            fill=_fill(_first(properties, "shd"), around.fill),
            squeezed=around.squeezed
            or _is_low(line, "line", "lineRule")
            or _is_low(frame, "h", "hRule")
            or _is_beyond(indent, sides, _WIDEST_INDENT)
            or _is_beyond(frame, ("x", "y"), _FARTHEST),
        )
    if node.tag == f"{_W}tbl":
        indent, position = (node.find(f"{_W}tblPr/{_W}{name}") for name in ("tblInd", "tblpPr"))
        far = _is_beyond(indent, ("w",), _WIDEST_INDENT) or _is_beyond(
            position, ("tblpX", "tblpY"), _FARTHEST
        )
        return replace(around, squeezed=around.squeezed or far)
    if node.tag == f"{_W}tr":
        low = _is_low(node.find(f"{_W}trPr/{_W}trHeight"), "val", "hRule")
        hidden = _is_on(node.find(f"{_W}trPr/{_W}hidden"))
        return replace(around, squeezed=around.squeezed or low or hidden)
    if node.tag == f"{_W}tc":
        width = node.find(f"{_W}tcPr/{_W}tcW")
        thin = (
            width is not None
            and width.get(f"{_W}type") == "dxa"
            and 0 < _number(width.get(f"{_W}w")) < _THINNEST
        )
        fill = _fill(node.find(f"{_W}tcPr/{_W}shd"), around.fill)
        return replace(around, fill=fill, squeezed=around.squeezed or thin, in_cell=True)
    return around


def _is_unseen(run: Element, around: _Around, styles: Styles) -> bool:
    if around.squeezed:
        return True
    properties = list(styles.of_letters(run, around.paragraph_style))
    size, scale = _first(properties, "sz"), _first(properties, "w")
    fill = _fill(_first(properties, "shd"), around.fill)
    highlighted = _first(properties, "highlight") is not None
    return (
        _is_on(_first(properties, "vanish"))
        or (not highlighted and _is_lost(_first(properties, "color"), fill))
        or (size is not None and _number(size.get(_VAL)) < _SMALLEST_SIZE)
        or (scale is not None and _number(scale.get(_VAL)) < _NARROWEST)
    )


def _is_lost(color: Element | None, fill: str) -> bool:
    """Tell whether letters of a colour are not seen on what is behind them."""
    if color is None:
        return False
    letters = color.get(_VAL, "").upper()
    if color.get(f"{_W}themeColor") in _PAPER_COLOURS:
        letters = _PAPER
    return letters == fill or (fill == _PAPER and _is_pale(letters))


def _is_pale(color: str) -> bool:
    try:
        return min(bytes.fromhex(color)) >= _PALEST
    except ValueError:  # auto, or no colour
        return False


def _first(properties: list[Element], name: str) -> Element | None:
    found = (one.find(f"{_W}{name}") for one in properties)
    return next((one for one in found if one is not None), None)


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(_VAL, "1") not in ("0", "false", "off")


def _fill(shade: Element | None, behind: str) -> str:
    """Return the colour of a shading; what is behind it where it has none."""
    fill = "" if shade is None else shade.get(f"{_W}fill", "").upper()
    return behind if fill in ("", "AUTO") else fill


def _is_low(node: Element | None, height: str, rule: str) -> bool:
    exact = node is not None and node.get(f"{_W}{rule}") == "exact"
    return node is not None and exact and _number(node.get(f"{_W}{height}")) < _LOWEST_LINE


def _is_beyond(node: Element | None, names: Iterable[str], limit: int) -> bool:
    if node is None:
        return False
    return any(abs(_number(node.get(f"{_W}{name}", "0"))) > limit for name in names)


def _number(text: str | None) -> float:
    try:
        return float(text or "inf")
    except ValueError:
        return float("inf")
