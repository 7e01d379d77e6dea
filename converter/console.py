"""Console output and questions: messages, findings, progress, and click's texts in Chinese."""

import errno
import os
import shutil
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

import click

from converter.errors import AlreadyThere, CannotDeliver, NianbaoError
from converter.files.faults import is_lack_of_memory, missing_part, reason_of
from converter.files.text import harmless, one_line
from converter.sentences import some_of

if TYPE_CHECKING:
    from converter.conversion import Plan
    from converter.findings import Finding

_YES: Final = {"y", "Y", "ｙ", "Ｙ", "是", "yes"}
"""Answers that mean yes; input methods type full-width letters."""
_QUOTES: Final = {('"', '"'), ("'", "'"), ("“", "”")}
_LISTED_CELLS: Final = 6
"""Maximum number of cells that one line lists."""
_TABLE_WIDTH: Final = 60
"""Minimum terminal width for a table, in columns; otherwise each finding is a line."""


# ---------------------------------------------------------------- messages and questions


def say(text: str) -> None:
    """Write a line for the clerk to standard error; results alone go to standard output.

    Control characters of names from outside are not passed on.
    """
    _echo(harmless(text), err=True)


def show(text: str) -> None:
    """Write a result to standard output, as it is."""
    _echo(text, err=False)


_unshown: list[str] = []
"""Why a stream took nothing more, but for a reader that went away."""


def unshown() -> str:
    """Return why results could not be shown; empty where they were, or nobody reads them."""
    return _unshown.pop() if _unshown else ""


def _echo(text: str, *, err: bool) -> None:
    """Write a line; a stream that takes nothing, such as a closed pipe, does not stop the work."""
    try:
        click.echo(text, err=err)
    except OSError as fault:
        if not err and fault.errno != errno.EPIPE:
            _unshown[:] = [reason_of(fault).cause]
        if err:
            sys.stderr = nowhere()
        else:
            sys.stdout = nowhere()


def nowhere() -> TextIO:
    """Return a stream that takes everything and keeps nothing."""
    return Path(os.devnull).open("w", encoding="utf-8")


def say_fault(fault: Exception) -> None:
    """Write one sentence on why a command failed; in Python's dev mode raise an unexpected exception."""
    if isinstance(fault, NianbaoError):
        say(str(fault))
    elif isinstance(fault, ModuleNotFoundError) and (fault.name or "").split(".")[0] == "lxml":
        say("本机缺少 lxml，生成、读取网页和使用县里自己的模板都要它；别的照常能用。")
    elif isinstance(fault, UnicodeEncodeError) and fault.encoding == sys.getfilesystemencoding():
        say(
            f"系统的语言环境（{fault.encoding}）写不了中文文件名。"
            "请把环境变量 PYTHONUTF8 设为 1，再运行一次。"
        )
    elif said := missing_part(fault):
        say(said)
    elif isinstance(fault, OSError) and fault.errno:  # others are no faults of the system
        cause, remedy = reason_of(fault)
        say(f"系统不让读写（{cause}），已经写好的文件都在。{remedy}")
    elif is_lack_of_memory(fault):
        say("内存不够，没有做完；已经写好的文件都在。请关掉一些程序后再试。")
    elif sys.flags.dev_mode:
        raise fault
    else:
        say(f"程序出错了（{type(fault).__name__}：{fault}）。请把文件和这句话发给维护人员。")


def is_interactive() -> bool:
    """Tell whether questions can be asked: standard input and standard error are terminals."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def ask(question: str) -> str:
    """Ask a question and return the answer; empty where the input has ended."""
    click.echo(f"{harmless(question)}：", nl=False, err=True)
    return sys.stdin.readline().strip()


def open_page(page: Path) -> None:
    """Open a page in the browser of a desktop, where there is one."""
    if sys.platform == "win32":
        with suppress(OSError):
            os.startfile(page)  # noqa: S606 (our own page)
    elif (opener := shutil.which("xdg-open")) and os.environ.get("DISPLAY"):
        import subprocess

        quiet = subprocess.DEVNULL
        subprocess.Popen([opener, page.absolute()], stdout=quiet, stderr=quiet)  # noqa: S603 (our own page)


def ask_password(question: str) -> str:
    """Ask for a password, not shown while it is typed, and return it."""
    return str(click.prompt(question, hide_input=True, err=True))


def write_with_consent(plan: "Plan", *, force: bool) -> tuple[Path, ...]:
    """Write the outputs of a plan and return their paths; ask before replacing files, unless `force`.

    Raises AlreadyThere where files exist and the question cannot be asked, CannotDeliver where the
    answer is no or a file cannot be written.
    """
    replacing: Collection[Path] = plan.targets if force else ()
    declined = False
    if not force and is_interactive() and (taken := plan.taken()):
        say(f"{'、'.join(map(str, taken))}：已有同名文件。")
        declined = ask("要换成新的吗？输入 y 换，直接按回车不换") not in _YES
        replacing = () if declined else taken
    try:
        return plan.write(replacing)
    except AlreadyThere:
        if declined:
            raise CannotDeliver("没有换，原来的文件还在。") from None
        raise


@contextmanager
def show_progress() -> Iterator[Callable[[int, int, str], None]]:
    """Yield a function that shows the progress of a batch: one updated line on a terminal, else a line each."""
    if not sys.stderr.isatty():
        yield lambda count, total, label: say(_progressed(count, total, label))
        return
    from rich.console import Console
    from rich.progress import Progress, TextColumn

    # no bar: a Chinese console draws its characters two columns wide
    with Progress(
        TextColumn("{task.description}", markup=False), console=Console(stderr=True)
    ) as bar:
        task = bar.add_task("", total=None)
        yield lambda count, total, label: bar.update(
            task, description=_progressed(count, total, one_line(label))
        )


def _progressed(count: int, total: int, label: str) -> str:
    """Say how many files are done, and of how many where that is known, before the name of the last."""
    return f"{count}/{total} {label}" if total else f"第 {count} 份 {label}"


# ---------------------------------------------------------------- findings


def summary(findings: Iterable["Finding"], notes: Sequence[str] = ()) -> str:
    """Return one sentence that counts findings by their severity, errors first, and notes as reminders."""
    from converter.findings import Severity, counted

    labels = [*(one.label for one in findings), *(Severity.WARNING.label for _ in notes)]
    if not labels:
        return "核对通过，没有问题。"
    said = counted(labels)
    return f"{said}。" if Severity.ERROR.label in labels else f"没有错误（{said}）。"


def findings_as_json(
    file: Path,
    unit: str | None,
    year: int | None,
    findings: Sequence["Finding"],
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """Return the result for one file of `check --json`; notes only where there are any."""
    return {
        "file": str(file),
        "unit": unit,
        "year": year,
        "ok": not any(finding.stops for finding in findings),
        "findings": [_finding_as_json(finding) for finding in findings],
        **({"notes": list(notes)} if notes else {}),
    }


def _finding_as_json(finding: "Finding") -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "sheet": finding.place.sheet if finding.place else None,
        "cell": finding.place.cell if finding.place else None,
        "name": finding.name,
        "message": finding.message,
        "explained": finding.explained,
        **({"names": finding.names} if finding.names else {}),
    }


def show_findings(title: str, findings: Sequence["Finding"], notes: Sequence[str]) -> None:
    """Show findings in blocks: the errors, the reminders, the hints; then the notes as reminders.

    Each block is by sheet, equal findings of a sheet on one line; those without a sheet are headed
    `title`.
    """
    from converter.findings import Severity

    errors = [one for one in findings if one.stops]
    others = [one for one in findings if not one.stops]
    hints = [one for one in others if one.severity is Severity.NOTE]
    reminders = [one for one in others if one.severity is not Severity.NOTE]
    _show_block(title, errors)
    if errors and (others or notes):
        say("—— 错误到此为止。下面是提醒，不改也能生成报告，请看一看：")
    _show_block(title, reminders)
    _show_block(title, hints)
    for note in notes:
        say(f"{Severity.WARNING.label}　{note}")


def _show_block(title: str, findings: Iterable["Finding"]) -> None:
    by_sheet: dict[str, dict[tuple[str, str], list[Finding]]] = {}
    for finding in findings:
        sheet = (finding.place.sheet if finding.place else None) or title
        group = by_sheet.setdefault(sheet, {})
        group.setdefault((finding.label, finding.said), []).append(finding)
    wide = sys.stderr.isatty() and shutil.get_terminal_size().columns >= _TABLE_WIDTH
    for sheet, groups in by_sheet.items():
        rows = [(label, _where(members), said) for (label, said), members in groups.items()]
        if wide:
            _show_table(f"【{one_line(sheet)}】", rows)
            continue
        say(f"【{sheet}】")
        for label, where, said in rows:
            say(f"{label}　{where}{'：' if where else ''}{said}")


def _show_table(title: str, rows: Iterable[tuple[str, str, str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from converter.findings import EXPLAINED

    colours = {"错误": "red", "提醒": "yellow", "提示": "cyan", EXPLAINED: "green"}
    table = Table(title=Text(title), title_justify="left", title_style="bold", box=None)
    table.add_column("级别", no_wrap=True)
    table.add_column("位置", max_width=34, overflow="fold")
    table.add_column("说明", overflow="fold")
    for label, where, said in rows:
        texts = (Text(label, colours[label]), Text(harmless(where)), Text(harmless(said)))
        table.add_row(*texts)
    Console(stderr=True, highlight=False).print(table)


def _where(findings: Sequence["Finding"]) -> str:
    places = [finding.place for finding in findings if finding.place]
    if len(places) == 1:
        place = places[0]
        return f"{place.cell or ''}（{place.label}）" if place.label else place.cell or ""
    cells = [place.cell for place in places if place.cell]
    return some_of(cells, _LISTED_CELLS, "格", gap=" ")


# ---------------------------------------------------------------- click in Chinese


class _TypedPath(click.Path):
    """A typed or pasted path: strips blanks and quotes, expands a leading `~`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        typed = str(value).strip(" \t")
        if (typed[:1], typed[-1:]) in _QUOTES and len(typed) > 1:
            typed = typed[1:-1].strip(" \t")
        return super().convert(os.path.expanduser(typed), param, ctx)  # noqa: PTH111 (no path yet)


FOUND, UNUSABLE, INTERRUPTED = 1, 2, 130
"""Exit statuses; 0 is success."""

PATH: Final = _TypedPath(path_type=Path)
"""The type of every parameter that is a path."""


class _ChineseHelp(click.Command):
    """Help in Chinese."""

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


class _ChineseCommand(_ChineseHelp):
    """A command that refuses surplus arguments with a Chinese sentence."""

    allow_extra_args = True  # click's own refusal is an English sentence

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        extra = super().parse_args(ctx, args)
        if extra:
            ctx.fail(f"多写了“{' '.join(extra)}”。路径里有空格的，要加引号。")
        return extra


class ChineseGroup(_ChineseHelp, click.Group):
    """A group of commands; a file name instead of a command means `convert`."""

    command_class = _ChineseCommand
    group_class = type  # groups within are of this class, too

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


_METAVARS: Final = {
    "WORKBOOK...": "填报表或 Word 报告的文件名",
    "FILE...": "一个或几个文件名",
    "REPORT": "Word 报告或网页的文件名",
    "DIR": "收件的文件夹",
    "DOCX": "模板的文件名",
}


def _missing_sentence(fault: click.MissingParameter) -> str:
    if isinstance(fault.param, click.Option):
        return f"缺少 {fault.param.opts[0]}（{(fault.param.help or '').rstrip('。')}）。"
    name = fault.param.human_readable_name if fault.param else "参数"
    return f"缺少 {name}（{_METAVARS.get(name, '必填')}）。"


def usage_sentence(fault: click.UsageError) -> str:
    """Return a Chinese sentence that says what is wrong with a command line."""
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
    return fault.message
