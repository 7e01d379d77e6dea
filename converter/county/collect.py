"""Find the reports in a folder: files, sub-folders, zip files, attachments of saved mails."""

import os
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

_DEEPEST: Final = 3
"""How deep containers may nest: a zip file in a mail in a zip file."""
_LONGEST_HEADER: Final = 16 * 2**10
"""Characters of one header of a mail; even a list of hundreds of recipients is shorter."""
_MOST_PARTS: Final = 1000
"""Parts of one mail, those of forwarded mails included."""

_IGNORED_SUFFIXES: Final = frozenset(
    {
        *(".jpg", ".jpeg", ".png", ".gif", ".bmp", ".ico", ".txt", ".ini", ".db", ".lnk"),
        *(".md", ".log", ".json", ".bat", ".sh", ".tmp"),
    }
)
"""Endings of files that come along with reports and are none."""


@dataclass(frozen=True)
class Received:
    """Something that may be a report: its bytes, or why they cannot be used."""

    label: str
    """Where it was found, `来信.eml → 报告.docx`."""
    file: InputFile | None
    refusal: str = ""
    """Why it cannot be used, where `file` is None."""
    sender: str = ""
    """The address of the mail that it came with."""
    mailed: str = ""
    container: str = ""
    subject: str = ""
    aside: bool = False


def collect(folder: Path, leave_out: frozenset[Path] = frozenset()) -> Iterator[Received]:
    """Return everything in a folder that may be a report, in the order of the names.

    What cannot be opened is returned with the reason. `leave_out` are resolved paths of files and
    folders that are no reports: the roster, the output.
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
    """Tell whether a file is no report by its name: hidden, a lock file of Office, a picture."""
    file = PurePosixPath(name)
    return file.name.startswith((".", "~$")) or file.suffix.lower() in _IGNORED_SUFFIXES


def _open(
    path: Path, label: str, data: bytes, depth: int, allowance: Allowance
) -> Iterator[Received]:
    """Return what one file holds; all that is packed in it shares one allowance."""
    package = _package(data)
    if package and depth <= _DEEPEST and _is_plain_zip(package):
        package.allowance = allowance
        yield from _members(path, label, package, depth, allowance)
    elif depth <= _DEEPEST and path.suffix.lower() == ".eml":
        yield from _attachments(path, label, data, depth, allowance)
    else:
        try:
            yield Received(label, detect_kind(path, data, package))
        except UnusableFile as refusal:
            yield Received(label, None, str(refusal))


def _package(data: bytes) -> Package | None:
    """Open a zip package; None where the bytes are none, or a damaged one."""
    if not data.startswith(b"PK\x03\x04"):
        return None
    try:
        return Package(data)
    except UnusableFile:
        return None


def _is_plain_zip(package: Package) -> bool:
    """Tell a zip file that is no office document; those have a member that says so."""
    names = {member.filename for member in package.members}
    return not {CONTENT_TYPES, "mimetype", "OFD.xml"} & names


def _members(
    path: Path, label: str, archive: Package, depth: int, allowance: Allowance
) -> Iterator[Received]:
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
    """Return a member's name; Chinese Windows writes GBK without declaring it."""
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
    """Return the address for a reply; empty where the header holds none."""
    try:
        header = message["Reply-To"] or message["From"]
        return str(header.addresses[0].addr_spec) if header else ""
    except Exception:  # noqa: BLE001 (the header parser fails in many ways on hostile ones)
        return ""


def _named_parts(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    """Return names and bytes of a mail's attachments, those of forwarded mails included."""
    for count, part in enumerate(message.walk()):
        # parsing a header takes more than linear time
        longest = max((len(value) for _, value in part.raw_items()), default=0)
        if longest > _LONGEST_HEADER or count > _MOST_PARTS:
            raise UnusableFile(
                "邮件的结构不正常，不读取。请把附件另存后再放进来。", Refusal.HOSTILE
            )
        name = part.get_filename() or ""
        if not name or part.get_content_maintype() == "image" or is_ignored(name):
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield name, content
