"""Telephone numbers and addresses of the web that cannot be right: `TEXT-TYPO`."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from converter import sentences
from converter.checking.prose.passages import Passage
from converter.findings import Finding
from converter.form.patterns import when_used


def check_contacts(passages: Iterable[Passage]) -> Iterator[Finding]:
    """Find what nobody can call or open."""
    for passage in passages:
        text = passage.folded
        if _HAS_DIGITS.search(text):
            yield from _telephones(passage)
        if _OF_THE_WEB.search(text):
            yield from _addresses(passage)


_HAS_DIGITS: Final = re.compile(r"\d")
_TELEPHONE: Final = when_used(
    r"(?<![\d.\-])(?P<area>0(?:10|2[0-57-9]|[3-9]\d{2}))(?:[-—－–)）]|\)-)(?P<number>\d{1,12})(?![\d.%])"
)
_NUMBERS_LENGTH: Final = {3: (8,), 4: (7, 8)}
"""Digits of a number by those of its area code."""
_SHORT_CODES: Final = re.compile(r"1[12]\d{3,4}|9\d{4,5}")
"""Hotlines, which may stand behind an area code: 12345, 96xxx."""
_MOBILE: Final = when_used(r"(?:手机|电话)(?:号码?)?[：:为是]?(?P<number>1[3-9]\d{5,13})(?!\d)")
_MOBILE_LENGTH: Final = 11


def _telephones(passage: Passage) -> Iterator[Finding]:
    text = passage.folded
    for found in _TELEPHONE.finditer(text):
        number = found["number"]
        # blanks between two numbers are lost
        if passage.is_broken(*found.span()) or _SHORT_CODES.fullmatch(number):
            continue
        if len(number) not in _NUMBERS_LENGTH[len(found["area"])]:
            why = sentences.TEXT_TYPO_TELEPHONE.format(said=found[0], digits=len(number))
            yield passage.finding("TEXT-TYPO", *found.span(), why)
    for found in _MOBILE.finditer(text):
        if len(found["number"]) != _MOBILE_LENGTH and not passage.is_broken(*found.span("number")):
            why = sentences.TEXT_TYPO_TELEPHONE.format(
                said=found["number"], digits=len(found["number"])
            )
            yield passage.finding("TEXT-TYPO", *found.span("number"), why)


_OF_THE_WEB: Final = re.compile(r"www|http|htt|gov|\.c[no]|//", re.IGNORECASE)
_WEB: Final = when_used(
    r"(?:[a-z0-9]|[:：;；]?//?|www)[a-z0-9.,，。、:：;；/\-_~?=&%#]{3,200}[a-z0-9/]", re.IGNORECASE
)
_SCHEME: Final = when_used(
    r"^(?P<scheme>h[tp]{1,5}s{0,2}|ttps?)(?P<mark>[:：;；。.]?/{1,3})(?=[a-z0-9])", re.IGNORECASE
)
_SCHEMES: Final = ("http", "https")
_SCHEME_MARK: Final = "：//"
_BROKEN_HOST: Final = (
    when_used(r"^w{1,5}[,，。、;；:：](?=[a-z0-9])", re.IGNORECASE),
    when_used(r"^(?:w{1,2}|w{4,5})\.(?=[a-z0-9])", re.IGNORECASE),
    when_used(r"^www(?=[a-z])", re.IGNORECASE),
    when_used(r"gov[,，。、;；:：]?(?=cn(?:[/:]|$))", re.IGNORECASE),
    when_used(r"\.(?:gvo|ogv|gob|goc|govv|goov|gove)\.cn(?=[/:]|$)", re.IGNORECASE),
    when_used(r"\.gov\.(?:cm|nc|ch|cnn|ccn|con|com\.c|c)(?=[/:]|$)", re.IGNORECASE),
    when_used(r"\.\.|(?<!\.cn)[,，。、;；](?=gov\.cn)", re.IGNORECASE),
)


def _addresses(passage: Passage) -> Iterator[Finding]:
    """Find an address of the web that no browser opens: htpp://, www,…, .govcn."""
    for found in _WEB.finditer(passage.folded):
        address = found[0].lower()
        if not re.search(r"www|gov|htt|//", address):
            continue
        scheme = _SCHEME.match(address)
        host = re.split(r"[/?]", address[scheme.end() :] if scheme else address)[0]
        wrong = scheme and (scheme["scheme"] not in _SCHEMES or scheme["mark"] != _SCHEME_MARK)
        if wrong or any(pattern.search(host) for pattern in _BROKEN_HOST):
            said = passage.written(*found.span())
            why = sentences.TEXT_TYPO_ADDRESS.format(said=said)
            yield passage.finding("TEXT-TYPO", *found.span(), why)
