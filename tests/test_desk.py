"""The icons of the bundle: their batch files as texts, what is dropped on them, the page of what was found."""

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from converter import icons
from converter.cli import run
from converter.conversion import render
from converter.errors import UnusableFile
from converter.form.report import Report
from converter.icons import ICONS, Icon, dropped, typed
from converter.writing.workbooks.workbook import write_workbook
from tools.bundle import windows_scripts

SCRIPTS = windows_scripts()
BATCH_FILES = sorted(name for name in SCRIPTS if name.endswith(".bat"))


@pytest.mark.parametrize("name", BATCH_FILES)
def test_a_batch_file_is_fit_for_any_folder_and_code_page(name: str) -> None:
    lines = SCRIPTS[name].splitlines()
    assert lines[0] == "@echo off"
    "".join(lines).encode("gbk")
    speaks = [
        number for number, line in enumerate(lines) if not line.isascii() and "rem" not in line
    ]
    switches = [number for number, line in enumerate(lines) if line == "chcp 936 >nul"]
    assert not speaks or switches[0] < speaks[0]
    for line in lines:
        # a folder with blanks, & or brackets in its name
        assert re.sub(r'"[^"]*%~dp0[^"]*"', "", line).count("%~dp0") == 0, line
    assert name == "nianbao.bat" or "pause" in lines


@pytest.mark.parametrize("icon", ICONS.values(), ids=ICONS)
def test_an_icon_holds_the_whole_line_and_runs_nothing_of_it(icon: Icon) -> None:
    """What Wine's interpreter does not know: cmdcmdline, and what follows an & in a path."""
    lines = SCRIPTS[f"{icon.file}.bat"].splitlines()
    held = lines.index('set "NIANBAO_DROPPED=!cmdcmdline!"')
    assert lines[held - 1] == "setlocal EnableExtensions EnableDelayedExpansion"
    assert lines[held + 1] == "setlocal DisableDelayedExpansion"
    assert lines[-1] == "exit"
    assert "exit /b" not in lines


LINES = [
    (r'cmd /c ""C:\a\转换.bat" C:\a&b.xlsx"', [r"C:\a&b.xlsx"]),
    (
        r'C:\Windows\system32\cmd.exe /c ""D:\年 报\转换.bat" "D:\丙 丁.xlsx" D:\x^1.xlsx D:\100%.xlsx"',
        [r"D:\丙 丁.xlsx", r"D:\x^1.xlsx", r"D:\100%.xlsx"],
    ),
    (
        r'cmd.exe /C ""\\服务器\年报\转换.bat" \\服务器\收件\甲!(1).xlsx "',
        [r"\\服务器\收件\甲!(1).xlsx"],
    ),
    (r'cmd /c ""D:\转换.bat" D:\甲　乙.xlsx D:\丙.xlsx"', [r"D:\甲　乙.xlsx", r"D:\丙.xlsx"]),
    (r'"C:\Windows\System32\cmd.exe" /c ""D:\年报\转换.bat" "', []),
    (r'"C:\Windows\System32\cmd.exe" ', []),
    ("", []),
]


@pytest.mark.parametrize(("line", "paths"), LINES)
def test_what_windows_says_was_dropped(line: str, paths: list[str]) -> None:
    assert dropped(line) == paths


def test_what_is_typed_or_dragged_into_the_window(tmp_path: Path) -> None:
    assert typed('"D:\\丙 丁.xlsx" D:\\甲.xlsx') == ["D:\\丙 丁.xlsx", "D:\\甲.xlsx"]
    assert typed(r"D:\甲.xlsxD:\乙.xlsx\\服务器\丙.xlsx") == [
        r"D:\甲.xlsx",
        r"D:\乙.xlsx",
        r"\\服务器\丙.xlsx",
    ]
    assert typed(r"\\服务器\共享\丙.xlsx") == [r"\\服务器\共享\丙.xlsx"]
    assert typed("'/家/丙 丁.xlsx' ") == ["/家/丙 丁.xlsx"]
    assert typed(" ") == []
    file = tmp_path / "丙 丁.xlsx"
    file.touch()
    assert typed(f" {file} ") == [str(file)]


def test_what_each_icon_does(tmp_path: Path) -> None:
    inbox, last_year, roster = (tmp_path / name for name in ("收件", "上年", "名单.txt"))
    inbox.mkdir()
    one, two = tmp_path / "甲.xlsx", tmp_path / "乙.xlsx"
    assert ICONS["convert"].commands([one, two]) == [["convert", str(one), str(two)]]
    assert ICONS["new"].commands([one]) == [["new", "--previous", str(one), "-o", str(tmp_path)]]
    assert ICONS["new"].commands([]) == [["new", "-o", str(Path.cwd())]]
    assert ICONS["mail"].commands([one, inbox]) == [
        ["mail", str(one)],
        ["mail", "--return", str(inbox)],
    ]
    for icon in ("convert", "new"):
        with pytest.raises(UnusableFile, match="请打开它，拖里面的文件"):
            ICONS[icon].commands([inbox])
    for path in (Path("/"), roster):
        with pytest.raises(UnusableFile, match="不是文件夹。请把收到的都放进一个文件夹"):
            ICONS["batch"].commands([path])
    plain = ["batch", str(inbox), "-o", str(tmp_path / "收件结果")]
    assert ICONS["batch"].commands([inbox]) == [plain]
    roster.touch()
    last_year.mkdir()
    assert ICONS["batch"].commands([inbox]) == [
        [*plain, "--roster", str(roster), "--previous-dir", str(last_year)]
    ]


def test_what_is_dropped_is_converted(
    tmp_path: Path,
    township: Report,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "甲&乙.xlsx"
    file.write_bytes(write_workbook(township))
    monkeypatch.setenv("NIANBAO_DROPPED", f'cmd /c ""D:\\年报\\转换.bat" {file}"')
    # the batch file's own arguments end at the &
    assert run(["desk", "convert", str(tmp_path / "甲")]) == 0
    assert capsys.readouterr().out.startswith(str(tmp_path / "保德县孙家沟镇人民政府2022年"))
    monkeypatch.delenv("NIANBAO_DROPPED")
    assert run(["desk", "convert"]) == 2
    assert capsys.readouterr().err == (
        "没有文件。请把文件拖到“转换”的图标上，或双击图标，再拖进窗口按回车。\n"
    )


def test_two_files_of_one_unit_dropped_at_once_are_told_apart(
    tmp_path: Path, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    title = "保德县孙家沟镇人民政府2022年政府信息公开工作年度报告"
    other = replace(township, overview=(*township.overview, "再添一句。"))
    one, two = tmp_path / "甲.xlsx", tmp_path / "乙.xlsx"
    one.write_bytes(write_workbook(replace(township, submit_to="县政府办 a@b.cn")))
    two.write_bytes(write_workbook(replace(other, submit_to="县政府办 a@b.cn")))
    same = "乙.xlsx：和“甲.xlsx”是同一个单位、同一年度的，{} 刚由那一份写好，没有换。请只留对的一份，再做一次。\n"
    draft = tmp_path / f"{title}.eml"
    assert run(["desk", "mail", str(one), str(two)]) == 2
    assert capsys.readouterr().err == (
        f"—— 甲.xlsx\n邮件草稿已写好，双击打开，看过再发：\n—— 乙.xlsx\n{same.format(draft.name)}"
    )
    # nor is it replaced where everything is to be replaced
    assert run(["convert", "--force", str(one), str(two)]) == 2
    assert same.format(f"{title}.docx") in capsys.readouterr().err


def test_a_draft_counts_what_was_found_and_tells_of_a_report_that_says_otherwise(
    tmp_path: Path, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "甲.xlsx"
    file.write_bytes(write_workbook(replace(township, submit_to="县政府办 a@b.cn")))
    report = tmp_path / "保德县孙家沟镇人民政府2022年政府信息公开工作年度报告.docx"
    assert run(["desk", "convert", str(file)]) == 0
    # saved in Word, nothing changed
    with zipfile.ZipFile(report, "a") as document:
        document.writestr("customXml/item1.xml", "<a/>")
    capsys.readouterr()
    assert run(["desk", "mail", str(file)]) == 0
    assert capsys.readouterr().err == "邮件草稿已写好，双击打开，看过再发：\n"
    report.write_bytes(render(replace(township, overview=(*township.overview, "再添一句。"))))
    report.with_suffix(".eml").unlink()
    assert run(["desk", "mail", str(file)]) == 0
    assert capsys.readouterr().err == (
        "没有错误（提醒 1 处）。邮件草稿已写好，双击打开，看过再发：\n"
        f"问题逐条写在打开的网页里：{tmp_path / '核对结果.html'}\n"
    )
    page = (tmp_path / "核对结果.html").read_text(encoding="utf-8")
    assert (
        f"旁边的“{report.name}”写的和附上的不一样（在 Word 里改过，或者改了填报表还没有再转换）。"
        "附上的是按填报表新生成的；Word 里改的要留下，请改到填报表里，再报送一次。"
    ) in page


def test_what_lies_where_nothing_can_be_written_gives_its_results_on_the_desktop(
    tmp_path: Path,
    township: Report,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    disc, desktop = tmp_path / "光盘", tmp_path / "Desktop"
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(icons, "takes_files", lambda folder: folder != disc)
    icons.results_folder.cache_clear()
    disc.mkdir()
    desktop.mkdir()
    good, bad, here = disc / "甲.xlsx", disc / "乙.xlsx", tmp_path / "丙.xlsx"
    for file in (good, here):
        file.write_bytes(write_workbook(replace(township, submit_to="县政府办 a@b.cn")))
    bad.write_bytes(write_workbook(replace(township, unit_name="")))
    told = f"{disc}：这里不让写（光盘、只读的盘，或没有权限的共享），结果写到 {desktop}。\n"
    assert run(["desk", "convert", str(good), str(bad), str(here)]) == 1
    said = capsys.readouterr()
    title = "保德县孙家沟镇人民政府2022年政府信息公开工作年度报告"
    assert said.out == f"{desktop / title}.docx\n{tmp_path / title}.docx\n"
    page = desktop / "核对结果.html"
    assert said.err == (
        f"{told}—— 甲.xlsx\n核对通过，报告已生成：\n"
        f"—— 乙.xlsx\n带批注的副本：{desktop / '乙（批注）.xlsx'}\n"
        "错误 1 处。没有生成报告。请按网页上的提示改正后再转换。\n"
        "共 2 份：已生成 1 份，没有生成 1 份。\n"
        "—— 丙.xlsx\n核对通过，报告已生成：\n"
        f"问题逐条写在打开的网页里：{page}\n"
    )
    assert run(["desk", "mail", str(good)]) == 0
    assert not page.exists()
    assert capsys.readouterr().out == f"{desktop / title}.eml\n"
    assert run(["desk", "new", str(good)]) == 0
    form = "保德县孙家沟镇人民政府2023年政府信息公开年报填报表.xlsx"
    assert capsys.readouterr().out == f"{desktop / form}\n"
    monkeypatch.chdir(disc)  # the bundle itself
    assert run(["desk", "new"]) == 0
    assert capsys.readouterr().err.startswith(told)
    inbox = disc / "收件"
    inbox.mkdir()
    assert ICONS["batch"].commands([inbox]) == [
        ["batch", str(inbox), "-o", str(desktop / "收件结果")]
    ]
    assert {file.name for file in disc.iterdir()} == {good.name, bad.name, inbox.name}
    icons.results_folder.cache_clear()
