"""Read an official report that nobody made with our tool: its prose, its tables, their places.

Tables are found by their labels, not their position. What a Word report prints is stated, totals
included, so every rule of arithmetic applies to it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final

from converter.document_blocks import Block, TableBlock, TableCell, TextBlock, read_blocks
from converter.findings import Finding, Place, UnusableFile
from converter.form import (
    APPLICANTS,
    FIELDS,
    FIRST_YEAR_OF_FORM,
    FORM_SOURCE,
    RESULTS,
    SECTIONS,
    TABLE4_REVIEW,
    TABLE4_SUITS,
    TABLES,
    Cell,
    Section,
    SectionKey,
    cell_label,
    cells_of,
    row_label,
)
from converter.intake import Arrival
from converter.reading import Reading
from converter.report import (
    AnnualReport,
    Number,
    fee_sentence,
    report_preface,
    report_title,
)
from converter.values import day, number, tidy_text

FORMAT_OF_2019: Final = "国办公开办函〔2019〕60号"
LONGEST_HEADING: Final = 40
LONGEST_TITLE_LINE: Final = 60
MOST_TITLE_LINES: Final = 4

_TABLE_NAMES: Final = {"t2": "表二", "t3": "表三", "t4": "表四"}
_OUTLINE: Final = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,2}(?:[）)]|[、.。]|\s)?[、.]?)\s*(?=\D)"
)
_SECTION_WORDS: Final[dict[SectionKey, re.Pattern[str]]] = {
    "overview": re.compile(r"^(?:概述|总体(?:工作)?情况)$"),
    "t2": re.compile(r"^主动公开政府信息(?:的)?情况$"),
    "t3": re.compile(r"^收到和(?:办理|处理)政府信息公开申请(?:的)?情况$"),
    "t4": re.compile(
        r"^(?:因)?政府信息公开(?:工作)?(?:被申请|被提起)?行政复议.{0,3}行政诉讼(?:的)?情况$"
    ),
    "problems": re.compile(
        r"^(?:政府信息公开工作)?存在的?(?:主要)?问题(?:及|和|与)改进(?:措施|的?情况)?$"
    ),
    "other": re.compile(r"^(?:其他需要报告的?事项|需要报告的?其他事项)$"),
}


def read_document(arrival: Arrival) -> Reading:
    """Read a Word report.

    Raises UnusableFile where the file cannot be parsed, or holds neither a section nor a table of
    the form. All else that is missing or wrong is a finding.
    """
    blocks = read_blocks(arrival)
    reader = _DocumentReader(blocks)
    reading = reader.read()
    if not reader.recognised:
        raise UnusableFile(
            f"{arrival.path.name}：里面找不到政府信息公开工作年度报告的标题和表格。请核对文件。"
        )
    return reading


def normalised(text: str) -> str:
    """Return a label as it is compared: no blanks, one kind of bracket, quote, comma and digit."""
    folded = unicodedata.normalize("NFKC", text)
    folded = re.sub(r"[\s\u200b\ufeff]", "", folded)
    return re.sub(r"[“”\"‘’'〝〞,、;:。·]", "", folded).replace("〔", "(").replace("〕", ")")


def bare_label(text: str) -> str:
    """Return a normalised row label without its outline number."""
    return re.sub(
        r"^(?:\([一二三四五六七]\)|[一二三四](?=[^一二三四]{4})|\d{1,2}[.)]?)", "", normalised(text)
    )


@dataclass(frozen=True)
class _Found:
    """A figure as it stands in a table."""

    text: str
    place: Place


class _DocumentReader:
    """One Word report while it is read."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.reading = Reading()
        self.recognised = False
        self.found: dict[Cell, _Found] = {}
        self.old_format = False
        self.columns_of_table3: dict[int, int] = {}
        """A part of table 3 on a later page may lack the header."""

    def read(self) -> Reading:
        sections, before = self._sections()
        for table, key in self._recognised_tables():
            self.recognised = True
            _READERS[key](self, table)
        figures = self._figures()
        content = self._content(sections, before)
        report = replace(content, figures=figures)
        self.reading.report = _without_standard_text(report)
        self._say_what_is_missing(sections)
        if self.old_format:
            self._say_old_format()
        return self.reading

    # ------------------------------------------------------------ prose

    def _sections(self) -> tuple[dict[SectionKey, list[TextBlock]], list[TextBlock]]:
        """Part the paragraphs at the six headings; return the sections and what stands before."""
        sections: dict[SectionKey, list[TextBlock]] = {}
        before: list[TextBlock] = []
        current = before
        for block in self.blocks:
            if not isinstance(block, TextBlock):
                continue
            section = heading_section(block)
            if section and section.key not in sections:
                current = sections[section.key] = []
                self.recognised = True
            elif tidy_text(block.whole):
                current.append(block)
        return sections, before

    def _content(
        self, sections: dict[SectionKey, list[TextBlock]], before: list[TextBlock]
    ) -> AnnualReport:
        title, preface = _title_and_preface(before)
        last = sections.get("other") or sections.get("problems") or []
        unit, signed = _sign_off(last)
        year = _year_in(title) or next(filter(None, map(_year_in_period, preface)), None)
        for section in SECTIONS:
            if section.key in TABLES:
                continue
            name = "other_matters" if section.key == "other" else section.key
            for position in range(len(sections.get(section.key, ()))):
                label = f"{FIELDS[name].label}，第{position + 1}段"
                self.reading.places[Cell(name, position)] = Place(
                    None, f"“{section.heading}”第{position + 1}段", label
                )
        return AnnualReport(
            unit_name=unit or _unit_in(title),
            report_year=year or (signed.year - 1 if signed else None),
            report_date=signed,
            title=title,
            preface=tuple(preface),
            overview=_texts(sections.get("overview", ())),
            problems=_texts(sections.get("problems", ())),
            other_matters=_texts(sections.get("other", ())),
        )

    # ------------------------------------------------------------ tables

    def _recognised_tables(self) -> Iterator[tuple[TableBlock, str]]:
        for block in self.blocks:
            if isinstance(block, TableBlock):
                key = table_kind(block)
                if key:
                    yield block, key

    def _figures(self) -> dict[str, tuple[Number | None, ...]]:
        figures: dict[str, list[Number | None]] = {}
        for table in TABLES.values():
            for field in table.fields:
                figures[field.name] = [self._figure(cell) for cell in cells_of(field)]
        return {name: tuple(row) for name, row in figures.items()}

    def _figure(self, cell: Cell) -> Number | None:
        found = self.found.get(cell)
        if found is None:
            self.reading.unreadable.add(cell)
            return None
        self.reading.places[cell] = found.place
        text = found.text.strip().strip("\u3000\xa0")
        # text is the natural state of a figure in Word: plain digits need no remark
        raw: object = Decimal(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text, re.ASCII) else text
        value, problem = number(raw, FIELDS[cell.name].unit)
        if problem:
            self.reading.findings.append(
                Finding(problem.code, problem.what, *cell, place=found.place)
            )
            if value is None:
                self.reading.unreadable.add(cell)
        return value

    def put(self, cell: Cell, content: TableCell, table: str, row: int) -> None:
        """Note a figure where it is first found; a repeated header or page changes nothing."""
        place = Place(None, f"{_TABLE_NAMES[table]}第{row + 1}行", cell_label(cell))
        self.found.setdefault(cell, _Found(content.text, place))

    def relabelled(self, official: str, text: str, table: str, row: int) -> None:
        """Note a row label that is not the official one, yet close enough to be meant."""
        self.reading.findings.append(
            Finding(
                "FORM-LABEL",
                f"行标签写成了“{tidy_text(text)}”。请改为标准表的“{official}”。",
                place=Place(None, f"{_TABLE_NAMES[table]}第{row + 1}行", "行标签"),
            )
        )

    # ------------------------------------------------------------ what is missing

    def _say_what_is_missing(self, sections: Iterable[SectionKey]) -> None:
        for section in SECTIONS:
            if section.key not in sections:
                self.reading.findings.append(
                    Finding(
                        "FORM-LABEL",
                        f"找不到标题“{section.heading}”。请按标准格式补上。",
                        place=Place(None, f"“{section.heading}”", "标题"),
                    )
                )
        for key, table in TABLES.items():
            missing = [
                field
                for field in table.fields
                if not any(cell in self.found for cell in cells_of(field))
            ]
            if len(missing) == len(table.fields):
                self._miss(key, f"找不到{_TABLE_NAMES[key]}。请按标准格式补上整张表。", "整张表")
            elif not self.old_format:
                for field in missing:
                    label = row_label(field.name)
                    self._miss(key, f"找不到“{label}”一行。请按标准格式补上。", field.label)

    def _miss(self, table: str, what: str, label: str) -> None:
        place = Place(None, _TABLE_NAMES[table], label)
        self.reading.findings.append(Finding("FORM-LABEL", what, place=place))

    def _say_old_format(self) -> None:
        unmapped = [
            cell_label(cell)
            for table in TABLES.values()
            for field in table.fields
            for cell in cells_of(field)
            if cell not in self.found
        ]
        said = f"，下列各格没有对应的内容：{'、'.join(unmapped)}" if unmapped else ""
        self.reading.notes.append(f"报告用的是 2019 年的格式（{FORMAT_OF_2019}）{said}。")
        if (self.reading.report.report_year or 0) >= FIRST_YEAR_OF_FORM:
            self.reading.findings.append(
                Finding(
                    "FORM-VERSION",
                    f"报告用的是 2019 年的旧格式（{FORMAT_OF_2019}）。"
                    f"请按 {FORM_SOURCE} 的格式重做三张表。",
                )
            )


# ---------------------------------------------------------------- headings, title, sign-off


def heading_section(block: TextBlock) -> Section | None:
    """Return the section whose heading a paragraph is, however it is numbered."""
    text = re.sub(r"[\s\u3000]", "", block.whole).replace("\uff0e", ".")
    if not text or len(text) > LONGEST_HEADING:
        return None
    core = _OUTLINE.sub("", text).strip("：:。.、 ")
    for section in SECTIONS:
        if _SECTION_WORDS[section.key].match(core):
            return section
    return None


_TITLE: Final = re.compile(
    r"^(?:(?P<before>\d{4})年度?)?(?P<unit>.*?)(?:(?P<after>\d{4})年度?)?的?"
    r"(?:政府)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)$"
)


def _title_and_preface(before: Sequence[TextBlock]) -> tuple[str, list[str]]:
    """Part what stands before section one: the title, over one line or several, and the preface."""
    lines = [tidy_text(block.whole) for block in before]
    for end, line in enumerate(lines):
        if not line.endswith(("报告", "年报")) or len(line) > LONGEST_TITLE_LINE:
            continue
        for start in range(end, max(-1, end - MOST_TITLE_LINES), -1):
            title = re.sub(r"\s", "", "".join(lines[start : end + 1]))
            found = _TITLE.match(_western_digits(title))
            if found and found["unit"] and (found["before"] or found["after"]):
                return title, [text for text in lines[end + 1 :] if text]
    return "", lines


def _western_digits(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(
        r"[〇○零一二三四五六七八九]{4}(?=年)",
        lambda found: "".join(str(_DIGITS[digit]) for digit in found[0]),
        folded,
    )


_DIGITS: Final = {digit: index for index, digit in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
}


def _unit_in(title: str) -> str:
    found = _TITLE.match(_western_digits(title))
    if not found:
        return ""
    unit = found["unit"]
    # 人民政府信息公开 drops the second 政府
    return f"{unit}政府" if unit.endswith("人民") else unit


def _year_in(title: str) -> int | None:
    found = _TITLE.match(_western_digits(title))
    year = found and (found["before"] or found["after"])
    return int(year) if year else None


def _year_in_period(text: str) -> int | None:
    found = re.search(r"(\d{4})年1月1日", _western_digits(re.sub(r"\s", "", text)))
    return int(found[1]) if found else None


_DATE: Final = r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?"
_SIGNED: Final = re.compile(rf"^(?P<unit>[^。；]*?)\s*(?P<date>{_DATE})$")
SIGN_OFF_LINES: Final = 6
"""How far from the end of a report its date may stand."""


def _sign_off(last: list[TextBlock]) -> tuple[str, date | None]:
    """Take the unit and the date off the end of the last section."""
    for position in range(len(last) - 1, max(-1, len(last) - 1 - SIGN_OFF_LINES), -1):
        found = _SIGNED.match(_western_date(tidy_text(last[position].whole)))
        signed = day(found["date"])[0] if found else None
        if not found or not signed:
            continue
        unit = re.sub(r"\s", "", found["unit"])
        start = position
        if not unit and position and _may_sign(tidy_text(last[position - 1].whole)):
            start -= 1
            unit = tidy_text(last[start].whole)
        del last[start:]
        return unit, signed
    return "", None


def _may_sign(line: str) -> bool:
    return 0 < len(line) <= LONGEST_HEADING and not re.search(r"[。；：]", line)


def _western_date(text: str) -> str:
    """Return a date in Chinese numerals, 二〇二三年一月十三日, in digits."""

    def digits(found: re.Match[str]) -> str:
        text = found[1]
        if "十" not in text:
            return "".join(str(_DIGITS[digit]) for digit in text) + found[2]
        tens, _, ones = text.partition("十")
        value = 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)
        return f"{value}{found[2]}"

    return re.sub(r"([〇○零一二三四五六七八九十]{1,4})([年月日])", digits, text)


def _texts(blocks: Iterable[TextBlock]) -> tuple[str, ...]:
    return tuple(tidy_text(block.whole) for block in blocks)


def _without_standard_text(report: AnnualReport) -> AnnualReport:
    """Take out what the format supplies: the standard title, preface and fee sentence."""
    bare = replace(report, title="", preface=())
    if re.sub(r"\s", "", report_title(bare)) == report.title:
        report = replace(report, title="")
    if report_preface(bare) == report.preface:
        report = replace(report, preface=())
    fees = {
        cell: value
        for paragraph in report.other_matters
        for cell, value in _fees_in(paragraph).items()
    }
    report = report.with_figures({**dict.fromkeys(_FEES, 0), **fees})
    standard = fee_sentence(report)
    rest = tuple(text for text in report.other_matters if text != standard)
    return replace(report, other_matters=rest)


_FEES: Final = (Cell("fee_notices"), Cell("fee_charged"), Cell("fee_collected"))
_AMOUNT: Final = r"(\d+(?:\.\d+)?)"
_FEE_WORDS: Final = re.compile(
    rf"发出收费通知(?:书)?的?(?:件数)?(?:共|为)?{_AMOUNT}件.*?总金额(?:共|为)?{_AMOUNT}元"
    rf".*?实际收取的?(?:总金额)?(?:共|为)?{_AMOUNT}元"
)


def _fees_in(paragraph: str) -> dict[Cell, Number]:
    """Return the notices (件), the amount charged and the amount collected (元) of a sentence."""
    found = _FEE_WORDS.search(re.sub(r"[\s,，]", "", unicodedata.normalize("NFKC", paragraph)))
    if not found:
        return {}
    values = (number(Decimal(text), "元")[0] for text in found.groups())
    return {cell: value for cell, value in zip(_FEES, values, strict=True) if value is not None}


# ---------------------------------------------------------------- the three tables


@cache
def _labels(key: str) -> dict[str, str]:
    """Return the rows of a table by their bare labels, as reports write them."""
    labels = {bare_label(row_label(field.name)): field.name for field in TABLES[key].fields}
    if key == "t3":
        # written without its explanation in brackets
        labels["部分公开"] = "t3_partly_granted"
    if key == "t2":
        labels["规范性文件"] = "t2_normative"
    return labels


def table_kind(block: TableBlock) -> str | None:
    """Tell which of the three tables a table is, or is a part of."""
    texts = {normalised(cell.text) for row in block.rows for cell in row}
    bare = {bare_label(text) for text in texts}
    if "尚未审结" in texts and "行政复议" in texts:
        return "t4"
    if len(bare & (set(_labels("t3")) - {"总计", "其他"})) >= FEW_ROWS:
        return "t3"
    if bare & set(_labels("t2")):
        return "t2"
    return None


FEW_ROWS: Final = 2
"""So many known row labels make a part of table 3; a page may end after few of them."""
CLOSE_LABEL: Final = 0.8


def _read_table2(reader: _DocumentReader, block: TableBlock) -> None:
    labels, headings = _labels("t2"), {}
    for position, row in enumerate(block.rows):
        texts = [normalised(cell.text) for cell in row]
        if "信息内容" in texts:
            headings = dict(enumerate(texts))
            reader.old_format |= bool(_OLD_HEADINGS & set(texts))
            continue
        start = next(
            (column for column, text in enumerate(texts) if bare_label(text) in labels), None
        )
        if start is None:
            continue
        field = FIELDS[labels[bare_label(texts[start])]]
        columns = _distinct_columns(row, start)
        for cell in cells_of(field):
            words = _HEADING_WORDS[field.name][cell.position]
            named = [column for column in columns if words.search(headings.get(column, ""))]
            if not named and not reader.old_format:
                named = columns[cell.position : cell.position + 1]
            if named:
                reader.put(cell, row[named[0]], "t2", position)


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


def _distinct_columns(row: Sequence[TableCell], start: int) -> list[int]:
    """Return the columns right of a label where a new cell begins."""
    return [column for column in range(start + 1, len(row)) if row[column] is not row[column - 1]]


def _read_table3(reader: _DocumentReader, block: TableBlock) -> None:
    labels = _labels("t3")
    columns = _applicant_columns(block) or reader.columns_of_table3
    reader.columns_of_table3 = columns
    for position, row in enumerate(block.rows):
        if len(row) <= max(columns.values()):
            continue
        label, name = _row_name(row[: min(columns.values())], labels)
        if not name and bare_label(label) == "其他处理":
            # the format of 2019 has one row for the sixth group
            name, reader.old_format = "t3_other_misc", True
            for other in ("t3_other_correction_overdue", "t3_other_fee_overdue"):
                for cell in cells_of(FIELDS[other]):
                    reader.put(cell, TableCell("0"), "t3", position)
        if not name:
            continue
        official = row_label(name)
        if bare_label(label) not in labels and bare_label(label) != "其他处理":
            reader.relabelled(official, label, "t3", position)
        for cell in cells_of(FIELDS[name]):
            reader.put(cell, row[columns[cell.position]], "t3", position)


def _row_name(cells: Sequence[TableCell], labels: dict[str, str]) -> tuple[str, str]:
    """Return the label of a row, the rightmost that is one, and the name it means."""
    import difflib

    texts = [cell.text for cell in cells if normalised(cell.text)]
    for text in reversed(texts):
        if bare_label(text) in labels:
            return text, labels[bare_label(text)]
    if not texts:
        return "", ""
    near = difflib.get_close_matches(bare_label(texts[-1]), labels, n=1, cutoff=CLOSE_LABEL)
    return texts[-1], labels[near[0]] if near else ""


def _applicant_columns(block: TableBlock) -> dict[int, int]:
    """Return the column of each kind of applicant, from the header rows."""
    columns: dict[int, int] = {}
    for row in block.rows:
        for column, cell in enumerate(row):
            text = normalised(cell.text)
            if text in APPLICANTS:
                columns.setdefault(APPLICANTS.index(text), column)
        if len(columns) == len(APPLICANTS):
            return columns
        if any(
            bare_label(cell.text) in _labels("t3") and bare_label(cell.text) not in APPLICANTS
            for cell in row
        ):
            break
    width = max(len(row) for row in block.rows)
    return {index: width - len(APPLICANTS) + index for index in range(len(APPLICANTS))}


def _read_table4(reader: _DocumentReader, block: TableBlock) -> None:
    groups = {
        normalised(row_label(field.name)): field.name
        for field in TABLES["t4"].fields
        if field.name != "t4_review"
    }
    header_end = 1 + max(
        position
        for position, row in enumerate(block.rows)
        if any(normalised(cell.text) in RESULTS for cell in row)
    )
    headers = [_filled_rightwards(row) for row in block.rows[:header_end]]
    for position in range(header_end, len(block.rows)):
        row = block.rows[position]
        for column, content in enumerate(row):
            above = {header[column] for header in headers if column < len(header)}
            result = next((result for result in RESULTS if result in above), None)
            name = next((groups[text] for text in above if text in groups), None)
            if name is None and TABLE4_REVIEW in above and TABLE4_SUITS not in above:
                name = "t4_review"
            if name and result:
                reader.put(Cell(name, RESULTS.index(result)), content, "t4", position)


def _filled_rightwards(row: Sequence[TableCell]) -> list[str]:
    """Return a header row's texts; an empty cell belongs to the one on its left."""
    texts: list[str] = []
    for cell in row:
        text = normalised(cell.text)
        texts.append(text or (texts[-1] if texts else ""))
    return texts


_READERS: Final = {"t2": _read_table2, "t3": _read_table3, "t4": _read_table4}
