"""The pictures of the documentation show what the program makes today."""

import json
from pathlib import Path

from tools.cases import ROOT
from tools.pictures import IMAGES, PICTURES, RECORD, record, write_sources


def test_no_picture_is_older_than_what_it_shows(tmp_path: Path) -> None:
    write_sources(tmp_path)
    drawn = json.loads((IMAGES / RECORD).read_text(encoding="utf-8"))
    stale = {name for name, digests in record(tmp_path, IMAGES).items() if drawn[name] != digests}
    assert stale == set(), "look, and run `make pictures`"


def test_every_picture_is_shown_and_recorded() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    texts = "".join(page.read_text(encoding="utf-8") for page in pages)
    files = {file.stem for file in IMAGES.glob("*.png")}
    assert files == set(PICTURES)
    assert {name for name in files if f"images/{name}.png" not in texts} == set()
