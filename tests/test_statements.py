"""Sentences on figures: parts beside their whole are silent, and a wrong figure is told in any turn of speech."""

import re
from dataclasses import replace

import pytest

from converter.checking.prose.passages import Passage
from converter.form.fields import Slot
from tests.test_proofread import found_in
from tools.prose_examples import FIGURES, report_with

TOWN = "安宁县青山镇人民政府"
COUNTY = "安宁县人民政府"
BUREAU = "安宁县林业局"

RIGHT: list[tuple[str, str]] = [
    # parts that add up, of one government, by months, by who received them
    (COUNTY, "县政府新收政府信息公开申请6件；部门新收政府信息公开申请9件。"),
    (COUNTY, "县政府制发规范性文件1件，县政府部门制发规范性文件3件。"),
    (COUNTY, "县自然资源局收到政府信息公开申请9件，县农业农村局收到政府信息公开申请4件。"),
    (BUREAU, "局机关收到政府信息公开申请12件，局属单位收到政府信息公开申请3件。"),
    (COUNTY, "县政府部门受理政府信息公开申请9件。"),
    (TOWN, "上门收到政府信息公开申请11件，村里转来4件，合计15件。"),
    (TOWN, "镇党政办公室直接收到政府信息公开申请11件，各村转来4件，合计15件。"),
    (TOWN, "2023年、2024年、2025年我镇分别收到政府信息公开申请9件、12件、15件。"),
    (TOWN, "受理土地征收信息公开申请9件，占申请总量的60%。"),
    (TOWN, "收到政府信息公开申请15件，当场答复3件，20个工作日内答复12件。"),
    (TOWN, "收到政府信息公开申请17件，办结15件，办结率100%（其余2件在法定办理期限内）。"),
    (TOWN, "收到政府信息公开申请15件，申请量居前的是征地7件、低保5件，占申请总量的80%。"),
    (TOWN, "收到政府信息公开申请15件，2件结转下年继续办理。"),
    (TOWN, "全年完成政府信息依申请公开答复15件。"),
    # other matters under the heading on applications, and what follows it
    (TOWN, "（二）依申请公开情况。受理学生资助申请208份，办结198份。"),
    (TOWN, "（二）依申请公开情况。受理行政许可申请90件，办结86件，不予受理4件。"),
    (TOWN, "（二）依申请公开情况。收到许可申请90件，办结86件。"),
    (TOWN, "（二）依申请公开情况。收到1份县政府办公室依申请公开意见征询件。"),
    (TOWN, "政府信息公开行政复议3件，维持2件，撤销复议申请1件。"),
    (BUREAU, "办理行政复议案件56件，其中被申请行政复议21件。"),
    (COUNTY, "县政府制定规章0件，废止0件；制发行政规范性文件4件，废止1件。"),
    (TOWN, "2024年度收到申请1件，已于当年办结。"),
    (TOWN, "县政府2025年制发规范性文件18件，我镇均及时转载。"),
    (BUREAU, "我县共收到政府信息公开申请312件，其中我局15件。"),
    (TOWN, "政府信息公开申请共15件，同比减少2件，结转上年2件，总办理量17件。"),
    (TOWN, "全镇行政复议案件31件，涉及信息公开的3件，占9.7%。"),
    (TOWN, "公开重点项目3件。一般项目17件（新建13件，续建4件），完工12件，其他3件，停工2件。"),
    (COUNTY, "东乡区收到政府信息公开申请9件，西乡区收到政府信息公开申请4件。"),
    (COUNTY, "县行政复议机构受理政府信息公开类行政复议案件9件。"),
    (TOWN, "行政处罚类行政复议12件、行政诉讼6件，均与政府信息公开无关。"),
    (TOWN, "政府信息公开申请予以公开8件，其中全部公开6件、更正后公开2件。"),
    (TOWN, "15件申请中8件依申请予以公开，3件因不掌握无法提供，1件属信访事项不予处理。"),
    (TOWN, "（二）依申请公开情况。网格员上报事件326件，办结318件。"),
    (
        TOWN,
        "涉及征地的9件，涉及低保的2件，其他4件。办结的15件申请中，予以公开8件，部分公开1件，其他6件。",
    ),
    (TOWN, "2023年以来，我镇连续三年未发生因政府信息公开引发的行政诉讼。"),
    (TOWN, "做到桩桩有落实、件件有回音。"),
    # of what stands side by side, not of the last alone
    (TOWN, "新收申请15件，上年结转2件。其中自然人14件，商业企业3件。"),
    (TOWN, "新收15件申请、上年结转2件，其中12件、2件分别为自然人申请。"),
    (TOWN, "收到申请15件，上年结转2件，全部来自自然人和企业。"),
    (BUREAU, "上年结转申请2件，均由自然人提出。"),
    (TOWN, "因政府信息公开被申请行政复议3件、被提起行政诉讼1件，其中维持3件、尚未审结1件。"),
    # applicants of one row of the table
    (TOWN, "收到申请15件（自然人12件，商业企业3件），上年结转2件（自然人2件）。"),
    (TOWN, "申请予以公开8件，其中自然人6件、商业企业2件。"),
    (TOWN, "部分公开1件，为自然人申请。无法提供3件，其中自然人2件，企业1件。"),
    (TOWN, "申请部分公开1件，均系自然人申请。"),
    (TOWN, "收到意见46条，采纳40条，部分采纳3条，未采纳3条，采纳率93.5%。"),
]


@pytest.mark.parametrize(("unit", "text"), RIGHT)
def test_parts_and_other_matters_are_no_figure_of_the_tables(unit: str, text: str) -> None:
    report = replace(report_with(text), unit_name=unit)
    assert [one.what for one in found_in(report) if one.code != "TEXT-NUMBERING"] == []


CHECK = "请核对，改为一致；确有原因的，在“校验”表写明。"
RECEIVED = "表三“本年新收”总计为 15，本年新收加上年结转为 17"
DONE = "表三“（七）总计”为 15"
WRONG: list[tuple[str, str, str]] = [
    (
        COUNTY,
        "县政府新收政府信息公开申请6件；部门新收政府信息公开申请8件。",
        "正文说新收政府信息公开申请 6件，而表三“本年新收”总计为 15。",
    ),
    (
        COUNTY,
        "全县各部门共收到政府信息公开申请16件。",
        f"正文说收到政府信息公开申请 16件，而{RECEIVED}。",
    ),
    (
        TOWN,
        "收到公民、法人和其他组织提出的政府信息公开申请16件。",
        f"正文说收到政府信息公开申请 16件，而{RECEIVED}。",
    ),
    (
        TOWN,
        "受理依申请公开17件（含2024年结转2件），答复14件。",
        f"正文说办结政府信息公开申请 14件，而{DONE}。",
    ),
    (
        TOWN,
        "受理依申请公开17件（2024年为16件），答复14件。",
        f"正文说办结政府信息公开申请 14件，而{DONE}。",
    ),
    (
        TOWN,
        "政府信息公开申请不予公开2件，均属于行政执法案卷。",
        "正文说属于行政执法案卷 2件，而表三“属于行政执法案卷”总计为 0。",
    ),
    (
        TOWN,
        "政府信息公开申请不予公开2件，其中属于四类过程性信息2件。",
        "正文说属于四类过程性信息 2件，而表三“属于四类过程性信息”总计为 1。",
    ),
    (
        TOWN,
        "尚有3件政府信息公开申请正在办理中。",
        "正文说结转下年度继续办理 3件，而表三“结转下年度继续办理”总计为 2。",
    ),
    (
        TOWN,
        "3件政府信息公开申请结转至2026年办理。",
        "正文说结转下年度继续办理 3件，而表三“结转下年度继续办理”总计为 2。",
    ),
    (
        TOWN,
        "全年没有结转下年度的政府信息公开申请。",
        "正文说结转下年度继续办理 0件，而表三“结转下年度继续办理”总计为 2。",
    ),
    (
        TOWN,
        "全年未废止规范性文件。",
        "正文说废止行政规范性文件 0件，而表二“行政规范性文件”的本年废止件数为 1。",
    ),
    (
        TOWN,
        "收到政府信息公开申请15件，已全部办结，没有结转。",
        "正文说结转下年度继续办理 0件，而表三“结转下年度继续办理”总计为 2。",
    ),
    (TOWN, "上年度结转依申请公开3件。", "正文说上年结转 3件，而表三“上年结转”总计为 2。"),
    (
        TOWN,
        "全年作出处罚决定9件。",
        "正文说行政处罚处理决定 9件，而表二“行政处罚”的本年处理决定数量为 7。",
    ),
    (
        TOWN,
        "收到3件政府信息公开申请的转办，4件因本机关不掌握无法提供。",
        "正文说本机关不掌握 4件，而表三“本机关不掌握”总计为 3。",
    ),
    (TOWN, "收到信息公开\u2066申请16件。", f"正文说收到政府信息公开申请 16件，而{RECEIVED}。"),
    (
        TOWN,
        "上半年受理依申请公开7件，下半年受理8件，全年共受理16件。",
        f"正文说收到政府信息公开申请 16件，而{RECEIVED}。",
    ),
]
WRONG += [
    (
        TOWN,
        "收到申请15件（自然人12件，商业企业3件），上年结转2件（自然人1件、商业企业1件）。",
        "正文说自然人的申请 1件，而表三“上年结转”的自然人为 2。",
    ),
    (
        TOWN,
        "因政府信息公开被申请行政复议3件、被提起行政诉讼1件，其中维持2件、尚未审结1件。",
        "正文说行政诉讼维持 2件，而表四“行政诉讼”的结果维持为 1。",
    ),
]


@pytest.mark.parametrize(("unit", "text", "message"), WRONG)
def test_a_wrong_figure_is_told_in_any_turn_of_speech(unit: str, text: str, message: str) -> None:
    said = [
        one.what.partition("”：")[2] for one in found_in(replace(report_with(text), unit_name=unit))
    ]
    assert message + CHECK in said


SHARES: list[tuple[str, str]] = [
    ("15件申请中，自然人提出12件，占82%。", "12÷15＝80%，正文说 82%。请核对。"),
    (
        "2024年收到申请12件，2025年收到申请15件，同比增长20%。",
        "从上年的 12件到 15件，应为增长 25%，正文说增长20%。请核对这三个数；确有原因的，在“校验”表写明。"
        "20% 是拿本年的 15件作底数算的，增减幅度应以上年为底数。",
    ),
    ("15件申请中，自然人提出12件，占80%。", ""),
    (
        "公开信息2874条，其中惠企政策312条，解读291条，解读率83.3%。",
        "291÷312＝93.3%，正文说 83.3%。请核对。",
    ),
    ("公开信息2874条，其中惠企政策312条，解读291条，解读率93.3%。", ""),
    ("公开信息200条，其中财政60条、教育40条、医疗30条，占总数的65%。", ""),
]


@pytest.mark.parametrize(("text", "message"), SHARES)
def test_a_share_is_of_its_whole_and_of_all_that_is_listed(text: str, message: str) -> None:
    said = [one.what.partition("”：")[2] for one in found_in(report_with(text))]
    assert said == ([message] if message else [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("收到政府信息公开申请15件，同比增加3件，其中涉及征地的9件，同比增加5件。", 0),
        ("收到政府信息公开申请15件，同比增长25%，其中网络申请9件，同比增长80%。", 0),
        ("政府信息公开申请总量17件（含上年结转2件），同比增长21.4%。", 0),
        ("收到政府信息公开申请15件，按时答复率100%，同比增加4件。", 1),
    ],
)
def test_what_grew_is_the_number_beside_it(text: str, told: int) -> None:
    last = report_with("", report_year=2024).with_figures(
        {Slot("t3_new_received", 6): 12, Slot("t3_carried_in", 6): 2}
    )
    assert len(found_in(report_with(text), last)) == told


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (("2025年收到政府信息公开申请15件。", "办结15件，其中予以公开9件。"), True),
        (("2025年收到政府信息公开申请15件。上年结转3件，办结15件。",), True),
        (
            ("2025年收到政府信息公开申请15件。", "（三）信息管理。审核信息90条，不予公开9条。"),
            False,
        ),
        (("2025年收到政府信息公开申请15件。受理林权纠纷9件，办结9件。",), False),
    ],
)
def test_a_paragraph_may_go_on_about_applications(texts: tuple[str, ...], *, told: bool) -> None:
    said = found_in(replace(report_with(""), overview=texts))
    assert ["TEXT-COUNT"] * told == [one.code for one in said if one.code != "TEXT-NUMBERING"]


def test_a_heading_on_applications_ends_with_its_section() -> None:
    report = replace(
        report_with("（一）依申请公开情况"),
        problems=("公开内容还不够细，全年受理仅30件，答复25件。",),
    )
    assert found_in(report) == []


def test_results_behind_brackets_are_of_what_stands_before_them() -> None:
    """Not of the last remedy within: 诉讼3件（直接2件，复议后1件），维持2件."""
    text = "因政府信息公开引发行政诉讼{}件（直接起诉2件，复议后起诉1件），维持{}件，尚未审结1件。"
    figures = {"t4_direct_suits": (1, 0, 0, 1, 2), "t4_suits_after_review": (1, 0, 0, 0, 1)}
    report = report_with("", figures=FIGURES | figures)
    for upheld, messages in (
        (2, []),
        (3, ["正文说行政诉讼维持 3件，而表四“行政诉讼”的结果维持为 2。"]),
    ):
        said = found_in(replace(report, overview=(text.format(3, upheld),)))
        assert [one.what.partition("”：")[2] for one in said] == [one + CHECK for one in messages]


WHOSE: list[tuple[str, tuple[str, ...], str]] = [
    # applications of which nothing says what for
    (
        TOWN,
        ("今年共收到公民申请16件，均按时答复。",),
        f"正文说收到政府信息公开申请 16件，而{RECEIVED}。{CHECK}",
    ),
    (
        TOWN,
        ("全年收到申请十五件，9件予以公开，1件部分公开。",),
        f"正文说予以公开 9件，而表三“予以公开”总计为 8。{CHECK}",
    ),
    (
        TOWN,
        ("收到公民、企业提交的申请15件，加上2024年结转的2件，应答复18件。",),
        "正文说应办理的政府信息公开申请 18件，",
    ),
    (TOWN, ("共收到申请15件，已答复15件，3件结转。",), "正文说结转 3件，"),
    (TOWN, ("收到政府信息公开申请15件，结转2026年3件。",), "正文说结转下年度继续办理 3件，"),
    (
        TOWN,
        ("收到政府信息公开申请15件，办结17件。",),
        f"正文说办结政府信息公开申请 17件，而{DONE}。{CHECK}",
    ),
    (TOWN, ("办理的结果为：予以公开8件，部分公开1件，不予公开3件。",), "正文说不予公开 3件，"),
    (TOWN, ("公租房业务收到公民申请86件，审核通过79件。",), ""),
    (TOWN, ("公积金提取收到申请320件，其中自然人318件、单位2件。",), ""),
    (TOWN, ("收到申请17件，应答复17件，已答复15件，结转2026年2件。",), ""),
    # the ways in which they came
    (
        TOWN,
        ("收到政府信息公开申请15件。从渠道看，网络申请9件，信函申请4件，当面申请3件。",),
        "各种方式收到的申请 9＋4＋3＝16，而表三“本年新收”总计为 15。" + CHECK,
    ),
    (TOWN, ("收到政府信息公开申请15件。从渠道看，网络申请9件，信函申请4件，当面申请2件。",), ""),
    (TOWN, ("收到政府信息公开申请15件。网络申请9件，信函申请4件。",), ""),
    # reviews and suits of which nothing says what of
    (
        TOWN,
        ("收到政府信息公开申请15件。行政复议4件，行政诉讼1件。",),
        "正文说行政复议 4件，而表四“行政复议”总计为 3。" + CHECK,
    ),
    (
        TOWN,
        ("收到政府信息公开申请15件。", "全年行政复议3件，行政诉讼2件。"),
        "正文说行政诉讼 2件，而表四“行政诉讼”总计为 1。" + CHECK,
    ),
    (
        BUREAU,
        ("行政复议2件，行政诉讼1件。",),
        "正文说行政复议 2件，而表四“行政复议”总计为 3。" + CHECK,
    ),
    (
        BUREAU,
        ("行政复议3件，维持2件，尚未审结1件；行政诉讼2件。",),
        "正文说行政诉讼 2件，而表四“行政诉讼”总计为 1。" + CHECK,
    ),
    (BUREAU, ("全年没有发生行政复议。",), "正文说行政复议 0件，而表四“行政复议”总计为 3。" + CHECK),
    (BUREAU, ("行政复议12件，行政诉讼9件，均依法应诉。",), ""),
    (BUREAU, ("行政处罚案件中，申请行政复议2件。",), ""),
    (BUREAU, ("因行政处罚被申请行政复议1件，作为第三人参加行政诉讼2件。",), ""),
    (BUREAU, ("全年没有因行政处罚引起的行政复议。",), ""),
    # files that are valid, beside those that were explained
    (TOWN, ("目前有效的规范性文件30件。",), "正文说现行有效行政规范性文件 30件，"),
    (
        TOWN,
        ("制发规范性文件4件，全部配有解读，现行有效规范性文件共30件。",),
        "正文说现行有效行政规范性文件 30件，",
    ),
    (TOWN, ("制发规范性文件4件，发布政策解读12篇，其中规范性文件3件。",), ""),
]


@pytest.mark.parametrize(("unit", "texts", "message"), WHOSE)
def test_what_is_said_of_nobody_is_told_by_what_stands_near(
    unit: str, texts: tuple[str, ...], message: str
) -> None:
    report = replace(report_with(""), unit_name=unit, overview=texts)
    said = [one.what.partition("”：")[2] for one in found_in(report)]
    assert [one[: len(message)] for one in said] == [message] * bool(message)


SUMS: list[tuple[str, str]] = [
    (
        "网站更新240条，月均20条；公众号推送180条，两个平台合计402条。",
        "所列各项 240＋180＝420，多于总数 402条。请核对各项和总数。",
    ),
    (
        "网站公开30条。其中，工程10条，运输20条。公众号公开40条。抖音号发布7条。三个平台总计发布78条。",
        "所列各项 30＋40＋7＝77，少于总数 78条。请核对各项和总数。",
    ),
    (
        "网站公开30条。其中，工程10条，运输20条。公众号公开40条。抖音号发布7条。三个平台总计发布77条。",
        "",
    ),
    ("网站公开30条，公众号公开40条，三个平台总阅读量共1200条。", ""),
    (
        "公开公告14篇、动态57篇，累计57篇。",
        "所列各项 14＋57＝71，多于总数 57篇。请核对各项和总数。",
    ),
    ("公开公告14篇、动态57篇，累计610篇。", ""),
    (
        "第一期培训45人、第二期培训52人，共79人次。",
        "所列各项 45＋52＝97，多于总数 79人次。请核对各项和总数。",
    ),
    (
        "发布信息16条，分别为甲类10条、乙类3条、丙类4条，另有1条撤下。",
        "所列各项 10＋3＋4＝17，多于总数 16条。请核对各项和总数。",
    ),
    (
        "收到留言18条，比上年的15条增长20%，其中教育12条、医疗9条。",
        "所列各项 12＋9＝21，多于总数 18条。请核对各项和总数。",
    ),
    (
        "公开信息156条，其中职能4条，民生46条，其他50条；“青山发布”推送图文212篇。",
        "所列各项 4＋46＋50＝100，少于总数 156条。请核对各项和总数。",
    ),
    (
        "设公开栏18处，张贴公示420份，平均每处32.3份。",
        "18×32.3＝581.4，正文说 420份。请核对这三个数。",
    ),
    ("设公开栏18处，张贴公示420份，平均每处23.3份。", ""),
    (
        "全年更新信息240条，月均25条。",
        "按月均 25条 算，全年约 300，这里说的是 240条。请核对这两个数。",
    ),
    ("全年更新信息1130条，月均94条。", ""),
    ("推文由260篇增加到302篇，增长20%。", "从 260篇到 302篇，应为增加 16.2%。请核对这三个数。"),
    ("推文由260篇增加到312篇，增长20%；满意率由96.2%提高到98.5%，提高2.3个百分点。", ""),
    (
        "满意率由96.2%提高到98.5%，提高3.2个百分点。",
        "从 96.2%到 98.5%，应为增加 2.3个百分点。请核对这三个数。",
    ),
    ("采纳5条、回复4条、转办1条，分别占50%、30%、10%。", "4÷10＝40%，正文说 30%。请核对。"),
    ("采纳5条、回复4条、转办1条，分别占50%、40%、10%。", ""),
]


@pytest.mark.parametrize(("text", "message"), SUMS)
def test_sums_shares_and_averages_follow_from_what_stands_before(text: str, message: str) -> None:
    said = [one.what.partition("”：")[2] for one in found_in(report_with(text))]
    assert said == [message] * bool(message)


@pytest.mark.parametrize("between", range(34, 46))
def test_a_quote_cuts_no_number(between: int) -> None:
    text = f"{'公' * 50}20000条{'开' * between}90%{'开' * between}20000条{'公' * 50}"
    place = text.index("90%")
    quote = Passage("overview", 0, text).finding("TEXT-COUNT", place, place + 3, "").what
    assert not re.search("“…[0条]|[0-9]…”", quote)
