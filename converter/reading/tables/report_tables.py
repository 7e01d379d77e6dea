"""The three tables of a report, found by their labels and headers, not their position.

Totals are read as printed, not computed, so that the rules on sums can check them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from converter import sentences
from converter.findings import Finding, Place
from converter.form.fields import (
    APPLICANTS,
    FIELDS,
    FIRST_YEAR_OF_FORM,
    FORM_SOURCE,
    OUTCOME_GROUPS,
    OUTCOMES,
    RESULTS,
    TABLE_NAMES,
    TABLE_SLOTS,
    TABLES,
    Field,
    SectionKey,
    Slot,
    row_label,
    section_of,
    slot_label,
    slots_of,
)
from converter.form.limits import LARGEST_LIKELY_COUNT, LARGEST_LIKELY_TWICE, LEAST_RUN_TOGETHER
from converter.form.report import Number
from converter.reading.blocks import PADDING, PictureBlock, TableBlock, TableCell, TextBlock
from converter.reading.result import ReadResult
from converter.reading.tables.table2 import CORNER, names_columns, take_table2
from converter.reading.tables.table3 import Body, Header, Line, bodies_of, lines_of
from converter.reading.tables.table4 import take_table4
from converter.reading.tables.table_words import (
    Misfit,
    bare_label,
    group_of,
    is_beside,
    is_blank,
    labels,
    result_of,
    sum_fits,
    value_of,
)
from converter.reading.tables.told_of_tables import (
    columns_beside,
    doubled_told,
    extra_rows_told,
    first_of,
    misfits_told,
    of_other_years_told,
    place_of,
    reworded_told,
)
from converter.reading.values import Problem, number, quote, tidy_text

_FORMAT_OF_2019: Final = "国办公开办函〔2019〕60号"
_NOTE_ROW: Final = re.compile(r"(?:备?注|说明)\s*\d*[：:．.、 ]")
_NOTE_BELOW: Final = re.compile(
    rf"[（(]?(?:{_NOTE_ROW.pattern}|另|数据|统计|截[至止]|以上|上表|本表|其中|含|不含).{{4,}}|.{{6,}}[。；]$",
    re.DOTALL,
)
_FILLED_IN: Final = re.compile(r"[^\d：:]{2,12}[：:]\s*(?!\d+\s*件?$)\S", re.DOTALL)
"""Who filled a table in, and when: a name and what is given for it, which is no figure of a row."""
_FEW_ROWS: Final = 2
"""Minimum number of known row labels in a part of table 3; a page break can leave few."""
_FEW_RESULTS: Final = 3
"""Minimum number of the results of table 4 in a part of it that does not name its group."""
_COUNTED: Final = ("t3", "t4")
"""The tables of applications, reviews and suits; decisions, in table 2, can be millions."""
_MOST_DIGITS: Final = 20
"""Digits of figures of two cells in one."""


def table_kind(block: TableBlock) -> str | None:
    """Tell which of the three tables a table is, or is a part of: `t2`, `t3`, `t4` or None."""
    if not block.kinds:
        block.kinds.append(_kind_of(block))
    return block.kinds[0]


def _kind_of(block: TableBlock) -> str | None:
    texts = {cell.text for cell in block.cells}
    results = {result_of(text) for text in texts} - {None, len(RESULTS) - 1}
    if RESULTS.index("尚未审结") in results and (
        len(results) >= _FEW_RESULTS or any(map(group_of, texts))
    ):
        return "t4"
    bare = {bare_label(text) for text in texts}
    if len(bare & (set(labels("t3")) - {"总计", "其他"})) >= _FEW_ROWS:
        return "t3"
    if bare & set(labels("t2")) and (CORNER in bare or any(map(names_columns, block.rows))):
        return "t2"
    return None


@dataclass(frozen=True)
class _Found:
    """A figure as it stands in a table."""

    text: str
    place: Place


class TablesReader:
    """Reads the tables of one report, one after another; findings and places go to `result`."""

    def __init__(self, result: ReadResult) -> None:
        self._result = result
        self._found: dict[Slot, _Found] = {}
        self._is_of_2019 = False
        self._old: dict[str, None] = {}
        self._fees_in_yuan = False
        self._contradicted: set[str] = set()
        """Tables of which a second, different copy was found."""
        self._kinds: set[str] = set()
        """The tables of which a part was recognised."""
        self._unrecognised: set[str] = set()
        """The tables of which a label stands in a table that is none of the three."""
        self._misfits: dict[str, list[Misfit]] = {}
        self._header = Header()
        """The last header of table 3; a part on a later page may lack it."""
        self._reworded: list[Misfit] = []
        """Rows of table 3 of which the label is not quite the official one."""
        self._extra_rows: list[Line] = []
        """Rows of table 3 with figures that are none of the form."""
        self._beside: dict[str, list[str]] = {}
        """Headings of columns with figures that the form has not, by table."""
        self._zero_rows: list[str] = []
        """The outcomes that table 3 does not print and that can only be 0."""
        self._together: set[Slot] = set()
        self._of_other_years: dict[str, list[str]] = {}
        """What dates the tables that were not read because they are of another year."""
        self._unprinted: dict[str, list[Slot]] = {}
        """The figures of rows that were read for which a table has no column."""

    def read(self, block: TableBlock, other_year: str = "") -> bool:
        """Read a table if it is one of the three; return whether it is.

        `other_year` is what says that it is of another year than the report: then nothing of it is read.
        """
        kind = table_kind(block)
        if kind and other_year:
            self._of_other_years.setdefault(kind, []).append(other_year)
            return True
        if kind == "t2":
            self._read_table2(block)
        elif kind == "t3":
            self._read_table3(block)
        elif kind == "t4":
            self._read_table4(block)
        self._kinds |= {kind} if kind else set()
        self._unrecognised |= set() if kind else _named_in(block)
        return kind is not None

    def figures(self) -> dict[str, tuple[Number | None, ...]]:
        """Return the figures of the tables that were read, by field.

        A blank is 0 where the printed total of its row equals what is filled in; that is told.
        """
        self._result.findings += misfits_told(self._misfits)
        self._result.findings += reworded_told("t3", self._reworded)
        self._report_extra_rows()
        self._result.notes += columns_beside(self._beside)
        figures = {
            field.name: list(map(self._figure, slots_of(field)))
            for table in TABLES.values()
            for field in table.fields
        }
        for key, slots in self._unprinted.items():
            # a column may stand in another part of the table
            self._unprinted[key] = [slot for slot in slots if slot not in self._found]
        refused = {name for one in self._misfits.get("t3", ()) for name in one.names}
        if not refused and not self._extra_rows:
            self._zero_rows = _rows_of_zeros(self._result.cells)
        for slot in (slot for name in self._zero_rows for slot in slots_of(FIELDS[name])):
            figures[slot.name][slot.position] = 0
            self._result.unreadable.discard(slot)
        self._result.findings += [*doubled_told(self._result)]
        for table in TABLES.values():
            blanks = [slot for field in table.fields for slot in self._certain_blanks(field)]
            for name, position in blanks:
                figures[name][position] = 0
            unprinted = self._unprinted.get(table.key, [])
            self._report_columns(table.key, unprinted, {*blanks})
            self._report_blanks(table.key, [slot for slot in blanks if slot not in unprinted])
        for name, position in self._together:
            figures[name][position] = None
        self._result.unreadable |= self._together
        return {name: tuple(row) for name, row in figures.items()}

    def report_missing(self, year: int | None, instead: Mapping[SectionKey, TextBlock]) -> None:
        """Add findings for the tables and rows that were not found, in a report for a year.

        `instead` is what stands below the heading of a section beside tables: a picture or a text.
        """
        for key, table in TABLES.items():
            misfits = {name for one in self._misfits.get(key, ()) for name in one.names}
            missing = [
                field
                for field in table.fields
                if not self._has(field) and field.name not in (*misfits, *self._zero_rows)
            ]
            if len(missing) == len(table.fields):
                seen = key in self._kinds or key in self._unrecognised
                dated = self._of_other_years.pop(key, [])
                what = (
                    sentences.FORM_LABEL_OTHER_YEAR.format(
                        table=TABLE_NAMES[key], said=quote(dated[0])
                    )
                    if dated
                    else _why_no_table(key, instead.get(table.key), seen=seen)
                )
                self._add_label_finding(what, Place(None, TABLE_NAMES[key], "整张表"))
                self._result.instead.add(table.key)
                continue
            if not self._is_of_2019:
                zeros = self._zero_rows if key == "t3" else []
                rows = [one.name for one in table.fields if one in missing or one.name in zeros]
                if rows:
                    what = _missing_rows(rows, len(zeros))
                    place = Place(None, TABLE_NAMES[key], FIELDS[rows[0]].label)
                    self._add_label_finding(what, place)
        if self._is_of_2019:
            self._report_old_format(year)
        self._result.notes += of_other_years_told(self._of_other_years)

    def _has(self, field: Field) -> bool:
        return any(slot in self._found for slot in slots_of(field))

    def _report_old_format(self, year: int | None) -> None:
        unmapped = [slot_label(slot) for slot in TABLE_SLOTS if slot not in self._found]
        lacking = f"，下列各格没有对应的内容：{'、'.join(unmapped)}" if unmapped else ""
        left_out = "、".join(quote(tidy_text(text)) for text in self._old)
        left_out = sentences.FORM_VERSION_LEFT_OUT.format(labels=left_out) if left_out else ""
        self._result.notes.append(
            f"报告用的是 2019 年的格式（{_FORMAT_OF_2019}）{lacking}。{left_out}"
        )
        if (year or 0) >= FIRST_YEAR_OF_FORM:
            what = sentences.FORM_VERSION_OF_2019.format(old=_FORMAT_OF_2019, new=FORM_SOURCE)
            self._result.findings.append(Finding("FORM-VERSION", what))

    def _figure(self, slot: Slot) -> Number | None:
        found = self._found.get(slot)
        if found is None:
            self._result.unreadable.add(slot)
            return None
        self._result.places[slot] = found.place
        cell = self._result.cells[slot][0]
        if cell.pictured or cell.unsure:
            what, many = sentences.VALUE_TYPE_PICTURE, sentences.VALUE_TYPE_PICTURES
            if cell.unsure:
                what, many = sentences.VALUE_TYPE_UNSURE, sentences.VALUE_TYPE_UNSURES
            self._result.findings.append(
                Problem("VALUE-TYPE", what, many).finding(slot, found.place)
            )
            self._result.unreadable.add(slot)
            return None
        text = found.text.strip().strip("\u3000\xa0")
        # figures in Word are always text: plain digits are not a finding
        raw: object = Decimal(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text, re.ASCII) else text
        in_yuan = slot.name == "t2_fees" and (
            self._fees_in_yuan or (text.endswith("元") and not text.endswith("万元"))
        )
        value, problem = number(raw, "元" if in_yuan else FIELDS[slot.name].unit)
        if value is not None and in_yuan:
            value, _ = number(Decimal(value) / 10_000, "万元")
            what = sentences.VALUE_NORMALISED_YUAN.format(
                content=text.removesuffix("元").rstrip(), value=value
            )
            problem = Problem("VALUE-NORMALISED", what)
        if problem:
            self._result.findings.append(problem.finding(slot, found.place))
            if value is None:
                self._result.unreadable.add(slot)
        elif value is not None and FIELDS[slot.name].table in _COUNTED:
            self._doubt(slot, value, found.place)
        return value

    def _doubt(self, slot: Slot, value: Number, place: Place) -> None:
        """Add a finding where a figure is larger than one of a year can be: those of two cells, run together."""
        digits = str(value)
        half = digits[: len(digits) // 2]
        is_twice = digits == 2 * half
        if value < (LARGEST_LIKELY_TWICE if is_twice else LARGEST_LIKELY_COUNT):
            return
        sentence = sentences.VALUE_LARGE_TWICE if is_twice else sentences.VALUE_LARGE
        what = sentence.format(figure=value, half=half)
        self._result.findings.append(Finding("VALUE-LARGE", what, *slot, place=place))

    def _put(self, slot: Slot, cell: TableCell, table: str, row: int) -> None:
        """Store a figure where it is first found; a second, different copy of the table is a finding."""
        self._result.cells.setdefault(slot, []).append(cell)
        place = place_of(table, row, slot_label(slot))
        first = self._found.setdefault(slot, _Found(cell.text, place))
        if first.text.split() != cell.text.split() and table not in self._contradicted:
            self._contradicted.add(table)
            what = sentences.FORM_LABEL_TWICE.format(
                first=first.text.strip(), place=first.place.cell, second=cell.text.strip()
            )
            self._result.findings.append(Finding("FORM-LABEL", what, *slot, place=place))

    def _add_label_finding(self, what: str, place: Place) -> None:
        self._result.findings.append(Finding("FORM-LABEL", what, place=place))

    # ------------------------------------------------------------ what does not fit, what is blank

    def _report_extra_rows(self) -> None:
        """Add one finding for the rows of table 3 that are none of the form."""
        sums = [
            one
            for one in self._extra_rows
            # last year's zeros are no sums of this year's
            if not is_beside(one.label) and _adds_up_a_group(one, self._result.cells)
        ]
        if sums:
            where = first_of([f"第{one.row + 1}行{quote(one.label)}" for one in sums])
            self._result.notes.append(
                f"表三有 {len(sums)} 行是其他行的小计（{where}），不会带到新报告里。"
            )
        rows = self._extra_rows = [one for one in self._extra_rows if one not in sums]
        if not rows or not any(self._has(field) for field in TABLES["t3"].fields):
            return
        told = [Misfit(one.row, one.label, ()) for one in rows]
        self._result.findings += extra_rows_told("t3", told)

    def _certain_blanks(self, field: Field) -> list[Slot]:
        """Return the figures of a row that are blank and can only be 0, by its printed total."""
        *parts, total = slots_of(field)
        if not field.total or total not in self._found:
            return []
        cells = {slot: self._result.cells[slot][0] for slot in parts if slot in self._found}
        unprinted = self._unprinted.get(field.table or "", [])
        blank = [
            slot
            for slot in parts
            if (slot in cells and is_blank(cells[slot]) and not cells[slot].pictured)
            or (slot in unprinted)
        ]
        if len(blank) + sum(not is_blank(cell) for cell in cells.values()) < len(parts):
            return []
        if len(blank) == 1 and blank[0] in cells:
            found = _together(blank[0], cells, self._result.cells[total][0])
            if found:
                return self._part(*found, blank[0])
        if not sum_fits([*cells.values()], self._result.cells[total][0]):
            return []
        if len(blank) == 1 and blank[0] in cells:
            self._doubt_beside(blank[0], cells)
        return blank

    def _part(self, slot: Slot, parts: tuple[str, str], blank: Slot) -> list[Slot]:
        """Add a finding on the figures of two cells in one, instead of what was said of it; no blank is 0."""
        what = sentences.VALUE_TYPE_TOGETHER.format(
            figure="".join(parts),
            first=parts[0],
            second=parts[1],
            blank=FIELDS[blank.name].cells[blank.position],
        )
        place = self._found[slot].place
        said = [one for one in self._result.findings if one.place != place]
        self._result.findings[:] = [*said, Finding("VALUE-TYPE", what, *slot, place=place)]
        self._together |= {slot, blank}
        return []

    def _doubt_beside(self, blank: Slot, cells: Mapping[Slot, TableCell]) -> None:
        """Add a finding where the only blank of a row stands beside a figure that may be those of both cells."""
        for position in (blank.position - 1, blank.position + 1):
            slot = Slot(blank.name, position)
            figure = value_of(cells[slot]) if slot in cells else None
            if figure is not None and LEAST_RUN_TOGETHER <= figure < LARGEST_LIKELY_COUNT:
                what = sentences.VALUE_LARGE_BESIDE.format(
                    figure=figure, blank=FIELDS[blank.name].cells[blank.position]
                )
                place = self._found[slot].place
                self._result.findings.append(Finding("VALUE-LARGE", what, *slot, place=place))

    def _report_blanks(self, key: str, blanks: Sequence[Slot]) -> None:
        """Add one finding for the blanks of a table of which the printed totals say that they are 0."""
        if not blanks:
            return
        first = blanks[0]
        what = sentences.VALUE_MISSING_ZEROS.format(
            table=TABLE_NAMES[key], count=len(blanks), cells=_named(key, blanks)
        )
        names = tuple(dict.fromkeys(slot.name for slot in blanks))
        place = Place(None, self._found[first].place.cell, f"等 {len(blanks)} 格")
        self._result.findings.append(
            Finding("VALUE-MISSING", what, *first, place=place, names=names)
        )

    def _report_columns(self, key: str, unprinted: Sequence[Slot], certain: set[Slot]) -> None:
        """Add one finding for the columns that a table does not print."""
        if not unprinted:
            return
        columns = "、".join(dict.fromkeys(f"“{_column(slot)}”" for slot in unprinted))
        self._result.unreadable.update(slot for slot in unprinted if slot not in certain)
        sentence = (
            sentences.FORM_LABEL_COLUMNS_OF_ZEROS
            if certain.issuperset(unprinted)
            else sentences.FORM_LABEL_NO_COLUMNS
        )
        place = Place(None, TABLE_NAMES[key], "表头")
        self._add_label_finding(sentence.format(columns=columns), place)

    # ------------------------------------------------------------ the three tables

    def _without_notes(self, table: str, block: TableBlock) -> Sequence[Sequence[TableCell]]:
        """Return the rows of a table without the notes below its figures, which are told."""
        rows = list(block.rows)
        while rows:
            texts = dict.fromkeys(cell.text.strip() for cell in rows[-1] if cell.text.strip())
            is_note = len(texts) == 1 and bool(_NOTE_BELOW.match(next(iter(texts))))
            is_filled_in = bool(texts) and all(map(_FILLED_IN.match, texts))
            is_row = any(bare_label(text) in labels(table) for text in texts)
            if is_row or not (is_note or is_filled_in):
                break
            rows.pop()
            self._note_left_out(place_of(table, len(rows), ""), " ".join(texts))
        return rows

    def _note_left_out(self, where: Place, text: str) -> None:
        self._result.notes.append(f"{where.cell}{quote(text)}不会带到新报告里。")

    def _read_table2(self, block: TableBlock) -> None:
        found = take_table2(self._without_notes("t2", block))
        self._is_of_2019 |= found.is_of_2019
        self._old |= found.old
        self._fees_in_yuan |= found.fees_in_yuan
        self._misfits.setdefault("t2", []).extend(found.taken.misfits)
        self._beside.setdefault("t2", []).extend(found.taken.columns)
        for one in found.taken.sums:
            self._note_left_out(place_of("t2", one.row, ""), one.label)
        self._result.findings += reworded_told("t2", found.reworded)
        self._result.findings += extra_rows_told("t2", found.extra if found.taken.cells else ())
        for slot, cell, row in found.taken.cells:
            self._put(slot, cell, "t2", row)

    def _read_table4(self, block: TableBlock) -> None:
        taken = take_table4(self._without_notes("t4", block))
        for slot, cell, row in taken.cells:
            self._put(slot, cell, "t4", row)
        self._misfits.setdefault("t4", []).extend(taken.misfits)
        self._beside.setdefault("t4", []).extend(taken.columns)
        for one in taken.sums:
            self._note_left_out(place_of("t4", one.row, ""), one.label)
        read = {slot.name for slot, _, _ in taken.cells}
        printed = {slot for slot, _, _ in taken.cells}
        self._unprinted.setdefault("t4", []).extend(
            slot for name in sorted(read) for slot in slots_of(FIELDS[name]) if slot not in printed
        )

    def _read_table3(self, block: TableBlock) -> None:
        lines = lines_of(self._without_notes("t3", block))
        in_body = bool(self._found.keys() & set(slots_of(FIELDS["t3_new_received"])))
        for line in lines:
            if isinstance(line, Line):
                in_body |= bool(line.name) or line.is_of_2019
                self._report_line(line, in_body=in_body)
        for body in bodies_of(lines, self._header):
            self._take_body(body)
            self._header = body.header

    def _report_line(self, line: Line, *, in_body: bool) -> None:
        """Add what is to be said of a row's label."""
        where = place_of("t3", line.row, "行标签")
        if line.is_of_2019:
            self._is_of_2019 = True
            for other in ("t3_other_correction_overdue", "t3_other_fee_overdue"):
                for slot in slots_of(FIELDS[other]):
                    self._put(slot, TableCell("0"), "t3", line.row)
        elif line.name:
            if bare_label(line.label) not in labels("t3"):
                self._reworded.append(Misfit(line.row, line.label, (line.name,)))
        elif in_body and _NOTE_ROW.match(line.label.strip()):
            self._note_left_out(where, line.label)
        elif in_body and line.has_figures:
            self._extra_rows.append(line)

    def _take_body(self, body: Body) -> None:
        """Take the figures below one header of table 3."""
        self._beside.setdefault("t3", []).extend(body.columns_beside)
        for line, values in body.rows:
            name = line.name or "t3_other_misc"
            for index in sorted(values):
                self._put(Slot(name, index), values[index], "t3", line.row)
            self._unprinted.setdefault("t3", []).extend(
                slot for slot in slots_of(FIELDS[name]) if slot.position not in values
            )
        self._misfits.setdefault("t3", []).extend(
            Misfit(line.row, line.label, (line.name or "t3_other_misc",)) for line in body.misfits
        )
        if body.in_official_order:
            missing = "、".join(f"“{APPLICANTS[index]}”" for index in body.header.missing)
            what = (
                sentences.FORM_LABEL_HEADER.format(columns=missing)
                if missing
                else sentences.FORM_LABEL_HEADER_ORDER
            )
            self._add_label_finding(what, Place(None, TABLE_NAMES["t3"], "表头"))
        elif body.in_own_order and body.rows:
            what = sentences.FORM_LABEL_OWN_ORDER
            self._add_label_finding(what, Place(None, TABLE_NAMES["t3"], "表头"))


_Cells = Mapping[Slot, Sequence[TableCell]]
"""The cells in which each figure stands."""


def _why_no_table(key: str, instead: TextBlock | None, *, seen: bool) -> str:
    """Say why a table of which nothing was read could not be; `seen` where some of it was recognised."""
    if isinstance(instead, PictureBlock) and instead.elsewhere:
        return sentences.FORM_LABEL_ELSEWHERE.format(table=TABLE_NAMES[key])
    if isinstance(instead, PictureBlock):
        return sentences.FORM_LABEL_PICTURE.format(table=TABLE_NAMES[key])
    if seen:
        return sentences.FORM_LABEL_UNREADABLE.format(table=TABLE_NAMES[key])
    if instead:
        return sentences.FORM_LABEL_TEXT_ALONE.format(
            table=TABLE_NAMES[key],
            heading=section_of(key).heading,
            text=quote(tidy_text(instead.whole)),
        )
    return sentences.FORM_LABEL_NO_TABLE.format(table=TABLE_NAMES[key])


def _missing_rows(rows: Sequence[str], zeros: int) -> str:
    """Say which rows a table does not print, of which some can only be 0."""
    if len(rows) == 1 and not zeros:
        return sentences.FORM_LABEL_NO_ROW.format(label=row_label(rows[0]))
    sentence = sentences.FORM_LABEL_NO_ROWS_BUT_ZEROS if zeros else sentences.FORM_LABEL_NO_ROWS
    if zeros == len(rows):
        sentence = sentences.FORM_LABEL_ROWS_OF_ZEROS
    named = first_of([f"“{row_label(name)}”" for name in rows])
    return sentence.format(count=len(rows), rows=named, zeros=zeros)


def _first_cell(cells: _Cells, slot: Slot) -> TableCell:
    return next(iter(cells.get(slot, ())), PADDING)


def _adds_up_a_group(line: Line, cells: _Cells) -> bool:
    """Tell whether a row has the sums of a group of outcomes, or of all of them, which the form has not."""
    said = [span.cell for span in line.cells if not is_blank(span.cell)]
    groups = [names for _, names in OUTCOME_GROUPS] + [OUTCOMES]
    return len(said) == len(APPLICANTS) and any(
        all(
            sum_fits([_first_cell(cells, Slot(name, at)) for name in names], total)
            for at, total in enumerate(said)
        )
        for names in groups
    )


def _rows_of_zeros(cells: _Cells) -> list[str]:
    """Return the outcomes that table 3 does not print, where its totals in each column say that they are 0.

    A total that was added up without a row that is no 0 shows in what came in and what is left.
    """
    missing = [name for name in OUTCOMES if not any(one in cells for one in slots_of(FIELDS[name]))]
    printed = [name for name in OUTCOMES if name not in missing]
    for position, total in enumerate(slots_of(FIELDS["t3_total"])):
        new, before, left, *parts = (
            Slot(name, position)
            for name in ("t3_new_received", "t3_carried_in", "t3_carried_out", *printed)
        )
        if not {total, *parts} <= cells.keys():
            return []
        done = [cells[slot][0] for slot in parts]
        due = sum(value_of(_first_cell(cells, slot)) or 0 for slot in (new, before))
        balances = sum_fits([*done, _first_cell(cells, left)], TableCell(str(due)))
        if not balances or not sum_fits(done, cells[total][0]):
            return []
    return missing


def _together(
    blank: Slot, cells: Mapping[Slot, TableCell], total: TableCell
) -> tuple[Slot, tuple[str, str]] | None:
    """Return the slot beside a blank that has the figures of both, which only parted make the total, and them."""
    for position in (blank.position - 1, blank.position + 1):
        slot = Slot(blank.name, position)
        digits = "".join(cells[slot].text.split()) if slot in cells else ""
        if not digits.isdecimal() or len(digits) > _MOST_DIGITS:
            continue
        others = [cell for one, cell in cells.items() if one not in (slot, blank)]
        for cut in range(1, len(digits)):
            parts = digits[:cut], digits[cut:]
            # 0248 is 0 and 248, whatever the sums
            differs = digits[0] == "0" or int(digits) != sum(map(int, parts))
            if differs and sum_fits([*others, *map(TableCell, parts)], total):
                return slot, parts
    return None


def _named_in(block: TableBlock) -> set[str]:
    """Return the tables of which a table that is none of the three has labels."""
    lines = {line for cell in block.cells for line in cell.text.split("\n")}
    bare = set(map(bare_label, lines)) - {"总计", "其他"}
    found = {key for key in ("t2", "t3") if len(bare & set(labels(key))) >= _FEW_ROWS}
    return found | ({"t4"} if any(map(group_of, lines)) else set())


# ---------------------------------------------------------------- places


def _column(slot: Slot) -> str:
    field = FIELDS[slot.name]
    column = field.cells[slot.position]
    return f"{field.label}，{column}" if field.table == "t4" else column


def _named(key: str, slots: Sequence[Slot]) -> str:
    """Name some cells of a table: whole columns, or the first cells."""
    columns = {slot.position for slot in slots}
    whole = key == "t3" and len(slots) == len(columns) * len(TABLES[key].fields)
    names = (
        [APPLICANTS[column] for column in sorted(columns)]
        if whole
        else [slot_label(slot) for slot in slots]
    )
    if whole:
        return f"{'、'.join(f'“{name}”' for name in names)}整列"
    return first_of([f"“{name}”" for name in names])
