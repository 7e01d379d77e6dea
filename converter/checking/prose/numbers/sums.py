"""Sums behind their parts (网站120条，公众号80条，两个平台共200条), and quarters that make the year: `TEXT-COUNT`."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Final

from converter.checking.prose.numbers.counts import (
    FEWEST_PARTS,
    MOST_NUMBERS,
    NEAR,
    are_alike,
    clause_before,
    sum_finding,
)
from converter.checking.prose.passages import Passage
from converter.findings import Finding
from converter.form.numerals import number_value
from converter.form.patterns import when_used
from converter.form.quantities import Quantity

MEDIUM: Final = when_used(
    r"网站|公众号|微信|微博|新媒体|抖音|平台|客户端|公示栏|公告栏|公报|广播|电视|报刊|专栏|渠道|媒体"
)
"""Where something is published."""

_JOINED: Final = when_used(r"[^，。；：（）、\d]{0,12}[、和及与][^，。；：（）、\d]{0,12}")
_CLAUSES: Final = when_used(r"[^，。；：（）\d]{0,8}[，、和及与][^，。；：（）\d]{0,16}")
_TOGETHER: Final = when_used(
    r"[^，。；：（）、\d]{0,12}(?:[，（](?:(?:共计?|合计|总计|总共)(?:涉及)?|(?P<ever>累计))|(?<=[^\W\d_])(?:共计?|合计|总计|总共))$"
)
"""What leads to a sum; what came together since whenever may be more than the parts, but not less."""
_SO_MANY: Final = when_used(
    r"(?:^|[，。；])(?:以上|上述)?(?P<many>[两二三四五六七八2-8])(?:(?P<media>个(?:平台|渠道|载体|账号|媒体))|[个项类者大])"
    r"[^，。；：（）、\d]{0,8}?(?:共计?|合计|总计|总共)(?:公开|发布|推送|更新|信息|政府|各类|为|有){0,3}$"
)
"""What leads to a sum of so many parts, whatever stands between them: 三个平台共发布…"""


_ONCE_EACH: Final = when_used("[^。；]{0,8}(?:去重|去除重复|剔除|扣除|不重复|不含重复)")
"""Words behind a sum that counts each thing once."""


def check_sums(passage: Passage, found: Sequence[Quantity]) -> Iterator[Finding]:
    """Find sums that the parts before them are not; `found` are the numbers of the passage, comparisons aside."""
    text = passage.uncompared
    yield from _summed_up(passage, text, found)
    yield from _sums_of_so_many(passage, text, found)


def _summed_up(passage: Passage, text: str, found: Sequence[Quantity]) -> Iterator[Finding]:
    """Find parts that a sum behind them is not: 14个乡镇和26个部门，共42个单位; `text` has no comparisons."""
    for index in range(FEWEST_PARTS, len(found)):
        whole, last = found[index], found[index - 1]
        if not _are_summed(last, whole):
            continue
        together = _TOGETHER.fullmatch(text, last.end, whole.start)
        if not together:
            continue
        # 合计 sums up clauses, too; 共 may begin another matter
        joined = _JOINED if text[whole.start - 1] == "共" or together["ever"] else _CLAUSES
        # 公告5期、动态93条，合计98条: a sum may count what has another measure as well
        run = [last]
        for before, after in pairwise(reversed(found[max(0, index - MOST_NUMBERS) : index])):
            if not joined.fullmatch(text, after.end, before.start):
                break
            run.append(after)
        alike = [_are_summed(one, whole) for one in run]
        parts = run[: alike.index(False) if False in alike else None][::-1]
        sums = accumulate((one.value for one in run), initial=Decimal(0))
        if len(parts) < FEWEST_PARTS or whole.value in list(sums)[FEWEST_PARTS:]:
            continue
        # 第一期62人、第二期58人，累计120人: nothing else was counted
        in_turn = _ORDINAL.search(text, max(0, parts[0].start - 4), parts[0].start)
        if _EACH_OF_THEM.search(text, parts[0].end, whole.start):
            continue  # 机关2台、各所各1台，共8台: `numbers/divisions.py`
        least = sum(one.value for one in parts[-FEWEST_PARTS:])
        if in_turn or not (together["ever"] and least <= whole.value):
            yield from _wrong_sum(passage, text, parts, whole)


_EACH_OF_THEM: Final = when_used("[各每]")
_ORDINAL: Final = when_used("第[一1][期次批场]$")


def _are_summed(part: Quantity, whole: Quantity) -> bool:
    """Tell whether a sum may be of numbers with a measure: persons are counted again each time."""
    return (
        part.measure == whole.measure
        or (part.measure, whole.measure) == ("人", "人次")
        or {part.measure, whole.measure} <= _PLACES
    )


_PLACES: Final = {"个", "家", "所", "处"}
"""Measures of organs and places, one for each kind of them."""


def _sums_of_so_many(passage: Passage, text: str, found: Sequence[Quantity]) -> Iterator[Finding]:
    """Find a sum of which the number of parts is said, that no such parts before it make."""
    for index in range(FEWEST_PARTS, len(found)):
        whole = found[index]
        said = _SO_MANY.search(text, max(0, whole.start - NEAR), whole.start)
        if not said:
            continue
        many = number_value(said["many"])
        begin = 0 if said["media"] else text.rfind("。", 0, said.start() + 1) + 1
        near = found[max(0, index - MOST_NUMBERS) : index]
        parts = [
            one
            for one in _not_divided(text, near)
            if begin <= one.start < said.start() and are_alike(one.measure, whole.measure)
        ]
        if said["media"]:
            parts = [one for one in parts if MEDIUM.search(clause_before(text, one))]
        sums = [
            sum(one.value for one in parts[place : place + many])
            for place in range(len(parts) - many + 1)
        ]
        if sums and whole.value not in sums:
            yield from _wrong_sum(passage, text, parts[-many:], whole)


def _not_divided(text: str, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """Yield the numbers that are no part of the one before them."""
    end, part = 0, False
    for one in found:
        gap = text[end : one.start]
        begun = re.split("[。；]", gap)
        part = bool(_DIVIDES.search(begun[-1])) or (part and len(begun) == 1 and "）" not in gap)
        if not part:
            yield one
        end = one.end


_DIVIDES: Final = when_used("其中|包括|包含|（|：")


def _wrong_sum(
    passage: Passage, text: str, parts: Sequence[Quantity], whole: Quantity
) -> Iterator[Finding]:
    """Tell that a sum behind its parts is another, where all are counted to the last."""
    if not all(one.exact for one in (*parts, whole)) or _ONCE_EACH.match(text, whole.end):
        return
    yield sum_finding(passage, parts, whole)
