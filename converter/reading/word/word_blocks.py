"""The paragraphs and tables of a Word file as plain text, in order.

Independent of the form. Reads what Word, WPS, LibreOffice and web editors write: merged cells, content controls, text boxes, tracked changes (the accepted text), automatic
numbers.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar, cast
from xml.etree.ElementTree import Element

from converter.errors import Refusal, UnusableFile
from converter.files.kinds import InputFile
from converter.files.package import W as _W
from converter.files.package import unreadable_as
from converter.form.half_width import without_unseen
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
from converter.reading.room import Room
from converter.reading.word.word_numbers import Numbers

_Element = TypeVar("_Element")
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VAL: Final = f"{_W}val"

_SKIPPED: Final = frozenset(
    {
        *(f"{_W}{name}" for name in ("del", "moveFrom", "rPr", "pPr", "instrText", "delText")),
        *(f"{_W}{name}" for name in ("delInstrText", "tbl", "txbxContent", "rt")),
        f"{_MC}Fallback",
    }
)
_MARK: Final = f"{_W}pPr/{_W}rPr"
_GONE: Final = ("del", "moveFrom")
_TEXT_BOX: Final = f"{_W}txbxContent"
_PIECES: Final = {
    f"{_W}tab": "\t",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
_PICTURES: Final = (
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MATH: Final = f"{_M}oMath"
_OF_A_LINE: Final = frozenset(f"{_M}{name}" for name in ("oMath", "r", "rPr", "sty", "nor", "t"))
"""Elements of a formula that is a line of text: no fraction, no exponent."""
_DRAWN: Final = (f"{_W}sym", f"{_W}ddList")
"""What shows something in a cell that is no text."""
_DAMAGED: Final = "Word 文档已损坏，读不出来。请用 Word 或 WPS 打开后重新保存。"
MAIN_TYPE: Final = "wordprocessingml.document.main+xml"
"""How the content type of the text part ends."""
_BEFORE_DIGITS: Final = tuple("0123456789.")
"""The end of an automatic number that a digit behind it would go on."""
_DEEPEST_TABLE: Final = 30
"""How deep tables may nest; pages copied into Word reach six."""


def main_part(file: InputFile) -> Element:
    """Return the text part of a Word document, parsed; raises UnusableFile where it cannot be."""
    with unreadable_as(file.path.name, _DAMAGED):
        parts = file.package.of_type(MAIN_TYPE)
        return file.package.tree(parts[0])


def read_blocks(file: InputFile, main: Element) -> list[Block]:
    """Return the paragraphs and tables of a Word document, in order; `main` is its text part.

    A layout table gives the blocks in its cells. Raises UnusableFile where the file
    cannot be parsed.
    """
    with unreadable_as(file.path.name, _DAMAGED):
        package = file.package
        numbering, styles = (
            next((package.tree(part) for part in package.of_type(f"wordprocessingml.{kind}")), None)
            for kind in ("numbering+xml", "styles+xml")
        )
        if main.find(f".//{_W}fldChar") is not None:
            _mark_codes(main)
        if styles is not None:
            _spell_out(main, styles)
        body = main.find(f"{_W}body")
        order = {id(paragraph): at for at, paragraph in enumerate(main.iter(f"{_W}p"))}
        if any(main.find(f".//{_MARK}/{_W}{name}") is not None for name in _GONE):
            _join_paragraphs(main)
        reading = _Reading(Numbers(numbering, styles), order)
        return list(_blocks(body, reading)) if body is not None else []


_Said = Mapping[tuple[str, str], list[Element]]
"""What each style says, one thing of a kind, by its type and name; defaults by no name."""


def _spell_out(main: Element, styles: Element) -> None:
    """Have runs say themselves what their styles say of characters that are hidden, struck out or raised."""
    said = _said_by_styles(styles)
    if not said:
        return
    # what a run says itself comes first, then its style, its paragraph's, its table's
    for properties in main.iter(_PROPERTIES):
        named = properties.find(f"{_W}rStyle")
        if named is not None:
            properties.extend(said.get(("character", named.get(_VAL, "")), []))
    usual = styles.findall(f"{_W}style[@{_W}default='1']")
    default = next(
        (one.get(f"{_W}styleId", "") for one in usual if one.get(f"{_W}type") == "paragraph"), ""
    )
    of_tables = _said_around(main, said) if any(kind == "table" for kind, _ in said) else {}
    of_all = said.get(("", ""), [])
    for paragraph in main.iter(f"{_W}p"):
        named = paragraph.find(f"{_W}pPr/{_W}pStyle")
        style = named.get(_VAL, "") if named is not None else default
        of_style = said.get(("paragraph", style), [])
        _say(paragraph, [*of_style, *of_tables.get(paragraph, ()), *of_all])


def _said_around(main: Element, said: _Said) -> dict[Element, Collection[Element]]:
    """Return what the styles of all tables around a paragraph say, the outermost first."""
    found: dict[Element, Collection[Element]] = {}
    waiting: list[tuple[Element, dict[str, Element]]] = [(main, {})]
    while waiting:
        node, around = waiting.pop()
        if node.tag == f"{_W}tbl":
            named = node.find(f"{_W}tblPr/{_W}tblStyle")
            of_table = said.get(("table", named.get(_VAL, "")), []) if named is not None else []
            around = {one.tag: one for one in of_table} | around
        elif node.tag == f"{_W}p":
            found[node] = around.values()
        waiting += ((one, around) for one in node if len(one) and one.tag != _PROPERTIES)
    return found


def _said_by_styles(styles: Element) -> _Said:
    """Return what each style says, with those that it is based on."""
    named = {one.get(f"{_W}styleId", ""): one for one in styles.findall(f"{_W}style")}
    is_white = any(one.get(_VAL, "").upper() == _WHITE for one in styles.iter(f"{_W}color"))
    wanted = _OF_STYLES | (_GROUNDS if is_white else set())
    said: dict[tuple[str, str], list[Element]] = {}
    own = {
        name: _first_of_each(one.findall(f"{_PROPERTIES}/*"), wanted) for name, one in named.items()
    }
    bases = {name: one.find(f"{_W}basedOn") for name, one in named.items()}
    for name, style in named.items():
        found: dict[str, Element] = {}
        at = name
        for _ in range(_MOST_BASES):
            found = own.get(at, {}) | found
            base = bases.get(at)
            if base is None:
                break
            at = base.get(_VAL, "")
        if found:
            said[style.get(f"{_W}type", ""), name] = [*found.values()]
    defaults = styles.findall(f"{_W}docDefaults/{_W}rPrDefault/{_PROPERTIES}/*")
    if of_all := _first_of_each(defaults, wanted):
        said["", ""] = [*of_all.values()]
    return said


def _first_of_each(properties: Iterable[Element], wanted: Collection[str]) -> dict[str, Element]:
    """Return the properties of some kinds, of each the first, which is the one that counts."""
    found: dict[str, Element] = {}
    for one in properties:
        if one.tag in wanted:
            found.setdefault(one.tag, one)
    return found


def _say(paragraph: Element, said: list[Element]) -> None:
    """Have the runs of a paragraph say what a style says, behind what they say already."""
    if not said:
        return
    runs = [one for child in paragraph for one in (child, *child) if one.tag == f"{_W}r"]
    for run in filter(len, runs):
        properties = run.find(_PROPERTIES)
        if properties is None:
            properties = Element(_PROPERTIES)
            run.insert(0, properties)
        properties.extend(said)


def _mark_codes(main: Element) -> None:
    """Mark as such what other fields within the code of a field show: nobody sees it."""
    in_code: list[bool] = []
    codes = 0
    within: list[Element] = []
    for node in main.iter():
        if node.tag == f"{_W}t" and codes:
            within.append(node)
        elif node.tag == f"{_W}fldChar":
            kind = node.get(f"{_W}fldCharType")
            if kind == "begin":
                in_code.append(True)
                codes += 1
            elif in_code:
                codes -= in_code.pop()
                if kind == "separate":
                    in_code.append(False)
            if not codes:
                # a code that never ends is none
                for one in within:
                    one.tag = f"{_W}instrText"
                within.clear()


def _join_paragraphs(main: Element) -> None:
    """Make one of paragraphs of which the mark between them is deleted, as Word does when the change is accepted."""
    for parent in [one for one in main.iter() if one.find(f"{_W}p") is not None]:
        kept: list[Element] = []
        open_ended: Element | None = None
        for child in parent:
            if child.tag != f"{_W}p":
                kept.append(child)
                # what is empty marks a place, and parts nothing
                open_ended = None if len(child) else open_ended
                continue
            if open_ended is None:
                kept.append(child)
            else:
                open_ended.extend(one for one in child if one.tag != f"{_W}pPr")
            if not _has_deleted_mark(child):
                open_ended = None
            # one of which nothing is left goes with its mark
            elif open_ended is None and paragraph_text(child).strip():
                open_ended = child
        parent[:] = kept


@dataclass
class _Reading:
    """What goes along on the way through a document."""

    numbers: Numbers
    order: dict[int, int]
    """The place of each paragraph among all."""
    room: Room = field(default_factory=Room)
    open_tables: int = 0


def _blocks(parent: Element, reading: _Reading, *, in_cell: bool = False) -> Iterator[Block]:
    # no generator for each level: text boxes stand within one another however deep
    waiting = [(child, in_cell) for child in reversed(parent)]
    while waiting:
        node, in_cell = waiting.pop()
        if node.tag == f"{_W}p":
            yield from _paragraph_blocks(node, reading, in_cell=in_cell)
            boxes = [*_text_boxes(node)]
            if _has_picture(node, boxes):
                yield PictureBlock("")
            waiting += ((child, False) for box in reversed(boxes) for child in reversed(box))
        elif node.tag == f"{_W}tbl":
            yield from _table_blocks(node, reading)
        elif node.tag not in _SKIPPED:
            # content controls, insertions, custom XML: their content is read
            waiting += ((child, in_cell) for child in reversed(node))


def _paragraph_blocks(
    paragraph: Element, reading: _Reading, *, in_cell: bool
) -> Iterator[TextBlock]:
    text = paragraph_text(paragraph, in_cell=in_cell)
    number = "" if not text and _is_gone(paragraph) else reading.numbers.next_of(paragraph)
    if number[-1:] in _BEFORE_DIGITS and text[:1].isdigit():
        # 1. and 5 are no 1.5
        number += " "
    emphasised = _bold_beginning(paragraph, in_cell=in_cell)
    for line in text.split("\n"):
        block = TextBlock(line, number, emphasised if emphasised < len(line) else 0)
        reading.room.take(block.whole)
        yield block
        number, emphasised = "", 0


def _is_gone(paragraph: Element) -> bool:
    """Tell whether the mark of a paragraph is deleted or hidden: where nothing is left, it is not counted."""
    return _has_deleted_mark(paragraph) or is_on(paragraph.find(f"{_MARK}/{_W}vanish"))


def _has_deleted_mark(paragraph: Element) -> bool:
    """Tell whether the mark of a paragraph was deleted or moved away by a tracked change."""
    return any(paragraph.find(f"{_MARK}/{_W}{name}") is not None for name in _GONE)


def paragraph_text(paragraph: Element, *, in_cell: bool = False) -> str:
    """Return the text of a paragraph as it is printed, without its automatic number and text boxes."""
    text = "".join(_pieces(paragraph, in_cell=in_cell))
    if in_cell and not text.strip():
        # what is raised alone is the figure
        text = "".join(_pieces(paragraph, in_cell=True, raised=True))
    # prose keeps what it was written with
    return without_unseen(text) if in_cell else text


def _bold_beginning(paragraph: Element, *, in_cell: bool) -> int:
    """Return how many characters at the beginning of a paragraph stand in runs that are bold or in 黑体."""
    length = bold = 0
    runs = paragraph.findall(f"{_W}r")
    # of a single run all is bold, or nothing
    for run in runs if len(runs) > 1 else ():
        if not len(run) or is_unprinted(run, in_cell=in_cell):
            continue
        text = "".join(_pieces(run, in_cell=in_cell))
        length += len(text)
        if not text.strip():
            continue
        fonts = run.find(f"{_W}rPr/{_W}rFonts")
        font = fonts.get(f"{_W}eastAsia", "") if fonts is not None else ""
        if not (is_on(run.find(f"{_W}rPr/{_W}b")) or "黑体" in font):
            break
        bold = length
    return bold


# single names, which ElementTree looks for in C
_PROPERTIES: Final = f"{_W}rPr"
_UNPRINTED: Final = (f"{_W}strike", f"{_W}dstrike", f"{_W}vanish")
_RAISED: Final = f"{_W}vertAlign"
_OF_STYLES: Final = frozenset((*_UNPRINTED, _RAISED))
_GROUNDS: Final = frozenset(f"{_W}{name}" for name in ("color", "shd", "highlight"))
_WHITE: Final = "FFFFFF"
_MOST_BASES: Final = 12
"""Styles of which each is based on the next."""
_SIZE: Final = f"{_W}sz"
_UNSEEN_SIZES: Final = frozenset("01234")
"""Half points of characters that nobody sees."""


def is_raised_alone(paragraph: Element) -> bool:
    """Tell whether all that a paragraph of a cell prints is raised or lowered: its figure, not a mark beside one."""
    return not "".join(_pieces(paragraph, in_cell=True)).strip()


def is_unprinted(run: Element, *, in_cell: bool, raised: bool = False) -> bool:
    """Tell whether a run is struck out, hidden, too small to be seen, or a note mark beside a figure.

    `raised` says that raised characters are no marks.
    """
    properties = run.find(_PROPERTIES)
    if properties is None:
        return False
    if any(is_on(properties.find(name)) for name in _UNPRINTED):
        return True
    size = properties.find(_SIZE)
    if size is not None and size.get(_VAL, "") in _UNSEEN_SIZES:
        return True
    align = properties.find(_RAISED)
    position = align.get(_VAL) if align is not None and not raised else ""
    if position == "subscript":
        return in_cell
    if position != "superscript":
        return False
    # its own text alone: runs within runs would each be looked through again for every one around them
    said = "".join(one.text or "" for one in run.findall(f"{_W}t"))
    return in_cell or bool(NOTE_MARK.fullmatch(said.strip()))


def white_runs(paragraph: Element) -> set[Element]:
    """Return the white runs of a paragraph, where others show that it stands on no dark ground."""
    runs = paragraph.findall(f"{_W}r")
    white = {one for one in runs if _is_white(one)}
    if white and any(one not in white and one.find(f"{_W}t") is not None for one in runs):
        return white
    return set()


def _is_white(run: Element) -> bool:
    properties = run.find(_PROPERTIES)
    color = properties.find(f"{_W}color") if properties is not None else None
    return (
        properties is not None
        and color is not None
        and color.get(_VAL, "").upper() == _WHITE
        and properties.find(f"{_W}shd") is None
        and properties.find(f"{_W}highlight") is None
    )


def is_on(switch: Element | None) -> bool:
    """Tell whether a property of a run or a row is set: it may stand there to say that it is not."""
    return switch is not None and switch.get(_VAL, "1") not in ("0", "false", "off")


def _pieces(node: Element, *, in_cell: bool, raised: bool = False) -> Iterator[str]:
    white = white_runs(node) if in_cell else set()
    waiting = [*reversed(node)]
    while waiting:
        child = waiting.pop()
        if child.tag == f"{_W}r" and (
            is_unprinted(child, in_cell=in_cell, raised=raised) or child in white
        ):
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == _MATH:
            if is_line_of_text(child):
                yield "".join(one.text or "" for one in child.iter(f"{_M}t"))
        elif child.tag == f"{_W}br":
            yield "" if child.get(f"{_W}type") in ("page", "column") else "\n"
        elif child.tag in _PIECES:
            yield _PIECES[child.tag]
        elif len(child) and child.tag not in _SKIPPED:
            if in_cell:
                white |= white_runs(child)
            waiting += reversed(child)


def is_line_of_text(formula: Element) -> bool:
    """Tell whether a formula is nothing but characters side by side, which are read."""
    return all(map(_is_of_a_line, formula.iter()))


def _is_of_a_line(node: Element) -> bool:
    return node.tag in _OF_A_LINE or node.tag.startswith(_W)


def _is_drawn(cell: Element, *, has_text: bool) -> bool:
    """Tell whether a cell shows a formula, a symbol or the choice of a list, or a picture and no text."""
    # each node once, however deep formulas and runs stand within one another
    waiting = [(cell, False, False)]
    while waiting:
        node, in_run, in_formula = waiting.pop()
        in_formula = in_formula or node.tag == _MATH
        in_run = in_run or (node.tag == f"{_W}r" and not is_unprinted(node, in_cell=True))
        if in_formula and not _is_of_a_line(node):
            return True
        if in_run and (
            node.tag in _DRAWN
            or (node.tag in _PICTURES and not has_text)
            or (node.tag == f"{_W}instrText" and (node.text or "").lstrip().startswith("EQ "))
        ):
            return True
        if node.tag != _PROPERTIES:
            waiting += ((child, in_run, in_formula) for child in node)
    return False


def _text_boxes(node: Element) -> Iterator[Element]:
    inside = open_elements(node, (_TEXT_BOX, f"{_MC}Fallback"))
    return (one for one in inside if one.tag == _TEXT_BOX)


def _has_picture(paragraph: Element, boxes: Collection[Element]) -> bool:
    """Tell whether a paragraph has a picture; those in its text boxes are those of their paragraphs."""
    if boxes:
        return any(one.tag in _PICTURES for one in open_elements(paragraph, (_TEXT_BOX,)))
    return any(next(paragraph.iter(tag), None) is not None for tag in _PICTURES)


def open_elements(parent: _Element, closed: Collection[str]) -> Iterator[_Element]:
    """Yield the elements of a parent in order, those within one behind it, but nothing within a closed one.

    Of the standard library or of lxml. `closed` are the tags of what is not looked into; properties of a run never are.
    """
    # no generator for each level: what stands deep would go through all of them
    waiting: list[Any] = [*reversed(cast("Any", parent))]
    while waiting:
        node = waiting.pop()
        yield node
        if node.tag not in closed and node.tag != _PROPERTIES:
            waiting += reversed(node)


# ---------------------------------------------------------------- tables


def _table_blocks(table: Element, reading: _Reading) -> Iterator[Block]:
    reading.open_tables += 1
    if reading.open_tables > _DEEPEST_TABLE:
        raise UnusableFile("表格套得太深，不读取。请核对文件。", Refusal.TOO_LARGE)
    rows: list[list[TableCell]] = []
    content: list[Block] = []
    elements: dict[TableCell, Element] = {}
    squares = 0
    for row in _rows(table):
        above = rows[-1] if rows else []
        squares_of_row: list[TableCell] = []
        skipped = row.find(f"{_W}trPr/{_W}gridBefore")
        if skipped is not None:
            squares_of_row += [PADDING] * _count(skipped)
        for cell in _children(row, "tc"):
            span = _count(cell.find(f"{_W}tcPr/{_W}gridSpan"))
            column = len(squares_of_row)
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            continued = merge is not None and merge.get(_VAL, "continue") == "continue"
            blocks = list(_blocks(cell, reading, in_cell=True))
            lines = (block.whole for block in blocks if isinstance(block, TextBlock))
            text = "\n".join(line for line in lines if line.strip())
            content += blocks
            if continued and column < len(above) and not text.strip():
                squares_of_row += [above[column]] * span
            else:
                first = next(cell.iter(f"{_W}p"), None)
                place = reading.order.get(id(first))
                read = TableCell(text, place)
                elements[read] = cell
                squares_of_row += [read] * span
        squares += len(squares_of_row)
        reading.room.take_squares(len(squares_of_row))
        if squares > MOST_CELLS:
            break
        if squares_of_row:
            rows.append(squares_of_row)
    reading.open_tables -= 1
    cells = {id(cell) for row in rows for cell in row}
    if len(cells) <= 1 or any(isinstance(block, TableBlock) for block in content):
        # a layout table, copied from a web page, or one that tracked changes have deleted
        yield from content
    else:
        reading.room.take_table(squares, squares)
        # not of layout tables: each around another would be looked through again
        drawn = {
            cell: replace(cell, pictured=True)
            for cell, element in elements.items()
            if _is_drawn(element, has_text=bool(cell.text))
        }
        yield TableBlock(tuple(map(tuple, rows))).with_cells(drawn)


def _rows(table: Element) -> Iterator[Element]:
    """Return the rows of a table but those that tracked changes have deleted."""
    return (one for one in _children(table, "tr") if one.find(f"{_W}trPr/{_W}del") is None)


def _children(parent: Element, name: str) -> Iterator[Element]:
    """Return the rows of a table or the cells of a row, also those inside content controls."""
    tag = f"{_W}{name}"
    closed = _SKIPPED | {tag, f"{_W}tblPr", f"{_W}trPr"}
    return (one for one in open_elements(parent, closed) if one.tag == tag)


def _count(node: Element | None) -> int:
    value = node.get(_VAL, "1") if node is not None else "1"
    return max(1, min(int(value), 63)) if value.isdigit() else 1
