"""Guide inputs into branches that no input has reached, and see that nothing but our own errors comes out.

`python -m tests.fuzzing 60` runs for 60 minutes; needs atheris, which has wheels for Linux. The first byte chooses a
part of a file (of a workbook, a Word report) or a whole one (a page, a PDF, a mail, an archive of files with lines of
`name: content`, 县里.toml, the state and a record in it), the rest is its content. An input that fails is kept as
`crash-…`, `timeout-…` or `oom-…` in the current folder and named; `python -m tests.fuzzing FILE` tries it again.
"""

import sys
import tempfile
import zipfile
import zlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["converter"]):
    from converter.conversion import examine_input
    from converter.county.collecting.collect import collect
    from converter.county.kept.record import Record, checked, packed
    from converter.county.kept.state import BatchState, DueLetter, Round
    from converter.county.office.office_file import read_office
    from converter.errors import NianbaoError
    from converter.files.kinds import detect_kind
    from converter.files.output import STATE_FILE
    from converter.files.resources import resource
    from tests.hostile import Member, zipped
    from tests.mutation import sources
    from tests.published import PUBLISHED
    from tests.test_county import mail
    from tests.test_pdf import pdf_of, written

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
    whole = (".html", ".pdf", *_FOLDER_FILES, _RECORD)
    return [*inside, *((kind, "") for kind in whole)]


_RECORD = "record"
_ARCHIVE = "收件.zip"
_MAIL = "来信.eml"
_OFFICE = "县里.toml"
_FOLDER_FILES = (_MAIL, _ARCHIVE, _OFFICE, STATE_FILE)
"""What is read in a folder, under these names."""
PACKAGES = packages()
TARGETS = targets()


def seeds() -> list[bytes]:
    """Return a sound content for every target."""
    township = load_case(CASES / "sunjiagou-2022.json")
    contents = [PACKAGES[suffix][part] for suffix, part in TARGETS if part]
    contents += [PUBLISHED["a portal"](township), pdf_of([written("2025")])]
    contents += [
        mail(("年报.xlsx", b"PK")),
        "年报/甲镇.eml: Subject: a\n__MACOSX/a.txt: b".encode(),
    ]
    contents += [resource("county/office/office.toml").read_bytes(), state().encode()]
    contents.append(zlib.decompress(b64decode(record())))
    return [bytes([number]) + content for number, content in enumerate(contents)]


def record() -> str:
    """Return a packed record as a batch keeps it."""
    report = load_case(CASES / "sunjiagou-2022.json")
    return packed(
        Record(
            "key",
            "digest",
            "2026-01-20",
            "甲镇",
            is_workbook=True,
            notes=(),
            report=report,
            findings=(),
        )
    )


def state() -> str:
    """Return what a batch keeps, with an entry of each kind."""
    kept = BatchState({"digest": record()}, {"甲镇.docx": "digest"}, {"甲镇.docx": "key"})
    kept.units = {"甲镇": {"digest": "digest", "found": ["COUNT t2_rules 0"], "before": None}}
    kept.replies = {
        "退回/甲镇.docx": {"unit": "甲镇", "opening": "", "to": "a@example.cn", "year": 2025}
    }
    kept.ledger = {"1": ["甲镇", "已转换", "甲镇.docx"]}
    kept.due = {"甲镇": DueLetter("催报", "a@example.cn", 2025)}
    kept.record_letter("甲镇", "催报", "a@example.cn", "2026-01-20", "催报/甲镇.eml")
    kept.record_round("甲镇", 2025, Round("2026-01-20", "digest", 1))
    return b"".join(kept._as_json()).decode()


def try_in_folder(name: str, content: bytes) -> None:
    """Read a file that is found in a folder; raises where something beside our own errors comes out."""
    with tempfile.TemporaryDirectory() as made, suppress(NianbaoError):
        folder = Path(made)
        file = folder / name
        if name == _ARCHIVE:
            lines = (
                line.decode("gb18030", "replace").partition(": ") for line in content.splitlines()
            )
            # under names that zipfile would not write: empty ones, with NUL
            file.write_bytes(zipped(Member(name[:9999], data.encode()) for name, _, data in lines))
        else:
            file.write_bytes(content)
        if name == _OFFICE:
            read_office(folder)
        elif name == STATE_FILE:
            kept = BatchState.load(folder, forget=False)
            for digest in list(kept.results):
                kept.record(digest)
            kept.save(folder)
        else:
            list(collect(folder))


def try_input(data: bytes) -> None:
    """Read and check one input; raises where something beside our own errors comes out."""
    suffix, part = TARGETS[data[0] % len(TARGETS) if data else 0]
    content = data[1:]
    if suffix in _FOLDER_FILES:
        try_in_folder(suffix, content)
        return
    if suffix == _RECORD:
        kept = checked(b64encode(zlib.compress(content)).decode())
        if kept:
            packed(kept)
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
