"""Radicals that stand for the characters themselves, as in text that was copied out of a PDF.

They look the same, and no word is known that is written with them.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from converter.reading.blocks import Block, TableBlock, TextBlock

# beyond what Unicode calls compatible
_OTHERS: Final = dict(
    zip(
        "⺀⺃⺅⺈⺉⺋⺌⺍⺎⺏⺐⺒⺓⺔⺖⺗⺘⺙⺛⺝⺟⺠⺡⺢⺣⺤⺥⺦⺨⺩⺫⺬⺭⺮⺯⺰⺱⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻱⻳",
        "冫乚亻刀刂㔾小小兀尣尢巳幺彑忄心扌攵旡月母民氵氺灬爫爫丬犭王目示礻竹糸纟罓网网冈羊羊羊老聿聿肉臼艹艹艹虎衤西西见角讠贝足车辶辶辶阝钅長镸长门阝雨青韦页风飞食饣𩙿马骨鬼鱼鸟卤麦黄黾齐齿龙龜龟",
        strict=True,
    )
)
_RADICAL: Final = re.compile("[\u2e80-\u2fdf]")
_MOST_NAMED: Final = 3
_READ_AS: Final = (
    "有 {count} 个字是从别处复制来的部首符号（{named}），看着和正字一样，电脑不认，已按正字读入。"
)


def character_of(radical: str) -> str:
    """Return the character for which a radical stands; any other character as it is."""
    if "\u2f00" <= radical <= "\u2fdf":
        return unicodedata.normalize("NFKC", radical)
    return _OTHERS.get(radical, radical)


def _with_characters(text: str) -> str:
    """Return a text with the characters for which its radicals stand."""
    return _RADICAL.sub(lambda found: character_of(found[0]), text)


def without_radicals(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks with the characters for which their radicals stand."""
    return [_plain(block) for block in blocks]


def radicals_told(blocks: Iterable[Block]) -> list[str]:
    """Return a note on the radicals of some blocks; none where there are none."""
    found = [radical for block in blocks for radical in _RADICAL.findall(_said(block))]
    if not found:
        return []
    several = [f"“{one}”按“{character_of(one)}”" for one in dict.fromkeys(found)]
    named = "、".join(several[:_MOST_NAMED]) + ("等" if len(several) > _MOST_NAMED else "")
    return [_READ_AS.format(count=len(found), named=named)]


def _said(block: Block) -> str:
    if isinstance(block, TableBlock):
        return "\n".join(cell.text for cell in block.cells)
    return block.whole


def _plain(block: Block) -> Block:
    if not _RADICAL.search(_said(block)):
        return block
    if isinstance(block, TextBlock):
        number, text = _with_characters(block.number), _with_characters(block.text)
        return replace(block, number=number, text=text)
    return block.with_cells(
        {
            cell: replace(cell, text=_with_characters(cell.text))
            for cell in block.cells
            if _RADICAL.search(cell.text)
        }
    )
