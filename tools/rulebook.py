"""Write the page of the rules of the prose, docs/校对规则.md, from the examples of the tests."""

from converter.findings import CODES
from tests.prose_examples import EXAMPLES
from tools.cases import ROOT

PROSE_PAGE = ROOT / "docs" / "校对规则.md"

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

词表在程序目录 `converter/prose/wordlists/`，用记事本或 Excel 打开，一行一条，每条写明来源，可以增删。
"""
_LISTS = """
## 词表

| 文件 | 内容 |
|---|---|
| `citations.csv` | 法规、文件的题名、文号、别称、引用的年份、取代它的文件 |
| `terms.csv` | 本行的术语；据此认出音近、衍字、颠倒的误写，“漏字”栏为“是”的也认漏字；本来就对的近似词写在“例外”栏 |
| `mistakes.csv` | 其他误写及其改法，例外的词 |
| `repeatable.csv` | 可以连写两遍的词 |
| `homophones.csv` | 同音字 |
| `self_references.csv` | 各类机关的自称 |
| `aspects.csv` | 总体情况五个方面的用语 |
| `leftovers.csv` | 不该留在报告里的文字 |
"""


def prose_page() -> str:
    """Return the page as Markdown."""
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
    return "\n".join(lines) + _LISTS
