"""The copy of a letter that was sent: what became of it, and whether another letter is the same."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Final

from converter.files.kinds import read_bytes
from converter.mail.smtp import DeliveryStatus

_MOST_LINES: Final = 400_000
"""Lines of a copy that is read; 30 MB of attachments have so many."""
_MOST_PARTS: Final = 20
_PART: Final = re.compile(rb"content-type:", re.IGNORECASE)
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


def with_receipts(message: bytes, receipts: Mapping[str, str]) -> bytes:
    """Return the copy of a message, with each recipient's status on top."""
    lines = [f"{_RECEIPT}: {address} {status}\r\n" for address, status in receipts.items()]
    return "".join(lines).encode() + message


def sent_before(copy: Path, message: EmailMessage) -> SentLetter | None:
    """Return the letter whose copy a file is, where it had the same recipients and the same files as a message.

    None where it is another one, a draft, or anything else. A PDF is another one each time that it is
    made, and counts for nothing.
    """
    try:
        data = read_bytes(copy)
        parts = len(_PART.findall(data))
        if (
            data.count(b"\n") > _MOST_LINES or parts > _MOST_PARTS
        ):  # the parser's time is their product
            return None
        sent = message_from_bytes(data, policy=default)
        lines = [str(line).split() for line in sent.get_all(_RECEIPT, ())]
        receipts = {address: DeliveryStatus[status].name for address, status in lines}
        dated = sent["Date"].datetime is not None
        is_same = all(str(sent[to]) == str(message[to]) for to in ("To", "Cc"))
        is_same = is_same and _files(sent) == _files(message)
    except Exception:  # noqa: BLE001 (what is no mail meets the parser of mails in many ways)
        return None
    return SentLetter(sent, receipts) if receipts and dated and is_same else None


def _files(message: EmailMessage) -> list[tuple[str | None, bytes]]:
    parts = [(part.get_filename(), part.get_payload(decode=True)) for part in message.walk()]
    return [
        (name, data)
        for name, data in parts
        if name and isinstance(data, bytes) and not name.endswith(".pdf")
    ]
