"""Edit a workbook in LibreOffice the way a clerk does who took the protection off.

Runs by itself under the Python that has LibreOffice's `uno`, which is the system's, not the
project's: `unprotected.py FILE FOLDER`, a JSON object `{name: [[verb, argument...], ...]}` on
standard input. Every set of edits starts from FILE and is saved as FOLDER/name.xlsx; all in one
start of LibreOffice.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.sheet.CellDeleteMode import UP  # type: ignore[import-not-found]
from com.sun.star.sheet.CellInsertMode import DOWN, RIGHT  # type: ignore[import-not-found]
from com.sun.star.table import TableSortField  # type: ignore[import-not-found]

ALL_CONTENT = 1 + 2 + 4 + 16
"""Numbers, dates, texts and formulas, as CellFlags count them."""


def properties(**values: object) -> tuple[Any, ...]:
    made = []
    for name, value in values.items():
        one = PropertyValue()
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


class Desk:
    """One workbook while it is edited; a method a verb."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.sheets = document.Sheets
        for sheet in self.sheets:
            sheet.unprotect("")

    def area(self, sheet: str, where: str) -> Any:
        return self.sheets.getByName(sheet).getCellRangeByName(where)

    def text(self, sheet: str, where: str, text: str) -> None:
        self.area(sheet, where).setString(text)

    def number(self, sheet: str, where: str, value: float) -> None:
        self.area(sheet, where).setValue(value)

    def formula(self, sheet: str, where: str, formula: str) -> None:
        self.area(sheet, where).setFormula(formula)

    def clear(self, sheet: str, where: str) -> None:
        self.area(sheet, where).clearContents(ALL_CONTENT)

    def insert_rows(self, sheet: str, row: int, count: int) -> None:
        self.sheets.getByName(sheet).Rows.insertByIndex(row - 1, count)

    def delete_rows(self, sheet: str, row: int, count: int) -> None:
        self.sheets.getByName(sheet).Rows.removeByIndex(row - 1, count)

    def insert_columns(self, sheet: str, column: int, count: int) -> None:
        self.sheets.getByName(sheet).Columns.insertByIndex(column, count)

    def delete_columns(self, sheet: str, column: int, count: int) -> None:
        self.sheets.getByName(sheet).Columns.removeByIndex(column, count)

    def shift_down(self, sheet: str, where: str) -> None:
        self.sheets.getByName(sheet).insertCells(self.area(sheet, where).RangeAddress, DOWN)

    def shift_right(self, sheet: str, where: str) -> None:
        self.sheets.getByName(sheet).insertCells(self.area(sheet, where).RangeAddress, RIGHT)

    def shift_up(self, sheet: str, where: str) -> None:
        self.sheets.getByName(sheet).removeRange(self.area(sheet, where).RangeAddress, UP)

    def cut(self, sheet: str, where: str, target: str) -> None:
        first = self.area(sheet, target).CellAddress
        self.sheets.getByName(sheet).moveRange(first, self.area(sheet, where).RangeAddress)

    def copy(self, sheet: str, where: str, target: str) -> None:
        first = self.area(sheet, target).CellAddress
        self.sheets.getByName(sheet).copyRange(first, self.area(sheet, where).RangeAddress)

    def merge(self, sheet: str, where: str) -> None:
        self.area(sheet, where).merge(True)  # noqa: FBT003 (UNO takes it by position)

    def unmerge(self, sheet: str, where: str) -> None:
        self.area(sheet, where).merge(False)  # noqa: FBT003 (UNO takes it by position)

    def sort(self, sheet: str, where: str, column: int) -> None:
        field = TableSortField()
        field.Field, field.IsAscending = column, True
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        self.area(sheet, where).sort(properties(SortFields=fields, ContainsHeader=False))

    def rename(self, sheet: str, title: str) -> None:
        self.sheets.getByName(sheet).Name = title

    def remove(self, sheet: str) -> None:
        self.sheets.removeByName(sheet)

    def add(self, title: str, position: int) -> None:
        self.sheets.insertNewByName(title, position)

    def double(self, sheet: str, title: str, position: int) -> None:
        self.sheets.copyByName(sheet, title, position)

    def move(self, sheet: str, position: int) -> None:
        self.sheets.moveByName(sheet, position)

    def hide_rows(self, sheet: str, where: str) -> None:
        self.area(sheet, where).Rows.IsVisible = False

    def hide_columns(self, sheet: str, where: str) -> None:
        self.area(sheet, where).Columns.IsVisible = False

    def hide(self, sheet: str) -> None:
        self.sheets.getByName(sheet).IsVisible = False

    def paint(self, sheet: str, where: str) -> None:
        area = self.area(sheet, where)
        area.CellBackColor, area.CharHeight = 0xFF0000, 20.0

    def free(self, sheet: str, where: str) -> None:
        """Take the validation away."""
        area = self.area(sheet, where)
        validation = area.Validation
        validation.setPropertyValue("Type", uno.Enum("com.sun.star.sheet.ValidationType", "ANY"))
        area.Validation = validation

    def protect(self, sheet: str, password: str) -> None:
        self.sheets.getByName(sheet).protect(password)

    def remove_name(self, name: str) -> None:
        self.document.NamedRanges.removeByName(name)

    def redirect_name(self, name: str, where: str) -> None:
        self.document.NamedRanges.getByName(name).setContent(where)


def connected(pipe: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001, PERF203 (UNO raises NoConnectException while it starts)
            time.sleep(0.2)
    raise SystemExit("LibreOffice does not answer")


def main(file: Path, folder: Path) -> None:
    pipe = f"nianbao-{folder.stat().st_ino}"
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    with subprocess.Popen([*command, "--norestore", f"--accept=pipe,name={pipe};urp;"]) as office:
        context = connected(pipe)
        desktop = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", context
        )
        try:
            for name, steps in json.load(sys.stdin).items():
                document = desktop.loadComponentFromURL(
                    file.as_uri(), "_blank", 0, properties(Hidden=True)
                )
                desk = Desk(document)
                for verb, *arguments in steps:
                    getattr(desk, verb)(*arguments)
                document.storeToURL(
                    (folder / f"{name}.xlsx").as_uri(),
                    properties(FilterName="Calc MS Excel 2007 XML"),
                )
                document.close(True)  # noqa: FBT003 (UNO takes it by position)
        finally:
            desktop.terminate()
            office.wait(60)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
