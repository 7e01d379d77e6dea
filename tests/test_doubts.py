"""What the model of official Chinese doubts, whatever other texts the process has seen."""

from dataclasses import replace
from typing import Final

import pytest

from converter.checking.proofread import proofread
from converter.checking.prose.words import knowledge, prepared
from converter.checking.prose.words.language import doubts
from converter.checking.prose.words.phrases import slips
from converter.checking.prose.words.weighing import BREAK, is_slip
from converter.form.report import Report

SAME_AROUND: Final = (
    ("加强信息发布审合把关。", [(5, "布审合把关", "布审核把关")]),
    ("加强信息发布审核把关。", []),
    (
        "信息发布审合把关，信息发布审合把关。",
        [(3, "布审合把关", "布审核把关"), (12, "布审合把关", "布审核把关")],
    ),
    ("审合把关。", [(0, "审合把关", "审核把关")]),
    ("5审合把关。", []),
    ("完善盗踊机制，及时公开。", [(1, "善盗踊机制", "善盗用机制")]),
    ("完善盗用机制，及时公开。", []),
    (
        "及时审合把关，切实提高公开实校。",
        [(1, "时审合把关", "时审核把关"), (12, "开实校", "开实效")],
    ),
)
"""The same slip within a clause, at its beginning, behind a figure, beside another, in a rare word: what is told, and where."""


def told(text: str) -> list[tuple[int, str, str]]:
    return [(one.place, one.written, one.right) for one in doubts(text, set())]


@pytest.mark.parametrize("order", [1, -1])
def test_what_is_kept_of_one_text_holds_in_the_next(order: int) -> None:
    assert [told(text) for text, _ in SAME_AROUND[::order]] == [
        said for _, said in SAME_AROUND[::order]
    ]


def test_how_much_of_a_text_is_searched_does_not_depend_on_other_texts() -> None:
    slip = "加强信息发布审合把关。"
    chars = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 1500))
    assert told(slip) == [(5, "布审合把关", "布审核把关")]
    assert all(written != "布审合把关" for _, written, _ in told(f"{chars}，{slip}"))


INSIDE: Final = (
    (
        "落实政府信息公开保密窗查制度",
        [(2, "政府信息公开保密窗查制度", "政府信息公开保密审查制度")],
    ),
    (
        "政府信窗公开保密审查制度，政府信息公窗保密审查制度。",
        [
            (0, "政府信窗公开保密审查制度", "政府信息公开保密审查制度"),
            (13, "政府信息公窗保密审查制度", "政府信息公开保密审查制度"),
        ],
    ),
    ("落实政府信息公开保密审查制度，政府信息公开保密审查制窗", []),
    (
        "政窗信息公开保密审查制度。",
        [(0, "政窗信息公开保密审查制度", "政府信息公开保密审查制度")],
    ),
    (
        "政府信息公开保密审查窗度",
        [(0, "政府信息公开保密审查窗度", "政府信息公开保密审查制度")],
    ),
    ("密审查制度。", []),
)
"""Long phrases with a character that neither sounds nor looks like the right one, in either half; at an end it is not told,
nor where no more than the other half is there."""


@pytest.mark.parametrize(("text", "said"), INSIDE)
def test_any_wrong_character_inside_a_long_phrase_is_told(
    text: str, said: list[tuple[int, str, str]]
) -> None:
    assert [tuple(one) for one in slips(text)] == said


PIECES: Final = (
    ("加强学习。编制政府信窗公开指南。", [(7, "政府信窗公开指南", "政府信息公开指南")]),
    ("“学习”：政府信窗公开指南；政府信息公开指南。", [(5, "政府信窗公开指南", "政府信息公开指南")]),
    (
        "加强学习。政府信息公工作年度报告按期公布。",
        [(5, "政府信息公工作年度报告", "政府信息公开工作年度报告")],
    ),
    ("政府信息，公开指南。", []),
)
"""Slips in one piece of several between marks, and a phrase that a mark parts."""


@pytest.mark.parametrize(("text", "said"), PIECES)
def test_slips_are_told_at_their_place_in_any_piece(
    text: str, said: list[tuple[int, str, str]]
) -> None:
    assert [tuple(one) for one in slips(text)] == said
    behind = f"{'甲' * 300}，"  # a piece of which nothing is kept
    assert [tuple(one) for one in slips(behind + text)] == [
        (place + len(behind), written, right) for place, written, right in said
    ]


def test_a_text_is_not_cut_at_a_mark_that_a_word_list_has(monkeypatch: pytest.MonkeyPatch) -> None:
    assert knowledge.pieces("甲，乙：丙") == ((0, "甲"), (2, "乙"), (4, "丙"))
    knowledge._piece.cache_clear()
    knowledge.pieces.cache_clear()
    monkeypatch.setattr(knowledge, "phrases", lambda: ("一，二，三",))
    made_anew = prepared._tables.made_by[f"{knowledge.__name__}._parting_marks"]
    monkeypatch.setattr(knowledge, "_parting_marks", made_anew)
    assert knowledge.pieces("甲，乙：丙") == ((0, "甲，乙"), (4, "丙"))
    monkeypatch.undo()
    knowledge._piece.cache_clear()
    knowledge.pieces.cache_clear()


def test_what_is_found_in_a_piece_is_kept_but_for_long_ones() -> None:
    looked_at: list[str] = []

    @knowledge.kept
    def length(piece: str) -> int:
        looked_at.append(piece)
        return len(piece)

    short, long = "公开", "公开" * 200
    assert [length(one) for one in (short, long, short, long)] == [2, 400, 2, 400]
    assert looked_at == [short, long, long]


@pytest.mark.parametrize(("often", "told"), [(1, False), (50, True)])
def test_what_stands_elsewhere_is_meant_and_looked_for_at_so_many_places(
    often: int, told: bool
) -> None:
    clause = "推动各项政策落失到位"
    everything = BREAK.join([*[clause] * often, "抓落失，做"])
    assert is_slip(clause, 5, "策落失到位", "策落实到位", everything) == told


NOISE: Final = tuple(
    "".join(chr(0x4E00 + 37 * code % 5000) for code in range(start, start + 10))
    for start in range(0, 1000, 10)
)


@pytest.mark.parametrize(
    ("slip", "right", "in_noise"),
    [("做好防犯工作。", "好防范工作", False), ("把各项任务按排到人。", "安排", True)],
)
def test_characters_in_any_order_are_no_prose_to_search(
    township: Report, slip: str, right: str, in_noise: bool
) -> None:
    """What is listed is told there as well."""
    for before, is_told in ((township.overview, True), (NOISE, in_noise)):
        found = proofread(replace(township, overview=(*before, slip)))
        said = [one.what for one in found if one.position == len(before)]
        assert any(f"建议改为“{right}”" in one for one in said) == is_told
