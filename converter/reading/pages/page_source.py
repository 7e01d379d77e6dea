"""A page's bytes as text, and as a tree: the only module that parses HTML."""

import codecs
import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from converter.errors import Refusal, UnusableFile

if TYPE_CHECKING:
    from lxml.etree import _Element


def page_tree(data: bytes) -> "_Element":
    """Return a page as a tree; raises UnusableFile where its tags are not those of a page.

    A page that stands within it, in the attribute of a frame, is a part of it.
    """
    tree = _parsed(decoded(data))
    frames = [one for one in tree.iter("iframe") if one.get("srcdoc")]
    if sum(one.get("srcdoc", "").count("<") for one in frames) > _MOST_TAGS_WITHIN:
        raise UnusableFile("网页太大，不读取。请核对文件。", Refusal.TOO_LARGE)
    for frame in frames:
        inner = _parsed(frame.attrib.pop("srcdoc"))
        for one in (inner, *inner.iter("body")):
            one.tag = "div"
        frame.tag = "div"
        frame.append(inner)
    _refuse_nested(tree)
    return tree


def _refuse_nested(tree: "_Element") -> None:
    """Raise UnusableFile where elements hold one another so often that to look into each would not end."""
    from lxml import etree

    total, sizes = 0, [0]
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            sizes.append(1)
        else:
            size = sizes.pop()
            sizes[-1] += size
            total += min(size, MOST_WITHIN)
    if total > _MOST_WITHIN_EACH_OTHER:
        raise UnusableFile(_TOO_DEEP, Refusal.TOO_LARGE)


MOST_WITHIN: Final = 200
"""Elements and pieces of text that are looked at in an element."""


def texts_within(element: "_Element") -> Iterator[str]:
    """Yield the pieces of text in an element, in order; of one that holds many elements those of the first."""
    from lxml import etree

    # not itertext, which passes any number of elements without text before it gives one
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, one in islice(walk, 2 * MOST_WITHIN):
        if event == "start":
            yield one.text or ""
        elif one is not element:
            yield one.tail or ""


def _parsed(text: str) -> "_Element":
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    text = text.replace("\0", "")
    if len(text) > _SMALL and _has_endless_tag(text):
        raise UnusableFile("网页的标签不正常，不读取。请核对文件。", Refusal.HOSTILE)
    # lone surrogates cannot be encoded
    tree = etree.HTML(text.encode("utf-8", "replace"), parser)
    if any("depth" in entry.message for entry in parser.error_log):
        raise UnusableFile(_TOO_DEEP, Refusal.TOO_LARGE)
    # what an attribute says is asked for again and again, by the elements within as well
    for element in tree.xpath(f"//*[@*[string-length() > {_LONGEST_ATTRIBUTE}]]"):
        for name, value in element.attrib.items():
            if name != "srcdoc":  # a page, which is bounded as such
                element.set(name, value[:_LONGEST_ATTRIBUTE])
    return tree


_TOO_DEEP: Final = "网页的标签套得太深，不读取。请核对文件。"
_MOST_WITHIN_EACH_OTHER: Final = 1_000_000
"""Elements that stand in others, those in several as often; of one that holds many the first count. A page has three times its elements."""
_MOST_TAGS_WITHIN: Final = 100_000
"""Tags of the pages within a page."""
_SMALL: Final = 80_000
"""Characters up to which the parser takes less than a second, whatever they are."""
_LONGEST_ATTRIBUTE: Final = 2000
"""Characters of an attribute that are read; styles that Word writes have a few hundred."""
_COST_OF_ATTRIBUTE: Final = 100
"""Comparisons of attributes that cost as much as one that is kept."""
_MOST_WORK: Final = 200_000_000
"""Comparisons of attributes in all tags; a page of 10,000 cells that Word wrote has 10,000,000.

The parser compares each attribute of a tag with all before it, and nothing interrupts it meanwhile.
"""
_TAG: Final = re.compile("<[A-Za-z]")
_BETWEEN: Final = re.compile(r"[\s/]*")
_ATTRIBUTE: Final = re.compile(r"""[^\s/>=][^\s/>=]*|=\s*(?:"[^"]*"?|'[^']*'?|[^\s>]*)""")
"""The name of an attribute, or its value."""
_SCRIPT: Final = re.compile(
    r"""<(?P<name>script|style)\b(?:[^<>"']|"[^"<>]{0,300}"|'[^'<>]{0,300}'){0,400}(?<!/)>""",
    re.IGNORECASE,
)
_END: Final = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style")}


def _has_endless_tag(text: str) -> bool:
    """Tell whether a tag has more attributes than the parser can bear, wherever one may be taken to begin."""
    left = 10 * len(text)
    work = seen = 0
    while tag := _TAG.search(text, seen):
        seen = tag.end()
        if script := _SCRIPT.match(text, tag.start()):
            # what looks like a tag in a script is none
            end = _END[script["name"].lower()].search(text, script.end())
            seen = end.start() if end else len(text)
            continue
        place, names = seen, 0
        while found := _ATTRIBUTE.match(text, _BETWEEN.match(text, place).end()):  # type: ignore[union-attr]
            place = found.end()
            if not found[0].startswith("="):
                work += 2 * names + 1 + _COST_OF_ATTRIBUTE  # in all names * (names + the cost)
                names += 1
                if work > _MOST_WORK:
                    return True
        left -= place - seen
        if left < 0:
            return True
    return False


def decoded(data: bytes) -> str:
    """Return a page's text: by its byte order mark, as UTF-8, as declared, or as GB 18030."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        declared = re.search(
            rb"charset\s*=\s*(?:[\"']\s*)?(utf-?8|big5)", data[:4096], re.IGNORECASE
        )
        return data.decode(declared[1].decode() if declared else "gb18030", "replace")
