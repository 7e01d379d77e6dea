"""The installed LibreOffice, where there is one: old Word files in, PDF out."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from converter.errors import UnusableFile

TIME_LIMIT: Final = 120
"""Seconds for one conversion, the program's first start included."""

_WINDOWS_PLACES: Final = ("PROGRAMFILES", "PROGRAMFILES(X86)")


def find_program() -> str | None:
    """Return the path of LibreOffice, on Linux and Windows, or None."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    for variable in _WINDOWS_PLACES:
        program = Path(os.environ.get(variable, "")) / "LibreOffice" / "program" / "soffice.exe"
        if os.environ.get(variable) and program.exists():
            return str(program)
    return None


def convert_bytes(data: bytes, ending: str, target: str) -> bytes:
    """Convert one file, given and returned as bytes; `ending` and `target` like `doc`, `docx`.

    Raises UnusableFile where LibreOffice is missing, fails, or takes too long. It runs with a
    profile of its own, so that an open LibreOffice does not get in the way.
    """
    by_hand = f"请用 Word 或 WPS 打开，另存为 .{target}"
    program = find_program()
    if program is None:
        raise UnusableFile(f"本机没有安装 LibreOffice，.{ending} 文件转不成 .{target}。{by_hand}。")
    try:
        with tempfile.TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True) as name:
            return _converted(program, data, ending, target, Path(name))
    except (subprocess.TimeoutExpired, OSError):
        # a full disk, a missing right, or no result at all
        raise UnusableFile(f"LibreOffice 没能转换这个文件。{by_hand}。") from None


def _converted(program: str, data: bytes, ending: str, target: str, folder: Path) -> bytes:
    source = folder / f"source.{ending}"
    source.write_bytes(data)
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        target,
        "--outdir",
        str(folder / "out"),
        str(source),
    ]
    subprocess.run(command, capture_output=True, timeout=TIME_LIMIT, check=False)  # noqa: S603 (fixed words and our own paths)
    return (folder / "out" / f"source.{target}").read_bytes()
