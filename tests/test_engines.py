"""What the sheets say and what Python says is the same, whichever program computes the sheets.

LibreOffice, IronCalc and HyperFormula share no code; phones, previews and online office suites use
engines like the last two.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from converter.form.fields import Slot
from converter.form.layout import (
    CHECK_SHEET,
    ERROR_COUNT_NAME,
    OWN_AREAS,
    REASON_COLUMN,
    TODO_ROOM,
    TODO_ROW,
    address,
)
from converter.form.report import Report
from converter.form.rule import State
from converter.form.rules import RULES
from converter.writing.workbooks.workbook import write_workbook
from tests.engines import (
    Values,
    assert_cached_values,
    assert_check_sheet,
    by_hyperformula,
    by_ironcalc,
    by_libreoffice,
)
from tests.filling import TEMPLATE, Clerk, content_of, random_content

Engine = Callable[[Iterable[Path]], list[Values]]


@pytest.fixture(
    params=[
        pytest.param("libreoffice", marks=pytest.mark.office),
        "ironcalc",
        pytest.param("hyperformula", marks=pytest.mark.hyperformula),
    ]
)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    folder = tmp_path / "computed"
    folder.mkdir()
    engines: dict[str, Engine] = {
        "libreoffice": partial(by_libreoffice, folder=folder),
        "ironcalc": by_ironcalc,
        "hyperformula": by_hyperformula,
    }
    return engines[request.param]


def test_cached_values_are_what_the_engine_computes(
    engine: Engine, tmp_path: Path, city: Report, township: Report
) -> None:
    files = [tmp_path / name for name in ("city.xlsx", "township.xlsx", "template.xlsx")]
    files[0].write_bytes(write_workbook(city))
    files[1].write_bytes(write_workbook(township))
    files[2].write_bytes(TEMPLATE.read_bytes())
    for file, computed in zip(files, engine(files), strict=True):
        assert_cached_values(file, computed)


def _filled(seeds: Iterable[int], folder: Path, sound: Report) -> list[Path]:
    clerk = Clerk()
    files = []
    for seed in seeds:
        files.append(folder / f"{seed:03}.xlsx")
        files[-1].write_bytes(clerk.saved(random_content(seed, sound)))
    return files


SHORT_OR_EMPTY = (
    ("孙家沟镇", {0: "无。"}),
    ("保德县孙家沟镇人民政府\u3000", {0: "暂无问题", 3: "\u3000没有。 "}),
    (" 安宁经济开发区", {0: "（一）存在的主要问题", 1: "无。\n", 2: "（二）改进措施", 3: "无"}),
    ("安宁县城关社区", {0: "公开不够及时。", 1: "无。"}),
    ("安宁县政府", {0: "无人值守的查询点还不够多。" * 40, 1: "无" * 5000}),
    ("安宁县政府办公室", {}),
    ("安宁街道办", {59: 0}),
)


def test_the_check_sheet_and_python_agree_on_short_names_and_empty_sections(
    engine: Engine, tmp_path: Path, city: Report
) -> None:
    clerk = Clerk()
    content = content_of(replace(city, problems=()))
    files = []
    for number, (unit, problems) in enumerate(SHORT_OR_EMPTY):
        files.append(tmp_path / f"{number}.xlsx")
        paragraphs = {Slot("problems", place): text for place, text in problems.items()}
        files[-1].write_bytes(clerk.saved(content | {Slot("unit_name"): unit} | paragraphs))
    seen = [assert_check_sheet(*each) for each in zip(files, engine(files), strict=True)]
    for code, failing in (("TEXT-UNIT", {0, 2, 4, 6}), ("TEXT-EMPTY", {0, 1, 2, 6})):
        failed = {place for place, states in enumerate(seen) if (code, State.FAIL) in states}
        assert failed == failing, code


def test_an_error_in_a_cell_is_counted_and_does_not_hide_the_count(
    tmp_path: Path, township: Report
) -> None:
    # what a deleted row leaves on 校验 is an error, too
    file = tmp_path / "broken.xlsx"
    declared = {Slot("t3_all_zero"): "是", Slot("t3_granted", 1): "=1/0"}
    file.write_bytes(Clerk().saved(content_of(township) | declared))
    (computed,) = by_ironcalc([file])
    sheet = computed[CHECK_SHEET]
    count = sheet[OWN_AREAS[ERROR_COUNT_NAME].cell(0)]
    assert sheet["A2"] == f"【不符】全部表格还有 {count:g} 处要改，请看“校验”表的待办。"
    rows = range(TODO_ROW, TODO_ROW + TODO_ROOM)
    assert {sheet[address(row, REASON_COLUMN)] for row in rows} >= {
        "有的格子被删掉了，或者里面的公式出错了。请按 Ctrl+Z 恢复，或用改动以前的文件。"
    }


@pytest.mark.parametrize(
    "seeds",
    [range(4), pytest.param(range(150), marks=pytest.mark.nightly)],
    ids=str,
)
def test_the_check_sheet_and_python_agree_on_random_workbooks(
    engine: Engine, seeds: range, tmp_path: Path, city: Report
) -> None:
    files = _filled(seeds, tmp_path, city)
    seen: set[tuple[str, State]] = set()
    for file, computed in zip(files, engine(files), strict=True):
        seen |= assert_check_sheet(file, computed)
    assert ("T3-CARRY", State.EXPLAINED) in seen
    if len(seeds) < 100:
        return
    for rule in RULES:
        # totals are formulas: only an overwritten one can fail
        if rule.code not in ("T3-TOTAL-ROW", "T3-TOTAL-COL", "T4-TOTAL"):
            fails = State.BLANK if rule.required else State.FAIL
            assert {(rule.code, State.PASS), (rule.code, fails)} <= seen, rule.code
