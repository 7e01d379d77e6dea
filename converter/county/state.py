"""What a batch remembers between its runs: results, outputs, what was pointed out to whom."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from converter.county.records import (
    finding_from_json,
    finding_to_json,
    report_from_json,
    report_to_json,
)
from converter.files.output import write_atomic
from converter.findings import Finding
from converter.form.report import Report

STATE_FILE: Final = ".nianbao.json"


@dataclass(frozen=True)
class FileResult:
    """What a worker makes of one file; travels between processes."""

    label: str
    key: str
    report: Report | None = None
    findings: tuple[Finding, ...] = ()
    refusal: str = ""
    dated: str = ""
    document: bytes | None = None
    page: bytes | None = None
    compared: bool = False
    """Whether last year's report was there to compare with."""
    fresh: bool = True
    sender: str = ""
    """The address that it came from."""


@dataclass
class BatchState:
    """What the last runs into an output folder did; a damaged memory is an empty one."""

    works: dict[str, str] = field(default_factory=dict)
    """Of each file: what was found in it, as JSON, which takes a fifth of the memory."""
    outputs: dict[str, str] = field(default_factory=dict)
    """Digest of every file that we wrote, by name."""
    made_from: dict[str, str] = field(default_factory=dict)
    """The key of the file that an output was made from, by name."""
    units: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Of each unit: the file last settled, and what was pointed out then and before."""
    replies: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What the mail with a note says, and to whom, by the note's name."""

    @classmethod
    def load(cls, folder: Path, *, forget: bool) -> "BatchState":
        """Read the memory of an output folder; forget all results where they are to be made anew."""
        try:
            content = json.loads((folder / STATE_FILE).read_text(encoding="utf-8"))
            parts = [content.get(part.name, {}) for part in fields(cls)]
        except (OSError, ValueError, AttributeError):
            return cls()
        if not all(isinstance(part, dict) for part in parts):
            return cls()
        memory = cls(*parts)
        if forget:
            memory.works, memory.made_from = {}, {}
        return memory

    def forget_others(self, works: Sequence[FileResult]) -> None:
        """Forget files that no longer came."""
        keys = {work.key for work in works}
        self.works = {key: known for key, known in self.works.items() if key in keys}

    def save(self, folder: Path) -> None:
        """Write the memory."""
        content = {part.name: getattr(self, part.name) for part in fields(self)}
        data = json.dumps(content, ensure_ascii=False).encode()
        write_atomic(data, folder / STATE_FILE, force=True)

    def work(self, key: str, label: str) -> FileResult | None:
        """Return what is known of a file with this content."""
        try:
            known = json.loads(self.works[key])
            findings = tuple(map(finding_from_json, known["findings"]))
            report = report_from_json(known["report"])
            return FileResult(label, key, report, findings, dated=known["dated"], fresh=False)
        except (KeyError, TypeError, ValueError):
            return None

    def record_result(self, work: FileResult) -> None:
        """Keep what was made of a file."""
        if work.key and work.report:
            content = {
                "report": report_to_json(work.report),
                "findings": [finding_to_json(finding) for finding in work.findings],
                "dated": work.dated,
            }
            self.works[work.key] = json.dumps(content, ensure_ascii=False)

    def record_findings(self, unit: str, key: str, identities: list[str]) -> None:
        """Keep what was pointed out to a unit about which file."""
        before = self.units.get(unit)
        if before and before["key"] == key:
            return
        self.units[unit] = {
            "key": key,
            "found": identities,
            "before": before["found"] if before else None,
        }

    def previous_findings(self, unit: str, key: str) -> frozenset[str] | None:
        """Return what the last note to a unit said, not counting one about this very file."""
        known = self.units.get(unit)
        if known is None:
            return None
        found = known["before"] if known["key"] == key else known["found"]
        return frozenset(found) if found else None

    def record_output(self, name: str, data: bytes, key: str = "") -> None:
        """Keep the digest of an output, and what it was made from."""
        self.outputs[name] = hashlib.sha256(data).hexdigest()
        self.made_from[name] = key

    def stands(self, name: str, path: Path, key: str) -> bool:
        """Tell whether an output is there, as we wrote it, made from this very file."""
        return bool(key) and self.made_from.get(name) == key and self.is_ours(name, path)

    def is_ours(self, name: str, path: Path) -> bool:
        """Tell whether a file is as we wrote it, so that nobody's work is lost with it."""
        try:
            return hashlib.sha256(path.read_bytes()).hexdigest() == self.outputs.get(name)
        except OSError:
            return False
