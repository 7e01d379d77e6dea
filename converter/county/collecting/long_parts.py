"""A mail without its long parts, for a parser that takes eight times the memory of what it parses.

What is cut out of an attachment is decoded from the bytes of the mail itself.
"""

import base64
import binascii
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from email.message import Message

_LONG: Final = 64 * 2**10
"""Bytes between two lines that may be boundaries, from which the rest is cut out."""
_KEPT: Final = 32 * 2**10
"""Bytes that are kept of them: the headers of a part, or of a mail within the mail."""
_RAW: Final = ("", "7bit", "8bit", "binary")
"""Encodings that leave the bytes as they are."""
RAW_BYTES: Final = "latin-1"
"""In which each byte of a text is a character, whatever the mail says of it."""


class LongParts:
    """The long parts of one mail.

    A line that begins with `--` may be the boundary of two parts, whatever stands around it; nothing
    else ends one. So the rest of a long stretch without such lines is content.
    """

    def __init__(self, data: bytes, headers: int) -> None:
        """Find them; `headers` is the length of the mail's own headers."""
        self._data = data
        self._mark = secrets.token_hex(16).encode()
        self._cut: list[tuple[int, int]] = []
        pieces, kept = [], 0
        for start, end in _stretches(data):
            first_end = max(start, headers if start == 0 else 0) + _KEPT
            begin = _line_end(data, first_end, end) if end - start > _LONG else end
            if end - begin > _KEPT:
                mark = b"\n%b%d." % (self._mark, len(self._cut))
                pieces += [data[kept:begin], mark]
                self._cut.append((begin, end))
                kept = end
        self.skeleton = b"".join([*pieces, data[kept:]])
        """The mail with a mark in the place of what is cut out."""

    def content(self, part: "Message[Any, Any]") -> bytes | None:
        """Return the decoded content of a part of the parsed skeleton; None where it has none.

        Raises ValueError where a long one is encoded as no mail program does it.
        """
        encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
        payload: Any = part.get_payload(decode=True) if encoding in _RAW else part.get_payload()
        if isinstance(payload, str):
            payload = payload.encode(RAW_BYTES, "surrogateescape")
        if not isinstance(payload, bytes) or self._mark not in payload:
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else None
        *parts, last = re.split(rb"\n%b(\d+)\." % self._mark, payload)
        kept = [*parts[::2], last]
        cut = [self._cut[int(number)] for number in parts[1::2]]
        if not cut:  # the mark is where the headers end: they were cut
            raise ValueError
        start = position = cut[0][0] - len(kept[0])
        for piece, (begin, end) in zip(kept, [*cut, (-1, -1)], strict=True):
            behind = position + len(piece)
            if not self._data.startswith(piece, position) or begin not in (-1, behind):
                raise ValueError
            position = max(end, behind)
        return _decoded(memoryview(self._data)[start:position], encoding)


def _decoded(body: memoryview, encoding: str) -> bytes:
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body)
    if encoding in _RAW:
        return bytes(body)
    if encoding != "base64":
        raise ValueError
    try:
        return binascii.a2b_base64(body)
    except binascii.Error:
        # cut short on its way
        with suppress(binascii.Error):
            return base64.b64decode(bytes(body) + b"==")
        # one character too many: no bytes stand for it, and the library gives the text as it is
        return bytes(body)


def _stretches(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each stretch begins and ends, the ends of lines in front of `--` left out."""
    start = 0
    marks = [b"\n--", b"\r--"]
    following = [data.find(mark) for mark in marks]
    while True:
        ends = [at for at in following if at >= start]
        if not ends:
            yield start, len(data)
            return
        end = min(ends)
        # the line may end in two bytes
        yield start, end - data.startswith(b"\r\n", end - 1) if end else end
        start = end + 1
        following = [
            data.find(mark, start) if 0 <= at < start else at
            for mark, at in zip(marks, following, strict=True)
        ]


def _line_end(data: bytes, start: int, end: int) -> int:
    """Return where the first line ends from a place on; `end` where none does before."""
    ends = [at for mark in (b"\n", b"\r") if (at := data.find(mark, start, end)) >= 0]
    return min(ends, default=end)
