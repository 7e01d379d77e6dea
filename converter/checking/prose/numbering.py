"""Numbers of headings, and of points within a paragraph (一是…二是…): `TEXT-NUMBERING`.

Source: GB/T 9704-2012, 7.3.3: 一、, （一）, 1. and （1） in this order.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from converter import sentences
from converter.checking.prose.passages import Passage
from converter.findings import Finding
from converter.form.fields import SECTIONS, TABLES, SectionKey, section_of
from converter.form.heading_words import BOOKMARK, REWORDED, SECTION_WORDS
from converter.form.numerals import chinese_numeral, number_value, numeral_value
from converter.form.patterns import when_used

_MAIN: Final = when_used(
    rf"^(?:{BOOKMARK})?[●○◆◇■□★☆※◎▲▶►]{{0,3}}(?P<number>[一二三四五六七八九十]+|\d+)(?P<mark>[、.．，]?)"
)
_FIRST_LEVEL: Final = when_used(r"^(?P<number>[一二三四五六七八九十]{1,3})、")
_SECOND_LEVEL: Final = when_used(r"^（(?P<number>[一二三四五六七八九十]{1,3})）(?P<mark>[、.，])?")
_THIRD_LEVEL: Final = when_used(r"^(?P<number>\d{1,2})、")
_POINT: Final = when_used(r"(?:^|[。；：，、）])(?P<number>[一二三四五六七八九十]{1,2})是(?!否)")
_POINT_WITHOUT: Final = when_used(
    r"(?<=[。；])(?P<number>[二三四五六七八九])(?=根据|按照|加强|强化|抓好|抓实|做好|完善|健全|规范|优化|推进|落实|严格|明确|持续|积极|定期|深化|拓展|建立|开展|组织|利用|坚持|通过|及时|压实|提升|提高|加大|畅通|丰富|注重)"
)
"""The number of a point that lost its 是."""
_NEW_LIST: Final = re.compile(r"：$|下一步|改进|措施")
"""A paragraph after which headings may begin again at （一）."""


def check_numbering(
    paragraphs: Iterable[Passage], headings: Iterable[Passage]
) -> Iterator[Finding]:
    """Find numbers that skip, repeat or are in the wrong style."""
    yield from _main_numbers(headings)
    sections: dict[str, list[Passage]] = {}
    for passage in paragraphs:
        sections.setdefault(passage.name, []).append(passage)
        yield from _points(passage)
        yield from _items_within(passage)
    for passages in sections.values():
        yield from _points_apart(passages)
        yield from _announced(passages)
        yield from _second_level(passages)
        yield from _lower_levels(passages)
        yield from _same_heading(passages)
        yield from _wrong_style(passages)


def _main_numbers(headings: Iterable[Passage]) -> Iterator[Finding]:
    """Find main headings without their number; what holds for several is said once."""
    wrong: list[Passage] = []
    for heading in headings:
        found = _MAIN.match(heading.folded)
        due = section_of(heading.name).number
        if not found or (found["number"], found["mark"]) != (due, "、"):
            wrong.append(heading)
    if not wrong:
        return
    first, *others = wrong
    section = section_of(first.name)
    why = sentences.TEXT_NUMBERING_MAIN.format(number=section.number, heading=section.heading)
    if others:
        numbers = "".join(f"“{section_of(one.name).number}、”" for one in others)
        why += sentences.TEXT_NUMBERING_MAIN_MORE.format(count=len(others), numbers=numbers)
    yield first.finding("TEXT-NUMBERING", 0, len(first.folded), why)


def _second_level(passages: Sequence[Passage]) -> Iterator[Finding]:
    expected, reported, turned = 1, False, False
    for place, passage in enumerate(passages):
        found = _SECOND_LEVEL.match(passage.folded)
        if not found:
            turned = turned or bool(_NEW_LIST.search(passage.folded))
            continue
        number = numeral_value(found["number"])
        if number == 1:
            reported = False
        lonely = number == 1 and not any(
            (after := _SECOND_LEVEL.match(other.folded)) and after["number"] == "二"
            for other in passages[place + 1 :]
        )
        begun_again = number == 1 and not turned and (expected == 2 or (expected > 2 and lonely))  # noqa: PLR2004
        wrong = number not in (expected, 1) or begun_again
        turned = False
        if wrong and not reported:
            reported = True
            sentence = (
                sentences.TEXT_NUMBERING_REPEATED
                if number < expected
                else sentences.TEXT_NUMBERING_SKIPPED
            )
            yield _at_start(passage, sentence.format(expected=chinese_numeral(expected)))
        if found["mark"]:
            why = sentences.TEXT_NUMBERING_MARK.format(number=found["number"], mark=found["mark"])
            yield _at_start(passage, why)
        expected = number + 1


_LOWER: Final = (
    when_used(r"^(?P<number>\d{1,2})(?P<mark>[.．])(?!\d)"),
    when_used(r"^（(?P<number>\d{1,2})(?P<mark>）)"),
)
"""Headings of the third and the fourth level."""


def _lower_levels(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Find numbers of the third and the fourth level that skip or repeat; 1 begins anew."""
    for level in _LOWER:
        expected, reported = 0, False
        for passage in passages:
            found = level.match(passage.folded)
            if not found:
                # under the next heading of the second level, or of the third, they begin again
                if _SECOND_LEVEL.match(passage.folded) or (
                    level is _LOWER[1] and _LOWER[0].match(passage.folded)
                ):
                    expected, reported = 0, False
                continue
            number = int(found["number"])
            if number != 1 and expected and number != expected and not reported:
                reported = True
                written = found[0]
                right = written.replace(found["number"], str(expected), 1)
                why = sentences.TEXT_NUMBERING_LOWER.format(number=written, expected=right)
                yield passage.finding("TEXT-NUMBERING", 0, found.end(), why)
            expected = number + 1


_HEADING: Final = when_used(
    r"^（[一二三四五六七八九十]{1,3}）[、.，]?(?P<words>(?:[^\W\da-zA-Z_]|[、“”]){4,24})(?:[。：]|$)"
)
_STYLES: Final = (
    (when_used(r"^(?P<number>[一二三四五六七八九十]{1,2})[.．](?=[^\W\da-zA-Z_])"), "（{}）"),
    (when_used(r"^（(?P<number>\d{1,2})）[、.，．]"), "（{}）"),
    (when_used(r"^(?P<number>\d{1,2})[.．][、，.]"), "{}."),
)
"""Numbers with a mark that is not theirs, and how they are written."""


_DASH: Final = when_used(r"^[—–－-]{1,2}、")
"""A dash that was typed for 一."""


def _same_heading(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Find a heading that stands twice in one list, and a main heading within its own section."""
    before: set[str] = set()
    for passage in passages:
        text = passage.folded
        if heading := _main_heading(passage):
            why = sentences.TEXT_NUMBERING_SAME_MAIN.format(heading=heading)
            yield passage.finding("TEXT-NUMBERING", 0, len(text), why)
        found = _HEADING.match(text)
        if not found:
            continue
        if text.startswith("（一）"):
            before = set()
        if found["words"] in before:
            why = sentences.TEXT_NUMBERING_SAME.format(heading=found["words"])
            yield passage.finding("TEXT-NUMBERING", *found.span("words"), why)
        before.add(found["words"])


def _main_heading(passage: Passage) -> str:
    """Return the heading of a section that a paragraph is once more, perhaps in other words; else empty."""
    text = passage.folded.removesuffix("。")
    found = _FIRST_LEVEL.match(text)
    words = text[found.end() :] if found else text
    for section in SECTIONS:
        key: SectionKey = section.key
        is_own = passage.name == key
        is_numbered = bool(found) and text.startswith(f"{section.number}、")
        is_alone = is_own and not passage.folded.endswith("。")
        is_named = bool(SECTION_WORDS[key].match(words)) and (is_alone or is_numbered)
        if is_named or (is_own and is_numbered and bool(REWORDED[key].match(words))):
            return section.heading
    return ""


def _wrong_style(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Find the first number with a mark that is not its own, the first 一、 and the first 1、 in a section."""
    for pattern, style in _STYLES:
        for passage in passages:
            if found := pattern.match(passage.folded):
                right = style.format(found["number"])
                why = sentences.TEXT_NUMBERING_STYLE.format(written=found[0], right=right)
                yield passage.finding("TEXT-NUMBERING", 0, found.end(), why)
                break
    first = next(
        (one for one in passages if _FIRST_LEVEL.match(one.folded) and not _main_heading(one)),
        None,
    )
    if first:
        number = first.folded.partition("、")[0]
        section = next((one for one in SECTIONS if one.key == first.name), None)
        if section and numeral_value(number) == numeral_value(section.number) + 1:
            sentence = (
                sentences.TEXT_NUMBERING_NO_PLACE
                if section.key in TABLES
                else sentences.TEXT_NUMBERING_SEVENTH
            )
            why = sentence.format(number=number, heading=section.heading)
        else:
            why = sentences.TEXT_NUMBERING_FIRST_LEVEL.format(number=number)
        yield _at_start(first, why)
    for passage in passages:
        if found := _DASH.match(passage.folded):
            why = sentences.TEXT_TYPO_MISTAKE.format(wrong=found[0], right="一、")
            yield passage.finding("TEXT-NUMBERING", 0, found.end(), why)
    third = next((one for one in passages if _THIRD_LEVEL.match(one.folded)), None)
    if third:
        number = third.folded.partition("、")[0]
        yield _at_start(third, sentences.TEXT_NUMBERING_THIRD_LEVEL.format(number=number))


def _points(passage: Passage) -> Iterator[Finding]:
    expected, reported, before = 0, False, 0
    text = passage.folded
    points = [*_POINT.finditer(text)]
    lost = [*_POINT_WITHOUT.finditer(text)] if points else []
    for found in sorted(points + lost, key=re.Match.start) if lost else points:
        number = numeral_value(found["number"])
        if found.re.pattern == _POINT_WITHOUT.pattern:
            if number != expected or expected == 1:
                continue
            why = sentences.TEXT_TYPO_LOST.format(words=found["number"], lost="是")
            yield passage.finding("TEXT-TYPO", *found.span("number"), why)
        begun = text.rfind("：", before, found.start("number"))
        before = found.end()
        # 一是 with a colon of its own is there: 一是明确分工：办公室牵头；二是…
        lacks = number == _SECOND != expected and begun >= 0
        if lacks and not _FIRST.search(text, begun, before):
            reported = True
            yield passage.finding(
                "TEXT-NUMBERING",
                found.start("number"),
                found.end(),
                sentences.TEXT_NUMBERING_NO_FIRST,
            )
        if number == 1:
            reported = False
        if number != 1 and expected > 1 and number != expected and not reported:
            reported = True
            why = sentences.TEXT_NUMBERING_POINT.format(
                number=found["number"], expected=chinese_numeral(expected)
            )
            yield passage.finding("TEXT-NUMBERING", found.start("number"), found.end(), why)
        expected = number + 1


_SECOND: Final = 2
_FIRST: Final = when_used("。|一是|一要|首先|第一|一方面|一来|其一|一、|[1１①][.、．是）]|（[1一]")
"""What may begin a list in the place of 一是, and what ends the sentence of its colon."""


def _points_apart(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Find a point that does not follow the one of the paragraph before, where each has a paragraph of its own."""
    expected = 0
    for passage in passages:
        points = list(_POINT.finditer(passage.folded))
        if len(points) != 1 or points[0].start():
            expected = 0
            continue
        found = points[0]
        number = numeral_value(found["number"])
        if number not in (1, expected) and expected:
            why = sentences.TEXT_NUMBERING_POINT.format(
                number=found["number"], expected=chinese_numeral(expected)
            )
            yield passage.finding("TEXT-NUMBERING", *found.span("number"), why)
            return
        expected = number + 1


_WITHIN: Final = (
    when_used(r"(?:^|[。；：])（(?P<number>[一二三四五六七八九十]{1,2})）(?!项(?!目)|款)"),
    when_used(r"(?:^|[。；：])（(?P<number>\d{1,2})）"),
    when_used(r"(?:^|[。；：])(?P<number>\d{1,2})[.．](?!\d)"),
    when_used(r"(?:^|[。；：，])第(?P<number>[一二三四五六七八九])[，、]"),
)
"""Numbers of items within a paragraph, by their style."""


_ANNOUNCED: Final = when_used(
    r"(?:以下|如下|下列|下述|从|在|抓好|做好|突出|存在|围绕|有|是|分)(?P<said>(?P<number>[两二三四五六七八九]|[2-9])(?:个|大)?(?:方面|点|项|问题|环节|举措|措施|重点)[^，。；：\d]{0,12})(?P<mark>[：。，]|$)"
)
"""How many points are said to follow."""
_LISTS: Final = (
    when_used(
        r"(?<![^。；：，、）])(?P<number>[一二三四五六七八九十]{1,2})(?:是(?!否)|要(?=[^\W\d_]))"
    ),
    when_used(r"(?<![^。；：])（(?P<number>[一二三四五六七八九十]{1,2})）(?!项(?!目)|款)"),
    when_used(r"(?<![^。；：])(?P<number>\d{1,2})[.．、](?!\d)"),
)
"""How its points may be numbered."""
_TWO: Final = "两"


def _announced(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Find a number of points that is not how many follow: 以下四个方面：一是…二是…三是…."""
    for place, passage in enumerate(passages):
        for found in _ANNOUNCED.finditer(passage.folded):
            rest = passage.folded[found.end() :]
            if found["mark"] in ("", "。", "：") and not rest:
                rest = "".join(f"。{one.folded}" for one in passages[place + 1 :])[:_FAR]
            listed = _points_listed(rest, same_sentence=found["mark"] == "，")
            said = found["number"]
            number = 2 if said == _TWO else number_value(said)
            if listed and listed != number:
                why = sentences.TEXT_NUMBERING_ANNOUNCED.format(said=found["said"], listed=listed)
                yield passage.finding("TEXT-NUMBERING", *found.span("said"), why)


_FAR: Final = 4000
_LEAST: Final = 2


def _points_listed(text: str, *, same_sentence: bool) -> int:
    """Return how many points a list has that begins at once; 0 where none does, or its numbers skip."""
    for style in _LISTS:
        first = style.match(text.lstrip("。"))
        if not first or (same_sentence and style is not _LISTS[0]):
            continue
        count = 0
        for found in style.finditer(text.lstrip("。")):
            said = found["number"]
            number = number_value(said)
            if number == 1 and count:
                break
            if number != count + 1:
                return 0
            count = number
        return count if count >= _LEAST else 0
    return 0


_SECOND_POINT: Final = when_used(r"一是(?:(?![不非没未])[^。]){2,120}?[；。](?P<wrong>而是)")


_OF_ARTICLE: Final = when_used(
    "第[一二三四五六七八九十百]+条[^（]{0,20}[。；：]?（[一二三四五六七八九十]+）"
)
"""Items of a law have its numbers, whichever of them are cited."""


def _items_within(passage: Passage) -> Iterator[Finding]:
    """Find an item within a paragraph whose number does not follow the one before."""
    for found in _SECOND_POINT.finditer(passage.folded):
        if "二是" not in passage.folded:
            why = sentences.TEXT_NUMBERING_LOWER.format(number=found["wrong"], expected="二是")
            yield passage.finding("TEXT-NUMBERING", *found.span("wrong"), why)
    cited = _OF_ARTICLE.search(passage.folded)
    for style in _WITHIN:
        expected = 0
        if style is _WITHIN[0] and cited:
            continue
        for found in style.finditer(passage.folded):
            said = found["number"]
            number = number_value(said)
            if number != 1 and expected > 1 and number != expected:
                due = str(expected) if said.isdigit() else chinese_numeral(expected)
                written = found[0].lstrip("。；：，")
                why = sentences.TEXT_NUMBERING_LOWER.format(
                    number=written, expected=written.replace(said, due)
                )
                yield passage.finding("TEXT-NUMBERING", *found.span("number"), why)
                break
            expected = number + 1


def _at_start(passage: Passage, why: str) -> Finding:
    return passage.finding("TEXT-NUMBERING", 0, 1, why)
