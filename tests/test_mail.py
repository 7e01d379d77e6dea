"""The e-mail to the county: a draft that every reader shows right."""

import email
import email.policy
import io
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from converter.cli import run
from converter.conversion import Options, annotated, examine, plan_conversion
from converter.errors import CannotDeliver, UnusableFile
from converter.form.fields import Slot
from converter.form.report import Report
from converter.mail.messages import Attachment, Letter, checked_address, draft
from converter.mail.submit import Recipients, plan_draft
from converter.writing.workbooks.workbook import write_workbook

NAME = "保德县孙家沟镇人民政府2022年政府信息公开工作年度报告"
WORKBOOK = "保德县孙家沟镇人民政府2022年政府信息公开年报填报表.xlsx"


def workbook(folder: Path, report: Report) -> Path:
    file = folder / "填报表.xlsx"
    file.write_bytes(write_workbook(report))
    return file


def draft_of(file: Path) -> bytes:
    """Return the draft that is written for a workbook."""
    (draft,) = plan_draft(file, Recipients(("a@b.cn",)), Options()).write()
    return draft.read_bytes()


def test_a_draft_opens_for_editing_and_carries_both_files(tmp_path: Path, township: Report) -> None:
    report = replace(township, contact_name="王芳", contact_phone="0350-1234567")
    file = workbook(tmp_path, report)
    plan = plan_draft(file, Recipients(("a@b.gov.cn", "c@d.cn"), ("e@f.cn",)), Options())
    assert plan.write() == (tmp_path / f"{NAME}.eml",)
    raw = (tmp_path / f"{NAME}.eml").read_bytes()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert message["X-Unsent"] == "1"
    assert message["Date"] is None
    assert message["Message-ID"] is None
    assert (message["To"], message["Cc"]) == ("a@b.gov.cn, c@d.cn", "e@f.cn")
    assert message["Subject"] == f"报送：{NAME}"
    body = message.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == (
        f"保德县人民政府办公室：\n\n现报送《{NAME}》，请审阅。附件：\n1. {NAME}.docx\n2. {WORKBOOK}\n\n"
        "联系人：王芳，电话：0350-1234567\n保德县孙家沟镇人民政府\n"
    )
    names = [part.get_filename() for part in message.iter_attachments()]
    assert names == [f"{NAME}.docx", WORKBOOK]
    contents = [part.get_content() for part in message.iter_attachments()]
    assert contents[1] == file.read_bytes()
    (tmp_path / "out").mkdir()
    (report_file,) = plan_conversion(file, Options(tmp_path / "out")).write()
    assert contents[0] == report_file.read_bytes()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert raw.isascii()


def test_a_workbook_that_went_back_is_sent_without_what_was_to_be_mended(
    tmp_path: Path, township: Report
) -> None:
    wrong = township.with_figures({Slot("t3_carried_out", 0): 1})
    copy, _ = annotated(examine(workbook(tmp_path, wrong)))
    assert copy
    book = openpyxl.load_workbook(io.BytesIO(copy))
    assert book.sheetnames[0] == "退回意见"
    for row in book["三、申请办理"].iter_rows():
        for cell in row:
            if cell.comment:
                cell.value = 0
    book.save(tmp_path / "改好的.xlsx")
    message = email.message_from_bytes(
        draft_of(tmp_path / "改好的.xlsx"), policy=email.policy.default
    )
    sent = [one for one in message.iter_attachments() if one.get_filename() == WORKBOOK]
    (tmp_path / "收到的.xlsx").write_bytes(sent[0].get_content())
    assert "退回意见" not in openpyxl.load_workbook(tmp_path / "收到的.xlsx").sheetnames
    (tmp_path / "原来的.xlsx").write_bytes(write_workbook(township))
    reports = [examine(tmp_path / f"{name}的.xlsx").report for name in ("收到", "原来")]
    assert reports[0] == reports[1]


def test_a_name_is_told_both_ways(tmp_path: Path, township: Report) -> None:
    """QQ mail reads the RFC 2047 `name=`, others the RFC 2231 `filename*`."""
    raw = draft_of(workbook(tmp_path, township))
    assert raw.count(b'\r\n name="=?utf-8?b?') == 2
    assert raw.count(b"filename*0*=utf-8''") == 2
    # a second parser of mail, the one that knows nothing of RFC 2231 in Content-Type
    old = email.message_from_bytes(raw, policy=email.policy.compat32)
    parts = [part for part in old.walk() if part.get_filename()]
    assert [part.get_filename() for part in parts] == [f"{NAME}.docx", WORKBOOK]
    encoded = str(parts[0].get_param("name")).replace("\r\n", "")
    assert str(email.header.make_header(email.header.decode_header(encoded))) == f"{NAME}.docx"


@pytest.mark.system("perl")
def test_a_mail_parser_of_another_language(tmp_path: Path, township: Report) -> None:
    """Perl's MIME header decoder, on every machine that has git."""
    raw = draft_of(workbook(tmp_path, township))
    program = (
        "use Encode; local $/; my $m = <STDIN>; $m =~ /^Subject: (.*?)\\r\\n(?! )/ms;"
        "print encode('UTF-8', decode('MIME-Header', $1));"
    )
    done = subprocess.run(
        ["perl", "-e", program],
        input=raw,
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == f"报送：{NAME}"


def test_an_explained_finding_is_told_and_an_error_stops(
    tmp_path: Path, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    carried = township.with_figures({Slot("prev_normative_in_force"): 1})
    file = workbook(tmp_path, carried)
    assert run(["mail", str(file), "--to", "a@b.cn"]) == 1
    assert "没有写邮件。请按上面的提示改正后再试。" in capsys.readouterr().err
    assert list(tmp_path.glob("*.eml")) == []
    explained = replace(carried, reasons={"T2-STOCK-2": "上年误报"})
    raw = draft_of(workbook(tmp_path, explained))
    message = email.message_from_bytes(raw, policy=email.policy.default)
    body = message.get_body()
    assert body is not None
    assert "核对中有以下情况，说明如下：\n1. 「二、主动公开」" in body.get_content().replace(
        "\r", ""
    )
    # what the clerk was asked to do is done
    assert "。（单位说明：上年误报）" in body.get_content()
    assert "请核对" not in body.get_content()


@pytest.mark.parametrize(
    "text",
    [
        "a@b.cn\nBcc: x@y.cn",
        "a@b.cn\r\nX: y",
        "a@b.cn,c@d.cn",
        "a@b.cn;c@d.cn",
        "a\x00@b.cn",
        "王芳 <a@b.cn>",
        "a@",
        "@b.cn",
        "a@b",
        "a..b@c.cn",
        ".a@c.cn",
        "a b@c.cn",
        "a@b.cn ; rm",
        "",
        "a@" + "b" * 300 + ".cn",
    ],
)
def test_what_is_no_address_is_refused(text: str, tmp_path: Path, township: Report) -> None:
    with pytest.raises(CannotDeliver, match="不是一个邮件地址"):
        plan_draft(workbook(tmp_path, township), Recipients((text,)), Options())
    assert list(tmp_path.glob("*.eml")) == []


def test_the_same_letter_is_the_same_file() -> None:
    """Written once more, as where the disk was full when it should have been remembered, it stands in nobody's way."""
    files = tuple(Attachment(f"{name}.docx", bytes([0, 0xFF, 61, 95]) * 90) for name in "甲乙")
    one, two = (bytes(draft(Letter(("a@b.cn",), "年报", "见附件", files))) for _ in range(2))
    assert one == two
    read = email.message_from_bytes(one, policy=email.policy.default)
    assert [part.get_content() for part in read.iter_attachments()] == [one.data for one in files]
    assert bytes(draft(Letter((), "年报", "没有附件", ()))).count(b"multipart") == 0


def test_a_chinese_domain_is_written_in_ascii() -> None:
    assert checked_address("xxgk@政务.cn") == "xxgk@xn--zfr164b.cn"


@pytest.mark.office
def test_the_report_as_pdf(tmp_path: Path, township: Report) -> None:
    file = workbook(tmp_path, township)
    plan = plan_conversion(file, Options(pdf=True))
    written = plan.write()
    pdf = tmp_path / f"{NAME}.pdf"
    assert written == (tmp_path / f"{NAME}.docx", pdf)
    assert pdf.read_bytes().startswith(b"%PDF-")
    text = subprocess.run(
        ["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "保德县孙家沟镇人民政府" in text
    assert "收到和处理政府信息公开申请情况" in text
    command = ["pdffonts", str(pdf)]
    fonts = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    # what is said of a font is what another program finds in the PDF
    for font, name in (("仿宋_GB2312", "+FangSong"), ("黑体", "+SimHei"), ("宋体", "+SimSun")):
        assert (f"“{font}”" in "".join(plan.remarks())) == (name not in fonts)


BARE_PDF = b"%PDF-1.6 <</Type/Font/BaseFont/BAAAAA+DejaVuSans>>"
LACKING = "PDF 里用 DejaVuSans 代替，字形和换行会与规定的不同；请装上这些字体再转换，"


@pytest.mark.parametrize("command", ["convert", "mail"])
def test_a_font_that_a_pdf_lacks_is_said_once_on_standard_error(
    command: str,
    tmp_path: Path,
    township: Report,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for module in ("converter.conversion", "converter.mail.submit"):
        monkeypatch.setattr(f"{module}.as_pdf", lambda _document: BARE_PDF)
    file = str(workbook(tmp_path, township))
    assert run([command, file]) == 0
    assert LACKING not in capsys.readouterr().err
    assert run([command, file, "--pdf", "--force"]) == 0
    out, err = capsys.readouterr()
    assert err.count(LACKING) == 1
    assert LACKING not in out


def test_without_libreoffice_the_word_report_stands(
    tmp_path: Path, township: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("converter.files.libreoffice.find_program", lambda: None)
    plan = plan_conversion(workbook(tmp_path, township), Options(pdf=True))
    with pytest.raises(UnusableFile, match=r"本机没有安装 LibreOffice，\.docx 文件转不成 \.pdf"):
        plan.write()
    assert (tmp_path / f"{NAME}.docx").exists()
    assert list(tmp_path.glob("*.pdf")) == []
