"""The county's office: who it is, its deadlines, what it asks for beyond the national format."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

from converter.files.text import one_line
from converter.form.report import chinese_date

LONGEST_TEXT: Final = 200
"""Characters of a name, a telephone number and the like."""
BEIJING: Final = timezone(timedelta(hours=8))
_TEXTS: Final = ("name", "contact", "phone", "address", "sign_off")
DATES: Final = ("due", "due_again")
"""The dates of an office."""
PARTS: Final = {
    "总体情况": ("overview", ""),
    "主动公开": ("overview", "主动公开"),
    "依申请公开": ("overview", "依申请公开"),
    "政府信息管理": ("overview", "信息管理"),
    "平台建设": ("overview", "平台"),
    "监督保障": ("overview", "监督"),
    "主要问题": ("problems", ""),
    "其他事项": ("other_matters", ""),
}
"""What the county may call a part of a report: the field, and what the heading within it says."""


def today() -> date:
    """Return the day that letters of the county bear."""
    return datetime.now(BEIJING).date()


@dataclass(frozen=True)
class Mention:
    """Something that the county wants to read about."""

    content: str
    """What it is, as findings say it."""
    words: tuple[str, ...] = ()
    """One of them is enough; empty where any sentence of the part will do."""
    counted: bool = False
    """Whether a figure has to stand there."""
    part: str = "总体情况"
    """One of `PARTS`."""
    units: tuple[str, ...] = ()
    """Words of which one is in the name of every unit that is asked; empty where all are."""

    def concerns(self, unit: str) -> bool:
        """Tell whether a unit is asked for it."""
        return not self.units or any(word in unit for word in self.units)


@dataclass(frozen=True)
class Requirements:
    """What the county asks of a report beyond the national format."""

    source: str = ""
    """The county's document."""
    are_errors: bool = False
    """Whether what is missing sends a report back."""
    most_characters: int | None = None
    """Of section one, at most; None for no limit."""
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True)
class Office:
    """What 县里.toml says; without the file nothing."""

    name: str = ""
    contact: str = ""
    phone: str = ""
    address: str = ""
    """The mail address that reports go to."""
    sign_off: str = ""
    """Under a letter, where that is not the name."""
    due: date | None = None
    """The last day of filing."""
    due_again: date | None = None
    """The last day of sending a corrected report."""
    passes_on_warnings: bool = False
    """Whether notes and receipts tell the warnings too."""
    template: Path | None = None
    """The county's own Word template."""
    requirements: Requirements = field(default_factory=Requirements)

    @property
    def signed(self) -> str:
        """Who signs a letter; empty where nobody does."""
        return self.sign_off or self.name

    @property
    def reachable(self) -> str:
        """Whom to ask, as a sentence; empty where the file names nobody."""
        said = [
            f"{label}：{text}"
            for label, text in (("联系人", self.contact), ("电话", self.phone))
            if text
        ]
        return f"{'，'.join(said)}。" if said else ""

    @property
    def where_to(self) -> str:
        """Where reports are sent, as a sentence; empty where the file does not say."""
        return f"请报送到：{self.address}" if self.address else ""

    def again_by(self, day: date | None = None) -> str:
        """Return until when a corrected report is expected, as a sentence on a day; empty without a deadline."""
        if self.due_again is None:
            return ""
        last = chinese_date(self.due_again)
        if day and day > self.due_again:
            return f"重新报送的期限是{last}，已经过了，请马上重新报送。"
        return f"重新报送的期限是{last}。"

    def as_texts(self) -> dict[str, str]:
        """Return what letters say of the office, for the state of a batch."""
        dates = {name: getattr(self, name) for name in DATES}
        texts = {name: getattr(self, name) for name in _TEXTS}
        return {**texts, **{name: day.isoformat() if day else "" for name, day in dates.items()}}

    @classmethod
    def from_texts(cls, texts: Mapping[str, str]) -> "Office":
        """Return what `as_texts` wrote; what is damaged is left out."""
        dates: dict[str, date] = {}
        for name in DATES:
            with suppress(ValueError):
                dates[name] = date.fromisoformat(texts.get(name, ""))
        known: dict[str, Any] = {
            name: one_line(texts.get(name, ""))[:LONGEST_TEXT] for name in _TEXTS
        }
        return replace(cls(due=dates.get("due"), due_again=dates.get("due_again")), **known)
