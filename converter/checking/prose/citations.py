"""Laws and documents cited with a wrong title or number, or after they were replaced: `TEXT-CITATION`."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import takewhile
from operator import add, eq, ne
from typing import Final

from converter import sentences
from converter.checking.prose.passages import Passage, is_in_order
from converter.checking.prose.words import knowledge
from converter.checking.prose.words.knowledge import Citation, plain_title
from converter.findings import Finding
from converter.form.numerals import number_value
from converter.form.patterns import when_used

_CITED: Final = when_used(
    r"《(?P<title>[^《》]{2,120}(?:《[^《》]{1,60}》[^《》]{0,40})?)》"
    r"(?P<rest>的通知)?(?:（(?P<bracket>[^（）]{2,40})）)?"
)
_NUMBER: Final = when_used(
    r"(?P<organ>国办[^\W\da-zA-Z_]{0,6}|中办[^\W\da-zA-Z_]{0,4})[〔\[【（(［]?(?P<year>20\d\d)[〕\]】）)］]?(?P<serial>\d{1,3})号"
)
_ORDER: Final = when_used(r"(?:国务院令第?|国令第)(?P<serial>\d{2,4})号(?:令)?")
_SHORT_NAME: Final = when_used("以下(?:简称|称)新?《([^《》]{2,20})》")
_STATE: Final = "中华人民共和国"
_LONGEST_TITLE: Final = 160
_SHORT_TITLE: Final = 6
"""Titles up to so many characters are not compared: 刑法 and 宪法 differ in one and are both right."""
_KEPT: Final = 1_000
"""Titles of which is kept what they are near to, whoever cites them."""
_NEAR_TITLE: Final = 2
"""In how many characters a wrong title may differ from the one that is meant."""
_LIKE_NUMBER: Final = 0.75
"""How alike (0 to 1) a wrong document number is to the one that is meant."""


@cache
def _titles() -> dict[str, Citation]:
    """Return the documents by title and alias; of two with one title the first in the list."""
    titles: dict[str, Citation] = {}
    for citation in knowledge.citations():
        for title in (citation.title, *citation.aliases):
            titles.setdefault(plain_title(title), citation)
    return titles


@cache
def _numbers() -> dict[str, Citation]:
    return {citation.number: citation for citation in knowledge.citations() if citation.number}


def check_citations(passages: Iterable[Passage], year: int | None) -> Iterator[Finding]:
    """Find laws and documents cited with a wrong title or number, or after they were replaced."""
    numbered: dict[str, str] = {}
    for passage in passages:
        yield from _one_number(passage, numbered)
        reported: list[tuple[int, int]] = []
        for found in _CITED.finditer(passage.folded):
            why = _about_citation(found, year)
            if why:
                reported.append(found.span())
                yield passage.finding("TEXT-CITATION", *found.span(), why)
        yield from _numbers_alone(passage, year, reported)
        if "号" in passage.folded or "〕" in passage.folded:
            yield from _written_numbers(passage)
            yield from _years_of_numbers(passage, year, reported)
        if "工作日" in passage.folded:
            yield from _days(passage)
        if "》" in passage.folded:
            yield from _inner_titles(passage)
            yield from _plans_of_another_year(passage, reported)
        if "条例" in passage.folded or "法》" in passage.folded:
            yield from _articles(passage)


_WITH_NUMBER: Final = when_used(
    r"《(?P<title>[^《》]{6,80})》（(?P<number>[^（）〔〕，。]{2,14}〔20\d\d〕\d{1,5}号)[，）]"
)
_IN_COMMON: Final = 7
"""Characters that two ways of writing one title have in common."""


def _one_number(passage: Passage, numbered: dict[str, str]) -> Iterator[Finding]:
    """Find a number behind two titles that have nothing in common; `numbered` has those of the report before."""
    for found in _WITH_NUMBER.finditer(passage.folded):
        title, number = found["title"], found["number"]
        other = numbered.setdefault(number, title)
        alike = "等" in title + other or any(
            title[at : at + _IN_COMMON] in other for at in range(len(title) - _IN_COMMON + 1)
        )
        if not (alike or other in title or title in other or number in _numbers()):
            why = sentences.TEXT_CITATION_ONE_NUMBER.format(number=number, other=other, title=title)
            yield passage.finding("TEXT-CITATION", *found.span(), why)


def is_told(passage: Passage, place: int, year: int | None) -> bool:
    """Tell whether an index of the folded text is within a citation that is told to be wrong."""
    return any(
        found.start() <= place < found.end() and _about_citation(found, year)
        for found in _CITED.finditer(passage.folded)
    )


def _about_citation(found: "re.Match[str]", year: int | None) -> str:
    """Return what is wrong with a title and the number in the bracket after it; empty if nothing is."""
    title = found["title"]
    bare = plain_title(title)
    cited_number = _number_in(found["bracket"] or "")
    known = _titles().get(bare)
    short = _SHORT_NAME.search(found["bracket"] or "")
    if short and not _names(short[1], found.string[: found.start("bracket")][-_LONGEST_TITLE:]):
        return sentences.TEXT_CITATION_SHORT_NAME.format(short=short[1])
    if known is None:
        return _about_unknown(bare, cited_number, found.string[: found.start()][-_LONGEST_ORGAN:])
    other = _numbers().get(cited_number)
    # of what is gone, a number of no document matters no more
    wrong = cited_number and known.number and cited_number != known.number
    if wrong and (other or _in_force(known, year)):
        meant = _meant(known, other, year)
        if other and other.title == known.title:
            return _superseded(other, found.string) if not _in_force(other, year) else ""
        lacks_marks = "〈" in meant.title and not re.search("[〈<《]", title)
        sentence = (
            sentences.TEXT_CITATION_NUMBER_OF_OTHER
            if other
            else sentences.TEXT_CITATION_NUMBER_OF_NONE
        )
        return sentence.format(
            number=cited_number,
            other=other.title if other else "",
            marks=sentences.TEXT_CITATION_MARKS if lacks_marks else "",
            right=_full(meant, meant.title),
        )
    if not _in_force(known, year) and (known.number or not _of_what_is_gone(found)):
        return _superseded(known, found.string)
    return ""


def _of_what_is_gone(found: "re.Match[str]") -> bool:
    """Tell whether the sentence says itself that a law is no more."""
    sentence = found.string[max(0, found.start() - 40) : found.end() + 40]
    return bool(re.search("废止|失效|清理|同时停止|修订前|原$", sentence))


def _about_unknown(bare: str, cited_number: str, before: str) -> str:
    """Return what is wrong with a title that is not in the list, and the number after it; the organ may stand before it."""
    other = _numbers().get(cited_number)
    near = (
        _near_title(bare)
        or _shortened(bare)
        or _of_other_kind(bare)
        or _numbered(bare, other)
        or _with_a_word_more_or_less(bare)
        or _of_misnamed_organ(bare)
    )
    near = near or _in_other_words_of_ours(bare, other)
    if near:
        return sentences.TEXT_CITATION_TITLE.format(right=_full(*near))
    if other and _is_of_another(bare, other, before):
        return sentences.TEXT_CITATION_NUMBER_NOT_ITS.format(number=cited_number, other=other.title)
    return ""


_OF_OURS: Final = when_used("政府信息|政务|信息")


def _in_other_words_of_ours(bare: str, other: Citation | None) -> tuple[Citation, str] | None:
    """Return the document of the number where its title has 政务 for 政府信息, or the other way round."""
    if other is None:
        return None
    ours = _OF_OURS.sub("", bare)
    titles = (other.title, *other.aliases)
    title = next((one for one in titles if _OF_OURS.sub("", plain_title(one)) == ours), "")
    return (other, title) if title else None


_IN_MANY_TITLES: Final = when_used(
    r"中华人民共和国|国务院|办公厅|办公室|人民政府|政府|政务|信息|公开|工作|关于|印发|做好|进一步|的?通知|\d{4}年度?|[与和的《》]"
)


def _is_of_another(bare: str, citation: Citation, before: str) -> bool:
    """Tell whether a title is of another document.

    What is its own has no two characters of any name of that one, or it is of the same organ
    and lacks the word that every name of that one ends with.
    """
    own = _IN_MANY_TITLES.sub("，", bare)
    pairs = {pair for pair in map(add, own, own[1:]) if "，" not in pair}
    names = (citation.title, *citation.aliases)
    if not pairs or not any(pair in "".join(names) for pair in pairs):
        return bool(pairs)
    organ, about, _ = plain_title(citation.title).partition("关于")
    last = {_IN_MANY_TITLES.sub("", plain_title(name))[-_LAST_WORD:] for name in names}
    named = bare.startswith(organ) or organ in before
    return bool(about) and named and not any(word in bare for word in last)


_LONGEST_ORGAN: Final = 30
"""Characters before a title in which the organ that issued it may stand."""
_LAST_WORD: Final = 2
"""Characters of the word that tells what a document is: 格式, 意见."""


def _names(short: str, before: str) -> bool:
    """Tell whether a short name shares two neighbouring characters with the text before it."""
    return any(short[place : place + 2] in before for place in range(len(short) - 1))


def _meant(known: Citation, other: Citation | None, year: int | None) -> Citation:
    """Return the one of two documents that a citation means: the one in force that year."""
    candidates = [one for one in (known, other) if one and _in_force(one, year)]
    return candidates[0] if candidates else known


def _in_force(citation: Citation, year: int | None) -> bool:
    return year is None or citation.last_year is None or year <= citation.last_year


def _superseded(citation: Citation, text: str) -> str:
    """Return what is wrong with a document that is in force no more; its successor may stand in the text already."""
    if not citation.number:
        return sentences.TEXT_CITATION_REPLACED.format(
            title=citation.title, successor=citation.successor
        )
    if citation.successor in text:
        return sentences.TEXT_CITATION_SUPERSEDED_BESIDE.format(
            number=citation.number, successor=citation.successor
        )
    newer = _numbers().get(citation.successor)
    right = _full(newer, newer.title) if newer else citation.successor
    return sentences.TEXT_CITATION_SUPERSEDED.format(
        number=citation.number, successor=citation.successor, right=right
    )


def _full(citation: Citation, title: str) -> str:
    return f"《{title}》（{citation.number}）" if citation.number else f"《{title}》"


def _number_in(bracket: str) -> str:
    """Return the document number in a bracket, in the standard spelling; empty where there is none."""
    found = _NUMBER.search(bracket)
    if found:
        return f"{found['organ']}〔{found['year']}〕{int(found['serial'])}号"
    order = _ORDER.search(bracket)
    return f"国务院令第{int(order['serial'])}号" if order else ""


@lru_cache(_KEPT)
def _near_title(bare: str) -> tuple[Citation, str] | None:
    """Return the law or document, and its title or alias, that a wrong title differs little from."""
    # the name of the state may have the slip itself
    of_state = len({*_STATE} & {*bare[: len(_STATE)]}) >= len(_STATE) - _NEAR_TITLE
    if not (of_state or bare.startswith("国务院")) or bare in _titles():
        return None
    import difflib

    for citation in knowledge.citations():
        if citation.last_year and not citation.number:
            continue  # nobody means a law that is gone
        for title in (citation.title, *citation.aliases):
            right = plain_title(title)
            short = len(right.removeprefix(_STATE)) <= _SHORT_TITLE
            if (
                short
                or not right.startswith(bare[0])
                or not 0 <= len(right) - len(bare) <= _NEAR_TITLE
                or _has_another_word(bare, right)
            ):
                continue  # a longer title is another law: 海洋环境保护法
            matcher = difflib.SequenceMatcher(None, right, bare, autojunk=False)
            same = sum(block.size for block in matcher.get_matching_blocks())
            near = max(len(right), len(bare)) - same <= _NEAR_TITLE or sorted(right) == sorted(bare)
            if near and _digits(right) == _digits(bare):
                return citation, title
    return None


def _has_another_word(bare: str, right: str) -> bool:
    """Tell whether two titles differ in one word for another, so that each is of its own: 行政监察, 行政复议."""
    first = next(
        (at for at, (one, other) in enumerate(zip(bare, right, strict=False)) if one != other), 0
    )
    word, other = bare[first : first + 2], right[first : first + 2]
    return (
        knowledge.is_common_word(word)
        and knowledge.is_common_word(other)
        and bare[first + 2 :] == right[first + 2 :]
        and word[1] != other[1]
    )


_SHORTEST_REST: Final = 3
"""Characters of a law's name behind that of the state: 保密法."""


@lru_cache(_KEPT)
def _shortened(bare: str) -> tuple[Citation, str] | None:
    """Return the one law of which a title behind the state's name has some characters, or all in another order."""
    rest = bare.removeprefix(_STATE)
    if rest == bare or len(rest) < _SHORTEST_REST or bare in _titles():
        return None
    whole = [
        (citation, citation.title)
        for citation in knowledge.citations()
        if citation.last_year is None
        and citation.title.startswith(_STATE)
        and citation.title[-1] == rest[-1]
        and (
            is_in_order(rest, citation.title.removeprefix(_STATE))
            or sorted(rest) == sorted(citation.title.removeprefix(_STATE))
        )
    ]
    return whole[0] if len({title for _, title in whole}) == 1 else None


_MOST_CHARACTERS: Final = 6
_LEAST_KEPT: Final = 10
"""Characters of a word that a title has twice or lost, and those that are left of it at least."""


@lru_cache(_KEPT)
def _with_a_word_more_or_less(bare: str) -> tuple[Citation, str] | None:
    """Return the document of which a title has one word twice, or lost one in its middle."""
    if bare in _titles() or not bare.startswith((_STATE, "国务院")):
        return None
    for doubled in _WORD_TWICE.finditer(bare):
        once = bare[: doubled.end("word")] + bare[doubled.end() :]
        if known := _titles().get(once):
            return known, known.title
    for right, citation in _titles().items():
        lacking = len(right) - len(bare)
        ahead = sum(1 for _ in takewhile(bool, map(eq, right, bare)))
        if (
            len(bare) >= _LEAST_KEPT
            and _NEAR_TITLE < lacking <= _MOST_CHARACTERS
            and ahead >= _LEAST_KEPT
            and right[ahead + lacking :] == bare[ahead:]
            and _digits(right) == _digits(bare)
        ):
            return citation, citation.title
    return None


_WORD_TWICE: Final = when_used("(?P<word>[^\\W\\d_]{2,6})(?P=word)")
_LIKE_ORGAN: Final = 0.8
"""How alike (0 to 1) a wrong name of an organ is to the one that is meant."""


@lru_cache(_KEPT)
def _of_misnamed_organ(bare: str) -> tuple[Citation, str] | None:
    """Return the document that a title names in full, with another organ before it: 政府信息与政府信息公开办公室."""
    organ, about, rest = bare.partition("关于")
    if not about or not organ.startswith("国务院") or bare in _titles():
        return None
    import difflib

    for right, citation in _titles().items():
        meant = right.removesuffix(about + rest)
        if (
            meant not in (right, organ)
            and difflib.SequenceMatcher(None, meant, organ).ratio() > _LIKE_ORGAN
        ):
            return citation, citation.title
    return None


_KINDS: Final = {"法": "条例", "条例": "法"}


def _of_other_kind(bare: str) -> tuple[Citation, str] | None:
    """Return the law that a title behind the state's name calls a regulation, or the reverse: 数据安全条例."""
    kind = next((kind for kind in _KINDS if bare.endswith(kind)), "")
    known = _titles().get(bare.removesuffix(kind) + _KINDS.get(kind, ""))
    right = known and bare.startswith(_STATE) and known.title.startswith(_STATE)
    return (known, known.title) if known and right and known.last_year is None else None


def _numbered(bare: str, other: Citation | None) -> tuple[Citation, str] | None:
    """Return the document that a number means, where the title beside it has one or two other characters."""
    if other is None:
        return None
    for title in (other.title, *other.aliases):
        right = plain_title(title)
        differing = sum(map(ne, right, bare))
        if len(right) == len(bare) and differing <= _NEAR_TITLE and _digits(right) == _digits(bare):
            return other, title
    return None


def _numbers_alone(
    passage: Passage, year: int | None, reported: list[tuple[int, int]]
) -> Iterator[Finding]:
    """Find wrong document numbers outside the citations that were found before."""
    for pattern, tell in ((_NUMBER, _about_number), (_ORDER, _about_order)):
        for found in pattern.finditer(passage.folded):
            if not any(first <= found.start() < last for first, last in reported):
                why = tell(found, year)
                if why:
                    yield passage.finding("TEXT-CITATION", *found.span(), why)


_WRITTEN: Final = when_used(
    r"(?P<organ>[^\W\da-zA-Z_]{1,12})(?:(?P<opening>[\[【（［{〔])(?P<year>20\d\d)年?(?P<closing>[\]】）］}〕]))(?P<th>第?)(?P<zeros>0{0,2})(?P<serial>[1-9]\d{0,3})号"
)
"""A document's number, however it is written."""
_ORGANS_MARK: Final = when_used("[发办函字令规通知文电政党委公开厅]$")


_WITHOUT_END: Final = when_used(
    r"[发办函字令规通知文电〕]〔20\d\d〕\d{1,4}(?![\d号、])|〔20\d\d〕\d{1,4}(?=[）》，。])"
)


_OF_NO_YEAR: Final = when_used(
    r"(?<=[发办函字令规通知文电政党委公开厅])[〔\[【（［](?P<year>\d{2,3}|(?!19|20)\d{4}|\d{5,6})[〕\]】）］](?=\d{1,4}号)"
)
_OF_A_YEAR: Final = when_used(r"〔(?P<year>20\d\d)〕(?=\d{1,4}号)")


def _years_of_numbers(
    passage: Passage, year: int | None, reported: list[tuple[int, int]]
) -> Iterator[Finding]:
    """Find a number whose year is no year, or one that is yet to come; in January what came just before is cited."""
    for found in _OF_NO_YEAR.finditer(passage.folded):
        why = sentences.TEXT_CITATION_NO_YEAR.format(said=found["year"])
        yield passage.finding("TEXT-CITATION", *found.span(), why)
    for found in _OF_A_YEAR.finditer(passage.folded) if year else ():
        told = any(first <= found.start() < last for first, last in reported)
        if int(found["year"]) > (year or 0) + 1 and not told:
            why = sentences.TEXT_CITATION_YEAR_TO_COME.format(said=found["year"], year=year)
            yield passage.finding("TEXT-CITATION", *found.span(), why)


_WITHOUT_ORGAN: Final = when_used(r"》（(?P<number>〔20\d\d〕\d{1,4}号)(?=）|，以下|、)")


def _written_numbers(passage: Passage) -> Iterator[Finding]:
    """Find a number whose year stands in other brackets than 〔〕, or whose serial has 第 or a zero before it, or that names no organ (GB/T 9704-2012, 7.2.5)."""
    for found in _WITHOUT_END.finditer(passage.folded):
        why = sentences.TEXT_TYPO_LOST.format(words=found[0], lost="号")
        yield passage.finding("TEXT-CITATION", *found.span(), why)
    for found in _WITHOUT_ORGAN.finditer(passage.folded):
        why = sentences.TEXT_CITATION_NO_ORGAN.format(said=found["number"])
        yield passage.finding("TEXT-CITATION", *found.span("number"), why)
    for found in _WRITTEN.finditer(passage.folded):
        brackets = found["opening"] + found["closing"] != "〔〕"
        if not (brackets or found["th"] or found["zeros"]) or not _ORGANS_MARK.search(
            found["organ"]
        ):
            continue
        right = f"〔{found['year']}〕{found['serial']}号"
        sentence = (
            sentences.TEXT_CITATION_YEAR_BRACKETS if brackets else sentences.TEXT_CITATION_SERIAL
        )
        start = found.start("opening")
        yield passage.finding("TEXT-CITATION", start, found.end(), sentence.format(right=right))


_WITHIN_TITLE: Final = when_used(
    r"《[^《》]{0,80}(?P<inner>《(?P<title>[^《》]{2,80})》)[^《》]{0,20}》"
)


def _inner_titles(passage: Passage) -> Iterator[Finding]:
    """Find a title within a title that has the marks of the outer one (GB/T 15834-2011, 4.15.3)."""
    for found in _WITHIN_TITLE.finditer(passage.folded):
        why = sentences.TEXT_CITATION_INNER.format(title=found["title"])
        yield passage.finding("TEXT-CITATION", *found.span("inner"), why)


_PLAN: Final = when_used(
    r"《[^《》]{0,40}(?P<title>20\d\d)年(?:度)?(?:全[省市县区])?(?:政务公开|政府信息公开)[^《》]{0,6}要点[^《》]{0,12}》[^《》]{0,4}（[^（）〔〕]{2,14}〔(?P<number>20\d\d)〕"
)
"""The plan of a year's work, which is issued in that year."""


def _plans_of_another_year(passage: Passage, reported: list[tuple[int, int]]) -> Iterator[Finding]:
    """Find a plan whose title and whose number name different years."""
    for found in _PLAN.finditer(passage.folded):
        told = any(first < found.end() and found.start() < last for first, last in reported)
        if found["title"] != found["number"] and not told:
            why = sentences.TEXT_CITATION_PLAN_YEAR.format(
                title=found["title"], number=found["number"]
            )
            yield passage.finding("TEXT-CITATION", *found.span(), why)


_ARTICLES: Final = {
    "政府信息公开条例": 56,
    "行政许可法": 83,
    "行政处罚法": 86,
    "行政诉讼法": 103,
    "个人信息保护法": 74,
    "数据安全法": 55,
    "档案法": 53,
}
"""How many articles a law has."""
_ARTICLE: Final = when_used(
    r"《(?:中华人民共和国)?(?P<law>[^《》]{2,12})》(?:（[^（）]{1,40}）)?(?:中?的?)第(?P<number>[一二三四五六七八九十百]{1,6}|\d{1,3})条"
)
_OF_THE_REPORT: Final = when_used(
    "(?:第[^，。；、]{1,6}款|第[^，。；、]{1,6}项)?(?:的?(?:有关|相关|具体)?(?:规定|要求))?(?:和|及|，)?(?:要求)?，?(?:现|我[^\\W\\d_]{1,2}|特|组织|由)?(?:编制|撰写|形成|公布|发布)(?:[^，。；、和及与\\d]{0,6}|[^，。；、和及与]{0,20}20\\d\\d年(?:度)?|[^，。；、和及与]{0,16}(?:政府信息公开|政务公开)(?:工作)?)(?:本报告|年度报告|年报)"
)
_ARTICLES_ON_REPORTS: Final = (49, 50)
"""Articles of the regulation on reports: who makes them, and what they hold."""


def _articles(passage: Passage) -> Iterator[Finding]:
    """Find an article that a law does not have, or that says nothing of reports where one is based on it."""
    for found in _ARTICLE.finditer(passage.folded):
        said = found["number"]
        number = number_value(said)
        last = _ARTICLES.get(found["law"])
        if last and number > last:
            why = sentences.TEXT_CITATION_NO_ARTICLE.format(law=found["law"], last=last)
            yield passage.finding("TEXT-CITATION", *found.span(), why)
        elif (
            found["law"] == "政府信息公开条例"
            and number not in _ARTICLES_ON_REPORTS
            and _OF_THE_REPORT.match(passage.folded, found.end())
        ):
            yield passage.finding(
                "TEXT-CITATION", *found.span(), sentences.TEXT_CITATION_ARTICLE.format(said=said)
            )


_DAYS: Final = (
    (
        when_used(
            r"自(?:政府信息|信息)?(?:形成|产生)(?:或者?|、)变更之日起，?(?P<days>\d{1,3}|[二三四五六]十五?)个工作日"
        ),
        "二十六",
    ),
    (
        when_used(
            r"自?收到(?:政府信息公开)?申请(?:书|表)?之日起，?(?P<days>\d{1,3}|[二三四五六]十五?)个工作日内?(?=[^，。；]{0,8}(?:答复|回复|办结|办理))"
        ),
        "三十三",
    ),
)
"""Days within which the regulation has information published and applications answered, and its article."""
_DAYS_OF_LAW: Final = 20
_OF_INFORMATION: Final = when_used("公开|政府信息")
_MORE_TIME: Final = when_used(
    "延长|延期|另有|第三方|补正|许可|登记|审批|认定|备案|复核|证|清单|目录"
)
"""What gives more time, and what is applied for or published under another law."""


def _days(passage: Passage) -> Iterator[Finding]:
    """Find more days than the regulation gives; another law may give more, and some offices promise less."""
    for pattern, article in _DAYS:
        for found in pattern.finditer(passage.folded):
            said = found["days"]
            number = number_value(said)
            before = re.split("[。；]", passage.folded[max(0, found.start() - 60) : found.end()])[
                -1
            ]
            if (
                number > _DAYS_OF_LAW
                and _OF_INFORMATION.search(before)
                and not _MORE_TIME.search(before)
            ):
                why = sentences.TEXT_CITATION_DAYS.format(
                    article=article, days=_DAYS_OF_LAW, said=said
                )
                yield passage.finding("TEXT-CITATION", *found.span("days"), why)


def _digits(title: str) -> str:
    """Return the digits of a title: with another year it is another document."""
    return re.sub(r"\D", "", title)


def _about_order(found: "re.Match[str]", year: int | None) -> str:
    known = _numbers().get(f"国务院令第{int(found['serial'])}号")
    return _superseded(known, found.string) if known and not _in_force(known, year) else ""


def _about_number(found: "re.Match[str]", year: int | None) -> str:
    import difflib

    serial = f"〔{found['year']}〕{int(found['serial'])}号"
    number = found["organ"] + serial
    known = _numbers().get(number)
    if known and not _in_force(known, year):
        return _superseded(known, found.string)
    if known and found["year"] + found["serial"] in found[0]:
        return sentences.TEXT_CITATION_BRACKETS.format(number=number)
    if known or "公开" not in found["organ"]:
        return ""
    like = [
        citation
        for other, citation in _numbers().items()
        if other.endswith(serial)
        and difflib.SequenceMatcher(None, other, number).ratio() > _LIKE_NUMBER
    ]
    if len(like) != 1:
        return ""
    return sentences.TEXT_CITATION_NUMBER.format(right=_full(like[0], like[0].title))
