"""The unit and the date that sign a report, wherever they stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from converter.form.half_width import without_unseen
from converter.form.numerals import western_date
from converter.form.report import chinese_date
from converter.reading.blocks import Block, TableBlock, TableCell, TextBlock
from converter.reading.sections.heading_numbers import LONGEST_HEADING
from converter.reading.values import day, tidy_text

LONGEST_SIGN_OFF: Final = 300
"""Characters of the line with the unit and the date, blanks between them included."""
_LONGEST_DATE: Final = 20
"""Characters of a line that is a date."""
SIGN_OFF_LINES: Final = 6
"""Maximum lines from the end in which the date is searched for; further up it needs the unit of the title."""
_DATE: Final = r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?"
_SIGNED: Final = re.compile(rf"^(?P<unit>[^。；]*?)\s*[（(]?(?P<date>{_DATE})[）)]?(?:印发)?$")
_SIGNED_DATE_FIRST: Final = re.compile(
    rf"^(?P<date>{_DATE})\s{{1,20}}(?P<unit>[^。；，：\d]{{2,40}})$"
)
_SIGNED_AT_THE_END: Final = re.compile(
    r"^(?P<text>.*[。！])(?P<blank>\s*)(?P<signed>[^。！；]{0,60}?(?:\d{4}|[二〇○零一三四五六七八九]{4})\s*年[^。！；，]{1,8}日)\s*$",
    re.DOTALL,
)
_PRINTED_ON: Final = re.compile(r"日\s{0,4}印发$")
"""How the line ends that says who printed a document and when, below its sign-off."""
_LABELLED: Final = r"(?:(?<!\S)[^\W\d_]{1,4})"
"""What is said of the unit or the date in front of it, as in 填报单位; nothing of a name that stands before it."""
_STAMP: Final = "[（(](?:盖章|公章|印章|章)[）)]"
_SIGN_OFF_WORDS: Final = re.compile(
    rf"{_LABELLED}?(?:单位|机关)(?:名称)?(?:{_STAMP})?[：:]|(?:{_LABELLED}|成文|发布|报告)?(?:日期|时间)[：:]"
)
"""What a form prints before the unit and the date."""
_ON_THE_PAPER: Final = re.compile(
    r"[（(](?:此[件页文][^（）()。]{2,20}|(?:请?加?盖|单位)?公?印?章(?:处)?)[）)]。?"
)
"""What a document says of itself in front of its sign-off: （此件公开发布）, （此页无正文）, （加盖公章）."""
_ORGAN: Final = re.compile(
    r"(?:政府|局|委|会|办|室|处|中心|街道|镇|乡|厅|院|部|队|馆|所|署|社|公司|集团|司|站|学|校|行|网)$"
)
_BETWEEN_ORGANS: Final = re.compile(r"[\s、，,]+")
_HAN: Final = re.compile("[\u4e00-\u9fff]+")
_SHORTEST_UNIT: Final = 4
"""Characters of the name of an organ that signs beside another one."""
_ITEM: Final = re.compile(
    r"^(?:\d{1,2}\s{0,2}[.、．](?!\d{1,2}\D)|[一二三四五六七八九十]{1,3}、)\s{0,4}"
)
"""The number of a line as an item of a list."""


@dataclass(frozen=True)
class SignOff:
    """A unit and a date that stand where no report is signed."""

    where: str
    unit: str
    date: date

    def told(self, *, is_taken: bool) -> str:
        """Say that it was taken for the sign-off, or left out beside another one."""
        said = f"“{self.unit} {chinese_date(self.date)}”"
        if is_taken:
            return f"落款{said}印在{self.where}，已按落款读入，新报告里放在最后。"
        return f"{self.where}另有一处落款{said}，和报告的落款不同，不会带到新报告里。"


def sign_offs_within(
    content: list[Block], titled: str, where: str, start: int = 0
) -> Iterator[SignOff]:
    """Remove the lines from some blocks in which the unit of the title signs, from `start` on, and yield what they say."""
    at = start
    while at < len(content):
        found = _signed_at(content, at, titled)
        if found:
            unit, signed, count = found
            del content[at : at + count]
            yield SignOff(where, unit, signed)
        else:
            at += 1


def signed_rows_apart(block: TableBlock) -> list[Block]:
    """Return a table and, as lines of text around it, the rows above and below that have a unit and a date alone.

    A row above stays where it is, so that the others keep their numbers.
    """
    lines = [_text_of(row) for row in block.rows[:2]], [_text_of(row) for row in block.rows[-2:]]
    above, below = (_signing_rows(one) for one in lines)
    if not above and not below:
        return [block]
    # a unit above the date is the first row, or stands right above the last
    rows = block.rows[: len(block.rows) - len(below)]
    return [*map(TextBlock, above), TableBlock(rows), *map(TextBlock, below)]


def is_sign_off(text: str) -> bool:
    """Tell whether a text is a unit and a date, and nothing else."""
    found = _signed(text) if len(text) <= LONGEST_SIGN_OFF else None
    return bool(found and day(found["date"])[0] and _signing_unit(found["unit"].strip(), ""))


def _text_of(row: Sequence[TableCell]) -> str:
    texts = dict.fromkeys(tidy_text(cell.text) for cell in row)
    said = "\n".join(filter(None, texts))
    return " ".join(said.split()) if len(said) <= LONGEST_SIGN_OFF else ""


def _signing_rows(lines: Sequence[str]) -> list[str]:
    """Return those of two lines that sign: one with a date, and one with the unit in front of it."""
    for at, line in enumerate(lines):
        found = _signed(line) if any(map(str.isdigit, line)) else None
        named = found["unit"].strip() if found else ""
        if found and day(found["date"])[0] and (not named or _signing_unit(named, "")):
            is_unit_above = at > 0 and not named and _signing_unit(lines[at - 1], "")
            return list(lines[at - bool(is_unit_above) : at + 1])
    return []


def sign_off_above(last: list[Block], titled: str, where: str) -> Iterator[SignOff]:
    """Remove from the end of some blocks what signs once more, whichever organ it is, and yield it."""
    for at in (len(last) - 2, len(last) - 1):
        found = _signed_at(last, at, titled, any_organ=True) if at >= 0 else None
        if found and at + found[2] == len(last):
            del last[at:]
            yield SignOff(where, *found[:2])
            return


def _signed_at(
    content: Sequence[Block], at: int, titled: str, *, any_organ: bool = False
) -> tuple[str, date, int] | None:
    """Return the unit and the date that stand at a place, and in how many lines; None where none do."""
    first = _SIGN_OFF_WORDS.sub("", _signing_line(content, at))
    if not first or len(first) > LONGEST_HEADING + _LONGEST_DATE:
        return None
    found = _signed(first)
    named = found["unit"].strip() if found else ""
    if found and named:
        text, count = found["date"], 1
    elif not found and at + 1 < len(content):
        named, count = first, 2
        second = _SIGN_OFF_WORDS.sub("", _signing_line(content, at + 1))
        text = second.strip("（）()") if len(second) <= _LONGEST_DATE else ""
    else:
        return None
    unit = _signing_unit(named, titled)
    signed = day(western_date(text))[0] if unit and text else None
    is_own = bool(titled) and (unit in titled or titled in unit)
    return (unit, signed, count) if signed and (is_own or any_organ) else None


def part_joint(last: list[Block], titled: str) -> list[str]:
    """Leave of several organs that sign, on one line or one below the other, the unit of the title; return the others."""
    others: list[str] = []
    if not titled:
        return others
    for at in range(max(0, len(last) - SIGN_OFF_LINES), len(last)):
        found = _signed(_signing_line(last, at))
        named = found["unit"] if found else line_of(last, at)
        parts = [one for one in _BETWEEN_ORGANS.split(named.strip()) if one]
        own = [one for one in parts if _is_same(one, titled)]
        foreign = [one for one in parts if one not in own and _is_organ(one, titled)]
        if len(own) == 1 and foreign and len(parts) == 1 + len(foreign):
            others += foreign
            last[at] = TextBlock(f"{own[0]} {found['date']}" if found else own[0])
    lines = [line_of(last, at) for at in range(len(last))]
    own_lines = {at for at in range(len(last)) if _is_same(lines[at], titled)}
    for at in reversed(range(len(last))):
        is_beside = at + 1 in own_lines or at - 1 in own_lines
        if is_beside and at not in own_lines and _is_organ(lines[at], titled):
            others.append(lines[at])
            del last[at]
    return others


def _is_same(name: str, titled: str) -> bool:
    """Tell whether a name is that of a title, one of them perhaps without what stands above it."""
    return len(name) >= _SHORTEST_UNIT and (titled.endswith(name) or name.endswith(titled))


def _is_organ(name: str, titled: str) -> bool:
    """Tell whether a name is a whole organ's, and no part of the title's unit."""
    is_whole = len(name) >= _SHORTEST_UNIT and _HAN.fullmatch(name) and name not in titled
    return bool(is_whole and _signing_unit(name, titled))


def is_on_the_paper(line: str) -> bool:
    """Tell whether a line is what a document says of itself above its sign-off."""
    return _ON_THE_PAPER.fullmatch(line) is not None


def take_sign_off(last: list[Block], titled: str) -> tuple[str, date | None, list[Block]]:
    """Remove the unit, the date and what follows from some blocks, and return them."""
    _join_wrapped(last, titled)
    _part_sign_off(last, titled)
    lines = list(range(len(last) - 1, -1, -1))
    printed = [at for at in lines[:SIGN_OFF_LINES] if _PRINTED_ON.search(_signing_line(last, at))]
    # who printed it signs it only where nobody else does
    for position in [*(at for at in lines if at not in printed), *printed]:
        line = _SIGN_OFF_WORDS.sub("", _signing_line(last, position))
        if len(line) > LONGEST_SIGN_OFF:
            continue
        found = _signed(line)
        named = found["unit"].strip() if found else ""
        signed = day(found["date"] if found else line)[0]
        if not signed:
            continue
        unit = _signing_unit(named, titled)
        above = _signing_line(last, position - 1) if position else ""
        is_far = len(last) - position > SIGN_OFF_LINES
        if is_far and (not titled or titled not in (unit, _signing_unit(above, titled))):
            continue
        if named and not unit:
            continue
        start = position
        if not unit and position:
            unit = _signing_unit(above, titled)
            start -= bool(unit)
        below = last[position + 1 :]
        if not unit and below and (unit := _signing_unit(_signing_line(below, 0), titled)):
            del below[0]
        del last[start:]
        return unit, signed, below
    return _take_unit(last, titled)


def _join_wrapped(last: list[Block], titled: str) -> None:
    """Join two lines near the end that are the title's unit, or a date, only together: a line that had no room for it."""
    for at in range(len(last) - 2, max(-1, len(last) - 2 - SIGN_OFF_LINES), -1):
        parts = [line_of(last, one) for one in (at, at + 1)]
        if not all(parts) or sum(map(len, parts)) > LONGEST_HEADING + _LONGEST_DATE:
            continue
        whole = re.sub(r"\s", "", "".join(parts))
        found = _signed(whole)
        named = found["unit"] if found else whole
        is_whole = named == titled if named else not any(map(_signed, parts))
        if is_whole and titled not in parts and (found is None or day(found["date"])[0]):
            last[at : at + 2] = [TextBlock(whole)]


def _take_unit(last: list[Block], titled: str) -> tuple[str, None, list[Block]]:
    """Remove the unit that signs without a date, and what follows, from some blocks, and return them."""
    for position in range(len(last) - 1, max(-1, len(last) - SIGN_OFF_LINES), -1):
        unit = _signing_unit(_signing_line(last, position), titled)
        if titled and unit and (unit in titled or titled in unit):
            below = last[position + 1 :]
            del last[position:]
            return unit, None, below
    return "", None, []


def _part_sign_off(last: list[Block], titled: str) -> None:
    """Give the sign-off a paragraph of its own where it ends the last sentence's."""
    for position in range(len(last) - 1, max(-1, len(last) - 1 - SIGN_OFF_LINES), -1):
        found = _SIGNED_AT_THE_END.match(line_of(last, position)[-LONGEST_SIGN_OFF:])
        if not found:
            continue
        signed = _signed(found["signed"])
        named = signed["unit"].strip() if signed else "。"
        unit = _signing_unit(named, titled)
        apart = not named and found["blank"]
        if apart or (unit and (not titled or unit in titled or titled in unit)):
            whole = line_of(last, position)
            text = whole[: len(whole) - len(found["signed"])].rstrip()
            last[position : position + 1] = [TextBlock(text), TextBlock(found["signed"])]
            return


def _signed(line: str) -> re.Match[str] | None:
    """Return the unit and the date of a line that signs a report."""
    western = western_date(line)
    return _SIGNED.match(western) or _SIGNED_DATE_FIRST.match(western)


def line_of(blocks: Sequence[Block], position: int) -> str:
    """Return a paragraph's text; a table has none."""
    block = blocks[position]
    return tidy_text(without_unseen(block.whole)) if isinstance(block, TextBlock) else ""


def _signing_line(blocks: Sequence[Block], position: int) -> str:
    """Return a paragraph's text without the number that it has as an item of a list."""
    return _ITEM.sub("", line_of(blocks, position))


def _signing_unit(line: str, titled: str) -> str:
    """Return the unit that a line of the sign-off names; empty where it is a sentence."""
    unit = re.sub(rf"\s|{_STAMP}", "", _SIGN_OFF_WORDS.sub("", line))
    if unit.startswith(("（", "(")):
        # the brackets stand around all of the sign-off
        unit = unit[1:].rstrip("）)")
    if len(unit) > LONGEST_HEADING or re.search(r"[。；：，]", unit):
        return ""
    return unit if unit == titled or (_ORGAN.search(unit) and not re.search(r"\d", unit)) else ""
