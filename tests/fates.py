"""What may become of a worker's task; loaded in a moment by the process that does it."""

import os
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from converter.errors import UnusableFile
from converter.files.libreoffice import convert_bytes
from converter.files.workers import Common


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)


def hang(*_: object, **__: object) -> None:
    while True:
        time.sleep(1)


def answer_half() -> None:
    """Send the beginning of an answer, and no more."""
    for handle in range(3, 20):
        with suppress(OSError):
            os.write(handle, (8).to_bytes(4, "big") + b"half")
    hang()


def swell(*_: object, **__: object) -> None:
    eaten = []
    while True:
        eaten.append(bytes(2**26))  # counted by the limit, and not even touched


def starve(*_: object, **__: object) -> None:
    """Ask for what the system has not got, of which this process has little."""
    import resource

    most = 2**29
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    bytes(most)


def greet(name: str) -> str:
    return f"你好，{name}"


def fail() -> None:
    raise ValueError("三")


class Unsendable(Exception):
    """Holds what no other process can have, as lxml's errors do."""

    def __init__(self) -> None:
        super().__init__()
        self.log = open(os.devnull)  # noqa: SIM115, PTH123


class AsksForMore(Exception):
    """Is pickled, and cannot be read again."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first + second)


def fail_unsendably() -> None:
    raise Unsendable


def fail_unreadably() -> None:
    raise AsksForMore("三", "四")


def return_the_unsendable() -> object:
    return Unsendable()


def convert_with(places: dict[str, str]) -> bytes:
    """Convert an old Word file by the programs that lie in these places."""
    os.environ.update(places)
    tempfile.tempdir = None
    return convert_bytes(b"x", "doc", "docx")


def greet_in_common(name: Common[str]) -> str:
    return greet(name.value)


def examined(name: str, data: bytes, *, goes_back: bool = False) -> tuple[str, float, float]:
    """Return why a file is not read, empty where it is; seconds of the processor; the peak of the process in MB.

    One that `goes_back` gets its comments, too.
    """
    from converter.conversion import (  # take longer to load than the fates above
        annotated,
        examine_input,
    )
    from converter.files.kinds import detect_kind

    if sys.platform == "linux":
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
    began, said = time.process_time(), ""
    try:
        examination = examine_input(detect_kind(Path(name), data), lambda _: None)
        if goes_back:
            annotated(examination)
    except UnusableFile as refusal:
        said = str(refusal)
    peak = 0.0
    if sys.platform == "linux":
        status = Path("/proc/self/status").read_text(encoding="ascii")
        peak = int(status.partition("VmHWM:")[2].split()[0]) / 2**10
    return said, time.process_time() - began, peak


def die_once(traces: str) -> str:
    """Die, but for the second time: what the first leaves behind is a file."""
    trace = Path(traces) / "died"
    if not trace.exists():
        trace.touch()
        die()
    return "done"
