"""A batch on a cluster that a province has already: a local one of dask.distributed."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from converter.county.batch import BatchOptions, batch
from converter.county.kept.model import RowState
from converter.form.report import Report
from converter.writing.workbooks.workbook import write_workbook
from tests.test_county import broken, named, run_batch
from tools.cases import ROOT


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    local = LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=1, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    )
    with local, Client(local) as connected:  # type: ignore[no-untyped-call]
        yield connected


@pytest.fixture
def cluster(client: Client) -> Executor:
    executor: Executor = client.get_executor()  # type: ignore[no-untyped-call]
    return executor


def test_a_cluster_gives_what_our_own_workers_give(
    cluster: Executor, tmp_path: Path, township: Report
) -> None:
    inbox, last_year = tmp_path / "收件", tmp_path / "上年"
    for folder in (inbox, last_year):
        folder.mkdir()
    reports = [
        named(township, f"甲县{name}镇人民政府", number) for number, name in enumerate("一二三")
    ]
    for number, report in enumerate([*reports[:2], broken(reports[2])]):
        (inbox / f"{number}.xlsx").write_bytes(write_workbook(report))
    (inbox / "坏.xlsx").write_bytes(b"PK")
    before = replace(reports[0], report_year=2021)
    (last_year / "一镇.xlsx").write_bytes(write_workbook(before))
    options = BatchOptions(inbox, tmp_path / "集群", previous_folder=last_year)
    ours = run_batch(inbox, tmp_path / "本机", previous_folder=last_year)
    theirs = batch(options, lambda *_: None, cluster)
    assert [row.state for row in theirs.rows] == [
        RowState.CONVERTED,
        RowState.CONVERTED,
        RowState.RETURNED,
        RowState.UNREADABLE,
    ]
    written = [
        {file.name: file.read_bytes() for file in folder.rglob("*.docx")}
        for folder in (tmp_path / "本机", tmp_path / "集群")
    ]
    assert written[0] == written[1]
    assert [row.findings for row in ours.rows] == [row.findings for row in theirs.rows]


def test_the_program_that_the_documentation_shows_runs(client: Client, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    program = page.partition("```python\n")[2].partition("```")[0]
    (tmp_path / "province.py").write_text(
        program.replace("tcp://scheduler:8786", client.scheduler.address), encoding="utf-8"
    )
    shutil.copytree(ROOT / "examples", tmp_path / "收件")
    done = subprocess.run(
        [sys.executable, "province.py"], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "结果/汇总.xlsx"
    assert len(list((tmp_path / "结果").glob("*.docx"))) == 1
