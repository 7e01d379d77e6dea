"""What a field may hold at most, and what text editors leave behind in prose."""

from typing import Final

LARGEST: Final = 10**15
"""Figures stay below this: a spreadsheet holds every whole number up to it exactly."""
FIRST_YEAR: Final = 2008
"""The year in which the regulation on disclosure came into force."""
LAST_YEAR: Final = 2099

BOOKMARK: Final = r"\[bookmark[:：][^\[\]]{0,40}\]"
"""A regular expression: what remains of a bookmark where a Word report was saved as text."""
