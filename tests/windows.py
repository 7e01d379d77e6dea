"""A clerk's desk with the Windows bundle on it, under Wine: icons, the command line, a console to answer at."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from tests.programs import WINE
from tools.windows import OFFLINE, WINE_PREFIX

FOLDER = "收件 (新)&乙"
"""Where the clerk's files lie."""
_LIMIT = 120
"""Seconds for one start of the program."""
_TAKES_THE_LINE = 'set "NIANBAO_DROPPED=!cmdcmdline!"'


@dataclass(frozen=True)
class Windows:
    """One clerk's desk."""

    bundle: Path
    """The unzipped bundle; others work with it at the same time."""
    home: Path
    """A folder of this desk alone."""

    @property
    def folder(self) -> Path:
        """The folder of the clerk's files."""
        folder = self.home / FOLDER
        folder.mkdir(exist_ok=True)
        return folder

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a Chinese system without a network, whose browser only notes what it opens."""
        tools = self.home / "tools"
        tools.mkdir(exist_ok=True)
        browser = tools / "xdg-open"
        browser.write_text(f'#!/bin/sh\necho "$1" >>"{self.home}/opened"\n', encoding="utf-8")
        browser.chmod(0o755)
        return {
            "PATH": f"{tools}:{os.environ['PATH']}",
            "HOME": str(self.home),
            "WINEPREFIX": str(WINE_PREFIX),
            "WINEDEBUG": "-all",
            "LC_ALL": "zh_CN.UTF-8",
        }

    @property
    def opened(self) -> list[Path]:
        """The pages that the browser was asked to open."""
        log = self.home / "opened"
        addresses = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        return [Path(unquote(address.removeprefix("file://"))) for address in addresses]

    def drop(self, icon: str, *files: Path | str) -> str:
        """Drop files on an icon and return what its window shows; nobody answers a question.

        Wine's interpreter has no `cmdcmdline`; it is set to what Windows says in it. Out of a variable
        it takes the exclamation marks; where there is one, the icon gets the line without its help.
        """
        paths = (windows_path(file) if isinstance(file, Path) else file for file in files)
        dropped = " ".join(f'"{path}"' for path in paths)
        line = rf'C:\Windows\system32\cmd.exe /c ""D:\年报\{icon}.bat" {dropped}"'
        script = self.bundle / f"{icon}.bat"
        if "!" not in dropped:
            return self._start(self._starter(script), {"CMDCMDLINE": line})
        text = script.read_bytes().decode("gbk").replace(_TAKES_THE_LINE, "")
        place = windows_path(self.bundle).replace("%", "%%")
        script = self.home / f"{icon}.bat"
        script.write_bytes(text.replace("%~dp0", f"{place}\\").encode("gbk"))
        return self._start(self._starter(script), {"NIANBAO_DROPPED": line})

    def type(self, words: str, *, code_page: int = 936) -> str:
        """Type a command into a window and return what it shows."""
        script = self.bundle / "nianbao.bat"
        return self._start(self._starter(script, words, f"@chcp {code_page} >nul\r\n"), {})

    def _starter(self, script: Path, words: str = "", before: str = "") -> Path:
        starter = self.home / "start.bat"
        target = windows_path(script).replace("%", "%%")
        starter.write_bytes(f'{before}@"{target}" {words}\r\n'.encode("gbk"))
        return starter

    def _start(self, starter: Path, more: dict[str, str]) -> str:
        done = subprocess.run(
            [*OFFLINE, WINE, "cmd", "/c", windows_path(starter)],
            env=self.environment | more,
            cwd=self.folder,
            input=b"",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_LIMIT,
            check=False,
        )
        return done.stdout.decode("gbk").replace("\r", "")

    def python(self, *words: str) -> "subprocess.Popen[bytes]":
        """Start the bundle's interpreter itself, without anything between it and whoever kills it."""
        return subprocess.Popen(
            [*OFFLINE, WINE, str(self.bundle / "program" / "python" / "python.exe"), *words],
            env=self.environment,
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def answer(self, icon: str, answers: Sequence[str]) -> str:
        """Double-click an icon, give these answers in its window, one to a question, and return what it shows."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 500, 0, 0))
        with subprocess.Popen(
            [*OFFLINE, WINE, "cmd", "/c", windows_path(self._starter(self.bundle / f"{icon}.bat"))],
            env=self.environment | {"TERM": "xterm"},
            cwd=self.folder,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        ) as process:
            os.close(theirs)
            shown = _converse(process, ours, [*answers, ""])
        os.close(ours)
        return shown


@contextmanager
def read_only(folder: Path, at: Path) -> Iterator[Path]:
    """Show a folder once more, as a disc that cannot be written, not even by root; raises OSError without the right."""
    at.mkdir()
    for words in (["--bind", folder, at], ["-o", "remount,ro,bind", at]):
        if subprocess.run(["mount", *words], capture_output=True, check=False).returncode:
            raise PermissionError
    try:
        yield at
    finally:
        subprocess.run(["umount", "-l", at], check=True)


@contextmanager
def share(folder: Path) -> Iterator[str]:
    """Make a folder a share of a server, for every Windows program; return its name there."""
    server = f"fwq{os.getpid()}"
    link = WINE_PREFIX / "dosdevices" / "unc" / server / "收件"
    link.parent.mkdir(parents=True)
    link.symlink_to(folder)
    try:
        yield rf"\\{server}\收件"
    finally:
        link.unlink()
        link.parent.rmdir()


def complete_wine() -> None:
    """Add the library of Windows that Wine 8 lacks, and the library that opens locked PDFs asks for.

    It has one function, random bytes, and hands it on to the one that every Windows has had.
    """
    library = WINE_PREFIX / "drive_c" / "windows" / "system32" / "bcryptprimitives.dll"
    if not library.exists():
        made = library.with_name(f"{os.getpid()}.tmp")
        made.write_bytes(_forwarder(library.name, "ProcessPrng", "ADVAPI32.SystemFunction036"))
        made.replace(library)


def _forwarder(name: str, function: str, to: str) -> bytes:
    """Return a library for Windows x64 with one function, which is another library's; no code in it."""
    at, block = 0x1000, 512
    text = at + 50
    texts = [f"{one}\0".encode() for one in (name, function, to)]
    function_at = text + len(texts[0])
    to_at = function_at + len(texts[1])
    exported = struct.pack("<10I", 0, 0, 0, text, 1, 1, 1, at + 40, at + 44, at + 48)
    exported += struct.pack("<IIH", to_at, function_at, 0) + b"".join(texts)
    head = b"MZ".ljust(60, b"\0") + struct.pack("<I", 64) + b"PE\0\0"
    head += struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, 240, 0x2022)
    head += struct.pack("<H2x5IQ2I", 0x20B, 0, block, 0, 0, at, 0x180000000, at, block)
    head += struct.pack("<6HI2IIHH", 6, 0, 0, 0, 6, 0, 0, 2 * at, block, 0, 3, 0x140)
    head += struct.pack("<4Q2I", 2**20, at, 2**20, at, 0, 16)
    head += struct.pack("<2I", at, len(exported)).ljust(128, b"\0")
    head += struct.pack("<8s4I12xI", b".rdata", len(exported), at, block, block, 0x40000040)
    return head.ljust(block, b"\0") + exported.ljust(block, b"\0")


@contextmanager
def idle() -> Iterator[None]:
    """Have a Windows program run that does nothing."""
    environment = {**os.environ, "WINEPREFIX": str(WINE_PREFIX), "WINEDEBUG": "-all"}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        [*OFFLINE, WINE, "cmd", "/k"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=quiet,
        stderr=quiet,
    ) as process:
        yield
        process.kill()


def _converse(process: "subprocess.Popen[bytes]", console: int, answers: list[str]) -> str:
    """Answer at a console whenever it asks, until its program ends; return what it showed."""
    shown, asked, until = b"", 0, time.monotonic() + _LIMIT
    while time.monotonic() < until:
        if select.select([console], [], [], 0.1)[0]:
            try:
                shown += os.read(console, 65536)
            except OSError:
                break
        elif process.poll() is not None:
            break
        if answers and re.search(
            "按回车(?:不换)?：|按任意键继续", shown[asked:].decode("utf-8", "ignore")
        ):
            time.sleep(0.3)  # the console echoes its question twice
            while select.select([console], [], [], 0.1)[0]:
                shown += os.read(console, 65536)
            asked = len(shown)
            os.write(console, f"{answers.pop(0)}\r".encode())
    process.kill()
    return re.sub(
        r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07", "", shown.decode("utf-8", "replace")
    )


def windows_path(path: Path) -> str:
    """Return a path of this machine as a Windows program under Wine has to be told it."""
    return "Z:" + str(path).replace("/", "\\")
