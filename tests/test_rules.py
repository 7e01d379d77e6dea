"""Every rule, with a report that passes and one that fails, and what the clerk reads."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from converter.checking.figures import check_figures
from converter.checking.proofread import proofread
from converter.findings import CODES, Finding
from converter.form.fields import FIELDS, PREVIOUS, TABLES, Slot, slots_of
from converter.form.report import Number, Report
from converter.form.rule import State
from converter.form.rules import RULES

# code, changes to the city's report, name and position of the finding, what it says
FAILING: list[tuple[str, dict[Slot, Number | None], dict[str, Any], str, int, str]] = [
    (
        "T3-BALANCE",
        {Slot("t3_carried_out", 0): 784, Slot("t3_carried_out", 6): 820},
        {},
        "t3_carried_out",
        0,
        "自然人一列不平：新收 13612＋上年结转 535＝14147，办理结果总计 13364＋结转下年 784＝14148，"
        "相差 1 件。四个数都可能有误，请逐个核对。",
    ),
    (
        "T3-TOTAL-ROW",
        {Slot("t3_total", 3): 45, Slot("t3_total", 6): 13811},
        {},
        "t3_total",
        3,
        "合计应为 44（21 项办理结果之和：41＋1＋1＋1），现为 45。请核对各加数和合计。",
    ),
    (
        "T3-TOTAL-COL",
        {Slot("t3_granted", 6): 5584},
        {},
        "t3_granted",
        6,
        "合计应为 5548（六类申请人之和：5345＋129＋41＋19＋14），现为 5584。请核对各加数和合计。",
    ),
    (
        "T4-TOTAL",
        {Slot("t4_direct_suits", 4): 65},
        {},
        "t4_direct_suits",
        4,
        "合计应为 56（四种结果之和：16＋1＋12＋27），现为 65。请核对各加数和合计。",
    ),
    (
        "T3-CARRY",
        {Slot("prev_t3_carried_out", 1): 8},
        {},
        "t3_carried_in",
        1,
        "上年度报告结转下年度继续办理 8 件，本年度上年结转却填 6 件，相差 2 件。"
        "请改为一致；确有原因的，在“校验”表写明。",
    ),
    (
        "T2-STOCK",
        {Slot("prev_normative_in_force"): 4600},
        {},
        "t2_normative",
        2,
        "应为 4180（上年末现行有效 4600＋本年制发 564－本年废止 984），现填 4185。"
        "请核对；确有原因（如清理后失效）的，在“校验”表写明。",
    ),
    (
        "T2-STOCK-LEAST",
        {
            Slot("t2_normative", 0): 10,
            Slot("t2_normative", 1): 0,
            Slot("t2_normative", 2): 2,
            Slot("prev_normative_in_force"): None,
        },
        {},
        "t2_normative",
        2,
        "现行有效 2 件，本年制发 10－本年废止 0＝10，上年再少，有效的也不少于 10 件。"
        "请核对这三项；确有原因（如当年制发、当年失效）的，在“校验”表写明。",
    ),
    (
        "T2-TOWNSHIP-RULES",
        {},
        {"unit_name": "某某县某某镇人民政府"},
        "t2_rules",
        0,
        "某某县某某镇人民政府没有制定规章的权限，规章三项却填了 3、5、74。"
        "请改为 0；本单位制发的文件应填在“行政规范性文件”一行。",
    ),
    (
        "FEE-MISSING",
        {},
        {},
        "fee_notices",
        0,
        "表三有 203 件申请因逾期未缴费不再处理，第六部分却没有报告收费通知。"
        "请填写发出收费通知的件数和金额。",
    ),
    (
        "FEE-ORDER",
        {Slot("fee_notices"): 1, Slot("fee_charged"): 10, Slot("fee_collected"): Decimal("10.5")},
        {},
        "fee_collected",
        0,
        "实际收取 10.5 元，多于收费通知总金额 10 元。请核对这两项。",
    ),
    (
        "FEE-ORDER",
        {Slot("fee_charged"): 10},
        {},
        "fee_notices",
        0,
        "收费通知总金额 10 元，发出收费通知却为 0 件。请补填通知件数。",
    ),
    (
        "FEE-STEP",
        {Slot("fee_charged"): Decimal("123.45"), Slot("fee_collected"): 100},
        {},
        "fee_charged",
        0,
        "收费通知总金额 123.45 元，不是 10 元的整数倍。"
        "按件的每件 100 元或它的几倍，按量的每页 10、20 或 40 元，请核对。",
    ),
    (
        "FEE-STEP",
        {Slot("fee_charged"): 405, Slot("fee_collected"): 405},
        {},
        "fee_charged",
        0,
        "收费通知总金额、实际收取总金额都是 405 元，不是 10 元的整数倍。"
        "按件的每件 100 元或它的几倍，按量的每页 10、20 或 40 元，请核对。",
    ),
    (
        "FEE-STEP",
        {Slot("fee_collected"): Decimal("0.01")},
        {},
        "fee_collected",
        0,
        "实际收取总金额 0.01 元，不是 10 元的整数倍。"
        "按件的每件 100 元或它的几倍，按量的每页 10、20 或 40 元，请核对。",
    ),
    (
        "FEE-STEP",
        {
            Slot(name, position): 0
            for name in ("t3_new_received", "t3_carried_in")
            for position in range(7)
        },
        {},
        "fee_charged",
        0,
        "收费通知总金额 400 元，表三新收、上年结转的申请却都是 0 件。"
        "没有申请就没有收费，请核对表三和这里的金额。",
    ),
    (
        "YEAR-JUMP",
        {Slot("prev_fees"): Decimal("31.5")},
        {},
        "t2_fees",
        0,
        "本年 316441 万元，上年 31.5 万元，像是把元当成万元填了：316441 元合 31.6441 万元。"
        "请核对；确有原因的，在“校验”表写明。",
    ),
    (
        "YEAR-JUMP",
        {Slot("t2_fees"): Decimal("31.5"), Slot("prev_fees"): 316441},
        {},
        "t2_fees",
        0,
        "本年 31.5 万元，上年 316441 万元，像是有一年单位弄错了：上年若把元当成万元填了，合 31.6441 万元；"
        "本年若把亿元当成万元填了，应为 315000 万元。请核对；确有原因的，在“校验”表写明。",
    ),
    (
        # less than last year in the right unit
        "YEAR-JUMP",
        {Slot("t2_fees"): 3000, Slot("prev_fees"): Decimal("0.5")},
        {},
        "t2_fees",
        0,
        "本年 3000 万元，上年 0.5 万元，像是把元当成万元填了：3000 元合 0.3 万元。"
        "请核对；确有原因的，在“校验”表写明。",
    ),
    (
        "YEAR-JUMP",
        {Slot("t2_fees"): 24000, Slot("prev_fees"): 2000},
        {},
        "t2_fees",
        0,
        "本年 24000 万元，上年 2000 万元，超过上年的十倍。"
        "请核对；确有原因（如职权、管辖范围有变）的，在“校验”表写明。",
    ),
    (
        "YEAR-JUMP",
        {Slot("prev_licensing"): 1139888},
        {},
        "t2_licensing",
        0,
        "本年 11398889 件，上年 1139888 件，超过上年的十倍。"
        "请核对；确有原因（如职权、管辖范围有变）的，在“校验”表写明。",
    ),
    (
        "YEAR-JUMP",
        {Slot("prev_normative_issued"): 5641},
        {},
        "t2_normative",
        0,
        "本年 564 件，上年 5641 件，不到上年的十分之一。"
        "请核对；确有原因（如职权、管辖范围有变）的，在“校验”表写明。",
    ),
    (
        "YEAR-JUMP",
        {Slot("t2_coercion"): 0},
        {},
        "t2_coercion",
        0,
        "本年 0 件，上年 166105 件，不到上年的十分之一。"
        "请核对；确有原因（如职权、管辖范围有变）的，在“校验”表写明。",
    ),
    (
        "YEAR-JUMP",
        {Slot("prev_new_received"): 1406},
        {},
        "t3_new_received",
        6,
        "本年 14069 件，上年 1406 件，超过上年的十倍。"
        "请核对；确有原因（如职权、管辖范围有变）的，在“校验”表写明。",
    ),
    (
        "FEE-PROSE",
        {},
        {"other_matters": ("本年度未收取信息处理费。",)},
        "other_matters",
        0,
        "“本年度未收取信息处理费。”：这里说实际收取 0 元，第六部分填的却是实际收取 400 元。"
        "请核对，改为一致：改这句话，或者改填的数。",
    ),
    (
        "TEXT-EMPTY",
        {},
        {"problems": ("无。",)},
        "problems",
        0,
        "这一部分只写了“无。”，等于什么也没有说。请写出本年度工作中的不足，和已经做、打算做的改进。",
    ),
    (
        "TEXT-UNIT",
        {},
        {"unit_name": "安宁市"},
        "unit_name",
        0,
        "单位名称“安宁市”不是机关的全称。建议改为“安宁市人民政府”；全称另有写法的，照公章上的写。",
    ),
    ("VALUE-MISSING", {Slot("t2_fees"): None}, {}, "t2_fees", 0, "未填。没有就填 0。"),
    (
        "VALUE-MISSING",
        {},
        {"report_date": None},
        "report_date",
        0,
        "成文日期未填。请填写。",
    ),
    (
        "VALUE-NEGATIVE",
        {Slot("t2_coercion"): -3},
        {},
        "t2_coercion",
        0,
        "现填 -3，小于 0。请核对后重填。",
    ),
    (
        "VALUE-FRACTION",
        {Slot("t2_licensing"): Decimal("1.5")},
        {},
        "t2_licensing",
        0,
        "现填 1.5，件数应为整数。请核对。",
    ),
    (
        "VALUE-FRACTION",
        {Slot("fee_notices"): 1, Slot("fee_charged"): Decimal("1.2345678")},
        {},
        "fee_charged",
        0,
        "现填 1.2345678，金额最多六位小数。请核对。",
    ),
    (
        "VALUE-ZERO-CONFLICT",
        {},
        {"t4_all_zero": True},
        "t4_review",
        0,
        "本表声明全年均为零，这里却填了 376。请改声明为“否”，或把这里改为 0。",
    ),
    (
        "TEXT-MISSING",
        {},
        {"problems": ()},
        "problems",
        0,
        "“存在的主要问题及改进情况”没有内容。请至少写一段。",
    ),
]


@pytest.fixture
def sound(city: Report) -> Report:
    """The city with last year's figures that fit, and a notice for the fees not paid."""
    previous = {last: city.figure(now) for last, now in PREVIOUS.items()}
    carried = {
        Slot("prev_t3_carried_out", position): value
        for position, value in enumerate(city.row("t3_carried_in"))
    }
    return city.with_figures(
        {
            **previous,
            **carried,
            Slot("prev_rules_in_force"): 76,
            Slot("prev_normative_in_force"): 4605,
            Slot("fee_notices"): 203,
            Slot("fee_charged"): 400,
            Slot("fee_collected"): 400,
        }
    )


def findings(report: Report) -> list[Finding]:
    return [*check_figures(report), *proofread(report)]


def test_a_sound_report_raises_nothing(sound: Report, township: Report) -> None:
    assert findings(sound) == []
    assert findings(township) == []
    # each rule was decided, none merely left open
    assert {rule.outcome(sound).state for rule in RULES} == {State.PASS}


@pytest.mark.parametrize(
    ("code", "figures", "fields", "name", "position", "what"),
    FAILING,
    ids=[f"{row[0]}-{row[3]}" for row in FAILING],
)
def test_a_broken_report_is_told_where_and_what(
    sound: Report,
    code: str,
    figures: dict[Slot, Number | None],
    fields: dict[str, Any],
    name: str,
    position: int,
    what: str,
) -> None:
    base = sound if code not in ("FEE-MISSING", "FEE-ORDER") else without_notices(sound, figures)
    broken = replace(base.with_figures(figures), **fields)
    found = [one for one in findings(broken) if (one.code, one.name) == (code, name)]
    assert (found[0].position, found[0].what) == (position, what)


def without_notices(report: Report, figures: dict[Slot, Number | None]) -> Report:
    overdue = FIELDS["t3_other_fee_overdue"]
    if figures:  # FEE-ORDER alone: nothing was left unpaid
        report = report.with_figures(dict.fromkeys(slots_of(overdue), 0))
    return report.with_figures({Slot("fee_notices"): 0})


def test_every_code_of_this_room_has_a_failing_case() -> None:
    cases = {row[0] for row in FAILING}
    readers_own = {"VALUE-TYPE", "VALUE-NORMALISED", "VALUE-LARGE"}  # tested with the readers
    prose = {code for code in CODES if code.startswith("TEXT-")} - {
        "TEXT-MISSING",
        "TEXT-EMPTY",
        "TEXT-UNIT",
    }
    others = {code for code in CODES if code.startswith(("FORM-", "COUNTY-"))}
    assert cases == set(CODES) - readers_own - prose - others


@pytest.mark.parametrize(
    "cell",
    [cell for table in ("t3", "t4") for field in TABLES[table].fields for cell in slots_of(field)],
    ids=lambda cell: f"{cell.name}[{cell.position}]",
)
def test_any_single_wrong_figure_is_found_with_its_arithmetic(sound: Report, cell: Slot) -> None:
    """190 cells, totals as the source states them: each is off by one in turn."""
    right = sound.figure(cell)
    assert right is not None
    found = check_figures(sound.with_figures({cell: right + 1}))
    errors = [
        one
        for one in found
        if one.code in ("T3-BALANCE", "T3-TOTAL-ROW", "T3-TOTAL-COL", "T4-TOTAL")
    ]
    assert errors
    places = {(one.name, one.position) for one in errors}
    row_total = (cell.name, len(FIELDS[cell.name].cells) - 1)
    assert row_total in places or (cell.name, cell.position) in places
    assert all(re.search(r"(?:合计应为 \d+|相差 \d+ 件)", one.what) for one in errors)


def test_a_blank_is_zero_in_a_table_that_is_declared_zero(sound: Report) -> None:
    cells = [cell for field in TABLES["t3"].fields for cell in slots_of(field)]
    blank = sound.with_figures(dict.fromkeys(cells)).with_figures(
        {
            **{Slot("prev_t3_carried_out", position): 0 for position in range(7)},
            Slot("prev_new_received"): 0,
            Slot("fee_charged"): 0,
            Slot("fee_collected"): 0,
        }
    )
    assert len([one for one in check_figures(blank) if one.code == "VALUE-MISSING"]) == 144
    assert check_figures(replace(blank, t3_all_zero=True)) == []


def test_prose_is_not_held_against_a_wrong_total(sound: Report) -> None:
    """It may state the sum of the cells or what the table says; the total is told by itself."""
    report = replace(sound, overview=("全年新收政府信息公开申请14069件。",))
    wrong = Slot("t3_new_received", 6)
    for stated, said in ((14069, []), (96, []), (97, ["TEXT-COUNT"])):
        text = f"全年新收政府信息公开申请{stated}件。"
        mistaken = replace(report, overview=(text,)).with_figures({wrong: 96})
        assert [one.code for one in proofread(mistaken) if one.code == "TEXT-COUNT"] == said


def test_a_reason_explains_what_may_be_explained(sound: Report) -> None:
    broken = sound.with_figures({Slot("prev_t3_carried_out", 1): 8})
    explained = replace(broken, reasons={"T3-CARRY-2": "上年漏报两件"})
    (before,), (after,) = check_figures(broken), check_figures(explained)
    assert (before.stops, before.explained) == (True, False)
    assert (after.stops, after.explained) == (False, True)
    assert after.message.endswith("（单位说明：上年漏报两件）")
    # arithmetic takes no reason
    unbalanced = sound.with_figures({Slot("t4_review", 4): 1})
    (finding,) = check_figures(replace(unbalanced, reasons={"T4-TOTAL-1": "就是这样"}))
    assert finding.stops


def test_only_the_figures_count_as_a_fee_notice(city: Report) -> None:
    assert [one.code for one in check_figures(city)] == ["FEE-MISSING"]
    denied = replace(city, other_matters=("本年度未发出收费通知，收取信息处理费0元。",))
    assert [one.code for one in check_figures(denied)] == ["FEE-MISSING"]
    assert check_figures(city.with_figures({Slot("fee_notices"): 203})) == []


OF_COLUMN_5 = "t3_total 4 合计应为 121（21 项办理结果之和：19＋6＋1＋89＋3＋3），现为 14。请核对各加数和合计。"
CONSEQUENCES: list[tuple[dict[Slot, Number | None], list[str]]] = [
    # the total of a column: neither its balance nor the total of the row follows it
    ({Slot("t3_total", 4): 14}, [OF_COLUMN_5]),
    # all columns' total was added up from the wrong one: both are wrong, each is told once
    (
        {Slot("t3_total", 4): 14, Slot("t3_total", 6): 13703},
        [
            OF_COLUMN_5,
            "t3_total 6 合计应为 13810（21 项办理结果之和：5548＋2168＋13＋30＋11＋51＋104＋85＋286＋150＋3222"
            "＋180＋19＋203＋148＋101＋5＋318＋203＋965），现为 13703。请核对各加数和合计。",
        ],
    ),
    # a balance that fails with the sum, too, is told with the sum; that of all columns follows from it
    (
        {Slot("t3_total", 4): 14, Slot("t3_carried_out", 4): 3, Slot("t3_carried_out", 6): 797},
        [
            "t3_carried_out 4 法律服务机构一列不平：新收 128＋上年结转 18＝146，办理结果总计 121＋结转下年 3"
            "＝124，相差 22 件。四个数都可能有误，请逐个核对。",
            OF_COLUMN_5,
        ],
    ),
    # the total of a row, with the balance and the carry-over of all columns
    (
        {Slot("t3_carried_in", 6): 9},
        [
            "t3_carried_in 6 合计应为 560（六类申请人之和：535＋6＋1＋18），现为 9。请核对各加数和合计。"
        ],
    ),
    (
        {Slot("t4_review", 4): 9},
        [
            "t4_review 4 合计应为 790（四种结果之和：376＋97＋196＋121），现为 9。请核对各加数和合计。"
        ],
    ),
]


@pytest.mark.parametrize(("wrong", "told"), CONSEQUENCES)
def test_a_wrong_total_is_told_once_and_not_what_follows_from_it(
    sound: Report, wrong: dict[Slot, Number | None], told: list[str]
) -> None:
    found = check_figures(sound.with_figures(wrong))
    assert [f"{one.name} {one.position} {one.what}" for one in found] == told


def test_a_report_without_last_years_figures_is_not_held_against_them(city: Report) -> None:
    states = {rule.outcome(city).state for rule in RULES if rule.code in ("T3-CARRY", "T2-STOCK")}
    assert states == {State.BLANK}


STOCK: list[tuple[tuple[int, int, int], int | None, list[str]]] = [
    ((10, 0, 10), None, []),
    ((10, 0, 9), None, ["T2-STOCK-LEAST"]),
    ((2, 5, 0), None, []),
    # where last year's figure is known, one finding for one cause
    ((10, 0, 9), 0, ["T2-STOCK"]),
    ((10, 0, 10), 0, []),
    ((10, 0, 12), 0, ["T2-STOCK"]),
]


@pytest.mark.parametrize(("row", "last", "codes"), STOCK)
def test_the_stock_is_told_once_whether_or_not_last_years_is_known(
    sound: Report, row: tuple[int, int, int], last: int | None, codes: list[str]
) -> None:
    stock = {Slot("t2_normative", position): figure for position, figure in enumerate(row)}
    same = {
        Slot("prev_normative_issued"): row[0],
        Slot("prev_normative_repealed"): row[1],
        Slot("prev_normative_in_force"): last,
    }
    report = sound.with_figures({**stock, **same})
    assert [one.code for one in check_figures(report)] == codes
    # a reason on either of the two lines counts, whether the county has last year's report or not
    for key in ("T2-STOCK-2", "T2-STOCK-LEAST-2"):
        explained = replace(report, reasons={key: "上年漏报"})
        assert [one.stops for one in check_figures(explained)] == [False] * len(codes)
    elsewhere = replace(report, reasons={"T2-STOCK-LEAST-1": "上年漏报"})
    assert [one.stops for one in check_figures(elsewhere)] == [True] * len(codes)


# charged, collected, applications; the slots that are told
STEPS: list[tuple[Number, Number, int, list[str]]] = [
    (0, 0, 0, []),
    (400, 400, 1, []),
    (410, 10, 1, []),
    (405, 405, 1, ["fee_charged"]),
    (400, 395, 1, ["fee_collected"]),
    (Decimal("400.5"), 395, 1, ["fee_charged", "fee_collected"]),
    (400, 0, 0, ["fee_charged"]),
    (405, 0, 0, ["fee_charged", "fee_charged"]),
]


@pytest.mark.parametrize(("charged", "collected", "applications", "told"), STEPS)
def test_a_charge_goes_by_steps_and_needs_an_application(
    township: Report, charged: Number, collected: Number, applications: int, told: list[str]
) -> None:
    report = township.with_figures(
        {
            Slot("fee_notices"): 1,
            Slot("fee_charged"): charged,
            Slot("fee_collected"): collected,
            **{Slot("t3_carried_in", column): applications for column in (0, 6)},
            **{
                Slot(name, column): applications
                for name in ("t3_granted", "t3_total")
                for column in (0, 6)
            },
        }
    )
    assert [(one.code, one.name) for one in check_figures(report)] == [
        ("FEE-STEP", name) for name in told
    ]


# name of this year's figure, last year's, this year's; whether it is told
JUMPS: list[tuple[str, Number, Number, bool]] = [
    ("licensing", 10, 100, False),
    ("licensing", 10, 101, True),
    ("licensing", 9, 99, False),
    ("licensing", 1, 99, False),
    ("licensing", 1000, 100, False),
    ("licensing", 1001, 100, True),
    ("penalties", 99, 0, False),
    ("penalties", 100, 0, True),
    # a unit that is new to a power, or gave none of it last year
    ("penalties", 0, 5000, False),
    ("coercion", 2, 68, False),
    ("fees", Decimal("0.5"), 99, False),
    ("fees", Decimal("0.5"), 5000, True),
    ("fees", Decimal("316.441"), Decimal("3164.41"), False),
    ("fees", Decimal("316.441"), Decimal("3164.410001"), True),
    ("fees", 5000, Decimal("0.5"), True),
]


@pytest.mark.parametrize(("what", "last", "now", "told"), JUMPS)
def test_a_figure_jumps_beyond_tenfold_above_a_floor(
    sound: Report, what: str, last: Number, now: Number, told: bool
) -> None:
    report = sound.with_figures({Slot(f"t2_{what}"): now, Slot(f"prev_{what}"): last})
    found = check_figures(report)
    assert [(one.code, one.name) for one in found] == [("YEAR-JUMP", f"t2_{what}")] * told
    keys = [rule.key for rule in RULES if rule.focus == Slot(f"t2_{what}") and rule.message]
    (key,) = (key for key in keys if key.startswith("YEAR-JUMP"))
    explained = check_figures(replace(report, reasons={key: "今年下放到镇里"}))
    assert [one.label for one in explained] == ["已说明"] * told


def test_a_great_clean_up_of_documents_is_no_jump(sound: Report) -> None:
    """984 repealed in a year, a hundred times last year's: what is in force bears it out."""
    assert check_figures(sound.with_figures({Slot("prev_normative_repealed"): 9})) == []


def test_what_is_in_force_does_not_jump_beside_its_arithmetic(sound: Report) -> None:
    (found,) = check_figures(sound.with_figures({Slot("prev_normative_in_force"): 3}))
    assert found.code == "T2-STOCK"


def test_next_year_starts_from_this_one(city: Report) -> None:
    start = replace(city, contact_name="王某").next_year()
    assert (start.unit_name, start.report_year, start.contact_name) == (
        "测试市人民政府",
        2026,
        "王某",
    )
    assert start.row("prev_t3_carried_out") == (783, 6, 0, 2, 25, 3, 819)
    assert start.row("t3_carried_in") == (783, 6, 0, 2, 25, 3, None)
    assert start.row("prev_rules_in_force") == (74,)
    assert start.row("prev_normative_in_force") == (4185,)
    assert {name: start.row(name)[0] for name in FIELDS if name.startswith("prev_")} == {
        "prev_t3_carried_out": 783,
        "prev_new_received": 14069,
        "prev_rules_issued": 3,
        "prev_rules_repealed": 5,
        "prev_rules_in_force": 74,
        "prev_normative_issued": 564,
        "prev_normative_repealed": 984,
        "prev_normative_in_force": 4185,
        "prev_licensing": 11398889,
        "prev_penalties": 6937489,
        "prev_coercion": 166105,
        "prev_fees": 316441,
    }
    assert start.row("t3_granted") == (None,) * 7


def test_a_carry_that_differs_in_a_column_is_not_told_of_the_total_again(city: Report) -> None:
    last = {
        Slot("prev_t3_carried_out", column): city.figure(Slot("t3_carried_in", column)) or 0
        for column in range(7)
    }
    for column, told in ((0, [0]), (6, [6])):
        more = last | {
            Slot("prev_t3_carried_out", at): last[Slot("prev_t3_carried_out", at)] + 1
            for at in {column, 6}
        }
        found = check_figures(city.with_figures(more))
        assert [one.position for one in found if one.code == "T3-CARRY"] == told
