"""One pass over the elements of a page: its paragraphs, pictures and tables, and what is left out of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from converter.form.half_width import without_unseen
from converter.form.numerals import chinese_numeral
from converter.reading.blocks import (
    MOST_CELLS,
    NOTE_MARK,
    PADDING,
    Block,
    PictureBlock,
    TableBlock,
    TableCell,
    TextBlock,
)
from converter.reading.pages.element_tables import is_raised, says_more_than_raised
from converter.reading.pages.page_source import texts_within
from converter.reading.pages.page_styles import (
    is_hidden,
    is_struck,
    is_unseen,
    style_of,
)
from converter.reading.room import Room
from converter.reading.sign_off import is_sign_off
from converter.reading.site_lines import states_something
from converter.reading.values import tidy_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_WIDEST_SPAN: Final = 63
_NEAR: Final = 20
"""Characters in front of a raised mark in which a letter is searched for."""
_LONG: Final = 10_000
"""Characters from which a text is counted before its blanks are tidied."""
_LONGEST_SPAN: Final = 200
"""Maximum columns and rows of one merged cell; table 3 has 26 rows."""

_SKIPPED: Final = frozenset(
    {
        *("head", "script", "style", "noscript", "template", "svg", "noframes"),
        *("iframe", "frame", "object", "embed"),
        *("math", "canvas", "audio", "video", "select", "button", "textarea", "input", "nav"),
        *("footer", "aside", "del", "s", "strike", "rt", "rp", "colgroup", "map"),
    }
)
_LINES: Final = frozenset(
    {
        *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd"),
        *("section", "article", "main", "header", "figure", "figcaption", "blockquote", "pre"),
        *("center", "address", "form", "fieldset", "hr", "body", "details", "summary", "tr"),
        *("thead", "tbody", "tfoot", "table", "td", "th", "caption", "html"),
    }
)
_SHOWN_AS_LINE: Final = re.compile(r"display:(?:block|flex|list-item|flow-root)")
_STRUCK: Final = frozenset({"del", "s", "strike"})
_NO_TEXT: Final = frozenset(
    {"head", "script", "style", "svg", "canvas", "audio", "video", "rt", "rp", "colgroup", "map"}
)
"""Elements whose text is no text of a page, or is told as a picture."""
_CONTROLS: Final = frozenset({"input", "select", "textarea", "button"})
_OF_A_LINE: Final = frozenset({"math", "mrow", "mstyle", "mn", "mtext", "mi", "mo", "semantics"})
"""Elements of a formula that is a line of text: no fraction, no exponent."""
_LONGEST_HIDDEN: Final = 500
_DRAWN: Final = frozenset({"svg", "canvas", "math"})
_ELSEWHERE: Final = frozenset({"iframe", "frame", "object", "embed"})
_BACKGROUND: Final = re.compile(r"background(?:-image)?:[^;]*url\(")
_PARTS_OF_TABLES: Final = {
    **dict.fromkeys(("display:table", "role:table", "role:grid"), "table"),
    **dict.fromkeys(("display:table-row", "role:row", "class:tr"), "row"),
    **dict.fromkeys(
        (
            *("display:table-cell", "role:cell", "role:gridcell", "role:columnheader"),
            *("role:rowheader", "class:td", "class:th"),
        ),
        "cell",
    ),
}
"""Styles, roles and classes by which other elements are tables, rows and cells."""
_FEWEST_CELLS: Final = 12
"""Minimum cells of such a table; smaller ones, and those with a cell of prose, only lay out a page."""
_LONGEST_CELL: Final = 120
_LARGEST_ICON: Final = 32
"""Pixels."""
_BOLD: Final = re.compile(r"font-weight:(?:bold|[6-9]00)|font-family:[^;]{0,4}(?:黑体|simhei)")
_CHINESE_BREAK: Final = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u3000-\u9fff\uff00-\uffef])"
)
_CHINESE_LIST: Final = re.compile(r"list-style(?:-type)?:[^;]{0,20}(?:cjk-|chinese|trad-|simp-)")
_MOST_NUMERALS: Final = 100
_NUMBERED_OR_FIGURE: Final = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]|[\d.,/%]+$")
"""An item of a list that has its number in its text, or is a figure."""


@dataclass
class _OpenTable:
    """A table whose end has not been reached."""

    element: "_Element"
    squares: dict[tuple[int, int], TableCell] = field(default_factory=dict)
    row: int = -1
    column: int = 0
    span: tuple[int, int] = (1, 1)
    """Rows and columns of the open cell."""
    in_cell: bool = False
    content: list[tuple["_Element", Block]] = field(default_factory=list)
    cells: int = 0
    outside: list[tuple["_Element", Block]] = field(default_factory=list)
    """The blocks placed before the open cell began."""
    cell: "_Element | None" = None
    """The open cell."""
    around: "_Element | None" = None
    """What holds its rows, where no element of their own does."""
    columns: int = 0
    """The columns into which a grid without rows places its cells."""
    says_more: bool | None = None
    """Whether the open cell has text that is neither raised nor lowered; None until that matters."""
    is_unsure: bool = False
    """Whether the open cell has digits of which a style sheet leaves open whether they are shown."""
    kept_from_readers: int = 0
    """Digits of the open cell that the page keeps from screen readers."""


class Walk:
    """One pass over a page, without recursion, so that deep nesting cannot exhaust the stack."""

    def __init__(self, unsure: "set[_Element]") -> None:
        self.unsure = unsure
        """Elements that a style sheet may hide."""
        self.doubtful: list[_Element] = []
        """Those of them that are open, and those that are kept from screen readers."""
        self.placed: list[tuple[_Element, Block]] = []
        self.hidden: list[tuple[_Element, str]] = []
        """Elements that are left out although they say something, and what they say."""
        self.tables: list[_OpenTable] = []
        self.items: dict[_Element, int] = {}
        """The number of the last item of each numbered list."""
        self.mark = ""
        """What a browser shows in front of the open item, as long as it has no text."""
        self.room = Room()
        self.line: list[str] = []
        self.length = 0
        """Characters of the open line."""
        self.has_digit = False
        """Whether the open line has a digit."""
        self.kept_blanks = 0
        self.bold: list[_Element] = []
        """The open elements that are bold."""
        self.bold_open = True
        """Whether all of the open line is bold so far."""
        self.bold_end = 0
        """Where its bold beginning ends."""

    def through(self, tree: "_Element") -> None:
        """Collect the blocks of a tree in `placed`, each with the element that holds it."""
        from lxml import etree

        walk = etree.iterwalk(tree, events=("start", "end"))
        skipped = None
        for event, element in walk:
            if skipped is None and event == "start":
                if self._is_left_out(element):
                    skipped = element
                    if shown := self._shown_in_cell(element):
                        # what stands beside it is no part of the same number
                        self._add_text(f" {shown} ")
                        walk.skip_subtree()
                        continue
                    if said := _said_in_hiding(element):
                        self.hidden.append((element, said))
                    if element.tag in _DRAWN | _ELSEWHERE and not _is_unseen(element):
                        elsewhere = element.tag in _ELSEWHERE
                        self.placed.append((element, PictureBlock("", elsewhere=elsewhere)))
                    walk.skip_subtree()
                    continue
                self._enter(element)
                self._add_text(element.text)
                continue
            if element is skipped:
                skipped = None
            else:
                self._leave(element)
            self._add_text(element.tail)
        self._end_line(tree)

    def _is_left_out(self, element: "_Element") -> bool:
        tag = element.tag
        if not isinstance(tag, str):
            return True
        if tag in _SKIPPED and (
            tag != "footer" or next(element.iterancestors("article"), None) is None
        ):
            return True
        if is_hidden(element) or (_is_kept_from_readers(element) and not self._is_digit(element)):
            return True
        raised = is_raised(element)
        table = self.tables[-1] if self.tables else None
        if table and table.cell is not None and (raised or tag == "sub"):
            # a mark, unless all that the cell says is raised
            if table.says_more is None:
                table.says_more = says_more_than_raised(table.cell)
            return table.says_more
        if raised and NOTE_MARK.fullmatch("".join(texts_within(element)).strip()):
            # no exponent, as in m2
            before = "".join(one[-_NEAR:] for one in self.line[-2:]).rstrip()[-1:]
            return not (before.isascii() and before.isalpha())
        is_beside = self.has_digit or bool(re.search(r"\d", element.tail or ""))
        in_cell = table is not None and table.in_cell
        return is_struck(element) or (in_cell and is_beside and is_unseen(element))

    def _is_digit(self, element: "_Element") -> bool:
        """Tell whether what is kept from screen readers is a figure of a cell: everybody else sees it."""
        beside = element.getprevious()
        is_copy = beside is not None and next(beside.iter("math"), None) is not None
        in_cell = bool(self.tables) and self.tables[-1].in_cell
        return in_cell and not is_copy and bool(re.search(r"\d", _content(element)))

    def _shown_in_cell(self, element: "_Element") -> str:
        """Return what an element to type in, or a formula, shows in the open cell of a table; empty for others."""
        if (
            not (self.tables and self.tables[-1].in_cell)
            or is_hidden(element)
            or _is_kept_from_readers(element)
        ):
            return ""
        if element.tag == "math" and not all(one.tag in _OF_A_LINE for one in element.iter()):
            return ""
        shown = _content(element) if element.tag in {*_CONTROLS, "math"} else ""
        # a button that is no figure does something
        return shown if element.tag != "button" or re.search(r"\d", shown) else ""

    def _add_text(self, text: str | None) -> None:
        if not text:
            return
        if len(text) > _LONG:
            self.room.require(len("".join(text.split())))
        if not self.kept_blanks:
            text = re.sub(r"[ \t\r\n\f]+", " ", _CHINESE_BREAK.sub("", text))
            text = without_unseen(text)
        if self.mark and text.strip():
            # an item may have its number in its text, or be a figure
            said = text.lstrip()
            gap = " " if said[0].isdecimal() else ""
            text = text if _NUMBERED_OR_FIGURE.match(said.rstrip()) else self.mark + gap + said
            self.mark = ""
        if text.strip() and not self.bold:
            self.bold_open = False
        elif self.bold_open and text.strip():
            self.bold_end = self.length + len(text)
        self.line.append(text)
        self.length += len(text)
        digits = len(re.findall(r"\d", text))
        self.has_digit = self.has_digit or digits > 0
        if digits and self.doubtful and self.tables:
            table = self.tables[-1]
            is_kept = not self.unsure.intersection(self.doubtful)
            table.kept_from_readers += digits if is_kept else 0
            table.is_unsure = table.is_unsure or not is_kept

    def _enter(self, element: "_Element") -> None:
        if _is_line(element) or element.tag == "br":
            self._end_line(element)
        if element.tag == "table":
            self.mark = ""
        elif element.tag == "li":
            self._number_item(element)
        if element.tag == "img" and not _is_tiny(element):
            instead = tidy_text(element.get("alt", ""))
            self.placed.append((element, PictureBlock("", alternative=instead)))
        self.kept_blanks += _keeps_blanks(element)
        if _is_bold(element):
            self.bold.append(element)
        if element in self.unsure or _is_kept_from_readers(element):
            self.doubtful.append(element)
        if _BACKGROUND.search(style_of(element)) and not element.text and not len(element):
            self.placed.append((element, PictureBlock("")))
        self._enter_part(element)

    def _number_item(self, element: "_Element") -> None:
        """Begin an item of a numbered list with the number that a browser shows, unless it has one itself."""
        around = element.getparent()
        if around is None or around.tag != "ol" or "list-style:none" in style_of(around):
            return
        given = element.get("value") or (around.get("start") if around not in self.items else None)
        number = int(given) if given and re.fullmatch(r"[0-9]{1,3}", given) else None
        number = self.items.get(around, 0) + 1 if number is None else number
        self.items[around] = number
        is_chinese = _CHINESE_LIST.search(style_of(around)) and 0 < number < _MOST_NUMERALS
        self.mark = f"{chinese_numeral(number)}、" if is_chinese else f"{number}."

    def _enter_part(self, element: "_Element") -> None:
        """Begin a table, a row or a cell, whatever the element is called."""
        part, columns = _part_of_table(element), _grid_columns(element)
        parent = element.getparent()
        table = self.tables[-1] if self.tables else None
        if table and table.around is parent and not table.in_cell and part != "row":
            # the rows end where something else stands beside them
            self._close_table(table)
            table = self.tables[-1] if self.tables else None
        waits = table is not None and not table.in_cell
        if element.tag == "table" or ((part == "table" or columns) and not waits):
            self.tables.append(_OpenTable(element, columns=columns))
            return
        if part == "row" and not waits and element.tag != "tr":
            table = _OpenTable(element, around=parent)
            self.tables.append(table)
        if table is None or table.in_cell:
            return
        in_grid = bool(table.columns) and parent is table.element
        in_row = parent is not None and parent.tag != "tr" and _part_of_table(parent) == "row"
        if part == "row":
            table.row, table.column = table.row + 1, 0
        elif part == "cell" or in_grid or in_row:
            self._open_cell(table, element)

    def _leave(self, element: "_Element") -> None:
        if _is_line(element):
            self._end_line(element)
        self.mark = "" if element.tag == "li" else self.mark
        self.kept_blanks -= _keeps_blanks(element)
        if self.bold and self.bold[-1] is element:
            self.bold.pop()
        if self.doubtful and self.doubtful[-1] is element:
            self.doubtful.pop()
        table = self.tables[-1] if self.tables else None
        if table is None:
            return
        if element is (table.element if table.around is None else table.around):
            self._close_table(table)
        elif element is table.cell:
            self._end_line(element)
            self._close_cell(table)

    def _close_table(self, table: _OpenTable) -> None:
        self.tables.pop()
        self.placed += _closed(table, self.room)

    def _open_cell(self, table: _OpenTable, element: "_Element") -> None:
        self._end_line(element)
        table.row = max(table.row, 0)
        table.span = (
            _span(element, "rowspan", "grid-row", _LONGEST_SPAN),
            _span(element, "colspan", "grid-column", _WIDEST_SPAN),
        )
        while (table.row, table.column) in table.squares or (
            table.columns and 0 < table.column > table.columns - table.span[1]
        ):
            table.column += 1
            if table.columns and table.column >= table.columns:
                table.row, table.column = table.row + 1, 0
        table.in_cell, table.cell, table.says_more = True, element, None
        table.is_unsure, table.kept_from_readers = False, 0
        table.outside, self.placed = self.placed, []

    def _close_cell(self, table: _OpenTable) -> None:
        held, self.placed = self.placed, table.outside
        lines = (block.whole for _, block in held if isinstance(block, TextBlock))
        text = "\n".join(line for line in lines if line.strip())
        pictured = not text and any(isinstance(block, PictureBlock) for _, block in held)
        # beside other digits nobody knows whether they are the same once more
        is_copy = 0 < table.kept_from_readers < len(re.findall(r"\d", text))
        cell = TableCell(text, pictured=pictured, unsure=table.is_unsure or is_copy)
        table.content += held
        table.in_cell, table.cell = False, None
        table.cells += 1
        height, width = table.span
        if len(table.squares) + height * width <= MOST_CELLS:
            self.room.take_squares(height * width)
            for row in range(table.row, table.row + height):
                for column in range(table.column, table.column + width):
                    table.squares.setdefault((row, column), cell)
        table.column += width

    def _end_line(self, element: "_Element") -> None:
        text = "".join(self.line)
        bold = 0 if self.bold_open else self.bold_end
        self.line.clear()
        self.length = 0
        self.has_digit, self.bold_open, self.bold_end = False, True, 0
        for line in text.split("\n"):
            if line.strip():
                shown = line.strip(" ")
                end = max(0, bold - (len(line) - len(line.lstrip(" "))))
                block = TextBlock(self.room.take(shown), emphasised=end if end < len(shown) else 0)
                self.placed.append((element, block))
            bold = 0


def _is_kept_from_readers(element: "_Element") -> bool:
    return bool(element.get("aria-hidden") == "true")


def _content(element: "_Element") -> str:
    """Return what an element shows: what is typed or chosen in it, or its text."""
    if element.tag == "input":
        kind = element.get("type", "text").lower()
        return element.get("value", "") if kind in ("text", "number", "tel") else ""
    if element.tag == "select":
        options = [*element.iter("option")]
        chosen = [one for one in options if one.get("selected") is not None] or options[:1]
        return " ".join("".join(one.itertext()) for one in chosen)
    return "".join(texts_within(element))[:_LONGEST_HIDDEN]


def _keeps_blanks(element: "_Element") -> bool:
    return element.tag == "pre" or "white-space:pre" in style_of(element)


def _is_bold(element: "_Element") -> bool:
    return element.tag in ("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6") or bool(
        _BOLD.search(style_of(element))
    )


def _is_line(element: "_Element") -> bool:
    """Tell whether an element begins and ends a line, by its kind or its style."""
    return element.tag in _LINES or bool(_SHOWN_AS_LINE.search(style_of(element)))


def _part_of_table(element: "_Element") -> str:
    """Tell whether an element is a table, a row or a cell; empty for others."""
    tag = element.tag
    if tag in ("table", "tr", "td", "th"):
        return {"table": "table", "tr": "row"}.get(tag, "cell")
    if not element.attrib:
        return ""
    return _part_named(element.get("role", ""), element.get("class", ""), style_of(element))


@lru_cache(maxsize=1024)
def _part_named(role: str, classes: str, style: str) -> str:
    names = [f"role:{role}", *(f"class:{one}" for one in classes.lower().split())]
    names += style.removesuffix("!important").split(";")
    return next((_PARTS_OF_TABLES[name] for name in names if name in _PARTS_OF_TABLES), "")


def _grid_columns(element: "_Element") -> int:
    """Return how many columns a grid has; 0 where an element is none."""
    if "display:grid" not in style_of(element):
        return 0
    tracks = re.search(r"grid-template-columns\s*:\s*([^;]{1,400})", element.get("style", ""))
    if not tracks:
        return 0
    repeated = re.match(r"repeat\(\s*(\d{1,2})\s*,", tracks[1])
    return min(int(repeated[1]) if repeated else len(tracks[1].split()), _WIDEST_SPAN)


def _is_unseen(element: "_Element") -> bool:
    """Tell whether a drawing says nothing: a tiny one, or one that is described beside it, as our own charts are."""
    around = element.getparent()
    described = around is not None and around.get("role") == "img" and around.get("aria-label")
    return bool(described) or _is_tiny(element)


def _said_in_hiding(element: "_Element") -> str:
    """Return the text of an element that is left out; empty where it says nothing of the report's."""
    if element.tag in _NO_TEXT:
        return ""
    text = " ".join(_content(element).split())[:_LONGEST_HIDDEN]
    says = (element.tag in _STRUCK and len(text) > 1) or (
        element.tag == "footer" and is_sign_off(text)
    )
    return text if says or states_something(text) else ""


def _is_tiny(picture: "_Element") -> bool:
    """Tell whether a picture is an icon, or keeps a distance."""
    sizes = [re.match(r"\d{1,5}", picture.get(name, "")) for name in ("width", "height")]
    return any(size and int(size[0]) <= _LARGEST_ICON for size in sizes)


def _span(element: "_Element", name: str, in_grid: str, most: int) -> int:
    """Return how many rows or columns a cell covers, by its attribute or its style."""
    given = element.get(name) or element.get(f"aria-{name}", "")
    found = re.match(r"\s*(\d{1,9})", given)
    if not found and in_grid in style_of(element):
        found = re.search(rf"{in_grid}:[^;]*?span(\d{{1,9}})", style_of(element))
    return max(1, min(int(found[1]), most)) if found else 1


def _closed(table: _OpenTable, room: Room) -> Sequence[tuple["_Element", Block]]:
    """Return a table as one block; for a layout table, the blocks in its cells."""
    framed = any(isinstance(block, TableBlock) for _, block in table.content)
    if framed or table.cells == 1 or (table.element.tag != "table" and _is_page_layout(table)):
        return table.content
    width = 1 + max((column for _, column in table.squares), default=-1)
    # of a table that is too large the first rows stand for all
    height = min(table.row + 1, MOST_CELLS // max(width, 1))
    room.take_table(height * width, len(table.squares))
    rows = tuple(
        tuple(table.squares.get((row, column), PADDING) for column in range(width))
        for row in range(height)
    )
    return [(table.element, TableBlock(rows))] if width else []


def _is_page_layout(table: _OpenTable) -> bool:
    """Tell whether other elements that stand as a table only put text in columns."""
    texts = [cell.text for cell in dict.fromkeys(table.squares.values())]
    return table.cells < _FEWEST_CELLS or any(len(text) > _LONGEST_CELL for text in texts)
