"""The placeholders of a template by themselves: unknown, broken, or of a figure that a row has not."""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from converter.files.package import Package
from converter.files.package import W as _W
from converter.form.report import Report
from converter.reading.room import Room
from converter.writing.context import Paragraphs, render_context
from converter.writing.word.render import sandbox
from converter.writing.word.template_language import DEEPEST_LOOP

if TYPE_CHECKING:
    from jinja2 import nodes

TAG: Final = re.compile(
    r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}|\{#(?:(?!\{#).)*?#\}|\{\{|\{%|\}\}|%\}",
    re.DOTALL,
)
"""A placeholder, or what is left of a broken one."""
_MOST_PLACEHOLDERS: Final = 1000
"""Maximum different placeholders of a template; the shipped one has 250."""
_LONGEST_SHOWN: Final = 60
"""Characters of a placeholder that are quoted."""


def placeholder_problems(document: bytes) -> Iterator[str]:
    """Yield what is wrong with the placeholders of a .docx file, each with its place.

    Raises UnusableFile where it says more than a report does, and many kinds of exceptions on damaged files,
    as python-docx does.
    """
    room = Room()
    problems = [*_beside_text(Package(document))]
    if problems:
        yield from problems
        return
    texts = [(place, room.take(text)) for place, text in _texts(document)]
    tags = [TAG.findall(text) for _, text in texts]
    if len({tag for found in tags for tag in found}) > _MOST_PLACEHOLDERS:
        yield f"占位符多得不像报告模板（超过 {_MOST_PLACEHOLDERS} 种）。请从 report_template.docx 改起。"
        return
    if not any(tags):
        yield "里面一个占位符也没有，不是报告模板。请从 report_template.docx 改起。"
        return
    known = render_context(Report())
    names = {*known, "paragraph", "loop"}
    for _, text in texts:
        names.update(re.findall(r"\{%\w*\s*(?:for|set)\s+(\w+)", text))
    for (place, _), found in zip(texts, tags, strict=True):
        for tag in dict.fromkeys(found):
            for problem in _tag_problems(tag, known, names):
                yield f"{place}：{problem}"
    if [tag for found in tags for tag in found] != TAG.findall("".join(text for _, text in texts)):
        yield "有的占位符被分在两段里。请把花括号和里面的名称写在同一段。"
    yield from _unpaired(texts)


_BLOCK: Final = re.compile(r"\{%\w*-?\s*(end)?(for|if)\b")
_CLOSED_BY: Final = {"for": "{%p endfor %}", "if": "{%p endif %}"}


def _unpaired(texts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the blocks without an end, and the ends without a block."""
    opened: list[tuple[str, str, str]] = []
    waiting: Counter[str] = Counter()
    for place, text in texts:
        for tag in TAG.findall(text):
            found = _BLOCK.match(tag)
            if not found:
                continue
            is_end, word = found.groups()
            if not is_end:
                opened.append((word, place, tag))
                waiting[word] += 1
                if waiting["for"] > DEEPEST_LOOP:
                    yield f"{place}：“{_shown(tag)}”：循环最多套 {DEEPEST_LOOP} 层。请照原模板改正。"
            elif waiting[word]:
                while opened[-1][0] != word:
                    waiting[opened[-1][0]] -= 1
                    yield _without_end(*opened.pop())
                opened.pop()
                waiting[word] -= 1
            else:
                yield f"{place}：“{_shown(tag)}”没有与它成对的开头。请照原模板补上，或者删去它。"
    yield from (_without_end(*one) for one in opened)


def _without_end(word: str, place: str, tag: str) -> str:
    return f"{place}：“{_shown(tag)}”没有与它成对的“{_CLOSED_BY[word]}”。请照原模板补上。"


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


_BESIDE: Final = {"header+xml": "页眉", "footer+xml": "页脚", "footnotes+xml": "脚注"}
"""The parts beside the main one in which docxtpl replaces placeholders, by the end of their type."""
_MARK: Final = re.compile(r"\{[{%#]|[}%#]\}")
_COMMENTS: Final = (("<!--", "-->"), ("<?", "?>"))
"""How what no reader sees begins and ends."""


def _beside_text(package: Package) -> Iterator[str]:
    """Yield the placeholders that stand in no text; docxtpl would look for their ends all the same."""
    for kind in ("document.main+xml", *_BESIDE):
        for name in package.of_type(kind):
            xml = package.xml(name).decode()
            found = [one for marks in _COMMENTS for one in _between(xml, *marks)]
            for node in package.tree(name).iter():
                found += [value for value in node.attrib.values() if _MARK.search(value)]
                found += [node.tail or "", node.text or "" if node.tag != f"{_W}t" else ""]
            for text in found:
                if "{" in text or "}" in text:
                    yield (
                        f"“{_shown(text)}”不在正文、页眉、页脚的文字里（{name}），不会替换。"
                        "请移到文字里，或者删去。"
                    )


def _between(xml: str, start: str, end: str) -> Iterator[str]:
    """Yield what stands between two marks; of many beginnings without an end the text is looked through once."""
    at = xml.find(start)
    while at >= 0 and (close := xml.find(end, at)) >= 0:
        yield xml[at:close]
        at = xml.find(start, close)


def _texts(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the place and the text of each paragraph, those of headers, footers and footnotes included."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document(io.BytesIO(data))
    yield from _texts_of(document.element.body, "正文")
    seen = set()
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
            if not part.is_linked_to_previous and part.part.partname not in seen:
                seen.add(part.part.partname)
                yield from _texts_of(part.part.element, name)
    for other in document.part.package.iter_parts():
        for end, name in _BESIDE.items():
            if other.content_type.endswith(end) and other.partname not in seen:
                yield from _texts_of(parse_xml(other.blob), name)


def _texts_of(root: Any, name: str) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs under an element; content controls, text boxes and insertions count.

    None has the text of those within it.
    """
    texts: dict[Any, list[str]] = {}
    for node in root.iter(f"{_W}t"):
        texts.setdefault(next(node.iterancestors(f"{_W}p"), None), []).append(node.text or "")
    tables = {table: number for number, table in enumerate(root.iter(f"{_W}tbl"), 1)}
    places: dict[Any, int] = {}
    """Rows in their tables and cells in their rows, counted from one."""
    outside = 0
    for paragraph in root.iter(f"{_W}p"):
        text = "".join(texts.get(paragraph, ()))
        cell = next(paragraph.iterancestors(f"{_W}tc"), None)
        if cell is None:
            outside += 1
            yield f"{name}第 {outside} 段", text
            continue
        row = next(cell.iterancestors(f"{_W}tr"))
        table = next(row.iterancestors(f"{_W}tbl"))
        for one in (row, cell):
            if one not in places:
                beside = (other for other in one.getparent() if other.tag == one.tag)
                places.update((other, number) for number, other in enumerate(beside, 1))
        yield f"{name}第 {tables[table]} 个表格第 {places[row]} 行第 {places[cell]} 格", text


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
        yield f"占位符“{_shown(tag)}”写法有误。请照原模板的写法改正。"
        return
    for name in sorted(used - names):
        near = difflib.get_close_matches(name[:_LONGEST_SHOWN], known, n=1)
        hint = f"是不是“{near[0]}”？" if near else "请核对名称。"
        yield f"不认识的占位符“{_shown(name)}”。{hint}"
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
