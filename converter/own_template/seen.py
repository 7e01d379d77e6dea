"""Make a printed document's text what is seen on paper.

What nobody sees goes: hidden, white, tiny or squeezed text, and what lies off the page. What the
reader would pass over though it prints (fields, symbols, formulas, a picture in a table) leaves a mark.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from converter.files.package import W as _W
from converter.reading.word.word_blocks import is_on

_W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
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
_LOWEST_LINE: Final = 160
"""Twips; a row or a line of this exact height shows no letter."""
_WIDEST_INDENT: Final = 9_500
"""Twips; further to either side lies no paper."""
_WIDEST_CHARS: Final = 3000
"""The same in hundredths of a character."""
_WIDEST_TABLE: Final = 17_000
"""Twips; a wider one runs off a page that lies on its side."""
_HIGHEST_RISE: Final = 100
"""Half-points; letters raised or lowered further leave their line."""
_CLOSEST: Final = -100
"""Twips between letters; closer ones lie on one another."""
_SYMBOL_FONTS: Final = ("wingdings", "webdings", "symbol", "marlett")
_FIGURE: Final = re.compile(r"[\s\d.,]*(?:(?:件|万元)\s*)?")
"""A figure, where a digit is in it."""
_FARTHEST: Final = 20_000
"""Twips from the corner of the page; further off lies no paper."""
MARK: Final = "\ufffc"
"""Stands for what prints although it is not read."""
_PRINTS_UNREAD: Final = frozenset(
    {"oMath", "oMathPara", "ruby", "sym", "fldSimple", "pgNum", "bdo"}
    | {f"{part}{form}" for part in ("day", "month", "year") for form in ("Short", "Long")}
)
"""Elements that print what the reader passes over."""
_COVERS_A_CELL: Final = frozenset({"drawing", "pict", "object"})


@dataclass(frozen=True)
class _Around:
    """What the elements around a run say of it."""

    paragraph_style: str = ""
    table_style: str = ""
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

    def of_letters(self, run: Element, around: _Around) -> Iterator[Element]:
        """Yield the properties that hold for a run, the nearest first."""
        own = run.find(f"{_W}rPr")
        if own is not None:
            yield own
            reference = own.find(f"{_W}rStyle")
            if reference is not None:
                yield from self._chain(reference.get(_VAL, ""), "rPr")
        yield from self._chain(around.paragraph_style or self._default, "rPr")
        for style in self._styles_of(around.table_style):
            parts = [style, *style.findall(f"{_W}tblStylePr")]
            for part in parts:
                properties = part.find(f"{_W}rPr")
                # white letters belong to the dark ground of the same style
                if properties is not None and part.find(f"{_W}tcPr/{_W}shd") is None:
                    yield properties
        yield self._defaults

    def has_number(self, paragraph: Element) -> bool:
        """Tell whether a paragraph has an automatic number or a bullet."""
        found = _first(list(self.of_paragraph(paragraph)), "numPr")
        number = None if found is None else found.find(f"{_W}numId")
        return number is not None and number.get(_VAL) != "0"

    def of_paragraph(self, paragraph: Element) -> Iterator[Element]:
        """Yield the properties that hold for a paragraph, the nearest first."""
        own = paragraph.find(f"{_W}pPr")
        if own is not None:
            yield own
        yield from self._chain(_style_of(paragraph) or self._default, "pPr")

    def _chain(self, name: str, kind: str) -> Iterator[Element]:
        """Yield the properties of a style and of those that it is based on."""
        for style in self._styles_of(name):
            properties = style.find(f"{_W}{kind}")
            if properties is not None:
                yield properties

    def _styles_of(self, name: str) -> Iterator[Element]:
        """Yield a style and those that it is based on."""
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            based_on = self._styles[name].find(f"{_W}basedOn")
            name = "" if based_on is None else based_on.get(_VAL, "")


def _is_figure(text: str) -> bool:
    return bool(_FIGURE.fullmatch(text)) and any(map(str.isdecimal, text))


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
        if around.in_cell and node.tag == f"{_W}r" and _is_in_symbols(node, around, styles):
            _leave_mark(node)
            continue
        if node.tag == f"{_W}tc" and _is_figure(_text(node)):
            for paragraph in node.iter(f"{_W}p"):
                if styles.has_number(paragraph):
                    _leave_mark(SubElement(paragraph, f"{_W}r"))
        if _prints_unread(node, in_cell=around.in_cell):
            _leave_mark(node)
            continue
        if node.tag == f"{_W}rPr" and around.in_cell:
            # a raised digit beside a figure is read as one of its digits
            for raised in node.findall(f"{_W}vertAlign"):
                node.remove(raised)
        inner = _inside(node, around, styles)
        waiting.extend((child, inner) for child in node)


def _leave_mark(node: Element) -> None:
    node.clear()
    # the reader takes it in beside runs as within one
    node.tag = f"{_W}t"
    node.text = MARK


def _text(node: Element) -> str:
    return "".join(one.text or "" for one in node.iter(f"{_W}t"))


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
        chars = [f"{side}Chars" for side in sides]
        return replace(
            around,
            paragraph_style=_style_of(node),
            fill=_fill(_first(properties, "shd"), around.fill),
            squeezed=around.squeezed
            or _is_low(line, "line", "lineRule")
            or _is_low(frame, "h", "hRule")
            or _is_beyond(indent, sides, _WIDEST_INDENT)
            or _is_beyond(indent, chars, _WIDEST_CHARS)
            or _is_beyond(frame, ("x", "y"), _FARTHEST),
        )
    if node.tag == f"{_W}tbl":
        indent, position = (node.find(f"{_W}tblPr/{_W}{name}") for name in ("tblInd", "tblpPr"))
        style = node.find(f"{_W}tblPr/{_W}tblStyle")
        widths = (
            _number(one.get(f"{_W}w", "0")) for one in node.findall(f"{_W}tblGrid/{_W}gridCol")
        )
        far = (
            _is_beyond(indent, ("w",), _WIDEST_INDENT)
            or _is_beyond(position, ("tblpX", "tblpY"), _FARTHEST)
            or sum(widths) > _WIDEST_TABLE
        )
        return replace(
            around,
            table_style="" if style is None else style.get(_VAL, ""),
            squeezed=around.squeezed or far,
        )
    if node.tag == f"{_W}tr":
        low = _is_low(node.find(f"{_W}trPr/{_W}trHeight"), "val", "hRule")
        hidden = is_on(node.find(f"{_W}trPr/{_W}hidden"))
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
    properties = list(styles.of_letters(run, around))
    size, scale, rise, gap, mark = (
        _first(properties, name) for name in ("sz", "w", "position", "spacing", "highlight")
    )
    fill = _fill(_first(properties, "shd"), around.fill)
    highlighted = mark is not None and mark.get(_VAL) not in ("none", "white")
    return (
        is_on(_first(properties, "vanish"))
        or (not highlighted and _is_lost(_first(properties, "color"), fill))
        or any(one.find(f"{_W14}textFill/{_W14}noFill") is not None for one in properties)
        or (size is not None and _number(size.get(_VAL)) < _SMALLEST_SIZE)
        or (scale is not None and _number(scale.get(_VAL)) < _NARROWEST)
        or (gap is not None and _number(gap.get(_VAL)) < _CLOSEST)
        or _is_beyond(rise, ("val",), _HIGHEST_RISE)
    )


def _is_in_symbols(run: Element, around: _Around, styles: Styles) -> bool:
    """Tell whether digits would be printed as symbols."""
    fonts = _first(list(styles.of_letters(run, around)), "rFonts")
    names = [] if fonts is None else [fonts.get(f"{_W}{kind}", "") for kind in ("ascii", "hAnsi")]
    return any(name.lower().startswith(_SYMBOL_FONTS) for name in names)


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
