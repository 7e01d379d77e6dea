"""The public functions, as `converter` offers them.

Paths may be strings. Every problem with a file or a folder raises NianbaoError.
"""

from os import PathLike
from pathlib import Path
from typing import NamedTuple

from converter import conversion
from converter.conversion import Examination, Options
from converter.errors import NianbaoError
from converter.files.kinds import open_input
from converter.findings import Finding
from converter.form.report import Report

__all__ = ["Finding", "NianbaoError", "Report", "check", "convert", "read", "render"]


class Conversion(NamedTuple):
    """What `convert` gives back."""

    path: Path | None
    """The Word report; None where findings stopped it."""
    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()
    """Sentences beside the findings, such as the list of what the new report does not hold."""


def check(path: str | PathLike[str], previous: str | PathLike[str] | None = None) -> Examination:
    """Read a workbook, a Word report or a web page and check it against every rule.

    `previous` is last year's file of the same unit. Returns an object with `ok` (nothing stops a
    conversion), `findings`, `notes` (sentences beside them) and `report`. Raises NianbaoError where a file cannot be read at all.
    """
    return conversion.examine(Path(path), _path(previous))


def convert(
    path: str | PathLike[str],
    output: str | PathLike[str],
    previous: str | PathLike[str] | None = None,
    *,
    overwrite: bool = False,
) -> Conversion:
    """Check a workbook, or a Word report of any layout, and write the official Word report atomically.

    `output` is the report's file, which ends in .docx, or a folder. Findings that stop the conversion
    are not an exception: nothing is written then. Raises NianbaoError where a file cannot be read, the
    report cannot be written, or another one exists already and `overwrite` is not set.
    """
    plan = conversion.plan_conversion(Path(path), Options(Path(output), _path(previous)))
    written = plan.write(plan.targets if overwrite else ())
    examination = plan.examination
    return Conversion(next(iter(written), None), examination.findings, examination.notes)


def read(path: str | PathLike[str]) -> Report:
    """Read a workbook, a Word report or a web page; `check` tells what is wrong with it.

    Raises NianbaoError where it cannot be read at all.
    """
    return conversion.read(open_input(Path(path))).report


def render(report: Report) -> bytes:
    """Return a report as a Word file, unchecked."""
    return conversion.render(report)


def _path(given: str | PathLike[str] | None) -> Path | None:
    return None if given is None else Path(given)
