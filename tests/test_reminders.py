"""Reminders, receipts, what went to whom; rounds and last year in the ledger."""

import json
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import product
from pathlib import Path

import openpyxl
import pytest

from converter.cli import run
from converter.county.kept.model import RowState
from converter.county.kept.state import BatchState, DueLetter, KnownDraft, Round, finding_identities
from converter.county.office import office
from converter.county.outputs import reminders, return_notes
from converter.county.outputs.ledger_sheets import list_sheets
from converter.county.outputs.reminders import RECEIPT, REMINDER, draft_letters
from converter.county.units.last_years import LastYears
from converter.county.units.roster import Roster
from converter.errors import UnusableFile
from converter.files.output import RETURN_FOLDER, STATE_FILE, name_key
from converter.findings import Finding
from converter.form.fields import Slot
from converter.form.report import Report
from converter.icons import ICONS
from converter.writing.workbooks.workbook import write_workbook
from tests.test_county import broken, named, run_batch

OFFICE = """[办公室]
名称 = "青石县人民政府办公室"
联系人 = "李四"
电话 = "0930-7654321"
邮箱 = "xxgk@qingshi.gov.cn"
[期限]
报送 = 2026-01-15
[退回]
转告提醒 = true
"""


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, "2026-01-20")


def on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    for module in (office, reminders, return_notes):
        monkeypatch.setattr(module, "today", lambda: office.date.fromisoformat(day))


def mailed(path: Path, sender: str, name: str, data: bytes, day: str = "20 Jan 2026") -> None:
    message = EmailMessage(policy=default)
    message["From"], message["Date"] = sender, f"{day} 09:00:00 +0800"
    message["Subject"] = "年报"
    message.set_content("年报")
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    path.write_bytes(bytes(message))


@pytest.fixture
def county(tmp_path: Path, township: Report) -> Path:
    """An inbox with a good report, a wrong one, one that cannot be read; a roster with one more unit."""
    inbox = tmp_path / "收件"
    inbox.mkdir()
    good = replace(named(township, "青石县甲镇人民政府"), problems=("无。",))
    (inbox / "甲.xlsx").write_bytes(write_workbook(good))
    wrong = broken(named(township, "青石县乙镇人民政府"))
    mailed(inbox / "乙.eml", "yi@qingshi.gov.cn", "乙.xlsx", write_workbook(wrong))
    mailed(inbox / "丙.eml", "bing@qingshi.gov.cn", "青石县丙镇人民政府年报.docx", b"PK\3\4damaged")
    (tmp_path / "名单.txt").write_text(
        "青石县甲镇人民政府,jia@qingshi.gov.cn\n青石县乙镇人民政府\n"
        "青石县丙镇人民政府,old@qingshi.gov.cn\n青石县丁镇人民政府,ding@qingshi.gov.cn\n青石县戊镇人民政府\n",
        encoding="utf-8",
    )
    (tmp_path / "县里.toml").write_text(OFFICE, encoding="utf-8")
    return tmp_path


def collected(county: Path) -> Path:
    run_batch(county / "收件", county / "结果", roster=county / "名单.txt")
    return county / "结果"


def read(path: Path) -> tuple[str, str, str]:
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert message["X-Unsent"] == "1"
    body = message.get_body()
    assert body is not None
    return message["To"] or "", message["Subject"], body.get_content().replace("\r\n", "\n").strip()


def test_who_sent_nothing_is_reminded(county: Path) -> None:
    drafts = draft_letters(collected(county), REMINDER, force=False)
    assert [one.to for one in drafts] == ["bing@qingshi.gov.cn", "ding@qingshi.gov.cn", ""]
    to, subject, body = read(county / "结果/催报/青石县丁镇人民政府催报.eml")
    assert (to, subject) == (
        "ding@qingshi.gov.cn",
        "催报：青石县丁镇人民政府2022年政府信息公开工作年度报告",
    )
    assert body == (
        "青石县丁镇人民政府：\n\n还没有收到你单位的2022年政府信息公开工作年度报告。\n"
        "报送期限是2026年1月15日，已经过了，请马上报送。\n\n"
        "请报送到：xxgk@qingshi.gov.cn\n联系人：李四，电话：0930-7654321。\n\n"
        "青石县人民政府办公室\n2026年1月20日"
    )


def test_who_sent_what_cannot_be_read_is_told_why(county: Path) -> None:
    draft_letters(collected(county), REMINDER, force=False)
    to, _, body = read(county / "结果/催报/青石县丙镇人民政府催报.eml")
    assert to == "bing@qingshi.gov.cn"
    assert body.startswith(
        "青石县丙镇人民政府：\n\n"
        "从你单位报来的文件里没有读出报告。青石县丙镇人民政府年报.docx：文件已损坏，读不出来。\n"
        "请重新报送2022年政府信息公开工作年度报告：填报表（.xlsx）或 Word 报告（.docx），能打开、不加密码的。\n"
        "报送期限是2026年1月15日，已经过了，请马上报送。\n"
    )


def test_of_whom_only_a_picture_came_is_told_which(county: Path) -> None:
    (county / "收件" / "青石县丁镇人民政府年报.jpg").write_bytes(b"\xff\xd8\xff")
    draft_letters(collected(county), REMINDER, force=False)
    body = read(county / "结果/催报/青石县丁镇人民政府催报.eml")[-1]
    assert body.startswith(
        "青石县丁镇人民政府：\n\n"
        "从你单位报来的文件里没有读出报告。青石县丁镇人民政府年报.jpg：图片，没有读取。\n请重新报送"
    )


def test_nobody_is_written_to_whose_name_is_one_letter_from_another(
    county: Path, township: Report
) -> None:
    """A report under a misspelt name is nobody's yet: no receipt for it, no reminder to the other."""
    for unit in ("青石县太平镇人民政府", "青石县永安镇人民政府"):
        with (county / "名单.txt").open("a", encoding="utf-8") as roster:
            roster.write(f"{unit}\n")
    misspelt = replace(named(township, "青石县大平镇人民政府"), problems=("无。",))
    (county / "收件/大平镇.xlsx").write_bytes(write_workbook(misspelt))
    out = collected(county)
    written = {
        one.draft.name
        for kind in (REMINDER, RECEIPT)
        for one in draft_letters(out, kind, force=False)
        if one.draft
    }
    assert "青石县永安镇人民政府催报.eml" in written
    assert "青石县甲镇人民政府回执.eml" in written
    assert not {name for name in written if "平镇" in name}


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("报送 = 2026-01-31", "请于2026年1月31日前报送。"),
        ("报送 = 2026-01-20", "请于2026年1月20日前报送。"),
        ("", "请尽快报送。"),
    ],
)
def test_the_deadline_of_a_reminder(county: Path, due: str, said: str) -> None:
    text = OFFICE.replace("报送 = 2026-01-15", due)
    (county / "县里.toml").write_text(text, encoding="utf-8")
    draft_letters(collected(county), REMINDER, force=False)
    assert said in read(county / "结果/催报/青石县丁镇人民政府催报.eml")[2]


def test_who_is_accepted_gets_a_receipt_with_the_warnings(county: Path) -> None:
    (drafted,) = draft_letters(collected(county), RECEIPT, force=False)
    assert drafted.draft
    to, subject, body = read(drafted.draft)
    assert (to, subject) == (
        "jia@qingshi.gov.cn",
        "已收到：青石县甲镇人民政府2022年政府信息公开工作年度报告",
    )
    assert (
        "你单位报送的2022年政府信息公开工作年度报告已收到，没有要退回的错误。\n\n"
        "有以下提醒，请看一看。要改的，改好再报一次；不用改的，不用再报：\n1. "
    ) in body
    assert "等于什么也没有说" in body
    assert "请报送到：xxgk@qingshi.gov.cn" in body
    text = OFFICE.replace("true", "false")
    (county / "县里.toml").write_text(text, encoding="utf-8")
    (again,) = draft_letters(collected(county), RECEIPT, force=False)
    assert again.draft
    assert read(again.draft)[2] == (
        "青石县甲镇人民政府：\n\n你单位报送的2022年政府信息公开工作年度报告已收到，没有要退回的错误，不用再报。\n\n"
        "联系人：李四，电话：0930-7654321。\n\n青石县人民政府办公室\n2026年1月20日"
    )


def test_a_receipt_says_how_many_warnings_it_leaves_out(
    county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "_MOST_WARNINGS", 0)
    (drafted,) = draft_letters(collected(county), RECEIPT, force=False)
    assert drafted.draft
    # the prose of 甲镇 is that of 乙镇 as well, which is for the county alone to know
    assert "1. 另有 1 条提醒，这里不一一列出。" in read(drafted.draft)[2]


def test_a_unit_is_thanked_once_and_a_letter_without_an_office_has_no_date(county: Path) -> None:
    (county / "县里.toml").unlink()
    output = collected(county)
    (drafted,) = draft_letters(output, RECEIPT, force=False)
    assert drafted.draft
    assert read(drafted.draft)[2] == (
        "青石县甲镇人民政府：\n\n你单位报送的2022年政府信息公开工作年度报告已收到，没有要退回的错误，不用再报。"
    )
    # sent, and taken away
    drafted.draft.unlink()
    collected(county)
    assert draft_letters(output, RECEIPT, force=False) == []
    assert len(draft_letters(output, RECEIPT, force=True)) == 1


def test_the_mail_of_a_note_says_that_the_day_has_passed(
    county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = OFFICE.replace("报送 = 2026-01-15", "重新报送 = 2026-01-25")
    (county / "县里.toml").write_text(text, encoding="utf-8")
    out = collected(county)
    for day, said in (
        ("2026-01-25", "重新报送的期限是2026年1月25日。"),
        ("2026-01-26", "重新报送的期限是2026年1月25日，已经过了，请马上重新报送。"),
    ):
        on(monkeypatch, day)
        (reply,) = return_notes.draft_replies(out / RETURN_FOLDER, force=False)
        assert reply.draft
        assert said in read(reply.draft)[2]


def test_a_draft_is_kept_until_what_it_says_changes(
    county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = collected(county)
    draft_letters(output, REMINDER, force=False)
    reminder = output / "催报/青石县丁镇人民政府催报.eml"
    before = reminder.read_bytes()
    on(monkeypatch, "2026-01-22")
    draft_letters(output, REMINDER, force=False)
    assert reminder.read_bytes() == before
    reminder.write_bytes(before + b"\r\n")
    (county / "县里.toml").write_text(OFFICE.replace("15", "16"), encoding="utf-8")
    collected(county)
    refused = [one for one in draft_letters(output, REMINDER, force=False) if not one.draft]
    assert [one.to for one in refused] == ["ding@qingshi.gov.cn"]
    assert "没有覆盖" in refused[0].refusal
    assert all(one.draft for one in draft_letters(output, REMINDER, force=True))


def test_what_went_to_whom_is_kept(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = collected(county)
    draft_letters(output, REMINDER, force=False)
    on(monkeypatch, "2026-01-21")
    assert run(["mail", "--return", str(output / RETURN_FOLDER)]) == 0
    assert run(["mail", "--return", str(output / RETURN_FOLDER)]) == 0
    closing = read(output / "退回/青石县乙镇人民政府退回修改通知.eml")[2].split("\n")[-4:]
    assert closing == [
        "",
        "请报送到：xxgk@qingshi.gov.cn",
        "联系人：李四，电话：0930-7654321。",
        "青石县人民政府办公室",
    ]
    collected(county)
    sheet = openpyxl.load_workbook(output / "汇总.xlsx")["函件"]
    assert list(sheet.values)[1:] == [
        (
            *(day, kind, f"青石县{name}镇人民政府", to, "还没有"),
            f"{kind}/青石县{name}镇人民政府{end}.eml",
        )
        for day, kind, name, to, end in (
            ("2026-01-20", "催报", "丙", "bing@qingshi.gov.cn", "催报"),
            ("2026-01-20", "催报", "丁", "ding@qingshi.gov.cn", "催报"),
            ("2026-01-20", "催报", "戊", "没有邮箱", "催报"),
            ("2026-01-21", "退回", "乙", "yi@qingshi.gov.cn", "退回修改通知"),
        )
    ]


@pytest.mark.parametrize(
    ("kind", "rounds", "came"),
    [
        ("催报", [], "还没有"),
        ("催报", [("2026-01-20", 2)], "2026-01-20"),
        ("催报", [("2026-01-20", 2), ("2026-01-22", 0)], "2026-01-20"),
        ("退回", [("2026-01-20", 2)], "还没有"),  # the file that the note is about
        ("退回", [("2026-01-19", 2), ("2026-01-20", 0)], "2026-01-20"),
        ("退回", [("2026-01-20", 2), ("2026-01-23", 1), ("2026-01-25", 0)], "2026-01-23"),
        ("回执", [("2026-01-20", 0)], None),
    ],
)
def test_the_ledger_says_when_a_unit_answered(
    kind: str, rounds: list[tuple[str, int]], came: str | None, tmp_path: Path
) -> None:
    state = BatchState.load(tmp_path, forget=True)
    state.record_letter("青石县 甲镇", kind, "", "2026-01-20", "a.eml")
    for at, (day, errors) in enumerate(rounds):
        state.record_round("青石县甲镇", 2025, Round(day, str(at), errors))
    (sheet,) = list_sheets([], LastYears(Roster()), state)
    assert sheet.rows == (("2026-01-20", kind, "青石县 甲镇", "没有邮箱", came or "", "a.eml"),)


def test_many_letters_are_answered_by_many_files() -> None:
    compared: list[str] = []

    class Day(str):
        __slots__ = ()

        def __lt__(self, other: str) -> bool:
            compared.append(other)
            return str.__lt__(self, other)

        def __gt__(self, other: str) -> bool:
            compared.append(other)
            return str.__gt__(self, other)

    count, state = 300, BatchState()
    for number in range(count):
        state.record_letter("甲镇", REMINDER, "", Day(f"{number:04}-01-20"), "a.eml")
        state.record_round("甲镇", number, Round(Day(f"{number:04}-02-20"), str(number), 1))
    (sheet,) = list_sheets([], LastYears(Roster()), state)
    assert [row[4] for row in sheet.rows] == [f"{number:04}-02-20" for number in range(count)]
    assert len(compared) < 20 * count


def test_a_reminder_is_withdrawn_when_the_report_comes(county: Path, township: Report) -> None:
    output = collected(county)
    draft_letters(output, REMINDER, force=False)
    late = write_workbook(named(township, "青石县丁镇人民政府"))
    (county / "收件/丁.xlsx").write_bytes(late)
    collected(county)
    assert sorted(one.name for one in (output / "催报").iterdir()) == [
        "青石县丙镇人民政府催报.eml",
        "青石县戊镇人民政府催报.eml",
    ]
    assert (output / "已撤回/青石县丁镇人民政府催报.eml").is_file()


def test_rounds_are_counted_and_dated(
    county: Path, township: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = collected(county)
    on(monkeypatch, "2026-01-23")
    collected(county)
    right = named(township, "青石县乙镇人民政府")
    mailed(
        county / "收件/乙2.eml",
        "yi@qingshi.gov.cn",
        "乙.xlsx",
        write_workbook(right),
        "24 Jan 2026",
    )
    collected(county)
    sheet = openpyxl.load_workbook(output / "汇总.xlsx")["轮次"]
    assert list(sheet.values)[1:] == [
        ("青石县甲镇人民政府", "2022", 1, "没有错误", "2026-01-20 0 处错误"),
        (
            "青石县乙镇人民政府",
            "2022",
            2,
            "2026-01-24",
            "2026-01-20 1 处错误；2026-01-24 0 处错误",
        ),
    ]


def test_figures_are_compared_with_last_year(tmp_path: Path, township: Report) -> None:
    inbox, past = tmp_path / "收件", tmp_path / "上年"
    inbox.mkdir()
    past.mkdir()
    for unit, now, before in (("甲镇人民政府", 50, 20), ("乙镇人民政府", 4, 3)):
        this = named(township, unit, now)
        last = replace(named(township, unit, before), report_year=2021)
        if unit == "甲镇人民政府":
            last = last.with_figures({Slot("t2_licensing"): 40})
        (inbox / f"{unit}.xlsx").write_bytes(write_workbook(this))
        (past / f"{unit}.xlsx").write_bytes(write_workbook(last))
    done = run_batch(inbox, tmp_path / "结果", previous_folder=past)
    assert {row.state for row in done.rows} == {RowState.CONVERTED}
    sheet = openpyxl.load_workbook(tmp_path / "结果/汇总.xlsx")["与上年比"]
    licensed = township.figure(Slot("t2_licensing")) or 0
    assert list(sheet.values)[1:] == [
        ("甲镇人民政府", "行政许可", "件", 40, licensed, licensed - 40, "-100.0%", "要说明"),
        ("甲镇人民政府", "新收申请", "件", 20, 50, 30, "+150.0%", "要说明"),
        ("甲镇人民政府", "予以公开", "件", 20, 50, 30, "+150.0%", "要说明"),
        ("乙镇人民政府", "新收申请", "件", 3, 4, 1, "+33.3%", ""),
        ("乙镇人民政府", "予以公开", "件", 3, 4, 1, "+33.3%", ""),
    ]


ALIKE = {
    "long ones": [f"{'甲' * 90}{number}镇" for number in range(500)],
    "in capitals": [
        "".join(letters) for letters in product(*(one + one.upper() for one in "abcdefghi"))
    ],
}


@pytest.mark.parametrize("units", ALIKE.values(), ids=ALIKE)
def test_names_that_are_alike_are_numbered(
    units: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(reminders, "name_key", lambda name: asked.append(name) or name_key(name))
    state = BatchState()
    state.due = {unit: DueLetter(REMINDER) for unit in units}
    names = [name for _, name in reminders._names(state, REMINDER)]
    assert [name[:7] for name in names[:3]] == [
        f"催报/{units[0][:4]}",
        f"催报/（2）{units[1][0]}",
        f"催报/（3）{units[2][0]}",
    ]
    assert len({*map(name_key, names)}) == len(units)
    assert len(asked) < 5 * len(units)


def test_letters_need_a_batch(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="不是“汇总”写的结果文件夹"):
        draft_letters(tmp_path, REMINDER, force=False)
    (tmp_path / STATE_FILE).write_text("[")
    with pytest.raises(UnusableFile, match="不知道收件人"):
        draft_letters(tmp_path, REMINDER, force=False)


def test_the_command_tells_to_whom(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = collected(county)
    assert run(["mail", "--remind", str(output), "--receipt", str(output)]) == 0
    said = capsys.readouterr()
    assert said.err.splitlines()[-3:] == [
        "催报草稿 3 封，双击打开，看过再发。",
        "收件人：jia@qingshi.gov.cn",
        "回执草稿 1 封，双击打开，看过再发。",
    ]
    assert "收件人：不知道邮箱，请打开后补上\n" in said.err
    assert len(said.out.splitlines()) == 4
    assert run(["mail", "--receipt", str(output)]) == 0
    assert capsys.readouterr().err == "没有要写的回执草稿。\n"
    state = BatchState.load(output, forget=False)
    state.due = {}
    state.save(output)
    assert run(["mail", "--remind", str(output)]) == 0
    assert (
        capsys.readouterr().err
        == "没有要写的催报草稿。没有报、却先不催的，台账的备注里写着为什么。\n"
    )
    assert run(["mail", "--remind", str(output), "--to", "a@b.cn"]) == 2
    assert capsys.readouterr().err.startswith(
        "--remind 只跟 batch 的结果文件夹和 --force，不跟别的。"
    )


def test_the_icon_writes_all_that_is_owed(county: Path) -> None:
    output = collected(county)
    assert ICONS["mail"].commands([output, output / "退回", county / "收件/甲.xlsx"]) == [
        ["mail", "--return", str(output / "退回")],
        ["mail", "--remind", str(output)],
        ["mail", "--receipt", str(output)],
        ["mail", "--return", str(output / "退回")],
        ["mail", str(county / "收件/甲.xlsx")],
    ]


# ---------------------------------------------------------------- the state


def test_the_state_keeps_records_and_drops_damaged_ones(tmp_path: Path) -> None:
    state = BatchState(
        office={"name": "甲县"},
        due={"甲镇": DueLetter(REMINDER, "a@b.cn", 2025, "读不出来。", ("一", "二"))},
        letters={"1": KnownDraft("甲镇", REMINDER, "a@b.cn", "2026-01-20", "催报/甲镇催报.eml")},
        rounds={"甲镇 2025": (Round("2026-01-20", "ab", 3),)},
    )
    state.save(tmp_path)
    assert BatchState.load(tmp_path, forget=False) == state
    content = json.loads((tmp_path / STATE_FILE).read_text(encoding="utf-8"))
    content["office"] |= {"phone": 1}
    content["due"] |= {"乙镇": {"kind": REMINDER}, "丙镇": []}
    content["letters"] |= {"2": {**content["letters"]["1"], "name": "../../x.eml"}}
    content["rounds"] |= {"乙镇 2025": [{"day": "2026-01-20", "digest": "ab", "errors": "3"}]}
    (tmp_path / STATE_FILE).write_text(json.dumps(content), encoding="utf-8")
    loaded = BatchState.load(tmp_path, forget=False)
    assert loaded.damaged == 5
    assert replace(loaded, damaged=0) == state


def test_letters_are_numbered_whatever_the_state_holds(tmp_path: Path) -> None:
    known = KnownDraft("甲镇", REMINDER, "", "", "催报/甲镇催报.eml")
    # where a free number was looked for one by one, these were in the way
    BatchState(letters={"9" * 5000: known, "3": known}).save(tmp_path)
    state = BatchState.load(tmp_path, forget=False)
    state.record_letter("乙镇", REMINDER, "", "2026-01-20", "催报/乙镇催报.eml")
    assert list(state.letters) == ["1", "2", "3"]


def test_a_state_without_these_parts_is_sound(tmp_path: Path) -> None:
    (tmp_path / STATE_FILE).write_text(
        json.dumps({"version": BatchState().written_by}), encoding="utf-8"
    )
    assert BatchState.load(tmp_path, forget=False) == BatchState()


def test_a_note_looks_at_each_finding_once(monkeypatch: pytest.MonkeyPatch) -> None:
    errors = [Finding("T3-TOTAL-COL", f"第{number}处。", f"a{number}") for number in range(200)]
    told = frozenset().union(*map(finding_identities, errors[::2]))
    compared: list[object] = []
    monkeypatch.setattr(Finding, "__eq__", lambda _, other: bool(compared.append(other)))
    note = return_notes.return_note("甲镇", 2025, errors, told)
    assert [len(note[part]) for part in ("remaining", "fresh")] == [100, 100]
    assert not compared
