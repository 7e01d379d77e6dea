"""The bundle, built from the registry and installed where there is no network."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools.bundle import MANUALS, PLATFORMS, PYTHONS, build_bundle, manual, scripts
from tools.desk import install

REPORT = "保德县孙家沟镇人民政府2022年政府信息公开工作年度报告.docx"


@pytest.mark.slow
@pytest.mark.system("unshare")
def test_the_bundle_works_without_a_network(tmp_path: Path) -> None:
    built = build_bundle(tmp_path / "dist")
    # the zip is what travels, into a folder as people name them
    home = tmp_path / "我的 文档 (1)"
    with zipfile.ZipFile(built.with_name(f"{built.name}.zip")) as packed:
        assert packed.testzip() is None
        packed.extractall(home)
    bundle = home / built.name
    files = {file.name for file in bundle.iterdir()}
    assert files == {
        "program",
        "示例",
        "空白填报表.xlsx",
        "report_template.docx",
        *(f"{name}.html" for name in MANUALS),
        *scripts(""),
    }

    def alone(*words: str) -> "subprocess.CompletedProcess[str]":
        path = os.pathsep.join((str(Path(sys.executable).resolve().parent), "/usr/bin", "/bin"))
        return subprocess.run(
            ["unshare", "--net", "--map-root-user", "sh", f"{bundle}/nianbao.sh", *words],
            cwd=home,
            env={"PATH": path, "HOME": str(home), "LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )

    done = alone(str(bundle / "示例" / "sunjiagou-2022.xlsx"), "-o", "成品")
    assert (done.stdout, done.returncode) == (f"成品/{REPORT}\n", 0)
    assert done.stderr == (
        "正在安装，不需要联网，大约一分钟……\n装好了，样例试转换成功。\n核对通过，报告已生成：\n"
    )
    assert (home / "成品" / REPORT).read_bytes()[:2] == b"PK"
    # the second time nothing is installed, unless the edition or the Python has changed
    again = alone()
    assert again.stdout.startswith("nianbao 能做三件事：")
    assert again.stderr == ""
    (mark,) = (bundle / "env").glob("installed-*")
    mark.rename(mark.with_name("installed-before"))
    assert "装好了" in alone().stderr
    (bundle / "env" / "bin" / "python").unlink()
    assert "装好了" in alone().stderr
    for platform in PLATFORMS:
        for version in PYTHONS:
            assert _resolves(bundle, platform, version), (platform, version)


def _resolves(bundle: Path, platform: str, version: str) -> bool:
    """Tell whether the wheels of the bundle are all that a Python on a platform needs."""
    wheels = ["--offline", "--no-index", "--find-links", str(bundle / "program" / "wheels")]
    target = ["--python-platform", platform, "--python-version", version]
    where = ["--target", str(bundle / "nowhere"), "--only-binary", ":all:", "--dry-run"]
    command = [sys.executable, "-m", "uv", "pip", "install", *wheels, *target, *where, "nianbao"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize("name", MANUALS)
def test_a_manual_is_one_file(name: str) -> None:
    page = manual(name)
    assert 'src="images/' not in page
    assert '.md"' not in page


def test_the_send_to_menu_gets_an_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = tmp_path / "年报 100%"
    monkeypatch.setattr(install, "BUNDLE", bundle)
    menu = tmp_path / "Microsoft" / "Windows" / "SendTo"
    assert install.add_to_send_to(tmp_path) == (
        "“发送到”菜单没有加上，把填报表拖到“转换”上也一样。"
    )
    menu.mkdir(parents=True)
    assert install.add_to_send_to(tmp_path) == "右键点填报表，“发送到”里有“转换成年报”。"
    icon = f"{tmp_path}/年报 100%%/转换.bat"
    assert (menu / "转换成年报.bat").read_bytes().decode("gbk").split("\r\n") == [
        "@echo off",
        "chcp 936 >nul",
        f'if exist "{icon}" "{icon}"',
        "echo 找不到年报程序，文件夹可能移动过。请到新的位置再双击一次“安装”。",
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
