"""Counts of a paragraph held against one another: which count the same, how far is looked, what is told of a sum or a share."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from converter import sentences
from converter.checking.prose.passages import Passage
from converter.findings import Finding
from converter.form.patterns import when_used
from converter.form.quantities import Quantity, as_percentage, percentage
from converter.form.report import Number, format_number

FEWEST_PARTS: Final = 2
"""A sum, or a list, has so many parts at least."""
MOST_NUMBERS: Final = 40
"""How many numbers are looked at for the parts of a whole, or for the whole of a part."""
NEAR: Final = 28
"""Characters beside a number that may tell what it counts."""
READ: Final = 4000
"""Characters of a paragraph in which numbers are held against all others of theirs; nobody writes longer ones."""
NO_COUNT: Final = frozenset(["%", "元", "万元", "个百分点"])
"""Measures of what is no count of things."""
CLAUSE_END: Final = when_used("[，。；：、）]")
"""Marks behind which something else is counted."""
TRUNCATED: Final = Decimal(1)
"""Of the last place: a rate may be cut off instead of rounded, but is not out by one."""
_SAME_MEASURE: Final = ({"件", "条", "条次", "件次", "则", "篇", "篇次"}, {"个", "项"})
_ROUNDED: Final = Decimal("1.5")
"""Of the last place: how far a share may be off, however it was rounded."""


def are_alike(one: str, other: str) -> bool:
    """Tell whether numbers with two measures may count the same things."""
    return one == other or any(one in group and other in group for group in _SAME_MEASURE)


def clause_before(text: str, quantity: Quantity) -> str:
    """Return what stands before a number in its clause."""
    return CLAUSE_END.split(text[max(0, quantity.start - NEAR) : quantity.start])[-1]


def sum_finding(passage: Passage, parts: Sequence[Quantity], whole: Quantity) -> Finding:
    """Return the finding that parts, before or behind their whole, are not its sum."""
    total = sum((one.value for one in parts), Decimal(0))
    over = total > whole.value
    words = sentences.TEXT_COUNT_PARTS_OVER if over else sentences.TEXT_COUNT_PARTS_UNDER
    why = words.format(
        parts="＋".join(format_number(one.value) for one in parts),
        total=format_number(total),
        whole=whole,
    )
    start, end = min(whole.start, parts[0].start), max(whole.end, parts[-1].end)
    return passage.finding("TEXT-COUNT", start, end, why)


def is_share(part: Number, whole: Number, said: Quantity) -> bool:
    """Tell whether a percentage may be the share that a part has in a whole; it has none in nothing."""
    margin = _ROUNDED.scaleb(-said.places)
    return whole > 0 and said.low - margin <= percentage(part, whole) <= said.high + margin


def wrong_share(part: Number, whole: Number, said: Quantity) -> str:
    """Return what is told of a percentage that is not the share of a part in a whole."""
    return sentences.TEXT_COUNT_SHARE.format(
        part=format_number(part),
        whole=format_number(whole),
        share=as_percentage(percentage(part, whole), said.places),
        said=said,
    )
