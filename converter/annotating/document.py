"""A Word report that goes back: a copy of it with a comment at each finding."""

import re
from collections.abc import Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element

from converter.annotating.comments import Comment, with_comments
from converter.annotating.remarks import as_lines, to_mend
from converter.files.gate import holds_something_active
from converter.files.package import Package
from converter.files.package import W as _W
from converter.findings import Finding
from converter.form.fields import (
    FIELDS,
    PROSE_FIELDS,
    REPORT_NAME,
    SECTIONS,
    TABLE_NAMES,
    TABLES,
    Slot,
    section_of,
)
from converter.form.report import Report
from converter.reading.result import ReadResult
from converter.reading.values import tidy_text
from converter.reading.word.word_blocks import MAIN_TYPE, paragraph_text

_LONGEST_NUMBER: Final = 12
"""Characters of an automatic number, which is no text of its paragraph."""
_TITLE: Final = re.sub(r"^.*?公开", "公开", REPORT_NAME)
_DATE: Final = re.compile(r"[\d〇○零一二三四五六七八九]{4}\s*年.{1,8}[日号]?\s*$")


def annotated_document(
    data: bytes, report: Report, findings: Sequence[Finding], reading: ReadResult
) -> bytes | None:
    """Return the bytes of a Word document with comments; None where it holds what must not be passed on.

    That is macros, embedded files, links to files and fields that fetch or run something. `report`,
    `findings` and `reading` are those of the document. Raises UnusableFile.
    """
    package = Package(data)
    if holds_something_active(package):
        return None
    package = Package(data)
    main = package.of_type(MAIN_TYPE)[0]
    places = _Places(package.tree(main), report, reading)
    return with_comments(Package(data), [_comment(one, places) for one in to_mend(findings)])


def _comment(finding: Finding, places: "_Places") -> Comment:
    at, is_exact = places.of(finding)
    start, end = finding.marked
    said = finding.said if is_exact else finding.message
    lines = as_lines(finding.severity.label, said, finding.remedy)
    return Comment(at, finding.what[start:end] if is_exact else "", lines)


def _apart(main: Element) -> tuple[set[Element], set[Element]]:
    """Return the paragraphs in text boxes, and those within others, whose text is that of the others too."""
    boxed, within = set(), set()
    waiting = [(main, False, False)]
    while waiting:
        node, in_box, in_paragraph = waiting.pop()
        if node.tag == f"{_W}txbxContent":
            in_box, in_paragraph = True, False
        elif node.tag == f"{_W}p":
            if in_box:
                boxed.add(node)
            if in_paragraph:
                within.add(node)
            in_paragraph = True
        waiting += ((one, in_box, in_paragraph) for one in node if len(one) or one.tag == f"{_W}p")
    return boxed, within


_MOST_LOOKED_AT: Final = 200_000
"""Paragraphs that are looked at, for all texts of a report: some of a thousand stand in none of a thousand."""


class _Places:
    """The paragraphs of a document, by what a finding names."""

    def __init__(self, main: Element, report: Report, reading: ReadResult) -> None:
        paragraphs = list(main.iter(f"{_W}p"))
        boxed, within = _apart(main)
        # each with all that is in it would be looked through again and again
        self._texts = [
            "" if one in within else tidy_text(paragraph_text(one)) for one in paragraphs
        ]
        self._boxed = {at for at, one in enumerate(paragraphs) if one in boxed}
        """Those in text boxes, of which the comment stands elsewhere."""
        self._left = _MOST_LOOKED_AT
        self._reading = reading
        self._title = self._first_with(_TITLE) or self._first_text()
        self._prose = dict(self._prose_places(report))
        self._cells = {
            slot: cells[0].paragraph
            for slot, cells in reading.cells.items()
            if cells[0].paragraph is not None
        }
        self._named = {**self._rows(), **self._headings(), **self._beside()}

    def of(self, finding: Finding) -> tuple[int, bool]:
        """Return the paragraph of a finding, and whether a comment there says all of its place."""
        at, is_exact = self._of(finding)
        return at, is_exact and at not in self._boxed

    def _of(self, finding: Finding) -> tuple[int, bool]:
        slot = Slot(finding.name or "", finding.position)
        for known in (self._prose, self._cells):
            if slot in known:
                return known[slot], True
        place = finding.place
        cell = (place.cell if place else None) or ""
        if cell in self._named:
            return self._named[cell], cell.startswith("“")
        if cell.startswith("落款"):
            return self._sign_off(), True
        if cell.startswith("标题") or finding.name not in FIELDS:
            return self._title, cell.startswith("标题")
        field = FIELDS[finding.name]
        heading = f"“{section_of(field.section).heading}”" if field.section != "basic" else ""
        above = self._named.get(TABLE_NAMES.get(field.table or "", heading))
        return self._title if above is None else above, False

    # ------------------------------------------------------------ where everything stands

    def _prose_places(self, report: Report) -> Iterator[tuple[Slot, int]]:
        """Yield the paragraph of each text of the report, one after the other."""
        yield Slot("title"), self._title
        begun, within = 0, 0
        for name in PROSE_FIELDS:
            texts = getattr(report, name)
            for position, text in enumerate((texts,) if isinstance(texts, str) else texts):
                if found := self._next_with(text, begun, within):
                    begun, within = found
                    yield Slot(name, position), begun

    def _rows(self) -> dict[str, int]:
        """Return the first paragraph of each table, and of each row from which a figure was read."""
        found: dict[str, int] = {}
        for slot, at in sorted(self._cells.items(), key=lambda one: one[1]):
            row = self._reading.places[slot].cell if slot in self._reading.places else None
            for name in (row, TABLE_NAMES.get(slot.name[:2])):
                if name:
                    found.setdefault(name, at)
        return found

    def _headings(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for section in SECTIONS:
            reading = self._reading
            printed = {**reading.headings, **reading.reworded}.get(section.key, section.heading)
            # a reworded one may be a word of the title
            at = self._first_with(printed, behind=self._title)
            if at is None:
                continue
            found[f"“{section.heading}”"] = at
            if section.key in TABLES and TABLE_NAMES[section.key] not in self._rows():
                found[TABLE_NAMES[section.key]] = at
        return found

    def _beside(self) -> dict[str, int]:
        places: dict[str, int] = {}
        found = 0, 0
        for key, texts in self._reading.beside.items():
            for position, text in enumerate(texts):
                # they stand one behind the other; what is read in another order is looked for anew
                if here := self._next_with(text, *found) or self._next_with(text):
                    places[f"“{section_of(key).heading}”表格以外第{position + 1}段"] = here[0]
                    found = here
        return places

    def _sign_off(self) -> int:
        dated = (at for at in reversed(range(len(self._texts))) if _DATE.search(self._texts[at]))
        return next(dated, self._title)

    def _first_text(self) -> int:
        return next((at for at, text in enumerate(self._texts) if text), 0)

    def _first_with(self, words: str, behind: int = -1) -> int | None:
        """Return the first paragraph behind another one that consists of words, or else holds them."""
        found = [at for at, text in enumerate(self._texts) if words in text and at > behind]
        return next((at for at in found if self._texts[at] == words), next(iter(found), None))

    def _next_with(self, text: str, begun: int = 0, within: int = 0) -> tuple[int, int] | None:
        """Return the paragraph that holds a text, and where in it the text ends.

        Looked for from one paragraph on, there `within` it; an automatic number of it is no part of it.
        """
        for at in range(begun, min(len(self._texts), begun + self._left)):
            self._left -= 1
            here = self._texts[at]
            start = here.find(text, within)
            if here and start >= 0:
                return at, start + len(text)
            numbered = text.endswith(here) and len(text) - len(here) <= _LONGEST_NUMBER
            if here and not within and numbered:
                return at, len(here)
            within = 0
        return None
