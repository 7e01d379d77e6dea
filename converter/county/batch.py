"""The way of a folder of reports: collect, examine, settle, write the ledger.

Files are read and rendered in worker processes; decisions and writing happen in this one.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Final

from converter.conversion import renderer
from converter.county.collecting.collect import collect, collect_again
from converter.county.examine import Examinations, Progress, Wanted, examine_file, read_last_years
from converter.county.kept.model import LEDGER_NAME, LedgerRow
from converter.county.kept.state import BatchState
from converter.county.office.office import Office
from converter.county.office.office_file import read_office
from converter.county.outputs.output_folder import OutputFolder
from converter.county.outputs.reminders import keep_for_letters
from converter.county.settle import choose, due_copies, in_roster_order, settle
from converter.county.units.across import compare_units
from converter.county.units.last_years import LastYears
from converter.county.units.roster import Roster, read_roster
from converter.errors import UnusableFile
from converter.files.folder_lock import locked
from converter.files.output import RETURN_FOLDER, remove_stale_temporaries
from converter.files.shelf import Shelf
from converter.files.workers import Workers
from converter.form.report import Report


@dataclass(frozen=True)
class BatchOptions:
    """What the county asked for."""

    folder: Path
    output: Path
    roster: Path | None = None
    previous_folder: Path | None = None
    jobs: int = 1
    """Worker processes."""
    force: bool = False
    """Examine all files again, and overwrite outputs that somebody changed."""
    html: bool = False
    """Write a web page beside each report."""
    template: Path | None = None
    """The county's own Word template instead of the shipped one."""


@dataclass(frozen=True)
class _Beside:
    """What the county says of all reports."""

    roster: Roster
    office: Office


@dataclass(frozen=True)
class Batch:
    """What became of a folder."""

    rows: tuple[LedgerRow, ...]
    ledger: Path | None
    """None where the batch was interrupted."""
    last_years: LastYears = field(default_factory=LastYears)
    interrupted: bool = False
    roster: Roster = field(default_factory=Roster)
    office: Office = field(default_factory=Office)
    """What 县里.toml beside the folder says."""
    problems: tuple[str, ...] = ()
    """What else a person has to do, in sentences."""
    notices: tuple[str, ...] = ()
    """What a person should know, in sentences."""

    @property
    def needs_attention(self) -> bool:
        """Whether a person has to do something."""
        return (
            self.interrupted or bool(self.problems) or any(row.needs_attention for row in self.rows)
        )


def batch(options: BatchOptions, progress: Progress, executor: Executor | None = None) -> Batch:
    """Check, convert and count a folder; write return notes for reports that have errors.

    Works in processes of its own under limits of time and memory, or in the `executor` given,
    which sets its own limits. Raises NianbaoError where the folder, the roster or the template
    cannot be used; all else is a row of the ledger.
    """
    if not options.folder.is_dir():
        raise UnusableFile(f"{options.folder}：找不到这个文件夹。请核对名称。")
    _refuse_nested_folders(options)
    # a relative name has no parent; a link lies where it is seen
    office = read_office(options.folder.absolute().parent)
    options = replace(options, template=options.template or office.template)
    roster = read_roster(options.roster) if options.roster else Roster()
    notices: list[str] = []
    with renderer(options.template) as render_document, locked(options.output, notices.append):
        done = _batch(options, _Beside(roster, office), progress, executor, render_document)
        return replace(done, notices=(*notices, *done.notices))


def _batch(
    options: BatchOptions,
    beside: _Beside,
    progress: Progress,
    executor: Executor | None,
    render_document: Callable[[Report], bytes],
) -> Batch:
    roster, office = beside.roster, beside.office
    not_received = (options.output, options.roster, options.previous_folder, options.template)
    leave_out = frozenset(path.resolve() for path in not_received if path)
    shelf = Shelf(options.output)
    state = BatchState.load(options.output, forget=options.force, shelf=shelf)
    for folder in (options.output, options.output / RETURN_FOLDER):
        remove_stale_temporaries(folder)
    workers = executor or Workers(options.jobs, preload=(examine_file.__module__,))
    # what writes the ledger is loaded while the first workers start
    import_module("converter.county.outputs.ledger")
    last_years = LastYears(roster)
    try:
        if options.previous_folder:
            last_years = read_last_years(options.previous_folder, workers, roster)
        wanted = Wanted(
            frozenset({"report", "page"} if options.html else {"report"}),
            options.template.read_bytes() if options.template else b"",
            office.requirements,
        )
        examinations = Examinations(workers, state, last_years, wanted, progress)
        copies = state.copies(options.output)
        complete = examinations.run(collect(options.folder, leave_out), shelf, copies)
        results = examinations.results()
        if complete:
            results = compare_units(results, workers)
            choice = choose(results, state.days_seen())
            again = partial(collect_again, options.folder)
            due = chain(due_copies(choice), examinations.with_more(choice.examined))
            made = examinations.with_copies(due, again, shelf)
    finally:
        if executor is None:
            workers.shutdown(cancel_futures=True)
    if not results and complete:
        raise UnusableFile(f"{options.folder}：里面没有找到填报表、Word 报告、网页、压缩包或邮件。")
    rows: list[LedgerRow] = []
    ledger: Path | None = None
    problems: tuple[str, ...] = ()
    with state.saved_where_stopped(options.output):
        # what counts for a unit is known only when all is read
        if complete:
            output = OutputFolder(
                options.output,
                state,
                roster,
                office,
                render_document,
                force=options.force,
                html=options.html,
            )
            rows = settle(choice, made, output, roster, last_years)
            rows = in_roster_order(rows, roster)
            keep_for_letters(state, rows, results, roster, office)
            problems = output.withdraw_others()
            state.forget_others(results)
            # the ledger of thousands of rows takes the room of what they were made of
            del results, choice, made
            ledger = output.write_ledger(rows, last_years)
        else:
            state.save(options.output)
    name = ledger.name if ledger else LEDGER_NAME
    another = "" if name == LEDGER_NAME else _ANOTHER_LEDGER.format(name)
    notices = tuple(filter(None, [state.notice, another]))
    return Batch(tuple(rows), ledger, last_years, not complete, roster, office, problems, notices)


_ANOTHER_LEDGER: Final = f"“{LEDGER_NAME}”可能有人改过（不是程序上次写的样子，或者读不出来），保留没动；这次的台账是“{{}}”。"


def _refuse_nested_folders(options: BatchOptions) -> None:
    """Refuse an output or last year's folder that is the input folder or contains it."""
    folder = options.folder.resolve()
    for other, name in ((options.output, "结果"), (options.previous_folder, "上年度")):
        if other and other.resolve() in (folder, *folder.parents):
            raise UnusableFile(f"{other}：{name}文件夹不能就是收件文件夹，也不能包着它。请换一个。")
