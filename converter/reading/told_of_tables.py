"""What is told of whole rows and columns of the three tables: those that do not fit, are reworded or beside the form."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from converter import sentences
from converter.findings import Finding, Place
from converter.form.fields import row_label
from converter.reading.table3 import Line
from converter.reading.table_words import TABLE_NAMES, Misfit
from converter.reading.values import quote, tidy_text

_MOST_NAMED: Final = 3
"""Rows or cells that a finding on many names."""


def misfits_told(by_table: Mapping[str, Sequence[Misfit]]) -> Iterator[Finding]:
    """Yield one finding for all rows of a table that do not fit their headers."""
    for key, misfits in by_table.items():
        if not misfits:
            continue
        first = misfits[0]
        rows = [f"第{one.row + 1}行{quote(one.label)}" for one in misfits]
        what = sentences.FORM_LABEL_MISFIT.format(count=len(misfits), rows=first_of(rows))
        yield Finding("FORM-LABEL", what, first.names[0], place=place_of(key, first.row, "格数"))


def reworded_told(rows: Sequence[Line]) -> Iterator[Finding]:
    """Yield a finding for each label of table 3 that is not quite the official one; of many, one for all."""
    if len(rows) > _MOST_NAMED:
        named = [f"第{one.row + 1}行应为“{row_label(one.name)}”" for one in rows]
        what = sentences.FORM_LABEL_ROWS.format(count=len(rows), rows=first_of(named))
        yield Finding("FORM-LABEL", what, place=place_of("t3", rows[0].row, "行标签"))
        return
    for line in rows:
        what = sentences.FORM_LABEL_ROW.format(
            label=tidy_text(line.label), official=row_label(line.name)
        )
        yield Finding("FORM-LABEL", what, place=place_of("t3", line.row, "行标签"))


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
