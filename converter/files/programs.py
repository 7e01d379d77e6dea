"""Other programs, run to their end or ended with all that they started."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

_SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGALRM") if hasattr(signal, name)
)


def installed(name: str) -> str | None:
    """Return the path of a program, None where there is none; one in the working folder may have come by mail."""
    found = shutil.which(name)
    return found if found and not Path(found).parent.samefile(os.curdir) else None


def of_windows(name: str) -> Path:
    """Return the path of a program that Windows brings; by its name alone one in the working folder would be started."""
    return Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / name


@contextmanager
def running(
    command: Sequence[str],
    *,
    stdout: int = subprocess.DEVNULL,
    stderr: int | IO[bytes] = subprocess.DEVNULL,
    environment: dict[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program as long as the block takes; it has ended when the block has, with all that it started.

    `command` begins with the program's path. Raises OSError where it cannot be started.
    """
    program = None
    try:
        with _signals_later():  # between its start and the end of this call nobody would know it
            program = subprocess.Popen(  # noqa: S603 (fixed words and our own paths)
                command,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                env=environment,
                start_new_session=sys.platform != "win32",
            )
        yield program
        if program.poll() is None:
            end(program)
    except BaseException:
        if program:
            end(program)
        raise
    finally:
        if program:
            program.wait()
            if program.stdout:
                program.stdout.close()


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

    def processor_time() -> float:
        """Return the seconds of the processor that programs took which have ended; here they are unknown."""
        return 0

    def end(program: subprocess.Popen[bytes]) -> None:
        """End a program with all that it started; callable from any thread."""
        tree = [str(of_windows("taskkill.exe")), "/F", "/T", "/PID", str(program.pid)]
        subprocess.run(tree, capture_output=True, check=False)  # noqa: S603 (fixed words and a number)

else:
    import resource

    def processor_time() -> float:
        """Return the seconds of the processor that programs took which have ended."""
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    def end(program: subprocess.Popen[bytes]) -> None:
        """End a program with all that it started; callable from any thread."""
        # macOS does not permit it where the program has ended and was not waited for yet
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(program.pid, signal.SIGKILL)
