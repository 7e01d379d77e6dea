"""Tables as sites print them without cells: lists, lines with commas, fields of forms, captions anywhere."""

import random
import re

import pytest

from converter.form.fields import APPLICANTS, OUTCOME_GROUPS, TABLES, Slot
from converter.form.report import Report
from converter.reading.blocks import TableCell
from converter.reading.tables.table_words import is_blank, normalised
from tests.table_layouts import (
    Layout,
    Rows,
    page,
    plain,
    random_report,
    rows_of,
    squares_of,
    table,
    texts_of,
    with_columns,
    without_spans,
)
from tests.test_published_tables import (
    RESULTS,
    figures_said,
    groups_of_4,
    lost_of,
    read,
    wrong_of,
)

ALL = ("t2", "t3", "t4")


@pytest.fixture(scope="module")
def varied(city: Report) -> Report:
    """A report whose figures differ from one another."""
    return random_report(city, random.Random(3))


def on_lines(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def divided(mark: str, *, filled: bool = False) -> Layout:
    """The cells of a row on a line, with a mark between them; `filled` with all squares of the table."""

    def layout(rows: Rows) -> str:
        if not filled:
            return on_lines(*(mark.join(row) for row in texts_of(rows)))
        seen: set[int] = set()
        lines = []
        for row in squares_of(rows):
            lines.append(mark.join("" if id(one) in seen else one.text for one in row))
            seen |= {id(one) for one in row}
        return f"<pre>{chr(10).join(lines)}</pre>"

    return layout


def results_of_4(rows: Rows, form: str, heading: str = "（{n}）{name}") -> list[str]:
    lines = []
    for n, (name, values) in enumerate(groups_of_4(rows)):
        lines.append(heading.format(n="一二三"[n], name=name))
        lines += [
            form.format(name=name, result=result, value=value)
            for result, value in zip(RESULTS, values, strict=True)
        ]
    return [line for line in lines if line]


def sentences_of_4(rows: Rows) -> str:
    return on_lines(
        *(
            f"{name}{values[4]}件，其中结果维持{values[0]}件，结果纠正{values[1]}件，"
            f"其他结果{values[2]}件，尚未审结{values[3]}件。"
            for name, values in groups_of_4(rows)
        )
    )


def list_of_2(rows: Rows) -> str:
    rules, normative, *rest = [row for row in texts_of(rows) if re.fullmatch(r"[\d.]+", row[-1])]
    columns = ("本年制发件数", "本年废止件数", "现行有效件数")
    lines = [
        f"{label}："
        + "，".join(f"{name}{value}件" for name, value in zip(columns, values, strict=True))
        for label, *values in (rules, normative)
    ]
    return on_lines(*lines, *(f"{label}：{value}" for label, value in rest))


def list_of_3(rows: Rows) -> str:
    """Every row as a sentence; the heading of the group in front of the label."""
    groups = {name: group for group, names in OUTCOME_GROUPS for name in names if group}
    numbers = dict(zip(dict(OUTCOME_GROUPS), ("", *"三四五六"), strict=False))
    labels = [row[-8] for row in texts_of(rows) if len(row) > 7 and row[-1].isdecimal()]
    values = [row[-7:] for row in texts_of(rows) if len(row) > 7 and row[-1].isdecimal()]
    lines = []
    for field, label, row in zip(TABLES["t3"].fields, labels, values, strict=True):
        group = groups.get(field.name, "")
        front = f"（{numbers[group]}）{group}" if group and numbers.get(group) else ""
        said = "，".join(f"{name}{value}件" for name, value in zip(APPLICANTS, row, strict=True))
        lines.append(f"{front}{label}：{said}。")
    return on_lines(*lines)


def labels_above(rows: Rows) -> str:
    """Table 2 in three, the labels of its rows as headings of columns."""
    rules, normative, *rest = [row for row in texts_of(rows) if re.fullmatch(r"[\d.]+", row[-1])]
    *decisions, fees = rest
    columns = ("本年制发件数", "本年废止件数", "现行有效件数")
    return (
        plain(
            [
                ["", rules[0], normative[0]],
                *([name, rules[1 + n], normative[1 + n]] for n, name in enumerate(columns)),
            ]
        )
        + plain(
            [
                ["", *(one[0] for one in decisions)],
                ["本年处理决定数量", *(one[1] for one in decisions)],
            ]
        )
        + plain([["", fees[0]], ["本年收费金额（单位：万元）", fees[1]]])
    )


def turned(rows: Rows) -> str:
    texts = [[cell.text for cell in row] for row in squares_of(rows)]
    return plain([list(column) for column in zip(*texts, strict=True)])


def shown_by(markup: str) -> Layout:
    return lambda rows: re.sub(
        r">([\d.]+)<", lambda found: f">{markup.format(found[1])}<", table(rows)
    )


def halves(rows: Rows) -> str:
    """Table 3 on two pages, some kinds of applicants on each."""
    return table(with_columns(rows, [0, 1, 2, 3, 4, 5])) + table(
        with_columns(rows, [0, 1, 2, 6, 7, 8, 9])
    )


def renumbered(rows: Rows) -> str:
    for cell in (cell for row in rows for cell in row):
        cell.text = re.sub(
            r"^(\d)\.", r"(\1)", re.sub(r"^（([一二三四五六七])）", r"\1、", cell.text)
        )
    return table(rows)


READ: dict[str, dict[str, Layout]] = {
    "commas between cells": dict.fromkeys(ALL, divided(",")),
    "wide commas between cells": dict.fromkeys(ALL, divided("，")),
    "commas, merged cells as blanks": dict.fromkeys(ALL, divided(",", filled=True)),
    "bars, merged cells as blanks": dict.fromkeys(ALL, divided("|", filled=True)),
    "tabs, merged cells as blanks": dict.fromkeys(ALL, divided("\t", filled=True)),
    "results as a list": {"t4": lambda rows: on_lines(*results_of_4(rows, "{result}：{value}件"))},
    "results as a list with their groups": {
        "t4": lambda rows: on_lines(*results_of_4(rows, "{name}{result}：{value}", ""))
    },
    "a sentence a group": {"t4": sentences_of_4},
    "a sentence a row": {"t2": list_of_2, "t3": list_of_3},
    "labels of table 2 as columns": {"t2": labels_above},
    "tables turned": dict.fromkeys(ALL, turned),
    "table 3 in halves": {"t3": halves},
    "other numbers": {"t3": renumbered},
    "fields to type in": dict.fromkeys(ALL, shown_by("<input value='{}'>")),
    "fields to choose from": dict.fromkeys(
        ALL, shown_by("<select><option>9<option selected>{}</select>")
    ),
    "figures as formulas": dict.fromkeys(ALL, shown_by("<math><mn>{}</mn></math>")),
}


@pytest.mark.parametrize("name", READ)
def test_a_shape_is_read(varied: Report, name: str) -> None:
    result = read(page(varied, READ[name]))
    assert wrong_of(result.report, varied) == lost_of(result.report, varied) == []
    assert result.findings == []
    assert result.notes == []


def captions_below(rows: Rows) -> str:
    return "".join(f"{plain([RESULTS, values])}<p>{name}</p>" for name, values in groups_of_4(rows))


def captions_together(rows: Rows) -> str:
    """Two captions above the first of two tables."""
    review, direct, after = groups_of_4(rows)
    tables = [plain([RESULTS, values]) for _, values in (review, direct, after)]
    return f"<p>{review[0]}</p>{tables[0]}<p>{direct[0]}</p><p>{after[0]}</p>{tables[1]}{tables[2]}"


@pytest.mark.parametrize("layout", [captions_below, captions_together])
def test_captions_that_may_be_those_of_other_tables(varied: Report, layout: Layout) -> None:
    result = read(page(varied, {"t4": layout}))
    assert wrong_of(result.report, varied) == []
    assert [one.what[:14] for one in result.findings] == ["有 3 行的格子和表头对不上"]


def test_a_list_that_lacks_a_figure_is_told(varied: Report) -> None:
    """What stands instead of a table is no prose: nothing is said of its numbers and stops."""
    data = page(
        varied, {"t4": lambda rows: on_lines(*results_of_4(rows, "1、{result}：{value}件")[:-1])}
    )
    (said,) = figures_said(data)
    assert said.startswith("表四（整张表）：表四不是表格：")


def test_a_sentence_beside_a_table_is_no_second_one(varied: Report) -> None:
    result = read(page(varied, {"t4": lambda rows: sentences_of_4(rows) + table(rows)}))
    assert [note.split("：")[0] for note in result.notes] == [
        "“四、政府信息公开行政复议、行政诉讼情况”部分表格以外有 3 段文字不会带到新报告里"
    ]


def test_sentences_of_the_overview_stay_there(varied: Report) -> None:
    """They may be last year's, and are prose; the table is a picture, or a list of its own."""
    last = sentences_of_4(rows_of(random_report(varied, random.Random(9)), "t4"))
    for layout in (lambda _: "<img src='a.png'>", sentences_of_4):
        data = page(varied, {"t4": layout}).replace(
            "<p>一、总体情况</p>".encode(), f"<p>一、总体情况</p>{last}".encode()
        )
        found = read(data).report
        assert wrong_of(found, varied) == []
        assert found.overview[0].startswith("行政复议")


DIVIDED_NUMBERS = ["1,234", "1，234", "1 234", "1、2", "1,23", "1,234,567"]


@pytest.mark.parametrize("number", DIVIDED_NUMBERS)
def test_a_list_with_a_number_in_groups_is_no_table(varied: Report, number: str) -> None:
    """Of 1,234 nobody may read the 1 alone."""
    report = varied.with_figures({Slot("t2_licensing", 0): 12345678})
    data = page(report, {"t2": lambda rows: list_of_2(rows).replace("12345678", number)})
    assert wrong_of(read(data).report, report) == []
    assert figures_said(data)[0].startswith("表二（整张表）：表二不是表格：")


@pytest.mark.parametrize(
    "markup", ["{0}<input value='{0}'>", "<select><option selected>{0}</select>{0}"]
)
def test_what_is_typed_beside_a_figure_is_no_part_of_it(varied: Report, markup: str) -> None:
    found = read(page(varied, {"t4": shown_by(markup)})).report
    assert len(lost_of(found, varied)) == 15


def test_what_nobody_sees_is_no_part_of_a_label_and_no_figure() -> None:
    assert normalised("总\u2060计") == "总计"
    assert is_blank(TableCell("\u00ad\u3000"))


def test_pictures_in_cells_are_told(varied: Report) -> None:
    data = page(varied, {"t4": shown_by("<img src='{}.png'>")})
    assert figures_said(data) == [
        "表四第4行（等 15 格）：表四 15 个格子是图片、公式或特殊符号，读不出数：“行政复议，结果维持”、"
        "“行政复议，结果纠正”、“行政复议，其他结果”等。请改填数字。"
    ]


def test_what_a_template_or_a_description_says_is_named(city: Report) -> None:
    said = "收到公开申请57件。"
    told = {
        f"<template><p>{said}</p></template>": f"网页里 1 处隐藏、删去或排在正文旁边的文字不会带到新报告里：“{said}”。",
        f"<img src='a.png' alt='{said}'>": "1 个图片、图形不会带到新报告里（“三、收到和处理政府信息公开申请情况”部分）："
        f"“{said}”。要保留的请自己插入，公章请重新加盖。",
    }
    for markup, note in told.items():
        notes = read(page(city, {"t3": lambda rows, more=markup: table(rows) + more})).notes
        assert note in notes


TOTALS = [
    (1, "表四第4行（行政复议，总计）：未填。前面各格加起来是 {due}。请核对后填上。"),
    (
        3,
        "表四第4行（等 3 格）：表四 3 个总计是空的：“行政复议，总计”、“行政诉讼·未经复议直接起诉，总计”、"
        "“行政诉讼·复议后起诉，总计”。请按各格相加填上。",
    ),
]


@pytest.mark.parametrize(("count", "said"), TOTALS)
def test_a_blank_total_is_not_to_be_filled_with_0(varied: Report, count: int, said: str) -> None:
    def blanked(rows: Rows) -> str:
        for at in (4, 9, 14)[:count]:
            rows[-1][at].text = ""
        return table(rows)

    due = varied.stated(Slot("t4_review", 4))
    assert figures_said(page(varied, {"t4": blanked})) == [said.format(due=due)]


@pytest.mark.parametrize("between", ["", " "])
def test_the_figures_of_two_cells_in_one(varied: Report, between: str) -> None:
    row = dict(
        zip((Slot("t3_carried_in", at) for at in range(7)), (3, 14, 2, 1, 0, 0, 20), strict=True)
    )
    report = varied.with_figures(row)

    def together(rows: Rows) -> str:
        rows[4][1].text, rows[4][2].text = f"3{between}14", ""
        return table(rows)

    data = page(report, {"t3": together})
    assert wrong_of(read(data).report, report) == []
    assert [one.message for one in read(data).findings] == [
        "表三第5行（上年结转政府信息公开申请数量，自然人）：“314”像是 3 和 14 写在了一格："
        "分开才合印的总计，旁边“商业企业”一格是空的。请分开填。"
    ]


def labelled(**words: str) -> Layout:
    """Table 3 with some labels in other words."""

    def layout(rows: Rows) -> str:
        for cell in (cell for row in rows for cell in row):
            for now, other in words.items():
                cell.text = other if now in cell.text else cell.text
        return table(rows)

    return layout


LABELS = [
    (labelled(予以公开="三、本年度办理结果（一）予以公开"), "（一）予以公开"),
    (
        labelled(逾期不补正="1.逾期不补正"),
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    ),
    (labelled(七="（七）合计"), "（七）总计"),
]


@pytest.mark.parametrize(("layout", "official"), LABELS)
def test_a_label_in_other_words_is_read_and_told(
    varied: Report, layout: Layout, official: str
) -> None:
    data = page(varied, {"t3": layout})
    found = read(data).report
    assert wrong_of(found, varied) == lost_of(found, varied) == []
    (said,) = figures_said(data)
    assert said.endswith(f"请改为标准表的“{official}”。")


def with_sums(rows: Rows) -> str:
    """The headings of groups as rows, with the sums of theirs."""
    texts = texts_of(without_spans(rows))
    place = next(n for n, row in enumerate(texts) if "（三）不予公开" in row)
    sums = [str(sum(int(row[-7 + at]) for row in texts[place : place + 8])) for at in range(7)]
    texts[place].remove("（三）不予公开")
    return plain([*texts[:place], ["（三）不予公开", *sums], *texts[place:]])


def test_rows_of_table_3_that_add_up_others_are_named(varied: Report) -> None:
    result = read(page(varied, {"t3": with_sums}))
    assert wrong_of(result.report, varied) == lost_of(result.report, varied) == []
    assert result.findings == []
    assert result.notes == [
        "表三有 1 行是其他行的小计（第8行“（三）不予公开”），不会带到新报告里。"
    ]
    more = page(
        varied,
        {
            "t3": lambda rows: with_sums(rows).replace(
                "</td></tr><tr><td>1.属", "9</td></tr><tr><td>1.属"
            )
        },
    )
    assert [one.code for one in read(more).findings] == ["FORM-LABEL"]


def test_a_row_left_out_is_0_only_where_the_totals_say_so(varied: Report) -> None:
    def without(label: str) -> Layout:
        return lambda rows: plain(
            [row for row in texts_of(without_spans(rows)) if label not in row]
        )

    zero = varied.with_figures(
        {Slot("t3_refused_law", at): 0 for at in range(7)}
        | {
            Slot("t3_new_received", at): int(varied.stated(Slot("t3_new_received", at)) or 0)
            - int(varied.stated(Slot("t3_refused_law", at)) or 0)
            for at in range(7)
        }
    )
    zero = zero.with_totals([Slot("t3_total", at) for at in range(7)])
    label = "2.其他法律行政法规禁止公开"
    assert lost_of(read(page(zero, {"t3": without(label)})).report, zero) == []
    assert figures_said(page(zero, {"t3": without(label)}))[0].endswith(
        f"少 1 行：“{label}”。各列印的总计正好等于其余各行之和，少的行只能是 0，已按 0 读入。请按标准格式补上。"
    )
    # left out of the total as well, but not of what came in
    printed = varied.with_figures(
        {
            Slot("t3_total", at): int(varied.stated(Slot("t3_total", at)) or 0)
            - int(varied.stated(Slot("t3_refused_law", at)) or 0)
            for at in range(7)
        }
    )
    assert varied.stated(Slot("t3_refused_law", 6)) != 0
    found = read(page(printed, {"t3": without(label)})).report
    assert found.stated(Slot("t3_refused_law", 6)) is None
    other = "1.信访举报投诉类申请"
    assert varied.stated(Slot("t3_not_handled_petition", 6)) != 0
    assert figures_said(page(varied, {"t3": without(other)})) == [
        f"表三（不予处理·信访举报投诉类申请）：找不到“{other}”一行。请按标准格式补上。"
    ]
