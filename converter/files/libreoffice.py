"""Conversions by the installed LibreOffice: old workbooks and Word files to new ones, reports to PDF."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from converter.errors import UnusableFile
from converter.files.limits import LIBREOFFICE_TIME_LIMIT

_SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGALRM") if hasattr(signal, name)
)
_WINDOWS_PLACES: Final = ("PROGRAMFILES", "PROGRAMFILES(X86)")


def find_program() -> str | None:
    """Return the path of LibreOffice, or None where it is not installed."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    for variable in _WINDOWS_PLACES:
        program = Path(os.environ.get(variable, "")) / "LibreOffice" / "program" / "soffice.exe"
        if os.environ.get(variable) and program.exists():
            return str(program)
    return None


def convert_bytes(data: bytes, ending: str, target: str) -> bytes:
    """Convert the bytes of a file; `ending` and `target` are file endings, `doc` and `docx`.

    Raises UnusableFile where LibreOffice is missing, fails, or takes too long. It runs with its own
    profile, so that it works while the user has LibreOffice open.
    """
    by_hand = f"请用 {'Excel' if target == 'xlsx' else 'Word'} 或 WPS 打开，另存为 .{target}"
    program = find_program()
    if program is None:
        raise UnusableFile(f"本机没有安装 LibreOffice，.{ending} 文件转不成 .{target}。{by_hand}。")
    try:
        with tempfile.TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True) as name:
            return _converted(program, data, ending, target, Path(name))
    except (subprocess.TimeoutExpired, OSError):
        # a full disk, a missing permission, or no output file
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
    _run_whole(command)
    return (folder / "out" / f"source.{target}").read_bytes()


def _run_whole(command: list[str]) -> None:
    """Run a program to its end, or end it with all that it started: soffice is a script around another program.

    Raises TimeoutExpired after LIBREOFFICE_TIME_LIMIT seconds; whatever interrupts the wait ends the program as well.
    """
    quiet = subprocess.DEVNULL
    program = None
    try:
        with _signals_later():  # between its start and the end of this call nobody would know it
            program = subprocess.Popen(  # noqa: S603 (fixed words and our own paths)
                command,
                stdin=quiet,
                stdout=quiet,
                stderr=quiet,
                start_new_session=sys.platform != "win32",
            )
        program.wait(LIBREOFFICE_TIME_LIMIT)
    except BaseException:
        if program:
            _end(program)
            program.wait()
        raise


@contextmanager
def _signals_later() -> Iterator[None]:
    """Hold back what interrupts this process; only the main thread is interrupted."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {one: signal.signal(one, lambda number, _: came.append(number)) for one in _SIGNALS}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, signal.SIG_DFL if handler is None else handler)
        for number in came:
            signal.raise_signal(number)


if sys.platform == "win32":

    def _end(program: subprocess.Popen[bytes]) -> None:
        tree = ["taskkill", "/F", "/T", "/PID", str(program.pid)]
        subprocess.run(tree, capture_output=True, check=False)  # noqa: S603 (fixed words and a number)

else:

    def _end(program: subprocess.Popen[bytes]) -> None:
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
