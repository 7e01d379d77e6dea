"""The icons (batch files) of the bundle: the files dropped on them and the commands that they run."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from converter.errors import UnusableFile
from converter.files.locks import without_locks

_LAST_YEAR: Final = "上年"
"""The folder of last year's files, beside the county's inbox."""
_ROSTER: Final = ("名单.xlsx", "名单.txt")
"""Names of the list of units, beside the inbox; the first that exists is used."""
_RESULTS: Final = "结果"
"""The output folder is named like the inbox, with this added."""


@dataclass(frozen=True)
class Icon:
    """One icon, that is, one batch file of the bundle."""

    file: str
    """The name of the batch file, without its suffix."""
    asks: str
    """The question that is asked where no file was dropped on it."""
    commands: Callable[[Sequence[Path]], list[list[str]]]
    """Return the arguments of each command to run for the dropped files.

    Raises UnusableFile for a folder where files are expected, or the other way round.
    """


def _convert(paths: Sequence[Path]) -> list[list[str]]:
    _refuse_folders(paths)
    return [["convert", *map(str, without_locks(paths))]] if paths else []


def _new(paths: Sequence[Path]) -> list[list[str]]:
    _refuse_folders(paths)
    beside = [
        ["new", "--previous", str(path), "-o", str(path.parent)] for path in without_locks(paths)
    ]
    # for a network folder, cmd maps a drive letter that exists only while the window is open
    return beside or [["new", "-o", str(Path.cwd().resolve())]]


def _mail(paths: Sequence[Path]) -> list[list[str]]:
    return [
        ["mail", "--return", str(path)] if path.is_dir() else ["mail", str(path)]
        for path in without_locks(paths)
    ]


def _batch(paths: Sequence[Path]) -> list[list[str]]:
    return [_one_batch(path) for path in paths]


def _refuse_folders(paths: Sequence[Path]) -> None:
    for path in paths:
        if path.is_dir():
            raise UnusableFile(
                f"{path}：这是文件夹。请打开它，拖里面的文件；县里收齐的整个文件夹，才拖到“汇总”上。"
            )


def _one_batch(folder: Path) -> list[str]:
    if not folder.is_dir() or not folder.name:
        raise UnusableFile(
            f"{folder}：不是文件夹。请把收到的都放进一个文件夹，再把这个文件夹拖到“汇总”上。"
        )
    command = ["batch", str(folder), "-o", str(folder.with_name(f"{folder.name}{_RESULTS}"))]
    roster = next((file for name in _ROSTER if (file := folder.with_name(name)).is_file()), None)
    if roster:
        command += ["--roster", str(roster)]
    last_year = folder.with_name(_LAST_YEAR)
    if last_year.is_dir() and last_year != folder:
        command += ["--previous-dir", str(last_year)]
    return command


ICONS: Final = {
    "convert": Icon(
        "转换", "把填好的填报表（或写好的 Word 报告）一份一份地拖到这个窗口里，按回车", _convert
    ),
    "new": Icon(
        "新建", "把去年的报告（填报表或 Word）拖到这个窗口里，按回车；没有就直接按回车", _new
    ),
    "mail": Icon(
        "报送", "把填好的填报表（或写好的 Word 报告）一份一份地拖到这个窗口里，按回车", _mail
    ),
    "batch": Icon("汇总", "把收到的文件放进一个文件夹，把这个文件夹拖到这个窗口里，按回车", _batch),
}
"""The icons by the command that each runs."""


def dropped(command_line: str) -> list[str]:
    r"""Return the paths that were dropped on a batch file, from the command line of its interpreter.

    Windows quotes only paths with blanks, so `&` and `^` break the batch file's own arguments; the
    command line holds them intact. Empty where it is not the command line of a batch file.

    >>> dropped(r'C:\Windows\system32\cmd.exe /c ""D:\年报\转换.bat" D:\甲&乙.xlsx "D:\丙 丁.xlsx""')
    ['D:\\甲&乙.xlsx', 'D:\\丙 丁.xlsx']
    """
    started = re.search(r'/c\s+""[^"]+\.bat"\s*(.*)"\s*$', command_line, re.IGNORECASE)
    return typed(started[1]) if started else []


def typed(line: str) -> list[str]:
    """Return the paths in a line of input; dropping a file on a console inserts its path, in quotes where it holds blanks.

    >>> typed('"D:/丙 丁.xlsx" D:/甲.xlsx')
    ['D:/丙 丁.xlsx', 'D:/甲.xlsx']
    """
    if line.strip() and Path(line.strip()).exists():
        return [line.strip()]
    # the old console puts no separator between files that are dropped one after another
    line = re.sub(r'(?<=[^\s"])(?=[A-Za-z]:\\|(?<!\\)\\\\)', " ", line)
    # a path with a full-width blank is not quoted
    found = re.findall(r""""([^"]+)"|'([^']+)'|([^ \t"]+)""", line)
    return [next(filter(None, ways)) for ways in found]
