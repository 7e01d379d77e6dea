"""What the fork server loads first: a worker whose start the parent had to give up ends without a traceback."""

import sys
from types import TracebackType


def _end_quietly(
    kind: type[BaseException], fault: BaseException, trace: TracebackType | None
) -> None:
    # the parent tells what came of it: too few file descriptors, for one
    if not issubclass(kind, EOFError):
        sys.__excepthook__(kind, fault, trace)


sys.excepthook = _end_quietly
