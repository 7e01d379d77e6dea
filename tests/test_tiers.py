"""A test whose program is missing is skipped by the program's name, and fails in tools/check.sh."""

import os
import subprocess
import sys

import pytest

from tools.cases import ROOT

NEEDY = "tests/test_mail.py::test_a_mail_parser_of_another_language"


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [(["-rs"], 0, "\n1 skipped"), (["--require-programs"], 1, "\n1 error")],
)
@pytest.mark.slow
def test_a_program_that_is_missing_is_named(options: list[str], status: int, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", NEEDY, *options],
        cwd=ROOT,
        env={**os.environ, "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status
    assert "not installed: perl\n" in done.stdout
    assert said in done.stdout


def test_the_checks_leave_nothing_out() -> None:
    check = (ROOT / "tools" / "check.sh").read_text(encoding="utf-8")
    assert "\npytest -m 'not nightly' --require-programs " in check
