"""What SECURITY.md says of the program's own doings; its other sentences name the tests of their subjects."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from converter.checking.figures import check_figures
from converter.files.libreoffice import convert_bytes
from converter.files.package import Package
from converter.form.fields import Slot
from converter.form.report import Report
from tests.hostile import Change, before, changed
from tests.test_threats import relationship
from tools.cases import ROOT

SOURCES = {path: path.read_text(encoding="utf-8") for path in (ROOT / "converter").rglob("*.py")}

NEVER = {
    "a tar file": r"\btarfile\b|\bunpack_archive\b",
    "the parser of pages in the standard library": r"(?:import|from) html\.parser",
    "an escape with an error handler": r"unicode_escape",
    "bzip2 and LZMA": r"\b(?:bz2|lzma)\b",
    "a path with an index": r"""find(?:all)?\(\s*f?"[^"]*\[(?:\d+\]|last\()""",
    "other doors of the standard library": r"(?:import|from) (?:imaplib|poplib|ftplib|xmlrpc|wsgiref|webbrowser|asyncio)\b",
    "something that listens": r"\bsocketserver\b|\bhttp\.server\b|\.listen\(",
    "code in a text": r"(?<![\w.])(?:eval|exec|__import__)\(",
    "a guess at the format of a table": r"\bSniffer\b",
    "hooks that watch": r"\baddaudithook\b",
    "another engine for formulas": r"(?:import|from) (?:formulas|pycel|xlcalculator)\b",
    "a web client": r"(?:import|from) (?:urllib\.request|http|requests|httpx|aiohttp)\b|from urllib import .*\brequest\b",
}


@pytest.mark.parametrize("name", NEVER)
def test_the_program_has_nothing_of(name: str) -> None:
    assert [path.name for path, text in SOURCES.items() if re.search(NEVER[name], text)] == []


def test_no_long_text_is_normalised_at_once() -> None:
    """Names of files, single characters, and what takes a text in pieces."""
    users = {path.name for path, text in SOURCES.items() if "unicodedata.normalize" in text}
    assert users == {"half_width.py", "output.py", "pdf_characters.py", "radicals.py", "typos.py"}


def test_only_the_mail_client_opens_connections() -> None:
    users = {
        path.name: text
        for path, text in SOURCES.items()
        if re.search(r"^\s*(?:import|from) (?:socket|ssl|smtplib)\b", text, re.MULTILINE)
    }
    # to its worker processes the program talks through pairs of sockets, which reach no other machine
    pairs = users.pop("fork_server.py")
    assert re.findall(r"\bsocket\.(?!socket\b|S[OL])\w+|socket\.socket\(.*", pairs) == [
        *("socket.socketpair", "socket.socketpair", "socket.send_fds"),
        "socket.socket(fileno=os.dup(0)) as control:",
        "socket.recv_fds",
    ]
    assert users.keys() == {"smtp.py"}


def test_only_other_programs_work_in_temporary_folders() -> None:
    users = {
        path.name for path, text in SOURCES.items() if re.search("TemporaryDirectory|mkdtemp", text)
    }
    assert users == {"libreoffice.py", "unpacking.py"}


def test_figures_of_two_rows_exchanged_are_not_told(city: Report) -> None:
    """No sum knows of it: what SECURITY.md does not promise."""
    rows = ("t3_granted", "t3_partly_granted")
    assert city.row(rows[0]) != city.row(rows[1])
    exchanged = {
        Slot(name, at): value
        for name, other in (rows, rows[::-1])
        for at, value in enumerate(city.row(other))
    }
    assert check_figures(city.with_figures(exchanged)) == check_figures(city)


def test_whoever_examines_a_file_does_it_under_limits() -> None:
    """In this process; `examine.py` works in worker processes, which are limited, and who calls the API decides himself."""
    opens = re.compile(
        r"^from converter\.conversion import (?:\([^)]*|.*)\b(?:examine|examine_input|plan_conversion|read|read_unchecked)\b"
        r"|\bconversion\.(?:examine|examine_input|plan_conversion|read|read_unchecked)\(",
        re.MULTILINE,
    )
    without = {
        path.name for path, text in SOURCES.items() if opens.search(text) and "limited(" not in text
    }
    assert without == {"examine.py", "api.py"}


WATCHED = """
import sys

def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
        if not isinstance(arguments[-1], (str, bytes)) or event != "socket.connect":
            print("NETWORK", event, arguments)

sys.addaudithook(watch)
from converter.cli import run
mail = ["mail", "--to", "a@b.cn", "--host", "example.invalid", "--user", "a@b.cn", "-o", sys.argv[1]]
for command in (["check"], ["convert", "-o", sys.argv[1], "--html"], ["import", "-o", sys.argv[1]], mail):
    for file in sys.argv[2:]:
        run([*command, "--force", file] if command[0] != "check" else [*command, file])
"""
LINK = (
    '<Relationship Id="rId99" Target="http://example.invalid/a.xlsx" TargetMode="External" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"/>'
)
REFERENCE = '<externalReferences><externalReference r:id="rId99"/></externalReferences>'
LINKED: dict[str, Change] = {
    "xl/workbook.xml": before("<definedNames>", REFERENCE),
    "xl/_rels/workbook.xml.rels": before("</Relationships>", LINK),
}
PAGE = """<html><head><base href="http://example.invalid/"><link rel="stylesheet" href="a.css">
<script src="http://example.invalid/a.js"></script></head><body>
<h1>甲镇人民政府2025年政府信息公开工作年度报告</h1><img src="http://example.invalid/a.png">
<h2>一、总体情况</h2><p>全年主动公开信息若干。</p></body></html>"""


def test_no_file_makes_the_program_open_a_connection(tmp_path: Path) -> None:
    (tmp_path / "页.html").write_text(PAGE, encoding="utf-8")
    book, report = (ROOT / "examples" / f"sunjiagou-2022.{ending}" for ending in ("xlsx", "docx"))
    for file, changes in (
        (book, LINKED),
        (report, relationship("image", "http://example.invalid")),
    ):
        (tmp_path / f"外{file.suffix}").write_bytes(changed(file, changes))
    files = [*(ROOT / "examples").iterdir(), *tmp_path.glob("外.*"), tmp_path / "页.html"]
    (tmp_path / "结果").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(tmp_path / "结果"), *map(str, files)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NIANBAO_SMTP_PASSWORD": "x"},
    )
    assert "NETWORK" not in done.stdout
    assert {file.suffix for file in (tmp_path / "结果").iterdir()} > {".docx", ".html", ".eml"}


OPEN = "urn:oasis:names:tc:opendocument:xmlns"
LINKED_SHEET = f"""<?xml version="1.0"?><office:document
 xmlns:office="{OPEN}:office:1.0" xmlns:t="{OPEN}:table:1.0" xmlns:d="{OPEN}:drawing:1.0"
 xmlns:x="http://www.w3.org/1999/xlink" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:body><office:spreadsheet><t:table t:name="a"><t:table-row><t:table-cell>
<d:frame><d:image x:href="{{}}"/></d:frame><d:frame><d:image x:href="{{}}"/></d:frame>
</t:table-cell></t:table-row></t:table></office:spreadsheet></office:body></office:document>"""


@pytest.mark.office
def test_libreoffice_fetches_nothing() -> None:
    """No picture from a server (what has connected waits to be accepted) and none from the disk."""
    picture = next((ROOT / "docs" / "images").glob("*.png")).as_uri()
    with socket.create_server(("127.0.0.1", 0)) as server:
        elsewhere = f"http://127.0.0.1:{server.getsockname()[1]}/a.png"
        data = LINKED_SHEET.format(picture, elsewhere).encode()
        made = convert_bytes(data, "fods", "xlsx")
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert [one for one in Package(made).parts if "media" in one] == []
