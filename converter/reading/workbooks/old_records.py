"""What a binary workbook or document has LibreOffice do, counted before it starts: cells of areas, characters."""

import struct
from array import array
from collections.abc import Collection, Iterator
from typing import Final

_HEADER: Final = 512
"""Bytes in front of what an OLE file with sectors of that size holds."""
_SECTORS: Final = (9, 12)
"""Powers of two, of which its sectors have as many bytes."""
_SHORT_SECTOR: Final = 64
_FIRSTS: Final = struct.Struct("<48xL4xLL")
"""In its header: the first sector of the directory, the least size of a stream with sectors of its own, the first of the table of short ones."""
_TABLES: Final = struct.Struct("<76x109L")
"""And the sectors of the table that tells which one follows which; files of more than 7 MB have others besides."""
_ENTRY: Final = struct.Struct("<64sHB49xLL4x")
"""In the directory: name, bytes of the name, kind, first sector and size."""
_STREAM: Final = 2
_OF_DOCUMENT: Final = ("worddocument\0",)
_OF_WORKBOOK: Final = ("workbook\0", "book\0")
"""The names of their streams in lower case; LibreOffice takes the second, of before 1997, for either."""

_RECORD: Final = struct.Struct("<HH")
_ENCRYPTED: Final = 0x2F
"""What stands behind it is."""
_NARROW, _WIDE = struct.Struct("<HHBB"), struct.Struct("<HHHH")
_AREAS: Final = {
    0x221: (0, _NARROW.size, _NARROW),  # one formula for all
    0x236: (0, _NARROW.size, _NARROW),  # a formula with other values in each
    0x1B8: (0, _WIDE.size, _WIDE),  # a link
    0xE5: (2, None, _WIDE),  # merged cells, behind their number
}
"""Where in a record the areas are whose cells are filled one by one: first and last row, first and last column."""

MOST_RECORDS: Final = 500_000
MOST_CELLS: Final = 1_000_000
"""Cells of all areas in which each cell gets something of its own; a whole column has 65,536."""

_START: Final = 0x6C
"""Bytes of a document in which its version, its flags and the lengths of its texts are."""
_BEGIN: Final = struct.Struct("<2xH6xH")
_IS_ENCRYPTED: Final = 0x100
_VERSION_8: Final = 193
"""That of 1997; before it the lengths stand elsewhere."""
_LENGTHS: Final = struct.Struct("<8l")
"""Of the text, the footnotes, the headers and so on; several pieces of one may be the same bytes."""
MOST_CHARACTERS: Final = 1_000_000


def characters(data: bytes) -> int:
    """Return how many characters a binary document says that it has; 0 for an encrypted one, of which nobody knows."""
    most = 0
    for start in _streams(data, _OF_DOCUMENT, _START):
        if len(start) == _START:
            version, flags = _BEGIN.unpack_from(start)
            lengths = _LENGTHS.unpack_from(start, 0x4C if version >= _VERSION_8 else 0x34)
            count = 0 if flags & _IS_ENCRYPTED else sum(max(one, 0) for one in lengths)
            most = max(most, count)
    return most


def is_too_much(data: bytes) -> bool:
    """Tell whether a binary workbook has more records than a form, or areas of more cells; of an encrypted one nobody knows."""
    records = cells = size = 0
    for stream in _streams(data, _OF_WORKBOOK, len(data)):
        size += len(stream)  # more than there is where streams share what they hold
        at = 0
        while at + _RECORD.size <= len(stream):
            kind, length = _RECORD.unpack_from(stream, at)
            if kind == _ENCRYPTED:
                break
            at += _RECORD.size
            cells += _cells(kind, stream[at : at + length])
            at += length
            records += 1
            if records > MOST_RECORDS or cells > MOST_CELLS:
                return True
        if size > len(data):
            return True
    return False


def _cells(kind: int, record: memoryview) -> int:
    """Return how many cells the areas of a record have."""
    if kind not in _AREAS:
        return 0
    at, most, area = _AREAS[kind]
    areas = area.iter_unpack(_whole(record[at:most], area.size))
    return sum(max(b - a + 1, 0) * max(d - c + 1, 0) for a, b, c, d in areas)


def _streams(data: bytes, wanted: Collection[str], most: int) -> Iterator[memoryview]:
    """Yield what the streams of an OLE file with one of these names begin with, those of embedded files too."""
    power = data[30] if len(data) > _HEADER else 0
    if power not in _SECTORS:
        return
    first, least, first_short = _FIRSTS.unpack_from(data)
    store = _Store(memoryview(data)[1 << power :], 1 << power)
    store.follow(memoryview(b"".join(map(store.sector, _TABLES.unpack_from(data)))))
    short = _Store(memoryview(b""), _SHORT_SECTOR)
    directory = _whole(store.chain(first), _ENTRY.size)
    for at, entry in enumerate(_ENTRY.iter_unpack(directory)):
        name, length, kind, start, size = entry
        if at == 0:  # the root: what it holds are the short streams
            short = _Store(store.chain(start, size), _SHORT_SECTOR)
            short.follow(store.chain(first_short))
        elif kind == _STREAM and name[:length].decode("utf-16-le", "replace").lower() in wanted:
            yield (store if size >= least else short).chain(start, min(size, most))


class _Store:
    """Sectors, and which of them follows which."""

    def __init__(self, data: memoryview, size: int) -> None:
        self._data = data
        self._size = size
        self._next = array("I")

    def follow(self, table: memoryview) -> None:
        """Take the table that tells which sector follows which."""
        self._next.frombytes(_whole(table, self._next.itemsize))

    def sector(self, number: int) -> memoryview:
        return self._data[number * self._size : (number + 1) * self._size]

    def chain(self, first: int, size: int | None = None) -> memoryview:
        """Return what the sectors from one on hold, up to a size; nothing where they follow one another in a circle."""
        found = bytearray()
        most = len(self._data) if size is None else min(size, len(self._data))
        for _ in range(most // self._size + 1):
            if first >= len(self._next):
                break
            piece = self.sector(first)
            found += piece
            # the last of all, or one that there is not: in a circle it would be asked for again and again
            if len(piece) < self._size:
                break
            first = self._next[first]
        else:
            if size is None:
                found.clear()
        return memoryview(found)[:size]


def _whole(data: memoryview, size: int) -> memoryview:
    """Return bytes without what is left at their end beside pieces of a size."""
    return data[: len(data) // size * size]
