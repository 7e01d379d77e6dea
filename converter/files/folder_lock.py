"""One run at a time in a folder: a lock of the operating system, which ends with its process."""

import errno
import getpass
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from converter.errors import CannotDeliver
from converter.files.faults import reason_of
from converter.files.output import discard
from converter.files.text import one_line

LOCK_FILE: Final = ".nianbao.lock"
_MOST_ATTEMPTS: Final = 100
"""How often the lock file may vanish, with its holder, between opening and locking."""
_LONGEST_NOTE: Final = 4096
_TAKEN: Final = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK)


class _Taken(Exception):
    """Another process holds the lock."""


@contextmanager
def locked(folder: Path, say: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the lock of an output folder, which is made where it is missing.

    Raises CannotDeliver, with who is at work, where another run holds it. Where there can be no lock, `say`
    gets a sentence; where there is no folder, whoever writes the outputs says why.
    """
    made = _make(folder)
    lock = folder / LOCK_FILE
    try:
        handle = _acquire(lock)
    except _Taken:
        raise CannotDeliver(_who_works(folder, lock)) from None
    except (FileNotFoundError, NotADirectoryError):
        handle = None
    except OSError as fault:
        if say:
            say(_unlocked(folder, lock, fault))
        handle = None
    try:
        yield
    finally:
        if handle is not None:
            _release(lock, handle)
        if made:
            with suppress(OSError):  # it holds something
                folder.rmdir()


def _unlocked(folder: Path, lock: Path, fault: OSError) -> str:
    if fault.errno in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL):
        return f"{folder}：这个位置不支持加锁，请不要同时运行两个汇总。"
    cause, remedy = reason_of(fault)
    return f"{lock}：加不了锁（{cause}），请不要同时运行两个汇总。{remedy}"


def _make(folder: Path) -> bool:
    """Make a folder; return whether it was missing."""
    try:
        folder.mkdir(parents=True)
    except (OSError, ValueError):
        return False
    return True


def _acquire(lock: Path) -> int:
    """Open and lock the file, with who is at work in it; return the descriptor."""
    for _ in range(_MOST_ATTEMPTS):
        handle = _open(lock)
        try:
            _lock(handle)
            if _is_still(lock, handle):
                _write_note(handle)
                return handle
        except BaseException:
            os.close(handle)
            raise
        # its last holder has removed it since it was opened
        os.close(handle)
    raise _Taken


def _open(lock: Path) -> int:
    flags = os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        return os.open(lock, os.O_RDWR | flags, 0o666)
    except PermissionError:
        # left by another user of a shared folder
        return os.open(lock, os.O_RDONLY)


if sys.platform == "win32":
    import msvcrt

    _LOCKED_BYTE: Final = 2**30
    """Behind the note, which others must be able to read."""

    def _lock(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as fault:
            if fault.errno in (*_TAKEN, 0):  # Wine names no reason
                raise _Taken from None
            raise

    def _release(lock: Path, handle: int) -> None:
        os.close(handle)
        with suppress(OSError):  # another run has opened it: Windows refuses
            lock.unlink()

else:
    import fcntl

    def _lock(handle: int) -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            if fault.errno in _TAKEN:
                raise _Taken from None
            raise

    def _release(lock: Path, handle: int) -> None:
        # removed while it is held: whoever has opened it sees that the name is gone
        with suppress(OSError):
            if _is_still(lock, handle):
                discard(lock)
        with suppress(OSError):
            os.close(handle)


def _is_still(lock: Path, handle: int) -> bool:
    """Tell whether the name still stands for the file that is open; raises OSError where nobody knows."""
    try:
        return os.path.samestat(os.fstat(handle), lock.stat())
    except FileNotFoundError:
        return False


def _write_note(handle: int) -> None:
    note = {
        "user": _user(),
        "host": platform.node() or "?",
        "pid": os.getpid(),
        "time": time.strftime("%Y-%m-%d %H:%M"),
    }
    with suppress(OSError):  # opened for reading only; the lock counts
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, json.dumps(note).encode())


def _user() -> str:
    try:
        return getpass.getuser()
    except Exception:  # noqa: BLE001 (ImportError on Windows, KeyError or OSError without an account)
        return "?"


def _who_works(folder: Path, lock: Path) -> str:
    who = ""
    with suppress(OSError, ValueError, KeyError, TypeError):
        with lock.open("rb") as file:
            note = json.loads(file.read(_LONGEST_NOTE))
        who = one_line(f"（{note['user']}@{note['host']}，{note['time']} 开始）")
    return f"{folder}：另一个汇总正在往这个文件夹里写{who}。请等它完成后再运行。"
