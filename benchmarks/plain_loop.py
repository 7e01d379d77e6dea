"""The plain way, as anybody would write it: load_workbook, render, save. Checks nothing.

`python -m benchmarks.plain_loop TEMPLATE OUTPUT FILE…`
"""

import sys
from pathlib import Path
from typing import Any

import docxtpl
import jinja2
import openpyxl

PROSE = ("preface", "overview", "problems", "other_matters")


def convert_plainly(workbook: Path, template: Path, output: Path) -> None:
    """Print a workbook's names with a template, nothing checked."""
    book = openpyxl.load_workbook(workbook, data_only=True)
    context: dict[str, Any] = {}
    for name, defined in book.defined_names.items():
        for sheet, place in defined.destinations:
            cells = book[sheet][place]
            rows = cells if isinstance(cells, tuple) else ((cells,),)
            context[name] = [cell.value for row in rows for cell in row]
    for name in PROSE:
        context[name] = [{"heading": "", "text": text} for text in context[name] if text]
    unit, year = context["unit_name"][0], context["report_year"][0]
    context["unit_name"], context["report_date"] = unit, str(context["report_date"][0])
    context["title"] = f"{unit}{year}年政府信息公开工作年度报告"
    document = docxtpl.DocxTemplate(template)
    document.render(context, jinja2.Environment(autoescape=True))
    document.save(output)


if __name__ == "__main__":
    used, folder, *files = map(Path, sys.argv[1:])
    for number, file in enumerate(files):
        convert_plainly(file, used, folder / f"{number}.docx")
