"""Files that old mail programs write into the text of a mail: `begin 644 年报.doc`, lines of code, `end`."""

import binascii
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from converter.county.collecting.mail_parser import MailAllowance
from converter.files.text import decode_text

_BEGIN: Final = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,400})\r?\n", re.MULTILINE)
_END: Final = re.compile(rb"^end[ \t]{0,9}\r?$", re.MULTILINE)


def files_in(text: bytes, allowance: MailAllowance) -> Iterator[tuple[str, bytes | None]]:
    """Yield names and contents, None where the code is none; raises UnusableFile where it costs more than is left."""
    at = 0
    while begin := _BEGIN.search(text, at):
        end = _END.search(text, begin.end())
        if end is None:  # a letter may begin a line like this
            return
        at = end.end()
        allowance.spend("parts", 1)
        allowance.spend("lines", text.count(b"\n", begin.end(), at))
        yield decode_text(begin[1], "replace"), _decoded(text, begin.end(), end.start())


def _decoded(text: bytes, start: int, end: int) -> bytes | None:
    """Return what the lines between two places say; None where they are no code."""
    lines = io.BytesIO(text)  # a copy of all lines would take twice the memory
    lines.seek(start)
    content = bytearray()
    with suppress(binascii.Error):
        while lines.tell() < end:
            if line := lines.readline().rstrip(b"\r\n"):
                content += binascii.a2b_uu(line)
        return bytes(content)
    return None
