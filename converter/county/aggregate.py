"""Add reports up into a workbook of the same form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from converter.conversion import examine, workbook_file_name
from converter.county.collect import is_ignored
from converter.county.model import LEDGER_NAME, unit_key
from converter.errors import UnusableFile
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
    count: int = 0
    """How many reports were added."""


def aggregate(files: Sequence[Path], unit: str, output: Path, *, force: bool) -> Aggregation:
    """Add up reports and write the sum as a workbook of the same form; a folder stands for its files.

    Files of different years, units twice or files with errors are refused with their names, unless
    `force`; then they stand on the workbook's 填报说明. Raises NianbaoError where a file cannot be
    read or the output cannot be written.
    """
    from converter.writing.workbook import write_workbook

    summands: list[_Summand] = []
    files = [file for given in without_locks(files) for file in _files_of(given)]
    total = replace(add_up(_read(files, summands)), unit_name=unit)
    objections = tuple(_objections(summands))
    if objections and not force:
        return Aggregation(None, objections)
    names = "、".join(summand.unit_name or summand.file.name for summand in summands)
    notes = (f"由 {len(files)} 份报告汇总：{names}。", *objections)
    target = target_path(output, Path(), workbook_file_name(total))
    data = write_workbook(total, notes)
    written = write_atomic(data, target, force=force, inputs=files)
    return Aggregation(written, objections, len(files))


@dataclass(frozen=True)
class _Summand:
    """What the objections need of one report; the report itself is not kept in memory."""

    file: Path
    unit_name: str
    report_year: int | None
    errors: tuple[Finding, ...]


def _files_of(given: Path) -> list[Path]:
    """Return the reports in a folder without the ledger of a batch; for a file the file itself."""
    if not given.is_dir():
        return [given]
    files = [
        file
        for file in sorted(given.iterdir())
        if file.suffix.lower() in _ENDINGS
        and not is_ignored(file.name)
        and not file.name.startswith(Path(LEDGER_NAME).stem)
    ]
    if not files:
        raise UnusableFile(f"{given}：里面没有填报表，也没有 Word 报告。")
    return files


_ENDINGS: Final = (".xlsx", ".docx")


def _read(files: Sequence[Path], summands: list[_Summand]) -> Iterator[Report]:
    """Read the reports one by one; append to `summands` what the objections need of each."""
    for file in files:
        examination = examine(file)
        report, errors = examination.report, tuple(blocking(examination.findings))
        summands.append(_Summand(file, report.unit_name, report.report_year, errors))
        yield report


def _objections(summands: Sequence[_Summand]) -> Iterator[str]:
    by_year: dict[int | None, list[str]] = {}
    by_unit: dict[str, list[str]] = {}
    for summand in summands:
        by_year.setdefault(summand.report_year, []).append(summand.file.name)
        by_unit.setdefault(unit_key(summand.unit_name), []).append(summand.file.name)
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
