"""The numbers of headings, in every way in which they are written, and what decorates a heading."""

import re
import unicodedata
from typing import Final

from converter.form.heading_words import BOOKMARK
from converter.form.numerals import numeral_value

LONGEST_HEADING: Final = 40
_SQUARE: Final = dict(
    zip("【〖[〈《<{〔\uff3b\uff1c\uff5b", "】〗]〉》>}〕\uff3d\uff1e\uff5d", strict=True)
)
"""Brackets around the number of a heading alone, beside the round ones of subheadings."""
NUMBER: Final = re.compile(
    r"(?:第(?P<part>[一二三四五六七八九十]|\d{1,2})(?:部分|[章节篇])|[（(](?P<bracket>[一二三四五六七八九十]{1,3}|\d{1,2})[）)]"
    rf"|[{re.escape(''.join(_SQUARE))}](?P<square>[一二三四五六七八九十]{{1,3}}|\d{{1,2}})[{re.escape(''.join(_SQUARE.values()))}]"
    r"|(?P<glyph>[㈠-㈩⑴-⑽])|(?P<circle>[①-⑩❶-❿])|(?P<ring>[㊀-㊉])|(?P<stop>[⒈-⒑])"
    r"|(?P<roman>[\u2160-\u216b\u2170-\u217b]|(?:I{1,3}|IV|VI{0,3})(?=[、.．\s]))|(?P<letter>[A-F])(?=[、.．])"
    r"|(?:[Pp]art|PART|[Nn][Oo]\.?)\s{0,2}(?P<word>\d)(?!\d)"
    r"|(?P<capital>[壹贰叁肆伍陆柒捌玖拾])|(?P<tenth>\d)[.．]0(?!\d)|1[.．](?P<second>[1-9])(?![\d%年月])"
    r"|(?P<han>[一二三四五六七八九十]{1,3})|(?P<digit>\d{1,2})(?!\d|[.．]\d))(?P<mark>[、.．。，,:：)）\u4e36]?)"
)
STYLES: Final = (
    *("han", "part", "digit", "bracket", "capital", "roman", "circle", "glyph", "second", "tenth"),
    *("square", "ring", "stop", "letter", "word"),
)
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
PART_ALONE: Final = re.compile(r"第([一二三四五六七八九十]|\d{1,2})(?:部分|[章节篇])")
_NEED_A_MARK: Final = frozenset({"han", "digit", "capital"})
"""Numbers that begin other words as well."""
_ORNAMENT: Final = re.compile(
    r"[\s●○◆◇■□▪▲△▼★☆※◎•·▶►▷➤➢☞✦❖>»*#~—–=_-]{0,8}(?P<open>[【〖《「『“\[]{0,2})\s{0,4}(?=[^\W_])"
)
"""What stands in front of a heading for the eye, and the bracket around it."""
_ORNAMENT_BEHIND: Final = re.compile(r"[●○◆◇■□★☆※◎◀◄◁<«*#~—–=_-]{1,8}$")
_CLOSING: Final = dict(zip("【〖《「『“[", "】〗》」』”]", strict=True))
_STRIPPED: Final = "：:。.、 ，,；;\u4e36"


def without_ornaments(text: str) -> str:
    """Return a paragraph with blanks for what decorates its beginning, `▶`, `【`, so that every index stays."""
    found = _ORNAMENT.match(text)
    if not found or not found[0].strip():
        return text
    rest = text[found.end() :]
    opened = found["open"]
    if opened:
        closing = _CLOSING[opened[-1]]
        whole = rest.rstrip().endswith(closing) and rest.count(closing) == 1
        if not (is_marked(rest) or whole):
            return text
        for one in opened:
            rest = rest.replace(_CLOSING[one], " ", 1)
    behind = _ORNAMENT_BEHIND.search(rest.rstrip())
    if behind:
        rest = rest[: behind.start()].ljust(len(rest))
    return " " * found.end() + rest


def is_marked(text: str) -> bool:
    """Tell whether a paragraph begins with a number that a mark or a blank parts from what follows."""
    bare = without_ornaments(text).lstrip()
    found = NUMBER.match(bare)
    if not found:
        return False
    style = next(name for name in STYLES if found[name])
    return bool(
        found["mark"] or bare[found.end() : found.end() + 1].isspace() or style not in _NEED_A_MARK
    )


def without_blanks(text: str) -> str:
    """Return a text without blanks and bookmarks, cut to the length of some headings."""
    text = "".join(text[: 20 * LONGEST_HEADING].split()).replace("\uff0e", ".")
    return re.sub(BOOKMARK, "", text) if "[" in text else text


def split_number(text: str) -> tuple[int, str, str]:
    """Split a text without blanks into its number, the style of the number, and the words behind it.

    A number that was typed behind the automatic one, as in 一、一、, is no word.
    """
    found = NUMBER.match(text)
    if found and found["mark"] and text.startswith(found[0], found.end()):
        found = NUMBER.match(text, found.end()) or found
    if not found or found.end() == len(text):
        return 0, "", text.strip(_STRIPPED)
    style = next(name for name in STYLES if found[name])
    value = found[style]
    return number_value(value), style, text[found.end() :].strip(_STRIPPED)


def is_numbered_twice(text: str) -> bool:
    """Tell whether a text without blanks begins with the same number twice."""
    found = NUMBER.match(text)
    return bool(found and found["mark"] and text.startswith(found[0], found.end()))


def number_value(numeral: str) -> int:
    """Return the value of a number in any of the ways in which headings are numbered."""
    if numeral.isdecimal():
        return int(numeral)
    if numeral.isascii() and len(numeral) == 1 and numeral not in _ROMAN:
        return ord(numeral) - ord("A") + 1
    if numeral in _ROMAN:
        return 1 + _ROMAN.index(numeral)
    return int(unicodedata.numeric(numeral)) if len(numeral) == 1 else numeral_value(numeral)
