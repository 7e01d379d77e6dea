"""What one sees of a page of a PDF is read: its box, turned, covered, typed in later; what no one sees is not."""

from pathlib import Path

import pytest

from converter.errors import UnusableFile
from converter.files.kinds import detect_kind
from converter.reading.pdf.pdf_blocks import read_pdf_blocks
from converter.reading.pdf.pdf_characters import without_watermarks
from tests.test_pdf import pdf_of
from tests.test_pdf_layouts import across, at, said, upright

GRID = "".join(map(across, (600, 650, 700))) + "".join(map(upright, (100, 200, 300)))
LONG = "(forty letters and a few more of them, so that they are seen) Tj"
WHITE = "1 g 100 600 100 50 re f 0 g "
PICTURE = "q 595 0 0 842 0 0 cm /I Do Q "
IMAGE = b"/XObject<</I 5 0 R>>"
MULTIPLIED = b"/ExtGState<</G<</BM/Multiply>>>>"


def image(more: str = "") -> bytes:
    return (
        f"5 0 obj<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray{more}"
        "/Length 1>>stream\n~\nendstream endobj\n"
    ).encode()


def seen(content: str, page: str = "", more: bytes = b"", resources: bytes = b"") -> list[object]:
    """Return what is read of one page with some content, and with more in its dictionary."""
    data = pdf_of([content.encode()], more, resources)
    data = data.replace(b"/MediaBox[0 0 595 842]", (page or "/MediaBox[0 0 595 842]").encode())
    return [said(block) for block in read_pdf_blocks(detect_kind(Path("a.pdf"), data))]


@pytest.mark.parametrize(
    ("box", "moved"),
    [
        ("/MediaBox[-100 -100 495 742]", "1 0 0 1 -100 -100"),
        ("/MediaBox[300 200 895 1042]", "1 0 0 1 300 200"),
        ("/MediaBox[895 1042 300 200]", "1 0 0 1 300 200"),
        ("/MediaBox[0 0 900 900]/CropBox[50 20 645 862]", "1 0 0 1 50 20"),
        ("/MediaBox[0 0 595 842]/CropBox[700 0 800 10]", "1 0 0 1 0 0"),
    ],
)
def test_a_page_may_begin_anywhere(box: str, moved: str) -> None:
    content = GRID + at(20, 750, "(first) Tj") + at(110, 620, "(12) Tj") + at(500, 500, "(last) Tj")
    assert seen(f"q {moved} cm {content} Q", box) == ["first", [["", ""], ["12", ""]], "last"]


def test_pages_may_stand_in_the_list_of_pages_itself() -> None:
    contents = (f"({one}) Tj" for one in ("first", "second", "third"))
    data = pdf_of([at(100, 700, one).encode() for one in contents])
    for number in (10, 12, 14):
        _, _, page = data.partition(b"%d 0 obj" % number)
        page = page[: page.index(b"endobj")]
        data = data.replace(b"%d 0 R" % number, page, 1)
    read = read_pdf_blocks(detect_kind(Path("a.pdf"), data))
    assert [said(block) for block in read] == ["first second third"]


def test_a_list_of_pages_within_itself_has_an_end() -> None:
    data = pdf_of(
        [at(100, 700, "(first) Tj").encode()], b"5 0 obj[<</Kids 5 0 R/Type/Pages>>10 0 R]endobj\n"
    )
    data = data.replace(b"Kids[10 0 R]", b"Kids 5 0 R")
    read = read_pdf_blocks(detect_kind(Path("a.pdf"), data))
    assert [said(block) for block in read] == ["first"]


def test_what_lies_beside_the_page_is_not_on_it() -> None:
    beside = f"q 1 0 0 1 700 0 cm {GRID}{at(110, 620, '(9) Tj')} Q "
    assert seen(beside + at(100, 700, "(here) Tj")) == ["here"]


@pytest.mark.parametrize("turn", ["0 1 -1 0 842 0", "-1 0 0 -1 842 842", "0 -1 1 0 0 842"])
def test_a_page_is_turned_until_one_can_read_it(turn: str) -> None:
    content = GRID + at(100, 750, LONG) + at(110, 620, "[(12) -150 (3)] TJ")
    texts = seen(f"q {turn} cm {content} Q", "/MediaBox[0 0 842 842]")
    assert texts == [LONG[1:-4], [["", ""], ["123", ""]]]


@pytest.mark.parametrize(("width", "is_two"), [(1190, True), (800, False)])
def test_two_pages_side_by_side_are_two(width: int, *, is_two: bool) -> None:
    right = width // 2 + 40
    content = at(40, 700, LONG) + at(40, 500, "(end) Tj") + at(right, 700, LONG)
    text = " ".join(map(str, seen(content, f"/MediaBox[0 0 {width} 842]")))
    assert (text == f"{LONG[1:-4]} end {LONG[1:-4]}") is is_two


def test_full_lines_with_their_middle_between_two_characters_are_one_page() -> None:
    line = f"3.328 Tc ({'a' * 80}) Tj"  # a character takes ten points
    content = at(21, 500, line) + at(21, 480, line)
    assert seen(content, "/MediaBox[0 0 842 595]") == [f"{'a' * 80} {'a' * 80}"]


COVERED: dict[str, tuple[str, str]] = {
    "painted white, typed anew": (at(110, 620, "(12) Tj") + WHITE + at(112, 620, "(7) Tj"), "7"),
    "a white ground": (WHITE + at(110, 620, "(12) Tj"), "12"),
    "a white ground that one draws as a path": (
        at(110, 620, "(12) Tj") + "1 1 1 rg 100 600 100 50 re h f 0 g " + at(112, 620, "(7) Tj"), "7",
    ),
    "a grey ground painted later": (at(110, 620, "(12) Tj") + "0.9 g 100 600 100 50 re f 0 g ", "12"),
    "white that one sees through": ("/G gs " + at(110, 620, "(12) Tj") + WHITE, "12"),
    "white that only darkens": ("/D gs " + at(110, 620, "(12) Tj") + WHITE, "12"),
    "white that a mask lets through": ("/M gs " + at(110, 620, "(12) Tj") + WHITE, "12"),
    "seen through no longer": ("q /G gs Q /M gs /O gs " + at(110, 620, "(12) Tj") + WHITE, ""),
    "white that is cut off": (at(110, 620, "(12) Tj") + f"q 0 0 30 30 re W n {WHITE} Q", "12"),
    "cut off from its own path on": (at(110, 620, "(12) Tj") + f"0 0 30 30 re W f {WHITE}", "12"),
    "white that cuts off": (at(110, 620, "(12) Tj") + "1 g 100 600 100 50 re W f 0 g", ""),
    "cut off by two parts": (at(110, 620, "(12) Tj") + f"0 0 9 9 re 90 590 200 90 re W f {WHITE}", ""),
    "white of a form that reaches beyond it": (at(110, 620, "(12) Tj") + "q 1 0 0 1 -90 0 cm /V Do Q", "12"),
    "what is typed behind a form": ("/V Do " + at(120, 620, "(12) Tj"), "12"),
    "white elsewhere is cut off": (at(110, 620, "(12) Tj") + f"q 0 0 30 30 re W* n Q {WHITE}", ""),
    "white in a form that one sees through": (at(110, 620, "(12) Tj") + "q /G gs /W Do Q", "12"),
    "white in a form": (at(110, 620, "(12) Tj") + "/W Do", ""),
    "a white frame": (at(110, 620, "(12) Tj") + "1 g 90 590 200 200 re 95 595 190 190 re f* 0 g ", "12"),
    "drawn without colour": (at(110, 620, "3 Tr (12) Tj 0 Tr"), ""),
    "drawn to cut out": (at(110, 620, "7 Tr (12) Tj 0 Tr"), ""),
}  # fmt: skip


@pytest.mark.parametrize("name", COVERED)
def test_a_figure_is_what_one_sees(name: str) -> None:
    content, figure = COVERED[name]
    states = (
        b"/ExtGState<</G<</ca 0.5>>/D<</BM/Multiply>>/M<</SMask<</S/Alpha>>>>/O<</SMask/None>>>>"
        b"/XObject<</W 6 0 R/V 7 0 R>>"
    )
    form = (
        f"6 0 obj<<{FORM.replace('50 20', '595 842')}/Length {len(WHITE)}>>stream\n{WHITE}\nendstream endobj\n"
        f"7 0 obj<<{FORM}/Matrix[1 0 0 1 90 0]/Length {len(WHITE)}>>stream\n{WHITE}\nendstream endobj\n"
    ).encode()
    words = at(100, 750, "(words) Tj")
    assert seen(GRID + words + content, more=form, resources=states) == [
        "words",
        [["", ""], [figure, ""]],
    ]


FORM = "/Type/XObject/Subtype/Form/BBox[0 0 50 20]/Resources<</Font<</F 3 0 R>>>>"


@pytest.mark.parametrize(
    ("kind", "figure"),
    [
        ("/Subtype/FreeText/Rect[105 610 155 630]", "7"),
        ("/Subtype/Widget/AS/N/Rect[105 610 155 630]", "7"),
        ("/Subtype/FreeText/F 2/Rect[105 610 155 630]", "12"),
        ("/Subtype/FreeText/F 32/Rect[105 610 155 630]", "12"),
        ("/Subtype/Popup/Rect[105 610 155 630]", "12"),
        ("/Subtype/FreeText/Rect[105 610 155]", "12"),
        ("/Subtype/FreeText/Rect[105 610 105 610]", "12"),
        ("/Subtype/FreeText/Rect[105 610 155 630 0 0]", "12"),
    ],
)
def test_what_was_typed_on_a_page_is_on_it(kind: str, figure: str) -> None:
    drawn = "1 g 0 0 50 20 re f 0 g BT /F 12 Tf 5 5 Td (7) Tj ET"
    form = f"6 0 obj<<{FORM}/Length {len(drawn)}>>stream\n{drawn}\nendstream endobj\n"
    look = "<</N 6 0 R>>" if "/AS" in kind else "6 0 R"
    page = f"/MediaBox[0 0 595 842]/Annots[<<{kind}/AP<</N {look}>>>>]"
    texts = seen(GRID + at(110, 616, "(12) Tj"), page, form.encode())
    assert texts == [[["", ""], [figure, ""]]]


@pytest.mark.parametrize(
    ("content", "picture", "is_read"),
    [
        (PICTURE + at(50, 700, LONG) + at(50, 680, LONG), "", True),
        (at(50, 700, LONG) + at(50, 680, LONG) + PICTURE, "", False),
        (at(50, 700, LONG) + at(50, 680, LONG) + PICTURE, "/SMask 5 0 R", True),
        (at(50, 700, LONG) + at(50, 680, LONG) + "/G gs " + PICTURE, "", True),
        (at(50, 700, LONG) + at(50, 680, LONG) + "0 0 30 30 re W n " + PICTURE, "", True),
        (PICTURE + at(50, 700, LONG) + at(50, 680, f"3 Tr {LONG}"), "", False),
        (PICTURE + at(50, 20, "(scanned by) Tj"), "", False),
        # a picture in strips, the words that a program saw in it
        ("".join(f"q 595 0 0 85 0 {85 * row} cm /I Do Q " for row in range(10))
         + at(50, 700, f"3 Tr {LONG}"), "", False),
    ],
)  # fmt: skip
def test_a_scan_is_a_page_of_which_one_sees_the_picture(
    content: str, picture: str, *, is_read: bool
) -> None:
    if is_read:
        assert (
            seen(content, more=image(picture), resources=IMAGE + MULTIPLIED)[-1]
            == f"{LONG[1:-4]} {LONG[1:-4]}"
        )
        return
    with pytest.raises(UnusableFile) as refusal:
        seen(content, more=image(picture), resources=IMAGE)
    assert str(refusal.value) == (
        "a.pdf：这是扫描件或图片做成的 PDF，里面没有能读的文字。请用填报表（.xlsx），或 Word 报告。"
    )


def test_a_seal_parts_no_paragraph() -> None:
    seal = "q 200 0 0 200 100 600 cm /I Do Q "
    lines = at(50, 700, LONG) + at(50, 684, LONG)
    assert seen(lines + seal, more=image("/SMask 5 0 R"), resources=IMAGE) == [
        f"{LONG[1:-4]} {LONG[1:-4]}"
    ]


def test_characters_stand_on_their_line_whatever_a_font_says() -> None:
    more = (
        b"4 0 obj<</Type/Font/Subtype/TrueType/BaseFont/A/FirstChar 48/LastChar 57/Encoding/WinAnsiEncoding"
        b"/Widths[500 500 500 500 500 500 500 500 500 500]/FontDescriptor 7 0 R>>endobj\n"
        b"7 0 obj<</Type/FontDescriptor/FontName/A/Flags 32/Ascent 1200/Descent -1048"
        b"/FontBBox[0 -1048 1000 1200]>>endobj\n"
    )
    content = GRID + "BT /W 12 Tf 110 653 Td (12) Tj ET"
    data = pdf_of([content.encode()], more).replace(b"/F 3 0 R", b"/F 3 0 R/W 4 0 R")
    assert [said(one) for one in read_pdf_blocks(detect_kind(Path("a.pdf"), data))] == [
        [["12", ""], ["", ""]]
    ]


def test_lines_that_turning_leaves_nearly_level_are_edges() -> None:
    grid = GRID.replace(" 650 l", " 650.0000001 l")
    assert seen(grid + at(110, 620, "(12) Tj")) == [[["", ""], ["12", ""]]]


@pytest.mark.parametrize(("unknown", "is_read"), [(4, True), (9, False)])
def test_fonts_that_name_no_characters_are_told(unknown: int, *, is_read: bool) -> None:
    content = at(100, 700, LONG) + at(100, 600, f"<{'01' * unknown}> Tj")
    if is_read:
        assert str(seen(content)[0]).startswith(LONG[1:-4])
        return
    with pytest.raises(UnusableFile) as refusal:
        seen(content)
    assert str(refusal.value) == (
        "a.pdf：这份 PDF 没有说明印的是哪些字，复制出来是乱码，读不出来。请用填报表（.xlsx），或 Word 报告。"
    )


@pytest.mark.parametrize(
    ("name", "figure"),
    [("two", "2"), ("g50", "2"), ("C0032", "2"), ("gE7B2", "(cid:50)"), ("g49", "(cid:50)"), (".notdef", "2")],
)  # fmt: skip
def test_a_code_that_a_font_names_strangely_is_no_figure(name: str, figure: str) -> None:
    more = (
        b"4 0 obj<</Type/Font/Subtype/Type1/BaseFont/A/FirstChar 48/LastChar 50/Widths[500 500 500]"
        b"/Encoding<</Differences[50/%s]>>>>endobj\n"
    ) % name.encode()
    content = GRID + at(100, 750, LONG) + "BT /W 12 Tf 110 653 Td (12) Tj ET"
    data = pdf_of([content.encode()], more).replace(b"/F 3 0 R", b"/F 3 0 R/W 4 0 R")
    assert [said(one) for one in read_pdf_blocks(detect_kind(Path("a.pdf"), data))] == [
        LONG[1:-4],
        [[f"1{figure}", ""], ["", ""]],
    ]


LAYERS = b"/OCProperties<</OCGs[50 0 R 51 0 R]/D<<%b>>>>"


@pytest.mark.parametrize(
    ("layers", "figure"),
    [
        ("/OFF[51 0 R]", "12"),
        ("/OFF[50 0 R]", "3"),
        ("/OFF[50 0 R 51 0 R]", ""),
        ("/BaseState/OFF/ON[50 0 R]", "12"),
        ("", "123"),
    ],
)
@pytest.mark.parametrize(
    "other",
    [
        f"/OC /B BDC {at(122, 620, '(3) Tj')} EMC ",
        f"/OC /M BDC /Span BMC {at(122, 620, '(3) Tj')} EMC EMC ",
        "/X Do ",
    ],
)
def test_what_is_on_a_layer_is_seen_while_it_is_on(layers: str, figure: str, other: str) -> None:
    content = f"{GRID}{at(100, 750, '(words) Tj')}/OC /A BDC {at(110, 620, '(12) Tj')} EMC {other}"
    more = (
        b"50 0 obj<</Type/OCG/Name(A)>>endobj\n51 0 obj<</Type/OCG/Name(B)>>endobj\n"
        b"6 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/OC 51 0 R"
        b"/Length %d>>stream\n%b\nendstream endobj\n"
    )
    drawn = at(122, 620, "(3) Tj").encode()
    named = b"/Properties<</A 50 0 R/B 51 0 R/M<</Type/OCMD/OCGs[51 0 R]>>>>/XObject<</X 6 0 R>>"
    data = pdf_of([content.encode()], more % (len(drawn), drawn), named)
    data = data.replace(b"/Type/Catalog", b"/Type/Catalog" + LAYERS % layers.encode())
    words = [said(one) for one in read_pdf_blocks(detect_kind(Path("a.pdf"), data))]
    assert words == ["words", [["", ""], [figure, ""]]]


def placed(text: str, x: int, y: int, before: str = "0 g") -> str:
    """Return what draws a text as programs do that clip, set and place each character by itself."""
    return " ".join(
        f"q {x + 7 * at - 1} {y - 3} 9 14 re W n {before} BT /F 12 Tf 1 0 0 1 {x + 7 * at} {y} Tm ({char}) Tj ET Q"
        for at, char in enumerate(text)
    )


def test_a_long_report_of_single_characters_is_read() -> None:
    lines = [placed("abcdefghij" * 7, 50, 730 - 20 * row) for row in range(30)]
    data = pdf_of([" ".join(lines).encode()] * 13)
    blocks = read_pdf_blocks(detect_kind(Path("a.pdf"), data))
    assert "".join(str(said(one)) for one in blocks).replace(" ", "") == "abcdefghij" * 7 * 30 * 13


@pytest.mark.parametrize(
    ("marks", "is_read"),
    [
        (["0.8 g"] * 2, False),
        (["1 0.8 0.8 rg"] * 2, False),
        (["0 0 0 0.2 k"] * 2, False),
        (["/G gs 0 g"] * 2, False),
        (["0.8 g"] * 3 + [""], False),
        (["0.8 g"] + [""] * 3, True),
        (["0.8 g"], True),
        (["0.2 g"] * 2, True),
        # white stands on a dark ground
        (["1 g"] * 2, True),
        # as dark as the words, but larger
        (["2 0 0 2 -200 -710 cm 0 g"] * 2, False),
        (["2 0 0 2 -200 -710 cm 0 g"], True),
        (["/Artifact <</Type/Pagination/Subtype /Watermark>> BDC 0 g"], False),
        (["/Artifact /N BDC 0 g"], False),
        (["/Artifact <</Subtype/Header>> BDC 0 g"], True),
    ],
)
def test_a_watermark_that_lies_level_is_known_by_its_places(
    marks: list[str], *, is_read: bool
) -> None:
    pages = [
        at(100, 700, f"(words of page {'abcd'[page]}{' and more' * 4}) Tj")
        + (mark and placed("copy", 100, 705, mark))
        for page, mark in enumerate(marks)
    ]
    states = b"/ExtGState<</G<</ca 0.3>>>>/Properties<</N<</Subtype/Watermark>>>>"
    data = pdf_of([page.encode() for page in pages], b"", states)
    read = " ".join(str(said(one)) for one in read_pdf_blocks(detect_kind(Path("a.pdf"), data)))
    plain = " ".join(f"words of page {'abcd'[page]}{' and more' * 4}" for page in range(len(marks)))
    assert (read != plain) is is_read


def test_of_many_large_characters_some_stand_at_the_same_places_by_chance() -> None:
    pages = [
        [
            {"text": text, "x0": 9 * at, "y0": page, "size": size, "faint": False}
            for text, size in (("a", 10), ("b", 16))
            for at in range(95 if size == 10 else 9)
        ]
        + [{"text": "c", "x0": 5, "y0": 5, "size": 16, "faint": False}]
        for page in range(2)
    ]
    assert without_watermarks(pages) == pages
    alike = [[char for char in page if char["text"] != "b"] for page in pages]
    assert without_watermarks(alike) == [page[:-1] for page in alike]
