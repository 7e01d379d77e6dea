"""Names of units: which are short of the organ's full name, and what is offered."""

import pytest

from converter.checking.figures import check_figures
from converter.checking.proofread import proofread
from converter.county.kept.model import unit_key
from converter.form.unit_names import full_name, same_but_for_kind, same_unit
from tools.prose_examples import report_with

SHORT = (
    ("孙家沟镇", "孙家沟镇人民政府"),
    ("孙家沟镇政府", "孙家沟镇人民政府"),
    ("界坑乡", "界坑乡人民政府"),
    ("安宁县政府", "安宁县人民政府"),
    ("城关街道", "城关街道办事处"),
    ("城关街道办", "城关街道办事处"),
    ("巴彦苏木", "巴彦苏木人民政府"),
    ("安宁经济开发区", "安宁经济开发区管理委员会"),
    ("安宁高新区", "安宁高新区管理委员会"),
    ("安宁市东城区", "安宁市东城区人民政府"),
)
FULL = (
    *("安宁县青山镇人民政府", "安宁县水利局", "安宁县卫生健康委员会", "安宁县人民政府办公室"),
    *("安宁县大数据中心", "城关街道办事处", "安宁经济开发区管委会", "安宁高新区管理委员会"),
    *("安宁县公安局交通警察大队", "安宁县人民法院", "安宁县第一医院", "安宁县实验学校"),
    *("安宁县供水有限公司", "安宁海关", "安宁县城关社区", "安宁县政府办", ""),
)


@pytest.mark.parametrize(("unit", "full"), SHORT)
def test_a_short_name_is_told_with_the_full_one(unit: str, full: str) -> None:
    found = [
        one for one in check_figures(report_with("略", unit_name=unit)) if one.code == "TEXT-UNIT"
    ]
    assert [(one.name, one.what) for one in found] == [
        (
            "unit_name",
            f"单位名称“{unit}”不是机关的全称。建议改为“{full}”；全称另有写法的，照公章上的写。",
        )
    ]


@pytest.mark.parametrize("unit", FULL)
def test_a_full_name_is_left_alone(unit: str) -> None:
    assert full_name(unit) == ""


SAME, KIND, OTHER = (True, False), (False, True), (False, False)
PAIRS = (
    ("青山镇", "安宁县青山镇人民政府", SAME),
    ("安宁县青山镇人民政府", "安河市安宁县青山镇政府", SAME),
    ("水利局", "安宁县水利局", SAME),
    ("城关街道办", "安宁县城关街道办事处", SAME),
    ("安宁县水利局（盖章）", "安宁县 水利局", SAME),
    ("安宁县\u200b水利局", "安宁县水利局\u2060", SAME),
    ("安宁县青山乡人民政府", "安宁县青山镇人民政府", KIND),
    ("青山镇", "安宁县青山街道办事处", KIND),
    ("安宁县水利局", "安宁区水利局", KIND),
    ("安宁县人民政府", "安宁区人民政府", KIND),
    ("安宁县人民政府", "安宁市人民政府", OTHER),
    ("安宁县人民政府", "安宁县人民政府办公室", OTHER),
    ("安宁县水利局", "安宁县水务局", OTHER),
    ("宁县水利局", "安宁县水利局", OTHER),
    ("安宁县青山镇人民政府", "安平县青山镇人民政府", OTHER),
    ("安宁县人民政府", "安宁县青山镇人民政府", OTHER),
)


@pytest.mark.parametrize(("one", "other", "due"), PAIRS)
def test_two_names_of_one_unit(one: str, other: str, due: tuple[bool, bool]) -> None:
    for pair in ((one, other), (other, one)):
        assert (same_unit(*pair), same_but_for_kind(*pair)) == (due[0], any(due))


def test_what_nobody_sees_is_no_part_of_a_name() -> None:
    assert unit_key("安宁县\u200b水 利局\u200e") == unit_key("安宁县水利局")
    assert _said_of("安宁县\u200b水利局") == []


MORE = (
    ("安宁县水利局2025年政府信息公开工作年度报告", "安宁县水利局"),
    ("单位名称：安宁县水利局", "安宁县水利局"),
    ("安宁县水利局（盖章）", "安宁县水利局"),
    ("安宁县 水利局", "安宁县水利局"),
)


@pytest.mark.parametrize(("unit", "name"), MORE)
def test_what_stands_around_a_name_is_told(unit: str, name: str) -> None:
    assert _said_of(unit) == [f"单位名称里有多余的内容：现为“{unit}”。建议改为“{name}”。"]


@pytest.mark.parametrize("unit", ["李梅", "王建国", "2025年政府信息公开工作年度报告"])
def test_what_is_no_units_name_is_told(unit: str) -> None:
    assert _said_of(unit) == [f"单位名称“{unit}”不像机关的名称。请核对，照公章写机关的全称。"]


def test_a_name_without_end_is_no_name() -> None:
    report = report_with("略。", unit_name="安宁县青山镇人民政府" * 3000, title="2025年报告")
    found = proofread(report, report)
    assert [one.what for one in found if one.name == "unit_name"] == [
        "单位名称“安宁县青山镇人民政府安宁县青山镇人民政府…”不像机关的名称。请核对，照公章写机关的全称。"
    ]
    # one finding says so: it is not called short, too
    assert full_name("安宁县青山镇" * 3000) == ""
    # what else is told quotes no more of it than tells that it is none
    assert max(len(one.what) for one in found) < 200


@pytest.mark.parametrize("unit", [*FULL, "水利局", "县残联", "团县委", "一中心"])
def test_a_name_alone_is_left_alone(unit: str) -> None:
    assert _said_of(unit) == []


def _said_of(unit: str) -> list[str]:
    return [
        one.what
        for one in proofread(report_with("略。", unit_name=unit))
        if one.name == "unit_name"
    ]
