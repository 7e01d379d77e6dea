"""Decide which figure of the report a number in the prose states, if any.

Where a sentence may speak of another year, another unit or another matter (hotlines, proposals), the answer
is no: a false finding costs more than a missed one.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from converter.checking.prose.names.organs import is_related
from converter.checking.prose.numbers.applications import OF_APPLICATIONS
from converter.checking.prose.numbers.statement_kinds import (
    AFTERWARDS,
    BESIDE_PERSONS,
    CARRIED_ON,
    KINDS,
    WITHOUT_VERB,
    Kind,
    kind_called,
)
from converter.checking.prose.years import stale_beginning
from converter.form.fees import WHOLE_AREA
from converter.form.fields import FEE_FIELDS, Slot
from converter.form.patterns import when_used
from converter.form.quantities import Quantity, quantities
from converter.form.report import Report

_OUR_MATTER: Final = when_used(r"申请公开|公开(?:的)?申请|信息公开申请|申请")
_FOREIGN: Final = when_used(
    r"提案|建议|议案|留言|咨询|投诉(?!类)|信访(?!、?举报)|热线|12345|工单|来信|来电|来访|信箱|微信|微博|抖音|公众号"
    r"|网站信息|调解|援助|培训|许可申请|补助|补贴|救助|低保|商标|专利|报名|仲裁|舆情|问政|网民|办件|事项办理"
    r"|复议申请|意见|反馈|诉求|举报(?!、?投诉)"
)
_CLAUSE_END: Final = when_used("[，。；：（]")
_CHANNEL: Final = when_used(
    r"网络|网上|线上|线下|信函|邮寄|当面|现场|平台|系统|邮件|邮箱|窗口|传真|电话|邮政|EMS|来函|书面"
)
_NOT_ALL: Final = when_used(
    r"本级|政府办|办公室|办公厅|(?<!全[省市县区州旗])各(?:部门|单位|镇|乡|街道|县|区|级|科室)|下属|所属|直属|局属|二级单位|主管部门"
)
_SUBJECT: Final = when_used(
    r"(?:^|[，：）年中由])(?P<who>[^，。；：、（）\d]{0,14}?(?:局|委|(?<!续)办|办公室|中心|部门|[市县区旗州镇乡]|政府|街道|单位|机关|村|社区|站|所))(?:20\d\d年度?)?"
    r"(?:共|累计|新|直接|已|分别){0,2}(?:收|受理|接|办|答复|制)"
)
"""A unit as the subject of what came, was answered or issued."""
_OWN: Final = when_used("[我本全各]")
_SOME_BEFORE: Final = when_used(
    "(?:当场|即时|延期|延长|逾期|超期)[^，。；\\d]{0,4}(?:答复|办结|办理)[^，。；\\d]{0,14}\\d"
)
"""What was done another way: 当场答复3件，按期答复12件."""
_POWERS: Final = when_used("清单|目录|权力|职权")
"""Words of a sentence that counts what a unit may decide, not what it decided."""
_NOT_TAKEN: Final = when_used("减免|免[收征]|减征|取消")
_HELPED: Final = when_used(
    "(?:协助|配合|协同|帮助|代)[^，。；：\\d]{0,16}(?:局|委|办|中心|部门|政府|单位|机关|村|社区)[^，。；：\\d]{0,4}(?:办理|答复|处理|办结|受理|审理|应诉)"
)
"""Words that make what was done the work of another unit."""
_GOVERNMENT: Final = when_used("(?P<level>[省市县区州旗镇乡])(?:人民)?政府$")
_OF_SEVERAL: Final = when_used("(?:部门|单位|村|社区|站|所|乡镇)$")
"""Names that are no unit's own."""
_ALL_CLOSED: Final = "办结政府信息公开申请"
_BEHIND_ANOTHER: Final = when_used("[^，。；：、（）\\d][^，]{1,40}，")
"""What stands behind one number belongs to it, not to the next: 3件因不掌握无法提供，1件…"""
_RECEIVED: Final = ("收到政府信息公开申请", "新收政府信息公开申请")
_A_SHARE: Final = when_used("，?占")
"""Words behind a number of applications that is a part of them."""
_LOWER: Final = when_used(
    r"下属|所属|直属|局属|二级单位|各(?:部门|单位|镇|乡|街道|县|区|级|科室|股室|村)"
)
PART_OF_THEM: Final = when_used(
    r"涉及|科研|企业|机构|不符合|重复|恶意|村民|居民|某|转来|转办|移送|律师|媒体|记者|关于|(?<!公民、)(?<!公民)法人"
)
"""Words that make 收到…申请 some of the applications, not all."""
_ANYBODYS: Final = when_used(
    "政府|政务|信息|公民|法人|自然人|其[他它]|组织|社会|公众|群众|市民|个人|企业|单位|[各两]类|有效|书面|提出|提交|递交|及时|全[部年]|累计|合计|总[计共]"
    "|[和或及者、的共了各到向我本完结毕新有已均]"
)
_APPLIED_FOR: Final = when_used("(?:收到|受理|接到|办理)(?P<thing>[^，。；：、（）\\d]{0,26}申请)")
_ANYBODY: Final = when_used("(?:公民|自然人|个人)[、和及](?:法人|企业|单位|组织)")
_SHORT: Final = 2
"""Characters of what is neither about whoever applies: with more it is another matter, 受理教师资格认定申请."""
_PART_RECEIVED: Final = when_used(
    r"(?:收到|受理|接到)[^，。；\d]{0,6}(?:涉及|关于|有关)[^，。；\d]{0,30}申请"
)
_OTHER_MATTER: Final = when_used(r"公文|公开属性|主动公开\d")
_OTHER_TIME: Final = when_used(
    r"近[一二三四五六七八九十两几\d]{1,2}年|[一二三四五六七八九十]年来|以来|十[三四五]五|截至目前|迄今|\d{4}年?[至到—~-]\d{4}年"
    r"|(?<![\d月])\d{1,2}月份?(?=收|受|新|共|接|，)|(?:去年|上一?年|往年)(?!度?(?:结转|转结|转入|转来|遗留))|同期|历年|近年|上半年|下半年|季度|以来累计|\d{1,2}月份"
    r"|预计|(?<!规划)计划(?![\d、信总类生])|力争|目标"
)
_YEAR: Final = when_used(r"(\d{4})年(?!度?(?:结转|转结|转入|转来|遗留))")
ASIDE: Final = when_used("（[^（）]{0,60}）")
"""A remark in brackets."""
_BARE_APPLICATIONS: Final = when_used(
    r"(?:^|[，。；：、\d件宗份条年到理共有的])申请(?=[\d共中，。；：总量件])"
)
"""Applications of which nothing says what for: where some were granted, they were for information."""
CLAUSE: Final = 50
"""How many characters before a number are searched for what it is about."""
_REMEDY_MATTER: Final = when_used(r"信息公开|公开申请|申请公开|依申请|被申请|被提起|引发|引起|因此")
_SOME_OF_THEM: Final = when_used(
    "[^，。；\\d]{0,6}，(?:其中)?[^，。；\\d]{0,4}信息公开(?:类|案件|的|方面|事项){0,3}\\d"
)
"""What stands behind the number of all reviews: how many of them are on applications."""
_NOT_OURS: Final = when_used(
    "信息公开无关|[不未非]涉?及?(?:政府)?信息公开|(?:复议(?:机构|机关|委员会)|司法局|法院)(?:共|新|累计)?(?:受理|办理|审理|审结)"
)
"""What is said to be another matter, and what those who decide reviews and suits count of all units."""
_OF_WHAT_WAS_SAID: Final = when_used("其中|涉及|包括|对应|含")
"""Words of a number that is of what the clause before speaks of."""
_CAUSE: Final = when_used(
    r"因(?P<cause>[^，。；\d]{1,16}?)(?:被(?:申请|提)|引[发起]|提[起出]|产生|发生|导致)[^，。；\d]{0,12}(?:复议|诉讼)"
)
_OUR_CAUSE: Final = when_used("公开|答复|申请|此$")
_OTHER_SUITS: Final = when_used(
    "处罚|许可|强制|执法|应诉|出庭|法治|依法行政|普法|劳动|工伤|征收|征地|拆迁|合同|认定|登记|第三人|代理|化解|败诉|法律顾问"
)


def is_of_another_cause(clause: str) -> bool:
    """Tell whether reviews or suits came of something else: 因行政处罚被申请行政复议1件."""
    return any(not _OUR_CAUSE.search(found["cause"]) for found in _CAUSE.finditer(clause))


_UNDONE: Final = when_used("(?:撤销|撤回|终止|驳回|不予受理)[^，。；、]{0,8}$")
"""Reviews and suits that came to nothing are some of them."""
_REMEDY_NAMED: Final = when_used("(?:行政复议|行政诉讼)[^，。；]*$")
_REMEDY_WORK: Final = when_used(
    r"(?:受理|审理|审结|办理|办结|化解|(?<!未)(?<!没有)收到|代理|应诉)[^，。；]{0,12}$"
)


_THOSE: Final = "(?:(?:(?:政府)?信息公开)?申请)?"
_CARRIED_ON: Final = when_used(
    rf"{_THOSE}(?:将|需|按规定|已|均)?{CARRIED_ON}|{_THOSE}(?:正|尚|仍)在(?:办理|处理)"
)


class Scope:
    """Recognises the statements on the figures of one report.

    `text` is a folded sentence; `on_applications` tells that it stands under a heading on applications.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._year = report.report_year
        self._unit = report.unit_name
        self._government = bool(re.search(r"[省市县区州旗](?:人民)?政府$", self._unit))

    def numbers(self, text: str) -> Iterator[tuple[Quantity, str, Kind | None]]:
        """Yield the numbers of a sentence, the words before each, and the kind of statement that it belongs to."""
        end = 0
        last: Kind | None = None
        others = False
        for quantity in quantities(text):
            if quantity.measure == "类":
                continue  # 四类过程性信息 is the name of an outcome
            behind_another = end and _BEHIND_ANOTHER.fullmatch(text, end, quantity.start)
            segment = text[max(end, quantity.start - 60) : quantity.start].rpartition("；")[2]
            end = quantity.end
            if quantity.measure in ("%", "个百分点"):
                continue
            kind: Kind | None = None
            if behind := _outcome_behind(text, quantity, segment):
                kind, end = behind
            elif not behind_another:
                kind = self.kind_of(segment, quantity, text)
            if kind and (
                (others and kind.label == _ALL_CLOSED)
                or (kind.label == _ALL_CLOSED and _SOME_BEFORE.search(text, 0, quantity.start))
                or ("其中" in segment and last and last.label == kind.label)
            ):
                kind = None  # of the other matter that was counted before; a part of the same
            else:
                last = kind or last
                others |= not kind and quantity.measure in "件宗份起" and "申请" not in text
            yield quantity, segment, kind

    def kind_of(self, segment: str, quantity: Quantity, text: str) -> Kind | None:
        """Return the kind of statement that a number belongs to; None where it is none.

        `segment` is the text from the number before to this one.
        """
        if quantity.measure not in "件条宗起份项个例件次条次万元":
            return None
        after = text[quantity.end : quantity.end + 24]
        if after.startswith(_TIMES):  # 自收到申请之日起20个工作日
            return None
        if _CARRIED_ON.match(after.replace(f"{(self._year or 0) + 1}年", "下年")):
            return kind_called("结转下年度继续办理")
        year = str(self._year - 1) if self._year else "0000"
        segment = _ANYBODY.sub("公民法人", segment.replace(f"{year}年", "上年"))
        segment = re.sub(rf"(?<=[转至到入]){(self._year or 0) + 1}年", "下年", segment)
        best: tuple[int, Kind] | None = None
        for kind, found in _named_in(segment):
            if quantity.measure not in kind.measures or not _names_files(kind, text, quantity):
                continue
            if "object" not in found.groupdict():
                if re.match(r"[^，。；、\d]{0,4}(?:解读|备案|审查|清理|征求)", after):
                    return None
                return kind
            nearer = best is None or found.start() > best[0]
            if nearer and self._is_application(found["object"], after, segment):
                best = found.start(), kind
        return best[1] if best else _without_verb(segment, quantity, after)

    @staticmethod
    def _is_application(thing: str, after: str, segment: str) -> bool:
        """Tell whether what was received or answered are applications, and all of them."""
        thing, segment = _plain(thing), _plain(segment)
        if (
            _FOREIGN.search(thing)
            or _FOREIGN.search(_CLAUSE_END.split(after)[0])
            or _CHANNEL.search(segment)
        ):
            return False
        if PART_OF_THEM.search(thing) or _is_of_another_matter(thing):
            return False
        if re.search(
            "其中(?!，?(?:本年度?|今年)?新收)|延期|逾期|超期|按期$|当场|当[天日]|即时|告知|(?:许可|登记|备案|审批|业务)[办受]|^工作日|同比|增加|减少|环节[^，。；]*$|自然人|(?<!公民、)(?<!公民)法人",
            segment,
        ):
            return False
        if re.search(r"[和并及]?(?:公开|发布)(?:的)?(?:各类)?(?:政府|政务)?信息$", thing):
            return False
        bare = re.fullmatch(
            r"[的了为有是共计合总累数量件事项均到完毕全部已按时期限内]{0,10}", thing
        )
        return bool("申请" in thing or bare or re.match(r"[^，。；、]{0,10}申请", after))

    def covers(self, kind: Kind, text: str, quantity: Quantity, on_applications: bool) -> bool:
        """Tell whether a statement is on this unit, this year and the matter of its kind."""
        before = text[: quantity.start]
        part = before.rpartition("；")[2]
        if not (self._of_this_year(kind, text, before, part) and self._of_this_unit(part)):
            return False
        if kind.about == "application":
            return self._of_applications(kind, text, before, text[quantity.end :], on_applications)
        if kind.about == "remedy":
            return not _SOME_OF_THEM.match(text, quantity.end) and self._of_remedies(
                text, part, on_applications
            )
        if kind.about == "fee":
            # the fees of the form are 0 at first, and may stay so where the prose states them itself
            fees = (self._report.figure(Slot(name)) for name in FEE_FIELDS)
            return "信息处理费" in text and any(fees)
        powers = quantity.measure == "项" and _POWERS.search(before)
        if powers or _NOT_TAKEN.search(part.rpartition("，")[2]):
            return False
        clause = text.find("，", quantity.end)
        text = text[:clause] if clause >= 0 else text
        own = part.rpartition("，")[2]
        # what was said of explaining them ends with its clause
        if not _OF_WHAT_WAS_SAID.search(own):
            before = text[: quantity.start - len(own)].replace("解读", "")
            text = before + text[quantity.start - len(own) :]
        return self._of_files(kind, text, part)

    def _of_this_year(self, kind: Kind, text: str, before: str, part: str) -> bool:
        old = kind.label == "上年结转"
        part = part.replace(f"{self._year}年以来", "").replace("今年以来", "")
        years = [int(year) for year in _YEAR.findall(ASIDE.sub("", before))]
        if kind.label == "结转下年度继续办理" and years and self._year == years[-1] - 1:
            years.pop()
        if not old and _OTHER_TIME.search(part.rpartition("全年")[2][-CLAUSE:]):
            return False
        if len(set(years)) > 1 and "分别" in part:
            return False
        if not years or not self._year or years[-1] == self._year:
            return True
        if old and years[-1] == self._year - 1:
            return True
        # a year left over from an older report: the figure is this year's
        return len(years) == 1 and stale_beginning(text, self._report)

    def _of_this_unit(self, part: str) -> bool:
        if _HELPED.search(part):
            return False
        subjects = [found["who"] for found in _SUBJECT.finditer(part)]
        if subjects and not self._is_own(subjects[-1]):
            return False
        if self._government:
            return not _NOT_ALL.search(part)
        return not (WHOLE_AREA.search(part) or _LOWER.search(part))

    def _is_own(self, subject: str) -> bool:
        """Tell whether a subject is this unit, or all of it."""
        if _OWN.search(subject):
            return self._government or not re.search("[我本][省市县区州旗]$", subject)
        if led := _GOVERNMENT.search(subject):
            # 县政府 is no township, though the name of that has a 县
            return bool(re.search(f"{led['level']}(?:人民)?政府(?:办公室|办公厅)?$", self._unit))
        return not _OF_SEVERAL.search(subject) and is_related(subject, self._unit)

    @staticmethod
    def _of_applications(
        kind: Kind, text: str, before: str, after: str, on_applications: bool
    ) -> bool:
        before = _plain(before)
        own = max((found.end() for found in _OUR_MATTER.finditer(before)), default=0)
        other = max((found.end() for found in _FOREIGN.finditer(before)), default=0)
        if kind.label == BESIDE_PERSONS and "自然人" not in text:
            return False
        applied = [found["thing"] for found in _APPLIED_FOR.finditer(before)]
        if (kind.label in _RECEIVED and _A_SHARE.match(after)) or any(
            map(_is_of_another_matter, applied[-1:])
        ):
            return False
        if 0 < other >= own or _OTHER_MATTER.search(text) or _PART_RECEIVED.search(before):
            return False
        follows = re.match(r"[^，。；]{0,10}(?:公开申请|申请公开|信息公开)", after)
        if on_applications or follows or OF_APPLICATIONS.search(text):
            return True
        if kind.label == "部分公开":
            return True
        return "公开" in kind.label and bool(_BARE_APPLICATIONS.search(before))

    @staticmethod
    def _of_remedies(text: str, part: str, on_applications: bool) -> bool:
        clause = part[-CLAUSE:]
        if (
            re.search("出庭|作为被告|负责人|第三人", clause)
            or is_of_another_cause(clause)
            or _UNDONE.search(clause)
            or _NOT_OURS.search(text)
        ):
            return False
        # 办理行政复议案件56件，其中被申请行政复议21件: what a part is of is said of the whole
        work = next(
            (
                found
                for said in (clause, clause.rpartition("其中")[0].rstrip("，"))
                if (found := _REMEDY_WORK.search(_REMEDY_NAMED.sub("", said)))
            ),
            None,
        )
        received = on_applications and work and work[0].startswith("收到")
        if work and not received and not re.search(r"信息公开|因此|引[发起]", clause):
            return False
        return on_applications or bool(_REMEDY_MATTER.search(text))

    @staticmethod
    @lru_cache(maxsize=8)  # each sentence of a paragraph asks about all of it
    def names_other_suits(text: str) -> bool:
        """Tell whether a text speaks of what else reviews and suits may be of."""
        return bool(_OTHER_SUITS.search(text.replace("行政执法案卷", "")))

    @staticmethod
    def _of_files(kind: Kind, text: str, part: str) -> bool:
        if "规范性文件" in kind.label or "规章" in kind.label:
            vague = r"清理|失效|修改|备案|审查|审核|解读|名义|代拟|起草|提请|其他文件|党内|征求|汇编|收录"
            return not re.search(vague, text)
        return not re.search(r"公示|委托|上网|录入|归集|其中|类信息|案卷|信息公开平台", part)


_IN_OTHER_WORDS: Final = when_used(
    r"(?:依申请公开|信息公开申请|公开申请)(?:的)?(?:来信|来函|来件|信件|信函|函件|邮件|政府信息|信息|事项|案件|件)"
)


def _is_of_another_matter(thing: str) -> bool:
    """Tell whether applications are called by another matter than information: 教师资格认定申请."""
    matter, word, _ = thing.partition("申请")
    return bool(word) and "公开" not in thing and len(_ANYBODYS.sub("", matter)) > _SHORT


def _plain(text: str) -> str:
    """Return a text in which every word for an application (依申请公开来信) is 申请."""
    return _IN_OTHER_WORDS.sub("申请", text)


_TIMES: Final = ("工作日", "自然日", "月", "小时", "星期", "季度")
_ENDS_AT_ONCE: Final = re.compile("[，。；、：（）]|$")
"""What stands behind most numbers: no words."""


def _outcome_behind(text: str, quantity: Quantity, segment: str) -> tuple[Kind, int] | None:
    """Return the outcome that stands behind its number (35件予以公开), and where its words end."""
    if _ENDS_AT_ONCE.match(text, quantity.end):
        return None
    if quantity.measure not in "件条宗起份件次" or PART_OF_THEM.search(
        re.split("[，。；：]", segment)[-1]
    ):
        return None
    found = outcome_in_words(text[quantity.end : quantity.end + 40])
    return (found[0], quantity.end + found[1]) if found else None


def outcome_in_words(words: str) -> tuple[Kind, int] | None:
    """Return the outcome, or the applicant, with which words begin, and where that ends."""
    for kind, pattern in AFTERWARDS:
        if found := pattern.match(words):
            return kind, found.end()
    return None


_COUNTED_BEHIND: Final = when_used(
    r"(?:^|[，。；年])(?:全年|度|我[^\W\da-zA-Z_]|本机关|本单位){0,3}(?:共有?|累计有?|有)$"
)


def _without_verb(segment: str, quantity: Quantity, after: str) -> Kind | None:
    clause = re.split("[。；]", segment)[-1]
    named = quantity.measure in WITHOUT_VERB.measures and WITHOUT_VERB.named.search(segment)
    if _COUNTED_BEHIND.search(segment) and re.match("(?:政府)?信息公开申请(?=[，。；]|$)", after):
        return WITHOUT_VERB
    if (
        not named
        or re.search("其中|主动公开|办件", clause)
        or not re.match("[，。；、（）]|$", after)
    ):
        return None
    return WITHOUT_VERB


@lru_cache(maxsize=1_000)
def _named_in(segment: str) -> tuple[tuple[Kind, re.Match[str]], ...]:
    """Return the kinds of statements that words name, each with where; many reports say it in the same words."""
    searched = ((kind, kind.named.search(segment)) for kind in KINDS)
    return tuple((kind, found) for kind, found in searched if found)


def _names_files(kind: Kind, text: str, quantity: Quantity) -> bool:
    """Tell whether a sentence names the files that 废止 or 现行有效 alone do not tell: those it named last."""
    if kind.about not in ("rules", "normative"):
        return True
    rules, normative = (text.rfind(noun, 0, quantity.start) for noun in ("规章", "规范性文件"))
    if rules == normative:
        return kind.about == "normative" and "规范性文件" in text
    return (kind.about == "rules") == (rules > normative)
