"""What reading one file gives: a report, what was found on the way, where everything stood."""

from dataclasses import dataclass, field

from converter.findings import Finding, Place
from converter.form.fields import SectionKey, Slot
from converter.form.report import Report


@dataclass
class ReadResult:
    """One file, read."""

    report: Report = field(default_factory=Report)
    findings: list[Finding] = field(default_factory=list)
    places: dict[Slot, Place] = field(default_factory=dict)
    """Where each figure and each paragraph stands."""
    unreadable: set[Slot] = field(default_factory=set)
    """Cells that a finding speaks of already: not to be called missing as well."""
    headings: dict[SectionKey, str] = field(default_factory=dict)
    """The main headings of a Word report as it prints them."""
    notes: list[str] = field(default_factory=list)
    """What a person should know who goes on working with it; sentences."""

    def located(self, finding: Finding) -> Finding:
        """Return a finding with its place, where its field has one."""
        if finding.place or finding.name is None:
            return finding
        place = self.places.get(Slot(finding.name, finding.position))
        if place is None and finding.name == "preface":
            # its paragraphs share one cell
            place = self.places.get(Slot("preface"))
        return finding.at(place)
