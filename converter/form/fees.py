"""What sentences say of the year's 信息处理费: the notices (件), the amounts charged and collected (元).

Both the reader of Word reports and the check of the prose read fees with it. Where a sentence may speak of
another year, another unit, another fee or of the tariff, it says nothing: a false finding stops a report.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from converter.form.fields import FEE_FIELDS, Slot
from converter.form.numerals import years_in_digits
from converter.form.patterns import when_used
from converter.form.quantities import Quantity, folded, quantities
from converter.form.report import Number, Report, format_number

_NOTICES, _CHARGED, _COLLECTED = (Slot(name) for name in FEE_FIELDS)
_CALLED: Final = {_NOTICES: "发出收费通知", _CHARGED: "总金额", _COLLECTED: "实际收取"}
_ANY_AMOUNT: Final = (_COLLECTED, _CHARGED)
"""What a number may mean that is only said to be 信息处理费."""


class FeeStatement(NamedTuple):
    """One figure on fees as a paragraph states it; 0 where it denies that there were any."""

    slots: tuple[Slot, ...]
    """The slots that it may mean, the likeliest first."""
    bounds: tuple[Number, Number]
    """The lowest and the highest figure that it may stand for: 0.02万元 is rounded."""
    start: int
    end: int
    sentence: int
    """Where its sentence begins; `start` and `end` count as it does."""
    of_area: bool = False
    """It speaks of the whole area (全市), whose other organs may have charged it."""

    @property
    def amount(self) -> Number:
        """The figure as it is stated."""
        return _plain(Decimal(sum(self.bounds)) / 2)

    def allows(self, figure: Number) -> bool:
        """Tell whether it may stand for a figure."""
        return self.bounds[0] <= figure <= self.bounds[1]

    def agrees(self, report: Report) -> bool:
        """Tell whether one of its slots has that figure; a blank counts as 0.

        What a whole area charged agrees with an organ that has filled in no fee.
        """
        figures = [report.figure(Slot(name)) or 0 for name in FEE_FIELDS]
        if self.of_area and not any(figures):
            return True
        return any(self.allows(report.figure(slot) or 0) for slot in self.slots)

    @property
    def said(self) -> str:
        """The statement in the words of the form: 实际收取 200 元."""
        called = "信息处理费" if len(self.slots) > 1 else _CALLED[self.slots[0]]
        return _figure(called, self.slots[0], self.amount)

    def filled_in(self, report: Report) -> str:
        """Return what the report has in the first of its slots, in the same words."""
        slot = self.slots[0]
        return _figure(_CALLED[slot], slot, report.figure(slot) or 0)


def _figure(called: str, slot: Slot, amount: Number) -> str:
    return f"{called} {format_number(amount)} {'件' if slot == _NOTICES else '元'}"


def fees_stated(report: Report) -> dict[Slot, Number]:
    """Return the fees that section six states, the fullest paragraph first; empty where it states none.

    What was collected was charged, where no other charge is stated.
    """
    by_paragraph = [fee_statements(text, report) for text in report.other_matters]
    ranked = sorted(by_paragraph, key=len, reverse=True)
    statements = [one for each in ranked for one in each if not one.of_area]
    fees: dict[Slot, Number] = {}
    for statement in sorted(statements, key=lambda one: len(one.slots)):
        if not any(slot in fees and statement.allows(fees[slot]) for slot in statement.slots):
            free = next((slot for slot in statement.slots if slot not in fees), None)
            if free:
                fees[free] = statement.amount
    if fees.get(_COLLECTED):
        fees.setdefault(_CHARGED, fees[_COLLECTED])
    return fees


def fee_statements(paragraph: str, report: Report) -> list[FeeStatement]:
    """Return what a paragraph states on the fees of a report's unit and year, in its order.

    `start` and `end` count in the folded paragraph.
    """
    text = folded(paragraph)
    if _FORMAL.search(text):
        text = _FORMAL.sub(lambda amount: amount[0].translate(_AS_ORDINARY), text)
    found: list[FeeStatement] = []
    about, year = False, report.report_year
    for sentence in _SENTENCE.finditer(text):
        said = _TITLE.sub(lambda title: "＃" * len(title[0]), years_in_digits(sentence[0]))
        named = bool(_FEE.search(sentence[0]))
        about = named or (about and bool(_GOES_ON.match(said)))
        if about or _LOOSELY.search(said):
            reader = _Sentence(said, report, year)
            found += [
                FeeStatement(
                    slots,
                    bounds,
                    sentence.start() + start,
                    sentence.start() + end,
                    sentence.start(),
                    bool(WHOLE_AREA.search(said[:start])),
                )
                for slots, bounds, start, end in reader.statements(only_denials=not about)
            ]
        years = _YEAR.findall(said)
        year = int(years[-1]) if years else year
    return found


_FORMAL: Final = when_used("[壹贰叁肆伍陆柒捌玖拾佰仟万零〇]{1,20}[元圆]")
"""An amount as it is written on receipts; 陆家镇 has such a character in its name."""
_AS_ORDINARY: Final = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟圆", "一二三四五六七八九十百千元")
_SENTENCE: Final = when_used(r"[^。！？\n]{1,600}")
_TITLE: Final = when_used(r"《[^《》]{0,80}》")
_FEE: Final = when_used(r"(?:信息|公开)处理费|(?:收费|缴费)(?:告知|通知)")
_GOES_ON: Final = when_used(
    r"(?:20\d\d年度?|本年度?|今年|全年)?，?(?:[我本][^，\d]{1,4})?，?(?:共|均|未|没有|无)?(?:实际|总金额|收取|实收|收费|发出)"
)
"""How a sentence begins that goes on about the fees of the one before."""
_LOOSELY: Final = when_used(
    r"(?:申请|信息公开)[^。]{0,40}?(?:收取|收)[^，。；]{0,8}费"
    r"|^(?:(?:20\d\d|本|今)年度?|全年)?，?[我本]?[^，。；]{0,6}?(?:未|没有)收取(?:任何|相关)?费用$"
)
_YEAR: Final = when_used(r"(\d{4})年")
_OTHER_TIME: Final = (
    r"上一?年|去年|前年|往年|历年|近年|同期|近[一二三四五六七八九十两几\d]{1,2}年|(?<![今本]年)(?<!\d年)(?<!年度)以来|迄今|至今|截至目前|[上下]半年|季度"
    r"|十[三四五]五|\d{1,2}月(?!\d{1,2}日)|拟|计划|预计|预算|明年|下一?年|次年"
)
_THIS_YEAR: Final = r"本年|今年|当年|\d{4}年"
_TIME: Final = when_used(rf"{_OTHER_TIME}|{_THIS_YEAR}")
_OTHER_UNIT: Final = when_used(
    r"下属|所属|直属|局属|二级单位|各(?:部门|单位|镇|乡|街道|县|区|市|级|科室|股室|村|地)|本级|其中|其余|部分"
    r"|指导|督促|检查"
)
WHOLE_AREA: Final = when_used(r"全[省市县区州旗]")
"""Words for all units of an area, whose figures are not this one's."""
_ANY_UNIT: Final = when_used(r"(?:^|[，：])(?:各级|各)?行政机关(?:依申请)?(?:提供|公开)")
"""Words of the regulations on every organ, which say nothing of a year."""
_GOVERNMENT: Final = when_used(r"[省市县区州旗](?:人民)?政府(?:办公室|办公厅)?$")
_NAMED_UNIT: Final = when_used(
    r"(?P<stem>[^\W\da-zA-Z_]{2})(?:镇|乡|街道|办事处|局|委员会|厅)"
    r"(?=[，\d]|共|全年|本年|发出|未|没有|收取|实际|按|依|累计)"
)
_OTHER_FEE: Final = when_used(
    r"行政(?:性)?事业性?|事业性收费|复印|复制|邮寄|工本|检索|快递|制作|诉讼|仲裁|培训|服务费|材料|挂号|押金|保证金|罚|物业|水费|电费|学费|停车"
)
_ROUNDED: Final = when_used(r"[\d.,，]+万元")
_MONEY: Final = ("元", "万元")
_NOT_TAKEN: Final = when_used(
    r"逾期|[未欠拖]缴|未收|尚未|退|减免|免收|免除|每[件次页份人]|标准|单价|平均|超过|档|增加|减少|增长|下降|上升|多收|少收"
)
"""Words between two numbers which make the second no figure of the form."""
_TARIFF: Final = when_used(r"/|每|的?标准|以[上下内]|一档|的?部分|左右|的[，。；]")
_FILLER: Final = r"[共合总累计为是有：人民币达了的均仅，]{0,12}"
_NOTICE_WORD: Final = r"(?:收费|缴费|处理费)(?:收费|缴费)?(?:告知|通知)(?:书|单)?"
_NOTICE_BEFORE: Final = when_used(
    rf"{_NOTICE_WORD}(?:的)?(?:发出|发放)?(?:的)?(?:件数|份数|数量|总数|数|情况)?{_FILLER}$"
)
_SENT_BEFORE: Final = when_used(
    rf"(?:发出|出具|开具|发送|送达|制发|下发|发放)(?:政府信息公开)?(?:信息处理费)?{_FILLER}$"
)
_NOTICE_AFTER: Final = when_used(rf"(?:政府)?(?:信息公开)?(?:信息)?的?{_NOTICE_WORD}")
_DUE: Final = when_used(rf"应(?:当|予)?(?:收|缴)[^，。；\d]{{0,14}}{_FILLER}$")
_TAKEN: Final = when_used(
    r"(?:收取|收缴|收到|征收|实收|实缴|缴纳|到账|入账)[^，。；：\d]{0,18}(?:金额|费用?|收入)?"
    rf"{_FILLER}$"
)
_SUM: Final = when_used(rf"(?:总金额|收费金额|金额|总额|费用){_FILLER}$")
_BARE: Final = when_used(
    rf"(?:信息|公开)处理费用?(?:的)?(?:收取|收费|收支)?(?:的)?(?:情况|收入|金额|总额|总金额)?{_FILLER}$"
    rf"|^[，；]?(?:共|合计)?收费{_FILLER}$"
)
_ZERO: Final = when_used(r"(?P<all>均|都)?(?:为|是|：)(?:0|零|无|〇|没有)(?=[，；、）]|$)")
_KIND_WORDS: Final = (
    (_NOTICES, when_used(_NOTICE_WORD)),
    (_CHARGED, when_used(r"(?<!收取)(?<!收取的)总金额|收费金额|应收")),
    (_COLLECTED, when_used(r"收取|实收")),
)
_ENDS: Final = r"(?=[，；、）和及或与并也]|$)"
_CASE: Final = r"(?:的?(?:情况|情形|现象|行为|事项|问题|记录))?"
_UNCOLLECTED: Final = when_used(
    r"(?:未|没有|没|无|不)(?P<whom>[^，；：\d]{0,18}?)(?:收取|征收|收缴|收费)过?"
    r"(?:任何|相关|有关|政府|信息公开|公开|依申请|申请人|的){0,8}(?:信息处理费用?|公开处理费用?|处理费|费用|费)?"
    rf"(?:收入)?{_CASE}{_ENDS}"
)
_WHOM_NOT: Final = when_used(
    r"违|乱|超|按|及时|足额|全额|全部|所有|其[他它]|另|重复|擅自|多|额外|逾期|因|提高|降低|告知|知[道悉]|标准|统一|明确|需要?$"
)
_UNSENT: Final = when_used(
    rf"(?:未|没有|没|无|不存在)(?P<whom>[^，；：、\d]{{0,14}}?){_NOTICE_WORD}{_CASE}{_ENDS}"
)
_UNSENT_NOT: Final = when_used(r"按|依|照|收到|缴|要求|逾期|违|及时|全部|所有")
_NONE: Final = when_used(
    r"(?:未|没有|没|无|不)(?:产生|发生|涉及|存在|有)?(?:需要?报告的?)?"
    r"(?:任何|相关|有关|政府|依申请|公开|信息|的|过){0,8}处理费用?(?:的)?(?:产生|发生)?"
    rf"(?:收入|项目)?{_CASE}{_ENDS}"
)
_POLICY: Final = when_used(
    r"原则|一般|首次|符合|困难|不足|不超过|标准|如(?!实|下|期)|若|凡|应[不当予]|可以|免|其中|部分|除(?!上述|以上|了解)[^，；]{0,20}外"
    r"|不再收|情形下|情况下|的[，；]|其[他它](?:的)?(?:依申请|政府信息|信息)?(?:公开)?(?:的)?申请"
)
_TARIFF_BEFORE: Final = when_used(r"以[下内]|每[件次页月人份]|一个(?:自然)?月内")
"""Words of the tariff in a sentence: what they do not charge for was never to be charged."""
_ANEW: Final = when_used(r"全年|(?:本|今|20\d\d)年")
"""How a clause begins that speaks of the year again, after the tariff."""
_OF_SOME: Final = when_used(r"[\d一二两三四五六七八九十](?:件|份|人|名|宗|起)[^，；]{0,8}$")

_TO_SOME: Final = when_used(r"对(?P<whose>[^，。；]{1,16}?)申请(?:人|者)?，?[均都也]?$")
_OF_ALL: Final = when_used(
    r"(?:依|政府|政务|信息|公开|申请人?|所有|全部|各类|各项|上述|以上|提出|收到|受理|办理|年度?|[本今全]年度?|本机关|我[镇乡县市区局]|\d{1,4}件|的){0,12}"
)
"""Words of applications that are all there are; others (村务公开, 残疾人) are some."""

_NOTHING: Final = (0, 0)
_Found = tuple[tuple[Slot, ...], tuple[Number, Number], int, int]


class _Sentence:
    """Reads one sentence, the titles in it blanked out; `year` is the year that the text before speaks of."""

    def __init__(self, text: str, report: Report, year: int | None) -> None:
        self._text = text
        self._unit = report.unit_name
        self._report_year = report.report_year
        self._year = year

    def statements(self, *, only_denials: bool) -> list[_Found]:
        """Return the slots, the bounds and the span of each statement, in the order of the sentence."""
        found = [*self._denied()]
        if not only_denials:
            found += [one for one in (*self._stated(), *self._zero()) if not _within(one, found)]
        return sorted(found, key=lambda one: one[2])

    def _concerns(self, start: int) -> bool:
        """Tell whether what stands at a place is on this year, this unit and this fee."""
        part = self._text[:start].rpartition("；")[2]
        if _OTHER_UNIT.search(part) or _OTHER_FEE.search(part.rpartition("，")[2]):
            return False
        if WHOLE_AREA.search(part) and not _GOVERNMENT.search(self._unit):
            return False
        if any(
            one["stem"] not in self._unit and one["stem"][-1] not in "我本全该"
            for one in _NAMED_UNIT.finditer(part)
        ):
            return False
        times = [one[0] for one in _TIME.finditer(self._text[:start])]
        if not times:
            return self._year == self._report_year
        year = _YEAR.fullmatch(times[-1])
        if year:
            return self._report_year in (None, int(year[1]))
        return bool(re.fullmatch(_THIS_YEAR, times[-1]))

    def _stated(self) -> Iterator[_Found]:
        end = 0
        notices = False
        for quantity in quantities(self._text):
            segment = self._text[end : quantity.start].rpartition("；")[2]
            after = self._text[quantity.end : quantity.end + 20]
            end = quantity.end
            follows_notices, notices = notices, False
            slots = self._meaning(segment, after, quantity, follows_notices)
            notices = slots == (_NOTICES,)
            rounded = _ROUNDED.fullmatch(quantity.said)
            if slots and (quantity.exact or rounded) and self._concerns(quantity.start):
                factor = 10_000 if quantity.measure == "万元" else 1
                low, high = _plain(quantity.low * factor), _plain(quantity.high * factor)
                yield slots, (low, high), quantity.start, quantity.end

    def _meaning(
        self, segment: str, after: str, quantity: Quantity, follows_notices: bool
    ) -> tuple[Slot, ...]:
        last = re.split("[，：]", segment)[-1]
        if _NOT_TAKEN.search(last) or _OTHER_FEE.search(last) or _TARIFF.match(after):
            return ()
        if quantity.measure in ("件", "份", "宗", "起", "个", "次"):
            sent = _SENT_BEFORE.search(segment) and _NOTICE_AFTER.match(after)
            return (_NOTICES,) if sent or _NOTICE_BEFORE.search(segment) else ()
        if quantity.measure not in _MONEY:
            return ()
        if follows_notices and re.fullmatch(r"[，、]?(?:共|共计|合计|计)?", segment):
            return (_CHARGED,)
        before = self._text[: quantity.start]
        return self._amount(segment, noticed=bool(_FEE.search(before) and "通知" in before))

    @staticmethod
    def _amount(segment: str, *, noticed: bool) -> tuple[Slot, ...]:
        if _DUE.search(segment):
            return (_CHARGED,)
        if _TAKEN.search(segment):
            return (_COLLECTED,)
        if _SUM.search(segment):
            return (_CHARGED,) if noticed else _ANY_AMOUNT
        return _ANY_AMOUNT if _BARE.search(segment) else ()

    def _zero(self) -> Iterator[_Found]:
        """Yield what is said to be 0 or nothing, without a measure."""
        for zero in _ZERO.finditer(self._text):
            segment = self._text[: zero.start()].rpartition("；")[2]
            if not self._concerns(zero.start()):
                continue
            if zero["all"]:
                for slot, words in _KIND_WORDS:
                    if words.search(segment):
                        yield (slot,), _NOTHING, zero.start(), zero.end()
                continue
            last = segment.rpartition("，")[2]
            slots = (
                (_NOTICES,)
                if _NOTICE_BEFORE.search(last)
                else self._amount(last, noticed="通知" in segment)
            )
            if slots and not _NOT_TAKEN.search(last):
                yield slots, _NOTHING, zero.start(), zero.end()

    def _denied(self) -> Iterator[_Found]:
        for pattern, slots, never in (
            (_UNCOLLECTED, (_COLLECTED,), _WHOM_NOT),
            (_UNSENT, (_NOTICES,), _UNSENT_NOT),
            (_NONE, (_CHARGED, _COLLECTED), None),
        ):
            for found in pattern.finditer(self._text):
                start, end = found.span()
                clause = re.split("[；，]", self._text[:start])[-1] + found[0]
                if never and never.search(found["whom"]):
                    continue
                follows = self._text[end : end + 1]
                before = self._text[:start]
                if _POLICY.search(clause + follows) or _OF_SOME.search(before):
                    continue
                if not _ANEW.match(clause) and _TARIFF_BEFORE.search(before.rpartition("；")[2]):
                    continue
                some = _TO_SOME.search(before)
                if some and not _OF_ALL.fullmatch(some["whose"]):
                    continue
                if _ANY_UNIT.search(before + found[0]):
                    continue
                if _OTHER_FEE.search(found[0]) or not self._concerns(start):
                    continue
                for slot in slots:
                    yield (slot,), _NOTHING, start, end


def _within(one: _Found, others: Iterable[_Found]) -> bool:
    return any(one[0] == other[0] and other[2] <= one[2] < other[3] for other in others)


def _plain(amount: Decimal) -> Number:
    whole = amount == amount.to_integral_value()
    return int(amount) if whole else amount
