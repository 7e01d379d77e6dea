"""What drawing a PDF may cost: pdfminer, which pdfplumber reads with, bounds nothing, so it is counted as it goes.

A form may draw a form ten times that draws another ten times; a font of three numbers may have four thousand
million widths.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, Final

from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1, stream_value
from pdfminer.utils import MATRIX_IDENTITY
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

from converter.errors import Refusal, UnusableFile
from converter.reading.room import TOO_BUSY

_MOST_CONTENT: Final = 4 * 2**20
"""Bytes that draw all pages, those of a form as often as it is drawn; a full table takes 100 KB."""
_SMALLEST_FORM: Final = 2**10
"""Bytes that a form counts as at least."""
_MOST_CHARACTERS: Final = 120_000
"""Bytes of the texts that are drawn, of which a Chinese character takes two."""
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

    def add_cid2unichr(self, _cid: int, _code: object) -> None:
        self._resources.spend("codes", 1)


class _Interpreter(PDFPageInterpreter):
    """Draws the contents of a page and of the forms in it."""

    rsrcmgr: Resources

    def render_contents(
        self, resources: Any, streams: Sequence[object], ctm: Any = MATRIX_IDENTITY
    ) -> None:
        for stream in streams:
            size = len(stream_value(stream).get_data())
            self.rsrcmgr.spend("content", max(size, _SMALLEST_FORM))
        super().render_contents(resources, streams, ctm)

    def do_TJ(self, seq: Any) -> None:  # noqa: N802 (the name of the operator)
        texts = (one for one in seq if isinstance(one, bytes)) if isinstance(seq, list) else ()
        self.rsrcmgr.spend("characters", sum(map(len, texts)))
        super().do_TJ(seq)


class _Device(PDFPageAggregatorWithMarkedContent):
    """Takes what is drawn."""

    rsrcmgr: Resources

    def paint_path(self, *state: Any) -> None:
        *_, path = state
        self.rsrcmgr.spend("paths", 1 + len(path) // _PARTS_OF_PATH)
        super().paint_path(*state)


def lay_out(page: Any, resources: Resources) -> None:
    """Have pdfplumber's page drawn within what is left; raises UnusableFile where that is not enough."""
    device = _Device(resources, pageno=page.page_number, laparams=None)
    _Interpreter(resources, device).process_page(page.page_obj)
    # pdfplumber draws it itself where this is not there
    page._layout = device.get_result()  # noqa: SLF001
