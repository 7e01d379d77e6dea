"""Our own way, as a loop over files in one process: every check, every safeguard, garbage looked for as the command does.

`python -m benchmarks.our_loop OUTPUT FILE…`
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import converter
from converter.files.limits import collect_rarely


def convert_all(files: Iterable[Path], output: Path) -> None:
    """Convert files one after the other, in this process."""
    for file in files:
        converter.convert(file, output, overwrite=True)


if __name__ == "__main__":
    collect_rarely()  # before `converter.convert` loads the rest, as in the command
    folder, *workbooks = map(Path, sys.argv[1:])
    convert_all(workbooks, folder)
