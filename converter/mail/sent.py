"""The copy of a letter that was sent: what became of it, and whether another letter is the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Final

from converter.errors import UnusableFile
from converter.files.kinds import read_bytes
from converter.mail.smtp import DeliveryStatus

_RECEIPT: Final = "X-Nianbao-Receipt"
"""The header for one recipient, on top of the copy alone: `xxgk@example.gov.cn ACCEPTED`."""


@dataclass(frozen=True)
class SentLetter:
    """A letter that was sent before."""

    message: EmailMessage
    receipts: Mapping[str, str]
    """Each recipient's status, the name of a DeliveryStatus, by address."""

    @property
    def when(self) -> str:
        """When it was sent, as the sender's clock said."""
        sent = self.message["Date"].datetime
        return f"{sent:%Y-%m-%d %H:%M}"

    def is_same(self, message: EmailMessage) -> bool:
        """Tell whether a message has the same recipients and the same files, PDF aside.

        A PDF is another one each time that it is made.
        """
        ours, theirs = self.message, message
        same_files = _files(ours) == _files(theirs)
        return same_files and all(str(ours[to]) == str(theirs[to]) for to in ("To", "Cc"))


def with_receipts(message: bytes, receipts: Mapping[str, str]) -> bytes:
    """Return the copy of a message, with each recipient's status on top."""
    lines = [f"{_RECEIPT}: {address} {status}\r\n" for address, status in receipts.items()]
    return "".join(lines).encode() + message


def sent_before(copy: Path) -> SentLetter | None:
    """Return the letter whose copy a file is; None where it is none, or a draft."""
    try:
        message = message_from_bytes(read_bytes(copy), policy=default)
        lines = [str(line).split() for line in message.get_all(_RECEIPT, ())]
        receipts = {address: DeliveryStatus[status].name for address, status in lines}
        dated = message["Date"].datetime is not None
    except (UnusableFile, ValueError, KeyError, AttributeError):
        return None
    return SentLetter(message, receipts) if receipts and dated else None


def _files(message: EmailMessage) -> list[tuple[str | None, bytes]]:
    parts = [(part.get_filename(), part.get_payload(decode=True)) for part in message.walk()]
    return [
        (name, data)
        for name, data in parts
        if name and isinstance(data, bytes) and not name.endswith(".pdf")
    ]
