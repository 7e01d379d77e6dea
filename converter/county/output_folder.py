"""The output folder of a batch: reports, web pages, return notes and the ledger are written here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from converter.conversion import render, report_file_name
from converter.county.model import LEDGER_NAME, ExaminedFile, LedgerRow, RowState
from converter.county.return_notes import draft_name, note_name, return_note
from converter.county.state import BatchState
from converter.errors import AlreadyThere, CannotDeliver
from converter.files.output import same_content, write_atomic
from converter.files.resources import resource
from converter.findings import Finding, blocking
from converter.form.report import Report
from converter.writing.html import render_page
from converter.writing.word import render_return_note

_RETURN_TEMPLATE: Final = "writing/return_template.docx"


class OutputFolder:
    """Writes what a batch gives; a file that somebody else wrote or changed is kept.

    `state` knows which files a batch wrote. `force` overwrites reports and notes all the same;
    `html` asks for a web page beside each report.
    """

    def __init__(self, path: Path, state: BatchState, *, force: bool, html: bool) -> None:
        self._path = path
        self._state = state
        self._force = force
        self._html = html
        self._taken: set[str] = set()

    def write_report_or_note(self, result: ExaminedFile, remark: str) -> LedgerRow:
        """Write a unit's report, or the note that sends it back; return the row that says so."""
        errors = blocking(result.findings)
        row = LedgerRow.of(result, RowState.RETURNED if errors else RowState.CONVERTED, remark)
        try:
            if errors:
                for suffix in (".docx", ".html"):
                    self._remove(report_file_name(result.report, suffix))
                output = self._write_note(result, errors)
            else:
                output = self._write_report(result)
                self._write_page(result)
                self._remove_note(result)
            self._state.record_findings(result.unit_and_year, result.key, errors)
            return replace(row, output=output)
        except AlreadyThere as taken:
            return self._kept(row, result, taken)
        except CannotDeliver as refusal:
            return replace(row, state=RowState.CANNOT_WRITE, remark=str(refusal))

    def write_ledger(self, rows: Sequence[LedgerRow], previous: Mapping[str, Report]) -> Path:
        """Write 汇总.xlsx; one that somebody has worked in is kept, the new one gets a number.

        `previous` are last year's reports by `year_key`. Raises CannotDeliver.
        """
        from converter.county.ledger import write_ledger

        data = write_ledger(rows, previous, self._path)
        name, number = LEDGER_NAME, 1
        while (target := self._path / name).exists() and not (
            self._state.is_ours(name, target) or same_content(target, data)
        ):
            number += 1
            name = LEDGER_NAME.replace(".", f"（{number}）.")
        self._state.record_output(name, data)
        return write_atomic(data, target, force=True)

    def _kept(self, row: LedgerRow, result: ExaminedFile, taken: AlreadyThere) -> LedgerRow:
        """Return the row of an output that somebody has changed: it holds while its source does."""
        (output,) = taken.targets
        name = output.relative_to(self._path).as_posix()
        if self._state.made_from.get(name) == result.key:
            remark = f"{row.remark}这个文件有人改过，已保留。"
            return replace(row, output=output, remark=remark)
        remark = (
            f"{output}：这个文件不是这次收到的内容写的，或者有人改过，已保留。"
            "要换成新的，先把它改名或删掉，再汇总一次。"
        )
        return replace(row, state=RowState.CANNOT_WRITE, remark=remark)

    def _write_report(self, result: ExaminedFile) -> Path:
        report = result.report
        return self._write(
            self._free_name(report_file_name(report, ".docx")),
            result.key,
            # a result of an earlier run is without its document
            lambda: result.document or render(report),
        )

    def _write_page(self, result: ExaminedFile) -> None:
        """Write a unit's web page, or remove an outdated one where none is asked for."""
        report, name = result.report, report_file_name(result.report, ".html")
        if self._html:
            page = self._free_name(name)
            self._write(page, result.key, lambda: result.page or render_page(report))
        elif self._state.made_from.get(name) != result.key:
            self._remove(name)

    def _write_note(self, result: ExaminedFile, errors: Sequence[Finding]) -> Path:
        name = self._free_name(note_name(result))
        previous = self._state.previous_findings(result.unit_and_year, result.key)
        note = return_note(result.report, errors, previous)
        self._state.replies[name] = {
            "unit": note["unit_name"],
            "year": result.report.report_year,
            "opening": note["opening"],
            "to": result.sender,
        }
        template = resource(_RETURN_TEMPLATE)
        return self._write(
            name, result.key, lambda: render_return_note(note, template.read_bytes())
        )

    def _remove_note(self, result: ExaminedFile) -> None:
        """Remove the note of a unit whose report is right now, and the draft that carries it."""
        name = note_name(result)
        self._remove(name)
        self._remove(draft_name(name))
        if name not in self._taken:
            self._state.replies.pop(name, None)

    def _remove(self, name: str) -> None:
        """Remove an output of an earlier run, unless somebody changed it."""
        output = self._path / name
        if name in self._taken or not self._state.is_ours(name, output):
            return
        try:
            output.unlink(missing_ok=True)
        except OSError:
            raise CannotDeliver(
                f"{output}：已经作废，但删不掉，可能正在 Word 里打开，或文件夹不让写。请手工删除。"
            ) from None

    def _write(self, name: str, key: str, render: Callable[[], bytes]) -> Path:
        """Write an output that is made from the file with this key, unless it is there already."""
        target = self._path / name
        if not self._state.is_current(name, target, key):
            data = render()
            write_atomic(data, target, force=self._force or self._state.is_ours(name, target))
            self._state.record_output(name, data, key)
        return target

    def _free_name(self, name: str) -> str:
        """Return a name that no other unit of this batch has taken."""
        stem, number = Path(name), 1
        while name in self._taken:
            number += 1
            name = str(stem.with_name(f"{stem.stem}（{number}）{stem.suffix}"))
        self._taken.add(name)
        return name
