"""Expressions that wait: they are compiled for a text that may match, and find what they would have found."""

import random
import re
from collections.abc import Callable
from typing import cast

import pytest

from converter.form.patterns import BEGINNING, END, Waiting, needed_words, when_used
from tests.expressions import parser, text_for
from tools.needed_words import in_order, needed_by
from tools.prose_examples import EXAMPLES


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("重复申请", "重复申请"),
        (
            "申请(?:已|均)?(?:重复申请)(?:的|类){0,3}件",
            "件 申请均重复申请/申请已重复申请/申请重复申请",
        ),
        ("[的了]公开", "了公开/的公开"),
        ("中??国*?文{0,2}民+大{1,3}水{,3}火{2,}土{2}金{0}", "民大 火土土"),
        ("(?:中国(?:人|民))*好", "好"),
        ("(?:中国(?:人|民)){2}", "中国人中国人/中国人中国民/中国民中国人/中国民中国民"),
        ("(?:公开.不予)+件", "不予件 公开"),
        (r"[中]文\[国\]", "中文[国]"),
        (r"\w+[公开][^年][1-3]", "公/开 1/2/3"),
        (r"\u4e00\x41甲\d{3,4}乙\N{DIGIT ONE}丙", "一A甲 乙1丙"),
        # one of several
        ("公开|不予", "不予/公开"),
        ("(?:在|在线|网上)办", "在办/在线办/网上办"),
        ("在|在线|网上", "在/网上"),
        ("(?P<how>(?:增加|减[少去])了|(?:更|最)好处)", "减去了/减少了/增加了/更好处/最好处"),
        ("(?:公开.+申请表|[^，]{2})件|信息", "件/信息"),
        ("申请.{2,9}信息公开|.不予公开", "不予公开/信息公开"),
        ("公开|[^，]{2}", ""),
        ("公开|", ""),
        ("甲\\||\\|乙|丙\t", ""),
        # what stands around it
        ("(?<!不)予(?!公开)以", "予以"),
        ("(?<=[已不])予以(?=公开|答复)", "不予以公开/不予以答复/已予以公开/已予以答复"),
        ("(?:^|[，。])(?P<first>把).+工作(?=[，。]|$)", "^把/。把/，把 工作$/工作。/工作，"),
        ("(?:^|[，。]).+公(?=开放).+(?<=申请)表$", "公开放 申请 表$"),
        ("^.$", ""),
        # said again
        (r"(?P<年>[^年])月(?P=年)", "月"),
        (r"\d(?P<m>[条件])(?P=m)", "件件/条条"),
        (r"(?P<m>条|件).(?P=m)数", "件数/条数"),
        (r"(?P<m>(?<=两)件)(?P=m)", "两件件"),
        # of what is too much the characters where two parts meet
        (
            "(?:一公|二公|三公|四公|五公|六公|七公)(?:开.件|予.件|不.件|共.件|了.件|的.件|把.件)",
            "件 一公/七公/三公/二公/五公/六公/四公 公不/公了/公予/公共/公开/公把/公的",
        ),
        # no words of their own
        (r"(?i:甲乙丙)乙|丙", "丙/乙"),
        (f"[{''.join(map(chr, range(0x4E00, 0x4E40)))}]甲", "甲"),
    ],
)
def test_what_a_text_needs(pattern: str, needed: str) -> None:
    assert " ".join("/".join(sorted(words)) for words in needed_by(pattern)) == needed


@pytest.mark.parametrize(
    ("pattern", "compiled"),
    [
        ("公(?=[，。；]|$)", "公(?=[，。]|[；]|$)"),
        ("公(?=[，。；、]|开)", "公(?=[，。]|[；、]|开)"),
        ("公(?=[，。；])", "公(?=[，。]|[；]|(?!))"),
        ("公(?![，。；、：])", "公(?![，。])(?![；、])(?![：])"),
        ("公(?![，。；]|开)", "公(?![，。]|[；]|开)"),
        ("(?<![，。；])公", "(?<![，。])(?<![；])公"),
        ("(?:^|开|[，。；])公", "(?:^|开|[，。]|[；])公"),
        (r"公\(?=[，。；]|$", r"公\(?=[，。；]|$"),
    ],
)
def test_a_set_that_is_compiled_in_parts_means_the_same(pattern: str, compiled: str) -> None:
    text = "公。公，公；公、公：公开公(=；公=公"
    waits = when_used(pattern)
    assert [one.span() for one in waits.finditer(text)] == [
        one.span() for one in re.finditer(pattern, text)
    ]
    assert waits.findall("公公") == re.findall(pattern, "公公")
    assert waits.pattern == pattern
    assert cast("Waiting", waits).compiled.pattern == compiled


@pytest.mark.parametrize(
    ("needed", "texts", "ordered"),
    [
        # of each text that is left the fewest words
        (
            "工作，/工作。/工作； 把 公开",
            "把工作 公开。 把它 把公开工作",
            "作 公开 工作。/工作，/工作； 把",
        ),
        ("把工作 公开", "工作 开 把工作", "公开 把工作"),
        # what every text has is asked last; half of a list is not asked where it is no shorter
        ("公开/示 甲/乙", "公开甲 示公乙", "公开/示 乙/甲"),
        ("甲一/甲二/甲三/甲四 ^丙/^丁", "^丙 甲", "甲 ^丁/^丙 甲一/甲三/甲二/甲四"),
    ],
)
def test_a_text_is_done_with_after_few_words(needed: str, texts: str, ordered: str) -> None:
    lists = [frozenset(words.split("/")) for words in needed.split()]
    found = in_order(lists, texts.split())
    assert " ".join("/".join(sorted(words)) for words in found) == ordered


def test_every_text_that_an_expression_matches_has_what_it_needs() -> None:
    rng = random.Random(11)
    examples = [example.wrong for example in EXAMPLES]
    met = 0
    for pattern, kept in needed_words().items():
        needed = [words.split("|") for words in kept.split("\t")]
        assert "(?i" not in pattern, f"{pattern}: flags are an argument of when_used"
        expression, tree = re.compile(pattern), parser.parse(pattern)
        made = [text_for(tree, rng) for _ in range(6)]
        texts = [*examples, *made, *(f"，{text}。" for text in made)]
        matched = [f"{BEGINNING}{text}{END}" for text in texts if expression.search(text)]
        met += bool(matched)
        for text in matched:
            assert all(any(word in text for word in words) for words in needed), (pattern, text)
    assert met > 600


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
    monkeypatch: pytest.MonkeyPatch,
    found: Callable[[re.Pattern[str], str], object],
    nothing: object,
) -> None:
    monkeypatch.setitem(needed_words(), "予以?公开", "予公开|予以公开")
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


def test_a_text_that_is_asked_at_each_place_is_looked_through_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(needed_words(), "予以公开", "予以公开")
    pattern = when_used("予以公开")
    text = Text("公示" * 50)
    assert [pattern.match(text, place) for place in range(100)] == [None] * 100
    assert text.looked == 1
    assert pattern.match("予以公开", 0)


@pytest.mark.parametrize(
    ("text", "limits", "waits"),
    [
        ("的公开", (), True),
        ("公开了", (), True),
        ("公开", (), False),
        ("，公开\n", (), False),  # `$` matches before a last line break
        ("公开了", (0, 2), False),  # and at a limit
        ("的公开", (1,), True),
    ],
)
def test_an_expression_may_wait_for_what_stands_at_an_edge(
    monkeypatch: pytest.MonkeyPatch, text: str, limits: tuple[int, ...], waits: bool
) -> None:
    monkeypatch.setitem(needed_words(), "(?:^|，)公开$", "^公开$|，公开$")
    pattern = when_used("(?:^|，)公开$")
    assert (pattern.search(text, *limits) is None) is waits
    assert ("compiled" not in vars(pattern)) is waits


def test_a_compiled_expression_looks_for_its_words_first_in_whole_texts_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(needed_words(), "予以?公开", "公开\t予")
    pattern = when_used("予以?公开")
    assert pattern.search("不予公开")
    whole, asked_at_places = Text("公示" * 50), Text("公示" * 50)
    assert pattern.search(whole) is None
    assert whole.looked == 1
    assert [pattern.search(asked_at_places, place) for place in range(100)] == [None] * 100
    assert not hasattr(asked_at_places, "looked")
