"""Real engines: LibreOffice, pdftotext and the Open XML SDK validator, each as one function."""

import json
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.programs import validators

# 0 is "always": what LibreOffice writes is what it computed, not what the file had cached
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def libreoffice(
    files: Iterable[Path], target: str, folder: Path, *, infilter: str = ""
) -> list[Path]:
    """Convert files in one start of LibreOffice, recalculating; return the results in order."""
    files = list(files)
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    command += [f"--infilter={infilter}"] if infilter else []
    command += ["--convert-to", target, "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=480)
    results = [folder / file.with_suffix(f".{target.partition(':')[0]}").name for file in files]
    missing = [result.name for result in results if not result.exists()]
    assert not missing, f"LibreOffice wrote no {missing}"
    return results


def pdf_pages(pdf: Path) -> list[str]:
    """Return the text of each page, as it is laid out."""
    command = ["pdftotext", "-layout", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return text.split("\f")[:-1]


def open_xml_errors(file: Path) -> list[dict[str, Any]]:
    """Return what the Open XML SDK objects to."""
    (validator,) = validators()
    done = subprocess.run([validator, str(file)], check=False, capture_output=True, text=True)
    result = json.loads(done.stdout)
    assert result["errors"] or result["ok"]
    return list(result["errors"])


def pdf_lines(pdf: Path) -> list[tuple[int, float, float, str]]:
    """Return the page, the left and right ends in millimetres and the text of each line."""
    command = ["pdftotext", "-bbox-layout", str(pdf), "-"]
    boxes = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lines = []
    for number, page in enumerate(boxes.split("<page ")[1:], start=1):
        for line in re.findall(r"<line .*?</line>", page, re.DOTALL):
            words = re.findall(r'xMin="(.*?)".*xMax="(.*?)".*>(.*)</word>', line)
            left, right = (float(words[at][end]) / 72 * 25.4 for at, end in ((0, 0), (-1, 1)))
            lines.append((number, left, right, "".join(word[2] for word in words)))
    return lines
