"""Read the cells, formulas and defined names of a workbook.

The only module that imports openpyxl. A form saved by Excel, WPS or LibreOffice uses a small part of
SpreadsheetML; that part is parsed here directly, in a sixth of the time and without loading openpyxl.
The fallback for any other content is to read the whole workbook with openpyxl. Both give the same
result; a test compares them.
"""

import io
import posixpath
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import compress, islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.etree.ElementTree import Element, ParseError, fromstring, tostring

from converter.errors import Refusal, UnusableFile
from converter.files.kinds import InputFile
from converter.files.package import MOST_TAGS, RELATIONSHIP, relations_of, unreadable_as
from converter.form.layout import address
from converter.form.patterns import when_used
from converter.form.short_inputs import kept
from converter.reading.values import tidy_text
from converter.reading.workbooks.xlsx_parts import Parts, Sheet, xml_parts
from converter.reading.workbooks.xlsx_rows import (
    MAIN,
    Unusual,
    bounded,
    plain_text,
    runs_text,
    shared_strings,
    sheet_cells,
    unusual,
)

if TYPE_CHECKING:
    from openpyxl import Workbook

Contents = dict[str, dict[str, Any]]
"""Values or formulas of cells, by sheet and address."""

_MOST_OTHER_SHEETS: Final = 20
"""Maximum sheets beside the form's that are read."""
_LONGEST_TITLE: Final = 31
_MOST_UNITS: Final = 40_000
"""Maximum rows of a roster that are read: more than a roster may have names, so that one that goes on is refused."""
_DAMAGED: Final = "工作簿已损坏，读不出来。请用 Excel 或 WPS 打开后重新保存。"


class Book(NamedTuple):
    """The content of a workbook within an extent."""

    sheets: list[str]
    names: Mapping[str, str]
    """The defined names, each with its reference as the file writes it."""
    formulas: Contents
    values: Contents
    """Without the numbers that formulas computed on a sheet whose formulas are not read."""
    epoch: datetime
    """The day that serial number 0 stands for."""
    hidden: frozenset[str]
    """The sheets that are not shown."""
    merged: dict[str, Sequence[str]]
    """The merged ranges of each sheet."""
    number_formats: Contents
    """The format codes of cells that hold a number and are not of the format General."""


class Extent(NamedTuple):
    """The part of a workbook that is read: the first rows and columns of sheets.

    Beside the sheets of the form a few others are read. Blanks in titles do not count.
    """

    sheets: frozenset[str]
    formula_sheets: frozenset[str]
    """The sheets whose formulas are read."""
    rows: int
    columns: int

    def has_formulas(self, title: str) -> bool:
        """Tell whether the formulas of a sheet are read."""
        return bare_title(title) in self.formula_sheets

    def titles(self, titles: Iterable[str]) -> list[str]:
        """Return the titles of a workbook's sheets that are read."""
        titles = list(titles)
        own: dict[str, str] = {}
        for title in titles:
            bare = bare_title(title)
            # of titles that differ in blanks the form's own counts, else the first
            if bare in self.sheets and (title == bare or bare not in own):
                own[bare] = title
        known = set(own.values())
        others = (title for title in titles if title not in known)
        return [*own.values(), *islice(others, _MOST_OTHER_SHEETS)]


def bare_title(title: str) -> str:
    """Return the title of a sheet without blanks."""
    return re.sub(r"\s", "", title)


def short_title(title: str) -> str:
    """Return the title of a sheet for a sentence, on one line, cut where it is longer than Excel lets it be."""
    title = " ".join(title.split())
    return title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE]}…"


def read_book(file: InputFile, extent: Extent) -> Book:
    """Return the content of a workbook within `extent`.

    Raises UnusableFile where it cannot be parsed.
    """
    with unreadable_as(file.path.name, _DAMAGED):
        parts = xml_parts(file.package, extent.rows)
        return fast_book(parts, extent) or openpyxl_book(parts, extent)


def first_sheet(file: InputFile) -> list[tuple[str, ...]]:
    """Return the first sheet as rows of texts; what is no text is empty.

    Raises UnusableFile where it cannot be parsed.
    """
    with unreadable_as(file.path.name, _DAMAGED):
        parts = xml_parts(file.package, _MOST_UNITS)
        parts.refuse_what_takes_long(2 * MOST_TAGS)  # a roster is long
        sheet = _load(parts.package(), data_only=True).worksheets[0]
        rows = sheet.iter_rows(max_row=_MOST_UNITS, max_col=10, values_only=True)
        return [
            tuple(tidy_text(value) if isinstance(value, str) else "" for value in row)
            for row in rows
        ]


# ---------------------------------------------------------------- straight from the XML


_CELL, _VALUE, _FORMULA = f"{MAIN}c", f"{MAIN}v", f"{MAIN}f"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WINDOWS_EPOCH, _MACINTOSH_EPOCH = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 (spreadsheets have no time zones)
_ORDINARY_DATES: Final = range(60, 100_000)
"""Serial numbers from 1900-03-01, after Excel's false leap day, to 2173."""
_LAST_DATE: Final = 3_000_000
"""A serial number beyond all dates, which end in 9999."""
_LONGEST_CODE: Final = 255
"""Characters of a number format, by the limit of Excel."""
_BUILT_IN_DATES: Final = range(14, 23)
_BUILT_IN_OTHERS: Final = frozenset((*range(5, 9), *range(41, 48)))
"""Currencies, written out but for a few programs, and durations."""
_GENERAL: Final = "General"
_BUILT_IN_CODES: Final = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    48: "##0.0E+0",
    49: "@",
}
"""The format codes that a workbook does not write out (ECMA-376 part 1, 18.8.30)."""
_MOST_DIGITS: Final = 19
"""Digits of a number that is read as it stands; longer ones are looked at."""
_SECONDS_A_DAY: Final = 24 * 60 * 60
_UNPRINTED: Final = re.compile(r'".*?"|\[[^\]]*\]')
"""Parts of a number format that are no date codes: quoted text, colour, locale, condition."""
_DURATION: Final = re.compile(r"\[(?:h|m|s)", re.IGNORECASE)
_DATE_SIGN: Final = re.compile(r"(?<![_\\])[dmhys]", re.IGNORECASE)


def fast_book(parts: Parts, extent: Extent) -> Book | None:
    """Return the content of a workbook, or None where openpyxl is needed to read it."""
    try:
        return _ordinary_book(parts, extent)
    except (Unusual, ParseError, ValueError, LookupError):
        return None


def _ordinary_book(parts: Parts, extent: Extent) -> Book:
    if len(parts.mains) != 1 or len(parts.styles) != 1 or len(parts.strings) > 1:
        unusual()
    strings, (styles,), (xml,), (relations,) = (
        [parts.xml[name] for name in names]
        for names in (parts.strings, parts.styles, parts.mains, map(relations_of, parts.mains))
    )
    main, targets = _main(xml), _targets(relations, parts.mains[0])
    reader = _SheetReader(shared_strings(*strings), _styles(styles), main.epoch, extent)
    formulas: Contents = {}
    values: Contents = {}
    merged: dict[str, Sequence[str]] = {}
    number_formats: Contents = {}
    read = frozenset(extent.titles(main.sheets))
    for title, relationship in main.sheets.items():
        if title not in read:
            continue
        part = parts.sheets[targets.get(relationship, "")]
        merged[title] = part.merged
        values[title], of_formulas, formats = reader.contents(
            part, computed=extent.has_formulas(title)
        )
        if extent.has_formulas(title):
            formulas[title], number_formats[title] = values[title] | of_formulas, formats
    return Book(
        list(main.sheets),
        main.names,
        formulas,
        values,
        main.epoch,
        main.hidden,
        merged,
        number_formats,
    )


class _Main(NamedTuple):
    """What the main part of a workbook says."""

    sheets: Mapping[str, str]
    """The relationship of each sheet by its title."""
    names: Mapping[str, str]
    epoch: datetime
    hidden: frozenset[str]


_LONGEST_MAIN: Final = 2**15
"""Bytes of a main part, or of its relationships, that are remembered; the form's have 12,000 and 1,900."""


@kept(
    16, _LONGEST_MAIN
)  # workbooks filled in from one blank by the same program often have the same
def _main(xml: bytes) -> _Main:
    main = _root(xml, "workbook")
    sheets = [
        (_needed(sheet, "name"), sheet.get(f"{{{_OFFICE}}}id", ""))
        for sheet in main.iter(f"{MAIN}sheet")
    ]
    if len({title.casefold() for title, _ in sheets}) != len(sheets):
        unusual()
    return _Main(dict(sheets), _names(main, len(sheets)), _epoch(main), _hidden(main))


def _hidden(main: Element) -> frozenset[str]:
    return frozenset(
        _needed(sheet, "name")
        for sheet in main.iter(f"{MAIN}sheet")
        if sheet.get("state", "visible") != "visible"
    )


def _root(xml: bytes, tag: str) -> Element:
    root = fromstring(xml)  # noqa: S314 (Package.xml refuses a DOCTYPE)
    if root.tag != MAIN + tag:
        unusual()
    return root


def _needed(node: Element, attribute: str) -> str:
    value = node.get(attribute)
    return value or unusual()


def _epoch(main: Element) -> datetime:
    properties = main.find(f"{MAIN}workbookPr")
    flag = "0" if properties is None else properties.get("date1904", "0")
    if flag not in ("0", "1", "false", "true"):
        unusual()
    return _MACINTOSH_EPOCH if flag in ("1", "true") else _WINDOWS_EPOCH


@kept(16, _LONGEST_MAIN)
def _targets(relations: bytes, main: str) -> Mapping[str, str]:
    """Return the part of each worksheet by its relationship to the main part."""
    folder = main.rpartition("/")[0]
    return {
        _needed(one, "Id"): posixpath.normpath(
            posixpath.join("/", folder, _needed(one, "Target"))
        ).lstrip("/")
        for one in fromstring(relations).iter(RELATIONSHIP)  # noqa: S314 (see above)
        if one.get("Type") == f"{_OFFICE}/worksheet"
    }


def _names(main: Element, sheet_count: int) -> dict[str, str]:
    """Return the defined names; those of the whole workbook take precedence over those of a sheet."""
    scopes: dict[int, dict[str, str]] = {}
    for one in main.iter(f"{MAIN}definedName"):
        name = _needed(one, "name")
        scope = int(one.get("localSheetId", sheet_count))
        if not 0 <= scope <= sheet_count:
            unusual()
        scopes.setdefault(scope, {})[name] = one.text or ""
    names: dict[str, str] = {}
    for _, scoped in sorted(scopes.items()):
        names |= scoped
    return names


class _Styles(dict[str, tuple[bool, str]]):
    """Whether a cell style, as a cell names it, shows a number as a date, and its format code."""

    def __init__(self, xml: bytes) -> None:
        super().__init__()
        root = _root(xml, "styleSheet")
        self._codes = {
            int(_needed(one, "numFmtId")): one.get("formatCode", "")
            for one in root.iter(f"{MAIN}numFmt")
        }
        self._numbers = {
            str(style): number
            for style, one in enumerate(root.iterfind(f"{MAIN}cellXfs/{MAIN}xf"))
            if (number := int(one.get("numFmtId", 0)))
        }

    def __missing__(self, style: str) -> tuple[bool, str]:
        number = self._numbers.get(style)
        if number is None:
            return False, _GENERAL
        known = self[style] = self._of(number)
        return known

    def _of(self, number: int) -> tuple[bool, str]:
        if number in self._codes:
            code = self._codes[number]
            shown = code.split(";")[0][:_LONGEST_CODE]
            if _DURATION.search(shown):
                unusual()
            return bool(_DATE_SIGN.search(_UNPRINTED.sub("", shown))), code
        if number in _BUILT_IN_OTHERS:
            unusual()
        return number in _BUILT_IN_DATES, _BUILT_IN_CODES.get(number, _GENERAL)


_LONGEST_STYLES: Final = 2**14
"""Bytes of a reduced style sheet that is remembered; the form's has 2,000."""
_styles: Final = kept(16, _LONGEST_STYLES)(_Styles)
"""Most workbooks of a program have the same."""


class _SheetReader:
    """Reads the sheets of one workbook."""

    def __init__(
        self,
        strings: Mapping[bytes, str],
        styles: _Styles,
        epoch: datetime,
        extent: Extent,
    ) -> None:
        self._strings = strings
        self._styles = styles
        self._epoch = epoch
        self._extent = extent

    def contents(
        self, sheet: Sheet, *, computed: bool
    ) -> tuple[dict[str, Any], dict[str, str], dict[str, str]]:
        """Return the values of a sheet's cells, and the formulas and formats of those that have one.

        Numbers that formulas computed are left out where `computed` is false.
        """
        number_formats: dict[str, str] = {}
        strings, styles = self._strings, self._styles
        cells, saved = sheet_cells(
            sheet, self._extent.rows, self._extent.columns, computed=computed
        )
        texts = map(strings.__getitem__, compress(saved, cells.is_shared))
        values: dict[str, Any] = dict(zip(cells.shared, texts, strict=True))
        for (where, style, kind), raw in zip(
            cells.others, compress(saved, cells.is_other), strict=True
        ):
            if not raw:
                continue
            if kind == "n" and raw.isdigit() and len(raw) < _MOST_DIGITS:
                is_date, code = styles[style]
                value = self._moment(int(raw)) if is_date else int(raw)
            else:
                value = self._value(raw, kind, style)
                code = styles[style][1] if type(value) in (int, float) else _GENERAL
            values[where] = value
            if code != _GENERAL and type(value) in (int, float):
                number_formats[where] = code
        return values, cells.formulas, number_formats

    def _value(self, raw: bytes, kind: str, style: str) -> Any:
        """Return a saved value of any type; that of a text is no number in its cell."""
        if kind == "n":
            return self._number(raw, style)
        if kind == "s":
            return self._strings[raw]
        if kind == "inlineStr":
            return runs_text(raw)
        text = plain_text(raw)
        if kind == "b":
            return bool(int(text)) if _is_numeral(text) else text  # a finding names the cell
        return text if kind in ("str", "e") else unusual()

    def _number(self, raw: bytes, style: str) -> Any:
        text = plain_text(raw)
        try:
            value = _numeral(text)
        except ValueError:
            return text  # a finding names the cell
        return self._moment(value) if self._styles[style][0] else value

    def _moment(self, serial: float) -> datetime | float:
        if abs(serial) <= _LAST_DATE and int(serial) not in _ORDINARY_DATES:
            unusual()
        try:
            return moment(serial, self._epoch)
        except OverflowError:
            return serial  # no date, such as 20230113


def _numeral(raw: str) -> float:
    """Return a number as a file writes it; raises ValueError for NaN, and for more digits than a number of a cell can have."""
    if {".", "E", "e"} & set(raw):
        return float(raw)
    if len(raw) > sys.float_info.max_10_exp:
        raise ValueError(raw)
    return int(raw)


def _is_numeral(raw: str) -> bool:
    try:
        _numeral(raw)
    except ValueError:
        return False
    return True


def moment(serial: float, epoch: datetime) -> datetime:
    """Return the date and time of a serial number, which is at least 60."""
    day, fraction = divmod(serial, 1)
    return epoch + timedelta(days=day, milliseconds=round(fraction * _SECONDS_A_DAY * 1000))


_NO_DATE: Final = when_used(r"Cell ([A-Z]+\d+) is marked as a date but the serial value (\S+) is")


# ---------------------------------------------------------------- through openpyxl


def openpyxl_book(parts: Parts, extent: Extent) -> Book:
    """Return the content of a workbook read by openpyxl; raises whatever openpyxl raises.

    Raises UnusableFile where that would take long.
    """
    parts.refuse_what_takes_long()
    package = parts.package(_mended_sheets(parts))
    formulas, values = _load(package, data_only=False), _load(package, data_only=True)
    names: dict[str, str] = {}
    for scope in (*(sheet.defined_names for sheet in formulas.worksheets), formulas.defined_names):
        names |= {name: one.attr_text or "" for name, one in scope.items()}
    titles = frozenset(extent.titles(sheet.title for sheet in formulas.worksheets))
    read = [sheet for sheet in formulas.worksheets if sheet.title in titles]
    if len({_part_of(sheet) for sheet in read}) < len(read):
        # no program lets two sheets share a part, which would be read for each
        raise UnusableFile(_DAMAGED, Refusal.DAMAGED)
    with_formulas = [sheet.title for sheet in read if extent.has_formulas(sheet.title)]
    number_formats: Contents = {title: {} for title in with_formulas}
    saved = {
        sheet.title: _contents(
            values, sheet.title, extent, number_formats.get(sheet.title) if parts.styles else None
        )
        for sheet in read
    }
    written = {sheet.title: _contents(formulas, sheet.title, extent) for sheet in read}
    return Book(
        formulas.sheetnames,
        names,
        {title: written[title] for title in with_formulas},
        {
            title: contents
            if title in with_formulas
            else _without_computed(contents, written[title])
            for title, contents in saved.items()
        },
        values.epoch,
        frozenset(one.title for one in formulas.worksheets if one.sheet_state != "visible"),
        {sheet.title: _merged(parts, sheet) for sheet in read},
        number_formats,
    )


def _without_computed(saved: dict[str, Any], written: dict[str, Any]) -> dict[str, Any]:
    """Return the saved values of a sheet without numbers that come from a formula."""
    return {
        where: value
        for where, value in saved.items()
        if isinstance(value, str | bool) or not str(written.get(where)).startswith(("=", "{="))
    }


_MOST_SHARED: Final = 100_000
"""Cells of a sheet that share formulas, times the characters of the longest; the form's would have 4,000."""


def _mended_sheets(parts: Parts) -> dict[str, bytes]:
    """Return the sheets on which openpyxl would fail or take long, as it can read them.

    What stands for a number and is none becomes a text. Shared formulas are translated for each cell that
    has them; where these are too many or too long for the form's, only the first of each is left.
    """
    mended = {}
    for name, sheet in parts.sheets.items():
        # searched as bytes, a type may be written in references, or behind what seems to end its tag
        root = fromstring(sheet.whole())  # noqa: S314 (Package.xml refuses a DOCTYPE)
        wrong = [cell for cell in root.iter(_CELL) if _is_no_number(cell)]
        for cell in wrong:
            cell.set("t", "str")
        shared = [formula for formula in root.iter(_FORMULA) if formula.get("t") == "shared"]
        longest = max((len(formula.text or "") for formula in shared), default=0)
        if len(shared) * longest <= _MOST_SHARED:
            shared = []
        for formula in shared:
            del formula.attrib["t"]
        if wrong or shared:
            mended[name] = tostring(root)
    return mended


def _is_no_number(cell: Element) -> bool:
    saved = cell.findtext(_VALUE)
    return bool(saved) and cell.get("t", "n") in ("n", "b") and not _is_numeral(saved or "")


def _part_of(sheet: Any) -> str:
    """Return the part of a sheet of openpyxl's read-only workbook, which has no public name."""
    return str(sheet._worksheet_path).lstrip("/")  # noqa: SLF001 (see above)


def _merged(parts: Parts, sheet: Any) -> Sequence[str]:
    part = parts.sheets.get(_part_of(sheet))
    return part.merged if part else ()


def _cells(book: "Workbook", title: str, extent: Extent) -> Iterator[tuple[str, Any]]:
    """Yield the cells with content and their addresses."""
    cells = book[title].iter_rows(max_row=extent.rows, max_col=extent.columns)
    for row, line in enumerate(cells):
        for column, cell in enumerate(line):
            if cell.value is not None:
                yield address(row, column), cell


def _contents(
    book: "Workbook", title: str, extent: Extent, number_formats: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return the content of a sheet's cells; enter into `number_formats` those of numbers.

    The warning in which openpyxl names a number that is no date, such as 20230113 in a cell for dates,
    is the only place where it gives that number.
    """
    import warnings

    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        contents = {}
        for where, cell in _cells(book, title, extent):
            value = contents[where] = _plain(cell.value)
            if isinstance(value, str):
                bounded(value)
            if (
                number_formats is None
                or isinstance(value, bool)
                or not isinstance(value, int | float)
            ):
                continue
            if cell.number_format != _GENERAL:
                number_formats[where] = cell.number_format
    for found in filter(None, (_NO_DATE.search(str(one.message)) for one in warned)):
        if found[1] in contents:
            whole = found[2].removeprefix("-").isdigit()
            contents[found[1]] = int(found[2]) if whole else float(found[2])
    return contents


def _plain(value: Any) -> Any:
    """Return an array formula or a data table, which openpyxl gives as objects, as Excel shows it."""
    return f"{{{getattr(value, 'text', None) or '=TABLE()'}}}" if hasattr(value, "ref") else value


def _load(package: bytes, *, data_only: bool) -> "Workbook":
    """Open a workbook read-only, which skips merged cells, pictures, charts and links."""
    import warnings

    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # openpyxl warns of extensions that it drops; nothing is written back
        warnings.simplefilter("ignore")
        return load_workbook(
            io.BytesIO(package), read_only=True, data_only=data_only, keep_links=False
        )
