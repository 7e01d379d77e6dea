"""What the fork server loads first: a worker that cannot start ends without a traceback, and so does the server."""

import sys
from types import TracebackType


def _end_quietly(
    kind: type[BaseException], fault: BaseException, trace: TracebackType | None
) -> None:
    # the parent tells what came of what the system refused: too few file descriptors, for one
    if not issubclass(kind, EOFError | OSError | MemoryError):
        sys.__excepthook__(kind, fault, trace)


sys.excepthook = _end_quietly
