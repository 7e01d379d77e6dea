"""Expressions that wait: they are compiled for a text that may match, and find what they would have found."""

import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from converter.form.patterns import letters_of, when_used
from tests.expressions import expressions, parser, text_for


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("重复申请", "重复申请"),
        ("^(?:申请|的)?(?:已|均)?(?:重复申请)(?:的|类){0,3}(?=[，。]|$)", "重复申请"),
        ("(?P<年>[^年])月(?P=年)", "月"),
        ("(?:(?:没有)?需要?另)行", "需另行"),
        ("中??国*?文{0,2}民+大{1,3}", "民大"),
        ("(?:中国(?:人|民))*好", "好"),
        (r"[中]文\[国\]", "文国"),
        ("(?<!不)予(?=公开)以(?!部分)", "予以"),
        ("公开|不予", ""),
        ("(?:公开|不予)件", "件"),
        ("[a-z]+[公开]", ""),
        (r"(?i:甲)乙|丙", ""),
    ],
)
def test_the_characters_that_are_always_there(pattern: str, letters: str) -> None:
    assert letters_of(pattern) == letters


def test_every_text_that_an_expression_matches_has_them() -> None:
    rng = random.Random(11)
    for name, expression in expressions().items():
        pattern: Any = expression.pattern
        if not isinstance(pattern, str) or not (letters := set(letters_of(pattern))):
            continue
        tree = parser.parse(pattern, expression.flags & ~re.UNICODE)
        for _ in range(4):
            assert letters <= set(text_for(tree, rng)), name


@pytest.mark.parametrize(
    ("found", "nothing"),
    [
        (lambda pattern, text: pattern.search(text), None),
        (lambda pattern, text: pattern.match(text, 0), None),
        (lambda pattern, text: pattern.fullmatch(text), None),
        (lambda pattern, text: pattern.findall(text), []),
        (lambda pattern, text: [*pattern.finditer(text)], []),
    ],
)
def test_an_expression_waits_for_a_text_that_may_match(
    found: Callable[[re.Pattern[str], str], object], nothing: object
) -> None:
    pattern = when_used("予以?公开")
    assert found(pattern, "公示公告") == nothing
    assert "compiled" not in vars(pattern)
    assert found(pattern, "予以公开")
    assert "compiled" in vars(pattern)
    assert found(pattern, "予公示开") == nothing
