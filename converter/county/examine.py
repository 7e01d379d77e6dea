"""Examine the files of a folder in worker processes, a limited number at a time."""

import hashlib
import pickle
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from converter import __version__
from converter.conversion import annotated, examine_input, render
from converter.county.across import placed
from converter.county.collect import Received, collect
from converter.county.last_years import LastYears, digest_of
from converter.county.model import Arrival, ExaminedFile, FileResult, RefusedFile
from converter.county.record import Record
from converter.county.roster import Roster
from converter.county.state import BatchState
from converter.errors import NianbaoError, UnusableFile
from converter.files.kinds import InputFile, saved_at
from converter.files.resources import REPORT_TEMPLATE, resource
from converter.files.shelf import Shelf
from converter.files.workers import WorkerStopped
from converter.form.report import Report
from converter.writing.html import render_page

Progress = Callable[[int, int, str], None]
"""Called for every file that is done: how many are done, how many were found, the file's label."""

_MOST_WAITING: Final = 64
"""Files whose bytes are held while they wait for a worker."""
_MOST_BYTES_WAITING: Final = 32 * 2**20
"""Bytes of such files, unless it is one alone."""


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
        return _digest(__version__.encode(), template).hex().encode()


@dataclass(frozen=True)
class _Examined:
    """What a worker process makes of one file that can be read."""

    result: ExaminedFile
    document: bytes | None = None
    page: bytes | None = None
    annotated: bytes | None = None


def examine_file(
    label: str,
    file: InputFile,
    arrival: Arrival,
    last_years: bytes = b"",
    wanted: Wanted = Wanted(),
) -> _Examined | RefusedFile:
    """Read and check one file; without errors render what is wanted.

    `last_years` are pickled LastYears; runs in a worker process, which unpickles them once.
    """
    past = _unpickled(last_years) if last_years else LastYears()
    try:
        examination = examine_input(file, past.of)
    except NianbaoError as refusal:
        return RefusedFile(label, str(refusal), arrival)
    report = examination.report
    digest = _digest(file.data)
    record = Record(
        key=_key(wanted.made_with, digest, examination.last),
        digest=digest.hex(),
        saved=saved_at(file),
        signed=examination.signed,
        is_workbook=file.kind == "workbook",
        notes=examination.notes,
        report=report,
        findings=examination.findings,
    )
    result = replace(ExaminedFile.of(label, record), arrival=arrival)
    document = page = None
    if wanted.outputs and examination.ok:
        document = None if wanted.template else render(report)
        page = render_page(report) if "page" in wanted.outputs else None
    copy = None
    if wanted.outputs and not examination.ok:
        # what cannot be annotated is returned all the same
        with suppress(NianbaoError):
            copy, _ = annotated(examination)
    return _Examined(placed(record, result, past.roster), document, page, copy)


def read_last_years(folder: Path, executor: Executor, roster: Roster) -> LastYears:
    """Return last year's reports, and why other files could not be read.

    Raises UnusableFile where the folder is missing.
    """
    if not folder.is_dir():
        raise UnusableFile(f"{folder}：找不到这个文件夹。请核对名称。")
    received = [one for one in collect(folder, results=True) if not one.aside]
    files = [one.file for one in received if one.file]
    jobs = [
        (file, executor.submit(examine_file, str(file.path), file, Arrival())) for file in files
    ]
    unread = [one.refusal for one in received if one.file is None]
    last_years = LastYears(roster, given=True)
    for file, job in jobs:
        result = _result_of(job, file.path.name, Arrival())
        if isinstance(result, RefusedFile):
            unread.append(result.refusal)
            continue
        report = result.result.found.opened()[0].report
        if report.unit_name and report.report_year:
            last_years.add(report)
        else:
            unread.append(f"{file.path.name}：读不到单位或年度。")
    return replace(last_years, unread=tuple(unread))


@dataclass(frozen=True)
class _Waiting:
    """A file that waits for a worker, or is in one."""

    position: int
    label: str
    size: int
    """Of the file, in bytes."""
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
        self._waiting: dict[Future[_Examined | RefusedFile], _Waiting] = {}

    def run(self, received: Iterable[Received], shelf: Shelf) -> bool:
        """Examine the files, finished documents go onto the shelf; return False where Ctrl-C interrupted it."""
        try:
            for item in received:
                self._start(item)
                while self._are_enough():
                    self._take_finished(shelf)
            while self._waiting:
                self._take_finished(shelf)
        except KeyboardInterrupt:
            for job in self._waiting:
                job.cancel()
            return False
        return True

    def _are_enough(self) -> bool:
        """Tell whether as many files wait for a worker as may be held."""
        held = sum(one.size for one in self._waiting.values())
        return len(self._waiting) >= _MOST_WAITING or held > _MOST_BYTES_WAITING

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
        digest = _digest(file.data)
        record = self._state.record(digest.hex())
        if record and record.key == _key(
            self._made_with, digest, self._last_years.of(record.report)
        ):
            known = ExaminedFile.of(label, record, self._state.results[digest.hex()], fresh=False)
            known = replace(known, arrival=arrival)
            self._finish(position, placed(record, known, self._last_years.roster))
            return
        job = self._executor.submit(examine_file, label, file, arrival, self._pickled, self._wanted)
        self._waiting[job] = _Waiting(position, label, len(file.data), arrival)

    def _take_finished(self, shelf: Shelf) -> None:
        finished, _ = wait(self._waiting, return_when=FIRST_COMPLETED)
        for job in finished:
            one = self._waiting.pop(job)
            examined = _result_of(job, one.label, one.arrival)
            if isinstance(examined, RefusedFile):
                self._finish(one.position, examined)
                continue
            result = examined.result
            self._state.results[result.digest] = result.found.record
            document, page, copy = (
                shelf.put(data) if data is not None else None
                for data in (examined.document, examined.page, examined.annotated)
            )
            shelved = replace(result, document=document, page=page, annotated=copy)
            self._finish(one.position, shelved)

    def _finish(self, position: int, result: FileResult) -> None:
        self._done[position] = result
        self._progress(len(self._done), self._found, result.label)


def _result_of(
    job: Future[_Examined | RefusedFile], label: str, arrival: Arrival
) -> _Examined | RefusedFile:
    try:
        return job.result()
    except WorkerStopped as stop:
        return RefusedFile(label, f"{label}：{stop}", arrival)
    except Exception as fault:  # noqa: BLE001 (a worker that dies must not take the others along)
        sentence = f"{label}：读取时出错（{type(fault).__name__}）。请核对文件。"
        return RefusedFile(label, sentence, arrival)


@lru_cache(maxsize=1)
def _unpickled(last_years: bytes) -> LastYears:
    """Return what this program has pickled; each worker keeps it for all its files."""
    return pickle.loads(last_years)  # type: ignore[no-any-return]  # noqa: S301 (never from outside)


def _key(made_with: bytes, digest: bytes, last: Report | None) -> str:
    """Return the key of a file's result, where last year's report of its unit is this."""
    return hashlib.sha256(made_with + digest + digest_of(last).encode()).hexdigest()


def _digest(*parts: bytes) -> bytes:
    """Return a digest of parts, each as long as it is."""
    digests = (hashlib.sha256(part).digest() for part in parts)
    return hashlib.sha256(b"".join(digests)).digest()
