"""Which characters sound alike or look alike, so that one is written for another."""

from collections import defaultdict
from functools import cache
from typing import Final

from converter.checking.prose.words.lists import rows
from converter.checking.prose.words.prepared import Table, prepared


@cache
def _sound_table() -> dict[int, str]:
    return str.maketrans({char: group[0] for _, group in rows("homophones") for char in group})


def sounds(text: str) -> str:
    """Return a text with every character replaced by the first of those that sound the same.

    >>> sounds("行政执发") == sounds("行政执法")
    True
    """
    return text.translate(_sound_table())


@cache
def sounds_of_characters() -> dict[str, str]:
    """Return the commonest sound of each character, without its tone.

    >>> sounds_of_characters()["杭"]
    'hang'
    """
    sounds = (*rows("rare_homophones"), *rows("homophones"))
    return {char: sound for sound, group in sounds for char in group}


_ALIKE_SOUNDS: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
"""What many people do not tell apart."""


def _near(sound: str) -> str:
    for one, other in _ALIKE_SOUNDS:
        sound = sound.replace(one, other)
    return sound


@prepared
def _near_sounding() -> Table:
    """Return the first of the characters that sound nearly the same, by each of them."""
    return {char: group[0] for group in _by_near_sound().values() for char in group}


@cache
def _by_near_sound() -> dict[str, str]:
    groups: dict[str, str] = defaultdict(str)
    for sound, group in rows("homophones"):
        groups[_near(sound)] += group
    return groups


@cache
def _near_sound_table() -> dict[int, str]:
    return str.maketrans(_near_sounding())


def near_sounds(text: str) -> str:
    """Return a text with every character replaced by the first of those that sound nearly the same.

    >>> near_sounds("政策") == near_sounds("争创")
    False
    >>> near_sounds("申请") == near_sounds("深情")
    True
    """
    return text.translate(_near_sound_table())


@cache
def _shape_table() -> dict[int, str]:
    return str.maketrans({char: group[0] for group, _ in rows("lookalikes") for char in group})


def shapes(text: str) -> str:
    """Return a text with every character replaced by the first of those that look alike.

    >>> shapes("徽信") == shapes("微信")
    True
    """
    return text.translate(_shape_table())


@prepared
def _sounding_alike() -> Table:
    """Return the characters that sound nearly the same, by the first of them."""
    groups: dict[str, str] = defaultdict(str)
    for char, first in _near_sounding().items():
        groups[first] += char
    return dict(groups)


@prepared
def _looking_alike() -> Table:
    """Return the characters that look like each, with itself."""
    groups: dict[str, str] = defaultdict(str)
    for group, _ in rows("lookalikes"):
        for char in group:
            groups[char] += group
    return dict(groups)


def _group_of(char: str) -> str:
    """Return the characters that sound nearly like one or look like it."""
    return _sounding_alike().get(_near_sounding().get(char, ""), "") + _looking_alike().get(
        char, ""
    )


@prepared
def _glyphs() -> Table:
    """Return by the characters of the list, all in one, those that they look like, for which each has the same room.

    Thousands of strings would take a megabyte.
    """
    lines = [*rows("glyphs")]
    room = max((len(others) for _, others in lines), default=0)
    listed = "".join(char[0] for char, _ in lines)
    return {listed: "".join(others.ljust(room) for _, others in lines)}


@cache
def of_similar_shape(char: str) -> str:
    """Return the common characters that one looks like when it is printed, or shares all but its radical with.

    >>> "聘" in of_similar_shape("骋"), "体" in of_similar_shape("休")
    (True, True)
    """
    [(listed, others)] = _glyphs().items()
    at = listed.find(char)
    if at < 0:
        return ""
    room = len(others) // len(listed)
    return others[at * room : (at + 1) * room].rstrip()


@cache
def alike(char: str) -> str:
    """Return the characters that sound nearly like one or look like it, without it.

    >>> "末" in alike("未"), "为" in alike("未"), "未" in alike("未")
    (True, True, False)
    """
    # nobody means a rare one
    group = _group_of(char) or _by_near_sound().get(_rare_sounds().get(char, ""), "")
    return "".join(dict.fromkeys(group)).replace(char, "")


def is_of_one_sound_or_shape(one: str, other: str) -> bool:
    """Tell whether two characters sound the same or look alike, not only nearly the same.

    >>> is_of_one_sound_or_shape("样", "言"), is_of_one_sound_or_shape("样", "阳")
    (False, True)
    """
    return sounds(one) == sounds(other) or other in _looking_alike().get(one, "")


def is_rare(char: str) -> bool:
    """Tell whether a character is of the second level of GB/T 2312 and only sounds like common ones.

    >>> is_rare("哓"), is_rare("晓")
    (True, False)
    """
    return char in _rare_sounds() and not _group_of(char)


@prepared
def _rare_sounds() -> Table:
    """Return what each rare character nearly sounds like."""
    return {char: _near(sound) for sound, group in rows("rare_homophones") for char in group}


def is_standard(text: str) -> bool:
    """Tell whether GB/T 2312 has all characters of a text: none is traditional, Japanese or a variant.

    >>> is_standard("公开"), is_standard("公開")
    (True, False)
    """
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
