"""Totals and their parts within the prose (共 N 件，其中…): `TEXT-COUNT`.

A list may leave items out, so parts that add up to less than the whole are reported only where the list
names the rest (其他 N 件) or misses the whole by very little.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, pairwise, takewhile
from typing import Final, NamedTuple

from converter import sentences
from converter.checking.prose.numbers.contradictions import check_contradictions, check_levels
from converter.checking.prose.numbers.counts import (
    CLAUSE_END,
    FEWEST_PARTS,
    MOST_NUMBERS,
    READ,
    are_alike,
)
from converter.checking.prose.numbers.divisions import check_divisions
from converter.checking.prose.numbers.ratios import check_ratios
from converter.checking.prose.numbers.statement_kinds import CARRIED_ON, OUTCOME
from converter.checking.prose.numbers.sums import MEDIUM, check_sums
from converter.checking.prose.passages import Passage
from converter.findings import Finding
from converter.form.numerals import number_value
from converter.form.patterns import when_used
from converter.form.quantities import Quantity
from converter.form.report import format_number

_LONGEST_ITEM: Final = 28
"""Characters of what a part is called; more is a clause of its own."""
_REACH: Final = 500
"""Characters after a whole in which its parts may stand."""
_MANY_PARTS: Final = 5
_SEVERAL_PARTS: Final = 3
_MUCH: Final = 50
_VERY_MUCH: Final = 1000
_SLIP: Final = 2
"""So many parts, fewer of a large whole, that miss it by so little are a mistake, not a selection."""

_SUMMED: Final = frozenset(
    ["件", "条", "件次", "条次", "则", "篇", "篇次", "份", "期", "宗", "起", "场", "个", "封"]
)
"""Measures of things that are counted in one part only; people and kinds may be in several."""
_ONCE: Final = frozenset(["家", "户", "名", "人", "所", "处", "台", "部"])
"""Measures of what may be in several parts, but in none that is more than all."""
_TIMES: Final = frozenset(["次", "场次"])
"""Measures of what may be of several kinds at once, unless the kinds are called alike: 集中培训1次、线上培训2次."""
_LINK: Final = when_used(
    r"(?:其中|内有|具体为|具体是|分别为|分别是|即|包括|包含|(?<=，)含)(?:包括|有)?[，：]?"
)
_PARTIAL: Final = ("包括", "包含", "含")
"""Words before a list that may be incomplete."""
_RESIDUAL: Final = when_used(r"其[他它余]|剩余")
_OPEN: Final = when_used(r"等|主要|例如|如：")
_NOUN: Final = when_used(
    r"(?:信息|类|文件|内容|情况|方面|报告|动态|公告|领域|事项|解读)(?:共|计|有|为)?$"
)
_NEW_CLAUSE: Final = when_used(
    r"同时|此外|另有|另外|还有|并[且于]|累计|共计|合计|总计|召开|举办|(?<!建议|提案)(?:办理|答复|回复)|办结|受理|收到|处理|阅读|浏览|粉丝|点击|访问"
    r"|关注|回应|结转|^(?:还|并|又|另|全年|年度|共|开展|组织(?!机构|架构|人事|领导|设置)|编发|出版|制发|制定|废止|转发|推送|发布|更新|解读)"
)
_OF_ITS_OWN: Final = when_used("推送|发布|刊发|编发|更新|转载|制作|发放|印发|编印")
"""Verbs that begin another matter behind a semicolon, where commas part the items of a list."""


class _Part(NamedTuple):
    """One item of a list: what it is called, how many, and where it stands."""

    called: str
    quantity: Quantity
    mark: str = ""
    """What separates it from the part before."""


_SEVERAL_NUMBERS: Final = when_used(r"\d[^\d]+\d|部分|方面|，(?:均|全部|都|皆)")


def check_tallies(passages: Iterable[Passage]) -> Iterator[Finding]:
    """Find parts that do not add up to their whole, or exceed it, and a wrong number of sections."""
    for passage in passages:
        yield from check_levels(passage)
        if not _SEVERAL_NUMBERS.search(passage.folded):
            continue
        text, found = passage.uncompared, passage.numbers
        told = list(_lists(passage, found)) if len(found) > FEWEST_PARTS else []
        begun = text[:READ]
        near = [one for one in found if one.end <= READ]
        if not told:
            told = list(check_divisions(passage, begun, near))
        yield from told
        if not told:  # parts that exceed their whole are told with the list
            yield from _too_large(passage, found)
        yield from check_ratios(passage, begun, near)
        yield from check_contradictions(passage, begun, near)
        if "共" in passage.folded or "计" in passage.folded:
            yield from check_sums(passage, found)
        yield from _sections_listed(passage)
        if "占" in passage.folded:
            yield from _shares_of_all(passage, found)


# ---------------------------------------------------------------- shares


_ONE_SHARE: Final = when_used(
    r"(?:^|[，、；：。])(?:其中[：，]?)?(?P<called>[^，、；：。（）\d%]{1,16}?)占比?(?:总数|总量|全部)?的?(?:比例|比重)?为?约?$"
)
_ALL: Final = 100
_ROUNDED: Final = Decimal("0.5")
"""What the sum of shares may be out by for each of them, since they are rounded."""


_SLIPPED: Final = 130
"""More than this is no slip: the shares are not of one whole (党员占60%，女性占45%)."""


def _shares_of_all(passage: Passage, found: Sequence[Quantity]) -> Iterator[Finding]:
    """Find shares of one whole, side by side, that are more than all of it: 图解占60%、文字占25%、视频占25%."""
    for mark, names, run in _runs_of_shares(passage.folded, found):
        total = sum((one.value for one in run), Decimal(0))
        rounded = _ROUNDED.scaleb(-run[0].places) * len(run)
        if (
            len(run) > FEWEST_PARTS
            and _ALL + rounded < total <= _SLIPPED
            and (mark == "、" or len({name[-2:] for name in names}) == 1)
        ):
            why = sentences.TEXT_COUNT_SHARES_OF_ALL.format(
                parts="＋".join(one.said for one in run),
                total=f"{format_number(total)}%",
            )
            yield passage.finding("TEXT-COUNT", run[0].start, run[-1].end, why)


def _runs_of_shares(
    text: str, found: Sequence[Quantity]
) -> Iterator[tuple[str, list[str], list[Quantity]]]:
    """Yield the shares that stand side by side, with the mark between them and what each is the share of."""
    mark, names, run = "", [""], list[Quantity]()
    for share in found:
        named = None
        if share.measure == "%" and share.exact:
            gap = text[run[-1].end : share.start] if run else ""
            named = _ONE_SHARE.match(gap)
            if named and "其中" not in gap and gap[0] in "，、；" and gap[0] == (mark or gap[0]):
                mark = gap[0]
                names.append(named["called"])
                run.append(share)
                continue
            named = _ONE_SHARE.search(text[max(0, share.start - _LONGEST_ITEM) : share.start])
        if run:
            yield mark, names, run
        mark, names, run = ("", [named["called"]], [share]) if named else ("", [""], [])
    if run:
        yield mark, names, run


# ---------------------------------------------------------------- the six sections


_PARTS_COUNTED: Final = when_used(
    r"(?P<number>[一二三四五六七八九]|\d)个?(?:大)?(?:部分|方面)(?:内容)?(?:组成|构成)"
    r"|(?<![等共])(?P<all>[一二三四五六七八九])个?(?:部分|方面)(?:内容)?(?=[，。]|$)"
)
_SECTION_NAMES: Final = {
    "总体情况": "总体情况|概述",
    "主动公开政府信息情况": "主动公开政府信息(?:的)?情况",
    "收到和处理政府信息公开申请情况": "收到和(?:办理|处理)政府信息公开申请|依申请公开",
    "政府信息公开行政复议、行政诉讼情况": "行政复议|行政诉讼",
    "存在的主要问题及改进情况": "存在的?(?:主要)?问题",
    "其他需要报告的事项": "其[他它](?:需要)?报告的?事项",
}
_FEWEST_SECTIONS: Final = 4
"""A sentence that names so many of the six lists the contents of the report."""


def _sections_listed(passage: Passage) -> Iterator[Finding]:
    """Find a number of sections that differs from how many are named before it."""
    for sentence in passage.sentences:
        counted = _PARTS_COUNTED.search(sentence.text)
        if not counted:
            continue
        before = sentence.text[: counted.start()]
        named = [name for name, words in _SECTION_NAMES.items() if re.search(words, before)]
        number = counted["number"] or counted["all"]
        said = number_value(number)
        if len(named) < _FEWEST_SECTIONS or said == len(named):
            continue
        lacking = [name for name in _SECTION_NAMES if name not in named]
        words = sentences.TEXT_COUNT_SECTIONS_LACKING if lacking else sentences.TEXT_COUNT_SECTIONS
        why = words.format(
            said=number,
            listed=len(named),
            lacking="".join(f"“{name}”" for name in lacking),
        )
        yield sentence.finding("TEXT-COUNT", *counted.span(), why)


# ---------------------------------------------------------------- lists


_ONE_PART: Final = when_used(
    r"(?:，其中|，含|（其中|（含|，包括|，包含|（包括|，内含)(?:有)?(?P<called>[^，。；：、（）\d]{0,16})"
)
_MADE_FOR_EACH: Final = when_used("解读|附件|图|视频|配套|子项|次$")
"""Parts of which one thing may have several."""


def _too_large(passage: Passage, found: Sequence[Quantity]) -> Iterator[Finding]:
    """Find a part that is larger than the whole right before it: 55条，含政策文件60条."""
    for index, (whole, part) in enumerate(pairwise(found)):
        link = _ONE_PART.fullmatch(passage.folded, whole.end, part.start)
        if (
            not link
            or whole.measure not in _SUMMED | _ONCE
            or not are_alike(part.measure, whole.measure)
        ):
            continue
        before = passage.folded[max(0, whole.start - _LONGEST_ITEM) : whole.start]
        several = whole.measure not in "条篇则" or "文件" in re.split("[，。；]", before)[-1]
        earlier = found[max(0, index - MOST_NUMBERS) : index]
        if "（" not in link[0] and any(
            one.high >= part.low for one in _other_wholes(passage.folded, earlier, whole)
        ):
            continue  # a part of what was told before
        if part.low < _top(whole) or (several and _MADE_FOR_EACH.search(link["called"])):
            continue
        why = sentences.TEXT_COUNT_PART_OVER.format(called=link["called"], part=part, whole=whole)
        yield passage.finding("TEXT-COUNT", whole.start, part.end, why)


def _begun(
    text: str, whole: Quantity, found: Sequence[Quantity], first: int
) -> tuple[str, int, str, int] | None:
    """Return what leads to a list behind a whole, where it begins, its word, and its first number; None where none begins."""
    compared = _COMPARED.match(text, whole.end)
    end = compared.end() if compared else whole.end
    while first < len(found) and found[first].start < end:
        first += 1
    if first == len(found):
        return None
    gap = text[end : found[first].start]
    if gap.startswith("）"):
        return None
    if link := _LINK.search(gap):
        return gap, end + link.end(), link[0][:2], first
    if among := _AMONG_THEM.match(gap):
        return gap, end + among.end(), "中", first
    if re.match(r"[。：（][^，。；：]*$|，自然人", gap):
        return gap, end + 1, gap[0].strip("。（"), first
    return None


def _lists(passage: Passage, found: Sequence[Quantity]) -> Iterator[Finding]:
    text = passage.folded
    for index, whole in enumerate(found[:-FEWEST_PARTS]):
        if whole.measure not in (*_SUMMED, *_TIMES) or not whole.value:
            continue
        begun = _begun(text, whole, found, index + 1)
        if begun is None:
            continue
        gap, begin, word, first = begun
        if (
            _is_one_of_two(text, found[:index], whole)
            or _REMAINS.match(text, whole.end)
            or _MEAN.search(text, max(0, whole.start - _LONGEST_ITEM), whole.start)
            or _REST.search(text, max(0, whole.start - _LONGEST_ITEM), whole.start)
        ):
            continue
        parts, ended = _parts_of(text, whole, begin, found[first : first + _REACH])
        parts, ended = _enumerated(whole, parts, gap) or (
            (parts, ended) if ended else _applicants(text, whole, parts)
        )
        if len(parts) < FEWEST_PARTS or not ended:
            continue
        if whole.measure in _TIMES and len({part.called[-2:] for part in parts}) > 1:
            continue
        if "。" in gap and word != "其中" and any(part.quantity.low > whole.high for part in parts):
            continue  # another whole begins the next sentence
        earlier = found[max(0, index - MOST_NUMBERS) : index]
        others = _other_wholes(text, earlier, whole)
        total = sum((part.quantity.value for part in parts), Decimal(0))
        if not any(
            _fits(other, parts) if "。" in gap else total == other.value for other in others
        ) and not (
            total in _added_up(others, whole)
            or (
                "。" in gap
                and any(
                    total == one.value and are_alike(one.measure, whole.measure) for one in earlier
                )
            )
        ):
            listed = text[begin : parts[-1].quantity.end + 2]
            yield from _compare(passage, whole, parts, word, listed)


_AMONG_THEM: Final = when_used(
    "(?![^，。；：\\d]{0,8}申请)[^，。；：\\d]{1,8}中，?(?=[^，。；：\\d]{1,8}$)"
)
_COMPARED: Final = when_used(
    r"，(?:同比|[较比](?:上一?年|去年|20\d\d年)(?:度)?(?:同期)?)[^，。；\d]{0,8}\d[\d.]{0,9}(?:%|[件条次篇个份期])"
    r"(?:，?(?:同比)?[增上提下降减][^，。；\d]{0,4}\d[\d.]{0,9}%)?"
)
"""How much more or less that was than last year, between a whole and its parts."""
_OUTCOME: Final = when_used(OUTCOME)
_PERSONS: Final = when_used("自然人")
_LEGAL: Final = when_used("法人|组织|企业|机构")
_APPLIED: Final = when_used(r"(?:收到|新收|受理|接收)[^，。；\d]{0,16}$")


def _enumerated(
    whole: Quantity, parts: Sequence[_Part], gap: str
) -> tuple[list[_Part], bool] | None:
    """Return the parts that 、 joins where they alone are more than the whole, whatever follows; else None.

    A list in a sentence of its own, as the gap before it tells, may divide anything.
    """
    if "。" in gap:
        return None
    joined = list(takewhile(lambda part: part is parts[0] or part.mark == "、", parts))
    total = sum((part.quantity.low for part in joined), Decimal(0))
    if len(joined) < FEWEST_PARTS or total < _top(whole):
        return None
    return joined, True


def _applicants(text: str, whole: Quantity, parts: Sequence[_Part]) -> tuple[list[_Part], bool]:
    """Return the applicants that divide what came: persons and others are all there are."""
    named = [
        place
        for place, part in enumerate(parts)
        if (_PERSONS if not place else _LEGAL).search(part.called)
    ]
    ours = list(parts[: len(named)])
    complete = len(ours) == FEWEST_PARTS and named == list(range(len(ours)))
    came = _APPLIED.search(text[max(0, whole.start - _LONGEST_ITEM) : whole.start])
    return ours, complete and bool(came) and bool(_NEITHER.search(ours[-1].called))


_NEITHER: Final = when_used("法人[和或及、]?其[他它]组织|企业|法人")
_REST: Final = when_used("其[他它余]$")
"""What is left of one whole is no other."""
_MEAN: Final = when_used("平均[^，。；：、\\d]{0,8}$")
"""Words that make a number no whole of anything."""
_REMAINS: Final = when_used(rf"(?:申请)?{CARRIED_ON}")
"""Words that make a number what is left over: no list after it divides it."""


def _other_wholes(text: str, before: Sequence[Quantity], whole: Quantity) -> tuple[Quantity, ...]:
    """Return the other numbers of the sentence of a whole: a list in the next one may divide any of them."""
    start = text.rfind("。", 0, whole.start) + 1
    return tuple(
        one for one in before if one.start >= start and are_alike(one.measure, whole.measure)
    )


def _added_up(others: Sequence[Quantity], whole: Quantity) -> set[Decimal]:
    """Return what a whole makes with the others of its sentence, one or all up to it: 新收127件，上年结转7件。其中…."""
    ones = (whole.value + one.value for one in others)
    runs = accumulate((one.value for one in reversed(others)), initial=whole.value)
    return {*ones, *runs} - {whole.value}


def _fits(whole: Quantity, parts: Sequence[_Part]) -> bool:
    """Tell whether a list may be one of the parts of a whole: there are not too many."""
    return sum(part.quantity.low for part in parts) <= whole.high


def _is_one_of_two(text: str, before: Sequence[Quantity], whole: Quantity) -> bool:
    """Tell whether two wholes stand side by side: the list after them may divide both."""
    return bool(
        before
        and re.match(
            r"(?:[^，。；：、\d]{0,6}申请)?[和与及、][^，。；：]{0,12}$",
            text[before[-1].end : whole.start],
        )
    )


_SENTENCE_MARK: Final = when_used("[。；：]")


def _parts_of(
    text: str, whole: Quantity, begin: int, following: Sequence[Quantity]
) -> tuple[list[_Part], bool]:
    """Return the items of a list without those that divide its items, and whether its end is certain."""
    parts: list[_Part] = []
    place = begin
    own_bracket = text[whole.end : whole.end + 1] == "（"
    depth = 0
    divided = False
    for quantity in following:
        gap = text[place : quantity.start]
        if quantity.start - whole.end > _REACH:
            return parts, False
        if (parts and "。" in gap) or (own_bracket and depth == 0 and "）" in gap):
            return parts, True
        place = quantity.end
        depth += gap.count("（") - gap.count("）")
        if "；" in gap:
            divided = False
        if parts and _DIVIDES_AGAIN.search(gap):
            divided = True
        if divided or depth > 0 or quantity.measure == "%":
            continue
        called = (CLAUSE_END if parts else _SENTENCE_MARK).split(gap)[-1]
        if gap.startswith("；") and parts and _is_another(called, quantity, whole, parts[-1]):
            return parts, bool(_RESIDUAL.search(parts[-1].called))
        same_list = gap.lstrip("）").startswith("、")
        new_clause = bool(_NEW_CLAUSE.search(called) and not (same_list or _NOUN.search(called)))
        if not are_alike(quantity.measure, whole.measure):
            return parts, gap.startswith("，") and _is_over(text, parts, whole, following)
        # who applied, then what became of it
        new_clause |= bool(_OUTCOME.search(called)) and "自然人" in text[begin : quantity.start]
        if (parts and new_clause) or len(called) > _LONGEST_ITEM * (1 if parts else 2):
            return parts, False
        parts.append(_Part(called, quantity, "；" if "；" in gap else gap.lstrip("）")[:1]))
    return parts, bool(re.match(r"[^，]?(?:[。；）]|$)", text[place:])) or _is_over(
        text, parts, whole, following
    )


def _is_another(called: str, quantity: Quantity, whole: Quantity, last: _Part) -> bool:
    """Tell whether a number behind a semicolon is none of the parts: it has a verb of its own, or is of another kind and too large."""
    own = bool(_OF_ITS_OWN.search(called))
    beyond = quantity.low > whole.high and (own or quantity.measure != whole.measure)
    return beyond or (last.mark == "，" and own)


_DIVIDES_AGAIN: Final = when_used("其中|内有|，(?:包括|包含|分别为)")
_MORE: Final = when_used(r"其[他它余]|剩余|余下|另|还有|以及|等")


def _is_over(
    text: str, parts: Sequence[_Part], whole: Quantity, following: Sequence[Quantity]
) -> bool:
    """Tell whether a list whose last part a comma follows is over: its sentence counts nothing of the kind any more."""
    if not parts or not text.startswith("，", parts[-1].quantity.end):
        return False
    if "。" in text[whole.end : parts[0].quantity.start]:
        return False  # a list in a sentence of its own may divide anything
    start = parts[-1].quantity.end
    stop = text.find("。", start)
    end = stop if stop >= 0 else len(text)
    return not _MORE.search(text, start, end) and not any(
        are_alike(one.measure, whole.measure) and start < one.start < end for one in following
    )


def _compare(
    passage: Passage, whole: Quantity, parts: Sequence[_Part], word: str, listed: str
) -> Iterator[Finding]:
    total = sum((part.quantity.low for part in parts), Decimal(0))
    most = sum((part.quantity.high for part in parts), Decimal(0))
    if _matches(whole, parts):
        return
    called = "".join(part.called for part in parts)
    sentence = sentences.TEXT_COUNT_PARTS_UNDER
    if total >= _top(whole):
        if not word and not _RESIDUAL.search(called):
            return
        channels = sum(bool(MEDIUM.search(part.called)) for part in parts) >= FEWEST_PARTS
        sentence = (
            sentences.TEXT_COUNT_PARTS_OVER_CHANNELS
            if channels
            else sentences.TEXT_COUNT_PARTS_OVER
        )
    elif most >= whole.low:
        return
    else:
        # 其他政策性文件8件 is not the rest of 10246条信息
        alike = (part for part in parts if part.quantity.measure == whole.measure)
        listed_all = any(_RESIDUAL.search(one.called) for one in alike) and word not in _PARTIAL
        slip = len(parts) >= _fewest_parts(whole) and whole.value - total <= _SLIP
        slip |= word == "其中" and _is_digit_off(whole, parts, whole.value - total)
        slip |= _are_all_years(passage.folded, whole, parts)
        slip |= _is_swapped(whole, parts, whole.value - total)
        slip |= _is_nearly_all(whole, parts, whole.value - total)
        if not (listed_all or slip) or _OPEN.search(listed):
            return
    why = sentence.format(
        parts="＋".join(
            format_number(part.quantity.value) + ("" if part.quantity.exact else "余")
            for part in parts
        ),
        total=format_number(total) + ("" if total == most else "余"),
        whole=whole,
    )
    yield passage.finding("TEXT-COUNT", whole.start, parts[-1].quantity.end, why)


def _fewest_parts(whole: Quantity) -> int:
    """Return how many parts that miss a whole by next to nothing are a mistake: two of thousands, more of fewer."""
    if whole.exact and whole.value >= _VERY_MUCH:
        return FEWEST_PARTS
    return _SEVERAL_PARTS if whole.value >= _MUCH else _MANY_PARTS


def _is_sum(whole: Quantity, parts: Sequence[_Part]) -> bool:
    exact = whole.exact and all(part.quantity.exact for part in parts)
    return exact and sum((part.quantity.value for part in parts), Decimal(0)) == whole.value


def _goes_on(parts: Sequence[_Part], place: int) -> bool:
    """Tell whether what follows the first parts of a list is named as they are: 政策文件61条，财政信息5条，人事信息7条."""
    ends = {part.called[-2:] for part in parts[:place]}
    return all(part.mark == "，" for part in parts[1:]) and all(
        part.called[-2:] in ends and not MEDIUM.search(part.called) for part in parts[place:]
    )


_OF_ONE_THING: Final = when_used("解读|回应|留言|评论|图|视频|点击|阅读|建议|提案|复议|诉讼|申请")
"""What belongs to one of the things that a list counts, or is counted of its own."""


def _is_of_kinds(parts: Sequence[_Part], rest: Sequence[_Part]) -> bool:
    """Tell whether a list of kinds of information goes on behind those that make its whole: one too many, or a slip."""
    alike = all(part.quantity.measure == "条" and part.mark == "，" for part in parts[1:])
    apart = any(MEDIUM.search(part.called) or _OF_ONE_THING.search(part.called) for part in rest)
    return alike and len(parts) > _SEVERAL_PARTS and not apart


_TENTH: Final = 10
_RARELY: Final = 25
_HUNDREDTH: Final = 100
"""Of how much a short list, and one of two, may lack one part for it to be a slip: what lacks more is as likely a selection."""


def _is_digit_off(whole: Quantity, parts: Sequence[_Part], lacking: Decimal) -> bool:
    """Tell whether a list of a whole misses it by one digit of another place than the last, and by little: 10 of 158."""
    exact = whole.exact and all(part.quantity.exact for part in parts)
    return (
        exact
        and (len(parts) > _SEVERAL_PARTS or lacking * _RARELY <= whole.value)
        and (len(parts) >= _SEVERAL_PARTS or lacking * _HUNDREDTH <= whole.value)
        and lacking % _TENTH == 0
        and len(lacking.normalize().as_tuple().digits) == 1
        and lacking * _TENTH <= whole.value
    )


_FULL_LIST: Final = 4


def _is_nearly_all(whole: Quantity, parts: Sequence[_Part], lacking: Decimal) -> bool:
    """Tell whether a list of several parts lacks little of its whole: who leaves that little out says 等 or 其他."""
    exact = whole.exact and all(part.quantity.exact for part in parts)
    alike = all(part.quantity.measure == whole.measure for part in parts)
    return exact and alike and len(parts) >= _FULL_LIST and lacking * _TENTH <= whole.value


_YEARS: Final = when_used(r"(?<!\d)(?P<first>20\d\d)年?[至到—-](?P<last>20\d\d)年")
_YEAR: Final = when_used(r"(?<!\d)(?P<year>20\d\d)年")


def _are_all_years(text: str, whole: Quantity, parts: Sequence[_Part]) -> bool:
    """Tell whether a whole of some years is divided by each of them: 2021年至2023年86件，其中2021年20件…."""
    span = _YEARS.search(text, max(0, whole.start - _MUCH), whole.start)
    named = [found["year"] for part in parts if (found := _YEAR.search(part.called))]
    if not span or len(named) != len(parts):
        return False
    return [*map(int, named)] == [*range(int(span["first"]), int(span["last"]) + 1)]


_FOURTH: Final = 4


def _is_swapped(whole: Quantity, parts: Sequence[_Part], lacking: Decimal) -> bool:
    """Tell whether a list of a whole lacks little of it, and would make it with two digits of one part in the other order."""
    if len(parts) < _SEVERAL_PARTS or lacking * _FOURTH > whole.value:
        return False
    if not whole.exact or not all(part.quantity.exact for part in parts):
        return False
    made = whole.value - lacking
    if any(one == made for one in _swapped(int(whole.value))):
        return True
    values = [int(part.quantity.value) for part in parts]
    return any(one - value == lacking for value in values for one in _swapped(value))


def _swapped(number: int) -> Iterator[int]:
    """Yield what a number would be with two digits side by side in the other order."""
    digits = str(number)
    for at in range(len(digits) - 1):
        yield int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])


def _top(whole: Quantity) -> Decimal:
    """Return the least that is too much for a whole: nobody who counted 790 writes 700余."""
    if whole.exact:
        return whole.high + 1
    if not re.search("[余多]", whole.said):
        return whole.high
    return whole.low + (whole.high - whole.low) * Decimal("0.9")


def _matches(whole: Quantity, parts: Sequence[_Part]) -> bool:
    """Tell whether the parts, or the first of them, make the whole.

    After a beginning that makes it, what follows may be something else; not where the list goes on with 、.
    Before an end that makes it and begins with ；, what comes first is another reckoning.
    """
    for place in range(1, len(parts) - 1):
        rest = parts[place:]
        if rest[0].mark == "；" and _is_sum(whole, rest):
            return True
    low = high = Decimal(0)
    for place, part in enumerate(parts, start=1):
        low, high = low + part.quantity.low, high + part.quantity.high
        rest = parts[place:]
        # 其中自然人29件；无法提供10件: the first one is the whole, what follows another matter
        alone = whole.exact and low == whole.value and rest and rest[0].mark in "；，"
        if place < FEWEST_PARTS and not alone:
            continue
        if low >= _top(whole) or high < whole.low:
            continue
        if not whole.exact:
            if not rest:
                return True
            continue
        goes_on = all(one.mark == "、" for one in parts[1:]) or _goes_on(parts, place)
        if not rest or not (goes_on or _is_of_kinds(parts, rest)):
            return True
    return False
