"""Another area named where the unit's own is meant: `TEXT-UNIT`; the unit's own name mistyped: `TEXT-TYPO`.

The counties, cities and provinces of the country are known by name. What a unit complies with, publishes on
and reports to is of its own area or of one above it; another one there was copied with the text.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final

from converter import sentences
from converter.checking.prose.passages import (
    Passage,
    core_of,
    is_in_order,
    is_quoted,
    is_titled,
)
from converter.checking.prose.words import characters, knowledge
from converter.findings import Finding
from converter.form.patterns import when_used

_KIND_OF_AREA: Final = re.compile("[省市县区旗州盟]")
_LONGEST: Final = 12
"""Characters of the longest name of an area that texts have without a shorter one."""
_SHORTEST: Final = 3
_BEFORE: Final = (
    "，。；：、（）“”《》在由据照按向受经以被及到过用托录入于至得从往是实彻行守循为省市县区旗州盟"
)
"""Characters behind which a name begins, whatever word they might make with its first."""

_OF_GOVERNMENT: Final = when_used(
    r"(?:、[^，。；、]{2,8})?(?:关于|的?(?:统一|具体|有关)?(?:部署|要求|安排))|(?:人民政府|政府)(?!采购|购买|法治)|委、[^，。；、]{0,6}?政府|委(?:[办和，、。]|常委|组织部|宣传部|网信办)"
    r"|(?:门户|官方|政务|信息)[^，。；、]{0,6}?网|(?:的)?(?:政务公开|政府信息公开|信息公开)(?!条例)"
    r"|(?:融媒体|政务服务)中心|(?:工作|具体|发展)?实际|各(?:乡镇|镇街|镇|乡|街道|部门|单位|级)|全(?:县|市|区|域)"
)
"""What stands behind the name of an area that a report speaks of as its own or as one above it."""
_COMPLIED_WITH: Final = when_used(
    r"(?:按照?|根据|依据|落实|贯彻|执行|对照|遵[循照守]|制定|印发|修订|出台|编制|编印|完善|转发|结合|学习|下发|更新|依照|严格)[^，。；《》]{0,12}《$"
)
"""What stands before the title of a document that a unit complies with or has made."""
_COMPLIANCE: Final = when_used("(?:按照?|根据|落实|贯彻|执行|对照|遵照)[^，。；]{0,40}$")
_ORDERS: Final = when_used("[^，。；]{0,24}?(?:部署|要求|安排|通知|意见|规定|精神)")
_ADDRESS: Final = when_used(r"(?:地址|位于|坐落|住所|办公地点)[^，。；]{0,12}$")
_SUBJECT: Final = when_used(
    r"(?:^|[。；）：])(?:20\d\d年(?:度|以来)?，?|全年，?|今年，?|下一步，?)?$"
)
_WORKS: Final = when_used(
    r"[^\W\da-zA-Z_]{0,10}?(?:20\d\d年(?:度)?，?)?(?:紧紧|坚持|认真|高度重视|严格|积极|深入|全面|切实|贯彻|落实|持续|不断|主动公开|扎实|着力|大力|始终|收到|未收到|没有收到|将)"
)
_WITH_OTHERS: Final = when_used(
    r"学习考察|考察|借鉴|交流|结对|对口|帮扶|协作|共建|兄弟|经验|做法|案例|为例|跨[省市县区]|通办|联合|移送|转[办交送]|诉|法院|仲裁|复议机关|户籍|迁|划[入转归]"
    r"|[毗相]邻|支援|援|招商|投资|公司|企业|来自|调研|参观|取经|先进|分别|等地|等[\d一二三四五六七八九十两]+个|一体化|区域|合并|改[为称]|撤[县市区]|原"
)
"""Words of a sentence that speaks of another area on purpose."""
_JOINED: Final = when_used("[与和同、跟赴会]$")
_NAMED_ACCOUNT: Final = when_used(
    r"“(?P<name>[^“”，。；]{3,14})”(?:政务|官方)?(?:微信)?(?:公众号|订阅号|服务号|视频号|官微|抖音|头条|微博|快手|新媒体|APP|客户端|小程序)"
)
_NAME_OF_A_TOWN: Final = when_used(
    r"^(?:[^\W\da-zA-Z_]{2,4}[县市区])?(?P<town>[^\W\da-zA-Z_]{2,3}?(?:镇|乡|街道))(?!村|[镇街])"
)
_OF_AN_ORGAN: Final = when_used(
    r"发布|政府|政务|融媒|在线|资讯|信息|先锋|之声|党建|教育|公安|警方|卫健|卫生|健康|民政|财政|税务|司法|交通|水利|水务|农业|林业|统计|审计|医保|人社"
    r"|住建|建设|自然资源|文旅|文化|旅游|应急|市场监管|法院|检察|退役军人|生态|环境|发改|商务|科技|工信|气象|档案|城管|审批|体育|园林|信访|微"
)
_VIRTUE: Final = when_used(
    "(?:健康|平安|法治|美丽|大美|智慧|数字|文明|信用|诚信|阳光|魅力|清廉|最美|爱|掌上|微)(?=.{2,3}$)"
)
"""What stands before the name of an area in the name of an account: “健康监利”."""
_UNITS: Final = 8
"""Units of which is kept what follows from their names, for all rules on one report."""
_TOWNS: Final = ("镇", "乡", "街道")
_COUNTIES: Final = "县市区旗"
_BRANCH: Final = when_used(r"局([^\W\da-zA-Z_]{2,4})分局$")
"""The branch of a city's bureau in one of its districts, in short: 官渡分局."""


@cache
def _areas() -> dict[str, list[int]]:
    """Return the areas by name, each with the lines of the list in which it stands."""
    found: dict[str, list[int]] = {}
    for line, (province, cities, counties) in enumerate(knowledge.areas()):
        for name in (province, *cities, *counties):
            found.setdefault(name, []).append(line)
    return found


@cache
def _chains(name: str) -> frozenset[tuple[str, ...]]:
    """Return for each area of a name those above it, and last its own name where it is a county."""
    chains: set[tuple[str, ...]] = set()
    for province, cities, _ in (knowledge.areas()[line] for line in _areas()[name]):
        if name == province:
            chains.add((province, ""))
        else:
            chains.add((province, *cities, "" if name in cities else name))
    return frozenset(chains)


@lru_cache(_UNITS)
def _own_areas(unit: str) -> frozenset[str]:
    """Return the areas that a unit lies in or that lie in it; none where its area is not known."""
    named = _named(unit)
    if branch := _BRANCH.search(unit):
        named += [
            (one, branch.start()) for kind in _COUNTIES if (one := branch[1] + kind) in _areas()
        ]
    inner = [one for one, at in named if not any(_lies_in(one, at, *other) for other in named)]
    chains = [(name, chain) for name in inner for chain in _chains(name)]
    # 拱墅区 of 杭州市: what the longest chain agrees with
    agreeing = max((sum(one in chain for one in inner) for _, chain in chains), default=0)
    own: set[str] = set()
    for name, chain in chains:
        if sum(one in chain for one in inner) == agreeing:
            own.update(chain)
            if name == inner[-1] and name != chain[-1]:
                own.update(_below(name))
    return frozenset({other for name in own - {""} for other in _names_of(name)})


@cache
def _names_of(name: str) -> tuple[str, ...]:
    """Return a name, and the long or the short one of the same autonomous area: 昌江县, 昌江黎族自治县."""
    names = [name]
    for _, cities, counties in (knowledge.areas()[line] for line in _areas()[name]):
        for other in (*cities, *counties):
            long, short = sorted((name, other), key=len, reverse=True)
            alike = long[-1] == short[-1] and long.startswith(short[:-1])
            if alike and "自治" in long and "自治" not in short:
                names.append(other)
    return tuple(names)


def _below(name: str) -> Iterator[str]:
    """Yield the areas that lie in a city or a province."""
    for province, cities, counties in (knowledge.areas()[line] for line in _areas()[name]):
        yield from (*cities, *counties) if name in (province, *cities) else ()


def _named(text: str) -> list[tuple[str, int]]:
    """Return the areas that a text names, and where each begins: at each place the longest."""
    areas = _areas()
    found: list[tuple[str, int]] = []
    for kind in _KIND_OF_AREA.finditer(text):
        end = kind.end()
        for start in range(max(0, end - _LONGEST), end - _SHORTEST + 1):
            if text[start:end] in areas:
                found.append((text[start:end], start))
                break
    return found


def _lies_in(one: str, at: int, other: str, there: int) -> bool:
    """Tell whether one name is a part of a longer one at its place."""
    return len(one) < len(other) and there <= at and at + len(one) <= there + len(other)


def check_places(passages: Iterable[Passage], unit: str) -> Iterator[Finding]:
    """Find another area where the unit's own, or one above it, is meant, and accounts of other units."""
    own = _own_areas(unit)
    for passage in passages:
        if own:
            yield from _other_areas(passage, unit, own)
            yield from _websites(passage, unit, own)
        yield from _accounts(passage, unit, own)
        yield from _mistyped(passage, unit)
        yield from _of_another_kind(passage, unit)
        yield from _titles_of_others(passage, unit)
        yield from _organs_above(passage, unit)
        yield from _without_kind(passage, unit)
        for pattern, said, right in _levels_of_others(own):
            yield from _another_level(passage, unit, pattern, said, right)


_GOVERNMENT: Final = "人民政府"
_NO_KIND: Final = when_used(
    r"(?:^|[，。；：、（“《由据照按和与及在到向为])(?P<name>[^\W\da-zA-Z_省市县区州盟旗镇乡我全本由据照按和与及在到向为]{2,3})$"
)


def _without_kind(passage: Passage, unit: str) -> Iterator[Finding]:
    """Find the government of an area whose name lost its kind: 天水人民政府."""
    text = passage.folded
    place = text.find(_GOVERNMENT)
    while place >= 0:
        found = _NO_KIND.search(text, max(0, place - _SHORTEST - 1), place)
        name = found["name"] if found else ""
        kinds = [kind for kind in _KIND_OF_NAME if name + kind in _areas()] if name else []
        if kinds and name + _GOVERNMENT not in unit:
            kind = next((one for one in kinds if name + one in unit), kinds[0])
            why = sentences.TEXT_TYPO_LOST.format(words=name, lost=kind)
            yield passage.finding("TEXT-TYPO", place - len(name), place, why)
        place = text.find(_GOVERNMENT, place + 1)
    yield from _own_without_kind(passage, unit)


_KIND_OF_NAME: Final = "市县区州旗盟省"
_SHORTEST_OFFICE: Final = 3


def _own_without_kind(passage: Passage, unit: str) -> Iterator[Finding]:
    """Find the unit's own name in full without the kind of its area: 蛟河商务局 for 蛟河市商务局."""
    for name in _named_areas(unit):
        office = unit.partition(name)[2]
        short = name[:-1] + office
        place = passage.folded.find(short) if len(office) >= _SHORTEST_OFFICE else -1
        if place >= 0 and not is_quoted(passage.folded, place):
            why = sentences.TEXT_TYPO_MISTAKE.format(wrong=short, right=name + office)
            yield passage.finding("TEXT-TYPO", place, place + len(short), why)


@lru_cache(_UNITS)
def _named_areas(unit: str) -> tuple[str, ...]:
    """Return the last area that a unit's name has, where its name is no word without its kind."""
    named = [name for name, _ in _named(unit) if len(name) >= _SHORTEST and name[-1] in "市县区旗"]
    return tuple(named[-1:])


def _other_areas(passage: Passage, unit: str, own: frozenset[str]) -> Iterator[Finding]:
    text = passage.folded
    told: set[str] = set()
    for name, start in _named(text):
        end = start + len(name)
        if name in own or name in unit or name in told or not _begins(text, start):
            continue
        before = re.split("[。；]", text[max(0, start - 60) : start])[-1]
        if _is_spoken_of(text, before, start, end, core_of(unit)):
            sentence = before + re.split("[。；]", text[start : end + 80])[0]
            complied = _COMPLIANCE.search(before) and _ORDERS.match(text, end)
            joined = _JOINED.search(before) and not complied
            if not (_WITH_OTHERS.search(sentence) or joined):
                told.add(name)
                right = _instead(name, unit, own)
                why = sentences.TEXT_UNIT_OTHER.format(other=name, unit=unit, own=right)
                yield passage.finding("TEXT-UNIT", start, end, why)


def _begins(text: str, start: int) -> bool:
    """Tell whether a name begins at a place of a text, and not a word before: not 更|新乡县."""
    before = text[start - 1 : start]
    return before in _BEFORE or not knowledge.is_common_word(before + text[start])


def _is_spoken_of(text: str, before: str, start: int, end: int, core: str) -> bool:
    """Tell whether an area is spoken of as the unit's own or as one above it."""
    if is_titled(text, start):
        return text[start - 1] == "《" and bool(_COMPLIED_WITH.search(before))
    return bool(
        _OF_GOVERNMENT.match(text, end)
        or text.startswith(core, end)
        or _ADDRESS.search(before)
        or (_COMPLIANCE.search(before) and _ORDERS.match(text, end))
        or (_SUBJECT.search(text[max(0, start - 12) : start]) and _WORKS.match(text, end))
    )


def _instead(name: str, unit: str, own: frozenset[str]) -> str:
    """Return the area of the unit that is of the same level as another one."""

    def level(area: str) -> int:
        provinces, counties = zip(
            *((chain[0] == area, chain[-1] == area) for chain in _chains(area)), strict=True
        )
        return 0 if any(provinces) else 1 + any(counties)

    alike = [one for one in own if level(one) == level(name)]
    named = [one for one in alike if one in unit]
    return (named or (alike if len(alike) == 1 else [unit]))[0]


# ---------------------------------------------------------------- titles and pages of other units


_OWN_TITLE: Final = when_used(
    r"(?:制定|印发|修订|出台|编制|完善|制订)[^，。；《》]{0,6}《(?:[^《》，。]{2,4}[县市区旗])?(?P<name>[^\W\da-zA-Z_]{2,3}(?P<kind>镇|乡|街道))(?=[^《》]{3,}》)"
    r"|(?:网站|(?:政府|门户)网(?!站))的?“?(?P<page>[^\W\da-zA-Z_]{2,3}(?P<kind_of_page>镇|乡|街道))(?:人民政府|政府|办事处)?”?(?:专栏|子站|频道|子网站|专区|主页)"
)
_ALL_TOWNS: Final = when_used("[各全我本该乡镇村]|建制|街道|中心|特色|重点|示范")


def _titles_of_others(passage: Passage, unit: str) -> Iterator[Finding]:
    """Find a document that a town made, or its page, with the name of another town."""
    core = core_of(unit)
    for found in _OWN_TITLE.finditer(passage.folded) if core.endswith(_TOWNS) else ():
        name, kind = found["name"] or found["page"], found["kind"] or found["kind_of_page"]
        around = re.split("[。；]", passage.folded[max(0, found.start() - 40) : found.end() + 40])
        with_others = any(_WITH_OTHERS.search(one) for one in around)
        stem = name.removesuffix(kind)
        if (
            name not in unit
            and core not in name
            and stem not in knowledge.words_of("不作名词的动词")
            and not (_ALL_TOWNS.search(stem) or with_others)
        ):
            span = found.span("name" if found["name"] else "page")
            why = sentences.TEXT_UNIT_OTHER.format(other=name, unit=unit, own=core)
            yield passage.finding("TEXT-UNIT", *span, why)


_ABOVE: Final = when_used(
    r"(?:^|[。；）])(?:20\d\d年(?:度|以来)?，?)?(?P<organ>[^\W\da-zA-Z_]{2,8}?[省市县区旗](?:人民)?政府办公[室厅])(?=认真|严格|坚持|积极|高度重视|深入|全面|切实|持续|不断|始终|扎实|着力|围绕)(?![^。]*(?:我[镇乡街]|本[镇乡街]|各[乡镇街]|通报|检查|指导|督[查导]))"
    r"|向(?P<asked>[^，。；、\d]{0,6}?[省市县区州旗](?:人民)?政府(?:[及和、][^，。；、\d]{2,12}?)?)(?:提出|提交|申请)的?(?:政府信息公开|政务公开|信息公开)?申请[^，。；\d]{0,4}\d"
)
"""The office of a county at work, and a government that received so many applications."""


def _organs_above(passage: Passage, unit: str) -> Iterator[Finding]:
    """Find 安宁县人民政府办公室认真落实, and applications 向市政府提出, in the report of a town."""
    core = core_of(unit)
    text = passage.folded if core.endswith(_TOWNS) and "政府" in passage.folded else ""
    for found in _ABOVE.finditer(text):
        name = found.lastgroup or ""
        if found[name] not in unit:
            why = sentences.TEXT_UNIT_OTHER.format(other=found[name], unit=unit, own=core)
            yield passage.finding("TEXT-UNIT", *found.span(name), why)


# ---------------------------------------------------------------- websites


_HOST: Final = when_used(
    r"(?<![a-z0-9.\-@])(?:www\.)?(?P<labels>(?:[a-z0-9\-]{1,30}\.){1,4})gov\.cn", re.IGNORECASE
)


def _websites(passage: Passage, unit: str, own: frozenset[str]) -> Iterator[Finding]:
    """Find a website with the name of another area, as it sounds: www.yuhang.gov.cn in the report of 拱墅区."""
    for found in _HOST.finditer(passage.folded) if "gov" in passage.folded else ():
        label = found["labels"].lower().rstrip(".").rpartition(".")[2]
        others = _by_sound().get(label, set())
        around = re.split("[。；]", passage.folded[max(0, found.start() - 60) : found.end()])[-1]
        # 泰安 and 大安 differ, but what sounds like the unit's own name is its own
        if others and not (others & own or _WITH_OTHERS.search(around)):
            name = "、".join(sorted(others))
            right = _instead(min(others), unit, own)
            why = sentences.TEXT_UNIT_OTHER.format(other=name, unit=unit, own=right)
            yield passage.finding("TEXT-UNIT", *found.span(), why)


@cache
def _by_sound() -> dict[str, set[str]]:
    """Return the areas by how their names without their kind sound: 余杭区 by yuhang."""
    sounds = characters.sounds_of_characters()
    found: dict[str, set[str]] = {}
    for name in _areas():
        if len(name) in _SOUNDED:
            found.setdefault("".join(sounds.get(char, "?") for char in name[:-1]), set()).add(name)
    return found


_SOUNDED: Final = (3, 4)
"""Characters of a name that a website is called by whole."""


# ---------------------------------------------------------------- the unit's own name


_WORDY: Final = 5
"""Characters of a name that is long enough to be known by all but one of them: 医疗保障局."""
_PLACE: Final = when_used(r"[^\W\da-zA-Z_省市县区旗州盟]{2,6}(?<![发园新管理景务])[市县区旗州盟]")
_FORMER: Final = when_used("原[^，。；]{0,12}$")


def _mistyped(passage: Passage, unit: str) -> Iterator[Finding]:
    """Find a name of the unit with one other character in it: 夏右镇 for 夏石镇, 医疗保险局 for 医疗保障局."""
    text = passage.folded
    for name in _own_names(unit):
        size, kind = len(name), name[-1]
        at = text.find(kind)
        while at >= 0:
            start = at + 1 - size
            written = text[start : at + 1] if start >= 0 else ""
            wrong = [place for place in range(len(written)) if written[place] != name[place]]
            if (
                len(wrong) == 1
                and _is_a_slip(written[wrong[0]], name[wrong[0]], size)
                and not _is_a_word(written, name)
                and _begins(text, start)
                and written not in unit
                and (written not in _areas() or size >= _WORDY)
                and not _FORMER.search(text, max(0, start - 14), start)
                and not is_titled(text, start)
                and not _is_the_whole(text, start, unit, name)
            ):
                why = sentences.TEXT_TYPO_MISTAKE.format(wrong=written, right=name)
                yield passage.finding("TEXT-TYPO", start, at + 1, why)
            at = text.find(kind, at + 1)


def _is_the_whole(text: str, start: int, unit: str, name: str) -> bool:
    """Tell whether the slip is in the unit's full name, which is told as a whole (`check_typos`)."""
    inner = unit.find(name)
    before, after = unit[:inner], unit[inner + len(name) :]
    whole = text.endswith(before, 0, start) and text.startswith(after, start + len(name))
    return bool(before or after) and whole


def _is_a_word(written: str, name: str) -> bool:
    """Tell whether what is written is a word, or ends in another one than the name: 小城镇."""
    end = written[-2:]
    return knowledge.is_common_word(written) or (end != name[-2:] and knowledge.is_common_word(end))


@lru_cache(_UNITS)
def _own_names(unit: str) -> tuple[str, ...]:
    """Return the names in a unit's that are long enough to be known with a slip in them."""
    return tuple(
        dict.fromkeys(
            one for one in (*_PLACE.findall(unit), core_of(unit)) if len(one) >= _SHORTEST
        )
    )


def _is_a_slip(written: str, meant: str, size: int) -> bool:
    """Tell whether one character was written for another: in a short name one that is like it."""
    if _KIND_OF_AREA.fullmatch(written):  # the bureaus of the counties of a city
        return False
    return "\u4e00" <= written <= "\u9fff" and (
        size >= _WORDY or written in characters.alike(meant)
    )


@lru_cache(_UNITS)
def _kinds_of_others(unit: str) -> tuple[tuple[str, str, str], ...]:
    """Return the stems of a unit's town and county with their kind and each other one."""
    town = _STEM_OF_A_TOWN.search(core_of(unit))
    found = [(*town.groups(), kind) for kind in _TOWNS] if town else []
    for area in _PLACE.findall(unit):
        if area in _areas() and area[-1] in _COUNTIES and len(area) > _ALONE:
            found += [
                (area[:-1], area[-1], kind) for kind in "县市区" if area[:-1] + kind not in _areas()
            ]
    return tuple((stem, own, kind) for stem, own, kind in found)


_STEM_OF_A_TOWN: Final = when_used(r"([^\W\da-zA-Z_]{2,4})(镇|乡|街道)$")


def _of_another_kind(passage: Passage, unit: str) -> Iterator[Finding]:
    """Find a town under its own name as another kind of one: 范岗乡 in the report of 范岗镇."""
    for stem, own, kind in _kinds_of_others(unit):
        written = stem + kind
        at = passage.folded.find(written) if kind != own and written not in unit else -1
        after = passage.folded[at + len(written) : at + len(written) + 1]
        if knowledge.is_common_word(kind[-1] + after) or knowledge.is_common_word(written):
            continue  # 平安市民 are people, 大城市 is a word
        around = passage.folded[max(0, at - 12) : at + len(written) + 8]
        # 城关镇街 are streets, 太平镇乡贤 are people
        if (
            at >= 0
            and not re.search("原|改[为设称]|撤|[乡镇]设|升[格为]", around)
            and after not in tuple("村镇街贤")
        ):
            why = sentences.TEXT_TYPO_MISTAKE.format(wrong=written, right=stem + own)
            yield passage.finding("TEXT-UNIT", at, at + len(written), why)


# ---------------------------------------------------------------- levels that the unit's province does not have


_LEFT: Final = rf"(?:^|(?<=[{_BEFORE}、]))"
_ORGANS: Final = r"(?:党?委(?!托|员|派|屈|婉)|人民政府|政府(?!采购|购买|网站?群))"
_LEVELS: Final = {
    kind: when_used(rf"{_LEFT}{kind}{_ORGANS}") for kind in ("省", "自治区", "州", "盟", "市")
}
_ALL_OF_A_DISTRICT: Final = when_used("全区(?=政务公开|政府信息公开|各[级部单乡镇街]|共|范围)")


@lru_cache(_UNITS)
def _levels_of_others(own: frozenset[str]) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Return how the governments of levels are called that are not above a unit, and what is there instead."""
    chains = {chain for one in own for chain in _chains(one) if own.issuperset({*chain} - {""})}
    provinces = {chain[0] for chain in chains}
    cities = {chain[1] for chain in chains if len(chain) > _ALONE and chain[1]}
    if len(provinces) != 1:
        return ()
    province = next(iter(provinces))
    kind = next(one for one in ("自治区", "省", "市") if province.endswith(one))
    found = [(_LEVELS[one], one, kind) for one in ("省", "自治区") if one != kind]
    above = {one[-1] for one in cities}
    if (
        kind != "自治区"
        and any(one[-1] in "县旗" for one in own)
        and not any(one[-1] == "区" for one in own)
    ):
        found.append((_ALL_OF_A_DISTRICT, "全区", "全县"))
    if kind != "市" and len(above) == 1:
        city = above.pop()
        counties = any(one[-1] == "市" for one in own)
        found += [
            (_LEVELS[one], one, city)
            for one in ("州", "盟", "市")
            if one != city and city in "市州盟" and not (one == "市" and counties)
        ]
    return tuple(found)


_ALONE: Final = 2
"""The length of the chain of a province."""


def _another_level(
    passage: Passage, unit: str, pattern: re.Pattern[str], said: str, right: str
) -> Iterator[Finding]:
    """Find the government of a level that the unit's area has none of: 省政府 in a report from Guangxi."""
    for found in pattern.finditer(passage.folded) if said in passage.folded else ():
        sentence = re.split("[。；]", passage.folded[max(0, found.start() - 60) : found.end() + 40])
        if not (is_titled(passage.folded, found.start()) or _WITH_OTHERS.search("".join(sentence))):
            organ = found[0].removeprefix(said).removeprefix("党")
            organ = "党委" if (organ, right) == ("委", "自治区") else organ
            why = sentences.TEXT_UNIT_LEVEL.format(unit=unit, said=found[0], right=right + organ)
            yield passage.finding("TEXT-UNIT", *found.span(), why)
            return


# ---------------------------------------------------------------- accounts


def _accounts(passage: Passage, unit: str, own: frozenset[str]) -> Iterator[Finding]:
    """Find an account that carries the name of another town, or of another county."""
    for found in _NAMED_ACCOUNT.finditer(passage.folded):
        name = found["name"]
        around = re.split("[。；]", passage.folded[max(0, found.start() - 40) : found.end() + 40])
        if any(_WITH_OTHERS.search(one) for one in around) or _is_akin(name, unit):
            continue
        town = _NAME_OF_A_TOWN.match(name)
        of_towns = core_of(unit).endswith(_TOWNS)
        other = (of_towns and town and town["town"]) or (
            own and _area_in_short(name, core_of(unit), own)
        )
        if other:
            why = sentences.TEXT_UNIT_ACCOUNT.format(said=name, unit=unit)
            yield passage.finding("TEXT-UNIT", *found.span("name"), why)


def _is_akin(name: str, unit: str) -> bool:
    """Tell whether a name has two neighbouring characters of the unit's, those for kinds of organs aside."""
    core = core_of(unit)
    if core.endswith(_TOWNS) and core in name:  # 安镇街道, whose own name ends as a town's does
        return True
    proper = unit[: unit.rfind(core)] + (core if core.endswith(_TOWNS) else "")
    bare = re.sub("[省市县区旗州盟镇乡]|街道|自治|人民|政府", "，", proper)
    return any(
        bare[at : at + 2] in name for at in range(len(bare) - 1) if "，" not in bare[at : at + 2]
    )


def _area_in_short(name: str, core: str, own: frozenset[str]) -> str:
    """Return the other county by which an account is called: 沂水 of 沂水审计; 平安 is a word unless 水利 is the unit's kind."""
    for stem, rest in (
        (name[:3], name[3:]),
        (name[:2], name[2:]),
        (name[-3:], ""),
        (name[-2:], ""),
    ):
        of_its_kind = rest and is_in_order(rest, core)
        rare = not knowledge.is_common_word(stem)
        if of_its_kind or (rare and (_OF_AN_ORGAN.match(rest) if rest else _VIRTUE.match(name))):
            whole = {one for kind in _COUNTIES if (one := stem + kind) in _areas()}
            if whole and not whole & own:
                return stem
    return ""
