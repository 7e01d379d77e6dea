"""A mail of any size gives the very attachments that the library's parser gives, in little memory."""

import random
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path

import pytest

from converter.county.collecting import collect as collect_module
from converter.county.collecting import mail_parser
from converter.county.collecting.collect import collect
from tests.hostile import BUSY_SECONDS, MOST_MEMORY
from tests.test_collect import archive, mail
from tools.cases import ROOT

DICE = random.Random(7)
LARGE = DICE.randbytes(300_000)
TEXT = "".join(f"第{number}行，没有别的。\n" for number in range(9000))
WITH_BOUNDARIES = b"--a\r\nb--\n--\n" + LARGE + b"\n--x\n" + LARGE


def message(*attachments: tuple[str, bytes, str], text: str = "请查收。") -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = "a@b.cn"
    letter.set_content(text)
    for name, data, encoding in attachments:
        letter.add_attachment(
            data, maintype="application", subtype="x", filename=name, cte=encoding
        )
    return letter


def forwarded(inner: EmailMessage, *attachments: tuple[str, bytes, str]) -> EmailMessage:
    letter = message(*attachments)
    letter.add_attachment(inner)
    return letter


TWO = message(("a.bin", LARGE, "base64"), ("b.bin", b"short", "base64"), ("c.bin", LARGE, "base64"))
MAILS: dict[str, bytes] = {
    "two long attachments": bytes(TWO),
    "lines that end as on the wire": TWO.as_bytes(policy=SMTP),
    "lines that end as on old Macs": bytes(TWO).replace(b"\n", b"\r"),
    "a long text": bytes(message(("a.bin", LARGE, "base64"), text=TEXT)),
    "quoted-printable": bytes(message(("a.bin", LARGE[:90_000], "quoted-printable"))),
    "raw": bytes(message(("a.bin", TEXT.encode(), "8bit"))),
    "raw bytes in lines that look like boundaries": bytes(
        message(("a.bin", WITH_BOUNDARIES.replace(b"\0", b"x"), "base64"))
    ),
    "forwarded": bytes(forwarded(TWO, ("d.bin", LARGE, "base64"))),
    "forwarded twice": bytes(forwarded(forwarded(TWO, ("d.bin", LARGE, "base64")))),
    "long headers": b"".join(b"Received: by %d%s\n" % (n, b"x" * 900) for n in range(150))
    + bytes(TWO),
    "cut short": bytes(TWO)[:-200_001],
    "cut short within four characters": bytes(TWO).replace(
        b64encode(LARGE)[-20:], b64encode(LARGE)[-20:-15]
    ),
    "one line": bytes(message(("a.bin", b"@", "base64"))).replace(b"QA==", b64encode(LARGE)),
    "blanks behind the lines": bytes(TWO).replace(b"A\n", b"A \n"),
    "a mark in an attachment": bytes(TWO).replace(b"AA", b"--"),
}


def by_the_library(data: bytes) -> list[tuple[str, bytes]]:
    parts = message_from_bytes(data, policy=default).walk()
    return [
        (name, content)
        for part in parts
        if (name := part.get_filename())
        and isinstance(content := part.get_payload(decode=True), bytes)
    ]


@pytest.mark.parametrize("name", MAILS)
def test_long_parts_are_what_they_are(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[int] = []

    def parse(data: bytes, policy: object) -> object:
        parsed.append(len(data))
        return message_from_bytes(data, policy=policy)  # type: ignore[call-overload]

    found: list[tuple[str, bytes]] = []

    def keep(path: Path, _label: str, data: bytes, _container: object) -> list[object]:
        found.append((path.name, data))
        return []

    monkeypatch.setattr(mail_parser, "message_from_bytes", parse)
    monkeypatch.setattr(collect_module, "_open", keep)
    data = MAILS[name]
    container = collect_module._Container()
    refused = [
        one.refusal for one in collect_module._attachments(Path("来信.eml"), data, container)
    ]
    assert refused == []
    assert found == by_the_library(data)
    assert found
    assert parsed[0] < len(data) or name == "one line"


def test_a_long_part_in_a_strange_code_is_refused(tmp_path: Path) -> None:
    strange = bytes(TWO).replace(b"Encoding: base64", b"Encoding: x-uuencode")
    (tmp_path / "来信.eml").write_bytes(strange)
    said = {one.label: one.refusal for one in collect(tmp_path)}
    assert len(said) == 3
    for name in ("a.bin", "c.bin"):
        assert (
            said[f"来信.eml → {name}"] == f"{name}：附件读不出来。请打开邮件，把它另存后再放进来。"
        )


MEASURE = """
import re, sys, time
from pathlib import Path
from converter.county.collecting.collect import collect
started = time.process_time()
found = [(one.label, one.refusal) for one in collect(Path(sys.argv[1]))]
peak = int(re.search("VmHWM:[^0-9]*([0-9]+)", Path("/proc/self/status").read_text())[1]) // 1024
print(time.process_time() - started, peak, len(found))
"""


def large(parts: int, size: int) -> bytes:
    """Return a mail with so many attachments of so many bytes in base64, none of them a report."""
    lines = (b64encode(bytes(range(57))) + b"\r\n") * (size // 78)
    part = b"--b\r\nContent-Type: a/b; name=a.xlsx\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + (part + lines) * parts + b"--b--"


MB = 2**20
LARGE_MAILS: dict[str, tuple[str, Callable[[], bytes], int]] = {
    "one attachment": ("信.eml", lambda: large(1, 63 * MB), 1),
    "the mail in an archive": ("信.zip", lambda: archive(("信.eml", large(1, 60 * MB))), 1),
    "many attachments": ("信.eml", lambda: large(300, MB // 5), 300),
    "attachments too short to be long parts": ("信.eml", lambda: large(1000, 63_000), 1),
    "a text without end": ("信.eml", lambda: mail() + "没有附件的正文。\n".encode() * 2_600_000, 1),
}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is read from /proc")
@pytest.mark.parametrize("name", LARGE_MAILS)
def test_a_large_mail_takes_little_memory(tmp_path: Path, name: str) -> None:
    file, make, count = LARGE_MAILS[name]
    (tmp_path / file).write_bytes(make())
    command = [sys.executable, "-c", MEASURE, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    seconds, peak, found = map(float, done.stdout.split())
    assert found == count
    assert peak < MOST_MEMORY
    assert seconds < BUSY_SECONDS
