"""Figures with a mark of a note, a circle for nothing, rows of last year, a table upside down."""

import random
import re
from dataclasses import replace

import pytest

from converter.form.report import Report
from tests.table_layouts import (
    Layout,
    Rows,
    page,
    plain,
    random_report,
    squares_of,
    table,
    texts_of,
)
from tests.test_published_tables import figures_said, lost_of, read, wrong_of


@pytest.fixture(scope="module")
def varied(city: Report) -> Report:
    """A report without fees that nobody reports."""
    report = random_report(city, random.Random(3))
    return replace(report, other_matters=("发出收费通知1件，收取信息处理费0元。",))


def marked(mark: str, below: str = "", row: str = "") -> Layout:
    def layout(rows: Rows) -> str:
        for cell in (one for line in rows for one in line if one.text.isdecimal()):
            cell.text += mark
            break
        return table(rows).replace("</table>", f"{row}</table>{below}")

    return layout


NOTED: list[tuple[str, str, str]] = [
    ("①", "<p>① 含重复申请。</p>", ""),
    ("*", "<p>单位：件</p><p>＊含重复申请。</p>", ""),
    ("＊", "<p>注：*含重复申请。</p>", ""),
    ("②", "<p>①指自然人。</p><p>②含重复申请。</p>", ""),
    ("※", "", "<tr><td colspan=9>※ 含上年结转的申请。</td></tr>"),
]


@pytest.mark.parametrize(
    "key", ["t3", *(pytest.param(one, marks=pytest.mark.nightly) for one in ("t2", "t4"))]
)
@pytest.mark.parametrize(
    ("mark", "below", "row"),
    [*NOTED[:1], *(pytest.param(*one, marks=pytest.mark.nightly) for one in NOTED[1:])],
)
def test_a_figure_with_the_mark_of_a_note_below_it_is_read(
    varied: Report, key: str, mark: str, below: str, row: str
) -> None:
    result = read(page(varied, {key: marked(mark, below, row)}))
    assert wrong_of(result.report, varied) == lost_of(result.report, varied) == []
    assert result.findings == []


@pytest.mark.parametrize(
    ("mark", "below"),
    [
        ("①", ""),
        ("*", "<p>①含重复申请。</p>"),
        ("（注1）", "<p>（注1）含重复申请。</p>"),
        ("①", "<p>四、政府信息公开行政复议、行政诉讼情况</p><p>①含重复申请。</p>"),
    ],
)
def test_without_its_note_a_mark_is_told(varied: Report, mark: str, below: str) -> None:
    data = page(varied, {"t3": marked(mark, below)})
    said = f"应填数字，现为“2419{mark}”。请改填数字。"
    assert any(one.endswith(said) for one in figures_said(data))
    assert len(lost_of(read(data).report, varied)) == 1


@pytest.mark.parametrize("zero", ["〇", pytest.param("零", marks=pytest.mark.nightly)])
def test_a_circle_alone_is_nothing(varied: Report, zero: str) -> None:
    data = page(varied, {"t3": lambda rows: re.sub(">0<", f">{zero}<", table(rows))})
    assert wrong_of(read(data).report, varied) == lost_of(read(data).report, varied) == []
    assert figures_said(data) == [f"表三第6行（等 107 格）：表三 107 个格子写“{zero}”，按 0 处理。"]


def test_digits_below_one_another_are_told(varied: Report) -> None:
    for between in ("<br>", "</p><p>"):
        broken = page(
            varied,
            {"t2": lambda rows, b=between: re.sub(r">(\d)(\d+)<", rf">\1{b}\2<", table(rows))},
        )
        assert [one[:15] for one in figures_said(broken)] == ["表二第11行（等 2 格）：表"]


def test_table_2_upside_down_is_read_by_its_labels(varied: Report) -> None:
    def reverse(rows: Rows) -> str:
        return plain(texts_of(squares_of(rows))[::-1])

    result = read(page(varied, {"t2": reverse}))
    assert wrong_of(result.report, varied) == lost_of(result.report, varied) == []
    assert (result.findings, result.notes) == ([], [])
    assert result.places[next(iter(result.places))] is not None


def last_year_below(labels: int) -> Layout:
    def layout(rows: Rows) -> str:
        found = []
        for row in texts_of(squares_of(rows)):
            found.append(row)
            if any(text.isdecimal() for text in row):
                found.append(["上年", *labels * [""], *("0" for _ in row[1 + labels :])])
        return plain(found)

    return layout


def test_rows_of_last_year_are_named(varied: Report) -> None:
    data = page(varied, {"t2": last_year_below(0), "t3": last_year_below(2)})
    result = read(data)
    assert wrong_of(result.report, varied) == lost_of(result.report, varied) == []
    (found,) = result.findings
    assert found.what.startswith(
        "有 25 行不是标准表的行（第5行“上年”、第7行“上年”、第9行“上年”等）"
    )
    assert result.notes[0] == "表二第4行“上年”不会带到新报告里。"


def test_years_side_by_side_are_refused_in_one_finding(varied: Report) -> None:
    def layout(rows: Rows) -> str:
        found = [
            [*row[:3], *(text for one in row[3:] for text in (one, one))]
            for row in texts_of(squares_of(rows))
        ]
        found.insert(3, ["", "", "", *["2025年", "2024年"] * 7])
        return plain(found)

    result = read(page(varied, {"t3": layout}))
    assert wrong_of(result.report, varied) == []
    assert [one.what[:18] for one in result.findings] == ["有 25 行的格子和表头对不上（第5"]


@pytest.mark.parametrize(
    ("key", "labels"),
    [
        ("t2", {"行政许可": "行政许可*", "行政处罚": "行政处罚 ②"}),
        (
            "t3",
            {"自然人": "※自然人", "商业企业": "商业企业①", "（一）予以公开": "（一）予以公开＊"},
        ),
        ("t4", {"结果维持": "结果维持†"}),
    ],
)
def test_the_mark_of_a_note_is_no_word_of_a_label(
    varied: Report, key: str, labels: dict[str, str]
) -> None:
    def layout(rows: Rows) -> str:
        for cell in (one for line in rows for one in line):
            cell.text = labels.get(cell.text, cell.text)
        return table(rows)

    data = page(varied, {key: layout})
    assert [*labels.values()][-1] in data.decode()
    result = read(data)
    assert (
        wrong_of(result.report, varied) == lost_of(result.report, varied) == result.findings == []
    )
