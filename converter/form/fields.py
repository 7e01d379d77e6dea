"""The national form as data: sections, tables, rows, columns, labels, names.

Source: 《中华人民共和国政府信息公开工作年度报告格式》 (国办公开办函〔2021〕30号), issued under
article 50 of 《中华人民共和国政府信息公开条例》. Headings and labels are official to the character;
all other modules take names, labels and the shapes of tables from here.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, Literal, NamedTuple

FORM_VERSION: Final = "2021.3"
"""The form of 2021, third version of our workbook for it."""

REPORT_NAME: Final = "政府信息公开工作年度报告"
"""The name of the report in titles, messages and file names."""
FORM_TITLE: Final = f"{REPORT_NAME}填报表"
"""The title of the workbook."""

FORM_SOURCE: Final = "国办公开办函〔2021〕30号"

FIRST_YEAR_OF_FORM: Final = 2021
"""Reports on this year and later must follow the form."""

PARAGRAPH_ROOM: Final = 60
"""Maximum paragraphs of a section in the workbook."""

MONEY_PLACES: Final = 6
"""Maximum decimal places of an amount of money."""

YES: Final = "是"
NO: Final = "否"

SectionKey = Literal["basic", "overview", "t2", "t3", "t4", "problems", "other"]
Kind = Literal["text", "year", "date", "choice", "paragraphs", "count", "money"]


class Slot(NamedTuple):
    """One value of a field: the field's name, and the position in the field, counted from 0."""

    name: str
    position: int = 0


class Field(NamedTuple):
    """One field of the form; its name is also the workbook's defined name and the Word placeholder."""

    name: str
    label: str
    """Its name in messages."""
    kind: Kind
    section: SectionKey
    cells: tuple[str, ...] = ("",)
    """The column label of each value, left to right; one empty label for a single value."""
    total: bool = False
    """The last value is the sum of the others."""
    table: Literal["t2", "t3", "t4"] | None = None
    """The table whose declaration of zero covers this row."""
    required: bool = False
    blank_is_zero: bool = False

    @property
    def unit(self) -> str:
        """The unit of its figures: 件, 元 or 万元."""
        if self.kind == "count":
            return "件"
        return "万元" if self.name in ("t2_fees", "prev_fees") else "元"

    @property
    def is_number(self) -> bool:
        """Whether the values are figures."""
        return self.kind in ("count", "money")

    def slot_label(self, position: int) -> str:
        """Return the name of one value in messages: row, then column."""
        return f"{self.label}，{self.cells[position]}" if self.cells[position] else self.label


class GridCell(NamedTuple):
    """One cell of an official table as printed, merged cells being one; rows and columns from 0."""

    row: int
    column: int
    text: str = ""
    value: Slot | None = None
    """The figure that stands here; None for a label."""
    height: int = 1
    width: int = 1
    vertical: bool = False
    """The text runs from top to bottom."""


class Table(NamedTuple):
    """One official table: its printed grid and its rows of figures."""

    key: Literal["t2", "t3", "t4"]
    fields: tuple[Field, ...]
    grid: tuple[GridCell, ...]
    header_rows: int
    widths: tuple[int, ...]
    """Width of each column in millimetres on the page; 156 together."""

    @property
    def row_count(self) -> int:
        """How many rows the grid has."""
        return max(cell.row + cell.height for cell in self.grid)

    @property
    def column_count(self) -> int:
        """How many columns the grid has."""
        return len(self.widths)

    def cell_at(self, row: int, column: int) -> GridCell:
        """Return the cell that covers a square of the grid, counted from 0."""
        return next(
            cell
            for cell in self.grid
            if cell.row <= row < cell.row + cell.height
            and cell.column <= column < cell.column + cell.width
        )


class Section(NamedTuple):
    """One of the six numbered sections."""

    key: SectionKey
    number: str
    heading: str
    sheet: str
    """The title of its sheet in the workbook."""

    @property
    def field(self) -> str | None:
        """The name of the field that holds its paragraphs; None for a section that is a table."""
        return next((field.name for field in _PROSE if field.section == self.key), None)


SECTIONS: Final = (
    Section("overview", "一", "一、总体情况", "一、总体情况"),
    Section("t2", "二", "二、主动公开政府信息情况", "二、主动公开"),
    Section("t3", "三", "三、收到和处理政府信息公开申请情况", "三、申请办理"),
    Section("t4", "四", "四、政府信息公开行政复议、行政诉讼情况", "四、复议诉讼"),
    Section("problems", "五", "五、存在的主要问题及改进情况", "五、问题及改进"),
    Section("other", "六", "六、其他需要报告的事项", "六、其他事项"),
)


def section_of(key: str) -> Section:
    """Return the section with a key, `t3`."""
    return next(section for section in SECTIONS if section.key == key)


ASPECTS: Final = ("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障")
"""The aspects that section one must cover."""

# ---------------------------------------------------------------- table 2

_STOCK_COLUMNS = ("本年制发件数", "本年废止件数", "现行有效件数")
_DECISIONS = ("本年处理决定数量",)
_FEES = ("本年收费金额（单位：万元）",)
_TABLE2_CORNER: Final = "信息内容"

# group heading -> column headings -> rows (name, label)
_TABLE2: Final = (
    (
        "第二十条第（一）项",
        _STOCK_COLUMNS,
        (("t2_rules", "规章"), ("t2_normative", "行政规范性文件")),
    ),
    ("第二十条第（五）项", _DECISIONS, (("t2_licensing", "行政许可"),)),
    (
        "第二十条第（六）项",
        _DECISIONS,
        (("t2_penalties", "行政处罚"), ("t2_coercion", "行政强制")),
    ),
    ("第二十条第（八）项", _FEES, (("t2_fees", "行政事业性收费"),)),
)

# ---------------------------------------------------------------- table 3

APPLICANTS: Final = (
    "自然人",
    "商业企业",
    "科研机构",
    "社会公益组织",
    "法律服务机构",
    "其他",
    "总计",
)
TOTAL_COLUMN: Final = len(APPLICANTS) - 1
"""The position of 总计 in a row of table 3."""
_TABLE3_CORNER: Final = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
_TABLE3_APPLICANTS: Final = "申请人情况"
_TABLE3_ORGANISATIONS: Final = "法人或其他组织"
_TABLE3_OUTCOME: Final = "三、本年度办理结果"

_TABLE3_BEFORE: Final = (
    ("t3_new_received", "一、本年新收政府信息公开申请数量"),
    ("t3_carried_in", "二、上年结转政府信息公开申请数量"),
)
# group heading ("" for a row of its own) -> rows
_TABLE3_OUTCOMES: Final = (
    (
        "",
        (
            ("t3_granted", "（一）予以公开"),
            ("t3_partly_granted", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
        ),
    ),
    (
        "（三）不予公开",
        (
            ("t3_refused_state_secret", "1.属于国家秘密"),
            ("t3_refused_law", "2.其他法律行政法规禁止公开"),
            ("t3_refused_safety", "3.危及“三安全一稳定”"),
            ("t3_refused_third_party", "4.保护第三方合法权益"),
            ("t3_refused_internal", "5.属于三类内部事务信息"),
            ("t3_refused_process", "6.属于四类过程性信息"),
            ("t3_refused_enforcement_file", "7.属于行政执法案卷"),
            ("t3_refused_admin_query", "8.属于行政查询事项"),
        ),
    ),
    (
        "（四）无法提供",
        (
            ("t3_unavailable_not_held", "1.本机关不掌握相关政府信息"),
            ("t3_unavailable_needs_creation", "2.没有现成信息需要另行制作"),
            ("t3_unavailable_unclear", "3.补正后申请内容仍不明确"),
        ),
    ),
    (
        "（五）不予处理",
        (
            ("t3_not_handled_petition", "1.信访举报投诉类申请"),
            ("t3_not_handled_repeat", "2.重复申请"),
            ("t3_not_handled_publication", "3.要求提供公开出版物"),
            ("t3_not_handled_excessive", "4.无正当理由大量反复申请"),
            ("t3_not_handled_reconfirm", "5.要求行政机关确认或重新出具已获取信息"),
        ),
    ),
    (
        "（六）其他处理",
        (
            (
                "t3_other_correction_overdue",
                "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            ),
            (
                "t3_other_fee_overdue",
                "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            ),
            ("t3_other_misc", "3.其他"),
        ),
    ),
    ("", (("t3_total", "（七）总计"),)),
)
_TABLE3_AFTER: Final = (("t3_carried_out", "四、结转下年度继续办理"),)


def _plain(label: str) -> str:
    """Return a row label as messages quote it: without number and explanation."""
    return re.sub(
        r"^(?:[一二三四]、|（[一二三四五六七]）|\d\.)|（区分处理的.*|、行政机关不再处理.*",
        "",
        label,
    )


def _outcome_groups() -> Iterator[tuple[str, tuple[str, ...]]]:
    for heading, rows in _TABLE3_OUTCOMES:
        if heading:
            yield _plain(heading), tuple(name for name, _ in rows)
        else:
            yield from ((_plain(label), (name,)) for name, label in rows if name != "t3_total")


OUTCOME_GROUPS: Final = tuple(_outcome_groups())
"""（一） to （六） of table 3: the heading without its number, and the names of the rows under it."""

OUTCOMES: Final = tuple(name for _, names in OUTCOME_GROUPS for name in names)
"""The 21 outcome rows that make up `t3_total`."""

# ---------------------------------------------------------------- table 4

RESULTS: Final = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
TABLE4_REVIEW: Final = "行政复议"
TABLE4_SUITS: Final = "行政诉讼"
_TABLE4_SUITS: Final = (
    ("t4_direct_suits", "未经复议直接起诉"),
    ("t4_suits_after_review", "复议后起诉"),
)

# ---------------------------------------------------------------- the fields


def _table2_fields() -> Iterator[Field]:
    for _, columns, rows in _TABLE2:
        for name, label in rows:
            kind: Kind = "money" if name == "t2_fees" else "count"
            cells = columns if len(columns) > 1 else ("",)
            yield Field(name, label, kind, "t2", cells, table="t2", required=True)


def _table3_fields() -> Iterator[Field]:
    groups = (("", _TABLE3_BEFORE), *_TABLE3_OUTCOMES, ("", _TABLE3_AFTER))
    for group, rows in groups:
        for name, label in rows:
            # a label such as 其他 does not identify its group
            full_label = f"{_plain(group)}·{_plain(label)}" if group else _plain(label)
            full_label = "办理结果总计" if name == "t3_total" else full_label
            yield Field(
                name, full_label, "count", "t3", APPLICANTS, total=True, table="t3", required=True
            )


def _table4_fields() -> Iterator[Field]:
    yield Field(
        "t4_review", TABLE4_REVIEW, "count", "t4", RESULTS, total=True, table="t4", required=True
    )
    for name, label in _TABLE4_SUITS:
        full_label = f"{TABLE4_SUITS}·{label}"
        yield Field(name, full_label, "count", "t4", RESULTS, total=True, table="t4", required=True)


_SCALARS: Final = (
    Field("unit_name", "单位名称", "text", "basic", required=True),
    Field("report_year", "报告年度", "year", "basic", required=True),
    Field("report_date", "成文日期", "date", "basic", required=True),
    Field("title", "标题", "text", "basic"),
    Field("preface", "开头语", "text", "basic"),
    Field("submit_to", "报送单位", "text", "basic"),
    Field("contact_name", "联系人", "text", "basic"),
    Field("contact_phone", "联系电话", "text", "basic"),
    Field("t2_all_zero", "表二全年均为零", "choice", "t2"),
    Field("t3_all_zero", "表三全年均为零", "choice", "t3"),
    Field("t4_all_zero", "表四全年均为零", "choice", "t4"),
    Field("fee_notices", "发出收费通知（件）", "count", "other", blank_is_zero=True),
    Field("fee_charged", "收费通知总金额（元）", "money", "other", blank_is_zero=True),
    Field("fee_collected", "实际收取总金额（元）", "money", "other", blank_is_zero=True),
)
_PROSE: Final = (
    Field("overview", "总体情况", "paragraphs", "overview", required=True),
    Field("problems", "存在的主要问题及改进情况", "paragraphs", "problems", required=True),
    Field("other_matters", "其他需要报告的事项", "paragraphs", "other"),
)
_PREVIOUS: Final = (
    Field("prev_t3_carried_out", "上年度结转下年度继续办理", "count", "t3", APPLICANTS),
    Field("prev_new_received", "上年度新收政府信息公开申请总计", "count", "t3"),
    Field("prev_rules_issued", "上年度规章制发件数", "count", "t2"),
    Field("prev_rules_repealed", "上年度规章废止件数", "count", "t2"),
    Field("prev_rules_in_force", "上年末规章现行有效件数", "count", "t2"),
    Field("prev_normative_issued", "上年度行政规范性文件制发件数", "count", "t2"),
    Field("prev_normative_repealed", "上年度行政规范性文件废止件数", "count", "t2"),
    Field("prev_normative_in_force", "上年末行政规范性文件现行有效件数", "count", "t2"),
    Field("prev_licensing", "上年度行政许可处理决定数量", "count", "t2"),
    Field("prev_penalties", "上年度行政处罚处理决定数量", "count", "t2"),
    Field("prev_coercion", "上年度行政强制处理决定数量", "count", "t2"),
    Field("prev_fees", "上年度行政事业性收费金额（万元）", "money", "t2"),
)
"""Last year's figures: none is required, a rule that lacks its figure is left undecided."""

# ---------------------------------------------------------------- the printed grids


def _row_of_values(field: Field, row: int, column: int) -> Iterator[GridCell]:
    for index in range(len(field.cells)):
        yield GridCell(row, column + index, value=Slot(field.name, index))


def _table2_grid() -> Iterator[GridCell]:
    row = 0
    for heading, columns, rows in _TABLE2:
        span = 3 // len(columns)
        yield GridCell(row, 0, heading, width=4)
        yield GridCell(row + 1, 0, _TABLE2_CORNER)
        for index, label in enumerate(columns):
            yield GridCell(row + 1, 1 + index, label, width=span)
        row += 2
        for name, label in rows:
            yield GridCell(row, 0, label)
            for index in range(len(FIELDS[name].cells)):
                yield GridCell(row, 1 + index, value=Slot(name, index), width=span)
            row += 1


def _table3_grid() -> Iterator[GridCell]:
    yield GridCell(0, 0, _TABLE3_CORNER, height=3, width=3)
    yield GridCell(0, 3, _TABLE3_APPLICANTS, width=7)
    yield GridCell(1, 3, APPLICANTS[0], height=2)
    yield GridCell(1, 4, _TABLE3_ORGANISATIONS, width=5)
    yield GridCell(1, 3 + TOTAL_COLUMN, APPLICANTS[TOTAL_COLUMN], height=2)
    for index in range(1, TOTAL_COLUMN):
        yield GridCell(2, 3 + index, APPLICANTS[index])
    row = 3
    for name, label in _TABLE3_BEFORE:
        yield GridCell(row, 0, label, width=3)
        yield from _row_of_values(FIELDS[name], row, 3)
        row += 1
    outcome_rows = sum(len(rows) for _, rows in _TABLE3_OUTCOMES)
    yield GridCell(row, 0, _TABLE3_OUTCOME, height=outcome_rows, vertical=True)
    for group, rows in _TABLE3_OUTCOMES:
        if group:
            yield GridCell(row, 1, group, height=len(rows))
        for name, label in rows:
            if group:
                yield GridCell(row, 2, label)
            else:
                yield GridCell(row, 1, label, width=2)
            yield from _row_of_values(FIELDS[name], row, 3)
            row += 1
    for name, label in _TABLE3_AFTER:
        yield GridCell(row, 0, label, width=3)
        yield from _row_of_values(FIELDS[name], row, 3)


def _table4_grid() -> Iterator[GridCell]:
    yield GridCell(0, 0, TABLE4_REVIEW, width=5)
    yield GridCell(0, 5, TABLE4_SUITS, width=10)
    for index, label in enumerate(RESULTS):
        yield GridCell(1, index, label, height=2)
    for group, (_, label) in enumerate(_TABLE4_SUITS):
        yield GridCell(1, 5 + 5 * group, label, width=5)
        for index, result in enumerate(RESULTS):
            yield GridCell(2, 5 + 5 * group + index, result)
    for group, name in enumerate(("t4_review", *(name for name, _ in _TABLE4_SUITS))):
        yield from _row_of_values(FIELDS[name], 3, 5 * group)


_TABLE_FIELDS: Final = {
    field.name: field for field in (*_table2_fields(), *_table3_fields(), *_table4_fields())
}

FIELDS: Final[dict[str, Field]] = {
    **{field.name: field for field in (*_SCALARS, *_PROSE)},
    **_TABLE_FIELDS,
    **{field.name: field for field in _PREVIOUS},
}
"""Every field by its name."""

TEXT_FIELDS: Final = tuple(name for name, field in FIELDS.items() if not field.is_number)
"""The names that are attributes of a `Report`; figures are read with `Report.row`."""

FEE_FIELDS: Final = ("fee_notices", "fee_charged", "fee_collected")
"""The fees of section six: notices (件), amount charged, amount collected (元)."""

STOCK_FIELDS: Final = (
    ("t2_rules", "prev_rules_in_force"),
    ("t2_normative", "prev_normative_in_force"),
)
"""The rows of table 2 that count what is in force, each with the field of last year's figure."""

PREVIOUS_TABLE2: Final = {
    Slot("prev_rules_issued"): Slot("t2_rules", 0),
    Slot("prev_rules_repealed"): Slot("t2_rules", 1),
    Slot("prev_rules_in_force"): Slot("t2_rules", 2),
    Slot("prev_normative_issued"): Slot("t2_normative", 0),
    Slot("prev_normative_repealed"): Slot("t2_normative", 1),
    Slot("prev_normative_in_force"): Slot("t2_normative", 2),
    Slot("prev_licensing"): Slot("t2_licensing"),
    Slot("prev_penalties"): Slot("t2_penalties"),
    Slot("prev_coercion"): Slot("t2_coercion"),
    Slot("prev_fees"): Slot("t2_fees"),
}
"""Last year's figures of table 2, each with the slot that holds it in last year's report."""

PREVIOUS: Final = {
    **PREVIOUS_TABLE2,
    **{
        Slot("prev_t3_carried_out", position): Slot("t3_carried_out", position)
        for position in range(len(APPLICANTS))
    },
    Slot("prev_new_received"): Slot("t3_new_received", TOTAL_COLUMN),
}
"""All of last year's figures, each with the slot that holds it in last year's report."""

PROSE_FIELDS: Final = ("preface", *(field.name for field in _PROSE))
"""The names that hold paragraphs, in the order of the report."""


def _fields_of(table: str) -> tuple[Field, ...]:
    return tuple(field for field in _TABLE_FIELDS.values() if field.table == table)


TABLE_NAMES: Final = {"t2": "表二", "t3": "表三", "t4": "表四"}
"""What findings call the tables."""

TABLES: Final[dict[str, Table]] = {
    "t2": Table("t2", _fields_of("t2"), tuple(_table2_grid()), 0, (51, 35, 35, 35)),
    "t3": Table(
        "t3",
        _fields_of("t3"),
        tuple(_table3_grid()),
        3,
        (8, 19, 45, 12, 12, 12, 12, 12, 12, 12),
    ),
    "t4": Table(
        "t4",
        _fields_of("t4"),
        tuple(_table4_grid()),
        3,
        (10, 10, 10, 10, 12, 10, 10, 10, 10, 12, 10, 10, 10, 10, 12),
    ),
}


@cache
def row_label(name: str) -> str:
    """Return the official label in front of a row of figures, its outline number included."""
    table = TABLES[FIELDS[name].table or ""]
    first = next(cell for cell in table.grid if cell.value == Slot(name, 0))
    if table.key == "t4":
        return dict((("t4_review", TABLE4_REVIEW), *_TABLE4_SUITS))[name]
    left = [
        cell
        for cell in table.grid
        if cell.value is None
        and cell.row <= first.row < cell.row + cell.height
        and cell.column < first.column
    ]
    return max(left, key=lambda cell: cell.column).text


def is_total(slot: Slot) -> bool:
    """Tell whether a slot is a total, that is, a locked formula in the workbook."""
    return bool(addends(slot))


@cache
def addends(slot: Slot) -> tuple[Slot, ...]:
    """Return the slots that add up to a total; empty for what the clerk fills in."""
    field = FIELDS[slot.name]
    if field.total and slot.position == len(field.cells) - 1:
        return tuple(Slot(slot.name, index) for index in range(slot.position))
    if slot.name == "t3_total":
        return tuple(Slot(name, slot.position) for name in OUTCOMES)
    return ()


@cache
def slots_of(field: Field) -> tuple[Slot, ...]:
    """Return the slots of a field, left to right."""
    return tuple(Slot(field.name, index) for index in range(len(field.cells)))


TABLE_SLOTS: Final = tuple(slot for field in _TABLE_FIELDS.values() for slot in slots_of(field))
"""Every slot of tables 2 to 4, in the order of the form."""


@cache
def table_inputs(key: str) -> tuple[Slot, ...]:
    """Return the slots of a table that the clerk fills in: all but the totals."""
    return tuple(
        slot for field in TABLES[key].fields for slot in slots_of(field) if not is_total(slot)
    )


def paragraph_label(name: str, position: int) -> str:
    """Return the name of a paragraph in messages about a Word report."""
    headings = (f"“{section.heading}”" for section in SECTIONS if section.field == name)
    return f"{next(headings, '开头语')}第{position + 1}段"


@cache
def slot_label(slot: Slot) -> str:
    """Return the name of a slot in messages."""
    return FIELDS[slot.name].slot_label(slot.position)
