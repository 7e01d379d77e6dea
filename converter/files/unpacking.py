"""Rar and 7z archives, through the bsdtar of the system; Windows calls it tar.exe.

The program reads one file in a temporary folder and writes to a pipe alone. First it unpacks all into a
count, which shows damage, passwords and size; then it gives the members as a cpio stream.
"""

import errno
import os
import re
import stat
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from typing import IO, Final, NoReturn, cast

from converter.errors import Refusal, UnusableFile
from converter.files.faults import withheld
from converter.files.package import Allowance
from converter.files.programs import end, installed, of_windows, processor_time, running
from converter.files.text import decode_text

_STARTS: Final = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_TIME_LIMIT: Final = 60
"""Seconds for going through one archive once."""
_MEMORY_LIMIT: Final = 320 * 2**20
"""Bytes that the program may take; to unpack what was packed with the most that its programs offer it takes 250 MB."""
# less time, no files beyond 64 KB, less memory, for the program alone; a system that knows one of them not goes on
_LIMITS: Final = ("t {}", "f 128", f"v {_MEMORY_LIMIT // 2**10}")
# an office document that stands unpacked at the end would itself be taken for the archive; what follows the end is not read
_BEHIND: Final = bytes(2**17)
_BLOCK: Final = 2**16
_HEAD: Final = 110
"""Bytes in front of each name: a mark of six and thirteen numbers of eight hexadecimal digits."""
_MARK: Final = b"070701"
_ENTRY: Final = re.compile(_MARK + rb"[0-9A-Fa-f]{104}")
_MODE, _SIZE, _NAME_SIZE = 1, 6, 11
_LONGEST_NAME: Final = 2**16
_LAST: Final = b"TRAILER!!!"
_ENCRYPTED: Final = re.compile(rb"encrypt|passphrase|crypto", re.IGNORECASE)

Unpacked = tuple[str, bytes | None]
"""The name of a member and its content; None for a link, or what else is no file."""

_BROKEN: Final = "压缩包打不开，可能加了密码，也可能已损坏。请解压后再放进来。"
_PASSWORD: Final = "压缩包加了密码。请解压后再放进来。"  # noqa: S105 (a sentence)
_TOO_LARGE: Final = "压缩包展开后过大，不读取。请解压后再放进来。"
_TOO_SLOW: Final = "压缩包很久没有解压完，已停止。请解压后再放进来。"


@dataclass
class UnpackingAllowance:
    """What other programs may still spend; all archives and old files in one received file share it."""

    seconds: float = 2 * _TIME_LIMIT
    processor: float = 2
    """Seconds of the processor for going through them once."""
    archives: int = 150
    """For each the program starts, which takes the processor longer than a small one does."""
    old_files: int = 300
    """For each LibreOffice starts, which takes the processor a second."""

    @classmethod
    def of(cls, size: int) -> "UnpackingAllowance":
        """Return what may be spent on a file of this size; what is packed well takes half a second a MB."""
        return cls(processor=cls.processor + 2 * size / 2**20)


def is_packed(data: bytes) -> bool:
    """Tell whether these are the bytes of a rar or 7z archive."""
    return data.startswith(_STARTS)


def find_unpacker() -> str | None:
    """Return the path of bsdtar, or None where it is not installed."""
    if sys.platform == "win32":
        program = of_windows("tar.exe")
        return str(program) if program.exists() else None
    return installed("bsdtar")


def unpack(
    program: str, data: bytes, allowance: Allowance, unpacking: UnpackingAllowance
) -> list[Unpacked | None]:
    """Return the members of an archive, None for a folder.

    Names that nothing declares are taken for UTF-8, else GB 18030. There is at most one member more than
    the allowance has. What is unpacked counts against the allowance. Raises UnusableFile, without the
    archive's name, where it cannot be unpacked as a whole.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True) as name:
            archive = Path(name) / "archive"
            archive.write_bytes(data + _BEHIND)
            unpacker = _Unpacker(program, archive, unpacking)
            size = unpacker.size(allowance.left)
            allowance.spend(size)
            return unpacker.members(size, allowance.members + 1)
    except OSError as fault:  # a full disk, a program that does not start
        _refuse(withheld(fault), Refusal.UNREACHABLE)


class _Unpacker:
    """One archive and the program that unpacks it."""

    def __init__(self, program: str, archive: Path, unpacking: UnpackingAllowance) -> None:
        self._program = program
        self._archive = archive
        self._allowance = unpacking

    def size(self, most: int) -> int:
        """Return how many bytes all members have; raises UnusableFile where they cannot be read, or are more than `most`."""
        size = 0
        with self._output("-xOf", str(self._archive)) as stream:
            while block := stream.read(_BLOCK):
                size += len(block)
                if size > most:
                    _refuse(_TOO_LARGE, Refusal.TOO_LARGE)
        return size

    def members(self, size: int, most: int) -> list[Unpacked | None]:
        """Return the first `most` members; raises UnusableFile where all of them do not have `size` bytes."""
        found: list[Unpacked | None] = []
        in_files = in_all = 0
        with self._output("-cf", "-", "--format=newc", f"@{self._archive}", whole=False) as stream:
            for mode, name, content in _cpio(stream, size):
                if len(found) == most:
                    return found
                is_file = stat.S_ISREG(mode)
                in_all += len(content)
                in_files += len(content) if is_file else 0
                is_folder = stat.S_ISDIR(mode)
                found.append(None if is_folder else (name, content if is_file else None))
        # some kinds of archives hold what a link leads to as its content
        if not in_files <= size <= in_all:
            _refuse(_BROKEN, Refusal.DAMAGED)
        return found

    @contextmanager
    def _output(self, *arguments: str, whole: bool = True) -> Iterator[IO[bytes]]:
        """Yield what the program prints; raises UnusableFile where it takes too long, or fails and `whole` is set."""
        limit = min(_TIME_LIMIT, self._allowance.seconds)
        if limit <= 0 or self._allowance.processor <= 0:
            _refuse(_TOO_SLOW, Refusal.STOPPED)
        start, before = time.monotonic(), processor_time()
        said = self._archive.with_name("said")
        command = [self._program, *arguments]
        # what declares its encoding is converted into that of the locale, on Windows GBK; the rest comes as it is
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        if sys.platform != "win32":
            # more than is left: what the system ended is then known to have taken too long
            processor = 1 + int(self._allowance.processor if whole else _TIME_LIMIT)
            limits = (f"ulimit -{one.format(processor)} 2>/dev/null; " for one in _LIMITS)
            command = ["/bin/sh", "-c", "".join(limits) + 'exec "$@"', "sh", *command]
        refused: UnusableFile | None = None
        try:
            with (
                said.open("wb") as errors,
                running(command, stdout=PIPE, stderr=errors, environment=environment) as process,
            ):
                timer = threading.Timer(limit, end, [process])
                try:
                    timer.start()
                except RuntimeError:  # the system has no thread
                    raise OSError(errno.EAGAIN, "") from None
                try:
                    yield cast("IO[bytes]", process.stdout)
                    # where more is said than anybody reads it would wait
                    status = process.wait() if whole else 0
                finally:
                    timer.cancel()
        except UnusableFile as refusal:
            refused = refusal
        finally:
            spent = time.monotonic() - start
            self._allowance.seconds -= spent
            if whole:
                self._allowance.processor -= processor_time() - before
        if refused and spent < limit:  # else it was cut off
            raise refused
        if spent >= limit or self._allowance.processor <= 0:
            _refuse(_TOO_SLOW, Refusal.STOPPED)
        if status:
            if _ENCRYPTED.search(said.read_bytes()):
                _refuse(_PASSWORD, Refusal.PASSWORD)
            _refuse(_BROKEN, Refusal.DAMAGED)


def _cpio(stream: IO[bytes], most: int) -> Iterator[tuple[int, str, bytes]]:
    """Yield mode, name and content of each entry of a cpio stream; raises UnusableFile where it is none, or has more than `most` bytes."""
    while True:
        head = _exactly(stream, _HEAD)
        if not _ENTRY.fullmatch(head):
            _refuse(_BROKEN, Refusal.DAMAGED)
        fields = [int(head[at : at + 8], 16) for at in range(len(_MARK), _HEAD, 8)]
        size, name_size = fields[_SIZE], fields[_NAME_SIZE]
        if name_size > _LONGEST_NAME or size > most:
            _refuse(_BROKEN, Refusal.DAMAGED)
        name = _exactly(stream, name_size + -(_HEAD + name_size) % 4)[: name_size - 1]
        if name == _LAST and not size:
            return
        content = _exactly(stream, size)
        _exactly(stream, -size % 4)
        most -= size
        yield fields[_MODE], decode_text(name, errors="replace"), content


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        _refuse(_BROKEN, Refusal.DAMAGED)
    return data


def _refuse(sentence: str, why: Refusal) -> NoReturn:
    raise UnusableFile(sentence, why) from None
