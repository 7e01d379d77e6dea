"""Spreadsheets on which other readers fail: each is refused for the reason in corpus.csv."""

import csv
import resource
from pathlib import Path

from converter.conversion import examine
from converter.errors import UnusableFile
from converter.files.workers import Workers, WorkerStopped

EXPECTED = Path(__file__).with_name("corpus.csv")
TIME_LIMIT = 10
MEMORY_LIMIT = 512 * 2**20


def outcome(file: Path) -> tuple[str, str, int]:
    """Return why a file is refused, the sentence, and the peak of this process in bytes."""
    try:
        codes = sorted({finding.code for finding in examine(file).findings})
        why, sentence = f"read: {' '.join(codes)}", ""
    except UnusableFile as refusal:
        why, sentence = refusal.why.value, str(refusal)
    return why, sentence, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def test_every_file_of_the_corpus_is_refused_for_its_reason(shared: Path) -> None:
    with EXPECTED.open(encoding="utf-8", newline="") as table:
        expected = {row["file"]: row["code"] for row in csv.DictReader(table)}
    found: dict[str, str] = {}
    with Workers(2, TIME_LIMIT) as workers:
        jobs = {name: workers.submit(outcome, shared / "corpus" / name) for name in expected}
        for name, job in jobs.items():
            try:
                why, sentence, peak = job.result()
            except WorkerStopped as stop:
                found[name] = str(stop)
                continue
            found[name] = why
            assert sentence.startswith(f"{name}：")
            assert sentence.endswith("。")
            assert peak < MEMORY_LIMIT
    assert found == expected
    on_disk = {path.name for path in (shared / "corpus").iterdir()} - {"INDEX.tsv", "README.md"}
    assert set(expected) == on_disk
