"""Workbooks saved in the format of before 2007, `.xls` and `.et`: read as the workbook that they were."""

import errno
import struct
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from converter.cli import run
from converter.conversion import examine
from converter.county.batch import BatchOptions, batch
from converter.county.kept.model import RowState
from converter.errors import Refusal, UnusableFile
from converter.files.kinds import InputFile, detect_kind
from converter.form.fields import Slot
from converter.form.layout import RETURN_SHEET
from converter.form.report import Report
from converter.reading.workbooks import old_formats, old_records
from converter.writing.workbooks.workbook import write_workbook
from tests.filling import Clerk, content_of
from tests.hostile import ole
from tests.office import libreoffice
from tests.test_county import broken, named

NOTE = (
    "文件是旧格式（.xls 或 .et），已由 LibreOffice 转成 .xlsx 读取，内容照样核对。"
    "以后请另存为“Excel 工作簿（*.xlsx）”再填、再报。"
)
OURS = ole("Workbook", text="基本信息")
LOCKED = OURS + b"\x09\x08\x10\0" + bytes(16) + b"\x2f\0"
FAILS = "/bin/false"
"""A LibreOffice that opens nothing."""
SAVE_XLSX = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后再试。"
UNIT = "甲县一镇人民政府"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (OURS, "old_workbook"),
        # its titles cannot be seen, so that LibreOffice has to say what it is
        (LOCKED.replace("基本信息".encode("utf-16-le"), b""), "old_workbook"),
        (ole("WordDocument", text="Book Title 基本信息"), "old_document"),
        # a workbook lies within it, with its own directory before that of the whole
        (ole("WordDocument", text="Workbook".ljust(32, "\0") + "\x12\x02基本信息"), "old_document"),
    ],
)  # fmt: skip
def test_the_content_tells(data: bytes, kind: str) -> None:
    for name in ("a.xls", "a.et", "a.xlsx", "a.doc"):
        assert detect_kind(Path(name), data).kind == kind


def test_for_another_old_workbook_libreoffice_does_not_start() -> None:
    data = OURS.replace("基本信息".encode("utf-16-le"), "工资表".encode("utf-16-le"))
    with pytest.raises(UnusableFile) as refusal:
        detect_kind(Path("a.xls"), data)
    assert str(refusal.value) == f"a.xls：这是旧版工作簿（.xls 或 .et）。{SAVE_XLSX}"


@pytest.mark.parametrize(
    ("data", "program", "said", "why"),
    [
        (OURS, None, "本机没有安装 LibreOffice，.xls 文件转不成 .xlsx。请用 Excel 或 WPS 打开，另存为 .xlsx。", Refusal.OLD_FORMAT),
        (LOCKED, None, "本机没有安装 LibreOffice，.xls 文件转不成 .xlsx。请用 Excel 或 WPS 打开，另存为 .xlsx。", Refusal.OLD_FORMAT),
        (OURS, FAILS, "LibreOffice 没能转换这个文件。请用 Excel 或 WPS 打开，另存为 .xlsx。", Refusal.OLD_FORMAT),
        (LOCKED, FAILS, "文件加了打开密码。请打开后去掉密码，另存为“Excel 工作簿（*.xlsx）”后再试。", Refusal.PASSWORD),
        *((data, "/etc/passwd", "系统不让读写（没有权限，或正被其他程序占用），这次没有做成。请关闭打开它的程序，或换个文件夹。", Refusal.UNREACHABLE) for data in (OURS, LOCKED)),
    ],
)  # fmt: skip
def test_what_cannot_be_converted_is_told(
    data: bytes,
    program: str | None,
    said: str,
    why: Refusal,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("files.libreoffice", "reading.workbooks.old_formats"):
        monkeypatch.setattr(f"converter.{module}.find_program", lambda: program)
    (tmp_path / "年报.et").write_bytes(data)
    with pytest.raises(UnusableFile) as refusal:
        examine(tmp_path / "年报.et")
    assert str(refusal.value) == f"年报.et：{said}"
    assert refusal.value.why is why


ENDED = "LibreOffice 意外退出（{}），没能转换这个文件。请再试一次；还不行，请用 Excel 或 WPS 打开，另存为 .xlsx。"


@pytest.mark.skipif(sys.platform == "win32", reason="a script of Unix")
@pytest.mark.parametrize(
    ("ends", "free", "said", "why"),
    [
        ("exit 77", True, ENDED.format(77), Refusal.UNREACHABLE),
        ("exit 127", True, ENDED.format(127), Refusal.UNREACHABLE),
        ("kill -KILL $$", True, ENDED.format(-9), Refusal.STOPPED),
        ("exit 0", False, "系统不让读写（磁盘满了），这次没有做成。请腾出空间，或换个文件夹。", Refusal.UNREACHABLE),
    ],
    ids=str,
)  # fmt: skip
def test_a_libreoffice_without_room_says_nothing_of_the_file(
    ends: str, free: bool, said: str, why: Refusal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\ntouch "$TMPDIR/left"\n{ends}\n')
    program.chmod(0o755)
    write = Path.write_bytes

    def write_or_refuse(path: Path, data: bytes) -> int:
        if path.suffix or free:
            return write(path, data)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", write_or_refuse)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("converter.files.libreoffice.find_program", lambda: str(program))
    with pytest.raises(UnusableFile) as refusal:
        old_formats.made_new(InputFile(Path("年报.xls"), "old_workbook", OURS))
    assert (str(refusal.value), refusal.value.why) == (f"年报.xls：{said}", why)
    assert list(tmp_path.iterdir()) == [program]


OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def record(kind: int, layout: str = "", *values: int) -> bytes:
    return struct.pack("<HH", kind, struct.calcsize(layout)) + struct.pack(layout, *values)


def stored(records: bytes, least: int = 0) -> bytes:
    """Return a binary workbook of one sheet; where it has less than `least` bytes it stands in short sectors."""
    return ole_file("Workbook", workbook_stream(records).ljust(1024, b"\xff"), least)


def workbook_stream(records: bytes) -> bytes:
    sheet = "基本信息".encode("utf-16-le")
    return records + struct.pack("<HH", 0x85, len(sheet)) + sheet


def ole_file(stream_name: str, stream: bytes, least: int = 0) -> bytes:
    """Return an OLE file with one stream of 1024 bytes."""
    end = 2**32 - 2
    table, short = struct.pack("<5L", *(end,) * 3, 4, end), struct.pack("<16L", *range(1, 16), end)
    entry = struct.Struct("<64sHB49xLL4x")
    root, name = (f"{one}\0".encode("utf-16-le") for one in ("Root Entry", stream_name))
    directory = entry.pack(root, len(root), 5, 3, 1024)
    directory += entry.pack(name, len(name), 2, 0 if least > 1024 else 3, 1024)
    head = struct.pack("<8s22xH16xL4xLL12xL", OLE_MARK, 9, 1, least, 2, 0).ljust(512, b"\xff")
    return head + b"".join(one.ljust(512, b"\0") for one in (table, directory, short)) + stream


def beside_an_empty_one(data: bytes) -> bytes:
    """Return a workbook whose stream has the name of before 1997, behind one of the usual name that holds nothing."""
    directory, entry, name = 1024, 128, "Book\0".encode("utf-16-le")
    first = data[directory + entry : directory + 2 * entry]
    book = name.ljust(64, b"\0") + struct.pack("<H", len(name)) + first[66:]
    new = first[:120] + bytes(8) + book
    return data[: directory + entry] + new + data[directory + 3 * entry :]


def document(
    text: int, headers: int = 0, more: bytes = b"", version: int = 193, flags: int = 0
) -> bytes:
    """Return a binary document that says it has so many characters of text, and so many in its headers."""
    at = 0x4C if version >= 193 else 0x34
    head = struct.pack("<HH6xH", 0xA5EC, version, flags).ljust(at, b"\0")
    lengths = struct.pack("<8l", text, 0, headers, *[0] * 5)
    return ole_file("WordDocument", (head + lengths).ljust(1024, b"\0")) + more


SHEET = (0, 65_535, 0, 255)
LINK = record(0x1B8, "<HHHH", *SHEET)
TOO_MUCH = (
    "文件里的单元格、文字或样式多得不像填报表，不读取。请把内容复制到新的填报表里，保存后再试。"
)
TOO_LONG = (
    "文档里的段落、表格或样式多得不像年度报告，不读取。请把内容复制到新的 Word 文档里，保存后再试。"
)
DAMAGED = "文件已损坏，读不出来。请打开原件重新保存，或请对方重发。"
STARTED = "转换开始了。"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (stored(LINK), TOO_MUCH),
        (stored(LINK, least=4096), TOO_MUCH),
        (beside_an_empty_one(stored(LINK)), TOO_MUCH),
        (stored(record(0x221, "<HHBB", *SHEET)), TOO_MUCH),
        (stored(record(0x236, "<HHBB", *SHEET)), TOO_MUCH),
        (stored(record(0xE5, "<HHHHHHHHH", 2, 0, 0, 0, 1, *SHEET)), TOO_MUCH),
        (stored(record(0) * 150), TOO_MUCH),
        (stored(record(0xE5, "<HHHHH", 1, 0, 65_535, 1, 1)), STARTED),  # a column
        (stored(record(0x2F) + LINK), STARTED),  # encrypted
        (stored(record(0x221, "<H", 0)), STARTED),  # cut short
        (stored(record(0x221, "<HHBB", 9, 0, 9, 0)), STARTED),
        (OURS, STARTED),
        (document(4000), DAMAGED),
        (document(2000, 2000), DAMAGED),
        (document(4000, -4000), DAMAGED),
        (document(4000, version=104), DAMAGED),
        (document(4000, more=bytes(2000)), TOO_LONG),
        (document(4000, flags=0x100), STARTED),  # encrypted
        (document(2000), STARTED),
    ],
)
def test_for_what_has_no_end_libreoffice_does_not_start(
    data: bytes, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(*_: object) -> bytes:
        raise UnusableFile(STARTED)

    monkeypatch.setattr(old_formats, "convert_bytes", start)
    monkeypatch.setattr(old_records, "MOST_RECORDS", 130)
    monkeypatch.setattr(old_formats, "MOST_CHARACTERS", 3999)
    (tmp_path / "年报.xls").write_bytes(data)
    with pytest.raises(UnusableFile, match=f"^年报.xls：{said}$"):
        examine(tmp_path / "年报.xls")


@pytest.fixture
def opened_as(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Have LibreOffice make this workbook of every old one."""

    def make(workbook: bytes) -> None:
        monkeypatch.setattr(old_formats, "convert_bytes", lambda *_: workbook)

    return make


def test_every_command_takes_one(
    tmp_path: Path,
    township: Report,
    opened_as: Callable[[bytes], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    opened_as(write_workbook(named(township, UNIT)))
    old = tmp_path / "一镇.xls"
    old.write_bytes(OURS)
    assert run(["check", str(old)]) == 0
    assert NOTE in "".join(capsys.readouterr().err.split("\n"))
    assert run(["convert", str(old)]) == 0
    assert (tmp_path / f"{UNIT}2022年政府信息公开工作年度报告.docx").is_file()
    assert run(["import", str(old), "-o", str(tmp_path / "新.xlsx")]) == 0
    assert examine(tmp_path / "新.xlsx").report == examine(old).report
    folder = tmp_path / "各单位"
    folder.mkdir()
    (folder / "一镇.et").write_bytes(OURS)
    total = tmp_path / "全县.xlsx"
    assert run(["aggregate", str(folder), "--unit", "甲县人民政府", "-o", str(total)]) == 0
    assert "1 份报告已汇总" in capsys.readouterr().err
    # what is mailed is what everybody can open
    assert run(["mail", str(old), "--to", "a@example.gov.cn"]) == 0
    (draft,) = tmp_path.glob("*.eml")
    assert ".xlsx" in draft.read_text()
    opened_as(write_workbook(broken(named(township, UNIT))))
    assert run(["check", str(old), "--annotate"]) == 1
    assert RETURN_SHEET in openpyxl.load_workbook(tmp_path / "一镇（批注）.xlsx").sheetnames


@pytest.mark.office
def test_a_damaged_one_is_not_said_to_be_another_workbook(tmp_path: Path) -> None:
    (tmp_path / "年报.xls").write_bytes(OURS)
    said = "年报.xls：LibreOffice 没能转换这个文件。请用 Excel 或 WPS 打开，另存为 .xlsx。"
    with pytest.raises(UnusableFile, match=f"^{said}$"):
        examine(tmp_path / "年报.xls")


@pytest.mark.office
def test_what_libreoffice_saved_is_read_as_it_was(
    tmp_path: Path, city: Report, township: Report
) -> None:
    """Two real reports: every figure, name, date and formula; what a clerk did to them is found all the same.

    LibreOffice starts three times, a few seconds each: nothing else shows what it keeps.
    """
    inbox, folder = tmp_path / "收件", tmp_path / "xls"
    inbox.mkdir()
    folder.mkdir()
    faulty = content_of(broken(named(township, UNIT)))
    # a figure as text, one with a unit behind it, a day as text, a total typed over
    faulty |= {
        Slot("t3_granted", 1): "0",
        Slot("t3_carried_in", 0): "3件",
        Slot("report_date"): "2023年1月16日",
        Slot("t3_total", 6): 9,
    }
    books = {"好": write_workbook(city), "错": Clerk().saved(faulty)}
    for name, data in books.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    files = [folder / f"{name}.xlsx" for name in books]
    good, bad = libreoffice(files, "xls:MS Excel 97", folder)
    sound = examine(good)
    assert sound.file.kind == "old_workbook"
    assert sound.notes == (NOTE,)
    assert sound.report == examine(files[0]).report
    assert sound.findings == examine(files[0]).findings
    # in a batch, in the worker process
    bad.rename(inbox / "错.et")
    (row,) = batch(BatchOptions(inbox, tmp_path / "收件结果"), lambda *_: None).rows
    assert [(one.code, one.place and one.place.cell) for one in row.findings] == [
        ("VALUE-NORMALISED", "B6"),
        ("FORM-LABEL", "J31"),
        ("T3-BALANCE", "D32"),
        ("VALUE-NORMALISED", "D9"),
        ("VALUE-NORMALISED", "E10"),
    ]
    assert (row.state, row.unit) == (RowState.RETURNED, UNIT)
    assert NOTE in row.remark
    (copy,) = (tmp_path / "收件结果" / "退回").glob("*（批注）.xlsx")
    assert RETURN_SHEET in openpyxl.load_workbook(copy).sheetnames
