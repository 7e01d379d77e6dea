"""Placeholders, remains of editing and of conversion: `TEXT-LEFTOVER`."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from converter import sentences
from converter.checking.prose.passages import Passage
from converter.checking.prose.words import knowledge
from converter.findings import Finding
from converter.form.heading_words import BOOKMARK
from converter.form.patterns import when_used
from converter.form.surnames import SURNAMES

_WHOSE_NAME: Final = "单位|机关|部门|科室|股室|处室|镇|乡镇|街道|网站|平台|栏目|文件|公众号|活动|会议|人员?|负责人|领导|区县|县区|县|市|区"
_TO_BE_WRITTEN: Final = (
    rf"(?:填写?|写|具体|相关|本|你|贵|所在)?(?:{_WHOSE_NAME})(?:名称|全称|名字|简称|姓名)|网站?地?址"
    r"|具体[^（）见如略详以请参由按，。\d][^（）见，。\d]{1,3}"
)
"""What stands in brackets where the writer was to write something of his own."""
_TO_BE_WRITTEN_ALONE: Final = rf"{_TO_BE_WRITTEN}|(?:联系|办公|咨询)?电话(?:号码)?|(?:联系|办公|单位)?地址|邮箱(?:地址)?|数字|数量|数据|年份|日期|时间|姓名|空白"
"""The same in square brackets, in which reports put nothing of the kind."""
_EDITS: Final = (
    "核实|核对|核准|确认|补充|填写|填报|填入|补填|补齐|更新|修改|删除|删去|替换|审定|审阅|酌情|斟酌"
)
"""What those who write a report ask of one another."""
_INSIDE: Final = "[^（）【】\\[\\]\\d]"
_SURNAMES: Final = "".join(sorted(SURNAMES)) + "张马林田钱许孔白段石"
"""What stands before 某某 where a person is not named on purpose: 李某某."""
_REMARKS: Final = (
    (
        when_used(rf"（(?:{_TO_BE_WRITTEN})）|[【\[{{〔](?:{_TO_BE_WRITTEN_ALONE})[】\]}}〕]"),
        sentences.TEXT_LEFTOVER_HINT,
    ),
    (
        when_used(
            rf"[（【\[](?:{_INSIDE}{{0,12}}?(?:请|待){_INSIDE}{{0,10}}?(?:{_EDITS}){_INSIDE}{{0,12}}"
            rf"|(?:如果?|若|没)[有无没]{_INSIDE}{{0,8}}(?:填写?|删除?|补充|修改|写上){_INSIDE}{{0,12}}"
            rf"|(?:注|备注|批注|说明|提示|修改意见)：{_INSIDE}{{0,24}}(?:{_EDITS}){_INSIDE}{{0,12}}|(?:数据|数字|时间|内容|名称|情况)?(?:？{{1,3}}|待[补核定填]{_INSIDE}{{0,4}}))[）】\]]"
        ),
        sentences.TEXT_LEFTOVER_NOTE,
    ),
    (
        when_used(
            r"(?:(?:此处|该处|这里|本段|此段|这段|上述数据|以上数据)的?(?:数据|数字|内容)?(?:仍|还|尚|先)?(?:待|请|需)[^，。；、\d的]{0,8}?|(?:数据|数字)(?:暂)?待)"
            r"(?:核实|核对|核准|确认|补充|填写|填报|补填|补齐|更新|修改|删除|替换|报送)(?:后再?[^，。；]{0,6})?(?=[，。；）]|$)"
        ),
        sentences.TEXT_LEFTOVER_NOTE,
    ),
    (
        when_used(
            r"（(?:初稿|草稿|样稿|送审稿|修改稿|定稿|终稿|底稿|第[一二三四五\d]稿|模板|范文|样本|示例|例文)）(?!》)|红字(?:部分|标注|说明|内容|为)|红色(?:部分|字体)|黄[色底](?:部分|标注)|高亮部分|标[红黄][处的]部?分?内容"
            r"|请(?:根据|结合)实际(?:情况)?[^，。；]{0,4}(?:修改|填写|调整|补充|增减)|@[\u4e00-\u9fff]{2,4}|[请可]自行(?:填写|增减|删减|补充|修改|替换)|根据您(?:的要求|提供)|按照?您(?:的要求|提供)|希望(?:以上|这[份些])[^，。；]{0,8}帮助"
            r"|作为(?:一[个名])?(?:AI|人工智能)(?:助手|模型)|以下是(?:为您|一份|修改后|优化后|润色后)|如需(?:进一步)?(?:修改|调整|完善|补充)，?请(?:告诉|告知|随时)"
        ),
        sentences.TEXT_LEFTOVER_NOTE,
    ),
    (
        when_used(
            r"(?:^|(?<=[。；（]))(?:(?:以下|本文)(?:内容)?[为是](?:模板|范文|样稿|示例|参考)|(?:好的|当然)，(?:以下|下面|这[是里份]|我[来将会为]))"
        ),
        sentences.TEXT_LEFTOVER_NOTE,
    ),
    (
        when_used(
            r"本(?:行政机关|机关|单位|部门|级|地区|辖区|[省市县区镇乡局街])（(?:或者?|/)[本全我][^（）]{1,16}）"
        ),
        sentences.TEXT_LEFTOVER_CHOICE,
    ),
    (when_used(r"[*]{2}[^*]{1,40}[*]{2}|^#{1,5}|`{3}"), sentences.TEXT_LEFTOVER_MARKDOWN),
    (
        when_used(
            rf"(?<![某{_SURNAMES}])"
            r"某{2,4}(?=[^\W\d_])|(?<![\d.，\-])0{3,}(?![\d.%]|-?\d*[1-9])"
        ),
        sentences.TEXT_LEFTOVER_SIGNS,
    ),
    (
        when_used(
            r"(?:^|(?<=[。；，：]))待(?:补充?|填写?|核实?|定|更新|报)(?=[。；，）]|$)|(?<![A-Za-z])(?:TBD|tbd|TODO|todo)(?![A-Za-z])"
        ),
        sentences.TEXT_LEFTOVER_NOTE,
    ),
    (
        when_used(
            r"(?:与|向|由|联系|公布|编制|现将)(?:(?:行政机关|本机关|本单位|单位|机构|部门|发布机构|公开机构|行政机关单位)(?:的?规范)?(?:全称|名称|全名)|规范全称)(?=联系|咨询|反映|编制|公布|20\d\d年|[，。；（）])"
        ),
        sentences.TEXT_LEFTOVER_HINT,
    ),
)
"""What the writers of a report say to one another, or a model says to them."""
_MAY_REMARK: Final = re.compile(
    "[【{*#`@\\[]|〔(?!\\d)|（(?![一二三四五六七八九十\\d])|待|此处|该处|这里|[此这本]段|（[或/]|数[据字]|[Tt][Oo]?[BbDd]|[红黄您某]|自行|实际|帮助|AI|人工智能|好的|当然|以下[是为内]|如需|000|高亮|[关构门位范][全名]称"
)
_PLACEHOLDERS: Final = (
    (
        when_used(r"[XxＸ×╳✕*＊]{2,12}(?=[镇乡县市区局委办村省年月日号条件]|街道|人民政府|单位)"),
        sentences.TEXT_LEFTOVER_SIGNS,
    ),
    (
        when_used(
            r"(?<![A-Za-z\d])[X×]{1,8}(?=[名次件条人篇个期份场项家])|[*＊]{2,12}(?=[名次件条人])|__?(?=[名次件条项篇])"
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
        placeholders = _PLACEHOLDERS if _SUSPECT.search(text) else ()
        remarks = _REMARKS if _MAY_REMARK.search(text) else ()
        for pattern, sentence in chain(placeholders, remarks):
            for found in pattern.finditer(text):
                why = sentence.format(text=passage.written(*found.span()))
                yield passage.finding("TEXT-LEFTOVER", *found.span(), why)


def check_sign_offs(passages: Iterable[Passage], unit: str) -> Iterator[Finding]:
    """Find the unit or a date alone in a paragraph of the text: a sign-off that was copied with it."""
    for passage in passages:
        text = passage.folded
        if text and (text == unit or _DATE.fullmatch(text)):
            yield passage.finding("TEXT-LEFTOVER", 0, len(text), sentences.TEXT_LEFTOVER_SIGN_OFF)
