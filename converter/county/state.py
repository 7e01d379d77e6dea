"""What a batch keeps between its runs, in `.nianbao.json`: results, outputs, findings sent back."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from converter.county.model import ExaminedFile, FileResult
from converter.county.record import HALF_CHARACTER, Record, checked
from converter.files.output import write_atomic
from converter.findings import Finding
from converter.form.fields import FIELDS

STATE_FILE: Final = ".nianbao.json"
_KEYS: Final = ("works", "outputs", "made_from", "units", "replies", "ledger")
"""The keys in the file, in the order of the fields of `BatchState`."""
_DEEPEST: Final = 2
"""Parts of an output's name: a folder and the file."""


@dataclass
class BatchState:
    """What the last runs into an output folder did."""

    results: dict[str, str] = field(default_factory=dict)
    """The record of each file by its digest, packed."""
    outputs: dict[str, str] = field(default_factory=dict)
    """SHA-256 of every file that a batch wrote, by name."""
    made_from: dict[str, str] = field(default_factory=dict)
    """The key of the file that an output was made from, by the output's name."""
    units: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Of each unit: the digest of its last file, the findings in it, and those in the one before."""
    replies: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What the mail with a return note says, and to whom, by the note's name."""
    ledger: dict[str, list[str]] = field(default_factory=dict)
    """The last whole ledger: of each of its rows the unit, the state and the output, by its number."""

    @classmethod
    def load(cls, folder: Path, *, forget: bool) -> "BatchState":
        """Read the state of an output folder; a damaged file counts as an empty one.

        With `forget` the results are left out, so that all files are examined again.
        """
        try:
            text = (folder / STATE_FILE).read_text(encoding="utf-8")
            if HALF_CHARACTER.search(text):
                return cls()
            content = json.loads(text)
            parts = [content.get(key, {}) for key in _KEYS]
        except (OSError, ValueError, RecursionError, AttributeError):
            return cls()
        state = cls(*(_sound(key, part) for key, part in zip(_KEYS, parts, strict=True)))
        if forget:
            state.results = {}
        return state

    def save(self, folder: Path) -> None:
        """Write the state into an output folder; raises CannotDeliver where that fails."""
        parts = (getattr(self, part.name) for part in fields(self))
        content = dict(zip(_KEYS, parts, strict=True))
        data = json.dumps(content, ensure_ascii=False).encode()
        write_atomic(data, folder / STATE_FILE, force=True)

    def forget_others(self, results: Sequence[FileResult]) -> None:
        """Keep the results for these files only."""
        digests = {result.digest for result in results if isinstance(result, ExaminedFile)}
        self.results = {name: self.results[name] for name in self.results if name in digests}

    def record(self, digest: str) -> Record | None:
        """Return the record of the file with this digest."""
        return checked(self.results.get(digest, ""))

    def record_findings(self, unit: str, digest: str, findings: Sequence[Finding]) -> None:
        """Keep the findings that a unit was sent for the file with this digest.

        Other findings in the same file, as where last year's report came later, are no answer of
        the unit.
        """
        known = self.units.get(unit)
        before = known and (known["before"] if known["digest"] == digest else known["found"])
        found = [_finding_identity(finding) for finding in findings]
        self.units[unit] = {"digest": digest, "found": found, "before": before}

    def previous_findings(self, unit: str, digest: str) -> frozenset[str] | None:
        """Return the identities of the findings in the note before the one about this file."""
        known = self.units.get(unit)
        if known is None:
            return None
        found = known["before"] if known["digest"] == digest else known["found"]
        return frozenset(found) if found else None

    def record_output(self, name: str, data: bytes, key: str = "") -> None:
        """Keep the digest of an output, and the key of the file that it was made from."""
        self.outputs[name] = hashlib.sha256(data).hexdigest()
        self.made_from[name] = key

    def is_current(self, name: str, path: Path, key: str, *, changed: bool) -> bool:
        """Tell whether an output is there and made from what has this key; `changed` by hand or not."""
        if self.made_from.get(name) != key:
            return False
        return path.is_file() if changed else self.is_ours(name, path)

    def is_ours(self, name: str, path: Path) -> bool:
        """Tell whether a file is as a batch wrote it; one that somebody changed must be kept."""
        try:
            return hashlib.sha256(path.read_bytes()).hexdigest() == self.outputs.get(name)
        except OSError:
            return False


def _sound(key: str, part: object) -> dict[str, Any]:
    """Return the entries of one part of the file that have the right shape; a damaged one is forgotten."""
    entries = part.items() if isinstance(part, dict) else ()
    names_files = key in ("outputs", "made_from", "replies")
    return {
        name: entry
        for name, entry in entries
        if _SHAPES[key](entry) and (not names_files or _is_inside(name))
    }


def _is_inside(name: str) -> bool:
    """Tell whether an output's name stays in the output folder."""
    parts = name.split("/")
    return len(parts) <= _DEEPEST and all(
        part.strip(". ") and not set(part) & set("\\:\0") for part in parts
    )


def _is_texts(value: object, count: int | None = None) -> bool:
    return (
        isinstance(value, list)
        and count in (None, len(value))
        and all(isinstance(text, str) for text in value)
    )


def _is_unit(value: object) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("digest"), str)
        and _is_texts(value.get("found"))
        and (value.get("before", 0) is None or _is_texts(value.get("before")))
    )


def _is_reply(value: object) -> bool:
    return (
        isinstance(value, dict)
        and all(isinstance(value.get(name), str) for name in ("unit", "opening", "to"))
        and isinstance(value.get("year", ""), int | None)
    )


_SHAPES: Final[dict[str, Callable[[object], bool]]] = {
    **dict.fromkeys(("works", "outputs", "made_from"), lambda value: isinstance(value, str)),
    "units": _is_unit,
    "replies": _is_reply,
    "ledger": lambda value: _is_texts(value, 3),
}


def _finding_identity(finding: Finding) -> str:
    """Return what a finding is recognised by when the unit sends another file."""
    if finding.names:
        return _group_identity(finding)
    place = str(finding.place) if finding.place else ""
    return f"{finding.code} {finding.name or place} {finding.position}"


def finding_identities(finding: Finding) -> frozenset[str]:
    """Return the identities of findings that this one may be left of: its own, that of all such cells."""
    return frozenset({_finding_identity(finding), _group_identity(finding)})


def _group_identity(finding: Finding) -> str:
    """Return the identity of one finding for many cells of a table."""
    table = FIELDS[finding.name].table if finding.name in FIELDS else None
    return f"{finding.code} {table or finding.name} *"
