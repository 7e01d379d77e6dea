"""The numbers of headings and of points: `TEXT-NUMBERING`.

Source: GB/T 9704-2012, 7.3.3: 一、, （一）, 1. and （1） in this order.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from converter.checking.prose.passages import Passage
from converter.findings import Finding
from converter.form.fields import SECTIONS, Section
from converter.form.limits import BOOKMARK
from converter.form.numerals import chinese_numeral, numeral_value

_MAIN: Final = re.compile(
    rf"^(?:{BOOKMARK})?(?P<number>[一二三四五六七八九十]+|\d+)(?P<mark>[、.．，]?)"
)
_FIRST_LEVEL: Final = re.compile(r"^(?P<number>[一二三四五六七八九十]{1,3})、")
_SECOND_LEVEL: Final = re.compile(r"^（(?P<number>[一二三四五六七八九十]{1,3})）(?P<mark>[、.，])?")
_THIRD_LEVEL: Final = re.compile(r"^(?P<number>\d{1,2})、")
_POINT: Final = re.compile(r"(?:^|[。；：，、）])(?P<number>[一二三四五六七八九十]{1,2})是(?!否)")


_NEW_LIST: Final = re.compile(r"：$|下一步|改进|措施")
"""A paragraph after which headings may begin again at （一）."""


def check_numbering(
    paragraphs: Iterable[Passage], headings: Iterable[Passage]
) -> Iterator[Finding]:
    """Find numbers that skip, repeat or are in the wrong style."""
    official: dict[str, Section] = {section.key: section for section in SECTIONS}
    for heading in headings:
        section = official[heading.name]
        found = _MAIN.match(heading.folded)
        if not found or (found["number"], found["mark"]) != (section.number, "、"):
            why = f"一级标题的序号应为“{section.number}、”。建议改为“{section.heading}”。"
            yield heading.finding("TEXT-NUMBERING", 0, len(heading.folded), why)
    sections: dict[str, list[Passage]] = {}
    for passage in paragraphs:
        sections.setdefault(passage.name, []).append(passage)
        yield from _points(passage)
    for passages in sections.values():
        yield from _second_level(passages)
        yield from _wrong_style(passages)


def _second_level(passages: Sequence[Passage]) -> Iterator[Finding]:
    expected, told, turned = 1, False, False
    for passage in passages:
        found = _SECOND_LEVEL.match(passage.folded)
        if not found:
            turned = turned or bool(_NEW_LIST.search(passage.folded))
            continue
        number = numeral_value(found["number"])
        if number == 1:
            told = False
        begun_again = number == 1 and expected == 2 and not turned  # noqa: PLR2004
        wrong = number not in (expected, 1) or begun_again
        turned = False
        if wrong and not told:
            told = True
            problem = "重复" if number < expected else "跳号"
            why = f"标题序号{problem}，按顺序应为“（{chinese_numeral(expected)}）”。请核对，以下各条照改。"
            yield _at_start(passage, why)
        if found["mark"]:
            why = f"“（{found['number']}）”后面不加“{found['mark']}”。建议删去。"
            yield _at_start(passage, why)
        expected = number + 1


def _wrong_style(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Find the first heading of each style that has no place in a section."""
    first = next((one for one in passages if _FIRST_LEVEL.match(one.folded)), None)
    if first:
        number = first.folded.partition("、")[0]
        why = (
            f"“{number}、”是一级标题的序号，这里已在一级标题之下。"
            f"建议改为“（{number}）”，以下各条照改；再下一级用“1.”。"
        )
        yield _at_start(first, why)
    third = next((one for one in passages if _THIRD_LEVEL.match(one.folded)), None)
    if third:
        number = third.folded.partition("、")[0]
        why = f"阿拉伯数字序号后面用“.”，不用“、”。建议改为“{number}.”，以下各条照改。"
        yield _at_start(third, why)


def _points(passage: Passage) -> Iterator[Finding]:
    expected, told = 0, False
    for found in _POINT.finditer(passage.folded):
        number = numeral_value(found["number"])
        if number == 1:
            told = False
        if number != 1 and expected > 1 and number != expected and not told:
            told = True
            why = f"“{found['number']}是”与前文不连续，按顺序应为“{chinese_numeral(expected)}是”。请核对。"
            yield passage.finding("TEXT-NUMBERING", found.start("number"), found.end(), why)
        expected = number + 1


def _at_start(passage: Passage, why: str) -> Finding:
    return passage.finding("TEXT-NUMBERING", 0, 1, why)
