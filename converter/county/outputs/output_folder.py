"""The output folder of a batch: reports, web pages, return notes and the ledger are written here."""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from converter.conversion import annotated_name, report_file_name
from converter.county.kept.model import LEDGER_NAME, Earlier, ExaminedFile, LedgerRow, RowState
from converter.county.kept.state import BatchState
from converter.county.office.office import Office, today
from converter.county.outputs.return_notes import (
    county_part,
    draft_name,
    is_of_another_year,
    note_name,
    return_note,
)
from converter.county.units.last_years import LastYears
from converter.county.units.roster import Roster
from converter.errors import AlreadyThere, CannotDeliver, UnusableTemplate
from converter.files.output import RETURN_FOLDER, name_key, same_content, write_atomic
from converter.files.resources import resource
from converter.files.shelf import Shelved
from converter.findings import Finding, blocking, warnings
from converter.form.report import Report, chinese_date, official_title
from converter.writing.pages.html import render_page
from converter.writing.word.render import render_return_note

_WITHDRAWN_FOLDER: Final = "已撤回"
_RETURN_TEMPLATE: Final = "writing/word/return_template.docx"
_LEDGER_STEM: Final = Path(LEDGER_NAME).stem
_NO_LEDGER: Final = "已经写好的报告、通知都在，只差台账，再汇总一次就补上。"
_NO_COPY: Final = "带批注的副本没有写成，退回的只有通知；请检查磁盘和文件夹，再汇总一次就补上。"


@dataclass
class OutputFolder:
    """Writes what a batch gives; a file that somebody else wrote or changed is kept.

    `state` knows which files a batch wrote, `roster` whom to answer, `office` who answers; `render` gives the Word file of a report. `force` overwrites reports and notes all the same;
    `html` asks for a web page beside each report.
    """

    path: Path
    state: BatchState
    roster: Roster
    office: Office
    render: Callable[[Report], bytes]
    force: bool
    html: bool
    _taken: dict[str, str] = field(default_factory=dict, init=False)
    """The names of outputs that stand after this run, by what Windows knows them by."""
    _written: set[str] = field(default_factory=set, init=False)
    """The names of outputs that this run wrote: nobody else has changed them."""
    _numbers: dict[str, int] = field(default_factory=dict, init=False)
    """The last number that was tried behind a name, by what Windows knows it by: thousands of files may have one name."""
    _copies: dict[str, list[str]] = field(default_factory=dict, init=False)
    """The annotated copies of earlier runs that may stand, by the key of their file."""
    _kept: dict[str, str] = field(default_factory=dict, init=False)
    """The keys of those files, by what Windows knows the name of the copy by."""

    def keep_copies(self, results: Sequence[ExaminedFile]) -> None:
        """Keep the annotated copies of the files that were not examined again; before anything is written."""
        made = self.state.copies(self.path)
        keys = {one.annotated_key for one in results if not one.annotated}
        self._copies = {key: names for key, names in made.items() if key in keys}
        self._kept = {name_key(name): key for key, names in self._copies.items() for name in names}

    def keep(self, earlier: Earlier) -> Path | None:
        """Keep what the last run made of a file that cannot be read now; before anything is written.

        Returns its report or note, None where somebody took that away.
        """
        self._taken |= {name_key(name): name for name in earlier.outputs}
        output = self.path / earlier.output
        return output if output.is_file() else None

    def write_report_or_note(
        self,
        unit: str,
        result: ExaminedFile,
        report: Report,
        findings: Sequence[Finding],
        remark: str,
    ) -> LedgerRow:
        """Write a unit's report, or the note that sends it back; return the row that says so.

        `report` and `findings` are those of the result.
        """
        errors = blocking(findings)
        if errors:
            row = LedgerRow.of(unit, result, RowState.RETURNED, remark)
            row = replace(row, errors=len(errors))
            advice = warnings(findings) if self.office.passes_on_warnings else ()
            return self.write_note(row, result, errors, advice)
        row = LedgerRow.of(unit, result, RowState.CONVERTED, remark)
        try:
            output = self._write_report(unit, result, report)
            self._write_page(unit, result, report)
        except (CannotDeliver, UnusableTemplate) as refusal:
            return _not_written(row, refusal)
        self.state.record_findings(result.report_key, result.digest, ())
        return self._standing(row, output)

    def write_note(
        self,
        row: LedgerRow,
        result: ExaminedFile,
        errors: Sequence[Finding],
        advice: Sequence[Finding] = (),
    ) -> LedgerRow:
        """Write the note that sends a report back, with the warnings that are passed on; return its row."""
        try:
            output, copy = self._write_note(row, result, errors, advice)
        except CannotDeliver as refusal:
            return _not_written(row, refusal)
        self.state.record_findings(result.report_key, result.digest, errors)
        if not copy and (result.has_copy or result.annotated_with):
            row = replace(row, remark=row.remark + _NO_COPY)
        return self._standing(row, output)

    def withdraw_others(self) -> tuple[str, ...]:
        """Move outputs of earlier runs that no file stands for any more into 已撤回.

        Returns sentences about those that cannot be moved.
        """
        standing = {*self._taken.values(), *map(draft_name, self._taken.values())}
        standing |= self.state.letters_standing()
        problems = []
        for name in [*self.state.outputs]:
            if name in standing or name.startswith(_LEDGER_STEM):
                continue
            try:
                self._withdraw(name)
            except OSError:
                problems.append(
                    f"{self.path / name}：已经作废，但移不走，可能正在 Word 里打开，或文件夹不让写。"
                    f"请手工移到“{_WITHDRAWN_FOLDER}”。"
                )
        return tuple(problems)

    def write_ledger(self, rows: Sequence[LedgerRow], last_years: LastYears) -> Path:
        """Write 汇总.xlsx and the state; a ledger that somebody has worked in is kept, the new one gets a number.

        Raises CannotDeliver.
        """
        from converter.county.outputs.ledger import write_ledger
        from converter.county.outputs.ledger_sheets import list_sheets

        self.state.ledger = {
            str(number): [row.unit, row.state.value, self._name(row.output)]
            for number, row in enumerate(rows, start=1)
        }
        lists = list_sheets(rows, last_years, self.state)
        data = write_ledger(rows, last_years, self.path, lists)
        name, number = LEDGER_NAME, 1
        while (target := self.path / name).exists() and not self._may_replace(name, target, data):
            number += 1
            name = LEDGER_NAME.replace(".", f"（{number}）.")
        before = dict(self.state.outputs)
        self.state.record_output(name, data)
        try:
            # a ledger of which the state does not know is taken for one that somebody changed
            self.state.save(
                self.path,
                lambda: same_content(target, data) or write_atomic(data, target, force=True),
            )
        except BaseException as refusal:
            # one that could not be replaced, as while Excel has it open, stays ours
            if not same_content(target, data):
                self.state.outputs = before
                if isinstance(refusal, CannotDeliver):
                    raise CannotDeliver(f"{refusal}{_NO_LEDGER}") from None
            raise
        return target

    def _may_replace(self, name: str, target: Path, data: bytes) -> bool:
        """Tell whether a ledger is as a batch wrote it, or as this one is; one that cannot be read is kept."""
        with suppress(CannotDeliver):
            return same_content(target, data) or self.state.is_ours(name, target)
        return False

    def _name(self, output: Path | None) -> str:
        return output.relative_to(self.path).as_posix() if output else ""

    def _standing(self, row: LedgerRow, output: Path) -> LedgerRow:
        """Return the row of an output that stands; it says where somebody has changed it."""
        name = self._name(output)
        try:
            ours = name in self._written or self.state.is_ours(name, output)
            said = "" if ours else "这个文件有人改过，已保留。"
        except CannotDeliver as refusal:
            said = str(refusal)
        return replace(row, output=output, remark=row.remark + said)

    def _write_report(self, unit: str, result: ExaminedFile, report: Report) -> Path:
        name = self._free_name(_file_name(unit, report, ".docx"), result)
        return self._write(name, result.key, lambda: _made(result.document, report, self.render))

    def _write_page(self, unit: str, result: ExaminedFile, report: Report) -> None:
        """Write a unit's web page; one of an earlier run stands while its source does."""
        first = _file_name(unit, report, ".html")
        number = self._numbers.get(name_key(first), 1)
        name = self._free_name(first, result)
        if self.html or self.state.made_from.get(name) == result.key:
            self._write(name, result.key, lambda: _made(result.page, report, render_page))
        else:
            del self._taken[name_key(name)]
            del self.state.came_from[name]
            self._numbers[name_key(first)] = number

    def _write_note(
        self,
        row: LedgerRow,
        result: ExaminedFile,
        errors: Sequence[Finding],
        advice: Sequence[Finding],
    ) -> tuple[Path, str]:
        """Return the note, and the name of the annotated copy beside it."""
        name = self._free_name(note_name(row.unit, result.label), result)
        year, is_workbook = result.year, result.is_workbook
        previous = self.state.previous_findings(result.report_key, result.digest)
        note = {
            **return_note(row.unit, year, errors, previous, is_workbook=is_workbook),
            **county_part(self.office, advice),
        }
        template = resource(_RETURN_TEMPLATE)
        # the same file has another note where it is compared with more than before
        key = hashlib.sha256(f"{result.key} {note}".encode()).hexdigest()
        if not self.state.is_current(name, self.path / name, key, changed=True):
            with suppress(OSError):
                self._withdraw(draft_name(name))
        # the day of a note is that of its first writing
        day = today()
        dated = {
            **note,
            "again_by": self.office.again_by(day),
            "date": chinese_date(day) if note["sign_off"] else "",
        }
        output = self._write(name, key, lambda: render_return_note(dated, template.read_bytes()))
        copy = self._write_annotated(row.unit, result)
        self.state.replies[name] = {
            "unit": note["unit_name"],
            "year": year,
            "opening": note["opening"],
            "to": result.arrival.sender or self.roster.address_of(row.unit),
            # whoever is sent last year's report back would only change its year
            "annotated": "" if is_of_another_year(errors) else copy,
        }
        return output, copy

    def _write_annotated(self, unit: str, result: ExaminedFile) -> str:
        """Write the copy with what was found at its place; return its name, empty where there is none.

        One that an earlier run made of the same file stands.
        """
        stem = official_title(unit, result.year) if unit else Path(result.label).stem
        copy = annotated_name(stem, is_workbook=result.is_workbook)
        shelved, standing = result.annotated, self._copies.get(result.annotated_key)
        if not shelved and not standing:
            return ""
        first = f"{RETURN_FOLDER}/{copy}" if shelved or not standing else standing.pop(0)
        name = self._free_name(first, result, result.annotated_key)
        with suppress(CannotDeliver, OSError):
            if shelved:
                self._write(name, result.annotated_key, shelved.bytes)
            if (self.path / name).is_file():
                return name
        return ""

    def _withdraw(self, name: str) -> None:
        """Move an output into 已撤回 under a free name; raises OSError."""
        source = self.path / name
        if source.is_file():
            folder = self.path / _WITHDRAWN_FOLDER
            folder.mkdir(exist_ok=True)
            target, number = folder / source.name, 1
            while target.exists():
                number += 1
                target = folder / f"{source.stem}（{number}）{source.suffix}"
            source.rename(target)
        for known in (
            self.state.outputs,
            self.state.made_from,
            self.state.came_from,
            self.state.replies,
        ):
            known.pop(name, None)

    def _write(self, name: str, key: str, render: Callable[[], bytes]) -> Path:
        """Write an output that is made from what has this key, unless it is there already."""
        target = self.path / name
        if not self.state.is_current(name, target, key, changed=not self.force):
            data = render()
            write_atomic(data, target, force=self.force or self.state.is_ours(name, target))
            self.state.record_output(name, data, key)
            self._written.add(name)
        return target

    def _free_name(self, name: str, result: ExaminedFile, key: str = "") -> str:
        """Return a name for an output of a file: one that nothing of this batch has taken, and no copy of another file than that of the key."""
        stem, first = Path(name), name_key(name)
        while name_key(name) in self._taken or self._kept.get(name_key(name), key) != key:
            number = self._numbers[first] = self._numbers.get(first, 1) + 1
            name = stem.with_name(f"{stem.stem}（{number}）{stem.suffix}").as_posix()
        self._taken[name_key(name)] = name
        self.state.came_from[name] = result.label
        return name


def _file_name(unit: str, report: Report, suffix: str) -> str:
    """Return the name of a unit's report: the full name, whatever the report calls the unit."""
    return report_file_name(replace(report, unit_name=unit), suffix)


def _made(shelved: Shelved | None, report: Report, render: Callable[[Report], bytes]) -> bytes:
    """Return a document that was put away; one that was not, as of an earlier run, is rendered."""
    with suppress(OSError):
        if shelved:
            return shelved.bytes()
    return render(report)


def _not_written(row: LedgerRow, refusal: CannotDeliver | UnusableTemplate) -> LedgerRow:
    remark = str(refusal)
    if isinstance(refusal, AlreadyThere):
        (output,) = refusal.targets
        remark = (
            f"{output}：这个文件不是这次收到的内容写的，或者有人改过，已保留。"
            "要换成新的，先把它改名或删掉，再汇总一次。"
        )
    if row.state is RowState.OTHER_YEAR:
        # it is not counted, written or not
        return replace(row, remark=row.remark + remark)
    return replace(row, state=RowState.CANNOT_WRITE, remark=remark)
