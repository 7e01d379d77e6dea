"""What stands twice, words, characters, kinds of areas: `TEXT-TYPO`."""

import math
import re
from collections.abc import Iterator
from typing import Final

from converter import sentences
from converter.checking.prose.passages import Passage, is_named
from converter.checking.prose.words import knowledge
from converter.checking.prose.words.language import PARTICLES, gain_of, is_of_person, tightening_of
from converter.checking.prose.words.phrases import (
    is_meant_twice,
    is_reduplicated,
    is_single,
    is_two_words,
)
from converter.findings import Finding
from converter.form.patterns import when_used


def doubled_of(passage: Passage, unit: str) -> Iterator[Finding]:
    """Find what stands twice side by side and should once, in a report of a unit."""
    yield from _doubled_words(passage, unit)
    yield from _kinds_twice(passage, unit)
    yield from _doubled_characters(passage, unit)


_DOUBLED: Final = re.compile(r"([^\W\da-zA-Z_]{2,16})\1|((?:19|20)\d\d年)\2")
_GOES_ON: Final = ("长", "团", "主任", "书记", "主席", "委员", "会长", "站长", "化")
_DOUBLED_WRONG: Final = {
    "公开": ("各类", "政府", "信息", "政务", "了各", "申请"),
    "规定": ("要求", "执行", "精神", "办理", "编制"),
}
"""Words that may stand twice, but not before these characters."""
_DOUBLED_PARTICLES: Final = when_used(
    r"(?<![目标])的的(?!确)|了了(?!解|然|结|不)|(?<!暖)和和(?!谐|平|睦|气|美|解|好)|是是(?!非)|(?<!实)在在(?!线|建|职|校|册|押|岗|编|逃)|及及(?!时)|与与(?!会)|(?<!上)将将(?!军)|并并(?!联)"
    r"|(?<![反针面应相绝核校])对对(?!接|照|比|象|应|外|口|联|策|手|方)|为为(?!民|企|群|了|人|农|老|基|您|广|期|主|确|何|此|政|全|本|各|我|进|保|加|推|深|落)|(?<!一)把把(?!握|关)|(?<!人)们们|(?<=[导持求署心助提况势景])下下(?=[，。；])"
)
_MEASURE_TWICE: Final = when_used(
    r"\d(?:日日(?![均报前常程期])|(?P<measure>[件条份项篇期次家名处户])(?P=measure)(?!(?P=measure)|[均数目例款])|万[余多]?万|余余)|十十"
)
"""A measure that stands twice behind its figure."""


def _kinds_twice(passage: Passage, unit: str) -> Iterator[Finding]:
    """Find 青山镇镇人民政府; 集镇镇 may be a name, so a town must be known without its second 镇."""
    for found in _OWN_KIND_TWICE.finditer(passage.folded):
        why = sentences.TEXT_TYPO_DOUBLED.format(word=found["kind"] or found["area"])
        yield passage.finding("TEXT-TYPO", *found.span(), why)
    for found in _KIND_TWICE.finditer(passage.folded):
        name, kind = found["name"], found["kind"]
        known = any(name[place:] + kind in unit for place in range(len(name)))
        if kind * 2 not in unit and (known or kind in _KINDS_OF_AREAS):
            why = sentences.TEXT_TYPO_REPEATED.format(words=kind * 2)
            yield passage.finding("TEXT-TYPO", found.start("kind"), found.end(), why)


_OWN_KIND_TWICE: Final = when_used(
    r"(?:^|(?<=[，。；：、在由经向据照]))(?P<area>[省市县区])(?P=area)(?=(?:人民)?政府|委)|我(?P<kind>[省市县区镇乡村局])(?P=kind)(?![政党长级域里上内直情委人辖中属机关干纪武团妇财民容貌史志部]|区)"
)
"""我镇镇坚持; 我镇镇政府 and 我县县情 are right."""


def _doubled_words(passage: Passage, unit: str) -> Iterator[Finding]:
    for found in _DOUBLED.finditer(passage.folded):
        word = found[1] or found[2]
        if (
            found[0] in unit
            or len(set(word)) == 1
            or _is_reduplication(word)
            or _ends_longer_word(passage.folded, found.start(), len(word))
            or passage.is_broken(*found.span())
        ):
            continue
        following = passage.folded[found.end() : found.end() + 2]
        if following.startswith(_GOES_ON):  # 支队支队长, 信息信息化
            continue
        goes_on = following[:1].isalpha() or not knowledge.repeatable().get(word)
        if (
            word in knowledge.repeatable()
            and goes_on
            and following not in _DOUBLED_WRONG.get(word, ())
        ):
            continue
        why = sentences.TEXT_TYPO_DOUBLED.format(word=word)
        yield passage.finding("TEXT-TYPO", *found.span(), why)
    text = passage.folded
    for found in (*_REPEATED.finditer(text), *_SAID_AGAIN.finditer(text)):
        why = sentences.TEXT_TYPO_REPEATED.format(words=found[0])
        yield passage.finding("TEXT-TYPO", *found.span(), why)
    for found in _DOUBLED_PARTICLES.finditer(passage.folded):
        if knowledge.is_of_set_phrase(passage.folded, found.start()):  # 不了了之
            continue
        why = sentences.TEXT_TYPO_DOUBLED.format(word=found[0][0])
        yield passage.finding("TEXT-TYPO", max(0, found.start() - 2), found.end(), why)
    for found in _MEASURE_TWICE.finditer(passage.folded):
        if found["measure"] and _is_measured(passage.folded, found.start("measure")):
            continue
        why = sentences.TEXT_TYPO_DOUBLED.format(word=found[0][-1])
        yield passage.finding("TEXT-TYPO", *found.span(), why)


TWICE: Final = re.compile(r"([^\W\da-zA-ZＡ-Ｚａ-ｚ_])\1")
_NEVER_A_SLIP: Final = frozenset("一二三四五六七八九十百千万亿两双零〇省市县区镇乡村局委")
"""Numbers, and what ends a name that may stand before its office (我镇镇政府); `_kinds_twice` knows those."""


_ENDS_AND_BEGINS: Final = frozenset("任报会办部上下中年月日在和是了与将并对为把")
"""Characters that end a name, and begin what it does or another name: 主任任组长, 日报报送, 加上上年, 在在线."""
_PARALLEL: Final = 9
"""Characters before and behind in which the counterpart of what is doubled is looked for."""
_LIKELIER_ONCE: Final = 9.0
"""The logarithm of how much likelier a text must be with a character once that words allow to stand twice."""
_LIKELIER_THAN_TWO_WORDS: Final = 12.0
"""The same where it ends one word and begins the next (行业业务)."""
_LIKELIER_TWICE: Final = 7.0
"""The same of one that no word allows to; the list of words does not have them all (耕地地力)."""
_LIKELY: Final = 3.8
_TIGHT: Final = 2.9
"""How likely it is enough to be where once also leaves so much less beside the words around it."""
_TIGHTER: Final = 1.4
_LOOSER: Final = -0.8
"""The same of two words (公开开工作): more than the one is a slip, less than the other is none (通信信号); 学习习近平 has a phrase."""


def _doubled_characters(passage: Passage, unit: str) -> Iterator[Finding]:
    """Find any character that stands twice where neither a word nor two words side by side need it."""
    text = passage.folded
    for found in TWICE.finditer(text):
        place, char = found.start(), found[1]
        if char in _NEVER_A_SLIP or found[0] in unit or passage.is_broken(*found.span()):
            continue
        if (
            _DOUBLED_PARTICLES.match(text, place)
            or _ACCOUNT.match(text, place + 2)
            or is_named(text, place)
            or is_of_person(text, place)
            or _is_doubled_by_rule(text, place)
            or _is_beside_reduplicated(text, place)
            or knowledge.is_of_set_phrase(text, place)
        ):
            continue
        if gain_of("", text, place, taken=1) > _least_of_doubled(text, place):
            why = sentences.TEXT_TYPO_DOUBLED.format(word=char)
            yield passage.finding("TEXT-TYPO", max(0, place - 2), place + 2, why)


def _least_of_doubled(text: str, place: int) -> float:
    """Return how much likelier a text must be with a character once that stands twice at an index."""
    tightening = tightening_of("", text, place, taken=1)
    if is_two_words(text, place) and text[place] not in _ENDS_AND_BEGINS:
        if tightening > _TIGHTER and knowledge.is_word(text[place + 1 : place + 3]):
            return _LIKELIER_ONCE
        return _LIKELIER_THAN_TWO_WORDS if tightening > _LOOSER else math.inf
    if is_meant_twice(text, place):
        told = text[place] not in _ENDS_AND_BEGINS and not is_reduplicated(text, place)
        return _LIKELIER_ONCE if told else math.inf
    if knowledge.ends_word(text, place):
        left_alone = _is_left_alone(text, place + 2)
    else:  # 梭梭接种, 边边场: once is no word either; but a title ends as others do (促进法法》)
        ends_title = text.startswith("》", place + 2)
        left_alone = (
            _is_left_alone(text, place + 1) and not is_single(text[place]) and not ends_title
        )
    if left_alone:
        return _LIKELIER_THAN_TWO_WORDS
    return _LIKELY if tightening > _TIGHT else _LIKELIER_TWICE


_BEGINNINGS: Final = frozenset("应可须要各每该本")
"""Words of one character that begin what is to be done, or what is spoken of: 落实到到应公开尽公开, 下属属各单位."""


def _is_left_alone(text: str, place: int) -> bool:
    """Tell whether the character at an index begins no word, so that it makes one with what is before it: 渔船船名."""
    following = text[place : place + 1]
    return (
        following.isalpha()
        and following not in PARTICLES | _BEGINNINGS
        and not any(knowledge.is_word(text[place : place + size]) for size in (2, 3))
    )


_ACCOUNT: Final = when_used("[^\\W\\d_a-zA-Z]{0,6}(?:微信|公众号|公众平台|微博|抖音|客户端)")
"""Names of accounts play with characters: 清清卢氏微信公众号."""


def _is_measured(text: str, place: int) -> bool:
    """Tell whether a measure behind a figure is followed by a word that begins with it: 5项项目, 12期期刊."""
    return text[max(0, place - 1) : place].isdigit() and knowledge.is_common_word(
        text[place + 1 : place + 3]
    )


def _is_doubled_by_rule(text: str, place: int) -> bool:
    """Tell whether a character stands twice as grammar has it: 一张张, 修修补补, 可以以书面形式, 宣传司司长, 生产厂厂址.

    So do 就 before what a clause is about (，就就业培训听取意见), and what is sorted as a sort (垃圾分类类信息).
    """
    char = text[place]
    before = text[place - 1 : place]
    return (
        _is_measured(text, place)
        or (char == "就" and before in _BEFORE_A_TOPIC)
        or (char == "类" and before in ("分", "归"))
        or (text[max(0, place - 1) : place] == "一" and not _is_of_one(text, place))
        or (char == "到" and bool(_FROM.search(text, max(0, place - _LONGEST_SPAN), place + 1)))
        or (char == "以" and knowledge.is_common_word(text[max(0, place - 1) : place + 1]))
        or text[place - 2 : place - 1] == text[place - 1 : place] != ""
        or text[place + 2 : place + 3] == text[place + 3 : place + 4] != ""
        or (
            char in _OFFICES
            and knowledge.is_common_word(text[place + 1 : place + 3])
            and text[place + 2] in _OF_OFFICES
        )
    )


_LONGEST_SPAN: Final = 12
_FROM: Final = when_used("[从由自][^，。；：]*[^，。；：从由自]$")
"""What goes on with a 到 of its own behind a word that ends with one: 从收到到答复."""
_BEFORE_A_TOPIC: Final = ("", *"，。；：、们局委镇乡办府位门并还")
"""What stands before 就 where it says what the clause is about: nothing, or who speaks."""


def _is_beside_reduplicated(text: str, place: int) -> bool:
    """Tell whether what stands twice is the counterpart of what is doubled on purpose: 层层抓落实、级级抓督促."""
    return any(
        found.start() != place and is_reduplicated(text, found.start())
        for found in TWICE.finditer(text, max(0, place - _PARALLEL), place + _PARALLEL)
    )


def _is_of_one(text: str, place: int) -> bool:
    """Tell whether the character before an index, or the one there, ends a word of which 一 is the last but it: 进一步."""
    return place > 1 and any(
        knowledge.is_common_word(text[place - 2 : end]) for end in (place, place + 1)
    )


_OFFICES: Final = frozenset("部司处科股队班组社厂院所站馆会团室校矿店园")
_OF_OFFICES: Final = frozenset("长名址徽歌风训史庆貌")
"""What ends the name of an office, and what it has: 队队长, 校校园."""


_KIND_TWICE: Final = when_used(
    r"(?P<name>[^\W\da-zA-Z_]{0,3}[^\W津我本全叶])(?P<kind>[省市县区镇乡村])(?P=kind)(?=人民政府|村民委员会)"
)
_KINDS_OF_AREAS: Final = "省市县区"
_REPEATED: Final = when_used(
    r"(?:累计|共计|总计|合计|总共|一共)(?:累计|共计|总计|合计|总共|一共)|(?:累计|共计|总计|合计)计(?!划|分|算|入|量|件|数|提|时)|可?以?通过可以通过"
    r"|(?:按照|根据)(?:根据|按照)|严格按照严格|(?<![^\W\da-zA-Z_])([^\W\da-zA-Z_]{2,10})、\1(?=[、，。”等和及])"
    r"|本(?:年度)?(?:报告|年报)(?:由[^，。]{2,30}?)?(?:依据|根据|按照)[^。]{5,200}?编制(?:完成)?(?:本|了[^。，；]{0,30})(?:年度)?(?:报告|年报)"
    r"|习近平总书记[^，。；、“”]{1,10}习近平总书记"
    r"|(?<=[省市县区州旗和、])(?P<level>[市县区州旗])、(?P=level)(?![直级属委、长政])"
)


_SAID_AGAIN: Final = when_used(
    r"其中(?:包括|包含|有|为)其中|(?:处理|受理|办理|收到|公开|发布|更新|按照|根据|落实)政府政府(?!采购)"
    r"|(?P<how>认真|严格|积极|切实|深入|扎实|全面|进一步)(?P<deed>贯彻|落实|执行|学习|按照|推进|开展|做好|加强|完善|遵守)[^\W\da-zA-Z_]{0,4}(?P=how)(?P=deed)"
    r"|(?P<organ>[省市县区](?:委办公室|政府办公室|人民政府|政府|委))[和及](?P=organ)(?=名义|联合|[，。；])"
    r"|(?P<state>工作|实际|具体|基本)情况(?P=state)(?=[，。；])"
)


def _is_reduplication(word: str) -> bool:
    """Tell whether a word is doubled on purpose: 一条一条, 逐项逐项."""
    return word[0] in "一逐每层很最多"


def _ends_longer_word(text: str, place: int, length: int) -> bool:
    """Tell whether a word at an index is the end of a longer one: 集装箱装箱."""
    return place > 0 and knowledge.is_common_word(text[place - 1 : place + length])
