"""What a sheet shows and what it holds: number formats, merged cells, hidden sheets and copies."""

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Final

from converter import sentences
from converter.findings import Finding, Place
from converter.form.fields import FIELDS, Slot
from converter.form.layout import Area
from converter.form.patterns import when_used
from converter.form.report import TOTAL_SLOTS
from converter.reading.values import tidy_text
from converter.reading.workbooks.form_sheets import Form, parse_range
from converter.reading.workbooks.xlsx import Book, short_title

_FORMAT_PARTS: Final = when_used(
    r'"[^"]*"?|[\\!].|_.|\*.|\[[^\]]*\]|General|G/通用格式|[0#?.,%/]+|E[+-]|.', re.IGNORECASE
)
_CURRENCY: Final = when_used(r"\[\$([^-\]]*)")
_MISLEADING: Final = when_used(r"[\d%‰.０-９十百千万亿]")
"""Fixed text of a number format that reads as a part of the number."""
_CONDITION: Final = when_used(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_COMPARED: Final[dict[str, Callable[[Decimal, Decimal], bool]]] = {
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
}
_LONGEST_CODE: Final = 255
"""The most characters that Excel keeps of a number format."""
_GENERAL: Final = "G"
_GENERAL_WORDS: Final = ("general", "g/通用格式", "@")


class Shown(Enum):
    """How a number format shows a number."""

    ITSELF = 1
    ROUNDED = 2
    OTHERWISE = 3


def shown(number: Decimal, code: str, unit: str = "") -> Shown:
    """Return how a number format (ECMA-376 part 1, 18.8.31) shows a number of a unit."""
    if len(code) > _LONGEST_CODE:
        return Shown.OTHERWISE
    fixed, pattern = _parted(_section_for(number, code))
    if _MISLEADING.search(fixed.replace(unit, "") if unit else fixed):
        return Shown.OTHERWISE
    if pattern == _GENERAL or number == 0:
        return Shown.ITSELF
    return _by_pattern(number, pattern)


def _section_for(number: Decimal, code: str) -> str:
    """Return the section of a number format that applies to a number."""
    sections = _sections(code)
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _COMPARED[condition[1]](number, Decimal(condition[2])):
                return section
    which = 0 if number > 0 else 1 if number < 0 else 2
    return sections[which] if which < len(sections) else sections[0]


def _parted(section: str) -> tuple[str, str]:
    """Return the fixed text of a section of a number format, and its pattern of digits."""
    fixed = pattern = ""
    for part in _FORMAT_PARTS.findall(section):
        if part[0] == "_":
            continue
        if part.lower() in _GENERAL_WORDS:
            pattern += _GENERAL
        elif part[0] == "[":
            currency = _CURRENCY.match(part)
            fixed += currency[1] if currency else ""
        elif part[0] in "0#?.,%/Ee":
            pattern += part
        else:
            fixed += part.strip('"').lstrip("\\!*")
    return fixed, pattern


def _by_pattern(number: Decimal, pattern: str) -> Shown:
    _, _, places = pattern.partition(".")
    if not re.search("[0#?]", pattern) or "%" in pattern or re.search(r"[0#?],+(?:$|\.)", pattern):
        return Shown.OTHERWISE
    if re.search(r",+$", places):
        return Shown.OTHERWISE
    if "/" in pattern:
        return Shown.ITSELF if number == int(number) else Shown.ROUNDED
    mantissa, power, _ = pattern.upper().partition("E")
    if power:
        digits = len(re.findall("[0#?]", mantissa))
        return (
            Shown.ITSELF if len(number.normalize().as_tuple().digits) <= digits else Shown.ROUNDED
        )
    decimals = f"{number.normalize():f}".partition(".")[2]
    return Shown.ITSELF if len(decimals) <= len(re.findall("[0#?]", places)) else Shown.ROUNDED


def _sections(code: str) -> list[str]:
    sections = [""]
    for part in re.findall(r'"[^"]*"?|[\\!].|\[[^\]]*\]|.', code):
        if part == ";":
            sections.append("")
        else:
            sections[-1] += part
    return sections


_Areas = tuple[tuple[str, Area], ...]
_Merged = tuple[tuple[str, tuple[str, ...]], ...]
"""The merged ranges of each sheet."""
_Covered = tuple[str, str, Sequence[Slot]]
_FEW_MERGED: Final = 500
"""Merged ranges of a workbook of which is remembered what they cover; the form has 100."""


def covered_slots(form: Form, book: Book) -> Iterable[_Covered]:
    """Return each merged range that covers figures: its sheet, the range, the slots covered by its first."""
    merged = tuple((sheet, tuple(book.merged.get(one, ()))) for sheet, one in form.titles.items())
    few = sum(len(ranges) for _, ranges in merged) <= _FEW_MERGED
    return (_known_covered if few else _covered)(tuple(form.areas.items()), merged)


@lru_cache(maxsize=16)
def _known_covered(areas: _Areas, merged: _Merged) -> Sequence[_Covered]:
    """Return what `_covered` yields; most workbooks have the same areas and the same merged ranges."""
    return tuple(_covered(areas, merged))


def _covered(areas: _Areas, all_merged: _Merged) -> Iterator[_Covered]:
    totals = frozenset(TOTAL_SLOTS)
    slots_of_sheets = _slots_by_cell(areas)
    for sheet, ranges in all_merged:
        slots = slots_of_sheets.get(sheet, {})
        if not slots:
            continue
        left = len(slots)
        bottom, right = (max(cell[axis] for cell in slots) for axis in (0, 1))
        for cells in dict.fromkeys(ranges):
            merged = parse_range(sheet, cells)
            inside = [
                (row, column)
                for row in range(merged.row, min(merged.row + merged.height, bottom + 1))
                for column in range(merged.column, min(merged.column + merged.width, right + 1))
                if (row, column) in slots
            ]
            left -= len(inside)
            if left < 0:
                break  # no program lets merged cells overlap
            covered = tuple(
                slots[cell]
                for cell in inside
                if cell != (merged.row, merged.column) and slots[cell] not in totals
            )
            if covered:
                yield sheet, cells, covered


@lru_cache(maxsize=16)
def _slots_by_cell(areas: _Areas) -> Mapping[str, Mapping[tuple[int, int], Slot]]:
    """Return the slots of each sheet by row and column, in reading order; most forms have the same areas."""
    slots: dict[str, dict[tuple[int, int], Slot]] = {}
    for name, area in areas:
        for position in range(area.height * area.width if name in FIELDS else 0):
            row, column = divmod(position, area.width)
            cell = area.row + row, area.column + column
            slots.setdefault(area.sheet, {})[cell] = Slot(name, position)
    return {sheet: dict(sorted(cells.items())) for sheet, cells in slots.items()}


def hidden_and_doubled(form: Form, book: Book) -> Iterator[Finding]:
    """Yield a finding for each sheet of which another one with the same heading has other figures."""
    heads = {label.sheet: label for label in reversed(form.layout.labels)}
    own = set(form.titles.values())
    for sheet, label in heads.items():
        if not form.is_readable(sheet):
            continue
        title = form.titles[sheet]
        for other in book.values:
            if other in own or other in book.hidden:
                continue
            if tidy_text(book.values[other].get(label.cell)) != label.text:
                continue
            if not _differ(form, book, sheet, other):
                continue
            hidden = title in book.hidden
            sentence = sentences.FORM_LABEL_HIDDEN if hidden else sentences.FORM_HEALED_COPY
            code = "FORM-LABEL" if hidden else "FORM-HEALED"
            yield Finding(
                code,
                sentence.format(sheet=sheet, other=short_title(other)),
                place=Place(sheet, None, "工作表"),
            )


def _differ(form: Form, book: Book, sheet: str, other: str) -> bool:
    ours, theirs = book.values[form.titles[sheet]], book.values[other]
    return any(
        ours.get(area.cell(position)) != theirs.get(area.cell(position))
        for name, area in form.areas.items()
        if area.sheet == sheet and name in FIELDS
        for position in range(area.height * area.width)
        if Slot(name, position) not in TOTAL_SLOTS
    )
