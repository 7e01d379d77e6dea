"""One file's whole way: read, check, render, deliver."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from converter.checks import check
from converter.deliver import deliver, safe_file_name, target_path
from converter.document import check_template, render_report
from converter.findings import Finding, NianbaoError, UnusableFile, UnusableTemplate, blocking
from converter.intake import take_in
from converter.proofread import proofread
from converter.report import AnnualReport
from converter.workbook_layout import SHEETS
from converter.workbook_reader import Reading, read_workbook

WORKBOOK_TEMPLATE: Final = "workbook_template.xlsx"
REPORT_TEMPLATE: Final = "report_template.docx"


@dataclass(frozen=True)
class Options:
    """What the user asked of a conversion."""

    output: Path | None = None
    previous: Path | None = None
    template: Path | None = None
    force: bool = False


@dataclass(frozen=True)
class Examination:
    """One file, read and checked."""

    source: Path
    report: AnnualReport
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing stops a conversion."""
        return not blocking(self.findings)


@dataclass(frozen=True)
class Conversion:
    """What became of one file."""

    examination: Examination
    output: Path | None
    """The report; None where findings stopped it."""


def convert(source: Path, options: Options) -> Conversion:
    """Check a workbook and write its report.

    Raises NianbaoError where a file cannot be used or the output cannot be written; findings that
    stop the conversion are no exception, the output is None then.
    """
    template = _template(options.template)
    examination = examine(source, options.previous)
    if not examination.ok:
        return Conversion(examination, None)
    document = render_report(examination.report, template)
    name = report_file_name(examination.report, ".docx")
    target = target_path(options.output, source.parent, name)
    return Conversion(examination, deliver(document, target, force=options.force))


def examine(source: Path, previous: Path | None = None) -> Examination:
    """Read a file and run every rule over it; `previous` is last year's file of the same unit.

    Raises UnusableFile where the file cannot be read at all.
    """
    reading = _read(source)
    report = reading.report
    if previous:
        report = _with_previous(report, previous)
    findings = [
        *reading.findings,
        *check(report, frozenset(reading.unreadable)),
        *proofread(report),
    ]
    located = (reading.located(finding) for finding in findings)
    return Examination(source, report, tuple(sorted(located, key=_sheet_order)))


def new_workbook(
    unit: str | None, year: int | None, previous: Path | None, output: Path | None, *, force: bool
) -> Path:
    """Write a fresh workbook, prefilled from last year's file where there is one."""
    from converter.workbook_writer import write_workbook

    start = _read(previous).report.following() if previous else AnnualReport()
    start = replace(start, unit_name=unit or start.unit_name, report_year=year or start.report_year)
    name = report_file_name(start, ".xlsx")
    target = target_path(output, Path(), name)
    return deliver(write_workbook(start), target, force=force)


def template_problems(template: Path) -> list[str]:
    """Return what is wrong with a Word template; raises UnusableFile where it is no document."""
    arrival = take_in(template)
    if arrival.kind != "document":
        raise UnusableFile(f"{template.name}：不是 Word 文档。报告模板应是 .docx 文件。")
    return check_template(arrival)


def shipped(name: str) -> Path:
    """Return the path of a template that comes with the program."""
    package = Path(__file__).parent
    installed = package / name
    return installed if installed.exists() else package.parent / name


def report_file_name(report: AnnualReport, suffix: str) -> str:
    """Return the default name of a report or its workbook."""
    year = f"{report.report_year}年" if report.report_year else ""
    return safe_file_name(f"{report.unit_name}{year}政府信息公开工作年度报告", suffix)


def _read(source: Path) -> Reading:
    arrival = take_in(source)
    if arrival.kind == "document":
        raise UnusableFile(f"{source.name}：这是 Word 文档，本命令读取填报表（.xlsx）。")
    return read_workbook(arrival)


def _with_previous(report: AnnualReport, path: Path) -> AnnualReport:
    previous = _read(path).report
    if report.report_year and previous.report_year != report.report_year - 1:
        raise NianbaoError(
            f"{path.name}：这是 {previous.report_year or '未知年度'} 年的文件，"
            f"应给 {report.report_year - 1} 年的。请换成上年度的文件。"
        )
    return report.with_previous(previous)


def _template(chosen: Path | None) -> bytes:
    if chosen is None:
        return shipped(REPORT_TEMPLATE).read_bytes()
    problems = template_problems(chosen)
    if problems:
        raise UnusableTemplate(f"{chosen.name}：{problem}" for problem in problems)
    return chosen.read_bytes()


def _sheet_order(finding: Finding) -> tuple[int, int]:
    """Order by sheet, errors first; the order of the form stays within."""
    sheet = finding.place.sheet if finding.place else None
    position = SHEETS.index(sheet) if sheet in SHEETS else len(SHEETS)
    weight = ("error", "warning", "note").index(finding.severity.value)
    return position, weight
