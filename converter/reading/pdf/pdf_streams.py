"""What the streams of a PDF unpack to and how long it is taken apart, counted as it goes: pdfminer bounds neither.

A stream may be packed in ways that are undone byte by byte, and in several at once. What is packed in a PDF, and in
which way, only its parser knows: methods of the library are replaced while a file is read.
"""

import re
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from typing import Any, Final, Protocol

from pdfminer.arcfour import Arcfour
from pdfminer.lzw import CorruptDataError, LZWDecoder
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import (
    LITERALS_CCITTFAX_DECODE,
    LITERALS_DCT_DECODE,
    LITERALS_FLATE_DECODE,
    LITERALS_LZW_DECODE,
    LITERALS_RUNLENGTH_DECODE,
    PDFStream,
    int_value,
)
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import PSBaseParser

from converter.errors import Refusal, UnusableFile
from converter.reading.room import TOO_MUCH_DRAWN

_COST_OF_CODE: Final = 8
"""Of what is packed as codes: as how many bytes unpacked slowly each one counts, beside its own."""
_LONGEST_TABLE: Final = 4096 + 1
"""Texts that codes of twelve bits can name; the library adds one before it is told to begin anew."""
_COST_OF_PREDICTION: Final = 2
_COST_OF_DIGIT: Final = 2
"""Of a text that is written as hexadecimal digits, each of which the library reads by itself."""
_COST_OF_KEY: Final = 2**8
"""Of a text or stream that is ciphered by RC4: before its first byte."""
_PARTS_IN_A_STEP: Final = 16
"""Of the index of a file, in which each object is looked up."""
_COST_OF_BLANK: Final = 4
"""Of `z` in what is packed as letters: it stands for as many bytes of nothing."""
_TIMES_READ: Final = 2
"""How often the streams of a file may be read from it; each of its bytes is of one of them."""
_COPIED_IN_A_STEP: Final = 2**10
"""Bytes: the library copies the whole of a long text or name each time that it has read on."""
_MOST_FILTERS: Final = 4
"""How often a stream may be packed in itself."""
_decode: Final = PDFStream.decode
_PIECE: Final = 2**10
"""Bytes that are inflated at once; what precedes a fault is kept."""
_END_OF_RUNS: Final = 128
_END_OF_LINE: Final = re.compile(rb"\r\n?|\n")
_ONE_AT_A_TIME: Final = threading.Lock()


class CountedFile(BytesIO):
    """The bytes of a file, counted as streams are read from it: all may say that they go on to its end."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._left = _TIMES_READ * len(data)

    def read(self, size: int | None = -1) -> bytes:
        """Return what is read; raises UnusableFile where it was too often."""
        piece = super().read(size)
        if len(piece) > PSBaseParser.BUFSIZ:
            self._left -= len(piece)
        if self._left < 0:
            raise UnusableFile(TOO_MUCH_DRAWN, Refusal.HOSTILE)
        return piece


class Purse(Protocol):
    """What may still be spent on a file."""

    def spend(self, what: str, amount: int) -> None:
        """Count before it is done; raises UnusableFile where it is more than is left."""

    def left(self, what: str) -> int:
        """Return how much may still be spent."""


@contextmanager
def bounded(purse: Purse) -> Iterator[None]:
    """Have the library unpack and take apart a file within what is left; raises UnusableFile, through it, beyond."""

    def decode(stream: PDFStream) -> None:
        stream.data = unpacked(stream, purse)
        stream.rawdata = None

    def fillbuf(parser: PSBaseParser) -> bool:
        purse.spend("steps", 1 + len(parser._curtoken) // _COPIED_IN_A_STEP)  # noqa: SLF001
        return bool(step(parser))

    def nextline(parser: Any) -> tuple[int, bytes]:
        # the library copies all of a line each 4 KB; many streams may go on to the end of one
        whole, start = parser.fp.getvalue(), parser.bufpos + parser.charpos
        if not (found := _END_OF_LINE.search(whole, start)):
            raise PSEOF
        purse.spend("steps", 1 + 2 * (found.end() - start) // _COPIED_IN_A_STEP)
        parser.seek(found.end())
        return start, whole[start : found.end()]

    def parse_digits(parser: PSBaseParser, buffer: bytes, start: int) -> int:
        end: int = digits(parser, buffer, start)
        purse.spend("slow bytes", _COST_OF_DIGIT * (end - start))
        return end

    def getobj(document: PDFDocument, number: int) -> object:
        # where an object is, each part of the index is asked, which may copy as much of it as it likes
        asked = () if number in document._cached_objs else document.xrefs  # noqa: SLF001
        parts = sum(1 + len(getattr(one, "ranges", ())) for one in asked)
        copied = sum(max(0, getattr(one, "entlen", 0)) for one in asked)
        purse.spend("steps", 1 + parts // _PARTS_IN_A_STEP + copied // _COPIED_IN_A_STEP)
        return look_up(document, number)

    def decrypt(cipher: Arcfour, data: bytes) -> bytes:
        purse.spend("slow bytes", _COST_OF_KEY + len(data))
        # all of what it has deciphered it copies at each byte
        pieces = (data[at : at + _PIECE] for at in range(0, len(data), _PIECE))
        return b"".join(map(cipher.process, pieces))

    library: Any = PSBaseParser
    step, digits, look_up = library.fillbuf, library._parse_hexstring, PDFDocument.getobj  # noqa: SLF001
    replaced: tuple[tuple[Any, str, Any], ...] = (
        (PDFStream, "decode", decode),
        (PSBaseParser, "fillbuf", fillbuf),
        (PSBaseParser, "nextline", nextline),
        (PSBaseParser, "_parse_hexstring", parse_digits),
        (PDFDocument, "getobj", getobj),
        (Arcfour, "decrypt", decrypt),
    )
    with _ONE_AT_A_TIME:
        theirs = [getattr(of, name) for of, name, _ in replaced]
        for of, name, ours in replaced:
            setattr(of, name, ours)
        try:
            yield
        finally:
            for (of, name, _), before in zip(replaced, theirs, strict=True):
                setattr(of, name, before)


def unpacked(stream: PDFStream, purse: Purse) -> bytes:
    """Return the bytes of a stream, unpacked in as many ways as it says."""
    if stream.data is not None:
        return stream.data
    data = stream.rawdata or b""
    if stream.decipher:
        data = stream.decipher(stream.objid or 0, stream.genno or 0, data, stream.attrs)
    filters = stream.get_filters()
    if len(filters) > _MOST_FILTERS:
        raise UnusableFile(TOO_MUCH_DRAWN, Refusal.HOSTILE)
    for kind, given in filters:
        how = given if isinstance(given, dict) else {}
        if kind in LITERALS_FLATE_DECODE:
            data = _inflated(data, purse)
        elif kind in LITERALS_LZW_DECODE:
            data = b"".join(_texts_of_codes(data, purse))
        elif kind in LITERALS_CCITTFAX_DECODE:
            data = b""  # a picture, and no text
        else:
            is_runs = kind in LITERALS_RUNLENGTH_DECODE
            blanks = _COST_OF_BLANK * data.count(b"z")
            purse.spend("slow bytes", _length_of_runs(data) if is_runs else len(data) + blanks)
            data = _of_library({"Filter": kind}, data)
            purse.spend("unpacked", len(data))
        if "Predictor" in how:
            row = int_value(how.get("Columns", 1)) * int_value(how.get("Colors", 1))
            purse.spend("slow bytes", abs(row) + _COST_OF_PREDICTION * len(data))
            # what is packed as a picture's it leaves alone
            data = _of_library({"Filter": LITERALS_DCT_DECODE[0], "DecodeParms": how}, data)
    return data


def _of_library(attributes: dict[str, Any], data: bytes) -> bytes:
    """Return what the library makes of bytes that are packed in one way."""
    one = PDFStream(attributes, data)
    _decode(one)
    return one.data or b""


def _inflated(data: bytes, purse: Purse) -> bytes:
    """Return what was inflated, as far as it can be; a lost end is no reason to lose the rest."""
    inflater = zlib.decompressobj()
    pieces: list[bytes] = []
    with suppress(zlib.error):
        for start in range(0, len(data), _PIECE):
            pieces.append(
                inflater.decompress(data[start : start + _PIECE], purse.left("unpacked") + 1)
            )
            purse.spend("unpacked", len(pieces[-1]))
            if inflater.eof:
                break
    return b"".join(pieces)


def _texts_of_codes(data: bytes, purse: Purse) -> Iterator[bytes]:
    decoder = LZWDecoder(BytesIO(data))
    with suppress(EOFError, CorruptDataError):
        while True:
            text = decoder.feed(decoder.readbits(decoder.nbits))
            purse.spend("slow bytes", _COST_OF_CODE + len(text))
            if len(decoder.table) > _LONGEST_TABLE:
                raise UnusableFile(TOO_MUCH_DRAWN, Refusal.HOSTILE)
            yield text


def _length_of_runs(data: bytes) -> int:
    """Return the bytes of runs, each of them its length and what it repeats, or its length and as many bytes."""
    at = length = 0
    while at < len(data) and (mark := data[at]) != _END_OF_RUNS:
        length += 1 + (mark if mark < _END_OF_RUNS else 2 * _END_OF_RUNS - mark)
        at += 2 + (mark if mark < _END_OF_RUNS else 0)
    return length
