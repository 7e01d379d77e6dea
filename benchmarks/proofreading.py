"""Measure the proofreader on labelled reports: recall and false alarms by code, milliseconds a report.

`python -m benchmarks.proofreading [FILE…]`; without files, the open cases beside the checkout.
"""

import json
import re
import statistics
import sys
import time
from collections import Counter
from itertools import accumulate
from pathlib import Path
from typing import Any

from converter.checking.proofread import proofread
from converter.findings import Finding
from converter.form.fields import FIELDS, SectionKey
from converter.form.report import Report

OPEN_CASES = Path(__file__).parent.parent.parent / "shared" / "cases" / "prose-open.jsonl"
LONGEST_HEADING = 16
NOT_MEASURED = ("TEXT-MISSING", "TEXT-EMPTY", "TEXT-ASPECT", "TEXT-COPY")
"""The texts are condensed to their first sections, so what they lack says nothing; and nothing is beside them."""


HOSTILE_PIECES = (
    *(
        "政府信息公开",
        "收到政府信息公开申请1件，其中",
        "《中华人民共和国",
        "（（（",
        "公开",
        "没有收到",
        "2024年",
    ),
    *(
        "行政复议和",
        "1，234",
        "一二三四五六七八九十百千万亿",
        "共10条，其中1条、2条、",
        "一是",
        " \u3000",
    ),
    *(
        "本报告根据",
        "对a进行",
        "政府信息、",
        "規",
        "甲乙、",
        "XX",
        "□",
        "镇",
        "【",
        "12",
        "截至2024年",
        "_",
        "<p ",
    ),
    "行政复议2件，行政诉讼1件。",
    *("管理 ", "共2件其中1件占50%。", "收到 "),
)
FOUR_PAGES = 4 * 22 * 28
"""Characters: 22 lines of 28 on a page (GB/T 9704-2012)."""
LONG = 40_000
"""Characters of a hostile text, made of one piece over and over: as many as are proofread."""


def long_text(piece: str) -> str:
    """Return a hostile text."""
    return piece * (LONG // len(piece))


def report_of(case: dict[str, Any]) -> tuple[Report, dict[SectionKey, str]]:
    """Return a labelled case as a report, and its heading of section one as printed.

    What stands before that heading is the preface.
    """
    preface: list[str] = []
    overview: list[str] = []
    current = preface
    headings: dict[SectionKey, str] = {}
    for line in case["text"].split("\n"):
        if re.match(r"\s*一\s*[、.．]", line) and len(line) < LONGEST_HEADING and not headings:
            current, headings["overview"] = overview, line
        elif line.strip():
            current.append(line)
    if current is preface:
        preface, overview = [], preface
    figures = {
        name: tuple(values)
        for name, values in (case.get("figures") or {}).items()
        if name in FIELDS and len(values) == len(FIELDS[name].cells)
    }
    report = Report(
        unit_name=case["unit"],
        report_year=case["year"],
        preface=tuple(preface),
        overview=tuple(overview),
        problems=("略",),
        figures=figures,
    )
    return report, headings


def names(finding: Finding, label: dict[str, Any]) -> bool:
    """Tell whether a finding is the one that a label asks for."""
    if finding.code != label["code"]:
        return False
    quoted = re.sub(r"\s", "", finding.what)
    quote = re.sub(r"\s", "", label["quote"])
    return quote in quoted or any(
        quote[place : place + 6] in quoted for place in range(max(1, len(quote) - 5))
    )


def main(paths: list[Path]) -> None:
    """Print a table for each file."""
    for path in paths:
        cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        measure(path.name, cases, verbose="-v" in sys.argv)
    print(f"{FOUR_PAGES} characters, four pages: {1000 * four_pages():.2f} ms")
    slowest = max((seconds_for(long_text(piece)), piece) for piece in HOSTILE_PIECES)
    print(
        f"{LONG} characters of {slowest[1]!r}, the slowest of {len(HOSTILE_PIECES)}: {slowest[0]:.2f} s"
    )


def four_pages() -> float:
    """Return the median seconds of a report of four full pages, made of the open cases."""
    cases = map(json.loads, OPEN_CASES.read_text(encoding="utf-8").splitlines())
    paragraphs = [line for case in cases for line in case["text"].split("\n")]
    ends = accumulate(map(len, paragraphs))
    chosen = tuple(line for line, end in zip(paragraphs, ends, strict=True) if end <= FOUR_PAGES)
    report = Report("安宁县青山镇人民政府", 2025, overview=chosen, problems=("略",))
    times = []
    for _ in range(21):
        started = time.perf_counter()
        proofread(report)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def seconds_for(text: str) -> float:
    """Return the seconds that one report with this paragraph takes."""
    started = time.perf_counter()
    proofread(Report("安宁县青山镇人民政府", 2025, overview=(text,)))
    return time.perf_counter() - started


def measure(name: str, cases: list[dict[str, Any]], *, verbose: bool) -> None:
    """Print recall on the certain labels and false alarms, by code."""
    certain: Counter[str] = Counter()
    found: Counter[str] = Counter()
    false: Counter[str] = Counter()
    times = []
    for case in cases:
        report, headings = report_of(case)
        proofread(report, headings=headings)
        started = time.perf_counter()
        findings = [
            one for one in proofread(report, headings=headings) if one.code not in NOT_MEASURED
        ]
        times.append(1000 * (time.perf_counter() - started))
        for label in case["labels"]:
            hits = [one for one in findings if names(one, label)]
            if label["certain"]:
                certain[label["code"]] += 1
                found[label["code"]] += bool(hits)
                if verbose and not hits:
                    print("MISSED", case["id"], label["code"], label["quote"], "|", label["why"])
        for one in findings:
            if not any(names(one, label) for label in case["labels"]):
                false[one.code] += 1
                if verbose:
                    print("FALSE ", case["id"], case["unit"], one.code, one.what)
    print(f"{name}: {len(cases)} reports")
    print("| code | certain labels | found | false alarms |\n|---|---:|---:|---:|")
    for code in sorted(certain.keys() | false.keys()):
        print(f"| `{code}` | {certain[code]} | {found[code]} | {false[code]} |")
    total, hit, alarms = certain.total(), found.total(), false.total()
    print(
        f"| all | {total} | {hit} ({100 * hit / max(1, total):.0f} %) "
        f"| {alarms} ({alarms / len(cases):.3f} a report) |"
    )
    print(f"{statistics.median(times):.2f} ms a report (median), {max(times):.2f} ms at most")


if __name__ == "__main__":
    files = [Path(argument) for argument in sys.argv[1:] if argument != "-v"]
    main(files or [OPEN_CASES])
