"""How much a PDF may hold, counted in its bytes before the library unpacks and lists it all."""

import re
import zlib
from contextlib import suppress
from typing import Final

from converter.errors import Refusal, UnusableFile
from converter.files.package import Allowance
from converter.reading.room import TOO_BUSY

_MOST_FILE_OBJECTS: Final = 100_000
"""Objects of a file that are not packed; a long report has 1,000."""
_MOST_LINES: Final = 400_000
"""Lines of a file, which the library looks through where its index is damaged; 50 MB of pictures have as many."""
_MOST_STREAMS: Final = 20_000
"""Streams of a file: pages, fonts, pictures and packed objects; a long report has 200."""
_FIRST_PIECE: Final = 2**10
"""Bytes of a stream that are unpacked first; what is none is told by them."""
_DEEPEST_PACKING: Final = 4
"""How often a stream may be packed in itself."""
_STREAM: Final = re.compile(rb"stream\r?\n")


def require_bounded(data: bytes) -> None:
    """Raise UnusableFile where a file holds more than a report's, before the library unpacks and lists it all."""
    lines = data.count(b"\n") + data.count(b"\r")
    if data.count(b" obj") > _MOST_FILE_OBJECTS or lines > _MOST_LINES:
        raise UnusableFile(TOO_BUSY, Refusal.TOO_LARGE)
    allowance = Allowance()
    # what unpacks to nothing may go on to the end of the file, and begin again at each mark in it
    to_read = Allowance()
    for number, found in enumerate(_STREAM.finditer(data)):
        if number == _MOST_STREAMS:
            raise UnusableFile(TOO_BUSY, Refusal.TOO_LARGE)
        packed = memoryview(data)[found.end() :]
        for _ in range(_DEEPEST_PACKING):
            unpacked, read = _unpacked(packed, allowance.left + 1)
            to_read.spend(read)
            if not unpacked:
                break
            allowance.spend(len(unpacked))
            packed = memoryview(unpacked)
        else:
            raise UnusableFile(TOO_BUSY, Refusal.HOSTILE)


def _unpacked(packed: memoryview, most: int) -> tuple[bytes, int]:
    """Return so many bytes, at most, of what is packed at the beginning of some bytes, and how many were read for it.

    They go to the library in pieces: where a stream ends is not known, and it copies what follows.
    """
    inflater = zlib.decompressobj()
    pieces: list[bytes] = []
    start, size = 0, _FIRST_PIECE
    with suppress(zlib.error):
        while start < len(packed) and most > 0 and not inflater.eof:
            pieces.append(inflater.decompress(packed[start : start + size], most))
            most -= len(pieces[-1])
            start, size = start + size, 2 * size
    return b"".join(pieces), min(start, len(packed)) - len(inflater.unused_data)
