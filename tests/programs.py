"""The programs that tests of a tier need beyond Python, and how to find them."""

import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from shutil import which

from tools.cases import ROOT
from tools.windows import OFFLINE

SYSTEM_PYTHON = "/usr/bin/python3"
"""The Python that has LibreOffice's uno."""
WINDOWS = Path("/usr/lib/libreoffice/program/libvclplug_genlo.so")
"""What LibreOffice opens windows with."""
WINE = Path("/usr/lib/wine/wine64")
MODULES = ROOT / ".tools" / "node_modules"


def validators() -> list[Path]:
    """Return the Open XML SDK validator of this system, where it is installed."""
    return [*(MODULES / "@xarsh").glob("ooxml-validator-*/ooxml-validator")]


def prints(text: str, *command: str) -> bool:
    """Tell whether a command is there and prints a text."""
    if not which(command[0]):
        return False
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return text in done.stdout


PROGRAMS: dict[str, dict[str, Callable[[], object]]] = {
    "office": {
        "LibreOffice (soffice)": lambda: which("soffice"),
        f"uno of LibreOffice for {SYSTEM_PYTHON}": lambda: prints(
            "uno", SYSTEM_PYTHON, "-c", "import uno; print('uno')"
        ),
        "poppler (pdftotext)": lambda: which("pdftotext"),
        "a screen for LibreOffice (Xvfb, xdotool, xclip)": lambda: (
            WINDOWS.exists() and all(map(which, ("Xvfb", "xdotool", "xclip")))
        ),
    },
    "browser": {
        "chromium": lambda: which("chromium"),
        "node": lambda: which("node"),
        "playwright-core": (MODULES / "playwright-core").exists,
        "axe-core": (MODULES / "axe-core").exists,
    },
    "hyperformula": {
        "node": lambda: which("node"),
        "hyperformula": (MODULES / "hyperformula").exists,
    },
    "wine": {
        f"Wine ({WINE})": WINE.exists,
        "osslsigncode": lambda: which("osslsigncode"),
        "the right to run without a network (unshare --net)": lambda: prints(
            "alone", *OFFLINE, "echo", "alone"
        ),
        "the locale zh_CN.UTF-8": lambda: prints("zh_CN.utf8", "locale", "-a"),
    },
    "ooxml": {"the Open XML SDK validator": validators},
}
"""By marker; tools/setup.sh installs them."""


@cache
def missing(marker: str, names: tuple[str, ...] = ()) -> str:
    """Name the programs that are missing of those that a marker stands for.

    `system` stands for those that it names itself.
    """
    programs = PROGRAMS.get(marker, {})
    lacking = [name for name, find in programs.items() if not find()]
    lacking += [name for name in names if marker == "system" and not which(name)]
    return ", ".join(lacking)
