"""What the prose says of the year's figures, compared with the tables: `TEXT-COUNT`.

A statement is recognised by the words before its number. Where a sentence may speak of something
else (another year, another organ, hotlines, proposals), nothing is said.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from converter.checking.prose.passages import Passage, Sentence
from converter.checking.prose.quantities import (
    Quantity,
    as_percentage,
    percentage,
    quantities,
    without_comparisons,
)
from converter.checking.prose.statement_kinds import KINDS, RESULT_WORDS, Kind, Source, kind_called
from converter.checking.prose.years import stale_beginning
from converter.findings import Finding
from converter.form.fields import FIELDS, Slot
from converter.form.report import Report, format_number

_MATTER: Final = re.compile(
    "申请|规范性文件|规章|行政许可|行政处罚|行政强制|收费|信息处理费|复议|诉讼"
)
"""What any statement of the tables' figures speaks of; a sentence without it is passed over."""
_OUR_MATTER: Final = re.compile(r"申请公开|公开(?:的)?申请|信息公开申请|申请")
_FOREIGN: Final = re.compile(
    r"提案|建议|议案|留言|咨询|投诉(?!类)|信访(?!、?举报)|热线|工单|来信|来电|来访|信箱|微信|微博|抖音|公众号"
    r"|网站信息|调解|援助|培训|许可申请|补助|补贴|救助|低保|商标|专利|报名|仲裁|舆情|问政|网民|办件|事项办理"
    r"|复议申请|意见|反馈|诉求|举报(?!、?投诉)"
)
_CHANNEL: Final = re.compile(
    r"网络|网上|线上|线下|信函|邮寄|当面|现场|平台|系统|邮件|邮箱|窗口|传真|电话|邮政|EMS|来函|书面"
)
_NOT_ALL: Final = re.compile(
    r"本级|政府办|办公室|办公厅|各(?:部门|单位|镇|乡|街道|县|区|级|科室)|下属|所属|直属|局属|二级单位|主管部门"
)
_LOWER: Final = re.compile(
    r"下属|所属|直属|局属|二级单位|各(?:部门|单位|镇|乡|街道|县|区|级|科室|股室|村)"
)
_PART_OF_THEM: Final = re.compile(
    r"涉及|科研|企业|机构|不符合|重复|恶意|村民|居民|某|转来|转办|移送|律师|媒体|记者|关于|(?<!公民、)(?<!公民)法人"
)
"""Words that make 收到…申请 some of the applications, not all."""
_PART_RECEIVED: Final = re.compile(
    r"(?:收到|受理|接到)[^，。；\d]{0,6}(?:涉及|关于|有关)[^，。；\d]{0,30}申请"
)
_OTHER_MATTER: Final = re.compile(r"公文|公开属性|主动公开\d")
_WHOLE_AREA: Final = re.compile(r"全[省市县区州旗]")
_OTHER_TIME: Final = re.compile(
    r"近[一二三四五六七八九十两几\d]{1,2}年|[一二三四五六七八九十]年来|以来|十[三四五]五|截至目前|迄今|\d{4}年?[至到—~-]\d{4}年"
    r"|(?<![\d月])\d{1,2}月份?(?=收|受|新|共|接|，)|去年|上年(?!度?(?:结转|转结))|上一年(?!度?(?:结转|转结))|同期|往年|历年|近年|上半年|下半年|季度|以来累计|\d{1,2}月份"
    r"|预计|计划|力争|目标"
)
_YEAR: Final = re.compile(r"(\d{4})年")
_APPLICATIONS: Final = re.compile(r"公开(?:的)?申请|申请公开|依申请")
_FEE_NAMES: Final = ("fee_notices", "fee_charged", "fee_collected")
CLAUSE: Final = 50
"""Characters before a number that tell what it is about."""
_REMEDY_MATTER: Final = re.compile(
    r"信息公开|公开申请|申请公开|依申请|被申请|被提起|引发|引起|因此"
)
_REMEDY_WORK: Final = re.compile(
    r"(?:受理|审理|审结|办理|办结|化解|收到|代理|应诉)[^，。；]{0,12}$"
)


class _Reader:
    """Reads the statements of one report."""

    def __init__(self, report: Report, last: Report | None) -> None:
        self.report = report
        self.last = last
        unit = report.unit_name
        self.government = bool(re.search(r"[省市县区州旗](?:人民)?政府$", unit))
        self.year = report.report_year

    def findings(self, passages: Iterable[Passage]) -> Iterator[Finding]:
        topic = False
        for passage in passages:
            topic = self._topic(passage, topic)
            for sentence in passage.sentences:
                if not topic and not _MATTER.search(sentence.text):
                    continue
                yield from self._stated(sentence, topic)
                yield from self._denied(sentence, topic)

    @staticmethod
    def _topic(passage: Passage, before: bool) -> bool:
        """Tell whether a paragraph stands under a heading on applications."""
        if not re.match(r"（?[一二三四五六七八九十\d]{1,2}[）、.]", passage.folded):
            return before
        heading = re.split(r"[。：\n]", passage.folded[:40])[0]
        return "依申请" in heading or "公开申请" in heading

    # ------------------------------------------------------------ figures stated

    def _stated(self, sentence: Sentence, topic: bool) -> Iterator[Finding]:
        text = without_comparisons(sentence.text)
        end = 0
        remedy: str | None = None
        stated: list[tuple[Kind, Quantity]] = []
        for quantity in quantities(text):
            segment = text[max(end, quantity.start - 60) : quantity.start]
            segment = re.split(r"[；]", segment)[-1]
            end = quantity.end
            if quantity.measure in ("%", "个百分点"):
                continue
            kind = self._kind(segment, quantity, text)
            if kind and self._speaks_of(kind, text, quantity, topic):
                stated.append((kind, quantity))
                remedy = kind.label if kind.about == "remedy" else remedy
                for one in self._meant(kind, segment, quantity):
                    yield from self._compare(sentence, quantity, one)
            elif remedy:
                yield from self._result(sentence, segment, quantity, remedy)
        if remedy:
            yield from self._all_upheld(sentence)
        yield from self._growth(sentence, stated)

    @staticmethod
    def _meant(kind: Kind, segment: str, quantity: Quantity) -> tuple[Kind, ...]:
        """Return the kinds that a number is for: 行政复议和行政诉讼均为 0 件 is for both."""
        if kind.label != "行政诉讼" or "行政复议" not in segment:
            return (kind,)
        if quantity.value and not re.search("[均各都]|分别", segment):
            return ()
        return (kind_called("行政复议"), kind)

    def _kind(self, segment: str, quantity: Quantity, text: str) -> Kind | None:
        if quantity.measure not in "件条宗起份项个例件次条次万元":
            return None
        after = text[quantity.end : quantity.end + 14]
        if re.match(
            r"(?:申请)?(?:将|需|按规定)?(?:结转|转结|转)(?:至|入|到)?(?:下一?|次)年", after
        ):
            return kind_called("结转下年度继续办理")
        year = str(self.year - 1) if self.year else "0000"
        segment = segment.replace(f"{year}年", "上年") if f"{year}年" in segment else segment
        best: tuple[int, Kind] | None = None
        for kind in KINDS:
            if quantity.measure not in kind.measures or not _names_files(kind, text):
                continue
            found = re.search(kind.before, segment)
            if not found:
                continue
            if "object" not in found.groupdict():
                if re.match(r"[^，。；、\d]{0,4}(?:解读|备案|审查|清理|征求)", after):
                    return None
                return kind
            nearer = best is None or found.start() > best[0]
            if nearer and self._is_application(found["object"], after, segment):
                best = found.start(), kind
        return best[1] if best else None

    @staticmethod
    def _is_application(thing: str, after: str, segment: str) -> bool:
        """Tell whether what was received or answered is applications for information."""
        if _FOREIGN.search(thing) or _FOREIGN.search(after[:6]) or _CHANNEL.search(segment):
            return False
        if _PART_OF_THEM.search(thing):
            return False
        if re.search("其中|延期|逾期|超期|按期$|同比|增加|减少|环节|自然人|法人", segment):
            return False
        if re.search(r"[和并及]?(?:公开|发布)(?:的)?(?:各类)?(?:政府|政务)?信息$", thing):
            return False
        bare = re.fullmatch(
            r"[的了为有是共计合总累数量件事项均到完毕全部已按时期限内]{0,10}", thing
        )
        return bool("申请" in thing or bare or re.match(r"[^，。；]{0,10}申请", after))

    def _speaks_of(self, kind: Kind, text: str, quantity: Quantity, topic: bool) -> bool:
        """Tell whether a sentence speaks of this organ, this year and the kind's own matter."""
        before = text[: quantity.start]
        part = before.rpartition("；")[2]
        if not (self._of_this_year(kind, text, before, part) and self._of_this_organ(part)):
            return False
        if kind.about == "application":
            return self._of_applications(text, before, text[quantity.end :], topic)
        if kind.about == "remedy":
            return self._of_remedies(text, part, topic)
        if kind.about == "fee":
            # the fee cells start as 0 and may be left so where the prose tells the fees itself
            fees = (self.report.figure(Slot(name)) for name in _FEE_NAMES)
            return "信息处理费" in text and any(fees)
        return self._speaks_of_files(kind, text, part)

    def _of_this_year(self, kind: Kind, text: str, before: str, part: str) -> bool:
        old = kind.label == "上年结转"
        part = part.replace(f"{self.year}年以来", "").replace("今年以来", "")
        years = [int(year) for year in _YEAR.findall(before)]
        if not old and _OTHER_TIME.search(part[-CLAUSE:]):
            return False
        if not years or not self.year or years[-1] == self.year:
            return True
        if old and years[-1] == self.year - 1:
            return True
        # a year left over from an older draft: the figure is this year's
        return len(years) == 1 and stale_beginning(text, self.report)

    def _of_this_organ(self, part: str) -> bool:
        if self.government:
            return not _NOT_ALL.search(part)
        return not (_WHOLE_AREA.search(part) or _LOWER.search(part))

    @staticmethod
    def _of_applications(text: str, before: str, after: str, topic: bool) -> bool:
        own = max((found.end() for found in _OUR_MATTER.finditer(before)), default=0)
        other = max((found.end() for found in _FOREIGN.finditer(before)), default=0)
        if other > own or _OTHER_MATTER.search(text) or _PART_RECEIVED.search(before):
            return False
        follows = re.match(r"[^，。；]{0,10}(?:公开申请|申请公开|信息公开)", after)
        return bool(topic or follows or _APPLICATIONS.search(text))

    @staticmethod
    def _of_remedies(text: str, part: str, topic: bool) -> bool:
        clause = part[-CLAUSE:]
        if re.search("出庭|作为被告|负责人", clause):
            return False
        work = _REMEDY_WORK.search(re.sub(r"(?:行政复议|行政诉讼)[^，。；]*$", "", clause))
        if work and not re.search(r"信息公开|因此|引[发起]", clause):
            return False
        return topic or bool(_REMEDY_MATTER.search(text))

    @staticmethod
    def _speaks_of_files(kind: Kind, text: str, part: str) -> bool:
        if "规范性文件" in kind.label or "规章" in kind.label:
            vague = r"清理|失效|修改|备案|审查|审核|解读|名义|代拟|起草|提请|其他文件|党内|征求"
            return not re.search(vague, text)
        return not re.search(r"公示|委托|上网|录入|归集|其中|类信息|案卷|信息公开平台", part)

    def _compare(self, sentence: Sentence, quantity: Quantity, kind: Kind) -> Iterator[Finding]:
        said = quantity
        money = quantity.measure in ("万元", "元")
        values = [source.value(self.report) for source in kind.sources]
        if any(value is None for value in values):
            return
        factor = Decimal(1)
        if money:
            unit = FIELDS[kind.sources[0].plus[0].name].unit
            factor = {("万元", "元"): Decimal(10_000), ("元", "万元"): Decimal("0.0001")}.get(
                (said.measure, unit), Decimal(1)
            )
        if any(
            value is not None and said.low * factor <= value <= said.high * factor
            for value in values
        ):
            return
        shown: list[str] = []
        for source, value in zip(kind.sources, values, strict=True):
            figure = format_number(value if value is not None else 0)
            if not any(one.endswith(f" {figure}") for one in shown):
                shown.append(f"{source.said}为 {figure}")
        yield sentence.finding(
            "TEXT-COUNT",
            quantity.start,
            quantity.end,
            f"正文说{kind.label} {quantity}，而{'，'.join(shown)}。"
            "请核对，改为一致；确有原因的，在“校验”表写明。",
        )

    # ------------------------------------------------------------ results of reviews and suits

    def _rows_of(self, remedy: str) -> tuple[str, ...]:
        return tuple(cell.name for cell in kind_called(remedy).sources[0].plus)

    def _result(
        self, sentence: Sentence, segment: str, quantity: Quantity, remedy: str
    ) -> Iterator[Finding]:
        for label, words, position in RESULT_WORDS:
            remedy = _remedy_named(segment) or remedy
            if re.search(words, segment) and quantity.measure in "件起宗":
                cells = tuple(Slot(name, position) for name in self._rows_of(remedy))
                source = Source(f"表四“{remedy}”的{FIELDS[cells[0].name].cells[position]}", cells)
                kind = Kind(f"{remedy}{label}", words, (source,), "remedy")
                yield from self._compare(sentence, quantity, kind)

    def _all_upheld(self, sentence: Sentence) -> Iterator[Finding]:
        upheld = re.search(r"均(?:获|被|予以|得到|为)?(?:结果)?维持", sentence.text)
        remedy = _remedy_named(sentence.text[: upheld.start()]) if upheld else ""
        if not upheld or not remedy:
            return
        rows = self._rows_of(remedy)
        rest = [self.report.figure(Slot(name, place)) for name in rows for place in (1, 2, 3)]
        others = sum(figure for figure in rest if figure is not None)
        if None in rest or not others:
            return
        yield sentence.finding(
            "TEXT-COUNT",
            *upheld.span(),
            f"正文说{remedy}均获维持，而表四还有 {format_number(others)} 件是别的结果或尚未审结。"
            "请核对，改为一致；确有原因的，在“校验”表写明。",
        )

    # ------------------------------------------------------------ nothing of the kind

    def _denied(self, sentence: Sentence, topic: bool) -> Iterator[Finding]:
        for label, words in _DENIALS:
            for found in words.finditer(sentence.text):
                zero = Quantity(found.start(), found.end(), "0件", "件", Decimal(0), Decimal(0))
                after = sentence.text[found.end() : found.end() + 10]
                aside = _ASIDE.search(found[0]) or _PART_OF_THEM.search(found[0])
                if _TURNS.match(after) or ("结转" not in label and aside):
                    continue
                labels = [label]
                if label == "行政复议" and found.groupdict().get("both"):
                    labels.append("行政诉讼")
                for one in labels:
                    kind = kind_called(one)
                    if self._speaks_of(kind, sentence.text, zero, topic):
                        yield from self._compare(sentence, zero, kind)
        if re.search(
            r"均(?:为|是|系|由)自然人(?:提出)?(?:的)?(?:申请)?(?=[，。；]|$)", sentence.text
        ):
            yield from self._only_persons(sentence)

    def _only_persons(self, sentence: Sentence) -> Iterator[Finding]:
        others = [self.report.figure(Slot("t3_new_received", column)) for column in range(1, 6)]
        if None in others or not any(others) or not re.search("申请", sentence.text):
            return
        count = format_number(sum(figure for figure in others if figure is not None))
        place = sentence.text.find("自然人")
        yield sentence.finding(
            "TEXT-COUNT",
            place,
            place + 3,
            f"正文说均为自然人申请，而表三“本年新收”里法人或其他组织有 {count} 件。"
            "请核对，改为一致；确有原因的，在“校验”表写明。",
        )

    # ------------------------------------------------------------ growth

    def _growth(self, sentence: Sentence, stated: list[tuple[Kind, Quantity]]) -> Iterator[Finding]:
        """Compare each rate of growth with last year's report; it is that of the figure before."""
        for rate in quantities(sentence.text) if stated and "%" in sentence.text else ():
            found = _GROWTH.search(sentence.text[max(0, rate.start - CLAUSE) : rate.start])
            before = [one for one in stated if one[1].end <= rate.start]
            if rate.measure == "%" and found and before:
                yield from self._rate(sentence, found, rate, *before[-1])

    def _rate(
        self, sentence: Sentence, found: "re.Match[str]", rate: Quantity, kind: Kind, now: Quantity
    ) -> Iterator[Finding]:
        if self.last is None or kind.about != "application" or not now.exact:
            return
        year = re.search(r"(\d{4})年", found[0])
        if year and self.year and int(year[1]) != self.year - 1:
            return
        sign = -1 if re.search("下降|减少|降低|减幅|降幅", found[0]) else 1
        rates = []
        for source in kind.sources:
            before, after = source.value(self.last), source.value(self.report)
            if before is None or after is None:
                return
            if before and now.allows(after):
                rates.append((before, after, percentage(after - before, before)))
        margin = Decimal(6).scaleb(-rate.places - 1)
        if not rates or any(
            rate.low - margin <= sign * real <= rate.high + margin for _, _, real in rates
        ):
            return
        before, after, real = rates[0]
        direction = "增长" if real >= 0 else "下降"
        yield sentence.finding(
            "TEXT-COUNT",
            rate.start,
            rate.end,
            f"上年 {format_number(before)} 件，本年 {format_number(after)} 件，应为{direction}"
            f" {as_percentage(abs(real), rate.places)}。请核对；确有原因的，在“校验”表写明。",
        )


_GROWTH: Final = re.compile(
    r"(?:同比|较上年|比上年|较去年|比去年|较上一年|比上一年|[较比]\d{4}年)(?:度|同期|全年)?[^，。；\d]{0,6}"
    r"(?:增长|增加|上升|提升|提高|增幅|下降|减少|降低|减幅|降幅)(?:了|约|为|达)?$"
)
_NO: Final = r"(?:未|没有|没|尚未|从未|暂未|均未)"
_DENIALS: Final = (
    (
        "收到政府信息公开申请",
        re.compile(
            rf"(?:{_NO}(?:收到|接到|接收到?|受理|收|发生)(?:过)?|没有|无|暂无)[^，。；\d]{{0,34}}?"
            r"(?:信息公开(?:的)?申请|公开政府信息(?:的)?申请|依申请公开(?:申请|事项|件)|政府信息依申请公开|(?:组织|群众|公众|个人)(?:提出)?的申请)(?:事项|件|表)?"
        ),
    ),
    (
        "行政复议",
        re.compile(
            rf"(?:{_NO}|无|不存在)[^，。；\d]{{0,30}}?行政复议(?P<both>[^。；\d]{{0,14}}?诉讼)?"
            r"(?:的)?(?:案件|情况|申请|事项|情形)?"
        ),
    ),
    (
        "行政诉讼",
        re.compile(
            rf"(?:{_NO}|无|不存在)[^，。；、\d]{{0,20}}?行政诉讼(?:的)?(?:案件|情况|事项|情形)?"
        ),
    ),
    (
        "制发行政规范性文件",
        re.compile(
            rf"(?:{_NO})(?:制定|制发|出台|印发|制订)(?:过|新的)?(?:行政)?规范性文件(?=[，。；]|$)"
        ),
    ),
    (
        "上年结转",
        re.compile(
            r"(?:没有|无)上(?:一)?年度?结转(?:的)?(?:政府信息公开)?(?:申请)?(?=[，。；、]|$)"
        ),
    ),
    (
        "结转下年度继续办理",
        re.compile(
            r"(?:没有|无)结转(?:至|到)?下(?:一)?年度?(?:继续办理)?(?:的)?(?:申请|事项)?(?=[，。；、]|$)"
        ),
    ),
    (
        "现行有效行政规范性文件",
        re.compile(r"(?:没有|无)现行有效的?(?:行政)?规范性文件(?=[，。；]|$)"),
    ),
    *(
        (
            f"{noun}处理决定",
            re.compile(rf"(?:未|没有)(?:作出|实施)(?:过)?{noun}(?:处理)?(?:决定)?(?=[，。；、]|$)"),
        )
        for noun in ("行政许可", "行政处罚", "行政强制")
    ),
    ("行政事业性收费", re.compile(r"(?:没有|无)行政事业性收费(?:事项|项目)?(?=[，。；、]|$)")),
)
_TURNS: Final = re.compile(
    r"[^，。；]{0,3}(?:引[发起]|导致|产生|而|被|纠|败诉|撤|维持|不服|逾期|超期|收费|费用|办理|答复|的(?:投诉|举报|行政|收费|复议))|[^。；，]{0,6}\d"
)
_ASIDE: Final = re.compile(
    r"被(?!申请|提起)|纠正|纠错|撤销|败诉|确认违法|变更|转结|结转|不予|逾期|超期|收取|答复|办结|公开(?:不|而)|因[^，。；]{0,12}申请$|关于|应当?公开"
)


def _remedy_named(text: str) -> str:
    """Return which remedy a text names last; empty where it names none."""
    review = text.rfind("复议")
    suit = max(text.rfind("诉讼"), text.rfind("起诉"))
    if review == suit:
        return ""
    return "行政复议" if review > suit else "行政诉讼"


def _names_files(kind: Kind, text: str) -> bool:
    """Tell whether a sentence names the files that 废止 or 现行有效 alone would be about."""
    if kind.about == "rules":
        return "规章" in text and "规范性文件" not in text
    return kind.about != "normative" or "规范性文件" in text


def check_figures(
    passages: Iterable[Passage], report: Report, last: Report | None
) -> Iterator[Finding]:
    """Find the figures of the prose that disagree with the tables, or with last year's report."""
    return _Reader(report, last).findings(passages)
