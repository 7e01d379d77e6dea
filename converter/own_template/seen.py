"""Make a printed document's text what is seen on paper.

What nobody sees goes: hidden, white, tiny or squeezed text, and what lies off the page. What the
reader would pass over though it prints (fields, symbols, formulas, a picture in a table) leaves a mark.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from math import inf
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import Element, SubElement

from converter.files.package import W as _W
from converter.reading.word.word_blocks import is_on

_VAL: Final = f"{_W}val"
_FAINTEST: Final = 0x1F
"""A colour none of whose parts differs by more from what is behind it is not seen."""
_PAPER: Final = "FFFFFF"
_HIGHLIGHTS: Final = {
    "black": "000000",
    "blue": "0000FF",
    "cyan": "00FFFF",
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkGray": "808080",
    "darkGreen": "008000",
    "darkMagenta": "800080",
    "darkRed": "800000",
    "darkYellow": "808000",
    "green": "00FF00",
    "lightGray": "C0C0C0",
    "magenta": "FF00FF",
    "red": "FF0000",
    "white": "FFFFFF",
    "yellow": "FFFF00",
}
_NARROWEST: Final = 30
"""Percent; letters squeezed further are not read."""
_THINNEST: Final = 60
"""Twips; a narrower cell shows no digit."""
_SMALLEST_SIZE: Final = 9
"""Half-points; smaller letters are not read."""
LOWEST_LINE: Final = 160
"""Twips; a row or a line of this exact height shows no letter."""
_WIDEST_INDENT: Final = 9_500
"""Twips; further to either side lies no paper."""
_TWIPS_OF_SIZE: Final = 10
"""Twips of a half-point."""
_WIDEST_TABLE: Final = 17_000
"""Twips; a wider one runs off a page that lies on its side, unless the page is larger."""
_HIGHEST_RISE: Final = 100
"""Half-points; letters raised or lowered further leave their line."""
_CLOSEST: Final = -2
"""Twips between letters for each half-point of their size; closer ones lie on one another."""
_USUAL_SIZE: Final = 20
"""Half-points, where nothing says the size."""
_SMALLEST_PART: Final = 6
"""Twips of a line for each half-point of the letters in it; less shows only a part of them."""
SYMBOL_FONTS: Final = ("wingdings", "webdings", "symbol", "marlett")
"""How the names of fonts begin, in small letters, that draw digits as pictures."""
_FIGURE: Final = re.compile(r"[\s\d.,]*(?:(?:件|万元)\s*)?")
"""A figure, where a digit is in it."""
_LABEL: Final = re.compile(r"\s*(?:\d{1,2}[.．、]|[（(][一二三四五六七][）)])?[（“]?[^\W\d_]{2}")
"""How the text of a cell begins that is a label; no figure with its unit does."""
_OF_A_NOTE: Final = "note"
"""The attribute of a mark that stands for the number of a note."""
_NOTES: Final = frozenset({"endnoteReference", "footnoteReference"})
_FARTHEST: Final = (11_400, 16_400)
"""Twips to the right and down; further off lies no paper, unless the page is larger."""
MARK: Final = "\ufffc"
"""Stands for what prints although it is not read."""
_PRINTS_UNREAD: Final = frozenset(
    {"oMath", "oMathPara", "ruby", "sym", "fldSimple", "pgNum", "bdo"}
    | {f"{part}{form}" for part in ("day", "month", "year") for form in ("Short", "Long")}
)
"""Elements that print what the reader passes over."""
_BESIDE_A_FIGURE: Final = frozenset(
    {
        "drawing",
        "endnoteRef",
        "endnoteReference",
        "footnoteRef",
        "footnoteReference",
        "object",
        "pict",
    }
)
"""The same within a cell of a figure."""
_OFFICE: Final = (
    "{http://schemas.openxmlformats.org/",
    "{http://schemas.microsoft.com/office/word/2010/wordprocessing",
    "{urn:schemas-microsoft-com:",
)
"""How the names begin of what may have text in it; what else a document says to be ignored is not shown."""
_ALTERNATIVES: Final = (
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
)
_PROPERTIES: Final = "Pr"
"""How the names of elements end that say how something looks, and hold none of it."""
_OF_A_CONTROL: Final = f"{_W}sdtPr"
_LINK: Final = "HYPERLINK"
_SHAPES: Final = "{urn:schemas-microsoft-com:vml}"
_GROUP: Final = f"{_SHAPES}group"
_SIDES: Final = {"width": ("left", "margin-left"), "height": ("top", "margin-top")}
"""The sides of a shape, each with what says where it begins."""
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_EMU: Final = 635
"""Of a twip."""
_SMALLEST_BOX: Final = 160
"""Twips; a box of text that is narrower or lower shows none."""
_EDGE: Final = 500
"""Twips at the right and below on which nothing fits."""
_FARTHEST_LEFT: Final = -1500
"""Twips; what ends there is not on the paper."""
_SMALLEST_AREA: Final = 2000
"""Twips; a column of text that is narrower or lower shows no table."""
_LENGTH: Final = re.compile(r"(-?[\d.]+)(pt|in|cm|mm|px|)")
_TWIPS: Final = {"pt": 20, "in": 1440, "cm": 567, "mm": 56.7, "px": 15}


class _Scale(NamedTuple):
    """What a number without a unit means along one side of a shape: pixels, or the parts of its group."""

    start: float = 0
    """Twips at which the numbers begin."""
    origin: float = 0
    """The number with which they begin."""
    step: float = 15
    """Twips of one."""


@dataclass(frozen=True)
class _Around:
    """What the elements around a run say of it."""

    paragraph_style: str = ""
    table_style: str = ""
    fill: str = _PAPER
    """The colour behind the letters."""
    squeezed: bool = False
    in_cell: bool = False
    room: float = _WIDEST_INDENT
    """Twips for a line."""
    indent: float = 0
    """Hundredths of a character by which its lines are indented."""
    line: float = inf
    """Twips between lines that are not as high as their letters."""
    paper: tuple[float, float] = _FARTHEST
    scales: tuple[_Scale, _Scale] = (_Scale(), _Scale())
    """Of the group of shapes around it, to the right and down."""


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
    _leave_out_results(main)
    for table in main.iter(f"{_W}tbl"):
        _leave_out_thin_cells(table)
    waiting = [(main, _on_paper(main))]
    while waiting:
        node, around = waiting.pop()
        is_run = node.tag == f"{_W}r"
        is_shown = node.tag.startswith(_OFFICE) and node.tag != _OF_A_CONTROL
        if not is_shown or (is_run and _is_unseen(node, around, styles)):
            node.clear()
            continue
        if _prints_unread(node, in_cell=around.in_cell) or (
            is_run and around.in_cell and _is_in_symbols(node, around, styles)
        ):
            _leave_mark(node)
            continue
        if node.tag == f"{_W}tc" and _is_figure(_text(node)):
            _mark_numbers(node, styles)
        if not node.tag.endswith(_PROPERTIES):
            inner = _inside(node, around, styles)
            waiting.extend((child, inner) for child in node)
    _leave_out_alternatives(main)
    for cell in main.iter(f"{_W}tc"):
        if _LABEL.match(_text(cell)):
            _leave_out_notes(cell)
        else:
            _lower_digits(cell)


def _mark_numbers(cell: Element, styles: Styles) -> None:
    """Leave a mark in the paragraphs of a cell that have an automatic number."""
    for paragraph in cell.iter(f"{_W}p"):
        if styles.has_number(paragraph):
            _leave_mark(SubElement(paragraph, f"{_W}r"))


def _leave_out_notes(label: Element) -> None:
    for mark in label.iter(f"{_W}t"):
        if mark.get(_OF_A_NOTE):
            mark.text = ""


def _lower_digits(cell: Element) -> None:
    """Have a raised digit beside a figure be read as one of its digits; behind a label it is the mark of a note."""
    for properties in cell.iter(f"{_W}rPr"):
        for raised in properties.findall(f"{_W}vertAlign"):
            properties.remove(raised)


def _leave_out_alternatives(main: Element) -> None:
    """Take away what shows one text or another; which of them depends on the program."""
    for node in main.iter(_ALTERNATIVES):
        if len(set(map(_text, node))) > 1:
            node.clear()


def _on_paper(main: Element) -> _Around:
    """Return what a document says of its pages."""
    around = _Around()
    for section in main.iter(f"{_W}sectPr"):
        size, edges, columns = (section.find(f"{_W}{name}") for name in ("pgSz", "pgMar", "cols"))
        if size is None:
            continue
        paper = [number(size.get(f"{_W}{side}")) for side in "wh"]
        count = 1.0 if columns is None else number(columns.get(f"{_W}num", "1"))
        area = paper[:]
        for at, sides in enumerate((("left", "right"), ("top", "bottom"))):
            for side in sides:
                said = "0" if edges is None else edges.get(f"{_W}{side}", "0")
                area[at] -= abs(number(said))
        around = replace(
            around,
            squeezed=around.squeezed or min(area[0] / max(count, 1), area[1]) < _SMALLEST_AREA,
            paper=(max(around.paper[0], paper[0] - _EDGE), max(around.paper[1], paper[1] - _EDGE)),
        )
    return around


def _leave_out_results(main: Element) -> None:
    """Take away what fields show: it is made anew, when nobody knows. A link keeps its text."""
    begun: list[tuple[Element, list[str]]] = []
    hidden: list[bool] = []
    for node in main.iter():
        if node.tag == f"{_W}instrText" and begun:
            begun[-1][1].append(node.text or "")
        elif node.tag == f"{_W}t" and hidden and hidden[-1]:
            node.text = ""
        elif node.tag == f"{_W}fldChar":
            kind = node.get(f"{_W}fldCharType")
            if kind == "begin":
                begun.append((node, []))
                hidden.append(bool(hidden) and hidden[-1])
            elif kind == "separate" and begun:
                begin, code = begun[-1]
                if "".join(code).strip().upper().startswith(_LINK):
                    # nothing else of it prints
                    begin.set(f"{_W}fldCharType", "link")
                else:
                    hidden[-1] = True
            elif begun:
                begun.pop()
                hidden.pop()


def _leave_out_thin_cells(table: Element) -> None:
    """Take away the text of cells for which the columns of their table leave no room."""
    columns = (number(one.get(f"{_W}w")) for one in table.findall(f"{_W}tblGrid/{_W}gridCol"))
    edges = [0.0, *accumulate(columns)]
    for row in table.findall(f"{_W}tr"):
        at = _count(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
        for cell in row.findall(f"{_W}tc"):
            end = at + _count(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1)
            if at < end < len(edges) and 0 < edges[end] - edges[at] < _THINNEST:
                for run in cell.iter(f"{_W}r"):
                    run.clear()
            at = end


def _count(columns: Element | None, usual: int) -> int:
    said = "" if columns is None else columns.get(_VAL, "")
    # no table has more
    return int(said) if said.isdecimal() and len(said) < len("1000") else usual


def _leave_mark(node: Element) -> None:
    is_note = node.tag.removeprefix(_W) in _NOTES
    node.clear()
    if is_note:
        node.set(_OF_A_NOTE, MARK)
    # the reader takes it in beside runs as within one
    node.tag = f"{_W}t"
    node.text = MARK


def _text(node: Element) -> str:
    return "".join(one.text or "" for one in node.iter(f"{_W}t"))


def _prints_unread(node: Element, *, in_cell: bool) -> bool:
    name = node.tag.rpartition("}")[2]
    if name == "fldChar":
        return node.get(f"{_W}fldCharType") == "begin"
    return name in _PRINTS_UNREAD or (in_cell and name in _BESIDE_A_FIGURE)


def _inside(node: Element, around: _Around, styles: Styles) -> _Around:
    if node.tag == f"{_W}p":
        properties = list(styles.of_paragraph(node))
        line, indent, frame = (_first(properties, name) for name in ("spacing", "ind", "framePr"))
        sides = ("left", "start", "firstLine", "right", "end")
        chars = [f"{side}Chars" for side in sides]
        is_exact = line is not None and line.get(f"{_W}lineRule") == "exact"
        return replace(
            around,
            paragraph_style=_style_of(node),
            fill=_fill(_first(properties, "shd"), around.fill),
            squeezed=around.squeezed
            or _is_low(line, "line", "lineRule")
            or _is_low(frame, "h", "hRule")
            or _is_beyond(indent, dict.fromkeys(sides, around.room))
            or _is_beyond(frame, dict(zip("xy", around.paper, strict=True))),
            line=number(line.get(f"{_W}line")) if line is not None and is_exact else inf,
            indent=max(abs(number(indent.get(f"{_W}{name}", "0"))) for name in chars)
            if indent is not None
            else 0,
        )
    if node.tag == f"{_W}tbl":
        indent, position = (node.find(f"{_W}tblPr/{_W}{name}") for name in ("tblInd", "tblpPr"))
        style = node.find(f"{_W}tblPr/{_W}tblStyle")
        widths = (
            number(one.get(f"{_W}w", "0")) for one in node.findall(f"{_W}tblGrid/{_W}gridCol")
        )
        far = (
            _is_beyond(indent, {"w": _WIDEST_INDENT})
            or _is_beyond(position, dict(zip(("tblpX", "tblpY"), around.paper, strict=True)))
            or sum(widths) > max(_WIDEST_TABLE, around.paper[0] + _EDGE)
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
        is_set = width is not None and width.get(f"{_W}type") == "dxa"
        room = number(width.get(f"{_W}w")) if width is not None and is_set else 0
        merged = (node.find(f"{_W}tcPr/{_W}{name}") for name in ("vMerge", "hMerge"))
        return replace(
            around,
            fill=_fill(node.find(f"{_W}tcPr/{_W}shd"), around.fill),
            squeezed=around.squeezed
            or 0 < room < _THINNEST
            or any(one is not None and one.get(_VAL) != "restart" for one in merged),
            in_cell=True,
            room=room or _WIDEST_INDENT,
        )
    if node.tag.startswith(_SHAPES):
        return _in_shape(node, around)
    away = node.tag.startswith(_DRAWING) and _is_drawn_away(node, around.paper)
    return replace(around, squeezed=True) if away else around


def _is_drawn_away(drawing: Element, paper: tuple[float, float]) -> bool:
    """Tell whether a drawing is hidden, too small for a text, or beside the paper."""
    properties, extent = (drawing.find(f"{_DRAWING}{name}") for name in ("docPr", "extent"))
    if properties is not None and properties.get("hidden") in ("1", "true"):
        return True
    if extent is None:
        return False
    for axis, side, edge in zip("HV", ("cx", "cy"), paper, strict=True):
        length = number(extent.get(side)) / _EMU
        offset = drawing.findtext(f"{_DRAWING}position{axis}/{_DRAWING}posOffset")
        start = 0 if offset is None else number(offset) / _EMU
        if length < _SMALLEST_BOX or start > edge or start + length < _FARTHEST_LEFT:
            return True
    return False


def _style_of_shape(shape: Element) -> Mapping[str, str]:
    pairs = (one.partition(":") for one in shape.get("style", "").split(";"))
    return {key.strip(): value.strip() for key, _, value in pairs}


def _in_shape(shape: Element, around: _Around) -> _Around:
    style = _style_of_shape(shape)
    return replace(
        around,
        squeezed=around.squeezed or _is_shaped_away(style, around),
        scales=_of_group(shape, style, around) if shape.tag == _GROUP else around.scales,
    )


def _is_shaped_away(style: Mapping[str, str], around: _Around) -> bool:
    """Tell the same of a shape as Word drew them before 2010."""
    if style.get("visibility") == "hidden" or style.get("display") == "none":
        return True
    for side, scale, edge in zip(_SIDES, around.scales, around.paper, strict=True):
        start, length = _stretch(style, side, scale)
        if start > edge or start + (length or 0) < _FARTHEST_LEFT:
            return True
        # a box that grows with its text has any height
        if length is not None and length < _SMALLEST_BOX and side == "width":
            return True
    return False


def _stretch(style: Mapping[str, str], side: str, scale: _Scale) -> tuple[float, float | None]:
    """Return where a shape begins along a side, and how long it is, in twips."""
    starts = (_twips(style.get(one, ""), scale, is_place=True) for one in _SIDES[side])
    start = max((one or 0 for one in starts), key=abs)
    return start, _twips(style.get(side, ""), scale, is_place=False)


def _twips(length: str, scale: _Scale, *, is_place: bool) -> float | None:
    """Return a length of a shape; None where it is none."""
    found = _LENGTH.fullmatch(length)
    if found is None:
        return None
    if found[2]:
        return number(found[1]) * _TWIPS[found[2]]
    if is_place:
        return scale.start + (number(found[1]) - scale.origin) * scale.step
    return number(found[1]) * scale.step


def _of_group(group: Element, style: Mapping[str, str], around: _Around) -> tuple[_Scale, _Scale]:
    """Return what numbers mean within a group of shapes, which counts in parts of its own size."""
    scales = []
    for at, side in enumerate(_SIDES):
        start, length = _stretch(style, side, around.scales[at])
        size, origin = (
            number((group.get(name, "") + ",,").split(",")[at].strip() or usual)
            for name, usual in (("coordsize", "1000"), ("coordorigin", "0"))
        )
        scales.append(_Scale(start, origin, (length or 0) / size if size else 0))
    return scales[0], scales[1]


def _is_unseen(run: Element, around: _Around, styles: Styles) -> bool:
    if around.squeezed:
        return True
    properties = list(styles.of_letters(run, around))
    size, scale, rise, gap, mark = (
        _first(properties, name) for name in ("sz", "w", "position", "spacing", "highlight")
    )
    points = _USUAL_SIZE if size is None else number(size.get(_VAL))
    fill = _fill(_first(properties, "shd"), around.fill)
    ground = fill if mark is None else _HIGHLIGHTS.get(mark.get(_VAL, ""), fill)
    return (
        is_on(_first(properties, "vanish"))
        or _is_lost(_first(properties, "color"), ground)
        or points < _SMALLEST_SIZE
        or points * _SMALLEST_PART > around.line
        or around.indent / 100 * points * _TWIPS_OF_SIZE > around.room
        or (scale is not None and number(scale.get(_VAL)) < _NARROWEST)
        or (gap is not None and number(gap.get(_VAL)) < points * _CLOSEST)
        or _is_beyond(rise, {"val": _HIGHEST_RISE})
    )


def _is_in_symbols(run: Element, around: _Around, styles: Styles) -> bool:
    """Tell whether digits would be printed as symbols."""
    fonts = _first(list(styles.of_letters(run, around)), "rFonts")
    names = [] if fonts is None else [fonts.get(f"{_W}{kind}", "") for kind in ("ascii", "hAnsi")]
    return any(name.lower().startswith(SYMBOL_FONTS) for name in names)


def _is_lost(color: Element | None, ground: str) -> bool:
    """Tell whether letters of a colour are not seen on what is behind them."""
    if color is None:
        return False
    try:
        letters, behind = (bytes.fromhex(one) for one in (_of_letters(color), ground))
    except ValueError:  # auto, which is black on white and white on black
        return False
    return all(abs(one - other) <= _FAINTEST for one, other in zip(letters, behind, strict=False))


def _of_letters(color: Element) -> str:
    return _PAPER if is_paper(color) else color.get(_VAL, "")


def is_paper(color: Any) -> bool:
    """Tell whether a colour is what its theme has for white."""
    name = color.get(f"{_W}themeColor")
    return name in ("background1", "light1") and color.get(f"{_W}themeShade") is None


def _first(properties: list[Element], name: str) -> Element | None:
    found = (one.find(f"{_W}{name}") for one in properties)
    return next((one for one in found if one is not None), None)


def _fill(shade: Element | None, behind: str) -> str:
    """Return the colour of a shading; what is behind it where it has none."""
    if shade is None:
        return behind
    # a pattern of nothing but its own colour
    fill = shade.get(f"{_W}color" if shade.get(_VAL) == "solid" else f"{_W}fill", "")
    return behind if fill in ("", "auto") else fill


def _is_low(node: Element | None, height: str, rule: str) -> bool:
    exact = node is not None and node.get(f"{_W}{rule}") == "exact"
    return node is not None and exact and number(node.get(f"{_W}{height}")) < LOWEST_LINE


def _is_beyond(node: Element | None, limits: Mapping[str, float]) -> bool:
    """Tell whether one of some attributes is further from nought than its limit."""
    return node is not None and any(
        abs(number(node.get(f"{_W}{name}", "0"))) > limit for name, limit in limits.items()
    )


def number(text: str | None) -> float:
    """Return a number as Word writes it; without end where it is none."""
    try:
        return float(text or "inf")
    except ValueError:
        return float("inf")
