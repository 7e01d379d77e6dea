"""What the word lists say: terms, laws, campaigns, phrases, common words, and where they stand in a text."""

import re
from collections import defaultdict
from collections.abc import Container, Iterator
from functools import cache, lru_cache
from operator import add, contains, ne
from typing import Final, NamedTuple

from converter.checking.prose.words.characters import sounds
from converter.checking.prose.words.lists import rows
from converter.checking.prose.words.prepared import Table, prepared
from converter.form import short_inputs
from converter.form.patterns import when_used


class Citation(NamedTuple):
    """A law or an official document."""

    title: str
    number: str
    aliases: tuple[str, ...]
    last_year: int | None
    """The last year whose report may cite it; None while it is in force."""
    successor: str
    """The number of the document that replaced it."""


class SelfReference(NamedTuple):
    """What a kind of unit (镇, 局) calls itself, and what it wrongly calls itself."""

    endings: tuple[str, ...]
    kind: str
    proper: tuple[str, ...]
    improper: tuple[str, ...]


class Campaign(NamedTuple):
    """What was carried on in some years, and words beside it that speak of another time rightly."""

    name: str
    first: int
    last: int
    exceptions: tuple[str, ...]


class Term(NamedTuple):
    """A term, and similar words that are right themselves."""

    text: str
    exceptions: tuple[str, ...]
    loses: bool
    """It is also looked for with one of its inner characters missing."""


class Division(NamedTuple):
    """Kinds that divide a whole, so that nothing else is in it."""

    kinds: tuple[tuple[str, ...], ...]
    """The words of each."""
    enough: int
    """So many different kinds are all of the whole."""
    whole: tuple[tuple[str, ...], ...]
    """Words of which something is said of the whole, one of each."""


class Mistake(NamedTuple):
    """A wrong wording, the right one, and longer words of which the wrong one is a part."""

    wrong: str
    right: str
    exceptions: tuple[str, ...]


def _parts(field: str) -> tuple[str, ...]:
    return tuple(filter(None, field.split("|")))


@cache
def citations() -> tuple[Citation, ...]:
    """Return the laws and documents that reports cite."""
    return tuple(
        Citation(
            title,
            number,
            _parts(aliases),
            int(last) if last else None,
            successor,
        )
        for title, number, aliases, last, successor, _ in rows("citations")
    )


@cache
def aspects(ending: str = "") -> dict[str, tuple[str, ...]]:
    """Return the five aspects of section one with the words that speak of each.

    With the ending of a unit's name (`人民政府`) return what such units report beside them.
    """
    return {aspect: _parts(words) for aspect, words, units, _ in rows("aspects") if units == ending}


@cache
def leftovers() -> dict[str, str]:
    """Return texts that must not stand in a finished report, and what each is."""
    return {text: what for text, what, _ in rows("leftovers")}


@cache
def repeatable() -> dict[str, bool]:
    """Return words that may stand twice in a row, and whether only where one name ends with it and the next begins so."""
    return {word: source.startswith("前一个名称") for word, source in rows("repeatable")}


@cache
def parallel() -> frozenset[str]:
    """Return words that stand side by side in either order: 维护更新, 及时准确."""
    return frozenset(word for word, _ in rows("parallel"))


@cache
def words_of(kind: str) -> tuple[str, ...]:
    """Return the words of one class of `classes.csv`, as the rules on clauses need them.

    >>> "切实" in words_of("一般只作状语")
    True
    """
    return _classes()[kind]


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    return {name: _parts(words) for name, words, _ in rows("classes")}


@cache
def collocations() -> dict[str, tuple[str, ...]]:
    """Return verbs, each with the nouns that are never its object: 加快质量."""
    return {verb: _parts(nouns) for verb, nouns, _ in rows("collocations")}


@cache
def idioms() -> frozenset[str]:
    """Return the first three characters of idioms in which a character is doubled: 息息相关."""
    return frozenset(beginning for beginning, _ in rows("idioms"))


@cache
def renamed_organs() -> dict[str, tuple[int, str]]:
    """Return names that organs no longer have, the last year in which they had them, and their new names."""
    return {old: (int(last), new) for old, last, new, _ in rows("renamed")}


@cache
def areas() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """Return the provinces with their cities and the counties of each; a long name has its short one beside it."""
    return tuple(
        (province, _parts(city), _parts(counties)) for province, city, counties, _ in rows("areas")
    )


@cache
def divisions() -> tuple[Division, ...]:
    """Return the known divisions of a whole into its parts."""
    return tuple(
        Division(
            tuple(map(_parts, kinds.split("/"))),
            int(enough),
            tuple(filter(None, map(_parts, whole.split("/")))),
        )
        for kinds, enough, whole, _ in rows("divisions")
    )


@cache
def campaigns() -> tuple[Campaign, ...]:
    """Return the campaigns of which reports speak, with their years."""
    return tuple(
        Campaign(name, int(first), int(last), _parts(exceptions))
        for name, first, last, exceptions, _ in rows("campaigns")
    )


@cache
def self_references() -> tuple[SelfReference, ...]:
    """Return the kinds of units, each with the endings of their names."""
    return tuple(
        SelfReference(_parts(endings), kind, _parts(proper), _parts(improper))
        for endings, kind, proper, improper, _ in rows("self_references")
    )


def self_reference_of(unit: str) -> SelfReference | None:
    """Return the kind of a unit by the longest ending that fits its name; None where none fits."""
    found = [
        (len(ending), kind)
        for kind in self_references()
        for ending in kind.endings
        if unit.endswith(ending)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


@cache
def terms() -> dict[str, Term]:
    """Return the terms by their text."""
    return {
        term: Term(term, _parts(exceptions), loses=bool(loses))
        for term, exceptions, loses, _ in rows("terms")
    }


_CONJUNCTIONS: Final = frozenset("和与及")
"""What names do without in short: 人力资源社会保障部门."""


@cache
def mistakes() -> dict[str, Mistake]:
    """Return wrong wordings: those of the list, and terms with characters lost, doubled or swapped.

    Terms with a wrong character that sounds the same are found with `_terms_by_sound`.
    """
    listed = {
        wrong: Mistake(wrong, right, _parts(exceptions))
        for wrong, right, exceptions, _ in rows("mistakes")
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

    Its first and last characters stay, for they may belong to a neighbouring word.
    """
    text = term.text
    for place in range(1, len(text) - 1):
        here, following = text[place], text[place + 1]
        if not (here + following).isalpha():
            continue
        if here != following and place + 2 < len(text):
            yield text[:place] + following + here + text[place + 2 :]
        yield text[:place] + here + text[place:]
        if term.loses and here not in _CONJUNCTIONS:
            yield text[:place] + text[place + 1 :]


@cache
def phrases() -> tuple[str, ...]:
    """Return the phrases of the official language that `phrases.slips` holds texts against."""
    return tuple(phrase for phrase, _ in rows("phrases"))


def is_common_word(text: str) -> bool:
    """Tell whether a text is a word of two or three characters that is common in Chinese.

    >>> is_common_word("办理"), is_common_word("办里"), is_common_word("办公室")
    (True, False, True)
    """
    return text[1:] in _rests_of_common_words(text[:1])


def beginnings(text: str) -> tuple[list[bool], list[bool]]:
    """Return for each character of a text whether a common word of two begins with it, and whether one of three does.

    >>> beginnings("办公室里")
    ([True, False, False, False], [True, False, False, False])
    """
    rests = [*map(_rests_of_common_words, text)]
    further = map(add, text[1:], text[2:])
    return (
        [*map(contains, rests, text[1:]), False],
        [*map(contains, rests, further), False, False],
    )


@prepared
def _common_seconds() -> Table:
    """Return the second characters of words of two by the first."""
    return {first: seconds for first, seconds, _ in rows("common_words")}


@prepared
def _common_rests() -> Table:
    """Return the other two characters of words of three by the first."""
    return {first: rests for first, _, rests in rows("common_words")}


@cache
def _rests_of_common_words(first: str) -> frozenset[str]:
    rests = rests_of_three(first)
    return frozenset((*seconds(first), *(rests[at : at + 2] for at in range(0, len(rests), 2))))


@prepared
def office_words() -> Table:
    """Return the second characters of the common words that the phrases are made of, by the first."""
    return dict(rows("office_words"))


def is_official(word: str) -> bool:
    """Tell whether a word of two characters is one that the phrases of the official language are made of.

    >>> is_official("公开"), is_official("公鸡")
    (True, False)
    """
    return len(word) > 1 and word[1] in office_words().get(word[0], "")


_SUFFIXES: Final = frozenset("化性度率员者型")


def is_derived(char: str, text: str, at: int) -> bool:
    """Tell whether a character would make one word of the official word before an index of a text.

    >>> is_derived("化", "数字华平台", 2), is_derived("化", "数字华平台", 3)
    (True, False)
    """
    return char in _SUFFIXES and is_official(text[max(0, at - 2) : at])


@prepared
def _rare_words() -> Table:
    return dict(rows("rare_words"))


def is_word(text: str) -> bool:
    """Tell whether a text is a common word, or one of two characters that dictionaries know though it is rare.

    >>> is_word("办学"), is_word("治校"), is_word("校治")
    (True, True, False)
    """
    return is_common_word(text) or text[1:] in _rare_seconds(text[:1])


def ends_word(text: str, at: int) -> bool:
    """Tell whether the character at an index ends a word of two or three characters."""
    return any(is_word(text[max(0, first) : at + 1]) for first in (at - 1, at - 2))


@cache
def _rare_seconds(first: str) -> frozenset[str]:
    return frozenset(rare_seconds(first))


SET_LENGTHS: Final = (4, 3, 5, 6)
"""Characters of the words of `set_phrases.csv`, a column for each."""


@prepared
def set_phrases() -> Table:
    """Return set phrases and words of dictionaries that no shorter word tells to be right: 千呼万唤, 洗精煤."""
    return {
        first + rests[at : at + length - 1]: ""
        for first, *columns in rows("set_phrases")
        for length, rests in zip(SET_LENGTHS, columns, strict=False)
        for at in range(0, len(rests), length - 1)
    }


def is_of_set_phrase(text: str, at: int) -> bool:
    """Tell whether the character at an index belongs to a set phrase.

    >>> is_of_set_phrase("做到口口相传", 3), is_of_set_phrase("做到口口相问", 3)
    (True, False)
    """
    known = set_phrases()
    return any(
        text[first : first + length] in known
        for length in SET_LENGTHS
        for first in range(max(0, at - length + 1), at + 1)
    )


def seconds(first: str) -> str:
    """Return the characters that make a common word of two behind one.

    >>> "开" in seconds("公")
    True
    """
    return _common_seconds().get(first, "")


def rare_seconds(first: str) -> str:
    """Return the characters that make a word of two behind one that dictionaries know though it is rare.

    >>> "校" in rare_seconds("治")
    True
    """
    return _rare_words().get(first, "")


def rests_of_three(first: str) -> str:
    """Return the other two characters of the common words of three that begin with one, all in a row."""
    return _common_rests().get(first, "")


def firsts(second: str) -> str:
    """Return the characters that make a common word of two before one.

    >>> "公" in firsts("开")
    True
    """
    return _common_firsts().get(second, "")


@prepared
def _common_firsts() -> Table:
    """Return the first characters of words of two by the second."""
    found: Table = defaultdict(str)
    for first, seconds in _common_seconds().items():
        for second in dict.fromkeys(seconds):
            found[second] += first
    return dict(found)


@cache
def _terms_by_sound() -> dict[str, str]:
    """Return the terms by what `sounds` makes of them."""
    return {sounds(term): term for term in terms()}


def starts(words: frozenset[str], size: int = 2) -> dict[str, tuple[int, ...]]:
    """Return the lengths of words by their first two or three characters: the index for `occurrences`."""
    lengths: dict[str, int] = {}  # a bit for each
    for word in words:
        start = word[:size]
        lengths[start] = lengths.get(start, 0) | 1 << len(word)
    # of thousands a hundred are different
    kept = {bits: _places(bits) for bits in set(lengths.values())}
    return {start: kept[bits] for start, bits in lengths.items()}


def _places(bits: int) -> tuple[int, ...]:
    """Return the places of the bits that are set, the highest first."""
    return tuple(place for place in reversed(range(bits.bit_length())) if bits >> place & 1)


def occurrences(
    text: str, index: dict[str, tuple[int, ...]], words: Container[str], size: int = 2
) -> Iterator[tuple[int, str]]:
    """Yield where words stand in a text, at each place the longest; the time grows with the text only.

    `size` is that of the beginnings in the index.
    """
    beginnings = map(add, text, text[1:])
    for further in range(2, size):
        beginnings = map(add, beginnings, text[further:])
    for place, lengths in [
        (place, index[one]) for place, one in enumerate(beginnings) if one in index
    ]:
        for length in lengths:
            word = text[place : place + length]
            if word in words:
                yield place, word
                break


# ---------------------------------------------------------------- what is found in a text, kept piece by piece


kept = short_inputs.kept(most=8_000, longest=200)
"""Keeps what is found in the pieces of texts that were looked at last, but for long ones, which no other text has."""


_MARKS: Final = "，。；：！？“”《》"


@lru_cache(maxsize=4)
def pieces(text: str) -> tuple[tuple[int, str], ...]:
    """Return the parts of a text between marks that no phrase, term or mistake has, each with its place.

    Reports have many of them in common.

    >>> pieces("一、公开。公开，")
    ((0, '一、公开'), (5, '公开'))
    """
    return tuple((found.start(), found[0]) for found in _piece().finditer(text))


@cache
def _piece() -> re.Pattern[str]:
    return re.compile(rf"[^\n{''.join(_parting_marks())}]+")


@prepared
def _parting_marks() -> Table:
    """Return the marks that no phrase, term or mistake has."""
    listed = "".join((*phrases(), *terms(), *mistakes()))
    return {mark: "" for mark in _MARKS if mark not in listed}


def mistakes_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield the places of wrong wordings in a text."""
    for start, piece in pieces(text):
        for place, wrong in _mistakes_in(piece):
            yield start + place, wrong


@kept
def _mistakes_in(piece: str) -> tuple[tuple[int, str], ...]:
    return tuple(occurrences(piece, *_mistake_index()))


@cache
def _mistake_index() -> tuple[dict[str, tuple[int, ...]], frozenset[str]]:
    words = frozenset(mistakes())
    return starts(words), words


def misheard_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield the terms of which one character is another in a text that sounds the same, with their places."""
    for start, piece in pieces(text):
        for place, term in _misheard_in(piece):
            yield start + place, term


@kept
def _misheard_in(piece: str) -> tuple[tuple[int, str], ...]:
    heard = (
        (place, _terms_by_sound()[sound])
        for place, sound in occurrences(sounds(piece), *_sound_index(), 3)
    )
    return tuple(
        (place, term)
        for place, term in heard
        if sum(map(ne, piece[place : place + len(term)], term)) == 1
    )


@cache
def _sound_index() -> tuple[dict[str, tuple[int, ...]], frozenset[str]]:
    words = frozenset(_terms_by_sound())
    return starts(words, 3), words


_BRACKETS: Final = when_used(r"[\s〈〉《》<>＜＞“”\"、，,]")


def plain_title(title: str) -> str:
    """Return a title for comparison: without blanks, brackets, quotation marks and commas."""
    return _BRACKETS.sub("", title)
