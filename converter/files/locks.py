"""The lock files that office programs leave beside a file while it is open."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

_OWNER: Final = "~$"
"""Excel, Word and WPS; Word leaves out the first letters of a long name."""
_WPS: Final = ".~"
_LIBREOFFICE: Final = ".~lock.{}#"
_SHORT, _LONG = 6, 8
"""Letters of a name without its ending up to which Word keeps all, and from which it leaves out two."""


def is_lock(path: Path) -> bool:
    """Tell whether a file is a lock file, by its name."""
    return path.name.startswith((_OWNER, _WPS))


def without_locks(paths: Iterable[Path]) -> list[Path]:
    """Return the files that are no lock files; all of them where nothing else is there."""
    given = list(paths)
    return [path for path in given if not is_lock(path)] or given


def is_open_elsewhere(path: Path) -> bool:
    """Tell whether a lock file lies beside a file."""
    name, letters = path.name, len(path.stem)
    is_word = path.suffix.lower().startswith(".doc")
    left_out = 0 if letters <= _SHORT or not is_word else 2 if letters >= _LONG else 1
    locks = {_OWNER + name, _OWNER + name[left_out:], _WPS + name, _LIBREOFFICE.format(name)}
    try:
        return any(path.with_name(lock).exists() for lock in locks)
    except (OSError, ValueError):
        return False
