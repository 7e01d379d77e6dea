"""The Windows bundle, from its zip, moved, with its own Python, without a network: what a clerk and a county do, under Wine."""

import email.policy
import json
import shutil
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from converter.conversion import render
from converter.files.kinds import open_input
from converter.form.report import Report
from converter.reading.report import read_document
from converter.writing.workbooks.workbook import write_workbook
from tests.office import libreoffice
from tests.test_document_reader import assert_same
from tests.windows import Windows, read_only, share, windows_path
from tests.windows_suite import SAMPLE, run
from tools.cases import ROOT
from tools.windows import WINE_PREFIX

pytestmark = pytest.mark.wine

TITLE = "保德县孙家沟镇人民政府2022年政府信息公开工作年度报告"
NAME = "甲 & 乙%PATH%（１）.xlsx"
PAGE = "核对结果.html"


def put(folder: Path, report: Report, name: str = NAME) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_bytes(write_workbook(report))
    return file


def test_workbooks_dropped_on_an_icon_become_reports_and_a_page(
    windows: Windows, township: Report
) -> None:
    folder = windows.folder
    good = put(folder, township)
    bad = put(folder, replace(township, unit_name=""), "丙^丁.xlsx")
    assert windows.drop("转换", good, bad).splitlines()[:-1] == [
        f"—— {NAME}",
        "核对通过，报告已生成：",
        windows_path(folder / f"{TITLE}.docx"),
        "—— 丙^丁.xlsx",
        f"带批注的副本：{windows_path(folder / '丙_丁（批注）.xlsx')}",
        "错误 1 处。没有生成报告。请按网页上的提示改正后再转换。",
        "共 2 份：已生成 1 份，没有生成 1 份。",
        f"问题逐条写在打开的网页里：{windows_path(folder / PAGE)}",
        "",
    ]
    page = (folder / PAGE).read_text(encoding="utf-8")
    assert "单位名称未填。请填写。" in page
    assert windows.opened == [(folder / PAGE)]
    # a draft holds nothing of the page, and what is right leaves none
    assert "邮件草稿已写好" in windows.drop("报送", good)
    assert not (folder / PAGE).exists()
    draft = (folder / f"{TITLE}.eml").read_bytes()
    attached = email.message_from_bytes(draft, policy=email.policy.default).iter_attachments()
    assert [one.get_filename() for one in attached] == [
        f"{TITLE}.docx",
        "保德县孙家沟镇人民政府2022年政府信息公开年报填报表.xlsx",
    ]


WITNESS = """
import json
import os
import sys

compiled, written, called = [], [], []

def note(event, words):
    if event == "compile" and str(words[1]).endswith(".py"):
        compiled.append(words[1])
    elif event == "open" and words[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        written.append(str(words[0]))
    elif event.startswith("socket."):
        called.append(event)

sys.addaudithook(note)
from converter.cli import run

status = run(sys.argv[1:])
specs = [one.__spec__ for one in sys.modules.values() if getattr(one, "__spec__", None)]
kinds = sorted({os.path.splitext(spec.origin or "")[1] or spec.origin for spec in specs})
print(json.dumps([status, compiled, kinds, written, called]))
"""
"""A run that tells what it compiled and opened for writing, what its modules were loaded from, which sockets it made."""


def test_a_copy_elsewhere_starts_like_the_tenth_time(
    windows: Windows, township: Report, tmp_path: Path
) -> None:
    bundle = tmp_path / "共用 100%!^&（２）" / "年报"
    # every file as new as the copy
    shutil.copytree(windows.bundle, bundle, copy_function=shutil.copy)
    before = {file: file.stat().st_mtime_ns for file in bundle.rglob("*")}
    there = replace(windows, bundle=bundle)
    file = put(windows.folder, township, "甲!乙^%丙　丁 & ！％.xlsx")
    words = ["convert", windows_path(file), "--html"]
    said = there.python("-c", WITNESS, *words).communicate()[0].decode("gbk")
    status, compiled, kinds, written, called = json.loads(said.splitlines()[-1])
    assert (status, compiled, called) == (0, [], [])
    assert kinds == [".pyc", ".pyd", "built-in", "frozen"]
    # beside the clerk's file, and nothing elsewhere
    assert written
    beside = windows_path(file.parent)
    assert all(place.startswith(beside) for place in written if not place.isdecimal()), written
    file.with_name(f"{TITLE}.docx").unlink()
    assert "核对通过，报告已生成：" in there.drop("转换", file)
    assert {file: file.stat().st_mtime_ns for file in bundle.rglob("*")} == before


def test_the_python_is_the_one_that_security_describes(windows: Windows) -> None:
    shown = "import platform, pyexpat, ssl; print(platform.python_version(), ssl.OPENSSL_VERSION, pyexpat.EXPAT_VERSION)"
    said = windows.python("-c", shown).communicate()[0].decode().split()
    python, _, openssl, *_, expat = said
    described = f"CPython {python}, with OpenSSL {openssl} and Expat {expat.removeprefix('expat_')}"
    assert described in " ".join((ROOT / "SECURITY.md").read_text(encoding="utf-8").split())


def test_there_is_no_network(windows: Windows) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        call = f"import socket; socket.create_connection(('127.0.0.1', {door.getsockname()[1]}), 9)"
        subprocess.run([sys.executable, "-c", call], check=True)
        door.accept()[0].close()
        assert b"OSError: [WinError" in windows.python("-c", call).communicate()[0]
        door.settimeout(0)
        with pytest.raises(BlockingIOError):
            door.accept()


@pytest.mark.office
def test_a_pdf_is_read(windows: Windows, township: Report) -> None:
    report = windows.home / "年报.docx"
    report.write_bytes(render(township))
    inbox = windows.folder / "收件!"
    inbox.mkdir()
    (pdf,) = libreoffice([report], "pdf", windows.home)
    pdf.rename(inbox / "甲&乙！.pdf")
    assert "已转换 1" in windows.drop("汇总", inbox)
    made = windows.folder / "收件!结果" / f"{TITLE}.docx"
    assert_same(read_document(open_input(made)).report, township)


def test_this_years_form_from_last_years_report(windows: Windows, township: Report) -> None:
    file = put(windows.folder, township, "甲!^乙%PATH%　& 丙！.xlsx")
    made = file.with_name("保德县孙家沟镇人民政府2023年政府信息公开年报填报表.xlsx")
    assert f"填报表已生成：\n{windows_path(made)}\n" in windows.drop("新建", file)
    assert made.read_bytes()[:2] == b"PK"
    refused = windows.drop("转换", windows.folder)
    assert "这是文件夹。请打开它，拖里面的文件" in refused


def test_what_is_dragged_into_the_window_and_asked_before_it_is_replaced(
    windows: Windows, township: Report
) -> None:
    file = put(windows.home / "百分之百!(新)", township, "丙!丁 %1.xlsx")
    typed = f'"{windows_path(file)}"'
    assert "核对通过，报告已生成：" in windows.answer("转换", [typed])
    report = file.with_name(f"{TITLE}.docx")
    report.write_bytes(b"by hand")
    assert "没有换，原来的文件还在。" in windows.answer("转换", [typed, ""])
    assert report.read_bytes() == b"by hand"
    assert "报告已生成" in windows.answer("转换", [typed, "y"])
    assert report.read_bytes()[:2] == b"PK"


def test_a_county_sums_up_with_workers(windows: Windows, township: Report) -> None:
    inbox = windows.folder / "收 件!^50%（一）&！"
    units = [f"保德县{name}镇人民政府" for name in ("甲一", "乙二", "丙三")]
    for unit in units:
        put(inbox, replace(township, unit_name=unit), f"{unit}&.xlsx")
    put(inbox, replace(township, unit_name="保德县丁四镇人民政府", report_date=None), "丁.xlsx")
    (inbox / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    (windows.folder / "名单.txt").write_text("\n".join([*units, "保德县戊五镇人民政府"]), "gbk")
    shown = windows.drop("汇总", inbox)
    results = inbox.with_name(f"{inbox.name}结果")
    assert "名单：名单.txt，4 个单位。" in shown
    assert "缺报：保德县戊五镇人民政府" in shown
    assert len(list(results.glob("*.docx"))) == len(units)
    assert (results / "汇总.xlsx").exists()
    # the notes go back as mails, the reports are added up: in a window of another code page, into a file
    notes = windows.drop("报送", results / "退回")
    assert "回信草稿 1 封" in notes
    totals = windows.folder / "全县.xlsx"
    results = results.rename(windows.folder / "结 果")
    words = f'aggregate "{windows_path(results)}" --unit 保德县人民政府 -o "{windows_path(totals)}"'
    windows.type(f"{words} >said.txt 2>&1", code_page=65001)
    said = (windows.folder / "said.txt").read_bytes().decode("gbk")
    assert "3 份报告已汇总：" in said
    assert totals.read_bytes()[:2] == b"PK"


def test_an_own_template_a_page_and_a_long_path(windows: Windows, township: Report) -> None:
    deep = windows.folder / Path(*["很深的文件夹" * 4] * 12)
    assert len(windows_path(deep)) > 300
    put(deep, township)
    (windows.folder / "县模板.docx").write_bytes((ROOT / "report_template.docx").read_bytes())
    template = windows_path(windows.folder / "县模板.docx")
    # what a batch file gets is read twice: no percent sign in it
    workbook = deep / NAME
    plain = workbook.rename(deep / "甲 & 乙（１）.xlsx")
    words = f'convert "{windows_path(plain)}" --template "{template}" --html'
    assert "核对通过，报告已生成：" in windows.type(words)
    assert {file.suffix for file in deep.glob(f"{TITLE}*")} == {".docx", ".html"}


def test_a_report_that_is_open_in_another_program_stays(windows: Windows, township: Report) -> None:
    file = put(windows.folder, township)
    report = file.with_name(f"{TITLE}.docx")
    report.write_bytes(b"open")
    holder = windows.python(
        "-c", f"f = open(r'{windows_path(report)}', 'rb'); print(flush=True); input()"
    )
    assert holder.stdout
    holder.stdout.readline()
    words = ["-m", "converter", "convert", windows_path(file), "--force"]
    said = windows.python(*words).communicate()[0].decode("gbk")
    assert "文件可能正在 Word 或 Excel 里打开" in said
    assert report.read_bytes() == b"open"
    holder.communicate(b"\r\n")
    assert {one.name for one in windows.folder.iterdir()} == {NAME, report.name}


def test_a_killed_run_leaves_whole_files_and_is_taken_up_again(
    windows: Windows, township: Report
) -> None:
    inbox, results = windows.folder / "收件", windows.folder / "结果"
    for number in range(4):
        put(inbox, replace(township, unit_name=f"保德县第{number}镇人民政府"), f"{number}.xlsx")
    words = ["-m", "converter", "batch", windows_path(inbox), "-o", windows_path(results)]
    run = windows.python(*words)
    assert run.stdout
    for line in run.stdout:
        if line.startswith(b"1/4"):
            break
    run.kill()
    run.communicate()
    again = windows.python(*words).communicate()[0].decode("gbk")
    assert "已转换 4" in again
    assert len(list(results.glob("*.docx"))) == 4


def test_the_entry_of_the_send_to_menu_is_all_that_leaves_the_folder(windows: Windows) -> None:
    places = "drive_c/users/*/AppData/Roaming/Microsoft/Windows/SendTo"
    assert "“发送到”里有“转换成年报”" in windows.drop("发送到")
    (entry,) = WINE_PREFIX.glob(f"{places}/转换成年报.bat")
    said = entry.read_bytes().decode("gbk")
    entry.unlink()
    icon = windows_path(windows.bundle / "转换.bat")
    assert f'if exist "{icon}" "{icon}"' in said


IMPATIENT = """
import sys

sys.path.insert(0, {folder!r})
import fates
from converter.cli import run
from converter.county import batch
from converter.files.workers import Workers


class Impatient(Workers):
    def __init__(self, count, *, preload):
        super().__init__(count, 20, preload=[*preload, "fates"])

    def submit(self, fn, *arguments):
        return super().submit(fates.hang if arguments[0] == "停.xlsx" else fn, *arguments)


if __name__ == "__main__":
    batch.Workers = Impatient
    sys.exit(run(["batch", {inbox!r}, "-o", {results!r}]))
"""


def test_a_file_that_hangs_is_given_up_and_the_rest_stands(
    windows: Windows, township: Report
) -> None:
    inbox, results = windows.folder / "收件", windows.folder / "结果"
    for name in ("甲", "停", "乙"):
        put(inbox, replace(township, unit_name=f"保德县{name}镇人民政府"), f"{name}.xlsx")
    (windows.home / "fates.py").write_bytes((ROOT / "tests" / "fates.py").read_bytes())
    program = windows.home / "impatient.py"
    places = {"folder": windows.home, "inbox": inbox, "results": results}
    program.write_text(
        IMPATIENT.format(**{name: windows_path(place) for name, place in places.items()}),
        encoding="utf-8",
    )
    said = windows.python(windows_path(program)).communicate()[0].decode("gbk")
    assert "不能读取：停.xlsx：处理了 20 秒还没有完，已停止。请核对文件。" in said
    assert {file.name[:5] for file in results.glob("*.docx")} == {"保德县甲镇", "保德县乙镇"}


def test_work_on_one_file_ends_when_its_time_is_over(windows: Windows) -> None:
    program = (
        "from converter.files.limits import limited\n"
        "from converter.errors import UnusableFile\n"
        "try:\n"
        "    with limited('甲.xlsx', 1):\n"
        "        while True: pass\n"
        "except UnusableFile as refusal: print(refusal)\n"
    )
    said = windows.python("-c", program).communicate()[0].decode("gbk")
    assert said.strip() == "甲.xlsx：处理了 1 秒还没有完，已停止。请核对文件。"


@pytest.mark.system("mount")
def test_from_a_disc_that_cannot_be_written(windows: Windows, tmp_path: Path) -> None:
    desktops = "drive_c/users/*/Desktop"
    before = set(WINE_PREFIX.glob(f"{desktops}/*"))
    try:
        with read_only(windows.bundle, tmp_path / "光盘 (1)") as disc:
            desk = replace(windows, bundle=disc)
            example = disc / "示例" / "sunjiagou-2022.xlsx"
            # a clerk's own file: beside it
            own = windows.folder / "甲 & 乙（１）.xlsx"
            own.write_bytes(example.read_bytes())
            assert windows_path(own.with_name(f"{TITLE}.docx")) in desk.drop("转换", own)
            # what lies on the disc itself: on the desktop
            said = desk.drop("转换", example)
            (report,) = set(WINE_PREFIX.glob(f"{desktops}/*")) - before
            assert report.name == f"{TITLE}.docx"
            place = f"{windows_path(example.parent)}：这里不让写（光盘、只读的盘，或没有权限的共享），结果写到 C:"
            assert said.startswith(place)
            assert said.splitlines()[2].endswith(rf"\Desktop\{TITLE}.docx")
            assert rf"\Desktop\{TITLE}.eml" in desk.drop("报送", example)
            assert "结果写到 C:" in desk.drop("新建")
            # who says himself where to write is told at once that he cannot
            words = f'convert "{windows_path(own)}" -o "{windows_path(disc)}"'
            assert "没有写成。" in desk.type(words)
            inbox = f'batch "{windows_path(windows.folder)}" -o "{windows_path(disc / "结果")}"'
            assert "建不了文件夹" in desk.type(inbox)
    except PermissionError:
        pytest.skip("no right to mount")
    finally:
        for made in set(WINE_PREFIX.glob(f"{desktops}/*")) - before:
            made.unlink()


def test_two_users_and_a_share(windows: Windows, township: Report) -> None:
    folder = windows.folder / "共 享"
    units = [f"保德县{name}镇人民政府" for name in ("甲", "乙")]
    for unit in units:
        put(folder, replace(township, unit_name=unit), f"{unit}&.xlsx")
    with share(folder) as name:
        report = rf"{name}\{units[0]}2022年政府信息公开工作年度报告.docx"
        assert report in windows.drop("转换", rf"{name}\{units[0]}&.xlsx")
        # both at once, with one bundle
        words = ["-m", "converter", "convert", "--force"]
        runs = [windows.python(*words, rf"{name}\{unit}&.xlsx") for unit in units]
        for run in runs:
            assert "报告已生成：" in run.communicate()[0].decode("gbk")
        assert len(list(folder.glob("*.docx"))) == 2
        # one folder of results is for one at a time
        hold = (
            "from pathlib import Path\n"
            "from converter.files.folder_lock import locked\n"
            f"with locked(Path(r'{name}\\结果')): print(flush=True); input()\n"
        )
        holder = windows.python("-c", hold)
        assert holder.stdout
        holder.stdout.readline()
        batch = ["-m", "converter", "batch", name, "-o", rf"{name}\结果"]
        said = windows.python(*batch).communicate()[0].decode("gbk")
        assert "另一个汇总正在往这个文件夹里写（" in said
        holder.communicate(b"\r\n")
        assert "已转换 2" in windows.python(*batch).communicate()[0].decode("gbk")


@pytest.mark.slow
def test_what_differs_between_systems_holds_on_the_python_of_windows(running_bundle: Path) -> None:
    assert run([*SAMPLE], running_bundle) == 0
