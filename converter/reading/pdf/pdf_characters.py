"""The characters of a PDF as they are typed, and which of them are no text of the page."""

import unicodedata
from typing import Any, Final

_TURNED: Final = 0.1
"""From which slope on characters are no text of the page, but a watermark across it."""
_WIDE: Final = str.maketrans(",:;!?()[]", "，：；！？（）［］")

# radicals that fonts give for the characters themselves, beyond what Unicode calls compatible
_RADICALS: Final = dict(
    zip(
        "⺀⺃⺅⺈⺉⺋⺌⺍⺎⺏⺐⺒⺓⺔⺖⺗⺘⺙⺛⺝⺟⺠⺡⺢⺣⺤⺥⺦⺨⺩⺫⺬⺭⺮⺯⺰⺱⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻱⻳戶靑",
        "冫乚亻刀刂㔾小小兀尣尢巳幺彑忄心扌攵旡月母民氵氺灬爫爫丬犭王目示礻竹糸纟罓网网冈羊羊羊老聿聿肉臼艹艹艹虎衤西西见角讠贝足车辶辶辶阝钅長镸长门阝雨青韦页风飞食饣𩙿马骨鬼鱼鸟卤麦黄黾齐齿龙龜龟户青",
        strict=True,
    )
)


def plain(text: str) -> str:
    """Return a character as it is typed: radicals, forms for vertical lines and doubles of a character replaced."""
    if not text.isascii():
        return "".join(map(_plain_one, text))
    return text


def _plain_one(char: str) -> str:
    if "\u2f00" <= char <= "\u2fdf":
        char = unicodedata.normalize("NFKC", char)
    elif "\ufe10" <= char <= "\ufe4f":
        char = unicodedata.normalize("NFKC", char).translate(_WIDE)
    else:
        # 〈 and some characters are printed by a second code of theirs
        char = unicodedata.normalize("NFC", char)
    if unicodedata.category(char[0]) in ("Cc", "Co", "Cn"):
        return ""
    return _RADICALS.get(char, char)


def is_turned(char: Any) -> bool:
    """Tell whether a character runs up or down the page."""
    along, across = char["matrix"][:2]
    return bool(abs(across) > _TURNED * abs(along))
