"""Which parts of a PDF nobody sees or means as text: layers that are switched off, and what is marked as a watermark."""

from collections.abc import Callable
from typing import Any, Final

from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.psparser import PSLiteral, literal_name

_ONE_IS_ON: Final = ("", "AnyOn")
"""The rules by which a part is shown if one of its layers is on; by others it is taken to be shown."""


def name_of(given: object) -> str:
    """Return a name, or the first of a list of names."""
    first = resolve1(given[0]) if isinstance(given, list) and given else given
    return literal_name(first) if isinstance(first, PSLiteral) else ""


def layers_off(catalog: dict[str, Any]) -> set[int]:
    """Return the numbers of the layers that are off when a file is opened."""
    told = resolve1(catalog.get("OCProperties"))
    usual = resolve1(told.get("D")) if isinstance(told, dict) else None
    if not isinstance(usual, dict):
        return set()
    if name_of(resolve1(usual.get("BaseState"))) == "OFF":
        return _numbers(told.get("OCGs")) - _numbers(usual.get("ON"))
    return _numbers(usual.get("OFF"))


def is_off(layer: object, off: set[int], count: Callable[[int], None]) -> bool:
    """Tell whether a layer, or what is on several, is not shown; `count` is told how many are looked at."""
    if isinstance(layer, PDFObjRef) and layer.objid in off:
        return True
    several = resolve1(layer) if off else None
    if not isinstance(several, dict) or name_of(resolve1(several.get("P"))) not in _ONE_IS_ON:
        return False
    on = several.get("OCGs")
    listed = resolve1(on) if isinstance(resolve1(on), list) else [on]
    count(len(listed))
    numbers = _numbers(listed)
    return bool(numbers) and numbers <= off


def is_watermark(tag: object, told: object) -> bool:
    """Tell whether a part of a page is marked as a watermark, as Word and Acrobat mark theirs."""
    kind = told.get("Subtype") if isinstance(told, dict) else None
    return name_of(tag) == "Artifact" and name_of(resolve1(kind)) == "Watermark"


def _numbers(listed: object) -> set[int]:
    given = resolve1(listed)
    references = given if isinstance(given, list) else ()
    return {one.objid for one in references if isinstance(one, PDFObjRef)}
