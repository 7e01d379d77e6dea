"""`batch`, and the opening of its workers, as the command has them: in a process that has loaded nothing else.

`python -m benchmarks.our_batch JOBS OUTPUT FOLDER` prints the seconds of the batch, its modules included, without arguments those until the
first worker has answered. Each worker loads the main module of the process again, so this one is small.
"""

import sys
import time
from pathlib import Path


def _batch(jobs: int, output: Path, folder: Path) -> float:
    started = time.perf_counter()
    from converter.files.limits import collect_rarely
    from converter.files.workers import start_ahead

    collect_rarely()
    start_ahead(["converter.county.examine"])
    from converter.county.batch import BatchOptions, batch

    batch(BatchOptions(folder, output, jobs=jobs), lambda *_: None)
    return time.perf_counter() - started


def _open_workers() -> float:
    from converter.county.examine import examine_file
    from converter.files.workers import Workers

    started = time.perf_counter()
    with Workers(2, preload=(examine_file.__module__,)) as workers:
        workers.submit(abs, 1).result()
        return time.perf_counter() - started


if __name__ == "__main__":
    match sys.argv[1:]:
        case [jobs, output, folder]:
            print(_batch(int(jobs), Path(output), Path(folder)))
        case _:
            print(_open_workers())
