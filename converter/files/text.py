"""Text from outside: decode it, and make it harmless where it is shown."""

import codecs
import re
from typing import Final

from converter.form.patterns import when_used

_BREAKS: Final = when_used("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
_NO_BREAK: Final = r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"
_UNSAFE: Final = when_used(_NO_BREAK + "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""Control characters, escapes among them; marks that turn the direction of a text; no characters."""
_RAW: Final = when_used("[\ud800-\udfff]")
"""Bytes that Python keeps as surrogates, because the locale cannot read them."""
_WORDS: Final = when_used("[^\\s/：，。、“”→]+")


def decode_text(data: bytes, errors: str = "strict") -> str:
    """Return text that is UTF-8, with or without a byte order mark, UTF-16 with one, or else GB 18030.

    `errors` is the error handler; with `strict` text in none of them raises UnicodeDecodeError.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # what Notepad calls Unicode
        return data.decode("utf-16", errors)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors)


def encodable(text: str) -> str:
    r"""Return a text in which raw bytes, which Python keeps as surrogates, are read as UTF-8 or GB 18030.

    What is neither becomes question marks.

    >>> encodable("/报/\udcc4\udcea.xlsx：读不出来")
    '/报/年.xlsx：读不出来'
    """
    if not _RAW.search(text):
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode()
    except UnicodeError:
        return _WORDS.sub(_decoded, text)


def _decoded(word: re.Match[str]) -> str:
    if not _RAW.search(word[0]):
        return word[0]
    try:
        return word[0].encode("utf-8", "surrogateescape").decode("gb18030")
    except UnicodeError:
        return word[0].encode("utf-8", "replace").decode()


def harmless(text: str) -> str:
    """Return a text that does nothing to a terminal and can be encoded; line breaks stay."""
    return "\n".join(map(one_line, text.split("\n")))


def one_line(text: str) -> str:
    r"""Return a name from outside as it is shown: encodable, on one line, without control characters.

    >>> one_line("a\x1b[2J\nb")
    'a�[2J b'
    """
    if text.isprintable():  # most names are; no expression is compiled for them
        return text
    return _UNSAFE.sub("�", _BREAKS.sub(" ", encodable(text)))
