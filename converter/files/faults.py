"""Why the operating system refused, as a clerk can read it, and what to do."""

import errno
import sys
from collections.abc import Mapping
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


NO_MEMORY: Final = "系统的内存不够，这次没有做成。请关掉一些程序后再试。"
_INCOMPLETE: Final = (
    "本机的程序缺少 {}，或者这会儿读不出来，这次没有做成。请再试一次；还不行，请重新安装程序。"
)
_NO_FOLDER: Final = "系统没有能用的临时文件夹，这次没有做成。请腾出磁盘空间后再试。"
_OF_THE_PROGRAM: Final = (Path(__file__).parents[1], Path(sys.prefix))
_OF_A_NAME: Final = frozenset(
    {errno.EINVAL, errno.ENOENT, errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.ELOOP}
)
"""What bytes can bring about that give a parser a name to open, or a place to go to."""


def refused_by_system(fault: Exception) -> str:
    """Return why the work on a file did not get on, as sentences; empty where the file may be to blame."""
    if isinstance(fault, ImportError):  # a part of ours, loaded when it is needed
        return _INCOMPLETE.format(fault.name or "一部分")
    # parsers raise OSError without a number
    if not isinstance(fault, OSError) or not fault.errno:
        return ""
    if fault.errno not in _OF_A_NAME:
        return withheld(fault)
    if fault.errno == errno.ENOENT and fault.filename is None:  # what tempfile raises
        return _NO_FOLDER
    missing = Path(str(fault.filename))
    is_ours = any(missing.is_relative_to(folder) for folder in _OF_THE_PROGRAM)
    return _INCOMPLETE.format(missing.name) if is_ours else ""


def withheld(fault: OSError) -> str:
    """Return what the system does not give for the moment, as sentences."""
    cause, remedy = reason_of(fault)
    return f"系统不让读写（{cause}），这次没有做成。{remedy}"
