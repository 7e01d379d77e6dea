"""Two whole tables of a kind in one report, of which nothing says which is its own: one is taken, and that is told."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from converter import sentences
from converter.findings import Finding, Place
from converter.form.fields import TABLE_NAMES, TABLE_SLOTS, Slot, slot_label
from converter.form.half_width import half_width
from converter.form.numerals import western_year
from converter.form.report import Number, Report, format_number
from converter.reading.blocks import Block, TableBlock, TextBlock
from converter.reading.result import ReadResult
from converter.reading.tables.report_tables import TablesReader, table_kind
from converter.reading.values import quote

_WHOLE: Final = 0.8
"""Share of its figures that make a table whole, no piece of one."""
_ALL: Final = {
    key: [slot for slot in TABLE_SLOTS if slot.name.startswith(key)] for key in TABLE_NAMES
}
_LONGEST_SENTENCE: Final = 300
_FIGURE: Final = r"[^\d。；;，,]{0,20}(\d{1,9})\s{0,2}[件份宗]"
_Sums = Sequence[Sequence[Slot]]
"""Slots of a table, the sums of which a statement may mean."""
_SAID: Final[Mapping[str, Sequence[tuple[re.Pattern[str], _Sums]]]] = {
    "t2": [
        (re.compile(f"{word}{_FIGURE}"), [[Slot(name, 0)]])
        for word, name in (
            ("行政许可", "t2_licensing"),
            ("行政处罚", "t2_penalties"),
            ("行政强制", "t2_coercion"),
        )
    ],
    "t3": [
        (
            re.compile(f"(?:新收|收到)(?=[^。；;，,]{{0,20}}申请){_FIGURE}"),
            [[Slot("t3_new_received", 6)], [Slot("t3_new_received", 6), Slot("t3_carried_in", 6)]],
        ),
        (re.compile(f"(?:上年|上年度|去年)结转{_FIGURE}"), [[Slot("t3_carried_in", 6)]]),
        (re.compile(f"(?:办结|办理|答复|处理){_FIGURE}"), [[Slot("t3_total", 6)]]),
    ],
    "t4": [
        (re.compile(f"行政复议{_FIGURE}"), [[Slot("t4_review", 4)]]),
        (
            re.compile(f"行政诉讼{_FIGURE}"),
            [[Slot("t4_direct_suits", 4), Slot("t4_suits_after_review", 4)]],
        ),
    ],
}
"""What prose says of the figures of a table, and the sums that it may mean."""
_SEPARATOR: Final = re.compile(r"(?<=\d),(?=\d{3})")
_YEAR: Final = re.compile(r"(20\d\d)\s{0,2}年")


def without_repeated(
    blocks: Sequence[Block], dated: Mapping[int, str], years: Collection[int], result: ReadResult
) -> Mapping[int, TableBlock]:
    """Return the tables that are to be read, by their index; of two whole ones that differ, one.

    `dated` are those of other years. Findings go to `result`.
    """
    tables = {at: one for at, one in enumerate(blocks) if isinstance(one, TableBlock)}
    kinds = {at: table_kind(one) for at, one in tables.items() if at not in dated}
    for key in TABLE_NAMES:
        several = [at for at, kind in kinds.items() if kind == key]
        if not several[1:]:
            continue
        whole = {at: read for at in several if (read := _read(tables[at], key))}
        first_with: dict[tuple[Number | None, ...], int] = {}
        for at, read in whole.items():
            first_with.setdefault((*read.values(),), at)
        different = [*first_with.values()]
        if not different[1:]:
            continue
        said = _said_of(key, blocks, years)
        fitting = [at for at in different if _fits(whole[at], said)]
        taken = fitting[0] if len(fitting) == 1 else different[0]
        for at in whole:
            if at != taken:
                del tables[at]
        if len(fitting) != 1:
            result.doubtful.add(key)
        first, second = (whole[at] for at in different[:2])
        slot = next(one for one in _ALL[key] if first[one] != second[one])
        sentence = (
            sentences.FORM_LABEL_TWO_TABLES_FITTING
            if len(fitting) == 1
            else sentences.FORM_LABEL_TWO_TABLES
        )
        what = sentence.format(
            count=len(different),
            table=TABLE_NAMES[key],
            label=quote(slot_label(slot)),
            first=_shown(first[slot]),
            second=_shown(second[slot]),
            place=1 + different.index(taken),
        )
        place = Place(None, TABLE_NAMES[key], "整张表")
        result.findings.append(Finding("FORM-LABEL", what, place=place))
    return tables


def _shown(figure: Number | None) -> str:
    return "空" if figure is None else format_number(figure)


def _read(block: TableBlock, key: str) -> dict[Slot, Number | None]:
    """Return the figures of a table of its own; empty where it is a piece of one."""
    reader = TablesReader(ReadResult())
    reader.read(block)
    report = Report(figures=reader.figures())
    found = {slot: report.stated(slot) for slot in _ALL[key]}
    filled = sum(figure is not None for figure in found.values())
    return found if filled >= _WHOLE * len(found) else {}


def _said_of(
    key: str, blocks: Sequence[Block], years: Collection[int]
) -> list[tuple[_Sums, set[int]]]:
    """Return the figures that prose states of a table of this kind, by what they may mean."""
    said: list[tuple[_Sums, set[int]]] = [(sums, set()) for _, sums in _SAID[key]]
    for block in blocks:
        text = half_width(block.whole) if isinstance(block, TextBlock) else ""
        for sentence in re.split("[。；;]", western_year(_SEPARATOR.sub("", text))):
            named = {int(one) for one in _YEAR.findall(sentence[:_LONGEST_SENTENCE])}
            if named and not named & {*years}:
                continue
            for (words, _), (_, stated) in zip(_SAID[key], said, strict=True):
                found = words.finditer(sentence[:_LONGEST_SENTENCE])
                stated.update(int(one[1]) for one in found)
    return [(sums, stated) for sums, stated in said if stated]


def _fits(figures: Mapping[Slot, Number | None], said: Sequence[tuple[_Sums, set[int]]]) -> bool:
    """Tell whether all that prose says of the figures of a table is what it has, and that is something."""
    return bool(said) and all(
        stated <= {sum(figures[slot] or 0 for slot in slots) for slots in sums}
        for sums, stated in said
    )
