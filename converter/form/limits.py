"""Limits of the values of fields and of cells."""

from typing import Final

LARGEST: Final = 10**15
"""Figures must be below this: a spreadsheet stores whole numbers exactly up to it."""
LARGEST_LIKELY_COUNT: Final = 1_000_000
"""Applications, reviews or suits of a year from which a figure is doubted; a province has some 100,000."""
LARGEST_LIKELY_TWICE: Final = 100_000
"""The same where its digits are a number twice; a city of ten million has 14,000."""
LEAST_RUN_TOGETHER: Final = 1_000
"""The same where the only blank of its row stands beside it; each of two figures has two digits on average."""
LONGEST_UNIT: Final = 100
"""Characters of a unit's name; real ones have up to 40."""
LONGEST_CELL: Final = 32_767
"""Characters that Excel keeps in a cell."""
FIRST_YEAR: Final = 2008
"""The year in which the regulation on disclosure came into force."""
LAST_YEAR: Final = 2099
