"""The rules on figures: one definition gives the line of the 校验 sheet and the check in Python.

To add a rule, yield it among those of its section; the workbook and `converter.checking.figures` follow.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from converter import sentences
from converter.findings import CODES
from converter.form.expressions import (
    Constant,
    Filled,
    Given,
    Near,
    NonzeroIfDeclared,
    OneIfPositive,
    SaysNothing,
    ShortName,
    Sum,
    SumIfLowerUnit,
    SumWhereUnknown,
    Unfit,
    WholeSteps,
)
from converter.form.fields import (
    APPLICANTS,
    FEE_FIELDS,
    FIELDS,
    OUTCOMES,
    PREVIOUS_TABLE2,
    STOCK_FIELDS,
    TABLES,
    TOTAL_COLUMN,
    SectionKey,
    Slot,
    addends,
    slots_of,
    table_inputs,
)
from converter.form.report import Report, format_number
from converter.form.rule import Rule
from converter.form.unit_names import full_name

_YUAN: Final = 10_000
"""The yuan of a 万元."""


def _fill(sentence: str, report: Report, **parts: Slot | Sum | str) -> str:
    """Return a sentence, filled in with a report's figures for these slots and sums."""
    return sentence.format(**{name: _written(report, part) for name, part in parts.items()})


def _written(report: Report, part: Slot | Sum | str) -> str:
    if isinstance(part, Slot):
        return format_number(report.figure(part) or 0)
    return part if isinstance(part, str) else format_number(part.value(report))


def _nonzero(report: Report, slots: Iterable[Slot]) -> str:
    """Return the figures that are not 0, joined by plus signs; 0 where there are none."""
    return "＋".join(_written(report, slot) for slot in slots if report.figure(slot)) or "0"


def _balance_sentence(column: int) -> Callable[[Report], str]:
    new, carried_in, done, carried_out = (
        Slot(name, column)
        for name in ("t3_new_received", "t3_carried_in", "t3_total", "t3_carried_out")
    )
    difference = Sum((new, carried_in), (done, carried_out))
    return lambda report: _fill(
        sentences.T3_BALANCE,
        report,
        applicant=APPLICANTS[column],
        new=new,
        carried_in=carried_in,
        came=Sum((new, carried_in)),
        done=done,
        carried_out=carried_out,
        went=Sum((done, carried_out)),
        distance=format_number(abs(Decimal(difference.value(report)))),
    )


def _total_sentence(sentence: str, total: Slot, parts: tuple[Slot, ...]) -> Callable[[Report], str]:
    return lambda report: _fill(
        sentence, report, due=Sum(parts), addends=_nonzero(report, parts), total=total
    )


def _carry_sentence(last: Slot, now: Slot) -> Callable[[Report], str]:
    difference = Sum((last,), (now,))
    return lambda report: _fill(
        sentences.T3_CARRY,
        report,
        last=last,
        now=now,
        distance=format_number(abs(Decimal(difference.value(report)))),
    )


def _stock_sentence(name: str, last: Slot) -> Callable[[Report], str]:
    issued, repealed, in_force = slots_of(FIELDS[name])
    due = Sum((last, issued), (repealed,))

    def message(report: Report) -> str:
        over = due.value(report) < 0
        return _fill(
            sentences.T2_STOCK_REPEALED if over else sentences.T2_STOCK,
            report,
            due=due,
            last=last,
            issued=issued,
            repealed=repealed,
            in_force=in_force,
        )

    return message


def _least_sentence(name: str) -> Callable[[Report], str]:
    issued, repealed, in_force = slots_of(FIELDS[name])
    return lambda report: _fill(
        sentences.T2_STOCK_LEAST,
        report,
        in_force=in_force,
        issued=issued,
        repealed=repealed,
        least=Sum((issued,), (repealed,)),
    )


def _column_rules() -> Iterator[Rule]:
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
            _balance_sentence(index),
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
            _total_sentence(sentences.T3_TOTAL_ROW, total, parts),
            (total,),
            is_sum=True,
        )


def _row_rules(table: Literal["t3", "t4"], code: str, of: str, sentence: str) -> Iterator[Rule]:
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
            _total_sentence(sentence, total, tuple(parts)),
            (total,),
            is_sum=True,
        )


_CARRY_KEYS: Final = tuple(f"T3-CARRY-{column}" for column in range(1, len(APPLICANTS)))
"""The lines of the six kinds of applicants."""


def _carry_rules() -> Iterator[Rule]:
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
            _carry_sentence(last, now),
            (now, last),
            also_explained_by=_CARRY_KEYS if addends(now) else (),
        )


def _stock_rules() -> Iterator[Rule]:
    for number, (name, previous) in enumerate(STOCK_FIELDS, start=1):
        issued, repealed, in_force = slots_of(FIELDS[name])
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
            _stock_sentence(name, last),
            (in_force, last),
            also_explained_by=(f"T2-STOCK-LEAST-{number}",),
        )
    for number, (name, previous) in enumerate(STOCK_FIELDS, start=1):
        issued, repealed, in_force = slots_of(FIELDS[name])
        # where last year's figure is known, T2-STOCK says more
        yield Rule(
            f"T2-STOCK-LEAST-{number}",
            "T2-STOCK-LEAST",
            "t2",
            f"{FIELDS[name].label}：没填上年数据时，有效不少于制发－废止",
            Sum((in_force,)),
            ">=",
            SumWhereUnknown(Slot(previous), (issued,), (repealed,)),
            in_force,
            _least_sentence(name),
            (in_force,),
            also_explained_by=(f"T2-STOCK-{number}",),
        )


class _Jump(NamedTuple):
    """A figure that is compared with last year's."""

    now: Slot
    last: Slot
    floor: int
    """Compared where one of the two reaches it (件, 万元)."""


_JUMPS: Final = (
    _Jump(Slot("t2_fees"), Slot("prev_fees"), 100),
    _Jump(Slot("t2_rules", 0), Slot("prev_rules_issued"), 100),
    _Jump(Slot("t2_rules", 1), Slot("prev_rules_repealed"), 100),
    _Jump(Slot("t2_normative", 0), Slot("prev_normative_issued"), 100),
    # every few years all of them are gone through: a large city repealed 984 in one
    _Jump(Slot("t2_normative", 1), Slot("prev_normative_repealed"), 1000),
    _Jump(Slot("t2_licensing"), Slot("prev_licensing"), 100),
    _Jump(Slot("t2_penalties"), Slot("prev_penalties"), 100),
    _Jump(Slot("t2_coercion"), Slot("prev_coercion"), 100),
    _Jump(Slot("t3_new_received", TOTAL_COLUMN), Slot("prev_new_received"), 100),
)
"""What is in force is not among them: T2-STOCK computes it from last year's."""


def _jump_rules(section: SectionKey) -> Iterator[Rule]:
    for number, jump in enumerate(_JUMPS, start=1):
        field = FIELDS[jump.now.name]
        if field.section != section:
            continue
        what = field.slot_label(jump.now.position)
        yield Rule(
            f"YEAR-JUMP-{number}",
            "YEAR-JUMP",
            section,
            f"{what}：不超过上年的十倍，不少于十分之一（上年为 0、都不足 {jump.floor} {field.unit}的不比）",
            Sum((jump.now,)),
            "=",
            Near(*jump),
            jump.now,
            _jump_sentence(jump),
            # last year's figure is seldom the wrong one
            (jump.now,),
            own_remedy=""
            if field.unit == "万元"
            else "核对本年和上年的数；确有原因的，在“情况说明”写明。",
        )


def _jump_sentence(jump: _Jump) -> Callable[[Report], str]:
    unit = FIELDS[jump.now.name].unit

    def message(report: Report) -> str:
        now, last = (Decimal(report.figure(slot) or 0) for slot in (jump.now, jump.last))
        sentence = sentences.YEAR_JUMP_UP if now > last else sentences.YEAR_JUMP_DOWN
        if unit == "万元":
            # in the other unit the two figures would be alike
            if last / 10 <= now / _YUAN <= last * 10:
                sentence = sentences.YEAR_JUMP_YUAN
            elif last / _YUAN / 10 <= now <= last / _YUAN * 10:
                sentence = sentences.YEAR_JUMP_YUAN_LAST
        return _fill(
            sentence,
            report,
            now=jump.now,
            last=jump.last,
            unit=unit,
            now_converted=format_number(now / _YUAN),
            last_converted=format_number(last / _YUAN),
            now_enlarged=format_number(now * _YUAN),
        )

    return message


def _filled_rules(table: Literal["t2", "t3", "t4"], numeral: str) -> Iterator[Rule]:
    inputs = table_inputs(table)
    yield Rule(
        f"VALUE-MISSING-{table[1]}",
        "VALUE-MISSING",
        table,
        f"表{numeral}：{len(inputs)} 个数字格都要填写（或声明全年均为零）",
        Filled(table),
        ">=",
        Constant(len(inputs)),
        inputs[0],
        None,
        required=True,
    )
    yield _fit_rule(table[1], table, inputs, f"表{numeral}：填的都是不小于 0 的数字，件数为整数")
    yield Rule(
        f"VALUE-ZERO-CONFLICT-{table[1]}",
        "VALUE-ZERO-CONFLICT",
        table,
        f"表{numeral}：声明全年均为零时，没有不为 0 的数字",
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


def _required_rules(section: SectionKey, *names: str) -> Iterator[Rule]:
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


_STEP: Final = 10
"""Every charge is a multiple of it (元): 100 or more a request, 10, 20 or 40 a page (国办函〔2020〕109号)."""


def _step_rules(charged: Slot, collected: Slot) -> Iterator[Rule]:
    yield Rule(
        "FEE-STEP-1",
        "FEE-STEP",
        "other",
        f"信息处理费：收费通知总金额是 {_STEP} 元的整数倍",
        Sum((charged,)),
        "=",
        WholeSteps(charged, _STEP),
        charged,
        lambda report: _fill(
            sentences.FEE_STEP_BOTH
            if report.figure(charged) == report.figure(collected)
            else sentences.FEE_STEP_CHARGED,
            report,
            charged=charged,
        ),
        (charged,),
    )
    yield Rule(
        "FEE-STEP-2",
        "FEE-STEP",
        "other",
        f"信息处理费：实际收取总金额是 {_STEP} 元的整数倍（与通知相同的，看上一条）",
        Sum((collected,)),
        "=",
        WholeSteps(collected, _STEP, unless_equal=charged),
        collected,
        lambda report: _fill(sentences.FEE_STEP_COLLECTED, report, collected=collected),
        (collected,),
    )
    applications = tuple(Slot(name, TOTAL_COLUMN) for name in ("t3_new_received", "t3_carried_in"))
    yield Rule(
        "FEE-STEP-3",
        "FEE-STEP",
        "other",
        "信息处理费：有收费金额，表三就至少有 1 件申请（新收、上年结转）",
        Sum(applications),
        ">=",
        OneIfPositive(charged),
        charged,
        lambda report: _fill(sentences.FEE_STEP_NO_APPLICATION, report, charged=charged),
    )


def _basic_rules() -> Iterator[Rule]:
    yield from _required_rules("basic", "unit_name", "report_year", "report_date")
    yield Rule(
        "TEXT-UNIT",
        "TEXT-UNIT",
        "basic",
        "单位名称：写机关的全称（……人民政府、……街道办事处）",
        ShortName(),
        "=",
        Constant(0),
        Slot("unit_name"),
        lambda report: sentences.TEXT_UNIT_SHORT.format(
            unit=report.unit_name, full=full_name(report.unit_name)
        ),
        own_remedy="改成机关的全称，照公章上的写。",
    )


def _table2_rules() -> Iterator[Rule]:
    yield from _filled_rules("t2", "二")
    yield _fit_rule(
        "prev2",
        "t2",
        tuple(PREVIOUS_TABLE2),
        "上年数据：填的都是不小于 0 的数字，件数为整数（可不填）",
    )
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
        lambda report: _fill(
            sentences.T2_TOWNSHIP_RULES,
            report,
            unit=report.unit_name,
            figures="、".join(_written(report, slot) for slot in rules),
        ),
        rules,
    )
    yield from _jump_rules("t2")


def _table3_rules() -> Iterator[Rule]:
    yield from _filled_rules("t3", "三")
    last = (*slots_of(FIELDS["prev_t3_carried_out"]), Slot("prev_new_received"))
    yield _fit_rule("prev3", "t3", last, "上年数据：填的都是不小于 0 的整数（可不填）")
    yield from _column_rules()
    yield from _row_rules("t3", "T3-TOTAL-COL", "六类申请人之和", sentences.T3_TOTAL_COL)
    yield from _carry_rules()
    yield from _jump_rules("t3")


def _table4_rules() -> Iterator[Rule]:
    yield from _filled_rules("t4", "四")
    yield from _row_rules("t4", "T4-TOTAL", "四种结果之和", sentences.T4_TOTAL)


def _problem_rules() -> Iterator[Rule]:
    yield from _required_rules("problems", "problems")
    yield Rule(
        "TEXT-EMPTY",
        "TEXT-EMPTY",
        "problems",
        "存在的主要问题及改进情况：写的不只是“无”",
        SaysNothing("problems"),
        "=",
        Constant(0),
        Slot("problems"),
        lambda report: sentences.TEXT_EMPTY.format(said="".join(report.problems)),
    )


def _fee_rules() -> Iterator[Rule]:
    fees = tuple(map(Slot, FEE_FIELDS))
    notices, charged, collected = fees
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
        lambda report: _fill(
            sentences.FEE_ORDER_COLLECTED, report, collected=collected, charged=charged
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
        lambda report: _fill(sentences.FEE_ORDER_NOTICES, report, charged=charged, notices=notices),
        (notices, charged),
    )
    yield from _step_rules(charged, collected)
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
        lambda report: _fill(sentences.FEE_MISSING, report, overdue=overdue),
    )


def _all_rules() -> Iterator[Rule]:
    yield from _basic_rules()
    yield from _required_rules("overview", "overview")
    yield from _table2_rules()
    yield from _table3_rules()
    yield from _table4_rules()
    yield from _problem_rules()
    yield from _fee_rules()


RULES: Final = tuple(_all_rules())
"""Every rule on figures, in the order of the 校验 sheet."""

PROSE_CODES: Final = tuple(
    code for code, entry in CODES.items() if code.startswith("TEXT-") and entry.explainable
)
"""The codes on prose for which the clerk may give a reason: lines of the 校验 sheet without a formula."""
