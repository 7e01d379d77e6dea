"""Text for comparison: in half-width characters (NFKC), quick whatever a file holds; characters that nobody sees."""

import re
import unicodedata
from typing import Final

UNSEEN_SIGNS: Final = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
"""Characters that say only where a line may break, or in which direction it runs, as an expression lists them."""
_UNSEEN: Final = re.compile(f"[{UNSEEN_SIGNS}]")
_PIECE: Final = 500
"""Characters that are normalised at once: Python takes the square of the length of a run of accents
(CVE-2026-3276), so 200,000 of them would take minutes."""


def half_width(text: str) -> str:
    """Return a text in NFKC; a long one in pieces, each for itself.

    >>> half_width("（１）２０２３ 年")
    '(1)2023 年'
    """
    if len(text) <= _PIECE:
        return unicodedata.normalize("NFKC", text)
    pieces = (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))
    return "".join(unicodedata.normalize("NFKC", piece) for piece in pieces)


def without_unseen(text: str) -> str:
    """Return a text without characters that nobody sees.

    >>> without_unseen("安宁县\u200b水利局")
    '安宁县水利局'
    """
    return text if text.isprintable() else _UNSEEN.sub("", text)
