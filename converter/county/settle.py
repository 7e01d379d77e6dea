"""Choose the report that counts for each unit, then write it or its return note."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from converter.county.model import (
    ExaminedFile,
    FileResult,
    LedgerRow,
    RefusedFile,
    RowState,
    last_year_of,
    unit_key,
)
from converter.county.output_folder import OutputFolder
from converter.county.roster import similar_units
from converter.form.report import Report


def settle(
    results: Sequence[FileResult],
    folder: OutputFolder,
    roster: Sequence[str],
    previous: Mapping[str, Report] | None,
) -> list[LedgerRow]:
    """Write the report or the return note of each unit, and return a row for every file.

    Of several files of a unit and year the one of the latest date of signature counts, of one date a
    workbook before a Word report, then the one saved last. `previous` are last
    year's reports, None where they were not given.
    """
    examined = [result for result in results if isinstance(result, ExaminedFile)]
    by_unit: dict[str, list[ExaminedFile]] = {}
    for one in examined:
        by_unit.setdefault(one.unit_and_year, []).append(one)
    # where the sort keys are equal, the file found last
    latest = {unit: max(reversed(all_), key=_date) for unit, all_ in by_unit.items()}
    usual_year = _usual_year(examined)
    listed = frozenset(map(unit_key, roster))
    rows = []
    for result in results:
        if isinstance(result, RefusedFile):
            rows.append(LedgerRow("", result.label, RowState.UNREADABLE, remark=result.refusal))
        elif usual_year and result.report.report_year not in (usual_year, None):
            rows.append(_of_another_year(result, usual_year))
        elif (chosen := latest[result.unit_and_year]) is not result:
            remark = (
                f"同一单位收到 {len(by_unit[result.unit_and_year])} 份，采用了 {chosen.label}"
                "（先看成文日期，再看是不是填报表，再看保存时间）。"
            )
            rows.append(LedgerRow.of(result, RowState.REPLACED, remark))
        else:
            labels = [one.label for one in by_unit[result.unit_and_year]]
            remarks = _remarks(result, labels, listed, previous)
            rows.append(folder.write_report_or_note(result, "".join(remarks)))
    return rows


def _date(result: ExaminedFile) -> str:
    return result.dated


def _usual_year(examined: Iterable[ExaminedFile]) -> int | None:
    """Return the year of most reports, where more than half are of one year."""
    years = Counter(result.report.report_year for result in examined)
    year, count = years.most_common(1)[0] if years else (None, 0)
    return year if count * 2 > years.total() else None


def _of_another_year(result: ExaminedFile, usual: int) -> LedgerRow:
    """Return the row of a report whose year differs from that of most reports."""
    remark = (
        f"年度是 {result.report.report_year}，其余多为 {usual}，没有转换，不计入汇总。"
        "请核对是不是发错了文件。"
    )
    return replace(LedgerRow.of(result, RowState.OTHER_YEAR, remark), findings=())


def _remarks(
    result: ExaminedFile,
    labels: Sequence[str],
    listed: frozenset[str],
    previous: Mapping[str, Report] | None,
) -> Iterator[str]:
    """Say what a reviewer should know of a report beside its findings; `labels` are those of
    all files of the unit and year.
    """
    doubles = [label for label in labels if label != result.label]
    if doubles:
        yield f"另有 {'、'.join(doubles)}，没有采用。"
    unit = unit_key(result.report.unit_name)
    if listed and unit not in listed and not similar_units(unit, listed):
        yield "不在名单上。"
    if previous is not None and last_year_of(result.report, previous) is None:
        yield "没有找到上年度的报告，没有核对结转和存量。"
    yield from result.notes
