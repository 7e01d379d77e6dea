"""Add reports up into a workbook of the same form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from converter.conversion import examine, read, read_last_year, workbook_file_name
from converter.county.kept.model import unit_key
from converter.county.results import all_reports
from converter.county.units.roster import Roster, read_roster
from converter.errors import NianbaoError, UnusableFile
from converter.files.kinds import open_input
from converter.files.limits import limited
from converter.files.locks import without_locks
from converter.files.output import exists, refuse_taken, same_content, target_path, write_atomic
from converter.findings import blocking
from converter.form.fields import FIELDS, TABLE_SLOTS, TEXT_FIELDS, addends
from converter.form.report import Report, add_up, format_number
from converter.form.unit_names import same_but_for_kind, same_unit
from converter.sentences import some_of


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
    is_complete: bool = True
    """Whether every file could be read; the others are named among the objections."""


@dataclass(frozen=True)
class Beside:
    """What the county has beside the reports."""

    roster: Path | None = None
    """The list of units, which tells who is not in the sum."""
    previous: Path | None = None
    """The county's own last report."""


def aggregate(
    files: Sequence[Path],
    unit: str,
    output: Path,
    beside: Beside = Beside(),
    *,
    force: bool,
) -> Aggregation:
    """Add up reports and write the sum as a workbook of the same form; a folder stands for its files.

    The figures of the county's own last report become last year's. A workbook of the same unit
    and year that is there already is kept under another name; what was written in it, beside the
    figures, is taken over. The units' problems stand on a sheet of their own.

    Of the output folder of a batch those count that its ledger says are converted. Files of different
    years, units twice, files with errors and files that the ledger does not have are refused with
    their names, unless `force`; then they stand on the workbook's 填报说明. So are files that cannot be
    read: all of them are named, and the sum is made without them only with `force`, and only of at least
    one. Raises NianbaoError where none can be read, nor last year's report or the roster, or the output cannot be written.
    """
    from converter.writing.workbooks.workbook import write_workbook

    units = read_roster(beside.roster) if beside.roster else Roster()
    found = all_reports(without_locks(files))
    files = [file for one in found for file in one.files]
    summands: list[_Summand] = []
    unusable = [sentence for one in found for sentence in one.unusable]
    total = replace(add_up(_read(files, summands, unusable)), unit_name=unit)
    if unusable and not summands:
        raise UnusableFile("\n".join(unusable))
    others: list[str] = []
    if beside.previous:
        last = read_last_year(beside.previous, total.report_year)
        total = total.with_previous(last)
        others = list(_of_another_unit(beside.previous, last, unit))
    differences = [sentence for one in found for sentence in (*one.differences, *one.unknown)]
    missing = [f"没有计入的文件，读不出来：{why}" for why in unusable]
    objections = (*missing, *others, *differences, *_objections(summands, units))
    left_out = {name: why for one in found for name, why in one.left_out.items()}
    changed = [name for one in found for name in one.changed]
    said = f"写好以后有人改过，加的是改过的数：{'、'.join(changed)}。"
    unread = [sentence for one in found for sentence in one.unread]
    remarks = (*_remarks(summands, units, left_out), *([said] if changed else []), *unread)
    if objections and not force:
        return Aggregation(None, objections, remarks, is_complete=not unusable)
    names = "、".join(summand.unit_name or summand.file.name for summand in summands)
    notes = (f"由 {len(summands)} 份报告汇总：{names}。", *remarks, *objections)
    target = target_path(output, Path(), workbook_file_name(total))
    earlier = _earlier(target, total)
    material = [(one.unit_name or one.file.name, one.problems) for one in summands if one.problems]
    total = _with_own_words(total, earlier) if earlier else total
    data = write_workbook(total, notes, material=material)
    refuse_taken(target, force=force or earlier is not None, inputs=files)
    if earlier and not same_content(target, data):
        kept = _put_aside(target)
        remarks = (*remarks, *_changed_figures(earlier, total), f"原来的另存为 {kept.name}。")
    written = write_atomic(data, target, force=force or earlier is not None, inputs=files)
    return Aggregation(written, objections, remarks, len(summands), not unusable)


def _of_another_unit(file: Path, last: Report, unit: str) -> Iterator[str]:
    """Say that what should be the county's own last report is not."""
    names = last.unit_name, unit
    if last.unit_name and not (same_unit(*names) or same_but_for_kind(*names)):
        yield (
            f"{file.name}：单位是“{last.unit_name}”，要汇总的是“{unit}”。"
            f"上年度的文件应是“{unit}”自己的报告，请换一份。"
        )


# ---------------------------------------------------------------- run again

_OWN_WORDS: Final = tuple(name for name in TEXT_FIELDS if name not in ("unit_name", "report_year"))
_MOST_CHANGES: Final = 10
"""Changed figures that are named."""


def _earlier(target: Path, total: Report) -> Report | None:
    """Return the county's workbook that is there already; None for one of another unit or year."""
    if not target.is_file():
        return None
    try:
        with limited(target.name):
            file = open_input(target)
            report = read(file).report if file.is_workbook else Report()
    except UnusableFile:
        return None
    same = unit_key(report.unit_name) == unit_key(total.unit_name)
    return report if same and report.report_year == total.report_year else None


def _with_own_words(total: Report, earlier: Report) -> Report:
    """Return the sum with the prose, contacts, date and reasons of the earlier workbook."""
    words = {name: getattr(earlier, name) for name in _OWN_WORDS if getattr(earlier, name)}
    declared = {name: False for name in words if name.endswith("_all_zero")}
    return replace(total, **{**words, **declared}, reasons=earlier.reasons)


def _put_aside(target: Path) -> Path:
    """Keep the earlier workbook under a free name, and return it; raises CannotDeliver.

    One that was kept already, before the new one could not be written, is not kept again.
    """
    data, number = target.read_bytes(), 1
    kept = target.with_name(f"{target.stem}（上一次）{target.suffix}")
    while exists(kept) and not same_content(kept, data):
        number += 1
        kept = target.with_name(f"{target.stem}（上一次{number}）{target.suffix}")
    return write_atomic(data, kept, force=False)


def _changed_figures(earlier: Report, total: Report) -> Iterator[str]:
    """Say which figures are others than in the earlier workbook; totals follow from them."""
    changed = []
    for slot in TABLE_SLOTS:
        before, now = earlier.figure(slot), total.figure(slot)
        if before != now and not addends(slot):
            field = FIELDS[slot.name]
            was, is_now = ("空" if one is None else format_number(one) for one in (before, now))
            changed.append(f"{field.label}{field.cells[slot.position]} {was}→{is_now}")
    if changed:
        yield f"数字与原来的不同：{some_of(changed, _MOST_CHANGES, '处', '；')}。"


@dataclass(frozen=True)
class _Summand:
    """What the objections need of one report; the report itself is not kept in memory."""

    file: Path
    unit_name: str
    report_year: int | None
    errors: int
    first_error: str
    """What the first of them says."""
    problems: tuple[str, ...] = ()
    """What it says of problems, for the county's own section five."""


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


def _read(files: Sequence[Path], summands: list[_Summand], unusable: list[str]) -> Iterator[Report]:
    """Read the reports one by one; append to `summands` what the objections need of each.

    Why a file cannot be read goes into `unusable`, and the others are read all the same.
    """
    for file in files:
        try:
            with limited(file.name):
                examination = examine(file)
        except NianbaoError as refusal:
            unusable.append(str(refusal))
            continue
        report, errors = examination.report, blocking(examination.findings)
        summands.append(
            _Summand(
                file,
                report.unit_name,
                report.report_year,
                len(errors),
                errors[0].message if errors else "",
                report.problems,
            )
        )
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
            yield f"{summand.file.name} 有 {summand.errors} 处错误，例如：{summand.first_error}"
