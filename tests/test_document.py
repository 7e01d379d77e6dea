"""The Word report: layout, text, and a county's own template."""

import io
import random
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import canonicalize

import docx
import pytest
from docxtpl import DocxTemplate

from converter.conversion import read, template_problems
from converter.errors import UnusableFile, UnusableTemplate
from converter.files.kinds import detect_kind
from converter.form.fields import SECTIONS, TABLES, slots_of
from converter.form.report import Report, format_number, report_other_matters
from converter.writing.context import broken_title, render_context, split_heading
from converter.writing.word import render
from converter.writing.word.render import render_report, render_return_note
from tests.office import libreoffice, open_xml_errors, pdf_lines, pdf_pages
from tools.cases import ROOT, load_case
from tools.prepare import as_python

TEMPLATE = ROOT / "report_template.docx"
RETURN_TEMPLATE = ROOT / "converter" / "writing" / "word" / "return_template.docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def rendered(report: Report) -> bytes:
    return render_report(report, TEMPLATE.read_bytes())


def squeezed(text: str) -> str:
    return "".join(text.split())


def text_in_order(data: bytes) -> str:
    """Return all text of the body, blanks squeezed out, in the order of the file."""
    body = docx.Document(io.BytesIO(data)).element.body
    return squeezed("".join(node.text or "" for node in body.iter(f"{W}t")))


def test_each_figure_of_the_city_stands_in_its_place(city: Report) -> None:
    document = docx.Document(io.BytesIO(rendered(city)))
    placed = 0
    for table, printed in zip(TABLES.values(), document.tables, strict=True):
        for cell in table.grid:
            text = squeezed(printed.cell(cell.row, cell.column).text)
            if cell.value is None:
                assert text == squeezed(cell.text)
            else:
                figure = city.figure(cell.value)
                assert figure is not None
                assert text == format_number(figure), cell.value
                placed += 1
    assert placed == 200


def test_the_seed_comes_out_as_it_was_filed(shared: Path) -> None:
    seed = load_case(shared / "cases" / "sunjiagou-2022.json")
    text = text_in_order(rendered(seed))
    filed = (shared / "seed" / "sunjiagou-2022.txt").read_text(encoding="utf-8")
    # what the clerk's own Word file had wrong in its headings
    filed = filed.replace("5、 存在的", "五、存在的").replace("[bookmark: _GoBack]", "")
    position, missed = 0, []
    for line in filter(None, map(squeezed, filed.splitlines())):
        found = text.find(line, position)
        if found < 0:
            missed.append(line)
        else:
            position = found + len(line)
    # cells whose label the file breaks over two lines are whole in ours
    assert not missed, missed


def test_the_same_report_gives_the_same_bytes(city: Report) -> None:
    assert rendered(city) == rendered(city)


def printed_by_docxtpl(template: bytes, context: dict[str, Any]) -> bytes:
    """Print as anybody would who has read the manual of docxtpl, through public calls alone."""
    document = DocxTemplate(io.BytesIO(template))
    document.render(context, autoescape=True)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def parsed_parts(data: bytes) -> dict[str, str]:
    """Return the parts that make the document what it is, in XML's one canonical form."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {
            name: canonicalize(package.read(name).decode())
            for name in package.namelist()
            if name.startswith("word/") and name.endswith(".xml")
        }


def random_report(seed: int, city: Report) -> Report:
    dice = random.Random(seed)
    pieces = (
        "依申请公开",
        "<w:t>&amp;",
        "“引号”'\"",
        "𠮷",
        "（一）主动公开。",
        "{{ title }}",
        "12 件",
        "%}",
        "a" * 40,
    )

    def prose() -> tuple[str, ...]:
        return tuple(
            "".join(dice.choices(pieces, k=dice.randint(1, 6))) for _ in range(dice.randint(0, 5))
        )

    figures = {
        name: tuple(dice.choice((None, 0, 7, Decimal("1.25"), 10**14)) for _ in values)
        for name, values in city.figures.items()
    }
    return replace(
        city,
        unit_name=dice.choice(("", "甲&乙镇", "安宁县青山镇人民政府", "县" * 60)),
        report_date=dice.choice((None, city.report_date)),
        preface=prose(),
        overview=prose(),
        problems=prose(),
        other_matters=prose(),
        figures=figures,
    )


@pytest.mark.parametrize(
    "seed", [*range(5), *(pytest.param(seed, marks=pytest.mark.nightly) for seed in range(5, 25))]
)
def test_a_report_is_what_plain_docxtpl_prints(seed: int, city: Report) -> None:
    report = random_report(seed, city) if seed else city
    plain_way = printed_by_docxtpl(TEMPLATE.read_bytes(), render_context(report))
    assert parsed_parts(rendered(report)) == parsed_parts(plain_way)


def test_a_countys_template_prints_what_plain_docxtpl_prints(
    own_template: Callable[..., Path], city: Report
) -> None:
    template = own_template(("{{ report_date }}", "日期：{{ report_date }}")).read_bytes()
    assert render._prepared(template) is None
    plain_way = printed_by_docxtpl(template, render_context(city))
    assert parsed_parts(render_report(city, template)) == parsed_parts(plain_way)


NOTE = {
    "unit_name": "甲&乙镇",
    "opening": "核对发现 2 处需要修改。",
    "remaining": [],
    "fresh": [{"number": str(n), "place": "表三 D8", "what": "“<3件>”应为数字。"} for n in (1, 2)],
    "fresh_heading": "需要修改的",
    "closing": "请逐条改正。",
    "advice": [],
    "again_by": "",
    **dict.fromkeys(("where_to", "reachable", "sign_off", "date"), ""),
}


@pytest.mark.parametrize("remaining", [[], NOTE["fresh"]])
def test_a_return_note_is_what_plain_docxtpl_prints(remaining: Any) -> None:
    template = RETURN_TEMPLATE.read_bytes()
    note = {**NOTE, "remaining": remaining}
    assert parsed_parts(render_return_note(note, template)) == parsed_parts(
        printed_by_docxtpl(template, note)
    )


@pytest.mark.parametrize("template", [TEMPLATE, RETURN_TEMPLATE], ids=lambda path: path.name)
def test_a_shipped_template_is_rendered_without_docxtpl(
    template: Path, city: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "_render_with_docxtpl", None)
    context = NOTE | {"remaining": []} if template == RETURN_TEMPLATE else render_context(city)
    assert render_return_note(context, template.read_bytes())


def test_a_name_that_does_not_exist_is_refused_in_a_shipped_template() -> None:
    with pytest.raises(KeyError, match="opening"):
        render_return_note({"unit_name": "甲镇"}, RETURN_TEMPLATE.read_bytes())


def test_a_shipped_template_becomes_python_and_says_which_it_was(
    own_template: Callable[..., Path],
) -> None:
    more = "{{ unit_name }}{% if unit_name %}甲{% elif t2_fees[0] %}乙{% else %}丙{% endif %}"
    data = own_template(("{{ unit_name }}", more)).read_bytes()
    module: dict[str, Any] = {}
    exec(as_python(data), module)  # noqa: S102 (our own code)
    assert module["MADE_FROM"] == zlib.crc32(data)
    for unit, fee, printed in (("县", "1", "县甲"), ("", "1", "乙"), ("", "", "丙")):
        figures = defaultdict(lambda: [""] * 8, t2_fees=[fee], unit_name=unit)
        xml = "".join(module["pieces"](figures, str, lambda *_: ""))
        assert f"{printed}</w:t>" in xml


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ("{{ unit_name }}\n", "line break"),
        ("{{ unit_name|upper }}", "may print Filter"),
        ("{% set x = 1 %}", "may say Assign"),
        ("{{ unit_name[1:] }}", "may print Getitem"),
    ],
)
def test_what_no_shipped_template_may_hold(
    own_template: Callable[..., Path], other: str, why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        as_python(own_template(("{{ unit_name }}", other)).read_bytes())


def test_document_properties_name_the_unit_and_nobody_else(city: Report) -> None:
    data = rendered(city)
    properties = docx.Document(io.BytesIO(data)).core_properties
    assert properties.author == properties.last_modified_by == "测试市人民政府"
    assert properties.title == "测试市人民政府2025年政府信息公开工作年度报告"
    assert (properties.comments, properties.keywords) == ("", "")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        everything = b"".join(package.read(name) for name in package.namelist())
    assert b"python" not in everything.lower()


def test_layout_of_the_national_standard() -> None:
    document = docx.Document(str(TEMPLATE))
    section = document.sections[0]
    millimetres = [
        round(length.mm)
        for length in (
            section.page_width,
            section.page_height,
            section.top_margin,
            section.bottom_margin,
            section.left_margin,
            section.right_margin,
        )
    ]
    assert millimetres == [210, 297, 37, 35, 28, 26]
    assert document.settings.odd_and_even_pages_header_footer
    styles = {
        style.name: (style.element.rPr.rFonts.get(f"{W}eastAsia"), style.font.size.pt)
        for style in document.styles
        if style.element.rPr is not None and style.font.size
    }
    assert styles["Title"] == ("方正小标宋简体", 22)
    assert styles["Heading 1"] == ("黑体", 16)
    assert styles["Heading 2"] == ("楷体_GB2312", 16)
    assert styles["Body Text"] == ("仿宋_GB2312", 16)
    assert styles["Footer"] == ("宋体", 14)
    for run in document.element.body.iter(f"{W}r"):
        fonts = run.find(f"{W}rPr/{W}rFonts")
        assert fonts.get(f"{W}eastAsia")
        assert fonts.get(f"{W}hint") == "eastAsia"


def test_the_body_stands_closer_and_nothing_else() -> None:
    closer = {}
    breaks_words = set()
    for style in docx.Document(str(TEMPLATE)).styles:
        spacing = style.element.find(f"{W}rPr/{W}spacing")
        if spacing is not None:
            closer[style.name] = spacing.get(f"{W}val")
        if style.element.find(f"{W}pPr/{W}wordWrap") is not None:
            breaks_words.add(style.name)
    body = ("Heading 1", "Heading 2", "Body Text", "正文（网址）", "Signature")
    assert closer == dict.fromkeys(body, "-5")
    assert breaks_words == {"正文（网址）"}


def test_the_font_table_knows_every_font_by_another_name() -> None:
    with zipfile.ZipFile(TEMPLATE) as package:
        table = package.read("word/fontTable.xml").decode()
        rest = "".join(
            package.read(name).decode()
            for name in ("word/document.xml", "word/styles.xml", "word/footer_odd.xml")
        )
    also = dict(re.findall(r'<w:font w:name="(.*?)"><w:altName w:val="(.*?)"/>', table))
    assert also == {
        "仿宋_GB2312": "仿宋",
        "楷体_GB2312": "楷体",
        "黑体": "SimHei",
        "宋体": "SimSun",
        "方正小标宋简体": "FZXiaoBiaoSong-B05S",
    }
    assert set(re.findall(r'w:eastAsia="(.*?)"', rest)) - {"zh-CN"} == set(also)


ADDRESS = "http://www.example.gov.cn/zwgk/public/column"


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("2025年，本机关主动公开政府信息12345.67条。", "Body Text"),
        ("政府信息公开（government information）", "Body Text"),
        ("邮箱abc@example.gov.cn。", "Body Text"),
        (f"全文见{ADDRESS}。", "正文（网址）"),
        (f"（一）平台。全文见{ADDRESS}。", "正文（网址）"),
    ],
)
def test_only_a_paragraph_with_a_long_address_may_break_words(
    township: Report, text: str, style: str
) -> None:
    report = replace(township, overview=(text,))
    printed = docx.Document(io.BytesIO(rendered(report))).paragraphs
    assert [p.style.name for p in printed if p.text == text] == [style]


@pytest.mark.parametrize("others", [(), ("（一）其他。今年没有。", "也没有说明。")])
def test_no_page_holds_the_sign_off_alone(township: Report, others: tuple[str, ...]) -> None:
    printed = docx.Document(
        io.BytesIO(rendered(replace(township, other_matters=others)))
    ).paragraphs
    sixth = next(at for at, p in enumerate(printed) if p.text == "六、其他需要报告的事项")
    together = [bool(p.paragraph_format.keep_with_next) for p in printed[sixth + 1 :]]
    # the last paragraph, the blank line and the name stand on the page of the date
    assert together == [*[False] * len(others), True, True, True, False]


@pytest.mark.parametrize(
    ("unit", "day", "before_unit", "before_date"),
    [
        # the name ends two before the margin, the date begins two right of the name
        ("保德县孙家沟镇人民政府", date(2026, 1, 5), 15, 17),
        ("安宁县融媒中心", date(2026, 1, 5), 19, 21),
        ("安宁县某某教育局", date(2026, 3, 20), 18, 20),
        # the date is the longer: it ends two before the margin, the name moves with it
        ("财政局", date(2026, 3, 20), 16.5, 18.5),
        ("安宁县融媒中心", date(2026, 3, 20), 16.5, 18.5),
        ("安宁县财政局", date(2026, 12, 20), 16, 18),
        # figures and letters are half as wide
        ("A1街道办事处B2党政办", date(2026, 3, 20), 15.5, 17.5),
        # a line full of name, and more than that
        ("县" * 26, date(2026, 3, 20), 0, 2),
        ("县" * 27, date(2026, 3, 20), 0, 18.5),
        ("", date(2026, 3, 20), 0, 18.5),
        ("保德县孙家沟镇人民政府", None, 15, 0),
    ],
)
def test_the_sign_off_of_a_document_without_a_seal(
    unit: str, day: date | None, before_unit: float, before_date: float
) -> None:
    context = render_context(Report(unit_name=unit, report_date=day))
    found = []
    for name in ("unit_name_indent", "report_date_indent"):
        blanks = context[name]
        found.append(blanks.count("\u3000") + blanks.count("\u2002") / 2)
        assert not blanks.strip("\u3000\u2002")
    assert found == [before_unit, before_date]


def test_the_sign_off_is_read_back(township: Report) -> None:
    for unit in ("财政局", "保德县孙家沟镇人民政府"):
        report = replace(township, unit_name=unit, title="")
        data = rendered(report)
        result = read(detect_kind(Path("a.docx"), data))
        assert (result.signed, result.report.report_date) == (unit, report.report_date)


def test_rows_of_the_tables_stay_whole_and_headers_repeat() -> None:
    tables = docx.Document(str(TEMPLATE)).element.body.findall(f"{W}tbl")
    for table, printed in zip(TABLES.values(), tables, strict=True):
        rows = printed.findall(f"{W}tr")
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        repeated = [row for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None]
        assert repeated == rows[: table.header_rows]
    vertical = [
        text.text
        for cell in tables[1].iter(f"{W}tc")
        if cell.find(f"{W}tcPr/{W}textDirection") is not None
        for text in cell.iter(f"{W}t")
    ]
    assert vertical == ["三、本年度办理结果"]


@pytest.mark.parametrize(
    ("paragraph", "heading", "text"),
    [
        ("（一）主动公开", "（一）主动公开", ""),
        ("(二)强化政府平台建设", "(二)强化政府平台建设", ""),
        ("（三）监督保障。全年培训 2 次。", "（三）监督保障。", "全年培训 2 次。"),
        ("（十一）监督保障：全年培训 2 次。", "（十一）监督保障：", "全年培训 2 次。"),
        ("一是健全机制。", "", "一是健全机制。"),
        ("（1）健全机制", "", "（1）健全机制"),
        ("（四）" + "很长的一句话，" * 9 + "。", "", "（四）" + "很长的一句话，" * 9 + "。"),
    ],
)
def test_second_level_headings(paragraph: str, heading: str, text: str) -> None:
    split = split_heading(paragraph)
    assert (split.heading, split.text) == (heading, text)


def test_headings_are_real_headings(township: Report) -> None:
    lines = replace(township, overview=("（一）主动公开", "正文", "（二）平台。见网站。"))
    document = docx.Document(io.BytesIO(rendered(lines)))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [section.heading for section in SECTIONS]
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 2"] == [
        "（一）主动公开"
    ]
    (run_in,) = [p for p in document.paragraphs if p.text.startswith("（二）")]
    styles = [run._r.style for run in run_in.runs]
    assert list(zip(styles, [run.text for run in run_in.runs], strict=True)) == [
        ("HeadingInLine", "（二）平台。"),
        (None, "见网站。"),
    ]


@pytest.mark.parametrize(
    ("unit", "title", "printed"),
    [
        ("某镇人民政府", "", "某镇人民政府2025年政府信息公开\n工作年度报告"),
        ("甲县乙局", "甲县乙局2025年政府信息公开年报", "甲县乙局2025年政府信息公开年报"),
        (
            "保德县孙家沟镇人民政府",
            "",
            "保德县孙家沟镇人民政府2025年\n政府信息公开工作年度报告",
        ),
        (
            "保德县孙家沟镇人民政府",
            "2025年保德县孙家沟镇人民政府信息公开工作年度报告",
            "2025年保德县孙家沟镇人民政府\n信息公开工作年度报告",
        ),
    ],
)
def test_a_long_title_breaks_at_the_units_name(unit: str, title: str, printed: str) -> None:
    report = Report(unit_name=unit, report_year=2025, title=title)
    if unit == "某镇人民政府":
        printed = "某镇人民政府2025年\n政府信息公开工作年度报告"
    assert broken_title(report) == printed


FEES = "按照《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）的规定，2022年度本机关"


def test_section_six_states_the_fee_of_the_year(township: Report, city: Report) -> None:
    assert report_other_matters(township)[0] == (
        f"{FEES}发出收费通知0件，总金额0元，实际收取总金额0元。"
    )
    figures = {"fee_notices": (2,), "fee_charged": (30,), "fee_collected": (30,)}
    charged = replace(township, figures={**township.figures, **figures})
    assert report_other_matters(charged)[0] == (
        f"{FEES}发出收费通知2件，总金额30元，实际收取总金额30元。"
    )
    # the city speaks of it itself
    assert report_other_matters(city) == city.other_matters


@pytest.mark.parametrize("text", ["A&B公司", "甲‹乙>丙", "<w:t>x</w:t>", "{{ title }}", "{% if %}"])
def test_a_clerks_text_is_printed_as_it_is(township: Report, text: str) -> None:
    report = replace(township, unit_name=text, overview=(text, f"前{text}后"))
    assert text_in_order(rendered(report)).count(squeezed(text)) >= 4


# ---------------------------------------------------------------- a county's own template


@pytest.fixture
def own_template(tmp_path: Path) -> Callable[..., Path]:
    """Change the shipped template's document text and save it as a county's own."""

    def change(*replacements: tuple[str, str]) -> Path:
        file = tmp_path / "县模板.docx"
        with zipfile.ZipFile(TEMPLATE) as ours, zipfile.ZipFile(file, "w") as theirs:
            for name in ours.namelist():
                text = ours.read(name).decode()
                if name == "word/document.xml":
                    for old, new in replacements:
                        assert old in text
                        text = text.replace(old, new, 1)
                theirs.writestr(name, text)
        return file

    return change


def test_the_shipped_template_has_no_problem() -> None:
    assert template_problems(TEMPLATE) == []


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        (
            "{{ t3_granted[0] }}",
            "{{ t3_grantd[0] }}",
            [
                "正文第 2 个表格第 6 行第 3 格：不认识的占位符“t3_grantd”。是不是“t3_granted”？",
            ],
        ),
        (
            "{{ unit_name }}",
            "{{ unit_name }",
            [
                "正文第 50 段：占位符不完整，只有“{{”。请补全成对的花括号。",
            ],
        ),
        (
            "{{ t4_review[4] }}",
            "{{ t4_review[5] }}",
            [
                "正文第 3 个表格第 4 行第 5 格：“t4_review”只有 5 格，编号从 0 到 4，没有 [5]。",
            ],
        ),
        (
            "{{ t2_fees[0] }}",
            "{{ t2_fees }}",
            [
                "正文第 1 个表格第 14 行第 2 格：“t2_fees”有 1 格，要写明是哪一格，如“t2_fees[0]”。",
            ],
        ),
        (
            "{{ report_date }}",
            "{{ report_date | }}",
            [
                "正文第 51 段：占位符“{{ report_date | }}”写法有误。请照原模板的写法改正。",
            ],
        ),
        (
            "{%p endfor %}",
            "",
            [
                "正文第 2 段：“{%p for paragraph in preface %}”没有与它成对的“{%p endfor %}”。请照原模板补上。",
            ],
        ),
    ],
    ids=["misspelt", "half a brace", "no such cell", "no cell named", "syntax", "loop left open"],
)
def test_a_problem_of_a_template_is_named_with_its_place(
    own_template: Callable[..., Path], old: str, new: str, problems: list[str]
) -> None:
    assert template_problems(own_template((old, new))) == problems


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "{{ unit_name }}",
            "{{ unit_name|safe }}",
            "正文第 50 段：占位符“{{ unit_name|safe }}”写法有误。请照原模板的写法改正。",
        ),
        (
            "{{ unit_name }}",
            "{% if unit_name %}X{% endif %}",
            "缺少占位符“{{ unit_name }}”（单位名称），或者印出来看不见。请补上；已有的，看是不是隐藏了、颜色太浅、格子太小。",
        ),
        (
            "{{ unit_name }}",
            "{{ unit_name }}{{ 1/0 }}",
            "正文第 50 段：占位符“{{ 1/0 }}”写法有误。请照原模板的写法改正。",
        ),
        (
            "{{ title }}",
            "{{ title }}{{ overview }}",
            "“{{ title }}{{ overview }}{% for paragraph in preface %}{% if paragraph.is_heading %}”："
            "正文要用循环逐段打印。请照原模板的写法改正。",
        ),
        (
            "{{ title }}",
            "{{ title.upper }}",
            "缺少占位符“{{ title }}”（标题），或者印出来看不见。请补上；已有的，看是不是隐藏了、颜色太浅、格子太小。",
        ),
    ],
)
def test_a_placeholder_that_would_print_something_else_is_named(
    own_template: Callable[..., Path], old: str, new: str, problem: str
) -> None:
    assert template_problems(own_template((old, new))) == [problem]


def test_placeholders_count_wherever_word_prints_them(own_template: Callable[..., Path]) -> None:
    boxed = own_template(
        ('<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>', "<w:sdt><w:sdtContent><w:p><w:pPr/>"),
        (
            '<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr>',
            "</w:sdtContent></w:sdt><w:p><w:pPr/>",
        ),
    )
    text = zipfile.ZipFile(boxed).read("word/document.xml").decode()
    # the title's paragraph stands in a content control now
    start, end = text.index("<w:sdtContent>"), text.index("</w:sdtContent>")
    assert "{{ title }}" in text[start:end]
    assert template_problems(boxed) == []


def test_a_loop_may_name_its_paragraphs_as_it_likes(own_template: Callable[..., Path]) -> None:
    renamed = own_template(
        ("for paragraph in preface", "for item in preface"),
        ("if paragraph.is_heading", "if item.is_heading"),
        ("elif paragraph.has_address", "elif item.has_address"),
        *[("{{ paragraph.heading }}", "{{ item.heading }}")] * 3,
        *[("{{ paragraph.text }}", "{{ loop.index }}．{{ item.text }}")] * 2,
    )
    assert template_problems(renamed) == []


def test_headers_and_footers_are_checked_too(tmp_path: Path) -> None:
    document = docx.Document(str(TEMPLATE))
    document.sections[0].different_first_page_header_footer = True
    document.sections[0].first_page_header.paragraphs[0].text = "{{ unit_nam }}"
    document.sections[0].even_page_footer.paragraphs[0].text = "{{ report_yeer }}"
    document.save(str(tmp_path / "a.docx"))
    assert template_problems(tmp_path / "a.docx") == [
        "首页页眉第 1 段：不认识的占位符“unit_nam”。是不是“unit_name”？",
        "偶数页页脚第 1 段：不认识的占位符“report_yeer”。是不是“report_year”？",
    ]


def test_a_county_may_change_fonts_and_wording(
    own_template: Callable[..., Path], city: Report
) -> None:
    template = own_template(("黑体", "微软雅黑"), ("{{ report_date }}", "日期：{{ report_date }}"))
    assert template_problems(template) == []
    assert "日期：2026年3月20日" in text_in_order(render_report(city, template.read_bytes()))


def test_a_hostile_template_is_sandboxed(own_template: Callable[..., Path], city: Report) -> None:
    hostile = own_template(
        ("{{ unit_name }}", "{{ unit_name.__class__.__mro__[1].__subclasses__() }}{{ unit_name }}")
    )
    with pytest.raises(UnusableTemplate):
        render_report(city, hostile.read_bytes())
    assert template_problems(hostile) != []


def test_a_template_that_is_no_document_is_refused() -> None:
    with pytest.raises(UnusableFile) as refusal:
        template_problems(ROOT / "workbook_template.xlsx")
    assert str(refusal.value) == (
        "workbook_template.xlsx：不是 Word 文档。报告模板应是 .docx 文件。"
    )


# ---------------------------------------------------------------- real engines


@pytest.mark.ooxml
def test_the_open_xml_sdk_finds_nothing(tmp_path: Path, city: Report, township: Report) -> None:
    assert open_xml_errors(TEMPLATE) == []
    for number, report in enumerate((city, township)):
        file = tmp_path / f"{number}.docx"
        file.write_bytes(rendered(report))
        assert open_xml_errors(file) == []


@pytest.mark.office
def test_pages_as_libreoffice_prints_them(tmp_path: Path, city: Report, township: Report) -> None:
    long = replace(township, overview=("依申请公开办理工作情况" * 120,))
    short = replace(township, unit_name="财政局", title="", report_date=date(2026, 3, 20))
    reports = {"city": city, "township": township, "long": long, "short": short}
    files = []
    for name, report in reports.items():
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(rendered(report))
    pdfs = libreoffice(files, "pdf", tmp_path)
    measure_the_lines(pdfs[2])
    measure_the_sign_off(pdfs[1], township)
    measure_the_sign_off(pdfs[3], short)
    for report, pdf in zip(reports.values(), pdfs, strict=True):
        pages = pdf_pages(pdf)
        squeezed_pages = [squeezed(page) for page in pages]
        whole = "".join(squeezed_pages)
        for section in SECTIONS:
            (page,) = [page for page in squeezed_pages if squeezed(section.heading) in page]
            # no heading stands alone at the foot of its page
            after = page.partition(squeezed(section.heading))[2]
            assert len(after) > len(f"—{len(pages)}—"), section.heading
        # table 3 stands whole on one page, with its heading
        (page,) = [page for page in squeezed_pages if "申请人情况" in page]
        assert "三、收到和处理政府信息公开申请情况" in page
        assert "四、结转下年度继续办理" in page
        for number, printed in enumerate(pages, start=1):
            foot = printed.rstrip().splitlines()[-1]
            assert squeezed(foot) == f"—{number}—"
            # odd pages right, even pages left
            assert (len(foot) - len(foot.lstrip()) > 15) == (number % 2 == 1)
        for field in TABLES["t3"].fields:
            figures = "".join(format_number(report.figure(cell) or 0) for cell in slots_of(field))
            assert figures in whole, field.name


# the text block in millimetres from the left edge of the paper, and a character of the body
LEFT, RIGHT, CHARACTER = 28, 210 - 26, 15.75 / 72 * 25.4


def measure_the_lines(pdf: Path) -> None:
    """22 lines of 28 characters a page, headings in the same measure."""
    lines = pdf_lines(pdf)
    body = [line for line in lines if line[0] == 2 and not line[3].startswith("—")]
    assert len(body) == 22
    for _, left, right, text in body:
        assert len(text) == 28
        assert abs(left - LEFT) < 0.2
        assert abs(right - RIGHT) < 0.6
    first = next(line for line in lines if line[3].startswith("依申请公开办理工作"))
    assert len(first[3]) == 26
    for text in ("一、总体情况", "五、存在的主要问题及改进情况"):
        (heading,) = [line for line in lines if line[3] == text]
        assert abs(heading[1] - LEFT - 2 * CHARACTER) < 0.2
        assert abs(heading[2] - heading[1] - len(text) * CHARACTER) < 0.2


def measure_the_sign_off(pdf: Path, report: Report) -> None:
    """The date two right of the name; the longer of them ends two before the margin."""
    *_, name, day, _page_number = pdf_lines(pdf)
    assert name[3] == report.unit_name
    assert re.fullmatch(r"2\d{3}年\d+月\d+日", day[3])
    assert abs(day[1] - name[1] - 2 * CHARACTER) < 0.3
    if len(report.unit_name) > 8:
        assert abs(RIGHT - 2 * CHARACTER - name[2]) < 0.6
    else:
        # measured from the left: figures are half as wide as characters in 仿宋_GB2312 alone
        longest = 3 + 7 / 2 + 5 * 0.2
        assert abs(RIGHT - (2 + longest) * CHARACTER - day[1]) < 0.6
