"""Outputs appear whole or not at all, under names that Windows takes."""

import os
from pathlib import Path

import pytest

from converter.errors import CannotDeliver
from converter.files import output as delivery
from converter.files.output import safe_file_name, write_atomic


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("甲县乙镇人民政府2025年年报", "甲县乙镇人民政府2025年年报.docx"),
        ("../../etc/passwd", "_.._etc_passwd.docx"),
        ("CON", "_CON.docx"),
        ("nul.txt", "_nul.txt.docx"),
        ("a:b*c?<d>|e", "a_b_c__d__e.docx"),
        ("末尾有点. ", "末尾有点.docx"),
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
    assert str(refusal.value) == (
        f"{target}：没有写成（No space left on device）。请检查磁盘空间，或用 -o 换个文件夹。"
    )
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
