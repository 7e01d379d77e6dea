"""Clauses that lost a word, end or begin where none can, or stand twice: `TEXT-TYPO`."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from converter import sentences
from converter.checking.prose.passages import Passage, is_quoted, is_titled
from converter.checking.prose.words import knowledge
from converter.checking.prose.words.language import gain_of
from converter.findings import Finding
from converter.form.patterns import when_used


def check_clauses(passages: Iterable[Passage]) -> Iterator[Finding]:
    """Find clauses without their verb or its noun, and clauses that stand twice in a row."""
    for passage in passages:
        yield from _torn(passage)
        yield from _said_again(passage)
        yield from _in_circles(passage)
        yield from _listed_again(passage)
        yield from _without_complement(passage)
        yield from _without_verb(passage)
        yield from _without_second(passage)
        yield from _only_a_ground(passage)
        yield from _without_per_cent(passage)
        yield from _without_currency(passage)
        yield from _number_of_a_number(passage)


# ---------------------------------------------------------------- sentences that stand twice


_SENTENCE_OF_ITS_OWN: Final = 16
"""Characters from which a sentence that stands twice in a section was copied by mistake."""
_NUMBERED: Final = when_used(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[一二三四五六七八九十]是|第[一二三四五六七八九十]，)*"
)


def check_sentences(passages: Iterable[Passage]) -> Iterator[Finding]:
    """Find a sentence that stands in a section before, word by word; that nothing happened may be said twice."""
    said: dict[tuple[str, str], int] = {}
    for passage in passages:
        clauses_told: bool | None = None
        for sentence in passage.sentences:
            begins = _NUMBERED.match(sentence.text)
            words = sentence.text[begins.end() if begins else 0 :]
            key = passage.name, words
            if len(words) < _SENTENCE_OF_ITS_OWN or _NOTHING_SAID.search(words):
                continue
            # a long clause that stands twice in one paragraph is told by itself
            if said.get(key) == passage.position and clauses_told is None:
                clauses_told = any(_said_again(passage))
            if key in said and not (said[key] == passage.position and clauses_told):
                start = len(sentence.text) - len(words)
                yield sentence.finding(
                    "TEXT-TYPO", start, len(sentence.text), sentences.TEXT_TYPO_SENTENCE_TWICE
                )
            said.setdefault(key, passage.position)


_NOTHING_SAID: Final = when_used("没有|未[收发产出因接涉]|无|不存在")


# ---------------------------------------------------------------- verbs that were lost


_ADVERB: Final = when_used(
    "(?:(?<![源连接])不断|(?<![更做作])进一步|切实|持续|扎实|着力|逐步|继续|定期)(?=[^\\W\\da-zA-Z_]{4})"
)
"""Adverbs that stand before nothing but a verb, or another adverb."""
_NOUN: Final = when_used(
    "政府(?!采购|购买)|政务|信息(?!化)|公开(?:制度|渠道|工作|内容|形式|平台|方式|机制|水平|质量|力度|意识|流程|体系|目录|指南|栏目|专栏|队伍)"
    "|组织领导|工作|制度|机制|体制|栏目|专栏|网站|平台|各|本[^\\W\\d_]|全[县市区镇乡局]|群众|公众|社会|人民|企业|人员|干部|队伍|业务|责任|政策|行政"
    "|意识|能力|渠道|内容|质量|水平|力度|流程|体系|重点|程序|效能|效率|透明度|满意度|知晓度"
    "|依申请公开|公开的(?:覆盖面|透明度|质量|范围|力度|水平|实效|广度|深度)"
    "|(?:审核|审查|考核|监督|培训|解读|宣传|沟通|协调|答复|回应|发布|更新|维护|管理|服务|指导|督查|督导|检查|评议|学习|保障)"
    "(?:制度|机制|流程|力度|水平|体系|意识|能力|实效|成效)"
)
_LIKELIER: Final = 0.0
"""The logarithm of how much likelier a clause must be with a verb between its adverb and the noun behind."""
_VERBS: Final = (
    *("加大", "加强", "健全", "完善", "提升", "提高", "规范", "推进", "深化", "优化", "强化"),
    *("压实", "拓展", "丰富", "落实", "推动", "增强", "做好", "扩大", "开展", "明确", "抓好"),
)
"""What stands behind such adverbs most."""


def _without_verb(passage: Passage) -> Iterator[Finding]:
    """Find an adverb behind which the verb is missing: 不断政府信息公开力度, 进一步各科室责任."""
    text = passage.folded
    for found in _ADVERB.finditer(text):
        at = found.end()
        noun = _NOUN.match(text, at)
        if not noun or _NO_NOUN.match(text, at) or is_titled(text, at):
            continue
        open_deed = noun[0].startswith("公开") and not noun[0].startswith("公开的")
        if found[0] in _BEFORE_DEEDS and (open_deed or _DEED.match(text, at)):
            continue
        verb = max(_VERBS, key=lambda one: gain_of(one, text, at))
        if gain_of(verb, text, at) > _LIKELIER:
            why = sentences.TEXT_TYPO_VERB_LOST.format(words=found[0], verb=verb)
            yield passage.finding("TEXT-TYPO", found.start(), noun.end(), why)


_BOUND: Final = dict(
    zip("健完规拓贯履巩推加提深落丰压", "全善范展彻行固进强升化实富实", strict=True)
)
"""First characters of verbs that take an object, each with what is lost behind it."""
_ADVERB_OF_BOUND: Final = when_used(
    "(?:(?<![源连接])不断|(?<![更做作])进一步|切实|持续|扎实|着力|逐步|继续|全面|深入|积极|大力|认真|严格|有序|稳步|统筹|有效)$"
)
_BEFORE_BOUND: Final = when_used(
    "[健完规拓贯履巩推加提深落丰压]"
    "(?=政府(?:信息|网站|工作)|政务(?:公开|信息|服务)|信息(?:公开|发布|审核)|各项|公开(?:制度|渠道|内容|平台|质量|水平|流程|形式)|组织领导|工作(?:机制|制度|责任)"
    "|业务(?:能力|水平|培训)|(?:监督|审核|审查|考核|保密|管理|发布|协调|培训|保障|长效)(?:制度|机制|审查|流程|力度)|主动公开|重点领域|基层政务|责任(?:追究|落实)|依申请)"
)


def _without_second(passage: Passage) -> Iterator[Finding]:
    """Find a verb that lost its second character behind an adverb: 全面推政府信息公开, 不断加各项制度建设."""
    text = passage.folded
    bound = [
        (adverb[0], found)
        for found in _BEFORE_BOUND.finditer(text)
        if (adverb := _ADVERB_OF_BOUND.search(text, max(0, found.start() - 4), found.start()))
    ]
    if len(bound) == 1:  # several of them are slogans: 着力提公开质量，着力拓公开渠道
        ((words, found),) = bound
        why = sentences.TEXT_TYPO_LOST.format(words=words + found[0], lost=_BOUND[found[0]])
        yield passage.finding("TEXT-TYPO", *found.span(), why)  # within what a phrase corrects


_NO_NOUN: Final = when_used(
    "工作(?:打算|计划|安排|思路|措施|[在于到])|各[^\\W\\d_](?:其|就)|本着|政策性|社会化"
)
"""What is no noun that needs a verb: 进一步工作打算, 各司其职."""
_BEFORE_DEEDS: Final = frozenset(("定期", "持续", "继续", "逐步", "着力"))
"""Adverbs that stand before 公开 as a verb, and before what is done by a noun: 逐步公开工作流程, 定期业务交流."""

_DONE: Final = (
    "梳理|检查|清理|通报|部署|培训|整改|整合|更新|调整|优化|规范|修订|审核|审查|排查|自查|抽查|督查|督导|督办|指导|检测|监测|评估|考核"
    "|答复|回复|回应|解读|解答|宣传|公示|公开|公布|归纳|汇总|统计|分析|研究|讨论|学习|改造|改版|升级|维护|完善|细化|分解|整理|登记|办理|处理|核查|核实|评价|测评|通知|约谈"
)
"""Verbs that are the noun behind 进行."""
_DEED: Final = when_used(
    rf"[^，。；：、]{{2,14}}?(?:{_DONE}|交流|调度|巡检|巡查|走访|改革|建设|改善|提升|创新|轮训|测试|值守)(?:[，。；、和与及]|$)"
)
"""A noun with what is done to it, which together are what an adverb goes with: 持续网站巡检."""
_INTO: Final = when_used(
    "(?<!即)(?P<whole>[把将](?:政府信息公开|政务公开|信息公开|村务公开|公开工作|此项|该项|公开)(?:工作)?(?:落实|完成|开展)?(?:情况)?(?:[^，。；、纳列入作与和为进在对摆提到成放当]|当(?=年)){0,4}"
    "(?:年度|年终|科室|部门|单位|个人|干部|机关|重点|目标|绩效|综合|责任制?|党建){0,4}"
    "(?:重要议事日程|议事日程|考核(?:体系|范围|指标)?|责任制|(?:重点|中心|日常)(?:工作|任务)的?(?:内容|任务)?))"
    "(?=(?:的?(?:重要|主要)?(?:内容|指标|范围|体系|任务|项目))?(?:[，。；、]|$))"
)
"""What such work is put into, with no verb before it, nor behind it: 年度考核结果作为依据, 日常工作任务分解到人."""


def _without_complement(passage: Passage) -> Iterator[Finding]:
    """Find 把 with a noun and nothing that became of it: 把政务公开工作年度考核."""
    for found in _INTO.finditer(passage.folded):
        why = sentences.TEXT_TYPO_COMPLEMENT_LOST.format(words=found["whole"])
        yield passage.finding("TEXT-TYPO", *found.span("whole"), why)


_GROUND: Final = when_used(
    "(?:^|[。；])(?:根据|按照|依据|依照)[^，。；：]{6,160}?(?P<end>的?(?:有关|相关|工作|文件|具体)*(?:要求|规定)。)(?=[^。])"
)
_IN_BRACKETS: Final = re.compile("（[^（）]*）")


def _only_a_ground(passage: Passage) -> Iterator[Finding]:
    """Find a sentence that says only what the next one is based on: 根据《…》的要求。青山镇编制了本报告."""
    text = _IN_BRACKETS.sub(lambda found: "　" * len(found[0]), passage.folded)
    for found in _GROUND.finditer(text):
        why = sentences.TEXT_TYPO_GROUND.format(words=found["end"].removesuffix("。"))
        # the sentence that was cut off is quoted with it
        stop = text.find("。", found.end())
        yield passage.finding("TEXT-TYPO", found.start("end"), stop + 1 or len(text), why)


# ---------------------------------------------------------------- ends and beginnings


_RIGHTLY_LAST: Final = when_used("(?:[未没不能应所]得到|[源连接]不断|[时点一二三四五]十分)$")
_STOP: Final = re.compile("[，。；]|$")
_NEVER_FIRST: Final = when_used("(?:^|(?<=[，。；]))(?P<first>的(?![士确])|们|之一(?![^\\W\\d_]))")


def _torn(passage: Passage) -> Iterator[Finding]:
    """Find a clause that ends with a word that needs another, or begins with one that has nothing before it."""
    text = passage.folded
    for stop in _STOP.finditer(text):
        end = stop.start()
        never_last = knowledge.words_of("分句末不用" if stop[0] == "，" else "句末不用")
        if not text.endswith(never_last, 0, end) or _RIGHTLY_LAST.search(
            text[max(0, end - 3) : end]
        ):
            continue
        word = next(one for one in never_last if text.endswith(one, 0, end))
        start = end - len(word)
        clause = re.split("[，。；：、]", text[max(0, start - _LOOKED_BACK) : start])[-1]
        always = word in knowledge.words_of("分句末不用") and not word.endswith("到")
        shortest = _SHORTEST_BEFORE if always else _SHORTEST
        if len(clause) < shortest or _is_whole(clause, word, text, start):
            continue
        if not is_quoted(text, start):
            why = sentences.TEXT_TYPO_ENDS_WITH.format(words=word)
            yield passage.finding("TEXT-TYPO", start, end, why)
    for found in _NEVER_FIRST.finditer(text):
        why = sentences.TEXT_TYPO_BEGINS_WITH.format(words=found["first"])
        yield passage.finding("TEXT-TYPO", max(0, found.start() - 4), found.end(), why)


_WITH: Final = when_used("[与同跟和]")
_KIND_BEFORE: Final = when_used("[为是属于即或和与及]$")
_GROWS: Final = when_used(
    "(?:水平|质量|意识|能力|力度|效率|效能|[程满透知]?[度明意晓]度|机制|制度|体系|渠道|范围|作风|素质|形式|内容|平台|建设|管理|工作)$"
)


def _is_whole(clause: str, word: str, text: str, start: int) -> bool:
    """Tell whether a clause is whole though it ends with a word that mostly needs another: 与本机关有关, 查得到, 亮点不断."""
    if word == "得到":  # behind a verb of one character, which ends no word
        return not any(knowledge.is_common_word(text[start - size : start]) for size in (2, 3))
    if word == "有关":
        listed = re.split("[，。；]", text[max(0, start - _LOOKED_BACK) : start])[-1]
        return bool(_WITH.search(listed))
    if word == "依申请":
        return bool(_KIND_BEFORE.search(clause))
    if word == "不断":
        return not _GROWS.search(clause)
    return f"{word}的" in clause


# ---------------------------------------------------------------- clauses that stand twice


_CLAUSE: Final = when_used("[^，。；：！？]+")
_LOOKED_BACK: Final = 40
_SHORTEST_BEFORE: Final = 2
"""Characters of a clause before a word that always needs another: 精力难以."""
_SHORTEST: Final = 4
_SHORTEST_APART: Final = 12
"""Characters of a clause that nobody writes twice in a row, and of one that nobody writes twice in a paragraph."""
_POINT: Final = re.compile("^(?:[一二三四五六七八九十]{1,2}是|（[^（）]{1,3}）|\\d{1,2}[.、])")


_TOO_SHORT: Final = (2, 3)
"""Characters of a clause that says nothing but the beginning of the one before: 统一答复口径，统一，."""
_JOINING: Final = frozenset(
    ("其中", "同时", "此外", "另外", "目前", "为此", "例如", "特别是", "尤其是", "下一步")
)
"""What joins clauses and is said once: 其中，其中人事信息3件."""


def _said_again(passage: Passage) -> Iterator[Finding]:
    """Find a clause that stands twice in a row, and a long one that stands twice in a paragraph."""
    seen: dict[str, str] = {}
    before = ""
    for found in _CLAUSE.finditer(passage.folded):
        clause = _POINT.sub("", found[0])
        again = len(clause) >= _SHORTEST and before.endswith(clause)
        # what is said of each of several kinds in turn may be the same: 县级层面，…；乡镇层面，…
        parallel = seen.get(clause) == before[-2:] != ""
        apart = len(clause) >= _SHORTEST_APART and clause in seen and not parallel
        begun = len(clause) in _TOO_SHORT and before.startswith(clause) and before != clause
        begun |= before in _JOINING and clause != before and clause.startswith(before)
        if (again or apart or begun) and not is_titled(passage.folded, found.start()):
            why = sentences.TEXT_TYPO_CLAUSE_TWICE.format(words=clause)
            yield passage.finding("TEXT-TYPO", found.end() - len(clause), found.end(), why)
        seen[clause] = before[-2:]
        before = clause


_LISTING: Final = when_used("[^，。；：！？（）“”《》]+")
_FEWEST: Final = 3
_LONGEST: Final = 40
"""Characters of an item that stands twice."""
_NAMED_ON: Final = when_used("(?:水平|建设|工作|等|力度|程度|能力|机制|要求|原则|情况)")


def _listed_again(passage: Passage) -> Iterator[Finding]:
    """Find an item that a list has twice: 同步组织、同步审签、同步组织."""
    for found in _LISTING.finditer(passage.folded):
        if found[0].count("、", 1, len(found[0]) - 1) < _FEWEST - 1:
            continue
        again = _item_again(found[0].split("、"))
        if again:
            why = sentences.TEXT_TYPO_CLAUSE_TWICE.format(words=again)
            place = found.start() + found[0].rfind(again)
            yield passage.finding("TEXT-TYPO", place, place + len(again), why)


def _item_again(items: list[str]) -> str:
    """Return an item that stands twice; words stand before the first one and behind the last one."""
    first, *inner, last = items
    again = ""
    others = {*inner}
    for item in inner:
        bare = item.replace("的", "")  # 主动公开政府信息情况、主动公开政府信息的情况
        long = len(bare) > _SHORTEST + _FEWEST and bare != item
        if long and (bare in others or first.endswith(bare)):
            again = item
    seen: set[str] = set()
    for item in inner:
        if len(item) >= _FEWEST and (item in seen or first.endswith(item)):
            again = item
        seen.add(item)
    for item in inner:
        if len(item) >= _FEWEST and (
            last == item or (last.startswith(item) and _NAMED_ON.match(last, len(item)))
        ):
            again = item
    for length in range(_FEWEST, min(len(first), len(last), _LONGEST) + 1):
        if first.endswith(last[:length]) and (len(last) == length or _NAMED_ON.match(last, length)):
            again = last[:length]
    return again


_VERB_TWICE: Final = when_used(
    "(?P<verb>存在|进行|开展|加强|提高|提升|做好|完善|推进|召开|举办|收到|受理|增加|减少)(?!的)[^，。；：、“”和与及或]{2,16}(?P=verb)(?=[，。；：])"
)


_RECEIVED_TWICE: Final = when_used(
    "(?:没有|未|共)(?P<verb>收到|受理|接到|发生|出现)[^，。；：、“”]{1,14}(?P=verb)(?!的|[^，。；]{0,8}[后时]|[^，。；]{1,12}的[情现问事])"
)


_DONE_TWICE: Final = when_used(
    "(?P<verb>公开|审核|审查|培训|宣传|解读)了[^，。；：]{2,30}(?P=verb)工作(?=[，。；]|$)"
)
_TWICE: Final = (_VERB_TWICE, _RECEIVED_TWICE, _DONE_TWICE)
_DEED_WITH_FIGURE: Final = when_used(
    "(?P<deed>公开|发布|推送|转载|报送|上报|刊发|公示|更新)(?=\\d+余?[条件篇份则])"
)
_DONE_BEFORE: Final = when_used(
    "(?<![^，。；：、站台号年度期内共动计经已])(?P<deed>公开|发布|推送|转载|报送|上报|刊发|公示|更新)[^，。；：、\\d公]{0,6}(?:信息|文件|动态|稿件|消息|政策|公告)(?:主动|共)?$"
)
_FAR_BEFORE: Final = 16
"""Characters before a verb with its figure in which it may stand with its object: 公开政府信息公开52条."""


def _in_circles(passage: Passage) -> Iterator[Finding]:
    """Find a clause that ends with the verb it began with: 存在一些不足存在, 公开了预算公开工作."""
    told: set[int] = set()
    for found in chain.from_iterable(one.finditer(passage.folded) for one in _TWICE):
        if found.end() in told:
            continue
        told.add(found.end())
        why = sentences.TEXT_TYPO_DOUBLED.format(word=found["verb"])
        yield passage.finding("TEXT-TYPO", *found.span(), why)
    text = passage.folded
    for last in _DEED_WITH_FIGURE.finditer(text):
        first = _DONE_BEFORE.search(text, max(0, last.start() - _FAR_BEFORE), last.start())
        if first and first["deed"] == last["deed"]:
            why = sentences.TEXT_TYPO_DOUBLED.format(word=last["deed"])
            yield passage.finding("TEXT-TYPO", first.start(), last.end(), why)


# ---------------------------------------------------------------- units that were lost


_RATE: Final = when_used(
    "(?P<rate>(?<![汇频税利费概功效])率|满意度|知晓度|覆盖面|准确度)(?:均?(?:为|达到|达|到|保持在|提高到|提升到|提升至|均))?"
    "(?P<figure>(?!0[，。；、）])\\d{1,3}(?:\\.\\d{1,2})?)(?=[，。；、）]|$|以上[，。；])"
)


def _without_per_cent(passage: Passage) -> Iterator[Finding]:
    """Find a rate without its sign: 办结率100."""
    for found in _RATE.finditer(passage.folded):
        why = sentences.TEXT_TYPO_LOST.format(words=found["figure"], lost="%")
        yield passage.finding("TEXT-TYPO", *found.span(), why)


_COUNT_OF: Final = when_used("(?<![\\d.])\\d{1,7}[余多]?人(?P<of>数)(?=[，。；、）]|$)")


def _number_of_a_number(passage: Passage) -> Iterator[Finding]:
    """Find 31人数: what is counted with a figure is 31人."""
    for found in _COUNT_OF.finditer(passage.folded):
        right = found[0].removesuffix(found["of"])
        why = sentences.TEXT_TYPO_MISTAKE.format(wrong=found[0], right=right)
        yield passage.finding("TEXT-TYPO", *found.span(), why)


_MONEY: Final = when_used(
    "(?:资金|经费|支出|投入|补贴|金额|投资|款|补助|拨付|租金|奖金|保证金|费用)(?:总额|总计|共计|合计|累计|共|约|达到?|为|了|近)?(?P<figure>\\d{1,8}(?:\\.\\d{1,6})?[余多]?[万亿])(?=[，。；、）])"
)


def _without_currency(passage: Passage) -> Iterator[Finding]:
    """Find a sum of money without 元: 投入资金12.6万。"""
    for found in _MONEY.finditer(passage.folded):
        why = sentences.TEXT_TYPO_LOST.format(words=found["figure"], lost="元")
        yield passage.finding("TEXT-TYPO", *found.span(), why)
