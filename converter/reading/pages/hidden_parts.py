"""Parts of a page that are not shown until something is clicked, or without scripts: which of them are read."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from converter.reading.blocks import TextBlock
from converter.reading.pages.page_source import texts_within
from converter.reading.pages.page_styles import is_hidden

if TYPE_CHECKING:
    from lxml.etree import _Element

_SHOWN_AT_TIMES: Final = frozenset({"noscript", "template"})
"""Elements whose content a browser shows where scripts do not run, or once a script asks for it."""
_HIDING: Final = ("style", "hidden")


def hidden_parts(tree: "_Element") -> list["_Element"]:
    """Return the outermost parts of a page that are not shown and hold a table."""
    inside: set[_Element] = set()
    found = []
    for element in tree.iter("*"):
        if element.getparent() in inside:
            inside.add(element)
        elif element.tag in _SHOWN_AT_TIMES or is_hidden(element):
            inside.add(element)
            if element.tag == "table" or next(element.iter("table"), None) is not None:
                found.append(element)
    return found


def show_headings(tree: "_Element", is_heading: Callable[[TextBlock], object]) -> None:
    """Have the buttons that open the parts of an article read as its headings."""
    for button in [*tree.iter("button")]:
        if is_heading(TextBlock("".join(texts_within(button)).strip())):
            button.tag = "div"


def reveal(part: "_Element") -> None:
    """Have a part of a page shown."""
    for name in _HIDING:
        part.attrib.pop(name, None)
    if part.tag in _SHOWN_AT_TIMES:
        part.tag = "div"


def reveal_what_is_missing(
    parts: list["_Element"],
    shown: AbstractSet[str],
    kinds_in: Callable[["_Element"], AbstractSet[str]],
) -> set[str]:
    """Show the parts that hold tables of the form of which none is `shown`; return which tables.

    Never one beside a table of its kind that everybody sees.
    """
    found: set[str] = set()
    for part in parts:
        with _shown(part):
            kinds = kinds_in(part)
        if kinds and not kinds & shown:
            reveal(part)
            found |= kinds
    return found


@contextmanager
def _shown(part: "_Element") -> Iterator[None]:
    """Show a part of a page for a while."""
    tag, kept = part.tag, {name: part.get(name) for name in _HIDING}
    reveal(part)
    yield
    part.tag = tag
    for name, value in kept.items():
        if value is not None:
            part.set(name, value)
