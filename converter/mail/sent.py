"""The copy of a letter that was sent: what became of it, and whether another letter is the same."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

from converter.errors import UnusableFile
from converter.files.kinds import read_start
from converter.mail.smtp import DeliveryStatus

_RECEIPT: Final = "X-Nianbao-Receipt"
"""The header for one recipient, on top of the copy alone: `xxgk@example.gov.cn ACCEPTED`."""
_LETTER: Final = "X-Nianbao-Letter"
"""The header behind those: a digest of what was sent to whom."""
_MOST_ON_TOP: Final = 2**20
"""Bytes of these headers; thousands of recipients have so many."""
_DATE: Final = re.compile(rb"^Date:[ \t]([^\r\n]{1,60})", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class SentLetter:
    """A letter that was sent before."""

    when: str
    """When it was sent, as the sender's clock said."""
    receipts: Mapping[str, str]
    """Each recipient's status, the name of a DeliveryStatus, by address."""


def with_receipts(message: EmailMessage, receipts: Mapping[str, str]) -> bytes:
    """Return the copy of a message, with each recipient's status on top."""
    lines = [f"{_RECEIPT}: {address} {status}\r\n" for address, status in receipts.items()]
    return "".join([*lines, f"{_LETTER}: {_digest(message)}\r\n"]).encode() + bytes(message)


def sent_before(copy: Path, message: EmailMessage) -> SentLetter | None:
    """Return the letter whose copy a file is, where it had the same recipients and the same files as a message.

    None where it is another one, a draft, or anything else. What was sent is not parsed, however long it is.
    """
    try:
        top = read_start(copy, _MOST_ON_TOP)
        receipts, is_same = _on_top(top, _digest(message))
        dated = _DATE.search(top)
        if not (receipts and is_same and dated):
            return None
        sent = parsedate_to_datetime(dated[1].decode("ascii"))
    except (UnusableFile, ValueError, KeyError):
        return None
    return SentLetter(f"{sent:%Y-%m-%d %H:%M}", receipts)


def _on_top(top: bytes, digest: str) -> tuple[Mapping[str, str], bool]:
    """Return the receipts of a copy, and whether it is of the letter with this digest.

    Raises ValueError or KeyError where they are not as we write them.
    """
    receipts: dict[str, str] = {}
    for line in top.decode("utf-8", "replace").splitlines():
        name, _, value = line.partition(": ")
        if name == _LETTER:
            return receipts, value == digest
        if name != _RECEIPT:
            break
        address, status = value.split()
        receipts[address] = DeliveryStatus[status].name
    return {}, False


def _digest(message: EmailMessage) -> str:
    """Return a digest of a letter's recipients and files; a PDF is another one each time that it is made."""
    found = hashlib.sha256(repr([str(message[to]) for to in ("To", "Cc")]).encode())
    for part in message.walk():
        name, data = part.get_filename(), part.get_payload(decode=True)
        if name and isinstance(data, bytes) and not name.endswith(".pdf"):
            found.update(repr((name, hashlib.sha256(data).hexdigest())).encode())
    return found.hexdigest()
