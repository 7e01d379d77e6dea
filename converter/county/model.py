"""One line of the county's ledger: a unit, what it sent, what became of it."""

import unicodedata
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from converter.findings import Finding
from converter.form.report import Report

LEDGER_NAME: Final = "汇总.xlsx"


class State(str, Enum):
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
    """One line of the ledger."""

    unit: str
    label: str
    """The file that was received; empty where none was."""
    state: State
    report: Report | None = None
    findings: tuple[Finding, ...] = ()
    output: Path | None = None
    remark: str = ""
    fresh: bool = True
    """Whether it was worked on in this run, not taken over from the last."""

    @property
    def needs_attention(self) -> bool:
        """Whether a person has to do something."""
        return self.state is not State.CONVERTED


def unit_key(name: str) -> str:
    """Return a unit's name as it is compared: no blanks, one kind of letter."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def year_key(unit: str, year: int | None) -> str:
    """Return what tells one unit's report of one year."""
    return f"{unit_key(unit)} {year or ''}"
