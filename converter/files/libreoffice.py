"""Conversions by the installed LibreOffice: old workbooks and Word files to new ones, reports to PDF."""

import os
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from converter.errors import Refusal, UnusableFile
from converter.files.faults import refused_by_system
from converter.files.limits import LIBREOFFICE_TIME_LIMIT
from converter.files.programs import installed, running

_WINDOWS_PLACES: Final = ("PROGRAMFILES", "PROGRAMFILES(X86)")
# else a damaged workbook is read as a text, of which all that can be said is that it is no form
_TAKEN_FOR: Final = {"xls": ("--infilter=MS Excel 97",)}
_PROXIES: Final = ("HTTP", "HTTPS", "FTP")
# a picture, a text or a sheet elsewhere is not fetched: every address is asked of a proxy that nobody has
_SETTINGS: Final = (
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    *(("org.openoffice.Inet/Settings", f"ooInet{one}ProxyName", "127.0.0.1") for one in _PROXIES),
    *(("org.openoffice.Inet/Settings", f"ooInet{one}ProxyPort", "9") for one in _PROXIES),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Office.Calc/Content/Update", "Link", "2"),
)
"""Group, name and value of what its profile says from the start; a version that knows one of them not goes on."""
_PROFILE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{}
</oor:items>
"""
_ITEM: Final = (
    '<item oor:path="/{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
)
_GIVEN_UP: Final = (0, 1)
"""The exit statuses with which LibreOffice refuses a file."""
_NOT_RUN: Final = range(2, 128)
"""Those with which it, or what starts it, says that it cannot run; beyond them are signals and crashes."""
_ROOM: Final = 2**20
"""Bytes that it may need beside a file, for its profile."""


class _EndedError(Exception):
    """LibreOffice ended before it was done."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def find_program() -> str | None:
    """Return the path of LibreOffice, or None where it is not installed."""
    for name in ("soffice", "libreoffice"):
        if found := installed(name):
            return found
    for variable in _WINDOWS_PLACES:
        program = Path(os.environ.get(variable, "")) / "LibreOffice" / "program" / "soffice.exe"
        if os.environ.get(variable) and program.exists():
            return str(program)
    return None


def convert_bytes(data: bytes, ending: str, target: str) -> bytes:
    """Convert the bytes of a file; `ending` and `target` are file endings, `doc` and `docx`.

    Raises UnusableFile where LibreOffice is missing, fails, or takes too long. It runs with its own
    profile, so that it works while the user has LibreOffice open, and fetches nothing.
    """
    by_hand = f"请用 {'Excel' if target == 'xlsx' else 'Word'} 或 WPS 打开，另存为 .{target}"
    program = find_program()
    if program is None:
        raise UnusableFile(f"本机没有安装 LibreOffice，.{ending} 文件转不成 .{target}。{by_hand}。")
    said, why = f"LibreOffice 没能转换这个文件。{by_hand}。", Refusal.NOT_OURS
    try:
        with tempfile.TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True) as name:
            return _converted(program, data, ending, target, Path(name))
    except subprocess.TimeoutExpired:
        why = Refusal.STOPPED
    except _EndedError as end:
        said = f"LibreOffice 意外退出（{end.status}），没能转换这个文件。请再试一次；还不行，{by_hand}。"
        why = Refusal.UNREACHABLE if end.status in _NOT_RUN else Refusal.STOPPED
    except OSError as fault:
        if of_system := refused_by_system(fault):  # a full disk, no room for a process
            said, why = of_system, Refusal.UNREACHABLE
    raise UnusableFile(said, why)


def _converted(program: str, data: bytes, ending: str, target: str, folder: Path) -> bytes:
    source = folder / f"source.{ending}"
    source.write_bytes(data)
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        _PROFILE.format("\n".join(_ITEM.format(*one) for one in _SETTINGS)), "ascii"
    )
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        *_TAKEN_FOR.get(ending, ()),
        "--convert-to",
        target,
        "--outdir",
        str(folder / "out"),
        str(source),
    ]
    # what it leaves where it is ended, or crashes, goes with the folder
    environment = {**os.environ, **dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(folder))}
    with running(command, environment=environment) as office:
        status = office.wait(LIBREOFFICE_TIME_LIMIT)
    made = folder / "out" / f"source.{target}"
    if not made.exists():
        (folder / "room").write_bytes(bytes(_ROOM))  # it tells of no full disk
        if status not in _GIVEN_UP:
            raise _EndedError(status)
    return made.read_bytes()
