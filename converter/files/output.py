"""Put a finished file where it belongs: whole or not at all, over nothing unasked."""

import os
import re
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from converter.errors import AlreadyThere, CannotDeliver

LONGEST_NAME: Final = 200
"""UTF-8 bytes of a file name, its ending included."""
_UNFINISHED: Final = ".nianbao-"
_SURELY_DEAD: Final = 3600
"""Seconds after which no run is still writing a file."""
_UNSAFE: Final = re.compile(r"[^\w\u3400-\u9fff()（）〔〕《》·、，\-—. ]")
_RESERVED: Final = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?:\.|$)", re.IGNORECASE)


def safe_file_name(stem: str, suffix: str) -> str:
    """Return a file name that Windows takes: a white list of characters, at most 200 bytes.

    >>> safe_file_name("../CON: a*b", ".docx")
    '_CON_ a_b.docx'
    """
    # dots and blanks at the edges would vanish on Windows, or climb out of the folder
    stem = _UNSAFE.sub("_", stem).strip(". ") or "年报"
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    room = LONGEST_NAME - len(suffix.encode())
    stem = stem.encode("utf-8", "ignore")[:room].decode("utf-8", "ignore").rstrip(". ")
    return stem + suffix


def target_path(output: Path | None, folder: Path, name: str) -> Path:
    """Return where an output goes: beside its source, into a folder, or to the named file.

    Raises CannotDeliver where the named file has another ending than the output's own.
    """
    if output is None:
        return folder / name
    if output.is_dir() or not output.suffix:
        return output / name
    suffix = Path(name).suffix
    if output.suffix.lower() != suffix:
        raise CannotDeliver(f"{output}：文件名应以 {suffix} 结尾。请改名，或只写文件夹。")
    return output


def write_atomic(
    data: bytes, target: Path, *, force: bool, inputs: Iterable[Path | None] = ()
) -> Path:
    """Write a file atomically and return its path.

    A file that holds these very bytes already is left as it is: a run that was cut off may have
    written it. Raises CannotDeliver where the target is one of the inputs or the folder cannot be
    written, AlreadyThere where it exists and `force` is not given.
    """
    refuse_taken(target, force=force or same_content(target, data), inputs=inputs)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise CannotDeliver(f"{target.parent}：不是文件夹。请用 -o 换个地方。") from None
    except OSError as fault:
        raise CannotDeliver(f"{target.parent}：建不了文件夹（{fault.strerror}）。") from None
    try:
        _write(data, target, force=force)
    except FileExistsError:
        if not same_content(target, data):
            raise AlreadyThere(target) from None
    except PermissionError:
        raise CannotDeliver(
            f"{target}：没有写成。文件可能正在 Word 或 Excel 里打开，或文件夹不让写。"
            "请关闭文件，或用 -o 换个文件夹。"
        ) from None
    except OSError as fault:
        raise CannotDeliver(
            f"{target}：没有写成（{fault.strerror}）。请检查磁盘空间，或用 -o 换个文件夹。"
        ) from None
    return target


def refuse_taken(target: Path, *, force: bool, inputs: Iterable[Path | None] = ()) -> None:
    """Raise CannotDeliver where a target is one of the inputs, AlreadyThere where nobody asked to overwrite it."""
    if target.exists() and any(path and path.exists() and path.samefile(target) for path in inputs):
        raise CannotDeliver(
            f"{target}：这是输入文件，不能覆盖。要转换的是填报表（.xlsx）；确实要写在这里，请用 -o 换个名字。"
        )
    if target.exists() and not force:
        raise AlreadyThere(target)


def same_content(path: Path, data: bytes) -> bool:
    """Tell whether a file is there and holds exactly these bytes."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def remove_stale_temporaries(folder: Path) -> None:
    """Take away what runs that were killed have left unfinished in a folder, an hour ago or more."""
    for left in folder.glob(f"{_UNFINISHED}*.tmp"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _SURELY_DEAD:
                left.unlink()


def _write(data: bytes, target: Path, *, force: bool) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=_UNFINISHED, suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        if force:
            temporary.replace(target)
        else:
            _rename_without_overwriting(temporary, target)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _rename_without_overwriting(temporary: Path, target: Path) -> None:
    """Move a file to a name that must be free, also when another run takes it meanwhile."""
    if os.name == "nt":
        temporary.rename(target)  # fails on Windows where the target exists
        return
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:
        # a file system without hard links
        if target.exists():
            raise FileExistsError from None
        temporary.replace(target)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
