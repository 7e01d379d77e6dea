"""The page of findings that is written for who drops files on an icon: 核对结果.html.

Errors come first, then reminders, hints and what was explained; each with its place, its sentences with
the offending words marked, and what to do. One HTML file without scripts, which loads nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from converter.files.text import one_line
from converter.findings import CODES, Finding, Severity
from converter.sentences import some_of
from converter.writing.pages.html import page_template

PAGE_MARK: Final = b'<meta name="generator" content="nianbao '
"""What tells a page of ours from somebody's file of that name; it stands in the first line after the charset."""
_PAGE_TEMPLATE: Final = "findings_page.html"
_LISTED_CELLS: Final = 12
"""Maximum number of cells that one item lists."""
_BLOCKS: Final = {
    "error": "错误，要改正",
    "warning": "提醒，请看一看",
    "note": "提示",
    "explained": "已说明，不用再改",
}
"""The blocks of a file by the kind of their findings, in their order."""


@dataclass(frozen=True)
class CheckedFile:
    """One file as the page tells of it."""

    name: str
    headline: str
    """One sentence: how many findings of each kind, or that there are none."""
    findings: Sequence[Finding]
    notes: Sequence[str] = ()
    """Sentences beside the findings, told as reminders."""
    copy: str = ""
    """The name of the copy beside it in which the same stands at its place; empty where there is none."""


def render_findings(files: Iterable[CheckedFile]) -> bytes:
    """Return the page for some files, in UTF-8; equal findings give equal bytes."""
    told = [
        {
            "name": one_line(file.name),
            "headline": one_line(file.headline),
            "annotated": one_line(file.copy),
            "blocks": list(_blocks(file)),
        }
        for file in files
    ]
    return page_template(_PAGE_TEMPLATE).render(files=told).encode("utf-8", "replace")


def _blocks(file: CheckedFile) -> Iterator[dict[str, Any]]:
    """Yield the blocks of a file: equal findings of a sheet are one item with all their cells."""
    for kind, title in _BLOCKS.items():
        groups: dict[tuple[str, str, str], list[Finding]] = {}
        for finding in file.findings:
            if _kind(finding) == kind:
                sheet = (finding.place.sheet if finding.place else None) or ""
                groups.setdefault((sheet, finding.code, finding.said), []).append(finding)
        items = [_item(sheet, members) for (sheet, _, _), members in groups.items()]
        if kind == Severity.WARNING.value:
            plain = {"where": "", "remedy": "", "source": ""}
            items += [{**plain, "pieces": [(one_line(note), False)]} for note in file.notes]
        if items:
            yield {"kind": kind, "title": f"{title}（{len(items)} 处）", "entries": items}


def _kind(finding: Finding) -> str:
    return "explained" if finding.explained else finding.severity.value


def _item(sheet: str, members: Sequence[Finding]) -> dict[str, Any]:
    first, places = members[0], [one.place for one in members if one.place]
    where = some_of([place.cell for place in places if place.cell], _LISTED_CELLS, "格", gap=" ")
    if len(places) == 1 and places[0].label:
        where += f"（{places[0].label}）"
    return {
        "where": one_line(f"{sheet}　{where}".strip("　")),
        "pieces": list(_pieces(first)),
        "remedy": "" if first.explained else first.remedy,
        "source": CODES[first.code].source,
    }


def _pieces(finding: Finding) -> Iterator[tuple[str, bool]]:
    """Yield the sentences in pieces, and of each whether it is the offending words."""
    text, (start, end) = finding.said, finding.marked
    for piece, is_marked in ((text[:start], False), (text[start:end], True), (text[end:], False)):
        if piece:
            yield one_line(piece), is_marked
