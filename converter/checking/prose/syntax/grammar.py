"""Words of grammar that are wrong or missing: a noun or a preposition lost, words in the wrong order, said or denied twice."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import compress, count
from operator import eq
from typing import Final

from converter import sentences
from converter.checking.prose.passages import Passage, is_quoted
from converter.checking.prose.syntax.particles import CLAUSE, SPOKEN_OF, adverbs, misplaced_de
from converter.checking.prose.words import knowledge
from converter.checking.prose.words.knowledge import words_of
from converter.findings import Finding
from converter.form.fields import ASPECTS
from converter.form.patterns import when_used


def check_grammar(passages: Iterable[Passage]) -> Iterator[Finding]:
    """Find 的 where 地 or 得 belongs, frames without their noun or preposition, words turned round or said twice."""
    for passage in passages:
        yield from misplaced_de(passage)
        yield from _even(passage)
        yield from _without_noun(passage)
        yield from _cut_short(passage)
        yield from _without_preposition(passage)
        yield from _without_for(passage)
        yield from _turned(passage)
        yield from _turned_heading(passage)
        yield from _overlapping(passage)
        yield from _mismatched(passage)
        yield from _said_around_itself(passage)
        yield from _denied_twice(passage)
        yield from _around_figures(passage)
        yield from _adverb_without_verb(passage)


_EVEN: Final = when_used(
    "即使(?P<verb>公开|更新|发布|公布|回应|答复|上传|报送|维护|调整|反馈|整改|解决|处理|办理|修订|补充|清理|发现|转办|告知|受理)[^。；！？]*"
)
_STILL: Final = when_used("[也仍还都亦却依]")


def _even(passage: Passage) -> Iterator[Finding]:
    """Find 即使更新栏目 without 也 or 仍 behind it: 及时 was meant."""
    for found in _EVEN.finditer(passage.folded):
        if not _STILL.search(found[0]):
            wrong = f"即使{found['verb']}"
            why = sentences.TEXT_TYPO_MISTAKE.format(wrong=wrong, right=f"及时{found['verb']}")
            yield passage.finding("TEXT-TYPO", found.start(), found.start() + len(wrong), why)


# ---------------------------------------------------------------- what was lost


_ENDS: Final = "(?=[，。；]|$)"
_NOUN_OF_PRAISE: Final = when_used(
    "(?P<frame>(?:取得|营造|收到|获得|产生|打下|奠定|起到)(?:了)?[^，。；、是果效得均都已也]{0,10}?"
    f"(?:一定|良好|明显|显著|较好|积极|较大|坚实|重要)(?:的)?){_ENDS}"
    "|(?P<gain>得到(?:了)?(?:进一步|一定|明显|显著|切实|有效|较大|很大|不断|全面)(?:的)?)" + _ENDS
)
_MORE: Final = when_used(
    "(?:^|[，。；：、]|进一步|不断|切实|持续|着力)"
    "(?P<frame>(?:加强|提升|提高|增强|强化|完善|健全|拓宽|加大|深化|推进)(?:与|对|同)?[^，。；、是能对属凡若如]{1,16}的)(?=。|；(?!应|要|予|给|由|按|可|将|一律|依法)|$)"
)
_TOGETHER: Final = when_used(
    "(?P<frame>(?:加强|强化|深化|密切)(?:了)?与[^，。；、是能]{2,14}的)(?=[，；])"
    "|(?P<kept>(?:切实|依法|充分|更好地|有效)(?:保障|维护|满足|回应)(?:了)?[^，。；、是能]{2,12}的)(?=[，。；]|$)"
    "|(?P<roused>(?:激发|调动|增强|提高)(?:了)?[^，。；、是能]{2,14}积极)(?=[，。；]|$)"
)
_OFFERED: Final = when_used(
    "(?P<frame>为[^，。；、所由未无不]{2,12}提供(?:了)?(?:更加?)?(?:有力|优质|便捷|高效|良好|坚强|可靠|准确|及时)?(?:的)?)(?=[，。；]|$)"
)
_RAISED: Final = when_used(
    "(?P<frame>(?:提高|提升|增强)(?:了)?(?:干部|职工|工作人员|信息员|全员|队伍)?(?:的)?"
    "(?:政府信息公开|政务公开|信息公开|信息采编|信息|业务|公开工作|公文|依申请公开|工作人员|干部|群众))"
    + _ENDS
)
_BUSINESS: Final = when_used(
    "(?P<frame>(?:加强|强化|深化)(?:了)?(?:业务|干部|人员|条例|思想|信息|日常))" + _ENDS
)


_OF_A_QUALITY: Final = when_used(
    "(?P<frame>(?:提高|提升|增强)(?:了)?[^，。；：、是能对属]{0,14}的"
    "(?:吸引|公信|针对|透明|知晓|满意|积极|主动|准确|及时|有效|权威|精准|完整|真实|便捷|实用|感染|影响|凝聚|执行))"
    + _ENDS
)
"""What is raised is a quality: 吸引力, 准确性, 透明度."""


def _without_noun(passage: Passage) -> Iterator[Finding]:
    """Find 取得了一定， and 加强与申请人的。, whose noun is missing."""
    text = passage.folded
    for pattern in (
        _NOUN_OF_PRAISE,
        _OFFERED,
        _MORE,
        _TOGETHER,
        _RAISED,
        _BUSINESS,
        _OF_A_QUALITY,
    ):
        for found in pattern.finditer(text):
            name = found.lastgroup or "frame"
            if not is_quoted(text, found.start(name)):
                why = sentences.TEXT_TYPO_NOUN_LOST.format(words=found[name])
                yield passage.finding("TEXT-TYPO", *found.span(name), why)


_STOP: Final = re.compile("[，。；]")
_LONGEST_WORD: Final = 3
_SHORTEST: Final = 5
"""Characters that are quoted, and those that a clause must have at least to be looked at."""
_BARE: Final = when_used(
    "我(?<=(?:内容|情况|栏目|信息|要求|制度)我)(?=。)|(?<=、)(?:更|更加|最|很|较|不|未)(?=[，。；])"
)


def _cut_short(passage: Passage) -> Iterator[Finding]:
    """Find a clause that ends with a character behind which it has to go on, and which ends no word: 重视不；."""
    text = passage.folded
    for found in _BARE.finditer(text):
        why = sentences.TEXT_TYPO_ENDS_WITH.format(words=found[0])
        yield passage.finding("TEXT-TYPO", *found.span(), why)
    never_last = words_of("句末不用的字")
    for stop in _STOP.finditer(text):
        end = stop.start()
        if (
            not text.endswith(never_last, 0, end)
            or _ends_word(text, end)
            or is_quoted(text, end - 1)
        ):
            continue
        words = text[end - _LONGEST_WORD : end]
        why = sentences.TEXT_TYPO_ENDS_WITH.format(words=words)
        yield passage.finding("TEXT-TYPO", end - len(words), end, why)


def _ends_word(text: str, end: int) -> bool:
    words = text[max(0, end - _SHORTEST) : end]
    return (
        not _CLAUSE_END.fullmatch(words)
        or words.endswith(_PAIRS)
        or words[-2:-1] in _AT_ONCE
        or any(knowledge.is_word(words[-size:]) for size in (2, 3))
        or text[max(0, end - 4) : end] in knowledge.set_phrases()
    )


_CLAUSE_END: Final = when_used("[^\\W\\da-zA-Z_]{5}")
_AT_ONCE: Final = frozenset("即必则")
"""Behind it one character says what is done: 有变即更."""
_PAIRS: Final = ("要不", "之最", "得很", "很对", "这不")
"""What ends a clause with such a character, and is no word of a dictionary."""
_GIVEN: Final = when_used(
    "(?<![予加难可得足所用何聊借赖])(?P<frame>以(?:通报|公布|答复|公开|纠正|更正|补充|解决|处理|整改|保障|支持|鼓励|奖励|表彰|批评|告知|落实))(?=[。；]|$|，(?![以使让促]))"
)
_GUIDED: Final = when_used(
    "(?P<frame>坚持以[^，。；、为]{2,12}?(?P<noun>导向|目标|中心|抓手|核心|主线|引领|根本遵循|牵引|契机|载体|依托|准则))(?=[，。；、]|$)"
)


def _without_preposition(passage: Passage) -> Iterator[Finding]:
    """Find 对此以通报, short of 予, and 坚持以需求导向, short of 为."""
    text = passage.folded
    for found in _GIVEN.finditer(text):
        if knowledge.is_word(text[max(0, found.start() - 1) : found.start() + 1]):
            continue
        why = sentences.TEXT_TYPO_MISTAKE.format(wrong=found["frame"], right=f"予{found['frame']}")
        yield passage.finding("TEXT-TYPO", *found.span(), why)
    for found in _GUIDED.finditer(text):
        frame, noun = found["frame"], found["noun"]
        right = f"{frame.removesuffix(noun)}为{noun}"
        why = sentences.TEXT_TYPO_MISTAKE.format(wrong=frame, right=right)
        yield passage.finding("TEXT-TYPO", *found.span("frame"), why)


_TO_A_PURPOSE: Final = when_used(
    "(?:^|[，。；：])(?P<thing>(?:优化|推动|促进|助力|推进|实现|助推)[^，。；：、为能将就对向给由的]{3,16})(?=提供了?(?:更加)?(?:有力|坚强|坚实|强有力|良好)的?[^，。；：、的]{0,4}(?:支撑|保障|支持)[，。；])"
)


_OF_A_THING: Final = when_used(
    "(?:^|[，。；：]|同时|并|定期|及时)(?P<thing>[^，。；：、对由经被已均都将把按在向就给与为让使于进]{3,18}(?:程度|情况|质量|内容|栏目|信息))"
    "(?:(?:定期|及时|全面|逐一|逐项|集中|重点|动态)?进行(?:抽查|检查|核查|排查|清理|梳理|评估|审核|审查|检测|巡查|监测|通报|整改|更新|维护|培训))(?=[，。；]|$)"
)


def _without_for(passage: Passage) -> Iterator[Finding]:
    """Find 栏目更新情况进行抽查, short of 对, and 优化营商环境提供有力支撑, short of 为."""
    for pattern, lost in ((_OF_A_THING, "对"), (_TO_A_PURPOSE, "为")):
        for found in pattern.finditer(passage.folded):
            before = passage.folded[max(0, found.start("thing") - CLAUSE) : found.start("thing")]
            if lost == "对" and SPOKEN_OF.search(before):
                continue
            why = sentences.TEXT_TYPO_LOST_BEFORE.format(words=found["thing"], lost=lost)
            yield passage.finding("TEXT-TYPO", found.start("thing"), found.end(), why)


# ---------------------------------------------------------------- order and overlap


_WITHIN: Final = when_used(
    "(?P<time>\\d个?(?:工作)?日|个工作日|规定的?(?:时间|时限|期限)|法定的?(?:时间|时限|期限))"
    "(?P<deed>答复|回复|办结|公开|更新|集中|完成|办理|反馈|送达|整改|补正|报送|上传|发布|公布|公示|处理|审核|受理|告知|提交|上报)内"
)


def _turned(passage: Passage) -> Iterator[Finding]:
    """Find 三个工作日答复内."""
    for found in _WITHIN.finditer(passage.folded):
        right = f"{found['time']}内{found['deed']}"
        why = sentences.TEXT_TYPO_ORDER.format(words=found[0], right=right)
        yield passage.finding("TEXT-TYPO", *found.span(), why)


_HEADING: Final = when_used(
    "^(?:（[一二三四五六七八九十]）|\\d[.、])(?P<name>[^\\W\\da-zA-Z_]{4,14}?)(?:情况|方面|工作)?(?=[。：，]|$)"
)
_HEADINGS: Final = (
    *ASPECTS,
    *("平台建设", "政府信息主动公开", "政府信息依申请公开", "信息公开平台建设"),
    *("政府信息资源管理", "主动公开政府信息", "政府信息平台建设"),
)
"""What the parts of the first section are called."""
_OF_THE_SAME: Final = {"".join(sorted(one)): one for one in _HEADINGS}


def _turned_heading(passage: Passage) -> Iterator[Finding]:
    """Find a heading that has the words of a usual one in another order: （四）政府信息平台公开建设."""
    found = _HEADING.match(passage.folded)
    usual = found and _OF_THE_SAME.get("".join(sorted(found["name"])))
    if found and usual and found["name"] not in _HEADINGS:
        why = sentences.TEXT_TYPO_ORDER.format(words=found["name"], right=usual)
        yield passage.finding("TEXT-TYPO", *found.span("name"), why)


_OVERLAPS: Final = (
    (when_used("(?:大约|将近|约|近)(?P<kept>\\d[\\d.]*[万千百亿]?[余多])(?![元万])"), ""),
    (
        when_used(
            "(?P<kept>(?:超过|不少于|不低于|不短于)\\d[\\d.]*[万亿]?[%件条次人个天日户家项名份年元小时分钟]{0,4})以上(?=[，。；、）]|$)"
        ),
        "",
    ),
    (when_used("(?P<kept>[几数][十百千万])余(?=[件条次个人位名项篇期场家户万])"), ""),
    (when_used("目的是为了"), "目的是"),
    (when_used("原因是(?:因为|由于)"), "原因是"),
    (when_used("(?:相关有关|有关相关)"), "有关"),
    (when_used("进行(?P<kept>(?:学习|宣传|贯彻|解读|审查|审核|公开|公示|落实|修订)《)"), ""),
    (
        when_used(
            "(?<![汇数])(?P<kept>(?:大约[^，。；\\d]{0,6}|约|近|超过)\\d+[件条次人个项份名万余]{0,3})(?:左右|上下)(?=[，。；、])"
        ),
        "",
    ),
    (
        when_used(
            "等等(?P<kept>事项|方面|内容|问题|工作|渠道|环节|信息|措施|形式|方式|平台|部门|情况|领域|活动)"
        ),
        "等",
    ),
)


def _overlapping(passage: Passage) -> Iterator[Finding]:
    """Find what is said twice in other words: 目的是为了, 约30件左右, 渠道等等方式."""
    for pattern, put in _OVERLAPS:
        for found in pattern.finditer(passage.folded):
            right = put + (found.groupdict().get("kept") or "")
            why = sentences.TEXT_TYPO_OVERLAP.format(words=found[0], right=right)
            yield passage.finding("TEXT-TYPO", *found.span(), why)
    text = passage.folded
    for place in compress(count(), map(eq, text, text[_PAIR:])):
        for start in (place, place - 1):
            words = text[max(0, start) : start + 2 * _PAIR]
            if _are_two_verbs(words[:_PAIR], words[_PAIR:]):
                why = sentences.TEXT_TYPO_REPEATED.format(words=words)
                yield passage.finding("TEXT-TYPO", start, start + len(words), why)
    for pattern in (_COUNTED_TWICE, _ADVERB_TWICE):
        for found in pattern.finditer(text):
            why = sentences.TEXT_TYPO_DOUBLED.format(word=found["word"])
            yield passage.finding("TEXT-TYPO", *found.span(), why)


_PAIR: Final = 2
_HAVING_BOTH: Final = ("公开", "提供", "提出", "出具")
"""Verbs that stand behind one that is a noun there: 质量提升提供支持."""

_OF_MANNER: Final = ("公开",)
"""Verbs that tell how the one behind them is done: 向社会公开公布."""
_HOW_WELL: Final = frozenset("好实细紧牢稳严")
"""What one verb is said with twice: 抓实抓好."""


@cache
def _verbs() -> frozenset[str]:
    words = words_of("不作名词的动词") + words_of("带宾语的动词")
    return frozenset(one for one in words if len(one) == _PAIR)


def _are_two_verbs(one: str, other: str) -> bool:
    """Tell whether of two words side by side that share a character one would do: 实行执行."""
    return (
        _verbs().issuperset((one, other))
        and one != other
        and one not in _OF_MANNER
        and other not in _HAVING_BOTH
        and not {one, other} <= knowledge.parallel()
        and not {one[1], other[1]} <= _HOW_WELL
    )


_COUNTED_TWICE: Final = when_used(
    "(?P<word>[一二三四五六七八九十两]{1,3}[名个项次期场件条份篇])(?P=word)" + _ENDS
)


_KINDS_OF_DOING: Final = "(?:公开|更新|发布|公布|公示|上传|推送|报送|上报|办理|答复|回复|处理|传达|落实|整改|转办|反馈|录入|归档)"
_ADVERB_TWICE: Final = when_used(
    "(?P<word>及时|认真|严格|积极|全面|定期|主动|不断|切实|进一步|扎实|充分|统一|逐步)[将把对](?!外|内)[^，。；：]{2,60}(?<![未或再不应需能可须要宜为属])(?P=word)"
    f"{_KINDS_OF_DOING}(?=[，。；到在至于给])"
)
"""How something is done, told before its object and again behind it: 及时将动态信息及时公开."""


_BETWEEN: Final = (
    "(?:了|的|政务|政府|信息|公开|工作|业务|服务|干部|职工|队伍|人员|平台|网站|栏目|内容|更新|发布|办理|答复|管理|监督|保障"
    "|重点|领域|审核|审查|解读|回应|群众|社会|基层|依申请|整体|总体|自身|互动|宣传|培训|考核|沟通|协调|[^\\W\\d_加提增强扩和与及](?:业|政|务|育|生)(?=工作)|全县|全镇|全乡|全局|全区"
    "|机关|民主|存在|专题|保密|责任|监管|统筹|执法|督查|督导|检查|整改|学习|教育|引导|指导|调度|报送|政治|法治|安全|日常|长效|专业|综合|应急|资源|组织|制度|较大|较好|很大|更大|更好|明显|显著|一定|坚实|有力|良好|坚强|长足|积极|重要|顺利|有效|全面|深入|扎实|有序|严格|登记|统一)"
)
"""What may stand between a verb and its object, none of it another verb that the object could belong to."""
_BEGINNING: Final = "，。；：步并以来将要需应可局镇乡县委办府们我后先等了而且也均都又再还更是"
"""What stands before a verb that begins what is said; behind a noun it describes the next one: 加大环境改善力度."""


@cache
def _verb_and_object() -> re.Pattern[str]:
    verbs = knowledge.collocations()
    nouns = "|".join(dict.fromkeys(noun for nouns in verbs.values() for noun in nouns))
    # the verbs stand first and side by side, so that one look at a character passes over most of a text
    return re.compile(
        f"(?P<verb>{'|'.join(verbs)})(?<![、的和与及].{{2}})(?!的)"
        f"{_BETWEEN}{{0,6}}(?:(?P<first>{nouns})[和与及]{_BETWEEN}{{0,4}})?(?P<noun>{nouns})(?=[，。；]|$|\\d{{1,4}}[余多]?[次期场])"
    )


def _describes(text: str, start: int, end: int) -> bool:
    """Tell whether a verb, behind a noun that another one governs, says of what the next noun is: 加大环境改善力度."""
    before = text[max(0, start - CLAUSE) : start]
    clause = before[max(map(before.rfind, "，。；：")) + 1 :]
    begins = not clause or clause[-1] in _BEGINNING or clause.endswith(adverbs())
    return not begins and text[end] != "了" and any(one in clause for one in _verbs())


def _mismatched(passage: Passage) -> Iterator[Finding]:
    """Find 加快公开质量, a verb with an object that it never has."""
    for found in _verb_and_object().finditer(passage.folded):
        never = knowledge.collocations()[found["verb"]]
        # 保障和监督作用 is of one kind, 力度和时效 are two things
        beside = found["first"] and found.end("first") + 1 == found.start("noun")
        mismatched = found["noun"] in never or (beside and found["first"] in never)
        if mismatched and not _describes(passage.folded, *found.span("verb")):
            why = sentences.TEXT_TYPO_MISMATCH.format(words=found[0])
            yield passage.finding("TEXT-TYPO", *found.span(), why)


_JOINT: Final = re.compile("[的了]")
_LONGEST_AROUND: Final = 4
_BE: Final = frozenset("是为成作")
"""Behind it a word of itself is emphatic: 水利是基础的基础."""


def _said_around_itself(passage: Passage) -> Iterator[Finding]:
    """Find 空气质量的质量 and 作了说明了说明; 当场答的当场答，不能答的… says of each its own, 债权的债权人 another word."""
    text = passage.folded
    for joint in _JOINT.finditer(text):
        place, behind = joint.span()
        size = next(
            (
                size
                for size in range(_PAIR, _LONGEST_AROUND + 1)
                if text[place - size : place] == text[behind : behind + size]
            ),
            0,
        )
        start, end = place - size, behind + size
        word, before = text[max(0, start) : place], text[max(0, start - 1) : max(0, start)]
        if not size or start < 0 or not word.isalpha() or before == joint[0]:
            continue
        if joint[0] == "的" and (
            text[end : end + 1].isalpha()
            or before in _BE
            or not before.isalpha()
            or text.find("的", end, end + _PARALLEL) > 0
        ):
            continue
        if not is_quoted(text, start):
            why = sentences.TEXT_TYPO_DOUBLED.format(word=word)
            yield passage.finding("TEXT-TYPO", start, end, why)


_PARALLEL: Final = 10
"""Characters behind in which what is said of another kind has its own 的."""

_DENIED: Final = when_used("[未没][未没不]|[不无][未没]")
_DENIED_AROUND: Final = when_used(
    "(?P<avoid>防止|避免|杜绝|严防|谨防)(?P<what>[^，。；、的“]{0,12}?)(?:不再|不会|不)(?P<event>发生|出现|产生)"
    "|(?P<forbid>切忌|以免|谨防|禁止|严禁)(?:不要|不得|不能|不可|勿)"
)


def _denied_twice(passage: Passage) -> Iterator[Finding]:
    """Find 未不出现, and 避免问题不再发生, which says the contrary."""
    text = passage.folded
    for found in _DENIED.finditer(text):
        if not is_quoted(text, found.start()):
            why = sentences.TEXT_TYPO_CLASH.format(words=found[0])
            yield passage.finding("TEXT-TYPO", *found.span(), why)
    for found in _DENIED_AROUND.finditer(text):
        right = found["forbid"] or f"{found['avoid']}{found['what']}{found['event']}"
        why = sentences.TEXT_TYPO_MISTAKE.format(wrong=found[0], right=right)
        yield passage.finding("TEXT-TYPO", *found.span(), why)


_TO_A_FIGURE: Final = when_used(
    "(?:由|从)[^，。；到至为升降]{0,16}?(?P<first>\\d[\\d.]{0,6})%(?P<change>提高|提升|上升|增加|增长)了?(?P<second>\\d[\\d.]{0,6})%"
)
_JOINED_BEHIND: Final = when_used(
    "(?P<figure>\\d)(?P<joint>为|是|共|约|近|达)(?P<measure>[件条次个项篇份期场])(?=[，。；、）]|$)"
)
_TWO_MEASURES: Final = when_used(
    "\\d[余多]?(?P<two>(?P<one>[件条项篇份期])(?!(?P=one))[件条项个篇份期])(?![^\\W\\d_])"
)
_TEN_THOUSANDS: Final = when_used(
    "(?<![\\d.])\\d{5,8}[余多]?万[余多]?[条件篇份次册期场个项则](?!元)"
)
"""Figures written out that are followed by 万: 173769万条."""
_TIMES_LESS: Final = when_used("(?:降低|减少|下降|缩短|压缩|压减)了?(?:近|约)?\\d[\\d.]*倍")


def _around_figures(passage: Passage) -> Iterator[Finding]:
    """Find 由91%提高96%, 45为件, 134件条, and 减少2倍, which is less than nothing."""
    text = passage.folded
    for found in _TO_A_FIGURE.finditer(text):
        # a rate may grow by less than it was
        if float(found["second"].rstrip(".")) <= float(found["first"].rstrip(".")):
            continue
        why = sentences.TEXT_TYPO_LOST.format(words=found["change"], lost="到")
        yield passage.finding("TEXT-TYPO", found.start("change"), found.end(), why)
    for found in _JOINED_BEHIND.finditer(text):
        right = found["joint"] + found["figure"] + found["measure"]
        why = sentences.TEXT_TYPO_ORDER.format(words=found[0], right=right)
        yield passage.finding("TEXT-TYPO", *found.span(), why)
    for found in _TWO_MEASURES.finditer(text):
        why = sentences.TEXT_TYPO_CLASH.format(words=found["two"])
        yield passage.finding("TEXT-TYPO", *found.span(), why)
    for found in _TEN_THOUSANDS.finditer(text):
        why = sentences.TEXT_TYPO_TEN_THOUSANDS.format(words=found[0])
        yield passage.finding("TEXT-TYPO", *found.span(), why)
    for found in _TIMES_LESS.finditer(text):
        why = sentences.TEXT_TYPO_TIMES.format(words=found[0])
        yield passage.finding("TEXT-TYPO", *found.span(), why)


_BEFORE_AN_ORGAN: Final = when_used(
    "(?P<adverb>认真|切实|严格|深入|扎实|积极|大力|着力|不断|进一步|全面|及时)"
    "(?:《|[省市县区](?:委|政(?!府[^，。；]{0,4}网))|各级|上级|国务院|党中央|中央)"
)


_BEFORE_A_NOUN: Final = when_used(
    "(?P<adverb>认真|切实|进一步|逐步)(?:人大代表|政协委员|群众|社会各界|企业|政府|政务|信息|网站|栏目|公众|公民|申请人"
    "|基层|各项|有关|相关|干部|制度|机制|渠道|平台|水平|质量)(?!化)"
)


def _adverb_without_verb(passage: Passage) -> Iterator[Finding]:
    """Find 认真县委、县政府的部署: what comes from above needs a verb before it, and so does any noun."""
    for found in _BEFORE_A_NOUN.finditer(passage.folded):
        why = sentences.TEXT_TYPO_VERB_LOST.format(words=found["adverb"], verb="做好")
        yield passage.finding("TEXT-TYPO", *found.span(), why)
    for found in _BEFORE_AN_ORGAN.finditer(passage.folded):
        why = sentences.TEXT_TYPO_VERB_LOST.format(words=found["adverb"], verb="落实")
        yield passage.finding("TEXT-TYPO", *found.span(), why)
