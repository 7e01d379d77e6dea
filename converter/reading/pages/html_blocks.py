"""The paragraphs and tables of a web page as plain text, in order.

Reads the pages that governments publish: layout tables, spans,
Word's own HTML, any encoding of Chinese; what surrounds the article is left out. Makes no network
requests.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from converter.errors import Refusal, UnusableFile
from converter.files.kinds import InputFile
from converter.files.package import unreadable_as
from converter.reading.blocks import Block, TableBlock, TextBlock
from converter.reading.pages.element_tables import mark_tables
from converter.reading.pages.hidden_parts import (
    hidden_parts,
    reveal,
    reveal_what_is_missing,
    show_headings,
)
from converter.reading.pages.page_source import page_tree
from converter.reading.pages.page_styles import spell_out
from converter.reading.pages.page_walk import Walk
from converter.reading.site_lines import (
    day_for_machines,
    is_site_line,
    published_on,
    states_something,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

_LARGEST_PAGE: Final = 16 * 2**20
_MOST_TAGS: Final = 300_000
_PUBLISHED_NAMES: Final = frozenset(
    ("pubdate", "publishdate", "firstpublishedtime", "article:published_time")
)


@dataclass(frozen=True)
class Page:
    """The blocks of a page: those before the article, in it and behind it."""

    before: list[Block]
    article: list[Block]
    after: list[Block]
    hidden: list[str] = field(default_factory=list)
    """What the article holds that is hidden, struck out or beside it, where it says something."""
    published: str = ""
    """The day on which the site says that it published the article."""
    revealed: list[str] = field(default_factory=list)
    """The tables of the form that were read although they are shown at times only."""


def read_page_blocks(
    file: InputFile,
    is_part: Callable[[Block], object],
    kind_of: Callable[[TableBlock], str | None],
) -> Page:
    """Return the paragraphs and tables of a web page, in order.

    `is_part` tells whether a block can only be the report's: a heading or a table of the form, and
    `kind_of` which of its tables. The smallest element that holds all of them is the article. Lines that sites print around an article are
    left out. Raises UnusableFile where the page is too large or cannot be parsed.
    """
    name = file.path.name
    if len(file.data) > _LARGEST_PAGE or file.data.count(b"<") > _MOST_TAGS:
        raise UnusableFile(f"{name}：网页太大，不读取。请核对文件。", Refusal.TOO_LARGE)
    with unreadable_as(name, "网页已损坏，读不出来。请重新保存。"):
        tree = page_tree(file.data)
        for foot in [*tree.iter("tfoot")]:
            # it is shown below all other rows, wherever it stands
            foot.getparent().append(foot)
        show_headings(tree, is_part)
        mark_tables(tree)
        unsure = spell_out(tree)

        def walked(part: "_Element") -> Walk:
            walk = Walk(unsure)
            walk.through(part)
            return walk

        def kinds(walk: Walk) -> set[str]:
            tables = (one for _, one in walk.placed if isinstance(one, TableBlock))
            return set(filter(None, map(kind_of, tables)))

        walk, revealed, parts = walked(tree), set[str](), hidden_parts(tree)
        if parts and not any(is_part(block) for _, block in walk.placed):
            for part in parts:
                reveal(part)
            walk = walked(tree)
        elif parts:
            revealed = reveal_what_is_missing(parts, kinds(walk), lambda part: kinds(walked(part)))
            walk = walked(tree) if revealed else walk
        page = _page(walk.placed, walk.hidden, is_part)
        published = _published_in_head(tree) or page.published
        return replace(page, published=published, revealed=sorted(revealed))


def _page(
    placed: Sequence[tuple["_Element", Block]],
    hidden: Sequence[tuple["_Element", str]],
    is_part: Callable[[Block], object],
) -> Page:
    """Return the blocks of the article, and those around it; `hidden` is what was left out."""
    parts = [place for place, (_, block) in enumerate(placed) if is_part(block)]
    article = _smallest_around([placed[place][0] for place in parts])
    is_inside = _within(lambda element: element is article)
    in_caption = _within(lambda element: element.tag == "caption")
    first, last = (parts[0], parts[-1]) if parts else (len(placed), len(placed))
    above = (_said(block) for _, block in placed[:first])
    page = Page([], [], [], published=next(filter(None, map(published_on, above)), ""))
    for place, (element, block) in enumerate(placed):
        inside = article is None or is_inside(element)
        # what follows the last part within the article is the section's or the site's: the sign-off decides
        beside = place < first or (place > last and not inside)
        if isinstance(block, TextBlock) and (
            (beside and is_site_line(block.text))
            # a caption is its table's title once more
            or (in_caption(element) and not is_part(block) and not states_something(block.text))
        ):
            continue
        if inside:
            page.article.append(block)
        else:
            (page.after if page.article else page.before).append(block)
    # what signs a report may stand in the foot of the page
    said = (
        text
        for element, text in hidden
        if article is not None and (is_inside(element) or element.tag == "footer")
    )
    page.hidden.extend(dict.fromkeys(said))
    return page


def _said(block: Block) -> str:
    """Return what a paragraph or a table says, on one line."""
    if isinstance(block, TextBlock):
        return block.text
    return " ".join(cell.text for row in block.rows for cell in row)


def _published_in_head(tree: "_Element") -> str:
    """Return the day of publication that a page has for machines; empty where it has none."""
    said = (
        one.get("content", "")
        for one in tree.iter("meta")
        if one.get("name", one.get("property", "")).lower() in _PUBLISHED_NAMES
    )
    return next(filter(None, map(day_for_machines, said)), "")


def _within(is_wanted: Callable[["_Element"], bool]) -> Callable[["_Element"], bool]:
    """Return a function that tells whether an element, or one around it, is wanted.

    It looks at each element of a page once, however many are asked for.
    """
    known: dict[_Element | None, bool] = {None: False}

    def within(element: "_Element") -> bool:
        way: list[_Element] = []
        at: _Element | None = element
        while at is not None and at not in known:
            way.append(at)
            at = None if is_wanted(at) else at.getparent()
        found = known[at] if at is not None else bool(way) and is_wanted(way[-1])
        known.update(dict.fromkeys(way, found))
        return found

    return within


def _smallest_around(elements: Sequence["_Element"]) -> Any:
    """Return the smallest element that holds all of several; None where there are none."""
    if not elements:
        return None
    around = list(elements[0].iterancestors())[::-1]
    depths = {element: depth for depth, element in enumerate(around)}
    seen: set[_Element] = set()
    smallest = len(around)
    for element in elements[1:]:
        for one in element.iterancestors():
            if one in seen:
                break
            seen.add(one)
            if one in depths:
                smallest = min(smallest, depths[one] + 1)
                break
    return around[smallest - 1] if smallest else None
