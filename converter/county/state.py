"""What a batch keeps between its runs, in `.nianbao.json`: results, outputs, findings sent back."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

from converter.county.model import ExaminedFile, FileResult
from converter.files.output import write_atomic
from converter.findings import CODES, Finding, Place
from converter.form.fields import FIELDS, TEXT_FIELDS
from converter.form.limits import LARGEST
from converter.form.report import Number, Report

STATE_FILE: Final = ".nianbao.json"
_KEYS: Final = ("works", "outputs", "made_from", "units", "replies", "ledger")
"""The keys in the file, in the order of the fields of `BatchState`."""
_HALF_CHARACTER: Final = re.compile(r"\\u[dD][89a-fA-F]")
"""Written by nobody here, and nothing that could be written again."""
_DEEPEST: Final = 2
"""Parts of an output's name: a folder and the file."""
_KEPT: Final = ("key", "digest", "saved", "signed", "is_workbook", "notes")
"""What is kept of a result as it is."""


@dataclass
class BatchState:
    """What the last runs into an output folder did."""

    results: dict[str, str] = field(default_factory=dict)
    """The result for each file by its digest, as JSON text, which takes a fifth of the memory."""
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
            if _HALF_CHARACTER.search(text):
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
        self.results = {
            name: known for name, known in self.results.items() if _digest_in(known) in digests
        }

    def result(self, digest: str, label: str) -> ExaminedFile | None:
        """Return the result for the file with this digest, which now has this label."""
        try:
            known = json.loads(self.results[digest])
            result = ExaminedFile(
                label,
                key=known["key"],
                digest=known["digest"],
                report=report_from_json(known["report"]),
                findings=tuple(map(_finding_from_json, known["findings"])),
                saved=known["saved"],
                signed=known["signed"],
                is_workbook=known["is_workbook"],
                fresh=False,
                notes=tuple(known["notes"]),
            )
            return _sound_record(result)
        except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError):
            return None

    def record_result(self, digest: str, result: ExaminedFile) -> None:
        """Keep the result for the file with this digest."""
        content = {
            **{name: getattr(result, name) for name in _KEPT},
            "report": report_to_json(result.report),
            "findings": [asdict(finding) for finding in result.findings],
        }
        self.results[digest] = json.dumps(content, ensure_ascii=False)

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


_Record = TypeVar("_Record")


def _sound_record(record: _Record) -> _Record:
    """Return a dataclass whose fields are, all the way down, of the types that it declares.

    Raises TypeError where one is not.
    """
    if not _fits(record, type(record)):
        raise TypeError
    return record


def _fits(value: object, kind: Any) -> bool:
    """Tell whether a value is of a type, as annotations of dataclasses write it."""
    origin, within = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return any(_fits(value, one) for one in within)
    if origin is tuple:
        return isinstance(value, tuple) and all(_fits(one, within[0]) for one in value)
    if origin is Mapping:
        return isinstance(value, Mapping) and all(
            _fits(name, within[0]) and _fits(one, within[1]) for name, one in value.items()
        )
    if isinstance(kind, type) and is_dataclass(kind):
        return isinstance(value, kind) and all(
            _fits(getattr(value, name), hint) for name, hint in _hints(kind).items()
        )
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _digest_in(result: str) -> str:
    try:
        return str(json.loads(result)["digest"])
    except (KeyError, TypeError, ValueError, RecursionError):
        return ""


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


# ---------------------------------------------------------------- as JSON


def report_to_json(report: Report) -> dict[str, Any]:
    """Return a report as JSON values; decimals become strings, so that no digit is lost."""
    content = {name: getattr(report, name) for name in TEXT_FIELDS if name != "report_date"}
    return {
        **content,
        "report_date": report.report_date.isoformat() if report.report_date else None,
        "reasons": dict(report.reasons),
        "figures": {
            name: [str(value) if isinstance(value, Decimal) else value for value in row]
            for name, row in report.figures.items()
        },
    }


def report_from_json(content: dict[str, Any]) -> Report:
    """Return the report that `report_to_json` wrote; raises KeyError, TypeError or ValueError."""
    scalars: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in content.items()
        if name not in ("figures", "reasons", "report_date")
    }
    day = content["report_date"]
    return Report(
        **scalars,
        report_date=date.fromisoformat(day) if day else None,
        reasons=content["reasons"],
        figures={
            name: _figures(name, row) for name, row in content["figures"].items() if name in FIELDS
        },
    )


def _figures(name: str, row: list[int | str | None]) -> tuple[Number | None, ...]:
    """Return the figures of a field; raises ValueError where they are not as many, or no numbers."""
    figures = tuple(Decimal(value) if isinstance(value, str) else value for value in row)
    if len(figures) != len(FIELDS[name].cells):
        raise ValueError
    if not all(figure is None or -LARGEST < figure < LARGEST for figure in figures):
        raise ValueError
    return figures


def _finding_from_json(content: dict[str, Any]) -> Finding:
    place = content["place"]
    CODES[content["code"]]  # a code that is no more makes the result stale
    typed: dict[str, Any] = {
        name: tuple(content[name]) for name in ("names", "marked") if name in content
    }
    typed["place"] = Place(**place) if place else None
    return Finding(**{**content, **typed})
