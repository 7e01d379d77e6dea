"""What works without a compiled package: all that a clerk and a county do, but for web pages and own templates."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools.cases import EXAMPLES

BLOCKED = """
import sys
from importlib.machinery import EXTENSION_SUFFIXES, FileFinder, ExtensionFileLoader

class NoCompiled(ExtensionFileLoader):
    def __init__(self, name, path):
        if "site-packages" in path:
            raise ImportError(f"compiled: {path}", name=name)
        super().__init__(name, path)

class NoLxml:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "lxml":
            raise ModuleNotFoundError("No module named 'lxml'", name="lxml")

sys.meta_path.insert(0, NoLxml())
from importlib.machinery import SourceFileLoader, SOURCE_SUFFIXES, BYTECODE_SUFFIXES, SourcelessFileLoader
sys.path_hooks[:] = [hook for hook in sys.path_hooks if "FileFinder" not in repr(hook)] + [
    FileFinder.path_hook(
        (NoCompiled, EXTENSION_SUFFIXES),
        (SourceFileLoader, SOURCE_SUFFIXES),
        (SourcelessFileLoader, BYTECODE_SUFFIXES),
    )
]
sys.path_importer_cache.clear()
from converter.cli import run
status = run(sys.argv[1:])
loaded = [getattr(module, "__file__", None) or "" for module in sys.modules.values()]
assert not [file for file in loaded if "site-packages" in file and file.endswith(".so")]
sys.exit(status)
"""
"""A Python in which lxml is not installed, and nothing compiled beside the standard library can be loaded."""

WORKBOOK = EXAMPLES / "sunjiagou-2022.xlsx"
DOCUMENT = EXAMPLES / "sunjiagou-2022.docx"


def without_compiled(*words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", BLOCKED, *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "words",
    [
        ["convert", str(WORKBOOK), "-o", "."],
        ["convert", str(DOCUMENT), "-o", "."],
        ["check", str(WORKBOOK), str(DOCUMENT)],
        ["mail", str(WORKBOOK), "-o", "."],
        ["new", "--previous", str(WORKBOOK), "-o", "."],
        ["import", str(DOCUMENT), "-o", "."],
        ["aggregate", str(DOCUMENT), "--unit", "保德县人民政府", "-o", "全县.xlsx"],
        ["desk", "convert", "空.xlsx"],
    ],
    ids=lambda words: words[0],
)
def test_no_compiled_package_is_needed(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "空.xlsx").write_bytes((EXAMPLES.parent / "workbook_template.xlsx").read_bytes())
    done = without_compiled(*words)
    assert done.returncode == (words[0] == "desk"), done.stderr
    assert "程序出错了" not in done.stderr
    assert (tmp_path / "核对结果.html").exists() == (words[0] == "desk")


def test_what_needs_one_says_so(tmp_path: Path, city_workbook: bytes) -> None:
    (tmp_path / "市.xlsx").write_bytes(city_workbook)
    done = without_compiled("convert", str(tmp_path / "市.xlsx"), "--html")
    assert done.returncode == 2
    assert (
        done.stderr == "本机缺少 lxml，生成、读取网页和使用县里自己的模板都要它；别的照常能用。\n"
    )
