"""What SECURITY.md and docs/reliability.md say: each paragraph, item and table row names its tests, or when it was measured.

Behind it stands a comment, `<!-- tests: test_smtp.py::test_a_report_is_sent, … -->`; behind a table one for all of its rows, or
one in each. A case of a parametrized test is named by its id, in brackets. In a section that is called `measured` a
paragraph or row may instead give a date and the command. `<!-- scope -->` is for what the program leaves to others.
Other pages name tests where they promise something.
"""

import ast
import csv
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from benchmarks.proofreading import measure
from converter.checking import proofread
from converter.checking.prose import passages
from converter.conversion import TEMPLATE_TIME_LIMIT
from converter.county.collecting import collect, mail_parser
from converter.county.kept import state
from converter.county.office import office_file
from converter.county.units import roster
from converter.files import kinds, limits, package, unpacking
from converter.own_template import placeholders, printing
from converter.reading import room
from converter.reading.pages import html_blocks, page_source, page_styles
from converter.reading.pdf import pdf_blocks, pdf_bounds, pdf_bytes, pdf_streams
from converter.reading.word import word_blocks
from converter.reading.workbooks import old_records, xlsx_parts, xlsx_rows
from converter.writing.word import template_language
from tests import expressions
from tests.hostile import BUSY_SECONDS, MOST_MEMORY
from tools.cases import ROOT

WHOLE = ("SECURITY.md", "docs/reliability.md")
PAGES = [*WHOLE, "README.md", "README.zh-CN.md"]
PAGES += [
    f"docs/{path.name}"
    for path in sorted((ROOT / "docs").glob("*.md"))
    if path.name != "reliability.md"
]
TEXTS = {page: (ROOT / page).read_text(encoding="utf-8") for page in PAGES}
SHOWN = {page: re.sub(r" ?<!--.*?-->", "", text, flags=re.DOTALL) for page, text in TEXTS.items()}
"""As a reader sees them."""
COMMENT = re.compile(r"<!-- (tests: |scope)(.*?)\s*-->", re.DOTALL)
SCOPES = ("Not promised", "Reporting", "What was published of it, looked up 2026-11-27")
TEST = re.compile(r"(test_\w+\.py)::(test_\w+)(?:\[(.+)\])?")
DATE = re.compile(r"\b20\d\d-\d\d-\d\d\b")
COMMAND = re.compile(r"`(?:python -m ([\w.]+)|pytest tests/(\w+)\.py)")


def statements(text: str) -> Iterator[tuple[str, str]]:
    """Yield each paragraph, list item and table row with the heading above it; comments stay with it."""
    heading = ""
    for block in re.split(r"\n\s*\n|\n(?=- )", text.strip()):
        if block.startswith("#") or re.fullmatch(r"\*\*.+\*\*", block):
            heading = block.strip("# *\n")
        elif block.startswith("|"):
            table, *behind = re.split(r"\n(?=<!--)", block)
            for row in table.split("\n")[2:]:
                yield heading, "\n".join([row, *behind])
        else:
            yield heading, block


def named_tests(text: str) -> list[str]:
    """Return the tests that the comments of a text name."""
    return [
        name
        for kind, names in COMMENT.findall(text)
        if kind == "tests: "
        for name in re.split(r",\s+", names)
    ]


@cache
def sources_of(module: str) -> Mapping[str, str]:
    """Return the tests of a module by their names, as source with their decorators."""
    text = (ROOT / "tests" / module).read_text(encoding="utf-8")
    lines = text.splitlines()
    return {
        node.name: "\n".join(lines[min([node.lineno, *(one.lineno for one in node.decorator_list)]) - 1 : node.end_lineno])
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
    }  # fmt: skip


@pytest.mark.parametrize("page", WHOLE)
def test_every_statement_names_its_tests(page: str) -> None:
    unheld = []
    for heading, block in statements(TEXTS[page]):
        command = COMMAND.search(block) if heading.endswith("measured") else None
        if command:
            place = (command[1] or f"tests.{command[2]}").replace(".", "/")
            assert (ROOT / f"{place}.py").exists(), command[0]
        measured = command and DATE.search(block)
        is_scope = heading in SCOPES and "<!-- scope -->" in block
        if not (named_tests(block) or measured or is_scope):
            unheld.append(block)
    assert unheld == []


@pytest.mark.parametrize("page", PAGES)
def test_each_named_test_is_there_and_runs(page: str) -> None:
    for name in named_tests(TEXTS[page]):
        found = TEST.fullmatch(name)
        assert found, name
        module, function, case = found.groups()
        source = sources_of(module).get(function, "")
        assert source, name
        assert not re.search(r"mark\.(?:skip\b|xfail)|^    pytest\.skip", source, re.MULTILINE), (
            name
        )
        assert not case or f'"{case}"' in (ROOT / "tests" / module).read_text("utf-8"), name


@pytest.mark.parametrize("page", WHOLE)
def test_no_statement_hangs_on_what_few_runs_have(page: str) -> None:
    """A run without ../shared, or one that is not nightly, notices as well; proofreading is measured on shared reports."""
    for heading, block in statements(TEXTS[page]):
        found = [TEST.fullmatch(name) for name in named_tests(block)]
        sources = [sources_of(one[1])[one[2]] for one in found if one]
        rare = [
            one
            for one in sources
            if "shared: Path" in one or one.startswith("@pytest.mark.nightly")
        ]
        assert not sources or len(rare) < len(sources) or heading == "Proofreading", block


# ---------------------------------------------------------------- figures

MB, KB = 2**20, 2**10
mails = mail_parser.MailAllowance
FIGURES = f"""
| a file, alone or in an archive | {kinds.LARGEST_FILE // MB} MB |
| what one file unpacks to | {package._LARGEST_CONTENT // MB} MB, {package._MOST_MEMBERS:,} members of a package |
| the XML of a file | {package.LARGEST_PART // MB} MB a part, {package.LARGEST_XML // MB} MB in all, a part with emoji counted {package._WIDTH} times, {package.MOST_TAGS:,} tags, {package.MOST_TAGS:,} attributes, {package._MOST_NAMES:,} different names in a part, {package._LONGEST_SPACE} characters the name of a namespace |
| a workbook | {xlsx_parts._MOST_STYLES:,} cell styles, {xlsx_rows.LONGEST_CELL:,} characters a cell; where only openpyxl can read it, {xlsx_parts._MOST_TAGS_OF_OBJECTS:,} tags, of which those that name or format something count ten times and sheets {xlsx_parts._TAGS_OF_A_SHEET:,} times |
| an old workbook | {old_records.MOST_RECORDS:,} records, {old_records.MOST_CELLS:,} cells in areas that are merged or share a link or a formula; an old document {old_records.MOST_CHARACTERS:,} characters |
| a report | {room._MOST_PARAGRAPHS:,} paragraphs, {room._MOST_CHARACTERS:,} characters, {room._MOST_TABLES:,} tables or {room._MOST_SQUARES:,} squares of tables, tables {word_blocks._DEEPEST_TABLE} deep |
| what is proofread of it | {proofread._MOST_PARAGRAPHS:,} paragraphs, {proofread._MOST_CHARACTERS:,} characters, {passages._LONGEST_SENTENCE} of a sentence |
| a web page | {html_blocks._LARGEST_PAGE // MB} MB, {html_blocks._MOST_TAGS:,} tags, {page_source._MOST_TAGS_WITHIN:,} in its frames, {page_source._LONGEST_ATTRIBUTE:,} characters of an attribute, {page_styles._LONGEST_SELECTOR:,} of a selector, {page_source._MOST_WORK:,} comparisons of attributes with those before them, {page_source._MOST_WITHIN_EACH_OTHER:,} elements within others, each as often |
| a PDF | {pdf_blocks._MOST_PAGES} pages, {pdf_bounds._MOST_TIME:,} numbers, texts and commands that draw them, a form as often as it is drawn, or what takes as long, {pdf_bounds._MOST_COVERED:,} characters and squares painted over, {pdf_bounds._MOST_STEPS:,} steps of taking apart the rest, {pdf_bounds._MOST_UNPACKED // MB} MB unpacked, {pdf_bounds._MOST_SLOW_BYTES // MB} MB of them byte by byte, {pdf_bounds._MOST_CHARACTERS:,} characters, {pdf_bounds._MOST_CODES:,} codes in fonts, {pdf_bounds._MOST_PATHS:,} lines and areas, {pdf_bounds._MOST_CROSSINGS:,} comparisons of edges |
| its objects | {pdf_bytes._MOST_FILE_OBJECTS:,}, {pdf_bytes._MOST_STREAMS:,} streams, {pdf_bytes._MOST_LINES:,} lines, a line of {pdf_bytes._LONGEST_LINE // MB} MB, streams {["once", "twice"][pdf_streams._TIMES_READ - 1]} as long as the file |
| all mails in one file | {mails.lines:,} lines times containers, {mails.separators:,} separators in headers, {mails.parts:,} parts |
| one mail | {mail_parser._LARGEST_SKELETON // MB} MB beside its long attachments, {mail_parser._LONGEST_HEADER // KB} KB a header that is parsed |
| an archive | {package._MOST_ENTRIES_LISTED:,} files listed, of which a mail counts for {collect._OF_A_MAIL + 1}, names of {collect._LONGEST_NAME} characters, {package.Allowance().entries:,} entries in the directories of packages within it |
| folders within one another | {limits.DEEPEST_FOLDER} deep |
| a rar or 7z archive | {unpacking._TIME_LIMIT} seconds, {unpacking.UnpackingAllowance().seconds:.0f} for all in one file, {unpacking.UnpackingAllowance().archives} of them; except on Windows {unpacking.UnpackingAllowance().processor} seconds of the processor and {unpacking.UnpackingAllowance.of(MB).processor - unpacking.UnpackingAllowance().processor:.0f} for each MB |
| old files in an archive or a mail | {unpacking.UnpackingAllowance().old_files} |
| a roster | {roster._MOST_NAMES:,} names of {roster.LONGEST_UNIT} letters, {roster._MOST_LETTERS:,} letters in all; a text of {roster._LARGEST_TEXT // MB} MB |
| `县里.toml` | {office_file._LARGEST // KB} KB, {office_file._MOST_MENTIONS} requirements, {office_file._MOST_WORDS} words in each |
| `.nianbao.json` | {state._LARGEST // MB} MB, {state._MOST_VALUES:,} values |
| the work on one file | {limits.TIME_LIMIT} seconds, of which LibreOffice {limits.LIBREOFFICE_TIME_LIMIT}; on Linux {limits._MEMORY_LIMIT // 2**30} GB more than before |
| a county's template | {printing._MOST_TAGS:,} tags, {placeholders._MOST_PLACEHOLDERS:,} different placeholders, loops {["none", "one", "two"][template_language.DEEPEST_LOOP]} deep, {package.LARGEST_PART // MB} MB and {template_language.MOST_PRINTED_TAGS:,} tags printed |
| checking and printing with it | {TEMPLATE_TIME_LIMIT} seconds |
(the tests give a busy machine {BUSY_SECONDS}) and under {MOST_MEMORY} MB
inputs of {expressions.LENGTH:,} characters
None takes {expressions.SECONDS} s.
""".strip().split("\n")  # fmt: skip


@pytest.mark.parametrize("figure", FIGURES)
def test_the_limits_are_those_of_the_program(figure: str) -> None:
    assert figure in SHOWN["docs/reliability.md"]


def test_the_countys_manual_has_the_same_limit() -> None:
    assert f"展开后超过 {package._LARGEST_CONTENT // MB} MB 的" in SHOWN["docs/县级手册.md"]


def test_security_has_the_same_limits() -> None:
    text = SHOWN["SECURITY.md"]
    assert f"no header of more than {mail_parser._LONGEST_HEADER // KB} KB is taken apart" in text
    assert f"no more than {unpacking._MEMORY_LIMIT // MB} MB" in text


def test_the_corpus_is_refused_as_the_table_says() -> None:
    with (ROOT / "tests" / "corpus.csv").open(encoding="utf-8", newline="") as table:
        codes = Counter(row["code"] for row in csv.DictReader(table))
    stated = re.findall(
        r"^\| .+ \(`([a-z-]+)`\) \| (\d+) \|$", TEXTS["docs/reliability.md"], re.MULTILINE
    )
    assert {code: int(count) for code, count in stated} == codes
    assert f"{codes.total()} spreadsheets" in TEXTS["docs/reliability.md"]


def test_the_labelled_reports_give_the_table(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (shared / "cases" / "prose-open.jsonl").read_text(encoding="utf-8").splitlines()
    measure("", [json.loads(line) for line in lines], verbose=False)
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    assert len(rows) > 2
    assert "\n".join(rows[1:]) in SHOWN["docs/reliability.md"]
    assert f"on the {len(lines)} labelled reports" in SHOWN["docs/reliability.md"]


def test_the_nightly_target_runs_what_was_measured() -> None:
    make = (ROOT / "Makefile").read_text(encoding="utf-8")
    section = SHOWN["docs/reliability.md"].partition(", measured\n")[2].partition("\n## ")[0]
    commands = re.findall(r"^\| `(.+?)` \|", section, re.MULTILINE)
    assert len(commands) > 3
    assert [command for command in commands if f"\t{command}\n" not in make] == []
