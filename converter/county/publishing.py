"""A folder to publish: a web page of every report that counts, and an index page by unit."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from converter.conversion import examine, report_file_name
from converter.county.kept.model import unit_key
from converter.county.results import all_reports
from converter.errors import AlreadyThere, CannotDeliver, NianbaoError
from converter.files.limits import limited
from converter.files.locks import without_locks
from converter.files.output import INDEX_NAME, Output, name_key
from converter.files.shelf import Shelf, Shelved
from converter.findings import blocking
from converter.writing.pages.html import render_page
from converter.writing.pages.index_page import PublishedReport, render_index


@dataclass(frozen=True)
class Publication:
    """What was published, or why nothing was."""

    index: Path | None
    """None where something speaks against it."""
    objections: tuple[str, ...] = ()
    """Sentences: errors, different years, units twice."""
    remarks: tuple[str, ...] = ()
    """Sentences on who is not published, and on pages that nobody stands for."""
    count: int = 0
    is_complete: bool = True
    """Whether every file could be read; the others are named among the objections."""


@dataclass(frozen=True)
class _Page:
    report: PublishedReport
    year: int | None
    content: bytes | Shelved
    """In memory only where the disk did not take it."""


def publish(sources: Sequence[Path], output: Path, *, force: bool) -> Publication:
    """Write a page for each report, as the Word file holds it now, and the index page.

    Of the output folder of a batch those count that its ledger says are converted. Reports with
    errors, of different years, units twice, and files that cannot be read are refused with their names,
    all of them at once. Pages that are there with other content are replaced only with `force`. Raises
    NianbaoError where a page cannot be written.
    """
    found = all_reports(without_locks(sources))
    unusable = [sentence for one in found for sentence in one.unusable]
    objections = [sentence for one in found for sentence in (*one.differences, *one.unknown)]
    pages: list[_Page] = []
    # the output may still have to be made
    shelf = Shelf(next(filter(os.path.isdir, (output, *output.absolute().parents)), Path()))
    for file, unit in ((file, one.units.get(file, "")) for one in found for file in one.files):
        try:
            page = _page(file, unit, shelf)
        except NianbaoError as refusal:
            unusable.append(str(refusal))
            continue
        if isinstance(page, str):
            objections.append(page)
        else:
            pages.append(page)
    objections = [*unusable, *objections, *_objections(pages)]
    if not pages and not objections:
        objections.append("没有已转换的报告，没有可公开的。")
    left_out = {unit: why for one in found for unit, why in one.left_out.items()}
    said = "、".join(f"{unit}（{why}）" for unit, why in left_out.items())
    remarks = [f"没有公开的 {len(left_out)} 个单位：{said}。"] if left_out else []
    remarks += [sentence for one in found for sentence in one.unread]
    if objections:
        said_all = tuple(objections), tuple(remarks)
        return Publication(None, *said_all, is_complete=not unusable)
    if not force and (taken := [one.path for one in _outputs(output, pages) if one.is_taken(())]):
        raise AlreadyThere(*taken)
    for one in _outputs(output, pages):
        one.write(force=force, inputs=())
    remarks += _stale(output, pages)
    return Publication(output / INDEX_NAME, (), tuple(remarks), len(pages))


def _outputs(output: Path, pages: Sequence[_Page]) -> Iterator[Output]:
    """Yield the pages one by one, behind them the index page; raises CannotDeliver where the disk does not give one back."""
    for page in pages:
        try:
            content = page.content if isinstance(page.content, bytes) else page.content.bytes()
        except OSError:
            raise CannotDeliver(_NOT_GIVEN_BACK) from None
        yield Output(output / page.report.file, content)
    year = pages[0].year if pages else None
    yield Output(output / INDEX_NAME, render_index(year, [page.report for page in pages]))


_NOT_GIVEN_BACK: Final = (
    "网页文件夹所在的磁盘读不回刚写进去的内容，没有写完。请换一个文件夹，再公开一次。"
)


def _page(file: Path, unit: str, shelf: Shelf) -> _Page | str:
    """Return the page of a report, or a sentence where it has errors; raises NianbaoError where it cannot be read.

    It is listed under the unit of the ledger, which knows the full name; without one under its own.
    """
    with limited(file.name):
        examination = examine(file)
    report, errors = examination.report, blocking(examination.findings)
    if errors:
        return f"{file.name} 有 {len(errors)} 处错误，例如：{errors[0].message}"
    unit = unit or report.unit_name
    name = report_file_name(replace(report, unit_name=unit), ".html")
    content = render_page(report)
    put_away = shelf.put(content) or content
    return _Page(PublishedReport(unit, name), report.report_year, put_away)


def _objections(pages: Sequence[_Page]) -> Iterator[str]:
    years = sorted({str(page.year) for page in pages})
    if len(years) > 1:
        yield f"年度不一致（{'、'.join(years)}）。请一个年度一个年度地公开。"
    seen: dict[str, str] = {}
    for page in pages:
        for key in {unit_key(page.report.unit), name_key(page.report.file)} & seen.keys():
            yield f"“{page.report.unit}”和“{seen[key]}”是同一个单位，或者网页的文件名相同。"
            break
        seen[unit_key(page.report.unit)] = seen[name_key(page.report.file)] = page.report.unit


def _stale(output: Path, pages: Sequence[_Page]) -> Iterator[str]:
    """Say which pages of the folder nobody stands for any more."""
    written = {name_key(INDEX_NAME), *(name_key(page.report.file) for page in pages)}
    others = sorted(
        path.name for path in output.glob("*.html") if name_key(path.name) not in written
    )
    if others:
        yield f"文件夹里另有 {len(others)} 个网页，目录里没有，不要公开的请删掉：{'、'.join(others)}。"
