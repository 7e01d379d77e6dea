"""Files in the formats of before 2007, made new by LibreOffice: `.xls` and `.et`, `.doc`."""

from typing import Final

from converter.errors import Refusal, UnusableFile
from converter.files.kinds import InputFile, detect_kind, is_encrypted_workbook
from converter.files.libreoffice import convert_bytes, find_program
from converter.files.package import DAMAGED, TOO_BUSY, TOO_MUCH_TEXT
from converter.reading.workbooks.old_records import MOST_CHARACTERS, characters, is_too_much

_PASSWORD: Final = "文件加了打开密码。请打开后去掉密码，另存为“Excel 工作簿（*.xlsx）”后再试。"  # noqa: S105 (a sentence)


def made_new(file: InputFile) -> InputFile:
    """Return the workbook or Word document that LibreOffice makes of an old one, under the same path.

    Raises UnusableFile where LibreOffice is missing or cannot open it, or would work on it without end.
    """
    if file.is_workbook and is_too_much(file.data):
        raise UnusableFile(f"{file.path.name}：{TOO_BUSY}", Refusal.TOO_LARGE)
    count = 0 if file.is_workbook else characters(file.data)
    if count > len(file.data):  # each takes a byte at least
        raise UnusableFile(f"{file.path.name}：{DAMAGED}", Refusal.DAMAGED)
    if count > MOST_CHARACTERS:
        raise UnusableFile(f"{file.path.name}：{TOO_MUCH_TEXT}", Refusal.TOO_LARGE)
    ending, target = ("xls", "xlsx") if file.is_workbook else ("doc", "docx")
    try:
        data = convert_bytes(file.data, ending, target)
    except UnusableFile as refusal:
        sentence, why = str(refusal), Refusal.OLD_FORMAT
        if refusal.why in (Refusal.UNREACHABLE, Refusal.STOPPED):
            why = refusal.why
        # a workbook with a locked structure is encrypted as well, with a password that every program knows
        elif file.is_workbook and is_encrypted_workbook(file.data) and find_program():
            sentence, why = _PASSWORD, Refusal.PASSWORD
        raise UnusableFile(f"{file.path.name}：{sentence}", why) from None
    return detect_kind(file.path, data)
