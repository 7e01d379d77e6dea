"""Last year's reports of the units, by the names that the roster knows."""

import hashlib
import json
from dataclasses import dataclass, field

from converter.county.model import year_key
from converter.county.record import report_to_json
from converter.county.roster import Roster
from converter.form.report import Report


@dataclass
class LastYears:
    """Reports by unit and year; a former or short name means the unit of the roster."""

    roster: Roster = field(default_factory=Roster)
    given: bool = False
    """Whether the county gave a folder of them."""
    unread: tuple[str, ...] = ()
    """Why files could not be read."""
    _reports: dict[str, Report] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._reports)

    def add(self, report: Report) -> None:
        """Take in a report that names its unit and year."""
        unit = self.roster.full_name(report.unit_name)
        self._reports[year_key(unit, report.report_year)] = report

    def of(self, report: Report) -> Report | None:
        """Return the unit's report of the year before."""
        year = report.report_year
        unit = self.roster.full_name(report.unit_name)
        return self._reports.get(year_key(unit, year - 1)) if year else None


def digest_of(report: Report | None) -> str:
    """Return a digest of a report that is the same in every process; empty for None."""
    if report is None:
        return ""
    content = json.dumps(report_to_json(report), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()
