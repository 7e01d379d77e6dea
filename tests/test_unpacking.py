"""Rar and 7z archives, through a real bsdtar: what is in them is read as from a zip, nothing leaves the limits."""

import io
import struct
import subprocess
import sys
import tarfile
import time
import zlib
from collections.abc import Mapping
from contextlib import nullcontext
from functools import partialmethod
from pathlib import Path

import pytest

from converter.county.collecting.collect import collect
from converter.county.kept.model import RowState
from converter.errors import UnusableFile
from converter.files import unpacking
from converter.files.package import Allowance
from converter.files.unpacking import UnpackingAllowance, find_unpacker, unpack
from tests.filling import TEMPLATE
from tests.hostile import Member, ole, zipped
from tests.test_county import mail, run_batch, states

BOOK = TEMPLATE.read_bytes()
BROKEN = "压缩包打不开，可能加了密码，也可能已损坏。请解压后再放进来。"
LOCKED = "压缩包加了密码。请解压后再放进来。"
TOO_LARGE = "压缩包展开后过大，不读取。请解压后再放进来。"
TOO_SLOW = "压缩包很久没有解压完，已停止。请解压后再放进来。"
LINK = "是链接，不是文件，没有读取。请对方把文件本身放进压缩包重发。"
TODAY = "这是压缩包（.rar 或 .7z）。请解压后再放进来。"
real = pytest.mark.system("bsdtar")


def rar4(files: Mapping[bytes, bytes], flags: int = 0) -> bytes:
    """Return a rar archive of before 2013 as WinRAR writes it, nothing compressed."""

    def block(kind: int, flags: int, rest: bytes, data: bytes = b"") -> bytes:
        head = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data

    written = b"Rar!\x1a\x07\0" + block(0x73, flags, bytes(6))
    for name, data in files.items():
        size, crc = len(data), zlib.crc32(data)
        rest = struct.pack("<LLBLLBBHL", size, size, 2, crc, 0, 20, 0x30, len(name), 0x20)
        written += block(0x74, 0x8000, rest + name, data)
    return written + block(0x7B, 0x4000, b"")


def rar5(files: Mapping[bytes, bytes]) -> bytes:
    """Return a rar archive of today, nothing compressed."""

    def number(value: int) -> bytes:
        low, rest = value & 0x7F, value >> 7
        return bytes([low | 0x80]) + number(rest) if rest else bytes([low])

    def block(kind: int, flags: int, rest: bytes, data: bytes = b"") -> bytes:
        body = number(kind) + number(flags) + rest
        sized = number(len(body)) + body
        return struct.pack("<L", zlib.crc32(sized)) + sized + data

    written = b"Rar!\x1a\x07\x01\0" + block(1, 0, number(0))
    for name, data in files.items():
        size, crc = number(len(data)), struct.pack("<L", zlib.crc32(data))
        rest = size + number(4) + size + number(0o100644) + crc + number(0) + number(1)
        written += block(2, 2, rest + number(len(name)) + name, data)
    return written + block(5, 0, number(0))


def seven_zip(folder: Path, *members: tuple[str, bytes | tarfile.TarInfo]) -> bytes:
    """Return a 7z archive; a member is its content, or the head of an entry without any."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, content in members:
            head = content if isinstance(content, tarfile.TarInfo) else tarfile.TarInfo(name)
            data = b"" if isinstance(content, tarfile.TarInfo) else content
            head.size = len(data)
            tar.addfile(head, io.BytesIO(data))
    (folder / "a.tar").write_bytes(buffer.getvalue())
    target = folder / "a.7z"
    command = ["bsdtar", "-P", "--format=7zip", "-cf", str(target), f"@{folder / 'a.tar'}"]
    subprocess.run(command, check=True, env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"})
    data = target.read_bytes()
    target.unlink()
    (folder / "a.tar").unlink()
    return data


def link(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tuple[str, tarfile.TarInfo]:
    head = tarfile.TarInfo(name)
    head.type, head.linkname = kind, target
    return name, head


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "收件"
    folder.mkdir()
    return folder


def found(folder: Path) -> dict[str, str]:
    """Return what is said of each file, its kind where it is read."""
    return {one.label: one.file.kind if one.file else one.refusal for one in collect(folder)}


@real
def test_what_they_hold_is_read_as_from_a_zip(inbox: Path, tmp_path: Path) -> None:
    gbk = "甲镇/年报.xlsx".encode("gbk")
    utf8 = "甲镇/年报.xlsx".encode()
    (inbox / "一.rar").write_bytes(rar4({gbk: BOOK, b"a.jpg": b"\xff\xd8"}))
    (inbox / "二.rar").write_bytes(rar5({utf8: BOOK, b"Thumbs.db": b"x"}))
    inner = seven_zip(tmp_path, ("甲镇/年报.xlsx", BOOK))
    (inbox / "三.7z").write_bytes(
        seven_zip(tmp_path, ("里.7z", inner), ("乙.rar", rar5({b"b.xlsx": BOOK})))
    )
    (inbox / "四.eml").write_bytes(mail(("年报.rar", rar4({b"c.xlsx": BOOK}))))
    assert found(inbox) == {
        "一.rar → 甲镇/年报.xlsx": "workbook",
        "一.rar → a.jpg": "图片，没有读取。",
        "二.rar → 甲镇/年报.xlsx": "workbook",
        "三.7z → 里.7z → 甲镇/年报.xlsx": "workbook",
        "三.7z → 乙.rar → b.xlsx": "workbook",
        "四.eml → 章.png": "图片，没有读取。",
        "四.eml → 年报.rar → c.xlsx": "workbook",
    }  # fmt: skip


@real
def test_names_and_links_lead_nowhere(inbox: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim.xlsx"
    members = (
        ("../../victim.xlsx", BOOK),
        (str(victim), BOOK),
        link("s.xlsx", str(victim)),
        ("x\n\x1b[2J\u202e.xlsx", BOOK),
        ("n" * 3000 + ".xlsx", BOOK),
    )
    (inbox / "a.7z").write_bytes(seven_zip(tmp_path, *members))
    before = sorted(tmp_path.rglob("*"))
    assert found(inbox) == {
        "a.7z → ../../victim.xlsx": "workbook",
        f"a.7z → {victim}": "workbook",
        "a.7z → s.xlsx": f"a.7z 里的 s.xlsx：{LINK}",
        "a.7z → x �[2J�.xlsx": "workbook",
        f"a.7z → {'n' * 200}…{'n' * 195}.xlsx": "workbook",
    }
    assert sorted(tmp_path.rglob("*")) == before


@real
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (rar4({b"a.xlsx": BOOK}, flags=0x80), LOCKED),  # names encrypted as well
        (rar4({b"a.xlsx": BOOK})[:-100], BROKEN),
        (b"Rar!\x1a\x07\0" + bytes(99), BROKEN),
        (b"7z\xbc\xaf\x27\x1c" + bytes(99), "压缩包里没有文件。请向对方索要报告。"),
        (b"7z\xbc\xaf\x27\x1c" + b"\xff" * 99, BROKEN),
    ],
)
def test_what_cannot_be_unpacked_is_told(inbox: Path, data: bytes, said: str) -> None:
    (inbox / "年报.rar").write_bytes(data)
    assert found(inbox) == {"年报.rar": f"年报.rar：{said}"}


@real
def test_one_damaged_member_is_enough(inbox: Path, tmp_path: Path) -> None:
    data = seven_zip(tmp_path, ("a.xlsx", BOOK), ("b.xlsx", BOOK[::-1]))
    (inbox / "a.7z").write_bytes(data[:9000] + bytes(20) + data[9020:])
    assert found(inbox) == {"a.7z": f"a.7z：{BROKEN}"}


@real
def test_a_bomb_ends_at_the_limit_that_all_archives_of_a_file_share(tmp_path: Path) -> None:
    found = find_unpacker()
    assert found
    bomb, left, seconds = (
        seven_zip(tmp_path, ("a.xlsx", bytes(2**21))),
        Allowance(2**22),
        UnpackingAllowance(),
    )
    assert len(bomb) < 2**12
    for _ in range(2):
        assert [len(content or b"") for _, content in unpack(found, bomb, left, seconds)] == [2**21]
    with pytest.raises(UnusableFile, match=TOO_LARGE):
        unpack(found, bomb, left, seconds)


@real
def test_a_member_that_is_too_large_is_told_alone(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("converter.county.collecting.collect.LARGEST_FILE", 2**20)
    large = seven_zip(tmp_path, ("a.xlsx", bytes(2**20 + 1)), ("b.xlsx", BOOK))
    (inbox / "a.7z").write_bytes(large)
    assert found(inbox) == {
        "a.7z → a.xlsx": f"a.7z 里的 a.xlsx：{TOO_LARGE}",
        "a.7z → b.xlsx": "workbook",
    }


@real
def test_thousands_of_members_are_counted(inbox: Path) -> None:
    (inbox / "a.rar").write_bytes(rar5({b"%d.txt" % at: b"x" for at in range(10_100)}))
    said = found(inbox)
    assert len(said) == 10_001
    assert said["a.rar"] == "a.rar：压缩包里的文件太多，后面的没有读取。请解压后再放进来。"


@real
def test_thousands_of_folders_are_counted(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A million of them take 800 bytes."""
    monkeypatch.setattr(Allowance, "__init__", partialmethod(Allowance.__init__, members=3))
    folders = (link(f"{at}/", "", tarfile.DIRTYPE) for at in range(5))
    (inbox / "a.7z").write_bytes(seven_zip(inbox, *folders))
    assert found(inbox) == {"a.7z": "a.7z：压缩包里的文件太多，后面的没有读取。请解压后再放进来。"}


@real
def test_a_batch_answers_each(inbox: Path, tmp_path: Path) -> None:
    (inbox / "好.rar").write_bytes(rar5({b"a.xlsx": BOOK}))
    (inbox / "坏.rar").write_bytes(b"Rar!\x1a\x07\0" + bytes(99))
    assert states(run_batch(inbox, tmp_path / "结果")) == {
        "好.rar → a.xlsx": RowState.RETURNED,
        "坏.rar": RowState.UNREADABLE,
    }


# ---------------------------------------------------------------- the program


@pytest.mark.parametrize("data", [rar4({}), rar5({}), b"7z\xbc\xaf\x27\x1c"])
def test_without_it_the_county_unpacks(
    inbox: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    monkeypatch.setattr("converter.county.collecting.collect.find_unpacker", lambda: None)
    (inbox / "年报.rar").write_bytes(data)
    assert found(inbox) == {"年报.rar": f"年报.rar：{TODAY}"}


def program(folder: Path, script: str) -> str:
    """Write a program that stands in for bsdtar."""
    file = folder / "bsdtar"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return str(file)


needs_sh = pytest.mark.skipif(not Path("/bin/sh").exists(), reason="needs a shell")


@needs_sh
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("sleep 60 & wait", TOO_SLOW),
        ("exec >&-; sleep 60", TOO_SLOW),
        ("[ $1 = -xOf ] || sleep 60", TOO_SLOW),
        ("while :; do printf 0123456789; done", TOO_LARGE),
        ("echo no passphrase given >&2; exit 1", LOCKED),
        # nothing but a little may be written to the disk
        ('head -c 99999 /dev/zero > "$0.out" || { echo passphrase >&2; exit 1; }', LOCKED),
        pytest.param(
            f"{sys.executable} -c 'bytearray(400 << 20)' || {{ echo passphrase >&2; exit 1; }}",
            LOCKED,
            marks=pytest.mark.skipif(sys.platform != "linux", reason="others limit no memory"),
        ),
        ("printf 0123456789", BROKEN),
        ("exit 127", BROKEN),
    ],
)
def test_a_program_that_misbehaves_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    monkeypatch.setattr(unpacking, "_TIME_LIMIT", 1)
    start = time.monotonic()
    with pytest.raises(UnusableFile) as refusal:
        unpack(program(tmp_path, script), b"x", Allowance(left=2**20), UnpackingAllowance())
    assert str(refusal.value) == said
    assert time.monotonic() - start < 30


@real
def test_the_time_of_all_archives_is_counted() -> None:
    spent, found = UnpackingAllowance(), find_unpacker()
    assert found
    unpack(found, rar5({b"a": b"b"}), Allowance(), spent)
    assert 0 < UnpackingAllowance().seconds - spent.seconds < 30
    with pytest.raises(UnusableFile, match=TOO_SLOW):
        unpack(found, rar5({b"a": b"b"}), Allowance(), UnpackingAllowance(0))


@needs_sh
@pytest.mark.skipif(sys.platform == "win32", reason="what a process took is not known there")
def test_an_archive_may_take_the_processor_as_long_as_its_size_lets_it(tmp_path: Path) -> None:
    spent = UnpackingAllowance(processor=1.1)
    busy = program(tmp_path, "while :; do :; done")
    with pytest.raises(UnusableFile, match=TOO_SLOW):
        unpack(busy, b"x", Allowance(), spent)
    assert UnpackingAllowance().seconds - spent.seconds < 30
    assert UnpackingAllowance.of(2**21).processor == 6


@needs_sh
@pytest.mark.skipif(sys.platform == "win32", reason="what a process took is not known there")
def test_what_a_refused_archive_took_is_counted(tmp_path: Path) -> None:
    bomb, spent = program(tmp_path, "exec head -c 9999999 /dev/zero"), UnpackingAllowance()
    spent.processor = 1e-6
    for said in (TOO_LARGE, TOO_SLOW):
        with pytest.raises(UnusableFile, match=said):
            unpack(bomb, b"x", Allowance(left=2**20), spent)


@needs_sh
def test_what_was_gone_through_once_is_gone_through_again(tmp_path: Path) -> None:
    """However little of the processor that has left."""
    (tmp_path / "stream").write_bytes(LAST)
    script = f"[ $1 = -xOf ] || [ $(ulimit -t) -lt 60 ] || cat '{tmp_path}/stream'"
    spent = UnpackingAllowance(processor=0.5)
    assert unpack(program(tmp_path, script), b"x", Allowance(), spent) == []


@real
def test_one_row_tells_how_many_archives_are_beyond_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited = partialmethod(UnpackingAllowance.__init__, archives=1)
    monkeypatch.setattr(UnpackingAllowance, "__init__", limited)
    inner = rar5({b"a.jpg": b"x"})
    (tmp_path / "外.zip").write_bytes(zipped(Member(f"{one}.rar", inner) for one in range(4)))
    assert [(one.label, one.refusal) for one in collect(tmp_path)] == [
        ("外.zip → 0.rar → a.jpg", "图片，没有读取。"),
        ("外.zip", "外.zip：压缩包里的文件太多，有 3 个没有读取。请解压后再放进来。"),
    ]


def test_one_row_tells_how_many_old_files_are_beyond_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited = partialmethod(UnpackingAllowance.__init__, old_files=1)
    monkeypatch.setattr(UnpackingAllowance, "__init__", limited)
    names = ("a.doc", "b.doc", "c.xlsx", "d.doc")
    members = (Member(one, BOOK if "x" in one else ole("WordDocument")) for one in names)
    (tmp_path / "外.zip").write_bytes(zipped(members))
    (tmp_path / "好.doc").write_bytes(ole("WordDocument"))
    assert found(tmp_path) == {
        "外.zip → a.doc": "old_document",
        "外.zip → c.xlsx": "workbook",
        "外.zip": "外.zip：压缩包里的文件太多，有 2 个没有读取。请解压后再放进来。",
        "好.doc": "old_document",
    }


def entry(
    name: bytes, content: bytes = b"", mode: int = 0o100644, size: int | None = None
) -> bytes:
    """Return an entry of a cpio stream; `size` is what its head says."""
    fields = [0, mode, *[0] * 4, len(content) if size is None else size, *[0] * 4, len(name) + 1, 0]
    head = b"070701" + b"".join(b"%08x" % one for one in fields) + name + b"\0"
    return head + bytes(-len(head) % 4) + content + bytes(-len(content) % 4)


LAST = entry(b"TRAILER!!!")


@pytest.mark.parametrize(
    ("stream", "contents"),
    [
        (entry(b"a", b"12345") + entry(b"b") + LAST, [b"12345", b""]),
        (entry(b"TRAILER!!!", b"1") + LAST, [b"1"]),
        (entry(b"a", b"12345"), None),
        (entry(b"a", b"12345", size=6), None),
        (entry(b"a", b"1", size=2**31) + LAST, None),
        (entry(b"a", b"123") + entry(b"b", b"456") + LAST, None),  # more than there may be
        (b"070702" + LAST[6:], None),
        (LAST.replace(b"0" * 8, b"-0000001", 1), None),
        (b"", None),
    ],
)
def test_a_stream_is_read_to_the_byte(stream: bytes, contents: list[bytes] | None) -> None:
    def read() -> list[bytes]:
        return [content for _, _, content in unpacking._cpio(io.BytesIO(stream), 5)]

    if contents is not None:
        assert read() == contents
        return
    with pytest.raises(UnusableFile, match=BROKEN):
        read()


@needs_sh
def test_a_stream_that_holds_less_than_was_counted_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "stream").write_bytes(entry(b"a", b"123") + LAST)
    script = f'case "$*" in *newc*) cat "{tmp_path}/stream";; *) printf %s "$COUNTED";; esac'
    for counted, damaged in (("123", False), ("12345", True)):
        found = program(tmp_path, script.replace("$COUNTED", counted))
        with pytest.raises(UnusableFile, match=BROKEN) if damaged else nullcontext():
            assert unpack(found, b"x", Allowance(left=2**20), UnpackingAllowance())
