"""The lines of the word lists, `wordlists/*.csv`: one entry a line, each with its source.

A county may add lines with a text editor or with Excel. Raises UnusableFile where a line is malformed.
"""

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from converter.checking.prose.words.prepared import WORDLISTS
from converter.errors import UnusableFile
from converter.files.text import decode_text

_YEAR: Final = r"\d{4}", "要写四位数字的年份"
_REQUIRED: Final = {
    ("phrases", "词组"): (".{4,}", "至少要有四个字"),
    ("campaigns", "起"): _YEAR,
    ("campaigns", "止"): _YEAR,
    ("renamed", "止于"): _YEAR,
    ("divisions", "至少"): (r"\d", "要写一位数字"),
    ("citations", "止于"): (r"(?:\d{4})?", "要写四位数字的年份，或者空着"),
}
"""What some columns of some lists have to hold; the first column of each holds something."""


def rows(name: str) -> Iterator[list[str]]:
    """Yield the lines of a word list below its header; Excel may have saved it in GBK."""
    path = WORDLISTS / f"{name}.csv"
    lines = csv.reader(io.StringIO(decode_text(path.read_bytes(), errors="replace")))
    header = next(lines)
    columns = len(header)
    required = [
        (at, _REQUIRED[name, one]) for at, one in enumerate(header) if (name, one) in _REQUIRED
    ]
    for line, row in enumerate(lines, start=2):
        fields = [*map(str.strip, row)]
        if not any(fields):
            continue
        wrong = ""
        if len(fields) != columns:
            wrong = f"有 {len(fields)} 栏，应为 {columns} 栏（{'、'.join(header)}）"
        elif not fields[0]:
            wrong = f"的“{header[0]}”不能空着"
        for at, (pattern, due) in () if wrong else required:
            if not re.fullmatch(pattern, fields[at]):
                wrong = f"的“{header[at]}”{due}"
                break
        if wrong:
            raise UnusableFile(f"词表 {path}：第 {line} 行{wrong}。请改好这一行，或删去。")
        yield fields
