"""Finished documents wait on the disk without a name; what a killed run left is swept; memory stays flat."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from converter.files import shelf as shelf_module
from converter.files.output import remove_stale_temporaries, temporary_folder
from converter.files.shelf import Shelf
from converter.form.report import Report
from converter.writing.workbooks.workbook import write_workbook
from tests.test_county import named, run_batch
from tools.cases import ROOT


def test_what_is_put_away_comes_back(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelved = [shelf.put(data) for data in (b"one", b"", bytes(100_000), "三".encode())]
    assert [one.bytes() for one in shelved if one] == [
        b"one",
        b"",
        bytes(100_000),
        "三".encode(),
    ]
    if sys.platform == "linux":
        assert [*tmp_path.iterdir()] == []


def test_a_shelf_that_nothing_fits_on_takes_nothing(tmp_path: Path) -> None:
    assert Shelf(tmp_path / "没有").put(b"x") is None


def test_a_disk_that_refuses_at_the_end_is_not_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> None:
        raise OSError(5, "Input/output error")

    shelf = Shelf(tmp_path)
    with tempfile.TemporaryFile(buffering=0) as file:
        taking = SimpleNamespace(seek=file.seek, write=file.write, close=refuse)
        monkeypatch.setattr(shelf_module.tempfile, "TemporaryFile", lambda **_: taking)
        assert shelf.put(b"one")
        del shelf
    assert capsys.readouterr().err == ""


def test_what_the_disk_does_not_take_is_rendered_when_it_is_written(
    tmp_path: Path, township: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = tmp_path / "收件"
    inbox.mkdir()
    (inbox / "a.xlsx").write_bytes(write_workbook(named(township, "甲镇")))
    run_batch(inbox, tmp_path / "一", html=True)
    monkeypatch.setattr("converter.files.shelf.Shelf.put", lambda *_: None)
    monkeypatch.setattr("converter.county.outputs.ledger.temporary_folder", _full)
    run_batch(inbox, tmp_path / "二", html=True)
    written = [
        {file.name: file.read_bytes() for file in (tmp_path / out).iterdir() if file.suffix in ENDS}
        for out in "一二"
    ]
    assert written[0] == written[1]
    assert {Path(name).suffix for name in written[0]} == ENDS
    assert [(tmp_path / out / "汇总.xlsx").is_file() for out in "一二"] == [True, True]


ENDS = {".docx", ".html"}


def _full(_: Path) -> None:
    raise OSError


def test_what_a_killed_run_left_is_swept(tmp_path: Path) -> None:
    hour_ago = time.time() - 4000
    with temporary_folder(tmp_path) as folder:
        (folder / "x").write_bytes(b"x")
        os.utime(folder, (hour_ago, hour_ago))
        (tmp_path / ".nianbao-a.tmp").write_bytes(b"x")
        os.utime(tmp_path / ".nianbao-a.tmp", (hour_ago, hour_ago))
        (tmp_path / ".nianbao-b.tmp").write_bytes(b"x")
        remove_stale_temporaries(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == [".nianbao-b.tmp"]
    assert [path.name for path in tmp_path.iterdir()] == [".nianbao-b.tmp"]


MANY = """
import pickle, re, sys
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from converter.county.batch import BatchOptions, batch
from converter.county.examine import examine_file

class Copies(Executor):
    # examines the first file, and says the same of the others, each of another unit
    first = None

    def submit(self, fn, *task):
        done = Future()
        if fn is not examine_file:
            done.set_result(fn(*task))
            return done
        label = task[0]
        if self.first is None:
            self.first = pickle.dumps(fn(*task))
        number = int(Path(label).stem)
        examined = pickle.loads(self.first)
        result = replace(
            examined.result,
            label=label,
            digest=f"{number:064}",
            identity=replace(examined.result.identity, unit=f"甲县第{number}镇人民政府"),
        )
        done.set_result(replace(examined, result=result))
        return done

inbox, data = Path(sys.argv[1]), Path(sys.argv[2]).read_bytes()
peaks = []
for count in (100, 1100):
    folder = inbox / str(count)
    folder.mkdir()
    for number in range(count):
        (folder / f"{number}.xlsx").write_bytes(data)
    done = batch(BatchOptions(folder, inbox / f"out {count}"), lambda *_: None, Copies())
    assert sum(row.is_counted for row in done.rows) == count, done.rows[0]
    status = Path("/proc/self/status").read_text()
    peaks.append(int(re.search("VmHWM:[^0-9]*([0-9]+)", status)[1]))
print(peaks[1] - peaks[0])
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is read from /proc")
def test_a_report_of_a_batch_takes_little_memory(tmp_path: Path, township: Report) -> None:
    (tmp_path / "a.xlsx").write_bytes(write_workbook(township))
    done = subprocess.run(
        [sys.executable, "-c", MANY, str(tmp_path), str(tmp_path / "a.xlsx")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    # KB of 1,000 reports; all in memory it was 65,000
    assert int(done.stdout) < 12_000
