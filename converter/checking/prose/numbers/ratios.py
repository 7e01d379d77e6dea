"""Rates and shares held against the numbers that they are made of, wherever those stand in the sentence: `TEXT-COUNT`.

A rate is called after what was done (采纳41条，采纳率71.9%); a share stands behind its part. Only where no
number of the paragraph, nor any sum or difference of them, makes it, and the whole is said, is it wrong.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Final

from converter import sentences
from converter.checking.prose.numbers.counts import (
    FEWEST_PARTS,
    MOST_NUMBERS,
    NO_COUNT,
    READ,
    are_alike,
    is_share,
    wrong_share,
)
from converter.checking.prose.passages import Passage
from converter.findings import Finding
from converter.form.patterns import when_used
from converter.form.quantities import Quantity, quantities
from converter.form.report import format_number

_NEAR: Final = 120
"""Characters between a part and its share, brackets included."""
_ALL: Final = 100
_PARTS_BEFORE: Final = 4
"""So many numbers before a part may be of it: 甲210件、乙180件，占39%."""
_OF_TIME: Final = when_used("工作日|月|小时|季度|年|自然日|百分点")


def check_ratios(passage: Passage, text: str, found: Sequence[Quantity]) -> Iterator[Finding]:
    """Find rates and shares that follow from no numbers; `text` is the passage's without comparisons."""
    things = [
        one for one in found if one.measure not in NO_COUNT and not _OF_TIME.match(text, one.end)
    ]
    if "率" in text:
        yield from _rates_named(passage, text, things)
    if "占" in text or "%）" in text:
        yield from _shares(passage, text, things, found)
    if "%" in text:
        yield from _points(passage)


# ---------------------------------------------------------------- rates called after what was done


_RATE: Final = when_used(
    r"(?P<called>[^\W\da-zA-Z_]{2,10})率(?:均|也|都|约)?(?:为|达到?|是)?约?(?P<rate>\d{1,2}(?:\.\d{1,4})?%)"
)
_NO_RATE_OF_PARTS: Final = when_used(
    "增长|下降|降低|提升|上升|增加|减少|点击|使用|占有|转化|上年|去年|同期|覆盖|平均|原来|年初"
)
_CALLED: Final = {
    "纠错": "纠正|纠错",
    "满意": "满意",
    "败诉": "败诉",
    "胜诉": "胜诉",
    "差错": "差错|错误|有误|不准确|不规范",
}


def _rates_named(passage: Passage, text: str, things: Sequence[Quantity]) -> Iterator[Finding]:
    """Find the rate of what the number before it counts: 意见57条，采纳41条，采纳率79.1%."""
    for told in _RATE.finditer(text):
        core = told["called"][-2:]
        if told["called"][:-2].endswith(("不", "未")):
            core = told["called"][-3:]
        rate = next(quantities(told["rate"]), None)
        begin = text.rfind("。", 0, told.start()) + 1
        clause = re.split("[，；。]", text[begin : told.start("rate")])[-1]
        if rate is None or _NO_RATE_OF_PARTS.search(clause) or re.search(r"20\d\d年", clause):
            continue
        before = [one for one in things if begin <= one.start and one.end <= told.start()]
        if len(before) < FEWEST_PARTS:
            continue
        done = _CALLED.get(core, core)
        # 合格2109批次，不合格41批次，合格率98.1%
        backs = [back for back in (3, 2, 1) if back < len(before)]
        backs = [back for back in backs if _is_done(text, before[-back], done)]
        # 满意283份，基本满意4份，满意率98.6%: what is called so in words of its own comes first
        back = next(iter(backs), 0)
        if not back:
            continue
        whole, part = before[-back - 1], before[-back]
        if part.measure != whole.measure or "。" in text[whole.end : part.start]:
            continue
        wholes = [
            one
            for one in before[:-back]
            if are_alike(one.measure, part.measure) and one.value >= part.value
        ]
        if wholes:
            said = rate._replace(start=told.start("rate"), end=told.end())
            # 信息2874条，其中政策312条，解读291条，解读率93.3%: of what the list begins with
            begun = text.rfind("其中", begin, part.start)
            listed = [one for one in wholes if one.start > begun]
            greatest = max(listed or wholes, key=lambda one: one.value)
            more = _partly_done(text, before[len(before) - back + 1 :], done)
            if more and _fits(said, [part.value + more], [one.value for one in wholes]):
                continue
            yield from _unless_it_fits(passage, things, part, said, greatest)


def _partly_done(text: str, following: Sequence[Quantity], done: str) -> Decimal:
    """Return how many more were done in part: 采纳40条，部分采纳3条."""
    return sum((one.value for one in following if _is_done(text, one, done)), Decimal(0))


def _is_done(text: str, part: Quantity, done: str) -> bool:
    """Tell whether the clause of a number says that this was done, and not that it was not."""
    first = max(text.rfind(mark, 0, part.start) for mark in "，。；：、（）") + 1
    end = re.compile("[，。；：、（）]").search(text, part.end)
    clause = text[first : end.start() if end else len(text)]
    return bool(re.search(f"(?<![不未无没])(?:{done})", clause)) and not re.search(
        f"(?:不|未|没有|未予)(?:{done})", clause
    )


def _unless_it_fits(
    passage: Passage,
    things: Sequence[Quantity],
    part: Quantity,
    rate: Quantity,
    whole: Quantity,
) -> Iterator[Finding]:
    """Tell that a rate is not the share of a part in its whole, where no numbers of the paragraph make it."""
    place = things.index(part)
    before = [
        one
        for one in things[max(0, place - MOST_NUMBERS) : place]
        if are_alike(one.measure, part.measure)
    ]
    if not all(one.exact for one in (*before, part)) or not part.value:
        return
    values = [one.value for one in before]
    if _fits(rate, [part.value], [*_bases(part, values, things)]) or _fits(
        rate, [*accumulate(reversed(values[-_PARTS_BEFORE:]), initial=part.value)], values
    ):
        return
    why = wrong_share(part.value, whole.value, rate)
    yield passage.finding("TEXT-COUNT", rate.start, rate.end, why)


def _fits(rate: Quantity, parts: Sequence[Decimal], bases: Sequence[Decimal]) -> bool:
    return any(is_share(one, base, rate) for one in parts for base in bases)


def _bases(
    part: Quantity, values: Sequence[Decimal], things: Sequence[Quantity]
) -> Iterator[Decimal]:
    """Yield what a rate may be held against: numbers of the paragraph, sums and differences of those side by side."""
    yield from values
    yield from accumulate(reversed([*values, part.value]))
    for one, after in pairwise(values):
        yield one + after
        yield one - after
    later = [
        one.value
        for one in things
        if one.start > part.start and are_alike(one.measure, part.measure)
    ]
    yield from later
    yield from accumulate(later, initial=part.value)


# ---------------------------------------------------------------- shares


_HOLDS: Final = when_used(
    r"[^，。；：、\d]{0,20}，?(?:约|各|均|仅|共)?占(?:全年|本年度?|全部|所有)?(?:比|总数|总量|全部|总数量|比例|总件数)?(?:的|为|约|约为|达|达到)?$"
)
_DURATION: Final = when_used(r"\d{1,4}个?(?:工作日|自然日|月|小时|天|日)")
_BRACKET: Final = when_used("（[^（）]{0,80}）")
_AMONG: Final = when_used(
    r"[^，。；：\d]{0,16}(?:[，（]?其中[，：]?|中，?|里，?)[^，。；：、\d]{0,18}"
)


def _shares(
    passage: Passage, text: str, things: Sequence[Quantity], found: Sequence[Quantity]
) -> Iterator[Finding]:
    """Find the share of a part that its whole, said just before, does not give; and one unlike those beside it."""
    pairs = []
    for share in found:
        if share.measure == "%" and share.exact and 0 < share.value < _ALL:
            part = _part_before(text, things, share)
            if part is not None:
                pairs.append((part, share))
    pairs = pairs[:MOST_NUMBERS]
    for part, share in pairs:
        place = things.index(part)
        whole = things[place - 1] if place else None
        if (
            whole is not None
            and whole.measure == part.measure
            and whole.value >= part.value
            and _AMONG.fullmatch(text, whole.end, part.start)
        ):
            yield from _unless_it_fits(passage, things, part, share, whole)
            continue
        whole = _whole_of_others(text, things, pairs, part)
        if whole is not None:
            yield from _unless_it_fits(passage, things, part, share, whole)


def _part_before(text: str, things: Sequence[Quantity], share: Quantity) -> Quantity | None:
    """Return the number that a share stands behind, brackets between them aside."""
    before = [one for one in things if one.end <= share.start and share.start - one.end < _NEAR]
    for one in reversed(before):
        between = _DURATION.sub("", text[one.end : share.start])
        if re.search("[。；]", between):
            return None
        if between.count("（") == between.count("）"):
            return one if _HOLDS.fullmatch(_BRACKET.sub("", between)) else None
        if between == "（" and text.startswith("）", share.end):
            return one  # 予以公开52件（65.8%）
    return None


def _whole_of_others(
    text: str,
    things: Sequence[Quantity],
    pairs: Sequence[tuple[Quantity, Quantity]],
    part: Quantity,
) -> Quantity | None:
    """Return the whole of which the other shares of the sentence are."""
    begin = text.rfind("。", 0, part.start) + 1
    end = text.find("。", part.end)
    beside = [
        (one, share)
        for one, share in pairs
        if one is not part
        and one.measure == part.measure
        and one.start >= begin
        and (end < 0 or one.start < end)
    ]
    first = min((one.start for one, _ in beside), default=0)
    before = [one for one in things if one.end <= min(first, part.start)]
    for whole in reversed(before[-MOST_NUMBERS:]):
        if (
            whole.measure == part.measure
            and whole.value >= part.value
            and beside
            and all(_fits(share, [one.value], [whole.value]) for one, share in beside)
        ):
            return whole
    return None


# ---------------------------------------------------------------- from one rate to another


_POINTS: Final = when_used(
    r"(?P<now>\d{1,3}(?:\.\d{1,2})?)%，[较比](?:上一?年|去年|20\d\d年)(?:度|同期)?的(?P<last>\d{1,3}(?:\.\d{1,2})?)%(?P<way>上升|提高|提升|增加|下降|降低|减少|回落)了?(?P<by>\d{1,3}(?:\.\d{1,2})?)个百分点"
)


def _points(passage: Passage) -> Iterator[Finding]:
    """Find a change of a rate that both rates do not make: 14.3%，较上年的9.5%下降4.8个百分点."""
    for found in _POINTS.finditer(passage.folded[:READ]):
        now, last, by = (Decimal(found[name]) for name in ("now", "last", "by"))
        falls = found["way"] in _FALLS
        if (now < last) != falls or abs(now - last) != by:
            words = "下降" if now < last else "上升"
            why = sentences.TEXT_COUNT_CHANGE.format(
                before=f"{last}%",
                after=f"{now}%",
                due=f"{words} {format_number(abs(now - last))}个百分点",
            )
            yield passage.finding("TEXT-COUNT", found.start("way"), found.end(), why)


_FALLS: Final = ("下降", "降低", "减少", "回落")
