"""A report's way to the county by mail: as a draft, or sent at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from converter.conversion import (
    Examination,
    Options,
    as_pdf,
    examine,
    report_file_name,
)
from converter.errors import AlreadyThere, CannotDeliver, CannotSend, UnusableFile
from converter.files.output import refuse_taken, target_path, write_atomic
from converter.files.resources import REPORT_TEMPLATE, resource
from converter.mail.account import Account
from converter.mail.messages import Attachment, Letter, addresses_in, draft, signed, submission
from converter.mail.smtp import Fate, Receipt, send
from converter.writing.word import render_report


@dataclass(frozen=True)
class Recipients:
    """Whom a mail goes to; without `to`, the addresses beside the workbook's 报送单位."""

    to: Sequence[str] = ()
    cc: Sequence[str] = ()


@dataclass(frozen=True)
class Sending:
    """What became of a mail."""

    examination: Examination
    receipts: tuple[Receipt, ...] = ()
    """One a recipient; none where findings stopped the mail."""
    copy: Path | None = None
    """The message as it was sent."""
    no_copy: str = ""
    """Why it could not be kept."""

    @property
    def complete(self) -> bool:
        """Whether the mail was accepted for every recipient."""
        return bool(self.receipts) and all(one.fate is Fate.ACCEPTED for one in self.receipts)

    @property
    def unclear(self) -> bool:
        """Whether the connection was lost so late that nobody knows."""
        return any(one.fate is Fate.UNKNOWN for one in self.receipts)


@dataclass(frozen=True)
class Drafting:
    """What became of a draft."""

    examination: Examination
    output: Path | None = None
    """None where findings stopped it."""
    to: tuple[str, ...] = ()
    """Empty where nobody knows the address: it is put in by hand."""


def draft_mail(source: Path, recipients: Recipients, options: Options) -> Drafting:
    """Check a workbook, render its report, and write an e-mail draft with both attached.

    Raises NianbaoError where an address is none, a file cannot be used, or the draft cannot be
    written; findings that stop the report are no exception, the output is None then.
    """
    examination, letter = _letter(source, recipients, options)
    if letter is None:
        return Drafting(examination)
    data = bytes(draft(letter))
    target = _target(source, examination, options)
    try:
        written = write_atomic(data, target, force=options.force, inputs=(source,))
    except AlreadyThere as taken:
        raise AlreadyThere(*taken.targets, findings=examination.findings) from None
    return Drafting(examination, written, letter.to)


def send_mail(
    source: Path,
    recipients: Recipients,
    options: Options,
    account: Account,
    password: Callable[[], str],
) -> Sending:
    """Check a workbook, render its report, and send both.

    What was handed to the server, surely or perhaps, is kept as a file; the same report is not sent
    again while that file stands, unless `options.force`. `password` is called once the report may
    go. Raises NianbaoError where nothing was sent.
    """
    examination, letter = _letter(source, recipients, options)
    if letter is None:
        return Sending(examination)
    if not letter.to:
        raise CannotSend("不知道寄给谁。请加 --to 邮件地址，或在“报送单位”后面写上邮箱。")
    target = _target(source, examination, options)
    refuse_taken(target, force=options.force, inputs=(source,))
    message = signed(letter, account.sender)
    receipts = send(message, (*letter.to, *letter.cc), account, password())
    if all(one.fate is Fate.REFUSED for one in receipts):
        return Sending(examination, receipts)
    try:
        copy = write_atomic(bytes(message), target, force=options.force, inputs=(source,))
    except CannotDeliver as refusal:
        # what has been sent has to be said all the same
        return Sending(examination, receipts, no_copy=str(refusal))
    return Sending(examination, receipts, copy)


def _letter(
    source: Path, recipients: Recipients, options: Options
) -> tuple[Examination, Letter | None]:
    examination = examine(source, options.previous)
    if examination.arrival.kind != "workbook":
        raise UnusableFile(f"{source.name}：不是填报表。请给出填好的填报表（.xlsx）。")
    if not examination.ok:
        return examination, None
    report = examination.report
    document = render_report(report, resource(REPORT_TEMPLATE).read_bytes())
    files = [Attachment(report_file_name(report, ".docx"), document)]
    if options.pdf:
        files.append(Attachment(report_file_name(report, ".pdf"), as_pdf(document)))
    files.append(Attachment(report_file_name(report, ".xlsx"), examination.arrival.data))
    to = recipients.to or addresses_in(report.submit_to)[1]
    return examination, submission(report, examination.findings, to, recipients.cc, files)


def _target(source: Path, examination: Examination, options: Options) -> Path:
    name = report_file_name(examination.report, ".eml")
    return target_path(options.output, source.parent, name)
