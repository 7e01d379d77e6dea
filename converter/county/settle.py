"""Choose the report that counts for each unit, then write it or its return note."""

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from pathlib import Path, PurePath
from typing import Final

from converter import sentences
from converter.county.collecting.collect import PICTURES, TEXTS
from converter.county.kept.model import (
    ExaminedFile,
    Fault,
    FileResult,
    Found,
    LedgerRow,
    RefusedFile,
    RowState,
    unit_key,
    year_key,
)
from converter.county.kept.record import Record
from converter.county.outputs.output_folder import OutputFolder
from converter.county.units.across import place_of
from converter.county.units.last_years import LastYears
from converter.county.units.roster import Roster
from converter.findings import Finding, Severity, blocking
from converter.form.fields import FIELDS, PROSE_FIELDS, STOCK_FIELDS, Slot, slot_label, slots_of
from converter.form.report import Report, format_number

_MOST_DIFFERENCES: Final = 5
"""How many of the figures in which two files differ are named."""
_MOST_NAMED: Final = 10
"""Other files of its unit that a row names and is compared with; with all of thousands it would never end."""
_IN_ITS_PLACE: Final = PICTURES | TEXTS
"""Endings of what a unit may send in the place of its report; a note that comes back, or a folder, is nobody's report."""
_PRINTED: Final = tuple(
    slot
    for field in FIELDS.values()
    if field.is_number and not field.name.startswith("prev_")
    for slot in slots_of(field)
)
"""Every figure that a report prints."""


@dataclass
class _Group:
    """The files of one unit and year, and the one that counts."""

    unit: str
    year: int | None
    files: list[ExaminedFile] = dataclasses.field(default_factory=list)
    chosen: ExaminedFile | None = None


@dataclass(frozen=True)
class Choice:
    """Which of all files count."""

    results: Sequence[FileResult]
    """They know their units, as `compare_units` gives them."""
    groups: Mapping[int, _Group]
    """Of each file by its `id`, those left out whose unit is in doubt."""
    usual_year: int | None
    punctual: frozenset[str]
    """The keys of the units that have a report of the usual year."""

    @property
    def examined(self) -> list[ExaminedFile]:
        """The files that could be read."""
        return [result for result in self.results if isinstance(result, ExaminedFile)]


def choose(results: Sequence[FileResult], days: Mapping[str, str]) -> Choice:
    """Choose the file that counts for each unit and year; `days` are those of earlier runs, by digest, that had a file."""
    examined = [result for result in results if isinstance(result, ExaminedFile)]
    usual_year = _usual_year(examined)
    groups = _groups(examined, usual_year, days)
    punctual = {unit_key(one.unit) for one in groups.values() if one.year == usual_year} - {""}
    return Choice(results, groups, usual_year, frozenset(punctual))


def settle(
    choice: Choice,
    copies: Mapping[int, ExaminedFile],
    folder: OutputFolder,
    roster: Roster,
    last_years: LastYears,
) -> list[LedgerRow]:
    """Write the report or the return note of each unit, and return a row for every file.

    `copies` are the files, by the `id` of those in the choice, with the annotated copies that go back.
    """
    groups, usual_year, punctual = choice.groups, choice.usual_year, choice.punctual
    folder.keep_copies([copies.get(id(one), one) for one in choice.examined])
    # before anything is written
    waiting = _Waiting.of(choice.results, folder)
    readable: dict[tuple[str, str], set[str]] = {}
    heard_of: set[str] = set()
    for one in choice.results:
        if isinstance(one, ExaminedFile):
            readable.setdefault(_place(one), set()).add(one.identity.unit)
        if isinstance(one, ExaminedFile) or not one.aside:
            heard_of |= {unit_key(unit) for unit in (one.identity.unit, *one.identity.others)}

    def row_of(result: ExaminedFile) -> LedgerRow:
        unit, year = result.identity.unit, result.year
        if doubt := result.identity.doubt:
            return LedgerRow.of(unit, result, RowState.UNDECIDED_UNIT, doubt)
        group = groups[id(result)]
        if usual_year and year not in (usual_year, None):
            is_second = unit_key(unit) in punctual
            row = _of_another_year(unit, result, usual_year, is_second=is_second)
            if group.chosen is not result or is_second:
                return row
            late, *others = row.findings
            made = copies.get(id(result), result)
            return folder.write_note(row, made, [late, *blocking(others)])
        if group.chosen is None:
            remark = _differences(result, group.files)
            return LedgerRow.of(unit, result, RowState.TO_CHOOSE, remark)
        waits = waiting.said_of(group.chosen)
        if waits or group.chosen is not result:
            remark = waits or _replaced(result, group.files, group.chosen)
            return LedgerRow.of(unit, result, RowState.REPLACED, remark)
        record, findings = result.found.opened()
        remark = "".join(_remarks(result, record, group.files, roster, last_years))
        result = dataclasses.replace(copies.get(id(result), result), taken_for=group.year)
        return folder.write_report_or_note(unit, result, record.report, findings, remark)

    return [
        row_of(result)
        if isinstance(result, ExaminedFile)
        else _not_now(result, waiting.outputs.get(result.label))
        if result.is_for_now
        else _of_unread(result, readable.get(_place(result), set()), heard_of)
        for result in choice.results
    ]


@dataclass(frozen=True)
class _Waiting:
    """The files that the system does not give now."""

    outputs: Mapping[str, Path | None]
    """By label, the report or note that the last run made and that stands."""
    by_unit: Mapping[str, str]
    """Their labels, by the key of the unit."""
    counted: Collection[str]
    """The labels of all files that counted in the last run."""

    @classmethod
    def of(cls, results: Sequence[FileResult], folder: OutputFolder) -> "_Waiting":
        counted = {*folder.state.came_from.values()}
        waiting = [one for one in results if isinstance(one, RefusedFile) and one.is_for_now]
        outputs = {one.label: folder.keep(one.earlier) for one in waiting if one.earlier}
        by_unit = {unit_key(one.identity.unit): one.label for one in waiting if one.identity.unit}
        return cls(outputs, by_unit, counted)

    def said_of(self, result: ExaminedFile) -> str:
        """Say that a file which did not count before does not now either, where another of its unit is waited for."""
        first = self.by_unit.get(unit_key(result.identity.unit), "")
        is_second = first and not result.fresh and result.label not in self.counted
        return _WAITS.format(first) if is_second else ""


def due_copies(choice: Choice) -> Iterator[tuple[ExaminedFile, Found, str]]:
    """Yield the files that go back and whose annotated copies have to be made, or were made in an earlier run.

    With all that the copies say, and a digest of what the files alone do not show. A copy may be lost
    where it was not due when it could be made: the run was interrupted, another file of the unit counted.
    """
    usual_year = choice.usual_year
    for one in choice.examined:
        if one.identity.doubt or choice.groups[id(one)].chosen is not one:
            continue
        found = one.found
        shown = [finding for finding in found.more if finding.code == "TEXT-COPY"]
        if usual_year and one.year not in (usual_year, None):
            if unit_key(one.identity.unit) in choice.punctual:
                continue
            late = replace(_other_year(one, usual_year), weight=Severity.ERROR)
            found, shown = replace(found, first=(late,)), [late, *shown]
        elif not shown or not blocking(found.opened()[1]):
            if one.has_copy and not one.fresh:
                yield one, found, ""
            continue
        said = "".join(finding.what for finding in shown)
        yield one, found, hashlib.sha256(said.encode()).hexdigest()


def _groups(
    examined: Sequence[ExaminedFile], usual_year: int | None, days: Mapping[str, str]
) -> dict[int, _Group]:
    """Return the group of each file by the file's `id`, those left out whose unit is in doubt.

    A file without a year is taken for one of the usual year, else of the latest that its unit has:
    whatever year was forgotten, nobody's figures count twice.
    """
    certain = [one for one in examined if not one.identity.doubt]
    latest: dict[str, int] = {}
    for one in certain:
        unit = unit_key(one.identity.unit)
        latest[unit] = max(latest.get(unit, 0), one.year or 0)
    groups: dict[str, _Group] = {}
    of_file: dict[int, _Group] = {}
    for one in certain:
        unit = one.identity.unit
        year = one.year or usual_year or latest[unit_key(unit)] or None
        key = year_key(unit, year) if unit else one.label
        of_file[id(one)] = groups.setdefault(key, _Group(unit, year))
        of_file[id(one)].files.append(one)
    for group in groups.values():
        group.chosen = _choose(group.files, days)
    return of_file


def in_roster_order(rows: Sequence[LedgerRow], roster: Roster) -> list[LedgerRow]:
    """Return the rows as the roster has the units, with a row for every unit that sent nothing.

    Units that are not on the roster follow, then files of which nobody knows the unit.
    """
    by_unit: dict[str, list[LedgerRow]] = {}
    for row in rows:
        by_unit.setdefault(unit_key(row.unit), []).append(row)
    nameless = by_unit.pop("", [])
    ordered: list[LedgerRow] = []
    strangers = [unit for unit in by_unit if not roster.listed(unit)]
    near = {roster.nearest(unit): by_unit[unit][0].unit for unit in strangers}
    anybodys = next((row for row in nameless if row.may_be_anybodys), None)
    waits = ""
    if anybodys:
        unread = _MAY_BE_IN_IT if anybodys.is_closed else _MAY_BE_THERE
        waits = (_MAY_BE_ITS if anybodys.found else unread).format(anybodys.label)
    doubted = {unit: row.label for row in reversed(rows) for unit in row.others}
    for name in roster.names:
        own = by_unit.pop(unit_key(name), [])
        its = _MAY_BE_ITS.format(doubted[name]) if name in doubted else waits
        ordered += own or [_missing(name, near.get(name, ""), its)]
    return [*ordered, *(row for rows_ in by_unit.values() for row in rows_), *nameless]


_MAY_BE_THERE: Final = "有来件暂时读不出，可能在里面，先不催报。"
_MAY_BE_IN_IT: Final = "{} 读不出来，可能在里面，先不催报。"
_MAY_BE_ITS: Final = "{} 可能是它的，先不催报。"


def _missing(name: str, near: str, waits: str) -> LedgerRow:
    said = f"收到的“{near}”与它只差一个字，请核对是不是同一个单位。" if near else ""
    return LedgerRow(name, "", RowState.MISSING, remark=f"名单上有，没有收到。{said}{waits}")


def _usual_year(examined: Iterable[ExaminedFile]) -> int | None:
    """Return the year of most reports, where more than half are of one year."""
    years = Counter(result.year for result in examined)
    year, count = years.most_common(1)[0] if years else (None, 0)
    return year if count * 2 > years.total() else None


# ---------------------------------------------------------------- several files of one unit


def _choose(files: Sequence[ExaminedFile], days: Mapping[str, str]) -> ExaminedFile | None:
    """Return the file that counts; None where nothing decides and they differ.

    The one mailed last, of one mail the workbook, then the one saved last, then the one without errors.
    What a run of an earlier day found without a mail is older than the mail.
    """
    if len(files) == 1:
        return files[0]
    contents, right = {}, set()
    for one in files:
        record, findings = one.found.opened()
        contents[id(one)] = _content(record.report)
        if not blocking(findings):
            right.add(id(one))
    latest = max(one.arrival.mailed for one in files)
    left = [
        one
        for one in _latest(files, lambda one: one.arrival.mailed)
        if one.arrival.mailed or not days.get(one.digest, latest) < latest[: len("2026-01-20")]
    ]
    left = _without_prints(left)
    left = _latest(left, lambda one: one.saved)
    left = [one for one in left if id(one) in right] or left
    content = contents[id(left[0])]
    if any(contents[id(one)] != content for one in left):
        return None
    # of the same content the workbook counts: it holds the clerk's reasons
    books = [one for one in files if one.is_workbook and contents[id(one)] == content]
    return max(books, key=lambda one: (one.arrival.mailed, one.saved), default=left[0])


def _latest(
    files: Sequence[ExaminedFile], time: Callable[[ExaminedFile], str]
) -> list[ExaminedFile]:
    """Return the files of the latest time, and those without one: they may be the newest of all."""
    latest = max(map(time, files))
    return [one for one in files if time(one) in ("", latest)]


def _without_prints(files: list[ExaminedFile]) -> list[ExaminedFile]:
    """Leave out Word reports that one mail brings beside their workbook: what is typed into them does not count."""
    with_books = {one.arrival.container for one in files if one.is_workbook and one.arrival.mailed}
    return [one for one in files if one.is_workbook or one.arrival.container not in with_books]


def _content(report: Report) -> bytes:
    """Return a digest of what somebody has to decide on where two files differ."""
    prose = (tuple(map(unit_key, getattr(report, name))) for name in PROSE_FIELDS[1:])
    # 0.5 and 0.50 are one figure
    figures = (
        None if one is None else Decimal(one).normalize() for one in map(report.figure, _PRINTED)
    )
    content = repr((*figures, *prose))
    return hashlib.sha256(content.encode("utf-8", "replace")).digest()


def _beside(result: ExaminedFile, files: Sequence[ExaminedFile]) -> list[ExaminedFile]:
    """Return the first other files of a unit."""
    others = (one for one in files if one is not result)
    return list(islice(others, _MOST_NAMED))


def _named(others: Sequence[ExaminedFile], files: Sequence[ExaminedFile]) -> str:
    """Name other files of a unit, and count all of them where there are more."""
    said = "、".join(one.label for one in others)
    count = len(files) - 1
    return f"{said}等 {count} 份" if count > len(others) else said


def _replaced(result: ExaminedFile, files: Sequence[ExaminedFile], chosen: ExaminedFile) -> str:
    if result.digest == chosen.digest:
        return f"与 {chosen.label} 是同一个文件。"
    kept = (
        f"同一单位收到 {len(files)} 份，采用了 {chosen.label}"
        "（先看来信时间，再看文件的保存时间，再看有没有错误）。"
    )
    others = _figures_that_differ(result, [chosen], "采用的")
    return f"{kept}{others}。" if others else kept


def _differences(result: ExaminedFile, files: Sequence[ExaminedFile]) -> str:
    """Say in which figures a file differs from the others, none of which is known to be newer."""
    others = _beside(result, files)
    what = _figures_that_differ(result, others, "另一份")
    what = what or ("正文不同" if len(others) == len(files) - 1 else "内容不同")
    return (
        f"同一单位收到 {len(files)} 份，来信时间、保存时间都分不出先后（另有 "
        f"{_named(others, files)}），{what}。"
        "请把不用的移出收件文件夹，再汇总一次。"
    )


def _figures_that_differ(result: ExaminedFile, others: Sequence[ExaminedFile], called: str) -> str:
    """Name the figures in which a file differs from others, `called` so; empty where there are none."""
    reports = [one.found.opened()[0].report for one in (result, *others)]
    said = []
    for slot in _PRINTED:
        figures = [report.figure(slot) for report in reports]
        if len(set(figures)) > 1:
            here, *there = ("空" if one is None else format_number(one) for one in figures)
            said.append(f"{slot_label(slot)} {here}（{called} {'、'.join(there)}）")
    return f"数字不同：{sentences.some_of(said, _MOST_DIFFERENCES, '处', '；')}" if said else ""


# ---------------------------------------------------------------- remarks


_HAS_THIS_YEARS: Final = "报告是 {year} 年度的，没有采用；这个单位 {usual} 年度的另有一份。"


def _of_another_year(unit: str, result: ExaminedFile, usual: int, *, is_second: bool) -> LedgerRow:
    """Return the row of a report whose year differs from that of most reports; the second one where its unit has sent theirs."""
    if is_second:
        remark = _HAS_THIS_YEARS.format(year=result.year, usual=usual)
        return LedgerRow.of(unit, result, RowState.OTHER_YEAR, remark)
    finding = _other_year(result, usual)
    return LedgerRow.of(unit, result, RowState.OTHER_YEAR, finding.what).headed_by(finding)


def _other_year(result: ExaminedFile, usual: int) -> Finding:
    what = sentences.TEXT_YEAR_BATCH.format(year=result.year, usual=usual)
    finding = Finding("TEXT-YEAR", what, "report_year")
    return finding.at(place_of(finding, is_workbook=result.is_workbook))


_WAITS: Final = (
    "同一单位的 {} 暂时读不出，先不采用这一份。等它能读，或者把它移出收件文件夹，再汇总一次。"
)
_STANDS: Final = "以前写的还留着，没有移走，也没有计入汇总表。"
_AGAIN: Final = "等它能读，再汇总一次；不用请单位重报。"
_ONCE_MORE: Final = "再汇总一次；还是读不出的，请单位重报。"


def _not_now(result: RefusedFile, output: Path | None) -> LedgerRow:
    """Return the row of a file that is there and could not be read for the moment, with what the last run made of it."""
    advice = _AGAIN if result.fault is Fault.OF_SYSTEM else _ONCE_MORE
    remark = f"{result.refusal}{_STANDS if output else ''}{advice}"
    return LedgerRow(
        result.identity.unit, result.label, RowState.NOT_NOW, output=output, remark=remark
    )


def _of_unread(
    result: RefusedFile, beside: Collection[str], heard_of: Collection[str]
) -> LedgerRow:
    """Return the row of a file that was not read; `beside` are the units of those that were, at its place.

    One beside the same report in another form is no fault; a picture or a text is one where its unit sent nothing else.
    """
    unit, remark, aside = result.identity.unit, result.refusal, result.aside
    suffix = PurePath(result.label).suffix.lower()
    if suffix == ".pdf" and (unit in beside if unit else len(beside) == 1):
        aside, remark = True, "旁边有能读取的报告，这一份没有读取。"
    elif aside and suffix in _IN_ITS_PLACE and unit and unit_key(unit) not in heard_of:
        aside, remark = False, f"{remark}请单位报填报表或 Word 报告。"
    if aside:
        return LedgerRow("", result.label, RowState.ASIDE, remark=remark)
    closed = result.is_closed
    if closed and not unit:
        remark += _ANYBODYS
    return LedgerRow(unit, result.label, RowState.UNREADABLE, remark=remark, is_closed=closed)


_ANYBODYS: Final = (
    "不知道里面是谁的报告，弄清楚以前谁都不催；用不上的，移出收件文件夹，再汇总一次。"
)


def _place(result: FileResult) -> tuple[str, str]:
    """Return the mail that a file came with, or for a loose file its name without the ending."""
    container = result.arrival.container
    return container, "" if container else str(PurePath(result.label).with_suffix(""))


def _unchecked(report: Report) -> Iterator[str]:
    """Yield what cannot be checked without last year's report: the file has none of its figures for it."""
    if all(one is None for one in report.row("prev_t3_carried_out")):
        yield "结转"
    if all(report.stated(Slot(previous)) is None for _, previous in STOCK_FIELDS):
        yield "存量"


def _remarks(
    result: ExaminedFile,
    record: Record,
    files: Sequence[ExaminedFile],
    roster: Roster,
    last_years: LastYears,
) -> Iterator[str]:
    """Say what a reviewer should know of a report beside its findings."""
    if others := _beside(result, files):
        yield f"另有 {_named(others, files)}，没有采用。"
    unit = result.identity.unit
    if not unit:
        yield "不知道是哪个单位的。"
    elif roster.units and not roster.listed(unit):
        near = roster.nearest(unit)
        yield f"不在名单上，名单上有“{near}”，请核对。" if near else "不在名单上。"
    if last_years.given and last_years.of(record.report) is None:
        unchecked = "和".join(_unchecked(record.report))
        if unchecked:
            yield f"没有找到上年度的报告，没有核对{unchecked}。"
    yield from record.notes
