"""Word documents: render the report from a template, and check a county's own template.

The only room for docxtpl and python-docx.
"""

import hashlib
import importlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from converter.errors import UnusableFile, UnusableTemplate
from converter.files.kinds import InputFile
from converter.files.package import LARGEST_PART, Package, repack
from converter.form.fields import FIELDS, PROSE_FIELDS, TABLES, Slot, slots_of
from converter.form.report import Report, report_title
from converter.writing.compiled import MADE_WITH, PROGRAMS
from converter.writing.context import Paragraph, Paragraphs, render_context, split_heading
from converter.writing.word_template import (
    CORE_PROPERTIES,
    EMPTY_PROPERTIES,
    XML_DECLARATION,
    core_properties,
    pack,
    packed_with,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from docx.document import Document
    from jinja2 import Environment, Template, Undefined, nodes


def render_report(report: Report, template: bytes) -> bytes:
    """Print a report with a template; the same report and template give the same bytes.

    Raises UnusableTemplate where the template asks for what is not there.
    """
    signed = core_properties(report_title(report), report.unit_name, report.report_date)
    return _printed(render_context(report), template, signed.encode())


def render_with_own(template: InputFile, report: Report) -> bytes:
    """Print a report with a county's own template.

    Raises UnusableFile where the template cannot be read, UnusableTemplate where it asks for what
    is not there or prints too much.
    """
    return render_report(report, _passed(Package(template.data)))


def render_return_note(note: dict[str, Any], template: bytes) -> bytes:
    """Print the note that sends a report back."""
    return _printed(note, template, core_properties("退回修改通知", "", None).encode())


def _printed(context: dict[str, Any], template: bytes, properties: bytes) -> bytes:
    """Print a document: our own templates the short way, any other through docxtpl."""
    compiled = _compiled(template)
    if compiled:
        return compiled.printed(context, properties)
    return _printed_by_docxtpl(context, template, properties)


def _printed_by_docxtpl(context: dict[str, Any], template: bytes, properties: bytes) -> bytes:
    from jinja2 import StrictUndefined

    buffer = io.BytesIO()
    _render(context, template, StrictUndefined).save(buffer)
    with zipfile.ZipFile(buffer) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    # python-docx would leave traces of the template's author and of itself
    parts |= {name: part for name, part in EMPTY_PROPERTIES.items() if name in parts}
    return pack({**parts, CORE_PROPERTIES: properties})


# ---------------------------------------------------------------- our own templates, compiled

_MAIN_PART: Final = "word/document.xml"
_LINE_BREAK: Final = '</w:t><w:br/><w:t xml:space="preserve">'
"""What docxtpl makes of a line break within a text."""


@dataclass(frozen=True)
class _Compiled:
    """One of our own templates, ready to print.

    docxtpl would spend nine tenths of its time on what is the same for every report: joining
    placeholders that Word has cut up, compiling, mending tables whose columns come from a loop.
    Our templates have been through that when they were built.
    """

    program: "Template"
    shell: bytes
    """The package without the parts that differ from report to report."""

    def printed(self, context: dict[str, Any], properties: bytes) -> bytes:
        # the program holds no line break of its own
        xml = self.program.render(context).replace("\n", _LINE_BREAK)
        parts = {CORE_PROPERTIES: properties, _MAIN_PART: f"{XML_DECLARATION}{xml}".encode()}
        return packed_with(self.shell, parts)


@lru_cache(maxsize=len(PROGRAMS))
def _compiled(template: bytes) -> "_Compiled | None":
    """Return one of our own templates, compiled; None for any other."""
    name = PROGRAMS.get(hashlib.sha256(template).hexdigest())
    if name is None:
        return None
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    shell = {part: parts[part] for part in parts if part not in {CORE_PROPERTIES, _MAIN_PART}}
    return _Compiled(_program(name, template), pack(shell))


def _program(name: str, template: bytes) -> "Template":
    import jinja2

    environment = _environment()
    environment.undefined = jinja2.StrictUndefined
    if jinja2.__version__ == MADE_WITH:
        namespace = vars(importlib.import_module(f"converter.writing.compiled.{name}"))
    else:
        # what one version of Jinja compiled another may not run
        namespace = {"__file__": name}
        exec(template_program(template), namespace)  # noqa: S102 (our own template, by its digest)
    return jinja2.Template.from_module_dict(environment, namespace, environment.globals)


def template_program(template: bytes) -> str:
    """Return one of our own templates as the Python program that Jinja makes of its main part.

    Fit for templates whose tables have the same columns whatever is printed, and whose other parts
    hold no placeholders.
    """
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(template))
    document.init_docx()
    body = re.sub(r"<w:body[^>]*>", "<w:body>", document.patch_xml(document.get_xml()), count=1)
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        main = package.read(_MAIN_PART).decode()
    root = main[main.index("<w:document") : main.index("<w:body")]
    source = f"{root}{body}</w:document>"
    return _environment().compile(source, raw=True, defer_init=True)


# ---------------------------------------------------------------- any template, through docxtpl


def _render(context: dict[str, Any], template: bytes, undefined: "type[Undefined]") -> "Document":
    from docxtpl import DocxTemplate

    environment = _environment()
    environment.undefined = undefined
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(context, environment)
    except MemoryError:
        raise
    except Exception as fault:  # noqa: BLE001 (a template can fail in any way a program can)
        raise UnusableTemplate([f"不能按模板生成（{fault}）。请照原模板的写法改正。"]) from None
    rendered: Document = document.docx
    if sum(len(part.blob) for part in rendered.part.package.iter_parts()) > LARGEST_PART:
        raise UnusableTemplate(["按模板生成的报告过大。请检查模板里的循环。"])
    return rendered


def _environment() -> "Environment":
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(autoescape=True)
    # text printed "safe" would be read as XML
    del environment.filters["safe"]
    return environment


# ---------------------------------------------------------------- a county's own template

_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{\{|\{%|\}\}|%\}", re.DOTALL)
_REQUIRED: Final = (
    *(Slot(name) for name in ("title", *PROSE_FIELDS, "unit_name", "report_date")),
    *(cell for table in TABLES.values() for field in table.fields for cell in slots_of(field)),
)
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def check_template(arrival: InputFile) -> list[str]:
    """Name every unknown, missing or broken placeholder of a template, and where it stands.

    Returns sentences for the clerk, none where the template can be used.
    """
    try:
        package = Package(arrival.data)
        unsafe = list(_unsafe_parts(package))
        if unsafe:
            return unsafe
        data = _passed(Package(arrival.data))
        spots = list(_spots(data))
    except UnusableFile as refusal:
        return [str(refusal)]
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 (python-docx raises many kinds on damaged files)
        return ["这个 Word 文档已损坏，读不出来。请打开后重新保存。"]
    if not any(_TAG.search(text) for _, text in spots):
        return ["里面一个占位符也没有，不是报告模板。请从 report_template.docx 改起。"]
    known = render_context(Report())
    names = {*known, "paragraph", "loop"}
    for _, text in spots:
        names.update(re.findall(r"\{%\w*\s*(?:for|set)\s+(\w+)", text))
    problems = [
        f"{place}：{problem}"
        for place, text in spots
        for tag in _TAG.findall(text)
        for problem in _tag_problems(tag, known, names)
    ]
    return problems + _missing(data, broken=bool(problems))


_ACTIVE: Final = {
    "vbaProject": "宏",
    "wordVbaData": "宏",
    "attachedToolbars": "宏",
    "keyMapCustomizations": "宏",
    "extensibility": "自定义界面",
    "control": "ActiveX 控件",
    "oleObject": "嵌入对象",
    "package": "嵌入文件",
    "aFChunk": "外来文档",
    "subDocument": "子文档",
}
"""Kinds of relationships by which a document runs or takes in something."""
_EXTERNAL: Final = {
    "attachedTemplate": "模板",
    "image": "图片",
    "frame": "框架",
    "mailMergeSource": "数据源",
}
_ACTIVE_FIELDS: Final = frozenset(
    {"DDE", "DDEAUTO", "IMPORT", "INCLUDE", "INCLUDEPICTURE", "INCLUDETEXT", "LINK", "MACROBUTTON"}
)
"""Fields that fetch or run something when Word opens the report."""
_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def _passed(package: Package) -> bytes:
    """Return a template's parts as they passed the gate."""
    return repack(
        {
            name: package.xml(name) if _is_xml(package, name) else package.read(member)
            for name, member in package.parts.items()
            if not member.is_dir()
        }
    )


def _is_xml(package: Package, name: str) -> bool:
    kind = package.types.get(name, "")
    return name.endswith((".xml", ".rels")) or kind.endswith("xml")


def _unsafe_parts(package: Package) -> Iterator[str]:
    """Name what a template fetches from elsewhere, runs, or takes in."""
    for name in package.parts:
        if name.lower().endswith(".rels"):
            for relationship in package.tree(name).iter(_RELATIONSHIP):
                yield from _unsafe_relationship(relationship)
        elif "vba" in name.lower():
            yield f"模板里有宏（{name}）。请删除后另存为 .docx。"
        elif name.startswith("word/") and _is_xml(package, name):
            for word in _field_words(package.tree(name)):
                if word in _ACTIVE_FIELDS:
                    yield f"模板里有会取外部内容或运行程序的域（{word}）。请删除这个域。"


def _unsafe_relationship(relationship: "Element") -> Iterator[str]:
    kind = relationship.get("Type", "").rpartition("/")[2]
    target = relationship.get("Target", "")[:80]
    if kind in _ACTIVE:
        yield f"模板里有{_ACTIVE[kind]}（{target}）。请删除后另存为 .docx。"
    elif relationship.get("TargetMode") == "External" and kind != "hyperlink":
        remedy = {
            "attachedTemplate": "请在“开发工具”的“文档模板”里改回 Normal，保存后再试。",
            "image": "请把图片直接插入文档，不要链接。",
        }.get(kind, "请删除后再试。")
        yield f"模板引用了外部的{_EXTERNAL.get(kind, '内容')}（{target}）。{remedy}"


def _field_words(part: "Element") -> Iterator[str]:
    """Return the first word of each field; its code may be cut into runs, and fields may nest."""
    codes: list[str] = []
    for node in part.iter():
        if node.tag == f"{_W}fldSimple":
            yield from node.get(f"{_W}instr", "").upper().split()[:1]
        elif node.tag == f"{_W}instrText":
            codes[-1:] = [(codes[-1] if codes else "") + (node.text or "")]
        elif node.tag == f"{_W}fldChar" and node.get(f"{_W}fldCharType") == "begin":
            codes.append("")
        elif node.tag == f"{_W}fldChar" and codes:
            yield from codes[-1].upper().split()[:1]
            codes[-1] = ""
            if node.get(f"{_W}fldCharType") == "end":
                codes.pop()


def _missing(data: bytes, *, broken: bool) -> list[str]:
    """Print a report whose every cell is a mark of its own; return the cells not printed."""
    try:
        printed = _probe(data)
    except UnusableTemplate as fault:
        # what stands in the way has been named already
        return [] if broken else list(fault.problems)
    return [
        f"缺少占位符“{_placeholder(cell)}”（{FIELDS[cell.name].slot_label(cell.position)}）。请补上。"
        for cell in _REQUIRED
        if _mark(cell) not in printed
    ]


def _mark(cell: Slot) -> str:
    return f"⟦{cell.name}:{cell.position}⟧"


def _probe(data: bytes) -> str:
    from jinja2 import ChainableUndefined

    context: dict[str, Any] = {}
    for name, sample in render_context(Report()).items():
        if isinstance(sample, Paragraphs):
            lines = (split_heading(f"（一）{_mark(Slot(name))}"), Paragraph("", _mark(Slot(name))))
            context[name] = Paragraphs(lines)
        elif isinstance(sample, tuple):
            context[name] = tuple(_mark(Slot(name, position)) for position in range(len(sample)))
        else:
            context[name] = _mark(Slot(name))
    document = _render(context, data, ChainableUndefined)
    buffer = io.BytesIO()
    document.save(buffer)
    return "".join(text for _, text in _spots(buffer.getvalue()))


def _placeholder(cell: Slot) -> str:
    if cell.name in PROSE_FIELDS:
        return f"{{%p for paragraph in {cell.name} %}}"
    position = f"[{cell.position}]" if FIELDS[cell.name].table else ""
    return f"{{{{ {cell.name}{position} }}}}"


def _spots(data: bytes) -> Iterator[tuple[str, str]]:
    """Walk all text of a document with the place of each piece, headers and footers included."""
    import docx

    document = docx.Document(io.BytesIO(data))
    yield from _part_spots(document.element.body, "正文")
    for section in document.sections:
        parts = (
            (section.header, "页眉"),
            (section.footer, "页脚"),
            (section.first_page_header, "首页页眉"),
            (section.first_page_footer, "首页页脚"),
            (section.even_page_header, "偶数页页眉"),
            (section.even_page_footer, "偶数页页脚"),
        )
        for part, name in parts:
            if not part.is_linked_to_previous:
                yield from _part_spots(part._element, name)  # noqa: SLF001 (no public way to it)


def _part_spots(part: Any, name: str) -> Iterator[tuple[str, str]]:
    """Walk the paragraphs of a part; content controls, text boxes and insertions count as text."""
    tables = list(part.iter(f"{_W}tbl"))
    outside = 0
    for paragraph in part.iter(f"{_W}p"):
        text = "".join(node.text or "" for node in paragraph.iter(f"{_W}t"))
        cell = next(paragraph.iterancestors(f"{_W}tc"), None)
        if cell is None:
            outside += 1
            yield f"{name}第 {outside} 段", text
            continue
        row = next(cell.iterancestors(f"{_W}tr"))
        table = next(row.iterancestors(f"{_W}tbl"))
        where = (
            f"第 {tables.index(table) + 1} 个表格"
            f"第 {1 + sum(1 for _ in row.itersiblings(f'{_W}tr', preceding=True))} 行"
            f"第 {1 + sum(1 for _ in cell.itersiblings(f'{_W}tc', preceding=True))} 格"
        )
        yield f"{name}{where}", text


def _tag_problems(tag: str, known: Mapping[str, Any], names: set[str]) -> Iterator[str]:
    """Say what is wrong with one tag by itself."""
    import difflib

    from jinja2 import TemplateSyntaxError, meta

    if tag in ("{{", "{%", "}}", "%}"):
        yield f"占位符不完整，只有“{tag}”。请补全成对的花括号。"
        return
    try:
        tree = _environment().parse(_as_expression(tag))
        used = meta.find_undeclared_variables(tree)
    except TemplateSyntaxError:
        yield f"占位符“{tag}”写法有误。请照原模板的写法改正。"
        return
    for name in sorted(used - names):
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"是不是“{near[0]}”？" if near else "请核对名称。"
        yield f"不认识的占位符“{name}”。{hint}"
    yield from _position_problems(tree, known)


def _position_problems(tree: "nodes.Template", known: Mapping[str, Any]) -> Iterator[str]:
    """Say where a row of figures is asked for a cell that it has not, or for no cell at all."""
    from jinja2 import nodes

    positions: dict[int, object] = {
        id(item.node): item.arg.value if isinstance(item.arg, nodes.Const) else None
        for item in tree.find_all(nodes.Getitem)
    }
    looped = {id(loop.iter) for loop in tree.find_all(nodes.For)}
    for node in tree.find_all(nodes.Name):
        row = known.get(node.name)
        if not isinstance(row, tuple) or isinstance(row, Paragraphs) or id(node) in looped:
            continue
        position = positions.get(id(node))
        if id(node) not in positions:
            yield f"“{node.name}”有 {len(row)} 格，要写明是哪一格，如“{node.name}[0]”。"
        elif not isinstance(position, int) or not 0 <= position < len(row):
            yield (
                f"“{node.name}”只有 {len(row)} 格，编号从 0 到 {len(row) - 1}，没有 [{position}]。"
            )


def _as_expression(tag: str) -> str:
    """Return a tag that parses by itself: docxtpl's prefixes gone, blocks closed."""
    body = re.sub(r"^\{([{%])(?:p|tr|tc|r)(?=\s)", r"{\1", tag)
    body = body.translate(str.maketrans("“”‘’", "\"\"''"))
    keyword = re.match(r"\{%-?\s*(\w+)", body)
    word = keyword[1] if keyword else ""
    if word in ("endfor", "endif", "else"):
        return ""
    if word == "elif":
        return f"{{% if 0 %}}{body}{{% endif %}}"
    return body + {"for": "{% endfor %}", "if": "{% endif %}"}.get(word, "")
