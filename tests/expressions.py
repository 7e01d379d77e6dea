"""Grow inputs for every regular expression of the package, and name those that take too long.

``python -m tests.expressions 5 40``: the seed, and how many inputs an expression gets. Inputs are made
from the expression itself: a start that it matches, that start or a part of it repeated, an end that it does not.
"""

import ast
import importlib
import pkgutil
import random
import re
import signal
import string
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import converter
from converter.form.patterns import Waiting

if sys.version_info >= (3, 11):
    from re import _constants as names
    from re import _parser as parser
else:  # pragma: no cover
    import sre_constants as names
    import sre_parse as parser

LENGTH = 20_000
SECONDS = 0.1
"""Processor time; a linear expression takes a twentieth of it for an input of this length."""
WALKS = ("match", "fullmatch", "search")
BOUNDED: dict[str, tuple[int, str]] = {
    "converter.checking.prose.names.other_units._BEFORE_ITSELF": (30, "what stands before a name"),
    "converter.checking.": (600, "sentences are cut"),
    "converter.county.units.roster.": (200, "the county's own list"),
    "converter.files.package._ENCODING": (200, "the start of a part"),
    "converter.files.kinds._PAGE": (4096, "the start of a file"),
    "converter.icons": (4096, "our own command line"),
    "converter.form.patterns.": (2000, "our own expressions"),
    "converter.mail.messages.": (254, "the length of an address"),
    "converter.files.gate": (2000, "the target of a link, the code of a field"),
    "converter.reading.workbooks.form_sheets": (2000, "a reference"),
    "converter.reading.pages.page_walk:": (4096, "an attribute"),
    "converter.reading.pages.page_source:": (4096, "the start of a page"),
    "converter.reading.sign_off._SIGNED": (300, "longer lines sign nothing"),
    "converter.reading.report_title._TITLE": (240, "longer lines are no title"),
    "converter.reading.site_lines._SITE_LINE": (160, "longer lines are no site's"),
    "converter.reading.workbooks.shown": (255, "a number format"),
    "converter.reading.values._DATE": (60, "longer texts are no date"),
    "converter.reading.workbooks.xlsx._UNPRINTED": (255, "a number format"),
}
"""Expressions whose input is bounded by the code around them, by the start of their name: how long it is."""


def expressions() -> dict[str, re.Pattern[Any]]:
    """Return every expression of the package by its module and its name or line."""
    found: dict[str, re.Pattern[Any]] = {}
    for info in pkgutil.walk_packages(converter.__path__, "converter."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for number, pattern in enumerate(_within(value)):
                if pattern not in found.values():
                    found[f"{info.name}.{name}" + f"[{number}]" * bool(number)] = pattern
        for line, pattern in _literals(module):
            if pattern not in found.values():
                found[f"{info.name}:{line}"] = pattern
    return found


def _within(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Waiting):
        yield value.compiled
    elif isinstance(value, dict):
        for one in value.values():
            yield from _within(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _within(one)


def _literals(module: Any) -> Iterator[tuple[int, re.Pattern[Any]]]:
    source = Path(module.__file__).read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr != "compile"
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str | bytes)
        ):
            yield node.lineno, re.compile(node.args[0].value)


def text_for(tree: Any, rng: random.Random) -> str:
    """Return a text that a parsed expression may match, with what has to stand around it."""
    parts = []
    for kind, value in tree:
        if kind is names.LITERAL:
            parts.append(chr(value))
        elif kind in (names.NOT_LITERAL, names.ANY):
            parts.append(rng.choice("x甲1 "))
        elif kind is names.IN:
            parts.append(_one_of(value, rng))
        elif kind is names.BRANCH:
            parts.append(text_for(rng.choice(value[1]), rng))
        elif kind in (names.SUBPATTERN, names.ASSERT):
            parts.append(text_for(value[-1], rng))
        elif kind in (names.MAX_REPEAT, names.MIN_REPEAT):
            times = max(int(value[0]), min(int(value[1]), rng.choice((1, 1, 2))))
            parts += [text_for(value[2], rng) for _ in range(times)]
    return "".join(parts)


def _one_of(choices: Any, rng: random.Random) -> str:
    inner = "".join(
        f"[{chr(value[0])}{chr(value[1])}]" if kind is names.RANGE else ""
        for kind, value in choices
    ).translate(str.maketrans("", "", "[]"))
    for kind, value in choices:
        if kind is names.LITERAL:
            inner += chr(value)
        elif kind is names.CATEGORY:
            inner += {"DIGIT": "1", "SPACE": " \t", "WORD": "a甲"}.get(
                str(value).split("_")[-1], ""
            )
    if any(kind is names.NEGATE for kind, _ in choices):
        inner = "".join(set(string.ascii_letters + "甲1 ，>") - set(inner)) or "\x7f"
    return rng.choice(inner or "x")


def repeats(tree: Any) -> Iterator[Any]:
    """Yield what an expression repeats, at any depth."""
    for kind, value in tree:
        if kind in (names.MAX_REPEAT, names.MIN_REPEAT):
            yield value[2]
            yield from repeats(value[2])
        elif kind is names.SUBPATTERN:
            yield from repeats(value[-1])
        elif kind is names.BRANCH:
            for branch in value[1]:
                yield from repeats(branch)


def inputs(pattern: re.Pattern[Any], count: int, length: int, rng: random.Random) -> Iterator[str]:
    """Yield texts of this length that may make an expression try again and again."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    inner = [*repeats(tree)]
    for _ in range(count):
        whole = text_for(tree, rng)
        start = whole[: rng.randrange(len(whole) + 1)]
        # what begins again and again is looked at to the end of the text as often
        units = [whole, start, *([text_for(rng.choice(inner), rng)] * 3 if inner else [])]
        unit = rng.choice(units)
        if unit:
            grown = unit * (length // len(unit) + 1)
            yield (start + grown)[:length] + rng.choice(("", "\0", "!", "￥"))


class _TooLongError(Exception):
    pass


def stop(*_: object) -> None:
    """Interrupt what takes too long: the handler of the timer."""
    raise _TooLongError


def seconds(walk: Callable[[Any], object], text: str | bytes) -> float:
    """Return the processor time of a walk, ten seconds where it takes more than three."""
    signal.setitimer(signal.ITIMER_VIRTUAL, 3)
    start = time.process_time()
    try:
        walk(text)
        return time.process_time() - start
    except _TooLongError:
        return 10
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def methods() -> dict[str, set[str]]:
    """Return by each name in the package the methods that are called on it or on one of its items."""
    called = re.compile(r"\b(\w+)(?:\[[^\]]*\])?\.(\w+)\(")
    found: dict[str, set[str]] = {}
    for path in Path(converter.__path__[0]).rglob("*.py"):
        for owner, method in called.findall(path.read_text(encoding="utf-8")):
            found.setdefault(owner, set()).add(method)
    return found


def walks(name: str, called: dict[str, set[str]]) -> list[str]:
    """Return how the package applies an expression: as a whole, at its start, everywhere."""
    bare = re.split(r"[.:]", name)[-1].split("[")[0]
    used = called.get(bare, set())
    if bare.isdecimal():
        path, line = name.split(":")
        text = Path(sys.modules[path].__file__ or "").read_text(encoding="utf-8")
        used = set(re.findall(r"\bre\.(\w+)\(", text.splitlines()[int(line) - 1]))
    everywhere = used & {"search", "sub", "finditer", "findall", "split"} or not used & {*WALKS}
    return [one for one in ("match", "fullmatch") if one in used] + ["finditer"] * bool(everywhere)


def slow(seed: int, count: int) -> Iterator[str]:
    """Yield each expression that takes too long, with an input."""
    signal.signal(signal.SIGVTALRM, stop)
    rng = random.Random(seed)
    called = methods()
    for name, pattern in expressions().items():
        length = next(
            (length for start, (length, _) in BOUNDED.items() if name.startswith(start)), LENGTH
        )
        applied = walks(name, called)
        for text in inputs(pattern, count, length, rng):
            given = text.encode() if isinstance(pattern.pattern, bytes) else text
            for walk in applied:
                method = getattr(pattern, walk)
                taken = (
                    seconds(lambda one, method=method: [*(method(one) or ())], given)
                    if (walk == "finditer")
                    else seconds(method, given)
                )
                if taken > SECONDS:
                    yield f"{name}.{walk}: {taken:.1f} s for {text[:40]!r}"


if __name__ == "__main__":
    for line in slow(*map(int, sys.argv[1:3])):
        print(line)
