"""Read a report from a Word document, a web page or a PDF: its prose, its tables, their places."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from converter import sentences
from converter.errors import Refusal, UnusableFile
from converter.files.kinds import InputFile, not_the_page
from converter.findings import Finding, Place
from converter.form.fees import fees_stated
from converter.form.fields import FORM_TITLE, REPORT_NAME, SECTIONS, TABLE_NAMES, SectionKey, Slot
from converter.form.report import Report, chinese_date
from converter.reading.blocks import Block, PictureBlock, TableBlock, TextBlock
from converter.reading.page_furniture import without_page_furniture
from converter.reading.pages.html_blocks import read_page_blocks
from converter.reading.radicals import radicals_told, without_radicals
from converter.reading.report_prose import Surroundings, read_prose, without_standard_text
from converter.reading.report_title import unit_in, year_in, years_named
from converter.reading.result import ReadResult
from converter.reading.sections.known_headings import heading_section
from converter.reading.sections.report_headings import is_part_of_a_report
from converter.reading.sign_off import signed_rows_apart
from converter.reading.tables.note_marks import without_note_marks
from converter.reading.tables.other_years import of_other_years, without_own_year
from converter.reading.tables.repeated_tables import without_repeated
from converter.reading.tables.report_tables import TablesReader, table_kind
from converter.reading.tables.table_pieces import parted_at_headings, parted_by_kind, whole_tables
from converter.reading.tables.text_tables import tables_in_text
from converter.reading.values import day, quote, tidy_text
from converter.reading.word.word_blocks import main_part, read_blocks
from converter.reading.word.word_left_out import left_out, quoted

_NO_LINES: Final = (
    "这份 PDF 里的表格没有画线，分不清哪个数在哪一格。请用填报表（.xlsx），或 Word 报告。"
)

_PRINTED_FORM: Final = "这是填报表打印成的 PDF，不是报告。请用填报表本身（.xlsx）。"

_HIDDEN: Final = "网页里 {count} 处隐藏、删去或排在正文旁边的文字不会带到新报告里{quoted}。"
_REVEALED: Final = "{table}在网页上平时不显示（点开了才看得到），页面上没有别的{table}，已照它读入。请核对是不是本年度的表。"


_TRADITIONAL: Final = "这份报告是繁体字的，读不了。请换成简体字的（网站上一般有“简体”按钮）。"
_IN_TRADITIONAL: Final = re.compile("信息公開|資訊公開|年度報告|總體情況|行政復議|行政訴訟")
"""Words of the form in characters that it does not have."""


def read_document(file: InputFile) -> ReadResult:
    """Read a Word report, one as PDF, or the page on which one was published.

    Raises UnusableFile where the file cannot be parsed, or holds neither a section nor a table of
    the form. Everything else that is missing or wrong is a finding.
    """
    if file.kind == "page":
        page = read_page_blocks(file, is_part_of_a_report, table_kind)
        result = read_report(page.article, Surroundings(page.before, page.after))
        if result is None:
            blocks = [*page.before, *page.article, *page.after]
            _refuse_traditional(file, blocks)
            framed = any(isinstance(one, PictureBlock) and one.elsewhere for one in blocks)
            said = not_the_page(file.path, has_frames=framed)
            raise UnusableFile(said, Refusal.OTHER_FORMAT)
        if page.hidden:
            count = len(page.hidden)
            result.notes.append(_HIDDEN.format(count=count, quoted=quoted(page.hidden)))
        result.notes += [_REVEALED.format(table=TABLE_NAMES[kind]) for kind in page.revealed]
        result.findings += _published_too_early(result.report, page.published)
        return result
    if file.kind == "pdf":
        from converter.reading.pdf.pdf_blocks import read_pdf_blocks

        blocks = read_pdf_blocks(file)
        if any(_text(block).strip() == FORM_TITLE for block in blocks):
            raise UnusableFile(f"{file.path.name}：{_PRINTED_FORM}", Refusal.OTHER_FORMAT)
        result = read_report(blocks)
        if result is not None and not any(isinstance(block, TableBlock) for block in blocks):
            raise UnusableFile(f"{file.path.name}：{_NO_LINES}", Refusal.OTHER_FORMAT)
    else:
        main = main_part(file)
        blocks = read_blocks(file, main)
        result = read_report(blocks)
        if result is not None:
            result.notes += left_out(file, main, _heading_of)
    if result is not None:
        return result
    _refuse_traditional(file, blocks)
    raise UnusableFile(f"{file.path.name}：里面找不到{REPORT_NAME}的标题和表格。请核对文件。")


def _refuse_traditional(file: InputFile, blocks: Sequence[Block]) -> None:
    """Raise UnusableFile where it is the characters in which nothing of a report was known."""
    if any(_IN_TRADITIONAL.search(_text(block)) for block in blocks):
        raise UnusableFile(f"{file.path.name}：{_TRADITIONAL}", Refusal.OTHER_FORMAT)


def _published_too_early(report: Report, published: str) -> list[Finding]:
    """Return the finding on a page that was out before the year of its report was over.

    Only where the report bears no date of its own: what a site prints beside one may be the site's mistake.
    """
    out, year = day(published)[0], report.report_year
    if report.report_date or not (out and year and out.year <= year):
        return []
    what = sentences.TEXT_YEAR_PAGE.format(date=chinese_date(out), year=year)
    return [Finding("TEXT-YEAR", what, "report_year", place=Place(None, "网页", "报告年度"))]


def _composed(report: Report) -> list[str]:
    """Return a note on what the new report has although the file has it not."""
    parts = [
        name for name, text in (("标题", report.title), ("开头语", report.preface)) if not text
    ]
    return [f"没有找到{'、'.join(parts)}，新报告里按标准格式写上。"] if parts else []


def _heading_of(block: TextBlock) -> str:
    """Return the heading of the form that a paragraph is, a subheading such as （二） excepted."""
    section = heading_section(block)
    return section.heading if section and not block.text.strip().startswith(("（", "(")) else ""


def read_report(blocks: Sequence[Block], around: Surroundings | None = None) -> ReadResult | None:
    """Read a report from its blocks; None where they hold neither a section nor a table of the form.

    `around` is what stands around them on a page.
    """
    result = ReadResult()
    if told := radicals_told(blocks):
        result.notes += told
        blocks = without_radicals(blocks)
    if around:
        before, after = (without_radicals(one) for one in (around.before, around.after))
        around = Surroundings(before, after)
    blocks = without_page_furniture(blocks, around.before if around else ())
    blocks = parted_by_kind(parted_at_headings(blocks, heading_section))
    years = years_named([*(around.before if around else ()), *_before_section_one(blocks)])
    blocks = whole_tables(tables_in_text(blocks, heading_section), years, heading_section)
    blocks = [part for one in blocks for part in _without_signed_rows(one)]
    blocks = without_note_marks(blocks, heading_section)
    blocks, second = _first_report(blocks)
    result.findings += second
    tables = TablesReader(result)
    dated = of_other_years(blocks, years, heading_section)
    blocks = [without_own_year(block, years) for block in blocks]
    recognised = [
        tables.read(block, dated.get(at, ""))
        for at, block in without_repeated(blocks, dated, years, result).items()
    ]
    figures = tables.figures()
    found = read_prose(blocks, result, around)
    prose, sections = found.report, found.sections
    if not any(recognised) and not sections:
        return None
    if around is None:
        result.notes += _composed(prose)
    result.report = without_standard_text(replace(prose, figures=figures))
    if Slot("fee_notices") not in (fees_stated(prose) or {Slot("fee_notices"): 0}):
        # amounts without the number of notices: it is not known to be 0
        result.unreadable.add(Slot("fee_notices"))
    _report_missing_headings(result, sections)
    tables.report_missing(result.report.report_year, found.instead)
    return result


def _without_signed_rows(block: Block) -> Sequence[Block]:
    """Return a table of the form, and what signs it as lines of text; any other block alone."""
    is_of_the_form = isinstance(block, TableBlock) and table_kind(block)
    return signed_rows_apart(block) if isinstance(block, TableBlock) and is_of_the_form else [block]


def _before_section_one(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks in front of the first heading or table of the form."""
    there = (
        at
        for at, block in enumerate(blocks)
        if (table_kind(block) if isinstance(block, TableBlock) else heading_section(block))
    )
    return blocks[: next(there, len(blocks))]


def _first_report(blocks: Sequence[Block]) -> tuple[Sequence[Block], list[Finding]]:
    """Return the first of two reports in one file, and a finding on the second; a mere copy is left out."""
    kinds = [table_kind(block) if isinstance(block, TableBlock) else None for block in blocks]
    order = [(at, kind) for at, kind in enumerate(kinds) if kind]
    whole = [at for at, kind in order if kind == "t4"][:1]
    again = [at for at, kind in order if whole and at > whole[0] and kind in ("t2", "t3")]
    if len({kinds[at] for at in again}) < len(("t2", "t3")):
        return blocks, []
    between = range(whole[0] + 1, again[0])
    titles = [at for at in between if unit_in(_text(blocks[at])) and year_in(_text(blocks[at]))]
    starts = titles or [at for at in between if _is_overview(blocks[at])]
    if not starts:
        return blocks, []
    first, second = blocks[: starts[0]], blocks[starts[0] :]
    said = set(map(_text, first))
    if all(_text(block) in said for block in second):
        return first, []
    what = sentences.FORM_LABEL_TWO_REPORTS.format(second=quote(_text(second[0])))
    return first, [Finding("FORM-LABEL", what, place=Place(None, "全文", ""))]


def _text(block: Block) -> str:
    """Return what a paragraph or a table says."""
    if isinstance(block, TableBlock):
        return "\t".join(cell.text for row in block.rows for cell in row)
    return tidy_text(block.whole)


def _is_overview(block: Block) -> bool:
    section = heading_section(block) if isinstance(block, TextBlock) else None
    return section is SECTIONS[0]


def _report_missing_headings(result: ReadResult, sections: set[SectionKey]) -> None:
    for section in SECTIONS:
        if section.key not in sections:
            what = sentences.FORM_LABEL_NO_HEADING.format(heading=section.heading)
            place = Place(None, f"“{section.heading}”", "标题")
            result.findings.append(Finding("FORM-LABEL", what, place=place))
            if section.field:
                result.unreadable.add(Slot(section.field))
