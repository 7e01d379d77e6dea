"""Who gets an annotated copy: whoever checks with --annotate, drops a file on 转换, or is answered by the county."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from converter.cli import run
from converter.county.batch import Batch, BatchOptions, batch
from converter.county.examine import Wanted, examine_file
from converter.county.kept.model import Arrival, RefusedFile
from converter.county.units.last_years import LastYears
from converter.county.units.roster import Roster
from converter.files.kinds import detect_kind
from converter.files.workers import Common
from converter.form.layout import RETURN_SHEET
from converter.form.report import Report
from converter.writing.workbooks.workbook import write_workbook
from tests.foreign import Habits, paragraph, web_page, word_report
from tests.test_county import broken, named, run_batch

PAGE = "核对结果.html"
UNIT = "甲县一镇人民政府"
COPY = f"{UNIT}2022年政府信息公开工作年度报告（批注）"


@pytest.fixture
def faulty(township: Report) -> Report:
    return broken(named(township, UNIT))


def is_list(file: Path) -> bool:
    return RETURN_SHEET in openpyxl.load_workbook(file).sheetnames


# ---------------------------------------------------------------- check --annotate


def test_check_leaves_a_copy_beside_each_file(
    tmp_path: Path, faulty: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    book, word = tmp_path / "甲.xlsx", tmp_path / "乙.docx"
    book.write_bytes(write_workbook(faulty))
    word.write_bytes(word_report(faulty))
    before = book.read_bytes(), word.read_bytes()
    assert run(["check", str(book), str(word), "--annotate"]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines()[1::2] == [
        str(tmp_path / "甲（批注）.xlsx"),
        str(tmp_path / "乙（批注）.docx"),
    ]
    assert is_list(tmp_path / "甲（批注）.xlsx")
    assert (book.read_bytes(), word.read_bytes()) == before
    assert len(list(tmp_path.iterdir())) == 4


def test_check_leaves_it_in_a_folder_and_json_stays_json(
    tmp_path: Path, faulty: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    book, folder = tmp_path / "甲.xlsx", tmp_path / "批注"
    book.write_bytes(write_workbook(faulty))
    assert run(["check", str(book), "--annotate", "-o", str(folder), "--json"]) == 1
    said = capsys.readouterr()
    assert len(json.loads(said.out)["files"]) == 1
    assert said.err == f"带批注的副本已写好：\n{folder / '甲（批注）.xlsx'}\n"
    assert is_list(folder / "甲（批注）.xlsx")


def test_a_copy_that_somebody_worked_in_is_kept(
    tmp_path: Path, faulty: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    book, copy = tmp_path / "甲.xlsx", tmp_path / "甲（批注）.xlsx"
    book.write_bytes(write_workbook(faulty))
    copy.write_bytes(b"mine")
    assert run(["check", str(book), "--annotate"]) == 2
    assert "带批注的副本没有写：" in capsys.readouterr().err
    assert copy.read_bytes() == b"mine"
    # one that is still as it was written is in nobody's way
    copy.unlink()
    for _ in range(2):
        assert run(["check", str(book), "--annotate"]) == 1


def test_where_nothing_is_wrong_there_is_no_copy(tmp_path: Path, township: Report) -> None:
    (tmp_path / "甲.xlsx").write_bytes(write_workbook(township))
    assert run(["check", str(tmp_path / "甲.xlsx"), "--annotate"]) == 0
    assert [one.name for one in tmp_path.iterdir()] == ["甲.xlsx"]


def test_a_copy_that_check_left_is_named_when_all_is_mended(
    tmp_path: Path, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    """It stays: somebody may have worked in it."""
    (tmp_path / "甲.xlsx").write_bytes(write_workbook(named(township, UNIT)))
    (tmp_path / "批注").mkdir()
    old = tmp_path / "批注" / "甲（批注）.xlsx"
    old.write_bytes(b"old")
    command = ["check", str(tmp_path / "甲.xlsx"), "--annotate", "-o", str(old.parent)]
    assert run(command) == 0
    said = "甲（批注）.xlsx 是以前写的，现在没有要改的了。没有在它里面改过的，可以删掉。\n"
    assert f"{old.parent} 里的 {said}" in capsys.readouterr().err
    assert old.read_bytes() == b"old"


def test_of_a_report_with_nothing_to_mend_it_is_said_that_there_is_none(
    tmp_path: Path, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is left out and what is only noted needs no comment."""
    word, said = tmp_path / "甲.docx", "上面列的都不用改，没有写带批注的副本。\n"
    for below, told in ((paragraph("抄送：县政府办"), said), ("", "")):
        body = Habits(wrap=lambda body, below=below: body + below)
        word.write_bytes(word_report(named(township, UNIT), body))
        assert run(["check", str(word), "--annotate"]) == 0
        assert (said in capsys.readouterr().err) is bool(told)
        assert [one.name for one in tmp_path.iterdir()] == ["甲.docx"]


def test_of_a_page_it_is_said_that_there_is_none(
    tmp_path: Path, faulty: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "甲.html").write_text(web_page(faulty), encoding="utf-8")
    assert run(["check", str(tmp_path / "甲.html"), "--annotate"]) == 1
    assert "甲.html：网页上不写批注，请照列出的问题改。\n" in capsys.readouterr().err


def test_a_copy_of_an_earlier_time_is_named_when_all_is_mended(
    tmp_path: Path, faulty: Report, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    book, copy = tmp_path / "甲.xlsx", tmp_path / "甲（批注）.xlsx"
    said = "旁边的 甲（批注）.xlsx 是以前写的，现在没有要改的了。没有在它里面改过的，可以删掉。\n"
    book.write_bytes(write_workbook(faulty))
    assert run(["desk", "convert", str(book)]) == 1
    assert said not in capsys.readouterr().err
    book.write_bytes(write_workbook(named(township, UNIT)))
    assert run(["desk", "convert", str(book)]) == 0
    assert said in capsys.readouterr().err
    # the copy itself, mended
    copy.write_bytes(book.read_bytes())
    assert run(["desk", "convert", str(copy)]) == 0
    assert "是以前写的" not in capsys.readouterr().err


@pytest.mark.parametrize("words", [["-o", "{0}"], ["--annotate", "-o", "{0}/a.xlsx"]])
def test_the_folder_of_copies_is_a_folder(
    tmp_path: Path, faulty: Report, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "甲.xlsx").write_bytes(write_workbook(faulty))
    assert run(["check", str(tmp_path / "甲.xlsx"), *(one.format(tmp_path) for one in words)]) == 2
    assert capsys.readouterr().err.startswith(
        "check 的 -o 是放带批注的副本的文件夹，要和 --annotate 一起用。\n"
    )


# ---------------------------------------------------------------- the icon


def test_the_icon_leaves_a_copy_and_the_page_names_it(
    tmp_path: Path, faulty: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "甲.xlsx").write_bytes(write_workbook(faulty))
    assert run(["desk", "convert", str(tmp_path / "甲.xlsx")]) == 1
    assert f"带批注的副本：{tmp_path / '甲（批注）.xlsx'}\n" in capsys.readouterr().err
    page = (tmp_path / PAGE).read_text(encoding="utf-8")
    assert (
        "<p>每一处都写在旁边的“甲（批注）.xlsx”里，打开就能看到批注。"
        "可以直接在里面改，改好后保存，把它拖到“转换”上。</p>"
    ) in page
    # mended in the copy: that is what is dropped now, and what is converted
    (tmp_path / "甲（批注）.xlsx").write_bytes(
        write_workbook(replace(faulty, figures={**faulty.figures, "t3_carried_out": (0,) * 7}))
    )
    assert run(["desk", "convert", str(tmp_path / "甲（批注）.xlsx")]) == 0
    assert not (tmp_path / PAGE).exists()
    # a copy that is there with other content is not overwritten
    mended = (tmp_path / "甲（批注）.xlsx").read_bytes()
    assert run(["desk", "convert", str(tmp_path / "甲.xlsx")]) == 1
    assert (tmp_path / "甲（批注）.xlsx").read_bytes() == mended
    assert "带批注的副本没有写：" in capsys.readouterr().err
    assert "（批注）" not in (tmp_path / PAGE).read_text(encoding="utf-8")


def test_a_command_that_is_typed_leaves_none(tmp_path: Path, faulty: Report) -> None:
    (tmp_path / "甲.xlsx").write_bytes(write_workbook(faulty))
    assert run(["convert", str(tmp_path / "甲.xlsx")]) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["甲.xlsx"]


# ---------------------------------------------------------------- the county


def returned(folder: Path) -> list[str]:
    return sorted(one.name for one in (folder / "退回").iterdir())


def put_in(inbox: Path, files: dict[str, bytes]) -> None:
    inbox.mkdir(exist_ok=True)
    for old in inbox.iterdir():
        old.unlink()
    for name, data in files.items():
        (inbox / name).write_bytes(data)


def batch_of(tmp_path: Path, files: dict[str, bytes]) -> Batch:
    put_in(tmp_path / "收件", files)
    return run_batch(tmp_path / "收件", tmp_path / "结果")


def test_what_goes_back_is_mended_and_sent_again(tmp_path: Path, faulty: Report) -> None:
    batch_of(tmp_path, {"一镇.xlsx": write_workbook(faulty)})
    folder = tmp_path / "结果"
    assert returned(folder) == [f"{COPY}.xlsx", f"{UNIT}退回修改通知.docx"]
    # an unchanged run leaves it
    copy = folder / "退回" / f"{COPY}.xlsx"
    first = copy.read_bytes()
    batch_of(tmp_path, {"一镇.xlsx": write_workbook(faulty)})
    assert copy.read_bytes() == first
    # the unit mends that very file
    book = openpyxl.load_workbook(io.BytesIO(first))
    book["三、申请办理"]["D32"] = 0
    buffer = io.BytesIO()
    book.save(buffer)
    done = batch_of(tmp_path, {copy.name: buffer.getvalue()})
    assert [(row.unit, row.state.value) for row in done.rows] == [(UNIT, "已转换")]
    assert returned(folder) == []
    assert (folder / "已撤回" / f"{COPY}.xlsx").is_file()


def test_a_word_report_goes_back_with_comments(tmp_path: Path, faulty: Report) -> None:
    batch_of(tmp_path, {"一镇.docx": word_report(faulty)})
    assert returned(tmp_path / "结果") == [f"{COPY}.docx", f"{UNIT}退回修改通知.docx"]


def said_in(file: Path) -> str:
    """Return all that the list or the comments of a copy say."""
    if file.suffix == ".docx":
        with zipfile.ZipFile(file) as archive:
            return archive.read("word/comments.xml").decode()
    rows = openpyxl.load_workbook(file)[RETURN_SHEET].iter_rows(values_only=True)
    return "".join(str(cell) for row in rows for cell in row if cell)


def test_what_only_other_reports_show_stands_in_the_copy_too(
    tmp_path: Path, faulty: Report, township: Report
) -> None:
    """A wrong year, and prose that two units have alike."""
    late = replace(named(township, "甲县三镇人民政府"), report_year=2021)
    files = {
        "一镇.xlsx": write_workbook(faulty),
        "二镇.xlsx": write_workbook(named(township, "甲县二镇人民政府")),
        "三镇.docx": word_report(late),
        "四镇.xlsx": write_workbook(named(township, "甲县四镇人民政府")),
    }
    folder = tmp_path / "结果" / "退回"
    stale = "甲县三镇人民政府2021年政府信息公开工作年度报告（批注）.docx"
    wrong = "报告是 2021 年度的，这次收的是 2022 年度的。"
    alike = "的报告相同，这是第一句"
    put_in(tmp_path / "收件", files)
    # in the processes that a county has
    batch(BatchOptions(tmp_path / "收件", tmp_path / "结果"), lambda *_: None)
    assert wrong in said_in(folder / stale)
    assert "【错误】" in said_in(folder / stale)
    assert alike in said_in(folder / f"{COPY}.xlsx")
    # an unchanged run leaves both, and reads no file again
    before = {name: (folder / name).read_bytes() for name in returned(tmp_path / "结果")}
    assert len(before) == 4
    batch_of(tmp_path, files)
    assert {name: (folder / name).read_bytes() for name in returned(tmp_path / "结果")} == before
    # where the others are gone, so is what they showed
    batch_of(tmp_path, {"一镇.xlsx": files["一镇.xlsx"]})
    assert returned(tmp_path / "结果") == [f"{COPY}.xlsx", f"{UNIT}退回修改通知.docx"]
    assert alike not in said_in(folder / f"{COPY}.xlsx")


def test_a_copy_that_the_county_worked_in_is_kept(tmp_path: Path, faulty: Report) -> None:
    batch_of(tmp_path, {"一镇.xlsx": write_workbook(faulty)})
    copy = tmp_path / "结果" / "退回" / f"{COPY}.xlsx"
    copy.write_bytes(b"mine")
    other = replace(faulty, contact_name="王芳")
    done = batch_of(tmp_path, {"一镇.xlsx": write_workbook(other)})
    assert copy.read_bytes() == b"mine"
    assert [row.state.value for row in done.rows] == ["有错误，退回"]


def test_a_page_goes_back_with_the_note_alone(tmp_path: Path, faulty: Report) -> None:
    batch_of(tmp_path, {"一镇.html": web_page(faulty).encode()})
    assert returned(tmp_path / "结果") == [f"{UNIT}退回修改通知.docx"]


def test_where_the_copy_fails_the_note_goes_back_and_the_county_is_told(
    faulty: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("converter.annotating.document.with_comments", fail)
    file = detect_kind(Path("一镇.docx"), word_report(faulty))
    past = Common(LastYears(Roster()))
    done = examine_file("一镇.docx", file, Arrival(), past, Wanted(frozenset({"report"})))
    assert not isinstance(done, RefusedFile)
    assert done.annotated is None
    record, findings = done.result.found.opened()
    assert record.notes[-1] == "批注写不进这个文件，退回的只有通知，没有带批注的副本。"
    assert [one.code for one in findings if one.severity.value == "error"]


def test_a_memory_that_names_a_file_elsewhere_attaches_nothing(
    tmp_path: Path, faulty: Report
) -> None:
    batch_of(tmp_path, {"一镇.xlsx": write_workbook(faulty)})
    folder = tmp_path / "结果"
    memory = json.loads((folder / ".nianbao.json").read_text(encoding="utf-8"))
    (reply,) = memory["replies"].values()
    assert reply["annotated"] == f"退回/{COPY}.xlsx"
    reply["annotated"] = "../收件/一镇.xlsx"
    (folder / ".nianbao.json").write_text(json.dumps(memory), encoding="utf-8")
    assert run(["mail", "--return", str(folder / "退回")]) == 0
    assert not list((folder / "退回").glob("*.eml"))
