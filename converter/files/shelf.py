"""Finished documents put away on the disk until it is known which of them count."""

import os
import sys
import tempfile
import weakref
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from converter.files.output import new_temporary


@dataclass(frozen=True, slots=True)
class Shelved:
    """Bytes on a shelf."""

    shelf: "Shelf"
    start: int
    size: int

    def bytes(self) -> bytes:
        """Return the bytes; raises OSError where the disk does not give them back."""
        return self.shelf.taken(self.start, self.size)


class Shelf:
    """One temporary file without a name in a folder; it ends with the process, however that ends.

    Windows knows no files without a name and deletes it when it is closed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[bytes] | None = None
        self._size = 0
        self._is_full = False

    def put(self, data: bytes) -> Shelved | None:
        """Put bytes away; None where the disk does not take them."""
        if self._is_full:
            return None
        try:
            file = self._file or self._open()
            file.seek(self._size)
            written = file.write(data)
        except (OSError, ValueError):
            written = -1
        if written != len(data):
            self._is_full = True
            return None
        shelved = Shelved(self, self._size, len(data))
        self._size += len(data)
        return shelved

    def taken(self, start: int, size: int) -> bytes:
        """Return the bytes from a place on; raises OSError where they are not there."""
        if self._file is None:
            raise OSError
        self._file.seek(start)
        data = self._file.read(size)
        if len(data) != size:
            raise OSError
        return data

    def _open(self) -> IO[bytes]:
        file: IO[bytes]
        if sys.platform == "win32":
            handle, _ = new_temporary(self._folder, os.O_TEMPORARY)
            file = os.fdopen(handle, "w+b", buffering=0)
        else:
            file = tempfile.TemporaryFile(dir=self._folder, buffering=0)  # noqa: SIM115 (closed with the shelf)
        self._file = file
        weakref.finalize(self, _let_go, file)
        return file


def _let_go(file: IO[bytes]) -> None:
    """Close a shelf's file; nobody needs any more what a disk says only now."""
    with suppress(OSError):
        file.close()
