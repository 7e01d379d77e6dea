"""Mail drafts to units in a batch's output folder: what they are made from, how one is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from converter.county.kept.state import BatchState
from converter.errors import CannotDeliver, UnusableFile
from converter.files.folder_lock import locked
from converter.files.output import write_atomic
from converter.mail.messages import Letter, checked_address, draft


@dataclass(frozen=True)
class DraftedLetter:
    """The mail draft of a letter to a unit: where it is, or why there is none."""

    draft: Path | None
    to: str
    """The unit's address; empty where none is known."""
    refusal: str = ""


@dataclass(frozen=True)
class Drafts:
    """The drafts in a batch's output folder."""

    output: Path
    state: BatchState
    force: bool
    """Overwrite a draft that somebody changed."""

    def write(self, name: str, letter: Letter, key: str) -> DraftedLetter:
        """Write the draft of a letter that is made from what has this key."""
        target, to = self.output / name, "".join(letter.to)
        try:
            data = bytes(draft(letter))
            ours = self.force or self.state.is_ours(name, target)
            written = write_atomic(data, target, force=ours)
        except CannotDeliver as refusal:
            return DraftedLetter(None, to, str(refusal))
        self.state.record_output(name, data, key)
        return DraftedLetter(written, to)


@contextmanager
def drafts_in(output: Path, *, force: bool) -> Iterator[Drafts]:
    """Lock an output folder and give its drafts with what its batch keeps, which is saved at the end.

    Raises UnusableFile where that cannot be read.
    """
    with locked(output):
        state = BatchState.load(output, forget=False)
        if state.unreadable:
            raise UnusableFile(
                f"{output}：上次汇总的记录已损坏，读不出来，不知道收件人。请再汇总一次。"
            )
        yield Drafts(output, state, force)
        state.save(output)


def usable_address(text: str) -> str:
    """Return an address as a message needs it, empty where it is none: the clerk adds it to the draft."""
    try:
        return checked_address(text)
    except CannotDeliver:
        return ""
