"""The sentences of findings, grouped by code, in the order of the catalogue: of the form and its figures, of the prose.

They can be reviewed without knowing Python: the check fills in the names in braces. Whoever speaks imports this
room and needs not know in which of the two a sentence stands.
"""

from collections.abc import Sequence

from converter.sentences.form import *  # noqa: F403
from converter.sentences.prose import *  # noqa: F403


def some_of(names: Sequence[str], most: int, counted: str, mark: str = "、", gap: str = "") -> str:
    """Name the first of many things, and say how many there are (`等 9 份`) where more than `most` are."""
    more = f"{gap}等 {len(names)} {counted}" if len(names) > most else ""
    return mark.join(names[:most]) + more
