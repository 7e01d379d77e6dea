"""Examine the files of a folder in worker processes, a limited number at a time."""

import hashlib
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from converter import __version__
from converter.conversion import examine_input, render
from converter.county.collect import Received, collect
from converter.county.last_years import LastYears, digest_of
from converter.county.model import Arrival, ExaminedFile, FileResult, RefusedFile
from converter.county.roster import Roster
from converter.county.state import BatchState
from converter.errors import NianbaoError, UnusableFile
from converter.files.kinds import InputFile, saved_at
from converter.files.resources import REPORT_TEMPLATE, resource
from converter.files.workers import WorkerStopped
from converter.form.report import Report
from converter.writing.html import render_page

Progress = Callable[[int, int, str], None]
"""Called for every file that is done: how many are done, how many were found, the file's label."""

_MOST_WAITING: Final = 64
"""Files whose bytes are held while they wait for a worker."""


def examine_file(
    label: str,
    file: InputFile,
    last: Report | None = None,
    outputs: frozenset[str] = frozenset(),
) -> FileResult:
    """Read and check one file; without errors render its `outputs`, "report" and "page".

    `last` is last year's report of the unit. Runs in a worker process.
    """
    try:
        examination = examine_input(file, lambda _: last)
    except NianbaoError as refusal:
        return RefusedFile(label, str(refusal))
    report = examination.report
    document = page = None
    if outputs and examination.ok:
        document = render(report)
        page = render_page(report) if "page" in outputs else None
    return ExaminedFile(
        label,
        key=_digest(_program(), file.data, digest_of(last).encode()),
        digest=_digest(file.data),
        report=report,
        findings=examination.findings,
        saved=saved_at(file),
        signed=examination.signed,
        is_workbook=file.kind == "workbook",
        document=document,
        page=page,
        compared=last is not None,
        notes=examination.notes,
    )


def read_last_years(folder: Path, executor: Executor, roster: Roster) -> LastYears:
    """Return last year's reports, and why other files could not be read.

    Raises UnusableFile where the folder is missing.
    """
    if not folder.is_dir():
        raise UnusableFile(f"{folder}：找不到这个文件夹。请核对名称。")
    received = [one for one in collect(folder, results=True) if not one.aside]
    files = [one.file for one in received if one.file]
    jobs = [(file, executor.submit(examine_file, str(file.path), file)) for file in files]
    unread = [one.refusal for one in received if one.file is None]
    last_years = LastYears(roster, given=True)
    for file, job in jobs:
        result = _result_of(job, file.path.name, Arrival())
        if isinstance(result, RefusedFile):
            unread.append(result.refusal)
        elif result.report.unit_name and result.report.report_year:
            last_years.add(result.report)
        else:
            unread.append(f"{file.path.name}：读不到单位或年度。")
    return replace(last_years, unread=tuple(unread))


@dataclass(frozen=True)
class _Waiting:
    """A file that waits for a worker, or is in one."""

    position: int
    label: str
    file: InputFile
    arrival: Arrival


class Examinations:
    """Examines received files; takes over the results that the last run left in the state.

    Every file is examined once to know its unit, then again with last year's report where there is
    one. Results go into `state` as they come, and each is told to `progress`.
    """

    def __init__(
        self,
        executor: Executor,
        state: BatchState,
        last_years: LastYears,
        outputs: frozenset[str],
        progress: Progress,
    ) -> None:
        self._executor = executor
        self._state = state
        self._last_years = last_years
        self._outputs = outputs
        self._progress = progress
        self._found = 0
        self._done: dict[int, FileResult] = {}
        self._waiting: dict[Future[FileResult], _Waiting] = {}

    def run(self, received: Iterable[Received]) -> bool:
        """Examine the files; return False where Ctrl-C interrupted it."""
        try:
            for item in received:
                self._start(item)
                while len(self._waiting) >= _MOST_WAITING:
                    self._take_finished()
            while self._waiting:
                self._take_finished()
        except KeyboardInterrupt:
            for job in self._waiting:
                job.cancel()
            return False
        return True

    def results(self) -> list[FileResult]:
        """Return the results so far, in the order of the files."""
        return [result for _, result in sorted(self._done.items())]

    def _start(self, received: Received) -> None:
        position, self._found = self._found, self._found + 1
        arrival = Arrival(received.sender, received.mailed, received.container, received.subject)
        file, label = received.file, received.label
        if file is None:
            refused = RefusedFile(label, received.refusal, arrival, received.aside)
            self._finish(position, refused)
            return
        waiting = _Waiting(position, label, file, arrival)
        known = self._state.result(_digest(_program(), file.data), label)
        if known is None:
            self._submit(waiting, None)
            return
        last = self._last_years.of(known.report)
        key = _digest(_program(), file.data, digest_of(last).encode())
        if known.key == key:
            self._finish(position, replace(known, arrival=arrival))
        else:
            self._submit(waiting, last)

    def _submit(self, one: _Waiting, last: Report | None) -> None:
        job = self._executor.submit(examine_file, one.label, one.file, last, self._outputs)
        self._waiting[job] = one

    def _take_finished(self) -> None:
        finished, _ = wait(self._waiting, return_when=FIRST_COMPLETED)
        for job in finished:
            one = self._waiting.pop(job)
            result = _result_of(job, one.label, one.arrival)
            if isinstance(result, ExaminedFile):
                last = self._last_years.of(result.report)
                if last and not result.compared:
                    # whose last year is needed is known only now
                    self._submit(one, last)
                    continue
                self._state.record_result(_digest(_program(), one.file.data), result)
                result = replace(result, arrival=one.arrival)
            self._finish(one.position, result)

    def _finish(self, position: int, result: FileResult) -> None:
        self._done[position] = result
        self._progress(len(self._done), self._found, result.label)


def _result_of(job: Future[FileResult], label: str, arrival: Arrival) -> FileResult:
    try:
        result = job.result()
    except WorkerStopped as stop:
        return RefusedFile(label, f"{label}：{stop}", arrival)
    except Exception as fault:  # noqa: BLE001 (a worker that dies must not take the others along)
        sentence = f"{label}：读取时出错（{type(fault).__name__}）。请核对文件。"
        return RefusedFile(label, sentence, arrival)
    return replace(result, arrival=arrival)


@cache
def _program() -> bytes:
    """Return what a result depends on beside the files: the version and the template."""
    return __version__.encode() + resource(REPORT_TEMPLATE).read_bytes()


def _digest(*parts: bytes) -> str:
    digests = (hashlib.sha256(part).digest() for part in parts)
    return hashlib.sha256(b"".join(digests)).hexdigest()
