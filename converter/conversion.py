"""One file's whole way: read, check, render, deliver."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from converter.checking.figures import check
from converter.checking.proofread import proofread
from converter.errors import AlreadyThere, NianbaoError, UnusableFile, UnusableTemplate
from converter.files.kinds import InputFile, detect_kind, open_input
from converter.files.output import safe_file_name, target_path, write_atomic
from converter.files.resources import REPORT_TEMPLATE, resource
from converter.findings import Finding, Place, blocking
from converter.form.fields import FIELDS, Slot, slots_of
from converter.form.layout import SHEETS
from converter.form.report import Report
from converter.reading.result import ReadResult
from converter.reading.values import tidy_text
from converter.reading.workbook import read_workbook
from converter.writing.word import check_template, render_report, render_with_own

TEMPLATE_TIME_LIMIT: Final = 20
"""Seconds for what a county's own template does; the shipped one takes a tenth of one."""


@dataclass(frozen=True)
class Options:
    """What the user asked for."""

    output: Path | None = None
    previous: Path | None = None
    template: Path | None = None
    force: bool = False
    pdf: bool = False
    """Write the report as PDF as well."""
    html: bool = False
    """Write the page that the county publishes as well."""


@dataclass(frozen=True)
class Examination:
    """One file, read and checked."""

    arrival: InputFile
    report: Report
    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()
    """What a person should know who goes on working with it."""
    unit_place: Place | None = None
    last: Report | None = None
    """Last year's report, where it was given."""

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
    pdf: Path | None = None
    """The report as PDF, where that was asked for."""
    page: Path | None = None
    """The report as a web page, where that was asked for."""
    outdated: Path | None = None
    """An earlier report, which stands where findings stopped this one."""


def convert(source: Path, options: Options) -> Conversion:
    """Check a workbook and write its report.

    Raises NianbaoError where a file cannot be used or the output cannot be written; findings that
    stop the conversion are no exception, the output is None then.
    """
    with _printer(options.template) as printed:
        examination = examine(source, options.previous)
        name = report_file_name(examination.report, ".docx")
        target = target_path(options.output, source.parent, name)
        if not examination.ok:
            left = target.exists() and not target.samefile(source)
            return Conversion(examination, None, outdated=target if left else None)
        document = printed(examination.report)
    inputs = (source, options.previous, options.template)
    page = target.with_suffix(".html") if options.html else None
    pdf = target.with_suffix(".pdf") if options.pdf else None
    try:
        # the Word report stands, whatever becomes of the page and the PDF
        write_atomic(document, target, force=options.force, inputs=inputs)
        if page:
            from converter.writing.html import render_page

            data = render_page(examination.report)
            write_atomic(data, page, force=options.force, inputs=inputs)
        if pdf:
            write_atomic(as_pdf(document), pdf, force=options.force, inputs=inputs)
    except AlreadyThere:
        # who is asked says yes to all that would be replaced, and to nothing else
        taken = (one for one in (target, page, pdf) if one and one.exists())
        raise AlreadyThere(*taken, findings=examination.findings) from None
    return Conversion(examination, target, pdf, page)


def as_pdf(document: bytes) -> bytes:
    """Return a Word report as PDF, through the installed LibreOffice.

    Raises UnusableFile where LibreOffice is missing or fails.
    """
    from converter.files.libreoffice import convert_bytes

    return convert_bytes(document, "docx", "pdf")


def examine(source: Path, previous: Path | None = None) -> Examination:
    """Read a file and run every rule over it; `previous` is last year's file of the same unit.

    Raises UnusableFile where the file cannot be read at all.
    """
    examination = examine_arrival(
        open_input(source),
        lambda report: _last_year(previous, report.report_year) if previous else None,
    )
    unit, last = examination.report.unit_name, examination.last
    if previous is None or last is None or unit == last.unit_name:
        return examination
    what = (
        f"上年度文件 {previous.name} 的单位是“{last.unit_name}”，本年度是“{unit}”。"
        "请核对是不是同一单位的文件。"
    )
    finding = Finding("TEXT-UNIT", what, "unit_name", place=examination.unit_place)
    return replace(examination, findings=(*examination.findings, finding))


def examine_arrival(
    arrival: InputFile, last_year: Callable[[Report], Report | None]
) -> Examination:
    """Read what came and run every rule over it.

    `last_year` gives last year's report for a report, where there is one. Raises UnusableFile where
    the file cannot be read at all.
    """
    reading = read(arrival)
    report = reading.report
    last = last_year(report)
    if last:
        report = report.with_previous(last)
    findings = [
        *reading.findings,
        *check(report, frozenset(reading.unreadable)),
        *proofread(report, last, reading.headings),
    ]
    located = (reading.located(finding) for finding in findings)
    return Examination(
        arrival,
        report,
        tuple(sorted(located, key=_sheet_order)),
        tuple(reading.notes),
        reading.places.get(Slot("unit_name")),
        last,
    )


def import_report(source: Path, options: Options) -> Conversion:
    """Write a workbook that holds everything read from a Word report or a web page.

    Raises NianbaoError where the file cannot be used or the output cannot be written.
    """
    from converter.writing.workbook import write_workbook

    examination = examine(source, options.previous)
    name = report_file_name(examination.report, ".xlsx")
    target = target_path(options.output, source.parent, name)
    data = write_workbook(examination.report, (f"由“{source.name}”导入。", *examination.notes))
    written = write_atomic(data, target, force=options.force, inputs=(source, options.previous))
    return Conversion(examination, written)


def new_workbook(unit: str, options: Options, year: int | None = None) -> Path:
    """Write a fresh workbook, prefilled from last year's file where there is one."""
    from converter.writing.workbook import write_workbook

    previous = options.previous
    start = Report()
    if previous:
        start = _last_year(previous, year).next_year()
    start = replace(
        start,
        unit_name=tidy_text(unit) or start.unit_name,
        report_year=year or start.report_year,
    )
    target = target_path(options.output, Path(), report_file_name(start, ".xlsx"))
    return write_atomic(write_workbook(start), target, force=options.force, inputs=(previous,))


def template_problems(template: Path) -> list[str]:
    """Return what is wrong with a Word template; raises UnusableFile where it is no document."""
    with _own_template(template) as asked:
        problems: list[str] = asked(check_template)
    return problems


def report_file_name(report: Report, suffix: str) -> str:
    """Return the default name of a report or its workbook."""
    year = f"{report.report_year}年" if report.report_year else ""
    return safe_file_name(f"{report.unit_name}{year}政府信息公开工作年度报告", suffix)


def read(arrival: InputFile) -> ReadResult:
    """Read a workbook, a Word report or a web page, an old Word file through LibreOffice."""
    if arrival.kind == "workbook":
        return read_workbook(arrival)
    from converter.reading.report import read_document

    if arrival.kind == "old_document":
        from converter.files.libreoffice import convert_bytes

        try:
            data = convert_bytes(arrival.data, "doc", "docx")
        except UnusableFile as refusal:
            raise UnusableFile(f"{arrival.path.name}：{refusal}") from None
        arrival = detect_kind(arrival.path, data)
    return read_document(arrival)


def _last_year(path: Path, year: int | None) -> Report:
    """Read last year's file; `year` is the one that follows it, where that is known."""
    last = read(open_input(path)).report
    if year and last.report_year != year - 1:
        raise NianbaoError(
            f"{path.name}：这是 {last.report_year or '未知年度'} 年的文件，"
            f"应给 {year - 1} 年的。请换成上年度的文件。"
        )
    carried_out = slots_of(FIELDS["t3_carried_out"])
    if any(last.figure(cell) is None for cell in carried_out):
        raise NianbaoError(
            f"{path.name}：读不到上年度的“结转下年度继续办理”。请先把上年度的文件改好。"
        )
    return last


@contextmanager
def _printer(chosen: Path | None) -> Iterator[Callable[[Report], bytes]]:
    """Give what prints a report; a county's own template works in a process of its own, in limits.

    Raises UnusableTemplate where the template cannot be used.
    """
    if chosen is None:
        yield lambda report: render_report(report, resource(REPORT_TEMPLATE).read_bytes())
        return
    with _own_template(chosen) as asked:
        problems = asked(check_template)
        if problems:
            raise UnusableTemplate(f"{chosen.name}：{problem}" for problem in problems)
        yield lambda report: asked(render_with_own, report)


@contextmanager
def _own_template(path: Path) -> Iterator[Callable[..., Any]]:
    """Give what calls a function on a template, and on more, in a process under limits."""
    from converter.files.workers import Workers, WorkerStopped

    arrival = open_input(path)
    if arrival.kind != "document":
        raise UnusableFile(f"{path.name}：不是 Word 文档。报告模板应是 .docx 文件。")
    with Workers(1, TEMPLATE_TIME_LIMIT) as workers:

        def asked(function: Callable[..., Any], *more: Any) -> Any:
            try:
                return workers.submit(function, arrival, *more).result()
            except WorkerStopped as stop:
                raise UnusableTemplate([f"{path.name}：{stop}"]) from None

        yield asked


def _sheet_order(finding: Finding) -> tuple[int, int]:
    """Order by sheet, errors first; the order of the form stays within."""
    sheet = finding.place.sheet if finding.place else None
    position = SHEETS.index(sheet) if sheet in SHEETS else len(SHEETS)
    weight = ("error", "warning", "note").index(finding.severity.value)
    return position, weight
