"""Reports as PDF: what LibreOffice and Chromium make of ours read back, everything else refused with a reason."""

import errno
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from base64 import a85encode
from collections.abc import Sequence
from hashlib import md5
from itertools import pairwise
from pathlib import Path

import pytest

from converter.api import check
from converter.cli import run
from converter.conversion import examine, plan_import, render
from converter.errors import Refusal, UnusableFile
from converter.files.kinds import detect_kind, open_input
from converter.reading.blocks import TextBlock
from converter.reading.pdf import pdf_bounds
from converter.reading.pdf.pdf_blocks import read_pdf_blocks
from converter.reading.report import read_document
from converter.writing.pages.html import render_page
from converter.writing.workbooks.workbook import write_workbook
from tests.foreign import word_report
from tests.office import libreoffice
from tests.test_county import run_batch
from tests.test_document_reader import assert_same
from tools.cases import CASES, load_case

pytest.importorskip("pdfplumber")

TOWNSHIP = "保德县孙家沟镇人民政府2022年政府信息公开工作年度报告"
REPORTS = {
    "city": load_case(CASES / "city-2025.json"),
    "township": load_case(CASES / "sunjiagou-2022.json"),
}


def resized(document: bytes, target: Path, height: int) -> None:
    """Write a Word report with pages of another height, in twentieths of a point."""
    target.write_bytes(document)
    with zipfile.ZipFile(target) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    text = parts["word/document.xml"].decode()
    parts["word/document.xml"] = re.sub(r'w:h="16838"', f'w:h="{height}"', text).encode()
    with zipfile.ZipFile(target, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports as PDF through LibreOffice: as they are, on lower pages, without lines, locked."""
    folder = tmp_path_factory.mktemp("pdf")
    files = []
    for name, report in REPORTS.items():
        files.append(folder / f"{name}.docx")
        files[-1].write_bytes(render(report))
    for height in (9000, 11000, 12500):
        files.append(folder / f"{height}.docx")
        resized(render(REPORTS["city"]), files[-1], height)
    files.append(folder / "bare.docx")
    files[-1].write_bytes(word_report(REPORTS["city"]))
    files.append(folder / "form.xlsx")
    files[-1].write_bytes(write_workbook(REPORTS["township"]))
    libreoffice(files, "pdf", folder)
    files[0].with_name("locked.docx").write_bytes(files[0].read_bytes())
    options = '{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"x"}}'
    libreoffice([folder / "locked.docx"], f"pdf:writer_pdf_Export:{options}", folder)
    return folder


@pytest.mark.office
@pytest.mark.parametrize(
    ("name", "case"),
    [
        ("city", "city"),
        ("township", "township"),
        ("9000", "city"),
        ("11000", "city"),
        ("12500", "city"),
    ],
)
def test_a_pdf_from_libreoffice_says_what_the_word_report_says(
    printed: Path, name: str, case: str
) -> None:
    pdf, word = (read_document(open_input(printed / f"{name}{end}")) for end in (".pdf", ".docx"))
    assert_same(pdf.report, REPORTS[case])
    assert pdf.report == word.report
    assert (pdf.findings, pdf.notes, pdf.signed) == ([], [], word.signed)
    assert pdf.headings == word.headings


@pytest.mark.office
@pytest.mark.parametrize(
    ("name", "problem"),
    [
        (
            "bare.pdf",
            "这份 PDF 里的表格没有画线，分不清哪个数在哪一格。请用填报表（.xlsx），或 Word 报告。",
        ),
        ("form.pdf", "这是填报表打印成的 PDF，不是报告。请用填报表本身（.xlsx）。"),
    ],
)
def test_what_no_report_was_printed_to_is_not_guessed(
    printed: Path, name: str, problem: str
) -> None:
    with pytest.raises(UnusableFile) as refusal:
        read_document(open_input(printed / name))
    assert str(refusal.value) == f"{name}：{problem}"


@pytest.mark.office
def test_a_pdf_with_a_password(printed: Path) -> None:
    with pytest.raises(UnusableFile) as refusal:
        examine(printed / "locked.pdf")
    assert str(refusal.value) == (
        "locked.pdf：这份 PDF 加了打开密码。请去掉密码，或请对方发 Word 报告。"
    )
    assert refusal.value.why is Refusal.PASSWORD


@pytest.mark.office
def test_commands(printed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdf = printed / "township.pdf"
    assert run(["check", str(pdf)]) == 0
    assert capsys.readouterr().out == "township.pdf：核对通过，没有问题。\n"
    assert check(pdf).ok
    (book,) = plan_import(pdf, tmp_path / "读回.xlsx").write()
    assert_same(examine(book).report, REPORTS["township"])
    assert run(["convert", str(pdf), "-o", str(tmp_path / "新.docx")]) == 0
    assert_same(examine(tmp_path / "新.docx").report, REPORTS["township"])
    capsys.readouterr()
    assert run(["mail", str(pdf), "--to", "a@example.com"]) == 2
    assert capsys.readouterr().err == (
        "township.pdf：这是 PDF。请给出填好的填报表（.xlsx），或 Word 报告（.docx）。\n"
    )


@pytest.mark.office
def test_a_county_takes_pdfs_in(printed: Path, tmp_path: Path) -> None:
    inbox, output = tmp_path / "收件", tmp_path / "结果"
    inbox.mkdir()
    (inbox / "年报.pdf").write_bytes((printed / "township.pdf").read_bytes())
    (inbox / "扫描.pdf").write_bytes(scan())
    unit = REPORTS["township"].unit_name
    told = [(row.unit, row.label, row.state.value) for row in run_batch(inbox, output).rows]
    assert told == [(unit, "年报.pdf", "已转换"), ("", "扫描.pdf", "不能读取")]
    assert_same(examine(output / f"{TOWNSHIP}.docx").report, REPORTS["township"])
    county = tmp_path / "全县.xlsx"
    assert run(["aggregate", str(inbox / "年报.pdf"), "--unit", "保德县", "-o", str(county)]) == 0
    assert examine(county).report.row("t2_normative") == REPORTS["township"].row("t2_normative")
    # of the same report as a workbook it is known when it was saved
    (inbox / "填报表.xlsx").write_bytes(write_workbook(REPORTS["township"]))
    told = [(row.unit, row.label, row.state.value) for row in run_batch(inbox, output).rows]
    assert told == [
        (unit, "填报表.xlsx", "已转换"),
        (unit, "年报.pdf", "重复，未采用"),
        ("", "扫描.pdf", "不能读取"),
    ]


@pytest.mark.browser
@pytest.mark.parametrize("case", ["city", pytest.param("township", marks=pytest.mark.nightly)])
def test_a_pdf_that_a_browser_prints_of_our_page(tmp_path: Path, case: str) -> None:
    page = tmp_path / "年报.html"
    page.write_bytes(render_page(REPORTS[case]))
    command = ["node", "tools/browse.js", str(tmp_path), str(page)]
    subprocess.run(command, cwd=CASES.parent.parent, check=True, capture_output=True)
    reading = read_document(open_input(tmp_path / "年报.pdf"))
    assert_same(reading.report, REPORTS[case])
    assert (reading.report.title, reading.report.preface) == (
        REPORTS[case].title,
        REPORTS[case].preface,
    )
    assert reading.findings == []


# ---------------------------------------------------------------- PDFs made by hand


def pdf_of(contents: Sequence[bytes], more: bytes = b"", resources: bytes = b"") -> bytes:
    """Return a PDF with a page for each content, without the index that readers do without."""
    pages = " ".join(f"{10 + 2 * at} 0 R" for at in range(len(contents)))
    parts = [
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        f"2 0 obj<</Type/Pages/Kids[{pages}]/Count {len(contents)}>>endobj\n".encode(),
        b"3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n",
        more,
    ]
    for at, content in enumerate(contents):
        page, stream = 10 + 2 * at, 11 + 2 * at
        parts += [
            f"{page} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {stream} 0 R".encode(),
            b"/Resources<</Font<</F 3 0 R>>" + resources + b">>>>endobj\n",
            f"{stream} 0 obj<</Length {len(content)}>>stream\n".encode(),
            content,
            b"\nendstream endobj\n",
        ]
    return b"".join([*parts, b"trailer<</Root 1 0 R>>\n%%EOF\n"])


def indexed(pdf: bytes, parts: int = 1) -> bytes:
    """Return a PDF with the index of its objects, and with empty ones behind it."""
    body, _, trailer = pdf.partition(b"trailer<<")
    whole = body + b"xref\n"
    for found in re.finditer(rb"(\d+) 0 obj", body):
        whole += b"%b 1\n%010d 00000 n \n" % (found[1], found.start())
    at = len(body)
    whole += b"trailer<<" + trailer.partition(b"%%EOF")[0]
    for _ in range(parts - 1):
        at, before = len(whole), at
        whole += b"xref\n0 0\ntrailer<</Prev %d>>\n" % before
    return whole + b"startxref\n%d\n%%%%EOF" % at


def written(text: str) -> bytes:
    return b"BT /F 12 Tf 72 700 Td (" + text.encode() + b") Tj ET"


# the lines of a paragraph as a program shows them, the text
JUSTIFIED: list[tuple[list[str], str]] = [
    (["[(A) -300 ( ) -300 (short) -300 ( paragraph)] TJ"], "A short paragraph"),
    (["[(A) -300 (short)] TJ"], "A short"),
    (["(A  b) Tj"], "A  b"),
    (["(Bold twice) Tj 0.4 0 Td (Bold twice) Tj"], "Bold twice"),
    (["(a long line that ends with e.g.) Tj", "(https://www.a.gov.cn/) Tj"], "e.g. https://"),
    (["(a long line that ends with \\(a\\)) Tj", "(or b) Tj"], "with (a) or b"),
    (["(a long line that ends with one) Tj", "(word more) Tj"], "with one word"),
    (["(a long line that ends with 12) Tj", "(34 more) Tj"], "with 1234 more"),
    (["(a long line that ends with 1.) Tj", "(5 more) Tj"], "with 1.5 more"),
    (["(a long line up to https://www.a.) Tj", "(gov.cn) Tj"], "to https://www.a.gov.cn"),
    (["(a long line up to www.city) Tj", "(hall.gov.cn) Tj"], "to www.cityhall.gov.cn"),
]


@pytest.mark.parametrize(("lines", "text"), JUSTIFIED, ids=[one[1] for one in JUSTIFIED])
def test_blanks_between_latin_words(lines: Sequence[str], text: str) -> None:
    shown = " 0 -16 Td ".join(lines)
    data = pdf_of([f"BT /F 12 Tf 72 700 Td {shown} ET".encode()])
    (block,) = read_pdf_blocks(detect_kind(Path("a.pdf"), data))
    assert isinstance(block, TextBlock)
    assert text in block.text
    assert ("  " in block.text) is ("  " in text)


def scan(text: bytes = b"") -> bytes:
    picture = (
        b"4 0 obj<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8"
        b"/ColorSpace/DeviceGray/Length 1>>stream\n0\nendstream endobj\n"
    )
    drawn = b"q 595 0 0 842 0 0 cm /I Do Q " + text
    return pdf_of([drawn], picture, b"/XObject<</I 4 0 R>>")


def packed(filters: str, data: bytes, more: str = "") -> bytes:
    """Return a PDF whose page is drawn by one stream, packed as it says."""
    stream = f"9 0 obj<</Filter[{filters}]{more}/Length {len(data)}>>stream\n".encode()
    whole = pdf_of([b""], stream + data + b"\nendstream endobj\n")
    return re.sub(rb"/Contents \d+ 0 R", b"/Contents 9 0 R", whole)


def annotated(content: bytes) -> bytes:
    """Return a PDF whose page has a list of annotations, in a packed object."""
    whole = packed(
        "/FlateDecode", zlib.compress(b"7 0 [" + content + b"]"), "/Type/ObjStm/N 1/First 4"
    )
    return whole.replace(b"/Contents 9 0 R", b"/Annots 7 0 R")


def runs(data: bytes) -> bytes:
    return bytes([len(data) - 1]) + data + b"\x80"


def codes(count: int) -> bytes:
    """Return bytes packed as codes of nine bits and more, each of which names a longer text than the one before."""
    bits, size = f"{256:09b}{32:09b}", 9
    for code in range(258, 258 + count):
        bits += f"{min(code, 4095):0{size}b}"
        size = {511: 10, 1023: 11, 2047: 12}.get(code + 1, size)
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8))


def single_codes(data: bytes) -> bytes:
    """Return bytes packed as a code of nine bits for each, the table begun anew at each."""
    bits = "".join(f"{256:09b}{one:09b}" for one in data)
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8))


SHOWN = written("2025")
PACKED = {
    "runs": ("/RunLengthDecode", runs(SHOWN), ""),
    "codes": ("/LZWDecode", single_codes(SHOWN), ""),
    "letters, inflated": ("/ASCII85Decode/FlateDecode", a85encode(zlib.compress(SHOWN)), ""),
    "a lost end": ("/FlateDecode", zlib.compress(SHOWN)[:-4], ""),
    "predicted from above": (
        "/FlateDecode",
        zlib.compress(
            b"".join(
                b"\x02" + bytes([now - before & 255]) for before, now in pairwise(b"\0" + SHOWN)
            )
        ),
        "/DecodeParms<</Predictor 12/Columns 1>>",
    ),
}


@pytest.mark.parametrize("name", PACKED)
def test_streams_are_unpacked_as_they_say(name: str) -> None:
    filters, data, more = PACKED[name]
    (block,) = read_pdf_blocks(detect_kind(Path("a.pdf"), packed(filters, data, more)))
    assert block == TextBlock("2025")


DEEP = b"".join(
    b"%d 0 obj<</Type/Pages/Kids[%d 0 R]>>endobj\n" % (at, at + 1) for at in range(100, 2_100)
)
READ = {
    "a picture without end": pdf_of([SHOWN + b" BI ID " + b"E" * 2**20]),
    "a picture in letters without end": pdf_of([SHOWN + b" BI/F/A85 ID " + b"~" * 2**20]),
    "a picture in letters": pdf_of([b"BI/F[/A85] ID aEI b~>EI " + SHOWN]),
    "a picture of bytes": pdf_of([b"BI ID (EI " + SHOWN]),
    "escapes": pdf_of(
        [b"% (9)\n" + SHOWN.replace(b"2025", b"\\062(0)\\\n25").replace(b"(0)", b"0")]
    ),
    "brackets": pdf_of([SHOWN.replace(b"(2025)", b"[(2) <3> -1 <32 35>]").replace(b"Tj", b"TJ")]),
    "a name in codes": pdf_of([SHOWN.replace(b"/F", b"/#46")]),
    "operands of nothing": pdf_of([b"1 2 (9) nothing [3 true] " + SHOWN + b" (9) 1 g"]),
    "numbers without end": pdf_of([b"9" * 5_000 + b" w " + SHOWN]),
    "pages 2,000 deep": pdf_of(
        [SHOWN], DEEP + b"2100 0 obj<</Type/Pages/Kids[10 0 R]>>endobj\n"
    ).replace(b"/Pages 2 0", b"/Pages 100 0"),
    # nobody asks for the names of pages, which may have no end
    "pages without a tree": pdf_of([SHOWN]).replace(
        b"/Pages 2 0 R", b"/PageLabels<</Nums[0<</S/R/St 9999>>]>>"
    ),
    "an index": indexed(pdf_of([SHOWN])),
}


@pytest.mark.parametrize("name", READ)
def test_what_a_page_says_is_read(name: str) -> None:
    (block,) = read_pdf_blocks(detect_kind(Path("a.pdf"), READ[name]))
    assert block == TextBlock("2025")


def own_characters(last: int) -> bytes:
    """Return a font's own table, in which the characters from A to the last are its glyphs from one on."""
    table = struct.pack(">HHHHL", 0, 1, 3, 10, 12)
    table += struct.pack(">HHIIIIII", 12, 0, 28, 0, 1, ord("A"), last, 1)
    return struct.pack(">4sHHHH4sLLL", b"\0\1\0\0", 1, 0, 0, 0, b"cmap", 0, 28, len(table)) + table


def font_of_its_own(last: int) -> bytes:
    program = own_characters(last)
    stream = (
        f"7 0 obj<</Length {len(program)}>>stream\n".encode() + program + b"\nendstream endobj\n"
    )
    bare = font("/FontDescriptor<</Type/FontDescriptor/FontName/A/FontFile2 7 0 R>>")
    return bare.replace(b"/ToUnicode 6 0 R", b"").replace(b"4 0 obj", stream + b"4 0 obj")


def test_a_font_says_itself_what_its_glyphs_are() -> None:
    (block,) = read_pdf_blocks(detect_kind(Path("a.pdf"), font_of_its_own(ord("Z"))))
    assert block == TextBlock("A")


def drawn_in_each_other(depth: int) -> bytes:
    """Return a PDF whose page draws a form ten times, which draws the next one ten times, and so on."""
    forms = []
    for at in range(depth):
        inner = b"/X Do " * 10 if at < depth - 1 else written("a")
        forms.append(
            f"{100 + at} 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 3 0 R>>"
            f"/XObject<</X {101 + at} 0 R>>>>/Length {len(inner)}>>stream\n".encode()
        )
        forms.append(inner + b"\nendstream endobj\n")
    return pdf_of([b"/X Do " * 10], b"".join(forms), b"/XObject<</X 100 0 R>>")


def font(more: str, table: str = "") -> bytes:
    """Return a PDF with a composite font; `more` is in its dictionary, `table` its table of characters."""
    objects = (
        "4 0 obj<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 6 0 R"
        "/DescendantFonts[5 0 R]>>endobj\n"
        "5 0 obj<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)"
        f"/Ordering(Identity)/Supplement 0>>{more}>>endobj\n"
        f"6 0 obj<</Length {len(table)}>>stream\n{table}\nendstream endobj\n"
    )
    return pdf_of([b"BT /G 12 Tf 72 700 Td <0001> Tj ET"], objects.encode()).replace(
        b"/F 3 0 R>>", b"/G 4 0 R>>"
    )


def with_index_stream(entry: str, entries: bytes, page: bytes = b"", more: str = "") -> bytes:
    """Return a PDF whose index is a packed stream of entries behind those of the catalog and its pages."""
    widths = [*map(int, entry.split())]
    body = pdf_of([b""]).replace(b"/Contents", page + b"/Contents").partition(b"trailer")[0]
    for number in (1, 2, 10):
        place = body.index(b"%d 0 obj" % number)
        parts = zip((1, place, 0), widths, strict=True)
        entries += b"".join(part.to_bytes(width, "big") for part, width in parts)
    count = len(entries) // sum(widths) - 3
    packed_entries = zlib.compress(entries)
    stream = (
        f"90 0 obj<</Type/XRef/W[{entry}]/Size 1/Index[100 {count} 1 2 10 1{more}]/Root 1 0 R"
        f"/Filter/FlateDecode/Length {len(packed_entries)}>>stream\n"
    )
    whole = body + stream.encode() + packed_entries + b"\nendstream endobj\n"
    return whole + b"startxref\n%d\n%%%%EOF" % len(body)


def ciphered(data: bytes, texts: bytes = b"") -> bytes:
    """Return a PDF that is ciphered by RC4 without a password, with a stream and texts."""
    from pdfminer.arcfour import Arcfour
    from pdfminer.pdfdocument import PDFStandardSecurityHandler

    owner, mark = b"o" * 32, b"(" + PDFStandardSecurityHandler.PASSWORD_PADDING + b")"
    key = md5(mark[1:-1] + owner + b"\xfc\xff\xff\xff", usedforsecurity=False).digest()[:5]
    user = Arcfour(key).encrypt(mark[1:-1]).hex().encode()
    security = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%b)/U<%b>>>" % (owner, user)
    whole = pdf_of([data]).replace(b"/Contents", b"/Annots[%b]/Contents" % texts)
    return indexed(whole.replace(b"trailer<<", b"trailer<<" + security))


TABLE = "1 beginbfchar <%s> <516c> endbfchar"
OWN_CODES = "begincodespacerange <%s> <%s> endcodespacerange"


@pytest.mark.parametrize(
    ("encoding", "collection", "code", "table", "text"),
    [
        ("/GBK-EUC-H", "GB1", "b9ab", "", "公"),
        ("/GBK-EUC-V", "GB1", "b9ab", "", "公"),
        ("/UniGB-UCS2-H", "GB1", "516c", "", "公"),
        # of codes, not of the numbers that they have in the collection
        ("/GBK-EUC-H", "GB1", "b9ab", TABLE % "b9ab", "公"),
        ("/UniGB-UCS2-H", "GB1", "516c", TABLE % "516c", "公"),
        ("/Identity-H", "GB1", "0009", TABLE % "0009", "公"),
        (OWN_CODES % ("0000", "ffff"), "Identity", "0009", TABLE % "0009", "公"),
        (OWN_CODES % ("00", "ff"), "Identity", "09", TABLE % "09", "公"),
        (OWN_CODES % ("0000", "ffff"), "GB1", "0009", "", None),
    ],
)
def test_a_character_is_what_its_code_says(
    encoding: str, collection: str, code: str, table: str, text: str | None
) -> None:
    own = f"7 0 obj<</Type/CMap/CMapName/Own/Length {len(encoding)}>>stream\n{encoding}\nendstream endobj\n"
    data = font("", table).replace(b"<0001>", f"<{code}>".encode())
    data = data.replace(b"(Identity)", f"({collection})".encode()).replace(
        b"/Encoding/Identity-H",
        b"/Encoding" + (encoding.encode() if encoding.startswith("/") else b" 7 0 R"),
    )
    data = data.replace(b"4 0 obj<<", own.encode() + b"4 0 obj<<")
    data = data if table else data.replace(b"/ToUnicode 6 0 R", b"")
    if text is not None:
        assert read_pdf_blocks(detect_kind(Path("a.pdf"), data)) == [TextBlock(text)]
        return
    with pytest.raises(UnusableFile, match="没有说明印的是哪些字"):
        read_pdf_blocks(detect_kind(Path("a.pdf"), data))


def over_pages(pages: int, columns: int) -> bytes:
    """Return a PDF with a table that has on each of its pages other columns."""
    width = 6 * columns * pages
    places = [[0, width, *range(6 * page + 6, width, 6 * pages)] for page in range(pages)]
    drawn = [
        "".join(f"{x} 100 m {x} 120 l S " for x in page)
        + f"0 100 m {width} 100 l S 0 120 m {width} 120 l S BT /F 4 Tf 2 102 Td (a) Tj ET"
        for page in places
    ]
    return pdf_of([one.encode() for one in drawn]).replace(b"[0 0 595", b"[0 0 %d" % width)


SCAN = "这是扫描件或图片做成的 PDF，里面没有能读的文字。请用填报表（.xlsx），或 Word 报告。"
BUSY = "这份 PDF 里的文字或线条多得不像年度报告，不读取。请核对文件，或请对方发 Word 报告。"
REFUSED = {
    "a scan": (scan(), SCAN, Refusal.OTHER_FORMAT),
    "a scan with words that a program saw in it": (
        scan(written("2025")),
        SCAN,
        Refusal.OTHER_FORMAT,
    ),
    "nothing": (
        pdf_of([b""]),
        "这份 PDF 里没有能读的文字。请用填报表（.xlsx），或 Word 报告。",
        Refusal.OTHER_FORMAT,
    ),
    "another text": (
        pdf_of([written("Hello")]),
        "里面找不到政府信息公开工作年度报告的标题和表格。请核对文件。",
        Refusal.NOT_OURS,
    ),
    "pages": (
        pdf_of([written("a")] * 61),
        "这份 PDF 超过 60 页，不像一个单位的年度报告，不读取。请只留年度报告这几页。",
        Refusal.TOO_LARGE,
    ),
    "characters on a page": (pdf_of([written("a" * 60_000)]), BUSY, Refusal.TOO_LARGE),
    "commands that draw nothing": (pdf_of([b"W " * 400_000]), BUSY, Refusal.TOO_LARGE),
    "texts that do not end": (pdf_of([b"(" + b"\\n" * 2_400_000]), BUSY, Refusal.TOO_LARGE),
    "lines without end": (
        indexed(pdf_of([written("a")])) + b"\n" * 400_001,
        BUSY,
        Refusal.TOO_LARGE,
    ),
    "lines that are no edges": (pdf_of([b"0 0 m 1 1 l S " * 15_001]), BUSY, Refusal.TOO_LARGE),
    "pictures without end": (
        pdf_of([b"BI/W 1/H 1 ID EI " * 15_001]),
        BUSY,
        Refusal.TOO_LARGE,
    ),
    "a form that names thousands": (
        pdf_of(
            [b"/X Do " * 1_000],
            b"5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</ColorSpace<<"
            + b"".join(b"/C%d/DeviceRGB" % at for at in range(2_000))
            + b">>>>/Length 1>>stream\n \nendstream endobj\n",
            b"/XObject<</X 5 0 R>>",
        ),
        BUSY,
        Refusal.TOO_LARGE,
    ),
    "a character of 4,000 letters": (
        font("", f"1 beginbfchar <0001> <{'4e00' * 4_000}> endbfchar").replace(
            b"<0001> Tj", b"<%b> Tj" % (b"0001" * 200)
        ),
        BUSY,
        Refusal.TOO_LARGE,
    ),
    "a table of characters with an endless name": (
        pdf_of([b""]).replace(
            b"/F 3 0 R",
            b"/F<</Subtype/Type0/Encoding/%b/DescendantFonts[<<>>]>>" % (b"a" * 6_000),
        ),
        BUSY,
        Refusal.TOO_LARGE,
    ),
    "references to one another": (
        pdf_of([b"/G gs"], b"7 0 obj 8 0 R endobj\n8 0 obj 7 0 R endobj\n", b"/ExtGState 7 0 R"),
        BUSY,
        Refusal.TOO_LARGE,
    ),
    "an index in 800 parts": (
        indexed(
            pdf_of([b""]).replace(b"/Contents", b"/Annots[%b]/Contents" % (b"9999 0 R " * 9_000)),
            800,
        ),
        BUSY,
        Refusal.TOO_LARGE,
    ),
    "lines on a page": (
        pdf_of(
            [
                b" ".join(
                    b"%d %d m %d %d l S" % (x, y, x + 9, y)
                    for x in range(0, 590, 19)
                    for y in range(1, 840, 7)
                )
            ]
        ),
        BUSY,
        Refusal.TOO_LARGE,
    ),
    "a page that draws for hours": (pdf_of([b"0 0 m " * 2**20]), BUSY, Refusal.TOO_LARGE),
    "forms in forms": (drawn_in_each_other(9), BUSY, Refusal.TOO_LARGE),
    "widths of all codes": (font("/W[0 4000000000 500]"), BUSY, Refusal.TOO_LARGE),
    "characters of all codes": (
        font("", "beginbfrange (\\000\\000\\000\\000) <ffffffff> <4e00> endbfrange"),
        BUSY,
        Refusal.TOO_LARGE,
    ),
    "a long text for each of 500 codes": (
        font("", f"beginbfrange <0000> <01f4> <{'4e00' * 2_500}> endbfrange"),
        BUSY,
        Refusal.TOO_LARGE,
    ),
    "streams without end": (b"%PDF-1.7\n" + b"stream\n" * 100_000, BUSY, Refusal.TOO_LARGE),
    "objects without end": (b"%PDF-1.7\n" + b"1 0 obj" * 100_001, BUSY, Refusal.TOO_LARGE),
    "a bomb": (
        packed("/FlateDecode", zlib.compress(b" " * (65 * 2**20), 9), "/Type/ObjStm/N 1/First 4"),
        BUSY,
        Refusal.TOO_LARGE,
    ),
    "a bomb of objects": (
        packed(
            "/FlateDecode", zlib.compress(b" " * (65 * 2**20), 9), "/Type/ObjStm/N 1/First 4"
        ).replace(b"/Contents 9 0 R", b""),
        BUSY,
        Refusal.TOO_LARGE,
    ),
    "an index with entries of 16 MB": (
        with_index_stream("1 16000000 1", b"", b"/Annots[%b]" % (b"9 0 R " * 99)),
        BUSY,
        Refusal.TOO_LARGE,
    ),
    "an index of objects that are none": (
        with_index_stream("1 3 1", b"\0" * 20_000, more=" 9 1" * 2_000).replace(
            b"/Pages", b"/Other"
        ),
        BUSY,
        Refusal.TOO_LARGE,
    ),
    "streams that go on to the end of the file": (
        indexed(
            pdf_of(
                [b"%" * 90_000],
                b"".join(
                    b"%d 0 obj<</Length %d>>stream\n" % (at, 91_245 - 33 * at)
                    for at in range(50, 54)
                ),
            ).replace(b"/Contents", b"/Annots[50 0 R 51 0 R 52 0 R 53 0 R]/Contents")
        ),
        BUSY,
        Refusal.HOSTILE,
    ),
    "letters for nothing": (packed("/ASCII85Decode", b"z" * 840_000), BUSY, Refusal.TOO_LARGE),
    "codes of no character": (
        packed(
            "/FlateDecode", zlib.compress(b"BT /G 1 Tf (" + b"a" * (9 * 2**20) + b") Tj ET")
        ).replace(
            b"/F 3 0 R",
            b"/G<</Subtype/Type0/Encoding/No/DescendantFonts[<</Subtype/CIDFontType0>>]>>",
        ),
        BUSY,
        Refusal.TOO_LARGE,
    ),
    "for whom one has chosen": (
        indexed(pdf_of([b""])).replace(
            b"trailer<<", b"trailer<</Encrypt<</Filter/Adobe.PubSec/V 4>>"
        ),
        "这份 PDF 加了密，没有许可打不开。请对方去掉加密再发，或发 Word 报告。",
        Refusal.PASSWORD,
    ),
    "packed in itself": (packed("/FlateDecode " * 5, b""), BUSY, Refusal.HOSTILE),
    "white painted over the same characters again and again": (
        pdf_of(
            [
                b"BT /F 12 Tf -6.672 Tc 10 10 Td ("
                + b"a" * 600
                + b") Tj ET 1 g "
                + b"20 20 4 4 re f " * 600
            ]
        ),
        BUSY,
        Refusal.TOO_LARGE,
    ),
    "a page without end, painted white": (
        pdf_of([b"1 g 0 0 1%b 1%b re f" % (b"0" * 26, b"0" * 26)]).replace(
            b"595 842]", b"1%b 1%b]" % (b"0" * 26, b"0" * 26)
        ),
        BUSY,
        Refusal.TOO_LARGE,
    ),
    "runs without end": (packed("/RunLengthDecode", b"\x81 " * 33_000), BUSY, Refusal.TOO_LARGE),
    "codes of long texts": (packed("/LZWDecode", codes(3_700)), BUSY, Refusal.TOO_LARGE),
    "codes beyond their table": (
        packed("/LZWDecode", single_codes(b"a") + b"\0" * 9_000),
        BUSY,
        Refusal.HOSTILE,
    ),
    "predicted from a row without end": (
        packed(
            "/FlateDecode", zlib.compress(b"\2"), "/DecodeParms<</Predictor 12/Columns 99999999>>"
        ),
        BUSY,
        Refusal.TOO_LARGE,
    ),
    "characters of a font without end": (font_of_its_own(2**32 - 1), BUSY, Refusal.TOO_LARGE),
    "a text of 4 MB": (annotated(b"(" + b"a" * 2**22 + b")"), BUSY, Refusal.TOO_LARGE),
    "digits of 4 MB": (annotated((b"<" + b"41" * 2000 + b">") * 1000), BUSY, Refusal.TOO_LARGE),
    "a line of 5 MB": (pdf_of([b""]) + b"%" * (5 * 2**20), BUSY, Refusal.TOO_LARGE),
    "objects in a stream without end": (
        packed("/FlateDecode", zlib.compress(b"0 " * 200_000), "/Type/ObjStm/N 9/First 0").replace(
            b"xref", b"none"
        ),
        BUSY,
        Refusal.TOO_LARGE,
    ),
    "thousands of fonts": (
        pdf_of([b""]).replace(
            b"/F 3 0 R", b"".join(b"/F%d<</Subtype/Type1>>" % at for at in range(3_001))
        ),
        BUSY,
        Refusal.TOO_LARGE,
    ),
    "damaged": (
        b"%PDF-1.7",
        "文件已损坏，读不出来。请打开原件重新保存，或请对方重发。",
        Refusal.DAMAGED,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_other_pdfs_are_refused_with_a_reason(tmp_path: Path, name: str) -> None:
    data, sentence, why = REFUSED[name]
    file = tmp_path / "年报.pdf"
    file.write_bytes(data)
    with pytest.raises(UnusableFile) as refusal:
        examine(file)
    assert (str(refusal.value), refusal.value.why) == (f"年报.pdf：{sentence}", why)


def test_a_table_is_bounded_on_all_its_pages_together() -> None:
    with pytest.raises(UnusableFile) as refusal:
        read_pdf_blocks(detect_kind(Path("年报.pdf"), over_pages(40, 64)))
    assert str(refusal.value) == f"年报.pdf：{BUSY}"


COUNTED = {
    "what a form may draw each time that it is drawn": (
        "_MOST_TIME",
        45_000,
        pdf_of(
            [b"/X Do " * 20],
            b"5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 1>>stream\n \nendstream endobj\n",
            b"/XObject<</X 5 0 R>>" + b"".join(b"/K%d 1" % at for at in range(2_000)),
        ),
    ),
    "a line that streams go on in": (
        "_MOST_STEPS",
        2_000,
        indexed(
            pdf_of([b"%" * 2**20], b"7 0 obj<</Length 0>>stream\n8 0 obj<</Length 0>>stream\n")
        ).replace(b"/Contents", b"/Annots[7 0 R 8 0 R]/Contents"),
    ),
    "a ciphered stream": ("_MOST_SLOW_BYTES", 2_000, ciphered(b" " * 5_000)),
    "ciphered texts": ("_MOST_SLOW_BYTES", 2_000, ciphered(b"", b"(a)" * 9)),
}


@pytest.mark.parametrize("name", COUNTED)
def test_what_is_done_again_is_counted_again(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    limit, most, data = COUNTED[name]
    file = detect_kind(Path("年报.pdf"), data)
    with pytest.raises(UnusableFile, match="这份 PDF 里没有能读的文字"):
        read_pdf_blocks(file)
    monkeypatch.setattr(pdf_bounds, limit, most)
    with pytest.raises(UnusableFile) as refusal:
        read_pdf_blocks(file)
    assert str(refusal.value) == f"年报.pdf：{BUSY}"


NO_MEMORY = "系统的内存不够，这次没有做成。请关掉一些程序后再试。"
REFUSED_MEMORY = "系统不让读写（内存不够），这次没有做成。请关掉一些程序后再试。"


@pytest.mark.parametrize(
    ("fault", "sentence", "why"),
    [
        (
            ModuleNotFoundError("No module named 'pdfplumber'", name="pdfplumber"),
            "这是 PDF，读 PDF 要装 pdfplumber（pip install 'nianbao[pdf]'）；没有装的，请对方发 Word 报告。",
            Refusal.OTHER_FORMAT,
        ),
        (MemoryError(), NO_MEMORY, Refusal.UNREACHABLE),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), REFUSED_MEMORY, Refusal.UNREACHABLE),
    ],
    ids=repr,
)
def test_without_the_library(
    fault: Exception,
    sentence: str,
    why: Refusal,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Refusing:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "pdfplumber":
                raise fault

    monkeypatch.delitem(sys.modules, "pdfplumber")
    monkeypatch.setattr(sys, "meta_path", [Refusing(), *sys.meta_path])
    file = tmp_path / "年报.pdf"
    file.write_bytes(pdf_of([written("a")]))
    with pytest.raises(UnusableFile) as refusal:
        examine(file)
    assert (str(refusal.value), refusal.value.why) == (f"年报.pdf：{sentence}", why)
