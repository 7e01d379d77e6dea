"""The shipped Word templates as Python: what docxtpl makes of them before Jinja sees it, written out as a function."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

import jinja2
from docxtpl import DocxTemplate
from jinja2 import nodes

from converter.writing.word.render import MAIN_PART

_INDENT: Final = "    "


def as_python(template: bytes) -> str:
    """Return a module for `writing/word/render.py` that yields a template's main part, piece by piece.

    Fit for templates that loop, decide and print names, their parts and their items by number, whose
    tables have the same columns whatever is printed, and whose other parts hold no placeholders.
    """
    main = jinja2.Environment(autoescape=True).parse(_prepared(template))
    lines = (f"{_INDENT}{line}" for node in main.body for line in _statement(node, frozenset()))
    return "\n".join(
        [
            '"""A Word template, made by tools.build."""',
            f"MADE_FROM = {zlib.crc32(template)}",
            "",
            "",
            "def pieces(context, escaped, part):",
            *lines,
            "",
        ]
    )


def _prepared(template: bytes) -> str:
    """Return a template's main part as Jinja alone can render it."""
    document = DocxTemplate(io.BytesIO(template))
    document.init_docx()
    # docxtpl documents neither `get_xml` nor `patch_xml`, and has nothing else for this
    body = re.sub(r"<w:body[^>]*>", "<w:body>", document.patch_xml(document.get_xml()), count=1)
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        main = package.read(MAIN_PART).decode()
    root = main[main.index("<w:document") : main.index("<w:body")]
    source = f"{root}{body}</w:document>"
    if "\n" in source:
        raise ValueError("a line break of the template's own would be printed as one of a text")
    return source


def _statement(node: nodes.Node, local: frozenset[str]) -> Iterator[str]:
    """Yield the lines of one statement; `local` are the names of the loops around it."""
    match node:
        case nodes.Output(nodes=pieces):
            for piece in pieces:
                if isinstance(piece, nodes.TemplateData):
                    yield f"yield {piece.data!r}"
                else:
                    yield f"yield escaped({_expression(piece, local)})"
        case nodes.For(target=nodes.Name(name=name), iter=iterated, body=body, else_=[], test=None):
            yield f"for {name} in {_expression(iterated, local)}:"
            yield from _block(body, local | {name})
        case nodes.If(test=test, body=body, elif_=others, else_=otherwise):
            yield f"if {_expression(test, local)}:"
            yield from _block(body, local)
            for other in others:
                yield f"elif {_expression(other.test, local)}:"
                yield from _block(other.body, local)
            if otherwise:
                yield "else:"
                yield from _block(otherwise, local)
        case _:
            raise ValueError(f"no shipped template may say {node}")


def _block(body: list[nodes.Node], local: frozenset[str]) -> Iterator[str]:
    yield from (f"{_INDENT}{line}" for node in body for line in _statement(node, local))


def _expression(node: nodes.Node, local: frozenset[str]) -> str:
    match node:
        case nodes.Name(name=name):
            return name if name in local else f"context[{name!r}]"
        case nodes.Getattr(node=whole, attr=name):
            return f"part({_expression(whole, local)}, {name!r})"
        case nodes.Getitem(node=whole, arg=nodes.Const(value=int(number))):
            return f"{_expression(whole, local)}[{number}]"
        case _:
            raise ValueError(f"no shipped template may print {node}")
