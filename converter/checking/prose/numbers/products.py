"""Products within the prose: what so many of a thing make, what is done each month makes of a year: `TEXT-COUNT`."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Final

from converter import sentences
from converter.checking.prose.numbers.counts import TRUNCATED
from converter.checking.prose.passages import Passage
from converter.findings import Finding
from converter.form.patterns import when_used
from converter.form.quantities import Quantity, quantities
from converter.form.report import format_number

_REACH: Final = 60
"""Characters before a year's number that may say of what time it is."""


def check_products(passage: Passage) -> Iterator[Finding]:
    """Find products that are not those of the numbers beside them."""
    yield from _products(passage)
    yield from _by_time(passage)


_EACH: Final = "册份人条件篇本张元次"
_CAME_OF_IT: Final = "发现|收到|收集|征集|解决|整改|化解|查出|反馈|采纳|回复|答复|提出"
"""What came of the work is no product of it: 每个单位抽查10条，共发现问题23条."""
_PRODUCTS: Final = (
    when_used(
        rf"(?P<count>\d{{1,4}})(?P<unit>[期次场批个家所处户名月天])[^，。；\d]{{0,12}}[，（](?:平均)?每(?P=unit)[^，。；\d]{{0,6}}?(?P<each>\d{{1,6}})(?P<measure>[{_EACH}]次?)"
        rf"[^，。；\d]{{0,6}}，(?:共计?|累计|合计|总计|全年共?)(?:(?!{_CAME_OF_IT})[^，。；\d]){{0,8}}(?P<total>\d{{1,8}})(?P=measure)(?!次)"
    ),
    when_used(
        rf"(?P<count>\d{{1,4}})(?P<unit>[期次场批个家处名])[^，。；\d]{{0,12}}，[^，。；\d]{{0,8}}(?P<total>\d{{1,8}})(?P<measure>[{_EACH}]次?)"
        r"[^，。；、（\d]{0,4}[，、（]平均每(?P=unit)[^，。；\d]{0,6}?(?P<each>\d{1,6}(?:\.\d{1,4})?)(?P=measure)(?!次)"
    ),
)
"""So many times so many, and what they make together, in either order."""
_ABOUT: Final = when_used("[约近余多]|不少于|以上|左右|至少|超")


def _products(passage: Passage) -> Iterator[Finding]:
    """Find what so many of a thing are said to make, and do not: 6期，每期1200册，共7000册."""
    for pattern in _PRODUCTS:
        for found in pattern.finditer(passage.folded):
            count, each, total = (Decimal(found[name]) for name in ("count", "each", "total"))
            # an average is rounded; to places, it may be cut off
            places = len(found["each"].partition(".")[2])
            margin = TRUNCATED.scaleb(-places) if places else Decimal("0.5")
            rounded = count * margin if "平均" in found[0] else 0
            if not count or abs(count * each - total) <= rounded or _ABOUT.search(found[0]):
                continue
            why = sentences.TEXT_COUNT_PRODUCT.format(
                count=count,
                each=each,
                product=format_number(count * each),
                said=f"{total}{found['measure']}",
            )
            yield passage.finding("TEXT-COUNT", *found.span(), why)


_EACH_TIME: Final = when_used(
    r"[^，。；\d]{0,6}[，、（](?:平均)?(?:每(?P<time>季度|月|日|天|周)|(?P<mean>[日月周])均)[^，。；\d]{0,6}"
)
_A_YEAR: Final = {
    "季度": (4, 4, 4),
    "月": (10, 12, 12),
    "周": (40, 53, 52),
    "日": (200, 366, 365),
    "天": (200, 366, 365),
}
"""How often a year has one of them, at least and at most: some count days of work alone."""
_NOT_A_YEAR: Final = when_used(
    r"累计|以来|季度|上半年|下半年|月份|截至|每|[自从于]20\d\d年|\d月|开通|上线|推出|开设|新开|启用|创办|试行|试运行"
)
"""What was not counted from the beginning of the year to its end."""
_MAY_RETURN: Final = "个家名户人处"
"""What each month or quarter may be the same again: 抽查网站5个，每季度抽查5个."""


def _by_time(passage: Passage) -> Iterator[Finding]:
    """Find what is done each month or quarter, where it does not make half of the year's number, or twice: 8场，每季度4场."""
    text = passage.folded
    if not re.search("每[季月日天周]|[日月周]均", text):
        return
    for whole, each in pairwise(quantities(text)):
        link = _EACH_TIME.fullmatch(text, whole.end, each.start)
        if not link or whole.measure != each.measure or not each.exact or not each.value:
            continue
        if whole.measure in _MAY_RETURN or text.startswith("改为", each.end):
            continue
        clause = text[max(0, whole.start - _REACH) : whole.start]
        least, most, usual = _A_YEAR[link["time"] or link["mean"]]
        if _NOT_A_YEAR.search(re.split("[。；]", clause)[-1]):
            continue
        if _is_no_average(whole, each, link) or (
            whole.high < each.value * least / _TIMES or whole.low > each.value * most * _TIMES
        ):
            why = sentences.TEXT_COUNT_BY_TIME.format(
                often=f"每{link['time']}" if link["time"] else f"{link['mean']}均",
                each=each,
                product=format_number(each.value * usual),
                said=whole,
            )
            yield passage.finding("TEXT-COUNT", whole.start, each.end, why)


def _is_no_average(whole: Quantity, each: Quantity, link: "re.Match[str]") -> bool:
    """Tell whether an average that is stated to a figure is another, however it was rounded: 240条，月均25条."""
    monthly = link["mean"] == "月" or (link["time"] == "月" and "平均" in link[0])
    off = abs(whole.value / _MONTHS - each.value) >= TRUNCATED.scaleb(-each.places)
    return monthly and whole.exact and off


_MONTHS: Final = 12
_TIMES: Final = Decimal("1.5")
"""How far off is no irregular rhythm any more."""
