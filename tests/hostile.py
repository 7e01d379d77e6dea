"""Zip files as no office program writes them, and workbooks and reports with parts exchanged."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BUSY_SECONDS = 9
"""What a hostile file may take of the processor; where nothing else is at work, 3."""
MOST_MEMORY = 300
"""MB that the process may take with it."""


@dataclass
class Member:
    """One member of a zip file; what it declares may be a lie."""

    name: str
    content: bytes = b""
    packed: bytes | None = None
    size: int | None = None
    checksum: int | None = None
    flags: int = 0
    own_name: str | None = None
    """The name in its own header, where that differs from the central directory's."""
    reach: int = 0
    """How many bytes behind its own it declares as packed."""
    method: int = 8
    """How it says it is packed; 8 is as it really is."""


def ole(*streams: str, text: str = "") -> bytes:
    """Return the start of a binary Office file with a text, and behind it the directory of its streams."""
    names = [f"{stream}\0".encode("utf-16-le") for stream in streams]
    entries = [name.ljust(64, b"\0") + struct.pack("<HBx60x", len(name), 2) for name in names]
    said = text.encode("utf-16-le").ljust(512, b"\0")
    # sectors of 512 bytes; the directory begins in the one behind the text
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack("<22xH16xL", 9, 1)
    root = "Root Entry\0".encode("utf-16-le").ljust(128, b"\0")
    return head.ljust(512, b"\0") + said + root + b"".join(entries)


def zipped(members: Iterable[Member]) -> bytes:
    """Write a zip file."""
    body, directory, count = b"", b"", 0
    for member in members:
        packed = member.packed
        if packed is None:
            squeezer = zlib.compressobj(1, zlib.DEFLATED, -15)
            packed = squeezer.compress(member.content) + squeezer.flush()
        checksum = zlib.crc32(member.content) if member.checksum is None else member.checksum
        size = len(member.content) if member.size is None else member.size
        shared = (member.flags, member.method, 0, 33, checksum, len(packed) + member.reach, size)
        name, own = member.name.encode(), (member.own_name or member.name).encode()
        start = len(body)
        body += struct.pack("<4s5H3L2H", b"PK\3\4", 20, *shared, len(own), 0) + own + packed
        directory += struct.pack(
            "<4s6H3L5H2L", b"PK\1\2", 20, 20, *shared, len(name), 0, 0, 0, 0, 0, start
        )
        directory += name
        count += 1
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + end


def zeros(megabytes: int) -> bytes:
    """Return, deflated, so many megabytes of the letter 0, in a thousandth of the space."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = squeezer.compress(b"0" * 2**20) + squeezer.flush(zlib.Z_FULL_FLUSH)
    return block * megabytes + squeezer.flush()


def parts_of(source: Path) -> dict[str, bytes]:
    """Return the parts of an Office file."""
    with zipfile.ZipFile(source) as package:
        return {name: package.read(name) for name in package.namelist()}


Change = Callable[[bytes], bytes] | bytes | Member | None


def changed(source: Path, changes: Mapping[str, Change]) -> bytes:
    """Return an Office file with some parts changed, added, or taken away (None)."""
    parts: dict[str, Any] = dict(parts_of(source))
    for name, change in changes.items():
        content = change(parts[name]) if callable(change) else change
        if content is None:
            del parts[name]
        else:
            parts[name] = content
    return zipped(
        content if isinstance(content, Member) else Member(name, content)
        for name, content in parts.items()
    )


def after(mark: str, text: str) -> Callable[[bytes], bytes]:
    """Put text behind the first mark of a part."""
    return lambda part: _insert(part, part.index(mark.encode()) + len(mark.encode()), text)


def before(mark: str, text: str) -> Callable[[bytes], bytes]:
    """Put text before the first mark of a part."""
    return lambda part: _insert(part, part.index(mark.encode()), text)


def _insert(part: bytes, position: int, text: str) -> bytes:
    return part[:position] + text.encode() + part[position:]


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def word_file(body: str, numbering: str = "", styles: str = "") -> bytes:
    """Return a Word file of a body, numberings and styles, all as XML."""
    kinds = {"document": "document.main+xml", "numbering": "numbering+xml", "styles": "styles+xml"}
    named = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_WORD}.{kind}"/>'
        for part, kind in kinds.items()
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}">{named}</Types>',
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
        "word/numbering.xml": f"<w:numbering {_W}>{numbering}</w:numbering>",
        "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
    }
    return zipped(Member(name, text.encode()) for name, text in parts.items())


def paragraph(text: str, numbering: int | None = None) -> str:
    """Return a paragraph of a Word file as XML, in a numbering or in none."""
    properties = (
        ""
        if numbering is None
        else f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{numbering}"/></w:numPr></w:pPr>'
    )
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def numberings(count: int, levels: int, patterns: int = 1) -> str:
    """Return so many numberings as XML; they share patterns of so many levels."""
    level = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:lvlText w:val="%{depth + 1}."/></w:lvl>'
        for depth in range(levels)
    )
    return "".join(
        f'<w:abstractNum w:abstractNumId="{number}">{level}</w:abstractNum>'
        for number in range(patterns)
    ) + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number % patterns}"/></w:num>'
        for number in range(count)
    )


def page(body: str) -> bytes:
    """Return a web page."""
    return f"<html><body>{body}</body></html>".encode()
