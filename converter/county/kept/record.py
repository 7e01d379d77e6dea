"""A report and its findings at rest: JSON, packed, which takes a tenth of the memory; checked when it comes from a file."""

import base64
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from converter.errors import CannotDeliver
from converter.files.shelf import Shelf, Shelved
from converter.findings import CODES, Finding, Place, Severity
from converter.form.fields import FIELDS, TEXT_FIELDS
from converter.form.limits import LARGEST
from converter.form.report import Number, Report

HALF_CHARACTER: Final = re.compile(r"\\u[dD][89a-fA-F]")
"""Written by nobody here, and nothing that could be written again."""
_LARGEST: Final = 16 * 2**20
"""Bytes of a record; the largest report that is read has a few hundred thousand characters."""


@dataclass(frozen=True)
class Record:
    """What reading and checking one file gave, as it is kept between runs."""

    key: str
    """Digest of the file and of all else that the result depends on."""
    digest: str
    """Digest of the file alone."""
    saved: str
    """When the file was last saved, as it says itself."""
    signed: str
    """The unit of a Word report's sign-off."""
    is_workbook: bool
    notes: tuple[str, ...]
    """What of the file is not taken over, and the like, in sentences."""
    report: Report
    findings: tuple[Finding, ...]
    has_copy: bool = False
    """Whether there was an annotated copy to make of it."""


PackedRecord = str | Shelved
"""A record as text, in memory or put away on the disk."""


def put_away(text: PackedRecord, shelf: Shelf) -> PackedRecord:
    """Return a packed record on the disk, or as it is where the disk does not take it."""
    return (shelf.put(text.encode()) or text) if isinstance(text, str) else text


def text_of(text: PackedRecord) -> str:
    """Return a packed record as text; raises CannotDeliver where the disk does not give it back."""
    if isinstance(text, str):
        return text
    try:
        return text.bytes().decode()
    except OSError:
        raise CannotDeliver(
            "结果文件夹所在的磁盘读不回刚写进去的内容。请换一个结果文件夹，再汇总一次。"
        ) from None


def packed(record: Record) -> str:
    """Return a record as text."""
    content = {name.name: getattr(record, name.name) for name in fields(Record)}
    content["report"] = report_to_json(record.report)
    content["findings"] = [asdict(finding) for finding in record.findings]
    data = json.dumps(content, ensure_ascii=False).encode()
    return base64.b64encode(zlib.compress(data)).decode()


def packed_report(report: Report) -> bytes:
    """Return a report as bytes, an eighth of what it takes in memory."""
    return zlib.compress(json.dumps(report_to_json(report), ensure_ascii=False).encode())


def unpacked_report(data: bytes) -> Report:
    """Return the report that `packed_report` wrote."""
    return report_from_json(json.loads(zlib.decompress(data)))


def unpacked(text: PackedRecord) -> Record:
    """Return the record that `packed` wrote; raises CannotDeliver where the disk does not give it back."""
    return _from_json(_inflated(text_of(text)))


def checked(text: str) -> Record | None:
    """Return a record that comes from a file; None where anything about it is not as `packed` writes it."""
    try:
        data = _inflated(text)
        record = _from_json(data)
        is_sound = (
            not HALF_CHARACTER.search(data)
            and _fits(record, Record)
            and _are_of_the_form(record.report.figures)
        )
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError):
        return None
    except zlib.error:
        return None
    return record if is_sound else None


def _are_of_the_form(figures: Mapping[str, tuple[Number | None, ...]]) -> bool:
    """Tell whether each field has as many figures as the form, and none is larger than a cell takes."""
    known = [figure for row in figures.values() for figure in row if figure is not None]
    return all(len(row) == len(FIELDS[name].cells) for name, row in figures.items()) and (
        not known or -LARGEST < min(known) <= max(known) < LARGEST
    )


def _inflated(text: str) -> str:
    return zlib.decompressobj().decompress(base64.b64decode(text), _LARGEST).decode()


def _from_json(data: str) -> Record:
    content = json.loads(data)
    typed: dict[str, Any] = {
        "notes": tuple(content["notes"]),
        "report": report_from_json(content["report"]),
        "findings": tuple(map(_finding_from_json, content["findings"])),
    }
    return Record(**{**content, **typed})


def _fits(value: object, kind: Any) -> bool:
    """Tell whether a value is of a type, as annotations of dataclasses write it."""
    origin, within = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return any(_fits(value, one) for one in within)
    if origin is tuple:
        if not isinstance(value, tuple):
            return False
        plain = _plain(within[0])
        return (
            {*map(type, value)} <= plain if plain else all(_fits(one, within[0]) for one in value)
        )
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
def _plain(kind: Any) -> frozenset[type]:
    """Return the classes of which a type is one or the union; none where one of them holds other values."""
    kinds = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    plain = (str, int, Decimal, type(None))
    return frozenset(kinds) if all(one in plain for one in kinds) else frozenset()


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


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
        figures=_figures(content["figures"]),
    )


def _figures(content: Mapping[str, list[Any]]) -> dict[str, tuple[Number | None, ...]]:
    """Return the figures of the fields there are."""
    return {
        name: tuple(row)
        if str not in map(type, row)
        else tuple(Decimal(value) if isinstance(value, str) else value for value in row)
        for name, row in content.items()
        if name in FIELDS
    }


def _finding_from_json(content: dict[str, Any]) -> Finding:
    place = content["place"]
    CODES[content["code"]]  # a code that is no more makes the result stale
    typed: dict[str, Any] = {
        name: tuple(content[name]) for name in ("names", "marked", "span") if name in content
    }
    typed["place"] = Place(**place) if place else None
    weight = content.get("weight")
    typed["weight"] = Severity(weight) if weight else None
    return Finding(**{**content, **typed})
