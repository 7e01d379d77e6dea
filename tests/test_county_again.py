"""A folder summed up again: what was told before, what was made before, and what became of it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from converter.county.batch import BatchOptions, batch
from converter.county.model import RowState
from converter.form.report import Report
from converter.writing.workbook import write_workbook
from tests.test_county import broken, named, run_batch, states

COPY = "年政府信息公开工作年度报告（批注）"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "收件"
    for name in ("一", "二"):
        (folder / name).mkdir(parents=True)
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "结果"


def opening(note: Path) -> str:
    return next(one.text for one in docx.Document(str(note)).paragraphs if "已收到" in one.text)


def returned(out: Path) -> set[str]:
    return {one.name for one in (out / "退回").iterdir()}


def test_two_files_without_a_unit_answer_for_themselves(
    inbox: Path, out: Path, township: Report
) -> None:
    nobody = replace(broken(named(township, "甲镇")), unit_name="")
    for number, folder in enumerate(("一", "二")):
        file = inbox / folder / "报告.xlsx"
        file.write_bytes(write_workbook(replace(nobody, contact_phone=f"010-{number}")))
    run_batch(inbox, out)
    notes = [out / "退回" / f"报告退回修改通知{end}.docx" for end in ("", "（2）")]
    assert [opening(one).partition("，")[2] for one in notes] == ["核对发现 2 处需要修改。"] * 2
    copies = {f"报告（批注）{end}.xlsx" for end in ("", "（2）")}
    assert copies < returned(out)
    # what stands under a name of its own stands in the next run, too
    run_batch(inbox, out)
    assert copies < returned(out)
    assert not (out / "已撤回").exists()


def test_a_copy_that_was_not_due_before_is_made_when_it_is(
    inbox: Path, out: Path, township: Report
) -> None:
    faulty, other = inbox / "一" / "甲镇.xlsx", inbox / "二" / "甲镇.xlsx"
    faulty.write_bytes(write_workbook(broken(named(township, "甲镇"))))
    other.write_bytes(write_workbook(broken(named(township, "甲镇", 3))))
    assert set(states(run_batch(inbox, out)).values()) == {RowState.TO_CHOOSE}
    other.unlink()
    run_batch(inbox, out)
    due = {"甲镇退回修改通知.docx", f"甲镇2022{COPY}.xlsx"}
    assert returned(out) == due
    # nothing is lost any more, so nothing is done again
    assert [row.fresh for row in run_batch(inbox, out).rows] == [False]
    assert returned(out) == due


def test_a_copy_of_which_the_run_was_stopped_is_made_in_the_next(
    inbox: Path, out: Path, township: Report
) -> None:
    (inbox / "一" / "甲镇.xlsx").write_bytes(write_workbook(broken(named(township, "甲镇"))))

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with ThreadPoolExecutor(1) as executor:
        assert batch(BatchOptions(inbox, out), stop, executor).interrupted
    run_batch(inbox, out)
    assert returned(out) == {"甲镇退回修改通知.docx", f"甲镇2022{COPY}.xlsx"}


def test_a_file_without_a_year_is_no_other_report_of_its_unit(
    inbox: Path, out: Path, township: Report
) -> None:
    sent = {
        "一/好.xlsx": named(township, "甲镇", 3),
        "二/无年度.xlsx": replace(named(township, "甲镇", 3), report_year=None),
        "二/乙镇.xlsx": named(township, "乙镇", 4),
    }
    for name, report in sent.items():
        (inbox / name).write_bytes(write_workbook(report))
    done = run_batch(inbox, out)
    assert {row.label: (row.state, row.is_counted) for row in done.rows} == {
        "一/好.xlsx": (RowState.CONVERTED, True),
        "二/无年度.xlsx": (RowState.REPLACED, False),
        "二/乙镇.xlsx": (RowState.CONVERTED, True),
    }
