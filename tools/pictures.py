"""Make the pictures of the documentation from the shipped files. `python -m tools.pictures`

Needs LibreOffice, pdftoppm and Chromium, and shows what they draw: workbook sheets with a mistake
in them, the pages of the example's report, the page that is published.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from converter.form import Cell
from converter.page import render_page
from converter.workbook_writer import write_workbook
from tools.build import EXAMPLES
from tools.cases import CASES, ROOT, load_case

IMAGES = ROOT / "docs" / "images"

# the offices' fonts are not free; these stand in for them
_FONTS = {
    "仿宋_GB2312": "Noto Serif CJK SC",
    "宋体": "Noto Serif CJK SC",
    "方正小标宋简体": "Noto Serif CJK SC",
    "楷体_GB2312": "AR PL UKai CN",
    "黑体": "Noto Sans CJK SC",
}


def draw(images: Path) -> None:
    """Write every picture into a folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mistaken = load_case(CASES / "sunjiagou-2022.json").with_figures(
            {Cell("t3_new_received", 0): 3, Cell("t3_granted", 0): 2}
        )
        workbook = folder / "workbook.xlsx"
        workbook.write_bytes(write_workbook(mistaken))
        report = EXAMPLES / "sunjiagou-2022.docx"
        for file in (workbook, report):
            _to_pdf(file, folder)
        for text, picture in (
            ("填报表版本", "guide"),
            ("申请人情况", "table3"),
            ("未通过的错误项数", "check"),
        ):
            _page(folder / "workbook.pdf", text, images / f"{picture}.png")
        for text, picture in (("一、总体情况", "report1"), ("申请人情况", "report3")):
            _page(folder / "sunjiagou-2022.pdf", text, images / f"{picture}.png")
        page = folder / "page.html"
        page.write_bytes(render_page(load_case(CASES / "city-2025.json")))
        browse = ["node", str(ROOT / "tools" / "browse.js"), name, str(page)]
        subprocess.run(browse, check=True, capture_output=True)
        for width, picture in ((1280, "page"), (360, "page-phone")):
            shutil.copy(folder / f"page-{width}-view.png", images / f"{picture}.png")


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
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(file),
        ],
        check=True,
        capture_output=True,
        env={**os.environ, "FONTCONFIG_FILE": str(config)},
    )


def _page(pdf: Path, text: str, picture: Path) -> None:
    """Draw the first page that shows a text."""
    read = ["pdftotext", str(pdf), "-"]
    pages = subprocess.run(read, check=True, capture_output=True, text=True).stdout.split("\f")
    number = str(1 + next(index for index, page in enumerate(pages) if text in page))
    command = ["pdftoppm", "-png", "-singlefile", "-r", "80", "-f", number, "-l", number]
    subprocess.run([*command, str(pdf), str(picture.with_suffix(""))], check=True)


if __name__ == "__main__":
    IMAGES.mkdir(parents=True, exist_ok=True)
    draw(IMAGES)
