"""The commands of `nianbao`: their options, calls and messages."""

import os
import signal
import sys
import warnings
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, Final

import click

from converter import __version__
from converter.console import (
    FOUND,
    INTERRUPTED,
    PATH,
    UNUSABLE,
    ChineseGroup,
    ask,
    ask_password,
    findings_as_json,
    is_interactive,
    nowhere,
    open_page,
    say,
    say_fault,
    show,
    show_findings,
    summary,
    unshown,
    usage_sentence,
    write_with_consent,
)
from converter.county_commands import county_commands, draft_county_mails
from converter.errors import CannotDeliver, NianbaoError
from converter.files.limits import limited
from converter.files.locks import without_locks
from converter.files.text import one_line

if TYPE_CHECKING:
    from converter.conversion import Examination, Options, Plan
    from converter.icons import FindingsPages
    from converter.mail.account import AccountOptions
    from converter.mail.submit import Recipients

_THREE_THINGS = """nianbao 能做三件事：

  一、出报告      nianbao 填报表.xlsx
                  核对填好的表，在旁边生成 Word 报告；可以一次写几个文件
                  自己写的 Word 报告也行，转成标准格式
  二、只核对      nianbao check 填报表.xlsx
                  Word 报告、网页也能核对
  三、县里汇总    nianbao batch 收件文件夹 -o 结果
                  核对、转换、退回、汇总一次办完

还没有填报表：nianbao new --unit 单位全称 --year 年度
全部命令和选项：nianbao --help"""


@click.group(cls=ChineseGroup, invoke_without_command=True)
@click.version_option(__version__, message="nianbao %(version)s", help="显示版本号。")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """政府信息公开工作年度报告：填报表核对、转成 Word 报告。

    直接跟填报表文件名，就是核对并转换：nianbao 工作簿.xlsx
    """
    if ctx.invoked_subcommand is None:
        show(_THREE_THINGS)


@cli.command("convert")
@click.argument("workbooks", type=PATH, nargs=-1, required=True, metavar="WORKBOOK...")
@click.option("-o", "output", type=PATH, metavar="FILE|DIR", help="报告写到哪个文件或文件夹。")
@click.option(
    "--previous", type=PATH, metavar="FILE", help="上年度的填报表或 Word 报告，用来核对结转和存量。"
)
@click.option("--template", type=PATH, metavar="DOCX", help="用自己的 Word 报告模板。")
@click.option("--pdf", is_flag=True, help="同时生成 PDF（要装有 LibreOffice）。")
@click.option("--html", is_flag=True, help="同时生成网页，可直接发布。")
@click.option("--force", is_flag=True, help="覆盖已有的同名文件。")
def _convert_command(
    workbooks: tuple[Path, ...],
    output: Path | None,
    previous: Path | None,
    template: Path | None,
    pdf: bool,
    html: bool,
    force: bool,
) -> int:
    """核对填报表或任何格式的 Word 报告，生成标准格式的 Word 报告；可以一次写几个文件。"""
    from converter.conversion import Options

    options = Options(output, previous, template, force, pdf, html)
    workbooks = tuple(without_locks(workbooks))
    if len(workbooks) == 1:
        return _convert(workbooks[0], options, {})
    if previous or (output and output.suffix and not output.is_dir()):
        raise click.UsageError("一次转换几份时，-o 应是文件夹，--previous 请一份一份地用。")
    statuses = []
    written: dict[Path, str] = {}
    for workbook in workbooks:
        say(f"—— {workbook.name}")
        try:
            statuses.append(_convert(workbook, options._replace(others=workbooks), written))
        except Exception as fault:  # noqa: BLE001 (one bad file never stops the others)
            say_fault(fault)
            statuses.append(UNUSABLE)
    done = statuses.count(0)
    say(f"共 {len(statuses)} 份：已生成 {done} 份，没有生成 {len(statuses) - done} 份。")
    return max(statuses)


def _convert(workbook: Path, options: "Options", earlier: dict[Path, str]) -> int:
    from converter.conversion import plan_conversion

    with limited(workbook.name):
        plan = plan_conversion(workbook, options)
    told = _tell(workbook, plan.examination, options)
    if not plan.outputs:
        say(f"{told}没有生成报告。请按{'网页上' if told else '上面'}的提示改正后再转换。")
        if plan.outdated:
            this = "填报表" if plan.examination.file.is_workbook else "这份报告"
            say(f"旁边的 {plan.outdated.name} 是以前生成的，与{this}不一致，请不要报送。")
        return FOUND
    written = _write(plan, workbook, earlier, force=options.force)
    say(f"{_counted(plan.examination) or '核对通过，'}报告已生成：")
    for path in written:
        show(str(path))
    for remark in plan.remarks():
        say(remark)
    return 0


def _write(
    plan: "Plan", source: Path, earlier: dict[Path, str], *, force: bool
) -> tuple[Path, ...]:
    """Write the outputs of a plan and return their paths; add them to what was written `earlier`, with the source.

    Raises CannotDeliver where one of them was just written from another file: that is nobody's wish.
    """
    for path in plan.taken():
        if path in earlier:
            raise CannotDeliver(
                f"{source.name}：和“{earlier[path]}”是同一个单位、同一年度的，"
                f"{path.name} 刚由那一份写好，没有换。请只留对的一份，再做一次。"
            )
    paths = write_with_consent(plan, force=force)
    earlier.update(dict.fromkeys(paths, source.name))
    return paths


def _counted(examination: "Examination") -> str:
    """Return the sentence that counts what was found; empty where nothing was."""
    found = examination.findings or examination.notes
    return summary(examination.findings, examination.notes) if found else ""


def _tell(
    source: Path,
    examination: "Examination",
    annotate: "Options | None" = None,
) -> str:
    """Show what was found in a file, or keep it for the page of an icon; then return the sentence that counts it.

    With the options of a conversion an icon leaves an annotated copy where the report would be.
    """
    # what stands in the context is what `run` was given
    pages: FindingsPages | None = click.get_current_context().obj
    findings = examination.findings
    if pages is None:
        show_findings(source.name, findings, examination.told)
        return ""
    from converter.writing.pages.findings_page import CheckedFile

    if examination.still_open:
        # soon untrue, unlike what is on the page
        show_findings(source.name, (), (examination.still_open,))
    counted = summary(findings, examination.notes)
    name = _copy_for_the_page(examination, annotate) if annotate else ""
    pages.add(source, CheckedFile(source.name, counted, findings, examination.notes, name))
    return counted


def _copy_for_the_page(examination: "Examination", options: "Options") -> str:
    """Write the annotated copy of a file; return its name, empty where there is none."""
    try:
        copy = _annotate(examination, options.output, options.others)
    except NianbaoError as fault:
        say(f"带批注的副本没有写：{fault}")
        return ""
    if copy:
        say(f"带批注的副本：{copy}")
    return copy.name if copy else ""


def _annotate(
    examination: "Examination",
    folder: Path | None,
    others: Sequence[Path],
    *,
    is_asked_for: bool = False,
) -> Path | None:
    """Write the annotated copy of a file; None where it has none, the reason is said.

    One that is left of a time when there was something to mend is named; it is not deleted, as somebody
    may have worked in it. Raises NianbaoError where it cannot be written, or somebody wants to keep one that is there.
    """
    from converter.annotating.remarks import needs_mending
    from converter.conversion import annotated_name, plan_annotated

    source, is_workbook = examination.file.path, examination.file.is_workbook
    old = (folder or source.parent) / annotated_name(source.stem, is_workbook=is_workbook)
    if not needs_mending(examination.findings):
        if old.is_file() and old.name != source.name:
            where = "旁边" if old.parent == source.parent else f"{old.parent} 里"
            say(
                f"{where}的 {old.name} 是以前写的，现在没有要改的了。没有在它里面改过的，可以删掉。"
            )
        elif is_asked_for and (examination.findings or examination.notes):
            say("上面列的都不用改，没有写带批注的副本。")
        return None
    with limited(examination.file.path.name):
        plan, refusal = plan_annotated(examination, folder, others)
    if refusal:
        say(refusal)
    if plan is None:
        return None
    (written,) = write_with_consent(plan, force=False)
    return written


@cli.command("mail")
@click.argument("workbook", type=PATH, required=False)
@click.option("--to", "to", multiple=True, metavar="ADDRESS", help="收件人，可以写几次。")
@click.option("--cc", "cc", multiple=True, metavar="ADDRESS", help="抄送，可以写几次。")
@click.option("-o", "output", type=PATH, metavar="FILE|DIR", help="邮件草稿写到哪里。")
@click.option(
    "--previous", type=PATH, metavar="FILE", help="上年度的填报表或 Word 报告，用来核对结转和存量。"
)
@click.option("--pdf", is_flag=True, help="附上 PDF（要装有 LibreOffice）。")
@click.option("--send", is_flag=True, help="直接发出去，不写草稿。")
@click.option("--host", metavar="HOST", help="发信的邮件服务器，配合 --send。")
@click.option("--port", type=click.IntRange(1, 65535), metavar="N", help="服务器的端口，默认 465。")
@click.option("--user", metavar="USER", help="登录的用户名，一般就是邮件地址。")
@click.option("--from", "sender", metavar="ADDRESS", help="发件人，默认同用户名。")
@click.option(
    "--return", "notes", type=PATH, metavar="DIR", help="给 batch 的“退回”里每个单位写好回信草稿。"
)
@click.option(
    "--remind",
    type=PATH,
    metavar="OUT",
    help="给没有报、报来读不出的单位写好催报草稿，跟结果文件夹。",
)
@click.option(
    "--receipt", type=PATH, metavar="OUT", help="给已收下的单位写好回执草稿，跟结果文件夹。"
)
@click.option("--force", is_flag=True, help="覆盖已有的同名文件。")
def _mail_command(
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
    remind: Path | None,
    receipt: Path | None,
    force: bool,
) -> int:
    """核对填报表或 Word 报告，写好报送的邮件草稿，或直接发出。"""
    from converter.conversion import Options
    from converter.mail.submit import Recipients, plan_draft

    if notes or remind or receipt:
        if any((workbook, to, cc, output, previous, pdf, send)):
            option = "--return" if notes else "--remind" if remind else "--receipt"
            folder = "“退回”文件夹" if notes else "结果文件夹"
            raise click.UsageError(f"{option} 只跟 batch 的{folder}和 --force，不跟别的。")
        return draft_county_mails(notes, remind, receipt, force=force)
    if workbook is None:
        raise click.UsageError("缺少 WORKBOOK（填报表或 Word 报告的文件名）。")
    options = Options(output, previous, force=force, pdf=pdf)
    recipients = Recipients(to, cc)
    if send:
        from converter.mail.account import AccountOptions

        return _send_mail(workbook, recipients, options, AccountOptions(host, port, user, sender))
    with limited(workbook.name):
        plan = plan_draft(workbook, recipients, options)
    told = _tell(workbook, plan.examination)
    if not plan.outputs:
        say(f"{told}没有写邮件。请按{'网页上' if told else '上面'}的提示改正后再试。")
        return FOUND
    pages: FindingsPages | None = click.get_current_context().obj
    (draft,) = _write(plan, workbook, pages.written if pages else {}, force=force)
    if not plan.to:
        from_workbook = plan.examination.file.is_workbook
        next_time = "；在填报表“报送单位”后面写上邮箱，下次就有了" if from_workbook else ""
        say(f"收件人没有写，请打开草稿补上{next_time}。")
    say(f"{_counted(plan.examination)}邮件草稿已写好，双击打开，看过再发：")
    show(str(draft))
    return 0


def _send_mail(
    workbook: Path,
    recipients: "Recipients",
    options: "Options",
    account_options: "AccountOptions",
) -> int:
    from converter.mail.account import find_account, find_password
    from converter.mail.submit import send_mail

    account = find_account(account_options)
    prompt = ask_password if is_interactive() else None
    sending = send_mail(
        workbook, recipients, options, account, lambda: find_password(account, prompt)
    )
    show_findings(workbook.name, sending.examination.findings, sending.examination.told)
    if not sending.receipts:
        say("没有发邮件。请按上面的提示改正后再试。")
        return FOUND
    for receipt in sending.receipts:
        say(f"{receipt.address}：{receipt.status.value}{receipt.reply}")
    if sending.unclear:
        say("服务器最后没有答复清楚，没有再发一次。请问收件人收到没有，没有收到再加 --force 重发。")
    if sending.copy:
        say("发出的邮件留了一份：")
        show(str(sending.copy))
    elif sending.no_copy:
        say(f"发出的邮件没有留下：{sending.no_copy}")
    return 0 if sending.complete else FOUND


@cli.command("check")
@click.argument("files", type=PATH, nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--previous", type=PATH, metavar="FILE", help="上年度的填报表或 Word 报告，用来核对结转和存量。"
)
@click.option(
    "--parts",
    type=PATH,
    metavar="DIR",
    help="各单位的报告（如“收件结果”），核对县里的数是不是它们之和。",
)
@click.option("--json", "as_json", is_flag=True, help="结果写成一个 JSON 对象。")
@click.option("--annotate", is_flag=True, help="另存一份，在每一处写上批注，原文件不动。")
@click.option("-o", "output", type=PATH, metavar="DIR", help="带批注的副本放到哪个文件夹。")
def _check_command(
    files: tuple[Path, ...],
    previous: Path | None,
    parts: Path | None,
    as_json: bool,
    annotate: bool,
    output: Path | None,
) -> int:
    """只核对，不生成报告。"""
    from converter.files.kinds import open_input
    from converter.findings import Finding

    _refuse_unfit(files, parts, output, annotate=annotate)
    if previous:
        # fail early: an unreadable file of last year is not a finding about the others
        open_input(previous)
    status = 0
    results: list[dict[str, Any]] = []
    for file in without_locks(files):
        try:
            examination = _examined(file, previous, parts)
        except NianbaoError as fault:
            status = UNUSABLE
            results.append(
                findings_as_json(file, None, None, [Finding("FORM-VERSION", str(fault))])
            )
            if not as_json:
                say(str(fault))
            continue
        report, findings = examination.report, examination.findings
        results.append(
            findings_as_json(
                file, report.unit_name or None, report.report_year, findings, examination.notes
            )
        )
        if not examination.ok:
            status = max(status, FOUND)
        if not as_json:
            show(f"{file.name}：{summary(findings, examination.notes)}")
            show_findings(file.name, findings, examination.told)
        if annotate:
            copied = _annotate_checked(examination, output, files, say if as_json else show)
            status = max(status, copied)
    if as_json:
        import json

        readable = "utf" in (sys.stdout.encoding or "").lower()
        show(json.dumps({"files": results}, ensure_ascii=not readable, indent=1))
    return status


def _refuse_unfit(
    files: Sequence[Path], parts: Path | None, output: Path | None, *, annotate: bool
) -> None:
    """Raise UsageError for options of `check` that do not go together."""
    if parts and len(files) > 1:
        raise click.UsageError("--parts 只跟县里自己的一份报告。")
    if output and (not annotate or (output.suffix and not output.is_dir())):
        raise click.UsageError("check 的 -o 是放带批注的副本的文件夹，要和 --annotate 一起用。")


def _examined(file: Path, previous: Path | None, parts: Path | None) -> "Examination":
    """Examine a file; with `parts` also hold a county's report against its units."""
    from converter.conversion import examine

    with limited(file.name):
        examination = examine(file, previous)
    if parts is None:
        return examination
    from converter.county.parts import compare_with_parts

    compared = compare_with_parts(examination.file.path, parts)
    return replace(
        examination,
        findings=(*examination.findings, *compared.findings),
        notes=(*examination.notes, *compared.remarks),
    )


def _annotate_checked(
    examination: "Examination",
    output: Path | None,
    others: Sequence[Path],
    tell: Callable[[str], None],
) -> int:
    """Write the annotated copy of a file and `tell` where it is; return the exit status."""
    try:
        copy = _annotate(examination, output, others, is_asked_for=True)
    except NianbaoError as fault:
        say(f"带批注的副本没有写：{fault}")
        return UNUSABLE
    if copy:
        say("带批注的副本已写好：")
        tell(str(copy))
    return 0


@cli.command("new")
@click.option("--unit", metavar="U", help="单位全称。")
@click.option("--year", type=click.IntRange(2008, 2099), metavar="Y", help="报告年度。")
@click.option(
    "--previous",
    type=PATH,
    metavar="FILE",
    help="上年度的填报表或 Word 报告，带出单位、结转和上年数据；填报表还带出联系人。",
)
@click.option("-o", "output", type=PATH, metavar="FILE", help="填报表写到哪里。")
@click.option("--force", is_flag=True, help="覆盖已有的同名文件。")
def _new_command(
    unit: str | None, year: int | None, previous: Path | None, output: Path | None, force: bool
) -> int:
    """生成一份新的填报表。"""
    from converter.conversion import Options, new_workbook

    options = Options(output, previous, force=force)
    with limited(previous.name) if previous else nullcontext():
        path, wrong = new_workbook(one_line(unit or ""), options, year)
    say("填报表已生成：")
    show(str(path))
    if wrong and previous:
        say(f"{previous.name} 有 {len(wrong)} 处数字对不上，上年的数是照它填的，请核对：")
        for sentence in wrong:
            say(f"　{sentence}")
    return 0


@cli.command("import")
@click.argument("report", type=PATH, metavar="REPORT")
@click.option("-o", "output", type=PATH, metavar="WORKBOOK", help="填报表写到哪里。")
@click.option("--force", is_flag=True, help="覆盖已有的同名文件。")
def _import_command(report: Path, output: Path | None, force: bool) -> int:
    """把 Word 报告或发布的网页读回填报表。"""
    from converter.conversion import plan_import

    with limited(report.name):
        plan = plan_import(report, output)
    (written,) = plan.write(plan.targets if force else ())
    show_findings(report.name, plan.examination.findings, plan.examination.told)
    say("报告已读进填报表：")
    show(str(written))
    return 0


for _command in county_commands.commands.values():
    cli.add_command(_command)


@cli.command("desk", hidden=True)
@click.argument("icon")
@click.argument("paths", nargs=-1)
def _desk_command(icon: str, paths: tuple[str, ...]) -> int:
    """图标所做的事：处理拖到图标上的文件。"""
    from converter.icons import ICONS, FindingsPages, dropped, redirected, trust_icons, typed

    if icon not in ICONS:
        raise click.UsageError(f"没有“{icon}”这个图标。")
    if sys.platform == "win32":
        trust_icons(_bundle())
    given = dropped(os.environ.get("NIANBAO_DROPPED", "")) or list(paths)
    if not given and is_interactive():
        given = typed(ask(ICONS[icon].asks))
    files = [Path(path) for path in given]
    commands = ICONS[icon].commands(files)
    if not commands:
        say(f"没有文件。请把文件拖到“{ICONS[icon].file}”的图标上，或双击图标，再拖进窗口按回车。")
        return UNUSABLE
    for sentence in redirected(files):
        say(sentence)
    pages = FindingsPages()
    pages.clear(files)
    status = 0
    for command in commands:
        named = [file for file in files if str(file) in command]
        if len(commands) > 1 and len(named) == 1:
            say(f"—— {named[0].name}")
        status = max(status, run(command, pages))
    written, left = pages.write()
    for one in left:
        show_findings(one.name, one.findings, one.notes)
    for page in written:
        say(f"问题逐条写在打开的网页里：{page}")
        open_page(page)
    return status


@cli.command("send-to", hidden=True)
def _send_to_command() -> int:
    """图标“发送到”所做的事：在右键菜单“发送到”里加上“转换”。"""
    from converter.icons import add_to_send_to

    say(add_to_send_to(_bundle(), Path(os.environ.get("APPDATA", ""))))
    return 0


def _bundle() -> Path:
    """Return the folder of the Windows bundle, two above that of its interpreter."""
    return Path(sys.executable).parent.parent.parent


@cli.group("template")
def _template_group() -> None:
    """Word 报告模板。"""


@_template_group.command("check")
@click.argument("docx", type=PATH)
def _template_check_command(docx: Path) -> int:
    """核对自己改过的报告模板。"""
    from converter.conversion import template_problems

    problems = template_problems(docx)
    for problem in problems:
        say(problem)
    show(f"{docx.name}：{f'有 {len(problems)} 处问题' if problems else '可以使用'}")
    return FOUND if problems else 0


def run(args: Sequence[str], pages: "FindingsPages | None" = None) -> int:
    """Run a command line and return its exit status; what is found goes to `pages`, else to the console.

    0 done; 1 stopped by findings; 2 wrong usage or an unusable file; 130 interrupted.
    """
    # a stream that is closed is None
    sys.stdout = sys.stdout or nowhere()
    sys.stderr = sys.stderr or nowhere()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # an old console lacks rare characters
    try:
        result = cli.main(list(args), prog_name="nianbao", standalone_mode=False, obj=pages)
    except click.UsageError as fault:
        say(usage_sentence(fault))
        say(f"请看“{fault.ctx.command_path if fault.ctx else 'nianbao'} --help”。")
        return UNUSABLE
    except (KeyboardInterrupt, Exception) as fault:  # noqa: BLE001 (the last resort)
        # Python 3.11 makes a RuntimeError of Ctrl-C in the midst of a class
        stopped = isinstance(fault.__cause__, KeyboardInterrupt)
        if stopped or isinstance(fault, KeyboardInterrupt | click.Abort):
            say("已中断。")
            return INTERRUPTED
        say_fault(fault)
        return UNUSABLE
    lost = unshown()
    if lost:
        say(f"结果显示不出来（{lost}）；已经写好的文件都在。")
        return UNUSABLE
    return int(result or 0)


def _interrupt_again(lost: "sys.UnraisableHookArgs") -> None:
    """Interrupt once more where Ctrl-C came while an object was done away with: there Python only prints it."""
    if lost.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(lost)
    elif not any(one.is_alive() for one in _pending):
        # once for all that came meanwhile: the next would hit the program as it ends
        _pending[:] = [Timer(_SOON, signal.raise_signal, [signal.SIGINT])]
        _pending[0].start()


_pending: Final[list[Timer]] = []
_SOON: Final = 0.05
"""Seconds in which the object is gone."""


def main() -> None:
    """Run the command on the program's arguments."""
    if not sys.warnoptions and not sys.flags.dev_mode:
        # what a library warns of is nothing that a clerk can do something about
        os.environ["PYTHONWARNINGS"] = "ignore"  # for the worker processes
        warnings.simplefilter("ignore")
    sys.unraisablehook = _interrupt_again
    sys.exit(run(sys.argv[1:]))
