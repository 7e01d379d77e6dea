"""What the fork server loads first: it, and a worker that cannot start, end without a traceback."""

import sys


def _end_quietly(*_: object) -> None:
    """Say nothing: the parent tells what came of what the system refused, too few file descriptors for one."""


if not sys.flags.dev_mode:
    sys.excepthook = _end_quietly
