"""Send one message over SMTP, encrypted and within a timeout, and report the status of each recipient.

A message is never sent twice: where the server's answer is lost, the status is unknown.
"""

import base64
import binascii
import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import Enum
from typing import IO, Final

from converter.errors import CannotSend
from converter.mail.account import ENCRYPTED_PORT, Account
from converter.sentences import some_of

_TIMEOUT: Final = 180
"""Seconds for one message, from the DNS lookup to the server's last answer."""
_STEP_TIMEOUT: Final = 60
"""Seconds for one read from or write to the server."""
_GREETING_TIMEOUT: Final = 8
"""Seconds in which a server without TLS has greeted, as a rule."""
_IMPLICIT_PORTS: Final = (ENCRYPTED_PORT, 994)
"""The ports on which TLS comes first without a try; 994 is that of 163 and others."""
_NOT_TLS: Final = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE")
"""What OpenSSL says to an answer that is no TLS."""
_LOCAL_NAME: Final = "[127.0.0.1]"
"""What EHLO says; the name of this computer may be Chinese, which EHLO cannot carry."""
_LONGEST_CONVERSATION: Final = 2**18
"""Bytes that a server says until the message is sent."""
_SIZE: Final = re.compile("[0-9]{1,18}")
_LONGEST_REPLY: Final = 120
"""Characters of a server's answer that are quoted."""
_SECRET_PIECE: Final = 5
"""A quoted word that shares so many characters with the password is masked."""
_ACCEPTED_CODES: Final = (250, 251)
"""SMTP replies for success; 251 means that the server forwards."""
_REFUSED_CODES: Final = range(400, 600)
"""Those for failure; what is neither does not say what became of the message."""
_MOST_NAMED: Final = 10
"""Recipients that one sentence names."""


class DeliveryStatus(str, Enum):
    """What became of the message to one recipient; the value is what the clerk reads."""

    ACCEPTED = "已送达邮件服务器"
    REFUSED = "被拒收"
    UNKNOWN = "不清楚有没有发出"


@dataclass(frozen=True)
class Receipt:
    """The status of one recipient."""

    address: str
    status: DeliveryStatus
    reply: str = ""
    """What the server said, in brackets; empty where the message was accepted."""


def send(
    message: EmailMessage,
    recipients: Sequence[str],
    account: Account,
    password: str,
    timeout: float = _TIMEOUT,
) -> tuple[Receipt, ...]:
    """Send a message to checked addresses; return one receipt for each, in their order.

    The connection is encrypted and the certificate verified before the password or the message is
    sent. `timeout` is in seconds. Raises CannotSend where certainly nothing was sent; where the answer
    to the message is missing, the status is UNKNOWN.
    """
    attempt = _Attempt(bytes(message), tuple(recipients), account, password)
    worker = threading.Thread(target=attempt.run, daemon=True)
    worker.start()
    try:
        worker.join(timeout)
    except KeyboardInterrupt:
        if attempt.give_up():
            return attempt.receipts()
        raise
    if worker.is_alive() and not attempt.give_up():
        raise CannotSend(f"{account.host} 在 {timeout:.0f} 秒内没有办完，没有发出。请稍后再试。")
    if attempt.fault and not attempt.begun:
        raise attempt.fault
    return attempt.receipts()


@dataclass
class _Attempt:
    """One attempt, run in its own thread: an answer that arrives byte by byte resets the socket's timeout."""

    content: bytes
    recipients: tuple[str, ...]
    account: Account
    password: str = field(repr=False)
    known: dict[str, Receipt] = field(default_factory=dict)
    """The receipts so far, by address."""
    fault: CannotSend | None = None
    begun: bool = False
    """The message is being sent or has been."""
    given_up: bool = False
    guard: threading.Lock = field(default_factory=threading.Lock)

    def give_up(self) -> bool:
        """Keep the thread from sending anything more; return whether it had begun to send the message."""
        with self.guard:
            self.given_up = True
            return self.begun

    def receipts(self) -> tuple[Receipt, ...]:
        """Return a receipt for each recipient, UNKNOWN where there is none yet."""
        known = dict(self.known)
        return tuple(
            known.get(one, Receipt(one, DeliveryStatus.UNKNOWN)) for one in self.recipients
        )

    def run(self) -> None:
        """Connect, log in and send."""
        try:
            with closing(_connected(self.account)) as server:
                self._send(server)
        except CannotSend as fault:
            self.fault = fault
        except Exception as fault:  # noqa: BLE001 (smtplib meets what a server says with many kinds)
            self.fault = self._explained(fault)

    def _send(self, server: smtplib.SMTP) -> None:
        self._check_size(server)
        if self.account.user:
            self._stop_if_given_up()
            server.login(self.account.user, self.password)
        options = [f"size={len(self.content)}"] if server.has_extn("size") else []
        code, said = server.mail(self.account.sender, options)
        if code not in _ACCEPTED_CODES:
            raise CannotSend(f"服务器不接受发件人 {self.account.sender}{self._quoted(said)}。")
        for address in self.recipients:
            code, said = server.rcpt(address)
            if code not in _ACCEPTED_CODES:
                self.known[address] = Receipt(address, DeliveryStatus.REFUSED, self._quoted(said))
        taken = [address for address in self.recipients if address not in self.known]
        if not taken:
            named = [f"{one.address}{one.reply}" for one in self.known.values()]
            refused = some_of(named, _MOST_NAMED, "个", "；")
            raise CannotSend(f"收件人都被拒收，没有发出：{refused}。请核对邮件地址。")
        with self.guard:
            self._stop_if_given_up()
            self.begun = True
        status, said = self._data(server)
        for address in taken:
            self.known[address] = Receipt(
                address, status, "" if status is DeliveryStatus.ACCEPTED else self._quoted(said)
            )
        with suppress(smtplib.SMTPException, OSError):
            server.quit()

    def _data(self, server: smtplib.SMTP) -> tuple[DeliveryStatus, bytes]:
        try:
            code, said = server.data(self.content)
        except smtplib.SMTPDataError as refusal:  # before the content
            return DeliveryStatus.REFUSED, _as_bytes(refusal.smtp_error)
        if code in _ACCEPTED_CODES:
            return DeliveryStatus.ACCEPTED, said
        return DeliveryStatus.REFUSED if code in _REFUSED_CODES else DeliveryStatus.UNKNOWN, said

    def _check_size(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        limit = server.esmtp_features.get("size", "")
        if _SIZE.fullmatch(limit) and 0 < int(limit) < len(self.content):
            raise CannotSend(
                f"邮件有 {len(self.content) / 2**20:.1f} MB，服务器最多收 {int(limit) / 2**20:.1f} MB，"
                "没有发出。请去掉 --pdf，或用别的办法报送。"
            )

    def _stop_if_given_up(self) -> None:
        if self.given_up:
            raise CannotSend("已过时限，没有发出。")

    def _quoted(self, said: bytes) -> str:
        """Return a server's answer in brackets: shortened, printable, words of the password masked."""
        text = "".join(
            char if char.isprintable() else " " for char in said.decode("utf-8", "replace")
        )
        secrets = _pieces_of(self.account.user, self.password)
        words = ("…" if any(piece in word for piece in secrets) else word for word in text.split())
        shown = " ".join(words)[:_LONGEST_REPLY]
        return f"（服务器说：{shown}）" if shown else ""

    def _explained(self, fault: Exception) -> CannotSend:  # noqa: PLR0911 (one sentence for each fault)
        where = f"{self.account.host}:{self.account.port}"
        if isinstance(fault, smtplib.SMTPAuthenticationError):
            return CannotSend(
                f"登录被拒{self._quoted(_as_bytes(fault.smtp_error))}，没有发出。请核对用户名和密码；"
                "QQ、163 等邮箱要用授权码，不是登录密码。"
            )
        if isinstance(fault, smtplib.SMTPNotSupportedError):
            return CannotSend(
                f"{where} 不支持加密登录，没有发出，密码也没有送出。"
                f"请改用 {ENCRYPTED_PORT} 端口，或换一个服务器。"
            )
        if isinstance(fault, ssl.SSLCertVerificationError):
            return CannotSend(
                f"{where} 的证书不可信（{_why_not_trusted(fault)}），没有发出，密码也没有送出。"
                "请向管理员核对服务器名称。"
            )
        if isinstance(fault, ssl.SSLError):
            return CannotSend(
                f"{where} 没有建成加密连接，没有发出。请核对端口：{ENCRYPTED_PORT} 一连上就加密，"
                "587 和 25 先连接再加密。"
            )
        if isinstance(fault, socket.gaierror):
            return CannotSend(f"找不到邮件服务器 {self.account.host}。请核对名称，检查网络。")
        if isinstance(fault, smtplib.SMTPServerDisconnected):
            return CannotSend(f"{where} 断开了连接，没有发出。请稍后再试。")
        if isinstance(fault, ValueError) and not isinstance(fault, binascii.Error):
            return CannotSend(
                "服务器名称、用户名或密码里有中文、全角字符或换行，没有发出。请核对。"
            )
        if isinstance(fault, OSError) and not isinstance(fault, smtplib.SMTPException):
            return CannotSend(f"连不上邮件服务器 {where}，没有发出。请核对名称和端口，检查网络。")
        said = _as_bytes(getattr(fault, "smtp_error", b""))
        return CannotSend(f"{where} 的应答不对{self._quoted(said)}，没有发出。")


_CERTIFICATE_FAULTS: Final = {
    9: "还没有生效",
    10: "已过期",
    18: "是自己签发的",
    19: "签发机构不认识",
    20: "签发机构不认识",
    21: "签发机构不认识",
    62: "不是这个服务器名称的",
    64: "不是这个地址的",
}
"""What OpenSSL says of a certificate, by its number."""


def _why_not_trusted(fault: ssl.SSLCertVerificationError) -> str:
    return _CERTIFICATE_FAULTS.get(fault.verify_code, f"未通过验证，{fault.verify_code}")


class _EndlessError(Exception):
    """A server does not end; no OSError, which smtplib takes for a connection that was lost."""


class _Answers:
    """What a server says, line by line, and no more of it than a conversation takes."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._left = _LONGEST_CONVERSATION
        self.close = file.close

    def readline(self, size: int) -> bytes:
        """Return the next line; raises _EndlessError where it, or all that was said, is too long."""
        line = self._file.readline(size)
        self._left -= len(line)
        if len(line) == size or self._left < 0:
            raise _EndlessError
        return line


class _Bounded(smtplib.SMTP):
    """A connection to a server that may say anything, as long as it likes; smtplib keeps every line of an answer."""

    _answers: _Answers | None = None

    @property
    def file(self) -> _Answers | None:
        """The open file of what the server says, as smtplib calls it."""
        return self._answers

    @file.setter
    def file(self, file: IO[bytes] | None) -> None:
        self._answers = _Answers(file) if file else None

    def getreply(self) -> tuple[int, bytes]:
        """Return an answer; the connection is closed where it does not end."""
        try:
            return super().getreply()
        except _EndlessError:
            self.close()
            raise


class _BoundedTLS(_Bounded, smtplib.SMTP_SSL):
    """The same where TLS comes first."""


def _connected(account: Account) -> smtplib.SMTP:
    """Return an encrypted connection whose certificate was verified.

    A server that greets is asked for STARTTLS. One that keeps silent waits for TLS to begin, or takes
    its time to greet.
    """
    if account.port in _IMPLICIT_PORTS:
        return _encrypted(account)
    try:
        return _upgraded(account, _GREETING_TIMEOUT)
    except _NoGreeting:
        pass
    try:
        return _encrypted(account)
    except ssl.SSLError as fault:
        if fault.reason not in _NOT_TLS:
            raise
    try:
        return _upgraded(account, _STEP_TIMEOUT)
    except _NoGreeting as silence:
        raise silence.fault from None


class _NoGreeting(Exception):
    """A server said nothing, or nothing of SMTP, when it was called without TLS."""

    def __init__(self, fault: Exception) -> None:
        super().__init__()
        self.fault = fault


def _encrypted(account: Account) -> smtplib.SMTP:
    """Connect where TLS comes first."""
    context = ssl.create_default_context()
    return _BoundedTLS(
        account.host, account.port, _LOCAL_NAME, timeout=_STEP_TIMEOUT, context=context
    )


def _upgraded(account: Account, greeting_timeout: float) -> smtplib.SMTP:
    """Connect and ask for STARTTLS; raises _NoGreeting where the server does not greet in time."""
    try:
        server = _Bounded(account.host, account.port, _LOCAL_NAME, timeout=greeting_timeout)
    except smtplib.SMTPConnectError as fault:
        if fault.smtp_code > 0:
            raise
        raise _NoGreeting(fault) from None
    except (smtplib.SMTPServerDisconnected, TimeoutError) as fault:
        raise _NoGreeting(fault) from None
    try:
        if server.sock is not None:
            server.sock.settimeout(_STEP_TIMEOUT)
        server.starttls(context=ssl.create_default_context())
    except BaseException:
        server.close()
        raise
    return server


def _pieces_of(user: str, password: str) -> frozenset[str]:
    """Return the substrings that would disclose a password: of its plain form and of those sent in base64."""
    if not password:
        return frozenset()
    plain = f"\0{user}\0{password}"
    forms = (password, *(base64.b64encode(text.encode()).decode() for text in (password, plain)))
    return frozenset(
        form[start : start + _SECRET_PIECE]
        for form in forms
        for start in range(max(1, len(form) - _SECRET_PIECE + 1))
    )


def _as_bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode("utf-8", "replace")
