"""The gate in front of every file: read the bytes once, tell the kind from the content.

All that is refused before a parser sees it is refused here, with a sentence for the clerk.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from converter.findings import UnusableFile

FileKind = Literal["workbook", "document", "old_document"]
"""A workbook, a Word document, or one of the binary kind that only LibreOffice opens."""

LARGEST_FILE: Final = 64 * 2**20
LARGEST_CONTENT: Final = 256 * 2**20
"""Bytes that the members of a file may declare together; real files reach 60 MB."""
MOST_MEMBERS: Final = 4096

_SAVE_AS_WORKBOOK: Final = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后再试。"
_SAVE_AS_DOCUMENT: Final = "请用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”后再试。"
_KINDS: Final[dict[str, FileKind]] = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "workbook",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "document",
}
# marks in [Content_Types].xml or in the bytes -> what to tell the clerk
_OTHER_PACKAGES: Final = (
    (b"sheet.macroEnabled", f"这是带宏的工作簿（.xlsm），为安全起见不读取。{_SAVE_AS_WORKBOOK}"),
    (b"sheet.binary", f"这是二进制工作簿（.xlsb）。{_SAVE_AS_WORKBOOK}"),
    (b"spreadsheetml.template", f"这是 Excel 模板（.xltx）。{_SAVE_AS_WORKBOOK}"),
    (b"template.macroEnabled", f"这是带宏的模板，为安全起见不读取。{_SAVE_AS_WORKBOOK}"),
    (
        b"document.macroEnabled",
        f"这是带宏的 Word 文档（.docm），为安全起见不读取。{_SAVE_AS_DOCUMENT}",
    ),
    (b"wordprocessingml.template", f"这是 Word 模板（.dotx）。{_SAVE_AS_DOCUMENT}"),
    (b"presentationml", "这是演示文稿，不是年报工作簿。"),
)
_OPEN_DOCUMENTS: Final = (
    (b"opendocument.spreadsheet", f"这是 OpenDocument 表格（.ods）。{_SAVE_AS_WORKBOOK}"),
    (b"opendocument.text", f"这是 OpenDocument 文字（.odt）。{_SAVE_AS_DOCUMENT}"),
)
_OLE_STREAMS: Final = (
    ("EncryptedPackage", "文件加了打开密码。请打开后去掉密码，保存后再试。"),
    ("Workbook", f"这是旧版工作簿（.xls 或 .et）。{_SAVE_AS_WORKBOOK}"),
    ("Book", f"这是旧版工作簿（.xls）。{_SAVE_AS_WORKBOOK}"),
)


_BROKEN: Final = "文件已损坏，读不出来。请打开原件重新保存，或请对方重发。"


@dataclass(frozen=True)
class Arrival:
    """A file as it came: its bytes and what they are."""

    path: Path
    kind: FileKind
    data: bytes


def take_in(path: Path) -> Arrival:
    """Read a file once and tell its kind.

    Raises UnusableFile with one sentence where it is not a workbook or Word document that can be
    read safely.
    """
    return recognise(path, read_bytes(path))


def recognise(path: Path, data: bytes) -> Arrival:
    """Tell the kind of bytes that are there already: a member of a zip file, an attachment."""
    try:
        return Arrival(path, _kind(data), data)
    except UnusableFile as refusal:
        raise UnusableFile(f"{path.name}：{refusal}") from None


def modified(arrival: Arrival) -> str:
    """Return when an Office file says it was last saved, as it writes it; empty where it does not."""
    try:
        with zipfile.ZipFile(io.BytesIO(arrival.data)) as package:
            properties = package.read("docProps/core.xml").decode("utf-8", "replace")
    except Exception:  # noqa: BLE001 (no property is no fault)
        return ""
    found = re.search(r"<dcterms:modified[^>]*>([^<]+)<", properties)
    return found[1] if found else ""


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes, read once; raises UnusableFile where that fails."""
    if path.is_dir():
        raise UnusableFile(f"{path}：这是文件夹，不是文件。")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise UnusableFile(f"{path}：找不到这个文件。请核对文件名和文件夹。") from None
    except PermissionError:
        raise UnusableFile(f"{path}：没有权限读取，或正被其他程序占用。请关闭后再试。") from None
    except (OSError, ValueError) as fault:
        raise UnusableFile(f"{path}：读不出来（{fault}）。") from None
    if len(data) > LARGEST_FILE:
        raise UnusableFile(f"{path.name}：文件超过 {LARGEST_FILE // 2**20} MB，不读取。")
    return data


def _kind(data: bytes) -> FileKind:
    if not data:
        raise UnusableFile("文件是空的。请重新保存或请对方重发。")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        for stream, sentence in _OLE_STREAMS:
            if stream.encode("utf-16-le") in data:
                raise UnusableFile(sentence)
        if "WordDocument".encode("utf-16-le") in data:
            return "old_document"
        raise UnusableFile(f"这是旧版 Office 文件。{_SAVE_AS_WORKBOOK}")
    if not data.startswith(b"PK\x03\x04"):
        raise UnusableFile(_not_a_package(data))
    return _package_kind(data)


def _not_a_package(data: bytes) -> str:
    start = data[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return f"这是网页，不是工作簿。{_SAVE_AS_WORKBOOK}"
    if start.startswith(b"%pdf"):
        return "这是 PDF，读不了。请用填报的 Excel 工作簿，或 Word 报告。"
    if start.startswith((b"rar!", b"7z\xbc\xaf")):
        return "这是压缩包（.rar 或 .7z）。请解压后再放进来。"
    if start.startswith(b"<?xml"):
        return f"这是 XML 文件，不是工作簿。{_SAVE_AS_WORKBOOK}"
    return f"内容不是 Excel 工作簿，也不是 Word 文档，或已损坏。{_SAVE_AS_WORKBOOK}"


def _package_kind(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            refusal = _refusal(package)
            types = b"" if refusal else package.read("[Content_Types].xml")
    except Exception:  # noqa: BLE001 (zipfile raises a dozen kinds on damaged bytes)
        refusal = _BROKEN
    if refusal:
        raise UnusableFile(refusal)
    kinds = [kind for mark, kind in _KINDS.items() if mark.encode() in types]
    if len(kinds) != 1:
        raise UnusableFile(f"里面没有工作簿，也没有 Word 文档。{_SAVE_AS_WORKBOOK}")
    return kinds[0]


def _refusal(package: zipfile.ZipFile) -> str:
    """Return why a zip file is not read; empty where it may be."""
    members = package.infolist()
    names = [member.filename for member in members]
    if len(members) > MOST_MEMBERS or len(set(names)) != len(names):
        return _BROKEN
    if sum(member.file_size for member in members) > LARGEST_CONTENT:
        return "文件展开后过大，不读取。请核对文件来源。"
    if "[Content_Types].xml" not in names:
        declared = package.read("mimetype") if "mimetype" in names else b""
        marked = (sentence for mark, sentence in _OPEN_DOCUMENTS if mark in declared)
        return next(marked, f"这是压缩包，不是工作簿。{_SAVE_AS_WORKBOOK}")
    types = package.read("[Content_Types].xml")
    if _is_strict(package, names):
        return "这是“Strict Open XML”工作簿。请另存为普通的“Excel 工作簿（*.xlsx）”后再试。"
    return next((sentence for mark, sentence in _OTHER_PACKAGES if mark in types), "")


def _is_strict(package: zipfile.ZipFile, names: list[str]) -> bool:
    if "xl/workbook.xml" not in names:
        return False
    return b"http://purl.oclc.org/ooxml/spreadsheetml" in package.read("xl/workbook.xml")
