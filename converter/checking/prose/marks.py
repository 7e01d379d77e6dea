"""Punctuation: pairs that do not close or open, doubled and half-width marks, a lost last stop: `TEXT-TYPO`."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import Final, NamedTuple

from converter import sentences
from converter.checking.prose.passages import Passage, is_titled
from converter.checking.prose.syntax.run_on import run_on_of
from converter.findings import Finding
from converter.form.patterns import when_used
from converter.form.quantities import folded

_MOST_MARKS: Final = 3
"""More punctuation marks in a row are an ellipsis."""


def check_marks(passages: Iterable[Passage]) -> Iterator[Finding]:
    """Find marks that are doubled, unpaired, half-width, in the wrong place, or lost."""
    everything = list(passages)
    for passage in everything:
        yield from _doubled_marks(passage)
        yield from _misplaced(passage)
        yield from _lost_before_parts(passage)
        yield from run_on_of(passage)
        yield from _left_over(passage)
        if "一是" in passage.folded:
            yield from _between_points(passage)
        yield from _half_width(passage)
        yield from _of_two_widths(passage)
        yield from _title_closed_late(passage)
        yield from _title_closed_early(passage)
        yield from _angles(passage)
    yield from _unpaired(everything)
    yield from _last_stops(everything)
    yield from _last_commas(everything)
    yield from _last_semicolons(everything)


_MARKS: Final = when_used(r"[，。；：、？！][，。；：、]+|。{2,}|，{2,}")
_BEFORE_BRACKET: Final = when_used("(?P<mark>[，、；])（(?=其中|以下简称|不?含|下称)")


_STOP_WITHIN: Final = when_used(
    r"(?<=[^。！？；：，])（[^（）。]{4,120}(?P<stop>。）)(?=[，。；]|$)"
)
"""A stop that closes what stands in brackets within a sentence: （电话：3288203。）."""
_NEXT_POINT: Final = when_used("[二三四五六七八九十]{1,2}[是要]|（")
"""What stands behind the end of a point."""


def _doubled_marks(passage: Passage) -> Iterator[Finding]:
    for found in _MARKS.finditer(passage.folded):
        marks = found[0]
        if set(marks) <= {"？", "！"} or len(marks) > _MOST_MARKS:
            continue
        kept = "。" if "。" in marks else marks[0]
        if "；" in marks and _NEXT_POINT.match(passage.folded, found.end()):
            kept = "；"
        why = sentences.TEXT_TYPO_MARKS.format(marks=marks, kept=kept)
        yield passage.finding("TEXT-TYPO", max(0, found.start() - 6), found.end(), why)

    for found in _STOP_WITHIN.finditer(passage.folded):
        after = passage.folded[found.end() : found.end() + 1]
        why = sentences.TEXT_TYPO_MISTAKE.format(wrong=f"。）{after}", right=f"）{after or '。'}")
        yield passage.finding("TEXT-TYPO", max(0, found.start("stop") - 4), found.end("stop"), why)
    for found in _BEFORE_BRACKET.finditer(passage.folded):
        why = sentences.TEXT_TYPO_MARKS.format(marks=f"{found['mark']}（", kept="（")
        yield passage.finding("TEXT-TYPO", max(0, found.start() - 4), found.end(), why)


_LISTED: Final = when_used(
    r"[^\W\da-zA-Z_]{2}(?P<kind>[权度化])，[^\W\da-zA-Z_]{2}(?P=kind)(?=[、和与及][^\W\da-zA-Z_]{2}(?P=kind))"
    r"|(?<=、)[^\W\da-zA-Z_]{2}(?P<deed>公开)，[^\W\da-zA-Z_]{2}(?P=deed)(?=[、和])"
)
"""Names of one kind in a list, two of which a comma parts: 参与权，表达权和监督权."""
_CHANNEL: Final = "(?:网站|网|屏幕?|[栏墙]|公众号|微信|微博|抖音|快手|广播|电视|报纸|报刊|短信|大喇叭|大厅|专区|平台|窗口|明白纸|手册|折页|[Q微]信?群|Q群)"
_CHANNELS: Final = when_used(
    f"(?:通过|利用|依托|借助|运用)(?P<words>[^，。；：、和与及并以将为对在“”]{{0,8}}{_CHANNEL}，[^，。；：、和与及并以将为对在把进开用由各也均同“”]{{0,4}}{_CHANNEL}等)(?=[^，。；：、]{{0,6}}(?:渠道|平台|方式|载体|媒体|形式|途径|媒介|手段))"
)
"""Two channels that a comma parts, of a list that ends with 等: 通过电子屏，公告栏等渠道."""
_PAUSE: Final = when_used(
    r"(?:^|[。；])(?P<words>20\d\d年(?:度|以来)?|下一步|今后|目前|近年来|一年来|同时|此外|其次|另外|首先)、(?=[我本全各将要继]|[^\W\da-zA-Z_]{2,4}[镇乡局委])"
)


def _misplaced(passage: Passage) -> Iterator[Finding]:
    """Find 、 behind what only ， parts from its sentence."""
    text = passage.folded
    for found in _LISTED.finditer(text):
        why = sentences.TEXT_TYPO_MISTAKE.format(wrong=found[0], right=found[0].replace("，", "、"))
        yield passage.finding("TEXT-TYPO", *found.span(), why)
    for found in _CHANNELS.finditer(text):
        right = found["words"].replace("，", "、")
        why = sentences.TEXT_TYPO_MISTAKE.format(wrong=found["words"], right=right)
        yield passage.finding("TEXT-TYPO", *found.span("words"), why)
    for found in _ENDED.finditer(text):
        start, end = found.start(), found.end("wrong")
        why = sentences.TEXT_TYPO_MISTAKE.format(wrong=found[0], right=f"{found[0][:-1]}。")
        yield passage.finding("TEXT-TYPO", start, end, why)
    for found in _PAUSE.finditer(text):
        why = sentences.TEXT_TYPO_PAUSE.format(words=found["words"])
        yield passage.finding("TEXT-TYPO", *found.span(), why)


_ENDED: Final = when_used(
    r"[^\W\d_]{2}(?<![年度月日])(?P<wrong>、)(?=20\d\d年度?，?(?!共?[收受办][^，。；]{0,20}情况)(?:我[局委镇乡县区市街办])?(?:没有[收发出接]|未[收发接]|共[收受发公办]|收到|受理|累计[公发收受]))"
)
"""、 before a year that begins a sentence: 提高办理质效、2023年我局没有收到."""
_PARTS: Final = when_used(
    r"\d(?P<words>[件条次个篇期份项名家](?:其中))(?=[，：]|[^，。；：\d]{0,12}\d)"
)


def _lost_before_parts(passage: Passage) -> Iterator[Finding]:
    """Find a number with no mark between it and its parts: 21件其中，办结20件."""
    for found in _PARTS.finditer(passage.folded):
        why = sentences.TEXT_TYPO_LOST_BEFORE.format(words="其中", lost="，")
        yield passage.finding("TEXT-TYPO", *found.span("words"), why)


_LEFT_OVER: Final = when_used(
    r"、(?:(?P<subject>按(?:要求|照|规定)|根据(?!地)|均|将|由)"
    r"|(?:情况|情形)(?=[，。；]|发生|产生|出现)|并(?=[按将对及安指成组在向由报]|进行|通过|予以|做好|公布|公开|加强|不断)|等(?=[，。；]|信息|内容|方面|工作|情况|领域|事项|渠道|平台|方式|形式|问题|各[类项种]))"
    r"|，(?P<figure>\d{1,6}[条件封篇份个起期])(?=[，。；、）]|$)"
)
"""A mark behind a subject, before what a list is of, and before the figure that an object has."""
_COUNTED: Final = when_used(
    "信息|公告|动态|预算|决算|文件|解读|年报|指南|目录|报表|简报|制度|方案|计划|总结"
)
_LEFT_OVER_WITHIN: Final = (
    when_used(
        r"[省市县区州旗盟家央]、(?P<of>[省市县区州旗盟镇乡])(?P<mark>、)(?:工作(?:部署|要求|要点|安排)|决策部署|文件精神|部署(?![、和]))"
    ),
    when_used(
        r"(?:发生|出现|产生|引起|引发)(?:任何)?(?:涉及|有关|因)?(?:政府|政务)?(?P<of>信息公开)(?P<mark>、)行政(?:复议|诉讼)(?=[、，。；和及案的情]|$)"
    ),
)
"""A mark behind the last of those who ask, and one before what the word ahead of it is of."""
_SUBJECTS: Final = (
    *("股室", "科室", "部门", "单位", "乡镇", "街道"),
    *("人员", "负责人", "领导", "社区"),
)
_OBJECT: Final = when_used(
    r"(?:收到|受理|发布|公开|办理|回复|答复)(?!情况|工作|方面)[^，。；：、\d“”《》（）]{1,8}(?<!情况|方面|如下|工作)$"
)
_OF_TITLE: Final = when_used(r"》的（[^（）]{2,12}〔[^（）]{2,12}）")
_OF_AREA: Final = when_used(
    "(?<![^，。；：年])[省市区县镇乡]我[会局委镇乡县区市办](?![市县区镇乡])"
)


def _left_over(passage: Passage) -> Iterator[Finding]:
    """Find a mark that parts what belongs together: 各股室、按要求上报, 收到信件，183条; 》的（国办发…, 区我局."""
    text = passage.folded
    for found in _LEFT_OVER.finditer(text):
        place = found.start()
        first = max(0, place - _LONGEST_OBJECT)
        if found["figure"]:
            counted = place > 1 and _COUNTED.match(text, place - 2)
            before = bool(counted or _OBJECT.search(text, first, place))
        elif found["subject"]:
            before = text.endswith(_SUBJECTS, 0, place)
        else:
            before = text[max(0, place - 2) : place].isalpha()
        if before:
            ahead = _BESIDE * (2 if found["figure"] else 1)
            yield _without(passage, max(0, place - ahead), place, found.end())
    for pattern in _LEFT_OVER_WITHIN:
        for found in pattern.finditer(text):
            yield _without(passage, found.start("of"), found.start("mark"), found.end())
    for found in _OF_TITLE.finditer(text):
        yield _without(passage, found.start(), found.start() + 1, found.end())
    for found in _OF_AREA.finditer(text):
        yield _without(passage, found.start(), found.start(), found.end())


def _without(passage: Passage, start: int, place: int, end: int) -> Finding:
    """Return that a character at a place is left over, quoted with what is around it."""
    text = passage.folded
    right = text[start:place] + text[place + 1 : end]
    why = sentences.TEXT_TYPO_MISTAKE.format(wrong=text[start:end], right=right)
    return passage.finding("TEXT-TYPO", start, end, why)


_POINT: Final = re.compile(r"(?P<mark>[，。；、])?(?P<number>[一二三四五六七八九十])是")
_FEWEST_BETWEEN: Final = 2
"""Marks between the points of a list from which on one may be unlike the others."""
_USUAL: Final = "；。，、"
"""What parts the points of a list, what is likelier first."""


def _between_points(passage: Passage) -> Iterator[Finding]:
    """Find a mark before a point that is none of those before the others; a sentence ends where one is within a point."""
    text = passage.folded
    points: list[re.Match[str]] = []
    for found in (*_POINT.finditer(text), None):
        if found and points and found["number"] == _NUMERALS[len(points) : len(points) + 1]:
            points.append(found)
            continue
        yield from _unlike(passage, points)
        points = [found] if found and found["number"] == "一" else []


def _unlike(passage: Passage, points: Sequence[re.Match[str]]) -> Iterator[Finding]:
    text, marks = passage.folded, [point["mark"] or "" for point in points[1:]]
    if len(marks) < _FEWEST_BETWEEN or len(set(marks)) != _FEWEST_BETWEEN or "" in marks:
        return
    usual = max(_USUAL, key=marks.count)
    within = (text.find("。", one.end(), other.start()) for one, other in pairwise(points))
    stopped = set(marks) == {"；", "。"} and any(place >= 0 for place in within)
    if stopped or (usual != "；" and 2 * marks.count(usual) == len(marks)):
        return
    for point in points[1:]:
        if point["mark"] != usual:
            words = point[0].removeprefix(point["mark"])
            why = sentences.TEXT_TYPO_ODD_MARK.format(words=words, mark=point["mark"], usual=usual)
            yield passage.finding("TEXT-TYPO", max(0, point.start() - 6), point.end(), why)


_LONGEST_OBJECT: Final = 12
_BESIDE: Final = 2
"""Characters that are quoted before such a mark, and twice as many before a figure."""

# ---------------------------------------------------------------- pairs


_CLOSING: Final = {"《": "》", "〈": "〉", "（": "）", "〔": "〕", "【": "】", "“": "”", "‘": "’"}
_OPENING: Final = {closing: opening for opening, closing in _CLOSING.items()}
_SIGNS: Final = when_used("[《》〈〉（）〔〕【】“”‘’]")
_ITEM: Final = when_used(
    r"(?:^|[。；：，、！？）])(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z])$"
)
"""What stands before the bracket of 1）, which opens nowhere."""
_NUMBERED_ITEM: Final = when_used(r"（(?:\d{1,2}|[一二三四五六七八九十]{1,3})）")
_LONGEST_QUOTED: Final = 12
"""Characters between two marks of one direction that were meant to be a pair."""
_MOST_UNPAIRED: Final = 4
"""Marks of one paragraph that are told; where there are more, something else is wrong with it."""


class _Sign(NamedTuple):
    """A mark of a pair that has no partner, and where it stands."""

    place: int
    mark: str


def _unpaired(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Find marks that do not close, or do not open; a pair may close in the next paragraph."""
    lonely = [_without_partner(passage) for passage in passages]
    for passage, following, here, there in zip(
        passages, passages[1:], lonely, lonely[1:], strict=False
    ):
        if here and there and passage.name == following.name:
            last, first = here[-1], there[0]
            if _CLOSING.get(last.mark) == first.mark:
                here.pop()
                del there[0]
    for passage, signs in zip(passages, lonely, strict=True):
        yield from _told(passage, signs[:_MOST_UNPAIRED])
        if not signs:
            yield from _turned_quotes(passage)


_TURNED_QUOTE: Final = when_used(r"(?<=[^\W\d_])“(?=[、，。；：])|(?<=[、，；：])”(?=[^\W\d_])")


_TURNED: Final = ("“、", "“，", "“。", "“；", "“：", "、”", "，”", "；”", "：”")


def _turned_quotes(passage: Passage) -> Iterator[Finding]:
    """Find quotation marks that point the wrong way though each has a partner: “六稳“、”六保”."""
    if not any(map(passage.folded.__contains__, _TURNED)):
        return
    for found in _TURNED_QUOTE.finditer(passage.folded):
        mark = found[0]
        right = _CLOSING.get(mark) or _OPENING[mark]
        why = sentences.TEXT_TYPO_TURNED.format(mark=mark, right=right)
        yield passage.finding("TEXT-TYPO", max(0, found.start() - 6), found.end(), why)


def _told(passage: Passage, signs: Sequence[_Sign]) -> Iterator[Finding]:
    text = passage.folded
    told: set[int] = set()
    for sign, following in zip_longest(signs, signs[1:]):
        place, mark = sign
        if place in told:
            continue
        turned = None
        if following and mark == following.mark and mark in "“”‘’":
            between = text[place + 1 : following.place]
            if len(between) <= _LONGEST_QUOTED and not re.search("[，。；：、]", between):
                turned = following.place if mark in _CLOSING else place
                told.add(following.place)
        if turned is not None:
            right = _CLOSING.get(mark) or _OPENING[mark]
            why = sentences.TEXT_TYPO_TURNED.format(mark=mark, right=right)
            yield passage.finding("TEXT-TYPO", max(0, turned - 6), turned + 1, why)
        elif mark in _CLOSING:
            why = sentences.TEXT_TYPO_UNPAIRED.format(opening=mark, closing=_CLOSING[mark])
            yield passage.finding("TEXT-TYPO", place, min(len(text), place + 8), why)
        else:
            why = sentences.TEXT_TYPO_UNOPENED.format(opening=_OPENING[mark], closing=mark)
            yield passage.finding("TEXT-TYPO", max(0, place - 7), place + 1, why)


def _without_partner(passage: Passage) -> list[_Sign]:
    """Return the marks of a paragraph without a partner, in its order."""
    text = passage.folded
    opened: list[_Sign] = []
    still_open: Counter[str] = Counter()
    lonely: list[_Sign] = []
    numbered = bool(_NUMBERED_ITEM.search(text))
    for found in _SIGNS.finditer(text):
        mark, place = found[0], found.start()
        if mark in _CLOSING:
            opened.append(_Sign(place, mark))
            still_open[mark] += 1
            continue
        opening = _OPENING[mark]
        if still_open[opening]:
            # what was opened within the pair, and did not close in it, never closes
            while opened[-1].mark != opening:
                still_open[opened[-1].mark] -= 1
                lonely.append(opened.pop())
            still_open[opening] -= 1
            opened.pop()
        elif not _is_no_pair(text, place, mark, numbered=numbered):
            lonely.append(_Sign(place, mark))
    return sorted(lonely + opened)


def _is_no_pair(text: str, place: int, mark: str, *, numbered: bool) -> bool:
    """Tell whether a closing mark is that of an item (1）) or an apostrophe.

    `numbered` tells that the paragraph writes its items （1）, which 1） then lacks its bracket for.
    """
    if mark == "）":
        return not numbered and bool(_ITEM.search(text[max(0, place - 4) : place]))
    around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
    return mark == "’" and around.isascii()


_NUMBER_IN_TITLE: Final = when_used(
    r"《(?P<title>[^《》。]{4,80})(?P<rest>（[^（）《》]{1,20}[〔【\[（]\d{4}[〕】\]）]\d{1,5}号）)》"
)
_WORDS_IN_TITLE: Final = when_used(
    r"《(?P<title>[^《》。]{2,80}?(?:条例|通知|意见|办法|方案|要点))(?P<rest>的?(?:有关|相关|文件|具体|工作)?(?:要求|精神|规定))》"
)


def _title_closed_late(passage: Passage) -> Iterator[Finding]:
    """Find titles whose mark closes behind the number, or behind the words that follow a title."""
    for pattern in (_NUMBER_IN_TITLE, _WORDS_IN_TITLE):
        for found in pattern.finditer(passage.folded):
            why = sentences.TEXT_TYPO_TITLE_CLOSED_LATE.format(
                title=found["title"], rest=found["rest"]
            )
            yield passage.finding("TEXT-TYPO", found.start("rest"), found.end(), why)


_OF_A_NOTICE: Final = when_used(
    r"(?:根据|按照|依据|依照|遵照)[^，。；：、《》印下转发布修制出]{0,16}(?P<words>《(?P<title>(?![^《》]*关于)[^《》。]{4,40}(?:要点|方案|制度|办法|规定|意见|细则|计划|安排))》的(?P<kind>通知|通告))(?=[，。；、（和]|要求|精神|文件|规定|$)"
)
"""A document called as the notice by which it came: 按照《2023年政务公开工作要点》的通知."""
_OUTSIDE_TITLE: Final = when_used(
    r"(?<!印发|转发|发布|公布|修订|批转|关于)《(?P<title>[^《》。]{2,80})》(?P<rest>的(?:通知|意见|批复|函|公告|通告|决定))(?=（|[，。；、]|要求|精神|文件|规定|和|$)"
)
_WHOLE_TITLE: Final = when_used(
    "(?:通知|意见|办法|规定|方案|条例|要点|决定|细则|指引|规划|纲要|计划|清单|制度|规范|安排|分工|任务|通报|标准|目录|总结|说明|纪要|建议|要求|措施|事项|机制|流程|表|函|公告|批复|指南|通告|法|预案|规则|章程|协议|报告)(?:（[^（）]*）)?$"
)


def _title_closed_early(passage: Passage) -> Iterator[Finding]:
    """Find a title whose mark closes before the kind of document that it is: 《关于修订答复文本格式》的通知."""
    for found in _OF_A_NOTICE.finditer(passage.folded):
        right = f"《关于印发〈{found['title']}〉的{found['kind']}》"
        why = sentences.TEXT_TYPO_MISTAKE.format(wrong=found["words"], right=right)
        yield passage.finding("TEXT-TYPO", *found.span("words"), why)
    for found in _OUTSIDE_TITLE.finditer(passage.folded):
        title, rest = found["title"], found["rest"]
        if "关于" in title and not _WHOLE_TITLE.search(title):
            why = sentences.TEXT_TYPO_TITLE_CLOSED_EARLY.format(title=title, rest=rest)
            yield passage.finding("TEXT-TYPO", *found.span("rest"), why)


_ANGLE: Final = when_used(
    r"<{1,2}[\u4e00-\u9fff][^<>《》，。；]{1,60}(?:条例|通知|意见|办法|方案|要点|规定|格式|法|报告|制度)>{1,2}"
)


def _angles(passage: Passage) -> Iterator[Finding]:
    """Find a title between < and >."""
    for found in _ANGLE.finditer(passage.folded):
        if is_titled(passage.folded, found.start()):
            continue  # many write the title within a title so
        why = sentences.TEXT_TYPO_HALF_WIDTH.format(mark="<", right="《")
        yield passage.finding("TEXT-TYPO", *found.span(), why)


# ---------------------------------------------------------------- stops


_NARROW: Final = when_used(
    r"(?<=[^\W\da-zA-Z_]|”|[》）])(?P<mark>\.)(?=[^\W\da-zA-Z_]|“|[《（]|$)"
    r"|(?<=[^\W\da-zA-Z_])(?P<within>[,;])(?=[^\W\da-zA-Z_])"
)
_WIDE: Final = {".": "。", ",": "，", ";": "；"}
_NUMERALS: Final = "一二三四五六七八九十"


def _half_width(passage: Passage) -> Iterator[Finding]:
    """Find the first half-width stop of a paragraph in Chinese text; 一. and ①. are numbers, wide letters an address."""
    text = passage.text
    if not re.search("[.,;]", text):
        return
    for found in _NARROW.finditer(text.rstrip()):
        mark, place = found["mark"] or found["within"], found.start()
        around = text[max(0, place - 1) : place + 2].replace(mark, "")
        is_other = any(one.isalnum() and not "\u4e00" <= one <= "\u9fff" for one in around)
        if mark == "." and (is_other or around[0] in _NUMERALS):
            continue
        at = len(folded(text[:place]))
        why = sentences.TEXT_TYPO_HALF_WIDTH.format(mark=mark, right=_WIDE[mark])
        yield passage.finding("TEXT-TYPO", max(0, at - 6), at + 1, why)
        return


_OF_TWO_WIDTHS: Final = when_used(r"\([^()（）]{1,60}）|（[^()（）]{1,60}\)")


def _of_two_widths(passage: Passage) -> Iterator[Finding]:
    """Find the first pair of brackets of which one is half-width and the other is not: (一）."""
    text = passage.text
    if "(" not in text and ")" not in text:
        return
    if found := _OF_TWO_WIDTHS.search(text):
        start, end = (len(folded(text[:place])) for place in found.span())
        why = sentences.TEXT_TYPO_TWO_WIDTHS.format(words=found[0])
        yield passage.finding("TEXT-TYPO", start, end, why)


_NUMBERED: Final = when_used(r"^(?:[一二三四五六七八九十]{1,3}、|（[^（）]{1,3}）|\d{1,2}[.、．])")
_CONTACT: Final = when_used(
    r"(?:电话|地址|邮编|邮箱|网址|联系人|传真|附件|单位)(?:：|为)|二维码|https?:|www|日$|人民政府$|局$|办事处$|委员会$"
)
"""Lines of contacts, and those of the sign-off."""
_LONGEST_HEADING: Final = 48
_SHORTEST_PARAGRAPH: Final = 20
_MOST_WITHOUT: Final = 2
"""Paragraphs without a last stop that are an oversight; more are a habit, or lines of a broken page."""


def _last_stops(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Find paragraphs that are sentences and end without a stop, in a report that sets them elsewhere."""
    without = [passage for passage in passages if _lacks_stop(passage.folded)]
    stops = sum(passage.folded.endswith("。") for passage in passages)
    if not 0 < len(without) <= _MOST_WITHOUT or stops < len(without):
        return
    for passage in without:
        text = passage.folded
        why = sentences.TEXT_TYPO_LAST_STOP
        yield passage.finding("TEXT-TYPO", max(0, len(text) - 8), len(text), why)


def _last_commas(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Find paragraphs that end as if they went on, and nothing does: the next one is a heading, or of another section.

    The points of a list end with ；, but for the last one; `_last_semicolons` asks about the others.
    """
    told: list[Finding] = []
    for passage, following in zip_longest(passages, passages[1:]):
        text = passage.folded
        if not text.endswith(("，", "、", "；")):
            continue
        goes_on = following and following.name == passage.name
        if goes_on and (text.endswith("；") or not _NUMBERED.match(following.folded)):
            continue
        why = sentences.TEXT_TYPO_LAST_COMMA.format(mark=text[-1])
        finding = passage.finding("TEXT-TYPO", max(0, len(text) - 8), len(text), why)
        if text.endswith("；"):
            told.append(finding)
        else:
            yield finding
    if len(told) <= _MOST_WITHOUT:
        yield from told


def _last_semicolons(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Find a paragraph of sentences that ends with ；, though those beside it that are numbered alike end with 。."""
    for before, passage, following in zip(
        (None, *passages), passages, (*passages[1:], None), strict=False
    ):
        text = passage.folded
        if not text.endswith("；") or "。" not in text or not _NUMBERED.match(text):
            continue
        beside = [one for one in (before, following) if one and one.name == passage.name]
        if following in beside and all(
            one.folded.endswith("。") and _is_alike(one.folded, text) for one in beside
        ):
            why = sentences.TEXT_TYPO_LAST_COMMA.format(mark="；")
            yield passage.finding("TEXT-TYPO", max(0, len(text) - 8), len(text), why)


def _is_alike(one: str, other: str) -> bool:
    """Tell whether two paragraphs are numbered in one style: （一） and （二）."""
    return bool(_NUMBERED.match(one)) and (one[0] == "（") == (other[0] == "（")


def _lacks_stop(text: str) -> bool:
    last = text[-1:]
    if len(text) < _SHORTEST_PARAGRAPH or not ("\u4e00" <= last <= "\u9fff" or last.isdecimal()):
        return False
    if _CONTACT.search(text[-_LONGEST_HEADING:]):
        return False
    if _NUMBERED.match(text):
        return "。" in text
    return "。" in text or "，" in text
