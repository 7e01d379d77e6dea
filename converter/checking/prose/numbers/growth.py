"""Compare growth that the prose states with last year's report: `TEXT-COUNT`."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from converter import sentences
from converter.checking.prose.numbers.statement_kinds import Kind
from converter.checking.prose.numbers.statement_scope import ASIDE, CLAUSE
from converter.checking.prose.passages import Sentence
from converter.findings import Finding
from converter.form.patterns import when_used
from converter.form.quantities import (
    Quantity,
    as_percentage,
    percentage,
    quantities,
    without_comparisons,
)
from converter.form.report import Number, Report, format_number

_GROWTH: Final = when_used(
    r"(?:同比|较上年|比上年|较去年|比去年|较上一年|比上一年|[较比]\d{4}年)(?:度|同期|全年)?[^，。；\d]{0,6}"
    r"(?:增长|增加|上升|提升|提高|增幅|下降|减少|降低|减幅|降幅|[多少](?:收|受理|办)?)(?:了|约|为|达)?$"
)
FALL: Final = when_used("下降|减少|降低|减幅|降幅|少")
"""Words of a change that is no growth."""


class Growth:
    """Compares the growth that is stated with last year's report; `this` has the sums of its cells."""

    def __init__(self, this: Report, last: Report) -> None:
        self.this = this
        self.last = last

    def findings(
        self, sentence: Sentence, stated: Sequence[tuple[Kind, Quantity]]
    ) -> Iterator[Finding]:
        """Compare each growth of a sentence, which belongs to one of the figures of the form that it states."""
        if not stated:
            return
        aside = [found.span() for found in ASIDE.finditer(sentence.text)]
        counts = [
            one
            for one in quantities(without_comparisons(sentence.text))
            if one.measure != "%" and not any(a <= one.start < b for a, b in aside)
        ]
        main = {one.start for one in counts}
        for rate in quantities(sentence.text):
            before = [one for one in stated if one[1].end <= rate.start and one[1].start in main]
            nearest = [one for one in counts if one.end <= rate.start]
            if before and nearest and nearest[-1].start != before[-1][1].start:
                continue  # what grew is another number
            found = _GROWTH.search(sentence.text[max(0, rate.start - CLAUSE) : rate.start])
            if not found or not (before or rate.measure != "%"):
                continue
            if rate.measure == "%":
                yield from self._rate(sentence, found, rate, *before[-1])
            elif rate.measure != "个百分点" and not found[0].endswith(("为", "达")):
                yield from self._difference(sentence, found, rate, before or stated)

    def _difference(
        self,
        sentence: Sentence,
        found: "re.Match[str]",
        more: Quantity,
        stated: Sequence[tuple[Kind, Quantity]],
    ) -> Iterator[Finding]:
        """Compare how many more, or fewer, there were than last year; any figure of the sentence may be meant."""
        if not self._is_last_year(found[0]):
            return
        sign = -1 if FALL.search(found[0]) else 1
        changes: list[tuple[Number, Number]] = []
        for kind, now in stated:
            if kind.about == "fee" or not now.exact or more.measure not in kind.measures:
                return
            for source in kind.sources:
                before, after = source.value(self.last), source.value(self.this)
                if before is None or after is None:
                    return
                if now.allows(after):
                    changes.append((before, after))
        if not changes or any(more.allows(sign * (after - before)) for before, after in changes):
            return
        before, after = changes[0]
        words = sentences.TEXT_COUNT_MORE if after >= before else sentences.TEXT_COUNT_FEWER
        why = words.format(
            last=format_number(before),
            now=format_number(after),
            difference=format_number(max(before, after) - min(before, after)),
        )
        yield sentence.finding("TEXT-COUNT", more.start, more.end, why)

    def _is_last_year(self, words: str) -> bool:
        year = re.search(r"(\d{4})年", words)
        return not (year and self.this.report_year and int(year[1]) != self.this.report_year - 1)

    def _rate(
        self,
        sentence: Sentence,
        found: "re.Match[str]",
        rate: Quantity,
        kind: Kind,
        now: Quantity,
    ) -> Iterator[Finding]:
        if kind.about != "application" or not now.exact:
            return
        if not self._is_last_year(found[0]):
            return
        sign = -1 if FALL.search(found[0]) else 1
        rates = []
        for source in kind.sources:
            before, after = source.value(self.last), source.value(self.this)
            if before is None or after is None:
                return
            if before and now.allows(after):
                rates.append((before, after, percentage(after - before, before)))
        margin = Decimal(6).scaleb(-rate.places - 1)
        if not rates or any(
            rate.low - margin <= sign * real <= rate.high + margin for _, _, real in rates
        ):
            return
        before, after, real = rates[0]
        words = sentences.TEXT_COUNT_RISE if real >= 0 else sentences.TEXT_COUNT_FALL
        why = words.format(
            last=format_number(before),
            now=format_number(after),
            rate=as_percentage(abs(real), rate.places),
        )
        base = next(
            (
                after
                for before, after, _ in rates
                if after
                and rate.low - margin
                <= sign * percentage(after - before, after)
                <= rate.high + margin
            ),
            None,
        )
        if base is not None:
            why += sentences.TEXT_COUNT_OTHER_BASE.format(
                rate=rate, base=f"{format_number(base)} 件"
            )
        yield sentence.finding("TEXT-COUNT", rate.start, rate.end, why)
