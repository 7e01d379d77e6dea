"""Tables that stand as a list of labels and figures: 结果维持：1件, one a line or several in a sentence.

A list is read only where its labels name every figure of the table, each once, and say nothing else.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from converter.form.fields import (
    APPLICANTS,
    FIELDS,
    OUTCOME_GROUPS,
    RESULTS,
    TABLES,
    Slot,
    slots_of,
)
from converter.reading.blocks import TableBlock, TableCell, TextBlock
from converter.reading.tables.table_words import (
    HEADING_WORDS,
    bare_label,
    group_of,
    is_suits,
    labels,
    normalised,
)
from converter.reading.values import tidy_text

Key = Literal["t2", "t3", "t4"]

_LONGEST_LINE: Final = 1_000
_FIGURE: Final = re.compile(
    r"(?<=[\u4e00-\u9fff：:）)])\s{0,4}(?:(?P<figure>\d{1,9}(?:\.\d{1,6})?)\s{0,4}|(?<=[：:])(?P<none>无))"
    r"(?P<unit>[件宗起个项条]|万?元)?(?=[，,；;。、\s]|$)"
)
_FILLER: Final = (
    r"\([一二三四五六七八九十\d]{1,2}\)(?=.)|(?<!\d)\d{1,2}\.?(?=[^\d.])|[一二三四](?=[本上结])|其中|数量|情况|案件|共计?|有|为"
    r"|第二十条第\([一五六八]\)项|信息内容|三?本年度办理结果|行政诉讼"
)
"""What stands between the labels of a list: numbers, and the headings of groups."""
_GOES_ON: Final = re.compile(r"[，,、。\s]{0,4}\d{1,9}(?!\d|\s{0,4}[.．、)）])")
"""Digits behind a figure that number no label: the rest of 1,234."""
_OTHER: Final = "其他"
_TOTAL: Final = "总计"


def listed_table(
    run: Sequence[TextBlock], there: Collection[str | None]
) -> tuple[int, int, TableBlock] | None:
    """Return the first and the next line of a list that is a table, and the table; None where there is none.

    `there` are the tables that the report has already.
    """
    texts = [tidy_text(block.whole) for block in run]
    keys: tuple[Key, ...] = ("t4", "t2", "t3")
    for key in keys:
        if key in there:
            continue
        lines = [_Line.of(key, text) for text in texts]
        start = 0
        for end, line in enumerate([*lines, None]):
            if line is not None:
                continue
            figures = _figures(key, [one for one in lines[start:end] if one])
            if figures:
                return start, end, _table(key, figures)
            start = end + 1
    return None


@dataclass(frozen=True)
class _Line:
    """A line that holds nothing but labels and figures."""

    parts: tuple[tuple[tuple[str, ...], str], ...]
    """The labels in front of each figure, and the figure; empty behind the last one."""

    @classmethod
    def of(cls, key: Key, text: str) -> "_Line | None":
        """Return what a line says; None where it says something else."""
        if len(text) > _LONGEST_LINE:
            return None
        parts = []
        place = 0
        for found in _FIGURE.finditer(text):
            words = _words(key, text[place : found.start()])
            if not words:
                return None
            unit = "元" if found["unit"] == "元" else ""
            parts.append((words, f"{found['figure']}{unit}" if found["figure"] else "无"))
            place = found.end()
            if _GOES_ON.match(text, place):
                return None
        rest = _words(key, text[place:])
        if rest is None:
            return None
        return cls((*parts, (rest, "")))


def _words(key: Key, text: str) -> tuple[str, ...] | None:
    """Return the labels that a text consists of; None where it is something else."""
    bare = normalised(text)
    words = []
    place = 0
    while place < len(bare):
        found = _vocabulary(key).match(bare, place)
        if not found:
            return None
        words.append(found[0])
        place = found.end()
    return tuple(words)


@cache
def _vocabulary(key: Key) -> re.Pattern[str]:
    """Return a pattern of the labels of a table, the longest first."""
    known = [*labels(key)] if key != "t4" else []
    if key == "t2":
        known += [normalised(one.text) for one in TABLES[key].grid if one.value is None]
        known += ["本年收费金额(万元)", "本年收费金额"]
    elif key == "t3":
        known += [*APPLICANTS, *(name for name, _ in OUTCOME_GROUPS if name)]
    else:
        suits = (
            r"(?:行政诉讼\(?)?(?:未经(?:行政)?复议直接|(?<!经)复议后)(?:提?起)诉(?:的?行政诉讼)?\)?"
        )
        known += RESULTS
        return re.compile(f"{suits}|行政复议|{'|'.join(known)}|{_FILLER}")
    ordered = sorted(map(re.escape, {*known} - {""}), key=len, reverse=True)
    return re.compile(f"{'|'.join(ordered)}|{_FILLER}")


def _figures(key: Key, lines: Sequence[_Line]) -> Mapping[Slot, str]:
    """Return the figures of a list by slot; none where one lacks, stands twice or has no label."""
    due = {slot for field in TABLES[key].fields for slot in slots_of(field)}
    if sum(len(line.parts) - 1 for line in lines) != len(due):
        return {}
    found: dict[Slot, str] = {}
    slots = _slots_of_table4(lines) if key == "t4" else _slots_of_rows(key, lines)
    for slot, figure in slots:
        if slot is None:
            return {}
        found[slot] = figure
    return found if found.keys() == due else {}


def _slots_of_table4(lines: Sequence[_Line]) -> Iterator[tuple[Slot | None, str]]:
    group = ""
    for words, figure in (part for line in lines for part in line.parts):
        named = ""
        result = None
        for word in words:
            named = group_of(re.sub(r"行政诉讼|[()]|的", "", word)) or named
            group = "" if is_suits(word) else group
            result = RESULTS.index(word) if word in RESULTS else result
        group = named or group
        if figure and group and (result is not None or named):
            yield Slot(group, len(RESULTS) - 1 if result is None else result), figure
        elif figure:
            yield None, figure


def _slots_of_rows(key: Key, lines: Sequence[_Line]) -> Iterator[tuple[Slot | None, str]]:
    """Yield the slots of table 2 or 3: a row, and the column where the row has several."""
    row = ""
    for words, figure in (part for line in lines for part in line.parts):
        column = None
        for before, word in zip(("", *words), words, strict=False):
            is_row = word not in (_OTHER, _TOTAL) or before in ("3", "3.", "(七)", "其他处理")
            if is_row and word in labels(key):
                row, column = labels(key)[bare_label(word)], None
            elif key == "t3" and word in APPLICANTS:
                column = APPLICANTS.index(word)
            elif key == "t2" and row:
                patterns = HEADING_WORDS[row]
                fits = [at for at, one in enumerate(patterns) if one.search(word)]
                column = fits[0] if fits else column
        if not figure:
            continue
        if row and column is None and len(FIELDS[row].cells) == 1:
            column = 0
        yield (Slot(row, column) if row and column is not None else None), figure


def _table(key: Key, figures: Mapping[Slot, str]) -> TableBlock:
    """Return the official table with the figures of a list."""
    table = TABLES[key]
    cells = {one: TableCell(figures[one.value] if one.value else one.text) for one in table.grid}
    return TableBlock(
        tuple(
            tuple(cells[table.cell_at(row, column)] for column in range(table.column_count))
            for row in range(table.row_count)
        )
    )
