"""县里.toml: read line by line; the county's own requirements, and what its letters say of it."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from converter.cli import run
from converter.conversion import render
from converter.county.kept.model import RowState
from converter.county.office.office import Mention, Office, Requirements
from converter.county.office.office_file import _SECTIONS, read_office, write_example
from converter.county.office.requirements import check_requirements
from converter.errors import UnusableFile
from converter.files.resources import resource
from converter.findings import Severity
from converter.form.report import Report
from converter.writing.workbooks.workbook import write_workbook
from tests.test_county import broken, run_batch

EXAMPLE = resource("county/office/office.toml").read_text(encoding="utf-8")
SWITCHED_ON = re.sub(r'(?m)^# (?=["\[])', "", EXAMPLE)


def office(folder: Path, text: str | bytes) -> Office:
    data = text if isinstance(text, bytes) else text.encode()
    (folder / "县里.toml").write_bytes(data)
    return read_office(folder)


def faults(folder: Path, text: str | bytes) -> list[str]:
    with pytest.raises(UnusableFile) as refused:
        office(folder, text)
    head, *lines = str(refused.value).split("\n")
    assert head.startswith(f"{folder / '县里.toml'}：有 {len(lines)} 处要改，改好再汇总：")
    return [line.strip() for line in lines]


# ---------------------------------------------------------------- reading


def test_without_the_file_nothing_is_asked(tmp_path: Path) -> None:
    assert read_office(tmp_path) == Office()


def test_the_example_as_it_is_written_asks_nothing(tmp_path: Path) -> None:
    assert write_example(tmp_path).name == "县里.toml"
    assert read_office(tmp_path) == Office()
    pytest.importorskip("tomllib").loads(EXAMPLE)


def test_the_example_switched_on_is_what_a_city_published(tmp_path: Path) -> None:
    (tmp_path / "县模板.docx").touch()
    read = office(tmp_path, SWITCHED_ON)
    assert (read.name, read.contact, read.phone) == (
        "某某县人民政府办公室",
        "张三",
        "0930-1234567",
    )
    assert (read.due, read.due_again) == (date(2026, 1, 15), date(2026, 1, 25))
    assert read.signed == "某某县政务公开工作领导小组办公室"
    assert read.passes_on_warnings
    assert read.template == tmp_path / "县模板.docx"
    asked = read.requirements
    assert (asked.source, asked.are_errors, asked.most_characters) == (
        "武政办发〔2025〕54号",
        False,
        1000,
    )
    assert [one.words[0] for one in asked.mentions] == [
        *("网站", "解读", "回应", "重点领域", "规章", "公开平台", "公报")
    ]
    assert all(one.counted for one in asked.mentions)
    gazettes = asked.mentions[-1]
    assert [gazettes.concerns(one) for one in ("某某县人民政府", "某某县某某镇人民政府")] == [
        True,
        False,
    ]
    assert all(one.concerns("某某县财政局") for one in asked.mentions[:-1])
    # what other programs read is the same
    toml = pytest.importorskip("tomllib")
    assert len(toml.loads(SWITCHED_ON)["写到"]) == len(asked.mentions)


@pytest.mark.parametrize(
    "text",
    [
        '["办公室"]\n"名称" = "甲县"',
        '[办公室]\n名称 = "甲县"',
        "[办公室]\r\n名称='甲县' # 说明\r\n",
        '\ufeff[ 办公室 ]\n  名称   =   "甲县"  ',
        '[办公室]\n名称 = "甲县"'.encode("gb18030"),
    ],
)
def test_names_may_stand_without_quotes_and_in_any_encoding(
    tmp_path: Path, text: str | bytes
) -> None:
    assert office(tmp_path, text) == Office(name="甲县")


def test_a_list_may_take_several_lines(tmp_path: Path) -> None:
    text = '[["写到"]]\n"内容" = "公报"\n"词" = [\n  "公报", # 一\n  "公示栏",\n]\n"部分" = "平台建设"\n'
    (mention,) = office(tmp_path, text).requirements.mentions
    assert mention == Mention("公报", ("公报", "公示栏"), counted=False, part="平台建设")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[期限]\n报送 = 2026年1月15日", "第 2 行：“报送”读不懂。日期写成 2026-01-15，不加引号。"),
        ("[期限]\n报送 = 2026-1-15", "第 2 行：“报送”读不懂。日期写成 2026-01-15，不加引号。"),
        (
            '[期限]\n报送 = "2026-01-15"',
            '第 2 行：“报送”应写日期，不加引号，如 2026-01-15，现在写的是 "2026-01-15"。日期写成 2026-01-15，不加引号。',
        ),
        ("[期限]\n报送 = 2026.2.30", "第 2 行：“报送”读不懂。没有这一天，请核对。"),
        (
            "[期限]\n报送 = 2026-01-15T08:00:00",
            "第 2 行：“报送”应写日期，不加引号，如 2026-01-15，现在写的是 2026-01-15T08:00:00。",
        ),
        (
            "[期限]\n报送 = 2026-01-25\n重新报送 = 2026-01-15",
            "第 3 行：“重新报送”（2026-01-15）早于“报送”（2026-01-25）。请核对这两个日期。",
        ),
        (
            "[办公室]\n名称 = “甲县”",
            '第 2 行：“名称”里有中文符号，“ 改成英文的 "、” 改成英文的 "。',
        ),
        ("[办公室]\n名称＝甲县", "第 2 行：有中文符号，＝ 改成英文的 =。"),
        ("【办公室】", "第 1 行：有中文符号，【 改成英文的 [、】 改成英文的 ]。"),
        ("[办公室]\n名称 = 甲县", '第 2 行：“名称”的内容要放在英文引号里，写成 "甲县"。'),
        (
            '[办公室]\n名称 = "甲县',
            '第 2 行：“名称”的引号不成对："甲县。开头、末尾各一个英文引号。',
        ),
        ("[办公室]\n名称 =", "第 2 行：“名称”后面没有内容。请写上，不用的行首加 #。"),
        (
            "[办公室]\n名称 = 12",
            '第 2 行：“名称”应写文字，放在英文引号里，如 "某某县人民政府办公室"，现在写的是 12。',
        ),
        (
            '[办公室]\n邮箱 = "县政府办"',
            '第 2 行：“邮箱”应写一个邮箱，如 "xxgk@example.gov.cn"，现在写的是 "县政府办"。',
        ),
        ('[办公室]\n联络人 = "张三"', "第 2 行：没有“联络人”这一项。是不是“联系人”？"),
        (
            '[办公室]\n传真 = "1"',
            "第 2 行：没有“传真”这一项。这里可以写：名称、联系人、电话、邮箱、落款。",
        ),
        ("[期限]\n名称 = 1", '第 2 行：“名称”要写在 ["办公室"] 下面。'),
        ('名称 = "甲县"', '第 1 行：“名称”要写在 ["办公室"] 下面。'),
        ("[办公厅]\n名称 = 1", "第 1 行：没有“办公厅”这一组。是不是“办公室”？"),
        ('[写到]\n内容 = "公报"\n词 = "公报"', '第 1 行：这一行写成 [["写到"]]。'),
        ("[[期限]]", '第 1 行：这一行写成 ["期限"]。'),
        ("[期限]\n[期限]", "第 2 行：“期限”这一组第 1 行已经有了，请合在一起。"),
        (
            "[期限]\n报送 = 2026-01-15\n报送 = 2026-01-16",
            "第 3 行：“报送”第 2 行已经写过，请留一个。",
        ),
        ("请于1月15日前报送", "第 1 行：读不懂这一行。写成：名称 = 内容；只是说明的，行首加 #。"),
        (
            "[退回]\n转告提醒 = 是",
            "第 2 行：“转告提醒”应写 true（是）或 false（否），不加引号，现在写的是 是。",
        ),
        (
            '[退回]\n转告提醒 = "是"',
            '第 2 行：“转告提醒”应写 true（是）或 false（否），不加引号，现在写的是 "是"。',
        ),
        (
            '[要求]\n总体情况最多字数 = "1000"',
            '第 2 行：“总体情况最多字数”应写大于 0 的整数，不加引号，如 1000，现在写的是 "1000"。',
        ),
        (
            '[要求]\n不符合的算 = "提示"',
            '第 2 行：“不符合的算”应写 "提醒" 或 "错误"，现在写的是 "提示"。',
        ),
        (
            '[[写到]]\n内容 = "公报"\n词 = ["公报"\n写数字 = true',
            '第 3 行：“词”的方括号、引号、逗号不成对。写成 ["公报", "公示栏"] 的样子。',
        ),
        (
            '[[写到]]\n内容 = "公报"\n词 = ["公报", 1]',
            '第 3 行：“词”应写一个或几个词，如 ["公报", "公示栏"]，现在写的是 ["公报", 1]。',
        ),
        ('[[写到]]\n词 = "公报"', "第 1 行：这一组没有“内容”。请写明要求写到什么，核对时照它说。"),
        (
            '[[写到]]\n内容 = "公报"',
            "第 1 行：这一组要有“词”，或者“写数字 = true”，不然没有可核对的。",
        ),
        (
            '[[写到]]\n内容 = "公报"\n词 = "公报"\n部分 = "开头"',
            '第 4 行：“部分”应写这几个里的一个：总体情况、主动公开、依申请公开、政府信息管理、平台建设、监督保障、主要问题、其他事项，现在写的是 "开头"。',
        ),
        (
            '[[写到]]\n内容 = "公报"\n词 = "公报"\n部分 = ["平台建设"]',
            '第 4 行：“部分”应写这几个里的一个：总体情况、主动公开、依申请公开、政府信息管理、平台建设、监督保障、主要问题、其他事项，现在写的是 ["平台建设"]。',
        ),
        (
            '[报告]\nWord模板 = "县模板.doc"',
            '第 2 行：“Word模板”应写 Word 模板的文件名，如 "县模板.docx"，现在写的是 "县模板.doc"。',
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_line(tmp_path: Path, text: str, told: str) -> None:
    assert faults(tmp_path, text) == [told]


ODD_VALUES = (
    *('["甲"]', '[["甲"]]', "[]", '{ 甲 = "乙" }', '""', '"甲\\u0000"', "true", "0", "-1"),
    *("1" * 40, "1.5", "nan", "2026-01-15", "08:00:00", f'"{"县" * 90}.docx"'),
)


@pytest.mark.parametrize("value", ODD_VALUES)
def test_no_value_is_odd_enough_to_end_the_program(tmp_path: Path, value: str) -> None:
    for section, names in _SECTIONS.items():
        head = f"[[{section}]]" if section == "写到" else f"[{section}]"
        for name in names:
            with suppress(UnusableFile):
                office(tmp_path, f"{head}\n{name} = {value}")


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = "[期限]\n报送 = 1月15日\n\n[办公室]\n邮箱 = 无\n名称 = “甲县”\n"
    assert [one.partition("：")[0] for one in faults(tmp_path, text)] == [
        "第 2 行",
        "第 5 行",
        "第 6 行",
    ]


def test_a_template_that_is_not_there_is_told(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, '[报告]\nWord模板 = "没有.docx"')
    assert fault == f"第 2 行：找不到模板 {tmp_path / '没有.docx'}。请放在一起，或改文件名。"


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    no_text = "不是记事本能打开的文本"
    too_large = "超过 64 KB，不像县里的设置。请删去多余的内容，或者删掉它另写一份。"
    for data, said in ((b"\xff\xfe\x00\x00\x01", no_text), (b"#" * 70_000, too_large)):
        with pytest.raises(UnusableFile, match=said):
            office(tmp_path, data)


def test_what_letters_say_survives_the_state(tmp_path: Path) -> None:
    (tmp_path / "县模板.docx").touch()
    known = replace(
        office(tmp_path, SWITCHED_ON),
        passes_on_warnings=False,
        template=None,
        requirements=Requirements(),
    )
    assert Office.from_texts(known.as_texts()) == known
    assert Office.from_texts({"due": "soon", "name": "甲\x1b县"}) == Office(name="甲�县")


BLANK = "读不懂这一行。写成：名称 = 内容；只是说明的，行首加 #。"
COUNT = "应写大于 0 的整数，不加引号，如 1000，现在写的是"
MENTION = '[["写到"]]\n"内容" = "a"\n"词" = ["a"]\n'


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (" " * 60_000 + "x", f"第 1 行：{BLANK}"),
        ("[" + " " * 60_000, f"第 1 行：{BLANK}"),
        ("a" + " " * 60_000, f"第 1 行：{BLANK}"),
        (
            f'["要求"]\n"总体情况最多字数" = {"9" * 60_000}',
            f"第 2 行：“总体情况最多字数”{COUNT} {'9' * 60}…。",
        ),
        (
            f'["要求"]\n"总体情况最多字数" = {"[" * 60_000}',
            f"第 2 行：“总体情况最多字数”{COUNT} {'[' * 60}…。",
        ),
        (
            f"[{'长' * 20_000}]",
            f"第 1 行：没有“{'长' * 60}…”这一组。这里可以写：办公室、期限、退回、报告、要求、写到。",
        ),
        (
            f'["办公室"]\n"电话" = "{"a" * 60_000}',
            f'第 2 行：“电话”的引号不成对："{"a" * 59}…。开头、末尾各一个英文引号。',
        ),
        (MENTION * 51, "第 151 行：“写到”这一组最多 50 个，请删掉一些。"),
        (
            '[["写到"]]\n"内容" = "a"\n"词" = ["' + "a" * 80 + '"' + ", 'b'" * 30 + "]",
            '第 3 行：“词”最多写 30 个词，现在写的是 ["' + "a" * 58 + "…。",
        ),
    ],
    ids=["blanks", "a head", "a name", "digits", "depth", "a group", "quotes", "groups", "words"],
)
def test_what_is_endless_is_told_in_one_line(tmp_path: Path, text: str, fault: str) -> None:
    assert faults(tmp_path, text) == [fault]


def test_thousands_of_unknown_names_are_counted(tmp_path: Path) -> None:
    text = '["办公室"]\n' + "".join(f"联系{number}=1\n" for number in range(4000))
    with pytest.raises(UnusableFile) as refused:
        office(tmp_path, text)
    lines = str(refused.value).split("\n")
    assert len(lines) == 22
    assert lines[0].endswith("：有 4000 处要改，改好再汇总：")
    assert lines[-1] == "  另有 3980 处，先改好上面的。"


# ---------------------------------------------------------------- requirements

COUNTED = Mention("政策解读的数量", ("解读",), counted=True)
ANY_COUNT = Mention("发布信息的数量", counted=True, part="主动公开")


@pytest.mark.parametrize(
    ("overview", "mention", "found"),
    [
        (("发布政策解读 12 篇。",), COUNTED, None),
        (("发布政策解读十二篇。",), COUNTED, None),
        (("做好政策解读。全年 12 篇。",), COUNTED, None),
        (("本年度没有政策解读。",), COUNTED, None),
        (("未开展政策解读。",), COUNTED, None),
        (
            ("按时发布。", "2025年1月3日起做好政策解读。"),
            COUNTED,
            "“一、总体情况”第2段：县里要求“总体情况”写到政策解读的数量，说到“解读”的地方没有数量。请补上，没有的也写一句。",
        ),
        (
            ("全年发布 30 条。", "加强解读。"),
            COUNTED,
            "“一、总体情况”第2段：县里要求“总体情况”写到政策解读的数量，说到“解读”的地方没有数量。请补上，没有的也写一句。",
        ),
        (
            ("全年发布 30 条。",),
            COUNTED,
            "“一、总体情况”第1段：县里要求“总体情况”写到政策解读的数量，这里没有找到“解读”。请补写，没有的也写一句。",
        ),
        (
            ("（四）政府信息公开平台建设。按时更新。",),
            Mention("平台", ("平台", "专区", "专栏", "公示栏")),
            "“一、总体情况”第1段：县里要求“总体情况”写到平台，这里没有找到“平台”“专区”“专栏”等词。请补写，没有的也写一句。",
        ),
        (("（三）政策解读", "全年开展 12 次。"), COUNTED, None),
        (("（三）政策解读。全年开展 12 次。",), COUNTED, None),
        (("（三）发布政策解读12篇。",), COUNTED, None),
        (
            ("（三）政策解读", "及时准确。"),
            COUNTED,
            "“一、总体情况”第1段：县里要求“总体情况”写到政策解读的数量，说到“解读”的地方没有数量。请补上，没有的也写一句。",
        ),
        (("（一）主动公开。发布 30 条。", "（二）依申请公开。办理。"), ANY_COUNT, None),
        (("（一）主动公开", "发布 30 条。", "（二）依申请公开", "办理。"), ANY_COUNT, None),
        (
            ("（一）主动公开。按时发布。", "（二）依申请公开。办理 3 件。"),
            ANY_COUNT,
            "“一、总体情况”第1段：县里要求“主动公开”写到发布信息的数量，这里没有数量。请补上，没有的也写一句。",
        ),
        (("发布 30 条。", "按时办理。"), ANY_COUNT, None),
        ((), COUNTED, None),
    ],
)
def test_what_the_county_wants_to_read(
    overview: tuple[str, ...], mention: Mention, found: str | None
) -> None:
    findings = check_requirements(Report(overview=overview), Requirements(mentions=(mention,)))
    assert [one.message for one in findings] == ([found] if found else [])


def test_characters_are_counted_without_blanks() -> None:
    asked = Requirements("县政办〔2025〕1号", most_characters=10)
    assert check_requirements(Report(overview=("一二三 四五，", "六七八九")), asked) == []
    (finding,) = check_requirements(Report(overview=("一二三 四五，", "六七八九十")), asked)
    assert (finding.code, finding.severity) == ("COUNTY-LENGTH", Severity.WARNING)
    assert str(finding.place) == "“一、总体情况”"
    assert finding.what == (
        "“总体情况”有 11 字，县里（县政办〔2025〕1号）要求原则上不超过 10 字，多了 1 字。请压缩。"
    )


def test_only_the_units_that_are_meant_are_asked() -> None:
    asked = Requirements(mentions=(replace(COUNTED, units=("县人民政府", "区人民政府")),))
    for unit, count in (("甲县人民政府", 1), ("甲县乙镇人民政府", 0), ("甲县财政局", 0), ("", 0)):
        report = Report(unit_name=unit, overview=("按时发布。",))
        assert len(check_requirements(report, asked)) == count


@pytest.mark.parametrize("is_workbook", [True, False])
def test_what_the_county_asks_stands_at_its_place(
    tmp_path: Path, township: Report, is_workbook: bool
) -> None:
    """Ledger, note and annotated copy tell the cell or paragraph; a second run tells the same."""
    inbox, out = tmp_path / "收件", tmp_path / "结果"
    inbox.mkdir()
    data = write_workbook(township) if is_workbook else render(township)
    (inbox / ("甲.xlsx" if is_workbook else "甲.docx")).write_bytes(data)
    text = '[要求]\n不符合的算 = "错误"\n[[写到]]\n内容 = "灯塔"\n词 = "灯塔"\n'
    (tmp_path / "县里.toml").write_text(text, encoding="utf-8")
    told = "县里要求“总体情况”写到灯塔，这里没有找到“灯塔”。请补写，没有的也写一句。"
    for fresh in (True, False):
        (row,) = run_batch(inbox, out).rows
        assert (row.state, row.fresh) == (RowState.RETURNED, fresh)
        (finding,) = (one for one in row.findings if one.code == "COUNTY-WORD")
        assert (finding.what, finding.severity) == (told, Severity.ERROR)
        place = "「一、总体情况」B5（总体情况，第1段）" if is_workbook else "“一、总体情况”第1段"
        assert str(finding.place) == place
    (copy,) = (out / "退回").glob("*（批注）*")
    if is_workbook:
        note = openpyxl.load_workbook(copy)["一、总体情况"]["B5"].comment
        assert note
        assert told in note.text
    else:
        assert any(told in one.text for one in docx.Document(str(copy)).comments)


def test_what_the_county_calls_an_error_sends_a_report_back(
    tmp_path: Path, township: Report
) -> None:
    inbox, out = tmp_path / "收件", tmp_path / "结果"
    inbox.mkdir()
    (inbox / "甲.xlsx").write_bytes(write_workbook(township))
    asked = '[要求]\n依据 = "县政办〔2025〕1号"\n不符合的算 = "{}"\n总体情况最多字数 = 100\n'
    for word, state in (
        ("提醒", RowState.CONVERTED),
        ("错误", RowState.RETURNED),
        ("提醒", RowState.CONVERTED),
    ):
        (tmp_path / "县里.toml").write_text(asked.format(word), encoding="utf-8")
        done = run_batch(inbox, out)
        assert [row.state for row in done.rows] == [state]
        listed = list(openpyxl.load_workbook(out / "汇总.xlsx")["问题清单"].values)[1]
        assert listed[2:4] == (word, "COUNTY-LENGTH")
        assert str(listed[5]).startswith("“总体情况”有 ")


# ---------------------------------------------------------------- a batch with it


def test_a_damaged_file_stops_the_batch(
    tmp_path: Path, township: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = tmp_path / "收件"
    inbox.mkdir()
    (inbox / "甲.xlsx").write_bytes(write_workbook(township))
    (tmp_path / "县里.toml").write_text("[期限]\n报送 = 下周五\n", encoding="utf-8")
    assert run(["batch", str(inbox), "-o", str(tmp_path / "结果")]) == 2
    told = "第 2 行：“报送”应写日期，不加引号，如 2026-01-15，现在写的是 下周五。"
    assert told in capsys.readouterr().err
    assert not (tmp_path / "结果").exists()


NOTE = """[办公室]
名称 = "青石县人民政府办公室"
联系人 = "李四"
电话 = "0930-7654321"
邮箱 = "xxgk@qingshi.gov.cn"
[期限]
重新报送 = 2099-01-25
[退回]
转告提醒 = {}
"""


@pytest.mark.parametrize("passed_on", [True, False])
def test_a_note_has_deadline_contact_and_sign_off(
    tmp_path: Path, township: Report, passed_on: bool
) -> None:
    inbox, out = tmp_path / "收件", tmp_path / "结果"
    inbox.mkdir()
    wrong = replace(broken(township), problems=("无。",))
    (inbox / "甲.xlsx").write_bytes(write_workbook(wrong))
    (tmp_path / "县里.toml").write_text(NOTE.format(str(passed_on).lower()), encoding="utf-8")
    run_batch(inbox, out)
    (note,) = (out / "退回").glob("*.docx")
    document = docx.Document(str(note))
    said = [paragraph.text for paragraph in document.paragraphs]
    assert "重新报送的期限是2099年1月25日。" in "".join(said)
    assert "请报送到：xxgk@qingshi.gov.cn" in said
    assert "联系人：李四，电话：0930-7654321。" in said
    assert said[-2] == "青石县人民政府办公室"
    assert re.fullmatch(r"20\d\d年\d+月\d+日", said[-1])
    assert ("请一并核对的（提醒，不影响接收）" in said) == passed_on
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any("等于什么也没有说" in text for text in cells) == passed_on
    # another day changes nothing
    before = note.read_bytes()
    run_batch(inbox, out)
    assert note.read_bytes() == before


def test_init_writes_the_file_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "收件").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run(["batch", "--init", "收件"]) == 0
    written = tmp_path / "县里.toml"
    assert capsys.readouterr().out == f"{written}\n"
    assert written.read_text(encoding="utf-8") == EXAMPLE
    written.write_text("# 我们的", encoding="utf-8")
    assert run(["batch", "--init"]) == 2
    assert written.read_text(encoding="utf-8") == "# 我们的"
    for words in (["--init", "收件", "-o", "结果"], ["收件"], ["-o", "结果"], ["--init", "没有"]):
        assert run(["batch", *words]) == 2
