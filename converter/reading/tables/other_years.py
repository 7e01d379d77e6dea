"""Tables and lists of another year than the report's, or of a part of it: the line, the heading or the cell that says so."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from converter.form.numerals import western_year
from converter.reading.blocks import Block, TableBlock, TableCell, TextBlock
from converter.reading.tables.report_tables import table_kind
from converter.reading.tables.table_words import (
    Row,
    bare_label,
    has_digit,
    is_beside,
    is_blank,
    is_figure,
    spans,
)
from converter.reading.values import tidy_text

_LONGEST_CAPTION: Final = 60
_MOST_ABOVE: Final = 4
"""Lines above a table that may say of which year it is."""
_WIDE: Final = 3
"""Columns of a heading that is more than one column's own."""
_THOUSAND: Final = 2000
_YEAR: Final = re.compile(
    r"(?<!\d)(?:(?P<year>20\d\d)\s{0,2}年度?(?!\s{0,2}[\d一二三四五六七八九十元\xd7xX_]{0,3}\s{0,2}月|.{0,4}(?:结转|遗留)|[版修新印])"
    r"|(?P<range>20\d\d)(?=\s{0,2}年?\s{0,2}[-—–~\uff5e至到]{1,2}\s{0,2}20\d\d\s{0,2}年)"
    r"|(?P<period>20\d\d)\s{0,2}年\s{0,2}1\s{0,2}月(?=.{0,8}[-—–~\uff5e至到]))"
)
_ALONE: Final = re.compile(
    r"\W{0,4}(?P<year>20[0-3]\d)\W{0,4}|\W{0,4}(?P<short>\d\d)\s{0,2}年.{0,20}"
)
_THIS_YEAR: Final = re.compile(r"本年|今年|当年|本期")
_LAST_YEAR: Final = re.compile(r"(?:上一?年|去年|往年)(?!.{0,4}(?:结转|遗留))")
_PART_OF_A_YEAR: Final = re.compile(r"[上下]半年|[一二三四1-4]季度")
_COMPARES: Final = re.compile(r"比|较|变化|增减|历年|以来|近.{1,2}年")
"""What a line says of figures of several years."""
_OF_A_DAY: Final = re.compile(r"(?<!统计)(?<!数据)(?<!截止)(?<!截至)(?:日期|时间)\W{0,4}20\d\d")
"""The day on which something was done, and not the year that figures are of."""
_MAY_NAME_A_YEAR: Final = re.compile(r"[年度]|\d{4}")
_SENTENCE: Final = re.compile(r"[。；].")
_UNIT_OF_FIGURES: Final = re.compile(r"\W{0,4}单位\W{0,4}[件个元、万]{1,4}\W{0,4}$")
_TELLS: Final = re.compile("[，。；！？]")
_CAPTION: Final = re.compile(
    r"(?:情况|表|数据|统计|汇总|半年|季度|[\d月日]"
    r"|年度?(?:政府|信息|主动|公开|收到|处理|申请|行政|复议|诉讼|工作|[依和及、数]){0,12})\W{0,4}$"
)
"""How a line ends that names the figures below it, and tells nothing of them: a sentence may speak of any year."""

_CLOSING: Final = tuple("）)]】〕")
_YEAR_BEHIND: Final = re.compile(
    r"(?<=\S)\s{0,4}[（(\[【〔]\s{0,2}(?P<year>20\d\d)\s{0,2}年?度?\s{0,2}[）)\]】〕]\s{0,4}$"
)
"""A year in brackets behind a label."""


def without_own_year(block: Block, years: Collection[int]) -> Block:
    """Return a table without the report's year in brackets behind its labels: 行政许可（2025年）."""
    if isinstance(block, TextBlock) or len(years) != 1:
        return block
    changed: dict[TableCell, TableCell] = {}
    for cell in (one for one in block.cells if one.text.endswith(_CLOSING)):
        found = _YEAR_BEHIND.search(cell.text[-_LONGEST_CAPTION:])
        if found and int(found["year"]) in years:
            changed[cell] = replace(cell, text=cell.text[: -len(found[0])])
    return block.with_cells(changed)


def of_other_years(
    blocks: Sequence[Block],
    years: Collection[int],
    is_heading: Callable[[TextBlock], object],
) -> Mapping[int, str]:
    """Return what dates each table of the form otherwise than the report, by the table's index.

    `years` are those that the report may be of; none where its title does not tell.
    """
    found: dict[int, str] = {}
    heading: list[str] = []
    lines: list[str] = []
    for at, block in enumerate(blocks):
        if isinstance(block, TextBlock):
            if is_heading(block):
                heading, lines = [block.whole], []
            elif block.whole.strip():
                lines.append(block.whole)
            continue
        if table_kind(block):
            above = [*lines[: -_MOST_ABOVE - 1 : -1], *heading]
            dated = _dates(_headings_within(block), years)
            if not dated and not (_are_tabs(above, years) and _is_table_next(blocks, at)):
                dated = _dates(above, years, nearest=True)
            found |= {at: dated} if dated else {}
        lines = []
    return found


def names_another_year(text: str, years: Collection[int]) -> bool:
    """Tell whether a short line says that the figures below it are of another year than one of `years`."""
    return _is_of_the_year(text, years) is False


def _dates(texts: Sequence[str], years: Collection[int], *, nearest: bool = False) -> str:
    """Return the text that names another year, if none names the report's; `nearest`: the first decides."""
    said = [(text, of) for text in texts if (of := _is_of_the_year(text, years)) is not None]
    said = said[:1] if nearest else said
    return "" if any(of for _, of in said) else next((tidy_text(text) for text, _ in said), "")


def _are_tabs(above: Sequence[str], years: Collection[int]) -> bool:
    """Tell whether lines differ in the year alone, the tabs of several tables: which is whose, nobody knows."""
    said = [tidy_text(text) for text in above if _is_of_the_year(text, years) is not None]
    first = [re.sub(r"\d", "0", text) for text in said]
    return len({text for text, bare in zip(said, first, strict=True) if bare == first[0]}) > 1


def _is_table_next(blocks: Sequence[Block], at: int) -> bool:
    """Tell whether the next thing behind a table is another one of the form."""
    behind = blocks[at + 1 : at + 1 + _MOST_ABOVE]
    told = (one for one in behind if isinstance(one, TableBlock) or one.whole.strip())
    after = next(told, None)
    return isinstance(after, TableBlock) and table_kind(after) is not None


def _is_of_the_year(text: str, years: Collection[int]) -> bool | None:
    """Tell whether a line names one of some years, or another one; None where it names none."""
    if len(text) > _LONGEST_CAPTION or not _MAY_NAME_A_YEAR.search(text):
        return None
    line = western_year(tidy_text(text))
    if _SENTENCE.search(line) or _OF_A_DAY.search(line):
        return None
    is_caption = _CAPTION.search(_UNIT_OF_FIGURES.sub("", line)) and not _TELLS.search(line)
    if is_caption and _PART_OF_A_YEAR.search(line) and "全年" not in line:
        return False
    named = {int(next(filter(None, one.groups()))) for one in _YEAR.finditer(line)}
    if not named and (alone := _ALONE.fullmatch(line)):
        named = {int(alone["year"] or _THOUSAND + int(alone["short"]))}
    is_another = False if is_caption and not _COMPARES.search(line) else None
    if named and years:
        is_ours = bool(named & {*years})
        return True if is_ours else is_another
    if _THIS_YEAR.search(line):
        return True
    return is_another if _LAST_YEAR.search(line) else None


def _headings_within(block: TableBlock) -> list[str]:
    """Return what a table says above its figures: titles, corners, headings of several columns."""
    return [
        text
        for row in _above_figures(block.rows)
        for text in _headings_in(row)
        # a bare number further down is a figure
        if row is block.rows[0] or not text.strip().isdecimal()
    ]


def _above_figures(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows without figures that have some below them."""
    waiting: list[Row] = []
    for row in rows:
        # the first cell may be a corner with a year
        if any(has_digit(one.cell) and is_figure(one.cell) for one in spans(row)[1:]):
            yield from waiting
            waiting = []
        else:
            waiting.append(row)


def _headings_in(row: Row) -> Iterator[str]:
    cells = [span for span in spans(row) if not is_blank(span.cell)]
    for span in cells:
        is_corner = span.first == 0
        if bare_label(span.cell.text).startswith("本年"):
            continue  # the form's own words, which last year's table has as well
        if is_corner or span.end - span.first >= _WIDE or not is_beside(span.cell.text):
            yield span.cell.text
