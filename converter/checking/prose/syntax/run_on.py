"""Sentences, clauses and items that run into one another, because the mark between them was lost: `TEXT-TYPO`."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from converter import sentences
from converter.checking.prose.passages import Passage
from converter.checking.prose.words import knowledge
from converter.findings import Finding
from converter.form.patterns import when_used


def run_on_of(passage: Passage) -> Iterator[Finding]:
    """Find sentences, clauses and items that run into one another."""
    yield from _lost_between(passage)
    yield from _second_clauses(passage)


_QUALITY: Final = "针对|精准|及时|准确|时效|实效|有效|权威|完整|全面|真实|规范|透明|便捷|便民|多样|系统|连续|可读|互动|服务|专业|合法"
_RUN_ON: Final = (
    # a sentence right behind its heading
    (
        when_used(
            r"^（[一二三四五六七八九十]{1,2}）[^，。；：、“”《》]{2,14}(?:情况|方面)(?P<words>我[局委镇乡县区市街办]|20\d\d年|本年度|全年)"
        ),
        "。",
    ),
    # an item of a list right behind the number of the one before
    (
        when_used(
            r"(?<![或至第])(?<!第\d)\d(?P<m>条|件|篇|份)(?P<words>(?!以?及|[和与并或]|信息|内容|以上|左右|涉及|主要|其中|共|中|的)[^\W\d_a-zA-Z]{2,12}(?:信息|专栏|类|动态|公告|文件|栏目|公示|解读|报道|视频))\d{1,6}(?P=m)(?=[，。；、])"
        ),
        "，",
    ),
    # the same with another measure, where what is counted stands before the first figure
    (
        when_used(
            r"(?:信息|公告|动态|文件|解读|简报|预算|决算|报告|建议|提案)(?<![或至第])\d{1,5}(?P<measure>[条件篇份])(?P<words>(?!以?及|[和与并或的共余多中]|信息|内容|涉及|主要|其中|以上|左右|均|已)[^\W\d_a-zA-Z]{2,12}(?:信息|专栏|动态|公告|文件|公示|解读|报道|视频))\d{1,6}(?!(?P=measure))[条件篇份](?=[，。；、])"
        ),
        "、",
    ),
    # two qualities side by side, at the end of what they are said of, or both of them known
    (
        when_used(
            rf"性(?<=[^\W\da-zA-Z_]{{2}}性)(?P<words>[^\W\da-zA-Z_]{{2}}性)"
            rf"(?:(?=[，。；]|和[^\W\d_]{{2}}性|不[强高够足]|有待|还[有需])|(?<=(?:{_QUALITY})性(?:{_QUALITY})性)(?!质))"
        ),
        "、",
    ),
    # a sentence that begins with its year behind one that has no mark
    (
        when_used(
            r"(?:公开|更新|发布|信息|有序|到位|落实|答复|要求|原则|职责|作用|水平|内容)(?P<words>20[12]\d年度?(?:，(?!\d)|在(?!建|编|职|岗|线|册|校|售|研|用)|共(?=[收受发公办计开组举])))"
        ),
        "。",
    ),
    (
        when_used(
            r"(?:及时|到位|有序|良好|明显|显著|顺利|扎实)(?P<words>目前|此外|另外|与此同时|下一步|今后)(?=[^\W\d_]{2})"
        ),
        "。",
    ),
    (
        when_used(
            r"(?:^|[，。；：是])(?:加强|完善|强化|健全|优化|深化)[^，。；：、的所与和了后并还又也均先新共曾已再]{2,8}(?P<words>(?:制定|印发|出台|成立|建立|修订|召开|举办)了)(?!的)"
        ),
        "，",
    ),
    (
        when_used(
            r"(?:公众号|抖音号?|快手|微博|头条号|视频号)(?P<words>抖音|快手|今日头条|微博(?!号)|头条号|报刊)(?=[、，。和及等])"
        ),
        "、",
    ),
    (
        when_used("(?:党委|党组|党工委|支部)副?书记(?P<words>[镇乡局区县市校院]长)"),
        "、",
    ),
    (
        when_used(
            "(?:^|[，。；：])(?:(?!对|就|查阅)[^，。；：]){2,60}(?:下载|查阅|浏览|查看|获取|[）”》])(?P<words>[如若](?:有(?:疑问|问题|疑义)|对本?(?:报告|年报)))"
        ),
        "。",
    ),
    (
        when_used(
            r"(?:信息|文件|动态|公告|稿件|简报|公开|发布|公布)(?:共|约|共计)?\d{1,6}[余多]?[条件篇份](?P<words>内容(?:主要)?(?:涉及|涵盖|包括|包含))(?![^，。；]{0,40}的)"
        ),
        "，",
    ),
)
"""What begins where a mark was lost, and the mark."""


_BEHIND_TITLE: Final = when_used(
    r"》(?:（[^（）]{2,30}）)?(?:的?(?:精神|要求|规定))?(?P<words>根据(?!不同)|按照(?!规定)|结合|坚持(?!不懈)|紧紧围绕)(?=[^，。；：的]{2,40}[，。；])"
)
"""What is done right behind the title of what is carried out: 落实《条例》结合实际."""
_CARRIED_OUT: Final = when_used(
    "(?:贯彻落实|贯彻|落实|执行|学习|遵守|遵循)[^，。；：、《》]{0,6}《[^《》]{2,40}$"
)
_LONGEST_TITLE: Final = 60
_AIMS: Final = (
    "加强|完善|健全|提高|提升|增强|优化|强化|规范|做好|抓好|落实|履行|贯彻落实|贯彻|丰富|拓宽|扩大|加大"
    "|细化|压实|畅通|执行|遵守|夯实"
)
"""Verbs with an object of their own, which do not tell what is done with it; 推进 and 深化 may let it do something."""
_AIMED_AT: Final = "建设|工作|职责|水平|机制|制度|体系|质量|能力|力度|问题|任务|责任|要求|部署|流程|渠道|精神|规定|条例|意识|规范|作用|效能|平台|举措|方式|形式"
_MANNER: Final = "及时|认真|积极|切实|严格|主动|充分|着力|定期"
_ONWARD: Final = "不断|进一步|持续"
_RAISES: Final = "提高|提升|增强|加强|完善|健全|优化|强化|拓展|拓宽|丰富|扩大|加大|推进|深化"
_NEXT: Final = (
    *("发布", "更新", "公开", "回应", "审核", "公布", "组织", "制定", "修订", "编制", "答复"),
    *("办理", "召开", "建立"),
)
"""What is done next, beside verbs that are no nouns."""
_OF_THE_FIRST: Final = (
    "(?!到位|见效|落地)(?![^，。；]{0,20}(?:机制|制度|体系|办法|措施|流程|方案|情况|工作)(?:[，。；、]|$))"
    "(?![^，。；]{0,30}的(?:规定|要求|部署|做法|工作|任务|责任|原则|精神|意见|通知|能力|水平|意识|力度|准备|打算|计划)(?:[，。；、]|$))"
)
"""What would belong to the first verb after all: 健全问题及时整改机制."""
_OF_ONE_NAME: Final = (
    "(?![^，。；]{0,12}(?:意识|能力|水平|效率|质量|目录|清单|事项)(?:[，。；、和与及]|$))"
)
"""The same, where how something is done is a part of its name: 提高工作主动公开意识."""


@cache
def _second_clause() -> re.Pattern[str]:
    verbs = "|".join({*_NEXT, *knowledge.words_of("不作名词的动词")})
    ahead = f"(?:^|[，。；：])(?:{_MANNER}|{_ONWARD}|大力|扎实|全面|深入|稳步)?(?:(?P<lets>推进|深化)|{_AIMS})"
    object_of_it = f"(?!的)[^，。；：、“”《》]{{2,24}}(?<!的)(?:{_AIMED_AT})"
    behind = f"(?![的和与及]){_OF_THE_FIRST}(?=[^，。；]{{3}})"
    return re.compile(
        f"{ahead}{object_of_it}(?P<words>(?:(?:{_MANNER})(?:{verbs}){_OF_ONE_NAME}|(?P<onward>{_ONWARD})(?:{_RAISES})){behind}|以公开促)"
    )


_BEGINNING: Final = when_used(f"{_MANNER}|{_ONWARD}|以公开促")


def _second_clauses(passage: Passage) -> Iterator[Finding]:
    """Find a clause that begins behind another one without a mark: 推进规范化建设及时发布群众关心的内容."""
    text = passage.folded
    # few of such words stand behind such an object
    begun = (one.start() for one in _BEGINNING.finditer(text))
    if not any(text[place - 2 : place] in _AIMED_AT for place in begun if place > 1):
        return
    for found in _second_clause().finditer(text):
        start = found.start("words")
        # 推进工作不断加强管理 is one clause; headings have a blank there
        one = bool(found["lets"] and found["onward"])
        if not one and not passage.is_broken(start - 1, start + 1):
            why = sentences.TEXT_TYPO_LOST_BEFORE.format(words=found["words"], lost="，")
            yield passage.finding("TEXT-TYPO", start, found.end("words"), why)


def _lost_between(passage: Passage) -> Iterator[Finding]:
    """Find sentences, clauses and items that run into one another: 信息326条互动交流专栏信息91条."""
    text = passage.folded
    for pattern, mark in _RUN_ON:
        for found in pattern.finditer(text):
            # 党委副书记 镇长: a list of names; a heading, too, may have a blank before what it is of
            if passage.is_broken(found.start("words") - 1, found.start("words") + 1):
                continue
            words = found["words"].removesuffix("，")
            why = sentences.TEXT_TYPO_LOST_BEFORE.format(words=words, lost=mark)
            yield passage.finding("TEXT-TYPO", *found.span("words"), why)
    for found in _BEHIND_TITLE.finditer(text):
        if _CARRIED_OUT.search(text, max(0, found.start() - _LONGEST_TITLE), found.start()):
            why = sentences.TEXT_TYPO_LOST_BEFORE.format(words=found["words"], lost="，")
            yield passage.finding("TEXT-TYPO", *found.span("words"), why)
    for found in _BEHIND_WORDS.finditer(text):
        # “青山发布”2025年… is an account
        if not {"、", "，"}.isdisjoint(text[text.rfind("“", 0, found.start()) : found.start()]):
            why = sentences.TEXT_TYPO_LOST_BEFORE.format(words=found["words"], lost="。")
            yield passage.finding("TEXT-TYPO", *found.span("words"), why)


_BEHIND_WORDS: Final = when_used(
    r"”(?P<words>20[12]\d年度?，?(?:收到|受理|共|全年|累计|我[^\W\d_]|主动公开|新收|发布))"
)
"""A year that begins a sentence right behind a quotation."""
