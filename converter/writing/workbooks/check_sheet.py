"""The sheet 校验: the list of what is to be done, and below it a line for every rule."""

from functools import cache
from typing import Any, Final

from converter.findings import CODES, Severity
from converter.form.expressions import has_text
from converter.form.fields import MONEY_PLACES, Slot
from converter.form.layout import (
    CHECK_COLUMNS,
    CHECK_COUNT_ROW,
    CHECK_HEADER_ROW,
    CHECK_LINES,
    CHECK_ROW,
    CHECK_SHEET,
    COUNTED_COLUMN,
    DIFFERENCE_COLUMN,
    KEY_COLUMN,
    LEFT_COLUMN,
    LINK_COLUMN,
    NUMBER_COLUMN,
    ORDER_COLUMN,
    REASON_COLUMN,
    REMEDY_COLUMN,
    RIGHT_COLUMN,
    SAYS_COLUMN,
    SEVERITY_COLUMN,
    STATE_COLUMN,
    TODO_HEADER_ROW,
    TODO_MORE_ROW,
    TODO_ROOM,
    TODO_ROW,
    Area,
    SheetReferences,
    absolute,
    address,
    reason_rows,
    slot_area,
)
from converter.form.report import Report
from converter.form.rule import Rule, State
from converter.form.rules import PROSE_CODES, RULES
from converter.writing.workbooks.banner import MUST, RuleOutcomes, write_banner
from converter.writing.workbooks.form_book import (
    BAD,
    BORDER,
    GOOD,
    LINK,
    OPEN,
    TOTAL_COLOUR,
    FormBook,
)

_SAYS_WIDTH: Final = 58
"""Width of the column that says what a rule compares; a Chinese character takes two."""
_NOTHING: Final = "—"
"""What stands where there is nothing to compare."""
_BROKEN: Final = "有的格子被删掉了，或者里面的公式出错了。请按 Ctrl+Z 恢复，或用改动以前的文件。"
"""What stands for the remedy where a side is an error: what it compares is gone with its row."""
_HIDDEN: Final = {"num_format": ";;;"}
"""The look of hidden columns: some programs let their texts run over into the visible ones."""
_LAST_ROW: Final = max(CHECK_LINES.values())
_REFERENCES: Final = SheetReferences(CHECK_SHEET)


def write_check_sheet(book: FormBook, report: Report, outcomes: RuleOutcomes) -> None:
    """Write 校验: the banner, the number of errors, the to-do list, the lines of the rules.

    The clerk sees a running number; the keys, by which the reader knows the lines, are hidden.
    """
    sheet = book.sheets[CHECK_SHEET]
    for column, width in enumerate((6, 7, _SAYS_WIDTH, 8, 8, 8, 8, 19, 42)):
        sheet.set_column(column, column, width)
    sheet.set_column(COUNTED_COLUMN, KEY_COLUMN, None, None, {"hidden": True})
    visible = COUNTED_COLUMN
    book.write_heading(sheet, CHECK_SHEET, visible)
    write_banner(book, outcomes, CHECK_SHEET, None, visible)
    row = CHECK_COUNT_ROW
    sheet.merge_range(row, 0, row, 2, "未通过的错误项数（为 0 才能生成报告）", book.label())
    counted = f"=SUM({_rule_lines(COUNTED_COLUMN)})"
    sheet.write_formula(row, 3, counted, book.label(bold=True), sum(map(outcomes.counts, RULES)))
    _TodoList(book, outcomes).write()
    _RuleLines(book, report, outcomes).write()
    sheet.autofilter(CHECK_HEADER_ROW, 0, _LAST_ROW, REASON_COLUMN)
    sheet.freeze_panes(TODO_HEADER_ROW, 0)
    sheet.set_selection(TODO_ROW, LINK_COLUMN, TODO_ROW, LINK_COLUMN)
    sheet.print_area(0, 0, _LAST_ROW, REASON_COLUMN)
    sheet.repeat_rows(CHECK_HEADER_ROW)
    state, counts = address(CHECK_ROW, STATE_COLUMN), address(CHECK_ROW, COUNTED_COLUMN)
    states = Area(CHECK_SHEET, CHECK_ROW, STATE_COLUMN, _LAST_ROW - CHECK_ROW + 1)
    for condition, look in (
        (f'${state}="{State.PASS.value}"', GOOD),
        (f'${state}="{State.FAIL.value}"', BAD),
        (f'${state}="{State.EXPLAINED.value}"', OPEN),
        # what may stay blank keeps its plain colour
        (f'AND(${state}="{State.BLANK.value}",${counts}=1)', OPEN),
    ):
        book.colour_where(states, condition, look)


class _TodoList:
    """The first of the open rules, each with a link to its cell and its remedy."""

    COLUMNS: Final = (
        "待办",
        "级别",
        "要改的地方",
        "左边",
        "右边",
        "差额",
        "结果",
        "去改（点一下）",
        "怎么改",
    )
    """The headings of the list, over the columns of the lines below it."""
    FORMATS: Final[dict[int, dict[str, Any]]] = {
        SAYS_COLUMN: {"bold": True},
        LINK_COLUMN: LINK,
        REASON_COLUMN: {"font_size": 10},
    }

    def __init__(self, book: FormBook, outcomes: RuleOutcomes) -> None:
        self._book = book
        self._sheet = book.sheets[CHECK_SHEET]
        self._outcomes = outcomes
        self._open = outcomes.open_rules

    def write(self) -> None:
        """Write the headings, the lines, and how many open rules there are beyond them."""
        sheet, book = self._sheet, self._book
        for column, text in enumerate(self.COLUMNS):
            sheet.write_string(TODO_HEADER_ROW, column, text, book.label(bold=True))
        for number in range(1, TODO_ROOM + 1):
            self._write_line(number)
        left = f"MAX({_rule_lines(ORDER_COLUMN)})-{TODO_ROOM}"
        sheet.merge_range(TODO_MORE_ROW, 0, TODO_MORE_ROW, REASON_COLUMN, "", book.format())
        before, after = "还有 ", " 条，改好上面的就会显示。"
        more = len(self._open) - TODO_ROOM
        sheet.write_formula(
            TODO_MORE_ROW,
            0,
            f'=IF({left}>0,"{before}"&({left})&"{after}","")',
            book.format(font_color=OPEN["font_color"], indent=1),
            f"{before}{more}{after}" if more > 0 else "",
        )
        state = f"${address(TODO_ROW, STATE_COLUMN)}"
        states = Area(CHECK_SHEET, TODO_ROW, STATE_COLUMN, TODO_ROOM)
        lines = Area(CHECK_SHEET, TODO_ROW, 0, TODO_ROOM, len(self.COLUMNS))
        # LibreOffice applies only the first condition that holds, so each brings its border
        book.colour_where(states, f'{state}="{State.FAIL.value}"', {**BAD, **BORDER})
        book.colour_where(states, f'{state}="{State.BLANK.value}"', {**OPEN, **BORDER})
        book.colour_where(lines, f'${address(TODO_ROW, 0)}<>""', BORDER)

    def _write_line(self, number: int) -> None:
        """Write the line of the open rule of that number, counted from 1; blank beyond the last."""
        sheet, row = self._sheet, TODO_ROW + number - 1
        rule = self._open[number - 1] if number <= len(self._open) else None
        # the hidden column of order holds the index of the open rule among the lines, or 0
        match = f"MATCH({number},{_rule_lines(ORDER_COLUMN)},0)"
        index = absolute(address(row, ORDER_COLUMN))
        line = RULES.index(rule) + 1 if rule else 0
        sheet.write_formula(row, ORDER_COLUMN, f"=IF(ISERROR({match}),0,{match})", None, line)
        nothing = "没有待办。保存、关闭以后就可以转换，正文在转换时核对。" if number == 1 else ""
        values = self._values(number, rule) if rule else {SAYS_COLUMN: nothing}
        for column in range(len(self.COLUMNS)):
            source = REMEDY_COLUMN if column == REASON_COLUMN else column
            content = f"INDEX({_rule_lines(source)},{index})"
            if column == NUMBER_COLUMN:
                content = str(number)
            if column == REASON_COLUMN:
                difference = f"INDEX({_rule_lines(DIFFERENCE_COLUMN)},{index})"
                content = f'IF(ISERROR({difference}),"{_BROKEN}",{content})'
            if column == LINK_COLUMN:
                target = f"""SUBSTITUTE({content}," ","'!")"""
                content = f"""HYPERLINK("#'"&{target},{content})"""
            empty = f'"{nothing}"' if column == SAYS_COLUMN else '""'
            properties = self.FORMATS.get(column, {"align": "center"})
            style = self._book.format(text_wrap=True, **properties)
            formula = f"=IF({index}=0,{empty},{content})"
            sheet.write_formula(row, column, formula, style, values.get(column, ""))
        sheet.set_row(row, 30)

    def _values(self, number: int, rule: Rule) -> dict[int, Any]:
        """Return what the formulas of a line give, by column."""
        outcome = self._outcomes.of(rule)
        return {
            NUMBER_COLUMN: number,
            SEVERITY_COLUMN: _severity_word(rule),
            SAYS_COLUMN: rule.says,
            LEFT_COLUMN: outcome.left,
            RIGHT_COLUMN: outcome.right,
            DIFFERENCE_COLUMN: outcome.difference,
            STATE_COLUMN: outcome.state.value,
            LINK_COLUMN: _link_text(rule.focus),
            REASON_COLUMN: rule.remedy,
        }


class _RuleLines:
    """A line for every rule on figures, then one for every rule on prose that takes a reason."""

    def __init__(self, book: FormBook, report: Report, outcomes: RuleOutcomes) -> None:
        self._book = book
        self._sheet = book.sheets[CHECK_SHEET]
        self._report = report
        self._outcomes = outcomes

    def write(self) -> None:
        """Write the headings and the lines."""
        for column, text in enumerate(CHECK_COLUMNS):
            self._sheet.write_string(CHECK_HEADER_ROW, column, text, self._book.label(bold=True))
        for rule in RULES:
            self._write_rule(rule)
        for code in PROSE_CODES:
            self._write_prose_code(code)

    def _write_rule(self, rule: Rule) -> None:
        sheet, book, row = self._sheet, self._book, CHECK_LINES[rule.key]
        outcome, open_rules = self._outcomes.of(rule), self._outcomes.open_rules
        middle, number = book.boxed(align="center"), book.boxed(align="right")
        formulas = _formulas()[rule.key]
        undecided = any(self._report.figure(slot) is None for slot in rule.needed)
        self._write_start(row, rule.key, _severity_word(rule))
        sheet.write_string(row, SAYS_COLUMN, rule.says, book.boxed())
        if len(rule.says) > _SAYS_WIDTH // 2 - 1:
            sheet.set_row(row, 30)
        sheet.write_string(row, REMEDY_COLUMN, rule.remedy, book.format(**_HIDDEN))
        sides = outcome.left, outcome.right, outcome.difference
        left, right, difference = [_NOTHING] * len(sides) if undecided else sides
        for column, style, value in (
            (LEFT_COLUMN, number, left),
            (RIGHT_COLUMN, number, right),
            (DIFFERENCE_COLUMN, number, difference),
            (STATE_COLUMN, middle, outcome.state.value),
            (COUNTED_COLUMN, book.format(**_HIDDEN), int(self._outcomes.counts(rule))),
            (ORDER_COLUMN, None, open_rules.index(rule) + 1 if rule in open_rules else ""),
        ):
            sheet.write_formula(row, column, formulas[column], style, value)
        area = slot_area(rule.focus)
        target = f"internal:'{area.sheet}'!{address(area.row, area.column)}"
        sheet.write_url(row, LINK_COLUMN, target, book.boxed(**LINK), _link_text(rule.focus))
        if rule.explainable:
            self._write_reason(row, rule.key)
        else:
            sheet.write_blank(row, REASON_COLUMN, None, book.boxed(bg_color=TOTAL_COLOUR))

    def _write_prose_code(self, code: str) -> None:
        """Write the line of a rule that no formula can evaluate: it only takes the reason."""
        sheet, book, row = self._sheet, self._book, CHECK_LINES[code]
        middle = book.boxed(align="center")
        self._write_start(row, code, CODES[code].severity.label)
        sheet.write_string(row, SAYS_COLUMN, f"{CODES[code].rule}（转换时核对）", book.boxed())
        for column in (LEFT_COLUMN, RIGHT_COLUMN, DIFFERENCE_COLUMN, STATE_COLUMN, LINK_COLUMN):
            sheet.write_string(row, column, _NOTHING, middle)
        self._write_reason(row, code)

    def _write_start(self, row: int, key: str, severity: str) -> None:
        """Write the number of a line, its hidden key, and its severity."""
        sheet, middle = self._sheet, self._book.boxed(align="center")
        sheet.write_number(row, NUMBER_COLUMN, row - CHECK_HEADER_ROW, middle)
        sheet.write_string(row, SEVERITY_COLUMN, severity, middle)
        sheet.write_string(row, KEY_COLUMN, key, self._book.format(**_HIDDEN))

    def _write_reason(self, row: int, key: str) -> None:
        """Write the input for the clerk's reason."""
        style = self._book.input(align="left")
        self._book.keep_open(Area(CHECK_SHEET, row, REASON_COLUMN))
        self._book.write_text(
            self._sheet, row, REASON_COLUMN, self._report.reasons.get(key, ""), style
        )
        self._sheet.data_validation(
            row,
            REASON_COLUMN,
            row,
            REASON_COLUMN,
            {
                "validate": "length",
                "criteria": "<=",
                "value": 500,
                "error_title": "填写有误",
                "error_message": "情况说明不超过 500 字。",
            },
        )


@cache
def _formulas() -> dict[str, dict[int, str]]:
    """Return the formulas on the line of each rule, by the key of the rule and the column."""
    return {
        rule.key: {
            **_sides(rule),
            STATE_COLUMN: f"={_state_formula(rule)}",
            COUNTED_COLUMN: f"={_counted_formula(rule)}",
            ORDER_COLUMN: f"={_order_formula(CHECK_LINES[rule.key])}",
        }
        for rule in RULES
    }


def _sides(rule: Rule) -> dict[int, str]:
    """Return the formulas of both sides and of their difference, by column.

    Nothing is compared, and nothing shown, while a figure is missing, as last year's may be.
    """
    row = CHECK_LINES[rule.key]
    left, right = address(row, LEFT_COLUMN), address(row, RIGHT_COLUMN)
    sides = {
        LEFT_COLUMN: rule.left.excel(_REFERENCES),
        RIGHT_COLUMN: rule.right.excel(_REFERENCES),
        DIFFERENCE_COLUMN: f"ROUND({left}-{right},{MONEY_PLACES})",
    }
    missing = rule.incomplete_excel(_REFERENCES)
    if not missing:
        return {column: f"={side}" for column, side in sides.items()}
    undecided = dict.fromkeys(sides, _is_undecided(rule)) | {LEFT_COLUMN: missing}
    return {
        column: f'=IF({undecided[column]},"{_NOTHING}",{side})' for column, side in sides.items()
    }


def _is_undecided(rule: Rule) -> str:
    """Return the Excel condition that the left side of a line shows nothing."""
    return f'{address(CHECK_LINES[rule.key], LEFT_COLUMN)}="{_NOTHING}"'


def _state_formula(rule: Rule) -> str:
    """Return the formula of 结果: whether the rule holds, fails, is explained or not yet decided."""
    difference = address(CHECK_LINES[rule.key], DIFFERENCE_COLUMN)
    failed = f'"{(State.BLANK if rule.required else State.FAIL).value}"'
    if rule.explainable:
        reason = "&".join(address(row, REASON_COLUMN) for row in reason_rows(rule))
        failed = f'IF({has_text(reason)},"{State.EXPLAINED.value}",{failed})'
    formula = f'IF({difference}{rule.relation}0,"{State.PASS.value}",{failed})'
    if rule.incomplete_excel(_REFERENCES):
        formula = f'IF({_is_undecided(rule)},"{State.BLANK.value}",{formula})'
    # asked first: any comparison with an error, as a deleted row leaves it, is one itself, and so would every count be
    return f'IF(ISERROR({difference}),"{State.FAIL.value}",{formula})'


def _counted_formula(rule: Rule) -> str:
    """Return the formula that gives 1 where the rule counts among the errors, else 0."""
    if rule.severity is not Severity.ERROR:
        return "0"
    state = address(CHECK_LINES[rule.key], STATE_COLUMN)
    condition = f'{state}="{State.FAIL.value}"'
    if rule.required:
        condition = f'OR({condition},{state}="{State.BLANK.value}")'
    return f"IF({condition},1,0)"


def _order_formula(row: int) -> str:
    """Return the formula that numbers the open lines from 1, and gives nothing on the others."""
    counted, state = address(row, COUNTED_COLUMN), address(row, STATE_COLUMN)
    above = f"{absolute(address(CHECK_HEADER_ROW, ORDER_COLUMN))}:{address(row - 1, ORDER_COLUMN)}"
    return f'IF(OR({counted}=1,{state}="{State.FAIL.value}"),MAX({above})+1,"")'


def _severity_word(rule: Rule) -> str:
    """Return what 校验 calls the severity of a rule."""
    return MUST if rule.severity is Severity.ERROR else rule.severity.label


def _link_text(focus: Slot) -> str:
    """Return a cell as 校验 names it: its sheet and its address."""
    area = slot_area(focus)
    return f"{area.sheet} {address(area.row, area.column)}"


def _rule_lines(column: int) -> str:
    """Return the fixed range of a column on the lines of the rules on figures."""
    first, last = CHECK_LINES[RULES[0].key], CHECK_LINES[RULES[-1].key]
    return absolute(f"{address(first, column)}:{address(last, column)}")
