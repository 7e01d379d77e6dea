"""Read the rows and texts of a workbook's sheets as Excel, WPS and LibreOffice write them, by regular expressions.

Every workbook of the form has the same rows, but for the values: a sheet without its values, or else a row, is
parsed once and remembered. Anything out of the ordinary is left to openpyxl.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import compress
from typing import Final, NamedTuple, NoReturn
from xml.etree.ElementTree import fromstring

from converter.errors import Refusal, UnusableFile
from converter.files.package import DECLARED, INSTRUCTION
from converter.form.layout import address
from converter.form.limits import LONGEST_CELL
from converter.form.short_inputs import kept
from converter.reading.workbooks.xlsx_parts import (
    MOST_SHEETS,
    NO_VALUE,
    SAVED_VALUE,
    TEXT_IN_CELL,
    Sheet,
)

MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LONGEST_REFERENCE: Final = len("&#1114111;")
"""Bytes of a character in a part."""
_ATTRIBUTES: Final = rb'(?: (?!xmlns)[A-Za-z0-9:]+="[^"<>&]*")* ?'
"""Attributes none of which changes a namespace."""
_RUN: Final = rb"(?:<t%b>[^<]*</t>|<t/>)" % _ATTRIBUTES
_RICH_TEXT: Final = (
    rb"(%b|(?:<r>(?:<rPr>(?:<[A-Za-z]+%b/>)*</rPr>)?%b</r>)+)(?:<rPh%b>%b</rPh>)*(?:<phoneticPr%b/>)?"
    % (_RUN, _ATTRIBUTES, _RUN, _ATTRIBUTES, _RUN, _ATTRIBUTES)
)
"""A text, plain or in runs, which are captured, and its phonetic guides (CT_Rst, ECMA-376 part 1, 18.4.8)."""
_RUN_TEXT: Final = re.compile(rb"<t\b[^<>]*>([^<]*)</t>")
_ITEM: Final = re.compile(rb"<si>%b" % _RICH_TEXT)
_PLAIN_ITEM: Final = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<]*)</t>')
_EMPTY_ROWS: Final = re.compile(rb'(?:<row r="[0-9]{1,7}"%b/>)*' % _ATTRIBUTES)
_ROW_START: Final = re.compile(rb'%b<row r="([0-9]{1,7})"%b>' % (_EMPTY_ROWS.pattern, _ATTRIBUTES))
_CELLS: Final = re.compile(
    rb'(<c r="([A-Z]{1,3})([0-9]{1,7})"(%b)(?:/>|>(?:(<f%b)(?:/>|>([^<]*)</f>))?'
    rb"(?:<v>([^<]*)</v>|<v/>|<is>%b</is>)?</c>))" % (_ATTRIBUTES, _ATTRIBUTES, _RICH_TEXT)
)
"""A cell as Excel, WPS, LibreOffice, XlsxWriter and openpyxl write it: whole, column, row, attributes,
formula's start, formula, value, text in the cell."""
_VALUE_END: Final = b"</v></c>"
_MOST_ROWS: Final = 1024
"""Rows remembered without their values; the form has 388 in each program's hand."""
_LONGEST_ROW: Final = 2**14
_LONGEST_IN_RUNS: Final = 2**19
"""Bytes of a row with texts in its cells, or of a text in runs: an expression keeps in mind where each run began."""
_MOST_STRINGS: Final = 2048
_LONGEST_STRING: Final = 2**11
"""Bytes of what is remembered of rows and texts; the form's own have 14,000 and 1,300."""
_ATTRIBUTE: Final = re.compile(rb' ([A-Za-z0-9:]+)="([^"]*)"')
_ROOT_START: Final = re.compile(rb'(?:<\?xml[^<>]*\?>\s*)?<(\w+)((?: [A-Za-z0-9:]+="[^"<>&]*")*)>')
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What UTF-8 may hold and XML may not (XML 1.0, 2.2)."""


class Unusual(Exception):
    """A workbook holds something that only openpyxl reads."""


def unusual() -> NoReturn:
    """Give up a workbook that only openpyxl reads."""
    raise Unusual


def _content(xml: bytes, tag: str) -> bytes:
    """Return what is inside the root of a part, which has to be of the main namespace."""
    root, end_tag = _ROOT_START.match(xml), f"</{tag}>".encode()
    end = xml.rfind(end_tag)
    if root is None or root[1].decode() != tag or end < root.end():
        unusual()
    if _attributes(root[2]).get("xmlns") != MAIN.strip("{}") or xml[end:].strip() != end_tag:
        unusual()
    return xml[root.end() : end]


def _attributes(written: bytes) -> dict[str, str]:
    pairs = _ATTRIBUTE.findall(written)
    attributes = {name.decode(): value.decode() for name, value in pairs}
    return attributes if len(attributes) == len(pairs) else unusual()


def shared_strings(xml: bytes = b"") -> Mapping[bytes, str]:
    """Return the shared strings by their index, as a cell writes it."""
    content = _content(xml, "sst") if xml else b""
    items = content.split(b"</si>")
    # another count would give a cell the text of its neighbour
    if (
        items.pop()
        or content.count(b"<si") != len(items)
        # most texts have neither mark, which is seen at once
        or (b"!" in content and DECLARED.search(content))
        or (b"?" in content and INSTRUCTION.search(content))
    ):
        unusual()

    return _Strings(items)


class _Strings(dict[bytes, str]):
    """The shared strings that a form has, and of others those that were asked for."""

    def __init__(self, items: list[bytes]) -> None:
        super().__init__(
            (number, _known_item_text(item))
            for number, item in zip(_numbers(), items, strict=False)
            if len(item) <= _LONGEST_STRING
        )
        self._items = items

    def __missing__(self, number: bytes) -> str:
        index = int(number) if number.isdigit() else unusual()
        written = b"%d" % index
        # however a cell writes its number, a text is held once
        text = _item_text(self._items[index]) if number == written else self[written]
        self[number] = text
        return text


@cache
def _numbers() -> tuple[bytes, ...]:
    """Return the indexes of the texts that are remembered, as a cell writes them."""
    return tuple(b"%d" % number for number in range(_MOST_STRINGS))


def _item_text(item: bytes) -> str:
    """Return a shared string, which a file writes without `</si>`."""
    if plain := _PLAIN_ITEM.fullmatch(item):
        text = plain_text(plain[1])
    elif len(item) <= _LONGEST_IN_RUNS and (rich := _ITEM.fullmatch(item)):
        text = runs_text(rich[1])
    else:
        unusual()
    # as openpyxl does, which resolves only this one of the escapes of Excel
    return text.replace("x005F_", "")


_known_item_text: Final = lru_cache(maxsize=_MOST_STRINGS)(_item_text)
"""For the form's own texts, which every workbook has."""


def bounded(text: str) -> str:
    """Return a cell's text; raises UnusableFile where it is longer than Excel lets it be."""
    if len(text) > LONGEST_CELL:
        _refuse_long_text()
    return text


def _refuse_long_text() -> NoReturn:
    raise UnusableFile(
        f"有的格子里文字超过 {LONGEST_CELL} 字，Excel 写不出这样的文件，不读取。请核对文件来源。",
        Refusal.TOO_LARGE,
    )


def runs_text(written: bytes) -> str:
    """Return a text, plain or in runs."""
    return plain_text(b"".join(_RUN_TEXT.findall(written)))


def plain_text(written: bytes) -> str:
    """Return the text that a file writes between two tags; raises UnusableFile as `bounded` does."""
    if len(written) > LONGEST_CELL * _LONGEST_REFERENCE:
        _refuse_long_text()
    if b"&" in written:
        return bounded(fromstring(b"<t>%b</t>" % written).text or "")  # noqa: S314 (Package.xml refuses a DOCTYPE)
    text = written.decode()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isprintable() and _NO_XML.search(text):
        unusual()
    return bounded(text)


class _Saved(NamedTuple):
    """A cell with a saved value."""

    where: str
    style: str
    kind: str


class _Row(NamedTuple):
    """A row of a sheet."""

    number: int
    saved: tuple[_Saved | None, ...]
    """A cell for each value that the row holds; None where it is not read."""
    values: tuple[bytes, ...]
    """As the row holds them, or empty where it was read without."""
    formulas: dict[str, str]


def _row(written: bytes, columns: int, *, computed: bool) -> _Row:
    """Return a row without its values as a file writes it up to `</row>`, its first `columns` cells.

    Formulas are left out, and numbers that they compute, where `computed` is false.
    """
    start = _ROW_START.match(written)
    if start is None:
        unusual()
    cells = _CELLS.findall(written, start.end())
    if sum([len(cell[0]) for cell in cells]) != len(written) - start.end():
        unusual()
    if {cell[2] for cell in cells} - {start[1]}:
        unusual()
    number, letters = start[1].decode(), _letters(columns)
    saved: list[_Saved | None] = []
    values: list[bytes] = []
    formulas: dict[str, str] = {}
    for whole, column, _, attributes, formula, expression, raw, inline in cells:
        if not (formula or inline or whole.endswith(_VALUE_END)):
            continue
        is_read = column in letters
        where = f"{column.decode()}{number}"
        style, kind = _style_and_kind(attributes)
        if formula and computed and is_read:
            formulas[where] = _formula(formula, expression)
        if kind == "inlineStr" and not inline and (formula or whole.endswith(_VALUE_END)):
            unusual()
        if whole.endswith(_VALUE_END) or (inline and kind == "inlineStr"):
            left_out = formula and not computed and kind == "n"
            saved.append(_Saved(where, style, kind) if is_read and not left_out else None)
            values.append(inline or raw)
    if len(saved) - saved.count(None) > columns:  # some cell is there a dozen times
        unusual()
    return _Row(int(number), tuple(saved), tuple(values), formulas)


_known_row: Final = kept(_MOST_ROWS, _LONGEST_ROW)(_row)
"""Every workbook of the form has the same rows, each with values of its own."""


@cache
def _letters(columns: int) -> frozenset[bytes]:
    return frozenset(address(0, column).rstrip("1").encode() for column in range(columns))


@kept(_MOST_ROWS, _LONGEST_STRING)
def _style_and_kind(attributes: bytes) -> tuple[str, str]:
    """Return style and type of a cell; of a form's thousands of cells they are a few dozen."""
    known = _attributes(attributes)
    return known.get("s", "0"), known.get("t", "n")


def _formula(start: bytes, expression: bytes) -> str:
    formula = f"={plain_text(expression)}"
    if start == b"<f":
        return formula
    attributes = _attributes(start)
    kind = attributes.get("t", "normal")
    # an array formula of one cell is a formula
    if kind not in ("normal", "array") or ":" in attributes.get("ref", ""):
        unusual()
    return f"{{{formula}}}" if kind == "array" else formula


class Cells(NamedTuple):
    """The cells of a sheet that are read, without their values."""

    is_shared: tuple[bool, ...]
    """For each value of its first rows, whether it stands for a shared string."""
    shared: tuple[str, ...]
    """The cells of these: most of a form, so that they are not looked at one by one."""
    is_other: tuple[bool, ...]
    others: tuple[_Saved, ...]
    """The same for all other values that are read."""
    formulas: dict[str, str]


def sheet_cells(
    sheet: Sheet, rows: int, columns: int, *, computed: bool
) -> tuple[Cells, Sequence[bytes]]:
    """Return the cells of a sheet up to row `rows` that have a value or a formula, and all values of its rows.

    Formulas are left out, and numbers that they compute, where `computed` is false.
    """
    values = sheet.values
    if values is None:
        values = []
        cells = _cells(sheet.xml, rows, columns, computed=computed, values=values)
    else:
        cells = _known_cells(sheet.xml, rows, columns, computed=computed)
    return cells, values


def _cells(
    xml: bytes, rows: int, columns: int, *, computed: bool, values: list[bytes] | None = None
) -> Cells:
    """Return the cells of a sheet; its values go to `values`."""
    cells: list[_Saved | None] = []
    formulas: dict[str, str] = {}
    last = 0
    for one in _rows(xml):
        if TEXT_IN_CELL in one:
            if len(one) > _LONGEST_IN_RUNS:
                unusual()
            row = _row(one, columns, computed=computed)
            saved: Sequence[bytes] = row.values
        else:
            pieces = SAVED_VALUE.split(one)
            bare, saved = NO_VALUE.join(pieces[::2]), pieces[1::2]
            row = _known_row(bare, columns, computed=computed)
        if row.number <= last:
            unusual()
        last = row.number
        if last > rows:
            break
        if len(saved) != len(row.saved):
            unusual()
        cells += row.saved
        formulas |= row.formulas
        if values is not None:
            values += saved
    # of a cell that is there twice the last value counts, whatever its type
    wheres = [cell.where for cell in cells if cell]
    kind = "s" if len(set(wheres)) == len(wheres) else ""
    is_shared = tuple(cell is not None and cell.kind == kind for cell in cells)
    is_other = tuple(cell is not None and cell.kind != kind for cell in cells)
    return Cells(
        is_shared,
        tuple(cell.where for cell in compress(cells, is_shared) if cell),
        is_other,
        tuple(filter(None, compress(cells, is_other))),
        formulas,
    )


def _rows(xml: bytes) -> list[bytes]:
    """Return the rows of a sheet, each as a file writes it up to `</row>`."""
    before, data, behind = _content(xml, "worksheet").partition(b"<sheetData>")
    if not data:
        return [] if b"<sheetData/>" in before and not DECLARED.search(before) else unusual()
    *rows, empty = behind.removesuffix(b"</sheetData>").split(b"</row>")
    # the reduced part has nothing else; what is in `before` and no element would be text
    if before.count(b"<") != 1 or not _EMPTY_ROWS.fullmatch(empty):
        unusual()
    return rows


_known_cells: Final = lru_cache(maxsize=MOST_SHEETS)(_cells)
"""Most of its sheets are the same as a whole, whatever the figures and the words in them."""
