"""Read a filled workbook: its report, its findings, the place of every cell.

The file is not trusted: the form's names are validated, the fixed texts and formulas compared, the
totals computed again.
"""

import math
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from converter import sentences
from converter.errors import Refusal, UnusableFile
from converter.files.kinds import InputFile
from converter.findings import Finding, Place
from converter.form.fields import (
    FIELDS,
    FIRST_YEAR_OF_FORM,
    MONEY_PLACES,
    Slot,
    addends,
    slot_label,
    slots_of,
)
from converter.form.layout import (
    AREAS,
    CHECK_AREAS,
    CHECK_KEYS,
    CHECK_SHEET,
    KEYS_NAME,
    LAYOUT,
    REASONS_NAME,
    VERSION_NAME,
    Area,
    Label,
    Layout,
    address,
)
from converter.form.report import TOTAL_SLOTS, Number, Report, format_number
from converter.form.versions import layouts
from converter.reading.result import ReadResult
from converter.reading.values import (
    Problem,
    choice,
    day,
    number,
    paragraphs_in,
    quote,
    text,
    tidy_text,
    year,
)
from converter.reading.xlsx import Book, Extent, moment, read_book

_SERIAL_DATES: Final = range(30000, 80000)
"""Serial numbers that can only be dates, 1982 to 2119."""

_CHECK_ROOM: Final = 200
"""Minimum rows that are read, so that a 校验 sheet with other rules fits; the current one has 92."""

_OLD_VERSION: Final = "填报表是旧版（{version}），已按旧版读取。"
_OLD_VERSION_ZEROS: Final = (
    "填报表是旧版（{version}），没有{fields}，已按旧版读取，没有的数字按 0 处理。"
)
_FEW_LABELS: Final = 5
"""Maximum changed texts on a sheet that are named one by one."""


def read_workbook(file: InputFile) -> ReadResult:
    """Read a workbook of the form.

    Raises UnusableFile where it cannot be parsed, is not the form, or is of an unknown version.
    Everything else that is wrong with it is a finding.
    """
    return _WorkbookReader(file.path.name, read_book(file, _form())).read()


def _column(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


@cache
def _form() -> Extent:
    """Return the part of a workbook that is read: all sheets, rows and columns of any known version."""
    known = layouts().values()
    areas = [area for layout in known for area in layout.areas.values()]
    labels = [label.cell for layout in known for label in layout.labels]
    sheets = tuple(dict.fromkeys(sheet for layout in known for sheet in layout.sheets))
    return Extent(
        sheets,
        tuple({*sheets} - {CHECK_SHEET}),  # the formulas of 校验 are not used
        max(
            _CHECK_ROOM,
            *(area.row + area.height for area in areas),
            *(int(re.sub(r"\D", "", cell)) for cell in labels),
        ),
        max(
            *(area.column + area.width for area in areas),
            *(_column(re.sub(r"\d", "", cell)) + 1 for cell in labels),
        ),
    )


class _WorkbookReader:
    """Reads one workbook: the form's names first, then its texts and formulas, then the content."""

    def __init__(self, file_name: str, book: Book) -> None:
        self.file_name = file_name
        self.book = book
        self.layout = LAYOUT
        """The current layout, until the workbook's version is known."""
        self.result = ReadResult()
        self.areas: dict[str, Area] = {}
        self.intact: list[Slot] = []
        """The totals whose formula equals that of the layout."""
        self.tidied: set[Slot] = set()
        """The slots whose content had to be corrected, such as a number stored as text."""

    def read(self) -> ReadResult:
        if len(self.book.names.keys() & AREAS.keys()) < len(AREAS) / 2:
            raise UnusableFile(
                f"{self.file_name}：不是政府信息公开年报填报表。请用“空白填报表.xlsx”或“新建”做的填报表填写。"
            )
        self.layout = self._layout()
        self._find_names()
        self._check_labels()
        self.intact = [slot for slot in TOTAL_SLOTS if self._formula_intact(slot)]
        self._check_formulas()
        self.result.report = self._report().with_totals(self.intact)
        self._check_cached()
        return self.result

    # ------------------------------------------------------------ the form

    def _find_names(self) -> None:
        """Locate the defined names: the form's as the layout has them, those of 校验 anywhere on that sheet."""
        for name, expected in self.layout.areas.items():
            area, trouble = self._destination(name)
            if area == expected:
                self.areas[name] = area
                continue
            if area is not None:
                trouble = sentences.FORM_NAME_MOVED.format(
                    sheet=area.sheet, range=area.range, due=expected.range
                )
            self._lost_name(name, trouble, expected.sheet, expected.range)
            if name in FIELDS:
                self.result.unreadable.update(slots_of(FIELDS[name]))
        room = Area(CHECK_SHEET, 0, 0, _form().rows, _form().columns)
        for name in CHECK_AREAS:
            area, trouble = self._destination(name)
            if area is not None and area.within(room):
                self.areas[name] = area
                continue
            if area is not None:
                trouble = sentences.FORM_NAME_OUTSIDE.format(
                    sheet=area.sheet, range=area.range, due=room.range
                )
            self._lost_name(name, trouble, CHECK_SHEET, None)

    def _lost_name(self, name: str, trouble: str, sheet: str, where: str | None) -> None:
        if sheet in self.book.sheets:
            label = FIELDS[name].label if name in FIELDS else name
            self.result.findings.append(
                Finding(
                    "FORM-NAME",
                    sentences.FORM_NAME.format(name=name, trouble=trouble),
                    name if name in FIELDS else None,
                    place=Place(sheet, where, label),
                )
            )

    def _destination(self, name: str) -> tuple[Area | None, str]:
        """Return the area of a defined name, or why there is none."""
        destination = self.book.names.get(name)
        if destination is None:
            return None, sentences.FORM_NAME_MISSING
        match = re.fullmatch(
            r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?",
            destination,
        )
        if match is None:
            return None, sentences.FORM_NAME_BROKEN.format(target=destination[:40])
        title = (match[1] or match[2]).replace("''", "'")
        if title not in self.book.sheets:
            return None, sentences.FORM_NAME_NO_SHEET.format(sheet=title)
        left, right = sorted((_column(match[3]), _column(match[5] or match[3])))
        top, bottom = sorted((int(match[4]) - 1, int(match[6] or match[4]) - 1))
        return Area(title, top, left, bottom - top + 1, right - left + 1), ""

    def _layout(self) -> Layout:
        """Return the layout of the workbook's version; one without a version counts as current."""
        area, _ = self._destination(VERSION_NAME)
        version = tidy_text(self._value(area.sheet, area.cell(0))) if area else LAYOUT.version
        if version not in layouts():
            raise UnusableFile(
                f"{self.file_name}：填报表版本是“{version[:20]}”，本程序只认“{'”“'.join(layouts())}”。"
                "请换用相应版本的程序，或用新版的空白填报表重新填写。",
                Refusal.VERSION,
            )
        return layouts()[version]

    def _check_labels(self) -> None:
        for title in self.layout.sheets:
            if title not in self.book.sheets:
                self.result.findings.append(
                    Finding(
                        "FORM-LABEL",
                        sentences.FORM_LABEL_SHEET.format(sheet=title),
                        place=Place(title, None, "工作表"),
                    )
                )
        changed: dict[str, list[tuple[Label, str]]] = {}
        for label in self.layout.labels:
            if label.sheet in self.book.sheets:
                now = tidy_text(self._value(label.sheet, label.cell))
                if now != label.text:
                    changed.setdefault(label.sheet, []).append((label, now))
        for title, labels in changed.items():
            self.result.findings += _changed_labels(title, labels)

    def _check_formulas(self) -> None:
        for slot, expected in self.layout.total_formulas.items():
            if slot.name in self.areas and slot.name in FIELDS and slot not in self.intact:
                now = self._formula(slot)
                self.result.unreadable.add(slot)
                self.result.findings.append(
                    Finding(
                        "FORM-LABEL",
                        sentences.FORM_LABEL_FORMULA.format(
                            now=quote(now) if now is not None else "空白", formula=expected
                        ),
                        *slot,
                        place=self._place(slot),
                    )
                )

    def _formula_intact(self, slot: Slot) -> bool:
        if slot.name not in self.areas:
            # a total that the workbook's version does not have
            return slot.name not in self.layout.areas
        now = self._formula(slot)
        return isinstance(now, str) and _squeezed(now) == _squeezed(
            self.layout.total_formulas.get(slot, "")
        )

    def _check_cached(self) -> None:
        """Add findings for totals whose saved value differs from the computed one."""
        for slot in self.intact:
            if slot.name not in self.areas:
                continue
            cached = self._value(*self._address(slot))
            computed = self.result.report.figure(slot)
            # SUM ignores a number stored as text; saving again would not help
            if cached is None or computed is None or self._adds_text(slot):
                continue
            if not isinstance(cached, int | float) or round(cached - float(computed), MONEY_PLACES):
                self.result.findings.append(
                    Finding(
                        "FORM-STALE",
                        sentences.FORM_STALE.format(
                            cached=quote(cached), due=format_number(computed)
                        ),
                        *slot,
                        place=self._place(slot),
                    )
                )

    def _adds_text(self, slot: Slot) -> bool:
        return slot in self.tidied or any(map(self._adds_text, addends(slot)))

    # ------------------------------------------------------------ the content

    def _report(self) -> Report:
        content: dict[str, Any] = {}
        figures: dict[str, tuple[Number | None, ...]] = {}
        for name, form_field in FIELDS.items():
            if name not in self.areas:
                continue
            if form_field.kind != "paragraphs":
                for slot in slots_of(form_field):
                    self.result.places[slot] = self._place(slot)
            if form_field.is_number:
                figures[name] = tuple(self._figure(slot) for slot in slots_of(form_field))
            elif form_field.kind == "paragraphs":
                area = self.areas[name]
                self.result.places[Slot(name)] = Place(area.sheet, area.cell(0), form_field.label)
                content[name] = tuple(self._paragraphs(name))
            else:
                content[name] = self._scalar(name)
        if self.layout is not LAYOUT:
            figures |= self._lacking(content.get("report_year"))
        return Report(**content, figures=figures, reasons=self._reasons())

    def _lacking(self, year: int | None) -> dict[str, tuple[int, ...]]:
        """Return zeros for the required figures that the workbook's older version does not have.

        Only for years before FIRST_YEAR_OF_FORM; for later ones a finding says that they are missing.
        """
        lacking = [
            form_field
            for name, form_field in FIELDS.items()
            if form_field.required and name not in self.layout.areas
        ]
        version = self.layout.version
        fields = "、".join(f"“{form_field.label}”" for form_field in lacking)
        zeros: dict[str, tuple[int, ...]] = {}
        if not lacking:
            self.result.notes.append(_OLD_VERSION.format(version=version))
        elif year and year < FIRST_YEAR_OF_FORM:
            zeros = {one.name: (0,) * len(one.cells) for one in lacking if one.is_number}
            self.result.notes.append(_OLD_VERSION_ZEROS.format(version=version, fields=fields))
        else:
            what = sentences.FORM_VERSION_LACKING.format(version=version, fields=fields)
            self.result.findings.append(Finding("FORM-VERSION", what))
        for form_field in lacking:
            if form_field.name not in zeros:
                self.result.unreadable.update(slots_of(form_field))
        return zeros

    def _figure(self, slot: Slot) -> Number | None:
        if slot in self.intact:
            return None
        value, problem = number(self._content(slot), FIELDS[slot.name].unit)
        if problem:
            if slot not in self.layout.total_formulas:
                self._report_problem(slot, problem, refused=value is None)
            self.tidied.add(slot)
        return value

    def _scalar(self, name: str) -> Any:
        slot, kind = Slot(name), FIELDS[name].kind
        raw = self._content(slot)
        value: Any
        if kind == "text":
            value, problem = text(raw)
            value = value if name == "preface" else " ".join(value)
        elif kind == "choice":
            value, problem = choice(raw)
        elif kind == "year":
            value, problem = year(raw)
        else:
            value, problem = day(self._dated(raw))
        if problem:
            self._report_problem(slot, problem, refused=not value)
        return value

    def _content(self, slot: Slot) -> object:
        """Return the content of a cell; None, with a finding, for a formula without a saved result."""
        raw, formula = self._value(*self._address(slot)), self._formula(slot)
        if raw is None and isinstance(formula, str) and formula.startswith("="):
            self._refuse(
                slot,
                Problem("VALUE-TYPE", sentences.VALUE_TYPE_FORMULA.format(formula=quote(formula))),
            )
        return raw

    def _dated(self, raw: object) -> object:
        """Convert a serial number whose cell lost its date format to a date; return other content unchanged."""
        if isinstance(raw, int | float) and math.isfinite(raw) and int(raw) in _SERIAL_DATES:
            return moment(raw, self.book.epoch)
        return raw

    def _paragraphs(self, name: str) -> Iterator[str]:
        area = self.areas[name]
        position = 0
        for row in range(area.height):
            slot = Slot(name, row)
            found, problem = text(self._content(slot))
            if problem:
                self._refuse(slot, problem)
            place = self._place(slot)
            for paragraph in found:
                self.result.places[Slot(name, position)] = place
                position += 1
                yield paragraph

    def _reasons(self) -> Mapping[str, str]:
        """Return the clerk's reasons by key; keys that are not those of current rules are left out."""
        keys, reasons = self.areas.get(KEYS_NAME), self.areas.get(REASONS_NAME)
        if keys is None or reasons is None:
            return {}
        found = {}
        first = max(keys.row, reasons.row)
        end = min(keys.row + keys.height, reasons.row + reasons.height)
        for row in range(first, end):
            key = tidy_text(self._value(CHECK_SHEET, address(row, keys.column)))
            raw = self._value(CHECK_SHEET, address(row, reasons.column))
            reason = " ".join(paragraphs_in(raw))
            if key in CHECK_KEYS and reason:
                found[key] = reason
        return found

    # ------------------------------------------------------------ cells

    def _report_problem(self, slot: Slot, problem: Problem, *, refused: bool) -> None:
        if refused:
            self._refuse(slot, problem)
        else:
            self.result.findings.append(
                Finding(problem.code, problem.what, *slot, place=self._place(slot))
            )

    def _refuse(self, slot: Slot, problem: Problem) -> None:
        self.result.unreadable.add(slot)
        self.result.findings.append(
            Finding(problem.code, problem.what, *slot, place=self._place(slot))
        )

    def _address(self, slot: Slot) -> tuple[str, str]:
        area = self.areas[slot.name]
        return area.sheet, area.cell(slot.position)

    def _place(self, slot: Slot) -> Place:
        label = FIELDS[slot.name].label
        if FIELDS[slot.name].kind == "paragraphs":
            return Place(*self._address(slot), f"{label}，第{slot.position + 1}段")
        return Place(*self._address(slot), slot_label(slot))

    def _value(self, sheet: str, address: str) -> Any:
        return self.book.values.get(sheet, {}).get(address)

    def _formula(self, slot: Slot) -> Any:
        sheet, address = self._address(slot)
        return self.book.formulas.get(sheet, {}).get(address)


def _changed_labels(title: str, labels: list[tuple[Label, str]]) -> Iterator[Finding]:
    if len(labels) > _FEW_LABELS:
        label, now = labels[0]
        yield Finding(
            "FORM-LABEL",
            sentences.FORM_LABEL_MANY.format(
                count=len(labels), cell=label.cell, text=label.text, now=quote(now)
            ),
            place=Place(title, label.cell, "表头和标签"),
        )
        return
    for label, now in labels:
        yield Finding(
            "FORM-LABEL",
            sentences.FORM_LABEL_TEXT.format(now=quote(now), text=label.text),
            place=Place(title, label.cell, label.text),
        )


def _squeezed(formula: str) -> str:
    return re.sub(r"[\s$]", "", formula).upper()
