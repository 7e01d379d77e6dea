"""Check a county's own Word template: unsafe parts, placeholders unknown, missing or broken."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from converter.errors import UnusableFile, UnusableTemplate
from converter.files.kinds import InputFile
from converter.files.package import Package
from converter.form.fields import FIELDS, PROSE_FIELDS, TABLE_SLOTS, Slot
from converter.form.report import Report
from converter.writing.context import Paragraph, Paragraphs, render_context, split_heading
from converter.writing.word import is_xml, render_with_docxtpl, sandbox, vetted_template

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from jinja2 import nodes

_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{\{|\{%|\}\}|%\}", re.DOTALL)
_REQUIRED: Final = (
    *(Slot(name) for name in ("title", *PROSE_FIELDS, "unit_name", "report_date")),
    *TABLE_SLOTS,
)
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def check_template(template: InputFile) -> list[str]:
    """Return what is wrong with a template, as sentences for the clerk; none where it can be used.

    They name every unknown, missing or broken placeholder and its place in the document.
    """
    try:
        unsafe = list(_unsafe_parts(Package(template.data)))
        if unsafe:
            return unsafe
        data = vetted_template(Package(template.data))
        texts = list(_texts(data))
    except UnusableFile as refusal:
        return [str(refusal)]
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 (python-docx raises many kinds on damaged files)
        return ["这个 Word 文档已损坏，读不出来。请打开后重新保存。"]
    if not any(_TAG.search(text) for _, text in texts):
        return ["里面一个占位符也没有，不是报告模板。请从 report_template.docx 改起。"]
    known = render_context(Report())
    names = {*known, "paragraph", "loop"}
    for _, text in texts:
        names.update(re.findall(r"\{%\w*\s*(?:for|set)\s+(\w+)", text))
    problems = [
        f"{place}：{problem}"
        for place, text in texts
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
"""Relationship types that run something or embed a file, each with the word for it."""
_EXTERNAL: Final = {
    "attachedTemplate": "模板",
    "image": "图片",
    "frame": "框架",
    "mailMergeSource": "数据源",
}
"""The word for what a relationship of each type fetches from outside the document."""
_ACTIVE_FIELDS: Final = frozenset(
    {"DDE", "DDEAUTO", "IMPORT", "INCLUDE", "INCLUDEPICTURE", "INCLUDETEXT", "LINK", "MACROBUTTON"}
)
"""Fields that fetch or run something when Word opens the report."""
_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def _unsafe_parts(package: Package) -> Iterator[str]:
    """Yield a sentence for each part that fetches something from elsewhere, runs or embeds it."""
    for name in package.parts:
        if name.lower().endswith(".rels"):
            for relationship in package.tree(name).iter(_RELATIONSHIP):
                yield from _unsafe_relationship(relationship)
        elif "vba" in name.lower():
            yield f"模板里有宏（{name}）。请删除后另存为 .docx。"
        elif name.startswith("word/") and is_xml(package, name):
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
    """Yield the first word of each field's code; a code may be cut into runs, and fields may nest."""
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
    """Render a report with a different mark in every slot; say which required marks are missing."""
    try:
        rendered = _render_marks(data)
    except UnusableTemplate as fault:
        # the cause has been named already
        return [] if broken else list(fault.problems)
    return [
        f"缺少占位符“{_placeholder(slot)}”（{FIELDS[slot.name].slot_label(slot.position)}）。请补上。"
        for slot in _REQUIRED
        if _mark(slot) not in rendered
    ]


def _mark(slot: Slot) -> str:
    return f"⟦{slot.name}:{slot.position}⟧"


def _render_marks(data: bytes) -> str:
    from jinja2 import ChainableUndefined

    context: dict[str, Any] = {}
    for name, sample in render_context(Report()).items():
        mark = _mark(Slot(name))
        if isinstance(sample, Paragraphs):
            context[name] = Paragraphs((split_heading(f"（一）{mark}"), Paragraph("", mark)))
        elif isinstance(sample, tuple):
            context[name] = tuple(_mark(Slot(name, position)) for position in range(len(sample)))
        else:
            context[name] = mark
    document = render_with_docxtpl(context, data, ChainableUndefined)
    return "".join(text for _, text in _texts(document))


def _placeholder(slot: Slot) -> str:
    if slot.name in PROSE_FIELDS:
        return f"{{%p for paragraph in {slot.name} %}}"
    position = f"[{slot.position}]" if FIELDS[slot.name].table else ""
    return f"{{{{ {slot.name}{position} }}}}"


def _texts(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the place and the text of each paragraph, those of headers and footers included."""
    import docx

    document = docx.Document(io.BytesIO(data))
    yield from _texts_of(document.element.body, "正文")
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
                yield from _texts_of(part.part.element, name)


def _texts_of(root: Any, name: str) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs under an element; content controls, text boxes and insertions count."""
    tables = list(root.iter(f"{_W}tbl"))
    outside = 0
    for paragraph in root.iter(f"{_W}p"):
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

    from jinja2 import TemplateSyntaxError, Undefined, meta

    if tag in ("{{", "{%", "}}", "%}"):
        yield f"占位符不完整，只有“{tag}”。请补全成对的花括号。"
        return
    try:
        tree = sandbox(Undefined).parse(_as_expression(tag))
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
    """Say where a row of figures is used without a position, or with one that it does not have."""
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
