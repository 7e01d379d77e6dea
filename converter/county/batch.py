"""The county's desk: a folder of reports checked, converted, counted and answered.

Reads and renders in worker processes; decides and writes in one place.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from converter import __version__
from converter.conversion import examine_input, report_file_name
from converter.county.collect import Received, collect, read_roster
from converter.county.model import LEDGER_NAME, LedgerRow, State, unit_key, year_key
from converter.county.records import report_to_json
from converter.county.state import STATE_FILE, BatchState, FileResult
from converter.errors import AlreadyThere, CannotDeliver, NianbaoError, UnusableFile
from converter.files.kinds import InputFile, read_bytes, saved_at
from converter.files.output import (
    remove_stale_temporaries,
    safe_file_name,
    same_content,
    write_atomic,
)
from converter.files.resources import REPORT_TEMPLATE, resource
from converter.files.workers import Workers, WorkerStopped
from converter.findings import CODES, Finding, blocking
from converter.form.report import Report
from converter.mail.messages import Attachment, checked_address, draft, reply
from converter.writing.html import render_page
from converter.writing.word import render_report, render_return_note

RETURN_FOLDER: Final = "退回"
RETURN_TEMPLATE: Final = "writing/return_template.docx"


@dataclass(frozen=True)
class BatchOptions:
    """What the county asked for."""

    folder: Path
    output: Path
    roster: Path | None = None
    previous_folder: Path | None = None
    jobs: int = 1
    force: bool = False
    html: bool = False
    """Write a web page beside each report."""


@dataclass(frozen=True)
class Batch:
    """What became of a folder."""

    entries: tuple[LedgerRow, ...]
    ledger: Path | None
    previous: Mapping[str, Report] = field(default_factory=dict)
    interrupted: bool = False
    roster: tuple[str, ...] = ()
    """The units that have to send a report."""
    unread: tuple[str, ...] = ()
    """Why files of last year could not be read."""

    @property
    def needs_attention(self) -> bool:
        """Whether a person has to do something."""
        return self.interrupted or any(entry.needs_attention for entry in self.entries)


Progress = Callable[[int, int, str], None]
"""Told of every file that is done: how many, of how many, which."""


# ---------------------------------------------------------------- a folder


def batch(options: BatchOptions, progress: Progress, executor: Executor | None = None) -> Batch:
    """Check, convert and count a folder; answer the units whose reports have errors.

    Works in processes of its own under limits of time and memory, or in the `executor` given,
    whose limits are its own. Raises NianbaoError where the folder
    or the roster cannot be read; all else is a line of the ledger.
    """
    if not options.folder.is_dir():
        raise UnusableFile(f"{options.folder}：找不到这个文件夹。请核对名称。")
    _keep_apart(options)
    roster = read_roster(options.roster) if options.roster else []
    own = {options.output.resolve()}
    own |= {path.resolve() for path in (options.roster, options.previous_folder) if path}
    received = collect(options.folder, frozenset(own))
    memory = BatchState.load(options.output, forget=options.force)
    for folder in (options.output, options.output / RETURN_FOLDER):
        remove_stale_temporaries(folder)
    pool = executor or Workers(options.jobs)
    try:
        previous, unread = _last_years(options.previous_folder, pool)
        examinations = _Examinations(options, previous, memory, pool, progress)
        interrupted = examinations.interrupted_by(received)
    finally:
        if executor is None:
            pool.shutdown(cancel_futures=True)
    works = examinations.works()
    if not works and not interrupted:
        raise UnusableFile(f"{options.folder}：里面没有找到填报表、Word 报告、网页、压缩包或邮件。")
    ledger = None
    try:
        entries = _decide(works, roster, previous, memory, options)
        entries += _missing(roster, entries)
        if not interrupted:
            memory.forget_others(works)
            ledger = _write_ledger(entries, previous, memory, options)
    finally:
        memory.save(options.output)
    return Batch(tuple(entries), ledger, previous, interrupted, tuple(roster), unread)


def _keep_apart(options: BatchOptions) -> None:
    """Refuse an output or last year's folder that the input folder lies in."""
    folder = options.folder.resolve()
    for other, name in ((options.output, "结果"), (options.previous_folder, "上年度")):
        if other and other.resolve() in (folder, *folder.parents):
            raise UnusableFile(f"{other}：{name}文件夹不能就是收件文件夹，也不能包着它。请换一个。")


def _write_ledger(
    entries: Sequence[LedgerRow],
    previous: Mapping[str, Report],
    memory: BatchState,
    options: BatchOptions,
) -> Path:
    """Write 汇总.xlsx; one that somebody has worked in since is kept, the new one gets a number."""
    from converter.county.ledger import write_ledger

    data = write_ledger(entries, previous, options.output)
    name, number = LEDGER_NAME, 1
    while (target := options.output / name).exists() and not (
        memory.is_ours(name, target) or same_content(target, data)
    ):
        number += 1
        name = LEDGER_NAME.replace(".", f"（{number}）.")
    memory.record_output(name, data)
    return write_atomic(data, target, force=True)


def _last_years(folder: Path | None, pool: Executor) -> tuple[dict[str, Report], tuple[str, ...]]:
    """Return last year's reports by unit and year, and why others could not be read."""
    if folder is None:
        return {}, ()
    if not folder.is_dir():
        raise UnusableFile(f"{folder}：找不到这个文件夹。请核对名称。")
    received = list(collect(folder))
    arrivals = [one.arrival for one in received if one.arrival]
    jobs = [(arrival, pool.submit(_work, str(arrival.path), arrival)) for arrival in arrivals]
    reports: dict[str, Report] = {}
    unread = [one.refusal for one in received if one.arrival is None]
    for arrival, job in jobs:
        work = _outcome(job, arrival.path.name)
        report = work.report
        if report and report.unit_name and report.report_year:
            reports[year_key(report.unit_name, report.report_year)] = report
        else:
            unread.append(work.refusal or f"{arrival.path.name}：读不到单位或年度。")
    return reports, tuple(unread)


def _last_year_of(report: Report, previous: Mapping[str, Report]) -> Report | None:
    year = report.report_year
    return previous.get(year_key(report.unit_name, year - 1)) if year else None


MOST_WAITING: Final = 64
"""Files whose bytes are held while they wait for a worker."""


@dataclass(frozen=True)
class _File:
    """One file on its way."""

    position: int
    label: str
    arrival: InputFile
    key: str


class _Examinations:
    """Files on their way through the workers, so many at a time that memory does not grow."""

    def __init__(
        self,
        options: BatchOptions,
        previous: Mapping[str, Report],
        memory: BatchState,
        pool: Executor,
        progress: Progress,
    ) -> None:
        self._outputs = frozenset({"report", "page"} if options.html else {"report"})
        self._previous = previous
        self._memory = memory
        self._pool = pool
        self._progress = progress
        self._salt = _salt(previous)
        self._senders: list[str] = []
        self._done: dict[int, FileResult] = {}
        self._waiting: dict[Future[FileResult], _File] = {}

    def interrupted_by(self, received: Iterable[Received]) -> bool:
        """Examine what came; tell whether Ctrl-C stopped it."""
        try:
            for item in received:
                self._examine(item)
                while len(self._waiting) >= MOST_WAITING:
                    self._settle_finished()
            while self._waiting:
                self._settle_finished()
        except KeyboardInterrupt:
            for job in self._waiting:
                job.cancel()
            return True
        return False

    def works(self) -> list[FileResult]:
        """Return what was made of the files, in their order."""
        return [
            replace(work, sender=self._senders[position])
            for position, work in sorted(self._done.items())
        ]

    def _examine(self, item: Received) -> None:
        position = len(self._senders)
        self._senders.append(item.sender)
        if item.arrival is None:
            self._keep(position, FileResult(item.label, "", refusal=item.refusal))
            return
        key = hashlib.sha256(self._salt + item.arrival.data).hexdigest()
        known = self._memory.work(key, item.label)
        if known:
            self._keep(position, known)
        else:
            self._submit(_File(position, item.label, item.arrival, key), None)

    def _submit(self, file: _File, last: Report | None) -> None:
        job = self._pool.submit(_work, file.label, file.arrival, file.key, last, self._outputs)
        self._waiting[job] = file

    def _settle_finished(self) -> None:
        finished, _ = wait(self._waiting, return_when=FIRST_COMPLETED)
        for job in finished:
            file = self._waiting.pop(job)
            work = _outcome(job, file.label)
            last = work.report and _last_year_of(work.report, self._previous)
            if last and not work.compared:
                # only who has read a report knows whose last year it needs
                self._submit(file, last)
                continue
            self._memory.record_result(work)
            self._keep(file.position, work)

    def _keep(self, position: int, work: FileResult) -> None:
        self._done[position] = work
        self._progress(len(self._done), len(self._senders), work.label)


def _outcome(job: Future[FileResult], label: str) -> FileResult:
    try:
        return job.result()
    except WorkerStopped as stop:
        return FileResult(label, "", refusal=f"{label}：{stop}")
    except Exception as fault:  # noqa: BLE001 (a worker that dies must not take the others along)
        return FileResult(
            label, "", refusal=f"{label}：读取时出错（{type(fault).__name__}）。请核对文件。"
        )


def _salt(previous: Mapping[str, Report]) -> bytes:
    """Return what decides a result beside the file itself: the program, the template, last year."""
    last = json.dumps(
        {unit: report_to_json(report) for unit, report in sorted(previous.items())},
        ensure_ascii=False,
    )
    template = resource(REPORT_TEMPLATE).read_bytes()
    return hashlib.sha256(__version__.encode() + template + last.encode()).digest()


def _work(
    label: str,
    arrival: InputFile,
    key: str = "",
    last: Report | None = None,
    outputs: frozenset[str] = frozenset(),
) -> FileResult:
    """Read, check and render one file, in a worker process."""
    try:
        examination = examine_input(arrival, lambda _: last)
    except NianbaoError as refusal:
        return FileResult(label, key, refusal=str(refusal))
    report = examination.report
    document = page = None
    if outputs and examination.ok:
        document = render_report(report, resource(REPORT_TEMPLATE).read_bytes())
        page = render_page(report) if "page" in outputs else None
    day = report.report_date.isoformat() if report.report_date else ""
    # of the same day the workbook counts: it holds the clerk's reasons
    dated = f"{day} {int(arrival.kind == 'workbook')} {saved_at(arrival)}"
    return FileResult(
        label,
        key,
        report,
        examination.findings,
        dated=dated,
        document=document,
        page=page,
        compared=last is not None,
    )


# ---------------------------------------------------------------- deciding and writing


def _decide(
    works: Sequence[FileResult],
    roster: Sequence[str],
    previous: Mapping[str, Report],
    memory: BatchState,
    options: BatchOptions,
) -> list[LedgerRow]:
    """Choose each unit's report, write what is to be written, and return the ledger's lines."""
    newest: dict[str, FileResult] = {}
    labels: dict[str, list[str]] = {}
    for work in works:
        if work.report:
            unit = _unit_of(work)
            labels.setdefault(unit, []).append(work.label)
            if unit not in newest or work.dated >= newest[unit].dated:
                newest[unit] = work
    desk = _Desk(memory, options)
    usual = _usual_year(works)
    listed = frozenset(map(unit_key, roster))
    entries = []
    for work in works:
        if work.report is None:
            entries.append(
                LedgerRow("", work.label, State.UNREADABLE, remark=work.refusal, fresh=work.fresh)
            )
            continue
        unit = _unit_of(work)
        if usual and work.report.report_year not in (usual, None):
            entries.append(_of_another_year(work, usual))
        elif newest[unit] is work:
            doubles = [label for label in labels[unit] if label != work.label]
            remarks = [f"另有 {'、'.join(doubles)}，没有采用。"] if doubles else []
            remarks += _remarks(work.report, listed)
            if options.previous_folder and _last_year_of(work.report, previous) is None:
                remarks.append("没有找到上年度的报告，没有核对结转和存量。")
            entries.append(desk.settle(unit, work, "".join(remarks)))
        else:
            remark = (
                f"同一单位收到 {len(labels[unit])} 份，采用了 {newest[unit].label}"
                "（先看成文日期，再看是不是填报表，再看保存时间）。"
            )
            entries.append(
                LedgerRow(
                    work.report.unit_name,
                    work.label,
                    State.REPLACED,
                    work.report,
                    work.findings,
                    remark=remark,
                    fresh=work.fresh,
                )
            )
    return entries


def _unit_of(work: FileResult) -> str:
    """Return what tells one unit's year from another."""
    report = work.report or Report()
    return year_key(report.unit_name, report.report_year) if report.unit_name else work.label


def _usual_year(works: Iterable[FileResult]) -> int | None:
    """Return the year of most reports, where more than half are of one year."""
    years = Counter(work.report.report_year for work in works if work.report)
    year, count = years.most_common(1)[0] if years else (None, 0)
    return year if count * 2 > years.total() else None


def _of_another_year(work: FileResult, usual: int) -> LedgerRow:
    """Return the line of a report that is not of the year of the others: last year's file, sent again."""
    report = work.report or Report()
    remark = f"年度是 {report.report_year}，其余多为 {usual}，没有转换，不计入汇总。请核对是不是发错了文件。"
    state = State.OTHER_YEAR
    return LedgerRow(report.unit_name, work.label, state, report, remark=remark, fresh=work.fresh)


def _remarks(report: Report, listed: frozenset[str]) -> Iterator[str]:
    """Say what a reviewer should know of a report beside its findings."""
    unit = unit_key(report.unit_name)
    if listed and unit not in listed and not _similar(unit, listed):
        yield "不在名单上。"


class _Desk:
    """Writes the outputs of one batch."""

    def __init__(self, memory: BatchState, options: BatchOptions) -> None:
        self.memory = memory
        self.options = options
        self.taken: set[str] = set()

    def settle(self, unit: str, work: FileResult, remark: str) -> LedgerRow:
        """Write a unit's report, or the note that sends it back."""
        report = work.report or Report()
        entry = LedgerRow(
            report.unit_name,
            work.label,
            State.CONVERTED,
            report,
            work.findings,
            remark=remark,
            fresh=work.fresh,
        )
        errors = blocking(work.findings)
        try:
            if errors:
                for suffix in (".docx", ".html"):
                    self._withdraw(report_file_name(report, suffix))
                path = self._note(unit, work, errors)
                self.memory.record_findings(
                    unit, work.key, [_identity(finding) for finding in errors]
                )
                return replace(entry, state=State.RETURNED, output=path)
            path = self._report(work)
            self._page(work)
            self._withdraw_note(f"{RETURN_FOLDER}/{_note_name(report, None)}")
            self.memory.record_findings(unit, work.key, [])
            return replace(entry, output=path)
        except AlreadyThere as taken:
            return self._kept(entry, work, taken)
        except CannotDeliver as refusal:
            return replace(entry, state=State.CANNOT_WRITE, remark=str(refusal))

    def _kept(self, entry: LedgerRow, work: FileResult, taken: AlreadyThere) -> LedgerRow:
        """Return the line of an output that somebody has changed: it holds while its source does."""
        (output,) = taken.targets
        if (
            self.memory.made_from.get(output.relative_to(self.options.output).as_posix())
            == work.key
        ):
            state = State.RETURNED if blocking(work.findings) else State.CONVERTED
            remark = f"{entry.remark}这个文件有人改过，已保留。"
            return replace(entry, state=state, output=output, remark=remark)
        remark = (
            f"{output}：这个文件不是这次收到的内容写的，或者有人改过，已保留。"
            "要换成新的，先把它改名或删掉，再汇总一次。"
        )
        return replace(entry, state=State.CANNOT_WRITE, remark=remark)

    def _report(self, work: FileResult) -> Path:
        report = work.report or Report()
        name = self._free(report_file_name(report, ".docx"))
        if self.memory.stands(name, self.options.output / name, work.key):
            return self.options.output / name
        document = work.document
        if document is None:
            # known from an earlier run, whose report is not there any more
            document = render_report(report, resource(REPORT_TEMPLATE).read_bytes())
        return self._write(document, name, work.key)

    def _page(self, work: FileResult) -> None:
        """Write a unit's page, or take away one that is no longer asked for and no longer holds."""
        report = work.report or Report()
        if not self.options.html:
            if self.memory.made_from.get(name := report_file_name(report, ".html")) != work.key:
                self._withdraw(name)
            return
        name = self._free(report_file_name(report, ".html"))
        if not self.memory.stands(name, self.options.output / name, work.key):
            self._write(work.page or render_page(report), name, work.key)

    def _note(self, unit: str, work: FileResult, errors: Sequence[Finding]) -> Path:
        report = work.report or Report()
        name = self._free(f"{RETURN_FOLDER}/{_note_name(report, work)}")
        note = return_note(report, errors, self.memory.previous_findings(unit, work.key))
        self.memory.replies[name] = {
            "unit": note["unit_name"],
            "year": report.report_year,
            "opening": note["opening"],
            "to": work.sender,
        }
        if self.memory.stands(name, self.options.output / name, work.key):
            return self.options.output / name
        data = render_return_note(note, resource(RETURN_TEMPLATE).read_bytes())
        return self._write(data, name, work.key)

    def _withdraw_note(self, name: str) -> None:
        self._withdraw(name)
        self._withdraw(_draft_name(name))
        if name not in self.taken:
            self.memory.replies.pop(name, None)

    def _withdraw(self, name: str) -> None:
        """Take away an output that we wrote and that no longer holds."""
        output = self.options.output / name
        if name in self.taken or not self.memory.is_ours(name, output):
            return
        try:
            output.unlink(missing_ok=True)
        except OSError:
            raise CannotDeliver(
                f"{output}：已经作废，但删不掉，可能正在 Word 里打开，或文件夹不让写。请手工删除。"
            ) from None

    def _write(self, data: bytes, name: str, key: str) -> Path:
        target = self.options.output / name
        ours = self.options.force or self.memory.is_ours(name, target)
        write_atomic(data, target, force=ours)
        self.memory.record_output(name, data, key)
        return target

    def _free(self, name: str) -> str:
        """Return a name that no other unit of this batch has taken."""
        stem, number = Path(name), 1
        while name in self.taken:
            number += 1
            name = str(stem.with_name(f"{stem.stem}（{number}）{stem.suffix}"))
        self.taken.add(name)
        return name


def _draft_name(note: str) -> str:
    return str(Path(note).with_suffix(".eml"))


def _note_name(report: Report, work: FileResult | None) -> str:
    unit = report.unit_name or (Path(work.label).stem if work else "")
    return safe_file_name(f"{unit}退回修改通知", ".docx")


def _identity(finding: Finding) -> str:
    """Return what tells a finding from others when a unit comes again."""
    place = str(finding.place) if finding.place else ""
    return f"{finding.code} {finding.name or place} {finding.position}"


def return_note(
    report: Report, errors: Sequence[Finding], pointed_out: frozenset[str] | None
) -> dict[str, Any]:
    """Return what the note prints; `pointed_out` are the findings of the last note, or None."""
    remaining = [one for one in errors if pointed_out and _identity(one) in pointed_out]
    fresh = [one for one in errors if one not in remaining]

    def items(findings: Sequence[Finding]) -> list[dict[str, str]]:
        return [
            {"number": str(number), "place": str(one.place or ""), "what": one.said}
            for number, one in enumerate(findings, start=1)
        ]

    explainable = any(CODES[finding.code].explainable for finding in errors)
    year = f"{report.report_year}年" if report.report_year else ""
    opening = f"你单位报送的{year}政府信息公开工作年度报告已收到，"
    if pointed_out is None:
        opening += f"核对发现 {len(errors)} 处需要修改。"
    else:
        mended = len(pointed_out - {_identity(one) for one in errors})
        opening += (
            f"上次指出的问题已改正 {mended} 处，仍有 {len(remaining)} 处没有改正，"
            f"另发现 {len(fresh)} 处。"
        )
    return {
        "unit_name": report.unit_name or "报送单位",
        "opening": opening,
        "remaining": items(remaining),
        "fresh": items(fresh),
        "fresh_heading": "需要修改的" if pointed_out is None else "这次新发现的",
        "closing": "请逐条改正后重新报送。"
        + ("数字无误、确有原因的，请在填报表“校验”的“情况说明”里写明。" if explainable else ""),
    }


# ---------------------------------------------------------------- the roster


def _similar(unit: str, others: Iterable[str]) -> list[str]:
    """Return the units that one contains or that contain it, all by their keys."""
    return [other for other in others if unit and (unit in other or other in unit)]


def _missing(roster: Sequence[str], entries: Sequence[LedgerRow]) -> list[LedgerRow]:
    """Return a line for every unit of the roster that sent nothing; each report answers for one.

    A name on the roster means the same unit, or the only one that contains it or that it contains.
    """
    units = {unit_key(entry.unit) for entry in entries if entry.unit}
    left = [name for name in roster if unit_key(name) not in units]
    units.difference_update(map(unit_key, roster))
    lines = []
    for name in left:
        similar = _similar(unit_key(name), units)
        if len(similar) == 1:
            units.remove(similar[0])
        else:
            lines.append(LedgerRow(name, "", State.MISSING, remark="名单上有，没有收到。"))
    return lines


# ---------------------------------------------------------------- answering by mail


@dataclass(frozen=True)
class Reply:
    """The mail that takes a return note to its unit: where its draft is, or why there is none."""

    draft: Path | None
    to: str
    """The address; empty where the report did not come by mail."""
    refusal: str = ""


def draft_replies(folder: Path, *, force: bool) -> list[Reply]:
    """Write a draft beside each return note of a batch, to the address its report came from.

    `folder` is the batch's 退回. A draft that somebody changed is kept unless `force`. Raises
    UnusableFile where the folder is not one that a batch has written.
    """
    output = folder.parent
    if folder.name != RETURN_FOLDER or not (output / STATE_FILE).is_file():
        raise UnusableFile(
            f"{folder}：不是“汇总”写的“{RETURN_FOLDER}”文件夹。请用结果文件夹里面的那个“{RETURN_FOLDER}”。"
        )
    memory = BatchState.load(output, forget=False)
    replies = []
    for name, known in sorted(memory.replies.items()):
        if not (output / name).is_file():
            continue
        note = Attachment(Path(name).name, read_bytes(output / name))
        try:
            to = checked_address(known["to"])
        except CannotDeliver:
            to = ""
        data = bytes(draft(reply(known["unit"], known["year"], known["opening"], note, to)))
        target = output / _draft_name(name)
        ours = force or memory.is_ours(_draft_name(name), target)
        try:
            replies.append(Reply(write_atomic(data, target, force=ours), to))
        except CannotDeliver as refusal:
            replies.append(Reply(None, to, str(refusal)))
        else:
            memory.record_output(_draft_name(name), data)
    memory.save(output)
    return replies
