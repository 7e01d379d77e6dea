"""A county's own template: no wrong report leaves, nothing active leaves, harmless changes pass."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from converter.conversion import Options, plan_conversion, template_problems
from converter.county.batch import Batch
from converter.county.kept.model import RowState
from converter.errors import UnusableTemplate
from converter.files.kinds import InputFile, detect_kind
from converter.files.package import Package
from converter.form.fields import TABLE_SLOTS
from converter.form.report import Report
from converter.own_template.cleaning import cleaned
from converter.own_template.printing import check_template, own_numbers, render_with_own
from converter.own_template.read_back import read_back
from converter.own_template.seen import Styles, show_as_seen
from converter.writing.word.render import render_report
from converter.writing.workbooks.workbook import write_workbook
from tests.changed_templates import (
    HARMLESS,
    MAIN,
    TEMPLATE,
    line,
    loop_of,
    put_before,
    with_a_mistake,
    with_main,
)
from tests.hostile import Change, after, before, changed, word_file
from tests.test_county import named, run_batch
from tests.test_document import text_in_order
from tests.test_threats import RELATIONS, TYPES

FOOTER = "word/footer_odd.xml"
SETTINGS = "word/settings.xml"


CellChange = Callable[[str], str]


def template(data: bytes) -> InputFile:
    return detect_kind(Path("县模板.docx"), data)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(metafunc.config.getoption("--templates")))


def test_a_template_with_a_mistake_prints_no_report(seed: int, distinct: Report) -> None:
    mistake, data = with_a_mistake(seed)
    assert check_template(template(data)), mistake
    # nor does one that was never checked
    with pytest.raises(UnusableTemplate):
        render_with_own(template(data), distinct)


@pytest.fixture(scope="session")
def distinct(city: Report) -> Report:
    """A report in which no two figures are the same, each section long enough to be cut."""
    figures = {slot: number for number, slot in enumerate(TABLE_SLOTS, start=11_000)}
    prose = tuple(f"（{number}）这是正文的第 {number} 段，写得够长。" for number in range(5))
    headed = tuple(f"（一）标题{one}。{one}" for one in prose)
    return replace(
        city.with_figures(dict(figures)),
        preface=prose[:2],
        overview=headed,
        problems=tuple(f"{one}问题" for one in headed),
        other_matters=tuple(f"{one}事项" for one in headed),
        contact_name="张三",
    )


@pytest.mark.parametrize("name", HARMLESS)
def test_other_fonts_wording_and_order_are_the_countys_affair(name: str, city: Report) -> None:
    own = template(with_main(HARMLESS[name]))
    assert check_template(own) == []
    render_with_own(own, city)


NAMED: dict[str, tuple[Callable[[str], str], list[str]]] = {
    "two figures exchanged": (
        lambda main: (
            main.replace("{{ t3_granted[0] }}", "{{ x }}")
            .replace("{{ t3_granted[1] }}", "{{ t3_granted[0] }}")
            .replace("{{ x }}", "{{ t3_granted[1] }}")
        ),
        [
            "“予以公开，自然人”的格子印的是“予以公开，商业企业”的数。请改为“{{ t3_granted[0] }}”。",
            "“予以公开，商业企业”的格子印的是“予以公开，自然人”的数。请改为“{{ t3_granted[1] }}”。",
        ],
    ),
    "a digit before a figure": (
        lambda main: main.replace("{{ t3_granted[0] }}", "0{{ t3_granted[0] }}"),
        [
            "“予以公开，自然人”的格子除了占位符，还印出了“0”。请只写“{{ t3_granted[0] }}”。",
        ],
    ),
    "a section cut short": (
        lambda main: main.replace("in overview %", "in overview[:2] %"),
        [
            "“总体情况”应印 14 段，第 3 段“试印总体情况的第3段，看它是否照原样印在…”没有原样印出来。"
            "请照原模板的循环改正。",
        ],
    ),
    "a section printed twice": (
        lambda main: main.replace(loop_of(main, "problems"), loop_of(main, "problems") * 2),
        [
            "“存在的主要问题及改进情况”的内容“试印存在的主要问题及改进情况的第1段，看…”还印在了别处。"
            "请删去多出的循环。",
        ],
    ),
    "a heading that nobody knows": (
        lambda main: main.replace(">六、其他需要报告的事项<", ">甲<"),
        ["找不到标题“六、其他需要报告的事项”。标题的文字请照原模板写。"],
    ),
    "a table under another heading": (
        lambda main: (
            main.replace(">二、主动公开政府信息情况<", ">X<")
            .replace(">三、收到和处理政府信息公开申请情况<", ">二、主动公开政府信息情况<")
            .replace(">X<", ">三、收到和处理政府信息公开申请情况<")
        ),
        [
            "“二、主动公开政府信息情况”的表不在这个标题下面。请照原模板的次序放。",
            "“三、收到和处理政府信息公开申请情况”的表不在这个标题下面。请照原模板的次序放。",
        ],
    ),
    "a table that nobody knows": (
        lambda main: main.replace(">尚未<", ">乙<").replace(">审结<", ">丙<"),
        [
            "“四、政府信息公开行政复议、行政诉讼情况”的表认不出来：行标签、表头要与标准表一致。"
            "请照原模板改正。",
        ],
    ),
    "a figure in the text": (
        lambda main: put_before(main, "<w:sectPr", line("另有 {{ t2_licensing[0] }} 件")),
        [
            "“另有…件”：标准表的格子以外不能放表里的数，无法核对。请删去“{{ t2_licensing[0] }}”。",
        ],
    ),
    "the fees in yuan": (
        lambda main: main.replace("单位：万元", "单位：元"),
        ["“行政事业性收费”的单位应是万元。请照原模板改回。"],
    ),
    "two kinds of applicants renamed": (
        lambda main: (
            main.replace(">机构<", ">X<").replace(">企业<", ">机构<").replace(">X<", ">企业<")
        ),
        [
            "“三、收到和处理政府信息公开申请情况”的表缺表头“商业企业”。请照原模板改正。",
            "“三、收到和处理政府信息公开申请情况”的表缺表头“科研机构”。请照原模板改正。",
        ],
    ),
    "two groups exchanged": (
        lambda main: (
            main.replace(">（四）无法提供<", ">X<")
            .replace(">（五）不予处理<", ">（四）无法提供<")
            .replace(">X<", ">（五）不予处理<")
        ),
        [
            f"“三、收到和处理政府信息公开申请情况”的表“{row}”一行缺“{group}”。请照原模板改正。"
            for group, rows in (
                (
                    "（四）无法提供",
                    (
                        "无法提供·本机关不掌握相关政府信息",
                        "无法提供·没有现成信息需要另行制作",
                        "无法提供·补正后申请内容仍不明确",
                    ),
                ),
                (
                    "（五）不予处理",
                    (
                        "不予处理·信访举报投诉类申请",
                        "不予处理·重复申请",
                        "不予处理·要求提供公开出版物",
                        "不予处理·无正当理由大量反复申请",
                        "不予处理·要求行政机关确认或重新出具已获取信息",
                    ),
                ),
            )
            for row in rows
        ],
    ),
    "a word before the title": (
        lambda main: main.replace("{{ title }}", "旧{{ title }}"),
        [
            "缺少占位符“{{ title }}”（标题），或者印出来看不见。"
            "请补上；已有的，看是不是隐藏了、颜色太浅、格子太小。",
        ],
    ),
    "a title of last year above": (
        lambda main: put_before(
            main, "{{ title }}", line("安宁县水利局2024年政府信息公开工作年度报告")
        ),
        [
            "“安宁县水利局2024年政府信息公开工作年…”里写死了年份。"
            "请改为“{{ report_year }}”、“{{ report_date }}”。",
        ],
    ),
    "the date of last year below": (
        lambda main: put_before(main, "<w:sectPr", line("2025年1月9日")),
        ["“2025年1月9日”里写死了年份。请改为“{{ report_year }}”、“{{ report_date }}”。"],
    ),
    "last year's words on fees and figures": (
        lambda main: put_before(
            put_before(
                main,
                "二、主动公开政府信息情况",
                line("本年度未收取信息处理费。") + line("全年收到政府信息公开申请三件。"),
            ),
            "<w:sectPr",
            line("本年度未收到政府信息公开申请。"),
        ),
        [
            "“本年度未收取信息处理费。”与填报的信息处理费不一致。请从模板里删去。",
            "“全年收到政府信息公开申请三件。”说的数与填报的不一致。请从模板里删去。",
            "“本年度未收到政府信息公开申请。”说的数与填报的不一致。请从模板里删去。",
        ],
    ),
    "a digit at a label": (
        lambda main: main.replace(">规章<", ">规章3<"),
        [
            "“二、主动公开政府信息情况”的表的“规章”印成了“规章3”，多出的数字会看成填报的数。请照原模板改正。",
        ],
    ),
    "fees of no unit": (
        lambda main: main.replace("（单位：万元）", ""),
        [
            "“二、主动公开政府信息情况”的表没有写收费金额的单位，会看成别的单位。"
            "请照原模板写“本年收费金额（单位：万元）”。",
        ],
    ),
    "fees in the text": (
        lambda main: put_before(main, "<w:sectPr", line("另收 {{ fee_charged }}")),
        [
            "“另收…”：标准表的格子以外不能放表里的数，无法核对。请删去“{{ fee_charged }}”。",
        ],
    ),
    "a loop that is not opened": (
        lambda main: main.replace("{%p for paragraph in problems %}", ""),
        [
            "正文第 36 段：“{%p endfor %}”没有与它成对的开头。请照原模板补上，或者删去它。",
        ],
    ),
}


@pytest.mark.parametrize("name", NAMED)
def test_what_a_template_prints_wrongly_is_named(name: str) -> None:
    change, sentences = NAMED[name]
    assert check_template(template(with_main(change))) == sentences


def code(text: str) -> str:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "end"))
    return f"<w:p>{begin}<w:r><w:instrText>{text}</w:instrText></w:r>{end}</w:p>"


def in_run(look: str) -> CellChange:
    return lambda cell: cell.replace("<w:rPr>", f"<w:rPr>{look}", 1)


def in_paragraph(look: str) -> CellChange:
    return lambda cell: cell.replace("</w:pPr>", f"{look}</w:pPr>", 1)


def in_cell(look: str) -> CellChange:
    return lambda cell: cell.replace("</w:tcPr>", f"{look}</w:tcPr>", 1)


def around_run(start: str, end: str) -> CellChange:
    return lambda cell: re.sub("(<w:r>.*</w:r>)", rf"{start}\1{end}", cell)


def in_field(code: str) -> CellChange:
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "separate", "end")
    )
    return around_run(f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{separate}", end)


def black_on(look: str) -> CellChange:
    return lambda cell: in_run('<w:color w:val="020202"/>')(in_cell(look)(cell))


def changed_cells(main: str, changes: Iterable[CellChange]) -> str:
    """Change the cells of 予以公开, 部分公开 and what follows, each in another way."""
    start = main.index("{{ t3_granted[0] }}")
    start = main.rindex("<w:tc>", 0, start)
    for change in changes:
        end = main.index("</w:tc>", start)
        while "{{ t3_" not in main[start:end]:
            start = main.index("<w:tc>", end)
            end = main.index("</w:tc>", start)
        cell = change(main[start:end])
        assert cell != main[start:end]
        main = main[:start] + cell + main[end:]
        start = main.index("<w:tc>", start + len(cell))
    return main


UNSEEN: dict[str, CellChange] = {
    "faint": in_run('<w:color w:val="E6E6E6"/>'),
    "marked in its colour": in_run('<w:highlight w:val="black"/><w:color w:val="0A0A0A"/>'),
    "on a dark ground": black_on('<w:shd w:val="clear" w:fill="000000"/>'),
    "on a dark pattern": black_on('<w:shd w:val="solid" w:color="000000" w:fill="FFFFFF"/>'),
    "on one another": in_run('<w:spacing w:val="-60"/>'),
    "narrow": in_run('<w:w w:val="20"/>'),
    "cut off": in_paragraph('<w:spacing w:line="100" w:lineRule="exact"/>'),
    "beside its cell": in_paragraph('<w:ind w:left="2000"/>'),
    "far from its cell": in_paragraph('<w:ind w:firstLineChars="900"/>'),
    "off the page": in_paragraph('<w:framePr w:x="11800" w:hAnchor="page"/>'),
    "below the page": in_paragraph('<w:framePr w:y="17000" w:vAnchor="page"/>'),
    "merged with what is above": in_cell("<w:vMerge/>"),
    "merged with what is beside": in_cell('<w:hMerge w:val="continue"/>'),
    "in what is ignored": around_run('<x:a xmlns:x="urn:x">', "</x:a>"),
}
BESIDE: dict[str, CellChange] = {
    "a mark of a note": around_run("", '<w:r><w:footnoteReference w:id="1"/></w:r>'),
    "what a field makes": in_field("PAGE"),
}


def test_what_nobody_sees_is_not_there_and_what_prints_beside_a_figure_is_told() -> None:
    changes = (*UNSEEN.values(), *BESIDE.values())
    own = template(
        with_main(lambda main: date_in(changed_cells(main, changes), NOT_IN_SIGHT["hidden"]))
    )
    labels = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    slots = [
        f"“{{{{ t3_{name}[{position}] }}}}”（{row}，{label}）"
        for name, row in (("granted", "予以公开"), ("partly_granted", "部分公开"))
        for position, label in enumerate(labels)
    ]
    missing = [
        f"缺少占位符{slot}，或者印出来看不见。请补上；已有的，看是不是隐藏了、颜色太浅、格子太小。"
        for slot in (*slots, "“{{ report_date }}”（成文日期）")
    ]
    row = "不予公开·属于国家秘密"
    assert check_template(own) == [
        *missing[:-1],
        f"“{row}，自然人”的格子除了占位符，还印出了“〔域、图形、项目符号〕”。请只写“{{{{ t3_refused_state_secret[0] }}}}”。",
        f"“{row}，商业企业”的格子印成了“〔域、图形、项目符号〕”，不是填报的数。请只写“{{{{ t3_refused_state_secret[1] }}}}”。",
        missing[-1],
    ]


SHAPES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def in_a_box(size: str, place: str = "0", hidden: str = "") -> tuple[str, str]:
    """Return what stands before and behind the paragraph in a box."""
    return (
        f'<w:p><w:r><w:drawing {SHAPES}><wp:anchor behindDoc="0"><wp:positionH><wp:posOffset>{place}'
        f'</wp:posOffset></wp:positionH><wp:extent cx="3000000" cy="{size}"/><wp:docPr id="1" {hidden}/>'
        "<w:txbxContent>",
        "</w:txbxContent></wp:anchor></w:drawing></w:r></w:p>",
    )


def in_a_shape(style: str) -> tuple[str, str]:
    return (
        f'<w:p><w:r><w:pict {SHAPES}><v:shape style="{style}"><w:txbxContent>',
        "</w:txbxContent></v:shape></w:pict></w:r></w:p>",
    )


NOT_IN_SIGHT = {
    "hidden": in_a_box("400000", hidden='hidden="1"'),
    "low": in_a_box("9000"),
    "right of the page": in_a_box("400000", place="8000000"),
    "left of the page": in_a_box("400000", place="-8000000"),
    "a hidden shape": in_a_shape("visibility:hidden"),
    "a shape without width": in_a_shape("width:0;height:30pt"),
    "a shape far off": in_a_shape("position:absolute;margin-left:-99in;width:200pt"),
    "a page of narrow columns": (
        "",
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="1500" w:right="1500"/><w:cols w:num="5"/></w:sectPr>',
    ),
    "a thin column behind one that is left out": (
        '<w:tbl><w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="30"/></w:tblGrid>'
        '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc>',
        "</w:tc></w:tr></w:tbl>",
    ),
    "what is said of a control": ("<w:sdt><w:sdtPr>", "</w:sdtPr></w:sdt>"),
    "a field of many paragraphs": (
        "<w:p>" + code("TOC").removeprefix("<w:p>").replace('"end"', '"separate"'),
        '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
    ),
}


def date_in(main: str, box: tuple[str, str]) -> str:
    signed = main[main.rindex("<w:p>", 0, main.index("{{ report_date }}")) :]
    signed = signed[: signed.index("</w:p>") + len("</w:p>")]
    return main.replace(signed, signed.join(box))


@pytest.mark.parametrize("name", NOT_IN_SIGHT)
def test_a_box_that_nobody_sees_holds_nothing(name: str) -> None:
    assert "甲" not in seen_in(NOT_IN_SIGHT[name])


def test_a_box_is_seen_for_all_that_it_holds() -> None:
    assert seen_in(in_a_box("400000")) == seen_in(in_a_shape("width:200pt")) == "甲"


def seen_in(box: tuple[str, str]) -> str:
    body = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>".join(box)
    main = fromstring(f'<w:document xmlns:w="{W.strip("{}")}"><w:body>{body}</w:body></w:document>')
    show_as_seen(main, Styles(None))
    return "".join(one.text or "" for one in main.iter(f"{W}t"))


HEALED: tuple[CellChange, ...] = (
    in_run('<w:fitText w:val="1"/>'),
    in_run('<w:specVanish/><w:cs/><w:szCs w:val="2"/>'),
    in_run(
        '<w14:textFill xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w14:noFill/></w14:textFill>'
    ),
    in_run('<w:color w:val="404040" w:themeColor="accent1" w:themeTint="00"/>'),
    in_run('<w:color w:val="7F7F7F" w:themeColor="background1" w:themeShade="80"/>'),
    lambda cell: cell.replace("{{", "\u202e{{"),
    lambda cell: in_run('<w:color w:val="FFFFFF"/>')(
        in_cell('<w:shd w:val="solid" w:color="1F3864" w:fill="auto"/>')(cell)
    ),
    in_field('HYPERLINK "https://www.example.gov.cn"'),
)


def behind(main: str, text: str, run: str) -> str:
    """Put a run behind the one that ends with a text."""
    return main.replace(f"{text}</w:t></w:r>", f"{text}</w:t></w:r>{run}")


def in_a_group(main: str) -> str:
    """Put the sign-off into a shape of a group, which counts in parts of its own."""
    for name in ("unit_name", "report_date"):
        mark = f"{{{{ {name}_indent }}}}"
        main = main.replace(mark, "")
    start = main.rindex("<w:p>", 0, main.index("{{ unit_name }}"))
    end = main.index("</w:p>", main.index("{{ report_date }}")) + len("</w:p>")
    return (
        f'{main[:start]}<w:p><w:r><w:pict {SHAPES}><v:group style="position:absolute;margin-left:200pt;'
        'width:230pt;height:60pt" coordorigin="5000,9000" coordsize="4600,1200"><v:shape '
        'style="position:absolute;left:5000;top:9000;width:4600;height:1200"><w:txbxContent>'
        f"{main[start:end]}</w:txbxContent></v:shape></v:group></w:pict></w:r></w:p>{main[end:]}"
    )


RAISED = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
NOTE = '<w:r><w:footnoteReference w:id="1"/></w:r>'


def test_what_offices_do_with_a_template_is_seen(city: Report) -> None:
    """Marks of notes at labels, large paper, indents in small characters, groups of shapes, words on the form."""

    def change(main: str) -> str:
        for label in ("规章", "自然人", "1.属于国家秘密", "（七）总计"):
            main = behind(main, label, RAISED)
        for label in ("行政处罚", "商业企业", "2.重复申请"):
            main = behind(main, label, NOTE)
        main = main.replace('w:w="11906" w:h="16838"', 'w:w="23811" w:h="16838"')
        main = main.replace('<w:gridCol w:w="2891"/>', '<w:gridCol w:w="13048"/>')
        main = main.replace("单位：万元", "万元")
        main = main.replace(
            '"TableFigure"/>', '"TableFigure"/><w:ind w:firstLine="360" w:firstLineChars="200"/>'
        ).replace('<w:sz w:val="21"/>', '<w:sz w:val="18"/>')
        words = (
            "本报告的格式自2021年年报起使用。",
            "行政机关提供政府信息，不收取费用；数量明显超过合理范围的，可以收取信息处理费。",
            "信息处理费：发出收费通知{{ fee_notices }}件，收费{{ fee_charged }}元，实收{{ fee_collected }}元。",
        )
        return put_before(in_a_group(main), "<w:sectPr", "".join(map(line, words)))

    own = template(with_main(change))
    assert check_template(own) == []
    render_with_own(own, city)


def test_no_font_comes_with_a_report(city: Report) -> None:
    """Fonts of its own could draw one digit as another; the report is printed without them."""
    table, name = "word/fontTable.xml", "word/fonts/font1.odttf"
    own = template(
        changed(
            TEMPLATE,
            {
                name: b"digits",
                "word/fonts/left.odttf": b"digits",
                "word/_rels/fontTable.xml.rels": (
                    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                    f'<Relationship Id="rId1" Type="{KINDS}/font" Target="fonts/font1.odttf"/>'
                    "</Relationships>"
                ).encode(),
                table: before(
                    "</w:fonts>",
                    '<w:font w:name="a"><w:altName w:val="Wingdings"/><w:embedRegular r:id="rId1"/></w:font>',
                ),
                SETTINGS: before("</w:settings>", "<w:embedTrueTypeFonts/><w:saveSubsetFonts/>"),
                TYPES: after(
                    'content-types">',
                    '<Default Extension="odttf" ContentType="application/'
                    'vnd.openxmlformats-officedocument.obfuscatedFont"/>',
                ),
            },
        )
    )
    assert check_template(own) == []
    printed = Package(render_with_own(own, city))
    assert not [part for part in printed.parts if "odttf" in part]
    told = b"".join(printed.xml(part) for part in printed.parts if not part.endswith("_rels/.rels"))
    assert not re.search(rb"[eE]mbed[RT]|SubsetFonts|font1|Wingdings", told)
    assert "仿宋".encode() in told


@pytest.mark.parametrize("call", ["docxtpl.DocxTemplate", "docxtpl.DocxTemplate.render"])
@pytest.mark.parametrize("kind", [ModuleNotFoundError, MemoryError])
def test_of_what_the_machine_lacks_no_template_is_to_blame(
    call: str, kind: type[Exception], city: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise kind

    monkeypatch.setattr(call, refuse)
    own = template(TEMPLATE.read_bytes())
    with pytest.raises(kind):
        check_template(own)
    with pytest.raises(kind):
        render_with_own(own, city)


def test_what_would_make_a_text_illegible_goes(city: Report) -> None:
    """Of a template that is innocent but for it, nothing is refused."""
    covers = (
        f'<w:p><w:r><w:pict {SHAPES}><v:rect style="position:absolute;z-index:9"/></w:pict></w:r>'
        f'<w:r><w:drawing {SHAPES}><wp:anchor behindDoc="0"/></w:drawing></w:r></w:p>'
    )
    data = with_main(
        lambda main: put_before(
            date_in(changed_cells(main, HEALED), in_a_box("400000")), "<w:sectPr", covers
        ).replace('w:hRule="atLeast"', 'w:hRule="exact"')
    )
    own = template(data)
    assert check_template(own) == []
    main = Package(render_with_own(own, city)).xml(MAIN).decode()
    for trace in ("fitText", "specVanish", "w:cs/", "w14:", "theme", "\u202e", "exact", 'Doc="0"'):
        assert trace not in main
    assert "z-index:-1" in main


def test_a_template_that_prints_only_its_trial_well_is_found_out(
    tmp_path: Path, township: Report
) -> None:
    data = with_main(
        lambda main: main.replace(
            "{{ t2_licensing[0] }}",
            "{% if t2_licensing[0] == '410016' %}410016{% else %}5{% endif %}",
        )
    )
    own, book, output = (tmp_path / name for name in ("县模板.docx", "表.xlsx", "报告.docx"))
    own.write_bytes(data)
    book.write_bytes(write_workbook(township))
    assert template_problems(own) == []
    with pytest.raises(UnusableTemplate) as refusal:
        plan_conversion(book, Options(output, template=own))
    assert str(refusal.value) == (
        "报告模板不能使用：\n“行政许可”的格子印成了“5”，不是填报的数。请只写“{{ t2_licensing[0] }}”。"
    )
    assert not output.exists()


@pytest.mark.parametrize("seed_of_report", range(12))
def test_what_the_shipped_template_prints_is_read_back(seed_of_report: int, city: Report) -> None:
    dice = random.Random(seed_of_report)
    shapes = (
        "无。",
        "（一）标题",
        "（一）标题。正文 1 件。",
        "甲&乙<丙>",
        "共 12 件，见 http://a.cn/b?c=1",
    )
    report = city.with_figures(
        {slot: dice.choice([0, 1, dice.randrange(10**6)]) for slot in TABLE_SLOTS}
    )
    prose = {
        name: tuple(dice.choices(shapes, k=dice.randrange(1, 9)))
        for name in ("overview", "problems", "other_matters")
    }
    report = replace(report, **prose).with_figures({TABLE_SLOTS[9]: Decimal("3.25")})
    shipped = TEMPLATE.read_bytes()
    assert read_back(report, render_report(report, shipped), own_numbers(shipped)) == []


# ---------------------------------------------------------------- a folder of reports


def test_a_folder_is_printed_with_the_countys_template(tmp_path: Path, township: Report) -> None:
    inbox, output, own = (tmp_path / name for name in ("收件", "结果", "县模板.docx"))
    inbox.mkdir()
    own.write_bytes(
        with_main(
            lambda main: main.replace(
                "{{ t2_licensing[0] }}",
                "{% if t2_licensing[0] == '7' %}8{% else %}{{ t2_licensing[0] }}{% endif %}",
            ).replace("{{ report_date }}", "日期：{{ report_date }}")
        )
    )
    licensing = next(slot for slot in TABLE_SLOTS if slot.name == "t2_licensing")
    first, second = (named(township, f"甲县{name}镇人民政府") for name in "东西")
    (inbox / "东.xlsx").write_bytes(write_workbook(first))
    (inbox / "西.xlsx").write_bytes(write_workbook(second.with_figures({licensing: 7})))

    def remarks(done: Batch) -> list[tuple[RowState, str]]:
        return [(row.state, row.remark) for row in done.rows]

    wrong = "报告模板不能使用：\n“行政许可”的格子印成了“8”，不是填报的数。请只写“{{ t2_licensing[0] }}”。"
    told = [(RowState.CONVERTED, ""), (RowState.CANNOT_WRITE, wrong)]
    assert remarks(run_batch(inbox, output, template=own)) == told
    (written,) = output.glob("*.docx")
    assert "日期：2023年1月13日" in text_in_order(written.read_bytes())
    # what an earlier run has read is printed again where its report is missing
    written.unlink()
    assert remarks(run_batch(inbox, output, template=own)) == told
    assert written.exists()
    # another template makes other reports
    assert [row.state for row in run_batch(inbox, output).rows] == [RowState.CONVERTED] * 2
    assert "日期" not in text_in_order(written.read_bytes())


def test_a_folder_is_not_begun_with_a_wrong_template(tmp_path: Path, township: Report) -> None:
    inbox, output, own = (tmp_path / name for name in ("收件", "结果", "县模板.docx"))
    inbox.mkdir()
    (inbox / "东.xlsx").write_bytes(write_workbook(township))
    own.write_bytes(with_main(lambda main: main.replace("{{ unit_name }}", "甲")))
    with pytest.raises(UnusableTemplate) as refusal:
        run_batch(inbox, output, template=own)
    assert str(refusal.value) == (
        "报告模板不能使用：\n县模板.docx：缺少占位符“{{ unit_name }}”（单位名称），或者印出来看不见。请补上；已有的，看是不是隐藏了、颜色太浅、格子太小。"
    )
    assert not output.exists()


# ---------------------------------------------------------------- what may not leave

FORBIDDEN = (
    "模板里有程序不允许的域（{}），它可能取外部内容、运行程序，或者印出别的数。请删除这个域。"
)
STRANGE = "模板里有程序不认识的内容（{}）。请删除后另存为 .docx。"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def in_main(text: str) -> dict[str, Change]:
    return {MAIN: before("<w:sectPr", text)}


def linked(kind: str, target: str = "", mode: str = "") -> str:
    target = target or f"{kind}.xml"
    return f'<Relationship Id="rId{kind}" Type="{KINDS}/{kind}" Target="{target}"{mode}/>'


def related(kind: str, target: str, mode: str = "") -> dict[str, Change]:
    return {RELATIONS: before("</Relationships>", linked(kind, target, mode))}


def moved_main() -> dict[str, Change]:
    """Put the main part outside `word/`, with a field that runs a program in it."""
    parts = zipfile.ZipFile(TEMPLATE)
    main = before("<w:sectPr", code("DDEAUTO cmd"))(parts.read(MAIN))
    relations = parts.read(RELATIONS).replace(b'Target="', b'Target="word/')
    return {
        MAIN: None,
        RELATIONS: None,
        "main.xml": main,
        "_rels/main.xml.rels": relations,
        "_rels/.rels": lambda xml: xml.replace(b"word/document.xml", b"main.xml"),
        TYPES: lambda xml: xml.replace(b"/word/document.xml", b"/main.xml"),
    }


PICTURE = (
    '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office">{}</w:pict></w:r></w:p>'
)
ACTIVE: dict[str, tuple[dict[str, Change], str]] = {
    "a field that Jinja writes": (in_main(code('{{ "DDEAUTO" }} cmd')), '{{ "DDEAUTO" }} CMD'),
    "a word with a comment in it": (in_main(code("IN{# x #}CLUDETEXT x")), "IN"),
    "a word cut in two": (
        in_main(
            code("DD").replace(
                "</w:instrText>", "</w:instrText></w:r><w:r><w:instrText>E x</w:instrText>"
            )
        ),
        "DDE",
    ),
    "a simple field": (in_main('<w:p><w:fldSimple w:instr="INCLUDETEXT x"/></w:p>'), "INCLUDETEXT"),
    "a field in a footer": ({FOOTER: before("</w:ftr>", code("DATABASE x"))}, "DATABASE"),
    "a deleted field": (
        in_main(
            code("RD x")
            .replace("<w:instrText>", "<w:delInstrText>")
            .replace("</w:instrText>", "</w:delInstrText>")
        ),
        "RD",
    ),
    "a field that computes": (in_main(code("= 1 + 1")), "= 1 + 1"),
    "the day of printing": (in_main(code("DATE")), "DATE"),
    "a word that another field prints": (
        in_main(
            code("x").replace(
                "<w:instrText>x</w:instrText></w:r>",
                '<w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>STYLEREF a</w:instrText></w:r>'
                '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:instrText> cmd</w:instrText></w:r>',
            )
        ),
        "\ufffc CMD",
    ),
    "a word that is plain text": (
        in_main(code("x").replace("<w:instrText>x</w:instrText>", "<w:t>DDE cmd</w:t>")),
        "DDE",
    ),
    "a main part elsewhere": (moved_main(), "DDEAUTO"),
}
OTHERS: dict[str, tuple[dict[str, Change], str]] = {
    "a mail merge": (
        {SETTINGS: before("</w:settings>", '<w:mailMerge><w:query w:val="x"/></w:mailMerge>')},
        "模板连着邮件合并的数据源。请在“邮件”里改为“普通 Word 文档”，保存后再试。",
    ),
    "its data source": (
        related("mailMergeSource", "file:///c:/a.mdb", ' TargetMode="External"'),
        "模板引用了外部的数据源（file:///c:/a.mdb）。请删除后再试。",
    ),
    "a picture that VML fetches": (
        in_main(PICTURE.format('<v:shape><v:imagedata src="http://x/a.png"/></v:shape>')),
        "模板引用了外部的图片（http://x/a.png）。请把图片直接插入文档，不要链接。",
    ),
    "another picture that VML fetches": (
        in_main(PICTURE.format('<v:rect><v:fill o:href="http://x/a.png"/></v:rect>')),
        "模板引用了外部的图片（http://x/a.png）。请把图片直接插入文档，不要链接。",
    ),
    "a shape that opens a program": (
        in_main(PICTURE.format('<v:shape href="file:///c:/a.exe"/>')),
        "模板里有不是网址的链接（file:///c:/a.exe）。请删除这个链接。",
    ),
    "a link that opens a program": (
        related("hyperlink", "file:///c:/a.exe", ' TargetMode="External"'),
        "模板里有不是网址的链接（file:///c:/a.exe）。请删除这个链接。",
    ),
    "a field that opens a program behind a bookmark": (
        in_main(code('HYPERLINK \\l "a" "file://x/a.exe"')),
        "模板里有不是网址的链接（file://x/a.exe）。请删除这个链接。",
    ),
    "a part that nobody needs": (
        {
            "word/other.xml": b"<a/>",
            TYPES: before(
                "</Types>",
                '<Override PartName="/word/other.xml" ContentType="application/xml"/>',
            ),
        },
        STRANGE.format("word/other.xml"),
    ),
    "a link into the package": (
        related("hyperlink", "other.xml"),
        "模板里有不是网址的链接（other.xml）。请删除这个链接。",
    ),
    "a shape with two texts": (
        in_main(
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            '<mc:Choice Requires="w14"><w:p><w:r><w:t>甲</w:t></w:r></w:p></mc:Choice>'
            "<mc:Fallback><w:p><w:r><w:t>乙</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
        ),
        "模板里有一个图形，新旧两种 Word 会印出不同的文字。请删除后重新插入。",
    ),
    "a field that opens a program": (
        in_main(code('HYPERLINK "\\\\\\\\x\\\\a.exe"')),
        "模板里有不是网址的链接（\\\\\\\\x\\\\a.exe）。请删除这个链接。",
    ),
    "a target outside without its mark": (
        related("image", "http://x/a.png"),
        "模板引用了外部的图片（http://x/a.png）。请把图片直接插入文档，不要链接。",
    ),
    "task panes": (
        {
            "_rels/.rels": before(
                "</Relationships>",
                '<Relationship Id="rId9" Target="word/taskpanes.xml" Type="http://schemas.microsoft.com/'
                'office/2011/relationships/webextensiontaskpanes"/>',
            ),
        },
        "模板里有加载项（word/taskpanes.xml）。请删除后另存为 .docx。",
    ),
    "a relationship of tomorrow": (related("hologram", "a.bin"), STRANGE.format("a.bin")),
    "a part of tomorrow": (
        {
            "word/a.bin": b"x",
            TYPES: before("</Types>", '<Default Extension="bin" ContentType="application/x-new"/>'),
        },
        STRANGE.format("word/a.bin"),
    ),
    "a part without a type": ({"word/b.dat": b"x"}, STRANGE.format("word/b.dat")),
}


@pytest.mark.parametrize("name", [*ACTIVE, *OTHERS])
def test_what_is_active_is_refused(name: str) -> None:
    changes, expected = (ACTIVE | OTHERS)[name]
    sentence = FORBIDDEN.format(expected) if name in ACTIVE else expected
    assert check_template(template(changed(TEMPLATE, changes))) == [sentence]


def test_a_field_put_together_while_printing_does_not_leave(city: Report) -> None:
    data = with_main(
        lambda main: put_before(main, "<w:sectPr", code("PAGE{% if 0 %} {% endif %}REF x"))
    )
    # the template itself reads PAGE, what it prints reads PAGEREF: both are allowed
    render_with_own(template(data), city)
    data = with_main(lambda main: put_before(main, "<w:sectPr", code("PAGE{# #}XE x")))
    with pytest.raises(UnusableTemplate) as refusal:
        render_with_own(template(data), city)
    assert refusal.value.problems == (FORBIDDEN.format("PAGEXE"),)


# ---------------------------------------------------------------- what concerns the making alone

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COMMENT = '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="0" w:author="李四"><w:p><w:r><w:t>此处改 {{ t2_rules[0] }}</w:t></w:r></w:p></w:comment></w:comments>'
PEOPLE = '<p:people xmlns:p="http://schemas.microsoft.com/office/word/2012/wordml"><p:person p:author="李四"/></p:people>'
PROPERTIES = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Manager>李四</Manager></Properties>'
CHANGED = (
    '<w:p><w:pPr><w:pPrChange w:id="9" w:author="李四"><w:pPr/></w:pPrChange></w:pPr>'
    '<w:commentRangeStart w:id="0"/><w:r><w:t>此件</w:t></w:r><w:r><w:commentReference w:id="0"/></w:r>'
    '<w:ins w:id="1" w:author="李四"><w:r><w:t>公开</w:t></w:r></w:ins>'
    '<w:del w:id="2" w:author="李四"><w:r><w:delText>保密</w:delText></w:r></w:del></w:p>'
    '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="李四"/></w:rPr></w:pPr>'
    '<w:del w:id="4" w:author="李四"><w:r><w:delText>废话</w:delText></w:r></w:del></w:p>'
    '<w:p><w:pPr><w:rPr><w:del w:id="5" w:author="李四"/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>'
    "<w:p><w:r><w:t>后半</w:t></w:r></w:p>"
    '<w:p><w:sdt><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{1}"/></w:sdtPr><w:sdtContent>'
    "<w:r><w:t>绑定</w:t></w:r></w:sdtContent></w:sdt></w:p>"
)


def test_comments_authors_and_deletions_never_reach_a_report(city: Report) -> None:
    changes: dict[str, Change] = {
        MAIN: before("<w:sectPr", CHANGED),
        "word/comments.xml": COMMENT.encode(),
        "word/people.xml": PEOPLE.encode(),
        RELATIONS: before("</Relationships>", linked("comments") + linked("people")),
        "docProps/app.xml": PROPERTIES.encode(),
        "_rels/.rels": before(
            "</Relationships>", linked("extended-properties", "docProps/app.xml")
        ),
        TYPES: before(
            "</Types>",
            "".join(
                f'<Override PartName="/{part}.xml" '
                f'ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/>'
                for part, kind in (
                    ("word/comments", "wordprocessingml.comments"),
                    ("word/people", "wordprocessingml.people"),
                    ("docProps/app", "extended-properties"),
                )
            ),
        ),
        SETTINGS: after(
            "<w:evenAndOddHeaders/>", '<w:docVars><w:docVar w:name="a" w:val="李四"/></w:docVars>'
        ),
    }
    own = template(changed(TEMPLATE, changes))
    assert check_template(own) == []
    printed = render_with_own(own, city)
    assert "此件公开前半后半绑定" in text_in_order(printed)
    with zipfile.ZipFile(io.BytesIO(printed)) as package:
        assert "word/comments.xml" not in package.namelist()
        everything = "".join(package.read(name).decode() for name in package.namelist())
    for trace in ("李四", "保密", "废话", "comment", "dataBinding"):
        assert trace not in everything


def deleted(content: str) -> str:
    """Return a paragraph whose end was deleted."""
    return f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{content}</w:p>"


RUN = "<w:r><w:t>{}</w:t></w:r>"


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        (f"{deleted(RUN.format('甲'))}{deleted('')}<w:p>{RUN.format('乙')}</w:p>", ["甲乙"]),
        (f"<w:p>{RUN.format('甲')}</w:p>{deleted(RUN.format('乙'))}", ["甲", "乙"]),
        (f"{deleted(RUN.format('甲'))}{deleted('')}<w:tbl/><w:p/>", ["甲", ""]),
        (f"{deleted('')}{deleted('')}<w:tbl/><w:p/>", [""]),
        (f"{deleted(RUN.format('甲'))}{deleted(RUN.format('乙'))}", ["甲乙"]),
        (f"<w:p>{f'<w:ins>{RUN.format(1)}</w:ins>' * 6_000}</w:p>", ["1" * 6_000]),
        (f"{deleted(RUN.format(1)) * 6_000}<w:p/>", ["1" * 6_000]),
    ],
    ids=["a row", "the last", "before a table", "nothing", "all", "many insertions", "many"],
)
def test_paragraphs_whose_ends_were_deleted_are_one(body: str, texts: list[str]) -> None:
    package = Package(cleaned(Package(word_file(body))))
    paragraphs = package.tree("word/document.xml").iter(f"{W}p")
    assert ["".join(one.itertext()) for one in paragraphs] == texts


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (
            in_main(
                '<w:sdt><w:sdtPr><w:tag w:val="a"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'
            ),
            [],
        ),
        (
            {
                "word/endnotes.xml": (
                    b'<w:endnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
                    b'<w:endnote w:id="1"><w:p><w:r><w:t>{{ report</w:t></w:r><w:r><w:t>_year }}</w:t></w:r>'
                    b"</w:p></w:endnote></w:endnotes>"
                ),
                **related("endnotes", "endnotes.xml"),
                TYPES: before(
                    "</Types>",
                    '<Override PartName="/word/endnotes.xml" ContentType="application/vnd.openxmlformats-'
                    'officedocument.wordprocessingml.endnotes+xml"/>',
                ),
            },
            [
                "“{{ report_year }}”原样留在了报告里（word/endnotes.xml）：尾注、控件名称里的占位符不会替换。"
                "请移到正文里，或者删去。"
            ],
        ),
    ],
)
def test_a_placeholder_where_nothing_is_replaced_is_named(
    changes: dict[str, Change], problem: list[str]
) -> None:
    assert check_template(template(changed(TEMPLATE, changes))) == problem


ALTERNATIVES = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
ENDLESS = {
    "many placeholders": (
        "".join(line(f"{{{{ title[{number}] }}}}") for number in range(1001)),
        ["占位符多得不像报告模板（超过 1000 种）。请从 report_template.docx 改起。"],
    ),
    "many unknown ones": (
        "".join(line(f"{{{{ 甲{number} }}}}") for number in range(700)),
        [
            *(
                f"正文第 {51 + number} 段：不认识的占位符“甲{number}”。请核对名称。"
                for number in range(50)
            ),
            "还有别的。请先改好上面这些，再查一次。",
        ],
    ),
    "blocks and ends of another kind": (
        line("{% if 1 %}" * 9000 + "{% endfor %}" * 7000),
        [
            "正文第 51 段：“{% endfor %}”没有与它成对的开头。请照原模板补上，或者删去它。",
            "正文第 51 段：“{% if 1 %}”没有与它成对的“{%p endif %}”。请照原模板补上。",
        ],
    ),
    "a paragraph in paragraphs, each of which would tell of it": (
        f"<w:p>{line('{{ 甲 }}')}</w:p>",
        ["正文第 52 段：不认识的占位符“甲”。请核对名称。"],
    ),
    "a long name": (
        line(f"{{{{ {'a' * 100_000} }}}}"),
        [f"正文第 51 段：不认识的占位符“{'a' * 60}…”。请核对名称。"],
    ),
    "more text than a report has": (
        line("甲" * 200_000),
        ["模板里的文字、段落或样式太多，不能使用。请从 report_template.docx 改起。"],
    ),
    "more tags than a template may have": (
        f"<w:p>{'<w:r/>' * 50_000}</w:p>",
        ["模板里的文字、段落或样式太多，不能使用。请从 report_template.docx 改起。"],
    ),
    "1,500 alternatives within one another, each of which would be looked through": (
        f"<w:p {ALTERNATIVES}>{'<mc:AlternateContent><mc:Choice>' * 1500}<w:r><w:t>甲</w:t></w:r>"
        f"{'</mc:Choice><mc:Fallback/></mc:AlternateContent>' * 1500}</w:p>",
        ["这个 Word 文档已损坏，读不出来。请打开后重新保存。"],
    ),
    "more tags printed than a report has": (
        f"{line('{%p for a in problems %}')}<w:p>{'<w:r/>' * 14_000}</w:p>{line('{%p endfor %}')}",
        ["按模板生成的报告过大。请检查模板里的循环。"],
    ),
}


def test_what_stands_in_a_paragraph_within_another_is_read_once() -> None:
    nested = f"<w:p><w:r><w:t>4171</w:t></w:r>{line('4273')}</w:p>"
    own = with_main(lambda main: put_before(main, "<w:sectPr", nested))
    assert own_numbers(own) - own_numbers(TEMPLATE.read_bytes()) == {"4171", "4273"}


@pytest.mark.parametrize("name", ENDLESS)
def test_an_endless_template_is_answered(name: str) -> None:
    paragraphs, sentences = ENDLESS[name]
    own = template(with_main(lambda main: put_before(main, "<w:sectPr", paragraphs)))
    assert check_template(own) == sentences
