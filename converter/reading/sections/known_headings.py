"""The section whose heading a line is: by the official words, or by others that are known."""

import re
from typing import Final

from converter.form.fields import SECTIONS, Section
from converter.form.heading_words import ADDED, ADDED_TO_NUMBERED, LOOSE_WORDS, SECTION_WORDS
from converter.form.short_inputs import kept
from converter.reading.blocks import TextBlock
from converter.reading.sections.heading_numbers import (
    LONGEST_HEADING,
    is_numbered_twice,
    split_number,
    without_blanks,
    without_ornaments,
)

LONGEST_CONTENTS: Final = 80
"""Characters of a line of a table of contents; what such lines are is kept, for they are asked for again."""
LINES_KEPT: Final = 10_000
"""Lines of which that is kept: as many as a file may have."""
MARKS: Final = re.compile(r"[\W_]")
OFFICIAL_WORDS: Final = {one.key: one.heading.partition("、")[2] for one in SECTIONS}
BARE_WORDS: Final = {key: MARKS.sub("", words) for key, words in OFFICIAL_WORDS.items()}
_WITH_NUMBER: Final = {one.key: (f"{one.number}、", f"第{one.number}部分") for one in SECTIONS}


def heading_section(block: TextBlock) -> Section | None:
    """Return the section of which a paragraph is the heading, whatever its numbering; None for other text."""
    return _section_of(block.whole)


@kept(LINES_KEPT, LONGEST_CONTENTS)  # several readers of a file ask for one and the same line
def _section_of(whole: str) -> Section | None:
    text = without_blanks(without_ornaments(whole))
    if not (text and is_short(text)):
        return None
    core = split_number(text)[2]
    for section in SECTIONS:
        if is_known(section, core, text):
            return section
    return None


def is_known(section: Section, core: str, text: str) -> bool:
    """Tell whether the words of a heading are the section's, or with its number nearly so."""
    if SECTION_WORDS[section.key].match(core):
        return True
    official = OFFICIAL_WORDS[section.key]
    if core.startswith(official):
        has_number = not text.startswith(core)
        behind = (ADDED, *([ADDED_TO_NUMBERED] if has_number else []))
        if any(one.fullmatch(core, len(official)) for one in behind):
            return True
    loose = LOOSE_WORDS.get(section.key)
    return bool(loose and text.startswith(_WITH_NUMBER[section.key]) and loose.fullmatch(core))


def is_short(text: str) -> bool:
    """Tell whether a text may be a heading; letters do not count, a translation may stand behind it."""
    return len(re.sub("[A-Za-z]", "", text)) <= LONGEST_HEADING


def is_official(section: Section, text: str) -> bool:
    """Tell whether a heading has the words of the form; its number, unless it has two, and marks do not matter."""
    bare = without_blanks(text)
    core = "" if is_numbered_twice(bare) else split_number(bare)[2]
    return MARKS.sub("", core) == BARE_WORDS[section.key]
