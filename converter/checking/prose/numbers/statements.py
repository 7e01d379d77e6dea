"""Compare the figures that the prose states with the tables and with last year's report: `TEXT-COUNT`."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from typing import Final

from converter import sentences
from converter.checking.prose.numbers.applications import (
    ALL_OF_THEM,
    NEAR,
    Stated,
    check_balance,
    check_ways,
    is_on_applications,
    only_persons,
    shares_of_all,
    tells_of_applications,
)
from converter.checking.prose.numbers.growth import Growth
from converter.checking.prose.numbers.statement_kinds import (
    BESIDE_PERSONS,
    OUTCOME,
    RESULT_ALONE,
    RESULT_WORDS,
    Kind,
    Source,
    kind_called,
    with_result,
)
from converter.checking.prose.numbers.statement_scope import (
    ASIDE,
    PART_OF_THEM,
    Scope,
    is_of_another_cause,
    outcome_in_words,
)
from converter.checking.prose.passages import Passage, Sentence
from converter.findings import Finding
from converter.form.fields import FIELDS, TOTAL_COLUMN, Slot
from converter.form.patterns import when_used
from converter.form.quantities import (
    Quantity,
    without_comparisons,
)
from converter.form.report import Number, Report, format_number

_MATTER: Final = when_used(
    "申请|部分公开|规范性文件|规章|行政许可|行政处罚|行政强制|(?:许可|处罚|强制)决定|收费|信息处理费|复议|诉讼"
)
"""Words of which every statement on the tables has one; a sentence without them is passed over."""


_MOST_TOLD: Final = 100
"""Figures of a paragraph that differ, after which it is read no further."""
_HEADING: Final = 20
"""Characters of a paragraph without a stop that is a heading, numbered or not."""
_OUTCOMES: Final = when_used(OUTCOME)
_NUMBERED: Final = when_used("（?[一二三四五六七八九十\\d]{1,2}(?:[）、.]|是)")
"""How a paragraph begins that has a matter of its own."""
_GOES_ON: Final = when_used(
    r"(?:截至[^，。；]{0,12}，|全年|年内|本年度?|今年|20\d\d年度?|上一?年度?|目前|[共均已也又]|累计|加上|加|按[期时]|依法|，){0,5}(?:结转|转结|办结|答复|办理完毕)(?:的|了|共|为|申请|政府信息公开){0,3}\d"
)
"""How a sentence begins that goes on with what became of the applications of the one before."""
_OF_DISCLOSURE: Final = when_used(
    f"{OUTCOME}|不掌握|公民|法人|自然人|依申请|上年度?结转|结转(?:至|到)?下|件结转"
)
"""What only applications for information have; the paragraph has it near them."""
_WHOEVER_APPLIES: Final = when_used("自然人|结转(?:至|到)?下|件(?:申请)?结转")
_PARTS_ALONE: Final = when_used("其中|按|从|自然人|申请人|分别")
"""How a sentence begins that divides the number before it."""


class _Reader:
    """Compares the statements of one report; `on_applications` as in `Scope`."""

    def __init__(self, report: Report, last: Report | None) -> None:
        self.stated = report
        self.report = report.with_sums()
        """With the sums of the cells, so that no wrong total is held against the prose."""
        self.growth = Growth(self.report, last) if last else None
        self.scope = Scope(report)
        self._agreeing: dict[Passage, bool] = {}
        """By paragraph, whether its figures are those of table four: each of its sentences asks."""

    def findings(self, passages: Iterable[Passage]) -> Iterator[Finding]:
        on_applications, section, earlier = False, "", ""
        for passage in passages:
            if passage.name != section:
                on_applications, section, earlier = False, passage.name, ""
            if _NUMBERED.match(passage.folded):
                earlier = ""
            on_applications = _heading_on_applications(passage, on_applications)
            told: list[Stated] = []
            counted: list[Stated] = []
            differing: list[tuple[Finding, Stated | None]] = []
            denied: list[Finding] = []
            for sentence in passage.sentences:
                near = (
                    on_applications
                    or _goes_on_about_applications(sentence, earlier)
                    or _is_of_bare_applications(sentence)
                )
                if not (near or _MATTER.search(sentence.text)):
                    continue
                differing += self._stated(sentence, near, earlier, told, counted)
                denied += self._denied(sentence, on_applications)
                denied += check_ways(self.report, sentence, earlier)
                if len(differing) >= _MOST_TOLD:
                    break
            sums = self._sums(counted) if differing else {}
            for finding, stated in differing:
                if stated is None or not self._add_up(stated, sums):
                    yield finding
            yield from denied
            earlier = passage.folded[-NEAR:]
            if told and not differing:
                yield from check_balance(self.report, told)

    def _stated(
        self,
        sentence: Sentence,
        on_applications: bool,
        earlier: str,
        told: list[Stated],
        counted: list[Stated],
    ) -> Iterator[tuple[Finding, Stated | None]]:
        """Compare the figures of a sentence, and tell the kind of each that differs; add what it states to `told`.

        What it counts without certainty that it is all there is enters `counted` alone.
        """
        text = without_comparisons(sentence.text)
        remedy: str | None = None
        bare: bool | None = None  # whether reviews of which nothing says what of are ours
        within = ("", 0)  # the remedy that brackets name, and their end
        stated: list[tuple[Kind, Quantity]] = []
        for quantity, segment, kind in _numbers(self.scope, self.report, text, sentence):
            if kind and kind.about == "fee" and sentence.passage.name == "other_matters":
                continue  # section six states the fees of the form: `checking/prose/numbers/fees.py`
            if kind:
                counted.append(Stated(kind, quantity, sentence))
            ours = on_applications
            if kind and kind.about == "remedy" and not ours:
                if bare is None:
                    bare = self._remedies_are_ours(sentence, earlier)
                ours = bare or self._are_too_few(kind, quantity, sentence)
            if kind and self.scope.covers(kind, text, quantity, ours):
                stated.append((kind, quantity))
                told.append(counted[-1])
                if kind.about == "remedy":
                    aside = next(
                        (
                            one
                            for one in ASIDE.finditer(text)
                            if one.start() < quantity.start < one.end()
                        ),
                        None,
                    )
                    within = (kind.label, aside.end()) if aside and remedy else ("", 0)
                    remedy = remedy if aside and remedy else kind.label
                for one in self._meant(kind, segment, quantity):
                    yield from ((it, told[-1]) for it in self._compare(sentence, quantity, one))
                yield from ((it, None) for it in self._result_alone(sentence, quantity, kind))
                yield from ((it, None) for it in self._of_all(sentence, quantity, kind))
            elif remedy:
                meant = within[0] if quantity.end < within[1] else remedy
                yield from (
                    (it, None) for it in self._result(sentence, segment, quantity, meant, told)
                )
        further = (
            self._all_upheld(sentence) if remedy else (),
            self._all_alike(sentence, stated),
            shares_of_all(self.report, sentence, stated),
            self.growth.findings(sentence, stated) if self.growth else (),
        )
        yield from ((it, None) for it in chain.from_iterable(further))

    def _sums(self, counted: Iterable[Stated]) -> dict[tuple[str, int], tuple[int, Decimal]]:
        """Return how many numbers of each kind differ, and their sum: in each sentence, and in all (-1)."""
        sums: dict[tuple[str, int], tuple[int, Decimal]] = {}
        for one in counted:
            if one.quantity.value and one.quantity.value not in self._values(one.kind):
                for key in ((one.kind.label, -1), (one.kind.label, one.sentence.start)):
                    number, total = sums.get(key, (0, Decimal(0)))
                    sums[key] = number + 1, total + one.quantity.value
        return sums

    def _add_up(self, stated: Stated, sums: Mapping[tuple[str, int], tuple[int, Decimal]]) -> bool:
        """Tell whether numbers of a kind that differ are parts of its figure: 政府新收2件，部门新收4件."""
        values = self._values(stated.kind)
        found = (sums.get((stated.kind.label, at)) for at in (stated.sentence.start, -1))
        return any(one and one[0] > 1 and one[1] in values for one in found)

    def _values(self, kind: Kind) -> set[Number | None]:
        return {source.value(self.report) for source in kind.sources}

    @staticmethod
    def _meant(kind: Kind, segment: str, quantity: Quantity) -> tuple[Kind, ...]:
        """Return the kinds that a number belongs to: both in 行政复议和行政诉讼均为 0 件."""
        together = "行政复议" in segment.rpartition("，")[2] or re.search("[均各都]", segment)
        if kind.label != "行政诉讼" or "行政复议" not in segment or not together:
            return (kind,)
        if quantity.value and not re.search("[均各都]|分别", segment):
            return ()
        return (kind_called("行政复议"), kind)

    def _compare(self, sentence: Sentence, quantity: Quantity, kind: Kind) -> Iterator[Finding]:
        said = quantity
        money = quantity.measure in ("万元", "元")
        values = [source.value(self.report) for source in kind.sources]
        if any(value is None for value in values):
            return
        factor = Decimal(1)
        if money:
            unit = FIELDS[kind.sources[0].plus[0].name].unit
            factor = {("万元", "元"): Decimal(10_000), ("元", "万元"): Decimal("0.0001")}.get(
                (said.measure, unit), Decimal(1)
            )
        if any(
            value is not None and said.low * factor <= value <= said.high * factor
            for value in (*values, *(source.value(self.stated) for source in kind.sources))
        ):
            return
        if any(
            int(sum_["number"]) in values for sum_ in _SUMMED_UP.finditer(sentence.text, said.end)
        ):
            return  # a part of them
        shown: list[str] = []
        for source, value in zip(kind.sources, values, strict=True):
            figure = format_number(value if value is not None else 0)
            if not any(one.endswith(f" {figure}") for one in shown):
                shown.append(
                    sentences.TEXT_COUNT_STATED_FIGURE.format(source=source.said, figure=figure)
                )
        why = sentences.TEXT_COUNT_STATED.format(
            statement=kind.label, quantity=quantity, figures="，".join(shown)
        )
        yield sentence.finding("TEXT-COUNT", quantity.start, quantity.end, why)

    # ------------------------------------------------------------ results of reviews and suits

    def _remedies_are_ours(self, sentence: Sentence, earlier: str) -> bool:
        """Tell whether reviews and suits of which nothing says what of are of applications.

        They are where the text before speaks of applications, and where other figures of the paragraph are those of
        table four.
        """
        passage = sentence.passage
        if self.scope.names_other_suits(passage.folded):
            return False
        before = passage.folded[max(0, sentence.start - NEAR) : sentence.start]
        if is_on_applications(before or earlier):
            return True
        if passage not in self._agreeing:
            self._agreeing[passage] = self._agrees(passage)
        return self._agreeing[passage]

    def _agrees(self, passage: Passage) -> bool:
        """Tell whether figures of a paragraph are those of table four."""
        agreeing = [
            quantity.value
            for one in passage.sentences
            if _REMEDIES.search(one.text)
            for quantity, segment, kind in self.scope.numbers(one.text)
            if quantity.value and quantity.value in self._remedies_like(kind, segment)
        ]
        return len(agreeing) > 1 or any(value >= _NO_CHANCE for value in agreeing)

    def _remedies_like(self, kind: Kind | None, segment: str) -> Collection[Number | None]:
        """Return the figures of table four that a number may be: totals, or those of one result."""
        if kind:
            return self._values(kind) if kind.about == "remedy" else ()
        return {
            self.report.figure(Slot(name, position))
            for _, words, position in RESULT_WORDS
            if re.search(words, segment)
            for remedy in _REVIEWS_AND_SUITS
            for name in _rows_of(remedy)
        }

    def _are_too_few(self, kind: Kind, quantity: Quantity, sentence: Sentence) -> bool:
        """Tell whether reviews or suits of whatever are fewer than those of applications alone."""
        values = [value for value in self._values(kind) if value is not None]
        return (
            bool(values)
            and all(quantity.high < value for value in values)
            and not self.scope.names_other_suits(sentence.text)
        )

    def _result(
        self,
        sentence: Sentence,
        segment: str,
        quantity: Quantity,
        remedy: str,
        told: Sequence[Stated],
    ) -> Iterator[Finding]:
        """Compare a result of a remedy; where the sentence has `told` of both, it may be of both: 复议3件、诉讼1件，其中维持3件."""
        behind = re.match(
            r"(?:被|获|已)?[^\W\da-zA-Z_]{2,6}(?=[，。；、（）]|$)", sentence.text[quantity.end :]
        )
        named = {one.kind.label for one in told if one.sentence is sentence}
        for label, words, position in RESULT_WORDS:
            remedy = _remedy_named(segment) or remedy
            here = re.search(words, segment) or (behind and re.search(words, behind[0]))
            if here and quantity.measure in "件起宗":
                both = [
                    Slot(name, position) for one in _REVIEWS_AND_SUITS for name in _rows_of(one)
                ]
                together = Source("", tuple(both)).value(self.report)
                if not {*_REVIEWS_AND_SUITS} <= named or together != quantity.value:
                    kind = with_result(kind_called(remedy), label, position)
                    yield from self._compare(sentence, quantity, kind)

    def _result_alone(
        self, sentence: Sentence, quantity: Quantity, kind: Kind
    ) -> Iterator[Finding]:
        """Compare the one result that all reviews or suits of a number, or the only application, are said to have had."""
        if sentence.text[quantity.end : quantity.end + 1] not in ("，", "、"):
            return
        if kind.label in ALL_OF_THEM[:2] or kind.label in _APPLICANTS:
            yield from self._outcome_alone(sentence, quantity)
        if kind.about != "remedy":
            return
        totals = kind.sources[0]
        said = re.match(RESULT_ALONE, sentence.text[quantity.end :])
        if not said or not quantity.value or totals.value(self.report) != quantity.value:
            return  # another number of them is told already
        label, _, position = RESULT_WORDS[int((said.lastgroup or "r0")[1:])]
        yield from self._compare(sentence, quantity, with_result(kind, label, position))

    def _outcome_alone(self, sentence: Sentence, quantity: Quantity) -> Iterator[Finding]:
        """Compare the one outcome that the only application is said to have had: 收到申请1件，不予公开."""
        said = _OUTCOME_ALONE.match(sentence.text, quantity.end)
        everything = self.report.figure(Slot("t3_total", TOTAL_COLUMN))
        if said and quantity.value == 1 == everything:
            kind = next(kind_called(one) for words, one in _ALIKE.items() if words in said[0])
            if kind.sources[0].value(self.report) == 0:
                yield from self._compare(sentence, quantity, kind)

    def _of_all(self, sentence: Sentence, quantity: Quantity, kind: Kind) -> Iterator[Finding]:
        """Compare the one reason that all of an outcome are said to have: 不予公开3件，均属于行政执法案卷."""
        said = _ALL_ARE.match(sentence.text, quantity.end)
        if not said or kind.about != "application" or kind.label in ALL_OF_THEM:
            return
        outcome = outcome_in_words(sentence.text[said.end() : said.end() + 40])
        # 新收5件，上年结转1件，均由自然人提出: all of the numbers before it, of whatever row
        if outcome and "结转" not in kind.label and not outcome[0].is_of_applicants:
            yield from self._compare(sentence, quantity, outcome[0])

    def _all_upheld(self, sentence: Sentence) -> Iterator[Finding]:
        for upheld in _ALL_UPHELD.finditer(sentence.text):
            if _CLOSED.search(sentence.text[: upheld.start()]):
                continue
            for remedy in _remedies_meant(sentence.text[: upheld.start()]):
                rows = _rows_of(remedy)
                rest = [
                    self.report.figure(Slot(name, place)) for name in rows for place in (1, 2, 3)
                ]
                others = sum(figure for figure in rest if figure is not None)
                if None in rest or not others:
                    continue
                why = sentences.TEXT_COUNT_ALL_UPHELD.format(
                    remedy=remedy, said=upheld[0], others=format_number(others)
                )
                yield sentence.finding("TEXT-COUNT", *upheld.span(), why)

    def _all_alike(
        self, sentence: Sentence, stated: Sequence[tuple[Kind, Quantity]]
    ) -> Iterator[Finding]:
        """Compare the one outcome that all applications are said to have had (均予以公开)."""
        for found in _ALL_ALIKE.finditer(sentence.text):
            before = [one for one in stated if one[1].end <= found.start()]
            if not before or before[-1][0].label not in ALL_OF_THEM:
                continue
            if re.search(r"\d|其中|；", sentence.text[before[-1][1].end : found.start()]):
                continue
            source = next(
                kind_called(kind) for words, kind in _ALIKE.items() if words in found[0]
            ).sources[0]
            such = source.value(self.report)
            everything = self.report.figure(Slot("t3_total", TOTAL_COLUMN))
            if such is None or everything is None or such >= everything:
                continue
            why = sentences.TEXT_COUNT_ALL_ALIKE.format(
                said=found[0], others=format_number(everything - such)
            )
            yield sentence.finding("TEXT-COUNT", *found.span(), why)

    # ------------------------------------------------------------ figures denied

    def _denied(self, sentence: Sentence, on_applications: bool) -> Iterator[Finding]:
        for label, words in _DENIALS:
            for found in words.finditer(sentence.text):
                zero = Quantity(found.start(), found.end(), "0件", "件", Decimal(0), Decimal(0))
                after = sentence.text[found.end() : found.end() + 10]
                aside = _ASIDE.search(found[0]) or PART_OF_THEM.search(found[0])
                if (
                    _TURNS.match(after)
                    or is_of_another_cause(found[0])
                    or ("结转" not in label and aside)
                ):
                    continue
                labels = [label]
                if label == "行政复议" and found.groupdict().get("both"):
                    labels.append("行政诉讼")
                for one in labels:
                    kind = kind_called(one)
                    # where there were none at all, there were none of applications
                    none = kind.about == "remedy" and not self.scope.names_other_suits(
                        sentence.text
                    )
                    if self.scope.covers(kind, sentence.text, zero, on_applications or none):
                        yield from self._compare(sentence, zero, kind)
        for found in _NONE_CORRECTED.finditer(sentence.text):
            zero = Quantity(found.start(), found.end(), "0件", "件", Decimal(0), Decimal(0))
            label, _, position = RESULT_WORDS[1]
            kind = with_result(kind_called(f"行政{found['remedy']}"), label, position)
            ours = not self.scope.names_other_suits(sentence.text)
            if ours and self.scope.covers(kind, sentence.text, zero, on_applications):
                yield from self._compare(sentence, zero, kind)
        all_persons = _ALL_PERSONS.search(sentence.text)
        if all_persons and _is_of_all_that_came(self.scope, sentence.text[: all_persons.start()]):
            yield from only_persons(self.report, sentence)


def _heading_on_applications(passage: Passage, before: bool) -> bool:
    """Tell whether a paragraph is, or stands under, a heading on applications."""
    numbered = re.match(r"（?[一二三四五六七八九十\d]{1,2}[）、.]", passage.folded)
    if not numbered and not re.fullmatch(rf"[^。；，：\d]{{1,{_HEADING}}}", passage.folded):
        return before
    heading = re.split(r"[。：\n]", passage.folded[:40])[0]
    return "依申请" in heading or "公开申请" in heading


def _goes_on_about_applications(sentence: Sentence, earlier: str) -> bool:
    """Tell whether a sentence on outcomes follows one on applications, in its paragraph or the one before."""
    before = sentence.passage.folded[max(0, sentence.start - NEAR) : sentence.start]
    if _OUTCOMES.search(sentence.text):
        return is_on_applications(before or earlier)
    if not _GOES_ON.match(sentence.text):
        return False
    last = (before or earlier).rstrip("。").rpartition("。")[2]
    if _PARTS_ALONE.match(last):  # what stands before it is what it divides
        last = (before or earlier)[-NEAR // 2 :]
    return is_on_applications(last)


def _is_of_bare_applications(sentence: Sentence) -> bool:
    """Tell whether applications, or what became of them, are those of disclosure though nothing says so.

    No other matter has persons and legal persons who apply, is carried over, or ends in two of the outcomes.
    """
    if len(set(_OUTCOMES.findall(sentence.text))) > 1:
        return True
    if tells_of_applications(sentence.text):
        return bool(_OF_DISCLOSURE.search(sentence.passage.folded))
    before = sentence.passage.folded[max(0, sentence.start - NEAR) : sentence.start]
    return bool(_WHOEVER_APPLIES.search(sentence.text) and tells_of_applications(before))


# ------------------------------------------------------------ figures stated


def _rows_of(remedy: str) -> tuple[str, ...]:
    return tuple(slot.name for slot in kind_called(remedy).sources[0].plus)


_ALL_PERSONS: Final = when_used("均(?:为|是|系|由)自然人(?:提出)?(?:的)?(?:申请)?(?=[，。；]|$)")


def _is_of_all_that_came(scope: Scope, before: str) -> bool:
    """Tell whether what is said of all applications is said of what came, not of one outcome: 部分公开3件，均为自然人申请."""
    kinds = [kind.label for *_, kind in scope.numbers(before) if kind]
    rows = [label for label in kinds if "结转" not in label]
    return not kinds or bool(rows and rows[-1] in ALL_OF_THEM)


def _numbers(
    scope: Scope, report: Report, text: str, sentence: Sentence
) -> Iterator[tuple[Quantity, str, Kind | None]]:
    """Yield the numbers of a sentence as `Scope.numbers` does, applicants of one row of table three as such."""
    divided: Stated | None = None
    for quantity, segment, kind in scope.numbers(text):
        meant = kind
        if kind and kind.is_of_applicants and divided:
            row = _applicants_of(kind, divided.kind)
            if row.sources[0].value(report) == quantity.value:
                continue  # 上年结转7件，其中自然人6件
            meant = row if _is_in_brackets_of(text, divided, quantity) else kind
        elif kind and kind.about == "application":
            divided = Stated(kind, quantity, sentence)
        yield quantity, segment, meant


def _applicants_of(applicants: Kind, divided: Kind) -> Kind:
    """Return what tells who applied as the figures of one row of table three."""
    columns = [slot.position for slot in applicants.sources[0].plus]
    row = divided.sources[0]
    cells = tuple(Slot(one.name, column) for one in row.plus for column in columns)
    said = f"{row.said.removesuffix('总计')}的{applicants.label.removesuffix('的申请')}"
    return replace(applicants, sources=(Source(said, cells),))


def _is_in_brackets_of(text: str, divided: Stated, quantity: Quantity) -> bool:
    """Tell whether a number stands in brackets right behind one of another row than what came."""
    between = text[divided.quantity.end : quantity.start]
    return (
        between.startswith("（")
        and "）" not in between
        and divided.kind.label not in ALL_OF_THEM
        and divided.kind.label != "结转"  # of either row
    )


_REMEDIES: Final = when_used("复议|诉讼|起诉")
_REVIEWS_AND_SUITS: Final = ("行政复议", "行政诉讼")
_NO_CHANCE: Final = 5
"""A number of reviews that agrees with the table and is so large is that of the table."""
_ALL_ARE: Final = when_used("，(?:均|都|全部)(?:为|系|是)?")
_SUMMED_UP: Final = when_used(
    r"，(?:合计|共计|总计)[^，。；\d]{0,8}(?P<number>\d{1,9})(?=[件宗份条起])"
)
_ALL: Final = r"(?:均|都|全部|全)(?:已|依法|按规定|按[时期]|结果|获得?|被|予以?|得到|为|以|由|判决|裁定|[经被]?法院|复议机关){0,3}"
_ALL_UPHELD: Final = when_used(rf"{_ALL}(?:维持|胜诉)")
_ALL_ALIKE: Final = when_used(
    r"(?:均|都|全部)(?:已|为|作出|依法|按规定|按[时期]|在[^，。；\d]{2,12}内){0,3}"
    r"(?:(?<!不)予以公开|(?<!不)同意公开|不予公开|无法提供|不予处理)(?=[，。；（）]|的?(?:答复|决定|处理)|$)"
)
_OUTCOME_ALONE: Final = when_used(
    rf"(?:的?申请)?，(?:(?:属于|因|涉及)[^，。；\d]{{2,14}}，)?(?:已|依法|作出|按时|按期|我.){{0,3}}(?:{OUTCOME}|同意公开)(?:答复|决定|处理)?(?=[，。；]|$)"
)
_APPLICANTS: Final = ("自然人的申请", "法人或其他组织的申请", BESIDE_PERSONS)
_CLOSED: Final = when_used(
    r"(?:已审结|已办结|审结|作出[^，。；]{0,4}决定)(?:的|案件|了){0,2}\d{0,4}[件起宗]?(?:案件|中)?，?$"
)
"""Only of those that are closed is said that all were upheld."""
_ALIKE: Final = {
    "不予公开": "不予公开",
    "无法提供": "无法提供",
    "不予处理": "不予处理",
    "予以公开": "予以公开",
    "同意公开": "予以公开",
    "部分公开": "部分公开",
}
"""What all are said to have had, and the outcome that it is."""
_RESULT: Final = when_used("维持|纠正|纠错|未审结|其他结果|胜诉")


def _remedies_meant(before: str) -> tuple[str, ...]:
    """Return the remedies of which 均获维持 speaks: those named since the last result, or in the clause."""
    told = max((found.end() for found in _RESULT.finditer(before)), default=0)
    part = re.split("[；。]", before[told:])[-1].replace("复议后", "")
    if not part.endswith(("，", "、")):
        part = part.rpartition("，")[2]
    named = tuple(
        remedy
        for remedy, words in (("行政复议", "复议"), ("行政诉讼", "诉讼|起诉"))
        if re.search(words, part)
    )
    last = _remedy_named(before)
    return named or ((last,) if last else ())


_NO: Final = r"(?:未|没有|没|尚未|从未|暂未|均未)"
_ISSUED: Final = "(?:制定|制发|出台|印发|制订)"
_REPEALED: Final = "(?:废止|宣布失效)"
_DENIALS: Final = (
    (
        "收到政府信息公开申请",
        when_used(
            rf"(?:{_NO}(?:收到|接到|接收到?|受理|收|发生)(?:过)?|没有|无|暂无)[^，。；\d]{{0,34}}?"
            r"(?:信息公开(?:的)?申请|公开政府信息(?:的)?申请|依申请公开(?:申请|事项|件)|政府信息依申请公开|(?:组织|群众|公众|个人)(?:提出)?的申请)(?:事项|件|表)?"
        ),
    ),
    (
        "行政复议",
        when_used(
            rf"(?:{_NO}|无|不存在)[^，。；\d]{{0,30}}?行政复议(?P<both>[^，。；\d]{{0,14}}?诉讼)?"
            r"(?:的)?(?:案件|情况|申请|事项|情形)?"
        ),
    ),
    (
        "行政诉讼",
        when_used(
            rf"(?:{_NO}|无|不存在)[^，。；、\d]{{0,20}}?行政诉讼(?:的)?(?:案件|情况|事项|情形)?"
        ),
    ),
    (
        "制发行政规范性文件",
        when_used(
            rf"(?:{_NO}){_ISSUED}(?:[和与或、及]{_REPEALED})?(?:过|新的)?(?:行政)?规范性文件(?=[，。；]|$)"
        ),
    ),
    (
        "废止行政规范性文件",
        when_used(
            rf"(?:{_NO})(?:{_ISSUED}[和与或、及])?{_REPEALED}(?:过)?(?:行政)?规范性文件(?=[，。；]|$)"
        ),
    ),
    (
        "上年结转",
        when_used(
            r"(?:没有|无)上(?:一)?年度?结转(?:的)?(?:政府信息公开)?(?:申请)?(?=[，。；、]|$)"
        ),
    ),
    (
        "结转下年度继续办理",
        when_used(
            r"(?:没有|无)结转(?:至|到)?下(?:一)?年度?(?:继续办理)?(?:的)?(?:(?:(?:政府)?信息公开)?申请|事项)?(?=[，。；、]|$)"
        ),
    ),
    (
        "结转下年度继续办理",
        when_used(
            r"(?:(?:办结|答复|办复|办理)(?:了|完毕)?\d+件[^。；\d]{0,12}"
            r"|(?:收到|新收|受理)[^，。；\d]{0,24}\d+件，[^，。；\d]{0,8}(?:办结|答复|办理完毕)(?:完毕)?)"
            r"，(?:没有|无)(?:申请)?结转(?:申请|事项)?(?=[，。；]|$)"
        ),
    ),
    (
        "现行有效行政规范性文件",
        when_used(r"(?:没有|无)现行有效的?(?:行政)?规范性文件(?=[，。；]|$)"),
    ),
    *(
        (
            f"{noun}处理决定",
            when_used(rf"(?:未|没有)(?:作出|实施)(?:过)?{noun}(?:处理)?(?:决定)?(?=[，。；、]|$)"),
        )
        for noun in ("行政许可", "行政处罚", "行政强制")
    ),
    ("行政事业性收费", when_used(r"(?:没有|无)行政事业性收费(?:事项|项目)?(?=[，。；、]|$)")),
)
_TURNS: Final = when_used(
    r"[^，。；]{0,3}(?:引[发起]|导致|产生|而|被|纠|败诉|撤|维持|不服|逾期|超期|收费|费用|办理|答复|的(?:投诉|举报|行政|收费|复议))|[^。；，]{0,6}\d"
)
_ASIDE: Final = when_used(
    r"被(?!申请|提起)|纠正|纠错|撤销|败诉|确认违法|变更|转结|结转|不予|逾期|超期|收取|答复|办结|公开(?:不|而)|因[^，。；]{0,12}申请$|关于|应当?公开"
)


_NONE_CORRECTED: Final = when_used(
    r"(?:没有|未|无)(?:发生|出现|有|因|一件)?[^，。；：、\d未没无不]{0,12}?(?P<remedy>复议|诉讼)(?:机关|案件|中|被|结果|予以|后){0,3}(?:纠正|纠错|败诉)"
    r"(?:的?(?:情况|情形|案件))?(?=[，。；]|$)"
)


def _remedy_named(text: str) -> str:
    """Return 行政复议 or 行政诉讼, whichever a text names last; empty where it names none."""
    review = text.rfind("复议")
    suit = max(text.rfind("诉讼"), text.rfind("起诉"))
    if review == suit:
        return ""
    return "行政复议" if review > suit else "行政诉讼"


def check_statements(
    passages: Iterable[Passage], report: Report, last: Report | None
) -> Iterator[Finding]:
    """Find the figures of the prose that differ from the tables, or from last year's report."""
    return _Reader(report, last).findings(passages)
