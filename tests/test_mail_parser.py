"""What mails and archives cost is counted as they are opened: small ones in no time, whatever they hold."""

import subprocess
import sys
from base64 import b64encode
from binascii import b2a_uu
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from converter.county.collecting.collect import collect
from converter.county.collecting.mail_parser import MailAllowance, parse_mail
from tests.hostile import BUSY_SECONDS, MOST_MEMORY, Member, zipped
from tests.test_collect import archive, mail
from tools.cases import ROOT

OUT_OF_SHAPE = "邮件的结构不正常，不读取。请把附件另存后再放进来。"
NO_ATTACHMENT = "邮件里没有附件。请向对方索要报告。"
HEAD = b"From: a@b.cn\r\nMIME-Version: 1.0\r\n"


def multipart(*parts: bytes, boundary: bytes = b"q") -> bytes:
    body = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    kind = b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n' % boundary
    return HEAD + kind + body + b"--" + boundary + b"--\r\n"


def part(body: bytes, encoding: bytes = b"base64", name: bytes = b"a.xlsx") -> bytes:
    kind = b'Content-Type: a/b; name="%s"\r\nContent-Disposition: attachment\r\n' % name
    return kind + b"Content-Transfer-Encoding: " + encoding + b"\r\n\r\n" + body


def nested(kind: bytes, depth: int, body: bytes) -> bytes:
    line = b'Content-Type: %s; boundary="%d"\r\n\r\n--%d\r\n'
    return HEAD + b"".join(line % (kind, number, number) for number in range(depth)) + body


def mails(count: int, letter: bytes) -> bytes:
    return zipped(Member(f"{number}.eml", letter) for number in range(count))


DASHED = (b"--" + b"z" * 60 + b"\r\n") * 2500
SMALL: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "16,000 mails in a digest": (
        "信.eml",
        lambda: HEAD
        + b"Content-Type: multipart/digest; boundary=q\r\n\r\n"
        + b"--q\r\n\r\nSubject: x\r\n\r\ny\r\n" * 16_000,
        OUT_OF_SHAPE,
    ),
    "one header of many parameters": (
        "信.eml",
        lambda: HEAD + b"Content-Type: a/b" + b";a=b" * 4000 + b"\r\n\r\nx",
        OUT_OF_SHAPE,
    ),
    "many parts of many parameters": (
        "信.eml",
        lambda: multipart(
            *(b"Content-Type: a/b;n=%d" % n + b";a=b" * 900 + b"\r\n\r\nx" for n in range(900))
        ),
        OUT_OF_SHAPE,
    ),
    "many parts of one header": (
        "信.eml",
        lambda: multipart(*[b"Content-Type: a/b" + b";a=b" * 900 + b"\r\n\r\nx"] * 900),
        NO_ATTACHMENT,
    ),
    "many parts of comments": (
        "信.eml",
        lambda: multipart(*[b"Content-Disposition: attachment" + b" ((((" * 700 + b"\r\n\r\nx"] * 900),
        "附件读不出来。请打开邮件，把它另存后再放进来。",
    ),
    "many parts of dots": (
        "件.zip",
        lambda: mails(1, multipart(*(b"Content-Type: x %d " % n + b"." * 3900 + b"\r\n\r\nx" for n in range(900)))),
        OUT_OF_SHAPE,
    ),
    "many parts of tabs": (
        "件.zip",
        lambda: mails(1, multipart(*(b"Content-Type: x %d" % n + b"\ta" * 1900 + b"\r\n\r\nx" for n in range(900)))),
        OUT_OF_SHAPE,
    ),
    "raw words": (
        "件.zip",
        lambda: mails(60, b"".join(name + b": " + b"\xc4\xea\t" * 1300 + b"\r\n" for name in (b"From", b"Subject")) + b"\r\nx"),
        OUT_OF_SHAPE,
    ),
    "texts of nothing but page breaks": (
        "件.zip",
        lambda: mails(1, multipart(part(b"UEs="), *[b"Content-Type: text/plain\r\n\r\n" + b"\f" * 60_000] * 60)),
        OUT_OF_SHAPE,
    ),
    "many parts of one header, quoted": (
        "件.zip",
        lambda: mails(1, multipart(*[b"".join(b'Content-%s: a/b; c="\\\\%s"\r\n' % (one, b";" * 3850) for one in (b"Type", b"Disposition")) + b"\r\nx"] * 900)),
        NO_ATTACHMENT,
    ),
    "4,000 long boundaries": (
        "件.zip",
        lambda: zipped(Member(f"{n}.eml", multipart(boundary=b"%d" % n + b"q" * 3900)) for n in range(4000)),
        OUT_OF_SHAPE,
    ),
    "groups of senders": (
        "信.eml",
        lambda: b"From: " + b"a:b," * 4000 + b"\r\n\r\nx",
        "邮件里没有附件。请向对方索要报告。",
    ),
    "raw headers": (
        "信.eml",
        lambda: multipart(*[b"X: \xc4\xea\r\n" * 1800 + part(b"UEs=")] * 50, boundary=b"r"),
        "",
    ),
    "containers whose type is encoded": (
        "信.eml",
        lambda: nested(b"=?utf-8?q?multipart?=/mixed", 700, b"--z\r\n" * 90_000),
        OUT_OF_SHAPE,
    ),
    "lines that may be boundaries": (
        "信.eml",
        lambda: multipart(part((b"--q" + b" " * 60 + b"x\r\n") * 99_000)),
        "",
    ),
    "nothing but lines that may be boundaries": (
        "信.eml",
        lambda: HEAD + b"\r\n" + b"--\n" * 20_000_000,
        OUT_OF_SHAPE,
    ),
    "boundaries of 60,000 characters": (
        "信.eml",
        lambda: multipart(*[b"\r\nx"] * 200, boundary=b"q" * 60_000),
        OUT_OF_SHAPE,
    ),
    "uuencoded": (
        "信.eml",
        lambda: multipart(
            *[part(b"begin 644 a\n" + b2a_uu(b"A" * 45) * 800 + b"`\nend\n", b"x-uuencode")] * 280
        ),
        "",
    ),
    "quoted-printable without end": (
        "信.eml",
        lambda: HEAD + part(b"=3D" * 24 + b"=\r\n", b"quoted-printable") + (b"=3D" * 24 + b"=\r\n") * 800_000,
        "",
    ),
    "padding": ("信.eml", lambda: HEAD + part((b"=" * 76 + b"\r\n") * 700_000), ""),
    "60 mails, each dear": (
        "件.zip",
        lambda: mails(60, nested(b"multipart/mixed", 99, DASHED)),
        OUT_OF_SHAPE,
    ),
    "files in the text": ("信.eml", lambda: HEAD + b"\r\n" + b"begin 644 a\nend\n" * 1_200_000, OUT_OF_SHAPE),
    "a file in the text": ("信.eml", lambda: HEAD + b"\r\nbegin 644 a\n" + b2a_uu(b"A" * 45) * 1_000_000 + b"end\n", ""),
    "unknown encodings": (
        "件.zip",
        lambda: mails(60, b"".join(b"Subject: " + b"".join(b" =?x%d_%d?q?%%c4%%ea?=" % (n, m) for m in range(180)) + b"\r\n" for n in range(9)) + b"\r\nx"),
        "",
    ),
    "mails in mails": (
        "信.eml",
        lambda: multipart(
            *[part(b64encode(multipart(*[part(b"UEs=")] * 900)), name=b"i.eml")] * 100
        ),
        OUT_OF_SHAPE,
    ),
    "names of 60,000 characters": (
        "件.zip",
        lambda: zipped(Member("n" * 60_000 + f"{number}.xlsx", b"x") for number in range(150)),
        "",
    ),
    "60,000 members": (
        "件.zip",
        lambda: archive(*((f"{number}.xlsx", b"x") for number in range(60_000))),
        "里面的文件超过 4096 个，不读取。压缩包请解压后再放进来，其他的请核对文件来源。",
    ),
    "archives that list thousands": (
        "件.zip",
        lambda: zipped(Member(f"{a}.xlsx", inner) for inner in [zipped(Member(f"{b}", b"") for b in range(4200))] for a in range(100)),
        "压缩包里的文件太多，有 41 个没有读取。请解压后再放进来。",
    ),
    "marks of the end of an archive": ("件.zip", lambda: b"PK\3\4" + b"PK\5\6" * 2**23, ""),
    "archives in archives": (
        "件.zip",
        lambda: archive(
            *(
                (f"{a}.zip", archive(*((f"{b}.zip", archive(*[(f"{c}.xlsx", b"x") for c in range(20)])) for b in range(20))))
                for a in range(20)
            )
        ),
        "",
    ),
}  # fmt: skip
MEASURE = """
import re, sys, time
from pathlib import Path
from converter.county.collecting.collect import collect
started = time.process_time()
found = [(one.label, one.refusal, bool(one.file)) for one in collect(Path(sys.argv[1]))]
spent = time.process_time() - started
peak = int(re.search("VmHWM:[^0-9]*([0-9]+)", Path("/proc/self/status").read_text())[1]) // 1024
print(spent, peak, max(len(label) + len(refusal) for label, refusal, _ in found))
print(any(label.startswith("年报") and file for label, _, file in found))
print(*{refusal.partition("：")[2] for _, refusal, _ in found}, sep="\\n")
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is read from /proc")
@pytest.mark.parametrize("name", SMALL)
def test_what_is_small_costs_little_to_open(tmp_path: Path, name: str) -> None:
    file, make, sentence = SMALL[name]
    (tmp_path / file).write_bytes(make())
    (tmp_path / "年报.xlsx").write_bytes((ROOT / "examples" / "sunjiagou-2022.xlsx").read_bytes())
    command = [sys.executable, "-c", MEASURE, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    figures, rest, *sentences = done.stdout.splitlines()
    seconds, peak, longest = map(float, figures.split())
    assert peak < MOST_MEMORY
    assert seconds < BUSY_SECONDS
    assert longest < 2000
    assert rest == "True"
    assert not sentence or sentence in sentences


def found(folder: Path) -> list[tuple[str, str]]:
    return [(one.label, one.refusal) for one in collect(folder)]


UNREADABLE = "附件读不出来。请打开邮件，把它另存后再放进来。"
NAMELESS = "（没有名字）"
STRANGE = {
    "brackets": (b"Content-Disposition: a; name=" + b"(" * 3900 + b"\r\n\r\nx", NAMELESS),
    "a long name": (part(b"UEs=", name=b"a" * 4100), NAMELESS),
    "an encoding that is none": (part(b"UEs=").replace(b"base64", b"(" * 999), "a.xlsx"),
    "a name in no encoding": (
        b"Content-Disposition: a; filename*=undefined''%41\r\n\r\nx",
        NAMELESS,
    ),
    "headers without end": (
        part(b"UEs=").replace(b"\r\n\r\n", b"\r\n" + b"X: y\r\n" * 12_000 + b"\r\n"),
        "a.xlsx",
    ),
}


@pytest.mark.parametrize("name", STRANGE)
def test_a_part_that_cannot_be_read_is_told_alone(tmp_path: Path, name: str) -> None:
    strange, shown = STRANGE[name]
    (tmp_path / "信.eml").write_bytes(multipart(strange, part(b"e1xydGYx")))
    told, read = found(tmp_path)
    assert told == (f"信.eml → {shown}", f"{shown}：{UNREADABLE}")
    assert read[0] == "信.eml → a.xlsx"
    assert read[1].startswith("a.xlsx：这是 RTF 文件")


@pytest.mark.parametrize(
    ("encoding", "reads"),
    [("utf-8", True), ("idna", False), ("Punycode", False), ("id年na", False)],
)
def test_a_name_counts_by_what_its_encoding_takes(
    tmp_path: Path, encoding: str, reads: bool
) -> None:
    name = b"=?%s?q?xn--%d%s-%s?="
    words = (name % (encoding.encode(), number, b"q" * 1500, b"z" * 1500) for number in range(20))
    (tmp_path / "信.eml").write_bytes(multipart(*(part(b"UEs=", name=one) for one in words)))
    assert all(said.endswith(OUT_OF_SHAPE) for _, said in found(tmp_path)) != reads


@pytest.mark.parametrize(
    ("pieces", "name"),
    [
        # cut within a character: what mail servers in Java do
        ("*0*=gb18030''%C4%EA%B1; filename*1*=%A8.xlsx", "年报.xlsx"),
        ("*2*=.xlsx; filename*1*=%8A%A5; filename*0*=UTF-8''%E5%B9%B4%E6", "年报.xlsx"),
        ('*0*="gb18030\'\'%C4%EA%B1"; filename*1*="%A8.xlsx"', "年报.xlsx"),
        ("*0*=\"gb18030''%C4%EA 1\"; filename*1*=%B1%A8.xlsx", "年 1报.xlsx"),
        ("*0*=gb18030''%C4%EA; filename*1=_1; filename*2*=%B1%A8.xlsx", "年_1报.xlsx"),
        ("*0*=gb18030''%C4%EA; filename*0*=%B1%A8.xlsx", "年报.xlsx"),
    ],
)
def test_a_name_in_pieces_is_read_whole(tmp_path: Path, pieces: str, name: str) -> None:
    letter = f"Content-Disposition: a; filename{pieces}\r\n\r\n{{\\rtf1}}"
    (tmp_path / "信.eml").write_bytes(multipart(letter.encode()))
    ((label, _),) = found(tmp_path)
    assert label == f"信.eml → {name}"


@pytest.mark.parametrize(
    ("encoding", "data", "name"),
    [
        # what mail programs call GB 18030
        ("gb2312", "镕泉镇".encode("gbk"), "镕泉镇"),
        ("GBK", "㐂镇".encode("gb18030"), "㐂镇"),
        ("x-gbk", "镕泉镇".encode("gbk"), "镕泉镇"),
        ("us-ascii", "清泉镇".encode("gbk"), "清泉镇"),
        ("utf-8", "清泉镇".encode("gbk"), "清泉镇"),
        ("utf-8", "清泉镇".encode()[:-1], "清泉�"),
        ("unknown-8bit", "清泉镇".encode(), "清泉镇"),
        ("gb2312", "清泉镇".encode(), "清泉镇"),
        ("gb2312", "统".encode("gbk"), "统"),  # it is a Greek letter in UTF-8
        ("utf-8", "é".encode(), "é"),
        ("big5", "鎮年報".encode("big5"), "鎮年報"),
    ],
)
def test_a_name_is_read_whatever_its_encoding_is_called(
    tmp_path: Path, encoding: str, data: bytes, name: str
) -> None:
    head, code = f"=?{encoding}?".encode(), b64encode(data)
    cut = head + b"Q?=%X?= \r\n " % data[0] + head + b"B?" + b64encode(data[1:]) + b"?="
    ways = [
        b'filename="' + head + b"B?" + code + b'?="',
        b"filename*=" + encoding.encode() + b"''" + quote(data).encode(),
    ]
    ways += [b'filename="' + cut + b'"'] if encoding != "big5" else []
    parts = (b"Content-Disposition: a; " + way + b"\r\n\r\n{\\rtf1}" for way in ways)
    (tmp_path / "信.eml").write_bytes(multipart(*parts))
    assert [label for label, _ in found(tmp_path)] == [f"信.eml → {name}"] * len(ways)


def test_neighbouring_words_are_each_read_in_their_encoding(tmp_path: Path) -> None:
    words = (
        b"=?%s?B?%s?=" % (one.encode(), b64encode("镇".encode(one))) for one in ("gbk", "utf-8")
    )
    disposition = b'Content-Disposition: a; filename="%s"\r\n\r\n{\\rtf1}' % b" ".join(words)
    (tmp_path / "信.eml").write_bytes(multipart(disposition))
    assert [label for label, _ in found(tmp_path)] == ["信.eml → 镇镇"]


INNOCENT = {
    "hundreds of recipients": lambda letter: (
        b"To: " + b"someone@example.gov.cn,\r\n " * 1500 + b"c@d.cn\r\n" + letter
    ),
    "a footer of a gateway in the attachment": lambda letter: letter.replace(
        b"b25l", b"b25l\r\n\xd2\xd1\xcd\xa8\xb9\xfd\xc9\xa8\xc3\xe8"
    ).replace(b"a/b;", b"a/b; charset=gbk;"),
}


@pytest.mark.parametrize("name", INNOCENT)
def test_what_nobody_needs_costs_no_attachment(tmp_path: Path, name: str) -> None:
    letter = INNOCENT[name](multipart(part(b"e1xydGYxb25l")))
    (tmp_path / "信.eml").write_bytes(letter)
    ((label, said),) = found(tmp_path)
    assert label == "信.eml → a.xlsx"
    assert said.startswith("a.xlsx：这是 RTF 文件")


def test_mails_in_one_file_share_what_they_may_cost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = mail(("扫描.png", b"x"))
    for name, limit in (("parts", 7), ("lines", 100), ("separators", 100), ("size", 1000)):
        (tmp_path / "件.zip").write_bytes(mails(6, letter))
        monkeypatch.setattr(
            MailAllowance, "of", lambda _, name=name, limit=limit: MailAllowance(**{name: limit})
        )
        refused = [label for label, refusal in found(tmp_path) if refusal.endswith(OUT_OF_SHAPE)]
        assert refused, name
        assert refused[-1] == "件.zip → 5.eml", name
        assert "件.zip → 0.eml" not in refused, name


def test_a_large_archive_of_ordinary_mails_is_opened(tmp_path: Path) -> None:
    letter = mail(("甲镇年报.xlsx", bytes(9)), subject="年报", date="1 Jan 2026 00:00:00 +0000")
    (tmp_path / "件.zip").write_bytes(mails(400, letter))
    assert not any(refusal.endswith(OUT_OF_SHAPE) for _, refusal in found(tmp_path))


def test_a_mail_counts_for_three_files_of_an_archive(tmp_path: Path) -> None:
    letter = b"From: a@b.cn\n\nx"
    (tmp_path / "件.zip").write_bytes(mails(3400, letter))
    *read, (label, refusal) = found(tmp_path)
    assert len(read) == 3334
    assert (label, refusal) == (
        "件.zip",
        "件.zip：压缩包里的文件太多，后面的没有读取。请解压后再放进来。",
    )


@pytest.mark.parametrize(("characters", "most"), [(70, 100), (3900, 2000)])
def test_a_long_boundary_counts_by_its_characters(characters: int, most: int) -> None:
    """The library compiles an expression of it."""
    allowance = MailAllowance()
    parse_mail(multipart(b"\r\nx", boundary=b"q" * characters), allowance)
    spent = MailAllowance().separators - allowance.separators
    assert most // 4 * (characters > 70) < spent < most


@pytest.mark.parametrize(
    ("name", "shown"),
    [("长" * 395 + ".xlsx", "长" * 395 + ".xlsx"), ("长" * 600 + ".xlsx", "长" * 200 + "…" + "长" * 195 + ".xlsx")],
)  # fmt: skip
def test_a_name_keeps_its_ending(tmp_path: Path, name: str, shown: str) -> None:
    (tmp_path / "件.zip").write_bytes(archive((name, b"{\\rtf1}")))
    ((label, refusal),) = found(tmp_path)
    assert label == f"件.zip → {shown}"
    assert refusal.startswith(f"{shown}：这是 RTF")


def test_of_a_name_no_more_is_looked_at_than_a_path_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []
    name = "collect.one_line"
    monkeypatch.setattr(
        f"converter.county.collecting.{name}", lambda text: looked_at.append(text) or text
    )
    (tmp_path / "件.zip").write_bytes(archive(("\x1b" * 60_000 + ".xlsx", b"{\\rtf1}")))
    ((label, _),) = found(tmp_path)
    assert label.endswith(".xlsx")
    assert max(map(len, looked_at)) < 2000
