"""The kinds of statements that the prose makes on the year's figures, and the slots they mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from converter.form.fields import FIELDS, OUTCOME_GROUPS, RESULTS, TOTAL_COLUMN, Slot
from converter.form.patterns import when_used
from converter.form.report import Number, Report

if TYPE_CHECKING:
    import re

CARRIED_ON: Final = "(?:结转|转结|转接|转|顺延|延续)(?:至|到|入)?(?:下一?|次)年"
"""What is left over goes on to next year, in all its turns."""
_ALL_RESULTS: Final = len(RESULTS) - 1
_GROUPS: Final = dict(OUTCOME_GROUPS)
OUTCOME: Final = "|".join([*_GROUPS][:-1])
"""What becomes of an application, as a regular expression; 其他处理 says nothing outside the table."""


class Source(NamedTuple):
    """A sum of figures that a statement may mean, and what messages call it."""

    said: str
    plus: tuple[Slot, ...]
    minus: tuple[Slot, ...] = ()

    def value(self, report: Report) -> Number | None:
        """Return the sum; None where a figure is missing."""
        added = [report.figure(slot) for slot in self.plus]
        less = [report.figure(slot) for slot in self.minus]
        if None in added or None in less:
            return None
        return sum(one for one in added if one is not None) - sum(
            one for one in less if one is not None
        )


@dataclass(frozen=True)
class Kind:
    """One kind of statement: what messages call it, the words before its number, what it may mean."""

    label: str
    before: str
    """A regular expression."""
    sources: tuple[Source, ...]
    about: str = "application"
    """The matter of the sentence: application, remedy, fee, normative, rules or any."""
    measures: str = "件条宗起份项个例次件次条次"
    """The measures that its number may have."""

    @cached_property
    def named(self) -> "re.Pattern[str]":
        """The expression that finds `before`."""
        return when_used(self.before)

    @property
    def is_of_applicants(self) -> bool:
        """Whether it tells who applied."""
        return self.about == "application" and self.label.endswith("的申请")


def _column(said: str, *names: str, column: int = TOTAL_COLUMN, less: Sequence[str] = ()) -> Source:
    return Source(
        said,
        tuple(Slot(name, column) for name in names),
        tuple(Slot(name, column) for name in less),
    )


_SHORT = r"[的了为有是共计合总累数量件依申请政府信息公开事项答复决定：，、均各]{0,16}"
_LONG = r"(?P<object>[^，。；：、（）\d]{0,26})"
_NEW = _column("表三“本年新收”总计", "t3_new_received")
_NEW_AND_OLD = _column("本年新收加上年结转", "t3_new_received", "t3_carried_in")
_DONE = _column("表三“（七）总计”", "t3_total")
_OTHER = _GROUPS["其他处理"]


def _ends(words: str, rest: str = _SHORT) -> str:
    return rf"(?:{words}){rest}$"


_OUTCOME_WORDS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    (
        "予以公开",
        r"(?<![不未])(?<!部分)(?:予以|给予|依法)公开|(?<![不部分])同意公开|(?<!不)全部公开|(?<![主动部分予不申请])公开答复",
        ("t3_granted",),
    ),
    ("部分公开", r"部分(?:予以|给予|同意|依法)?公开(?:答复)?", ("t3_partly_granted",)),
    ("不予公开", r"不(?:予|予以|同意)?公开|未予(?:以)?公开", _GROUPS["不予公开"]),
    ("无法提供", r"(?:无法|不能|未能)(?:予以)?提供", _GROUPS["无法提供"]),
    ("不予处理", r"不(?:予|予以|作)处理", _GROUPS["不予处理"]),
    ("属于国家秘密", r"(?:属于|涉及)国家秘密", ("t3_refused_state_secret",)),
    (
        "其他法律行政法规禁止公开",
        r"法律(?:、?(?:行政)?法规)?(?:规定)?禁止公开",
        ("t3_refused_law",),
    ),
    ("危及“三安全一稳定”", r"三安全一稳定[”\"]?", ("t3_refused_safety",)),
    (
        "保护第三方合法权益",
        r"(?:保护|涉及|损害|侵害)第三方(?:合法)?权益",
        ("t3_refused_third_party",),
    ),
    ("属于三类内部事务信息", r"(?:三类)?内部事务信息", ("t3_refused_internal",)),
    ("属于四类过程性信息", r"(?:四类)?过程性信息", ("t3_refused_process",)),
    ("属于行政执法案卷", r"行政执法案卷(?:信息)?", ("t3_refused_enforcement_file",)),
    ("属于行政查询事项", r"行政查询事项", ("t3_refused_admin_query",)),
    ("本机关不掌握", r"本?机关不掌握(?:相关)?", ("t3_unavailable_not_held",)),
    (
        "没有现成信息需要另行制作",
        r"(?:没有现成信息)?需要?另行制作",
        ("t3_unavailable_needs_creation",),
    ),
    ("补正后申请内容仍不明确", r"补正后(?:申请内容)?仍不明确", ("t3_unavailable_unclear",)),
    ("信访举报投诉类申请", r"信访、?(?:举报、?投诉|投诉、?举报)类", ("t3_not_handled_petition",)),
    ("重复申请", r"重复申请", ("t3_not_handled_repeat",)),
    ("要求提供公开出版物", r"公开出版物", ("t3_not_handled_publication",)),
    ("无正当理由大量反复申请", r"大量反复申请", ("t3_not_handled_excessive",)),
    (
        "要求重新出具已获取信息",
        r"(?:确认或)?重新出具(?:已获取信息)?",
        ("t3_not_handled_reconfirm",),
    ),
    ("逾期不补正", r"逾期[不未]补正", ("t3_other_correction_overdue",)),
    ("逾期未缴费", r"逾期[不未](?:按收费通知要求)?缴(?:纳)?费用?", ("t3_other_fee_overdue",)),
)


def _outcomes() -> Iterator[Kind]:
    for label, words, names in _OUTCOME_WORDS:
        yield Kind(label, _ends(words), (_column(f"表三“{label}”总计", *names),))
    yield Kind(
        "其他处理",
        _ends("其他处理"),
        (
            _column("表三“（六）其他处理”三项", *_OTHER),
            _column("“（六）其他处理”的第3项", "t3_other_misc"),
            _column("第2、3项", *_OTHER[1:]),
            _column("第1、3项", _OTHER[0], _OTHER[2]),
        ),
    )
    yield Kind(
        "予以公开和部分公开",
        _ends(r"(?<!不)予以公开(?:[及和或、与]|以及)部分公开"),
        (_column("表三“予以公开”加“部分公开”", "t3_granted", "t3_partly_granted"),),
    )


_ALL_LEGAL: Final = (1, 2, 3, 4, 5)
_APPLICANTS: Final[tuple[tuple[str, str, tuple[int, ...]], ...]] = (
    ("自然人", "自然人", (0,)),
    ("法人或其他组织", "法人[和或及、]?其[他它]组织", _ALL_LEGAL),
    ("商业企业", "商业企业", (1,)),
    ("科研机构", "科研机构", (2,)),
    ("社会公益组织", "社会公益组织", (3,)),
    ("法律服务机构", "法律服务机构", (4,)),
)
BESIDE_PERSONS: Final = "企业或者单位的申请"
"""Applications of 企业, 单位, 组织: one column or all but the first; told only beside those of persons."""


def _applicants() -> Iterator[Kind]:
    for label, words, columns in _APPLICANTS:
        yield Kind(f"{label}的申请", _ends(words, _OF_THEM), tuple(_of(label, columns)))
    yield Kind(
        BESIDE_PERSONS,
        _ends(
            "(?:^|[，、；：和及])(?:企业|公司|法人|单位|组织|其[他它]组织|企业法人|法人单位)",
            _OF_THEM,
        ),
        (*_of("法人或其他组织", _ALL_LEGAL), *_of("商业企业", (1,)), *_of("“其他”一列", (5,))),
    )


_OF_THEM: Final = r"(?:提出|提交|申请|的|共|为|有|各|均|：|，){0,5}"


def _of(label: str, columns: Sequence[int]) -> Iterator[Source]:
    new, old, done = (
        tuple(Slot(name, column) for column in columns)
        for name in ("t3_new_received", "t3_carried_in", "t3_total")
    )
    yield Source(f"表三“本年新收”的{label}", new)
    yield Source("加上年结转", new + old)
    yield Source("办理结果总计", done)


def _kinds() -> Iterator[Kind]:
    """Yield the kinds; where several fit, the first is meant."""
    yield Kind(
        "结转下年度继续办理",
        _ends(
            rf"{CARRIED_ON}度?(?:的|继续|按期|依法|按规定|后续|待|办理|处理|答复|办结){{0,4}}"
            "|跨年度?(?:办理|处理|答复)|(?:尚在|正在|仍在)(?:办理|处理)(?:过程)?中?"
            "|(?<![逾超]期)(?:尚未|未)(?:办结|答复)"
        ),
        (_column("表三“结转下年度继续办理”总计", "t3_carried_out"),),
    )
    yield Kind(
        "上年结转",
        _ends(
            r"(?:上年度?|上一年度?|去年|往年)(?:度)?(?:结转|转结|转入|转来|遗留)(?:到|至|下来)?(?:本年度?|今年)?"
            r"|结转(?:自)?(?:上年度?|上一年度?)"
        ),
        (_column("表三“上年结转”总计", "t3_carried_in"),),
    )
    yield Kind(
        "结转",
        r"(?:^|[，、；])(?:另有|仍有|有)?结转(?:申请)?[为有共]?$",
        (
            _column("表三“结转下年度继续办理”总计", "t3_carried_out"),
            _column("“上年结转”总计", "t3_carried_in"),
        ),
    )
    yield from reversed(tuple(_outcomes()))
    yield from _applicants()
    yield Kind(
        "新收政府信息公开申请", _ends("新收(?:到)?|新增(?=[^，。；]{0,10}申请)", _LONG), (_NEW,)
    )
    yield Kind(
        "收到政府信息公开申请",
        _ends(
            "(?<!新)收到|收办|收悉|(?<!不予)受理|接收到?|接到|接受|接获|登记(?=[^，。；]{0,10}申请)",
            _LONG,
        ),
        (_NEW, _NEW_AND_OLD),
    )
    # what is still open was handled, but not answered
    for words, further in (
        ("(?<![需应待])(?<!复议)(?<!诉讼)(?:办结|办理完毕|办复|答复|回复)", ()),
        ("(?<![需应待])(?:办理|处理|处置)", (_NEW_AND_OLD,)),
    ):
        yield Kind(
            "办结政府信息公开申请",
            _ends(words, _LONG),
            (_DONE, _column("不计其他处理", "t3_total", less=_OTHER), *further, _NEW),
        )
    yield Kind(
        "应办理的政府信息公开申请",
        _ends("[需应待]要?(?:办理|处理|办结|答复)", _LONG),
        (_NEW_AND_OLD, _NEW),
    )
    rows = (("规章", "t2_rules"), ("行政规范性文件", "t2_normative"))
    verbs = (
        ("制发", "(?:新)?(?:制定|制发|印发|出台|制订)(?:并(?:发布|公开|印发|公布))?", 0),
        ("废止", "废止", 1),
        (
            "现行有效",
            "(?:现行|目前|现有|继续|仍然?|持续)有效|有效(?=的?(?:行政)?规范性文件)",
            2,
        ),
    )
    for noun, name in rows:
        for label, words, position in verbs:
            sources = (
                Source(f"表二“{noun}”的{FIELDS[name].cells[position]}", (Slot(name, position),)),
            )
            short = (
                "(?:行政)?规范性文件"
                if name == "t2_normative"
                else "(?:[省市县区州]?(?:人民)?政府|部门)?规章"
            )
            filler = r"[的了为有是共计合总累数量件本年新：]{0,6}"
            yield Kind(
                f"{label}{noun}",
                rf"(?:{words}){filler}{short}{filler}$",
                sources,
                "any",
            )
            about = "normative" if name == "t2_normative" else "rules"
            yield Kind(f"{label}{noun}", rf"(?:{words}){filler}$", sources, about)
    decisions = (
        ("行政许可", "t2_licensing"),
        ("行政处罚", "t2_penalties"),
        ("行政强制", "t2_coercion"),
    )
    for noun, name in decisions:
        yield Kind(
            f"{noun}处理决定",
            rf"(?:(?:^|[，。；、：年]|我.|本机关|本单位|作出|办理|实施)(?:的)?{noun}(?:处理)?(?:决定)?|作出{noun[2:]}决定)(?:数量?)?[均各为共计]{{0,3}}$",
            (Source(f"表二“{noun}”的本年处理决定数量", (Slot(name),)),),
            "any",
        )
    yield Kind(
        "行政事业性收费",
        r"行政事业性收费(?:总?金额|总额)?[为共计：]{0,2}$",
        (Source("表二“行政事业性收费”的本年收费金额（万元）", (Slot("t2_fees"),)),),
        "any",
        "万元元",
    )
    fees = (
        (
            "收费通知",
            "(?:发出|出具|开具)(?:的)?(?:信息处理费)?收费通知(?:书)?",
            "fee_notices",
            "件份",
        ),
        ("收费通知总金额", "总金额", "fee_charged", "元万元"),
        (
            "实际收取信息处理费",
            "(?:实际|共|累计)?收取(?:的)?(?:信息处理费)?(?:总?金额)?",
            "fee_collected",
            "元万元",
        ),
    )
    for label, words, name, measures in fees:
        yield Kind(
            label,
            rf"(?:{words})(?:的)?(?:信息处理费)?[为共计：]{{0,2}}$",
            (Source(f"第六部分填报的“{FIELDS[name].label}”", (Slot(name),)),),
            "fee",
            measures,
        )
    yield from _remedies()


_REVIEW: Final = "t4_review"
_DIRECT: Final = "t4_direct_suits"
_AFTER: Final = "t4_suits_after_review"


def _remedies() -> Iterator[Kind]:
    tail = r"(?:申请|案件?|事项|情况|程序|的)?[为有是共计合总累数量均各都：]{0,6}$"
    for label, words, names in (
        ("行政复议", "(?<!经)(?:行政)?复议", (_REVIEW,)),
        ("未经复议直接起诉的行政诉讼", "直接(?:提起)?(?:行政)?(?:起诉|诉讼)", (_DIRECT,)),
        ("复议后起诉的行政诉讼", "复议后(?:提起)?(?:行政)?(?:起诉|诉讼)", (_AFTER,)),
        ("行政诉讼", "(?:行政)?诉讼", (_DIRECT, _AFTER)),
    ):
        yield Kind(
            label,
            rf"(?:{words}){tail}",
            (Source(f"表四“{label}”总计", tuple(Slot(name, _ALL_RESULTS) for name in names)),),
            "remedy",
        )


KINDS: Final = tuple(_kinds())


def kind_called(label: str) -> Kind:
    """Return the kind of statement with a label."""
    return next(kind for kind in KINDS if kind.label == label)


def with_result(remedy: Kind, label: str, position: int) -> Kind:
    """Return the kind of statement on those reviews or suits that had one result, by its column in table four."""
    slots = tuple(Slot(one.name, position) for one in remedy.sources[0].plus)
    source = Source(f"表四“{remedy.label}”的{RESULTS[position]}", slots)
    return Kind(f"{remedy.label}{label}", "", (source,), "remedy")


WITHOUT_VERB: Final = Kind(
    "收到政府信息公开申请",
    r"(?:^|[，。；：）年])(?:全年|度|我[^\W\da-zA-Z_]|本机关|本单位|共有?|累计|有){0,4}"
    r"(?:(?:政府信息)?依申请公开(?:政府信息|信息)?|(?:政府)?信息(?:依申请)?公开申请)(?:事项|案件|件|量|总量|数量|总数|件数)?[共计为有是达：]{0,4}$",
    (
        _NEW,
        _NEW_AND_OLD,
        _DONE,
        _column("表三“予以公开”加“部分公开”", "t3_granted", "t3_partly_granted"),
    ),
    measures="件宗起份件次",
)
"""A number of applications of which no verb says whether they came or were answered (依申请公开3次)."""
AFTERWARDS: Final = (
    *(
        (
            kind_called(f"{label}的申请"),
            when_used(
                rf"^(?:为|是|系|来自|由)(?:{words})(?:提出|提交|申请|的){{0,3}}(?=[，。；、）]|$)"
            ),
        )
        for label, words, _ in _APPLICANTS
    ),
    (kind_called("结转"), when_used("^(?:申请)?(?:仍|尚|已|将|需)?结转(?=[，。；、）]|$)")),
    *(
        (
            kind_called(label),
            when_used(
                rf"^(?:申请|的)?(?:已|均|都|被|依法|按规定|作出|因|属于|按|以)?(?:{words})(?:的|处理|答复|决定|情形|类|相关|政府|信息|而|不予公开|不予处理|无法提供){{0,5}}(?=[，。；、（）及和]|$)"
            ),
        )
        for label, words, _ in _OUTCOME_WORDS
    ),
)
"""Applicants and outcomes that stand behind their number: 5件为自然人申请, 35件予以公开，1件部分公开."""
RESULT_WORDS: Final = (
    ("维持", r"(?:结果)?维持(?:原[^，。；\d]{0,6})?[的为共]{0,2}$", 0),
    ("纠正", r"(?:结果)?(?:被|予以|获)?纠[正错][的为共]{0,2}$", 1),
    ("其他结果", r"其他结果[的为共]{0,2}$", 2),
    ("尚未审结", r"(?:(?:尚?未|待)审结|(?:正在|尚在)审理中?)[的为共]{0,2}$", 3),
)
RESULT_ALONE: Final = (
    "^(?:，|、)(?:复议机关|法院|结果|最终|目前|现|已|均|都|为|被|予以|作出){0,4}"
    r"(?:(?P<r0>维持(?:原[^，。；\d]{0,8})?(?:决定)?)|(?P<r1>纠[正错])|(?P<r3>(?:尚?未|待)审结|(?:正在|尚在)审理中?))(?=[，。；]|$)"
)
"""The one result of all that a number of reviews or suits had: 行政复议1件，结果维持."""
