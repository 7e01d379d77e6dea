"""The workbook of the form: its sheets, colours and formats, and the parts that sheets share."""

from typing import Any, Final

from converter.errors import NianbaoError
from converter.form.fields import FORM_TITLE
from converter.form.layout import AREAS, HEADING_ROW, OWN_AREAS, SHEETS, Area, merged
from converter.form.limits import LONGEST_CELL
from converter.writing.workbooks.xlsx_book import Worksheet, XlsxBook, text_length

INPUT_COLOUR: Final = "#FFF6D6"
TOTAL_COLOUR: Final = "#E4E7EB"
BORDER: Final = {"border": 1, "border_color": "#7F7F7F"}
LINK: Final = {"font_color": "#0B5394", "underline": 1}
# font and background of what passes, of what is wrong, and of what is blank or to be looked at
GOOD: Final = {"font_color": "#1E6B34", "bg_color": "#DFF0E2"}
BAD: Final = {"font_color": "#A61B1B", "bg_color": "#F9D6D5"}
OPEN: Final = {"font_color": "#8A5A00", "bg_color": "#FDE9C4"}
BLANK: Final = {"bg_color": OPEN["bg_color"]}
"""An input that still has to be filled in."""

_LABEL_COLOUR: Final = "#EEF1F5"


class FormBook(XlsxBook):
    """The workbook with its sheets, still empty, and with every defined name."""

    def __init__(self, first: tuple[str, ...] = (), last: tuple[str, ...] = ()) -> None:
        super().__init__(FORM_TITLE, lock_structure=True, valign="vcenter")
        self.sheets: dict[str, Worksheet] = {
            title: self.book.add_worksheet(title) for title in (*first, *SHEETS, *last)
        }
        """The worksheets by title, in their order; `first` stand before those of the form, `last` behind."""
        self._inputs: dict[str, list[Area]] = {}
        for name, area in {**AREAS, **OWN_AREAS}.items():
            self.book.define_name(name, f"={area.absolute}")

    # ------------------------------------------------------------ formats

    def boxed(self, **properties: Any) -> Any:
        """Return the format of a table cell."""
        return self.format(**BORDER, text_wrap=True, **properties)

    def label(self, **properties: Any) -> Any:
        """Return the format of a fixed label."""
        return self.boxed(**{"bg_color": _LABEL_COLOUR, "align": "center", **properties})

    def input(self, **properties: Any) -> Any:
        """Return the format of a cell that the clerk fills in."""
        return self.boxed(bg_color=INPUT_COLOUR, locked=False, **properties)

    # ------------------------------------------------------------ parts of a sheet

    def keep_open(self, area: Area) -> None:
        """Keep cells open whatever is pasted into them.

        What is pasted from Word or from a web page brings its own lock with it; the lock of the
        cell is then not that of the form. A range without a password stays open all the same.
        """
        self._inputs.setdefault(area.sheet, []).extend(
            area._replace(row=area.row + line, height=1) for line in range(area.height)
        )

    def protect(self) -> None:
        """Lock every sheet but for its inputs; heights, widths and filters stay the clerk's."""
        for title, sheet in self.sheets.items():
            sheet.protect("", {"format_rows": True, "format_columns": True, "autofilter": True})
            if title in self._inputs:
                ranges = (area.range for area in merged(self._inputs[title]))
                sheet.unprotect_range(" ".join(ranges), "inputs")

    def write_heading(self, sheet: Worksheet, text: str, width: int) -> None:
        """Write the heading of a sheet over its first `width` columns."""
        style = self.format(font_name="黑体", font_size=16)
        sheet.merge_range(HEADING_ROW, 0, HEADING_ROW, width - 1, text, style)
        sheet.set_row(HEADING_ROW, 28)

    def write_hint(self, area: Area, text: str) -> None:
        """Write a small grey explanation into an area."""
        sheet, row, column = self.sheets[area.sheet], area.row, area.column
        style = self.format(font_color="#555555", text_wrap=True, font_size=10)
        if area.width > 1 or area.height > 1:
            last = row + area.height - 1, column + area.width - 1
            sheet.merge_range(row, column, *last, text, style)
        else:
            sheet.write_string(row, column, text, style)

    def write_text(self, sheet: Worksheet, row: int, column: int, text: str, style: Any) -> None:
        """Write a text, or a formatted blank where it is empty.

        Raises NianbaoError where it is longer than a cell can hold.
        """
        if (length := text_length(text)) > LONGEST_CELL:
            raise NianbaoError(
                f"“{text[:20]}…”有 {length} 字，超过一个单元格能放的 {LONGEST_CELL} 字。请分段。"
            )
        if text:
            sheet.write_string(row, column, text, style)
        else:
            sheet.write_blank(row, column, None, style)

    def colour_where(self, area: Area, formula: str, look: dict[str, Any], **options: Any) -> None:
        """Format an area conditionally: `look` applies to each cell for which the formula is true.

        The formula is written for the top left cell, without the equals sign; its relative
        addresses move with the cell. `options` are XlsxWriter's own.
        """
        self.colour(area, look, type="formula", criteria=f"={formula}", **options)

    def colour(self, area: Area, look: dict[str, Any], **condition: Any) -> None:
        """Format an area conditionally, under a condition as XlsxWriter takes it."""
        self.sheets[area.sheet].conditional_format(
            area.row,
            area.column,
            area.row + area.height - 1,
            area.column + area.width - 1,
            {**condition, "format": self.look(look)},
        )
