"""The model of official Chinese: how likely a character is behind the two before it, and how rarely it stands alone.

`language.bin` holds it, quantized, in a hash table that is read as it lies; `tools/language.py` makes it.
"""

import struct
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

MODEL: Final = Path(__file__).parent / "language.bin"
HEADER: Final = struct.Struct("<4sHHHf")
"""Magic, number of characters, bytes of them in UTF-8, backoff classes, size of a step."""
MAGIC: Final = b"NBL1"
SCALE: Final = 16
"""Steps of one in the natural logarithms of single characters, a byte each."""
CLASSES_PER_E: Final = 1.5
"""Backoff classes of pairs: by the logarithm of how often the pair was seen."""
BUCKET: Final = 4
"""Slots of a bucket; a slot is 12 bits that know the key again and 4 bits of its value."""
_SLOTS: Final = struct.Struct(f"<{BUCKET}H")
_bucket: Final = _SLOTS.unpack_from
START: Final = "^"
END: Final = "$"
_MASK: Final = (1 << 64) - 1
_ODD: Final = 0x9E3779B97F4A7C15
_NEVER: Final = -13.0
"""The logarithm for a character that the model does not know."""
_UNKNOWN: Final = (0.0, 0.0, 0.0, 0.0)
_REMEMBERED: Final = 100_000
"""Pairs and threes kept at most once they were looked up."""
_Value = TypeVar("_Value")


def spread(key: str) -> tuple[int, int, int]:
    """Return two numbers that choose a bucket each, and the 12 bits that a slot keeps."""
    number = 0
    for char in map(ord, key):
        number = number << 16 | char
    number = number * _ODD & _MASK
    number ^= number >> 29
    number = number * _ODD & _MASK
    return number >> 32, number >> 12 & 0xFFFFF, number >> 52 or 1


class _Asked(dict[str, _Value]):
    """What was looked up of characters side by side; a text asks for each of them many times."""

    def __init__(self, look_up: Callable[[str], _Value]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, key: str) -> _Value:
        if len(self) > _REMEMBERED:
            self.clear()
        value = self[key] = self._look_up(key)
        return value


class Model:
    """The model as it lies in the file; nothing is unpacked but the single characters."""

    def __init__(self, data: bytes) -> None:
        _, count, length, classes, step = HEADER.unpack_from(data)
        self._step: float = step
        at = HEADER.size
        chars = data[at : at + length].decode("utf-8")
        at += length
        steps = [step / SCALE for step in range(256)]
        scales = ([-step for step in steps],) * 2 + (steps,) * 2
        singles = [
            map(scale.__getitem__, data[at + count * part : at + count * (part + 1)])
            for part, scale in enumerate(scales)
        ]
        at += 4 * count
        self._single = dict(zip(chars, zip(*singles, strict=True), strict=True))
        self._backoff = tuple(-value / SCALE for value in data[at : at + classes])
        self._slots = data[at + classes :]
        self._buckets = len(self._slots) // _SLOTS.size
        self._pair: Callable[[str], tuple[float, float]] = _Asked(self._of_two).__getitem__
        """How likely the second of two characters is, and what is taken off where a third is not known:
        nothing where the model does not have the pair itself."""
        self.likelihood: Callable[[str], float] = _Asked(self._of_three).__getitem__
        """The logarithm of how likely the last of three characters is after the others."""

    def knows(self, char: str) -> bool:
        """Tell whether official Chinese has a character at all: 蔫 and 虱 stand alone nowhere in it."""
        return char in self._single

    def rarely_alone(self, char: str) -> float:
        """Return the logarithm of how rarely a character is a word of its own."""
        known = self._single.get(char)
        return known[3] if known else 0.0

    def _of_three(self, three: str) -> float:
        (_, backoff), (likely, given_up) = self._pair(three[:2]), self._pair(three[1:])
        # the model has no three without both of its pairs
        value = self._found(three) if backoff and given_up else None
        return backoff + likely if value is None else value

    def _of_two(self, two: str) -> tuple[float, float]:
        value = self._found(two)
        if value is not None:
            seen = max(0, int((value + self._single.get(two[0], _UNKNOWN)[2]) * CLASSES_PER_E))
            return value, self._backoff[min(seen, len(self._backoff) - 1)]
        before, after = map(self._single.get, two)
        return ((before[1] if before else 0.0) + after[0] if after else _NEVER), 0.0

    def _found(self, key: str) -> float | None:
        one, other, mark = spread(key)
        for place in (one % self._buckets, other % self._buckets):
            for slot in _bucket(self._slots, place * _SLOTS.size):
                if slot >> 4 == mark:
                    return -float(slot & 15) * self._step
        return None


@cache
def model() -> Model:
    """Return the model that is shipped, read when it is first asked for."""
    return Model(MODEL.read_bytes())
