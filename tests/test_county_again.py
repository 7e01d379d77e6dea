"""A folder summed up again: what was told before, what was made before, and what became of it."""

import errno
import io
import os
import zipfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from converter.cli import run
from converter.county.batch import Batch, BatchOptions, batch
from converter.county.kept.model import ExaminedFile, RowState
from converter.county.kept.record import Record
from converter.county.kept.state import BatchState
from converter.county.office.office import Office
from converter.county.outputs import output_folder
from converter.county.outputs.output_folder import OutputFolder
from converter.county.units.roster import Roster
from converter.errors import CannotDeliver, Refusal, UnusableFile
from converter.files import output
from converter.files.output import name_key
from converter.files.workers import NotStarted, WorkerStopped
from converter.form.report import Report, official_title
from converter.writing.workbooks.workbook import write_workbook
from tests.hostile import ole
from tests.test_county import broken, named, run_batch, states

COPY = "年政府信息公开工作年度报告（批注）"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "收件"
    for name in ("一", "二"):
        (folder / name).mkdir(parents=True)
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "结果"


def opening(note: Path) -> str:
    return next(one.text for one in docx.Document(str(note)).paragraphs if "已收到" in one.text)


def returned(out: Path) -> set[str]:
    return {one.name for one in (out / "退回").iterdir()}


def test_two_files_without_a_unit_answer_for_themselves(
    inbox: Path, out: Path, township: Report
) -> None:
    nobody = replace(broken(named(township, "甲镇")), unit_name="")
    notes = [out / "退回" / f"报告退回修改通知{end}.docx" for end in ("", "（2）")]
    first = out / "退回" / "报告（批注）.xlsx"
    (inbox / "二" / "报告.xlsx").write_bytes(write_workbook(nobody))
    run_batch(inbox, out)
    before = first.read_bytes()
    other = replace(nobody, contact_phone="010-1")
    (inbox / "一" / "报告.xlsx").write_bytes(write_workbook(other))
    # each has its copy, in the run that finds it and in the next
    for _ in range(2):
        run_batch(inbox, out)
        said = [opening(one).partition("，")[2] for one in notes]
        assert said == ["核对发现 2 处需要修改。"] * 2
        replies = BatchState.load(out, forget=False).replies
        assert [one["annotated"] for one in replies.values()] == [
            "退回/报告（批注）（2）.xlsx",
            "退回/报告（批注）.xlsx",
        ]
        assert first.read_bytes() == before
        assert len(returned(out)) == 4
    assert not (out / "已撤回").exists()


def test_pages_that_no_longer_stand_leave_their_numbers_to_the_next(
    out: Path, township: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of names that differ in nothing that a file's name holds, the first half of the pages stands."""
    count, state = 40, BatchState()
    out.mkdir()
    names = [f"{official_title('甲镇', 2022)}{end}.html" for end in number_ends(count)]
    for number, name in enumerate(names[: count // 2]):
        state.record_output(name, b"", f"key {number}")
        (out / name).touch()
    folder = OutputFolder(out, state, Roster(), Office(), bytes, force=False, html=False)
    asked: list[str] = []
    monkeypatch.setattr(
        output_folder, "name_key", lambda name: asked.append(name) or name_key(name)
    )
    record = Record("", "", "", "", is_workbook=True, notes=(), report=township, findings=())
    for number in range(count):
        file = replace(ExaminedFile.of(f"{number}.xlsx", record), key=f"key {number}")
        folder._write_page("甲镇", file, township)
    assert list(state.came_from) == names[: count // 2]
    assert len(asked) < 12 * count


def number_ends(count: int) -> list[str]:
    return ["", *(f"（{number}）" for number in range(2, count + 1))]


def test_a_copy_that_was_not_due_before_is_made_when_it_is(
    inbox: Path, out: Path, township: Report
) -> None:
    faulty, other = inbox / "一" / "甲镇.xlsx", inbox / "二" / "甲镇.xlsx"
    faulty.write_bytes(write_workbook(broken(named(township, "甲镇"))))
    other.write_bytes(write_workbook(broken(named(township, "甲镇", 3))))
    assert set(states(run_batch(inbox, out)).values()) == {RowState.TO_CHOOSE}
    other.unlink()
    run_batch(inbox, out)
    due = {"甲镇退回修改通知.docx", f"甲镇2022{COPY}.xlsx"}
    assert returned(out) == due
    # nothing is lost any more, so nothing is done again
    assert [row.fresh for row in run_batch(inbox, out).rows] == [False]
    assert returned(out) == due


def test_a_copy_of_which_the_run_was_stopped_is_made_in_the_next(
    inbox: Path, out: Path, township: Report
) -> None:
    (inbox / "一" / "甲镇.xlsx").write_bytes(write_workbook(broken(named(township, "甲镇"))))

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with ThreadPoolExecutor(1) as executor:
        assert batch(BatchOptions(inbox, out), stop, executor).interrupted
    run_batch(inbox, out)
    assert returned(out) == {"甲镇退回修改通知.docx", f"甲镇2022{COPY}.xlsx"}


def test_a_file_without_a_year_is_no_other_report_of_its_unit(
    inbox: Path, out: Path, township: Report
) -> None:
    sent = {
        "一/好.xlsx": named(township, "甲镇", 3),
        "二/无年度.xlsx": replace(named(township, "甲镇", 3), report_year=None),
        "二/乙镇.xlsx": named(township, "乙镇", 4),
    }
    for name, report in sent.items():
        (inbox / name).write_bytes(write_workbook(report))
    done = run_batch(inbox, out)
    assert {row.label: (row.state, row.is_counted) for row in done.rows} == {
        "一/好.xlsx": (RowState.CONVERTED, True),
        "二/无年度.xlsx": (RowState.REPLACED, False),
        "二/乙镇.xlsx": (RowState.CONVERTED, True),
    }


def test_the_year_that_was_forgotten_is_corrected(inbox: Path, out: Path, township: Report) -> None:
    sent, usual = inbox / "一" / "甲镇.xlsx", inbox / "二" / "乙镇.xlsx"
    faulty = broken(named(township, "甲镇"))
    sent.write_bytes(write_workbook(replace(faulty, report_year=None)))
    usual.write_bytes(write_workbook(named(township, "乙镇")))
    (inbox / "二" / "丙镇.xlsx").write_bytes(write_workbook(named(township, "丙镇")))
    run_batch(inbox, out)
    note = out / "退回" / "甲镇退回修改通知.docx"
    assert "核对发现 2 处需要修改。" in opening(note)
    sent.write_bytes(write_workbook(faulty))
    run_batch(inbox, out)
    assert "上次指出的问题已改正 1 处，仍有 1 处没有改正。" in opening(note)


def test_a_page_stands_under_the_name_that_was_free(
    inbox: Path, out: Path, township: Report
) -> None:
    for folder, unit in (("一", "A镇"), ("二", "a镇")):
        (inbox / folder / f"{unit}.xlsx").write_bytes(write_workbook(named(township, unit)))
    run_batch(inbox, out, html=True)
    pages = {one.name for one in out.glob("*.html")}
    assert len(pages) == 2
    run_batch(inbox, out)
    assert {one.name for one in out.glob("*.html")} == pages


def run_here(inbox: Path, out: Path) -> Batch:
    """Sum a folder up in this process: no worker has to start."""
    with ThreadPoolExecutor(1) as executor:
        return batch(BatchOptions(inbox, out), lambda *_: None, executor)


def test_a_ledger_that_could_not_be_replaced_is_replaced_in_the_next_run(
    inbox: Path, out: Path, township: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Excel holds it open; it is the last run's all the same, and nobody worked in it."""
    (inbox / "一" / "甲镇.xlsx").write_bytes(write_workbook(named(township, "甲镇")))
    run_here(inbox, out)
    (inbox / "二" / "乙镇.xlsx").write_bytes(write_workbook(named(township, "乙镇")))
    real = Path.replace

    def held(path: Path, target: Path) -> Path:
        if target.name == "汇总.xlsx":
            raise PermissionError(13, "Permission denied")
        return real(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", held)
        with pytest.raises(CannotDeliver, match="文件可能正在 Word 或 Excel 里打开") as refusal:
            run_here(inbox, out)
    assert str(refusal.value).endswith("已经写好的报告、通知都在，只差台账，再汇总一次就补上。")
    assert run_here(inbox, out).notices == ()
    assert [one.name for one in out.glob("汇总*")] == ["汇总.xlsx"]
    assert openpyxl.load_workbook(out / "汇总.xlsx")["台账"].max_row == 3
    (out / "汇总.xlsx").write_bytes(b"worked in")
    assert run_here(inbox, out).notices == (
        "“汇总.xlsx”可能有人改过（不是程序上次写的样子，或者读不出来），保留没动；这次的台账是“汇总（2）.xlsx”。",
    )


@pytest.mark.parametrize(
    "failing", [(".nianbao.json",), ("汇总.xlsx",), (".nianbao.json", "汇总.xlsx")]
)
def test_a_disk_that_fills_up_leaves_the_ledger_and_what_is_known_of_it_together(
    inbox: Path,
    out: Path,
    township: Report,
    monkeypatch: pytest.MonkeyPatch,
    failing: tuple[str, ...],
) -> None:
    (inbox / "一" / "甲镇.xlsx").write_bytes(write_workbook(named(township, "甲镇")))
    run_here(inbox, out)
    (inbox / "二" / "乙镇.xlsx").write_bytes(write_workbook(named(township, "乙镇")))
    real = output._write

    def full(pieces: Iterable[bytes], target: Path, **how: Any) -> None:
        if target.name in failing:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(pieces, target, **how)

    with monkeypatch.context() as patched:
        patched.setattr(output, "_write", full)
        with pytest.raises(
            CannotDeliver, match=rf"{failing[0]}：没有写成（磁盘满了）。.*，只差台账"
        ):
            run_here(inbox, out)
    (inbox / "二" / "丙镇.xlsx").write_bytes(write_workbook(named(township, "丙镇")))
    assert run_here(inbox, out).notices == ()
    assert [one.name for one in out.glob("汇总*")] == ["汇总.xlsx"]
    assert openpyxl.load_workbook(out / "汇总.xlsx")["台账"].max_row == 4


@pytest.mark.parametrize(
    ("refused", "fault"),
    [
        ("files.shelf.Shelf.put", None),
        ("county.examine._copy", OSError(24, "Too many open files")),
        ("county.examine._copy", ModuleNotFoundError("No module", name="lxml")),
    ],
)
def test_a_copy_that_cannot_be_written_is_told_and_made_in_the_next_run(
    inbox: Path,
    out: Path,
    township: Report,
    monkeypatch: pytest.MonkeyPatch,
    refused: str,
    fault: Exception | None,
) -> None:
    (inbox / "一" / "甲镇.xlsx").write_bytes(write_workbook(broken(named(township, "甲镇"))))

    def refuse(*_: object) -> None:
        if fault:
            raise fault

    with monkeypatch.context() as patched:
        patched.setattr(f"converter.{refused}", refuse)
        (row,) = run_here(inbox, out).rows
    assert row.remark.endswith(
        "带批注的副本没有写成，退回的只有通知；请检查磁盘和文件夹，再汇总一次就补上。"
    )
    assert returned(out) == {"甲镇退回修改通知.docx"}
    (row,) = run_here(inbox, out).rows
    assert "副本" not in row.remark
    assert returned(out) == {"甲镇退回修改通知.docx", f"甲镇2022{COPY}.xlsx"}


def test_of_an_output_that_the_disk_does_not_give_nobody_says_that_it_was_changed(
    inbox: Path,
    out: Path,
    township: Report,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (inbox / "一" / "甲镇.xlsx").write_bytes(write_workbook(named(township, "甲镇")))
    run_here(inbox, out)

    def unreachable(*_: object) -> str:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("converter.county.kept.state.digest_of", unreachable)
    done = run_here(inbox, out)
    (row,) = done.rows
    assert row.remark == (
        f"{row.output}：读不出来（磁盘读写出错），不知道有没有人改过，没有动它。请检查磁盘，或换个文件夹。"
    )
    # the ledger, which says so, stands beside the one that nobody can read
    assert {one.name for one in out.glob("汇总*")} == {"汇总.xlsx", "汇总（2）.xlsx"}
    # nor is it called changed where it is added up
    total = ["aggregate", str(out), "-o", str(out.parent / "全县.xlsx"), "--unit", "青石县"]
    assert (run(total), capsys.readouterr().err) == (0, "1 份报告已汇总：\n")


def test_a_memory_that_the_disk_does_not_give_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taken for damaged, all that was remembered of the units would be lost."""
    BatchState().save(tmp_path)

    def unreachable(*_: object) -> None:
        raise OSError(116, "Stale file handle")

    monkeypatch.setattr("converter.county.kept.state._by_lines", unreachable)
    with pytest.raises(UnusableFile) as refusal:
        BatchState.load(tmp_path, forget=False)
    assert str(refusal.value) == (
        f"{tmp_path / '.nianbao.json'}：上次的记录读不出来（网络断了），什么也没有做，"
        "记录和原有的文件都在。请检查网络和共享文件夹，或先复制到本机。"
    )


STANDS = "以前写的还留着，没有移走，也没有计入汇总表。"
WAITS = {
    "locked": f"{STANDS}等它能读，再汇总一次；不用请单位重报。",
    "closed": f"{STANDS}等它能读，再汇总一次；不用请单位重报。",
    "stopped": f"{STANDS}再汇总一次；还是读不出的，请单位重报。",
}


def zipped(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize("how", WAITS)
def test_what_the_system_does_not_give_is_not_withdrawn(
    inbox: Path,
    out: Path,
    township: Report,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    how: str,
) -> None:
    """Of what the machine is to blame for nobody's report goes away, and nobody is written to."""
    good, bad = write_workbook(named(township, "甲镇")), broken(named(township, "乙镇"))
    (inbox / "一" / "甲镇.xlsx").write_bytes(good)
    (inbox / "一" / "两份.zip").write_bytes(
        zipped({"乙.xlsx": write_workbook(bad), "丙.xlsx": write_workbook(named(township, "丙镇"))})
    )
    run_here(inbox, out)
    assert run(["mail", "--receipt", str(out)]) == 0
    made = {one.relative_to(out) for one in out.rglob("*.*")}
    report = out / "甲镇2022年政府信息公开工作年度报告.docx"
    report.write_bytes(report.read_bytes() + b"by hand")
    (inbox / "二" / "丁镇.xlsx").write_bytes(write_workbook(named(township, "丁镇")))
    with monkeypatch.context() as patched:
        if how == "stopped":
            patched.setattr("converter.county.examine.beside_roster", stopped)
            patched.setattr("converter.county.kept.state.BatchState.record", lambda *_: None)
        elif how == "closed":
            patched.setattr(os, "scandir", closed)
        else:
            patched.setattr("converter.county.collecting.collect.read_bytes", withheld)
        rows = run_here(inbox, out).rows
    assert not (out / "已撤回").exists()
    assert made <= {one.relative_to(out) for one in out.rglob("*.*")}
    assert report.read_bytes().endswith(b"by hand")
    waiting = {row.unit: row for row in rows if row.state is RowState.NOT_NOW}
    assert {"甲镇", "乙镇", "丙镇"} <= waiting.keys()
    assert all(waiting[unit].remark.endswith(WAITS[how]) for unit in ("甲镇", "乙镇", "丙镇"))
    assert not any(row.is_counted for row in waiting.values())
    if how == "stopped":
        return
    due = BatchState.load(out, forget=False).due
    assert {unit: one.kind for unit, one in due.items() if unit in waiting} == {
        "甲镇": "回执",
        "丙镇": "回执",
    }
    capsys.readouterr()
    assert run(["aggregate", str(out), "--unit", "县", "-o", str(out.parent / "县.xlsx")]) != 0
    assert (
        "甲镇2022年政府信息公开工作年度报告.docx：上次汇总时它的来件暂时读不出，这一份是以前写的，"
        "没有计入。等来件能读，再汇总一次（batch），再来相加、公开。\n"
    ) in capsys.readouterr().err
    # a run later all is as if nothing had been
    rows = run_here(inbox, out).rows
    assert {row.unit: row.state.value for row in rows} == {
        "甲镇": "已转换",
        "乙镇": "有错误，退回",
        "丙镇": "已转换",
        "丁镇": "已转换",
    }
    assert not (out / "已撤回").exists()


def closed(path: str | int, real: Callable[[str | int], Any] = os.scandir) -> Any:
    if not isinstance(path, int) and Path(path).name == "一":
        raise PermissionError(errno.EACCES, "Permission denied", str(path))
    return real(path)


def withheld(path: Path) -> bytes:
    if path.parent.name == "一":
        raise UnusableFile(f"{path}：没有权限读取，或正被其他程序占用。", Refusal.UNREACHABLE)
    return path.read_bytes()


@pytest.mark.parametrize(
    "fault",
    [
        NotStarted("系统起不了处理它的进程。"),
        ModuleNotFoundError("No module named 'lxml'", name="lxml"),
    ],
    ids=repr,
)
def test_of_what_the_machine_lacks_no_unit_is_told(
    inbox: Path, out: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    (inbox / "一" / "清泉镇人民政府.html").write_bytes(b"<html>")
    (out.parent / "名单.txt").write_text("清泉镇人民政府\n", encoding="utf-8")

    def refuse(*_: object) -> None:
        raise fault

    monkeypatch.setattr("converter.county.examine.examine_file", refuse)
    with ThreadPoolExecutor(1) as executor:
        options = BatchOptions(inbox, out, roster=out.parent / "名单.txt")
        (row,) = batch(options, lambda *_: None, executor).rows
    assert (row.unit, row.state) == ("清泉镇人民政府", RowState.NOT_NOW)
    assert not BatchState.load(out, forget=False).due


COLLECT = "converter.county.collecting.collect"
NO_MEMORY = OSError(errno.ENOMEM, "Cannot allocate memory")
IN_THE_ZIP = "两份.zip 里的 清泉.xlsx：系统这会儿不让读，没有读取。"
WITHHELD = "系统不让读写（内存不够），这次没有做成。请关掉一些程序后再试。"
LACKING = "系统的内存不够，这次没有做成。请关掉一些程序后再试。"
NO_FOLDER = FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']")

LACKED = [
    ("来信.eml", f"{COLLECT}.parse_mail", NO_MEMORY, f"来信.eml：{WITHHELD}"),
    ("来信.eml", f"{COLLECT}.parse_mail", MemoryError(), f"来信.eml：{LACKING}"),
    (
        "两份.zip",
        "converter.files.package.Package.read",
        UnusableFile("清泉.xlsx：系统不让读写。", Refusal.UNREACHABLE),
        IN_THE_ZIP,
    ),
    ("两份.zip", "converter.files.package.Package.read", MemoryError(), IN_THE_ZIP),
    ("两份.zip", "zipfile.ZipFile", MemoryError(), f"两份.zip：{LACKING}"),
    ("两份.rar", "tempfile.TemporaryDirectory", NO_MEMORY, f"两份.rar：{WITHHELD}"),
    ("两份.rar", "tempfile.TemporaryDirectory", MemoryError(), f"两份.rar：{LACKING}"),
    (
        "两份.rar",
        "tempfile.TemporaryDirectory",
        NO_FOLDER,
        "两份.rar：系统没有能用的临时文件夹，这次没有做成。请腾出磁盘空间后再试。",
    ),
]


@pytest.mark.parametrize("case", LACKED, ids=lambda case: f"{case[1]} {case[2]!r}")
def test_nobody_is_reminded_while_something_waits_that_may_be_his(
    inbox: Path,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
    case: tuple[str, str, Exception, str],
) -> None:
    name, refuses, fault, said = case
    content = zipped({"清泉.xlsx": b"x"}) if name.endswith("zip") else b"Rar!\x1a\x07\0"
    (inbox / name).write_bytes(b"From: a@b.cn\n\nx" if name.endswith("eml") else content)
    (out.parent / "名单.txt").write_text("清泉镇人民政府\n", encoding="utf-8")
    monkeypatch.setattr(f"{COLLECT}.find_unpacker", lambda: "bsdtar")

    def refuse(*_: object, **__: object) -> None:
        raise fault

    with monkeypatch.context() as patched, ThreadPoolExecutor(1) as executor:
        options = BatchOptions(inbox, out, roster=out.parent / "名单.txt")
        patched.setattr(refuses, refuse)
        patched.setattr("converter.files.faults._has_plenty", lambda: False)
        missing, waiting = batch(options, lambda *_: None, executor).rows
    assert waiting.remark == f"{said}等它能读，再汇总一次；不用请单位重报。"
    assert missing.remark == "名单上有，没有收到。有来件暂时读不出，可能在里面，先不催报。"
    assert not BatchState.load(out, forget=False).due


SOUND = zipped({"报告.docx": b"x" * 999})
CLOSED = {
    "断了.zip": SOUND[:500],
    "加密.rar": b"Rar!\x1a\x07\0",
    "坏了.zip": SOUND.replace(b"x" * 9, b"y" * 9, 1),
    "来信.eml": b"From: a@b.cn\n" * 3000,
    "打包.tgz": b"\x1f\x8b" + bytes(99),
    "原信.msg": ole("__properties_version1.0"),
    "年报.part2.rar": b"x" * 2000,
}
READ = {
    "空的.zip": zipped({}),
    "无附件.eml": b"From: a@b.cn\n\nx",
    "通知.xlsx": b"x",
    "报告.txt": b"x",
    "清泉镇.zip": SOUND[:500],
}


@pytest.mark.parametrize("name", [*CLOSED, *READ])
def test_nobody_is_reminded_beside_an_archive_that_may_hold_his_report(
    inbox: Path, out: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (inbox / name).write_bytes((CLOSED | READ)[name])
    (out.parent / "名单.txt").write_text("清泉镇人民政府\n高桥镇人民政府\n", encoding="utf-8")
    monkeypatch.setattr(f"{COLLECT}.find_unpacker", lambda: None)
    with ThreadPoolExecutor(1) as executor:
        options = BatchOptions(inbox, out, roster=out.parent / "名单.txt")
        rows = {row.unit: row for row in batch(options, lambda *_: None, executor).rows}
    closed = name in CLOSED
    said = f"{rows[''].label} 读不出来，可能在里面，先不催报。" if closed else ""
    assert rows["高桥镇人民政府"].remark == f"名单上有，没有收到。{said}"
    if closed:
        assert rows[""].remark.endswith(
            "不知道里面是谁的报告，弄清楚以前谁都不催；用不上的，移出收件文件夹，再汇总一次。"
        )
    assert bool(BatchState.load(out, forget=False).due) != closed


def stopped(*_: object) -> None:
    raise WorkerStopped("处理它的进程意外退出（-9）。请核对文件。")


def test_what_did_not_count_does_not_while_the_other_is_waited_for(
    inbox: Path, out: Path, township: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The faulty one came first; who reads the right one anew next time must not be sent a note in between."""
    for folder, report in (
        ("一", named(township, "甲镇")),
        ("二", broken(named(township, "甲镇"))),
    ):
        (inbox / folder / "甲镇.xlsx").write_bytes(write_workbook(report))
    run_here(inbox, out)
    assert not (out / "退回").exists()
    new = inbox / "二" / "新.xlsx"
    with monkeypatch.context() as patched:
        patched.setattr("converter.county.collecting.collect.read_bytes", withheld)
        told = {row.label: row for row in run_here(inbox, out).rows}
        assert told["二/甲镇.xlsx"].state is RowState.REPLACED
        assert told["二/甲镇.xlsx"].remark == (
            "同一单位的 一/甲镇.xlsx 暂时读不出，先不采用这一份。"
            "等它能读，或者把它移出收件文件夹，再汇总一次。"
        )
        assert not (out / "退回").exists()
        # one that has come since may be the corrected one
        (inbox / "二" / "甲镇.xlsx").unlink()
        new.write_bytes(write_workbook(named(township, "甲镇", 5)))
        told = {row.label: row for row in run_here(inbox, out).rows}
        assert told["二/新.xlsx"].state is RowState.CONVERTED
    assert len(list(out.glob("*.docx"))) == 2
    (inbox / "一" / "甲镇.xlsx").unlink()
    run_here(inbox, out)
    assert [one.name for one in out.glob("*.docx")] == ["甲镇2022年政府信息公开工作年度报告.docx"]


def starving(*_: object) -> None:
    raise MemoryError


@pytest.mark.parametrize(
    ("opens", "fate", "said"),
    [
        ("read_bytes", withheld, "正被其他程序占用。"),
        ("_opened", starving, "清泉镇人民政府.xlsx：系统的内存不够，这次没有做成。请关掉一些程序后再试。"),
    ],
)  # fmt: skip
def test_of_a_file_that_was_never_read_the_unit_is_not_reminded(
    opens: str,
    fate: Callable[..., object],
    said: str,
    inbox: Path,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (inbox / "一" / "清泉镇人民政府.xlsx").write_bytes(b"x")
    (out.parent / "名单.txt").write_text("清泉镇人民政府\n", encoding="utf-8")
    monkeypatch.setattr(f"converter.county.collecting.collect.{opens}", fate)
    monkeypatch.setattr("converter.files.faults._has_plenty", lambda: False)
    with ThreadPoolExecutor(1) as executor:
        options = BatchOptions(inbox, out, roster=out.parent / "名单.txt")
        (row,) = batch(options, lambda *_: None, executor).rows
    assert (row.unit, row.state) == ("清泉镇人民政府", RowState.NOT_NOW)
    assert row.remark.endswith(f"{said}等它能读，再汇总一次；不用请单位重报。")
    assert not BatchState.load(out, forget=False).due
