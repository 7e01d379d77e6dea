"""The paragraphs and tables of a Word file as plain text, in order.

Independent of the form. Reads what Word, WPS, LibreOffice and web editors write: merged cells, content controls, text boxes, tracked changes (the accepted text), automatic
numbers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from converter.files.kinds import InputFile
from converter.files.package import unreadable_as
from converter.form.numerals import chinese_numeral

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VAL: Final = f"{_W}val"

_SKIPPED: Final = frozenset(
    {
        *(f"{_W}{name}" for name in ("del", "moveFrom", "rPr", "pPr", "instrText", "delText")),
        *(f"{_W}{name}" for name in ("delInstrText", "tbl", "txbxContent", "rt")),
        f"{_MC}Fallback",
    }
)
_PIECES: Final = {
    f"{_W}tab": "\t",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
_DAMAGED: Final = "Word 文档已损坏，读不出来。请用 Word 或 WPS 打开后重新保存。"
MOST_CELLS: Final = 20_000
"""Maximum cells of one table; a real one has 300."""


@dataclass(frozen=True)
class TextBlock:
    """One paragraph; a line break within it starts the next one."""

    text: str
    number: str = ""
    """Its automatic number as printed, `五、`."""

    @property
    def whole(self) -> str:
        """The text with its automatic number."""
        return self.number + self.text


@dataclass(frozen=True)
class TableBlock:
    """One table as a matrix: a merged cell is repeated at every position that it covers."""

    rows: tuple[tuple["TableCell", ...], ...]


@dataclass(frozen=True, eq=False)
class TableCell:
    """One cell; compared by identity, since different cells can have equal texts."""

    text: str


Block = TextBlock | TableBlock


def main_part(file: InputFile) -> Element:
    """Return the text part of a Word document, parsed; raises UnusableFile where it cannot be."""
    with unreadable_as(file.path.name, _DAMAGED):
        parts = file.package.of_type("wordprocessingml.document.main+xml")
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
        body = main.find(f"{_W}body")
        return list(_blocks(body, _Numbers(numbering, styles))) if body is not None else []


def _blocks(parent: Element, numbers: "_Numbers", *, in_cell: bool = False) -> Iterator[Block]:
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _paragraph_blocks(child, numbers, in_cell=in_cell)
        elif child.tag == f"{_W}tbl":
            yield from _table_blocks(child, numbers)
        elif child.tag not in _SKIPPED:
            # content controls, insertions, custom XML: their content is read
            yield from _blocks(child, numbers, in_cell=in_cell)


def _paragraph_blocks(paragraph: Element, numbers: "_Numbers", *, in_cell: bool) -> Iterator[Block]:
    number = numbers.next_of(paragraph)
    for position, line in enumerate(paragraph_text(paragraph, in_cell=in_cell).split("\n")):
        yield TextBlock(line, number if position == 0 else "")
    for box in _text_boxes(paragraph):
        yield from _blocks(box, numbers)


def paragraph_text(paragraph: Element, *, in_cell: bool = False) -> str:
    """Return the text of a paragraph as it is printed, without its automatic number and text boxes."""
    return "".join(_pieces(paragraph, in_cell=in_cell))


def is_unprinted(run: Element, *, in_cell: bool) -> bool:
    """Tell whether a run is struck out or hidden, or a superscript note mark in a table."""
    if any(_is_on(run.find(f"{_W}rPr/{_W}{name}")) for name in ("strike", "dstrike", "vanish")):
        return True
    raised = run.find(f"{_W}rPr/{_W}vertAlign")
    return in_cell and raised is not None and raised.get(_VAL) == "superscript"


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(_VAL, "1") not in ("0", "false", "off")


def _pieces(node: Element, *, in_cell: bool) -> Iterator[str]:
    for child in node:
        if child.tag == f"{_W}r" and is_unprinted(child, in_cell=in_cell):
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}br":
            yield "" if child.get(f"{_W}type") in ("page", "column") else "\n"
        elif child.tag in _PIECES:
            yield _PIECES[child.tag]
        elif child.tag not in _SKIPPED:
            yield from _pieces(child, in_cell=in_cell)


def _text_boxes(node: Element) -> Iterator[Element]:
    for child in node:
        if child.tag == f"{_W}txbxContent":
            yield child
        elif child.tag != f"{_MC}Fallback":
            yield from _text_boxes(child)


# ---------------------------------------------------------------- tables


def _table_blocks(table: Element, numbers: "_Numbers") -> Iterator[Block]:
    rows: list[list[TableCell]] = []
    content: list[Block] = []
    squares = 0
    for row in _children(table, "tr"):
        if row.find(f"{_W}trPr/{_W}del") is not None:
            continue
        above = rows[-1] if rows else []
        squares_of_row: list[TableCell] = []
        skipped = row.find(f"{_W}trPr/{_W}gridBefore")
        if skipped is not None:
            squares_of_row += [TableCell("")] * _count(skipped)
        for cell in _children(row, "tc"):
            span = _count(cell.find(f"{_W}tcPr/{_W}gridSpan"))
            column = len(squares_of_row)
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            continued = merge is not None and merge.get(_VAL, "continue") == "continue"
            blocks = list(_blocks(cell, numbers, in_cell=True))
            lines = (block.whole for block in blocks if isinstance(block, TextBlock))
            text = "\n".join(line for line in lines if line.strip())
            content += blocks
            if continued and column < len(above) and not text.strip():
                squares_of_row += [above[column]] * span
            else:
                squares_of_row += [TableCell(text)] * span
        squares += len(squares_of_row)
        if squares > MOST_CELLS:
            break
        if squares_of_row:
            rows.append(squares_of_row)
    cells = {id(cell) for row in rows for cell in row}
    if len(cells) == 1 or any(isinstance(block, TableBlock) for block in content):
        # a layout table, copied from a web page
        yield from content
    else:
        yield TableBlock(tuple(map(tuple, rows)))


def _children(parent: Element, name: str) -> Iterator[Element]:
    """Return the rows of a table or the cells of a row, also those inside content controls."""
    for child in parent:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag not in _SKIPPED and child.tag not in (f"{_W}tblPr", f"{_W}trPr"):
            yield from _children(child, name)


def _count(node: Element | None) -> int:
    value = node.get(_VAL, "1") if node is not None else "1"
    return max(1, min(int(value), 63)) if value.isdigit() else 1


# ---------------------------------------------------------------- automatic numbers

_CHINESE_FORMATS: Final = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCountingThousand",
        "ideographDigital",
    }
)


@dataclass
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""


@dataclass
class _Numbers:
    """The automatic numbers of a document, counted paragraph by paragraph."""

    numbering: Element | None
    styles: Element | None
    counters: dict[tuple[str, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.levels = self._levels()
        self.of_style = self._of_style()

    def next_of(self, paragraph: Element) -> str:
        """Return the number in front of a paragraph; empty where it has none."""
        found = paragraph.find(f"{_W}pPr/{_W}numPr")
        key = _number_key(found)
        if key is None:
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            key = self.of_style.get(style.get(_VAL, "")) if style is not None else None
        if key is None or key not in self.levels:
            return ""
        number, depth = key
        level = self.levels[key]
        self.counters[key] = self.counters.get(key, level.start - 1) + 1
        for other in [other for other in self.counters if other[0] == number and other[1] > depth]:
            del self.counters[other]
        return re.sub(r"%(\d)", lambda found: self._shown(number, int(found[1]) - 1), level.text)

    def _shown(self, number: str, depth: int) -> str:
        level = self.levels.get((number, depth), _Level())
        value = self.counters.get((number, depth), level.start)
        return chinese_numeral(value) if level.form in _CHINESE_FORMATS else str(value)

    def _levels(self) -> dict[tuple[str, int], _Level]:
        if self.numbering is None:
            return {}
        abstract = {
            node.get(f"{_W}abstractNumId", ""): node
            for node in self.numbering.findall(f"{_W}abstractNum")
        }
        levels = {}
        for number in self.numbering.findall(f"{_W}num"):
            reference = number.find(f"{_W}abstractNumId")
            pattern = abstract.get(reference.get(_VAL, "")) if reference is not None else None
            for level in pattern.findall(f"{_W}lvl") if pattern is not None else ():
                key = number.get(f"{_W}numId", ""), int(level.get(f"{_W}ilvl", "0"))
                start, form, text = (
                    level.find(f"{_W}{name}") for name in ("start", "numFmt", "lvlText")
                )
                levels[key] = _Level(
                    int(start.get(_VAL, "1")) if start is not None else 1,
                    form.get(_VAL, "decimal") if form is not None else "decimal",
                    text.get(_VAL, "") if text is not None else "",
                )
                if levels[key].form in ("bullet", "none"):
                    del levels[key]
        return levels

    def _of_style(self) -> dict[str, tuple[str, int]]:
        if self.styles is None:
            return {}
        found = {}
        for style in self.styles.findall(f"{_W}style"):
            key = _number_key(style.find(f"{_W}pPr/{_W}numPr"))
            if key:
                found[style.get(f"{_W}styleId", "")] = key
        return found


def _number_key(properties: Element | None) -> tuple[str, int] | None:
    if properties is None:
        return None
    number, depth = properties.find(f"{_W}numId"), properties.find(f"{_W}ilvl")
    if number is None:
        return None
    return number.get(_VAL, ""), int(depth.get(_VAL, "0")) if depth is not None else 0
