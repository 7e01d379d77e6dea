"""Build the bundle for machines without internet, a folder and a zip. `python -m tools.bundle`

It holds the wheels of the program and of all that it needs, for Windows and Linux on x64 and every
Python in PYTHONS, the scripts of tools/desk, the manuals as pages, the empty workbook, the example.
Everything comes from the package registry that pip and uv are set up for.
"""

import base64
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt

from converter import __version__
from converter.icons import ICONS
from tools.cases import EXAMPLES, ROOT

PYTHONS: Final = ("3.10", "3.11", "3.12", "3.13")
PLATFORMS: Final = {
    "x86_64-pc-windows-msvc": ("win_amd64",),
    "x86_64-manylinux_2_28": (
        "manylinux_2_28_x86_64",
        "manylinux_2_17_x86_64",
        "manylinux2014_x86_64",
    ),
}
"""What uv calls a platform, and the tags of the wheels that run there, best first."""
DESK: Final = ROOT / "tools" / "desk"
MANUALS: Final = ("使用手册", "县级手册", "规则", "校对规则")
_STAMP: Final = (2021, 1, 1, 0, 0, 0)
"""The date of every member, so that equal contents give equal bytes."""


def build_bundle(folder: Path) -> Path:
    """Build the bundle in a folder, nianbao-VERSION and its zip; return the bundle's folder."""
    bundle = folder / f"nianbao-{__version__}"
    if bundle.exists():
        shutil.rmtree(bundle)
    wheels = bundle / "program" / "wheels"
    wheels.mkdir(parents=True)
    _gather(wheels)
    shutil.copy(DESK / "install.py", bundle / "program")
    edition = _digest((bundle / "program").rglob("*.*"))
    (bundle / "program" / "edition").write_text(edition, encoding="ascii")
    for name, text in scripts(edition).items():
        encoding, end = ("gbk", "\r\n") if name.endswith(".bat") else ("utf-8", "\n")
        (bundle / name).write_bytes(text.replace("\n", end).encode(encoding))
    (bundle / "nianbao.sh").chmod(0o755)
    for name in MANUALS:
        (bundle / f"{name}.html").write_text(manual(name), encoding="utf-8")
    shutil.copy(ROOT / "workbook_template.xlsx", bundle / "空白填报表.xlsx")
    shutil.copy(ROOT / "report_template.docx", bundle)
    (bundle / "示例").mkdir()
    for example in sorted(EXAMPLES.iterdir()):
        shutil.copy(example, bundle / "示例")
    _pack(bundle)
    return bundle


def _digest(files: Iterable[Path]) -> str:
    """Return what tells one content of the bundle from another."""
    contents = b"".join(hashlib.sha256(file.read_bytes()).digest() for file in sorted(files))
    return hashlib.sha256(contents).hexdigest()[:12]


def scripts(edition: str) -> dict[str, str]:
    """Return the scripts of an edition of the bundle, as text, by their names."""
    newest_first = PYTHONS[::-1]
    words = {
        "edition": edition,
        "oldest": PYTHONS[0],
        "newest": PYTHONS[-1],
        "versions": " ".join(newest_first),
        "pythons": " ".join(f"python{version}" for version in newest_first),
        "setups": " ".join(f"python-{version}.*-amd64*.exe" for version in PYTHONS),
    }
    for_linux = {"check": python_check()}
    for_windows = {"check": python_check("win-amd64")}

    def script(name: str, words: dict[str, str]) -> str:
        text = (DESK / name).read_text(encoding="utf-8")
        for word, value in words.items():
            text = text.replace(f"{{{word}}}", value)
        return text

    icons = {
        f"{icon.file}.bat": script("icon.bat", {**words, "file": icon.file, "command": command})
        for command, icon in ICONS.items()
    }
    return {
        **icons,
        "安装.bat": script("安装.bat", words | for_windows),
        "nianbao.bat": script("nianbao.bat", words),
        "nianbao.sh": script("nianbao.sh", words | for_linux),
    }


def python_check(platform: str = "") -> str:
    """Return the Python program that ends with 0 on a Python for which there are wheels."""
    versions = ", ".join(f"({version.replace('.', ', ')})" for version in PYTHONS)
    check = f"sys.version_info[:2] in ({versions})"
    if platform:
        check += f" and sysconfig.get_platform() == '{platform}'"
    return f"import sys, sysconfig, venv; sys.exit(not ({check}))"


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


def _gather(wheels: Path) -> None:
    """Put every wheel into a folder: our own, pip's, and those of what we need."""
    pip = [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check"]
    _run(*pip, "wheel", "--no-deps", "--wheel-dir", str(wheels), str(ROOT))
    constraints = ["--constraint", str(ROOT / "constraints.txt")]
    one = ["--no-deps", "--only-binary=:all:", "--dest", str(wheels), "pip"]
    _run(*pip, "download", *constraints, *one)
    with tempfile.TemporaryDirectory() as name:
        for platform, tags in PLATFORMS.items():
            for version in PYTHONS:
                pins = Path(name) / f"{platform}-{version}.txt"
                # pip would decide by the markers of the machine it runs on
                resolve = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header"]
                target = ["--python-platform", platform, "--python-version", version]
                output = ["--output-file", str(pins), str(ROOT / "pyproject.toml")]
                _run(*resolve, *target, *constraints, *output)
                asked = [word for tag in (*tags, "any") for word in ("--platform", tag)]
                asked += ["--python-version", version, "--only-binary=:all:", "--no-deps"]
                _run(*pip, "download", *asked, "--dest", str(wheels), "--requirement", str(pins))


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


def _pack(bundle: Path) -> None:
    """Write the zip beside the folder."""
    with zipfile.ZipFile(bundle.with_name(f"{bundle.name}.zip"), "w") as packed:
        for file in sorted(bundle.rglob("*")):
            if file.is_dir():
                continue
            member = zipfile.ZipInfo(file.relative_to(bundle.parent).as_posix(), _STAMP)
            member.external_attr = file.stat().st_mode << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(member, file.read_bytes())


if __name__ == "__main__":
    print(build_bundle(ROOT / "dist"))  # noqa: T201
