"""What the text of a mail says: an explanation of the report's figures, or a link in the place of an attachment."""

import html
import re
from collections.abc import Iterator
from contextlib import suppress
from email.message import EmailMessage
from typing import Final, NamedTuple

from converter.county.collecting.long_parts import LongParts
from converter.county.collecting.mail_parser import MailAllowance
from converter.files.text import decode_text, one_line
from converter.reading.values import explanation_in

_LONGEST_TEXT: Final = 64 * 2**10
"""Bytes of a text that are read; nobody types more in front of what is searched for."""
_EXPLAINS: Final = tuple("情况说明".encode(encoding) for encoding in ("utf-8", "gb18030"))
_NOT_ASCII: Final = bytes(range(128, 256))
_END_OF_LINE: Final = re.compile(r"<(?:br|/p|/div|/tr|/h\d|blockquote)\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")
_LINKED: Final = re.compile("超大附件|云附件|文件中转站|网盘")
"""What mail programs call a file that is not in the mail, but waits on a server."""


class Explanation(NamedTuple):
    """What the text of a mail explains."""

    text: str = ""
    is_unread: bool = False
    """Whether there is more than is read, and the words for an explanation in it."""


def explanation(
    message: EmailMessage, long_parts: LongParts, allowance: MailAllowance
) -> Explanation:
    """Return what the texts of a mail explain; raises UnusableFile where they cost more than is left."""
    is_unread = False
    for lines, has_more in _texts(message, long_parts, allowance):
        is_unread |= has_more
        if reason := one_line(explanation_in(lines)):
            return Explanation(reason)
    return Explanation(is_unread=is_unread)


def has_link(message: EmailMessage, long_parts: LongParts, allowance: MailAllowance) -> bool:
    """Tell whether a mail says that a file waits on a server; raises as `explanation` does."""
    texts = _texts(message, long_parts, allowance)
    return any(_LINKED.search(line) for lines, _ in texts for line in lines)


def _texts(
    message: EmailMessage, long_parts: LongParts, allowance: MailAllowance
) -> Iterator[tuple[list[str], bool]]:
    """Yield the lines of each text, and whether there is an explanation behind them."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind not in ("text/plain", "text/html") or part.get_filename():
            continue
        content = b""
        with suppress(ValueError):  # encoded as no mail program does it: nobody has to read it
            content = long_parts.content(part) or b""
        start, has_more = content[:_LONGEST_TEXT], False
        if len(start) < len(content):
            start = start.rstrip(_NOT_ASCII)  # the cut may be within a character
            has_more = any(content.find(words, len(start)) >= 0 for words in _EXPLAINS)
        text = decode_text(start, "replace")
        if kind == "text/html":
            text = _TAG.sub("", _END_OF_LINE.sub("\n", text))
            with suppress(ValueError):  # the number of a character has thousands of digits
                text = html.unescape(text)
        # decoded, a text has other lines than the mail
        lines = text.splitlines()
        allowance.spend("lines", len(lines))
        yield lines, has_more
