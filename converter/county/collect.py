"""Find the reports in a folder: files, sub-folders, zip files, attachments of saved mails."""

import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path, PurePosixPath
from typing import Final

from converter.errors import Refusal, UnusableFile
from converter.files.kinds import InputFile, detect_kind, read_bytes
from converter.files.package import CONTENT_TYPES, Allowance, Package, unreadable_as

DEEPEST: Final = 3
"""How far containers may nest: a zip file in a mail in a zip file."""
LONGEST_HEADER: Final = 16 * 2**10
"""Characters of one header of a mail; a list of a thousand receivers is no report."""
MOST_PARTS: Final = 1000
"""Parts of one mail, those of forwarded mails included."""

# what comes along with reports and never is one
_BY_THE_WAY: Final = frozenset(
    {
        *(".jpg", ".jpeg", ".png", ".gif", ".bmp", ".ico", ".txt", ".ini", ".db", ".lnk"),
        *(".md", ".log", ".json", ".bat", ".sh", ".tmp"),
    }
)


_ORDINAL: Final = re.compile(r"^\d+\s*[、.．)）]?\s*(?=\D)")
_NO_UNIT: Final = re.compile(r"#|(?:序号|名称|单位|单位名称|报送单位|备注)$|.*(?:名单|一览表)$")


@dataclass(frozen=True)
class Received:
    """One thing that may be a report: its bytes, or why it cannot be one."""

    label: str
    """Where it was found, `来信.eml → 报告.docx`."""
    arrival: InputFile | None
    refusal: str = ""
    sender: str = ""
    """The address that the mail around it came from."""


def collect(folder: Path, leave_out: frozenset[Path] = frozenset()) -> Iterator[Received]:
    """Return everything in a folder that may be a report, in the order of the names.

    What cannot be opened is returned with the reason. `leave_out` are files and folders, resolved,
    that are no reports: the roster, the output.
    """
    unreadable: list[Path] = []
    walk = os.walk(folder, onerror=lambda fault: unreadable.append(Path(fault.filename)))
    paths = [Path(here, name) for here, _, names in walk for name in names]
    for path in sorted([*paths, *unreadable]):
        label = str(path.relative_to(folder))
        if path in unreadable:
            yield Received(label, None, f"{path.name}：这个文件夹打不开。请核对权限。")
            continue
        try:
            resolved = path.resolve()
            if (
                not path.is_file()
                or {resolved, *resolved.parents} & leave_out
                or is_ignored(path.name)
            ):
                continue
            data = read_bytes(path)
        except (OSError, RuntimeError):  # a link that leads to itself
            yield Received(label, None, f"{path.name}：读不出来。请核对文件。")
            continue
        except UnusableFile as refusal:
            yield Received(label, None, str(refusal))
            continue
        yield from _open(path, label, data, 0, Allowance())


def is_ignored(name: str) -> bool:
    """Tell whether a file lies about beside the reports: hidden, a lock of Office, a signature."""
    file = PurePosixPath(name)
    return file.name.startswith((".", "~$")) or file.suffix.lower() in _BY_THE_WAY


def _open(
    path: Path, label: str, data: bytes, depth: int, allowance: Allowance
) -> Iterator[Received]:
    """Return what one file holds; all that is packed in it shares one allowance."""
    if depth <= DEEPEST and _is_plain_zip(data):
        yield from _members(path, label, data, depth, allowance)
    elif depth <= DEEPEST and path.suffix.lower() == ".eml":
        yield from _attachments(path, label, data, depth, allowance)
    else:
        try:
            yield Received(label, detect_kind(path, data))
        except UnusableFile as refusal:
            yield Received(label, None, str(refusal))


def _is_plain_zip(data: bytes) -> bool:
    """Tell a zip file that is no Office file: those say what they hold."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        names = {member.filename for member in Package(data).members}
    except UnusableFile:
        return False
    return not {CONTENT_TYPES, "mimetype", "OFD.xml"} & names


def _members(
    path: Path, label: str, data: bytes, depth: int, allowance: Allowance
) -> Iterator[Received]:
    archive = Package(data, allowance)
    for member in archive.members:
        name = _member_name(member)
        if member.is_dir() or is_ignored(name) or "__MACOSX" in name:
            continue
        inner = f"{label} → {name}"
        try:
            content = archive.read(member)
        except UnusableFile as refusal:
            sentence = _IN_AN_ARCHIVE.get(refusal.why, "压缩包已损坏。请对方重发。")
            yield Received(inner, None, f"{path.name} 里的 {name}：{sentence}")
            continue
        yield from _open(Path(PurePosixPath(name).name), inner, content, depth + 1, allowance)


_IN_AN_ARCHIVE: Final = {
    Refusal.PASSWORD: "压缩包加了密码。请解压后再放进来。",
    Refusal.TOO_LARGE: "压缩包展开后过大，不读取。请解压后再放进来。",
}


def _member_name(member: zipfile.ZipInfo) -> str:
    """Return a member's name; Windows in China writes it in GBK without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _attachments(
    path: Path, label: str, data: bytes, depth: int, allowance: Allowance
) -> Iterator[Received]:
    try:
        with unreadable_as(path.name, "邮件读不出来。请把附件另存后再放进来。"):
            message = message_from_bytes(data, policy=default)
            attachments = list(_named_parts(message))
            sender = _sender(message)
    except UnusableFile as refusal:
        yield Received(label, None, str(refusal))
        return
    if not attachments:
        sentence = f"{label}：邮件里没有附件。请向对方索要报告。"
        yield Received(label, None, sentence, sender)
    for name, content in attachments:
        inner = f"{label} → {name}"
        for received in _open(Path(Path(name).name), inner, content, depth + 1, allowance):
            yield received if received.sender else replace(received, sender=sender)


def _sender(message: EmailMessage) -> str:
    """Return the address that an answer goes to; empty where the header holds none."""
    try:
        header = message["Reply-To"] or message["From"]
        return str(header.addresses[0].addr_spec) if header else ""
    except Exception:  # noqa: BLE001 (the parser of headers stumbles over hostile ones)
        return ""


def _named_parts(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    """Return names and bytes of a mail's attachments, those of forwarded mails included."""
    for count, part in enumerate(message.walk()):
        # the parser of headers takes time that grows faster than they do
        longest = max((len(value) for _, value in part.raw_items()), default=0)
        if longest > LONGEST_HEADER or count > MOST_PARTS:
            raise UnusableFile(
                "邮件的结构不正常，不读取。请把附件另存后再放进来。", Refusal.HOSTILE
            )
        name = part.get_filename() or ""
        if not name or part.get_content_maintype() == "image" or is_ignored(name):
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield name, content


def read_roster(path: Path) -> list[str]:
    """Return the units that have to report: lines of a text, or the column of units of a workbook.

    Raises UnusableFile where it is neither.
    """
    data = read_bytes(path)
    if data.startswith(b"PK\x03\x04"):
        from converter.reading.xlsx import first_column

        names = first_column(detect_kind(path, data))
    else:
        names = _text(path, data).splitlines()
    tidied = (_ORDINAL.sub("", " ".join(name.split())) for name in names)
    return list(dict.fromkeys(name for name in tidied if name and not _NO_UNIT.match(name)))


def _text(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        raise UnusableFile(
            f"{path.name}：名单不是文本，也不是 Excel 工作簿。请另存后再试。"
        ) from None
