"""Word documents: render the report from a template, and check a county's own template.

The only room for docxtpl and python-docx.
"""

import difflib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from converter.document_template import CORE_PROPERTIES, core_properties, pack
from converter.findings import UnusableTemplate
from converter.form import FIELDS, TABLES, Cell, cells_of
from converter.intake import Arrival
from converter.report import (
    AnnualReport,
    chinese_date,
    plain,
    report_other_matters,
    report_preface,
    report_title,
)

if TYPE_CHECKING:
    from docx.document import Document
    from jinja2 import Environment, nodes

TITLE_LINE: Final = 20
"""Characters of the title's size on one line."""
HEADING_LENGTH: Final = 40
"""A second-level heading is no longer than this."""
_HEADING_START: Final = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
_HEADING_END: Final = re.compile(r"[。：:；;！？]")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph as the template prints it."""

    heading: str
    """Its second-level heading, or nothing."""
    text: str

    @property
    def is_heading(self) -> bool:
        """Whether the whole paragraph is a heading line."""
        return bool(self.heading) and not self.text

    def __str__(self) -> str:
        return self.heading + self.text


def split_heading(paragraph: str) -> Paragraph:
    """Tell a paragraph's second-level heading from its text.

    >>> split_heading("（一）主动公开").is_heading
    True
    >>> split_heading("（一）主动公开。全年公开 12 条。")
    Paragraph(heading='（一）主动公开。', text='全年公开 12 条。')
    """
    if not _HEADING_START.match(paragraph):
        return Paragraph("", paragraph)
    end = _HEADING_END.search(paragraph)
    head = paragraph[: end.end()] if end else paragraph
    if len(head) > HEADING_LENGTH:
        return Paragraph("", paragraph)
    return Paragraph(head, paragraph[len(head) :])


def broken_title(report: AnnualReport) -> str:
    """Return the title, broken in two lines at the unit's name where one line is too short."""
    title = report_title(report)
    if len(title) <= TITLE_LINE:
        return title
    match = re.search(rf"{re.escape(report.unit_name)}(?:{report.report_year}年度?)?", title)
    if report.unit_name and match and match.end() < len(title):
        return f"{title[: match.end()]}\n{title[match.end() :]}"
    return title


def template_context(report: AnnualReport) -> dict[str, Any]:
    """Return what a template may print: the contract's names, every figure as it is printed."""
    context: dict[str, Any] = {
        "title": broken_title(report),
        "unit_name": report.unit_name,
        "report_year": str(report.report_year or ""),
        "report_date": chinese_date(report.report_date) if report.report_date else "",
        "submit_to": report.submit_to,
        "contact_name": report.contact_name,
        "contact_phone": report.contact_phone,
        "preface": [Paragraph("", text) for text in report_preface(report)],
        "overview": [split_heading(text) for text in report.overview],
        "problems": [split_heading(text) for text in report.problems],
        "other_matters": [split_heading(text) for text in report_other_matters(report)],
    }
    for field in FIELDS.values():
        if field.is_number:
            figures = [report.figure(cell) for cell in cells_of(field)]
            printed = tuple("" if figure is None else plain(figure) for figure in figures)
            context[field.name] = printed if field.table or len(printed) > 1 else printed[0]
    return context


def render_report(report: AnnualReport, template: bytes) -> bytes:
    """Print a report with a template; the same report and template give the same bytes.

    Raises UnusableTemplate where the template asks for what is not there.
    """
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError

    document = DocxTemplate(io.BytesIO(template))
    try:
        document.render(template_context(report), _environment())
    except (TemplateError, ValueError, TypeError) as fault:
        raise UnusableTemplate([f"不能按模板生成（{fault}）。"]) from None
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    # python-docx would leave traces of the template's author and of itself
    signed = core_properties(report_title(report), report.unit_name, report.report_date)
    return pack({**parts, CORE_PROPERTIES: signed.encode()})


def _environment() -> "Environment":
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)


# ---------------------------------------------------------------- a county's own template

_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{\{|\{%|\}\}|%\}", re.DOTALL)
_REQUIRED: Final = (
    *(Cell(name) for name in ("title", "preface", "overview", "problems", "other_matters")),
    Cell("unit_name"),
    Cell("report_date"),
    *(cell for table in TABLES.values() for field in table.fields for cell in cells_of(field)),
)
_LOOPED: Final = ("preface", "overview", "problems", "other_matters")


def check_template(arrival: Arrival) -> list[str]:
    """Name every unknown, missing or broken placeholder of a template, and where it stands.

    Returns sentences for the clerk, none where the template can be used.
    """
    import docx

    try:
        document = docx.Document(io.BytesIO(arrival.data))
        spots = list(_spots(document))
    except Exception:  # noqa: BLE001 (python-docx raises many kinds on damaged files)
        return ["这个 Word 文档已损坏，读不出来。请打开后重新保存。"]
    known = template_context(AnnualReport())
    problems: list[str] = []
    found: set[Cell] = set()
    for place, text in spots:
        for tag in _TAG.findall(text):
            problems += [f"{place}：{problem}" for problem in _tag_problems(tag, known, found)]
    problems += [
        f"缺少占位符“{_placeholder(cell)}”（{FIELDS[cell.name].cell_label(cell.position)}）。请补上。"
        for cell in _REQUIRED
        if cell not in found
    ]
    if not problems:
        problems = _rendering_problems(arrival.data)
    return problems


def _rendering_problems(data: bytes) -> list[str]:
    sample = AnnualReport(
        unit_name="某某县某某镇人民政府",
        report_year=2025,
        overview=("（一）主动公开", "正文"),
        problems=("正文",),
        figures={
            name: (0,) * len(field.cells) for name, field in FIELDS.items() if field.is_number
        },
    )
    try:
        render_report(sample, data)
    except UnusableTemplate as fault:
        return list(fault.problems)
    return []


def _placeholder(cell: Cell) -> str:
    if cell.name in _LOOPED:
        return f"{{%p for paragraph in {cell.name} %}}"
    return (
        f"{{{{ {cell.name}[{cell.position}] }}}}"
        if FIELDS[cell.name].table
        else f"{{{{ {cell.name} }}}}"
    )


def _spots(document: "Document") -> Iterator[tuple[str, str]]:
    """Walk all text of a document with the place of each piece, headers and footers included."""
    yield from _container_spots(document, "正文")
    for section in document.sections:
        parts = (
            (section.header, "页眉"),
            (section.footer, "页脚"),
            (section.even_page_header, "偶数页页眉"),
            (section.even_page_footer, "偶数页页脚"),
        )
        for part, name in parts:
            if not part.is_linked_to_previous:
                yield from _container_spots(part, name)


def _container_spots(container: Any, name: str) -> Iterator[tuple[str, str]]:
    for number, paragraph in enumerate(container.paragraphs, start=1):
        yield f"{name}第 {number} 段", paragraph.text
    for number, table in enumerate(container.tables, start=1):
        for row_number, row in enumerate(table._tbl.tr_lst, start=1):  # noqa: SLF001 (cells as they are stored)
            for column, cell in enumerate(row.tc_lst, start=1):
                text = "".join(node.text or "" for node in cell.iter(f"{_W}t"))
                yield f"{name}第 {number} 个表格第 {row_number} 行第 {column} 格", text


_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _tag_problems(tag: str, known: Mapping[str, Any], found: set[Cell]) -> Iterator[str]:
    """Say what is wrong with one tag; add the cells that it prints to those found."""
    from jinja2 import TemplateSyntaxError

    if tag in ("{{", "{%", "}}", "%}"):
        yield f"占位符不完整，只有“{tag}”。请补全成对的花括号。"
        return
    try:
        tree = _environment().parse(_as_expression(tag))
    except TemplateSyntaxError:
        yield f"占位符“{tag}”写法有误。请照原模板的写法改正。"
        return
    yield from _unknown_names(tree, known)
    yield from _printed_cells(tree, known, found)


def _unknown_names(tree: "nodes.Template", known: Mapping[str, Any]) -> Iterator[str]:
    from jinja2 import meta

    for name in sorted(meta.find_undeclared_variables(tree) - {"paragraph"} - set(known)):
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"是不是“{near[0]}”？" if near else "请核对名称。"
        yield f"不认识的占位符“{name}”。{hint}"


def _printed_cells(
    tree: "nodes.Template", known: Mapping[str, Any], found: set[Cell]
) -> Iterator[str]:
    """Find the cells that a tag prints, `t3_granted[0]` or `unit_name`."""
    from jinja2 import nodes

    positions: dict[int, object] = {
        id(item.node): item.arg.value if isinstance(item.arg, nodes.Const) else None
        for item in tree.find_all(nodes.Getitem)
    }
    for node in tree.find_all(nodes.Name):
        name = node.name
        if name not in known:
            continue
        if not isinstance(known[name], tuple):
            found.add(Cell(name))
            continue
        count = len(known[name])
        if id(node) not in positions:
            yield f"“{name}”有 {count} 格，要写明是哪一格，如“{name}[0]”。"
            continue
        position = positions[id(node)]
        if isinstance(position, int) and 0 <= position < count:
            found.add(Cell(name, position))
        else:
            yield f"“{name}”只有 {count} 格，编号从 0 到 {count - 1}，没有 [{position}]。"


def _as_expression(tag: str) -> str:
    """Return a tag that parses by itself: docxtpl's prefixes gone, blocks closed."""
    body = re.sub(r"^\{([{%])(?:p|tr|tc|r)(?=\s)", r"{\1", tag)
    body = body.translate(str.maketrans("“”‘’", "\"\"''"))
    keyword = re.match(r"\{%-?\s*(\w+)", body)
    if keyword is None:
        return body
    word = keyword[1]
    closing = {"for": "{% endfor %}", "if": "{% endif %}", "elif": "", "else": ""}
    if word in ("endfor", "endif", "else"):
        return ""
    if word == "elif":
        return f"{{% if 0 %}}{body}{{% endif %}}"
    return body + closing.get(word, "")
