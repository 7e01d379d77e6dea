"""Placeholders, remains of editing and of conversion: `TEXT-LEFTOVER`."""

from collections.abc import Iterable, Iterator
from typing import Final

from converter import sentences
from converter.checking.prose import knowledge
from converter.checking.prose.passages import Passage
from converter.findings import Finding
from converter.form.limits import BOOKMARK
from converter.form.patterns import when_used

_PLACEHOLDERS: Final = (
    (
        when_used(r"[XxＸ×╳✕*＊]{2,12}(?=[镇乡县市区局委办村省年月日号条件]|街道|人民政府|单位)"),
        sentences.TEXT_LEFTOVER_SIGNS,
    ),
    (
        when_used(
            r"(?<![A-Za-z])[X×]{1,8}(?=[名次件条人])|[*＊]{2,12}(?=[名次件条人])|__?(?=[名次件条])"
        ),
        sentences.TEXT_LEFTOVER_SIGNS,
    ),
    (when_used(r"[XＸ]{3,12}"), sentences.TEXT_LEFTOVER_SIGNS),
    (when_used(r"（）|\(\)"), sentences.TEXT_LEFTOVER_EMPTY_BRACKETS),
    (
        when_used(r"(?<![一二九])[○◯□]{2,12}(?=[镇乡县市区局年月]|街道)"),
        sentences.TEXT_LEFTOVER_SIGNS,
    ),
    (when_used(r"某(?=[镇乡县市区局](?:人民|政府|党委))"), sentences.TEXT_LEFTOVER_NAME),
    (when_used(BOOKMARK), sentences.TEXT_LEFTOVER_BOOKMARK),
    (
        when_used(r"\{\{[^{}]{0,60}\}\}|\{%[^{}%]{0,60}%\}|\$\{[^{}]{0,60}\}"),
        sentences.TEXT_LEFTOVER_VARIABLE,
    ),
    (
        when_used(r"</?(?:p|br|span|div|strong|table|td|tr|img)(?:\s?[^<>]{0,100})?/?>"),
        sentences.TEXT_LEFTOVER_HTML,
    ),
    (when_used(r"_{3,}|＿{2,}"), sentences.TEXT_LEFTOVER_LINE),
    (
        when_used(r"【[^【】]{0,12}(?:填|补充|待|删|改为|核实|此处)[^【】]{0,12}】"),
        sentences.TEXT_LEFTOVER_NOTE,
    ),
    (
        when_used(r"（(?:请|此处)[^（）]{0,20}(?:填写|补充|删除|修改|替换|说明)[^（）]{0,10}）"),
        sentences.TEXT_LEFTOVER_HINT,
    ),
    (
        when_used(r"(?:公布|编制|现将)（[^（）]{4,30}(?:政府|办事处|局|委员会)）"),
        sentences.TEXT_LEFTOVER_BRACKETS,
    ),
    (
        when_used(
            r"[（【\[][^（）【】\[\]]{0,12}?(?:空[一二两三\d][格行]|空格|(?:标题|[左右上下，（【\[])居中|加粗|仿宋|黑体|楷体|宋体|小标宋"
            r"|[一二三四五小][号四]字|首行缩进|行间?距(?!离)|另起一?[行页]|换行(?![为业政动])|字号|字体(?![验系现育])|段[前后]间距|此处插入|图片位置)"
            r"[^（）【】\[\]]{0,12}[）】\]]"
        ),
        sentences.TEXT_LEFTOVER_LAYOUT,
    ),
    (when_used("\ufffd"), sentences.TEXT_LEFTOVER_GARBLED),
)
_DATE: Final = when_used(
    r"(?:\d{4}|[二〇○零一三四五六七八九]{4})年[^，。；]{1,3}月[^，。；]{1,3}日"
)
_SUSPECT: Final = when_used(
    r"[XxＸ×╳✕*＊○◯□某\[{<_＿【\ufffd$]|（[）请此]|[（\[](?:[^（）\[\]]{0,12}[空居粗宋体字行距])|[布制将]（|\(\)"
)
"""Characters of which every placeholder has one: a text without them is passed over quickly."""


def check_leftovers(passages: Iterable[Passage]) -> Iterator[Finding]:
    """Find placeholders, remains of editing and of conversion."""
    for passage in passages:
        text = passage.folded
        for literal, what in knowledge.leftovers().items():
            place = text.find(literal)
            if place >= 0:
                why = sentences.TEXT_LEFTOVER_LISTED.format(text=literal, what=what)
                yield passage.finding("TEXT-LEFTOVER", place, place + len(literal), why)
        for pattern, sentence in _PLACEHOLDERS if _SUSPECT.search(text) else ():
            for found in pattern.finditer(text):
                why = sentence.format(text=passage.written(*found.span()))
                yield passage.finding("TEXT-LEFTOVER", *found.span(), why)


def check_sign_offs(passages: Iterable[Passage], unit: str) -> Iterator[Finding]:
    """Find the unit or a date alone in a paragraph of the text: a sign-off that was copied with it."""
    for passage in passages:
        text = passage.folded
        if text and (text == unit or _DATE.fullmatch(text)):
            yield passage.finding("TEXT-LEFTOVER", 0, len(text), sentences.TEXT_LEFTOVER_SIGN_OFF)
