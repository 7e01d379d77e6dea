"""The folder that is published, and the archive of a year."""

import hashlib
import os
import re
import zipfile
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import docx
import pytest

from converter.cli import run
from converter.county import publishing
from converter.county.archive import archive
from converter.county.publishing import publish
from converter.errors import AlreadyThere, CannotDeliver, UnusableFile
from converter.files.shelf import Shelf
from converter.form.report import Report
from converter.writing.pages.html import render_page
from converter.writing.pages.index_page import PublishedReport, render_index
from converter.writing.word.render import render_report
from converter.writing.workbooks.workbook import write_workbook
from tests.test_county import REPORT_TEMPLATE, broken, named, run_batch

UNITS = ("青石县甲镇人民政府", "青石县水利局", "青石县东关街道办事处")


def listed(index: Path) -> list[tuple[str, str]]:
    """Return the heads and the links of an index page, in its order."""
    text = index.read_text(encoding="utf-8")
    return [
        (found[1], "") if found[1] else (found[3], unquote(found[2]))
        for found in re.finditer(r"<h2[^>]*>(.*?)</h2>|<a href=\"(.*?)\">(.*?)</a>", text)
    ]


@pytest.fixture
def output(tmp_path: Path, township: Report) -> Path:
    inbox = tmp_path / "收件"
    inbox.mkdir()
    for unit in UNITS:
        (inbox / f"{unit}.xlsx").write_bytes(write_workbook(named(township, unit)))
    (inbox / "错.xlsx").write_bytes(write_workbook(broken(named(township, "青石县乙镇人民政府"))))
    run_batch(inbox, tmp_path / "结果")
    return tmp_path / "结果"


def test_every_report_has_a_page_and_a_line(output: Path, tmp_path: Path, township: Report) -> None:
    own = tmp_path / "全县.docx"
    own.write_bytes(render_report(named(township, "青石县人民政府"), REPORT_TEMPLATE))
    done = publish([own, output], tmp_path / "公开", force=False)
    assert done.index == tmp_path / "公开/index.html"
    assert done.count == 4
    assert done.remarks == ("没有公开的 1 个单位：青石县乙镇人民政府（有错误，退回）。",)
    end = "2022年政府信息公开工作年度报告.html"
    assert listed(done.index) == [
        ("县（市、区）人民政府", ""),
        ("青石县人民政府", f"青石县人民政府{end}"),
        ("乡镇、街道", ""),
        ("青石县东关街道办事处", f"青石县东关街道办事处{end}"),
        ("青石县甲镇人民政府", f"青石县甲镇人民政府{end}"),
        ("部门、单位", ""),
        ("青石县水利局", f"青石县水利局{end}"),
    ]
    pages = {path.name for path in (tmp_path / "公开").iterdir()}
    assert pages == {"index.html", *(name for _, name in listed(done.index) if name)}
    page = (tmp_path / "公开" / f"青石县水利局{end}").read_bytes()
    assert page == render_page(named(township, "青石县水利局"))


@pytest.mark.parametrize("takes", [True, False])
def test_pages_wait_on_the_disk_until_all_can_be_published(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, takes: bool
) -> None:
    put: list[bytes] = []
    shelf = Shelf(tmp_path if takes else tmp_path / "没有")
    monkeypatch.setattr(
        publishing,
        "Shelf",
        lambda _: SimpleNamespace(put=lambda one: put.append(one) or shelf.put(one)),
    )
    publish([output], tmp_path / "公开", force=False)
    pages = {page.read_bytes() for page in (tmp_path / "公开").glob("*年度报告.html")}
    assert len(pages) == len(UNITS)
    assert pages == {*put}


def test_a_unit_is_listed_by_its_full_name(tmp_path: Path, township: Report) -> None:
    """A report that calls its unit by a short name is the roster's unit, here as in the ledger."""
    inbox, roster = tmp_path / "收件", tmp_path / "名单.txt"
    inbox.mkdir()
    roster.write_text("青石县卫生健康局,县卫健局\n", encoding="utf-8")
    (inbox / "卫健.xlsx").write_bytes(write_workbook(named(township, "县卫健局")))
    run_batch(inbox, tmp_path / "结果", roster=roster)
    done = publish([tmp_path / "结果"], tmp_path / "公开", force=False)
    assert done.index
    assert listed(done.index)[1:] == [
        ("青石县卫生健康局", "青石县卫生健康局2022年政府信息公开工作年度报告.html")
    ]


def test_a_page_follows_the_word_report_as_it_is_now(output: Path, tmp_path: Path) -> None:
    report = output / "青石县水利局2022年政府信息公开工作年度报告.docx"
    document = docx.Document(str(report))
    paragraph = next(one for one in document.paragraphs if "各项任务按期完成" in one.text)
    paragraph.runs[0].text = paragraph.text.replace("各项任务按期完成", "各项任务都已完成")
    for one in paragraph.runs[1:]:
        one.text = ""
    document.save(str(report))
    publish([output], tmp_path / "公开", force=False)
    text = (tmp_path / "公开" / f"{report.stem}.html").read_text(encoding="utf-8")
    assert "各项任务都已完成" in text


def test_pages_of_other_content_are_replaced_on_request(output: Path, tmp_path: Path) -> None:
    target = tmp_path / "公开"
    publish([output], target, force=False)
    publish([output], target, force=False)
    page = target / "青石县水利局2022年政府信息公开工作年度报告.html"
    page.write_text("旧")
    (target / "丙镇.html").write_text("旧")
    with pytest.raises(AlreadyThere):
        publish([output], target, force=False)
    assert page.read_text() == "旧"
    done = publish([output], target, force=True)
    assert page.read_text(encoding="utf-8") != "旧"
    assert done.remarks[1] == "文件夹里另有 1 个网页，目录里没有，不要公开的请删掉：丙镇.html。"


def test_what_is_wrong_is_not_published(
    tmp_path: Path, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "报告"
    folder.mkdir()
    (folder / "甲.xlsx").write_bytes(write_workbook(broken(named(township, "甲镇人民政府"))))
    (folder / "乙.xlsx").write_bytes(write_workbook(named(township, "乙镇人民政府")))
    (folder / "乙2.xlsx").write_bytes(write_workbook(named(township, "乙镇人民政府")))
    assert run(["publish", str(folder), "-o", str(tmp_path / "公开")]) == 1
    said = capsys.readouterr().err
    assert "甲.xlsx 有 1 处错误，例如：" in said
    assert "“乙镇人民政府”和“乙镇人民政府”是同一个单位，或者网页的文件名相同。" in said
    assert not (tmp_path / "公开").exists()


def test_the_index_page_escapes_and_loads_nothing() -> None:
    page = render_index(2025, [PublishedReport("<甲>&乙局", 'a"<b>.html')]).decode()
    assert "&lt;甲&gt;&amp;乙局" in page
    assert 'href="a%22%3Cb%3E.html"' in page
    assert "<script" not in page
    assert re.findall(r"(?:https?:)?//", page) == []
    assert "default-src 'none'" in page


# ---------------------------------------------------------------- the archive


@pytest.fixture
def year(tmp_path: Path) -> Path:
    for name, data in (
        ("收件/甲.xlsx", b"1"),
        ("收件/下级/乙.docx", b"2"),
        ("结果/汇总.xlsx", b"3"),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (tmp_path / "名单.txt").write_bytes(b"4")
    for name in ("结果/.nianbao.lock", "结果/.nianbao-x.tmp", "收件/~$甲.xlsx"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "结果/.nianbao.json").write_bytes(b"5")
    return tmp_path


@pytest.mark.skipif(os.name == "nt", reason="pipes in folders")
@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        (["archive", "{}", "-o", "{}/../归档.zip"], 0, "管.docx：是链接，或者不是文件，没有归档。"),
        (["publish", "{}", "-o", "{}/../网页"], 2, "管.docx：这是管道，不是文件。"),
        (["check", "{}/管.docx"], 2, "管.docx：这是管道，不是文件。"),
        (["check", "{}/甲.xlsx", "--parts", "{}"], 2, "管.docx：这是管道，不是文件。"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_pipe_in_a_folder_stops_nothing(
    tmp_path: Path,
    township: Report,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    status: int,
    said: str,
) -> None:
    folder = tmp_path / "收件"
    folder.mkdir()
    (folder / "甲.xlsx").write_bytes(write_workbook(township))
    os.mkfifo(folder / "管.docx")
    assert run([one.format(folder) for one in command]) == status
    assert said in capsys.readouterr().err


def test_every_file_that_cannot_be_read_is_named_before_anything_is_published(
    tmp_path: Path, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "报告"
    folder.mkdir()
    (folder / "甲.xlsx").write_bytes(write_workbook(broken(township)))
    for name in ("乙.docx", "丙.docx"):
        (folder / name).write_bytes(b"")
    assert run(["publish", str(folder), "-o", str(tmp_path / "公开")]) == 2
    said = capsys.readouterr().err.splitlines()
    assert said[:2] == [
        "丙.docx：文件是空的。请重新保存或请对方重发。",
        "乙.docx：文件是空的。请重新保存或请对方重发。",
    ]
    assert said[2].startswith("甲.xlsx 有 1 处错误，例如：")
    assert said[3:] == ["没有写网页。请先改正上面的问题。"]
    assert not (tmp_path / "公开").exists()


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_to_nothing_among_the_parts_is_told(
    tmp_path: Path, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "部分").mkdir()
    (tmp_path / "甲.xlsx").write_bytes(write_workbook(township))
    link = tmp_path / "部分" / "乙.docx"
    link.symlink_to(tmp_path / "没有.docx")
    assert run(["check", str(tmp_path / "甲.xlsx"), "--parts", str(link.parent)]) == 2
    assert f"{link}：找不到这个文件。请核对文件名和文件夹。" in capsys.readouterr().err


def test_an_archive_holds_everything_and_its_digests(
    year: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = year / "2025.zip"
    sources = [str(year / name) for name in ("收件", "结果", "名单.txt")]
    assert run(["archive", *sources, "-o", str(target)]) == 0
    whole = hashlib.sha256(target.read_bytes()).hexdigest()
    said = capsys.readouterr()
    assert said.out == f"{target}\n"
    assert said.err == f"5 个文件已归档，清单在里面的“清单.txt”；归档文件的 SHA-256：{whole}\n"
    with zipfile.ZipFile(target) as package:
        assert package.testzip() is None
        content = {name: package.read(name) for name in package.namelist()}
    manifest = content.pop("清单.txt").decode()
    assert content == {
        "名单.txt": b"4",
        "收件/下级/乙.docx": b"2",
        "收件/甲.xlsx": b"1",
        "结果/.nianbao.json": b"5",
        "结果/汇总.xlsx": b"3",
    }
    assert manifest == "".join(
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in content.items()
    )


@pytest.mark.skipif(os.name == "nt", reason="names that Windows does not know")
def test_no_name_forges_a_line_of_the_list(tmp_path: Path) -> None:
    (tmp_path / f"a\n{'0' * 64}  b\\c").write_bytes(b"1")
    archive([*tmp_path.iterdir()], tmp_path / "a.zip", force=False)
    with zipfile.ZipFile(tmp_path / "a.zip") as package:
        (line,) = package.read("清单.txt").decode().splitlines()
    # as `sha256sum` writes it
    assert line == rf"\{hashlib.sha256(b'1').hexdigest()}  a\n{'0' * 64}  b\\c"


def test_the_same_files_give_the_same_bytes(year: Path) -> None:
    first = archive([year / "收件", year / "结果"], year / "a.zip", force=False)
    os.utime(year / "收件/甲.xlsx", (0, 10**9))
    second = archive([year / "结果", year / "收件"], year / "b.zip", force=False)
    assert first.digest == second.digest
    assert (year / "a.zip").read_bytes() == (year / "b.zip").read_bytes()
    again = archive([year / "结果", year / "收件"], year / "b.zip", force=False)
    assert again == second


def test_another_archive_is_replaced_on_request(year: Path) -> None:
    target = year / "结果/a.zip"
    archive([year / "结果"], target, force=False)
    (year / "结果/汇总.xlsx").write_bytes(b"new")
    with pytest.raises(AlreadyThere):
        archive([year / "结果"], target, force=False)
    # the archive itself is no part of it
    assert archive([year / "结果"], target, force=True).count == 2


def test_what_cannot_be_archived_is_refused(year: Path) -> None:
    (year / "清单.txt").write_bytes(b"")
    (year / "别处").mkdir()
    (year / "别处/名单.txt").write_bytes(b"")
    for sources, target, fault in (
        (["没有"], "a.zip", UnusableFile),
        (["清单.txt"], "a.zip", UnusableFile),
        (["名单.txt", "别处/名单.txt"], "a.zip", UnusableFile),
        (["名单.txt"], "a.rar", CannotDeliver),
    ):
        with pytest.raises(fault):
            archive([year / name for name in sources], year / target, force=False)
    (year / "空").mkdir()
    with pytest.raises(UnusableFile, match="没有可归档的文件"):
        archive([year / "空"], year / "a.zip", force=False)


def test_links_are_named_and_not_followed(year: Path) -> None:
    try:
        (year / "收件/链接.txt").symlink_to(year / "名单.txt")
        (year / "收件/往年").symlink_to(year / "结果")
    except OSError:
        pytest.skip("links need a privilege here")
    done = archive([year / "收件"], year / "a.zip", force=False)
    assert (done.count, done.left_out) == (2, ("收件/往年", "收件/链接.txt"))
