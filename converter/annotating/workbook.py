"""A workbook that goes back: fresh, of the current version, with all that was filled in and what to mend."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from converter.annotating.remarks import as_lines, summary, to_mend
from converter.findings import CODES, Finding
from converter.form.fields import FIELDS, PARAGRAPH_ROOM, Slot
from converter.form.layout import (
    AREAS,
    HEADING_ROW,
    KEPT_MARK,
    LAYOUT,
    SHEETS,
    Area,
    slot_area,
)
from converter.form.report import Report
from converter.reading.result import ReadResult
from converter.reading.workbooks.form_sheets import parse_range
from converter.reading.workbooks.xlsx import short_title
from converter.sentences import some_of
from converter.writing.workbooks.return_sheet import Remark, Returned
from converter.writing.workbooks.workbook import write_workbook

_SHIFT: Final = 2
"""Rows by which the copy of a sheet is moved down, or it would pass for the sheet itself."""
_MOST_TITLES: Final = 20
"""Maximum other sheets that are named."""
_ABOUT_A_COPY: Final = (
    "这是原文件“{sheet}”里的内容，程序分不清哪格是哪项，请照着抄到“{sheet}”里。"
    "这一张只供抄录，不进报告。"
)
_COPIED: Final = "“{sheet}”没有读出来，原来的内容在“{copy}”里，请照着抄到“{sheet}”。"
_LEFT: Final = "原文件里另有工作表{sheets}，不是填报表的，没有带过来；要用的，在原文件里。"
_MENDED: Final = "这一份里已经恢复，不用再改；请核对这张表的内容。"
_LEFT_BLANK: Final = "这一份里这一格空着，请直接填写文字。"
_REMEDIES: Final = {
    "FORM-NAME": "这一份里格子都在原处；没有读出来的内容，请重新填上。",
    "FORM-VERSION": "这一份是新版，填的内容已经带过来，请把缺的补上。",
    "FORM-HEALED": _MENDED,
    "FORM-LABEL": _MENDED,
    "FORM-STALE": "这一份里已经重新计算，不用再改。",
    "VALUE-NORMALISED": "这一份里已经改成能认的写法，请核对一下。",
}
"""What is left to do where a fresh workbook has mended the cause; for other codes, what their catalogue says."""


def annotated_workbook(
    report: Report, findings: Sequence[Finding], reading: ReadResult, last_year: Report | None
) -> bytes:
    """Return the workbook that goes back.

    Formulas without a result in cells of text stay behind: their notes quote them.
    `report`, `findings` and `reading` are those of the workbook that came. Raises NianbaoError where
    a text does not fit a cell.
    """
    typed = {
        slot: raw for slot, raw in reading.typed.items() if not _is_formula_for_text(slot, raw)
    }
    report, appended = _with_typed_paragraphs(report, typed)
    left = reading.typed.keys() - typed.keys()
    appended |= {slot: _behind_all(report, slot) for slot in left if _is_paragraph(slot)}
    told = to_mend(findings)
    copies = {_copy_title(title): title for title in reading.kept}
    returned = Returned(
        summary(told),
        [_remark(finding, appended, left) for finding in told],
        {
            slot._replace(position=appended.get(slot, slot.position)): raw
            for slot, raw in typed.items()
        },
        {copy: _copied(title, reading.kept[title]) for copy, title in copies.items()},
        [
            *(
                _COPIED.format(sheet=title, copy=copy)
                for copy, title in copies.items()
                if title in SHEETS
            ),
            *([_LEFT.format(sheets=_quoted(reading.beyond))] if reading.beyond else []),
        ],
    )
    return write_workbook(report, (), last_year, returned=returned)


def _is_formula_for_text(slot: Slot, raw: object) -> bool:
    """Tell whether a formula without a result stands where a text belongs: carried over it would be that text."""
    is_formula = isinstance(raw, str) and raw.startswith("=")
    return is_formula and FIELDS[slot.name].kind in ("text", "paragraphs")


def _is_paragraph(slot: Slot) -> bool:
    return FIELDS[slot.name].kind == "paragraphs"


def _behind_all(report: Report, slot: Slot) -> int:
    """Return the position behind all paragraphs of a field, or of the last that there is room for."""
    return min(len(getattr(report, slot.name)), PARAGRAPH_ROOM - 1)


def _with_typed_paragraphs(
    report: Report, typed: Mapping[Slot, Any]
) -> tuple[Report, dict[Slot, int]]:
    """Return the report with what stood in cells of paragraphs and is no text, behind the others.

    And the position of each among the paragraphs.
    """
    appended: dict[Slot, int] = {}
    for slot, raw in typed.items():
        if _is_paragraph(slot):
            appended[slot] = _behind_all(report, slot)
            more: dict[str, Any] = {slot.name: (*getattr(report, slot.name), str(raw))}
            report = replace(report, **more)
    return report, appended


def _copy_title(title: str) -> str:
    """Return the title of the copy of a sheet; a copy of an earlier return keeps its own."""
    return f"{KEPT_MARK}{title}" if title in SHEETS else title


def _copied(title: str, cells: Mapping[str, Any]) -> dict[Area, object]:
    shift = _SHIFT if title in SHEETS else 0
    about = {Area(title, HEADING_ROW, 0): _ABOUT_A_COPY.format(sheet=title)} if shift else {}
    moved = {
        area._replace(row=area.row + shift): content
        for where, content in cells.items()
        for area in (parse_range(title, where),)
    }
    return {**about, **moved}


def _remark(finding: Finding, appended: Mapping[Slot, int], left: Collection[Slot]) -> Remark:
    cell, label = _cell(finding, appended), finding.place.label if finding.place else ""
    if cell and finding.name in FIELDS and FIELDS[finding.name].kind == "paragraphs":
        # blank cells between paragraphs are gone
        label = f"{FIELDS[finding.name].label}，第{cell.row - AREAS[finding.name].row + 1}段"
    remedy = _REMEDIES.get(finding.code, CODES[finding.code].remedy)
    if finding.code == "VALUE-TYPE" and Slot(finding.name or "", finding.position) in left:
        remedy = _LEFT_BLANK
    level, said = finding.severity.label, finding.said
    return Remark(level, cell, label, said, remedy, as_lines(level, said, remedy))


def _cell(finding: Finding, appended: Mapping[Slot, int]) -> Area | None:
    """Return the cell of a fresh workbook that a finding is about; of a whole sheet its heading."""
    if finding.name in FIELDS:
        field, slot = FIELDS[finding.name], Slot(finding.name, finding.position)
        if field.is_number:
            return slot_area(slot)
        area = AREAS[finding.name]
        if field.kind != "paragraphs":
            return area
        typed = finding.code == "VALUE-TYPE"
        position = appended.get(slot, slot.position) if typed else slot.position
        return area._replace(row=area.row + min(position, PARAGRAPH_ROOM - 1), height=1)
    place = finding.place
    if place is None or place.sheet not in SHEETS:
        return None
    known = (label for label in LAYOUT.labels if label.sheet == place.sheet)
    if any((label.cell, label.text) == (place.cell, place.label) for label in known):
        return parse_range(place.sheet, place.cell or "")
    return Area(place.sheet, HEADING_ROW, 0)


def _quoted(titles: Sequence[str]) -> str:
    return some_of([f"“{short_title(title)}”" for title in titles], _MOST_TITLES, "张")
