"""Letters that the county owes its units: reminders to those of whom nothing came, receipts to the others."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from converter.county.kept.model import (
    ExaminedFile,
    FileResult,
    LedgerRow,
    RowState,
)
from converter.county.kept.state import BatchState, DueLetter, Round
from converter.county.office.office import BEIJING, Office, today
from converter.county.outputs.drafts import DraftedLetter, Drafts, drafts_in, usable_address
from converter.county.units.roster import Roster
from converter.errors import UnusableFile
from converter.files.output import STATE_FILE, name_key, safe_file_name
from converter.findings import warnings
from converter.form.report import chinese_date, official_title
from converter.mail.messages import Letter

REMINDER: Final = "催报"
RECEIPT: Final = "回执"
_NOTHING_CAME: Final = {RowState.MISSING, RowState.UNREADABLE, RowState.ASIDE}
_SENTENCE: Final = re.compile(r"[^。]+。?")
_MOST_WARNINGS: Final = 30
"""Warnings that a receipt passes on."""


# ---------------------------------------------------------------- what a batch keeps for them


def keep_for_letters(
    state: BatchState,
    rows: Sequence[LedgerRow],
    results: Sequence[FileResult],
    roster: Roster,
    office: Office,
) -> None:
    """Put into the state what letters need, and which file of each unit came when."""
    state.office = office.as_texts()
    waiting = {row.unit for row in rows if row.state is RowState.NOT_NOW}
    waiting -= {row.unit for row in rows if row.is_counted}
    thanked = {
        unit: due for unit, due in state.due.items() if unit in waiting and due.kind == RECEIPT
    }
    state.due = {**thanked, **_letters_due(rows, results, roster, office)}
    by_label = {one.label: one for one in results if isinstance(one, ExaminedFile)}
    for row in rows:
        result = by_label.get(row.label)
        if result and row.unit and row.is_counted:
            one = Round(_day(result.arrival.mailed), result.digest, row.errors)
            state.record_round(row.unit, row.year, one)


def _letters_due(
    rows: Sequence[LedgerRow], results: Sequence[FileResult], roster: Roster, office: Office
) -> dict[str, DueLetter]:
    years = Counter(row.year for row in rows if row.is_counted and row.year)
    usual = years.most_common(1)[0][0] if years else None
    senders = _senders(results)
    by_unit: dict[str, list[LedgerRow]] = {}
    for row in rows:
        if row.unit:
            by_unit.setdefault(row.unit, []).append(row)
    # where one letter differs, one may be the other: the reviewer decides before anybody is written to
    strangers = {unit: roster.nearest(unit) for unit in by_unit if not roster.listed(unit)}
    undecided = {*strangers.values(), *(unit for row in rows for unit in row.others)}
    # what a unit sent may be in what nobody could open
    reminds = not any(row.may_be_anybodys for row in rows)
    due = {}
    for unit, own in by_unit.items():
        to = senders.get(unit, "") or roster.address_of(unit)
        accepted = next((row for row in own if row.state is RowState.CONVERTED), None)
        if accepted and not strangers.get(unit):
            told = warnings(accepted.findings) if office.passes_on_warnings else []
            passed_on = [one.message for one in told[:_MOST_WARNINGS]]
            if len(told) > _MOST_WARNINGS:
                passed_on.append(f"另有 {len(told) - _MOST_WARNINGS} 条提醒，这里不一一列出。")
            due[unit] = DueLetter(RECEIPT, to, accepted.year, "", tuple(passed_on))
        elif reminds and unit not in undecided and all(row.state in _NOTHING_CAME for row in own):
            why = next((_named(row) for row in own if row.state is RowState.UNREADABLE), "")
            due[unit] = DueLetter(REMINDER, to, usual, why)
    return due


def _senders(results: Sequence[FileResult]) -> Mapping[str, str]:
    """Return the address of the mail that each unit wrote last."""
    senders: dict[str, tuple[str, str]] = {}
    for one in results:
        unit = one.identity.unit
        if unit and one.arrival.sender and not one.identity.doubt:
            sent = one.arrival.mailed, one.arrival.sender
            senders[unit] = max(senders.get(unit, sent), sent)
    return {unit: sender for unit, (_, sender) in senders.items()}


def _day(mailed: str) -> str:
    """Return the day of a mail here, today for a file that came without one."""
    try:
        moment = datetime.fromisoformat(mailed.replace("Z", "+00:00"))
    except ValueError:
        return today().isoformat()
    return moment.astimezone(BEIJING).date().isoformat()


# ---------------------------------------------------------------- the drafts


def draft_letters(output: Path, kind: str, *, force: bool) -> list[DraftedLetter]:
    """Write a draft for each unit that is owed a letter of this kind, after a batch.

    A receipt that is there and says the same is left out: its unit was thanked.

    `output` is the batch's output folder. A draft that somebody changed is kept unless `force`. What
    goes to whom is kept in the state. Raises UnusableFile where no batch has written the folder.
    """
    if not (output / STATE_FILE).is_file():
        raise UnusableFile(
            f"{output}：不是“汇总”写的结果文件夹。请先汇总一次，再用它的结果文件夹。"
        )
    with drafts_in(output, force=force) as drafts:
        made = [_draft(drafts, unit, name) for unit, name in _names(drafts.state, kind)]
        return [*filter(None, made)]


def _names(state: BatchState, kind: str) -> Iterator[tuple[str, str]]:
    """Yield the units that are owed a letter, each with the name of the draft."""
    taken = set()
    # the last number that was tried: thousands of long names may begin alike
    numbers: Counter[str] = Counter()
    for unit, due in state.due.items():
        if due.kind != kind:
            continue
        stem = f"{unit}{kind}"
        name = safe_file_name(stem, ".eml")
        first = key = name_key(name)
        while key in taken:
            numbers[first] += 1
            name = safe_file_name(f"（{numbers[first] + 1}）{stem}", ".eml")
            key = name_key(name)
        taken.add(key)
        yield unit, f"{kind}/{name}"


def _draft(drafts: Drafts, unit: str, name: str) -> DraftedLetter | None:
    """Write one draft; return None for a receipt that was drafted before."""
    state, force = drafts.state, drafts.force
    office = Office.from_texts(state.office)
    due, target, day = state.due[unit], drafts.output / name, today()
    to = usable_address(due.to)
    subject, lines = _said(unit, due, office, day)
    key = hashlib.sha256("\n".join([to, subject, *lines]).encode()).hexdigest()
    if not force and due.kind == RECEIPT and state.made_from.get(name) == key:
        return None
    if not force and state.is_current(name, target, key, changed=True):
        return DraftedLetter(target, to)
    signed = ["", office.signed, chinese_date(day)] if office.signed else []
    body = "\n".join([*lines, *signed]).rstrip("\n")
    letter = Letter((to,) if to else (), subject, body, ())
    drafted = drafts.write(name, letter, key)
    if drafted.draft:
        state.record_letter(unit, due.kind, to, day.isoformat(), name)
    return drafted


def _said(unit: str, due: DueLetter, office: Office, day: date) -> tuple[str, list[str]]:
    """Return the subject and the lines of a letter, without the sign-off."""
    title = official_title("", due.year)
    lines = [f"{unit}：", ""]
    if due.kind == RECEIPT:
        contact = [office.reachable] if office.reachable else []
        if due.warnings:
            lines.append(f"你单位报送的{title}已收到，没有要退回的错误。")
            lines += ["", "有以下提醒，请看一看。要改的，改好再报一次；不用改的，不用再报："]
            lines += [f"{number}. {one}" for number, one in enumerate(due.warnings, start=1)]
            contact = _contact(office)
        else:
            lines.append(f"你单位报送的{title}已收到，没有要退回的错误，不用再报。")
        return f"已收到：{official_title(unit, due.year)}", [*lines, "", *contact]
    if due.why:
        lines.append(f"从你单位报来的文件里没有读出报告。{_reason(due.why)}")
        lines.append(
            f"请重新报送{title}：填报表（.xlsx）或 Word 报告（.docx），能打开、不加密码的。"
        )
    else:
        lines.append(f"还没有收到你单位的{title}。")
    lines.append(_deadline(office.due, day))
    return f"{REMINDER}：{official_title(unit, due.year)}", [*lines, "", *_contact(office)]


def _named(row: LedgerRow) -> str:
    """Return what the ledger remarks on a file, with the file's name in front."""
    name = re.split(r"[/\\]| → ", row.label)[-1]
    return row.remark if name in row.remark else f"{name}：{row.remark}"


def _reason(why: str) -> str:
    """Return why a file could not be read, without the advice to the reviewer who has it at hand."""
    told = _SENTENCE.findall(why)
    return "".join(one for one in told if not one.startswith("请")) or why


def _deadline(due: date | None, day: date) -> str:
    if due is None:
        return "请尽快报送。"
    if day > due:
        return f"报送期限是{chinese_date(due)}，已经过了，请马上报送。"
    return f"请于{chinese_date(due)}前报送。"


def _contact(office: Office) -> list[str]:
    return [*filter(None, [office.where_to, office.reachable])]
