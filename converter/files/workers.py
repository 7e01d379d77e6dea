"""Worker processes: one task at a time each, under limits, so that none can take the others along."""

import multiprocessing
import queue
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

from converter.errors import NianbaoError
from converter.files.libreoffice import TIME_LIMIT as LIBREOFFICE_TIME_LIMIT

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

TIME_LIMIT: Final = LIBREOFFICE_TIME_LIMIT + 30
"""Seconds for one task; an old Word file waits for LibreOffice."""
MEMORY_LIMIT: Final = 2**30
"""Bytes of data a worker may hold, where the system has such a limit (Linux)."""

if sys.platform == "win32":
    _CONTEXT = multiprocessing.get_context("spawn")
else:
    from multiprocessing import forkserver

    # a fork of a process with threads can hang; this one has none, and has loaded what every task needs
    _CONTEXT = multiprocessing.get_context("forkserver")
    _CONTEXT.set_forkserver_preload(["converter.county.batch"])

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


class WorkerStopped(NianbaoError):
    """A task that was not done: too long, too much memory, or its process died."""


class Workers(Executor):
    """An executor whose tasks run in processes of their own.

    A task that takes more than `time_limit` seconds, needs too much memory or kills its process
    raises WorkerStopped; the next one gets a new process. No worker starts before its first task.
    """

    def __init__(self, count: int, time_limit: float = TIME_LIMIT) -> None:
        _open_forkserver()
        self._threads = ThreadPoolExecutor(count)
        self._workers = [_Worker() for _ in range(count)]
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._time_limit = time_limit

    def submit(
        self,
        fn: Callable[_Parameters, _Result],
        /,
        *args: _Parameters.args,
        **kwargs: _Parameters.kwargs,
    ) -> Future[_Result]:
        return self._threads.submit(self._run, (fn, args, kwargs))

    def _run(self, task: tuple[Any, ...]) -> Any:
        worker = self._idle.get()
        try:
            return worker.run(task, self._time_limit)
        finally:
            self._idle.put(worker)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the workers go; with `cancel_futures` what they are at is given up as well."""
        self._threads.shutdown(wait=False, cancel_futures=cancel_futures)
        if cancel_futures:
            for worker in self._workers:
                worker.give_up()
        self._threads.shutdown(wait=wait)
        if wait:
            for worker in self._workers:
                worker.end()


class _Worker:
    """One process, started when it is needed, again where it ended."""

    _starting = threading.Lock()
    """multiprocessing looks after all children whenever one starts."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._given_up = False

    def run(self, task: tuple[Any, ...], time_limit: float) -> Any:
        try:
            connection = self._connection or self._start()
            connection.send(task)
            if not connection.poll(time_limit):
                self.end()
                raise WorkerStopped(f"处理了 {time_limit:g} 秒还没有完，已停止。请核对文件。")
            succeeded, outcome = connection.recv()
        except (EOFError, OSError):
            code = self.end()
            raise WorkerStopped(f"处理它的进程意外退出（{code}）。请核对文件。") from None
        if isinstance(outcome, MemoryError) and not succeeded:
            raise WorkerStopped(
                f"处理它要用的内存超过 {MEMORY_LIMIT // 2**20} MB，已停止。请核对文件。"
            )
        if not succeeded:
            raise outcome
        return outcome

    def _start(self) -> Connection:
        ours, theirs = _CONTEXT.Pipe()
        with self._starting:
            if self._given_up:
                raise WorkerStopped("已中断。")
            process = _CONTEXT.Process(target=_serve, args=(theirs,), daemon=True)
            process.start()
            self._process = process
        theirs.close()
        self._connection = ours
        return ours

    def give_up(self) -> None:
        """Kill the process, from whatever thread; none starts again."""
        with self._starting:
            self._given_up = True
            if self._process:
                self._process.kill()

    def end(self) -> int | None:
        """End the process, if there is one; return its exit code."""
        process, connection = self._process, self._connection
        if process is None or connection is None:
            return None
        with self._starting:
            process.kill()
            process.join()
            self._process = self._connection = None
        connection.close()
        return process.exitcode


def _open_forkserver() -> None:
    """Start what the workers are forks of, deaf to Ctrl-C from its first moment."""
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        return
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        forkserver.ensure_running()
    finally:
        signal.signal(signal.SIGINT, heard)


def _serve(connection: Connection) -> None:
    """Do tasks until nobody asks any more; Ctrl-C is the parent's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory()
    with suppress(EOFError, OSError):
        while True:
            function, args, kwargs = connection.recv()
            try:
                outcome = True, function(*args, **kwargs)
            except Exception as fault:  # noqa: BLE001 (the one who asked decides)
                outcome = False, fault
            connection.send(outcome)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    with suppress(ValueError, OSError):  # a tighter limit stands already
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_LIMIT, hard))
