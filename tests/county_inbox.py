"""A county's morning, seeded: what sixty units sent, last year's reports, and the facts of each round.

`build` writes the folders and returns what a ledger, the sums and the return notes must say. A fact is
stated where its file is made, in a `_Sent`; what a round says as a whole is derived from those.
"""

import io
import os
import random
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import Final

import openpyxl

from converter.conversion import render
from converter.form.fields import FIELDS, OUTCOMES, Slot
from converter.form.report import TOTAL_SLOTS, Report, official_title
from converter.writing.workbooks.workbook import write_workbook
from tests.foreign import Habits, web_page, word_report
from tests.hostile import ole
from tests.published import portal

YEAR: Final = 2025
COUNTY: Final = "安宁县"

CONVERTED, RETURNED, UNREADABLE = "已转换", "有错误，退回", "不能读取"
REPLACED, OTHER_YEAR, MISSING = "重复，未采用", "年度不对", "缺报"
UNIT_OPEN, CHOICE_OPEN, NOT_READ = "单位待定", "请选定", "未读取"

COUNTED: Final = (CONVERTED, RETURNED)
"""The states of reports that 汇总表 adds up."""

# ---------------------------------------------------------------- what is known


@dataclass(frozen=True)
class Unit:
    """A line of the roster."""

    name: str
    short: str
    former: str
    email: str

    @property
    def itself(self) -> str:
        """What the unit calls itself in prose."""
        return "我镇" if self.name.endswith("镇人民政府") else "我局"


@dataclass(frozen=True)
class Row:
    """A row of the ledger; None stands for anything."""

    unit: str | None
    label: str | None
    state: str


@dataclass(frozen=True)
class Note:
    """What a return note says and does not say."""

    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True)
class Round:
    """What changes in the folders before a run, and what the run must say."""

    name: str
    changes: Mapping[Path, bytes | None]
    """New content by path; None for a file that is removed."""
    rows: tuple[Row, ...]
    sums: Mapping[str, int]
    """What 汇总表 adds up to, by `SUMMED`: the figures of cells, no stated totals."""
    converted_sums: Mapping[str, int]
    """The same of the reports without errors, which is what the output folder holds."""
    not_converted: frozenset[str]
    """Units of the roster that are not in `converted_sums`."""
    notes: Mapping[str, Note]
    """By unit; no other unit has a note."""
    codes: Mapping[str, frozenset[str]]
    """The codes of errors in 问题清单 by unit, where they are known."""
    listed: Mapping[tuple[str, str], int]
    """Lines of 问题清单 by unit and code."""
    remarks: Mapping[str, str]
    """What a remark contains, by the label of the file or, without a file, the unit."""
    outputs: frozenset[str]
    """Names of reports and notes in the output folder."""
    withdrawn: frozenset[str]
    """Names of files in 已撤回."""
    unchanged: frozenset[str]
    """Units that sent nothing new; what was written for them stays as it is."""

    def apply(self) -> None:
        """Add, replace and remove the files."""
        for path, data in self.changes.items():
            if data is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            os.utime(path, (_MORNING.timestamp(),) * 2)


@dataclass(frozen=True)
class Inbox:
    """The folders of a morning and what is known of them; nothing is in them before `apply`."""

    folder: Path
    last_year: Path
    output: Path
    roster: Path
    units: tuple[Unit, ...]
    rounds: tuple[Round, ...]


SUMMED: Final[Mapping[str, tuple[str, int]]] = {
    "t2_normative": ("行政规范性文件", 3),
    "t3_new_received": ("一、本年新收政府信息公开申请数量", 9),
    "t3_granted": ("（一）予以公开", 9),
    "t3_total": ("（七）总计", 9),
    "t3_carried_out": ("四、结转下年度继续办理", 9),
}
"""The figures that are summed: the label of the row in 汇总表, the column from 0."""

# ---------------------------------------------------------------- units

_TOWNS: Final = (
    *("清泉", "太平", "柳林", "石桥", "东风", "红岩", "白沙", "龙潭", "马家", "双河"),
    *("永兴", "高坪", "杏花", "大营", "新集", "南湖", "北关", "西岭", "金台", "安乐"),
)
_OFFICES: Final = (
    *("财政局", "民政局", "教育局", "水利局", "司法局", "审计局", "统计局", "公安局", "林业局"),
    *("档案局", "信访局", "气象局", "税务局", "医疗保障局", "卫生健康局", "农业农村局"),
    *("自然资源局", "应急管理局", "市场监督管理局", "生态环境局", "交通运输局"),
    *("住房和城乡建设局", "人力资源和社会保障局", "退役军人事务局", "行政审批服务管理局"),
    *("乡村振兴局", "商务局", "文化和旅游局", "发展和改革局", "工业和信息化局", "科学技术局"),
    *("能源局", "粮食和物资储备局", "城市管理局", "机关事务管理局", "体育局", "园林绿化局"),
    *("地方金融管理局", "移民安置局", "投资促进局"),
)
_SHORT: Final = {
    "人力资源和社会保障局": "县人社局",
    "住房和城乡建设局": "县住建局",
    "市场监督管理局": "县市监局",
    "卫生健康局": "县卫健局",
    "文化和旅游局": "县文旅局",
    "工业和信息化局": "县工信局",
    "发展和改革局": "县发改局",
}
_FORMER: Final = {
    "卫生健康局": "卫生和计划生育局",
    "乡村振兴局": "扶贫开发办公室",
    "应急管理局": "安全生产监督管理局",
    "文化和旅游局": "文化体育局",
    "自然资源局": "国土资源局",
}
_MISSPELT: Final = {
    "水利局": "水力局",
    "粮食和物资储备局": "粮食和物质储备局",
    "生态环境局": "生态环镜局",
}


def _roster(dice: random.Random) -> tuple[Unit, ...]:
    towns = [(f"{name}镇人民政府", f"{name}镇", "") for name in _TOWNS]
    offices = [
        (name, _SHORT.get(name, f"县{name}"), COUNTY + _FORMER[name] if name in _FORMER else "")
        for name in _OFFICES
    ]
    lines = [*towns, *offices]
    dice.shuffle(lines)
    return tuple(
        Unit(COUNTY + name, short, former, f"unit{number:02}@anning.example.gov.cn")
        for number, (name, short, former) in enumerate(lines, start=1)
    )


def _roster_workbook(units: Iterable[Unit]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(("全称", "曾用名", "简称", "邮箱"))
    for unit in units:
        sheet.append((unit.name, unit.former or None, unit.short, unit.email))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


# ---------------------------------------------------------------- reports

_SUBJECTS: Final = (
    *("惠农补贴", "低保救助", "项目资金", "道路养护", "饮水安全", "医保缴费", "就业培训"),
    *("校园餐饮", "防汛抗旱", "森林防火", "河道清淤", "危房改造", "职称评审", "招标采购"),
    *("预算决算", "行政审批", "食品抽检", "环境监测", "土地流转", "春耕备耕", "养老服务"),
    *("公交线路", "文化活动", "安全检查", "农机购置", "灌区改造", "疫苗接种", "法律援助"),
    *("电商培训", "污水处理", "垃圾分类", "古树保护", "节能降耗", "普法宣传", "档案查阅"),
)
_CHANNELS: Final = (
    *("门户网站", "公开专栏", "便民大厅", "微信公众号", "公告栏", "新闻发布会", "广播喇叭"),
    *("图书馆查阅点", "服务热线", "电子屏", "宣传折页", "走访座谈"),
)


def _prose(unit: Unit, name: str, year: int, dice: random.Random) -> dict[str, tuple[str, ...]]:
    subjects, channels = iter(dice.sample(_SUBJECTS, 14)), iter(dice.sample(_CHANNELS, 6))
    some, way = partial(next, subjects), partial(next, channels)
    return {
        "overview": (
            f"{year}年，{name}按照县委、县政府部署，把{some()}、{some()}作为公开的重点来抓。",
            f"（一）主动公开。围绕{some()}、{some()}等事项，通过{way()}及时发布信息。",
            f"（二）依申请公开。{unit.itself}在{way()}公布受理电话，涉及{some()}、{some()}的申请逐件登记。",
            f"（三）政府信息管理。{some()}类文件先审后发，{some()}类文件定期清理归档。",
            f"（四）政府信息公开平台建设。改进{way()}，与{way()}同步更新{some()}的内容。",
            f"（五）监督保障。明确专人负责，就{some()}开展一次自查，听取群众意见。",
        ),
        "problems": (
            f"存在的问题是{some()}的内容公开得不够细，{way()}更新偏慢。",
            f"下一步，{unit.itself}将列出{some()}的公开清单，用好{way()}。",
        ),
        "other_matters": ("除上述情况外，没有其他需要报告的事项。",),
    }


def _figures(dice: random.Random, last: Report | None) -> dict[Slot, int]:
    """Return figures in which every sum holds, also against last year's."""
    cells = {
        Slot(name, position): 0
        for name, each in FIELDS.items()
        if each.is_number and each.required
        for position in range(len(each.cells))
    }
    in_force = last.stated(Slot("t2_normative", 2)) if last else dice.randint(3, 9)
    issued, repealed = dice.randint(0, 4), dice.randint(0, 2)
    for position, figure in enumerate((issued, repealed, in_force + issued - repealed)):
        cells[Slot("t2_normative", position)] = figure
    cells[Slot("t2_licensing")] = dice.randint(0, 300)
    for column in range(2):
        carried_in = last.stated(Slot("t3_carried_out", column)) if last else 0
        new, left = dice.randint(6, 14), dice.randint(1, 3)
        partly, lacking = dice.randint(0, 2), dice.randint(0, 2)
        granted = new + carried_in - left - partly - lacking
        column_cells = {
            "t3_new_received": new,
            "t3_carried_in": carried_in,
            "t3_carried_out": left,
            "t3_granted": granted,
            "t3_partly_granted": partly,
            "t3_unavailable_not_held": lacking,
        }
        cells |= {Slot(name, column): figure for name, figure in column_cells.items()}
    return cells


def _report(
    unit: Unit, dice: random.Random, last: Report | None = None, *, name: str = ""
) -> Report:
    """Return a right report of a unit, for last year where `last` is not given."""
    name, year = name or unit.name, YEAR if last else YEAR - 1
    report = Report(
        unit_name=name,
        report_year=year,
        report_date=date(year + 1, 1, dice.randint(5, 25)),
        submit_to=f"{COUNTY}人民政府办公室",
        **_prose(unit, name, year, dice),
    )
    return report.with_figures(_figures(dice, last)).with_totals(TOTAL_SLOTS)


def _cells(report: Report, name: str) -> int:
    """Return a figure of `SUMMED`: added up from the cells, a blank being 0."""
    if name == "t2_normative":
        return report.stated(Slot(name, 2)) or 0
    rows = OUTCOMES if name == "t3_total" else (name,)
    return sum(report.stated(Slot(row, column)) or 0 for row in rows for column in range(6))


def _sums(reports: Iterable[Report]) -> dict[str, int]:
    reports = list(reports)
    return {name: sum(_cells(report, name) for report in reports) for name in SUMMED}


# ---------------------------------------------------------------- files

_MORNING: Final = datetime(2026, 1, 28, 8, tzinfo=timezone(timedelta(hours=8)))
_HABITS: Final = (
    Habits(),
    Habits(merge="repeated"),
    Habits(table2_in_four=True),
    Habits(automatic_numbers=True),
)
_DASHES: Final = Habits(figure=lambda text: "－" if text == "0" else text)
_JPEG: Final = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(200)
_RAR: Final = b"Rar!\x1a\x07\x01\x00" + bytes(range(256)) * 4
_PDF: Final = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_ENCRYPTED: Final = ole("EncryptedPackage")
_CORE: Final = "docProps/core.xml"


def _packed(members: Mapping[str, bytes]) -> bytes:
    """Return a zip file that is the same whenever it is made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 28, 8, 0, 0)), content)
    return buffer.getvalue()


def _saved(data: bytes, at: datetime | None) -> bytes:
    """Return a workbook or Word file that says when it was saved, or does not say it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    core = re.sub(rb"<dcterms:modified[^>]*>[^<]*</dcterms:modified>", b"", members[_CORE])
    if at:
        said = at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        core = core.replace(
            b"</cp:coreProperties>",
            b'<dcterms:modified xsi:type="dcterms:W3CDTF">'
            + said.encode()
            + b"</dcterms:modified></cp:coreProperties>",
        )
    return _packed({**members, _CORE: core})


def _mail(sender: str, sent: datetime, attachments: Mapping[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"] = f"信息公开 <{sender}>"
    message["To"] = "zwgk@anning.example.gov.cn"
    message["Subject"] = "报送年报"
    message["Date"] = format_datetime(sent)
    message.set_content("请查收。")
    for name, data in attachments.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    message.set_boundary(f"=={sent:%d%H%M%S}==")
    return message.as_bytes()


@dataclass(frozen=True)
class _Sent:
    """One file that came, a member of a container too, and what becomes of it."""

    path: str
    """The file of the folder that holds it."""
    unit: str | None
    label: str | None
    state: str
    report: Report | None = None
    note: Note | None = None
    codes: frozenset[str] = frozenset()
    remark: str = ""
    listed: Mapping[str, int] = field(default_factory=dict)

    @property
    def row(self) -> Row:
        return Row(self.unit, self.label, self.state)

    @property
    def output(self) -> str | None:
        """The name of what is written for it."""
        if self.state == CONVERTED:
            return report_name(self.unit)
        return note_name(self.unit) if self.note else None


def report_name(unit: str) -> str:
    """Return the name of a unit's report."""
    return f"{official_title(unit, YEAR)}.docx"


def note_name(unit: str) -> str:
    """Return the name of a unit's return note."""
    return f"{unit}退回修改通知.docx"


_RESERVED: Final = frozenset(COUNTY + name for name in (*_FORMER, *_MISSPELT, *_SHORT))
"""Offices with parts of their own."""

# ---------------------------------------------------------------- the morning


class _Morning:
    """The folders as they stand; every method lets something arrive and notes its facts."""

    def __init__(self, dice: random.Random, folder: Path) -> None:
        self.dice = dice
        self.folder = folder
        self.inbox, self.past = folder / "收件", folder / "上年"
        self.units = _roster(dice)
        self.lasts = {unit.name: _report(unit, dice) for unit in self.units}
        self.sent: list[_Sent] = []
        self.changes: dict[Path, bytes | None] = {}
        self.news: set[str] = set()
        """Units that sent something in this round, or whose files went."""
        self.contradicted: set[str] = set()
        """Units that sent nothing, but are held against something new."""
        self.near: dict[str, str] = {}
        """What is said beside a unit without a file."""
        self.rounds: list[Round] = []
        self.clock = _MORNING
        self.free = dice.sample(self.units, len(self.units))

    # ------------------------------------------------------------ parts

    def take(self, among: Iterable[str] = (), *, town: bool | None = None) -> Unit:
        """Return a unit that has no part yet, one of these offices, a town or no town."""
        names = {COUNTY + name for name in among}
        unit = next(
            unit
            for unit in self.free
            if (unit.name in names if names else unit.name not in _RESERVED)
            and (town is None or (unit.itself == "我镇") is town)
        )
        self.free.remove(unit)
        return unit

    def report(self, unit: Unit, name: str = "") -> Report:
        return _report(unit, self.dice, self.lasts[unit.name], name=name)

    def word(self, report: Report) -> bytes:
        """Write a right report in one of the ways of Word; our own template's among them."""
        way = self.dice.randrange(len(_HABITS) + 1)
        data = word_report(report, _HABITS[way]) if way < len(_HABITS) else render(report)
        return _saved(data, None)

    def later(self) -> datetime:
        self.clock += timedelta(minutes=17)
        return self.clock

    # ------------------------------------------------------------ what arrives

    def arrive(self, path: str, data: bytes, *sent: _Sent) -> None:
        self.changes[self.inbox / path] = data
        for one in sent:
            self.sent.append(replace(one, path=path))
            self.news.add(one.unit or "")

    def plain(
        self, unit: Unit, data: bytes, report: Report, suffix: str = "docx", **facts: object
    ) -> str:
        """Let a right report arrive as a file of its own; `facts` where something is wrong."""
        path = f"{unit.short}年报.{suffix}"
        known = {"state": CONVERTED, "report": report, **facts}
        self.arrive(path, data, _Sent(path, unit.name, path, **known))
        return path

    def by_mail(
        self, path: str, unit: Unit, files: Mapping[str, bytes], *sent: _Sent, sender: str = ""
    ) -> None:
        data = _mail(sender or unit.email, self.later(), files)
        self.arrive(path, data, *(replace(one, label=f"{path} → {one.label}") for one in sent))

    def remove(self, path: str) -> None:
        self.changes[self.inbox / path] = None
        self.news.update(one.unit or "" for one in self.sent if one.path == path)
        self.sent = [one for one in self.sent if one.path != path]

    def becomes(self, label: str, **facts: object) -> None:
        """State anew what becomes of a file, because another one came or went."""
        (position,) = (place for place, one in enumerate(self.sent) if one.label == label)
        self.sent[position] = replace(self.sent[position], **facts)

    def past_report(self, unit: Unit) -> Path:
        """Return where last year's report of a unit is."""
        title = official_title(unit.name, YEAR - 1)
        return next(path for path in self.changes if path.stem == title)

    def last_year(self, unit: Unit, *, name: str = "", page: bool = False) -> None:
        report = self.lasts[unit.name]
        if name:
            prose = tuple(text.replace(unit.name, name) for text in report.overview)
            report = replace(report, unit_name=name, overview=prose)
        title = official_title(report.unit_name, YEAR - 1)
        if page:
            self.changes[self.past / f"{title}.html"] = web_page(report).encode()
        else:
            self.changes[self.past / f"{title}.docx"] = self.word(report)

    # ------------------------------------------------------------ the rounds

    def close_round(self, name: str) -> None:
        """Derive what a run must say now."""
        known = {one.unit for one in self.sent}
        missing = [unit.name for unit in self.units if unit.name not in known]
        rows = [one.row for one in self.sent] + [Row(unit, "", MISSING) for unit in missing]
        counted = [one for one in self.sent if one.state in COUNTED and one.report]
        converted = [one for one in counted if one.state == CONVERTED]
        outputs = frozenset(one.output for one in self.sent if one.output)
        before = self.rounds[-1] if self.rounds else None
        gone = before.withdrawn | (before.outputs - outputs) if before else frozenset()
        names = {unit.name for unit in self.units}
        self.rounds.append(
            Round(
                name=name,
                changes=self.changes,
                rows=tuple(rows),
                sums=_sums(one.report for one in counted),
                converted_sums=_sums(one.report for one in converted),
                not_converted=frozenset(names - {one.unit for one in converted}),
                notes={one.unit: one.note for one in self.sent if one.note},
                codes={one.unit: one.codes for one in self.sent if one.codes},
                listed={
                    (one.unit, code): count
                    for one in self.sent
                    for code, count in one.listed.items()
                },
                remarks={
                    **{one.label: one.remark for one in self.sent if one.label and one.remark},
                    **{unit: said for unit, said in self.near.items() if unit in missing},
                },
                outputs=outputs,
                withdrawn=gone,
                unchanged=frozenset(names - self.news - self.contradicted),
            )
        )
        self.changes, self.news, self.contradicted = {}, set(), set()


# ---------------------------------------------------------------- stories

Story = Iterator[None]
"""What happens to some units: each step is a round."""


_CHECK_SHEET: Final = "“校验”"
"""Senders of Word files have none."""


def _with(report: Report, changes: Mapping[tuple[str, int], int | None]) -> Report:
    return report.with_figures({Slot(*slot): value for slot, value in changes.items()})


def _more(report: Report, *slots: tuple[str, int], by: int = 1) -> Report:
    """Return a report with more in these cells."""
    return _with(report, {slot: (report.stated(Slot(*slot)) or 0) + by for slot in slots})


def _total_typed_over(now: _Morning) -> Story:
    """A total of a Word report is typed over; later a corrected one of the same date comes."""
    unit = now.take()
    right = now.report(unit)
    wrong = _more(right, ("t3_granted", 6), by=95)
    cells, done = _cells(right, "t3_granted"), _cells(right, "t3_total")
    never = (f"应为 {done + 95}（", "多于新收", _CHECK_SHEET)
    note = Note((f"应为 {cells}（六类申请人之和", f"现为 {cells + 95}"), never)
    first = _Sent("", unit.name, "年报.docx", RETURNED, wrong, note, frozenset({"T3-TOTAL-COL"}))
    now.by_mail("信件7.eml", unit, {"年报.docx": now.word(wrong)}, first)
    yield
    # the name sorts before the first one's
    second = replace(first, state=CONVERTED, report=right, note=None, codes=frozenset())
    now.by_mail("信件06.eml", unit, {"年报.docx": now.word(right)}, second)
    now.becomes("信件7.eml → 年报.docx", state=REPLACED, note=None, codes=frozenset())
    yield


def _sum_does_not_add_up(now: _Morning) -> Story:
    """The total of the outcomes is wrong in one column of a Word report; it stays so."""
    unit = now.take()
    right = now.report(unit)
    wrong = _more(right, ("t3_total", 0), by=5)
    due = right.stated(Slot("t3_total", 0))
    never = ("（新收", "多于新收", f"应为 {_cells(right, 't3_total') + 5}（", _CHECK_SHEET)
    note = Note((f"应为 {due}（21 项办理结果之和", f"现为 {due + 5}"), never)
    codes = frozenset({"T3-TOTAL-ROW"})
    now.plain(unit, now.word(wrong), wrong, state=RETURNED, note=note, codes=codes)
    yield


def _does_not_balance(now: _Morning) -> Story:
    """The requests carried out are one too many, in a workbook, where totals are formulas."""
    unit = now.take()
    right = now.report(unit)
    wrong = _more(right, ("t3_carried_out", 0), ("t3_carried_out", 6))
    left = right.stated(Slot("t3_carried_out", 0))
    note = Note(("相差 1 件。四个数都可能有误，请逐个核对。", f"结转下年 {left + 1}＝"))
    codes = frozenset({"T3-BALANCE"})
    data = write_workbook(wrong)
    now.plain(unit, data, wrong, "xlsx", state=RETURNED, note=note, codes=codes)
    yield


_CARRIED: Final = tuple(
    (name, column) for name in ("t3_carried_in", "t3_carried_out") for column in (0, 6)
)


def _carried_wrongly(report: Report, *, word: bool = True) -> tuple[Report, dict[str, object]]:
    """Return a report that carries in one request too many, and the facts."""
    wrong = _more(report, *_CARRIED)
    last = report.stated(Slot("t3_carried_in", 0))
    said = f"上年度报告结转下年度继续办理 {last} 件，本年度上年结转却填 {last + 1} 件"
    never = ("（新收", "多于新收")
    note = Note((said,), (*never, _CHECK_SHEET)) if word else Note((said, _CHECK_SHEET), never)
    return wrong, {"state": RETURNED, "note": note, "codes": frozenset({"T3-CARRY"})}


def _carries_over_wrongly(now: _Morning) -> Story:
    """Two units do not take over last year's requests, in a workbook and in a Word report."""
    for suffix, write in (("xlsx", write_workbook), ("docx", now.word)):
        unit = now.take()
        wrong, facts = _carried_wrongly(now.report(unit), word=suffix == "docx")
        now.plain(unit, write(wrong), wrong, suffix, **facts)
    yield


def _wrong_stock(now: _Morning) -> Story:
    """A unit's documents in force do not follow from last year's; its file is taken out again."""
    unit = now.take()
    right = now.report(unit)
    wrong = _more(right, ("t2_normative", 2), by=2)
    due = right.stated(Slot("t2_normative", 2))
    note = Note((f"应为 {due}（上年末现行有效", f"现填 {due + 2}"), (_CHECK_SHEET,))
    codes = frozenset({"T2-STOCK"})
    path = now.plain(unit, now.word(wrong), wrong, state=RETURNED, note=note, codes=codes)
    yield
    now.remove(path)
    yield


def _blanks(now: _Morning) -> Story:
    """Two cells are left blank; the next mail mends one of them."""
    unit = now.take()
    right = now.report(unit)
    wrong = _with(right, {("t2_penalties", 0): None, ("t4_review", 1): None})
    codes = frozenset({"VALUE-MISSING"})
    note = Note(("核对发现 2 处需要修改", "未填。没有就填 0。"), ("已改正",))
    first = _Sent("", unit.name, "填报表.xlsx", RETURNED, wrong, note, codes)
    now.by_mail("来信9.eml", unit, {"填报表.xlsx": write_workbook(wrong)}, first)
    yield
    better = _with(right, {("t2_penalties", 0): None})
    note = Note(("已改正 1 处，仍有 1 处没有改正。", "未填。没有就填 0。"))
    second = replace(first, report=better, note=note)
    now.by_mail("来信10.eml", unit, {"填报表.xlsx": write_workbook(better)}, second)
    now.becomes("来信9.eml → 填报表.xlsx", state=REPLACED, note=None, codes=frozenset())
    yield


def _last_year_comes_late(now: _Morning) -> Story:
    """A Word report with a blank; then last year's report is found, which the unit contradicts."""
    unit = now.take()
    del now.changes[now.past_report(unit)]
    wrong, facts = _carried_wrongly(_with(now.report(unit), {("t2_coercion", 0): None}))
    note = Note(("核对发现 1 处需要修改", "未填。没有就填 0。"), (_CHECK_SHEET,))
    codes = frozenset({"VALUE-MISSING"})
    path = now.plain(unit, now.word(wrong), wrong, state=RETURNED, note=note, codes=codes)
    yield
    now.last_year(unit)
    carried = facts["note"]
    # nobody has mended anything: the unit sent nothing
    note = Note(
        (*carried.says, "核对发现", "未填。没有就填 0。"), ("已改正", "没有改正", _CHECK_SHEET)
    )
    now.becomes(path, note=note, codes=codes | {"T3-CARRY"})
    now.contradicted.add(unit.name)
    yield


def _wrong_year(now: _Morning) -> Story:
    """A unit sends the report of last year."""
    unit = now.take()
    data = now.changes[now.past_report(unit)]
    note = Note((f"{YEAR - 1}",))
    now.plain(unit, data, None, state=OTHER_YEAR, note=note)
    yield


def _title_of_another(now: _Morning) -> Story:
    """A unit has copied the title of another one, which has sent its own right report."""
    other, unit = now.take(town=True), now.take(town=True)
    theirs = now.report(other)
    now.plain(other, now.word(theirs), theirs)
    right = now.report(unit)
    wrong = replace(right, title=official_title(other.name, YEAR))
    path = now.plain(unit, now.word(wrong), None, state=UNIT_OPEN, remark=other.name)
    yield
    now.remove(path)
    now.plain(unit, now.word(right), right)
    yield


def _short_names(now: _Morning) -> Story:
    """An office and a town write their short names."""
    for unit in (now.take(_SHORT), now.take(town=True)):
        report = now.report(unit, unit.short)
        now.plain(unit, now.word(report), report)
    yield


def _former_names(now: _Morning) -> Story:
    """Last year's reports of two offices bear their former names; one is contradicted."""
    right, wrong = now.take(_FORMER), now.take(_FORMER)
    for unit in (right, wrong):
        del now.changes[now.past_report(unit)]
        now.last_year(unit, name=unit.former)
    report = now.report(right)
    now.plain(right, now.word(report), report)
    report, facts = _carried_wrongly(now.report(wrong))
    now.plain(wrong, now.word(report), report, **facts)
    yield


def _misspelt(now: _Morning) -> Story:
    """An office misspells its name throughout, then sends a right report instead."""
    unit = now.take(_MISSPELT)
    typo = COUNTY + _MISSPELT[unit.name.removeprefix(COUNTY)]
    report = now.report(unit, typo)
    path = f"{typo}年报.docx"
    now.arrive(path, now.word(report), _Sent("", typo, path, CONVERTED, report, remark=unit.name))
    now.near[unit.name] = typo
    yield
    now.remove(path)
    report = now.report(unit)
    now.plain(unit, now.word(report), report)
    yield


def _mended_in_a_later_mail(now: _Morning) -> Story:
    """Two mails of a unit hold reports of one date; the later one is mended, its name sorts first."""
    unit = now.take()
    right = now.report(unit)
    wrong = _more(right, ("t3_carried_out", 0), ("t3_carried_out", 6))
    first = _Sent("", unit.name, "报告.docx", REPLACED)
    now.by_mail("来信z.eml", unit, {"报告.docx": now.word(wrong)}, first)
    second = replace(first, state=CONVERTED, report=right)
    now.by_mail("来信a.eml", unit, {"报告.docx": now.word(right)}, second)
    yield


def _mended_and_saved_later(now: _Morning) -> Story:
    """Two workbooks of one date say when they were saved; the later one's name sorts first."""
    unit = now.take()
    right = now.report(unit)
    other = _with(right, {("t2_licensing", 0): 999})
    for path, report, at in (
        (f"{unit.short}年报A.docx", right, _MORNING - timedelta(days=1)),
        (f"{unit.short}年报B.docx", other, _MORNING - timedelta(days=3)),
    ):
        chosen = report is right
        facts = _Sent("", unit.name, path, CONVERTED if chosen else REPLACED, report)
        now.arrive(path, _saved(now.word(report), at), facts)
    yield


def _one_without_errors(now: _Morning) -> Story:
    """Of two reports of one date, that do not say when they were saved, one has no errors."""
    unit = now.take()
    right = now.report(unit)
    wrong = _more(right, ("t3_carried_out", 0), ("t3_carried_out", 6))
    for path, report in ((f"{unit.short}A.docx", right), (f"{unit.short}B.docx", wrong)):
        chosen = report is right
        facts = _Sent("", unit.name, path, CONVERTED if chosen else REPLACED, report)
        now.arrive(path, now.word(report), facts)
    yield


def _nothing_decides(now: _Morning) -> Story:
    """Two right reports of one date differ in a figure, until the county takes one out."""
    unit = now.take()
    one = now.report(unit)
    other = _with(one, {("t2_licensing", 0): one.stated(Slot("t2_licensing", 0)) + 7})
    paths = [f"{unit.short}年报.docx", f"{unit.short}年报新.docx"]
    for path, report in zip(paths, (one, other), strict=True):
        facts = _Sent("", unit.name, path, CHOICE_OPEN, report, remark="行政许可")
        now.arrive(path, now.word(report), facts)
    yield
    now.remove(paths[0])
    now.becomes(paths[1], state=CONVERTED, remark="")
    yield


def _silent(now: _Morning) -> Story:
    """Six units send nothing; one of them does later."""
    silent = [now.take() for _ in range(6)]
    yield
    report = now.report(silent[0])
    now.plain(silent[0], now.word(report), report)
    yield


def _unreadable(now: _Morning) -> Story:
    """What no program reads, with a unit in the name of file or folder, as sender, or in none."""
    rar, locked, torn = now.take(), now.take(), now.take()
    path = f"{rar.name}年报.rar"
    now.arrive(path, _RAR, _Sent("", rar.name, path, UNREADABLE))
    now.plain(locked, _ENCRYPTED, None, "xlsx", state=UNREADABLE)
    name = f"{torn.name}/年报.docx"
    now.arrive(name, now.word(now.report(torn))[:3000], _Sent("", torn.name, name, UNREADABLE))
    scanned = now.take()
    pdf = _Sent("", scanned.name, "年报.pdf", UNREADABLE)
    now.by_mail("来信扫描.eml", scanned, {"年报.pdf": _PDF}, pdf)
    now.arrive("坏的.docx", b"PK\x03\x04" + bytes(90), _Sent("", "", "坏的.docx", UNREADABLE))
    now.arrive("扫描件01.jpg", _JPEG, _Sent("", "", "扫描件01.jpg", NOT_READ))
    yield
    now.remove(path)
    report = now.report(rar)
    now.plain(rar, now.word(report), report)
    yield


def _same_prose(now: _Morning) -> Story:
    """Two towns send the same prose under their own names; a third that of its last year."""
    one, other = now.take(town=True), now.take(town=True)
    report = now.report(one)
    copied = replace(
        now.report(other),
        overview=tuple(text.replace(one.name, other.name) for text in report.overview),
        problems=report.problems,
    )
    lazy = now.take(town=True)
    last = now.lasts[lazy.name]
    repeated = replace(
        now.report(lazy),
        overview=tuple(text.replace(f"{YEAR - 1}年", f"{YEAR}年") for text in last.overview),
        problems=last.problems,
    )
    for unit, each in ((one, report), (other, copied), (lazy, repeated)):
        now.plain(unit, now.word(each), each, listed={"TEXT-COPY": 1})
    yield


def _speaks_of_others(now: _Morning) -> Story:
    """The prose of a town speaks of a city; that of an office names another office once."""
    town, office, other = now.take(town=True), now.take(town=False), now.take(town=False)
    plain = now.report(other)
    now.plain(other, now.word(plain), plain)
    for unit, said in ((town, "我市"), (office, other.name)):
        report = now.report(unit)
        prose = tuple(text.replace(unit.itself, said) for text in report.overview)
        report = replace(report, overview=prose)
        now.plain(unit, now.word(report), report, listed={"TEXT-UNIT": 1})
    yield


def _dashes(now: _Morning) -> Story:
    """Every nought is a dash: one line for a table."""
    unit = now.take()
    report = now.report(unit)
    data = _saved(word_report(report, _DASHES), None)
    now.plain(unit, data, report, listed={"VALUE-NORMALISED": 3})
    yield


def _containers(now: _Morning) -> Story:
    """Zip files, one in another, one in a mail, a folder, mails with a PDF of the same report."""
    units = [now.take() for _ in range(9)]
    reports = [now.report(unit) for unit in units]
    names = [f"{unit.short}.docx" for unit in units]
    data = [now.word(report) for report in reports]
    right = [
        _Sent("", unit.name, name, CONVERTED, report)
        for unit, name, report in zip(units, names, reports, strict=True)
    ]
    outer, inner = "各单位.zip", "补报.zip"
    packed = dict(zip(names[2:4], data[2:4], strict=True))
    now.arrive(
        outer,
        _packed({names[0]: data[0], f"材料/{names[1]}": data[1], inner: _packed(packed)}),
        replace(right[0], label=f"{outer} → {names[0]}"),
        replace(right[1], label=f"{outer} → 材料/{names[1]}"),
        *(replace(one, label=f"{outer} → {inner} → {one.label}") for one in right[2:4]),
    )
    in_zip = replace(right[4], label=f"附件.zip → {names[4]}")
    now.by_mail("来信压缩.eml", units[4], {"附件.zip": _packed({names[4]: data[4]})}, in_zip)
    pdf = _Sent("", None, "年报.pdf", NOT_READ)
    now.by_mail("来信盖章.eml", units[5], {names[5]: data[5], "年报.pdf": _PDF}, right[5], pdf)
    # a clerk's own address is on no roster
    own = {"sender": "clerk@mail.example.com"}
    now.by_mail("来信私人.eml", units[6], {names[6]: data[6]}, right[6], **own)
    page = f"{units[7].short}.html"
    now.arrive(page, portal(reports[7]), replace(right[7], label=page))
    path = f"{units[8].name}/{names[8]}"
    now.arrive(path, data[8], replace(right[8], label=path))
    yield


def _raw_name(now: _Morning) -> Story:
    """A file whose name is GB 18030, as an old archive leaves it."""
    unit = now.take()
    report = now.report(unit)
    path = os.fsdecode(f"{unit.short}年报.docx".encode("gb18030"))
    now.arrive(path, now.word(report), _Sent("", unit.name, None, CONVERTED, report))
    yield


def _odd_member_name(now: _Morning) -> Story:
    """A member of a zip file has a terminal's escape and a line break in its name."""
    unit = now.take()
    report = now.report(unit)
    data = _packed({f"\x1b[31m{unit.short}\n年报.docx": now.word(report)})
    now.arrive("怪名.zip", data, _Sent("", unit.name, None, CONVERTED, report))
    yield


def _taken_out(now: _Morning) -> Story:
    """Two right reports are taken out again, one in the second round, one at the end."""
    soon, late = now.take(), now.take()
    for unit in (soon, late):
        report = now.report(unit)
        now.plain(unit, now.word(report), report)
    yield
    now.remove(f"{soon.short}年报.docx")
    yield
    yield
    now.remove(f"{late.short}年报.docx")
    yield


def _all_others(now: _Morning) -> Story:
    """All other units send right reports, workbooks and Word reports by turns."""
    for number, unit in enumerate(now.free):
        report = now.report(unit)
        if number % 2:
            now.plain(unit, now.word(report), report)
        else:
            now.plain(unit, write_workbook(report), report, "xlsx")
    yield


_STORIES: Final = (
    _title_of_another,
    _short_names,
    _former_names,
    _misspelt,
    _same_prose,
    _speaks_of_others,
    _total_typed_over,
    _sum_does_not_add_up,
    _does_not_balance,
    _carries_over_wrongly,
    _wrong_stock,
    _blanks,
    _last_year_comes_late,
    _wrong_year,
    _mended_in_a_later_mail,
    _mended_and_saved_later,
    _one_without_errors,
    _nothing_decides,
    _silent,
    _unreadable,
    _dashes,
    _containers,
    _raw_name,
    _odd_member_name,
    _taken_out,
    _all_others,
)
_ROUNDS: Final = ("第一轮", "第二轮", "第三轮", "第三轮以后")


def build(seed: int, folder: Path) -> Inbox:
    """Write the roster and return the rounds of a morning; the same for the same seed."""
    now = _Morning(random.Random(seed), folder)
    for number, unit in enumerate(now.units):
        now.last_year(unit, page=number % 20 == 0)
    stories = [story(now) for story in _STORIES]
    for name in _ROUNDS:
        for story in stories:
            next(story, None)
        now.close_round(name)
    roster = folder / "名单.xlsx"
    roster.write_bytes(_roster_workbook(now.units))
    return Inbox(now.inbox, now.past, folder / "结果", roster, now.units, tuple(now.rounds))
