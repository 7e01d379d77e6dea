"""Make the pictures of the manuals from what the program writes. `python -m tools.pictures`

Needs LibreOffice, pdftoppm and Chromium. `docs/images/sources.json` holds the digests of each
picture and of the file that it shows, so that a test can tell when a picture is stale.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from converter.form.fields import Slot
from converter.writing.pages.html import render_page
from converter.writing.workbooks.workbook import write_workbook
from tools.cases import CASES, EXAMPLES, ROOT, load_case

IMAGES: Final = ROOT / "docs" / "images"
RECORD: Final = "sources.json"
_DOTS: Final = 100
"""Dots an inch."""
_RECEIVED: Final = 1_768_874_400
"""The time of the files in the inbox, 2026-01-20; a fixed one keeps the ledger the same."""


@dataclass(frozen=True)
class _Picture:
    """A part of the first page of a source that shows a text, or a web page in a window."""

    source: str
    """The name of the file."""
    shows: str = ""
    left: float = 0
    top: float = 0
    right: float = 1
    bottom: float = 1
    """The edges of the part, as fractions of the page's width and height."""
    window: int = 0
    """The width of the window in pixels; 0 where the source is no web page."""


PICTURES: Final = {
    "guide": _Picture("workbook.xlsx", "填报表版本", 0.04, 0.06, 0.96, 0.55),
    "table3": _Picture("workbook.xlsx", "申请人情况", 0.06, 0.05, 0.95, 0.91),
    "check": _Picture("workbook.xlsx", "未通过的错误项数", 0.04, 0.06, 0.97, 0.34),
    "report1": _Picture("report.docx", "一、总体情况"),
    "report3": _Picture("report.docx", "申请人情况"),
    "ledger": _Picture("ledger.xlsx", "收到的文件", 0.04, 0.07, 0.94, 0.18),
    "findings": _Picture("ledger.xlsx", "问题和改法", 0.04, 0.07, 0.95, 0.22),
    "note": _Picture("note.docx", "退回修改通知", 0.08, 0.08, 0.92, 0.56),
    "page": _Picture("page.html", window=1280),
    "page-phone": _Picture("page.html", window=360),
    "index-phone": _Picture("index.html", window=360),
}

_ON_THE_DAY: Final = """
import datetime
from converter.county.outputs import reminders
reminders.today = lambda: datetime.datetime.fromtimestamp({seconds}, datetime.timezone.utc).date()
from converter.cli import main
main()
"""
"""Runs a command as on the day when the files were received: the ledger names it."""

# the offices' fonts are not free; these stand in for them
_FONTS: Final = {
    "仿宋_GB2312": "Noto Serif CJK SC",
    "宋体": "Noto Serif CJK SC",
    "方正小标宋简体": "Noto Serif CJK SC",
    "楷体_GB2312": "AR PL UKai CN",
    "黑体": "Noto Sans CJK SC",
}


def write_sources(folder: Path) -> None:
    """Write every file that a picture shows; the same bytes each time."""
    township = load_case(CASES / "sunjiagou-2022.json")
    mistake = {Slot("t3_new_received", 0): 3, Slot("t3_granted", 0): 2}
    mistaken = replace(township, report_date=None).with_figures(mistake)
    (folder / "workbook.xlsx").write_bytes(write_workbook(mistaken))
    shutil.copy(EXAMPLES / "sunjiagou-2022.docx", folder / "report.docx")
    (folder / "page.html").write_bytes(render_page(load_case(CASES / "city-2025.json")))
    inbox, results = folder / "收件", folder / "收件结果"
    inbox.mkdir()
    names = [f"安宁县{name}人民政府" for name in ("白水镇", "红岩乡", "青山镇", "石桥镇")]
    for name in names[:3]:
        overview = tuple(text.replace("孙家沟镇", name[3:6]) for text in township.overview)
        report = replace(township, unit_name=name, overview=overview)
        if name == names[0]:
            report = report.with_figures(mistake)
        file = inbox / f"{name[3:6]}.xlsx"
        file.write_bytes(write_workbook(report))
        os.utime(file, (_RECEIVED, _RECEIVED))
    roster = folder / "名单.txt"
    roster.write_text("\n".join(names), encoding="utf-8")
    for command in (
        # one unit is returned, so the status is not 0
        ["batch", str(inbox), "-o", str(results), "--roster", str(roster)],
        ["publish", str(results), "-o", str(folder / "公开")],
    ):
        program = [sys.executable, "-c", _ON_THE_DAY.format(seconds=_RECEIVED), *command]
        subprocess.run(program, check=False, capture_output=True)
    shutil.copy(folder / "公开" / "index.html", folder / "index.html")
    shutil.copy(results / "汇总.xlsx", folder / "ledger.xlsx")
    shutil.copy(results / "退回" / f"{names[0]}退回修改通知.docx", folder / "note.docx")


def record(sources: Path, images: Path) -> dict[str, list[str]]:
    """Return the SHA-256 of each picture's source and of the picture itself, by the picture's name."""
    return {
        name: [_digest(sources / picture.source), _digest(images / f"{name}.png")]
        for name, picture in PICTURES.items()
    }


def draw(images: Path) -> None:
    """Write every picture into a folder, and the record of their digests."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_sources(folder)
        for source in sorted({picture.source for picture in PICTURES.values()}):
            if source.endswith(".html"):
                browse = str(ROOT / "tools" / "browse.js")
                _output("node", browse, "--pictures", str(folder), str(folder / source))
            else:
                _to_pdf(folder / source, folder)
        for title, picture in PICTURES.items():
            target = images / f"{title}.png"
            file = folder / picture.source
            if picture.window:
                shutil.copy(folder / f"{file.stem}-{picture.window}-view.png", target)
            else:
                _cut(file.with_suffix(".pdf"), picture, target)
        content = json.dumps(record(folder, images), indent=1)
        (images / RECORD).write_text(content + "\n", encoding="utf-8")


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _to_pdf(file: Path, folder: Path) -> None:
    aliases = "".join(
        f"<alias binding='same'><family>{font}</family><prefer><family>{stand_in}</family>"
        "</prefer></alias>"
        for font, stand_in in _FONTS.items()
    )
    config = folder / "fonts.conf"
    config.write_text(
        "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig>"
        f"<include>/etc/fonts/fonts.conf</include>{aliases}</fontconfig>",
        encoding="utf-8",
    )
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    environment = {**os.environ, "FONTCONFIG_FILE": str(config)}
    subprocess.run([*command, str(file)], check=True, capture_output=True, env=environment)


def _cut(pdf: Path, picture: _Picture, target: Path) -> None:
    """Draw the part of the first page that shows a text."""
    texts = _output("pdftotext", str(pdf), "-").split("\f")
    number = str(1 + next(index for index, page in enumerate(texts) if picture.shows in page))
    properties = dict(
        line.split(":", 1)
        for line in _output("pdfinfo", "-f", number, "-l", number, str(pdf)).splitlines()
    )
    size = next(
        properties[key] for key in properties if key.endswith("size") and key.startswith("Page")
    )
    points = [float(word) for word in size.split() if word[0].isdigit()][:2]
    width, height = (round(length / 72 * _DOTS) for length in points)
    part = {
        "-x": picture.left * width,
        "-y": picture.top * height,
        "-W": (picture.right - picture.left) * width,
        "-H": (picture.bottom - picture.top) * height,
    }
    cut = [word for flag, length in part.items() for word in (flag, str(round(length)))]
    page = ["-png", "-singlefile", "-r", str(_DOTS), "-f", number, "-l", number]
    _output("pdftoppm", *page, *cut, str(pdf), str(target.with_suffix("")))


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    IMAGES.mkdir(parents=True, exist_ok=True)
    draw(IMAGES)
