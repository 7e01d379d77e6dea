"""Paste HTML into a workbook in a LibreOffice window, then correct what was pasted.

Runs by itself under the Python that has LibreOffice's `uno`: `pasted.py FILE SAVED`, a JSON list
`[[sheet, cell, html, correction], ...]` on standard input. The clipboard is that of a virtual screen.
The workbook is saved as SAVED. Prints a JSON list with, for each paste, the text
that arrived, whether the paste locked the cell, and the text after the correction.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]  # noqa: F401 (it makes com.sun.star)
from unprotected import connected, properties


class Window:
    """One workbook in a window."""

    def __init__(self, context: Any, desktop: Any, file: Path) -> None:
        self.document = desktop.loadComponentFromURL(file.as_uri(), "_blank", 0, ())
        self.view = self.document.CurrentController
        self.dispatcher = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.DispatchHelper", context
        )

    def choose(self, sheet: str, cell: str) -> Any:
        """Select a cell and return it."""
        area = self.document.Sheets.getByName(sheet).getCellRangeByName(cell)
        self.view.setActiveSheet(self.document.Sheets.getByName(sheet))
        self.view.select(area)
        return area

    def run(self, command: str, **values: object) -> None:
        """Run a command of the menu, as a key or the mouse does."""
        self.dispatcher.executeDispatch(self.view.Frame, command, "", 0, properties(**values))


def copied(html: str) -> None:
    """Put HTML on the clipboard."""
    command = ["xclip", "-selection", "clipboard", "-target", "text/html"]
    page = f'<html><meta charset="utf-8"><body>{html}</body></html>'
    subprocess.run(command, input=page.encode(), check=True)


def pasted(window: Window, sheet: str, cell: str, html: str, correction: str) -> list[object]:
    copied(html)
    area = window.choose(sheet, cell)
    # LibreOffice asks in which language the numbers are: the button OK of its dialog, by the mouse,
    # because without a window manager a key may never arrive; again until the dialog is there
    press = "timeout 3 xdotool search --name 'Import Options' mousemove --window %1 345 141 click 1"
    with subprocess.Popen(["sh", "-c", f"while sleep 1; do {press}; done"]) as answering:
        window.run(".uno:Paste")
        answering.kill()
    arrived, locked = area.getString(), area.CellProtection.IsLocked
    window.choose(sheet, cell)
    window.run(".uno:EnterString", StringName=correction)
    return [arrived, locked, area.getString()]


def main(file: Path, saved: Path) -> None:
    folder = saved.parent
    pipe = f"nianbao-{folder.stat().st_ino}"
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1366x768x24"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert screen.stdout is not None
    os.environ["DISPLAY"] = f":{screen.stdout.readline().strip()}"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;"]
    environment = {**os.environ, "SAL_USE_VCLPLUGIN": "gen"}
    with subprocess.Popen(command, env=environment) as office:
        context = connected(pipe)
        desktop = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", context
        )
        try:
            window = Window(context, desktop, file)
            results = [pasted(window, *step) for step in json.load(sys.stdin)]
            window.document.storeToURL(
                saved.as_uri(), properties(FilterName="Calc MS Excel 2007 XML")
            )
            window.document.close(True)  # noqa: FBT003 (UNO takes it by position)
        finally:
            desktop.terminate()
            office.wait(60)
            screen.terminate()
    sys.stdout.write(json.dumps(results))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
