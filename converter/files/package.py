"""Read zip packages from untrusted sources: validate the structure, limit the inflated size. Pack parts again.

Parsers get only parts read through this module: complete, uniquely named, within the limits, UTF-8,
and without a DOCTYPE.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NoReturn
from xml.etree.ElementTree import Element, ParseError, fromstring

from converter.errors import Refusal, UnusableFile
from converter.files.faults import is_lack_of_memory, refused_by_system, says_nothing_of_a_file
from converter.form.short_inputs import kept

_LARGEST_CONTENT: Final = 128 * 2**20
"""Maximum bytes inflated from one file; real files reach 60 MB."""
LARGEST_PART: Final = 32 * 2**20
"""Maximum bytes of one XML part that is parsed."""
LARGEST_XML: Final = 2 * LARGEST_PART
"""Maximum bytes of all XML parts of one file that are parsed."""
MOST_TAGS: Final = 500_000
"""Maximum tags, and attributes, in all parsed XML of one file; a filled form has 12,000 tags."""
_MOST_NAMES: Final = 50_000
"""Maximum different names of tags and attributes in one part, each of which a parser keeps; Office writes some hundred."""
_MOST_MEMBERS: Final = 4096
"""Maximum members of one package; real files reach 1,033."""
_MOST_ENTRIES: Final = 2**16
"""Maximum central directory entries in one file, including those of uncompressed packages within it."""

_MOST_ENTRIES_LISTED: Final = 10_000
"""Maximum files in one received file, all archives and mails within it together."""

ENTRY: Final = b"PK\x01\x02"
"""How an entry of a directory begins."""
CONTENT_TYPES: Final = "[Content_Types].xml"
_LONGEST_TYPES: Final = 2**14
"""Bytes of content types that are remembered; those of a form have 2,800."""
W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The space in which WordprocessingML has its names."""
TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATIONSHIP: Final = f"{{{RELATIONSHIPS}}}Relationship"

DAMAGED: Final = "文件已损坏，读不出来。请打开原件重新保存，或请对方重发。"
_TOO_LARGE: Final = "文件展开后过大，不读取。请核对文件来源。"
_TOO_MANY: Final = (
    f"里面的文件超过 {_MOST_MEMBERS} 个，不读取。压缩包请解压后再放进来，其他的请核对文件来源。"
)
_METHOD: Final = "压缩的方式不常见，读不了。请打开后重新保存；压缩包请解压后再放进来。"
TOO_BUSY: Final = (
    "文件里的单元格、文字或样式多得不像填报表，不读取。请把内容复制到新的填报表里，保存后再试。"
)
TOO_MUCH_TEXT: Final = (
    "文档里的段落、表格或样式多得不像年度报告，不读取。请把内容复制到新的 Word 文档里，保存后再试。"
)
_DOCUMENT: Final = b"wordprocessingml.document.main+xml"
_DECLARATION: Final = "文件里有 Office 不会写的声明（{}），可能有害，不读取。请核对文件来源，用 Excel、Word 或 WPS 打开后另存再试。"

_LOCATOR: Final = struct.Struct("<4sLQL")
_RECORD: Final = struct.Struct("<4s8x4x2L4Q")
_END: Final = struct.Struct("<4x4H2L")
_END_MOST: Final = (0xFFFF,) * 4 + (0xFFFFFFFF,) * 2
"""What the end of a package has where the record has the number: disks, members, size and place of the directory."""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_LOCAL_HEADER: Final = struct.Struct("<4s5H3L2H")
_ENCRYPTED, _SIZES_FOLLOW, _NAME_IS_UTF8 = 0x1, 0x8, 0x800
_SIZE_ELSEWHERE: Final = 0xFFFFFFFF
_ENCODING: Final = re.compile(rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([\w.-]+)""")
_LONGEST_SPACE: Final = 300
_LONG_SPACE: Final = re.compile(
    rb"""xmlns(?:[^"'<]{%d}|[^"'<]*(?:"[^"]{%d}|'[^']{%d}))""" % ((_LONGEST_SPACE,) * 3)
)
"""A namespace that a parser copies for each name in it, or its prefix; those of Office have 100 characters."""
_WIDTH: Final = 4
"""Bytes of a character that has Python keep each one of its text in as many."""
_WIDE_STARTS: Final = range(0xF0, 0xF5)
_WIDE_REFERENCE: Final = re.compile(rb"&#x?[0-9A-Fa-f]{5}")
"""How such a character begins in UTF-8, and as a reference."""
_NAME: Final = re.compile(rb"""<[^\s<>/]+|\s[^\s<>/="']+(?=\s*=)""")
DECLARED, INSTRUCTION = re.compile(rb"<!"), re.compile(rb"<\?")
"""Starts of a comment or a declaration, and of an instruction; expressions find that there is none in half the time of `in`."""
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


@contextmanager
def unreadable_as(name: str, sentence: str) -> Iterator[None]:
    """Turn any exception into UnusableFile: the file's name, then the refusal's own sentence or `sentence`.

    What the operating system refused meanwhile, such as to open a list of ours, says nothing of the file.
    """
    try:
        yield
    except UnusableFile as refusal:
        raise UnusableFile(f"{name}：{refusal}", refusal.why) from None
    except Exception as fault:  # noqa: BLE001 (zip and XML parsers raise two dozen kinds on damaged bytes)
        if said := refused_by_system(fault):
            raise UnusableFile(f"{name}：{said}", Refusal.UNREACHABLE) from None
        if is_lack_of_memory(fault):
            raise UnusableFile(f"{name}：{_TOO_LARGE}", Refusal.TOO_LARGE) from None
        raise UnusableFile(f"{name}：{sentence}", Refusal.DAMAGED) from None


@dataclass
class Allowance:
    """How many bytes may still be inflated; a package and packages within it can share one."""

    left: int = _LARGEST_CONTENT
    members: int = _MOST_ENTRIES_LISTED
    """How many members may still be listed."""
    entries: int = 250_000
    """How many entries the directories of packages within it may still have."""
    unopened: int = 0
    """How many archives and old files within it were beyond a limit: one sentence tells of all."""

    def spend(self, size: int) -> None:
        """Count bytes before they are inflated; raises UnusableFile where they exceed the limit."""
        if size > self.left:
            _refuse(_TOO_LARGE, Refusal.TOO_LARGE)
        self.left -= size


class Package:
    """A zip package in memory; `members` are in the order of its directory.

    Raises UnusableFile, without the file's name, where the directory is damaged or contradicts the
    members' own headers, members overlap, or there are too many.
    """

    def __init__(
        self, data: bytes, allowance: Allowance | None = None, most_tags: int = MOST_TAGS
    ) -> None:
        self._data = memoryview(data)
        self.allowance = allowance or Allowance()
        """The limit on bytes inflated from its members; the caller may replace it."""
        self._xml = self._tags = 0
        self._most_tags = most_tags
        if data.count(ENTRY) > _MOST_ENTRIES:
            _refuse(_TOO_LARGE, Refusal.TOO_LARGE)
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                _refuse_another_directory(data)
                self.members = archive.infolist()
                self._starts = _content_starts(data, self.members, _directory_start(archive))
        except UnusableFile:
            raise
        except Exception as fault:
            if says_nothing_of_a_file(fault):
                raise
            _refuse()
        if not all(member.filename for member in self.members):
            _refuse()  # what asks zipfile whether it is a folder would fail
        if len(self.members) > _MOST_MEMBERS:
            _refuse(_TOO_MANY, Refusal.TOO_LARGE)

    @cached_property
    def parts(self) -> Mapping[str, zipfile.ZipInfo]:
        """The members of an Office file by name; raises UnusableFile where two differ only in case."""
        parts = {member.filename.replace("\\", "/"): member for member in self.members}
        if len({name.casefold() for name in parts}) != len(self.members):
            _refuse()
        return parts

    def read(self, member: zipfile.ZipInfo | str) -> bytes:
        """Return one member, inflated up to its declared size.

        Raises UnusableFile where its size or checksum is wrong, it is encrypted, or it exceeds the limit.
        """
        if isinstance(member, str):
            if member not in self.parts:
                _refuse()
            member = self.parts[member]
        self.allowance.spend(member.file_size)
        content = self._inflated(member, member.file_size + 1)
        if len(content) != member.file_size or zlib.crc32(content) != member.CRC:
            _refuse()
        return content

    def start(self, name: str, size: int = 4096) -> bytes:
        """Return the first `size` bytes of a part; raises UnusableFile where it is missing."""
        if name not in self.parts:
            _refuse()
        return self._inflated(self.parts[name], size)

    def _inflated(self, member: zipfile.ZipInfo, size: int) -> bytes:
        if member.flag_bits & _ENCRYPTED:
            _refuse("文件加了密码。请去掉密码，保存后再试。", Refusal.PASSWORD)
        start = self._starts[member.header_offset]
        packed = self._data[start : start + member.compress_size]
        if member.compress_type == zipfile.ZIP_STORED:
            return bytes(packed[:size])
        if member.compress_type != zipfile.ZIP_DEFLATED:
            _refuse(_METHOD, Refusal.METHOD)
        try:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, size)
        except zlib.error:
            _refuse()

    # ------------------------------------------------------------ XML parts

    def xml(self, name: str, cut: Callable[[bytes], bytes] = bytes) -> bytes:
        """Return an XML part in UTF-8; `cut` removes what is not needed before the limits apply.

        Raises UnusableFile where it is not UTF-8 or UTF-16, holds a DOCTYPE, or exceeds the limits.
        """
        content = cut(self.uncut(name))
        tags = tags_in(content)
        self.count(len(content) * (_WIDTH if _has_wide(content) else 1), tags)
        if tags > _MOST_NAMES:  # else they are at most twice as many
            names = {found[0] for found in _NAME.finditer(content)}
            if len(names) > _MOST_NAMES:
                self._refuse_too_much()
        return content

    def uncut(self, name: str) -> bytes:
        """Return an XML part in UTF-8, however large: what is kept of it has to be counted by `count`.

        Raises UnusableFile where it is not UTF-8 or UTF-16, holds a DOCTYPE or a name of a namespace without end.
        """
        content = _as_utf8(self.read(name))
        if b"<!DOCTYPE" in content:
            _refuse(_DECLARATION.format("DOCTYPE"), Refusal.HOSTILE)
        if _LONG_SPACE.search(content):
            _refuse(_DECLARATION.format("xmlns"), Refusal.HOSTILE)
        return content

    def count(self, size: int, tags: int) -> None:
        """Count what is kept of an XML part; raises UnusableFile where it exceeds the limits."""
        self._tags += tags
        self._xml += size
        if size > LARGEST_PART or self._xml > LARGEST_XML or self._tags > self._most_tags:
            self._refuse_too_much()

    def _refuse_too_much(self) -> NoReturn:
        # the start: parsing all of it would count itself
        is_document = CONTENT_TYPES in self.parts and _DOCUMENT in self.start(CONTENT_TYPES)
        _refuse(TOO_MUCH_TEXT if is_document else TOO_BUSY, Refusal.TOO_LARGE)

    def tree(self, name: str) -> Element:
        """Return an XML part, parsed; raises UnusableFile as `xml` does, and where it is not valid XML."""
        return _parsed(self.xml(name))

    @cached_property
    def content_types(self) -> bytes:
        """The part that declares the content types; read, and counted against the limits, once."""
        return self.xml(CONTENT_TYPES)

    @cached_property
    def types(self) -> Mapping[str, str]:
        """The content types by part name, and the default ones by file ending (`.xml`)."""
        return _types(self.content_types)

    def type_of(self, name: str) -> str:
        """Return the content type of a part; empty where the file declares none."""
        return self.types.get(name, self.types.get(f".{name.rpartition('.')[2].lower()}", ""))

    def of_type(self, kind: str) -> list[str]:
        """Return the parts whose content type ends with `kind`, in the order of the file."""
        return [name for name, known in self._typed if known.endswith(kind)]

    @cached_property
    def _typed(self) -> list[tuple[str, str]]:
        return [(name, self.type_of(name)) for name in self.parts if name != CONTENT_TYPES]


def tags_in(xml: bytes | str) -> int:
    """Return how many tags XML has, or how many attributes, of which a parser makes objects as well."""
    if isinstance(xml, str):
        return max(xml.count("<"), xml.count("="))
    return max(xml.count(b"<"), xml.count(b"="))


def _has_wide(xml: bytes) -> bool:
    # one expression for both takes twenty times as long; most parts have no reference at all
    starts = any(map(xml.__contains__, _WIDE_STARTS))
    return starts or (b"&" in xml and bool(_WIDE_REFERENCE.search(xml)))


def relations_of(part: str) -> str:
    """Return the name of the part that holds the relationships of another."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def repack(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as an uncompressed zip file, for a parser that needs one."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def pack(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Zip the parts of an Office file, with a fixed date, so that the same parts give the same bytes."""
    return add_parts(b"", parts)


def add_parts(
    package: bytes, parts: Iterable[tuple[str, bytes]], *, level: int | None = None
) -> bytes:
    """Add parts to an Office file, compressed by a `level` of zlib; those already in it are not compressed again."""
    buffer = io.BytesIO(package)
    with zipfile.ZipFile(buffer, "a" if package else "w") as archive:
        for name, content in parts:
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content, compresslevel=level)
    return buffer.getvalue()


def _refuse(sentence: str = DAMAGED, why: Refusal = Refusal.DAMAGED) -> NoReturn:
    raise UnusableFile(sentence, why) from None


def _directory_start(archive: zipfile.ZipFile) -> int:
    # undocumented in zipfile, but searching for the directory could find a different one
    return archive.start_dir


def _refuse_another_directory(data: bytes) -> None:
    """Raise UnusableFile where the zip64 record says something else of the directory than the end of the package.

    zipfile takes the record that stands before the locator, other programs the one that it points to (CVE-2025-8291).
    """
    end = data.rindex(b"PK\5\6")
    locator = end - _LOCATOR.size
    if locator < 0 or not data.startswith(b"PK\6\7", locator):
        return
    at = _LOCATOR.unpack_from(data, locator)[2]
    if at != locator - _RECORD.size:
        _refuse()
    stated = _END.unpack_from(data, end)
    for short, most, long in zip(stated, _END_MOST, _RECORD.unpack_from(data, at)[1:], strict=True):
        if short not in (most, long):
            _refuse()


def _content_starts(data: bytes, members: list[zipfile.ZipInfo], directory: int) -> dict[int, int]:
    """Return the offset of each member's content by the offset of its header.

    `directory` is the offset of the central directory. Raises UnusableFile where members overlap, or
    where a member's own header contradicts the central directory.
    """
    starts: dict[int, int] = {}
    end = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        (mark, _, flags, method, _, _, _, packed, size, name_length, extra_length) = (
            _LOCAL_HEADER.unpack_from(data, member.header_offset)
        )
        name_at = member.header_offset + _LOCAL_HEADER.size
        name = data[name_at : name_at + name_length]
        # to decode takes a fiftieth of the time
        encoding = "utf-8" if member.flag_bits & _NAME_IS_UTF8 else "cp437"
        agreed = (
            mark == b"PK\x03\x04"
            and method == member.compress_type
            and (flags ^ member.flag_bits) & _ENCRYPTED == 0
            and name.decode(encoding) == member.orig_filename
            and (
                flags & _SIZES_FOLLOW
                or (
                    packed in (member.compress_size, _SIZE_ELSEWHERE)
                    and size in (member.file_size, _SIZE_ELSEWHERE)
                )
            )
        )
        start = name_at + name_length + extra_length
        if not agreed or member.header_offset < end or start + member.compress_size > directory:
            _refuse()
        end = start + member.compress_size
        starts[member.header_offset] = start
    return starts


def _parsed(xml: bytes) -> Element:
    try:
        return fromstring(xml)  # noqa: S314 (it holds no DOCTYPE)
    except (ParseError, ValueError, LookupError):
        _refuse()


@kept(16, _LONGEST_TYPES)  # most files of a program declare the same
def _types(xml: bytes) -> Mapping[str, str]:
    root = _parsed(xml)
    endings = {
        f".{node.get('Extension', '').lower()}": node.get("ContentType", "")
        for node in root.iter(f"{TYPES}Default")
    }
    named = {
        node.get("PartName", "").lstrip("/"): node.get("ContentType", "")
        for node in root.iter(f"{TYPES}Override")
    }
    return endings | named


def _as_utf8(content: bytes) -> bytes:
    """Return XML in UTF-8; refuses encodings in which a byte search would miss a DOCTYPE."""
    if content.startswith(_UTF16_MARKS):
        # what is read of it may be little, but all of it is decoded
        if len(content) > LARGEST_PART:
            _refuse(_TOO_LARGE, Refusal.TOO_LARGE)
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError:
            _refuse()
        return re.sub(r"^<\?xml[^>]*\?>", "", text).encode()
    head = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    declared = _ENCODING.match(head)
    known = declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"us-ascii", b"ascii")
    if not head.startswith(b"<") or b"\0" in head or not known:
        _refuse()
    return content
