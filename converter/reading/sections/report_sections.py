"""What stands below the headings of a report's six sections, and below none."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from converter import sentences
from converter.findings import Finding, Place
from converter.form.fields import SECTIONS, TABLES, Section, SectionKey, section_of
from converter.reading.blocks import Block, PictureBlock, TableBlock, TextBlock
from converter.reading.report_title import end_of_preface
from converter.reading.result import ReadResult
from converter.reading.sections.heading_numbers import split_number, without_blanks
from converter.reading.sections.heading_places import Heading
from converter.reading.sections.report_headings import (
    find_headings,
    with_whole_headings,
    without_contents,
)
from converter.reading.tables.report_tables import table_kind
from converter.reading.values import tidy_text

_MOST_LAYOUT_CELLS: Final = 6
"""Maximum cells of a table that is read as text in columns, a sign-off for example."""
_FEWEST_GRID_CELLS: Final = 4
"""Minimum cells with text, in rows and columns, of a table that is no layout."""
_DECORATING: Final = "【】〖〗●○◆◇■□★☆※◎▲▶►—"
"""What stands around a heading within a paragraph and belongs to neither."""
_FOR_A_TABLE: Final = re.compile(r"\d|附件|附表|详见|见表|点击|下载|[无零]")
_ON_A_SCREEN: Final = re.compile(
    r"[（(]?(?:接?续上?表\d?|(?:点击)?(?:展开|收起|查看)(?:全[文部]|更多|表格)?|(?:表格|左右|可).{0,8}(?:滑动|拖动).{0,6})[）)]?"
)
"""What stands beside a table and says only that it goes on, or how to see all of it."""
_ON_PROBLEMS: Final = re.compile("问题|不足|差距|短板|薄弱|改进|下一步")
_ON_OTHER_MATTERS: Final = re.compile("信息处理费|其[他它]需要?报告|(?:没有|无)其[他它]")
_BELOW: Final[tuple[tuple[SectionKey, SectionKey, re.Pattern[str]], ...]] = (
    ("problems", "t4", _ON_PROBLEMS),
    ("other", "problems", _ON_OTHER_MATTERS),
)
"""Sections whose prose may stand below another's, without a heading of its own, and what it speaks of."""


@dataclass
class Sections:
    """The content of the sections whose headings, or tables, were found, and what stands before them."""

    before: list[Block] = field(default_factory=list)
    found: dict[SectionKey, list[Block]] = field(default_factory=dict)
    pictures: dict[SectionKey, list[PictureBlock]] = field(default_factory=dict)

    @property
    def last(self) -> list[Block]:
        """The content of the last section that has any: there a report is signed."""
        return next(filter(None, reversed(self.found.values())), [])

    def texts(self, key: SectionKey) -> list[TextBlock]:
        """Return the paragraphs of a section."""
        return [one for one in self.found.get(key, ()) if isinstance(one, TextBlock)]


def sections_of(blocks: Sequence[Block], result: ReadResult) -> tuple[Sections, set[SectionKey]]:
    """Return the content of the sections, and those that have a heading; what is said of headings goes to `result`."""
    inside = without_contents(with_whole_headings(list(text_blocks(blocks))))
    kinds = {
        at: kind
        for at, block in enumerate(inside)
        if isinstance(block, TableBlock) and (kind := table_kind(block))
    }
    headings = find_headings(inside, kinds)
    result.findings += filter(None, map(_wrong_heading, headings))
    result.headings |= {one.section.key: tidy_text(one.text) for one in headings if one.is_official}
    result.reworded = {
        one.section.key: tidy_text(one.text) for one in headings if not one.is_official
    }
    sections = _split(inside, headings, kinds)
    headed = {one.section.key for one in headings}
    _leave_out_captions(sections, headed)
    return sections, headed


def text_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the paragraphs, those in small layout tables included, and the other tables."""
    for block in blocks:
        if isinstance(block, TextBlock):
            if block.whole.strip() or isinstance(block, PictureBlock):
                yield block
        elif _is_layout(block) and table_kind(block) is None:
            for cell in block.cells:
                yield from (TextBlock(line) for line in cell.text.split("\n") if line.strip())
        else:
            yield block


def _is_layout(block: TableBlock) -> bool:
    """Tell whether a table only puts text in columns: it is small, or every cell is prose."""
    cells = block.cells
    filled = [cell for cell in cells if tidy_text(cell.text)]
    if filled and all("。" in cell.text for cell in filled):
        return True
    is_grid = len(block.rows) > 1 and len(block.rows[0]) > 1
    is_large = len(cells) > _MOST_LAYOUT_CELLS
    return not (is_large or (is_grid and len(filled) >= _FEWEST_GRID_CELLS))


def _split(
    blocks: Sequence[Block], headings: Sequence[Heading], kinds: Mapping[int, str]
) -> Sections:
    """Split the blocks at the headings; `kinds` are the form's tables by their index.

    A table of the form whose section has no heading begins it.
    """
    sections = Sections()
    current = sections.before
    key: SectionKey | None = None
    by_block: dict[int, list[Heading]] = {}
    for heading in headings:
        by_block.setdefault(heading.at, []).append(heading)
    headed = {one.section.key for one in headings}
    for at, block in enumerate(blocks):
        if isinstance(block, TableBlock):
            kind = kinds.get(at)
            if kind is None:
                current.append(block)
            elif section_of(kind).key not in headed:
                key = section_of(kind).key
                current = sections.found.setdefault(key, [])
            continue
        if isinstance(block, PictureBlock):
            if key:
                sections.pictures.setdefault(key, []).append(block)
            continue
        begun = 0
        for heading in by_block.get(at, ()):
            _append(current, block, begun, heading.start)
            key = heading.section.key
            current = sections.found.setdefault(key, [])
            begun = heading.end
        _append(current, block, begun, len(block.whole))
    return sections


def _leave_out_captions(sections: Sections, headed: Collection[SectionKey]) -> None:
    """Leave out the captions that repeat the heading above a table."""
    for section in SECTIONS:
        content = sections.found.get(section.key, [])
        if section.key in TABLES and section.key in headed:
            content[:] = [
                one
                for one in content
                if isinstance(one, TableBlock)
                or not (
                    _repeats_heading(section, one.whole)
                    or _ON_A_SCREEN.fullmatch(one.whole.strip())
                )
            ]


def instead_of_tables(sections: Sections) -> dict[SectionKey, TextBlock]:
    """Return a picture, or else the first text that may speak for it, in each section of a table."""
    found: dict[SectionKey, TextBlock] = {}
    for section in SECTIONS:
        texts = (one for one in sections.texts(section.key) if _FOR_A_TABLE.search(one.whole))
        pictures = sections.pictures.get(section.key, [])
        instead = pictures[0] if pictures else next(texts, None)
        if instead:
            found[section.key] = instead
    return found


def _append(current: list[Block], block: TextBlock, start: int, end: int) -> None:
    """Append a part of a paragraph, if anything stands in it."""
    text = block.whole[start:end]
    if start:
        text = text.lstrip(f"：:。.、，,；;{_DECORATING} \t\u3000\xa0")
    if end < len(block.whole):
        text = text.rstrip(f"{_DECORATING} \t\u3000\xa0")
    if tidy_text(text):
        current.append(block if len(text) == len(block.whole) else TextBlock(text))


def add_what_lacks_a_heading(sections: Sections, preface: list[TextBlock]) -> None:
    """Give prose that stands in its place, but below no heading, to its section."""
    if "overview" not in sections.found and sections.found:
        end = end_of_preface(preface)
        if preface[end:]:
            sections.found = {"overview": [*preface[end:]], **sections.found}
            del preface[end:]
    for key, above, words in _BELOW:
        if key in sections.found or above not in sections.found:
            continue
        there = sections.found[above]
        found = (
            place
            for place, block in enumerate(there)
            if isinstance(block, TextBlock) and words.search(block.whole)
        )
        place = next(found, None)
        if place is not None and (place or key == "problems"):
            found_before = list(sections.found.items())
            after = 1 + [known for known, _ in found_before].index(above)
            found_before.insert(after, (key, there[place:]))
            sections.found = dict(found_before)
            del there[place:]


def _wrong_heading(heading: Heading) -> Finding | None:
    """Return the finding on a heading that is reworded, or does not stand alone."""
    due, now = heading.section.heading, tidy_text(heading.text)
    if heading.is_official and heading.alone:
        return None
    if heading.is_official:
        what = sentences.FORM_HEADING_IN_TEXT.format(heading=now)
    elif heading.alone:
        what = sentences.FORM_HEADING.format(now=now, heading=due)
    else:
        what = sentences.FORM_HEADING_REWORDED_IN_TEXT.format(now=now, heading=due)
    return Finding("FORM-HEADING", what, place=Place(None, f"“{due}”", "标题"))


_TABLE_OF: Final = re.compile(
    r"^(?:附?表[一二三四五\d]?)|(?:统计|情况|如下|见|下|一览|数据|明细|汇总|附|表){1,6}$"
)
"""What makes the words of a heading those of its table."""


def _repeats_heading(section: Section, text: str) -> bool:
    """Tell whether a line between a heading and its table says no more than the heading does."""
    said, due = (
        _TABLE_OF.sub("", re.sub(r"[\W_]", "", split_number(without_blanks(one))[2]))
        for one in (text, section.heading)
    )
    return said == due
