"""The first command of the README, in the environment that is active."""

import os
import subprocess
import sys
from pathlib import Path

from tools.cases import EXAMPLES, ROOT


def test_the_first_command_converts_the_example_from_any_folder(tmp_path: Path) -> None:
    environment = Path(sys.executable).parent
    done = subprocess.run(
        ["bash", ROOT / "tools" / "run.sh", EXAMPLES / "sunjiagou-2022.xlsx", "-o", "out/"],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{environment}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "out/保德县孙家沟镇人民政府2022年政府信息公开工作年度报告.docx\n"
    assert [path.name for path in (tmp_path / "out").iterdir()] == [Path(done.stdout.strip()).name]
