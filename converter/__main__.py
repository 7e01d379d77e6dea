"""``python -m converter`` is the command ``nianbao``.

On Windows each worker process of a batch imports this module again, as multiprocessing has it: it loads nothing by itself.
"""

import os
import signal
import sys


def main() -> None:
    """Run the command on the program's arguments."""
    # a process in the background is to ignore it
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)
    try:
        from converter.files.limits import collect_rarely

        collect_rarely()
        from converter.cli import main as run
    finally:
        if signal.getsignal(signal.SIGINT) is _leave:
            signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


def _leave(*_: object) -> None:
    """End while the program loads: an exception in the midst of an import may become any other."""
    if sys.stderr:
        sys.stderr.write("已中断。\n")
        sys.stderr.flush()
    os._exit(130)


if __name__ == "__main__":
    main()
