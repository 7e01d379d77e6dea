"""The exception family: whatever this program refuses to do, with a sentence for the clerk."""

from collections.abc import Iterable
from enum import Enum
from pathlib import Path

from converter.findings import Finding


class NianbaoError(Exception):
    """Anything this program refuses to do; the text is a sentence for the clerk."""


class Refusal(str, Enum):
    """Why a file is not read."""

    DAMAGED = "damaged"
    EMPTY = "empty"
    HOSTILE = "hostile"
    """It holds what no office program writes and what can hurt a reader."""
    NOT_OURS = "not-ours"
    """A sound file, but no report."""
    OLD_FORMAT = "old-format"
    OTHER_FORMAT = "other-format"
    PASSWORD = "password"  # noqa: S105 (a reason, no password)
    STOPPED = "stopped"
    """Reading took too long or too much, or the worker died."""
    STRICT = "strict"
    TOO_LARGE = "too-large"
    UNREACHABLE = "unreachable"
    """The file system, or a program that is needed, does not give it."""
    VERSION = "version"


class UnusableFile(NianbaoError):
    """A file that cannot be read as what it should be."""

    def __init__(self, sentence: str, why: Refusal = Refusal.NOT_OURS) -> None:
        super().__init__(sentence)
        self.why = why


class UnusableTemplate(NianbaoError):
    """A Word template that cannot be rendered."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("报告模板不能使用：\n" + "\n".join(self.problems))

    def __reduce__(self) -> tuple[type["UnusableTemplate"], tuple[tuple[str, ...]]]:
        return UnusableTemplate, (self.problems,)


class CannotDeliver(NianbaoError):
    """An output that cannot be written."""


class AlreadyThere(CannotDeliver):
    """Outputs whose names are taken; nothing is overwritten unasked."""

    def __init__(self, *targets: Path, findings: Iterable[Finding] = ()) -> None:
        self.targets = targets
        self.findings = tuple(findings)
        """What was found in the source, for who decides."""
        super().__init__(
            f"{self.names}：已有同名文件，没有覆盖。要换成新的，先把它改名或删掉，或者加 --force。"
        )

    @property
    def names(self) -> str:
        """The paths, as a sentence holds them."""
        return "、".join(map(str, self.targets))


class CannotSend(NianbaoError):
    """A mail that was certainly not sent."""
