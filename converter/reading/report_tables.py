"""The three tables of a report, found by their labels and headers, not their position.

Totals are read as printed, not computed, so that the rules on sums can check them.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import repeat
from typing import Final

from converter import sentences
from converter.findings import Finding, Place
from converter.form.fields import (
    APPLICANTS,
    FIELDS,
    FIRST_YEAR_OF_FORM,
    FORM_SOURCE,
    RESULTS,
    TABLE4_REVIEW,
    TABLE4_SUITS,
    TABLE_SLOTS,
    TABLES,
    Field,
    Slot,
    row_label,
    slot_label,
    slots_of,
)
from converter.form.report import Number
from converter.reading.result import ReadResult
from converter.reading.values import Problem, number, quote, tidy_text
from converter.reading.word_blocks import TableBlock, TableCell

_FORMAT_OF_2019: Final = "国办公开办函〔2019〕60号"
_TABLE_NAMES: Final = {"t2": "表二", "t3": "表三", "t4": "表四"}
_NOTE_ROW: Final = re.compile(r"(?:备?注|说明)\s*\d*[：:．.、 ]")
_FEW_ROWS: Final = 2
"""Minimum number of known row labels in a part of table 3; a page break can leave few."""
_MIN_HEADER_WORDS: Final = 2
"""Minimum number of applicant kinds in a header row."""
_CLOSE_LABEL: Final = 0.8
"""Minimum similarity of a row label to the official one, from 0 to 1."""
_OLD_HEADINGS: Final = {"本年新制作数量", "本年新公开数量", "对外公开总数量", "上一年项目数量"}
_STOCK_WORDS: Final = tuple(map(re.compile, ("制发|制作|制定", "废止", "有效")))
_DECISION_WORDS: Final = (re.compile("处理决定|决定数量"),)
_HEADING_WORDS: Final = {
    "t2_rules": _STOCK_WORDS,
    "t2_normative": _STOCK_WORDS,
    "t2_licensing": _DECISION_WORDS,
    "t2_penalties": _DECISION_WORDS,
    "t2_coercion": _DECISION_WORDS,
    "t2_fees": (re.compile("收费金额"),),
}
"""Patterns of the column heading of each figure in a row of table 2."""
_APPLICANT_WORDS: Final = {name: index for index, name in enumerate(APPLICANTS)} | {
    "合计": APPLICANTS.index("总计")
}
_ROW_OF_2019: Final = "其他处理"
"""The format of 2019 has one row for the sixth group of outcomes."""


def table_kind(block: TableBlock) -> str | None:
    """Tell which of the three tables a table is, or is a part of: `t2`, `t3`, `t4` or None."""
    texts = {_normalised(cell.text) for row in block.rows for cell in row}
    bare = {bare_label(text) for text in texts}
    if "尚未审结" in texts and "行政复议" in texts:
        return "t4"
    if len(bare & (set(_labels("t3")) - {"总计", "其他"})) >= _FEW_ROWS:
        return "t3"
    if "信息内容" in texts and bare & set(_labels("t2")):
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
        self._fees_in_yuan = False
        self._contradicted: set[str] = set()
        """Tables of which a second, different copy was found."""
        self._columns_of_table3: dict[int, int] = {}
        """Those of the last header; a part of table 3 on a later page may lack it."""

    def read(self, block: TableBlock) -> bool:
        """Read a table if it is one of the three; return whether it is."""
        kind = table_kind(block)
        if kind == "t2":
            self._read_table2(block)
        elif kind == "t3":
            self._read_table3(block)
        elif kind == "t4":
            self._read_table4(block)
        return kind is not None

    def figures(self) -> dict[str, tuple[Number | None, ...]]:
        """Return the figures of the tables that were read, by field."""
        return {
            field.name: tuple(map(self._figure, slots_of(field)))
            for table in TABLES.values()
            for field in table.fields
        }

    def report_missing(self, year: int | None) -> None:
        """Add findings for the tables and rows that were not found, in a report for a year."""
        for key, table in TABLES.items():
            missing = [field for field in table.fields if not self._has(field)]
            if len(missing) == len(table.fields):
                what = sentences.FORM_LABEL_NO_TABLE.format(table=_TABLE_NAMES[key])
                self._add_label_finding(what, Place(None, _TABLE_NAMES[key], "整张表"))
            elif not self._is_of_2019:
                for field in missing:
                    what = sentences.FORM_LABEL_NO_ROW.format(label=row_label(field.name))
                    self._add_label_finding(what, Place(None, _TABLE_NAMES[key], field.label))
        if self._is_of_2019:
            self._report_old_format(year)

    def _has(self, field: Field) -> bool:
        return any(slot in self._found for slot in slots_of(field))

    def _report_old_format(self, year: int | None) -> None:
        unmapped = [slot_label(slot) for slot in TABLE_SLOTS if slot not in self._found]
        lacking = f"，下列各格没有对应的内容：{'、'.join(unmapped)}" if unmapped else ""
        self._result.notes.append(f"报告用的是 2019 年的格式（{_FORMAT_OF_2019}）{lacking}。")
        if (year or 0) >= FIRST_YEAR_OF_FORM:
            what = sentences.FORM_VERSION_OF_2019.format(old=_FORMAT_OF_2019, new=FORM_SOURCE)
            self._result.findings.append(Finding("FORM-VERSION", what))

    def _figure(self, slot: Slot) -> Number | None:
        found = self._found.get(slot)
        if found is None:
            self._result.unreadable.add(slot)
            return None
        self._result.places[slot] = found.place
        text = found.text.strip().strip("\u3000\xa0")
        # figures in Word are always text: plain digits are not a finding
        raw: object = Decimal(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text, re.ASCII) else text
        value, problem = number(raw, FIELDS[slot.name].unit)
        if value is not None and slot.name == "t2_fees" and self._fees_in_yuan:
            value, _ = number(Decimal(value) / 10_000, "万元")
            what = sentences.VALUE_NORMALISED_YUAN.format(content=found.text.strip(), value=value)
            problem = Problem("VALUE-NORMALISED", what)
        if problem:
            self._result.findings.append(problem.finding(slot, found.place))
            if value is None:
                self._result.unreadable.add(slot)
        return value

    def _put(self, slot: Slot, cell: TableCell, table: str, row: int) -> None:
        """Store a figure where it is first found; a second, different copy of the table is a finding."""
        self._result.cells.setdefault(slot, []).append(cell)
        place = _place(table, row, slot_label(slot))
        first = self._found.setdefault(slot, _Found(cell.text, place))
        if first.text.split() != cell.text.split() and table not in self._contradicted:
            self._contradicted.add(table)
            what = sentences.FORM_LABEL_TWICE.format(
                first=first.text.strip(), place=first.place.cell, second=cell.text.strip()
            )
            self._result.findings.append(Finding("FORM-LABEL", what, *slot, place=place))

    def _put_row(self, name: str, cells: Iterable[TableCell], table: str, row: int) -> None:
        for slot, cell in zip(slots_of(FIELDS[name]), cells, strict=False):
            self._put(slot, cell, table, row)

    def _add_label_finding(self, what: str, place: Place) -> None:
        self._result.findings.append(Finding("FORM-LABEL", what, place=place))

    # ------------------------------------------------------------ table 2

    def _read_table2(self, block: TableBlock) -> None:
        labels, headings = _labels("t2"), {}
        for position, row in enumerate(block.rows):
            texts = [_normalised(cell.text) for cell in row]
            if "信息内容" in texts:
                headings = dict(enumerate(texts))
                self._is_of_2019 |= bool(_OLD_HEADINGS & set(texts))
                continue
            start = next(
                (column for column, text in enumerate(texts) if bare_label(text) in labels), None
            )
            if start is None:
                continue
            field = FIELDS[labels[bare_label(texts[start])]]
            columns = _distinct_columns(row, start)
            for slot in slots_of(field):
                words = _HEADING_WORDS[field.name][slot.position]
                named = [column for column in columns if words.search(headings.get(column, ""))]
                if named:
                    heading = headings[named[0]]
                    if slot.name == "t2_fees":
                        self._fees_in_yuan = "元" in heading and "万元" not in heading
                    self._put(slot, row[named[0]], "t2", position)

    # ------------------------------------------------------------ table 3

    def _read_table3(self, block: TableBlock) -> None:
        columns = _applicant_columns(block) or self._columns_of_table3
        self._columns_of_table3 = columns
        in_body = bool(self._found.keys() & set(slots_of(FIELDS["t3_new_received"])))
        for position, row in enumerate(block.rows):
            if _is_header(row):
                continue
            at, name = _row_name(row)
            label = row[at].text
            is_of_2019 = not name and bare_label(label) == _ROW_OF_2019
            if is_of_2019:
                name, self._is_of_2019 = "t3_other_misc", True
                for other in ("t3_other_correction_overdue", "t3_other_fee_overdue"):
                    self._put_row(other, repeat(TableCell("0")), "t3", position)
            values = _row_values(row, at, columns)
            where = _place("t3", position, "行标签")
            if not name:
                if in_body and _NOTE_ROW.match(label.strip()):
                    self._result.notes.append(f"{where.cell}{quote(label)}不会带到新报告里。")
                elif in_body and any(re.search(r"\d", cell.text) for cell in values):
                    what = sentences.FORM_LABEL_EXTRA_ROW.format(label=tidy_text(label))
                    self._add_label_finding(what, where)
                continue
            in_body = True
            if bare_label(label) not in _labels("t3") and not is_of_2019:
                what = sentences.FORM_LABEL_ROW.format(
                    label=tidy_text(label), official=row_label(name)
                )
                self._add_label_finding(what, where)
            self._put_row(name, values, "t3", position)

    # ------------------------------------------------------------ table 4

    def _read_table4(self, block: TableBlock) -> None:
        groups = {
            _normalised(row_label(field.name)): field.name
            for field in TABLES["t4"].fields
            if field.name != "t4_review"
        }
        header_end = 1 + max(
            position
            for position, row in enumerate(block.rows)
            if any(_normalised(cell.text) in RESULTS[:-1] for cell in row)
        )
        headers = [_filled_rightwards(row) for row in block.rows[:header_end]]
        for position in range(header_end, len(block.rows)):
            row = block.rows[position]
            texts = [cell.text.strip() for cell in row]
            if texts == [str(1 + column) for column in range(len(row))]:
                continue  # the columns' numbers
            for column, cell in enumerate(row):
                above = {header[column] for header in headers if column < len(header)}
                result = next((result for result in RESULTS if result in above), None)
                name = next((groups[text] for text in above if text in groups), None)
                if name is None and TABLE4_REVIEW in above and TABLE4_SUITS not in above:
                    name = "t4_review"
                if name and result:
                    self._put(Slot(name, RESULTS.index(result)), cell, "t4", position)


# ---------------------------------------------------------------- rows, labels, headers


def _place(table: str, row: int, label: str) -> Place:
    return Place(None, f"{_TABLE_NAMES[table]}第{row + 1}行", label)


def _normalised(text: str) -> str:
    """Return a label for comparison: half-width, one kind of bracket, no blanks, quotes or punctuation."""
    folded = unicodedata.normalize("NFKC", text)
    folded = re.sub(r"[\s\u200b\ufeff]", "", folded)
    return re.sub(r"[“”\"‘’'〝〞,、;:。·]", "", folded).replace("〔", "(").replace("〕", ")")


def bare_label(text: str) -> str:
    """Return a normalised row label without its outline number."""
    return re.sub(
        r"^(?:\([一二三四五六七]\)|[一二三四](?=[^一二三四]{4})|\d{1,2}[.)]?)",
        "",
        _normalised(text),
    )


@cache
def _labels(key: str) -> dict[str, str]:
    """Return the field names of a table's rows by bare label, with the variants that reports use."""
    labels = {bare_label(row_label(field.name)): field.name for field in TABLES[key].fields}
    if key == "t3":
        # written without its explanation in brackets
        labels["部分公开"] = "t3_partly_granted"
    if key == "t2":
        labels["规范性文件"] = "t2_normative"
    return labels


def _distinct_columns(row: Sequence[TableCell], start: int) -> list[int]:
    """Return the columns right of a label where a new cell begins."""
    return [column for column in range(start + 1, len(row)) if row[column] is not row[column - 1]]


def _is_header(row: Sequence[TableCell]) -> bool:
    words = {_normalised(cell.text) for cell in row} & _APPLICANT_WORDS.keys()
    return len(words) >= _MIN_HEADER_WORDS


def _row_values(
    row: Sequence[TableCell], label: int, columns: Mapping[int, int]
) -> list[TableCell]:
    """Return the seven cells of a row: those after its label, or those below the headers; else none.

    They come in the official order, whatever that of the headers.
    """
    after = [row[column] for column in _distinct_columns(row, label)]
    if len(after) == len(APPLICANTS):
        if len(set(columns.values())) != len(APPLICANTS):
            return after
        printed = dict(zip(sorted(columns, key=lambda index: columns[index]), after, strict=True))
        return [printed[index] for index in range(len(APPLICANTS))]
    if len(columns) == len(APPLICANTS) and max(columns.values()) < len(row):
        return [row[columns[index]] for index in range(len(APPLICANTS))]
    return []


def _row_name(row: Sequence[TableCell]) -> tuple[int, str]:
    """Return the column of a row's label, the rightmost that matches, and its field name; empty where none does."""
    import difflib

    labels = _labels("t3")
    texts = {
        column: cell.text
        for column, cell in enumerate(row)
        if re.search(r"[\u4e00-\u9fff]", cell.text)
    }
    for column in sorted(texts, reverse=True):
        bare = bare_label(texts[column])
        # only the third row of the sixth group is called 其他
        if bare in labels and (bare != "其他" or _normalised(texts[column])[0] in "3其"):
            return column, labels[bare]
    if not texts:
        return 0, ""
    last = max(texts)
    longer = [label for label in labels if len(label) > len("其他")]
    near = difflib.get_close_matches(bare_label(texts[last]), longer, n=1, cutoff=_CLOSE_LABEL)
    return last, labels[near[0]] if near else ""


def _applicant_columns(block: TableBlock) -> dict[int, int]:
    """Return the column of each kind of applicant that the header rows name."""
    columns: dict[int, int] = {}
    for row in block.rows:
        if bare_label(row[0].text) in _labels("t3"):
            break
        for column, cell in enumerate(row):
            text = _normalised(cell.text)
            if text in _APPLICANT_WORDS:
                columns.setdefault(_APPLICANT_WORDS[text], column)
    return columns


def _filled_rightwards(row: Sequence[TableCell]) -> list[str]:
    """Return a header row's texts; an empty cell takes the text on its left."""
    texts: list[str] = []
    for cell in row:
        text = _normalised(cell.text)
        text = RESULTS[-1] if text == "合计" else text
        texts.append(text or (texts[-1] if texts else ""))
    return texts
