"""Read a printed report back and compare it with what was to be printed.

The county's template decides where everything stands; what stands there is read as any foreign
report is, by labels and headings, and every figure, paragraph, name and date must be the right one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final

from converter.checking.prose.numbers.statements import check_statements
from converter.checking.prose.passages import Passage
from converter.files.kinds import detect_kind
from converter.form.fees import fee_statements
from converter.form.fields import (
    FEE_FIELDS,
    FIELDS,
    PROSE_FIELDS,
    SECTIONS,
    TABLE_SLOTS,
    TABLES,
    Slot,
    section_of,
    slot_label,
)
from converter.form.report import Report, chinese_date, format_number
from converter.own_template.seen import MARK, Styles, show_as_seen
from converter.reading.blocks import Block, TableBlock, TextBlock
from converter.reading.report import read_report
from converter.reading.result import ReadResult
from converter.reading.sections.known_headings import heading_section
from converter.reading.tables.report_tables import table_kind
from converter.reading.tables.table_words import bare_label
from converter.reading.values import quote
from converter.reading.word.word_blocks import main_part, read_blocks
from converter.writing.context import render_context

_PREFACE: Final = "preface"
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_ITEM_NUMBER: Final = re.compile(r"[\d一二三四五六七八九十（）()．.、]{1,6}")
_YEAR_OF_A_REPORT: Final = re.compile(
    r"(?P<year>20\d\d)年(?:度|(?=[^，。；《》]{0,30}(?:年度报告|年报)(?![^，。；]{0,4}(?:格式|样式|起))))"
)
_LONE_DATE: Final = re.compile(r"[^\d，。；]{0,8}(?P<year>20\d\d)年\d{1,2}月\d{1,2}日")
_DIGITS: Final = re.compile(r"\d+")
_OF_FEES: Final = "本年收费金额"
_UNIT_OF_FEES: Final = FIELDS["t2_fees"].unit
_MOST_TITLE_LINES: Final = 4
_LONG_LABEL: Final = 4
"""Characters of a label that may lack its explanation."""
_LONG_ENOUGH: Final = 10
"""Characters of a paragraph that stands nowhere else by chance."""


def numbers_in(text: str) -> set[str]:
    """Return the numbers that a text writes in digits."""
    return set(_NUMBER.findall(text))


def read_back(report: Report, printed: bytes, wording: Iterable[str]) -> list[str]:
    """Return, in sentences, where a printed report is not the report that was to be printed.

    `printed` is a .docx file, `wording` the numbers that the template itself writes. Raises
    UnusableFile where the file cannot be read.
    """
    document = _Printed.of(printed)
    context = render_context(report)
    due = {name: [_bare(str(one)) for one in context[name]] for name in PROSE_FIELDS}
    walk = _Walk(due, document.figure_cells())
    for block in document.blocks:
        walk.take(block)
    title = _bare(context["title"])
    problems = [*_wrong_figures(report, document), *walk.problems()]
    before = _without_title(walk.before, title)
    if before is None:
        problems.append(lacking(Slot("title")))
    beside = [*(walk.before if before is None else before), *walk.after]
    problems += [
        lacking(Slot(name))
        for name in ("unit_name", "report_date")
        if _bare(context[name]) not in "".join(beside)
    ]
    beside += document.margins
    problems += _printed_twice(walk.met(), beside)
    # a placeholder in the wrong place has been told
    return problems or [
        *_wrong_labels(document.blocks, document.result),
        *_strange_numbers(report, context, beside, {*wording}),
        *_stale_wording(report, document.result, beside),
    ]


def _without_title(lines: Sequence[str], title: str) -> list[str] | None:
    """Return the lines without those that are the title; None where none are."""
    for start in range(len(lines)):
        for end in range(start + 1, min(len(lines), start + _MOST_TITLE_LINES) + 1):
            if "".join(lines[start:end]) == title:
                return [*lines[:start], *lines[end:]]
    return None


def lacking(slot: Slot) -> str:
    """Return the sentence on a placeholder that a template has not."""
    return (
        f"缺少占位符“{_placeholder(slot)}”（{slot_label(slot)}），或者印出来看不见。"
        "请补上；已有的，看是不是隐藏了、颜色太浅、格子太小。"
    )


def _placeholder(slot: Slot) -> str:
    if slot.name in PROSE_FIELDS:
        return f"{{%p for paragraph in {slot.name} %}}"
    position = f"[{slot.position}]" if FIELDS[slot.name].table else ""
    return f"{{{{ {slot.name}{position} }}}}"


@dataclass(frozen=True)
class _Printed:
    """A printed document: its blocks, what is read from them, the texts of headers, footers and notes."""

    blocks: Sequence[Block]
    result: ReadResult
    margins: Sequence[str]

    @classmethod
    def of(cls, printed: bytes) -> "_Printed":
        """Read what can be seen of a .docx file."""
        file = detect_kind(Path("报告.docx"), printed)
        package, main = file.package, main_part(file)
        styles = next(map(package.tree, package.of_type("wordprocessingml.styles+xml")), None)
        show_as_seen(main, Styles(styles))
        blocks = read_blocks(file, main)
        margins = [
            _bare("".join(node.text or "" for node in tree.iter() if node.tag.endswith("}t")))
            for kind in ("header", "footer", "footnotes", "endnotes")
            for tree in map(package.tree, package.of_type(f"wordprocessingml.{kind}+xml"))
        ]
        return cls(blocks, read_report(blocks) or ReadResult(), margins)

    def figure_cells(self) -> frozenset[int]:
        """Return the identities of the cells that hold figures."""
        return frozenset(id(cell) for cells in self.result.cells.values() for cell in cells)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


# ---------------------------------------------------------------- figures


def _wrong_figures(report: Report, document: _Printed) -> Iterator[str]:
    result = document.result
    due = {slot: _figure_text(report, slot) for slot in TABLE_SLOTS}
    count = Counter(due.values())
    owner = {text: slot for slot, text in due.items() if count[text] == 1}
    for table in TABLES.values():
        slots = [slot for slot in TABLE_SLOTS if FIELDS[slot.name].table == table.key]
        if result.cells.keys().isdisjoint(slots):
            lost = [
                problem
                for block in document.blocks
                if isinstance(block, TableBlock) and table_kind(block) == table.key
                for problem in _lost_headers(table.key, block)
            ]
            yield from lost or [
                f"{_the_table(table.key)}认不出来：行标签、表头要与标准表一致。请照原模板改正。"
            ]
            continue
        for slot in slots:
            texts = [_bare(cell.text) for cell in dict.fromkeys(result.cells.get(slot, ()))]
            if not any(texts) and due[slot]:
                yield lacking(slot)
            elif len(texts) > 1:
                yield f"“{slot_label(slot)}”印了 {len(texts)} 处。请只留一处。"
            elif texts and texts[0] not in (due[slot], f"{due[slot]}{FIELDS[slot.name].unit}"):
                yield _misprinted(slot, texts[0], due[slot], owner.get(texts[0]))
            elif texts and result.report.figure(slot) != report.figure(slot):
                yield f"“{slot_label(slot)}”的单位应是{FIELDS[slot.name].unit}。请照原模板改回。"


def _figure_text(report: Report, slot: Slot) -> str:
    figure = report.figure(slot)
    return "" if figure is None else format_number(figure)


def _misprinted(slot: Slot, text: str, due: str, other: Slot | None) -> str:
    where = f"“{slot_label(slot)}”的格子"
    if other:
        return f"{where}印的是“{slot_label(other)}”的数。请改为“{_placeholder(slot)}”。"
    text = text.replace(MARK, "〔域、图形、项目符号〕")
    if due and due in text:
        beside = quote(text.replace(due, "", 1))
        return f"{where}除了占位符，还印出了{beside}。请只写“{_placeholder(slot)}”。"
    return f"{where}印成了{quote(text)}，不是填报的数。请只写“{_placeholder(slot)}”。"


def _wrong_labels(blocks: Iterable[Block], result: ReadResult) -> Iterator[str]:
    """Yield the rows of which a label is not the official one, or not in its place, and lost headers."""
    names = {id(cell): slot.name for slot, cells in result.cells.items() for cell in cells}
    before: Block | None = None
    for block in blocks:
        above, before = before, block
        kind = table_kind(block) if isinstance(block, TableBlock) else None
        if kind is None or not isinstance(block, TableBlock):
            continue
        yield from _lost_headers(kind, block)
        yield from _labels_with_digits(kind, block)
        if kind == "t2" and not _says_unit(block, above):
            yield (
                f"{_the_table(kind)}没有写收费金额的单位，会看成别的单位。"
                f"请照原模板写“{_OF_FEES}（单位：{_UNIT_OF_FEES}）”。"
            )
        for row in block.rows:
            name = next((names[id(cell)] for cell in row if id(cell) in names), "")
            labels = [bare_label(cell.text) for cell in row if id(cell) not in names]
            for official in _labels_before(name) if kind == "t3" and name else ():
                if not any(_is_label(label, official) for label in labels):
                    yield f"{_the_table(kind)}“{slot_label(Slot(name)).split('，')[0]}”一行缺“{official}”。请照原模板改正。"


def _labels_with_digits(kind: str, block: TableBlock) -> Iterator[str]:
    """Yield the labels that end or begin with a digit that the official ones have not: it reads as a figure."""
    official = _labels(kind)
    for cell in dict.fromkeys(cell for row in block.rows for cell in row):
        said = bare_label(cell.text)
        without = _DIGITS.sub("", said)
        if said != without and without in official and said not in official:
            yield f"{_the_table(kind)}的“{without}”印成了{quote(said)}，多出的数字会看成填报的数。请照原模板改正。"


def _says_unit(block: TableBlock, above: Block | None) -> bool:
    """Tell whether the table of fees, or the line above it, says what they are counted in."""
    said = [cell.text for row in block.rows for cell in row]
    if isinstance(above, TextBlock):
        said.append(above.text)
    return any(_UNIT_OF_FEES in _bare(text) for text in said)


def _lost_headers(kind: str, block: TableBlock) -> Iterator[str]:
    headers = {bare_label(cell.text) for row in block.rows for cell in row}
    for official in _headers(kind):
        if bare_label(official) not in headers:
            yield f"{_the_table(kind)}缺表头“{official}”。请照原模板改正。"


def _the_table(kind: str) -> str:
    return f"“{section_of(kind).heading}”的表"


def _is_label(label: str, official: str) -> bool:
    """Tell whether a label is the official one, with or without its explanation."""
    bare = bare_label(official)
    return label == bare or (len(label) >= _LONG_LABEL and bare.startswith(label))


@cache
def _headers(kind: str) -> tuple[str, ...]:
    """Return the official texts above the figures of a table."""
    table = TABLES[kind]
    columns = {cell.column for cell in table.grid if cell.value}
    return tuple(
        dict.fromkeys(
            cell.text
            for cell in table.grid
            if cell.value is None and cell.column in columns and cell.row < table.header_rows
        )
    )


@cache
def _labels(kind: str) -> frozenset[str]:
    """Return the official texts of a table."""
    return frozenset(bare_label(cell.text) for cell in TABLES[kind].grid if cell.value is None)


@cache
def _labels_before(name: str) -> tuple[str, ...]:
    """Return the official labels in front of a row of table 3, those of its groups included."""
    grid = TABLES[FIELDS[name].table or ""].grid
    first = next(cell for cell in grid if cell.value == Slot(name, 0))
    return tuple(
        cell.text
        for cell in grid
        if cell.value is None
        and cell.row <= first.row < cell.row + cell.height
        and cell.column < first.column
    )


# ---------------------------------------------------------------- paragraphs


@dataclass
class _Walk:
    """A walk through a printed document: what of each section has been met, and what else there is."""

    due: Mapping[str, Sequence[str]]
    """The paragraphs that have to come, without blanks, by field."""
    figure_cells: frozenset[int]
    before: list[str] = field(default_factory=list)
    """What else stands before the first heading."""
    after: list[str] = field(default_factory=list)
    """What else stands after it."""

    def __post_init__(self) -> None:
        self._left = {name: list(paragraphs) for name, paragraphs in self.due.items()}
        self._met: set[str] = set()
        self._current = _PREFACE
        self._misplaced: list[str] = []

    def take(self, block: Block) -> None:
        """Go on with the next block."""
        if isinstance(block, TextBlock):
            self._take_text(block)
            return
        kind = table_kind(block)
        if kind and self._current != kind:
            self._misplaced.append(kind)
        for cell in dict.fromkeys(cell for row in block.rows for cell in row):
            if kind and id(cell) not in self.figure_cells:
                self.after.append(_bare(cell.text))
            elif not kind:
                for line in cell.text.split("\n"):
                    self._take_text(TextBlock(line))

    def _take_text(self, block: TextBlock) -> None:
        text = _bare(block.text)
        if not text or self._is_next(text):
            return
        section = heading_section(block)
        if section:
            self._met.add(section.key)
            self._current = section.field or section.key
        else:
            (self.after if self._met else self.before).append(text)

    def _is_next(self, text: str) -> bool:
        """Tell whether a line is what comes next in this section, or the start of it; then it is met."""
        left = self._left.get(self._current)
        if not left:
            return False
        if text.endswith(left[0]) and _ITEM_NUMBER.fullmatch(text[: -len(left[0])]):
            text = left[0]
        if not left[0].startswith(text):
            return False
        left[0] = left[0].removeprefix(text)
        if not left[0]:
            del left[0]
        return True

    def met(self) -> dict[str, Sequence[str]]:
        """Return the paragraphs that were met in their place, by field."""
        return {name: due[: len(due) - len(self._left[name])] for name, due in self.due.items()}

    def problems(self) -> Iterator[str]:
        """Yield what was not met, or met in the wrong place."""
        yield from (
            f"{_the_table(kind)}不在这个标题下面。请照原模板的次序放。"
            for kind in self._misplaced
            if kind in self._met
        )
        for section in SECTIONS:
            if section.key not in self._met:
                near = get_close_matches(section.heading, [*self.before, *self.after], n=1)
                seen = f"最像的是{quote(near[0])}。" if near else ""
                yield f"找不到标题“{section.heading}”。{seen}标题的文字请照原模板写。"
        for name, left in self._left.items():
            if left and (name == _PREFACE or FIELDS[name].section in self._met):
                yield self._unmet(name, left)

    def _unmet(self, name: str, left: Sequence[str]) -> str:
        due = self.due[name]
        if list(left) == list(due):
            return lacking(Slot(name))
        number = len(due) - len(left) + 1
        return (
            f"“{FIELDS[name].label}”应印 {len(due)} 段，第 {number} 段{quote(left[0])}没有原样印出来。"
            "请照原模板的循环改正。"
        )


# ---------------------------------------------------------------- what else is printed


def _printed_twice(met: Mapping[str, Sequence[str]], beside: Iterable[str]) -> Iterator[str]:
    """Yield the sections of which something met in its place stands elsewhere as well."""
    everywhere = "\n".join(beside)
    for name, paragraphs in met.items():
        strays = (one for one in paragraphs if len(one) >= _LONG_ENOUGH and one in everywhere)
        for stray in strays:
            yield f"“{FIELDS[name].label}”的内容{quote(stray)}还印在了别处。请删去多出的循环。"
            break


def _strange_numbers(
    report: Report, context: Mapping[str, Any], beside: Iterable[str], wording: set[str]
) -> Iterator[str]:
    """Yield the texts outside cells and sections with a number that the template does not write itself."""
    scalars = ("title", "unit_name", "report_year", "report_date", "submit_to")
    contact = ("contact_name", "contact_phone")
    known = wording | numbers_in(" ".join(str(context[name]) for name in (*scalars, *contact)))
    figures = [(slot, _figure_text(report, slot)) for slot in TABLE_SLOTS]
    figures += [(slot, _figure_text(report, slot)) for slot in map(Slot, FEE_FIELDS)]
    owner = {text: _placeholder(slot) for slot, text in figures}
    for text in beside:
        strange = numbers_in(text) - known
        fees = fee_statements(text, report) if strange else []
        if all(one.agrees(report) for one in fees):
            strange -= {format_number(one.amount) for one in fees}
        if strange:
            shown = quote(_NUMBER.sub("…", text))
            names = "、".join(f"“{owner.get(number, number)}”" for number in sorted(strange))
            yield f"{shown}：标准表的格子以外不能放表里的数，无法核对。请删去{names}。"


def _stale_wording(report: Report, result: ReadResult, beside: Iterable[str]) -> Iterator[str]:
    """Yield what the template's own words say of another year, unit or date, of the fees or of figures."""
    if result.signed and result.signed != _bare(report.unit_name):
        yield (
            f"落款的单位印成了{quote(result.signed)}。请只留“{_placeholder(Slot('unit_name'))}”。"
        )
    years = (
        {str(report.report_year), *numbers_in(chinese_date(report.report_date))}
        if (report.report_date)
        else {str(report.report_year)}
    )
    for text in beside:
        found = _YEAR_OF_A_REPORT.search(text) or _LONE_DATE.fullmatch(text)
        if found and found["year"] not in years:
            yield (
                f"{quote(text)}里写死了年份。请改为“{_placeholder(Slot('report_year'))}”、"
                f"“{_placeholder(Slot('report_date'))}”。"
            )
        if not all(one.agrees(report) for one in fee_statements(text, report)):
            yield f"{quote(text)}与填报的信息处理费不一致。请从模板里删去。"
        elif next(check_statements([Passage("overview", 0, text)], report, None), None):
            yield f"{quote(text)}说的数与填报的不一致。请从模板里删去。"
