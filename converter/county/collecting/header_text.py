"""Chinese in the headers of a mail, whatever encoding they name: what the library reads is UTF-8.

Mail programs call GB 18030 `gb2312`, `x-gbk`, `us-ascii`, and cut a text where a character is not over.
"""

import binascii
import codecs
import re
from contextlib import suppress
from functools import lru_cache
from itertools import groupby
from typing import Final
from urllib.parse import quote, unquote_to_bytes

from converter.files.text import decode_text

_WORD: Final = r"=\?([^?*\s]{1,40})(?:\*[^?\s]{0,40})?\?([bq])\?([^?\s]*)\?="
"""One encoded word, RFC 2047: its encoding, how its bytes are written, and those."""
_WORDS: Final = re.compile(rf"{_WORD}(?:\s+{_WORD})*", re.IGNORECASE)
_EACH_WORD: Final = re.compile(_WORD, re.IGNORECASE)
_PIECE: Final = re.compile(
    r';\s*filename\*([0-9]{1,3})\*="?([^\s;"]+)"?(?=\s*(?:;|$))', re.IGNORECASE
)
"""A piece of an encoded file name, RFC 2231."""
_ENCODED: Final = re.compile(
    r"""(;\s*(?:file)?name\*)=\s*"?([^\s;"'*%]{1,40})'[^\s;"'%]{0,40}'([^\s;"']+)"?""",
    re.IGNORECASE,
)
"""A file name, encoded as a whole."""
_CHINESE: Final = frozenset(("gb2312", "gbk", "gb18030"))
_GUESSED: Final = _CHINESE | {"ascii", "utf-8", ""}
"""Encodings whose name is often wrong, and those that nobody knows."""
_THREE_BYTES: Final = "\u0800"
"""The first character that has as many in UTF-8, as Chinese ones do."""


def in_utf8(value: str) -> str:
    """Return a header whose encoded texts are UTF-8; those in another encoding that is known stay."""
    if "=?" in value:
        value = _WORDS.sub(lambda found: _in_one_word(found[0]), value)
    return _ENCODED.sub(_named_in_utf8, _joined(value)) if "*" in value else value


def _in_one_word(words: str) -> str:
    """Return neighbouring encoded words as one: some programs cut a text within a character."""
    found = _EACH_WORD.findall(words)
    if not all(_codec(encoding) in _GUESSED for encoding, _, _ in found):
        return words
    text = ""
    # what a reply puts in front may be in another encoding
    for codec, run in groupby(found, lambda one: _codec(one[0])):
        try:
            data = b"".join(_bytes_of(how.lower(), code) for _, how, code in run)
        except ValueError:
            return words
        text += _text_of(data, codec)
    code = binascii.b2a_base64(text.encode(), newline=False).decode()
    return f"=?utf-8?b?{code}?="


def _bytes_of(how: str, code: str) -> bytes:
    if how == "q":
        return binascii.a2b_qp(code, header=True)
    return binascii.a2b_base64(code + "=" * (-len(code) % 4))


def _named_in_utf8(found: re.Match[str]) -> str:
    codec = _codec(found[2])
    if codec not in _GUESSED:
        return found[0]
    return f"{found[1]}=utf-8''{quote(_text_of(unquote_to_bytes(found[3]), codec), safe='')}"


@lru_cache(maxsize=256)
def _codec(encoding: str) -> str:
    """Return what Python calls an encoding; empty where it knows none of this name."""
    with suppress(LookupError, ValueError):
        return codecs.lookup(encoding).name
    return ""


def _text_of(data: bytes, codec: str) -> str:
    """Return a text, whatever its encoding is called."""
    if codec in _CHINESE and max(data.decode("utf-8", "ignore"), default="") < _THREE_BYTES:
        return data.decode("gb18030", "replace")  # no Chinese otherwise
    try:
        return data.decode()
    except UnicodeDecodeError as fault:
        if fault.start and fault.end == len(data):  # cut off within its last character
            return data.decode("utf-8", "replace")
    return decode_text(data, "replace")


def _joined(value: str) -> str:
    """Return a header whose encoded file name is one piece: the library decodes piece by piece, and some cut a character."""
    pieces = dict(_PIECE.findall(value))
    if not pieces or len(pieces) != value.lower().count("filename*"):  # one of them is not encoded
        return value
    name = "".join(pieces[number] for number in sorted(pieces, key=int))
    return f"{_PIECE.sub('', value)}; filename*={name}"
