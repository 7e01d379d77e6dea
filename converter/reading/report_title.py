"""The title of a report, also where it is printed several times or over several lines, and the preface."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from converter.form.half_width import without_unseen
from converter.form.numerals import western_date, western_year
from converter.reading.blocks import Block, TableBlock, TextBlock
from converter.reading.site_lines import (
    SIGNED_ON,
    is_copy_of_the_report,
    is_site_line,
    states_something,
)
from converter.reading.values import tidy_text

_LONGEST_TITLE_LINE: Final = 60
_MOST_TITLE_LINES: Final = 4
_SENT: Final = "报送|上报|呈报|呈送|报告|印发|公布|发布|公开|公示|编制"
"""What a letter says that it does with the report: 关于报送2024年…年度报告的报告."""
_TITLE: Final = re.compile(
    rf"^(?:(?P<before>\d{{4}})年度?)?(?P<unit>.*?)(?:关于(?:{_SENT})?)?《?(?:(?P<after>\d{{4}})年度?)?的?"
    r"(?:(?:政府)?信息|政务)公开(?:工作)?的?(?:年度)?(?:工作)?(?:情况)?的?(?:年度)?(?:报告|年报)"
    r"》?(?:的(?:报告|通知|通告|公告|公示|函))?(?:\((?P<behind>\d{4})年度?\))?"
    r"(?:[-—–_|\uff5c]{1,2}(?P<last>[^()\d]{2,30})|[(\[〔](?P<bracketed>[^()\d\]〕]{2,30})[)\]〕])?$"
)
_IN_A_LETTER: Final = re.compile(rf"^.{{0,30}}关于(?:{_SENT})《?")
"""What stands in front of the unit within the title that a letter names: 某局关于印发《某局2024年…."""
_TITLE_IN_FRONT: Final = re.compile(r"\s{0,4}(?P<title>.{8,60}?(?:报告|年报))\s{1,8}(?=[^\s（(])")
"""What may be a title at the beginning of a paragraph that lost its breaks."""
_TITLE_ENDS: Final = ("报告", "年报", "的通知", "的通告", "的公告", "的公示", "的函")
_NO_UNIT: Final = re.compile(r"[，。；：！？]")
"""What no unit's name has: a sentence that ends in the words of a title."""
_TITLE_WORDS: Final = "政府信息公开工作年度报告"
_NEARLY_A_TITLE: Final = re.compile(r".{0,30}\d{4}年度?(?P<words>[^\d年].{8,12})")
_CLOSE_TITLE: Final = 0.8
"""Minimum similarity of the words to those of a title, from 0 to 1."""
_SITE_NAME: Final = re.compile(
    r"(?<=报告|年报)\s{0,4}[-_|\uff5c—–]{1,2}\s{0,4}[^-_|\uff5c—–]{2,24}$|\s{0,4}[（(](?:公开版|全文|定稿|正文)[）)]$"
)
"""What a site adds to the title of an article."""
_SITE_IN_FRONT: Final = re.compile(
    r"^(?:[【\[〖][^】\]〗]{1,16}[】\]〗]|[^\s|\uff5c_—–>\uff1e-]{2,24}(?:网|网站|门户|平台|专栏|年报|公开|报告)\s{0,4}[-|\uff5c_—–>\uff1e·:：\s]{1,4}"
    r"|[^\s]{0,16}?(?:政府|政务|门户|信息公开|公众信息)网(?:站)?(?!络|信|格)"
    r"|[^\W\d_]{0,4}(?:标\s{0,4}题|名\s{0,4}称|题\s{0,4}名)[:：\s]\s{0,4})(?=.{6})"
)
"""What a site prints in front of the title of an article: its name, the name of a column, a label."""
_REMARK: Final = re.compile(r"[（(][^\W\d_]{1,6}[)）]")
"""What stands in brackets below a title: 公开版, 全文, 送审稿."""
_DASHES: Final = re.compile(r"^[—–-]{1,3}\s{0,4}(?=20\d\d|二)")
"""What joins the second line of a title to the first."""
_DOCUMENT_NUMBER: Final = re.compile(
    r"^\S{1,14}[〔\[【（(]20\d\d[〕\]】）)]\s{0,2}\d{1,4}\s{0,2}号$"
)
_SIGNED_BELOW: Final = re.compile(
    r"[（(](?P<who>[^\W\d_]{2,30})[，,]?(?P<date>20\d\d年\d{1,2}月(?:\d{1,2}日)?)[）)]"
)
"""Unit and date in brackets below a title."""
_NAME_OF_A_SITE: Final = re.compile(r"^.{2,24}(?:网|网站|门户|平台|政务公开|信息公开专栏)$")
_DATE_LINE: Final = re.compile(
    r"^[（(]?\s{0,4}\d{4}\s{0,4}[年./-]\s{0,4}\d{1,2}\s{0,4}(?:[月./-]\s{0,4}(?:\d{1,2}\s{0,4}日?)?)?\s{0,4}(?:发布|公布|公开|印发)?\s{0,4}[）)]?$"
)
_INFORMATION: Final = frozenset(
    {
        *(
            "索引号",
            "发布机构",
            "发文机关",
            "发布日期",
            "成文日期",
            "发文日期",
            "生成日期",
            "发文字号",
            "文号",
            "主题词",
            "主题分类",
        ),
        *(
            "信息索引",
            "公开方式",
            "公开范围",
            "公开时限",
            "有效性",
            "信息名称",
            "名称",
            "分类",
            "信息来源",
            "公开日期",
            "体裁分类",
        ),
    }
)
"""Labels of the table in which a site describes an article."""
_OF_A_PART: Final = frozenset(("目录", "目次", "前言", "引言", "导言", "导语", "序言", "开头语"))
"""Lines that say what stands below them, and nothing else."""
_SUMMARY: Final = (
    r"(?:内容|本文)?(?:摘要|提要|简介|概述|概要)|导\s{0,4}读|编者(?:按|的话)|按语|(?:核心|阅读)提示"
)
_LABELLED: Final = re.compile(
    r"\s*[【\[〖（(]?\s{0,4}(?:(?P<preface>前\s{0,4}言|引言|导言|导语|序言|开头语|(?:编制)?说明)"
    rf"|摘\s{{0,4}}要|{_SUMMARY})\s{{0,4}}(?:[】\]〗）)]\s{{0,4}}[:：]?|[:：])\s{{0,4}}"
)
"""What says that a paragraph is the preface, or sums the report up and is none: 摘要：, 【导读】."""
_SUMMARY_ALONE: Final = re.compile(_SUMMARY)
"""The same as a line of its own."""
_LINK: Final = re.compile(r"[^。；，]{1,12}|.{1,40}\.(?:docx?|xlsx?|pdf|wps|et|zip|rar|ofd)\s{0,4}")
"""What stands in front of a preface and is no part of it: a link, an attachment."""
_NO_SENTENCE: Final = re.compile(r"[^。；，！？]{1,200}")
"""What a site says of an article, in any words: who published it when, under which number."""
_PREFACE_WORDS: Final = re.compile(
    r"条例|统计期限|起止?至|编制|编写|撰写|(?:现|特)(?:将|予)?(?:向社会)?(?:公布|公开|发布|报告)|(?:报告|汇报|公布|公开)如下|本(?:年度)?报告|年度报告由|报告(?:共|包括|分为)|现将"
)
_LONGEST_PREFACE: Final = 4
"""Paragraphs of a preface that no heading ends."""
_LONGEST_UNIT: Final = 30
_UNIT_ENDS: Final = re.compile(
    r"(?:政府|人民|局|委|会|办|室|处|中心|街道|镇|乡|厅|院|部|队|馆|所|署|社|公司|集团|司|站|学|校|行|[省市县区州旗盟村场园])(?:关于)?$"
)


@dataclass
class Opening:
    """What stands before section one."""

    above: list[str] = field(default_factory=list)
    """Lines above the title that are neither the site's nor the title once more."""
    title: str = ""
    preface: list[TextBlock] = field(default_factory=list)
    summary: list[TextBlock] = field(default_factory=list)
    """Paragraphs that sum the report up, or introduce it, and are no preface."""
    tables: list[TableBlock] = field(default_factory=list)
    unit: str = ""
    """The unit that stands alone below a title that names none."""
    dated: str = ""
    """The date that stands below the title."""


def opening(before: Sequence[Block], outside: int, said: Callable[[str], int]) -> Opening:
    """Split what comes before section one into the lines above the title, the title and the preface.

    Of several titles the last counts, or the last of the year that the preface names; of several units the
    one that the report itself names most: `said` tells how often it has a text. On a page the first
    `outside` blocks stand outside the article: of them only sentences below the title belong to the preface.
    """
    _, whole = _lines_and_titles(before)
    known = {title for _, _, title in whole}
    before = [part for block in before for part in _title_apart(block, known)]
    lines, spans = _lines_and_titles(before)
    found = Opening()
    covered = {place for start, end, _ in spans for place in range(start, end + 1)}
    first, last, found.title = _own_title(spans, lines, said) if spans else (0, -1, "")
    unit = unit_in(found.title)
    found.above += [title for _, _, title in spans if not _are_one(unit_in(title), unit)]
    names = {_bare(lines[place]) for place in covered}
    for place, block in enumerate(before):
        if isinstance(block, TableBlock):
            if place >= outside and not is_information(block):
                found.tables.append(block)
            continue
        text = tidy_text(block.whole)
        if not text or place in covered or _bare(text) in names | _OF_A_PART:
            continue
        is_below = place > last and not found.preface
        # a site prints its date above the preface, or not at all
        is_dated = is_below or (place > last and place >= outside)
        if is_dated and (date := _date_below(text, unit)):
            found.dated = found.dated or date
        elif _is_furniture(block, found.title) or (is_below and _belongs_to_title(text, unit)):
            continue
        elif is_below and not found.unit and _names_unit(text, found.title):
            found.unit = text
        elif place < first:
            found.above.append(text)
        elif place >= outside or (spans and states_something(text)):
            found.preface.append(block)
    found.summary, found.preface = _labelled_apart(found.preface)
    return found


def _labelled_apart(paragraphs: Sequence[TextBlock]) -> tuple[list[TextBlock], list[TextBlock]]:
    """Return the paragraphs that sum a report up, and its preface without what labels it.

    What is labelled as a summary is the preface where it alone speaks as one.
    """
    summary: list[TextBlock] = []
    preface: list[TextBlock] = []
    unlabelled: list[TextBlock] = []
    is_below = False
    for block in paragraphs:
        label = _LABELLED.match(block.whole)
        said = TextBlock(block.whole[label.end() :]) if label else block
        if is_copy_of_the_report(block.whole):
            continue
        is_label = not said.whole or bool(_SUMMARY_ALONE.fullmatch(_bare(block.whole)))
        if is_label or is_below or (label and not label["preface"]):
            summary.append(block)
        else:
            preface.append(said)
        unlabelled += [] if is_label else [said]
        is_below = is_label
    speaks = any(map(_speaks_as_preface, preface))
    if not speaks and any(map(_speaks_as_preface, unlabelled)):
        summary, preface, speaks = [], unlabelled, True
    # what stands above the first sentence is a link of the site, or an attachment
    in_front = (_is_in_front(one.whole, speaks=speaks) for one in preface)
    first = next((at for at, is_in_front in enumerate(in_front) if not is_in_front), 0)
    return [*preface[:first], *summary], preface[first:]


def _is_in_front(line: str, *, speaks: bool) -> bool:
    """Tell whether a line is a link, or no sentence, where something behind it speaks as a preface."""
    is_line = bool(_NO_SENTENCE.fullmatch(line)) and not _PREFACE_WORDS.search(line)
    return bool(_LINK.fullmatch(line)) or (speaks and is_line)


def _speaks_as_preface(block: TextBlock) -> bool:
    return "条例" in block.whole or year_in_period(block.whole) is not None


def years_named(before: Sequence[Block]) -> set[int]:
    """Return the years that a report may be of by what stands before section one: that of the period, or of titles."""
    _, whole = _lines_and_titles(before)
    known = {title for _, _, title in whole}
    lines, spans = _lines_and_titles([part for one in before for part in _title_apart(one, known)])
    years = {year for _, _, title in spans if (year := year_in(title))}
    period = next(filter(None, map(year_in_period, lines)), None)
    if period in years:
        return {period}
    return years | ({period} if period else set())


def _title_apart(block: Block, known: Collection[str]) -> list[Block]:
    """Return a paragraph that begins with a title as two; with one of those `known`, where there are some."""
    found = _TITLE_IN_FRONT.match(block.whole) if isinstance(block, TextBlock) else None
    title = re.sub(r"\s", "", found["title"]) if found else ""
    if not found or not isinstance(block, TextBlock) or _NO_UNIT.search(title):
        return [block]
    if title in known or (not known and unit_in(title) and year_in(title)):
        return [TextBlock(found["title"]), TextBlock(block.whole[found.end() :])]
    return [block]


def _date_below(text: str, unit: str) -> str:
    """Return the date that a line below the title is, alone or in brackets behind the unit's name."""
    signed = _SIGNED_BELOW.fullmatch(western_date(_bare(text)))
    if signed and (signed["who"] in unit or unit in signed["who"]):
        return signed["date"]
    return SIGNED_ON.sub("", text) if _is_date(text) else ""


_Span = tuple[int, int, str]
"""The first and the last line of a title, and its text."""


def _own_title(spans: Sequence[_Span], lines: Sequence[str], said: Callable[[str], int]) -> _Span:
    """Return the title of the report itself, where others of the site stand around it."""
    year = next(filter(None, map(year_in_period, lines)), None)
    fitting = [span for span in spans if year_in(span[2]) == year]
    return _of_one_unit(fitting or spans, said)[-1]


def _belongs_to_title(text: str, unit: str) -> bool:
    """Tell whether a line below a title is its remark in brackets, or an office of the unit that wrote it."""
    bare = _bare(text)
    is_office = bool(unit) and bare.startswith(unit) and bool(_UNIT_ENDS.search(bare))
    return bool(_REMARK.fullmatch(bare)) or (
        is_office and len(bare) <= _LONGEST_UNIT and not re.search(r"[，。；：！？、\d]", bare)
    )


def _names_unit(text: str, title: str) -> bool:
    """Tell whether a line is the unit below a title without one."""
    is_short = len(text) <= _LONGEST_UNIT and not re.search(r"[，。；：！？\d]", text)
    return bool(title) and not unit_in(title) and is_short and bool(_UNIT_ENDS.search(text))


def _of_one_unit(spans: Sequence[_Span], said: Callable[[str], int]) -> Sequence[_Span]:
    """Return the titles of the unit that the report names most; all of them where it names none."""
    units = dict.fromkeys(_core(unit_in(title)) for _, _, title in spans)
    times = {one: said(one) for one in units}
    # a name is said wherever a longer one ends in it, and that is the same unit's; not where one begins with it
    beginnings: dict[str, int] = {}
    for one, count in times.items():
        for end in range(len(one)):
            beginnings[one[:end]] = max(beginnings.get(one[:end], 0), count)
    most = max(units, key=lambda one: times[one] - beginnings.get(one, 0))
    if len(units) == 1 or not times[most]:
        return spans
    return [span for span in spans if _ends_alike(_core(unit_in(span[2])), most)]


def _ends_alike(one: str, other: str) -> bool:
    """Tell whether one of two names is the other, perhaps without what stands above it: 甲镇, 某县甲镇."""
    return one.endswith(other) or other.endswith(one)


def _are_one(unit: str, other: str) -> bool:
    """Tell whether two names, one of them perhaps short, are one unit's."""
    return _core(unit) in other or _core(other) in unit


def _core(unit: str) -> str:
    """Return a unit's name without what titles leave out."""
    return unit.removesuffix("人民政府").removesuffix("政府")


def is_information(table: TableBlock) -> bool:
    """Tell whether a table is the one in which a site describes an article."""
    cells = {_bare(cell.text).strip("：:[]【】") for cell in table.cells}
    return len(cells & _INFORMATION) > 1


def _title_line(block: TextBlock) -> str:
    """Return a line as it is compared with a title: without what a site adds."""
    line = tidy_text(without_unseen(block.whole))
    if len(line) > 2 * _LONGEST_TITLE_LINE:
        return line
    bare = _SITE_NAME.sub("", line)
    behind = bare != line and _unit_behind(line)
    # a site may add its column as well as its name
    bare = _SITE_NAME.sub("", bare)
    line = _DASHES.sub("", line if behind else bare)
    without_site = _SITE_IN_FRONT.sub("", line)
    return without_site if _TITLE.match(_folded(without_site)) else line


def _unit_behind(line: str) -> bool:
    """Tell whether a unit, and no site, stands behind the words of a title that name none."""
    found = _TITLE.match(_folded(line))
    return bool(found and not found["unit"] and _unit_of(found))


def _unit_of(title: re.Match[str]) -> str:
    """Return the unit in front of the words of a title, or else behind them; no site's name."""
    unit = _IN_A_LETTER.sub("", title["unit"])
    if unit:
        return unit
    name = title["last"] or title["bracketed"] or ""
    return name if _UNIT_ENDS.search(name) and not _NAME_OF_A_SITE.match(name) else ""


def _folded(text: str) -> str:
    """Return a title without blanks, in half-width characters."""
    return western_year(re.sub(r"\s", "", text))


def _is_furniture(block: Block, title: str) -> bool:
    """Tell whether a line around the title says nothing: the site's, a date, the unit's name, the contents."""
    if isinstance(block, TableBlock):
        return False
    text = tidy_text(block.whole)
    return (
        is_site_line(text)
        or _is_date(text)
        or (bool(title) and _bare(text) in (unit_in(title), title, _TITLE_WORDS))
    )


def _is_date(line: str) -> bool:
    return bool(_DATE_LINE.match(western_date(SIGNED_ON.sub("", line))))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _lines_and_titles(before: Sequence[Block]) -> tuple[list[str], list[_Span]]:
    """Return the lines in front of the first section, and the titles among them."""
    lines = [_title_line(block) if isinstance(block, TextBlock) else "" for block in before]
    return lines, _titles(lines) or _mistyped(lines)


def _titles(lines: Sequence[str]) -> list[_Span]:
    """Return the first and last line of each title, and its text; those without a unit only where none has one."""
    named: list[_Span] = []
    nameless: list[_Span] = []
    for end, line in enumerate(lines):
        behind = line.rstrip().endswith(("）", ")")) and "年" in line[-8:]
        is_end = (
            _bare(line).endswith(_TITLE_ENDS) or behind or _unit_behind(line) or _in_brackets(line)
        )
        if not is_end or len(line) > _LONGEST_TITLE_LINE:
            continue
        found = _title_that_ends(lines, end, named[-1][1] if named else -1)
        if found:
            (named if unit_in(found[2]) else nameless).append(found)
    return named or nameless


def _mistyped(lines: Sequence[str]) -> list[_Span]:
    """Return the first line that has a year and nearly the words of a title: 工作告年度报."""
    import difflib

    for place, line in enumerate(lines):
        found = _NEARLY_A_TITLE.fullmatch(western_year(re.sub(r"\s", "", line)))
        if not found or _NO_UNIT.search(line):
            continue
        if difflib.SequenceMatcher(None, found["words"], _TITLE_WORDS).ratio() >= _CLOSE_TITLE:
            return [(place, place, re.sub(r"\s", "", line))]
    return []


def _in_brackets(line: str) -> bool:
    """Tell whether a line is nothing but a unit in brackets."""
    found = re.fullmatch(r"[（(〔\[]([^（）()\d]{2,30})[）)〕\]]", line)
    return bool(found and _UNIT_ENDS.search(found[1]) and not _NAME_OF_A_SITE.match(found[1]))


def _title_that_ends(lines: Sequence[str], end: int, taken: int) -> _Span | None:
    """Return the title that ends at a line, as few lines as name a unit and a year; else one without a unit."""
    title, used, nameless = "", 0, None
    for start in range(end, taken, -1):
        line = lines[start]
        if start < end and _is_between(line):
            continue
        if len(line) > _LONGEST_TITLE_LINE or (start < end and re.search("[。：；]", line)):
            break
        title, used = re.sub(r"\s", "", line + title), used + 1
        found = _TITLE.match(western_year(title))
        behind = found and (found["last"] or found["bracketed"])
        if (
            found
            and _year_of(found)
            and not _NO_UNIT.search(found["unit"])
            and (not behind or _UNIT_ENDS.search(behind))
        ):
            unit = _unit_of(found)
            if not unit:
                nameless = nameless or ((start, end, title) if used == 1 else None)
            elif used == 1 or _UNIT_ENDS.search(unit):
                return start, end, title
        if used == _MOST_TITLE_LINES:
            break
    return nameless


def _is_between(line: str) -> bool:
    """Tell whether a line may stand between the lines of a title: a date, or a line or the name of the site."""
    return (
        not line
        or is_site_line(line)
        or _is_date(line)
        or bool(_DOCUMENT_NUMBER.match(line) or _NAME_OF_A_SITE.match(line))
    )


def unit_in(title: str) -> str:
    """Return the unit that a title names; empty where it names none."""
    found = _TITLE.match(western_year(title))
    if not found:
        return ""
    unit = _unit_of(found)
    # titles write 人民政府信息公开, with 政府 only once
    return f"{unit}政府" if unit.endswith("人民") else unit


def year_in(title: str) -> int | None:
    """Return the year of a title."""
    found = _TITLE.match(western_year(title))
    year = found and _year_of(found)
    return int(year) if year else None


def _year_of(found: re.Match[str]) -> str:
    return found["before"] or found["after"] or found["behind"] or ""


def year_in_period(text: str) -> int | None:
    """Return the year of the period that a preface names."""
    found = re.search(r"(\d{4})年1月1日", western_year(re.sub(r"\s", "", text)))
    return int(found[1]) if found else None


def end_of_preface(paragraphs: Sequence[TextBlock]) -> int:
    """Return how many paragraphs the preface has, where no heading of section one ends it."""
    end = 0
    for place, block in enumerate(paragraphs[:_LONGEST_PREFACE]):
        if _PREFACE_WORDS.search(block.whole):
            end = place + 1
        elif end:
            break
    return end
