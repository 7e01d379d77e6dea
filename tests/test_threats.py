"""What arrives by mail: each hostile file is read as if it were not, or refused in one sentence."""

import io
import re
import struct
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from email.message import EmailMessage
from functools import partialmethod
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from converter.conversion import (
    TEMPLATE_TIME_LIMIT,
    Options,
    annotated,
    examine,
    plan_conversion,
    template_problems,
)
from converter.county.collecting.collect import collect
from converter.county.collecting.mail_parser import MailAllowance, parse_mail
from converter.county.examine import examine_file
from converter.county.units import roster as roster_module
from converter.county.units.roster import Roster, RosterUnit, read_roster
from converter.errors import Refusal, UnusableFile, UnusableTemplate
from converter.files import workers as workers_module
from converter.files.kinds import open_input
from converter.files.package import Allowance
from converter.files.workers import Workers
from converter.mail.submit import Recipients, plan_draft
from converter.own_template.printing import check_template
from converter.reading.workbooks import xlsx as xlsx_module
from tests.fates import examined
from tests.hostile import (
    BUSY_SECONDS,
    MOST_MEMORY,
    Change,
    Member,
    after,
    before,
    changed,
    numberings,
    ole,
    page,
    paragraph,
    parts_of,
    word_file,
    zeros,
    zipped,
)
from tests.test_old_workbooks import LINK, OLE_MARK, workbook_stream
from tests.test_pdf import pdf_of
from tests.test_pdf import written as shown
from tools.cases import ROOT

BOOK = ROOT / "examples" / "sunjiagou-2022.xlsx"
REPORT = ROOT / "examples" / "sunjiagou-2022.docx"
TEMPLATE = ROOT / "report_template.docx"
TYPES = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet5.xml"
MAIN = "xl/workbook.xml"
MAIN_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
EVERYTHING = "A1:XFD1048576"
BLANKS = str.maketrans("01", " \u3000")


def odd_epoch(main: bytes) -> bytes:
    """Return the main part of a workbook as only openpyxl reads it."""
    return main.replace(b"<workbookPr", b'<workbookPr date1904="off"', 1)


def with_sheets(count: int, relation: str) -> Callable[[bytes], bytes]:
    """Return a change of the main part: more sheets, all of one part, as only openpyxl reads them."""
    named = (f'<sheet name="甲{n}" sheetId="{n + 99}" r:id="{relation}"/>' for n in range(count))
    added = before("</sheets>", "".join(named))
    return lambda main: added(odd_epoch(main))


def written(folder: Path, data: bytes, name: str = "报表.xlsx") -> Path:
    file = folder / name
    file.write_bytes(data)
    return file


def refusal_of(file: Path) -> UnusableFile:
    with pytest.raises(UnusableFile) as refusal:
        examine(file)
    assert str(refusal.value).startswith(f"{file.name}：")
    return refusal.value


# ---------------------------------------------------------------- read as if nothing were

ROWS = "".join(f'<row r="{row}" spans="1:1"/>' for row in range(200, 1_048_577))
MERGED = (
    "「三、申请办理」A1:XFD1048576（表三全年均为零）：A1:XFD1048576 合并成了一格，"
    "D3 里的“否”、D8 里的“0”、E8 里的“0”等 145 格看不见了。"
    "请撤销工作表保护（没有密码），取消合并，核对这几格。"
)
AREAS: dict[str, dict[str, Change]] = {
    "a merged column": {SHEET: before("<mergeCell ", '<mergeCell ref="B1:B1048576"/>')},
    "a merged sheet": {SHEET: before("<mergeCell ", f'<mergeCell ref="{EVERYTHING}"/>')},
    "a link over a sheet": {
        SHEET: before("<pageMargins", f'<hyperlinks><hyperlink ref="{EVERYTHING}"/></hyperlinks>')
    },
    "a name over a sheet": {
        "xl/workbook.xml": after(
            "<definedNames>",
            f"<definedName name=\"所有\">'三、申请办理'!${EVERYTHING}</definedName>"
            f'<definedName name="_xlnm.Print_Area" localSheetId="3">{EVERYTHING}</definedName>'
            '<definedName name="_xlnm.Print_Titles" localSheetId="3">A:XFD,1:1048576</definedName>'
            '<definedName name="_xlnm.Print_Titles" localSheetId="4">#REF!</definedName>',
        )
    },
    "a conditional format over a sheet": {
        SHEET: before(
            "<pageMargins",
            f'<conditionalFormatting sqref="{" ".join([EVERYTHING] * 1000)}">'
            '<cfRule type="expression" priority="1"><formula>1</formula></cfRule>'
            "</conditionalFormatting>",
        )
    },
    "a validation over a sheet": {
        SHEET: before(
            "<pageMargins",
            f'<dataValidations count="1"><dataValidation sqref="{EVERYTHING}"/></dataValidations>',
        )
    },
    "columns to the last": {
        SHEET: before("<sheetData", '<cols><col min="1" max="99999999" width="9"/></cols>')
    },
    "a dimension that lies": {
        SHEET: lambda part: part.replace(b"<dimension ref=", b'<dimension ref="A1" x=')
    },
    "a million rows": {SHEET: before("</sheetData>", ROWS)},
    "no dimension and a million rows": {
        SHEET: lambda part: before("</sheetData>", ROWS)(part).replace(b"<dimension ", b"<dim ")
    },
    "other rows in a comment": {
        SHEET: before(
            "<sheetData>", '<!-- <sheetData><row r="8"><c r="D8"><v>9</v></c></row></sheetData> -->'
        )
    },
    "sixty thousand styles": {
        "xl/styles.xml": before("</cellXfs>", '<xf numFmtId="0" xfId="0"/>' * 60_000)
    },
    "broken named styles": {
        "xl/styles.xml": before("</cellStyles>", '<cellStyle xfId="77"/>' * 30_000)
    },
    "a link to another workbook": {
        "xl/workbook.xml": before(
            "<definedNames>",
            '<externalReferences><externalReference r:id="rId99"/></externalReferences>',
        ),
        "xl/externalLinks/externalLink1.xml": zeros(1),
    },
    "a picture of 200 MB that nobody reads": {
        "xl/media/image1.png": Member(
            "xl/media/image1.png", packed=zeros(200), size=200 * 2**20, checksum=0
        )
    },
    "a part in UTF-16": {
        "xl/workbook.xml": lambda part: part.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    },
    "folders in the way of Windows": {},
    "a directory as zip64 has it": {},
}


@pytest.mark.parametrize("name", AREAS)
def test_what_is_too_large_to_open_is_not_opened(tmp_path: Path, name: str) -> None:
    data = changed(BOOK, AREAS[name])
    if name == "a directory as zip64 has it":
        data = with_zip64(data)
    if name == "folders in the way of Windows":
        data = zipped(
            Member(part.replace("/", "\\"), content) for part, content in parts_of(BOOK).items()
        )
    hostile, plain = examine(written(tmp_path, data)), examine(BOOK)
    assert hostile.report == plain.report
    said = [one.message for one in hostile.findings if one not in plain.findings]
    assert said == ([MERGED] if name == "a merged sheet" else [])


def test_a_roster_of_a_million_rows_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["甲镇"])
    book.active.append(["乙镇"])
    book.save(tmp_path / "名单.xlsx")
    data = changed(
        tmp_path / "名单.xlsx",
        {
            "xl/worksheets/sheet1.xml": before(
                "</sheetData>",
                "".join(f'<row r="{row}"><c r="A{row}"/></row>' for row in range(3, 1_048_577)),
            )
        },
    )
    assert read_roster(written(tmp_path, data)).names == ("甲镇", "乙镇")


# ---------------------------------------------------------------- refused

BROKEN = "文件已损坏，读不出来。请打开原件重新保存，或请对方重发。"
TOO_LARGE = "文件展开后过大，不读取。请核对文件来源。"
TOO_BUSY = (
    "文件里的单元格、文字或样式多得不像填报表，不读取。请把内容复制到新的填报表里，保存后再试。"
)
DECLARATION = (
    "文件里有 Office 不会写的声明（DOCTYPE），可能有害，不读取。"
    "请核对文件来源，用 Excel、Word 或 WPS 打开后另存再试。"
)
STRINGS = "xl/sharedStrings.xml"


def with_member(member: Member) -> bytes:
    """Return the example with one member more, or in the place of the one of its name."""
    parts = parts_of(BOOK)
    parts.pop(member.name, None)
    whole = [Member(name, content) for name, content in parts.items()]
    return zipped([member, *whole] if member.reach > 1 else [*whole, member])


def with_parts(count: int, kind: str, xml: str) -> bytes:
    """Return the example with so many parts of a kind more, all of the same content."""
    parts = [f"xl/more{number}.xml" for number in range(count)]
    declared = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = "".join(
        f'<Override PartName="/{part}" ContentType="{declared}.{kind}+xml"/>' for part in parts
    )
    return changed(BOOK, {TYPES: before("</Types>", types), **dict.fromkeys(parts, xml.encode())})


def with_own_header(position: int) -> bytes:
    """Return the example with one bit changed in the header before the second member's content."""
    data = bytearray(changed(BOOK, {}))
    data[data.index(b"PK\3\4", 4) + position] ^= 1
    return bytes(data)


def with_zip64(package: bytes, *, elsewhere: bool = False, members: int = 0xFFFF) -> bytes:
    """Return a package with a zip64 record; its end says so many members.

    `elsewhere`, before the directory, stands another record, of other members, to which the locator points.
    """
    at = package.rindex(b"PK\5\6")
    count, _, size, start = struct.unpack_from("<2H2L", package, at + 8)

    def record(count: int) -> bytes:
        return struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, begins)

    begins = start + elsewhere * 56
    before = package[:start] + record(count - 1) * elsewhere + package[start:at]
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, start if elsewhere else at, 1)
    stated = (0xFFFFFFFF, 0xFFFFFFFF) if elsewhere else (size, start)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, members, members, *stated, 0)
    return before + record(count) + locator + end


def twice(name: str) -> bytes:
    parts = parts_of(BOOK)
    doubled = Member(name, parts[SHEET].replace(b"<v>0</v>", b"<v>9</v>"))
    return zipped([*(Member(part, content) for part, content in parts.items()), doubled])


REFUSED = {
    "a string of 1 GB": lambda: (
        with_member(Member(STRINGS, packed=zeros(1024), size=2**30, checksum=0)),
        Refusal.TOO_LARGE,
        TOO_LARGE,
    ),
    "a string of 100 MB": lambda: (
        with_member(Member(STRINGS, b"<sst>" + b"0" * (100 * 2**20))),
        Refusal.TOO_LARGE,
        TOO_BUSY,
    ),
    "a member that says more than it holds": lambda: (
        with_member(Member(STRINGS, b"<sst/>", size=7)),
        Refusal.DAMAGED,
        BROKEN,
    ),
    "a member whose checksum is another": lambda: (
        with_member(Member(STRINGS, b"<sst/>", checksum=1)),
        Refusal.DAMAGED,
        BROKEN,
    ),
    **{
        f"another {what} in a member's own header": lambda at=at: (
            with_own_header(at),
            Refusal.DAMAGED,
            BROKEN,
        )
        for what, at in {
            "mark": 3,
            "flag of a password": 6,
            "method": 8,
            "size": 18,
            "length": 22,
        }.items()
    },
    "six million strings": lambda: (
        with_member(Member(STRINGS, b"<sst>" + b"<si/>" * 6_000_000 + b"</sst>")),
        Refusal.TOO_LARGE,
        TOO_BUSY,
    ),
    "members that overlap": lambda: (
        with_member(Member("x.xml", b"<x/>", reach=8)),
        Refusal.DAMAGED,
        BROKEN,
    ),
    "a member that reaches into the directory": lambda: (
        with_member(Member("x.xml", b"<x/>", reach=1)),
        Refusal.DAMAGED,
        BROKEN,
    ),
    "a member without a name": lambda: (
        with_member(Member("", b"x")),
        Refusal.DAMAGED,
        BROKEN,
    ),
    "a member whose name begins with NUL": lambda: (
        with_member(Member("\0a", b"x")),
        Refusal.DAMAGED,
        BROKEN,
    ),
    "a member twice": lambda: (twice(SHEET), Refusal.DAMAGED, BROKEN),
    "a member twice, in capitals": lambda: (twice(SHEET.upper()), Refusal.DAMAGED, BROKEN),
    "two names for one member": lambda: (
        with_member(Member("xl/a.xml", b"<x/>", own_name="xl/b.xml")),
        Refusal.DAMAGED,
        BROKEN,
    ),
    **{
        f"a member packed by {name}": lambda method=method: (
            with_member(Member(STRINGS, b"<sst/>", method=method)),
            Refusal.METHOD,
            "压缩的方式不常见，读不了。请打开后重新保存；压缩包请解压后再放进来。",
        )
        for name, method in {"bzip2": 12, "LZMA": 14}.items()
    },
    "a zip64 record that is not where it should be": lambda: (
        with_zip64(changed(BOOK, {}), elsewhere=True),
        Refusal.DAMAGED,
        BROKEN,
    ),
    "a zip64 record that counts other members": lambda: (
        with_zip64(changed(BOOK, {}), members=3),
        Refusal.DAMAGED,
        BROKEN,
    ),
    "a member with a password": lambda: (
        with_member(Member(STRINGS, b"<sst/>", flags=1)),
        Refusal.PASSWORD,
        "文件加了密码。请去掉密码，保存后再试。",
    ),
    "nine million characters with a wide one": lambda: (
        word_file(paragraph("甲" + "a" * 9_000_000 + "&#128512;")),
        Refusal.TOO_LARGE,
        TOO_MANY_TAGS,
    ),
    "nine million characters with one of four bytes": lambda: (
        word_file(paragraph("甲" + "a" * 9_000_000 + "😀")),
        Refusal.TOO_LARGE,
        TOO_MANY_TAGS,
    ),
    "five thousand members": lambda: (
        zipped(Member(f"{number}.xml") for number in range(5000)),
        Refusal.TOO_LARGE,
        "里面的文件超过 4096 个，不读取。压缩包请解压后再放进来，其他的请核对文件来源。",
    ),
    "a million styles": lambda: (
        changed(
            BOOK, {"xl/styles.xml": before("</cellXfs>", '<xf numFmtId="0" xfId="0"/>' * 1_000_000)}
        ),
        Refusal.TOO_LARGE,
        "单元格样式有 1000036 种，Excel 最多 65490 种，不读取。"
        "请把内容复制到新的填报表里，保存后再试。",
    ),
    "a row of a million cells": lambda: (
        changed(BOOK, {SHEET: before("</row>", "<c/>" * 1_000_000)}),
        Refusal.TOO_LARGE,
        TOO_BUSY,
    ),
    "half a million names": lambda: (
        changed(
            BOOK,
            {
                "xl/workbook.xml": after(
                    "<definedNames>", '<definedName name="a">1</definedName>' * 300_000
                )
            },
        ),
        Refusal.TOO_LARGE,
        TOO_BUSY,
    ),
    "390,000 names": lambda: (
        changed(
            BOOK, {MAIN: after("<definedNames>", "".join(f'<e{i} v="1"/>' for i in range(390_000)))}
        ),
        Refusal.TOO_LARGE,
        TOO_BUSY,
    ),
    "a namespace of 30,000 characters": lambda: (
        changed(BOOK, {MAIN: after("<definedNames>", f"<x:a xmlns:x = '{'u' * 30_000}'/>")}),
        Refusal.HOSTILE,
        DECLARATION.replace("DOCTYPE", "xmlns"),
    ),
    "a sheet in EBCDIC": lambda: (
        changed(BOOK, {SHEET: lambda part: part[:60].decode().encode("cp500")}),
        Refusal.DAMAGED,
        BROKEN,
    ),
    "a sheet in UTF-7": lambda: (
        changed(BOOK, {SHEET: lambda part: part.replace(b"UTF-8", b"UTF-7")}),
        Refusal.DAMAGED,
        BROKEN,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_could_hurt_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    data, why, sentence = REFUSED[name]()
    began = time.process_time()
    refusal = refusal_of(written(tmp_path, data))
    assert time.process_time() - began < BUSY_SECONDS
    assert (refusal.why, str(refusal)) == (why, f"报表.xlsx：{sentence}")


BOMB = (
    "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
    '<!ENTITY c SYSTEM "file:///etc/passwd">]>'
)
READ_OF_BOOK = (
    TYPES,
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    SHEET,
    STRINGS,
    "xl/styles.xml",
)
READ_OF_REPORT = (TYPES, "word/document.xml", "word/styles.xml")


@pytest.mark.parametrize(
    ("source", "part"),
    [(BOOK, part) for part in READ_OF_BOOK] + [(REPORT, part) for part in READ_OF_REPORT],
    ids=lambda value: value if isinstance(value, str) else value.suffix,
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_is_refused_in_every_part(
    tmp_path: Path, source: Path, part: str, encoding: str
) -> None:
    def bomb(content: bytes) -> bytes:
        body = content[content.index(b"?>") + 2 :] if content.startswith(b"<?xml") else content
        return (f'<?xml version="1.0" encoding="{encoding}"?>{BOMB}' + body.decode()).encode(
            encoding
        )

    refusal = refusal_of(written(tmp_path, changed(source, {part: bomb}), f"报表{source.suffix}"))
    assert (refusal.why, str(refusal)) == (Refusal.HOSTILE, f"报表{source.suffix}：{DECLARATION}")


@pytest.mark.parametrize(
    "part", [part for part in READ_OF_BOOK if part not in (SHEET, "xl/styles.xml")]
)
def test_a_workbook_without_a_part_is_refused(tmp_path: Path, part: str) -> None:
    refusal = refusal_of(written(tmp_path, changed(BOOK, {part: None})))
    assert refusal.why in (Refusal.DAMAGED, Refusal.OTHER_FORMAT)


def test_a_workbook_without_a_sheet_or_styles_is_read(tmp_path: Path) -> None:
    (finding, *_) = examine(written(tmp_path, changed(BOOK, {SHEET: None}))).findings
    assert finding.message == (
        "「三、申请办理」（工作表）：找不到工作表“三、申请办理”，可能被改名或删除。"
        "请恢复原名；删掉了的，用改动以前的文件。"
    )
    plain = examine(written(tmp_path, changed(BOOK, {"xl/styles.xml": None})))
    assert plain.report == examine(BOOK).report


@pytest.mark.parametrize("source", [BOOK, REPORT], ids=lambda path: path.suffix)
def test_a_file_cut_short_is_refused_at_every_length(tmp_path: Path, source: Path) -> None:
    data = source.read_bytes()
    for length in range(1, len(data), 997):
        refusal = refusal_of(written(tmp_path, data[:length]))
        assert refusal.why in (Refusal.DAMAGED, Refusal.OTHER_FORMAT), length


@pytest.mark.parametrize(
    ("name", "data", "why", "sentence"),
    [
        ("strict.docx", None, Refusal.STRICT, "这是“Strict Open XML”文档。请另存为普通的“Word 文档（*.docx）”后再试。"),
        ("a.mht", b"MIME-Version: 1.0\r\n", Refusal.OTHER_FORMAT, "这是单个文件网页（.mht）。"),
        ("扫描件.jpg", b"\xff\xd8\xff\xe0", Refusal.OTHER_FORMAT, "这是图片，读不了。"),
        ("a.rtf", rb"{\rtf1", Refusal.OTHER_FORMAT, "这是 RTF 文件。"),
        ("a.ofd", zipped([Member("OFD.xml", b"<x/>")]), Refusal.OTHER_FORMAT, "这是 OFD，读不了。"),
        ("老表.xls", b"\x09\x08\x10\0", Refusal.OLD_FORMAT, "这是旧版工作簿（.xls）。"),
    ],
)  # fmt: skip
def test_other_formats_are_named(
    tmp_path: Path, name: str, data: bytes | None, why: Refusal, sentence: str
) -> None:
    if data is None:
        spaces = (
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        data = changed(REPORT, {"word/document.xml": lambda part: part.replace(*spaces)})
    refusal = refusal_of(written(tmp_path, data, name))
    assert refusal.why is why
    assert str(refusal).startswith(f"{name}：{sentence}")


def test_a_report_nested_without_end_is_read_and_a_long_one_refused(tmp_path: Path) -> None:
    deep = "<w:sdt>" * 200_000 + "</w:sdt>" * 200_000
    data = changed(REPORT, {"word/document.xml": before("<w:sectPr", deep)})
    assert examine(written(tmp_path, data, "深.docx")).findings == examine(REPORT).findings
    busy = changed(REPORT, {"word/document.xml": before("<w:sectPr", "<w:p/>" * 600_000)})
    assert refusal_of(written(tmp_path, busy, "多.docx")).why is Refusal.TOO_LARGE


# ---------------------------------------------------------------- small, and endless to read

TOO_MANY_TAGS = (
    "文档里的段落、表格或样式多得不像年度报告，不读取。请把内容复制到新的 Word 文档里，保存后再试。"
)
TOO_MUCH_TEXT = "文字多得不像年度报告（超过 10000 段或 20 万字），不读取。请核对文件。"
TOO_MUCH_DRAWN = (
    "这份 PDF 里的文字或线条多得不像年度报告，不读取。请核对文件，或请对方发 Word 报告。"
)
TABLES = "表格多得不像年度报告（超过 500 张或 10 万格），不读取。请核对文件。"
HEADING = "<h2>一、总体情况</h2>"
CELL = "<td>1</td>"
WORD_HEADING = paragraph("一、总体情况")
MATH = "xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'"
NO_TEXT = "这是文本文件，读不了。请用填报表（.xlsx），或 Word 报告。"
MAIL = "这是邮件，不是填报表。请用填报表（.xlsx）；邮件里的附件请先另存出来。"
DECLARED = "display:none;" + ";".join(
    f"{name}:{'b' * 99}"
    for name in ("opacity", "clip", "clip-path", "left", "top", "right", "bottom", "transform")
)
OF_STYLE = '<w:tblPr><w:tblStyle w:val="1"/></w:tblPr>'

SEVEN_THINGS = (
    "".join(
        f'<w:{name} w:val="0"/>' for name in ("strike", "dstrike", "vanish", "vertAlign", "shd")
    )
    + '<w:color w:val="FFFFFF"/><w:highlight w:val="none"/>'
)
"""All that a style says of characters that are not seen."""


def word_style(name: str, properties: str = "", base: str = "", kind: str = "paragraph") -> str:
    """Return a style of a Word file as XML."""
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}">{based}<w:rPr>{properties}</w:rPr></w:style>'
    )


def drawn(x: float, y: float, right: float, up: float) -> bytes:
    """Return what draws a line on a page of a PDF."""
    return f"{x:.2f} {y:.2f} m {x + right:.2f} {y + up:.2f} l S\n".encode()


def lattice(count: int) -> bytes:
    """Return what draws a table of so many rows and columns over a page of a PDF."""
    places = [10 + 560 * at / count for at in range(count + 1)]
    return b"".join(drawn(10, at, 560, 0) + drawn(at, 10, 0, 560) for at in places)


def without_sectors() -> bytes:
    """Return an old workbook with 65,000 streams in a circle behind its end, and one of too many cells."""
    end, size, entry = 2**32 - 2, 2**12, struct.Struct("<64sHB49xLL4x")
    # two sectors of the table, 2044 of the directory, one of the stream that is there; of the last the table tells only
    table = struct.pack("<2048L", end, end, *range(3, 2046), end, end, 2047)
    name = "Workbook\0".encode("utf-16-le")
    missing = entry.pack(name, len(name), 2, 2047, 2**31) * (2044 * size // entry.size - 2)
    directory = bytes(entry.size) + missing + entry.pack(name, len(name), 2, 2046, size)
    head = struct.pack("<8s22xH16xL4xLL12xLL", OLE_MARK, 12, 2, 0, end, 0, 1).ljust(512, b"\xff")
    return head.ljust(size, b"\0") + table + directory + workbook_stream(LINK).ljust(size, b"\0")


ENDLESS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "lines that look like headers": ("说明.txt", lambda: b"Key: value\r\n" * 30, NO_TEXT),
    "a member that says 555 bytes and inflates to 1.5 GB": (
        "报表.xlsx",
        lambda: with_member(Member(STRINGS, packed=zeros(1536), size=555, checksum=0)),
        BROKEN,
    ),
    "a mail with forty headers": (
        "信.txt",
        lambda: (b"X-Header: " + b"a" * 200 + b"\r\n") * 40 + b"MIME-Version: 1.0\r\n",
        MAIL,
    ),
    "numberings by levels": (
        "报告.docx",
        lambda: word_file(WORD_HEADING, numberings(40_000, 2000)),
        "",
    ),
    "20,000 numbered paragraphs of as many lists": (
        "报告.docx",
        lambda: word_file(
            WORD_HEADING + "".join(paragraph("文", number) for number in range(20_000)),
            numberings(20_000, 9),
        ),
        TOO_MUCH_TEXT,
    ),
    "10,000 styles that are based on one of as many properties": (
        "报告.docx",
        lambda: word_file(
            WORD_HEADING,
            styles=word_style("1", '<w:vanish w:val="0"/>' * 10_000)
            + "".join(word_style(str(name), base="1") for name in range(2, 10_000)),
        ),
        "",
    ),
    "2,000 tables within one another, of one style": (
        "报告.docx",
        lambda: word_file(
            WORD_HEADING
            + ("<w:tbl>" + OF_STYLE + "<w:tr><w:tc>" + paragraph("文")) * 2000
            + "</w:tc></w:tr></w:tbl>" * 2000,
            styles=word_style("1", "<w:vanish/>", kind="table"),
        ),
        "表格套得太深，不读取。请核对文件。",
    ),
    "9,000 numbered paragraphs of as many lists": (
        "报告.docx",
        lambda: word_file(
            WORD_HEADING + "".join(paragraph("文", number) for number in range(9000)),
            numberings(9000, 9, 9000),
        ),
        "",
    ),
    "a number of a thousand digits": (
        "报告.docx",
        lambda: word_file(
            WORD_HEADING + paragraph("文", 0) * 9000,
            '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="'
            + "9" * 4000
            + '"/><w:lvlText w:val="'
            + "%1" * 10_000
            + '"/></w:lvl></w:abstractNum><w:num w:numId="0"><w:abstractNumId w:val="0"/></w:num>',
        ),
        TOO_MUCH_TEXT,
    ),
    "200,000 blanks in a line": (
        "报告.docx",
        lambda: word_file(WORD_HEADING + paragraph(f"甲{'　' * 190_000}乙")),
        "",
    ),
    "300,000 runs of paragraph and table styles that say seven things": (
        "报告.docx",
        lambda: word_file(
            WORD_HEADING
            + f"<w:tbl>{OF_STYLE}<w:tr><w:tc>{paragraph('甲')}</w:tc><w:tc><w:p>"
            + f'<w:pPr><w:pStyle w:val="2"/></w:pPr>{"<w:r/>" * 300_000}</w:p></w:tc></w:tr></w:tbl>',
            styles=word_style("1", SEVEN_THINGS, kind="table") + word_style("2", SEVEN_THINGS),
        ),
        "",
    ),
    "a numbering of 300,000 overrides, again and again": (
        "报告.docx",
        lambda: word_file(
            WORD_HEADING + paragraph("文", 0) * 9000,
            numberings(0, 9)
            + f'<w:num w:numId="0">{"<w:lvlOverride/>" * 300_000}<w:abstractNumId w:val="0"/></w:num>',
        ),
        "",
    ),
    "2,000 levels below the first of 9,000 lists": (
        "报告.docx",
        lambda: word_file(
            WORD_HEADING + "".join(paragraph("文", number) for number in range(9000)),
            numberings(9000, 2000).replace('w:ilvl="', 'w:ilvl="-'),
        ),
        "",
    ),
    "29 tables within one another around 400,000 bookmarks": (
        "报告.docx",
        lambda: word_file(
            WORD_HEADING
            + "<w:tbl><w:tr><w:tc>" * 29
            + f"<w:p>{'<w:bookmarkStart/>' * 400_000}</w:p>"
            + "</w:tc></w:tr></w:tbl>" * 29
        ),
        "",
    ),
    "150 paragraphs directly in one another in a cell": (
        "报告.docx",
        lambda: word_file(
            WORD_HEADING
            + "<w:tbl><w:tr><w:tc>"
            + "<w:p>" * 150
            + "<w:bookmarkStart/>" * 400_000
            + "</w:p>" * 150
            + "</w:tc></w:tr></w:tbl>"
        ),
        "",
    ),
    "900 formulas within one another around 200,000 elements": (
        "报告.docx",
        lambda: word_file(
            f"{WORD_HEADING}<w:p {MATH}>{'<m:oMath>' * 900}{'<m:r/>' * 200_000}"
            f"{'</m:oMath>' * 900}</w:p>"
        ),
        "",
    ),
    "900 smart tags within one another around 200,000 texts": (
        "报告.docx",
        lambda: word_file(
            f"{WORD_HEADING}<w:p>{'<w:smartTag>' * 900}<w:r>{'<w:t/>' * 200_000}</w:r>"
            f"{'</w:smartTag>' * 900}</w:p>"
        ),
        "",
    ),
    "a selector of 400,000 elements beside one another": (
        "页.html",
        lambda: page(f"<style>{'a+' * 400_000}a{{display:none}}</style>{HEADING}<table><tr>{CELL}"),
        "",
    ),
    "selectors of 300 attributes that 2,000 cells have": (
        "页.html",
        lambda: page(
            f"<style>{('td' + '[a]' * 300 + '{display:none}') * 250}</style>"
            f"{HEADING}<table><tr>{'<td a>1' * 2000}"
        ),
        "",
    ),
    "4,000 selectors that look into a class of 2,000 characters": (
        "页.html",
        lambda: page(
            f"<style>{'td[class~=b]{display:none}' * 4000}</style>{HEADING}<table><tr>"
            + f"<td class='{'a ' * 950}'>1" * 120
        ),
        "",
    ),
    "rules of nine declarations of which nobody knows whether they count": (
        "页.html",
        lambda: page(
            f"<style>{f'td:nth-child(1){{{DECLARED}}}' * 400}</style>"
            + HEADING
            + f"<table>{'<tr><td>1' * 1200}"
        ),
        "",
    ),
    "200 raised marks within one another around 100,000 elements": (
        "页.html",
        lambda: page(f"{HEADING}<p>{'<sup>' * 200}{'<i></i>' * 100_000}"),
        "",
    ),
    "200 buttons within one another around 100,000 elements": (
        "页.html",
        lambda: page(f"{HEADING}{'<button>' * 200}{'<i></i>' * 100_000}"),
        "",
    ),
    "900 tags of 2,900 attributes": (
        "页.html",
        lambda: page(f"<p {' '.join(f'a{number}' for number in range(2900))}>" * 900),
        "网页的标签不正常，不读取。请核对文件。",
    ),
    "100,000 coloured elements in a cell below twelve of a long style": (
        "页.html",
        lambda: page(
            f"{HEADING}<table><tr><td>1"
            + f'<b style="{"a:b;" * 400}">' * 12
            + "<i style=color:red></i>" * 100_000
        ),
        "",
    ),
    "half a million paragraphs": (
        "报告.docx",
        lambda: word_file("<w:p/>" * 500_000),
        TOO_MANY_TAGS,
    ),
    "tables in tables": (
        "报告.docx",
        lambda: word_file(
            WORD_HEADING
            + "<w:tbl><w:tr><w:tc>" * 150
            + paragraph("a") * 9000
            + "</w:tc></w:tr></w:tbl>" * 150
        ),
        "表格套得太深，不读取。请核对文件。",
    ),
    "60,000 marks in a cell": (
        "页.html",
        lambda: page(f"{HEADING}<table><tr><td>{'<sup>a</sup>' * 60_000}</td></tr></table>"),
        "",
    ),
    "a paragraph of 7.7 MB": (
        "页.html",
        lambda: page(f"{HEADING}<p>{'2024年，' * 592_307}</p>"),
        TOO_MUCH_TEXT,
    ),
    "290,000 headings": ("页.html", lambda: page("<p>一、总体情况" * 290_000), TOO_MUCH_TEXT),
    "9,000 headings 250 elements deep": (
        "页.html",
        lambda: page("<div>" * 200 + HEADING * 9000),
        "",
    ),
    "a sentence on reviews again and again": (
        "页.html",
        lambda: page(HEADING + "<p>" + "行政复议2件，行政诉讼1件。" * 2800),
        "",
    ),
    "a sentence on fees again and again": (
        "页.html",
        lambda: page(f"{HEADING}<p>{'发出收费通知1件，总金额' * 16_000}</p>"),
        "",
    ),
    "a tag of 400,000 attributes": (
        "页.html",
        lambda: page(f"<p {' '.join(f'a{number}' for number in range(400_000))}>甲"),
        "网页的标签不正常，不读取。请核对文件。",
    ),
    "a tag of 200,000 attributes that seem to end it": (
        "页.html",
        lambda: page("<p " + " ".join(f"a{number}='>'" for number in range(200_000)) + ">甲"),
        "网页的标签不正常，不读取。请核对文件。",
    ),
    "elements within elements": (
        "页.html",
        lambda: page("<table><tr><td>1" + ("<b class=hide>" * 200 + "1" + "</b>" * 200) * 700),
        "网页的标签套得太深，不读取。请核对文件。",
    ),
    "digits beside 90,000 others": (
        "页.html",
        lambda: page(f"<link rel=stylesheet>{HEADING}<table><td>{'<b class=hide>1</b>' * 90_000}"),
        "",
    ),
    "tags within tags": (
        "页.html",
        lambda: page("<a b='" * 200_000),
        "网页的标签不正常，不读取。请核对文件。",
    ),
    "40,000 bold pieces of a line": (
        "页.html",
        lambda: page(f"{HEADING}<p>{'<b>甲</b>' * 40_000}</p>"),
        "",
    ),
    "40,000 raised marks behind a long text": (
        "页.html",
        lambda: page(f"{HEADING}<p>{'甲' * 60_000}{'<sup>1</sup>' * 40_000}</p>"),
        "",
    ),
    "4,900 tables": (
        "页.html",
        lambda: page(HEADING + f"<table><tr>{CELL * 2}</table>" * 4900),
        TABLES,
    ),
    "2,000 tables with a cell of 200 rows and 63 columns": (
        "页.html",
        lambda: page(HEADING + f"<table><tr><td rowspan=200 colspan=63></td>{CELL}</table>" * 2000),
        TABLES,
    ),
    "a row of 100,000 classes and 1,000 cells": (
        "页.html",
        lambda: page(
            f"{HEADING}<div style=display:table><p class='tr {'a ' * 100_000}'>{'<i></i>' * 1000}"
        ),
        "",
    ),
    "4,000 selectors of an element of 100,000 classes": (
        "页.html",
        lambda: page(
            f"<style>{'.a.b{display:none}' * 4000}</style>{HEADING}"
            f"<table><tr><td class='a {'c ' * 100_000}'>1"
        ),
        "",
    ),
    "a table of two lines again and again": (
        "页.html",
        lambda: page(
            HEADING + "<p>行政复议 结果维持 结果纠正 尚未审结 总计<p>1 1 1 3<p>是的。" * 80
        ),
        "",
    ),
    "9,000 blank paragraphs behind a table": (
        "报告.docx",
        lambda: word_file(
            WORD_HEADING
            + "<w:tbl><w:tr>"
            + f"<w:tc>{paragraph('文')}</w:tc>" * 2
            + "</w:tr></w:tbl>"
            + "<w:p/>" * 9000
        ),
        "",
    ),
    "200 raised runs within one another": (
        "报告.docx",
        lambda: word_file(
            f"{WORD_HEADING}<w:p>"
            + '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>' * 200
            + "</w:r>" * 200
            + "</w:p>"
        ),
        "",
    ),
    "a path that cuts off 200,000 times": (
        "报告.pdf",
        lambda: pdf_of([shown("2025"), b"1 1 m " + b"1 1 l " * 300 + b"W " * 200_000]),
        "里面找不到政府信息公开工作年度报告的标题和表格。请核对文件。",
    ),
    "a drawn table of 100 rows and columns": (
        "报告.pdf",
        lambda: pdf_of([shown("2025"), lattice(100)]),
        "里面找不到政府信息公开工作年度报告的标题和表格。请核对文件。",
    ),
    "39,000 characters on a page": (
        "报告.pdf",
        lambda: pdf_of([b"BT /F 2 Tf 5 840 Td" + (b" (%s) Tj 0 -3 Td" % (b"ab" * 150)) * 130]),
        "里面找不到政府信息公开工作年度报告的标题和表格。请核对文件。",
    ),
    "a table of 150 rows and columns in the corner of a wide page full of characters": (
        "报告.pdf",
        lambda: pdf_of(
            [
                drawn(10, 10, 99_000, 0)
                + lattice(150)
                + b"BT /F 1 Tf 15 560 Td"
                + (b" (%s) Tj 0 -4 Td" % (b"ab" * 100)) * 100
            ]
        ).replace(b"595 842", b"99999 842"),
        "里面找不到政府信息公开工作年度报告的标题和表格。请核对文件。",
    ),
    "4,000 lines in the border of a table of 70 rows and columns": (
        "报告.pdf",
        lambda: pdf_of(
            [
                lattice(70)
                + b"BT /F 0.5 Tf"
                + b"".join(b" 1 0 0 1 %d 12 Tm (a) Tj" % (12 + 8 * at) for at in range(70))
                + b"/F 0.001 Tf"
                + b"".join(b" 1 0 0 1 12 %.4f Tm (a) Tj" % (9.9 - at * 6e-4) for at in range(4_000))
            ]
        ),
        "里面找不到政府信息公开工作年度报告的标题和表格。请核对文件。",
    ),
    "900 lines apart on each of four pages": (
        "报告.pdf",
        lambda: pdf_of(
            [b"".join(drawn(14 * x, 14 * y, 5, 0) for x in range(30) for y in range(30))] * 4
        ),
        TOO_MUCH_DRAWN,
    ),
    "a list of 30,000 values that is asked 10,000 times whether it marks a watermark": (
        "报告.pdf",
        lambda: pdf_of(
            [shown("2025"), b"/Artifact /N BDC EMC " * 10_000],
            b"9 0 obj[" + b"0 " * 30_000 + b"]endobj\n",
            b"/Properties<</N 9 0 R>>",
        ),
        "里面找不到政府信息公开工作年度报告的标题和表格。请核对文件。",
    ),
    "65,000 streams of an old workbook in sectors that it does not have": (
        "年报.xls",
        without_sectors,
        TOO_BUSY,
    ),
    "8,900 numbered lines, each in a division": (
        "页.html",
        lambda: page(
            HEADING + "".join(f"<div><span>三、第{n}次公开情况</span></div>" for n in range(8_900))
        ),
        "",
    ),
    "a style of two megabytes": (
        "页.html",
        lambda: page(f'{HEADING}<p style="{"text-decoration:" * 130_000}">甲</p>'),
        "",
    ),
    "10,000 titles that differ in blanks, of one sheet": (
        "报表.xlsx",
        lambda: changed(
            BOOK,
            {
                MAIN: before(
                    "</sheets>",
                    "".join(
                        f'<sheet name="一{f"{number:b}".translate(BLANKS)}、总体情况" sheetId="{number + 99}" r:id="rId3"/>'
                        for number in range(10_000)
                    ),
                )
            },
        ),
        "",
    ),
    "21 sheets of one part of 150,000 cells that only openpyxl would read": (
        "报表.xlsx",
        lambda: changed(
            BOOK,
            {
                MAIN: with_sheets(20, "rId5"),
                SHEET: before(
                    "</sheetData>",
                    '<row r="190">' + '<c r="A190" s="1"/>' * 150_000 + "</row>",
                ),
            },
        ),
        "工作簿已损坏，读不出来。请用 Excel 或 WPS 打开后重新保存。",
    ),
    "names of Excel's own within one tag": (
        "报表.xlsx",
        lambda: changed(
            BOOK,
            {
                MAIN: before(
                    "</definedNames>",
                    "<definedName" + " name='_xlnm." * 20_000 + "'>1<b/></definedName>",
                )
            },
        ),
        "工作簿已损坏，读不出来。请用 Excel 或 WPS 打开后重新保存。",
    ),
    "a number format of 500,000 characters": (
        "报表.xlsx",
        lambda: changed(
            BOOK,
            {
                "xl/styles.xml": lambda part: part.replace(
                    b'formatCode="@"', b'formatCode="' + b"0" * 500_000 + b'"'
                ).replace(b'numFmtId="0"', b'numFmtId="164"')
            },
        ),
        "",
    ),
    "merged cells upon merged cells": (
        "报表.xlsx",
        lambda: changed(
            BOOK,
            {
                SHEET: before(
                    "<mergeCell ",
                    "".join(f'<mergeCell ref="A1:J{100 + number}"/>' for number in range(2000)),
                )
            },
        ),
        "",
    ),
    "a sheet whose names begin with three million letters": (
        "报表.xlsx",
        lambda: changed(
            BOOK,
            {
                SHEET: lambda part: (
                    part.replace(b"xmlns=", b"xmlns:%b=" % (b"a" * 3_000_000))
                    .replace(b"<worksheet", b"<%b:worksheet" % (b"a" * 3_000_000))
                    .replace(b"</worksheet", b"</%b:worksheet" % (b"a" * 3_000_000))
                )
            },
        ),
        DECLARATION.replace("DOCTYPE", "xmlns"),
    ),
    "a formula of 20,000 characters that 2,000 cells share": (
        "报表.xlsx",
        lambda: changed(
            BOOK,
            {
                SHEET: lambda part: re.sub(
                    b"<sheetData>.*</sheetData>",
                    b'<sheetData><row r="1"><c r="A1"><f ca=">" t="&#115;hared" si="0" ref="A1:A200">'
                    + b"A1+" * 7000
                    + b"1</f></c></row>"
                    + b"".join(
                        b'<row r="%d">%b</row>' % (row, b'<c><f t="shared" si="0"/></c>' * 10)
                        for row in range(2, 200)
                    )
                    + b"</sheetData>",
                    part,
                    flags=re.DOTALL,
                )
            },
        ),
        "",
    ),
    "30,000 conditional formats, and a sheet as no program writes it": (
        "报表.xlsx",
        lambda: changed(
            BOOK,
            {
                SHEET: before(
                    "</worksheet>",
                    '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1">'
                    "<formula>1</formula></cfRule></conditionalFormatting>" * 30_000,
                ),
                MAIN: odd_epoch,
            },
        ),
        "",
    ),
    **{
        f"ten parts of 490,000 tags that have to be parsed, {kind}": (
            "报表.xlsx",
            lambda kind=kind, root=root: with_parts(
                10,
                kind,
                f"<{root} xmlns='{MAIN_SPACE}'><sheetData></sheetData><!---->{'<a/>' * 490_000}</{root}>",
            ),
            TOO_BUSY,
        )
        for kind, root in (("worksheet", "worksheet"), ("styles", "styleSheet"))
    },
    "400 sheets that only openpyxl would read": (
        "报表.xlsx",
        lambda: changed(BOOK, {MAIN: with_sheets(400, "rId3")}),
        "文件里的单元格、文字或样式多得不像填报表，不读取。请把内容复制到新的填报表里，保存后再试。",
    ),
    "600,000 attributes of one tag": (
        "报表.xlsx",
        lambda: changed(
            BOOK,
            {MAIN: after("<workbookPr", "".join(f' a{n:x}=""' for n in range(600_000)))},
        ),
        "文件里的单元格、文字或样式多得不像填报表，不读取。请把内容复制到新的填报表里，保存后再试。",
    ),
    "three parts of 23 MB": (
        "报表.xlsx",
        lambda: changed(
            BOOK,
            {
                part: before(end, "<x>" + "1" * 23_000_000 + "</x>")
                for part, end in (
                    (MAIN, "</workbook>"),
                    (TYPES, "</Types>"),
                    ("xl/sharedStrings.xml", "</sst>"),
                )
            },
        ),
        "文件里的单元格、文字或样式多得不像填报表，不读取。请把内容复制到新的填报表里，保存后再试。",
    ),
    "a sheet of 34 MB with a comment behind its rows": (
        "报表.xlsx",
        lambda: changed(
            BOOK, {SHEET: before("</worksheet>", "<!---->" + "<x>" + "1" * 34_000_000 + "</x>")}
        ),
        "文件里的单元格、文字或样式多得不像填报表，不读取。请把内容复制到新的填报表里，保存后再试。",
    ),
    "a sheet of 34 MB in UTF-16": (
        "报表.xlsx",
        lambda: changed(
            BOOK,
            {
                SHEET: lambda part: (
                    before("</worksheet>", "<x>" + "1" * 17_000_000 + "</x>")(part)
                    .decode()
                    .encode("utf-16")
                )
            },
        ),
        "文件展开后过大，不读取。请核对文件来源。",
    ),
    "a formula of 66,000 references": (
        "报表.xlsx",
        lambda: changed(
            BOOK,
            {
                SHEET: lambda part: with_cell(
                    part, f'<c r="D8"><f>{"&#65;" * 66_000}</f><v>0</v></c>'
                )
            },
        ),
        "有的格子里文字超过 32767 字，Excel 写不出这样的文件，不读取。请核对文件来源。",
    ),
    "half a character": (
        "报表.xlsx",
        lambda: changed(
            BOOK,
            {SHEET: lambda part: with_cell(part, '<c r="D8" t="str"><v>&#xD800;</v></c>')},
        ),
        "工作簿已损坏，读不出来。请用 Excel 或 WPS 打开后重新保存。",
    ),
    "90,000 names that only openpyxl would read": (
        "报表.xlsx",
        lambda: changed(
            BOOK,
            {
                MAIN: lambda part: before(
                    "</definedNames>",
                    "".join(f'<definedName name="a{n}">1</definedName>' for n in range(90_000)),
                )(odd_epoch(part))
            },
        ),
        "文件里的单元格、文字或样式多得不像填报表，不读取。请把内容复制到新的填报表里，保存后再试。",
    ),
}


@pytest.fixture(scope="module")
def reader() -> Iterator[Workers]:
    """A worker process that gives up what hangs; the limit is far from what any file takes."""
    with Workers(1, 60, preload=[examine_file.__module__]) as workers:
        yield workers


@pytest.mark.parametrize("name", ENDLESS)
def test_what_is_small_and_endless_is_answered(reader: Workers, name: str) -> None:
    file, make, sentence = ENDLESS[name]
    said, seconds, peak = reader.submit(examined, file, make()).result()
    assert said == (f"{file}：{sentence}" if sentence else "")
    assert seconds < BUSY_SECONDS
    assert peak < MOST_MEMORY


@pytest.mark.parametrize(
    ("deep", "start", "many", "end", "sentence"),
    [
        pytest.param(
            8000,
            "<w:p><w:r><w:txbxContent>",
            f"<w:p>{'<w:r/>' * 300_000}</w:p>",
            "</w:txbxContent></w:r></w:p>",
            "报告.docx：批注写不进去，请照列出的问题改；要带批注的，请用 Word 或 WPS 打开，另存后再试。",
            id="text boxes",
        ),
        pytest.param(2000, "<w:p>", "<w:bookmarkStart/>" * 40_000, "</w:p>", "", id="paragraphs"),
    ],
)
def test_what_is_small_and_endless_gets_its_comments(
    reader: Workers, deep: int, start: str, many: str, end: str, sentence: str
) -> None:
    """One within another around thousands of elements."""
    data = word_file(WORD_HEADING + start * deep + many + end * deep)
    said, seconds, peak = reader.submit(examined, "报告.docx", data, goes_back=True).result()
    assert said == sentence
    assert seconds < BUSY_SECONDS
    assert peak < MOST_MEMORY


def test_a_cell_that_is_no_number_is_named(tmp_path: Path) -> None:
    for value in ("nan", "inf", "-inf", "1" * 400, "1" * 5000):
        for unusual in ("", "<f t='shared' si='0'>1</f>"):
            cell = f'<c r="D8"><f>1</f>{unusual}<v>{value}</v></c>'
            data = changed(BOOK, {SHEET: lambda part, cell=cell: with_cell(part, cell)})
            examination = examine(written(tmp_path, data))
            assert unusual or annotated(examination)[0]
            findings = examination.findings
            said = [one.what for one in findings if one.place and one.place.cell == "D8"]
            quoted = value if len(value) <= 20 else f"{value[:20]}…"
            large = f"数字“{quoted}”过大，无法使用。请核对后重填。"
            wrong = f"应填数字，现为“{quoted}”。请改填数字。"
            assert said == [large if value.isdecimal() else wrong], unusual


def with_cell(part: bytes, cell: str) -> bytes:
    return re.sub(rb'<c r="D8"[^>]*>.*?</c>', cell.encode(), part, count=1)


def test_a_text_that_excel_could_not_write_is_refused(tmp_path: Path) -> None:
    cell = f'<c r="D8" t="inlineStr"><is><t>{"长" * 32_768}</t></is></c>'
    data = changed(BOOK, {SHEET: lambda part: with_cell(part, cell)})
    refusal = refusal_of(written(tmp_path, data))
    assert refusal.why is Refusal.TOO_LARGE
    assert str(refusal).startswith("报表.xlsx：有的格子里文字超过 32767 字")


# ---------------------------------------------------------------- folders


def test_what_is_packed_in_a_file_shares_one_allowance(tmp_path: Path) -> None:
    inner = zipped(
        Member(f"{number}.xlsx", packed=zeros(60), size=60 * 2**20, checksum=0)
        for number in range(3)
    )
    with zipfile.ZipFile(tmp_path / "外.zip", "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.zip", inner)
    (tmp_path / "坏.zip").write_bytes(
        zipped([Member("a.xlsx", b"x", reach=5), Member("b.xlsx", b"y")])
    )
    (tmp_path / "无名.zip").write_bytes(zipped([Member("", b"x"), Member("b.xlsx", b"y")]))
    (tmp_path / "锁.zip").write_bytes(zipped([Member("a.xlsx", b"x", flags=1)]))
    (tmp_path / "好.zip").write_bytes(zipped([Member("年报.xlsx", BOOK.read_bytes(), flags=0x800)]))
    found = {item.label: item.refusal for item in collect(tmp_path)}
    too_large = "压缩包展开后过大，不读取。请解压后再放进来。"
    assert found["外.zip → 2.zip → 2.xlsx"] == f"2.zip 里的 2.xlsx：{too_large}"
    assert found["坏.zip"] == f"坏.zip：{BROKEN}"
    assert found["无名.zip"] == f"无名.zip：{BROKEN}"
    assert found["锁.zip → a.xlsx"] == "锁.zip 里的 a.xlsx：压缩包加了密码。请解压后再放进来。"
    assert found["好.zip → 年报.xlsx"] == ""


def test_a_mail_out_of_shape_is_refused(tmp_path: Path) -> None:
    message = EmailMessage()
    message.set_content("请查收。")
    message.add_attachment(b"x", maintype="application", subtype="x", filename="年报.xlsx")
    shape = message.as_bytes()
    (tmp_path / "头.eml").write_bytes(
        shape.replace(b"attachment;", b"attachment;" + b" ((((;" * 20_000)
    )
    (tmp_path / "深.eml").write_bytes(
        b"".join(
            b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (depth, depth)
            for depth in range(3000)
        )
    )
    found = {item.label: item.refusal for item in collect(tmp_path)}
    assert found == {
        "头.eml → （没有名字）": "（没有名字）：附件读不出来。请打开邮件，把它另存后再放进来。",
        "深.eml": "深.eml：邮件的结构不正常，不读取。请把附件另存后再放进来。",
    }


OUT_OF_SHAPE = "邮件的结构不正常，不读取。请把附件另存后再放进来。"
ENDLESS_MAILS = {
    "nested": b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (depth, depth)
        for depth in range(100)
    )
    + b"\n" * 3_000_000,
    "line breaks": b"MIME-Version: 1.0\n\n" + b"\n" * 30_000_000,
    "returns": b"MIME-Version: 1.0\n\n" + b"\r" * 30_000_000,
    "headers": b"A: b\n" * 5_000_000,
    "one line": b"MIME-Version: 1.0\n\n" + b" " * 22_000_000,
}


@pytest.mark.parametrize("name", ENDLESS_MAILS)
def test_a_mail_of_nothing_but_lines_is_refused_before_it_is_parsed(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "外.zip").write_bytes(
        zipped([Member("信.eml", ENDLESS_MAILS[name]), Member("年报.xlsx", BOOK.read_bytes())])
    )
    monkeypatch.setattr("converter.county.collecting.mail_parser.message_from_bytes", None)
    letter, report = collect(tmp_path)
    assert letter.refusal == f"信.eml：{OUT_OF_SHAPE}"
    assert report.file


def test_a_forwarded_mail_with_40_mb_of_attachments_is_no_attack() -> None:
    containers = b"Content-Type: multipart/mixed\nContent-Type: message/rfc822\n" * 2 + b"\n"
    data = containers + (b"A" * 76 + b"\r\n") * 550_000
    parse_mail(data, MailAllowance())


def test_an_archive_of_a_million_empty_files_is_named_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Allowance, "__init__", partialmethod(Allowance.__init__, members=50))
    inner = zipped(Member(f"{number}.xlsx") for number in range(40))
    (tmp_path / "外.zip").write_bytes(
        zipped(Member(f"{number}.zip", inner) for number in range(250))
    )
    found = list(collect(tmp_path))
    assert len(found) < 60
    last = found[-1]
    assert (last.label, last.refusal) == (
        "外.zip",
        "外.zip：压缩包里的文件太多，后面的没有读取。请解压后再放进来。",
    )


# ---------------------------------------------------------------- a county's own template

RELATIONS = "word/_rels/document.xml.rels"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relationship(kind: str, target: str, *, outside: bool = True) -> dict[str, Change]:
    mode = ' TargetMode="External"' if outside else ""
    link = f'<Relationship Id="rId99" Type="{KINDS}/{kind}" Target="{target}"{mode}/>'
    return {RELATIONS: before("</Relationships>", link)}


def field(*codes: str) -> dict[str, Change]:
    runs = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "end"))
    return {"word/document.xml": before("<w:sectPr", f"<w:p>{begin}{runs}{end}</w:p>")}


NORMAL = "请在“开发工具”的“文档模板”里改回 Normal，保存后再试。"
FORBIDDEN = (
    "模板里有程序不允许的域（{}），它可能取外部内容、运行程序，或者印出别的数。请删除这个域。"
)
UNSAFE: dict[str, tuple[dict[str, Change], str]] = {
    "a remote template": (
        relationship("attachedTemplate", "http://x/a.dotm"),
        f"模板引用了外部的模板（http://x/a.dotm）。{NORMAL}",
    ),
    "a template on another computer": (
        relationship("attachedTemplate", "file://x/a.dotm"),
        f"模板引用了外部的模板（file://x/a.dotm）。{NORMAL}",
    ),
    "a picture from outside": (
        relationship("image", "http://x/a.png"),
        "模板引用了外部的图片（http://x/a.png）。请把图片直接插入文档，不要链接。",
    ),
    "a macro": (
        {"word/vbaProject.bin": b"x"},
        "模板里有宏（word/vbaProject.bin）。请删除后另存为 .docx。",
    ),
    "a control": (
        relationship("control", "activeX1.xml", outside=False),
        "模板里有ActiveX 控件（activeX1.xml）。请删除后另存为 .docx。",
    ),
    "a document taken in": (
        relationship("aFChunk", "a.html", outside=False),
        "模板里有外来文档（a.html）。请删除后另存为 .docx。",
    ),
    "a field that runs a program": (
        field(" DDE", 'AUTO "cmd" '),
        FORBIDDEN.format("DDEAUTO"),
    ),
    "a field that fetches a picture": (
        {
            "word/document.xml": before(
                "<w:sectPr",
                '<w:p><w:fldSimple w:instr="includepicture http://x/a.png"/></w:p>',
            )
        },
        FORBIDDEN.format("INCLUDEPICTURE"),
    ),
    "a declaration": ({"word/styles.xml": before("<w:styles", BOMB)}, DECLARATION),
    **{
        f"a field {word}": (
            field(f' {word} "x" '),
            FORBIDDEN.format(word),
        )
        for word in ("DDE", "IMPORT", "INCLUDE", "INCLUDETEXT", "LINK", "MACROBUTTON")
    },
}


@pytest.mark.parametrize("name", UNSAFE)
def test_what_a_template_fetches_or_runs_is_named(tmp_path: Path, name: str) -> None:
    changes, sentence = UNSAFE[name]
    template = written(tmp_path, changed(TEMPLATE, changes), "模板.docx")
    assert template_problems(template) == [sentence]
    with pytest.raises(UnusableTemplate) as refusal:
        plan_conversion(BOOK, Options(tmp_path / "报告.docx", template=template))
    assert str(refusal.value) == f"报告模板不能使用：\n模板.docx：{sentence}"
    assert not (tmp_path / "报告.docx").exists()


def test_links_that_a_reader_follows_by_hand_are_no_fault(tmp_path: Path) -> None:
    template = changed(TEMPLATE, relationship("hyperlink", "http://www.gov.cn/"))
    assert template_problems(written(tmp_path, template, "模板.docx")) == []
    template = changed(TEMPLATE, field("HYPERLINK http://x/LINK"))
    assert template_problems(written(tmp_path, template, "模板.docx")) == []


def with_paragraphs(*texts: str) -> bytes:
    """Return the shipped template with some paragraphs more."""
    more = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
    return changed(TEMPLATE, {"word/document.xml": before("<w:sectPr", more)})


def wrong(tag: str) -> str:
    return f"正文第 52 段：占位符“{tag}”写法有误。请照原模板的写法改正。"


UNPRINTABLE = "“{}”按模板印不出来。请照原模板的写法改正。"
TOO_LONG = "按模板生成的报告过大。请检查模板里的循环。"
LOOP = "{%p for a in overview %}"
RUNNING = {
    **{
        tag: (tag, [wrong(tag)])
        for tag in (
            "{{ 'a' * 9999999999 }}",
            "{{ 9**9**9 }}",
            "{{ 1 // 0 }}",
            "{{ 'a' | center(3000000000) }}",
            "{{ lipsum(n=100000) }}",
            "{{ unit_name.ljust(9) }}",
            "{% set x = unit_name ~ unit_name %}",
            "{% include 'x' %}",
            "{{ '%d' | format('x') }}",
            "{{ [unit_name] }}",
        )
    },
    "a range": (
        "{% for a in range(1000000000) %}{% endfor %}",
        [wrong("{% for a in range(1000000000) %}")],
    ),
    "no test": (
        "{% if title is foo %}{% endif %}",
        [UNPRINTABLE.format("{% if title is foo %}{% endif %}")],
    ),
    "brackets": (f"{{{{ {'(' * 3000}1{')' * 3000} }}}}", [wrong("{{ " + "(" * 57 + "…")]),
    "figures": (f"{{{{ {'9' * 5000} }}}}", [wrong("{{ " + "9" * 57 + "…")]),
    "a chain": (f"{{{{ unit_name{'.a' * 5000} }}}}", [wrong("{{ unit_name" + ".a" * 24 + "…")]),
    "loops in loops": (
        f"{LOOP}\n{LOOP}\n{LOOP}\n甲\n" + "{%p endfor %}\n" * 3,
        ["正文第 54 段：“{%p for a in overview %}”：循环最多套 2 层。请照原模板改正。"],
    ),
    "text": (f"{LOOP}\n{LOOP}\n" + "甲" * 180_000 + "\n{%p endfor %}\n{%p endfor %}", [TOO_LONG]),
    "no attribute": ("{{ unit_name.foo }}", [UNPRINTABLE.format("{{ unit_name.foo }}")]),
    "an attribute of Python's": (
        "{{ unit_name.__class__ }}",
        [UNPRINTABLE.format("{{ unit_name.__class__ }}")],
    ),
    "no figure": (
        "{% if unit_name > 5 %}甲{% endif %}",
        [UNPRINTABLE.format("{% if unit_name > 5 %}甲{% endif %}")],
    ),
    "half a condition": ("甲{% else %}", [UNPRINTABLE.format("甲{% else %}")]),
    "what is split": ("{\n{ unit_name }}", [  # no tag as it stands, one where paragraphs are joined
        "正文第 53 段：占位符不完整，只有“}}”。请补全成对的花括号。",
        "有的占位符被分在两段里。请把花括号和里面的名称写在同一段。",
    ]),
}  # fmt: skip


@pytest.mark.parametrize("name", RUNNING)
def test_what_a_template_cannot_say_is_told_in_chinese(tmp_path: Path, name: str) -> None:
    code, sentences = RUNNING[name]
    template = written(tmp_path, with_paragraphs(*code.split("\n")), "模板.docx")
    assert check_template(open_input(template)) == sentences


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        ('<w:p><w:r><w:rPr><w:rFonts w:ascii="{}"/></w:rPr></w:r></w:p>', "{{r " * 15 + "…"),
        ("<!--{}-->", "<!--" + "{{r " * 14 + "…"),
    ],
)
def test_placeholders_stand_in_texts_alone(tmp_path: Path, part: str, shown: str) -> None:
    """Where it finds no end to them, docxtpl would take the square of their number."""
    more = part.replace("{}", "{{r " * 50_000)
    data = changed(TEMPLATE, {"word/document.xml": before("<w:sectPr", more)})
    assert check_template(open_input(written(tmp_path, data, "模板.docx"))) == [
        f"“{shown}”不在正文、页眉、页脚的文字里（word/document.xml），不会替换。请移到文字里，或者删去。"
    ]


def test_a_template_works_under_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("converter.conversion.TEMPLATE_TIME_LIMIT", 0.01)
    with pytest.raises(UnusableTemplate) as refusal:
        template_problems(written(tmp_path, with_paragraphs("甲"), "模板.docx"))
    assert str(refusal.value) == (
        "报告模板不能使用：\n模板.docx：处理了 0.01 秒还没有完，已停止。请核对文件。"
    )


def test_checking_and_printing_share_the_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = []
    run = workers_module._Worker.run

    def noted(worker: Any, task: Any, time_limit: float) -> Any:
        limits.append(time_limit)
        return run(worker, task, time_limit)

    monkeypatch.setattr(workers_module._Worker, "run", noted)
    plan_conversion(BOOK, Options(tmp_path / "报告.docx", template=TEMPLATE))
    checking, printing = limits
    assert checking == TEMPLATE_TIME_LIMIT
    assert 0 < printing < checking


def test_of_20_000_broken_placeholders_fifty_are_told(tmp_path: Path) -> None:
    text = f"<w:p><w:r><w:t>{'{{ ' * 20_000}</w:t></w:r></w:p>"
    each = "<w:p><w:r><w:t>{{ </w:t></w:r></w:p>" * 20_000
    data = changed(TEMPLATE, {"word/document.xml": before("<w:sectPr", text + each)})
    problems = template_problems(written(tmp_path, data, "模板.docx"))
    assert len(problems) <= 51


# ---------------------------------------------------------------- the bytes are read once


@pytest.mark.parametrize(
    "command",
    [
        examine,
        lambda file: plan_conversion(file, Options()).write(),
        lambda file: plan_draft(file, Recipients(("a@b.cn",)), Options()).write(),
    ],
    ids=["check", "convert", "mail"],
)
def test_a_file_that_may_be_saved_meanwhile_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Callable[[Path], object]
) -> None:
    file = written(tmp_path, BOOK.read_bytes())
    opened: list[Path] = []
    real = Path.open

    def counted(self: Path, *args: Any, **kwargs: Any) -> Any:
        opened.append(self)
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", counted)
    command(file)
    assert opened.count(file) == 1


# ---------------------------------------------------------------- values that readers get wrong


@pytest.mark.parametrize(
    ("epoch", "serial", "read"),
    [("", "44939", "2023-01-13"), ('date1904="1" ', "43477", "2023-01-13")],
)
def test_a_date_is_the_same_in_both_epochs(
    tmp_path: Path, epoch: str, serial: str, read: str
) -> None:
    def dated(part: bytes) -> bytes:
        found = re.subn(rb'(<c r="B6"[^>]*><v>)[^<]+', rb"\g<1>" + serial.encode(), part)
        assert found[1] == 1
        return found[0]

    file = tmp_path / "表.xlsx"
    changes: dict[str, Change] = {
        "xl/workbook.xml": lambda part: part.replace(
            b"<workbookPr ", f"<workbookPr {epoch}".encode()
        ),
        "xl/worksheets/sheet2.xml": dated,
    }
    file.write_bytes(changed(BOOK, changes))
    assert str(examine(file).report.report_date) == read


@pytest.mark.parametrize("value", ["1e400", "-1e400", "1e300"])
@pytest.mark.parametrize(("sheet", "cell"), [(SHEET, "D8"), ("xl/worksheets/sheet2.xml", "B6")])
def test_a_number_beyond_all_measure_is_refused(
    tmp_path: Path, value: str, sheet: str, cell: str
) -> None:
    """In the format of a figure, or of a date."""
    style = parts_of(BOOK)[sheet].decode().partition(f'<c r="{cell}" s="')[2].partition('"')[0]

    def huge(part: bytes) -> bytes:
        return with_cell(part, f'<c r="D8" s="{style}"><v>{value}</v></c>')

    file = tmp_path / "表.xlsx"
    file.write_bytes(changed(BOOK, {"xl/worksheets/sheet5.xml": huge}))
    (found,) = [one for one in examine(file).findings if one.code == "VALUE-TYPE"]
    assert "过大，无法使用。请核对后重填。" in found.message


MANY_NAMES = "名单里的名称超过 20000 个，或有的名称超过 100 字，不像单位名单。请核对文件。"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("\n".join(f"甲县第{number}镇人民政府" for number in range(20_000)), ""),
        ("\n".join(f"甲县第{number}镇人民政府" for number in range(20_001)), MANY_NAMES),
        ("甲镇\n" * 20_001, ""),
        ("甲镇," * 20_001, MANY_NAMES),
        ("甲" * 99 + "镇", ""),
        ("甲" * 100 + "镇", MANY_NAMES),
        (
            "\n".join(f"{number:05}".rjust(99, "甲") + "镇" for number in range(5001)),
            "名单里的名称一共超过 50 万字，不像单位名单。请核对文件。",
        ),
        ("甲," * (2**20 + 1), "超过 4 MB，不像单位名单。请核对文件。"),
    ],
    ids=range(8),
)
def test_a_roster_without_end_is_no_roster(tmp_path: Path, content: str, said: str) -> None:
    file = written(tmp_path, content.encode(), "名单.txt")
    if not said:
        assert read_roster(file).units
        return
    with pytest.raises(UnusableFile) as refusal:
        read_roster(file)
    assert str(refusal.value) == f"名单.txt：{said}"


def listed(name: str, rows: Iterable[list[Any]] = ()) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (*rows, ["单位全称"], [name]):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


ROSTERS: dict[str, tuple[Callable[[], bytes], str]] = {
    "UTF-16": (lambda: "青石县太平镇人民政府\r\n".encode("utf-16"), ""),
    "quotes": (lambda: '单位全称,简称\r\n青石县太平镇人民政府,"太平,东山"'.encode("gbk"), ""),
    "formulas": (lambda: listed("青石县太平镇人民政府", [["=A2"]]), ""),
    "NULs": ("甲镇\0".encode, "内容不是 Excel 工作簿，也不是 Word 文档，或已损坏。"),
    "UTF-16 without its mark": (lambda: "甲镇\n".encode("utf-16-le"), "内容不是 Excel 工作簿"),
    "form": (BOOK.read_bytes, "这是填报表，不是单位名单。请核对文件。"),
    "2,001 sheets": (
        lambda: changed(
            BOOK,
            {
                MAIN: before(
                    "</sheets>",
                    "".join(f'<sheet name="{n}" sheetId="1" r:id="rId1"/>' for n in range(2001)),
                )
            },
        ),
        "工作簿里的内容太多，不像单位名单。请只留单位全称、简称、邮箱这几列，另存后再试。",
    ),
    "Word": (REPORT.read_bytes, "这是 Word 文档，不是单位名单。请核对文件。"),
    "PDF": (lambda: b"%PDF-1.7\n", "这是 PDF，不是单位名单。请核对文件。"),
    "page": ("<html><p>甲镇".encode, "这是网页，不是单位名单。请核对文件。"),
    "RTF": (lambda: b"{\\rtf1 }", "这是 RTF 文件。"),
    "xls": (lambda: ole("Workbook"), "这是旧版工作簿（.xls 或 .et）。请用 Excel 或 WPS 打开，"),
    "empty zip": (lambda: b"PK\5\6" + bytes(18), "压缩包里没有文件。"),
}


@pytest.mark.parametrize("name", ROSTERS)
def test_what_is_no_roster_is_named(tmp_path: Path, name: str) -> None:
    make, said = ROSTERS[name]
    file = written(tmp_path, make(), "名单")
    if not said:
        assert "青石县太平镇人民政府" in read_roster(file).names
        assert '"' not in "".join(read_roster(file).units[-1].aliases)
        return
    with pytest.raises(UnusableFile) as refusal:
        read_roster(file)
    assert str(refusal.value).startswith(f"名单：{said}")


def test_a_workbook_is_read_beyond_the_names_that_a_roster_may_have() -> None:
    """Or one that goes on would be cut, and units be missing without a word."""
    assert xlsx_module._MOST_UNITS >= 2 * roster_module._MOST_NAMES


def test_the_nearest_of_long_names_takes_no_square_of_memory() -> None:
    """Whom to compare is kept by numbers: the names without each of their letters would be megabytes."""
    names = [chr(0x4E00 + number).rjust(99, "甲") + "镇" for number in range(100)]
    roster = Roster(RosterUnit(name) for name in names)
    assert roster.nearest("乙" + names[7][1:]) == names[7]
    assert all(isinstance(piece, int) for piece in roster._by_piece)
