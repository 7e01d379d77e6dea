"""How much text one file may give: what comes after takes more than linear time in places."""

from typing import Final

from converter.errors import Refusal, UnusableFile

TOO_MUCH_DRAWN: Final = (
    "这份 PDF 里的文字或线条多得不像年度报告，不读取。请核对文件，或请对方发 Word 报告。"
)
"""Said of a PDF that draws more than a report does."""
_MOST_PARAGRAPHS: Final = 10_000
"""Maximum lines of one file, those in cells included; a long report has 500."""
_MOST_CHARACTERS: Final = 200_000
"""Maximum characters of one file; a long report has 30,000."""
_MOST_SQUARES: Final = 100_000
"""Maximum squares of all tables of one file, those that merged cells cover included; a long report has 1,000."""
_MOST_TABLES: Final = 500
"""Maximum tables of one file; a long report has 50."""


class Room:
    """How much text one file may still give."""

    def __init__(self) -> None:
        self._paragraphs = _MOST_PARAGRAPHS
        self._characters = _MOST_CHARACTERS
        self._squares = _MOST_SQUARES

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

    def take_squares(self, count: int) -> None:
        """Count some squares of a table; raises UnusableFile, without the file's name, beyond the limit."""
        self._squares -= count
        if self._squares < 0:
            raise UnusableFile(
                f"表格多得不像年度报告（超过 {_MOST_TABLES} 张或 {_MOST_SQUARES // 10_000} 万格），"
                "不读取。请核对文件。",
                Refusal.TOO_LARGE,
            )

    def take_table(self, squares: int, counted: int) -> None:
        """Count a table of so many squares, of which some are counted; a small one counts for more than it has."""
        self.take_squares(max(squares - counted, _MOST_SQUARES // _MOST_TABLES - counted, 0))
