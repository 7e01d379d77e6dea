"""Expressions that wait: they are compiled for a text that may match, and find what they would have found."""

import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from converter.form.patterns import needed_by, when_used
from tests.expressions import expressions, parser, text_for


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("重复申请", "重复申请"),
        ("^(?:申请|的)?(?:已|均)?(?:重复申请)(?:的|类){0,3}(?=[，。]|$)", "重复申请"),
        ("(?P<年>[^年])月(?P=年)", "月"),
        ("(?:(?:没有)?需要?另)行", "需 另 行"),
        ("中??国*?文{0,2}民+大{1,3}水{,3}火{2,}土{2}金{0}", "民 大 火 土"),
        ("(?:中国(?:人|民))*好", "好"),
        ("(?:中国(?:人|民)){2}", "中国 人/民"),
        (r"[中]文\[国\]", "中 文 国"),
        ("(?<!不)予(?=公开)以(?!部分)", "予 以"),
        ("公开|不予", "公开/不予"),
        ("(?:公开|不予)件(?:的|了)?", "件 公开/不予"),
        ("(?P<how>(?:增加|减[少去])了|(?:更|最)好处)", "了/好处"),
        ("(?:公开|[^，]{2})件|(?:政府)?信息", "件/信息"),
        ("（(?:初稿|草稿)）|第?(?:红字|黄[底色])", "初稿/草稿/红字/黄"),
        ("公开|[^，]{2}", ""),
        ("公开|", ""),
        ("[a-z]+[公开][^年]", "公/开"),
        (r"(?i:甲)乙|丙", "乙/丙"),
        (r"\u4e00\x41甲\d{3,4}乙\N{DIGIT ONE}丙", "甲 乙 丙"),
        (r"(甲)年\1", "甲 年"),
    ],
)
def test_what_a_text_needs(pattern: str, needed: str) -> None:
    assert " ".join("/".join(words) for words in needed_by(pattern)) == needed


def test_every_text_that_an_expression_matches_has_what_it_needs() -> None:
    rng = random.Random(11)
    for name, expression in expressions().items():
        pattern: Any = expression.pattern
        if not isinstance(pattern, str) or not (needed := needed_by(pattern)):
            continue
        assert "(?i" not in pattern, f"{name}: flags are an argument of when_used"
        tree = parser.parse(pattern, expression.flags & ~re.UNICODE)
        for _ in range(12):
            text = text_for(tree, rng)
            assert all(any(word in text for word in words) for words in needed), name


@pytest.mark.parametrize(
    ("found", "nothing"),
    [
        (lambda pattern, text: pattern.search(text), None),
        (lambda pattern, text: pattern.match(text), None),
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


class Text(str):
    """Counts how often it is looked through."""

    __slots__ = ("looked",)

    def __contains__(self, word: object) -> bool:
        self.looked = getattr(self, "looked", 0) + 1
        return super().__contains__(word)


def test_a_text_that_is_asked_at_each_place_is_looked_through_once() -> None:
    pattern = when_used("予以公开")
    text = Text("公示" * 50)
    assert [pattern.match(text, place) for place in range(100)] == [None] * 100
    assert text.looked == 1
    assert pattern.match("予以公开", 0)


def test_a_compiled_expression_looks_for_its_words_first_in_whole_texts_only() -> None:
    pattern = when_used("予以?公开")
    assert pattern.search("不予公开")
    whole, asked_at_places = Text("公示" * 50), Text("公示" * 50)
    assert pattern.search(whole) is None
    assert whole.looked == 1
    assert [pattern.search(asked_at_places, place) for place in range(100)] == [None] * 100
    assert not hasattr(asked_at_places, "looked")
