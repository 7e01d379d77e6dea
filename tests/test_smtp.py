"""Sending: a real server receives, refuses, drips, drops; nothing is lost and no password shows."""

import email
import email.policy
import os
import re
import ssl
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from converter.cli import run
from converter.errors import CannotSend
from converter.form.report import Report
from converter.mail import account as mail_account
from converter.mail import smtp
from converter.mail.account import Account
from converter.writing.workbooks.workbook import write_workbook
from tests.mail_servers import (
    PASSWORD,
    USER,
    Certificates,
    Inbox,
    bare_server,
    mail_server,
    silent_server,
    slow_server,
)

NAME = "保德县孙家沟镇人民政府2022年政府信息公开工作年度报告"
COUNTY, COPY = "county@example.gov.cn", "copy@example.gov.cn"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def desk(
    tmp_path: Path,
    township: Report,
    certificates: Certificates,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A folder with a workbook, on a machine that trusts the private authority."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.trusted))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv(mail_account.PASSWORD_VARIABLE, PASSWORD)
    (tmp_path / "报告.xlsx").write_bytes(write_workbook(township))
    return tmp_path


@pytest.fixture(autouse=True)
def no_password_shows(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever a test does, its password stands in no output, log or file."""
    caplog.set_level("DEBUG")
    yield
    assert PASSWORD not in caplog.text
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert PASSWORD.encode() not in file.read_bytes(), file


def send(desk: Path, port: int, *more: str) -> int:
    given = ("--send", "--host", "localhost", "--port", str(port), "--user", USER, *more)
    return run(["mail", str(desk / "报告.xlsx"), "--to", COUNTY, "--cc", COPY, *given])


@pytest.fixture
def implicit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every port be one where TLS comes first, as 465 is; 465 itself is not ours to open."""
    monkeypatch.setattr(smtp, "_IMPLICIT_PORTS", range(2**16))


@pytest.mark.parametrize("starttls", [False, True])
def test_a_report_is_sent(
    desk: Path,
    certificates: Certificates,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
    *,
    starttls: bool,
) -> None:
    if not starttls:
        request.getfixturevalue("implicit")
    inbox = Inbox()
    with mail_server(inbox, certificates.context(), starttls=starttls) as port:
        assert send(desk, port) == 0
    printed = capsys.readouterr()
    copy = desk / f"{NAME}.eml"
    assert printed.out == f"{copy}\n"
    assert printed.err == (
        f"{COUNTY}：已送达邮件服务器\n{COPY}：已送达邮件服务器\n发出的邮件留了一份：\n"
    )
    assert PASSWORD not in printed.out + printed.err
    kept = [file.read_bytes() for file in desk.rglob("*") if file.is_file()]
    secrets = (PASSWORD.encode(), b64encode(PASSWORD.encode()))
    assert not any(secret in content for content in kept for secret in secrets)
    assert inbox.logins == [(USER, PASSWORD)]
    ((recipients, content),) = inbox.messages
    assert recipients == [COUNTY, COPY]
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert (message["From"], message["To"], message["Cc"]) == (USER, COUNTY, COPY)
    assert message["Subject"] == f"报送：{NAME}"
    assert message["Message-ID"].endswith("@example.gov.cn>")
    assert message["Date"] is not None
    assert message["X-Unsent"] is None
    names = [part.get_filename() for part in message.iter_attachments()]
    assert names == [f"{NAME}.docx", f"{NAME[:-6]}年报填报表.xlsx"]
    attached = [part.get_content() for part in message.iter_attachments()]
    assert attached[1] == (desk / "报告.xlsx").read_bytes()
    receipts = f"X-Nianbao-Receipt: {COUNTY} ACCEPTED\r\nX-Nianbao-Receipt: {COPY} ACCEPTED\r\n"
    sent = content + b"\r\n" * (not content.endswith(b"\r\n"))
    kept_copy = re.sub(rb"X-Nianbao-Letter: [0-9a-f]{64}\r\n", b"", copy.read_bytes())
    assert kept_copy == receipts.encode() + sent


def when_sent(desk: Path) -> str:
    """Return when the letter whose copy is there was sent, as a clerk reads it."""
    copy = email.message_from_bytes(
        (desk / f"{NAME}.eml").read_bytes(), policy=email.policy.default
    )
    return f"{copy['Date'].datetime:%Y-%m-%d %H:%M}"


def test_what_was_sent_is_not_sent_again(
    desk: Path, certificates: Certificates, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = Inbox()
    with mail_server(inbox, certificates.context(), starttls=True) as port:
        assert send(desk, port) == 0
        capsys.readouterr()
        assert send(desk, port) == 2
        assert capsys.readouterr().err == (
            f"{NAME}.eml：这封邮件已经发过（{when_sent(desk)}：{COUNTY} 已送达邮件服务器，"
            f"{COPY} 已送达邮件服务器），没有再发。确实要再发一次，请加 --force。\n"
        )
        assert len(inbox.messages) == 1
        # however long, and whatever its text holds
        with (desk / f"{NAME}.eml").open("ab") as copy:
            copy.write(b"Content-Type: multipart/mixed\r\n" * 400_001)
            copy.truncate(70 * 2**20)
        assert send(desk, port) == 2
        assert f"{NAME}.eml：这封邮件已经发过" in capsys.readouterr().err
        assert send(desk, port, "--force") == 0
    assert len(inbox.messages) == 2


SENT = b"X-Nianbao-Receipt: a@b.cn ACCEPTED\r\nDate: Mon, 5 Jan 2026 08:00:00 +0800\r\n"
FOREIGN = {
    "foreign copy": b"X-Nianbao-Receipt: a b c\r\n\r\n",
    "nested copy": SENT
    + b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (depth, depth)
        for depth in range(1000)
    ),
    "endless copy": SENT + b"A: b\n" * 400_001,
    "endless recipients": SENT[:36] * 400_001,
    "copy with a strange address": SENT + b"To: <@[1>, =?utf-8?b?Zm9v?=@\xff\r\n\r\n",
}
"""What lies where the copy of a sent letter would."""


@pytest.mark.parametrize("change", ["recipient", "file", "draft", *FOREIGN])
def test_another_letter_does_not_replace_what_was_sent(
    desk: Path,
    certificates: Certificates,
    township: Report,
    capsys: pytest.CaptureFixture[str],
    change: str,
) -> None:
    copy, more = desk / f"{NAME}.eml", ("--to", "b@example.gov.cn") if change == "recipient" else ()
    with mail_server(Inbox(), certificates.context(), starttls=True) as port:
        if change == "draft":
            assert run(["mail", str(desk / "报告.xlsx"), "--to", COUNTY, "--cc", COPY]) == 0
        elif change in FOREIGN:
            copy.write_bytes(FOREIGN[change])
        else:
            assert send(desk, port) == 0
        if change == "file":
            corrected = replace(township, overview=("已更正。",))
            (desk / "报告.xlsx").write_bytes(write_workbook(corrected))
        capsys.readouterr()
        assert send(desk, port, *more) == 2
    assert f"{copy}：已有同名文件，原来的还在，没有覆盖。" in capsys.readouterr().err


def test_one_refused_recipient_is_named(
    desk: Path, certificates: Certificates, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = Inbox(refuse=frozenset({COPY}))
    with mail_server(inbox, certificates.context(), starttls=True) as port:
        assert send(desk, port) == 1
    assert capsys.readouterr().err == (
        f"{COUNTY}：已送达邮件服务器\n{COPY}：被拒收（服务器说：no such user here）\n"
        "发出的邮件留了一份：\n"
    )
    assert [recipients for recipients, _ in inbox.messages] == [[COUNTY]]


@pytest.mark.parametrize(
    ("inbox", "size", "said"),
    [
        (
            Inbox(refuse=frozenset({COUNTY, COPY})),
            0,
            f"收件人都被拒收，没有发出：{COUNTY}（服务器说：no such user here）；"
            f"{COPY}（服务器说：no such user here）。请核对邮件地址。\n",
        ),
        (
            Inbox(),
            20_000,
            "MB，服务器最多收 0.0 MB，没有发出。请去掉 --pdf，或用别的办法报送。\n",
        ),
        (
            Inbox(answer="554 content refused"),
            0,
            f"{COUNTY}：被拒收（服务器说：content refused）\n"
            f"{COPY}：被拒收（服务器说：content refused）\n",
        ),
    ],
    ids=["both-refused", "too-large", "content-refused"],
)
def test_what_is_refused_leaves_no_copy(
    desk: Path,
    certificates: Certificates,
    capsys: pytest.CaptureFixture[str],
    inbox: Inbox,
    size: int,
    said: str,
) -> None:
    with mail_server(inbox, certificates.context(), starttls=True, size=size) as port:
        assert send(desk, port) != 0
    assert capsys.readouterr().err.endswith(said)
    assert list(desk.glob("*.eml")) == []


def test_a_wrong_password_is_named(
    desk: Path,
    certificates: Certificates,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(mail_account.PASSWORD_VARIABLE, "not-this-one")
    inbox = Inbox()
    with mail_server(inbox, certificates.context(), starttls=True) as port:
        assert send(desk, port) == 2
    said = capsys.readouterr().err
    assert said == (
        "登录被拒（服务器说：5.7.8 Authentication credentials invalid），没有发出。"
        "请核对用户名和密码；QQ、163 等邮箱要用授权码，不是登录密码。\n"
    )
    assert "not-this-one" not in said
    assert inbox.messages == []


def test_a_certificate_for_another_name_is_refused(
    desk: Path, certificates: Certificates, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = Inbox()
    with mail_server(inbox, certificates.context("mail.example.com"), starttls=True) as port:
        assert send(desk, port) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"localhost:{port} 的证书不可信（不是这个服务器名称的），")
    assert said.endswith("没有发出，密码也没有送出。请向管理员核对服务器名称。\n")
    assert (inbox.logins, inbox.messages) == ([], [])


def test_an_unknown_authority_is_refused(
    desk: Path,
    certificates: Certificates,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    inbox = Inbox()
    with mail_server(inbox, certificates.context(), starttls=True) as port:
        assert send(desk, port) == 2
    assert "的证书不可信（签发机构不认识），" in capsys.readouterr().err
    assert (inbox.logins, inbox.messages) == ([], [])


def test_a_server_without_tls_gets_no_password(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = Inbox()
    with mail_server(inbox, None) as port:
        assert send(desk, port) == 2
    assert capsys.readouterr().err == (
        f"localhost:{port} 不支持加密登录，没有发出，密码也没有送出。"
        "请改用 465 端口，或换一个服务器。\n"
    )
    assert (inbox.logins, inbox.messages) == ([], [])


def test_a_connection_dropped_after_the_message_is_unknown(
    desk: Path, certificates: Certificates, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = Inbox(drop=True)
    with mail_server(inbox, certificates.context(), starttls=True) as port:
        assert send(desk, port) == 1
        assert capsys.readouterr().err == (
            f"{COUNTY}：不清楚有没有发出\n{COPY}：不清楚有没有发出\n"
            "服务器最后没有答复清楚，没有再发一次。请问收件人收到没有，没有收到再加 --force 重发。\n"
            "发出的邮件留了一份：\n"
        )
        assert send(desk, port) == 2
        assert capsys.readouterr().err == (
            f"{NAME}.eml：这封邮件已经发过（{when_sent(desk)}：{COUNTY} 不清楚有没有发出，"
            f"{COPY} 不清楚有没有发出），没有再发。确实要再发一次，请加 --force。\n"
        )
    assert len(inbox.messages) == 1


def test_any_port_may_begin_with_tls(
    desk: Path, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """994 does; a server on a port that nobody knows keeps silent until TLS begins."""
    assert 994 in smtp._IMPLICIT_PORTS
    monkeypatch.setattr(smtp, "_GREETING_TIMEOUT", 0.5)
    inbox = Inbox()
    with mail_server(inbox, certificates.context()) as port:
        assert send(desk, port) == 0
    assert inbox.logins == [(USER, PASSWORD)]
    assert len(inbox.messages) == 1


def test_a_server_that_is_slow_to_greet_is_no_tls_server(
    desk: Path, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "_GREETING_TIMEOUT", 0.3)
    taken: list[bytes] = []
    with slow_server(1, certificates.context(), taken) as port:
        assert send(desk, port) == 0
    assert f"RCPT TO:<{COUNTY}>\r\n".upper().encode() in [line.upper() for line in taken]


def test_a_certificate_is_verified_on_a_port_that_nobody_knows(
    desk: Path,
    certificates: Certificates,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(smtp, "_GREETING_TIMEOUT", 0.3)
    inbox = Inbox()
    with mail_server(inbox, certificates.context("mail.example.com")) as port:
        assert send(desk, port) == 2
    assert f"localhost:{port} 的证书不可信（不是这个服务器名称的），" in capsys.readouterr().err
    assert (inbox.logins, inbox.messages) == ([], [])


def test_a_server_that_says_nothing_ends_with_the_deadline(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One deadline holds for the greeting, the try with TLS and all that follows."""
    monkeypatch.setattr(smtp, "_GREETING_TIMEOUT", 0.5)
    monkeypatch.setattr(smtp.send, "__defaults__", (1.5,))
    began = time.monotonic()
    with silent_server() as port:
        assert send(desk, port) == 2
    assert time.monotonic() - began < 30
    assert capsys.readouterr().err == ("localhost 在 2 秒内没有办完，没有发出。请稍后再试。\n")


def drip(connection: ssl.SSLSocket) -> None:
    while True:
        connection.sendall(b"220-wait\r\n")
        time.sleep(0.05)


def drip_at_the_end(connection: ssl.SSLSocket) -> None:
    """Take the message, then never finish the answer."""
    answers = {b"EHLO": b"250 localhost\r\n", b"DATA": b"354 go\r\n"}
    connection.sendall(b"220 localhost\r\n")
    lines = connection.makefile("rb")
    for line in lines:
        if line == b".\r\n":
            while True:
                connection.sendall(b"250-wait\r\n")
                time.sleep(0.05)
        verb = line[:4].upper()
        if verb in (b"EHLO", b"MAIL", b"RCPT", b"DATA"):
            connection.sendall(answers.get(verb, b"250 OK\r\n"))


@pytest.mark.usefixtures("implicit")
@pytest.mark.parametrize(
    ("converse", "status", "said"),
    [
        (drip, 2, "localhost 在 2 秒内没有办完，没有发出。请稍后再试。\n"),
        (drip_at_the_end, 1, f"{COPY}：不清楚有没有发出\n服务器最后没有答复清楚，没有再发一次。"),
    ],
)
def test_an_answer_that_drips_in_ends_with_the_deadline(
    desk: Path,
    certificates: Certificates,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    converse: object,
    status: int,
    said: str,
) -> None:
    monkeypatch.setattr(smtp.send, "__defaults__", (2.0,))
    with bare_server(converse, certificates.context()) as port:  # type: ignore[arg-type]
        given = ("--send", "--host", "localhost", "--port", str(port), "--from", USER)
        arguments = ["mail", str(desk / "报告.xlsx"), "--to", COUNTY, "--cc", COPY, *given]
        assert run(arguments) == status
    assert said in capsys.readouterr().err


@pytest.mark.usefixtures("implicit", "desk")
def test_nothing_leaves_after_the_deadline(
    certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The deadline passes while the server thinks about a recipient; then it says yes."""
    heard: list[bytes] = []
    asked, over, gone = threading.Event(), threading.Event(), threading.Event()

    def think(connection: ssl.SSLSocket) -> None:
        connection.sendall(b"220 localhost\r\n")
        try:
            for line in connection.makefile("rb"):
                heard.append(line[:4].upper())
                if heard[-1] == b"RCPT":
                    asked.set()
                    over.wait()
                connection.sendall(b"250 OK\r\n")
        finally:
            gone.set()

    def until_asked(_: threading.Thread, __: float | None = None) -> None:
        assert asked.wait(60)

    with bare_server(think, certificates.context()) as port:
        account = Account("localhost", "", USER, port)
        monkeypatch.setattr(threading.Thread, "join", until_asked)
        with pytest.raises(CannotSend) as refusal:
            smtp.send(EmailMessage(), (COUNTY,), account, "", timeout=5)
        monkeypatch.undo()
        over.set()
        assert gone.wait(60)
    assert str(refusal.value) == "localhost 在 5 秒内没有办完，没有发出。请稍后再试。"
    assert heard == [b"EHLO", b"MAIL", b"RCPT"]


def says(*answers: bytes) -> Callable[[ssl.SSLSocket], None]:
    """Return a conversation: what the server says first, and after each line that it hears."""

    def converse(connection: ssl.SSLSocket) -> None:
        lines = connection.makefile("rb")
        for answer in answers:
            connection.sendall(answer)
            lines.readline()

    return converse


def endless(line: bytes, *before: bytes) -> Callable[[ssl.SSLSocket], None]:
    def converse(connection: ssl.SSLSocket) -> None:
        says(*before)(connection)
        while True:
            connection.sendall(line * 1000)

    return converse


GREETING, HELLO = b"220 localhost\r\n", b"250-localhost\r\n250 AUTH CRAM-MD5 PLAIN\r\n"
WRONG = "localhost:{} 的应答不对，没有发出。\n"
MISBEHAVED = {
    "a greeting without end": (endless(b"220-wait\r\n"), WRONG),
    "a line without end": (endless(b"220"), WRONG),
    "an answer without end": (endless(b"250-SIZE\r\n", GREETING), WRONG),
    "a challenge that is no base64": (says(GREETING, HELLO, b"334 a\r\n"), WRONG),
    "no way to log in": (says(GREETING, b"250-localhost\r\n250 AUTH NTLM\r\n"), WRONG),
    "sizes that are no numbers": (
        says(GREETING, b"250-localhost\r\n250 SIZE \xb2\r\n", b"550 no\r\n"),
        "localhost:{} 不支持加密登录，没有发出，密码也没有送出。请改用 465 端口，或换一个服务器。\n",
    ),
    "a number of a thousand digits": (
        says(GREETING, b"250-localhost\r\n250 SIZE " + b"9" * 5000 + b"\r\n", b"550 no\r\n"),
        "localhost:{} 不支持加密登录，没有发出，密码也没有送出。请改用 465 端口，或换一个服务器。\n",
    ),
    "nothing of SMTP": (
        says(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        "localhost:{} 的应答不对（服务器说：/1.1 400 Bad Request），没有发出。\n",
    ),
}


@pytest.mark.usefixtures("implicit")
@pytest.mark.parametrize("name", MISBEHAVED)
def test_whatever_a_server_says_is_answered_in_chinese(
    desk: Path, certificates: Certificates, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    converse, said = MISBEHAVED[name]
    with bare_server(converse, certificates.context()) as port:
        assert send(desk, port) == 2
    assert capsys.readouterr().err == said.format(port)


@pytest.mark.usefixtures("implicit")
@pytest.mark.parametrize(
    ("answers", "fate"),
    [
        ((b"354 go\r\n", b"250 OK\r\n"), "ACCEPTED"),
        ((b"354 go\r\n", b"451 later\r\n"), "REFUSED"),
        ((b"354 go\r\n", b"\r\n"), "UNKNOWN"),
        ((b"354 go\r\n", b"354 go\r\n"), "UNKNOWN"),
        # the message has not left
        ((b"\r\n",), "REFUSED"),
    ],
)
@pytest.mark.usefixtures("desk")
def test_an_answer_that_is_none_does_not_say_what_became_of_a_message(
    certificates: Certificates, answers: tuple[bytes, ...], fate: str
) -> None:
    def converse(connection: ssl.SSLSocket) -> None:
        says(GREETING, HELLO, *[b"250 OK\r\n"] * 2, *answers[:1])(connection)
        for answer in answers[1:]:
            connection.sendall(answer)

    with bare_server(converse, certificates.context()) as port:
        account = Account("localhost", "", USER, port)
        (receipt,) = smtp.send(EmailMessage(), (COUNTY,), account, "", timeout=60)
    assert receipt.status.name == fate


@pytest.mark.usefixtures("implicit", "desk")
def test_of_many_refused_recipients_some_are_named(certificates: Certificates) -> None:
    recipients = [f"{number}@b.cn" for number in range(12)]
    answers = (GREETING, HELLO, b"250 OK\r\n", *[b"550 no\r\n"] * 12)
    with bare_server(says(*answers), certificates.context()) as port:
        account = Account("localhost", "", USER, port)
        with pytest.raises(CannotSend) as refusal:
            smtp.send(EmailMessage(), recipients, account, "", timeout=60)
    said = str(refusal.value)
    assert said.endswith("；9@b.cn（服务器说：no）等 12 个。请核对邮件地址。")
    assert "10@b.cn" not in said


@pytest.mark.usefixtures("implicit")
def test_a_server_that_repeats_the_password_is_not_quoted(
    desk: Path, certificates: Certificates, capsys: pytest.CaptureFixture[str]
) -> None:
    def repeat(connection: ssl.SSLSocket) -> None:
        connection.sendall(b"220 localhost\r\n")
        for line in connection.makefile("rb"):
            if line.upper().startswith(b"EHLO"):
                connection.sendall(b"250-localhost\r\n250 AUTH PLAIN\r\n")
            else:
                told = line.strip() + b" is " + PASSWORD.encode()[3:]
                connection.sendall(b"535 wrong: " + told + b"\r\n")

    with bare_server(repeat, certificates.context()) as port:
        assert send(desk, port) == 2
    assert "登录被拒（服务器说：wrong: AUTH PLAIN … is …），没有发出。" in capsys.readouterr().err


def test_settings_come_from_the_file(
    desk: Path, certificates: Certificates, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = Inbox()
    file = mail_account.settings_file()
    assert file == desk / "config" / "nianbao" / "mail.ini"
    arguments = ["mail", str(desk / "报告.xlsx"), "--to", COUNTY, "--send"]
    assert run(arguments) == 2
    assert capsys.readouterr().err == (
        f"没有邮件服务器的设置。请加 --host，或在 {file} 里写上下面几行：\n"
        "[smtp]\nhost = smtp.example.gov.cn\nport = 465\nuser = name@example.gov.cn\n"
    )
    file.parent.mkdir(parents=True)
    with mail_server(inbox, certificates.context(), starttls=True) as port:
        settings = f"\ufeff[smtp]\r\nhost = localhost\r\nport = {port}\r\nuser = {USER}\r\n"
        file.write_text(settings, encoding="utf-8")
        assert run(arguments) == 0
    assert len(inbox.messages) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes in folders")
def test_settings_that_are_a_pipe_are_not_waited_for(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = mail_account.settings_file()
    file.parent.mkdir(parents=True)
    os.mkfifo(file)
    assert run(["mail", str(desk / "报告.xlsx"), "--to", COUNTY, "--send"]) == 2
    assert capsys.readouterr().err == f"{file}：这是管道，不是文件。\n"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("host = x", "写法不对。请写成下面的样子：\n[smtp]"),
        ("[smtp]\nhost = x\n" + "#\n" * 40_000, "写法不对。请写成下面的样子：\n[smtp]"),
        ("[smtp]\nhost = x\nport = abc\nuser = a@b.cn", "port 应是 1 到 65535 之间的整数"),
        ("[smtp]\nhost = x\nuser = a@b.cn\nport = " + "9" * 5000, f"现为“{'9' * 20}”。\n"),
        ("[smtp]\nhost = x\nuser = a@b.cn\npassword = 1", "里面写了密码，不安全，没有使用。"),
        ("[smtp]\nhost = x\nuser = zhang", "“zhang”不是一个邮件地址。"),
    ],
)
def test_wrong_settings_are_named(
    desk: Path, capsys: pytest.CaptureFixture[str], settings: str, said: str
) -> None:
    file = mail_account.settings_file()
    file.parent.mkdir(parents=True)
    file.write_text(settings, encoding="utf-8")
    assert run(["mail", str(desk / "报告.xlsx"), "--to", COUNTY, "--send"]) == 2
    assert said in capsys.readouterr().err


def test_the_keyring_holds_the_password(
    desk: Path, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = pytest.importorskip("keyring")
    monkeypatch.delenv(mail_account.PASSWORD_VARIABLE)
    kept = {("nianbao", USER): PASSWORD}
    monkeypatch.setattr(keyring, "get_password", lambda service, user: kept.get((service, user)))
    inbox = Inbox()
    with mail_server(inbox, certificates.context(), starttls=True) as port:
        assert send(desk, port) == 0
    assert inbox.logins == [(USER, PASSWORD)]


def test_without_a_password_and_without_a_person_nothing_is_sent(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(mail_account.PASSWORD_VARIABLE)
    assert send(desk, 9) == 2
    assert capsys.readouterr().err == (
        "没有密码。请设置环境变量 NIANBAO_SMTP_PASSWORD，或用 keyring set nianbao "
        f"{USER} 存进系统钥匙串。\n"
    )


@pytest.mark.system("stty")
def test_a_person_is_asked_and_sees_nothing_of_it(
    desk: Path, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal of its own, as a clerk has one."""
    monkeypatch.delenv(mail_account.PASSWORD_VARIABLE)
    inbox = Inbox()
    with mail_server(inbox, certificates.context(), starttls=True) as port:
        command = [sys.executable, "-m", "converter", "mail", str(desk / "报告.xlsx"), "--send"]
        command += ["--to", COUNTY, "--host", "localhost", "--port", str(port), "--user", USER]
        import pty  # Windows has none

        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        )
        os.close(theirs)
        shown = b""
        while b"\xe7\xa0\x81: " not in shown:  # 授权码:
            shown += os.read(ours, 1000)
        os.write(ours, PASSWORD.encode() + b"\n")
        try:
            while piece := os.read(ours, 1000):
                shown += piece
        except OSError:
            pass  # the terminal closes with the process
        assert process.wait(30) == 0
        os.close(ours)
    assert inbox.logins == [(USER, PASSWORD)]
    assert PASSWORD.encode() not in shown


def test_the_address_stands_beside_the_county(
    desk: Path, township: Report, certificates: Certificates
) -> None:
    addressed = replace(township, submit_to="保德县人民政府办公室 xxgk@baode.example.cn")
    (desk / "报告.xlsx").write_bytes(write_workbook(addressed))
    inbox = Inbox()
    with mail_server(inbox, certificates.context(), starttls=True) as port:
        given = ("--host", "localhost", "--port", str(port), "--user", USER)
        assert run(["mail", str(desk / "报告.xlsx"), "--send", *given]) == 0
    ((recipients, content),) = inbox.messages
    assert recipients == ["xxgk@baode.example.cn"]
    message = email.message_from_bytes(content, policy=email.policy.default)
    body = message.get_body()
    assert body is not None
    assert body.get_content().startswith("保德县人民政府办公室：")
