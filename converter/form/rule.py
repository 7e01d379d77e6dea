"""One rule on figures: a comparison that is a line of the 校验 sheet and a check in Python."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cached_property
from operator import eq, ge, le
from typing import Final, Literal, NamedTuple

from converter.findings import CODES, Severity
from converter.form.expressions import Expression, References, declared_zero
from converter.form.fields import FIELDS, MONEY_PLACES, SectionKey, Slot, addends
from converter.form.report import OF_ALL_FIGURES, Number, Report

_FIELD_ORDER: Final = {name: number for number, name in enumerate(FIELDS)}
_RELATIONS: Final = {"=": eq, "<=": le, ">=": ge}


class State(str, Enum):
    """The state of a rule, in the words of the 校验 sheet."""

    PASS = "通过"  # noqa: S105 (no password)
    FAIL = "不符"
    BLANK = "未填"
    EXPLAINED = "已说明"


class Outcome(NamedTuple):
    """The result of a rule for a report: both sides, their difference (left less right), the state."""

    left: Number
    right: Number
    difference: Number
    state: State


@dataclass(frozen=True)
class Rule:
    """One comparison: one line of the 校验 sheet, and one check in Python."""

    key: str
    """The name of the line, by which reasons are stored: the code, with a number where it has several lines."""
    code: str
    section: SectionKey
    says: str
    """The description of the check on the 校验 sheet."""
    left: Expression
    relation: Literal["=", "<=", ">="]
    right: Expression
    focus: Slot
    """The slot that a finding refers to."""
    message: Callable[[Report], str] | None
    """Gives the sentence of a finding; None where `checking.figures` checks each slot by itself."""
    marks: tuple[Slot, ...] = ()
    """The slots that the workbook colours while the rule fails."""
    required: bool = False
    """The line counts what must be filled in: while it fails it reads 未填, not 不符."""
    also_explained_by: tuple[str, ...] = ()
    """Keys of other lines whose reasons count here too: a total differs where an addend does."""
    own_remedy: str = ""
    """The remedy, where that of the code does not fit."""
    is_sum: bool = False
    """The rule compares the focus, a total, with the sum of its cells."""

    @property
    def severity(self) -> Severity:
        """The severity of the code."""
        return CODES[self.code].severity

    @property
    def remedy(self) -> str:
        """What the clerk does about it."""
        return self.own_remedy or CODES[self.code].remedy

    @property
    def explainable(self) -> bool:
        """Whether the clerk may give a reason."""
        return CODES[self.code].explainable

    @property
    def reason_keys(self) -> tuple[str, ...]:
        """The keys of the lines whose reasons count for the rule, its own first."""
        return (self.key, *self.also_explained_by)

    @cached_property
    def involved(self) -> frozenset[Slot]:
        """The slots of both sides and the addends of totals."""
        found: set[Slot] = set()
        waiting = [*self.left.slots, *self.right.slots]
        while waiting:
            slot = waiting.pop()
            found.add(slot)
            waiting.extend(addends(slot))
        return frozenset(found)

    @cached_property
    def needed(self) -> tuple[Slot, ...]:
        """The slots that must be filled in before the rule can be decided, in the form's order.

        They are those involved, without those whose blank counts as 0.
        """
        return tuple(
            sorted(
                (slot for slot in self.involved if not FIELDS[slot.name].blank_is_zero),
                key=lambda slot: (_FIELD_ORDER[slot.name], slot.position),
            )
        )

    def reason(self, report: Report) -> str:
        """Return the clerk's reason; empty where there is none, or the rule takes none."""
        if not self.explainable:
            return ""
        reasons = (report.reasons.get(key, "") for key in (*self.reason_keys, OF_ALL_FIGURES))
        return next(filter(None, reasons), "")

    def outcome(self, report: Report) -> Outcome:
        """Apply the rule to a report."""
        left, right = self.left.value(report), self.right.value(report)
        difference = round(Decimal(left - right), MONEY_PLACES)
        if any(report.figure(slot) is None for slot in self.needed):
            state = State.BLANK
        elif self._holds(difference):
            state = State.PASS
        elif self.required:
            state = State.BLANK
        else:
            state = State.EXPLAINED if self.reason(report) else State.FAIL
        return Outcome(left, right, difference, state)

    def _holds(self, difference: Number) -> bool:
        return bool(_RELATIONS[self.relation](difference, 0))

    def fails(self, report: Report) -> bool:
        """Tell whether the rule can be decided and does not hold, with a reason or without one."""
        difference = self.left.value(report) - self.right.value(report)
        holds = isinstance(difference, int) and self._holds(difference)  # the quick way
        return not holds and self.outcome(report).state in (State.FAIL, State.EXPLAINED)

    def incomplete_excel(self, refs: References) -> str:
        """Return the Excel condition that something needed is blank; empty where nothing is needed."""
        by_table: dict[str | None, list[Slot]] = {}
        for slot in self.needed:
            by_table.setdefault(FIELDS[slot.name].table, []).append(slot)
        conditions = []
        for table, slots in by_table.items():
            missing = f"COUNT({refs.cells(slots)})<{len(slots)}"
            conditions.append(
                f"AND(NOT({declared_zero(table, refs)}),{missing})" if table else missing
            )
        return f"OR({','.join(conditions)})" if len(conditions) > 1 else "".join(conditions)

    def fails_excel(self, refs: References) -> str:
        """Return the Excel condition that the rule can be decided and does not hold."""
        difference = f"ROUND(({self.left.excel(refs)})-({self.right.excel(refs)}),{MONEY_PLACES})"
        broken = {"=": "<>", "<=": ">", ">=": "<"}[self.relation]
        incomplete = self.incomplete_excel(refs)
        fails = f"{difference}{broken}0"
        return f"AND(NOT({incomplete}),{fails})" if incomplete else fails
