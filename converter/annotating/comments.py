"""Comments in a Word document: the text part gets marks, the comments part their texts; nothing else changes.

Word has no comments in text boxes: what concerns one is said at the paragraph that holds it.
"""

import posixpath
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import accumulate, count, islice
from typing import TYPE_CHECKING, Final

from converter.files.package import (
    CONTENT_TYPES,
    RELATIONSHIP,
    RELATIONSHIPS,
    TYPES,
    Package,
    pack,
    relations_of,
)
from converter.files.package import W as _W
from converter.files.text import one_line
from converter.reading.word.word_blocks import MAIN_TYPE, open_elements
from converter.reading.word.word_left_out import COMMENT_AUTHOR, is_our_comment

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN_SPACE: Final = _W.strip("{}")
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_PARAGRAPH_KEY: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_KIND: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_COMMENTS_TYPE: Final = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
)
_HALF_POINTS: Final = "18"
"""The size of what a comment says: nine points."""
_INITIALS: Final = "核"
_LARGEST_RUN: Final = 200
"""Elements of a run that is parted: each comment in it copies its look, and moves what stands behind."""
_UNREAD: Final = frozenset(
    {
        *(f"{_W}{name}" for name in ("del", "moveFrom", "txbxContent", "tbl", "pPr", "rPr", "rt")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)
"""What of a paragraph is no text of its own."""
_WITH_KEY: Final = tuple(
    f"{_W}{name}"
    for name in ("comment", "commentRangeStart", "commentRangeEnd", "commentReference")
)


@dataclass(frozen=True)
class Comment:
    """One comment."""

    paragraph: int
    """The place of its paragraph among all of the text part."""
    words: str
    """The words of the paragraph that it is about; empty, or not found, for the whole paragraph."""
    lines: tuple[str, ...]
    """What it says, a paragraph each."""


def with_comments(package: Package, comments: Sequence[Comment]) -> bytes:
    """Return a Word document with comments; equal ones give equal bytes. Ours of an earlier round are taken out.

    Raises UnusableFile where a part is damaged, too large, or holds a DOCTYPE.
    """
    main = package.of_type(MAIN_TYPE)[0]
    text = _parsed(package, main)
    relations_name = relations_of(main)
    relations = (
        _parsed(package, relations_name)
        if relations_name in package.parts
        else _new(f"<Relationships xmlns='{RELATIONSHIPS}'/>")
    )
    changed: dict[str, _Element] = {main: text}
    name = _comments_part(main, relations, package.parts)
    if name:
        said = _parsed(package, name)
    else:
        types = _parsed(package, CONTENT_TYPES)
        # a type may be declared of a part that is not there
        taken = {*package.parts, *(one.get("PartName", "").lstrip("/") for one in types)}
        name = _free(f"{posixpath.dirname(main)}/comments.xml".lstrip("/"), taken)
        said = _new(f"<w:comments xmlns:w='{_MAIN_SPACE}'/>")
        _relate(relations, f"/{name}")
        changed[relations_name] = relations
        types.append(
            types.makeelement(
                f"{TYPES}Override", {"PartName": f"/{name}", "ContentType": _COMMENTS_TYPE}
            )
        )
        changed[CONTENT_TYPES] = types
    changed[name] = said
    gone = _take_out_ours(text, said)
    if gone:
        for part in _threads(package):
            changed[part] = _without_threads(_parsed(package, part), gone)
    _place(text, said, comments)
    return _packed(package, changed)


def _take_out_ours(text: "_Element", said: "_Element") -> set[str]:
    """Remove our own comments, and their marks from the text; return the keys of their paragraphs, which Word gives."""
    ours = [
        one
        for one in said
        if is_our_comment(one.get(f"{_W}author"), "".join(t.text or "" for t in _texts(one)))
    ]
    keys = {one.get(f"{_W}id") for one in ours}
    gone = {key for one in ours for node in one.iter() if (key := node.get(_PARAGRAPH_KEY))}
    for comment in ours:
        said.remove(comment)
    holders: dict[_Element, None] = {}
    for mark in [one for one in text.iter(*_WITH_KEY) if one.get(f"{_W}id") in keys]:
        holder = mark.getparent()
        if holder is not None:
            holder.remove(mark)
            holders[holder] = None
    for holder in holders:
        above = holder.getparent()
        # the run that held nothing but the mark
        if (
            holder.tag == f"{_W}r"
            and above is not None
            and all(child.tag == f"{_W}rPr" for child in holder)
        ):
            above.remove(holder)
    return gone


def _threads(package: Package) -> list[str]:
    """Return the parts in which Word keeps which comment answers which, and their lasting names."""
    kinds = ("commentsExtended", "commentsIds")
    return [part for kind in kinds for part in package.of_type(f"wordprocessingml.{kind}+xml")]


def _without_threads(tree: "_Element", gone: Collection[str]) -> "_Element":
    """Remove what is said of paragraphs that are gone; an answer to one of them stands by itself."""
    for one in list(tree):
        keys = {name.rpartition("}")[2]: name for name in one.attrib}
        if one.get(keys.get("paraId", "")) in gone:
            tree.remove(one)
        elif one.get(keys.get("paraIdParent", "")) in gone:
            del one.attrib[keys["paraIdParent"]]
    return tree


def _place(text: "_Element", said: "_Element", comments: Sequence[Comment]) -> None:
    paragraphs = list(text.iter(f"{_W}p"))
    # marks without their comment count as well
    marked = [one for tree in (said, text) for one in tree.iter(*_WITH_KEY)]
    taken = {one.get(f"{_W}id", "").lstrip("+0") or "0" for one in marked}
    keys = (str(number) for number in count() if str(number) not in taken)
    words: dict[_Element, _Words] = {}
    for key, comment in zip(keys, comments, strict=False):
        paragraph = _in_the_main_story(paragraphs[comment.paragraph])
        if paragraph not in words:
            words[paragraph] = _Words(paragraph)
        words[paragraph].mark(comment.words, key)
        said.append(_comment(said, key, comment.lines))


def _in_the_main_story(paragraph: "_Element") -> "_Element":
    """Return the paragraph, or the one that holds the text box that it stands in."""
    boxes = list(paragraph.iterancestors(f"{_W}txbxContent"))
    holders = boxes[-1].iterancestors(f"{_W}p") if boxes else iter(())
    return next(holders, paragraph)


class _Words:
    """A paragraph and the elements in which its text stands, read once however many comments it gets."""

    def __init__(self, paragraph: "_Element") -> None:
        self._paragraph = paragraph
        self._texts = list(_texts(paragraph))
        lengths = (len(one.text or "") for one in self._texts)
        *self._starts, _ = accumulate(lengths, initial=0)
        self._said = "".join(one.text or "" for one in self._texts)

    def mark(self, words: str, key: str) -> None:
        """Put the marks of a comment around words of the paragraph, or around all of it."""
        paragraph = self._paragraph
        first, last = self._runs_of(words)
        start = paragraph.makeelement(f"{_W}commentRangeStart", {f"{_W}id": key})
        end = paragraph.makeelement(f"{_W}commentRangeEnd", {f"{_W}id": key})
        reference = paragraph.makeelement(f"{_W}r", {})
        reference.append(paragraph.makeelement(f"{_W}commentReference", {f"{_W}id": key}))
        if first is None or last is None:
            properties = paragraph.find(f"{_W}pPr")
            paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, start)
            paragraph.extend((end, reference))
        else:
            first.addprevious(start)
            last.addnext(end)
            end.addnext(reference)

    def _runs_of(self, words: str) -> "tuple[_Element | None, _Element | None]":
        """Return the first and the last child of the paragraph with words, parted from what stands beside them."""
        start = self._said.find(words) if words else -1
        if start < 0:
            return None, None
        end = start + len(words)
        self._part(start)
        self._part(end)
        span = slice(bisect_left(self._starts, start), bisect_left(self._starts, end))
        within = [
            text
            for at, text in zip(self._starts[span], self._texts[span], strict=True)
            if text.text and at + len(text.text) <= end
        ]
        if not within:
            return None, None
        return self._child_with(within[0]), self._child_with(within[-1])

    def _child_with(self, node: "_Element") -> "_Element":
        """Return the child of the paragraph that holds a node."""
        above = [node, *node.iterancestors()]
        return above[above.index(self._paragraph) - 1]

    def _part(self, place: int) -> None:
        """Part the run of the paragraph's own in which a place of its text lies, so that one begins there."""
        number = bisect_right(self._starts, place) - 1
        text = self._texts[number]
        said, within = text.text or "", place - self._starts[number]
        run = text.getparent()
        if not 0 < within < len(said) or run is None:
            return
        if run.tag != f"{_W}r" or run.getparent() is not self._paragraph:
            return  # within a link or a field the marks go around it
        if next(islice(run.iter(), _LARGEST_RUN, None), None) is not None:
            return
        rest = run.makeelement(run.tag, dict(run.attrib))
        look = run.find(f"{_W}rPr")
        if look is not None:
            rest.append(deepcopy(look))
        more = text.makeelement(text.tag, dict(text.attrib))
        text.text, more.text = said[:within], said[within:]
        for one in (text, more):
            one.set(_SPACE, "preserve")
        rest.append(more)
        rest.extend(list(text.itersiblings()))
        run.addnext(rest)
        self._texts.insert(number + 1, more)
        self._starts.insert(number + 1, place)


def _texts(node: "_Element") -> "Iterator[_Element]":
    text = f"{_W}t"
    return (one for one in open_elements(node, _UNREAD | {text}) if one.tag == text)


def _comment(parent: "_Element", key: str, lines: Sequence[str]) -> "_Element":
    comment = parent.makeelement(
        f"{_W}comment", {f"{_W}id": key, f"{_W}author": COMMENT_AUTHOR, f"{_W}initials": _INITIALS}
    )
    for line in lines:
        paragraph = comment.makeelement(f"{_W}p", {})
        run = paragraph.makeelement(f"{_W}r", {})
        look = run.makeelement(f"{_W}rPr", {})
        # without one the margin has the size of the document's text, four words a line
        look.extend(
            look.makeelement(f"{_W}{name}", {f"{_W}val": _HALF_POINTS}) for name in ("sz", "szCs")
        )
        run.append(look)
        text = run.makeelement(f"{_W}t", {_SPACE: "preserve"})
        text.text = one_line(line)
        run.append(text)
        paragraph.append(run)
        comment.append(paragraph)
    return comment


# ---------------------------------------------------------------- the package


def _parsed(package: Package, name: str) -> "_Element":
    from lxml import etree

    parser = etree.XMLParser(
        # Package.xml refuses a DOCTYPE, and bounds what the parser would bound more tightly
        resolve_entities=False,
        no_network=True,
        huge_tree=True,
        # between the characters of a text they would part it
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(package.xml(name), parser)


def _new(xml: str) -> "_Element":
    from lxml import etree

    return etree.fromstring(xml)


def _comments_part(main: str, relations: "_Element", parts: Collection[str]) -> str:
    """Return the name of the comments part that there is; empty where there is none."""
    known = {name.casefold(): name for name in parts}
    for one in _of_comments(relations):
        target = posixpath.join("/", posixpath.dirname(main), one.get("Target", ""))
        name = posixpath.normpath(target).lstrip("/").casefold()
        if name in known:
            return known[name]
    return ""


def _relate(relations: "_Element", target: str) -> None:
    """Relate a new comments part, by the relationship that there is where its own is missing."""
    for one in _of_comments(relations):
        one.set("Target", target)
        return
    key = _free("rIdComments", {one.get("Id", "") for one in relations})
    values = {"Id": key, "Type": _KIND, "Target": target}
    relations.append(relations.makeelement(RELATIONSHIP, values))


def _of_comments(relations: "_Element") -> "list[_Element]":
    return [one for one in relations if one.get("Type") == _KIND]


def _free(name: str, taken: Collection[str]) -> str:
    """Return a name that is not taken, in capitals neither."""
    stem, ending = posixpath.splitext(name)
    folded = {one.casefold() for one in taken}
    number, found = 1, name
    while found.casefold() in folded:
        number += 1
        found = f"{stem}{number}{ending}"
    return found


def _packed(package: Package, changed: "Mapping[str, _Element]") -> bytes:
    """Return a package with some parts changed or added, the others to the byte."""
    from lxml import etree

    names = [name for name, member in package.parts.items() if not member.is_dir()]
    return pack(
        (
            name,
            etree.tostring(changed[name], encoding="UTF-8", standalone=True)
            if name in changed
            else package.read(name),
        )
        for name in dict.fromkeys([*names, *changed])
    )
