"""The county's totals: reports added up into a workbook of the same form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from converter.convert import Examination, examine, report_file_name
from converter.deliver import deliver, target_path
from converter.entries import unit_key
from converter.findings import blocking
from converter.report import add_up


@dataclass(frozen=True)
class Totals:
    """The county's totals: the workbook, or why there is none."""

    output: Path | None
    objections: tuple[str, ...]
    """Sentences that name files: other years, units twice, errors."""


def aggregate(files: Sequence[Path], unit: str, output: Path, *, force: bool) -> Totals:
    """Add up reports and write the sum as a workbook of the same form.

    Files of different years, units twice or files with errors are refused with their names, unless
    `force`; then they stand on the workbook's 填报说明. Raises NianbaoError where a file cannot be
    read or the output cannot be written.
    """
    from converter.workbook_writer import write_workbook

    examinations = [(file, examine(file)) for file in files]
    objections = tuple(_objections(examinations))
    if objections and not force:
        return Totals(None, objections)
    total = add_up(examination.report for _, examination in examinations)
    total = replace(total, unit_name=unit)
    names = "、".join(
        examination.report.unit_name or file.name for file, examination in examinations
    )
    notes = (f"由 {len(files)} 份报告汇总：{names}。", *objections)
    target = target_path(output, Path(), report_file_name(total, ".xlsx"))
    data = write_workbook(total, notes)
    return Totals(deliver(data, target, force=force, inputs=files), objections)


def _objections(examinations: Sequence[tuple[Path, Examination]]) -> Iterator[str]:
    by_year: dict[int | None, list[str]] = {}
    by_unit: dict[str, list[str]] = {}
    for file, examination in examinations:
        by_year.setdefault(examination.report.report_year, []).append(file.name)
        by_unit.setdefault(unit_key(examination.report.unit_name), []).append(file.name)
    if len(by_year) > 1:
        said = "；".join(
            f"{year or '未知年度'}：{'、'.join(names)}" for year, names in by_year.items()
        )
        yield f"年度不一致（{said}）。"
    for unit, names in by_unit.items():
        if len(names) > 1:
            yield f"同一单位“{unit}”有 {len(names)} 份：{'、'.join(names)}。"
    for file, examination in examinations:
        errors = blocking(examination.findings)
        if errors:
            yield f"{file.name} 有 {len(errors)} 处错误，例如：{errors[0].message}"
