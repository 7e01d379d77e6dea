"""Another unit named where this one is meant, and wrong self-references: `TEXT-UNIT`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Final

from converter import sentences
from converter.checking.prose.passages import (
    Passage,
    core_of,
    is_in_order,
    is_quoted,
    is_titled,
    without_office,
)
from converter.checking.prose.words import knowledge
from converter.checking.prose.words.knowledge import SelfReference
from converter.findings import Finding
from converter.form.half_width import without_unseen
from converter.form.limits import LONGEST_UNIT
from converter.form.patterns import when_used
from converter.form.unit_names import bare_name, is_no_unit, shown_name

_PROMOTES: Final = when_used(
    r"(?:组织推动|组织推进|推动|推进|统筹推进|指导|统筹)(?P<area>全[省市县区州])的?(?:政府信息公开|政务公开|信息公开)"
)
_DUTY: Final = when_used(r"贯彻|落实|按照|根据|参加|会议|部署|要求|通知|方案|意见|精神|配合")
_PRACTICE: Final = when_used(r"(?:结合|根据)(?P<whose>[^\W\da-zA-Z_]{2,24}?)(?:工作)?实际")
_OWN_PRACTICE: Final = when_used(
    r"^(?:我|本|各|自身|自己|当地|地方|单位|部门|工作|年度|全|辖区|基层|机关|客观|具体|群众|社会)"
)
_ORGAN: Final = when_used(
    r"[省市县区州旗][^\W\da-zA-Z_]{2,14}(?:厅|局|委员会|委|中心|办公室)$|(?:镇|乡|街道|街道办事处|管委会)$"
)
_EARNESTLY: Final = (
    "坚持|认真|高度|严格|积极|深入|全面|切实|贯彻|落实|持续|不断|主动公开|扎实|着力|大力|始终"
)
"""What follows the subject of a sentence on what it did itself."""
WORK: Final = f"{_EARNESTLY}|紧扣|聚焦|围绕|立足|紧紧|按照|以习近平|共收|未收|收到|没有收|充分"
"""What follows the subject of a sentence on a unit's own work."""
_SUBJECT: Final = when_used(
    r"(?:^|[。；）：])(?:20\d\d年(?:度|以来)?，?)?(?P<unit>[^\W\da-zA-Z_]{2,16}?(?P<kind>镇|乡|街道|局|委员会|厅))"
    r"(?:人民政府|政府|办事处|党委、政府|党委|党组)?"
    rf"(?=(?:20\d\d年(?:度)?，?)?(?:{WORK})|(?P<led>会议?|书记|成员|班子)|的?(?:政府信息公开|政务公开|信息公开)(?:工作)?[仍还存总不有取得在也]|在[^，。；、]{{2,16}}?(?:公开|发布)(?:政府)?信息|在[^，。；]{{2,14}}?领导下)"
)
_AREA_SUBJECT: Final = when_used(
    r"(?:^|[。；）：])(?:20\d\d年(?:度|以来)?，?)?(?P<unit>(?P<area>[^\W\da-zA-Z_]{2,5}?[县旗])(?:人民政府|政府|[^\W\da-zA-Z_]{2,8}?局)?)"
    rf"(?=(?:20\d\d年(?:度)?，?)?(?:{_EARNESTLY})[^。]{{0,80}}?\d+(?:余|多)?(?:件|条|次|个|场|篇|期|份))"
)
"""A county, or its bureau, as the subject of a sentence that counts what it did."""
_AREA_PAGES: Final = when_used(
    r"(?:在|通过|依托|利用|登录|于)(?P<unit>(?P<area>[^\W\da-zA-Z_]{2,4}[县区旗])(?:人民政府|政府))(?=(?:门户|信息|官方)?网)"
)
"""The website of a county that publishes what a unit does."""
_COUNTS_ITS_OWN: Final = when_used(
    r"[^。；、]{0,40}?(?:公开|发布)[^。；，\d]{0,12}\d+(?:余|多)?(?:件|条|次|篇)"
)
_PUBLISHED: Final = when_used(
    r"(?:公布|编制|发布|编成|现将)(?:《)?(?P<unit>[^\W\da-zA-Z_]{3,24}?(?P<kind>人民政府|办事处|办公室|镇|乡|街道|局|委员会|厅))(?=(?:（[^（）]{2,16}）)?20\d\d年)"
)
_WRITES: Final = when_used(
    r"(?:^|[，。；])由?(?P<unit>[^\W\da-zA-Z_由]{2,4}[省市县区州旗][^\W\da-zA-Z_]{0,12}?(?:人民政府|办事处|办公室|局|委员会|厅))(?:现)?(?=(?:组织)?(?:编制|起草|撰写|编写)(?:[了本。，]|$)|依据《|根据《|按照《|依照《|总结)"
)
"""The writer of a report, in the sentence of its preface that says so."""
_WHOLE_NAME: Final = when_used(r"[^\W\da-zA-Z_]{2,4}[省市县区州旗][^\W\da-zA-Z_]{2,14}$")
TOWNS: Final = ("镇", "乡", "街道")
DEPARTMENTS: Final = ("局", "委员会", "厅")
_NO_ZONE: Final = "(?<![发园新管理景务])"
"""In front of 区 that is an area of government: not 开发区, 园区, 管理区."""
_NOT_A_NAME: Final = when_used(
    r"个别|部分|少数|[各全本我该每及和与由在对为向要据了是、]|所有|相关|有关|其[他它]|上级|[省市县区]级|成立|配合|协助|协同|联合|会同|充分|发挥|(?<!财)经(?![济开贸信营管发])|坚持|督促|邀请|以[县市区局]?|召开|通过|听取|组织|乡镇|[村城建]镇|建制|[下直所]属|部门"
    r"|小$|重点|中心$|示范|特色|强$|公安|新闻|统计|指导|政府|办公|中共|镇街|分局"
)
PLACE_OF_WORK: Final = "在[^，。；、]{2,8}?"
_OF_CITIES: Final = "我市"
_CITY_AS_SUBJECT: Final = when_used(
    rf"(?:^|[。；：）])(?:20\d\d年(?:度|以来)?，?)?(?P<self>{_OF_CITIES})(?![委政里场民直级辖])[^。；]{{0,60}}?"
    r"(?:公开|发布|更新|办理|办结|组织|开展|召开|印发|收到|答复|培训|推送)[^。；，]{0,12}\d+(?:余|多)?(?:件|条|次|个|场|篇|期|份)"
)
"""A sentence of a county's report of which 我市 is the subject, and what it did is counted."""
_OF_SUPERIOR: Final = when_used(
    r"部署|要求|安排|通知|考核|评估|列|排名|第[一二三四五]|率先|唯一|首批|试点|表彰|会议"
)
SHORTEST_NAME: Final = 3
"""Minimum characters of a name by which a unit is recognised: 太平镇."""
_THIS: Final = "本"
_ENDS_IN_THIS: Final = "基资根成原样文日版剧书脚标课"
"""Characters that make a word with 本: 基本, 成本."""
_OFFICES_SELVES: Final = ("我办", "我中心")
_ORGANS_SELVES: Final = ("局", "委", "厅", "镇", "乡", "街道")
_AREAS: Final = ("我省", "我市", "我县", "我区", "我州", "我旗")


@cache
def _used(improper: str) -> re.Pattern[str]:
    """Return a pattern for a wrong self-reference (`我县` in a township's report).

    A township may speak of its county (作为我县人口第一大镇), but of its own work it says 我镇: 我县 counts
    only where the words after it tell of work.
    """
    if improper[0] == _THIS:
        return re.compile(rf"(?<![{_ENDS_IN_THIS}])(?P<self>{improper})(?![限托理面势本土镇]|员会)")
    if improper in _OFFICES_SELVES:
        return re.compile(rf"(?:^|[，。；：年将由])(?P<self>{improper})(?![理事实公证好城]|国)")
    if improper not in _AREAS:
        return re.compile(rf"(?<!自)(?P<self>{improper})(?![限托理])")
    return re.compile(
        rf"(?:^|[，。；：）]|20\d\d年|[将为由])(?P<self>{improper})"
        rf"(?=(?:{PLACE_OF_WORK})?(?:下一步|今后|明年)?，?(?:公布|设立|通过|严格|认真|坚持|积极|高度重视|深入|全面|切实|持续|不断|始终|主动公开|扎实|着力|大力|共?收到|未收|没有收|政府信息公开|政务公开工作|按照|落实|贯彻|围绕|充分|进一步|建立|健全|成立|制定|加强|规范|新收|受理|的(?:政府信息公开|政务公开)工作|将(?:进一步|继续|采取|从|加强|持续)))"
    )


def check_title_unit(titles: Iterable[Passage], unit: str) -> Iterator[Finding]:
    """Find a title that does not name the unit."""
    core = core_of(unit)
    for title in titles:
        if core and core not in title.folded:
            why = sentences.TEXT_UNIT_TITLE.format(unit=unit)
            yield title.finding("TEXT-UNIT", 0, len(title.folded), why)


def check_own_name(unit: str) -> Iterator[Finding]:
    """Find a unit's name that is endless or a person's, or has more than a name in it."""
    # what nobody sees is nothing that anybody could take out
    unit = without_unseen(unit)
    name = bare_name(unit)
    is_endless, is_person = len(unit) > LONGEST_UNIT, name == unit.strip() and is_no_unit(name)
    if not name or is_endless or is_person:
        if unit.strip():
            what = sentences.TEXT_UNIT_NO_NAME.format(unit=shown_name(unit))
            yield Finding("TEXT-UNIT", what, "unit_name")
    elif name != unit.strip():
        why = sentences.TEXT_UNIT_MORE.format(unit=unit, name=name)
        yield Finding("TEXT-UNIT", why, "unit_name")


def check_unit_names(passages: Iterable[Passage], unit: str, year: int | None) -> Iterator[Finding]:
    """Find what speaks of another unit, or of one that has another name by now: copied text, wrong self-references."""
    kind = knowledge.self_reference_of(unit)
    if kind is None:
        return
    everything = list(passages)
    text = "\n".join(passage.folded for passage in everything)
    renamed = {
        old: new
        for old, (last, new) in knowledge.renamed_organs().items()
        if old in text and year and year > last and old not in unit
    }
    for passage in everything:
        yield from _self_references(passage, kind, unit)
        yield from _another_area(passage, kind, unit)
        yield from _work_of_another_area(passage, kind, unit)
        yield from _another_contact(passage, kind, unit)
        yield from _another_practice(passage, kind, unit)
        yield from _another_name(passage, kind, unit)
        yield from _another_kind(passage, kind, unit)
        yield from _another_level(passage, kind, unit)
        yield from _another_system(passage, kind, unit)
        yield from _own_kind_of_another_area(passage, kind, unit)
        yield from _renamed(passage, renamed)
        if passage.name == "preface":
            yield from _another_writer(passage, kind, unit)


def _self_references(passage: Passage, kind: SelfReference, unit: str) -> Iterator[Finding]:
    text = passage.folded
    for improper in _improper(kind, unit):
        place = _called_itself(text, improper)
        if place is None:
            continue
        right = kind.proper[0].replace("我", improper[0])
        why = sentences.TEXT_UNIT_SELF.format(said=improper, unit=unit, right=right)
        yield passage.finding("TEXT-UNIT", place, place + len(improper), why)


def _called_itself(text: str, improper: str) -> int | None:
    """Return where a unit calls itself so, which is not its name."""
    if improper not in text:
        return None
    patterns = [_used(improper), *([_CITY_AS_SUBJECT] if improper == _OF_CITIES else [])]
    return next(
        (
            found.start("self")
            for pattern in patterns
            for found in pattern.finditer(text)
            if not (pattern is _CITY_AS_SUBJECT and _OF_SUPERIOR.search(found[0]))
            and not is_titled(text, found.start())
            and not is_quoted(text, found.start())
        ),
        None,
    )


@lru_cache(maxsize=8)
def _improper(kind: SelfReference, unit: str) -> tuple[str, ...]:
    """Return what a unit does not call itself; nobody in a county says 我市."""
    in_county = "县" in unit or kind.kind == "区"
    of_cities = in_county and _OF_CITIES not in (*kind.proper, *kind.improper)
    this = (one.replace("我", _THIS) for one in kind.improper if one.endswith(_ORGANS_SELVES))
    return (*kind.improper, *this, *([_OF_CITIES] if of_cities else []))


def _another_area(passage: Passage, kind: SelfReference, unit: str) -> Iterator[Finding]:
    text = passage.folded
    for found in _PROMOTES.finditer(text):
        before = re.split("[，。；]", text[max(0, found.start() - 40) : found.start()])[-1]
        after = re.split("[，。；]", text[found.end() : found.end() + 14])[0]
        if after and not re.match("工作|水平|标准化|规范化|走深|向|再上", after):
            continue
        if found["area"][1] == _own_area(kind, unit) or _DUTY.search(before + after):
            continue
        own = kind.proper[0]
        why = sentences.TEXT_UNIT_AREA.format(
            unit=unit, area=found["area"], right=own.replace("我", "全"), own=own
        )
        yield passage.finding("TEXT-UNIT", *found.span(), why)


_CONTACT: Final = when_used(
    r"(?:请|可|请您|欢迎)(?:直接)?(?:与|同|向|致电|联系)(?P<unit>[^\W\d_]{2,24}?(?P<kind>局|镇|乡|街道))(?:人民政府|政府|办事处)?[^，。；：\d]{0,10}?(?:联系|咨询|反映|办公室)"
)
"""Whom readers are asked to turn to."""


def _another_contact(passage: Passage, kind: SelfReference, unit: str) -> Iterator[Finding]:
    """Find another unit of the same family as the one to turn to with questions about this report."""
    family = next((family for family in (TOWNS, DEPARTMENTS) if kind.kind in family), ())
    for found in _CONTACT.finditer(passage.folded) if "报告" in passage.folded else ():
        name = found["unit"]
        bare = re.sub(r"^.{0,12}?[省市县区州旗](?=.{2})", "", name)
        if found["kind"] in family and not is_related(bare, unit) and bare not in unit:
            yield _other_unit(passage, found.span("unit"), unit, kind)


_NOT_OF_AREAS: Final = when_used(
    "城市|市场|市政|市容|市民|[发园新景]区|管理区|社区|地区|示范区|试验区|合作区|保税区|州市"
)
"""Characters of a name that are no kind of an area."""
_OWN_WORK: Final = r"(?:各级|各部门|各单位|各乡镇|各镇|各街道|各村|各社区|各科|乡镇|街道|机关|(?:政务公开|政府信息公开|信息公开|公开)(?:工作|水平|质量|标准化|任务|队伍|信息)*(?!会|培训|[^，。；]{0,4}(?:考核|评估|测评|要点|通报|[^，。；]{0,4}会议?)))"
_DONE_IN_AREA: Final = (
    when_used(
        r"(?:^|[，。；])(?:20\d\d年(?:度|以来)?，?|目前，?|全年，?)?(?P<area>[全我][市县区旗])"
        rf"(?:共(?!有|青|同)|累计|主动公开|新?收到|受理|新收|办理|办结|未发生|没有发生|{_OWN_WORK})"
    ),
    when_used(
        rf"(?:组织|指导|督促|推动|带动|要求|引导|统筹|覆盖|促进|推进|提升|规范|对|为|向|在)(?P<area>[全我][市县区旗])(?!政务公开(?:工作)?(?:要点|会|培训)){_OWN_WORK}"
    ),
    when_used(
        "(?:围绕|聚焦|结合|立足)(?P<area>[全我][市县区旗])的?(?:中心工作|重点工作|工作大局|中心任务|工作实际|实际|工作重点)"
    ),
)
"""What an area is said to do, or to be told to do, of which a report of its own speaks."""
_COUNTED: Final = when_used(r"共?(?:新?收到?|受理|办结)[^，。；\d]{0,16}[请件]\D?\d(?!\d)")
_ZONE: Final = when_used("[发园新景高]区|管理区")
_OF_ALL_LEVELS: Final = when_used("全市各级")
_SERVED: Final = when_used("[对为向在覆提围聚结立]")
"""How words begin that speak of a greater area with good reason: 聚焦全市工作大局, 为全市各级机关授课."""
_OF_HIGHER: Final = when_used(
    r"排|第[一二三四五六七八九十\d]|前列|前茅|率先|唯一|首[个批家]|试点|平均|统一|部署|考核|评估|测评|通报|表彰|会议|会上|推进会|培训会|先进|荣获|推广|名列|位居|获评|交流"
)
"""Words of a clause that speaks of the area above on purpose."""


def _work_of_another_area(passage: Passage, kind: SelfReference, unit: str) -> Iterator[Finding]:
    """Find an area of another level that does what the unit's own does: 组织全市各乡镇 in the report of a county."""
    text = passage.folded
    levels = re.findall("[市县区旗]", _NOT_OF_AREAS.sub("", unit))
    if not levels or unit.endswith("分局"):
        return
    own = levels[-1]
    seen = {one for one in _improper(kind, unit) if _called_itself(text, one) is not None}
    for pattern in _DONE_IN_AREA:
        for found in pattern.finditer(text):
            area, place = found["area"], found.start("area")
            stop = found.end() + len(re.split("[，。；]", text[found.end() : found.end() + 40])[0])
            # a town may speak of its county, but counts no more than its own
            above = (town := kind.kind in TOWNS) and (area[1] == own or area[0] == "我")
            above = above and not _COUNTED.match(text, place + len(area))
            # what a county works for, and whom it serves, may be of all its city
            above |= area == "全市" and bool(_SERVED.match(found[0]))
            above |= area == "全区" and bool(_ZONE.search(unit))
            above |= own == "区" and area == "全县"  # `_another_level` tells it
            # what all organs of the city do is the ground of what its counties do
            above |= (
                area == "全市"
                and own != "市"
                and bool(_OF_ALL_LEVELS.match(text, place))
                and not re.search(r"\d", text[place:stop])
            )
            if (
                (area[1] == own and not town)
                or above
                or area in seen
                or _OF_HIGHER.search(text, found.start(), stop)
            ):
                continue
            if is_titled(text, place) or is_quoted(text, place):
                continue
            seen.add(area)
            right = area[0] + (kind.kind if town else own)
            same = right == kind.proper[0]
            said = sentences.TEXT_UNIT_AREA_OWN if same else sentences.TEXT_UNIT_AREA
            why = said.format(unit=unit, area=area, right=right, own=kind.proper[0])
            yield passage.finding("TEXT-UNIT", place, place + len(area), why)


def _own_area(kind: SelfReference, unit: str) -> str:
    """Return the level of the area that a unit works in: 市 for a bureau of a city."""
    if kind.kind in TOWNS:
        return kind.kind
    levels = re.findall("[省市县区州]", unit)
    return levels[-1] if levels else "省"


_TOWNS_AT_ALL: Final = when_used("[乡镇街道村]{2,4}")
"""Towns as a kind: 乡镇, 镇街, 镇村."""


def _another_practice(passage: Passage, kind: SelfReference, unit: str) -> Iterator[Finding]:
    for found in _PRACTICE.finditer(passage.folded):
        whose = found["whose"]
        if _OWN_PRACTICE.search(whose) or not _ORGAN.search(whose):
            continue
        if kind.kind[0] in whose and _TOWNS_AT_ALL.fullmatch(whose):
            continue  # a town is one of 乡镇
        higher = whose[0] in "省市县区州" and whose[0] != _own_area(kind, unit)
        if is_related(whose, unit) and not higher:
            continue
        yield _other_unit(passage, found.span("whose"), unit, kind)


def _another_name(passage: Passage, kind: SelfReference, unit: str) -> Iterator[Finding]:
    family = next((family for family in (TOWNS, DEPARTMENTS) if kind.kind in family), None)
    areas = (*_AREA_SUBJECT.finditer(passage.folded), *_AREA_PAGES.finditer(passage.folded))
    for found in areas:
        area, level = found["area"], found["area"][-1]
        ours = re.search(rf"[^\W\d_]{{2,6}}{_NO_ZONE}{level}", unit)
        above = re.search("[省市州]", unit.partition(level)[2])
        # an autonomous county is called without its peoples: 融水县, 积石山县
        is_own = ours and (
            ours[0][-SHORTEST_NAME:] in area or area[:-1] in unit[: unit.find(level)]
        )
        if ours and not is_own and not above and not _NOT_A_NAME.search(area[:-1]):
            yield _other_unit(passage, found.span("unit"), unit, kind)
    for found in _SUBJECT.finditer(passage.folded):
        # 石首市教育局 is 市教育局 in the report of another bureau of 石首市
        own_area = unit[: unit.find(core_of(unit))] if family is DEPARTMENTS else ""
        said = found["unit"]
        if own_area and said.startswith(own_area) and own_area[-1] in "省市县区州旗":
            said = own_area[-1] + said.removeprefix(own_area)
        stem = said.removesuffix(found["kind"])
        if not family or found["kind"] not in family or _NOT_A_NAME.search(stem):
            continue
        if (found["led"] or not _may_be_a_name(stem, found["kind"])) and not _is_named(
            stem, family
        ):
            continue
        sibling = (
            family is DEPARTMENTS
            and stem[0] == _own_area(kind, unit)
            and (
                found[0].endswith("党组")
                or re.match("20", found[0])
                or _COUNTS_ITS_OWN.match(passage.folded, found.end())
            )
        )
        if (
            len(stem) > 1
            and (sibling or stem[0] not in "省市县区州旗")
            and not is_related(said, unit)
        ):
            yield _other_unit(passage, found.span("unit"), unit, kind)


def _may_be_a_name(stem: str, kind: str) -> bool:
    """Tell whether what stands before the kind of an organ may be its name: not 基层局, 劳动争议仲裁委员会."""
    if kind == "委员会":
        return bool(re.search("[省市县区州旗]", stem))
    return kind != "局" or not knowledge.is_common_word(stem)


def _is_named(stem: str, family: tuple[str, ...]) -> bool:
    """Tell whether what stands before 局党组书记 or 镇党委会议 is a name at all: not 严格落实, 年内."""
    if family is DEPARTMENTS:
        return bool(_AREAS_OF_WORK.fullmatch(re.sub("^.{0,4}[省市县区州旗]", "", stem)))
    return not knowledge.is_common_word(stem[-2:])


_OFFICES: Final = {
    "镇": "党委(?:书记|副书记|政府)?|长|纪委|机关|党政办公?室?|党政综合办公室|人大主席",
    "乡": "党委(?:书记|副书记|政府)?|长|纪委|机关|党政办公?室?|党政综合办公室|人大主席",
    "街道": "党工委(?:书记)?|办事处主任|主任|纪工委|(?:党政)?办公室|党政办",
    "局": "党组(?:书记|成员|会)?|党委(?:书记)?|长(?:办公会)?|机关|务会|办公室|领导班子",
    "委": "党组(?:书记|成员|会)?|机关|务会|主任办公会",
    "厅": "党组(?:书记|成员|会)?|机关|务会|办公室|长办公会",
}
"""The offices within an organ, by its kind."""
_OFFICE_OF: Final = when_used(
    r"(?:^|[，。；：]|[由经以在受]|一[名位]|成立了?)副?(?P<office>"
    + "|".join(f"{kind}(?:{offices})" for kind, offices in _OFFICES.items())
    + r")(?!、(?!政府)|[和与及同\d]|信箱|热线)"
)
_WHOLE: Final = when_used(
    "全(?P<kind>镇|乡|街道)(?![镇村级、])"
    "|全(?P<short>街)(?=开展|政务|政府|上下|干部|党员|各|共|累计|公开|工作|范围|推[进动])"
)
"""A town, township or street as a whole; 全街 is short for 全街道."""


def _another_kind(passage: Passage, kind: SelfReference, unit: str) -> Iterator[Finding]:
    """Find an office that only another kind of unit has: 镇党委, 副镇长, 全镇 in the report of a bureau."""
    text = passage.folded
    own = kind.kind[0] if kind.kind == "委员会" else kind.kind
    towns_too = own in (*TOWNS, "局", "委", "厅", "办公室")
    managing = unit.endswith("管理委员会")
    found = [
        (
            one["office"],
            one.span("office"),
            next(k for k in _OFFICES if one["office"].startswith(k)),
        )
        for one in _OFFICE_OF.finditer(text)
    ]
    found += [
        (one[0], one.span(), one["kind"] or "街道") for one in _WHOLE.finditer(text) if towns_too
    ]
    for said, span, of in found:
        before = re.split("[。；]", text[max(0, span[0] - 60) : span[0]])[-1]
        others = [one for one in TOWNS if one != own]
        named = re.search("|".join(others) if of in TOWNS else of, before)
        # the office of a government works with those of all its units
        led = own == "办公室" and said.endswith(("办公室", "党政办"))
        if of == own or led or named or is_titled(text, span[0]) or is_quoted(text, span[0]):
            continue
        if (of in TOWNS and not towns_too) or (of not in TOWNS and managing):
            continue
        why = sentences.TEXT_UNIT_OTHER_KIND.format(said=said, unit=unit)
        yield passage.finding("TEXT-UNIT", *span, why)
        return


_BEFORE_AREA: Final = "在由据照按向对受经以被与和及的到绕实彻合从用托过示入给于"
"""Characters behind which the name of an area or an organ begins."""
_LED: Final = rf"(?:^|(?<![\u4e00-\u9fff])(?<![省市县区州镇乡街村级]、)|(?<=[{_BEFORE_AREA}]))"
_OF_A_COUNTY: Final = when_used(
    _LED + "(?P<said>县委、?县政府|县(?:人民)?政府|县委(?=[，、]|办|常委)|县直|全县(?!域))"
)
_LEADERS: Final = {
    "县": when_used(_LED + "(?P<said>区委、?区政府|区(?:人民)?政府|区委(?=[，、]|办|常委)|区直)"),
    "区": _OF_A_COUNTY,
    "旗": _OF_A_COUNTY,
    "市": when_used(
        _LED + "(?P<said>(?:县委、?县|区委、?区)政府|[县区](?:人民)?政府(?=(?:门户)?网))"
    ),
}
"""Who leads the units of another kind of area, seen from those of a county, a district or a banner."""
_AREA_OF_UNIT: Final = when_used(f"(?<!自治)(?:{_NO_ZONE}[县区]|(?<![红军国义八])旗)")
"""The level of an area within a unit's name; 红旗镇 is in no banner."""


def _another_level(passage: Passage, kind: SelfReference, unit: str) -> Iterator[Finding]:
    """Find 区政府 in the report of a unit of a county, and 县政府 in that of a district."""
    levels = set(_AREA_OF_UNIT.findall(unit))
    if not levels and "市" in unit and kind.kind in DEPARTMENTS:
        levels = {"市"}
    # a branch of a city's bureau stands in a district
    if len(levels) != 1 or "自治区" in unit or unit.endswith("分局"):
        return
    own = levels.pop()
    if own == "县" and "区" not in passage.folded:
        return
    for found in _LEADERS[own].finditer(passage.folded):
        said = found["said"]
        if not (
            is_titled(passage.folded, found.start()) or is_quoted(passage.folded, found.start())
        ):
            why = sentences.TEXT_UNIT_LEVEL.format(
                unit=unit, said=said, right=re.sub("[县区]", own, said)
            )
            yield passage.finding("TEXT-UNIT", *found.span("said"), why)
            return


def _own_kind_of_another_area(
    passage: Passage, kind: SelfReference, unit: str
) -> Iterator[Finding]:
    """Find a unit's own name with the level of another area before it: 县司法局 in the report of one of a district."""
    core = core_of(unit)
    levels = _AREA_OF_UNIT.findall(unit)
    if kind.kind not in DEPARTMENTS or len(levels) != 1 or "自治区" in unit:
        return
    other = "区" if levels[0] == "县" else "县"
    place = passage.folded.find(other + core)
    before = passage.folded[max(0, place - 1) : place]
    around = passage.folded[max(0, place - 12) : place + 20]
    if (
        place >= 0
        and not _IN_EXCHANGE.search(around)
        and (not before or not re.match("[\u4e00-\u9fff]", before) or before in _BEFORE_NAME)
    ):
        yield _other_unit(passage, (place, place + 1 + len(core)), unit, kind)


_IN_EXCHANGE: Final = when_used("结对|对口|帮扶|共建|协作|互访|来访|赴|援|兄弟")
"""Words of what units of several areas do together."""
_BEFORE_NAME: Final = f"{_BEFORE_AREA}范"


_SYSTEM: Final = when_used(
    "全[省市县区](?P<of>[^\\W\\da-zA-Z_]{2,6})系统(?![的]?(?:平台|软件|操作|集成|升级|建设))"
)
_OF_ALL: Final = when_used(
    "政|党|信息|公开|网|宣传|组织|纪检|统战|服务|行业|各|机关|平台|审批|管理|监控|数据|云|一"
)


_AREAS_OF_WORK: Final = when_used(
    "教育(?:体育)?|公安|卫生(?:健康|计生)?|卫健|民政|财政|税务|司法(?:行政)?|交通(?:运输)?|水利|农业(?:农村)?|林业|统计|审计|医保|医疗保障|人社|人力资源社会保障"
    "|住建|住房城乡建设|自然资源|文旅|文化(?:旅游|和旅游)|应急(?:管理)?|市场监管|法院|检察|退役军人(?:事务)?|环保|生态环境|发改|发展改革|商务|科技|工信|气象|档案|城管|粮食|水务|体育|园林|信访|发展和改革|民族宗教(?:事务)?"
)
_FOR_ALL: Final = when_used(
    "纪委|监委|财政|审计|统计|人力资源|市场监督|医疗保障|档案|发展和改革|组织|编制|行政审批|机关事务|国有资产"
)
"""Units whose work is in the areas of all others."""
_INSPECTED: Final = when_used("检查|督查|审计|监督|指导|公示|公布|拨付|联合|会同|入选|荣?获|评")


def _another_system(passage: Passage, kind: SelfReference, unit: str) -> Iterator[Finding]:
    """Find the units of another department spoken of as a whole: 全市教育系统 in the report of a bureau of police."""
    if kind.kind not in (*TOWNS, *DEPARTMENTS) or _FOR_ALL.search(unit):
        return
    for found in _SYSTEM.finditer(passage.folded):
        before = re.split("[，。；]", passage.folded[max(0, found.start() - 20) : found.start()])[
            -1
        ]
        # a technical one: 全县污水处理系统; what a bureau inspects, pays or staffs in the area of another
        if not _AREAS_OF_WORK.fullmatch(found["of"]) or _INSPECTED.search(before):
            continue
        if set(found["of"]) & set(unit) or _OF_ALL.search(found["of"]) or _DUTY.search(before):
            continue
        yield _other_unit(passage, found.span(), unit, kind)


_NO_ORGAN: Final = when_used(
    "[部里内长势面限域]|宿舍|小区|家属|旧址|大院|大楼|老|片区|社区|路|巷|站"
)
"""What makes another word of the last character of a name, or a place of it."""


_FORMER: Final = when_used("原[^则先来因本始文件]|改革前|时期|20[01]\\d年(?:以)?前|[原前]$")
_GONE: Final = when_used("[^，。；]{0,10}?(?:撤销|更名|改称|改名|合并|并入|划入|划转|整合|前身)")
"""Words behind an old name that say what became of the organ."""


def _renamed(passage: Passage, renamed: Mapping[str, str]) -> Iterator[Finding]:
    """Find an organ by a name that it had before a reform; 原 before it says as much."""
    for old, new in renamed.items():
        place = passage.folded.find(old)
        if place < 0:
            continue
        before = re.split("[，。；]", passage.folded[max(0, place - 30) : place])[-1]
        after = passage.folded[place + len(old) : place + len(old) + 2]
        if (
            not _FORMER.search(before)
            and not _NO_ORGAN.match(after)
            and not _GONE.match(passage.folded, place + len(old))
            and not is_titled(passage.folded, place)
        ):
            why = sentences.TEXT_UNIT_RENAMED.format(old=old, new=new)
            yield passage.finding("TEXT-UNIT", place, place + len(old), why)


def _another_writer(passage: Passage, kind: SelfReference, unit: str) -> Iterator[Finding]:
    """Find a preface that another unit writes, or that publishes another unit's report."""
    for found in _WRITES.finditer(passage.folded):
        name = found["unit"]
        contained = (
            without_office(name) in unit
            or without_office(unit) in name
            or bool(_NOT_A_NAME.match(name))
        )
        if name != unit and not contained and not is_titled(passage.folded, found.start()):
            yield _other_unit(passage, found.span("unit"), unit, kind)
    for found in _PUBLISHED.finditer(passage.folded):
        name = found["unit"]
        whole = _WHOLE_NAME.match(name)
        if _is_above(name, unit) and _ITS_REPORT.match(passage.folded, found.end()):
            why = sentences.TEXT_UNIT_OTHER.format(other=name, unit=unit, own=unit)
            yield passage.finding("TEXT-UNIT", *found.span("unit"), why)
        if name in unit or (not whole and _NOT_A_NAME.search(name.removesuffix(found["kind"]))):
            continue
        if whole and (without_office(name) in unit or without_office(unit) in name):
            continue
        if not is_related(core_of(name), core_of(unit)) and not is_related(core_of(unit), name):
            yield _other_unit(passage, found.span("unit"), unit, kind)


_ITS_REPORT: Final = when_used(
    r"(?:（[^（）]{2,16}）)?20\d\d年(?:度)?(?:政府信息公开|政务公开)(?:工作)?(?:年度报告|年报)(?!的?[编通要格])"
)


def _is_above(name: str, unit: str) -> bool:
    """Tell whether a government is that of the area a unit is of, which does not publish the unit's report for it."""
    area = without_office(name)
    own = unit.find(area)
    return (
        name.endswith("人民政府")
        and own >= 0
        and not unit.startswith("人民政府", own + len(area))
        and unit not in (name, area)
    )


def is_related(one: str, unit: str) -> bool:
    """Tell whether a name shares two neighbouring characters with the unit's, or is short for it; its ending does not count."""
    bare = re.sub(
        r"(?:人民政府|政府|办公室|办事处|街道|局|委员会|委|厅|镇|乡|中心|管委会|[省市县区州旗])$",
        "",
        one,
    )
    bare = (bare or one)[-8:]
    return (
        bare in unit
        or any(bare[place : place + 2] in unit for place in range(len(bare) - 1))
        or is_in_order(bare, unit)
    )


def _other_unit(passage: Passage, span: tuple[int, int], unit: str, kind: SelfReference) -> Finding:
    name = passage.folded[slice(*span)]
    above, place = _AREA.match(unit), _AREA_ALONE.fullmatch(name)
    own = kind.proper[0]
    if above and place and above["kind"] == place["kind"]:
        # the county that 青山镇 lies in, not the town, is what another county stands for
        own = above[0] + place["office"]
    why = sentences.TEXT_UNIT_OTHER.format(other=name, unit=unit, own=own)
    return passage.finding("TEXT-UNIT", *span, why)


_AREA: Final = when_used(r"[^\W\da-zA-Z_]{1,8}?(?P<kind>[省市县区旗])(?=[^\W\da-zA-Z_]{2})")
_AREA_ALONE: Final = when_used(
    r"[^\W\da-zA-Z_]{1,8}?(?P<kind>[省市县区旗])(?P<office>(?:人民)?政府|)"
)
"""The area above a unit, and one that is named with its government or alone."""
