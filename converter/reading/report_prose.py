"""The prose of a report: its six sections, title, preface, sign-off and fees, and what belongs to none."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import compress
from typing import Final

from converter import sentences
from converter.findings import Finding, Place
from converter.form.fees import fees_stated
from converter.form.fields import (
    FEE_FIELDS,
    SECTIONS,
    TABLES,
    SectionKey,
    Slot,
    paragraph_label,
    section_of,
)
from converter.form.numerals import western_date
from converter.form.patterns import when_used
from converter.form.quantities import folded
from converter.form.report import OF_ALL_FIGURES, Report, fee_sentence, report_preface, report_title
from converter.form.surnames import SURNAMES
from converter.reading.blocks import Block, TableBlock, TextBlock
from converter.reading.report_title import (
    is_information,
    opening,
    unit_in,
    year_in,
    year_in_period,
)
from converter.reading.result import ReadResult
from converter.reading.sections.heading_numbers import without_blanks
from converter.reading.sections.report_sections import (
    Sections,
    add_what_lacks_a_heading,
    instead_of_tables,
    sections_of,
    text_blocks,
)
from converter.reading.sign_off import (
    LONGEST_SIGN_OFF,
    SIGN_OFF_LINES,
    SignOff,
    is_on_the_paper,
    line_of,
    part_joint,
    sign_off_above,
    sign_offs_within,
    take_sign_off,
)
from converter.reading.site_lines import (
    ends_an_article,
    is_beside_the_text,
    is_copy_of_the_report,
    is_site_line,
    states_something,
)
from converter.reading.values import day, explanation_in, quote, tidy_text
from converter.reading.word.word_left_out import pictures_left_out

_FEWEST_FIGURES: Final = 2
"""Minimum figures, and words, of a table outside the article of a page that states something."""
_MOST_LISTED: Final = 40
"""Texts of one place that the list of what is left out quotes."""
_LINES_BEHIND: Final = 12
"""Lines behind the article of a page in which its sign-off is searched for."""

_IN_FRONT: Final = f"“{SECTIONS[0].heading}”前面"
_JOINT: Final = (
    "落款里还有{others}，不是标题的单位，不会带到新报告里。几个单位合写一份的，请各填各的。"
)
_OF_A_TABLE: Final = "“{heading}”部分是表格，表里的句子已按段落读入，表头{header}不会带到新报告里。"
_WEIGHT_OF_A_SIGN_OFF: Final = 20
_ATTACHMENT: Final = re.compile(r"(?:相关)?附\s{0,4}件\s{0,4}\d{0,2}\s{0,4}(?:[:：.．、]|$)")
_NEXT_ATTACHMENT: Final = re.compile(r"\d{1,2}\s{0,4}[.．、]\s{0,4}(?:20\d\d年|[^\s\d])")
"""A line of a list of attachments."""
_BY_WHOM: Final = re.compile(r"填[表报]人|制表|审[核签]人|负责人|联系(?:人|电话|方式|地址)")
"""What a line says of the people behind a report."""
_HOW_TO_REACH: Final = re.compile(r".{0,4}(?:地址|邮编|邮政编码|电话|传真|邮箱)\s{0,4}[:：]")
"""How the line begins below it that says where to find them."""
_NAME: Final = when_used(f"[{''.join(sorted(SURNAMES))}张马林高][\u4e00-\u9fff]{{1,2}}")
"""A person's name on a line of its own, between the last sentence and the sign-off."""
_OF_A_SITE: Final = re.compile("编辑|来源|稿源|供稿|主办|承办|版权|网站|备案|技术支持")
_ABOVE: Final = re.compile(
    r"(?:[省市县区州盟旗镇乡场团师院校]|街道|政府|委员?会|[局厅部办署处]|集团|公司|大学|学院|兵团)$"
)
"""How the name of a place or an organ above a unit ends."""
_NUMBER_ALONE: Final = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)、.．]?")
"""What numbers a row of a table."""
_FEES: Final = tuple(map(Slot, FEE_FIELDS))


@dataclass(frozen=True)
class Surroundings:
    """What stands around the article of a page."""

    before: Sequence[Block] = ()
    after: Sequence[Block] = ()


@dataclass(frozen=True)
class Prose:
    """What a report says beside its figures."""

    report: Report
    sections: set[SectionKey]
    """Those whose headings were found."""
    instead: dict[SectionKey, TextBlock]
    """A picture, or else the first text with a figure or a reference, where a table should stand."""


def read_prose(blocks: Sequence[Block], result: ReadResult, around: Surroundings | None) -> Prose:
    """Return a report without figures, and what was found of its sections.

    Headings, places, notes and findings go to `result`. `around` is given for a page: what stands above
    its title belongs to the site and is not noted.
    """
    sections, headed = sections_of(blocks, result)
    outside = list(text_blocks(around.before)) if around else []
    said = _all_said(sections, around)
    start = opening([*outside, *sections.before], len(outside), said.count)
    titled = unit_in(start.title) or start.unit
    joint = part_joint(sections.last, titled)
    if joint:
        result.notes.append(_JOINT.format(others=_quoted(joint)))
    misplaced = _misplaced(sections, titled)
    if any(one.where == _IN_FRONT for one in misplaced):
        start = opening([*outside, *sections.before], len(outside), said.count)
    add_what_lacks_a_heading(sections, start.preface)
    unit, signed, below = _sign_off(sections, titled, around)
    last = sections.last
    attached = _take_from_the_end(last, of_page=around is not None)
    misplaced += sign_off_above(last, titled, "文末")
    unit, signed = _signature(unit, signed, misplaced, result)
    result.signed = unit
    _read_tables_alone(sections, result)
    reason = explanation_in(one.whole for one in below if isinstance(one, TextBlock))
    # what a site prints above a title is its own, unless it speaks of disclosure
    above = [one for one in start.above if not around or states_something(one, on_disclosure=True)]
    result.notes += _left_out(
        ("标题前面", above),
        ("开头", [*start.summary, *start.tables]),
        *_beside(sections),
        ("落款前面" if unit or signed else "文末", attached),
        ("落款后面", below),
    )
    result.notes += _pictures_of_a_page(sections) if around else []
    preface = _texts(start.preface)
    period = next(filter(None, map(year_in_period, preface)), None)
    year = year_in(start.title) or period
    signed = signed or day(western_date(start.dated.strip("（）()")))[0]
    result.findings += _contradictions(titled, unit, year, period)
    _add_places(result, len(preface), sections)
    result.beside = {
        section.key: _texts(sections.texts(section.key))
        for section in SECTIONS
        if section.key in TABLES and sections.texts(section.key)
    }
    report = Report(
        unit_name=_full_name(titled, unit),
        report_year=year or (signed.year - 1 if signed else None),
        report_date=signed,
        title=start.title,
        preface=preface,
        overview=_texts(sections.texts("overview")),
        problems=_texts(sections.texts("problems")),
        other_matters=_texts(sections.texts("other")),
        reasons={OF_ALL_FIGURES: reason} if reason else {},
    )
    if start.unit:
        # it stands below the words of the title
        report = replace(report, title=report_title(replace(report, title="")))
    return Prose(report, headed, instead_of_tables(sections))


def _signature(
    unit: str, signed: date | None, misplaced: Sequence[SignOff], result: ReadResult
) -> tuple[str, date | None]:
    """Return who signs a report and when: what stands at its end, or else the first that stands elsewhere.

    All that stands elsewhere is noted.
    """
    if misplaced and not signed:
        unit, signed = misplaced[0].unit, misplaced[0].date
        result.notes.append(misplaced[0].told(is_taken=True))
    unit = unit or next((one.unit for one in misplaced if one.date == signed), "")
    others = dict.fromkeys(one for one in misplaced if (one.unit, one.date) != (unit, signed))
    result.notes += [one.told(is_taken=False) for one in others]
    return unit, signed


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


# ---------------------------------------------------------------- sections


def _all_said(sections: Sections, around: Surroundings | None) -> str:
    """Return what the sections say and what stands behind them; the sign-off counts for more."""
    texts = [
        line_of(content, at) for content in sections.found.values() for at in range(len(content))
    ]
    behind = [line_of([one], 0) for one in (around.after if around else ())][:_LINES_BEHIND]
    signed = [one[-LONGEST_SIGN_OFF:] for one in (*texts[-SIGN_OFF_LINES:], *behind)]
    return "\n".join([*texts, *_WEIGHT_OF_A_SIGN_OFF * signed])


def _read_tables_alone(sections: Sections, result: ReadResult) -> None:
    """Read the sentences of a table that is all of a section of prose; tell of one that has none."""
    for section in SECTIONS:
        content = sections.found.get(section.key, [])
        if not (section.field and content) or sections.texts(section.key):
            continue
        tables = [one for one in content if isinstance(one, TableBlock)]
        said = [sentences_of for one in tables if (sentences_of := _sentences_below_header(one))]
        if len(said) == len(tables):
            content[:] = [TextBlock(text) for texts in said for text in texts]
            headers = [" ".join(tidy_text(cell.text) for cell in one.rows[0]) for one in tables]
            result.notes.append(
                _OF_A_TABLE.format(heading=section.heading, header=_quoted(headers))
            )
        elif section.key != SECTIONS[-1].key:
            what = sentences.FORM_LABEL_TABLE_ALONE.format(heading=section.heading)
            place = Place(None, f"“{section.heading}”", "段落")
            result.findings.append(Finding("FORM-LABEL", what, place=place))
            result.unreadable.add(Slot(section.field))


def _sentences_below_header(table: TableBlock) -> list[str]:
    """Return the sentences of a table of which every cell is one, but for the header and numbers; else none."""
    header, *rows = table.rows
    cells = [one for one in dict.fromkeys(cell for row in rows for cell in row) if one.text.strip()]
    said = [one for one in cells if not _NUMBER_ALONE.fullmatch(tidy_text(one.text))]
    is_header = all("。" not in cell.text for cell in header)
    if not is_header or not all(tidy_text(one.text).endswith("。") for one in said):
        return []
    return [line for one in said for line in one.text.split("\n") if line.strip()]


def _add_places(result: ReadResult, preface: int, sections: Sections) -> None:
    result.places[Slot("title")] = Place(None, "标题", "")
    for position in range(preface):
        result.places[Slot("preface", position)] = Place(
            None, paragraph_label("preface", position), ""
        )
    for section in SECTIONS:
        name = section.field
        if name is None:
            continue
        for position in range(len(sections.texts(section.key))):
            result.places[Slot(name, position)] = Place(None, paragraph_label(name, position), "")


def _contradictions(
    titled: str, signed: str, year: int | None, period: int | None
) -> Iterator[Finding]:
    """Yield findings where the title contradicts the sign-off or the preface."""
    # a bracket of the other width makes no other unit
    of_title, of_sign_off = folded(titled), folded(signed)
    differ = of_title not in of_sign_off and of_sign_off not in of_title
    if titled and signed and (differ or _has_foreign_front(of_title, of_sign_off)):
        what = sentences.TEXT_UNIT_SIGN_OFF.format(title=titled, sign_off=signed)
        yield Finding("TEXT-UNIT", what, "unit_name", place=Place(None, "落款", "单位名称"))
    if year and period and year != period:
        what = sentences.TEXT_YEAR_PREFACE.format(title=year, preface=period)
        yield Finding("TEXT-YEAR", what, "report_year", place=Place(None, "开头语", "报告年度"))


# ---------------------------------------------------------------- what enters no field


def _beside(sections: Sections) -> Iterator[tuple[str, Sequence[Block]]]:
    """Yield what enters no field, by where it stands: text beside the form's tables, tables of their own."""
    for section in SECTIONS:
        content = sections.found.get(section.key, [])
        if section.key in TABLES:
            yield f"“{section.heading}”部分表格以外", sections.texts(section.key)
        where = f"“{section.heading}”部分"
        yield where, [one for one in content if isinstance(one, TableBlock)]


def _pictures_of_a_page(sections: Sections) -> list[str]:
    """Return a note on the pictures of the sections; behind the last one stand those of the site."""
    there = {
        section.heading: sections.pictures[section.key]
        for section in SECTIONS[:-1]
        if section.key in sections.pictures
    }
    said = [one.alternative for pictures in there.values() for one in pictures]
    return pictures_left_out(Counter({where: len(found) for where, found in there.items()}), said)


def _left_out(*places: tuple[str, Sequence[Block | str]]) -> list[str]:
    """Return one sentence on everything that enters no field; none where there is nothing."""
    parts = []
    for where, blocks in places:
        tables = [one for one in blocks if isinstance(one, TableBlock)]
        texts = [
            tidy_text(one.whole if isinstance(one, TextBlock) else one)
            for one in blocks
            if not isinstance(one, TableBlock)
        ]
        if texts:
            parts.append(f"{where}有 {len(texts)} 段文字不会带到新报告里{_listed(texts)}")
        if tables:
            count = "一" if len(tables) == 1 else f" {len(tables)} "
            parts.append(
                f"{where}有{count}张表格不会带到新报告里{_listed(list(map(_said, tables)))}"
            )
    return [f"{'；'.join(parts)}。"] if parts else []


def _listed(texts: Sequence[str]) -> str:
    """Return some texts, quoted after a colon."""
    said = _quoted(texts)
    return f"：{said}" if said else ""


def _quoted(texts: Sequence[str]) -> str:
    """Return some texts in quotation marks, all of them unless there are very many."""
    said = [quote(text) for text in texts[:_MOST_LISTED] if text]
    more = "等" if len(texts) > _MOST_LISTED else ""
    return f"{'、'.join(said)}{more}" if said else ""


def _said(table: TableBlock) -> str:
    return " ".join(filter(None, (tidy_text(cell.text) for cell in table.cells)))


def _speaking(below: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks behind the sign-off that say something, a list of attachments to its end.

    Who filled a report in, and whom to call, speaks where it stands right below the sign-off.
    """
    listed = reached = False
    near = True
    for block in below:
        text = tidy_text(block.whole) if isinstance(block, TextBlock) else ""
        near = near and (_says_by_whom(text) or (reached and bool(_HOW_TO_REACH.match(text))))
        if near:
            reached = True
            yield block
            continue
        goes_on = listed and _NEXT_ATTACHMENT.match(text) is not None
        if (goes_on and not is_copy_of_the_report(text)) or _speaks(block):
            yield block
        listed = goes_on or _ATTACHMENT.match(text) is not None


def _take_from_the_end(last: list[Block], *, of_page: bool) -> list[Block]:
    """Remove what stands between the last section and its sign-off, in whatever order, and return what it says.

    A list of attachments, what the document says of itself, which a page's does not matter, and what goes with the
    text: who filled it in, how to reach them, who gets a copy.
    """
    first = start = len(last)
    is_listed = False
    """Whether lines of a list wait for what stands above it."""
    while start:
        start -= 1
        line = line_of(last, start)
        if _ATTACHMENT.match(line) or is_on_the_paper(line) or (start and is_beside_the_text(line)):
            first = start
            is_listed = False
        elif _is_name(line) and start and not is_listed:
            # names stand below one another, or below who checked it
            first = start if line_of(last, start - 1)[-1:] == "。" else first
        elif _NEXT_ATTACHMENT.match(line):
            is_listed = True
        else:
            break
    taken = last[first:]
    lines = [line_of(last, at) for at in range(first, len(last))]
    del last[first:]
    beside = [is_beside_the_text(line) or _is_name(line) for line in lines]
    remarks = [is_on_the_paper(line) for line in lines]
    attached = (one for one, *apart in zip(taken, beside, remarks, strict=True) if not any(apart))
    return [
        *_speaking(attached),
        *compress(taken, beside),
        *([] if of_page else compress(taken, remarks)),
    ]


def _is_name(line: str) -> bool:
    return _NAME.fullmatch(without_blanks(line)) is not None


def _says_by_whom(text: str) -> bool:
    """Tell whether a line says who filled a report in or answers for it, and not who made a page."""
    return bool(_BY_WHOM.search(text)) and not _OF_A_SITE.search(text)


def _speaks(block: Block, *, far: bool = False) -> bool:
    """Tell whether a block of a page behind the sign-off says something; `far` where it is outside the article."""
    if isinstance(block, TableBlock):
        texts = list(filter(None, (tidy_text(cell.text) for cell in block.cells)))
        figures = sum(bool(re.fullmatch(r"[\d.,]+%?", text)) for text in texts)
        states = figures >= _FEWEST_FIGURES and len(texts) - figures >= _FEWEST_FIGURES
        return not is_information(block) and (states or not far)
    return states_something(block.whole, on_disclosure=far)


# ---------------------------------------------------------------- sign-off


def _misplaced(sections: Sections, titled: str) -> list[SignOff]:
    """Remove what signs in front of the last section, and return it; above the preface it belongs to the title."""
    sentences_of = (
        at for at, one in enumerate(sections.before) if "。" in line_of(sections.before, at)
    )
    preface = next(sentences_of, len(sections.before))
    found = [*sign_offs_within(sections.before, titled, _IN_FRONT, preface)]
    filled = [(key, content) for key, content in sections.found.items() if content]
    for key, content in filled[:-1]:
        where = f"“{section_of(key).heading}”部分"
        found += sign_offs_within(content, titled, where)
    return found


def _sign_off(
    sections: Sections, titled: str, around: Surroundings | None
) -> tuple[str, date | None, list[Block]]:
    """Remove the unit, the date and what follows from the last section, and return them.

    On a page they may stand behind the article, and the site's own lines are left out of what follows.
    """
    last = sections.last
    if around is None:
        return take_sign_off(last, titled)
    whole = list(last)
    last[:] = [
        one
        for one in last
        if isinstance(one, TableBlock) or _says_by_whom(one.whole) or not is_site_line(one.whole)
    ]
    read = list(last)
    unit, signed, below = take_sign_off(last, titled)
    while signed is None and len(last) > 1 and ends_an_article(line_of(last, len(last) - 1)):
        last.pop()
    # before the sign-off, or the last paragraph, nothing is the site's, whatever it looks like
    first_left_out = read[len(last)] if signed and len(last) < len(read) else None
    ends = [at for at, one in enumerate(whole) if one is first_left_out]
    ends += [at + 1 for at, one in enumerate(whole) if last and one is last[-1]]
    if ends:
        last[:] = whole[: ends[0]]
    behind = list(text_blocks(around.after))
    if signed is None:
        near = behind[:_LINES_BEHIND]
        found, day_found, rest = take_sign_off(near, titled)
        if day_found and found and (found in titled or titled in found):
            unit, signed = found, day_found
            last += near
            behind = [*rest, *behind[_LINES_BEHIND:]]
    below = list(_speaking(below))
    return unit, signed, [*below, *(one for one in behind if _speaks(one, far=True))]


def _full_name(titled: str, signed: str) -> str:
    """Return the unit's name: that of the title, or of the sign-off where it is the same in full."""
    return signed if titled in signed or _has_foreign_front(titled, signed) else titled


def _has_foreign_front(titled: str, signed: str) -> bool:
    """Tell whether what the title has in front of the unit that signs is no unit above it."""
    front = titled.removesuffix(signed)
    return bool(signed) and front not in ("", titled) and not _ABOVE.search(front)


def _texts(blocks: Iterable[TextBlock]) -> tuple[str, ...]:
    return tuple(tidy_text(block.whole) for block in blocks)
