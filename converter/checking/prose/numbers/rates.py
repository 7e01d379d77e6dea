"""Percentages and differences within the prose, computed from the numbers beside them: `TEXT-COUNT`.

Shares of a whole (予以公开20件，占75%), growth where the sentence itself gives last year's number
(比上年的160条增长20%) or how many more there were (比上年增加26条，增长10%), the rate of what was done (办结20件，
办结率80%). A finding names the base that belongs to the rate, and the other number that was used
instead where one fits. Where more than one number may be the base, any that fits is right.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, islice, pairwise
from typing import Final

from converter import sentences
from converter.checking.prose.numbers.counts import (
    MOST_NUMBERS,
    TRUNCATED,
    are_alike,
    is_share,
    wrong_share,
)
from converter.checking.prose.numbers.growth import FALL
from converter.checking.prose.numbers.products import check_products
from converter.checking.prose.passages import Passage, Sentence
from converter.findings import Finding
from converter.form.patterns import when_used
from converter.form.quantities import (
    Quantity,
    as_percentage,
    percentage,
    quantities,
    without_comparisons,
)
from converter.form.report import format_number

_LONGEST_NAME: Final = 28
"""Characters of what a number is called; more is a clause of its own."""
_SHORTEST_NAME: Final = 2
_ALL: Final = 100
"""Per cent of the whole."""


def check_rates(passages: Iterable[Passage], year: int | None) -> Iterator[Finding]:
    """Find shares and growths that do not follow from the numbers beside them; `year` is the report's."""
    for passage in passages:
        yield from check_products(passage)
        yield from _from_one_to_another(passage)
        if "%" not in passage.folded and not _CHANGE_TOLD.search(passage.folded):
            continue
        yield from _rates_of_what_was_done(passage)
        yield from _shares(passage, passage.numbers)
        yield from _shares_in_turn(passage, passage.numbers)
        for sentence in passage.sentences:
            yield from _growths(sentence, year)
            yield from _growths_by_difference(sentence, year)


# ---------------------------------------------------------------- shares


_SHARE: Final = when_used(
    r"占(?:全年|本年度?|全部|所有)?(?:比|总数|总量|全部|总数量|比例|总件数)?(?:的|为|约|约为|达|达到)?[：，]?$"
)
_SHARE_OF: Final = when_used(
    r"占(?:全部|所有|全年|本年度?)?(?P<base>[^，。；、：\d]{2,14}?)(?:总数量?|总量|总件数|数量|总数)?"
    r"(?:的(?:比例|比重)?|比例|比重)(?:为|约|约为|达|达到)?$"
)
"""A share whose whole is named: 占主动公开信息总量的20%."""
_CAME: Final = when_used(r"(?:收到|受理|接到|接收|收办|新收|承办|征集|收集)[^，。；\d]*$")
"""What came is the whole of what became of it."""
_DIVIDED: Final = when_used(r"，?(?:其中)[：，]?[^，。；：、\d]{0,16}$")


def _shares(passage: Passage, found: Sequence[Quantity]) -> Iterator[Finding]:
    """Find a share that is wrong for every whole named before it in the paragraph."""
    text = passage.folded
    for index, share in enumerate(found):
        if share.measure != "%" or not share.exact or not 0 < share.value <= _ALL:
            continue
        previous = found[index - 1].end if index else 0
        gap = text[previous : share.start]
        word = _SHARE.search(gap) or _SHARE_OF.search(gap)
        if not word or len(gap) > _LONGEST_NAME or re.search("[。；]", gap):
            continue
        near = found[max(0, index - MOST_NUMBERS) : index]
        counts = [one for one in near if one.measure != "%" and one.exact]
        part = _part_of_share(text, gap[: word.start()], counts, previous)
        if part is None:
            continue
        wholes = [
            one
            for one in counts
            if one.end <= part.start
            and are_alike(one.measure, part.measure)
            and one.value >= part.value
            and one.value
        ]
        fitting = [one for one in wholes if is_share(part.value, one.value, share)]
        whole = _whole_of(text, part, wholes, fitting, word)
        if whole is None:
            continue
        between = [one.value for one in counts if whole.end < one.start < part.start]
        behind = sum((one.value for one in counts if one.start > whole.end), Decimal(0))
        pairs = [
            *(
                (part.value, base)
                for base in (behind, *islice(accumulate(reversed(between)), 1, None))
            ),
            *((some, one.value) for some in _sums_of_list(text, part, counts) for one in wholes),
        ]
        if any(is_share(some, base, share) for some, base in pairs):
            continue
        why = wrong_share(part.value, whole.value, share)
        others = (
            one
            for one in counts
            if one.value and one not in (part, whole) and part.value <= one.value
        )
        base = next(
            (one for one in (*fitting, *others) if is_share(part.value, one.value, share)), None
        )
        if base:
            why += sentences.TEXT_COUNT_SHARE_OTHER_BASE.format(
                part=format_number(part.value), base=base, said=share
            )
        yield passage.finding("TEXT-COUNT", share.start, share.end, why)


_IN_TURN: Final = when_used(
    r"，(?:(?:所?占)?比(?:例|重)?分别|(?:分别|各)占)(?:比|总数|总量|全部|申请|总数量|比例|的|为|约|达|：){0,4}$"
)


def _shares_in_turn(passage: Passage, found: Sequence[Quantity]) -> Iterator[Finding]:
    """Find a share among several in turn that differs from those of the numbers before: 甲5件、乙4件，分别占50%、30%."""
    text = passage.folded
    for index in range(1, len(found) - 1):
        if found[index].measure != "%" or not _IN_TURN.fullmatch(
            text, found[index - 1].end, found[index].start
        ):
            continue
        shares = [found[index]]
        for share in found[index + 1 :]:
            if share.measure != "%" or text[shares[-1].end : share.start] not in ("、", "和", "及"):
                break
            shares.append(share)
        parts = found[max(0, index - len(shares)) : index]
        if len(parts) != len(shares) or len({one.measure for one in parts}) > 1:
            continue
        if not all(one.exact for one in (*parts, *shares)):
            continue
        before = found[max(0, index - MOST_NUMBERS) : index]
        wholes = [sum((one.value for one in parts), Decimal(0))]
        wholes += [one.value for one in before if are_alike(one.measure, parts[0].measure)]
        wrong = [
            (
                whole,
                [
                    (part, share)
                    for part, share in zip(parts, shares, strict=True)
                    if not is_share(part.value, whole, share)
                ],
            )
            for whole in wholes
            if whole
        ]
        whole, differing = min(wrong, key=lambda one: len(one[1]), default=(Decimal(0), []))
        # where most of them fit a whole, it is the one that is meant
        if differing and len(differing) * 2 <= len(shares):
            for part, share in differing:
                why = wrong_share(part.value, whole, share)
                yield passage.finding("TEXT-COUNT", share.start, share.end, why)


def _sums_of_list(text: str, last: Quantity, counts: Sequence[Quantity]) -> Iterator[Decimal]:
    """Yield what the parts listed before the last one make with it: of 甲210件、乙180件，占39% both may be meant."""
    together = last.value
    for after, before in pairwise(reversed(counts[: counts.index(last) + 1])):
        if not _LISTED.fullmatch(text, before.end, after.start):
            return
        together += before.value
        yield together


_LISTED: Final = when_used("[、和与及，][^。；：\\d]{0,16}")


def _whole_of(
    text: str,
    part: Quantity,
    wholes: Sequence[Quantity],
    fitting: Sequence[Quantity],
    word: re.Match[str],
) -> Quantity | None:
    """Return the number that a share is held against; None where it is right, or where none is certain."""
    if not wholes:
        return None
    if "base" in word.groupdict():
        named = [one for one in wholes if _is_called(text, one, word["base"])]
        return None if not named or any(one in fitting for one in named) else named[-1]
    nearest = wholes[-1]
    divided = _DIVIDED.fullmatch(text[nearest.end : part.start])
    if divided and nearest not in fitting and re.match("占比?(?:例?为|约|达|的)?", word[0]):
        bare = not re.search("总|全部", word[0])
        if bare and text.rfind("。", 0, part.start) < nearest.start:
            return nearest
    if any(_is_whole(text, one) for one in wholes):
        whole = nearest if len(wholes) == 1 else max(wholes, key=lambda one: one.value)
        # the other part of the same whole is no base for a share
        if any(one.value + part.value != whole.value or _is_whole(text, one) for one in fitting):
            return None
        return whole
    begin = text.rfind("。", 0, part.start) + 1
    came = [
        one
        for one in wholes
        if one.start >= begin and _CAME.search(text[max(begin, one.start - 30) : one.start])
    ]
    return came[0] if len(came) == 1 and not fitting else None


_SAYS_NOTHING: Final = when_used("(?:政府|政务)(?=信息)|各类|的")
"""What one name of the same things has, and the next leaves out: 主动公开政府信息, 主动公开信息."""


def _is_called(text: str, quantity: Quantity, name: str) -> bool:
    """Tell whether the clause before a number, or the words behind it, have a name."""
    before = text[max(0, quantity.start - _LONGEST_NAME) : quantity.start]
    clause = re.split("[，。；：]", before)[-1]
    return name in clause or _SAYS_NOTHING.sub("", name) in _SAYS_NOTHING.sub("", clause)


def _is_whole(text: str, quantity: Quantity) -> bool:
    """Tell whether a number is said to be a whole: 共 23 个, or 23 个，其中."""
    before = text[max(0, quantity.start - _LONGEST_NAME) : quantity.start]
    after = text[quantity.end : quantity.end + _LONGEST_NAME]
    return bool(
        re.search(r"(?:共|累计|合计|总计)[^，。；\d]*$", before)
        or re.match(r"[^。；\d]{0,12}其中|[。，]其中|[^，。；\d]{0,8}中，", after)
    )


def _part_of_share(
    text: str, subject: str, counts: Sequence[Quantity], previous: int
) -> Quantity | None:
    """Return the part that a share speaks of: the number just before it, or the one that it names."""
    subject = subject.strip("，、：（的均")
    if not counts:
        return None
    if not subject:
        return counts[-1] if counts[-1].end == previous else None
    words = re.split(r"[，、：（]", subject)[-1].removesuffix("数").removesuffix("数量")
    for quantity in reversed(counts):
        called = text[max(0, quantity.start - _LONGEST_NAME) : quantity.start]
        if len(words) >= _SHORTEST_NAME and words in re.split(r"[，、；。：]", called)[-1]:
            return quantity
    return None


# ---------------------------------------------------------------- growth from a base in the same sentence


_CHANGE: Final = when_used(
    r"(?:增长|增加|上升|提升|提高|增幅|增|下降|减少|降低|减幅|降幅|多|少)(?:了|约|为|达)?$"
)
_CHANGE_TOLD: Final = when_used("(?:增|升|提高|降|减|多|少)[^，。；]{0,3}\\d")
_BASE: Final = when_used(
    r"(?:(?P<before>[比较由从])?(?:上一?年度?|去年|(?P<year>20\d\d)年度?)(?:同期|全年)?)"
    r"(?:的|为|是|共|收到|受理|新收|公开|发布|办理|办结|有|(?:政府)?信息|申请){0,5}$"
)
"""What stands before last year's number: 比上年的, 上年同期, 由2024年的."""
_RATE_REACH: Final = 30
"""Characters between last year's number and what it grew by."""


def _growths(sentence: Sentence, year: int | None) -> Iterator[Finding]:
    """Compare each growth of a sentence with the numbers of both years in it."""
    start = 0
    for clause in re.split("；", sentence.text):
        yield from _growths_in(sentence, start, clause, year)
        start += len(clause) + 1


def _growths_in(sentence: Sentence, start: int, clause: str, year: int | None) -> Iterator[Finding]:
    if not _CHANGE_TOLD.search(clause) or not re.search(r"上一?年|去年|20\d\d年", clause):
        return
    # 增至180条 is no range
    clause = re.sub("(?<=[增减降升长加少])至", "成", clause)
    found = [one for one in quantities(clause) if one.measure != "个百分点"][:MOST_NUMBERS]
    bases = [one for one in found if one.measure != "%" and _is_last_years(clause, one, year)]
    for place, rate in enumerate(found):
        end = found[place - 1].end if place else 0
        change = _CHANGE.search(clause[end : rate.start])
        if not change:
            continue
        near = [one for one in bases if -_RATE_REACH <= rate.start - one.end <= _RATE_REACH]
        base = next((one for one in near if are_alike(one.measure, rate.measure)), None)
        if rate.measure == "%":
            before = [one for one in near if one.end <= rate.start]
            # one behind the rate is its own only where nothing was counted before
            base = before[-1] if before else next(iter(near), None)
        if rate.measure != "%" and _BOTH_WAYS.match(clause, rate.end):
            continue
        if base is None or base is rate or _is_of_another_time(clause[:end], base):
            continue
        now = [
            one
            for one in found
            if one not in bases
            and one is not rate
            and one.start < max(rate.start, base.start)
            and are_alike(one.measure, base.measure)
            and not _CHANGE.search(clause[max(0, one.start - 4) : one.start])
        ]
        sign = -1 if FALL.search(change[0]) else 1
        if not now or _follows(now, near, rate, sign):
            continue
        why = _growth_message(now[-1], base, rate, change[0])
        yield sentence.finding("TEXT-COUNT", start + rate.start, start + rate.end, why)


def _is_last_years(clause: str, quantity: Quantity, year: int | None) -> bool:
    found = _BASE.search(clause[max(0, quantity.start - 20) : quantity.start])
    if not found or clause.endswith("结转", 0, max(0, quantity.start - 20) + found.start()):
        return False
    return not (found["year"] and int(found["year"]) == year and not found["before"])


def _is_of_another_time(before: str, base: Quantity) -> bool:
    """Tell whether another comparison stands between last year's number and the change."""
    return bool(re.search("[比较]20\\d\\d年|[月季]|环比", before[base.end :]))


def _follows(now: Sequence[Quantity], bases: Sequence[Quantity], rate: Quantity, sign: int) -> bool:
    """Tell whether a change follows from any number of this year, or their sum, and any of last year."""
    sums = accumulate((one.low for one in reversed(now)), initial=Decimal(0))
    tops = accumulate((one.high for one in reversed(now)), initial=Decimal(0))
    ranges = [*((one.low, one.high) for one in now), *list(zip(sums, tops, strict=True))[1:]]
    margin = Decimal(1).scaleb(-rate.places) if rate.measure == "%" else Decimal(0)
    for low, high in ranges:
        for base in bases:
            if not base.low:
                return True
            changes = [low - base.high, high - base.low]
            if rate.measure == "%":
                changes = [percentage(changes[0], base.low), percentage(changes[1], base.low)]
            least, most = sorted(sign * one for one in changes)
            if least <= rate.high + margin and most >= rate.low - margin:
                return True
    return False


def _growth_message(now: Quantity, base: Quantity, rate: Quantity, change: str) -> str:
    difference = now.low - base.low
    words = "增长" if difference >= 0 else "下降"
    if rate.measure == "%":
        due = as_percentage(abs(percentage(difference, base.low)), rate.places)
    else:
        words = "增加" if difference >= 0 else "减少"
        due = f"{format_number(abs(difference))}{rate.measure}"
    why = sentences.TEXT_COUNT_GROWTH.format(
        last=base, now=now, due=f"{words} {due}", said=f"{change}{rate}"
    )
    if rate.measure == "%" and now.low:
        other = abs(percentage(difference, now.low))
        if abs(other - rate.low) <= Decimal(1).scaleb(-rate.places):
            why += sentences.TEXT_COUNT_OTHER_BASE.format(rate=rate, base=now)
    return why


# ---------------------------------------------------------------- growth from a difference in the same sentence


_MORE_BY: Final = when_used(
    r"(?:[较比与](?:上一?年|去年|20\d\d年)(?:度)?(?:同期|全年)?(?:相比)?|同比)，?[^，。；\d]{0,6}?"
    r"(?P<change>增加|增长|增|减少|下降|降低|减|多|少)(?:了|公开|发布|收到|办理){0,2}$"
)
_OR_PER_CENT: Final = when_used(
    r"[，、（](?:同比|比例|幅度)?(?P<change>增长|增加|上升|提升|提高|增幅|升幅|涨幅|下降|减少|降低|减幅|降幅)(?:率|了|约|为|达到?){0,2}"
)


def _growths_by_difference(sentence: Sentence, year: int | None) -> Iterator[Finding]:
    """Compare each growth with the difference right before it: 286条，比上年增加26条，增长10%."""
    text = sentence.text
    if "%" not in text or not re.search("[较比同与]", text):
        return
    found = list(quantities(text))[:MOST_NUMBERS]
    for place, (more, rate) in enumerate(pairwise(found)):
        if rate.measure != "%" or more.measure in ("%", "个百分点"):
            continue
        by = _MORE_BY.search(text[max(0, more.start - _RATE_REACH) : more.start])
        said = _OR_PER_CENT.fullmatch(text, more.end, rate.start)
        counts = [one for one in found[:place] if are_alike(one.measure, more.measure)]
        if not counts and by and not _SUBJECT.match(text):
            counts = _counts_before(sentence, more)
        if not (by and said and more.exact and rate.exact and more.value and counts):
            continue
        if not all(one.exact for one in counts) or any(
            _is_last_years(text, one, year) for one in counts
        ):
            continue
        falls = bool(_FALL_OR_LESS.search(by["change"]))
        margin = TRUNCATED.scaleb(-rate.places)
        # what was counted may be several numbers together: 网站120条，公众号80条，合计比上年增加40条
        sums = [*accumulate(one.value for one in reversed(counts))]
        told = [*(one.value for one in counts[:-1]), *sums[1:], sums[0]]
        bases = [one + (more.value if falls else -more.value) for one in told]
        same_way = falls == bool(_FALL_OR_LESS.search(said["change"]))
        if bases[-1] <= 0 or (
            same_way
            and any(
                base > 0 and abs(percentage(more.value, base) - rate.value) < margin
                for base in bases
            )
        ):
            continue
        due = as_percentage(percentage(more.value, bases[-1]), rate.places)
        why = sentences.TEXT_COUNT_GROWTH.format(
            last=f"{format_number(bases[-1])}{more.measure}",
            now=counts[-1],
            due=f"{'下降' if falls else '增长'} {due}",
            said=f"{said['change']}{rate}",
        )
        if same_way and abs(percentage(more.value, counts[-1].value) - rate.value) <= margin:
            why += sentences.TEXT_COUNT_OTHER_BASE.format(rate=rate, base=counts[-1])
        yield sentence.finding("TEXT-COUNT", rate.start, rate.end, why)


_SUBJECT: Final = when_used("(?![较比与]|同比|总[数量]|数量|总体)")
"""How a sentence begins that tells what it is about, where it is not what the one before counted."""


def _counts_before(sentence: Sentence, more: Quantity) -> list[Quantity]:
    """Return what the sentence before counted: 全年公开信息120条。较上年增加20条，增长20%."""
    before = sentence.passage.folded[max(0, sentence.start - _BEFORE) : sentence.start]
    last = without_comparisons(before.rstrip("。").rpartition("。")[2])
    return [one for one in quantities(last) if are_alike(one.measure, more.measure)]


_BEFORE: Final = 200
"""Characters before a sentence that may tell what it goes on with."""
_FALL_OR_LESS: Final = when_used("下降|减|降|少")


# ---------------------------------------------------------------- rates of what was done


_DOING: Final = (
    "办结|办复|答复|回复|回应|办理|整改|解决|采纳|处理|处置|化解|反馈|审核|通过|解读|归档"
)
_DONE_RATE: Final = when_used(
    rf"(?P<whole>\d{{1,7}})(?P<measure>[件条个项篇次份起宗])[，、]?(?:其中|已|均|共|全部){{0,2}}(?P<doing>{_DOING})(?:了|完毕|到位)?"
    r"(?P<part>\d{1,7})(?P=measure)[，、（](?P=doing)(?:完毕|到位)?率(?:为|达到?|是)?(?P<rate>\d{1,3}(?:\.\d{1,4})?%)"
)
_SHARE_OF_NUMBER: Final = when_used(
    r"(?<!\d)(?P<part>\d{1,7})(?P<measure>[件条个项篇次份起宗])，?占[^，。；\d]{0,12}(?<!\d)(?P<whole>\d{1,7})(?P=measure)[^，。；\d]{0,4}的(?P<rate>\d{1,3}(?:\.\d{1,4})?%)"
)
_AT_MOST_ALL: Final = when_used(
    rf"(?P<what>(?:{_DOING}|公开|及时|准确|覆盖|合格|达标|知晓|参与|开通|更新|受理|签收|审查|按时|按期|参训|满意|普及|响应)率"
    r"|满意度|占比)(?:均|也|都)?(?:为|达到?|是|高达|约){0,2}(?P<rate>\d{3,4}(?:\.\d{1,4})?)%"
)


_THE_REST: Final = when_used("[，（；][^。]{0,12}?(?:其余|余下|剩余|尚[未在]|未到期|期限内)")
"""What is said of those that were not done yet: the rate is of those that were due."""


def _rates_of_what_was_done(passage: Passage) -> Iterator[Finding]:
    """Find the rate of what was done that does not follow from both numbers before it, or is above all."""
    text = passage.folded
    for found in _DONE_RATE.finditer(text):
        before = text[max(0, found.start() - 100) : found.start()].rpartition("。")[2]
        if "结转" not in before and not _THE_REST.match(text, found.end()):
            yield from _unlike_its_share(passage, found)
    for found in _SHARE_OF_NUMBER.finditer(text):
        yield from _unlike_its_share(passage, found)
    for found in _AT_MOST_ALL.finditer(text):
        if Decimal(found["rate"]) > _ALL:
            why = sentences.TEXT_COUNT_ABOVE_ALL.format(what=found["what"])
            yield passage.finding("TEXT-COUNT", found.start("rate"), found.end(), why)


def _unlike_its_share(passage: Passage, found: "re.Match[str]") -> Iterator[Finding]:
    """Find a rate that is not the share which its part has in its whole."""
    part, whole = int(found["part"]), int(found["whole"])
    said = next(quantities(found["rate"]), None)
    if said is None or not 0 < part <= whole:
        return
    if abs(percentage(part, whole) - said.value) >= TRUNCATED.scaleb(-said.places):
        why = wrong_share(part, whole, said)
        yield passage.finding("TEXT-COUNT", *found.span("rate"), why)


# ---------------------------------------------------------------- from one number to another


_TURNED_INTO: Final = when_used(
    r"[由从](?:原[来有先]的?|上一?年度?的?|去年的?|年初的?|20\d\d年度?的?)?(?P<before>\d{1,7}(?:\.\d{1,2})?)(?P<measure>[^\W\da-zA-Z_年月日]|%)[^，。；\d]{0,8}"
    r"(?P<way>减少?|压缩|压减|精简|缩短|整合|归并|合并|降低?|下降|增加?|增长|扩大|提高|提升|上升|扩充)(?:至|到|为|成)(?:(?:今年|本年度?|目前|年[末底])的?)?(?P<after>\d{1,7}(?:\.\d{1,2})?)(?P=measure)[^，。；\d]{0,8}"
    r"[，、（](?:共|累计|同比)?(?:减少|压缩|压减|精简|缩短|下降|降低|降幅|增加|增长|增幅|上升|提升|新增|净增|净减|扩大|提高)(?:了|达|为)?(?P<by>\d{1,7}(?:\.\d{1,2})?)(?P<unit>(?P=measure)|%|个百分点)"
)


_BOTH_WAYS: Final = when_used(
    r"[、，和及并][^，。；、\d]{0,6}(?:新增|增加|增设|新设|取消|撤销|减少|关停|注销|删除|退出|废止|合并|核减)[^，。；\d]{0,6}\d"
)
"""What went the other way besides: 新增13个、撤销1个."""


def _from_one_to_another(passage: Passage) -> Iterator[Finding]:
    """Find a change that both numbers beside it do not make: 由32个减至20个，减少22个; 由260篇增至312篇，增长12%."""
    for found in _TURNED_INTO.finditer(passage.folded):
        before, after, by = (Decimal(found[name]) for name in ("before", "after", "by"))
        measure, unit = found["measure"], found["unit"]
        # 由50%提高到75%，提高50% may be meant of the rate; of last year's number, `_growths` tells the rate
        points = measure == "%" == unit and by == abs(after - before)
        if not before or ((measure == "%") != (unit == "个百分点") and not points):
            continue
        if unit == "%" and "年" in found[0][: found.start("before") - found.start()]:
            continue
        places = len(found["by"].partition(".")[2])
        due, margin = abs(after - before), Decimal(0)
        if unit == "%":
            due, margin = percentage(due, before), TRUNCATED.scaleb(-places)
        wrong = abs(due - by) >= margin if margin else due != by
        if points and wrong:
            due, unit = by, "个百分点"
        if wrong and not _BOTH_WAYS.match(passage.folded, found.end()):
            words = "增加" if after > before else "减少"
            amount = f"{format_number(due)}{unit}"
            if unit == "%":
                amount = as_percentage(due, places)
            why = sentences.TEXT_COUNT_CHANGE.format(
                before=f"{found['before']}{measure}",
                after=f"{found['after']}{measure}",
                due=f"{words} {amount}",
            )
            yield passage.finding("TEXT-COUNT", *found.span("by"), why)
