"""Return notes: what the note to a unit says, and the mail that takes it there."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from converter.county.kept.state import finding_identities
from converter.county.office.office import Office, today
from converter.county.outputs.drafts import DraftedLetter, Drafts, drafts_in, usable_address
from converter.errors import UnusableFile
from converter.files.kinds import read_bytes
from converter.files.output import RETURN_FOLDER, STATE_FILE, safe_file_name
from converter.findings import BELOW_THE_SIGN_OFF, CODES, Finding
from converter.form.report import official_title
from converter.mail.messages import Attachment, reply

NOTE_TITLE: Final = "退回修改通知"
"""How the name of a note ends. A unit that answers a mail may send the note back along with its report."""


def note_name(unit: str, label: str) -> str:
    """Return the name of a unit's note, relative to the output folder; without a unit that of its file."""
    return f"{RETURN_FOLDER}/{safe_file_name(f'{unit or Path(label).stem}{NOTE_TITLE}', '.docx')}"


def draft_name(note: str) -> str:
    """Return the name of the mail draft beside a note."""
    return Path(note).with_suffix(".eml").as_posix()


def return_note(
    unit: str,
    year: int | None,
    errors: Sequence[Finding],
    previous: frozenset[str] | None,
    *,
    is_workbook: bool = True,
) -> dict[str, Any]:
    """Return the texts of a note, as its Word template names them.

    `previous` are the identities of the findings in the unit's last note, None where it had none.
    Only a workbook has a sheet to give reasons on.
    """
    remaining: list[Finding] = []
    fresh: list[Finding] = []
    for one in errors:
        known = previous and finding_identities(one) & previous
        (remaining if known else fresh).append(one)
    where = (
        "在填报表“校验”的“情况说明”里写明"
        if is_workbook
        else f"{BELOW_THE_SIGN_OFF}，或者在报送的邮件正文里另起一行写"
    )
    other_year = is_of_another_year(errors)
    # a report of another year is not explained, the right one is sent
    explainable = any(CODES[one.code].explainable and one.code != "TEXT-YEAR" for one in errors)
    opening = f"你单位报送的{official_title('', year)}已收到，"
    if other_year:
        opening += "不是这次要收的年度，请核对是不是发错了文件。"
    elif previous is None:
        opening += f"核对发现 {len(errors)} 处需要修改。"
    else:
        corrected = len(previous.difference(*map(finding_identities, errors)))
        opening += _since_last(corrected, len(remaining), len(fresh))
    return {
        "unit_name": unit or "报送单位",
        "opening": opening,
        "remaining": _items(remaining),
        "fresh": _items(fresh),
        "fresh_heading": "需要修改的" if previous is None else "这次新发现的",
        "closing": ("请核对后重新报送。" if other_year else "请逐条改正后重新报送。")
        + (f"数字无误、确有原因的，请{where}。" if explainable else ""),
        **county_part(Office(), ()),
    }


def is_of_another_year(errors: Iterable[Finding]) -> bool:
    """Tell whether a report goes back for its year: of no other cause is the year an error."""
    return any(one.code == "TEXT-YEAR" for one in errors)


def _since_last(corrected: int, remaining: int, fresh: int) -> str:
    """Return what became of the last note: how many were corrected, how many remain, how many are new."""
    if not remaining:
        said = f"上次指出的 {corrected} 处都已改正"
    elif not corrected:
        said = f"上次指出的 {remaining} 处都没有改正"
    else:
        said = f"上次指出的问题已改正 {corrected} 处，仍有 {remaining} 处没有改正"
    return f"{said}，另发现 {fresh} 处。" if fresh else f"{said}。"


def county_part(office: Office, advice: Sequence[Finding]) -> dict[str, Any]:
    """Return what the county adds to every note: deadline, contact, sign-off, the warnings it passes on."""
    return {
        "advice": _items(advice),
        "again_by": office.again_by(),
        "reachable": office.reachable,
        "where_to": office.where_to,
        "sign_off": office.signed,
        "date": "",
    }


def _items(findings: Sequence[Finding]) -> list[dict[str, str]]:
    return [
        {"number": str(number), "place": str(one.place or ""), "what": one.said}
        for number, one in enumerate(findings, start=1)
    ]


def draft_replies(folder: Path, *, force: bool) -> list[DraftedLetter]:
    """Write a draft beside each return note of a batch, to the address its report came from.

    `folder` is the batch's 退回. A draft that somebody changed is kept unless `force`. Raises
    UnusableFile where the folder is not one that a batch has written.
    """
    # UnicodeEncodeError where the locale knows no Chinese: no name that the batch wrote would be found
    os.fsencode(RETURN_FOLDER)
    output = folder.parent
    if folder.name != RETURN_FOLDER or not (output / STATE_FILE).is_file():
        raise UnusableFile(
            f"{folder}：不是“汇总”写的“{RETURN_FOLDER}”文件夹。请用结果文件夹里面的那个“{RETURN_FOLDER}”。"
        )
    with drafts_in(output, force=force) as drafts:
        return [*_replies(drafts)]


def _replies(drafts: Drafts) -> Iterator[DraftedLetter]:
    output, state = drafts.output, drafts.state
    office = Office.from_texts(state.office)
    said = (office.again_by(today()), office.where_to, office.reachable, office.signed)
    closing = [*filter(None, said)]
    closing = ["", *closing] if closing else []
    for note, known in sorted(state.replies.items()):
        if not (output / note).is_file():
            continue
        name, to = draft_name(note), usable_address(known["to"])
        try:
            attached = [
                Attachment(Path(one).name, read_bytes(output / one))
                for one in (note, known.get("annotated", ""))
                if one and (output / one).is_file()
            ]
        except UnusableFile as refusal:
            yield DraftedLetter(None, to, str(refusal))
            continue
        letter = reply(known["unit"], known["year"], known["opening"], attached, to)
        letter = replace(letter, body="\n".join([letter.body, *closing]))
        # by which a letter that was told before is known
        files = b"".join(one.data for one in attached)
        key = hashlib.sha256(f"{to}\n{letter.body}".encode() + files).hexdigest()
        is_new = state.made_from.get(name) != key
        drafted = drafts.write(name, letter, key)
        if drafted.draft and is_new:
            state.record_letter(known["unit"], RETURN_FOLDER, to, today().isoformat(), name)
        yield drafted
