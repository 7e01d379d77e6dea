"""What the styles of a page say of an element: whether it is hidden, unseen beside a figure, struck out.

The style sheets of a page count within the rows of tables alone: what hides more than a short text there is
often shown again by a script, as the sheets of a card index are.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from converter.reading.pages.page_source import MOST_WITHIN, texts_within

if TYPE_CHECKING:
    from lxml.etree import _Element

_HIDDEN: Final = re.compile(r"display:none|visibility:(?:hidden|collapse)|mso-hide:all")
_NOTHING: Final = r"[01]?(?:\.\d{1,4})?(?:px|pt|r?em|%)?"
_UNSEEN: Final = re.compile(
    rf"(?:^|;)(?:opacity:0?(?:\.0{{1,9}})?|font-size:(?!;)(?:{_NOTHING})"
    r"|(?:left|top|right|bottom|text-indent|margin-left|margin-top):-\d{2,6}(?:\.\d{1,4})?(?:px|pt|r?em|%|vw)"
    r"|clip:rect\((?:[01](?:px)?,?){4}\)|clip-path:(?:inset\((?:50|100)%|circle\(0)[^;]{0,40}"
    r"|transform:(?:scale[xy]?\(0[,0]{0,4}\)|translate[xy]?\(-\d{3,6}px)[^;]{0,40})(?=;|$)"
)
"""The style of characters that nobody sees beside others in the same cell, whatever their colour."""
_NEAR: Final = re.compile(r":-\d{1,2}(?:\.\d{1,4})?(?:px|pt)$")
"""A shift that leaves a text where it can be seen."""
_ASIDE: Final = re.compile(r"line-through|vertical-align:super|(?:^|;)color:transparent")
_CUT_OFF: Final = re.compile(r"(?:^|;)overflow(?:-[xy])?:(?:hidden|clip)(?=;|$)")
_NO_ROOM: Final = re.compile(rf"(?:^|;)(?:max-)?(?:width|height):(?!;)(?:{_NOTHING})(?=;|$)")
_COLOUR: Final = re.compile(r"(?:^|;)color:([^;]{1,60})")
_GROUND: Final = re.compile(r"(?:^|;)background(?:-color)?:([^;]{1,60})")
_RGB: Final = re.compile(r"rgba?\((\d{1,3}),(\d{1,3}),(\d{1,3})(?:,(0?\.?\d{1,4}))?\)")
_NAMED: Final = {
    "white": "#ffffff",
    "black": "#000000",
    "red": "#ff0000",
    "yellow": "#ffff00",
    "blue": "#0000ff",
    "green": "#008000",
    "gray": "#808080",
    "grey": "#808080",
}
_WHITE: Final = "#ffffff"
_CLEAR: Final = "transparent"
_MOST_AROUND: Final = 12
"""Elements around a text in which its ground is searched for."""
_LONGEST: Final = 500
"""Characters of an element of a table that a style sheet may hide."""
_IMPORTANT: Final = "!important"
_CALLED_HIDDEN: Final = re.compile(
    r"(?:[\w-]{0,20}[-_])?(?:hide|hidden|none|invisible|sr-?only|offscreen|screen-reader(?:-text)?)"
)
"""Names of classes that hide what has them on every screen, as libraries of styles call them."""


def style_of(element: "_Element") -> str:
    """Return the declarations of an element, without blanks, in small letters."""
    style = element.get("style")
    return _declarations(style) if style else ""


# a page has the same ones again and again, each is asked for by what stands within as well
@lru_cache(maxsize=1024)
def _declarations(style: str) -> str:
    return re.sub(r"\s", "", style).lower()


@lru_cache(maxsize=1024)
def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@lru_cache(maxsize=1024)
def _names(classes: str) -> frozenset[str]:
    return frozenset(classes.lower().split())


def is_hidden(element: "_Element") -> bool:
    """Tell whether an element is not shown, by an attribute or its style."""
    return (
        element.get("hidden") is not None
        or element.get("type", "").lower() == "hidden"
        or bool(_HIDDEN.search(style_of(element)))
    )


def is_struck(element: "_Element") -> bool:
    """Tell whether a style strikes the text of an element out."""
    return any(
        "line-through" in one and "text-decoration" in one for one in style_of(element).split(";")
    )


def is_unseen(element: "_Element") -> bool:
    """Tell whether nobody sees an element beside others in its cell: tiny, clear, cut off, elsewhere, on its own colour.

    What stands in it may have a colour or a size of its own; then it is seen.
    """
    style = style_of(element).replace(_IMPORTANT, "")
    looks = [one[0].strip(";") for one in _UNSEEN.finditer(style)]
    looks = [one.partition(":")[0] for one in looks if not _NEAR.search(one)]
    if _CUT_OFF.search(style) and _NO_ROOM.search(style):
        looks.append("overflow")
    if not looks and _has_no_colour(element, style):
        looks.append("color")
    if not looks:
        return False
    inner = islice(element.iterdescendants(), MOST_WITHIN)
    return not any(f"{looks[0]}:" in style_of(one) or one.get(looks[0]) for one in inner)


def _has_no_colour(element: "_Element", style: str) -> bool:
    """Tell whether the text of an element has the colour of the ground on which it stands."""
    given = _COLOUR.findall(style)
    colour = _colour(given[-1] if given else element.get("color", ""))
    return colour == _CLEAR or (bool(colour) and colour == _ground_of(element))


def _ground_of(element: "_Element") -> str:
    """Return the colour of the ground of an element; white where nothing says another, empty where it is no colour."""
    at: _Element | None = element
    for _ in range(_MOST_AROUND):
        if at is None:
            break
        given = _ground_in(style_of(at))
        ground = _colour(given or at.get("bgcolor", ""))
        if (given or ground) and ground != _CLEAR:
            return ground
        at = at.getparent()
    return _WHITE


@lru_cache(maxsize=1024)  # what stands within asks again and again
def _ground_in(style: str) -> str:
    """Return the ground that declarations say; empty where they say none."""
    given: list[str] = _GROUND.findall(style.replace(_IMPORTANT, ""))
    return given[-1] if given else ""


@lru_cache(maxsize=1024)
def _colour(text: str) -> str:
    """Return a colour in one way of writing; empty where it is not known."""
    text = text.strip().lower()
    found = _RGB.fullmatch(text)
    if found:
        return (
            _CLEAR
            if found[4] and not float(found[4])
            else "#" + "".join(f"{min(int(one), 255):02x}" for one in found.groups()[:3])
        )
    if re.fullmatch("#[0-9a-f]{3}", text):
        return "#" + "".join(2 * one for one in text[1:])
    known = {_CLEAR, "none"}
    if re.fullmatch("#[0-9a-f]{6}", text):
        return text
    return _CLEAR if text in known else _NAMED.get(text, "")


# ---------------------------------------------------------------- style sheets

_SIZES: Final = frozenset(("width", "height", "max-width", "max-height"))
_COLOURS: Final = frozenset(("color", "background", "background-color"))
_PROPERTIES: Final = frozenset(
    {
        *("display", "visibility", "font-size", "opacity", "clip", "clip-path", "overflow"),
        *("text-indent", "left", "top", "right", "bottom", "margin-left", "margin-top"),
        *("transform", "text-decoration", "vertical-align", *_SIZES, *_COLOURS),
    }
)
"""What a sheet may say of a text that nobody sees, or that is no figure."""
_LONGEST_SHEETS: Final = 2**20
_MOST_STEPS: Final = 500_000
"""Comparisons of elements with rules."""
_MOST_SELECTORS: Final = 20_000
_LONGEST_SELECTOR: Final = 1000
"""Characters of a selector that is looked into; of a longer one nobody knows what it asks for."""
_AT_RULE: Final = re.compile(r"@([\w-]{1,40})\s{0,8}([^{]{0,400})")
_SHOWN: Final = re.compile(r"\s{0,8}(?:only\s{1,8})?(?:all|screen)?\s{0,8}$")
_NOT_SHOWN: Final = re.compile(r"\s{0,8}(?:only\s{1,8})?(?:print|speech|aural|braille|embossed)\b")
_NARROW: Final = re.compile(
    r"\(\s{0,4}max-(?:device-)?width\s{0,4}:\s{0,4}(\d{1,4})(?:\.\d{1,4})?px"
)
_NARROWEST: Final = 1100
"""Pixels; a screen that is narrower is a telephone's, on which tables lose columns."""
_NAME: Final = r"(?:[\w-]|\\.){1,80}"
_TOKEN: Final = re.compile(
    rf"\s{{0,8}}(?P<behind>[>+~])\s{{0,8}}|(?P<within>\s{{1,8}})|\.(?P<name>{_NAME})|#(?P<id>{_NAME})|(?P<tag>\*|{_NAME})"
    rf"|\[\s{{0,4}}(?P<attribute>[\w-]{{1,40}})\s{{0,4}}(?:(?P<how>[~|^$*]?=)\s{{0,4}}[\"']?(?P<value>[^\]\"']{{0,80}})[\"']?\s{{0,4}})?\]"
    r"|(?P<other>::?[\w-]{1,40}(?:\([^)]{0,100}\))?|.)",
    re.DOTALL,
)
_STATE: Final = re.compile(
    r":(?:hover|focus|active|visited|target|before|after|empty|root|host|checked|disabled|invalid|not\(:defined|:[\w-])"
)
"""What no figure of a page is when nobody touches it, or what is no element."""
_HOW: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "=": str.__eq__,
    "~=": lambda given, value: value in _words(given),
    "^=": lambda given, value: bool(value) and given.startswith(value),
    "$=": lambda given, value: bool(value) and given.endswith(value),
    "*=": lambda given, value: bool(value) and value in given,
    "|=": lambda given, value: given == value or given.startswith(f"{value}-"),
}
"""The ways in which a selector compares an attribute with a value."""


@dataclass
class _Compound:
    """A part of a selector: what one element has to be."""

    behind: str = " "
    """How the next part stands to it: within it or, `>`, directly in it."""
    tag: str = ""
    names: set[str] = field(default_factory=set)
    key: str = ""
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    is_known: bool = True
    """All that it asks for is understood."""

    @property
    def cost(self) -> int:
        """How many comparisons it takes to tell whether an element fits."""
        return 1 + len(self.names) + len(self.attributes)

    @property
    def weight(self) -> tuple[int, int, int]:
        """How much the part counts against others."""
        return bool(self.key), len(self.names) + len(self.attributes), self.tag not in ("", "*")

    def fits(self, element: "_Element") -> bool:
        """Tell whether an element is what is asked for, as far as that is understood."""
        return (
            self.tag in ("", "*", element.tag)
            and (not self.key or element.get("id", "").lower() == self.key)
            and (not self.names or self.names <= _names(element.get("class", "")))
            and all(
                (given := element.get(name)) is not None and (not how or _HOW[how](given, value))
                for name, how, value in self.attributes
            )
        )


@dataclass(frozen=True)
class _Rule:
    parts: Sequence[_Compound]
    """The last one first."""
    said: dict[str, str]
    is_certain: bool
    rank: tuple[int, ...]
    """How much it counts against others: what its parts ask for, and its place."""

    @cached_property
    def hides(self) -> bool:
        """Whether it may hide what it is said of."""
        return _hides(self.said)


@dataclass
class StyleSheets:
    """The rules of a page's own style sheets on what may be unseen, by what their last part asks for."""

    rules: dict[str, list[_Rule]] = field(default_factory=dict)
    count: int = 0
    """Selectors so far."""
    steps: int = _MOST_STEPS
    """Comparisons that are left."""

    def said_of(self, element: "_Element") -> tuple[dict[str, str], bool]:
        """Return what the rules say of an element, and whether one may hide it of which that is not known."""
        # in their order, so that every run comes as far
        names = (f".{one}" for one in element.get("class", "").lower().split())
        keys = dict.fromkeys(("*", element.tag, *names, f"#{element.get('id', '').lower()}"))
        best: dict[str, tuple[tuple[object, ...], str]] = {}
        is_unsure = self.steps <= 0
        for key in keys:
            for rule in self.rules.get(key, ()):
                fits = self._fits(rule, element)
                if self.steps <= 0:
                    return {}, True
                if fits and rule.is_certain:
                    self.steps -= len(rule.said)
                    for name, value in rule.said.items():
                        rank = (_IMPORTANT in value, rule.rank)
                        if name not in best or best[name][0] < rank:
                            best[name] = (rank, value)
                elif fits:
                    is_unsure |= rule.hides
        return {name: value for name, (_, value) in best.items()}, is_unsure

    def _fits(self, rule: _Rule, element: "_Element") -> bool:
        self.steps -= rule.parts[0].cost
        if not rule.parts[0].fits(element):
            return False
        at = element.getparent()
        for part in rule.parts[1:]:
            while at is not None and not part.fits(at):
                self.steps -= part.cost
                at = None if part.behind == ">" or self.steps <= 0 else at.getparent()
            if at is None:
                return False
            at = at.getparent()
        return True

    def prune(self) -> None:
        """Keep what decides whether something is hidden, so that pages whose sheets hide nothing cost nothing."""
        # each declaration once, however many selectors stand in front of it
        said = {one for rules in self.rules.values() for rule in rules for one in rule.said.items()}
        live = {name for name, value in said if _hides({name: value})}
        if "overflow" in {
            name for rules in self.rules.values() for one in rules for name in one.said
        }:
            live |= {"overflow", *_SIZES}
        for key, rules in self.rules.items():
            for rule in rules:
                kept = live | (_COLOURS if len(rule.parts) == 1 and rule.is_certain else set())
                for name in [*rule.said]:
                    if name not in kept:
                        del rule.said[name]
            self.rules[key] = [rule for rule in rules if rule.said]


def _hides(said: Mapping[str, str]) -> bool:
    """Tell whether declarations may hide, strike out or raise a text, or have a colour nobody sees it in."""
    style = ";".join(f"{name}:{value}" for name, value in said.items()).replace(_IMPORTANT, "")
    return any(one.search(style) for one in (_HIDDEN, _UNSEEN, _ASIDE))


def style_sheets(tree: "_Element") -> StyleSheets:
    """Return the rules of a page's style sheets on what may be hidden."""
    sheets = StyleSheets()
    left = _LONGEST_SHEETS
    for one in tree.iter("style"):
        text = (one.text or "")[:left]
        left -= len(text)
        media = one.get("media", "").lower()
        if not _NOT_SHOWN.match(media):
            _add_rules(sheets, text, is_certain=bool(_SHOWN.match(media)))
    sheets.prune()
    return sheets


def _add_rules(sheets: StyleSheets, text: str, *, is_certain: bool) -> None:
    first, *others = text.lower().replace("<!--", "").replace("-->", "").split("/*")
    text = first + "".join(one.partition("*/")[2] for one in others)
    around: list[bool | None] = [is_certain]
    """Whether the rules within each open block count; None where they are none."""
    begun = 0
    for brace in re.finditer("[{}]", text):
        before = text[begun : brace.start()]
        begun = brace.end()
        if brace[0] == "}":
            if len(around) > 1:
                around.pop()
            continue
        selector = before.rpartition(";")[2].strip()
        if around[-1] is None:
            around.append(None)
        elif selector.startswith("@"):
            around.append(_within(selector, is_certain=around[-1]))
        else:
            end = text.find("}", begun)
            _add_rule(sheets, selector, text[begun : end if end >= 0 else None], around[-1])
            around.append(None)


def _within(selector: str, *, is_certain: bool) -> bool | None:
    """Tell whether the rules in a block with a condition count: always, perhaps or, None, never."""
    found = _AT_RULE.match(selector)
    name, condition = (found[1], found[2]) if found else ("", "")
    if name == "media":
        narrow = _NARROW.search(condition)
        if _NOT_SHOWN.match(condition) or (narrow and int(narrow[1]) <= _NARROWEST):
            return None
        return is_certain and bool(_SHOWN.match(condition))
    return {"supports": False, "layer": is_certain, "container": False}.get(name)


def _add_rule(sheets: StyleSheets, selectors: str, body: str, is_certain: bool) -> None:
    said: dict[str, str] = {}
    for declaration in body.split(";"):
        name, _, value = declaration.partition(":")
        if name.strip() in _PROPERTIES:
            said[name.strip()] = re.sub(r"\s", "", value)[:100]
    if not said:
        return
    for selector in selectors.split(","):
        if _STATE.search(selector):
            continue
        sheets.count += 1
        if sheets.count > _MOST_SELECTORS:
            sheets.steps = 0
            return
        parts = _parts_of(selector)
        last = parts[0]
        weight = map(sum, zip(*(part.weight for part in parts), strict=True))
        known = is_certain and all(part.is_known for part in parts)
        name = next((f".{one}" for one in sorted(last.names)), "")
        key = f"#{last.key}" if last.key else name or last.tag or "*"
        sheets.rules.setdefault(key, []).append(
            _Rule(parts, dict(said), known, (*weight, sheets.count))
        )


def _parts_of(selector: str) -> list[_Compound]:
    """Return the parts of a selector, the last one first."""
    if len(selector) > _LONGEST_SELECTOR:
        return [_Compound(is_known=False)]
    parts = [_Compound()]
    for token in _TOKEN.finditer(selector.strip()):
        part = parts[-1]
        if token["behind"] or token["within"]:
            part.behind = token["behind"] or " "
            parts.append(_Compound())
        elif token["name"]:
            part.names.add(token["name"].replace("\\", ""))
        elif token["id"]:
            part.key = token["id"].replace("\\", "")
        elif token["tag"]:
            part.tag = token["tag"]
        elif token["attribute"]:
            part.attributes.append((token["attribute"], token["how"] or "", token["value"] or ""))
        else:
            part.is_known = False
    # beside another element is not within it: of that nothing is asked
    while len(parts) > 1 and any(part.behind in "+~" for part in parts[:-1]):
        del parts[0]
        parts[-1].is_known = False
    return parts[::-1]


def spell_out(tree: "_Element") -> set["_Element"]:
    """Have the short elements of tables say themselves what style sheets say of them; return the doubtful ones.

    Those may be hidden by a rule of which that is not known.
    """
    sheets = style_sheets(tree)
    has_others = _has_sheets_elsewhere(tree)
    has_rules = sheets.steps <= 0 or any(sheets.rules.values())
    if not has_rules and not has_others:
        return set()
    unsure: set[_Element] = set()
    digits: dict[_Element, int] = {}
    for element in _in_rows(tree):
        said, is_unsure = sheets.said_of(element) if has_rules else ({}, False)
        is_unsure |= has_others and not said and _is_called_hidden(element, digits)
        if not (said or is_unsure) or not _is_short(element):
            continue
        if is_unsure:
            unsure.add(element)
        own = style_of(element)
        names = {one.partition(":")[0] for one in own.split(";") if _IMPORTANT not in one}
        weak = {
            name
            for name, value in said.items()
            if f"{name}:" in f";{own}" and not (_IMPORTANT in value and name in names)
        }
        kept = ";".join(f"{name}:{value}" for name, value in said.items() if name not in weak)
        beaten = {name for name in said if name not in weak}
        own = ";".join(one for one in own.split(";") if one.partition(":")[0] not in beaten)
        element.set("style", f"{kept};{own}")
    return unsure


def _has_sheets_elsewhere(tree: "_Element") -> bool:
    """Tell whether a page has style sheets that do not come with it."""
    return any("stylesheet" in one.get("rel", "").lower() for one in tree.iter("link")) or any(
        "@import" in (one.text or "") for one in tree.iter("style")
    )


def _is_called_hidden(element: "_Element", known: dict["_Element", int]) -> bool:
    """Tell whether digits beside others are called hidden, which a style sheet that is not there would make true.

    `known` keeps how many digits elements have.
    """
    if not any(map(_CALLED_HIDDEN.fullmatch, _names(element.get("class", "")))):
        return False
    around = element.getparent()
    if around is None:
        return False
    if around not in known:  # thousands may stand beside one another
        known[around] = _digits(around)
    return 0 < _digits(element) < known[around]


def _digits(element: "_Element") -> int:
    """Count the digits of an element."""
    return sum(map(str.isdecimal, "".join(texts_within(element))))


def _in_rows(tree: "_Element") -> Iterator["_Element"]:
    """Yield the rows of tables and all that stands in them."""
    inside: set[_Element] = set()
    for element in tree.iter("*"):
        if (
            element.tag in ("tr", "td", "th")
            or element.get("role") in ("row", "cell")
            or element.getparent() in inside
        ):
            inside.add(element)
            yield element


def _is_short(element: "_Element") -> bool:
    """Tell whether an element holds no more than a short text, and no table."""
    inner = [*islice(element.iterdescendants(), MOST_WITHIN)]
    return sum(map(len, texts_within(element))) <= _LONGEST and not any(
        one.tag == "table" for one in inner
    )
