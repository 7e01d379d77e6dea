"""What mypy says to those who use the package."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools.cases import ROOT


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("report.row('t3_granted')", ""),
        ("report.t3_grantd", '"Report" has no attribute "t3_grantd"'),
        ("report.row('t3_granted')[0].upper()", 'has no attribute "upper"'),
    ],
)
def test_a_misspelt_name_does_not_pass(tmp_path: Path, line: str, said: str) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        f"from converter.form.report import Report\n\nreport = Report()\n{line}\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file", "", str(program)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said in done.stdout
    assert done.returncode == (1 if said else 0), done.stdout
