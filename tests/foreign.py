"""Reports as offices send them: made by other programs, with their own habits of markup."""

import html
import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from converter.form.fields import SECTIONS, TABLES, Table
from converter.form.report import (
    Report,
    chinese_date,
    format_number,
    report_other_matters,
    report_preface,
    report_title,
)
from tools.cases import ROOT

NUMBERING = """<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""

NUMBERING_PART = (
    '<Override PartName="/word/numbering.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>'
)


@dataclass(frozen=True)
class Habits:
    """How an office writes its report; the default is plain and correct."""

    merge: str = "vMerge"
    """`vMerge`, `repeated` (every square holds the text) or `empty` (only the first one does)."""
    figure: Callable[[str], str] = str
    label: Callable[[str], str] = str
    heading: Callable[[str, str], str] = lambda number, core: f"{number}、{core}"
    table2_in_four: bool = False
    table3_split_at: int = 0
    repeat_header: bool = True
    automatic_numbers: bool = False
    wrap: Callable[[str], str] = str
    """Wraps the whole body's XML."""


def paragraph(text: str, *, numbered: bool = False) -> str:
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>' if numbered else ""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    return f"<w:p><w:pPr>{number}</w:pPr><w:r>{lines}</w:r></w:p>"


def word_report(report: Report, habits: Habits = Habits()) -> bytes:
    """Write a Word report the way an office with these habits does."""
    body = [paragraph(line) for line in (report_title(report), *report_preface(report))]
    for section in SECTIONS:
        core = section.heading.partition("、")[2]
        if habits.automatic_numbers:
            body.append(paragraph(core, numbered=True))
        else:
            body.append(paragraph(habits.heading(section.number, core)))
        if section.key in TABLES:
            body.append(_tables(report, TABLES[section.key], habits))
        elif section.key == "other":
            body += map(paragraph, report_other_matters(report))
        else:
            body += map(paragraph, getattr(report, section.key))
    signed = chinese_date(report.report_date) if report.report_date else ""
    body += map(paragraph, (report.unit_name, signed))
    return document("".join(body), habits)


def document(body: str, habits: Habits = Habits()) -> bytes:
    """Put body XML into a Word file."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(ROOT / "report_template.docx") as ours,
        zipfile.ZipFile(buffer, "w") as theirs,
    ):
        for name in ours.namelist():
            content = ours.read(name).decode()
            if name == "word/document.xml":
                head, _, rest = content.partition("<w:body>")
                end = rest[rest.rindex("<w:sectPr") :]
                content = f"{head}<w:body>{habits.wrap(body)}{end}"
            if name == "[Content_Types].xml":
                content = content.replace("</Types>", f"{NUMBERING_PART}</Types>")
            theirs.writestr(name, content)
        theirs.writestr("word/numbering.xml", NUMBERING)
    return buffer.getvalue()


def _tables(report: Report, table: Table, habits: Habits) -> str:
    starts = [0]
    if table.key == "t2" and habits.table2_in_four:
        starts = sorted(cell.row for cell in table.grid if cell.width == table.column_count)
    if table.key == "t3" and habits.table3_split_at:
        starts = [0, habits.table3_split_at]
    parts = []
    for start, end in zip(starts, [*starts[1:], table.row_count], strict=True):
        rows = list(range(start, end))
        if start and table.header_rows and habits.repeat_header:
            rows = [*range(table.header_rows), *rows]
        body = "".join(_row(report, table, row, habits) for row in rows)
        grid = "<w:gridCol/>" * table.column_count
        parts.append(f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>")
    return "<w:p/>".join(parts)


def _row(report: Report, table: Table, row: int, habits: Habits) -> str:
    cells, column = [], 0
    while column < table.column_count:
        cell = table.cell_at(row, column)
        text = habits.label(cell.text)
        if cell.value is not None:
            figure = report.figure(cell.value)
            text = "" if figure is None else habits.figure(format_number(figure))
        if habits.merge == "vMerge":
            properties = f'<w:gridSpan w:val="{cell.width}"/>' if cell.width > 1 else ""
            if cell.height > 1:
                first = cell.row == row
                properties += '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
                text = text if first else ""
            cells.append(_cell(text, properties))
            column += cell.width
        else:
            first = (cell.row, cell.column) == (row, column)
            cells.append(_cell(text if first or habits.merge == "repeated" else ""))
            column += 1
    return f"<w:tr>{''.join(cells)}</w:tr>"


def _cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def web_page(report: Report) -> str:
    """Write the page that a government publishes: a layout table around everything, spans."""
    parts = ["<html><head><meta charset='utf-8'></head><body><table><tr><td>"]
    parts += ["<p>索引号：000014349/2026-00012　发布机构：办公室　发布日期：2026-01-28</p>"]
    parts += [f"<h1>{html.escape(report_title(report))}</h1>"]
    parts += _paragraphs(report_preface(report))
    for section in SECTIONS:
        parts.append(f"<p><strong>{section.heading}</strong></p>")
        if section.key in TABLES:
            parts.append(_web_table(report, TABLES[section.key]))
        elif section.key == "other":
            parts += _paragraphs(report_other_matters(report))
        else:
            parts += _paragraphs(getattr(report, section.key))
    signed = chinese_date(report.report_date) if report.report_date else ""
    parts.append(
        f"<p align='right'>{html.escape(report.unit_name)}</p><p align='right'>{signed}</p>"
    )
    parts.append("</td></tr></table></body></html>")
    return "\n".join(parts)


def _paragraphs(texts: Iterable[str]) -> list[str]:
    return [f"<p>&emsp;&emsp;{html.escape(text)}</p>" for text in texts]


def _web_table(report: Report, table: Table) -> str:
    rows = []
    for row in range(table.row_count):
        cells = []
        for cell in sorted(table.grid, key=lambda cell: cell.column):
            if cell.row != row:
                continue
            text = cell.text
            if cell.value is not None:
                text = f"&nbsp;{format_number(report.figure(cell.value) or 0)}&nbsp;"
            cells.append(f"<td rowspan='{cell.height}' colspan='{cell.width}'><p>{text}</p></td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table border='1'>{''.join(rows)}</table>"
