"""The short way of reading a workbook gives what openpyxl gives, or leaves it to openpyxl."""

import io
import re
import tracemalloc
import warnings
import zipfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from converter.errors import UnusableFile
from converter.files.package import Package
from converter.form.report import Report
from converter.reading.workbooks import workbook as workbook_reader
from converter.reading.workbooks.xlsx import Book, Extent, fast_book, openpyxl_book
from converter.reading.workbooks.xlsx_parts import xml_parts
from converter.reading.workbooks.xlsx_rows import MAIN, Unusual, shared_strings
from converter.writing.workbooks.workbook import write_workbook
from tests.filling import Clerk, random_content
from tests.office import libreoffice

ROWS, COLUMNS = 79, 15


def both_ways(data: bytes, sheets: tuple[str, ...] | None = None) -> tuple[Book | None, Book]:
    """Return what the short way gives, and openpyxl, of the form's sheets or of others."""
    extent = (
        Extent(frozenset(sheets), frozenset(sheets), ROWS, COLUMNS)
        if sheets
        else workbook_reader._extent()
    )
    parts = xml_parts(Package(data), extent.rows)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return fast_book(parts, extent), openpyxl_book(parts, extent)


def said(book: Book) -> object:
    """Return all of a book in a form in which 1 is not 1.0, and not True."""
    cells = [
        {(sheet, where): repr(value) for sheet in of for where, value in of[sheet].items()}
        for of in (book.values, book.formulas, book.number_formats)
    ]
    merged = {sheet: sorted(ranges) for sheet, ranges in book.merged.items() if ranges}
    return book.sheets, book.names, book.epoch, cells, book.hidden, merged


@pytest.fixture(scope="module")
def books(city: Report) -> list[bytes]:
    """Forms as XlsxWriter and openpyxl save them: sound ones and broken ones."""
    books = [write_workbook(city), write_workbook(Report())]
    clerk = Clerk()
    return books + [clerk.saved(random_content(seed, city)) for seed in range(6)]


@pytest.fixture
def saved_again(books: list[bytes], tmp_path: Path) -> list[bytes]:
    """The same as LibreOffice saves them."""
    files = [tmp_path / f"{number}.xlsx" for number in range(len(books))]
    for file, book in zip(files, books, strict=True):
        file.write_bytes(book)
    out = tmp_path / "saved"
    out.mkdir()
    return [file.read_bytes() for file in libreoffice(files, "xlsx", out)]


@pytest.mark.slow
@pytest.mark.parametrize("saved", ["books", pytest.param("saved_again", marks=pytest.mark.office)])
def test_forms_are_read_the_short_way_as_openpyxl_reads_them(
    request: pytest.FixtureRequest, saved: str
) -> None:
    for number, data in enumerate(request.getfixturevalue(saved)):
        short, public = both_ways(data)
        assert short is not None, number
        assert said(short) == said(public), number
        assert {"基本信息", "校验"} < short.values.keys()


def test_other_peoples_workbooks_too(shared: Path) -> None:
    short_ways = 0
    for file in sorted(path for path in (shared / "corpus").iterdir() if path.is_file()):
        with suppress(Exception):  # what neither way can read
            book = openpyxl.load_workbook(file, read_only=True)
            short, public = both_ways(file.read_bytes(), tuple(book.sheetnames))
            short_ways += short is not None
            if short and said(short) != said(public):
                pytest.fail(file.name)
    assert short_ways > 30


@pytest.mark.parametrize(
    ("cell", "is_ordinary"),
    [
        ("<v>12</v>", True),
        ("<v>1.5E3</v>", True),
        ("<v></v>", True),
        ("<f>SUM(E8)</f><v>3</v>", True),
        ("<f/><v>3</v>", True),
        ('<f t="shared" ref="D8:D9" si="0">E8</f><v>3</v>', False),
        ('<f t="array" ref="D8">E8</f><v>3</v>', True),
        ('<f t="array" ref="D8:D9">E8:E9</f><v>3</v>', False),
        ("<v>1</v><extra/>", False),
        (" t='str'|<v>十</v>", True),
        (" t='b'|<v>1</v>", True),
        (" t='e'|<v>#N/A</v>", True),
        (" t='d'|<v>2026-01-20</v>", False),
        (" t='inlineStr'|<is><t>十</t></is>", True),
        (" t='inlineStr'|<is><r><t>十</t></r><rPh sb='0' eb='1'><t>shí</t></rPh></is>", True),
        (" t='inlineStr'|<is><r><t>十</t></r><r><rPr><sz val='9'/></rPr><t>一</t></r></is>", True),
        (" t='inlineStr'|<is><t/></is>", True),
        (f" t='inlineStr'|<is><t>1</t><rPh sb='0' eb='1'><t>{'a' * 2**19}</t></rPh></is>", False),
        (" t='inlineStr'|<v>5</v>", False),
        (" t='str'|<v>&lt;&amp;amp;&#65;&#x4e00;&quot;&apos;&gt;</v>", True),
        (" t='str'|<v>一\r\n二\r三\t四</v>", True),
        (" t='str'|<v>&#38;lt;</v>", True),
        (" t='str'|<v><![CDATA[<]]></v>", False),
        (" t='str'|<v>一<!-- 二 -->三</v>", False),
        (" t='str' xmlns='urn:other'|<v>1</v>", False),
        (" s='0' t='n'|<v>1</v>", True),
        (" t='n' s='0' cm='1'|<v>1</v>", True),
        ("<v>1</v></c> <c r='E8'><v>2</v>", False),
        ("<v>1</v></c><c r='E9'><v>2</v>", False),
        ("<v>1</v></c><c r='D8'><v>2</v>", True),
        ("<v>1</v></c><c r='D8' t='s'><v>2</v>", True),
        (" t='s'|<v>2</v></c><c r='D8'><v>1</v>", True),
        (" t='s'|<v></v>", False),
        ("<v>1</v></c><x:c xmlns:x='urn:other' r='E8'><v>2</v></x:c><c r='F8'>", False),
    ],
)
def test_what_is_left_to_openpyxl(city: Report, cell: str, is_ordinary: bool) -> None:
    attributes, _, content = cell.replace("'", '"').rpartition("|")
    short, public = both_ways(with_cell(write_workbook(city), attributes, content))
    assert (short is not None) == is_ordinary
    if short:
        assert said(short) == said(public)


@pytest.mark.parametrize(
    ("format_number", "cell", "is_ordinary"),
    [
        (14, "<v>46000</v>", True),  # a cell that names no style has the first one
        (9, "<v>46</v>", True),
        (58, "<v>46000</v>", True),  # 1月2日, as Excel in Chinese makes of 1-2
        (58, "<v>20230113</v>", True),
        (30, "<v>46</v>", False),
        (14, "<v>1E300</v>", True),
        (7, "<v>0.125</v>", False),
        (42, "<v>0.5</v>", False),
    ],
)
def test_the_format_of_cells_counts_both_ways(
    city: Report, format_number: int, cell: str, *, is_ordinary: bool
) -> None:
    first = "<cellXfs[^>]*><xf numFmtId=."
    style = changed(
        write_workbook(city),
        "xl/styles.xml",
        rf"(?s)({first})0",
        f'<cellXfs><xf numFmtId="{format_number}',
    )
    short, public = both_ways(with_cell(style, "", cell))
    assert (short is not None) == is_ordinary
    if short:
        assert said(short) == said(public)
    values, formats = public.values["三、申请办理"], public.number_formats["三、申请办理"]
    is_date = isinstance(values["D8"], datetime)
    assert is_date or "D8" in formats or values["D8"] > 3_000_000


@pytest.mark.parametrize(
    ("cell", "is_read"),
    [
        ("<v>12</v>", True),
        ("<f>SUM(E8)</f><v>3</v>", False),
        (" s='1' t='n'|<f aca='false'>SUM(E8)</f><v>3.5</v>", False),
        (" t='n'|<f t='array' ref='D8'>E8</f><v>3</v>", False),
        ("<f/><v>3</v>", False),
        (" t='str'|<f>A1</f><v>3</v>", True),
        (" t='b'|<f>A1</f><v>1</v>", True),
    ],
)
def test_a_computed_number_is_not_read_where_formulas_are_not(
    city: Report, cell: str, is_read: bool
) -> None:
    attributes, _, content = cell.replace("'", '"').rpartition("|")
    data = with_cell(write_workbook(city), attributes, content, part="xl/worksheets/sheet9.xml")
    short, public = both_ways(data)
    assert short is not None
    assert said(short) == said(public)
    assert ("D8" in short.values["校验"]) == is_read


@pytest.mark.parametrize(
    ("tag", "written", "is_ordinary"),
    [
        ("<sheetData>", "<sheetPr><v>7</v></sheetPr><sheetData>", True),
        ("<sheetData>", "<!-- <v>7</v> --><sheetData>", False),
        ("<sheetData>", "<sheetData><v>7</v>", False),
        ("</sheetData>", '<row r="999"><c r="A999"><v>7</v></c></row></sheetData>', True),
        ("</sheetData>", "<v>7</v></sheetData>", False),
        ("</c>", "</c><v>7</v>", False),
    ],
)
def test_the_values_of_a_sheet_that_is_known_stay_in_their_cells(
    city: Report, tag: str, written: str, is_ordinary: bool
) -> None:
    data = changed(write_workbook(city), "xl/worksheets/sheet5.xml", re.escape(tag), written)
    extent = workbook_reader._extent()
    for figure in (12, 13):
        parts = xml_parts(Package(with_cell(data, "", f"<v>{figure}</v>")), extent.rows)
        short = fast_book(parts, extent)
        assert (short is not None) == is_ordinary
    if short:
        assert said(short) == said(openpyxl_book(parts, extent))
        assert short.values["三、申请办理"]["D8"] == figure


def test_a_shared_text_is_held_once_however_its_number_is_written() -> None:
    namespace = MAIN.strip("{}")
    strings = shared_strings(f'<sst xmlns="{namespace}"><si><t>好</t></si></sst>'.encode())
    assert strings[b"000"] is strings[b"00"] is strings[b"0"]


def test_a_long_text_in_runs_is_left_to_openpyxl() -> None:
    guide = f'<rPh sb="0" eb="1"><t>{"a" * 2**19}</t></rPh>'
    item = f'<sst xmlns="{MAIN.strip("{}")}"><si><r><t>好</t></r>{guide}</si></sst>'
    with pytest.raises(Unusual):
        shared_strings(item.encode())[b"0"]


def test_a_sheet_of_endless_values_is_not_held_value_by_value(city: Report) -> None:
    values = "<v>11</v>aa" * 500_000
    data = changed(
        write_workbook(city), "xl/worksheets/sheet5.xml", "</sheetData>", f"{values}</sheetData>"
    )
    package = Package(data)
    tracemalloc.start()
    with suppress(UnusableFile):
        xml_parts(package, ROWS)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5 * len(values)


def with_cell(
    data: bytes, attributes: str, content: str, part: str = "xl/worksheets/sheet5.xml"
) -> bytes:
    """Put a cell in the place of D8, the first figure of table 3 where no other sheet is named."""
    return changed(data, part, '<c r="D8".*?</c>', f'<c r="D8"{attributes}>{content}</c>')


def changed(data: bytes, part: str, pattern: str, new: str) -> bytes:
    """Put something in the place of what an expression first finds in a part."""
    buffer = io.BytesIO()
    done = 0
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(buffer, "w") as package:
        for name in book.namelist():
            xml = book.read(name)
            if name == part:
                xml, done = re.subn(pattern.encode(), lambda _: new.encode(), xml, count=1)
            package.writestr(name, xml)
    assert done
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<si><t>好!几件?</t></si>", "好!几件?"),
        ("<!-- 旧 --><si><t>好</t></si>", None),
        ("<si><t>好<![CDATA[的]]></t></si>", None),
        # long texts are looked at when a cell asks for them
        (f"<si><t>{'好' * 999}</t><!-- </si><si> --></si>", None),
        (f"<si><t>{'好' * 999}</t><?a b?></si>", None),
        ("<si><t>好</t></si><?a b?>", None),
        ("<?a b?><si><t>好</t></si>", None),
    ],
)
def test_shared_texts_with_comments_or_instructions_are_left_to_openpyxl(
    inside: str, text: str | None
) -> None:
    for start in ("", '<?xml version="1.0" encoding="UTF-8"?>\n'):
        xml = f"{start}<sst xmlns={chr(34)}{MAIN.strip('{}')}{chr(34)}>{inside}</sst>".encode()
        if text is None:
            with pytest.raises(Unusual):
                shared_strings(xml)
        else:
            assert shared_strings(xml)[b"0"] == text
