"""A worker that dies, hangs or swells is named, and the rest goes on."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from converter.cli import run
from converter.county.batch import BatchOptions, batch
from converter.county.examine import examine_file
from converter.county.units.last_years import LastYears
from converter.county_commands import EXAMINES
from converter.errors import UnusableFile
from converter.files import workers as worker_processes
from converter.files.libreoffice import convert_bytes
from converter.files.programs import installed, running
from converter.files.workers import Common, NotStarted, Workers, WorkerStopped
from converter.form.report import Report
from converter.writing.workbooks.workbook import write_workbook
from tests.fates import (
    answer_half,
    convert_with,
    die,
    die_once,
    fail,
    fail_unreadably,
    fail_unsendably,
    greet,
    greet_in_common,
    hang,
    kill,
    return_the_unsendable,
    starve,
    swell,
)
from tests.test_county import named
from tools.cases import ROOT

KILLED = "处理它的进程意外退出（-9）。请核对文件。"
TOO_LONG = "处理了 0.1 秒还没有完，已停止。请核对文件。"
TOO_MUCH = "处理它要用的内存超过 1024 MB，已停止。请核对文件。"
NO_MEMORY = "系统的内存不够，这次没有做成。请关掉一些程序后再试。"


PLENTY = 150
"""Seconds, enough for the start of a process on any machine."""
FATES: list[tuple[Callable[..., None], float, str]] = [
    (die, PLENTY, KILLED),
    (hang, 0.1, TOO_LONG),
]
if sys.platform == "linux":
    FATES += [(swell, PLENTY, TOO_MUCH), (starve, PLENTY, NO_MEMORY)]


@pytest.mark.parametrize(("fate", "time_limit", "sentence"), FATES)
def test_a_worker_that_is_lost_is_replaced(
    fate: Callable[..., None],
    time_limit: float,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Workers(1, time_limit, preload=[die.__module__]) as workers:
        with pytest.raises(WorkerStopped) as stop:
            workers.submit(fate).result()
        assert str(stop.value) == sentence
        assert isinstance(stop.value, NotStarted) is (sentence == NO_MEMORY)
        # the next task has time for the start of a new process
        monkeypatch.setattr(workers, "time_limit", PLENTY)
        assert workers.submit(greet, "镇").result() == "你好，镇"


def test_a_task_whose_process_something_else_killed_is_done_by_another(tmp_path: Path) -> None:
    with Workers(1, PLENTY, preload=[die.__module__]) as workers:
        assert workers.submit(die_once, str(tmp_path)).result() == "done"


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        (OSError(24, "Too many open files"), "（打开的文件太多）"),
        (BrokenPipeError(32, "Broken pipe"), ""),
        (EOFError(), ""),
        (MemoryError(), ""),
    ],
    ids=repr,
)
def test_of_a_process_that_cannot_start_no_file_is_to_blame(
    fault: Exception, cause: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise fault

    with Workers(1) as workers:
        with monkeypatch.context() as patched:
            patched.setattr("converter.files.workers._begin", refuse)
            job = workers.submit(greet, "镇")
            with pytest.raises(NotStarted) as stop:
                job.result()
        assert str(stop.value) == f"系统起不了处理它的进程{cause}。请关掉一些程序后再试。"
        assert workers.submit(greet, "镇").result() == "你好，镇"


def test_a_worker_that_cannot_start_leaves_the_tasks_to_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse() -> None:
        raise NotStarted("系统起不了处理它的进程。请关掉一些程序后再试。")

    with Workers(2) as workers:
        monkeypatch.setattr(workers._workers[1], "_start", refuse)
        jobs = []
        for _ in range(9):
            jobs.append(workers.submit(time.sleep, 0.02))
            time.sleep(0.005)  # it is tried again while others wait
        assert [job.exception(PLENTY) for job in jobs] == [None] * 9
        # where neither can, it is told
        monkeypatch.setattr(workers._workers[0], "_start", refuse)
        workers._workers[0].end()
        with pytest.raises(NotStarted):
            workers.submit(greet, "镇").result(PLENTY)


@pytest.mark.parametrize("fault", [RuntimeError("can't start new thread"), MemoryError(), None])
def test_without_a_thread_to_wait_no_file_is_to_blame(
    fault: Exception | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        sys.unraisablehook(None)  # type: ignore[arg-type] (as a thread without memory does; nobody hears it)
        if fault:
            raise fault  # else it ends before it begins

    monkeypatch.setattr("converter.files.workers._START", 0.1)
    with Workers(2) as workers:
        with monkeypatch.context() as patched:
            patched.setattr("_thread.start_new_thread", refuse)
            job = workers.submit(greet, "镇")
        with pytest.raises(NotStarted):
            job.result(1)
        monkeypatch.setattr("converter.files.workers._START", PLENTY)
        assert workers.submit(greet, "镇").result() == "你好，镇"


def stop(process: int) -> None:
    """Have a process stand still, until it is killed."""
    os.kill(process, signal.SIGSTOP)


def of_worker(workers: Workers) -> int:
    process = workers._workers[0]._process
    assert process
    assert process.pid
    return process.pid


def of_server(_: Workers) -> int:
    program = worker_processes._SERVER._program
    assert program
    return program.pid


SOON = 0.5
"""Seconds, for what stands still."""


@contextmanager
def impatient(workers: Workers, whose: Callable[[Workers], int]) -> Iterator[None]:
    """Wait half a second for the server, or in the midst of a message and for the end of a worker; what starts has its time."""
    server = worker_processes._SERVER
    assert workers.submit(greet, "镇").result() == "你好，镇"
    with pytest.MonkeyPatch.context() as patched:
        workers._workers[0].end()
        patched.setattr(server, "_time_limit", SOON)
        assert workers.submit(greet, "镇").result() == "你好，镇"
        patched.setattr(server, "_time_limit", PLENTY)
        if whose is of_worker:
            patched.setattr("converter.files.workers._GRACE", 0.1)
        elif server._control:
            server._control.settimeout(SOON)
        yield
    if server._control:
        server._control.settimeout(PLENTY)
    assert workers.submit(greet, "镇").result() == "你好，镇"


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
@pytest.mark.parametrize("whose", [of_worker, of_server])
def test_a_process_that_stands_still_as_it_starts_is_given_up(
    whose: Callable[[Workers], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = worker_processes._begin

    def begin_and_stop() -> Any:
        if whose is of_server:
            stop(of_server(workers))
        process, connection = begin()
        stop(process.pid)
        return process, connection

    with (
        Workers(1, PLENTY, preload=[die.__module__]) as workers,
        impatient(workers, whose),
        monkeypatch.context() as patched,
    ):
        workers._workers[0].end()
        patched.setattr("converter.files.workers.TIME_LIMIT", SOON)
        patched.setattr("converter.files.workers._begin", begin_and_stop)
        with pytest.raises(NotStarted):
            workers.submit(greet, "镇").result()


STOOD_STILL = "处理了 150 秒还没有完，已停止。请核对文件。"


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
@pytest.mark.parametrize(
    ("whose", "fate", "task", "sentence"),
    [
        (of_worker, stop, (greet, "镇" * 2**20), STOOD_STILL),
        (of_worker, os.getpgid, (answer_half,), STOOD_STILL),
        (of_server, stop, (die,), KILLED),
        (of_server, kill, (die,), KILLED),
    ],
    ids=["stopped before a task", "stopped in an answer", "server stopped", "server killed"],
)
def test_nothing_that_stands_still_is_waited_for(
    whose: Callable[[Workers], int],
    fate: Callable[[int], object],
    task: tuple[Any, ...],
    sentence: str,
) -> None:
    with (
        Workers(1, PLENTY, preload=[die.__module__]) as workers,
        impatient(workers, whose),
    ):
        fate(whose(workers))
        with pytest.raises(WorkerStopped) as said:
            workers.submit(*task).result()
        assert str(said.value) == sentence


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_a_worker_ends_though_its_server_has_ended() -> None:
    with Workers(1, PLENTY, preload=[die.__module__]) as workers:
        assert workers.submit(greet, "镇").result() == "你好，镇"
        process = of_worker(workers)
        worker_processes._SERVER.end()
        workers.time_limit = 0.1
        with pytest.raises(WorkerStopped) as said:
            workers.submit(hang).result()
        assert str(said.value) == TOO_LONG
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="the bundle's Python has no working folder")
@pytest.mark.parametrize(
    "system",
    [
        sys.platform,
        pytest.param(
            "win32",
            marks=pytest.mark.skipif(sys.version_info < (3, 11), reason="not known to it"),
        ),
    ],
)
def test_a_worker_is_loaded_from_where_the_program_is(tmp_path: Path, system: str) -> None:
    """Whatever lies in the working folder, and however long the name of the folder for temporary files."""
    program = tmp_path / "program.py"
    program.write_text(f"""
import sys
sys.path[0] = {str(ROOT)!r}
import pathlib
sys.path.append(pathlib.Path("收件"))  # of what is no text Python takes no notice
import converter.files.workers  # and all that it needs, as it is here
import multiprocessing
del sys.modules["converter.files.workers"]
own, sys.platform = sys.platform, {system!r}
from converter.files.workers import Workers
sys.platform = own
if __name__ == "__main__":
    with Workers(1) as workers:
        print(workers.submit(len, "年报").result())
""")
    working, temporary = tmp_path / "收件", tmp_path.joinpath("t" * 120)
    for folder in (working, temporary):
        folder.mkdir()
    for name in ("socket", "multiprocessing", "struct"):
        (working / f"{name}.py").write_text("raise SystemExit")
    done = subprocess.run(
        [sys.executable, str(program)],
        cwd=working,
        env={**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("2\n", "")
    assert list(temporary.iterdir()) == []


def test_no_program_of_the_working_folder_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows looks there first, where somebody may have saved what came by mail."""
    name = "soffice.exe" if sys.platform == "win32" else "soffice"
    for folder in (tmp_path / "收件", tmp_path / "programs"):
        folder.mkdir()
        (folder / name).write_bytes(b"")
        (folder / name).chmod(0o755)
    monkeypatch.chdir(tmp_path / "收件")
    monkeypatch.setenv("PATH", os.curdir)
    assert installed("soffice") is None
    monkeypatch.setenv("PATH", str(tmp_path / "programs" / os.pardir / "收件"))
    assert installed("soffice") is None
    monkeypatch.setenv("PATH", str(tmp_path / "programs"))
    assert installed("soffice") == str(tmp_path / "programs" / name)


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use cannot be removed there")
def test_a_program_is_found_without_a_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, gone = tmp_path / "soffice", tmp_path / "收件"
    program.touch(0o755)
    gone.mkdir()
    monkeypatch.setenv("PATH", str(tmp_path))
    with monkeypatch.context() as patched:
        patched.chdir(gone)
        gone.rmdir()
        assert installed("soffice") == str(program)


@pytest.mark.skipif(sys.platform == "win32", reason="there programs are ended by another one")
def test_what_macos_says_of_a_program_that_has_ended_is_no_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "killpg", refuse)
    with pytest.raises(EOFError), running(["/bin/sh", "-c", ":"]):
        raise EOFError


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is forked there")
def test_no_empty_list_of_connections_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """MacOS refuses one."""
    sent: list[list[int]] = []

    def send(control: socket.socket, pieces: list[bytes], handles: list[int]) -> int:
        sent.append([*handles])
        return send_fds(control, pieces, handles)

    send_fds = socket.send_fds
    monkeypatch.setattr(socket, "send_fds", send)
    with Workers(1) as workers:
        assert workers.submit(greet, "镇").result() == "你好，镇"
    assert list(map(len, sent)) == [1]


def test_an_answer_for_which_there_is_no_memory_is_not_read_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_: object) -> None:
        raise MemoryError

    with Workers(1) as workers:
        assert workers.submit(greet, "镇").result() == "你好，镇"
        with monkeypatch.context() as patched:
            patched.setattr("multiprocessing.connection.Connection.recv", refuse)
            with pytest.raises(NotStarted) as stop:
                workers.submit(greet, "乡").result()
        assert str(stop.value) == NO_MEMORY
        assert workers.submit(greet, "镇").result() == "你好，镇"


def test_an_exception_of_the_task_comes_back() -> None:
    with Workers(1) as workers:
        with pytest.raises(ValueError, match="三"):
            workers.submit(fail).result()
        with pytest.raises(Exception, match=r"pickle|local object"):
            workers.submit(lambda: None).result()
        assert workers.submit(greet, "乡").result() == "你好，乡"


@pytest.mark.parametrize(
    ("fate", "sentence"),
    [
        (fail_unsendably, "处理时出错（Unsendable）。请核对文件。"),
        (fail_unreadably, "处理时出错（AsksForMore）。请核对文件。"),
        (return_the_unsendable, "cannot pickle"),
    ],
)
def test_what_cannot_be_sent_is_named_and_its_worker_goes_on(
    fate: Callable[..., object], sentence: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with Workers(1, PLENTY, preload=[die.__module__]) as workers:
        pid = workers.submit(os.getpid).result()
        with pytest.raises(Exception, match=sentence):
            workers.submit(fate).result()
        assert workers.submit(os.getpid).result() == pid
    assert capfd.readouterr().err == ""


class Counted:
    """A value that knows how often it was sent."""

    sent = 0

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        Counted.sent += 1
        return str, ("镇",)


def test_what_tasks_have_in_common_is_sent_once_to_each_process() -> None:
    Counted.sent = 0
    common, other = Common(Counted()), Common(Counted())
    with Workers(1, preload=[die.__module__]) as workers:

        def greeted(*values: object) -> list[str]:
            jobs = [workers.submit(greet_in_common, value) for value in values]
            return [job.result() for job in jobs]

        assert greeted(*[common] * 20) == ["你好，镇"] * 20
        assert Counted.sent == 1
        assert greeted(other, other) == ["你好，镇"] * 2
        assert Counted.sent == 2
        with pytest.raises(WorkerStopped):
            workers.submit(die).result()
        assert greeted(other, other) == ["你好，镇"] * 2
        assert Counted.sent == 3


def test_last_years_reports_are_sent_once_to_each_process(
    tmp_path: Path, township: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []

    def state(self: LastYears) -> dict[str, object]:
        sent.append(len(self))
        return self.__dict__

    monkeypatch.setattr(LastYears, "__getstate__", state, raising=False)
    for number, name in enumerate("甲乙丙丁"):
        for folder, year in (("收件", 2022), ("上年", 2021)):
            (tmp_path / folder).mkdir(exist_ok=True)
            report = replace(named(township, f"青石县{name}镇人民政府", number), report_year=year)
            (tmp_path / folder / f"{number}.xlsx").write_bytes(write_workbook(report))
    options = BatchOptions(
        tmp_path / "收件", tmp_path / "结果", previous_folder=tmp_path / "上年", jobs=1
    )
    done = batch(options, lambda *_: None)
    assert len(done.last_years) == 4
    assert not any("没有找到上年度的报告" in row.remark for row in done.rows)
    assert sent == [4]


def test_what_is_preloaded_stands_in_every_worker() -> None:
    program = """
from converter.county.examine import examine_file
from converter.county_commands import EXAMINES
from converter.errors import UnusableFile
from converter.files.libreoffice import convert_bytes
from converter.files.workers import Workers

for module in ("wave", "xml.dom.pulldom"):
    with Workers(1, preload=[module]) as workers:
        print(workers.submit(eval, f"{module!r} in __import__('sys').modules").result())
"""
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout == "True\nTrue\n"


def test_the_command_has_the_server_load_what_the_workers_run() -> None:
    assert examine_file.__module__ == EXAMINES


def test_what_runs_is_given_up_at_once_when_it_is_cancelled() -> None:
    workers = Workers(1)
    job, waiting = workers.submit(hang), workers.submit(greet, "镇")
    while not job.running():
        time.sleep(0.01)
    workers.shutdown(cancel_futures=True)
    assert isinstance(job.exception(), WorkerStopped)
    assert waiting.cancelled()


class Sabotaged(Executor):
    """Workers on which some files work ruin."""

    def __init__(self, fates: dict[str, Callable[..., None]]) -> None:
        preload = [examine_file.__module__, die.__module__]
        self.workers = Workers(2, preload=preload)
        self.impatient = Workers(1, time_limit=0.1, preload=preload)
        """Only for what hangs: the others have time for the start of a process."""
        self.fates = fates

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        # a file of last year, the label of one of this year, or reports that are compared
        name = str(getattr(args[0], "path", args[0]))
        fate = self.fates.get(Path(name).name, fn)
        workers = self.impatient if fate is hang else self.workers
        return workers.submit(fate, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.workers.shutdown(wait=wait, cancel_futures=cancel_futures)
        self.impatient.shutdown(wait=wait, cancel_futures=cancel_futures)


SENTENCES = {
    "死.xlsx": KILLED,
    "停.xlsx": TOO_LONG,
    "胀.xlsx": TOO_MUCH,
}
RUIN: dict[str, Callable[..., None]] = {"死.xlsx": die, "停.xlsx": hang, "胀.xlsx": swell}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
def test_lost_workers_are_lines_of_the_ledger_and_the_rest_stands(
    tmp_path: Path,
    township: Report,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    inbox, past = tmp_path / "收件", tmp_path / "去年"
    for folder in (inbox, past):
        folder.mkdir()
        for name in ("甲.xlsx", *RUIN, "乙.xlsx"):
            data = write_workbook(named(township, f"{name[0]}镇"))
            (folder / name).write_bytes(data)
    monkeypatch.setattr("converter.county.batch.Workers", lambda *_, **__: Sabotaged(RUIN))
    out = tmp_path / "结果"
    assert run(["batch", str(inbox), "-o", str(out), "--previous-dir", str(past)]) == 1
    said = capsys.readouterr().err
    for name, sentence in SENTENCES.items():
        assert f"不能读取：{name}：{sentence}" in said
    assert {path.name[:2] for path in out.glob("*.docx")} == {"甲镇", "乙镇"}
    ledger = openpyxl.load_workbook(out / "汇总.xlsx")["台账"]
    states = {row[3]: row[4] for row in ledger.iter_rows(min_row=2, values_only=True)}
    assert states == dict.fromkeys(RUIN, "不能读取") | dict.fromkeys(
        ("甲.xlsx", "乙.xlsx"), "已转换"
    )


PROGRAM = """
import os, signal, sys
from converter.files import workers
from converter.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started the tests may ignore it
{}
main()
"""
LOADING = """
start = workers.start_ahead
workers.start_ahead = lambda _: start(['press'])
"""
"""Ctrl-C while the process is loading of which all workers are forks."""
STARTING = """
begin, begun = workers._begin, []
def begin_or_press():
    if len(begun) == {}:
        os.killpg(0, signal.SIGINT)
    begun.append(1)
    return begin()
workers._begin = begin_or_press
"""
"""Ctrl-C just before a worker starts, so many are starting already."""
VANISHING = """
class Vanishing:
    def __del__(self):
        os.killpg(0, signal.SIGINT)
begin = workers._begin
def begin_and_let_go():
    begun = begin()
    Vanishing()
    return begun
workers._begin = begin_and_let_go
"""
"""Ctrl-C while an object is done away with, where no exception gets out."""


@pytest.mark.skipif(
    sys.platform == "win32", reason="a terminal sends Ctrl-C to a group of processes"
)
@pytest.mark.slow
@pytest.mark.parametrize(
    "moment",
    [LOADING, *map(STARTING.format, range(3)), VANISHING],
    ids=["loading", "1st", "2nd", "3rd", "vanishing"],
)
def test_ctrl_c_reaches_workers_that_are_just_starting(
    tmp_path: Path, township: Report, moment: str
) -> None:
    inbox = tmp_path / "收件"
    inbox.mkdir()
    data = write_workbook(township)
    for number in range(20):
        (inbox / f"{number}.xlsx").write_bytes(data)
    (tmp_path / "press.py").write_text("import os, signal; os.killpg(0, signal.SIGINT)")
    words = ["batch", str(inbox), "-o", str(tmp_path / "结果"), "--jobs", "3"]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(moment), *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    assert "Traceback" not in done.stderr
    assert "已中断" in done.stderr
    assert done.returncode == 130


OFFICE = """#!/bin/sh
touch "$TMPDIR/lu1.tmp"
sleep 1000 &
echo $! > "$HANGING"
wait
"""
"""An office program that hangs, a script around another program as soffice is."""


@pytest.fixture
def hanging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which an office program that hangs names what it started."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "soffice").write_text(OFFICE)
    (programs / "soffice").chmod(0o755)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setenv("HANGING", str(tmp_path / "pid"))
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path / "pid"


def is_gone(started: Path) -> bool:
    """Tell whether the process is no more; what ended and waits for its parent to look is none."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            stat = Path(f"/proc/{started.read_text().strip()}/stat").read_text()
        except OSError:
            return True
        if stat.rpartition(")")[2].split()[0] in "ZX":
            return True
        time.sleep(0.01)
    return False


ORPHANING = """
import os, pathlib, signal, sys, time
from converter.files.workers import Workers
from tests.fates import hang
workers = Workers(1, preload=["tests.fates"])
process = workers.submit(os.getpid).result()
job = workers.submit(hang)
while not job.running():
    time.sleep(0.01)
pathlib.Path(sys.argv[1]).write_text(str(process))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_worker_ends_with_the_program_that_is_killed(tmp_path: Path) -> None:
    """Nobody is left who would end it when its time is over."""
    words = [sys.executable, "-c", ORPHANING, str(tmp_path / "pid")]
    assert subprocess.run(words, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert is_gone(tmp_path / "pid")


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_an_office_program_that_hangs_is_ended_whole(
    hanging: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("converter.files.libreoffice.LIBREOFFICE_TIME_LIMIT", 0.5)
    with pytest.raises(UnusableFile) as refusal:
        convert_bytes(b"x", "doc", "docx")
    assert str(refusal.value) == (
        "LibreOffice 没能转换这个文件。请用 Word 或 WPS 打开，另存为 .docx。"
    )
    assert is_gone(hanging)
    assert list((hanging.parent / "tmp").iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_an_office_program_ends_with_the_worker_that_waits_for_it(hanging: Path) -> None:
    """As after Ctrl-C, or at the time limit of the worker."""
    places = {name: os.environ[name] for name in ("PATH", "TMPDIR", "HANGING")}
    workers = Workers(1, preload=[convert_with.__module__])
    job = workers.submit(convert_with, places)
    deadline = time.monotonic() + PLENTY
    while not (hanging.exists() and hanging.read_text()) and time.monotonic() < deadline:
        time.sleep(0.01)
    workers.shutdown(cancel_futures=True)
    assert isinstance(job.exception(), WorkerStopped)
    assert is_gone(hanging)
    assert list((hanging.parent / "tmp").iterdir()) == []
