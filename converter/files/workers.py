"""Worker processes with a timeout and a memory limit, so that a bad file stops only its own task."""

import _thread
import importlib
import os
import pickle
import queue
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, Final, Generic, ParamSpec, TypeVar

from converter.errors import NianbaoError, Refusal
from converter.files.faults import NO_MEMORY, is_lack_of_memory, reason_of, refused_by_system
from converter.files.limits import TIME_LIMIT, TOO_LONG, TOO_MUCH, collect_rarely, limit_memory

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from converter.files.fork_server import ForkedProcess

_GRACE: Final = 2
"""Seconds that a process has to end by itself."""
_START: Final = 5
"""Seconds that a thread has to begin."""

_NOT_SENT: Final = "处理时出错（{}）。请核对文件。"
_NOT_STARTED: Final = "系统起不了处理它的进程{}。请关掉一些程序后再试。"

_STARTING: Final = threading.Lock()
"""Held while a process starts or ends: the fork server is asked by one thread at a time, and multiprocessing polls all children at each start."""

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


@dataclass(frozen=True, eq=False)
class Common(Generic[_Result]):
    """An argument that many tasks have: our processes are sent it once each, whatever its size.

    To a task it comes as it is; another executor sends it along with each.
    """

    value: _Result


@dataclass(frozen=True)
class _Sent:
    """Stands in a task for the Common that the process has."""


class WorkerStopped(NianbaoError):
    """A task without an outcome: it took too long or too much memory, its process died, or what it ended with cannot be sent."""

    why = Refusal.STOPPED


class NotStarted(WorkerStopped):
    """The system has no room for the process, whatever the task."""

    why = Refusal.UNREACHABLE


class _Died(Exception):
    """The process ended while it had a task; with its exit code in brackets, where that is known."""


class Workers(Executor):
    """An executor that runs tasks in worker processes.

    A task that takes more than `time_limit` seconds, needs too much memory or kills two processes
    raises WorkerStopped, NotStarted where the system does not let a process start; where its process
    ended, the next one gets a new process. No worker starts before its first task.
    `preload` names the modules that the tasks need; they are imported before the timeout starts. Where
    workers are forked, the fork server imports those of the first Workers once for all workers.
    """

    def __init__(
        self, count: int, time_limit: float = TIME_LIMIT, *, preload: Sequence[str] = ()
    ) -> None:
        start_ahead(preload)
        self._workers = [_Worker(tuple(preload)) for _ in range(count)]
        self._unserved = [*self._workers]
        """Workers without a thread that gives them tasks."""
        self._threads = 0
        self._counting = threading.Lock()
        """Held while the two above change."""
        self._waiting: queue.SimpleQueue[tuple[Future[Any], tuple[Any, ...]] | None]
        self._waiting = queue.SimpleQueue()
        self._ended: queue.SimpleQueue[None] = queue.SimpleQueue()
        """One for each thread that has come to its end."""
        self.time_limit = time_limit
        """May be changed between tasks."""

    def submit(
        self,
        fn: Callable[_Parameters, _Result],
        /,
        *args: _Parameters.args,
        **kwargs: _Parameters.kwargs,
    ) -> Future[_Result]:
        job: Future[_Result] = Future()
        if self._has_thread():
            self._waiting.put((job, (fn, args, kwargs)))
        else:
            job.set_exception(NotStarted(_NOT_STARTED.format("")))
        return job

    def _has_thread(self) -> bool:
        """Start a thread for each worker without, as far as the system has some; tell whether there is any.

        A `Thread` would be waited for without an end where it has no memory to begin.
        """
        with self._counting:
            while self._unserved:
                begun = threading.Lock()
                begun.acquire()
                self._threads += 1  # it may have a task before this thread goes on
                try:
                    with _unheard():
                        _thread.start_new_thread(self._serve, (self._unserved[-1], begun))
                    self._unserved.pop()
                    has_begun = begun.acquire(timeout=_START)
                except (RuntimeError, MemoryError):  # the system has none
                    has_begun = False
                if not has_begun:
                    self._threads -= 1
                    break
            return self._threads > 0

    def _serve(self, worker: "_Worker", begun: threading.Lock) -> None:
        """Do tasks in one of the workers, as long as it can start or there is no other."""
        begun.release()
        is_left_out = False
        try:
            while one := self._waiting.get():
                if self._threads > 1 and not worker.is_started():
                    is_left_out = self._is_left_to_others(one, worker)
                if is_left_out:
                    return
                self._do(worker, *one)
                del one  # a task may be large
        finally:
            if not is_left_out:
                self._ended.put(None)

    def _is_left_to_others(self, task: tuple[Future[Any], Any], worker: "_Worker") -> bool:
        """Put a task back, and have a thread for the worker again when the next one comes, unless it is the last one."""
        with self._counting:  # before what ends the threads
            if self._threads <= 1:
                return False
            self._threads -= 1
            self._unserved.append(worker)
            self._waiting.put(task)
            return True

    def _do(self, worker: "_Worker", job: Future[Any], task: tuple[Any, ...]) -> None:
        if not job.set_running_or_notify_cancel():
            return
        try:
            outcome = worker.run(task, self.time_limit)
        except BaseException as fault:  # noqa: BLE001 (whoever waits for the task is told)
            job.set_exception(fault)
        else:
            job.set_result(outcome)
        finally:
            del job, task  # the exception holds this frame

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers; with `cancel_futures` running tasks raise WorkerStopped."""
        if cancel_futures:
            with suppress(queue.Empty):
                while one := self._waiting.get_nowait():
                    one[0].cancel()
            for worker in self._workers:
                worker.kill()
        with self._counting:
            threads, self._threads = self._threads, 0
        for _ in range(threads):
            self._waiting.put(None)
        if wait:
            for _ in range(threads):
                self._ended.get()
            for worker in self._workers:
                worker.end()


@contextmanager
def _unheard() -> Iterator[None]:
    """Have Python not print that a thread had no memory to begin; a hook of ours would need some there."""
    nobody: deque[object] = deque(maxlen=0)
    before, sys.unraisablehook = sys.unraisablehook, nobody.append
    try:
        yield
    finally:
        sys.unraisablehook = before


class _Worker:
    """One worker process, started for its first task and restarted after it ended."""

    def __init__(self, preload: tuple[str, ...]) -> None:
        self._preload = preload
        self._process: BaseProcess | ForkedProcess | None = None
        self._connection: Connection | None = None
        self._common: Common[Any] | None = None
        """What the process was sent last of what tasks have in common."""
        self._killed = False

    def is_started(self) -> bool:
        """Start the process unless it runs; tell whether it does."""
        with suppress(Exception):  # whoever gives it a task is told
            return bool(self._connection or self._start())
        return False

    def run(self, task: tuple[Any, ...], time_limit: float) -> Any:
        try:
            succeeded, outcome = self._outcome(task, time_limit)
        except _Died:
            # something else may have ended it, as a system does that runs out of memory
            try:
                succeeded, outcome = self._outcome(task, time_limit)
            except _Died as death:
                raise WorkerStopped(f"处理它的进程意外退出{death}。请核对文件。") from None
        if not succeeded:
            raise outcome
        return outcome

    def _outcome(self, task: tuple[Any, ...], time_limit: float) -> tuple[bool, Any]:
        """Return whether a task succeeded and what came of it; raises _Died where the process ended meanwhile."""
        connection = self._connection or self._start()
        try:
            connection.send(self._without_common(connection, task))
            if connection.poll(time_limit):
                outcome: tuple[bool, Any] = connection.recv()
                return outcome
        except BlockingIOError:  # it stood still in the midst of a message
            time_limit = TIME_LIMIT
        except (EOFError, OSError):
            code = self.end()
            raise _Died("" if code is None else f"（{code}）") from None
        except MemoryError:  # in this process, in the midst of a message
            self.end()
            raise NotStarted(NO_MEMORY) from None
        self.end()
        raise WorkerStopped(TOO_LONG.format(time_limit))

    def _without_common(self, connection: Connection, task: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return a task without what the process has already, or is sent here."""
        function, args, kwargs = task
        for argument in args:
            if isinstance(argument, Common) and argument is not self._common:
                connection.send(argument)
                self._common = argument
        return function, [_Sent() if one is self._common else one for one in args], kwargs

    def _start(self) -> Connection:
        """Start the process and wait until it is ready; raises NotStarted where the system does not let it be."""
        cause = ""
        try:
            with ExitStack() as given_back:  # what is scarce, where it does not start
                with _STARTING:
                    if self._killed:
                        raise WorkerStopped("已中断。")
                    self._process, ours = _begin()
                given_back.enter_context(ours)
                ours.send(self._preload)
                if ours.poll(TIME_LIMIT):
                    ours.recv()
                    given_back.pop_all()
                    self._connection = ours
                    return ours
        except (EOFError, ConnectionError, TimeoutError, MemoryError):
            pass  # the fork server met the fault
        except OSError as fault:
            cause = f"（{reason_of(fault).cause}）"
        self.end()
        raise NotStarted(_NOT_STARTED.format(cause))

    def kill(self) -> None:
        """Kill the process; callable from any thread. No process starts afterwards."""
        with _STARTING:
            self._killed = True
            if self._process:
                _stop(self._process)

    def end(self) -> int | None:
        """End the process and return its exit code; None where no process runs. Callable from any thread."""
        with _STARTING:
            process, connection = self._process, self._connection
            self._process = self._connection = self._common = None
            if connection:
                connection.close()
            if process is None:
                return None
            _stop(process)
            return process.exitcode


def _stop(process: "BaseProcess | ForkedProcess") -> None:
    """End a process: one that runs LibreOffice ends that first and removes its files."""
    process.terminate()
    process.join(_GRACE)
    process.kill()
    process.join(_GRACE)


def _leave(*_: object) -> None:
    """Unwind the stack, so that LibreOffice ends and its files go; a callback that swallows that ends the process."""

    def end(swallowed: "sys.UnraisableHookArgs") -> None:
        if swallowed.exc_type is SystemExit:
            os._exit(1)

    sys.unraisablehook = end
    sys.exit(1)


def _work(connection: Connection) -> None:
    """Load modules, then run tasks until the connection closes; the parent process handles Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    limit_memory()
    collect_rarely()
    common: Common[Any] | None = None
    with suppress(EOFError, OSError):
        for module in connection.recv():
            importlib.import_module(module)
        connection.send(None)
        while True:
            task = connection.recv()
            if isinstance(task, Common):
                common = task
                continue
            function, args, kwargs = task
            args = [common if isinstance(one, _Sent) else one for one in args]
            try:
                outcome = True, function(*args, **kwargs)
            except Exception as fault:  # noqa: BLE001 (the caller of the task decides)
                outcome = False, fault
            _send(connection, outcome)


def _of_memory(fault: Exception) -> WorkerStopped:
    """Return what to say where memory was not given: by us, or by the system."""
    said = refused_by_system(fault)
    return NotStarted(said) if said else WorkerStopped(TOO_MUCH)


def _send(connection: Connection, outcome: tuple[bool, Any]) -> None:
    """Send the outcome of a task; of what cannot be sent, or not be read again, only its kind."""
    if not outcome[0] and is_lack_of_memory(outcome[1]):
        outcome = False, _of_memory(outcome[1])
    try:
        message = pickle.dumps(outcome)
        if not outcome[0]:
            pickle.loads(message)  # noqa: S301 (an exception may ask for more than it was pickled with)
    except Exception as fault:  # noqa: BLE001 (objects decide how they are pickled)
        named = WorkerStopped(_NOT_SENT.format(type(outcome[1]).__name__))
        _send(connection, (False, fault if outcome[0] else named))
    else:
        connection.send_bytes(message)


if sys.platform == "win32":
    import multiprocessing

    _CONTEXT = multiprocessing.get_context("spawn")

    def start_ahead(preload: Sequence[str]) -> None:
        """Do nothing: no process is forked."""

    def _begin() -> "tuple[BaseProcess, Connection]":
        """Start a worker; return it with our end of its connection."""
        with ExitStack() as given_back:
            ours, theirs = _CONTEXT.Pipe()
            given_back.enter_context(ours)
            with theirs:
                # else Python looks for its modules in the working folder first
                os.environ["PYTHONSAFEPATH"] = "1"
                process = _CONTEXT.Process(target=_work, args=(theirs,), daemon=True)
                process.start()
            given_back.pop_all()
            return process, ours

else:
    from converter.files.fork_server import ForkServer

    _SERVER = ForkServer(_work, TIME_LIMIT)
    _begin = _SERVER.fork

    def start_ahead(preload: Sequence[str]) -> None:
        """Start the fork server unless it runs already; it loads these modules for all workers."""
        _SERVER.preload = preload
        with _STARTING, suppress(OSError):  # the first task tells
            _SERVER.start()
