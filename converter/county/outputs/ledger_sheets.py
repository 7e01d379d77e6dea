"""Lists that the ledger has beside its four sheets: letters, rounds, this year against last year."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from converter.county.kept.model import LedgerRow, unit_key, year_key
from converter.county.kept.state import BatchState, KnownDraft
from converter.county.outputs.reminders import RECEIPT, REMINDER
from converter.county.units.last_years import LastYears
from converter.findings import Finding
from converter.form.fields import FIELDS, OUTCOME_GROUPS, RESULTS, TOTAL_COLUMN, Slot
from converter.form.report import Number, Report

_WORD: Final = "要说明"
_EXPLAINED: Final = "已说明："
_FLOOR: Final = 10
"""A change of fewer needs no word: 2 件 that become 5."""
_TIMES: Final = 2
"""More than so many times last year's figure, or less than that part of it, needs a word."""
_LAST_TOTAL: Final = len(RESULTS) - 1


@dataclass(frozen=True)
class ListSheet:
    """One list as the ledger draws it."""

    name: str
    columns: tuple[tuple[str, float], ...]
    """The heads, each with the width of its column in characters."""
    rows: tuple[tuple[str | Number, ...], ...]
    marked: frozenset[int] = frozenset()
    """Rows that a person has to look at."""


def list_sheets(
    rows: Sequence[LedgerRow], last_years: LastYears, state: BatchState
) -> list[ListSheet]:
    """Return the lists that have something in them."""
    sheets = (_year_on_year(rows, last_years), _rounds(rows, state), _letters(state))
    return [one for one in sheets if one.rows]


# ---------------------------------------------------------------- letters, rounds


def _letters(state: BatchState) -> ListSheet:
    """Return what was drafted, to whom and on which day, and when the unit's next file came.

    Whether a draft was sent only the mail program knows.
    """
    came: dict[str, set[str]] = {}
    right: dict[str, set[str]] = {}
    for key, own in state.rounds.items():
        unit = key.rpartition(" ")[0]
        came.setdefault(unit, set()).update(one.day for one in own)
        right.setdefault(unit, set()).update(one.day for one in own if not one.errors)
    # a unit may have many of both
    days = {unit: sorted(own) for unit, own in came.items()}

    def answered(letter: KnownDraft) -> str:
        unit = unit_key(letter.unit)
        return _answered(letter, days.get(unit, ()), right.get(unit, ()))

    rows = tuple(
        (
            one.day,
            one.kind,
            one.unit,
            one.to or "没有邮箱",
            "" if one.kind == RECEIPT else answered(one),
            one.name,
        )
        for one in state.letters.values()
    )
    columns = (
        *(("草稿写好的日期", 18), ("函件", 10), ("单位", 34), ("收件人", 34)),
        *(("写好以后报来", 16), ("草稿", 60)),
    )
    return ListSheet("函件", columns, rows)


def _answered(letter: KnownDraft, days: Sequence[str], right: Collection[str]) -> str:
    """Return the day on which the unit's next file came.

    `days` are those on which one came, in their order, and `right` those of one that left nothing to mend. One of
    the same day is that next one where nothing had come before, or where nothing is left to mend.
    """
    of_same_day = letter.kind == REMINDER or letter.day in right
    at = (bisect_left if of_same_day else bisect_right)(days, letter.day)
    return days[at] if at < len(days) else "还没有"


def _rounds(rows: Sequence[LedgerRow], state: BatchState) -> ListSheet:
    """Return how often each unit has sent its report, and on which day it was put right."""
    listed = []
    for row in rows:
        own = state.rounds.get(year_key(row.unit, row.year), ()) if row.is_counted else ()
        if own:
            right = "还没有改好" if own[-1].errors else own[-1].day
            if not any(one.errors for one in own):
                right = "没有错误"
            way = "；".join(f"{one.day} {one.errors} 处错误" for one in own)
            listed.append((row.unit, str(row.year or ""), len(own), right, way))
    columns = (("单位", 34), ("年度", 8), ("报送次数", 10), ("改好的日期", 16), ("各次", 80))
    return ListSheet("轮次", columns, tuple(listed))


# ---------------------------------------------------------------- this year and last year


@dataclass(frozen=True)
class _Change:
    """One figure of one unit in both years."""

    unit: str
    item: str
    measure: str
    last: Number
    now: Number
    word: str
    """Why a person has to look at it, or what the unit says; empty where nobody has to."""

    @property
    def weight(self) -> tuple[bool, Decimal, Decimal]:
        """A sort key, the largest first: what needs a word, then by the ratio, then by the difference."""
        low, high = sorted((Decimal(self.last), Decimal(self.now)))
        return bool(self.word), (high + 1) / (low + 1), high - low

    @property
    def share(self) -> str:
        """The change in per cent; 从无到有 where last year was 0."""
        if not self.last:
            return "上年为 0"
        share = (Decimal(self.now) - Decimal(self.last)) * 100 / Decimal(self.last)
        return f"{share:+.1f}%"


def _year_on_year(rows: Sequence[LedgerRow], last_years: LastYears) -> ListSheet:
    """Return every figure of table 2, applications, outcomes, reviews and suits that changed."""
    changes: list[_Change] = []
    for row in rows if len(last_years) else ():
        report = row.report if row.is_counted else None
        last = last_years.of(report) if report else None
        if report and last:
            changes += _changes(row, report, last)
    changes.sort(key=lambda one: one.weight, reverse=True)
    listed = tuple(
        (
            one.unit,
            one.item,
            one.measure,
            one.last,
            one.now,
            one.now - one.last,
            one.share,
            one.word,
        )
        for one in changes
    )
    columns = (
        *(("单位", 34), ("项目", 40), ("计量", 8), ("上年", 12), ("本年", 12), ("增减", 12)),
        *(("增减幅度", 14), ("要说明的", 50)),
    )
    marked = frozenset(number for number, one in enumerate(changes) if one.word == _WORD)
    return ListSheet("与上年比", columns, listed, marked)


def _changes(row: LedgerRow, report: Report, last: Report) -> list[_Change]:
    findings, found = row.findings, []
    # totals as their cells add up, whatever is printed
    last, report = last.with_sums(), report.with_sums()
    for item, slots in _items():
        before, now = _sum(last, slots), _sum(report, slots)
        if before is None or now is None or before == now:
            continue
        name = slots[0].name
        word = _reason(findings, name) or (_WORD if _is_much(before, now) else "")
        found.append(_Change(row.unit, item, FIELDS[name].unit, before, now, word))
    return found


def _items() -> list[tuple[str, tuple[Slot, ...]]]:
    """Return what is compared, each with the slots that make it up."""
    items: list[tuple[str, tuple[Slot, ...]]] = []
    for field in FIELDS.values():
        if field.table == "t2":
            items += [
                (f"{field.label}{cell}", (Slot(field.name, place),))
                for place, cell in enumerate(field.cells)
            ]
    items.append(("新收申请", (Slot("t3_new_received", TOTAL_COLUMN),)))
    items += [
        (label, tuple(Slot(name, TOTAL_COLUMN) for name in names))
        for label, names in OUTCOME_GROUPS
    ]
    items += [
        ("结转下年度", (Slot("t3_carried_out", TOTAL_COLUMN),)),
        ("行政复议", (Slot("t4_review", _LAST_TOTAL),)),
        (
            "行政诉讼",
            tuple(Slot(name, _LAST_TOTAL) for name in ("t4_direct_suits", "t4_suits_after_review")),
        ),
    ]
    return items


def _sum(report: Report, slots: Sequence[Slot]) -> Number | None:
    """Return the sum of some figures; None where one is blank."""
    figures = [report.figure(slot) for slot in slots]
    known = [figure for figure in figures if figure is not None]
    return sum(known) if len(known) == len(figures) else None


def _is_much(last: Number, now: Number) -> bool:
    low, high = sorted((Decimal(last), Decimal(now)))
    return high - low >= _FLOOR and high > _TIMES * low


def _reason(findings: Sequence[Finding], name: str) -> str:
    """Return what the unit says of the change of a figure; empty where it says nothing."""
    reasons = [
        one.reason
        for one in findings
        if one.explained
        and one.code in ("YEAR-JUMP", "T2-STOCK")
        and name in (one.name, *one.names)
    ]
    return f"{_EXPLAINED}{reasons[0]}" if reasons else ""
