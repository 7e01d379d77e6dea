"""The rules of the prose: each speaks where it should, and is silent where it should."""

import json
import random
import re
import time
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.correct_texts import texts
from benchmarks.damages import measured
from benchmarks.proofreading import HOSTILE_PIECES, NOT_MEASURED, long_text, names, report_of
from converter.checking.figures import check_figures
from converter.checking.proofread import MOST_OF_A_RULE, proofread
from converter.checking.prose.numbers.applications import tells_of_applications
from converter.checking.prose.numbers.statement_kinds import KINDS
from converter.checking.prose.passages import Passage
from converter.checking.prose.syntax.lost import lost_of
from converter.checking.prose.words import knowledge, lists, phrase_tables, prepared
from converter.checking.prose.words.phrases import slips
from converter.conversion import examine
from converter.errors import UnusableFile
from converter.findings import CODES, Finding
from converter.form.fields import FIELDS, Slot
from converter.form.numerals import numeral_value
from converter.form.quantities import quantities
from converter.form.report import Report
from tests.correct_prose import CORRECT
from tests.foreign import Habits, word_report
from tests.hostile import BUSY_SECONDS
from tools.prose_examples import EXAMPLES, FIGURES, Example, report_with
from tools.rulebook import PROSE_PAGE, RULES_PAGE, prose_page, rules_page


def found_in(report: Report, last: Report | None = None) -> list[Finding]:
    return [one for one in proofread(report, last) if one.code != "TEXT-ASPECT"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.about)
def test_each_rule_speaks_and_is_silent(example: Example) -> None:
    said = found_in(report_with(example.wrong))
    assert {one.code for one in said} == {example.code}
    assert f"“{example.wrong}”：{example.message}" in [one.what for one in said]
    assert {one.name for one in said} == {"overview"}
    assert found_in(report_with(example.right)) == []


@pytest.mark.parametrize("text", CORRECT)
def test_correct_prose_raises_nothing(text: str) -> None:
    assert [one.what for one in found_in(report_with(text))] == []


def test_every_code_of_the_prose_has_an_example() -> None:
    codes = {code for code in CODES if code.startswith("TEXT-")}
    # a text that is too long is no example to read
    assert codes == {example.code for example in EXAMPLES} | {*NOT_MEASURED, "TEXT-LONG"}


def test_copied_text_is_told_with_its_year() -> None:
    copied = "2024年，孙家沟镇人民政府按照县委部署推进政务公开。"
    assert [one.code for one in found_in(report_with(copied))] == ["TEXT-YEAR", "TEXT-UNIT"]
    assert found_in(report_with("2024年，县人民政府办公室按照省委部署开展检查。")) == []


def test_another_writer_in_the_preface() -> None:
    said = [
        found_in(
            report_with(
                "略",
                preface=(
                    f"为公布全年工作，{unit}依据《中华人民共和国政府信息公开条例》形成本报告。",
                ),
            )
        )
        for unit in ("安宁县青山镇人民政府", "永康区石桥镇人民政府")
    ]
    assert [[one.code for one in each] for each in said] == [[], ["TEXT-UNIT"]]


OWN_WORDS: list[tuple[dict[str, Any], str | None]] = [
    ({"title": "安宁县青山镇人民政府2025年政府信息公开工作年度报告"}, None),
    ({"title": "青山镇2025年政府信息公开工作年度报告"}, None),
    (
        {"title": "安宁县青山镇人民政府2024年政府信息公开工作年度报告"},
        "标题写的是 2024 年，报告年度是 2025 年。请改为一致；确有原因的，在“校验”表写明。",
    ),
    (
        {"title": "黄石镇人民政府2025年政府信息公开工作年度报告"},
        "标题里没有本单位“安宁县青山镇人民政府”。请改正；标题可以不填，会自动写出。",
    ),
    ({"report_date": date(2026, 1, 20)}, None),
    ({"report_date": date(2027, 3, 1)}, None),
    (
        {"report_date": date(2025, 1, 20)},
        "成文日期是 2025年1月20日，报告年度 2025 年还没有过完。年度报告在次年写成，请核对这两项；"
        "确有原因的，在“校验”表写明。",
    ),
]


@pytest.mark.parametrize(("words", "message"), OWN_WORDS)
def test_a_title_and_a_date_are_of_this_unit_and_year(
    words: dict[str, Any], message: str | None
) -> None:
    report = report_with("本年度无其他需要报告的事项。")
    before = {finding.message for finding in found_in(report)}
    said = [one.message for one in found_in(replace(report, **words)) if one.message not in before]
    said = [one.partition("”：")[2] if one.startswith("“") else one for one in said]
    assert said == ([message] if message else [])


@pytest.mark.slow
def test_the_page_of_all_rules_says_what_the_program_says() -> None:
    assert RULES_PAGE.read_text(encoding="utf-8") == rules_page()


def test_the_page_of_rules_is_made_from_the_examples() -> None:
    assert PROSE_PAGE.read_text(encoding="utf-8") == prose_page()


def test_the_page_of_rules_names_every_word_list() -> None:
    named = set(re.findall(r"`(\w+\.csv)`", prose_page()))
    assert named == {file.name for file in lists.WORDLISTS.glob("*.csv")}


# ---------------------------------------------------------------- statements of figures

PHRASINGS: dict[str, tuple[str, ...]] = {
    "新收政府信息公开申请": (
        "2025年，新收政府信息公开申请{n}件。",
        "（二）依申请公开情况。全年新收{n}件，均按期答复。",
        "本年度新收到的政府信息公开申请为{n}件。",
    ),
    "收到政府信息公开申请": (
        "全年共收到政府信息公开申请{n}件，都按时答复。",
        "2025年度受理依申请公开{n}件。",
        "我镇共接到{n}件政府信息公开申请。",
        "（二）依申请公开。2025年收到申请{n}宗。",
    ),
    "上年结转": (
        "新收政府信息公开申请15件，上年结转{n}件。",
        "收到政府信息公开申请15件（含上年度结转申请{n}件）。",
        "政府信息公开申请中，结转自2024年的{n}件。",
    ),
    "结转下年度继续办理": (
        "政府信息公开申请结转下年度继续办理{n}件。",
        "收到政府信息公开申请15件，其中{n}件结转下一年度办理。",
        "收到政府信息公开申请15件，结转至下年度{n}件。",
    ),
    "办结政府信息公开申请": (
        "全年办结政府信息公开申请{n}件。",
        "收到政府信息公开申请15件，已答复{n}件。",
    ),
    "予以公开": (
        "办理的政府信息公开申请中，予以公开{n}件。",
        "答复政府信息公开申请，其中予以公开的有{n}件。",
    ),
    "部分公开": ("办理的政府信息公开申请中，部分公开{n}件。",),
    "不予公开": ("办理的政府信息公开申请中，不予公开的{n}件。",),
    "无法提供": ("政府信息公开申请，因本机关不掌握等原因无法提供的{n}件。",),
    "不予处理": ("办理的政府信息公开申请中，不予处理{n}件。",),
    "予以公开和部分公开": ("答复的政府信息公开申请里，予以公开及部分公开的{n}件。",),
    "自然人的申请": ("政府信息公开申请中，自然人申请{n}件。",),
    "法人或其他组织的申请": ("政府信息公开申请中，由法人或其他组织提出{n}件。",),
    "行政复议": (
        "因政府信息公开引起的行政复议{n}件。",
        "（二）依申请公开情况。被申请行政复议案件共{n}起。",
    ),
    "行政诉讼": ("因政府信息公开引发的行政诉讼{n}件。",),
    "制发行政规范性文件": ("全年制发行政规范性文件{n}件。", "制定规范性文件{n}件。"),
    "废止行政规范性文件": ("废止规范性文件{n}件。", "规范性文件制发4件，废止{n}件。"),
    "现行有效行政规范性文件": ("现行有效的规范性文件{n}件。", "现行有效行政规范性文件共{n}件。"),
    "行政许可处理决定": ("全年作出行政许可决定{n}件。", "我镇2025年行政许可{n}件。"),
    "行政处罚处理决定": ("全年作出行政处罚决定{n}件。",),
}
DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (
        DIGITS[number]
        if number < 10
        else (DIGITS[tens] if tens > 1 else "") + "十" + (DIGITS[ones] if ones else "")
    )


def in_full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def accepted(label: str, report: Report) -> set[int]:
    kind = next(kind for kind in KINDS if kind.label == label)
    return {int(value) for source in kind.sources if (value := source.value(report)) is not None}


def random_figures(dice: random.Random) -> Report:
    figures = {
        name: tuple(dice.randint(0, 40) for _ in FIELDS[name].cells)
        for name in FIELDS
        if name.startswith(("t2_", "t3_", "t4_")) and FIELDS[name].is_number
    }
    report = report_with("", figures=figures)
    totals = [Slot(name, len(row) - 1) for name, row in figures.items() if FIELDS[name].total]
    return report.with_totals(totals)


@pytest.mark.parametrize("label", PHRASINGS)
@pytest.mark.parametrize("written", [str, in_full_width, in_chinese])
def test_a_wrong_figure_is_found_and_a_right_one_is_silent(label: str, written: object) -> None:
    dice = random.Random(label)
    for phrasing in PHRASINGS[label]:
        for _ in range(12):
            report = random_figures(dice)
            right = accepted(label, report)
            shown = [number for number in right if 0 <= number < 100]
            for number in shown:
                text = phrasing.format(n=written(number))  # type: ignore[operator]
                said = "".join(one.what for one in found_in(replace(report, overview=(text,))))
                assert f"{label} {text_of(number, written)}" not in said
            wrong = dice.choice([number for number in range(100) if number not in right])
            text = phrasing.format(n=written(wrong))  # type: ignore[operator]
            said = found_in(replace(report, overview=(text,)))
            assert any(
                one.code == "TEXT-COUNT" and f"正文说{label} {text_of(wrong, written)}" in one.what
                for one in said
            ), (text, accepted(label, report), said)


def text_of(number: int, written: object) -> str:
    # full-width digits are folded
    return in_chinese(number) if written is in_chinese else str(number)


@pytest.mark.parametrize(
    "text",
    [
        "网站公开信息3600条，微信公众号发布120条，回复网民留言51条。",
        "收到人大建议21件，政协提案18件，均已办结。",
        "开展政务公开培训3场，受理12345热线6155件，办结6100件。",
        "县水利局收到投诉申请9件；法律援助中心受理法律援助申请1213件，办结1138件。",
        "2024年收到政府信息公开申请9件，2025年收到15件。",
        "与去年同期收到的政府信息公开申请7件相比有所增加。",
        "公开行政许可信息3000条，公示行政处罚案卷40件。",
        "清理规范性文件40件，宣布失效3件，废止5件。",
        "全县共受理政府信息公开申请800件。",
        "上半年收到政府信息公开申请6件。",
        "审核规范性文件12件，备案规范性文件9件，解读规范性文件7件。",
        "司法所受理行政复议咨询20件。",
    ],
)
def test_a_statement_about_something_else_never_collides(text: str) -> None:
    assert found_in(report_with(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到政府信息公开申请十余件。", True),
        ("收到政府信息公开申请20余件。", False),
        ("收到政府信息公开申请约15件。", True),
        ("收到政府信息公开申请1.5万件。", False),
        ("因政府信息公开引起的行政复议、行政诉讼均为0件。", False),
        ("未发生因政府信息公开引起的行政复议和行政诉讼。", False),
        ("未收到因政府信息公开申请引起的投诉。", True),
        ("收到政府信息公开申请15件，均为自然人申请。", False),
    ],
)
def test_about_so_many_and_none(text: str, expected: bool) -> None:
    assert (found_in(report_with(text)) == []) is expected


def test_growth_is_checked_against_last_year() -> None:
    last = report_with("", report_year=2024).with_figures({Slot("t3_new_received", 6): 12})
    right = report_with("全年收到政府信息公开申请15件，同比增长25%。")
    wrong = report_with("全年收到政府信息公开申请15件，同比增长12.5%。")
    assert found_in(right, last) == []
    assert [one.what for one in found_in(wrong, last)] == [
        "“全年收到政府信息公开申请15件，同比增长12.5%。”：上年 12 件，本年 15 件，应为增长 25%。"
        "请核对；确有原因的，在“校验”表写明。"
    ]
    assert found_in(wrong) == []


@pytest.mark.parametrize(
    ("before", "rate", "found"), [(21, "下降28%", False), (13, "增长16%", True)]
)
def test_a_rate_that_was_cut_off_instead_of_rounded_passes(
    before: int, rate: str, found: bool
) -> None:
    """15 after 21 is 28.57 % less, after 13 is 15.38 % more: up to 0.6 of the last place is let pass."""
    last = report_with("", report_year=2024).with_figures({Slot("t3_new_received", 6): before})
    report = report_with(f"全年收到政府信息公开申请15件，同比{rate}。")
    assert bool(found_in(report, last)) is found


@pytest.mark.parametrize(("word", "reach"), [("其中", 60), ("去年", 50)])
def test_a_word_that_makes_a_number_another_is_looked_for_so_far_before_it(
    word: str, reach: int
) -> None:
    """其中 says a part of what is counted, 去年 another year; far away they say nothing of it."""
    statement = "收到政府信息公开申请"
    for distance, codes in ((reach, []), (reach + 1, ["TEXT-COUNT"])):
        between = "群" * (distance - len(word) - len(statement))
        said = found_in(report_with(f"{word}{between}{statement}16件。"))
        assert [one.code for one in said] == codes, distance


def test_a_reason_on_the_sheet_explains() -> None:
    text = "全年共收到政府信息公开申请16件。"
    (finding,) = found_in(report_with(text, reasons={"TEXT-COUNT": "含撤回的1件"}))
    assert finding.explained
    assert finding.message.endswith("（单位说明：含撤回的1件）")


def test_money_is_compared_in_its_unit() -> None:
    fees = {"fee_notices": (1,), "fee_charged": (400,), "fee_collected": (400,)}
    report = report_with("", figures=FIGURES | fees)
    said = ("本年度实际收取信息处理费0.04万元。", "本年度实际收取信息处理费300元。")
    assert found_in(replace(report, other_matters=said[:1], overview=("略",))) == []
    (finding,) = found_in(replace(report, overview=said[1:]))
    assert finding.code == "TEXT-COUNT"
    assert "正文说实际收取信息处理费 300元，而第六部分填报的" in finding.what


FIVE = "主动公开，依申请公开，信息管理，平台，监督保障。"
ASPECTS_OF_GOVERNMENTS = (
    (
        "安宁县青山镇人民政府",
        FIVE,
        [
            "没有写到工作考核、社会评议、责任追究。各级人民政府的年度报告还要写工作考核、社会评议、"
            "责任追究结果的情况，请在“监督保障”里补写，没有的也写一句。"
        ],
    ),
    (
        "安宁县人民政府",
        f"{FIVE}全年未发生责任追究的情况，考核结果为优秀。",
        [
            "没有写到社会评议。各级人民政府的年度报告还要写工作考核、社会评议、责任追究结果的情况，"
            "请在“监督保障”里补写，没有的也写一句。"
        ],
    ),
    ("安宁县人民政府", f"{FIVE}开展考核、社会评议，没有责任追究。", []),
    ("安宁县水利局", FIVE, []),
    ("安宁县人民政府办公室", FIVE, []),
    (
        "安宁县人民政府",
        "主动公开，依申请公开，信息管理，平台。",
        ["“总体情况”没有写到“监督保障”。五个方面都要写，没有的也请写明。"],
    ),
)


@pytest.mark.parametrize(("unit", "text", "messages"), ASPECTS_OF_GOVERNMENTS)
def test_what_a_government_reports_beside_the_five_aspects(
    unit: str, text: str, messages: list[str]
) -> None:
    found = proofread(report_with(text, unit_name=unit))
    assert [one.what for one in found if one.code == "TEXT-ASPECT"] == messages


EMPTY = (
    *(
        "无",
        "无。",
        "暂无",
        "没有。",
        "暂无问题。",
        "无存在问题",
        "无 。",
        "目前没有发现明显问题。",
        "/",
    ),
    "存在的主要问题：无。改进情况：无。",
)
NOT_EMPTY = (
    *("公开内容还不够细。", "无人值守的查询点不多。", "问题不多，主要是更新慢。", "信息更新不及时"),
    "我镇没有专职人员。",
)


@pytest.mark.parametrize("text", EMPTY)
def test_a_section_five_that_says_nothing(text: str) -> None:
    report = report_with("略", problems=(text,))
    (finding,) = [one for one in check_figures(report) if one.code == "TEXT-EMPTY"]
    assert finding.what == (
        f"这一部分只写了“{text}”，等于什么也没有说。请写出本年度工作中的不足，和已经做、打算做的改进。"
    )
    assert "TEXT-MISSING" not in [one.code for one in proofread(report)]


@pytest.mark.parametrize("text", [*NOT_EMPTY, ""])
def test_a_section_five_that_says_something_or_is_missing(text: str) -> None:
    report = report_with("略", problems=(text,) if text else ())
    assert [one for one in check_figures(report) if one.code == "TEXT-EMPTY"] == []


# ---------------------------------------------------------------- figures in other words

CHECK = "请核对，改为一致；确有原因的，在“校验”表写明。"
RECEIVED = "表三“本年新收”总计为 15，本年新收加上年结转为 17"
IN_OTHER_WORDS: list[tuple[str, str]] = [
    (
        "收到依申请公开来信3件次。",
        f"正文说收到政府信息公开申请 3件次，而{RECEIVED}。{CHECK}",
    ),
    (
        "全年共受理了依申请公开信息20件。",
        f"正文说收到政府信息公开申请 20件，而{RECEIVED}。{CHECK}",
    ),
    (
        "我镇全年有20件政府信息公开申请。",
        f"正文说收到政府信息公开申请 20件，而{RECEIVED}，表三“予以公开”加“部分公开”为 9。{CHECK}",
    ),
    (
        "收到政府信息公开申请15件，其中8件予以公开、3件不予公开。",
        f"正文说不予公开 3件，而表三“不予公开”总计为 2。{CHECK}",
    ),
    (
        "新收政府信息公开申请15件，上年转来3件。",
        f"正文说上年结转 3件，而表三“上年结转”总计为 2。{CHECK}",
    ),
    (
        "新收政府信息公开申请15件，正在办理中3件。",
        f"正文说结转下年度继续办理 3件，而表三“结转下年度继续办理”总计为 2。{CHECK}",
    ),
    (
        "收到政府信息公开申请15件，全部依法予以公开。",
        f"正文说全部依法予以公开，而表三的办理结果里还有 7 件是别的结果。{CHECK}",
    ),
    (
        "政府信息公开类行政复议3件，诉讼1件，均获维持。",
        f"正文说行政复议均获维持，而表四还有 1 件是别的结果或尚未审结。{CHECK}",
    ),
    (
        "因政府信息公开引起的行政复议3件，其中1件维持，1件尚未审结。",
        f"正文说行政复议维持 1件，而表四“行政复议”的结果维持为 2。{CHECK}",
    ),
    (
        "主动公开信息55条（其中政务动态20条（含图片5条）、通知公告30条、财政信息10条）。",
        "所列各项 20＋30＋10＝60，多于总数 55条。请核对各项和总数。",
    ),
    (
        "全年发布信息55条。其中，政务动态20条，通知公告30条，财政信息10条。",
        "所列各项 20＋30＋10＝60，多于总数 55条。请核对各项和总数。",
    ),
]


@pytest.mark.parametrize(("text", "message"), IN_OTHER_WORDS)
def test_a_wrong_figure_is_told_in_whatever_words(text: str, message: str) -> None:
    assert [one.what.partition("”：")[2] for one in found_in(report_with(text))] == [message]


def test_both_remedies_are_meant_where_both_are_named() -> None:
    """复议7件、诉讼9件，均获维持, with 2 and 1 of them open."""
    table = {"t4_review": (5, 0, 0, 2, 7), "t4_direct_suits": (4, 0, 0, 1, 5)}
    table["t4_suits_after_review"] = (4, 0, 0, 0, 4)
    said = found_in(
        report_with("政府信息公开类行政复议7件，诉讼9件，均获维持。", figures=FIGURES | table)
    )
    assert ["行政复议均获维持" in one.what for one in said] == [True, False]
    assert "行政诉讼均获维持，而表四还有 1 件" in said[1].what


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("收到政府信息公开申请15件，比上年增加3件。", None),
        ("收到政府信息公开申请15件，较上年多3件，其中自然人12件。", None),
        (
            "收到政府信息公开申请15件，比上年增加21件。",
            "上年 12 件，本年 15 件，应为增加 3 件。请核对；确有原因的，在“校验”表写明。",
        ),
        (
            "收到政府信息公开申请15件，比上年增长20%。",
            "上年 12 件，本年 15 件，应为增长 25%。请核对；确有原因的，在“校验”表写明。"
            "20% 是拿本年的 15 件作底数算的，增减幅度应以上年为底数。",
        ),
    ],
)
def test_growth_in_figures_and_its_base(text: str, message: str | None) -> None:
    last = report_with("", report_year=2024).with_figures({Slot("t3_new_received", 6): 12})
    said = [one.what.partition("”：")[2] for one in found_in(report_with(text), last)]
    assert said == ([message] if message else [])


RATES: list[tuple[str, str | None]] = [
    ("全年收到留言26件，办结20件，占比为75%。", "20÷26＝76.9%，正文说 75%。请核对。"),
    ("全年收到留言26件，办结20件，占比为76.9%。", None),
    (
        "收到留言26件，办结20件，其中采纳15件，占比57.7%。",
        "15÷20＝75%，正文说 57.7%。请核对。57.7% 是拿 15 除以 26件 得的。",
    ),
    ("收到留言26件，办结20件，其中采纳15件，占总数的57.7%。", None),
    (
        "主动公开信息200条，财政信息40条，占主动公开信息总量的25%。",
        "40÷200＝20%，正文说 25%。请核对。",
    ),
    (
        "部分公开1件，占30%。",
        "表三“本年新收”总计为 15，1÷15＝6.7%，正文说 30%。请核对；确有原因的，在“校验”表写明。",
    ),
    ("部分公开1件，占6.7%。", None),
    ("部分公开1件，占办结总数的6.67%。", None),
    (
        "主动公开信息180条，比上年的160条增长11.1%。",
        "从上年的 160条到 180条，应为增长 12.5%，正文说增长11.1%。请核对这三个数；"
        "确有原因的，在“校验”表写明。11.1% 是拿本年的 180条作底数算的，增减幅度应以上年为底数。",
    ),
    (
        "全年发布信息由上年的160条增至180条，增长20%。",
        "从上年的 160条到 180条，应为增长 12.5%，正文说增长20%。请核对这三个数；"
        "确有原因的，在“校验”表写明。",
    ),
    (
        "主动公开信息180条，比上年160条减少20条。",
        "从上年的 160条到 180条，应为增加 20条，正文说减少20条。请核对这三个数；"
        "确有原因的，在“校验”表写明。",
    ),
    ("主动公开信息180条，较2024年的160条增长12.5%，其中财政信息40条。", None),
    ("网站发布100条、公众号发布80条，比上年的160条增长12.5%。", None),
    (
        "发布信息55条，含政策文件60条。",
        "“政策文件”60条是 55条里的一部分，却比它还多。请核对这两个数。",
    ),
    ("公开文件3件，其中政策解读5件。", None),
    ("发布信息55条，编印资料5条，其中政策文件40条。", None),
    (
        "15件申请中，予以公开的有9件，部分公开的1件。",
        f"正文说予以公开 9件，而表三“予以公开”总计为 8。{CHECK}",
    ),
    ("公开信息60条，其中动态20条，公告30条；公众号推送80条。", None),
    ("政府信息公开行政复议3件，已审结的2件均维持。", None),
    # two growths in one sentence, each with its own base
    ("主动公开信息120条，比上年的100条增长20%，召开会议20次，比上年的10次增长100%。", None),
    (
        "主动公开信息55条，其中政策文件60条，工作动态3条。",
        "所列各项 60＋3＝63，多于总数 55条。请核对各项和总数。",
    ),
    ("走访企业20家，名列全市前3甲，落实“3见、4认、5向”。", None),
]


@pytest.mark.parametrize(("text", "message"), RATES)
def test_percentages_and_parts_beside_their_whole(text: str, message: str | None) -> None:
    said = [one.what.partition("”：")[2] for one in found_in(report_with(text))]
    assert said == ([message] if message else [])


def test_what_was_left_over_in_other_words() -> None:
    text = "受理政府信息公开申请21宗，加上年转入3宗，全年答复{}宗，转下年办理1宗。"
    for answered, told in ((23, False), (22, True)):
        said = found_in(report_with(text.format(answered), figures={}))
        assert ["对不上" in one.what for one in said] == [True] * told


def test_what_came_and_what_became_of_it_within_the_prose() -> None:
    """Told where no figure of the table is there to tell it."""
    text = "新收政府信息公开申请{}件，上年结转2件，办结15件，结转下年度2件。"
    for received, told in ((15, 0), (17, 0), (19, 1)):
        said = found_in(report_with(text.format(received), figures={}))
        assert ["对不上" in one.what for one in said] == [True] * told


@pytest.mark.parametrize(
    ("unit", "text", "told"),
    [
        ("安宁县集镇镇人民政府", "集镇镇人民政府严格审核。", False),
        ("安宁县青山镇人民政府", "青山镇镇人民政府严格审核。", True),
        ("安宁县青山镇人民政府", "县水利局与集镇镇人民政府联合检查。", False),
    ],
)
def test_a_doubled_town_may_be_its_name(unit: str, text: str, told: bool) -> None:
    said = [one.what for one in found_in(report_with(text, unit_name=unit))]
    assert any("“镇镇”用词重复" in one for one in said) is told


# ---------------------------------------------------------------- marks, slips

MARKS: list[tuple[tuple[str, ...], list[str]]] = [
    (("积极运用青山微讯”公众号。",), ["「”」前面没有配对的「“」。请补上，多余的请删去。"]),
    (
        ("电子版可在网站http://www.example.gov.cn/）下载。如有疑问，请联系（电话：0871-3310000。",),
        ["「）」前面没有配对的「（」。请补上，多余的请删去。", "「（」没有配对的「）」。请补上。"],
    ),
    (("落实《关于印发〈办法的通知》要求。",), ["「〈」没有配对的「〉」。请补上。"]),
    (("（1）公开目录；2）公开指南。",), ["「）」前面没有配对的「（」。请补上，多余的请删去。"]),
    (("公布“一张图，", "一张表”两项内容。"), []),
    (
        ("及时回复申请人，并通过电子邮箱发送给申请人", "其余事项办结。"),
        ["段末没有句号。请补上；话没有说完的，请补全。"],
    ),
    (
        (
            "及时回复申请人，并通过电子邮箱发送给申请人",
            "公开渠道，包括网站、公示栏和政府信息查阅点",
        ),
        [],
    ),
    # numbers, an address, the name of a file
    *(((f"{one}。",), []) for one in ("①.公开目录", "Ⅰ.公开目录", "㈠.公开目录", "Ａ.公开目录")),
    (("网址为ｗｗｗ.ｇｏｖ.ｃｎ，见目录.ｄｏｃ。",), []),
    (("公布目录.更新指南。",), ["中文里用了半角标点“.”。建议改为“。”。"]),
]


@pytest.mark.parametrize(("texts", "messages"), MARKS)
def test_marks_come_in_pairs_and_paragraphs_end(
    texts: tuple[str, ...], messages: list[str]
) -> None:
    said = found_in(replace(report_with(""), overview=texts))
    assert [
        one.what.rpartition("”：")[2] if "“：“" not in one.what else one.what for one in said
    ] == [message.rpartition("”：")[2] for message in messages]


PLACE_AND_TIME: list[tuple[str, str, str | None]] = [
    ("安宁县青山镇人民政府", "白水镇扎实推进政务公开。", "TEXT-UNIT"),
    ("安宁县青山镇人民政府", "2025年，白水镇党委、政府高度重视公开。", "TEXT-UNIT"),
    ("安宁县青山镇人民政府", "青山镇扎实推进政务公开。", None),
    ("白水苗族自治县人民政府", "白水县坚持以公开为常态，主动公开政府信息12条。", None),
    ("白水苗族自治县人民政府", "青山县坚持以公开为常态，主动公开政府信息12条。", "TEXT-UNIT"),
    ("安宁县人民政府", "清河县持续推进政务公开，全年公开信息1200条。", "TEXT-UNIT"),
    ("安宁县水利局", "清河县水利局认真落实条例，公开信息120条。", "TEXT-UNIT"),
    ("安宁县人民政府", "永宁市安宁县持续推进政务公开，全年公开信息1200条。", None),
    ("安宁县人民政府", "组织赴清河县学习，推进政务公开，全年公开信息1200条。", None),
    ("永宁市人民政府", "清河县持续推进政务公开，全年公开信息1200条。", None),
    ("安宁县水利局", "县教育局2025年主动公开信息120条。", "TEXT-UNIT"),
    ("安宁县水利局", "县财政局、县教育局联合检查，公开信息120条。", None),
    ("安宁县人民政府", "近年来，我市着力推进政务公开。", "TEXT-UNIT"),
    ("安宁县青山镇人民政府", "截至2025底，我镇公开信息12条。", "TEXT-TYPO"),
    ("安宁县青山镇人民政府", "2024年我镇公开信息120条，较上年增长5%。", "TEXT-YEAR"),
    ("安宁县青山镇人民政府", "与2024年相比，我镇公开信息增加12条。", None),
    ("安宁区青山街道办事处", "2024年，街道办事处共发布信息12条。", "TEXT-YEAR"),
    ("安宁区青山街道办事处", "2024年，街道办事处荣获先进，公开信息12条。", None),
    ("安宁县青山镇人民政府", "组织全街开展条例学习。", "TEXT-UNIT"),
    ("安宁区青山街道办事处", "组织全街开展条例学习。", None),
    ("安宁县青山镇人民政府", "完成全街亮化，改造安全街区2个。", None),
    (
        "安宁县青山镇人民政府",
        "全年新收申请15件，加上上年结转的2件，共办理15件，结转下年度2件。",
        None,
    ),
    (
        "安宁县青山镇人民政府",
        "全年新收申请15件，加上上年结转的2件，应办理19件。",
        "TEXT-COUNT",
    ),
    ("安宁县青山镇人民政府", "我镇印发《青山镇2024年政务公开工作要点》。", "TEXT-YEAR"),
    ("安宁县青山镇人民政府", "按照《2024年政务公开工作要点》继续推进。", None),
    ("安宁县青山镇人民政府", "本年度报告已在2025年底前上报。", "TEXT-YEAR"),
    ("安宁县青山镇人民政府", "2024年度政府信息公开年度报告已在2024年底前上报。", "TEXT-YEAR"),
    ("安宁县青山镇人民政府", "2024年度政府信息公开年度报告已于2025年1月上报。", None),
    ("安宁县青山镇人民政府", "落实<中华人民共和国政府信息公开条例>。", "TEXT-TYPO"),
    ("安宁县青山镇人民政府", "满意率>98%，投诉率<1%。", None),
]


@pytest.mark.parametrize(("unit", "text", "code"), PLACE_AND_TIME)
def test_other_units_and_years_in_a_sentence(unit: str, text: str, code: str | None) -> None:
    said = found_in(report_with(text, unit_name=unit))
    assert [one.code for one in said] == ([code] if code else [])


SLIPS: list[tuple[str, str | None]] = [
    ("政府信息公开平太建设", "政府信息公开平台建设"),
    ("主动公开政付信息", "主动公开政府信息"),
    ("加强组识领导", "加强组织领导"),
    ("监督保章情况", "监督保障情况"),
    ("依申请公公开工作", "依申请公开工作"),
    ("公开信息政府公开指南", None),
    ("信息政府公开工作", "政府信息公开工作"),
    ("人民群中的知情权", "人民群众的知情权"),
    ("，决部署。", "决策部署"),
    ("加强业务培训、政策解读", None),
    ("办理政府信息公开申请", None),
    ("知情权、参与权、表达权和监督权", None),
    ("推动全县公开常态化", None),
    ("镇政府信息公开申请", None),
]


@pytest.mark.parametrize(("text", "right"), SLIPS)
def test_a_text_one_slip_away_from_a_phrase(text: str, right: str | None) -> None:
    assert [one.right for one in slips(text)] == ([right] if right else [])


BESIDE_RIGHT_ONES: list[tuple[str, str]] = [
    ("统一规规范管理。", "“规”重复。建议删去一个“规”。"),
    ("信息以经公布。", "“以经”疑为“已经”之误。建议改为“已经”。"),
    ("不拈轻怕重，抓好落时。", "“好落时”疑为“好落实”之误。建议改为“好落实”。"),
    ("全年共收道申请。", "“收道”疑为“收到”之误。建议改为“收到”。"),
    ("深入推进政公务开工作。", "“政公务开”疑为“政务公开”之误。建议改为“政务公开”。"),
    ("加强政明互动。", "“加强政明互动”疑为“加强政民互动”之误。建议改为“加强政民互动”。"),
    ("公布信用信息203家家。", "“家”重复。建议删去一个“家”。"),
    ("发放问卷12期期。", "“期”重复。建议删去一个“期”。"),
    ("落实《医师法法》要求。", "“法”重复。建议删去一个“法”。"),
    ("补贴兑现做到到应公示尽公示。", "“到”重复。建议删去一个“到”。"),
    (
        "完成改造，为发生单项否决问题。",
        "“为发生”疑为“未发生”之误。建议改为“未发生”。",
    ),
]
"""Slips that are like what stands in `CORRECT`."""


@pytest.mark.parametrize(("text", "message"), BESIDE_RIGHT_ONES)
def test_a_slip_is_told_though_its_like_is_right(text: str, message: str) -> None:
    assert [one.what for one in found_in(report_with(text))] == [f"“{text}”：{message}"]


OUT_OF_PHRASES = [
    ("组织干部参加陪训。", "参加培训"),
    ("定期听取汇抱。", "取汇报"),
    ("公开居民关注的热点问提。", "热点问题"),
    ("改进图书馆阅揽室的服务。", "馆阅览室的"),
    # names, new words, what is a word as it stands, what speaks of other things
    ("东湖镇与西柳镇、绩溪县联合办公。", None),
    ("开设“码上办”栏目，推行免申即享、一窗受理。", None),
    ("邀请老教师为人名、职务校对，与电视台合办访谈栏目。", None),
    ("登记公开台账，考核与评优挂钩，行业协会商会参与。", None),
    ("门户网站、部门网站、整改情况按要求公开。", None),
]


@pytest.mark.parametrize(("text", "right"), OUT_OF_PHRASES)
def test_a_text_that_is_hardly_chinese(text: str, right: str | None) -> None:
    found = [one.what.rpartition("改为“")[2] for one in found_in(report_with(text))]
    assert found == ([f"{right}”。"] if right else [])


BESIDE_FIGURES_AND_NAMES = [
    ("统计期限至2025年12岳31日止。", ["12月"]),
    ("2025蔫12月31日以前办结。", ["2025年"]),
    ("公开财政信息33跳、人事信息30条。", ["33条"]),
    ("接待群众2个个。", []),
    ("安宁县清山镇人民政府公开信息。", ["安宁县青山镇人民政府"]),
    ("安宁县青镇山人民政府公开信息。", ["安宁县青山镇人民政府"]),
    # other measures, and other units
    ("修复33处，补助5万元，覆盖12村。安宁县白山镇人民政府公开信息。", []),
    # short clauses are searched as long ones are; idioms, parallel words, ends of other words
    ("公布财政金资。", ["财政资金"]),
    ("与群众息息相关，保护耕地地力，发挥网站的政务公开主平台作用。", []),
    ("及时维护更新栏目，财政资金直达基层。", []),
]


@pytest.mark.parametrize(("text", "rights"), BESIDE_FIGURES_AND_NAMES)
def test_slips_beside_figures_and_in_the_units_own_name(text: str, rights: list[str]) -> None:
    found = [
        one.what.rpartition("改为“")[2] for one in found_in(report_with(text)) if "改为" in one.what
    ]
    assert found == [f"{right}”。" for right in rights]


LESSONS = [
    (
        "我镇镇坚持公开。",
        "“镇”重复。建议删去一个“镇”。",
        "我镇镇政府公开信息，我镇镇情群众知晓。",
    ),
    (
        "建建立台账，动态调整目录。",
        "“建”重复。建议删去一个“建”。",
        "加上上年结转的申请，环环相扣。",
    ),
    (
        "2024年，我镇落实政务公开工作要点，主动公开信息120条（其中规划计划5条）。",
        "本报告是 2025 年度的，这里说的是 2024 年。如系沿用旧稿，建议改为“2025年”；确指该年的，在“校验”表写明。",
        "2024年，我镇按照上年考核结果逐条整改，公开信息30条。",
    ),
    (
        "落实《中华人民共和国政府信息公开条例规定》。",
        "书名号收得太晚，“规定”不是书名。建议改为《中华人民共和国政府信息公开条例》规定。",
        "落实《中华人民共和国政府信息公开条例》规定。",
    ),
    (
        "根据《国务院办公厅关于印发2025年政务公开工作要点的通知》（国办公开办函〔2021〕30号）编制。",
        "题名与文号不符：国办公开办函〔2021〕30号 是《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》的文号。请核对题名和文号。",
        "根据《关于做好政府信息公开工作年度报告编制工作的通知》（国办公开办函〔2021〕30号）编制。",
    ),
    (
        "重点领域息信公开。",
        "“重点领域息信公开”疑为“重点领域信息公开”之误。建议改为“重点领域信息公开”。",
        "我镇设有在线申请窗口，使政府网站更好用，其它事项即时更新，及时做出答复。",
    ),
    (
        "全年按照规范登记、受理等环节，收到政府信息公开申请19件，全部为自然人提出。",
        "正文说收到政府信息公开申请 19件，而表三“本年新收”总计为 15，本年新收加上年结转为 17。请核对，改为一致；确有原因的，在“校验”表写明。",
        "坚持高标准、严要求，蹄疾步稳有序落实。",
    ),
    (
        "对公开开工作重视不够。",
        "“开”重复。建议删去一个“开”。",
        "铁路通信信号、保险险种、集装箱装箱的信息及时公开，爱心妈妈脚踏实地地服务群众，桩桩有回音，话务员张慧慧公布评标标准。",
    ),
    (
        "更新信息和以及答复申请。",
        "“和以及”连用不通，像是多了一个字。请删改。",
        "来不及和群众见面的，电话告知，所以经会议研究，做到层层抓落实、级级抓督促，取得过一些成绩，惠及居民共约3万人。",
    ),
    (
        "落实《中华人民共和国行政复义法实施条例》。",
        "题名不准确。建议改为《中华人民共和国行政复议法实施条例》。",
        "落实《中华人民共和国行政监察法实施条例》。",
    ),
    (
        "公布财政金资。",
        "“财政金资”疑为“财政资金”之误。建议改为“财政资金”。",
        "由张文驹同志任组长，贵定、开阳、瓮安等地来访，梧府发、梧府办发等文件已公开，上午八时三十分开放，收衣收被、小修小改都有登记。",
    ),
    (
        "公开居民关注的热点问提。",
        "“热点问提”疑为“热点问题”之误。建议改为“热点问题”。",
        "设立民政专页、办事专页，对空栏目作出清理，公布价目表，有储存设施且储存数量较大的单位按要求公开。",
    ),
    (
        "深入推进政公务开工作。",
        "“政公务开”疑为“政务公开”之误。建议改为“政务公开”。",
        "将政务事项公开，在县人民政府门户网、信息栏目公开15条，各室负责人核对答复书文号，做到应公尽公。",
    ),
    (
        "全年公开信息120条，其中政务动态80条，其他信息30条。",
        "所列各项 80＋30＝110，少于总数 120条。请核对各项和总数。",
        "全年公开信息120条，其中规范性文件0件，其他政策性文件8件。",
    ),
]


@pytest.mark.parametrize(("wrong", "message", "right"), LESSONS)
def test_what_reports_taught(wrong: str, message: str, right: str) -> None:
    assert [one.what.partition("”：")[2] for one in found_in(report_with(wrong))] == [message]
    assert found_in(report_with(right)) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("我市各部门公开信息30条。", True),
        ("2025年，我市召开政务公开培训会3次。", True),
        ("我市组织的考核中，我县公开信息30条。", False),
        ("我市委办印发文件3件。", False),
    ],
)
def test_a_county_does_not_count_what_its_city_did(text: str, told: bool) -> None:
    report = replace(report_with(text), unit_name="安宁县人民政府")
    assert [one.code for one in found_in(report) if one.code == "TEXT-UNIT"] == ["TEXT-UNIT"] * told


def test_no_phrase_is_a_slip_of_another() -> None:
    report = replace(report_with(""), overview=tuple(f"{one}。" for one in knowledge.phrases()))
    assert [one.what for one in found_in(report) if one.code == "TEXT-TYPO"] == []


def test_correct_texts_are_silent_and_damages_are_found() -> None:
    """`benchmarks.damages` in little; the counts of its long run are in docs/校对规则.md."""
    assert [one.what for report in texts("seen") for one in proofread(report)] == []
    found = measured("seen", 34, 1)
    done, seen, knowable, known = (
        sum(numbers) for numbers in zip(*found["kinds"].values(), strict=True)
    )
    assert (done, found["alarms"]) == (34, 0)
    assert seen >= done / 2
    assert known >= 0.8 * knowable


def test_of_a_title_as_long_as_a_cell_the_start_is_quoted(township: Report) -> None:
    (found,) = found_in(replace(township, title="甲" * 32_000))
    assert found.what.startswith(f"“{'甲' * 600}”：标题没有写全")


# ---------------------------------------------------------------- the seed


SEED_PREFACE = (
    "根据《中华人民共和国信息公开条例》《国务院办公厅政府信息与政务公开办公室关于印发中华人民共和国政府信息公开工作年度报告格式的通知》"
    "（国办公开函〔2021〕30号）《忻州市人民办公室关于做好年报的通知》要求，编制2022年度报告。"
)


def test_the_mistakes_of_the_seed(township: Report, tmp_path: Path) -> None:
    """The passages as filed; as Word, the heading in the wrong style and a bookmark as well."""
    report = replace(
        township,
        title="2022年保德县孙家沟镇人民政府信息公开工作年度报告",
        preface=(SEED_PREFACE,),
        overview=(*township.overview, "修订保密审査制度，落实《中华人民共和国信息公开条例》。"),
    )
    said = [one.what for one in found_in(report)]
    for correction in (
        "题名不准确。建议改为《中华人民共和国政府信息公开条例》（国务院令第711号）。",
        "题名与文号不符：文号 国办公开函〔2021〕30号 不对，书名号里的书名也要用〈〉。建议改为"
        "《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》"
        "（国办公开办函〔2021〕30号）。",
        "“人民办公室”疑为“人民政府办公室”之误。建议改为“人民政府办公室”。",
        "“査”是异体、繁体或兼容字。建议改为“查”。",
        "标题漏了“政府”二字，应有“政府信息公开工作年度报告”。"
        "建议改为“保德县孙家沟镇人民政府2022年政府信息公开工作年度报告”。",
    ):
        assert [one for one in said if one.endswith(correction)], correction
    assert sum("题名不准确" in one for one in said) == 2

    file = tmp_path / "seed.docx"
    printed = {"五": "5、 {}", "六": "[bookmark: _GoBack]六、{}"}
    habits = Habits(heading=lambda number, core: printed.get(number, number + "、{}").format(core))
    file.write_bytes(word_report(report, habits))
    messages = {one.message for one in examine(file).findings if one.code.startswith("TEXT-")}
    assert {
        "“五、存在的主要问题及改进情况”（标题）：“5、 存在的主要问题及改进情况”：一级标题的序号应为“五、”。"
        "建议改为“五、存在的主要问题及改进情况”。",
        "“六、其他需要报告的事项”（标题）：“[bookmark: _GoBack]六、其他需要报告的事项”："
        "“[bookmark: _GoBack]”：转换残留的书签没有删去。请改好。",
    } <= messages


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("本报告电子版自{}年1月31日起可在县政府网站下载。", True),
        ("本报告所列数据自{}年1月1日起统计，可在网站查阅。", False),
    ],
)
def test_a_report_to_be_had_from_a_day_on(city: Report, text: str, *, told: bool) -> None:
    year = city.report_year or 0
    for at, is_told in ((year, told), (year + 1, False)):
        report = replace(city, preface=(text.format(at),))
        said = [one.what for one in proofread(report) if one.code == "TEXT-YEAR"]
        assert [f"这里说的时间在 {at} 年" in one for one in said] == [True] * is_told


def test_what_is_wrong_with_several_main_headings_is_said_once(
    tmp_path: Path, city: Report
) -> None:
    report = replace(
        city,
        unit_name="安宁县青山镇人民政府",
        overview=("一、登记。", "二、答复。"),
        problems=("形式单一。", "六、下年思路", "丰富形式。"),
    )
    file = tmp_path / "report.docx"
    habits = Habits(heading=lambda number, core: f"{'一二三四五六'.index(number) + 1}、{core}")
    file.write_bytes(word_report(report, habits))
    numbered = {one.message for one in examine(file).findings if one.code == "TEXT-NUMBERING"}
    assert numbered == {
        "“一、总体情况”（标题）：“1、总体情况”：一级标题的序号应为“一、”。建议改为“一、总体情况”。"
        "另有 5 个一级标题的序号也要改，依次应为“二、”“三、”“四、”“五、”“六、”。",
        "“一、总体情况”第1段：“一、登记。”：“一、”是一级标题的序号，这里已在一级标题之下。"
        "建议改为“（一）”，以下各条照改；再下一级用“1.”。",
        "“五、存在的主要问题及改进情况”第2段：“六、下年思路”："
        "标准格式只有六个部分，“六、”这一条和下面的内容归入“五、存在的主要问题及改进情况”。"
        "请去掉这个序号，要分条的用“（一）”“（二）”。",
    }


@pytest.mark.parametrize(
    ("title", "is_told"),
    [
        ("中华人民共国政府信息公开条例", True),
        ("中华共和国政府信息公开条例", True),
        ("中化人民共和国政府信息公开条例", True),
        ("中华人民共和国政府信息公开条列", True),
        ("中华人民共和国政府信息公开条例", False),
        ("中华人民共和国海洋环境保护法", False),
        ("中国共产党和国家机关基层组织工作条例", False),
    ],
)
def test_a_slip_in_the_name_of_the_state(township: Report, title: str, is_told: bool) -> None:
    report = replace(township, preface=(f"根据《{title}》，编制本报告。",))
    right = "题名不准确。建议改为《中华人民共和国政府信息公开条例》（国务院令第711号）。"
    assert any(one.what.endswith(right) for one in found_in(report)) == is_told


def test_the_seed_as_filed(shared: Path) -> None:
    text = (shared / "seed" / "sunjiagou-2022.txt").read_text(encoding="utf-8")
    preface = text.split("\n")[2]
    overview = tuple(line for line in text.split("\n")[4:14] if line.strip())
    report = Report("保德县孙家沟镇人民政府", 2022, preface=(preface,), overview=overview)
    said = "".join(one.what for one in found_in(report))
    for correction in (
        "《中华人民共和国政府信息公开条例》（国务院令第711号）",
        "人民政府办公室",
        "改为“查”",
    ):
        assert correction in said
    assert said.count("题名不准确") == 1
    assert "文号 国办公开函〔2021〕30号 不对，书名号里的书名也要用〈〉" in said


# ---------------------------------------------------------------- the labelled reports, long text


def test_the_labelled_reports(shared: Path) -> None:
    lines = (shared / "cases" / "prose-open.jsonl").read_text(encoding="utf-8").splitlines()
    certain = found = alarms = 0
    for case in map(json.loads, lines):
        report, headings = report_of(case)
        said = [one for one in proofread(report, None, headings) if one.code not in NOT_MEASURED]
        wanted = [label for label in case["labels"] if label["certain"]]
        certain += len(wanted)
        found += sum(any(names(one, label) for one in said) for label in wanted)
        alarms += sum(not any(names(one, label) for label in case["labels"]) for one in said)
    assert found / certain >= 0.9
    assert alarms / len(lines) <= 0.05


_MANY_NUMBERS = (
    "2件、" * 500 + "1件占50%、" * 300 + "1件占70%、",
    "新收1件，上年结转1件，合计3件，" * 220,
)
"""Paragraphs whose numbers are all held against one another."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", [*map(long_text, HOSTILE_PIECES), *_MANY_NUMBERS], ids=lambda text: text[:20]
)
def test_long_text_neither_hangs_nor_floods(text: str) -> None:
    """A pattern that backtracks would take minutes; benchmarks/proofreading.py tells the seconds."""
    began = time.process_time()
    said = Counter(one.code for one in found_in(report_with(text)))
    assert time.process_time() - began < BUSY_SECONDS
    assert all(count <= 2 * MOST_OF_A_RULE for count in said.values())


def test_a_long_sentence_is_cut() -> None:
    passage = Passage("overview", 1, "甲" * 601)
    assert [len(one.text) for one in passage.sentences] == [600, 1]


_TOO_LONG = (
    "正文超过 4 万字或 1000 段，从这一段起没有校对；文字一字不少，都照原样写进报告。"
    "请看看有没有混进别的材料，后面的请自己通读一遍。"
)


_LEFT = "本栏目公开XX条。"


@pytest.mark.parametrize(
    ("overview", "said"),
    [
        # the four characters of section five are the last that fit
        (("　" * 39_987, _LEFT), [("TEXT-LEFTOVER", "overview", 1)]),
        (
            ("　" * 39_988, _LEFT),
            [("TEXT-LEFTOVER", "overview", 1), ("TEXT-LONG", "problems", 0)],
        ),
        (("　" * 39_992, _LEFT, _LEFT), [("TEXT-LONG", "overview", 1)]),
        (("　" * 40_001,), [("TEXT-LONG", "overview", 0)]),
        (("",) * 998 + (_LEFT,), [("TEXT-LEFTOVER", "overview", 998)]),
        (("",) * 1_000 + (_LEFT, _LEFT), [("TEXT-LONG", "overview", 1_000)]),
    ],
    ids=["fits", "one more", "a paragraph more", "one paragraph", "lines", "too many lines"],
)
def test_what_lies_behind_a_long_text_is_told_once(
    overview: tuple[str, ...], said: list[tuple[str, str, int]]
) -> None:
    found = proofread(report_with("", overview=overview, problems=("不够细。",)))
    told = [one for one in found if one.code in {"TEXT-LEFTOVER", "TEXT-LONG", "TEXT-MISSING"}]
    assert [(one.code, one.name, one.position) for one in told] == said
    assert {one.what for one in told if one.code == "TEXT-LONG"} <= {_TOO_LONG}


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("截至12月31日，青山镇人民政府共收到申请3件", True),
        ("本年度，我镇收到自然人申请2件", True),
        ("按要求办理。全年新收申请5件", True),
        ("低保方面，收到申请3件", False),
        ("截至镇" * 20 + "低保，低保收到申请3件", False),
        ("截至镇" * 30_000 + "收到申请3件", False),
    ],
)
def test_who_tells_of_applications(text: str, tells: bool) -> None:
    assert tells_of_applications(text) is tells


# ---------------------------------------------------------------- numbers, word lists


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十二", 12),
        ("两百零五", 205),
        ("一万二千", 12000),
        ("三千", 3000),
        ("二〇二五", 2025),
        ("一百万", 1000000),
    ],
)
def test_chinese_numerals(text: str, value: int) -> None:
    assert numeral_value(text) == value


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("1,234件", (1234, 1234)),
        ("1100余条", (1100, 1200)),
        ("3.9万余件", (39000, 40000)),
        ("第3件", None),
        ("30号", None),
        ("一件事", None),
        ("3-5件", None),
    ],
)
def test_quantities(text: str, bounds: tuple[int, int] | None) -> None:
    found = [(one.low, one.high) for one in quantities(Passage("overview", 0, text).folded)]
    assert found == ([bounds] if bounds else [])


@pytest.mark.parametrize(
    "read",
    [
        knowledge.citations,
        knowledge.aspects,
        knowledge.leftovers,
        knowledge.self_references,
        knowledge.terms,
        knowledge.mistakes,
    ],
)
def test_the_word_lists_can_be_read(read: object) -> None:
    assert read()  # type: ignore[operator]


@pytest.mark.parametrize(
    ("problems", "said"),
    [
        (("五、存在问题及改进情况", "公开不够及时。"), "五、存在问题及改进情况"),
        (("存在的主要问题及改进情况", "公开不够及时。"), "存在的主要问题及改进情况"),
        (("（一）存在的主要问题", "公开不够及时。"), ""),
        (("存在的主要问题", "公开不够及时。"), ""),
    ],
)
def test_a_sections_heading_in_its_text_is_to_be_left_out(
    problems: tuple[str, ...], said: str
) -> None:
    found = [one.what for one in found_in(replace(report_with("略。"), problems=problems))]
    assert found == [
        f"“{line}”：一级标题“五、存在的主要问题及改进情况”在这一部分里又出现了一次"
        "（填报表会自动写出）。建议删去。"
        for line in filter(None, [said])
    ]


def test_a_sign_off_in_the_text_is_to_be_left_out() -> None:
    report = report_with("略。")
    lines = ("公开不够及时。", report.unit_name, "二〇二六年一月十五日")
    found = [one.what for one in found_in(replace(report, problems=lines))]
    said = "落款只在全文最后写一次（填报表会自动写出）。建议删去这一段。"
    assert found == [f"“{line}”：{said}" for line in lines[1:]]


def test_no_term_is_a_mistake_of_another() -> None:
    assert set(knowledge.terms()) & set(knowledge.mistakes()) == set()
    objected = [term for term in knowledge.terms() if found_in(report_with(f"{term}。"))]
    assert objected == []


def test_a_line_that_a_clerk_adds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Excel saves a list in GBK; a line with a column too few is told with its number."""
    for file in lists.WORDLISTS.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(lists, "WORDLISTS", tmp_path)
    (tmp_path / "leftovers.csv").write_bytes(
        "写法,说明,来源\n请领导审定,批语没有删去,本县\n".encode("gbk")
    )
    knowledge.leftovers.cache_clear()
    try:
        assert knowledge.leftovers() == {"请领导审定": "批语没有删去"}
        (tmp_path / "leftovers.csv").write_text("写法,说明,来源\n请审,批语\n", encoding="utf-8")
        knowledge.leftovers.cache_clear()
        with pytest.raises(UnusableFile, match="第 2 行有 2 栏，应为 3 栏（写法、说明、来源）"):
            knowledge.leftovers()
    finally:
        monkeypatch.undo()
        knowledge.leftovers.cache_clear()


@pytest.mark.parametrize(
    ("name", "line", "wrong"),
    [
        ("phrases", "一句话,本县", "的“词组”至少要有四个字"),
        ("phrases", ",本县", "的“词组”不能空着"),
        ("campaigns", "某某行动,去年,2022,,本县", "的“起”要写四位数字的年份"),
        ("renamed", "某某局,,某某委员会,本县", "的“止于”要写四位数字的年份"),
        ("citations", "某某办法,,,2020.5,,本县", "的“止于”要写四位数字的年份，或者空着"),
        ("phrases", "四个字的,本县", ""),
        ("citations", "某某办法,,,2020,,本县", ""),
        ("citations", "某某办法,,,,,本县", ""),
        ("phrases", " ,", ""),
    ],
)
def test_a_line_of_a_list_that_says_nothing_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, line: str, wrong: str
) -> None:
    header = (lists.WORDLISTS / f"{name}.csv").read_text(encoding="utf-8").split("\n")[0]
    (tmp_path / f"{name}.csv").write_text(f"{header}\n{line}\n", encoding="utf-8")
    monkeypatch.setattr(lists, "WORDLISTS", tmp_path)
    if not wrong:
        assert [*lists.rows(name)] == [line.split(",")] * bool(line.strip(", "))
        return
    with pytest.raises(UnusableFile) as told:
        [*lists.rows(name)]
    path = tmp_path / f"{name}.csv"
    assert str(told.value) == f"词表 {path}：第 2 行{wrong}。请改好这一行，或删去。"


def test_a_term_too_short_for_the_tables_of_phrases_is_none_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    short = knowledge.Term("年报表", (), loses=False)
    monkeypatch.setattr(knowledge, "terms", lambda: {"年报表": short, "年度报告": short})
    monkeypatch.setattr(knowledge, "phrases", lambda: ("主动公开信息",))
    made = phrase_tables._numbered.__wrapped__()  # type: ignore[attr-defined]
    assert [*made] == ["主动公开信息", "年度报告"]


def test_tables_are_read_as_long_as_they_fit_the_word_lists(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for file in prepared.WORDLISTS.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(prepared, "WORDLISTS", tmp_path)
    tables = prepared._Tables()
    tables.made_by["own"] = lambda: {"made": "own"}
    assert set(prepared._tables.made_by) == set(tables.kept)
    assert tables["converter.checking.prose.words.phrase_tables._numbered"].keys() >= {
        *knowledge.phrases()
    }
    assert tables["own"] == {"made": "own"}
    with (tmp_path / "phrases.csv").open("a", encoding="utf-8") as phrases:
        phrases.write("我县的一句套语,本县\n")
    assert prepared._Tables().kept == {}
    monkeypatch.undo()
    assert prepared._Tables().kept
    monkeypatch.setattr(prepared, "TABLES", tmp_path / "tables.txt")
    assert prepared._Tables().kept == {}


def test_a_slip_within_a_wrong_title_is_told_once(township: Report) -> None:
    text = "2022年，落实《中华人民共和国政府信息公开条列》，公开条列宣传到位，台帐清楚。"
    report = replace(township, overview=(text,))
    found = [
        (one.code, one.what[slice(*one.marked)])
        for one in proofread(report)
        if one.code in ("TEXT-CITATION", "TEXT-TYPO")
    ]
    assert found == [
        ("TEXT-CITATION", "《中华人民共和国政府信息公开条列》"),
        ("TEXT-TYPO", "台帐"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2024，全镇坚持为人民服务。", ["2024"]),
        ("在值班房间2024，全镇干部轮流值守。", []),
        ("截至2024底，共有3件。", ["2024"]),
        ("编号2024底单，共有3件。", []),
    ],
)
def test_a_year_without_its_word_is_told_by_what_stands_before_it(
    text: str, told: list[str]
) -> None:
    passage = Passage("overview", 0, text)
    found = [one.what.split("：")[-1] for one in lost_of(passage)]
    assert found == [f"“{year}”后漏了“年”。建议改为“{year}年”。" for year in told]
