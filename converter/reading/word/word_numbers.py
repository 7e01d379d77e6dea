"""The automatic numbers of a Word file, counted paragraph by paragraph as Word prints them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from converter.files.package import W as _W
from converter.form.numerals import chinese_numeral

_VAL: Final = f"{_W}val"

_MOST_LEVELS: Final = 9
"""Levels of a numbering in Word."""
_LARGEST_START: Final = 32_767
_LONGEST_NUMBER: Final = 255
"""Limits of Word on the first number of a level and on the text around it."""
_CHINESE: Final = frozenset(
    {
        *("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital"),
        *("taiwaneseCounting", "taiwaneseCountingThousand", "japaneseDigitalTenThousand"),
    }
)
_CHARACTERS: Final = {
    "chineseLegalSimplified": "壹贰叁肆伍陆柒捌玖拾",
    "ideographLegalTraditional": "壹貳叁肆伍陸柒捌玖拾",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperRoman": "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ",
    "lowerRoman": "ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ",
}
"""Numbers that one character stands for, from 1 on; the others are written in digits."""
_FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    style: str = ""
    """The style of paragraphs that stand on this level."""
    in_digits: bool = False
    """Whether the numbers of the levels above are shown in digits as well."""


class Numbers:
    """The automatic numbers of a document.

    Numberings that are made of one pattern go on counting one another's paragraphs, unless they say
    where they start. Only those that a paragraph uses are looked at.
    """

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._patterns: dict[str, Element] = {}
        self._numberings: dict[str, Element] = {}
        # what they name is looked up once: any number of other children may stand before it
        self._named: dict[str, str] = {}
        """By numbering, its pattern."""
        self._links: dict[str, str] = {}
        """By pattern, the style that stands for it."""
        linked: dict[str, str] = {}
        for node in numbering if numbering is not None else ():
            if node.tag == f"{_W}abstractNum":
                name = node.get(f"{_W}abstractNumId", "")
                self._patterns[name] = node
                linked[_value(node, "styleLink")] = name
                self._links[name] = _value(node, "numStyleLink")
            elif node.tag == f"{_W}num":
                name = node.get(f"{_W}numId", "")
                self._numberings[name] = node
                self._named[name] = _value(node, "abstractNumId")
        self._linked = linked
        self._styles = {
            style.get(f"{_W}styleId", ""): style
            for style in (styles.findall(f"{_W}style") if styles is not None else ())
        }
        self._of_style: dict[str, tuple[str, int] | None] = {}
        self._of_pattern: dict[str, dict[int, _Level]] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        """By numbering."""
        self._counters: dict[str, dict[int, int]] = {}
        """By pattern, the last number of each level."""

    def next_of(self, paragraph: Element) -> str:
        """Return the number in front of a paragraph; empty where it has none."""
        key = _key(paragraph.find(f"{_W}pPr/{_W}numPr"))
        if key is None:
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            key = self._key_of_style(style.get(_VAL, "")) if style is not None else None
        if key is None:
            return ""
        number, depth = key
        counters = self._counters.setdefault(self._pattern_of(number), {})
        levels = self._levels_of(number, counters)
        if depth not in levels:
            return ""
        level = levels[depth]
        counters[depth] = counters.get(depth, level.start - 1) + 1
        for other in [other for other in counters if other > depth]:
            del counters[other]

        def shown(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            at = levels.get(place, _Level())
            form = "decimal" if level.in_digits else at.form
            return _written(counters.get(place, at.start), form)

        return re.sub(r"%(\d)", shown, level.text)

    def _pattern_of(self, number: str) -> str:
        """Return the pattern of a numbering, where one style stands for it the one of that style."""
        name = self._named.get(number, "")
        link = self._links.get(name, "")
        return self._linked.get(link, name) if link else name

    def _levels_of(self, number: str, counters: dict[int, int]) -> dict[int, _Level]:
        """Return the levels of a numbering, those without a number left out.

        Where it is met for the first time, the levels start again of which it says so.
        """
        if number not in self._levels:
            levels = dict(self._levels_of_pattern(self._pattern_of(number)))
            node = self._numberings.get(number)
            for override in node.findall(f"{_W}lvlOverride") if node is not None else ():
                levels.update(_numbered(override))
                depth = override.get(f"{_W}ilvl", "")
                start = _value(override, "startOverride")
                if depth.isdecimal() and start.isdecimal() and int(depth) in levels:
                    counters[int(depth)] = min(int(start), _LARGEST_START) - 1
            self._levels[number] = levels
        return self._levels[number]

    def _levels_of_pattern(self, name: str) -> dict[int, _Level]:
        if name not in self._of_pattern:
            pattern = self._patterns.get(name)
            self._of_pattern[name] = dict(_numbered(pattern)) if pattern is not None else {}
        return self._of_pattern[name]

    def _key_of_style(self, name: str) -> tuple[str, int] | None:
        """Return the numbering and the level that a style, or one that it is based on, gives a paragraph."""
        chain: dict[str, None] = {}
        found: tuple[str, int] | None = None
        at = name
        while at in self._styles and at not in chain and at not in self._of_style:
            chain[at] = None
            found = _key(self._styles[at].find(f"{_W}pPr/{_W}numPr"))
            if found:
                found = (found[0], self._depth_of(found[0], at, found[1]))
                break
            at = _value(self._styles[at], "basedOn")
        found = found or self._of_style.get(at)
        for style in chain:
            self._of_style[style] = found
        return found

    def _depth_of(self, number: str, style: str, depth: int) -> int:
        """Return the level that names a style as its own; the one that the style says where none does."""
        levels = self._levels_of_pattern(self._pattern_of(number))
        return next((at for at, level in levels.items() if level.style == style), depth)


def _numbered(node: Element) -> Iterator[tuple[int, _Level]]:
    """Yield the levels of a pattern that have a number."""
    for child in node.findall(f"{_W}lvl"):
        depth, level = _level(child)
        if level.form not in ("bullet", "none") and 0 <= depth < _MOST_LEVELS:
            yield depth, level


def _level(node: Element) -> tuple[int, _Level]:
    start = int(_value(node, "start") or "1")
    form = next(node.iter(f"{_W}numFmt"), None)
    kind = form.get(_VAL, "decimal") if form is not None else "decimal"
    if form is not None and kind == "custom":
        # 001, 002, ...: written as its first number is
        kind = form.get(f"{_W}format", "").partition(",")[0]
    return int(node.get(f"{_W}ilvl", "0")), _Level(
        start if 0 <= start <= _LARGEST_START else 1,
        kind,
        _value(node, "lvlText")[:_LONGEST_NUMBER],
        _value(node, "pStyle"),
        _value(node, "isLgl", "1") not in ("", "0", "false", "off"),
    )


def _written(value: int, form: str) -> str:
    """Write a number in one of the formats of Word."""
    if form in _CHINESE or form == "一":
        return chinese_numeral(value)
    characters = _CHARACTERS.get(form, "")
    if 0 < value <= len(characters):
        return characters[value - 1]
    if form == "decimalFullWidth":
        return str(value).translate(_FULL_WIDTH)
    if form == "decimalZero":
        return f"{value:02}"
    return str(value).zfill(len(form)) if form.isdecimal() else str(value)


def _value(node: Element, name: str, blank: str = "") -> str:
    """Return the value of a child; empty where there is none, `blank` where it has none."""
    child = node.find(f"{_W}{name}")
    return child.get(_VAL, blank) if child is not None else ""


def _key(properties: Element | None) -> tuple[str, int] | None:
    if properties is None:
        return None
    number, depth = properties.find(f"{_W}numId"), properties.find(f"{_W}ilvl")
    if number is None:
        return None
    level = int(depth.get(_VAL, "0")) if depth is not None else 0
    return (number.get(_VAL, ""), level) if 0 <= level < _MOST_LEVELS else None
