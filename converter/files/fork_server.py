"""The fork server: a process without threads, which loads the modules once and forks the workers.

A fork of a process with threads can hang. The server of multiprocessing may be waited for without an end, is loaded
from the working folder first, and needs a folder for temporary files with a short name.
"""

import atexit
import errno
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Final, NoReturn

Work = Callable[[Connection], object]
"""What a worker does: all that its connection asks for, until that is closed."""

_NUMBERS: Final = struct.Struct("qq")
"""A request: a process to ask after, or 0 and the handle of a connection. An answer: the process, or 0; an exit or error code."""
_GRACE: Final = 2
"""Seconds that the server has to end."""
_PAUSE: Final = 0.001
"""Seconds between two looks at a process that ends."""
_PROGRAM: Final = """\
import sys
sys.path[:] = {path!a}
from converter.files.fork_server import serve
serve({module!a}, {work!a}, {preload!a})
"""


class ForkServer:
    """The fork server, started for the first worker, or before, and again where it ended. Not for two threads at once."""

    def __init__(self, work: Work, time_limit: float) -> None:
        self._work = work
        self._time_limit = time_limit
        """Seconds for an answer, and for each piece of a message between a worker and this process."""
        self._control: socket.socket | None = None
        self._program: subprocess.Popen[bytes] | None = None
        self.preload: Sequence[str] = ()
        """The modules to load."""

    def start(self) -> None:
        """Start the server, which ignores Ctrl-C, unless it runs; raises OSError."""
        if self._program and self._program.poll() is None:
            return
        self.end()
        program = _PROGRAM.format(
            path=[one for one in sys.path if isinstance(one, str)],
            module=self._work.__module__,
            work=self._work.__name__,
            preload=list(self.preload),
        )
        options = ["-X", f"utf8={sys.flags.utf8_mode}"]
        options += ["-X", "dev"] if sys.flags.dev_mode else []
        options += ["-B"] if sys.dont_write_bytecode else []
        # the parent tells what came of what the system refused, Python itself would with a traceback
        shown = None if sys.flags.dev_mode else subprocess.DEVNULL
        ours, theirs = socket.socketpair()
        with theirs, ExitStack() as given_back:
            given_back.enter_context(ours)
            ours.settimeout(self._time_limit)
            with _without_ctrl_c():
                self._program = subprocess.Popen(  # noqa: S603 (our own program)
                    [sys.executable, "-I", *options, "-c", program],
                    stdin=theirs.fileno(),
                    stdout=shown,
                    stderr=shown,
                )
            self._control = ours
            given_back.pop_all()
        atexit.register(self.end)

    def fork(self) -> tuple["ForkedProcess", Connection]:
        """Start a worker; return it with our end of its connection. Raises OSError, EOFError where the server ended."""
        self.start()
        ours, theirs = socket.socketpair()
        with ours, theirs:
            seconds = struct.pack("ll", int(self._time_limit), int(self._time_limit % 1 * 10**6))
            for option in (socket.SO_SNDTIMEO, socket.SO_RCVTIMEO):
                ours.setsockopt(socket.SOL_SOCKET, option, seconds)
            process, fault = self._ask(0, theirs.fileno())
            if not process:
                raise OSError(fault, "")
            return ForkedProcess(self, process), Connection(ours.detach())

    def exit_code_of(self, process: int) -> int | None:
        """Return the exit code of a worker, None while it runs; raises OSError or EOFError where the server does not know."""
        ended, code = self._ask(process)
        if ended < 0:
            raise ChildProcessError
        return code if ended else None

    def end(self) -> None:
        """End the server; workers go on."""
        atexit.unregister(self.end)
        control, program = self._control, self._program
        self._control = self._program = None
        with suppress(OSError, subprocess.TimeoutExpired):
            if program:
                program.kill()
                program.wait(_GRACE)
        with suppress(OSError):
            if control:
                control.close()

    def _ask(self, process: int, *handles: int) -> tuple[int, int]:
        if not self._control:
            raise EOFError
        try:
            request = _NUMBERS.pack(process, 0)
            if handles:
                socket.send_fds(self._control, [request], handles)
            else:  # macOS does not take a list of none
                self._control.sendall(request)
            answer = self._control.recv(_NUMBERS.size)
            if not answer:
                raise EOFError  # noqa: TRY301 (as where it breaks)
            first, second = _NUMBERS.unpack(answer)
        except BaseException:
            self.end()  # its next answer would be taken for another one
            raise
        return first, second


class ForkedProcess:
    """A worker, as much of it as multiprocessing's processes have, too."""

    exitcode: int | None = None
    """None while it runs, and where the server ended before it."""

    def __init__(self, server: ForkServer, pid: int) -> None:
        self._server = server
        self.pid: Final = pid
        self._has_ended = False

    def terminate(self) -> None:
        """Ask it to end."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self._signal(signal.SIGKILL)

    def join(self, timeout: float) -> None:
        """Wait as many seconds for its end."""
        deadline = time.monotonic() + timeout
        while not self._ended() and time.monotonic() < deadline:
            time.sleep(_PAUSE)

    def _signal(self, number: int) -> None:
        # until the server has asked the system after it, the number stays its own
        if not self._ended():
            with suppress(OSError):
                os.kill(self.pid, number)

    def _ended(self) -> bool:
        if not self._has_ended:
            try:
                self.exitcode = self._server.exit_code_of(self.pid)
                self._has_ended = self.exitcode is not None
            except (EOFError, OSError):  # the server ended, or is another one
                self._has_ended = not _is_there(self.pid)
        return self._has_ended


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:  # its number may be that of another user's process by now
        return False
    return True


@contextmanager
def _without_ctrl_c() -> Iterator[None]:
    """Ignore Ctrl-C, and so do programs that start meanwhile; only the main thread may set signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if handler is None else handler)


# ---------------------------------------------------------------- in the server


def serve(module: str, work: str, preload: Sequence[str]) -> None:
    """Load modules, then fork a worker for each connection that comes through standard input, until that is closed.

    Then the program has ended, however it did, and nobody ends a worker whose time is over.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with socket.socket(fileno=os.dup(0)) as control:
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        for name in preload:
            with suppress(Exception):  # each worker tries again
                import_module(name)
        workers: set[int] = set()
        while True:
            message, handles, *_ = socket.recv_fds(control, _NUMBERS.size, 1)
            if not message:
                _end_all(workers)
                return
            process, _ = _NUMBERS.unpack(message)
            if process:
                answer = _fate(process)
                workers.discard(answer[0])
            elif handles:
                answer = _fork(module, work, handles[0], control)
                workers.add(answer[0])
                os.close(handles[0])
            else:
                answer = 0, errno.EMFILE
            control.sendall(_NUMBERS.pack(*answer))


def _end_all(workers: set[int]) -> None:
    """End workers; one that runs another program ends that first."""
    left = workers - {0}
    for number in (signal.SIGTERM, signal.SIGKILL):
        for one in left:
            os.kill(one, number)
        deadline = time.monotonic() + _GRACE
        while left and time.monotonic() < deadline:
            left = {one for one in left if not any(_fate(one))}
            time.sleep(_PAUSE)


def _fate(process: int) -> tuple[int, int]:
    try:
        ended, status = os.waitpid(process, os.WNOHANG)
    except ChildProcessError:
        return -1, 0
    return ended, os.waitstatus_to_exitcode(status)


def _fork(module: str, work: str, handle: int, control: socket.socket) -> tuple[int, int]:
    try:
        process = os.fork()
    except OSError as fault:
        return 0, fault.errno or errno.EAGAIN
    if not process:
        control.close()
        _work(module, work, handle)
    return process, 0


def _work(module: str, work: str, handle: int) -> NoReturn:
    code = 1
    try:
        getattr(import_module(module), work)(Connection(handle))
        code = 0
    finally:
        os._exit(code)
