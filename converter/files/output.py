"""Atomic writes of output files; existing files are replaced only on request."""

import os
import re
import shutil
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final, NamedTuple

from converter.errors import AlreadyThere, CannotDeliver
from converter.files.faults import reason_of
from converter.form.half_width import without_unseen

LONGEST_NAME: Final = 200
"""Maximum length of a file name in UTF-8 bytes, suffix included."""
STATE_FILE: Final = ".nianbao.json"
"""What a batch keeps in its output folder between its runs."""
RETURN_FOLDER: Final = "退回"
"""The folder of its return notes."""
FINDINGS_PAGE: Final = "核对结果.html"
"""The page of findings that the icons write."""
INDEX_NAME: Final = "index.html"
"""The page that lists the published reports."""
TEMPORARY_PREFIX: Final = ".nianbao-"
"""How the names of temporary files begin; they end in `.tmp`."""
_PIECE: Final = 2**20
_ATTEMPTS: Final = 3
"""How often a temporary file is deleted where the system refuses: on a network one refusal says little."""
_STALE_AFTER: Final = 3600
"""Age in seconds from which a temporary file counts as left over."""
_UNSAFE: Final = re.compile(r"[^\w()（）〔〕《》·、，\-—. ]")
_RESERVED: Final = re.compile(r"(?:CON|PRN|AUX|NUL|(?:COM|LPT)[\d¹²³]) *(?:\.|$)", re.IGNORECASE)


class Output(NamedTuple):
    """A file that is to be written."""

    path: Path
    content: bytes | Callable[[], bytes]
    """The bytes, or a function that makes them when the file is written."""

    def is_taken(self, inputs: Iterable[Path | None]) -> bool:
        """Tell whether writing would replace a file with other content; False for an input, which `write` refuses."""
        known = isinstance(self.content, bytes) and same_content(self.path, self.content)
        return exists(self.path) and not known and not is_input(self.path, inputs)

    def write(self, *, force: bool, inputs: Iterable[Path | None]) -> Path:
        """Write the file as `write_atomic` does and return its path."""
        data = self.content if isinstance(self.content, bytes) else self.content()
        return write_atomic(data, self.path, force=force, inputs=inputs)


def safe_file_name(stem: str, suffix: str) -> str:
    """Return a file name that Windows accepts: allowed characters only, at most 200 bytes.

    >>> safe_file_name("../CON: a*b", ".docx")
    '_CON_ a_b.docx'
    >>> safe_file_name("com¹ .a", ".docx")
    '_com¹ .a.docx'
    """
    # Windows drops dots and blanks at the edges; a leading `..` would leave the folder
    stem = _UNSAFE.sub("_", without_unseen(stem)).strip(". ") or "年报"
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    room = LONGEST_NAME - len(suffix.encode())
    stem = stem.encode("utf-8", "ignore")[:room].decode("utf-8", "ignore").rstrip(". ")
    return stem + suffix


def name_key(name: str) -> str:
    """Return a key that is equal for names that are one file on Windows or macOS.

    Those systems ignore case and composition, and Windows drops dots and blanks at the end.

    >>> name_key("A镇.DOCX") == name_key("a镇.docx")
    True
    """
    folded = unicodedata.normalize("NFD", name).casefold()
    return unicodedata.normalize("NFC", folded).rstrip(". ")


def target_path(output: Path | None, folder: Path, name: str) -> Path:
    """Return the path to write to: `name` in `folder`, `name` in the folder `output`, or the file `output`.

    Raises CannotDeliver where the file `output` has another suffix than `name`.
    """
    if output is None:
        return folder / name
    if not output.suffix or _is_folder(output):
        return output / name
    suffix = Path(name).suffix
    if output.suffix.lower() != suffix:
        raise CannotDeliver(f"{output}：文件名应以 {suffix} 结尾。请改名，或只写文件夹。")
    return output


def write_atomic(
    data: bytes, target: Path, *, force: bool, inputs: Iterable[Path | None] = ()
) -> Path:
    """Write a file atomically and return its path.

    An existing file with exactly these bytes is left as it is: an interrupted run may have written it.
    Raises CannotDeliver where the target is one of the inputs or cannot be written, AlreadyThere where
    it exists and `force` is not set, even if another process has just created it.
    """
    refuse_taken(target, force=force or same_content(target, data), inputs=inputs)
    try:
        _deliver((data,), target, force=force)
    except FileExistsError:
        if not same_content(target, data):
            raise AlreadyThere(target) from None
    return target


def replace_atomic(
    pieces: Iterable[bytes], target: Path, first: Callable[[], object] | None = None
) -> None:
    """Write a file piece by piece and put it in the place of another atomically; raises CannotDeliver.

    `first` is called when the file is written, before it takes its place; what it raises leaves the other.
    """
    _deliver(pieces, target, force=True, first=first)


def _deliver(
    pieces: Iterable[bytes],
    target: Path,
    *,
    force: bool,
    first: Callable[[], object] | None = None,
) -> None:
    """Write a file atomically; raises CannotDeliver, and FileExistsError without `force`."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise CannotDeliver(f"{target.parent}：不是文件夹。请用 -o 换个地方。") from None
    except (OSError, ValueError) as fault:
        cause, remedy = reason_of(fault)
        raise CannotDeliver(f"{target.parent}：建不了文件夹（{cause}）。{remedy}") from None
    try:
        _write(pieces, target, force=force, first=first)
    except FileExistsError:
        raise
    except PermissionError:
        raise CannotDeliver(
            f"{target}：没有写成。文件可能正在 Word 或 Excel 里打开，或文件夹不让写。"
            "请关闭文件，或用 -o 换个文件夹。"
        ) from None
    except (OSError, ValueError) as fault:
        cause, remedy = reason_of(fault)
        raise CannotDeliver(f"{target}：没有写成（{cause}）。{remedy}") from None


def refuse_taken(target: Path, *, force: bool, inputs: Iterable[Path | None]) -> None:
    """Raise CannotDeliver where a target is one of the inputs, AlreadyThere where it exists without `force`."""
    if is_input(target, inputs):
        raise CannotDeliver(f"{target}：这是输入文件，不能覆盖。确实要写在这里，请用 -o 换个名字。")
    if exists(target) and not force:
        raise AlreadyThere(target)


def is_input(target: Path, inputs: Iterable[Path | None]) -> bool:
    """Tell whether a path is one of the input files, also under another name."""
    return exists(target) and any(
        path and exists(path) and path.samefile(target) for path in inputs
    )


def exists(path: Path) -> bool:
    """Tell whether a file exists. An invalid path counts as missing: writing to it raises the error."""
    try:
        return path.exists()
    except OSError:
        return False


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    """Yield a file from its beginning, whatever its size."""
    file.seek(0)
    yield from iter(lambda: file.read(_PIECE), b"")


def digest_of(file: IO[bytes]) -> str:
    """Return the SHA-256 of a file, as hexadecimal digits."""
    import hashlib

    digest = hashlib.sha256()
    for piece in pieces_of(file):
        digest.update(piece)
    return digest.hexdigest()


def same_content(path: Path, data: bytes) -> bool:
    """Tell whether a file exists and holds exactly these bytes."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except (OSError, ValueError):
        return False


@contextmanager
def temporary_folder(within: Path) -> Iterator[Path]:
    """Yield a hidden folder within another one, which is removed afterwards; raises OSError."""
    folder = within / _new_name()
    try:
        folder.mkdir(mode=0o700)
        yield folder
    finally:
        discard(folder, shutil.rmtree)
        shutil.rmtree(folder, ignore_errors=True)  # what is behind a file that is held


def discard(path: Path, delete: Callable[[Path], object] = Path.unlink) -> None:
    """Delete what is temporary; what the system does not let go of is left for a later batch to sweep."""
    for _ in range(_ATTEMPTS):
        try:
            delete(path)
        except FileNotFoundError:
            return
        except OSError:
            continue
        return


def new_temporary(folder: Path, flags: int = 0) -> tuple[int, Path]:
    """Make an empty hidden file in a folder; return its descriptor and its path.

    `flags` are more of those of `os.open`. Raises OSError at once where the folder takes no file: on
    Windows, tempfile takes that for a name that is taken, and tries two thousand million others.
    """
    path = folder / _new_name()
    return _create(path, flags), path


def _create(path: Path, flags: int = 0, rights: int = 0o600) -> int:
    flags |= os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.open(path, flags, rights)


def takes_files(folder: Path) -> bool:
    """Tell whether files can be made in a folder, by making one: its attributes say nothing of a share or a disc."""
    try:
        handle, probe = new_temporary(folder)
    except (OSError, ValueError):
        return False
    os.close(handle)
    discard(probe)
    return True


def _new_name() -> str:
    return f"{TEMPORARY_PREFIX}{os.urandom(8).hex()}.tmp"


def remove_stale_temporaries(folder: Path) -> None:
    """Delete temporary files and folders that killed processes left in a folder an hour ago or earlier."""
    for left in folder.glob(f"{TEMPORARY_PREFIX}*.tmp"):
        with suppress(OSError):
            if time.time() - left.lstat().st_mtime > _STALE_AFTER:
                is_folder = left.is_dir() and not left.is_symlink()
                discard(left, shutil.rmtree if is_folder else Path.unlink)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _write(
    pieces: Iterable[bytes],
    target: Path,
    *,
    force: bool,
    first: Callable[[], object] | None,
) -> None:
    temporary = target.parent / _new_name()
    try:
        with os.fdopen(_create(temporary, rights=0o666), "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        if first:
            first()
        if force:
            temporary.replace(target)
        else:
            _rename_without_overwriting(temporary, target)
    finally:
        discard(temporary)


def _rename_without_overwriting(temporary: Path, target: Path) -> None:
    """Rename a file; raises FileExistsError where the target exists, even if it was just created."""
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
