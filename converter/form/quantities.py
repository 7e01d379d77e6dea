"""Numbers with a measure in Chinese prose: 33件, 一千二百余条, 3.9万件, 近20%; the folded text that they are read in."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from converter.form.half_width import UNSEEN_SIGNS
from converter.form.numerals import SCALES, numeral_value
from converter.form.report import format_number

_FOLDED: Final = str.maketrans(
    "０１２３４５６７８９％．＋－(),:;?!∶﹪",
    "0123456789%.+-（），：；？！：%",
)
BLANK: Final = re.compile(rf"[\s{UNSEEN_SIGNS}]+")
"""What a folded text is without."""


def folded(text: str) -> str:
    """Return a text without blanks, its digits and punctuation in one width."""
    return BLANK.sub("", text.translate(_FOLDED))


_COUNTED: Final = "件次|件|条次|条|宗|起|份|项|例|篇次|篇|则|个|期|次|场次|场|批次|人次|人|户|家|名|部|册|张|幅|处|种|类|封|所|台"
_QUANTITY: Final = re.compile(
    r"(?P<about>大约|约|将近|接近|近|逾|超过|超|不到|不足|至少|共?不少于)?"
    r"(?:(?P<digits>(?:\d{1,3}(?:[，,]\d{3}){1,6}(?!\d)|\d{1,12})(?:\.\d{1,6})?)"
    r"|(?P<chinese>[零〇一二两三四五六七八九十百千万亿]{1,12}))"
    r"(?P<more>[余多])?(?P<scale>[百千万亿]{0,2})(?P<over>[余多])?"
    rf"(?P<measure>万元|元|%|个百分点|{_COUNTED})"
    r"(?P<above>以上|左右|上下)?"
)


class Quantity(NamedTuple):
    """A number as prose states it, with the lowest and the highest figure that it may stand for."""

    start: int
    end: int
    said: str
    measure: str
    low: Decimal
    high: Decimal
    places: int = 0
    """Decimal places of the number as it is written."""

    @property
    def exact(self) -> bool:
        """Whether it stands for one figure: not 约, 余 or 万."""
        return self.low == self.high

    @property
    def value(self) -> Decimal:
        """The figure, or the lowest of several."""
        return self.low

    def allows(self, figure: Decimal | int) -> bool:
        """Tell whether it may stand for a figure."""
        return self.low <= figure <= self.high

    def __str__(self) -> str:
        return self.said


def quantities(text: str) -> Iterator[Quantity]:
    """Yield the numbers with a measure in a folded sentence, left to right."""
    for found in _QUANTITY.finditer(text):
        before = text[found.start() - 1] if found.start() else ""
        if before and (before in "第-—~～至./〔[" or (before.isascii() and before.isalnum())):
            continue
        if found["measure"] == "件" and text[found.end() : found.end() + 1] in ("事", "套"):
            continue
        yield _quantity(found)


def _quantity(found: "re.Match[str]") -> Quantity:
    scale = Decimal(1)
    for char in found["scale"]:
        scale *= SCALES[char]
    places = 0
    if found["digits"]:
        digits = found["digits"].replace(",", "").replace("，", "")
        places = len(digits.partition(".")[2])
        base = Decimal(digits)
        step = Decimal(1).scaleb(-places)
        if not places and digits.endswith("0") and base:
            step = Decimal(10) ** (len(digits) - len(digits.rstrip("0")))
    else:
        base = Decimal(numeral_value(found["chinese"]))
        step = Decimal(1)
        while base and base % (step * 10) == 0:
            step *= 10
    base, step = base * scale, step * scale
    low = high = base
    if found["more"] or found["over"]:
        high = base + max(step, Decimal(1))
    elif scale > 1:
        low, high = base - step / 2, base + step / 2
    low, high = _widened(low, high, found["about"] or "", found["above"] or "")
    return Quantity(found.start(), found.end(), found[0], found["measure"], low, high, places)


def _widened(low: Decimal, high: Decimal, about: str, above: str) -> tuple[Decimal, Decimal]:
    tenth = high / 10
    if about in ("约", "大约") or above in ("左右", "上下"):
        return low - tenth, high + tenth
    if about in ("近", "将近", "接近", "不到", "不足"):
        return low - 2 * tenth, high
    if about or above:
        return low, high + 5 * tenth
    return low, high


_COMPARISON: Final = re.compile(
    r"(?:同比|环比|[较比与](?:上一?年|去年|\d{4}年|上年度)(?:度|同期|全年)?(?:相比)?)，?[^，。；\d]{0,10}"
    rf"\d[\d.,]{{0,12}}[万余多]{{0,2}}(?:%|个百分点|{_COUNTED})"
    rf"|(?:[日月年周户]均|人均|平均每?[日月天周])[^，。；\d]{{0,6}}\d[\d.]{{0,12}}(?:{_COUNTED})"
)


def without_comparisons(text: str) -> str:
    """Return a text in which comparisons with another year and averages are blanked out."""
    return _COMPARISON.sub(lambda found: "＃" * len(found[0]), text)


def percentage(part: Decimal | int, whole: Decimal | int) -> Decimal:
    """Return how many per cent of the whole a part is."""
    return Decimal(part) * 100 / Decimal(whole)


def as_percentage(value: Decimal, places: int) -> str:
    """Write a percentage with so many decimal places, one at least."""
    return f"{format_number(round(value, max(places, 1)))}%"
