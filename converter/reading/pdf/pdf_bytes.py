"""How much a PDF may hold, counted in its bytes before the library lists it all."""

import re
from typing import Final

from converter.errors import Refusal, UnusableFile
from converter.reading.room import TOO_MUCH_DRAWN

_MOST_FILE_OBJECTS: Final = 100_000
"""Objects of a file that are not packed; a long report has 1,000."""
_MOST_LINES: Final = 400_000
"""Lines of a file, which the library looks through where its index is damaged; 50 MB of pictures have as many."""
_LONGEST_LINE: Final = 4 * 2**20
"""Bytes of a line, or of several whose squares come to as much: the library copies all of a line each 4 KB."""
_LINE: Final = re.compile(rb"[^\r\n]+")
_MOST_STREAMS: Final = 20_000
"""Streams of a file: pages, fonts, pictures and packed objects; a long report has 200."""


def require_bounded(data: bytes) -> None:
    """Raise UnusableFile where a file holds more than a report's, before the library lists it all."""
    lines = data.count(b"\n") + data.count(b"\r")
    streams = data.count(b"stream\n") + data.count(b"stream\r\n")
    if data.count(b" obj") > _MOST_FILE_OBJECTS or lines > _MOST_LINES or streams > _MOST_STREAMS:
        raise UnusableFile(TOO_MUCH_DRAWN, Refusal.TOO_LARGE)
    if sum((one.end() - one.start()) ** 2 for one in _LINE.finditer(data)) > _LONGEST_LINE**2:
        raise UnusableFile(TOO_MUCH_DRAWN, Refusal.TOO_LARGE)
