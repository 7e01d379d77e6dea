"""Add reports up into a workbook of the same form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from converter.conversion import examine, workbook_file_name
from converter.county.model import unit_key
from converter.county.results import reports_in
from converter.county.roster import Roster, read_roster
from converter.files.limits import limited
from converter.files.locks import without_locks
from converter.files.output import target_path, write_atomic
from converter.findings import Finding, blocking
from converter.form.report import Report, add_up


@dataclass(frozen=True)
class Aggregation:
    """The sum of several reports: its workbook, or why there is none."""

    output: Path | None
    objections: tuple[str, ...]
    """Sentences for the county, with file names: different years, units twice, errors."""
    remarks: tuple[str, ...] = ()
    """Sentences on who is not in the sum."""
    count: int = 0
    """How many reports were added."""


def aggregate(
    files: Sequence[Path], unit: str, output: Path, *, roster: Path | None = None, force: bool
) -> Aggregation:
    """Add up reports and write the sum as a workbook of the same form; a folder stands for its files.

    Of the output folder of a batch those count that its ledger says are converted. Files of different
    years, units twice, files with errors and files that the ledger does not have are refused with
    their names, unless `force`; then they stand on the workbook's 填报说明. Raises NianbaoError where
    a file cannot be read or the output cannot be written.
    """
    from converter.writing.workbook import write_workbook

    units = read_roster(roster) if roster else Roster()
    found = [reports_in(given) for given in without_locks(files)]
    files = [file for one in found for file in one.files]
    summands: list[_Summand] = []
    total = replace(add_up(_read(files, summands)), unit_name=unit)
    differences = [sentence for one in found for sentence in (*one.differences, *one.unknown)]
    objections = (*differences, *_objections(summands, units))
    left_out = {name: why for one in found for name, why in one.left_out.items()}
    changed = [name for one in found for name in one.changed]
    said = f"写好以后有人改过，加的是改过的数：{'、'.join(changed)}。"
    remarks = (*_remarks(summands, units, left_out), *([said] if changed else []))
    if objections and not force:
        return Aggregation(None, objections, remarks)
    names = "、".join(summand.unit_name or summand.file.name for summand in summands)
    notes = (f"由 {len(files)} 份报告汇总：{names}。", *remarks, *objections)
    target = target_path(output, Path(), workbook_file_name(total))
    data = write_workbook(total, notes)
    written = write_atomic(data, target, force=force, inputs=files)
    return Aggregation(written, objections, remarks, len(files))


@dataclass(frozen=True)
class _Summand:
    """What the objections need of one report; the report itself is not kept in memory."""

    file: Path
    unit_name: str
    report_year: int | None
    errors: tuple[Finding, ...]


def _remarks(
    summands: Sequence[_Summand], roster: Roster, left_out: Mapping[str, str]
) -> Iterator[str]:
    """Say which units of the ledger and the roster are not in the sum, and who is on no roster."""
    counted = {roster.full_name(summand.unit_name) for summand in summands}
    missing = {name: left_out.get(name, "") for name in roster.names if name not in counted}
    missing |= {name: why for name, why in left_out.items() if name not in counted}
    if missing:
        said = "、".join(f"{name}（{why}）" if why else name for name, why in missing.items())
        yield f"没有计入的 {len(missing)} 个单位：{said}。"
    strangers = [name for name in sorted(counted) if name and not roster.listed(name)]
    if roster.units and strangers:
        yield f"不在名单上、也计入了的：{'、'.join(strangers)}。"


def _read(files: Sequence[Path], summands: list[_Summand]) -> Iterator[Report]:
    """Read the reports one by one; append to `summands` what the objections need of each."""
    for file in files:
        with limited(file.name):
            examination = examine(file)
        report, errors = examination.report, tuple(blocking(examination.findings))
        summands.append(_Summand(file, report.unit_name, report.report_year, errors))
        yield report


def _objections(summands: Sequence[_Summand], roster: Roster) -> Iterator[str]:
    by_year: dict[int | None, list[str]] = {}
    by_unit: dict[str, list[str]] = {}
    for summand in summands:
        by_year.setdefault(summand.report_year, []).append(summand.file.name)
        by_unit.setdefault(unit_key(roster.full_name(summand.unit_name)), []).append(
            summand.file.name
        )
    if len(by_year) > 1:
        said = "；".join(
            f"{year or '未知年度'}：{'、'.join(names)}" for year, names in by_year.items()
        )
        yield f"年度不一致（{said}）。"
    for unit, names in by_unit.items():
        if len(names) > 1:
            yield f"同一单位“{unit}”有 {len(names)} 份：{'、'.join(names)}。"
    for summand in summands:
        if summand.errors:
            yield (
                f"{summand.file.name} 有 {len(summand.errors)} 处错误，"
                f"例如：{summand.errors[0].message}"
            )
