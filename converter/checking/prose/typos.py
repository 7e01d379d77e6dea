"""Typing errors: wrong and variant characters, doubled words, lost numbers: `TEXT-TYPO`."""

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Final

from converter import sentences
from converter.checking.prose.citations import is_told
from converter.checking.prose.passages import Passage, is_titled
from converter.checking.prose.syntax.lost import lost_of
from converter.checking.prose.words import characters, knowledge
from converter.checking.prose.words.candidates import both_typed
from converter.checking.prose.words.confused import confusions
from converter.checking.prose.words.language import (
    PARTICLES,
    Searched,
    doubts,
    gain_of,
    han_before,
    han_behind,
    is_of_person,
    tightening_of,
)
from converter.checking.prose.words.orphans import orphans, strays
from converter.checking.prose.words.phrase_tables import exact
from converter.checking.prose.words.phrases import (
    TURNED_VERB,
    Slip,
    covered,
    is_meant_twice,
    is_reduplicated,
    is_single,
    is_two_words,
    slips,
)
from converter.checking.prose.words.weighing import BREAK, is_of_unit, is_slip, is_within
from converter.findings import Finding
from converter.form.fields import REPORT_NAME
from converter.form.patterns import when_used
from converter.form.report import Report, report_title

_REPORT: Final = REPORT_NAME.removeprefix("政府")
_MOST_TORN: Final = 500
_TORN: Final = 1 / 15
"""Characters that belong to no word, and the share of all from which a report goes on in no Chinese that could be
proofread: reports have one in forty, characters in any order four in five."""


def check_typos(passages: Iterable[Passage], report: Report) -> Iterator[Finding]:
    """Find wrong and variant characters, doubled words, lost numbers."""
    unit = report.unit_name
    passages = tuple(passages)
    everything = BREAK.join(passage.folded for passage in passages)
    searched: Searched = set()
    letters = torn = 0
    is_prose = True
    for passage in passages:
        if is_prose:
            letters += len(passage.folded)
            torn += strays(passage.folded)
            is_prose = torn <= _MOST_TORN + letters * _TORN
        told: list[tuple[int, int]] = []
        yield from _variants(passage)
        yield from _not_done(passage)
        yield from _clashes(passage)
        for rule in (_doubled_words, _kinds_twice, _doubled_characters):
            for finding in rule(passage, unit):
                _, end = finding.span
                told.append((end - 2, end))  # words before it may be quoted, too
                yield finding
        yield from _behind_figures(passage)
        yield from _listed(passage, report, told)
        if is_prose:
            yield from _near_misses(passage, report, everything, told, searched)
        yield from lost_of(passage)


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
_NOT_DONE: Final = when_used(
    r"(?:^|[，。；]|年度?|我[局镇乡委县区市办]|我街道|本机关|本单位|情况|信息|申请|均)(?P<wrong>[为位](?:收取|收到|发生|产生|接到|发出|出现|受理))"
    r"(?:过)?(?:[^，。；\d]{0,16}(?:费|费用|申请|复议|诉讼|通知|情况|情形|事件|案件|投诉|举报)|[^，。；\d的]{0,14}(?:问题|差错|失误|事故))(?=[。；]|$|，(?:[未为位无没也亦且]|不存在|全年|本|我))"
)
"""为 in the place of 未, where the clause has no other verb."""
_CLASH: Final = when_used(
    r"对并(?![联购轨列入网])|及和(?![谐平睦解])|按照[和与及](?![谐平睦解时格])|[和与及]以及|和并且|和及(?![时格早])|(?<![^，。；：局镇乡县办府我])根[将按对把照]"
)
"""Two particles side by side of which one is left over, unless the first ends a word: 来不及和, 核对并."""


def _kinds_twice(passage: Passage, unit: str) -> Iterator[Finding]:
    """Find 青山镇镇人民政府; 集镇镇 may be a name, so a town must be known without its second 镇."""
    for found in _OWN_KIND_TWICE.finditer(passage.folded):
        why = sentences.TEXT_TYPO_DOUBLED.format(word=found["kind"] or found["area"])
        yield passage.finding("TEXT-TYPO", *found.span(), why)
    offices = "人民政府" in passage.folded or "村民委员会" in passage.folded
    for found in _KIND_TWICE.finditer(passage.folded) if offices else ():
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


def _clashes(passage: Passage) -> Iterator[Finding]:
    for found in _CLASH.finditer(passage.folded):
        if not knowledge.ends_word(passage.folded, found.start()):
            why = sentences.TEXT_TYPO_CLASH.format(words=found[0])
            yield passage.finding("TEXT-TYPO", *found.span(), why)


def _not_done(passage: Passage) -> Iterator[Finding]:
    for found in _NOT_DONE.finditer(passage.folded):
        why = sentences.TEXT_TYPO_MISTAKE.format(
            wrong=found["wrong"], right="未" + found["wrong"][1:]
        )
        yield passage.finding("TEXT-TYPO", *found.span("wrong"), why)


_TWICE: Final = re.compile(r"([^\W\da-zA-ZＡ-Ｚａ-ｚ_])\1")
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
    for found in _TWICE.finditer(text):
        place, char = found.start(), found[1]
        if char in _NEVER_A_SLIP or found[0] in unit or passage.is_broken(*found.span()):
            continue
        if (
            _DOUBLED_PARTICLES.match(text, place)
            or _ACCOUNT.match(text, place + 2)
            or _is_named(text, place)
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
        for found in _TWICE.finditer(text, max(0, place - _PARALLEL), place + _PARALLEL)
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
)


def _is_reduplication(word: str) -> bool:
    """Tell whether a word is doubled on purpose: 一条一条, 逐项逐项."""
    return word[0] in "一逐每层很最多"


def _ends_longer_word(text: str, place: int, length: int) -> bool:
    """Tell whether a word at an index is the end of a longer one: 集装箱装箱."""
    return place > 0 and knowledge.is_common_word(text[place - 1 : place + length])


_OTHER_SIGNS: Final = when_used(
    r"[^\x00-\x7f·—–‐•〇○●■□◆★☆→※①-⑳㎡℃×÷±≤≥‰〈〉《》「」『』〔〕【】“”‘’…\u3000-\u303f\uff00-\uffef\u2000-\u206f]"
)


def _variants(passage: Passage) -> Iterator[Finding]:
    """Find traditional, Japanese and compatibility characters, which GB/T 2312 does not have."""
    text = passage.folded
    if characters.is_standard(text):
        return
    seen: set[str] = set()
    for place, char in enumerate(text):
        if char in seen or not _OTHER_SIGNS.match(char):
            continue
        seen.add(char)
        standard = _standard(char)
        if standard:
            why = sentences.TEXT_TYPO_VARIANT.format(character=char, standard=standard)
            yield passage.finding("TEXT-TYPO", max(0, place - 1), place + 2, why)


@cache
def _standard(char: str) -> str:
    """Return the standard form of a character; empty where it is standard, or has no such form."""
    if characters.is_standard(char):
        return ""
    folded = unicodedata.normalize("NFKC", char)
    if folded == char:
        folded = _simplifier().convert(char)
    if folded == char or len(folded) != 1 or not "\u4e00" <= folded <= "\u9fff":
        return ""
    return folded if characters.is_standard(folded) else ""


@cache
def _simplifier():  # type: ignore[no-untyped-def]  # noqa: ANN202
    from opencc import OpenCC

    return OpenCC("t2s")


def _listed(passage: Passage, report: Report, reported: list[tuple[int, int]]) -> Iterator[Finding]:
    """Find what is nearly a phrase or a name that is listed, where nothing is `reported` already, and note where."""
    text, unit, year = passage.folded, report.unit_name, report.report_year
    for place, wrong in knowledge.mistakes_in(text):
        mistake = knowledge.mistakes()[wrong]
        if _overlaps(reported, place, place + len(wrong)) or _excepted(
            text, place, wrong, mistake.exceptions
        ):
            continue
        if (
            text.startswith(mistake.right, place)
            or _within_term(text, place, wrong)
            or _begins_before(text, place, wrong, mistake.right)
            or _is_across(text, place, wrong)
        ):
            continue
        reported.append((place, place + len(wrong)))
        yield _suggest(passage, place, wrong, mistake.right)
    for place, term in knowledge.misheard_in(text):
        written = text[place : place + len(term)]
        if not _overlaps(reported, place, place + len(term)) and not _excepted(
            text, place, written, knowledge.terms()[term].exceptions
        ):
            reported.append((place, place + len(written)))
            yield _suggest(passage, place, written, term)
    for slip in (*_own_name(text, unit), *slips(text)):
        end = slip.place + len(slip.written)
        if not _overlaps(reported, slip.place, end) and not _is_told_elsewhere(passage, slip, year):
            reported.append((slip.place, end))
            yield _suggest(passage, slip.place, slip.written, slip.right)
    yield from _both_typed(passage, unit, reported)


def _near_misses(
    passage: Passage,
    report: Report,
    everything: str,
    reported: list[tuple[int, int]],
    searched: Searched,
) -> Iterator[Finding]:
    """Find what is nearly a word, where nothing is `reported` already."""
    text, unit, year = passage.folded, report.unit_name, report.report_year
    right = covered(text)
    yield from _confused(passage, report, everything, reported, right)
    for doubt in doubts(text, searched):
        end = doubt.place + len(doubt.written)
        told = (
            _overlaps(reported, doubt.place, end)
            or passage.is_broken(doubt.place, end)
            or is_within(right, doubt.place, doubt.written, doubt.right)
            or _TWICE.search(doubt.written)
            or TURNED_VERB in doubt.written
            or _is_in_step(text, doubt.place, end)
            or not characters.is_standard(doubt.written)
            or is_of_unit(doubt.written, doubt.right, unit)
            or _is_told_elsewhere(passage, Slip(doubt.place, doubt.written, doubt.right), year)
            or not is_slip(text, doubt.place, doubt.written, doubt.right, everything)
        )
        if not told:
            yield _suggest(passage, doubt.place, doubt.written, doubt.right)


def _is_in_step(text: str, start: int, end: int) -> bool:
    """Tell whether what is written is an item of a list beside one that begins as it does: 可查、可溯、可追责."""
    first = text[start]
    ahead = text[max(0, start - _LONGEST_ITEM) : start].removesuffix("、")
    listed = text.startswith("、", start - 1) and text.startswith("、", end)
    return listed and (
        text.startswith(first, end + 1) or re.split("[，。；、]", ahead)[-1][:1] == first
    )


_LONGEST_ITEM: Final = 8


def _both_typed(passage: Passage, unit: str, reported: list[tuple[int, int]]) -> Iterator[Finding]:
    """Find both of two characters that are offered side by side, and note where."""
    for both in both_typed(passage.folded):
        end = both.place + len(both.written)
        if not _overlaps(reported, both.place, end) and not is_of_unit(
            both.written, both.right, unit
        ):
            reported.append((both.place, end))
            yield _suggest(passage, *both)


def _confused(
    passage: Passage,
    report: Report,
    everything: str,
    reported: list[tuple[int, int]],
    right: bytearray,
) -> Iterator[Finding]:
    """Find words taken for others, and note where."""
    text, unit, year = passage.folded, report.unit_name, report.report_year
    orphaned = (one for one in orphans(text, right) if is_slip(text, *one, everything))
    for confusion in (*confusions(text), *orphaned):
        slip, end = Slip(*confusion), confusion.place + len(confusion.written)
        if (
            not _overlaps(reported, slip.place, end)
            and not is_of_unit(slip.written, slip.right, unit)
            and not _is_told_elsewhere(passage, slip, year)
        ):
            reported.append((slip.place, end))
            yield _suggest_around(passage, slip)


def _is_told_elsewhere(passage: Passage, slip: Slip, year: int | None) -> bool:
    """Tell whether a slip is in a name, or in a citation whose title or number is told to be wrong."""
    if "〔" in slip.right and _NUMBER.search(slip.written):
        return True
    titled = is_titled(passage.folded, slip.place) and is_told(passage, slip.place, year)
    return titled or (
        _is_named(passage.folded, slip.place) and not _is_phrase_quoted(passage, slip)
    )


def _is_phrase_quoted(passage: Passage, slip: Slip) -> bool:
    """Tell whether what is in quotation marks is a phrase, and nothing else, once it is corrected: “阳关政府”."""
    text, end = passage.folded, slip.place + len(slip.written)
    first, last = text.rfind("“", 0, slip.place + 1) + 1, text.find("”", end)
    return text[first : slip.place] + slip.right + text[end:last] in exact()[1]


_NUMBER: Final = when_used(r"〔\d{4}〕\d{1,4}号")
_LONGEST_NAME: Final = 16


def _is_named(text: str, place: int) -> bool:
    """Tell whether an index is within a name in quotation marks, which may play with words (“码”上公开)."""
    opened = text.rfind("“", max(0, place - _LONGEST_NAME), place + 1)
    closed = text.find("”", place, place + _LONGEST_NAME)
    return opened >= 0 and closed >= 0 and "”" not in text[opened:place]


def _overlaps(spans: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in spans)


def _excepted(text: str, place: int, wrong: str, exceptions: tuple[str, ...]) -> bool:
    """Tell whether a wrong wording is part of a longer word here that is right."""
    for exception in exceptions:
        inner = max(exception.find(wrong), 0)
        if text.startswith(exception, place - inner):
            return True
    return False


def _within_term(text: str, place: int, wrong: str) -> bool:
    """Tell whether a wording is part of a term here that is written right."""
    window = text[max(0, place - 4) : place + len(wrong) + 4]
    return any(
        wrong in term and term in window for term in (*knowledge.terms(), *knowledge.phrases())
    )


def _begins_before(text: str, place: int, wrong: str, right: str) -> bool:
    """Tell whether the first character of what seems to have lost its second belongs to the word before (财政信息公开)."""
    lost_second = right[:1] + right[2:] == wrong
    return lost_second and knowledge.is_common_word(text[max(0, place - 1) : place + 1])


def _is_across(text: str, place: int, wrong: str) -> bool:
    """Tell whether two characters end one word and begin a common one: 可以经常, 所以经会议, 已及时."""
    left = knowledge.is_common_word(text[max(0, place - 1) : place + 1])
    right = knowledge.is_common_word(text[place + 1 : place + 3])
    return len(wrong) == 2 and (  # noqa: PLR2004
        (left and (right or is_single(wrong[1]))) or (right and is_single(wrong[0]))
    )


def _suggest(passage: Passage, place: int, wrong: str, right: str) -> Finding:
    if (
        right.endswith("的")
        and wrong[-2:-1] == "的"
        and _STOPPED.match(passage.folded, place + len(wrong))
    ):
        right = f"的{right[:-1]}"  # 积极的性。 is no 积极性的。
    why = sentences.TEXT_TYPO_MISTAKE.format(wrong=wrong, right=right)
    return passage.finding("TEXT-TYPO", place, place + len(wrong), why)


_STOPPED: Final = when_used("[，。；、]|$")


def _suggest_around(passage: Passage, slip: Slip) -> Finding:
    """Suggest another word, quoted with the words beside it."""
    text, end = passage.folded, slip.place + len(slip.written)
    ahead, behind = han_before(text, slip.place, _BESIDE), han_behind(text, end, _BESIDE)
    return _suggest(
        passage, slip.place - len(ahead), ahead + slip.written + behind, ahead + slip.right + behind
    )


_BESIDE: Final = 2
"""Characters on each side that are quoted with a slip."""
_SHORTEST_NAME: Final = 6
"""Characters of a unit's name from which on one that is a slip away from it is the same unit's."""


def _own_name(text: str, unit: str) -> Iterator[Slip]:
    """Yield the unit's own name with one character that sounds or looks alike, or with two turned round."""
    if len(unit) < _SHORTEST_NAME:
        return
    yield from _without_its_first(text, unit)
    middle = len(unit) // 2
    # two characters that are turned round may be those in the middle
    for half, before in ((unit[: middle - 1], 0), (unit[middle + 1 :], middle + 1)):
        place = text.find(half) - before
        while place >= -before:
            written = text[max(0, place) : place + len(unit)]
            if place >= 0 and _is_slip_of(written, unit):
                yield Slip(place, written, unit)
            place = text.find(half, place + before + 1) - before


def _without_its_first(text: str, unit: str) -> Iterator[Slip]:
    """Yield the unit's own name where a clause begins with its second character: 仓港开发区 for 太仓港开发区."""
    head = unit[1:_SHORTEST_NAME]
    if not _KINDS.isdisjoint(unit[:2]) or (_KINDS.isdisjoint(head) and "开发区" not in unit):
        return
    place = text.find(head)
    while place >= 0:
        if text[max(0, place - 1) : place] in _BEGUN:
            yield Slip(place, head, unit[:_SHORTEST_NAME])
        place = text.find(head, place + 1)


_KINDS: Final = frozenset("省市县区旗州镇乡")
_BEGUN: Final = ("", *"，。；：")
"""What stands before a clause."""


def _is_slip_of(written: str, name: str) -> bool:
    if len(written) != len(name) or written == name:
        return False
    first, *others = (at for at, char in enumerate(name) if written[at] != char)
    if not others:
        return name[first] in characters.alike(written[first])
    turned = name[first : first + 2][::-1]
    return others == [first + 1] and written[first : first + 2] == turned


_FIGURE: Final = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?P<年>[^\W\d年])(?=\d{1,2}月|度?[，、（])"
    r"|(?<!\d)\d{1,2}(?P<月>[^\W\d月])(?=\d{1,2}日)"
    r"|月\d{1,2}(?P<日>[^\W\d日])(?=[起止至，。]|$)"
    r"|(?<![前第“‘\d])\d+(?P<measure>[^\W\da-zA-Z_])(?=[，。；、）]|$)"
)
_MEASURES: Final = "件条次个篇期场份项人名户家宗"
_MEASURED: Final = when_used(rf"\d([{_MEASURES}])(?=[，。；、）（]|$)")
_OTHER_MEASURES: Final = frozenset(
    "处号万亿元余米里亩吨度分秒天周月年日时页本册套张幅块座栋间所级类种批组届轮例起班部支只台辆艘架颗株棵根片面封首则段章节款目栏点线路站口层步成"
    "折倍岁版位员字句区县市乡镇村上下内多半对方头笔匹门道份科股室校克升角圈季遍回顶环双趟通桌代卷"
    "甲强名优好不必严见认向听访看问查送讲项化全早快实新"
)


def _behind_figures(passage: Passage) -> Iterator[Finding]:
    """Find another character where 年, 月, 日 or the measure of the paragraph's figures was meant: 12岳31日, 33跳."""
    text = passage.folded
    measures: dict[str, None] | None = None
    opened = looked = 0
    for found in _FIGURE.finditer(text):
        kind = found.lastgroup or ""
        place, written = found.start(kind), found[kind]
        opened += text.count("“", looked, place) - text.count("”", looked, place)
        looked = place
        if kind == "measure" and opened > 0:
            continue  # within quotation marks 3见、4认 has a measure of its own
        if kind != "measure":
            meant = kind
        elif written in _MEASURES or written in _OTHER_MEASURES:
            continue
        else:
            if measures is None:
                measures = dict.fromkeys(_MEASURED.findall(text))
            meant = next(
                (one for one in (*measures, *_MEASURES) if one in characters.alike(written)), ""
            )
        if meant and meant in characters.alike(written) and not passage.is_broken(place, place + 1):
            start = len(text[:place].rstrip("0123456789"))
            yield _suggest(passage, start, text[start : place + 1], text[start:place] + meant)


def check_title_typos(titles: Iterable[Passage], report: Report) -> Iterator[Finding]:
    """Find a title that does not end in the name of the report, 政府信息公开工作年度报告."""
    for title in titles:
        before, core, _ = title.folded.partition(_REPORT)
        # 人民政府信息公开 reads as if the second 政府 were there
        lost = before.removesuffix("政府").endswith("人民")
        if core and before.endswith("政府") and not lost:
            continue
        right = report_title(replace(report, title=""))
        sentence = sentences.TEXT_TYPO_TITLE_GOVERNMENT if core else sentences.TEXT_TYPO_TITLE
        yield title.finding("TEXT-TYPO", 0, len(title.folded), sentence.format(right=right))
