"""Templates as counties change them: by mistake, so that a report would be wrong, or harmlessly."""

import random
import re
import zipfile
from collections.abc import Callable
from typing import Final

from tests.hostile import before, changed
from tools.cases import ROOT

TEMPLATE: Final = ROOT / "report_template.docx"
MAIN: Final = "word/document.xml"
STYLES: Final = "word/styles.xml"
_FIGURE: Final = re.compile(r"\{\{ t[234]_\w+\[\d\] \}\}")
_RUN: Final = r"<w:r>(?:(?!</w:r>).)*?{}</w:t></w:r>"
_ROW: Final = re.compile(r"<w:tr>(?:(?!</w:tr>).)*</w:tr>")
_LOOPS: Final = ("preface", "overview", "problems", "other_matters")

_UNSEEN: Final = (
    '<w:style w:type="character" w:styleId="Base"><w:name w:val="Base"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="table" w:styleId="White"><w:name w:val="White"/><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Unseen"><w:name w:val="Unseen"/><w:basedOn w:val="Base"/></w:style>'
)

Mistake = Callable[[str, random.Random], str]


def with_main(change: Callable[[str], str]) -> bytes:
    """Return the shipped template with its main part changed; something must have changed."""
    main = zipfile.ZipFile(TEMPLATE).read(MAIN).decode()
    after = change(main)
    assert after != main
    return changed(
        TEMPLATE,
        {
            MAIN: after.encode(),
            STYLES: before("</w:styles>", _UNSEEN),
        },
    )


def loop_of(main: str, name: str) -> str:
    """Return the paragraphs that print a section."""
    start = main.rindex("<w:p>", 0, main.index(f"{{%p for paragraph in {name} %}}"))
    end = main.index("{%p endfor %}", start)
    return main[start : main.index("</w:p>", end) + len("</w:p>")]


def _swap(text: str, one: str, other: str) -> str:
    return text.replace(one, "\0").replace(other, one).replace("\0", other)


def _figures(main: str, chance: random.Random) -> tuple[str, str]:
    one, other = chance.sample(_FIGURE.findall(main), 2)
    return one, other


def _exchanged_figures(main: str, chance: random.Random) -> str:
    return _swap(main, *_figures(main, chance))


def _exchanged_neighbours(main: str, chance: random.Random) -> str:
    figures = _FIGURE.findall(main)
    place = chance.randrange(len(figures) - 1)
    return _swap(main, figures[place], figures[place + 1])


def _exchanged_names(main: str, chance: random.Random) -> str:
    other = chance.choice(["{{ submit_to }}", "{{ contact_name }}", "{{ report_year }}", "甲"])
    return main.replace(chance.choice(["{{ unit_name }}", "{{ report_date }}"]), other)


def _exchanged_loops(main: str, chance: random.Random) -> str:
    one, other = chance.sample(_LOOPS, 2)
    return _swap(main, f"in {one} %", f"in {other} %")


def _exchanged_headings(main: str, chance: random.Random) -> str:
    headings = re.findall(r">([一二三四五六]、[^<]*)<", main)
    one, other = chance.sample(headings[:1] + headings[1:], 2)
    return _swap(main, f">{one}<", f">{other}<")


def _exchanged_labels(main: str, chance: random.Random) -> str:
    labels = re.findall(r">(\d\.[^<]{3,})<", main)
    one, other = chance.sample(sorted(set(labels)), 2)
    return _swap(main, f">{one}<", f">{other}<")


def _dropped_figure(main: str, chance: random.Random) -> str:
    return main.replace(_figures(main, chance)[0], "")


def _dropped_name(main: str, chance: random.Random) -> str:
    return main.replace(
        chance.choice(["{{ unit_name }}", "{{ report_date }}", "{{ title }}"]), "", 1
    )


def _dropped_loop(main: str, chance: random.Random) -> str:
    return main.replace(loop_of(main, chance.choice(_LOOPS)), "")


def _dropped_half(main: str, chance: random.Random) -> str:
    loop = loop_of(main, chance.choice(_LOOPS[1:]))
    half = chance.choice(["{{ paragraph.heading }}", "{{ paragraph.text }}"])
    place = loop.rindex(half)
    return main.replace(loop, loop[:place] + loop[place + len(half) :])


def _cut_short(main: str, chance: random.Random) -> str:
    name = chance.choice(_LOOPS)
    cut = chance.choice(
        ["[:1]", "[1:]", "[:-1]", "|reverse", "[:4]" if name == "overview" else "[::2]"]
    )
    return main.replace(f"in {name} %", f"in {name}{cut} %")


def _dropped_row(main: str, chance: random.Random) -> str:
    rows = [row for row in _ROW.findall(main) if "t3_" in row]
    return main.replace(chance.choice(rows), "")


def _doubled_figure(main: str, chance: random.Random) -> str:
    one, other = _figures(main, chance)
    return main.replace(other, chance.choice([one, f"{other}{one}", f"{other} {one}"]))


def _doubled_beside(main: str, chance: random.Random) -> str:
    one = _figures(main, chance)[0]
    where = chance.choice(
        [">（七）总计<", ">其他<", ">自然人<", ">二、主动公开政府信息情况<", ">规章<"]
    )
    return main.replace(where, f"{where[:-1]}{one}<", 1)


def _doubled_loop(main: str, chance: random.Random) -> str:
    loop, where = (loop_of(main, name) for name in chance.choices(_LOOPS, k=2))
    return main.replace(where, where + loop)


def _doubled_table(main: str, chance: random.Random) -> str:
    tables = re.findall(r"<w:tbl>.*?</w:tbl>", main)
    table = chance.choice(tables)
    return main.replace(table, f"{table}<w:p/>{_exchanged_figures(table, chance)}")


def _glued(main: str, chance: random.Random) -> str:
    one = _figures(main, chance)[0]
    return main.replace(
        one, chance.choice([f"1{one}", f"{one}0", f"0{one}", f"-{one}", f"{one}.5", f"{one}万"])
    )


def _hidden(main: str, chance: random.Random) -> str:
    one = chance.choice([_figures(main, chance)[0], "{{ unit_name }}", "{{ report_date }}"])
    look = chance.choice(
        [
            "<w:vanish/>",
            '<w:color w:val="FFFFFF"/>',
            '<w:sz w:val="2"/>',
            '<w:color w:val="ffffff"/>',
        ]
    )
    found = re.search(_RUN.format(re.escape(one)), main)
    assert found
    run = re.sub(r"<w:sz .*?/>", "", found[0]) if "w:sz" in look else found[0]
    return main.replace(found[0], run.replace("<w:rPr>", f"<w:rPr>{look}", 1))


def _hidden_by_a_style(main: str, chance: random.Random) -> str:
    one = _figures(main, chance)[0]
    found = re.search(_RUN.format(re.escape(one)), main)
    assert found
    return main.replace(
        found[0], found[0].replace("<w:rPr>", '<w:rPr><w:rStyle w:val="Unseen"/>', 1)
    )


def _squeezed_row(main: str, chance: random.Random) -> str:
    rows = [row for row in _ROW.findall(main) if "t3_" in row]
    row = chance.choice(rows)
    return main.replace(
        row, re.sub(r"<w:trHeight.*?/>", '<w:trHeight w:val="20" w:hRule="exact"/>', row)
    )


def _in_a_box(main: str, chance: random.Random) -> str:
    one = _figures(main, chance)[0]
    found = re.search(_RUN.format(re.escape(one)), main)
    assert found
    box = f"<w:r><w:pict><w:txbxContent><w:p>{found[0]}</w:p></w:txbxContent></w:pict></w:r>"
    return main.replace(found[0], box)


def _beside_a_figure(main: str, chance: random.Random) -> str:
    """Print something that the reader passes over beside a figure."""
    one = _figures(main, chance)[0]
    found = re.search(_RUN.format(re.escape(one)), main)
    assert found
    printed = chance.choice(
        [
            '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>',
            '<w:fldSimple w:instr="PAGE"/>',
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "<w:r><w:pgNum/></w:r>",
            '<w:r><w:sym w:font="Wingdings" w:char="F08C"/></w:r>',
            '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
            "<m:r><m:t>1</m:t></m:r></m:oMath>",
            '<w:r><w:pict><v:rect xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></w:r>',
        ]
    )
    return main.replace(found[0], chance.choice([printed + found[0], found[0] + printed]))


def _out_of_sight(main: str, chance: random.Random) -> str:
    """Put a figure, its cell or its table where nobody sees it."""
    one = _figures(main, chance)[0]
    start = main.rindex("<w:tc>", 0, main.index(one))
    end = main.index("</w:tc>", start)
    cell = main[start:end]
    where = main.rindex("<w:tblPr>", 0, start)
    ways = [
        cell.replace("<w:rPr>", '<w:rPr><w:color w:val="000000" w:themeColor="background1"/>'),
        cell.replace("<w:rPr>", '<w:rPr><w:color w:val="F8F8F8"/>'),
        cell.replace("<w:rPr>", '<w:rPr><w:w w:val="1"/>'),
        cell.replace("<w:rPr>", '<w:rPr><w:highlight w:val="none"/><w:color w:val="FFFFFF"/>'),
        cell.replace("<w:rPr>", '<w:rPr><w:position w:val="2000"/>'),
        cell.replace("<w:rPr>", '<w:rPr><w:spacing w:val="-400"/>'),
        cell.replace("<w:rPr><w:rFonts", '<w:rPr><w:rFonts w:ascii="Wingdings"/><w:rFonts'),
        cell.replace(
            "</w:pPr>", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        ),
        cell.replace("</w:pPr>", '<w:ind w:leftChars="9000"/></w:pPr>'),
        cell.replace("</w:tcPr>", '<w:shd w:val="clear" w:fill="000000"/></w:tcPr>').replace(
            "<w:rPr>", '<w:rPr><w:color w:val="000000"/>'
        ),
        cell.replace("</w:pPr>", '<w:ind w:left="-30000"/></w:pPr>'),
        cell.replace("</w:pPr>", '<w:spacing w:line="2" w:lineRule="exact"/></w:pPr>'),
        re.sub(r'<w:tcW w:w="\d+"', '<w:tcW w:w="2"', cell),
    ]
    of_table = [
        ("</w:tblPr>", '<w:tblInd w:w="20000" w:type="dxa"/></w:tblPr>'),
        ("<w:tblPr>", '<w:tblPr><w:tblStyle w:val="White"/>'),
        ("<w:tblGrid>", '<w:tblGrid><w:gridCol w:w="20000"/>'),
    ]
    way = chance.randrange(len(ways) + len(of_table))
    if way < len(ways):
        return main[:start] + ways[way] + main[end:]
    old, new = of_table[way - len(ways)]
    return main[:where] + main[where:].replace(old, new, 1)


MISTAKES: Final[tuple[Mistake, ...]] = (
    _exchanged_figures,
    _exchanged_neighbours,
    _exchanged_names,
    _exchanged_loops,
    _exchanged_headings,
    _exchanged_labels,
    _dropped_figure,
    _dropped_name,
    _dropped_loop,
    _dropped_half,
    _dropped_row,
    _cut_short,
    _doubled_figure,
    _doubled_beside,
    _doubled_loop,
    _doubled_table,
    _glued,
    _hidden,
    _hidden_by_a_style,
    _squeezed_row,
    _in_a_box,
    _beside_a_figure,
    _out_of_sight,
)
"""What goes wrong with a placeholder, each by chance somewhere in the template."""


def with_a_mistake(seed: int) -> tuple[str, bytes]:
    """Return a mistake's name and the template that has it."""
    chance = random.Random(seed)
    mistake = MISTAKES[seed % len(MISTAKES)]
    return mistake.__name__.strip("_"), with_main(lambda text: mistake(text, chance))


# ---------------------------------------------------------------- harmless changes


def _moved_row(main: str) -> str:
    rows = [row for row in _ROW.findall(main) if "t3_refused" in row]
    return _swap(main, rows[2], rows[5])


def _moved_columns(main: str) -> str:
    """Exchange 自然人 and 总计 of table 3, headings and figures."""
    start, end = main.index("申请人情况"), main.index("四、政府信息公开行政复议")
    table = _swap(main[start:end], ">自然人<", ">总计<")
    table = re.sub(r"\[([06])\] \}\}", lambda one: f"[{6 - int(one[1])}] }}}}", table)
    return main[:start] + table + main[end:]


def _moved_section(main: str) -> str:
    """Put section five before section two."""
    two, five, six = (
        main.rindex("<w:p>", 0, main.index(heading))
        for heading in ("二、主动公开政府信息情况", "五、存在的主要问题", "六、其他需要")
    )
    return main[:two] + main[five:six] + main[two:five] + main[six:]


def line(text: str, style: str = "BodyText") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def put_before(main: str, mark: str, text: str) -> str:
    place = main.rindex("<w:p>", 0, main.index(mark))
    return main[:place] + text + main[place:]


def _field(code: str) -> str:
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


_CONTENTS: Final = "".join(
    line(f"{heading}\t{page}")
    for page, heading in enumerate(("一、总体情况", "二、主动公开政府信息情况"), start=2)
)

HARMLESS: Final[dict[str, Callable[[str], str]]] = {
    "other fonts": lambda main: main.replace("仿宋_GB2312", "仿宋").replace("黑体", "微软雅黑"),
    "other sizes and colours": lambda main: main.replace(
        '<w:sz w:val="32"/>', '<w:color w:val="C00000"/><w:b/><w:sz w:val="30"/>'
    ),
    "white on a dark ground": lambda main: main.replace(
        '<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="黑体"',
        '<w:rPr><w:shd w:val="clear" w:fill="1F3864"/><w:color w:val="FFFFFF"/>'
        '<w:rFonts w:hint="eastAsia" w:ascii="黑体"',
    ),
    "a letterhead": lambda main: put_before(main, "{{ title }}", line("安宁县政务公开办公室")),
    "an annex number": lambda main: put_before(main, "{{ title }}", line("附件2")),
    "a line below the title": lambda main: put_before(
        main, "{%p for paragraph in preface", line("（{{ report_year }}年度，{{ unit_name }}）")
    ),
    "the title in the county's words": lambda main: main.replace(
        "{{ title }}", "{{ unit_name }}{{ report_year }}年政府信息公开工作年度报告"
    ),
    "headings in other words": lambda main: main.replace(">一、总体情况<", ">一、概述<").replace(
        ">五、存在的主要问题及改进情况<", ">五、政府信息公开工作存在的主要问题及改进措施<"
    ),
    "labels without their explanation": lambda main: main.replace(
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开"
    ),
    "labels with blanks": lambda main: main.replace(">总计<", ">总 计<").replace(
        ">规章<", ">规　章<"
    ),
    "a date with a word before it": lambda main: main.replace(
        "{{ report_date }}", "日期：{{ report_date }}"
    ).replace("{{ unit_name }}", "单位（盖章）：{{ unit_name }}"),
    "the date above the unit": lambda main: _swap(main, "{{ unit_name }}", "{{ report_date }}"),
    "unit and date on one line": lambda main: main.replace(
        "{{ unit_name }}", "{{ unit_name }}　{{ report_date }}"
    ).replace('<w:t xml:space="preserve">{{ report_date }}</w:t>', "<w:t>　</w:t>"),
    "a contact line": lambda main: put_before(
        main, "<w:sectPr", line("联系人：{{ contact_name }}　电话：{{ contact_phone }}")
    ),
    "a note in print": lambda main: put_before(
        main, "<w:sectPr", line("（此件公开发布，共印30份，咨询电话：0312-5550000）")
    ),
    "figures with their unit": lambda main: re.sub(r"(\{\{ t3_granted\[\d\] \}\})", r"\1件", main),
    "rows in another order": _moved_row,
    "columns in another order": _moved_columns,
    "sections in another order": _moved_section,
    "numbered paragraphs": lambda main: main.replace(
        "{{ paragraph.heading }}</w:t></w:r><w:r>",
        "{{ loop.index }}．{{ paragraph.heading }}</w:t></w:r><w:r>",
    ),
    "headings on their own line": lambda main: main.replace(
        "{{ paragraph.heading }}</w:t></w:r><w:r>",
        "{{ paragraph.heading }}</w:t></w:r><w:r><w:br/></w:r><w:r>",
    ),
    "one paragraph for every kind": lambda main: main.replace(
        loop_of(main, "overview"),
        line("{%p for one in overview %}") + line("{{ one }}") + line("{%p endfor %}"),
    ),
    "page numbers": lambda main: put_before(main, "<w:sectPr", _field(" PAGE  \\* MERGEFORMAT ")),
    "a table of contents": lambda main: put_before(main, "{%p for paragraph in preface", _CONTENTS),
    "a hidden remark": lambda main: put_before(
        main, "<w:sectPr", "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部留存3份</w:t></w:r></w:p>"
    ),
    "accepted changes": lambda main: main.replace(
        "一、总体情况</w:t></w:r>",
        '一、总体</w:t></w:r><w:ins w:id="1" w:author="李四"><w:r><w:t>情况</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="李四"><w:r><w:delText>概况123</w:delText></w:r></w:del>',
    ),
    "a content control": lambda main: main.replace(
        _line_of(main, "{{ unit_name }}"),
        '<w:sdt><w:sdtPr><w:alias w:val="单位"/><w:dataBinding w:xpath="/a" w:storeItemID="{1}"/></w:sdtPr>'
        f"<w:sdtContent>{_line_of(main, '{{ unit_name }}')}</w:sdtContent></w:sdt>",
    ),
    "a condition": lambda main: put_before(
        main, "<w:sectPr", line("{% if contact_name %}联系人：{{ contact_name }}{% endif %}")
    ),
}
"""What a county may do to its template: fonts, wording, order."""


def _line_of(main: str, text: str) -> str:
    place = main.index(text)
    return main[main.rindex("<w:p>", 0, place) : main.index("</w:p>", place) + len("</w:p>")]
