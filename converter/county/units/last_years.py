"""Last year's reports of the units, by the names that the roster knows; packed until one is asked for."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field

from converter.county.kept.model import unit_key, year_key
from converter.county.kept.record import packed_report, report_to_json, unpacked_report
from converter.county.units.roster import Roster
from converter.form.report import Report


@dataclass(frozen=True, slots=True)
class LastYear:
    """One unit's report of last year."""

    unit: str
    """The unit as the report calls it."""
    year: int | None
    packed: bytes

    @classmethod
    def of(cls, report: Report) -> "LastYear":
        """Pack a report."""
        return cls(report.unit_name, report.report_year, packed_report(report))


@dataclass
class LastYears:
    """Reports by unit and year; a former or short name means the unit of the roster."""

    roster: Roster = field(default_factory=Roster)
    given: bool = False
    """Whether the county gave a folder of them."""
    unread: tuple[str, ...] = ()
    """Why files could not be read."""
    _packed: dict[str, bytes] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._packed)

    def add(self, one: LastYear) -> None:
        """Take in a report that names its unit and year."""
        unit = self.roster.full_name(one.unit)
        self._packed[year_key(unit, one.year)] = one.packed

    def of_no_unit(self, reported: Collection[str], known: Collection[str]) -> list[str]:
        """Return the units here that are none of `known`; none where each that reported has its report here."""
        here = dict.fromkeys(key.rpartition(" ")[0] for key in self._packed)
        if all(unit_key(unit) in here for unit in reported):
            return []
        others = {unit_key(unit) for unit in known}
        return [unit for unit in here if unit and unit not in others]

    def of(self, report: Report) -> Report | None:
        """Return the unit's report of the year before."""
        if not self._packed:
            return None
        year = report.report_year
        unit = self.roster.full_name(report.unit_name)
        packed = self._packed.get(year_key(unit, year - 1)) if year else None
        return unpacked_report(packed) if packed else None


def digest_of_report(report: Report | None) -> str:
    """Return a digest of a report that is the same in every process; empty for None."""
    if report is None:
        return ""
    content = json.dumps(report_to_json(report), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()
