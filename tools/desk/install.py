"""On Linux: make the program's own environment beside itself, from the wheels that lie here; no network.

Runs on the machine of the user, before anything is installed: the standard library alone.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

BUNDLE = Path(__file__).resolve().parent.parent
WHEELS = BUNDLE / "program" / "wheels"
ENVIRONMENT = BUNDLE / "env"
PYTHON = ENVIRONMENT / "bin" / "python"
EDITION = BUNDLE / "program" / "edition"
"""Names what is installed; the scripts ask for it, so that a new edition is not taken for the old."""
EXAMPLE = BUNDLE / "示例" / "sunjiagou-2022.xlsx"


def main() -> int:
    """Install, try the example, and return the exit status."""
    print("正在安装，不需要联网，大约一分钟……", flush=True)
    try:
        install()
        convert_example()
        (ENVIRONMENT / f"installed-{EDITION.read_text(encoding='ascii')}").touch()
    except (OSError, ValueError, subprocess.CalledProcessError) as fault:
        print(getattr(fault, "output", None) or fault)
        print(
            "没有装成。请关掉年报程序的其他窗口，再试一次；还不行，把上面的文字拍下来，发给维护人员。"
        )
        return 1
    print("装好了，样例试转换成功。")
    return 0


def install() -> None:
    """Build the environment anew."""
    for mark in ENVIRONMENT.glob("installed-*"):
        mark.unlink()
    venv.EnvBuilder(clear=True, with_pip=False, symlinks=True).create(ENVIRONMENT)
    # a wheel can be run as it lies; ensurepip is missing on many Linux systems
    pip = next(WHEELS.glob("pip-*.whl"), WHEELS / "pip.whl") / "pip"
    options = ["--isolated", "--quiet", "--no-index", "--no-warn-script-location"]
    options += ["--find-links", str(WHEELS)]
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    # pure: a machine for which nobody compiles; web pages, PDFs and own templates need that, all else does not
    for kind in ("all", "pure"):
        listed = str(WHEELS.parent / f"{kind}-{version}.txt")
        try:
            run(str(pip), "install", *options, "--no-deps", "--requirement", listed, "nianbao")
            break
        except subprocess.CalledProcessError:
            if kind == "pure":
                raise


def convert_example() -> None:
    """Convert the example, to know that everything works."""
    with tempfile.TemporaryDirectory() as folder:
        run("-m", "converter", "convert", str(EXAMPLE), "-o", folder)


def run(*words: str) -> None:
    """Run the environment's Python; raises CalledProcessError with what it printed."""
    subprocess.run(
        [str(PYTHON), "-I", *words],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


if __name__ == "__main__":
    sys.exit(main())
