"""A Word report in, the official one out; what is not taken over is said."""

import email
import email.policy
import io
import re
import zipfile
from pathlib import Path

import pytest

from converter.cli import run
from converter.conversion import Options, examine, read
from converter.errors import UnusableFile
from converter.files.kinds import detect_kind, open_input
from converter.files.output import FINDINGS_PAGE
from converter.form.fields import FIELDS, Slot
from converter.form.report import Report
from converter.mail.submit import Recipients, plan_draft
from converter.writing.word.render import render_report
from tests.foreign import Habits, paragraph, web_page, word_report
from tools.cases import ROOT

TEMPLATE = (ROOT / "report_template.docx").read_bytes()
TOWNSHIP = "保德县孙家沟镇人民政府2022年政府信息公开工作年度报告"
SAID = "没有错误（提醒 1 处）。报告已生成：\n"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def notes_of(data: bytes) -> list[str]:
    return read(detect_kind(Path("报告.docx"), data)).notes


def within(inner: str) -> str:
    """Return a paragraph that holds something else than text."""
    return f"<w:p {NAMESPACES}>{inner}</w:p>"


def in_section_one(extra: str) -> Habits:
    mark = '<w:p><w:pPr></w:pPr><w:r><w:t xml:space="preserve">二、'
    return Habits(wrap=lambda body: body.replace(mark, extra + mark, 1))


def around(before: str = "", after: str = "") -> Habits:
    return Habits(wrap=lambda body: before + body + after)


def with_part(data: bytes, name: str, kind: str, xml: str) -> bytes:
    """Add a part to a Word file; one that is there is replaced."""
    buffer = io.BytesIO()
    types = f'<Override PartName="/word/{name}" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for member in source.namelist():
            content = source.read(member)
            if member == "[Content_Types].xml":
                content = content.replace(b"</Types>", types.encode() + b"</Types>")
            target.writestr(member, content)
        target.writestr(f"word/{name}", f"<w:x {NAMESPACES}>{xml}</w:x>")
    return buffer.getvalue()


PICTURE = within("<w:r><w:drawing><pic:pic/></w:drawing></w:r>")
SEAL = within("<w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r>")
ROW = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("平台", "发布数", "浏览量"))
TABLE = f"<w:tbl><w:tr>{ROW}</w:tr><w:tr>{ROW}</w:tr><w:tr>{ROW}</w:tr></w:tbl>"
ONE = "“一、总体情况”部分"
SIX = "“六、其他需要报告的事项”部分"
NOTE_ROW = rf'\1<w:tr><w:tc><w:tcPr><w:gridSpan w:val="10"/></w:tcPr>{paragraph("注：含乡镇 12 件。")}</w:tc></w:tr>\2'
LEFT_OUT = {
    "a seal": (
        around(after=SEAL),
        [f"1 个图片、图形不会带到新报告里（{SIX}）。要保留的请自己插入，公章请重新加盖。"],
    ),
    "pictures in two sections": (
        Habits(wrap=lambda body: in_section_one(PICTURE + PICTURE).wrap(body) + SEAL),
        [f"3 个图片、图形不会带到新报告里（{ONE} 2，{SIX} 1）。要保留的请自己插入，公章请重新加盖。"],
    ),
    "a line that is drawn": (
        around(within("<w:r><w:drawing><wps:wsp/></w:drawing></w:r>")),
        ["1 个图片、图形不会带到新报告里（开头）。要保留的请自己插入，公章请重新加盖。"],
    ),
    "a chart": (
        in_section_one(within("<w:r><w:drawing><c:chart/></w:drawing></w:r>")),
        [f"1 个图表不会带到新报告里（{ONE}）。"],
    ),
    "an embedded file": (
        in_section_one(within("<w:r><w:object><v:imagedata/><o:OLEObject/></w:object></w:r>")),
        [f"1 个嵌入的文件、控件不会带到新报告里（{ONE}）。要附的，请另外附上。"],
    ),
    "a formula": (
        in_section_one(within("<m:oMath><m:rad><m:r><m:t>x</m:t></m:r></m:rad></m:oMath>")),
        [f"1 个公式不会带到新报告里（{ONE}）。请改成文字。"],
    ),
    "a formula of characters side by side, which is read": (
        in_section_one(within("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>")),
        [],
    ),
    "a symbol": (
        in_section_one(within('<w:r><w:sym w:char="F0FE"/></w:r>')),
        [f"1 个特殊符号不会带到新报告里（{ONE}）。请改成普通文字。"],
    ),
    "tracked changes": (
        in_section_one(within("<w:ins><w:r><w:t>乙</w:t></w:r></w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del>")),
        [f"2 处修订按全部接受转换（{ONE}）。请先在 Word 里接受或拒绝。"],
    ),
    "struck out and hidden": (
        in_section_one(within("<w:r><w:rPr><w:strike/></w:rPr><w:t>旧话</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗语</w:t></w:r>")),
        [f"2 处加了删除线、隐藏或作注号的文字不会带到新报告里（{ONE}）：“旧话”、“暗语”。"],
    ),
    "a table of their own": (
        in_section_one(TABLE),
        [f"{ONE}有一张表格不会带到新报告里：“平台 发布数 浏览量 平台 发布数 浏览…”。"],
    ),
    "text above the title": (
        around(paragraph("保政办发〔2026〕3号") + paragraph("附件1")),
        ["标题前面有 2 段文字不会带到新报告里：“保政办发〔2026〕3号”、“附件1”。"],
    ),
    "text below the sign-off": (
        around(after="".join(map(paragraph, ("附件：申请清单", "联系人：王芳", "抄送：县政府办", "共印5份")))),
        ["落款后面有 4 段文字不会带到新报告里：“附件：申请清单”、“联系人：王芳”、“抄送：县政府办”、“共印5份”。"],
    ),
    "a long list below the sign-off": (
        around(after="".join(paragraph(f"清单第{number}项") for number in range(20))),
        ["落款后面有 20 段文字不会带到新报告里：" + "、".join(f"“清单第{number}项”" for number in range(20)) + "。"],
    ),
    "a note in a table": (
        Habits(wrap=lambda body: re.sub("(申请人情况.*?)(</w:tbl>)", NOTE_ROW, body, count=1)),
        ["表三第29行“注：含乡镇 12 件。”不会带到新报告里。"],
    ),
    "text beside a table": (
        Habits(wrap=lambda body: body.replace("<w:tbl>", paragraph("单位：件") + "<w:tbl>", 1)),
        ["“二、主动公开政府信息情况”部分表格以外有 1 段文字不会带到新报告里：“单位：件”。"],
    ),
    "a text box": (in_section_one(within(f"<w:r><w:pict><v:textbox><w:txbxContent>{paragraph('框里的话。')}</w:txbxContent></v:textbox></w:pict></w:r>")), []),
    "nothing": (Habits(), []),
}  # fmt: skip


@pytest.mark.parametrize(("habits", "notes"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_is_not_taken_over_is_said(city: Report, habits: Habits, notes: list[str]) -> None:
    result = read(detect_kind(Path("报告.docx"), word_report(city, habits)))
    assert result.notes == notes
    for name in city.figures:
        if FIELDS[name].table:
            assert result.report.figures[name] == city.figures[name], name
    assert result.report.overview[:1] == city.overview


PARTS = {
    "foot notes": (
        "<w:r><w:footnoteReference/></w:r><w:r><w:endnoteReference/></w:r>",
        ("footnotes.xml", "footnotes", f'<w:footnote w:type="separator">{paragraph("—")}</w:footnote><w:footnote>{paragraph("含镇属单位。")}</w:footnote>'),
        [f"2 条脚注、尾注不会带到新报告里（{ONE}）：“含镇属单位。”。要保留的，请写进正文。"],
    ),
    "comments": (
        "<w:r><w:commentReference/></w:r>",
        ("comments.xml", "comments", f"<w:comment>{paragraph('请核实')}</w:comment>"),
        [f"1 条批注不会带到新报告里（{ONE}）：“请核实”。"],
    ),
    "a header": (
        "",
        ("header9.xml", "header", paragraph("内部资料")),
        ["1 处页眉、页脚的文字不会带到新报告里：“内部资料”。"],
    ),
    "a footer with page numbers": (
        "",
        ("footer9.xml", "footer", paragraph("第 1 页　共 12 页") + paragraph("— 3 —")),
        [],
    ),
    "a watermark": (
        "",
        ("header9.xml", "header", '<w:p><w:r><w:pict><v:textpath string="草稿"/></w:pict></w:r></w:p>'),
        ["1 处水印不会带到新报告里：“草稿”。"],
    ),
    "a damaged part": ("", ("comments.xml", "comments", "<w:p>"), []),
}  # fmt: skip


@pytest.mark.parametrize(("inline", "part", "notes"), PARTS.values(), ids=PARTS)
def test_what_stands_in_other_parts_is_said(
    city: Report, inline: str, part: tuple[str, str, str], notes: list[str]
) -> None:
    habits = in_section_one(within(inline)) if inline else Habits()
    assert notes_of(with_part(word_report(city, habits), *part)) == notes


def test_the_official_report_leaves_nothing_out(city: Report) -> None:
    assert notes_of(render_report(city, TEMPLATE)) == []


@pytest.mark.parametrize("name", ["after", "tbl-in-section1"])
def test_blocks_that_entered_no_field_in_files_of_the_field(shared: Path, name: str) -> None:
    file = shared / "cases" / "field" / "24-text-behind-the-sign-off" / f"{name}.docx"
    assert len(examine(file).notes) == 1


@pytest.mark.parametrize("command", [["convert"], ["desk", "convert"]], ids=" ".join)
def test_a_word_report_of_any_layout_becomes_the_official_one(
    tmp_path: Path, township: Report, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "我们的稿子.docx"
    habits = Habits(
        merge="empty",
        table2_in_four=True,
        wrap=lambda body: body + paragraph("抄送：县政府办"),
    )
    source.write_bytes(word_report(township, habits))
    before = source.read_bytes()
    assert run([*command, str(source)]) == 0
    said = capsys.readouterr()
    assert said.out == f"{tmp_path / TOWNSHIP}.docx\n"
    left_out = "落款后面有 1 段文字不会带到新报告里：“抄送：县政府办”。"
    if "desk" in command:
        # the icons say it on a page
        assert said.err.startswith(SAID)
        assert left_out in (tmp_path / FINDINGS_PAGE).read_text(encoding="utf-8")
    else:
        assert said.err == f"提醒　{left_out}\n{SAID}"
    assert source.read_bytes() == before
    # its contacts and the like are not in a Word report
    official = read(open_input(tmp_path / f"{TOWNSHIP}.docx")).report
    assert official == examine(source).report
    assert official.overview == township.overview


def test_a_word_report_is_never_overwritten(
    tmp_path: Path, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / f"{TOWNSHIP}.docx"
    source.write_bytes(word_report(township))
    before = source.read_bytes()
    for name, made in (
        (source, f"{TOWNSHIP}（标准格式）.docx"),
        (tmp_path / f"{TOWNSHIP}（标准格式）.docx", f"{TOWNSHIP}（标准格式2）.docx"),
    ):
        for force in ([], ["--force"]):
            assert run(["convert", str(name), *force]) == 0
            assert capsys.readouterr().out == f"{tmp_path / made}\n"
    assert source.read_bytes() == before
    for output in (source, tmp_path):
        assert run(["convert", str(source), "-o", str(output), "--force"]) == 2
        assert capsys.readouterr().err == (
            f"{source}：这是输入文件，不能覆盖。确实要写在这里，请用 -o 换个名字。\n"
        )
    assert source.read_bytes() == before


def test_several_word_reports_do_not_overwrite_one_another(
    tmp_path: Path, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / "稿.docx", tmp_path / f"{TOWNSHIP}.docx"]
    for number, file in enumerate(files):
        file.write_bytes(word_report(township, around(paragraph(f"附件{number}"))))
    before = [file.read_bytes() for file in files]
    assert run(["convert", *map(str, files), "--force"]) == 0
    assert capsys.readouterr().out == f"{tmp_path / TOWNSHIP}（标准格式）.docx\n" * 2
    assert [file.read_bytes() for file in files] == before


def test_totals_and_rules_stop_a_word_report(
    tmp_path: Path, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = township.with_figures({Slot("t3_total", 0): 1})
    (tmp_path / "稿.docx").write_bytes(word_report(wrong))
    (tmp_path / f"{TOWNSHIP}.docx").write_bytes(b"earlier")
    assert run(["convert", str(tmp_path / "稿.docx")]) == 1
    said = capsys.readouterr().err
    assert "错误　表三第27行（办理结果总计，自然人）：合计应为 0（21 项办理结果之和" in said
    assert said.endswith(
        "没有生成报告。请按上面的提示改正后再转换。\n"
        f"旁边的 {TOWNSHIP}.docx 是以前生成的，与这份报告不一致，请不要报送。\n"
    )


@pytest.mark.parametrize("command", [["mail"], ["desk", "mail"]], ids=" ".join)
def test_the_official_report_is_mailed(
    tmp_path: Path, township: Report, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / f"{TOWNSHIP}.docx"
    source.write_bytes(word_report(township, around(after=SEAL)))
    before = source.read_bytes()
    assert run([*command, str(source)]) == 0
    said = capsys.readouterr()
    assert said.out == f"{tmp_path / TOWNSHIP}.eml\n"
    left_out = f"1 个图片、图形不会带到新报告里（{SIX}）。要保留的请自己插入，公章请重新加盖。"
    written = (
        "收件人没有写，请打开草稿补上。\n"
        "没有错误（提醒 1 处）。邮件草稿已写好，双击打开，看过再发：\n"
    )
    if "desk" in command:
        assert said.err.startswith(written)
        assert left_out in (tmp_path / FINDINGS_PAGE).read_text(encoding="utf-8")
    else:
        assert said.err == f"提醒　{left_out}\n{written}"
    raw = (tmp_path / f"{TOWNSHIP}.eml").read_bytes()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == f"{TOWNSHIP}.docx"
    assert attached.get_content() == render_report(examine(source).report, TEMPLATE)
    assert source.read_bytes() == before


def test_a_page_is_not_mailed(tmp_path: Path, township: Report) -> None:
    file = tmp_path / "年报.html"
    file.write_text(web_page(township), encoding="utf-8")
    with pytest.raises(UnusableFile) as refusal:
        plan_draft(file, Recipients(("a@b.cn",)), Options())
    assert str(refusal.value) == (
        "年报.html：这是网页。请给出填好的填报表（.xlsx），或 Word 报告（.docx）。"
    )


def test_an_import_lists_what_was_left_out(
    tmp_path: Path, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "稿.docx"
    source.write_bytes(word_report(township, around(after=paragraph("抄送：县政府办"))))
    assert run(["import", str(source)]) == 0
    note = "落款后面有 1 段文字不会带到新报告里：“抄送：县政府办”。"
    assert capsys.readouterr().err == f"提醒　{note}\n报告已读进填报表：\n"
    with zipfile.ZipFile(
        tmp_path / "保德县孙家沟镇人民政府2022年政府信息公开年报填报表.xlsx"
    ) as book:
        assert note in book.read("xl/sharedStrings.xml").decode()


def test_an_import_keeps_the_totals_that_it_adds_up_otherwise(
    tmp_path: Path, city: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "稿.docx", tmp_path / "表.xlsx"
    wrong = {Slot("t3_new_received", 6): 3, Slot("t4_review", 4): 1}
    note = (
        "报告里有合计和各项之和不符，填报表里是各项之和：“本年新收政府信息公开申请数量，总计”印的是 3，"
        "各项之和是 14069；“行政复议，总计”印的是 1，各项之和是 790。请核对哪一个数错了。"
    )
    for report, is_told in ((city.with_figures(wrong), True), (city, False)):
        source.write_bytes(word_report(report))
        assert run(["import", str(source), "-o", str(target), "--force"]) == 0
        said = capsys.readouterr().err
        assert ("合计应为 14069" in said and "合计应为 790" in said) is is_told
        with zipfile.ZipFile(target) as book:
            assert (note in book.read("xl/sharedStrings.xml").decode()) is is_told


# ---------------------------------------------------------------- explanations

UNEXPLAINED = (
    "现行有效 0 件，本年制发 1－本年废止 0＝1，上年再少，有效的也不少于 1 件。"
    "请核对这三项；确有原因（如当年制发、当年失效）的，在落款后面另起一行写“情况说明：……”。"
)


def too_few_in_force(township: Report) -> Report:
    return township.with_figures({Slot("t2_normative", 0): 1, Slot("t2_normative", 2): 0})


@pytest.mark.parametrize(
    ("below", "reason"),
    [
        ("", ""),
        (paragraph("数字无误。"), ""),
        (paragraph("情况说明：年底一并废止，"), "年底一并废止，"),
        (paragraph("情况说明：") + paragraph("年底一并废止。"), "年底一并废止。"),
    ],
)
def test_what_is_explained_below_the_sign_off_does_not_stop(
    township: Report, tmp_path: Path, below: str, reason: str
) -> None:
    file = tmp_path / "年报.docx"
    file.write_bytes(word_report(too_few_in_force(township), around(after=below)))
    examination = examine(file)
    (finding,) = (one for one in examination.findings if one.code == "T2-STOCK-LEAST")
    assert finding.what == UNEXPLAINED
    assert (finding.reason, finding.stops, examination.ok) == (reason, not reason, bool(reason))
    assert reason not in "".join(examination.report.other_matters) or not reason


def test_an_explanation_goes_with_the_mail_and_into_the_workbook(
    township: Report, tmp_path: Path
) -> None:
    file = tmp_path / "年报.docx"
    below = paragraph("情况说明：年底一并废止。")
    file.write_bytes(word_report(too_few_in_force(township), around(after=below)))
    assert run(["mail", str(file), "--to", "a@b.cn"]) == 0
    (letter,) = tmp_path.glob("*.eml")
    body = email.message_from_bytes(letter.read_bytes(), policy=email.policy.default).get_body()
    assert body is not None
    assert "\n情况说明：年底一并废止。\n" in body.get_content().replace("\r", "")
    assert run(["import", str(file), "-o", str(tmp_path / "读回.xlsx")]) == 0
    assert examine(tmp_path / "读回.xlsx").report.reasons == {"T2-STOCK-LEAST-2": "年底一并废止。"}
