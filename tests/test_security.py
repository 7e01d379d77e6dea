"""What SECURITY.md says of the program's own doings; the other sentences are tests of their subjects.

Hostile files: test_threats, test_hostile_text, test_corpus; own templates: test_own_template; mail and
passwords: test_smtp, test_mail; limits: test_faults, test_workers; killed runs: interruption, test_shelf;
`.nianbao.json`: test_county_units; outputs that cannot be shown: test_faults.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.cases import ROOT

SOURCES = {path: path.read_text(encoding="utf-8") for path in (ROOT / "converter").rglob("*.py")}

NEVER = {
    "a tar file": r"\btarfile\b",
    "the parser of pages in the standard library": r"(?:import|from) html\.parser",
    "an escape with an error handler": r"unicode_escape",
    "bzip2 and LZMA": r"\b(?:bz2|lzma)\b",
    "a path with an index": r"""find(?:all)?\(\s*f?"[^"]*\[(?:\d+\]|last\()""",
    "other doors of the standard library": r"(?:import|from) (?:imaplib|wsgiref|webbrowser|asyncio)\b",
    "something that listens": r"\bsocketserver\b|\bhttp\.server\b|\.listen\(",
    "code in a text": r"(?<![\w.])(?:eval|exec|__import__)\(",
    "a web client": r"(?:import|from) (?:urllib\.request|http\.client|requests|httpx|aiohttp)\b",
}


@pytest.mark.parametrize("name", NEVER)
def test_the_program_has_nothing_of(name: str) -> None:
    assert [path.name for path, text in SOURCES.items() if re.search(NEVER[name], text)] == []


def test_no_long_text_is_normalised_at_once() -> None:
    """Names of files, single characters, and what takes a text in pieces."""
    users = {path.name for path, text in SOURCES.items() if "unicodedata.normalize" in text}
    assert users == {"half_width.py", "output.py", "pdf_blocks.py", "typos.py"}


def test_only_the_mail_client_opens_connections() -> None:
    users = [
        path.name
        for path, text in SOURCES.items()
        if re.search(r"^\s*(?:import|from) (?:socket|ssl|smtplib)\b", text, re.MULTILINE)
    ]
    assert users == ["smtp.py"]


WATCHED = """
import sys

def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
        if not isinstance(arguments[-1], (str, bytes)) or event != "socket.connect":
            print("NETWORK", event, arguments)

sys.addaudithook(watch)
from converter.cli import run
for command in (["check"], ["convert", "-o", sys.argv[1], "--html"], ["import", "-o", sys.argv[1]]):
    for file in sys.argv[2:]:
        run([*command, "--force", file] if command[0] != "check" else [*command, file])
"""
PAGE = """<html><head><base href="http://example.invalid/"><link rel="stylesheet" href="a.css">
<script src="http://example.invalid/a.js"></script></head><body>
<h1>甲镇人民政府2025年政府信息公开工作年度报告</h1><img src="http://example.invalid/a.png">
<h2>一、总体情况</h2><p>全年主动公开信息若干。</p></body></html>"""


def test_no_file_makes_the_program_open_a_connection(tmp_path: Path) -> None:
    (tmp_path / "页.html").write_text(PAGE, encoding="utf-8")
    files = [*(ROOT / "examples").iterdir(), tmp_path / "页.html"]
    (tmp_path / "结果").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(tmp_path / "结果"), *map(str, files)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "NETWORK" not in done.stdout
    assert [*(tmp_path / "结果").glob("*.docx")]
