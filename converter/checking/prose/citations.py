"""Laws and documents whose title or number is wrong, or no longer in force: `TEXT-CITATION`."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from converter.checking.prose import knowledge
from converter.checking.prose.knowledge import Citation, plain_title
from converter.checking.prose.passages import Passage
from converter.findings import Finding

_CITED: Final = re.compile(
    r"《(?P<title>[^《》]{2,120}(?:《[^《》]{1,60}》[^《》]{0,40})?)》"
    r"(?P<rest>的通知)?(?:（(?P<bracket>[^（）]{2,40})）)?"
)
_NUMBER: Final = re.compile(
    r"(?P<organ>国办[\u4e00-\u9fff]{0,6}|中办[\u4e00-\u9fff]{0,4})[〔\[【（(［]?(?P<year>20\d\d)[〕\]】）)］]?(?P<serial>\d{1,3})号"
)
_ORDER: Final = re.compile(r"(?:国务院令第?|国令第)(?P<serial>\d{2,4})号(?:令)?")
_SHORT_NAME: Final = re.compile("以下(?:简称|称)新?《([^《》]{2,20})》")
LONGEST_TITLE: Final = 160
SHORT_TITLE: Final = 6
"""So short names of laws differ in a character or two: 刑法, 宪法, 档案法."""
_NEAR_TITLE: Final = 2
"""A title that differs from a national one in so many characters is meant to be it."""
LIKE_NUMBER: Final = 0.75


@cache
def _titles() -> dict[str, Citation]:
    """Return every title and alias as compared; of two texts of one law the one in force."""
    titles: dict[str, Citation] = {}
    for citation in knowledge.citations():
        for title in (citation.title, *citation.aliases):
            titles.setdefault(plain_title(title), citation)
    return titles


@cache
def _numbers() -> dict[str, Citation]:
    return {citation.number: citation for citation in knowledge.citations() if citation.number}


def check_citations(passages: Iterable[Passage], year: int | None) -> Iterator[Finding]:
    """Find laws and documents whose title or number is wrong, or no longer in force."""
    for passage in passages:
        spoken_of: list[tuple[int, int]] = []
        for found in _CITED.finditer(passage.folded):
            why = _about_citation(found, year)
            if why:
                spoken_of.append(found.span())
                yield passage.finding("TEXT-CITATION", *found.span(), why)
        yield from _numbers_alone(passage, year, spoken_of)


def _about_citation(found: "re.Match[str]", year: int | None) -> str:
    """Say what is wrong with one title and the number in the bracket after it; empty if nothing."""
    title = found["title"]
    bare = plain_title(title)
    cited_number = _number_in(found["bracket"] or "")
    known = _titles().get(bare)
    short = _SHORT_NAME.search(found["bracket"] or "")
    if short and not _names(short[1], found.string[: found.start("bracket")][-LONGEST_TITLE:]):
        return f"简称《{short[1]}》与题名不符。请核对题名和简称。"
    if known is None:
        near = _near_title(bare)
        return f"题名不准确。建议改为{_full(*near)}。" if near else ""
    if cited_number and known.number and cited_number != known.number:
        other = _numbers().get(cited_number)
        meant = _meant(known, other, year)
        if other and other.title == known.title:
            return _superseded(other) if not _in_force(other, year) else ""
        said = f"{cited_number} 是《{other.title}》的文号" if other else f"文号 {cited_number} 不对"
        if "〈" in meant.title and not re.search("[〈<《]", title):
            said += "，书名号里的书名也要用〈〉"
        return f"题名与文号不符：{said}。建议改为{_full(meant, meant.title)}。"
    if not _in_force(known, year):
        return _superseded(known)
    return ""


def _names(short: str, before: str) -> bool:
    """Tell whether a short name has two characters in a row with the title before it."""
    return any(short[place : place + 2] in before for place in range(len(short) - 1))


def _meant(known: Citation, other: Citation | None, year: int | None) -> Citation:
    """Return which of two documents a citation means: the one in force that year."""
    candidates = [one for one in (known, other) if one and _in_force(one, year)]
    return candidates[0] if candidates else known


def _in_force(citation: Citation, year: int | None) -> bool:
    return year is None or citation.last_year is None or year <= citation.last_year


def _superseded(citation: Citation) -> str:
    newer = _numbers().get(citation.successor)
    right = _full(newer, newer.title) if newer else citation.successor
    return f"{citation.number}已被 {citation.successor} 取代。建议改为{right}。"


def _full(citation: Citation, title: str) -> str:
    return f"《{title}》（{citation.number}）" if citation.number else f"《{title}》"


def _number_in(bracket: str) -> str:
    """Return the document number in a bracket, in the standard spelling; empty where there is none."""
    found = _NUMBER.search(bracket)
    if found:
        return f"{found['organ']}〔{found['year']}〕{int(found['serial'])}号"
    order = _ORDER.search(bracket)
    return f"国务院令第{int(order['serial'])}号" if order else ""


@cache
def _near_title(bare: str) -> tuple[Citation, str] | None:
    """Return the national title that a wrong one is meant to be: one or two characters off."""
    national = bare.startswith(("中华人民共和国", "国务院办公厅", "国务院"))
    if not national or bare in _titles():
        return None
    import difflib

    for citation in knowledge.citations():
        for title in (citation.title, *citation.aliases):
            right = plain_title(title)
            short = len(right.removeprefix("中华人民共和国")) <= SHORT_TITLE
            if (
                short
                or not right.startswith(bare[:3])
                or not 0 <= len(right) - len(bare) <= _NEAR_TITLE
            ):
                continue  # a longer title is another law: 海洋环境保护法
            matcher = difflib.SequenceMatcher(None, right, bare, autojunk=False)
            same = sum(block.size for block in matcher.get_matching_blocks())
            if max(len(right), len(bare)) - same <= _NEAR_TITLE and _digits(right) == _digits(bare):
                return citation, title
    return None


def _numbers_alone(
    passage: Passage, year: int | None, spoken_of: list[tuple[int, int]]
) -> Iterator[Finding]:
    """Find wrong numbers that stand after no title, or too far from it."""
    for pattern, tell in ((_NUMBER, _about_number), (_ORDER, _about_order)):
        for found in pattern.finditer(passage.folded):
            if not any(first <= found.start() < last for first, last in spoken_of):
                why = tell(found, year)
                if why:
                    yield passage.finding("TEXT-CITATION", *found.span(), why)


def _digits(title: str) -> str:
    """Return the digits of a title: the notice of another year is another notice."""
    return re.sub(r"\D", "", title)


def _about_order(found: "re.Match[str]", year: int | None) -> str:
    known = _numbers().get(f"国务院令第{int(found['serial'])}号")
    return _superseded(known) if known and not _in_force(known, year) else ""


def _about_number(found: "re.Match[str]", year: int | None) -> str:
    import difflib

    serial = f"〔{found['year']}〕{int(found['serial'])}号"
    number = found["organ"] + serial
    known = _numbers().get(number)
    if known and not _in_force(known, year):
        return _superseded(known)
    if known and found["year"] + found["serial"] in found[0]:
        return f"文号缺了六角括号。建议改为 {number}。"
    if known or "公开" not in found["organ"]:
        return ""
    like = [
        citation
        for other, citation in _numbers().items()
        if other.endswith(serial)
        and difflib.SequenceMatcher(None, other, number).ratio() > LIKE_NUMBER
    ]
    return f"文号不准确。建议改为{_full(like[0], like[0].title)}。" if len(like) == 1 else ""
