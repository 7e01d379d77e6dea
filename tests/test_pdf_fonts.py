"""What a PDF is set in, and which fonts of official documents it lacks."""

import io
import zipfile
from dataclasses import replace

import pytest

from converter.form.report import Report
from converter.writing.pdf_fonts import missing_fonts
from converter.writing.word.render import render_report
from tools.cases import ROOT

OFFICIAL = ("FZXBSJW--GB1-0", "FangSong_GB2312", "SimHei", "SimSun")


def pdf_in(*fonts: str) -> bytes:
    return b"".join(b"<</Type/Font/BaseFont/BAAAAA+%s\n/W[]>>" % name.encode() for name in fonts)


def lacking(missing: str, used: str) -> str:
    return (
        f"本机没有公文字体{missing}，PDF 里用 {used} 代替，字形和换行会与规定的不同；"
        "请装上这些字体再转换，或换一台装有这些字体的电脑转换。"
    )


@pytest.mark.parametrize(
    ("fonts", "said"),
    [
        (OFFICIAL, ""),
        # the same designs under their other names
        (("FZXiaoBiaoSong-B05S", "FangSong", "#E9#BB#91#E4#BD#93", "NSimSun"), ""),
        # a rare character out of another font
        ((*OFFICIAL, "SimSun-ExtB", "NotoSansCJKjp-Regular"), ""),
        ((*OFFICIAL[1:], "STZhongsong"), lacking("“方正小标宋简体”", "STZhongsong")),
        # another foundry's 仿宋 is another design
        (
            ("FZXBSJW--GB1-0", "STFangsong", "SimHei", "SimSun"),
            lacking("“仿宋_GB2312”", "STFangsong"),
        ),
        (
            ("NotoSerifCJKjp-Regular-VKana", "DejaVuSans"),
            lacking("“方正小标宋简体”“仿宋_GB2312”“黑体”“宋体”", "DejaVuSans、NotoSerifCJKjp"),
        ),
        # a PDF that does not show what it is set in
        ((), ""),
    ],
)
def test_fonts_that_a_pdf_lacks(township: Report, fonts: tuple[str, ...], said: str) -> None:
    # 楷体 is asked for by second-level headings alone
    report = replace(township, overview=("正文。",), problems=("正文。",))
    document = render_report(report, (ROOT / "report_template.docx").read_bytes())
    assert missing_fonts(document, pdf_in(*fonts)) == said


def test_a_font_that_no_text_asks_for_is_not_missed(township: Report) -> None:
    report = replace(township, overview=("（一）主动公开", "正文。"))
    document = render_report(report, (ROOT / "report_template.docx").read_bytes())
    assert missing_fonts(document, pdf_in(*OFFICIAL, "Ming")) == lacking("“楷体_GB2312”", "Ming")


def test_a_document_whose_parts_have_other_names_is_looked_through() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        run = '<w:r w:rsidR="0"><w:rPr><w:rFonts w:eastAsia="{}"/></w:rPr><w:t{}>{}</w:t></w:r>'
        preserve = ' xml:space="preserve"'
        package.writestr(
            "word/document2.xml", run.format("黑体", "", "一") + run.format("宋体", preserve, " ")
        )
    assert missing_fonts(buffer.getvalue(), pdf_in("Ming")) == lacking("“黑体”", "Ming")


def test_runs_that_do_not_end_are_gone_through_once() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        # a second for 10,000 of them where each looked for its end
        package.writestr("word/document.xml", f"<!--{'<w:r>' * 400_000}-->")
    assert missing_fonts(buffer.getvalue(), pdf_in("Ming")) == ""
