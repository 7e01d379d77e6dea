"""Examine the files of a folder in worker processes, a limited number at a time."""

import hashlib
import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from queue import SimpleQueue
from typing import Final, Generic, TypeVar

from converter import __version__
from converter.conversion import Examination, annotated, examine_read, read, read_unchecked, render
from converter.county.collecting.collect import WITHIN, Origin, Received, collect
from converter.county.kept.model import (
    Arrival,
    Earlier,
    ExaminedFile,
    Fault,
    FileResult,
    Found,
    Identity,
    RefusedFile,
)
from converter.county.kept.record import Record, packed, put_away
from converter.county.kept.state import BatchState
from converter.county.office.office import Requirements
from converter.county.office.requirements import check_requirements
from converter.county.outputs.return_notes import NOTE_TITLE
from converter.county.units.across import beside_roster
from converter.county.units.identity import identify, unit_of_unread
from converter.county.units.last_years import LastYear, LastYears, digest_of_report
from converter.county.units.roster import Roster
from converter.errors import NianbaoError, Refusal, UnusableFile
from converter.files.faults import refused_by_system
from converter.files.kinds import InputFile, saved_at
from converter.files.resources import REPORT_TEMPLATE, resource
from converter.files.shelf import Shelf
from converter.files.workers import Common, WorkerStopped
from converter.findings import Finding
from converter.form.report import Report
from converter.reading.blocks import TextBlock
from converter.reading.word.word_blocks import main_part, read_blocks
from converter.writing.pages.html import render_page

Progress = Callable[[int, int, str], None]
"""Called for every file that is done: how many are done, how many there are, the file's label.

How many there are is 0 until the last archive and mail is open.
"""

Due = tuple[ExaminedFile, Found, str]
"""A file whose annotated copy is due, all that the copy says, and the digest of what others gave of it."""

_Result = TypeVar("_Result")

_MOST_WAITING: Final = 64
"""Files whose bytes are held while they wait for a worker."""
_MOST_BYTES_WAITING: Final = 32 * 2**20
"""Bytes of such files, unless it is one alone."""

_KEY: Final = 2 * hashlib.sha256().digest_size
"""Characters of the key of a file, with which the keys of its annotated copies begin."""
_OUR_NOTE: Final = f"是发给单位的{NOTE_TITLE}，不是报告，没有读取。"
_PACKED_LATER: Final = "-"
"""In the place of a record until all is known that goes into it."""
_NO_COPY: Final = "批注写不进这个文件，退回的只有通知，没有带批注的副本。"


@dataclass(frozen=True)
class Wanted:
    """What is made of a file without errors."""

    outputs: frozenset[str] = frozenset()
    """"report" and "page"."""
    template: bytes = b""
    """The county's own Word template, with which the reports are printed when they are written."""
    requirements: Requirements = field(default_factory=Requirements)
    """What the county asks for beyond the national format."""

    @property
    def made_with(self) -> bytes:
        """A digest of what a result depends on beside the files: version, template, requirements."""
        template = self.template or resource(REPORT_TEMPLATE).read_bytes()
        asked = repr(self.requirements).encode()
        return _digest(__version__.encode(), template, asked).hex().encode()


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
    last_years: Common[LastYears],
    wanted: Wanted,
) -> _Examined | RefusedFile:
    """Read and check one file; without errors render what is wanted. Runs in a worker process."""
    past = last_years.value
    try:
        reading = read(file)
        identity = identify(reading.report, reading.signed, label, arrival, past.roster)
        # of a doubtful unit last year's report may be another's
        last = None if identity.doubt else past.of(reading.report)
        examination = _checked(examine_read(file, reading, last), wanted.requirements)
    except NianbaoError as refusal:
        if PurePath(label).stem.endswith(NOTE_TITLE) or _is_our_note(file):
            return RefusedFile(label, _OUR_NOTE, arrival, aside=True)
        return RefusedFile(label, str(refusal), arrival, fault=_fault_of(refusal))
    record = _record_of(examination, wanted)
    result = ExaminedFile.of(label, record, _PACKED_LATER)
    result = replace(result, arrival=arrival, identity=identity)
    result = beside_roster(record, result, past.roster)
    report = record.report
    document = page = None
    if wanted.outputs and examination.ok:
        document = None if wanted.template else render(report)
        page = render_page(report) if "page" in wanted.outputs else None
    copy, has_copy = None, False
    if wanted.outputs and not examination.ok:
        try:
            copy = _copy(examination, result.found.all_of(record))
            has_copy = copy is not None
        except Exception as fault:  # noqa: BLE001 (what cannot be annotated is returned all the same)
            # where the file is not to blame, the next run makes it
            has_copy = _fault_of(fault) is Fault.OF_SYSTEM
            if not has_copy:
                record = replace(record, notes=(*record.notes, _NO_COPY))
    record = replace(record, has_copy=has_copy)
    found = replace(result.found, record=packed(record))
    result = replace(result, found=found, has_copy=record.has_copy)
    return _Examined(result, document, page, copy)


def _record_of(examination: Examination, wanted: Wanted) -> Record:
    """Return what is kept of an examination."""
    file = examination.file
    digest = _digest_of(file)
    return Record(
        key=_key(wanted.made_with, digest, examination.last),
        digest=digest.hex(),
        saved=saved_at(examination.content),
        signed=examination.signed,
        is_workbook=file.is_workbook,
        notes=examination.notes,
        report=examination.report,
        findings=examination.findings,
    )


def _is_our_note(file: InputFile) -> bool:
    """Tell a return note by its title, whatever the file is called."""
    if file.kind != "document":
        return False
    with suppress(NianbaoError):
        blocks = read_blocks(file, main_part(file))
        texts = (one.text.strip() for one in blocks if isinstance(one, TextBlock))
        return next(filter(None, texts), "") == NOTE_TITLE
    return False


def _annotate_file(
    file: InputFile, findings: Sequence[Finding], last_years: Common[LastYears]
) -> bytes | None:
    """Return the annotated copy of a file with findings that others gave; None where there is none. Runs in a worker process."""
    return _copy(read_unchecked(file, last_years.value.of), findings)


def _copy(examination: Examination, findings: Sequence[Finding]) -> bytes | None:
    """Return the annotated copy of a file with these findings, each at its place in it."""
    located = tuple(map(examination.reading.located, findings))
    return annotated(replace(examination, findings=located))[0]


def _checked(examination: Examination, requirements: Requirements) -> Examination:
    """Return an examination with what the county's own requirements find."""
    found = check_requirements(examination.report, requirements, examination.reading.located)
    if not examination.file.is_workbook:
        found = [finding.for_document() for finding in found]
    return replace(examination, findings=(*examination.findings, *found))


def _read_last_year(file: InputFile) -> LastYear | RefusedFile:
    """Read one file of last year, which nobody checks any more. Runs in a worker process."""
    try:
        return LastYear.of(read(file).report)
    except NianbaoError as refusal:
        return RefusedFile(file.path.name, str(refusal))


def read_last_years(folder: Path, executor: Executor, roster: Roster) -> LastYears:
    """Return last year's reports, and why other files could not be read.

    Raises UnusableFile where the folder is missing.
    """
    if not folder.is_dir():
        raise UnusableFile(f"{folder}：找不到这个文件夹。请核对名称。")
    received = [*_read_all(collect(folder, results=True), executor)]
    last_years = LastYears(roster, given=True)
    unread = []
    for label, result in received:
        if isinstance(result, RefusedFile):
            unread.append(result.refusal)
        elif result.unit and result.year:
            last_years.add(result)
        else:
            unread.append(f"{label}：读不到单位或年度。")
    return replace(last_years, unread=tuple(unread))


def _read_all(
    received: Iterable[Received], executor: Executor
) -> Iterator[tuple[str, LastYear | RefusedFile]]:
    """Yield the names of last year's files and what was read, in the order of the files, what could not be opened first."""
    tasks: _Tasks[LastYear] = _Tasks(executor)
    done: dict[int, tuple[str, LastYear | RefusedFile]] = {}

    def take_finished() -> None:
        one, result = tasks.finished()
        done[one.position] = one.label, result

    for position, one in enumerate(received):
        if one.file:
            waiting = _Waiting(position, one.file.path.name, len(one.file.data), Arrival())
            tasks.submit(waiting, _read_last_year, one.file)
        elif not one.aside:
            yield one.label, RefusedFile(one.label, one.refusal)
        while tasks.are_enough():
            take_finished()
    while tasks:
        take_finished()
    yield from (done[position] for position in sorted(done))


@dataclass(frozen=True)
class _Waiting:
    """A file that waits for a worker, or is in one."""

    position: int
    label: str
    size: int
    """Of the file, in bytes."""
    arrival: Arrival


class _Tasks(Generic[_Result]):
    """Files in the worker processes, as many as may be held."""

    def __init__(self, executor: Executor) -> None:
        self.executor = executor
        self._waiting: dict[Future[_Result | RefusedFile], _Waiting] = {}
        self._held = 0
        self._done: SimpleQueue[Future[_Result | RefusedFile]] = SimpleQueue()

    def __len__(self) -> int:
        return len(self._waiting)

    def submit(
        self, file: _Waiting, task: Callable[..., _Result | RefusedFile], *arguments: object
    ) -> None:
        """Have a task done for this file."""
        job = self.executor.submit(task, *arguments)
        self._waiting[job] = file
        self._held += file.size
        job.add_done_callback(self._done.put)

    def are_enough(self) -> bool:
        """Tell whether as many files wait for a worker as may be held."""
        return len(self._waiting) >= _MOST_WAITING or self._held > _MOST_BYTES_WAITING

    def finished(self) -> tuple[_Waiting, _Result | RefusedFile]:
        """Wait until a task is done; return the file of which it is, with the result."""
        # `wait` would look at all that are waiting, each time
        job = self._done.get()
        one = self._waiting.pop(job)
        self._held -= one.size
        return one, _result_of(job, one.label, one.arrival)

    def cancel(self) -> None:
        """Start none of those that wait."""
        for job in self._waiting:
            job.cancel()


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
        self._tasks: _Tasks[_Examined] = _Tasks(executor)
        self._state = state
        self._last_years = last_years
        self._common = Common(last_years)
        self._wanted = wanted
        self._made_with = wanted.made_with
        self._progress = progress
        self._started = self._total = 0
        self._done: dict[int, FileResult] = {}
        self._copies: dict[str, set[str]] = {}
        """The keys of the annotated copies that stand, by the key of their file."""

    def run(self, received: Iterable[Received], shelf: Shelf, copies: Iterable[str]) -> bool:
        """Examine the files, finished documents go onto the shelf; return False where Ctrl-C interrupted it.

        `copies` are the keys of the annotated copies that stand.
        """
        for key in copies:
            self._copies.setdefault(key[:_KEY], set()).add(key)
        try:
            for item in received:
                self._start(item)
                while self._tasks.are_enough():
                    self._take_finished(shelf)
            self._total = self._started
            while self._tasks:
                self._take_finished(shelf)
        except KeyboardInterrupt:
            self._tasks.cancel()
            return False
        return True

    def with_copies(
        self,
        due: Iterable[Due],
        again: Callable[[Iterable[Origin]], Iterable[tuple[Origin, InputFile]]],
        shelf: Shelf,
    ) -> dict[int, ExaminedFile]:
        """Return, by the `id` of each, the results whose annotated copies are there or could be made.

        `again` gives some files once more. The copy of an earlier run stands; where none can be
        made, that of the file alone does. Of a file that is due twice the first counts.
        """
        made: dict[int, ExaminedFile] = {}
        tasks: _Tasks[bytes | None] = _Tasks(self._tasks.executor)
        waiting: dict[int, ExaminedFile] = {}

        def take_finished() -> None:
            one, copy = tasks.finished()
            more = waiting.pop(one.position)
            # what cannot be annotated is returned all the same
            if isinstance(copy, bytes):
                made[one.position] = replace(more, annotated=shelf.put(copy))

        wanted: dict[Origin, list[tuple[ExaminedFile, ExaminedFile, Found]]] = {}
        for result, more, found in self._without_copy(due, made):
            origin = result.label, result.arrival.loose
            wanted.setdefault(origin, []).append((result, more, found))
        # each is looked for while the workers make those before
        for origin, file in again(wanted):
            digest = _digest_of(file).hex()
            for result, more, found in wanted[origin]:
                if result.digest != digest:
                    continue
                # what stays here are the packed findings, on the shelf
                _, findings = found.opened()
                waiting[id(result)] = more
                one = _Waiting(id(result), result.label, len(file.data), result.arrival)
                tasks.submit(one, _annotate_file, file, findings, self._common)
                while tasks.are_enough():
                    take_finished()
        while tasks:
            take_finished()
        return made

    def _without_copy(
        self, due: Iterable[Due], made: dict[int, ExaminedFile]
    ) -> Iterator[tuple[ExaminedFile, ExaminedFile, Found]]:
        """Yield each result of which no earlier run left a copy, as it will be with one; put the others into `made`."""
        known: set[int] = set()
        for result, found, said in due:
            if id(result) in known:
                continue
            known.add(id(result))
            more = replace(result, annotated=None, annotated_with=said)
            if more.annotated_key in self._copies.get(result.key, ()):
                made[id(result)] = more
            else:
                yield result, more, found

    def with_more(self, results: Iterable[ExaminedFile]) -> Iterator[Due]:
        """Yield those whose annotated copy of an earlier run tells what other reports showed then."""
        for one in results:
            if not one.fresh and self._copies.get(one.key, set()) - {one.key}:
                yield one, one.found, ""

    def results(self) -> list[FileResult]:
        """Return the results so far, in the order of the files, and hold them no longer."""
        results = [self._done.pop(position) for position in sorted(self._done)]
        return [*_with_earlier(results, self._state.earlier())]

    def _start(self, received: Received) -> None:
        position, self._started = self._started, self._started + 1
        mail = (received.sender, received.mailed, received.container, received.subject)
        arrival = Arrival(*mail, received.loose)
        file, label = received.file, received.label
        if file is None:
            refused = RefusedFile(
                label,
                received.refusal,
                arrival,
                received.aside,
                fault=Fault.OF_SYSTEM if received.is_withheld else Fault.OF_FILE,
                is_closed=received.is_closed,
            )
            self._finish(position, refused)
            return
        digest = _digest_of(file)
        record = self._state.record(digest.hex())
        if record:
            identity = identify(
                record.report, record.signed, label, arrival, self._last_years.roster
            )
            last = None if identity.doubt else self._last_years.of(record.report)
            if record.key == _key(self._made_with, digest, last):
                text = self._state.results[digest.hex()]
                known = ExaminedFile.of(label, record, text)
                known = replace(known, arrival=arrival, identity=identity, fresh=False)
                self._finish(position, beside_roster(record, known, self._last_years.roster))
                return
        waiting = _Waiting(position, label, len(file.data), arrival)
        task = label, file, arrival, self._common, self._wanted
        self._tasks.submit(waiting, examine_file, *task)

    def _take_finished(self, shelf: Shelf) -> None:
        one, examined = self._tasks.finished()
        if isinstance(examined, RefusedFile):
            self._finish(one.position, replace(examined, arrival=one.arrival))
            return
        result = examined.result
        record = put_away(result.found.record, shelf)
        self._state.results[result.digest] = record
        document, page, copy = (
            shelf.put(data) if data is not None else None
            for data in (examined.document, examined.page, examined.annotated)
        )
        shelved = replace(
            result,
            found=replace(result.found, record=record),
            document=document,
            page=page,
            annotated=copy,
            # a mail is held once, not as often as it came back from a process
            label=one.label,
            arrival=one.arrival,
        )
        self._finish(one.position, shelved)

    def _finish(self, position: int, result: FileResult) -> None:
        if isinstance(result, RefusedFile):
            unit = unit_of_unread(result.label, result.arrival, self._last_years.roster)
            result = replace(result, identity=Identity(unit))
        self._done[position] = result
        self._progress(len(self._done), self._total, result.label)


def _result_of(
    job: Future[_Result | RefusedFile], label: str, arrival: Arrival
) -> _Result | RefusedFile:
    try:
        return job.result()
    except WorkerStopped as stop:
        return RefusedFile(label, f"{label}：{stop}", arrival, fault=_fault_of(stop))
    except Exception as fault:  # noqa: BLE001 (a worker that dies must not take the others along)
        said = refused_by_system(fault)
        whose = Fault.OF_SYSTEM if said else Fault.UNKNOWN
        said = said or f"读取时出错（{type(fault).__name__}）。请核对文件。"
        return RefusedFile(label, f"{label}：{said}", arrival, fault=whose)


def _fault_of(fault: Exception) -> Fault:
    why = getattr(fault, "why", None)
    if why is Refusal.UNREACHABLE or refused_by_system(fault):
        return Fault.OF_SYSTEM
    return Fault.UNKNOWN if why is Refusal.STOPPED else Fault.OF_FILE


def _with_earlier(
    results: Iterable[FileResult], earlier: Mapping[str, Earlier]
) -> Iterator[FileResult]:
    """Yield the results, those that the system did not give with what the last run made of them.

    An archive, a mail or a folder stands for each file that was found within.
    """
    labels = sorted(earlier)
    for one in results:
        if not isinstance(one, RefusedFile) or one.fault is Fault.OF_FILE:
            yield one
            continue
        known = [one.label] if one.label in earlier else [*_within(one.label, labels)]
        for label in known:
            identity = Identity(earlier[label].unit)
            yield replace(one, label=label, identity=identity, earlier=earlier[label])
        if not known:
            yield one


def _within(container: str, labels: Sequence[str]) -> Iterator[str]:
    """Yield those of the sorted labels that lie within a container."""
    for between in (WITHIN, os.sep):
        start = container + between
        at = bisect_left(labels, start)
        while at < len(labels) and labels[at].startswith(start):
            yield labels[at]
            at += 1


def _key(made_with: bytes, digest: bytes, last: Report | None) -> str:
    """Return the key of a file's result, where last year's report of its unit is this."""
    return hashlib.sha256(made_with + digest + digest_of_report(last).encode()).hexdigest()


def _digest_of(file: InputFile) -> bytes:
    """Return the digest of a file, and of the explanation in its mail."""
    return _digest(file.data, *([file.reason.encode()] if file.reason else []))


def _digest(*parts: bytes) -> bytes:
    """Return a digest of parts, each as long as it is."""
    digests = (hashlib.sha256(part).digest() for part in parts)
    return hashlib.sha256(b"".join(digests)).digest()
