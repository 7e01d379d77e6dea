"""Examine the files of a folder in worker processes, a limited number at a time."""

import hashlib
import pickle
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, replace
from functools import lru_cache
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


@dataclass(frozen=True)
class Wanted:
    """What is made of a file without errors."""

    outputs: frozenset[str] = frozenset()
    """"report" and "page"."""
    template: bytes = b""
    """The county's own Word template, with which the reports are printed when they are written."""

    @property
    def made_with(self) -> bytes:
        """A digest of what a result depends on beside the files: the version and the template."""
        template = self.template or resource(REPORT_TEMPLATE).read_bytes()
        return _digest(__version__.encode(), template).encode()


def examine_file(
    label: str, file: InputFile, last_years: bytes = b"", wanted: Wanted = Wanted()
) -> FileResult:
    """Read and check one file; without errors render what is wanted.

    `last_years` are pickled LastYears; runs in a worker process, which unpickles them once.
    """
    try:
        last_year = _unpickled(last_years).of if last_years else lambda _: None
        examination = examine_input(file, last_year)
    except NianbaoError as refusal:
        return RefusedFile(label, str(refusal))
    report = examination.report
    document = page = None
    if wanted.outputs and examination.ok:
        document = None if wanted.template else render(report)
        page = render_page(report) if "page" in wanted.outputs else None
    return ExaminedFile(
        label,
        key=_digest(wanted.made_with, file.data, digest_of(examination.last).encode()),
        digest=_digest(file.data),
        report=report,
        findings=examination.findings,
        saved=saved_at(file),
        signed=examination.signed,
        is_workbook=file.kind == "workbook",
        document=document,
        page=page,
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
    digest: str
    """Of the program and the file."""
    arrival: Arrival


class Examinations:
    """Examines received files; takes over the results that the last run left in the state.

    Results go into `state` as they come, and each is told to `progress`.
    """

    def __init__(
        self,
        executor: Executor,
        state: BatchState,
        last_years: LastYears,
        wanted: Wanted,
        progress: Progress,
    ) -> None:
        self._executor = executor
        self._state = state
        self._last_years = last_years
        self._pickled = pickle.dumps(last_years)
        self._wanted = wanted
        self._made_with = wanted.made_with
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
        digest = _digest(self._made_with, file.data)
        known = self._state.result(digest, label)
        if known and known.key == self._key(file, known.report):
            self._finish(position, replace(known, arrival=arrival))
            return
        job = self._executor.submit(examine_file, label, file, self._pickled, self._wanted)
        self._waiting[job] = _Waiting(position, label, digest, arrival)

    def _key(self, file: InputFile, report: Report) -> str:
        """Return the key that a file's result has, now that last year's reports are these."""
        return _digest(self._made_with, file.data, digest_of(self._last_years.of(report)).encode())

    def _take_finished(self) -> None:
        finished, _ = wait(self._waiting, return_when=FIRST_COMPLETED)
        for job in finished:
            one = self._waiting.pop(job)
            result = _result_of(job, one.label, one.arrival)
            if isinstance(result, ExaminedFile):
                self._state.record_result(one.digest, result)
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


@lru_cache(maxsize=1)
def _unpickled(last_years: bytes) -> LastYears:
    """Return what this program has pickled; each worker keeps it for all its files."""
    return pickle.loads(last_years)  # type: ignore[no-any-return]  # noqa: S301 (never from outside)


def _digest(*parts: bytes) -> str:
    digests = (hashlib.sha256(part).digest() for part in parts)
    return hashlib.sha256(b"".join(digests)).hexdigest()
