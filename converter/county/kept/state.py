"""What a batch keeps between its runs, in `.nianbao.json`: results, outputs, findings sent back."""

import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any, Final

from converter import __version__
from converter.county.kept.model import Earlier, ExaminedFile, FileResult, year_key
from converter.county.kept.record import (
    HALF_CHARACTER,
    PackedRecord,
    Record,
    checked,
    put_away,
    text_of,
)
from converter.errors import CannotDeliver, UnusableFile
from converter.files.faults import reason_of
from converter.files.output import RETURN_FOLDER, STATE_FILE, digest_of, replace_atomic
from converter.files.shelf import Shelf, Shelved
from converter.files.text import one_line
from converter.findings import Finding
from converter.form.fields import FIELDS

_PARTS: Final = {
    "works": "results",
    **{name: name for name in ("outputs", "made_from", "came_from", "units", "replies", "ledger")},
    **{name: name for name in ("office", "due", "letters", "rounds")},
}
"""The keys in the file, and the fields of `BatchState`."""
_LARGEST: Final = 256 * 2**20
"""Bytes of the file; 3 KB a report, 12 KB a unit with two files and five rounds, and a roster has 20,000 units."""
_MOST_VALUES: Final = 8_000_000
"""Values in the file, each of which takes some 60 bytes; such a unit has two hundred."""
_LONGEST_VERSION: Final = 20
_UNREADABLE: Final = f"上次的记录（{STATE_FILE}）已损坏，读不出来，这次当作第一次，全部重新核对；结果文件夹里原有的文件都保留。"
_UNREACHED: Final = "{}：上次的记录读不出来（{}），什么也没有做，记录和原有的文件都在。{}"
_DAMAGED: Final = f"上次的记录（{STATE_FILE}）有 {{}} 处损坏，没有采用；有关的文件重新核对。"
_OTHER_VERSION: Final = f"上次的记录（{STATE_FILE}）是 nianbao {{writer}}写的，这次用的是 {{version}} 版，文件全部重新核对。"
_DEEPEST: Final = 2
"""Parts of an output's name: a folder and the file."""
_LONGEST_NAME: Final = 255
"""Bytes of such a part; no system knows longer ones."""


@dataclass(frozen=True)
class DueLetter:
    """A letter that the county owes a unit."""

    kind: str
    """催报 or 回执."""
    to: str = ""
    """The unit's address; empty where nobody knows it."""
    year: int | None = None
    """The year of the report."""
    why: str = ""
    """Why its file could not be read, as a sentence; empty where it sent none."""
    warnings: tuple[str, ...] = ()
    """What is passed on of a report that was accepted."""


@dataclass(frozen=True)
class KnownDraft:
    """A letter that was drafted."""

    unit: str
    kind: str
    to: str
    day: str
    """Of the draft, `2026-01-20`."""
    name: str
    """The draft, relative to the output folder."""


@dataclass(frozen=True)
class Round:
    """One file of a unit that counted."""

    day: str
    """When it came, `2026-01-20`: the day of the mail, else of the run that found it."""
    digest: str
    """Of the file."""
    errors: int
    """How many errors it had."""


@dataclass
class BatchState:
    """What the last runs into an output folder did."""

    results: dict[str, PackedRecord] = field(default_factory=dict)
    """The record of each file by its digest, packed."""
    outputs: dict[str, str] = field(default_factory=dict)
    """SHA-256 of every file that a batch wrote, by name."""
    made_from: dict[str, str] = field(default_factory=dict)
    """The key of the file that an output was made from, by the output's name."""
    came_from: dict[str, str] = field(default_factory=dict)
    """The label of that file, by the output's name."""
    units: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Of each unit: the digest of its last file, the findings in it, and those in the one before."""
    replies: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What the mail with a return note says, and to whom, by the note's name."""
    ledger: dict[str, list[str]] = field(default_factory=dict)
    """The last whole ledger: of each of its rows the unit, the state and the output, by its number."""
    office: dict[str, str] = field(default_factory=dict)
    """What letters say of the county's office, as `Office.as_texts` writes it."""
    due: dict[str, DueLetter] = field(default_factory=dict)
    """What letter each unit is owed, by the unit's name."""
    letters: dict[str, KnownDraft] = field(default_factory=dict)
    """The letters that were drafted, by their number."""
    rounds: dict[str, tuple[Round, ...]] = field(default_factory=dict)
    """The files of each unit and year, in the order in which they counted."""

    written_by: str = __version__
    """The version of the program that wrote the file; empty for one from before it was written down."""
    unreadable: bool = False
    """Whether there is a file that cannot be read."""
    damaged: int = 0
    """How many entries of it could not be read."""

    @classmethod
    def load(cls, folder: Path, *, forget: bool, shelf: Shelf | None = None) -> "BatchState":
        """Read the state of an output folder; of a damaged file what can be read.

        With `forget` the results are left out, so that all files are examined again; others go onto the `shelf`.
        Raises UnusableFile where the system does not give a file that may be sound: saving would replace it.
        """
        file = folder / STATE_FILE
        try:
            content = _content(file, shelf)
        except FileNotFoundError:
            return cls()
        except OSError as fault:
            raise UnusableFile(_UNREACHED.format(file, *reason_of(fault))) from None
        except (ValueError, RecursionError):
            content = None
        if not isinstance(content, dict) or not content.keys() & {"version", *_PARTS}:
            return cls(unreadable=True)
        version = content.get("version")
        state = cls(
            written_by=one_line(version)[:_LONGEST_VERSION] if isinstance(version, str) else ""
        )
        for key, name in _PARTS.items():
            # a part that is not there is one that another version does not have
            part = content.get(key, {})
            sound = _sound(key, part)
            state.damaged += len(part) - len(sound) if isinstance(part, dict) else 1
            setattr(state, name, sound)
        # of an output without its digest nobody knows whether it was changed since
        state.made_from = {
            name: made for name, made in state.made_from.items() if name in state.outputs
        }
        # a number that is missing would be given to two letters
        state.letters = {str(at): one for at, one in enumerate(state.letters.values(), start=1)}
        if forget:
            state.results = {}
        return state

    @property
    def notice(self) -> str:
        """A sentence for the county where the file is not as this version left it; else empty."""
        if self.unreadable:
            return _UNREADABLE
        if self.written_by != __version__:
            writer = f"{self.written_by} 版" if self.written_by else "较早的版本"
            return _OTHER_VERSION.format(writer=writer, version=__version__)
        return _DAMAGED.format(self.damaged) if self.damaged else ""

    def save(self, folder: Path, first: Callable[[], object] | None = None) -> None:
        """Write the state into an output folder, what is to stand `first` as soon as it has room.

        Raises CannotDeliver where one of them fails.
        """
        replace_atomic(self._as_json(), folder / STATE_FILE, first)

    @contextmanager
    def saved_where_stopped(self, folder: Path) -> Iterator[None]:
        """Save the state where something is raised; that this fails, too, is not what is told."""
        try:
            yield
        except BaseException:
            with suppress(CannotDeliver):
                self.save(folder)
            raise

    def _as_json(self) -> Iterator[bytes]:
        """Yield the file entry by entry: in one piece it would take the memory of all records again."""

        def text(value: object) -> str:
            content = text_of(value) if isinstance(value, Shelved) else value
            return json.dumps(content, ensure_ascii=False, default=vars)

        yield f'{{"version": {text(__version__)}'.encode()
        for key, name in _PARTS.items():
            yield f",\n{text(key)}: {{".encode()
            between = ""
            for entry, value in getattr(self, name).items():
                yield f"{between}{text(entry)}: {text(value)}".encode()
                between = ",\n"
            yield b"}"
        yield b"}"

    def record_letter(self, unit: str, kind: str, to: str, day: str, name: str) -> None:
        """Keep that a letter was drafted, to whom and on which day."""
        self.letters[str(len(self.letters) + 1)] = KnownDraft(unit, kind, to, day, name)

    def record_round(self, unit: str, year: int | None, one: Round) -> None:
        """Keep that a file counts for a unit; the same file again is no other round."""
        key = year_key(unit, year)
        known = self.rounds.get(key, ())
        if known and known[-1].digest == one.digest:
            self.rounds[key] = (*known[:-1], replace(one, day=known[-1].day))
        else:
            self.rounds[key] = (*known, one)

    def days_seen(self) -> dict[str, str]:
        """Return the first day on which each file that counted was found, by its digest."""
        rounds = (one for own in self.rounds.values() for one in reversed(own))
        return {one.digest: one.day for one in rounds}

    def letters_standing(self) -> set[str]:
        """Return the names of the drafts that are still owed."""
        return {
            one.name
            for one in self.letters.values()
            if (due := self.due.get(one.unit)) and due.kind == one.kind
        }

    def forget_others(self, results: Sequence[FileResult]) -> None:
        """Keep the results for these files only."""
        digests = {result.digest for result in results if isinstance(result, ExaminedFile)}
        self.results = {name: self.results[name] for name in self.results if name in digests}

    def earlier(self) -> dict[str, Earlier]:
        """Return what the last run made of each file, by its label."""
        names: dict[str, list[str]] = {}
        for name, label in self.came_from.items():
            if name in self.outputs:
                names.setdefault(label, []).append(name)
        units = {output: unit for unit, _, output in self.ledger.values() if output}
        made = {}
        for label, own in names.items():
            output = next((name for name in own if name in units), "")
            if output:
                made[label] = Earlier(units[output], output, tuple(own))
        return made

    def copies(self, folder: Path) -> dict[str, list[str]]:
        """Return the annotated copies that stand in the output folder, by the key of the file that each was made from.

        A note beside them is made from more than the file, and has another key.
        """
        copies: dict[str, list[str]] = {}
        for name, key in self.made_from.items():
            if name.startswith(f"{RETURN_FOLDER}/") and (folder / name).is_file():
                copies.setdefault(key, []).append(name)
        return copies

    def record(self, digest: str) -> Record | None:
        """Return the record of the file with this digest; a damaged one is forgotten."""
        known = self.results.get(digest)
        record = checked(text_of(known)) if known is not None else None
        if known is not None and record is None:
            del self.results[digest]
            self.damaged += 1
        return record

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
        """Tell whether a file is as a batch wrote it; one that somebody changed must be kept.

        Raises CannotDeliver where the system does not give it: nobody knows then.
        """
        try:
            if not path.is_file():
                return False
            with path.open("rb") as file:
                return digest_of(file) == self.outputs.get(name)
        except OSError as fault:
            cause, remedy = reason_of(fault)
            raise CannotDeliver(
                f"{path}：读不出来（{cause}），不知道有没有人改过，没有动它。{remedy}"
            ) from None


def _content(file: Path, shelf: Shelf | None) -> object:
    """Return what the file holds; raises OSError, ValueError or RecursionError, or returns None for no such file.

    What it may take is counted beforehand: the parser bounds nothing.
    """
    if file.exists() and not file.is_file():
        return None  # a pipe, a device
    if file.stat().st_size > _LARGEST:
        return None
    with file.open("rb") as opened:
        content = _by_lines(opened, shelf)
        if content is not None:
            return content
        opened.seek(0)
        data = opened.read(_LARGEST + 1)
    if len(data) > _LARGEST or _values(data) > _MOST_VALUES:
        return None
    text = data.decode()
    del data
    return None if HALF_CHARACTER.search(text) else json.loads(text)


def _values(data: bytes) -> int:
    """Return how many values are in some JSON, at most."""
    return sum(map(data.count, (b",", b":", b"[", b"{", b"\\")))


def _by_lines(opened: IO[bytes], shelf: Shelf | None) -> dict[str, Any] | None:
    """Return what a file holds that is laid out as `save` does it, an entry a line; None for any other.

    The records go onto the shelf: all at once they would take four times the size of the file.
    """
    content: dict[str, Any] = {}
    left, size, depth, brace, part = _MOST_VALUES, 0, 1, "", ""
    for line in opened:
        left, size = left - _values(line), size + len(line)
        if left < 0 or size > _LARGEST or depth == 0:
            return None
        try:
            text = line.decode()
            # a line that opens a part needs both braces; behind others some are left over
            whole = f"{brace}{text.removesuffix(_NEXT)}}}}}"
            entries, at = _DECODER.raw_decode(whole)
        except ValueError:
            return None
        left_over, before, brace = whole[at:], depth, "{"
        depth += 1 - len(left_over)
        ends_well = text.endswith(_NEXT) == (depth > 0) and depth in (0, 1, 2)
        if left_over.strip("}") or not ends_well or HALF_CHARACTER.search(text):
            return None
        if not (entries and isinstance(entries, dict)):
            return None
        if before == 1:
            part, *others = entries
            entries = entries[part]
            if others or (depth == 2 and not entries):  # noqa: PLR2004 (within a part)
                return None
            content[part] = {} if isinstance(entries, dict) else entries
        if isinstance(entries, dict):
            if shelf and part == "works":
                entries = {name: put_away(record, shelf) for name, record in entries.items()}
            content[part].update(entries)
    return content if depth == 0 else None


_NEXT: Final = ",\n"


def _held_once(value: Any) -> Any:
    """Return what JSON holds such that equal texts, also those of a list, take their room once."""
    if isinstance(value, list):
        return [sys.intern(one) if isinstance(one, str) else one for one in value]
    return sys.intern(value) if isinstance(value, str) else value


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=lambda pairs: {sys.intern(name): _held_once(value) for name, value in pairs}
)
"""It holds equal texts once: digests and names stand in several parts."""


def _sound(key: str, part: object) -> dict[str, Any]:
    """Return the entries of one part of the file that have the right shape; a damaged one is forgotten."""
    entries = part.items() if isinstance(part, dict) else ()
    names_files = key in ("outputs", "made_from", "came_from", "replies")
    sound = {
        name: entry
        for name, entry in entries
        if _SHAPES[key](entry) and (not names_files or _is_inside(name))
    }
    make = _RECORDS.get(key)
    return {name: make(entry) for name, entry in sound.items()} if make else sound


def _is_inside(name: str) -> bool:
    """Tell whether an output's name stays in the output folder."""
    parts = name.split("/")
    return len(parts) <= _DEEPEST and all(
        part.strip(". ") and len(part.encode()) <= _LONGEST_NAME and not set(part) & set("\\:\0")
        for part in parts
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
        and isinstance(value.get("annotated", ""), str)
        and (not value.get("annotated") or _is_inside(value["annotated"]))
    )


def _is_due(value: object) -> bool:
    return (
        isinstance(value, dict)
        and all(isinstance(value.get(name), str) for name in ("kind", "to", "why"))
        and isinstance(value.get("year", ""), int | None)
        and _is_texts(value.get("warnings"))
    )


def _is_letter(value: object) -> bool:
    names = ("unit", "kind", "to", "day", "name")
    return (
        isinstance(value, dict)
        and all(isinstance(value.get(name), str) for name in names)
        and _is_inside(value["name"])
    )


def _is_rounds(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict)
        and isinstance(one.get("day"), str)
        and isinstance(one.get("digest"), str)
        and isinstance(one.get("errors"), int)
        for one in value
    )


_RECORDS: Final[dict[str, Callable[[Any], object]]] = {
    "due": lambda value: DueLetter(
        value["kind"], value["to"], value["year"], value["why"], tuple(value["warnings"])
    ),
    "letters": lambda value: KnownDraft(
        value["unit"], value["kind"], value["to"], value["day"], value["name"]
    ),
    "rounds": lambda value: tuple(Round(one["day"], one["digest"], one["errors"]) for one in value),
}
"""What makes a record of an entry that has the right shape."""
_SHAPES: Final[dict[str, Callable[[object], bool]]] = {
    "works": lambda value: isinstance(value, PackedRecord),
    **dict.fromkeys(
        ("outputs", "made_from", "came_from", "office"), lambda value: isinstance(value, str)
    ),
    "units": _is_unit,
    "replies": _is_reply,
    "ledger": lambda value: _is_texts(value, 3),
    "due": _is_due,
    "letters": _is_letter,
    "rounds": _is_rounds,
}


def _finding_identity(finding: Finding) -> str:
    """Return what a finding is recognised by when the unit sends another file."""
    if finding.names:
        return _group_identity(finding)
    place = str(finding.place) if finding.place else ""
    # many units make the same mistakes
    return sys.intern(f"{finding.code} {finding.name or place} {finding.position}")


def finding_identities(finding: Finding) -> frozenset[str]:
    """Return the identities of findings that this one may be left of: its own, that of all such cells."""
    return frozenset({_finding_identity(finding), _group_identity(finding)})


def _group_identity(finding: Finding) -> str:
    """Return the identity of one finding for many cells of a table."""
    table = FIELDS[finding.name].table if finding.name in FIELDS else None
    return sys.intern(f"{finding.code} {table or finding.name} *")
