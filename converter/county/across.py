"""What only shows beside the roster and other reports: whose a report is, names, prose that was copied."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from converter import sentences
from converter.checking.prose.copies import copied_between, marks_of
from converter.checking.prose.organs import foreign_units
from converter.county.identity import identify
from converter.county.model import ExaminedFile, FileResult, Found, unit_key
from converter.county.record import Record
from converter.county.roster import Roster
from converter.findings import Finding
from converter.form.report import Report
from converter.form.unit_names import full_name


def placed(record: Record, result: ExaminedFile, roster: Roster) -> ExaminedFile:
    """Return a result with its unit, and with what the roster says of the report."""
    report = record.report
    identity = identify(record, result.label, result.arrival, roster)
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
    return replace(result, identity=identity, found=found, marks=marks)


def compare_units(results: Sequence[FileResult]) -> list[FileResult]:
    """Return the results with the findings that the reports of other units give; they know their units."""
    examined = [one for one in results if isinstance(one, ExaminedFile)]
    units, marks = [one.identity.unit for one in examined], [one.marks for one in examined]

    @lru_cache(maxsize=2)
    def opened(number: int) -> Record:
        return examined[number].found.opened()[0]

    def report_of(number: int) -> Report:
        return replace(opened(number).report, unit_name=units[number])

    for number, finding in copied_between(units, marks, report_of):
        one = examined[number]
        found = _with_findings(one.found, opened(number), [finding])
        examined[number] = replace(one, found=found)
    compared = iter(examined)
    # their digests have done their work
    return [
        replace(next(compared), marks=b"") if isinstance(one, ExaminedFile) else one
        for one in results
    ]


def _with_findings(found: Found, record: Record, more: Iterable[Finding]) -> Found:
    """Return findings with more of them, those left out that are there already."""
    here = (*record.findings, *found.more)
    known = {(one.code, one.name, one.position, one.what) for one in here}
    added = (
        one if record.is_workbook else one.for_document()
        for one in more
        if (one.code, one.name, one.position, one.what) not in known
    )
    return replace(found, more=(*found.more, *added))


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
