"""The banner of a sheet: one line on top which says whether the sheet's rules hold.

Its formula and its cached value come from the same rules, so a preview shows what Excel computes.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from converter.findings import Severity
from converter.form.fields import SECTIONS, SectionKey
from converter.form.layout import (
    BANNER_ROW,
    CHECK_LINES,
    CHECK_SHEET,
    COUNTED_COLUMN,
    SEVERITY_COLUMN,
    STATE_COLUMN,
    Area,
    address,
)
from converter.form.report import Report
from converter.form.rule import Outcome, Rule, State
from converter.form.rules import RULES
from converter.writing.workbooks.form_book import BAD, GOOD, OPEN, FormBook

MUST: Final = "必改"
"""What 校验 calls a rule of error level."""

_PASSED, WRONG, UNFILLED, WARNED = "【通过】", "【不符】", "【未填】", "【提醒】"
"""The words that a banner begins with."""

_PROSE_SECTIONS: Final = frozenset(section.key for section in SECTIONS if section.field)


class RuleOutcomes:
    """Every rule applied to one report."""

    def __init__(self, report: Report) -> None:
        self._outcomes = {rule.key: rule.outcome(report) for rule in RULES}

    def of(self, rule: Rule) -> Outcome:
        """Return the outcome of a rule."""
        return self._outcomes[rule.key]

    def fails(self, rule: Rule) -> bool:
        """Tell whether both sides of the rule are known and it does not hold."""
        return self.of(rule).state is State.FAIL

    def counts(self, rule: Rule) -> bool:
        """Tell whether the rule counts among the errors that keep a report from being made."""
        unfilled = rule.required and self.of(rule).state is State.BLANK
        return (self.fails(rule) or unfilled) and rule.severity is Severity.ERROR

    @cached_property
    def open_rules(self) -> list[Rule]:
        """The rules that the clerk has to look at, in their order: errors, and failing warnings."""
        return [rule for rule in RULES if self.counts(rule) or self.fails(rule)]


def write_banner(
    book: FormBook, outcomes: RuleOutcomes, title: str, section: SectionKey | None, width: int
) -> None:
    """Write the banner of a sheet over its first `width` columns.

    It speaks of the rules of one section; of all rules where section is None.
    """
    rules = _rules_of(section)
    # COUNTIF and SUM take a range, so the rules of a section stand on adjacent lines
    lines = [CHECK_LINES[rule.key] for rule in rules]
    states = _lines_of_column(STATE_COLUMN, lines)
    counted = _lines_of_column(COUNTED_COLUMN, lines)
    severities = _lines_of_column(SEVERITY_COLUMN, lines)
    words = _BannerWords(section)
    failing = f'COUNTIF({states},"{State.FAIL.value}")'
    wrong = f'COUNTIFS({states},"{State.FAIL.value}",{severities},"{MUST}")'
    formula = (
        f'=IF(SUM({counted})>0,IF({wrong}>0,"{words.wrong}","{words.unfilled}")'
        f'&SUM({counted})&"{words.after}",'
        f'IF({failing}>0,"{words.warned}","{words.passed}"))'
    )
    sheet, style = book.sheets[title], book.format(bold=True, indent=1)
    sheet.merge_range(BANNER_ROW, 0, BANNER_ROW, width - 1, "", style)
    sheet.write_formula(BANNER_ROW, 0, formula, style, banner_text(outcomes, section))
    sheet.set_row(BANNER_ROW, 24)
    area = Area(title, BANNER_ROW, 0, 1, width)
    for word, look in ((_PASSED, GOOD), (WRONG, BAD), (UNFILLED, OPEN), (WARNED, OPEN)):
        book.colour_where(area, f'LEFT($A${BANNER_ROW + 1},4)="{word}"', look)


def banner_text(outcomes: RuleOutcomes, section: SectionKey | None) -> str:
    """Return what the banner's formula gives for a report."""
    rules, words = _rules_of(section), _BannerWords(section)
    failing = [rule for rule in rules if outcomes.fails(rule)]
    if count := sum(map(outcomes.counts, rules)):
        wrong = any(rule.severity is Severity.ERROR for rule in failing)
        return f"{words.wrong if wrong else words.unfilled}{count}{words.after}"
    return words.warned if failing else words.passed


def _rules_of(section: SectionKey | None) -> list[Rule]:
    return [rule for rule in RULES if section in (None, rule.section)]


def _lines_of_column(column: int, lines: list[int]) -> str:
    return f"'{CHECK_SHEET}'!{address(min(lines), column)}:{address(max(lines), column)}"


@dataclass(frozen=True)
class _BannerWords:
    """The sentences of a banner; a number stands between `wrong` or `unfilled` and `after`."""

    section: SectionKey | None

    @property
    def here(self) -> str:
        return "本表" if self.section else "全部表格"

    @property
    def passed(self) -> str:
        if self.section in _PROSE_SECTIONS:
            return f"{_PASSED}该填的都填了，正文在转换时核对。"
        return f"{_PASSED}{self.here}核对全部通过{'' if self.section else '，正文在转换时核对'}。"

    @property
    def warned(self) -> str:
        return f"{WARNED}{self.here}没有错误，有提醒，请看“{CHECK_SHEET}”表。"

    @property
    def wrong(self) -> str:
        return f"{WRONG}{self.here}还有 "

    @property
    def unfilled(self) -> str:
        return f"{UNFILLED}{self.here}还有 "

    @property
    def after(self) -> str:
        return f" 处要改，请看“{CHECK_SHEET}”表的待办。"
