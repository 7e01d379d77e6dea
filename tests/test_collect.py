"""What a folder holds is told under harmless names, with the mail around it; nothing is passed over."""

import io
import os
import shutil
import socket
import sys
import unicodedata
import zipfile
from base64 import encodebytes
from binascii import b2a_uu
from email.message import EmailMessage
from pathlib import Path
from quopri import encodestring

import openpyxl
import pytest

from converter import console
from converter.cli import run
from converter.county.archive import archive as put_away
from converter.county.collecting import collect as collect_module
from converter.county.collecting.collect import Received, collect, collect_again
from converter.errors import CannotDeliver, UnusableFile
from converter.files.output import name_key
from converter.files.text import harmless, one_line
from converter.form.report import Report
from converter.writing.workbooks.workbook import write_workbook
from tests.filling import TEMPLATE
from tests.foreign import word_report
from tests.hostile import Member, ole, zipped

WORKBOOK = TEMPLATE.read_bytes()


def mail(
    *attachments: tuple[str, bytes],
    date: str = "",
    subject: str = "",
    sender: str = "a@b.cn",
    text: str = "请查收。",
    kind: str = "plain",
) -> bytes:
    message = EmailMessage()
    message["From"] = sender
    if date:
        message["Date"] = date
    if subject:
        message["Subject"] = subject
    message.set_content(text, subtype=kind)
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def archive(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, data in members:
            file.writestr(name, data)
    return buffer.getvalue()


def found(folder: Path) -> dict[str, Received]:
    return {one.label: one for one in collect(folder)}


# ---------------------------------------------------------------- mails


@pytest.mark.parametrize(
    ("date", "mailed"),
    [
        ("Tue, 20 Jan 2026 08:30:00 +0800", "2026-01-20T00:30:00Z"),
        ("Tue, 20 Jan 2026 08:30:00 -0000", "2026-01-20T08:30:00Z"),
        ("Tue, 20 Jan 2026 08:30:00", "2026-01-20T08:30:00Z"),
        ("20 Jan 26 08:30 +0800 (CST)", "2026-01-20T00:30:00Z"),
        ("昨天", ""),
        ("Tue, 99 Jan 2026 08:30:00 +0800", ""),
        ("Fri, 31 Dec 9999 23:30:00 +0000", ""),
        ("Wed, 20 Jan 1999 08:30:00 +0800", ""),
        ("", ""),
    ],
)
def test_when_a_mail_was_sent(tmp_path: Path, date: str, mailed: str) -> None:
    data = mail(("年报.xlsx", WORKBOOK))
    (tmp_path / "来信.eml").write_bytes(f"Date: {date}\n".encode() * bool(date) + data)
    (one,) = collect(tmp_path)
    assert one.mailed == mailed


def test_a_file_knows_the_mail_and_the_archive_that_it_came_in(tmp_path: Path) -> None:
    packed = archive(("甲镇/年报.xlsx", WORKBOOK))
    first = mail(("打包.zip", packed), ("表.xlsx", WORKBOOK), date="1 Jan 2026 00:00:00 +0000")
    inner = mail(("年报.xlsx", WORKBOOK), subject="甲镇", sender="c@d.cn")
    (tmp_path / "来信.eml").write_bytes(first)
    (tmp_path / "转发.eml").write_bytes(
        mail(("原信.eml", inner), date="2 Jan 2026 00:00:00 +0000", subject="转：年报")
    )
    (tmp_path / "散件.xlsx").write_bytes(WORKBOOK)
    (tmp_path / "空.eml").write_bytes(mail(subject="甲镇年报"))
    told = {
        label: (one.container, one.sender, one.mailed, one.subject)
        for label, one in found(tmp_path).items()
    }
    assert told == {
        "散件.xlsx": ("", "", "", ""),
        "来信.eml → 打包.zip → 甲镇/年报.xlsx": (
            "来信.eml → 打包.zip",
            "a@b.cn",
            "2026-01-01T00:00:00Z",
            "",
        ),
        "来信.eml → 表.xlsx": ("来信.eml", "a@b.cn", "2026-01-01T00:00:00Z", ""),
        "空.eml": ("空.eml", "a@b.cn", "", "甲镇年报"),
        "转发.eml → 原信.eml → 年报.xlsx": (
            "转发.eml → 原信.eml",
            "c@d.cn",
            "2026-01-02T00:00:00Z",
            "甲镇",
        ),
    }


def test_the_names_in_a_mail_are_harmless(tmp_path: Path) -> None:
    raw = (
        "From: =?utf-8?b?546L?= <a\x1b[2J@b.cn>\r\n"
        "Subject: 甲镇年报\x1b]0;x\x07\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: application/octet-stream; name="甲.xlsx"\r\n'
        "Content-Disposition: attachment;\r\n"
        ' filename="甲镇\x1b[2J年报.xlsx"\r\n'
        "Content-Transfer-Encoding: 8bit\r\n\r\n"
    ).encode("gb18030")
    (tmp_path / "来信.eml").write_bytes(raw + b"x")
    (one,) = collect(tmp_path)
    assert one.label == "来信.eml → 甲镇�[2J年报.xlsx"
    assert one.subject == "甲镇年报�]0;x�"
    assert "\x1b" not in one.sender
    assert one.refusal.startswith("甲镇�[2J年报.xlsx：")
    encoded = "=?utf-8?b?5bm05oqlCkJjYzogeEB5LmNu?="  # 年报, a line break, Bcc: x@y.cn
    (tmp_path / "来信.eml").write_bytes(f"Subject: {encoded}\r\n".encode() + mail())
    (one,) = collect(tmp_path)
    assert one.subject == "年报 Bcc: x@y.cn"


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("您好，报告见附件。", "plain", ""),
        (
            "您好：\n  情况说明：上年漏报 1 件，\n数字无误。\n\n水利局",
            "plain",
            "上年漏报 1 件，数字无误。",
        ),
        ("情况说明\n上年漏报。", "plain", "上年漏报。"),
        ("请在邮件里写“情况说明：……”。", "plain", ""),
        ("已改好。\n> 情况说明：上一封信里的", "plain", ""),
        ("<p>您好</p><div>情况说明:上年<b>漏报</b></div><div></div>再见", "html", "上年漏报"),
        (f"情况说明：上年漏报。\n\n{'长' * 30_000}", "plain", "上年漏报。"),
        (f"<p>&#{'1' * 5000};</p><p>情况说明：上年漏报</p>", "html", "上年漏报"),
    ],
)
def test_the_text_of_a_mail_explains_the_report_in_it(
    tmp_path: Path, township: Report, text: str, kind: str, reason: str
) -> None:
    data = mail(("年报.docx", word_report(township)), text=text, kind=kind)
    (tmp_path / "来信.eml").write_bytes(data)
    (file,) = (one.file for one in collect(tmp_path) if one.file)
    assert file.reason == reason


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{'长' * 30_000}\n情况说明：没有人写这么长", True),
        ("长" * 30_000, False),
        (f"情况说明：上年漏报。\n\n{'长' * 30_000}情况说明：见上", False),
    ],
)
def test_what_the_text_of_a_mail_explains_too_late_is_told(
    tmp_path: Path, township: Report, text: str, told: bool
) -> None:
    (tmp_path / "来信.eml").write_bytes(mail(("年报.docx", word_report(township)), text=text))
    aside = [one.refusal for one in collect(tmp_path) if one.aside]
    said = "来信.eml：邮件正文太长，后面的“情况说明”没有读取。请打开邮件看一看。"
    assert aside == [said] * told


def test_the_text_of_a_mail_explains_neither_a_workbook_nor_one_of_several(
    tmp_path: Path, township: Report
) -> None:
    """A workbook has its own lines for that; of several reports nobody knows which is meant."""
    word = word_report(township)
    two = archive(("甲.docx", word), ("乙.docx", word))
    for number, sent in enumerate(
        ([("表.xlsx", WORKBOOK)], [("甲.docx", word), ("乙.docx", word)], [("两份.zip", two)])
    ):
        data = mail(*sent, text="情况说明：上年漏报。")
        (tmp_path / f"{number}.eml").write_bytes(data)
    assert {one.file.reason for one in collect(tmp_path) if one.file} == {""}


def test_a_mail_whose_text_is_encoded_as_nobody_does_it_still_gives_its_report(
    tmp_path: Path,
) -> None:
    data = mail(("填报表.xlsx", WORKBOOK)).replace(b"8bit", b"base64").replace(b"7bit", b"base64")
    (tmp_path / "来信.eml").write_bytes(data)
    assert [one.label for one in collect(tmp_path) if one.file] == ["来信.eml → 填报表.xlsx"]


def test_a_picture_within_the_text_of_a_mail_is_no_attachment(tmp_path: Path) -> None:
    message = EmailMessage()
    message.set_content("见附件。")
    for name, more in (
        ("扫描件.jpg", {}),
        ("签名.png", {"cid": "<1@x>"}),
        ("章.png", {"disposition": "inline"}),
    ):
        message.add_attachment(b"x", maintype="image", subtype="png", filename=name, **more)
    (tmp_path / "来信.eml").write_bytes(message.as_bytes())
    assert {label: (one.refusal, one.aside) for label, one in found(tmp_path).items()} == {
        "来信.eml": (
            "来信.eml：邮件里没有报告，附件只是图片或文本。请向对方索要报告。",
            False,
        ),
        "来信.eml → 扫描件.jpg": ("图片，没有读取。", True),
    }


MIXED = (
    b"From: a@b.cn\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n"
)
PACKED = b"Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjc=\r\n--q--\r\n"
NAMED = MIXED + b"Content-Disposition: attachment; filename=a.pdf\r\n" + PACKED
ODD_MAILS: dict[str, tuple[bytes, dict[str, str]]] = {
    "a mark in front": (b"\xef\xbb\xbf" + NAMED, {"信.eml → a.pdf": ""}),
    "blank lines in front": (b"\r\n\r\n" + NAMED, {"信.eml → a.pdf": ""}),
    "a line of a mailbox": (b"From a@b.cn Mon Jan 5\r\n" + NAMED, {"信.eml → a.pdf": ""}),
    "a name that is none": (
        MIXED + b"Content-Type: application/pdf\r\n"
        b"Content-Disposition: attachment; filename*-1*=utf-8''a\r\n" + PACKED,
        {"信.eml → （没有名字）": ""},
    ),
    "a mail within it, encoded": (
        MIXED
        + b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + encodebytes(NAMED)
        + b"--q--\r\n",
        {"信.eml → 转发的邮件.eml → a.pdf": ""},
    ),
    "a mail within it, quoted": (
        MIXED
        + b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        + encodestring(NAMED.replace(b"=q", b"=r").replace(b"--q", b"--r"))
        + b"--q--\r\n",
        {"信.eml → 转发的邮件.eml → a.pdf": ""},
    ),
    "a file in the text": (
        b"From: a@b.cn\r\n\r\nbegin 644 \xc4\xea\xb1\xa8.pdf\r\n"
        + b2a_uu(b"%PDF-1.7")
        + b"`\r\nend\r\nbegin 644 b.doc\r\nabc\r\nend\r\nbegin 644 c.doc\r\n",
        {
            "信.eml → 年报.pdf": "",
            "信.eml → b.doc": "b.doc：附件读不出来。请打开邮件，把它另存后再放进来。",
        },
    ),
    "a picture in the text": (
        b"From: a@b.cn\r\n\r\nbegin 644 a.jpg\r\n`\r\nend\r\n",
        {
            "信.eml": "信.eml：邮件里没有报告，附件只是图片或文本。请向对方索要报告。",
            "信.eml → a.jpg": "图片，没有读取。",
        },
    ),
    "no mail within it, encoded": (
        MIXED
        + b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + encodebytes("请查收。".encode())
        + b"--q--\r\n",
        {"信.eml": "信.eml：邮件里没有附件。请向对方索要报告。"},
    ),
    "a footer without a name": (
        MIXED + b"Content-Type: text/plain\r\nContent-Disposition: attachment\r\n" + PACKED,
        {"信.eml": "信.eml：邮件里没有附件。请向对方索要报告。"},
    ),
    "a link in the place of an attachment": (
        MIXED
        + b"Content-Type: text/html; charset=gb18030\r\n\r\n"
        + "<p>请查收</p>年报.docx（<a href='https://mail.qq.com'>超大<b>附件</b></a>）".encode(
            "gb18030"
        )
        + b"\r\n--q--\r\n",
        {
            "信.eml": "信.eml：附件不在邮件里，正文里只有下载的链接（超大附件、云附件、网盘）。"
            "请打开邮件，下载后放进来；下载不了的，请对方作为普通附件重发。"
        },
    ),
    "a signature": (
        NAMED.replace(b"a.pdf", b"smime.p7s"),
        {
            "信.eml": "信.eml：邮件里没有报告，附件只是图片或文本。请向对方索要报告。",
            "信.eml → smime.p7s": "不是报告，没有读取。",
        },
    ),
    "many mails": (
        b"From a@b.cn Mon Jan 5\r\n" + NAMED + b"\r\nFrom a@b.cn Mon Jan 5\r\n" + NAMED,
        {
            "信.eml": "信.eml：这是从邮箱导出的文件（.mbox），读不了。请把里面的邮件逐封另存为 .eml，再放进来。"
        },
    ),
    "nothing": (b"", {"信.eml": "信.eml：文件是空的。请重新保存或请对方重发。"}),
    "a letter of Outlook": (
        ole("__properties_version1.0"),
        {
            "信.eml": "信.eml：这是 Outlook 存出来的邮件（.msg），不是填报表。"
            "请用 Outlook 打开，把里面的附件另存出来。"
        },
    ),
}


@pytest.mark.parametrize("name", ["年报.zip.001", "年报.zip.002", "年报.z01", "年报.part1.rar"])
def test_one_of_several_volumes_is_called_so(tmp_path: Path, name: str) -> None:
    whole = zipped([Member("a.xlsx", bytes(range(256)) * 9)])
    cut = whole[: len(whole) // 2] if name.endswith("1") else whole[len(whole) // 2 :]
    (tmp_path / name).write_bytes(cut)
    said = f"{name}：这是分卷压缩包的一卷。请把各卷放在一起，解压后再放进来。"
    assert [one.refusal for one in found(tmp_path).values()] == [said]
    # a single volume is a whole archive
    (tmp_path / name).write_bytes(whole)
    assert f"{name} → a.xlsx" in found(tmp_path)


@pytest.mark.parametrize("inside", [[], ["甲镇/"], ["甲镇/", "甲镇/~$年报.xlsx", "Thumbs.db"]])
def test_an_archive_without_a_file_is_told(tmp_path: Path, inside: list[str]) -> None:
    (tmp_path / "年报.zip").write_bytes(zipped(Member(name) for name in inside))
    (one,) = collect(tmp_path)
    assert one.refusal == "年报.zip：压缩包里没有文件。请向对方索要报告。"


@pytest.mark.parametrize("name", ODD_MAILS)
def test_what_a_mail_is_not_is_not_said_of_it(tmp_path: Path, name: str) -> None:
    data, said = ODD_MAILS[name]
    (tmp_path / "信.eml").write_bytes(data)
    assert {label: one.refusal for label, one in found(tmp_path).items()} == said


# ---------------------------------------------------------------- what is named only


def test_every_file_of_a_folder_is_named(tmp_path: Path) -> None:
    aside = {
        **dict.fromkeys(("扫描.JPG", "扫描.tif", "图.png"), "图片，没有读取。"),
        "说明.txt": "文本文件，没有读取。",
        **dict.fromkeys((".隐藏.xlsx", "清理.bat", "核对结果.html"), "不是报告，没有读取。"),
    }
    silent = (".nianbao.json", ".nianbao.lock", ".nianbao-ab.tmp", "~$年报.xlsx", ".~年报.xlsx")
    silent += (".~lock.年报.xlsx#", "Thumbs.db", "desktop.ini", ".DS_Store", "._年报.xlsx")
    for name in (*aside, *silent):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "件.zip").write_bytes(
        archive(*((name, b"x") for name in (*aside, *silent, "__MACOSX/年报.xlsx")))
    )
    (tmp_path / "年报.pdf").write_bytes(b"%PDF-1.7")
    everything = found(tmp_path)
    pdf = everything.pop("年报.pdf")
    assert (pdf.refusal, pdf.aside) == ("", False)
    assert {label: one.refusal for label, one in everything.items()} == {
        **aside,
        **{f"件.zip → {name}": sentence for name, sentence in aside.items()},
    }
    assert all(one.aside and one.file is None for one in everything.values())


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and sockets in folders")
def test_what_is_no_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, elsewhere = tmp_path / "收件", tmp_path / "别处"
    for one in (folder, elsewhere):
        one.mkdir()
    monkeypatch.chdir(folder)
    os.mkfifo("管.xlsx")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("接口.xlsx")
    for name, target in {
        "零.xlsx": "/dev/zero",
        "断.xlsx": "没有.xlsx",
        "夹": "../别处",
        "环.xlsx": "环.xlsx",
        "结果": "../别处",
    }.items():
        (folder / name).symlink_to(target)
    link = zipfile.ZipInfo("甲.xlsx")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile("件.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    said = {one.label: one.refusal for one in collect(folder)}
    assert {name: one.removeprefix(f"{folder}/") for name, one in said.items()} == {
        "管.xlsx": "管.xlsx：这是管道，不是文件。",
        "接口.xlsx": "接口.xlsx：这是程序之间通信用的接口，不是文件。",
        "零.xlsx": "零.xlsx：这是设备，不是文件。",
        "断.xlsx": "断.xlsx：找不到这个文件。请核对文件名和文件夹。",
        "环.xlsx": "环.xlsx：读不出来。请核对文件。",
        "夹": "夹：这是通到别处文件夹的链接，里面的没有读取。请把那个文件夹放进来。",
        "结果": "结果：这是通到别处文件夹的链接，里面的没有读取。请把那个文件夹放进来。",
        "件.zip → 甲.xlsx": "件.zip 里的 甲.xlsx：是链接，不是文件，没有读取。"
        "请对方把文件本身放进压缩包重发。",
    }
    assert all(one.label not in ("夹", "结果") for one in collect(folder, frozenset({elsewhere})))


@pytest.mark.skipif(sys.platform == "win32", reason="nothing there removes such a path afterwards")
def test_folders_within_folders_are_entered_to_a_depth(tmp_path: Path) -> None:
    """Of two thousand of them os.walk gives up with an error of its own."""
    inbox = tmp_path / "收件"
    deepest = inbox.joinpath(*["d"] * 101)
    deepest.mkdir(parents=True)
    for folder in (deepest.parent, deepest):
        (folder / "年报.xlsx").write_bytes(b"x")
    at, beyond = "/".join("d" * 100), "/".join("d" * 101)
    found = {one.label.replace(os.sep, "/"): one for one in collect(inbox)}
    assert list(found) == [beyond, f"{at}/年报.xlsx"]
    assert found[beyond].refusal == (
        "d：文件夹一层套一层，超过 100 层，里面的没有读取。请把文件放到外面几层。"
    )
    with pytest.raises(CannotDeliver) as refusal:
        put_away([inbox], tmp_path / "年.zip", force=False)
    assert str(refusal.value) == (
        f"{inbox}：里面的文件夹一层套一层，超过 100 层，没有归档。请把文件放到外面几层。"
    )


def test_what_is_wanted_again_of_one_file_is_found_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "报送.zip", "w") as archive:
        for name in ("甲.xlsx", "乙.xlsx", "丙.xlsx"):
            archive.writestr(name, TEMPLATE.read_bytes())
    (tmp_path / "丁.xlsx").write_bytes(TEMPLATE.read_bytes())
    opened: list[str] = []

    def read(path: Path) -> bytes:
        opened.append(path.name)
        return path.read_bytes()

    monkeypatch.setattr(collect_module, "read_bytes", read)
    labels = ["报送.zip → 丙.xlsx", "丁.xlsx", "报送.zip → 甲.xlsx", "戊.xlsx", "丁.xlsx → 甲.xlsx"]
    found = [label for (label, _), _ in collect_again(tmp_path, [(one, "") for one in labels])]
    assert found == ["报送.zip → 甲.xlsx", "报送.zip → 丙.xlsx", "丁.xlsx"]
    assert opened == ["报送.zip", "丁.xlsx", "戊.xlsx"]


def test_a_file_is_found_again_whatever_its_name(tmp_path: Path) -> None:
    """A mark of direction is not shown; an arrow stands between an archive and what it holds."""
    for name in ("\u200e甲.xlsx", "一 → 乙.xlsx", "丙.xlsx"):
        (tmp_path / name).write_bytes(TEMPLATE.read_bytes())
    (tmp_path / "\u202e丁.zip").write_bytes(archive(("戊.xlsx", TEMPLATE.read_bytes())))
    origins = [(one.label, one.loose) for one in collect(tmp_path)]
    assert [bool(loose) for _, loose in origins] == [True, True, True, False]
    assert [origin for origin, _ in collect_again(tmp_path, origins)] == origins


def test_results_of_an_earlier_batch_are_no_reports(tmp_path: Path) -> None:
    old = tmp_path / "下级" / "结果"
    (old / "退回").mkdir(parents=True)
    for file in (old / "甲镇.xlsx", old / "退回" / "乙镇.xlsx", tmp_path / "丙镇.xlsx"):
        file.write_bytes(WORKBOOK)
    (old / ".nianbao.json").write_bytes(b"{}")
    assert {label: (one.refusal, one.aside) for label, one in found(tmp_path).items()} == {
        "下级/结果": ("这是以前的结果文件夹，没有当作收件读取。", True),
        "丙镇.xlsx": ("", False),
    }
    # the output of this batch, and the folder that was asked for
    assert [one.label for one in collect(tmp_path, frozenset({old.resolve()}))] == ["丙镇.xlsx"]
    assert [one.label for one in collect(old)] == ["甲镇.xlsx", "退回/乙镇.xlsx"]
    labels = [one.label for one in collect(tmp_path, results=True)]
    assert labels == ["下级/结果/甲镇.xlsx", "下级/结果/退回/乙镇.xlsx", "丙镇.xlsx"]


# ---------------------------------------------------------------- names


def _as_on_linux(name: bytes) -> str:
    """Return the bytes of a name as Python gives them on Linux."""
    return name.decode(errors="surrogateescape")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("年报.xlsx", "年报.xlsx"),
        (_as_on_linux("年报㐀.xlsx".encode("gb18030")), "年报㐀.xlsx"),
        (f"/收件/{_as_on_linux('年报.xlsx'.encode('gb18030'))}：读不出来", "/收件/年报.xlsx：读不出来"),
        (_as_on_linux(b"a\xff\xfe.xlsx"), "a??.xlsx"),
        ("a\ud800b", "a?b"),
        ("a\x1b[2Jb\x9b1m", "a�[2Jb�1m"),
        ("a\nb\r\nc\u2028d\x85e\tf", "a b  c d e f"),
        ("\u202exslx.c\u2066.xlsx\u200f", "�xslx.c�.xlsx�"),
        ("a\0b\x7fc\uffff", "a�b�c�"),
        ("👨\u200d👩.xlsx", "👨\u200d👩.xlsx"),
    ],
)  # fmt: skip
def test_a_name_is_shown_harmlessly(name: str, shown: str) -> None:
    assert one_line(name) == shown
    assert harmless(f"{name.splitlines()[0]}\n好") == f"{one_line(name.splitlines()[0])}\n好"


def test_what_is_said_does_nothing_to_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    console.say("\x1b]0;owned\x07甲\n乙\udcff")
    assert capsys.readouterr().err == "�]0;owned�甲\n乙?\n"


def is_harmless(text: str) -> bool:
    text.encode()
    return not any(unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs") for char in text)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no raw bytes in names")
def test_a_folder_of_names_that_no_locale_can_read(
    tmp_path: Path, township: Report, shared: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "收件"
    folder.mkdir()
    workbook = write_workbook(township)
    directory = os.path.join(os.fsencode(folder), "乙镇".encode("gbk"))  # noqa: PTH118 (bytes)
    os.mkdir(directory)  # noqa: PTH102 (bytes)
    for place, name, content in (
        (os.fsencode(folder), "甲镇年报.xlsx".encode("gb18030"), workbook),
        (directory, "年报.xlsx".encode(), b"%PDF-1.7"),
        (directory, "扫描.jpg".encode("gbk"), b"x"),
        (os.fsencode(folder), b"\xff\x1b[2J\xfe.xlsx", b"x"),
        (os.fsencode(folder), "丙\n已转换 99\u202e.xlsx".encode(), b"x"),
    ):
        with open(os.path.join(place, name), "wb") as file:  # noqa: PTH118, PTH123 (bytes)
            file.write(content)
    shutil.copy(shared / "cases" / "hostile" / "names-with-escapes.zip", folder / "件.zip")
    names = {
        *("甲镇年报.xlsx", "乙镇/年报.xlsx", "乙镇/扫描.jpg"),
        *("?�[2J?.xlsx", "丙 已转换 99�.xlsx"),
        *("件.zip → �]0;owned��[2Ja.xlsx", "件.zip → b 已转换 99 .xlsx", "件.zip → �xslx.c.xlsx"),
        *("件.zip → CON.xlsx", "件.zip → ../../../../tmp/evil.xlsx", "件.zip → /abs.xlsx"),
        *("件.zip → C:\\evil.xlsx", "件.zip → aux. ", "件.zip → y .xlsx", "件.zip → .."),
        *("件.zip → .", "件.zip → 🎉.xlsx", f"件.zip → {'长' * 180}.xlsx"),
    }
    received = found(folder)
    assert {label for label in received if "长" not in label} == {
        name for name in names if "长" not in name
    }
    assert len(received) == len(names)
    assert all(is_harmless(one.label + one.refusal) for one in received.values())
    assert all(one.file is None or is_harmless(one.file.path.name) for one in received.values())
    assert received["件.zip → ."].refusal.startswith("（没有名字）：")

    out = tmp_path / "结果"
    assert run(["batch", str(folder), "-o", str(out)]) == 1
    told = capfd.readouterr()
    assert all(is_harmless(line) for line in (told.out + told.err).splitlines())
    # the name that the reader told is not said again behind the label
    named = [line.count("🎉.xlsx") for line in told.err.splitlines() if "不能读取" in line]
    assert max(named) == 1
    rows = openpyxl.load_workbook(out / "汇总.xlsx")["台账"].iter_rows(values_only=True)
    listed = {str(cell) for row in rows for cell in row}
    assert set(received) - {cell.replace("\\\\", "\\") for cell in listed} == set()
    assert not (tmp_path.parent / "evil.xlsx").exists()


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("A镇年报.docx", "a镇年报.DOCX", True),
        ("Ａ镇.docx", "ａ镇.docx", True),
        ("Ａ镇.docx", "A镇.docx", False),
        ("\u00e9.docx", "e\u0301.docx", True),
        ("甲镇. ", "甲镇", True),
        ("甲镇.docx", "乙镇.docx", False),
        ("甲镇（2）.docx", "甲镇(2).docx", False),
    ],
)
def test_names_that_are_one_file_on_windows(name: str, other: str, *, same: bool) -> None:
    assert (name_key(name) == name_key(other)) is same


def test_a_folder_that_cannot_be_listed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile) as refusal:
        list(collect(tmp_path / "没有"))
    assert str(refusal.value) == f"{tmp_path / '没有'}：这个文件夹打不开。请核对权限。"
