"""The layouts of earlier versions of the form, so that their workbooks can still be read.

`shipped_layouts/` holds one file for each version, written by `tools.build` while that version was the
current one and never changed afterwards.
"""

import json
from functools import cache
from pathlib import Path
from typing import Final

from converter.form.fields import FORM_VERSION, Slot
from converter.form.layout import CHECK_AREAS, LAYOUT, Area, Label, Layout

FOLDER: Final = Path(__file__).parent / "shipped_layouts"


@cache
def layouts() -> dict[str, Layout]:
    """Return the layouts of all versions that can be read, by version; the current one comes first."""
    older = (file for file in sorted(FOLDER.glob("*.json")) if file.stem != FORM_VERSION)
    return {
        FORM_VERSION: LAYOUT,
        **{file.stem: layout_from_json(file.read_text(encoding="utf-8")) for file in older},
    }


def layout_to_json(layout: Layout) -> str:
    """Return a layout as JSON, with a line for each name, formula and label."""
    content = {
        "version": layout.version,
        "sheets": layout.sheets,
        "areas": layout.areas,
        "total_formulas": [[*cell, formula] for cell, formula in layout.total_formulas.items()],
        "labels": [[label.sheet, label.cell, label.text] for label in layout.labels],
    }
    return (
        json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("],", "],\n") + "\n"
    )


def layout_from_json(text: str) -> Layout:
    """Return a layout from its JSON; the names on 校验, which older files hold, are left out."""
    content = json.loads(text)
    return Layout(
        content["version"],
        tuple(content["sheets"]),
        {name: Area(*area) for name, area in content["areas"].items() if name not in CHECK_AREAS},
        {Slot(name, position): formula for name, position, formula in content["total_formulas"]},
        tuple(Label(*label) for label in content["labels"]),
    )
