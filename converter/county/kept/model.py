"""What the steps of a batch hand on: the result for one file, one row of the ledger, keys of units.

Of thousands of files nothing is held open: report and findings are packed until they are looked at.
"""

import sys
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Final

from converter.county.kept.record import PackedRecord, Record, packed, unpacked
from converter.files.shelf import Shelved
from converter.findings import Finding
from converter.form.half_width import half_width, without_unseen
from converter.form.report import Report

LEDGER_NAME: Final = "汇总.xlsx"


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a file came; empty texts where it did not come that way."""

    sender: str = ""
    """The address of the mail."""
    mailed: str = ""
    """When the mail was sent, in UTC: `2026-01-20T08:30:00Z`."""
    container: str = ""
    """The label of the mail or archive."""
    subject: str = ""
    """The subject of the mail."""
    loose: str = ""
    """The path of the file of the folder, where the label does not tell it."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The unit of a file."""

    unit: str = ""
    """The full name; where there is doubt the one that fits best."""
    doubt: str = ""
    """What contradicts what, as a sentence; empty where all agree."""
    others: tuple[str, ...] = ()
    """Other units that it may be of, where there is doubt."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the last run made of a file."""

    unit: str
    output: str
    """The report or the note that its row has, relative to the output folder."""
    outputs: tuple[str, ...]
    """That one and those beside it."""


class Fault(Enum):
    """Whose fault it is that a file was not read."""

    OF_FILE = 0
    OF_SYSTEM = 1
    """The system did not give it, for the moment."""
    UNKNOWN = 2
    """The process that read it was stopped, by the file or by something else."""


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that could not be read."""

    label: str
    """Where it was found, `来信.eml → 报告.docx`."""
    refusal: str
    """Why, as a sentence for the clerk."""
    arrival: Arrival = field(default_factory=Arrival)
    aside: bool = False
    """Whether nobody has to do anything about it: a picture, a text."""
    identity: Identity = field(default_factory=Identity)
    fault: Fault = Fault.OF_FILE
    is_closed: bool = False
    """Whether it is an archive or a mail, or came in one, and nobody knows what is in it."""
    earlier: Earlier | None = None
    """What the last run made of it, where the file is still there and may be as it was."""

    @property
    def is_for_now(self) -> bool:
        """Whether it may be read the next time, as it is."""
        return self.fault is Fault.OF_SYSTEM or self.earlier is not None


@dataclass(frozen=True, slots=True)
class Found:
    """The findings of one file: those in it, and what looking at the roster and at others changed."""

    record: PackedRecord
    """Report and findings of the file itself, as `record.packed` writes them."""
    first: tuple[Finding, ...] = ()
    """Findings that come before those in the file."""
    more: tuple[Finding, ...] = ()
    """Findings that come after them."""
    refuted: str = ""
    """What a finding in the file says that the roster knows better."""

    def opened(self) -> tuple[Record, tuple[Finding, ...]]:
        """Return the record, and all findings."""
        record = unpacked(self.record)
        return record, self.all_of(record)

    def all_of(self, record: Record) -> tuple[Finding, ...]:
        """Return all findings; `record` is the one of the file, unpacked."""
        own = (one for one in record.findings if one.what != self.refuted)
        return (*self.first, *own, *self.more)


@dataclass(frozen=True, slots=True)
class ExaminedFile:
    """A file that was read and checked; sent from a worker process to the batch."""

    label: str
    """Where it was found, `来信.eml → 报告.docx`."""
    key: str
    """Digest of the file and of all else that the result depends on."""
    digest: str
    """Digest of the file alone."""
    found: Found
    year: int | None = None
    """The year of the report."""
    saved: str = ""
    """When the file was last saved, as it says itself."""
    is_workbook: bool = False
    document: Shelved | None = None
    """The Word report, where it was rendered and could be put away."""
    page: Shelved | None = None
    """The web page, likewise."""
    annotated: Shelved | None = None
    """The copy with what was found at its place, where the report has errors, likewise."""
    annotated_with: str = ""
    """Digest of what only looking at other reports showed, where the copy has it as well."""
    has_copy: bool = False
    """Whether there is an annotated copy to make of it, for what is in the file alone."""
    fresh: bool = True
    """Whether it was examined in this run; else the state of the last run had the result."""
    arrival: Arrival = field(default_factory=Arrival)
    identity: Identity = field(default_factory=Identity)
    marks: bytes = b""
    """Digests of its own sentences, by which copies are known; empty where its unit is not certain."""
    taken_for: int | None = None
    """The year that it is taken for where it has none."""

    @property
    def report_key(self) -> str:
        """The key of its unit and year, by which a later file answers it; without a unit its label."""
        unit = self.identity.unit
        return year_key(unit, self.year or self.taken_for) if unit else self.label

    @property
    def annotated_key(self) -> str:
        """Digest of all that the annotated copy depends on."""
        return f"{self.key}{self.annotated_with}"

    @classmethod
    def of(cls, label: str, record: Record, text: PackedRecord = "") -> "ExaminedFile":
        """Return the result for the file with this label; `text` is the record packed, where it is already."""
        return cls(
            label,
            record.key,
            record.digest,
            Found(text or packed(record)),
            record.report.report_year,
            record.saved,
            record.is_workbook,
            has_copy=record.has_copy,
        )


FileResult = ExaminedFile | RefusedFile


class RowState(str, Enum):
    """What became of one file or one unit, in the words of the ledger."""

    CONVERTED = "已转换"
    RETURNED = "有错误，退回"
    UNREADABLE = "不能读取"
    NOT_NOW = "暂时读不出"
    """The system is to blame, not the file: nobody is reminded, nothing is withdrawn."""
    UNDECIDED_UNIT = "单位待定"
    TO_CHOOSE = "请选定"
    REPLACED = "重复，未采用"
    OTHER_YEAR = "年度不对"
    MISSING = "缺报"
    CANNOT_WRITE = "没有写成"
    ASIDE = "未读取"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row of the ledger."""

    unit: str
    label: str
    """The file that was received; empty where none was."""
    state: RowState
    found: Found | None = None
    """Report and findings; None where no report was read."""
    year: int | None = None
    """The year of the report."""
    output: Path | None = None
    remark: str = ""
    fresh: bool = True
    """Whether it was examined in this run; else the state of the last run had the result."""
    errors: int = 0
    """How many errors a report has that counts."""
    others: tuple[str, ...] = ()
    """Other units that it may be of, where there is doubt."""
    is_closed: bool = False
    """Whether it is an archive or a mail, or came in one, and nobody knows what is in it."""

    @classmethod
    def of(cls, unit: str, result: ExaminedFile, state: RowState, remark: str) -> "LedgerRow":
        """Return the row of an examined file of this unit."""
        return cls(
            unit,
            result.label,
            state,
            result.found,
            result.year,
            remark=remark,
            fresh=result.fresh,
            others=result.identity.others,
        )

    def headed_by(self, finding: Finding) -> "LedgerRow":
        """Return the row with one more finding on top."""
        return replace(self, found=self.found and replace(self.found, first=(finding,)))

    @property
    def report(self) -> Report | None:
        """The report that was read, unpacked anew each time."""
        return self.found.opened()[0].report if self.found else None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found in it, unpacked anew each time."""
        return self.found.opened()[1] if self.found else ()

    @property
    def needs_attention(self) -> bool:
        """Whether a person has to do something."""
        return self.state not in (RowState.CONVERTED, RowState.ASIDE)

    @property
    def is_counted(self) -> bool:
        """Whether its figures are in the sum."""
        return self.found is not None and self.state in _COUNTED

    @property
    def may_be_anybodys(self) -> bool:
        """Whether nobody knows whose report it is, or whose are in it."""
        is_unread = self.state is RowState.NOT_NOW or self.is_closed
        return not self.unit and (is_unread or self.found is not None)


_COUNTED: Final = (RowState.CONVERTED, RowState.RETURNED, RowState.CANNOT_WRITE)


def unit_key(name: str) -> str:
    """Return a unit's name for comparison: NFKC, without blanks and what nobody sees."""
    return without_unseen("".join(half_width(name).split()))


def year_key(unit: str, year: int | None) -> str:
    """Return the key of one unit's report of one year, held once whoever keeps it."""
    return sys.intern(f"{unit_key(unit)} {year or ''}")
