"""A mail parsed by the library, which bounds nothing: what it costs is counted as it goes.

The parser asks each container at each line, parses a header each time that it is asked for, in more than linear
time, and takes eight times the memory of what it parses. So all mails that came in one file share one allowance.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any, Final, NoReturn

from converter.county.collecting.header_text import in_utf8
from converter.county.collecting.long_parts import RAW_BYTES, LongParts
from converter.errors import Refusal, UnusableFile

_LONGEST_HEADER: Final = 4 * 2**10
"""Characters of a header that is parsed; an attachment's name of 255 Chinese characters takes 2,300."""
_PARSED: Final = frozenset(
    {
        *("content-type", "content-disposition", "content-transfer-encoding", "content-id"),
        *("from", "reply-to", "date", "subject"),
    }
)
"""Headers that somebody asks for."""
_SEPARATORS: Final = frozenset(";=(),<>\":?\\@[]' ./\t")
"""What a header is taken apart at; its time goes with them."""
_OF_A_SEPARATOR: Final = 16
"""So many characters of a header take the time of a separator."""
_LONG_BOUNDARY: Final = 400
"""Characters of a header that names a boundary; a boundary may have 70."""
_OF_A_BOUNDARY: Final = 4
"""Of a longer one an expression is compiled: so many of its characters take the time of a separator."""
_SLOW_CODES: Final = (b"idna", b"punycode")
"""Encodings that take more than linear time; in a header that names one each character counts."""
_BYTES_OF_A_SEPARATOR: Final = 150
"""Of a mail with a small report, packed."""
_MOST_HEADER_LINES: Final = 2000
_MOST_PARTS: Final = 1000
"""Parts of one mail, those of forwarded mails included."""
_LARGEST_SKELETON: Final = 20 * 2**20
"""Bytes of one mail that are parsed, which takes ten times as many: its long parts are not."""
_MOST_SHORT_LINES: Final = 100_000
_SHORT: Final = 40
"""Bytes of a line; those of an attachment have 60 to 76."""
_MOST_DASHED_LINES: Final = 100_000
"""Lines that begin with `--`, as boundaries do."""
_OF_A_DASHED_LINE: Final = 10
"""A line that may be a boundary takes the time of so many others."""


@dataclass
class MailAllowance:
    """What may still be parsed of the mails that came in one file of the folder."""

    size: int = _LARGEST_SKELETON
    """Bytes given to the parser: a mail without its long parts."""
    lines: int = 3_000_000
    """Lines of a mail times its containers; 40 MB of attachments in a forwarded mail are two million."""
    separators: int = 60_000
    """Of headers; a mail with an attachment has seventy."""
    parts: int = 10_000

    @classmethod
    def of(cls, size: int) -> "MailAllowance":
        """Return what a file of the folder may cost: one of many mails may hold more, if it is as large."""
        separators = cls.separators + size // _BYTES_OF_A_SEPARATOR
        return cls(size=cls.size + size, separators=separators)

    def spend(self, name: str, amount: int) -> None:
        """Count before it is done; raises UnusableFile where it is more than is left."""
        left: int = getattr(self, name) - amount
        if left < 0:
            _refuse_mail()
        setattr(self, name, left)


def _refuse_mail() -> NoReturn:
    """Raise UnusableFile: nobody writes such a mail."""
    raise UnusableFile("邮件的结构不正常，不读取。请把附件另存后再放进来。", Refusal.HOSTILE)


ENCODED_MAIL: Final = "application/x-encoded-mail"


class _UnreadableHeader(str):
    """A header that is not taken apart; the library sees an empty one."""

    __slots__ = ()


class _Part(EmailMessage):
    """A mail or a part of it; the library takes a header apart again for each parameter."""

    def get_param(
        self,
        param: str,
        failobj: Any = None,
        header: str = "content-type",
        unquote: bool = True,  # noqa: ARG002 (as the library has it)
    ) -> Any:
        """Return a parameter as it was parsed; a text's encoding is the one that keeps each byte."""
        if param == "charset":
            return RAW_BYTES
        return getattr(self.get(header), "params", {}).get(param, failobj)

    def get_content_type(self) -> str:
        """Return the type; a mail within it that some servers encode, against the rules, is no text to parse."""
        kind = super().get_content_type()
        if kind != "message/rfc822":
            return kind
        encoding = str(self.get("Content-Transfer-Encoding", "")).strip().lower()
        return ENCODED_MAIL if encoding in ("base64", "quoted-printable") else kind


class _CountingPolicy(EmailPolicy):
    """The library's policy, which parses a header once and counts it."""

    allowance = MailAllowance()
    known: dict[tuple[str, str], Any] = {}  # noqa: RUF012 (each mail has its own)

    def header_fetch_parse(self, name: str, value: str) -> Any:
        if hasattr(value, "name"):
            return value
        key = name.lower(), value
        if key not in self.known:
            self.known[key] = self._parsed(name, value)
        return self.known[key]

    def _parsed(self, name: str, value: str) -> Any:
        if len(value) <= _LONGEST_HEADER:
            self.spend(value)
            with suppress(Exception):  # the header parser fails in many ways on hostile ones
                return super().header_fetch_parse(name, in_utf8(value))
        return _UnreadableHeader()

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        self.spend(str(value))
        return super().header_store_parse(name, value)

    def spend(self, value: str) -> None:
        """Count what taking a header apart costs; raises UnusableFile where it is more than is left."""
        named = value.lower().encode("ascii", "ignore")
        is_slow = any(code in named for code in _SLOW_CODES)
        length = len(value) if is_slow else len(value) // _OF_A_SEPARATOR
        if b"boundary" in named and len(value) > _LONG_BOUNDARY:
            length += len(value) // _OF_A_BOUNDARY
        self.allowance.spend("separators", length + sum(map(value.count, _SEPARATORS)))


def parse_mail(data: bytes, allowance: MailAllowance) -> tuple[EmailMessage, LongParts]:
    """Return a mail, and its long parts, which the parsed one has marks for.

    Raises UnusableFile where it costs more than is left, or is as no mail program writes it; otherwise what
    the parser raises.
    """
    headers = _header_length(data)
    _refuse_endless(data, headers)
    long_parts = LongParts(data, headers)
    _spend_on(long_parts.skeleton, allowance)
    parts = MailAllowance(parts=_MOST_PARTS)

    def new_part(policy: EmailPolicy) -> EmailMessage:
        for limit in (parts, allowance):
            limit.spend("parts", 1)
        return _Part(policy)

    options: dict[str, Any] = {"allowance": allowance, "known": {}, "message_factory": new_part}
    policy: Any = _CountingPolicy(**options)
    message = message_from_bytes(long_parts.skeleton, policy=policy)
    if is_unreadable(message):
        _refuse_mail()
    return message, long_parts


def is_unreadable(part: Any) -> bool:
    """Tell whether a part has a header that may say what it is and could not be taken apart."""
    names = ("Content-Type", "Content-Disposition", "Content-Transfer-Encoding")
    return any(isinstance(part[name], _UnreadableHeader) for name in names)


def raw_headers(part: Any) -> Iterator[tuple[str, str]]:
    """Yield the headers that are parsed when they are asked for, as they came, where they hold raw bytes.

    Each word is to be decoded; raises UnusableFile where that is more than is left.
    """
    parsed = {name: value for name, value in part.raw_items() if name.lower() in _PARSED}
    for name, value in parsed.items():
        if len(value) <= _LONGEST_HEADER and not value.isprintable():
            part.policy.spend(" ".join(value.split()))
            yield name, value


def _header_length(data: bytes) -> int:
    ends = (at for mark in (b"\n\n", b"\r\n\r\n", b"\r\r") if (at := data.find(mark)) >= 0)
    return min(ends, default=len(data))


def _refuse_endless(data: bytes, headers: int) -> None:
    """Raise UnusableFile where a mail has lines that no mail program writes."""
    lines = _count_lines(data)
    if (
        data.count(b"\n", 0, headers) > _MOST_HEADER_LINES
        or _count_lines(data, b"--") > _MOST_DASHED_LINES
        or (lines > _MOST_SHORT_LINES and lines * _SHORT > len(data))
    ):
        _refuse_mail()


def _spend_on(skeleton: bytes, allowance: MailAllowance) -> None:
    """Count what parsing a mail without its long parts takes; raises UnusableFile where it is more than is left."""
    lowered = skeleton.lower()
    containers = lowered.count(b"multipart/") + lowered.count(b"message/rfc822")
    # the name of the type may be encoded, that of the boundary may not
    depth = 1 + max(containers, lowered.count(b"boundary"))
    lines = _count_lines(skeleton) + _OF_A_DASHED_LINE * _count_lines(skeleton, b"--")
    if len(skeleton) > _LARGEST_SKELETON:
        _refuse_mail()
    allowance.spend("size", len(skeleton))
    allowance.spend("lines", lines * depth)


def _count_lines(data: bytes, beginning: bytes = b"") -> int:
    """Return how many lines follow an end of a line and begin like this, however lines end."""
    return max(data.count(end + beginning) for end in (b"\n", b"\r"))
