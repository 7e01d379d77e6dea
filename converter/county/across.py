"""What only shows where many reports lie side by side: names against the roster, prose against prose."""

from collections.abc import Sequence
from dataclasses import replace

from converter import sentences
from converter.checking.prose.copies import copied_between
from converter.checking.prose.organs import foreign_units
from converter.county.identity import identify
from converter.county.model import ExaminedFile, FileResult, unit_key
from converter.county.roster import Roster
from converter.findings import Finding


def compare_units(results: Sequence[FileResult], roster: Roster) -> list[FileResult]:
    """Return the results with the findings that the other reports and the roster give."""
    examined = [result for result in results if isinstance(result, ExaminedFile)]
    # only of files that are sure to be their unit's; those of one unit are the same on purpose
    sure = {
        one.label: replace(one.report, unit_name=identity.unit)
        for one in examined
        if not (identity := identify(one, roster)).doubt and identity.unit
    }
    copied = dict(zip(sure, copied_between([*sure.values()]), strict=True))
    more = {}
    for result in examined:
        found = (
            *_name_on_the_roster(result, roster),
            *foreign_units(result.report, roster.names),
            *copied.get(result.label, ()),
        )
        known = {(one.code, one.name, one.position, one.what) for one in result.findings}
        more[result.label] = [
            one if result.is_workbook else one.for_document()
            for one in found
            if (one.code, one.name, one.position, one.what) not in known
        ]
    return [
        replace(result, findings=(*result.findings, *more[result.label]))
        if isinstance(result, ExaminedFile)
        else result
        for result in results
    ]


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
