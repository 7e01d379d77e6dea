"""What findings say stands in one file, which a reviewer without Python reads."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import converter
from converter import sentences
from converter.findings import CODES

PACKAGE = Path(converter.__file__).parent
SENTENCES = {name: text for name, text in vars(sentences).items() if name.isupper()}
FRAGMENTS = {
    "FORM_HEALED_BROKEN",
    "FORM_HEALED_MISSING",
    "FORM_HEALED_MOVED",
    "FORM_HEALED_NO_SHEET",
    "FORM_HEALED_OUTSIDE",
    "TEXT_CITATION_MARKS",
    "TEXT_COUNT_STATED_FIGURE",
}
"""Parts of other sentences."""
FINDS = {"Finding", "Problem", "finding", "finding_without_quote"}
"""The calls that make a finding."""
CHINESE_SENTENCE = re.compile(r"[\u4e00-\u9fff].*[。？]$", re.DOTALL)


def own_sentences(node: ast.AST) -> list[str]:
    """Return the Chinese sentences in a program; docstrings, decorators and refusals are left out."""
    if isinstance(node, ast.Raise) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ):
        return []
    if isinstance(node, ast.Constant):
        return [node.value] if CHINESE_SENTENCE.search(str(node.value)) else []
    decorators = getattr(node, "decorator_list", [])
    parts = [part for part in ast.iter_child_nodes(node) if part not in decorators]
    return [text for part in parts for text in own_sentences(part)]


def makes_a_finding(function: ast.AST) -> bool:
    called = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    names = {
        func.id if isinstance(func, ast.Name) else getattr(func, "attr", "") for func in called
    }
    return bool(names & FINDS)


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_is_whole_and_its_blanks_have_names(name: str) -> None:
    text = SENTENCES[name]
    assert name in FRAGMENTS or text.endswith("。")
    for _, blank, form, conversion in Formatter().parse(text):
        assert blank is None or blank.isidentifier()
        assert not form
        assert conversion is None


def test_every_sentence_is_said() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    assert set(re.findall(r"\bsentences\.([A-Z]\w+)", source)) == set(SENTENCES)


def test_the_sentences_stand_under_their_codes_in_the_order_of_the_catalogue() -> None:
    lines = Path(sentences.__file__).read_text(encoding="utf-8").splitlines()
    groups = [line[2:] for line in lines if line.startswith("# ")]
    assert groups == [
        f"{code}：{entry.rule}"
        for code, entry in CODES.items()
        if f"{code}：{entry.rule}" in groups
    ]
    group = ""
    for line in lines:
        if line.startswith("# "):
            group = line[2:].partition("：")[0].replace("-", "_")
        elif ": Final = " in line:
            assert line.startswith(group)


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_no_finding_says_a_sentence_of_its_own(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    spoken = [text for one in functions if makes_a_finding(one) for text in own_sentences(one)]
    if path.parent.name in ("checking", "prose"):
        spoken = own_sentences(tree)
    assert spoken == []
