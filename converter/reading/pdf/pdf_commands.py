"""The commands that draw a page of a PDF, taken apart in time that is linear in their bytes.

The parser of the library takes five times as long; it copies all of a text or a name at each escape in it, and all of
a picture at each byte that may end it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSLiteral, literal_name

_WORD: Final = re.compile(
    rb"([-+]?(?:\d+\.?\d*|\.\d+))|/([^/%\[\]()<>{}\s]*)|\(([^()\\]*)\)|<([0-9A-Fa-f\s]*)>"
    rb"|([A-Za-z][^#/%\[\]()<>{}\s]*|['\"])|(<<|>>|[\[\]])|(\()|%[^\r\n]*"
)
_NUMBER, _NAME, _TEXT, _DIGITS, _COMMAND, _MARK, _LONG_TEXT = range(1, 8)
_IN_TEXT: Final = re.compile(rb"[^()\\]+|\\(?:[0-7]{1,3}|\r\n|.)|[()]", re.DOTALL)
_ESCAPED: Final = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}
_CODE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_LONGEST_NAME: Final = 3 * 127
"""Bytes of a name, each written as a code."""
_LETTERS: Final = ("A85", "ASCII85Decode")
_END_OF_LETTERS: Final = re.compile(rb"~>\s*EI(?=\s|\Z)")
_END_OF_PICTURE: Final = re.compile(rb"EI(?=\s|\Z)")
_VALUES: Final = {b"true": True, b"false": False}
_AT_ONCE: Final = 1_000
"""Words that are read before they are counted."""


def commands(data: bytes, count: Callable[[int], None]) -> Iterator[tuple[bytes, list[Any]]]:
    """Yield commands and their operands, a picture as that of `EI`; `count` is told how many words are read."""
    words = _Words(data, count)
    given: list[Any] = []
    outer: list[list[Any]] = []
    for kind, word in words:
        if kind == _MARK:
            if word in (b"[", b"<<"):
                outer.append(given)
                given = []
            elif outer:
                # of a dictionary no command asks anything
                whole, given = given, outer.pop()
                given.append(whole)
        elif kind != _COMMAND or word in _VALUES:
            given.append(_VALUES.get(word, word) if kind == _COMMAND else word)
        elif word == b"ID":
            names = map(literal_name, given[::2])
            picture = dict(zip(names, given[1::2], strict=False))
            words.skip(picture)
            given, outer = [], []
            yield b"EI", [PDFStream(picture, b"")]
        elif not outer:
            yield word, given
            given = []


class _Words:
    """The words of which commands consist, with their kinds."""

    def __init__(self, data: bytes, count: Callable[[int], None]) -> None:
        self._data = data
        self._count = count
        self._at = 0

    def __iter__(self) -> Iterator[tuple[int, Any]]:
        read = 0
        while found := _WORD.search(self._data, self._at):
            self._at = found.end()
            read += 1
            if read == _AT_ONCE:
                self._count(read)
                read = 0
            if kind := found.lastindex:
                yield kind, _VALUE_OF[kind](found[kind]) if kind != _LONG_TEXT else self._text()
        self._count(read)

    def skip(self, picture: Mapping[str, Any]) -> None:
        """Go on behind a picture whose bytes stand here."""
        packed = picture.get("F", picture.get("Filter"))
        first = packed[0] if isinstance(packed, list) and packed else packed
        end = _END_OF_LETTERS if literal_name(first) in _LETTERS else _END_OF_PICTURE
        found = end.search(self._data, self._at)
        self._at = found.end() if found else len(self._data)

    def _text(self) -> bytes:
        """Return the rest of a text with escapes or brackets in it."""
        pieces: list[bytes] = []
        depth = 1
        for found in _IN_TEXT.finditer(self._data, self._at):
            piece = found[0]
            depth += (piece == b"(") - (piece == b")")
            if not depth:
                self._at = found.end()
                break
            pieces.append(_unescaped(piece[1:]) if piece[:1] == b"\\" else piece)
            if not len(pieces) % _AT_ONCE:
                self._count(_AT_ONCE)
        else:
            self._at = len(self._data)
        return b"".join(pieces)


def _unescaped(code: bytes) -> bytes:
    is_octal = code.isdigit() and code < b"8"
    return bytes([int(code, 8) & 255]) if is_octal else _ESCAPED.get(code, code)


def _number(word: bytes) -> float:
    try:
        return float(word) if b"." in word else int(word)
    except ValueError:  # thousands of digits
        return 0


def _name(word: bytes) -> PSLiteral:
    """Return a name, which is not kept for the next file as those of the library are."""
    name = word
    if b"#" in word and len(word) <= _LONGEST_NAME:
        name = _CODE.sub(lambda code: bytes([int(code[1], 16)]), word)
    try:
        return PSLiteral(name.decode())
    except UnicodeDecodeError:
        return PSLiteral(name)


def _bytes(digits: bytes) -> bytes:
    whole = b"".join(digits.split())
    return bytes.fromhex((whole + b"0" * (len(whole) % 2)).decode())


_VALUE_OF: Final[Mapping[int, Callable[[bytes], Any]]] = {
    _NUMBER: _number,
    _NAME: _name,
    _TEXT: bytes,
    _DIGITS: _bytes,
    _COMMAND: bytes,
    _MARK: bytes,
}
