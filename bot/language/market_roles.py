"""What the markets of one message say of each other: lists, lists of materials, questions."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language.market_context import is_listing
from bot.language.market_found import MarketFound
from bot.language.money import CURRENCY
from bot.language.words import words_of

# One material of a list; a comma between digits belongs to a number, one in brackets to the material.
_PART = re.compile(r"(?:[^,;/|+\n(]|(?<=\d),(?=\d)|\([^()\n]*\)?)+")
_FIGURE = re.compile(r"\d")
_PRICE = re.compile(rf"\d\s?(?:{CURRENCY})|(?:{CURRENCY})\s?\d")
_ANNOUNCED = re.compile(
    r"\b(?:stückliste|stueckliste|zugekauft|zukauf(?:teile)?|eingekauft|fremdteile|vormaterial(?:ien)?"
    r"|bom|material(?:liste|s list)|bill of materials|bought[ -]in|parts? list|parts|inputs?|materials"
    r"|components|teile(?=:))(?!\w)",
    re.I,
)
# Ourselves: who names Europe beside another market means the agreement with it.
_OWN_SIDE = "EUROPE"


def without_own_side(found: list[MarketFound]) -> list[MarketFound]:
    """Leave out Europe where another market is named: "Ghana has a deal with Europe" is about Ghana."""
    others = any(hit.group != _OWN_SIDE for hit in found)
    return [hit for hit in found if hit.group != _OWN_SIDE or not others]


def share_roles(text: str, found: list[MarketFound]) -> list[MarketFound]:
    """Give the later members of a list the role and the negation of the first."""
    shared: list[MarketFound] = []
    for hit in found:
        if shared:
            previous = shared[-1]
            between = text[previous.span[1] : hit.span[0]]
            folded = tuple(word.folded for word in words_of(between))
            if is_listing(between, folded):
                negated = hit.negated or (previous.negated and bool(folded))
                hit = replace(hit, role=hit.role or previous.role, negated=negated)
        shared.append(hit)
    return shared


def as_materials(text: str, found: list[MarketFound]) -> list[MarketFound]:
    """Take markets beside figures in a list for origins: "Motor China 210, Glas Polen 30".

    One of them is enough where two parts of the list have a price ("Stahl 40 €, Lager Japan 22 €")
    or where materials are announced before ("zugekauft: Motor China 61").
    """
    announced = _ANNOUNCED.search(text)
    if announced and _FIGURE.search(text):
        found = [
            replace(hit, role="origin")
            if hit.role is None and text[announced.end() : hit.span[0]].strip(" :")
            else hit
            for hit in found
        ]
    parts = [match.span() for match in _PART.finditer(text)]
    listed = [
        hit
        for hit in found
        for start, end in parts
        if start <= hit.span[0] < end and hit.role is None and _FIGURE.search(text[start:end])
    ]
    priced = [part for part in parts if _PRICE.search(text[part[0] : part[1]])]
    beside = [
        hit
        for hit in found
        for start, end in parts
        if start <= hit.span[0] < end and hit.role == "origin" and _FIGURE.search(text[start:end])
    ]
    if len({hit.span for hit in (*listed, *beside)}) < 2 and len(priced) < 2:
        return found
    return [replace(hit, role="origin") if hit in listed else hit for hit in found]


def settle_questions(text: str, found: list[MarketFound]) -> tuple[MarketFound, ...]:
    """Take back a negation in a question about one market ("gilt das nicht für Japan?")."""
    if len(found) == 1 and text.rstrip().endswith("?"):
        return (replace(found[0], negated=False),)
    return tuple(found)
