"""Cut runs of the program off: kill them, press Ctrl-C once and twice, start two into one folder.

`python -m tests.interruption --kills 200 --interrupts 60 --pairs 20` does so at random moments of
convert, batch and aggregate, each time looks at every file that is there, then runs the command
again and compares with a run that nobody disturbed. Every run is forked from a process that has
loaded everything, so that the moments fall on the work and not on the start.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from converter.cli import run
from converter.form.fields import Slot
from converter.form.report import Report
from converter.writing.workbooks.workbook import write_workbook
from tools.cases import CASES, load_case

UNITS = 6
UNUSABLE = 2
"""The status of a run that another one keeps from its folder."""
SECONDS = 120
"""After which a run that was interrupted counts as hanging."""
STATE_FILE = ".nianbao.json"

Files = dict[str, bytes]


@dataclass(frozen=True)
class Job:
    """A command into an output folder."""

    name: str
    words: tuple[str, ...]
    """`{out}` stands for the output folder."""
    before: Files = field(default_factory=dict)
    """What is in the folder before."""
    after: Files = field(default_factory=dict)
    """What an undisturbed run leaves there."""
    status: int = 0
    seconds: float = 0.0


# ---------------------------------------------------------------- running


def start(job: Job, out: Path, log: Path) -> int:
    """Start a command in a process group of its own; return its process id."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    status = 99
    try:
        os.setsid()
        # a process in the background inherits that Ctrl-C is ignored
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with log.open("w", encoding="utf-8", buffering=1) as stream:
            sys.stdout = sys.stderr = stream
            try:
                status = run([word.format(out=out) for word in job.words])
            except BaseException:  # noqa: BLE001 (told as a traceback, which the caller looks for)
                traceback.print_exc()
    finally:
        os._exit(status)


def ended(child: int) -> int:
    """Wait for a run and return its status; one that hangs is killed and gives -9."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    killed(child)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed(group: int) -> None:
    """Kill a run with all its workers, where any is left."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def contents(folder: Path) -> Files:
    """Return every file below a folder by its name there."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def prepared(job: Job, out: Path) -> None:
    """Lay the output folder as it is before a run."""
    shutil.rmtree(out, ignore_errors=True)
    for name, data in job.before.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(data)


# ---------------------------------------------------------------- what must hold


def unfinished(files: Files) -> list[str]:
    """Return the files that only a killed run may leave."""
    left = (".nianbao-", ".nianbao.lock")
    return [name for name in files if any(part.startswith(left) for part in Path(name).parts)]


def wrongs(job: Job, files: Files) -> Iterator[str]:
    """Say which files are lost, partial or strange; unfinished ones aside."""
    for name in job.before.keys() - files.keys():
        yield f"{name} is lost"
    for name, data in files.items():
        if name in unfinished(files):
            continue
        if name == STATE_FILE:
            try:
                json.loads(data)
            except ValueError:
                yield f"{name} is partial"
        elif data not in (job.before.get(name), job.after.get(name)):
            yield f"{name} is neither the old nor the new file"


def again(job: Job, out: Path, log: Path) -> Iterator[str]:
    """Run the command once more, undisturbed; say what is not as it should be then."""
    status = ended(start(job, out, log))
    if status != job.status:
        yield f"again: status {status}: {log.read_text(encoding='utf-8')}"
    files = contents(out)
    left = unfinished(files)
    if {name: files[name] for name in files.keys() - {*left, STATE_FILE}} != {
        name: job.after[name] for name in job.after.keys() - {STATE_FILE}
    }:
        yield f"again: {sorted(files)} instead of {sorted(job.after)}"


# ---------------------------------------------------------------- the three faults


def kill(job: Job, out: Path, log: Path, dice: random.Random) -> Iterator[str]:
    """Kill a run at a random moment."""
    child = start(job, out, log)
    time.sleep(dice.uniform(0, job.seconds * 1.05))
    killed(child)
    os.waitpid(child, 0)
    yield from wrongs(job, contents(out))


def interrupt(job: Job, out: Path, log: Path, dice: random.Random) -> Iterator[str]:
    """Press Ctrl-C at a random moment, and in half of the runs once more soon after."""
    child = start(job, out, log)
    time.sleep(dice.uniform(0.01, job.seconds))
    for _ in range(dice.choice((1, 2))):
        try:
            # a terminal sends it to the workers too
            os.killpg(child, signal.SIGINT)
        except ProcessLookupError:
            break
        time.sleep(dice.uniform(0, 0.2))
    status = ended(child)
    killed(child)
    said = log.read_text(encoding="utf-8")
    if status not in (job.status, 1, 130):
        yield f"status {status}: {said}"
    if status in (1, 130) and status != job.status and "已中断" not in said:
        yield f"no sentence: {said}"
    if "Traceback" in said:
        yield said
    files = contents(out)
    yield from wrongs(replace(job, after={**job.after, **_ledgers(files)}), files)
    yield from (f"{name} is left" for name in unfinished(files))


def _ledgers(files: Files) -> Files:
    """Return the ledgers: what they say of an interrupted run differs."""
    return {name: data for name, data in files.items() if name.startswith("汇总")}


def pair(job: Job, out: Path, log: Path, dice: random.Random) -> Iterator[str]:
    """Start a command twice into one folder."""
    other = log.with_suffix(".other")
    one = start(job, out, log)
    time.sleep(dice.uniform(0, job.seconds / 2))
    two = start(job, out, other)
    for child, said in ((one, log), (two, other)):
        status, text = ended(child), said.read_text(encoding="utf-8")
        waits = status == UNUSABLE and "另一个汇总正在往这个文件夹里写" in text
        if not (status == job.status or waits) or "Traceback" in text:
            yield f"status {status}: {text}"
    files = contents(out)
    yield from wrongs(job, files)
    yield from (f"{name} is left" for name in unfinished(files))
    yield from (f"{name} is missing" for name in job.after.keys() - files.keys())


# ---------------------------------------------------------------- the commands


def jobs(folder: Path) -> list[Job]:
    """Write the inputs into a folder and return the commands, each run once undisturbed."""
    inbox = folder / "收件"
    inbox.mkdir()
    township = load_case(CASES / "sunjiagou-2022.json")
    for number in range(UNITS):
        report = _named(township, f"甲县第{number}镇人民政府")
        if number == 1:
            report = report.with_figures({Slot("t3_carried_out", 0): 1})
        (inbox / f"{number}.xlsx").write_bytes(write_workbook(report))
    sound = [str(inbox / f"{number}.xlsx") for number in (0, 2, 3)]
    into = ("-o", "{out}")
    batch = ("batch", str(inbox), *into, "--jobs", "2")
    county = ("aggregate", *sound, "-o", "{out}/全县.xlsx", "--unit", "甲县人民政府")
    report = "甲县第0镇人民政府2022年政府信息公开工作年度报告.docx"
    planned = [
        Job("convert", ("convert", sound[0], "-o", "{out}/")),
        Job("convert --force", ("convert", sound[0], *into, "--force"), {report: b"the old one"}),
        Job("aggregate", county),
        Job("aggregate --force", (*county, "--force"), {"全县.xlsx": b"the old one"}),
        Job("batch", batch),
    ]
    done = [_undisturbed(job, folder) for job in planned]
    anew = Job("batch --force", (*batch, "--force"), done[-1].after)
    return [*done, _undisturbed(anew, folder)]


def _named(report: Report, unit: str) -> Report:
    overview = tuple(text.replace("孙家沟镇人民政府", unit) for text in report.overview)
    return replace(report, unit_name=unit, overview=overview)


def _undisturbed(job: Job, folder: Path) -> Job:
    out, log = folder / "结果", folder / "log"
    prepared(job, out)
    out.mkdir(exist_ok=True)
    begun = time.monotonic()
    status = ended(start(job, out, log))
    seconds = time.monotonic() - begun
    if status not in (0, 1):
        raise SystemExit(log.read_text(encoding="utf-8"))
    return replace(job, after=contents(out), status=status, seconds=seconds)


def main() -> int:
    """Run the faults from the command line."""
    parser = argparse.ArgumentParser(description="cut runs of the program off")
    for name in ("kills", "interrupts", "pairs"):
        parser.add_argument(f"--{name}", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    return _faults(
        {kill: chosen.kills, interrupt: chosen.interrupts, pair: chosen.pairs}, chosen.seed
    )


def _faults(counts: dict[object, int], seed: int) -> int:
    failures = 0
    with tempfile.TemporaryDirectory(prefix="nianbao-faults-") as name:
        folder = Path(name)
        planned = jobs(folder)
        inputs = contents(folder / "收件")
        out, log = folder / "结果", folder / "log"
        for fault, count in counts.items():
            told: Counter[str] = Counter()
            for number in range(seed, seed + count):
                job, dice = planned[number % len(planned)], random.Random(number)
                prepared(job, out)
                out.mkdir(exist_ok=True)
                found = list(fault(job, out, log, dice))  # type: ignore[operator]
                files = contents(out)
                told["left unfinished"] += bool(unfinished(files))
                told["result whole"] += bool(job.after.keys() <= files.keys())
                if not unfinished(files) or fault is kill:
                    found += again(job, out, log)
                if contents(folder / "收件") != inputs:
                    found.append("an input was changed")
                told["runs"] += 1
                failures += bool(found)
                for what in found:
                    print(f"{fault.__name__} {job.name}, seed {number}: {what}", flush=True)  # type: ignore[attr-defined]
            if count:
                print(f"{fault.__name__}: {dict(told)}", flush=True)  # type: ignore[attr-defined]
    print(f"failures: {failures}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
