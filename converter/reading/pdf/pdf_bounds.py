"""What a page of a PDF shows, and what drawing it may cost: pdfminer bounds nothing, so it is counted as it goes.

A form may draw a form ten times that draws another ten times; a font of three numbers may have four thousand
million widths. Of what is drawn is kept what tables and lines are made of: pdfplumber's own objects, with
colours, paths and fonts, take five times as long.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, Final

from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTLine, LTRect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1, stream_value
from pdfminer.utils import MATRIX_IDENTITY

from converter.errors import Refusal, UnusableFile
from converter.reading.room import TOO_BUSY

_MOST_CONTENT: Final = 4 * 2**20
"""Bytes that draw all pages, those of a form as often as it is drawn; a full table takes 100 KB."""
_SMALLEST_FORM: Final = 2**10
"""Bytes that a form counts as at least."""
_MOST_WORDS: Final = 240_000
"""Numbers, texts and commands of what draws; a character of LibreOffice takes eight, with its share of the tables."""
_WORD: Final = re.compile(rb"\([^()\\]*|\\.|[^\s()<>\[\]{}/%\\]+|[<\[{/%]", re.DOTALL)
_MOST_CHARACTERS: Final = 40_000
"""Characters that are drawn, blanks among them; a township's report has 1,800."""
_MOST_CODES: Final = 300_000
"""Codes of all fonts that a width or a character is given for; a Chinese font has 30,000."""
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
            "crossings": _MOST_CROSSINGS,
            "paths": _MOST_PATHS,
        }

    def spend(self, what: str, amount: int) -> None:
        """Count before it is done; raises UnusableFile where it is more than is left."""
        self._left[what] -= amount
        if self._left[what] < 0:
            raise UnusableFile(TOO_BUSY, Refusal.TOO_LARGE)

    def get_font(self, objid: object, spec: Mapping[str, object]) -> Any:
        """Return a font, whose codes are counted when it is made."""
        if not objid or objid not in self._cached_fonts:
            self._count_widths(spec.get("W"), 3)
            self._count_widths(spec.get("W2"), 5)
            for name in ("ToUnicode", "Encoding"):
                stream = resolve1(spec.get(name))
                if isinstance(stream, PDFStream):
                    CMapParser(_Counter(self), BytesIO(stream.get_data())).run()
        return super().get_font(objid, spec)

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


class _Counter(FileUnicodeMap):
    """Counts the characters that a font's table gives to codes, and keeps none."""

    def __init__(self, resources: Resources) -> None:
        super().__init__()
        self._resources = resources

    def add_cid2unichr(self, _cid: int, code: object) -> None:
        # thousands of codes may share one text of thousands of characters
        self._resources.spend("codes", max(1, len(code) // 4 if isinstance(code, bytes) else 1))


class _Interpreter(PDFPageInterpreter):
    """Draws the contents of a page and of the forms in it."""

    rsrcmgr: Resources

    def render_contents(
        self, resources: Any, streams: Sequence[object], ctm: Any = MATRIX_IDENTITY
    ) -> None:
        for stream in streams:
            drawing = stream_value(stream).get_data()
            self.rsrcmgr.spend("content", max(len(drawing), _SMALLEST_FORM))
            self.rsrcmgr.spend("words", sum(1 for _ in _WORD.finditer(drawing)))
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
