"""What counts in each row of tables 2 to 4, in plain words for the margins of the tables."""

from collections.abc import Iterator
from typing import Final

from converter.form.fields import OUTCOME_GROUPS, TABLES, Slot
from converter.form.layout import BALANCE_ROW, PREVIOUS_T3_ROW, TABLE_ROW, slot_area

_DECISION: Final = "本年作出的决定都算，网上公开不公开都算（武政办发〔2025〕54号）。"

_ROWS: Final = {
    "t2_rules": "乡镇、街道没有规章制定权，都填 0。",
    "t2_normative": "制发：本年印发的。废止：本年宣布废止、失效的。"
    "现行有效：年底还管用的，往年印发的也算。",
    "t2_licensing": _DECISION,
    "t2_penalties": _DECISION,
    "t2_coercion": _DECISION,
    "t2_fees": "本年收的行政事业性收费，单位是万元：5000 元填 0.5。",
    "t3_new_received": "本年收到的申请，一件算一件，按申请人分列。",
    "t3_carried_in": "照抄上年报告的“四、结转下年度继续办理”。",
    "t3_granted": "申请要的全都公开了。",
    "t3_partly_granted": "只公开了一部分的只算这里，不再算到不予公开等其他行。",
    "t3_total": "自动算。",
    "t3_carried_out": "年底还没办完的：第一项＋第二项－（七）总计。",
}
"""By the name of the row."""
_GROUPS: Final = {
    "不予公开": "全都没有公开的：看答复书写的是哪一条，算到那一行。",
    "无法提供": "答复“本机关没有”“要另外制作”“补正后还是不清楚”的，各归各行。",
    "不予处理": "答复不按信息公开申请办的：信访、重复申请、要书报、反复大量申请、要求确认。",
    "其他处理": "逾期不补正、逾期不缴费的各归各行；哪一行都归不进去的，算“3.其他”。",
}
"""By the group of the rows of table 3."""
TABLE4_NOTES: Final = (
    "只算因政府信息公开引起的复议和诉讼，一件只算一格。",
    "维持：复议机关、法院支持了本机关。纠正：撤销、变更、确认违法、责令重办。",
    "其他结果：撤回、调解、终止等。尚未审结：到年底还没有结果。",
    "没有先复议就起诉的，算“未经复议直接起诉”；先复议、后起诉的，算“复议后起诉”。",
)
"""The lines below table 4."""


def counting_notes(table: str) -> Iterator[tuple[int, int, str]]:
    """Yield what counts in the rows of table 2 or 3: the first row, how many rows, the text."""
    for name, text in _ROWS.items():
        if name.startswith(table):
            yield slot_area(Slot(name)).row, 1, text
    if table == "t3":
        yield TABLE_ROW, TABLES["t3"].header_rows, "一件申请只算一个申请人、一个办理结果。"
        for heading, names in OUTCOME_GROUPS:
            if heading in _GROUPS:
                yield slot_area(Slot(names[0])).row, len(names), _GROUPS[heading]
        yield BALANCE_ROW, 1, "不是 0 就有一项填错了。"
        yield PREVIOUS_T3_ROW, 1, "照抄上年报告；填了才和第二项核对。"
