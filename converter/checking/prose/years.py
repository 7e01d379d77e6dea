"""Another year where the year of the report is meant: `TEXT-YEAR`."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from converter import sentences
from converter.checking.prose.passages import Passage, core_of, is_titled, without_office
from converter.findings import Finding
from converter.form.fields import TABLES
from converter.form.numerals import numeral_value
from converter.form.patterns import when_used
from converter.form.report import Report, chinese_date

_OWN: Final = when_used(
    r".{0,12}(?:我[^\W\da-zA-Z_]|本(?:机关|单位|镇|乡|街道|局|委|办|县|区|市)|全[镇乡县区市局委])"
    r"|(?:(?:街道)?办事处|街道|[镇乡](?:党委|(?:人民)?政府)?)(?=共|全年|公开|发布|主动|累计)"
)
_ANOTHERS_OWN: Final = when_used(
    r".{0,12}?[^\W\da-zA-Z_]{1,9}?(?P<kind>镇|乡|街道)(?:党委|人民政府|政府|办事处)"
)
"""Another unit of the same kind as the subject: the text is copied, and the year with it."""
_PERIOD: Final = when_used(
    r"(?P<year>20\d\d)年1月1日(?:起|始|开始)?[，、]?[至到—~～-]{1,2}(?:(?P<last>20\d\d)年)?12月31日?"
)
_TO_DATE: Final = when_used(r"截[至止][到至]?(?P<year>20\d\d)年(?:12月(?:31|底)|底|年底|末|年末)")
_BEGINS: Final = when_used(
    r"(?:^|[。；）：]|，(?=(?:我[^\W\da-zA-Z_]{1,2})20\d\d年|20\d\d年(?:度)?，?我))(?:在|我[镇乡局县区市委办厅]|我街道|本机关|本单位)?(?P<year>20\d\d)年(?:度|以来|期间)?(?:[里内中])?，?(?=[^\W\da-zA-Z_])"
)
_PLANS: Final = when_used(
    r"(?:制定|印发|出台|编制|拟定|下发|制订|完善|修订)(?:了|并印发|完善)?(?:本[^\W\da-zA-Z_])?(?P<year>20\d\d)年(?:度)?"
    r"[^，。；《》\d]{0,16}?(?:分工表|分工方案|工作要点|工作方案|工作计划|实施方案|任务表|任务清单|责任清单|考核办法|考核方案|工作清单|工作台账)"
    r"|(?:结合|按|根据)(?P<practice>20\d\d)年(?:度)?[^，。；《》\d]{0,20}?(?:工作实际|工作情况|实际)"
)
_ISSUED_PLAN: Final = when_used(
    r"(?:印发|制定|出台|制订|下发)了?《(?P<whose>[^《》\d]{0,24}?)(?P<year>20\d\d)年(?:度)?(?:政务公开|政府信息公开)[^《》]{0,12}"
    r"(?:要点|分[工解]|方案|计划|清单|台账)[^《》]{0,6}》"
)
"""A plan of its own that a unit issued, with its title."""
_NOTICE: Final = when_used(
    r"(?:做好|编制|编报|报送|编制发布)[^，。；\d]{0,6}(?P<year>20\d\d)年(?:度)?(?:政府)?信息公开(?:工作)?(?:年度报告|年报)"
)
_SUMMED_UP: Final = when_used(
    r"对(?:我[^\W\da-zA-Z_]{1,2}|本[^\W\da-zA-Z_]{1,2})?(?P<year>20\d\d)年(?:度)?(?:的)?(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:情况)?进行了?(?:认真|全面)?"
    r"(?:总结|分析|梳理|回顾|统计|汇总)(?=[^。；]{0,30}(?:编制|形成|撰写|报告如下|汇报如下|总结如下))"
)
"""What the report sums up, in the sentence that says so."""
_PUBLISHED_AT: Final = (
    when_used(
        r"(?:(?P<of>20\d\d)年(?:度)?[^，。；《》\d]{0,24}(?:年度报告|年报)|本(?:年度)?报告|本年报)(?:(?!截[至止]|统计|期限|数据|自)[^。；\d]){0,20}?"
        r"(?<!\d)(?P<at>20\d\d)年(?:\d{1,2}月(?:\d{1,2}日)?|[一二三四]季度|[年月]?初|年?[底末])(?![止起至])[^。；\d]{0,24}?(?:公布|公开|发布|公示|上网|报送|上报|上传|完成|挂网|下载|查阅|获取)"
    ),
    when_used(
        r"(?P<at>20\d\d)年\d{1,2}月(?:\d{1,2}日)?(?:之?前|底前?)?，?(?:已|按[时期]|如期|我[^\W\da-zA-Z_])?[^，。；\d]{0,6}"
        r"(?:公布|公开|发布|公示|报送|上报|完成|编制)[^，。；《》\d]{0,16}"
        r"(?P<of>20\d\d)年(?:度)?[^，。；《》\d]{0,16}(?:年度报告|年报)"
    ),
    when_used(
        r"(?:(?P<of>20\d\d)年(?:度)?[^，。；《》\d]{0,16}(?:年度报告|年报)|本(?:年度)?报告|本年报)(?:(?!统计|期限|数据)[^。；\d]){0,16}?"
        r"[自从](?P<at>20\d\d)年\d{1,2}月(?:\d{1,2}日)?(?:起|开始|后)(?!至|到)，?[^，。；\d]{0,20}?(?:公布|公开|发布|公示|下载|查阅|获取|查看|浏览)"
    ),
)
"""A report and the time when it was made public, in either order."""
_RIGHTLY_ANOTHER: Final = when_used(
    r"较|相比|同比|对比|比\d|上年|去年|上一年|结转|转结|以来|连续[二两三四五六七八九十几\d]{1,2}年|于当年|(?<![引提发一])起|至|以前|清理|考核结果|评估|通报|整改|反馈|问题|历年|近年"
    r"|年度报告|年报|决算|预算|总结|评为|荣获|获评|表彰|印发的|出台的|制定的|下发的|发布的|建成|启动|开始|列为|确定为|成立|计划|将|拟|继续"
    r"|下一步|明年|力争|目标|要点"
)
_RIGHTLY_COUNTED: Final = when_used(
    r"较|相比|同比|对比|比\d|上年|去年|上一年|结转|转结|以来|连续[二两三四五六七八九十几\d]{1,2}年|于当年|(?<![引提发一])起|至|以前|考核结果|评估|通报|整改|反馈|历年|近年|总结|评为|荣获|获评|表彰"
    r"|将|拟|继续|下一步|明年|力争|目标"
)
"""The same where the unit counts its work of a year: a document that stands beside it (要点, 预算) is no excuse."""
_COMPARED: Final = when_used(
    r"(?:[较比](?:上一?年|去年)(?:度)?(?:同期)?|同比)[^，。；\d]{0,6}(?:增|上升|提|下降|减|多|少)[^，。；]{0,8}"
)
"""What this year's work is compared with says nothing of the year before it."""
_WORK_OF_A_YEAR: Final = when_used(
    r"(?:全年|共|累计|主动公开|发布)[^。；]{0,24}?\d+(?:余|多)?(?:件|条|次|篇|个|期)"
)
_NEAR_YEARS: Final = 2
"""How far a year may be from the report's to be taken for a leftover of an older report."""
_OWN_NAME_REACH: Final = 24
"""Characters after the year in which the unit's own name may stand."""


def check_years(passages: Iterable[Passage], report: Report) -> Iterator[Finding]:
    """Find another year where this one is meant: in the period, in what was done, in what was planned."""
    year = report.report_year
    if not year:
        return
    for passage in passages:
        yield from _congresses(passage, year)
        if "年" in passage.folded or "月" in passage.folded:
            yield from _anywhere(passage, year)
            yield from _by_section(passage, report)


def _anywhere(passage: Passage, year: int) -> Iterator[Finding]:
    wrong = list(_wrong_period(passage, year))
    yield from wrong
    if not wrong:  # a period until 11月31日 is put right whole
        yield from _impossible_days(passage)
    yield from _slipped_digits(passage, year)
    yield from _published_before_its_end(passage, year)
    if passage.name in ("preface", "overview", *TABLES):
        yield from _stated(passage, _PLANS, year)


def _by_section(passage: Passage, report: Report) -> Iterator[Finding]:
    year = report.report_year or 0
    if passage.name == "preface":
        yield from _stated(passage, _NOTICE, year)
        yield from _own_report(passage, report)
    if passage.name in ("preface", "overview", *TABLES):
        yield from _plans_issued(passage, report)
        yield from _stated(passage, _SUMMED_UP, year)
    if passage.name == "overview":
        yield from _budgets(passage, year)
        yield from _compared_with_itself(passage, year)
        yield from _counted_of_another_year(passage, year)
    if passage.name == "problems":
        yield from _plans_for_the_past(passage, year)
    if passage.name == "other_matters":
        yield from _closing_words(passage, year)
    if passage.name in ("overview", "problems", *TABLES):
        yield from _stale_sentences(passage, report)


def _stale_sentences(passage: Passage, report: Report) -> Iterator[Finding]:
    year = report.report_year or 0
    for found in _TO_DATE.finditer(passage.folded):
        rest = re.split("[。；]", passage.folded[found.end() : found.end() + 40])[0]
        if not re.search("(?<![无未])(?<!没有)结转|上年|较|比|增", rest):
            yield from _stale(passage, found, int(found["year"]), year)
    for found in _BEGINS.finditer(passage.folded):
        if _is_stale(passage.folded, found, report):
            yield from _stale(passage, found, int(found["year"]), year)


_LAST_SECTION: Final = when_used(
    r"(?:^|[。；])(?P<year>20\d\d)年(?:度)?，?[^。；\d]{0,24}?(?:信息处理费|收费通知|(?:需要?|应当?)报告的?(?:其[他它])?事项)"
)
"""What section six says of the year: fees, and that there is nothing else to report."""


def _closing_words(passage: Passage, year: int) -> Iterator[Finding]:
    """Find another year before what section six always says of this one."""
    for found in _LAST_SECTION.finditer(passage.folded):
        compared = _RIGHTLY_COUNTED.search(found[0])
        if f"{year}年" not in passage.folded and not compared:
            yield from _stale(passage, found, int(found["year"]), year)


_SLIPPED: Final = when_used(
    r"(?<![\d.第约近历〔])(?P<year>[012]\d{2,4})年(?=度|，|我|全[年县市区镇乡局]|\d{1,2}月|[未没共修）]|$)"
)
_FIGURES_OF_A_YEAR: Final = 4


def _slipped_digits(passage: Passage, year: int) -> Iterator[Finding]:
    """Find a year that lost a digit, has one too many, or two turned round so that it is to come: 222年, 20222年."""
    for found in _SLIPPED.finditer(passage.folded):
        said = found["year"]
        if len(said) == _FIGURES_OF_A_YEAR:
            due = next((one for one in (year, year + 1) if sorted(said) == sorted(str(one))), 0)
            slipped = bool(due) and int(said) > year + 1
        else:
            due = next((one for one in (year, year + 1, year - 1) if _is_within(said, str(one))), 0)
            slipped = bool(due)
        if slipped and not re.match("前|底|远景|规划|目标", passage.folded[found.end() :][:2]):
            why = sentences.TEXT_YEAR_SLIPPED.format(said=f"{said}年", right=f"{due}年")
            yield passage.finding("TEXT-YEAR", found.start(), found.end(), why)


def _is_within(one: str, other: str) -> bool:
    """Tell whether the shorter of two numbers is the longer one without a digit of it."""
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(
        long[:place] + long[place + 1 :] == short for place in range(len(long))
    )


_CONGRESS: Final = when_used("党的(?P<number>十[七八九]|二十[一二]?)大(?!报告起草)")
_PLENUM: Final = when_used(
    r"(?P<number>十九|二十[一二]?)届(?P<plenums>[一二三四五六七]中(?:全会)?(?:[、和及][一二三四五六七]中(?:全会)?){0,4})"
)
_FIRST_KNOWN: Final = 20, 2022
"""A congress, and the year in which it met; they meet every five years."""
_PLENUMS: Final = {19: (2017, 2018, 2018, 2019, 2020, 2021, 2022), 20: (2022, 2023, 2024, 2025)}
"""The years in which the plenums of a congress met, as far as they are known."""
_IN_THE_SPIRIT: Final = when_used(
    r"(?:学习|贯彻|落实|宣传|以)[^，。；、《》]{0,6}党的(?P<number>十[七八九])大[^，。；]{0,30}?精神"
)


def _congresses(passage: Passage, year: int) -> Iterator[Finding]:
    """Find a congress or a plenum that had not met yet, and one as the last where a newer one had met long ago."""
    text = passage.folded
    for found in _CONGRESS.finditer(text):
        if _met(numeral_value(found["number"])) > year + 1:
            why = sentences.TEXT_YEAR_TO_COME.format(year=year, said=found[0])
            yield passage.finding("TEXT-YEAR", *found.span(), why)
    for found in _PLENUM.finditer(text):
        number = numeral_value(found["number"])
        last = max(map(numeral_value, re.findall("([一二三四五六七])中", found["plenums"])))
        known = _PLENUMS.get(number, ())
        met = known[last - 1] if last <= len(known) else (_met(number), known[-1] + 1)[bool(known)]
        if met > year:
            why = sentences.TEXT_YEAR_TO_COME.format(year=year, said=found[0])
            yield passage.finding("TEXT-YEAR", *found.span(), why)
    for found in _IN_THE_SPIRIT.finditer(text):
        newer = next((one for one in ("二十一", "二十") if _met(numeral_value(one)) < year), "")
        sentence = re.split("。", text[max(0, found.start() - 60) : found.end() + 60])
        if newer and not any(f"{newer}大" in one or f"{newer}届" in one for one in sentence):
            why = sentences.TEXT_YEAR_CONGRESS.format(said=found[0], newer=f"{newer}大")
            yield passage.finding("TEXT-YEAR", *found.span(), why)


def _met(number: int) -> int:
    """Return the year of a congress."""
    known, year = _FIRST_KNOWN
    return year + 5 * (number - known)


_PLANNED: Final = when_used(
    r"(?:^|[。；：，])(?P<year>20\d\d)年(?:度)?，?(?:(?:我[^\W\d_]{1,2}|本[^\W\d_]{1,2}|[^\W\d_]{2,8}[局镇乡委县区市]|街道)，?)?"
    r"(?:将要?(?!其|各|本|该|此|有关|相关|全|年度)|(?:拟|计划|打算)"
    r"(?:进一步|继续|不断|持续|着力|切实|重点|认真|严格|加强|加大|强化|深化|完善|提高|提升|健全|优化|推进|拓宽|丰富|规范|开展|组织|采[取用]|通过|努力"
    r"|(?:发布|公开|完成|推出|开通|编发|推送|解读)(?!的|了)|积极|大力|坚持|紧紧|结合|加快|稳定|细化|建立|改进|扩大|扎实|全力|针对|深入|全面|逐步|抓好|做好|及时|定期|主动|充实|配齐|邀请|制作|制定|拍摄|编制|编印|举办|组建|设立|增设|新增|实行|实施|落实))[^。；]*"
)
_NEXT_STEP: Final = when_used(
    r"(?:改进措施|整改措施|下一步(?:打算|工作|措施)?|今后打算|改进)：(?P<year>20\d\d)年(?![^。；]{0,40}(?:已|完成了|以来|提出|印发))"
)
"""A year that is over before anything that is still to be done."""
_HELD_AS: Final = when_used(
    "实际|超额|作为|列为|列入|纳入|摆[在上]|放在|融入|写入|细化为|分解为|同(?:部署|推进|落实)|但|尚未|仍[有未不存]|现已|目前已|均已|已(?:经|全部|基本)?(?:完成|落实|整改)|效果明显|成效明显|取得了|将[^，。；]{2,20}?(?:[到至成为给化]|[列纳融写嵌归计]入|(?:公开|公布|发布|上传|报送|推送|汇总|张贴|统一|合并|移交|下放|清零)(?:[，。；]|$|[在于]))"
)
"""Words with which 将 is 把, 将政务公开纳入考核, or which tell what became of a plan: 但仍有2项未完成."""
_AS_SAID: Final = when_used("提出|承诺|明确|提到|所列|列出|要求|确定")
"""Words before a plan that was made in that year's time."""


def _plans_for_the_past(passage: Passage, year: int) -> Iterator[Finding]:
    """Find what is still to be done in a year that is over: a plan left from last year's report."""
    for found in _NEXT_STEP.finditer(passage.folded):
        said = int(found["year"])
        if year - _NEAR_YEARS <= said < year:
            why = sentences.TEXT_YEAR_PLAN.format(said=said, right=year + 1)
            yield passage.finding("TEXT-YEAR", *found.span("year"), why)
    for found in _PLANNED.finditer(passage.folded):
        said = int(found["year"])
        near = passage.folded[max(0, found.start() - 30) : found.start("year")]
        if _AS_SAID.search(re.split("[。；]", near)[-1]):
            continue
        if year - _NEAR_YEARS <= said <= year and not _HELD_AS.search(found[0]):
            why = sentences.TEXT_YEAR_PLAN.format(said=said, right=year + 1)
            yield passage.finding("TEXT-YEAR", *found.span("year"), why)


_WORK_COUNTED: Final = when_used(
    r"，(?P<year>20\d\d)年(?:度)?，?(?:共|全年|累计|我[^\W\d_]{1,2}){0,2}(?:推送|发布|公开|举办|开展|受理|办结|更新|召开|组织|培训|印发|回复|解读|审核|制发|收到|答复|处理|接待|发放|新增|参加|报送|编发|清理)"
    r"[^，。；\d]{0,14}\d+(?:余|多)?(?:件|条|次|篇|个|期|场|人次)"
)


_MONTH_COUNTED: Final = when_used(
    r"(?:^|[。；：）])(?P<year>20\d\d)年\d{1,2}月(?:\d{1,2}日)?，?(?:我[^\W\d_]{1,2}|本[^\W\d_]{1,2}|街道)?(?:组织|召开|开展|举办|参加)"
    r"[^，。；\d]{0,16}\d+(?:次|场|期|人次)"
)
"""Meetings and checks of a month, which nobody counts a year later."""


def _counted_of_another_year(passage: Passage, year: int) -> Iterator[Finding]:
    """Find work of an earlier year counted in the middle of a sentence that names no other year."""
    for found in (
        *_WORK_COUNTED.finditer(passage.folded),
        *_MONTH_COUNTED.finditer(passage.folded),
    ):
        near = max(0, found.start() - 200), found.start()
        start = max(passage.folded.rfind(mark, *near) for mark in "。；") + 1
        sentence = re.split("[。；]", passage.folded[max(start, near[0]) : found.end() + 60])[0]
        said = int(found["year"])
        others = {one for one in re.findall(r"20\d\d", sentence) if int(one) != said}
        this_year = re.search("今年|本年", sentence)
        if said < year and not (others or this_year or _RIGHTLY_COUNTED.search(sentence)):
            yield from _stale(passage, found, said, year)


_GREW: Final = when_used(
    r"(?:同比|[，、\d万余多%条件次篇个](?:，)?(?:总数|数量|总量)?)[较比与](?P<year>20\d\d)年(?:度)?(?:同期)?(?:的\d+(?:\.\d+)?万?[件条次篇个期人份])?(?:相比)?，?(?:同比)?[^，。；\d]{0,8}?(?P<how>增长|增加|上升|提升|提高|下降|减少|多|少|降低|缩短|压缩)(?:了|约)?\d"
)


def _compared_with_itself(passage: Passage, year: int) -> Iterator[Finding]:
    """Find this year's work compared with this year: the year before was meant."""
    for found in _GREW.finditer(passage.folded):
        start = max(passage.folded.rfind(mark, 0, found.start()) for mark in "。；") + 1
        before = passage.folded[start : found.start()]
        if (
            year <= int(found["year"]) <= year + 1
            and f"{year + 1}年" not in before
            and not YET_TO_COME.search(before)
        ):
            why = sentences.TEXT_YEAR_COMPARED.format(year=year, said=found["year"], right=year - 1)
            yield passage.finding("TEXT-YEAR", found.start("year"), found.end(), why)


YET_TO_COME: Final = when_used("将|计划|力争|目标|预计|下一?年|明年|拟|下一步")


_BUDGET: Final = when_used(
    r"(?:公开|公布|公示|发布)(?:了|本[^\W\d_]{1,2}|我[^\W\d_]{1,2}|全[县市区镇乡]){0,2}(?P<year>20\d\d)年(?:度)?(?![^，。；]{0,30}(?:决算|执行|调整|绩效))"
    r"[^，。；、\d]{0,8}预算"
)


def _budgets(passage: Passage, year: int) -> Iterator[Finding]:
    """Find last year's budget as published this year, without its final accounts: those are what is published late."""
    for found in _BUDGET.finditer(passage.folded):
        around = re.split("[。；]", passage.folded[max(0, found.start() - 40) : found.end() + 40])
        if int(found["year"]) == year - 1 and f"{year}年" not in around[-1]:
            yield from _stale(passage, found, year - 1, year)


def check_date(report: Report) -> Iterator[Finding]:
    """Find a date of signature that lies in or before the year reported on."""
    day, year = report.report_date, report.report_year
    if day and year and day.year <= year:
        what = sentences.TEXT_YEAR_DATE.format(date=chinese_date(day), year=year)
        yield Finding("TEXT-YEAR", what, "report_date")


def check_title_year(titles: Iterable[Passage], report: Report) -> Iterator[Finding]:
    """Find a title that names another year."""
    for title in titles:
        found = re.search(r"(?P<year>20\d\d)年", title.folded)
        if found and report.report_year and int(found["year"]) != report.report_year:
            why = sentences.TEXT_YEAR_TITLE.format(said=found["year"], year=report.report_year)
            yield title.finding("TEXT-YEAR", *found.span(), why)


def stale_beginning(sentence: str, report: Report) -> bool:
    """Tell whether a sentence begins with another year although it speaks of this one."""
    found = _BEGINS.match(sentence) or _BEGINS.search(sentence[:_OWN_NAME_REACH])
    return bool(found and _is_stale(sentence, found, report))


def _is_stale(text: str, found: "re.Match[str]", report: Report) -> bool:
    """Tell whether what follows another year is this unit's work of this year: the year is a leftover."""
    year, said = report.report_year or 0, int(found["year"])
    if said == year or not year - _NEAR_YEARS <= said <= year + 1:
        return False
    rest = re.split("[。；]", text[found.end() : found.end() + 80])[0]
    sentence = re.split("。", text[found.end() : found.end() + 160])[0]
    work = re.sub(r"上年(?:度)?(?:结转|转结)|(?:结转|转结)(?:至|到)?下一?年度?", "", rest)
    if not re.search("新收|收到|受理", rest):
        work = rest
    core = core_of(report.unit_name)
    own = (
        re.search("[我本]", found[0])
        or _OWN.match(rest)
        or (core and core in rest[:_OWN_NAME_REACH])
    )
    counted = re.search(r"\d+(?:件|条|次|篇|个|期)", rest)
    counts = _COUNTED_FIRST.match(rest)
    told = (own and _WORK_OF_A_YEAR.search(sentence)) or counts
    if counts and not _RIGHTLY_COUNTED.search(counts[0]) and not _COMPARED_YEARS.search(rest):
        work = counts[0]
    work = _COMPARED.sub("", work) if own else work
    excuse = (_RIGHTLY_COUNTED if told else _RIGHTLY_ANOTHER).search(work)
    if own and counted and re.search(f"[较比]{said - 1}年", rest):
        excuse = None  # both years are those of last year's report
    if excuse or f"{year}年" in sentence or _is_last_year_beside(text, found, year):
        return False
    if said < year and _NOTHING_DONE.match(rest):
        return True
    another = _ANOTHERS_OWN.match(rest)
    if another and re.search(f"{another['kind']}(?:人民政府|办事处)$", report.unit_name):
        own = another
    # nobody begins with plans
    first = found.start() == 0 and "".join(report.overview[:1]).startswith(f"{said}年")
    if own and (counted or said < year or first or re.search("取得了?|已|了", rest)):
        return True
    if counted and re.match("全年|共|累计|主动公开", rest):
        return True
    return bool(re.search(r"(?:收到|受理|新收|办结)[^，。；]{0,20}申请[^，。；]{0,6}\d", rest))


_COUNTED_FIRST: Final = when_used(
    r"(?:全年|共|累计|主动公开)[^，。；\d]{0,24}\d+(?:余|多)?(?:件|条|次|篇|个|期|场)"
)
_COMPARED_YEARS: Final = when_used("[较比](?:20|上|去|前)|同比|相比|结转|起|连续")
_NOTHING_DONE: Final = when_used(
    r"(?:我[^\W\d_]{1,2}|本[^\W\d_]{1,2}|街道|全[县市区镇乡局])?(?:没有|未|无)(?:收到|发生|因|出现|接到|受理|制发|收取)"
)


def _is_last_year_beside(text: str, found: "re.Match[str]", year: int) -> bool:
    """Tell whether another year's figure stands beside this year's of the same, or counts go on from it: 2023年以来，累计."""
    rest = text[found.end() : found.end() + 24]
    if "以来" in found[0] and re.match("[^。；，]{0,12}累计", rest):
        return True
    same = re.match(r"(?:共|累计|全年|我[^\W\d_])*([^\W\d_]{2,4})", rest)
    if not same:
        return False
    beside = re.split("[。；]", text[max(0, found.start() - 120) : found.start() + 1])[-2:]
    return any(f"{year}年" in one and same[1] in one for one in beside)


_OTHER_DAYS: Final = when_used(
    r"(?:统计)?(?:期限|时限|时间段?|区间|范围)(?:的?起止时间)?[为是自从：]{0,3}(?:20\d\d年)?(?P<first>\d{1,2}月\d{1,2}日?)(?:起|始|开始)?[，、]?[至到—~～-]{1,2}"
    r"(?:20\d\d年)?(?P<last>\d{1,2}月\d{1,2})(?!\d)日?"
)
"""The period of the report, on whatever days it begins and ends."""
_OF_FIGURES: Final = when_used(
    "(?:统计|数据)(?:数据)?的?(?:统计|起止|采集)?(?:时间)?(?:期限|时限|时间|区间|范围)|本(?:年度)?报告的?(?:期限|时限|时间|区间|范围)"
)
_DAY: Final = when_used(r"(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _impossible_days(passage: Passage) -> Iterator[Finding]:
    """Find a day that no calendar has: 11月31日."""
    for found in _DAY.finditer(passage.folded):
        month, day = int(found["month"]), int(found["day"])
        if not (1 <= month <= len(_DAYS) and 1 <= day <= _DAYS[month - 1]):
            why = sentences.TEXT_YEAR_NO_SUCH_DAY.format(said=found[0])
            yield passage.finding("TEXT-YEAR", *found.span(), why)


def _wrong_period(passage: Passage, year: int) -> Iterator[Finding]:
    for found in _OTHER_DAYS.finditer(passage.folded):
        days = found["first"].removesuffix("日"), found["last"]
        stated = _OF_FIGURES.search(passage.folded[max(0, found.start() - 20) : found.start() + 4])
        if (
            stated
            and days != ("1月1", "12月31")
            and not _set_up_on(passage.folded[: found.start()], days[0])
        ):
            why = sentences.TEXT_YEAR_PERIOD.format(year=year)
            yield passage.finding("TEXT-YEAR", *found.span(), why)
    for found in _PERIOD.finditer(passage.folded):
        first, last = int(found["year"]), int(found["last"] or found["year"])
        own_period = first == last or re.search(
            "期限|时限|数据|统计|报告", passage.folded[max(0, found.start() - 30) : found.start()]
        )
        if (
            (first, last) != (year, year)
            and own_period
            and not is_titled(passage.folded, found.start())
        ):
            why = sentences.TEXT_YEAR_PERIOD.format(year=year)
            yield passage.finding("TEXT-YEAR", *found.span(), why)


def _set_up_on(before: str, day: str) -> bool:
    """Tell whether the text ahead says that the unit was set up on the day on which the period begins."""
    said = before.rfind(f"{day}日")
    return said >= 0 and bool(
        _SET_UP.search(before[max(0, said - _BESIDE_DAY) :][: 2 * _BESIDE_DAY])
    )


_SET_UP: Final = when_used("成立|挂牌|揭牌|组建|设立|新设")
_BESIDE_DAY: Final = 16


_OWN_REPORT: Final = when_used(
    r"(?P<whose>[^\W\da-zA-Z_]{2,30})(?P<year>20\d\d)年(?:度)?(?:政府信息公开|政务公开)(?:工作)?(?:年度报告|年报)"
)


def _own_report(passage: Passage, report: Report) -> Iterator[Finding]:
    """Find this report in the preface under another year, right behind the unit's name."""
    year = report.report_year or 0
    for found in _OWN_REPORT.finditer(passage.folded):
        whose = without_office(found["whose"])
        own = whose.endswith((report.unit_name, core_of(report.unit_name)))
        if own and not re.search("对照|参照|根据|相比", found["whose"]):
            yield from _stale(passage, found, int(found["year"]), year)


def _published_before_its_end(passage: Passage, year: int) -> Iterator[Finding]:
    """Find the report of a year that is said to be out before that year was over."""
    for pattern in _PUBLISHED_AT:
        for found in pattern.finditer(passage.folded):
            of, at = int(found["of"] or year), int(found["at"])
            # a report of another year is often called by the year in which it came out: in January
            late = re.match(
                r"20\d\d年(?:[5-9]月|1[012]月|年?[底末])",
                found[0][found.start("at") - found.start() :],
            )
            if not (of == year or (of == at and late)) or not of - _NEAR_YEARS <= at <= of:
                continue
            why = sentences.TEXT_YEAR_PUBLISHED.format(year=of, said=at)
            yield passage.finding("TEXT-YEAR", *found.span("at"), why)


def _plans_issued(passage: Passage, report: Report) -> Iterator[Finding]:
    """Find a plan for last year that the unit itself is said to have issued, with no other year beside it."""
    year, core = report.report_year or 0, core_of(report.unit_name)
    for found in _ISSUED_PLAN.finditer(passage.folded):
        said = int(found["year"])
        before = re.split("[。；]", passage.folded[max(0, found.start() - 60) : found.start()])[-1]
        others = re.search(
            r"20\d\d|上级|国务院|省|市|根据|按照|贯彻|落实|对照|转发|去年|上年", before
        )
        if said == year - 1 and core and core in found["whose"] and not others:
            why = sentences.TEXT_YEAR_OTHER.format(year=year, said=said)
            yield passage.finding("TEXT-YEAR", found.start("year"), found.end("year") + 1, why)


def _stated(passage: Passage, pattern: re.Pattern[str], year: int) -> Iterator[Finding]:
    for found in pattern.finditer(passage.folded):
        said = int(found["year"] or found["practice"])
        titled = is_titled(passage.folded, found.start())
        near = said == year - 1 or (pattern is _NOTICE and (not titled or said == year - 2))
        if near and (pattern is _NOTICE or not titled):
            yield from _stale(passage, found, said, year)


def _stale(passage: Passage, found: "re.Match[str]", said: int, year: int) -> Iterator[Finding]:
    if said == year or abs(said - year) > _NEAR_YEARS:
        return
    why = sentences.TEXT_YEAR_OTHER.format(year=year, said=said)
    start = found.start("year") if found["year"] else found.start()
    yield passage.finding("TEXT-YEAR", start, max(found.end(), start + 8), why)
