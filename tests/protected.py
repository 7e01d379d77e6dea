"""Type into a protected workbook in LibreOffice, and say which cells took it.

Runs by itself under the Python that has LibreOffice's `uno`: `protected.py FOLDER`, a JSON object
`{file: [[sheet, cell, text], ...]}` on standard input. Every file is saved again under its own
name in FOLDER. Prints a JSON object `{file: [whether the cell took the text, ...]}`.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]  # noqa: F401 (it makes com.sun.star)
from com.sun.star.uno import RuntimeException  # type: ignore[import-not-found]
from unprotected import connected, properties


def typed(document: Any, sheet: str, cell: str, text: str) -> bool:
    area = document.Sheets.getByName(sheet).getCellRangeByName(cell)
    try:
        # unlike setString it respects the protection
        area.setDataArray(((text,),))
    except RuntimeException:
        return False
    return bool(area.getString() == text)


def main(folder: Path) -> None:
    pipe = f"nianbao-{folder.stat().st_ino}"
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    taken: dict[str, list[bool]] = {}
    with subprocess.Popen([*command, "--norestore", f"--accept=pipe,name={pipe};urp;"]) as office:
        context = connected(pipe)
        desktop = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", context
        )
        try:
            for file, steps in json.load(sys.stdin).items():
                document = desktop.loadComponentFromURL(
                    Path(file).as_uri(), "_blank", 0, properties(Hidden=True)
                )
                taken[file] = [typed(document, *step) for step in steps]
                document.storeToURL(
                    (folder / Path(file).name).as_uri(),
                    properties(FilterName="Calc MS Excel 2007 XML"),
                )
                document.close(True)  # noqa: FBT003 (UNO takes it by position)
        finally:
            desktop.terminate()
            office.wait(60)
    sys.stdout.write(json.dumps(taken))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
