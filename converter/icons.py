"""The icons of the bundle: the files dropped on them, the commands that they run, the page of what was found."""

import contextlib
import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from converter.errors import CannotDeliver, UnusableFile
from converter.files.locks import without_locks
from converter.files.output import (
    FINDINGS_PAGE,
    RETURN_FOLDER,
    STATE_FILE,
    takes_files,
    write_atomic,
)

if TYPE_CHECKING:
    from converter.writing.pages.findings_page import CheckedFile

_LAST_YEAR: Final = "上年"
"""The folder of last year's files, beside the county's inbox."""
_ROSTER: Final = ("名单.xlsx", "名单.txt")
"""Names of the list of units, beside the inbox; the first that exists is used."""
_RESULTS: Final = "结果"
"""The output folder is named like the inbox, with this added."""
_SEND_TO: Final = "转换成年报.bat"
"""The entry of the 发送到 menu."""


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


@cache
def results_folder(folder: Path) -> Path:
    """Return where results go that belong into a folder: the desktop where it takes none, a disc perhaps."""
    if takes_files(folder):
        return folder
    home = Path.home()
    # OneDrive may have taken the desktop over
    homes = (Path(os.environ.get("ONEDRIVE") or home), home)
    desktops = (one / name for one in homes for name in ("Desktop", "桌面"))
    return next((desktop for desktop in desktops if desktop.is_dir()), home)


def redirected(paths: Iterable[Path]) -> list[str]:
    """Return a sentence for each folder of these files that takes none: where the results go."""
    folders = dict.fromkeys(path.parent for path in paths) or {Path.cwd().resolve(): None}
    return [
        f"{folder}：这里不让写（光盘、只读的盘，或没有权限的共享），结果写到 {place}。"
        for folder in folders
        if folder.is_dir() and (place := results_folder(folder)) != folder
    ]


def _elsewhere(path: Path) -> list[str]:
    """Return the option that names the folder of a file's results, where that is not its own."""
    place = results_folder(path.parent)
    return [] if place == path.parent else ["-o", str(place)]


def _convert(paths: Sequence[Path]) -> list[list[str]]:
    _refuse_folders(paths)
    by_place: dict[tuple[str, ...], list[str]] = {}
    for path in without_locks(paths):
        by_place.setdefault(tuple(_elsewhere(path)), []).append(str(path))
    return [["convert", *files, *option] for option, files in by_place.items()]


def _new(paths: Sequence[Path]) -> list[list[str]]:
    _refuse_folders(paths)
    beside = [
        ["new", "--previous", str(path), "-o", str(results_folder(path.parent))]
        for path in without_locks(paths)
    ]
    # for a network folder, cmd maps a drive letter that exists only while the window is open
    return beside or [["new", "-o", str(results_folder(Path.cwd().resolve()))]]


def _mail(paths: Sequence[Path]) -> list[list[str]]:
    return [command for path in without_locks(paths) for command in _mails(path)]


def _mails(path: Path) -> list[list[str]]:
    """Return the commands for one file, for the notes of a batch, or for all that it owes its units."""
    if not path.is_dir():
        return [["mail", str(path), *_elsewhere(path)]]
    if not (path / STATE_FILE).is_file():
        return [["mail", "--return", str(path)]]
    notes = path / RETURN_FOLDER
    owed = [["mail", "--remind", str(path)], ["mail", "--receipt", str(path)]]
    return [*([["mail", "--return", str(notes)]] if notes.is_dir() else []), *owed]


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
    results = results_folder(folder.parent) / f"{folder.name}{_RESULTS}"
    command = ["batch", str(folder), "-o", str(results)]
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


@dataclass
class FindingsPages:
    """What one drop on an icon found, a page in each folder that the files lie in."""

    checked: dict[Path, list["CheckedFile"]] = field(default_factory=dict)
    """The files with something to read, by the folder of their results."""
    written: dict[Path, str] = field(default_factory=dict)
    """What was written, and from which file."""

    def clear(self, paths: Iterable[Path]) -> None:
        """Remove the pages of earlier drops from where these files lie."""
        folders = {results_folder(path.parent) for path in paths if not path.is_dir()}
        for page in {folder / FINDINGS_PAGE for folder in folders}:
            if _is_ours(page):
                with contextlib.suppress(OSError):
                    page.unlink()

    def add(self, path: Path, checked: "CheckedFile") -> None:
        """Keep what was found in a file, if there is anything to read."""
        if checked.findings or checked.notes:
            self.checked.setdefault(results_folder(path.parent), []).append(checked)

    def write(self) -> tuple[list[Path], list["CheckedFile"]]:
        """Write the pages; return them, and the files of folders where none could be written."""
        pages, left = [], []
        for folder, files in self.checked.items():
            page = _write_page(files, folder / FINDINGS_PAGE)
            if page:
                pages.append(page)
            else:
                left += files
        return pages, left


def _write_page(files: Sequence["CheckedFile"], page: Path) -> Path | None:
    """Write a page and return its path; None where it cannot be written."""
    from converter.writing.pages.findings_page import render_findings

    try:
        # what `clear` left there is not ours
        return write_atomic(render_findings(files), page, force=False)
    except CannotDeliver:
        return None


def _is_ours(page: Path) -> bool:
    from converter.writing.pages.findings_page import PAGE_MARK

    try:
        with page.open("rb") as file:
            return PAGE_MARK in file.read(500)
    except OSError:
        return False


def add_to_send_to(bundle: Path, settings: Path) -> str:
    """Put 转换 of a bundle into the 发送到 menu of a user; return what to say.

    `settings` is the user's folder of application data.
    """
    menu = settings / "Microsoft" / "Windows" / "SendTo"
    icon = str(bundle / f"{ICONS['convert'].file}.bat").replace("%", "%%")
    lines = (
        "@echo off",
        "chcp 936 >nul",
        f'if exist "{icon}" "{icon}"',
        "echo 找不到年报程序，文件夹可能移动过。请到新的位置再双击一次“发送到”。",
        "pause",
        "exit",
    )
    try:
        (menu / _SEND_TO).write_bytes("".join(f"{line}\r\n" for line in lines).encode("gbk"))
    except (OSError, UnicodeEncodeError):
        return "“发送到”菜单没有加上，把填报表拖到“转换”上也一样。"
    return f"右键点填报表，“发送到”里有“转换成年报”。不要了，把它从“发送到”文件夹里删掉：{menu}"


def trust_icons(bundle: Path) -> None:
    """Take the mark of a download from the batch files of a bundle, or Windows warns at each drop."""
    for script in bundle.glob("*.bat"):
        with contextlib.suppress(OSError):
            Path(f"{script}:Zone.Identifier").unlink()


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
