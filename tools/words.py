"""Make the word lists anew that follow from others: `office_words.csv`, `rare_words.csv`, `set_phrases.csv` (`python -m tools.words`).

The first holds the words that `phrases.csv` is made of. The others only keep doubts silent; they are taken from the
dictionaries of jieba (© 2013 Sun Junyi, MIT licence) and cutword (Apache 2.0 licence). Neither package is a dependency: install them (`pip install --no-deps jieba==0.42.1 cutword==0.1.1`) to run it.
"""

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from converter.checking.prose.words import characters, knowledge
from converter.checking.prose.words.language import doubts
from converter.checking.prose.words.orphans import orphans
from converter.checking.prose.words.phrases import is_made_of_words
from converter.checking.prose.words.prepared import WORDLISTS
from converter.checking.prose.words.weighing import in_common

_OFTEN: Final = 5
"""How often each dictionary must have seen a word of two characters."""
_HAN: Final = re.compile("[\u4e00-\u9fff]+")
_NAME: Final = "NR"
"""What cutword calls a name; jieba calls herbs and weathers names as well (白芷, 雷雨)."""
_SET: Final = frozenset("il")
"""What jieba calls idioms and set phrases."""
_LENGTH: Final = 4
_TWICE: Final = re.compile(r"(.)\1")
_PERSON: Final = "nr"
_SENTENCES: Final = "{0}，公布{0}等信息，做到{0}，做好{0}工作，全镇{0}的工作"
"""Where they stand when it is tried whether they are doubted."""
_SOURCE: Final = "jieba 0.42.1，© 2013 Sun Junyi，MIT 许可；cutword 0.1.1，Apache 2.0 许可"


def _entries(package: str) -> Iterator[tuple[str, int, str]]:
    """Yield the words of a dictionary, how often it has seen them, and what they are."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is missing: pip install --no-deps {package}")
    path = Path(spec.origin).parent / "dict.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        word, *rest = line.split()
        if len(rest) == 2 and rest[0].isdigit() and _HAN.fullmatch(word):  # noqa: PLR2004
            yield word, int(rest[0]), rest[1]


def _rare_words() -> Iterator[tuple[str, str]]:
    known = [
        {
            word
            for word, often, kind in _entries(package)
            if len(word) == 2 and often >= _OFTEN and kind != _NAME  # noqa: PLR2004
        }
        for package in ("jieba", "cutword")
    ]
    seconds: dict[str, str] = {}
    for word in sorted(known[0] & known[1]):
        if not knowledge.is_common_word(word):
            seconds[word[0]] = seconds.get(word[0], "") + word[1]
    yield from seconds.items()


def _set_phrases() -> Iterator[tuple[str, ...]]:
    """Yield the words of a dictionary that would be doubted if nothing knew them (千呼万唤, 洗精煤), and set phrases with a character twice (口口相传).

    Their first character, and the rests of those of four characters, of three, of five, of six.
    """
    known = {word: (often, kind) for word, often, kind in _entries("jieba")}
    rests: dict[str, dict[int, str]] = {}
    for word, (often, kind) in sorted(known.items()):
        if len(word) not in knowledge.SET_LENGTHS:
            continue
        is_set = len(word) == _LENGTH and kind in _SET
        if (is_set and _TWICE.search(word)) or (
            not kind.startswith(_PERSON)
            and not is_made_of_words(word)
            and (is_set or not _is_slip(word, often, known))
            and _is_doubted(word)
        ):
            rests.setdefault(word[0], dict.fromkeys(knowledge.SET_LENGTHS, ""))
            rests[word[0]][len(word)] += word[1:]
    for first, by_length in rests.items():
        yield first, *by_length.values()


def _is_doubted(word: str) -> bool:
    """Tell whether a character of a word is doubted."""
    text = _SENTENCES.format(word)
    starts = [found.start() for found in re.finditer(word, text)]
    return any(
        start <= place + in_common(written, right) < start + len(word)
        for place, written, right in (
            *((one.place, one.written, one.right) for one in doubts(text, set())),
            *orphans(text, bytearray(len(text) + 2)),
        )
        for start in starts
    )


def _is_slip(word: str, often: int, known: dict[str, tuple[int, str]]) -> bool:
    """Tell whether a dictionary has a word by mistake: another one, or words, sound like it but for one character (新行势)."""
    return any(
        known.get(one, (0,))[0] >= often or is_made_of_words(one)
        for at, char in enumerate(word)
        for other in characters.alike(char)
        if characters.sounds(other) == characters.sounds(char)
        for one in (word[:at] + other + word[at + 1 :],)
    )


def _office_words() -> Iterator[tuple[str, str]]:
    """Yield the common words of two characters that phrases are made of."""
    words = {
        phrase[at : at + 2]
        for phrase in (*knowledge.phrases(), *knowledge.terms())
        for at in range(len(phrase) - 1)
    }
    seconds: dict[str, str] = {}
    for word in sorted(filter(knowledge.is_common_word, words)):
        seconds[word[0]] = seconds.get(word[0], "") + word[1]
    yield from seconds.items()


def _write(name: str, header: str, rows: Iterator[tuple[str, ...]]) -> None:
    lines = [header, *(",".join(row) for row in rows)]
    path = WORDLISTS / f"{name}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    _write("office_words", "首字,词组里两字词的第二字", _office_words())
    _write("rare_words", f"首字,两部词典都有而不常用的两字词的第二字（{_SOURCE}）", _rare_words())
    _write(
        "set_phrases",
        f"首字,会起疑的词和有叠字的四字熟语：四字的后三字（{_SOURCE}）,三字的后两字,五字的后四字,六字的后五字",
        _set_phrases(),
    )
