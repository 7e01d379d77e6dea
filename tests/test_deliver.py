"""Outputs appear whole or not at all, under names that Windows takes."""

import errno
import os
import re
import sys
from pathlib import Path

import pytest

from converter.checking.prose.words.prepared import WORDLISTS
from converter.errors import CannotDeliver, Refusal, UnusableFile
from converter.files import output as delivery
from converter.files.faults import reason_of, refused_by_system
from converter.files.kinds import read_bytes
from converter.files.output import safe_file_name, write_atomic
from converter.files.package import Package, unreadable_as
from converter.files.resources import resource


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("甲县乙镇人民政府2025年年报", "甲县乙镇人民政府2025年年报.docx"),
        ("../../etc/passwd", "_.._etc_passwd.docx"),
        ("CON", "_CON.docx"),
        ("nul.txt", "_nul.txt.docx"),
        ("a:b*c?<d>|e", "a_b_c__d__e.docx"),
        ("末尾有点. ", "末尾有点.docx"),
        ("看不见\u200b的字", "看不见的字.docx"),
        ("换\n行\t和\x00", "换_行_和_.docx"),
        ("（甲）〔2021〕《乙》·丙", "（甲）〔2021〕《乙》·丙.docx"),
        ("", "年报.docx"),
        ("镇" * 90, "镇" * 65 + ".docx"),
    ],
)
def test_file_names_are_safe_on_windows(stem: str, name: str) -> None:
    assert safe_file_name(stem, ".docx") == name
    assert len(name.encode()) <= 200


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "报告.docx"
    target.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(delivery.os, "fsync", full)
    with pytest.raises(CannotDeliver) as refusal:
        write_atomic(b"new", target, force=True)
    assert str(refusal.value) == (f"{target}：没有写成（磁盘满了）。请腾出空间，或换个文件夹。")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_that_appears_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "报告.docx"
    real = os.fsync

    def slow(handle: int) -> None:
        target.write_bytes(b"another run")
        real(handle)

    monkeypatch.setattr(delivery.os, "fsync", slow)
    with pytest.raises(CannotDeliver):
        write_atomic(b"new", target, force=False)
    assert target.read_bytes() == b"another run"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    ("call", "times", "left"),
    [("unlink", 1, 0), ("unlink", 2, 0), ("unlink", 9, 1)],
)
@pytest.mark.parametrize("force", [False, True])
def test_what_fails_around_a_file_that_stands_is_no_failure(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    times: int,
    left: int,
    force: bool,
) -> None:
    """Not the file's: a temporary one that a share holds a moment longer, rights that a disk does not know."""
    refusals = iter(range(times))
    real = getattr(os, call)

    def refuse(*words: object, **names: object) -> None:
        if next(refusals, None) is not None:
            raise InterruptedError(errno.EINTR, "Interrupted system call")
        real(*words, **names)

    monkeypatch.setattr(os, call, refuse)
    target = tmp_path / "报告.docx"
    assert write_atomic(b"new", target, force=force) == target
    assert target.read_bytes() == b"new"
    # moved into its place it has no other name; linked it keeps one until that is deleted
    is_moved = force or sys.platform == "win32"
    assert len(list(tmp_path.iterdir())) == 1 + (0 if is_moved else left)


def test_the_folder_is_made_and_the_file_has_ordinary_rights(tmp_path: Path) -> None:
    path = write_atomic(b"new", tmp_path / "新" / "报告.docx", force=False)
    assert path.read_bytes() == b"new"
    mask = os.umask(0)
    os.umask(mask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_folder_that_takes_no_file_is_asked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows tempfile asks for ever: a folder may refuse, and say that it can be written."""
    asked: list[object] = []

    def refuse(path: object, *_: object, **__: object) -> int:
        asked.append(path)
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(os, "name", "nt")
    with pytest.raises(
        CannotDeliver, match="没有写成。文件可能正在 Word 或 Excel 里打开，或文件夹不让写"
    ):
        write_atomic(b"new", tmp_path / "报告.docx", force=False)
    assert len(asked) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other reasons")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("文件夹", "没有写成（这个名字是文件夹，不是文件）。请把这个文件夹改名或移走。"),
        ("镇" * 90, "没有写成（名称或路径太长）。请改短名称，或放到外面几层文件夹。"),
        ("圈/报告.docx", "不是文件夹。请用 -o 换个地方。"),
        ("a\0b", "没有写成（名称里有不能用的字符）。请改名。"),
    ],
)
def test_why_a_file_cannot_be_written_is_told_in_chinese(
    tmp_path: Path, name: str, said: str
) -> None:
    (tmp_path / "文件夹").mkdir()
    (tmp_path / "圈").symlink_to("圈")
    with pytest.raises(CannotDeliver) as refusal:
        write_atomic(b"new", tmp_path / name, force=True)
    assert str(refusal.value).endswith(f"：{said}")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other reasons")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("圈", "读不出来（链接绕回了自己）。请改用真正的文件和文件夹。"),
        ("文件/报告.docx", "读不出来（路径里有一段是文件，不是文件夹）。请核对路径。"),
        ("镇" * 90, "读不出来（名称或路径太长）。请改短名称，或放到外面几层文件夹。"),
        ("a\0b", "读不出来（名称里有不能用的字符）。请改名。"),
        ("没有", "找不到这个文件。请核对文件名和文件夹。"),
    ],
)
def test_why_a_file_cannot_be_read_is_told_in_chinese(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "文件").touch()
    (tmp_path / "圈").symlink_to("圈")
    with pytest.raises(UnusableFile) as refusal:
        read_bytes(tmp_path / name)
    assert str(refusal.value) == f"{tmp_path / name}：{said}"


@pytest.mark.parametrize(
    ("number", "windows", "cause"),
    [
        (errno.EACCES, 5, "没有权限，或正被其他程序占用"),
        (errno.EACCES, 19, "磁盘只能读，不能写"),
        (errno.EACCES, 21, "设备不在"),
        (errno.EACCES, 23, "磁盘读写出错"),
        (errno.ENOENT, 53, "网络断了"),
        (errno.ENOENT, 206, "名称或路径太长"),
        (errno.ENOSPC, 112, "磁盘满了"),
        (errno.EINVAL, 39, "磁盘满了"),
        (errno.EINVAL, 64, "网络断了"),
        (errno.EINVAL, 123, "系统不接受这个名称或位置"),
        (errno.EINVAL, 1224, "正被其他程序占用"),
    ],
)
def test_windows_is_asked_by_its_own_number(number: int, windows: int, cause: str) -> None:
    fault = OSError(number, "as Python translates it")
    fault.winerror = windows
    assert reason_of(fault).cause == cause


def test_no_fault_of_the_system_is_told_in_its_own_words() -> None:
    faults: list[OSError | ValueError] = [OSError("Nobody knows"), ValueError("embedded null byte")]
    faults += [OSError(number, os.strerror(number), "a.docx") for number in errno.errorcode]
    for fault in faults:
        cause, remedy = reason_of(fault)
        assert not re.search("[A-Za-z]", cause + remedy.replace("U盘", "")), fault
        assert (cause[-1] != "。", remedy[-1]) == (True, "。")
    for module in Path(delivery.__file__).parent.parent.rglob("*.py"):
        assert "strerror" not in module.read_text(encoding="utf-8"), module


MISSING = (
    "本机的程序缺少 {}，或者这会儿读不出来，这次没有做成。请再试一次；还不行，请重新安装程序。"
)
NO_MEMORY = "系统的内存不够，这次没有做成。请关掉一些程序后再试。"


@pytest.mark.parametrize(
    ("fault", "plenty", "said"),
    [
        (FileNotFoundError(errno.ENOENT, "", str(WORDLISTS / "areas.csv")), True, MISSING.format("areas.csv")),
        (FileNotFoundError(errno.ENOENT, "", os.__file__), True, MISSING.format("os.py")),
        (FileNotFoundError(errno.ENOENT, "", "/srv/areas.csv"), True, ""),
        (LookupError("unknown encoding: cp437"), True, MISSING.format("cp437")),
        (LookupError("unknown encoding: x-user-defined"), True, ""),
        (MemoryError(), False, NO_MEMORY),
        (MemoryError(), True, ""),
        (SystemError("error return without exception set"), False, NO_MEMORY),
        (SystemError("bad argument"), False, ""),
    ],
    ids=repr,
)  # fmt: skip
def test_what_a_fault_says_of_the_system(
    fault: Exception, plenty: bool, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("converter.files.faults._has_plenty", lambda: plenty)
    assert refused_by_system(fault) == said
    if said:
        with pytest.raises(UnusableFile) as refusal, unreadable_as("甲.docx", "坏了。"):
            raise fault
        assert (str(refusal.value), refusal.value.why) == (f"甲.docx：{said}", Refusal.UNREACHABLE)


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of Unix")
def test_where_a_user_limits_memory_no_file_wanted_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import resource

    assert refused_by_system(MemoryError()) == ""
    monkeypatch.setattr(resource, "getrlimit", lambda _: (2**28, 2**28))
    assert refused_by_system(MemoryError()) == NO_MEMORY


def test_a_package_that_is_not_opened_for_want_of_memory_is_not_damaged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("zipfile.ZipFile", refuse)
    with pytest.raises(MemoryError):
        Package(b"PK")


@pytest.mark.parametrize(
    ("fault", "said", "why"),
    [
        (
            OSError(errno.EMFILE, "Too many open files"),
            "甲.docx：系统不让读写（打开的文件太多），这次没有做成。请关掉一些程序后再试。",
            Refusal.UNREACHABLE,
        ),
        (
            FileNotFoundError(errno.ENOENT, "", str(resource("form/needed_words.txt"))),
            "甲.docx：本机的程序缺少 needed_words.txt，或者这会儿读不出来，这次没有做成。"
            "请再试一次；还不行，请重新安装程序。",
            Refusal.UNREACHABLE,
        ),
        (
            FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']"),
            "甲.docx：系统没有能用的临时文件夹，这次没有做成。请腾出磁盘空间后再试。",
            Refusal.UNREACHABLE,
        ),
        (FileNotFoundError(errno.ENOENT, "", "a.ttf"), "甲.docx：坏了。", Refusal.DAMAGED),
        (OSError("not a font"), "甲.docx：坏了。", Refusal.DAMAGED),
        (OSError(errno.ENAMETOOLONG, "File name too long"), "甲.docx：坏了。", Refusal.DAMAGED),
        (KeyError("x"), "甲.docx：坏了。", Refusal.DAMAGED),
    ],
)
def test_what_the_system_refuses_is_not_said_of_the_file(
    fault: Exception, said: str, why: Refusal
) -> None:
    with pytest.raises(UnusableFile) as refusal, unreadable_as("甲.docx", "坏了。"):
        raise fault
    assert (str(refusal.value), refusal.value.why) == (said, why)
