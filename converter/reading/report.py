"""Read an official report that nobody made with our tool: its prose, its tables, their places.

Tables are found by their labels, not their position. What a Word report prints is stated, totals
included, so every rule of arithmetic applies to it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final

from converter.errors import Refusal, UnusableFile
from converter.files.kinds import InputFile, not_the_page
from converter.findings import Finding, Place
from converter.form.fields import (
    APPLICANTS,
    FIELDS,
    FIRST_YEAR_OF_FORM,
    FORM_SOURCE,
    RESULTS,
    SECTIONS,
    TABLE4_REVIEW,
    TABLE4_SUITS,
    TABLES,
    Section,
    SectionKey,
    Slot,
    row_label,
    slot_label,
    slots_of,
)
from converter.form.limits import BOOKMARK
from converter.form.numerals import western_date, western_year
from converter.form.report import (
    Number,
    Report,
    fee_sentence,
    report_preface,
    report_title,
)
from converter.reading.html_blocks import read_page_blocks
from converter.reading.result import ReadResult
from converter.reading.values import Problem, day, number, tidy_text
from converter.reading.word_blocks import Block, TableBlock, TableCell, TextBlock, read_blocks

FORMAT_OF_2019: Final = "国办公开办函〔2019〕60号"
LONGEST_HEADING: Final = 40
LONGEST_TITLE_LINE: Final = 60
MOST_TITLE_LINES: Final = 4
MIN_HEADER_WORDS: Final = 2
"""So many kinds of applicants in one row make it a header."""
MAIN_HEADINGS: Final = 3
"""So many headings of one style settle how the main headings are numbered."""
MOST_LAYOUT_CELLS: Final = 6
"""A table of so few cells may be text set side by side, a sign-off say."""

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


def read_document(arrival: InputFile) -> ReadResult:
    """Read a Word report, or the page on which one was published.

    Raises UnusableFile where the file cannot be parsed, or holds neither a section nor a table of
    the form. All else that is missing or wrong is a finding.
    """
    if arrival.kind == "page":
        blocks = read_page_blocks(arrival, heading_section)
    else:
        blocks = read_blocks(arrival)
    reader = _DocumentReader(blocks)
    reading = reader.read()
    if not reader.recognised and arrival.kind == "page":
        raise UnusableFile(not_the_page(arrival.path), Refusal.OTHER_FORMAT)
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
        self.reading = ReadResult()
        self.recognised = False
        self.found: dict[Slot, _Found] = {}
        self.old_format = False
        self.fees_in_yuan = False
        self.doubled: set[str] = set()
        """Tables of which a second, different copy was found."""
        self.columns_of_table3: dict[int, int] = {}
        """A part of table 3 on a later page may lack the header."""

    def read(self) -> ReadResult:
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
        texts = list(_text_blocks(self.blocks))
        headings = _headings(texts)
        sections: dict[SectionKey, list[TextBlock]] = {}
        before: list[TextBlock] = []
        current = before
        for position, block in enumerate(texts):
            if position in headings:
                current = sections[headings[position].key] = []
                self.reading.headings[headings[position].key] = tidy_text(block.whole)
                self.recognised = True
            elif tidy_text(block.whole):
                current.append(block)
        for section in SECTIONS:
            if section.key in TABLES and sections.get(section.key):
                said = "；".join(tidy_text(block.whole)[:30] for block in sections[section.key])
                self.reading.notes.append(
                    f"“{section.heading}”部分表格以外的文字没有读入：{said}。"
                )
        return sections, before

    def _content(
        self, sections: dict[SectionKey, list[TextBlock]], before: list[TextBlock]
    ) -> Report:
        title, preface = _title_and_preface(before)
        last = sections.get("other") or sections.get("problems") or []
        titled = _unit_in(title)
        unit, signed = _sign_off(last, titled)
        period = next(filter(None, map(_year_in_period, preface)), None)
        year = _year_in(title) or period
        self._compare(titled, unit, year, period)
        self.reading.places[Slot("title")] = Place(None, "标题", "")
        for position in range(len(preface)):
            self.reading.places[Slot("preface", position)] = Place(
                None, f"开头语第{position + 1}段", ""
            )
        for section in SECTIONS:
            if section.key in TABLES:
                continue
            name = "other_matters" if section.key == "other" else section.key
            for position in range(len(sections.get(section.key, ()))):
                label = f"{FIELDS[name].label}，第{position + 1}段"
                self.reading.places[Slot(name, position)] = Place(
                    None, f"“{section.heading}”第{position + 1}段", label
                )
        return Report(
            unit_name=titled or unit,
            report_year=year or (signed.year - 1 if signed else None),
            report_date=signed,
            title=title,
            preface=tuple(preface),
            overview=_texts(sections.get("overview", ())),
            problems=_texts(sections.get("problems", ())),
            other_matters=_texts(sections.get("other", ())),
        )

    def _compare(self, titled: str, signed: str, year: int | None, period: int | None) -> None:
        """Find a title that disagrees with the sign-off or with the preface."""
        if titled and signed and titled not in signed and signed not in titled:
            what = f"标题的单位是“{titled}”，落款是“{signed}”。请核对，改为一致。"
            self.reading.findings.append(
                Finding("TEXT-UNIT", what, "unit_name", place=Place(None, "落款", "单位名称"))
            )
        if year and period and year != period:
            what = f"标题是 {year} 年，开头语说的统计期限是 {period} 年。请核对，改为一致。"
            self.reading.findings.append(
                Finding("TEXT-YEAR", what, "report_year", place=Place(None, "开头语", "报告年度"))
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
                figures[field.name] = [self._figure(cell) for cell in slots_of(field)]
        return {name: tuple(row) for name, row in figures.items()}

    def _figure(self, cell: Slot) -> Number | None:
        found = self.found.get(cell)
        if found is None:
            self.reading.unreadable.add(cell)
            return None
        self.reading.places[cell] = found.place
        text = found.text.strip().strip("\u3000\xa0")
        # text is the natural state of a figure in Word: plain digits need no remark
        raw: object = Decimal(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text, re.ASCII) else text
        value, problem = number(raw, FIELDS[cell.name].unit)
        if value is not None and cell.name == "t2_fees" and self.fees_in_yuan:
            value, _ = number(Decimal(value) / 10_000, "万元")
            what = f"表头写的单位是元，{found.text.strip()} 元按 {value} 万元处理。请改为万元。"
            problem = Problem("VALUE-NORMALISED", what)
        if problem:
            self.reading.findings.append(
                Finding(problem.code, problem.what, *cell, place=found.place)
            )
            if value is None:
                self.reading.unreadable.add(cell)
        return value

    def put(self, cell: Slot, content: TableCell, table: str, row: int) -> None:
        """Note a figure where it is first found; a repeated header or page changes nothing."""
        place = Place(None, f"{_TABLE_NAMES[table]}第{row + 1}行", slot_label(cell))
        first = self.found.setdefault(cell, _Found(content.text, place))
        if first.text.split() != content.text.split() and table not in self.doubled:
            self.doubled.add(table)
            what = (
                f"这一格出现了两次，数不一样：先是“{first.text.strip()}”（{first.place.cell}），"
                f"后是“{content.text.strip()}”。请删去多余的表或行。"
            )
            self.reading.findings.append(Finding("FORM-LABEL", what, *cell, place=place))

    def relabelled(self, official: str, text: str, table: str, row: int) -> None:
        """Note a row label that is not the official one, yet close enough to be meant."""
        self.reading.findings.append(
            Finding(
                "FORM-LABEL",
                f"行标签写成了“{tidy_text(text)}”。请改为标准表的“{official}”。",
                place=Place(None, f"{_TABLE_NAMES[table]}第{row + 1}行", "行标签"),
            )
        )

    def not_official(self, text: str, table: str, row: int) -> None:
        """Note a row of figures that the official table does not have."""
        self.reading.findings.append(
            Finding(
                "FORM-LABEL",
                f"“{tidy_text(text)}”不是标准表的行，没有读入。请按标准格式填写。",
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
                if not any(cell in self.found for cell in slots_of(field))
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
            slot_label(cell)
            for table in TABLES.values()
            for field in table.fields
            for cell in slots_of(field)
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


def _text_blocks(blocks: Iterable[Block]) -> Iterator[TextBlock]:
    """Return the paragraphs; a small table without figures is text set side by side."""
    for block in blocks:
        if isinstance(block, TextBlock):
            yield block
        elif table_kind(block) is None:
            cells = list(dict.fromkeys(cell for row in block.rows for cell in row))
            if len(cells) <= MOST_LAYOUT_CELLS:
                for cell in cells:
                    yield from map(TextBlock, cell.text.split("\n"))


def heading_section(block: TextBlock) -> Section | None:
    """Return the section whose heading a paragraph is, however it is numbered."""
    text = re.sub(r"[\s\u3000]", "", block.whole).replace("\uff0e", ".")
    text = re.sub(BOOKMARK, "", text)
    if not text or len(text) > LONGEST_HEADING:
        return None
    core = _OUTLINE.sub("", text).strip("：:。.、 ")
    for section in SECTIONS:
        if _SECTION_WORDS[section.key].match(core):
            return section
    return None


def _headings(texts: Sequence[TextBlock]) -> dict[int, Section]:
    """Return where the six headings stand.

    A list of contents comes before them, so the last that rise in order are taken; what is numbered
    （二） is a heading below them where others are numbered 二、.
    """
    found = {
        position: section
        for position, block in enumerate(texts)
        if (section := heading_section(block))
    }
    plain_ones = {
        position: section
        for position, section in found.items()
        if not texts[position].whole.strip().startswith(("（", "("))
    }
    if len({section.key for section in plain_ones.values()}) >= MAIN_HEADINGS:
        found = plain_ones
    chosen: dict[int, Section] = {}
    end = len(texts)
    for section in reversed(SECTIONS):
        places = [place for place, one in found.items() if one is section and place < end]
        if places:
            end = max(places)
            chosen[end] = section
    return chosen


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
            found = _TITLE.match(western_year(title))
            if found and found["unit"] and (found["before"] or found["after"]):
                return title, [text for text in lines[end + 1 :] if text]
    return "", lines


def _unit_in(title: str) -> str:
    found = _TITLE.match(western_year(title))
    if not found:
        return ""
    unit = found["unit"].removesuffix("关于")
    # 人民政府信息公开 drops the second 政府
    return f"{unit}政府" if unit.endswith("人民") else unit


def _year_in(title: str) -> int | None:
    found = _TITLE.match(western_year(title))
    year = found and (found["before"] or found["after"])
    return int(year) if year else None


def _year_in_period(text: str) -> int | None:
    found = re.search(r"(\d{4})年1月1日", western_year(re.sub(r"\s", "", text)))
    return int(found[1]) if found else None


_DATE: Final = r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?"
_SIGNED: Final = re.compile(rf"^(?P<unit>[^。；]*?)\s*(?P<date>{_DATE})$")
SIGN_OFF_LINES: Final = 6
"""How far from the end of a report its date may stand."""


_ORGAN: Final = re.compile(
    r"(?:政府|局|委|会|办|室|处|中心|街道|镇|乡|厅|院|部|队|馆|所|署|社|公司|集团|司|站|学|校|行|网)$"
)


def _sign_off(last: list[TextBlock], titled: str) -> tuple[str, date | None]:
    """Take the unit and the date off the end of the last section."""
    for position in range(len(last) - 1, max(-1, len(last) - 1 - SIGN_OFF_LINES), -1):
        found = _SIGNED.match(western_date(tidy_text(last[position].whole)))
        signed = day(found["date"])[0] if found else None
        if not found or not signed:
            continue
        unit = _signing_unit(found["unit"], titled)
        if found["unit"].strip() and not unit:
            continue
        start = position
        if not unit and position:
            unit = _signing_unit(tidy_text(last[position - 1].whole), titled)
            start -= bool(unit)
        del last[start:]
        return unit, signed
    return "", None


def _signing_unit(line: str, titled: str) -> str:
    """Return the unit that a line of the sign-off names; empty where it is a sentence."""
    unit = re.sub(r"\s|[（(](?:盖章|公章|印章|章)[）)]", "", line)
    if len(unit) > LONGEST_HEADING or re.search(r"[。；：，]", unit):
        return ""
    return unit if unit == titled or (_ORGAN.search(unit) and not re.search(r"\d", unit)) else ""


def _texts(blocks: Iterable[TextBlock]) -> tuple[str, ...]:
    return tuple(tidy_text(block.whole) for block in blocks)


def _without_standard_text(report: Report) -> Report:
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


_FEES: Final = (Slot("fee_notices"), Slot("fee_charged"), Slot("fee_collected"))
_AMOUNT: Final = r"(\d+(?:\.\d+)?)"
_FEE_WORDS: Final = re.compile(
    rf"发出收费通知(?:书)?的?(?:件数)?(?:共|为)?{_AMOUNT}件.*?总金额(?:共|为)?{_AMOUNT}元"
    rf".*?实际收取的?(?:总金额)?(?:共|为)?{_AMOUNT}元"
)


def _fees_in(paragraph: str) -> dict[Slot, Number]:
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
    if "信息内容" in texts and bare & set(_labels("t2")):
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
        for cell in slots_of(field):
            words = _HEADING_WORDS[field.name][cell.position]
            named = [column for column in columns if words.search(headings.get(column, ""))]
            if named:
                heading = headings[named[0]]
                if cell.name == "t2_fees":
                    reader.fees_in_yuan = "元" in heading and "万元" not in heading
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
    columns = _applicant_columns(block) or reader.columns_of_table3
    reader.columns_of_table3 = columns
    begun = bool(reader.found.keys() & set(slots_of(FIELDS["t3_new_received"])))
    for position, row in enumerate(block.rows):
        if _is_header(row):
            continue
        at, name = _row_name(row)
        label = row[at].text
        if not name and bare_label(label) == "其他处理":
            # the format of 2019 has one row for the sixth group
            name, reader.old_format = "t3_other_misc", True
            for other in ("t3_other_correction_overdue", "t3_other_fee_overdue"):
                for cell in slots_of(FIELDS[other]):
                    reader.put(cell, TableCell("0"), "t3", position)
        values = _row_values(row, at, columns)
        if not name:
            if begun and any(re.search(r"\d", cell.text) for cell in values):
                reader.not_official(label, "t3", position)
            continue
        begun = True
        if bare_label(label) not in _labels("t3") and bare_label(label) != "其他处理":
            reader.relabelled(row_label(name), label, "t3", position)
        for cell, content in zip(slots_of(FIELDS[name]), values, strict=False):
            reader.put(cell, content, "t3", position)


def _is_header(row: Sequence[TableCell]) -> bool:
    words = {normalised(cell.text) for cell in row} & _APPLICANT_WORDS.keys()
    return len(words) >= MIN_HEADER_WORDS


def _row_values(
    row: Sequence[TableCell], label: int, columns: Mapping[int, int]
) -> list[TableCell]:
    """Return the seven cells of a row: those after its label, or those below the headers."""
    after = [row[column] for column in _distinct_columns(row, label)]
    if len(after) == len(APPLICANTS):
        return after
    if len(columns) == len(APPLICANTS) and max(columns.values()) < len(row):
        return [row[columns[index]] for index in range(len(APPLICANTS))]
    return []


def _row_name(row: Sequence[TableCell]) -> tuple[int, str]:
    """Return where the label of a row stands, the rightmost that is one, and the name it means."""
    import difflib

    labels = _labels("t3")
    texts = {
        column: cell.text
        for column, cell in enumerate(row)
        if re.search(r"[\u4e00-\u9fff]", cell.text)
    }
    for column in sorted(texts, reverse=True):
        bare = bare_label(texts[column])
        # 其他 is a row of the sixth group alone, and its third
        if bare in labels and (bare != "其他" or normalised(texts[column])[0] in "3其"):
            return column, labels[bare]
    if not texts:
        return 0, ""
    last = max(texts)
    longer = [label for label in labels if len(label) > len("其他")]
    near = difflib.get_close_matches(bare_label(texts[last]), longer, n=1, cutoff=CLOSE_LABEL)
    return last, labels[near[0]] if near else ""


_APPLICANT_WORDS: Final = {name: index for index, name in enumerate(APPLICANTS)} | {"合计": 6}


def _applicant_columns(block: TableBlock) -> dict[int, int]:
    """Return the column of each kind of applicant that the header rows name."""
    columns: dict[int, int] = {}
    for row in block.rows:
        if bare_label(row[0].text) in _labels("t3"):
            break
        for column, cell in enumerate(row):
            text = normalised(cell.text)
            if text in _APPLICANT_WORDS:
                columns.setdefault(_APPLICANT_WORDS[text], column)
    return columns


def _read_table4(reader: _DocumentReader, block: TableBlock) -> None:
    groups = {
        normalised(row_label(field.name)): field.name
        for field in TABLES["t4"].fields
        if field.name != "t4_review"
    }
    header_end = 1 + max(
        position
        for position, row in enumerate(block.rows)
        if any(normalised(cell.text) in RESULTS[:-1] for cell in row)
    )
    headers = [_filled_rightwards(row) for row in block.rows[:header_end]]
    for position in range(header_end, len(block.rows)):
        row = block.rows[position]
        texts = [cell.text.strip() for cell in row]
        if texts == [str(1 + column) for column in range(len(row))]:
            continue  # the columns' numbers
        for column, content in enumerate(row):
            above = {header[column] for header in headers if column < len(header)}
            result = next((result for result in RESULTS if result in above), None)
            name = next((groups[text] for text in above if text in groups), None)
            if name is None and TABLE4_REVIEW in above and TABLE4_SUITS not in above:
                name = "t4_review"
            if name and result:
                reader.put(Slot(name, RESULTS.index(result)), content, "t4", position)


def _filled_rightwards(row: Sequence[TableCell]) -> list[str]:
    """Return a header row's texts; an empty cell belongs to the one on its left."""
    texts: list[str] = []
    for cell in row:
        text = normalised(cell.text)
        text = RESULTS[-1] if text == "合计" else text
        texts.append(text or (texts[-1] if texts else ""))
    return texts


_READERS: Final = {"t2": _read_table2, "t3": _read_table3, "t4": _read_table4}
