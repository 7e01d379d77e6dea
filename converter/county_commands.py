"""The commands for a folder of reports: `batch`, `aggregate`, `publish`, `archive`."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from converter.console import (
    FOUND,
    INTERRUPTED,
    PATH,
    UNUSABLE,
    ChineseGroup,
    say,
    show,
    show_progress,
)
from converter.files.text import one_line

if TYPE_CHECKING:
    from converter.county.batch import Batch, BatchOptions

county_commands = ChineseGroup()
"""Its commands become those of `nianbao`."""

_NO_SUM: Final = "没有汇总。请先改正，或加 --force 照样汇总（问题会写在“填报说明”里）。"
_NO_WHOLE_SUM: Final = (
    "没有汇总。请先改正，读不出来的换成能读的；"
    "或加 --force，只把能读的加起来（问题会写在“填报说明”里）。"
)

EXAMINES: Final = "converter.county.examine"
"""The module of what a batch has its worker processes do."""
_MOST_NAMED: Final = 10
"""Units of last year that are named one by one."""


@county_commands.command("batch")
@click.argument("folder", type=PATH, required=False, metavar="DIR")
@click.option("-o", "output", type=PATH, metavar="OUT", help="结果放到哪个文件夹。")
@click.option("--roster", type=PATH, metavar="FILE", help="应报单位名单，文本或 Excel，一行一个。")
@click.option("--previous-dir", type=PATH, metavar="DIR", help="上年度的文件在哪个文件夹。")
@click.option(
    "--jobs", type=click.IntRange(1, 64), metavar="N", help="同时处理几份，默认按处理器个数。"
)
@click.option("--template", type=PATH, metavar="DOCX", help="用县里自己的 Word 报告模板。")
@click.option("--html", is_flag=True, help="每份报告同时生成网页。")
@click.option("--force", is_flag=True, help="不管上次的结果，全部重做。")
@click.option(
    "--init", is_flag=True, help="在收件文件夹旁边写一份“县里.toml”：期限、联系人、县里的要求。"
)
def _batch_command(
    folder: Path | None,
    output: Path | None,
    roster: Path | None,
    previous_dir: Path | None,
    jobs: int | None,
    template: Path | None,
    html: bool,
    force: bool,
    init: bool,
) -> int:
    """处理一个文件夹：核对、转换、汇总、退回。"""
    if init:
        if any((output, roster, previous_dir, jobs, template, html, force)):
            raise click.UsageError("--init 只跟收件文件夹，不跟别的。")
        return _init_office(folder)
    if folder is None or output is None:
        lacking = "folder" if folder is None else "output"
        params = click.get_current_context().command.params
        raise click.MissingParameter(param=next(one for one in params if one.name == lacking))
    from converter.files.workers import start_ahead

    # what the worker processes need is loaded beside what this one needs
    start_ahead([EXAMINES])
    from converter.county.batch import BatchOptions, batch

    workers = jobs or os.cpu_count() or 1
    options = BatchOptions(folder, output, roster, previous_dir, workers, force, html, template)
    with show_progress() as progress:
        done = batch(options, progress)
    for sentence in (*done.notices, *_compared_with(options, done)):
        say(sentence)
    if done.interrupted:
        say("已中断，没有写报告和台账。处理过的已经记下，再运行一次，接着做完。")
        return INTERRUPTED
    counts: dict[str, int] = {}
    for entry in done.rows:
        counts[entry.state.value] = counts.get(entry.state.value, 0) + 1
        if entry.needs_attention or entry.remark:
            who = entry.unit or entry.label
            member = Path(entry.label.rpartition(" → ")[2]).name
            remark = entry.remark.removeprefix(f"{entry.label}：").removeprefix(f"{member}：")
            say(
                f"{entry.state.value}：{who}{f'（{entry.label}）' if entry.unit and entry.label else ''}"
                f"{f'：{remark}' if remark else ''}"
            )
    anew = sum(entry.fresh for entry in done.rows if entry.found)
    counted = "，".join(f"{state} {count}" for state, count in counts.items()) or "没有找到文件"
    say(f"{counted}；其中这次新处理 {anew}。")
    for problem in done.problems:
        say(problem)
    show(str(done.ledger or output))
    return FOUND if done.needs_attention else 0


def _init_office(folder: Path | None) -> int:
    from converter.county.office.office_file import write_example

    if folder and not folder.is_dir():
        raise click.UsageError(f"{folder}：找不到这个文件夹。")
    written = write_example(folder.absolute().parent if folder else Path())
    say("写好了，用记事本打开，改成县里自己的；每次汇总自动读取：")
    show(str(written))
    return 0


def _compared_with(options: "BatchOptions", done: "Batch") -> Iterator[str]:
    """Yield sentences that name the roster and last year's files, or say what is unchecked without them."""
    from converter.county.office.office import Office

    if options.roster:
        yield f"名单：{options.roster.name}，{len(done.roster.units)} 个单位。"
    else:
        yield "没有名单，不知道缺谁。"
    if options.previous_folder:
        yield f"上年：{options.previous_folder.name}，{len(done.last_years)} 份能用。"
        yield from (f"上年的文件不能用：{why}" for why in done.last_years.unread)
        yield from _last_years_of_nobody(done)
    else:
        yield "没有上年的文件，填报表里填了上年数据的才核对结转和存量。"
    if done.office != Office():
        asked = done.office.requirements
        count = len(asked.mentions) + (asked.most_characters is not None)
        yield f"县里.toml：落款{done.office.signed or '没有写'}，县里的要求 {count} 项。"


def _last_years_of_nobody(done: "Batch") -> Iterator[str]:
    """Name the units of last year's files that nobody goes by now: they may be called otherwise."""
    reported = [row.unit for row in done.rows if row.found and row.unit]
    names = done.last_years.of_no_unit(reported, [row.unit for row in done.rows])
    if names:
        more = "等" if len(names) > _MOST_NAMED else ""
        yield (
            f"上年的文件里有 {len(names)} 个单位，今年的名称对不上：{'、'.join(names[:_MOST_NAMED])}{more}。"
            "改了名称、写了简称的，在名单里写上曾用名、简称，再汇总一次。"
        )


@county_commands.command("aggregate")
@click.argument("files", type=PATH, nargs=-1, required=True, metavar="FILE...")
@click.option(
    "-o", "output", type=PATH, required=True, metavar="WORKBOOK", help="汇总的填报表写到哪里。"
)
@click.option("--unit", required=True, metavar="U", help="汇总单位的全称。")
@click.option("--roster", type=PATH, metavar="FILE", help="应报单位名单，用来说明缺谁。")
@click.option(
    "--previous",
    type=PATH,
    metavar="FILE",
    help="县里自己上年度的报告，带出上年的数，核对结转和存量。",
)
@click.option("--force", is_flag=True, help="有问题也汇总，并覆盖已有的同名文件。")
def _aggregate_command(
    files: tuple[Path, ...],
    output: Path,
    unit: str,
    roster: Path | None,
    previous: Path | None,
    force: bool,
) -> int:
    """把各单位的数字加起来，写成一份填报表。"""
    from converter.county.aggregate import Beside, aggregate

    totals = aggregate(files, one_line(unit), output, Beside(roster, previous), force=force)
    for sentence in (*totals.objections, *totals.remarks):
        say(sentence)
    if totals.output is None:
        say(_NO_SUM if totals.is_complete else _NO_WHOLE_SUM)
        return FOUND if totals.is_complete else UNUSABLE
    say(f"{totals.count} 份报告已汇总{'' if totals.is_complete else '，不含读不出来的文件'}：")
    show(str(totals.output))
    return 0 if totals.is_complete else UNUSABLE


@county_commands.command("publish")
@click.argument("sources", type=PATH, nargs=-1, required=True, metavar="FILE|DIR...")
@click.option("-o", "output", type=PATH, required=True, metavar="OUT", help="网页放到哪个文件夹。")
@click.option("--force", is_flag=True, help="换掉已有的、内容不同的网页。")
def _publish_command(sources: tuple[Path, ...], output: Path, force: bool) -> int:
    """把结果文件夹里已转换的报告做成网页，加一个按单位排的目录页，供上网公开。"""
    from converter.county.publishing import publish

    done = publish(sources, output, force=force)
    for sentence in (*done.objections, *done.remarks):
        say(sentence)
    if done.index is None:
        say("没有写网页。请先改正上面的问题。")
        return FOUND if done.is_complete else UNUSABLE
    say(f"{done.count} 份报告的网页和目录页已写好：")
    show(str(done.index))
    return 0


@county_commands.command("archive")
@click.argument("sources", type=PATH, nargs=-1, required=True, metavar="FILE|DIR...")
@click.option("-o", "output", type=PATH, required=True, metavar="ZIP", help="归档文件写到哪里。")
@click.option("--force", is_flag=True, help="覆盖已有的同名归档。")
def _archive_command(sources: tuple[Path, ...], output: Path, force: bool) -> int:
    """把一年的收件、结果、公开等文件夹打成一个 zip，附上每个文件的 SHA-256 清单。"""
    from converter.county.archive import archive

    done = archive(sources, output, force=force)
    for name in done.left_out:
        say(f"{name}：是链接，或者不是文件，没有归档。")
    say(f"{done.count} 个文件已归档，清单在里面的“清单.txt”；归档文件的 SHA-256：{done.digest}")
    show(str(done.path))
    return 0


def draft_county_mails(
    notes: Path | None, remind: Path | None, receipt: Path | None, *, force: bool
) -> int:
    """Write the drafts that are asked for, and tell to whom each goes."""
    from converter.county.outputs.reminders import RECEIPT, REMINDER, draft_letters
    from converter.county.outputs.return_notes import draft_replies

    drafts = {
        "回信": draft_replies(notes, force=force) if notes else None,
        REMINDER: draft_letters(remind, REMINDER, force=force) if remind else None,
        RECEIPT: draft_letters(receipt, RECEIPT, force=force) if receipt else None,
    }
    for kind, written in drafts.items():
        if written is None:
            continue
        came = "不是邮件报来的" if kind == "回信" else "不知道邮箱"
        for one in written:
            if one.draft:
                say(f"收件人：{one.to or f'{came}，请打开后补上'}")
                show(str(one.draft))
            else:
                say(one.refusal)
        if count := sum(bool(one.draft) for one in written):
            say(f"{kind}草稿 {count} 封，双击打开，看过再发。")
        elif not written:
            why = "没有报、却先不催的，台账的备注里写着为什么。" if kind == REMINDER else ""
            say(f"没有要写的{kind}草稿。{why}")
    made = [one.draft for written in drafts.values() for one in written or ()]
    return 0 if all(made) else FOUND
