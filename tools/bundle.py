"""Build what machines without internet get: a zip for Windows, a zip for Linux. `python -m tools.bundle`

The one for Windows is unzipped and used: it holds CPython (`tools/windows.py`). The one for Linux holds the
wheels of the program and of all that it needs, for every machine in PLATFORMS and every Python in
PYTHONS, and makes an environment of them beside itself. Both hold the scripts of tools/desk, the manuals
as pages, the empty workbook, the example. Everything comes from the package registry that pip and uv are set up for.
"""

import base64
import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Sequence
from itertools import product
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt

from converter import __version__
from converter.county.office.office_file import OFFICE_EXAMPLE, OFFICE_FILE
from converter.files.resources import resource
from converter.icons import ICONS
from tools.cases import EXAMPLES, ROOT
from tools.windows import NEVER_LOADED, build_program

PYTHONS: Final = ("3.10", "3.11", "3.12", "3.13", "3.14")
PLATFORMS: Final = {
    f"{machine}-manylinux_2_28": tuple(
        f"manylinux{tag}_{machine}" for tag in ("_2_28", "_2_17", "2014")
    )
    for machine in ("x86_64", "aarch64")
}
"""What uv calls a platform, and the tags of the wheels that run there, best first."""
_NOT_PURE: Final = (
    *("cffi", "charset-normalizer", "cryptography", "lxml", "pdfminer-six", "pdfplumber"),
)
"""Packages with a compiled part, and those that stand on them."""
MANUALS: Final = ("使用手册", "县级手册", "规则", "校对规则")
_DESK: Final = ROOT / "tools" / "desk"
_STAMP: Final = (2021, 1, 1, 0, 0, 0)
"""The date of every member, so that equal contents give equal bytes."""


def build_windows(folder: Path) -> Path:
    """Build nianbao-VERSION-windows and its zip in a folder; return the zip."""
    bundle = _emptied(folder / f"nianbao-{__version__}-windows")
    build_program(bundle / "program")
    for name, text in windows_scripts().items():
        (bundle / name).write_bytes(text.replace("\n", "\r\n").encode("gbk"))
    return _finished(bundle)


def build_linux(
    folder: Path, pythons: Sequence[str] = PYTHONS, platforms: Iterable[str] = PLATFORMS
) -> Path:
    """Build nianbao-VERSION-linux and its zip in a folder, with the wheels for these; return the zip."""
    bundle = _emptied(folder / f"nianbao-{__version__}-linux")
    wheels = bundle / "program" / "wheels"
    wheels.mkdir(parents=True)
    _gather(wheels, pythons, platforms)
    shutil.copy(_DESK / "install.py", bundle / "program")
    edition = _digest((bundle / "program").rglob("*.*"))
    (bundle / "program" / "edition").write_text(edition, encoding="ascii")
    for name, text in linux_scripts(edition).items():
        (bundle / name).write_text(text, encoding="utf-8")
        (bundle / name).chmod(0o755)
    return _finished(bundle)


def _emptied(bundle: Path) -> Path:
    if bundle.exists():
        shutil.rmtree(bundle)
    bundle.mkdir(parents=True)
    return bundle


def _finished(bundle: Path) -> Path:
    """Put what everybody reads and fills in into a bundle's folder, and return its zip."""
    for name in MANUALS:
        (bundle / f"{name}.html").write_text(manual(name), encoding="utf-8")
    shutil.copy(ROOT / "workbook_template.xlsx", bundle / "空白填报表.xlsx")
    shutil.copy(ROOT / "report_template.docx", bundle)
    # Notepad of Windows 8 knows no other end of a line
    (bundle / OFFICE_FILE).write_bytes(
        resource(OFFICE_EXAMPLE).read_bytes().replace(b"\n", b"\r\n")
    )
    (bundle / "示例").mkdir()
    for example in sorted(EXAMPLES.iterdir()):
        shutil.copy(example, bundle / "示例")
    return _packed(bundle)


def _digest(files: Iterable[Path]) -> str:
    """Return what tells one content of the bundle from another."""
    contents = b"".join(hashlib.sha256(file.read_bytes()).digest() for file in sorted(files))
    return hashlib.sha256(contents).hexdigest()[:12]


def windows_scripts() -> dict[str, str]:
    """Return the batch files, as text, by their names."""
    icons = {
        f"{icon.file}.bat": _script("icon.bat", file=icon.file, command=command)
        for command, icon in ICONS.items()
    }
    more = {name: _script(name) for name in ("nianbao.bat", "发送到.bat")}
    return {**icons, **more}


def linux_scripts(edition: str) -> dict[str, str]:
    """Return the scripts for an edition of the Linux bundle, as text, by their names."""
    pythons = " ".join(f"python{version}" for version in PYTHONS[::-1])
    versions = ", ".join(f"({version.replace('.', ', ')})" for version in PYTHONS)
    words = {
        "edition": edition,
        "oldest": PYTHONS[0],
        "newest": PYTHONS[-1],
        "pythons": pythons,
        "check": f"import sys, venv; sys.exit(sys.version_info[:2] not in ({versions}))",
    }
    return {
        "nianbao.sh": _script("nianbao.sh", **words),
        "转换.desktop": _script("nianbao.desktop"),
    }


def _script(name: str, **words: str) -> str:
    text = (_DESK / name).read_text(encoding="utf-8")
    for word, value in words.items():
        text = text.replace(f"{{{word}}}", value)
    return text


def manual(name: str) -> str:
    """Return a page of docs/ as one HTML file, its pictures inside."""
    text = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    text = re.sub(r"\]\(([^)/#]+)\.md([)#])", r"](\1.html\2", text)
    html = str(MarkdownIt("commonmark").enable("table").render(text))
    html = re.sub(r'src="(images/[^"]+)"', lambda match: f'src="{_inline(match[1])}"', html)
    return _PAGE.format(title=name, body=html)


def _inline(picture: str) -> str:
    data = (ROOT / "docs" / picture).read_bytes()
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"


_PAGE: Final = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ max-width: 60em; margin: 2em auto; padding: 0 1em; font: 17px/1.8 "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #222; }}
h1, h2 {{ line-height: 1.3; }}
h2 {{ margin-top: 2em; border-bottom: 1px solid #ccc; }}
img {{ max-width: 100%; border: 1px solid #bbb; }}
table {{ border-collapse: collapse; }}
td, th {{ border: 1px solid #999; padding: .2em .6em; text-align: left; }}
code {{ background: #f0f0f0; padding: 0 .2em; }}
td code {{ white-space: nowrap; }}
pre {{ background: #f0f0f0; padding: .6em; white-space: pre-wrap; }}
pre code {{ padding: 0; }}
blockquote {{ margin-left: 0; padding-left: 1em; border-left: 4px solid #ccc; }}
</style>
</head>
<body>
{body}</body>
</html>
"""


def _gather(wheels: Path, pythons: Sequence[str], platforms: Iterable[str]) -> None:
    """Put every wheel into a folder: our own, pip's, and those of what we need."""
    pip = [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", "download"]
    uv = [sys.executable, "-m", "uv", "--quiet"]
    constraints = ["--constraint", str(ROOT / "constraints.txt")]
    _run(*uv, "build", "--wheel", "--no-create-gitignore", "--out-dir", str(wheels), str(ROOT))
    _run(*pip, *constraints, "--no-deps", "--only-binary=:all:", "--dest", str(wheels), "pip")
    pins = wheels.parent / "pins.txt"
    # pip would decide by the markers of the machine it runs on
    resolve = [*uv, "pip", "compile", "--no-header", "--no-annotate", "--python", sys.executable]
    resolve += [*constraints, "--output-file", str(pins), "--extra", "pdf"]
    for platform, version in product(platforms, pythons):
        target = ["--python-platform", platform, "--python-version", version]
        _run(*resolve, *target, str(ROOT / "pyproject.toml"))
        found = {pin.partition("==")[0]: pin for pin in pins.read_text(encoding="utf-8").split()}
        pins.unlink()
        needed = [pin for name, pin in found.items() if name not in NEVER_LOADED]
        pure = [pin for pin in needed if pin.partition("==")[0] not in _NOT_PURE]
        for name, listed in (("all", needed), ("pure", pure)):
            lines = "".join(f"{pin}\n" for pin in listed)
            (wheels.parent / f"{name}-{version}.txt").write_text(lines, encoding="ascii")
        lacking = [pin for pin in needed if not _is_there(pin, wheels)]
        asked = [word for tag in (*PLATFORMS[platform], "any") for word in ("--platform", tag)]
        asked += ["--python-version", version, "--only-binary=:all:", "--no-deps"]
        _run(*pip, *asked, "--dest", str(wheels), *lacking)
        # all that a machine without a network needs is there
        alone = ["--offline", "--no-index", "--find-links", str(wheels), "--only-binary", ":all:"]
        nowhere = ["--dry-run", "--target", str(wheels / "nowhere")]
        _run(*uv, "pip", "install", "--no-deps", *alone, *target, *nowhere, "nianbao", *needed)
    _add_pure_markupsafe(wheels)


def _is_there(pin: str, wheels: Path) -> bool:
    """Tell whether the wheel of a pinned version that runs everywhere is there."""
    name, _, version = pin.partition("==")
    return any(wheels.glob(f"{name.replace('-', '_')}-{version}-*-none-any.whl"))


def _add_pure_markupsafe(wheels: Path) -> None:
    """Add a wheel of MarkupSafe without its compiled part, for machines for which there is none.

    It does without, and is the only package with one that plain conversion loads.
    """
    compiled = min(wheels.glob("markupsafe-*.whl"))
    name, version = compiled.name.split("-")[:2]
    info = f"{name}-{version}.dist-info"
    with (
        zipfile.ZipFile(compiled) as old,
        zipfile.ZipFile(wheels / f"{name}-{version}-py3-none-any.whl", "w") as new,
    ):
        kept = [one for one in old.namelist() if not one.endswith((".so", ".c", "/RECORD"))]
        for member in sorted(kept):
            data = old.read(member)
            if member == f"{info}/WHEEL":
                data = b"Wheel-Version: 1.0\nGenerator: nianbao\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            new.writestr(zipfile.ZipInfo(member, _STAMP), data)
        record = "".join(f"{member},,\n" for member in [*kept, f"{info}/RECORD"])
        new.writestr(zipfile.ZipInfo(f"{info}/RECORD", _STAMP), record)


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


def _packed(bundle: Path) -> Path:
    """Write the zip beside the folder and return it."""
    target = bundle.with_name(f"{bundle.name}.zip")
    with zipfile.ZipFile(target, "w", compresslevel=9) as packed:
        for file in sorted(bundle.rglob("*")):
            if file.is_dir():
                continue
            member = zipfile.ZipInfo(file.relative_to(bundle.parent).as_posix(), _STAMP)
            member.external_attr = file.stat().st_mode << 16
            packed.writestr(member, file.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    return target


if __name__ == "__main__":
    for built in (build_windows(ROOT / "dist"), build_linux(ROOT / "dist")):
        print(f"{built}: {built.stat().st_size / 1e6:.1f} MB")  # noqa: T201
