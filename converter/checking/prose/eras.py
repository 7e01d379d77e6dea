"""What belongs to another time than the report's year: five-year plans, campaigns, plans of work, months that no year has: `TEXT-YEAR`."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from converter import sentences
from converter.checking.prose.passages import Passage, is_titled
from converter.checking.prose.words import knowledge
from converter.checking.prose.years import YET_TO_COME
from converter.findings import Finding
from converter.form.numerals import numeral_value
from converter.form.patterns import when_used


def check_eras(passages: Iterable[Passage], year: int | None) -> Iterator[Finding]:
    """Find what does not belong to the report's year, nor to any."""
    everything = list(passages)
    for passage in everything:
        yield from _months(passage)
        if year:
            yield from _five_year_plans(passage, year)
            yield from _campaigns(passage, year)
            yield from _carried(passage, year)
            yield from _compared_with_this_year(passage)
    if year:
        yield from _plans_complied_with(everything, year)


_MONTH: Final = when_used(
    r"(?<![\d.〔第])(?P<month>0{1,2}|1[3-9]|[2-9]\d)月(?![\d龄大嫂])|第?(?P<quarter>[五六七八九5-9])季度"
)
_MONTHS_OF_TIME: Final = when_used(r"[共满近约达过龄]$")


def _months(passage: Passage) -> Iterator[Finding]:
    """Find a month or a quarter that no year has; days that no month has are told with the years."""
    text = passage.folded
    for found in _MONTH.finditer(text):
        if not _MONTHS_OF_TIME.search(text[max(0, found.start() - 1) : found.start()]):
            why = sentences.TEXT_YEAR_NO_SUCH_MONTH.format(said=found[0])
            yield passage.finding("TEXT-YEAR", *found.span(), why)


_PLAN_YEARS: Final = 5
_FIRST_PLAN: Final = 10, 2001
"""A five-year plan, and the year in which it began."""
_PLAN: Final = when_used("十[一二三四五六七]五")
_FIVE_YEARS: Final = when_used(
    r"(?:(?P<of>20\d\d)年|[本今]年|)(?P<link>[^，。；]{0,6}?)“?(?P<plan>十[一二三四五六七]五)”?(?:规划|计划)?(?:实施)?的?(?P<which>开局|起步|收官|收尾|最后一|第[一二三四五]|关键)(?:之)?年"
)
_OF_A_PLAN: Final = {"开局": 0, "起步": 0, "收官": 4, "收尾": 4, "最后一": 4}


def _five_year_plans(passage: Passage, year: int) -> Iterator[Finding]:
    """Find a year that is said to open or to close a five-year plan that it does not: 2021年是“十三五”收官之年."""
    for found in _FIVE_YEARS.finditer(passage.folded) if _PLAN.search(passage.folded) else ():
        number, begun = _FIRST_PLAN
        first = begun + _PLAN_YEARS * (numeral_value(found["plan"][:2]) - number)
        which = found["which"]
        if which.startswith("第"):
            due = {first + numeral_value(which[1]) - 1}
        elif which in _OF_A_PLAN:
            due = {first + _OF_A_PLAN[which]}
        else:
            due = set(range(first, first + _PLAN_YEARS))
        said = int(found["of"] or year)
        # the year to come is often spoken of without its number: 明年是“十五五”开局之年
        if said not in due and (found["of"] or not due & {year, year + 1}):
            why = sentences.TEXT_YEAR_FIVE_YEARS.format(
                plan=found["plan"], first=first, last=first + _PLAN_YEARS - 1
            )
            yield passage.finding("TEXT-YEAR", *found.span(), why)


_CARRIED_ON: Final = when_used(r"(?:以|结合|开展|围绕|按照|统筹|聚焦|做好|深入推进|扎实推进)$")
_LONG_OVER: Final = 2
"""Years after which nobody carries on what belonged to another time."""
_CARRIED_OUT: Final = "开展"
"""Only what was made of a course of education goes on in the year after it; it is carried out no more."""


def _campaigns(passage: Passage, year: int) -> Iterator[Finding]:
    """Find a campaign that had not begun, and one that was over long ago as this year's work."""
    text = passage.folded
    for one in knowledge.campaigns():
        place = text.find(one.name)
        if place < 0 or is_titled(text, place):
            continue
        near = text[max(0, place - 20) : place + len(one.name) + 12]
        carried_on = _CARRIED_ON.search(re.sub("[“”深入扎实学习贯彻全面]", "", text[:place][-20:]))
        out = (
            carried_on
            and carried_on[0] == _CARRIED_OUT
            and "教育" in text[place:][: len(one.name) + 4]
        )
        dated = re.search(r"20\d\d年[^，。；]*$", text[max(0, place - 20) : place])
        just_over = out and not (dated and int(dated[0][:4]) <= one.last)
        over = carried_on and year >= one.last + (1 if just_over else _LONG_OVER)
        if (year < one.first or over) and not any(word in near for word in one.exceptions):
            years = f"{one.first} 年" + (f"至 {one.last} 年" if one.last > one.first else "")
            why = sentences.TEXT_YEAR_CAMPAIGN.format(said=one.name, years=years, year=year)
            yield passage.finding("TEXT-YEAR", place, place + len(one.name), why)


_CARRIED: Final = when_used(
    r"(?<!上年)(?<!上一年)(?<!上年度)结转(?:至|到)?(?P<year>20\d\d)年(?:度)?(?:(?P<on>(?:继续)?办理)|(?=[\d。；]))"
)


def _carried(passage: Passage, year: int) -> Iterator[Finding]:
    """Find what is carried over into the year itself."""
    for found in _CARRIED.finditer(passage.folded):
        clause = re.split("[，。；]", passage.folded[max(0, found.start() - 30) : found.start()])[
            -1
        ]
        carried = int(found["year"]) <= year if found["on"] else int(found["year"]) == year
        if carried and not re.search(r"20\d\d年|上年|去年|由|从", clause):
            why = sentences.TEXT_YEAR_CARRIED.format(year=year, right=year + 1)
            yield passage.finding("TEXT-YEAR", *found.span(), why)


_THIS_YEAR_COMPARED: Final = when_used(
    r"[\d条件次篇个万人，](?:同比)?[较比](?:今年|本年度?)(?:同期)?[^，。；\d]{0,6}?(?:增|多|减|少|下降|上升|提)[^，。；\d]{0,4}\d"
)


def _compared_with_this_year(passage: Passage) -> Iterator[Finding]:
    """Find this year's work compared with 今年: last year was meant."""
    for found in _THIS_YEAR_COMPARED.finditer(passage.folded):
        before = re.split("[。；]", passage.folded[max(0, found.start() - 60) : found.start()])[-1]
        if passage.name == "overview" and not YET_TO_COME.search(before):
            yield passage.finding("TEXT-YEAR", *found.span(), sentences.TEXT_YEAR_THIS_YEAR)


_COMPLIED_WITH: Final = when_used(
    r"(?:按照?|根据|依据|落实|贯彻|对照|围绕|执行|结合)[^，。；《》]{0,16}(?:《[^《》]{2,60}》[和及与、]{0,2}[^，。；《》]{0,12}){0,2}《(?P<title>[^《》\d]{0,24}(?P<year>20\d\d)年(?:度)?[^《》\d]{0,8}(?:政务公开|政府信息公开)[^《》]{0,6}(?:要点|工作安排|工作任务|任务分解|实施方案)[^《》]{0,12})》"
)
_ANY_PLAN: Final = when_used(
    r"(?P<year>20\d\d)年?(?:度)?[^，。；《》\d]{0,12}(?:政务公开|政府信息公开)[^，。；《》\d]{0,12}(?:要点|工作安排|工作任务|实施方案)"
)
_NEAR_YEARS: Final = 2
"""How many years before the report's a plan may be of to be taken for a leftover of an older report."""
_LAST_OF_THE_STATE: Final = 2022
"""The year of the last plan that the State Council's office has issued for all."""


def _plans_complied_with(passages: list[Passage], year: int) -> Iterator[Finding]:
    """Find the plan of an earlier year as what this year's work followed, where this year's is named nowhere."""
    text = "\n".join(passage.folded for passage in passages if "年" in passage.folded)
    if any(int(found["year"]) == year for found in _ANY_PLAN.finditer(text)):
        return
    for passage in passages:
        for found in _COMPLIED_WITH.finditer(passage.folded):
            said = int(found["year"])
            still = said == _LAST_OF_THE_STATE and not re.search("[省市县区州]", found["title"])
            behind = re.split("[。；]", passage.folded[found.end() : found.end() + 60])[0]
            rightly = re.search(
                f"国办发|今年|本年|去年|上年|继续|新一年|〔(?!{said})", found[0] + behind
            )
            if year - _NEAR_YEARS <= said < year and not (still or rightly):
                why = sentences.TEXT_YEAR_OTHER.format(year=year, said=said)
                yield passage.finding("TEXT-YEAR", found.start("year"), found.end("year") + 1, why)
