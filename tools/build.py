"""Build what is generated from the form and the word lists: both templates, the example, the tables of phrases, needed words.

`python -m tools.build`
"""

import subprocess
import sys
from pathlib import Path
from typing import Final

from converter.checking.prose.words import prepared
from converter.form.fields import FORM_VERSION
from converter.form.layout import LAYOUT
from converter.form.patterns import NEEDED
from converter.form.report import Report
from converter.form.versions import layout_from_json, layout_to_json
from converter.writing.workbooks.workbook import write_workbook
from tools import needed_words
from tools.cases import CASES, ROOT, load_case
from tools.prepare import as_python
from tools.rulebook import PROSE_PAGE, RULES_PAGE, prose_page, rules_page
from tools.word_template import build_return_template, build_template


def build(folder: Path) -> None:
    """Write every generated file under a folder that is laid out like the repository.

    Raises SystemExit, having written nothing, where its FORM_VERSION is kept with another layout.
    """
    kept = folder / "converter" / "form" / "shipped_layouts" / f"{FORM_VERSION}.json"
    if kept.exists() and layout_from_json(kept.read_text(encoding="utf-8")) != LAYOUT:
        raise SystemExit(_LAYOUT_CHANGED.format(version=FORM_VERSION))
    (folder / "examples").mkdir(exist_ok=True)
    (folder / "workbook_template.xlsx").write_bytes(write_workbook(Report()))
    kept.parent.mkdir(parents=True, exist_ok=True)
    if not kept.exists():
        kept.write_text(layout_to_json(LAYOUT), encoding="utf-8")
    _write_word_templates(folder)
    for path, data in (
        (prepared.TABLES, prepared.as_text().encode(prepared.ENCODING)),
        (NEEDED, needed_words.as_text().encode()),
    ):
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    example = folder / "examples" / "sunjiagou-2022.xlsx"
    example.write_bytes(write_workbook(load_case(CASES / "sunjiagou-2022.json")))
    # a process of its own: this one may have loaded the older template
    command = [sys.executable, "-m", "converter", "convert", str(example), "--force"]
    output = ["-o", str(example.with_suffix(".docx"))]
    subprocess.run([*command, *output], check=True, capture_output=True)


_LAYOUT_CHANGED: Final = (
    "The form differs from converter/form/shipped_layouts/{version}.json, where everything stands in the workbooks "
    "already sent out. Nothing was written: raise FORM_VERSION in converter/form/fields.py. "
    "If no workbook of {version} was sent out yet, delete that file instead."
)


def _write_word_templates(folder: Path) -> None:
    room = folder / "converter" / "writing" / "word"
    room.mkdir(parents=True, exist_ok=True)
    report, note = build_template(), build_return_template()
    (folder / "report_template.docx").write_bytes(report)
    (room / "return_template.docx").write_bytes(note)
    for name, template in (("report_template", report), ("return_template", note)):
        (room / f"{name}_compiled.py").write_text(as_python(template), encoding="utf-8")


if __name__ == "__main__":
    build(ROOT)
    PROSE_PAGE.write_text(prose_page(), encoding="utf-8")
    RULES_PAGE.write_text(rules_page(), encoding="utf-8")
