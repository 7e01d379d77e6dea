"""What is told of whole rows and columns of the three tables: those that do not fit, are reworded or beside the form."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from converter import sentences
from converter.findings import Finding, Place
from converter.form.fields import TABLE_NAMES, TABLES, row_label, slots_of
from converter.reading.result import ReadResult
from converter.reading.tables.table_words import Misfit
from converter.reading.values import quote, tidy_text

_MOST_NAMED: Final = 3
"""Rows or cells that a finding on many names."""
_FEWEST_DOUBLED: Final = 5
"""Figures from which it is no chance that each of them is one written twice."""


def misfits_told(by_table: Mapping[str, Sequence[Misfit]]) -> Iterator[Finding]:
    """Yield one finding for all rows of a table that do not fit their headers."""
    for key, misfits in by_table.items():
        if not misfits:
            continue
        first = misfits[0]
        rows = [f"第{one.row + 1}行{quote(one.label)}" for one in misfits]
        what = sentences.FORM_LABEL_MISFIT.format(count=len(misfits), rows=first_of(rows))
        yield Finding("FORM-LABEL", what, first.names[0], place=place_of(key, first.row, "格数"))


def reworded_told(key: str, rows: Sequence[Misfit]) -> Iterator[Finding]:
    """Yield a finding for each label of a table that is not quite the official one; of many, one for all."""
    if len(rows) > _MOST_NAMED:
        named = [f"第{one.row + 1}行应为“{row_label(one.names[0])}”" for one in rows]
        what = sentences.FORM_LABEL_ROWS.format(count=len(rows), rows=first_of(named))
        yield Finding("FORM-LABEL", what, place=place_of(key, rows[0].row, "行标签"))
        return
    for one in rows:
        what = sentences.FORM_LABEL_ROW.format(
            label=tidy_text(one.label), official=row_label(one.names[0])
        )
        yield Finding("FORM-LABEL", what, place=place_of(key, one.row, "行标签"))


def extra_rows_told(key: str, rows: Sequence[Misfit]) -> Iterator[Finding]:
    """Yield one finding for the rows of a table that have figures and are none of the form."""
    if not rows:
        return
    what = sentences.FORM_LABEL_EXTRA_ROW.format(label=tidy_text(rows[0].label))
    if len(rows) > 1:
        named = [f"第{one.row + 1}行{quote(one.label)}" for one in rows]
        what = sentences.FORM_LABEL_EXTRA_ROWS.format(count=len(rows), rows=first_of(named))
    yield Finding("FORM-LABEL", what, place=place_of(key, rows[0].row, "行标签"))


def doubled_told(result: ReadResult) -> Iterator[Finding]:
    """Yield a finding on each table of which every figure is one written twice: 00, 1212; of large ones it is told."""
    large = {one.name or "" for one in result.findings if one.code == "VALUE-LARGE"}
    for key, table in TABLES.items():
        slots = [slot for field in table.fields for slot in slots_of(field) if slot in result.cells]
        texts = {slot: result.cells[slot][0].text.strip() for slot in slots}
        said = {slot: text for slot, text in texts.items() if text}
        is_twice = all(
            text.isdecimal() and text == 2 * text[: len(text) // 2] for text in said.values()
        )
        if len(said) < _FEWEST_DOUBLED or not is_twice or any(one.startswith(key) for one in large):
            continue
        slot, text = max(said.items(), key=lambda one: len(one[1]))
        what = sentences.VALUE_LARGE_ALL_TWICE.format(
            table=TABLE_NAMES[key], figure=text, half=text[: len(text) // 2]
        )
        yield Finding("VALUE-LARGE", what, *slot, place=result.places.get(slot))


def columns_beside(by_table: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield a note on the columns of each table that the form has not."""
    for key, headings in by_table.items():
        if headings:
            named = "、".join(dict.fromkeys(map(quote, headings)))
            yield f"{TABLE_NAMES[key]}的{named}列不会带到新报告里。"


def of_other_years_told(by_table: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield a note on each table that is of another year and stands beside the report's own."""
    for key, said in by_table.items():
        for one in map(quote, said):
            yield f"{TABLE_NAMES[key]}另有一张标的是{one}，不是本年度的数，不会带到新报告里。"


def place_of(table: str, row: int, label: str) -> Place:
    """Return the place of a row of a table, counted from 0."""
    return Place(None, f"{TABLE_NAMES[table]}第{row + 1}行", label)


def first_of(texts: Sequence[str]) -> str:
    """Join texts, of many the first ones only."""
    return f"{'、'.join(texts[:_MOST_NAMED])}{'等' if len(texts) > _MOST_NAMED else ''}"
