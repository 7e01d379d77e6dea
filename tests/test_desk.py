"""The icons of the bundle: batch files in a real command interpreter, and what is dropped on them."""

import getpass
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from converter.cli import run
from converter.errors import UnusableFile
from converter.form.report import Report
from converter.icons import ICONS, Icon, dropped, typed
from converter.writing.workbook import write_workbook
from tests.programs import WINE
from tools.bundle import PYTHONS, python_check, scripts

EDITION = "0123456789ab"
SCRIPTS = scripts(EDITION)
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


@pytest.mark.parametrize("platform", ["", "win-amd64"])
def test_only_a_python_with_wheels_is_taken(platform: str) -> None:
    def taken(version: str, on: str) -> bool:
        faked = (
            "import sys, sysconfig; "
            f"sys.version_info = ({version.replace('.', ', ')}, 0); "
            f"sysconfig.get_platform = lambda: '{on}'; "
        )
        command = [sys.executable, "-c", faked + python_check(platform)]
        return subprocess.run(command, check=False).returncode == 0

    assert [taken(version, "win-amd64") for version in PYTHONS] == [True] * len(PYTHONS)
    assert not any(taken(version, "win-amd64") for version in ("3.9", "3.14"))
    assert taken("3.12", "win-arm64") == (not platform)
    assert python_check() in SCRIPTS["nianbao.sh"]
    assert python_check("win-amd64") in SCRIPTS["安装.bat"]


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


# ---------------------------------------------------------------- in a command interpreter

FAKE_PYTHON = """#!/bin/sh
for word in "$@"; do printf '<%s>' "$word" >>"{log}"; done
echo >>"{log}"
"""
FOLDER = "年报 (新)&甲!"


@pytest.fixture(scope="module")
def wine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a Windows command interpreter on a Chinese system."""
    prefix = tmp_path_factory.mktemp("wine")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(prefix),
        "WINEPREFIX": str(prefix / "prefix"),
        "WINEDEBUG": "-all",
        "LC_ALL": "zh_CN.UTF-8",
    }
    yield environment
    subprocess.run([WINE.with_name("wineserver64"), "-k"], env=environment, check=False)


class Windows:
    """A bundle's folder, and what happens in it when a batch file is started."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder / FOLDER
        self.log = folder / "log"
        self.environment = environment
        self.folder.mkdir()
        for name in BATCH_FILES:
            text = SCRIPTS[name].replace("\n", "\r\n")
            (self.folder / name).write_bytes(text.encode("gbk"))

    def program(self, place: str) -> None:
        """Put a program there that notes the words with which it is called."""
        file = self.folder / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(FAKE_PYTHON.format(log=self.log), encoding="utf-8")
        file.chmod(0o755)

    def start(self, name: str, arguments: str = "") -> str:
        """Start a batch file as another batch file does, and return what it shows."""
        starter = self.folder.parent / "start.bat"
        target = "Z:" + str(self.folder / name).replace("/", "\\").replace("%", "%%")
        starter.write_bytes(f'@"{target}" {arguments}\r\n'.encode("gbk"))
        done = subprocess.run(
            [WINE, "cmd", "/c", "Z:" + str(starter).replace("/", "\\")],
            env=self.environment,
            input=b"\r\n",
            capture_output=True,
            timeout=100,
            check=False,
        )
        return (done.stdout + done.stderr).decode("gbk")

    def called(self) -> list[list[str]]:
        """Return the words of each call of the program."""
        lines = self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []
        return [re.findall("<(.*?)>", line) for line in lines]


@pytest.fixture
def windows(tmp_path: Path, wine: dict[str, str]) -> Windows:
    return Windows(tmp_path, wine)


@pytest.mark.wine
@pytest.mark.parametrize("command", ICONS)
def test_an_icon_starts_what_it_means(windows: Windows, command: str) -> None:
    name = f"{ICONS[command].file}.bat"
    assert "还没有安装，或者换了新版、换了地方。请双击一次“安装”。" in windows.start(name)
    windows.program("env/Scripts/python.exe")
    (windows.folder / "env" / "installed-another").touch()
    assert "还没有安装" in windows.start(name)
    (windows.folder / "env" / f"installed-{EDITION}").touch()
    shown = windows.start(name, r'"Z:\甲 & 乙.xlsx" Z:\丙.xlsx')
    # nothing that was dropped is an argument: cmd would read it once more
    assert windows.called() == [["-I", "-m", "converter", "desk", command]]
    assert "还没有安装" not in shown


@pytest.mark.wine
def test_the_command_passes_on_what_it_gets(windows: Windows) -> None:
    assert "还没有安装" in windows.start("nianbao.bat", "check 甲.xlsx")
    windows.program("env/Scripts/python.exe")
    (windows.folder / "env" / f"installed-{EDITION}").touch()
    windows.start("nianbao.bat", r'batch "Z:\收 件" -o Z:\结果')
    assert windows.called() == [["-I", "-m", "converter", "batch", r"Z:\收 件", "-o", r"Z:\结果"]]


@pytest.mark.wine
def test_installing_finds_a_python_or_says_what_to_do(windows: Windows) -> None:
    assert "请先把压缩包全部解压，再到解压出来的文件夹里双击“安装”。" in windows.start("安装.bat")
    (windows.folder / "program").mkdir()
    (windows.folder / "program" / "install.py").touch()
    assert "请向县里要一个 Python 安装程序" in windows.start("安装.bat")
    windows.program("python-3.14.0-amd64.exe")
    assert "请向县里要一个 Python 安装程序" in windows.start("安装.bat")
    assert windows.called() == []
    windows.program("python-3.12.10-amd64.exe")
    assert "正在安装 Python，只装给您自己用，不需要管理员权限，请稍候……" in windows.start(
        "安装.bat"
    )
    setup, repair = windows.called()
    assert repair == ["/repair", "/passive"]
    assert setup[:3] == ["/passive", "InstallAllUsers=0", "Include_launcher=0"]
    users = Path(windows.environment["WINEPREFIX"]) / "drive_c" / "users"
    (local,) = (users / getpass.getuser()).glob("AppData/Local")
    windows.program(str(local / "Programs" / "Python" / "Python312" / "python.exe"))
    assert "没有能用的 Python" not in windows.start("安装.bat")
    assert windows.called()[-1][0] == "-I"
    assert windows.called()[-1][1].endswith(FOLDER + r"\program\install.py")
