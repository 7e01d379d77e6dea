"""A year put away: everything of it in one zip file, with a list of digests; the same bytes every time."""

import hashlib
import os
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

from converter.errors import AlreadyThere, CannotDeliver, UnusableFile
from converter.files.faults import reason_of
from converter.files.folder_lock import LOCK_FILE
from converter.files.limits import DEEPEST_FOLDER
from converter.files.locks import is_lock
from converter.files.output import TEMPORARY_PREFIX, digest_of, exists, pieces_of, replace_atomic
from converter.files.text import encodable

_MANIFEST: Final = "清单.txt"
"""A line for each file, as `sha256sum --check` reads it."""
_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip file knows; when a file was copied is no content."""
_READABLE: Final = 0o644 << 16
_UNIX: Final = 3


@dataclass(frozen=True)
class Archive:
    """What was put away."""

    path: Path
    count: int
    """Files."""
    digest: str
    """SHA-256 of the zip file."""
    left_out: tuple[str, ...] = ()
    """Links, which are not followed, and what is no file, such as pipes."""


def archive(sources: Sequence[Path], target: Path, *, force: bool) -> Archive:
    """Put files and folders into one zip file with 清单.txt, which has the SHA-256 of each.

    The same files give the same bytes, whenever and in whatever order they are given. An archive
    that is there with other content is replaced only with `force`. Raises UnusableFile where a file is
    missing or two have one name, CannotDeliver where one cannot be read or the archive not written.
    """
    if target.suffix.lower() != ".zip":
        raise CannotDeliver(f"{target}：归档的文件名应以 .zip 结尾。请改名。")
    found, left_out = _found(sources, target)
    with TemporaryFile() as built:
        _build(found, built)
        digest = digest_of(built)
        if not exists(target) or force or not _has(target, digest):
            if exists(target) and not force:
                raise AlreadyThere(target)
            replace_atomic(pieces_of(built), target)
    return Archive(target, len(found), digest, tuple(left_out))


def _has(path: Path, digest: str) -> bool:
    with _opened(path) as file:
        return digest_of(file) == digest


def _found(sources: Sequence[Path], target: Path) -> tuple[dict[str, Path], list[str]]:
    """Return the files by their names in the archive, and what else is there."""
    found: dict[str, Path] = {}
    left_out: list[str] = []
    for source in sources:
        if not exists(source):
            raise UnusableFile(f"{source}：找不到这个文件或文件夹。请核对名称。")
        for name, path in _below(source):
            if path.is_symlink() or not path.is_file():
                left_out.append(name)
            elif name in found and not path.samefile(found[name]):
                raise UnusableFile(
                    f"{path}：与 {found[name]} 在归档里同名（{name}）。请把其中一个改名。"
                )
            elif not (exists(target) and path.samefile(target)):
                found[name] = path
    if _MANIFEST in found:
        raise UnusableFile(f"{found[_MANIFEST]}：“{_MANIFEST}”是归档清单的名字。请把它改名。")
    if not found:
        raise UnusableFile("没有可归档的文件。")
    return found, left_out


def _below(source: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files of a folder with their names from it on; a file itself."""
    # `.` and `..` have no name
    base = Path(os.path.abspath(source))  # noqa: PTH100 (a link keeps its own name)
    if not base.is_dir():
        yield encodable(base.name), base
        return
    for here, folders, names in os.walk(base, onerror=_closed):
        if len(Path(here).parts) - len(base.parts) > DEEPEST_FOLDER:
            raise CannotDeliver(_TOO_DEEP.format(source))
        folders.sort()
        # a linked folder is not entered
        links = [name for name in folders if _is_link(Path(here, name))]
        for name in sorted([*links, *names]):
            path = Path(here, name)
            if name != LOCK_FILE and not name.startswith(TEMPORARY_PREFIX) and not is_lock(path):
                # the same name, and the same bytes, in every locale
                yield encodable(path.relative_to(base.parent).as_posix()), path


_TOO_DEEP: Final = (
    f"{{}}：里面的文件夹一层套一层，超过 {DEEPEST_FOLDER} 层，没有归档。请把文件放到外面几层。"
)


def _is_link(path: Path) -> bool:
    """Tell whether a folder is a link, or what Windows has as one."""
    return path.is_symlink() or getattr(os.path, "isjunction", os.path.islink)(path)


def _closed(fault: OSError) -> None:
    raise CannotDeliver(f"{fault.filename}：这个文件夹打不开，没有归档。请核对权限。")


def _build(found: dict[str, Path], built: IO[bytes]) -> None:
    lines = []
    with zipfile.ZipFile(built, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(found):
            digest = hashlib.sha256()
            with (
                _opened(found[name]) as file,
                package.open(_entry(name), "w", force_zip64=True) as member,
            ):
                for piece in pieces_of(file):
                    digest.update(piece)
                    member.write(piece)
            lines.append(_line(digest.hexdigest(), name))
        package.writestr(_entry(_MANIFEST), "".join(lines).encode())


_ESCAPES: Final = str.maketrans({"\\": r"\\", "\n": r"\n", "\r": r"\r"})


def _line(digest: str, name: str) -> str:
    """Return the line of a file; a name that would break it is escaped, which a sign in front tells."""
    escaped = name.translate(_ESCAPES)
    return f"{'' if escaped == name else chr(92)}{digest}  {escaped}\n"


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = _READABLE
    return entry


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as fault:
        cause, remedy = reason_of(fault)
        raise CannotDeliver(f"{path}：读不出来（{cause}），没有归档。{remedy}") from None
