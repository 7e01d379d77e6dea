"""Names of units that are short of the organ's full name (孙家沟镇 for 孙家沟镇人民政府), or no name of one."""

from typing import Final

from converter.form.half_width import UNSEEN_SIGNS
from converter.form.limits import LONGEST_UNIT
from converter.form.patterns import when_used

_GOVERNED: Final = ("镇", "乡", "苏木", "县", "区", "市", "旗", "州", "省")
"""What ends the name of an area that has a people's government."""
_COMMITTEES: Final = (
    *("开发区", "高新区", "经开区", "园区", "新区", "示范区", "试验区", "度假区", "风景区"),
    *("景区", "保税区", "管理区", "保护区", "集聚区", "功能区", "产业区", "工业区", "合作区"),
    *("经济区", "港区", "片区", "综保区", "旅游区"),
)
"""What ends the name of an area that has an administrative committee."""
SHORT_ENDINGS: Final[dict[str, str]] = {
    **{area: f"{area}人民政府" for area in _GOVERNED},
    **{f"{area}政府": f"{area}人民政府" for area in _GOVERNED},
    **{area: f"{area}管理委员会" for area in _COMMITTEES},
    "街道": "街道办事处",
    "街道办": "街道办事处",
    "地区": "地区行政公署",
    "盟": "盟行政公署",
}
"""Endings of names without the organ's word, each with that of the full name; the longest is meant."""
NOT_SHORT: Final = (
    *("社区", "小区", "校区", "院区", "服务区", "灌区", "林区", "库区", "牧区"),
    *("市区", "辖区", "超市"),
)
"""Endings of names that are no area with an organ of its own."""


def full_name(unit: str) -> str:
    """Return what the full name of a unit is likely to be; empty where its name is not short.

    >>> full_name("孙家沟镇"), full_name("安宁县政府"), full_name("安宁经济开发区"), full_name("安宁县水利局")
    ('孙家沟镇人民政府', '安宁县人民政府', '安宁经济开发区管理委员会', '')
    """
    endings = [ending for ending in SHORT_ENDINGS if unit.endswith(ending)]
    if not endings or unit.endswith(NOT_SHORT) or len(unit) > LONGEST_UNIT:
        return ""
    ending = max(endings, key=len)
    return unit.removesuffix(ending) + SHORT_ENDINGS[ending]


_MOST_SHOWN: Final = 20


def shown_name(unit: str) -> str:
    """Return a unit's name for a sentence, cut where it is longer than any is."""
    return unit if len(unit) <= LONGEST_UNIT else f"{unit[:_MOST_SHOWN]}…"


_OFFICE: Final = when_used(r"(?:人民政府|(?<=街道)办事处)$")
"""What the organ of an area is called behind the area's name."""
_KIND: Final = when_used("街道|苏木|[乡区]")
_KINDS: Final = {"街道": "镇", "苏木": "镇", "乡": "镇", "区": "县"}
"""Kinds of area that become another one, each with that other; 市 is none: 朝阳市 lies above 朝阳县."""
_ABOVE: Final = ("省", "市", "县", "区", "旗", "州", "盟")
"""What ends the name of an area that is written before a unit's own."""


def same_unit(one: str, other: str) -> bool:
    """Tell whether two names mean one unit: one may be short, or lack the area that lies above it.

    >>> same_unit("孙家沟镇", "保德县孙家沟镇人民政府"), same_unit("宁县水利局", "会宁县水利局")
    (True, False)
    """
    return _one_within(_stem(one), _stem(other))


def same_but_for_kind(one: str, other: str) -> bool:
    """Tell whether two names mean one unit once the kinds of areas are left out, as where 乡 became 镇.

    >>> same_but_for_kind("保德县孙家沟乡人民政府", "孙家沟镇"), same_but_for_kind("甲镇", "乙镇")
    (True, False)
    """
    return _one_within(
        *(_KIND.sub(lambda kind: _KINDS[kind[0]], _stem(name)) for name in (one, other))
    )


def _stem(name: str) -> str:
    bare = bare_name(name)
    return _OFFICE.sub("", full_name(bare) or bare)


def _one_within(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    above = long.removesuffix(short)
    return short == long or (above != long and above.endswith(_ABOVE))


_AROUND: Final = when_used(
    r"^(?:单位|机关|填报单位|报送单位)(?:名称|全称)?[：:]|[（(](?:盖章|公章|印章|章)[）)]$"
    r"|(?:关于)?\d{4}年度?(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)$"
    rf"|[\s{UNSEEN_SIGNS}]"
)
"""What forms and titles have around a unit's name."""
_LONGEST_PERSON: Final = 3
"""Characters of most people's names, which end in none of `_ENDS_A_UNIT`."""
_ENDS_A_UNIT: Final = when_used(
    "[局委会办室处镇乡厅院部队馆所署社司站学校行省市县区州旗盟村场园库台厂店段网联团党道心府关庭组基地]$"
)


def bare_name(unit: str) -> str:
    """Return a unit's name without what was copied together with it, or written between its characters.

    >>> bare_name("单位名称：安宁县水利局（盖章）"), bare_name("安宁县水利局2026年政府信息公开工作年度报告")
    ('安宁县水利局', '安宁县水利局')
    """
    return _AROUND.sub("", unit.strip())


def is_no_unit(name: str) -> bool:
    """Tell whether a name is as short as a person's and ends in nothing that units end in.

    >>> is_no_unit("李梅"), is_no_unit("水利局")
    (True, False)
    """
    return len(name) <= _LONGEST_PERSON and not _ENDS_A_UNIT.search(name)
