"""The roster: the units that have to report, and those of them that sent nothing."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from converter.county.model import LedgerRow, RowState, unit_key
from converter.errors import UnusableFile
from converter.files.kinds import detect_kind, read_bytes
from converter.files.text import decode_text

_ORDINAL: Final = re.compile(r"^\d+\s*[、.．)）]?\s*(?=\D)")
_NO_UNIT: Final = re.compile(r"#|(?:序号|名称|单位|单位名称|报送单位|备注)$|.*(?:名单|一览表)$")


def read_roster(path: Path) -> list[str]:
    """Return the units that have to report: lines of a text, or the column of units of a workbook.

    Raises UnusableFile where it is neither.
    """
    data = read_bytes(path)
    if data.startswith(b"PK\x03\x04"):
        from converter.reading.xlsx import first_column

        names = first_column(detect_kind(path, data))
    else:
        try:
            names = decode_text(data).splitlines()
        except UnicodeDecodeError:
            raise UnusableFile(
                f"{path.name}：名单不是文本，也不是 Excel 工作簿。请另存后再试。"
            ) from None
    tidied = (_ORDINAL.sub("", " ".join(name.split())) for name in names)
    return list(dict.fromkeys(name for name in tidied if name and not _NO_UNIT.match(name)))


def similar_units(unit: str, others: Iterable[str]) -> list[str]:
    """Return the units whose name contains this one or is contained in it; all are `unit_key`s."""
    return [other for other in others if unit and (unit in other or other in unit)]


def missing_units(roster: Sequence[str], rows: Sequence[LedgerRow]) -> list[LedgerRow]:
    """Return a row for every unit of the roster that sent nothing; each report answers for one.

    A name on the roster means the same unit, or the only one that contains it or that it contains.
    """
    units = {unit_key(row.unit) for row in rows if row.unit}
    left = [name for name in roster if unit_key(name) not in units]
    units.difference_update(map(unit_key, roster))
    missing = []
    for name in left:
        similar = similar_units(unit_key(name), units)
        if len(similar) == 1:
            units.remove(similar[0])
        else:
            missing.append(LedgerRow(name, "", RowState.MISSING, remark="名单上有，没有收到。"))
    return missing
