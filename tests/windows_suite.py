"""The tests that need nothing but Python, on the Python of the Windows bundle, under Wine.

`python -m tests.windows_suite [words for pytest]` builds the program as the bundle holds it, adds pytest
beside it and ends with pytest's status.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.programs import PROGRAMS, WINE
from tests.windows import windows_path
from tools.cases import ROOT
from tools.windows import WINE_PREFIX, build_program, install_packages

_PYTEST = ("pytest", "hypothesis", "markdown-it-py", "pygments")
_START = """
import sys
import _winapi

del _winapi.CopyFile2  # Wine 8 has none; shutil then copies by itself

if __name__ == "__main__":  # not in worker processes, which load this file too
    import pytest

    sys.exit(pytest.main(sys.argv[1:]))
"""
_LEFT_OUT = "not slow and not system and " + " and ".join(f"not {tier}" for tier in PROGRAMS)

_NOT_FOR_WINDOWS = ("bundle", "cluster", "corpus", "engines", "faults", "smtp", "windows")
"""Modules whose tests build, kill or measure on Linux, or make certificates, which Wine cannot."""

_NOT_UNDER_WINE = (
    "(whatever_the_output and too)",  # Wine shortens what Linux cannot hold
    "both_ways or old_console or shown_command",  # there is no program `nianbao` on the path
    "home_folder or links_or_lie or ctrl_c or killed_run or without_locks",  # not the same on Windows
    "earlier_batch or what_a_folder_holds",  # labels have the separator of the system
    "three_rounds",  # names in bytes
    "new_is_the_template",  # a zip names the system that made it
    "printed_with_the_countys or trial_well",  # a second for the start of a process
)


def run(words: list[str]) -> int:
    """Run the suite with these words for pytest and return its status."""
    with tempfile.TemporaryDirectory(prefix="nianbao-windows-") as name:
        folder = Path(name)
        python = folder / "program" / "python"
        build_program(folder / "program", whole_library=True)
        install_packages(folder / "tests", *_PYTEST)
        (path,) = python.glob("*._pth")
        more = [windows_path(folder / "tests"), windows_path(ROOT)]
        path.write_bytes(path.read_bytes() + "\r\n".join([*more, ""]).encode())
        start = folder / "start.py"
        start.write_text(_START, encoding="utf-8")
        settings = ["-o", "addopts=--strict-markers", "-p", "no:cacheprovider", "-m", _LEFT_OUT]
        settings += ["-k", f"not ({' or '.join(_NOT_UNDER_WINE)})"]
        settings += [f"--ignore=tests/test_{name}.py" for name in _NOT_FOR_WINDOWS]
        command = [
            *(WINE, str(python / "python.exe"), windows_path(start), *settings),
            *("--basetemp", windows_path(folder / "tmp"), *words),
        ]
        environment = {"WINEPREFIX": str(WINE_PREFIX), "WINEDEBUG": "-all", "LC_ALL": "zh_CN.UTF-8"}
        with (
            subprocess.Popen(
                command,
                cwd=ROOT,
                env=os.environ | environment,
                stdin=subprocess.PIPE,  # Wine has no handle for /dev/null or a file that Python could use
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            ) as process
        ):
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.close()
            for line in process.stdout:
                print(line.decode("gbk", "replace").rstrip(), flush=True)
    return process.returncode


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
