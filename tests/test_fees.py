"""What section six says of fees against the form's three figures, in workbooks and in Word reports."""

from dataclasses import replace
from pathlib import Path

import pytest

from converter.checking.figures import check_figures
from converter.checking.proofread import proofread
from converter.conversion import examine
from converter.form.fees import fees_stated
from converter.form.fields import FEE_FIELDS, Slot
from converter.form.report import Number, Report, add_up
from converter.writing.workbooks.workbook import write_workbook
from tests.foreign import Habits, word_report
from tools.prose_examples import report_with

Fees = tuple[Number | None, Number | None, Number | None]
"""Notices, charged, collected."""
NONE: Fees = (0, 0, 0)
BLANK: Fees = (None, None, None)
SOME: Fees = (2, 300, 300)
UNPAID: Fees = (2, 300, 0)


def with_fees(fees: Fees, *paragraphs: str, **content: object) -> Report:
    report = report_with("公开渠道畅通。", other_matters=paragraphs, **content)
    return report.with_figures({Slot(name): fees[place] for place, name in enumerate(FEE_FIELDS)})


def told(report: Report) -> list[str]:
    return [one.what for one in proofread(report) if one.code == "FEE-PROSE"]


DENIALS = (
    "本年度未收取信息处理费。",
    "2025年，我镇没有收取任何信息处理费",
    "本年度未产生信息处理费。",
    "本年度无信息处理费。",
    "本年度无信息处理费收取情况。",
    "本年度收取信息处理费 0 元。",
    "本年度收取信息处理费０元。",
    "本年度收取信息处理费零元。",
    "本年度信息处理费收取情况：无。",
    "信息处理费为零。",
    "我镇2025年依申请公开政府信息不收取任何费用。",
    "2025年度未向申请人收取信息处理费。",
    "二〇二五年度未向申请人收取信息处理费。",
    "依据《政府信息公开信息处理费管理办法》，本机关未收取费用。",
    "截至2025年12月31日，没有发生收取信息处理费的情况。",
    "今年以来，未收取信息处理费。",
    "信息处理费方面，本年度未收取。",
    "除上述情况外，本年度未收取信息处理费。",
    "2024年收取信息处理费200元，2025年未收取信息处理费。",
    "发出收费通知件数、总金额、实际收取金额均为0。",
    "未发出收费通知，未收取信息处理费。",
    "按照收费管理规定，本年度发出收费通知0件，总金额0元，实际收取0元。",
)


@pytest.mark.parametrize("text", DENIALS)
def test_a_denial_fits_no_fees_and_no_others(text: str) -> None:
    assert told(with_fees(NONE, text)) == []
    assert told(with_fees(BLANK, text)) == []
    (finding,) = told(with_fees(SOME, text))
    assert "实际收取 300 元。请核对，改为一致：改这句话，或者改填的数。" in finding


STATED = (
    ("发出收费通知2件，总金额300元，实际收取300元。", SOME),
    ("发出收费通知2件，总金额300元，实际收取总金额为300元。", SOME),
    ("发出收费通知书 2 份，收费通知总金额0.03万元，实际收取三百元。", SOME),
    ("发出２件收费通知，金额共计３００元，已收取信息处理费３００元。", SOME),
    ("发出收费通知2件300元，实际收取300.00元。", SOME),
    ("现报告信息处理费情况。2025年发出收费通知2件，总金额300元。实际收取300元。", SOME),
    ("本年度收取信息处理费300元。", SOME),
    ("本年度信息处理费共计300元。", SOME),
    ("发出收费通知2件，总金额300元，未收取信息处理费。", UNPAID),
    ("发出收费通知2件，总金额300元，实际收取0元。", UNPAID),
    ("本年度未收取信息处理费。", UNPAID),
    ("本年应收取信息处理费1,300元，实际收取1,200元。", (9, 1300, 1200)),
)


@pytest.mark.parametrize(("text", "fees"), STATED)
def test_figures_fit_the_same_figures_and_no_others(text: str, fees: Fees) -> None:
    assert told(with_fees(fees, text)) == []
    assert len(told(with_fees((7, 770, 770), text))) == 1
    if any(one and str(one)[0] in text.replace("３", "3") for one in fees):
        assert len(told(with_fees(BLANK, text))) == int("未收取" not in text or "件" in text)


FORMAL = (
    ("本年度收取信息处理费叁佰元。", SOME, 0),
    ("本年度收取信息处理费人民币叁佰圆整。", SOME, 0),
    ("本年度收取信息处理费贰佰元。", SOME, 1),
    ("信息处理费：发出收费通知2件，收费300元，实收0元。", UNPAID, 0),
    ("发出收费通知2件，收费400元，实收300元。", SOME, 1),
    ("对村务公开申请未收取费用。", SOME, 0),
    ("对残疾人的申请，均未收取信息处理费。", SOME, 0),
    ("对依申请公开的申请未收取信息处理费。", SOME, 1),
    ("对申请人的申请均未收取信息处理费。", SOME, 1),
    ("行政机关提供政府信息，不收取费用；数量明显超过合理范围的，可以收取信息处理费。", SOME, 0),
    ("本机关依申请提供政府信息，未收取费用。", SOME, 1),
)


@pytest.mark.parametrize(("text", "fees", "count"), FORMAL)
def test_formal_numerals_are_read_and_some_are_not_all(text: str, fees: Fees, count: int) -> None:
    assert len(told(with_fees(fees, text))) == count


@pytest.mark.parametrize("town", ["张家镇", "陆家镇", "伍佑镇"])
def test_a_numeral_in_the_units_name_is_none(town: str) -> None:
    report = with_fees(SOME, f"{town}全年未收取信息处理费。")
    assert len(told(replace(report, unit_name=f"保德县{town}人民政府"))) == 1


MESSAGES = (
    (
        "发出收费通知3件，总金额300元，实际收取200元。",
        BLANK,
        "“发出收费通知3件，总金额300元，实际收取200元。”：这里说发出收费通知 3 件、总金额 300 元、"
        "实际收取 200 元，第六部分填的却是发出收费通知 0 件、总金额 0 元、实际收取 0 元。"
        "请核对，改为一致：改这句话，或者改填的数。",
    ),
    (
        "发出收费通知2件，总金额300元，实际收取200元。",
        SOME,
        "“发出收费通知2件，总金额300元，实际收取200元。”：这里说实际收取 200 元，"
        "第六部分填的却是实际收取 300 元。请核对，改为一致：改这句话，或者改填的数。",
    ),
    (
        "本年度信息处理费500元。",
        SOME,
        "“本年度信息处理费500元。”：这里说信息处理费 500 元，第六部分填的却是实际收取 300 元。"
        "请核对，改为一致：改这句话，或者改填的数。",
    ),
    (
        "".join(f"实际收取信息处理费{amount}00元。" for amount in range(11, 18)),
        SOME,
        "“实际收取信息处理费1100元。”：这里说实际收取 1100 元、实际收取 1200 元、实际收取 1300 元、"
        "实际收取 1400 元、实际收取 1500 元、实际收取 1600 元等 7 处，第六部分填的却是实际收取 300 元。"
        "请核对，改为一致：改这句话，或者改填的数。",
    ),
)


@pytest.mark.parametrize(("text", "fees", "message"), MESSAGES)
def test_what_the_clerk_reads(text: str, fees: Fees, message: str) -> None:
    assert told(with_fees(fees, text)) == [message]


INNOCENT = (
    "上年收取信息处理费500元。",
    "2024年度未收取信息处理费。",
    "二〇二四年度未收取信息处理费。",
    "行政事业性收费收取3万元。",
    "信息处理费按每件每次100元收取。",
    "信息处理费收费标准为100元/件，10件以下的不收费。",
    "同一申请人一个月内申请10件以下的，不收取信息处理费。",
    "严格执行信息处理费管理办法，原则上不收取费用。",
    "不存在违规收取信息处理费的情况。",
    "下属单位未收取信息处理费。",
    "全县共收取信息处理费200元。",
    "黄石镇收取信息处理费200元。",
    "减免信息处理费100元，退还信息处理费50元。",
    "没有逾期未按收费通知要求缴纳费用的情形。",
    "收到的5件申请中，有3件未收取信息处理费。",
    "信息处理费较上年减少200元。",
    "自办法实施以来未收取信息处理费。",
    "本年度未收取信息复印费、邮寄费。",
    "除收取信息处理费外，未收取其他费用。",
    "全年收取信息处理费约200元。",
    "未按规定收取信息处理费的，责令改正。",
    "信息处理费收取标准未调整。",
    "除上述情况外，没有其他需要报告的事项。",
    "举办培训班，未收取培训费。",
    "除上述2件外，其他申请均未收取信息处理费。",
)


@pytest.mark.parametrize("text", INNOCENT)
@pytest.mark.parametrize("fees", [NONE, SOME, (5, 700, 650)])
def test_another_year_unit_fee_or_the_tariff_is_not_held_against_the_form(
    text: str, fees: Fees
) -> None:
    assert told(with_fees(fees, text)) == []


def test_a_government_speaks_for_its_area() -> None:
    text = "全县共收取信息处理费200元。"
    assert len(told(with_fees(SOME, text, unit_name="安宁县人民政府"))) == 1
    assert told(with_fees(SOME, text, unit_name="安宁县水利局")) == []


def test_only_section_six_is_asked() -> None:
    said = "本年度收取信息处理费200元。"
    report = with_fees(SOME, said, "以上共收取信息处理费200元。", "本年度未收取信息处理费。")
    found = [one for one in proofread(report) if one.code == "FEE-PROSE"]
    assert [one.position for one in found] == [0, 1, 2]
    elsewhere = replace(with_fees(SOME), overview=(said,))
    assert [one.code for one in proofread(elsewhere)[:1]] == ["TEXT-COUNT"]
    assert told(elsewhere) == []


def fee_codes(report: Report) -> list[str]:
    found = [*check_figures(report), *proofread(report)]
    return [one.code for one in found if one.code.startswith("FEE-")]


def test_what_follows_from_figures_left_blank_is_not_told_beside_it() -> None:
    said = "发出收费通知2件，总金额300元，实际收取300元。"
    overdue = {Slot("t3_other_fee_overdue", place): int(place in (0, 6)) for place in range(7)}
    assert fee_codes(with_fees(NONE).with_figures(overdue)) == ["FEE-MISSING"]
    assert fee_codes(with_fees(NONE, said).with_figures(overdue)) == ["FEE-PROSE"]
    assert fee_codes(with_fees((0, 300, 300))) == ["FEE-ORDER"]
    assert fee_codes(with_fees((0, 300, 300), said)) == ["FEE-PROSE"]
    # what the prose says is wrong, too
    more = "发出收费通知2件，总金额300元，实际收取500元。"
    assert fee_codes(with_fees((2, 300, 400), more)) == ["FEE-ORDER", "FEE-PROSE"]


WORD: tuple[tuple[tuple[str, ...], Fees, list[str]], ...] = (
    (("本年度未收取信息处理费。",), NONE, []),
    (("发出收费通知3件，总金额300元，实际收取200元。",), (3, 300, 200), []),
    (("没有其他需要报告的事项。",), NONE, []),
    (("收费总金额300元，实际收取信息处理费200元，发出收费通知2件。",), (2, 300, 200), []),
    (
        ("本年度未收取信息处理费。", "发出收费通知2件，总金额300元，实际收取200元。"),
        (2, 300, 200),
        [
            "“本年度未收取信息处理费。”：这里说实际收取 0 元，"
            "第六部分另一处说的却是实际收取 200 元。请核对，改为一致。"
        ],
    ),
)


@pytest.mark.parametrize(("paragraphs", "fees", "messages"), WORD)
def test_a_word_report_is_held_against_itself(
    tmp_path: Path, paragraphs: tuple[str, ...], fees: Fees, messages: list[str]
) -> None:
    report = with_fees(fees, *paragraphs)
    file = tmp_path / "年报.docx"
    file.write_bytes(word_report(replace(report, report_date=None), Habits()))
    examination = examine(file)
    read = tuple(examination.report.figure(Slot(name)) for name in FEE_FIELDS)
    assert read == fees
    said = [one for one in examination.findings if one.code.startswith("FEE-")]
    assert [one.what for one in said] == messages
    # and the workbook that it is imported into says the same
    workbook = tmp_path / "填报表.xlsx"
    workbook.write_bytes(write_workbook(examination.report))
    again = [one for one in examine(workbook).findings if one.code.startswith("FEE-")]
    assert len(again) == len(messages)


def test_what_was_collected_was_charged() -> None:
    report = with_fees(NONE, "本年度收取信息处理费200元。")
    assert fees_stated(report) == {Slot("fee_collected"): 200, Slot("fee_charged"): 200}


def test_a_sum_of_reports_says_in_words_what_it_says_in_figures(tmp_path: Path) -> None:
    one = with_fees(SOME, "发出收费通知2件，总金额300元，实际收取300元。")
    total = replace(add_up([one, with_fees(UNPAID)]), unit_name="安宁县", report_year=2025)
    file = tmp_path / "汇总.xlsx"
    file.write_bytes(write_workbook(total))
    assert [found.code for found in examine(file).findings if found.code == "FEE-PROSE"] == []
    assert fees_stated(replace(total, other_matters=one.other_matters)) != {}


def test_a_word_report_that_gives_no_number_of_notices_is_not_accused(tmp_path: Path) -> None:
    report = with_fees((0, 200, 200), "本年度实际收取信息处理费200元。")
    file = tmp_path / "年报.docx"
    file.write_bytes(word_report(replace(report, report_date=None), Habits()))
    examination = examine(file)
    assert [examination.report.figure(Slot(name)) for name in FEE_FIELDS] == [0, 200, 200]
    assert [one.code for one in examination.findings if one.code.startswith("FEE-")] == []


@pytest.mark.parametrize(
    ("fees", "codes"),
    [(NONE, []), ((4, 400, 400), []), ((3, 300, 300), ["FEE-PROSE"])],
)
def test_what_a_whole_city_charged_is_held_against_figures_that_are_filled_in(
    fees: Fees, codes: list[str]
) -> None:
    report = replace(
        with_fees(fees, "本年度全市实际收取信息处理费400元。"), unit_name="安宁市人民政府"
    )
    assert fee_codes(report) == codes


INNOCENT_PARTS = (
    "对1件申请收取信息处理费100元，对另1件收取信息处理费100元。",
    "除依法收取信息处理费200元外，未收取任何费用。",
    "对申请人首次申请不收取信息处理费。",
    "向企业收取信息处理费0元、向个人收取200元。",
)


@pytest.mark.parametrize("said", INNOCENT_PARTS)
def test_parts_of_what_was_collected_are_not_held_against_the_whole(said: str) -> None:
    assert fee_codes(with_fees((2, 300, 200), said)) == []


@pytest.mark.parametrize(
    "said",
    [
        "2023年未收取任何费用。",
        "本年度没有收取费用。",
        "按照规定，对申请人每月申请超过10件的收取信息处理费，全年未收取信息处理费。",
    ],
)
def test_a_denial_in_other_words_is_told(said: str) -> None:
    report = replace(with_fees((2, 300, 200), said), report_year=2023)
    assert fee_codes(report) == ["FEE-PROSE"]


def test_a_contradiction_is_told_at_each_paragraph_that_makes_it() -> None:
    twice = ("本年度未收取信息处理费。", "我镇2025年未收取信息处理费。")
    report = with_fees(SOME, *twice)
    found = [one for one in proofread(report) if one.code == "FEE-PROSE"]
    assert [one.position for one in found] == [0, 1]
    assert found[1].what == "“我镇2025年未收取信息处理费。”：这里也是这样说的，请一起改。"
