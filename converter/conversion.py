"""One file from input to output: read, check, render, write."""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from converter import sentences
from converter.annotating.remarks import needs_mending
from converter.checking.figures import check_figures, one_per_kind
from converter.checking.proofread import proofread
from converter.errors import AlreadyThere, NianbaoError, UnusableFile, UnusableTemplate
from converter.files.kinds import InputFile, detect_kind, open_input
from converter.files.locks import is_open_elsewhere
from converter.files.output import (
    Output,
    exists,
    is_input,
    safe_file_name,
    target_path,
    write_atomic,
)
from converter.files.package import unreadable_as
from converter.files.resources import REPORT_TEMPLATE, resource
from converter.findings import Finding, Place, blocking
from converter.form.fields import (
    FIELDS,
    REPORT_NAME,
    TABLE_SLOTS,
    Slot,
    section_of,
    slot_label,
    slots_of,
)
from converter.form.layout import SHEETS
from converter.form.patterns import when_used
from converter.form.report import (
    OF_ALL_FIGURES,
    TOTAL_SLOTS,
    Report,
    format_number,
    official_title,
)
from converter.form.unit_names import same_but_for_kind, same_unit, shown_name
from converter.reading.result import ReadResult
from converter.reading.values import tidy_text
from converter.reading.workbooks.workbook import read_workbook
from converter.writing.word.render import render_report

_STILL_OPEN: Final = (
    "“{}”还在 {} 或 WPS 里开着，用的是最后一次保存的内容；改过的请先保存、关闭再转换。"
)
_REPORT_ENDS: Final = (".docx", "（标准格式）.docx", "（标准格式2）.docx")
"""How the name of a report ends; the later ones where the file that it is made from has an earlier one."""
_WORKBOOK_NAME: Final = "政府信息公开年报填报表"
_PRINTING: Final = "converter.own_template.printing"
TEMPLATE_TIME_LIMIT: Final = 20
"""Seconds for checking a county's own template and printing with it; the shipped one takes 0.1."""
_LEAST_TIME: Final = 1
_ANNOTATED_END: Final = when_used(r"（批注\d*）$")
_NO_NOTES_ON: Final = {
    "page": "{}：网页上不写批注，请照列出的问题改。",
    "pdf": "{}：PDF 上不写批注，请照列出的问题改原来的 Word 报告或填报表。",
}
_NO_NOTES_ON_ACTIVE: Final = (
    "{}：里面有宏、嵌入的文件、外部链接或特殊的域，为安全起见不写批注、不转发，请照列出的问题改。"
)
_OLD_FORMAT: Final = (
    "文件是旧格式（.xls 或 .et），已由 LibreOffice 转成 .xlsx 读取，内容照样核对。"
    "以后请另存为“Excel 工作簿（*.xlsx）”再填、再报。"
)
_NOTES_DO_NOT_FIT: Final = (
    "批注写不进去，请照列出的问题改；要带批注的，请用 Word 或 WPS 打开，另存后再试。"
)
_MOST_BESIDE: Final = 100
"""Paragraphs beside the tables that an imported workbook keeps."""


class Options(NamedTuple):
    """The options of one command."""

    output: Path | None = None
    """A file or a folder; None for the folder of the source."""
    previous: Path | None = None
    """Last year's file of the same unit."""
    template: Path | None = None
    """A Word template instead of the shipped one."""
    force: bool = False
    """Overwrite existing files."""
    pdf: bool = False
    """Write the report as PDF as well."""
    html: bool = False
    """Write the report as a web page as well."""
    others: tuple[Path, ...] = ()
    """Other files that are converted at the same time; never overwritten."""


@dataclass(frozen=True)
class Examination:
    """One file, read and checked."""

    file: InputFile
    report: Report
    findings: tuple[Finding, ...]
    """In the order of the sheets, on each sheet errors first."""
    notes: tuple[str, ...] = ()
    """Sentences for the person who edits the report afterwards."""
    unit_place: Place | None = None
    """The place of the unit's name in the file."""
    last: Report | None = None
    """Last year's report, where it was given."""
    signed: str = ""
    """The unit that a Word report or page is signed with."""
    beside: tuple[str, ...] = ()
    """The paragraphs of a Word report or page for which the form has no place, each with its section."""
    still_open: str = ""
    """A sentence where another program has the file open."""
    reading: ReadResult = field(default_factory=ReadResult, repr=False, compare=False)
    """What reading the file gave, with the places of its content."""

    @property
    def content(self) -> InputFile:
        """The file, or what LibreOffice made of one in an old format."""
        return self.reading.made_of_old or self.file

    @property
    def told(self) -> tuple[str, ...]:
        """What the clerk is told beside the findings."""
        return (*filter(None, [self.still_open]), *self.notes)

    @property
    def ok(self) -> bool:
        """Whether no finding stops a conversion."""
        return not blocking(self.findings)


@dataclass(frozen=True)
class Plan:
    """The outputs for one file that was read, checked and rendered; not written yet."""

    examination: Examination
    outputs: tuple[Output, ...] = ()
    """In the order of writing; empty where findings stop the conversion."""
    inputs: tuple[Path | None, ...] = ()
    """Files that are never overwritten."""
    outdated: Path | None = None
    """An existing report of an earlier run, where findings stop this one."""

    @property
    def targets(self) -> tuple[Path, ...]:
        """The paths of the outputs."""
        return tuple(output.path for output in self.outputs)

    def taken(self) -> tuple[Path, ...]:
        """Return the targets that exist already, with other content."""
        return tuple(one.path for one in self.outputs if one.is_taken(self.inputs))

    def write(self, replacing: Collection[Path] = ()) -> tuple[Path, ...]:
        """Write the outputs and return their paths; of existing files only `replacing` are overwritten.

        Outputs written before a failure are kept, such as the Word report where the PDF fails.
        Raises AlreadyThere, which names every target that would have to be in `replacing`;
        CannotDeliver where a file cannot be written; UnusableFile where LibreOffice makes no PDF.
        """
        kept = [one for one in self.outputs if one.path not in replacing]
        refused = [one.path for one in kept if one.is_taken(self.inputs)]
        for output in self.outputs:
            if output.path in refused:
                raise AlreadyThere(*refused)
            output.write(force=output.path in replacing, inputs=self.inputs)
        return self.targets

    def remarks(self) -> tuple[str, ...]:
        """Return what is to be said of the outputs that were written: the fonts that the PDF lacks."""
        pdfs = [one.path for one in self.outputs if one.path.suffix == ".pdf"]
        if not pdfs:
            return ()
        from converter.writing.pdf_fonts import missing_fonts

        documents = [one.content for one in self.outputs if isinstance(one.content, bytes)]
        return tuple(filter(None, (missing_fonts(documents[0], pdf.read_bytes()) for pdf in pdfs)))


def plan_conversion(source: Path, options: Options) -> Plan:
    """Read and check a workbook or a Word report, render its Word report and web page; write nothing.

    The PDF is made only when the plan is written. Where findings stop the conversion, the plan has no
    outputs. Raises NianbaoError where a file or the template cannot be used.
    """
    with renderer(options.template) as render_document:
        examination = examine(source, options.previous)
        report = examination.report
        inputs = (source, options.previous, options.template, *options.others)
        target = _report_target(report, source, options, inputs)
        if not examination.ok:
            left = exists(target) and not is_input(target, inputs)
            return Plan(examination, outdated=target if left else None)
        document = render_document(report)
    outputs = [Output(target, document)]
    if options.html:
        from converter.writing.pages.html import render_page

        outputs.append(Output(target.with_suffix(".html"), render_page(report)))
    if options.pdf:
        outputs.append(Output(target.with_suffix(".pdf"), partial(as_pdf, document)))
    return Plan(examination, tuple(outputs), inputs)


def _report_target(
    report: Report, source: Path, options: Options, inputs: Collection[Path | None]
) -> Path:
    """Return where the report is written: beside the source under the first name after those of the inputs.

    A place that somebody asked for is left to be refused where it is an input.
    """
    names = [report_file_name(report, end) for end in _REPORT_ENDS]
    if options.output:
        return target_path(options.output, source.parent, names[0])
    targets = [source.with_name(name) for name in names]
    taken = [place for place, one in enumerate(targets) if is_input(one, inputs)]
    return targets[min(max(taken, default=-1) + 1, len(targets) - 1)]


def render(report: Report) -> bytes:
    """Return a report as a Word file, in the shipped template."""
    return render_report(report, resource(REPORT_TEMPLATE).read_bytes())


def says_otherwise(report: Path, document: bytes) -> bool:
    """Tell whether a Word report on the disk has other words than a rendered one; False where it cannot be read."""
    try:
        return _words(open_input(report)) != _words(detect_kind(report, document))
    except UnusableFile:
        return False


def _words(document: InputFile) -> str:
    """Return all that a Word document says, without blanks."""
    from converter.reading.blocks import TableBlock
    from converter.reading.word.word_blocks import main_part, read_blocks

    texts: list[str] = []
    for block in read_blocks(document, main_part(document)):
        if isinstance(block, TableBlock):
            texts += [cell.text for row in block.rows for cell in row]
        else:
            texts.append(block.whole)
    return "".join("".join(texts).split())


def as_pdf(document: bytes) -> bytes:
    """Return a Word report as PDF, through the installed LibreOffice.

    Raises UnusableFile where LibreOffice is missing or fails.
    """
    from converter.files.libreoffice import convert_bytes

    return convert_bytes(document, "docx", "pdf")


def examine(source: Path, previous: Path | None = None) -> Examination:
    """Read a file and check it against every rule; `previous` is last year's file of the same unit.

    Raises UnusableFile where one of them cannot be read at all, NianbaoError where `previous` is of
    another year or incomplete. With the file of another unit nothing is compared; a unit whose area
    became another kind of area is the same one.
    """
    told: list[str] = []

    def last_year(report: Report) -> Report | None:
        last = read_last_year(previous, report.report_year) if previous else None
        if not previous or not last or not (last.unit_name and report.unit_name):
            return last
        if same_unit(last.unit_name, report.unit_name):
            return last
        compared = same_but_for_kind(last.unit_name, report.unit_name)
        what = sentences.TEXT_UNIT_KIND if compared else sentences.TEXT_UNIT_PREVIOUS
        told.append(
            what.format(
                file=previous.name,
                previous_unit=shown_name(last.unit_name),
                unit=shown_name(report.unit_name),
            )
        )
        return last if compared else None

    examination = examine_input(open_input(source), last_year)
    if is_open_elsewhere(source):
        program = "Excel" if examination.file.is_workbook else "Word"
        examination = replace(examination, still_open=_STILL_OPEN.format(source.name, program))
    findings = [
        Finding("TEXT-UNIT", what, "unit_name", place=examination.unit_place) for what in told
    ]
    return replace(examination, findings=(*findings, *examination.findings))


def examine_input(file: InputFile, last_year: Callable[[Report], Report | None]) -> Examination:
    """Read an opened file and check it against every rule.

    `last_year` returns last year's report of the unit of a report, or None. Raises UnusableFile where
    the file cannot be read at all, and what `last_year` raises.
    """
    result = read(file)
    return examine_read(file, result, last_year(result.report))


def read_unchecked(file: InputFile, last_year: Callable[[Report], Report | None]) -> Examination:
    """Read a file whose findings are known; otherwise as `examine_input`."""
    result = read(file)
    last = last_year(result.report)
    return Examination(file, _completed(file, result, last), (), last=last, reading=result)


def _completed(file: InputFile, result: ReadResult, last: Report | None) -> Report:
    """Return the report that was read, with the explanation of its mail and with last year's figures."""
    report = result.report
    if file.reason and not file.is_workbook and not report.reasons:
        report = replace(report, reasons={OF_ALL_FIGURES: file.reason})
    return report.with_previous(last) if last else report


def examine_read(file: InputFile, result: ReadResult, last: Report | None) -> Examination:
    """Check what was read of a file against every rule; `last` is last year's report of its unit."""
    report = read_by_prose = _completed(file, result, last)
    doubtful = {one for one in TABLE_SLOTS if FIELDS[one.name].table in result.doubtful}
    if not file.is_workbook:
        read_by_prose = report.with_blank_totals_added(result.unreadable)
        read_by_prose = read_by_prose.with_figures(dict.fromkeys(doubtful))
    findings = [
        *result.findings,
        *check_figures(report, frozenset(result.unreadable | doubtful)),
        *(
            finding
            for finding in proofread(
                read_by_prose, last, result.headings, result.beside, result.instead
            )
            # where a heading or a sheet could not be found, nobody knows whether it is empty
            if finding.code != "TEXT-MISSING" or Slot(finding.name or "") not in result.unreadable
        ),
    ]
    located = one_per_kind(map(result.located, findings))
    if not file.is_workbook:
        located = [finding.for_document() for finding in located]
    return Examination(
        file,
        report,
        tuple(sorted(located, key=_sheet_order)),
        tuple(result.notes),
        result.places.get(Slot("unit_name")),
        last,
        result.signed,
        tuple(
            f"“{section_of(key).heading}”表格以外：{text}"
            for key, texts in result.beside.items()
            for text in texts
        ),
        reading=result,
    )


def annotated(examination: Examination) -> tuple[bytes | None, str]:
    """Return the copy of a file with what was found at its place, or why there is none, as a sentence.

    A workbook comes back as a fresh one, a Word report with comments. Nothing is said where nothing is
    to be mended. Raises NianbaoError where the file cannot be read again, or a text fits no cell.
    """
    file, findings, reading = examination.file, examination.findings, examination.reading
    if not needs_mending(findings):
        return None, ""
    if file.is_workbook:
        from converter.annotating.workbook import annotated_workbook

        return annotated_workbook(examination.report, findings, reading, examination.last), ""
    if file.kind in _NO_NOTES_ON:
        return None, _NO_NOTES_ON[file.kind].format(file.path.name)
    from converter.annotating.document import annotated_document

    with unreadable_as(file.path.name, _NOTES_DO_NOT_FIT):
        copy = annotated_document(examination.content.data, examination.report, findings, reading)
    return copy, "" if copy else _NO_NOTES_ON_ACTIVE.format(file.path.name)


def annotated_name(stem: str, *, is_workbook: bool) -> str:
    """Return the name of an annotated copy; `stem` is the file's own, or the title of the report."""
    suffix = ".xlsx" if is_workbook else ".docx"
    return safe_file_name(f"{_ANNOTATED_END.sub('', stem)}（批注）", suffix)


def plan_annotated(
    examination: Examination, folder: Path | None = None, others: Collection[Path] = ()
) -> tuple[Plan | None, str]:
    """Build the annotated copy of a file, beside it or in a folder; write nothing.

    `others` are files that are never overwritten. Returns as `annotated` does.
    """
    data, refusal = annotated(examination)
    if data is None:
        return None, refusal
    source = examination.file.path
    inputs = (source, *others)
    is_workbook = examination.file.is_workbook
    target = (folder or source.parent) / annotated_name(source.stem, is_workbook=is_workbook)
    first, number = target, 1
    while is_input(target, inputs):
        number += 1
        target = first.with_name(first.name.replace("（批注）", f"（批注{number}）"))
    return Plan(examination, (Output(target, data),), inputs), ""


def plan_import(source: Path, output: Path | None = None) -> Plan:
    """Read a Word report or a web page and build a workbook that holds all of it; write nothing.

    `output` is a file or a folder, None for the folder of the source. Findings do not stop an import.
    Raises NianbaoError where the file cannot be used.
    """
    from converter.writing.workbooks.workbook import write_workbook

    examination = examine(source)
    target = target_path(output, source.parent, workbook_file_name(examination.report))
    # what the form has no place for is kept where the workbook says where it comes from
    notes = (
        f"由“{source.name}”导入。",
        *_totals_that_change(examination.report),
        *examination.notes,
        *examination.beside[:_MOST_BESIDE],
    )
    # each explanation goes to its line of 校验
    explained = {one.key: one.reason for one in examination.findings if one.explained}
    data = write_workbook(replace(examination.report, reasons=explained), notes)
    return Plan(examination, (Output(target, data),), (source,))


def _totals_that_change(report: Report) -> list[str]:
    """Return one sentence on the printed totals that a workbook, which adds up itself, does not keep."""
    summed = report.with_sums()
    changed = [
        f"“{slot_label(slot)}”印的是 {format_number(printed)}，各项之和是 {format_number(figure)}"
        for slot in TOTAL_SLOTS
        if (printed := report.stated(slot)) is not None
        and (figure := summed.figure(slot)) is not None
        and figure != printed
    ]
    if not changed:
        return []
    listed = sentences.some_of(changed, _MOST_BESIDE, "处", "；", "；")
    return [f"报告里有合计和各项之和不符，填报表里是各项之和：{listed}。请核对哪一个数错了。"]


def new_workbook(unit: str, options: Options, year: int | None) -> tuple[Path, tuple[str, ...]]:
    """Write an empty workbook, prefilled from last year's file where there is one.

    Returns its path, and sentences on what of the figures that are carried over does not add up.

    Raises NianbaoError where last year's file cannot be used or the workbook cannot be written.
    """
    from converter.writing.workbooks.workbook import write_workbook

    previous = options.previous
    last = read_last_year(previous, year) if previous else None
    start = last.next_year() if last else Report()
    start = replace(
        start,
        unit_name=tidy_text(unit) or start.unit_name,
        report_year=year or start.report_year,
    )
    target = target_path(options.output, Path(), workbook_file_name(start))
    data = write_workbook(start, last_year=last)
    path = write_atomic(data, target, force=options.force, inputs=(previous,))
    return path, tuple(_wrong_in(last)) if last else ()


def _wrong_in(last: Report) -> Iterator[str]:
    """Yield what does not add up in those tables of last year of which figures are carried over."""
    for one in blocking(check_figures(last)):
        if one.code.startswith(("T2-", "T3-")):
            yield f"{slot_label(Slot(one.name or '', one.position))}：{one.what}"


def template_problems(template: Path) -> list[str]:
    """Return what is wrong with a Word template, in sentences; raises UnusableFile where it is no Word document."""
    from converter.own_template.printing import check_template

    with _own_template(template) as call:
        problems: list[str] = call(check_template)
    return problems


def report_file_name(report: Report, suffix: str) -> str:
    """Return the default name of a report, as a Word file, a page, a PDF or a mail."""
    return safe_file_name(official_title(report.unit_name, report.report_year), suffix)


def workbook_file_name(report: Report) -> str:
    """Return the default name of a workbook, which tells it from the report."""
    title = official_title(report.unit_name, report.report_year)
    return safe_file_name(f"{title.removesuffix(REPORT_NAME)}{_WORKBOOK_NAME}", ".xlsx")


def read(file: InputFile) -> ReadResult:
    """Read a workbook, a Word report, a web page or a PDF; .xls, .et and .doc files through LibreOffice.

    Raises UnusableFile where it cannot be read at all.
    """
    if file.is_old:
        from converter.reading.workbooks.old_formats import made_new

        made = made_new(file)
        result = read(made)
        result.made_of_old = made
        if file.is_workbook:
            result.notes.insert(0, _OLD_FORMAT)
        return result
    if file.is_workbook:
        return read_workbook(file)
    from converter.reading.report import read_document

    return read_document(file)


def read_last_year(path: Path, year: int | None) -> Report:
    """Return the report of last year's file of the same unit; `year` is this year, where it is known.

    Raises NianbaoError where the file is of another year or lacks the figures that are carried over.
    """
    last = read(open_input(path)).report
    if not last.unit_name and not last.report_year:
        raise NianbaoError(
            f"{path.name}：里面没有单位和年度，像是空白填报表，复制一份直接填就行。"
            "要从去年的接着填，请用去年的报告或填报表。"
        )
    if year and last.report_year != year - 1:
        found = f"这是 {last.report_year} 年的文件" if last.report_year else "里面没有写年度"
        raise NianbaoError(f"{path.name}：{found}，应给 {year - 1} 年的。请换成上年度的文件。")
    carried_out = slots_of(FIELDS["t3_carried_out"])
    if any(last.figure(slot) is None for slot in carried_out):
        raise NianbaoError(
            f"{path.name}：读不到上年度的“结转下年度继续办理”。请先把上年度的文件改好。"
        )
    return last


@contextmanager
def renderer(template: Path | None) -> Iterator[Callable[[Report], bytes]]:
    """Yield a function that renders a report as a Word file.

    A county's own template is rendered in a worker process with limits of time and memory. Raises
    UnusableTemplate where it cannot be used.
    """
    if template is None:
        yield render
        return
    from converter.own_template.printing import check_template, render_with_own

    with _own_template(template) as call:
        problems = call(check_template)
        if problems:
            raise UnusableTemplate(f"{template.name}：{problem}" for problem in problems)
        yield partial(call, render_with_own)


@contextmanager
def _own_template(path: Path) -> Iterator[Callable[..., Any]]:
    """Yield a function that runs another one in a worker process, the template as its first argument.

    Raises UnusableFile where the template is no Word document; the yielded function raises
    UnusableTemplate where the worker process is stopped.
    """
    from converter.files.workers import Workers, WorkerStopped
    from converter.own_template.printing import check_template

    template = open_input(path)
    if template.kind != "document":
        raise UnusableFile(f"{path.name}：不是 Word 文档。报告模板应是 .docx 文件。")
    with Workers(1, TEMPLATE_TIME_LIMIT, preload=(_PRINTING,)) as workers:

        def call(function: Callable[..., Any], *more: Any) -> Any:
            start = time.monotonic()
            try:
                result = workers.submit(function, template, *more).result()
            except WorkerStopped as stop:
                raise UnusableTemplate([f"{path.name}：{stop}"]) from None
            if function is check_template:
                # printing has what checking left of the time
                spent = time.monotonic() - start
                workers.time_limit = max(TEMPLATE_TIME_LIMIT - spent, _LEAST_TIME)
            return result

        yield call


def _sheet_order(finding: Finding) -> tuple[int, int]:
    """Return a sort key: the sheet, then errors first; sorting keeps the form's order within."""
    sheet = finding.place.sheet if finding.place else None
    position = SHEETS.index(sheet) if sheet in SHEETS else len(SHEETS)
    weight = ("error", "warning", "note").index(finding.severity.value)
    return position, weight
