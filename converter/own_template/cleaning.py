"""Leave out of a template what concerns its making: comments, authors, tracked changes, bound data.

Tracked changes are taken as accepted. What a content control is bound to would be printed in place
of its text, so the binding goes and the text stays. What no report needs and could make a text illegible
goes as well: letters squeezed into a width, effects, rows that cut off what they hold, shapes before the text,
fonts that came with it.
"""

import re
from typing import TYPE_CHECKING, Any, Final

from converter.files.gate import DROPPED, is_xml, target_of
from converter.files.package import CONTENT_TYPES, RELATIONSHIP, Package, repack
from converter.files.package import W as _W
from converter.own_template.seen import LOWEST_LINE, SYMBOL_FONTS, is_paper, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

_WITH_CONTENT: Final = frozenset(
    f"{_W}{name}"
    for name in (
        "annotationRef",
        "commentRangeEnd",
        "commentRangeStart",
        "commentReference",
        "cs",
        "del",
        "docVars",
        "eastAsianLayout",
        "embedBold",
        "embedBoldItalic",
        "embedItalic",
        "embedRegular",
        "embedSystemFonts",
        "embedTrueTypeFonts",
        "fitText",
        "moveFrom",
        "moveFromRangeEnd",
        "moveFromRangeStart",
        "moveToRangeEnd",
        "moveToRangeStart",
        "permEnd",
        "permStart",
        "printerSettings",
        "rsids",
        "rtl",
        "saveSubsetFonts",
        "specVanish",
    )
)
"""Elements that go with all that they hold; `permStart` names an editor, `cs` gives a Chinese text the size of an Arabic one."""
_FONTS: Final = ("obfuscatedFont", "/x-fontdata")
"""How the content types of embedded fonts end."""
_UNWRAPPED: Final = frozenset(f"{_W}{name}" for name in ("ins", "moveTo"))
_MARKS: Final = (f"{_W}del", f"{_W}moveFrom")
_OF_WORD_2010: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
"""Of a run, this says shadows, glow and a colour of its own, which no other program shows."""
_ANCHOR: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
_OF_THE_THEME: Final = tuple(
    f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{name}" for name in ("latin", "ea")
)
"""The fonts that a theme has for digits and for Chinese characters."""
_DRAWN: Final = "{urn:schemas-microsoft-com:vml}"
_BEFORE_THE_TEXT: Final = re.compile(r"z-index\s*:\s*\+?\d+|\Z")
_TURNS_TEXT_AROUND: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def cleaned(package: Package) -> bytes:
    """Return a template without what concerns its making, its XML as the package reader lets it pass.

    Raises UnusableFile where a part is damaged, too large, or holds a DOCTYPE.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_pis=True)
    parts: dict[str, bytes] = {}
    dropped: set[str] = set()
    for name, member in package.parts.items():
        if member.is_dir() or package.type_of(name).endswith(_FONTS):
            continue
        if not is_xml(package, name):
            parts[name] = package.read(member)
            continue
        parts[name] = package.xml(name)
        if name == CONTENT_TYPES:
            continue
        root = etree.fromstring(parts[name], parser)
        if name.endswith(".rels"):
            changed = _drop_relationships(root, name, dropped)
        else:
            changed = _accept_changes(root) | _make_legible(root)
        if changed:
            parts[name] = etree.tostring(root, encoding="UTF-8", standalone=True)
    return repack({name: part for name, part in parts.items() if name not in dropped})


def _drop_relationships(root: "_Element", name: str, dropped: set[str]) -> bool:
    """Remove the relationships to what is left out; add the parts that they mean to `dropped`."""
    doomed = [
        node
        for node in root.iter(RELATIONSHIP)
        if node.get("Type", "").rpartition("/")[2] in DROPPED
    ]
    for node in doomed:
        dropped.add(target_of(name, node.get("Target", "")))
        root.remove(node)
    return bool(doomed)


def _accept_changes(root: "_Element") -> bool:
    """Accept tracked changes and remove comments and bindings; return whether there were any."""
    deleted_marks = [
        paragraph
        for paragraph in root.iter(f"{_W}p")
        if any(paragraph.find(f"{_W}pPr/{_W}rPr/{mark}") is not None for mark in _MARKS)
    ]
    gone = [
        node
        for node in root.iter(f"{_W}tr", f"{_W}tc")
        if node.find(f"{_W}trPr/{_W}del") is not None
        or node.find(f"{_W}tcPr/{_W}cellDel") is not None
    ]
    gone += [node for node in root.iter(tag=None) if _goes(node)]
    unwrapped = list(root.iter(*_UNWRAPPED))
    for node in gone:
        _remove(node)
    for node in unwrapped:
        _unwrap(node)
    _join_with_next(deleted_marks)
    return bool(deleted_marks or gone or unwrapped)


def _goes(node: Any) -> bool:
    name = node.tag if isinstance(node.tag, str) else ""
    if name == f"{_W}altName":
        return bool(node.get(f"{_W}val", "").lower().startswith(SYMBOL_FONTS))
    if name.startswith(_OF_WORD_2010):
        return bool(node.getparent().tag == f"{_W}rPr")
    return name in _WITH_CONTENT or name.endswith(("Change", "}dataBinding"))


def _make_legible(root: "_Element") -> bool:
    """Have texts, rows and shapes of a part say nothing by which a text could not be read; return whether any did."""
    changed = False
    for node in root.iter(
        f"{_W}t", f"{_W}trHeight", f"{_W}color", f"{_W}shd", _ANCHOR, f"{_DRAWN}*", *_OF_THE_THEME
    ):
        was = dict(node.attrib), node.text
        if node.tag == f"{_W}t":
            node.text = _TURNS_TEXT_AROUND.sub("", node.text or "")
        elif node.tag in _OF_THE_THEME:
            _leave_out_symbols(node)
        elif node.tag == _ANCHOR:
            node.set("behindDoc", "1")
        elif node.tag.startswith(_DRAWN):
            _put_behind(node)
        elif node.tag == f"{_W}trHeight":
            if number(node.get(f"{_W}val")) >= LOWEST_LINE:
                node.attrib.pop(f"{_W}hRule", None)
        elif not is_paper(node):
            # the colour is written beside its name in the theme
            for name in [one for one in node.attrib if "}theme" in one]:
                del node.attrib[name]
        changed = changed or was != (dict(node.attrib), node.text)
    return changed


def _leave_out_symbols(font: "_Element") -> None:
    if font.get("typeface", "").lower().startswith(SYMBOL_FONTS):
        font.set("typeface", "")


def _put_behind(shape: "_Element") -> None:
    """Have a shape that floats stand behind the text, where it covers nothing."""
    style = shape.get("style", "")
    if "position:absolute" in style.replace(" ", ""):
        shape.set("style", _BEFORE_THE_TEXT.sub(";z-index:-1", style, count=1))


def _remove(node: "_Element") -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _unwrap(node: "_Element") -> None:
    """Put the content of an element in its place; one that marks a property has none."""
    for child in list(node):
        node.addprevious(child)
    _remove(node)


def _join_with_next(marked: "Sequence[_Element]") -> None:
    """Move the content of paragraphs whose end was deleted to the start of the next one, of all in a row at once."""
    known = set(marked)
    for first in marked:
        if first.getprevious() in known:
            continue  # it was moved with those before it
        row = [first]
        while (following := row[-1].getnext()) in known:
            row.append(following)
        # before a table, or the end, the last of them takes what stood in the others
        ahead = following is not None and following.tag == f"{_W}p"
        target = following if ahead else row.pop()
        content = [node for one in row for node in one if node.tag != f"{_W}pPr"]
        properties = target.find(f"{_W}pPr")
        start = 0 if properties is None else target.index(properties) + 1
        target[start:start] = content
        if not ahead and following is not None and all(one.tag == f"{_W}pPr" for one in target):
            row.append(target)
        for one in row:
            _remove(one)
