"""Find the form in a workbook: its version, its sheets, the place of every field.

A defined name moves when a cell is cut, dragged or sorted, and other programs drop names. The fixed
texts of a sheet tell more: where all of them stand at their place, so do the cells beside them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from converter import sentences
from converter.errors import Refusal, UnusableFile
from converter.findings import Finding, Place
from converter.form.fields import FIELDS, YES
from converter.form.layout import (
    CHECK_AREAS,
    CHECK_KEYS,
    CHECK_SHEET,
    ERROR_COUNT_NAME,
    GUIDE_SHEET,
    KEYS_NAME,
    PARAGRAPH_HEADS,
    REASON_HEAD,
    REASONS_NAME,
    VERSION_NAME,
    Area,
    Label,
    Layout,
    address,
)
from converter.form.short_inputs import kept
from converter.form.versions import layouts
from converter.reading.values import quote, tidy_text
from converter.reading.workbooks.xlsx import Book, bare_title, short_title

_RANGE: Final = r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?"
_REFERENCE: Final = re.compile(rf"(?:'((?:[^']|'')+)'|([^'!]+))!({_RANGE})")
_MOST_REFERENCES: Final = 1024
_LONGEST_REFERENCE: Final = 100
"""References remembered, and characters of one that may lead to a cell; the form has 130, of each program a hand of its own."""
_FEW_LABELS: Final = 5
"""Maximum changed texts on a sheet that are named one by one."""
_FEW_MOVED: Final = 2
"""Minimum names that moved alike before a row or column counts as inserted."""
_MOST_SHIFTED: Final = 20
"""Maximum rows or columns, inserted or deleted at one place, that are recognised."""
CHECK_ROOM: Final = Area(CHECK_SHEET, 0, 0, 200, 20)
"""The cells of 校验 that are read, enough for a sheet with other rules than the current one."""
_MISSED: Final = {
    GUIDE_SHEET: sentences.FORM_HEALED_GUIDE,
    CHECK_SHEET: sentences.FORM_HEALED_CHECKS,
}
"""The sheets without content of the report, and what is said where one is not there."""


@dataclass
class Form:
    """The form as it was found in a workbook."""

    layout: Layout
    titles: dict[str, str]
    """The title in the workbook of each sheet of the form that is there."""
    areas: dict[str, Area] = field(default_factory=dict)
    """The cells of every name that can be read; their sheets have the form's titles."""
    findings: list[Finding] = field(default_factory=list)

    def is_readable(self, sheet: str) -> bool:
        """Tell whether the cells of a sheet can be read."""
        return any(area.sheet == sheet for area in self.areas.values())


def find_form(file_name: str, book: Book) -> Form:
    """Find the form in a workbook.

    Raises UnusableFile where it is not the form, or is of an unknown version.
    """
    return _Finder(file_name, book).find()


class _Finder:
    def __init__(self, file_name: str, book: Book) -> None:
        self.file_name = file_name
        self.book = book
        self.titles: dict[str, str] = {}
        bare = {bare_title(title): title for title in reversed(book.sheets)}
        for layout in layouts().values():
            for sheet in layout.sheets:
                title = sheet if sheet in book.sheets else bare.get(bare_title(sheet))
                if title is not None:
                    self.titles[sheet] = title
        self.by_bare_title = {bare_title(sheet): sheet for sheet in self.titles}

    def find(self) -> Form:
        self.form = Form(self._layout(), self.titles)
        self.healed: list[tuple[str, Area | None, str]] = []
        for sheet in self.form.layout.sheets:
            if sheet not in self.titles:
                self._miss(sheet)
            elif sheet == CHECK_SHEET:
                self._find_check_names()
            else:
                self._find_fields(sheet)
        if self.healed:
            self.form.findings.append(self._healed_finding())
        return self.form

    # ------------------------------------------------------------ the version

    def _layout(self) -> Layout:
        """Return the layout of the workbook's version; without one, that whose texts fit best."""
        known = layouts()
        version = self._version()
        if version in known:
            return known[version]
        fitting = {one.version: self._fit(one) for one in known.values()}
        best = max(fitting, key=lambda name: fitting[name])
        names = len(self.book.names.keys() & known[best].areas.keys())
        if fitting[best] < 1 / 2 and names < len(known[best].areas) / 2:
            raise UnusableFile(
                f"{self.file_name}：不是政府信息公开年报填报表，表里没有找到填报表的标签。"
                "请用“空白填报表.xlsx”或“新建”做的填报表填写。"
            )
        if version:
            raise UnusableFile(
                f"{self.file_name}：填报表版本是“{version[:20]}”，本程序只认“{'”“'.join(known)}”。"
                "请换用相应版本的程序，或用新版的空白填报表重新填写。",
                Refusal.VERSION,
            )
        return known[best]

    def _version(self) -> str:
        area, _ = self.destination(VERSION_NAME)
        areas = [area] if area else []
        areas += [layout.areas[VERSION_NAME] for layout in layouts().values()]
        texts = [self._text(area.sheet, area.cell(0)) for area in areas]
        return next((text for text in texts if text in layouts()), texts[0])

    def _fit(self, layout: Layout) -> float:
        """Return which part of the fixed texts of a layout stand at their place."""
        return sum(map(self._in_place, layout.labels)) / len(layout.labels)

    # ------------------------------------------------------------ the sheets

    def _miss(self, sheet: str) -> None:
        sentence = _MISSED.get(sheet, sentences.FORM_LABEL_SHEET)
        code = "FORM-HEALED" if sheet in _MISSED else "FORM-LABEL"
        self._add(code, sentence.format(sheet=sheet), Place(sheet, None, "工作表"))

    def _find_fields(self, sheet: str) -> None:
        """Locate the fields of a sheet by its fixed texts, or else refuse the sheet."""
        due = {name: area for name, area in self.form.layout.areas.items() if area.sheet == sheet}
        changed = self._changed(sheet)
        lost = {name: self._lost(name, area) for name, area in due.items()}
        lost = {name: trouble for name, trouble in lost.items() if trouble}
        shift = None
        if changed:
            shift = self._shift(sheet, changed)
        elif lost:
            shift = self._shift_of_names(due)
        if shift is not None or (changed and lost):
            self._refuse(sheet, changed, shift)
            return
        for name, area in due.items():
            self.form.areas[name] = self._paragraphs(area) if _has_paragraphs(name) else area
        for name, trouble in lost.items():
            if moved := self._left_behind(name):
                del self.form.areas[name]
                self._add_moved(name, due[name], moved)
            else:
                self.healed.append((name, self.form.areas[name], trouble))
        self.form.findings += _changed_labels(
            sheet, [(label, self._text(sheet, label.cell)) for label in changed]
        )

    def _changed(self, sheet: str) -> list[Label]:
        """Return the fixed texts of a sheet that do not stand at their place."""
        cells = self.book.values.get(self.titles.get(sheet, sheet), {})
        if self.form.layout.texts.get(sheet, {}).items() <= cells.items():
            return []
        labels = self.form.layout.labels
        return [label for label in labels if label.sheet == sheet and not self._in_place(label)]

    def _lost(self, name: str, due: Area) -> str:
        """Return what is wrong with where a name points; empty where nothing is."""
        area, trouble = self.destination(name)
        if area is None or area == due:
            return trouble
        if _has_paragraphs(name) and area[:3] == due[:3] and area.width == due.width:
            return ""  # rows were inserted or deleted among the paragraphs
        return sentences.FORM_HEALED_MOVED.format(sheet=area.sheet, range=area.range, due=due.range)

    def _paragraphs(self, due: Area) -> Area:
        """Return the cells of paragraphs: from below their head to the last one that holds a text."""
        cells = self.book.values.get(self.titles.get(due.sheet, due.sheet), {})
        column = _column_of(due.column)
        filled = ((row, tidy_text(cells[cell])) for row, cell in enumerate(column) if cell in cells)
        texts = {row: text for row, text in filled if text}
        heads = [row for row, text in texts.items() if text in PARAGRAPH_HEADS]
        first = heads[-1] + 1 if heads else due.row
        last = max(texts, default=first)
        return due._replace(row=first, height=max(due.height, last + 1 - first))

    def _shift(self, sheet: str, changed: list[Label]) -> tuple[str, int, int] | None:
        """Return `行` or `列`, the first one that moved and by how many, where all behind it moved."""
        labels = [label for label in self.form.layout.labels if label.sheet == sheet]
        for axis, word in ((0, "行"), (1, "列")):
            first = min(_position(label.cell)[axis] for label in changed)
            behind = [label for label in labels if _position(label.cell)[axis] >= first]
            for distance in range(1, _MOST_SHIFTED + 1):
                for by in (distance, -distance):
                    # of what was deleted the texts are gone
                    left = [
                        one for one in behind if _position(one.cell)[axis] >= first - min(by, 0)
                    ]
                    if left and all(self._has_moved(label, axis, by) for label in left):
                        return word, first, by
        return None

    def _shift_of_names(self, due: dict[str, Area]) -> tuple[str, int, int] | None:
        """Return as `_shift` does where the names behind a row or column all moved, but no label."""
        found = {name: self.destination(name)[0] for name in due}
        sheets = {area.sheet for area in due.values()}
        labels = [label.cell for label in self.form.layout.labels if label.sheet in sheets]
        moves = {
            name: (area.row - due[name].row, area.column - due[name].column)
            for name, area in found.items()
            if area is not None and area.sheet == due[name].sheet
        }
        for axis, word in ((0, "行"), (1, "列")):
            moved = [name for name, move in moves.items() if move[axis] and not move[1 - axis]]
            if len(moved) < _FEW_MOVED:
                continue
            places = {name: (area.row, area.column)[axis] for name, area in due.items()}
            first = min(places[name] for name in moved)
            if any(_position(cell)[axis] >= first for cell in labels):
                continue  # it stands where it should, so only cells were moved
            behind = {moves.get(name) for name, place in places.items() if place >= first}
            if len(behind) == 1 and None not in behind:
                return word, first, moves[moved[0]][axis]
        return None

    def _left_behind(self, name: str) -> Area | None:
        """Return where the content of a field went that may stay blank, so that nothing else tells."""
        if name not in FIELDS:
            return None
        (area, _), here = self.destination(name), self.form.areas[name]
        if area is None or area == here or self._holds(here):
            return None
        form_field = FIELDS[name]
        if form_field.required and not self._declared_zero(form_field.table):
            return None
        size = area._replace(
            height=min(area.height, here.height), width=min(area.width, here.width)
        )
        return area if self._holds(size) else None

    def _holds(self, area: Area) -> bool:
        return any(
            self._text(area.sheet, address(area.row + row, area.column + column))
            for row in range(area.height)
            for column in range(area.width)
        )

    def _declared_zero(self, table: str | None) -> bool:
        area = self.form.layout.areas.get(f"{table}_all_zero")
        return area is not None and self._text(area.sheet, area.cell(0)) == YES

    def _add_moved(self, name: str, due: Area, moved: Area) -> None:
        what = sentences.FORM_NAME_LEFT.format(
            label=FIELDS[name].label, sheet=moved.sheet, range=moved.range, due=due.range
        )
        place = Place(due.sheet, due.range, FIELDS[name].label)
        self.form.findings.append(Finding("FORM-NAME", what, name, place=place))

    def _has_moved(self, label: Label, axis: int, by: int) -> bool:
        place = list(_position(label.cell))
        place[axis] += by
        return place[axis] >= 0 and self._text(label.sheet, address(*place)) == label.text

    def _refuse(self, sheet: str, changed: list[Label], shift: tuple[str, int, int] | None) -> None:
        """Report a sheet whose cells cannot be told apart, with the first cause."""
        if shift is None:
            label = changed[0]
            now = quote(self._text(sheet, label.cell))
            what = sentences.FORM_NAME_NEITHER.format(cell=label.cell, text=label.text, now=now)
            self._add("FORM-NAME", what, Place(sheet, label.cell, label.text))
            return
        word, first, by = shift
        number = str(first + 1) if word == "行" else re.sub(r"\d", "", address(0, first))
        if by > 0:
            what = sentences.FORM_NAME_INSERTED.format(number=number, word=word, count=by)
        else:
            axis = ("行", "列").index(word)
            gone = [label for label in changed if _position(label.cell)[axis] == first]
            # a label farther in is of this row alone, one in front of it of several
            texts = [f"（原是“{label.text}”）" for label in gone[-1:] or changed[:1]]
            what = sentences.FORM_NAME_DELETED.format(
                number=number, word=word, count=-by, text="".join(texts)
            )
        where = f"第 {number} 行" if word == "行" else f"{number} 列"
        cell = f"A{number}" if word == "行" else f"{number}1"
        self._add("FORM-NAME", what, Place(sheet, changed[0].cell if changed else cell, where))

    # ------------------------------------------------------------ 校验

    def _find_check_names(self) -> None:
        """Locate the keys and the reasons, by their names or else by what stands there."""
        for name in CHECK_AREAS:
            area, trouble = self.destination(name)
            if area is not None and area.within(CHECK_ROOM):
                self.form.areas[name] = area
                continue
            if area is not None:
                trouble = sentences.FORM_HEALED_OUTSIDE.format(
                    sheet=area.sheet, range=area.range, due=CHECK_ROOM.range
                )
            if name != ERROR_COUNT_NAME:
                self.healed.append((name, None, trouble))
        cells = self.book.values.get(self.titles[CHECK_SHEET], {})
        if KEYS_NAME not in self.form.areas:
            keys = [_position(where) for where, text in cells.items() if text in CHECK_KEYS]
            self._add_check_area(KEYS_NAME, keys, [column for _, column in keys])
        if REASONS_NAME not in self.form.areas and KEYS_NAME in self.form.areas:
            lines = self.form.areas[KEYS_NAME]
            heads = [_position(where) for where, text in cells.items() if text == REASON_HEAD]
            rows = [(lines.row, 0), (lines.row + lines.height - 1, 0)]
            self._add_check_area(REASONS_NAME, rows, [column for _, column in heads])

    def _add_check_area(self, name: str, lines: list[tuple[int, int]], columns: list[int]) -> None:
        """Let a name stand for the most frequent of `columns`, from the first line to the last."""
        if lines and columns:
            first, last = min(lines)[0], max(lines)[0]
            column = max(columns, key=columns.count)
            self.form.areas[name] = Area(CHECK_SHEET, first, column, last - first + 1)

    # ------------------------------------------------------------ names and cells

    def destination(self, name: str) -> tuple[Area | None, str]:
        """Return the area of a defined name, or why there is none."""
        target = self.book.names.get(name)
        if target is None:
            return None, sentences.FORM_HEALED_MISSING
        found = _reference(target)
        if found is None:
            # a formula may have several lines
            return None, sentences.FORM_HEALED_BROKEN.format(target=" ".join(target.split())[:40])
        title, bare, cells = found
        sheet = self.by_bare_title.get(bare)
        if sheet is None and title not in self.book.sheets:
            return None, sentences.FORM_HEALED_NO_SHEET.format(sheet=short_title(title))
        return parse_range(sheet or title, cells), ""

    def _healed_finding(self) -> Finding:
        # the fields of the form tell a clerk more than its other names
        self.healed.sort(key=lambda one: one[0] not in FIELDS)
        name, area, trouble = self.healed[0]
        names = tuple(name for name, _, _ in self.healed)
        label = FIELDS[name].label if name in FIELDS else name
        where = area.range if area else CHECK_SHEET
        if len(names) > 1:
            what = sentences.FORM_HEALED_MANY.format(count=len(names), name=name, trouble=trouble)
        else:
            what = sentences.FORM_HEALED.format(name=name, trouble=trouble, range=where)
        place = Place(area.sheet if area else CHECK_SHEET, area.range if area else None, label)
        field_name = name if name in FIELDS else None
        return Finding(
            "FORM-HEALED", what, field_name, place=place, names=names if len(names) > 1 else ()
        )

    def _add(self, code: str, what: str, place: Place) -> None:
        self.form.findings.append(Finding(code, what, place=place))

    def _in_place(self, label: Label) -> bool:
        return self._text(label.sheet, label.cell) == label.text

    def _text(self, sheet: str, cell: str) -> str:
        title = self.titles.get(sheet, sheet)
        return tidy_text(self.book.values.get(title, {}).get(cell))


@kept(_MOST_REFERENCES, _LONGEST_REFERENCE)  # most workbooks have the same names
def _reference(target: str) -> tuple[str, str, str] | None:
    """Return the title of a sheet, the same without blanks, and the cells to which a defined name refers."""
    match = _REFERENCE.fullmatch(target) if len(target) <= _LONGEST_REFERENCE else None
    if match is None:
        return None
    title = (match[1] or match[2]).replace("''", "'")
    return title, bare_title(title), match[3]


@lru_cache(maxsize=4096)
def parse_range(sheet: str, cells: str) -> Area:
    """Return the area of a range, `D8:J8` or `$D$8`; raises ValueError where it is none."""
    match = re.fullmatch(_RANGE, cells)
    if match is None:
        raise ValueError(cells)
    left, right = sorted((_column(match[1]), _column(match[3] or match[1])))
    top, bottom = sorted((int(match[2]) - 1, int(match[4] or match[2]) - 1))
    return Area(sheet, top, left, bottom - top + 1, right - left + 1)


@lru_cache(maxsize=16)
def _column_of(column: int) -> tuple[str, ...]:
    """Return the cells of a column that are read."""
    return tuple(address(row, column) for row in range(CHECK_ROOM.height))


def _column(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _position(cell: str) -> tuple[int, int]:
    """Return row and column of an address, both from 0."""
    area = parse_range("", cell)
    return area.row, area.column


def _has_paragraphs(name: str) -> bool:
    return name in FIELDS and FIELDS[name].kind == "paragraphs"


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
