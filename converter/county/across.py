"""What only shows where many reports lie side by side: names against the roster, prose against prose."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from converter import sentences
from converter.checking.prose.copies import copied_between
from converter.checking.prose.organs import foreign_units
from converter.county.identity import identify
from converter.county.model import ExaminedFile, FileResult, unit_key
from converter.county.roster import Roster
from converter.findings import Finding
from converter.form.unit_names import full_name


def compare_units(results: Sequence[FileResult], roster: Roster) -> list[FileResult]:
    """Return the results with their units, and the findings that the other reports and the roster give."""
    identified = [
        replace(result, identity=identify(result, roster))
        if isinstance(result, ExaminedFile)
        else result
        for result in results
    ]
    # only of files that are sure to be their unit's; those of one unit are the same on purpose
    sure = {
        place: replace(one.report, unit_name=one.identity.unit)
        for place, one in enumerate(identified)
        if isinstance(one, ExaminedFile) and one.identity.unit and not one.identity.doubt
    }
    copied = dict(zip(sure, copied_between([*sure.values()]), strict=True))
    return [
        _with_findings(
            _without_guessed_name(one, roster),
            (
                *_name_on_the_roster(one, roster),
                *foreign_units(one.report, roster.names),
                *copied.get(place, ()),
            ),
        )
        if isinstance(one, ExaminedFile)
        else one
        for place, one in enumerate(identified)
    ]


def _with_findings(result: ExaminedFile, found: Iterable[Finding]) -> ExaminedFile:
    """Return a result with more findings, those left out that it has already."""
    known = {(one.code, one.name, one.position, one.what) for one in result.findings}
    more = (
        one if result.is_workbook else one.for_document()
        for one in found
        if (one.code, one.name, one.position, one.what) not in known
    )
    return replace(result, findings=(*result.findings, *more))


def _without_guessed_name(result: ExaminedFile, roster: Roster) -> ExaminedFile:
    """Return a result without the guess at a full name where the roster knows it."""
    unit = result.report.unit_name
    if not _name_on_the_roster(result, roster):
        return result
    guess = sentences.TEXT_UNIT_SHORT.format(unit=unit, full=full_name(unit))
    return replace(result, findings=tuple(one for one in result.findings if one.what != guess))


def _name_on_the_roster(result: ExaminedFile, roster: Roster) -> list[Finding]:
    said = result.report.unit_name
    listed, near = roster.listed(said), roster.nearest(said)
    if listed and unit_key(listed) != unit_key(said):
        what = sentences.TEXT_UNIT_ROSTER.format(said=said, name=listed)
    elif not listed and near:
        what = sentences.TEXT_UNIT_NEAR.format(said=said, name=near)
    else:
        return []
    return [Finding("TEXT-UNIT", what, "unit_name")]
