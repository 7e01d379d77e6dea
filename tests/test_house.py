"""The package stays small in its parts: entries, modules, classes, and what each module offers."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.cases import ROOT

PACKAGE = ROOT / "converter"
MODULES = sorted(PACKAGE.rglob("*.py"))
USERS = {
    path: path.read_text(encoding="utf-8")
    for folder in ("converter", "tools", "benchmarks", "tests")
    for path in (ROOT / folder).rglob("*.py")
}
WORDS = {path: set(re.findall(r"\w+", text)) for path, text in USERS.items()}
FILES_WITH = Counter(word for words in WORDS.values() for word in words)


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def public_names(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names = [node.name]
        elif isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = [node.target.id]
        else:
            names = []
        yield from (name for name in names if not name.startswith("_"))


def signatures(tree: ast.Module) -> str:
    """Return the annotations of a module: a type in a signature is known to whoever calls it."""
    parts = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            parts += [
                argument.annotation
                for argument in ast.walk(node.args)
                if isinstance(argument, ast.arg)
            ]
            parts.append(node.returns)
        elif isinstance(node, ast.AnnAssign):
            parts.append(node.annotation)
    return " ".join(ast.unparse(part) for part in parts if part)


def test_the_package_has_few_entries() -> None:
    entries = [
        path.name for path in PACKAGE.iterdir() if path.name not in ("__pycache__", "py.typed")
    ]
    assert len(entries) <= 20, sorted(entries)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_modules_and_classes_stay_small(path: Path) -> None:
    text = USERS[path]
    assert len(text.splitlines()) <= 700
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef):
            assert (node.end_lineno or 0) - node.lineno < 400, node.name


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_what_only_its_own_module_uses_is_private(path: Path) -> None:
    if path.name in ("__init__.py", "cli.py", "county_commands.py"):
        return  # the public interface; click knows its commands by their decorators
    tree = ast.parse(USERS[path])
    own = WORDS[path]
    known = {word for word, files in FILES_WITH.items() if files > (word in own)}
    known |= set(re.findall(r"\w+", signatures(tree)))
    assert [name for name in public_names(tree) if name not in known] == []
