"""The words of the headings of a report: the official ones, and those that reports print instead."""

import re
from typing import Final

from converter.form.fields import SectionKey
from converter.form.patterns import when_used

SECTION_WORDS: Final[dict[SectionKey, re.Pattern[str]]] = {
    "overview": when_used(r"^(?:概述|总体(?:工作)?情况)$"),
    "t2": when_used(r"^主动公开政府信息(?:的)?情况$"),
    "t3": when_used(r"^收到和(?:办理|处理)政府信息公开申请(?:的)?情况$"),
    "t4": when_used(
        r"^(?:因)?政府信息公开(?:工作)?(?:被申请|被提起)?行政复议.{0,3}行政诉讼(?:的)?情况$"
    ),
    "problems": when_used(
        r"^(?:政府信息公开工作)?存在的?(?:主要)?问题(?:及|和|与)改进(?:措施|的?情况)?$"
    ),
    "other": when_used(r"^(?:其他需要报告的?事项|需要报告的?其他事项)$"),
}
LOOSE_WORDS: Final[dict[SectionKey, re.Pattern[str]]] = {
    "t2": when_used(r"主动公开(?:政府信息)?(?:的)?(?:工作)?情况"),
    "t3": when_used(r"(?:收到和)?(?:办理|处理)?(?:依申请公开|政府信息公开申请).{0,8}情况"),
    "t4": when_used(r".{0,12}行政复议.{0,4}行政诉讼.{0,4}情况"),
    "other": when_used(r"其他.{0,2}需?.{0,2}报告.{0,4}事项"),
}
"""What a heading with the section's number may say as well."""
ADDED: Final = when_used(
    r"(?:[（(](?!无|没|暂|略|未|第?[一二三四五六七八九十\d]{1,3}[）)])[^（）()。；：]{1,40}[）)]"
    r"|[/\uff0f|\uff5c—\u2013-]{0,2}[A-Za-z][A-Za-z,&'\u2019/-]{1,80})"
)
"""What may stand behind the official words and be no content of the section: a remark, a translation."""
ADDED_TO_NUMBERED: Final = when_used(r"(?!无|没|暂|略|未|如|良|较)[\u4e00-\u9fff]{1,4}")
"""The same behind words with a number: 概览, 一览."""

_TOPIC: Final = (
    r"(?:\d{4}年度?|本年度?|全年|年度)?(?:我[镇乡街局县市区办委院]|本机关|本单位)?的?"
    r"(?:(?:政府|政务|县|市|区|镇|乡)?信息公开|政务公开|公开)?"
)
REWORDED: Final[dict[SectionKey, re.Pattern[str]]] = {
    "overview": when_used(
        rf"^{_TOPIC}(?=.*(?:情况|概况|概述|综述|总述|总结|回顾|概要|简介|简况|现状|做法|成效|概括))"
        r"(?:主要|基本|总体|整体|总的|大体|全面|年度|工作|任务|开展|进展|完成|推进|落实|实施|执行|做法|成效|以及"
        r"|情况|概况|概述|综述|总述|总结|回顾|概要|简介|简况|现状|概括|特点|措施|成绩|举措|亮点|经验|及其|[和及与、的]){1,12}$"
    ),
    "t2": when_used(r"^(?!.*依申请)(?:.{0,16}主动公开.{0,16}|.{0,8}公开政府信息.{0,8}情况)$"),
    "t3": when_used(r"^.{0,16}申请.{0,16}$"),
    "t4": when_used(r"^.{0,16}(?:复议|诉讼).{0,16}$"),
    "problems": when_used(
        r"^[^，]{0,16}(?:问题|不足|困难|差距|短板|薄弱|改进|整改|下一?步|下一?阶段|今后|努力方向|打算|对策)[^，]{0,20}$"
    ),
    "other": when_used(
        r"^(?!.{0,8}(?:无|没有|未|不存在))(?=.*(?:其[他它]|另外|报告|说明))[^，]{0,16}(?:事项|情况|问题|事宜|内容|工作|说明)$"
    ),
}
"""Other words by which a section is called."""
IS_NAME: Final = when_used(
    r"(?:情况|概况|概述|综述|总述|总结|回顾|概要|简介|简况|现状|做法|成效|概括|统计表?|表|信息|问题|不足|差距|困难|短板|环节|改进|整改"
    r"|措施|打算|计划|思路|方向|对策|安排|建议|工作|任务|举措|事项|事宜|内容|说明|复议|诉讼|申请|数量)[：:]?$"
)
"""What a heading without a number ends in, so that it is no sentence."""
BOOKMARK: Final = r"\[bookmark[:：][^\[\]]{0,40}\]"
"""A regular expression: what remains of a bookmark where a Word report was saved as text."""
