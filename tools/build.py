"""Build what is generated from the form: both templates and the example. `python -m tools.build`"""

from pathlib import Path

from converter.convert import Options, convert
from converter.document_template import build_return_template, build_template
from converter.report import AnnualReport
from converter.workbook_writer import write_workbook
from tools.cases import CASES, ROOT, load_case
from tools.rulebook import PROSE_PAGE, prose_page

EXAMPLES = ROOT / "examples"


def build(folder: Path) -> None:
    """Write every generated file under a folder that is laid out like the repository."""
    (folder / "examples").mkdir(exist_ok=True)
    (folder / "workbook_template.xlsx").write_bytes(write_workbook(AnnualReport()))
    (folder / "report_template.docx").write_bytes(build_template())
    (folder / "converter").mkdir(exist_ok=True)
    (folder / "converter" / "return_template.docx").write_bytes(build_return_template())
    example = folder / "examples" / "sunjiagou-2022.xlsx"
    example.write_bytes(write_workbook(load_case(CASES / "sunjiagou-2022.json")))
    convert(example, Options(output=example.with_suffix(".docx"), force=True))


if __name__ == "__main__":
    build(ROOT)
    PROSE_PAGE.write_text(prose_page(), encoding="utf-8")
