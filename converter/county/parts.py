"""A county's report against the reports of its units: every figure that is not their sum."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from converter import sentences
from converter.conversion import read
from converter.county.results import reports_in
from converter.errors import NianbaoError, UnusableFile
from converter.files.kinds import open_input
from converter.files.limits import limited
from converter.findings import Finding
from converter.form.fields import FIELDS, TABLE_SLOTS, Slot, addends
from converter.form.report import Number, Report, format_number

_COMPARED: Final = tuple(
    slot
    for slot in (*TABLE_SLOTS, *map(Slot, ("fee_notices", "fee_charged", "fee_collected")))
    # a total that does not add up is told by T3-TOTAL-COL and the like
    if not addends(slot)
)

_NOT_COMPARED: Final = "没有与“{}”核对：缺了上面的文件，各单位之和不全。请改正或移走，再核对一次。"


@dataclass(frozen=True, slots=True)
class Part:
    """What is kept of a unit's report; the report itself is not."""

    name: str
    """The unit; without one, the file."""
    figures: tuple[Number, ...]
    """Those of `_COMPARED`."""

    @classmethod
    def of(cls, report: Report, file: str) -> "Part":
        """Return what is kept of the report in a file of this name."""
        return cls(report.unit_name or file, tuple(_figure(report, slot) for slot in _COMPARED))


class _Difference(NamedTuple):
    """A figure that is not the sum."""

    at: int
    """Its place in `_COMPARED`."""
    now: Number
    due: Number


@dataclass(frozen=True)
class PartsComparison:
    """What comparing a county's report with its units gave."""

    findings: tuple[Finding, ...]
    remarks: tuple[str, ...]
    """Sentences on what was added, and who is not in the sum."""


def compare_with_parts(source: Path, parts: Path) -> PartsComparison:
    """Compare a county's report with the sum of the reports in a folder, slot by slot.

    Of the output folder of a batch those count that its ledger says are converted. A blank counts as
    0 on both sides. Raises UnusableFile where files cannot be read, or the years differ, with all their
    names: against a sum without them the county's figures would look wrong.
    """
    if not parts.is_dir():
        raise UnusableFile(f"{parts}：找不到这个文件夹。请写各单位报告所在的文件夹，如“收件结果”。")
    found = reports_in(parts)
    files = [file for file in found.files if not _is_same(file, source)]
    with limited(source.name):
        county = read(open_input(source))
    units: list[Part] = []
    unfit: list[str] = []
    for file in files:
        try:
            with limited(file.name):
                report = read(open_input(file)).report
        except NianbaoError as refusal:
            unfit.append(str(refusal))
            continue
        year = county.report.report_year
        if year and report.report_year and report.report_year != year:
            unfit.append(
                f"{file.name} 是 {report.report_year} 年的，{source.name} 是 {year} 年的。请核对文件夹。"
            )
        units.append(Part.of(report, file.name))
    if unfit:
        raise UnusableFile("\n".join((*unfit, _NOT_COMPARED.format(parts.name))))
    if not units:
        raise UnusableFile(f"{parts}：里面没有各单位的报告。请先汇总一次。")
    remarks = [
        f"与 {len(units)} 份报告之和核对（{parts.name}）。",
        *found.differences,
        *found.unknown,
        *found.unread,
    ]
    if found.left_out:
        said = "、".join(f"{unit}（{why}）" for unit, why in found.left_out.items())
        remarks.append(f"没有计入的 {len(found.left_out)} 个单位：{said}。")
    findings = tuple(map(county.located, differences(county.report, units)))
    return PartsComparison(findings, tuple(remarks))


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # it cannot be read either, which is told then
        return False


def differences(county: Report, units: Sequence[Part]) -> Iterator[Finding]:
    """Yield a finding for every row in which a figure is not the sum."""
    sums = map(sum, zip(*(unit.figures for unit in units), strict=True))
    rows: dict[str, list[_Difference]] = {}
    for at, (slot, due) in enumerate(zip(_COMPARED, sums, strict=True)):
        now = _figure(county, slot)
        if now != due:
            rows.setdefault(slot.name, []).append(_Difference(at, now, due))
    for name, row in rows.items():
        cells = FIELDS[name].cells
        said = [
            f"{cells[_COMPARED[one.at].position]}应为 {format_number(one.due)}，"
            f"现填 {format_number(one.now)}，{'多' if one.now > one.due else '少'} "
            f"{format_number(max(one.now, one.due) - min(one.now, one.due))}"
            for one in row
        ]
        figures, hint = "；".join(said), _hint(units, row)
        what = sentences.COUNTY_SUM.format(count=len(units), figures=figures, hint=hint)
        yield Finding("COUNTY-SUM", what, name, _COMPARED[row[0].at].position, names=(name,))


def _hint(units: Sequence[Part], row: Sequence[_Difference]) -> str:
    """Return which one unit's figures are the difference, as where it was left out or counted twice."""
    for sign, said in ((1, "漏加了"), (-1, "加了两遍")):
        missing = [sign * (one.due - one.now) for one in row]
        same = [unit.name for unit in units if [unit.figures[one.at] for one in row] == missing]
        if len(same) == 1:
            return f"相差的正好是“{same[0]}”的数，像是{said}。"
    return ""


def _figure(report: Report, slot: Slot) -> Number:
    return report.figure(slot) or 0
