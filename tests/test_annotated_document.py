"""A Word report that goes back has a comment at each finding, and nothing else of it is changed."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from lxml import etree

from converter.annotating import comments as comments_module
from converter.annotating import document as document_module
from converter.conversion import (
    Examination,
    annotated,
    annotated_name,
    examine_input,
    plan_annotated,
    render,
)
from converter.errors import UnusableFile
from converter.files.gate import holds_something_active
from converter.files.kinds import detect_kind
from converter.files.package import Package
from converter.form.fields import Slot
from converter.form.report import Report
from tests.foreign import Habits, document, paragraph, web_page, word_report
from tests.hostile import word_file
from tests.office import libreoffice, open_xml_errors

NAME = Path("报告.docx")
real = comments_module._texts
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BOX = (
    '<w:p><w:r><w:t>见下：</w:t></w:r><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"'
    ' id="a" style="width:400pt;height:500pt"><v:textbox><w:txbxContent>{}</w:txbxContent>'
    "</v:textbox></v:shape></w:pict></w:r></w:p>"
)
CONTROL = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
KINDS: dict[str, Callable[[Report], bytes]] = {
    "ours": render,
    "plain": word_report,
    "content control": lambda report: word_report(report, Habits(wrap=CONTROL.format)),
    "layout table": lambda report: word_report(
        report,
        Habits(
            wrap=lambda body: (
                f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/>{body}"
                "</w:tc></w:tr></w:tbl><w:p/>"
            )
        ),
    ),
    "automatic numbers": lambda report: word_report(report, Habits(automatic_numbers=True)),
}


@pytest.fixture(scope="module")
def faulty(city: Report) -> Report:
    """The city's report with a fault of each kind of place."""
    report = replace(
        city,
        overview=("（一）主动公开。全市扎实推进。我镇公开两件。", "本单位认真审査申请。"),
        problems=("改进不够，要提高。。",),
    )
    return report.with_figures({Slot("t3_total", 6): 7, Slot("t4_review", 4): 3})


def examined(data: bytes) -> Examination:
    return examine_input(detect_kind(NAME, data), lambda _: None)


def part(data: bytes, name: str = "word/document.xml") -> Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return fromstring(package.read(name))


def comments(data: bytes) -> list[tuple[str, str, str]]:
    """Return of each comment the text that it marks, the paragraph around it, and its first line."""
    text, said = part(data), part(data, "word/comments.xml")
    found = []
    for comment in said:
        key = comment.get(f"{W}id")
        (around,) = [
            one
            for one in text.iter(f"{W}p")
            if any(mark.get(f"{W}id") == key for mark in one.findall(f"{W}commentRangeStart"))
        ]
        marked, inside = "", False
        for child in around:
            if child.get(f"{W}id") == key and child.tag.startswith(f"{W}commentRange"):
                inside = child.tag.endswith("Start")
            elif inside:
                marked += "".join(one.text or "" for one in child.findall(f"{W}t"))
        whole = "".join(one.text or "" for one in around.findall(f"{W}r/{W}t"))
        found.append((marked, whole, "".join(one.text or "" for one in comment[0].iter(f"{W}t"))))
    return found


EXPECTED = [
    ("7", "7", "【错误】合计应为 13810（21 项办理结果之和"),
    ("3", "3", "【错误】合计应为 790（四种结果之和：376＋97＋196＋121），现为 3。"),
    (
        "我镇",
        "（一）主动公开。全市扎实推进。我镇公开两件。",
        "【提醒】“我镇公开两件。”：“我镇”不是",
    ),
    (
        "审査申",
        "本单位认真审査申请。",
        "【提醒】“本单位认真审査申请。”：“査”是异体、繁体或兼容字。",
    ),
    (
        "不够，要提高。。",
        "改进不够，要提高。。",
        "【提醒】“改进不够，要提高。。”：标点“。。”重叠。",
    ),
]


@pytest.mark.parametrize("kind", KINDS)
def test_each_finding_has_its_comment_at_the_words(faulty: Report, kind: str) -> None:
    copy, refusal = annotated(examined(KINDS[kind](faulty)))
    assert copy
    assert not refusal
    found = comments(copy)
    for marked, whole, said in EXPECTED:
        (one,) = [one for one in found if one[2].startswith(said)]
        assert one[:2] == (marked, whole)


def test_what_is_repeated_has_its_comment_where_it_stands(city: Report) -> None:
    lines = ("改进不够。。甲", "改进不够。。", "工作平稳有序。", "改进不够。。")
    copy, _ = annotated(examined(word_report(replace(city, problems=lines))))
    assert copy
    found = [
        (at, "".join(one.itertext()))
        for at, one in enumerate(part(copy).iter(f"{W}p"))
        if one.findall(f"{W}commentRangeStart") and "改进" in "".join(one.itertext())
    ]
    (first, _), *_ = found
    expected = [(first, lines[0]), (first + 1, lines[1]), (first + 3, lines[3])]
    assert found == expected


def test_a_paragraph_is_gone_through_once_for_all_its_comments(
    city: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A paragraph of 50,000 runs with a hundred mistakes took 40 seconds."""
    gone_through = []
    monkeypatch.setattr(
        comments_module, "_texts", lambda node: gone_through.append(node) or real(node)
    )
    line = "改进不够。。认真审査申请。我镇公开两件。"
    copy, _ = annotated(examined(word_report(replace(city, problems=(line,)))))
    assert copy
    assert [marked for marked, whole, _ in comments(copy) if whole == line] == [
        "我镇",
        "审査申",
        "改进不够。。",
    ]
    assert len(gone_through) == len({*gone_through})


def test_nothing_is_said_of_workbooks(faulty: Report) -> None:
    """A remedy for who fills in the workbook is none for the writer of a Word report."""
    copy, _ = annotated(examined(word_report(faulty)))
    assert copy
    said = ["".join(one.itertext()) for one in part(copy, "word/comments.xml")]
    assert not [one for one in said if "填报表" in one or "情况说明" in one]
    assert any("怎么改：" in one for one in said)


def test_of_a_text_box_it_stands_beside_and_says_where(faulty: Report) -> None:
    """Word lets nobody comment within a text box."""
    copy, _ = annotated(examined(word_report(faulty, Habits(wrap=BOX.format))))
    assert copy
    found = comments(copy)
    assert {one[:2] for one in found} == {("见下：", "见下：")}
    said = [one[2] for one in found]
    assert said[1].startswith("【错误】表四第4行（行政复议，总计）：合计应为 790")
    assert any(one.startswith("【提醒】“一、总体情况”第2段：“本单") for one in said)


def test_what_stands_beside_a_table_is_looked_for_from_where_the_last_was_found() -> None:
    lines = [f"第{number}条，与表格无关。" for number in range(200)]
    data = word_file("".join(map(paragraph, ["二、主动公开政府信息情况", *lines])))
    one = examined(data)
    assert [list(texts) for texts in one.reading.beside.values()] == [lines]
    main = Package(data).tree("word/document.xml")
    places = document_module._Places(main, one.report, one.reading)
    found = [places._named[f"“二、主动公开政府信息情况”表格以外第{at}段"] for at in (1, 200)]
    assert found == [1, 200]
    assert places._left > document_module._MOST_LOOKED_AT - 10 * len(lines)


# what a finding without a place of its own is said at
ELSEWHERE: list[tuple[str, Callable[[Report], bytes], str, str]] = [
    (
        "a figure that the report prints nowhere",
        lambda report: word_report(report.with_figures({Slot("t3_other_fee_overdue", 6): 203})),
        "六、其他需要报告的事项",
        "【提醒】表三有 203 件申请因逾期未缴费不再处理",
    ),
    (
        "a heading that is missing",
        lambda report: word_report(
            report,
            Habits(heading=lambda number, core: "" if number == "五" else f"{number}、{core}"),
        ),
        "测试市人民政府2025年政府信息公开工作年度报告",
        "【错误】“五、存在的主要问题及改进情况”（标题）：找不到标题",
    ),
    (
        "a table that is missing",
        lambda report: word_report(
            report, Habits(wrap=lambda body: re.sub(r"(?s)<w:tbl>.*?</w:tbl>", "", body, count=1))
        ),
        "二、主动公开政府信息情况",
        "【错误】表二（整张表）：找不到表二。",
    ),
    (
        "a sign-off of another unit",
        lambda report: word_report(
            report, Habits(wrap=lambda body: body.replace(">测试市人民政府<", ">别处市人民政府<"))
        ),
        "2026年3月20日",
        "【提醒】标题的单位是“测试市人民政府”，落款是“别处市人民政府”",
    ),
]


@pytest.mark.parametrize(
    ("made", "whole", "said"), [one[1:] for one in ELSEWHERE], ids=[one[0] for one in ELSEWHERE]
)
def test_what_has_no_place_is_said_nearby(
    city: Report, made: Callable[[Report], bytes], whole: str, said: str
) -> None:
    copy, _ = annotated(examined(made(city)))
    assert copy
    (one,) = [one for one in comments(copy) if one[2].startswith(said)]
    assert one[1] == whole


def letters(data: bytes) -> list[tuple[str, bytes | None]]:
    """Return every character of a document with the format of its run."""
    return [
        (
            letter,
            None if format_ is None else repr([(one.tag, one.attrib) for one in format_.iter()]),
        )
        for run in part(data).iter(f"{W}r")
        for format_ in (run.find(f"{W}rPr"),)
        for text in run.findall(f"{W}t")
        for letter in text.text or ""
    ]


@pytest.mark.parametrize("kind", [*KINDS, "text box"])
def test_nothing_else_is_changed(faulty: Report, kind: str) -> None:
    made = KINDS.get(kind, lambda report: word_report(report, Habits(wrap=BOX.format)))(faulty)
    first = examined(made)
    copy, _ = annotated(first)
    assert copy
    assert annotated(examined(made))[0] == copy
    assert letters(copy) == letters(made)
    again = examined(copy)
    assert again.report == first.report
    assert [one.message for one in again.findings] == [one.message for one in first.findings]
    with (
        zipfile.ZipFile(io.BytesIO(made)) as before,
        zipfile.ZipFile(io.BytesIO(copy)) as after,
    ):
        assert after.namelist() == [*before.namelist(), "word/comments.xml"]
        changed = {one for one in before.namelist() if before.read(one) != after.read(one)}
    assert changed == {
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "[Content_Types].xml",
    }


def test_our_comments_of_an_earlier_round_are_taken_out_and_not_told(faulty: Report) -> None:
    once, _ = annotated(examined(render(faulty)))
    assert once
    again = examined(once)
    assert [note for note in again.notes if "批注" in note] == []
    twice, _ = annotated(again)
    assert twice
    assert comments(twice) == comments(once)
    marks = [
        [one.tag for one in part(data, "word/document.xml").iter() if "omment" in one.tag]
        for data in (once, twice)
    ]
    assert marks[0] == marks[1]


def test_what_word_keeps_of_our_comments_goes_with_them(faulty: Report) -> None:
    """Word gives their paragraphs keys when it saves the copy; somebody answered the first one."""
    space = "http://schemas.microsoft.com/office/word/2010/wordml"
    later = "http://schemas.microsoft.com/office/word/2012/wordml"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
    once, _ = annotated(examined(render(faulty)))
    assert once

    def saved(name: str, text: str) -> str:
        if name == "word/comments.xml":
            text = text.replace("<w:p>", f'<w:p xmlns:x="{space}" x:paraId="0A">')
            text = text.replace("</w:comments>", "") + (
                '<w:comment w:id="99" w:author="王五"><w:p/></w:comment></w:comments>'
            )
        if name == "[Content_Types].xml":
            part_name = "/word/commentsExtended.xml"
            line = f'<Override PartName="{part_name}" ContentType="{kind}"/></Types>'
            text = text.replace("</Types>", line)
        return text

    threads = (
        f'<a:commentsEx xmlns:a="{later}"><a:commentEx a:paraId="0A" a:done="0"/>'
        '<a:commentEx a:paraId="0B" a:paraIdParent="0A" a:done="0"/></a:commentsEx>'
    )
    name = "word/commentsExtended.xml"
    twice, _ = annotated(examined(with_parts(once, saved, **{name: threads})))
    assert twice
    left = [dict(one.attrib) for one in part(twice, name)]
    assert left == [{f"{{{later}}}paraId": "0B", f"{{{later}}}done": "0"}]


@pytest.mark.parametrize(("old", "new"), [('author="核对"', 'author="王五"'), ("【", "（")])
def test_comments_that_were_there_stay(old: str, new: str, faulty: Report) -> None:
    once, _ = annotated(examined(render(faulty)))
    assert once
    theirs = with_parts(
        once, lambda name, text: text.replace(old, new) if name == "word/comments.xml" else text
    )
    again = examined(theirs)
    assert any("批注不会带到" in note for note in again.notes)
    twice, _ = annotated(again)
    assert twice
    assert len(comments(twice)) == len(comments(once)) * 2
    keys = [one.get(f"{W}id") for one in part(twice, "word/comments.xml")]
    assert len(keys) == len(set(keys))


def with_parts(data: bytes, change: Callable[[str, str], str], **more: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name).decode()))
        for name, content in more.items():
            new.writestr(name, content)
    return buffer.getvalue()


def related(kind: str, target: str, mode: str = "") -> Callable[[str, str], str]:
    """Return a change that adds a relationship to the text part."""
    line = (
        '<Relationship Id="rIdX" Target="{}" {} Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/{}"/></Relationships>'
    ).format(target, mode and f'TargetMode="{mode}"', kind)
    return lambda name, text: (
        text.replace("</Relationships>", line) if name == "word/_rels/document.xml.rels" else text
    )


def added(text: str) -> Callable[[str, str], str]:
    """Return a change that adds a paragraph to the text part, behind all others."""
    return lambda name, main: (
        main.replace("<w:sectPr", f"{text}<w:sectPr", 1) if name == "word/document.xml" else main
    )


def in_the_comments(old: str, new: str) -> Callable[[str, str], str]:
    return lambda name, text: text.replace(old, new) if name == "word/comments.xml" else text


NESTED = 300
# what a document holds that is read without trouble
STRANGE: list[tuple[str, Callable[[bytes], bytes]]] = [
    (
        "a comment without a number",
        lambda made: with_parts(commented(made), in_the_comments('w:id="0"', 'w:id="c0"')),
    ),
    (
        "a comment with a number of 5,000 digits",
        lambda made: with_parts(
            commented(made), in_the_comments('w:id="0"', f'w:id="{"9" * 5000}"')
        ),
    ),
    (
        "a comment of XML among the comments",
        lambda made: with_parts(
            commented(made), in_the_comments("</w:comments>", "<!-- a --></w:comments>")
        ),
    ),
    (
        "comments by a name in capitals",
        lambda made: with_parts(
            commented(made),
            lambda name, text: (
                text.replace("/word/comments.xml", "/word/Comments.xml")
                if name == "word/_rels/document.xml.rels"
                else text
            ),
        ),
    ),
    (
        "a relationship to comments that are missing",
        lambda made: with_parts(made, related("comments", "comments.xml")),
    ),
    (
        "a relationship to comments nowhere",
        lambda made: with_parts(made, related("comments", "NULL")),
    ),
    (
        "a type of comments that are missing",
        lambda made: with_parts(
            made,
            lambda name, text: (
                text.replace(
                    "</Types>",
                    '<Override PartName="/word/comments.xml" ContentType="a/b+xml"/></Types>',
                )
                if name == "[Content_Types].xml"
                else text
            ),
        ),
    ),
    (
        "a part of that name in capitals",
        lambda made: with_parts(made, lambda _, text: text, **{"word/Comments.xml": "<a/>"}),
    ),
    (
        "marks of a comment that is gone",
        lambda made: with_parts(
            made,
            added('<w:p><w:commentRangeStart w:id="0"/><w:r/><w:commentRangeEnd w:id="0"/></w:p>'),
        ),
    ),
    (
        "controls within controls",
        lambda made: with_parts(
            made,
            added(f"{'<w:sdt><w:sdtContent>' * NESTED}<w:p/>{'</w:sdtContent></w:sdt>' * NESTED}"),
        ),
    ),
    (
        "a comment of XML within a text",
        lambda made: with_parts(
            made,
            lambda name, text: (
                text.replace("本单位认真审査申请", "本单位认真审査申请<!-- a -->")
                if name == "word/document.xml"
                else text
            ),
        ),
    ),
]


def commented(data: bytes) -> bytes:
    copy, _ = annotated(examined(data))
    assert copy
    return copy


@pytest.mark.parametrize("strange", [one[1] for one in STRANGE], ids=[one[0] for one in STRANGE])
def test_what_can_be_read_can_be_annotated(
    faulty: Report, strange: Callable[[bytes], bytes]
) -> None:
    made = strange(word_report(faulty))
    first = examined(made)
    copy, refusal = annotated(first)
    assert copy
    assert not refusal
    assert letters(copy) == letters(made)
    assert [one.message for one in examined(copy).findings] == [
        one.message for one in first.findings
    ]
    name, said = the_comments(copy)
    kept = [one.get(f"{W}id") for one in said]
    assert len(kept) == len(set(kept))
    marks = [one.get(f"{W}id") for one in part(copy).iter(f"{W}commentRangeStart")]
    assert len(marks) == len(set(marks))
    declared = [one.get("PartName") for one in part(copy, "[Content_Types].xml")]
    assert declared.count(f"/{name}") == 1
    texts = ["".join(one.itertext()) for one in said]
    for _, _, words in EXPECTED:
        assert any(text.startswith(words) for text in texts)


def the_comments(data: bytes) -> tuple[str, Element]:
    """Return the comments part by the only relationship to it, and its name."""
    (relation,) = [
        one
        for one in part(data, "word/_rels/document.xml.rels")
        if one.get("Type", "").endswith("/comments")
    ]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = {f"/{name}".casefold(): name for name in package.namelist()}
    name = names[relation.get("Target", "").casefold()]
    return name, part(data, name)


def test_a_fault_of_the_comments_leaves_the_report(
    faulty: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("converter.annotating.document.with_comments", fail)
    with pytest.raises(UnusableFile) as refusal:
        annotated(examined(word_report(faulty)))
    assert str(refusal.value) == (
        "报告.docx：批注写不进去，请照列出的问题改；要带批注的，请用 Word 或 WPS 打开，另存后再试。"
    )


def with_field(code: str) -> Callable[[str, str], str]:
    field = f'<w:p><w:fldSimple w:instr="{code}"/></w:p><w:sectPr'
    return lambda name, text: (
        text.replace("<w:sectPr", field, 1) if name == "word/document.xml" else text
    )


# what a document holds, whether it gets comments
HELD: list[tuple[str, Callable[[str, str], str], bool]] = [
    ("a web address", related("hyperlink", "https://a.gov.cn/", "External"), True),
    ("a part nobody knows", related("customThing", "thing.xml"), True),
    ("a field of the date", with_field("DATE"), True),
    ("a field that draws", with_field("EQ \\o(1)"), True),
    ("a link to a file", related("hyperlink", "file://server/a.docx", "External"), False),
    ("a picture from outside", related("image", "https://a.example/b.png", "External"), False),
    ("an embedded file", related("oleObject", "embeddings/a.xml"), False),
    ("a template from outside", related("attachedTemplate", "http://a/b.dotm", "External"), False),
    ("a field that runs", with_field("DDEAUTO cmd"), False),
    ("a field that fetches", with_field("INCLUDETEXT a.docx"), False),
    ("a field that leads to a program", with_field("HYPERLINK file:///c:/a.exe"), False),
]


@pytest.mark.parametrize(
    ("change", "passes"), [one[1:] for one in HELD], ids=[one[0] for one in HELD]
)
def test_nothing_active_is_passed_on(
    faulty: Report, change: Callable[[str, str], str], passes: bool
) -> None:
    copy, refusal = annotated(examined(with_parts(word_report(faulty), change)))
    assert bool(copy) is passes
    assert refusal == (
        ""
        if passes
        else "报告.docx：里面有宏、嵌入的文件、外部链接或特殊的域，为安全起见不写批注、不转发，请照列出的问题改。"
    )


def test_the_code_of_a_field_may_be_in_any_number_of_pieces() -> None:
    pieces = '<w:instrText xml:space="preserve">DDEAUTO cmd and more of it </w:instrText>' * 30_000
    data = word_file(f'<w:p><w:r><w:fldChar w:fldCharType="begin"/>{pieces}</w:r></w:p>')
    assert holds_something_active(detect_kind(Path("报告.docx"), data).package)


def test_a_page_gets_no_comments(faulty: Report) -> None:
    page = examine_input(detect_kind(Path("年报.html"), web_page(faulty).encode()), lambda _: None)
    assert annotated(page) == (None, "年报.html：网页上不写批注，请照列出的问题改。")


def test_where_nothing_is_to_be_mended_there_is_no_copy(township: Report) -> None:
    report = replace(
        township, overview=("主动公开、依申请公开、政府信息管理、平台建设、监督保障。",)
    )
    one = examined(word_report(report))
    notes = replace(one, findings=tuple(f for f in one.findings if f.severity.value == "note"))
    assert annotated(notes) == (None, "")


# the stem of a file, the name of its copy
@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("报告", "报告（批注）.docx"),
        ("报告（批注）", "报告（批注）.docx"),
        ("报告（批注2）", "报告（批注）.docx"),
        ("某镇（批注）的报告", "某镇（批注）的报告（批注）.docx"),
    ],
)
def test_the_name_of_the_copy(stem: str, name: str) -> None:
    assert annotated_name(stem, is_workbook=False) == name


def test_the_copy_never_takes_the_place_of_its_source(faulty: Report, tmp_path: Path) -> None:
    source = tmp_path / "报告（批注）.docx"
    source.write_bytes(word_report(faulty))
    one = examine_input(detect_kind(source, source.read_bytes()), lambda _: None)
    plan, _ = plan_annotated(one)
    assert plan
    assert plan.targets == (tmp_path / "报告（批注2）.docx",)


def test_words_over_several_runs_are_marked_together() -> None:
    body = (
        "<w:p><w:r><w:t>某县人民政府2025年政府信息公开工作年度报告</w:t></w:r></w:p>"
        + paragraph("一、总体情况")
        + "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>县里要求，质</w:t></w:r><w:r><w:t>量质</w:t></w:r>"
        '<w:r><w:t xml:space="preserve">量 要提高</w:t><w:tab/><w:t>吧。</w:t></w:r></w:p>'
    )
    made = document(body)
    copy, _ = annotated(examined(made))
    assert copy
    assert letters(copy) == letters(made)
    (one,) = [one for one in comments(copy) if "“质量”重复" in one[2]]
    assert one[0] == "质量质量"


@pytest.mark.ooxml
@pytest.mark.parametrize("kind", [*KINDS, "text box"])
def test_the_open_xml_sdk_finds_nothing(faulty: Report, kind: str, tmp_path: Path) -> None:
    made = KINDS.get(kind, lambda report: word_report(report, Habits(wrap=BOX.format)))(faulty)
    copy, _ = annotated(examined(made))
    assert copy
    (tmp_path / "a.docx").write_bytes(copy)
    assert open_xml_errors(tmp_path / "a.docx") == []


@pytest.mark.office
def test_libreoffice_shows_each_comment_at_its_words(faulty: Report, tmp_path: Path) -> None:
    copy, _ = annotated(examined(render(faulty)))
    assert copy
    (tmp_path / "a.docx").write_bytes(copy)
    (read,) = libreoffice([tmp_path / "a.docx"], "fodt", tmp_path)
    text = read.read_text(encoding="utf-8")
    bare = re.compile(r"<office:annotation .*?</office:annotation>|<[^>]*>", re.DOTALL)
    found = []
    for name, said in re.findall(
        r'<office:annotation [^>]*office:name="([^"]+)".*?>(【.*?)</text:p>', text, re.DOTALL
    ):
        marked = re.search(
            rf'office:name="{name}".*?</office:annotation>(.*?)'
            rf'<office:annotation-end office:name="{name}"/>',
            text,
            re.DOTALL,
        )
        assert marked
        found.append((bare.sub("", marked[1]), bare.sub("", said)))
    assert len(found) == len(comments(copy))
    for words, _, said in EXPECTED:
        assert [one[0] for one in found if one[1].startswith(said)] == [words]


@pytest.mark.office
def test_an_old_word_file_comes_back_as_the_new_one_with_comments(
    faulty: Report, tmp_path: Path
) -> None:
    (tmp_path / "a.docx").write_bytes(render(faulty))
    (old,) = libreoffice([tmp_path / "a.docx"], "doc:MS Word 97", tmp_path)
    one = examine_input(detect_kind(old, old.read_bytes()), lambda _: None)
    assert one.file.kind == "old_document"
    plan, _ = plan_annotated(one)
    assert plan
    assert plan.targets == (tmp_path / "a（批注）.docx",)
    copy = plan.outputs[0].content
    assert isinstance(copy, bytes)
    words = {said: marked for marked, _, said in comments(copy)}
    for marked, _, said in EXPECTED[2:]:
        (found,) = [one for one in words if one.startswith(said)]
        assert words[found] == marked


def test_what_is_said_of_a_reworded_heading_stands_at_it(township: Report) -> None:
    """Its first word stands in the title as well."""
    data = word_report(township)
    words = {"一、总体情况": "一、政府信息公开工作", "五、存在的主要问题及改进情况": "五、存在问题"}

    def reworded(name: str, text: str) -> str:
        for due, now in words.items():
            text = text.replace(due, now) if name == "word/document.xml" else text
        return text

    copy, _ = annotated(examined(with_parts(data, reworded)))
    assert copy
    found = [(whole, said[:6]) for _, whole, said in comments(copy) if "标题" in said]
    assert found == [(now, "【提醒】标题") for now in words.values()]


@pytest.mark.parametrize(
    ("look", "behind", "runs"),
    [("<w:b/>", "<w:tab/>", 6), ("<w:b/>" * 300, "", 3), ("", "<w:tab/>" * 300, 3)],
)
def test_a_run_that_holds_much_is_not_parted(look: str, behind: str, runs: int) -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    run = f"<w:r><w:rPr>{look}</w:rPr><w:t>一，二，三</w:t>{behind}</w:r>"
    text = etree.fromstring(f"<w:body xmlns:w='{space}'><w:p>{run}</w:p></w:body>")
    said = etree.fromstring(f"<w:comments xmlns:w='{space}'/>")
    told = [comments_module.Comment(0, words, ("改",)) for words in ("一", "二")]
    comments_module._place(text, said, told)
    assert len(text[0].findall(f"{{{space}}}r")) == runs
    assert len(said) == 2
