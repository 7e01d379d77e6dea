"""Build the two Word templates: the report's in the layout of GB/T 9704-2012, and the return note's.

Written as WordprocessingML directly, so that a template holds nothing but what the layout asks
for (a library's default document brings 790 KB of styles) and is the same bytes every time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from converter.files.package import pack
from converter.form.fields import REPORT_NAME, SECTIONS, TABLES, GridCell, Table
from converter.writing.word.render import (
    CORE_PROPERTIES,
    MAIN_PART,
    PACKAGE_NAMES,
    XML_DECLARATION,
    core_properties,
    escaped,
)

_TWIPS_PER_MILLIMETRE: Final = 1440 / 25.4

_BODY_FONT: Final = "仿宋_GB2312"
_TITLE_FONT: Final = "方正小标宋简体"
_HEADING_FONT: Final = "黑体"
_SUBHEADING_FONT: Final = "楷体_GB2312"
_PAGE_NUMBER_FONT: Final = "宋体"

# sizes in half-points: 二号, 三号, 四号, 五号, 小五
_TITLE_SIZE, _BODY_SIZE, _PAGE_NUMBER_SIZE, _TABLE_SIZE, _SMALL_TABLE_SIZE = 44, 32, 28, 21, 18
_LINE: Final = 560
"""Line pitch in twips: exactly 28 points give 22 lines a page."""
_CLOSER: Final = -5
"""Twips by which the characters of the body stand closer: 28 of them fill a line of 156 mm.

A character grid of the page would do the same in Word, but LibreOffice makes its lines shorter by it.
"""
_CHARACTER: Final = _BODY_SIZE * 10 + _CLOSER
"""From one character of the body to the next, in twips."""

_NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _twips(millimetres: float) -> int:
    return round(millimetres * _TWIPS_PER_MILLIMETRE)


def build_template() -> bytes:
    """Return the report's template as a .docx file, the same bytes every time."""
    return _package(_report_body())


def _package(body: str) -> bytes:
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("officeDocument", MAIN_PART),
            (f"{PACKAGE_NAMES}/relationships/metadata/core-properties", CORE_PROPERTIES),
        ),
        CORE_PROPERTIES: core_properties(REPORT_NAME, "", None),
        MAIN_PART: _document(body),
        "word/_rels/document.xml.rels": _relations(
            ("styles", "styles.xml"),
            ("settings", "settings.xml"),
            ("footer", "footer_odd.xml"),
            ("footer", "footer_even.xml"),
            ("fontTable", "fontTable.xml"),
        ),
        "word/styles.xml": _styles(),
        "word/settings.xml": (
            f"{XML_DECLARATION}<w:settings {_NAMESPACES}><w:evenAndOddHeaders/>"
            '<w:characterSpacingControl w:val="compressPunctuation"/>'
            '<w:compat><w:compatSetting w:name="compatibilityMode" '
            'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
            '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
        ),
        "word/footer_odd.xml": _footer("right"),
        "word/footer_even.xml": _footer("left"),
        "word/fontTable.xml": _font_table(),
    }
    return pack((name, text.encode()) for name, text in parts.items())


def build_return_template() -> bytes:
    """Return the template of the county's note that sends a report back, one page a unit."""
    widths = [_twips(width) for width in (12, 50, 94)]
    heads = "".join(
        _note_cell(text, width)
        for text, width in zip(("序号", "位置", "问题和改法"), widths, strict=True)
    )

    def rows(name: str) -> str:
        row = "".join(
            _note_cell(f"{{{{ item.{field} }}}}", width)
            for field, width in zip(("number", "place", "what"), widths, strict=True)
        )
        marks = (f"{{%tr for item in {name} %}}", "{%tr endfor %}")
        start, end = (
            f"<w:tr>{''.join(_note_cell(mark if not at else '', width) for at, width in enumerate(widths))}</w:tr>"
            for mark in marks
        )
        return f"{start}<w:tr><w:trPr><w:cantSplit/></w:trPr>{row}</w:tr>{end}"

    def block(name: str, heading: str) -> str:
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        table = (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f"<w:tblBorders>{_BORDERS}</w:tblBorders>"
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
            f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>{rows(name)}</w:tbl>"
        )
        return (
            _paragraph("BodyText", f"{{%p if {name} %}}")
            + _paragraph("Heading2", heading)
            + table
            + _paragraph("AfterTable", "")
            + _paragraph("BodyText", "{%p endif %}")
        )

    def optional(name: str, layout: str = "") -> str:
        return (
            _paragraph("BodyText", f"{{%p if {name} %}}")
            + _paragraph("BodyText", f"{{{{ {name} }}}}", layout=layout)
            + _paragraph("BodyText", "{%p endif %}")
        )

    right = '<w:jc w:val="right"/>'
    body = (
        _paragraph("Title", "退回修改通知")
        + _paragraph("BodyText", "{{ unit_name }}：")
        + _paragraph("BodyText", "{{ opening }}")
        + block("remaining", "上次已经指出、仍未改正的")
        + block("fresh", "{{ fresh_heading }}")
        + block("advice", "请一并核对的（提醒，不影响接收）")
        + _paragraph("BodyText", "{{ closing }}{{ again_by }}")
        + optional("where_to")
        + optional("reachable")
        + optional("sign_off", right)
        + optional("date", right)
    )
    return _package(body)


def _note_cell(text: str, width: int) -> str:
    content = _paragraph("TableLabel", text, layout='<w:jc w:val="left"/>')
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


# ---------------------------------------------------------------- package parts


def _content_types() -> str:
    overrides = {
        f"/{MAIN_PART}": f"{_WORD}.document.main+xml",
        "/word/styles.xml": f"{_WORD}.styles+xml",
        "/word/settings.xml": f"{_WORD}.settings+xml",
        "/word/footer_odd.xml": f"{_WORD}.footer+xml",
        "/word/footer_even.xml": f"{_WORD}.footer+xml",
        "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
        f"/{CORE_PROPERTIES}": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    entries = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items()
    )
    return (
        f'{XML_DECLARATION}<Types xmlns="{PACKAGE_NAMES}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{entries}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" '
        f'Type="{kind if "/" in kind else f"{_RELATIONS}/{kind}"}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{XML_DECLARATION}<Relationships xmlns="{PACKAGE_NAMES}/relationships">{entries}</Relationships>'


def _fonts(name: str) -> str:
    # without the hint Word sets quotes and dashes in Times New Roman
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{name}" w:hAnsi="{name}" '
        f'w:eastAsia="{name}" w:cs="{name}"/>'
    )


def _characters(font: str, size: int, closer: int = 0) -> str:
    spacing = f'<w:spacing w:val="{closer}"/>' if closer else ""
    return f'<w:rPr>{_fonts(font)}{spacing}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'


@dataclass(frozen=True)
class _Style:
    """A paragraph style: Word's name for it, its layout and its characters."""

    identifier: str
    name: str
    layout: str
    font: str
    size: int
    next: str = "BodyText"
    closer: int = 0
    """Added to the width of each character, in twips."""


_INDENT: Final = f'<w:ind w:firstLineChars="200" w:firstLine="{2 * _CHARACTER}"/>'
_REST: Final = _twips(210) - _twips(28) - _twips(26) - 28 * _CHARACTER
"""What 28 characters leave of a line, in twips."""
_PITCH: Final = f'<w:spacing w:line="{_LINE}" w:lineRule="exact"/>'
_TIGHT: Final = '<w:spacing w:line="240" w:lineRule="auto"/>'
_STYLES: Final = {
    style.identifier: style
    for style in (
        _Style(
            "Title",
            "Title",
            '<w:keepNext/><w:spacing w:after="560" w:line="640" w:lineRule="exact"/>'
            '<w:jc w:val="center"/>',
            _TITLE_FONT,
            _TITLE_SIZE,
        ),
        _Style(
            "Heading1",
            "heading 1",
            f'<w:keepNext/><w:keepLines/>{_PITCH}{_INDENT}<w:outlineLvl w:val="0"/>',
            _HEADING_FONT,
            _BODY_SIZE,
            closer=_CLOSER,
        ),
        _Style(
            "Heading2",
            "heading 2",
            f'<w:keepNext/><w:keepLines/>{_PITCH}{_INDENT}<w:outlineLvl w:val="1"/>',
            _SUBHEADING_FONT,
            _BODY_SIZE,
            closer=_CLOSER,
        ),
        _Style(
            "BodyText",
            "Body Text",
            f"{_PITCH}{_INDENT}",
            _BODY_FONT,
            _BODY_SIZE,
            closer=_CLOSER,
        ),
        _Style(
            "BodyTextAddress",
            "正文（网址）",
            # a long address may break anywhere, or its line is torn apart
            f'<w:wordWrap w:val="0"/>{_PITCH}{_INDENT}',
            _BODY_FONT,
            _BODY_SIZE,
            closer=_CLOSER,
        ),
        _Style(
            "Signature",
            "Signature",
            # blanks of the context push its lines in: Word opens no template with a placeholder in an indent
            f'<w:keepLines/>{_PITCH}<w:ind w:left="{_REST}"/><w:jc w:val="left"/>',
            _BODY_FONT,
            _BODY_SIZE,
            "Signature",
            _CLOSER,
        ),
        _Style(
            "TableFigure",
            "表格数字",
            f'<w:snapToGrid w:val="0"/>{_TIGHT}<w:jc w:val="center"/>',
            _PAGE_NUMBER_FONT,
            _TABLE_SIZE,
            "TableFigure",
        ),
        _Style(
            "TableLabel",
            "表格文字",
            f'<w:snapToGrid w:val="0"/>{_TIGHT}<w:jc w:val="center"/>',
            _PAGE_NUMBER_FONT,
            _TABLE_SIZE,
            "TableLabel",
        ),
        _Style(
            "AfterTable",
            "表后空行",
            '<w:snapToGrid w:val="0"/><w:spacing w:line="200" w:lineRule="exact"/>',
            _BODY_FONT,
            _TABLE_SIZE,
        ),
        _Style("Footer", "footer", _TIGHT, _PAGE_NUMBER_FONT, _PAGE_NUMBER_SIZE, "Footer"),
    )
}


def _styles() -> str:
    paragraphs = "".join(
        f'<w:style w:type="paragraph" w:styleId="{style.identifier}">'
        f'<w:name w:val="{style.name}"/><w:basedOn w:val="Normal"/>'
        f'<w:next w:val="{style.next}"/><w:qFormat/>'
        f"<w:pPr>{style.layout}</w:pPr>"
        f"{_characters(style.font, style.size, style.closer)}</w:style>"
        for style in _STYLES.values()
    )
    return (
        f"{XML_DECLARATION}<w:styles {_NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(_BODY_FONT)}"
        f'<w:kern w:val="2"/><w:sz w:val="{_BODY_SIZE}"/><w:szCs w:val="{_BODY_SIZE}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f'<w:qFormat/><w:pPr><w:widowControl w:val="0"/>{_PITCH}<w:jc w:val="both"/></w:pPr>'
        f"{_characters(_BODY_FONT, _BODY_SIZE)}</w:style>{paragraphs}"
        '<w:style w:type="character" w:styleId="HeadingInLine"><w:name w:val="段首标题"/><w:qFormat/>'
        f"{_characters(_SUBHEADING_FONT, _BODY_SIZE)}</w:style></w:styles>"
    )


@dataclass(frozen=True)
class _Font:
    """What Word is told of a font, to find it under its other name or to choose one like it."""

    name: str
    also: str
    """Its other name, or that of the same design with more characters."""
    panose: str
    family: str
    pitch: str


_FONTS: Final = (
    _Font(_BODY_FONT, "仿宋", "02010609030101010101", "modern", "fixed"),
    _Font(_SUBHEADING_FONT, "楷体", "02010609030101010101", "modern", "fixed"),
    _Font(_HEADING_FONT, "SimHei", "02010609060101010101", "modern", "fixed"),
    _Font(_PAGE_NUMBER_FONT, "SimSun", "02010600030101010101", "auto", "variable"),
    # no other design is 小标宋: this is what the font itself is called in English
    _Font(_TITLE_FONT, "FZXiaoBiaoSong-B05S", "03000509000000000000", "script", "fixed"),
)


def _font_table() -> str:
    # 86 is the character set of GB 2312
    fonts = "".join(
        f'<w:font w:name="{font.name}"><w:altName w:val="{font.also}"/>'
        f'<w:panose1 w:val="{font.panose}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{font.family}"/><w:pitch w:val="{font.pitch}"/></w:font>'
        for font in _FONTS
    )
    return f"{XML_DECLARATION}<w:fonts {_NAMESPACES}>{fonts}</w:fonts>"


def _footer(side: str) -> str:
    edge = "right" if side == "right" else "left"
    look = _characters(_PAGE_NUMBER_FONT, _PAGE_NUMBER_SIZE)

    def run(content: str) -> str:
        return f"<w:r>{look}{content}</w:r>"

    return (
        f'{XML_DECLARATION}<w:ftr {_NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/>'
        f'<w:ind w:{edge}Chars="100" w:{edge}="280"/><w:jc w:val="{side}"/></w:pPr>'
        + run('<w:t xml:space="preserve">— </w:t>')
        + run('<w:fldChar w:fldCharType="begin"/>')
        + run('<w:instrText xml:space="preserve"> PAGE </w:instrText>')
        + run('<w:fldChar w:fldCharType="separate"/>')
        + run("<w:t>1</w:t>")
        + run('<w:fldChar w:fldCharType="end"/>')
        + run('<w:t xml:space="preserve"> —</w:t>')
        + "</w:p></w:ftr>"
    )


# ---------------------------------------------------------------- the document


def _report_body() -> str:
    body = [_paragraph("Title", "{{ title }}"), *_loop("preface")]
    for section in SECTIONS:
        body.append(_paragraph("Heading1", section.heading))
        if section.field:
            body += _loop(section.field)
        else:
            body += [_table(TABLES[section.key]), _paragraph("AfterTable", "")]
    body += [
        _paragraph("BodyText", "", layout="<w:keepNext/>"),
        _paragraph("Signature", "{{ unit_name_indent }}{{ unit_name }}", layout="<w:keepNext/>"),
        # where another font's figures are wider, the date runs on into the margin
        _paragraph(
            "Signature",
            "{{ report_date_indent }}{{ report_date }}",
            layout=f'<w:ind w:left="{_REST}" w:right="{-2 * _CHARACTER}"/>',
        ),
    ]
    return "".join(body)


def _document(body: str) -> str:
    margins = {
        "top": 37,
        "right": 26,
        "bottom": 35,
        "left": 28,
        "header": 15,
        "footer": 23,
        "gutter": 0,
    }
    sizes = " ".join(f'w:{side}="{_twips(size)}"' for side, size in margins.items())
    section_properties = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>'
        '<w:footerReference w:type="even" r:id="rId4"/>'
        f'<w:pgSz w:w="{_twips(210)}" w:h="{_twips(297)}"/><w:pgMar {sizes}/></w:sectPr>'
    )
    return f"{XML_DECLARATION}<w:document {_NAMESPACES}><w:body>{body}{section_properties}</w:body></w:document>"


def _run(text: str, font: str, size: int, style: str = "") -> str:
    reference = f'<w:rStyle w:val="{style}"/>' if style else ""
    look = _characters(font, size).replace("<w:rPr>", f"<w:rPr>{reference}", 1)
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escaped(line)}</w:t>' for line in text.split("\n")
    )
    return f"<w:r>{look}{lines}</w:r>"


def _paragraph(style: str, text: str, *, layout: str = "", size: int | None = None) -> str:
    look = _STYLES[style]
    run = _run(text, look.font, size or look.size) if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{layout}</w:pPr>{run}</w:p>'


def _loop(name: str) -> Iterable[str]:
    """Return the paragraphs that print a section: heading lines, and text with headings in it."""
    yield _paragraph("BodyText", f"{{%p for paragraph in {name} %}}")
    yield _paragraph("BodyText", "{%p if paragraph.is_heading %}")
    yield _paragraph("Heading2", "{{ paragraph.heading }}")
    yield _paragraph("BodyText", "{%p elif paragraph.has_address %}")
    yield _prose("BodyTextAddress")
    if name == "other_matters":
        # GB/T 9704-2012: the sign-off stands on one page with some of the text
        yield _paragraph("BodyText", "{%p elif paragraph.is_last %}")
        yield _prose("BodyText", layout="<w:keepNext/>")
    yield _paragraph("BodyText", "{%p else %}")
    yield _prose("BodyText")
    yield _paragraph("BodyText", "{%p endif %}")
    yield _paragraph("BodyText", "{%p endfor %}")


def _prose(style: str, *, layout: str = "") -> str:
    look = _STYLES[style]
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{layout}</w:pPr>'
        + _run("{{ paragraph.heading }}", _SUBHEADING_FONT, look.size, "HeadingInLine")
        + _run("{{ paragraph.text }}", look.font, look.size)
        + "</w:p>"
    )


_BORDERS: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_NARROW: Final = _twips(12)
"""A column of figures of tables 3 and 4."""
_EVEN_LABEL: Final = 4
"""Characters of a label that a narrow column would break three to one."""
_CELL_MARGIN: Final = 28


def _table(table: Table) -> str:
    widths = [_twips(width) for width in table.widths]
    small = table.key != "t2"
    size = _SMALL_TABLE_SIZE if small else _TABLE_SIZE
    rows = "".join(_table_row(table, row, widths, size) for row in range(table.row_count))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{_BORDERS}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{_CELL_MARGIN}" w:type="dxa"/>'
        f'<w:right w:w="{_CELL_MARGIN}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _table_row(table: Table, row: int, widths: list[int], size: int) -> str:
    header = "<w:tblHeader/>" if row < table.header_rows else ""
    height = _twips(6 if table.key == "t3" else 8)
    # rows that keep with the next stay on one page as far as they fit
    keep = "<w:keepNext/>" if row + 1 < table.row_count else ""
    cells = []
    column = 0
    while column < table.column_count:
        cell = table.cell_at(row, column)
        cells.append(_table_cell(cell, row, widths, size, keep))
        column += cell.width
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>'
        f"{header}</w:trPr>{''.join(cells)}</w:tr>"
    )


def _table_cell(cell: GridCell, row: int, widths: list[int], size: int, keep: str) -> str:
    width = sum(widths[cell.column : cell.column + cell.width])
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if cell.width > 1:
        properties += f'<w:gridSpan w:val="{cell.width}"/>'
    first = cell.row == row
    if cell.height > 1:
        properties += '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
    if cell.vertical:
        properties += '<w:textDirection w:val="tbRlV"/>'
    properties += '<w:vAlign w:val="center"/>'
    text = ""
    if first:
        text = f"{{{{ {cell.value.name}[{cell.value.position}] }}}}" if cell.value else cell.text
    if len(text) == _EVEN_LABEL and width <= _NARROW:
        text = f"{text[:2]}\n{text[2:]}"  # two and two, as the official table prints them
    style = "TableLabel" if cell.value is None else "TableFigure"
    side = '<w:jc w:val="left"/>' if cell.text[:1].isdigit() else ""
    content = _paragraph(style, text, layout=keep + side, size=size)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"
