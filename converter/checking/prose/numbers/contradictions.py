"""Numbers that cannot stand beside one another: none of which all were done, more answered than came: `TEXT-COUNT`."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from converter import sentences
from converter.checking.prose.numbers.counts import NEAR, NO_COUNT, READ, sum_finding
from converter.checking.prose.passages import Passage
from converter.findings import Finding
from converter.form.numerals import number_value
from converter.form.patterns import when_used
from converter.form.quantities import Quantity

_NONE: Final = when_used(
    r"(?P<said>(?<![\d.])0[件次条宗起份篇项]|(?:未|没有|无)(?:收到|受理|接到|发生|被提起)[^，。；\d]{0,16}(?:申请|复议|诉讼|来信|投诉|举报|咨询))"
    r"[^，。；\d]{0,8}，(?P<all>(?:均|全部|都|皆)(?:已|按[时期]|及时|依法|予以?|在法定|得到|被|结果|作出|获)*(?:办结|答复|回复|办理|维持|公开|处理|受理|反馈|期限内))"
)


def check_contradictions(
    passage: Passage, text: str, found: Sequence[Quantity]
) -> Iterator[Finding]:
    """Find none of which all were done, and more done than came; `text` is the passage's without comparisons."""
    for none in _NONE.finditer(passage.folded[:READ]):
        begin = max(passage.folded.rfind(mark, 0, none.start()) for mark in "。；") + 1
        some = any(one.value for one in found if begin <= one.start < none.start())
        if not some:
            why = sentences.TEXT_COUNT_NONE_DONE.format(said=none["said"], all=none["all"])
            yield passage.finding("TEXT-COUNT", *none.span(), why)
    if not found:
        return
    yield from _more_than_came(passage, text, found)
    yield from _with_carried(passage, text, found)
    for again in _AGAIN.finditer(text):
        if again["first"] != again["second"]:
            why = sentences.TEXT_COUNT_OF_SO_MANY.format(
                before=f"{again['first']}{again['measure']}",
                said=f"{again['second']}{again['measure']}",
            )
            yield passage.finding("TEXT-COUNT", again.start(), again.end("second") + 1, why)


_LEVELS: Final = when_used(
    r"(?:^|[“（，。；：为])(?P<steps>(?:[^“”（），。；：、]{2,9}(?:审[核查签定批]?|校对?|把关|核签?)、){1,4}[^“”（），。；：、]{2,9}(?:审[核查签定批]?|校对?|把关|核签?))[”）]?(?:的|等)?"
    r"“?(?P<said>(?P<number>[二两三四五六])[级重道审](?:审[核查签]|把关|校[对核]))"
)


def check_levels(passage: Passage) -> Iterator[Finding]:
    """Find steps of a review that are not as many as its name says: 股室初审、领导复审、局长终审的四级审核."""
    for found in _LEVELS.finditer(passage.folded):
        listed = found["steps"].count("、") + 1
        if number_value(found["number"]) != listed and "等" not in found[0]:
            why = sentences.TEXT_COUNT_LEVELS.format(listed=listed, said=found["said"])
            yield passage.finding("TEXT-COUNT", *found.span("said"), why)


_AGAIN: Final = when_used(
    r"(?P<what>问题|意见|建议|隐患|事项|申请|来信)(?P<first>\d{1,5})(?P<measure>[个件条项封])，(?P<second>\d{1,5})(?P=measure)(?P=what)(?:全部|均)"
)
"""So many, and all so many: 发现问题11个，11个问题全部整改."""


_CAME: Final = when_used(
    r"(?:收到|受理|接到|接收|收集|征集|收办|承办|交办|转办|发现|查出|破损)[^，。；：\d]{0,20}$"
)
_DONE: Final = when_used(
    r"[，。；（](?:(?:已|均|全部|共|现|其中|按[时期]|依法|及时|逐[条件]){0,3})(?:答复|回复|办结|办理|处理|整改|采纳|解决|修复)(?:了|完毕)?$"
)
_FROM_BEFORE: Final = when_used(
    "结转|上年|去年|以前|历年|往年|累计|含|次均|跨年|20\\d\\d年(?:之前|以来)|延续|遗留|加上"
)
_REPEATED: Final = frozenset(["次", "人次", "件次", "条次", "篇次", "场次"])


def _more_than_came(passage: Passage, text: str, found: Sequence[Quantity]) -> Iterator[Finding]:
    """Find more answered than came, where nothing is said of an earlier year: 收到来信40件，回复46件."""
    if len(found) < 2 or _FROM_BEFORE.search(passage.folded):  # noqa: PLR2004 -- what came, what was done
        return
    came: list[Quantity] = []
    for one in found:
        if one.measure in NO_COUNT or one.measure in _REPEATED or not one.exact:
            continue
        before = text[max(0, one.start - 30) : one.start]
        if _CAME.search(before):
            if "申请" not in before:  # those the tables tell of
                came.append(one)
            continue
        done = _DONE.search(before)
        alike = [each for each in came if each.measure == one.measure]
        if done and alike and alike[-1].value < one.value <= 2 * alike[-1].value:
            if one.value <= sum(each.value for each in alike) and len(alike) > 1:
                continue
            why = sentences.TEXT_COUNT_MORE_THAN_CAME.format(came=alike[-1], done=f"{one}")
            yield passage.finding("TEXT-COUNT", alike[-1].start, one.end, why)


_NEW: Final = when_used(r"(?:新收|收到|受理|接收)[^，。；：\d]{0,16}$")
_CARRIED: Final = when_used(r"(?:上年|去年|上一?年度)(?:度)?(?:结转|转结)[^，。；：\d]{0,12}$")
_ALTOGETHER: Final = when_used(
    "[^，。；：\\d]{0,4}，(?:共计|合计|总计|两项合计|一共|共)(?:有|为|应办理)?"
)
"""What leads to all that there was to do; how many were done of them, the table tells: 共办理98件，结转下年度2件."""


def _with_carried(passage: Passage, text: str, found: Sequence[Quantity]) -> Iterator[Finding]:
    """Find a sum of what came and what was carried over that is another: 新收23件…，上年结转2件，合计26件."""
    came: list[Quantity] = []
    for carried, total in pairwise(found):
        before = text[max(0, carried.start - NEAR) : carried.start]
        if _NEW.search(before):
            came.append(carried)
        if not (came and _CARRIED.search(before) and carried.measure == total.measure == "件"):
            continue
        if not _ALTOGETHER.fullmatch(text, carried.end, total.start):
            continue
        if all(one.value + carried.value != total.value for one in came) and total.exact:
            yield sum_finding(passage, [came[-1], carried], total)
