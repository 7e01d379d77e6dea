"""Slips of the last hour of work, each of which is told, beside what only looks like one."""

from typing import Final

import pytest

from converter.checking.proofread import proofread
from converter.form.fields import FIELDS, TABLE_SLOTS
from converter.form.report import Report

BUREAU: Final = ("安宁县财政局", 2025)
ZERO: Final = {slot.name: (0,) * len(FIELDS[slot.name].cells) for slot in TABLE_SLOTS}
FIGURES: Final = ZERO | {
    "t3_new_received": (6, 0, 0, 0, 0, 0, 6),
    "t3_granted": (6, 0, 0, 0, 0, 0, 6),
    "t3_total": (6, 0, 0, 0, 0, 0, 6),
    "t4_review": (3, 1, 0, 0, 4),
}
OVERVIEW: Final = "overview"
PROBLEMS: Final = "problems"

SAID: Final = (
    (
        ("安宁县财政局", 2023),
        OVERVIEW,
        "扎实开展党史学习教育，组织业务培训2次。",
        "“党史学习教育”是 2021 年至 2022 年的事，本报告是 2023 年度的。如系沿用旧稿，请改正；确有原因的，在“校验”表写明。",
    ),
    (
        BUREAU,
        OVERVIEW,
        "深入开展党纪学习教育，强化纪律意识。",
        "“党纪学习教育”是 2024 年的事，本报告是 2025 年度的。如系沿用旧稿，请改正；确有原因的，在“校验”表写明。",
    ),
    (
        BUREAU,
        OVERVIEW,
        "一是抓好主动公开。\n二是规范答复。\n二是管好信息。",
        "“二是”与前文不连续，按顺序应为“三是”。请核对。",
    ),
    (
        BUREAU,
        OVERVIEW,
        "执行《国务院办公厅关于全面推进基层政务公开规范化标准化工作的指导意见》的要求。",
        "题名不准确。建议改为《国务院办公厅关于全面推进基层政务公开标准化规范化工作的指导意见》（国办发〔2019〕54号）。",
    ),
    (
        BUREAU,
        OVERVIEW,
        "执行《公共企事业单位信息公开规定制订办法》（国办发〔2020〕50号）的要求。",
        "题名不准确。建议改为《公共企事业单位信息公开规定制定办法》（国办发〔2020〕50号）。",
    ),
    (
        BUREAU,
        OVERVIEW,
        "遵守《中华人民共和国数据安全条例》的规定。",
        "题名不准确。建议改为《中华人民共和国数据安全法》。",
    ),
    (
        BUREAU,
        OVERVIEW,
        "主动公开的信息自形成或者变更之日起30个工作日内上网。",
        "《政府信息公开条例》第二十六条规定的期限是 20 个工作日，这里写的是 30 个工作日。请核对。",
    ),
    (
        BUREAU,
        OVERVIEW,
        "依申请公开的，自收到申请之日起三十个工作日内予以答复。",
        "《政府信息公开条例》第三十三条规定的期限是 20 个工作日，这里写的是 三十 个工作日。请核对。",
    ),
    (
        BUREAU,
        OVERVIEW,
        "主动公开政府信息400条，其中财政资金类100条，占主动公开信息总数的52%。",
        "100÷400＝25%，正文说 52%。请核对。",
    ),
    (
        BUREAU,
        OVERVIEW,
        "受理政府信息公开申请6件，都是自然人申请，申请渠道为信函4件、网络3件。",
        "各种方式收到的申请 4＋3＝7，而表三“本年新收”总计为 6。请核对，改为一致；确有原因的，在“校验”表写明。",
    ),
    (
        BUREAU,
        PROBLEMS,
        "依申请公开的答复还不够细致，但全年没有一件在行政复议中被纠正。",
        "正文说行政复议纠正 0件，而表四“行政复议”的结果纠正为 1。请核对，改为一致；确有原因的，在“校验”表写明。",
    ),
    (
        ("科右前旗林业和草原局", 2025),
        OVERVIEW,
        "在县委、县政府的领导下，公开工作有序开展。",
        "“科右前旗林业和草原局”的报告说的是“县委、县政府”。如系照抄，建议改为“旗委、旗政府”。",
    ),
    (
        ("安宁县东山镇人民政府", 2025),
        OVERVIEW,
        "2025年，西岭镇聚焦产业振兴，把公开贯穿工作全过程。",
        "这里说的是“西岭镇”，本单位是“安宁县东山镇人民政府”。如系照抄，建议改为“我镇”。",
    ),
    (
        BUREAU,
        OVERVIEW,
        "对公开与保密的界线限把握不准。",
        "“界线限”疑为“界线”或“界限”之误。建议改为“界线”或“界限”。",
    ),
    (
        BUREAU,
        OVERVIEW,
        "收到群众来信21件其中，办结20件。",
        "“其中”前像是漏了“，”。请补上。",
    ),
    (
        BUREAU,
        OVERVIEW,
        "依法、准确的公开财政资金信息。",
        "“准确的公开”疑为“准确地公开”之误。建议改为“准确地公开”。",
    ),
    (
        BUREAU,
        PROBLEMS,
        "运用短视频，提高信息公开的吸引。",
        "“提高信息公开的吸引”没有说完，像是漏了后面的名词。请补全。",
    ),
    (
        BUREAU,
        PROBLEMS,
        "把报送情况与考核挂钩，充分调动股室积极的性。",
        "“积极的性”疑为“的积极性”之误。建议改为“的积极性”。",
    ),
    (
        BUREAU,
        PROBLEMS,
        "一是报送不够及时，；二是解读偏少。",
        "标点“，；”重叠。建议改为“；”。",
    ),
    (
        BUREAU,
        OVERVIEW,
        "让数据多跑路、群众少跑退。",
        "“少跑退”疑为“少跑腿”之误。建议改为“少跑腿”。",
    ),
    (BUREAU, OVERVIEW, "全年累计参训31人数。", "“31人数”疑为“31人”之误。建议改为“31人”。"),
    (
        BUREAU,
        OVERVIEW,
        "主动接受监督，认真人大代表建议4件。",
        "“认真”后像是漏了动词（如“做好”）。请补上。",
    ),
)

SILENT: Final = (
    (("安宁县财政局", 2022), OVERVIEW, "扎实开展党史学习教育，组织业务培训2次。"),
    (BUREAU, OVERVIEW, "巩固拓展党纪学习教育成果，常态化开展党纪学习教育。"),
    (BUREAU, OVERVIEW, "检视2024年开展党纪学习教育时查找的问题。"),
    (
        BUREAU,
        OVERVIEW,
        "（一）主动公开。\n一是发布及时。\n二是内容准确。\n（二）依申请公开。\n一是答复规范。",
    ),
    (BUREAU, OVERVIEW, "一是抓发布。发布前一是看政策，二是看保密。\n二是抓答复。"),
    (BUREAU, OVERVIEW, "执行《安宁县公共企事业单位信息公开规定》的要求。"),
    (
        BUREAU,
        OVERVIEW,
        "依申请公开的，自收到申请之日起20个工作日内答复；需要延长的，自收到申请之日起40个工作日内答复。",
    ),
    (BUREAU, OVERVIEW, "公开职业资格认定时限，自收到申请之日起30个工作日内办结。"),
    (BUREAU, OVERVIEW, "完成党纪学习教育总结，开展党纪学习教育回头看。"),
    (
        ("安宁县东山镇人民政府", 2025),
        OVERVIEW,
        "特色小镇立足文旅融合，公布景区开放时间12次。",
    ),
    (BUREAU, OVERVIEW, "主动公开的信息自形成或者变更之日起10个工作日内上网。"),
    (
        BUREAU,
        OVERVIEW,
        "主动公开政府信息400条，其中财政资金类100条，占主动公开信息总数的25%。",
    ),
    (
        BUREAU,
        OVERVIEW,
        "受理政府信息公开申请6件，都是自然人申请，申请渠道为信函4件、网络2件。",
    ),
    (("科右前旗林业和草原局", 2025), OVERVIEW, "在旗委、旗政府的领导下，公开工作有序开展。"),
    (("安宁市红旗镇人民政府", 2025), OVERVIEW, "按照市委、市政府部署，公开工作有序开展。"),
    (BUREAU, OVERVIEW, "规定的按件、按页收费标准公布在大厅。"),
    (BUREAU, OVERVIEW, "坚持以文塑旅、以旅彰文，每日发布景区客流信息。"),
    (BUREAU, OVERVIEW, "票价调整等事项先听证，后实施。"),
    (BUREAU, OVERVIEW, "收到群众来信21件。其中，办结20件。"),
    (BUREAU, OVERVIEW, "发布及时、准确的公开信息，推进工作进一步制度化。"),
    (BUREAU, OVERVIEW, "提高信息公开的及时性和吸引力，参训人数31人。"),
)


def told(unit: tuple[str, int], section: str, text: str) -> list[str]:
    prose: dict[str, tuple[str, ...]] = {
        OVERVIEW: ("公开工作有序开展。",),
        PROBLEMS: ("公开内容还不够细。",),
        section: tuple(text.split("\n")),
    }
    report = Report(*unit, overview=prose[OVERVIEW], problems=prose[PROBLEMS], figures=FIGURES)
    return [one.what.split("”：", 1)[-1] for one in proofread(report) if one.code != "TEXT-ASPECT"]


@pytest.mark.parametrize(("unit", "section", "text", "message"), SAID)
def test_a_slip_is_told(unit: tuple[str, int], section: str, text: str, message: str) -> None:
    assert told(unit, section, text) == [message]


@pytest.mark.parametrize(("unit", "section", "text"), SILENT)
def test_what_is_right_is_let_be(unit: tuple[str, int], section: str, text: str) -> None:
    assert told(unit, section, text) == []
