"""Numbers that were lost, and 年, 日, 件 and 围绕 beside what they belong to: `TEXT-TYPO`."""

import re
from collections.abc import Iterator
from typing import Final

from converter import sentences
from converter.checking.prose.numbers.statement_kinds import OUTCOME
from converter.checking.prose.passages import Passage
from converter.findings import Finding
from converter.form.patterns import when_used

_FEWEST_CLAUSES: Final = 3
_LONGEST_CLAUSE: Final = 20
"""Clauses in a row, and characters of the last one, in which a lost number is looked for."""


_LOST_DIGIT: Final = when_used(
    r"(?:共计|累计|合计|总计|(?<![公一])共)(?:件|条|项|篇|起|份)(?=[，。；、）])"
    r"|(?:新收|收到|受理|办结|结转|答复)(?:了|到)?(?:政府信息公开申请|依申请公开申请|申请)?(?:件|条|份)(?=[，。；）])"
    r"|规范性文件件(?!数)|占比?%|(?:增长|下降|提升)%"
)
_LOST_BEFORE_MEASURE: Final = when_used(
    r"[条篇次场](?=[，。；）])(?<=(?:公开|发布|推送|转载|上传|更新|信息|动态)[条篇]|(?:召开|举办|会议|培训|活动)次|(?:召开|举办)场)"
)
"""A measure without its number behind what is done or counted: 主动公开条，."""
_BLANK_NUMBER: Final = when_used(
    "(?:新收|收到|受理|办结|结转|公开|发布|共|共计|累计|申请|规范性文件|信息)[ \u3000\xa0]+(?:件|条|项|篇|次)(?=[，。；、）\\s]|$)"
)
_DAY_LOST: Final = when_used(
    r"(?<!\d)\d{1,2}月\d{1,2}(?=[止起至，。](?!\d)|[，。；）]止|至20\d\d年)"
)
_YEAR_LOST: Final = when_used(
    # what stands before the figures is looked at behind them, so that 20 is searched as a word
    r"20[12]\d(?:(?<![\d.\-—~～至第号〔\[（A-Za-z/年]\d{4})"
    r"(?=(?:度)?(?:，?(?:无|未|没有|共收|主动公开|全年|我[镇乡局县区市委办旗州院校街]|本机关|本单位|新收|收到|累计))"
    r"|度(?:政府信息|政务公开|信息公开|工作|，)|政府信息公开工作|[底末](?=[，。）前]))"
    r"|(?<![^。；]\d{4})(?=，[^\W\da-zA-Z_]{2})"
    r"|(?<=[将对是自布；。，]\d{4})(?=政务|政府信息|信息公开|[省市县区州旗][^\W\d_年]{1,8}[局委办]|本?[局委])"
    r"|(?<![^。；]\d{4})(?=[省市县区州旗][^\W\d_年]{1,8}[局委办])"
    r"|(?<![\d.\-第号〔\[A-Za-z/]\d{4})(?=(?:1[0-2]|[1-9])月)|(?<=截[至止]\d{4})(?=[底末])"
    r"|(?<![\d.\-第号〔\[A-Za-z/]\d{4})(?=(?:1[0-2]|0?[1-9])\d{1,2}日)"
    r"|(?<=《\d{4})(?=(?:全[省市县区])?(?:政务公开|政府信息公开|度))"
    r"|(?<![\d.\-—~～至第号〔\[（A-Za-z/年“]\d{4})(?=以来|[上下]半年|第[一二三四]季度|全[局县市区镇乡]))"
)
_BARE_YEAR: Final = when_used(r"20[12]\d(?![年〕])")
"""What is looked for first: few reports have it, and all that is asked of it takes a millisecond to make."""
_MEASURE_LOST: Final = when_used(
    rf"(?:{OUTCOME}|上年结转|新收|公开申请|现行有效|规范性文件|办结|行政诉讼|行政复议|继续办理)"
    r"(?:共|为|了)?(?P<number>\d{1,6})(?=[，。；、）])(?!，\d{3}(?!\d))"
)
"""A number without 件, told where the paragraph counts others with it; 1,234件 is one number."""
_ITEM_WITHOUT: Final = when_used(
    r"\d(?P<measure>[条件篇份])；[^，。；：、\d（）]{2,20}(?P<number>\d{1,5})(?=；)"
)
"""A number without its measure between ；, behind one that has it."""
_SORT_WITHOUT: Final = when_used(
    r"(?:(?P<news>信息|动态|公告)|解读|(?<![附、])文件)(?P<number>\d{1,5})(?=[，。；])(?!，\d{3}(?!\d))"
)
"""What is published with a bare number, told where the sentence measures another one: 公开信息175，年报1篇."""
_BEFORE_PARTS: Final = when_used(
    r"(?:政府|政务|各类|公开)信息(?P<number>\d{1,5})(?=，?(?:主要|其中|包括|涉及|内容))"
    r"|其中(?P<one>(?!110|119|120)\d{1,3})(?=(?:撤销|维持|纠正|驳回|办结|予以公开|部分公开|不予公开|公开|答复|转办)[^，。；\d]{0,6}[，、；]\d{1,4}(?P<other>[件条宗起份])[^，。；\d]{2,12}[。；，])"
)
"""A number without its measure before what it is divided into, and the first of the parts without it: 253主要包括, 其中2撤销，1件维持."""
_WITH_FIGURE: Final = when_used(
    r"(?:网站|公众号|平台|专栏|公开栏)(?=(?:共|累计)?(?:政府|政务|各类|工作)?(?:信息|动态)\d)"
)
_BY_A_SITE: Final = when_used(
    r"(?:^|[，。；])(?:20\d\d年度?，?|全年|本年度|一年来|我[局镇乡县区市街委]|共|累计){0,3}(?P<through>通过[^，。；、\d公发更推开转制刊登编的审抽查核梳检比览统采]{2,14})$"
)
"""A site by which nothing is done: 通过政府网站政府信息30条."""
_TO_LOST: Final = when_used(
    r"日(?<=\d日)(?P<day>(?:20[12]\d年)?(?:1[0-2]|0?[1-9])月\d{1,2}日)(?=止|期间|[，。；）]|$)"
)
"""The last day of a period right behind its first one: 2023年1月1日12月31日."""
_SESSION_LOST: Final = when_used(
    r"(?<![第学])(?:十[七八九]|二十)(?=[一二三四五六七]中(?:[、和][一二三四五六七]中){0,4}全会)"
)
"""The number of a congress whose sessions are told: 二十二中、三中全会."""
_ROUND_LOST: Final = when_used(r"紧紧(?=[省市县区镇乡党](?:委|政府|人民|中心|工作))")
_WHOSE_LOST: Final = when_used(
    r"我(?=20\d\d年|共(?!同|享|青|产|建)|全年|累计|未|没有|认真|严格|坚持|按照|根据|积极|主动|不断|进一步|切实|高度|收到|新收|信息公开|政务公开|公开工作|依申请"
    r"|门户网站|网站|全面|始终|持续|及时|编制|制定|成立|组织(?!部)|召开|印发|开展|将继续|围绕|紧紧|深入|扎实|结合|通过|依托)"
)
"""What speaks of itself without its kind: 现将我2023年度工作报告如下."""
_WHOLE_LOST: Final = when_used(
    "(?<![安健保完齐周顾成])全(?=(?:政府信息|政务|信息)公开(?:工作|制度|平台|水平)|政府系统)"
)
"""全 without what is whole: 推动全政府信息公开工作."""
_COMMITTEE_LOST: Final = when_used(
    r"(?:委、(?P<of>[省市县区州旗])?(?:人民)?政府|(?P<area>[市县区旗])、(?P=area)(?:人民)?政府)(?=[的和、，统部要安办主党确领]|$)"
)
"""委、区政府, 委、政府 and 区、区政府, short of a character of 区委."""
_AHEAD: Final = ("", *"，。；：年度将")
_AHEAD_OF_AREA: Final = ("", *"，。；：在由经按照据对向")
"""What stands before 我 that begins a clause, and before the name of those who lead."""
_STRAY: Final = when_used(r"^（[一二三四五六七八九十]{1,2}）(?P<stray>是(?!否)|的|[，。；])")


def lost_of(passage: Passage) -> Iterator[Finding]:
    """Find numbers, 年, 日 and 围绕 that were lost, and characters left over after a heading's number."""
    text = passage.folded
    for found in _LOST_DIGIT.finditer(text):
        if re.search(r"[无没未]", re.split("[，。；]", text[: found.start()])[-1]):
            continue
        yield passage.finding("TEXT-TYPO", *found.span(), sentences.TEXT_TYPO_NUMBER_LOST)
    for found in _BLANK_NUMBER.finditer(passage.text):
        if not _LOST_DIGIT.search(passage.folded):
            what = sentences.TEXT_TYPO_NUMBER_BLANK.format(words=found[0])
            yield passage.finding_without_quote("TEXT-TYPO", what)
    for pattern, lost in (
        *([(_YEAR_LOST, "年")] if _BARE_YEAR.search(text) else []),
        (_ROUND_LOST, "围绕"),
        (_DAY_LOST, "日"),
        (_SESSION_LOST, "届"),
    ):
        for found in pattern.finditer(text):
            why = sentences.TEXT_TYPO_LOST.format(words=found[0], lost=lost)
            yield passage.finding("TEXT-TYPO", *found.span(), why)
    if re.search(r"\d件", text):
        for found in _MEASURE_LOST.finditer(text):
            why = sentences.TEXT_TYPO_LOST.format(words=found["number"], lost="件")
            yield passage.finding("TEXT-TYPO", *found.span(), why)
    yield from _lost_of_names(passage)
    stray = _STRAY.match(text)
    if stray:
        why = sentences.TEXT_TYPO_STRAY.format(stray=stray["stray"])
        yield passage.finding("TEXT-TYPO", 0, 1, why)
    yield from _number_without_measure(passage)
    yield from _clause_without_number(passage)


def _lost_of_names(passage: Passage) -> Iterator[Finding]:
    """Find 我 and 全 without their kind, 委、区政府 without that of the first, and the days of a period without 至."""
    text = passage.folded
    for site in _WITH_FIGURE.finditer(text):
        found = _BY_A_SITE.search(text, max(0, site.start() - _LONGEST_CLAUSE * 2), site.start())
        if found:
            start, end = found.start("through"), site.end()
            why = sentences.TEXT_TYPO_VERB_LOST.format(words=text[start:end], verb="公开")
            yield passage.finding("TEXT-TYPO", start, end, why)
    for found in _TO_LOST.finditer(text):
        why = sentences.TEXT_TYPO_LOST_BEFORE.format(words=found["day"], lost="至")
        yield passage.finding("TEXT-TYPO", *found.span("day"), why)
    for found in _WHOSE_LOST.finditer(text):
        if text[max(0, found.start() - 1) : found.start()] in _AHEAD:
            why = sentences.TEXT_TYPO_WHOSE_LOST.format(word="我")
            yield passage.finding("TEXT-TYPO", *found.span(), why)
    for found in _WHOLE_LOST.finditer(text):
        why = sentences.TEXT_TYPO_WHOSE_LOST.format(word="全")
        yield passage.finding("TEXT-TYPO", *found.span(), why)
    for found in _COMMITTEE_LOST.finditer(text):
        if text[max(0, found.start() - 1) : found.start()] in _AHEAD_OF_AREA:
            area = found["of"] or found["area"] or "党"
            right = f"{area}委、{found[0].partition('、')[2]}"
            why = sentences.TEXT_TYPO_MISTAKE.format(wrong=found[0], right=right)
            yield passage.finding("TEXT-TYPO", *found.span(), why)


_CLAUSE_WITH_NUMBER: Final = when_used(r"([^\W\da-zA-Z_]{3,14}?)(\d+)(件|条|项|个|份|篇|起)$")


def _number_without_measure(passage: Passage) -> Iterator[Finding]:
    """Find a number without its measure, and a measure without its number."""
    for found in _BEFORE_PARTS.finditer(passage.folded):
        name = "number" if found["number"] else "one"
        why = sentences.TEXT_TYPO_LOST.format(words=found[name], lost=found["other"] or "条")
        yield passage.finding("TEXT-TYPO", *found.span(name), why)
    for found in _LOST_BEFORE_MEASURE.finditer(passage.folded):
        start, end = found.start() - 2, found.end()
        yield passage.finding("TEXT-TYPO", start, end, sentences.TEXT_TYPO_NUMBER_LOST)
    for found in _ITEM_WITHOUT.finditer(passage.folded):
        why = sentences.TEXT_TYPO_LOST.format(words=found["number"], lost=found["measure"])
        yield passage.finding("TEXT-TYPO", *found.span("number"), why)


def _clause_without_number(passage: Passage) -> Iterator[Finding]:
    """Find the last of several clauses without the number, and a sort without the measure, that the others have."""
    for sentence in passage.sentences:
        for found in _SORT_WITHOUT.finditer(sentence.text):
            if measured := re.search(r"\d([条件篇份])(?=[，。；])", sentence.text):
                lost = "条" if found["news"] else measured[1]
                why = sentences.TEXT_TYPO_LOST.format(words=found["number"], lost=lost)
                yield sentence.finding("TEXT-TYPO", *found.span("number"), why)
        clauses = sentence.text.rstrip("。！？").split("，")
        if len(clauses) < _FEWEST_CLAUSES:
            continue
        *before, last = clauses
        if len(last) > _LONGEST_CLAUSE or re.search(r"[\d零一二三四五六七八九十无没未均]", last):
            continue
        counted = [_CLAUSE_WITH_NUMBER.search(clause) for clause in before[-2:]]
        if not all(counted):
            continue
        ends = {found[1][-4:] for found in counted if found}
        if len(ends) == 1 and last.endswith(ends.pop()):
            start = sentence.text.rfind(last)
            measure = counted[-1][3] if counted[-1] else "件"
            why = sentences.TEXT_TYPO_NUMBER_LOST_AFTER.format(words=last, measure=measure)
            yield sentence.finding("TEXT-TYPO", start, start + len(last), why)
