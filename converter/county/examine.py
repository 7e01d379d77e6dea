"""Examine the files of a folder in worker processes, a limited number at a time."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from converter import __version__
from converter.conversion import examine_input, render
from converter.county.collect import Received, collect
from converter.county.model import ExaminedFile, FileResult, RefusedFile, last_year_of, year_key
from converter.county.state import BatchState, report_to_json
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
    key: str = "",
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
    day = report.report_date.isoformat() if report.report_date else ""
    # of the same day the workbook counts: it holds the clerk's reasons
    dated = f"{day} {int(file.kind == 'workbook')} {saved_at(file)}"
    compared = last is not None
    return ExaminedFile(
        label,
        key,
        report,
        examination.findings,
        dated,
        document,
        page,
        compared=compared,
        notes=examination.notes,
    )


def read_last_years(folder: Path, executor: Executor) -> tuple[dict[str, Report], tuple[str, ...]]:
    """Return last year's reports by `year_key`, and why other files could not be read.

    Raises UnusableFile where the folder is missing.
    """
    if not folder.is_dir():
        raise UnusableFile(f"{folder}：找不到这个文件夹。请核对名称。")
    received = list(collect(folder))
    files = [one.file for one in received if one.file]
    jobs = [(file, executor.submit(examine_file, str(file.path), file)) for file in files]
    reports: dict[str, Report] = {}
    unread = [one.refusal for one in received if one.file is None]
    for file, job in jobs:
        result = _result_of(job, file.path.name)
        if isinstance(result, RefusedFile):
            unread.append(result.refusal)
        elif result.report.unit_name and result.report.report_year:
            key = year_key(result.report.unit_name, result.report.report_year)
            reports[key] = result.report
        else:
            unread.append(f"{file.path.name}：读不到单位或年度。")
    return reports, tuple(unread)


@dataclass(frozen=True)
class _Waiting:
    """A file that waits for a worker, or is in one."""

    position: int
    received: Received
    file: InputFile
    key: str


class Examinations:
    """Examines received files; takes over the results that the last run left in the state.

    Every file is examined once to know its unit, then again with last year's report where
    `previous` has one. Results go into `state` as they come, and each is told to `progress`.
    """

    def __init__(
        self,
        executor: Executor,
        state: BatchState,
        previous: Mapping[str, Report],
        outputs: frozenset[str],
        progress: Progress,
    ) -> None:
        self._executor = executor
        self._state = state
        self._previous = previous
        self._outputs = outputs
        self._progress = progress
        self._salt = _salt(previous)
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
        if received.file is None:
            self._finish(position, RefusedFile(received.label, received.refusal))
            return
        key = hashlib.sha256(self._salt + received.file.data).hexdigest()
        known = self._state.result(key, received.label)
        if known:
            self._finish(position, replace(known, sender=received.sender))
        else:
            self._submit(_Waiting(position, received, received.file, key), None)

    def _submit(self, one: _Waiting, last: Report | None) -> None:
        job = self._executor.submit(
            examine_file, one.received.label, one.file, one.key, last, self._outputs
        )
        self._waiting[job] = one

    def _take_finished(self) -> None:
        finished, _ = wait(self._waiting, return_when=FIRST_COMPLETED)
        for job in finished:
            one = self._waiting.pop(job)
            result = _result_of(job, one.received.label)
            if isinstance(result, ExaminedFile):
                last = last_year_of(result.report, self._previous)
                if last and not result.compared:
                    # whose last year is needed is known only now
                    self._submit(one, last)
                    continue
                self._state.record_result(result)
                result = replace(result, sender=one.received.sender)
            self._finish(one.position, result)

    def _finish(self, position: int, result: FileResult) -> None:
        self._done[position] = result
        self._progress(len(self._done), self._found, result.label)


def _result_of(job: Future[FileResult], label: str) -> FileResult:
    try:
        return job.result()
    except WorkerStopped as stop:
        return RefusedFile(label, f"{label}：{stop}")
    except Exception as fault:  # noqa: BLE001 (a worker that dies must not take the others along)
        sentence = f"{label}：读取时出错（{type(fault).__name__}）。请核对文件。"
        return RefusedFile(label, sentence)


def _salt(previous: Mapping[str, Report]) -> bytes:
    """Return a digest of what a result depends on beside the file: program, template, last year."""
    last = json.dumps(
        {unit: report_to_json(report) for unit, report in sorted(previous.items())},
        ensure_ascii=False,
    )
    template = resource(REPORT_TEMPLATE).read_bytes()
    return hashlib.sha256(__version__.encode() + template + last.encode()).digest()
