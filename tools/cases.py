"""Load a case, a report as JSON: figures and prose by the names of the form."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from converter.form.fields import FIELDS
from converter.form.report import Report

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases"
EXAMPLES = ROOT / "examples"


def load_case(path: Path) -> Report:
    """Return the report that a JSON file describes."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    figures: dict[str, tuple[Any, ...]] = {}
    rest: dict[str, Any] = {}
    for name, value in content.items():
        if FIELDS[name].is_number:
            figures[name] = tuple(value)
        else:
            rest[name] = tuple(value) if isinstance(value, list) else value
    rest["report_date"] = date.fromisoformat(rest["report_date"])
    return Report(**rest, figures=figures)
