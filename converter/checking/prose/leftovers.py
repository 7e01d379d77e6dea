"""Placeholders, remains of editing and of conversion: `TEXT-LEFTOVER`."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from converter.checking.prose import knowledge
from converter.checking.prose.passages import Passage
from converter.findings import Finding
from converter.form.limits import BOOKMARK

_PLACEHOLDERS: Final = (
    (
        re.compile(r"[XxＸ×╳✕*＊]{2,12}(?=[镇乡县市区局委办村省年月日号条件]|街道|人民政府|单位)"),
        "占位的符号没有换成真实内容",
    ),
    (
        re.compile(
            r"(?<![A-Za-z])[X×]{1,8}(?=[名次件条人])|[*＊]{2,12}(?=[名次件条人])|__?(?=[名次件条])"
        ),
        "占位的符号没有换成真实内容",
    ),
    (re.compile(r"[XＸ]{3,12}"), "占位的符号没有换成真实内容"),
    (re.compile(r"（）|\(\)"), "括号里没有内容"),
    (
        re.compile(r"(?<![一二九])[○◯□]{2,12}(?=[镇乡县市区局年月]|街道)"),
        "占位的符号没有换成真实内容",
    ),
    (re.compile(r"某(?=[镇乡县市区局](?:人民|政府|党委))"), "占位的“某”没有换成真实名称"),
    (re.compile(BOOKMARK), "转换残留的书签没有删去"),
    (re.compile(r"\{\{[^{}]{0,60}\}\}|\{%[^{}%]{0,60}%\}|\$\{[^{}]{0,60}\}"), "模板变量没有替换"),
    (
        re.compile(r"</?(?:p|br|span|div|strong|table|td|tr|img)(?:\s?[^<>]{0,100})?/?>"),
        "网页代码没有转换",
    ),
    (re.compile(r"_{3,}|＿{2,}"), "空白横线没有填"),
    (re.compile(r"【[^【】]{0,12}(?:填|补充|待|删|改为|核实|此处)[^【】]{0,12}】"), "批注没有删去"),
    (
        re.compile(r"（(?:请|此处)[^（）]{0,20}(?:填写|补充|删除|修改|替换|说明)[^（）]{0,10}）"),
        "填写提示没有删去",
    ),
    (
        re.compile(r"(?:公布|编制|现将)（[^（）]{4,30}(?:政府|办事处|局|委员会)）"),
        "模板的括号没有删去",
    ),
    (re.compile("\ufffd"), "乱码"),
)


_SUSPECT: Final = re.compile(r"[XxＸ×╳✕*＊○◯□某\[{<_＿【\ufffd$]|（[）请此]|[布制将]（|\(\)")
"""What every placeholder begins with."""


def check_leftovers(passages: Iterable[Passage]) -> Iterator[Finding]:
    """Find placeholders, remains of editing and of conversion."""
    for passage in passages:
        text = passage.folded
        for literal, what in knowledge.leftovers().items():
            place = text.find(literal)
            if place >= 0:
                yield passage.finding(
                    "TEXT-LEFTOVER", place, place + len(literal), f"“{literal}”是{what}。请改好。"
                )
        for pattern, what in _PLACEHOLDERS if _SUSPECT.search(text) else ():
            for found in pattern.finditer(text):
                yield passage.finding(
                    "TEXT-LEFTOVER",
                    *found.span(),
                    f"“{passage.written(*found.span())}”：{what}。请改好。",
                )
