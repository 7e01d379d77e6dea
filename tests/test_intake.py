"""What comes in is told by its content; anything else gets one sentence."""

import io
import pickle
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest

from converter.conversion import examine, read
from converter.county.collecting.collect import collect
from converter.errors import Refusal, UnusableFile
from converter.files.kinds import InputFile, detect_kind, open_input, saved_at
from converter.files.package import Allowance, Package
from converter.form.report import Report
from converter.reading.workbooks.workbook import read_workbook
from converter.writing.word.render import render_report
from converter.writing.workbooks.workbook import write_workbook
from tests.filling import TEMPLATE
from tests.hostile import ole
from tools.cases import ROOT

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'


def test_of_what_the_memory_does_not_take_no_file_is_to_blame(tmp_path: Path) -> None:
    class Large(type(tmp_path)):  # type: ignore[misc]
        def open(self, *_: object) -> None:
            raise MemoryError

    (tmp_path / "年报.xlsx").write_bytes(b"x")
    with pytest.raises(UnusableFile) as refusal:
        open_input(Large(tmp_path / "年报.xlsx"))
    assert refusal.value.why is Refusal.UNREACHABLE
    assert str(refusal.value).endswith(
        "年报.xlsx：系统的内存不够，这次没有做成。请关掉一些程序后再试。"
    )


def package(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr("[Content_Types].xml" if name == "types" else name, text)
    return buffer.getvalue()


def overridden(kind: str) -> str:
    return TYPES.format(f'<Override PartName="/x" ContentType="application/{kind}"/>')


SAVE_XLSX = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后再试。"
RANDOM = random.Random(1).randbytes(5000)
ENCRYPTED = "这个文件被单位的加密软件加了密，程序读不了。请申请解密，把解密后的文件再发来。"
PERHAPS_ENCRYPTED = (
    "内容认不出来，多半是被单位的加密软件加了密，程序读不了。请申请解密，把解密后的文件再发来；"
    "没有加密的，就是文件已损坏，请用 Excel 或 WPS 打开后重新保存。"
)
DAMAGED = "文件已损坏，读不出来。请打开原件重新保存，或请对方重发。"
REFUSED = [
    ("empty", b"", "文件是空的。请重新保存或请对方重发。"),
    (
        "password",
        ole("EncryptedPackage"),
        "文件加了打开密码。请打开后去掉密码，保存后再试。",
    ),
    ("xls", ole("Workbook"), f"这是旧版工作簿（.xls 或 .et）。{SAVE_XLSX}"),
    (
        "damaged doc",
        ole("WordDocument", "Workbook", text="Book Title"),
        "LibreOffice 没能转换这个文件。请用 Word 或 WPS 打开，另存为 .docx。",
    ),
    ("xls of before 1997", ole("Book"), f"这是旧版工作簿（.xls）。{SAVE_XLSX}"),
    ("other old file", ole(text="Workbook"), f"这是旧版 Office 文件。{SAVE_XLSX}"),
    ("an old file without its directory", ole()[:1000], DAMAGED),
    ("an old file of its first bytes", ole()[:8], DAMAGED),
    (
        "a letter of Outlook",
        ole("__properties_version1.0"),
        "这是 Outlook 存出来的邮件（.msg），不是填报表。请用 Outlook 打开，把里面的附件另存出来。",
    ),
    (
        "a page with its pictures",
        b"MIME-Version: 1.0\r\n\r\n",
        f"这是单个文件网页（.mht）。{SAVE_XLSX}",
    ),
    (
        "a page as browsers save it",
        b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\nTo: a",
        f"这是单个文件网页（.mht）。{SAVE_XLSX}",
    ),
    (
        "several mails in a file",
        b"From a@b.cn Mon Jan  5 08:00:00 2026\nSubject: a\n\n",
        "这是从邮箱导出的文件（.mbox），读不了。请把里面的邮件逐封另存为 .eml，再放进来。",
    ),
    (
        "what Outlook packs",
        b"\x78\x9f\x3e\x22" + RANDOM,
        "这是 Outlook 打成一包的附件（winmail.dat），读不了。请对方用“纯文本”或“HTML”格式重发。",
    ),
    (
        "a mail in PGP",
        b"-----BEGIN PGP MESSAGE-----\n\nhQ",
        "这是加了密的邮件，读不了。请用邮件程序打开，把里面的附件另存出来。",
    ),
    ("tar.gz", b"\x1f\x8b" + bytes(9), "这是压缩包。请解压后再放进来。"),
    ("tar.lz4", b"\x04\x22M\x18" + bytes(9), "这是压缩包。请解压后再放进来。"),
    ("tar.lzo", b"\x89LZO\0" + bytes(9), "这是压缩包。请解压后再放进来。"),
    ("wim", b"MSWIM\0\0\0" + bytes(9), "这是压缩包。请解压后再放进来。"),
    ("tar", bytes(257) + b"ustar", "这是压缩包。请解压后再放进来。"),
    ("iso", bytes(0x8001) + b"CD001", "这是压缩包。请解压后再放进来。"),
    ("an empty zip", b"PK\5\6" + bytes(18), "压缩包里没有文件。请向对方索要报告。"),
    (
        "one of several volumes",
        b"PK\7\x08" + RANDOM,
        "这是分卷压缩包的一卷。请把各卷放在一起，解压后再放进来。",
    ),
    (
        "the last of several volumes",
        b"\1" * 2000 + b"PK\5\6\2\0\2\0\1\0\1\0" + bytes(10),
        "这是分卷压缩包的一卷。请把各卷放在一起，解压后再放进来。",
    ),
    ("a program", b"MZ\x90\0" + RANDOM, "这是程序，不是报告。来历不明的，不要打开它。"),
    ("the first byte of a package", b"P", DAMAGED),
    ("encrypted by 亿赛通", b"b\x14#e\1\0\0\0E-SafeNet\0" + RANDOM, ENCRYPTED),
    ("encrypted, another mark", b"%TSD-Header-###%\0\1" + bytes(99), ENCRYPTED),
    ("perhaps encrypted", RANDOM, PERHAPS_ENCRYPTED),
    ("perhaps encrypted, short", RANDOM[:1024], PERHAPS_ENCRYPTED),
    ("zeros", bytes(5000), f"内容不是 Excel 工作簿，也不是 Word 文档，或已损坏。{SAVE_XLSX}"),
    (
        "a package without its start",
        b"\xfe" + TEMPLATE.read_bytes()[4:],
        f"内容不是 Excel 工作簿，也不是 Word 文档，或已损坏。{SAVE_XLSX}",
    ),
    ("html", b"<!DOCTYPE html><html>", f"这是网页，不是工作簿。{SAVE_XLSX}"),
    (
        "csv",
        "单位,件数\n".encode("gbk"),
        f"这是文本文件（.csv 或 .txt），不是工作簿。{SAVE_XLSX}",
    ),
    ("zip", package(a="1"), "这是压缩包。请先解压，再用里面的文件。"),
    (
        "mail",
        b"Subject: =?utf-8?b?5oql6YCB?=\r\n =?utf-8?b?5oql?=\r\nMIME-Version: 1.0\r\n\r\n",
        "这是邮件，不是填报表。请用填报表（.xlsx）；邮件里的附件请先另存出来。",
    ),
    (
        "ods",
        package(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        f"这是 OpenDocument 表格（.ods）。{SAVE_XLSX}",
    ),
    (
        "xlsm",
        package(types=overridden("vnd.ms-excel.sheet.macroEnabled.main+xml")),
        f"这是带宏的工作簿（.xlsm），为安全起见不读取。{SAVE_XLSX}",
    ),
    (
        "docm",
        package(types=overridden("vnd.ms-word.document.macroEnabled.main+xml")),
        "这是带宏的 Word 文档（.docm），为安全起见不读取。"
        "请用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”后再试。",
    ),
    (
        "xlsb",
        package(types=overridden("vnd.ms-excel.sheet.binary.macroEnabled.main")),
        f"这是二进制工作簿（.xlsb）。{SAVE_XLSX}",
    ),
    (
        "truncated",
        TEMPLATE.read_bytes()[:20000],
        DAMAGED,
    ),
]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(*row[1:], id=row[0], marks=[pytest.mark.office] * row[0].endswith(" doc"))
        for row in REFUSED
    ],
)
def test_what_is_no_workbook_is_refused_with_a_sentence(
    tmp_path: Path, data: bytes, sentence: str
) -> None:
    file = tmp_path / "报表.xlsx"
    file.write_bytes(data)
    with pytest.raises(UnusableFile) as refusal:
        examine(file)
    assert str(refusal.value) == f"报表.xlsx：{sentence}"


SAVE_DOCX = "请用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”后再试。"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("年报.wps", ole(), f"这是旧版的文字文稿（WPS 文字，.wps），不是填报表。如果是年度报告，{SAVE_DOCX}"),
        ("年报.WPS", bytes(600), f"内容不是 Excel 工作簿，也不是 Word 文档，或已损坏。{SAVE_DOCX}"),
        ("年报.doc", b"<html> ", f"这是网页，不是 Word 文档。{SAVE_DOCX}"),
        ("来信.eml", b"\xff\xfe junk" * 9, "内容不是邮件，或已损坏。请在邮箱里打开这封邮件，重新另存为 .eml。"),
        ("年报.docx", b"a,b\n" * 9, f"这是文本文件（.csv 或 .txt），不是 Word 文档。{SAVE_DOCX}"),
        ("年报.csv", b"a,b\n" * 9, f"这是文本文件（.csv 或 .txt），不是工作簿。{SAVE_XLSX}"),
        ("年报.txt", "一、总体情况\n".encode(), "这是文本文件，读不了。请用填报表（.xlsx），或 Word 报告。"),
        ("来信.eml", "请查收。".encode(), "内容不是邮件，或已损坏。请在邮箱里打开这封邮件，重新另存为 .eml。"),
        ("年报.doc", ole(), f"这是旧版的文字文稿（Word，.doc），不是填报表。如果是年度报告，{SAVE_DOCX}"),
        ("smime.p7m", RANDOM, "这是加了密的邮件，读不了。请用邮件程序打开，把里面的附件另存出来。"),
        ("年报.et", ole(), f"这是旧版工作簿（.et）。{SAVE_XLSX}"),
        ("年报.dps", ole(), "这是演示文稿，不是年报工作簿。"),
    ],
)  # fmt: skip
def test_an_old_file_is_named_by_its_ending_where_its_content_does_not_tell(
    tmp_path: Path, name: str, data: bytes, sentence: str
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(UnusableFile) as refusal:
        examine(file)
    assert str(refusal.value) == f"{name}：{sentence}"


@pytest.mark.parametrize(
    "kind",
    [
        "openxmlformats-officedocument.presentationml.presentation",
        "ms-excel.sheet.macroEnabled.12",
        "ms-excel.sheet.binary.macroEnabled.12",
        "ms-word.document.macroEnabled.12",
    ],
)
def test_an_embedded_file_is_not_what_holds_it(kind: str) -> None:
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = TYPES.format(
        f'<Default Extension="x" ContentType="application/vnd.{kind}"/>'
        f'<Override PartName="/main.xml" ContentType="{main}"/>'
    )
    data = package(types=types, **{"main.xml": "<workbook/>"})
    assert detect_kind(Path("报表.xlsx"), data).kind == "workbook"


def test_the_ending_does_not_matter(tmp_path: Path) -> None:
    file = tmp_path / "报表.doc"
    file.write_bytes(TEMPLATE.read_bytes())
    assert open_input(file).kind == "workbook"
    assert open_input(ROOT / "report_template.docx").kind == "document"


def openings(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return a list that grows by the bytes of every zip file that is opened from now on."""
    opened: list[bytes] = []

    class Counted(zipfile.ZipFile):
        def __init__(self, source: Any, mode: Any = "r", *more: Any, **options: Any) -> None:
            if mode == "r":
                opened.append(source.getvalue())
            super().__init__(source, mode, *more, **options)

    monkeypatch.setattr(zipfile, "ZipFile", Counted)
    return opened


@pytest.mark.parametrize("name", ["填报表.xlsx", "报告.docx"])
def test_a_file_is_opened_once(
    name: str, city: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / name
    file.write_bytes(
        write_workbook(city)
        if file.suffix == ".xlsx"
        else render_report(city, (ROOT / "report_template.docx").read_bytes())
    )
    opened = openings(monkeypatch)
    examination = examine(file)
    saved_at(examination.file)
    assert opened == [file.read_bytes()]
    # another process gets the bytes alone, and opens them again, once
    there = pickle.loads(pickle.dumps(examination.file))  # noqa: S301 (our own bytes)
    assert there == examination.file
    assert read(there).report == examination.report
    assert saved_at(there) == saved_at(examination.file)
    assert opened == [file.read_bytes()] * 2


def test_a_folder_opens_a_file_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "填报表.xlsx").write_bytes(TEMPLATE.read_bytes())
    with zipfile.ZipFile(tmp_path / "来件.zip", "w") as archive:
        archive.write(TEMPLATE, "填报表.xlsx")
    opened = openings(monkeypatch)
    assert len(list(collect(tmp_path))) == 2
    archived = (tmp_path / "来件.zip").read_bytes()
    assert sorted(opened) == sorted([TEMPLATE.read_bytes(), TEMPLATE.read_bytes(), archived])


def test_each_part_that_is_read_counts_once() -> None:
    data = TEMPLATE.read_bytes()
    with zipfile.ZipFile(TEMPLATE) as book:
        sizes = {member.filename: member.file_size for member in book.infolist()}
    unread = ("docProps/", "_rels/", "xl/theme/")
    needed = sum(size for name, size in sizes.items() if not name.startswith(unread))
    enough = InputFile(TEMPLATE, "workbook", data, Package(data, Allowance(needed)))
    assert read_workbook(enough).findings == []
    too_little = InputFile(TEMPLATE, "workbook", data, Package(data, Allowance(needed - 1)))
    with pytest.raises(UnusableFile, match="文件展开后过大"):
        read_workbook(too_little)


def test_a_sheet_that_cannot_be_parsed_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "报表.xlsx"
    with zipfile.ZipFile(TEMPLATE) as good, zipfile.ZipFile(file, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, good.read(name).replace(b"</worksheet>", b""))
    with pytest.raises(UnusableFile) as refusal:
        examine(file)
    assert str(refusal.value) == (
        "报表.xlsx：工作簿已损坏，读不出来。请用 Excel 或 WPS 打开后重新保存。"
    )


def test_a_file_too_large_to_be_a_report_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "年报.xlsx"
    with file.open("wb") as sparse:
        sparse.truncate(64 * 2**20 + 1)  # takes no room on the disk
    with pytest.raises(UnusableFile) as refusal:
        open_input(file)
    assert str(refusal.value) == "年报.xlsx：文件超过 64 MB，不读取。"


def test_a_folder_and_a_missing_file_are_named(tmp_path: Path) -> None:
    for path, sentence in (
        (tmp_path, "这是文件夹，不是文件。"),
        (tmp_path / "没有.xlsx", "找不到这个文件。请核对文件名和文件夹。"),
    ):
        with pytest.raises(UnusableFile) as refusal:
            open_input(path)
        assert str(refusal.value) == f"{path}：{sentence}"
