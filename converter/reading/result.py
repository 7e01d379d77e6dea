"""The result of reading one file: the report, the findings, and the places of its content."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from converter.files.kinds import InputFile
from converter.findings import Finding, Place
from converter.form.fields import SectionKey, Slot
from converter.form.report import Report

if TYPE_CHECKING:
    from converter.reading.blocks import TableCell


@dataclass
class ReadResult:
    """What was read from one file."""

    report: Report = field(default_factory=Report)
    findings: list[Finding] = field(default_factory=list)
    places: dict[Slot, Place] = field(default_factory=dict)
    """Where each figure and each paragraph stands in the file."""
    reason_cells: dict[str, str] = field(default_factory=dict)
    """The cell of each line of 校验 that takes an explanation, by the line's key."""
    unreadable: set[Slot] = field(default_factory=set)
    """Slots that have a finding already: no check reports them as missing as well."""
    headings: dict[SectionKey, str] = field(default_factory=dict)
    """The main headings of a Word report or page, as they stand there; those that are reworded have a finding."""
    reworded: dict[SectionKey, str] = field(default_factory=dict)
    """The others, as they stand there."""
    beside: dict[SectionKey, tuple[str, ...]] = field(default_factory=dict)
    """What a Word report or page says beside its tables, where the form has no place for text."""
    instead: set[SectionKey] = field(default_factory=set)
    """The sections of which the table could not be read: what stands there is in its place."""
    doubtful: set[str] = field(default_factory=set)
    """The tables of which another one stands in the file, so that no prose is held against them."""
    signed: str = ""
    """The unit that a Word report or page is signed with."""
    cells: dict[Slot, "list[TableCell]"] = field(default_factory=dict)
    """The cells of a Word report in which each figure stands; several where a table stands twice."""
    typed: dict[Slot, Any] = field(default_factory=dict)
    """What stands in the cells of a workbook whose content could not be taken, as the clerk typed it."""
    kept: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """The cells of the sheets of a workbook of which fields could not be found, by title and address."""
    made_of_old: InputFile | None = None
    """The file that LibreOffice made of one in an old format, which was read in its place."""
    beyond: tuple[str, ...] = ()
    """The sheets of a workbook that are none of the form's."""
    returned: bool = False
    """Whether a workbook is one that went back: it says what was to be mended then."""
    notes: list[str] = field(default_factory=list)
    """Sentences for the person who edits the report afterwards."""

    def located(self, finding: Finding) -> Finding:
        """Return a finding with the places of its field and its explanation in the file, where they are known."""
        if finding.key in self.reason_cells:
            finding = finding.explained_in(self.reason_cells[finding.key])
        if finding.place or finding.name is None:
            return finding
        place = self.places.get(Slot(finding.name, finding.position))
        if place is None and finding.name == "preface":
            # all its paragraphs stand in one cell of the workbook
            place = self.places.get(Slot("preface"))
        return finding.at(place)
