"""The expressions that rules compare; each gives its value for a report and its Excel formula.

Both ignore what is not a number, as SUM does; a test compares them through LibreOffice.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from math import floor
from typing import Final, NamedTuple, Protocol

from converter.form.fields import FIELDS, MONEY_PLACES, NO, YES, Slot, table_inputs
from converter.form.limits import LONGEST_UNIT
from converter.form.report import Number, Report
from converter.form.unit_names import NOT_SHORT, SHORT_ENDINGS, full_name

_SMALLEST: Final = Decimal(1).scaleb(-MONEY_PLACES)
"""The smallest amount of money that differs from nothing."""


class References(Protocol):
    """The addresses that a formula uses; the workbook's layout gives them."""

    def cells(self, slots: Iterable[Slot], /) -> str:
        """Return the cells of slots as a comma-separated list of ranges, fit for SUM."""

    def ranges(self, slots: Iterable[Slot], /) -> list[str]:
        """Return the cells of slots as rectangular ranges."""

    def name(self, name: str, /) -> str:
        """Return the address of a whole field."""

    def each(self, name: str, /) -> list[str]:
        """Return the cells of a field one by one."""

    def lengths(self, name: str, /) -> str:
        """Return the range beside the paragraphs of a field that holds the length of each."""


class Expression(Protocol):
    """One side of a comparison."""

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots that must have figures before the comparison is decided."""

    def value(self, report: Report) -> Number:
        """Return the value; a missing figure counts as 0."""

    def excel(self, refs: References) -> str:
        """Return the Excel formula, without the equals sign."""


class Sum(NamedTuple):
    """The sum of some figures, less that of others."""

    plus: tuple[Slot, ...]
    minus: tuple[Slot, ...] = ()

    @property
    def slots(self) -> tuple[Slot, ...]:
        return self.plus + self.minus

    def value(self, report: Report) -> Number:
        added = sum(report.amounts(self.plus))
        return added - sum(report.amounts(self.minus)) if self.minus else added

    def excel(self, refs: References) -> str:
        added = f"SUM({refs.cells(self.plus)})"
        return f"{added}-SUM({refs.cells(self.minus)})" if self.minus else added


class Constant(NamedTuple):
    """A fixed number."""

    number: int
    slots: tuple[Slot, ...] = ()

    def value(self, report: Report) -> Number:
        del report
        return self.number

    def excel(self, refs: References) -> str:
        del refs
        return str(self.number)


class OneIfPositive(NamedTuple):
    """1 where a figure is above 0, else 0."""

    slot: Slot

    @property
    def slots(self) -> tuple[Slot, ...]:
        return (self.slot,)

    def value(self, report: Report) -> Number:
        return int((report.figure(self.slot) or 0) > 0)

    def excel(self, refs: References) -> str:
        return f"IF(SUM({refs.cells((self.slot,))})>0,1,0)"


_LOWER_UNITS: Final = (
    "镇人民政府",
    "乡人民政府",
    "苏木人民政府",
    "街道办事处",
    "县人民政府办公室",
    "区人民政府办公室",
    "局",
    "委员会",
    "中心",
)
"""Endings of the names of townships and departments, which have no power to make 规章 (立法法)."""


def _unit_excel(refs: References) -> str:
    """Return the Excel formula of the unit's name without blanks around it."""
    return f'TRIM(SUBSTITUTE({refs.name("unit_name")},"\u3000"," "))'


class SumIfLowerUnit(NamedTuple):
    """The sum of some figures where the unit is a township or a department, else 0."""

    slots: tuple[Slot, ...]

    def value(self, report: Report) -> Number:
        if report.unit_name.endswith(_LOWER_UNITS):
            return Sum(self.slots).value(report)
        return 0

    def excel(self, refs: References) -> str:
        unit = _unit_excel(refs)
        endings = ",".join(f'RIGHT({unit},{len(word)})="{word}"' for word in _LOWER_UNITS)
        return f"IF(OR({endings}),SUM({refs.cells(self.slots)}),0)"


class SumWhereUnknown(NamedTuple):
    """The sum of some figures, less that of others, where another figure is blank; else 0."""

    unknown: Slot
    plus: tuple[Slot, ...]
    minus: tuple[Slot, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        return self.plus + self.minus

    def value(self, report: Report) -> Number:
        if report.figure(self.unknown) is None:
            return Sum(self.plus, self.minus).value(report)
        return 0

    def excel(self, refs: References) -> str:
        known = f"COUNT({refs.cells((self.unknown,))})>0"
        return f"IF({known},0,{Sum(self.plus, self.minus).excel(refs)})"


class WholeSteps(NamedTuple):
    """An amount rounded down to whole steps (元), unless it equals another one."""

    slot: Slot
    step: int
    unless_equal: Slot | None = None

    @property
    def slots(self) -> tuple[Slot, ...]:
        return (self.slot,)

    def value(self, report: Report) -> Number:
        amount = report.figure(self.slot) or 0
        if self.unless_equal and amount == (report.figure(self.unless_equal) or 0):
            return amount
        return floor(amount / self.step) * self.step

    def excel(self, refs: References) -> str:
        amount = f"SUM({refs.cells((self.slot,))})"
        whole = f"INT({amount}/{self.step})*{self.step}"
        if self.unless_equal is None:
            return whole
        return f"IF({amount}=SUM({refs.cells((self.unless_equal,))}),{amount},{whole})"


class Near(NamedTuple):
    """The nearest to a figure that lies between a tenth and ten times of last year's.

    The figure itself where last year's is 0, of which nothing is a multiple, or both are below the
    floor: small numbers jump by themselves.
    """

    now: Slot
    last: Slot
    floor: int

    @property
    def slots(self) -> tuple[Slot, ...]:
        return (self.now, self.last)

    def value(self, report: Report) -> Number:
        now, last = report.figure(self.now) or 0, report.figure(self.last) or 0
        if last == 0 or max(now, last) < self.floor:
            return now
        tenth = (Decimal(last) / 10).quantize(_SMALLEST, ROUND_HALF_UP)
        return min(max(now, tenth), last * 10)

    def excel(self, refs: References) -> str:
        now, last = (f"SUM({refs.cells((slot,))})" for slot in (self.now, self.last))
        near = f"MIN(MAX({now},ROUND({last}/10,{MONEY_PLACES})),{last}*10)"
        return f"IF(OR({last}=0,MAX({now},{last})<{self.floor}),{now},{near})"


def declared_zero(table: str, refs: References) -> str:
    """Return the Excel condition that a table is declared zero."""
    return f'{refs.name(f"{table}_all_zero")}="{YES}"'


class Filled(NamedTuple):
    """How many of a table's inputs are filled in; all of them where it is declared zero."""

    table: str
    slots: tuple[Slot, ...] = ()

    def value(self, report: Report) -> Number:
        return sum(report.figure(slot) is not None for slot in table_inputs(self.table))

    def excel(self, refs: References) -> str:
        inputs = table_inputs(self.table)
        return f"IF({declared_zero(self.table, refs)},{len(inputs)},COUNTA({refs.cells(inputs)}))"


class Unfit(NamedTuple):
    """How many inputs hold no number, a number below 0, or too many decimal places."""

    inputs: tuple[Slot, ...]
    slots: tuple[Slot, ...] = ()

    def value(self, report: Report) -> Number:
        return sum(is_negative(report, slot) + is_fraction(report, slot) for slot in self.inputs)

    def excel(self, refs: References) -> str:
        everything = refs.cells(self.inputs)
        negative = "+".join(_count(area, "<0") for area in refs.ranges(self.inputs))
        # cell by cell: not every engine computes a function of a range inside SUMPRODUCT
        fraction = "+".join(_is_fraction_excel(slot, refs) for slot in self.inputs)
        return f"COUNTA({everything})-COUNT({everything})+{negative}+{fraction}"


def _is_fraction_excel(slot: Slot, refs: References) -> str:
    """Return the Excel condition that `is_fraction` holds; N makes 0 of a text."""
    number = f"N({refs.cells((slot,))})"
    places = 0 if FIELDS[slot.name].kind == "count" else MONEY_PLACES
    whole = f"ROUND({number},{places})" if places else f"INT({number})"
    return f"({whole}<>{number})"


class NonzeroIfDeclared(NamedTuple):
    """How many inputs of a table differ from 0 although the table is declared zero."""

    table: str
    slots: tuple[Slot, ...] = ()

    def value(self, report: Report) -> Number:
        return sum(conflicts_with_zero(report, slot) for slot in table_inputs(self.table))

    def excel(self, refs: References) -> str:
        nonzero = "+".join(
            f"{_count(area, '>0')}+{_count(area, '<0')}"
            for area in refs.ranges(table_inputs(self.table))
        )
        declared = refs.name(f"{self.table}_all_zero")
        neither = f'IF(OR({declared}="{YES}",{declared}="{NO}",LEN({declared})=0),0,1)'
        return f"IF({declared_zero(self.table, refs)},{nonzero},{neither})"


class Given(NamedTuple):
    """How many paragraphs a field has; for a field of one cell 1 where it is filled in, else 0."""

    name: str
    slots: tuple[Slot, ...] = ()

    def value(self, report: Report) -> Number:
        content = getattr(report, self.name)
        return len(content) if isinstance(content, tuple) else int(bool(content))

    def excel(self, refs: References) -> str:
        kind, cells = FIELDS[self.name].kind, refs.name(self.name)
        if kind in ("year", "date"):
            return f"COUNT({cells})"
        if kind == "paragraphs":
            return f"COUNT({refs.lengths(self.name)})"
        return f"IF({has_text(cells)},1,0)"


_BLANKS: Final = (" ", "\u3000", "\u00a0")
_EMPTY_WORDS: Final = (
    *("不存在", "没有", "暂时", "存在", "发现", "需要", "主要", "明显", "突出", "重大", "相关"),
    *("任何", "其他", "目前", "年度", "改进", "情况", "措施", "问题", "报告", "说明", "方面"),
    *("单位", "机关", "我", "本", "镇", "局", "及", "和", "的", "暂", "无", "未", "尚", "有"),
    *("零", "0", "一", "二", "。", "，", "、", "；", "：", ".", ":", "（", "）", "/", "-", "—"),
)
"""Words of a section that says nothing (无。, 暂无问题); taken out one after the other, they leave nothing of it."""
_CHARACTERS: Final = frozenset("".join((*_BLANKS, *_EMPTY_WORDS)))


class SaysNothing(NamedTuple):
    """1 where the paragraphs of a field are there but say nothing (无。), else 0."""

    name: str
    slots: tuple[Slot, ...] = ()

    def value(self, report: Report) -> Number:
        paragraphs = getattr(report, self.name)
        text = "".join(paragraphs)
        if not _CHARACTERS.issuperset(text):  # as nearly all: no need to take anything out
            return 0
        for word in (*_BLANKS, *_EMPTY_WORDS):
            text = text.replace(word, "")
        return int(bool(paragraphs) and not text)

    def excel(self, refs: References) -> str:
        text = "&".join(refs.each(self.name))
        for word in (*_BLANKS, *_EMPTY_WORDS):
            text = f'SUBSTITUTE({text},"{word}","")'
        text = f'SUBSTITUTE({text},CHAR(10),"")'
        nothing = f"IF(ISERROR(LEN({text})),0,IF(LEN({text})=0,1,0))"
        return f"IF(COUNT({refs.lengths(self.name)})=0,0,{nothing})"


class ShortName(NamedTuple):
    """1 where the unit's name is short of the organ's full name (孙家沟镇), else 0."""

    slots: tuple[Slot, ...] = ()

    def value(self, report: Report) -> Number:
        return int(bool(full_name(report.unit_name)))

    def excel(self, refs: References) -> str:
        unit = _unit_excel(refs)
        short, other = (
            ",".join(f'RIGHT({unit},{len(word)})="{word}"' for word in words)
            for words in (SHORT_ENDINGS, NOT_SHORT)
        )
        return f"IF(AND(LEN({unit})<={LONGEST_UNIT},OR({short}),NOT(OR({other}))),1,0)"


def _count(area: str, condition: str) -> str:
    """Return the Excel formula that counts the numbers of a range, which some engines want with a colon."""
    _, _, cells = area.rpartition("!")
    return f'COUNTIF({area if ":" in cells else f"{area}:{cells}"},"{condition}")'


def has_text(cell: str) -> str:
    """Return the Excel condition that a cell holds more than blanks."""
    return f'LEN(TRIM(SUBSTITUTE({cell},"\u3000","")))>0'


def is_negative(report: Report, slot: Slot) -> bool:
    """Tell whether a figure is below 0."""
    return (report.figure(slot) or 0) < 0


def is_fraction(report: Report, slot: Slot) -> bool:
    """Tell whether a count is not whole, or money has more than six places."""
    figure = report.figure(slot) or 0
    if isinstance(figure, int):
        return False
    places = 0 if FIELDS[slot.name].kind == "count" else MONEY_PLACES
    return figure != round(Decimal(figure), places)


def conflicts_with_zero(report: Report, slot: Slot) -> bool:
    """Tell whether a figure differs from 0 in a table that is declared zero."""
    table = FIELDS[slot.name].table
    return bool(table and report.declared_zero(table) and report.figure(slot))
