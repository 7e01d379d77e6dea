"""Damage correct reports at random, one slip each, and count which the proofreader notices, by kind.

`python -m benchmarks.damages [damages] [seed] [--write]`; ten thousand and 1 without them. With `--write` the
counts go to `damages.json`, from which docs/校对规则.md is made. A damage is found where the damaged report
raises a finding that the undamaged one does not. Homophones are of one sound in `homophones.csv`, look-alikes
of one group of `lookalikes.csv`: what is found of the latter says little of look-alikes that the list lacks.

Some damages make other Chinese that is right as well, or figures that fit. Which those are is decided by rule, the
same for every damage, before it is looked at what the proofreader says of it: `_is_as_possible`.
"""

import json
import math
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypedDict

from benchmarks.correct_texts import HALVES, UNITS_OF, YEAR, texts
from converter.checking.proofread import proofread
from converter.checking.prose.words import knowledge
from converter.checking.prose.words.language import gain_of
from converter.checking.prose.words.lists import rows
from converter.checking.prose.words.phrases import is_made_of_words
from converter.form.fields import TOTAL_COLUMN, Slot
from converter.form.report import Report

RESULTS: Final = Path(__file__).parent / "damages.json"
_FIELDS: Final = ("preface", "overview", "problems")
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_HEADING: Final = 12
"""Characters of a paragraph's heading."""


def _spans(pattern: str) -> Callable[[str], list[tuple[int, int]]]:
    expression = re.compile(pattern)
    return lambda text: [found.span() for found in expression.finditer(text)]


@dataclass(frozen=True)
class _Damage:
    """Where a kind of damage may be done in a paragraph, and how; None where it would change nothing."""

    kind: str
    places: Callable[[str], list[tuple[int, int]]]
    done: Callable[[str, random.Random], str | None]


@dataclass(frozen=True)
class Damaged:
    """A damaged report: the kind, what was made of what, and whether a program can know of it."""

    kind: str
    whole: Report
    """What was damaged: its paragraph alone, but for what may be a heading's, which show beside others."""
    report: Report
    before: str
    after: str
    knowable: bool


def _from_groups(name: str) -> Callable[[str, random.Random], str | None]:
    column = {"homophones": 1, "lookalikes": 0}[name]
    groups = {char: row[column] for row in rows(name) for char in row[column]}

    def other(char: str, dice: random.Random) -> str | None:
        others = [one for one in groups.get(char, "") if one != char]
        return dice.choice(others) if others else None

    return other


def _swapped(pair: str, dice: random.Random) -> str | None:
    del dice
    return pair[1] + pair[0] if pair[0] != pair[1] else None


def _other_number(number: str, dice: random.Random) -> str:
    places = len(number.partition(".")[2])
    if places:
        return f"{float(number) + dice.choice((-7.3, 4.1, 9.9)):.{places}f}".lstrip("-")
    return str(max(0, int(number) + dice.choice((-2, -1, 1, 2, 10))) if number != "0" else 3)


def _other_heading(number: str, dice: random.Random) -> str | None:
    other = dice.choice("一二三四五六七")
    return other if other != number else None


_UNITS: Final = tuple(unit for units in UNITS_OF.values() for unit in units)


def _other_unit(unit: str, dice: random.Random) -> str:
    return dice.choice([other for other in _UNITS if other != unit])


def _without_a_character(text: str, dice: random.Random) -> str:
    at = dice.randrange(len(text))
    return text[:at] + text[at + 1 :]


def _without_a_word(text: str, dice: random.Random) -> str:
    at = 2 * dice.randrange(len(text) // 2)
    return text[:at] + text[at + 2 :]


_WORDS: Final = "|".join(
    sorted((one for one in knowledge.phrases() if len(one) >= 4 and "、" not in one), key=len)[::-1]  # noqa: PLR2004
)
_OWN: Final = "我[县区市镇乡局办]|我街道|本机关|管委会"
_DAMAGES: Final = (
    _Damage("同音字", _spans("[\u4e00-\u9fff]"), _from_groups("homophones")),
    _Damage("形近字", _spans("[\u4e00-\u9fff]"), _from_groups("lookalikes")),
    _Damage("漏一个字", _spans("[\u4e00-\u9fff]"), lambda _text, _dice: ""),
    _Damage("多一个字", _spans("[\u4e00-\u9fff]"), lambda text, _dice: text * 2),
    _Damage("两字颠倒", _spans("(?=([\u4e00-\u9fff]{2}))[\u4e00-\u9fff]{2}"), _swapped),
    _Damage(
        "套语里漏一个词",
        _spans(_WORDS),
        _without_a_word,
    ),
    _Damage("套语里两词颠倒", _spans(_WORDS), lambda text, _dice: text[2:4] + text[:2] + text[4:]),
    _Damage(
        "年度写错",
        _spans(f"{YEAR}(?=年)"),
        lambda _text, dice: str(YEAR + dice.choice((-1, -1, -2, 1))),
    ),
    _Damage("单位名称写错", _spans("|".join(_UNITS)), _other_unit),
    _Damage(
        "自称写错",
        _spans(_OWN),
        lambda text, dice: dice.choice(
            [one for one in ("我镇", "我局", "我县", "我街道") if one != text]
        ),
    ),
    _Damage(
        "与表格对应的数字",
        _spans(r"(?<=[\u4e00-\u9fff])\d+(?=件(?!行政许可|套))"),
        _other_number,
    ),
    _Damage(
        "总数和各项的数字", _spans(r"(?<=[\u4e00-\u9fff])(?<!推送信息)\d+(?=条)"), _other_number
    ),
    _Damage("百分比", _spans(r"\d+\.\d+(?=%)"), _other_number),
    _Damage(
        "标题和条目的序号",
        _spans("(?<=（)[一二三四五](?=）)|(?<![\u4e00-\u9fff])[一二三](?=是)"),
        _other_heading,
    ),
    _Damage("括号、引号、书名号漏一个", _spans("[（）“”《》〈〉]"), lambda _text, _dice: ""),
    _Damage(
        "法规题名漏字、文号写错",
        _spans(
            "(?<=《)中华人民共和国政府信息公开条例(?=》)|国办公开办函〔2021〕30号|国务院令第711号"
        ),
        _without_a_character,
    ),
    _Damage("漏“年”“件”", _spans(r"(?<=\d)[年件]"), lambda _text, _dice: ""),
)


def _with(report: Report, name: str, paragraphs: list[str]) -> Report:
    changed: dict[str, Any] = {name: tuple(paragraphs)}
    return replace(report, **changed)


def _without_prose(report: Report) -> Report:
    nothing: dict[str, Any] = dict.fromkeys((*_FIELDS, "other_matters"), ())
    return replace(report, **nothing)


_OF_REPORT: Final = frozenset(("标题和条目的序号", "括号、引号、书名号漏一个"))
"""Kinds of damage that show only beside other paragraphs."""
_SLIPS: Final = 1000
"""Characters in which a writer is taken to make one slip."""
_LANGUAGE: Final = 7
"""The first so many kinds of damage are to the language, whatever it tells."""


def _is_as_possible(
    damage: _Damage, report: Report, before: str, place: tuple[int, int], done: str
) -> bool:
    """Tell whether a damaged paragraph is as possible as it was: no program can know which was meant.

    What is damaged in its language is as possible where it is still words from end to end, and where its likelihood,
    by the model of official Chinese that knows both, is not less than the original's by as much as slips are rare. A unit may speak of the area to which it
    belongs; parts under 其中 may make less than the whole; what came may count with what was carried in or without.
    """
    start, end = place
    after = before[:start] + done + before[end:]
    if damage in _DAMAGES[:_LANGUAGE]:
        likelier = gain_of(before[start:end], after, start, taken=len(done))
        return likelier < math.log(_SLIPS) and _is_words(after, start, start + len(done))
    if damage.kind == "自称写错":
        area = report.unit_name.removesuffix("人民政府")[:-1]
        return done[1:] in area and len(done) == len("我县")
    if damage.kind == "总数和各项的数字":
        return _parts_fit(after)
    if damage.kind == "与表格对应的数字":
        new, old = (
            report.figure(Slot(name, TOTAL_COLUMN)) for name in ("t3_new_received", "t3_carried_in")
        )
        received = re.search("(?:收到|受理|办结)[^，。；]*$", before[:start])
        return (
            bool(received) and new is not None and old is not None and int(done) in (new, new + old)
        )
    return False


_AROUND: Final = 4
"""Characters on each side of a damage that are looked at for words."""


def _is_words(text: str, start: int, end: int) -> bool:
    """Tell whether what stands at a place is words, with as much of what is beside it as belongs to them."""
    first, last = start, end
    while first > max(0, start - _AROUND) and _HAN.match(text[first - 1]):
        first -= 1
    while last < min(len(text), end + _AROUND) and _HAN.match(text[last]):
        last += 1
    return any(
        is_made_of_words(text[one:other])
        for one in range(first, max(first, start - 1) + 1)
        for other in range(min(last, end + 1), last + 1)
    )


_WHOLE: Final = re.compile(r"信息(?P<whole>\d+)条(?P<parts>[（，：][^。；）]*)")


def _parts_fit(text: str) -> bool:
    """Tell whether the parts of every whole make more than two less than it: it may have others."""
    return all(
        sum(map(int, re.findall(r"(\d+)条", found["parts"]))) < int(found["whole"]) - 2
        for found in _WHOLE.finditer(text)
    )


def damaged(reports: list[Report], count: int, dice: random.Random) -> Iterator[Damaged]:
    """Yield so many damaged reports, the kinds in turn."""
    number = 0
    while number < count:
        damage = _DAMAGES[number % len(_DAMAGES)]
        report = dice.choice(reports)
        name = dice.choice(_FIELDS)
        paragraphs = list(getattr(report, name))
        at = dice.randrange(len(paragraphs))
        places = damage.places(paragraphs[at])
        if not places:
            continue
        start, end = dice.choice(places)
        before = paragraphs[at]
        done = damage.done(before[start:end], dice)
        if done is None or done == before[start:end]:
            continue
        after = before[:start] + done + before[end:]
        if after == before:
            continue
        whole = report
        if damage.kind not in _OF_REPORT:
            whole = _with(_without_prose(report), name, [before])
            changed = _with(whole, name, [after])
        else:
            paragraphs[at] = after
            changed = _with(report, name, paragraphs)
        number += 1
        context = slice(max(0, start - 10), end + 10)
        yield Damaged(
            damage.kind,
            whole,
            changed,
            before[context],
            after[context],
            not _is_as_possible(damage, report, before, (start, end), done),
        )


class Measured(TypedDict):
    """What was found of the damages to one half of the texts, by kind: done, found; those of both a program can know."""

    reports: int
    alarms: int
    kinds: dict[str, list[int]]


def measured(half: str, count: int, seed: int, *, verbose: bool = False) -> Measured:
    """Return what was found of the damages to one half of the texts, and the false alarms on it."""
    reports = list(texts(half))
    said: dict[tuple[object, ...], frozenset[str]] = {}

    def told(report: Report) -> frozenset[str]:
        return frozenset(one.what for one in proofread(report))

    alarms = sum(len(told(report)) for report in reports)
    done: Counter[str] = Counter()
    found: Counter[str] = Counter()
    knowable: Counter[str] = Counter()
    known: Counter[str] = Counter()
    for one in damaged(reports, count, random.Random(seed)):  # noqa: S311
        done[one.kind] += 1
        key = one.whole.unit_name, one.whole.preface, one.whole.overview, one.whole.problems
        if key not in said:
            said[key] = told(one.whole)
        new = told(one.report) - said[key]
        found[one.kind] += bool(new)
        knowable[one.kind] += one.knowable
        known[one.kind] += one.knowable and bool(new)
        if verbose and not new:
            print(one.kind, one.before, "→", one.after, "" if one.knowable else "（不可知）")
    return {
        "reports": len(reports),
        "alarms": alarms,
        "kinds": {kind: [done[kind], found[kind], knowable[kind], known[kind]] for kind in done},
    }


def main(arguments: list[str]) -> None:
    """Print, and with `--write` keep, the recall by kind for both halves."""
    numbers = [int(one) for one in arguments if one.isdigit()]
    count, seed = (*numbers, *(10_000, 1)[len(numbers) :])
    results: dict[str, Any] = {}
    for half in HALVES:
        started = time.perf_counter()
        results[half] = measured(half, count // 2, seed, verbose="-v" in arguments)
        print(half, results[half], f"{time.perf_counter() - started:.0f} s")
    if "--write" in arguments:
        results["run"] = {"damages": count // 2 * 2, "seed": seed}
        RESULTS.write_text(
            json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
