"""Guide inputs into branches that no input has reached, and see that nothing but our own errors comes out.

`python -m tests.fuzzing 60` runs for 60 minutes; needs atheris, which has wheels for Linux. The first byte chooses a
part of a file (of a workbook, a Word report) or a whole one (a page, a mail), the rest is its content. An input
that fails is kept as `crash-…`, `timeout-…` or `oom-…` in the current folder and named; `python -m tests.fuzzing FILE`
tries it again.
"""

import sys
import tempfile
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["converter"]):
    from converter.conversion import examine_input
    from converter.county.collect import collect
    from converter.errors import NianbaoError
    from converter.files.kinds import detect_kind
    from tests.mutation import sources
    from tests.published import PUBLISHED
    from tests.test_county import mail

from tools.cases import CASES, load_case

SECONDS = 60
MEGABYTES = 1000
"""What one input may take; the counters of coverage take most of it."""
LONGEST = 60_000
PARTS = ("xl/workbook.xml", "xl/worksheets/sheet5.xml", "xl/worksheets/sheet9.xml", "xl/styles.xml")
PARTS += ("xl/sharedStrings.xml", "word/document.xml", "word/styles.xml", "word/numbering.xml")
PARTS += ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels")


def packages() -> dict[str, dict[str, bytes]]:
    """Return a workbook and a Word report as their parts, by the suffix of the file."""
    found: dict[str, dict[str, bytes]] = {}
    for name, data in sources().items():
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = {part: package.read(part) for part in package.namelist()}
        found.setdefault(Path(name).suffix, parts)
    return found


def targets() -> list[tuple[str, str]]:
    """Return what the first byte may choose: a suffix, and a part of such a file or nothing."""
    inside = [
        (suffix, part) for suffix, parts in PACKAGES.items() for part in PARTS if part in parts
    ]
    return [*inside, (".html", ""), (".eml", "")]


PACKAGES = packages()
TARGETS = targets()


def seeds() -> list[bytes]:
    """Return a sound content for every target."""
    township = load_case(CASES / "sunjiagou-2022.json")
    contents = [PACKAGES[suffix][part] for suffix, part in TARGETS if part]
    contents += [PUBLISHED["a portal"](township), mail(("年报.xlsx", b"PK"))]
    return [bytes([number]) + content for number, content in enumerate(contents)]


def try_input(data: bytes) -> None:
    """Read and check one input; raises where something beside our own errors comes out."""
    suffix, part = TARGETS[data[0] % len(TARGETS) if data else 0]
    content = data[1:]
    if suffix == ".eml":
        with tempfile.TemporaryDirectory() as name:
            (Path(name) / "来信.eml").write_bytes(content)
            list(collect(Path(name)))
        return
    if part:
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w") as package:
            for name, one in (PACKAGES[suffix] | {part: content}).items():
                package.writestr(name, one)
        content = buffer.getvalue()
    with suppress(NianbaoError):
        examine_input(detect_kind(Path(f"年报{suffix}"), content), lambda _: None)


def main(words: Sequence[str]) -> None:
    """Fuzz for some minutes, or try kept inputs again."""
    settings = [f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}", f"-max_len={LONGEST}"]
    if words and words[0].isdecimal():
        corpus = Path(tempfile.mkdtemp(prefix="nianbao-fuzzing-"))
        for number, seed in enumerate(seeds()):
            (corpus / str(number)).write_bytes(seed)
        words = [str(corpus), f"-max_total_time={60 * int(words[0])}"]
    atheris.Setup([sys.argv[0], *settings, *words], try_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
