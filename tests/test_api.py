"""The package as other Python programs import it."""

import doctest
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest

import converter
from converter import NianbaoError, Report, check, convert, read, render
from converter.writing.workbooks.workbook import write_workbook
from tests.filling import TEMPLATE
from tools.cases import EXAMPLES, ROOT

PAGE = ROOT / "docs" / "python-api.md"
WORKBOOK = EXAMPLES / "sunjiagou-2022.xlsx"
REPORT = "保德县孙家沟镇人民政府2022年政府信息公开工作年度报告.docx"


def test_the_page_shows_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    shutil.copy(TEMPLATE, tmp_path)
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"^```pycon\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert len(blocks) == text.count("```") // 2 == 4
    shown = doctest.DocTestParser().get_doctest("".join(blocks), {}, PAGE.name, PAGE.name, 0)
    told: list[str] = []
    result = doctest.DocTestRunner(verbose=False).run(shown, out=told.append)
    assert result.attempted > 20
    assert result.failed == 0, "".join(told)


def test_every_public_name_is_there_and_no_other() -> None:
    names = ["Finding", "NianbaoError", "Report", "check", "convert", "read", "render"]
    assert converter.__all__ == names
    assert all(getattr(converter, name).__name__ == name for name in names)
    with pytest.raises(AttributeError, match="module 'converter' has no attribute 'chekc'"):
        converter.chekc  # type: ignore[attr-defined]  # noqa: B018


def test_importing_the_package_loads_next_to_nothing() -> None:
    code = (
        "import sys; import converter;"
        "print(sorted({'openpyxl','docxtpl','jinja2','lxml','xlsxwriter','click','rich'}"
        " & set(sys.modules)), [name for name in sys.modules if name.startswith('converter.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[] []\n"


TYPED = """from pathlib import Path

from converter import NianbaoError, check, convert, read, render

reveal_type(check(Path("a.xlsx"), previous="b.xlsx").ok)
reveal_type(check("a.xlsx").findings[0].message)
reveal_type(convert("a.xlsx", "out", overwrite=True).path)
reveal_type(read("a.xlsx").report_year)
reveal_type(render(read("a.xlsx")))
raise NianbaoError("x")
"""
MISSPELT = "import converter\n\nconverter.chekc('a.xlsx')\nconverter.check('a.xlsx').okay\n"


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (
            TYPED,
            [
                'note: Revealed type is "bool"',
                'note: Revealed type is "str"',
                'note: Revealed type is "pathlib.Path | None"',
                'note: Revealed type is "int | None"',
                'note: Revealed type is "bytes"',
            ],
        ),
        (
            MISSPELT,
            [
                'error: Module has no attribute "chekc"; maybe "check"?  [attr-defined]',
                'error: "Examination" has no attribute "okay"  [attr-defined]',
            ],
        ),
    ],
    ids=["typed", "misspelt"],
)
@pytest.mark.slow
def test_a_type_checker_sees_the_types(tmp_path: Path, program: str, said: list[str]) -> None:
    file = tmp_path / "program.py"
    file.write_text(program, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file", "", str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert re.findall(r"program\.py:\d+: (.*)", done.stdout) == said


def test_the_package_says_that_it_is_typed() -> None:
    assert (ROOT / "converter" / "py.typed").exists()


def test_findings_that_stop_a_conversion_leave_no_file(tmp_path: Path, township: Report) -> None:
    file = tmp_path / "填报表.xlsx"
    file.write_bytes(write_workbook(replace(township, problems=())))
    stopped = convert(str(file), str(tmp_path / "out"))
    assert stopped.path is None
    assert [finding.code for finding in stopped.findings] == ["TEXT-MISSING"]
    assert stopped.findings == check(file).findings
    assert list(tmp_path.iterdir()) == [file]


def test_another_file_is_overwritten_only_when_asked(tmp_path: Path) -> None:
    target = tmp_path / REPORT
    assert convert(WORKBOOK, tmp_path).path == target
    report = target.read_bytes()
    assert convert(WORKBOOK, tmp_path).path == target  # these very bytes
    target.write_bytes(b"edited")
    with pytest.raises(NianbaoError, match="已有同名文件，原来的还在，没有覆盖。"):
        convert(WORKBOOK, tmp_path)
    assert target.read_bytes() == b"edited"
    assert convert(WORKBOOK, tmp_path, overwrite=True).path == target
    assert target.read_bytes() == report == render(read(WORKBOOK))


def test_last_years_file_is_compared(tmp_path: Path, township: Report) -> None:
    last = tmp_path / "上年.xlsx"
    last.write_bytes(write_workbook(replace(township, report_year=2021)))
    for findings in (
        check(WORKBOOK, last).findings,
        convert(WORKBOOK, tmp_path, str(last)).findings,
    ):
        assert [finding.code for finding in findings] == ["TEXT-COPY"]
    with pytest.raises(NianbaoError, match="应给 2021 年的"):
        check(WORKBOOK, previous=WORKBOOK)


def test_a_page_and_a_word_report_are_read(tmp_path: Path) -> None:
    from converter.writing.pages.html import render_page

    page = tmp_path / "网页.html"
    page.write_bytes(render_page(read(WORKBOOK)))
    for file in (page, EXAMPLES / "sunjiagou-2022.docx"):
        report = read(file)
        assert (report.unit_name, report.report_year) == ("保德县孙家沟镇人民政府", 2022)
        assert report.row("t3_total") == (0,) * 7


LONG = "长" * 300
FILES: dict[str, Callable[[Path], Any]] = {
    "missing": lambda folder: folder / "没有.xlsx",
    "no name": lambda _: "",
    "a folder": str,
    "below a file": lambda folder: folder / "text.txt" / "表.xlsx",
    "a name too long": lambda folder: folder / f"{LONG}.xlsx",
    "a NUL": lambda folder: f"{folder}/a\0b.xlsx",
    "a lone surrogate": lambda folder: f"{folder}/\ud800.xlsx",
    "empty": lambda folder: folder / "empty.xlsx",
    "text": lambda folder: folder / "text.txt",
    "a broken package": lambda folder: folder / "broken.xlsx",
    "a pdf": lambda folder: folder / "a.pdf",
}


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    (tmp_path / "empty.xlsx").touch()
    (tmp_path / "text.txt").write_text("一二三", encoding="utf-8")
    (tmp_path / "broken.xlsx").write_bytes(WORKBOOK.read_bytes()[:5000])
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    return tmp_path


@pytest.mark.parametrize("name", FILES)
def test_whatever_the_file_the_error_is_ours(odd: Path, name: str) -> None:
    given = FILES[name](odd)
    for work in (
        lambda: read(given),
        lambda: check(given),
        lambda: check(WORKBOOK, given),
        lambda: convert(given, odd),
        lambda: convert(WORKBOOK, odd, given),
    ):
        with pytest.raises(NianbaoError):
            work()


OUTPUTS = {
    "another suffix": "报告.xlsx",
    "below a file": "text.txt/报告.docx",
    "a file as a folder": "file",
    "a folder's name too long": LONG,
    "a name too long": f"{LONG}.docx",
    "a NUL": "a\0b.docx",
    "a NUL in the folder": "a\0b/报告.docx",
    "a lone surrogate": "\ud800.docx",
}


@pytest.mark.parametrize("name", OUTPUTS)
@pytest.mark.parametrize("overwrite", [False, True])
def test_whatever_the_output_the_error_is_ours(odd: Path, name: str, *, overwrite: bool) -> None:
    (odd / "file").touch()
    before = sorted(odd.iterdir())
    with pytest.raises(NianbaoError):
        convert(WORKBOOK, odd / OUTPUTS[name], overwrite=overwrite)
    assert sorted(odd.iterdir()) == before


@pytest.mark.parametrize("overwrite", [False, True])
def test_an_input_is_never_written(tmp_path: Path, *, overwrite: bool) -> None:
    file = tmp_path / REPORT
    docx.Document(str(EXAMPLES / "sunjiagou-2022.docx")).save(str(file))  # in other bytes
    data = file.read_bytes()
    with pytest.raises(NianbaoError, match="这是输入文件，不能覆盖。"):
        convert(file, tmp_path, overwrite=overwrite)
    assert file.read_bytes() == data
