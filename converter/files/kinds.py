"""Read input files once and detect their kind from the content.

A file of another kind is refused before it is parsed, with a sentence for the clerk.
"""

import math
import re
import stat
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Final, Literal, NoReturn

from converter.errors import Refusal, UnusableFile
from converter.files.faults import NO_MEMORY, reason_of
from converter.files.locks import is_lock
from converter.files.package import CONTENT_TYPES, DAMAGED, Package, unreadable_as
from converter.form.fields import REPORT_NAME
from converter.form.layout import SHEETS

FileKind = Literal["workbook", "document", "old_workbook", "old_document", "page", "pdf"]
"""A workbook, a Word document, binary ones that only LibreOffice opens (`.xls` and `.et`, `.doc`), a web page, a PDF."""

_IN_A_FRAME: Final = (
    "；它里面嵌着别的网页或文件，没有一起存下来，报告可能在那里面。"
    "请在浏览器里单独打开那一页，另存后再试，或用 Word 报告。"
)
_DAY_ALONE: Final = "T00:00:00Z"
LARGEST_FILE: Final = 64 * 2**20
"""Bytes of a file that is read, by itself or out of an archive."""

_PACKAGE: Final = b"PK\x03\x04"
_SAVE_AS_WORKBOOK: Final = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后再试。"
_SAVE_AS_DOCUMENT: Final = "请用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”后再试。"
_ASK_FOR_ORIGINAL: Final = "读不了。请用填报表（.xlsx），或 Word 报告。"
_KINDS: Final[dict[str, FileKind]] = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "workbook",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "document",
}
# part of a content type -> the sentence
_OTHER_PACKAGES: Final = (
    ("sheet.macroEnabled", f"这是带宏的工作簿（.xlsm），为安全起见不读取。{_SAVE_AS_WORKBOOK}"),
    ("sheet.binary", f"这是二进制工作簿（.xlsb）。{_SAVE_AS_WORKBOOK}"),
    ("spreadsheetml.template", f"这是 Excel 模板（.xltx）。{_SAVE_AS_WORKBOOK}"),
    ("template.macroEnabled", f"这是带宏的模板，为安全起见不读取。{_SAVE_AS_WORKBOOK}"),
    ("ms-excel.addin", f"这是 Excel 加载项（.xlam），为安全起见不读取。{_SAVE_AS_WORKBOOK}"),
    (
        "document.macroEnabled",
        f"这是带宏的 Word 文档（.docm），为安全起见不读取。{_SAVE_AS_DOCUMENT}",
    ),
    ("wordprocessingml.template", f"这是 Word 模板（.dotx）。{_SAVE_AS_DOCUMENT}"),
    ("presentationml", "这是演示文稿，不是年报工作簿。"),
)
_OPEN_DOCUMENTS: Final = (
    (b"opendocument.spreadsheet", f"这是 OpenDocument 表格（.ods）。{_SAVE_AS_WORKBOOK}"),
    (b"opendocument.text", f"这是 OpenDocument 文字（.odt）。{_SAVE_AS_DOCUMENT}"),
)
_OLE_STREAMS: Final = (
    ("EncryptedPackage", "文件加了打开密码。请打开后去掉密码，保存后再试。", Refusal.PASSWORD),
    ("WordDocument", "", Refusal.OLD_FORMAT),
    ("Workbook", "", Refusal.OLD_FORMAT),
    (
        "__properties_version1.0",
        "这是 Outlook 存出来的邮件（.msg），不是填报表。请用 Outlook 打开，把里面的附件另存出来。",
        Refusal.OTHER_FORMAT,
    ),
    ("Book", f"这是旧版工作簿（.xls）。{_SAVE_AS_WORKBOOK}", Refusal.OLD_FORMAT),
)
_OLD_WORKBOOK: Final = f"这是旧版工作簿（.xls 或 .et）。{_SAVE_AS_WORKBOOK}"
_SHEETS_IN_OLD: Final = tuple(title.encode("utf-16-le") for title in SHEETS)
# the first record of the workbook's stream, and behind it the one that says how the rest is encrypted
_ENCRYPTED_OLD: Final = re.compile(rb"\x09\x08\x10\0.{16}\x2f\0", re.DOTALL)
_OLD_TEXT: Final = f"这是旧版的文字文稿（{{}}），不是填报表。如果是年度报告，{_SAVE_AS_DOCUMENT}"
_OLD_ENDINGS: Final = {
    ".wps": _OLD_TEXT.format("WPS 文字，.wps"),
    ".wpt": _OLD_TEXT.format("WPS 文字，.wpt"),
    ".doc": _OLD_TEXT.format("Word，.doc"),
    ".et": f"这是旧版工作簿（.et）。{_SAVE_AS_WORKBOOK}",
    ".xls": f"这是旧版工作簿（.xls）。{_SAVE_AS_WORKBOOK}",
    ".dps": "这是演示文稿，不是年报工作簿。",
    ".ppt": "这是演示文稿，不是年报工作簿。",
}
"""What the ending says of an old file whose content does not tell."""
_SECTOR_SIZES: Final = (9, 12)
"""Powers of two."""
_ROOT: Final = "R".encode("utf-16-le")
"""How the directory of an OLE file begins: `Root Entry`, of old programs `R`."""
_ENCRYPTED: Final = "这个文件被单位的加密软件加了密，程序读不了。请申请解密，把解密后的文件再发来。"
_PERHAPS_ENCRYPTED: Final = (
    "内容认不出来，多半是被单位的加密软件加了密，程序读不了。请申请解密，把解密后的文件再发来；"
    "没有加密的，就是文件已损坏，请用 Excel 或 WPS 打开后重新保存。"
)
_ENCRYPTION_MARKS: Final = (b"b\x14#e", b"E-SafeNet", b"%TSD-Header-###%")
"""What the transparent encryption of offices (亿赛通 and others) writes near the start of a file."""
_OFFICE_ENDINGS: Final = (".xlsx", ".xlsm", ".xls", ".et", ".docx", ".docm", ".doc", ".wps")
_ENDINGS_OF_TEXTS: Final = (".docx", ".docm", ".doc", ".wps", ".wpt", ".rtf", ".odt")
_ENDINGS_OF_TABLES: Final = (".csv", ".tsv", ".tab", ".prn")
_SAMPLE: Final = 2**16
_NO_FILES: Final = {
    stat.S_IFDIR: "文件夹",
    stat.S_IFIFO: "管道",
    stat.S_IFSOCK: "程序之间通信用的接口",
    stat.S_IFCHR: "设备",
    stat.S_IFBLK: "设备",
}
"""What a path may lead to besides a file; to read it may never end."""
_SMALLEST_SAMPLE: Final = 1024
_EVEN: Final = 7.5
"""Bits per byte from which bytes look random; encrypted ones have 7.8 and more, even 1024 of them."""
VOLUME: Final = "这是分卷压缩包的一卷。请把各卷放在一起，解压后再放进来。"
_NAME_OF_A_VOLUME: Final = re.compile(r"\.(?:0\d\d|[rz]\d\d|part\d{1,4}\.rar)$", re.IGNORECASE)
_END_OF_ZIP: Final = b"PK\5\6"
_SEALED: Final = "这是加了密的邮件，读不了。请用邮件程序打开，把里面的附件另存出来。"
# the first bytes of other files, in lower case -> the sentence
_OTHER_STARTS: Final = (
    ((b"\x89png", b"\xff\xd8\xff", b"gif8", b"bm", b"ii*\0"), f"这是图片，{_ASK_FOR_ORIGINAL}"),
    ((b"rar!", b"7z\xbc\xaf"), "这是压缩包（.rar 或 .7z）。请解压后再放进来。"),
    (
        (b"\x78\x9f\x3e\x22",),
        "这是 Outlook 打成一包的附件（winmail.dat），读不了。请对方用“纯文本”或“HTML”格式重发。",
    ),
    ((b"-----begin pgp message",), _SEALED),
    ((b"pk\5\6",), "压缩包里没有文件。请向对方索要报告。"),
    ((b"pk\7\x08",), VOLUME),
    ((b"mz\x90\0", b"\x7felf"), "这是程序，不是报告。来历不明的，不要打开它。"),
    ((b"{\\rtf",), f"这是 RTF 文件。{_SAVE_AS_DOCUMENT}"),
    # workbooks of before 1997, which are no OLE files
    (
        (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\0"),
        f"这是旧版工作簿（.xls）。{_SAVE_AS_WORKBOOK}",
    ),
)
_ARCHIVES: Final = (
    *((0, mark) for mark in (b"\x1f\x8b", b"\x1f\x9d", b"\xfd7zXZ\0", b"BZh", b"LZIP")),
    *((0, mark) for mark in (b"(\xb5/\xfd", b"MSCF", b"!<arch>\n", b"xar!", b"\x60\xea")),
    *((0, mark) for mark in (b"070701", b"070707", b"\xc7\x71", b"]\0\0")),
    *((0, mark) for mark in (b"\x04\x22M\x18", b"\x89LZO\0", b"MSWIM\0\0\0")),
    *((2, mark) for mark in (b"-lh", b"-lz")),
    (7, b"**ACE**"),
    (257, b"ustar"),
    (0x8001, b"CD001"),
)
"""Where archives that are not opened have which mark: gzip, compress, xz, bzip2, lzip, zstd, cab, ar, xar, arj, cpio, LZMA alone, lz4, lzop, wim, lzh, ace, tar, iso."""
_ARCHIVE: Final = "这是压缩包。请解压后再放进来。"
_PDF_START: Final = 64
"""Within how many bytes a PDF begins."""
_FLAT_OPEN_DOCUMENT: Final = b"urn:oasis:names:tc:opendocument"
_HEADER_LINE: Final = re.compile(rb"[A-Za-z][\w-]*:|[ \t]")
"""The start of a line among the headers of a mail; a longer header goes on in indented lines."""
_MAILBOX: Final = re.compile(rb"From [^\s:]{1,300} [^\r\n]{1,99}\r?\n[!-9;-~]{1,80}:")
"""The line in front of each mail in a file of many."""
_OF_A_PAGE: Final = re.compile(rb"multipart/related|text/html")
_OF_A_LETTER: Final = re.compile(
    rb"^(?:to|cc|bcc|received|reply-to|message-id|x-mailer):", re.MULTILINE
)
# the start of a web page, after an optional byte order mark, blanks, XML declaration and comments
_PAGE: Final = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*"
    rb"<(?:!doctype\s+html|(?:html|head|body|meta|title|div|table|article|main|section|h1|p)[\s>])",
    re.IGNORECASE | re.DOTALL,
)


def _without_mark(data: bytes) -> bytes:
    """Return the start of a text without the mark of its byte order."""
    return data.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")


@dataclass(frozen=True)
class InputFile:
    """An input file: its path, its kind and its bytes."""

    path: Path
    kind: FileKind
    data: bytes
    opened: Package | None = field(default=None, repr=False, compare=False)
    """The package opened to detect the kind; not sent to worker processes."""
    reason: str = ""
    """The explanation that the mail gives with which a Word report came."""

    @cached_property
    def package(self) -> Package:
        """The zip package of a workbook or Word document, opened once in each process.

        Everything read from it counts against the same limits of bytes and tags. Not thread-safe.
        Raises UnusableFile where the bytes are no valid package.
        """
        return self.opened or Package(self.data)

    @property
    def is_workbook(self) -> bool:
        """Whether it is a workbook, in whichever format."""
        return self.kind in ("workbook", "old_workbook")

    @property
    def is_old(self) -> bool:
        """Whether LibreOffice has to make it new."""
        return self.kind in ("old_workbook", "old_document")

    def __reduce__(self) -> tuple[type["InputFile"], tuple[Path, FileKind, bytes, None, str]]:
        return InputFile, (self.path, self.kind, self.data, None, self.reason)


def open_input(path: Path) -> InputFile:
    """Read a file once and detect its kind.

    Raises UnusableFile with one sentence where it cannot be opened, is of no supported kind, or is not
    safe to parse.
    """
    if is_lock(path):
        raise UnusableFile(
            f"{path.name}：这是文件开着的时候自动留下的锁文件，里面没有内容，不用管它。"
            "请用原来的文件，就是名字开头没有“~$”的那一个。"
        )
    return detect_kind(path, read_bytes(path))


def detect_kind(path: Path, data: bytes, package: Package | None = None) -> InputFile:
    """Detect the kind of bytes in memory, such as a member of a zip file or an attachment.

    `package` is the package of these bytes, where it is open already. Raises UnusableFile as
    `open_input` does.
    """
    try:
        with unreadable_as(path.name, DAMAGED):
            kind = _kind_by_start(data, path.suffix.lower())
            if kind:
                return InputFile(path, kind, data)
            package = package or Package(data)
            return InputFile(path, _package_kind(package), data, package)
    except UnusableFile as refusal:
        if is_volume(path.name, data, refusal):
            raise UnusableFile(f"{path.name}：{VOLUME}", Refusal.OTHER_FORMAT) from None
        raise


def is_volume(name: str, data: bytes, refusal: UnusableFile) -> bool:
    """Tell whether a file that was refused is one of several that are an archive together."""
    if refusal.why is not Refusal.DAMAGED:
        return False
    end = data.rfind(_END_OF_ZIP)
    # the last volume of a zip file says how many were before it
    number = data[end + 4 : end + 6] if end >= 0 else b""
    return bool(_NAME_OF_A_VOLUME.search(name)) or number not in (b"", b"\0\0", b"\xff\xff")


def saved_at(file: InputFile) -> str:
    """Return when a workbook or Word document was last saved, in UTC: `2026-01-20T08:30:00Z`.

    Empty where the file does not say. A report that was printed here and not touched since says the day
    that is signed on it, midnight to midnight, which is no time of saving.
    """
    if file.kind not in ("workbook", "document"):
        return ""
    try:
        properties = file.package.xml("docProps/core.xml").decode("utf-8", "replace")
    except UnusableFile:
        return ""
    found = re.search(r"<dcterms:modified[^<>]*>([^<]+)<", properties)
    created = re.search(r"<dcterms:created[^<>]*>([^<]+)<", properties)
    if found and created and found[1] == created[1] and found[1].endswith(_DAY_ALONE):
        return ""
    try:
        saved = datetime.fromisoformat(found[1].strip().replace("Z", "+00:00")) if found else None
        return moment(saved) if saved else ""
    except ValueError:
        return ""


_YEARS: Final = range(2008, 2100)
"""Years in which a report may have been saved or sent: there were none before. A clock that says another is not set."""


def moment(time: datetime) -> str:
    """Return a time as it is compared with others, in UTC: `2026-01-20T08:30:00Z`; empty where it cannot be right.

    A time without a zone is taken for UTC.
    """
    if time.year not in _YEARS:
        return ""
    return f"{time.astimezone(timezone.utc) if time.tzinfo else time:%Y-%m-%dT%H:%M:%SZ}"


def not_the_page(path: Path, *, has_frames: bool) -> str:
    """Return the sentence for a web page without a report; it depends on the suffix of the name."""
    if path.suffix.lower() in (".htm", ".html"):
        advice = _IN_A_FRAME if has_frames else "。请核对文件。"
        return f"{path.name}：网页里找不到{REPORT_NAME}的标题和表格{advice}"
    return f"{path.name}：这是网页，{_instead(path.suffix.lower())}"


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes; raises UnusableFile where it cannot be read or exceeds 64 MB."""
    data = read_start(path, LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise UnusableFile(
            f"{path.name}：文件超过 {LARGEST_FILE // 2**20} MB，不读取。", Refusal.TOO_LARGE
        )
    return data


def read_start(path: Path, size: int) -> bytes:
    """Return the first `size` bytes of a file; raises UnusableFile where it cannot be read."""
    try:
        if other := _NO_FILES.get(stat.S_IFMT(path.stat().st_mode)):
            _unreachable(f"{path}：这是{other}，不是文件。")
        with path.open("rb") as file:
            return file.read(size)
    except FileNotFoundError:
        _unreachable(f"{path}：找不到这个文件。请核对文件名和文件夹。")
    except PermissionError:
        _unreachable(f"{path}：没有权限读取，或正被其他程序占用。请关闭后再试。")
    except MemoryError:
        _unreachable(f"{path}：{NO_MEMORY}")
    except (OSError, ValueError) as fault:
        cause, remedy = reason_of(fault)
        _unreachable(f"{path}：读不出来（{cause}）。{remedy}")


def _unreachable(sentence: str) -> NoReturn:
    raise UnusableFile(sentence, Refusal.UNREACHABLE) from None


def _kind_by_start(data: bytes, ending: str) -> FileKind | None:
    """Return the kind of a file that is no zip package, None for one; raises UnusableFile for other kinds.

    `ending`, that of the file's name, counts only where the content does not tell.
    """
    if not data:
        raise UnusableFile("文件是空的。请重新保存或请对方重发。", Refusal.EMPTY)
    if _PACKAGE.startswith(data):
        raise UnusableFile(DAMAGED, Refusal.DAMAGED)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _ole_kind(data, ending)
    if _PAGE.match(_without_mark(data[:4096].replace(b"\0", b"")).lstrip()):
        return "page"
    if data[:_PDF_START].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"%PDF"):
        return "pdf"
    if not data.startswith(_PACKAGE):
        raise _not_a_package(data, ending)
    return None


def _ole_kind(data: bytes, ending: str) -> FileKind:
    """Detect the kind of an OLE file by the first stream in its directory; those before and behind belong to embedded files."""
    directory = _directory(data)
    named = [
        (at, stream, sentence, why)
        for stream, sentence, why in _OLE_STREAMS
        if (at := data.find(_ole_entry(stream), directory or 0)) >= 0
    ]
    if not named:
        if directory is None:
            raise UnusableFile(DAMAGED, Refusal.DAMAGED)
        sentence = _OLD_ENDINGS.get(ending, f"这是旧版 Office 文件。{_SAVE_AS_WORKBOOK}")
        raise UnusableFile(sentence, Refusal.OLD_FORMAT)
    _, stream, sentence, why = min(named)
    if stream == "WordDocument":
        return "old_document"
    if stream == "Workbook" and (is_encrypted_workbook(data) or _has_our_sheets(data)):
        return "old_workbook"
    raise UnusableFile(sentence or _OLD_WORKBOOK, why)


def _directory(data: bytes) -> int | None:
    """Return where the directory of an OLE file begins, None where it does not stand where the header says."""
    size, first = int.from_bytes(data[30:32], "little"), int.from_bytes(data[48:52], "little")
    at = first + 1 << size if size in _SECTOR_SIZES else len(data)
    return at if data.startswith(_ROOT, at) else None


def _ole_entry(stream: str) -> bytes:
    """Return how an entry of an OLE directory begins: the name in 64 bytes, its length, the type of a stream.

    The name alone may be a word of the text, or of a style such as "Book Title".
    """
    name = f"{stream}\0".encode("utf-16-le")
    return name.ljust(64, b"\0") + len(name).to_bytes(2, "little") + b"\2"


def is_encrypted_workbook(data: bytes) -> bool:
    """Tell whether a binary workbook is encrypted: behind a password, or because its structure is locked."""
    return bool(_ENCRYPTED_OLD.search(data))


def _has_our_sheets(data: bytes) -> bool:
    """Tell whether a binary workbook names a sheet of the form, so that LibreOffice starts for no other one.

    All titles stand together; a border of sectors may cut one of them.
    """
    return any(title in data for title in _SHEETS_IN_OLD)


def _is_even(data: bytes) -> bool:
    """Tell whether bytes look random: neither a text nor a table nor anything that was not packed."""
    sample = data[:_SAMPLE]
    if len(sample) < _SMALLEST_SAMPLE:
        return False
    shares = [count / len(sample) for count in Counter(sample).values()]
    return -sum(share * math.log2(share) for share in shares) > _EVEN


def _encryption(data: bytes, ending: str) -> str | None:
    """Return a sentence where the encryption software of an office has, or may have, encrypted a file."""
    if any(mark in data[:512] for mark in _ENCRYPTION_MARKS):
        return _ENCRYPTED
    # a package whose start is lost has its directory at the end
    if ending in _OFFICE_ENDINGS and _is_even(data) and b"PK\x01\x02" not in data:
        return _PERHAPS_ENCRYPTED
    return None


def _not_a_package(data: bytes, ending: str) -> UnusableFile:
    head = data[:512].lower()
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    starts = (
        say for marks, say in _OTHER_STARTS if head.startswith(marks) or start.startswith(marks)
    )
    archives = (_ARCHIVE for at, mark in _ARCHIVES if data.startswith(mark, at))
    if sentence := next(chain(starts, archives), ""):
        old = "旧版" in sentence
        return UnusableFile(sentence, Refusal.OLD_FORMAT if old else Refusal.OTHER_FORMAT)
    if start.startswith(b"<?xml"):
        flat = _FLAT_OPEN_DOCUMENT in data[:4096]
        other, advice = (
            ("OpenDocument 文件（.fods）。", _save_as) if flat else ("XML 文件，", _instead)
        )
        return UnusableFile(f"这是 {other}{advice(ending)}", Refusal.OTHER_FORMAT)
    if sentence := _of_mails(data[:_SAMPLE], ending):
        return UnusableFile(sentence, Refusal.OTHER_FORMAT)
    if ending != ".eml" and _is_text(data):
        promises = ending in (*_OFFICE_ENDINGS, *_ENDINGS_OF_TEXTS, *_ENDINGS_OF_TABLES)
        said = f"（.csv 或 .txt），{_instead(ending)}" if promises else f"，{_ASK_FOR_ORIGINAL}"
        return UnusableFile(f"这是文本文件{said}", Refusal.OTHER_FORMAT)
    return _unknown(data, ending)


_NO_MAIL: Final = "内容不是邮件，或已损坏。请在邮箱里打开这封邮件，重新另存为 .eml。"


def _unknown(data: bytes, ending: str) -> UnusableFile:
    encryption = _SEALED if ending == ".p7m" else _encryption(data, ending)
    if encryption:
        return UnusableFile(encryption, Refusal.PASSWORD)
    if ending == ".eml":
        return UnusableFile(_NO_MAIL, Refusal.DAMAGED)
    return UnusableFile(
        f"内容不是 Excel 工作簿，也不是 Word 文档，或已损坏。{_save_as(ending)}", Refusal.DAMAGED
    )


def _save_as(ending: str) -> str:
    """Return what makes a file readable that some program may open; its ending tells which."""
    return _SAVE_AS_DOCUMENT if ending in _ENDINGS_OF_TEXTS else _SAVE_AS_WORKBOOK


def _instead(ending: str) -> str:
    """Return what a file is not that its ending promises, and what makes it that."""
    promised = " Word 文档" if ending in _ENDINGS_OF_TEXTS else "工作簿"
    return f"不是{promised}。{_save_as(ending)}"


def _of_mails(start: bytes, ending: str) -> str:
    """Return the sentence for a mail, for several in one file, and for a page that is saved as a mail to nobody."""
    if _MAILBOX.match(start):
        return "这是从邮箱导出的文件（.mbox），读不了。请把里面的邮件逐封另存为 .eml，再放进来。"
    if not _is_mail(start):
        return ""
    headers = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0].lower()
    is_page = headers.startswith(b"mime-version") or _OF_A_PAGE.search(headers)
    if is_page and not _OF_A_LETTER.search(headers):
        return f"这是单个文件网页（.mht）。{_save_as(ending)}"
    return "这是邮件，不是填报表。请用填报表（.xlsx）；邮件里的附件请先另存出来。"


def _is_mail(start: bytes) -> bool:
    """Tell a mail by its first bytes: headers, one of them `MIME-Version`."""
    for line in start.splitlines():
        if line[:14].lower() == b"mime-version: ":
            return True
        if not _HEADER_LINE.match(line):
            return False
    return False


def _is_text(data: bytes) -> bool:
    start = data[:4096]
    if any(byte < 0x20 and byte not in b"\t\n\r\f\x1a" for byte in start):  # noqa: PLR2004 (control characters)
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            # the cut at 4096 bytes may split the last character
            start.decode(encoding)
        except UnicodeDecodeError as fault:
            if fault.start < len(start) - 4:
                continue
        return True
    return False


def _package_kind(package: Package) -> FileKind:
    if CONTENT_TYPES not in package.parts:
        raise UnusableFile(_other_zip(package), Refusal.OTHER_FORMAT)
    # those of embedded files have no such mark
    types = {one for one in package.types.values() if ".main" in one}
    for mark, sentence in _OTHER_PACKAGES:
        if any(mark in one for one in types):
            raise UnusableFile(sentence, Refusal.OTHER_FORMAT)
    kinds = types & set(_KINDS)
    if len(kinds) != 1:
        raise UnusableFile(
            f"里面没有工作簿，也没有 Word 文档。{_SAVE_AS_WORKBOOK}", Refusal.OTHER_FORMAT
        )
    (main,) = kinds
    kind = _KINDS[main]
    if any(b"http://purl.oclc.org/ooxml/" in package.start(name) for name in package.of_type(main)):
        raise UnusableFile(_STRICT[kind], Refusal.STRICT)
    return kind


_STRICT: Final[dict[FileKind, str]] = {
    "workbook": ("这是“Strict Open XML”工作簿。请另存为普通的“Excel 工作簿（*.xlsx）”后再试。"),
    "document": ("这是“Strict Open XML”文档。请另存为普通的“Word 文档（*.docx）”后再试。"),
}


def _other_zip(package: Package) -> str:
    if "OFD.xml" in package.parts:
        return f"这是 OFD，{_ASK_FOR_ORIGINAL}"
    declared = package.start("mimetype") if "mimetype" in package.parts else b""
    marked = (sentence for mark, sentence in _OPEN_DOCUMENTS if mark in declared)
    return next(marked, "这是压缩包。请先解压，再用里面的文件。")
