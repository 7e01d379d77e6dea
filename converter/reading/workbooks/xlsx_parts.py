"""The XML parts of a workbook that are read, reduced to what is needed.

Styles keep only number formats, sheets only their first rows, so that the size of the rest neither
slows reading down nor counts against the limits. Every workbook of the form has the same sheets, but for the
values of their cells: what is to be known of a sheet without them is found once and remembered.
"""

import re
from collections.abc import Mapping
from functools import lru_cache, partial
from itertools import islice
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from converter.errors import Refusal, UnusableFile
from converter.files.package import (
    CONTENT_TYPES,
    DECLARED,
    INSTRUCTION,
    TOO_BUSY,
    Package,
    relations_of,
    repack,
    tags_in,
)
from converter.form.short_inputs import kept

_MAIN, _STYLES, _STRINGS, _SHEET = (
    f"{kind}+xml"
    for kind in (
        "sheet.main",
        "spreadsheetml.styles",
        "spreadsheetml.sharedStrings",
        "spreadsheetml.worksheet",
    )
)
"""How the content types of the parts end."""
_MOST_STYLES: Final = 65_490
"""Maximum number of cell formats in Excel."""

# print areas and titles are not read, and a broken one would stop openpyxl
_OWN_NAMES_OF_EXCEL: Final = re.compile(
    rb"""<(?:\w+:)?definedName(?:\s+(?!name\b)[\w:]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*"""
    rb"""\s+name\s*=\s*["']_xlnm\.[^<]*</(?:\w+:)?definedName>"""
)
_MERGED: Final = re.compile(
    rb"""<(?:\w+:)?mergeCell\s[^<>]*?\bref\s*=\s*["'](\$?[A-Z]{1,3}\$?(\d{1,7}):\$?[A-Z]{1,3}\$?\d{1,7})["']"""
)
_MOST_MERGED: Final = 2000
"""Maximum merged ranges of a sheet that are read; the form has 25."""
SAVED_VALUE: Final = re.compile(rb"<v>([^<]*)</v>")
NO_VALUE: Final = b"<v></v>"
TEXT_IN_CELL: Final = b"<is>"
_SHEET_NAMED: Final = re.compile(rb"<(?:\w+:)?sheet\b")
_TAGS_OF_A_SHEET: Final = 1000
"""What it takes openpyxl to open a sheet, whatever it holds, in tags."""
_MOST_TAGS_OF_OBJECTS: Final = 300_000
"""What openpyxl gets to read, in tags of cells and texts: three seconds; a filled form has 12,000 tags."""
MOST_SHEETS: Final = 32
_LONGEST_SHEET: Final = 2**18
"""Sheets remembered without their values, and bytes of one with them; the form has 9, the longest with 182,000."""


class Sheet(NamedTuple):
    """The first rows of a sheet, without merged cells, links and formats."""

    xml: bytes
    values: list[bytes] | None
    """What belongs into each `<v></v>`, or None where it stands there already."""
    merged: tuple[str, ...]
    """The merged ranges."""

    def whole(self) -> bytes:
        """Return the part as a parser takes it."""
        if self.values is None:
            return self.xml
        pieces = self.xml.split(NO_VALUE)
        filled = [b"<v>%b</v>" % value for value in self.values]
        return b"".join(one for pair in zip(pieces, [*filled, b""], strict=True) for one in pair)


class Parts(NamedTuple):
    """The XML parts of a workbook, in UTF-8 and without a DOCTYPE."""

    xml: dict[str, bytes]
    """The content types and every part that is read but the sheets, by name in the package."""
    mains: list[str]
    styles: list[str]
    strings: list[str]
    """The names of the parts of each kind; an ordinary workbook has one each, strings may be missing."""
    sheets: dict[str, Sheet]

    def refuse_what_takes_long(self, most: int = _MOST_TAGS_OF_OBJECTS) -> None:
        """Raise UnusableFile where openpyxl, which makes objects of all that it reads, would read more than `most` tags.

        What says how a workbook is put together takes it up to ten times as long as cells and texts do.
        """
        counted = {name: xml.count(b"<") for name, xml in self.xml.items()}
        cells = sum(counted.pop(name) for name in self.strings)
        cells += sum(sheet.xml.count(b"<") for sheet in self.sheets.values())
        named = sum(len(_SHEET_NAMED.findall(self.xml[main])) for main in self.mains)
        if cells + 10 * sum(counted.values()) + _TAGS_OF_A_SHEET * named > most:
            raise UnusableFile(TOO_BUSY, Refusal.TOO_LARGE)

    def package(self, instead: Mapping[str, bytes] | None = None) -> bytes:
        """Return a workbook of these parts, some replaced by others."""
        sheets = {name: sheet.whole() for name, sheet in self.sheets.items()}
        return repack({**self.xml, **sheets, **(instead or {})})


def xml_parts(package: Package, rows: int) -> Parts:
    """Return the parts of a workbook that are read, each sheet cut to its first `rows` rows.

    Raises UnusableFile where a part is missing, hostile or too large.
    """
    mains, styles, strings = (package.of_type(kind) for kind in (_MAIN, _STYLES, _STRINGS))
    parts = Parts({CONTENT_TYPES: package.content_types}, mains, styles, strings, {})
    for main in parts.mains:
        parts.xml[main] = package.xml(main, _without_own_names)
        parts.xml[relations_of(main)] = package.xml(relations_of(main))
    for name in parts.strings:
        parts.xml[name] = package.xml(name)
    for name in parts.styles:
        parts.xml[name] = package.xml(name, partial(_number_formats, package))
    for name in package.of_type(_SHEET):
        sheet, tags = _sheet(package, package.uncut(name), rows)
        package.count(len(sheet.xml) + sum(map(len, sheet.values or ())), tags)
        parts.sheets[name] = sheet
    return parts


_LONGEST_CUT: Final = 2**15
"""Bytes of a part of which is remembered what is needed of it; the form's styles have 24,000, its main part 12,000."""


@kept(16, _LONGEST_CUT)  # most workbooks of a program have the same
def _without_own_names(xml: bytes) -> bytes:
    return _OWN_NAMES_OF_EXCEL.sub(b"", xml)


class _Cut(NamedTuple):
    """What is read of a sheet without values."""

    xml: bytes
    belonging: slice
    """The values that belong to it."""
    merged: tuple[str, ...]
    tags: int


def _sheet(package: Package, xml: bytes, rows: int) -> tuple[Sheet, int]:
    """Return what is read of a sheet, and how many tags that has."""
    if len(xml) <= _LONGEST_SHEET:  # a small file may inflate to millions of values
        pieces = SAVED_VALUE.split(xml)
        if cut := _known_cut(_Bare(NO_VALUE.join(pieces[::2])), rows):
            return Sheet(cut.xml, pieces[1::2][cut.belonging], cut.merged), cut.tags
    first = _first_rows(package, xml, rows)
    return Sheet(first, None, _merged(xml, rows)), tags_in(first)


class _Bare(bytes):
    """A sheet without values; few have the same length, and comparing two takes a tenth of looking through one."""

    def __hash__(self) -> int:
        return len(self)


@lru_cache(maxsize=MOST_SHEETS)
def _known_cut(bare: bytes, rows: int) -> _Cut | None:
    """Return what is read of a sheet without values, or None where these may be more than values."""
    bounds = _bounds(bare, rows)
    if bounds is None or TEXT_IN_CELL in bare or _misleads(bare):
        return None
    xml = bounds.within(bare)
    before = bare.count(NO_VALUE, 0, bounds.start)
    belonging = slice(before, before + xml.count(NO_VALUE))
    return _Cut(xml, belonging, _merged(bare, rows), tags_in(xml))


def _merged(xml: bytes, rows: int) -> tuple[str, ...]:
    """Return the merged ranges of a sheet; those below the rows that are read cover nothing."""
    start = xml.find(b"mergeCells")
    found = _MERGED.finditer(xml, start) if start >= 0 else ()
    near = (one[1].decode().replace("$", "") for one in found if int(one[2]) <= rows)
    return tuple(islice(near, _MOST_MERGED))


_PLAIN_STYLES: Final = (
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    b"<fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
    b'<cellStyleXfs><xf/></cellStyleXfs><cellStyles><cellStyle name="Normal" xfId="0"/></cellStyles>',
    b"</styleSheet>",
)


_LONGEST_CODE: Final = 256
"""Characters of a number format that are kept: one more than Excel knows, so that a longer one is seen."""


def _number_formats(package: Package, xml: bytes) -> bytes:
    """Return a style sheet with only the number formats of cells, which tell dates from numbers.

    Workbooks edited for years collect tens of thousands of named styles, some of them broken.
    """
    count = len(re.findall(rb"<(?:\w+:)?xf\b", xml))
    if count > 2 * _MOST_STYLES:
        raise UnusableFile(
            f"单元格样式有 {count} 种，Excel 最多 {_MOST_STYLES} 种，不读取。"
            "请把内容复制到新的填报表里，保存后再试。",
            Refusal.TOO_LARGE,
        )
    if ordinary := _ordinary_formats(xml):
        return ordinary
    styles = _parsed(package, xml)
    # openpyxl warns where the style “Normal” is missing
    reduced = fromstring(b"".join(_PLAIN_STYLES))  # noqa: S314 (a constant)
    for formats in styles:
        name = formats.tag.rpartition("}")[2]
        if name == "numFmts":
            for one in formats:
                if len(code := one.get("formatCode", "")) > _LONGEST_CODE:
                    one.set("formatCode", code[:_LONGEST_CODE])
            reduced.append(formats)
        elif name == "cellXfs":
            cells = SubElement(reduced, formats.tag)
            for cell in formats:
                number = cell.get("numFmtId", "0").encode()
                SubElement(cells, cell.tag, numFmtId=_plain_date(number).decode())
    return tostring(reduced)


_CHINESE_DATES: Final = frozenset(b"%d" % number for number in (*range(27, 37), *range(50, 59)))
"""Formats that a workbook does not write out, such as 3月10日 (ECMA-376 part 1, 18.8.30)."""


def _plain_date(number: bytes) -> bytes:
    """Return the number of a format, that of a plain date for a Chinese one, which openpyxl takes for no date."""
    return b"14" if number in _CHINESE_DATES else number


_NUMBER_FORMATS: Final = re.compile(
    rb'<numFmts count="[0-9]{1,5}">(?:<numFmt numFmtId="[0-9]{1,5}" formatCode="[^"<>]{0,2000}"/>)*</numFmts>'
)
_CELL_FORMAT: Final = re.compile(rb'<xf numFmtId="([0-9]{1,5})"')


@kept(16, _LONGEST_CUT)
def _ordinary_formats(xml: bytes) -> bytes:
    """Return what `_number_formats` does, by a search in what Excel, WPS and LibreOffice write; empty for other content."""
    start, end = xml.find(b"<cellXfs"), xml.find(b"</cellXfs>")
    if DECLARED.search(xml) or b"<styleSheet" not in xml or not 0 <= start < end:
        return b""
    cells = _CELL_FORMAT.findall(xml, start, end)
    formats = _NUMBER_FORMATS.search(xml)
    if len(cells) != xml.count(b"<xf", start, end) or (formats is None and b"numFmts" in xml):
        return b""
    start_tag, needed, end_tag = _PLAIN_STYLES
    return b"".join(
        (
            start_tag,
            formats[0] if formats else b"",
            needed,
            b"<cellXfs>",
            *(b'<xf numFmtId="%b"/>' % _plain_date(number) for number in cells),
            b"</cellXfs>",
            end_tag,
        )
    )


def _misleads(xml: bytes) -> bool:
    """Tell whether a part has a comment, which could mislead a search in its bytes."""
    return bool(DECLARED.search(xml)) or len(INSTRUCTION.findall(xml)) > 1


def _parsed(package: Package, xml: bytes) -> Element:
    """Return a part that has to be parsed before it is cut, counted as a whole; raises UnusableFile beyond the limits."""
    package.count(len(xml), tags_in(xml))
    return fromstring(xml)  # noqa: S314 (Package.uncut refuses a DOCTYPE)


_NO_ROWS: Final = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'


def _first_rows(package: Package, xml: bytes, rows: int) -> bytes:
    """Return a sheet with only its first rows, without merged cells, links and formats."""
    bounds = None if _misleads(xml) else _bounds(xml, rows)
    if bounds is None:
        xml = tostring(_parsed(package, xml))
        bounds = _bounds(xml, rows)
    return bounds.within(xml) if bounds else _NO_ROWS


class _Bounds(NamedTuple):
    """Where the first rows of a sheet stand, and the tags to put around them."""

    start: int
    end: int
    before: bytes
    behind: bytes

    def within(self, xml: bytes) -> bytes:
        """Return a sheet with only its first rows."""
        return b"".join((self.before, xml[self.start : self.end], self.behind))


def _bounds(xml: bytes, rows: int) -> _Bounds | None:
    """Return the bounds of the first rows of a sheet; None where it is not written as programs write it."""
    # a longer prefix would take long to compile
    root = re.search(rb"<(\w{1,20}:)?worksheet\b[^<>]*>", xml)
    prefix = root[1] or b"" if root else b""
    data = re.search(rb"<%ssheetData\b[^<>]*(?<!/)>" % prefix, xml)
    if root is None or data is None or not xml.rstrip().endswith(b"</%sworksheet>" % prefix):
        return None
    last = None
    if xml.count(b"<%srow" % prefix) > rows:
        ends = re.finditer(rb"</%srow\s*>|<%srow\b[^<>]*/>" % (prefix, prefix), xml[data.end() :])
        last = next(islice(ends, rows - 1, None), None)
    end = data.end() + last.end() if last else xml.find(b"</%ssheetData" % prefix, data.end())
    return _Bounds(
        data.end(),
        end,
        # without a dimension openpyxl reads all rows to compute it
        b'%b<%bdimension ref="A1"/>%b' % (root[0], prefix, data[0]),
        b"</%ssheetData></%sworksheet>" % (prefix, prefix),
    )
