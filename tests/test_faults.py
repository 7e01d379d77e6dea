"""Nothing that fails loses work: cut-off runs, full and read-only disks, files rewritten meanwhile."""

import os
import re
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from converter.cli import run
from converter.conversion import examine
from converter.county import results
from converter.county.kept.state import BatchState
from converter.errors import NianbaoError, UnusableFile
from converter.files.limits import limited
from converter.form.report import Report
from converter.writing.word.render import render_report
from converter.writing.workbooks.workbook import write_workbook
from tests.mutation import Fault, sources
from tests.mutation import run as damage_and_read
from tools.cases import ROOT


@pytest.mark.slow
def test_runs_that_are_cut_off_lose_nothing() -> None:
    counts = ["--kills", "7", "--interrupts", "3", "--pairs", "2"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.interruption", *counts],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
    assert done.stdout.endswith("failures: 0\n"), done.stdout + done.stderr


@pytest.mark.parametrize(
    "seeds",
    [
        range(120, 124),
        *(pytest.param(range(share, 120, 2), marks=pytest.mark.slow) for share in range(2)),
    ],
    ids=str,
)
def test_damaged_files_give_a_sentence_or_a_report(seeds: range) -> None:
    names = list(sources())
    faults = []
    for seed in seeds:
        _, result, _ = damage_and_read(names[seed % len(names)], seed)
        if isinstance(result, Fault):
            faults.append(str(result))
    assert not faults, "\n".join(faults)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 32 KB."""
    folder = tmp_path / "盘"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", folder],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("no right to mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture
def sound(tmp_path: Path, township: Report) -> Path:
    file = tmp_path / "收件" / "填报表.xlsx"
    file.parent.mkdir()
    file.write_bytes(write_workbook(township))
    return file


def commands(file: Path, out: Path) -> list[list[str]]:
    return [
        ["convert", str(file), "-o", str(out / "a.docx"), "--force"],
        ["aggregate", str(file), "-o", str(out / "a.xlsx"), "--unit", "甲县", "--force"],
        ["import", str(file), "-o", str(out / "b.xlsx"), "--force"],
        ["new", "-o", str(out / "c.xlsx"), "--force"],
        ["mail", str(file), "--to", "a@b.cn", "-o", str(out / "a.eml"), "--force"],
        ["batch", str(file.parent), "-o", str(out), "--jobs", "1"],
    ]


OLD = ("a.docx", "a.xlsx", "b.xlsx", "c.xlsx", "a.eml")


def refused(file: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Run every command into a folder that takes nothing; hold what is there already."""
    for words in commands(file, out):
        assert run(words) == 2, words
        said = capsys.readouterr().err
        assert "没有写成" in said, said
        assert "程序出错" not in said
    assert {
        path.name: path.read_bytes() for path in out.iterdir() if path.is_file()
    } == dict.fromkeys(OLD, b"old")


@pytest.mark.system("mount")
def test_a_full_disk_keeps_the_old_files(
    disk: Path, sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in OLD:
        (disk / name).write_bytes(b"old")
    filler = disk.parent / "盘" / "满"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(512))
        except OSError:
            pass
    size = filler.stat().st_size
    for words in commands(sound, disk):
        assert run(words) == 2, words
        said = capsys.readouterr().err
        assert "磁盘满了" in said, said
        assert "程序出错" not in said
    assert filler.stat().st_size == size
    assert {path.name for path in disk.rglob("*") if path.is_file()} == {*OLD, "满"}
    assert all((disk / name).read_bytes() == b"old" for name in OLD)


@pytest.mark.system("mount")
def test_a_read_only_disk_keeps_the_old_files(
    disk: Path, sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in OLD:
        (disk / name).write_bytes(b"old")
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    refused(sound, disk, capsys)


@pytest.mark.system("chattr")
def test_a_folder_that_takes_no_file(
    tmp_path: Path, sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An immutable folder refuses root too, as another program's lock does on Windows."""
    out = tmp_path / "锁"
    out.mkdir()
    for name in OLD:
        (out / name).write_bytes(b"old")
    if subprocess.run(["chattr", "+i", out], capture_output=True, check=False).returncode:
        pytest.skip("no right to make a folder immutable")
    try:
        refused(sound, out, capsys)
    finally:
        subprocess.run(["chattr", "-i", out], check=True)


def test_a_limit_on_the_size_of_files(tmp_path: Path, sound: Path) -> None:
    """Needs no rights: the system refuses every byte beyond the limit."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    out = tmp_path / "a.docx"
    out.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-m", "converter", "convert", sound, "-o", out, "--force"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limited,
    )
    assert (done.returncode, out.read_bytes()) == (2, b"old")
    assert "没有写成（文件超过系统允许的大小）" in done.stderr
    assert [path for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_a_file_that_is_rewritten_while_it_is_read(
    tmp_path: Path, township: Report, city: Report
) -> None:
    file = tmp_path / "填报表.xlsx"
    versions = [write_workbook(township), write_workbook(city)]
    file.write_bytes(versions[0])
    stop = threading.Event()

    def rewrite() -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            with file.open("wb", buffering=0) as stream:
                data = versions[turn % 2]
                for start in range(0, len(data), 9000):
                    stream.write(data[start : start + 9000])
                    stop.wait(0.0005)
            stop.wait(0.02)

    writer = threading.Thread(target=rewrite)
    writer.start()
    seen: list[Report | None] = []
    try:
        for _ in range(40):
            try:
                seen.append(examine(file).report)
            except NianbaoError as refusal:  # noqa: PERF203 (each reading has its own)
                assert str(refusal).startswith(("填报表.xlsx：", str(file)))  # noqa: PT017 (either may come)
                seen.append(None)
    finally:
        stop.set()
        writer.join()
    assert {report.unit_name for report in seen if report} <= {township.unit_name, city.unit_name}
    for report in filter(None, seen):
        sound = township if report.unit_name == township.unit_name else city
        assert (report.overview, report.row("t3_granted")) == (
            sound.overview,
            sound.row("t3_granted"),
        )


def test_an_output_that_is_open_is_replaced_whole(tmp_path: Path, sound: Path) -> None:
    """Linux locks no open file: who reads on sees the old one, the name means the new one."""
    out = tmp_path / "a.docx"
    out.write_bytes(b"old")
    with out.open("rb") as reader:
        assert run(["convert", str(sound), "-o", str(out), "--force"]) == 0
        assert reader.read() == b"old"
    assert out.read_bytes().startswith(b"PK")
    assert out.stat().st_nlink == 1


# ---------------------------------------------------------------- the surroundings


def nianbao(words: str, file: Path, surroundings: str = "", **environment: str) -> tuple[int, str]:
    """Run a command line in a shell; return its exit status and what it said on standard error."""
    command = f'{surroundings} "$PYTHON" -m converter {words}'
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=ROOT,
        capture_output=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHON": sys.executable, "FILE": str(file), **environment},
    )
    said = done.stderr.decode()
    assert "程序出错" not in said
    assert "Traceback" not in said
    return done.returncode, said


UNSHOWN = "结果显示不出来（磁盘满了）；已经写好的文件都在。\n"


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full")
@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ('check "$FILE" > /dev/full', 2, UNSHOWN),
        ('check "$FILE" --json > /dev/full', 2, UNSHOWN),
        ('"$FILE" --force > /dev/full', 2, "核对通过，报告已生成：\n" + UNSHOWN),
        ('"$FILE" --force 2> /dev/full', 0, ""),
        ('"$FILE" --force | true', 0, "核对通过，报告已生成：\n"),
        ('"$FILE" --force >&-', 0, "核对通过，报告已生成：\n"),
        ('"$FILE" --force >&- 2>&-', 0, ""),
    ],
)
def test_a_report_stands_whatever_becomes_of_the_messages(
    sound: Path, words: str, status: int, said: str
) -> None:
    assert nianbao(words, sound, LC_ALL="C.UTF-8") == (status, said)
    if "--force" in words:
        assert list(sound.parent.glob("*.docx"))


def test_a_locale_that_knows_no_chinese(sound: Path) -> None:
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert nianbao('check "$FILE" > /dev/null', sound, **ascii_only)[0] == 0
    status, said = nianbao('"$FILE"', sound, **ascii_only)
    assert (status, "请把环境变量 PYTHONUTF8 设为 1" in said) == (2, True)
    for words in (
        'batch "${FILE%/*}" -o "${FILE%.xlsx}-out"',
        'aggregate "$FILE" --unit 安宁市 -o "${FILE%.xlsx}-sum" --force',
        'new --unit 安宁市 --year 2025 -o "${FILE%.xlsx}-new"',
        'mail "$FILE" --to a@b.cn -o "${FILE%.xlsx}-mail"',
    ):
        status, said = nianbao(words, sound, **ascii_only)
        assert (status, "请把环境变量 PYTHONUTF8 设为 1" in said) == (2, True), words


def test_a_folder_in_a_locale_that_knows_no_chinese(tmp_path: Path, township: Report) -> None:
    output = tmp_path / "out"
    notes = output / "退回"
    notes.mkdir(parents=True)
    (output / "甲镇.docx").write_bytes(
        render_report(township, (ROOT / "report_template.docx").read_bytes())
    )
    (output / "汇总.xlsx").write_bytes(b"x")
    state = BatchState()
    state.ledger = {"1": ["甲镇", "已转换", "甲镇.docx"]}
    state.save(output)
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    status, said = nianbao('mail --return "$FILE/退回"', output, **ascii_only)
    assert status == 2
    assert said == (
        "系统的语言环境（ascii）写不了中文文件名。请把环境变量 PYTHONUTF8 设为 1，再运行一次。\n"
    )
    status, said = nianbao('publish "$FILE" -o "$FILE-web"', output, **ascii_only)
    assert (status, "请把环境变量 PYTHONUTF8 设为 1" in said, "没有计入" in said) == (
        2,
        True,
        False,
    )
    for name, surroundings in (("a.zip", ascii_only), ("b.zip", {"LC_ALL": "C.UTF-8"})):
        assert nianbao(f'archive "$FILE" -o "${{FILE%/*}}/{name}"', output, **surroundings)[0] == 0
    # the same bytes in every locale
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full")
@pytest.mark.parametrize(
    "words",
    [
        'batch "${FILE%/*}" --init',
        'new --unit 甲镇 --year 2025 -o "$OUT.xlsx"',
        'check --annotate "$FILE" -o "$OUT"',
        'archive "$FILE" -o "$OUT.zip"',
    ],
)
def test_what_is_written_stands_whatever_becomes_of_the_messages(sound: Path, words: str) -> None:
    out = str(sound.parent.parent / "结果")
    status, said = nianbao(
        f"{words} > /dev/full", sound, "ulimit -n 12;", LC_ALL="C.UTF-8", OUT=out
    )
    assert (status, said.endswith(UNSHOWN)) == (2, True), said


def test_names_of_a_ledger_in_a_locale_that_knows_no_chinese(tmp_path: Path) -> None:
    # as that locale reads the name
    raw = tmp_path / os.fsencode("甲镇.docx").decode("ascii", "surrogateescape")
    found = results._by_ledger(tmp_path, [raw], [("甲镇", "已转换", "甲镇.docx")])
    assert (found.files, found.differences) == ([raw], ())


def test_few_file_descriptors_and_no_home(sound: Path) -> None:
    few = "ulimit -n 12;"
    assert nianbao('"$FILE" --force', sound, few, LC_ALL="C.UTF-8")[0] == 0
    out = sound.parent.parent / "结果"
    words = 'batch "${FILE%/*}" -o "$OUT" --jobs 2'
    status, said = nianbao(words, sound, "ulimit -n 6;", LC_ALL="C.UTF-8", OUT=str(out))
    assert status == 1
    # whichever of the processes met the fault first, and at what
    started = "系统起不了处理它的进程(?:（打开的文件太多）)?"
    opened = "读不出来（打开的文件太多）"
    assert re.search(
        f"暂时读不出：填报表.xlsx：(?:{started}|{opened})。请关掉一些程序后再试。", said
    )
    assert (out / "汇总.xlsx").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="the signal of Unix")
@pytest.mark.parametrize(
    "command",
    [
        *("check", "convert", "mail", "import", "new -o a.xlsx --previous"),
        *("aggregate -o a.xlsx --unit 甲县", "mail --send --host h --user a@b.cn --to a@b.cn"),
    ],
)
def test_a_file_that_takes_too_long_ends_in_a_sentence(
    sound: Path, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def endless(*_: object) -> None:
        while True:
            with suppress(Exception):  # as readers do
                time.sleep(0.01)

    monkeypatch.setattr("converter.conversion.read", endless)
    for module in ("cli", "county.aggregate", "mail.submit"):
        monkeypatch.setattr(f"converter.{module}.limited", partial(limited, seconds=0.1))
    assert run([*command.split(), str(sound)]) == 2
    said = capsys.readouterr().err
    assert said == "填报表.xlsx：处理了 0.1 秒还没有完，已停止。请核对文件。\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
def test_a_file_that_takes_too_much_memory_ends_in_a_sentence() -> None:
    before = resource.getrlimit(resource.RLIMIT_DATA)
    with pytest.raises(UnusableFile) as refusal, limited("甲.xlsx"):
        bytes(1100 * 2**20)
    assert str(refusal.value) == "甲.xlsx：处理它要用的内存超过 1024 MB，已停止。请核对文件。"
    assert resource.getrlimit(resource.RLIMIT_DATA) == before


LARGE_HOST = """
import resource, sys
held = bytes(3 * 2**30)  # counted, and not even touched
from converter.cli import run
from converter.errors import UnusableFile
from converter.files.limits import limited
assert run(["check", sys.argv[1]]) == 0
with limited("甲.xlsx"):
    more = bytes(900 * 2**20)
del more
try:
    with limited("甲.xlsx"):
        more = bytes(1100 * 2**20)
except UnusableFile as refusal:
    print(refusal)
low = 2**32, resource.getrlimit(resource.RLIMIT_DATA)[1]
resource.setrlimit(resource.RLIMIT_DATA, low)
with limited("甲.xlsx"):
    print(resource.getrlimit(resource.RLIMIT_DATA) == low)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
def test_a_program_that_holds_much_may_call_ours(sound: Path) -> None:
    """The limit counts what the file takes, and raises no lower one that the user has set."""
    done = subprocess.run(
        [sys.executable, "-c", LARGE_HOST, str(sound)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == [
        "填报表.xlsx：核对通过，没有问题。",
        "甲.xlsx：处理它要用的内存超过 1024 MB，已停止。请核对文件。",
        "True",
    ], done.stderr
