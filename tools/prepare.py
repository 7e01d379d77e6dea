"""What docxtpl makes of a Word template before Jinja sees it: the text that Jinja alone can render."""

import hashlib
import io
import re
import zipfile
from typing import Final

import jinja2
from docxtpl import DocxTemplate

from converter.writing.word import sandbox
from converter.writing.word_template import MAIN_PART

_LINE_STARTS: Final = re.compile(r"(?=<w:(?:p|tr|tbl|sectPr)>|\{%)")


def prepare(template: bytes) -> str:
    """Return a template's main part, prepared, below a line with the SHA-256 of the template.

    The line breaks are for who reads it; `writing/word.py` takes them out again. Fit for templates
    whose tables have the same columns whatever is printed, and whose other parts hold no
    placeholders.
    """
    document = DocxTemplate(io.BytesIO(template))
    document.init_docx()
    # docxtpl documents neither `get_xml` nor `patch_xml`, and has nothing else for this
    body = re.sub(r"<w:body[^>]*>", "<w:body>", document.patch_xml(document.get_xml()), count=1)
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        main = package.read(MAIN_PART).decode()
    root = main[main.index("<w:document") : main.index("<w:body")]
    source = f"{root}{body}</w:document>"
    if "\n" in source:
        raise ValueError("a line break of the template's own would be lost")
    digest = hashlib.sha256(template).hexdigest()
    return f"{{# tools.build made this from {digest} #}}\n{_LINE_STARTS.sub(chr(10), source)}\n"


def compiled(template: bytes, prepared: str) -> str:
    """Return what Jinja makes of a template that `prepare` prepared, as a module for `writing/word.py`."""
    _, *lines = prepared.split("\n")
    code = sandbox(jinja2.StrictUndefined).compile("".join(lines), raw=True, defer_init=True)
    digest = hashlib.sha256(template).hexdigest()
    return (
        '"""A Word template as Jinja compiled it, made by tools.build."""\n'
        f'MADE_FROM = "{digest}"\nCOMPILED_BY = "{jinja2.__version__}"\n{code}\n'
    )
