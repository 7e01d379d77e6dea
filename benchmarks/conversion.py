"""Measure `convert` as a user gets it, all checks on, against the plain loop on the same files.

`python -m benchmarks.conversion [--write] [--full]` (with Node.js) prints Markdown; `--write` puts it into
docs/performance.md. `--full` adds a folder of 1,000 and the 10,000 reports of a province, half an
hour. The first run makes the workbooks: LibreOffice saves a hundred, each with other figures and
prose, of dozens of texts; more are copies of those with other units and figures. Ratios are of runs in turn.
"""

import argparse
import io
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from benchmarks.correct_texts import HALVES, YEAR, composed
from benchmarks.our_loop import convert_all
from benchmarks.plain_loop import convert_plainly
from converter.checking.figures import check_figures
from converter.checking.proofread import proofread
from converter.county.aggregate import aggregate
from converter.files.kinds import InputFile, detect_kind, open_input
from converter.files.output import write_atomic
from converter.files.package import Package, repack
from converter.files.resources import REPORT_TEMPLATE, resource
from converter.form.fields import FORM_VERSION
from converter.form.report import Report
from converter.own_template.printing import render_with_own
from converter.reading.workbooks.workbook import read_workbook
from converter.reading.workbooks.xlsx_parts import xml_parts
from converter.writing.word.render import render_report
from converter.writing.workbooks.workbook import write_workbook
from tools.cases import CASES, ROOT, load_case

SAVED: Final = 100
"""Workbooks that LibreOffice saves."""
ROWS: Final = 100
"""Rows of a sheet that the reader looks at."""
ROUNDS: Final = 9
STORE: Final = Path(tempfile.gettempdir()) / f"nianbao-benchmark-{FORM_VERSION}-many-texts"
PAGE: Final = ROOT / "docs" / "performance.md"
_MEASURED: Final = re.compile(r"(?<=<!-- measured -->\n).*(?=<!-- end -->)", re.DOTALL)
_PEERS: Final = ("docxtemplater@3.71.0", "pizzip@3.3.0", "xlsx@0.18.5")
_PEER_FILES: Final = 60
_PEER_ROUNDS: Final = 9
_BRANCHES: Final = 3
"""A paragraph of the shipped template: as heading, with an address, otherwise."""
_WORDPROCESSING: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NATION: Final = 160_000
"""Reports a year: 40,000 townships, 120,000 departments."""
MILLI: Final = 1000
Result = TypeVar("Result")


# ---------------------------------------------------------------- workbooks


def workbooks(count: int) -> list[Path]:
    """Return workbooks as clerks send them, saved by LibreOffice, no two the same."""
    folder = STORE / str(count)
    names = [folder / f"{number:05}.xlsx" for number in range(count)]
    if not all(name.exists() for name in names):
        folder.mkdir(parents=True, exist_ok=True)
        if count <= SAVED:
            _save_by_libreoffice(names)
        else:
            originals = [file.read_bytes() for file in workbooks(SAVED)]
            for number, name in enumerate(names):
                name.write_bytes(_as_another_unit(originals[number % SAVED], number))
    return names


def _save_by_libreoffice(targets: Sequence[Path]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, target in enumerate(targets):
            data = write_workbook(_another(number))
            (folder / target.name).write_bytes(data)
        command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
        command += ["--headless", "--convert-to", "xlsx", "--outdir", str(targets[0].parent)]
        subprocess.run([*command, *(str(folder / target.name) for target in targets)], check=True)


def _another(number: int) -> Report:
    """Return one of two cases with other figures, or, of every five in three, one of the correct texts."""
    if number % 5 >= len(_SOUND):
        half = list(HALVES)[number % 2]
        report = composed(half, _unit(number), number)
        return replace(report, report_date=date(YEAR + 1, 1, 15))
    report = load_case(CASES / _SOUND[number % 5])
    figures = {
        name: tuple((value or 0) + number for value in values)
        if name.startswith("t2_") and name != "t2_rules"
        else values
        for name, values in report.figures.items()
    }
    overview = tuple(f"{text}第{number}次工作例会作了研究。" for text in report.overview)
    return replace(report, unit_name=_unit(number), figures=figures, overview=overview)


_SOUND: Final = ("city-2025.json", "sunjiagou-2022.json")


def _unit(number: int) -> str:
    return f"安宁市第{number}街道办事处"


def _as_another_unit(data: bytes, number: int) -> bytes:
    """Change what a saved workbook says of its unit, and one sentence."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(buffer, "w") as changed:
        for member in book.infolist():
            content = book.read(member)
            if member.filename == "xl/sharedStrings.xml":
                content = _STRING.sub(partial(_renamed, number), content.decode()).encode()
            changed.writestr(member.filename, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


_STRING: Final = re.compile(r"<si>.*?</si>", re.DOTALL)
"""A text, which LibreOffice cuts where the script changes."""


def _renamed(number: int, string: re.Match[str]) -> str:
    text = "".join(re.findall(r"<t[^>]*>([^<]*)</t>", string[0]))
    changed = re.sub(r"安宁市第\d+街道办事处", _unit(number), text)
    changed = re.sub(r"第\d+次工作例会", f"第{number}次工作例会", changed)
    return string[0] if changed == text else f"<si><t>{changed}</t></si>"


# ---------------------------------------------------------------- measuring


_LAUNCHER: Final = """
import os, sys, time
started = time.perf_counter()
# pip compiles what it installs
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
print(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""Starts a process from a small one: Linux counts what the starting one held as the new one's."""


@dataclass(frozen=True)
class Run:
    """One finished process."""

    milliseconds: float
    cpu: float
    """Milliseconds of all its threads."""
    peak: float
    """The largest resident memory of one process, in MB."""


def run(*arguments: object, program: str = sys.executable) -> Run:
    """Run Python, or another program, with arguments and wait for it."""
    command = [sys.executable, "-c", _LAUNCHER, program, *map(str, arguments)]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(done.returncode)
    seconds, cpu, peak = map(float, done.stdout.splitlines()[-1].split())
    return Run(MILLI * seconds, MILLI * cpu, peak)


class Stopwatch:
    """How long each stage took, each time."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = {}

    def __call__(self, stage: str, action: Callable[..., Result], *arguments: object) -> Result:
        started = time.perf_counter()
        result = action(*arguments)
        self.times.setdefault(stage, []).append(MILLI * (time.perf_counter() - started))
        return result

    def median(self, stage: str) -> float:
        """Return the milliseconds of a stage."""
        return statistics.median(self.times[stage])


def one_by_one(folder: Path) -> str:
    """Compare single runs, each in a process of its own."""
    ours: list[Run] = []
    plain: list[Run] = []
    version: list[Run] = []
    bare: list[Run] = []
    template = resource(REPORT_TEMPLATE)
    for file in workbooks(SAVED)[: ROUNDS + 1]:
        ours.append(run("-m", "converter", "convert", file, "-o", folder / "cold", "--force"))
        plain.append(run("-m", "benchmarks.plain_loop", template, folder, file))
        version.append(run("-m", "converter", "--version"))
        bare.append(run("-c", ""))
    lines = [
        "| one process | ms | peak MB |",
        "|---|---:|---:|",
        *(
            f"| {what} | {_median(runs):.0f} | {statistics.median(one.peak for one in runs):.0f} |"
            for what, runs in (
                ("`nianbao convert`, all checks", ours[1:]),
                ("the plain script, no check", plain[1:]),
                ("`nianbao --version`", version[1:]),
                ("Python, doing nothing", bare[1:]),
            )
        ),
    ]
    ratio = statistics.median(
        a.milliseconds / b.milliseconds for a, b in zip(ours[1:], plain[1:], strict=True)
    )
    return "\n".join([*lines, f"\n`convert` takes {ratio:.2f} of the plain script's time.\n"])


def _median(runs: Sequence[Run]) -> float:
    return statistics.median(one.milliseconds for one in runs)


def stages(folder: Path) -> str:
    """Measure each stage of a conversion, the plain loop and the floor, in turn on each file."""
    template = resource(REPORT_TEMPLATE).read_bytes()
    output = folder / "stage.docx"
    timed = Stopwatch()
    files = workbooks(SAVED)
    convert_all(files[:2], folder / "warm")
    converted = partial(convert_all, output=folder / "all")
    for file in files:
        timed("plain", convert_plainly, file, resource(REPORT_TEMPLATE), output)
        timed("all", converted, [file])
        opened = timed("open", open_input, file)
        result = timed("read", read_workbook, opened)
        report = result.report
        timed("check", check_figures, report, frozenset(result.unreadable))
        timed("proofread", proofread, report, None, result.headings)
        data = timed("render", render_report, report, template)
        timed("write", partial(write_atomic, force=True), data, output)
        timed("bare write", output.write_bytes, data)
        timed("floor", _floor, file, output, template)
        timed("gate", lambda data: xml_parts(Package(data), ROWS), opened.data)
        timed("bare unzip", _needed_parts, opened.data)
    own = _countys_template()
    for file in files[: SAVED // 10]:
        report = read_workbook(open_input(file)).report
        timed("own template", render_with_own, own, report)
        timed("own template, trusted", render_report, report, own.data)
    parts = ("open", "read", "check", "proofread", "render", "write")
    whole, plain, floor = map(timed.median, ("all", "plain", "floor"))
    gate = timed.median("gate") - timed.median("bare unzip")
    own_way, trusted = map(timed.median, ("own template", "own template, trusted"))
    safely = timed.median("write") - timed.median("bare write")
    return "\n".join(
        [
            "| one report of many, in one process | ms |",
            "|---|---:|",
            *(f"| {stage} | {timed.median(stage):.2f} |" for stage in parts),
            f"| **all of `convert`** | **{whole:.1f}** |",
            f"| the plain loop, no check | {plain:.1f} |",
            f"| the floor: unzip what is needed, zip a report with a constant body | {floor:.2f} |",
            f"| in the above, the gate against hostile files | {gate:.2f} |",
            f"| in the above, the atomic write, on the disk before it has its name | {safely:.2f} |",
            f"| printed with a county's own template | {own_way:.2f} |",
            f"| of that, read back and through the gate | {own_way - trusted:.2f} |",
            f"\n{plain / whole:.1f} times the plain loop, {whole / floor:.1f} times the floor"
            f" (pair by pair {_ratio(timed.times['plain'], timed.times['all']):.1f} and "
            f"{_ratio(timed.times['all'], timed.times['floor']):.1f}).\n",
        ]
    )


def _countys_template() -> InputFile:
    """Return the shipped template in other fonts, which is a county's own."""
    with zipfile.ZipFile(io.BytesIO(resource(REPORT_TEMPLATE).read_bytes())) as shipped:
        parts = {name: shipped.read(name) for name in shipped.namelist()}
    main = parts["word/document.xml"].decode().replace("黑体", "微软雅黑")
    return detect_kind(Path("县模板.docx"), repack({**parts, "word/document.xml": main.encode()}))


def _ratio(numerators: Sequence[float], denominators: Sequence[float]) -> float:
    return statistics.median(a / b for a, b in zip(numerators, denominators, strict=True))


def _needed_parts(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        needed = [name for name in book.namelist() if name.startswith("xl/") and "draw" not in name]
        return [book.read(name) for name in needed]


def _floor(workbook: Path, output: Path, template: bytes) -> None:
    _needed_parts(workbook.read_bytes())
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as report:
        for name, content in parts.items():
            report.writestr(name, content)


def folders(sizes: Sequence[int], folder: Path) -> str:
    """Compare whole folders, each way in a process of its own, one worker and two."""
    template = resource(REPORT_TEMPLATE)
    lines = [
        "| reports | `convert` in a loop, ms each | the plain loop | times | peak MB, ours and plain |",
        "|---:|---:|---:|---:|---:|",
    ]
    for size in sizes:
        files = workbooks(max(size, SAVED))[:size]
        ours = run("-m", "benchmarks.our_loop", folder / "loop", *files)
        plain = run("-m", "benchmarks.plain_loop", template, folder, *files)
        lines.append(
            f"| {size:,} | {ours.milliseconds / size:.0f} | {plain.milliseconds / size:.0f} "
            f"| {plain.milliseconds / ours.milliseconds:.1f} | {ours.peak:.0f}, {plain.peak:.0f} |"
        )
    return "\n".join([*lines, ""])


def whole_batches(size: int) -> str:
    """Measure `batch` with one worker and with two, and what two plain loops get of this machine, in turn."""
    files = workbooks(size)
    seconds: dict[int, list[float]] = {1: [], 2: []}
    loops: dict[int, list[float]] = {1: [], 2: []}
    for jobs in (1, 2, 1, 2):
        with tempfile.TemporaryDirectory() as output:
            seconds[jobs].append(_seconds(jobs, Path(output) / "out", files[0].parent))
        loop = [sys.executable, "-c", _PLAIN_LOOP, str(_TURNS // jobs)]
        loops[jobs].append(_time_together([loop] * jobs))
    lines = [
        f"| one against two at once | one, s | two, s | times, {size:,} reports |",
        "|---|---:|---:|---:|",
    ]
    for what, times in (
        ("workers of `batch`, ledger included", seconds),
        ("plain Python loops that share nothing: what the machine gives", loops),
    ):
        one, two = map(statistics.median, times.values())
        lines.append(f"| {what} | {one:.1f} | {two:.1f} | {one / two:.2f} |")
    two = statistics.median(seconds[2])
    return "\n".join([*lines, f"\n{MILLI * two / size:.1f} ms a report with two workers.\n"])


_PLAIN_LOOP: Final = """
import sys
for number in range(int(sys.argv[1])):
    number * number % 7
"""
_TURNS: Final = 20_000_000
"""Of the plain loop, all processes together: some seconds."""


def side_by_side(folder: Path) -> str:
    """Measure loops of `convert`, one process against two that share the files, in turn."""
    files = workbooks(1000)[:400]
    ours = (sys.executable, "-m", "benchmarks.our_loop")
    ratios = []
    for _ in range(3):
        one, two = (
            _time_together(
                [
                    (*ours, folder / f"loop {start}", *files[start::processes])
                    for start in range(processes)
                ]
            )
            for processes in (1, 2)
        )
        ratios.append(one / two)
    return (
        f"`convert` in two loops side by side: {statistics.median(ratios):.2f} times one loop over "
        "the same files.\n"
    )


def _time_together(commands: Sequence[Sequence[str | Path]]) -> float:
    """Return the seconds until processes that were started together have ended."""
    started = time.perf_counter()
    for process in [subprocess.Popen(command, env=_compiled()) for command in commands]:
        process.wait()
    return time.perf_counter() - started


def peers(folder: Path) -> str:
    """Compare loops over the same files: ours, docxtemplater with SheetJS on Node."""
    modules = STORE / "node_modules"
    if not modules.exists():
        npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(STORE)]
        subprocess.run([*npm, *_PEERS], check=True)
    template, files = resource(REPORT_TEMPLATE), workbooks(SAVED)[:_PEER_FILES]
    other = folder / "docxtemplater.docx"
    other.write_bytes(_for_docxtemplater(template.read_bytes()))
    loops: dict[str, Callable[[], Run]] = {
        "ours, all checks": lambda: run("-m", "benchmarks.our_loop", folder, *files),
        "docxtemplater with SheetJS, no check": lambda: run(
            *(ROOT / "benchmarks" / "node_loop.js", modules, other, folder, *files),
            program=shutil.which("node") or "node",
        ),
    }
    runs: dict[str, list[Run]] = {name: [] for name in loops}
    for _ in range(_PEER_ROUNDS):
        for name, loop in loops.items():
            runs[name].append(loop())
    lines = [
        f"| {len(files)} reports in one process | ms each | CPU, ms each | peak MB | times | times, CPU |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    mine = runs["ours, all checks"]
    for name, theirs in runs.items():
        clock = _ratio([one.milliseconds for one in theirs], [one.milliseconds for one in mine])
        times = _ratio([one.cpu for one in theirs], [one.cpu for one in mine])
        cpu, peak = (
            statistics.median(of)
            for of in zip(*((one.cpu, one.peak) for one in theirs), strict=True)
        )
        lines.append(
            f"| {name} | {_median(theirs) / len(files):.1f} | {cpu / len(files):.1f} | {peak:.0f} "
            f"| {clock:.2f} | {times:.2f} |"
        )
    return "\n".join([*lines, ""])


def _for_docxtemplater(template: bytes) -> bytes:
    """Return the shipped template in the language of docxtemplater: of each loop the paragraph for plain text."""
    from docx import Document

    document = Document(io.BytesIO(template))
    branches = 0
    for paragraph in list(document.paragraphs):
        text = paragraph.text
        branches = branches + 1 if re.match(r"\{%p (if|elif|else)", text) else branches
        if "{%p for" in text:
            paragraph.runs[0].text = re.sub(r"\{%p for \w+ in (\w+) %\}", r"{{#\1}}", text)
            loop, branches = paragraph.runs[0].text.replace("#", "/"), 0
        elif "{%p endfor" in text:
            paragraph.runs[0].text, branches = loop, 0
        elif "{%p" in text or 0 < branches < _BRANCHES:
            paragraph._element.getparent().remove(paragraph._element)  # noqa: SLF001 (no public way)
        elif branches:
            paragraph.runs[0].text, paragraph.runs[1].text = "", "{{text}}"
    for node in document.element.iter(f"{{{_WORDPROCESSING}}}t"):
        node.text = re.sub(r"\{\{ (\w+)\[(\d+)\] \}\}", r"{{\1_\2}}", node.text or "")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def opening() -> str:
    """Measure how long it takes until the first worker of a batch has answered."""
    times = [MILLI * _seconds() for _ in range(ROUNDS)]
    return f"The pool of `batch` is open after {statistics.median(times):.0f} ms.\n"


def _seconds(*arguments: object) -> float:
    """Return the seconds that a process of `our_batch` prints."""
    command = [sys.executable, "-m", "benchmarks.our_batch", *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=_compiled())
    return float(done.stdout)


def _compiled() -> dict[str, str]:
    """Return the environment of a program that keeps its modules compiled, as pip installs it."""
    return {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def province(size: int, folder: Path) -> str:
    """Measure batches of hundreds and of thousands, their memory, and adding 3,000 up."""
    files = workbooks(size)
    lines = [
        "| `batch`, two workers, ledger included | s | ms a report | largest process, MB |",
        "|---:|---:|---:|---:|",
    ]
    each = 0.0
    for count in (100, 1000, 3000, size):
        inbox = folder / f"in {count}"
        inbox.mkdir()
        for file in files[:count]:
            (inbox / file.name).hardlink_to(file)
        done = run("-m", "benchmarks.our_batch", 2, folder / f"out {count}", inbox)
        each = done.milliseconds / count
        lines.append(
            f"| {count:,} reports | {done.milliseconds / MILLI:.1f} | {each:.1f} | {done.peak:.0f} |"
        )
    summed = run(
        "-m", "benchmarks.conversion", "--aggregate", folder / "sum.xlsx", folder / "in 3000"
    )
    return "\n".join(
        [
            *lines,
            f"\nAt the last rate {NATION:,} reports, the nation's, take "
            f"{each * NATION / MILLI / 60:.0f} minutes. `aggregate` of 3,000 reports: "
            f"{summed.milliseconds / MILLI:.0f} s, {summed.peak:.0f} MB.\n",
        ]
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and write into the docs where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.conversion", description=_ABOUT)
    parser.add_argument("--write", action="store_true", help=f"put the tables into {PAGE.name}")
    parser.add_argument("--full", action="store_true", help="add the large folders: half an hour")
    parser.add_argument(
        "--aggregate",
        nargs=2,
        type=Path,
        metavar=("OUTPUT", "INBOX"),
        help="only add the reports of a folder up, as --full has it measured",
    )
    asked = parser.parse_args(arguments)
    if asked.aggregate:
        output, inbox = asked.aggregate
        aggregate(sorted(inbox.iterdir()), "安宁市", output, force=True)
        return
    text = _measured(full=asked.full)
    print(text)
    if asked.write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_MEASURED.sub(lambda _: f"\n{text}\n", page), encoding="utf-8")


_ABOUT: Final = (
    "Measure convert as a user gets it, all checks on, against the plain loop on the same files."
)


def _measured(*, full: bool) -> str:
    folder = Path(tempfile.mkdtemp(prefix="nianbao-benchmark-out-"))
    try:
        pieces = [one_by_one(folder), stages(folder)]
        pieces.append(folders((1, 10, 100, 1000) if full else (1, 10, 100), folder))
        pieces += [peers(folder), opening(), whole_batches(SAVED)]
        if full:
            pieces += [side_by_side(folder), whole_batches(1000), province(10_000, folder)]
    finally:
        shutil.rmtree(folder)
    return "\n".join(pieces)


if __name__ == "__main__":
    main()
