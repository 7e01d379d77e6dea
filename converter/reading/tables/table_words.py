"""What the cells of the three tables say: labels of rows, headings of columns, figures."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Final

from converter.form.fields import (
    APPLICANTS,
    OUTCOME_GROUPS,
    RESULTS,
    TABLE4_REVIEW,
    TABLE4_SUITS,
    TABLES,
    Slot,
    row_label,
)
from converter.form.half_width import UNSEEN_SIGNS, half_width
from converter.form.report import Number
from converter.form.short_inputs import kept
from converter.reading.blocks import PADDING, TableCell
from converter.reading.values import figure_in

Row = Sequence[TableCell]
"""The squares of one row of a table; a merged cell stands in every square that it covers."""

APPLICANT_WORDS: Final = {name: index for index, name in enumerate(APPLICANTS)} | {
    "合计": APPLICANTS.index("总计")
}
_TOTAL_WORDS: Final = frozenset({"合计", "小计"})
_DIGIT: Final = re.compile(r"\d")
_BLANKS: Final = re.compile(rf"[\s{UNSEEN_SIGNS}]")
_NO_COLUMN: Final = re.compile(
    r"上年|去年|上一年|同比|环比|增减|增长|增幅|变化|占比|比例|比重|百分比"
    r"|^(?:20\d\d年?度?(?:总计|合计|数量)?|序号|行次|行号|编号|(?:指标)?[代编]码|(?:计量)?单位|备注|说明|小计)$"
)
_GROUP_IN_FRONT: Final = re.compile(
    rf"(?:^|(?<=果))\s{{0,4}}(?:三\s{{0,4}}[、.．]?\s{{0,4}})?(?:本年度办理结果|[（(][三四五六][）)]\s{{0,4}}"
    rf"(?:{'|'.join(name for name, _ in OUTCOME_GROUPS if name)}))(?=\s{{0,4}}[（(\d])"
)
"""三、本年度办理结果（三）不予公开 in front of 1.属于国家秘密."""
_LONGEST_GROUP: Final = 20
"""Characters of a text that names a group of table 4."""
_GROUPS: Final = (
    ("t4_direct_suits", re.compile("未经(?:行政)?复议直接(?:提?起)诉")),
    ("t4_suits_after_review", re.compile("(?<!未经)复议后(?:提?起)诉")),
    ("t4_review", re.compile("行政复议(?:情况|案件|数量|结果)?$")),
)
_STOCK_WORDS: Final = tuple(map(re.compile, ("制发|制作|制定", "废止", "有效")))
_DECISION_WORDS: Final = (re.compile("处理决定|决定数量"),)
HEADING_WORDS: Final = {
    "t2_rules": _STOCK_WORDS,
    "t2_normative": _STOCK_WORDS,
    "t2_licensing": _DECISION_WORDS,
    "t2_penalties": _DECISION_WORDS,
    "t2_coercion": _DECISION_WORDS,
    "t2_fees": (re.compile("收费金额"),),
}
"""Patterns of the column heading of each figure in a row of table 2."""


@dataclass
class Taken:
    """What was taken from one table, and what could not be."""

    cells: list[tuple[Slot, TableCell, int]] = field(default_factory=list)
    """Each figure's cell and its row, counted from 0."""
    misfits: list["Misfit"] = field(default_factory=list)
    sums: list["Misfit"] = field(default_factory=list)
    """Rows that add up others, or are of last year, which the form has not."""
    columns: list[str] = field(default_factory=list)
    """The headings of columns that the form has not, such as last year's."""


@dataclass(frozen=True)
class Misfit:
    """A row whose cells do not fit the columns above them, so that nobody knows which is which."""

    row: int
    label: str
    names: tuple[str, ...]
    """The fields of which no figure was taken."""


@dataclass(frozen=True)
class Span:
    """A cell of a row, and the columns that it covers."""

    first: int
    end: int
    cell: TableCell

    @property
    def columns(self) -> range:
        """The columns, counted from 0."""
        return range(self.first, self.end)


def spans(row: Row) -> list[Span]:
    """Return the cells of a row, left to right; squares without a cell are left out."""
    found: list[Span] = []
    start = 0
    for column in range(1, len(row) + 1):
        if column == len(row) or row[column] is not row[start]:
            if row[start] is not PADDING:
                found.append(Span(start, column, row[start]))
            start = column
    return found


_TRANSLATION: Final = re.compile(
    r"(?<=[\u4e00-\u9fff)”\"\u301e])\s{0,4}(?:\([A-Za-z][A-Za-z .,/&'-]{0,120}\)|[A-Za-z][A-Za-z .,/&'-]{0,120})$"
)
"""English behind a label, as of a page in two languages."""


_MARKS: Final = "*\uff0a※†‡①②③④⑤⑥⑦⑧⑨⑩ \u3000\xa0"
"""What points to a note below the table, and blanks."""


def _without_marks(text: str) -> str:
    """Return a label in half-width characters, without the marks of notes around it."""
    return half_width(text.strip(_MARKS) or text)


def column_word(text: str) -> str:
    """Return a normalised heading of a column without the unit of its figures behind it."""
    bare = normalised(text)
    return _UNIT_BEHIND.sub("", bare) if bare.endswith(")") else bare


_SHORT: Final = 60
"""Characters of a text that is kept: many steps ask for the same ones."""


@kept(4096, _SHORT)
def normalised(text: str) -> str:
    """Return a label for comparison: half-width, one kind of bracket, no blanks, quotes or punctuation, no English."""
    folded = _without_marks(text)
    if folded.endswith(")") or (folded[-1:].isascii() and folded[-1:].isalpha()):
        folded = _TRANSLATION.sub("", folded)
    return _NO_WORDS.sub("", folded).replace("〔", "(").replace("〕", ")")


@kept(4096, _SHORT)
def bare_label(text: str) -> str:
    """Return a normalised row label without its outline number and the unit of its figures behind it."""
    numbered = _SECTION_NUMBER.sub("", _without_marks(text).strip())
    bare = _ROW_NUMBER.sub("", normalised(numbered))
    return _UNIT_BEHIND.sub("", bare) if bare.endswith(")") else bare


_NO_WORDS: Final = re.compile(rf"[\s{UNSEEN_SIGNS}“”\"‘’'〝〞,、;:。·]")
_SECTION_NUMBER: Final = re.compile(r"^[一二三四五六七八](?=[、.．)）])")
_ROW_NUMBER: Final = re.compile(
    r"^(?:\((?:[一二三四五六七]|\d{1,2})\)|[一二三四](?=[^一二三四]{4})|\d{1,2}[.)]?|[.)])"
)
_UNIT_BEHIND: Final = re.compile(r"\((?:计量)?(?:单位)?(?:[件宗份个项起次条]|万元)\)$")
_OF_THEM: Final = re.compile(r"^\s{0,4}其中\s{0,4}[:：，,]?\s{0,4}")
_ADDITION: Final = re.compile(
    r"\s{0,4}(?:[（(](?P<inside>[^（）()]{1,60})[)）]|[:：，,](?P<behind>[^:：，,]{1,60}))$"
)
_NOT_IT: Final = re.compile("其[他它]|[非不除未]|以外|类似|第二十条")
"""What makes a text that holds a label no row of that name."""
_LONGEST_LABEL: Final = 100
_TOO_GENERAL: Final = frozenset({"其他", "总计"})


def labels_with_additions(
    texts: Sequence[str], taken: Collection[str], key: str
) -> Mapping[str, str]:
    """Return the fields of texts that are a label of a table and something added: 行政许可（含备案）.

    Only where one text alone may be the label, and none has the field already: `taken`.
    """
    may_be: dict[str, set[str]] = {}
    for text in texts:
        name = _label_in(text, key)
        if name and name not in taken:
            may_be.setdefault(name, set()).add(text)
    return {text: name for name, several in may_be.items() if len(several) == 1 for text in several}


def _label_in(text: str, key: str) -> str:
    """Return the field of the label that a text begins with or, in table 2, holds; empty where it is none, or two."""
    official = labels(key)
    text = _OF_THEM.sub("", text)
    added = _ADDITION.search(text)
    if len(text) > _LONGEST_LABEL or (added and is_beside(added["inside"] or added["behind"])):
        return ""
    bare = bare_label(text[: added.start()] if added else text)
    if bare in official and bare not in _TOO_GENERAL:
        return official[bare]
    if key != "t2" or _NOT_IT.search(text):
        return ""
    held = {official[label] for label in official if label in bare}
    return held.pop() if len(held) == 1 else ""


def path_of(text: str) -> list[str]:
    """Return the headings of groups in front of a label of table 3 in one cell, and the label."""
    ends = [0, *(found.end() for found in _GROUP_IN_FRONT.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends)]


@cache
def labels(key: str) -> dict[str, str]:
    """Return the field names of a table's rows by bare label, with the variants that reports use."""
    found = {bare_label(row_label(one.name)): one.name for one in TABLES[key].fields}
    if key == "t3":
        # written without its explanation in brackets
        found["部分公开"] = "t3_partly_granted"
    if key == "t2":
        found["规范性文件"] = "t2_normative"
    return found


def group_of(text: str) -> str | None:
    """Return the field of the group of table 4 that a text names; None for other texts."""
    bare = bare_label(text)
    if len(bare) > _LONGEST_GROUP:
        return None
    return next(
        (name for name, words in _GROUPS if words.search(bare) and _names(bare, name)), None
    )


def _names(bare: str, name: str) -> bool:
    return name != "t4_review" or bare.startswith(TABLE4_REVIEW)


def result_of(text: str) -> int | None:
    """Return the position of the result of table 4 that a text names; None for other texts."""
    bare = bare_label(text)
    bare = "总计" if bare in _TOTAL_WORDS else bare
    return RESULTS.index(bare) if bare in RESULTS else None


def is_suits(text: str) -> bool:
    """Tell whether a text is the heading above both groups of suits."""
    return bare_label(text) in (TABLE4_SUITS, f"{TABLE4_SUITS}情况")


def is_beside(text: str) -> bool:
    """Tell whether a heading is that of a column which the form has not: last year's, a change, a share, remarks."""
    return _NO_COLUMN.search(normalised(text)) is not None


def beside_figures(headings: Sequence[Span], cells: Sequence[Span]) -> list[str]:
    """Return those headings of columns that the form has not below which a row has figures."""
    filled = {column for span in cells if has_digit(span.cell) for column in span.columns}
    return [one.cell.text for one in headings if filled & {*one.columns}]


def has_digit(cell: TableCell) -> bool:
    """Tell whether a cell's text has a digit."""
    return _DIGIT.search(cell.text) is not None


def value_of(cell: TableCell) -> Number | None:
    """Return the figure in a cell; None where it is blank or cannot be read as one."""
    return figure_in(cell.text, "件")


def is_blank(cell: TableCell) -> bool:
    """Tell whether a cell holds nothing that can be seen."""
    return not cell.text or not _BLANKS.sub("", cell.text)


def is_figure(cell: TableCell) -> bool:
    """Tell whether a cell holds a figure, or a sign for none."""
    return not is_blank(cell) and value_of(cell) is not None


def are_figures(text: str) -> bool:
    """Tell whether a line holds nothing but figures and signs for none, with blanks between them."""
    return all(is_figure(TableCell(word)) for word in text.split())


def sum_fits(parts: Sequence[TableCell], total: TableCell) -> bool:
    """Tell whether cells add up to the printed total, blanks being 0; a merged cell is counted once."""
    printed = value_of(total)
    if printed is None:
        return False
    addends = []
    for cell in dict.fromkeys(parts):
        if not is_blank(cell):
            value = value_of(cell)
            if value is None:
                return False
            addends.append(value)
    return sum(addends) == printed


def used_twice(rows: Sequence[Sequence[TableCell]]) -> Iterator[TableCell]:
    """Yield the cells that stand for more than one figure: merged ones."""
    seen: set[TableCell] = set()
    for row in rows:
        for cell in row:
            if cell in seen:
                yield cell
            seen.add(cell)
