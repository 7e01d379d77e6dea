"""What the steps of a batch hand on: the result for one file, one row of the ledger, keys of units."""

import unicodedata
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Final

from converter.findings import Finding
from converter.form.report import Report

LEDGER_NAME: Final = "汇总.xlsx"


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class RefusedFile:
    """A file that could not be read."""

    label: str
    """Where it was found, `来信.eml → 报告.docx`."""
    refusal: str
    """Why, as a sentence for the clerk."""
    arrival: Arrival = field(default_factory=Arrival)
    aside: bool = False
    """Whether nobody has to do anything about it: a picture, a text."""


@dataclass(frozen=True)
class Identity:
    """The unit of a file."""

    unit: str = ""
    """The full name; where there is doubt the one that fits best."""
    doubt: str = ""
    """What contradicts what, as a sentence; empty where all agree."""


@dataclass(frozen=True)
class ExaminedFile:
    """A file that was read and checked; sent from a worker process to the batch."""

    label: str
    """Where it was found, `来信.eml → 报告.docx`."""
    key: str
    """Digest of the file and of all else that the result depends on."""
    digest: str
    """Digest of the file alone."""
    report: Report
    findings: tuple[Finding, ...] = ()
    saved: str = ""
    """When the file was last saved, as it says itself."""
    signed: str = ""
    """The unit of a Word report's sign-off."""
    is_workbook: bool = False
    document: bytes | None = None
    """The Word report, where it was rendered."""
    page: bytes | None = None
    """The web page, where it was rendered."""
    fresh: bool = True
    """Whether it was examined in this run; else the state of the last run had the result."""
    arrival: Arrival = field(default_factory=Arrival)
    identity: Identity = field(default_factory=Identity)
    notes: tuple[str, ...] = ()
    """What of the file is not taken over, and the like, in sentences."""


FileResult = ExaminedFile | RefusedFile


class RowState(str, Enum):
    """What became of one file or one unit, in the words of the ledger."""

    CONVERTED = "已转换"
    RETURNED = "有错误，退回"
    UNREADABLE = "不能读取"
    UNDECIDED_UNIT = "单位待定"
    TO_CHOOSE = "请选定"
    REPLACED = "重复，未采用"
    OTHER_YEAR = "年度不对"
    MISSING = "缺报"
    CANNOT_WRITE = "没有写成"
    ASIDE = "未读取"


@dataclass(frozen=True)
class LedgerRow:
    """One row of the ledger."""

    unit: str
    label: str
    """The file that was received; empty where none was."""
    state: RowState
    report: Report | None = None
    findings: tuple[Finding, ...] = ()
    output: Path | None = None
    remark: str = ""
    fresh: bool = True
    """Whether it was examined in this run; else the state of the last run had the result."""

    @classmethod
    def of(cls, unit: str, result: ExaminedFile, state: RowState, remark: str) -> "LedgerRow":
        """Return the row of an examined file of this unit."""
        report, findings = result.report, result.findings
        return cls(unit, result.label, state, report, findings, None, remark, result.fresh)

    @property
    def needs_attention(self) -> bool:
        """Whether a person has to do something."""
        return self.state not in (RowState.CONVERTED, RowState.ASIDE)

    @property
    def is_counted(self) -> bool:
        """Whether its figures are in the sum."""
        return self.report is not None and self.state in _COUNTED


_COUNTED: Final = (RowState.CONVERTED, RowState.RETURNED, RowState.CANNOT_WRITE)


def unit_key(name: str) -> str:
    """Return a unit's name for comparison: NFKC, without blanks."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def year_key(unit: str, year: int | None) -> str:
    """Return the key of one unit's report of one year."""
    return f"{unit_key(unit)} {year or ''}"
