"""Damage files as no clerk would: bytes of the file, members of the package, tokens of its XML.

`python -m tests.mutation 10000` runs that many mutants and prints what became of them; one mutant
is made again from its source and its seed, which every failure names.
"""

import argparse
import faulthandler
import functools
import io
import random
import re
import signal
import struct
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from converter.conversion import examine_input
from converter.errors import NianbaoError
from converter.files.kinds import detect_kind
from converter.files.resources import REPORT_TEMPLATE, resource
from converter.writing.word.render import render_report
from converter.writing.workbooks.workbook import write_workbook
from tests.filling import Clerk, content_of
from tests.foreign import Habits, word_report
from tools.cases import CASES, ROOT, load_case

SECONDS = 10
"""What one mutant may take on a busy machine; a sound file takes a tenth of a second."""

TOKEN = re.compile(rb"<[^<>]*>|[^<>]+")
ATTRIBUTE = re.compile(rb'([\w:.]+)="([^"]*)"')
VALUES = (
    *(b"", b"0", b"1", b"-1", b"01", b"1.5", b"1e400", b"-1e400", b"1e-400", b"nan", b"inf"),
    *(b"65535", b"65536", b"1048577", b"16385", b"4294967296", b"9" * 30, b"0x10", b"true"),
    *(b"A1", b"A0", b"XFD1048576", b"XFE1", b"A1:B2", b"B2:A1", b"A1:XFD1048576", b"A:A", b"#REF!"),
    *(b"$A$1", b"'", b"Sheet1!A1", b"'x'!$A$1:$B$2", b"[1]x!A1", b"n", b"s", b"d", b"b", b"e"),
    *(b"str", b"inlineStr", b"array", b"shared", b"dataTable", b"t2_rules", b"rId1", b"rId99"),
    *(b"../../../etc/passwd", b"/xl/workbook.xml", b"http://127.0.0.1/", b"file:///etc/passwd"),
    *(b"&#0;", b"&#xD800;", b"&lt;", b"&amp;amp;", b"&x;", b"_x0000_", b"_xD800_", b"_x000D_"),
    *(b"\xe5\xb9\xb4", b"\xff\xfe", b"\x00", b"=1+1", b"2022-13-45T99:99:99", b"%s", b"{{ x }}"),
    *(b"44927", b"-44927", b"2958466", b"1e15", b"999999999999999", b"1,234", b"\xef\xbc\x91"),
)
"""Contents on which readers stumble: numbers, references, types, targets, entities, bytes."""

Parts = dict[str, bytes]


# ---------------------------------------------------------------- one mutant


def mutant(source: bytes, seed: int) -> tuple[str, bytes]:
    """Return how a file was damaged, and the damaged file; equal for equal seeds."""
    dice = random.Random(seed)
    kind = dice.choices(list(_KINDS), [weight for weight, _ in _KINDS.values()])[0]
    return kind, _KINDS[kind][1](source, dice)


def _flip(data: bytes, dice: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 8, 64))):
        out[dice.randrange(len(out))] ^= 1 << dice.randrange(8)
    return bytes(out)


def _cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def _splice(data: bytes, dice: random.Random) -> bytes:
    start, length = dice.randrange(len(data)), dice.choice((1, 4, 100, 5000))
    piece, place = data[start : start + length], dice.randrange(len(data))
    return data[:place] + piece + data[place + dice.choice((0, length)) :]


def _member(data: bytes, dice: random.Random) -> bytes:
    """Drop, double, empty, cut, rename or exchange members; lie about their size."""
    parts = list(_parts(data).items())
    one, other = dice.randrange(len(parts)), dice.randrange(len(parts))
    name, content = parts[one]
    what = dice.choice(("drop", "double", "empty", "cut", "rename", "exchange", "lie", "flip"))
    if what == "drop":
        del parts[one]
    elif what == "double":
        parts.append((name, parts[other][1]))
    elif what == "empty":
        parts[one] = (name, b"")
    elif what == "cut":
        parts[one] = (name, content[: dice.randrange(len(content) + 1)])
    elif what == "rename":
        parts[one] = (dice.choice(("/", "../", "", "xl/", "\\")) + name.swapcase(), content)
    elif what == "exchange":
        parts[one], parts[other] = (name, parts[other][1]), (parts[other][0], content)
    elif what == "flip":
        parts[one] = (name, _flip(content or b"x", dice))
    packed = _pack(parts)
    if what == "lie":
        head = packed.index(b"PK\x01\x02")
        size = struct.pack("<I", dice.choice((0, 1, 2**31, 2**32 - 1)))
        place = head + dice.choice((20, 24, 42))
        packed = packed[:place] + size + packed[place + 4 :]
    return packed


def _tokens(data: bytes, dice: random.Random) -> bytes:
    """Delete, double, move or exchange pieces of one member's XML, or a run of them."""

    def damage(content: bytes) -> bytes:
        tokens = TOKEN.findall(content)
        for _ in range(dice.choice((1, 1, 1, 3, 20))):
            if len(tokens) < 3:
                break
            one, other = dice.randrange(len(tokens)), dice.randrange(len(tokens))
            run = slice(one, one + dice.choice((1, 1, 2, 5, 50)))
            what = dice.choice(("delete", "double", "exchange", "move", "nest"))
            if what == "delete":
                del tokens[run]
            elif what == "double":
                tokens[other:other] = tokens[run]
            elif what == "exchange":
                tokens[one], tokens[other] = tokens[other], tokens[one]
            elif what == "move":
                moved = tokens[run]
                del tokens[run]
                tokens[other:other] = moved
            else:
                name = re.match(rb"<([\w:]+)", tokens[one])
                # nesting what is nested grows without bound
                if name and len(tokens[one]) < 100_000:
                    times = dice.choice((2, 50, 3000))
                    tokens[one] = tokens[one].replace(b"/>", b">") * times
                    tokens.insert(other, b"</" + name[1] + b">" * times)
        return b"".join(tokens)

    return _in_one_part(data, dice, damage)


def _elements(data: bytes, dice: random.Random) -> bytes:
    """Drop, double, move or exchange whole elements: the XML stays well-formed."""
    from lxml import etree

    def damage(content: bytes) -> bytes:
        try:
            root = etree.fromstring(content)
        except etree.XMLSyntaxError:
            return content
        for _ in range(dice.choice((1, 1, 2, 5, 30))):
            nodes = [node for node in root.iter() if node is not root]
            if not nodes:
                break
            one, other = dice.choice(nodes), dice.choice(nodes)
            parent = one.getparent()
            what = dice.choice(("drop", "drop", "double", "rename", "empty", "move", "text"))
            if what == "drop":
                parent.remove(one)
            elif what == "double":
                copy = etree.fromstring(etree.tostring(one, with_tail=False))
                parent.insert(dice.randrange(len(parent) + 1), copy)
            elif what == "rename":
                one.tag = other.tag
            elif what == "empty":
                one.clear(keep_tail=True)
            elif what == "move" and one not in set(other.iterancestors()) and one is not other:
                other.append(one)
            else:
                one.text = dice.choice(("", "0", "1e400", "-1", "是", "x" * 40000, "=1", "A1:B2"))
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))

    return _in_one_part(data, dice, damage)


def _attributes(data: bytes, dice: random.Random) -> bytes:
    """Replace or drop attributes, or replace texts, in one member."""

    def damage(content: bytes) -> bytes:
        for _ in range(dice.choice((1, 1, 1, 3, 20))):
            pattern = dice.choice((ATTRIBUTE, ATTRIBUTE, re.compile(rb"(>)([^<>]+)(?=<)")))
            found = list(pattern.finditer(content))
            if not found:
                break
            one, value = dice.choice(found), dice.choice(VALUES)
            if dice.random() < 0.3:
                value = dice.choice(found)[2]
            start, end = one.span(2)
            if pattern is ATTRIBUTE and dice.random() < 0.2:
                start, end, value = one.start(), one.end(), b""
            content = content[:start] + value + content[end:]
        return content

    return _in_one_part(data, dice, damage)


_KINDS: dict[str, tuple[int, Callable[[bytes, random.Random], bytes]]] = {
    "bytes flipped": (6, _flip),
    "file cut": (2, _cut),
    "bytes spliced": (4, _splice),
    "members": (14, _member),
    "tokens": (22, _tokens),
    "elements": (26, _elements),
    "attributes and texts": (26, _attributes),
}


def _parts(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _pack(parts: Sequence[tuple[str, bytes]]) -> bytes:
    import warnings

    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as package:
        warnings.simplefilter("ignore")  # a doubled name is meant
        for name, content in parts:
            package.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def _in_one_part(data: bytes, dice: random.Random, damage: Callable[[bytes], bytes]) -> bytes:
    parts = _parts(data)
    # sheets and the body of a report are where most of the readers' code looks
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    heavy = [name for name in names if re.search(r"sheet\d|document\.xml|workbook\.xml$", name)]
    name = dice.choice(heavy if dice.random() < 0.6 else names)
    parts[name] = damage(parts[name])
    return _pack(list(parts.items()))


# ---------------------------------------------------------------- what becomes of it


@functools.cache
def sources() -> dict[str, bytes]:
    """Return the sound files that are damaged, by name: our own, a clerk's, other offices'."""
    city = load_case(CASES / "city-2025.json")
    clerk = Clerk().saved(content_of(city))
    return {
        "ours.xlsx": write_workbook(city),
        "saved.xlsx": clerk,
        "ours.docx": render_report(city, resource(REPORT_TEMPLATE).read_bytes()),
        "foreign.docx": word_report(city),
        "repeated.docx": word_report(city, Habits(merge="repeated", automatic_numbers=True)),
        "example.docx": (ROOT / "examples" / "sunjiagou-2022.docx").read_bytes(),
    }


class _TooSlow(BaseException):
    """Not an Exception, so that no reader takes it for a damaged file."""


@contextmanager
def time_limit(seconds: float) -> Any:
    """Raise _TooSlow in the main thread after some seconds; end the process where that is not heard."""

    def ring(*_: object) -> None:
        raise _TooSlow

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    faulthandler.dump_traceback_later(seconds * 6, exit=True)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        faulthandler.cancel_dump_traceback_later()


def fate(name: str, data: bytes) -> str:
    """Take a file the whole way, as a report and back into a workbook, and say how far it came.

    Anything that is raised beside NianbaoError is a fault of ours.
    """
    try:
        examination = examine_input(detect_kind(Path(name), data), lambda _: None)
    except NianbaoError:
        return "refused with a sentence"
    try:
        write_workbook(examination.report)
    except NianbaoError:
        return "read, too long for a cell"
    if not examination.ok:
        return "read, stopped by findings"
    render_report(examination.report, resource(REPORT_TEMPLATE).read_bytes())
    return "converted"


@dataclass(frozen=True)
class Fault:
    """A mutant that came to grief."""

    source: str
    seed: int
    kind: str
    what: str

    def __str__(self) -> str:
        again = f"python -m tests.mutation --source {self.source} --seed {self.seed}"
        return f"{self.kind}: {self.what}\nagain: {again}"


def run(name: str, seed: int) -> tuple[str, str | Fault, float]:
    """Make one mutant and take it its way; return its kind, its fate and its seconds."""
    kind, data = mutant(sources()[name], seed)
    start = time.perf_counter()
    try:
        with time_limit(SECONDS):
            result: str | Fault = fate(name, data)
    except _TooSlow:
        where = "".join(traceback.format_exc().splitlines(keepends=True)[-8:])
        result = Fault(name, seed, kind, f"more than {SECONDS} s\n{where}")
    except Exception:  # noqa: BLE001 (what it looks for)
        result = Fault(name, seed, kind, traceback.format_exc())
    return kind, result, time.perf_counter() - start


def main() -> int:
    """Run mutants from the command line."""
    parser = argparse.ArgumentParser(description="damage files and read them")
    parser.add_argument("count", type=int, nargs="?", default=1)
    parser.add_argument("--seed", type=int, default=0, help="of the first mutant")
    parser.add_argument("--source", choices=sources(), help="only this file")
    chosen = parser.parse_args()
    names = [chosen.source] if chosen.source else list(sources())
    fates: Counter[tuple[str, str]] = Counter()
    slowest = (0.0, "", 0)
    faults = 0
    for seed in range(chosen.seed, chosen.seed + chosen.count):
        name = names[seed % len(names)]
        kind, result, seconds = run(name, seed)
        slowest = max(slowest, (seconds, name, seed))
        if isinstance(result, Fault):
            faults += 1
            print(result, flush=True)
            result = "FAULT"
        fates[kind, result] += 1
    columns = ["refused with a sentence", "read, stopped by findings", "read, too long for a cell"]
    columns += ["converted", "FAULT"]
    print(f"| damage | {' | '.join(columns)} |")
    for kind in _KINDS:
        print(f"| {kind} | {' | '.join(str(fates[kind, column]) for column in columns)} |")
    print(f"slowest: {slowest[0]:.1f} s ({slowest[1]}, seed {slowest[2]}); faults: {faults}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
