"""Whatever a text holds comes out of every output as the same text, after `values.paragraphs_in`.

That is the stated normalisation: control characters and lone surrogates vanish, `_x000D_` is what
it stands for, line breaks part paragraphs (and are blanks in a field of one line), outer blanks go.
"""

import email
import email.policy
import io
import random
import re
import signal
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import openpyxl
import pytest
from lxml import html

from converter.conversion import examine_input, report_file_name
from converter.county.kept.model import Found, LedgerRow, RowState, unit_key
from converter.county.kept.record import Record, packed
from converter.county.outputs.ledger import write_ledger
from converter.county.outputs.return_notes import return_note
from converter.county.units.last_years import LastYears
from converter.county.units.roster import read_roster
from converter.errors import CannotDeliver, NianbaoError, UnusableFile
from converter.files.kinds import detect_kind
from converter.files.output import LONGEST_NAME, write_atomic
from converter.findings import Finding
from converter.form.fields import FIELDS
from converter.form.half_width import without_unseen
from converter.form.report import Report
from converter.mail.messages import LONGEST_SUBJECT, Attachment, draft, submission
from converter.reading.values import paragraphs_in
from converter.writing.pages.html import render_page
from converter.writing.word.render import render_report, render_return_note
from converter.writing.workbooks.workbook import write_workbook
from converter.writing.workbooks.xlsx_book import XlsxBook
from tests.expressions import SECONDS, inputs, seconds, stop
from tests.filling import TEMPLATE
from tools.cases import ROOT

TEXTS = (
    *("A&B公司", "x<y>z", "甲‹乙>丙", "</w:t></w:r><w:p/>", "<![CDATA[x]]>", "]]>", "<!-- x -->"),
    *("&amp;", "&#10;", "&lt;b&gt;", "<?xml version='1.0'?>", "<!DOCTYPE a>", "{{ unit_name }}"),
    *("{% for x in y %}", "{# x #}", "{{ 7*7 }}", "{%p if 1 %}", "}}", "${x}", "%s %(a)s", "\\n"),
    *("甲\x00乙", "甲\x0b乙", "甲\x1f乙", "甲\x7f乙", "甲\ud800乙", "甲\ufffe乙", "甲_x000D_乙"),
    *(
        "_x0041_",
        "_x005F_x0041_",
        "甲\u202e乙",
        "\u200f甲",
        "甲\u200b乙",
        "甲\u2028乙",
        "甲\u2029乙",
    ),
    *("\ufeff甲", "甲\t乙", "甲\r\n乙", "=1+1", "+1", "-1", "@SUM(A1)", "{=1+1}", "'=1+1"),
    *('=HYPERLINK("http://127.0.0.1","x")', "=cmd|' /C calc'!A0", 'DDE("x")', "http://a.cn/"),
    *("internal:A1", "external:x.xlsx", "mailto:a@b.cn", "𠮷野家", "👨\u200d👩\u200d👧", "e\u0301"),
    *(
        "“”‘’\"'`´",
        "[Content_Types].xml",
        "../../etc/passwd",
        "C:\\CON",
        "CON",
        "x" * 2000,
        "长" * 16_000,
    ),
    *(
        "<script>alert(1)</script>",
        "</p></main><h2>一、总体情况</h2>",
        "</title></style></textarea>",
    ),
    *("<img src=x onerror=alert(1)>", "\"><svg onload='alert(1)'>", "a  b   c"),
    *(
        "#REF!镇",
        "1e400",
        "是",
        "TRUE",
        "00012",
        "１２３",
        "a\u00a0b",
        "a\u0085b",
        "〔2021〕〈甲〉",
    ),
)


def filled(text: str, base: Report) -> Report:
    """Return a report with a text, as a reader gives it, in every text field."""
    parts = paragraphs_in(text)
    line = " ".join(parts)
    return replace(
        base,
        unit_name=line,
        title=line,
        submit_to=line,
        contact_name=line,
        contact_phone=line,
        preface=parts,
        overview=parts,
        problems=parts,
        other_matters=parts,
        report_date=date(2026, 1, 20),
        reasons={"T3-CARRY-1": line},
    )


def cells(data: bytes) -> Iterable[object]:
    book = openpyxl.load_workbook(io.BytesIO(data), rich_text=False)
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row]


FORMULAS = sum(cell.data_type == "f" for cell in cells(TEMPLATE.read_bytes()))  # type: ignore[attr-defined]


def links_and_fields(package: bytes) -> int:
    """Count what is followed or computed when a workbook or a document is opened, formulas in cells aside."""
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        text = b"".join(parts.read(part) for part in parts.namelist())
    marks = rb"<w:(?:hyperlink|fldSimple|instrText)|<hyperlink |TargetMode=|<ddeLink|<oleLink"
    return len(re.findall(marks, text))


LINKS_OF_TEMPLATE = links_and_fields(TEMPLATE.read_bytes())
FIELDS_OF_REPORT = links_and_fields((ROOT / "report_template.docx").read_bytes())


def through_workbook(report: Report) -> None:
    data = write_workbook(report)
    again = examine_input(detect_kind(Path("表.xlsx"), data), lambda _: None).report
    for name, field in FIELDS.items():
        if field.kind in ("text", "paragraphs"):
            was = getattr(report, name)
            # names are read without what nobody sees
            assert getattr(again, name) == (without_unseen(was) if isinstance(was, str) else was), (
                name
            )
    assert again.reasons == report.reasons
    assert sum(cell.data_type == "f" for cell in cells(data)) == FORMULAS  # type: ignore[attr-defined]
    assert links_and_fields(data) == LINKS_OF_TEMPLATE


def through_report(report: Report) -> None:
    data = render_report(report, (ROOT / "report_template.docx").read_bytes())
    printed = [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]
    assert links_and_fields(data) == FIELDS_OF_REPORT
    joined = "\n".join(printed)
    assert printed[0].replace("\n", "") == report.title
    for paragraph in (*report.preface, *report.overview, *report.problems, *report.other_matters):
        assert paragraph in printed
    assert report.unit_name in joined.splitlines() or report.unit_name in printed


def through_page(report: Report) -> None:
    data = render_page(report)
    page = html.document_fromstring(data.decode())
    assert not page.xpath("//script | //img | //svg | //textarea | //@onload | //@onerror | //a")
    assert page.xpath("string(//title)") == report.title
    again = examine_input(
        detect_kind(Path("年报.html"), render_page(replace(report, unit_name="某镇", title=""))),
        lambda _: None,
    ).report
    for name in ("overview", "problems", "other_matters"):
        assert getattr(again, name) == getattr(report, name), name


def through_import(report: Report) -> None:
    """The Word report, read back as one that nobody made with our tool."""
    plain = replace(report, unit_name="某县某镇人民政府", title="", preface=())
    data = render_report(plain, (ROOT / "report_template.docx").read_bytes())
    again = examine_input(detect_kind(Path("报告.docx"), data), lambda _: None).report
    for name in ("overview", "problems", "other_matters"):
        assert getattr(again, name) == getattr(plain, name), name


def through_roster(report: Report) -> None:
    with TemporaryDirectory() as folder:
        text = Path(folder) / "名单.txt"
        text.write_text(f"甲镇\n{report.unit_name}\n乙镇\n", encoding="utf-8")
        try:
            names = list(read_roster(text).names)
        except UnusableFile:
            assert len(report.unit_name) > 100
            return
    assert names[0] == "甲镇"
    assert names[-1] == "乙镇"
    # a unit's name is compared without its blanks
    assert "".join(unit_key(name) for name in names[1:-1]) in unit_key(report.unit_name)


def through_file_name(report: Report) -> None:
    name = report_file_name(report, ".docx")
    assert len(name.encode()) <= LONGEST_NAME
    with TemporaryDirectory() as folder:
        target = write_atomic(b"x", Path(folder) / name, force=False)
        assert [path.name for path in Path(folder).iterdir()] == [target.name] == [name]


def through_mail(report: Report) -> None:
    name = report_file_name(report, ".docx")
    letter = submission(report, (), ("a@b.cn",), (), [Attachment(name, b"x")])
    if any(unicodedata.category(char) in ("Cc", "Zl", "Zp") for char in report.unit_name):
        # a line break in a header is refused, not tidied
        with pytest.raises(CannotDeliver, match="邮件标题里有换行或控制字符"):
            draft(letter)
        return
    message = email.message_from_bytes(bytes(draft(letter)), policy=email.policy.default)
    body = message.get_body()
    assert body is not None
    said = body.get_content().replace("\r\n", "\n")
    assert report.unit_name in said
    assert f"联系人：{report.contact_name}，电话：{report.contact_phone}" in said
    assert message["Subject"] == letter.subject[:LONGEST_SUBJECT]
    (part,) = message.iter_attachments()
    assert part.get_filename() == name
    assert message["To"] == "a@b.cn"
    assert message["Bcc"] is None


def through_ledger(report: Report) -> None:
    finding = Finding("T3-CARRY", f"现填“{report.title}”。", reason=report.unit_name)
    record = Record("", "", "", "", is_workbook=True, notes=(), report=report, findings=(finding,))
    ledger_row = LedgerRow(
        report.unit_name,
        report.title,
        RowState.RETURNED,
        Found(packed(record)),
        remark=report.contact_name,
    )
    data = write_ledger([ledger_row], LastYears(), Path())
    book = openpyxl.load_workbook(io.BytesIO(data))
    row = next(book["台账"].iter_rows(min_row=2, values_only=True))
    assert (row[1], row[3], row[9]) == (report.unit_name, report.title, report.contact_name)
    problem = next(book["问题清单"].iter_rows(min_row=2, values_only=True))
    assert (problem[0], problem[5], problem[6]) == (
        report.unit_name,
        in_a_cell(finding.what),
        finding.reason,
    )
    assert not [cell for cell in cells(data) if cell.data_type == "f"]  # type: ignore[attr-defined]
    assert links_and_fields(data) == links_and_fields(write_ledger([], LastYears(), Path()))


CUT = "……（太长，放不下，后面的略去了）"


def in_a_cell(text: str) -> str:
    return text if len(text) <= 32_767 else text[: 32_767 - len(CUT)] + CUT


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("字" * 32_767, "字" * 32_767),
        ("字" * 32_768, "字" * 32_750 + CUT),
        ("=" * 40_000, "=" * 32_750 + CUT),
        # Excel counts them twice
        ("𠀀" * 16_384, "𠀀" * 16_375 + CUT),
        ("字" + "𠀀" * 16_384, "字" + "𠀀" * 16_374 + CUT),
    ],
)
@pytest.mark.parametrize("on_disk", [False, True])
def test_what_no_cell_takes_is_cut_with_a_word(
    text: str, shown: str, *, on_disk: bool, tmp_path: Path
) -> None:
    book = XlsxBook("长", scratch=tmp_path if on_disk else None)
    sheet = book.long_sheet("长")
    sheet.set_row(0, 16 * 2000)
    sheet.write_string(0, 0, text)
    (sheet,) = openpyxl.load_workbook(io.BytesIO(book.close()))
    assert sheet["A1"].value == shown
    assert sheet.row_dimensions[1].height <= 409.5


def test_a_paragraph_that_no_cell_takes_is_refused() -> None:
    with pytest.raises(NianbaoError) as refused:
        write_workbook(Report(problems=("𠀀" * 20_000,)))
    assert str(refused.value) == (
        "“𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀𠀀…”有 40000 字，超过一个单元格能放的 32767 字。请分段。"
    )


def through_note(report: Report) -> None:
    finding = Finding("T3-BALANCE", f"现填{report.title}。")
    note = return_note(report.unit_name, report.report_year, [finding], None)
    data = render_return_note(
        note, (ROOT / "converter" / "writing" / "word" / "return_template.docx").read_bytes()
    )
    document = docx.Document(io.BytesIO(data))
    assert f"{report.unit_name}：" in [paragraph.text for paragraph in document.paragraphs]
    assert finding.what in [cell.text for row in document.tables[0].rows for cell in row.cells]


OUTPUTS: tuple[Callable[[Report], None], ...] = (
    through_workbook,
    through_report,
    through_page,
    through_import,
    through_roster,
    through_file_name,
    through_mail,
    through_ledger,
    through_note,
)


@pytest.mark.parametrize(
    "texts",
    [
        TEXTS[::27],
        pytest.param(TEXTS[1::5], marks=pytest.mark.slow),
        pytest.param(TEXTS, marks=pytest.mark.nightly),
    ],
    ids=["some", "many", "all"],
)
@pytest.mark.parametrize("through", OUTPUTS, ids=lambda through: through.__name__)
def test_a_text_comes_out_as_it_went_in(
    through: Callable[[Report], None], texts: tuple[str, ...], township: Report
) -> None:
    wrong = {}
    for text in texts:
        try:
            through(filled(text, township))
        except Exception as fault:  # noqa: BLE001, PERF203 (all that go wrong are told together)
            wrong[ascii(text)[:40]] = f"{type(fault).__name__}: {str(fault)[:200]}"
    assert wrong == {}


# ---------------------------------------------------------------- expressions


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the timer of Unix")
def test_no_expression_takes_more_than_linear_time() -> None:
    """In a process of its own, which is killed where an expression cannot be interrupted."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.expressions", "7", "8"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.skipif(sys.platform == "win32", reason="the timer of Unix")
@pytest.mark.parametrize(
    ("pattern", "length"),
    [
        # the one that once recognised a mail
        (r"(?:[A-Za-z-]+: .*\r?\n(?:[ \t].*\r?\n)*)*?MIME-Version: ", 400),
        # the one that once cut a document into runs: from each beginning it looks for an end
        (r"<w:r[ >](?:.|\n)*?</w:r>", 20_000),
    ],
    ids=["every division", "every beginning"],
)
def test_an_expression_that_takes_long_is_noticed(pattern: str, length: int) -> None:
    compiled = re.compile(pattern)
    signal.signal(signal.SIGVTALRM, stop)
    texts = inputs(compiled, 60, length, random.Random(1))
    assert any(seconds(lambda text: [*compiled.finditer(text)], text) > SECONDS for text in texts)
