"""What a document consists of, whatever its format: paragraphs, pictures and tables, in order.

Independent of the form. The readers of Word files, pages and PDFs give these, and what looks for a report takes nothing else.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

MOST_CELLS: Final = 20_000
"""Maximum cells of one table; a real one has 300."""
NOTE_MARK: Final = re.compile(r"[\[【〔（(]?(?:注?\d{1,2}|[①-⑳*†‡])[\]】〕）)]?")
"""A raised mark that points to a note, and is no part of a figure."""


@dataclass(frozen=True)
class TextBlock:
    """One paragraph; a line break within it starts the next one."""

    text: str
    number: str = ""
    """Its automatic number as printed, `五、`."""
    emphasised: int = field(default=0, compare=False)
    """Characters of the text up to the end of its bold beginning; 0 where nothing, or all of it, is bold."""

    @property
    def bold(self) -> int:
        """Where its bold beginning ends in the whole text; 0 where it has none."""
        return len(self.number) + self.emphasised if self.emphasised else 0

    @property
    def whole(self) -> str:
        """The text with its automatic number."""
        return self.number + self.text


@dataclass(frozen=True)
class PictureBlock(TextBlock):
    """A picture where it stands, as a paragraph without text."""

    elsewhere: bool = False
    """It is a frame that shows another page or file."""
    alternative: str = ""
    """What is to be read instead of it."""


@dataclass(frozen=True)
class TableBlock:
    """One table as a matrix: a merged cell is repeated at every position that it covers."""

    rows: tuple[tuple["TableCell", ...], ...]
    kinds: list[str | None] = field(default_factory=list, init=False, repr=False, compare=False)
    """Which table of the form it is, as soon as `table_kind` was asked: many steps ask, and telling takes time."""

    @property
    def cells(self) -> list["TableCell"]:
        """Its cells in order, a merged one once."""
        return list(dict.fromkeys(cell for row in self.rows for cell in row))

    def with_cells(self, changed: Mapping["TableCell", "TableCell"]) -> "TableBlock":
        """Return the table with others for some of its cells."""
        rows = (tuple(changed.get(cell, cell) for cell in row) for row in self.rows)
        return TableBlock(tuple(rows)) if changed else self


@dataclass(frozen=True, eq=False)
class TableCell:
    """One cell; compared by identity, since different cells can have equal texts."""

    text: str
    paragraph: int | None = None
    """Of a Word file the place of its first paragraph among all of the text part."""
    pictured: bool = False
    """A picture stands in it, and no text."""
    unsure: bool = False
    """Nobody knows which of its digits are shown."""


PADDING: Final = TableCell("")
"""Stands in every square of a table where a row has no cell."""


Block = TextBlock | TableBlock
