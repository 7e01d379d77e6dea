"""Real SMTP servers on this machine, behaved and not: aiosmtpd, and bare sockets for what it refuses to do."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "xxgk@example.gov.cn", "sq-77!授权".encode().hex()


@dataclass
class Certificates:
    """A private authority, and a server's certificate for localhost or for another name."""

    folder: Path
    authority: trustme.CA = field(default_factory=trustme.CA)

    def __post_init__(self) -> None:
        self.trusted = self.folder / "authority.pem"
        self.authority.cert_pem.write_to_path(str(self.trusted))

    def context(self, name: str = "localhost") -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.authority.issue_cert(name).configure_cert(context)
        return context


@dataclass
class Inbox:
    """What a server was told: every line of every client, and the messages that it took."""

    messages: list[tuple[list[str], bytes]] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    refuse: frozenset[str] = frozenset()
    answer: str = "250 OK"
    drop: bool = False

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuse:
            return "550 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.messages.append((list(envelope.rcpt_tos), bytes(envelope.content or b"")))
        if self.drop:
            assert server.transport is not None
            server.transport.abort()
        return self.answer

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any
    ) -> AuthResult:
        assert isinstance(given, LoginPassword)
        pair = given.login.decode(), given.password.decode()
        self.logins.append(pair)
        return AuthResult(success=pair == (USER, PASSWORD), handled=False)


@contextmanager
def mail_server(
    inbox: Inbox, context: ssl.SSLContext | None, *, starttls: bool = False, size: int = 0
) -> Iterator[int]:
    """Run a server on a free port and return the port."""

    class Server(Controller):
        def factory(self) -> SMTP:
            return SMTP(
                self.handler,
                hostname="localhost",
                authenticator=inbox.authenticate,
                auth_required=starttls,
                auth_require_tls=starttls,
                tls_context=context if starttls else None,
                require_starttls=starttls,
                data_size_limit=size or 33554432,
            )

    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = int(free.getsockname()[1])
    server = Server(
        inbox, hostname="localhost", port=port, ssl_context=None if starttls else context
    )
    server.start()
    try:
        yield port
    finally:
        server.stop()


@contextmanager
def bare_server(
    converse: Callable[[ssl.SSLSocket], None], context: ssl.SSLContext
) -> Iterator[int]:
    """Run one TLS conversation as a test wants it, however wrong."""
    with socket.create_server(("localhost", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            try:
                with context.wrap_socket(connection, server_side=True) as encrypted:
                    converse(encrypted)
            except OSError:
                pass  # the client hung up

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield int(listening.getsockname()[1])


@contextmanager
def silent_server() -> Iterator[int]:
    """Take connections and say nothing, with TLS or without."""
    with socket.create_server(("localhost", 0)) as listening:
        yield int(listening.getsockname()[1])


@contextmanager
def slow_server(wait: float, context: ssl.SSLContext, taken: list[bytes]) -> Iterator[int]:
    """Greet each client after some seconds, then go over to TLS; `taken` gets the lines heard there."""

    def converse(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            time.sleep(wait)
            connection.sendall(b"220 localhost\r\n")
            for line in connection.makefile("rb"):
                if line.upper().startswith(b"STARTTLS"):
                    connection.sendall(b"220 go ahead\r\n")
                    break
                known = line.upper().startswith(b"EHLO")
                connection.sendall(
                    b"250-localhost\r\n250 STARTTLS\r\n" if known else b"500 what?\r\n"
                )
            with context.wrap_socket(connection, server_side=True) as encrypted:
                answers = {b"DATA": b"354 go\r\n", b"EHLO": b"250-localhost\r\n250 AUTH PLAIN\r\n"}
                answers[b"AUTH"] = b"235 welcome\r\n"
                for line in encrypted.makefile("rb"):
                    taken.append(line)
                    verb = line[:5].strip().upper()
                    if verb in (b"EHLO", b"AUTH", b"MAIL", b"RCPT", b"DATA", b".", b"QUIT"):
                        encrypted.sendall(answers.get(verb, b"250 OK\r\n"))

    with socket.create_server(("localhost", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):  # the test is over
                while True:
                    connection, _ = listening.accept()
                    threading.Thread(target=converse, args=(connection,), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield int(listening.getsockname()[1])
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
