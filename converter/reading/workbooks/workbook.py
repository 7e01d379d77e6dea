"""Read a filled workbook: its report, its findings, the place of every cell.

The file is not trusted: formulas and saved values of totals are compared, the totals computed again.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Final

from converter import sentences
from converter.errors import UnusableFile
from converter.files.kinds import InputFile
from converter.findings import Finding, Place
from converter.form.fields import (
    FIELDS,
    FIRST_YEAR_OF_FORM,
    MONEY_PLACES,
    YES,
    Slot,
    addends,
    slot_label,
    slots_of,
)
from converter.form.half_width import without_unseen
from converter.form.layout import (
    CHECK_LINES,
    CHECK_SHEET,
    KEPT_MARK,
    KEYS_NAME,
    LAYOUT,
    REASONS_NAME,
    RETURN_SHEET,
    Area,
    address,
)
from converter.form.limits import LARGEST
from converter.form.report import TOTAL_SLOTS, Number, Report, format_number
from converter.form.versions import layouts
from converter.reading.result import ReadResult
from converter.reading.room import Room
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
from converter.reading.workbooks.form_sheets import CHECK_ROOM, Form, find_form, parse_range
from converter.reading.workbooks.shown import Shown, covered_slots, hidden_and_doubled, shown
from converter.reading.workbooks.xlsx import Book, Extent, bare_title, moment, read_book

_SERIAL_DATES: Final = range(30000, 80000)
"""Serial numbers that can only be dates, 1982 to 2119."""

_FEW_COVERED: Final = 3
"""Maximum covered cells that are named one by one."""
_OLD_VERSION: Final = "填报表是旧版（{version}），已按旧版读取。"
_OLD_VERSION_ZEROS: Final = (
    "填报表是旧版（{version}），没有{fields}，已按旧版读取，没有的数字按 0 处理。"
)


def read_workbook(file: InputFile) -> ReadResult:
    """Read a workbook of the form.

    Raises UnusableFile where it cannot be parsed, is not the form, or is of an unknown version.
    Everything else that is wrong with it is a finding.
    """
    book = read_book(file, _extent())
    form = find_form(file.path.name, book)
    try:
        return _WorkbookReader(book, form).read()
    except UnusableFile as refusal:
        raise UnusableFile(f"{file.path.name}：{refusal}", refusal.why) from None


@cache
def _extent() -> Extent:
    """Return the part of a workbook that is read: the rows and columns of any known version."""
    known = layouts().values()
    areas = [area for layout in known for area in layout.areas.values()]
    areas += [parse_range(label.sheet, label.cell) for layout in known for label in layout.labels]
    sheets = frozenset(bare_title(sheet) for layout in known for sheet in layout.sheets)
    return Extent(
        sheets,
        sheets - {CHECK_SHEET},  # the formulas of 校验 are not used
        max(CHECK_ROOM.height, *(area.row + area.height for area in areas)),
        max(CHECK_ROOM.width, *(area.column + area.width for area in areas)),
    )


class _WorkbookReader:
    """Reads the content of one workbook in which the form was found."""

    def __init__(self, book: Book, form: Form) -> None:
        self.book = book
        self.form = form
        self.layout = form.layout
        self.areas = form.areas
        self.result = ReadResult(findings=list(form.findings))
        self.room = Room()
        self.as_text: set[Slot] = set()
        """The figures that are stored as text."""
        self.tidied: dict[Slot, int] = {}
        """The index of their findings, until one names a total that lacks the figure."""
        self.changed: set[Slot] = set()
        """The totals without their formula."""

    def read(self) -> ReadResult:
        for name, form_field in FIELDS.items():
            if name in self.layout.areas and name not in self.areas:
                self.result.unreadable.update((Slot(name), *slots_of(form_field)))
        self._check_merged()
        self.result.findings += hidden_and_doubled(self.form, self.book)
        self.result.report = self._report().with_totals(TOTAL_SLOTS)
        self._check_totals()
        self._keep_unfound()
        return self.result

    def _keep_unfound(self) -> None:
        """Keep the cells of sheets on which fields could not be found: nobody else knows what is there."""
        known = self.form.titles
        areas = self.layout.areas.items()
        lacking = {area.sheet for name, area in areas if name not in self.areas}
        unfound = [sheet for sheet in known if sheet in lacking]
        self.result.kept = {sheet: self.book.values.get(known[sheet], {}) for sheet in unfound}
        own = set(known.values())
        others = [title for title in self.book.sheets if title not in {*own, RETURN_SHEET}]
        for title in others:
            if title.startswith(KEPT_MARK) and title.removeprefix(KEPT_MARK) in self.layout.sheets:
                self.result.kept[title] = self.book.values.get(title, {})
        self.result.returned = RETURN_SHEET in self.book.sheets
        self.result.beyond = tuple(title for title in others if title not in self.result.kept)

    def _check_merged(self) -> None:
        merged: dict[str, list[tuple[str, Sequence[Slot]]]] = {}
        for sheet, cells, covered in covered_slots(self.form, self.book):
            held = [slot for slot in covered if tidy_text(self._value(*self._address(slot)))]
            if held or not self._may_be_blank(covered):
                self.result.unreadable.update(covered)
                merged.setdefault(sheet, []).append((cells, held or covered))
        # one finding for a sheet: whoever parts one range parts the others
        for sheet, parts in merged.items():
            ranges, covered = (
                [cells for cells, _ in parts],
                [slot for _, some in parts for slot in some],
            )
            what = sentences.FORM_LABEL_MERGED.format(
                ranges=sentences.some_of(ranges, _FEW_COVERED, "处"),
                each="各" if len(ranges) > 1 else "",
                covered=self._named(covered),
            )
            place = Place(sheet, ranges[0], FIELDS[covered[0].name].label)
            self.result.findings.append(Finding("FORM-LABEL", what, *covered[0], place=place))

    def _named(self, slots: list[Slot]) -> str:
        """Return the cells of slots, with what they hold."""
        parts = []
        for slot in slots:
            sheet, cell = self._address(slot)
            value = self._value(sheet, cell)
            parts.append(cell if value is None else f"{cell} 里的{quote(value)}")
        named = sentences.some_of(parts, _FEW_COVERED, "格")
        return f"{named} " if named[-1].isascii() else named

    def _may_be_blank(self, slots: Sequence[Slot]) -> bool:
        """Tell whether the form asks for none of these cells."""
        return all(
            not FIELDS[slot.name].required
            or FIELDS[slot.name].kind == "paragraphs"
            or self._declared_zero(slot)
            for slot in slots
        )

    def _declared_zero(self, slot: Slot) -> bool:
        name = f"{FIELDS[slot.name].table}_all_zero"
        return name in self.areas and self._value(*self._address(Slot(name))) == YES

    # ------------------------------------------------------------ the totals

    def _check_totals(self) -> None:
        """Compare every total of the sheet, formula and saved value, with the computed one."""
        right: dict[str, list[tuple[Slot, Finding]]] = {}
        intact: list[Slot] = []
        for slot, expected in self.layout.total_formulas.items():
            if slot.name not in self.areas or slot.name not in FIELDS:
                continue
            if self._is_intact(slot, expected):
                intact.append(slot)
                continue
            self.changed.add(slot)
            finding = self._changed_total(slot, expected)
            if finding.code == "FORM-HEALED":
                right.setdefault(self.areas[slot.name].sheet, []).append((slot, finding))
            else:
                self.result.findings.append(finding)
        for findings in right.values():
            self.result.findings.append(self._one_for(findings))
        for slot in intact:
            if self.changed.isdisjoint(_all_addends(slot)):
                self._check_cached(slot)

    def _is_intact(self, slot: Slot, expected: str) -> bool:
        now = self._formula(slot)
        return now == expected or (isinstance(now, str) and _squeezed(now) == _squeezed(expected))

    def _changed_total(self, slot: Slot, expected: str) -> Finding:
        """Return the finding for a total without its formula: a warning where its number is right."""
        now, saved = self._formula(slot), self._value(*self._address(slot))
        computed = self.result.report.figure(slot)
        due = "" if computed is None else format_number(computed)
        said = quote(now) if now is not None else "空白"
        code, sentence = "FORM-LABEL", sentences.FORM_LABEL_FORMULA
        if computed is None:
            # a cell of it is blank, cut or dragged away perhaps, which is a finding of its own
            code, sentence = "FORM-HEALED", sentences.FORM_HEALED_SUM
        elif isinstance(now, str) and _squeezed(now) == f"{{{_squeezed(expected)}}}":
            code, sentence = "FORM-HEALED", sentences.FORM_HEALED_ARRAY
        elif _is_number(saved) and _equal(saved, computed):
            code, sentence = "FORM-HEALED", sentences.FORM_HEALED_TOTAL
        what = sentence.format(now=said, formula=expected, due=due)
        return Finding(code, what, *slot, place=self._place(slot))

    def _one_for(self, findings: list[tuple[Slot, Finding]]) -> Finding:
        """Return one finding for the totals of a sheet whose numbers are right."""
        slot, finding = findings[0]
        if len(findings) == 1:
            return finding
        now = self._formula(slot)
        what = sentences.FORM_HEALED_TOTALS.format(
            count=len(findings),
            cell=self._address(slot)[1],
            now=quote(now) if now is not None else "空白",
        )
        names = tuple(dict.fromkeys(one.name for one, _ in findings))
        return replace(finding, what=what, names=names)

    def _check_cached(self, slot: Slot) -> None:
        """Report a total whose saved value differs from the computed one."""
        cached, computed = self._value(*self._address(slot)), self.result.report.figure(slot)
        if cached is None or computed is None or (_is_number(cached) and _equal(cached, computed)):
            return
        due, cell = format_number(computed), self._address(slot)[1]
        texts = [part for part in _all_addends(slot) if part in self.as_text]
        if not texts:
            what = sentences.FORM_STALE.format(cached=quote(cached), due=due)
            self.result.findings.append(Finding("FORM-STALE", what, *slot, place=self._place(slot)))
            return
        # SUM ignores a number stored as text; the finding on the text says so
        for text_slot in texts:
            index = self.tidied.pop(text_slot, None)
            if index is not None:
                finding = self.result.findings[index]
                more = sentences.VALUE_NORMALISED_UNCOUNTED.format(
                    cell=cell, cached=quote(cached), due=due
                )
                self.result.findings[index] = replace(
                    finding,
                    what=finding.what + more,
                    many=sentences.VALUE_NORMALISED_NUMBERS_UNCOUNTED,
                )

    # ------------------------------------------------------------ the content

    def _report(self) -> Report:
        content: dict[str, Any] = {}
        figures: dict[str, tuple[Number | None, ...]] = {}
        for name, form_field in FIELDS.items():
            if name not in self.areas:
                continue
            if form_field.kind != "paragraphs":
                self.result.places.update(_places_in(self.areas[name], name))
            if form_field.is_number:
                figures[name] = tuple(self._figures(name))
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

    def _figures(self, name: str) -> Iterator[Number | None]:
        title = self.form.titles[self.areas[name].sheet]
        values, formats = self.book.values.get(title, {}), self.book.number_formats.get(title, {})
        for slot, place in _places_in(self.areas[name], name).items():
            raw = values.get(place.cell or "")
            # what nearly all cells hold: a whole number that is shown as it is
            plain = type(raw) is int and -LARGEST < raw < LARGEST and place.cell not in formats
            yield raw if plain and slot not in self.layout.total_formulas else self._figure(slot)

    def _figure(self, slot: Slot) -> Number | None:
        if slot in self.layout.total_formulas:
            return None
        value, problem = number(self._content(slot), FIELDS[slot.name].unit)
        if problem:
            if value is not None:
                self.tidied[slot] = len(self.result.findings)
                self.as_text.add(slot)
            self._report_problem(slot, problem, refused=value is None)
        elif value is not None and not self._shows(slot, value):
            return None
        return value

    def _shows(self, slot: Slot, value: Number) -> bool:
        """Tell whether the sheet shows the number that the cell holds, and report where it does not."""
        sheet, cell = self._address(slot)
        code = self.book.number_formats.get(self.form.titles[sheet], {}).get(cell)
        how = shown(Decimal(value), code, FIELDS[slot.name].unit) if code else Shown.ITSELF
        if how is Shown.ITSELF:
            return True
        rounded = how is Shown.ROUNDED
        sentence = sentences.VALUE_NORMALISED_ROUNDED if rounded else sentences.VALUE_TYPE_FORMAT
        what = sentence.format(value=format_number(value), format=code)
        problem = Problem("VALUE-NORMALISED" if rounded else "VALUE-TYPE", what)
        self._report_problem(slot, problem, refused=not rounded)
        return rounded

    def _scalar(self, name: str) -> Any:
        slot, kind = Slot(name), FIELDS[name].kind
        raw = self._content(slot)
        value: Any
        if kind == "text":
            value, problem = text(raw)
            self.room.take("".join(value))
            value = value if name == "preface" else without_unseen(" ".join(value))
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
        raw = self._value(*self._address(slot))
        if isinstance(raw, str):
            self.room.require(len(raw))
        formula = self._formula(slot) if raw is None else None
        if isinstance(formula, str) and formula.startswith("="):
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
        values = self.book.values.get(self.form.titles.get(area.sheet, area.sheet), {})
        formulas = self.book.formulas.get(self.form.titles.get(area.sheet, area.sheet), {})
        for row in range(area.height):
            cell = area.cell(row)
            if cell not in values and cell not in formulas:
                continue
            slot = Slot(name, row)
            found, problem = text(self._content(slot))
            if problem:
                self._refuse(slot, problem)
            place = self._place(slot)
            for paragraph in found:
                self.result.places[Slot(name, position)] = place
                position += 1
                yield self.room.take(paragraph)

    def _reasons(self) -> Mapping[str, str]:
        """Return the clerk's reasons by key; keys that are not those of current rules are left out."""
        keys, reasons = self.areas.get(KEYS_NAME), self.areas.get(REASONS_NAME)
        if keys is None or reasons is None:
            return {}
        found = {}
        first = max(keys.row, reasons.row)
        end = min(keys.row + keys.height, reasons.row + reasons.height)
        values = self.book.values.get(self.form.titles.get(CHECK_SHEET, CHECK_SHEET), {})
        for key_cell, cell in _side_by_side(first, end, keys.column, reasons.column):
            key = values.get(key_cell)
            if key not in CHECK_LINES:
                key = tidy_text(key)
            raw = values.get(cell)  # nearly all are blank
            reason = "" if raw is None else self.room.take(" ".join(paragraphs_in(raw)))
            if key not in CHECK_LINES:
                continue
            self.result.reason_cells[key] = cell
            if reason:
                found[key] = reason
        return found

    # ------------------------------------------------------------ cells

    def _report_problem(self, slot: Slot, problem: Problem, *, refused: bool) -> None:
        if refused:
            self._refuse(slot, problem)
        else:
            self.result.findings.append(problem.finding(slot, self._place(slot)))

    def _refuse(self, slot: Slot, problem: Problem) -> None:
        self.result.unreadable.add(slot)
        raw = self._value(*self._address(slot))
        typed = self._formula(slot) if raw is None else raw
        if typed is not None:
            self.result.typed[slot] = typed
        self.result.findings.append(problem.finding(slot, self._place(slot)))

    def _address(self, slot: Slot) -> tuple[str, str]:
        area = self.areas[slot.name]
        return area.sheet, area.cell(slot.position)

    def _place(self, slot: Slot) -> Place:
        return _place_in(self.areas[slot.name], slot)

    def _value(self, sheet: str, address: str) -> Any:
        return self.book.values.get(self.form.titles.get(sheet, sheet), {}).get(address)

    def _formula(self, slot: Slot) -> Any:
        sheet, address = self._address(slot)
        return self.book.formulas.get(self.form.titles.get(sheet, sheet), {}).get(address)


@lru_cache(maxsize=16)
def _side_by_side(first: int, end: int, *columns: int) -> tuple[tuple[str, ...], ...]:
    """Return the cells of some columns, row by row."""
    return tuple(tuple(address(row, column) for column in columns) for row in range(first, end))


@lru_cache(maxsize=4096)
def _place_in(area: Area, slot: Slot) -> Place:
    form_field = FIELDS[slot.name]
    if form_field.kind == "paragraphs":
        label = f"{form_field.label}，第{slot.position + 1}段"
    else:
        label = slot_label(slot)
    return Place(area.sheet, area.cell(slot.position), label)


@lru_cache(maxsize=512)
def _places_in(area: Area, name: str) -> Mapping[Slot, Place]:
    """Return the places of all slots of a field; most workbooks have the same."""
    return {slot: _place_in(area, slot) for slot in slots_of(FIELDS[name])}


@cache
def _all_addends(slot: Slot) -> tuple[Slot, ...]:
    """Return the addends of a total and theirs."""
    return tuple(one for part in addends(slot) for one in (part, *_all_addends(part)))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _equal(saved: float, computed: Number) -> bool:
    return not round(saved - float(computed), MONEY_PLACES)


def _squeezed(formula: str) -> str:
    return re.sub(r"[\s$]", "", formula).upper()
