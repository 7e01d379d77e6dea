"""Write docs/规则.md, every code with an example, and docs/校对规则.md, the rules on prose with examples."""

import io
import json
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

from converter.conversion import examine_input
from converter.county.office.office import Mention, Requirements
from converter.county.office.requirements import check_requirements
from converter.county.parts import Part, differences
from converter.errors import UnusableFile
from converter.files.kinds import detect_kind
from converter.files.resources import REPORT_TEMPLATE, resource
from converter.findings import CODES, Code
from converter.form.fields import FORM_VERSION, Slot
from converter.form.layout import AREAS
from converter.form.report import Number
from converter.writing.word.render import render_report
from converter.writing.workbooks.workbook import write_workbook
from tools.cases import CASES, ROOT, load_case
from tools.prose_examples import EXAMPLES

RULES_PAGE: Final = ROOT / "docs" / "规则.md"
DAMAGES: Final = ROOT / "benchmarks" / "damages.json"
PROSE_PAGE: Final = ROOT / "docs" / "校对规则.md"

_INTRODUCTION = """# 校对规则

程序逐句核对正文，只提醒，不改动一个字。每条提醒引出原句，说明理由，能改的给出改法。
拿不准的不说：说的是别的年度、别的单位、热线、提案、网站信息的句子，不拿来与表格比对。

下面的例子出自“安宁县青山镇人民政府”2025 年度的报告：本年新收 15 件，上年结转 2 件，办结 15 件，
结转下年 2 件；行政规范性文件制发 4、废止 1、现行有效 32；行政许可 86，行政处罚 7；复议 3 件（维持 2，
尚未审结 1），诉讼 1 件。测试逐条核对这些例子。

提醒不妨碍生成报告。提醒错了，不必理会。`TEXT-COUNT` 和 `TEXT-YEAR` 确有原因的，在工作簿“校验”表对应
一行写明，本报告里这一类提醒就都成为“已说明”，随报告报送县里。

与表格比对的是全年的总数：说的是近几年、某月、某季度，或者只是一部分申请（涉及某事项、某类申请人、某个渠道），
都不比对。“没有、未、无”核对的是申请、上年结转、结转下年、复议、诉讼、规范性文件、许可、处罚、强制、收费。
“共 N 件，其中……”各项之和多于总数就提醒；少于总数，只在列了“其他”或差一两件时提醒。占位的符号包括
X、*、○、乘号、下划线和空括号。书名号里的年份不核对。

照抄（`TEXT-COPY`）：除去套话（开头语、不满 12 字的短句、说申请复议等数字的句子、没有什么要报告的句子），
正文有一半以上、至少三句与本单位上年度的报告相同，或者汇总时与别的单位相同，就提醒，引出第一句；
单位名称、自称和年度换了不算改写。汇总时还按名册认别的单位：把别的单位当作本单位来写的，每个单位提醒一次；
说与它联合、配合它、向它移送、拿它举例，几个单位并列，说上级和下级的，都不提醒。县里各单位不自称“我市”。

第六部分说的信息处理费（收费通知几件、总金额、实际收取，或者没有收取），与上面填的三个数不一致，是错误
（`FEE-PROSE`，见[规则](规则.md)）；说的是上年、下级、别的收费，或者收费标准的，不拿来比。第五部分只写“无”“暂无问题”，
提醒（`TEXT-EMPTY`）；单位名称写成“某某镇”“某某县政府”，提醒改用全称（`TEXT-UNIT`）。人民政府的报告没有写到
工作考核、社会评议、责任追究的，提示（`TEXT-ASPECT`）。正文校对到 4 万字、1000 段为止，后面还有的，说明从哪一段起没有校对
（`TEXT-LONG`）。

自己写的标题要有本单位、本年度；成文日期应在报告年度过完以后。

词表在程序目录 `converter/checking/prose/wordlists/`，用记事本或 Excel 打开，一行一条，每条写明来源，可以增删。
"""
_LISTS = """
## 词表

| 文件 | 内容 |
|---|---|
| `citations.csv` | 法规、文件的题名、文号、别称、引用的年份、取代它的文件 |
| `terms.csv` | 本行的术语；据此认出音近、衍字、颠倒的误写，“漏字”栏为“是”的也认漏字；本来就对的近似词写在“例外”栏 |
| `mistakes.csv` | 其他误写及其改法，例外的词 |
| `repeatable.csv` | 可以连写两遍的词 |
| `classes.csv` | 按用法分类的词：状语、句末不用的词等 |
| `idioms.csv` | 有叠字的成语、习语，写它的前三个字 |
| `parallel.csv` | 并列时先后不拘的词 |
| `divisions.csv` | 合起来就是总数的各类（原创和转载、线上和线下等），各类之间用“/”分开，一类的几种说法用“|”分开；至少写出几类才算写全 |
| `phrases.csv` | 公文和年度报告的套语；与它只差一个字（音近、形近、漏、衍、颠倒）而又不成别的词的，视为误写 |
| `common_words.csv` | 常用的两字词、三字词，据此放过本来就对的写法；取自 jieba 0.42.1（MIT 许可）和 cutword 0.1.1（Apache 2.0 许可）的词典，只在编写词表时用，另加本行的词 |
| `rare_words.csv` | jieba 和 cutword 的词典都有而不常用的两字词，据此不对少见的词起疑；由 `python -m tools.words` 生成 |
| `set_phrases.csv` | 语言模型会起疑的和有叠字的四字熟语，取自 jieba 的词典，由 `python -m tools.words` 生成 |
| `office_words.csv` | 词组里的两字词，据此认出同音、形近的另一个词；由 `python -m tools.words` 生成 |
| `homophones.csv`、`rare_homophones.csv` | 同音字 |
| `lookalikes.csv` | 形近字 |
| `glyphs.csv` | 印出来看着像的字，按字形、部件、笔顺比较得出；由 `python -m tools.glyphs` 生成 |
| `collocations.csv` | 动词和不能作它宾语的名词 |
| `self_references.csv` | 各类机关的自称 |
| `aspects.csv` | 总体情况五个方面的用语；人民政府还要写的三项的用语 |
| `leftovers.csv` | 不该留在报告里的文字 |
| `areas.csv` | 省、市、县的名称，据此认出别处的地名；由 `python -m tools.areas` 生成 |
| `renamed.csv` | 机关的旧称、改名的年份、今称 |
| `campaigns.csv` | 主题教育等活动的起止年份，据此认出往年的内容 |
"""


def prose_page() -> str:
    """Return docs/校对规则.md: of every code on prose what is found and what is not."""
    lines = [_INTRODUCTION]
    for code, entry in CODES.items():
        examples = [example for example in EXAMPLES if example.code == code]
        if not examples:
            continue
        lines.append(f"## {code}：{entry.rule}（{entry.severity.label}）\n")
        lines += [
            f"**{example.about}**\n\n- 提醒：{example.wrong}\n  {example.message}\n"
            f"- 不提醒：{example.right}\n"
            for example in examples
        ]
    return "\n".join(lines) + _LISTS + _measured()


_MEASURED = """
## 误写能找出多少

`python -m benchmarks.damages` 把 {reports} 篇没有错误的报告（为此编写，各类机关都有）随机改坏 {damages} 次，每次一处，
看改坏后是否多出提醒（种子 {seed}）；除序号和括号外，只核对改坏的那一段。编写规则、词表、语言模型和定门槛时，两半的文字都看过，所以两半的数字都偏高；
后一半另有它自己的机关和段落，看得较晚、较少。没有改坏的报告，前一半误报 {alarms_seen} 处，后一半误报 {alarms_aside} 处。

随机改坏的不等于人写错的。四个没有看过规则的人读了各地公布的年度报告（乡镇、街道、县区政府和部门，2019 至 2025 年度），记下看到的错误，
前后文另写，各核对一次（2026 年 11 月，六批）：确定有错的 267 处，找出 132 处（49%）；只宜问一句的 119 处，找出 22 处；
正确的和改正了的报告 248 份，误报 7 处，每份 0.03 处。数字、年度、文件的名称和文号找出七成，字词、句子和标点找出四成，漏得最多的是少了词、多了词和搭配不当。
看到的漏查和误报随后按成因改过；改后再用新的一批量（确定有错的 67 处），找出 33 处，没有改的那一版找出 32 处：照着看到的错误加规则，换一批报告多找不出几处。
语言模型只在十分有把握时才说漏了字；两个词颠倒后各自仍成词的，套语里原来的次序可能得多才说。
人名只认常见的姓后面的一两个字，文艺、新闻一类的文字误报多得多。

有的改法改出来的也是通顺的话、对得上的数，谁也看不出原来要写哪一个（漏了“不断”“进一步”，“加强组织领导”写成“加强领导”，
局里的报告说“我县”，“其中”各项之和小于总数）。哪些算，不逐条定，按一条规则由 `benchmarks/damages.py` 自动判：改坏的文字从头到尾仍都成词，
而按语言模型，原文并不比它可能一千倍（写的人约一千字错一处）；单位可以说它所在的县；“其中”可以没有列全；收到的可以算上年结转，也可以不算。
“不可知”一栏是这些改法所占的份额，后两栏是除去它们以后的比例；前两栏是全部。模型也是核对所用的模型，它不认得的好句子因此也可能算成不可知，
所以两种比例都列出来。

形近字只取自 `lookalikes.csv`，不在表里的形近字找不出这么多。

| 改坏的方式 | 前一半，全部 | 后一半，全部 | 不可知 | 前一半，能知道的 | 后一半，能知道的 |
|---|---:|---:|---:|---:|---:|
"""


def _measured() -> str:
    """Return the table of what was found of the damages that `benchmarks.damages` did."""
    results = json.loads(DAMAGES.read_text(encoding="utf-8"))
    seen, aside = results["seen"], results["kept aside"]
    head = _MEASURED.format(
        reports=seen["reports"] + aside["reports"],
        damages=results["run"]["damages"],
        seed=results["run"]["seed"],
        alarms_seen=seen["alarms"],
        alarms_aside=aside["alarms"],
    )

    halves = [seen["kinds"], aside["kinds"]]
    rows = [_row(kind, *(half[kind] for half in halves)) for kind in seen["kinds"]]
    totals = [[sum(part) for part in zip(*half.values(), strict=True)] for half in halves]
    return head + "\n".join([*rows, _row("合计", *totals)]) + "\n"


def _row(kind: str, *halves: list[int]) -> str:
    """Return a row of the table: of each half the damages done, found, knowable, known."""

    def share(done: int, found: int) -> str:
        return f"{100 * found / done:.0f}%（{found}／{done}）" if done else "—"

    done, knowable = (sum(half[place] for half in halves) for place in (0, 2))
    cells = [
        *(share(half[0], half[1]) for half in halves),
        f"{100 * (done - knowable) / done:.0f}%",
        *(share(half[2], half[3]) for half in halves),
    ]
    return f"| {kind} | {' | '.join(cells)} |"


# ---------------------------------------------------------------- docs/规则.md


class _Edit(NamedTuple):
    """A pattern in a workbook's XML, and what replaces it."""

    pattern: str
    replacement: str


def _in_cell(slot: Slot, content: str) -> _Edit:
    where = AREAS[slot.name].cell(slot.position)
    return _Edit(
        rf'<c r="{where}"([^>]*?)(?: t="\w+")?><v>[^<]*</v></c>', rf'<c r="{where}"\1{content}</c>'
    )


_WITHOUT_NAME: Final = _Edit('name="t3_granted"', 'name="granted"')
_OTHER_LABEL: Final = _Edit(">（一）予以公开<", ">（一）公开<")
_EDITS: Final[dict[str, tuple[_Edit, ...]]] = {
    "FORM-VERSION": (_Edit(f">{re.escape(FORM_VERSION)}<", ">2019.1<"),),
    "FORM-NAME": (_WITHOUT_NAME, _OTHER_LABEL),
    "FORM-HEALED": (_WITHOUT_NAME,),
    "FORM-LABEL": (_OTHER_LABEL,),
    "FORM-HEADING": (_Edit(">六、其他需要报告的事项<", ">六、其他需报告事项<"),),
    "FORM-STALE": (_in_cell(Slot("t3_new_received", 0), "><v>9</v>"),),
    "VALUE-TYPE": (_in_cell(Slot("t2_licensing", 0), ' t="str"><v>约三十件</v>'),),
    "VALUE-NORMALISED": (_in_cell(Slot("t2_licensing", 0), ' t="str"><v>３件</v>'),),
}
_FIGURES: Final[dict[str, dict[Slot, Number | None]]] = {
    "VALUE-MISSING": {Slot("t3_granted", 1): None},
    "VALUE-NEGATIVE": {Slot("t2_penalties", 0): -1},
    "VALUE-FRACTION": {Slot("t2_penalties", 0): Decimal("1.5")},
    "VALUE-LARGE": {Slot("t4_review", 0): 189189},
    "T2-STOCK": {Slot("prev_normative_in_force"): 900},
    "T2-STOCK-LEAST": {
        Slot("t2_normative", 0): 10,
        Slot("t2_normative", 1): 0,
        Slot("t2_normative", 2): 2,
    },
    "T2-TOWNSHIP-RULES": {Slot("t2_rules", 0): 1, Slot("t2_rules", 2): 1},
    "T3-BALANCE": {Slot("t3_carried_out", 0): 738},
    "T3-TOTAL-ROW": {Slot("t3_total", 0): 13346},
    "T3-TOTAL-COL": {Slot("t3_granted", 6): 5584},
    "T3-CARRY": {Slot("prev_t3_carried_out", 0): 553},
    "T4-TOTAL": {Slot("t4_review", 4): 709},
    "FEE-ORDER": {
        Slot("fee_notices"): 1,
        Slot("fee_charged"): 50,
        Slot("fee_collected"): 80,
    },
    "FEE-PROSE": {
        Slot("fee_notices"): 2,
        Slot("fee_charged"): 300,
        Slot("fee_collected"): 300,
    },
    "FEE-STEP": {Slot("fee_notices"): 1, Slot("fee_charged"): Decimal("123.45")},
    "YEAR-JUMP": {Slot("prev_fees"): Decimal("31.8")},
    "FEE-MISSING": {Slot("t3_other_fee_overdue", 0): 1},
}
_OVERVIEWS: Final[dict[str, tuple[str, ...]]] = {
    "TEXT-MISSING": (),
    "TEXT-ASPECT": ("全年主动公开政府信息 30 条。",),
    "TEXT-COPY": (
        "在便民服务中心新设政务公开专区，配备查询机两台。",
        "组织村级信息员培训，逐条讲解公开目录的填写要求。",
        "将惠民补贴发放名单在各村公示栏张贴，方便群众对照。",
    ),
    "TEXT-LONG": ("全年在政府网站公开政府信息 30 条，政策解读 2 篇。" * 1_000,) * 3,
    "COUNTY-LENGTH": ("全年在政府网站公开政府信息 30 条，政策解读 2 篇。" * 45,),
    "COUNTY-FIGURE": ("全年在政府网站公开政府信息 30 条。政策解读及时准确，形式多样。",),
}
_COUNTY: Final = Requirements(
    source="武政办发〔2025〕54号",
    most_characters=1000,
    mentions=(Mention("政策解读的数量", ("解读",), counted=True),),
)
"""The requirements of the examples of COUNTY-…: some that a city has published."""
_OTHER_MATTERS: Final = {"FEE-PROSE": ("本年度未收取信息处理费。",)}
_WITH_LAST_YEAR: Final = {"TEXT-COPY"}
"""Codes of which the example needs last year's report: the same with another year."""
_ON_PAPER: Final = {"FORM-HEADING", "VALUE-LARGE", "T3-TOTAL-ROW", "T3-TOTAL-COL", "T4-TOTAL"}
"""Codes that only a Word report can have: in the workbook totals are formulas, headings are locked, each cell stands alone."""

_RULES_INTRODUCTION: Final = """# 规则

核对用到的每一条规则：代码、要求、依据、程序的原话举一例、怎么改。**错误**不改正就不生成报告；**提醒**、**提示**不妨碍。
“可说明”的，数字没错、确有原因，在“校验”表那一行的“情况说明”里写一句，就不再拦着，说明随报告到县里；
Word 报告没有“校验”表：数字的，在落款后面另起一行写“情况说明：……”，或者写在报送的邮件正文里（一封邮件一份报告）；正文的提醒不用说明，不拦着。合计错了，只说合计那一处；由它引起的别处不符，不再说。
一张表里许多格子是同一个毛病（都空着、都写“－”），合成一条说。

例子是把一份市里的真实数字（单位改作“安宁县青山镇人民政府”）故意改错一处，由程序核对出来的。
正文各条的详细说法和更多例子见[校对规则](校对规则.md)。
"""


def rules_page() -> str:
    """Return docs/规则.md: every code with what the program says about a real mistake."""
    lines = [_RULES_INTRODUCTION]
    for code, entry in CODES.items():
        explainable = "，可说明" if entry.explainable else ""
        lines.append(
            f"## {code}\n\n{entry.rule}。（{entry.severity.label}{explainable}）\n\n"
            f"- 依据：{entry.source}\n- 例如：{_example(code)}\n- 怎么改：{entry.remedy}\n{_in_documents(entry)}"
        )
    return "\n".join(lines)


def _in_documents(entry: Code) -> str:
    remedy = entry.remedy_in_documents
    return f"- Word 报告、网页、PDF：{remedy}\n" if remedy else ""


def _example(code: str) -> str:
    for example in EXAMPLES:
        if example.code == code:
            return f"“{example.wrong}”——{example.message}"
    report = replace(
        load_case(CASES / "city-2025.json"),
        unit_name="安宁县青山镇人民政府",
        t4_all_zero=code == "VALUE-ZERO-CONFLICT",
        overview=_OVERVIEWS.get(code, ("无。",)),
        problems=("无。",) if code == "TEXT-EMPTY" else ("公开内容还不够细，下一步逐项核对。",),
        other_matters=_OTHER_MATTERS.get(code, ()),
    ).with_figures(_FIGURES.get(code, {}))
    if code in _ON_PAPER:
        name, data = "年报.docx", render_report(report, resource(REPORT_TEMPLATE).read_bytes())
    else:
        name, data = "年报.xlsx", write_workbook(report)
    data = _edited(data, _EDITS.get(code, ()))
    last = replace(report, report_year=2024) if code in _WITH_LAST_YEAR else None
    try:
        findings = [
            *examine_input(detect_kind(Path(name), data), lambda _: last).findings,
            *check_requirements(report, _COUNTY),
            *differences(report, [Part.of(report.with_figures({Slot("t2_penalties", 0): 7}), "a")]),
        ]
    except UnusableFile as refusal:
        return str(refusal)
    messages = [finding.message for finding in findings if finding.code == code]
    if not messages:
        raise LookupError(f"{code} has no example: give it a mistake in tools/rulebook.py")
    return messages[0]


def _edited(file: bytes, edits: tuple[_Edit, ...]) -> bytes:
    """Return a workbook or a Word file with edits; its protection does not count."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(buffer, "w") as new:
        for part in old.infolist():
            xml = old.read(part).decode()
            for edit in edits:
                xml = re.sub(edit.pattern, edit.replacement, xml)
            new.writestr(part, xml)
    return buffer.getvalue()
