"""A county's morning, round after round: ledger, sums, notes, withdrawn files against known facts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl
import pytest

from converter.cli import run
from converter.conversion import examine
from converter.form.fields import Slot
from tests.county_inbox import COUNTY, SUMMED, Inbox, Note, Round, Row, build, note_name

WITHDRAWN = "已撤回"

Files = Mapping[str, tuple[bytes, int]]
"""Content and time of change by the path in the output folder."""


@dataclass(frozen=True)
class Said:
    """What a run said in its workbook; rows are those of the sheets without their heads."""

    ledger: Sequence[tuple[object, ...]]
    totals: Sequence[tuple[object, ...]]
    findings: Sequence[tuple[object, ...]]

    @classmethod
    def read(cls, path: Path) -> "Said":
        book = openpyxl.load_workbook(path)
        ledger, totals, findings = (
            [tuple("" if cell is None else cell for cell in row) for row in sheet.values]
            for sheet in (book["台账"], book["汇总表"], book["问题清单"])
        )
        return cls(ledger[1:], totals, findings[1:])

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """Unit, label and state of each row of the ledger."""
        return [(str(row[1]), str(row[3]), str(row[4])) for row in self.ledger]


# ---------------------------------------------------------------- differences, in sentences


def ledger_differences(facts: Round, said: Said) -> Iterator[str]:
    """Rows that are missing or too many; exact facts are matched before those with blanks."""
    left = list(said.rows)
    for fact in sorted(facts.rows, key=lambda row: (row.unit is None) + (row.label is None)):
        match = next((row for row in left if fits(fact, row)), None)
        if match:
            left.remove(match)
        else:
            yield f"台账 lacks {fact.unit}｜{fact.label}｜{fact.state}"
    for row in left:
        yield f"台账 has   {'｜'.join(row)}"


def fits(fact: Row, row: tuple[str, str, str]) -> bool:
    return all(
        due is None or due == found
        for due, found in zip((fact.unit, fact.label, fact.state), row, strict=True)
    )


def order_differences(inbox: Inbox, said: Said) -> Iterator[str]:
    """Rows follow the roster; what belongs to no unit stands at the end."""
    place = {unit.name: number for number, unit in enumerate(inbox.units)}
    units = [unit for unit, _, _ in said.rows]
    places = [place[unit] for unit in units if unit in place]
    if places != sorted(places):
        yield "台账 does not follow the roster"
    if "" in units and any(units[units.index("") :]):
        yield "台账 has files without a unit before the end"


def sign_differences(said: Said, printed: str) -> Iterator[str]:
    """Names from outside reach neither workbook nor terminal with signs that do something."""
    shown = "".join("".join(map(str, row)) for row in (*said.ledger, *said.findings))
    for where, text in (("汇总.xlsx", shown), ("the terminal", printed)):
        signs = {sign for sign in text if sign < " " and sign not in "\r\n"}
        if signs or any("\ud800" <= sign <= "\udfff" for sign in text):
            yield f"{where} shows control signs {sorted(signs)}"
    yield from (f"台账 breaks the line in {row[3]!r}" for row in said.ledger if "\n" in str(row[3]))


def remark_differences(facts: Round, said: Said) -> Iterator[str]:
    remarks = {str(row[3] or row[1]): str(row[9]) for row in said.ledger}
    for key, due in facts.remarks.items():
        if due not in remarks.get(key, ""):
            yield f"备注 of {key} lacks “{due}”: {remarks.get(key)}"


def sum_differences(facts: Round, said: Said) -> Iterator[str]:
    for name, due in facts.sums.items():
        label, column = SUMMED[name]
        found = next((row[column] for row in said.totals if label in row), None)
        if found != due:
            yield f"汇总表 {label}: {found}, not {due}"


def finding_differences(facts: Round, said: Said) -> Iterator[str]:
    """Codes of errors of the units that were sent back; no error elsewhere; counts of warnings."""
    codes: dict[str, set[str]] = {}
    for unit, _, level, code, *_ in said.findings:
        if level == "错误":
            codes.setdefault(str(unit), set()).add(str(code))
    returned = {row.unit for row in facts.rows if row.state == "有错误，退回"}
    for unit in sorted(returned | {row[0] for row in said.rows if row[2] == "已转换"}):
        due, found = facts.codes.get(unit, frozenset()), codes.get(unit, set())
        if due != found:
            yield f"问题清单 of {unit}: {sorted(found)}, not {sorted(due)}"
    lines = Counter((str(unit), str(code)) for unit, _, _, code, *_ in said.findings)
    for (unit, code), count in facts.listed.items():
        if lines[unit, code] != count:
            yield f"问题清单 of {unit}: {lines[unit, code]} lines of {code}, not {count}"
    expected = {(unit, code) for unit, code in facts.listed}
    for (unit, code), count in lines.items():
        if code in {"TEXT-COPY", "VALUE-NORMALISED"} and (unit, code) not in expected:
            yield f"问题清单 of {unit}: {count} lines of {code}, not 0"


def note_differences(facts: Round, output: Path) -> Iterator[str]:
    folder = output / "退回"
    notes = {path.name: note_text(path) for path in folder.glob("*退回修改通知*.docx")}
    due = {note_name(unit): note for unit, note in facts.notes.items()}
    yield from name_differences("退回", due, notes)
    for name, note in due.items():
        yield from text_differences(name, note, notes.get(name, ""))


def note_text(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def text_differences(name: str, due: Note, text: str) -> Iterator[str]:
    for said in due.says:
        if said not in text:
            yield f"{name} lacks “{said}”"
    for said in due.never:
        if said in text:
            yield f"{name} says “{said}”"


def folder_differences(facts: Round, output: Path) -> Iterator[str]:
    """Reports in the folder and files in 已撤回, by their names."""
    reports = [name for name in facts.outputs if name not in map(note_name, facts.notes)]
    yield from name_differences("结果", reports, [path.name for path in output.glob("*.docx")])
    # an annotated copy goes along with its note
    gone = [
        path.name
        for path in (output / WITHDRAWN).rglob("*")
        if path.is_file() and "（批注）" not in path.name
    ]
    yield from name_differences(WITHDRAWN, facts.withdrawn, gone)


def name_differences(where: str, due: Iterable[str], found: Iterable[str]) -> Iterator[str]:
    due, found = Counter(list(due)), Counter(list(found))
    yield from (f"{where} lacks {name}" for name in sorted((due - found).elements()))
    yield from (f"{where} has   {name}" for name in sorted((found - due).elements()))


# ---------------------------------------------------------------- what stays as it is


def files_of(output: Path) -> Files:
    """Return what a run wrote, without what the program keeps for itself."""
    return {
        str(path.relative_to(output)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in output.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def change_differences(before: Files, after: Files) -> Iterator[str]:
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        if old is None or new is None:
            yield f"{name} {'came' if old is None else 'went'}"
        elif old[0] != new[0]:
            yield f"{name} has other bytes"
        elif old[1] != new[1]:
            yield f"{name} was written again"


def of_units(files: Files, units: Iterable[str]) -> Files:
    names = tuple(units)
    return {path: content for path, content in files.items() if Path(path).name.startswith(names)}


# ---------------------------------------------------------------- the rounds


def run_round(inbox: Inbox) -> None:
    words = ["batch", str(inbox.folder), "-o", str(inbox.output), "--roster", str(inbox.roster)]
    assert run([*words, "--previous-dir", str(inbox.last_year), "--jobs", "2"]) == 1


def round_differences(inbox: Inbox, facts: Round, printed: str) -> Iterator[str]:
    said = Said.read(inbox.output / "汇总.xlsx")
    yield from sign_differences(said, printed)
    yield from ledger_differences(facts, said)
    yield from order_differences(inbox, said)
    yield from remark_differences(facts, said)
    yield from sum_differences(facts, said)
    yield from finding_differences(facts, said)
    yield from note_differences(facts, inbox.output)
    yield from folder_differences(facts, inbox.output)


def aggregate_differences(
    inbox: Inbox, facts: Round, capsys: pytest.CaptureFixture[str]
) -> Iterator[str]:
    """The folder of results gives the sums of the reports in it, and names who is not in them."""
    total = inbox.output.parent / "全县.xlsx"
    words = ["aggregate", str(inbox.output), "-o", str(total), "--unit", f"{COUNTY}人民政府"]
    words += ["--roster", str(inbox.roster)]
    refused = run(words) != 0
    said = capsys.readouterr().err
    yield from (
        f"aggregate does not name {unit}"
        for unit in sorted(facts.not_converted)
        if unit not in said
    )
    if refused and run([*words, "--force"]) != 0:
        yield f"aggregate --force refuses: {capsys.readouterr().err}"
        return
    report = examine(total).report
    for name, due in facts.converted_sums.items():
        found = report.figure(Slot(name, 2 if name == "t2_normative" else 6))
        if found != due:
            yield f"aggregate {name}: {found}, not {due}"


def all_differences(inbox: Inbox, capsys: pytest.CaptureFixture[str]) -> Iterator[str]:
    before: Files = {}
    for facts in inbox.rounds:
        facts.apply()
        run_round(inbox)
        printed = capsys.readouterr().err
        after = files_of(inbox.output)
        differences = list(round_differences(inbox, facts, printed))
        if before and not facts.changes:
            differences += change_differences(before, after)
            if "其中这次新处理 0。" not in printed:
                differences.append(f"not unchanged: {printed.splitlines()[-1]}")
        elif before:
            kept = [of_units(files, facts.unchanged) for files in (before, after)]
            differences += change_differences(*kept)
        yield from (f"{facts.name}: {difference}" for difference in differences)
        before = after
    yield from aggregate_differences(inbox, inbox.rounds[-1], capsys)


def check_morning(seed: int, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    differences = list(all_differences(build(seed, folder), capsys))
    assert not differences, "\n".join(["", *differences])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(1, metafunc.config.getoption("--mornings") + 1))


def test_a_morning_in_three_rounds(
    seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check_morning(seed, tmp_path, capsys)


@pytest.mark.slow
def test_a_morning_is_the_same_again(tmp_path: Path) -> None:
    one, other = (build(7, tmp_path) for _ in range(2))
    assert one.rounds == other.rounds
