"""Take out of a printed document what nobody sees on paper: hidden, white, tiny text, squeezed rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final
from xml.etree.ElementTree import Element

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL: Final = f"{_W}val"
_WHITE: Final = "FFFFFF"
_SMALLEST_SIZE: Final = 8
"""Half-points; smaller letters are not read."""
_LOWEST_LINE: Final = 100
"""Twips; a row or a line of this exact height shows no letter."""
_WIDEST_INDENT: Final = 11_000
"""Twips; further to the right lies no paper."""


@dataclass(frozen=True)
class _Around:
    """What the elements around a run say of it."""

    paragraph_style: str = ""
    shaded: bool = False
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
        yield from self._chain(style_of(paragraph) or self._default, "pPr")

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


def style_of(paragraph: Element) -> str:
    """Return the identifier of a paragraph's style; empty where it names none."""
    reference = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if reference is None else reference.get(_VAL, "")


def take_out_unseen(main: Element, styles: Styles) -> None:
    """Empty the runs of a document that nobody sees, and text boxes laid over a table's cells."""
    waiting = [(main, _Around())]
    while waiting:
        node, around = waiting.pop()
        is_box_over_cell = node.tag == f"{_W}txbxContent" and around.in_cell
        if is_box_over_cell or (node.tag == f"{_W}r" and _is_unseen(node, around, styles)):
            node.clear()
            continue
        inner = _inside(node, around, styles)
        waiting.extend((child, inner) for child in node)


def _inside(node: Element, around: _Around, styles: Styles) -> _Around:
    if node.tag == f"{_W}p":
        properties = list(styles.of_paragraph(node))
        line, indent = _first(properties, "spacing"), _first(properties, "ind")
        squeezed = (line is not None and _is_low(line, "line", "lineRule")) or (
            indent is not None and _is_far(indent)
        )
        return replace(
            around,
            paragraph_style=style_of(node),
            shaded=around.shaded or _is_shaded(_first(properties, "shd")),
            squeezed=around.squeezed or squeezed,
        )
    if node.tag == f"{_W}tr":
        height = node.find(f"{_W}trPr/{_W}trHeight")
        squeezed = height is not None and _is_low(height, "val", "hRule")
        hidden = _is_on(node.find(f"{_W}trPr/{_W}hidden"))
        return replace(around, squeezed=around.squeezed or squeezed or hidden)
    if node.tag == f"{_W}tc":
        shaded = around.shaded or _is_shaded(node.find(f"{_W}tcPr/{_W}shd"))
        return replace(around, shaded=shaded, in_cell=True)
    return around


def _is_unseen(run: Element, around: _Around, styles: Styles) -> bool:
    if around.squeezed:
        return True
    properties = list(styles.of_letters(run, around.paragraph_style))
    color, size = _first(properties, "color"), _first(properties, "sz")
    shaded = (
        around.shaded
        or _is_shaded(_first(properties, "shd"))
        or _first(properties, "highlight") is not None
    )
    return (
        _is_on(_first(properties, "vanish"))
        or (color is not None and color.get(_VAL, "").upper() == _WHITE and not shaded)
        or (size is not None and _number(size.get(_VAL)) < _SMALLEST_SIZE)
    )


def _first(properties: list[Element], name: str) -> Element | None:
    found = (one.find(f"{_W}{name}") for one in properties)
    return next((one for one in found if one is not None), None)


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(_VAL, "1") not in ("0", "false", "off")


def _is_shaded(shade: Element | None) -> bool:
    fill = "" if shade is None else shade.get(f"{_W}fill", "").upper()
    return fill not in ("", "AUTO", _WHITE)


def _is_low(node: Element, height: str, rule: str) -> bool:
    exact = node.get(f"{_W}{rule}") == "exact"
    return exact and _number(node.get(f"{_W}{height}")) < _LOWEST_LINE


def _is_far(indent: Element) -> bool:
    sides = ("left", "start", "firstLine", "right", "end")
    return any(_number(indent.get(f"{_W}{side}", "0")) > _WIDEST_INDENT for side in sides)


def _number(text: str | None) -> float:
    try:
        return float(text or "inf")
    except ValueError:
        return float("inf")
