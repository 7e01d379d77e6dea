"""Mail a report to the county: as a draft, or sent directly."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path

from converter.conversion import (
    Examination,
    Options,
    Plan,
    as_pdf,
    examine,
    render,
    report_file_name,
    says_otherwise,
    workbook_file_name,
)
from converter.errors import CannotDeliver, CannotSend, UnusableFile
from converter.files.limits import limited
from converter.files.output import Output, refuse_taken, target_path, write_atomic
from converter.mail.account import Account
from converter.mail.messages import Attachment, Letter, addresses_in, draft, signed, submission
from converter.mail.sent import sent_before, with_receipts
from converter.mail.smtp import DeliveryStatus, Receipt, send

_OTHERWISE = (
    "旁边的“{}”写的和附上的不一样（在 Word 里改过，或者改了填报表还没有再转换）。"
    "附上的是按填报表新生成的；Word 里改的要留下，请改到填报表里，再报送一次。"
)


@dataclass(frozen=True)
class Recipients:
    """The recipients of a mail; without `to`, the addresses beside 报送单位 in the workbook."""

    to: Sequence[str] = ()
    cc: Sequence[str] = ()


@dataclass(frozen=True)
class Sending:
    """What became of a mail."""

    examination: Examination
    receipts: tuple[Receipt, ...] = ()
    """One for each recipient; none where findings stopped the mail."""
    copy: Path | None = None
    """The file with the message as it was sent."""
    no_copy: str = ""
    """Why that file could not be written."""

    @property
    def complete(self) -> bool:
        """Whether the mail was accepted for every recipient."""
        return bool(self.receipts) and all(
            one.status is DeliveryStatus.ACCEPTED for one in self.receipts
        )

    @property
    def unclear(self) -> bool:
        """Whether it is unknown for a recipient if the mail was sent."""
        return any(one.status is DeliveryStatus.UNKNOWN for one in self.receipts)


@dataclass(frozen=True)
class DraftPlan(Plan):
    """An e-mail draft that is to be written."""

    to: tuple[str, ...] = ()
    """The recipients; empty where no address is known, the clerk adds it then."""


def plan_draft(source: Path, recipients: Recipients, options: Options) -> DraftPlan:
    """Check a workbook, render its report and build an e-mail draft with both attached; write nothing.

    Of a Word report only the one that is made of it, in the official layout, is attached.

    Findings that stop the report leave no outputs. Raises NianbaoError where an address is not valid
    or a file cannot be used.
    """
    examination, letter = _letter(source, recipients, options)
    if letter is None:
        return DraftPlan(examination)
    data = bytes(draft(letter))
    output = Output(_target(source, examination, options), data)
    return DraftPlan(examination, (output,), (source,), to=letter.to)


def send_mail(
    source: Path,
    recipients: Recipients,
    options: Options,
    account: Account,
    password: Callable[[], str],
) -> Sending:
    """Check a workbook, render its report and send both.

    A copy of what was sent, or may have been, is written to a file, with what became of it on top;
    while that file exists the report is not sent again, unless `options.force`. `password` is called
    only after the checks. Raises NianbaoError where nothing was sent.
    """
    with limited(source.name):
        examination, letter = _letter(source, recipients, options)
    if letter is None:
        return Sending(examination)
    if not letter.to:
        raise CannotSend("不知道寄给谁。请加 --to 邮件地址，或在“报送单位”后面写上邮箱。")
    target = _target(source, examination, options)
    message = signed(letter, account.sender)
    if not options.force:
        _refuse_sent(target, message)
    refuse_taken(target, force=options.force, inputs=(source,))
    receipts = send(message, (*letter.to, *letter.cc), account, password())
    if all(one.status is DeliveryStatus.REFUSED for one in receipts):
        return Sending(examination, receipts)
    try:
        data = with_receipts(message, {one.address: one.status.name for one in receipts})
        copy = write_atomic(data, target, force=options.force, inputs=(source,))
    except CannotDeliver as refusal:
        # the mail is sent: the receipts are needed all the same
        return Sending(examination, receipts, no_copy=str(refusal))
    return Sending(examination, receipts, copy)


def _refuse_sent(copy: Path, message: EmailMessage) -> None:
    """Raise CannotSend where `copy` is that of the same letter to the same recipients."""
    sent = sent_before(copy, message)
    if sent is None:
        return
    fates = "，".join(
        f"{address} {DeliveryStatus[status].value}" for address, status in sent.receipts.items()
    )
    raise CannotSend(
        f"{copy.name}：这封邮件已经发过（{sent.when}：{fates}），没有再发。确实要再发一次，请加 --force。"
    )


def _letter(
    source: Path, recipients: Recipients, options: Options
) -> tuple[Examination, Letter | None]:
    """Check a workbook and return the letter with its report; None where findings stop it."""
    examination = examine(source, options.previous)
    if examination.file.kind in ("page", "pdf"):
        this = "网页" if examination.file.kind == "page" else " PDF"
        raise UnusableFile(
            f"{source.name}：这是{this}。请给出填好的填报表（.xlsx），或 Word 报告（.docx）。"
        )
    if not examination.ok:
        return examination, None
    report = examination.report
    document = render(report)
    files = [Attachment(report_file_name(report, ".docx"), document)]
    if options.pdf:
        from converter.writing.pdf_fonts import missing_fonts

        pdf = as_pdf(document)
        files.append(Attachment(report_file_name(report, ".pdf"), pdf))
        notes = (*examination.notes, *filter(None, [missing_fonts(document, pdf)]))
        examination = replace(examination, notes=notes)
    if examination.file.is_workbook:
        beside = source.with_name(files[0].name)
        if says_otherwise(beside, document):
            notes = (*examination.notes, _OTHERWISE.format(beside.name))
            examination = replace(examination, notes=notes)
        files.append(Attachment(workbook_file_name(report), _workbook(examination)))
    to = recipients.to or addresses_in(report.submit_to)[1]
    return examination, submission(report, examination.findings, to, recipients.cc, files)


def _workbook(examination: Examination) -> bytes:
    """Return the workbook as it is; one that went back without what was to be mended then, which is."""
    from converter.writing.workbooks.workbook import write_workbook

    if examination.reading.returned and not examination.reading.beyond:
        return write_workbook(examination.report)
    return examination.content.data


def _target(source: Path, examination: Examination, options: Options) -> Path:
    name = report_file_name(examination.report, ".eml")
    return target_path(options.output, source.parent, name)
