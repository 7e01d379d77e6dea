"""The exceptions of this program; the text of each is a sentence for the clerk."""

from collections.abc import Iterable
from enum import Enum
from pathlib import Path


class NianbaoError(Exception):
    """Base class of all expected errors; the text is a sentence for the clerk."""


class Refusal(str, Enum):
    """Why a file is not read."""

    DAMAGED = "damaged"
    EMPTY = "empty"
    HOSTILE = "hostile"
    """It holds constructs that no office program writes and that can harm a parser."""
    METHOD = "method"
    """Packed in a way that is not read."""
    NOT_OURS = "not-ours"
    """A valid file, but no report."""
    OLD_FORMAT = "old-format"
    OTHER_FORMAT = "other-format"
    PASSWORD = "password"  # noqa: S105 (a reason, not a password)
    STOPPED = "stopped"
    """Reading exceeded the limits of time or memory, or the worker process died."""
    STRICT = "strict"
    TOO_LARGE = "too-large"
    UNREACHABLE = "unreachable"
    """The file does not exist, is a folder, or cannot be opened."""
    VERSION = "version"


class UnusableFile(NianbaoError):
    """A file that cannot be read as what it should be."""

    def __init__(self, sentence: str, why: Refusal = Refusal.NOT_OURS) -> None:
        super().__init__(sentence)
        self.why = why


class UnusableTemplate(NianbaoError):
    """A Word template that cannot be used."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        """One sentence each."""
        super().__init__("报告模板不能使用：\n" + "\n".join(self.problems))

    def __reduce__(self) -> tuple[type["UnusableTemplate"], tuple[tuple[str, ...]]]:
        return UnusableTemplate, (self.problems,)


class CannotDeliver(NianbaoError):
    """An output that cannot be written."""


class AlreadyThere(CannotDeliver):
    """Output files exist already with other content, and overwriting was not requested."""

    def __init__(self, *targets: Path) -> None:
        self.targets = targets
        names = "、".join(map(str, targets))
        super().__init__(
            f"{names}：已有同名文件，原来的还在，没有覆盖。要换成新的，先把它改名或删掉（用命令的可以加 --force）。"
        )


class CannotSend(NianbaoError):
    """A mail that was certainly not sent."""
