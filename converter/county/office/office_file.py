"""县里.toml, read line by line: every fault is told at its line, with what to write instead."""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, NamedTuple

from converter.county.office.office import DATES, LONGEST_TEXT, PARTS, Mention, Office, Requirements
from converter.errors import CannotDeliver, UnusableFile
from converter.files.kinds import read_bytes
from converter.files.output import exists, write_atomic
from converter.files.resources import resource
from converter.files.text import decode_text, one_line
from converter.mail.messages import checked_address

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

OFFICE_FILE: Final = "县里.toml"
"""Its name; it lies beside the folder of what was received."""
OFFICE_EXAMPLE: Final = "county/office/office.toml"
_LARGEST: Final = 64 * 2**10
"""Bytes of the file."""
_MOST_FAULTS: Final = 20
"""Faults that are told at once."""
_MOST_LINES: Final = 60
"""Lines of one value."""
_LONGEST_QUOTED: Final = 60
"""Characters of the file that a fault quotes."""
_MOST_WORDS: Final = 30
"""Words of one requirement; each is looked for in each report."""
_MOST_MENTIONS: Final = 50
"""Requirements on what is written."""


def write_example(folder: Path) -> Path:
    """Write 县里.toml with comments and an example into a folder; one that is there is never overwritten.

    Raises AlreadyThere, or CannotDeliver where it cannot be written.
    """
    return write_atomic(resource(OFFICE_EXAMPLE).read_bytes(), folder / OFFICE_FILE, force=False)


def read_office(folder: Path) -> Office:
    """Return what 县里.toml in a folder says; without the file an empty Office.

    Raises UnusableFile, which names every fault with its line and what to write instead.
    """
    file = folder / OFFICE_FILE
    if not file.is_file():
        return Office()
    data = read_bytes(file)
    if len(data) > _LARGEST:
        raise UnusableFile(
            f"{file}：超过 {_LARGEST // 2**10} KB，不像县里的设置。请删去多余的内容，或者删掉它另写一份。"
        )
    try:
        text = decode_text(data)
    except UnicodeDecodeError:
        text = None
    if text is None or "\0" in text:
        raise UnusableFile(f"{file}：不是记事本能打开的文本。请用记事本另存，或者删掉它另写一份。")
    reading = _Reading(file.parent)
    office = reading.office(text.splitlines())
    if reading.faults:
        told = [f"第 {line} 行：{fault}" for line, fault in sorted(reading.faults)[:_MOST_FAULTS]]
        more = len(reading.faults) - len(told)
        rest = f"\n  另有 {more} 处，先改好上面的。" if more > 0 else ""
        raise UnusableFile(
            f"{file}：有 {len(reading.faults)} 处要改，改好再汇总：\n  " + "\n  ".join(told) + rest
        )
    return office


# ---------------------------------------------------------------- what may stand in it


class _WrongValueError(ValueError):
    """A value that is not what its name asks for; says what to write."""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _WrongValueError('应写文字，放在英文引号里，如 "某某县人民政府办公室"')
    if len(value) > LONGEST_TEXT or one_line(value) != value:
        raise _WrongValueError(f"应是一行文字，不超过 {LONGEST_TEXT} 字")
    return value.strip()


def _address(value: object) -> str:
    text = _text(value)
    try:
        return checked_address(text) if text else ""
    except CannotDeliver:
        raise _WrongValueError('应写一个邮箱，如 "xxgk@example.gov.cn"') from None


def _date(value: object) -> date:
    # a time of the day is a date for Python
    if type(value) is not date:
        raise _WrongValueError("应写日期，不加引号，如 2026-01-15")
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise _WrongValueError("应写 true（是）或 false（否），不加引号")
    return value


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
        raise _WrongValueError("应写大于 0 的整数，不加引号，如 1000")
    return value


def _words(value: object) -> tuple[str, ...]:
    texts = value if isinstance(value, list) else [value]
    words = tuple(_text(one) for one in texts if isinstance(one, str))
    if not texts or len(words) < len(texts) or not all(words):
        raise _WrongValueError('应写一个或几个词，如 ["公报", "公示栏"]')
    if len(words) > _MOST_WORDS:
        raise _WrongValueError(f"最多写 {_MOST_WORDS} 个词")
    return words


def _template(value: object) -> str:
    text = _text(value)
    if not text.lower().endswith(".docx"):
        raise _WrongValueError('应写 Word 模板的文件名，如 "县模板.docx"')
    return text


def _weight(value: object) -> bool:
    if value not in ("提醒", "错误"):
        raise _WrongValueError('应写 "提醒" 或 "错误"')
    return value == "错误"


def _part(value: object) -> str:
    if not isinstance(value, str) or value not in PARTS:
        raise _WrongValueError(f"应写这几个里的一个：{'、'.join(PARTS)}")
    return value


_Reader = Callable[[object], Any]
_MENTION: Final = "写到"
"""The section that may stand there several times."""
_SECTIONS: Final[dict[str, dict[str, tuple[str, _Reader]]]] = {
    "办公室": {
        "名称": ("name", _text),
        "联系人": ("contact", _text),
        "电话": ("phone", _text),
        "邮箱": ("address", _address),
        "落款": ("sign_off", _text),
    },
    "期限": {"报送": ("due", _date), "重新报送": ("due_again", _date)},
    "退回": {"转告提醒": ("passes_on_warnings", _truth)},
    "报告": {"Word模板": ("template", _template)},
    "要求": {
        "依据": ("source", _text),
        "不符合的算": ("are_errors", _weight),
        "总体情况最多字数": ("most_characters", _count),
    },
    _MENTION: {
        "内容": ("content", _text),
        "词": ("words", _words),
        "写数字": ("counted", _truth),
        "部分": ("part", _part),
        "适用单位": ("units", _words),
    },
}
"""The sections and the names in each: the attribute, and what makes its value of what stands there."""


# ---------------------------------------------------------------- line by line

_DAY: Final = re.compile(
    r"[\"']?(?P<year>20\d\d)\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?:\s*日)?[\"']?\s*(?:#.*)?"
)
_FULL_WIDTH: Final = {
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "＂": '"',
    "＝": "=",
    "【": "[",
    "】": "]",
    "［": "[",
    "］": "]",
    "，": ",",
    "、": ",",
}
"""What Chinese input methods type for the signs of the file."""


@dataclass
class _Section:
    """One section of the file as it stands there."""

    name: str
    line: int
    values: dict[str, Any] = field(default_factory=dict)
    """By the attribute."""
    lines: dict[str, int] = field(default_factory=dict)
    """Of each attribute the line."""


class _Reading:
    """One reading of the file: its sections, and what is wrong, by line."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.faults: list[tuple[int, str]] = []

    def office(self, lines: list[str]) -> Office:
        """Return what the lines say; `faults` holds what they do not."""
        sections = list(self._sections(lines))
        values: dict[str, Any] = {}
        required: dict[str, Any] = {}
        mentions: list[Mention] = []
        for one in sections:
            if one.name == _MENTION:
                mentions += self._mention(one)
            elif one.name == "要求":
                required |= one.values
            else:
                values |= one.values
                if "template" in one.values:
                    values["template"] = self._own_template(one)
        self._compare_dates(sections)
        if len(mentions) > _MOST_MENTIONS:
            last = [one for one in sections if one.name == _MENTION][_MOST_MENTIONS]
            self._fault(last.line, f"“{_MENTION}”这一组最多 {_MOST_MENTIONS} 个，请删掉一些。")
        required["mentions"] = tuple(mentions)
        return Office(**values, requirements=Requirements(**required))

    def _fault(self, line: int, sentence: str) -> None:
        self.faults.append((line, sentence))

    def _sections(self, lines: list[str]) -> Iterator[_Section]:
        here: _Section | None = None
        seen: dict[str, int] = {}
        at = 0
        while at < len(lines):
            line, number = lines[at], at + 1
            at += 1
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            head, entry = _head(line), _entry(line)
            if head:
                here = self._section(head, number, seen)
                yield here
            elif entry and not _full_width(entry.name):
                value, more = _value_of(lines, at - 1, entry.written)
                at += more
                self._entry(here, entry.name, value, number, entry.written)
            else:
                self._fault(number, _unreadable(line))

    def _section(self, head: "_Head", number: int, seen: dict[str, int]) -> _Section:
        name, signs = head.name, head.signs
        several = name == _MENTION
        due = ("[[", "]]") if several else ("[", "]")
        if name not in _SECTIONS:
            self._fault(number, f"没有“{_short(name)}”这一组。{_nearest(name, _SECTIONS)}")
        elif signs != due:
            self._fault(number, f'这一行写成 {due[0]}"{name}"{due[1]}。')
        elif name in seen and not several:
            self._fault(number, f"“{name}”这一组第 {seen[name]} 行已经有了，请合在一起。")
        seen.setdefault(name, number)
        return _Section(name, number)

    def _entry(
        self, here: _Section | None, name: str, value: object, number: int, written: str
    ) -> None:
        known = _SECTIONS.get(here.name, {}) if here else {}
        if here and here.name not in _SECTIONS:
            return  # its head has been told
        if name not in known:
            self._fault(number, _unknown(name, here.name if here else ""))
            return
        attribute, read = known[name]
        if here is None:
            return
        if attribute in here.lines:
            self._fault(number, f"“{name}”第 {here.lines[attribute]} 行已经写过，请留一个。")
            return
        here.lines[attribute] = number
        if value is _NOTHING:
            self._fault(number, f"“{name}”{_why_not(written, read)}。")
            return
        try:
            here.values[attribute] = read(value)
        except _WrongValueError as fault:
            hint = _as_date(written) if read is _date else ""
            said = _short(written.partition("#")[0].strip())
            self._fault(number, f"“{name}”{fault}，现在写的是 {said}。{hint}")

    def _mention(self, one: _Section) -> Iterator[Mention]:
        values = one.values
        if "content" not in one.lines:
            self._fault(one.line, "这一组没有“内容”。请写明要求写到什么，核对时照它说。")
        elif "words" not in one.lines and "counted" not in one.lines:
            self._fault(one.line, "这一组要有“词”，或者“写数字 = true”，不然没有可核对的。")
        elif "content" in values:
            yield Mention(**values)

    def _own_template(self, one: _Section) -> Path:
        path: Path = self._folder / one.values["template"]
        # a name may be longer than the system's
        if not (exists(path) and path.is_file()):
            self._fault(one.lines["template"], f"找不到模板 {path}。请放在一起，或改文件名。")
        return path

    def _compare_dates(self, sections: list[_Section]) -> None:
        for one in sections:
            due, again = (one.values.get(name) for name in DATES)
            if due and again and again < due:
                self._fault(
                    one.lines["due_again"],
                    f"“重新报送”（{again}）早于“报送”（{due}）。请核对这两个日期。",
                )


class _Head(NamedTuple):
    """The first line of a section: `["办公室"]`."""

    name: str
    signs: tuple[str, str]
    """Before the name and behind it."""


class _Entry(NamedTuple):
    """A name, and what is written behind the sign of equality."""

    name: str
    written: str


def _head(line: str) -> _Head | None:
    """Return the head of a section that a line is.

    No expression finds it: one would try every division of many blanks.
    """
    head = line.partition("#")[0].strip()
    if not (head.startswith("[") and head.endswith("]")):
        return None
    signs = (
        "[[" if head.startswith("[[") else "[",
        "]]" if head.endswith("]]") else "]",
    )
    name = _unquoted(head[len(signs[0]) : -len(signs[1])])
    return None if set(name) & set("[]\"'") else _Head(name, signs)


def _entry(line: str) -> _Entry | None:
    """Return the entry that a line is, or begins."""
    before, sign, written = line.partition("=")
    name = _unquoted(before)
    return _Entry(name, written) if sign and name and not set(name) & set("[]\"'#") else None


def _unquoted(text: str) -> str:
    """Return a name without the blanks and the quotation marks around it."""
    name = text.strip()
    quoted = len(name) > 1 and name[0] == name[-1] and name[0] in "\"'"
    return name[1:-1].strip() if quoted else name


_NOTHING: Final = object()
"""The value of an entry that cannot be read."""


def _value_of(lines: list[str], at: int, written: str) -> tuple[object, int]:
    """Return the value of an entry, and on how many further lines it stands; _NOTHING where it is damaged.

    A list may take several lines.
    """
    text = written
    for more in range(_MOST_LINES):
        value = _parsed(text)
        if value is not _NOTHING:
            return value, more
        following = at + more + 1
        if not text.lstrip().startswith("[") or following >= len(lines):
            break
        if _entry(lines[following]) or _head(lines[following]):
            break
        text += f"\n{lines[following]}"
    return _NOTHING, 0


def _parsed(text: str) -> object:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError):  # also a number of thousands of digits
        return _NOTHING


def _short(written: str) -> str:
    """Return what stands in the file as a fault quotes it."""
    return written if len(written) <= _LONGEST_QUOTED else f"{written[:_LONGEST_QUOTED]}…"


def _unreadable(line: str) -> str:
    """Return what to do about a line that is neither a head nor an entry."""
    if signs := _full_width(line):
        return f"有中文符号，{signs}。"
    return "读不懂这一行。写成：名称 = 内容；只是说明的，行首加 #。"


def _why_not(written: str, read: _Reader) -> str:
    """Return why a value cannot be read, and what to write."""
    bare = _short(written.partition("#")[0].strip())
    if hint := _as_date(written):
        return f"读不懂。{hint.rstrip('。')}"
    if not bare:
        return "后面没有内容。请写上，不用的行首加 #"
    if not bare.startswith(('"', "'")) and (signs := _full_width(bare)):
        return f"里有中文符号，{signs}"
    if read in (_date, _truth, _count):
        return f"{_what_it_asks(read)}，现在写的是 {bare}"
    if bare.startswith("["):
        return '的方括号、引号、逗号不成对。写成 ["公报", "公示栏"] 的样子'
    quoted = bare.startswith(('"', "'"))
    return (
        f"的引号不成对：{bare}。开头、末尾各一个英文引号"
        if quoted
        else f'的内容要放在英文引号里，写成 "{bare}"'
    )


def _what_it_asks(read: _Reader) -> str:
    """Return what a reader wants, as it says itself."""
    try:
        read(_NOTHING)
    except _WrongValueError as fault:
        return str(fault)
    return ""


def _full_width(text: str) -> str:
    """Return which signs of a text to type in another width; empty where none is."""
    signs = [sign for sign in _FULL_WIDTH if sign in text]
    return "、".join(f"{sign} 改成英文的 {_FULL_WIDTH[sign]}" for sign in signs)


def _as_date(written: str) -> str:
    """Return how a date is written, where something like one stands there."""
    day = _DAY.fullmatch(written.strip())
    if not day:
        return ""
    try:
        right = date(int(day["year"]), int(day["month"]), int(day["day"]))
    except ValueError:
        return "没有这一天，请核对。"
    return f"日期写成 {right}，不加引号。"


def _unknown(name: str, section: str) -> str:
    """Return what to do about a name that its section does not have."""
    owners = [other for other, names in _SECTIONS.items() if name in names]
    if owners:
        heads = "、".join(f'[["{one}"]]' if one == _MENTION else f'["{one}"]' for one in owners)
        return f"“{name}”要写在 {heads} 下面。"
    known = _SECTIONS[section] if section else [name for one in _SECTIONS.values() for name in one]
    return f"没有“{_short(name)}”这一项。{_nearest(name, known)}"


def _nearest(name: str, known: Mapping[str, object] | list[str]) -> str:
    near = get_close_matches(name, list(known), 1, 0.4)
    return f"是不是“{near[0]}”？" if near else f"这里可以写：{'、'.join(known)}。"
