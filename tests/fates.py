"""What may become of a worker's task; loaded in a moment by the process that does it."""

import os
import signal
import tempfile
import time

from converter.files.libreoffice import convert_bytes
from converter.files.workers import Common


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def hang(*_: object, **__: object) -> None:
    while True:
        time.sleep(1)


def swell(*_: object, **__: object) -> None:
    eaten = []
    while True:
        eaten.append(bytes(2**26))  # counted by the limit, and not even touched


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
