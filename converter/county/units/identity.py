"""Whose report a file is: what title, sign-off, prose, file name and sender say of its unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from converter.checking.prose.names.other_units import foreign_units
from converter.county.kept.model import Arrival, Identity, unit_key
from converter.county.units.roster import Roster, core_name
from converter.form.fields import PROSE_FIELDS
from converter.form.report import Report

_OFTEN: Final = 2
"""How often prose that never names its own unit names another one, to speak of that."""
_SENDER: Final = "发件人是"
_WEIGHT: Final = {"落款写": 1.4, _SENDER: 1.3, "文件名写": 1.2, "正文写": 1.1, "标题写": 1.0}
"""Which of two is believed where they are as many: the title is what gets copied."""


@dataclass(frozen=True)
class _Witness:
    """One thing that names a unit."""

    says: str
    name: str


def identify(report: Report, signed: str, label: str, arrival: Arrival, roster: Roster) -> Identity:
    """Return whose report a file is, and the doubt where what names its unit disagrees."""
    witnesses = list(_witnesses(report, signed, label, arrival, roster))
    meant = [roster.full_name(one.name) for one in witnesses]
    # without a title the others have to agree with one another
    first = meant[0] if meant else ""
    near = "" if roster.listed(first) else roster.nearest(first)
    if all(_agree(first, unit) or unit == near != "" for unit in meant):
        title = roster.full_name(report.unit_name)
        return Identity(title or _best(witnesses, roster))
    said = "，".join(f"{one.says}“{one.name}”" for one in witnesses)
    best = _best(witnesses, roster)
    fits = f"名单上最像的是“{best}”。" if roster.listed(best) else ""
    remedy = "请问清楚，改好标题、落款或文件名，再汇总一次。"
    if any(one.says == _SENDER and not _agree(first, one.name) for one in witnesses):
        remedy = "请问清楚；是别人代发的，把附件另存到收件文件夹，移走邮件，再汇总一次。"
    others = tuple(unit for unit in dict.fromkeys(meant) if unit != best)
    return Identity(best, f"{said}，不知道是谁的报告，没有采用。{fits}{remedy}", others)


def unit_of_unread(label: str, arrival: Arrival, roster: Roster) -> str:
    """Return the unit that the name, the mail or the folder of an unreadable file names."""
    for text in (*reversed(label.split(" → ")), arrival.subject):
        named = roster.mentioned(text)
        if len(named) == 1:
            return next(iter(named))
    return roster.sent_from(arrival.sender)


def _witnesses(
    report: Report, signed: str, label: str, arrival: Arrival, roster: Roster
) -> Iterator[_Witness]:
    if report.unit_name:
        yield _Witness("标题写", report.unit_name)
    if signed:
        yield _Witness("落款写", signed)
    if other := _other_unit_in_prose(report, roster):
        yield _Witness("正文写", other)
    named = roster.mentioned(label.rpartition(" → ")[2])
    sender = roster.sent_from(arrival.sender)
    said = [("文件名写", next(iter(named)))] if len(named) == 1 else []
    for says, name in (*said, *([(_SENDER, sender)] if sender else [])):
        # an office that collects or forwards reports speaks of itself, not of the report
        if not report.unit_name or _kind(name) == _kind(report.unit_name):
            yield _Witness(says, name)


def _kind(name: str) -> str:
    """Return the kind of a unit by its last letter: the report of one can be taken for another's of the same kind."""
    return core_name(name)[-1:]


def _other_unit_in_prose(report: Report, roster: Roster) -> str:
    """Return the one unit of the same kind that prose names and speaks as, never naming its own."""
    prose = "\n".join(text for name in PROSE_FIELDS for text in getattr(report, name))
    own = core_name(report.unit_name)
    if not own or own in unit_key(prose):
        return ""
    # a title may be long, and the units many
    kind, mentioned = _kind(own), roster.mentioned(prose)
    others = [unit for unit, count in mentioned.items() if count >= _OFTEN and _kind(unit) == kind]
    speaks = len(others) == 1 and foreign_units(report, roster.names)
    return others[0] if speaks else ""


def _agree(title: str, name: str) -> bool:
    """Tell whether two names mean one unit, or one a part of the other's name."""
    one, other = core_name(title), core_name(name)
    return one in other or other in one or unit_key(name) in unit_key(title)


def _best(witnesses: list[_Witness], roster: Roster) -> str:
    """Return the unit that most of the witnesses mean, one of the roster first."""
    votes: dict[str, float] = {}
    for one in witnesses:
        unit = roster.full_name(one.name)
        votes[unit] = votes.get(unit, 0) + _WEIGHT[one.says]
    return max(votes, key=lambda unit: (bool(roster.listed(unit)), votes[unit]), default="")
