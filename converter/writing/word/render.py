"""Render Word documents from templates: the report, and the note that sends one back.

The shipped templates are Python (`tools/prepare.py` writes it when they are built) and need no library;
any other template goes through docxtpl.
"""

import io
import zipfile
import zlib
from datetime import date
from functools import cache, lru_cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from converter.errors import UnusableTemplate
from converter.files.faults import says_nothing_of_a_file
from converter.files.package import LARGEST_PART, add_parts, pack
from converter.files.text import one_line
from converter.form.report import Report, report_title
from converter.writing.context import PrintedWhole, render_context

if TYPE_CHECKING:
    from jinja2 import Undefined

    from converter.writing.word.template_language import TemplateLanguage

XML_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE_NAMES: Final = "http://schemas.openxmlformats.org/package/2006"
"""With what the names of the namespaces of packages begin."""
MAIN_PART: Final = "word/document.xml"
CORE_PROPERTIES: Final = "docProps/core.xml"
_EMPTY_PROPERTIES: Final = {
    "docProps/app.xml": (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'extended-properties"/>'
    ),
    "docProps/custom.xml": (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'custom-properties"/>'
    ),
}
"""Empty parts in place of those that would name the template's author."""


def render_report(report: Report, template: bytes) -> bytes:
    """Render a report as a .docx file; the same report and template give the same bytes.

    Raises UnusableTemplate where a template other than a shipped one uses names that do not exist.
    """
    properties = core_properties(report_title(report), report.unit_name, report.report_date)
    return _render(render_context(report), template, properties.encode())


def render_return_note(note: dict[str, Any], template: bytes) -> bytes:
    """Render the note that sends a report back to its unit, as a .docx file."""
    return _render(note, template, core_properties("退回修改通知", "", None).encode())


def _render(context: dict[str, Any], template: bytes, properties: bytes) -> bytes:
    prepared = _prepared(template)
    if prepared:
        return prepared.render(context, properties)

    document = _render_with_docxtpl(context, template)
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    # python-docx would leave traces of the template's author and of itself
    parts |= {name: part for name, part in _EMPTY_PROPERTIES.items() if name in parts}
    return pack({**parts, CORE_PROPERTIES: properties}.items())


def core_properties(title: str, author: str, day: date | None) -> str:
    """Return the properties part of a document, as XML: title, author and date, nothing else."""
    written = "".join(
        f'<dcterms:{event} xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:{event}>'
        for event in ("created", "modified")
        if day
    )
    return (
        f'{XML_DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE_NAMES}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(title)}</dc:title><dc:creator>{escaped(author)}</dc:creator>"
        f"<cp:lastModifiedBy>{escaped(author)}</cp:lastModifiedBy>{written}</cp:coreProperties>"
    )


def escaped(text: str) -> str:
    """Return text as it stands in XML; the standard library's own imports half the network, or all names of characters."""
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")


# ---------------------------------------------------------------- the shipped templates

_SHIPPED: Final = ("report_template", "return_template")
"""Of each, `tools.build` made a module that yields its main part piece by piece."""
_QUICK: Final = 3
"""The level at which a report is compressed in a third of the time, to a ninth more."""
_LINE_BREAK: Final = '</w:t><w:br/><w:t xml:space="preserve">'
"""What docxtpl makes of a line break within a text."""


class _PreparedTemplate(NamedTuple):
    """A shipped template, ready to render.

    docxtpl would spend most of its time on what is the same for every report: joining
    placeholders that Word has cut up, mending tables whose columns come from a loop.
    """

    main: ModuleType
    package: bytes
    """The template without the parts that differ from report to report."""

    def render(self, context: dict[str, Any], properties: bytes) -> bytes:
        pieces = self.main.pieces(context, _printed, _part)
        # what the template itself prints is encoded once
        main = b"".join(one if isinstance(one, bytes) else _encoded(one) for one in pieces)
        parts = {CORE_PROPERTIES: properties, MAIN_PART: _encoded(XML_DECLARATION) + main}
        return add_parts(self.package, parts.items(), level=_QUICK)


_encoded: Final = cache(str.encode)


def _printed(value: object) -> bytes:
    """Return what a placeholder prints, as Jinja writes it and docxtpl breaks its lines."""
    text = str(value)
    if not text.isalnum():
        text = escaped(text).replace("'", "&#39;").replace('"', "&#34;").replace("\n", _LINE_BREAK)
    return text.encode()


def _part(value: Any, name: str) -> Any:
    """Return what a template calls `value.name`."""
    return value[name] if isinstance(value, dict) else getattr(value, name)


@lru_cache(maxsize=len(_SHIPPED))
def _prepared(template: bytes) -> "_PreparedTemplate | None":
    """Return a shipped template as it was prepared; None for any other."""
    checksum = zlib.crc32(template)
    for name in _SHIPPED:
        compiled = import_module(f"{__package__}.{name}_compiled")
        if checksum == compiled.MADE_FROM:
            with zipfile.ZipFile(io.BytesIO(template)) as package:
                parts = {part: package.read(part) for part in package.namelist()}
            del parts[CORE_PROPERTIES], parts[MAIN_PART]
            return _PreparedTemplate(compiled, pack(parts.items()))
    return None


# ---------------------------------------------------------------- any template


def _render_with_docxtpl(context: dict[str, Any], template: bytes) -> bytes:
    """Render any template, sandboxed; returns the .docx file as python-docx saves it.

    Raises UnusableTemplate where rendering fails or the output is too large.
    """
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined

    from converter.writing.word.template_language import TOO_LARGE

    language = sandbox(StrictUndefined)
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(context, language)
    except UnusableTemplate:
        raise
    except Exception as fault:  # a template can fail in any way a program can
        if says_nothing_of_a_file(fault):
            raise
        words = one_line(language.words_at(fault))[:_LONGEST_SHOWN]
        sentence = _AT.format(words) if words else _SOMEWHERE
        if isinstance(fault, PrintedWhole):
            sentence = f"“{words}”：{fault}。{_AS_BEFORE}"
        raise UnusableTemplate([sentence]) from None
    if sum(len(part.blob) for part in document.docx.part.package.iter_parts()) > LARGEST_PART:
        raise UnusableTemplate([TOO_LARGE])
    buffer = io.BytesIO()
    document.docx.save(buffer)
    return buffer.getvalue()


_LONGEST_SHOWN: Final = 100
"""Characters of a paragraph that are quoted."""
_AS_BEFORE: Final = "请照原模板的写法改正。"
_AT: Final = f"“{{}}”按模板印不出来。{_AS_BEFORE}"
_SOMEWHERE: Final = "不能按模板生成，可能是占位符放错了地方。请从 report_template.docx 改起。"


def sandbox(undefined: "type[Undefined]") -> "TemplateLanguage":
    """Return the Jinja environment for a Word template; `undefined` stands for unknown names."""
    from converter.writing.word.template_language import TemplateLanguage

    return TemplateLanguage(autoescape=True, undefined=undefined)
