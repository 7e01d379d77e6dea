"""Paragraphs and tables of a PDF with text in it, as Word, WPS, LibreOffice and browsers export them.

A PDF holds characters and lines at places on paper; in and out here are points, y from the top. A table
is what lines enclose. Lines of text become paragraphs again by their indents and by how full they are.
"""

import logging
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from converter.errors import Refusal, UnusableFile
from converter.files.faults import NO_MEMORY, withheld
from converter.files.kinds import InputFile
from converter.files.package import DAMAGED, unreadable_as
from converter.reading.blocks import (
    MOST_CELLS,
    PADDING,
    Block,
    PictureBlock,
    TableBlock,
    TableCell,
    TextBlock,
)
from converter.reading.page_furniture import PAGE_NUMBER
from converter.reading.pdf.pdf_bytes import require_bounded
from converter.reading.pdf.pdf_characters import is_turned, plain, printed_once, without_watermarks
from converter.reading.pdf.pdf_columns import LineNumbers, base, is_in_columns, rows_of
from converter.reading.pdf.pdf_page_breaks import cut_cells_joined, is_rest
from converter.reading.pdf.pdf_tables import (
    FULL_PAGE,
    SAME_PLACE,
    Box,
    Spend,
    by_place,
    drawn_tables,
)
from converter.reading.room import TOO_MUCH_DRAWN, Room
from converter.reading.sections.heading_numbers import without_blanks
from converter.reading.sections.known_headings import heading_section

if TYPE_CHECKING:
    from converter.reading.pdf.pdf_bounds import Resources
    from converter.reading.pdf.pdf_shown import Shown

_MOST_PAGES: Final = 60
"""Pages of a file; a long report has 15."""

_NOT_INSTALLED: Final = (
    "这是 PDF，读 PDF 要装 pdfplumber（pip install 'nianbao[pdf]'）；没有装的，请对方发 Word 报告。"
)
_SCAN: Final = "这是扫描件或图片做成的 PDF，里面没有能读的文字。请用填报表（.xlsx），或 Word 报告。"
_EMPTY: Final = "这份 PDF 里没有能读的文字。请用填报表（.xlsx），或 Word 报告。"
_PASSWORD: Final = "这份 PDF 加了打开密码。请去掉密码，或请对方发 Word 报告。"  # noqa: S105 (a sentence)
_LOCKED: Final = "这份 PDF 加了密，没有许可打不开。请对方去掉加密再发，或发 Word 报告。"
_COLUMNS: Final = "这份 PDF 排成两栏，读不准先后。请换成一栏的，或请对方发 Word 报告。"
_UNKNOWN: Final = (
    "这份 PDF 没有说明印的是哪些字，复制出来是乱码，读不出来。请用填报表（.xlsx），或 Word 报告。"
)
_TOO_LONG: Final = "这份 PDF 超过 {} 页，不像一个单位的年度报告，不读取。请只留年度报告这几页。"

_LOWEST_ROW: Final = 6.0
"""Points; between edges that are nearer there is no row of text, but the width of a border."""
_PADDING: Final = 11.0
"""Points between the text of a cell and its edges, left and right together, as Word has them."""
_WORD_GAP: Final = 1.2
"""Of a character's size: from which gap on there is a blank; justified lines are stretched by less."""
_LATIN_GAP: Final = 0.2
"""The same between two letters or digits: figures of two cells never become one."""
_WIDEST_TRACKING: Final = 0.4
"""The same between all characters of a line that are set apart from one another alike."""
_NEVER_PARTED: Final = tuple(".,:;)")
"""Marks that no program parts from a letter behind them (UAX 14: IS, CP)."""
_IN_ADDRESS: Final = "".join(map(chr, range(ord("!"), ord("~") + 1)))
"""The characters of addresses: ASCII without blanks."""
_MARKS_OF_ADDRESS: Final = ("://", "www.", "@")
_LONGEST_ADDRESS: Final = 200
_ROOM_AT_END: Final = 0.6
"""Of a character's size: what may be left at the end of a full line beside its next word."""
_INDENT: Final = 1.0
"""Of a character's size: from which distance to the left margin on a line is indented."""
_FARTHER: Final = 1.4
"""Of the usual distance of two lines: from which distance on a paragraph begins."""
_LONG_LINE: Final = 0.4
"""Of the width of a page: what a full line of text takes at least."""
_FEWEST_FULL: Final = 3
"""Lines that end alike and so show where the margin is."""
_MARGIN: Final = 100.0
"""Points from the upper and the lower edge of a page: where headers and page numbers stand."""
_FEWEST_ON_PICTURE: Final = 50
"""Characters of a page that has a picture behind its text; a scanned one may bear a number, or who scanned it."""
_MOST_UNKNOWN: Final = 0.1
"""Share of the characters of a file of which a font may not say what they are: ornaments, blanks."""
_SMALLEST_PICTURE: Final = 0.02
"""Of the area of a page: smaller pictures are ornaments."""
_CLOSING: Final = "，。、；：？！）》〉」』”’】〕,.;:?!)]%"
_SUB_NUMBER: Final = re.compile("[（(][一二三四五六七八九十]{1,2}[）)]")
_MAIN_NUMBER: Final = re.compile(r"第?[一二三四五六]\s*(?:、|部分)")


@dataclass(frozen=True)
class _Line:
    """One line of text on a page, outside of tables or in a cell."""

    text: str
    left: float
    right: float
    top: float
    base: float
    """Where its characters stand."""
    size: float
    first_word: float = 0.0
    """The width of what cannot be parted from its first character."""


@dataclass(frozen=True)
class _Frame(Box):
    """A cell of a table: its edges and its lines."""

    lines: tuple[_Line, ...] = ()


@dataclass(frozen=True)
class _Table:
    top: float
    frames: tuple[_Frame, ...]
    page: int

    @property
    def has_text(self) -> bool:
        return any(frame.lines for frame in self.frames)

    @property
    def left(self) -> float:
        return min(frame.left for frame in self.frames)

    @property
    def right(self) -> float:
        return max(frame.right for frame in self.frames)

    @property
    def bottom(self) -> float:
        return max(frame.bottom for frame in self.frames)


@dataclass(frozen=True)
class _Picture:
    top: float


@dataclass
class _Page:
    """What a page shows, in the order from top to bottom."""

    number: int
    height: float
    width: float
    items: list["_Line | _Table | _Picture"] = field(default_factory=list)
    is_picture: bool = False
    """Whether one picture covers it, and hardly any text stands in front."""
    characters: int = 0
    unknown: int = 0
    """How many of them are of fonts that do not say which they are."""

    @property
    def lines(self) -> list[_Line]:
        return [item for item in self.items if isinstance(item, _Line)]


def read_pdf_blocks(file: InputFile) -> list[Block]:
    """Return the paragraphs and tables of a PDF, in order, without headers and page numbers.

    Raises UnusableFile where it cannot be read: pdfplumber is not installed, it is a scan, it has a
    password, is damaged, or larger than a report.
    """
    name = file.path.name
    try:
        import pdfplumber  # noqa: F401 (it brings pdfminer)
        from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
        from pdfminer.pdfparser import PDFParser
    except ModuleNotFoundError as fault:
        if fault.name != "pdfplumber":
            raise
        raise UnusableFile(f"{name}：{_NOT_INSTALLED}", Refusal.OTHER_FORMAT) from None
    except (OSError, MemoryError) as fault:  # the file has no part in it yet
        said = withheld(fault) if isinstance(fault, OSError) else NO_MEMORY
        raise UnusableFile(f"{name}：{said}", Refusal.UNREACHABLE) from None

    from converter.reading.pdf.pdf_bounds import Resources
    from converter.reading.pdf.pdf_streams import CountedFile, bounded

    # what the library has to say of a file's fonts is for nobody here
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    with unreadable_as(name, DAMAGED):
        require_bounded(file.data)
        try:
            resources = Resources()
            with bounded(resources):
                pages = _pages(PDFDocument(PDFParser(CountedFile(file.data))), resources)
        except PDFPasswordIncorrect:
            raise UnusableFile(_PASSWORD, Refusal.PASSWORD) from None
        except PDFEncryptionError:  # for whom one has chosen, or by means of one program
            raise UnusableFile(_LOCKED, Refusal.PASSWORD) from None
        _require_text(pages)
        _drop_margins(pages)
        return list(_blocks(pages))


def _pages(document: Any, resources: "Resources") -> list[_Page]:
    from converter.reading.pdf.pdf_layers import layers_off
    from converter.reading.pdf.pdf_shown import pages_of, pages_shown

    resources.layers_off = layers_off(document.catalog)
    found = [*islice(pages_of(document), _MOST_PAGES + 1)]
    if len(found) > _MOST_PAGES:
        raise UnusableFile(_TOO_LONG.format(_MOST_PAGES), Refusal.TOO_LARGE)
    room, line_numbers = Room(), LineNumbers()
    shown = [one for page in found for one in pages_shown(page, resources)]
    chars = without_watermarks([one.things["char"] for one in shown])
    return [
        _page(number, replace(one, things=one.things | {"char": of}), room, resources, line_numbers)
        for number, (one, of) in enumerate(zip(shown, chars, strict=True))
    ]


def _page(
    number: int, shown: "Shown", room: Room, resources: "Resources", line_numbers: LineNumbers
) -> _Page:
    things = shown.things
    found = _Page(number, shown.height, shown.width)
    loose = [
        {**char, "text": plain(char["text"])}
        for char in printed_once(things["char"])
        if char["upright"]
        and not is_turned(char)
        and 0 <= char["x0"] <= shown.width
        and 0 <= char["top"] <= shown.height
    ]
    found.characters = sum(not char["text"].isspace() for char in things["char"])
    found.unknown = sum(_is_unknown(char["text"]) for char in things["char"])
    is_bare = found.characters < _FEWEST_ON_PICTURE
    tables, loose = _filled(
        [*drawn_tables(things, resources.spend)], loose, number, resources.spend
    )
    found.items += (
        table
        for table in tables
        if table.right > 0
        and table.left < shown.width
        and table.bottom > 0
        and table.top < shown.height
    )
    left = min((one.left for one in _tables(found)), default=shown.width)
    loose = line_numbers.taken_out(loose, left)
    rows = rows_of(loose)
    if is_in_columns(rows, shown.width):
        raise UnusableFile(_COLUMNS, Refusal.OTHER_FORMAT)
    found.items += _lines(rows)
    area = shown.width * shown.height
    lines = found.lines
    for image in things["image"]:
        share = abs(image["width"] * image["height"]) / area
        if share >= FULL_PAGE:
            found.is_picture = is_bare
            found.items += [_Picture(0)] * is_bare
        elif share >= _SMALLEST_PICTURE:
            resources.spend("covered", 1 + len(lines))
            if not any(_is_beside(image, one) for one in lines):
                found.items.append(_Picture(image["top"]))
    found.items.sort(key=lambda item: item.top)
    found.items = [*_with_overflow(found.items)]
    in_cells = (line for one in _tables(found) for frame in one.frames for line in frame.lines)
    for line in (*found.lines, *in_cells):
        room.take(line.text)
    return found


def _is_unknown(text: str) -> bool:
    """Tell whether a font does not say which character it is that one sees."""
    return text.startswith("(cid:") or (
        unicodedata.category(text[:1] or " ") == "Cc" and not text.isspace()
    )


def _is_beside(image: Any, line: _Line) -> bool:
    """Tell whether a line of text stands in front of a picture, or it lies upon the line, as a seal does."""
    return bool(
        image["top"] < line.base < image["bottom"]
        and line.left < image["x1"]
        and image["x0"] < line.right
    )


def _with_overflow(items: Iterable["_Line | _Table | _Picture"]) -> Iterator[Any]:
    """Yield what a page shows; a line that a page break left below the last cell of a column is the cell's."""
    table: _Table | None = None
    last: dict[int, _Frame] = {}
    bottom = 0.0
    for item in items:
        if table is not None:
            if isinstance(item, _Line) and item.top - bottom <= SAME_PLACE:
                above = next(
                    (
                        at
                        for at, one in last.items()
                        if one.left <= item.left and item.right <= one.right
                    ),
                    None,
                )
                if above is not None and item.size * 2 > bottom - last[above].lines[-1].base:
                    last[above] = replace(last[above], lines=(*last[above].lines, item))
                    continue
            frames = (last.get(at, frame) for at, frame in enumerate(table.frames))
            yield replace(table, frames=tuple(frames))
        table = item if isinstance(item, _Table) else None
        if table is None:
            yield item
            continue
        bottom = table.bottom
        last = {
            at: frame
            for at, frame in enumerate(table.frames)
            if abs(frame.bottom - bottom) <= SAME_PLACE and frame.lines
        }
    if table is not None:
        frames = (last.get(at, frame) for at, frame in enumerate(table.frames))
        yield replace(table, frames=tuple(frames))


def _filled(
    tables: Sequence[Sequence[Box]], chars: list[Any], page: int, spend: Spend
) -> tuple[list[_Table], list[Any]]:
    """Return tables with the characters in their cells, and the characters outside of them."""
    boxes = [box for table in tables for box in table]
    inside: dict[int, list[Any]] = {}
    outside: list[Any] = []
    near = by_place(boxes, spend)
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        at = next((at for at in near(x, y) if boxes[at].holds(x, y)), None)
        (outside if at is None else inside.setdefault(at, [])).append(char)
    frames = (
        _Frame(box.left, box.top, box.right, box.bottom, tuple(_lines(rows_of(inside.get(at, ())))))
        for at, box in enumerate(boxes)
    )
    filled = [
        _Table(min(box.top for box in table), tuple(islice(frames, len(table))), page)
        for table in tables
    ]
    return filled, outside


# ---------------------------------------------------------------- lines


def _lines(rows: Iterable[Sequence[Any]]) -> Iterator[_Line]:
    """Yield the lines of rows of characters, from top to bottom."""
    for row in rows:
        if line := _line(row):
            yield line


def _line(row: Sequence[Any]) -> _Line | None:
    printed = [char for char in row if char["text"].strip()]
    if not printed:
        return None
    first, last = row.index(printed[0]), row.index(printed[-1])
    text = ""
    before = None
    tracking = _tracking(row[first : last + 1])
    for char in row[first : last + 1]:
        if before is not None and char["text"].strip() and not text.endswith(" "):
            gap = char["x0"] - before["x1"]
            are_latin = (text[-1:] + char["text"]).isascii()
            if gap > (_LATIN_GAP + tracking if are_latin else _WORD_GAP) * char["size"]:
                text += " "
        text += char["text"]
        before = char
    word = _first_word(printed)
    return _Line(
        text,
        left=printed[0]["x0"],
        right=printed[-1]["x1"],
        top=min(char["top"] for char in printed),
        base=base(printed[0]),
        size=median(char["size"] for char in printed),
        first_word=word[-1]["x1"] - word[0]["x0"],
    )


def _tracking(row: Sequence[Any]) -> float:
    """Return by how much of their size all characters of a line are set apart, as letter-spaced ones are."""
    gaps = (
        (after["x0"] - before["x1"]) / after["size"]
        for before, after in pairwise(row)
        if before["text"].strip() and after["text"].strip() and after["size"]
    )
    return min(max(0.0, min(gaps, default=0.0)), _WIDEST_TRACKING)


def _first_word(chars: Sequence[Any]) -> Sequence[Any]:
    """Return the characters at the beginning of a line that no program parts."""
    end = 1
    while end < len(chars) and (
        (chars[end - 1]["text"] + chars[end]["text"]).isascii() or chars[end]["text"] in _CLOSING
    ):
        end += 1
    return chars[:end]


def _drop_margins(pages: Sequence[_Page]) -> None:
    """Take page numbers out, and what stands at the top or the bottom of several pages alike."""
    in_margin = {
        id(line): (round(line.base / SAME_PLACE), re.sub(r"\d+", "", line.text))
        for page in pages
        for line in page.lines
        if not _MARGIN <= line.base <= page.height - _MARGIN
    }
    times = Counter(in_margin.values())
    for page in pages:
        last = page.items[-1:]
        page.items = [
            item
            for item in page.items
            if not isinstance(item, _Line)
            or id(item) not in in_margin
            or not (
                times[in_margin[id(item)]] > 1
                or (
                    PAGE_NUMBER.fullmatch(without_blanks(item.text))
                    and item in (*last, page.items[0])
                )
            )
        ]


def _require_text(pages: Sequence[_Page]) -> None:
    """Raise UnusableFile where there is no text, or only that which a scanner saw in its pictures."""
    pictures = sum(page.is_picture for page in pages)
    if not any(page.items for page in pages) or pictures * 2 > len(pages):
        raise UnusableFile(_SCAN if pictures else _EMPTY, Refusal.OTHER_FORMAT)
    if sum(page.unknown for page in pages) > _MOST_UNKNOWN * sum(page.characters for page in pages):
        raise UnusableFile(_UNKNOWN, Refusal.OTHER_FORMAT)
    items = [item for page in pages for item in page.items]
    if not any(
        isinstance(one, _Line) or (isinstance(one, _Table) and one.has_text) for one in items
    ):
        is_scan = any(isinstance(one, _Picture) for one in items)
        raise UnusableFile(_SCAN if is_scan else _EMPTY, Refusal.OTHER_FORMAT)


def _tables(page: _Page) -> list[_Table]:
    return [item for item in page.items if isinstance(item, _Table)]


# ---------------------------------------------------------------- blocks


def _blocks(pages: Sequence[_Page]) -> Iterator[Block]:
    """Yield the paragraphs and tables of all pages."""
    margins = _Margins(pages)
    lines: list[_Line] = []
    pieces: list[_Table] = []
    for item in (item for page in pages for item in page.items):
        if lines and not (isinstance(item, _Line) and margins.goes_on(lines, item)):
            yield _paragraph(lines)
            lines = []
        if pieces and not (isinstance(item, _Table) and _go_on(pieces[-1], item)):
            yield _table_block(pieces)
            pieces = []
        if isinstance(item, _Line):
            lines.append(item)
        elif isinstance(item, _Table):
            pieces.append(item)
        else:
            yield PictureBlock("")
    if lines:
        yield _paragraph(lines)
    if pieces:
        yield _table_block(pieces)


class _Margins:
    """The margins of the text on each page, and the usual distance of its lines."""

    def __init__(self, pages: Sequence[_Page]) -> None:
        self._of: dict[int, tuple[float, float]] = {}
        for page in pages:
            edges = [
                (item.left, item.right) for item in page.items if not isinstance(item, _Picture)
            ]
            if edges:
                self._of[page.number] = (
                    min(left for left, _ in edges),
                    max(right for _, right in edges),
                )
        widths = {page.number: round(page.width) for page in pages}
        widest_of: dict[int, tuple[float, float]] = {}
        for number, (left, right) in self._of.items():
            before = widest_of.setdefault(widths[number], (left, right))
            if right - left > before[1] - before[0]:
                widest_of[widths[number]] = left, right
        for number, (left, right) in self._of.items():
            widest = widest_of[widths[number]]
            if right - left < (widest[1] - widest[0]) - SAME_PLACE:
                self._of[number] = min(left, widest[0]), max(right, widest[1])
        for width in {*widths.values()}:
            lines = [line for page in pages if widths[page.number] == width for line in page.lines]
            if of_text := _margins_of(lines, width):
                # tables may be wider than the text
                self._of |= dict.fromkeys(
                    (one for one in self._of if widths[one] == width), of_text
                )
        self._page_of = {id(line): page.number for page in pages for line in page.lines}
        steps = [
            (below.base - above.base) / above.size
            for page in pages
            for above, below in zip(page.lines, page.lines[1:], strict=False)
            if abs(above.size - below.size) < 1
        ]
        self._step = median(steps) if steps else _FARTHER

    def goes_on(self, paragraph: Sequence[_Line], line: _Line) -> bool:
        """Tell whether a line belongs to the paragraph of the lines above it."""
        above = paragraph[-1]
        page, above_page = self._page_of[id(line)], self._page_of[id(above)]
        if abs(above.size - line.size) >= 1:
            return False
        left, _ = self._of[page]
        before, right = self._of[above_page]
        if paragraph[0].left > (before + right) / 2:
            return False  # a sign-off
        if line.left > left + _INDENT * line.size:
            return False
        if above.right + line.first_word + _ROOM_AT_END * above.size < right:
            return False
        if above_page == page and line.base - above.base > _FARTHER * self._step * line.size:
            return False
        begins = (above.text.endswith("。") and _SUB_NUMBER.match(line.text)) or (
            _MAIN_NUMBER.match(line.text) and heading_section(TextBlock(line.text))
        )
        return not begins


def _margins_of(lines: Iterable[_Line], width: float) -> tuple[float, float] | None:
    """Return the margins of text on pages of some width, where several lines reach from one to the other."""
    long = [one for one in lines if one.right - one.left >= _LONG_LINE * width]
    long.sort(key=lambda line: -line.right)
    # a mark may hang out of a line
    for one, alike in zip(long, long[_FEWEST_FULL - 1 :], strict=False):
        if alike.right >= one.right - one.size:
            full = [line for line in long if line.right >= one.right - one.size]
            return min(line.left for line in full), one.right
    return None


def _paragraph(lines: Sequence[_Line]) -> TextBlock:
    return TextBlock(_joined(lines, lambda *_: True))


def _joined(lines: Sequence[_Line], is_full: Callable[[_Line, _Line], bool]) -> str:
    """Return lines as one text; `is_full` tells whether a line goes on in the next one."""
    text = ""
    for at, line in enumerate(lines):
        if at and not is_full(lines[at - 1], line):
            text += "\n"
        elif at and _were_apart(text, line.text):
            text += " "
        text += line.text
    return text


def _were_apart(above: str, below: str) -> bool:
    """Tell whether a blank stood where a line ends: programs part words there, but long addresses anywhere."""
    end = above[-_LONGEST_ADDRESS:]
    cut = end[len(end.rstrip(_IN_ADDRESS)) :]
    if any(mark in cut for mark in _MARKS_OF_ADDRESS):
        return False
    if above[-1:] in _NEVER_PARTED:
        return below[:1].isascii() and below[:1].isalpha()
    return above[-1:].isascii() and above[-1:].isalpha() and below[:1].isascii()


# ---------------------------------------------------------------- tables


def _go_on(above: _Table, below: _Table) -> bool:
    """Tell whether two tables, nothing between them, are one that a page has parted."""
    return (
        below.page == above.page + 1
        and abs(above.left - below.left) <= SAME_PLACE
        and abs(above.right - below.right) <= SAME_PLACE
    )


def _table_block(pieces: Sequence[_Table]) -> TableBlock:
    """Return the pieces of a table as one; a header that is printed on each page stands once."""
    columns = _edges(
        x for piece in pieces for frame in piece.frames for x in (frame.left, frame.right)
    )
    rows: list[tuple[TableCell, ...]] = []
    for piece in pieces:
        new = _matrix(piece, columns)
        if piece is not pieces[-1] and is_rest(new[-1], new[-2:-1]):
            new.pop()
        if piece is not pieces[0] and is_rest(new[0], new[1:2]):
            new.pop(0)
        repeated = 0
        while repeated < min(len(new), len(rows)) and _texts(new[repeated]) == _texts(
            rows[repeated]
        ):
            repeated += 1
        new = new[repeated:]
        if (len(rows) + len(new)) * len(columns) > MOST_CELLS:
            raise UnusableFile(TOO_MUCH_DRAWN, Refusal.TOO_LARGE)
        if rows and new:
            new = cut_cells_joined(rows, new)
        rows += new
    return TableBlock(tuple(rows))


def _texts(row: Sequence[TableCell]) -> list[str]:
    """Return what cells say, wherever the lines in them end."""
    return [without_blanks(cell.text) for cell in row]


def _edges(places: Iterable[float], least: float = SAME_PLACE) -> list[float]:
    """Return the places of edges in order, those that are one as one; `least` points are between two."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > least:
            found.append(place)
    return found


def _matrix(table: _Table, columns: Sequence[float]) -> list[tuple[TableCell, ...]]:
    places = (y for frame in table.frames for y in (frame.top, frame.bottom))
    lines = _edges(places, _LOWEST_ROW)
    height, width = len(lines) - 1, len(columns) - 1
    if height * width > MOST_CELLS:
        raise UnusableFile(TOO_MUCH_DRAWN, Refusal.TOO_LARGE)
    rows = [[PADDING] * width for _ in range(height)]
    for frame in table.frames:
        cell = TableCell(_cell_text(frame))
        for y in range(_at(lines, frame.top), _at(lines, frame.bottom)):
            for x in range(_at(columns, frame.left), _at(columns, frame.right)):
                rows[y][x] = cell
    return [
        tuple(row) for at, row in enumerate(rows) if not at or not _says_nothing(row, rows[at - 1])
    ]


def _says_nothing(row: Sequence[TableCell], above: Sequence[TableCell]) -> bool:
    """Tell whether a row holds nothing but cells of the row above it: two edges stand beside one another."""
    said = {cell for cell in row if cell.text}
    return bool(said) and said <= set(above)


def _at(edges: Sequence[float], place: float) -> int:
    after = bisect_left(edges, place)
    near = (at for at in (after - 1, after) if 0 <= at < len(edges))
    return min(near, key=lambda at: abs(edges[at] - place))


def _cell_text(frame: _Frame) -> str:
    """Return what a cell says; a line that fills it goes on in the next one."""
    inside = frame.right - frame.left - _PADDING

    def is_full(line: _Line, below: _Line) -> bool:
        return line.right - line.left + below.first_word > inside

    return _joined(frame.lines, is_full)
