"""Another unit named where this one is meant, and wrong self-references: `TEXT-UNIT`."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from converter import sentences
from converter.checking.prose import knowledge
from converter.checking.prose.knowledge import SelfReference
from converter.checking.prose.passages import Passage, core_of, is_titled
from converter.findings import Finding

_PROMOTES: Final = re.compile(
    r"(?:组织推动|组织推进|推动|推进|统筹推进|指导|统筹)(?P<area>全[省市县区州])的?(?:政府信息公开|政务公开|信息公开)"
)
_DUTY: Final = re.compile(r"贯彻|落实|按照|根据|参加|会议|部署|要求|通知|方案|意见|精神|配合")
_PRACTICE: Final = re.compile(r"(?:结合|根据)(?P<whose>[\u4e00-\u9fff]{2,24}?)(?:工作)?实际")
_OWN_PRACTICE: Final = re.compile(
    r"^(?:我|本|各|自身|自己|当地|地方|单位|部门|工作|年度|全|辖区|基层|机关|客观|具体|群众|社会)"
)
_ORGAN: Final = re.compile(
    r"[省市县区州旗][\u4e00-\u9fff]{2,14}(?:厅|局|委员会|委|中心|办公室)$|(?:镇|乡|街道|街道办事处|管委会)$"
)
_SUBJECT: Final = re.compile(
    r"(?:^|[。；）：])(?:20\d\d年(?:度|以来)?，?)?(?P<unit>[\u4e00-\u9fff]{2,16}?(?P<kind>镇|乡|街道|局|委员会|厅))"
    r"(?:人民政府|政府|办事处|党委|党组)?"
    r"(?=紧紧|坚持|认真|高度|严格|积极|深入|全面|切实|按照|贯彻|落实|以习近平|持续|不断|主动公开|共收|未收|收到|没有收|充分|始终)"
)
_PUBLISHED: Final = re.compile(
    r"(?:公布|编制|发布|编成|现将)(?:《)?(?P<unit>[\u4e00-\u9fff]{3,24}?(?P<kind>人民政府|办事处|办公室|镇|乡|街道|局|委员会|厅))(?=20\d\d年)"
)
_TOWNS: Final = ("镇", "乡", "街道")
_DEPARTMENTS: Final = ("局", "委员会", "厅")
_NOT_A_NAME: Final = re.compile(
    r"[各全本我该每及和与由在对为向要据了、]|所有|相关|有关|其[他它]|上级|[省市县区]级|乡镇|[村城建]镇|建制|[下直所]属|部门"
    r"|公安|新闻|统计|指导|政府|办公|中共|镇街|分局"
)
_AREAS: Final = ("我省", "我市", "我县", "我区", "我州", "我旗")


@cache
def _used(improper: str) -> re.Pattern[str]:
    """Return a pattern for a wrong self-reference (`我县` in a township's report).

    A township may speak of its county (作为我县人口第一大镇), but of its own work it says 我镇: 我县 counts
    only where the words after it tell of work.
    """
    if improper not in _AREAS:
        return re.compile(rf"(?<!自)(?P<self>{improper})(?![限托理])")
    return re.compile(
        rf"(?:^|[，。；：）]|20\d\d年|[将为由])(?P<self>{improper})"
        r"(?=严格|认真|坚持|积极|高度重视|深入|全面|切实|持续|不断|始终|主动公开|共?收到|未收|没有收|政府信息公开|政务公开工作|按照|落实|贯彻|围绕|充分|进一步|建立|健全|成立|制定|加强)"
    )


def check_title_unit(titles: Iterable[Passage], unit: str) -> Iterator[Finding]:
    """Find a title that does not name the unit."""
    core = core_of(unit)
    for title in titles:
        if core and core not in title.folded:
            why = sentences.TEXT_UNIT_TITLE.format(unit=unit)
            yield title.finding("TEXT-UNIT", 0, len(title.folded), why)


def check_unit_names(passages: Iterable[Passage], unit: str) -> Iterator[Finding]:
    """Find what speaks of another unit: copied text, wrong self-references."""
    kind = knowledge.self_reference_of(unit)
    if kind is None:
        return
    for passage in passages:
        yield from _self_references(passage, kind, unit)
        yield from _another_area(passage, kind, unit)
        yield from _another_practice(passage, kind, unit)
        yield from _another_name(passage, kind, unit)


def _self_references(passage: Passage, kind: SelfReference, unit: str) -> Iterator[Finding]:
    text = passage.folded
    for improper in kind.improper:
        if improper not in text:
            continue
        found = next(
            (
                found
                for found in _used(improper).finditer(text)
                if not is_titled(text, found.start()) and not _is_quoted(text, found.start())
            ),
            None,
        )
        if found is None:
            continue
        place = found.start("self")
        why = sentences.TEXT_UNIT_SELF.format(said=improper, unit=unit, right=kind.proper[0])
        yield passage.finding("TEXT-UNIT", place, place + len(improper), why)


def _is_quoted(text: str, place: int) -> bool:
    return text.rfind("“", 0, place) > text.rfind("”", 0, place)


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


def _own_area(kind: SelfReference, unit: str) -> str:
    """Return the level of the area that a unit works in: 市 for a bureau of a city."""
    if kind.kind in _TOWNS:
        return kind.kind
    levels = re.findall("[省市县区州]", unit)
    return levels[-1] if levels else "省"


def _another_practice(passage: Passage, kind: SelfReference, unit: str) -> Iterator[Finding]:
    for found in _PRACTICE.finditer(passage.folded):
        whose = found["whose"]
        if _OWN_PRACTICE.search(whose) or not _ORGAN.search(whose):
            continue
        higher = whose[0] in "省市县区州" and whose[0] != _own_area(kind, unit)
        if _related(whose, unit) and not higher:
            continue
        yield _other_unit(passage, found.span("whose"), unit, kind)


def _another_name(passage: Passage, kind: SelfReference, unit: str) -> Iterator[Finding]:
    family = next((family for family in (_TOWNS, _DEPARTMENTS) if kind.kind in family), None)
    for found in _SUBJECT.finditer(passage.folded):
        stem = found["unit"].removesuffix(found["kind"])
        if not family or found["kind"] not in family or _NOT_A_NAME.search(stem):
            continue
        if len(stem) > 1 and stem[0] not in "省市县区州旗" and not _related(found["unit"], unit):
            yield _other_unit(passage, found.span("unit"), unit, kind)
    if passage.name != "preface":
        return
    for found in _PUBLISHED.finditer(passage.folded):
        name = found["unit"]
        if _NOT_A_NAME.search(name.removesuffix(found["kind"])) or name in unit:
            continue
        if not _related(core_of(name), core_of(unit)) and not _related(core_of(unit), name):
            yield _other_unit(passage, found.span("unit"), unit, kind)


def _related(one: str, unit: str) -> bool:
    """Tell whether a name shares two neighbouring characters with the unit's; its ending does not count."""
    bare = re.sub(
        r"(?:人民政府|政府|办公室|办事处|街道|局|委员会|委|厅|镇|乡|中心|管委会|[省市县区州旗])$",
        "",
        one,
    )
    bare = (bare or one)[-8:]
    return bare in unit or any(bare[place : place + 2] in unit for place in range(len(bare) - 1))


def _other_unit(passage: Passage, span: tuple[int, int], unit: str, kind: SelfReference) -> Finding:
    name = passage.folded[slice(*span)]
    why = sentences.TEXT_UNIT_OTHER.format(other=name, unit=unit, own=kind.proper[0])
    return passage.finding("TEXT-UNIT", *span, why)
