"""What the proofreader knows, read from the word lists: `wordlists/*.csv`, an entry a line.

A county may add lines with a text editor or with Excel; each entry names its source.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from operator import add
from pathlib import Path
from typing import Final

from converter.errors import UnusableFile
from converter.files.text import decode_text

WORDLISTS: Final = Path(__file__).parent / "wordlists"


@dataclass(frozen=True)
class Citation:
    """A law or an official document: its title, its number, until which year it is cited."""

    title: str
    number: str
    aliases: tuple[str, ...]
    last_year: int | None
    successor: str


@dataclass(frozen=True)
class SelfReference:
    """What a kind of organ calls itself, and what it does not."""

    endings: tuple[str, ...]
    kind: str
    proper: tuple[str, ...]
    improper: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """A term of the field, and the near-misses of it that are right themselves."""

    text: str
    exceptions: tuple[str, ...]
    loses: bool
    """It is recognised even where an inner character is missing."""


@dataclass(frozen=True)
class Mistake:
    """A wrong wording, the right one, and the longer words in which the wrong one is right."""

    wrong: str
    right: str
    exceptions: tuple[str, ...]


def _rows(name: str) -> Iterator[list[str]]:
    """Return the lines of a word list below its header; Excel may have saved it in GBK."""
    path = WORDLISTS / f"{name}.csv"
    text = decode_text(path.read_bytes(), errors="replace")
    header, *rows = csv.reader(io.StringIO(text))
    for line, row in enumerate(rows, start=2):
        if not any(row):
            continue
        if len(row) != len(header):
            raise UnusableFile(
                f"词表 {path}：第 {line} 行有 {len(row)} 栏，应为 {len(header)} 栏"
                f"（{'、'.join(header)}）。请改好这一行，或删去。"
            )
        yield [field.strip() for field in row]


def _parts(field: str) -> tuple[str, ...]:
    return tuple(part for part in field.split("|") if part)


@cache
def citations() -> tuple[Citation, ...]:
    """Return the laws and documents that annual reports cite."""
    return tuple(
        Citation(
            title,
            number,
            _parts(aliases),
            int(last) if last else None,
            successor,
        )
        for title, number, aliases, last, successor, _ in _rows("citations")
    )


@cache
def aspects() -> dict[str, tuple[str, ...]]:
    """Return the five aspects of section one with the words that speak of each."""
    return {aspect: _parts(words) for aspect, words, _ in _rows("aspects")}


@cache
def leftovers() -> dict[str, str]:
    """Return texts that have no place in a finished report, and what each is."""
    return {text: what for text, what, _ in _rows("leftovers")}


@cache
def repeatable() -> frozenset[str]:
    """Return words that may stand twice: one name ends with it and the next begins with it."""
    return frozenset(word for word, _ in _rows("repeatable"))


@cache
def self_references() -> tuple[SelfReference, ...]:
    """Return the kinds of organs by the endings of their names."""
    return tuple(
        SelfReference(_parts(endings), kind, _parts(proper), _parts(improper))
        for endings, kind, proper, improper, _ in _rows("self_references")
    )


def self_reference_of(unit: str) -> SelfReference | None:
    """Return the kind of organ that a unit's name tells; the longest ending decides."""
    found = [
        (len(ending), kind)
        for kind in self_references()
        for ending in kind.endings
        if unit.endswith(ending)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


@cache
def terms() -> dict[str, Term]:
    """Return the field's terms."""
    return {
        term: Term(term, _parts(exceptions), loses=bool(loses))
        for term, exceptions, loses, _ in _rows("terms")
    }


@cache
def mistakes() -> dict[str, Mistake]:
    """Return wrong wordings: those listed, and each term with characters lost, doubled or swapped.

    Wrong characters of the same sound are not among them: `sounds` finds those.
    """
    listed = {
        wrong: Mistake(wrong, right, _parts(exceptions))
        for wrong, right, exceptions, _ in _rows("mistakes")
    }
    derived = {
        variant: Mistake(variant, term.text, term.exceptions)
        for term in terms().values()
        for variant in _variants(term)
        if variant not in terms() and variant not in term.exceptions
    }
    return derived | listed


def _variants(term: Term) -> Iterator[str]:
    """Yield a term with two inner characters swapped, one doubled, one lost.

    Its first and last characters stay: with their neighbours they may make other words.
    """
    text = term.text
    for place in range(1, len(text) - 1):
        here, following = text[place], text[place + 1]
        if not (here + following).isalpha():
            continue
        if here != following and place + 2 < len(text):
            yield text[:place] + following + here + text[place + 2 :]
        yield text[:place] + here + text[place:]
        if term.loses:
            yield text[:place] + text[place + 1 :]


@cache
def _sound_table() -> dict[int, str]:
    return str.maketrans({char: group[0] for _, group in _rows("homophones") for char in group})


def sounds(text: str) -> str:
    """Return a text with every character replaced by the first that sounds like it.

    >>> sounds("行政执发") == sounds("行政执法")
    True
    """
    return text.translate(_sound_table())


@cache
def terms_by_sound() -> dict[str, str]:
    """Return the terms by how they sound."""
    return {sounds(term): term for term in terms()}


def starts(words: frozenset[str]) -> dict[str, tuple[int, ...]]:
    """Return the lengths of words by their first two characters: an index to look texts up in."""
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[:2], set()).add(len(word))
    return {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}


def occurrences(
    text: str, index: dict[str, tuple[int, ...]], words: frozenset[str]
) -> Iterator[tuple[int, str]]:
    """Yield where words stand in a text, the longest at each place; one pass, whatever the text."""
    for place, pair in enumerate(map(add, text, text[1:])):
        for length in index.get(pair, ()):
            word = text[place : place + length]
            if word in words:
                yield place, word
                break


_BRACKETS: Final = re.compile(r"[\s〈〉《》<>＜＞“”\"、，,]")


def plain_title(title: str) -> str:
    """Return a title as titles are compared: no blanks, marks of titles, quotes or commas."""
    return _BRACKETS.sub("", title)
