"""What the documentation shows is what happens."""

import doctest
import importlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from benchmarks import conversion
from converter.cli import cli
from tools.cases import ROOT

READMES = ("README.md", "README.zh-CN.md")
MANUALS = ("docs/使用手册.md", "docs/县级手册.md")


def shown_runs(page: str) -> list[tuple[str, str]]:
    """Return the commands that a page shows, or names in a comment, with what they print."""
    text = (ROOT / page).read_text(encoding="utf-8")
    shown = r"^(?:```console\n|<!-- )\$ (.+?)(?: -->\n```text)?\n(.*?)^```"
    return re.findall(shown, text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(
    ("command", "output"), [run for page in (*READMES, *MANUALS) for run in shown_runs(page)]
)
def test_a_shown_command_prints_what_is_shown(tmp_path: Path, command: str, output: str) -> None:
    for name in ("examples", "示例", "收件"):
        shutil.copytree(ROOT / "examples", tmp_path / name)
    for template in ("workbook_template.xlsx", "report_template.docx"):
        shutil.copy(ROOT / template, tmp_path)
    done = subprocess.run(
        command,
        shell=True,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        check=False,
    )
    printed = [line.rstrip() for line in done.stdout.splitlines()]
    first, *rest = ([line.rstrip() for line in part.splitlines()] for part in output.split("…\n"))
    assert printed[: len(first)] == first
    last = rest[-1] if rest else first
    assert printed[len(printed) - len(last) :] == last
    assert rest or len(printed) == len(first)


def test_the_manuals_show_runs() -> None:
    assert [len(shown_runs(page)) for page in MANUALS] == [3, 3]


@pytest.mark.parametrize("page", READMES)
def test_every_command_is_documented(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for name, command in cli.commands.items():
        assert command.hidden or f"nianbao {name}" in text


def test_every_option_is_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = [command for command in cli.commands.values() if not command.hidden]
    options = {name for one in shown for option in one.params for name in option.opts}
    assert "--previous" in options
    assert {one for one in options if one.startswith("-") and one not in text} == set()


@pytest.mark.parametrize(
    "page",
    [
        *READMES,
        *MANUALS,
        "CONTRIBUTING.md",
        "docs/design.md",
        "docs/python-api.md",
        "docs/reliability.md",
        "docs/校对规则.md",
        "docs/规则.md",
    ],
)
def test_links_and_pictures_exist(page: str) -> None:
    file = ROOT / page
    for target in re.findall(r"\]\(([^)#:]+)\)", file.read_text(encoding="utf-8")):
        assert (file.parent / target).exists(), target


def test_every_module_is_named_in_the_design() -> None:
    text = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    package = ROOT / "converter"
    modules = {path.relative_to(package).as_posix() for path in package.rglob("[a-z]*.py")}
    assert {name for name in modules if f"`{name}`" not in text} == set()


def test_every_dependency_has_its_line() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = re.search(r"^dependencies = \[(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    assert block is not None
    text = (ROOT / "README.md").read_text(encoding="utf-8").lower()
    for name in re.findall(r'"([a-z0-9-]+)', block[1]):
        assert f"| {name} |" in text


WITH_EXAMPLES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in sorted((ROOT / "converter").rglob("*.py"))
    if ">>>" in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_in_docstrings_hold(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted
    assert not result.failed


def test_the_benchmark_tells_its_options_and_measures_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        conversion.main(["--help"])
    assert ended.value.code == 0
    assert "--full" in capsys.readouterr().out
