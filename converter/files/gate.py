"""What a Word document may hold that goes out under the county's name, or back to its unit: parts, links, fields.

What is not allowed is refused by its content type, its relationship or the word of its field, so that
what nobody has thought of is refused as well. The same gate stands before the template and behind
the printed report: a field can be put together while printing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from converter.files.package import CONTENT_TYPES, RELATIONSHIP, Package

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DROPPED: Final = frozenset(
    {
        "comments",
        "commentsExtended",
        "commentsExtensible",
        "commentsIds",
        "customXml",
        "customXmlProps",
        "font",
        "glossaryDocument",
        "classificationlabels",
        "people",
        "printerSettings",
        "thumbnail",
    }
)
"""Relationships to what `cleaning` leaves out: what is about the template's making, and fonts, which could draw one digit as another."""
_PLAIN: Final = frozenset(
    {
        "core-properties",
        "custom-properties",
        "endnotes",
        "extended-properties",
        "fontTable",
        "footer",
        "footnotes",
        "header",
        "hyperlink",
        "image",
        "numbering",
        "officeDocument",
        "settings",
        "styles",
        "stylesWithEffects",
        "theme",
        "webSettings",
    }
)
"""Relationships to what a document consists of."""
_ACTIVE: Final = {
    "vbaProject": "宏",
    "wordVbaData": "宏",
    "attachedToolbars": "宏",
    "keyMapCustomizations": "宏",
    "extensibility": "自定义界面",
    "webextension": "加载项",
    "webextensiontaskpanes": "加载项",
    "control": "ActiveX 控件",
    "oleObject": "嵌入对象",
    "package": "嵌入文件",
    "chart": "图表",
    "aFChunk": "外来文档",
    "subDocument": "子文档",
}
"""Relationships to what runs something or embeds a file, each with the word for it."""
_EXTERNAL: Final = {
    "attachedTemplate": "模板",
    "image": "图片",
    "frame": "框架",
    "mailMergeSource": "数据源",
    "mailMergeHeaderSource": "数据源",
}
"""The word for what a relationship of each type fetches from outside the document."""
_REMEDIES: Final = {
    "attachedTemplate": "请在“开发工具”的“文档模板”里改回 Normal，保存后再试。",
    "image": "请把图片直接插入文档，不要链接。",
}
_ALLOWED_TYPES: Final = re.compile(
    r"application/vnd\.openxmlformats-package\.(?:relationships|core-properties)\+xml"
    r"|application/vnd\.openxmlformats-officedocument\."
    r"(?:(?:extended|custom)-properties\+xml|theme\+xml|obfuscatedFont|wordprocessingml\."
    r"(?:document\.main|styles|settings|webSettings|fontTable|numbering|header|footer|footnotes|endnotes)"
    r"\+xml)"
    r"|application/vnd\.ms-word\.stylesWithEffects\+xml"
    r"|application/x-fontdata"
    r"|image/(?:bmp|gif|jpe?g|png|tiff|x-emf|x-wmf|emf|wmf)"
)
_ALLOWED_FIELDS: Final = frozenset(
    {"HYPERLINK", "NUMPAGES", "PAGE", "PAGEREF", "SECTION", "SECTIONPAGES", "SEQ"}
    | {"STYLEREF", "TOC"}
)
"""Fields that print the document's own numbers and headings, or lead where a reader clicks."""
_HARMLESS_FIELDS: Final = _ALLOWED_FIELDS | {
    *("AUTHOR", "CREATEDATE", "DATE", "EQ", "FILENAME", "FORMTEXT", "NOTEREF", "REF", "SAVEDATE"),
    *("SYMBOL", "TIME", "TITLE"),
}
"""Fields that print something else than the document, but neither fetch nor run anything."""
_SAFE_LINK: Final = re.compile(r"https?://|mailto:|#", re.IGNORECASE)
_VML: Final = ("{urn:schemas-microsoft-com:vml", "{urn:schemas-microsoft-com:office:office")
_FILLED_FROM_OUTSIDE: Final = ("imagedata", "fill", "stroke")
_PRINTED_BY_A_FIELD: Final = "\ufffc"
_WITH_VALUE: Final = ("l", "o", "t")
"""Switches of HYPERLINK before a bookmark, a hint, a window."""
_NO_ADDRESS: Final = "模板里有不是网址的链接（{}）。请删除这个链接。"
_LONGEST_QUOTE: Final = 80


def what_may_not_leave(package: Package) -> Iterator[str]:
    """Yield a sentence for each part, link and field of a Word document that is not allowed.

    Raises UnusableFile where a part is damaged, too large, or holds a DOCTYPE.
    """
    dropped: set[str] = set()
    for name in package.parts:
        if name.lower().endswith(".rels"):
            for relationship in package.tree(name).iter(RELATIONSHIP):
                if _kind(relationship) in DROPPED:
                    dropped.add(target_of(name, relationship.get("Target", "")))
                yield from _unsafe_relationship(relationship)
    for name, member in package.parts.items():
        if member.is_dir() or name in dropped:
            continue
        if "vba" in name.lower():
            yield f"模板里有宏（{name}）。请删除后另存为 .docx。"
        elif name != CONTENT_TYPES and not _ALLOWED_TYPES.fullmatch(package.type_of(name)):
            yield f"模板里有程序不认识的内容（{name[:_LONGEST_QUOTE]}）。请删除后另存为 .docx。"
        elif is_xml(package, name) and not name.endswith(".rels"):
            yield from _unsafe_elements(package.tree(name))


def holds_something_active(package: Package) -> bool:
    """Tell whether a Word document holds what runs, embeds a file, or is fetched from outside.

    Of what is only unknown nothing is said: this is for a document that goes back to where it came from.
    Raises UnusableFile as `what_may_not_leave` does.
    """
    names = (name for name, member in package.parts.items() if not member.is_dir())
    return any(_is_active(package, name) for name in names)


def _is_active(package: Package, name: str) -> bool:
    if name.lower().endswith(".rels"):
        relationships = package.tree(name).iter(RELATIONSHIP)
        return any(_kind(one) in _ACTIVE or _leads_outside(one) for one in relationships)
    if is_xml(package, name):
        return _has_active_elements(package.tree(name))
    return "vba" in name.lower() or not _ALLOWED_TYPES.fullmatch(package.type_of(name))


def _leads_outside(relationship: "Element") -> bool:
    target = relationship.get("Target", "")
    if _kind(relationship) == "hyperlink":
        return not _SAFE_LINK.match(target)
    return _is_outside(relationship)


def _has_active_elements(part: "Element") -> bool:
    if any(map(_is_active_field, filter(str.strip, _field_codes(part)))):
        return True
    for node in part.iter():
        space, _, name = node.tag.rpartition("}")
        if name == "mailMerge" or (space in _VML and any(_unsafe_drawing(node, name))):
            return True
    return False


def _is_active_field(code: str) -> bool:
    word = re.match(r"\s*([A-Za-z]+)", code)
    if word is None or word[1].upper() not in _HARMLESS_FIELDS:
        return True
    is_link = word[1].upper() == "HYPERLINK"
    return is_link and not all(map(_SAFE_LINK.match, _targets(code[word.end() :])))


def is_xml(package: Package, name: str) -> bool:
    """Tell whether a part is XML, by its name or its content type."""
    return name.endswith((".xml", ".rels")) or package.type_of(name).endswith("xml")


def target_of(relations: str, target: str) -> str:
    """Return the part that a relationship means; `relations` is the part that holds it."""
    if target.startswith("/"):
        return target[1:]
    folder = relations.rpartition("_rels/")[0].split("/")[:-1]
    for step in target.split("/"):
        if step == "..":
            del folder[-1:]
        elif step not in ("", "."):
            folder.append(step)
    return "/".join(folder)


def _kind(relationship: "Element") -> str:
    return relationship.get("Type", "").rpartition("/")[2]


def _is_outside(relationship: "Element") -> bool:
    target = relationship.get("Target", "")
    return relationship.get("TargetMode", "Internal") != "Internal" or bool(
        re.match(r"[\\/]{2}|[A-Za-z][\w+.-]*:", target)
    )


def _unsafe_relationship(relationship: "Element") -> Iterator[str]:
    kind, target = _kind(relationship), relationship.get("Target", "")
    quoted = target[:_LONGEST_QUOTE]
    if kind in _ACTIVE:
        yield f"模板里有{_ACTIVE[kind]}（{quoted}）。请删除后另存为 .docx。"
    elif kind == "hyperlink":
        if not _SAFE_LINK.match(target):
            yield _NO_ADDRESS.format(quoted)
    elif _is_outside(relationship):
        remedy = _REMEDIES.get(kind, "请删除后再试。")
        yield f"模板引用了外部的{_EXTERNAL.get(kind, '内容')}（{quoted}）。{remedy}"
    elif kind not in _PLAIN | DROPPED:
        yield f"模板里有程序不认识的内容（{quoted}）。请删除后另存为 .docx。"


def _unsafe_elements(part: "Element") -> Iterator[str]:
    for code in filter(str.strip, _field_codes(part)):
        word = next(iter(re.findall(r"\A\s*([A-Za-z]+)", code)), code.strip()[:_LONGEST_QUOTE])
        if word.upper() not in _ALLOWED_FIELDS:
            yield (
                f"模板里有程序不允许的域（{word.upper()}），它可能取外部内容、运行程序，或者印出别的数。"
                "请删除这个域。"
            )
        elif word.upper() == "HYPERLINK":
            for target in _targets(code.strip()[len(word) :]):
                if not _SAFE_LINK.match(target):
                    yield _NO_ADDRESS.format(target[:_LONGEST_QUOTE])
    for node in part.iter():
        space, _, name = node.tag.rpartition("}")
        if name == "mailMerge":
            yield "模板连着邮件合并的数据源。请在“邮件”里改为“普通 Word 文档”，保存后再试。"
        elif name == "AlternateContent" and len(set(map(_text, node))) > 1:
            yield "模板里有一个图形，新旧两种 Word 会印出不同的文字。请删除后重新插入。"
        elif space in _VML:
            yield from _unsafe_drawing(node, name)


def _text(node: "Element") -> str:
    return "".join(one.text or "" for one in node.iter() if one.tag.endswith("}t"))


def _targets(arguments: str) -> Iterator[str]:
    """Yield the addresses among the arguments of a HYPERLINK field."""
    is_value = False
    for quoted, bare in re.findall(r'["“”]([^"“”]*)["“”]|([^\s"“”]+)', arguments):
        if bare.startswith("\\") and not bare.startswith("\\\\"):
            is_value = bare[1:2].lower() in _WITH_VALUE
        elif is_value:
            is_value = False
        else:
            yield quoted or bare


def _unsafe_drawing(node: "Element", name: str) -> Iterator[str]:
    for key, value in node.items():
        attribute = key.rpartition("}")[2]
        if attribute not in ("src", "href", "althref"):
            continue
        if name in _FILLED_FROM_OUTSIDE:
            yield f"模板引用了外部的图片（{value[:_LONGEST_QUOTE]}）。{_REMEDIES['image']}"
        elif not _SAFE_LINK.match(value):
            yield _NO_ADDRESS.format(value[:_LONGEST_QUOTE])


def _field_codes(part: "Element") -> Iterator[str]:
    """Yield the code of each field.

    A code may be cut into runs, or deleted in a tracked change; what a field within it prints
    stands as a mark, since that is code as well.
    """
    fields: list[_Field] = []
    for node in part.iter():
        name = node.tag.rpartition("}")[2]
        if name == "fldSimple":
            yield _attribute(node, "instr")
        elif name in ("instrText", "delInstrText", "t", "delText"):
            is_code = name in ("instrText", "delInstrText")
            if fields and (is_code or not fields[-1].has_result):
                fields[-1].pieces.append(node.text or "")
            elif is_code:
                yield node.text or ""
        elif name == "fldChar" and _attribute(node, "fldCharType") == "begin":
            if fields and not fields[-1].has_result:
                fields[-1].pieces.append(_PRINTED_BY_A_FIELD)
            fields.append(_Field())
        elif name == "fldChar" and fields:
            fields[-1].has_result = True
            if _attribute(node, "fldCharType") == "end":
                yield fields.pop().code
    yield from (one.code for one in fields)


@dataclass
class _Field:
    """A field that is being read: its code, and whether what it last printed has begun."""

    pieces: list[str] = field(default_factory=list)
    """Of its code: to add each to a text would copy that every time."""
    has_result: bool = False

    @property
    def code(self) -> str:
        return "".join(self.pieces)


def _attribute(node: "Element", name: str) -> str:
    return next((value for key, value in node.items() if key.rpartition("}")[2] == name), "")
