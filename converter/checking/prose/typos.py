"""Typing errors: wrong and variant characters, doubled words, lost numbers: `TEXT-TYPO`."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Final

from converter import sentences
from converter.checking.prose.citations import is_told
from converter.checking.prose.doubled import TWICE, doubled_of
from converter.checking.prose.passages import Passage, is_named, is_titled
from converter.checking.prose.syntax.lost import lost_of
from converter.checking.prose.words import characters, knowledge
from converter.checking.prose.words.candidates import both_typed
from converter.checking.prose.words.confused import Confusion, confusions
from converter.checking.prose.words.language import (
    Searched,
    doubts,
    han_before,
    han_behind,
)
from converter.checking.prose.words.missing import missing
from converter.checking.prose.words.orphans import orphans, strays
from converter.checking.prose.words.own_name import slips_of_name
from converter.checking.prose.words.phrase_tables import exact
from converter.checking.prose.words.phrases import (
    TURNED_VERB,
    Slip,
    covered,
    is_single,
    slips,
)
from converter.checking.prose.words.weighing import BREAK, is_of_unit, is_slip, is_within
from converter.findings import Finding
from converter.form.fields import REPORT_NAME
from converter.form.patterns import when_used
from converter.form.report import Report, report_title

_REPORT: Final = REPORT_NAME.removeprefix("政府")
_MOST_TORN: Final = 500
_TORN: Final = 1 / 15
"""Characters that belong to no word, and the share of all from which a report goes on in no Chinese that could be
proofread: reports have one in forty, characters in any order four in five."""


def check_typos(passages: Iterable[Passage], report: Report) -> Iterator[Finding]:
    """Find wrong and variant characters, doubled words, lost numbers."""
    passages = tuple(passages)
    everything = BREAK.join(passage.folded for passage in passages)
    searched: Searched = set()
    letters = torn = 0
    is_prose = True
    for passage in passages:
        if is_prose:
            letters += len(passage.folded)
            torn += strays(passage.folded)
            is_prose = torn <= _MOST_TORN + letters * _TORN
        told: list[tuple[int, int]] = []
        yield from _variants(passage)
        yield from _not_done(passage)
        yield from _clashes(passage)
        for finding in doubled_of(passage, report.unit_name):
            _, end = finding.span
            told.append((end - 2, end))  # words before it may be quoted, too
            yield finding
        yield from _behind_figures(passage)
        yield from _listed(passage, report, told)
        if is_prose:
            yield from _near_misses(passage, report, everything, told, searched)
        yield from lost_of(passage)


_NOT_DONE: Final = when_used(
    r"(?:^|[，。；]|年度?|我[局镇乡委县区市办]|我街道|本机关|本单位|情况|信息|申请|均)(?P<wrong>[为位](?:收取|收到|发生|产生|接到|发出|出现|受理))"
    r"(?:过)?(?:[^，。；\d]{0,16}(?:费|费用|申请|复议|诉讼|通知|情况|情形|事件|案件|投诉|举报)|[^，。；\d的]{0,14}(?:问题|差错|失误|事故))(?=[。；]|$|，(?:[未为位无没也亦且]|不存在|全年|本|我))"
)
"""为 in the place of 未, where the clause has no other verb."""
_CLASH: Final = when_used(
    r"对并(?![联购轨列入网])|以由(?<=成立以由)|以由(?<=成立了以由)|及和(?![谐平睦解])|按照[和与及](?![谐平睦解时格])|[和与及]以及|和并且|和及(?![时格早])"
    r"|(?<![^，。；：局镇乡县办府我])根[将按对把照]"
)
"""Two particles side by side of which one is left over, unless the first ends a word: 来不及和, 核对并."""


def _clashes(passage: Passage) -> Iterator[Finding]:
    for found in _CLASH.finditer(passage.folded):
        if not knowledge.ends_word(passage.folded, found.start()):
            why = sentences.TEXT_TYPO_CLASH.format(words=found[0])
            yield passage.finding("TEXT-TYPO", *found.span(), why)


def _not_done(passage: Passage) -> Iterator[Finding]:
    for found in _NOT_DONE.finditer(passage.folded):
        why = sentences.TEXT_TYPO_MISTAKE.format(
            wrong=found["wrong"], right="未" + found["wrong"][1:]
        )
        yield passage.finding("TEXT-TYPO", *found.span("wrong"), why)


_OTHER_SIGNS: Final = when_used(
    r"[^\x00-\x7f·—–‐•〇○●■□◆★☆→※①-⑳㎡℃×÷±≤≥‰〈〉《》「」『』〔〕【】“”‘’…\u3000-\u303f\uff00-\uffef\u2000-\u206f]"
)


def _variants(passage: Passage) -> Iterator[Finding]:
    """Find traditional, Japanese and compatibility characters, which GB/T 2312 does not have."""
    text = passage.folded
    if characters.is_standard(text):
        return
    seen: set[str] = set()
    for place, char in enumerate(text):
        if char in seen or not _OTHER_SIGNS.match(char):
            continue
        seen.add(char)
        standard = _standard(char)
        if standard:
            why = sentences.TEXT_TYPO_VARIANT.format(character=char, standard=standard)
            yield passage.finding("TEXT-TYPO", max(0, place - 1), place + 2, why)


@cache
def _standard(char: str) -> str:
    """Return the standard form of a character; empty where it is standard, or has no such form."""
    if characters.is_standard(char):
        return ""
    folded = unicodedata.normalize("NFKC", char)
    if folded == char:
        folded = _simplifier().convert(char)
    if folded == char or len(folded) != 1 or not "\u4e00" <= folded <= "\u9fff":
        return ""
    return folded if characters.is_standard(folded) else ""


@cache
def _simplifier():  # type: ignore[no-untyped-def]  # noqa: ANN202
    from opencc import OpenCC

    return OpenCC("t2s")


def _listed(passage: Passage, report: Report, reported: list[tuple[int, int]]) -> Iterator[Finding]:
    """Find what is nearly a phrase or a name that is listed, where nothing is `reported` already, and note where."""
    text, unit, year = passage.folded, report.unit_name, report.report_year
    for place, wrong in knowledge.mistakes_in(text):
        mistake = knowledge.mistakes()[wrong]
        if _overlaps(reported, place, place + len(wrong)) or _excepted(
            text, place, wrong, mistake.exceptions
        ):
            continue
        if (
            text.startswith(mistake.right, place)
            or _within_term(text, place, wrong)
            or _begins_before(text, place, wrong, mistake.right)
            or _is_across(text, place, wrong)
        ):
            continue
        reported.append((place, place + len(wrong)))
        yield _suggest(passage, place, wrong, mistake.right)
    for place, term in knowledge.misheard_in(text):
        written = text[place : place + len(term)]
        if not _overlaps(reported, place, place + len(term)) and not _excepted(
            text, place, written, knowledge.terms()[term].exceptions
        ):
            reported.append((place, place + len(written)))
            yield _suggest(passage, place, written, term)
    for slip in (*slips_of_name(text, unit), *slips(text)):
        end = slip.place + len(slip.written)
        if not _overlaps(reported, slip.place, end) and not _is_told_elsewhere(passage, slip, year):
            reported.append((slip.place, end))
            yield _suggest(passage, slip.place, slip.written, slip.right)
    yield from _both_typed(passage, unit, reported)


def _near_misses(
    passage: Passage,
    report: Report,
    everything: str,
    reported: list[tuple[int, int]],
    searched: Searched,
) -> Iterator[Finding]:
    """Find what is nearly a word, where nothing is `reported` already."""
    text, unit, year = passage.folded, report.unit_name, report.report_year
    right = covered(text)
    yield from _confused(passage, report, everything, reported, right)
    for doubt in doubts(text, searched):
        end = doubt.place + len(doubt.written)
        told = (
            _overlaps(reported, doubt.place, end)
            or passage.is_broken(doubt.place, end)
            or is_within(right, doubt.place, doubt.written, doubt.right)
            or TWICE.search(doubt.written)
            or TURNED_VERB in doubt.written
            or _is_in_step(text, doubt.place, end)
            or not characters.is_standard(doubt.written)
            or is_of_unit(doubt.written, doubt.right, unit)
            or _is_told_elsewhere(passage, Slip(doubt.place, doubt.written, doubt.right), year)
            or not is_slip(text, doubt.place, doubt.written, doubt.right, everything)
        )
        if not told:
            reported.append((doubt.place, end))
            yield _suggest(passage, doubt.place, doubt.written, doubt.right)
    yield from _told_anew(passage, report, missing(text), reported)


def _is_in_step(text: str, start: int, end: int) -> bool:
    """Tell whether what is written is a clause or an item beside one that begins as it does: 可查、可溯、可追责."""
    first = text[start]
    if text[end : end + 1].isalnum():
        return False
    ahead = text[max(0, start - _LONGEST_ITEM - 1) : max(0, start - 1)]
    if text[max(0, start - 1) : start] in _STEPS:
        return re.split("[，。；、]", ahead)[-1][:1] == first or text.startswith(first, end + 1)
    return (
        not text[max(0, start - 1) : start].isalnum()
        and text[end : end + 1] in _STEPS
        and text.startswith(first, end + 1)
    )


_STEPS: Final = ("，", "；", "、")
_LONGEST_ITEM: Final = 8


def _both_typed(passage: Passage, unit: str, reported: list[tuple[int, int]]) -> Iterator[Finding]:
    """Find both of two characters that are offered side by side, and note where."""
    for both in both_typed(passage.folded):
        end = both.place + len(both.written)
        if not _overlaps(reported, both.place, end) and not is_of_unit(
            both.written, both.right, unit
        ):
            reported.append((both.place, end))
            yield _suggest(passage, *both)


def _confused(
    passage: Passage,
    report: Report,
    everything: str,
    reported: list[tuple[int, int]],
    right: bytearray,
) -> Iterator[Finding]:
    """Find words taken for others, and note where."""
    text = passage.folded
    orphaned = (one for one in orphans(text, right) if is_slip(text, *one, everything))
    yield from _told_anew(passage, report, (*confusions(text), *orphaned), reported)


def _told_anew(
    passage: Passage,
    report: Report,
    confusions_found: Iterable[Confusion],
    reported: list[tuple[int, int]],
) -> Iterator[Finding]:
    """Tell of words taken for others where nothing is `reported` already, and note where."""
    unit, year = report.unit_name, report.report_year
    for confusion in confusions_found:
        slip, end = Slip(*confusion), confusion.place + len(confusion.written)
        if (
            not _overlaps(reported, slip.place, end)
            and not is_of_unit(slip.written, slip.right, unit)
            and not _is_told_elsewhere(passage, slip, year)
        ):
            reported.append((slip.place, end))
            yield _suggest_around(passage, slip)


def _is_told_elsewhere(passage: Passage, slip: Slip, year: int | None) -> bool:
    """Tell whether a slip is in a name, or in a citation whose title or number is told to be wrong."""
    if "〔" in slip.right and _NUMBER.search(slip.written):
        return True
    titled = is_titled(passage.folded, slip.place) and is_told(passage, slip.place, year)
    return titled or (is_named(passage.folded, slip.place) and not _is_phrase_quoted(passage, slip))


def _is_phrase_quoted(passage: Passage, slip: Slip) -> bool:
    """Tell whether what is in quotation marks is a phrase, and nothing else, once it is corrected: “阳关政府”."""
    text, end = passage.folded, slip.place + len(slip.written)
    first, last = text.rfind("“", 0, slip.place + 1) + 1, text.find("”", end)
    return text[first : slip.place] + slip.right + text[end:last] in exact()[1]


_NUMBER: Final = when_used(r"〔\d{4}〕\d{1,4}号")


def _overlaps(spans: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in spans)


def _excepted(text: str, place: int, wrong: str, exceptions: tuple[str, ...]) -> bool:
    """Tell whether a wrong wording is part of a longer word here that is right."""
    for exception in exceptions:
        inner = max(exception.find(wrong), 0)
        if text.startswith(exception, place - inner):
            return True
    return False


def _within_term(text: str, place: int, wrong: str) -> bool:
    """Tell whether a wording is part of a term here that is written right."""
    window = text[max(0, place - 4) : place + len(wrong) + 4]
    return any(
        wrong in term and term in window for term in (*knowledge.terms(), *knowledge.phrases())
    )


def _begins_before(text: str, place: int, wrong: str, right: str) -> bool:
    """Tell whether the first character of what seems to have lost its second belongs to the word before (财政信息公开)."""
    lost_second = right[:1] + right[2:] == wrong
    return lost_second and knowledge.is_common_word(text[max(0, place - 1) : place + 1])


def _is_across(text: str, place: int, wrong: str) -> bool:
    """Tell whether two characters end one word and begin a common one: 可以经常, 所以经会议, 已及时."""
    left = knowledge.is_common_word(text[max(0, place - 1) : place + 1])
    right = knowledge.is_common_word(text[place + 1 : place + 3])
    return len(wrong) == 2 and (  # noqa: PLR2004
        (left and (right or is_single(wrong[1]))) or (right and is_single(wrong[0]))
    )


def _suggest(passage: Passage, place: int, wrong: str, right: str) -> Finding:
    if (
        right.endswith("的")
        and wrong[-2:-1] == "的"
        and _STOPPED.match(passage.folded, place + len(wrong))
    ):
        right = f"的{right[:-1]}"  # 积极的性。 is no 积极性的。
    why = sentences.TEXT_TYPO_MISTAKE.format(wrong=wrong, right=right)
    return passage.finding("TEXT-TYPO", place, place + len(wrong), why)


_STOPPED: Final = when_used("[，。；、]|$")


def _suggest_around(passage: Passage, slip: Slip) -> Finding:
    """Suggest another word, quoted with the words beside it."""
    text, end = passage.folded, slip.place + len(slip.written)
    ahead, behind = han_before(text, slip.place, _BESIDE), han_behind(text, end, _BESIDE)
    return _suggest(
        passage, slip.place - len(ahead), ahead + slip.written + behind, ahead + slip.right + behind
    )


_BESIDE: Final = 2
"""Characters on each side that are quoted with a slip."""
_FIGURE: Final = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?P<年>[^\W\d年])(?=\d{1,2}月|度?[，、（])"
    r"|(?<!\d)\d{1,2}(?P<月>[^\W\d月])(?=\d{1,2}日)"
    r"|月\d{1,2}(?P<日>[^\W\d日])(?=[起止至，。]|$)"
    r"|(?<![前第“‘\d])\d+(?P<measure>[^\W\da-zA-Z_])(?=[，。；、）]|$)"
)
_MEASURES: Final = "件条次个篇期场份项人名户家宗"
_MEASURED: Final = when_used(rf"\d([{_MEASURES}])(?=[，。；、）（]|$)")
_OTHER_MEASURES: Final = frozenset(
    "处号万亿元余米里亩吨度分秒天周月年日时页本册套张幅块座栋间所级类种批组届轮例起班部支只台辆艘架颗株棵根片面封首则段章节款目栏点线路站口层步成"
    "折倍岁版位员字句区县市乡镇村上下内多半对方头笔匹门道份科股室校克升角圈季遍回顶环双趟通桌代卷"
    "甲强名优好不必严见认向听访看问查送讲项化全早快实新"
)


def _behind_figures(passage: Passage) -> Iterator[Finding]:
    """Find another character where 年, 月, 日 or the measure of the paragraph's figures was meant: 12岳31日, 33跳."""
    text = passage.folded
    measures: dict[str, None] | None = None
    opened = looked = 0
    for found in _FIGURE.finditer(text):
        kind = found.lastgroup or ""
        place, written = found.start(kind), found[kind]
        opened += text.count("“", looked, place) - text.count("”", looked, place)
        looked = place
        if kind == "measure" and opened > 0:
            continue  # within quotation marks 3见、4认 has a measure of its own
        if kind != "measure":
            meant = kind
        elif written in _MEASURES or written in _OTHER_MEASURES:
            continue
        else:
            if measures is None:
                measures = dict.fromkeys(_MEASURED.findall(text))
            meant = next(
                (one for one in (*measures, *_MEASURES) if one in characters.alike(written)), ""
            )
        if meant and meant in characters.alike(written) and not passage.is_broken(place, place + 1):
            start = len(text[:place].rstrip("0123456789"))
            yield _suggest(passage, start, text[start : place + 1], text[start:place] + meant)


def check_title_typos(titles: Iterable[Passage], report: Report) -> Iterator[Finding]:
    """Find a title that does not end in the name of the report, 政府信息公开工作年度报告."""
    for title in titles:
        before, core, _ = title.folded.partition(_REPORT)
        # 人民政府信息公开 reads as if the second 政府 were there
        lost = before.removesuffix("政府").endswith("人民")
        if core and before.endswith("政府") and not lost:
            continue
        right = report_title(replace(report, title=""))
        sentence = sentences.TEXT_TYPO_TITLE_GOVERNMENT if core else sentences.TEXT_TYPO_TITLE
        yield title.finding("TEXT-TYPO", 0, len(title.folded), sentence.format(right=right))
