"""What a page of a PDF shows, and what drawing it may cost: pdfminer bounds nothing, so it is counted as it goes.

A form may draw a form ten times that draws another ten times; a font of three numbers may have four thousand
million widths. Of what is drawn is kept what tables and lines are made of: pdfplumber's own objects, with
colours, paths and fonts, take five times as long.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from typing import Any, Final

from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTLine, LTRect
from pdfminer.pdffont import TrueTypeFont
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1, stream_value
from pdfminer.utils import MATRIX_IDENTITY

from converter.errors import Refusal, UnusableFile
from converter.reading.pdf.pdf_streams import unpacked
from converter.reading.room import TOO_BUSY

_MOST_CONTENT: Final = 4 * 2**20
"""Bytes that draw all pages, those of a form as often as it is drawn; a full table takes 100 KB."""
_SMALLEST_FORM: Final = 2**10
"""Bytes that a form counts as at least."""
_MOST_WORDS: Final = 240_000
"""Numbers, texts and commands of what draws; a character of LibreOffice takes eight, with its share of the tables."""
_WORD: Final = re.compile(rb"\([^()\\]*|\\.|[^\s()<>\[\]{}/%\\]+|[<\[{/%]", re.DOTALL)
_COPIED_AT_ONCE: Final = 2**14
"""Bytes that are copied in the time of a word."""
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
_MOST_CROSSINGS: Final = 300_000
"""Comparisons of the edges of tables; a page with a full table takes 4,000."""
_PARTS_OF_PATH: Final = 4
_MOST_PATHS: Final = 15_000
"""Lines and areas that are drawn; a full table has 1,500."""


class Resources(PDFResourceManager):
    """The fonts of a file, and what may still be spent on it."""

    def __init__(self) -> None:
        super().__init__()
        self._left = {
            "content": _MOST_CONTENT,
            "words": _MOST_WORDS,
            "characters": _MOST_CHARACTERS,
            "codes": _MOST_CODES,
            "unpacked": _MOST_UNPACKED,
            "slow bytes": _MOST_SLOW_BYTES,
            "steps": _MOST_STEPS,
            "crossings": _MOST_CROSSINGS,
            "paths": _MOST_PATHS,
        }

    def spend(self, what: str, amount: int) -> None:
        """Count before it is done; raises UnusableFile where it is more than is left."""
        self._left[what] -= amount
        if self._left[what] < 0:
            raise UnusableFile(TOO_BUSY, Refusal.TOO_LARGE)

    def left(self, what: str) -> int:
        """Return how much may still be spent."""
        return self._left[what]

    def get_font(self, objid: object, spec: Mapping[str, Any]) -> Any:
        """Return a font, whose codes are counted when it is made.

        Which character a code is, is read here: the library does it without end, and unpacks whole fonts for nothing.
        """
        if objid and objid in self._cached_fonts:
            return self._cached_fonts[objid]
        self.spend("codes", _SMALLEST_FONT)
        if "DescendantFonts" in spec:
            return super().get_font(objid, spec)
        encoding = resolve1(spec.get("Encoding"))
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
        table = resolve1(spec.get("ToUnicode"))
        if isinstance(table, PDFStream):
            font: Any = super().get_font(objid, {**spec, "ToUnicode": PDFStream({}, b"")})
            font.unicode_map = _Characters(self)
            CMapParser(font.unicode_map, BytesIO(unpacked(table, self))).run()
            return font
        font = super().get_font(objid, spec)
        if isinstance(program, PDFStream) and table is None:
            coding = getattr(font, "cidcoding", "")
            if coding in _CODED_BY_GLYPH:
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


class _Interpreter(PDFPageInterpreter):
    """Draws the contents of a page and of the forms in it."""

    rsrcmgr: Resources

    def render_contents(
        self, resources: Any, streams: Sequence[object], ctm: Any = MATRIX_IDENTITY
    ) -> None:
        drawings = [stream_value(stream).get_data() for stream in streams]
        for drawing in drawings:
            self.rsrcmgr.spend("content", max(len(drawing), _SMALLEST_FORM))
            self.rsrcmgr.spend("words", sum(1 for _ in _WORD.finditer(drawing)))
        if any(b"BI" in drawing for drawing in drawings):
            # the end of a picture within is looked for at each E, and all before it copied
            ends = sum(drawing.count(b"E") for drawing in drawings)
            size = sum(map(len, drawings))
            self.rsrcmgr.spend("words", ends * (1 + size // _COPIED_AT_ONCE))
        super().render_contents(resources, streams, ctm)


class _Device(PDFPageAggregator):
    """Takes what is drawn."""

    rsrcmgr: Resources

    def render_char(self, *state: Any) -> float:
        self.rsrcmgr.spend("characters", 1)
        return super().render_char(*state)

    def paint_path(self, *state: Any) -> None:
        *_, path = state
        self.rsrcmgr.spend("paths", 1 + len(path) // _PARTS_OF_PATH)
        super().paint_path(*state)


_KINDS: Final = {LTChar: "char", LTLine: "line", LTRect: "rect", LTCurve: "curve", LTImage: "image"}


def objects_of(page: Any, resources: Resources) -> dict[str, list[dict[str, Any]]]:
    """Return what pdfplumber's page shows, by kind, drawn within what is left.

    Raises UnusableFile where that is not enough.
    """
    device = _Device(resources, pageno=page.page_number, laparams=None)
    _Interpreter(resources, device).process_page(page.page_obj)
    found: dict[str, list[dict[str, Any]]] = {kind: [] for kind in _KINDS.values()}
    left, top = page.mediabox[:2]
    bottom = page.height + top
    for thing in _parts(device.get_result()):
        kind = _KINDS.get(type(thing))
        if kind is None:
            continue
        one = {
            "object_type": kind,
            "x0": thing.x0 + left,
            "x1": thing.x1 + left,
            "y0": thing.y0,
            "y1": thing.y1,
            "top": bottom - thing.y1,
            "bottom": bottom - thing.y0,
            "doctop": bottom - thing.y1,
            "width": thing.width,
            "height": thing.height,
        }
        if kind == "char":
            one |= {
                "text": thing.get_text(),
                "upright": thing.upright,
                "matrix": thing.matrix,
                "size": thing.size,
            }
        elif kind != "image":
            one |= {
                "stroke": thing.stroke,
                "pts": [(x + left, bottom - y) for x, y in thing.pts],
            }
        found[kind].append(one)
    return found


def _parts(layout: Any) -> Iterator[Any]:
    """Yield what is drawn on a page and, however deep, in its forms, in its order."""
    within = [iter(layout)]
    while within:
        for thing in within[-1]:
            if isinstance(thing, LTContainer):
                within.append(iter(thing))
                break
            yield thing
        else:
            within.pop()
