"""What the applications that a report tells of add up to: what came, in which ways, and what became of it."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from converter import sentences
from converter.checking.prose.numbers.counts import is_share
from converter.checking.prose.numbers.statement_kinds import Kind, kind_called
from converter.checking.prose.passages import Sentence
from converter.findings import Finding
from converter.form.fields import TOTAL_COLUMN, Slot
from converter.form.patterns import when_used
from converter.form.quantities import Quantity, as_percentage, percentage, quantities
from converter.form.report import Report, format_number

NEAR: Final = 600
"""How many characters around a statement are looked at for what it goes on with."""
ALL_OF_THEM: Final = ("新收政府信息公开申请", "收到政府信息公开申请", "办结政府信息公开申请")
"""What all applications are called."""
OF_APPLICATIONS: Final = when_used("公开(?:的)?申请|申请公开|依申请")
_WHO_AND_WHEN: Final = when_used(
    r"20\d\d年度?|今年以来|今年|本年度?|年内|全年|截至[^，。；]{0,12}|[全我本][^\W\da-zA-Z_]|[^，。；：\d]{0,8}(?:局|镇|乡|街道|政府|办事处|机关|单位)"
    r"|（?[一二三四五六七八九十\d]{1,2}(?:[）、.]|是)|办理情况|共|累计|新|已|也|，|："
)
_MOST_OF_WHO: Final = 6
_LONGEST_OF_WHO: Final = 14
"""Words before what came, and characters of each."""
_CAME: Final = when_used(
    r"(?:收到|新收|受理|接收到?|接到)(?:了|过|的|各类|有效|书面|[由到来自]|公民|自然人|法人|群众|公众|社会|个人|企业|[和或与及、]|其[他它]|组织|提出|提交|共|件|有){0,8}申请(?:共|为|有|事项|总计|合计|件|数|量){0,3}[\d一二两三四五六七八九十]"
)


def tells_of_applications(text: str) -> bool:
    """Tell whether a text tells how many applications came, and names nothing else that they may be for."""
    return any(_begins_with_who(text, found.start()) for found in _CAME.finditer(text))


def _begins_with_who(text: str, end: int) -> bool:
    """Tell whether nothing but who and when is between an index and the beginning of its sentence.

    An expression would try every division of the names.
    """
    first = max(0, end - _MOST_OF_WHO * _LONGEST_OF_WHO)
    begins = text.rfind("。", first, end) + 1
    if not begins and first:
        return False
    reached = known = {begins}
    for _ in range(_MOST_OF_WHO):
        if end in known:
            break
        reached = {
            behind
            for at in reached
            for behind in range(at + 1, min(at + _LONGEST_OF_WHO, end) + 1)
            if behind not in known and _WHO_AND_WHEN.fullmatch(text, at, behind)
        }
        known = known | reached
    return end in known


class Stated(NamedTuple):
    """A figure of the form that a sentence states."""

    kind: Kind
    quantity: Quantity
    sentence: Sentence


def shares_of_all(
    report: Report, sentence: Sentence, stated: Sequence[tuple[Kind, Quantity]]
) -> Iterator[Finding]:
    """Compare what an outcome is said to be of all applications, in per cent, with table three."""
    for kind, part in stated:
        said = _SHARE.match(sentence.text, part.end)
        if not said or kind.about != "application" or not part.exact or not part.value:
            continue
        if not any(source.value(report) == part.value for source in kind.sources):
            continue  # told already
        rate = next(quantities(sentence.text[said.start("rate") : said.end()]), None)
        sources = kind_called(ALL_OF_THEM[2 if said["done"] else 1]).sources[:2]
        bases = [(one, one.value(report)) for one in sources]
        if rate is None or any(base is None for _, base in bases):
            continue
        place = sentence.start + said.start()
        around = sentence.passage.folded[max(0, place - NEAR) : place + NEAR]
        beside = [one.value for one in quantities(around)]
        of = [base for _, base in bases if base] + ([] if said["done"] else beside)
        if not bases[0][1] or any(is_share(part.value, base, rate) for base in of):
            continue
        why = sentences.TEXT_COUNT_SHARE_OF_TABLE.format(
            source=bases[0][0].said,
            whole=format_number(bases[0][1]),
            part=format_number(int(part.value)),
            share=as_percentage(percentage(part.value, bases[0][1]), rate.places),
            said=rate,
        )
        new = kind_called(ALL_OF_THEM[0]).sources[0]
        other = new.value(report)
        if other and is_share(part.value, other, rate):
            why += sentences.TEXT_COUNT_SHARE_OTHER_BASE.format(
                part=format_number(int(part.value)), base=f"{new.said} {other}", said=rate
            )
        yield sentence.finding("TEXT-COUNT", said.start("rate"), said.end(), why)


def check_balance(report: Report, told: Sequence[Stated]) -> Iterator[Finding]:
    """Compare what came with what became of it, where a paragraph tells all of it; of last year's, the table may."""
    came, before, closed, rest = (
        [one for one in told if any(word in one.kind.label for word in words)]
        for words in (("收到政府", "新收"), ("上年结转",), ("办结",), ("结转下年度",))
    )
    if any(len(each) != 1 for each in (came, closed, rest)) or len(before) > 1:
        return
    if not all(one.quantity.exact for one in (*came, *before, *closed, *rest)):
        return
    received, done, left = (each[0].quantity.value for each in (came, closed, rest))
    carried = kind_called("上年结转").sources[0].value(report)
    old = before[0].quantity.value if before else carried
    others = kind_called("其他处理").sources[0].value(report)
    if old is None or others or done + left in (received, received + old):
        return
    if not before and done == report.figure(Slot("t3_total", TOTAL_COLUMN)):
        return
    why = sentences.TEXT_COUNT_BALANCE.format(received=received, old=old, done=done, left=left)
    at = closed[0]
    yield at.sentence.finding("TEXT-COUNT", at.quantity.start, at.quantity.end, why)


def is_on_applications(text: str) -> bool:
    """Tell whether a text names applications for information, or tells how many came."""
    return bool(OF_APPLICATIONS.search(text) or tells_of_applications(text))


def check_ways(report: Report, sentence: Sentence, earlier: str) -> Iterator[Finding]:
    """Compare the applications that came in each way with all that came: 网络申请7件，信函申请3件，当面申请2件."""
    found = list(_WAY.finditer(sentence.text))
    if len(found) < _FEWEST_WAYS:
        return
    before = sentence.passage.folded[max(0, sentence.start - NEAR) : sentence.start] or earlier
    if not (OF_APPLICATIONS.search(sentence.text) or is_on_applications(before)):
        return
    said = sentence.text[: found[0].start()].rpartition("；")[2]
    if re.search(r"\d[件宗份]", said) and not _WAYS_ARE.search(said):
        return  # behind a whole they are a list: `checking/prose/numbers/tallies.py`
    if any(
        not _NEXT_WAY.fullmatch(sentence.text, one.end(), after.start())
        for one, after in pairwise(found)
    ) or _OF_SOME.search(sentence.text):
        return
    sources = kind_called(ALL_OF_THEM[1]).sources
    values = [value for source in sources if (value := source.value(report)) is not None]
    total = sum(int(one["number"]) for one in found)
    some = len(found) == _FEWEST_WAYS and total < max(values, default=total)
    if total in values or some or not values:
        return
    why = sentences.TEXT_COUNT_WAYS.format(
        parts="＋".join(one["number"] for one in found),
        total=total,
        source=sources[0].said,
        figure=format_number(values[0]),
    )
    yield sentence.finding("TEXT-COUNT", found[0].start(), found[-1].end(), why)


def only_persons(report: Report, sentence: Sentence) -> Iterator[Finding]:
    """Find applications that are all said to be of persons, where table three has others."""
    others = [report.figure(Slot("t3_new_received", column)) for column in range(1, TOTAL_COLUMN)]
    if None in others or not any(others) or not re.search("申请", sentence.text):
        return
    count = format_number(sum(figure for figure in others if figure is not None))
    place = sentence.text.find("自然人")
    why = sentences.TEXT_COUNT_ONLY_PERSONS.format(others=count)
    yield sentence.finding("TEXT-COUNT", place, place + 3, why)


_WAY: Final = when_used(
    r"(?:网络|网上|线上|在线|互联网|信函|邮寄|邮政|来函|当面|现场|窗口|传真|电子邮件|邮箱|平台|系统)(?:渠道|方式|途径|平台|系统|的|提交|提出|申请|接收|收到|受理|共|为|有|：){0,4}(?P<number>\d{1,6})[件宗份]"
)
_WAYS_ARE: Final = when_used(r"，[^，。；：\d]{0,4}(?:渠道|方式|途径|形式)(?:分别)?[为是有：]$")
"""A clause of its own that says how all of them came: 收到申请6件，申请渠道为信函4件、网络2件."""
_NEXT_WAY: Final = when_used(r"[，、；和及][^，。；\d]{0,6}")
_OF_SOME: Final = when_used("等|主要|多数|约|涉及")
_FEWEST_WAYS: Final = 2
"""Ways that are told of; where there are more, they are all there are."""
_SHARE: Final = when_used(
    r"(?:的?申请)?[，（]?占(?:全部|所有|全年)?(?:(?P<done>办结|答复|办理结果|处理)|申请|收到|受理|新收)?(?:的?申请)?"
    r"(?:总数量?|总量|总件数|比|比例|数量|数)?(?:的|为|约为?|达到?){0,2}(?P<rate>\d{1,3}(?:\.\d{1,4})?%)"
)
"""The share of all applications that a number of them is said to be."""
