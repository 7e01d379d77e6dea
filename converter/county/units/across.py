"""What only shows beside the roster and other reports: names, prose that was copied."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Final

from converter import sentences
from converter.checking.prose.copies import Copy, likely_copies, marks_of, told_copies
from converter.checking.prose.names.other_units import foreign_units
from converter.county.kept.model import ExaminedFile, FileResult, Found, unit_key
from converter.county.kept.record import Record, text_of, unpacked
from converter.county.units.roster import Roster
from converter.findings import Finding, Place
from converter.form.fields import FIELDS, PROSE_FIELDS, paragraph_label
from converter.form.layout import AREAS
from converter.form.report import Report
from converter.form.unit_names import full_name

_TOGETHER: Final = 10
"""Copies that a worker process looks at together; each report is opened there once for all of them."""
_MOST_WAITING: Final = 8
"""Such tasks that wait for a worker, or are in one."""


def beside_roster(record: Record, result: ExaminedFile, roster: Roster) -> ExaminedFile:
    """Return a result that knows its unit with what the roster says of the report."""
    report, identity = record.report, result.identity
    on_roster = _name_on_the_roster(report, roster)
    guess = ""
    if on_roster:
        # the roster knows the full name
        unit = report.unit_name
        guess = sentences.TEXT_UNIT_SHORT.format(unit=unit, full=full_name(unit))
    more = (*on_roster, *foreign_units(report, roster.names))
    found = _with_findings(replace(result.found, refuted=guess), record, more)
    # only files that are sure to be their unit's are compared
    sure = identity.unit and not identity.doubt
    marks = marks_of(replace(report, unit_name=identity.unit)) if sure else b""
    return replace(result, found=found, marks=marks)


def compare_units(results: Sequence[FileResult], executor: Executor) -> list[FileResult]:
    """Return the results with the findings that the reports of other units give; they know their units.

    Which may be copies their digests tell; what is to be told of each the executor finds out.
    """
    examined = [one for one in results if isinstance(one, ExaminedFile)]
    copies = likely_copies([one.identity.unit for one in examined], [one.marks for one in examined])
    waiting: deque[tuple[_Compared, Future[list[_Told]]]] = deque()

    def take() -> None:
        compared, job = waiting.popleft()
        try:
            told = job.result()
        except Exception:  # noqa: BLE001 (a process that ended; the reports themselves have been read)
            told = _tell_copies(compared)
        for number, more in told:
            found = replace(examined[number].found, more=more)
            examined[number] = replace(examined[number], found=found)

    while part := [*islice(copies, _TOGETHER)]:
        numbers = dict.fromkeys(number for copy in part for number in (copy.number, copy.of))
        compared = _Compared(part, {one: _sent(examined[one]) for one in numbers})
        waiting.append((compared, executor.submit(_tell_copies, compared)))
        if len(waiting) > _MOST_WAITING:
            take()
    while waiting:
        take()
    left = iter(examined)
    # their digests have done their work
    return [
        replace(next(left), marks=b"") if isinstance(one, ExaminedFile) else one for one in results
    ]


_Told = tuple[int, tuple[Finding, ...]]


@dataclass(frozen=True)
class _Compared:
    """Copies that are looked at together, and what is known of the reports by their numbers."""

    copies: Sequence[Copy]
    reports: Mapping[int, tuple[str, Found]]
    """Of each the unit and the findings."""


def _sent(one: ExaminedFile) -> tuple[str, Found]:
    """Return what another process needs of a report; it knows no shelf."""
    return one.identity.unit, replace(one.found, record=text_of(one.found.record))


def _tell_copies(compared: _Compared) -> list[_Told]:
    """Return what is found in the copies beside what is in their files, with what is told of them. Runs in a worker process."""
    reports = compared.reports

    @lru_cache(maxsize=2)
    def opened(number: int) -> Record:
        return unpacked(reports[number][1].record)

    def report_of(number: int) -> Report:
        return replace(opened(number).report, unit_name=reports[number][0])

    return [
        (number, _with_findings(reports[number][1], opened(number), [finding]).more)
        for number, finding in told_copies(compared.copies, report_of)
    ]


def _with_findings(found: Found, record: Record, more: Iterable[Finding]) -> Found:
    """Return findings with more of them, those left out that are there already."""
    here = (*record.findings, *found.more)
    known = {(one.code, one.name, one.position, one.what) for one in here}
    added = (
        (one if record.is_workbook else one.for_document()).at(
            place_of(one, is_workbook=record.is_workbook)
        )
        for one in more
        if (one.code, one.name, one.position, one.what) not in known
    )
    return replace(found, more=(*found.more, *added))


def place_of(finding: Finding, *, is_workbook: bool) -> Place | None:
    """Return where a finding on prose, the unit's name or the year stands; the file itself is no longer at hand."""
    name = finding.name or ""
    if finding.place or name not in AREAS:
        return finding.place
    area, label = AREAS[name], FIELDS[name].label
    if name not in PROSE_FIELDS:
        cell = area.cell(0) if is_workbook else "标题"
        return Place(area.sheet if is_workbook else None, cell, label)
    if is_workbook:
        # blank cells between paragraphs are gone
        return Place(area.sheet, None, f"{label}，第{finding.position + 1}段")
    return Place(None, paragraph_label(name, finding.position), "")


def _name_on_the_roster(report: Report, roster: Roster) -> list[Finding]:
    said = report.unit_name
    listed, near = roster.listed(said), roster.nearest(said)
    if listed and unit_key(listed) != unit_key(said):
        what = sentences.TEXT_UNIT_ROSTER.format(said=said, name=listed)
    elif not listed and near:
        what = sentences.TEXT_UNIT_NEAR.format(said=said, name=near)
    else:
        return []
    return [Finding("TEXT-UNIT", what, "unit_name")]
