"""Make the program's own environment beside itself, from the wheels that lie here; no network.

Runs on the machine of the user, before anything is installed: the standard library alone.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

BUNDLE = Path(__file__).resolve().parent.parent
WHEELS = BUNDLE / "program" / "wheels"
ENVIRONMENT = BUNDLE / "env"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
EDITION = BUNDLE / "program" / "edition"
"""Names what is installed; the scripts ask for it, so that a new edition is not taken for the old."""
EXAMPLE = BUNDLE / "示例" / "sunjiagou-2022.xlsx"
SEND_TO = "转换成年报.bat"


def main() -> int:
    """Install, try the example, and return the exit status."""
    print("正在安装，不需要联网，大约一分钟……", flush=True)
    try:
        install()
        convert_example()
        (ENVIRONMENT / f"installed-{EDITION.read_text(encoding='ascii')}").touch()
    except (OSError, ValueError, subprocess.CalledProcessError) as fault:
        print(getattr(fault, "output", None) or fault)
        print(
            "没有装成。请关掉年报程序的其他窗口，再双击一次“安装”；还不行，把上面的文字拍下来，发给维护人员。"
        )
        return 1
    print("装好了，样例试转换成功。")
    if os.name == "nt":
        trust_scripts()
        # what a Python from the Store writes there, nobody else sees
        settings = "" if "WindowsApps" in sys.base_prefix else os.environ.get("APPDATA", "")
        print(add_to_send_to(Path(settings)))
    return 0


def install() -> None:
    """Build the environment anew."""
    for mark in ENVIRONMENT.glob("installed-*"):
        mark.unlink()
    venv.EnvBuilder(clear=True, with_pip=False, symlinks=os.name != "nt").create(ENVIRONMENT)
    # a wheel can be run as it lies; ensurepip is missing on many Linux systems
    pip = next(WHEELS.glob("pip-*.whl"), WHEELS / "pip.whl") / "pip"
    options = ["--isolated", "--quiet", "--no-index", "--no-warn-script-location"]
    run(str(pip), "install", *options, "--find-links", str(WHEELS), "nianbao")


def convert_example() -> None:
    """Convert the example, to know that everything works."""
    with tempfile.TemporaryDirectory() as folder:
        run("-m", "converter", "convert", str(EXAMPLE), "-o", folder)


def run(*words: str) -> None:
    """Run the environment's Python; raises CalledProcessError with what it printed."""
    subprocess.run(
        [str(PYTHON), "-I", *words],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


def trust_scripts() -> None:
    """Take the mark of a download from the batch files, or Windows warns at each drop."""
    for script in BUNDLE.glob("*.bat"):
        with contextlib.suppress(OSError):
            Path(f"{script}:Zone.Identifier").unlink()


def add_to_send_to(settings: Path) -> str:
    """Put an entry into the 发送到 menu and say what became of it."""
    menu = settings / "Microsoft" / "Windows" / "SendTo"
    icon = str(BUNDLE / "转换.bat").replace("%", "%%")
    lines = ("@echo off", "chcp 936 >nul", f'if exist "{icon}" "{icon}"', *MOVED)
    try:
        (menu / SEND_TO).write_bytes("".join(f"{line}\r\n" for line in lines).encode("gbk"))
    except (OSError, UnicodeEncodeError):
        return "“发送到”菜单没有加上，把填报表拖到“转换”上也一样。"
    return "右键点填报表，“发送到”里有“转换成年报”。"


MOVED = ("echo 找不到年报程序，文件夹可能移动过。请到新的位置再双击一次“安装”。", "pause", "exit")

if __name__ == "__main__":
    sys.exit(main())
