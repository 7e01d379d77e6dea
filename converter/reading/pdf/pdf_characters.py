"""The characters of a PDF as they are typed, and which of them are no text of the page."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from math import inf
from typing import Any, Final

from converter.reading.radicals import character_of

_TURNED: Final = 0.1
"""From which slope on characters are no text of the page, but a watermark across it."""
_SAME_PLACE: Final = 1.0
"""Points between two prints of one character, which make it bold."""
_LARGE: Final = 1.5
"""Of the size of most characters: what is larger and on most pages alike is no text of them."""
_MOST: Final = 0.9
_FEWEST_PAGES: Final = 2
"""Pages that show that something is not of one of them."""
_WIDE: Final = str.maketrans(",:;!?()[]", "，：；！？（）［］")

# characters that fonts give for those of the same look
_DOUBLES: Final = {"戶": "户", "靑": "青"}


def plain(text: str) -> str:
    """Return a character as it is typed: radicals, forms for vertical lines and doubles of a character replaced."""
    if not text.isascii():
        return "".join(map(_plain_one, text))
    return text


def _plain_one(char: str) -> str:
    if "\u2e80" <= char <= "\u2fdf":
        char = character_of(char)
    elif "\ufe10" <= char <= "\ufe4f":
        char = unicodedata.normalize("NFKC", char).translate(_WIDE)
    else:
        # 〈 and some characters are printed by a second code of theirs
        char = unicodedata.normalize("NFC", char)
    if unicodedata.category(char[0]) in ("Cc", "Co", "Cn"):
        return ""
    return _DOUBLES.get(char, char)


def is_turned(char: Any) -> bool:
    """Tell whether a character runs up or down the page."""
    along, across = char["matrix"][:2]
    return bool(abs(across) > _TURNED * abs(along))


def without_watermarks(pages: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Return the characters of pages without those that stand, faint or large, at the same places of most of them."""
    sizes = sorted(char["size"] for chars in pages for char in chars)
    large = _LARGE * sizes[int(_MOST * len(sizes))] if sizes else 0.0
    times = Counter(
        place
        for chars in pages
        for place in {_place(char) for char in chars if char["faint"] or char["size"] > large}
    )
    least = max(_FEWEST_PAGES, len(pages) / 2)
    of_large = [times[_place(char)] for chars in pages for char in chars if char["size"] > large]
    # where others are as large, some may stand at the same places by chance
    if 2 * sum(one >= least for one in of_large) < len(of_large):
        large = inf
    return [
        [
            char
            for char in chars
            if not (char["faint"] or char["size"] > large) or times[_place(char)] < least
        ]
        for chars in pages
    ]


def _place(char: Any) -> tuple[str, int, int]:
    return char["text"], round(char["x0"]), round(char["y0"])


def printed_once(chars: Sequence[Any]) -> list[Any]:
    """Return characters in their order, of those that are printed upon themselves the uppermost at the left."""
    alike: dict[tuple[bool, str], list[int]] = {}
    for at, char in enumerate(chars):
        alike.setdefault((char["upright"], char["text"]), []).append(at)
    kept = [
        min(here, key=lambda at: (chars[at]["top"], chars[at]["x0"], at))
        for places in alike.values()
        for row in _clusters(chars, places, "top")
        for here in _clusters(chars, row, "x0")
    ]
    return [chars[at] for at in sorted(kept)]


def _clusters(chars: Sequence[Any], places: list[int], side: str) -> Iterator[list[int]]:
    """Yield places of characters in groups, those of one following one another without a gap."""
    places = sorted(places, key=lambda at: chars[at][side])
    start = 0
    for end in range(1, len(places) + 1):
        if end == len(places) or (
            chars[places[end]][side] - chars[places[end - 1]][side] > _SAME_PLACE
        ):
            yield places[start:end]
            start = end
