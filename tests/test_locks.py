"""A file that is open in an office program: its lock file lies beside it."""

from dataclasses import replace
from pathlib import Path

import pytest

from converter.cli import run
from converter.county.collecting.collect import collect
from converter.files.locks import is_lock, is_open_elsewhere
from converter.form.report import Report
from converter.icons import ICONS
from converter.writing.workbooks.workbook import write_workbook

ALONE = (
    "这是文件开着的时候自动留下的锁文件，里面没有内容，不用管它。"
    "请用原来的文件，就是名字开头没有“~$”的那一个。\n"
)


@pytest.mark.parametrize(
    ("name", "lock"),
    [
        ("年报.xlsx", "~$年报.xlsx"),
        ("保德县孙家沟镇2022年年报.xlsx", "~$保德县孙家沟镇2022年年报.xlsx"),
        ("保德县孙家沟镇2022年年报.docx", "~$县孙家沟镇2022年年报.docx"),
        ("孙家沟镇年报稿.docx", "~$家沟镇年报稿.docx"),
        ("年报.xlsx", ".~lock.年报.xlsx#"),
        ("年报.xlsx", ".~年报.xlsx"),
    ],
)
def test_each_program_leaves_its_own_lock_file(tmp_path: Path, name: str, lock: str) -> None:
    file = tmp_path / name
    assert not is_open_elsewhere(file)
    (tmp_path / lock).touch()
    assert is_open_elsewhere(file)
    assert is_lock(tmp_path / lock)
    assert not is_lock(file)


def test_the_lock_file_of_another_file_says_nothing(tmp_path: Path) -> None:
    for lock in ("~$报.xlsx", "~$乙年报.xlsx", "~$", ".~lock.年报.docx#"):
        (tmp_path / lock).touch()
    assert not is_open_elsewhere(tmp_path / "年报.xlsx")
    assert not is_open_elsewhere(tmp_path / "甲年报.xlsx")


@pytest.mark.parametrize(
    ("command", "end"),
    [
        (["check"], ""),
        (["convert"], "核对通过，报告已生成：\n"),
        (["mail", "--to", "a@b.cn"], "邮件草稿已写好，双击打开，看过再发：\n"),
        (["desk", "convert"], "核对通过，报告已生成：\n"),
        (["import", "-o", "读回"], "报告已读进填报表：\n"),
    ],
    ids=" ".join,
)
def test_an_open_workbook_is_read_as_it_was_last_saved(
    tmp_path: Path,
    township: Report,
    command: list[str],
    end: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("年报.xlsx").write_bytes(write_workbook(township))
    Path("~$年报.xlsx").write_bytes(b"\5user")
    assert run([command[0], *command[1:], "年报.xlsx"]) == 0
    assert capsys.readouterr().err == (
        "提醒　“年报.xlsx”还在 Excel 或 WPS 里开着，用的是最后一次保存的内容；"
        f"改过的请先保存、关闭再转换。\n{end}"
    )


def test_lock_files_in_a_folder_and_among_others_are_passed_over(
    tmp_path: Path, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    files = []
    for name in ("甲", "乙"):
        file = tmp_path / f"{name}.xlsx"
        file.write_bytes(write_workbook(replace(township, unit_name=f"甲县{name}镇人民政府")))
        file.with_name(f"~${file.name}").write_bytes(b"\5user")
        files += [file.with_name(f"~${file.name}"), file]
    assert [one.label for one in collect(tmp_path)] == ["乙.xlsx", "甲.xlsx"]
    sent = [["mail", str(files[1])], ["mail", str(files[3])]]
    assert ICONS["mail"].commands(files) == sent
    assert ICONS["convert"].commands(files) == [["convert", str(files[1]), str(files[3])]]
    assert len(ICONS["new"].commands(files)) == 2
    assert run(["convert", *map(str, files)]) == 0
    assert capsys.readouterr().err.endswith("共 2 份：已生成 2 份，没有生成 0 份。\n")
    total = ["aggregate", *map(str, files), "--unit", "甲县", "-o", str(tmp_path / "全县.xlsx")]
    assert run(total) == 0
    assert capsys.readouterr().err == "2 份报告已汇总：\n"


@pytest.mark.parametrize("command", [["convert"], ["check"], ["mail"], ["desk", "convert"]])
def test_a_lock_file_alone_is_named(
    tmp_path: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    lock = tmp_path / "~$年报.xlsx"
    lock.write_bytes(b"\5user")
    assert run([*command, str(lock)]) == 2
    assert capsys.readouterr().err == f"~$年报.xlsx：{ALONE}"
