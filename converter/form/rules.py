"""The rules as data: each gives its Excel formula and its Python check from one definition.

A rule compares two expressions over the report's cells. An expression computes its value from a
report and writes itself as an Excel formula; both ignore what is not a number, as SUM does.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Final, Literal, Protocol

from converter.findings import CODES, Severity
from converter.form.fields import (
    APPLICANTS,
    FIELDS,
    NO,
    OUTCOMES,
    TABLES,
    TOTAL_COLUMN,
    YES,
    SectionKey,
    Slot,
    addends,
    slots_of,
    table_inputs,
)
from converter.form.report import Number, Report, format_number

MONEY_PLACES: Final = 6
"""Decimal places of an amount of money, and of a difference."""


class References(Protocol):
    """How a formula addresses the form's cells; the workbook's layout supplies it."""

    def cells(self, cells: Iterable[Slot]) -> str:
        """Return the cells as a comma-separated list of ranges, fit for SUM."""

    def ranges(self, cells: Iterable[Slot]) -> list[str]:
        """Return the cells as rectangular ranges."""

    def name(self, name: str) -> str:
        """Return the address of a whole field."""


class Expression(Protocol):
    """One side of a comparison."""

    @property
    def cells(self) -> tuple[Slot, ...]:
        """The cells that it reads as figures."""

    def value(self, report: Report) -> Number:
        """Compute it; what is missing counts as 0."""

    def excel(self, refs: References) -> str:
        """Write it as an Excel formula, without the equals sign."""


@dataclass(frozen=True)
class Sum:
    """The sum of some cells, less that of others."""

    plus: tuple[Slot, ...]
    minus: tuple[Slot, ...] = ()

    @property
    def cells(self) -> tuple[Slot, ...]:
        return self.plus + self.minus

    def value(self, report: Report) -> Number:
        added = sum((report.figure(cell) or 0 for cell in self.plus), start=0)
        return added - sum(report.figure(cell) or 0 for cell in self.minus)

    def excel(self, refs: References) -> str:
        added = f"SUM({refs.cells(self.plus)})"
        return f"{added}-SUM({refs.cells(self.minus)})" if self.minus else added


@dataclass(frozen=True)
class Constant:
    """A fixed number."""

    number: int
    cells: tuple[Slot, ...] = ()

    def value(self, report: Report) -> Number:
        del report
        return self.number

    def excel(self, refs: References) -> str:
        del refs
        return str(self.number)


@dataclass(frozen=True)
class OneIfPositive:
    """1 where a cell is above 0, else 0."""

    cell: Slot

    @property
    def cells(self) -> tuple[Slot, ...]:
        return (self.cell,)

    def value(self, report: Report) -> Number:
        return int((report.figure(self.cell) or 0) > 0)

    def excel(self, refs: References) -> str:
        return f"IF(SUM({refs.cells((self.cell,))})>0,1,0)"


LOWER_UNITS: Final = (
    "镇人民政府",
    "乡人民政府",
    "苏木人民政府",
    "街道办事处",
    "县人民政府办公室",
    "区人民政府办公室",
    "局",
    "委员会",
    "中心",
)
"""Endings of the names of townships and departments, which have no power to make 规章 (立法法)."""


@dataclass(frozen=True)
class SumIfLowerUnit:
    """The sum of some cells where the unit is a township or a department, else 0."""

    cells: tuple[Slot, ...]

    def value(self, report: Report) -> Number:
        if report.unit_name.endswith(LOWER_UNITS):
            return Sum(self.cells).value(report)
        return 0

    def excel(self, refs: References) -> str:
        unit = f"TRIM({refs.name('unit_name')})"
        endings = ",".join(f'RIGHT({unit},{len(word)})="{word}"' for word in LOWER_UNITS)
        return f"IF(OR({endings}),SUM({refs.cells(self.cells)}),0)"


@dataclass(frozen=True)
class Filled:
    """How many of a table's inputs are filled in; all of them where it is declared zero."""

    table: str
    cells: tuple[Slot, ...] = ()

    def value(self, report: Report) -> Number:
        return sum(report.figure(cell) is not None for cell in table_inputs(self.table))

    def excel(self, refs: References) -> str:
        inputs = table_inputs(self.table)
        declared = f'{refs.name(f"{self.table}_all_zero")}="{YES}"'
        return f"IF({declared},{len(inputs)},COUNTA({refs.cells(inputs)}))"


@dataclass(frozen=True)
class Unfit:
    """How many cells hold no count of 0 or more (money: no amount of 0 or more)."""

    inputs: tuple[Slot, ...]
    cells: tuple[Slot, ...] = ()

    def value(self, report: Report) -> Number:
        return sum(is_negative(report, cell) + is_fraction(report, cell) for cell in self.inputs)

    def excel(self, refs: References) -> str:
        everything = refs.cells(self.inputs)
        counts = [cell for cell in self.inputs if FIELDS[cell.name].kind == "count"]
        negative = "+".join(f'COUNTIF({area},"<0")' for area in refs.ranges(self.inputs))
        # a number with a point in it; INT would fail on text
        fraction = "+".join(
            f'SUMPRODUCT(ISNUMBER({area})*ISNUMBER(FIND(".",{area})))'
            for area in refs.ranges(counts)
        )
        fraction += "".join(
            f"+IF(ISNUMBER({area}),IF(ROUND({area},{MONEY_PLACES})<>{area},1,0),0)"
            for area in refs.ranges([cell for cell in self.inputs if cell not in counts])
        )
        return f"COUNTA({everything})-COUNT({everything})+{negative}+{fraction}"


@dataclass(frozen=True)
class NonzeroIfDeclared:
    """How many inputs of a table differ from 0 although the table is declared zero."""

    table: str
    cells: tuple[Slot, ...] = ()

    def value(self, report: Report) -> Number:
        return sum(conflicts_with_zero(report, cell) for cell in table_inputs(self.table))

    def excel(self, refs: References) -> str:
        nonzero = "+".join(
            f'COUNTIF({area},">0")+COUNTIF({area},"<0")'
            for area in refs.ranges(table_inputs(self.table))
        )
        declared = refs.name(f"{self.table}_all_zero")
        neither = f'IF(OR({declared}="{YES}",{declared}="{NO}",LEN({declared})=0),0,1)'
        return f'IF({declared}="{YES}",{nonzero},{neither})'


@dataclass(frozen=True)
class Given:
    """How many cells of a field are not blank."""

    name: str
    cells: tuple[Slot, ...] = ()

    def value(self, report: Report) -> Number:
        content = getattr(report, self.name)
        return len(content) if isinstance(content, tuple) else int(bool(content))

    def excel(self, refs: References) -> str:
        cells = refs.name(self.name)
        if FIELDS[self.name].kind in ("year", "date"):
            return f"COUNT({cells})"
        return f'SUMPRODUCT((LEN(TRIM(SUBSTITUTE({cells},"\u3000","")))>0)*1)'


def is_negative(report: Report, cell: Slot) -> bool:
    """Tell whether a figure is below 0."""
    return (report.figure(cell) or 0) < 0


def is_fraction(report: Report, cell: Slot) -> bool:
    """Tell whether a count is not whole, or money has more than six places."""
    figure = report.figure(cell) or 0
    places = 0 if FIELDS[cell.name].kind == "count" else MONEY_PLACES
    return figure != round(Decimal(figure), places)


def conflicts_with_zero(report: Report, cell: Slot) -> bool:
    """Tell whether a cell differs from 0 in a table that is declared zero."""
    table = FIELDS[cell.name].table
    return bool(table and report.declared_zero(table) and report.figure(cell))


class State(str, Enum):
    """How a rule stands, in the words of the 校验 sheet."""

    PASS = "通过"  # noqa: S105 (no password)
    FAIL = "不符"
    BLANK = "未填"
    EXPLAINED = "已说明"


Relation = Literal["=", "<=", ">="]


@dataclass(frozen=True)
class Outcome:
    """A rule applied to a report: both sides, their difference, the state."""

    left: Number
    right: Number
    difference: Number
    state: State


@dataclass(frozen=True)
class Rule:
    """One comparison: one line of the 校验 sheet, and one check in Python."""

    key: str
    """Names the line for the clerk's reason: the code, and a number where there are several."""
    code: str
    section: SectionKey
    says: str
    left: Expression
    relation: Relation
    right: Expression
    focus: Slot
    """The cell that a finding points at."""
    message: Callable[[Report], str] | None
    """What a finding says; None where the check of single cells speaks instead."""
    marks: tuple[Slot, ...] = ()
    """The cells that the workbook colours while the rule fails."""
    required: bool = False
    """The line counts what must be filled in; it reads 未填, not 不符, and counts as an error."""
    also_explained_by: tuple[str, ...] = ()
    """The lines whose reasons hold here too: a total differs where a part of it does."""
    own_remedy: str = ""
    """What the clerk does about it, where the catalogue's word on the code does not fit."""

    @property
    def severity(self) -> Severity:
        """The weight that the catalogue gives to the code."""
        return CODES[self.code].severity

    @property
    def remedy(self) -> str:
        """What the clerk does about it."""
        return self.own_remedy or CODES[self.code].remedy

    @property
    def explainable(self) -> bool:
        """Whether the clerk may give a reason."""
        return CODES[self.code].explainable

    @cached_property
    def needed(self) -> tuple[Slot, ...]:
        """The cells without which the rule cannot be decided: its own, and the addends of totals.

        A cell whose blank counts as 0 is never wanting.
        """
        found: dict[Slot, None] = {}
        waiting = [*self.left.cells, *self.right.cells]
        while waiting:
            cell = waiting.pop()
            if not FIELDS[cell.name].blank_is_zero:
                found[cell] = None
            waiting.extend(addends(cell))
        return tuple(found)

    def reason(self, report: Report) -> str:
        """Return the clerk's reason, where the rule takes one."""
        if not self.explainable:
            return ""
        reasons = (report.reasons.get(key, "") for key in (self.key, *self.also_explained_by))
        return next(filter(None, reasons), "")

    def outcome(self, report: Report) -> Outcome:
        """Apply the rule."""
        left, right = self.left.value(report), self.right.value(report)
        difference = round(Decimal(left - right), MONEY_PLACES)
        holds = {"=": difference == 0, "<=": difference <= 0, ">=": difference >= 0}
        if any(report.figure(cell) is None for cell in self.needed):
            state = State.BLANK
        elif holds[self.relation]:
            state = State.PASS
        elif self.required:
            state = State.BLANK
        else:
            state = State.EXPLAINED if self.reason(report) else State.FAIL
        return Outcome(left, right, difference, state)

    def incomplete_excel(self, refs: References) -> str:
        """Write the condition that something needed is missing; empty where nothing is."""
        by_table: dict[str | None, list[Slot]] = {}
        for cell in self.needed:
            by_table.setdefault(FIELDS[cell.name].table, []).append(cell)
        conditions = []
        for table, cells in by_table.items():
            missing = f"COUNT({refs.cells(cells)})<{len(cells)}"
            declared = f'{refs.name(f"{table}_all_zero")}<>"{YES}"' if table else ""
            conditions.append(f"AND({declared},{missing})" if declared else missing)
        return f"OR({','.join(conditions)})" if len(conditions) > 1 else "".join(conditions)

    def fails_excel(self, refs: References) -> str:
        """Write the condition that the rule can be decided and does not hold."""
        difference = f"ROUND(({self.left.excel(refs)})-({self.right.excel(refs)}),{MONEY_PLACES})"
        broken = {"=": "<>", "<=": ">", ">=": "<"}[self.relation]
        incomplete = self.incomplete_excel(refs)
        fails = f"{difference}{broken}0"
        return f"AND(NOT({incomplete}),{fails})" if incomplete else fails


def _said(report: Report, cell: Slot) -> str:
    return format_number(report.figure(cell) or 0)


def _nonzero(report: Report, cells: Iterable[Slot]) -> str:
    parts = [_said(report, cell) for cell in cells if report.figure(cell)]
    return "＋".join(parts) or "0"


def _distance(report: Report, one: Slot, other: Slot) -> Number:
    difference = Sum((one,), (other,)).value(report)
    return difference if difference >= 0 else -difference


def _balance(column: int) -> Callable[[Report], str]:
    def message(report: Report) -> str:
        new, old, done, left = (
            Slot(name, column)
            for name in ("t3_new_received", "t3_carried_in", "t3_total", "t3_carried_out")
        )
        due = Sum((new, old), (done,)).value(report)
        if due < 0:
            return (
                f"办理结果总计 {_said(report, done)} 多于新收 {_said(report, new)}＋上年结转"
                f" {_said(report, old)}，多出 {format_number(-due)} 件。请核对这一列。"
            )
        return (
            f"应为 {format_number(due)}（新收 {_said(report, new)}＋上年结转 {_said(report, old)}"
            f"－办理结果总计 {_said(report, done)}），现填 {_said(report, left)}。请核对这一列。"
        )

    return message


def _total_message(total: Slot, parts: tuple[Slot, ...], of: str) -> Callable[[Report], str]:
    def message(report: Report) -> str:
        due = Sum(parts).value(report)
        return (
            f"应为 {format_number(due)}（{of}：{_nonzero(report, parts)}），"
            f"现为 {_said(report, total)}。请核对各加数和合计。"
        )

    return message


def _carry(column: int) -> Callable[[Report], str]:
    def message(report: Report) -> str:
        last, now = Slot("prev_t3_carried_out", column), Slot("t3_carried_in", column)
        return (
            f"上年度报告结转下年度继续办理 {_said(report, last)} 件，"
            f"本年度上年结转却填 {_said(report, now)} 件，相差"
            f" {format_number(_distance(report, last, now))} 件。请改为一致；"
            "确有原因的，在“校验”表写明。"
        )

    return message


def _stock(name: str, last: Slot) -> Callable[[Report], str]:
    def message(report: Report) -> str:
        issued, repealed, in_force = (Slot(name, index) for index in range(3))
        due = Sum((last, issued), (repealed,)).value(report)
        if due < 0:
            return (
                f"本年废止 {_said(report, repealed)} 件，多于上年末现行有效 {_said(report, last)}＋"
                f"本年制发 {_said(report, issued)}。请核对这三项；确有原因的，在“校验”表写明。"
            )
        return (
            f"应为 {format_number(due)}（上年末现行有效 {_said(report, last)}＋本年制发"
            f" {_said(report, issued)}－本年废止 {_said(report, repealed)}），现填"
            f" {_said(report, in_force)}。请核对；确有原因（如清理后失效）的，在“校验”表写明。"
        )

    return message


def _column_rules() -> Iterable[Rule]:
    for index, applicant in enumerate(APPLICANTS):
        new, carried_in, total, carried_out = (
            Slot(name, index)
            for name in ("t3_new_received", "t3_carried_in", "t3_total", "t3_carried_out")
        )
        yield Rule(
            f"T3-BALANCE-{index + 1}",
            "T3-BALANCE",
            "t3",
            f"{applicant}：新收＋上年结转＝办理结果总计＋结转下年",
            Sum((new, carried_in)),
            "=",
            Sum((total, carried_out)),
            carried_out,
            _balance(index),
            (new, carried_in, total, carried_out),
        )
    for index, applicant in enumerate(APPLICANTS):
        total = Slot("t3_total", index)
        parts = tuple(Slot(name, index) for name in OUTCOMES)
        yield Rule(
            f"T3-TOTAL-ROW-{index + 1}",
            "T3-TOTAL-ROW",
            "t3",
            f"{applicant}：（七）总计＝21 项办理结果之和",
            Sum((total,)),
            "=",
            Sum(parts),
            total,
            _total_message(total, parts, "21 项办理结果之和"),
            (total,),
        )


def _row_rules(table: Literal["t3", "t4"], code: str, of: str) -> Iterable[Rule]:
    for number, field in enumerate(TABLES[table].fields, start=1):
        *parts, total = slots_of(field)
        yield Rule(
            f"{code}-{number}",
            code,
            table,
            f"{field.label}：总计＝{of}",
            Sum((total,)),
            "=",
            Sum(tuple(parts)),
            total,
            _total_message(total, tuple(parts), of),
            (total,),
        )


_CARRY_PARTS: Final = tuple(f"T3-CARRY-{column}" for column in range(1, len(APPLICANTS)))
"""The lines of the six applicants, which the total adds up."""


def _carry_rules() -> Iterable[Rule]:
    for index, applicant in enumerate(APPLICANTS):
        now, last = Slot("t3_carried_in", index), Slot("prev_t3_carried_out", index)
        yield Rule(
            f"T3-CARRY-{index + 1}",
            "T3-CARRY",
            "t3",
            f"{applicant}：上年结转＝上年度报告的结转下年度（填了上年数据才核对）",
            Sum((now,)),
            "=",
            Sum((last,)),
            now,
            _carry(index),
            (now, last),
            also_explained_by=_CARRY_PARTS if addends(now) else (),
        )


def _stock_rules() -> Iterable[Rule]:
    pairs = (("t2_rules", "prev_rules_in_force"), ("t2_normative", "prev_normative_in_force"))
    for number, (name, previous) in enumerate(pairs, start=1):
        issued, repealed, in_force = (Slot(name, index) for index in range(3))
        last = Slot(previous)
        yield Rule(
            f"T2-STOCK-{number}",
            "T2-STOCK",
            "t2",
            f"{FIELDS[name].label}：有效＝上年末＋制发－废止（填了上年数据才核对）",
            Sum((in_force,)),
            "=",
            Sum((last, issued), (repealed,)),
            in_force,
            _stock(name, last),
            (in_force, last),
        )


def _filled_rules(table: Literal["t2", "t3", "t4"], said: str) -> Iterable[Rule]:
    inputs = table_inputs(table)
    yield Rule(
        f"VALUE-MISSING-{table[1]}",
        "VALUE-MISSING",
        table,
        f"表{said}：{len(inputs)} 个数字格都要填写（或声明全年均为零）",
        Filled(table),
        ">=",
        Constant(len(inputs)),
        inputs[0],
        None,
        required=True,
    )
    yield _fit_rule(table[1], table, inputs, f"表{said}：填的都是不小于 0 的数字，件数为整数")
    yield Rule(
        f"VALUE-ZERO-CONFLICT-{table[1]}",
        "VALUE-ZERO-CONFLICT",
        table,
        f"表{said}：声明全年均为零时，没有不为 0 的数字",
        NonzeroIfDeclared(table),
        "=",
        Constant(0),
        Slot(f"{table}_all_zero"),
        None,
        (Slot(f"{table}_all_zero"),),
    )


def _fit_rule(key: str, section: SectionKey, inputs: tuple[Slot, ...], says: str) -> Rule:
    return Rule(
        f"VALUE-TYPE-{key}",
        "VALUE-TYPE",
        section,
        says,
        Unfit(inputs),
        "=",
        Constant(0),
        inputs[0],
        None,
    )


def _required_rules(section: SectionKey, *names: str) -> Iterable[Rule]:
    for name in names:
        prose = FIELDS[name].kind == "paragraphs"
        yield Rule(
            f"{'TEXT' if prose else 'VALUE'}-MISSING-{name}",
            "TEXT-MISSING" if prose else "VALUE-MISSING",
            section,
            f"{FIELDS[name].label}：{'至少写一段' if prose else '必须填写'}",
            Given(name),
            ">=",
            Constant(1),
            Slot(name),
            None,
            required=True,
            own_remedy="" if prose else "在“基本信息”橙色、红色的格子里填写；年份、日期不写文字。",
        )


def _all_rules() -> Iterable[Rule]:
    previous3 = slots_of(FIELDS["prev_t3_carried_out"])
    previous2 = (Slot("prev_rules_in_force"), Slot("prev_normative_in_force"))
    fees = tuple(Slot(name) for name in ("fee_notices", "fee_charged", "fee_collected"))
    notices, charged, collected = fees
    yield from _required_rules("basic", "unit_name", "report_year", "report_date")
    yield from _required_rules("overview", "overview")
    yield from _filled_rules("t2", "二")
    yield _fit_rule("prev2", "t2", previous2, "上年数据：填的都是不小于 0 的整数（可不填）")
    yield from _stock_rules()
    rules = slots_of(FIELDS["t2_rules"])
    yield Rule(
        "T2-TOWNSHIP-RULES",
        "T2-TOWNSHIP-RULES",
        "t2",
        "规章：乡镇、街道和部门没有制定权，各项为 0",
        SumIfLowerUnit(rules),
        "=",
        Constant(0),
        rules[0],
        lambda report: (
            f"{report.unit_name}没有制定规章的权限，规章三项却填了"
            f" {'、'.join(_said(report, cell) for cell in rules)}。"
            "请改为 0；本单位制发的文件应填在“行政规范性文件”一行。"
        ),
        rules,
    )
    yield from _filled_rules("t3", "三")
    yield _fit_rule("prev3", "t3", previous3, "上年数据：填的都是不小于 0 的整数（可不填）")
    yield from _column_rules()
    yield from _row_rules("t3", "T3-TOTAL-COL", "六类申请人之和")
    yield from _carry_rules()
    yield from _filled_rules("t4", "四")
    yield from _row_rules("t4", "T4-TOTAL", "四种结果之和")
    yield from _required_rules("problems", "problems")
    yield _fit_rule("fee", "other", fees, "信息处理费：填的都是不小于 0 的数字，通知件数为整数")
    yield Rule(
        "FEE-ORDER-1",
        "FEE-ORDER",
        "other",
        "信息处理费：实际收取总金额不大于收费通知总金额",
        Sum((collected,)),
        "<=",
        Sum((charged,)),
        collected,
        lambda report: (
            f"实际收取 {_said(report, collected)} 元，多于收费通知总金额"
            f" {_said(report, charged)} 元。请核对这两项。"
        ),
        (charged, collected),
    )
    yield Rule(
        "FEE-ORDER-2",
        "FEE-ORDER",
        "other",
        "信息处理费：有收费金额，就至少发出 1 件收费通知",
        Sum((notices,)),
        ">=",
        OneIfPositive(charged),
        notices,
        lambda report: (
            f"收费通知总金额 {_said(report, charged)} 元，发出收费通知却为"
            f" {_said(report, notices)} 件。请补填通知件数。"
        ),
        (notices, charged),
    )
    overdue = Slot("t3_other_fee_overdue", TOTAL_COLUMN)
    yield Rule(
        "FEE-MISSING",
        "FEE-MISSING",
        "other",
        "有逾期未缴费而不再处理的申请时，第六部分报告收费通知",
        Sum((notices,)),
        ">=",
        OneIfPositive(overdue),
        notices,
        lambda report: (
            f"表三有 {_said(report, overdue)} 件申请因逾期未缴费不再处理，"
            "第六部分却没有报告收费通知。请填写发出收费通知的件数和金额。"
        ),
    )


RULES: Final = tuple(_all_rules())
"""Every rule that a workbook can evaluate, in the order of the 校验 sheet."""

PROSE_CODES: Final = tuple(
    code for code, entry in CODES.items() if code.startswith("TEXT-") and entry.explainable
)
"""What only a reader of the prose can check, yet takes the clerk's reason on the 校验 sheet."""
