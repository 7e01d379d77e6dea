"""What the steps of a batch hand on: the result for one file, one row of the ledger, keys of units."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from converter.findings import Finding
from converter.form.report import Report

LEDGER_NAME: Final = "汇总.xlsx"


@dataclass(frozen=True)
class RefusedFile:
    """A file that could not be read."""

    label: str
    """Where it was found, `来信.eml → 报告.docx`."""
    refusal: str
    """Why, as a sentence for the clerk."""


@dataclass(frozen=True)
class ExaminedFile:
    """A file that was read and checked; sent from a worker process to the batch."""

    label: str
    """Where it was found, `来信.eml → 报告.docx`."""
    key: str
    """Digest of the file and of all else that the result depends on."""
    report: Report
    findings: tuple[Finding, ...] = ()
    dated: str = ""
    """Sorts the files of one unit: date of the report, whether a workbook, when it was saved."""
    document: bytes | None = None
    """The Word report, where it was rendered."""
    page: bytes | None = None
    """The web page, where it was rendered."""
    compared: bool = False
    """Whether last year's report was there to compare with."""
    fresh: bool = True
    """Whether it was examined in this run; else the state of the last run had the result."""
    sender: str = ""
    """The address of the mail that it came with."""
    notes: tuple[str, ...] = ()
    """What of the file is not taken over, and the like, in sentences."""

    @property
    def unit_and_year(self) -> str:
        """The key of the unit and the year; of a report without a unit the label."""
        report = self.report
        return year_key(report.unit_name, report.report_year) if report.unit_name else self.label


FileResult = ExaminedFile | RefusedFile


class RowState(str, Enum):
    """What became of one file or one unit, in the words of the ledger."""

    CONVERTED = "已转换"
    RETURNED = "有错误，退回"
    UNREADABLE = "不能读取"
    REPLACED = "重复，未采用"
    OTHER_YEAR = "年度不对"
    MISSING = "缺报"
    CANNOT_WRITE = "没有写成"


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
    def of(cls, result: ExaminedFile, state: RowState, remark: str) -> "LedgerRow":
        """Return the row of an examined file."""
        report, findings = result.report, result.findings
        return cls(
            report.unit_name, result.label, state, report, findings, None, remark, result.fresh
        )

    @property
    def needs_attention(self) -> bool:
        """Whether a person has to do something."""
        return self.state is not RowState.CONVERTED


def unit_key(name: str) -> str:
    """Return a unit's name for comparison: NFKC, without blanks."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def year_key(unit: str, year: int | None) -> str:
    """Return the key of one unit's report of one year."""
    return f"{unit_key(unit)} {year or ''}"


def last_year_of(report: Report, previous: Mapping[str, Report]) -> Report | None:
    """Return the unit's report of the year before; `previous` is by `year_key`."""
    year = report.report_year
    return previous.get(year_key(report.unit_name, year - 1)) if year else None
