"""The catalogue of codes, each with rule, source and remedy; findings and their place in the file."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final, NamedTuple


class Severity(str, Enum):
    """How serious a finding is: an error stops a conversion, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        """The severity as the clerk reads it."""
        return {"error": "错误", "warning": "提醒", "note": "提示"}[self.value]


EXPLAINED: Final = "已说明"
"""The severity of a finding that the clerk's reason explains, as the clerk reads it."""


class Code(NamedTuple):
    """One kind of finding."""

    severity: Severity
    rule: str
    """What is required, in the clerk's words."""
    source: str
    """The official document that requires it, or this form."""
    remedy: str
    """What the clerk does about it."""
    explainable: bool = False
    """The clerk may explain the finding with a reason on the 校验 sheet; then it does not stop the conversion."""
    remedy_in_documents: str | None = None
    """What the writer of a Word report or a page does, where it is something else than what the clerk does."""


_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

_FORMAT: Final = "《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）"
_TABLE2, _TABLE3, _TABLE4 = (f"{_FORMAT}表{number}" for number in "二三四")
_FEES: Final = "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）"
_REGULATION: Final = "《中华人民共和国政府信息公开条例》"
_ACCURATE: Final = f"{_REGULATION}第六条（及时、准确地公开政府信息）"
_OURS: Final = "填报表自身的要求"
_IN_WORDS: Final = "对照标准格式，照提示改。"
_WITH_THE_REPORT: Final = "在报送的邮件里写明"
"""Where who sends a Word report explains what its prose says."""
BELOW_THE_SIGN_OFF: Final = "在落款后面另起一行写“情况说明：……”"
"""Where they explain a figure."""
_TOTAL: Final = "核对各格；合计是公式，改动过的，撤销工作表保护（没有密码），把公式改回来。Word 报告里的，核对各加数和合计。"
"""The same as `FORM_LABEL_FORMULA` says at the cell: one wrong total, one thing to do."""
_ADD_AGAIN: Final = "核对各加数和合计。"
_COUNTY: Final = "县里的要求（县里.toml 写明的文件）；算提醒还是算错误，由县里定"

CODES: Final[dict[str, Code]] = {
    "FORM-VERSION": Code(
        _ERROR,
        "文件是本表，版本可用",
        _OURS,
        "用空白填报表重新填写，正文可以复制过去；版本更高的，换新版程序。",
        remedy_in_documents="",
    ),
    "FORM-NAME": Code(
        _ERROR,
        "每张表的格子认得出来：行列没有增删，标签都在原处",
        _OURS,
        "照提示删去多出的行列，或者补回原来的文字。撤销工作表保护不需要密码。",
    ),
    "FORM-HEALED": Code(
        _WARNING,
        "单元格名称、合计公式、工作表齐全",
        _OURS,
        "程序已经按标签读取、重新计算，填的内容一个不少；核对一下提示的地方就行。",
    ),
    "FORM-LABEL": Code(
        _ERROR,
        "标准表的文字和锁定的公式不改动，格子不合并、不隐藏",
        _FORMAT,
        "照提示恢复原文字、原公式。撤销工作表保护不需要密码。",
        remedy_in_documents=_IN_WORDS,
    ),
    "FORM-HEADING": Code(
        _WARNING,
        "六个部分的标题照标准格式写，各占一行",
        _FORMAT,
        "照提示改标题；内容已经按这个标题读取，核对一下有没有放错部分。",
    ),
    "FORM-STALE": Code(
        _WARNING, "合计已重新计算", _OURS, "用 Excel、WPS 打开，保存一次。报告里用的是重新算的数。"
    ),
    "VALUE-MISSING": Code(
        _ERROR,
        "必填项不留空",
        _FORMAT,
        "把空格子填上，数字没有就填 0（填开头的表，空格子是橙色）；整张表都是零，把“全年均为零”选成“是”。",
        remedy_in_documents="把空格子填上，没有就填 0。",
    ),
    "VALUE-TYPE": Code(
        _ERROR,
        "该填数字、日期的地方填数字、日期",
        _FORMAT,
        "红色的格子，该填数字的只填数字，该填日期的只填日期。",
        remedy_in_documents="格子里只写数字，不写文字。",
    ),
    "VALUE-NEGATIVE": Code(_ERROR, "数字不小于 0", _FORMAT, "核对后重填。"),
    "VALUE-FRACTION": Code(_ERROR, "件数是整数", _FORMAT, "件数填整数；金额最多六位小数。"),
    "VALUE-LARGE": Code(
        _WARNING,
        "表三、表四的件数像一年的申请、复议、诉讼件数",
        _ACCURATE,
        "看看是不是两格的数连成了一个，改成一格一个数。",
    ),
    "VALUE-NORMALISED": Code(
        _WARNING,
        "数字不带单位、空格和全角字符",
        _OURS,
        "能认出来，已经照认出来的处理；最好照提示改填。",
    ),
    "VALUE-ZERO-CONFLICT": Code(
        _ERROR,
        "声明“全年均为零”的表里没有别的数字",
        _OURS,
        "有数字就选“否”；确实没有，把数字改成 0。",
    ),
    "T2-STOCK": Code(
        _ERROR,
        "现行有效＝上年末现行有效＋本年制发－本年废止",
        _TABLE2,
        "核对三个数和上年报告；上年漏报、补报的，在“情况说明”写明。",
        explainable=True,
        remedy_in_documents=f"核对三个数和上年报告；上年漏报、补报的，{BELOW_THE_SIGN_OFF}。",
    ),
    "T2-STOCK-LEAST": Code(
        _ERROR,
        "现行有效不少于本年制发－本年废止，不论上年多少",
        _TABLE2,
        "核对三个数；现行有效是年底还管用的，往年印发的也算。确有原因的，在“情况说明”写明。",
        explainable=True,
        remedy_in_documents=f"核对三个数；现行有效是年底还管用的，往年印发的也算。确有原因的，{BELOW_THE_SIGN_OFF}。",
    ),
    "T2-TOWNSHIP-RULES": Code(
        _WARNING,
        "乡镇、街道和部门没有制定规章的权限，规章各项为 0",
        "《中华人民共和国立法法》第九十一条、第九十三条",
        "规章各项改为 0；要报的是规范性文件，填到下一行。",
    ),
    "T3-BALANCE": Code(
        _ERROR,
        "新收＋上年结转＝办理结果总计＋结转下年",
        _TABLE3,
        "逐列核对四个数，多半是办理结果漏填、重填；确实没有办结的，才填结转。",
    ),
    "T3-TOTAL-ROW": Code(
        _ERROR,
        "（七）总计＝21 项办理结果之和",
        _TABLE3,
        _TOTAL,
        remedy_in_documents=_ADD_AGAIN,
    ),
    "T3-TOTAL-COL": Code(
        _ERROR,
        "总计＝六类申请人之和",
        _TABLE3,
        _TOTAL,
        remedy_in_documents=_ADD_AGAIN,
    ),
    "T3-CARRY": Code(
        _ERROR,
        "上年结转＝上年度报告的结转下年度继续办理",
        _TABLE3,
        "与上年度报告改为一致；上年有误的，在“情况说明”写明。",
        explainable=True,
        remedy_in_documents=f"与上年度报告改为一致；上年有误的，{BELOW_THE_SIGN_OFF}。",
    ),
    "T4-TOTAL": Code(
        _ERROR,
        "总计＝四种结果之和",
        _TABLE4,
        _TOTAL,
        remedy_in_documents=_ADD_AGAIN,
    ),
    "FEE-ORDER": Code(
        _ERROR,
        "实际收取不超过收费通知总金额；收费须先发通知",
        _FEES,
        "核对三个数：先有通知，才有应收、实收。",
    ),
    "FEE-STEP": Code(
        _WARNING,
        "收费金额是 10 元的整数倍；有申请才有收费",
        _FEES,
        "核对金额和表三的申请件数；按规定按件每件 100 元起，按量每页 10、20、40 元。",
    ),
    "FEE-MISSING": Code(
        _WARNING,
        "有逾期未缴费而不再处理的申请，第六部分就应报告收费通知",
        _FEES,
        "补填收费通知的件数和金额，或者核对表三那一行。",
        remedy_in_documents="在第六部分补写收费通知的件数和金额，或者核对表三那一行。",
    ),
    "FEE-PROSE": Code(
        _ERROR,
        "第六部分正文说的信息处理费与填的三个数一致",
        _FEES,
        "核对收费通知的件数、总金额、实际收取的金额，把正文和填的数改成一样的。",
        remedy_in_documents="核对收费通知的件数、总金额、实际收取的金额，几处改成一样的。",
    ),
    "YEAR-JUMP": Code(
        _WARNING,
        "与上年相比，没有多到十倍以上、少到十分之一以下",
        _ACCURATE,
        "核对本年和上年的数、收费的单位（万元）；确有原因的，在“情况说明”写明。",
        explainable=True,
        remedy_in_documents=f"核对本年和上年的数、收费的单位（万元）；确有原因的，{BELOW_THE_SIGN_OFF}。",
    ),
    "TEXT-MISSING": Code(
        _ERROR,
        "各部分正文不缺",
        f"{_REGULATION}第五十条；{_FORMAT}",
        "至少写一段；确实没有可写的，也要写一句说明。",
    ),
    "TEXT-EMPTY": Code(
        _WARNING,
        "第五部分写出问题和改进",
        f"{_REGULATION}第五十条第四项；{_FORMAT}",
        "写一两条本年度的不足，再写怎么改进；上年提出的改进做得怎样，也可以写。",
    ),
    "TEXT-COUNT": Code(
        _WARNING,
        "正文里的数字与表格一致",
        _ACCURATE,
        "核对正文和表格，改为一致；口径不同的，在“情况说明”写明。",
        explainable=True,
        remedy_in_documents=f"核对正文和表格，改为一致；口径不同的，{_WITH_THE_REPORT}。",
    ),
    "TEXT-YEAR": Code(
        _WARNING,
        "正文说的是本年度",
        _ACCURATE,
        "改成本年度；确实说往年的，在“情况说明”写明。",
        explainable=True,
        remedy_in_documents=f"改成本年度；确实说往年的，{_WITH_THE_REPORT}。",
    ),
    "TEXT-UNIT": Code(_WARNING, "正文说的是本单位", _ACCURATE, "改成本单位的名称或自称。"),
    "TEXT-COPY": Code(
        _WARNING,
        "正文写的是本单位本年度的情况，不照抄上年度或别的单位的报告",
        _ACCURATE,
        "照抄的各句按本单位本年度的情况重写。",
    ),
    "TEXT-CITATION": Code(
        _WARNING,
        "法规、文件的名称和文号准确",
        _ACCURATE,
        "照提示改；各条依据见《校对规则》。",
    ),
    "TEXT-TYPO": Code(
        _WARNING, "没有错别字", "《通用规范汉字表》（国发〔2013〕23号）", "照提示改。"
    ),
    "TEXT-NUMBERING": Code(
        _WARNING,
        "标题序号连续、写法统一",
        "《党政机关公文格式》（GB/T 9704-2012）7.3.3",
        "照提示改：依次用“一、”“（一）”“1.”“（1）”。",
    ),
    "TEXT-LEFTOVER": Code(_WARNING, "没有残留的占位文字", _ACCURATE, "填上内容，或者删掉。"),
    "TEXT-LONG": Code(
        _WARNING,
        "正文不过长，都校对得到",
        "程序自身的限度",
        "删去混进来的别的材料；都要留的，后面没有校对的自己通读一遍。",
    ),
    "TEXT-ASPECT": Code(
        _NOTE,
        "总体情况写全五个方面；人民政府还写工作考核、社会评议、责任追究",
        f"{_FORMAT}；{_REGULATION}第五十条第四项",
        "补写缺的方面；确实没有的，写一句没有。",
    ),
    "COUNTY-LENGTH": Code(
        _WARNING,
        "总体情况的字数不超过县里的要求",
        _COUNTY,
        "压缩总体情况，留下本年度做了什么、多少件；日常工作、意义一类的话删去。",
    ),
    "COUNTY-WORD": Code(
        _WARNING,
        "县里要求写到的都写到了",
        _COUNTY,
        "照提示补写；确实没有的，写一句没有。",
    ),
    "COUNTY-FIGURE": Code(
        _WARNING,
        "县里要求写数量的地方写了数量",
        _COUNTY,
        "在那一句里补上数量；确实没有的，写一句没有。",
    ),
    "COUNTY-SUM": Code(
        _WARNING,
        "县里报告的数等于各单位和本级部门的数之和",
        f"{_ACCURATE}；县里的汇总",
        "核对这一行和各单位的报告；本级部门的报告还没有放进来的，放进来再核对。",
    ),
}


_EXPLAIN: Final = "在“校验”表写明"
"""How sentences say where an explanation is written."""
_IN_DOCUMENTS: Final = (
    ("；标题可以不填，会自动写出", ""),
    ("第六部分填的却是", "第六部分另一处说的却是"),
    ("：改这句话，或者改填的数", ""),
)
"""Words that fit the workbook alone, each with what is said instead of other files."""


@dataclass(frozen=True)
class Place:
    """The place of a finding or a figure in a file."""

    sheet: str | None
    cell: str | None
    """`H6` in a workbook; table and row, or heading and paragraph, in a Word report."""
    label: str

    def __str__(self) -> str:
        sheet = f"「{self.sheet}」" if self.sheet else ""
        return f"{sheet}{self.cell or ''}（{self.label}）" if self.label else f"{sheet}{self.cell}"


@dataclass(frozen=True)
class Finding:
    """One error, warning or note: its code, its sentences and its place."""

    code: str
    what: str
    """What is wrong, with its numbers, and what to do: whole sentences from `sentences/`."""
    name: str | None = None
    """The name of the field; None where the finding concerns no field."""
    position: int = 0
    """The position in the field, counted from 0."""
    place: Place | None = None
    reason: str = ""
    """The clerk's explanation."""
    key: str = field(default="", compare=False)
    """The line of 校验 that takes an explanation; empty where none is taken."""
    names: tuple[str, ...] = ()
    """Every defined name that it speaks of, where one finding stands for many."""
    marked: tuple[int, int] = field(default=(0, 0), compare=False)
    """Where the offending words stand in `what`, which quotes them; the empty range where none are quoted."""
    span: tuple[int, int] = field(default=(0, 0), compare=False)
    """Where they stand in their paragraph, blanks not counted."""
    many: str = ""
    """The sentence for several cells of a table of which the same is to be said; empty where each is told."""
    weight: Severity | None = None
    """What the county says of its own requirement; None for the severity of the code."""
    of_others: bool = field(default=False, compare=False)
    """It says what stands in another unit's report: letters to the unit leave it out."""
    in_document: bool = False
    """It is told to the writer of a Word report or a page, who has no workbook."""

    @property
    def severity(self) -> Severity:
        """The severity of the code, or what the county says."""
        return self.weight or CODES[self.code].severity

    @property
    def remedy(self) -> str:
        """What to do about findings of the code in a file of this kind; empty where the sentences say it all."""
        code = CODES[self.code]
        if self.in_document and code.remedy_in_documents is not None:
            return code.remedy_in_documents
        return code.remedy

    @property
    def explained(self) -> bool:
        """Whether the clerk gave a reason and the code takes one."""
        return bool(self.reason) and CODES[self.code].explainable

    @property
    def label(self) -> str:
        """The severity as the clerk reads it, 已说明 where it is explained."""
        return EXPLAINED if self.explained else self.severity.label

    @property
    def stops(self) -> bool:
        """Whether the finding stops a conversion."""
        return self.severity is Severity.ERROR and not self.explained

    @property
    def said(self) -> str:
        """The sentences, with the clerk's reason where it explains the finding."""
        return f"{self.what}（单位说明：{self.reason}）" if self.explained else self.what

    @property
    def message(self) -> str:
        """The place and the sentences."""
        return f"{self.place}：{self.said}" if self.place else self.said

    def at(self, place: Place | None) -> "Finding":
        """Return the finding with its place."""
        return replace(self, place=place)

    def explained_in(self, cell: str) -> "Finding":
        """Return the finding with the cell of 校验 in which an explanation is written."""
        return replace(self, what=self.what.replace(_EXPLAIN, f"在“校验”表 {cell} 写明"))

    def for_document(self) -> "Finding":
        """Return the finding as the writer of a Word report or a page is told it: they have no 校验 sheet."""
        explain = _WITH_THE_REPORT if self.code.startswith("TEXT-") else BELOW_THE_SIGN_OFF
        what = self.what.replace(_EXPLAIN, explain)
        for workbook, document in _IN_DOCUMENTS:
            what = what.replace(workbook, document)
        return replace(self, what=what, in_document=True)


def counted(labels: Iterable[str]) -> str:
    """Return how often each label of findings is there, errors first, `错误 1 处，提醒 2 处`; empty for none."""
    counts = Counter(labels)
    order = [*(severity.label for severity in Severity), EXPLAINED]
    return "，".join(f"{label} {counts[label]} 处" for label in order if counts[label])


def warnings(findings: Iterable[Finding]) -> list[Finding]:
    """Return the warnings that a unit is told: no reason was given, and no other unit's report is named."""
    told = (one for one in findings if one.severity is Severity.WARNING and not one.of_others)
    return [one for one in told if not one.explained]


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that stop a conversion."""
    return [finding for finding in findings if finding.stops]
