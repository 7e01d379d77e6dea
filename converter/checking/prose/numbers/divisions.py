"""Wholes divided so that nothing is left out: kinds that exclude one another, a rest, so many of each: `TEXT-COUNT`.

Elsewhere a list may leave items out. Here the words say that it does not: what is original or reprinted
(`divisions.csv`), passed or not passed, divided by channel (按渠道分), or left over (其余).
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, combinations
from typing import Final, NamedTuple

from converter import sentences
from converter.checking.prose.numbers.counts import (
    CLAUSE_END,
    FEWEST_PARTS,
    MOST_NUMBERS,
    NEAR,
    NO_COUNT,
    are_alike,
    clause_before,
    sum_finding,
)
from converter.checking.prose.passages import Passage
from converter.checking.prose.words import knowledge
from converter.checking.prose.words.knowledge import Division
from converter.findings import Finding
from converter.form.patterns import when_used
from converter.form.quantities import Quantity
from converter.form.report import format_number


class _Item(NamedTuple):
    """A number of a list, and what it is called."""

    called: str
    quantity: Quantity


def check_divisions(passage: Passage, text: str, found: Sequence[Quantity]) -> Iterator[Finding]:
    """Find divided wholes that their parts do not make; `text` is the passage's without comparisons."""
    told = list(_divided(passage, text, found))
    yield from told
    if "按" in text:
        yield from _divided_by(passage, text, found)
    if "共" in text or "计" in text:
        yield from _summed_up(passage, text, found)
    if "。其中" in text:
        yield from _in_a_sentence_of_its_own(passage, text, found)
    if not told and _MAY_REMAIN.search(text):
        yield from _left_over(passage, text, found)


def _divided(passage: Passage, text: str, found: Sequence[Quantity]) -> Iterator[Finding]:
    """Find a whole that all of its kinds, right behind it, do not make."""
    for index, whole in enumerate(found[:-FEWEST_PARTS]):
        if whole.measure in NO_COUNT or not whole.exact or not whole.value:
            continue
        link = _DIVIDED.match(text, whole.end)
        if not (link or _OF_RESULT.match(text, whole.end) or _BARE.match(text, whole.end)):
            continue
        if _CHANGE.search(text, max(0, whole.start - _SHORT), whole.start):
            continue
        following = found[index + 1 : index + MOST_NUMBERS]
        items, open_ended = _items(text, whole, following)
        sums = list(accumulate(one.quantity.value for one in items))
        if len(items) < FEWEST_PARTS or whole.value in sums:
            continue
        parts, complete = _complete(text, whole, items, linked=bool(link))
        if parts and (complete or not open_ended):
            earlier = found[max(0, index - MOST_NUMBERS) : index]
            yield from _differing(passage, whole, parts, earlier)


_CHANGE: Final = when_used("增|减|多|少|升|降")
_SHORT: Final = 4
_DIVIDED: Final = when_used(
    r"[^，。；：（）、\d]{0,10}(?:，[^，。；：（）\d]{0,10}\d{1,9}(?:\.\d{1,4})?(?:万元|亿元|元|%))?(?:[，（：]?其中[，：]?|[，（]?分别[为是]|，?包括|[：（]|中[，有]|[，（]含|里[，有])"
)
"""What stands between a whole and the parts that divide it."""
_OF_RESULT: Final = when_used(
    r"(?:，|，均?已?审结，|，全部审结，)[^，。；\d]{0,10}(?:维持|纠正|[不未][^，。；\d]{1,6}|合格|达标)"
)
"""A whole whose parts follow without a word for it."""
_BARE: Final = when_used(
    r"，[^，。；：（）\d]{2,8}\d{1,7}[^\W\d][^，。；：（）\d]{0,2}[、，][^，。；：（）\d]{2,8}\d"
)
_OPEN_END: Final = when_used("另[有外]?|还有|其[余他它]|等|主要|部分")


def _items(text: str, whole: Quantity, following: Sequence[Quantity]) -> tuple[list[_Item], bool]:
    """Return the numbers that a list behind a whole has side by side, and whether more may follow."""
    inside = 1 if text.startswith("（", whole.end) else 0
    depth, place = 0, whole.end
    items: list[_Item] = []
    for quantity in following:
        gap = text[place : quantity.start]
        if items and re.search("。|其中", gap):
            break
        depth += gap.count("（") - gap.count("）")
        place = quantity.end
        if depth < inside:
            break
        if depth > inside or quantity.measure in NO_COUNT:
            continue
        if quantity.measure != whole.measure or not quantity.exact:
            return items, True
        # 3名（1名专职、2名兼职）
        called = (
            CLAUSE_END.split(gap)[-1].lstrip("（")
            or CLAUSE_END.split(text[place : place + NEAR])[0]
        )
        items.append(_Item(called.removeprefix("其中"), quantity))
    end = re.compile("[。；）]" if inside else "[。；]").search(text, place)
    rest = text[place : end.start() if end else len(text)]
    return items, bool(_OPEN_END.search(rest))


def _complete(
    text: str, whole: Quantity, items: Sequence[_Item], *, linked: bool
) -> tuple[list[_Item], bool]:
    """Return the first items that are all of a whole, and whether what follows cannot belong to them."""
    first, second = items[:FEWEST_PARTS]
    if _are_opposites(first.called, second.called) or (
        linked and _are_opposites(second.called, first.called)
    ):
        return [first, second], True
    said = re.split("[。；]", text[max(0, whole.start - NEAR) : whole.start])[-1]
    # 已审结10件，其中维持7件、纠正3件，尚未审结2件: the last is beside the whole
    for place, item in enumerate(items):
        lacking = _NOT.search(item.called)
        if lacking and lacking["done"] in said:
            items = items[:place]
            break
    counted = said
    said += text[whole.end : whole.end + _SHORT * 2]
    for division in knowledge.divisions():
        # three kinds that are all there are follow without a word: 案件523件，民事391件、刑事126件、行政6件
        if not linked and len(division.kinds) == FEWEST_PARTS:
            continue
        parts = _of_division(division, items, whole)
        if not linked and "维持" not in division.kinds[0]:
            kinds = {_kind_of(division, one.called) for one in parts}
            if len(kinds) < division.enough or _kind_of(division, counted) is not None:
                continue
        if parts and all(any(word in said for word in words) for words in division.whole):
            return parts, len(division.kinds) == FEWEST_PARTS
    return [], False


_NOT: Final = when_used("(?:未能?|不予?|没有?|尚未)(?P<done>[^，。；、\\d]{2,6}?)(?:的|共|有|为)?$")


def _are_opposites(one: str, other: str) -> bool:
    """Tell whether the second says that what the first says was not: 合格, 不合格; 采纳, 未采纳."""
    lacking = _NOT.fullmatch(other)
    done = lacking["done"] if lacking else ""
    return done not in _OF_OUTCOMES and bool(
        re.fullmatch(
            f"(?:已|均|全部|经|其中|检测|抽检|首次)*{re.escape(done)}(?:的|共|有|为)?", one
        )
    )


_OF_OUTCOMES: Final = ("", "公开", "处理")
"""What becomes of applications is not one of two."""


def _of_division(division: Division, items: Sequence[_Item], whole: Quantity) -> list[_Item]:
    """Return the first items if they are of enough kinds of a division, each of one, or too many for the whole."""
    parts: list[_Item] = []
    kinds: set[int] = set()
    graded = "以上" in division.kinds[0]
    for item in items:
        kind = _kind_of(division, item.called)
        if kind is None or (kind in kinds and not graded):
            break
        kinds.add(kind)
        parts.append(item)
    over = sum(one.quantity.value for one in parts) > whole.value
    return parts if len(kinds) >= (FEWEST_PARTS if over else division.enough) else []


def _kind_of(division: Division, called: str) -> int | None:
    """Return which kind of a division something is called, if any."""
    return next(
        (
            place
            for place, words in enumerate(division.kinds)
            if any(word in called for word in words)
        ),
        None,
    )


def _differing(
    passage: Passage,
    whole: Quantity,
    parts: Sequence[_Item],
    earlier: Sequence[Quantity],
) -> Iterator[Finding]:
    """Tell that the parts of a whole are not its sum, unless they are of another number."""
    total = sum((one.quantity.value for one in parts), Decimal(0))
    begin = max(passage.folded.rfind(mark, 0, whole.start) for mark in "。；")
    wholes = [
        one.value for one in earlier if one.start > begin and are_alike(one.measure, whole.measure)
    ]
    if total in wholes or (wholes and total == whole.value + wholes[-1]):
        return
    yield sum_finding(passage, [one.quantity for one in parts], whole)


_TOGETHER: Final = when_used("[，（](?:共计?|合计|总计|一共)(?:有|为)?")


def _summed_up(passage: Passage, text: str, found: Sequence[Quantity]) -> Iterator[Finding]:
    """Find a sum behind all the kinds of a division that they do not make: 主办7件，会办5件，共11件."""
    for index in range(FEWEST_PARTS, len(found)):
        total = found[index]
        if total.measure in NO_COUNT or not total.exact:
            continue
        if not _TOGETHER.fullmatch(text, found[index - 1].end, total.start):
            continue
        items = _items_before(text, found[max(0, index - MOST_NUMBERS) : index], total)
        sums = set(accumulate(one.quantity.value for one in reversed(items)))
        parts = next(
            filter(None, (_last_kinds(one, items, total) for one in knowledge.divisions())), []
        )
        if parts and total.value not in sums:
            yield sum_finding(passage, [one.quantity for one in parts], total)


def _items_before(text: str, before: Sequence[Quantity], total: Quantity) -> list[_Item]:
    """Return the numbers side by side before a sum, in their order."""
    items: list[_Item] = []
    for place in range(len(before) - 1, -1, -1):
        one = before[place]
        if one.measure != total.measure or not one.exact:
            break
        gap = text[before[place - 1].end if place else max(0, one.start - NEAR) : one.start]
        items.insert(0, _Item(CLAUSE_END.split(gap)[-1], one))
        if re.search("[。；：（]", gap):
            break
    return items


def _last_kinds(division: Division, items: Sequence[_Item], total: Quantity) -> list[_Item]:
    """Return the last items where they are enough kinds of a division, each of one."""
    parts = _of_division(division, items[::-1], total)[::-1]
    kinds = {_kind_of(division, one.called) for one in parts}
    return parts if len(kinds) >= division.enough else []


_ITS_OWN: Final = when_used("。其中[，：]?")


def _in_a_sentence_of_its_own(
    passage: Passage, text: str, found: Sequence[Quantity]
) -> Iterator[Finding]:
    """Find both halves in a sentence of their own that make no number of the one before: 全年341条。其中上半年158条…."""
    for link in _ITS_OWN.finditer(text):
        end = text.find("。", link.end())
        inside = [one for one in found if link.end() <= one.start and (end < 0 or one.start < end)]
        if len(inside) != FEWEST_PARTS or any(not one.exact for one in inside):
            continue
        begin = text.rfind("。", 0, link.start()) + 1
        wholes = [
            one
            for one in found
            if begin <= one.start < link.start() and one.measure == inside[0].measure
        ]
        called = [
            CLAUSE_END.split(text[start : one.start])[-1]
            for start, one in zip((link.end(), inside[0].end), inside, strict=True)
        ]
        items = [_Item(name, one) for name, one in zip(called, inside, strict=True)]
        total = inside[0].value + inside[1].value
        if (
            inside[0].measure != inside[1].measure
            or not wholes
            or any(one.allows(total) for one in wholes)
        ):
            continue
        whole = max(wholes, key=lambda one: one.value)
        halves = any(
            len(_of_division(one, items, whole)) == FEWEST_PARTS
            for one in knowledge.divisions()
            if len(one.kinds) == FEWEST_PARTS and not one.whole
        )
        if halves and whole.exact and abs(whole.value - total) <= whole.value * _SLIPPED:
            yield sum_finding(passage, inside, whole)


# ---------------------------------------------------------------- divided by something


_BY: Final = when_used(
    r"(?:^|[，。；：（])(?:其中[，：]?)?按(?:照)?[^，。；：、\d]{1,10}?(?:划分|分类|区分|来分|分|统计)(?:的话|来看|看)?[，：]"
)
_ONLY_SOME: Final = when_used("主要|最多|较多|居|集中|等|排名|前[三五十]|约|重复|交叉|占")
_SLIPPED: Final = Decimal("0.25")
"""What a list of all parts may lack, or have too much, of a whole for it to be a slip."""


def _divided_by(passage: Passage, text: str, found: Sequence[Quantity]) -> Iterator[Finding]:
    """Find parts behind 按…分 that no number before them is the sum of."""
    for by in _BY.finditer(text):
        stop = re.compile("[。；]").search(text, by.end())
        end = stop.start() if stop else len(text)
        parts = [
            one for one in found if by.end() <= one.start < end and one.measure not in NO_COUNT
        ]
        if len(parts) < FEWEST_PARTS or _ONLY_SOME.search(text, by.start(), end):
            continue
        if "（" in text[by.end() : end] or "其中" in text[by.end() : end]:
            continue
        alike = [one.measure == parts[0].measure and one.exact for one in parts]
        wholes = [
            one for one in found if one.end <= by.start() + 1 and one.measure == parts[0].measure
        ][-MOST_NUMBERS:]
        total = sum((one.value for one in parts), Decimal(0))
        if not all(alike) or not wholes or any(one.allows(total) for one in wholes):
            continue
        whole = max(wholes, key=lambda one: one.value)
        if whole.exact and abs(whole.value - total) <= whole.value * _SLIPPED:
            yield sum_finding(passage, parts, whole)


# ---------------------------------------------------------------- what is left over


_REST: Final = when_used(
    r"(?:(?:其余|余下|剩余|剩下|还剩)(?:的|[^，。；：、\d]{0,6})|除[^，。；\d]{0,12}\d{1,5}[^，。\d]{1,3}外，(?:其余|实际|其他)[^，。；\d]{0,6})$"
)
_MAY_REMAIN: Final = when_used(
    r"(?:其余|余下|剩余|剩下|还剩|除|尚有|仍有|还有|未|不)[^，。；：、]{0,24}\d"
)
_STILL: Final = when_used(r"(?:尚有|仍有|还有)(?:的|[^，。；：、\d]{0,4})$")
_NOT_DONE: Final = when_used("[^，。；\\d]{0,6}?(?:没有|未|待|正在|无|在办)")
_ROOM: Final = 6
"""So many numbers are tried as what is taken away."""


def _left_over(passage: Passage, text: str, found: Sequence[Quantity]) -> Iterator[Finding]:
    """Find a rest that is not what the numbers before it leave: 28件，办结20件，其余6件."""
    for index, rest in enumerate(found):
        before = text[max(0, rest.start - NEAR) : rest.start]
        named = _REST.search(before)
        if not named and _NOT_DONE.match(text, rest.end):
            named = _STILL.search(before)
        lacking = None if named else _is_opposite(text, before, found, index)
        named = named or lacking
        if not named or not rest.exact or rest.measure in NO_COUNT:
            continue
        begin = text.rfind("。", 0, rest.start) + 1
        if lacking:  # 采纳41条，采纳率71.9%。未采纳的16条…: the whole is before what was done
            begin = text.rfind("。", 0, begin - 1) + 1 if begin else 0
        alike = [
            one
            for one in found[max(0, index - MOST_NUMBERS) : index]
            if are_alike(one.measure, rest.measure)
        ]
        near = [one for one in alike if one.start >= begin][-_ROOM:]
        if len(near) == 1 and begin:  # 收到申请15件。不予公开8件，其余7件…
            earlier = text.rfind("。", 0, begin - 1) + 1
            near = [*[one for one in alike if earlier <= one.start < begin][:1], *near]
        if len(near) < FEWEST_PARTS or not all(one.exact for one in alike):
            continue
        # 自查6个单位，发现问题45个，已整改43个，尚有2个: the nearest that is more than those behind it
        starts = [
            place
            for place, one in enumerate(near[:-1])
            if one.value > max(later.value for later in near[place + 1 :])
        ]
        near = near[starts[-1] :] if starts else near
        whole, *taken = near
        if any(one.measure != rest.measure for one in near):
            continue
        if rest.value in _remainders([one.value for one in alike[-_ROOM - FEWEST_PARTS :]]):
            continue
        last = taken if sum(one.value for one in taken) < whole.value else taken[-1:]
        due = whole.value - sum((one.value for one in last), Decimal(0))
        if due <= 0 or _TAKES_MORE.search(passage.folded, whole.start, rest.start):
            continue
        why = sentences.TEXT_COUNT_REST.format(
            taken="－".join(format_number(one.value) for one in (whole, *last)),
            due=format_number(due),
            rest=f"{named[0]}{rest}",
        )
        yield passage.finding("TEXT-COUNT", whole.start, rest.end, why)


_TAKES_MORE: Final = when_used("新增|增加|上年|去年|多个|部分|若干|等|个别|少数|大部|多数")


def _is_opposite(
    text: str, before: str, found: Sequence[Quantity], index: int
) -> "re.Match[str] | None":
    """Tell whether a number counts what the one before it was not: 采纳41条…未采纳16条, where no other follows."""
    lacking = _NOT.search(before)
    if not lacking or lacking["done"] in _OF_OUTCOMES or not index:
        return None
    rest, done = (
        found[index],
        next((one for one in reversed(found[:index]) if one.measure not in NO_COUNT), None),
    )
    if done is None or done.measure != rest.measure:
        return None
    clause = clause_before(text, done)
    end = text.find("。", rest.end)
    after = found[index + 1] if index + 1 < len(found) else None
    goes_on = after is not None and (end < 0 or after.start < end) and after.measure == rest.measure
    return lacking if clause.endswith(lacking["done"]) and not goes_on else None


def _remainders(values: Sequence[Decimal]) -> set[Decimal]:
    """Return what one of the numbers, or two side by side, leave when later ones are taken away."""
    left: set[Decimal] = set()
    for place, whole in enumerate(values):
        later = values[place + 1 :]
        wholes = [whole, *(whole + one for one in later[:1])]
        for many in range(1, len(later) + 1):
            for taken in combinations(later, many):
                left.update(one - sum(taken) for one in wholes)
    return left
