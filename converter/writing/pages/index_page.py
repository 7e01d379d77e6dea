"""The page that lists the published reports of a year by unit; like them, it loads nothing from elsewhere."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from converter.form.report import official_title
from converter.writing.pages.html import page_template

_PAGE_TEMPLATE: Final = "index_template.html"
_GROUPS: Final = (
    ("county", "县（市、区）人民政府", re.compile(r"[县市区旗州]人民政府(?:办公[室厅])?$")),
    ("towns", "乡镇、街道", re.compile(r"(?:[乡镇]人民政府|街道办事处|苏木人民政府)$")),
    ("departments", "部门、单位", re.compile("")),
)
"""The blocks of the page, in order: a unit belongs to the first whose pattern fits its name."""


@dataclass(frozen=True)
class PublishedReport:
    """One report that is listed."""

    unit: str
    file: str
    """The name of its page, in the same folder."""


def render_index(year: int | None, reports: Sequence[PublishedReport]) -> bytes:
    """Return the page in UTF-8; units in each block are in the order given."""
    entries: dict[str, list[dict[str, str]]] = {key: [] for key, _, _ in _GROUPS}
    for one in reports:
        key = next(key for key, _, pattern in _GROUPS if pattern.search(one.unit))
        entries[key].append({"unit": one.unit, "address": quote(one.file)})
    groups = [
        {"key": key, "heading": heading, "entries": entries[key]}
        for key, heading, _ in _GROUPS
        if entries[key]
    ]
    page = page_template(_PAGE_TEMPLATE).render(
        title=official_title("", year), count=len(reports), groups=groups
    )
    return page.encode("utf-8", "replace")
