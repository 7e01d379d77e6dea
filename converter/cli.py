"""The command line: the only room for click, and the only one that prints."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from converter import __version__
from converter.errors import AlreadyThere, CannotDeliver, NianbaoError
from converter.files.kinds import open_input
from converter.findings import Finding

if TYPE_CHECKING:
    from converter.conversion import Conversion, Options
    from converter.county.batch import Batch, BatchOptions
    from converter.mail.account import AccountOptions
    from converter.mail.submit import Drafting, Recipients

_Done = TypeVar("_Done", "Conversion", "Drafting")

_FOUND, _UNUSABLE, _INTERRUPTED = 1, 2, 130

_YES = {"y", "Y", "ｙ", "Ｙ", "是", "yes"}
"""With the input method on, a clerk types full-width letters."""


class _TypedPath(click.Path):
    """A path as a clerk types or pastes it: in quotes, with blanks around it, with `~`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        typed = str(value).strip(" \t")
        if (typed[:1], typed[-1:]) in _QUOTES and len(typed) > 1:
            typed = typed[1:-1].strip(" \t")
        return super().convert(os.path.expanduser(typed), param, ctx)  # noqa: PTH111 (no path yet)


_QUOTES = {('"', '"'), ("'", "'"), ("“", "”")}

_PATH = _TypedPath(path_type=Path)

_THREE_THINGS = """nianbao 能做三件事：

  一、出报告      nianbao 填报表.xlsx
                  核对填好的表，在旁边生成 Word 报告；可以一次写几个文件
  二、只核对      nianbao check 填报表.xlsx
                  Word 报告、网页也能核对
  三、县里汇总    nianbao batch 收件文件夹 -o 结果
                  核对、转换、退回、汇总一次办完

还没有填报表：nianbao new --unit 单位全称 --year 年度
全部命令和选项：nianbao --help"""


class _ChineseHelp(click.Command):
    """A command whose help speaks Chinese."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        super().__init__(*args, **kwargs)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = (param for param in self.get_params(ctx) if isinstance(param, click.Option))
        records = [record for option in options if (record := option.get_help_record(ctx))]
        if records:
            with formatter.section("选项"):
                formatter.write_dl(records)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本帮助。"
        return option


class _ChineseGroup(_ChineseHelp, click.Group):
    """A group of commands; a file instead of a command is converted."""

    command_class = _ChineseHelp

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("subcommand_metavar", "命令 …")
        super().__init__(*args, **kwargs)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        names = self.list_commands(ctx)
        commands = [(name, self.get_command(ctx, name)) for name in names]
        with formatter.section("命令"):
            formatter.write_dl(
                [
                    (name, command.get_short_help_str(80))
                    for name, command in commands
                    if command and not command.hidden
                ]
            )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and ctx.parent is None and self._is_file(args[0]):
            args = ["convert", *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands:
            import difflib

            near = difflib.get_close_matches(args[0], self.commands, n=1)
            hint = f"是不是 {near[0]}？" if near else ""
            ctx.fail(f"没有“{args[0]}”这个命令。{hint}")
        return super().resolve_command(ctx, args)

    def _is_file(self, word: str) -> bool:
        known = word in self.commands or word.startswith("-")
        return not known and (Path(word).suffix != "" or Path(word).exists())


_ChineseGroup.group_class = _ChineseGroup


@click.group(cls=_ChineseGroup, invoke_without_command=True)
@click.version_option(__version__, message="nianbao %(version)s", help="显示版本号。")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """政府信息公开工作年度报告：填报表核对、转成 Word 报告。

    直接跟填报表文件名，就是核对并转换：nianbao 工作簿.xlsx
    """
    if ctx.invoked_subcommand is None:
        click.echo(_THREE_THINGS)


@cli.command("convert")
@click.argument("workbooks", type=_PATH, nargs=-1, required=True, metavar="WORKBOOK...")
@click.option("-o", "output", type=_PATH, metavar="FILE|DIR", help="报告写到哪个文件或文件夹。")
@click.option("--previous", type=_PATH, metavar="FILE", help="上年度的填报表，用来核对结转和存量。")
@click.option("--template", type=_PATH, metavar="DOCX", help="用自己的 Word 报告模板。")
@click.option("--pdf", is_flag=True, help="同时生成 PDF（要装有 LibreOffice）。")
@click.option("--html", is_flag=True, help="同时生成网页，可直接发布。")
@click.option("--force", is_flag=True, help="覆盖已有的同名文件。")
def convert_command(
    workbooks: tuple[Path, ...],
    output: Path | None,
    previous: Path | None,
    template: Path | None,
    pdf: bool,
    html: bool,
    force: bool,
) -> int:
    """核对填报表，生成 Word 报告；可以一次写几个文件。"""
    from converter.conversion import Options

    options = Options(output, previous, template, force, pdf, html)
    if len(workbooks) == 1:
        return _convert(workbooks[0], options)
    if previous or (output and output.suffix and not output.is_dir()):
        raise click.UsageError("一次转换几份时，-o 应是文件夹，--previous 请一份一份地用。")
    statuses = []
    for workbook in workbooks:
        _say(f"—— {workbook.name}")
        try:
            statuses.append(_convert(workbook, options))
        except Exception as fault:  # noqa: BLE001 (one bad file never stops the others)
            statuses.append(_told(fault))
    done = statuses.count(0)
    _say(f"共 {len(statuses)} 份：已生成 {done} 份，没有生成 {len(statuses) - done} 份。")
    return max(statuses)


def _convert(workbook: Path, options: "Options") -> int:
    from converter.conversion import convert

    conversion = _asking(lambda chosen: convert(workbook, chosen), workbook, options)
    findings = conversion.examination.findings
    if conversion.output is None:
        _say("没有生成报告。请按上面的提示改正后再转换。")
        if conversion.outdated:
            _say(f"旁边的 {conversion.outdated.name} 是以前生成的，与填报表不一致，请不要报送。")
        return _FOUND
    _say(f"{_summary(findings)}报告已生成：" if findings else "核对通过，报告已生成：")
    for written in (conversion.output, conversion.page, conversion.pdf):
        if written:
            click.echo(str(written))
    return 0


@cli.command("mail")
@click.argument("workbook", type=_PATH, required=False)
@click.option("--to", "to", multiple=True, metavar="ADDRESS", help="收件人，可以写几次。")
@click.option("--cc", "cc", multiple=True, metavar="ADDRESS", help="抄送，可以写几次。")
@click.option("-o", "output", type=_PATH, metavar="FILE|DIR", help="邮件草稿写到哪里。")
@click.option("--previous", type=_PATH, metavar="FILE", help="上年度的填报表，用来核对结转和存量。")
@click.option("--pdf", is_flag=True, help="附上 PDF（要装有 LibreOffice）。")
@click.option("--send", is_flag=True, help="直接发出去，不写草稿。")
@click.option("--host", metavar="HOST", help="发信的邮件服务器，配合 --send。")
@click.option("--port", type=click.IntRange(1, 65535), metavar="N", help="服务器的端口，默认 465。")
@click.option("--user", metavar="USER", help="登录的用户名，一般就是邮件地址。")
@click.option("--from", "sender", metavar="ADDRESS", help="发件人，默认同用户名。")
@click.option(
    "--return", "notes", type=_PATH, metavar="DIR", help="给 batch 的“退回”里每个单位写好回信草稿。"
)
@click.option("--force", is_flag=True, help="覆盖已有的同名文件。")
def mail_command(
    workbook: Path | None,
    to: tuple[str, ...],
    cc: tuple[str, ...],
    output: Path | None,
    previous: Path | None,
    pdf: bool,
    send: bool,
    host: str | None,
    port: int | None,
    user: str | None,
    sender: str | None,
    notes: Path | None,
    force: bool,
) -> int:
    """核对填报表，写好报送的邮件草稿，或直接发出。"""
    from converter.conversion import Options
    from converter.mail.submit import Recipients, draft_mail

    if notes:
        if any((workbook, to, cc, output, previous, pdf, send)):
            raise click.UsageError("--return 只跟 batch 的“退回”文件夹和 --force，不跟别的。")
        return _draft_replies(notes, force=force)
    if workbook is None:
        raise click.UsageError("缺少 WORKBOOK（填报表的文件名）。")
    options = Options(output, previous, force=force, pdf=pdf)
    recipients = Recipients(to, cc)
    if send:
        from converter.mail.account import AccountOptions

        return _send_mail(workbook, recipients, options, AccountOptions(host, port, user, sender))
    drafted = _asking(lambda chosen: draft_mail(workbook, recipients, chosen), workbook, options)
    if drafted.output is None:
        _say("没有写邮件。请按上面的提示改正后再试。")
        return _FOUND
    if not drafted.to:
        _say("收件人没有写，请打开草稿补上；在填报表“报送单位”后面写上邮箱，下次就有了。")
    _say("邮件草稿已写好，双击打开，看过再发：")
    click.echo(str(drafted.output))
    return 0


def _asking(work: Callable[["Options"], _Done], workbook: Path, options: "Options") -> _Done:
    """Do what writes a file and show what was found; where one stands there already, ask first.

    Raises the refusal where nobody is there to ask, CannotDeliver where the answer is no.
    """
    try:
        done = work(options)
    except AlreadyThere as taken:
        _show_findings(workbook.name, taken.findings)
        if not _is_asked():
            raise
        _say(f"{taken.names}：已有同名文件。")
        if _asked("要换成新的吗？输入 y 换，直接按回车不换") not in _YES:
            raise CannotDeliver("没有换，原来的文件还在。") from None
        return work(replace(options, force=True))
    _show_findings(workbook.name, done.examination.findings)
    return done


def _send_mail(
    workbook: Path,
    recipients: "Recipients",
    options: "Options",
    account_options: "AccountOptions",
) -> int:
    from converter.mail.account import find_account, find_password
    from converter.mail.submit import send_mail

    account = find_account(account_options)
    ask = (lambda what: str(click.prompt(what, hide_input=True, err=True))) if _is_asked() else None
    sending = send_mail(workbook, recipients, options, account, lambda: find_password(account, ask))
    _show_findings(workbook.name, sending.examination.findings)
    if not sending.receipts:
        _say("没有发邮件。请按上面的提示改正后再试。")
        return _FOUND
    for receipt in sending.receipts:
        _say(f"{receipt.address}：{receipt.fate.value}{receipt.said}")
    if sending.unclear:
        _say("连接在最后断了，没有再发一次。请问收件人收到没有，没有收到再加 --force 重发。")
    if sending.copy:
        _say("发出的邮件留了一份：")
        click.echo(str(sending.copy))
    elif sending.no_copy:
        _say(f"发出的邮件没有留下：{sending.no_copy}")
    return 0 if sending.complete else _FOUND


def _is_asked() -> bool:
    """Tell whether a person is there to read a question and to answer it."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def _asked(question: str) -> str:
    """Return what a person answers; nothing where the input has ended."""
    click.echo(f"{question}：", nl=False, err=True)
    return sys.stdin.readline().strip()


def _draft_replies(notes: Path, *, force: bool) -> int:
    from converter.county.batch import draft_replies

    replies = draft_replies(notes, force=force)
    for written in replies:
        if written.draft:
            _say(f"收件人：{written.to or '不是邮件报来的，请打开后补上'}")
            click.echo(str(written.draft))
        else:
            _say(written.refusal)
    _say(f"回信草稿 {sum(bool(one.draft) for one in replies)} 封，双击打开，看过再发。")
    return 0 if all(one.draft for one in replies) else _FOUND


@cli.command("check")
@click.argument("files", type=_PATH, nargs=-1, required=True, metavar="FILE...")
@click.option("--previous", type=_PATH, metavar="FILE", help="上年度的填报表，用来核对结转和存量。")
@click.option("--json", "as_json", is_flag=True, help="结果写成一个 JSON 对象。")
def check_command(files: tuple[Path, ...], previous: Path | None, as_json: bool) -> int:
    """只核对，不生成报告。"""
    from converter.conversion import examine

    if previous:
        # its own fault is no finding about the files
        open_input(previous)
    status = 0
    results: list[dict[str, Any]] = []
    for file in files:
        try:
            examination = examine(file, previous)
        except NianbaoError as fault:
            status = _UNUSABLE
            results.append(_json_file(file, None, None, [Finding("FORM-VERSION", str(fault))]))
            if not as_json:
                _say(str(fault))
            continue
        report, findings = examination.report, examination.findings
        results.append(_json_file(file, report.unit_name or None, report.report_year, findings))
        if not examination.ok:
            status = max(status, _FOUND)
        if not as_json:
            click.echo(f"{file.name}：{_summary(findings)}")
            _show_findings(file.name, findings)
    if as_json:
        import json

        readable = "utf" in (sys.stdout.encoding or "").lower()
        click.echo(json.dumps({"files": results}, ensure_ascii=not readable, indent=1))
    return status


@cli.command("new")
@click.option("--unit", metavar="U", help="单位全称。")
@click.option("--year", type=click.IntRange(2008, 2099), metavar="Y", help="报告年度。")
@click.option(
    "--previous", type=_PATH, metavar="FILE", help="上年度的填报表，带出单位、联系人和结转。"
)
@click.option("-o", "output", type=_PATH, metavar="FILE", help="填报表写到哪里。")
@click.option("--force", is_flag=True, help="覆盖已有的同名文件。")
def new_command(
    unit: str | None, year: int | None, previous: Path | None, output: Path | None, force: bool
) -> int:
    """生成一份新的填报表。"""
    from converter.conversion import Options, new_workbook

    options = Options(output, previous, force=force)
    path = new_workbook(unit or "", options, year)
    _say("填报表已生成：")
    click.echo(str(path))
    return 0


@cli.command("import")
@click.argument("report", type=_PATH, metavar="REPORT")
@click.option("-o", "output", type=_PATH, metavar="WORKBOOK", help="填报表写到哪里。")
@click.option("--force", is_flag=True, help="覆盖已有的同名文件。")
def import_command(report: Path, output: Path | None, force: bool) -> int:
    """把 Word 报告或发布的网页读回填报表。"""
    from converter.conversion import Options, import_report

    conversion = import_report(report, Options(output, force=force))
    _show_findings(report.name, conversion.examination.findings)
    for note in conversion.examination.notes:
        _say(note)
    _say("报告已读进填报表：")
    click.echo(str(conversion.output))
    return 0


@cli.command("batch")
@click.argument("folder", type=_PATH, metavar="DIR")
@click.option("-o", "output", type=_PATH, required=True, metavar="OUT", help="结果放到哪个文件夹。")
@click.option("--roster", type=_PATH, metavar="FILE", help="应报单位名单，文本或 Excel，一行一个。")
@click.option("--previous-dir", type=_PATH, metavar="DIR", help="上年度的文件在哪个文件夹。")
@click.option(
    "--jobs", type=click.IntRange(1, 64), metavar="N", help="同时处理几份，默认按处理器个数。"
)
@click.option("--html", is_flag=True, help="每份报告同时生成网页。")
@click.option("--force", is_flag=True, help="不管上次的结果，全部重做。")
def batch_command(
    folder: Path,
    output: Path,
    roster: Path | None,
    previous_dir: Path | None,
    jobs: int | None,
    html: bool,
    force: bool,
) -> int:
    """处理一个文件夹：核对、转换、汇总、退回。"""
    from converter.county.batch import BatchOptions, batch

    workers = jobs or os.cpu_count() or 1
    options = BatchOptions(folder, output, roster, previous_dir, workers, force, html)
    with _progress() as progress:
        done = batch(options, progress)
    for sentence in _compared_with(options, done):
        _say(sentence)
    counts: dict[str, int] = {}
    for entry in done.entries:
        counts[entry.state.value] = counts.get(entry.state.value, 0) + 1
        if entry.needs_attention or entry.remark:
            who = entry.unit or entry.label
            remark = entry.remark.removeprefix(f"{Path(entry.label).name}：")
            _say(
                f"{entry.state.value}：{who}{f'（{entry.label}）' if entry.unit and entry.label else ''}"
                f"{f'：{remark}' if remark else ''}"
            )
    anew = sum(entry.fresh for entry in done.entries if entry.label)
    said = "，".join(f"{state} {count}" for state, count in counts.items()) or "没有找到文件"
    _say(f"{'已中断。' if done.interrupted else ''}{said}；其中这次新处理 {anew}。")
    click.echo(str(done.ledger or output))
    return _FOUND if done.needs_attention else 0


def _compared_with(options: "BatchOptions", done: "Batch") -> Iterator[str]:
    """Say what a batch was held against: without it nothing of the kind is found."""
    if options.roster:
        yield f"名单：{options.roster.name}，{len(done.roster)} 个单位。"
    else:
        yield "没有名单，不知道缺谁。"
    if options.previous_folder:
        yield f"上年：{options.previous_folder.name}，{len(done.previous)} 份能用。"
        yield from (f"上年的文件不能用：{why}" for why in done.unread)
    else:
        yield "没有上年的文件，不核对结转和存量。"


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None]]:
    """Show how far a batch is: one line that changes on a terminal, lines otherwise."""
    if not sys.stderr.isatty():
        yield lambda count, total, label: _say(f"{count}/{total} {label}")
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TextColumn

    # no bar and no rules: a Chinese console draws their signs two cells wide
    columns = (MofNCompleteColumn(), TextColumn("{task.fields[label]}", markup=False))
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None, label="")
        yield lambda count, total, label: bar.update(
            task, completed=count, total=total, label=label
        )


@cli.command("aggregate")
@click.argument("files", type=_PATH, nargs=-1, required=True, metavar="FILE...")
@click.option(
    "-o", "output", type=_PATH, required=True, metavar="WORKBOOK", help="汇总的填报表写到哪里。"
)
@click.option("--unit", required=True, metavar="U", help="汇总单位的全称。")
@click.option("--force", is_flag=True, help="有问题也汇总，并覆盖已有的同名文件。")
def aggregate_command(files: tuple[Path, ...], output: Path, unit: str, force: bool) -> int:
    """把各单位的数字加起来，写成一份填报表。"""
    from converter.county.aggregate import aggregate

    totals = aggregate(files, unit, output, force=force)
    for objection in totals.objections:
        _say(objection)
    if totals.output is None:
        _say("没有汇总。请先改正，或加 --force 照样汇总（问题会写在“填报说明”里）。")
        return _FOUND
    _say(f"{totals.count} 份报告已汇总：")
    click.echo(str(totals.output))
    return 0


@cli.command("desk", hidden=True)
@click.argument("icon")
@click.argument("paths", nargs=-1)
def desk_command(icon: str, paths: tuple[str, ...]) -> int:
    """图标所做的事：处理拖到图标上的文件。"""
    from converter.icons import ICONS, dropped, typed

    if icon not in ICONS:
        raise click.UsageError(f"没有“{icon}”这个图标。")
    given = dropped(os.environ.get("NIANBAO_DROPPED", "")) or list(paths)
    if not given and _is_asked():
        given = typed(_asked(ICONS[icon].asks))
    commands = ICONS[icon].commands([Path(path) for path in given])
    if not commands:
        _say(f"没有文件。请把文件拖到“{ICONS[icon].file}”的图标上，或双击图标，再拖进窗口按回车。")
        return _UNUSABLE
    return max(map(run, commands))


@cli.group("template")
def template_group() -> None:
    """Word 报告模板。"""


@template_group.command("check")
@click.argument("docx", type=_PATH)
def template_check_command(docx: Path) -> int:
    """核对自己改过的报告模板。"""
    from converter.conversion import template_problems

    problems = template_problems(docx)
    for problem in problems:
        _say(problem)
    click.echo(f"{docx.name}：{f'有 {len(problems)} 处问题' if problems else '可以使用'}")
    return _FOUND if problems else 0


# ---------------------------------------------------------------- output


def _say(text: str) -> None:
    click.echo(text, err=True)


def _summary(findings: Iterable[Finding]) -> str:
    counts: dict[str, int] = {}
    for finding in findings:
        label = "已说明" if finding.explained else finding.severity.label
        counts[label] = counts.get(label, 0) + 1
    if not counts:
        return "核对通过，没有问题。"
    said = "，".join(f"{label} {count} 处" for label, count in counts.items())
    return f"{said}。" if "错误" in counts else f"没有错误（{said}）。"


def _json_file(
    file: Path, unit: str | None, year: int | None, findings: Sequence[Finding]
) -> dict[str, Any]:
    return {
        "file": str(file),
        "unit": unit,
        "year": year,
        "ok": not any(finding.stops for finding in findings),
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity.value,
                "sheet": finding.place.sheet if finding.place else None,
                "cell": finding.place.cell if finding.place else None,
                "name": finding.name,
                "message": finding.message,
                "explained": finding.explained,
            }
            for finding in findings
        ],
    }


MOST_CELLS = 6
"""How many cells one line lists before it counts the rest."""


NARROWEST = 60
"""A table needs so many columns; below, and in a file, each finding is a line of its own."""


def _show_findings(title: str, findings: Sequence[Finding]) -> None:
    """Show findings by sheet, errors first; equal sentences on one sheet share a line."""
    if not findings:
        return
    by_sheet: dict[str, dict[tuple[str, str], list[Finding]]] = {}
    for finding in findings:
        sheet = (finding.place.sheet if finding.place else None) or title
        label = "已说明" if finding.explained else finding.severity.label
        group = by_sheet.setdefault(sheet, {})
        group.setdefault((label, finding.said), []).append(finding)
    wide = sys.stderr.isatty() and shutil.get_terminal_size().columns >= NARROWEST
    for sheet, groups in by_sheet.items():
        rows = [(label, _where(members), said) for (label, said), members in groups.items()]
        if wide:
            _show_table(f"【{sheet}】", rows)
            continue
        _say(f"【{sheet}】")
        for label, where, said in rows:
            _say(f"{label}　{where}{'：' if where else ''}{said}")


def _show_table(title: str, rows: Iterable[tuple[str, str, str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    colours = {"错误": "red", "提醒": "yellow", "提示": "cyan", "已说明": "green"}
    table = Table(title=Text(title), title_justify="left", title_style="bold", box=None)
    table.add_column("级别", no_wrap=True)
    table.add_column("位置", max_width=34, overflow="fold")
    table.add_column("说明", overflow="fold")
    for label, where, said in rows:
        table.add_row(Text(label, colours[label]), Text(where), Text(said))
    Console(stderr=True, highlight=False).print(table)


def _where(findings: Sequence[Finding]) -> str:
    places = [finding.place for finding in findings if finding.place]
    if len(places) == 1:
        place = places[0]
        return f"{place.cell or ''}（{place.label}）" if place.label else place.cell or ""
    cells = [place.cell or "" for place in places]
    more = f" 等 {len(cells)} 格" if len(cells) > MOST_CELLS else ""
    return "、".join(cells[:MOST_CELLS]) + more


# ---------------------------------------------------------------- errors


_METAVARS = {
    "WORKBOOK...": "填报表的文件名",
    "FILE...": "一个或几个文件名",
    "REPORT": "Word 报告或网页的文件名",
    "DIR": "收件的文件夹",
    "DOCX": "模板的文件名",
}


def _missing_sentence(fault: click.MissingParameter) -> str:
    if isinstance(fault.param, click.Option):
        return f"缺少 {fault.param.opts[0]}（{(fault.param.help or '').rstrip('。')}）。"
    name = fault.param.make_metavar(fault.ctx) if fault.param and fault.ctx else "参数"
    return f"缺少 {name}（{_METAVARS.get(name, '必填')}）。"


def _usage_sentence(fault: click.UsageError) -> str:
    """Say in Chinese what is wrong with the words of a command."""
    if isinstance(fault, click.NoSuchOption):
        near = f"是不是 {fault.possibilities[0]}？" if fault.possibilities else ""
        return f"没有 {fault.option_name} 这个选项。{near}"
    if isinstance(fault, click.MissingParameter):
        return _missing_sentence(fault)
    if isinstance(fault, click.BadOptionUsage):
        return f"选项 {fault.option_name} 用得不对，后面要跟内容。"
    if isinstance(fault, click.BadParameter):
        name = "/".join(fault.param.opts) if fault.param else ""
        extent = fault.param.type if fault.param else None
        if isinstance(extent, click.IntRange):
            return f"{name} 应是 {extent.min} 到 {extent.max} 之间的整数。"
        return f"{name} 后面的内容不对。"
    extra = re.match(r"Got unexpected extra arguments? \((.*)\)", fault.message)
    return f"多写了“{extra[1]}”。路径里有空格的，要加引号。" if extra else fault.message


def run(args: Sequence[str]) -> int:
    """Run the command and return its exit status: 0 done, 1 findings stop it, 2 unusable."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # an old console lacks rare characters
    try:
        result = cli.main(list(args), prog_name="nianbao", standalone_mode=False)
    except click.UsageError as fault:
        _say(_usage_sentence(fault))
        _say(f"请看“{fault.ctx.command_path if fault.ctx else 'nianbao'} --help”。")
        return _UNUSABLE
    except (click.Abort, KeyboardInterrupt):
        _say("已中断。")
        return _INTERRUPTED
    except Exception as fault:  # noqa: BLE001 (the last resort)
        return _told(fault)
    return int(result or 0)


def _told(fault: Exception) -> int:
    """Say what went wrong in one sentence and return the exit status."""
    if isinstance(fault, NianbaoError):
        _say(str(fault))
    elif sys.flags.dev_mode:
        raise fault
    else:
        _say(f"程序出错了（{type(fault).__name__}：{fault}）。请把文件和这句话发给维护人员。")
    return _UNUSABLE


def main() -> None:
    """Run the command on the program's arguments."""
    sys.exit(run(sys.argv[1:]))
