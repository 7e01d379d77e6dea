"""What a Word file holds beside the text that is read: pictures, notes, comments, tracked changes.

Each kind is one sentence with its count and the sections in which it stands.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Final
from xml.etree.ElementTree import Element

from converter.errors import UnusableFile
from converter.files.kinds import InputFile
from converter.files.package import Package
from converter.files.package import W as _W
from converter.reading.blocks import TextBlock
from converter.reading.site_lines import states_something
from converter.reading.values import quote, tidy_text
from converter.reading.word.word_blocks import (
    is_line_of_text,
    is_raised_alone,
    is_unprinted,
    paragraph_text,
    white_runs,
)

_PICTURE: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_SKIPPED: Final = (
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    f"{_W}rPr",
)
_START: Final = "开头"
_MARGINS: Final = "页眉页脚"
_FIRST: Final = 3
"""Texts that a sentence quotes."""
_LONGEST: Final = 1000
"""Characters and pieces of a text that are looked at: twenty of them are quoted."""

_BESIDE: Final = {
    "图片": "{count} 个图片、图形不会带到新报告里（{where}）{quoted}。要保留的请自己插入，公章请重新加盖。",
    "图表": "{count} 个图表不会带到新报告里（{where}）。",
    "嵌入的文件": "{count} 个嵌入的文件、控件不会带到新报告里（{where}）。要附的，请另外附上。",
    "插入的文档": "{count} 个插入的其他文档不会带到新报告里（{where}）。请把内容复制到正文里。",
    "公式": "{count} 个公式不会带到新报告里（{where}）。请改成文字。",
    "符号": "{count} 个特殊符号不会带到新报告里（{where}）。请改成普通文字。",
    "脚注": "{count} 条脚注、尾注不会带到新报告里（{where}）{quoted}。要保留的，请写进正文。",
    "批注": "{count} 条批注不会带到新报告里（{where}）{quoted}。",
    "修订": "{count} 处修订按全部接受转换（{where}）。请先在 Word 里接受或拒绝。",
    "删除线": "{count} 处加了删除线、隐藏或作注号的文字不会带到新报告里（{where}）{quoted}。",
    "页眉": "{count} 处页眉、页脚的文字不会带到新报告里{quoted}。",
    "水印": "{count} 处水印不会带到新报告里{quoted}。",
}
"""The sentence for each kind, in this order."""
_KIND_BY_TAG: Final = {
    "pic": "图片",
    "imagedata": "图片",
    "chart": "图表",
    "relIds": "图表",
    "object": "嵌入的文件",
    "control": "嵌入的文件",
    "altChunk": "插入的文档",
    "subDoc": "插入的文档",
    "oMath": "公式",
    "sym": "符号",
    "footnoteReference": "脚注",
    "endnoteReference": "脚注",
    "commentReference": "批注",
}
"""By the local name of an element."""
_CHANGES: Final = frozenset(f"{_W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_APART: Final = ("tbl", "txbxContent")
"""What stands in a paragraph and is no piece of its text."""
_SHAPES: Final = ("wsp", "cxnSp")
_PAGE_NUMBER: Final = re.compile(r"[\s\d\W_]|第|共|页|PAGE|NUMPAGES")
"""What a footer with page numbers consists of."""

COMMENT_AUTHOR: Final = "核对"
"""Who is named as the author of the comments in annotated copies."""


@dataclass
class _LeftOut:
    """What was found of each kind: how much in each section, and what it says."""

    places: dict[str, Counter[str]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    ours: frozenset[str] = frozenset()
    """The keys of our own comments, of which nothing is said."""

    def add(self, kind: str, section: str, text: str = "") -> None:
        self.places.setdefault(kind, Counter())[section] += 1
        if said := tidy_text(text[:_LONGEST]):
            self.texts.setdefault(kind, []).append(said)

    def add_unprinted(self, run: Element, section: str) -> None:
        """Add a run that nobody sees, if it has text."""
        text = _joined(run.findall(f"{_W}t"))
        if text.strip():
            self.add("删除线", section, text)

    def sentences(self) -> Iterator[str]:
        for kind, sentence in _BESIDE.items():
            places = self.places.get(kind)
            if places:
                yield sentence.format(
                    count=places.total(),
                    where=_where(places),
                    quoted=quoted(self.texts.get(kind, [])),
                )


def pictures_left_out(places: Counter[str], said: Iterable[str]) -> list[str]:
    """Return the sentence on pictures by the headings below which they stand; none where there are none.

    `said` is what is to be read instead of them, quoted where it states something.
    """
    texts = list(filter(states_something, said))
    found = _LeftOut({"图片": places} if places else {}, {"图片": texts})
    return list(found.sentences())


def quoted(texts: list[str]) -> str:
    """Return the first of some texts, quoted after a colon; empty where there are none."""
    first = "、".join(quote(text) for text in texts[:_FIRST])
    more = "等" if len(texts) > _FIRST else ""
    return f"：{first}{more}" if texts else ""


def left_out(file: InputFile, main: Element, section_of: Callable[[TextBlock], str]) -> list[str]:
    """Return sentences on what a Word document holds that `read_blocks` does not give.

    `main` is its text part; `section_of` returns the heading that a paragraph is, or an empty text.
    """
    found = _LeftOut(ours=frozenset(_our_comments(file.package)))
    section = _START
    for block in _blocks(main):
        if block.tag == f"{_W}p":
            section = section_of(TextBlock(paragraph_text(block))) or section
        _count(block, section, found)
    instead = [tidy_text(picture.get("descr", "")[:_LONGEST]) for picture in main.iter(_PICTURE)]
    found.texts["图片"] = list(filter(states_something, instead))
    _quote_notes(file.package, found)
    _add_margins(file.package, found)
    return list(found.sentences())


def is_our_comment(author: str | None, text: str) -> bool:
    """Tell a comment that an annotated copy of an earlier round has left behind."""
    return author == COMMENT_AUTHOR and text.lstrip().startswith("【")


def _our_comments(package: Package) -> Iterator[str]:
    """Yield the keys of our own comments."""
    for tree in _trees(package, "comments+xml"):
        for note in tree:
            if is_our_comment(note.get(f"{_W}author"), _said(note)):
                yield note.get(f"{_W}id", "")


def _trees(package: Package, kind: str) -> Iterator[Element]:
    for part in package.of_type(f"wordprocessingml.{kind}"):
        # a damaged part beside the text does not make the report unreadable
        with suppress(UnusableFile, SyntaxError, ValueError):
            yield package.tree(part)


def _blocks(main: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables of a document, those within content controls included."""
    waiting = [main]
    while waiting:
        node = waiting.pop()
        if node.tag.rpartition("}")[2] in ("document", "body", "sdt", "sdtContent", "customXml"):
            waiting.extend(reversed(node))
        else:
            yield node


def _count(block: Element, section: str, found: _LeftOut) -> None:
    # not recursive: a hostile file nests deep. Whether the figure of the open paragraph is raised,
    # None where none is open, goes along: a paragraph directly in another one is a piece of it,
    # as is a formula in a formula
    waiting: list[tuple[Element, bool, bool | None, bool]] = [(block, False, None, False)]
    while waiting:
        node, in_cell, raised, in_formula = waiting.pop()
        name = node.tag.rpartition("}")[2]
        is_ours = name == "commentReference" and node.get(f"{_W}id") in found.ours
        if node.tag in _SKIPPED or is_ours:
            continue
        in_cell |= node.tag == f"{_W}tbl"
        raised = raised if name not in _APART else None
        read = name == "oMath" and (in_formula or is_line_of_text(node))
        in_formula |= name == "oMath"
        if name in _KIND_BY_TAG and not read:
            found.add(_KIND_BY_TAG[name], section)
        elif node.tag in _CHANGES and any(child.tag == f"{_W}r" for child in node):
            found.add("修订", section)
        elif name in ("r", "p"):
            if raised is None:
                raised = name == "p" and in_cell and is_raised_alone(node)
            for run in _unseen(node, in_cell=in_cell, raised=raised):
                found.add_unprinted(run, section)
        elif name in _SHAPES and node.find(f"*/{_W}txbxContent") is None:
            found.add("图片", section)
        if name != "object":  # its picture shows the file
            waiting.extend((child, in_cell, raised, in_formula) for child in reversed(node))


def _unseen(node: Element, *, in_cell: bool, raised: bool) -> list[Element]:
    """Return a run that nobody sees, or the white runs of a paragraph in a cell."""
    if node.tag == f"{_W}r":
        return [node] if is_unprinted(node, in_cell=in_cell, raised=raised) else []
    white = white_runs(node) if in_cell else ()
    return [one for one in node if one in white]


def _quote_notes(package: Package, found: _LeftOut) -> None:
    """Add what the foot notes, end notes and comments say, where there are any."""
    for kind, parts in (("脚注", ("footnotes+xml", "endnotes+xml")), ("批注", ("comments+xml",))):
        notes = (note for part in parts for tree in _trees(package, part) for note in tree)
        said = [
            _said(note)
            for note in notes
            if note.get(f"{_W}type", "normal") == "normal"
            and not (kind == "批注" and note.get(f"{_W}id") in found.ours)
        ]
        if kind in found.places:
            found.texts[kind] = [text for text in said if text]


def _add_margins(package: Package, found: _LeftOut) -> None:
    texts: dict[str, None] = {}
    for part in ("header+xml", "footer+xml"):
        for tree in _trees(package, part):
            text = _said(tree)
            if _PAGE_NUMBER.sub("", text):
                texts[text] = None
            for mark in tree.iter("{urn:schemas-microsoft-com:vml}textpath"):
                found.add("水印", _MARGINS, mark.get("string", ""))
            inner = _LeftOut()
            _count(tree, _MARGINS, inner)
            for _ in range(inner.places.get("图片", Counter()).total()):
                found.add("图片", _MARGINS)
    for text in texts:
        found.add("页眉", _MARGINS, text)


def _said(node: Element) -> str:
    return tidy_text(_joined(node.iter(f"{_W}t")))


def _joined(texts: Iterable[Element]) -> str:
    """Return the beginning of what elements of text say."""
    return "".join((one.text or "")[:_LONGEST] for one in islice(texts, _LONGEST))[:_LONGEST]


def _where(places: Counter[str]) -> str:
    if len(places) == 1:
        return _named(next(iter(places)))
    return "，".join(f"{_named(place)} {count}" for place, count in places.items())


def _named(place: str) -> str:
    return place if place in (_START, _MARGINS) else f"“{place}”部分"
