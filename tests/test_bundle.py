"""The bundles, built from the registry: the one for Windows the same twice, the one for Linux installed without a network."""

import hashlib
import os
import platform
import re
import shlex
import shutil
import ssl
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from converter.icons import add_to_send_to
from tests.test_pdf import pdf_of, written
from tools import windows
from tools.bundle import (
    MANUALS,
    PYTHONS,
    build_linux,
    build_windows,
    linux_scripts,
    manual,
    windows_scripts,
)
from tools.desk import install

REPORT = "保德县孙家沟镇人民政府2022年政府信息公开工作年度报告.docx"
PAGES = {f"{name}.html" for name in MANUALS}
FILES = {"program", "示例", "空白填报表.xlsx", "县里.toml", "report_template.docx", *PAGES}


@pytest.mark.nightly
@pytest.mark.wine
def test_the_windows_bundle_is_the_same_twice(windows_bundle: Path, tmp_path: Path) -> None:
    first = windows_bundle.parent.parent / "windows" / f"{windows_bundle.name}.zip"
    second = build_windows(tmp_path / "另一个文件夹")
    assert first.name == second.name
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.wine
def test_the_windows_bundle_holds_what_runs_and_no_more(windows_bundle: Path) -> None:
    packed = windows_bundle.parent.parent / "windows" / f"{windows_bundle.name}.zip"
    # as the manuals say
    assert packed.stat().st_size < 27 * 10**6
    unpacked = sum(file.stat().st_size for file in windows_bundle.rglob("*") if file.is_file())
    assert unpacked < 60 * 10**6
    assert {file.name for file in windows_bundle.iterdir()} == FILES | set(windows_scripts())
    program = windows_bundle / "program"
    assert {file.name for file in program.iterdir()} == {"python", "packages"}
    # all of it is compiled: nothing has to be written at the first start, nothing is looked for
    assert not list(program.rglob("*.py"))
    for compiled in program.rglob("*.pyc"):
        assert compiled.read_bytes()[4:8] == b"\x01\0\0\0", compiled  # by hash, never checked
    pth = (program / "python" / "python312._pth").read_bytes()
    assert pth == b"python312.zip\r\n.\r\n..\\packages\r\n"
    for name, text in windows_scripts().items():
        assert (windows_bundle / name).read_bytes() == text.replace("\n", "\r\n").encode("gbk")
    paths = [file.relative_to(windows_bundle) for file in windows_bundle.rglob("*")]
    assert max(len(str(path)) for path in paths) < 110  # room for the folder it is put into


ROOTS = {
    "552f7bdcf1a7af9e6ce672017f4f12abf77240c78e761ac203d1d9d20ac89988",
    "3e9099b5015e8f486c00bcea9d111ee721faba355a89bcf1df69561e3dc6325c",
    "5367f20c7ade0e2bca790915056d086b720c33c1fa2a2661acf787e3292e1270",
    "847df6a78497943f27fc72eb93f9a637320a02b561d0a91b09e87a7807ed7c61",
    "df545bf919a2439c36983b54cdfc903dfa4f37d3996d8d84b4c31eec6f3c163e",
}
"""SHA-256 of the certificates: DigiCert's two, Microsoft's of 2020, 2011 and 2010."""


def test_the_roots_are_the_pinned_ones() -> None:
    text = windows.ROOTS.read_text(encoding="ascii")
    found = re.findall("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", text, re.DOTALL)
    digests = {hashlib.sha256(ssl.PEM_cert_to_DER_cert(one)).hexdigest() for one in found}
    assert digests == ROOTS
    assert re.findall("SHA-256 (.*)", text) == [
        hashlib.sha256(ssl.PEM_cert_to_DER_cert(one)).hexdigest() for one in found
    ]


@pytest.mark.wine
@pytest.mark.parametrize(
    "change", ["a byte", "another owner", "no signature", "the library", "one more"]
)
def test_a_python_that_somebody_changed_is_refused(
    windows_bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    python = tmp_path / "python"
    shipped = windows_bundle / "program" / "python"
    python.mkdir()
    names = ["python.exe", "vcruntime140.dll", "libffi-8.dll", "python312.zip"]
    for name in names:
        shutil.copy(shipped / name, python)
    library = hashlib.sha256((python / "python312.zip").read_bytes()).hexdigest()
    monkeypatch.setattr(windows, "_LIBRARY_DIGEST", library)
    monkeypatch.setattr(windows, "_EXECUTABLES", 3)
    windows.verify(python)
    changed = python / "python.exe"
    data = bytearray(changed.read_bytes())
    refused = "python.exe: not signed by the Python Software Foundation"
    if change == "a byte":
        data[5000] ^= 1
        changed.write_bytes(data)
    elif change == "another owner":
        shutil.copy(python / "vcruntime140.dll", changed)
    elif change == "no signature":
        changed.write_bytes(b"MZ" + bytes(5000))
    elif change == "the library":
        (python / "python312.zip").write_bytes(b"PK")
        refused = "python312.zip: another standard library"
    else:
        (python / "more.dll").write_bytes(b"MZ")
        refused = "4 executable files instead of 3"
    with pytest.raises(SystemExit, match=re.escape(refused)):
        windows.verify(python)


@pytest.mark.wine
def test_the_wheels_are_the_pinned_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = windows.WHEELS.read_text(encoding="ascii").splitlines()
    assert [line.split()[0] for line in lines] == windows.needed()
    other = tmp_path / "wheels.txt"
    other.write_text(f"{lines[0][:-1]}{(int(lines[0][-1], 16) + 1) % 16:x}\n", encoding="ascii")
    monkeypatch.setattr(windows, "WHEELS", other)
    with pytest.raises(subprocess.CalledProcessError):
        windows.build_packages(tmp_path / "packages")
    assert not (tmp_path / "packages" / "cffi").exists()


@pytest.mark.nightly
def test_the_linux_bundle_is_the_same_twice(tmp_path: Path) -> None:
    """Built for this machine and Python alone; the manner is the same for all."""
    python, machine = f"3.{sys.version_info.minor}", platform.machine()
    first, second = (
        build_linux(tmp_path / name, [python], [f"{machine}-manylinux_2_28"]) for name in "甲乙"
    )
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.slow
@pytest.mark.system("unshare")
def test_the_linux_bundle_works_without_a_network(tmp_path: Path) -> None:
    path = os.pathsep.join((str(Path(sys.executable).resolve().parent), "/usr/bin", "/bin"))
    # for the machine that runs this; `make bundle` builds, and holds to be complete, those of all others
    pythons = [version for version in PYTHONS if shutil.which(f"python{version}", path=path)]
    built = build_linux(tmp_path / "dist", pythons, [f"{platform.machine()}-manylinux_2_28"])
    # the zip is what travels, into a folder as people name them
    home = tmp_path / "我的 文档 (1)"
    with zipfile.ZipFile(built) as packed:
        assert packed.testzip() is None
        packed.extractall(home)
    bundle = home / built.stem
    assert {file.name for file in bundle.iterdir()} == FILES | set(linux_scripts(""))

    def alone(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["unshare", "--net", "--map-root-user", "sh", *words],
            cwd=home,
            env={"PATH": path, "HOME": str(home), "LANG": "C.UTF-8"},
            input="\n",
            capture_output=True,
            text=True,
            check=False,
        )

    script = str(bundle / "nianbao.sh")
    done = alone(script, str(bundle / "示例" / "sunjiagou-2022.xlsx"), "-o", "成品")
    assert (done.stdout, done.returncode) == (f"成品/{REPORT}\n", 0)
    assert done.stderr == (
        "正在安装，不需要联网，大约一分钟……\n装好了，样例试转换成功。\n核对通过，报告已生成：\n"
    )
    assert (home / "成品" / REPORT).read_bytes()[:2] == b"PK"
    # the second time nothing is installed, unless the edition or the Python has changed
    again = alone(script)
    assert again.stdout.startswith("nianbao 能做三件事：")
    assert again.stderr == ""
    (mark,) = (bundle / "env").glob("installed-*")
    mark.rename(mark.with_name("installed-before"))
    installer = bundle / "program" / "install.py"
    installs = installer.read_bytes()
    installer.write_text("print('again')", encoding="ascii")
    assert alone(script).stderr == "again\n"
    installer.write_bytes(installs)
    mark.with_name("installed-before").rename(mark)
    # the icon, as a desktop starts it: its own place for %k, the files for %F
    dropped = shutil.copy(bundle / "示例" / "sunjiagou-2022.xlsx", home / "丙 & 丁$1.xlsx")
    icon = (bundle / "转换.desktop").read_text(encoding="utf-8")
    words = re.search("^Exec=sh (.*) sh %k %F$", icon, re.MULTILINE)
    assert words
    command = shlex.split(words[1].replace("\\\\", "\\").replace(r"\$", "$"))
    shown = alone(*command, "sh", str(bundle / "转换.desktop"), str(dropped))
    assert shown.stdout == f"{home}/{REPORT}\n\n按回车关闭窗口\n"
    (home / "甲.pdf").write_bytes(pdf_of([written("1234567890")]))
    assert alone(script, "check", str(home / "甲.pdf")).stderr == (
        "甲.pdf：里面找不到政府信息公开工作年度报告的标题和表格。请核对文件。\n"
    )
    wheels = bundle / "program" / "wheels"
    # a machine for which there is nothing compiled
    for wheel in wheels.glob("*linux*.whl"):
        wheel.unlink()
    (bundle / "env" / "bin" / "python").unlink()
    done = alone(script, str(dropped), "-o", "无原生")
    assert (done.stdout, done.returncode) == (f"无原生/{REPORT}\n", 0)


@pytest.mark.parametrize("name", MANUALS)
def test_a_manual_is_one_file(name: str) -> None:
    page = manual(name)
    assert 'src="images/' not in page
    assert '.md"' not in page


def test_the_send_to_menu_gets_an_entry(tmp_path: Path) -> None:
    bundle = tmp_path / "年报 100%"
    menu = tmp_path / "Microsoft" / "Windows" / "SendTo"
    assert add_to_send_to(bundle, tmp_path) == (
        "“发送到”菜单没有加上，把填报表拖到“转换”上也一样。"
    )
    menu.mkdir(parents=True)
    assert add_to_send_to(bundle, tmp_path) == (
        f"右键点填报表，“发送到”里有“转换成年报”。不要了，把它从“发送到”文件夹里删掉：{menu}"
    )
    icon = f"{tmp_path}/年报 100%%/转换.bat"
    assert (menu / "转换成年报.bat").read_bytes().decode("gbk").split("\r\n") == [
        "@echo off",
        "chcp 936 >nul",
        f'if exist "{icon}" "{icon}"',
        "echo 找不到年报程序，文件夹可能移动过。请到新的位置再双击一次“发送到”。",
        "pause",
        "exit",
        "",
    ]


def test_a_failed_installation_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(install, "ENVIRONMENT", tmp_path / "env")
    monkeypatch.setattr(install, "PYTHON", tmp_path / "env" / "bin" / "python")
    monkeypatch.setattr(install, "WHEELS", tmp_path)
    (tmp_path / "pip-1.whl").mkdir()
    assert install.main() == 1
    said = capsys.readouterr().out
    assert "can't open file" in said
    assert said.endswith("还不行，把上面的文字拍下来，发给维护人员。\n")
    assert not list((tmp_path / "env").glob("installed*"))
