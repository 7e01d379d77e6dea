"""How much text one file may give: what comes after takes more than linear time in places."""

from typing import Final

from converter.errors import Refusal, UnusableFile

TOO_BUSY: Final = (
    "这份 PDF 里的文字或线条多得不像年度报告，不读取。请核对文件，或请对方发 Word 报告。"
)
"""Said of a PDF that draws more than a report does."""
_MOST_PARAGRAPHS: Final = 10_000
"""Maximum lines of one file, those in cells included; a long report has 500."""
_MOST_CHARACTERS: Final = 200_000
"""Maximum characters of one file; a long report has 30,000."""


class Room:
    """How much text one file may still give."""

    def __init__(self) -> None:
        self._paragraphs = _MOST_PARAGRAPHS
        self._characters = _MOST_CHARACTERS

    def take(self, text: str) -> str:
        """Count one line and return it; raises UnusableFile, without the file's name, beyond the limits."""
        self._paragraphs -= 1
        self.require(len(text))
        self._characters -= len(text)
        return text

    def require(self, characters: int) -> None:
        """Raise UnusableFile where so many characters exceed what is left."""
        if self._paragraphs < 0 or characters > self._characters:
            raise UnusableFile(
                f"文字多得不像年度报告（超过 {_MOST_PARAGRAPHS} 段或 {_MOST_CHARACTERS // 10_000} 万字），"
                "不读取。请核对文件。",
                Refusal.TOO_LARGE,
            )
