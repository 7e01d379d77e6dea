"""The reports in the output folder of a batch that count, by its ledger; in any other folder all of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from converter.county.collecting.collect import is_ignored
from converter.county.kept.model import LEDGER_NAME, RowState
from converter.county.kept.state import BatchState
from converter.errors import CannotDeliver, UnusableFile
from converter.files.faults import reason_of
from converter.files.output import INDEX_NAME, name_key
from converter.files.text import encodable
from converter.sentences import some_of

_LEDGER: Final = re.compile(rf"{Path(LEDGER_NAME).stem}(?:（\d+）)?\.xlsx")
_ENDINGS: Final = (".xlsx", ".docx", ".xls", ".et", ".doc")
_PRINTS: Final = (".pdf", ".html", ".htm")
"""Reports, too, but beside a workbook or a Word file of the same name its print."""
_MOST_NAMED: Final = 10
"""Files that one sentence names."""


@dataclass(frozen=True)
class FolderReports:
    """The reports that a folder, or a file, stands for."""

    files: list[Path]
    differences: tuple[str, ...] = ()
    """Where the folder is not as its ledger says."""
    left_out: dict[str, str] = field(default_factory=dict)
    """Units of the ledger that have no report there, with their state."""
    changed: tuple[str, ...] = ()
    """Files that somebody has changed since they were written."""
    units: dict[Path, str] = field(default_factory=dict)
    """The unit of each file, as the ledger has it; empty without a ledger."""
    unknown: tuple[str, ...] = ()
    """Why nobody knows what the ledger of the folder says, as a sentence."""
    unread: tuple[str, ...] = ()
    """What else lies in the folder and is not looked into, as a sentence."""
    unusable: tuple[str, ...] = ()
    """Why nothing there can be used, as a sentence."""


def all_reports(given: Iterable[Path]) -> list[FolderReports]:
    """Return the reports that each of several folders and files stands for; one without any says why."""
    return [*map(_reports_or_why_not, given)]


def _reports_or_why_not(given: Path) -> FolderReports:
    try:
        return reports_in(given)
    except UnusableFile as refusal:
        return FolderReports([], unusable=(str(refusal),))


def reports_in(given: Path) -> FolderReports:
    """Return the reports in a folder, of the output of a batch those that count; for a file the file itself.

    Raises UnusableFile where a folder has none.
    """
    if not given.is_dir():
        return FolderReports([given])
    try:
        held = sorted(given.iterdir())
    except OSError as fault:
        cause, remedy = reason_of(fault)
        raise UnusableFile(f"{given}：这个文件夹打不开（{cause}）。{remedy}") from None
    there = [
        file
        for file in held
        if not file.is_dir()
        and not is_ignored(encodable(file.name))
        and not _LEDGER.fullmatch(encodable(file.name))
    ]
    files = [file for file in there if _may_be_report(file, _ENDINGS)]
    others = [file for file in there if not _may_be_report(file, _ENDINGS)]
    known = {name_key(file.stem) for file in files}
    prints = {
        file for file in others if _may_be_report(file, _PRINTS) and file.name.lower() != INDEX_NAME
    }
    alone = {file for file in prints if name_key(file.stem) not in known}
    state = BatchState.load(given, forget=False)
    if state.ledger:
        found = _by_ledger(given, files, [*state.ledger.values()])
        names = ((encodable(file.name), file) for file in found.files)
        changed = [name for name, file in names if _is_changed(state, name, file)]
        strange = [file for file in others if encodable(file.name) not in state.outputs]
        strange = [file for file in strange if file in alone or file not in prints]
        return replace(found, changed=tuple(changed), unread=_unread(given, strange))
    if not files and not alone:
        raise UnusableFile(f"{given}：里面没有填报表，也没有 Word 报告、网页或 PDF。")
    return FolderReports(
        sorted([*files, *alone]),
        unknown=(_NO_LEDGER.format(given.name),) if state.unreadable else (),
        unread=_unread(given, [file for file in others if file not in alone]),
    )


def _is_changed(state: BatchState, name: str, file: Path) -> bool:
    """Tell whether somebody has changed an output; of one that the system does not give whoever reads it tells."""
    try:
        return not state.is_ours(name, file)
    except CannotDeliver:
        return False


def _may_be_report(file: Path, endings: Sequence[str]) -> bool:
    """Tell whether a file is a report by its ending, and by its name no sum of others."""
    is_sum = encodable(file.name).startswith(Path(LEDGER_NAME).stem)
    return file.suffix.lower() in endings and not is_sum


def _unread(folder: Path, files: Sequence[Path]) -> tuple[str, ...]:
    """Name the files of a folder that are not looked into."""
    names = [file.name for file in files if file.name.lower() != INDEX_NAME]
    if not names:
        return ()
    return (f"“{folder.name}”里没有读取的：{some_of(names, _MOST_NAMED, '份')}。",)


_NO_LEDGER: Final = (
    "“{}”：上次汇总的记录已损坏，读不出来，里面的报告全部计入。请先再汇总一次（batch）。"
)


_WAITING: Final = (
    f"{{}}：上次汇总时它的来件{RowState.NOT_NOW.value}，这一份是以前写的，没有计入。"
    "等来件能读，再汇总一次（batch），再来相加、公开。"
)


def _by_ledger(folder: Path, files: Sequence[Path], rows: Sequence[Sequence[str]]) -> FolderReports:
    """Return the reports that the ledger of a batch says are converted."""
    converted = {output: unit for unit, state, output in rows if state == RowState.CONVERTED.value}
    # where the locale knows no Chinese, names are raw bytes, and those of the ledger are not
    there = {encodable(file.name): file for file in files}
    waiting = {output for _, state, output in rows if state == RowState.NOT_NOW.value}
    differences = [
        _WAITING.format(name)
        if name in waiting
        else f"{name}：在“{folder.name}”里，但不是台账里“{RowState.CONVERTED.value}”的报告，没有计入。"
        for name in there
        if name not in converted
    ]
    differences += [
        f"{name}：台账里是“{RowState.CONVERTED.value}”，“{folder.name}”里却没有，没有计入。"
        for name in converted
        if name not in there
    ]
    counted = {unit for output, unit in converted.items() if output in there}
    left_out = {
        unit: state
        for unit, state, _ in rows
        if unit not in counted
        and state not in (RowState.REPLACED.value, RowState.CONVERTED.value)
        and unit
    }
    units = {there[name]: unit for name, unit in converted.items() if name in there}
    return FolderReports([*units], tuple(differences), left_out, units=units)
