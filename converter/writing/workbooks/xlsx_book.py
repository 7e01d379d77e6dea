"""The XlsxWriter workbook that the form and the county's ledger are written with."""

import io
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter
import xlsxwriter.worksheet
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.url import Url

from converter.form.limits import LONGEST_CELL

_HIGHEST_ROW: Final = 409.0
"""The most points that Excel gives a row."""
_CUT: Final = "……（太长，放不下，后面的略去了）"
_MOST_LINKS: Final = 65_530
_CREATED: Final = datetime(2021, 1, 1)  # noqa: DTZ001 (a fixed date keeps the bytes the same)


class Worksheet(xlsxwriter.worksheet.Worksheet):  # type: ignore[misc]
    """A sheet of an XlsxBook."""

    def __init__(self) -> None:
        super().__init__()
        self._fitted: set[int] = set()
        self._links: list[tuple[int, int, str]] = []

    def write_string(self, row: int, column: int, text: str, style: Any = None) -> Any:
        """Write a text; one that no cell takes is cut, and says so: XlsxWriter cuts it without a word."""
        if len(text) > LONGEST_CELL // 2 and text_length(text) > LONGEST_CELL:
            room = (LONGEST_CELL - len(_CUT)) * 2
            text = text.encode("utf-16-le", "replace")[:room].decode("utf-16-le", "ignore") + _CUT
        return super().write_string(row, column, text, style)

    def set_row(self, row: int, height: float, *more: Any) -> Any:
        """Give a row a height in points for good, or the most that Excel has."""
        return super().set_row(row, min(height, _HIGHEST_ROW), *more)

    def set_fitted_row(self, row: int, height: float) -> None:
        """Give a row a height in points until a program fits it to its content anew.

        A row of `set_row` keeps its height for good, whatever is pasted into it.
        """
        self.set_row(row, height)
        self._fitted.add(row)

    def mark_merged(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge cells of a long sheet, which are written one by one.

        `merge_range` writes those of all rows at once, and holds every cell to see whether two ranges meet.
        """
        self.merge.append([top, left, bottom, right])

    def write_link(self, row: int, column: int, path: str, style: Any, text: str) -> None:
        """Write a text that leads to a file; `write_url` holds each link in an object, with four texts.

        Excel opens no sheet with more links than it takes; a text beyond them leads nowhere.
        """
        self.write_string(row, column, text, style)
        if len(self._links) < _MOST_LINKS:
            self._links.append((row, column, path))

    def _write_hyperlinks(self) -> None:
        # XlsxWriter calls this between two other parts of the sheet
        if not self._links:
            super()._write_hyperlinks()
            return
        self._xml_start_tag("hyperlinks")
        for row, column, path in self._links:
            url = Url(f"external:{path}")
            self.rel_count += 1
            self._write_hyperlink_external(row, column, self.rel_count, url)
            self.external_hyper_links.append(["/hyperlink", url._target(), "External"])  # noqa: SLF001 (no public way)
        self._xml_end_tag("hyperlinks")

    def _write_single_row(self, current_row_num: int = 0) -> None:
        # XlsxWriter calls this for a row of a long sheet that is whole; its height is needed no more
        row = self.previous_row
        super()._write_single_row(current_row_num)
        self.row_info.pop(row, None)
        self.row_sizes.pop(row, None)

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = None) -> None:
        # XlsxWriter has no public call for this: it marks every height as the user's own
        if tag == "row" and dict(attributes)["r"] - 1 in self._fitted:
            attributes = [one for one in attributes if one[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        # no formula here uses functions later than Excel 2010; looking for them takes half the time
        del expand_future_functions
        return formula.removeprefix("=")


def text_length(text: str) -> int:
    """Count the characters of a text as Excel does."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class XlsxBook:
    """A workbook in memory; equal content gives equal bytes.

    Strings stay strings: none becomes a formula or a link. `title` is the document property;
    `lock_structure` keeps sheets from being added, removed, renamed or moved; with a `scratch`
    folder, which is the caller's to remove, the rows of long sheets wait there; `common` are
    XlsxWriter's format properties that `format` starts from.
    """

    def __init__(
        self,
        title: str,
        *,
        lock_structure: bool = False,
        scratch: Path | None = None,
        **common: Any,
    ) -> None:
        self._buffer = io.BytesIO()
        self._common = common
        self._scratch = scratch
        self._long: list[Any] = []
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        workbook = _LockedWorkbook if lock_structure else _Workbook
        self.book: Any = workbook(
            self._buffer,
            {
                "in_memory": scratch is None,
                "tmpdir": scratch and str(scratch),
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "default_format_properties": {"font_name": "宋体", "font_size": 11},
            },
        )
        """The XlsxWriter workbook, for sheets, charts, names and formats of their own."""
        self.book.set_properties({"title": title, "created": _CREATED})

    def format(self, **properties: Any) -> Any:
        """Return the cell format with the common properties and these; equal ones are shared."""
        return self.look({**self._common, **properties})

    def look(self, properties: Mapping[str, Any]) -> Any:
        """Return the format with these properties alone, as a condition has it; equal ones are shared."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(properties)
        return self._formats[key]

    def long_sheet(self, name: str) -> Worksheet:
        """Add a sheet whose rows are written from the top down, each whole before the next."""
        # an option of XlsxWriter for whole workbooks, which it hands to each sheet as it is added
        self.book.constant_memory = self._scratch is not None
        sheet: Worksheet = self.book.add_worksheet(name)
        self.book.constant_memory = False
        if self._scratch is not None:
            self._long.append(sheet)
        return sheet

    def give_up(self) -> None:
        """Let go of the rows that wait on a disk which does not take them."""
        # else XlsxWriter tries once more when it is collected
        self.book.fileclosed = True
        for sheet in self._long:
            with suppress(OSError):
                sheet.row_data_fh.close()

    def close(self) -> bytes:
        """Finish the workbook and return the file; raises OSError where the scratch folder takes no more."""
        try:
            self.book.close()
        except FileCreateError:
            raise OSError from None
        return self._buffer.getvalue()


class _Workbook(xlsxwriter.Workbook):  # type: ignore[misc]
    worksheet_class = Worksheet


class _LockedWorkbook(_Workbook):
    """A workbook whose sheets cannot be added, removed, renamed or moved."""

    def _write_book_views(self) -> None:
        # XlsxWriter has no public call for this; the element belongs just before the views
        self._xml_empty_tag("workbookProtection", [("lockStructure", 1)])
        super()._write_book_views()
