"""的 where 地 or 得 belongs: 切实的增强, 听的懂, 落实的不够到位."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from converter import sentences
from converter.checking.prose.passages import Passage, is_quoted
from converter.checking.prose.words import knowledge
from converter.checking.prose.words.knowledge import words_of
from converter.findings import Finding
from converter.form.patterns import when_used


def misplaced_de(passage: Passage) -> Iterator[Finding]:
    """Find 的 behind an adverb, before a predicate and before what completes a verb."""
    if "的" in passage.folded:
        yield from _adverbs_with_de(passage)
        yield from _adverbs_before_prepositions(passage)
        yield from _predicates_with_de(passage)
        yield from _adverbs_of_what_was_done(passage)
        yield from _complements_with_de(passage)


def _any_of(*kinds: str) -> str:
    words = {word for kind in kinds for word in words_of(kind)}
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


@cache
def _adverb() -> re.Pattern[str]:
    return re.compile(
        f"(?P<word>{_any_of('一般只作状语', '可作状语')})的(?P<verb>(?:及时|认真|有效)?(?:{_any_of('不作名词的动词')}))"
    )


@cache
def _heads() -> tuple[str, ...]:
    return words_of("动词后的中心语")


_BEFORE_NOUN: Final = frozenset("的了有是为作以对与和及或、最更较种个项条套份次一些个不很")
"""What stands before an adjective that describes a noun: 是有效的, 一种积极的."""
_FOR_BETTER: Final = when_used("[^成作称定名认以变]?为更")
"""为 that says what something is done for: 为更好的回应关切."""
_INFORMING: Final = frozenset(("公开", "更新", "发布", "公布", "反映", "收集", "掌握", "公示"))
_INFORMATION: Final = ("信息", "内容", "事项", "问题", "政策", "资料", "数据", "情况")
"""What is no object but what the verb describes: 及时的公开信息."""
_OBJECT: Final = when_used("[^\\W\\da-zA-Z_]{2}")


def _adverbs_with_de(passage: Passage) -> Iterator[Finding]:
    """Find 严格的执行制度; 严格的审核制度 and 有效的推进方式 are right, and 扎实的开展 that no object follows may be."""
    text = passage.folded
    ends = (found.start() for found in re.finditer("的", text))
    if not any(text.endswith(adverbs(), 0, end) for end in ends):
        return  # as in nearly all, before the expression is made
    for found in _adverb().finditer(text):
        start, end = found.span()
        if (
            (
                text[max(0, start - 1) : start] in _BEFORE_NOUN
                and not _adverbs_before(text, start)
                and not _FOR_BETTER.fullmatch(text, max(0, start - 2), start + 1)
            )
            or text.startswith(_heads(), end)
            or (found["verb"] in _INFORMING and text.startswith(_INFORMATION, end))
            or text[end : end + 1] in "的与和及、"
            or text[end + 2 : end + 3] == "了"  # 及时的公开打消了疑虑: what it did
            or not _OBJECT.match(text, end)
            or text.endswith(words_of("带宾语的动词"), 0, start)
            or is_quoted(text, start)
        ):
            continue
        right = f"{found['word']}地{found['verb']}"
        why = sentences.TEXT_TYPO_MISTAKE.format(wrong=found[0], right=right)
        yield passage.finding("TEXT-TYPO", start, end, why)


@cache
def predicate() -> re.Pattern[str]:
    """Return the expression of what is to be done, with how and 的 before it."""
    adverb = f"(?:{_any_of('一般只作状语', '可作状语')})"
    return when_used(
        "(?:确保|保证|使|让)了?[^，。；：、的]{0,10}(?:信息|内容|工作|事项|政策|文件|数据|任务|栏目|制度|措施|申请)"
        f"(?P<words>(?:{adverb}、)*{adverb}的(?:公开|更新|发布|公布|传达|送达|上报|落实|开展|办理|答复|推进|运行))(?=[，。；]|$)"
    )


def _predicates_with_de(passage: Passage) -> Iterator[Finding]:
    """Find 确保信息全面、准确的公开, in which nothing else is said of the information."""
    for found in predicate().finditer(passage.folded):
        words = found["words"]
        why = sentences.TEXT_TYPO_MISTAKE.format(wrong=words, right=words.replace("的", "地"))
        yield passage.finding("TEXT-TYPO", *found.span("words"), why)


_DONE_SO: Final = when_used(
    "的(?P<verb>[^\\W\\da-zA-Z_]{2})了(?!不|断|结|解|然|事|如|[，。；、])|(?P<each>[都均])(?P<how>[^，。；、的是为]{2,8})的(?P<all>公开|更新|发布|公布|办理|答复|回复|处理|回应)(?=[，。；])"
)
"""的 before what was done, and before what all of something was."""


def _adverbs_of_what_was_done(passage: Passage) -> Iterator[Finding]:
    """Find 较好的保证了公开 and 都及时的公开。: what 了 follows is a verb, and so is what ends a sentence with 都."""
    text = passage.folded
    for found in _DONE_SO.finditer(text):
        verb, name = found["verb"] or found["all"], "verb" if found["verb"] else "all"
        place = found.start(name) - 1
        word = _adverb_before(text, place)
        if not word or not knowledge.is_word(verb):
            continue
        start = place - len(word)
        further = text[found.end("each") : start] if found["each"] else ""
        if further and further not in _FURTHER_ON and further not in adverbs():
            continue
        before = text[max(0, start - CLAUSE) : start]
        if before[-1:] in _OF_NOUN or (found["verb"] and SPOKEN_OF.search(before)):
            continue
        why = sentences.TEXT_TYPO_MISTAKE.format(wrong=f"{word}的{verb}", right=f"{word}地{verb}")
        yield passage.finding("TEXT-TYPO", start, found.end(name), why)


CLAUSE: Final = 20
SPOKEN_OF: Final = when_used("[对把将给让凡][^，。；：]*$")
"""Before what is done to what ends with 的 itself: 对落实较好的进行了表扬."""
_FURTHER_ON: Final = ("已", "已经", "能", "能够")
_OF_NOUN: Final = frozenset("是最更较种个项条一不对")
"""What stands before an adjective that describes a noun, be 了 behind it or not."""
_PREPOSITION: Final = when_used(
    "的(?=[向在将把给](?![家线建职编岗校军外来要主中本人期])[^，。；：]{2})"
)
_FURTHER: Final = when_used("[^，。；：]{4,}")
_ADVERB_OF_THREE: Final = when_used("[高多全][^\\W\\d_]{2}$")


@cache
def adverbs() -> tuple[str, ...]:
    """Return the words that are adverbs, or may be."""
    return (*words_of("一般只作状语"), *words_of("可作状语"))


def _adverb_before(text: str, place: int) -> str:
    """Return the adverb that ends at an index, if any."""
    return next((one for one in adverbs() if text.endswith(one, 0, place)), "")


def _adverbs_before_prepositions(passage: Passage) -> Iterator[Finding]:
    """Find 高质量的向媒体报送信息: no noun begins with a preposition."""
    text = passage.folded
    for found in _PREPOSITION.finditer(text):
        place, end = found.span()
        three = _ADVERB_OF_THREE.search(text, max(0, place - 3), place)
        word = three[0] if three else _adverb_before(text, place)
        if not word or not _FURTHER.match(text, end):
            continue
        start = place - len(word)
        if not (knowledge.is_word(text[end : end + 2]) or is_quoted(text, start)):
            why = sentences.TEXT_TYPO_MISTAKE.format(wrong=f"{word}的", right=f"{word}地")
            yield passage.finding("TEXT-TYPO", start, end, why)


def _adverbs_before(text: str, end: int) -> bool:
    """Tell whether a list that goes on at an index begins with what is an adverb alone, or is all that comes before a verb.

    依法、及时、准确的公开; ，全面、及时、准确的公开政府工作信息，.
    """
    *ahead, last = re.split("[，。；：]", text[max(0, end - _LIST) : end])
    items = last.split("、")
    if items.pop():
        return False
    always = words_of("一般只作状语")
    if any(one in always for one in items):
        return True
    whole = bool(ahead) or end <= _LIST
    alike = all(one in words_of("可作状语") for one in items[1:]) and _begins_with_adverb(items[:1])
    return whole and bool(items) and alike and not _PREDICATE.match(text, end)


def _begins_with_adverb(first: list[str]) -> bool:
    """Tell whether the first item of a list is an adverb, be it behind the unit that does it: 县人社局全面."""
    ends = (
        one.removesuffix(word)[-1:]
        for one in first
        for word in words_of("可作状语")
        if one.endswith(word)
    )
    return any(end in _UNITS for end in ends)


_UNITS: Final = ("", *"局委办镇乡院厅心们")
_PREDICATE: Final = when_used("[^，。；]*?[是为能需应可将被使让受得获赢]")
_LIST: Final = 16
_COMPLEMENT: Final = when_used(
    "(?:[经担付看买用对]的起(?![重步点源居诉草]))|(?P<verb>[看听读用找问查学记讲说])的(?P<how>懂|见|清楚|清|明白|上(?=、|，|。|的)|着(?=、|，|。))"
    "|(?P<done>(?<![所])(?:[做抓办讲写管]|落实|执行|开展|掌握|运用|完成|更新|公开|解读|宣传|推进))的"
    "(?P<degree>(?:还|仍|都)?(?:不够|比较|较为|十分|非常|不太)(?:好|及时|全面|深入|到位|扎实|规范|充分|细致|细|实|快|紧|彻底|主动|具体|清楚)?)(?=[，。；、]|$)"
)
_THAT: Final = 8
"""Characters in which 所 or 是 makes 的 right: 我们所做的还不够."""


def _complements_with_de(passage: Passage) -> Iterator[Finding]:
    """Find 听的懂 and 落实的不够到位."""
    text = passage.folded
    for found in _COMPLEMENT.finditer(text):
        start, end = found.span()
        if not _THAT_WHICH.isdisjoint(text[max(0, start - _THAT) : start]) or (
            found["verb"] and knowledge.is_word(text[max(0, start - 1) : start + 1])
        ):
            continue
        why = sentences.TEXT_TYPO_MISTAKE.format(wrong=found[0], right=found[0].replace("的", "得"))
        yield passage.finding("TEXT-TYPO", start, end, why)


_THAT_WHICH: Final = frozenset("所是")
