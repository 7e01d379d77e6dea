"""Write a workbook: the clerk's form, empty or filled, with every formula's value cached.

Figures and formulas come from the same rules, so what a phone's preview shows is what Excel
computes.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from converter.errors import NianbaoError
from converter.form.expressions import Sum, declared_zero, has_text
from converter.form.fields import (
    APPLICANTS,
    ASPECTS,
    FEE_FIELDS,
    FIELDS,
    MONEY_PLACES,
    PARAGRAPH_ROOM,
    PREVIOUS_TABLE2,
    REPORT_NAME,
    SECTIONS,
    TABLES,
    TOTAL_COLUMN,
    YES,
    GridCell,
    Section,
    Slot,
    Table,
    addends,
    slots_of,
    table_inputs,
)
from converter.form.layout import (
    AREAS,
    BALANCE_ROW,
    BANNER_ROW,
    BASIC_FIELDS,
    BASIC_ROW,
    BASIC_SHEET,
    CHECK_SHEET,
    DECLARATION_ROW,
    FEE_ROW,
    GUIDE_SHEET,
    LENGTH_COLUMN,
    PARAGRAPH_HEADS,
    PARAGRAPH_ROW,
    PREVIOUS_RECEIVED_ROW,
    PREVIOUS_T2_COLUMN,
    PREVIOUS_T2_WIDTH,
    PREVIOUS_T3_ROW,
    RETURN_SHEET,
    SHEET_OF_SECTION,
    TABLE_ROW,
    Area,
    SheetReferences,
    address,
    declaration_label,
    slot_area,
)
from converter.form.limits import LONGEST_CELL
from converter.form.report import TOTAL_SLOTS, Number, Report
from converter.writing.workbooks.banner import RuleOutcomes, write_banner
from converter.writing.workbooks.check_sheet import write_check_sheet
from converter.writing.workbooks.form_book import BAD, BLANK, FormBook
from converter.writing.workbooks.guide_sheet import TABLE4_NOTES, counting_notes, write_guide_sheet
from converter.writing.workbooks.input_cells import InputCells, colour_wrong_cells
from converter.writing.workbooks.material_sheet import MATERIAL_SHEET, write_material_sheet
from converter.writing.workbooks.return_sheet import Returned, write_returned
from converter.writing.workbooks.xlsx_book import Worksheet, text_length

_MILLIMETRES_PER_CHARACTER: Final = {"t2": 2.0, "t3": 1.55, "t4": 1.55}
"""Millimetres of the printed table for a character of column width on screen; printing fits to the page.

Table 2 is narrow, so that last year's figures and the notes beside it are in sight.
"""
_PROSE_WIDTH: Final = 96
"""Width of the paragraphs: 1300 characters fit in a row, which is at most 409 points high, and the
whole sheet fits on a screen of 1366 pixels."""
_PROSE_LINE: Final = 48
"""Characters on one line of a paragraph's cell."""
_LAST_YEAR: Final = "上年正文（供参考，不进报告）"
_LAST_YEAR_WIDTH: Final = 58
_LAST_YEAR_LINE: Final = 36
"""Characters on one line of last year's text, which is smaller."""
_PREVIOUS_HEAD: Final = "上年数据（选填，用于核对）"
_PREVIOUS_HEADS: Final = {
    "本年制发件数": "上年制发",
    "本年废止件数": "上年废止",
    "现行有效件数": "上年末有效",
    "本年处理决定数量": "上年处理决定数量",
    "本年收费金额（单位：万元）": "上年收费金额（单位：万元）",
}
"""The heads over last year's figures, by those of table 2."""
_PREVIOUS_WIDTH: Final = 11
_NOTE_WIDTH: Final = 50
"""Width of what counts in each row."""
_VERTICAL_CHARACTER: Final = 14.5
"""Height in points of a character of a label that runs from top to bottom."""
_LEFT_LABELS: Final = ("一、", "二、", "四、", "（一", "（二", "（七")
"""How the row labels of table 3 begin that are aligned left."""
_BASIC_NOTES: Final = {
    "unit_name": "必填。单位全称，如“某某县某某镇人民政府”，标题和落款都用它。",
    "report_year": "必填。报告说的是哪一年，如 2025。",
    "report_date": "必填。落款日期，如 2026-1-20。",
    "title": f"可不填，自动写成“单位全称＋年度＋年{REPORT_NAME}”。",
    "preface": "可不填，自动写出依据和统计期限。要分段时用 Alt＋回车换行。",
    "submit_to": "可不填。收报告的县级主管部门；后面写上邮箱，报送的邮件就有了收件人。",
    "contact_name": "可不填。县里有疑问时找谁。",
    "contact_phone": "可不填。",
}
_PROSE_HINTS: Final = {
    "overview": (
        f"一格写一段，最多 {PARAGRAPH_ROOM} 段，中间可以空格子。小标题以“（一）”开头，单独占一格或写在段首。"
        f"须写到五个方面：{'、'.join(ASPECTS)}。"
    ),
    "problems": f"一格写一段，最多 {PARAGRAPH_ROOM} 段。写存在的主要问题和改进情况。",
    "other_matters": f"一格写一段，最多 {PARAGRAPH_ROOM} 段。没有其他事项可以不填。",
}


def write_workbook(
    report: Report,
    notes: Sequence[str] = (),
    last_year: Report | None = None,
    material: Sequence[tuple[str, Sequence[str]]] = (),
    returned: Returned | None = None,
) -> bytes:
    """Write the form, prefilled with what the report holds; notes stand on 填报说明.

    `material` are the units of a county, each with its paragraphs on problems: a sheet of its own.

    The prose of last year's report stands beside the rows, where it is given; it is not read again.
    `returned` is what goes back with it to the unit that is to mend it. An empty report without notes gives the template. Raises NianbaoError where a text does not fit a cell.
    """
    report = _with_sums(report)
    book = FormBook((RETURN_SHEET,), tuple(returned.kept)) if returned else FormBook()
    outcomes = RuleOutcomes(report)
    write_guide_sheet(book, outcomes, notes)
    typed = returned.typed if returned else {}
    sections = _SectionSheets(book, report, outcomes, last_year, InputCells(book, report, typed))
    sections.write_basic()
    for section in SECTIONS:
        if section.field:
            sections.write_prose(section, section.field)
        else:
            sections.write_table(section, TABLES[section.key])
    write_check_sheet(book, report, outcomes)
    if returned:
        write_returned(book, returned)
    for title, sheet in book.sheets.items():
        _set_up_printing(title, sheet)
    book.protect()
    if material:
        _set_up_printing(MATERIAL_SHEET, write_material_sheet(book, material))
    book.sheets[RETURN_SHEET if returned else GUIDE_SHEET].activate()
    return book.close()


def _with_sums(report: Report) -> Report:
    """Give every total the value that SUM computes, blanks counting as nothing."""

    def value(slot: Slot) -> Number:
        parts = addends(slot)
        return sum(map(value, parts)) if parts else report.stated(slot) or 0

    return report.with_figures({slot: value(slot) for slot in TOTAL_SLOTS})


def _set_up_printing(title: str, sheet: Worksheet) -> None:
    """Print on A4 paper, as wide as the page."""
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    if title in (GUIDE_SHEET, CHECK_SHEET, SHEET_OF_SECTION["t4"], RETURN_SHEET):
        sheet.set_landscape()


class _SectionSheets:
    """Writes 基本信息 and the sheets of the six sections."""

    def __init__(
        self,
        book: FormBook,
        report: Report,
        outcomes: RuleOutcomes,
        last_year: Report | None,
        cells: InputCells,
    ) -> None:
        self._book = book
        self._report = report
        self._outcomes = outcomes
        self._last_year = last_year
        self._cells = cells

    # ------------------------------------------------------------ 基本信息

    def write_basic(self) -> None:
        """Write the unit, the year, the date and the other fields of 基本信息, one a row."""
        book, sheet = self._book, self._book.sheets[BASIC_SHEET]
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 62)
        sheet.set_column(2, 2, 44)
        book.write_heading(sheet, BASIC_SHEET, 3)
        write_banner(book, self._outcomes, BASIC_SHEET, "basic", 3)
        for row, name in enumerate(BASIC_FIELDS, start=BASIC_ROW):
            sheet.write_string(row, 0, FIELDS[name].label, book.label())
            self._cells.write_scalar(name)
            if FIELDS[name].required:
                book.colour(AREAS[name], BLANK, type="blanks")
            if FIELDS[name].kind in ("year", "date"):
                cell = address(row, 1)
                book.colour_where(
                    AREAS[name], f"AND(NOT(ISBLANK({cell})),NOT(ISNUMBER({cell})))", BAD
                )
            book.write_hint(Area(BASIC_SHEET, row, 2), _BASIC_NOTES[name])
            sheet.set_row(row, 120 if name == "preface" else 26)
        sheet.freeze_panes(BANNER_ROW + 1, 0)
        sheet.set_selection(BASIC_ROW, 1, BASIC_ROW, 1)

    # ------------------------------------------------------------ tables

    def write_table(self, section: Section, table: Table) -> None:
        """Write the sheet of an official table."""
        book, sheet = self._book, self._book.sheets[section.sheet]
        for column, millimetres in enumerate(table.widths):
            width = millimetres / _MILLIMETRES_PER_CHARACTER[table.key]
            sheet.set_column(column, column, width)
        book.write_heading(sheet, section.heading, table.column_count)
        write_banner(book, self._outcomes, section.sheet, section.key, table.column_count)
        self._write_declaration(sheet, table)
        for cell in table.grid:
            self._write_grid_cell(sheet, cell)
        for row in range(table.row_count):
            sheet.set_row(TABLE_ROW + row, _row_height(table, row))
        for row, height, text in counting_notes(table.key):
            if height == 1 and row < BALANCE_ROW:
                own = _row_height(table, row - TABLE_ROW)
                sheet.set_row(row, max(own, _text_height(text, _NOTE_WIDTH // 2, 14.0)))
        for field in table.fields:
            self._cells.validate(field)
        last = TABLE_ROW + table.row_count - 1, table.column_count - 1
        if table.key == "t2":
            self._write_previous_table2(sheet, table)
            last = last[0], PREVIOUS_T2_COLUMN + PREVIOUS_T2_WIDTH - 1
        if table.key == "t3":
            self._write_balance(sheet)
            self._write_previous_carried_out(sheet)
            self._write_previous_received(sheet)
            last = PREVIOUS_RECEIVED_ROW, last[1]
        self._write_counting(sheet, section, table, last[1] + 2)
        sheet.print_area(0, 0, *last)
        # the labels in front of the figures; table 2 repeats its heads, table 4 has none in front
        heads, labels = table.header_rows, {"t2": 1, "t3": 3, "t4": 0}[table.key]
        sheet.freeze_panes(TABLE_ROW + heads, labels)
        first = slot_area(table_inputs(table.key)[0])
        sheet.set_selection(first.row, first.column, first.row, first.column)
        colour_wrong_cells(book, section.sheet)

    def _write_declaration(self, sheet: Worksheet, table: Table) -> None:
        """Write the choice 全年均为零 above a table."""
        book, row, label = self._book, DECLARATION_ROW, declaration_label(table)
        area = AREAS[f"{table.key}_all_zero"]
        if area.column > 1:
            sheet.merge_range(row, 0, row, area.column - 1, label, book.label())
        else:
            sheet.write_string(row, 0, label, book.label())
        self._cells.write_scalar(f"{table.key}_all_zero")
        book.write_hint(
            area._replace(column=area.column + 1, width=table.column_count - area.column - 1),
            f"选“{YES}”，下面就不用逐格填 0{'（现行有效件数也是 0 才选）' if table.key == 't2' else ''}",
        )
        sheet.set_row(row, 32 if table.key == "t2" else 24)

    def _write_grid_cell(self, sheet: Worksheet, cell: GridCell) -> None:
        if cell.value is not None:
            self._cells.write_figure(cell.value, width=cell.width)
            return
        book, row, column = self._book, TABLE_ROW + cell.row, cell.column
        if cell.vertical:
            self._write_vertical(sheet, cell)
            return
        # item labels read better from the left
        side = "left" if cell.text[:1].isdigit() or cell.text[:2] in _LEFT_LABELS else "center"
        style = book.label(align=side)
        if cell.width == cell.height == 1:
            sheet.write_string(row, column, cell.text, style)
        else:
            last = row + cell.height - 1, column + cell.width - 1
            sheet.merge_range(row, column, *last, cell.text, style)

    def _write_vertical(self, sheet: Worksheet, cell: GridCell) -> None:
        """Write a label that runs down many rows, again and again: one of them is always in sight.

        Between the copies are no lines, so that it still looks like one cell.
        """
        table, column = TABLES["t3"], cell.column
        heights = [_row_height(table, cell.row + row) for row in range(cell.height)]
        parts = _split(heights, 5 + _VERTICAL_CHARACTER * len(cell.text))
        top = TABLE_ROW + cell.row
        for index, part in enumerate(parts):
            edges = {"top": int(index == 0), "bottom": int(index == len(parts) - 1)}
            style = self._book.label(rotation=270, **edges)
            sheet.merge_range(top, column, top + part - 1, column, cell.text, style)
            top += part

    def _write_balance(self, sheet: Worksheet) -> None:
        """Write the row that shows, under table 3, by how much each column is out of balance.

        A column without any figure shows nothing.
        """
        book, report, refs = self._book, self._report, SheetReferences(SHEET_OF_SECTION["t3"])
        label = "差额（应为 0）＝一＋二－三－四"
        sheet.merge_range(BALANCE_ROW, 0, BALANCE_ROW, 2, label, book.label(align="left"))
        sheet.set_row(BALANCE_ROW, 24)
        style = book.boxed(align="center", bold=True)
        zero = declared_zero("t3", refs)
        for position in range(len(APPLICANTS)):
            new, carried_in, total, carried_out = (
                Slot(name, position)
                for name in ("t3_new_received", "t3_carried_in", "t3_total", "t3_carried_out")
            )
            difference = Sum((new, carried_in), (total, carried_out))
            inputs = [
                slot for slot in table_inputs("t3") if position in (slot.position, TOTAL_COLUMN)
            ]
            begun = report.t3_all_zero or any(report.stated(slot) is not None for slot in inputs)
            sheet.write_formula(
                BALANCE_ROW,
                slot_area(new).column,
                f"=IF(OR({zero},COUNT({refs.cells(inputs)})>0),"
                f'ROUND({difference.excel(refs)},{MONEY_PLACES}),"")',
                style,
                round(Decimal(difference.value(report)), MONEY_PLACES) if begun else "",
            )
        area = slot_area(Slot("t3_new_received"))._replace(row=BALANCE_ROW, width=len(APPLICANTS))
        cell = address(area.row, area.column)
        book.colour_where(area, f"AND(ISNUMBER({cell}),{cell}<>0)", BAD)

    def _write_counting(
        self, sheet: Worksheet, section: Section, table: Table, column: int
    ) -> None:
        """Write what counts in each row beside a table, where it covers nothing and is not printed.

        Table 4 has one row of figures; there is more room below it.
        """
        if table.key == "t4":
            for row, text in enumerate(TABLE4_NOTES, start=TABLE_ROW + table.row_count + 1):
                self._book.write_hint(Area(section.sheet, row, 0, 1, table.column_count), text)
            return
        sheet.set_column(column - 1, column - 1, 2)
        sheet.set_column(column, column, _NOTE_WIDTH)
        for row, height, text in counting_notes(table.key):
            self._book.write_hint(Area(section.sheet, row, column, height), text)

    def _write_previous_table2(self, sheet: Worksheet, table: Table) -> None:
        """Write the inputs for last year's figures of table 2, each right of this year's."""
        first, last = PREVIOUS_T2_COLUMN, PREVIOUS_T2_COLUMN + PREVIOUS_T2_WIDTH - 1
        sheet.set_column(first - 1, first - 1, 2)
        sheet.set_column(first, last, _PREVIOUS_WIDTH)
        sheet.merge_range(TABLE_ROW, first, TABLE_ROW, last, _PREVIOUS_HEAD, self._book.label())
        for cell in table.grid:
            if cell.text in _PREVIOUS_HEADS:
                row, column = TABLE_ROW + cell.row, first + cell.column - 1
                text, style = _PREVIOUS_HEADS[cell.text], self._book.label()
                if cell.width > 1:
                    sheet.merge_range(row, column, row, column + cell.width - 1, text, style)
                else:
                    sheet.write_string(row, column, text, style)
        for slot, now in PREVIOUS_TABLE2.items():
            (width,) = (cell.width for cell in table.grid if cell.value == now)
            self._cells.write_figure(slot, width=width)
            self._cells.validate(FIELDS[slot.name])

    def _write_previous_carried_out(self, sheet: Worksheet) -> None:
        """Write the row of inputs for last year's 结转下年度继续办理, below table 3."""
        row, field = PREVIOUS_T3_ROW, FIELDS["prev_t3_carried_out"]
        label = "上年度报告的“四、结转下年度继续办理”（选填，用于核对）"
        sheet.merge_range(row, 0, row, 2, label, self._book.label(align="left"))
        sheet.set_row(row, 32)
        for slot in slots_of(field):
            self._cells.write_figure(slot)
        self._cells.validate(field)

    def _write_previous_received(self, sheet: Worksheet) -> None:
        """Write the input for the total of last year's applications, below 总计."""
        row, column = PREVIOUS_RECEIVED_ROW, AREAS["prev_new_received"].column
        label = "上年度报告的“一、本年新收”总计（选填，用于核对）"
        look = self._book.label(align="left")
        # merged no further: below it, cells of a column can still be moved
        first = AREAS["prev_t3_carried_out"].column
        sheet.merge_range(row, 0, row, first - 1, label, look)
        for blank in range(first, column):
            sheet.write_blank(row, blank, None, look)
        sheet.set_row(row, 24)
        self._cells.write_figure(Slot("prev_new_received"))
        self._cells.validate(FIELDS["prev_new_received"])

    # ------------------------------------------------------------ prose

    def write_prose(self, section: Section, name: str) -> None:
        """Write the sheet of a section whose paragraphs a field holds, one a row."""
        book, sheet = self._book, self._book.sheets[section.sheet]
        sheet.set_column(0, 0, 22 if section.key == "other" else 6)
        sheet.set_column(1, 1, _PROSE_WIDTH)
        sheet.set_column(2, 2, 6)
        book.write_heading(sheet, section.heading, 3)
        write_banner(book, self._outcomes, section.sheet, section.key, 3)
        if section.key == "other":
            self._write_fees(sheet)
        top = PARAGRAPH_ROW[name]
        book.write_hint(Area(section.sheet, top - 2, 0, 1, 3), _PROSE_HINTS[name])
        sheet.set_row(top - 2, 36)
        for column, text in enumerate(PARAGRAPH_HEADS):
            sheet.write_string(top - 1, column, text, book.label())
        count = len(getattr(self._report, name))
        paragraphs = _one_a_cell(getattr(self._report, name))
        if count > PARAGRAPH_ROOM and text_length(paragraphs[-1]) > LONGEST_CELL:
            raise NianbaoError(
                f"“{FIELDS[name].label}”有 {count} 段，填报表只有 {PARAGRAPH_ROOM} 行，后面的合在最后一行也放不下"
                f"（一格最多 {LONGEST_CELL} 字）。请看看有没有混进别的材料，删去后再试。"
            )
        for row, text in enumerate(paragraphs, start=top):
            sheet.write_number(row, 0, row - top + 1, book.label())
            look = {"align": "left", "valign": "top"}
            cell_area = AREAS[name]._replace(row=row, height=1)
            if not self._cells.write_typed(Slot(name, row - top), cell_area, **look):
                book.write_text(sheet, row, 1, text, book.input(**look))
            if text:
                sheet.set_fitted_row(row, _prose_height(text))
            cell = address(row, 1)
            formula = f'=IF({has_text(cell)},LEN({cell}),"")'
            sheet.write_formula(row, LENGTH_COLUMN, formula, book.label(), text_length(text) or "")
        self._book.keep_open(AREAS[name])
        self._cells.validate(FIELDS[name])
        if self._last_year:
            self._write_last_year(sheet, name, _one_a_cell(getattr(self._last_year, name)))
        # the figures above the paragraphs of section six would leave little room below them
        sheet.freeze_panes(BANNER_ROW + 1 if section.key == "other" else top, 0)
        first = FEE_ROW if section.key == "other" else top
        sheet.set_selection(first, 1, first, 1)
        sheet.repeat_rows(top - 1)
        colour_wrong_cells(book, section.sheet)

    def _write_last_year(self, sheet: Worksheet, name: str, texts: list[str]) -> None:
        """Write last year's paragraphs beside the rows of this year's, to be read, not printed."""
        top, column = PARAGRAPH_ROW[name], LENGTH_COLUMN + 1
        sheet.set_column(column, column, _LAST_YEAR_WIDTH)
        sheet.write_string(top - 1, column, _LAST_YEAR, self._book.label())
        style = self._book.boxed(font_color="#7F7F7F", font_size=9, valign="top")
        now = _one_a_cell(getattr(self._report, name))
        for row, (text, own) in enumerate(zip(texts, now, strict=True), start=top):
            if text:
                sheet.write_string(row, column, text, style)
                height = _text_height(text, _LAST_YEAR_LINE, 11.0)
                sheet.set_fitted_row(row, max(height, _prose_height(own)))
        sheet.print_area(0, 0, top + PARAGRAPH_ROOM - 1, LENGTH_COLUMN)

    def _write_fees(self, sheet: Worksheet) -> None:
        """Write the figures on fees above the paragraphs of section six."""
        self._book.write_hint(
            Area(SHEET_OF_SECTION["other"], FEE_ROW - 1, 0, 1, 3),
            "信息处理费：没有就保持 0，报告里会自动写出规定的一句话"
            "（正文自己写了“信息处理费”的，要与这三个数一致）。",
        )
        for row, name in enumerate(FEE_FIELDS, start=FEE_ROW):
            sheet.write_string(row, 0, FIELDS[name].label, self._book.label())
            self._cells.write_figure(Slot(name))
            self._cells.validate(FIELDS[name])


def _one_a_cell(paragraphs: tuple[str, ...]) -> list[str]:
    """Return the texts of the cells of a section; paragraphs without one share the last."""
    texts = list(paragraphs[: PARAGRAPH_ROOM - 1])
    texts.append("\n".join(paragraphs[PARAGRAPH_ROOM - 1 :]))
    return texts + [""] * (PARAGRAPH_ROOM - len(texts))


def _prose_height(text: str) -> float:
    """Return a height in points that shows the whole paragraph."""
    return _text_height(text, _PROSE_LINE, 14.0)


def _text_height(text: str, characters: int, line: float) -> float:
    """Return the height in points of a text with so many characters on a line of that height."""
    lines = sum(1 + len(part) // characters for part in text.split("\n"))
    return 4 + line * lines


def _split(heights: Sequence[float], least: float) -> list[int]:
    """Split rows into as many parts of about the same height as are no lower than `least`.

    Returns how many rows each part has.
    """
    height = sum(heights)
    count = max(1, int(height / least))
    parts = [0] * count
    above = 0.0
    for one in heights:
        parts[min(count - 1, int((above + one / 2) / height * count))] += 1
        above += one
    return parts


def _row_height(table: Table, row: int) -> float:
    """Return a row's height in points, enough for its longest label."""
    lines = 1
    for cell in table.grid:
        if cell.row == row and cell.height == 1 and cell.text:
            millimetres = sum(table.widths[cell.column : cell.column + cell.width])
            room = max(1, int(millimetres / _MILLIMETRES_PER_CHARACTER[table.key] / 2.05))
            lines = max(lines, -(-len(cell.text) // room))
    return 6 + 14.5 * max(lines, 1.2)
