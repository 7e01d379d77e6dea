"""What a check can say: the catalogue of codes, findings with their place, the exception family."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final


class Severity(str, Enum):
    """How much a finding weighs: an error stops a conversion, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        """The severity as the clerk reads it."""
        return {"error": "错误", "warning": "提醒", "note": "提示"}[self.value]


@dataclass(frozen=True)
class Code:
    """One kind of finding."""

    severity: Severity
    rule: str
    """What is asked, in the clerk's words."""
    explainable: bool = False
    """A reason written beside the check turns the finding into an explained one."""


_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

CODES: Final[dict[str, Code]] = {
    "FORM-VERSION": Code(_ERROR, "文件是本表，版本可用"),
    "FORM-NAME": Code(_ERROR, "单元格名称齐全，位置和大小不变"),
    "FORM-LABEL": Code(_ERROR, "标准表的文字和锁定的公式不改动"),
    "FORM-STALE": Code(_WARNING, "合计已重新计算"),
    "VALUE-MISSING": Code(_ERROR, "必填项不留空"),
    "VALUE-TYPE": Code(_ERROR, "该填数字、日期的地方填数字、日期"),
    "VALUE-NEGATIVE": Code(_ERROR, "数字不小于 0"),
    "VALUE-FRACTION": Code(_ERROR, "件数是整数"),
    "VALUE-NORMALISED": Code(_WARNING, "数字不带单位、空格和全角字符"),
    "VALUE-ZERO-CONFLICT": Code(_ERROR, "声明“全年均为零”的表里没有别的数字"),
    "T2-STOCK": Code(_ERROR, "现行有效＝上年末现行有效＋本年制发－本年废止", explainable=True),
    "T2-TOWNSHIP-RULES": Code(_WARNING, "乡镇、街道和部门没有制定规章的权限，规章各项为 0"),
    "T3-BALANCE": Code(_ERROR, "新收＋上年结转＝办理结果总计＋结转下年"),
    "T3-TOTAL-ROW": Code(_ERROR, "（七）总计＝21 项办理结果之和"),
    "T3-TOTAL-COL": Code(_ERROR, "总计＝六类申请人之和"),
    "T3-CARRY": Code(_ERROR, "上年结转＝上年度报告的结转下年度继续办理", explainable=True),
    "T4-TOTAL": Code(_ERROR, "总计＝四种结果之和"),
    "FEE-ORDER": Code(_ERROR, "实际收取不超过收费通知总金额；收费须先发通知"),
    "FEE-MISSING": Code(_WARNING, "有逾期未缴费而不再处理的申请，第六部分就应报告收费通知"),
    "TEXT-MISSING": Code(_ERROR, "各部分正文不缺"),
    "TEXT-COUNT": Code(_WARNING, "正文里的数字与表格一致", explainable=True),
    "TEXT-YEAR": Code(_WARNING, "正文说的是本年度", explainable=True),
    "TEXT-UNIT": Code(_WARNING, "正文说的是本单位"),
    "TEXT-CITATION": Code(_WARNING, "法规、文件的名称和文号准确"),
    "TEXT-TYPO": Code(_WARNING, "没有错别字"),
    "TEXT-NUMBERING": Code(_WARNING, "标题序号连续、写法统一"),
    "TEXT-LEFTOVER": Code(_WARNING, "没有残留的占位文字"),
    "TEXT-ASPECT": Code(_NOTE, "总体情况写全五个方面"),
}


@dataclass(frozen=True)
class Place:
    """Where something stands in a file, as its reader sees it."""

    sheet: str | None
    cell: str | None
    """`H6` in a workbook; table and row in a Word report."""
    label: str

    def __str__(self) -> str:
        sheet = f"「{self.sheet}」" if self.sheet else ""
        return f"{sheet}{self.cell or ''}（{self.label}）" if self.label else f"{sheet}{self.cell}"


@dataclass(frozen=True)
class Finding:
    """One thing found: what, where, and what to do about it."""

    code: str
    what: str
    """The arithmetic or the wording, with its numbers, and what to do; whole sentences."""
    name: str | None = None
    """The field's name in the contract."""
    position: int = 0
    place: Place | None = None
    reason: str = ""
    """The clerk's explanation."""

    @property
    def severity(self) -> Severity:
        """The weight that the catalogue gives to the code."""
        return CODES[self.code].severity

    @property
    def explained(self) -> bool:
        """Whether the clerk gave a reason and the code takes one."""
        return bool(self.reason) and CODES[self.code].explainable

    @property
    def stops(self) -> bool:
        """Whether the finding stops a conversion."""
        return self.severity is Severity.ERROR and not self.explained

    @property
    def said(self) -> str:
        """What and remedy, and the reason where there is one."""
        return f"{self.what}（单位说明：{self.reason}）" if self.explained else self.what

    @property
    def message(self) -> str:
        """Where, and what is said of it."""
        return f"{self.place}：{self.said}" if self.place else self.said

    def at(self, place: Place | None) -> "Finding":
        """Return the finding with its place."""
        return replace(self, place=place)


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that stop a conversion."""
    return [finding for finding in findings if finding.stops]


class NianbaoError(Exception):
    """Anything this program refuses to do; the text is a sentence for the clerk."""


class Refusal(str, Enum):
    """Why a file is not read."""

    DAMAGED = "damaged"
    EMPTY = "empty"
    HOSTILE = "hostile"
    """It holds what no office program writes and what can hurt a reader."""
    NOT_OURS = "not-ours"
    """A sound file, but no report."""
    OLD_FORMAT = "old-format"
    OTHER_FORMAT = "other-format"
    PASSWORD = "password"  # noqa: S105 (a reason, no password)
    STOPPED = "stopped"
    """Reading took too long or too much, or the worker died."""
    STRICT = "strict"
    TOO_LARGE = "too-large"
    UNREACHABLE = "unreachable"
    """The file system, or a program that is needed, does not give it."""
    VERSION = "version"


class UnusableFile(NianbaoError):
    """A file that cannot be read as what it should be."""

    def __init__(self, sentence: str, why: Refusal = Refusal.NOT_OURS) -> None:
        super().__init__(sentence)
        self.why = why


class UnusableTemplate(NianbaoError):
    """A Word template that cannot be rendered."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("报告模板不能使用：\n" + "\n".join(self.problems))

    def __reduce__(self) -> tuple[type["UnusableTemplate"], tuple[tuple[str, ...]]]:
        return UnusableTemplate, (self.problems,)


class CannotDeliver(NianbaoError):
    """An output that cannot be written."""


class CannotSend(NianbaoError):
    """A mail that was certainly not sent."""
