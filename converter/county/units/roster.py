"""The roster: the units that have to report, by all the names and addresses they go by."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import add
from pathlib import Path
from typing import Any, Final

from converter.county.kept.model import unit_key
from converter.errors import Refusal, UnusableFile
from converter.files.kinds import detect_kind, read_bytes
from converter.files.text import decode_text
from converter.form.limits import LONGEST_UNIT

_ORDINAL: Final = re.compile(r"^\d+\s*[、.．)）]?\s*(?=\D)")
_NO_UNIT: Final = re.compile(
    r"#|(?:序号|(?:(?:报送|填报)?单位)?(?:名称|全称)?|备注)$|.*(?:名单|一览表)$"
)
_BETWEEN: Final = re.compile(r"[,，、;；\t|/]+")
_ADDRESS: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_HEADS: Final = {
    "name": re.compile(r"(?:应?报送|填报)?单位(?:名称|全称)?|全称|名称"),
    "alias": re.compile(r".*(?:曾用名|原名|简称|别名).*"),
    "address": re.compile(r".*(?:邮箱|邮件|e-?mail).*", re.IGNORECASE),
}
"""What the columns of a workbook are headed."""
_LONGEST_HEAD: Final = 12
"""Letters of such a head."""
_KINDS_OF_PLACE: Final = (("县", 1), ("省市区旗盟州", 2))
"""Last letters of a place, and how many letters come before them at least."""
_LONGEST_PLACE: Final = 8
"""Letters before that last one."""
_PLACE: Final = "|".join(
    f".{{{least},{_LONGEST_PLACE}}}?[{letters}]" for letters, least in _KINDS_OF_PLACE
)
_KINDS_OF_UNIT: Final = "镇乡局委办会室院队中心"
_OFFICE: Final = re.compile(r"(?<=[镇乡道县市区旗州])(?:人民政府|政府|办事处)$|(?<=街道)办$")
_OF_PLACES: Final = "".join(letters for letters, _ in _KINDS_OF_PLACE)
_SHORTEST: Final = 2
"""Letters of a name from which a mention of it is known to be one."""
_MOST_NAMES: Final = 20_000
"""Names of all units; a province has a few thousand units."""
_MOST_LETTERS: Final = 500_000
"""Letters of all names: what is kept to find the nearest goes with them."""
_LARGEST_TEXT: Final = 4 * 2**20
"""Bytes of a roster that is a text; addresses included, the longest has one."""
_NO_TEXT: Final = re.compile(r"[\0-\x08\x0e-\x19\x1b-\x1f]")
_MARKUP: Final = re.compile(r"\s{0,9}(?:<|%PDF|\{\\rtf)")
_OTHER_KINDS: Final[Mapping[str, str]] = {
    "document": " Word 文档",
    "old_document": " Word 文档",
    "old_workbook": "填报表",
    "page": "网页",
    "pdf": " PDF",
}
_CLOSE: Final = 4
"""Letters of a name from which one wrong letter still leaves it recognisable."""


@dataclass(frozen=True)
class RosterUnit:
    """One unit of the roster."""

    name: str
    """The full name."""
    aliases: tuple[str, ...] = ()
    """Former and short names."""
    addresses: tuple[str, ...] = ()
    """Mail addresses."""


class Roster:
    """The units that have to report; without a file an empty one, which knows every name as it is."""

    def __init__(self, units: Iterable[RosterUnit] = ()) -> None:
        self.units = tuple({unit_key(unit.name): unit for unit in units}.values())
        self._by_name = _unambiguous(self.units, lambda unit: map(unit_key, _names(unit)))
        self._by_bare = _unambiguous(self.units, lambda unit: map(_without_office, _names(unit)))
        self._by_core = _unambiguous(self.units, lambda unit: map(core_name, _names(unit)))
        self._by_address = _unambiguous(
            self.units, lambda unit: (address.lower() for address in unit.addresses)
        )
        self._address_of = {
            unit_key(unit.name): unit.addresses[0] for unit in self.units if unit.addresses
        }
        forms = {**self._by_core, **self._by_bare, **self._by_name}
        self._forms = {
            form: name
            for form, name in forms.items()
            # 青石县 in a file name is the place
            if len(form) > _SHORTEST and (form in self._by_name or form[-1] not in _OF_PLACES)
        }
        lengths: dict[str, set[int]] = {}
        for form in self._forms:
            lengths.setdefault(form[:_SHORTEST], set()).add(len(form))
        self._lengths = {start: sorted(found, reverse=True) for start, found in lengths.items()}
        self.names = tuple(unit.name for unit in self.units)
        """The full names, in the order of the roster."""

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the hashes of names, which another process makes otherwise."""
        return {name: value for name, value in vars(self).items() if name != "_by_piece"}

    def listed(self, name: str) -> str:
        """Return the full name of the unit that goes by this name; empty where there is none.

        A former or short name, one with the place in front or without, one without 人民政府.
        """
        if not self.units:
            return ""
        key = unit_key(name)
        if known := self._by_name.get(key):
            return known
        core = core_name(name)
        known = self._by_bare.get(_without_office(name)) or self._by_core.get(core, "")
        if known:
            return known if _one_place(name, known) else ""
        longer = {
            unit
            for end in range(1, _LONGEST_PLACE + 2)
            if len(core) - end > _SHORTEST
            and (unit := self._by_core.get(core[end:]))
            and re.fullmatch(_PLACE, core[:end])
            and _one_place(name, unit)
        }
        return longer.pop() if len(longer) == 1 else ""

    def full_name(self, name: str) -> str:
        """Return the full name of the unit that goes by this name, or the name as it is."""
        return self.listed(name) or name

    def nearest(self, name: str) -> str:
        """Return the one unit whose name differs in one letter; empty where there is none."""
        if not self.units:
            return ""
        core = core_name(name)
        if len(core) > LONGEST_UNIT + 1:
            return ""
        near: set[str] = set()
        for other in self._alike(core):
            if _one_letter_apart(core, other):
                near.add(self._by_core[other])
            if len(near) > 1:  # all of a roster may be one letter apart
                return ""
        return "".join(near)

    def _alike(self, core: str) -> Iterator[str]:
        """Yield the names that have another letter at one place, one less, or one more."""
        for at, piece in _pieces(core):
            yield from self._by_piece.get(hash((at, piece)), ())
            if piece in self._by_core:
                yield piece
        for at in range(len(core) + 1):
            yield from self._by_piece.get(hash((at, core)), ())

    @cached_property
    def _by_piece(self) -> dict[int, list[str]]:
        """The names by what is left of them without one letter, and where it stood: without the place, names would
        be compared that no letter brings together.

        The pieces themselves would take the square of a long name; their hashes only suggest whom to compare.
        """
        by_piece: dict[int, list[str]] = {}
        for core in self._by_core:
            for piece in _pieces(core):
                by_piece.setdefault(hash(piece), []).append(core)
        return by_piece

    def sent_from(self, address: str) -> str:
        """Return the unit with this mail address; empty where none or several have it."""
        return self._by_address.get(address.lower(), "")

    def address_of(self, name: str) -> str:
        """Return the first mail address of the unit with this full name; empty where it has none."""
        return self._address_of.get(unit_key(name), "")

    def mentioned(self, text: str) -> Counter[str]:
        """Return the units that a text names by one of their names, with how often.

        At each place the longest name counts, and nothing within it. The time goes with the text, not with the roster.
        """
        found: Counter[str] = Counter()
        said, end = unit_key(text), 0
        for place, start in enumerate(map(add, said, said[1:])):
            if place < end or start not in self._lengths:
                continue
            for length in self._lengths[start]:
                form = said[place : place + length]
                if form in self._forms:
                    found[self._forms[form]] += 1
                    end = place + length
                    break
        return found


def core_name(name: str) -> str:
    """Return a unit's name without the place in front of it and without 人民政府 behind.

    >>> core_name("青石县太平镇人民政府"), core_name("青石县水利局"), core_name("青石县人民政府")
    ('太平镇', '水利局', '青石县')
    """
    bare = _without_office(name)
    return bare[_end_of_places(bare) :]


def _end_of_places(name: str) -> int:
    """Return where a name's leading places end; 0 where nothing that names a unit would be left.

    The first place is as short as it can be, then as many follow as there are. Found from the end of the name,
    each position once: a name of many such letters can be divided in millions of ways.
    """
    last_kind = max(map(name.rfind, _KINDS_OF_UNIT))
    last_road = name.rfind("道") - 1
    found: dict[int, int] = {}
    for start in reversed(range(len(name))):
        ends = [
            end
            for letters, least in _KINDS_OF_PLACE
            for end in range(start + least + 1, start + _LONGEST_PLACE + 2)
            if name[end - 1 : end] in letters and end in found
        ]
        if ends:
            found[start] = found[ends[0]]
        elif start < max(last_kind, last_road):
            found[start] = start
    return found.get(0, 0)


def _without_office(name: str) -> str:
    return _OFFICE.sub("", unit_key(name))


def _one_place(one: str, other: str) -> bool:
    """Tell whether the places in front of two names may be the same: one is left out, or ends the other."""
    places = [_without_office(name).removesuffix(core_name(name)) for name in (one, other)]
    return places[0].endswith(places[1]) or places[1].endswith(places[0])


def _names(unit: RosterUnit) -> tuple[str, ...]:
    return unit.name, *unit.aliases


def _unambiguous(
    units: Iterable[RosterUnit], forms: Callable[[RosterUnit], Iterable[str]]
) -> dict[str, str]:
    """Return the full names of units by a form of their names that no other unit has."""
    by_form: dict[str, set[str]] = {}
    for unit in units:
        for form in forms(unit):
            by_form.setdefault(form, set()).add(unit.name)
    return {form: names.pop() for form, names in by_form.items() if form and len(names) == 1}


def _pieces(name: str) -> list[tuple[int, str]]:
    """Return what is left of a name without each of its letters, with the place of that; nothing of one that is too short."""
    if len(name) < _CLOSE - 1:
        return []
    return [(at, name[:at] + name[at + 1 :]) for at in range(len(name))]


def _one_letter_apart(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _CLOSE - 1 or abs(len(one) - len(other)) > 1 or one == other:
        return False
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    rests = one[same:], other[same:]
    return rests[0][1:] == rests[1][1:] or rests[0][1:] == rests[1] or rests[0] == rests[1][1:]


# ---------------------------------------------------------------- reading it


def read_roster(path: Path) -> Roster:
    """Return the roster: lines of a text, or the rows of a workbook.

    A line holds the full name, then other names and mail addresses with commas between. The columns
    of a workbook are known by their heads. Raises UnusableFile where it is neither, or names no unit.
    """
    data = read_bytes(path)
    text = _text(path, data)
    if text is None:
        units = _from_rows(_rows(path, data))
    else:
        # lines that are equal are one unit, or none
        units = (_unit("", line) for line in dict.fromkeys(text.splitlines()))
    named = [unit for unit in units if unit.name and not _NO_UNIT.match(unit.name)]
    names = [name for unit in named for name in _names(unit)]
    if len(names) > _MOST_NAMES or max(map(len, names), default=0) > LONGEST_UNIT:
        raise UnusableFile(
            f"{path.name}：名单里的名称超过 {_MOST_NAMES} 个，或有的名称超过 {LONGEST_UNIT} 字，不像单位名单。请核对文件。"
        )
    if sum(map(len, names)) > _MOST_LETTERS:
        raise UnusableFile(
            f"{path.name}：名单里的名称一共超过 {_MOST_LETTERS // 10_000} 万字，不像单位名单。请核对文件。"
        )
    roster = Roster(named)
    if not roster.units:
        raise UnusableFile(
            f"{path.name}：名单里没有找到单位。一行写一个单位全称；Excel 的列名写“单位全称”。"
        )
    return roster


def _text(path: Path, data: bytes) -> str | None:
    """Return a roster that is a text; None for another file. Raises UnusableFile for one that is too long."""
    # the cut may split a character
    errors = "strict" if len(data) <= _LARGEST_TEXT else "replace"
    try:
        text = decode_text(data[:_LARGEST_TEXT], errors)
    except UnicodeDecodeError:
        return None
    if _NO_TEXT.search(text) or _MARKUP.match(text):
        return None
    if len(data) > _LARGEST_TEXT:
        raise UnusableFile(
            f"{path.name}：超过 {_LARGEST_TEXT // 2**20} MB，不像单位名单。请核对文件。"
        )
    return text


def _rows(path: Path, data: bytes) -> Sequence[Sequence[str]]:
    """Return the first sheet of a roster that is a workbook; raises UnusableFile for any other file."""
    from converter.form.fields import FORM_TITLE
    from converter.reading.workbooks.xlsx import first_sheet

    file = detect_kind(path, data)
    try:
        rows = first_sheet(file) if file.kind == "workbook" else []
    except UnusableFile as refusal:
        if refusal.why is Refusal.TOO_LARGE:
            raise UnusableFile(_TOO_LARGE.format(path.name)) from None
        raise
    if not rows or any(text == FORM_TITLE for row in rows for text in row):
        what = "填报表" if rows else _OTHER_KINDS.get(file.kind, "没有内容的工作簿")
        raise UnusableFile(f"{path.name}：这是{what}，不是单位名单。请核对文件。")
    return rows


_TOO_LARGE: Final = (
    "{}：工作簿里的内容太多，不像单位名单。请只留单位全称、简称、邮箱这几列，另存后再试。"
)


def _unit(name: str, others: str) -> RosterUnit:
    """Return the unit of this name, or of the first of the others."""
    # a table saved as text has quotes around what holds a comma
    words = [" ".join(word.split()).strip('" ') for word in _BETWEEN.split(others)]
    if not name:
        # the number of a line may have a comma of its own: 1、甲镇
        words = [word for word in words if word and not word.isdecimal()]
        name, words = next(iter(words), ""), words[1:]
    addresses = tuple(word for word in words if _ADDRESS.fullmatch(word))
    aliases = tuple(word for word in words if word and word not in addresses)
    return RosterUnit(_ORDINAL.sub("", " ".join(name.split())), aliases, addresses)


def _from_rows(rows: Sequence[Sequence[str]]) -> Iterator[RosterUnit]:
    """Yield the units of a table; without heads its first column with texts holds the names."""
    found = [
        {
            column: role
            for column, text in enumerate(row)
            for role, head in _HEADS.items()
            if len(text) <= _LONGEST_HEAD and head.fullmatch(text)
        }
        for row in rows
    ]
    at = max(
        (number for number, heads in enumerate(found) if "name" in heads.values()),
        key=lambda number: len(found[number]),
        default=-1,
    )
    if at < 0:
        texts = (column for row in rows for column, text in enumerate(row) if text)
        heads = {min(texts, default=0): "name"}
    else:
        heads = found[at]
    columns = [column for column, role in heads.items() if role == "name"]
    column = next((one for one in columns if at >= 0 and "全称" in rows[at][one]), columns[0])
    rows = rows[at + 1 :]
    for row in rows:
        others = [
            text for number, text in enumerate(row) if number in heads and number != column and text
        ]
        name = row[column] if column < len(row) else ""
        if name:
            yield _unit(name, ",".join(others))
