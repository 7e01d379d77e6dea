"""A folder takes one run at a time; a run that was killed is no obstacle."""

import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from converter.county.collecting.collect import collect
from converter.errors import CannotDeliver
from converter.files import folder_lock
from converter.files.folder_lock import locked

HOLD = """
import sys
from pathlib import Path
from converter.files.folder_lock import locked
with locked(Path(sys.argv[1])):
    print("locked", flush=True)
    sys.stdin.read()
"""
LOCK = ".nianbao.lock"


@contextmanager
def held_elsewhere(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """Hold the lock of a folder in another process, until its standard input ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "LOGNAME": "王芳"},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "locked\n"
        yield process


def refusal(folder: Path) -> str:
    with pytest.raises(CannotDeliver) as refused, locked(folder):
        pass
    return str(refused.value)


def test_a_second_run_is_told_who_is_at_work(tmp_path: Path) -> None:
    folder = tmp_path / "结果"
    with held_elsewhere(folder):
        note = folder_lock.json.loads((folder / LOCK).read_text(encoding="utf-8"))
        assert refusal(folder) == (
            f"{folder}：另一个汇总正在往这个文件夹里写（王芳@{note['host']}，{note['time']} 开始）。"
            "请等它完成后再运行。"
        )
        (folder / LOCK).write_bytes(b"{")
        assert refusal(folder) == (
            f"{folder}：另一个汇总正在往这个文件夹里写。请等它完成后再运行。"
        )
        (folder / LOCK).write_text(
            '{"user": "\\u001b[2J", "host": "a\\nb", "time": "2026-01-20 08:30"}'
        )
        assert refusal(folder) == (
            f"{folder}：另一个汇总正在往这个文件夹里写（�[2J@a b，2026-01-20 08:30 开始）。"
            "请等它完成后再运行。"
        )
    with locked(folder):
        assert (folder / LOCK).exists()
    assert not folder.exists()  # the first run made it, and nobody wrote anything


def test_the_lock_of_a_killed_run_is_no_obstacle(tmp_path: Path) -> None:
    with held_elsewhere(tmp_path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (tmp_path / LOCK).exists()
    with locked(tmp_path):
        assert f"@{folder_lock.platform.node()}" in refusal(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_lock_is_free_again_after_a_fault(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), locked(tmp_path):
        raise KeyboardInterrupt
    with locked(tmp_path):
        (tmp_path / "汇总.xlsx").write_bytes(b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["汇总.xlsx"]


def test_at_no_time_two_hold_the_lock(tmp_path: Path) -> None:
    """The file is removed at the end of each run, while others open it."""
    inside, most, runs = [0], [0], [0]

    def work() -> None:
        for _ in range(300):
            with suppress(CannotDeliver), locked(tmp_path):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                runs[0] += 1
                inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
    assert runs[0] > 0
    assert list(tmp_path.iterdir()) == []


def test_without_locks_the_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unsupported(*_: object) -> None:
        raise OSError(errno.EOPNOTSUPP, "Operation not supported")

    monkeypatch.setattr("fcntl.flock", unsupported)
    said: list[str] = []
    with locked(tmp_path, said.append):
        (tmp_path / "报告.docx").write_bytes(b"x")
    assert said == [f"{tmp_path}：这个位置不支持加锁，请不要同时运行两个汇总。"]
    # a file in the place of the folder is told by whoever writes there
    with locked(tmp_path / "报告.docx", said.append):
        pass
    assert len(said) == 1


def _a_folder(lock: Path, _: pytest.MonkeyPatch) -> None:
    lock.mkdir()


def _a_dead_link(lock: Path, _: pytest.MonkeyPatch) -> None:
    lock.symlink_to("nowhere")


def _out_of_reach(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.stat

    def stale(path: Path, **kwargs: bool) -> os.stat_result:
        if path == lock:
            raise OSError(errno.ESTALE, "Stale file handle")
        return real(path, **kwargs)

    monkeypatch.setattr(Path, "stat", stale)


def _of_another_user(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock.touch()

    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("converter.files.folder_lock.os.open", refuse)


@pytest.mark.skipif(sys.platform == "win32", reason="the errors of Unix")
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_a_folder, "（这个名字是文件夹，不是文件），{}请把这个文件夹改名或移走。"),
        (_a_dead_link, "（链接绕回了自己），{}请改用真正的文件和文件夹。"),
        (_out_of_reach, "（网络断了），{}请检查网络和共享文件夹，或先复制到本机。"),
        (
            _of_another_user,
            "（没有权限，或正被其他程序占用），{}请关闭打开它的程序，或换个文件夹。",
        ),
    ],
)
def test_a_lock_that_cannot_be_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path, pytest.MonkeyPatch], None],
    said: str,
) -> None:
    lock = tmp_path / LOCK
    make(lock, monkeypatch)
    heard: list[str] = []
    with locked(tmp_path, heard.append):
        (tmp_path / "报告.docx").write_bytes(b"x")
    assert heard == [f"{lock}：加不了锁{said.format('请不要同时运行两个汇总。')}"]


def test_a_lock_is_nothing_that_was_received(tmp_path: Path) -> None:
    (tmp_path / LOCK).write_bytes(b"{}")
    assert list(collect(tmp_path)) == []
