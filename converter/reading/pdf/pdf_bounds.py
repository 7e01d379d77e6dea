"""What reading a PDF may cost, and its fonts: pdfminer bounds nothing, so it is counted as it goes.

A font of three numbers may have four thousand million widths.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from typing import Any, Final

from pdfminer.cmapdb import CMap, CMapParser, FileUnicodeMap, IdentityCMap, IdentityCMapByte
from pdfminer.encodingdb import name2unicode
from pdfminer.pdffont import PDFSimpleFont, TrueTypeFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral

from converter.errors import Refusal, UnusableFile
from converter.reading.pdf.pdf_streams import unpacked
from converter.reading.room import TOO_MUCH_DRAWN

_MOST_TIME: Final = 2_300_000
"""What all that is counted may cost together: words of what draws, each about a microsecond of the processor."""
_COST_IN_WORDS: Final[Mapping[str, float]] = {
    "words": 1,
    "characters": 20,
    "paths": 20,
    "steps": 2,
    "codes": 1,
    "crossings": 1,
    "covered": 1,
    "slow bytes": 0.25,
}
_MOST_CHARACTERS: Final = 40_000
"""Characters that are drawn, blanks among them; a township's report has 1,800."""
_MOST_CODES: Final = 300_000
"""Codes of all fonts that a width or a character is given for; a Chinese font has 30,000."""
_SMALLEST_FONT: Final = 100
"""Codes that a font counts as at least; a report has twenty fonts."""
_MOST_UNPACKED: Final = 64 * 2**20
"""Bytes that the streams that are read unpack to, whole fonts among them; pictures stay packed."""
_MOST_SLOW_BYTES: Final = 4 * 2**20
"""Bytes that are unpacked or deciphered one by one."""
_MOST_STEPS: Final = 400_000
"""Steps of taking apart what does not draw, two or three for each number, name and mark."""
_CODED_BY_GLYPH: Final = ("Adobe-Identity", "Adobe-UCS")
"""The collections of characters whose codes are glyphs of the font itself."""
_KNOWN_COLLECTIONS: Final = (b"GB1", b"CNS1", b"Japan1", b"Korea1")
"""Of whose characters there are tables."""
_SINGLE_BYTES: Final = re.compile(rb"begincodespacerange\s*<[0-9A-Fa-f]{2}>")
_MOST_CROSSINGS: Final = 300_000
"""Comparisons of the edges of tables; a page with a full table takes 4,000."""
_MOST_COVERED: Final = 300_000
"""Squares of pages, and characters in them, over which white is painted, and lines that pictures are compared with."""
_DESCENT: Final = -0.12
"""Of a character's size: how far below its line it reaches; what fonts say of it may be far from their characters."""
_MOST_PATHS: Final = 15_000
"""Lines and areas that are drawn; a full table has 1,500."""


class Resources(PDFResourceManager):
    """The fonts of a file, and what may still be spent on it."""

    def __init__(self) -> None:
        super().__init__()
        self.layers_off: set[int] = set()
        """The numbers of the layers that are not shown."""
        self._time: float = _MOST_TIME
        self._left = {
            "characters": _MOST_CHARACTERS,
            "codes": _MOST_CODES,
            "unpacked": _MOST_UNPACKED,
            "slow bytes": _MOST_SLOW_BYTES,
            "steps": _MOST_STEPS,
            "crossings": _MOST_CROSSINGS,
            "paths": _MOST_PATHS,
            "covered": _MOST_COVERED,
        }

    def spend(self, what: str, amount: int) -> None:
        """Count before it is done; raises UnusableFile where it is more than is left."""
        self._time -= amount * _COST_IN_WORDS.get(what, 0)
        if what in self._left:
            self._left[what] -= amount
        if self._time < 0 or self._left.get(what, 0) < 0:
            raise UnusableFile(TOO_MUCH_DRAWN, Refusal.TOO_LARGE)

    def left(self, what: str) -> int:
        """Return how much may still be spent."""
        return self._left[what]

    def get_font(self, objid: object, spec: Mapping[str, Any]) -> Any:
        """Return a font that says of its characters where they stand as all do."""
        font = self._font(objid, spec)
        font.get_descent = lambda: _DESCENT
        return font

    def _font(self, objid: object, spec: Mapping[str, Any]) -> Any:
        """Return a font, whose codes are counted when it is made.

        Which character a code is, is read here: the library does it without end, and unpacks whole fonts for nothing.
        """
        if objid and objid in self._cached_fonts:
            return self._cached_fonts[objid]
        font = self._new_font(objid, spec)
        encoding = resolve1(spec.get("Encoding"))
        if isinstance(encoding, dict) and isinstance(font, PDFSimpleFont):
            for code in _strangely_named(resolve1(encoding.get("Differences"))):
                font.cid2unicode.pop(code, None)
        return font

    def _new_font(self, objid: object, spec: Mapping[str, Any]) -> Any:
        self.spend("codes", _SMALLEST_FONT)
        encoding = resolve1(spec.get("Encoding"))
        for name in _names_of_tables(encoding, resolve1(spec.get("CIDSystemInfo"))):
            # of each the library looks for a file
            self.spend("codes", len(name) ** 2 // _SMALLEST_FONT)
        if "DescendantFonts" in spec:
            return super().get_font(objid, spec)
        named = encoding.get("Differences") if isinstance(encoding, dict) else None
        for given in map(resolve1, (spec.get("Widths"), named)):
            self.spend("codes", len(given) if isinstance(given, list) else 0)
        self._count_widths(spec.get("W"), 3)
        self._count_widths(spec.get("W2"), 5)
        descriptor = resolve1(spec.get("FontDescriptor"))
        program = None
        if isinstance(descriptor, dict):
            rest = dict(descriptor)
            program = resolve1(rest.pop("FontFile2", None))
            spec = {**spec, "FontDescriptor": rest}
        if _has_known_codes(encoding, resolve1(spec.get("CIDSystemInfo"))):
            # the table is of codes, which the library takes for numbers in the collection
            spec = {one: spec[one] for one in spec if one != "ToUnicode"}
        table = resolve1(spec.get("ToUnicode"))
        if isinstance(table, PDFStream):
            font: Any = super().get_font(objid, {**spec, "ToUnicode": PDFStream({}, b"")})
            font.unicode_map = _Characters(self)
            _Table(font.unicode_map, BytesIO(unpacked(table, self))).run()
        else:
            font = super().get_font(objid, spec)
        coding = getattr(font, "cidcoding", "")
        if isinstance(encoding, PDFStream) and type(getattr(font, "cmap", None)) is CMap:
            # its own codes the library does not read; what they are, only the table says
            is_single = _SINGLE_BYTES.search(unpacked(encoding, self))
            font.cmap = IdentityCMapByte() if is_single else IdentityCMap()
            font.unicode_map = font.unicode_map if table else None
        elif isinstance(program, PDFStream) and table is None and coding in _CODED_BY_GLYPH:
            with suppress(TrueTypeFont.CMapNotFound):
                font.unicode_map = _Program(self, unpacked(program, self)).create_unicode_map()
        return font

    def _count_widths(self, widths: object, length: int) -> None:
        """Count the codes of `first last width` and `first [widths]`, as pdfminer takes them apart."""
        given = resolve1(widths)
        run: list[Any] = []
        for one in map(resolve1, given if isinstance(given, list) else ()):
            if isinstance(one, list):
                self.spend("codes", len(one))
                run = []
            elif isinstance(one, int | float):
                run.append(one)
                if len(run) == length:
                    self.spend("codes", max(0, int(run[1] - run[0])))
                    run = []


def _has_known_codes(encoding: object, collection: object) -> bool:
    """Tell whether codes have a usual meaning in a collection of whose characters there is a table."""
    name = encoding.name if isinstance(encoding, PSLiteral) else "Identity"
    order = resolve1(collection.get("Ordering")) if isinstance(collection, dict) else None
    return order in _KNOWN_COLLECTIONS and "Identity" not in str(name)


def _names_of_tables(encoding: object, collection: object) -> Iterator[str | bytes]:
    """Yield by what a font names the tables of its characters."""
    named = [encoding.get("CMapName") if isinstance(encoding, PDFStream) else encoding]
    if isinstance(collection, dict):
        named += collection.get("Registry"), collection.get("Ordering")
    for one in map(resolve1, named):
        if isinstance(one, PSLiteral):
            yield one.name
        elif isinstance(one, bytes):
            yield one


def _strangely_named(named: object) -> Iterator[int]:
    """Yield the codes whose names do not say which character they are; to the library it is the usual one of the code.

    Some programs name a character by its code, as hexadecimal or decimal number: those are the usual ones.
    """
    code = 0
    for one in named if isinstance(named, list) else ():
        if isinstance(one, int):
            code = one
        elif isinstance(one, PSLiteral):
            name = str(one.name)
            try:
                name2unicode(name)
            except (KeyError, ValueError):
                is_code = any(
                    name.upper().endswith(number) and name[: -len(number)].rstrip("0").isalpha()
                    for number in (str(code), f"{code:X}")
                )
                if not is_code and name != ".notdef":
                    yield code
            code += 1


class _Table(CMapParser):
    """A font's table of characters; the tables that it is based on name none, and are not loaded."""

    def do_keyword(self, pos: int, token: Any) -> None:
        if token is not self.KEYWORD_USECMAP:
            super().do_keyword(pos, token)


class _Characters(FileUnicodeMap):
    """The characters that a font's table gives to codes, counted."""

    def __init__(self, resources: Resources) -> None:
        super().__init__()
        self._resources = resources

    def add_cid2unichr(self, cid: int, code: Any) -> None:
        # thousands of codes may share one text of thousands of characters
        self._resources.spend("codes", max(1, len(code) // 4 if isinstance(code, bytes) else 1))
        super().add_cid2unichr(cid, code)


class _Glyphs(dict[int, int]):
    """The glyphs of characters, counted each time that one is given."""

    def __init__(self, resources: Resources) -> None:
        super().__init__()
        self._resources = resources

    def __setitem__(self, character: int, glyph: int) -> None:
        self._resources.spend("codes", 1)
        super().__setitem__(character, glyph)


class _Program(TrueTypeFont):
    """A font's own table of characters; a group of twelve bytes in it may give four thousand million."""

    def __init__(self, resources: Resources, program: bytes) -> None:
        super().__init__("", BytesIO(program))
        self._resources = resources

    def _counted(
        self, parse: Callable[[Any, Any], None], fp: Any, char2gid: dict[int, int]
    ) -> None:
        self._resources.spend("codes", _SMALLEST_FONT)
        glyphs = _Glyphs(self._resources)
        parse(fp, glyphs)
        char2gid.update(glyphs)

    def parse_cmap_format_0(self, fp: Any, char2gid: dict[int, int]) -> None:
        self._counted(super().parse_cmap_format_0, fp, char2gid)

    def parse_cmap_format_2(self, fp: Any, char2gid: dict[int, int]) -> None:
        self._counted(super().parse_cmap_format_2, fp, char2gid)

    def parse_cmap_format_4(self, fp: Any, char2gid: dict[int, int]) -> None:
        self._counted(super().parse_cmap_format_4, fp, char2gid)

    def parse_cmap_format_6(self, fp: Any, char2gid: dict[int, int]) -> None:
        self._counted(super().parse_cmap_format_6, fp, char2gid)

    def parse_cmap_format_10(self, fp: Any, char2gid: dict[int, int]) -> None:
        self._counted(super().parse_cmap_format_10, fp, char2gid)

    def parse_cmap_format_12(self, fp: Any, char2gid: dict[int, int]) -> None:
        self._counted(super().parse_cmap_format_12, fp, char2gid)
