"""Build e-mail messages, from a unit to the county and back; nothing here uses the network.

A draft has `X-Unsent: 1`, no Date and no Message-ID: Outlook, Foxmail and Thunderbird open it for editing.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import localtime, make_msgid
from typing import Any, Final

from converter.errors import CannotDeliver
from converter.findings import Finding
from converter.form.report import OF_ALL_FIGURES, Report, official_title

_LONGEST_ADDRESS: Final = 254
"""Characters, from RFC 5321."""
LONGEST_SUBJECT: Final = 200
"""Characters; a longer subject is cut."""

_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_DOMAIN: Final = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}"
)

_BESIDE_NAME: Final = re.compile(
    r"(?:邮箱|电子邮件)?[\s（(<〈，,、;；:：]{0,20}"
    r"([A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190})[\s）)>〉]*"
)

_TYPES: Final = {
    ".docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".pdf": ("application", "pdf"),
}


@dataclass(frozen=True)
class Attachment:
    """A file attached to a message."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Letter:
    """What a message says, before it is encoded."""

    to: tuple[str, ...]
    subject: str
    body: str
    attachments: tuple[Attachment, ...]
    cc: tuple[str, ...] = ()


def checked_address(text: str, option: str = "--to") -> str:
    """Return an address that is safe in a header, its domain in ASCII (IDNA).

    `option` is the command-line option that the error names. Raises CannotDeliver for anything but one
    plain address: several addresses, a display name, line breaks, control characters.
    """
    address = text.strip(" ")
    local, at, domain = address.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii") if domain else ""
    except UnicodeError:
        domain = ""
    sound = at and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)
    if not sound or len(address) > _LONGEST_ADDRESS:
        shown = "".join(char if char.isprintable() else "□" for char in text[:60])
        raise CannotDeliver(
            f"“{shown}”不是一个邮件地址。请写成 name@example.gov.cn 的样子，一个地址一个 {option}。"
        )
    return f"{local}@{domain}"


def addresses_in(text: str) -> tuple[str, tuple[str, ...]]:
    """Split a text like `县政府办 xxgk@a.gov.cn` into the name and the addresses.

    >>> addresses_in("县政府办（邮箱：xxgk@a.gov.cn、b@a.gov.cn）")
    ('县政府办', ('xxgk@a.gov.cn', 'b@a.gov.cn'))
    """
    # input methods type a full-width sign
    text = text.replace("＠", "@")
    name = " ".join(_BESIDE_NAME.sub(" ", text).split()).strip(" （(，,：:；;、。")
    return name, tuple(_BESIDE_NAME.findall(text))


def _header_text(text: str) -> str:
    """Return a text for a header, cut to LONGEST_SUBJECT.

    Raises CannotDeliver where it holds line breaks, NUL or other control characters.
    """
    if any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in text):
        raise CannotDeliver("邮件标题里有换行或控制字符。请改正单位名称后再试。")
    return text[:LONGEST_SUBJECT]


_FOR_THE_CLERK: Final = re.compile(r"(?<=。)请[^。]*。")
"""What a finding asks of the clerk: who gave a reason has done it, and the county reads the letter."""


def submission(
    report: Report,
    findings: Iterable[Finding],
    to: Sequence[str],
    cc: Sequence[str],
    attachments: Sequence[Attachment],
) -> Letter:
    """Return the letter with which a unit sends its report to the county.

    Explained findings are listed in the body.
    """
    title = official_title(report.unit_name, report.report_year)
    contact = "，".join(
        f"{label}：{value}"
        for label, value in (("联系人", report.contact_name), ("电话", report.contact_phone))
        if value
    )
    explained = [finding for finding in findings if finding.explained]
    county, _ = addresses_in(report.submit_to)
    lines = [
        f"{county}：" if county else "您好：",
        "",
        f"现报送《{title}》，请审阅。附件：",
        *(f"{number}. {one.name}" for number, one in enumerate(attachments, start=1)),
    ]
    if explained:
        lines += ["", "核对中有以下情况，说明如下："]
        lines += [
            f"{number}. {replace(one, what=_FOR_THE_CLERK.sub('', one.what)).message}"
            for number, one in enumerate(explained, start=1)
        ]
    if reason := report.reasons.get(OF_ALL_FIGURES):
        # of a Word report, which is printed without it: read again where the mail arrives
        lines += ["", f"情况说明：{reason}"]
    lines += ["", *([contact] if contact else []), report.unit_name]
    return Letter(tuple(to), f"报送：{title}", "\n".join(lines), tuple(attachments), tuple(cc))


def reply(
    unit: str, year: int | None, opening: str, attached: Sequence[Attachment], to: str
) -> Letter:
    """Return the letter with which the county returns a report for correction.

    `opening` is the first sentence; `attached` are the list of errors and, where there is one, the copy
    of the report with each at its place; `to` is an address or empty.
    """
    note, *copies = attached
    title = official_title(unit, year)
    lines = [f"{unit}：", "", opening, f"详见附件《{note.name}》，请改正后重新报送。"]
    lines += [
        f"附件《{one.name}》就是你单位报送的内容，每一处都写了批注，可以直接在里面改，改好后报送这一份。"
        for one in copies
    ]
    return Letter((to,) if to else (), f"退回修改：{title}", "\n".join(lines), tuple(attached))


_BOUNDARY: Final = "=_nianbao"
"""Between the parts of a draft: all of them are base64, in which it cannot stand."""


def draft(letter: Letter) -> EmailMessage:
    """Return a letter as a draft that mail programs open for editing; the same letter gives the same bytes.

    Raises CannotDeliver where an address or the subject is not safe in a header.
    """
    message = _encoded(letter)
    if message.is_multipart():
        message.set_boundary(_BOUNDARY)
    message["X-Unsent"] = "1"
    return message


def signed(letter: Letter, sender: str) -> EmailMessage:
    """Return a letter as a message to be sent now; `sender` is a checked address.

    Raises CannotDeliver where an address or the subject is not safe in a header.
    """
    message = _encoded(letter)
    message["From"] = Address(addr_spec=sender)
    message["Date"] = localtime()
    # without a domain make_msgid would disclose the host name
    message["Message-ID"] = make_msgid(domain=sender.partition("@")[2])
    return message


def _encoded(letter: Letter) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    message["Subject"] = _header_text(letter.subject)
    for header, addresses, option in (("To", letter.to, "--to"), ("Cc", letter.cc, "--cc")):
        if addresses:
            checked = [checked_address(one, option) for one in addresses]
            message[header] = [Address(addr_spec=one) for one in checked]
    message.set_content(letter.body, cte="base64")
    for one in letter.attachments:
        suffix = one.name[one.name.rindex(".") :]
        kind, subtype = _TYPES.get(suffix, ("application", "octet-stream"))
        message.add_attachment(one.data, maintype=kind, subtype=subtype, filename=one.name)
        *_, part = message.iter_attachments()
        del part["Content-Type"]
        part["Content-Type"] = _old_reader_type(f"{kind}/{subtype}", one.name)
    return message


class _EncodedHeader(str):
    """A header value that is encoded already."""

    __slots__ = ()


class _MailPolicy(EmailPolicy):
    """The policy of SMTP that does not encode an _EncodedHeader again."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        if isinstance(value, _EncodedHeader):
            return name, str(value)
        return super().header_store_parse(name, value)


_POLICY: Final = _MailPolicy(linesep="\r\n", refold_source="none")


def _old_reader_type(kind: str, name: str) -> _EncodedHeader:
    """Return a Content-Type whose `name=` is encoded by RFC 2047, for readers that ignore `filename*`.

    QQ mail shows a long Chinese name that comes only as `filename*` (RFC 2231) as `tcmime….bin`.
    """
    from email.header import Header

    encoded = Header(name, "utf-8", maxlinelen=70).encode(linesep="\r\n")
    return _EncodedHeader(f'{kind};\r\n name="{encoded}"')
