"""The automatic numbers of a Word file are those that Word prints."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from converter.files.kinds import detect_kind
from converter.reading.blocks import TextBlock
from converter.reading.word.word_blocks import main_part, read_blocks
from tests.hostile import word_file

Paragraph = tuple[str, str]
"""What its properties say, and its text."""

CHINESE = '<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'


def pattern(levels: str, name: int = 7) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{levels}</w:abstractNum>'


def level(form: str, text: str, depth: int = 0, more: str = "") -> str:
    written = form if form.startswith("<") else f'<w:numFmt w:val="{form}"/>'
    return f'<w:lvl w:ilvl="{depth}">{written}{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(name: int, of: int = 7, more: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def number(name: int, depth: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{name}"/></w:numPr>'


def style(name: str, properties: str = "", more: str = "") -> str:
    return f'<w:style w:styleId="{name}">{more}<w:pPr>{properties}</w:pPr></w:style>'


def start(at: int) -> str:
    return f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{at}"/></w:lvlOverride>'


OF_STYLE = '<w:pStyle w:val="Chapter"/>'
DELETED = '<w:rPr><w:del w:id="1"/></w:rPr>'
HIDDEN = "<w:rPr><w:vanish/></w:rPr>"
IN_ZEROS = '<x xmlns:mc="m"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></x><x><w:numFmt w:val="decimal"/></x>'

PRINTED: dict[str, tuple[str, str, Sequence[Paragraph], list[str]]] = {
    "numberings of one pattern go on": (
        pattern(CHINESE) + numbering(1) + numbering(2), "",
        [(number(1), "甲"), (number(2), "乙"), (number(1), "丙")], ["一、甲", "二、乙", "三、丙"],
    ),
    "numberings of two patterns do not": (
        pattern(CHINESE) + pattern(CHINESE, 8) + numbering(1) + numbering(2, 8), "",
        [(number(1), "甲"), (number(2), "乙"), (number(1), "丙")], ["一、甲", "一、乙", "二、丙"],
    ),
    "one that says where it starts": (
        pattern(CHINESE) + numbering(1) + numbering(2, more=start(5)), "",
        [(number(1), "甲"), (number(2), "乙"), (number(2), "丙")], ["一、甲", "五、乙", "六、丙"],
    ),
    "a level of its own": (
        pattern(level("decimal", "%1.")) + numbering(1, more=f'<w:lvlOverride w:ilvl="0">{CHINESE}</w:lvlOverride>'), "",
        [(number(1), "甲")], ["一、甲"],
    ),
    "a style that stands for the pattern": (
        pattern('<w:styleLink w:val="List"/>' + CHINESE, 8) + pattern('<w:numStyleLink w:val="List"/>') + numbering(1), "",
        [(number(1), "甲"), (number(1), "乙")], ["一、甲", "二、乙"],
    ),
    "a style, and one that is based on it": (
        pattern(CHINESE) + numbering(1), style("Chapter", number(1)) + style("Part", more='<w:basedOn w:val="Chapter"/>'),
        [(OF_STYLE, "甲"), ('<w:pStyle w:val="Part"/>', "乙")], ["一、甲", "二、乙"],
    ),
    "styles that are based on one another": (
        pattern(CHINESE) + numbering(1), style("Chapter", more='<w:basedOn w:val="Part"/>') + style("Part", more='<w:basedOn w:val="Chapter"/>'),
        [(OF_STYLE, "甲")], ["甲"],
    ),
    "the level that names a style": (
        pattern(level("decimal", "%1.") + level("chineseCounting", "%2、", 1, OF_STYLE)) + numbering(1), style("Chapter", number(1)),
        [(OF_STYLE, "甲"), (OF_STYLE, "乙")], ["一、甲", "二、乙"],
    ),
    "a paragraph that has its style's number no more": (
        pattern(CHINESE) + numbering(1), style("Chapter", number(1)),
        [(OF_STYLE, "甲"), (OF_STYLE + number(0), "二、乙")], ["一、甲", "二、乙"],
    ),
    "levels below one another, in digits": (
        pattern(CHINESE + level("decimal", "%1.%2 ", 1, "<w:isLgl/>")) + numbering(1), "",
        [(number(1), "甲"), (number(1, 1), "乙"), (number(1, 1), "丙"), (number(1), "丁"), (number(1, 1), "戊")],
        ["一、甲", "1.1 乙", "1.2 丙", "二、丁", "2.1 戊"],
    ),
    "paragraphs that were deleted or hidden whole": (
        pattern(CHINESE) + numbering(1), "",
        [(number(1) + DELETED, ""), (number(1), "甲"), (number(1) + HIDDEN, ""), (number(1), "乙"), (number(1) + DELETED, "丙")],
        ["", "一、甲", "", "二、乙", "三、丙"],
    ),
    "a digit behind a number": (
        pattern(level("decimal", "%1.")) + pattern(level("decimal", "%1"), 8) + numbering(1) + numbering(2, 8), "",
        [(number(1), "5件"), (number(2), "12"), (number(1), "甲")], ["1. 5件", "1 12", "2.甲"],
    ),
    **{
        form: (pattern(level(form, "%1、")) + numbering(1), "", [(number(1), "甲"), (number(1), "乙")], printed)
        for form, printed in {
            "chineseLegalSimplified": ["壹、甲", "贰、乙"],
            "upperRoman": ["Ⅰ、甲", "Ⅱ、乙"],
            "lowerLetter": ["a、甲", "b、乙"],
            "decimalEnclosedCircle": ["①、甲", "②、乙"],
            "decimalFullWidth": ["１、甲", "２、乙"],
            "decimalZero": ["01、甲", "02、乙"],
            IN_ZEROS: ["001、甲", "002、乙"],
            "bullet": ["甲", "乙"],
            "koreanCounting": ["1、甲", "2、乙"],
        }.items()
    },
}  # fmt: skip


@pytest.mark.parametrize("case", PRINTED)
def test_a_number_is_the_one_that_is_printed(case: str) -> None:
    numberings, styles, paragraphs, printed = PRINTED[case]
    body = "".join(
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        for properties, text in paragraphs
    )
    file = detect_kind(Path("年报.docx"), word_file(body, numberings, styles))
    blocks = read_blocks(file, main_part(file))
    assert [one.whole for one in blocks if isinstance(one, TextBlock)] == printed
