"""Reports and findings as JSON values, for what a batch remembers between runs."""

from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from typing import Any

from converter.findings import CODES, Finding, Place
from converter.form.fields import FIELDS
from converter.form.report import Number, Report


def report_to_json(report: Report) -> dict[str, Any]:
    """Return a report as JSON values; decimals as strings, so that none loses a digit."""
    content = {
        item.name: getattr(report, item.name)
        for item in fields(report)
        if item.name not in ("figures", "reasons", "report_date")
    }
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
            name: tuple(map(_figure, row))
            for name, row in content["figures"].items()
            if name in FIELDS
        },
    )


def _figure(value: int | str | None) -> Number | None:
    return Decimal(value) if isinstance(value, str) else value


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON values."""
    return asdict(finding)


def finding_from_json(content: dict[str, Any]) -> Finding:
    """Return the finding that `finding_to_json` wrote; raises KeyError or TypeError."""
    place = content["place"]
    CODES[content["code"]]  # a code that is no more makes the record stale
    return Finding(**{**content, "place": Place(**place) if place else None})
