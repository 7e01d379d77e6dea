"""What of the findings is told to who mends a file, in which order and lines."""

from collections.abc import Iterable, Sequence
from typing import Final

from converter.findings import Finding, Severity, counted
from converter.form.patterns import when_used

_ORDER = tuple(Severity)
_AS_SAID: Final = "照提示改"
_QUOTED: Final = when_used("“[^“”]*”")
_VERB: Final = 2
"""Characters of the verb with which a remedy begins: 核对, 改填."""


def to_mend(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that nobody has explained, errors first, each kind in its order."""
    told = (one for one in findings if not one.explained)
    return sorted(told, key=lambda one: _ORDER.index(one.severity))


def needs_mending(findings: Iterable[Finding]) -> bool:
    """Tell whether there is an error or a warning that nobody has explained."""
    return any(one.severity is not Severity.NOTE for one in to_mend(findings))


def summary(findings: Sequence[Finding]) -> str:
    """Return how many findings of each kind there are, as a sentence."""
    labels = [one.severity.label for one in findings]
    said = counted(labels)
    must = "错误必须改，" if Severity.ERROR.label in labels else ""
    return f"核对发现{said}。{must}提醒、提示请看一看。" if said else ""


def as_lines(level: str, what: str, remedy: str) -> tuple[str, ...]:
    """Return what a note at its place says of a finding, line by line; the remedy may be empty."""
    # where the sentences say already what to do, nothing more is said
    said = (
        not remedy or remedy.startswith(_AS_SAID) or f"请{remedy[:_VERB]}" in _QUOTED.sub("", what)
    )
    how = () if said else (f"怎么改：{remedy}",)
    return f"【{level}】{what}", *how
