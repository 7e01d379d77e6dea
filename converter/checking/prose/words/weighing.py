"""What speaks for a slip beside how likely the text is with the change, and what for a word that the model does not know.

A slip in official language makes official words of what is around it, and leaves nothing strange there. Where the
correction makes none, and what is around is strange itself, a name or the word of a trade is more likely: 布水参大盘价格.
"""

from itertools import accumulate
from operator import and_, eq
from typing import Final

from converter.checking.prose.words import knowledge
from converter.checking.prose.words.language import (
    OF_GRAMMAR,
    WEIGHS,
    evidence,
    familiarity_of,
    gain_of,
    makes,
    tightening_of,
)
from converter.form.patterns import when_used

_PARTICLES: Final = frozenset(OF_GRAMMAR)
_TIGHTER: Final = 0.5
_FAMILIAR: Final = 0.5
_OFFICIAL: Final = 7.0
_OF_PHRASE: Final = 6.0
_ENOUGH: Final = 14.0
"""The logarithm of how much likelier the text must be with a change, and what counts beside it: how much rarer what stands alone is
as it is written, how likely what is around is, an official word and a phrase that come of it. The weights are those of a logistic
regression on damaged reports against correct texts of all kinds, rounded."""
_FAMILIAR_BESIDE: Final = 0.3
"""How much it counts for one character how likely what is around is, beside the evidence."""
_PHRASE: Final = 4
_WORD: Final = 2
_BESIDE: Final = 2
"""Characters on each side that are the same where a clause stands twice, its slip included."""
BREAK: Final = "\n" * _BESIDE
"""What stands between the paragraphs of everything, so that none is seen from another."""
_LISTED: Final = "、"
_LOOKED_AT: Final = 40
"""Places of a report at which the same characters are looked at; no report has them more often."""


def is_slip(text: str, place: int, written: str, right: str, everything: str = "") -> bool:
    """Tell whether something else was likely meant than is written at an index, be it one character or two turned round.

    `everything` is the whole report: what stands in it elsewhere, beside other words, is meant.
    """
    first, last = _changed(written, right)
    put, taken, at = right[first : len(right) - last], len(written) - first - last, place + first
    if any(
        knowledge.is_of_set_phrase(text, one) or _is_built_alike(text, one)
        for one in range(at, at + taken)
    ):
        return False
    if taken == 1 and (_is_in_frame(text, at) or _begins_each(text, at)):
        return False
    # what was lost; no word comes of particles
    if len(put) != taken or {text[at : at + taken], put} <= _PARTICLES:
        return True
    gained = gain_of(put, text, at, taken=taken)
    tightened = tightening_of(put, text, at, taken=taken)
    familiar = familiarity_of(put, text, at, taken=taken)
    weight = (
        gained
        + _TIGHTER * tightened
        + _FAMILIAR * familiar
        + _OFFICIAL * (makes(put, text, at, taken, _WORD) or knowledge.is_derived(put, text, at))
        + _OF_PHRASE * makes(put, text, at, taken, _PHRASE)
    )
    told = weight > _ENOUGH or (
        taken == 1
        and gained + evidence(put, text, at, tightened) + _FAMILIAR_BESIDE * familiar > WEIGHS
    )
    return told and not _stands_elsewhere(everything, text, at, taken)


_MEMBER: Final = when_used("[\u4e00-\u9fff]{1,6}(?=([、，。；]|$))")
"""The end of a member of a list, and the next one."""


def _is_built_alike(text: str, at: int) -> bool:
    """Tell whether the next member of a list has the same character in the same place: 防大汛、抗大灾."""
    end = _MEMBER.match(text, at)
    following = _MEMBER.match(text, end.end() + 1) if end and end[1] == _LISTED else None
    if not (end and following):
        return False
    alike_there = following.end() - (end.end() - at)
    return alike_there >= following.start() and text[alike_there] == text[at]


def _stands_elsewhere(everything: str, text: str, at: int, taken: int) -> bool:
    """Tell whether what seems wrong stands beside other words as well, and in no word there either: the name of something."""
    common, around = knowledge.is_common_word, text[max(0, at - _BESIDE) : at + taken + _BESIDE]
    for first in (at,) if taken == _WORD else (at - 1, at):
        pair = text[max(0, first) : first + _WORD]
        if not pair.isalpha():
            continue
        place = -1
        for _ in range(_LOOKED_AT):
            place = everything.find(pair, place + 1)
            if place < 0:
                break
            there, end = place + at - first, place + at - first + taken
            if (
                everything[max(0, there - _BESIDE) : end + _BESIDE].strip(BREAK) != around
                and not common(everything[max(0, there - 1) : there + 1])
                and not common(everything[end - 1 : end + 1])
            ):
                return True
    return False


_MADE_FOR_IT: Final = when_used("以[^\\W\\d_]{3}\\W?")
"""以文塑旅: behind 以 and a noun of one character stands any verb of one."""


def _is_in_frame(text: str, at: int) -> bool:
    """Tell whether the character at an index is the verb of such a frame, and 以 in it belongs to no word before."""
    first = at - 2
    framed = first >= 0 and _MADE_FOR_IT.fullmatch(text, first, at + 3)
    return bool(framed) and not knowledge.is_word(text[max(0, first - 1) : first + 1])


_ITEMS: Final = (2, 3)
"""Characters of the items of a list that have the first one in common."""


def _begins_each(text: str, at: int) -> bool:
    """Tell whether the character at an index begins one item of a list and the one beside it: 按件、按页."""
    commas = ((at + size, at + size + 1) for size in _ITEMS)
    others = (*commas, *((at - 1, at - 1 - size) for size in _ITEMS))
    return any(
        other >= 0 and text[comma : comma + 1] == "、" and text[other : other + 1] == text[at]
        for comma, other in others
    )


def is_within(covered_by: bytearray, place: int, written: str, right: str) -> bool:
    """Tell whether a phrase that is written right covers all that a doubt at a place would change (蹄疾步稳有序)."""
    before, behind = _changed(written, right)
    first, last = place + before, place + len(written) - behind
    return all(covered_by[min(first, last - 1) : max(last, first + 1)])


def is_of_unit(written: str, right: str, unit: str) -> bool:
    """Tell whether what a correction changes has, with what is beside it, two characters of the unit's own name."""
    before, behind = _changed(written, right)
    ends = range(before, len(written) - behind + 1)
    return any(
        len(pair := written[max(0, end - 1) : end + 1]) == _WORD and pair in unit for end in ends
    )


def _changed(written: str, right: str) -> tuple[int, int]:
    """Return how many characters a correction leaves as they are at the beginning, and behind what it changes."""
    before = in_common(written, right)
    return before, in_common(written[before:][::-1], right[before:][::-1])


def in_common(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    return sum(all_same for all_same in accumulate(map(eq, one, other), and_))
