"""Fill the shipped workbook as a clerk does: the values of the names, nothing else."""

import io
import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import openpyxl

from converter.form.fields import FIELDS, PREVIOUS, STOCK_FIELDS, Slot, is_total, slots_of
from converter.form.layout import AREAS, CHECK_LINES, CHECK_SHEET, REASON_COLUMN, address
from converter.form.report import Report
from tools.cases import ROOT

TEMPLATE = ROOT / "workbook_template.xlsx"


class Clerk:
    """One open copy of the template; `saved` gives the bytes with some cells filled in."""

    def __init__(self, source: Any = TEMPLATE) -> None:
        self.book = openpyxl.load_workbook(source)

    def saved(self, content: Mapping[Slot | str, Any]) -> bytes:
        """Fill cells, by form cell or by `sheet!A1`, save, and put back what was there."""
        with self._filled(content):
            buffer = io.BytesIO()
            self.book.save(buffer)
            return buffer.getvalue()

    @contextmanager
    def _filled(self, content: Mapping[Slot | str, Any]) -> Iterator[None]:
        before = {}
        for place, value in content.items():
            cell = self._cell(place)
            before[place] = cell.value, cell.number_format
            cell.value = value
            if not isinstance(value, datetime):
                cell.number_format = before[place][1]  # openpyxl changes it for dates
        yield
        for place, (value, number_format) in before.items():
            cell = self._cell(place)
            cell.value, cell.number_format = value, number_format

    def _cell(self, place: Slot | str) -> Any:
        if isinstance(place, str):
            sheet, _, where = place.partition("!")
        else:
            area = AREAS[place.name]
            sheet, where = area.sheet, area.cell(place.position)
        return self.book[sheet][where]


def reason_cell(key: str) -> str:
    """Return where the clerk writes the reason for one check."""
    return f"{CHECK_SHEET}!{address(CHECK_LINES[key], REASON_COLUMN)}"


def content_of(report: Report) -> dict[Slot | str, Any]:
    """Return what a clerk types for a report; totals are left to the formulas."""
    content: dict[Slot | str, Any] = {}
    for name, field in FIELDS.items():
        if field.is_number:
            content |= {
                cell: report.stated(cell)
                for cell in slots_of(field)
                if not is_total(cell) and report.stated(cell) is not None
            }
        elif field.kind == "paragraphs":
            for row, text in enumerate(getattr(report, name)):
                content[Slot(name, row)] = text
        elif field.kind == "choice":
            content[Slot(name)] = "是" if getattr(report, name) else "否"
        elif name == "preface":
            content[Slot(name)] = "\n".join(report.preface) or None
        else:
            content[Slot(name)] = getattr(report, name) or None
    return content


def random_content(seed: int, sound: Report) -> dict[Slot | str, Any]:
    """Return a random filling, sound for one seed in three, broken in some cells otherwise."""
    dice = random.Random(seed)
    content = content_of(sound)
    table3 = [cell for cell in content if isinstance(cell, Slot) and cell.name.startswith("t3_")]
    columns: dict[int, int] = dict.fromkeys(range(6), 0)
    for cell in table3:
        if cell.name == "t3_all_zero":
            continue
        value = dice.choice((0, 0, 0, 1, 2, 17, 4321))
        content[cell] = value
        sign = -1 if cell.name in ("t3_new_received", "t3_carried_in") else 1
        columns[cell.position] += sign * value
    for column, excess in columns.items():
        # balance: what was handled more than received counts as received
        content[Slot("t3_new_received", column)] += max(excess, 0)
        content[Slot("t3_carried_out", column)] += max(-excess, 0)
    _fill_last_year(content, dice)
    _fill_prose(content, dice)
    if seed % 3:
        _break(content, dice)
    return content


def _fill_last_year(content: dict[Slot | str, Any], dice: random.Random) -> None:
    if dice.random() < 0.5:
        for column in range(7):
            content[Slot("prev_t3_carried_out", column)] = dice.choice((0, 0, 5))
        content[Slot("prev_rules_in_force")] = dice.choice((0, 76))
        content[Slot("prev_normative_in_force")] = dice.choice((4605, 3, None))
        for last, now in PREVIOUS.items():
            if last.name not in ("prev_t3_carried_out", *dict(STOCK_FIELDS).values()):
                content[last] = dice.choice((None, 0, 3, 11, 1000, content.get(now)))
    if dice.random() < 0.2:
        content[Slot("t2_normative", 1)] = dice.choice((0, 560))
        content[Slot("t2_normative", 2)] = dice.choice((3, 4185))
    if dice.random() < 0.2:
        content |= {
            Slot("t2_fees"): 5000,
            Slot("prev_fees"): dice.choice((0.5, 5000000, 49999.999999)),
        }


def _fill_prose(content: dict[Slot | str, Any], dice: random.Random) -> None:
    # no amount in section six that the figures would have to agree with
    content[Slot("other_matters")] = "全市信息处理费的收取情况随部门决算公开。"
    content[Slot("fee_notices")] = dice.choice((0, 1, 3))
    content[Slot("fee_charged")] = dice.choice((0, 10, 10.5))
    content[Slot("fee_collected")] = dice.choice((0, 10, 10.25))
    if dice.random() < 0.3:
        content[Slot("unit_name")] = "某某县某某镇人民政府"
    if dice.random() < 0.2:
        content[Slot("unit_name")] = dice.choice(("孙家沟镇", "安宁县政府\u3000", "安宁经济开发区"))
    if dice.random() < 0.3:
        content |= {
            place: None for place in content if isinstance(place, Slot) and place.name == "problems"
        }
        content[Slot("problems")] = dice.choice(
            ("无。 ", "\u3000暂无 问题。", "无意见，公开不及时。")
        )
        content[Slot("problems", 7)] = dice.choice((None, "没有。"))
    if dice.random() < 0.3:
        content[reason_cell("T3-CARRY-2")] = dice.choice(("上年报告漏报，已说明", "\u3000 "))


def _break(content: dict[Slot | str, Any], dice: random.Random) -> None:
    cells = [cell for cell in content if isinstance(cell, Slot)]
    figures = [cell for cell in cells if FIELDS[cell.name].kind == "count"]
    for cell in dice.sample(figures, dice.choice((1, 1, 2, 5))):
        content[cell] = dice.choice((None, -1, 1.5, 1.0000001, 7, 99, "未统计"))
    for name in ("t2_all_zero", "t3_all_zero", "t4_all_zero"):
        if dice.random() < 0.15:
            content[Slot(name)] = "是"
    for name in ("unit_name", "report_year", "report_date"):
        if dice.random() < 0.1:
            content[Slot(name)] = dice.choice((None, "\u3000"))
    for cell in cells:
        if FIELDS[cell.name].kind == "paragraphs" and dice.random() < 0.1:
            content[cell] = dice.choice((None, " \u3000"))
    if dice.random() < 0.2:
        for cell in cells:
            if cell.name.startswith("t4_") and cell.name != "t4_all_zero":
                content[cell] = None
