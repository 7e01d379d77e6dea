"""Why the operating system refused, as a clerk can read it, and what to do."""

import errno
import mmap
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple


class Reason(NamedTuple):
    """A fault in plain words."""

    cause: str
    """For brackets, without a full stop."""
    remedy: str
    """A sentence."""


_ELSEWHERE: Final = "请换个文件夹。"
_OR_ELSEWHERE: Final = "或换个文件夹。"
_SPACE: Final = "请腾出空间，或换个文件夹。"
_CLOSE: Final = "请关闭打开它的程序后再试。"
_FEWER: Final = "请关掉一些程序后再试。"
_NETWORK: Final = "请检查网络和共享文件夹，或先复制到本机。"
_NAMES: Final = "请核对名称。"
_BY_NAME: Final[Mapping[str, Reason]] = {
    "ENOSPC": Reason("磁盘满了", _SPACE),
    "EDQUOT": Reason("分给您的磁盘空间用完了", _SPACE),
    "EFBIG": Reason("文件超过系统允许的大小", _ELSEWHERE),
    "EROFS": Reason("磁盘只能读，不能写", _ELSEWHERE),
    "EACCES": Reason("没有权限，或正被其他程序占用", f"请关闭打开它的程序，{_OR_ELSEWHERE}"),
    "EPERM": Reason("系统不允许", f"请核对权限，{_OR_ELSEWHERE}"),
    "EISDIR": Reason("这个名字是文件夹，不是文件", "请把这个文件夹改名或移走。"),
    "ENOTDIR": Reason("路径里有一段是文件，不是文件夹", "请核对路径。"),
    "ENOENT": Reason("找不到文件或文件夹", _NAMES),
    "EEXIST": Reason("已有同名的文件或文件夹", "请把原来的改名或移走。"),
    "ENOTEMPTY": Reason("文件夹不是空的", "请核对文件夹。"),
    "ENAMETOOLONG": Reason("名称或路径太长", "请改短名称，或放到外面几层文件夹。"),
    "ELOOP": Reason("链接绕回了自己", "请改用真正的文件和文件夹。"),
    "EXDEV": Reason("不能移到另一个磁盘", _ELSEWHERE),
    "EMFILE": Reason("打开的文件太多", _FEWER),
    "ENFILE": Reason("打开的文件太多", _FEWER),
    "ENOMEM": Reason("内存不够", _FEWER),
    "EAGAIN": Reason("系统忙不过来", _FEWER),
    "EBUSY": Reason("正被其他程序占用", _CLOSE),
    "ETXTBSY": Reason("正被其他程序占用", _CLOSE),
    "EIO": Reason("磁盘读写出错", f"请检查磁盘，{_OR_ELSEWHERE}"),
    "ENXIO": Reason("设备不在", "请检查磁盘或U盘是否接好。"),
    "ENODEV": Reason("设备不在", "请检查磁盘或U盘是否接好。"),
    "EBADF": Reason("已经关闭", "请再试一次。"),
    "EPIPE": Reason("接收的程序已经关闭", "请再试一次。"),
    "EINVAL": Reason("系统不接受这个名称或位置", f"请核对名称，{_OR_ELSEWHERE}"),
    "EILSEQ": Reason("系统不接受名称里的字", "请改名。"),
    "ENOTSUP": Reason("这个位置不支持", _ELSEWHERE),
    "EOPNOTSUPP": Reason("这个位置不支持", _ELSEWHERE),
    "ENOSYS": Reason("这个位置不支持", _ELSEWHERE),
    **dict.fromkeys(
        [
            "ESTALE",
            "EREMOTEIO",
            "ENOTCONN",
            "ENETDOWN",
            "ENETUNREACH",
            "ENETRESET",
            "EHOSTDOWN",
            "EHOSTUNREACH",
            "ECONNRESET",
            "ECONNREFUSED",
            "ECONNABORTED",
            "ETIMEDOUT",
            "ESHUTDOWN",
        ],
        Reason("网络断了", _NETWORK),
    ),
}
"""By the names of the numbers; a system lacks some of them."""
_BY_NUMBER: Final = {
    number: reason
    for name, reason in _BY_NAME.items()
    if (number := getattr(errno, name, None)) is not None
}
_BY_WINDOWS: Final[Mapping[int, Reason]] = {
    **dict.fromkeys((39, 112), _BY_NAME["ENOSPC"]),
    1295: _BY_NAME["EDQUOT"],
    19: _BY_NAME["EROFS"],
    **dict.fromkeys((32, 33, 1224), _BY_NAME["EBUSY"]),
    **dict.fromkeys((15, 21, 1167), _BY_NAME["ENXIO"]),
    **dict.fromkeys((23, 1117), _BY_NAME["EIO"]),
    206: _BY_NAME["ENAMETOOLONG"],
    **dict.fromkeys((51, 53, 59, 64, 67, 121, 1231, 1232, 1236), _BY_NAME["ETIMEDOUT"]),
}
"""By the numbers of Windows (winerror.h) that Python calls by another name: no permission, nothing there, no such name."""
_UTF8: Final = "请把环境变量 PYTHONUTF8 设为 1，再运行一次。"


def reason_of(fault: OSError | ValueError) -> Reason:
    """Return why reading or writing failed; the system's own words are English on most machines.

    >>> reason_of(OSError(28, "No space left on device")).cause
    '磁盘满了'
    """
    if isinstance(fault, UnicodeEncodeError):
        return Reason(f"系统的语言环境是 {fault.encoding}，写不了中文文件名", _UTF8)
    if isinstance(fault, ValueError):  # a NUL in a path
        return Reason("名称里有不能用的字符", "请改名。")
    if known := _BY_WINDOWS.get(getattr(fault, "winerror", None) or 0):
        return known
    if fault.errno in _BY_NUMBER:
        return _BY_NUMBER[fault.errno]
    number = f"，编号 {fault.errno}" if fault.errno else ""
    return Reason(f"系统出错{number}", f"请检查磁盘空间和权限，{_OR_ELSEWHERE}")


_INCOMPLETE: Final = (
    "本机的程序缺少 {}，或者这会儿读不出来，这次没有做成。请再试一次；还不行，请重新安装程序。"
)
_NO_FOLDER: Final = "系统没有能用的临时文件夹，这次没有做成。请腾出磁盘空间后再试。"
_OF_A_NAME: Final = frozenset(
    {errno.EINVAL, errno.ENOENT, errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.ELOOP}
)
"""What bytes can bring about that give a parser a name to open, or a place to go to."""


_LOST_CODECS: Final = frozenset(
    f"unknown encoding: {name}" for name in ("cp437", "gb18030", "utf-16", "utf-16-le", "utf-8-sig")
)
"""What Python says of those that we name and that it cannot load."""
_OUR_FOLDERS: Final = tuple(
    f"{folder}{os.sep}" for folder in (Path(__file__).parents[2], Path(os.__file__).parent)
)
"""Where the program is, with what was installed beside it, and what Python brings."""
NO_MEMORY: Final = "系统的内存不够，这次没有做成。请关掉一些程序后再试。"
_NO_ROOM: Final = "error return without exception set"
"""What Python 3.11 says, as a SystemError, where it has no memory for a call."""
_PLENTY: Final = 2**29
"""Bytes of memory, more than reading any report takes."""


def is_lack_of_memory(fault: Exception) -> bool:
    """Tell whether Python did not get the memory that it asked for, be it too much of it."""
    return isinstance(fault, MemoryError) or str(fault) == _NO_ROOM


def says_nothing_of_a_file(fault: Exception) -> bool:
    """Tell whether a fault is the system's, or of what the program lacks, or of memory, whoever took it."""
    return is_lack_of_memory(fault) or bool(refused_by_system(fault))


def missing_part(fault: Exception) -> str:
    """Return that a part of the program is not there, as sentences; empty where it is something else."""
    if isinstance(fault, ImportError):  # loaded when it is needed
        return _INCOMPLETE.format(fault.name or "一部分")
    if isinstance(fault, LookupError) and str(fault) in _LOST_CODECS:
        return _INCOMPLETE.format(str(fault).rpartition(" ")[2])
    name = fault.filename if isinstance(fault, OSError) and fault.errno in _OF_A_NAME else None
    is_ours = isinstance(name, str) and name.startswith(_OUR_FOLDERS)
    return _INCOMPLETE.format(Path(str(name)).name) if is_ours else ""


def refused_by_system(fault: Exception) -> str:
    """Return why the work on a file did not get on, as sentences; empty where the file may be to blame."""
    if said := missing_part(fault):
        return said
    if is_lack_of_memory(fault):
        return "" if _has_plenty() else NO_MEMORY
    # parsers raise OSError without a number
    if not isinstance(fault, OSError) or not fault.errno:
        return ""
    may_be_its = fault.errno in _OF_A_NAME and not _is_of_tempfile(fault)
    return "" if may_be_its else withheld(fault)


def _is_of_tempfile(fault: OSError) -> bool:
    return fault.errno == errno.ENOENT and fault.filename is None


def withheld(fault: OSError) -> str:
    """Return what the system does not give for the moment, as sentences."""
    if _is_of_tempfile(fault):
        return _NO_FOLDER
    cause, remedy = reason_of(fault)
    return f"系统不让读写（{cause}），这次没有做成。{remedy}"


def _has_plenty() -> bool:
    """Tell whether the system would have given a file all that a report takes, whatever our own limit."""
    with suppress(ImportError):  # Windows
        import resource

        if 0 <= resource.getrlimit(resource.RLIMIT_DATA)[0] < _PLENTY:
            return False
    try:
        # shared, which our limit does not count, and not even touched
        mmap.mmap(-1, _PLENTY).close()
    except (OSError, MemoryError):
        return False
    return True
