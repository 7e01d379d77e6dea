"""The tests that need nothing but Python, on the Python of the Windows bundle, under Wine.

`python -m tests.windows_suite [words for pytest]` builds the program as the bundle holds it, adds pytest
beside it and ends with pytest's status: all of them is the nightly run, 2,900 tests in a quarter of an hour;
SAMPLE is what the `wine` tier of `tools/check.sh` runs (`test_windows.py`), in half a minute. The
sources are those of the checkout, as pytest takes them; the bundle's bytecode is what `test_windows.py` starts.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.programs import PROGRAMS, WINE
from tests.windows import complete_wine, windows_path
from tools.cases import ROOT
from tools.windows import OFFLINE, WINE_PREFIX, build_program, complete_library, install_packages

_PYTEST = ("pytest", "hypothesis", "markdown-it-py", "pygments")
_START = """
import sys
import _winapi

del _winapi.CopyFile2  # Wine 8 has none; shutil then copies by itself

if __name__ == "__main__":  # not in worker processes, which load this file too
    import pytest

    sys.exit(pytest.main(sys.argv[1:]))
"""
_LEFT_OUT = "not slow and not nightly and not system and " + " and ".join(
    f"not {tier}" for tier in PROGRAMS
)

_NOT_FOR_WINDOWS = (
    *("bundle", "cluster", "corpus", "engines", "faults", "pdf", "pictures", "setup", "smtp"),
    "windows",
)
"""Modules whose tests build, draw, kill or measure on Linux, or make certificates, which Wine cannot; test_pdf.py makes
most of its files with LibreOffice, and `test_windows.py` reads one of them."""

_NOT_UNDER_WINE = (
    "(whatever_the_output and too)",  # Wine shortens what Linux cannot hold
    "both_ways or old_console or shown_command",  # there is no program `nianbao` on the path
    "home_folder or links_or_lie or ctrl_c or killed_run or without_locks",  # not the same on Windows
    "earlier_batch or what_a_folder_holds",  # labels have the separator of the system
    "three_rounds",  # names in bytes
    "new_is_the_template",  # a zip names the system that made it
    "printed_with_the_countys or trial_well or share_the_time",  # a second for the start of a process
    "(under_limits and memory) or (lost_is_replaced and die)",  # no limit of memory, no SIGKILL
    "generated_files_are_fresh",  # written with the line ends of the system
    "(pages_are_refused and deep)",  # an older libxml2, which reads them: no report is found
)

SAMPLE = (
    "tests/test_intake.py",  # reading
    "tests/test_dates.py::test_a_number_that_is_no_date_is_read_both_ways",
    "tests/test_unit_names.py::test_a_short_name_is_told_with_the_full_one",  # checking
    "tests/test_api.py",  # writing
    "tests/test_mail.py::test_a_draft_opens_for_editing_and_carries_both_files",
    *("tests/test_deliver.py", "tests/test_shelf.py", "tests/test_locks.py"),  # files and output
    *("tests/test_collect.py", "tests/test_long_parts.py"),  # a county's
    "tests/test_county.py::test_a_fault_of_ours_in_one_file_names_it",
    "tests/test_county.py::test_a_total_with_a_blank_addend_is_blank",
)
"""A test or two of everything that differs between systems, and what it stands on, but for the icons and a county's
runs: `test_windows.py` has those from the zip."""


def run(words: list[str], bundle: Path | None = None) -> int:
    """Run the suite with these words for pytest and return its status; on the program of a bundle, or on one built for it."""
    with tempfile.TemporaryDirectory(prefix="nianbao-windows-") as name:
        folder = Path(name)
        python = folder / "program" / "python"
        if bundle:
            shutil.copytree(bundle / "program", folder / "program")
        else:
            build_program(folder / "program")
        complete_library(folder / "program")
        complete_wine()
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
            *(*OFFLINE, WINE, str(python / "python.exe"), windows_path(start), *settings),
            *("--basetemp", windows_path(folder / "tmp"), *words),
        ]
        browser = folder / "xdg-open"  # what Wine opens a page with
        browser.write_text("#!/bin/sh\n", encoding="utf-8")
        browser.chmod(0o755)
        environment = {
            "PATH": f"{folder}:{os.environ['PATH']}",
            "WINEPREFIX": str(WINE_PREFIX),
            "WINEDEBUG": "-all",
            "LC_ALL": "zh_CN.UTF-8",
        }
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
