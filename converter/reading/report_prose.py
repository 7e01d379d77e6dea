"""The prose of a report: its six sections, title, preface, sign-off and fees."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from converter import sentences
from converter.findings import Finding, Place
from converter.form.fees import fees_stated
from converter.form.fields import FEE_FIELDS, FIELDS, SECTIONS, TABLES, Section, SectionKey, Slot
from converter.form.limits import BOOKMARK
from converter.form.numerals import western_date, western_year
from converter.form.report import Report, fee_sentence, report_preface, report_title
from converter.reading.report_tables import table_kind
from converter.reading.result import ReadResult
from converter.reading.values import day, tidy_text
from converter.reading.word_blocks import Block, TableBlock, TableCell, TextBlock
from converter.reading.word_left_out import quoted

_LONGEST_HEADING: Final = 40
_LONGEST_TITLE_LINE: Final = 60
_MOST_TITLE_LINES: Final = 4
_MAIN_HEADINGS: Final = 3
"""Minimum number of headings in one style that makes it the style of the main headings."""
_MOST_LAYOUT_CELLS: Final = 6
"""Maximum cells of a table that is read as text in columns, a sign-off for example."""
_FEWEST_GRID_CELLS: Final = 4
"""Minimum cells with text, in rows and columns, of a table that is no layout."""
_NOT_READ: Final = "{}有 {} 段文字不会带到新报告里{}。"
_LONGEST_SIGN_OFF: Final = 300
"""Characters of the line with the unit and the date, blanks between them included."""
_SIGN_OFF_LINES: Final = 6
"""Maximum lines from the end in which the date is searched for; further up it needs the unit of the title."""

_OUTLINE: Final = re.compile(
    r"^(?:第[一二三四五六]部分[、:：]?|[（(]?[一二三四五六七八九十\d]{1,2}(?:[）)]|[、.。]|\s)?[、.]?)\s*(?=\D)"
)
_SECTION_WORDS: Final[dict[SectionKey, re.Pattern[str]]] = {
    "overview": re.compile(r"^(?:概述|总体(?:工作)?情况)$"),
    "t2": re.compile(r"^主动公开政府信息(?:的)?情况$"),
    "t3": re.compile(r"^收到和(?:办理|处理)政府信息公开申请(?:的)?情况$"),
    "t4": re.compile(
        r"^(?:因)?政府信息公开(?:工作)?(?:被申请|被提起)?行政复议.{0,3}行政诉讼(?:的)?情况$"
    ),
    "problems": re.compile(
        r"^(?:政府信息公开工作)?存在的?(?:主要)?问题(?:及|和|与)改进(?:措施|的?情况)?$"
    ),
    "other": re.compile(r"^(?:其他需要报告的?事项|需要报告的?其他事项)$"),
}
_LOOSE_WORDS: Final[dict[SectionKey, re.Pattern[str]]] = {
    "t2": re.compile(r"主动公开(?:政府信息)?(?:的)?(?:工作)?情况"),
    "t3": re.compile(r"(?:收到和)?(?:办理|处理)?(?:依申请公开|政府信息公开申请).{0,8}情况"),
    "t4": re.compile(r".{0,12}行政复议.{0,4}行政诉讼.{0,4}情况"),
    "other": re.compile(r"其他.{0,2}需?.{0,2}报告.{0,4}事项"),
}
"""What a heading with the section's number may say as well."""
_TITLE: Final = re.compile(
    r"^(?:(?P<before>\d{4})年度?)?(?P<unit>.*?)(?:(?P<after>\d{4})年度?)?的?"
    r"(?:政府)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)$"
)
_DATE: Final = r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?"
_SIGNED: Final = re.compile(rf"^(?P<unit>[^。；]*?)\s*(?P<date>{_DATE})$")
_SIGN_OFF_WORDS: Final = re.compile(
    r"(?:单位|机关)(?:名称)?(?:[（(](?:盖章|公章|印章|章)[）)])?[：:]|(?:成文|发布|报告)?(?:日期|时间)[：:]"
)
"""What a form prints before the unit and the date."""
_ORGAN: Final = re.compile(
    r"(?:政府|局|委|会|办|室|处|中心|街道|镇|乡|厅|院|部|队|馆|所|署|社|公司|集团|司|站|学|校|行|网)$"
)
_FEES: Final = tuple(map(Slot, FEE_FIELDS))


def read_prose(
    blocks: Sequence[Block], result: ReadResult, *, is_page: bool
) -> tuple[Report, set[SectionKey]]:
    """Return a report without figures, and the sections whose headings were found.

    Headings, places, notes and findings go to `result`. What stands above the title of a page belongs
    to the site and is not noted.
    """
    sections, before = _sections(blocks, result)
    found = {*sections}
    above, title, preface = _title_and_preface(before)
    titled = _unit_in(title)
    last = next(filter(None, reversed(sections.values())), [])
    unit, signed, below = _take_sign_off(last, titled)
    result.signed = unit
    if above and not is_page:
        result.notes.append(_NOT_READ.format("标题前面", len(above), quoted(above)))
    if below:
        result.notes.append(_NOT_READ.format("落款后面", len(below), quoted(below)))
    period = next(filter(None, map(_year_in_period, preface)), None)
    year = _year_in(title) or period
    result.findings += _contradictions(titled, unit, year, period)
    _add_places(result, len(preface), sections)
    report = Report(
        unit_name=_full_name(titled, unit),
        report_year=year or (signed.year - 1 if signed else None),
        report_date=signed,
        title=title,
        preface=tuple(preface),
        overview=_texts(sections.get("overview", ())),
        problems=_texts(sections.get("problems", ())),
        other_matters=_texts(sections.get("other", ())),
    )
    return report, found


def without_standard_text(report: Report) -> Report:
    """Return a report without the text that the format supplies: title, preface, fee sentence.

    The fees that section six states become figures, 0 where it states none.
    """
    bare = replace(report, title="", preface=())
    if re.sub(r"\s", "", report_title(bare)) == report.title:
        report = replace(report, title="")
    if report_preface(bare) == report.preface:
        report = replace(report, preface=())
    report = report.with_figures({**dict.fromkeys(_FEES, 0), **fees_stated(report)})
    standard = fee_sentence(report)
    rest = tuple(text for text in report.other_matters if text != standard)
    return replace(report, other_matters=rest)


def heading_section(block: TextBlock) -> Section | None:
    """Return the section of which a paragraph is the heading, whatever its numbering; None for other text."""
    text = re.sub(r"[\s\u3000]", "", block.whole).replace("\uff0e", ".")
    text = re.sub(BOOKMARK, "", text)
    if not text or len(text) > _LONGEST_HEADING:
        return None
    core = _OUTLINE.sub("", text).strip("：:。.、 ")
    for section in SECTIONS:
        if _SECTION_WORDS[section.key].match(core):
            return section
        numbered = text.startswith((f"{section.number}、", f"第{section.number}部分"))
        if numbered and section.key in _LOOSE_WORDS and _LOOSE_WORDS[section.key].fullmatch(core):
            return section
    return None


# ---------------------------------------------------------------- sections


def _sections(
    blocks: Iterable[Block], result: ReadResult
) -> tuple[dict[SectionKey, list[TextBlock]], list[TextBlock]]:
    """Split the paragraphs at the six headings; return the sections and what comes before."""
    texts = list(_text_blocks(blocks))
    headings = _headings(texts)
    sections: dict[SectionKey, list[TextBlock]] = {}
    before: list[TextBlock] = []
    current, where = before, "开头"
    for position, block in enumerate(texts):
        if isinstance(block, TableBlock):
            cells = [tidy_text(cell.text) for cell in _distinct_cells(block)]
            said = " ".join(filter(None, cells))
            result.notes.append(
                f"{where}有一张表格不会带到新报告里{quoted([said] if said else [])}。"
            )
        elif position in headings:
            section = headings[position]
            current, where = [], f"“{section.heading}”部分"
            sections[section.key] = current
            result.headings[section.key] = tidy_text(block.whole)
        elif tidy_text(block.whole):
            current.append(block)
    for section in SECTIONS:
        if section.key in TABLES and sections.get(section.key):
            unread = list(_texts(sections[section.key]))
            where = f"“{section.heading}”部分表格以外"
            result.notes.append(_NOT_READ.format(where, len(unread), quoted(unread)))
    return sections, before


def _add_places(
    result: ReadResult, preface: int, sections: dict[SectionKey, list[TextBlock]]
) -> None:
    result.places[Slot("title")] = Place(None, "标题", "")
    for position in range(preface):
        result.places[Slot("preface", position)] = Place(None, f"开头语第{position + 1}段", "")
    for section in SECTIONS:
        name = section.field
        if name is None:
            continue
        for position in range(len(sections.get(section.key, ()))):
            label = f"{FIELDS[name].label}，第{position + 1}段"
            result.places[Slot(name, position)] = Place(
                None, f"“{section.heading}”第{position + 1}段", label
            )


def _contradictions(
    titled: str, signed: str, year: int | None, period: int | None
) -> Iterator[Finding]:
    """Yield findings where the title contradicts the sign-off or the preface."""
    if titled and signed and titled not in signed and signed not in titled:
        what = sentences.TEXT_UNIT_SIGN_OFF.format(title=titled, sign_off=signed)
        yield Finding("TEXT-UNIT", what, "unit_name", place=Place(None, "落款", "单位名称"))
    if year and period and year != period:
        what = sentences.TEXT_YEAR_PREFACE.format(title=year, preface=period)
        yield Finding("TEXT-YEAR", what, "report_year", place=Place(None, "开头语", "报告年度"))


def _text_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the paragraphs, those in small layout tables included, and the tables that are none of the form."""
    for block in blocks:
        if isinstance(block, TextBlock):
            yield block
        elif table_kind(block) is None:
            cells = _distinct_cells(block)
            filled = [cell for cell in cells if tidy_text(cell.text)]
            is_grid = len(block.rows) > 1 and len(block.rows[0]) > 1
            if len(cells) > _MOST_LAYOUT_CELLS or (is_grid and len(filled) >= _FEWEST_GRID_CELLS):
                yield block
                continue
            for cell in cells:
                yield from map(TextBlock, cell.text.split("\n"))


def _distinct_cells(block: TableBlock) -> list[TableCell]:
    return list(dict.fromkeys(cell for row in block.rows for cell in row))


def _headings(blocks: Sequence[Block]) -> dict[int, Section]:
    """Return the positions of the six headings.

    A table of contents may repeat them earlier, so the last ones in ascending order are taken. A
    heading numbered （二） is a subheading where others are numbered 二、.
    """
    texts = {place: one for place, one in enumerate(blocks) if isinstance(one, TextBlock)}
    found = {
        position: section
        for position, block in texts.items()
        if (section := heading_section(block))
    }
    plain_ones = {
        position: section
        for position, section in found.items()
        if not texts[position].whole.strip().startswith(("（", "("))
    }
    if len({section.key for section in plain_ones.values()}) >= _MAIN_HEADINGS:
        found = plain_ones
    chosen: dict[int, Section] = {}
    end = len(blocks)
    for section in reversed(SECTIONS):
        places = [place for place, one in found.items() if one is section and place < end]
        if places:
            end = max(places)
            chosen[end] = section
    # a template of the county's own may print the sections in another order
    for section in SECTIONS:
        places = [place for place, one in found.items() if one is section]
        if places and section not in chosen.values():
            chosen[max(places)] = section
    return chosen


# ---------------------------------------------------------------- title and preface


def _title_and_preface(before: Sequence[TextBlock]) -> tuple[list[str], str, list[str]]:
    """Split what comes before section one: lines above the title, the title itself, the preface."""
    lines = [tidy_text(block.whole) for block in before]
    for end, line in enumerate(lines):
        if not line.endswith(("报告", "年报")) or len(line) > _LONGEST_TITLE_LINE:
            continue
        for start in range(end, max(-1, end - _MOST_TITLE_LINES), -1):
            title = re.sub(r"\s", "", "".join(lines[start : end + 1]))
            found = _TITLE.match(western_year(title))
            if found and found["unit"] and (found["before"] or found["after"]):
                return lines[:start], title, [text for text in lines[end + 1 :] if text]
    return [], "", lines


def _unit_in(title: str) -> str:
    found = _TITLE.match(western_year(title))
    if not found:
        return ""
    unit = found["unit"].removesuffix("关于")
    # titles write 人民政府信息公开, with 政府 only once
    return f"{unit}政府" if unit.endswith("人民") else unit


def _year_in(title: str) -> int | None:
    found = _TITLE.match(western_year(title))
    year = found and (found["before"] or found["after"])
    return int(year) if year else None


def _year_in_period(text: str) -> int | None:
    found = re.search(r"(\d{4})年1月1日", western_year(re.sub(r"\s", "", text)))
    return int(found[1]) if found else None


# ---------------------------------------------------------------- sign-off and fees


def _take_sign_off(last: list[TextBlock], titled: str) -> tuple[str, date | None, list[str]]:
    """Remove the unit, the date and what follows from the last section, and return them."""
    for position in range(len(last) - 1, -1, -1):
        line = _SIGN_OFF_WORDS.sub("", tidy_text(last[position].whole))
        if len(line) > _LONGEST_SIGN_OFF:
            continue
        found = _SIGNED.match(western_date(line))
        named = found["unit"].strip() if found else ""
        signed = day(found["date"] if found else line)[0]
        if not signed:
            continue
        unit = _signing_unit(named, titled)
        above = tidy_text(last[position - 1].whole) if position else ""
        is_far = len(last) - position > _SIGN_OFF_LINES
        if is_far and (not titled or titled not in (unit, _signing_unit(above, titled))):
            continue
        if named and not unit:
            continue
        start = position
        if not unit and position:
            unit = _signing_unit(above, titled)
            start -= bool(unit)
        below = list(_texts(last[position + 1 :]))
        del last[start:]
        return unit, signed, below
    return "", None, []


def _signing_unit(line: str, titled: str) -> str:
    """Return the unit that a line of the sign-off names; empty where it is a sentence."""
    unit = re.sub(r"\s|[（(](?:盖章|公章|印章|章)[）)]", "", _SIGN_OFF_WORDS.sub("", line))
    if len(unit) > _LONGEST_HEADING or re.search(r"[。；：，]", unit):
        return ""
    return unit if unit == titled or (_ORGAN.search(unit) and not re.search(r"\d", unit)) else ""


def _full_name(titled: str, signed: str) -> str:
    """Return the unit's name: that of the title, or of the sign-off where it is the same in full."""
    return signed if titled in signed else titled


def _texts(blocks: Iterable[TextBlock]) -> tuple[str, ...]:
    return tuple(tidy_text(block.whole) for block in blocks)
