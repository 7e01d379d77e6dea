"""Text in half-width characters, for comparison: NFKC, quick whatever a file holds."""

import unicodedata
from typing import Final

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
