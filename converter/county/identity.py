"""Whose report a file is: what title, sign-off, prose, file name and sender say of its unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from converter.county.model import ExaminedFile, RefusedFile, unit_key
from converter.county.roster import Roster, core_name
from converter.form.fields import PROSE_FIELDS
from converter.form.report import Report

_OFTEN: Final = 2
"""How often prose that never names its own unit names another one, to speak of that."""
_WEIGHT: Final = {"落款写": 1.4, "发件人是": 1.3, "文件名写": 1.2, "正文写": 1.1, "标题写": 1.0}
"""Which of two is believed where they are as many: the title is what gets copied."""


@dataclass(frozen=True)
class Identity:
    """The unit of a file."""

    unit: str
    """The full name; where there is doubt the one that fits best."""
    doubt: str = ""
    """What contradicts what, as a sentence; empty where all agree."""


@dataclass(frozen=True)
class _Witness:
    """One thing that names a unit."""

    says: str
    name: str


def identify(result: ExaminedFile, roster: Roster) -> Identity:
    """Return whose report a file is, and the doubt where what names its unit disagrees."""
    witnesses = list(_witnesses(result, roster))
    title = roster.full_name(result.report.unit_name)
    near = roster.nearest(title)
    meant = [roster.full_name(one.name) for one in witnesses]
    if all(_agree(title, unit) or unit == near != "" for unit in meant):
        return Identity(title or _best(witnesses, roster))
    said = "，".join(f"{one.says}“{one.name}”" for one in witnesses)
    best = _best(witnesses, roster)
    fits = f"名单上最像的是“{best}”。" if roster.listed(best) else ""
    return Identity(
        best,
        f"{said}，不知道是谁的报告，没有采用。{fits}请问清楚，改好标题、落款或文件名，再汇总一次。",
    )


def unit_of_unread(result: RefusedFile, roster: Roster) -> str:
    """Return the unit that the name, the mail or the folder of an unreadable file names."""
    for text in (*reversed(result.label.split(" → ")), result.arrival.subject):
        named = roster.mentioned(text)
        if len(named) == 1:
            return next(iter(named))
    return roster.sent_from(result.arrival.sender)


def _witnesses(result: ExaminedFile, roster: Roster) -> Iterator[_Witness]:
    report = result.report
    if report.unit_name:
        yield _Witness("标题写", report.unit_name)
    if result.signed:
        yield _Witness("落款写", result.signed)
    if other := _other_unit_in_prose(report, roster):
        yield _Witness("正文写", other)
    named = roster.mentioned(result.label.split(" → ")[-1])
    if len(named) == 1:
        yield _Witness("文件名写", next(iter(named)))
    if sender := roster.sent_from(result.arrival.sender):
        yield _Witness("发件人是", sender)


def _other_unit_in_prose(report: Report, roster: Roster) -> str:
    """Return the one unit of the same kind that prose names and speaks as, never naming its own."""
    prose = "\n".join(text for name in PROSE_FIELDS for text in getattr(report, name))
    own = core_name(report.unit_name)
    if not own or own in unit_key(prose):
        return ""
    others = [
        unit
        for unit, count in roster.mentioned(prose).items()
        if count >= _OFTEN and core_name(unit)[-1] == own[-1]
    ]
    return others[0] if len(others) == 1 else ""


def _agree(title: str, name: str) -> bool:
    """Tell whether two names mean one unit, or one a part of the other's name."""
    one, other = core_name(title), core_name(name)
    return not title or one in other or other in one or unit_key(name) in unit_key(title)


def _best(witnesses: list[_Witness], roster: Roster) -> str:
    """Return the unit that most of the witnesses mean, one of the roster first."""
    votes: dict[str, float] = {}
    for one in witnesses:
        unit = roster.full_name(one.name)
        votes[unit] = votes.get(unit, 0) + _WEIGHT[one.says]
    return max(votes, key=lambda unit: (bool(roster.listed(unit)), votes[unit]), default="")
