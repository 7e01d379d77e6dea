"""Find the reports in a folder: files, sub-folders, archives, attachments of saved mails."""

import errno
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from email.message import EmailMessage, Message
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, Final

from converter.county.collecting.long_parts import LongParts
from converter.county.collecting.mail_parser import (
    ENCODED_MAIL,
    MailAllowance,
    is_unreadable,
    parse_mail,
    raw_headers,
)
from converter.county.collecting.mail_text import Explanation, explanation, has_link
from converter.county.collecting.uuencoded import files_in
from converter.errors import Refusal, UnusableFile
from converter.files.faults import NO_MEMORY, is_lack_of_memory, refused_by_system
from converter.files.kinds import (
    LARGEST_FILE,
    VOLUME,
    InputFile,
    detect_kind,
    is_volume,
    moment,
    read_bytes,
)
from converter.files.limits import DEEPEST_FOLDER
from converter.files.locks import is_lock
from converter.files.output import FINDINGS_PAGE, STATE_FILE
from converter.files.package import CONTENT_TYPES, ENTRY, Allowance, Package, unreadable_as
from converter.files.text import decode_text, encodable, one_line
from converter.files.unpacking import (
    Unpacked,
    UnpackingAllowance,
    find_unpacker,
    is_packed,
    unpack,
)

WITHIN: Final = " → "
"""Between a container and what it holds, in a label."""
_DEEPEST: Final = 3
"""How deep containers may nest: a zip file in a mail in a zip file."""
_OF_A_MAIL: Final = 2
"""A mail takes the time of so many other files, and its own."""
_LONGEST_NAME: Final = 400
"""Characters of a name that are kept; Windows knows no path of more than 260."""
_LONGEST_RAW_NAME: Final = 4 * _LONGEST_NAME
"""Bytes of one that are looked at."""
_NAMELESS: Final = "（没有名字）"
_FORWARDED: Final = "转发的邮件"
_LONGEST_SUBJECT: Final = 200
"""Characters of a subject that are kept."""
_ON_A_SERVER: Final = (
    "附件不在邮件里，正文里只有下载的链接（超大附件、云附件、网盘）。"
    "请打开邮件，下载后放进来；下载不了的，请对方作为普通附件重发。"
)
_TOO_LONG: Final = "{}：邮件正文太长，后面的“情况说明”没有读取。请打开邮件看一看。"

PICTURES: Final = frozenset(
    {
        *(".jpg", ".jpeg", ".jfif", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic"),
        *(".ico",),
    }
)
TEXTS: Final = frozenset({".txt", ".md"})
_IGNORED_SUFFIXES: Final = (
    PICTURES
    | TEXTS
    | {
        ".p7s",  # the signature of a mail
        *(".ini", ".db", ".lnk", ".log", ".json", ".bat", ".sh", ".tmp"),
    }
)
"""Endings of files that come along with reports and are none."""
_LEFTOVERS: Final = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store"})
"""What programs leave behind in a folder; nobody put it there."""
_OUR_LEFTOVERS: Final = ".nianbao"


@dataclass(frozen=True)
class Received:
    """Something that may be a report: its bytes, or why they cannot be used."""

    label: str
    """Where it was found, `来信.eml → 报告.docx`; harmless to show, whatever the file is called."""
    file: InputFile | None
    refusal: str = ""
    """Why it cannot be used, where `file` is None."""
    sender: str = ""
    """The address of the mail that it came with."""
    mailed: str = ""
    """When that mail was sent, `2026-01-20T08:30:00Z`; empty where the mail does not say."""
    subject: str = ""
    """The subject of that mail."""
    container: str = ""
    """The label of the mail or archive that it came in; empty for a loose file."""
    aside: bool = False
    """Whether it is named only: a picture, a text, something else that is no report and no fault."""
    is_withheld: bool = False
    """Whether the system did not give it, for the moment."""
    is_closed: bool = False
    """Whether it is an archive or a mail, or came in one, and nobody knows what is in it."""
    loose: str = ""
    """The path of the file of the folder that it is or lies in, where the label does not tell it."""


def collect(
    folder: Path, leave_out: frozenset[Path] = frozenset(), *, results: bool = False
) -> Iterator[Received]:
    """Return everything that a folder holds, in the order of the names.

    What cannot be opened is returned with the reason. `leave_out` are resolved paths of files and
    folders that are no reports: the roster, the output. Folders with the results of an earlier batch
    are not entered unless `results` is set; the `folder` itself always is.
    """
    found: dict[Path, str] = {}
    walk = os.walk(folder, onerror=lambda fault: found.update({Path(fault.filename): _CLOSED}))
    for here, folders, names in walk:
        inside = Path(here)
        if len(inside.parts) - len(folder.parts) > DEEPEST_FOLDER:
            found[inside] = _TOO_DEEP
            folders.clear()
        elif _is_left_out(inside, leave_out):
            folders.clear()
        elif STATE_FILE in names and inside != folder and not results:
            found[inside] = _RESULTS
            folders.clear()
        else:
            found |= {inside / name: "" for name in names}
            linked = (path for name in folders if (path := inside / name).is_symlink())
            found |= {path: _LINKED for path in linked if not _is_left_out(path, leave_out)}
    if folder in found:
        raise UnusableFile(f"{one_line(str(folder))}：{_CLOSED}")
    for path in sorted(found):
        label = _label_of(path, folder)
        shown = folder / label
        if found[path] == _RESULTS:
            yield Received(label, None, _RESULTS, aside=True)
        elif found[path]:
            withheld = found[path] == _CLOSED
            yield Received(label, None, f"{shown.name}：{found[path]}", is_withheld=withheld)
        elif not _is_leftover(path.name):
            yield from _loose(path, shown, label, leave_out)


def _label_of(path: Path, folder: Path) -> str:
    """Return the label of a file of the folder: its name, harmless to show."""
    # the folders of a path may be encoded in different ways
    return str(Path(*map(one_line, path.relative_to(folder).parts)))


Origin = tuple[str, str]
"""A label, and the path of the file of the folder where the label does not tell it."""


def collect_again(folder: Path, origins: Iterable[Origin]) -> Iterator[tuple[Origin, InputFile]]:
    """Yield the files that `collect` found there, but for those that are not there any more.

    Each file of the folder is opened once, whatever is wanted of it. Of several files with one label comes the first.
    """
    wanted: dict[Path, dict[str, Origin]] = {}
    for label, loose in origins:
        path = Path(loose) if loose else folder / label.partition(WITHIN)[0]
        wanted.setdefault(path, {})[label] = label, loose
    for path, left in wanted.items():
        label = _label_of(path, folder)
        for one in _loose(path, folder / label, label, frozenset()):
            origin = left.pop(one.label, None)
            if origin and one.file:
                yield origin, one.file
            if not left:
                break


_TOO_DEEP: Final = (
    f"文件夹一层套一层，超过 {DEEPEST_FOLDER} 层，里面的没有读取。请把文件放到外面几层。"
)
_CLOSED: Final = "这个文件夹打不开。请核对权限。"
_LINKED: Final = "这是通到别处文件夹的链接，里面的没有读取。请把那个文件夹放进来。"
_RESULTS: Final = "这是以前的结果文件夹，没有当作收件读取。"


def _loose(path: Path, shown: Path, label: str, leave_out: frozenset[Path]) -> Iterator[Received]:
    """Return what one file of the folder holds; `shown` is its path as it may be shown."""
    try:
        # its folder is none of them; resolving each of 100,000 files takes half the time
        may_be = path.is_symlink() or any(path.name == one.name for one in leave_out)
        if may_be and _is_left_out(path, leave_out):
            return
        if is_ignored(shown.name):
            yield _aside(label, shown.name, _Container())
            return
        data = read_bytes(path)
    except (OSError, RuntimeError) as fault:
        # a link that leads to itself stays one
        withheld = isinstance(fault, OSError) and fault.errno != errno.ELOOP
        said = f"{shown.name}：读不出来。请核对文件。"
        yield Received(label, None, said, is_withheld=withheld)
    except UnusableFile as refusal:
        withheld = refusal.why is Refusal.UNREACHABLE and _may_be_a_file(path)
        said = str(refusal).replace(f"{path}：", f"{shown.name}：", 1)
        yield Received(label, None, one_line(said), is_withheld=withheld)
    else:
        container = _Container(
            mails=MailAllowance.of(len(data)),
            unpacking=UnpackingAllowance.of(len(data)),
            loose=str(path) if path != shown or WITHIN in label else "",
        )
        yield from _open(shown, label, data, container)
        if unopened := container.allowance.unopened:
            said = _UNOPENED.format(shown.name, unopened)
            yield Received(label, None, said, is_closed=True)


def _may_be_a_file(path: Path) -> bool:
    """Whether a file stands at a path, or the system does not say so: neither a pipe nor what has gone."""
    try:
        return path.is_file()
    except OSError:
        return True


def is_ignored(name: str) -> bool:
    """Tell whether a file is no report by its name: hidden, a lock file of Office, a picture, our findings."""
    file = PurePosixPath(name)
    if file.name == FINDINGS_PAGE:
        return True
    return file.name.startswith((".", "~$")) or file.suffix.lower() in _IGNORED_SUFFIXES


def _is_left_out(path: Path, leave_out: frozenset[Path]) -> bool:
    resolved = path.resolve()
    return bool({resolved, *resolved.parents} & leave_out)


def _is_leftover(name: str) -> bool:
    """Tell whether a program left a file behind, which nobody sent."""
    file = PurePosixPath(name)
    return (
        is_lock(Path(file.name))
        or file.name.startswith((_OUR_LEFTOVERS, "._"))
        or file.name.lower() in _LEFTOVERS
        or "__MACOSX" in file.parts
    )


@dataclass(frozen=True)
class _Container:
    """What a file came in: the folder, an archive, a mail, with the mail around it."""

    allowance: Allowance = field(default_factory=Allowance)
    """All that is packed in one file of the folder shares one allowance."""
    mails: MailAllowance = field(default_factory=MailAllowance)
    """So do all mails in it."""
    unpacking: UnpackingAllowance = field(default_factory=UnpackingAllowance)
    """And all that another program opens: archives in it, old files."""
    loose: str = ""
    """The path of the file of the folder, where the labels do not tell it."""
    depth: int = 0
    label: str = ""
    sender: str = ""
    mailed: str = ""
    subject: str = ""
    reason: str = ""
    """What the mail explains, for the Word reports in it."""

    def inner(self, label: str) -> "_Container":
        """Return an archive or a mail within this container; what a mail explains is not said of an archive's reports."""
        return replace(self, label=label, depth=self.depth + 1, reason="")

    def received(
        self,
        label: str,
        file: InputFile | None,
        refusal: str = "",
        *,
        aside: bool = False,
        why: Refusal | None = None,
    ) -> Received:
        """Return something that came in this container."""
        mail = (self.sender, self.mailed, self.subject)
        withheld = why is Refusal.UNREACHABLE
        return Received(label, file, refusal, *mail, self.label, aside, withheld, loose=self.loose)

    def closed(self, label: str, refusal: str, why: Refusal | None = None) -> Received:
        """Return something that came in this container and may hold anybody's report."""
        return replace(self.received(label, None, refusal, why=why), is_closed=True)


def _aside(label: str, name: str, container: _Container) -> Received:
    suffix = PurePosixPath(name).suffix.lower()
    what = "图片" if suffix in PICTURES else "文本文件" if suffix in TEXTS else "不是报告"
    return container.received(label, None, f"{what}，没有读取。", aside=True)


def _open(path: Path, label: str, data: bytes, container: _Container) -> Iterator[Received]:
    """Return what one file holds."""
    try:
        yield from _opened(path, label, data, container)
    except Exception as fault:
        said = refused_by_system(fault)
        if not said and is_lack_of_memory(fault):  # this process has no limit: no file is to blame
            said = NO_MEMORY
        if not said:
            raise
        yield container.received(label, None, f"{path.name}：{said}", why=Refusal.UNREACHABLE)


def _opened(path: Path, label: str, data: bytes, container: _Container) -> Iterator[Received]:
    if container.depth and data.startswith(b"PK"):
        # a directory is read before anybody knows what it is of
        container.allowance.entries -= data.count(ENTRY)
        if container.allowance.entries < 0:
            container.allowance.unopened += 1
            return
    package = _package(data)
    if package and container.depth <= _DEEPEST and _is_plain_zip(package):
        package.allowance = container.allowance
        yield from _members(path, _zipped(package), container.inner(label))
    elif container.depth <= _DEEPEST and is_packed(data) and (program := find_unpacker()):
        yield from _packed(path, program, data, container.inner(label))
    elif container.depth <= _DEEPEST and path.suffix.lower() == ".eml" and _is_one_mail(data):
        container.allowance.members -= _OF_A_MAIL
        # an editor may have put a mark in front
        yield from _attachments(path, data.lstrip(_IN_FRONT), container.inner(label))
    else:
        yield from _single(path, label, data, package, container)


def _single(
    path: Path, label: str, data: bytes, package: Package | None, container: _Container
) -> Iterator[Received]:
    """Return a file that holds no others."""
    try:
        file = detect_kind(path, data, package)
    except UnusableFile as refusal:
        said, why = str(refusal), refusal.why
        may_hold = path.suffix.lower() in _CONTAINERS and not data.startswith(_EMPTY_ZIP)
        if may_hold or VOLUME in said:
            yield container.closed(label, said, why)
        else:
            yield container.received(label, None, said, why=why)
        return
    if file.is_old:
        container.unpacking.old_files -= 1
        if container.unpacking.old_files < 0:
            container.allowance.unopened += 1
            return
    if container.reason and not file.is_workbook:
        file = replace(file, reason=container.reason)
    yield container.received(label, file)


_CONTAINERS: Final = frozenset(
    {
        *(".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".xz", ".cab", ".iso"),
        *(".eml", ".msg", ".mbox", ".dat", ".p7m"),
    }
)
"""Endings of archives and mails, which may hold anybody's report."""
_EMPTY_ZIP: Final = b"PK\5\6"
_IN_FRONT: Final = b"\xef\xbb\xbf\r\n"
_MAIL: Final = re.compile(rb"[\xef\xbb\xbf\r\n]*(?:[!-9;-~]{1,80}[ \t]{0,9}:|From )")
_NEXT_MAIL: Final = re.compile(rb"\n\r?\nFrom [^\s:]{1,300} ")


def _is_one_mail(data: bytes) -> bool:
    """Tell a mail from another file of that name, and from a whole folder of mails in one file."""
    return bool(_MAIL.match(data)) and not (data.startswith(b"From ") and _NEXT_MAIL.search(data))


def _packed(path: Path, program: str, data: bytes, container: _Container) -> Iterator[Received]:
    """Return what a rar or 7z archive holds."""
    container.unpacking.archives -= 1
    if container.unpacking.archives < 0:
        container.allowance.unopened += 1
        return
    try:
        packed = unpack(program, data, container.allowance, container.unpacking)
    except UnusableFile as refusal:
        sentence = VOLUME if is_volume(path.name, data, refusal) else refusal
        said = f"{path.name}：{sentence}"
        yield container.closed(container.label, said, refusal.why)
        return
    yield from _members(path, _unpacked(packed), container)


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


@dataclass(frozen=True)
class _Member:
    """A file in an archive."""

    name: str
    """As it stands there."""
    read: Callable[[], bytes]
    """Raises UnusableFile where it cannot be read, or is larger than a file may be."""


def _zipped(archive: Package) -> Iterator[_Member | None]:
    """Yield the members of a zip file, None for a folder."""
    for member in archive.members:
        read = partial(_content, archive, member)
        yield None if member.is_dir() else _Member(_member_name(member), read)


def _unpacked(packed: Iterable[Unpacked | None]) -> Iterator[_Member | None]:
    """Yield what another program unpacked, None for a folder."""
    for one in packed:
        yield _Member(one[0], partial(_file_content, *one)) if one else None


def _members(
    path: Path, members: Iterable[_Member | None], container: _Container
) -> Iterator[Received]:
    is_empty = True
    for member in members:
        container.allowance.members -= 1
        if container.allowance.members < 0:
            yield container.closed(container.label, f"{path.name}：{_TOO_MANY}")
            return
        name = _shown_name(member.name) if member else ""
        if member is None or _is_leftover(name):
            continue
        is_empty = False
        inner = f"{container.label}{WITHIN}{name}"
        if is_ignored(name):
            yield _aside(inner, name, container)
            continue
        try:
            content = member.read()
        except (UnusableFile, MemoryError) as fault:
            why = fault.why if isinstance(fault, UnusableFile) else Refusal.UNREACHABLE
            said = f"{path.name} 里的 {name}：{_IN_AN_ARCHIVE.get(why, _DAMAGED)}"
            yield container.closed(inner, said, why)
            continue
        path_within = Path(PurePosixPath(name).name or _NAMELESS)
        yield from _open(path_within, inner, content, container)
    if is_empty:
        yield container.received(container.label, None, f"{path.name}：{_NOTHING_IN_IT}")


def _file_content(name: str, content: bytes | None) -> bytes:
    if content is None:
        raise UnusableFile(name, Refusal.OTHER_FORMAT)
    if len(content) > LARGEST_FILE:
        raise UnusableFile(name, Refusal.TOO_LARGE)
    return content


def _content(archive: Package, member: zipfile.ZipInfo) -> bytes:
    """Return a member; raises UnusableFile where it cannot be read or is larger than a file may be."""
    if member.file_size > LARGEST_FILE:
        raise UnusableFile(member.filename, Refusal.TOO_LARGE)
    if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
        raise UnusableFile(member.filename, Refusal.OTHER_FORMAT)
    return archive.read(member)


_NOTHING_IN_IT: Final = "压缩包里没有文件。请向对方索要报告。"
_TOO_MANY: Final = "压缩包里的文件太多，后面的没有读取。请解压后再放进来。"
_UNOPENED: Final = "{}：压缩包里的文件太多，有 {} 个没有读取。请解压后再放进来。"
_DAMAGED: Final = "压缩包已损坏。请对方重发。"
_IN_AN_ARCHIVE: Final = {
    Refusal.UNREACHABLE: "系统这会儿不让读，没有读取。",
    Refusal.PASSWORD: "压缩包加了密码。请解压后再放进来。",
    Refusal.METHOD: "压缩的方式不常见，读不了。请解压后再放进来。",
    Refusal.TOO_LARGE: "压缩包展开后过大，不读取。请解压后再放进来。",
    Refusal.OTHER_FORMAT: "是链接，不是文件，没有读取。请对方把文件本身放进压缩包重发。",
}


def _shown_name(name: str) -> str:
    """Return a name in an archive or a mail, harmless and no longer than a path may be; it keeps its ending."""
    for most in (_LONGEST_RAW_NAME, _LONGEST_NAME):
        if len(name) > most:
            name = f"{name[: most // 2]}…{name[-most // 2 :]}"
        name = one_line(name)
    return name


def _member_name(member: zipfile.ZipInfo) -> str:
    """Return a member's name; Chinese Windows writes GBK without declaring it, other programs UTF-8."""
    if member.flag_bits & 0x800 or len(member.filename) > _LONGEST_RAW_NAME:
        return member.filename
    try:
        return decode_text(member.filename.encode("cp437"))
    except UnicodeError:
        return member.filename


def _attachments(path: Path, data: bytes, container: _Container) -> Iterator[Received]:
    label = container.label
    try:
        with unreadable_as(path.name, "邮件读不出来。请把附件另存后再放进来。"):
            message, long_parts = parse_mail(data, container.mails)
            attachments = list(_named_parts(message, long_parts, container.mails))
            count = sum(content is not None for _, content in attachments)
            # of several reports nobody knows which one is explained
            explained = (
                explanation(message, long_parts, container.mails) if count == 1 else Explanation()
            )
            is_linked = not count and has_link(message, long_parts, container.mails)
            container = replace(
                container,
                sender=_sender(message) or container.sender,
                mailed=_mailed(message) or container.mailed,
                subject=_subject(message) or container.subject,
                reason=explained.text,
            )
    except UnusableFile as refusal:
        yield container.closed(label, str(refusal), refusal.why)
        return
    if explained.is_unread:
        yield container.received(label, None, _TOO_LONG.format(label), aside=True)
    if not count:
        what = "里没有报告，附件只是图片或文本" if attachments else "里没有附件"
        said = _ON_A_SERVER if is_linked else f"邮件{what}。请向对方索要报告。"
        yield container.received(label, None, f"{label}：{said}")
    for name, content in attachments:
        inner = f"{label}{WITHIN}{name}"
        if content is None:
            yield _aside(inner, name, container)
        elif isinstance(content, str):
            yield container.closed(inner, f"{name}：{content}")
        else:
            yield from _open(Path(Path(name).name), inner, content, container)


def _sender(message: EmailMessage) -> str:
    """Return the address for a reply; empty where the header holds none."""
    try:
        header = message["Reply-To"] or message["From"]
        return one_line(header.addresses[0].addr_spec) if header else ""
    except Exception:  # noqa: BLE001 (the header parser fails in many ways on hostile ones)
        return ""


def _mailed(message: EmailMessage) -> str:
    """Return when a mail was sent, in UTC; empty where the header does not say."""
    try:
        # `-0000` gives no zone: the time is UTC, the sender's zone unknown
        return moment(message["Date"].datetime)
    except Exception:  # noqa: BLE001 (the header parser fails in many ways on hostile ones)
        return ""


def _subject(message: EmailMessage) -> str:
    try:
        return one_line(str(message["Subject"] or ""))[:_LONGEST_SUBJECT].strip()
    except Exception:  # noqa: BLE001 (the header parser fails in many ways on hostile ones)
        return ""


def _named_parts(
    message: EmailMessage, long_parts: LongParts, allowance: MailAllowance
) -> Iterator[tuple[str, bytes | str | None]]:
    """Yield names and bytes of a mail's attachments, those of forwarded mails included, or why one cannot be read.

    There are no bytes for what is no report by its name; a picture within the text is left out.
    """
    for part in message.walk():
        _decode_raw_headers(part)
        name = _shown_name(part.get_filename() or "")
        try:
            if attachment := _attachment(part, name, long_parts):
                yield attachment
            elif not name and part.get_content_type() == "text/plain":
                yield from _parts_in_text(part, long_parts, allowance)
        except ValueError:  # encoded as no mail program does it
            yield name or _NAMELESS, _UNREADABLE


def _parts_in_text(
    part: "Message[Any, Any]", long_parts: LongParts, allowance: MailAllowance
) -> Iterator[tuple[str, bytes | str | None]]:
    text = b""
    with suppress(ValueError):  # encoded as no mail program does it: nobody has to read it
        text = long_parts.content(part) or b""
    for raw, content in files_in(text, allowance):
        name = _shown_name(raw)
        yield name, None if is_ignored(name) else _UNREADABLE if content is None else content


_UNREADABLE: Final = "附件读不出来。请打开邮件，把它另存后再放进来。"


def _attachment(
    part: "Message[Any, Any]", name: str, long_parts: LongParts
) -> tuple[str, bytes | None] | None:
    """Return name and bytes of one part; raises ValueError where they cannot be decoded."""
    if is_unreadable(part):
        raise ValueError
    if part.get_content_type() == ENCODED_MAIL:
        mail = long_parts.content(part) or b""
        name = f"{PurePosixPath(name or _FORWARDED).stem}.eml"
        return (name, mail) if _is_one_mail(mail.lstrip(_IN_FRONT)) else None
    if not name and _is_nameless_attachment(part):
        name = _NAMELESS
    is_picture = part.get_content_maintype() == "image"
    if not name or _is_leftover(name) or (is_picture and _is_within_text(part)):
        return None
    if is_picture or is_ignored(name):
        return name, None
    content = long_parts.content(part)
    return None if content is None else (name, content)


def _is_nameless_attachment(part: "Message[Any, Any]") -> bool:
    is_file = not part.is_multipart() and part.get_content_maintype() != "text"
    return is_file and part.get_content_disposition() == "attachment"


def _is_within_text(part: "Message[Any, Any]") -> bool:
    """Tell a picture that the text of a mail shows: a logo, a signature."""
    return "Content-ID" in part or part.get_content_disposition() == "inline"


def _decode_raw_headers(part: "Message[Any, Any]") -> None:
    """Decode the headers of a mail program that writes Chinese as raw bytes."""
    for name, value in raw_headers(part):
        decoded = encodable(value)
        if decoded != value:
            with suppress(Exception):  # the header parser fails in many ways on hostile ones
                part.replace_header(name, " ".join(decoded.split()))
