"""Which fonts of official documents a PDF lacks, told by the fonts that LibreOffice set in it."""

import io
import re
import zipfile
from typing import Final

_NAMES_IN_PDF: Final = {
    "方正小标宋简体": ("fzxbs", "fzxiaobiaosong", "方正小标宋"),
    "仿宋_GB2312": ("fangsong", "仿宋"),
    "楷体_GB2312": ("kaiti", "simkai", "楷体"),
    "黑体": ("simhei", "黑体"),
    "宋体": ("simsun", "nsimsun", "宋体", "新宋体"),
}
"""How the names of a font, or of the same design with more characters, begin in a PDF, in small letters."""
_PART: Final = re.compile(r"word/(?:document|header|footer)\w*\.xml")
"""What is printed; in a county's own template the parts may have numbers."""
_RUN: Final = re.compile("<w:r[ >]")
_RUN_END: Final = "</w:r>"
_RUN_FONT: Final = re.compile(r'w:eastAsia="([^"]*)"')
_RUN_TEXT: Final = re.compile(r"<w:t(?: [^<>]*)?>[^<]*[^<\s]")
_BASE_FONT: Final = re.compile(rb"/BaseFont\s*/(?:[A-Z]{6}\+)?([^\s/<>\[\]()]+)")
_LACKING: Final = (
    "本机没有公文字体{missing}，PDF 里用 {used} 代替，字形和换行会与规定的不同；"
    "请装上这些字体再转换，或换一台装有这些字体的电脑转换。"
)


def missing_fonts(document: bytes, pdf: bytes) -> str:
    """Return a sentence that names the official fonts of a Word report which its PDF is not set in.

    It is empty where the PDF has them all, or does not show what it is set in.
    """
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        names = [name for name in package.namelist() if _PART.fullmatch(name)]
        text = "".join(package.read(name).decode("utf-8", "replace") for name in names)
    *ended, _ = text.split(_RUN_END)
    found = ((piece, _RUN.search(piece)) for piece in ended)
    runs = [piece[run.start() :] for piece, run in found if run]
    asked = {font for run in runs if _RUN_TEXT.search(run) for font in _RUN_FONT.findall(run)}
    used = sorted({_decoded(name) for name in _BASE_FONT.findall(pdf)})
    missing = [
        font
        for font, starts in _NAMES_IN_PDF.items()
        if font in asked and not any(name.lower().startswith(starts) for name in used)
    ]
    known = tuple(start for starts in _NAMES_IN_PDF.values() for start in starts)
    stand_ins = {name.partition("-")[0] for name in used if not name.lower().startswith(known)}
    if not missing or not used:
        return ""
    return _LACKING.format(
        missing="".join(f"“{font}”" for font in missing),
        used="、".join(sorted(stand_ins)) or "别的字体",
    )


def _decoded(name: bytes) -> str:
    """Return a name of a PDF, in which #xx stands for a byte, as text."""
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), name)
    return plain.decode("utf-8", "replace")
