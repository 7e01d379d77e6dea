"""Limits of time and memory for the work on one file, in this process."""

import atexit
import gc
import mmap
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

from converter.errors import Refusal, UnusableFile
from converter.files.faults import refused_by_system

LIBREOFFICE_TIME_LIMIT: Final = 120
"""Seconds for one conversion by LibreOffice, its start included."""
TIME_LIMIT: Final = LIBREOFFICE_TIME_LIMIT + 30
"""Seconds for one file; old Word files need LibreOffice."""
_MEMORY_LIMIT: Final = 2**30
"""Bytes that a process may take beyond what it holds before; enforced on Linux only."""
DEEPEST_FOLDER: Final = 100
"""Folders within one another that are entered; the operating system ends at some two thousand, os.walk before."""
TOO_LONG: Final = "处理了 {:g} 秒还没有完，已停止。请核对文件。"
TOO_MUCH: Final = f"处理它要用的内存超过 {_MEMORY_LIMIT // 2**20} MB，已停止。请核对文件。"


_MANY_OBJECTS: Final = 100_000
"""More than the program, the word lists and a report are."""


def collect_rarely() -> None:
    """Have Python look for garbage in cycles once for many new objects; most of what we make is of use till the end.

    Nor does it look through all of them as it ends. For a program of our own: who imports the package decides for himself.
    """
    gc.set_threshold(_MANY_OBJECTS)
    atexit.register(gc.freeze)


class _TimeUpError(BaseException):
    """The time is over; no handler of faults in a file may swallow it."""


@contextmanager
def limited(name: str, seconds: float = TIME_LIMIT) -> Iterator[None]:
    """Limit the work on the file of this name; only in the main thread.

    Raises UnusableFile where it takes longer, or more memory.
    """
    try:
        with _time_limit(seconds), _memory_limit():
            yield
    except _TimeUpError:
        raise UnusableFile(f"{name}：{TOO_LONG.format(seconds)}", Refusal.STOPPED) from None
    except MemoryError as fault:
        if said := refused_by_system(fault):
            raise UnusableFile(f"{name}：{said}", Refusal.UNREACHABLE) from None
        raise UnusableFile(f"{name}：{TOO_MUCH}", Refusal.STOPPED) from None


def limit_memory() -> None:
    """Limit what this process may take beyond what it holds, for good; a program that calls ours may hold any amount."""
    # Windows; macOS, which has no /proc; a lower limit is set already
    with suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        limit = _held() + _MEMORY_LIMIT
        if soft == resource.RLIM_INFINITY or limit < soft:
            resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


def _held() -> int:
    """Return the bytes of this process that the limit counts, its stack included."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]
    return int(pages) * mmap.PAGESIZE


@contextmanager
def _memory_limit() -> Iterator[None]:
    try:
        import resource
    except ImportError:  # Windows
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_DATA)
    limit_memory()
    try:
        yield
    finally:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, before)


if sys.platform == "win32":
    import _thread
    import threading

    @contextmanager
    def _time_limit(seconds: float) -> Iterator[None]:
        is_over = threading.Event()

        def interrupt() -> None:
            is_over.set()
            _thread.interrupt_main()

        timer = threading.Timer(seconds, interrupt)
        timer.daemon = True
        timer.start()
        try:
            yield
        except KeyboardInterrupt:
            if is_over.is_set():
                raise _TimeUpError from None
            raise
        finally:
            timer.cancel()

else:

    @contextmanager
    def _time_limit(seconds: float) -> Iterator[None]:
        def stop(_number: int, _frame: FrameType | None) -> NoReturn:
            raise _TimeUpError

        before = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
