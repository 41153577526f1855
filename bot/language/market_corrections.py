"""Markets a message names only to take them back, or only as a stop on the way to another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from bot.language.buyers import is_buyer
from bot.language.market_context import is_listing
from bot.language.market_found import MarketFound
from bot.language.words import words_of

# What makes the market before it a thing of the past: "Austria was wrong", "ok Japan klar".
_WITHDRAWN = re.compile(
    r"^\s*(?:(?:is|was|war|ist)\s+)?(?:wrong|false|falsch|quatsch|a mistake|a typo|my mistake|ein fehler"
    r"|ein tippfehler|ein versehen|vertippt|verkehrt|i mistook|i mistyped"
    r"|last time|before|earlier|letztes mal|früher|vorher|gestern|yesterday)\b",
    re.I,
)
_SETTLED = re.compile(
    r"^\s*(?:(?:that['’]s|that is|is|are|ist|wäre|hab(?:e|en)? ich|haben wir|hätten wir|i have|we have)\s+)?"
    r"(?:now\s+|jetzt\s+|soweit\s+|schon\s+|damit\s+)?"
    r"(?:klar|verstanden|erledigt|abgehakt|geklärt|durch|settled|sorted|done|clear|understood|finished)\b",
    re.I,
)
# "You wrote South Africa": the assistant is put right.
_MISREAD = re.compile(
    r"\b(?:(?:you|du|sie)\s+(?:wrote|put|took|understood|heard|read|say|said|have|show|schreibst|schrieben"
    r"|hast|haben|nahmst|verstehst|zeigst|zeigen|sagst|meinst)|(?:schreibst|hast|zeigst) du|haben sie)"
    r"\s+(?:down\s+|da\s+|hier\s+)?$",
    re.I,
)
# "I meant Niger when I said Nigeria"; "not going to the UK any more".
_WHEN_SAID = re.compile(
    r"\b(?:when|where|although|als|wo|obwohl)\s+(?:i|we|ich|wir)\s+(?:said|wrote|typed|sagte|schrieb|tippte)\s+$",
    re.I,
)
_NO_LONGER = re.compile(r"\b(?:no longer|nicht mehr)\b[^,.;!?]{0,20}$", re.I)
_NOT_BEFORE = re.compile(r"(?:\bnot|n['’]t)\b[^,.;!?]{0,25}$", re.I)
_ANY_MORE = re.compile(r"^\s*any ?more\b", re.I)
_NEIGHBOUR_AFTER = re.compile(
    r"^(?:['’]?s)?\s+(?:\w+\s+){0,2}(?:neighbou?rs?|nachbarn?|nachbarland|nachbarstaat)\b", re.I
)
_NEIGHBOUR_BEFORE = re.compile(
    r"\b(?:neighbou?rs? of|nachbarn? von|nachbarland von|next (?:door )?to|neben|bordering|right beside)\s+$",
    re.I,
)
_TAKEN_BACK = re.compile(
    r"\s*[?…]\s*(?:ach |oh )?(?:nein|nee|nö|quatsch|no|nope)\b|\.{2,}\s*(?:no|nein)\b", re.I
)
# "I told you Slovakia earlier. ... it's Serbia": said before, and put right after.
_SAID = re.compile(
    r"\b(?:told|said|wrote|typed|hatte|sagte|schrieb|geschrieben|gesagt|angegeben)\b[^.;!?]{0,25}$",
    re.I,
)
_PUT_RIGHT = re.compile(
    r"\b(?:meant|mean|gemeint|meinte|meine|actually|should be|correct is|it(?:['’]s| is)|es ist|ist aber"
    r"|richtig|sondern)\b",
    re.I,
)
_REFUSED = re.compile(r"\s*(?:nein|no|nicht)\s*(?:[,.;!]|$)", re.I)
_ACCEPTED = re.compile(r"\s*(?:ja|yes)\s*(?:[,.;!]|$)", re.I)
_HUB_AFTER = re.compile(
    r"^[^,.;!?]{0,40}\b(?:umgeladen|umladung|zwischengelagert|zolllager|lager|drehkreuz|hub|transhipped"
    r"|transshipped|bonded|warehouse|stopover|umgepackt|repacked|reloaded|en route)\b",
    re.I,
)
# Handling that goods undergo on their way, wherever in the message it stands.
_HANDLED = re.compile(
    r"\b(?:free ?zone|free ?port|frei(?:zone|hafen|lager)|zolllager|bonded|transit|umgeladen|umladen|umlädt"
    r"|umgepackt|umpacken|umsortiert|umsortieren|aufgeteilt|aufteilen|zwischengelagert|zwischenlager"
    r"|zwischenlagern|umetikettiert|re-?packed|re-?packing|re-?sorted|re-?loaded|split|splitting|break"
    r"|broken up|breaking|consolidated?|stored|storing|trans-?shipp?(?:ed|ing|ment)?|re-?label(?:l?ed)?"
    r"|stopover|changes? ships?|change of ship)\b",
    re.I,
)
_STAYS = re.compile(
    r"\b(?:in|at|im|bei)\s+(?:the\s+|der\s+|den\s+)?(?:port of\s+|hafen von\s+)?$", re.I
)
_LED_THERE = re.compile(
    r"\b(?:to|nach|into|for|für|fuer|in die|in den|richtung|towards?|before|bevor es nach|until|bis)"
    r"\s+(?:the\s+|unsere?n?\s+|our\s+)?$",
    re.I,
)
_ON_FROM_THERE = re.compile(
    r"^[^.;!?]{0,30}\b(?:then|from there|afterwards|onwards?|on to|and on|dann|danach|von dort|von da"
    r"|weiter)\b",
    re.I,
)


def without_replaced(text: str, found: list[MarketFound]) -> list[MarketFound]:
    """Negate a market that is taken back ("Irland? nein, Island"; "I said Slovakia, I meant Serbia")."""
    replaced = {one.span for one in _replaced(text, found)}
    return [replace(one, negated=True) if one.span in replaced else one for one in found]


def _replaced(text: str, found: list[MarketFound]) -> Iterator[MarketFound]:
    for one, other in pairwise(found):
        between = text[one.span[1] : other.span[0]]
        said = _SAID.search(text[: one.span[0]]) or _SAID.search(between[:12])
        if _TAKEN_BACK.match(between) or (said and _PUT_RIGHT.search(between)):
            yield one
    if len(found) > 1:
        yield from (one for one in found if _is_over(text, one, found))
    if any(_ACCEPTED.match(text[one.span[1] :]) for one in found):
        yield from (one for one in found if _REFUSED.match(text[one.span[1] :]))


def _is_over(text: str, one: MarketFound, found: list[MarketFound]) -> bool:
    """Is one of several markets only named to be wrong, settled, misread or the neighbour of another?"""
    before, after = text[: one.span[0]], text[one.span[1] :]
    if _NEIGHBOUR_AFTER.match(after) or _NEIGHBOUR_BEFORE.search(before):
        return True
    if _WITHDRAWN.match(after) or (_MISREAD.search(before) and one is not found[0]):
        return True
    if _WHEN_SAID.search(before) or _NO_LONGER.search(before):
        return True
    if _NOT_BEFORE.search(before) and _ANY_MORE.match(after):
        return True
    return one is not found[-1] and _SETTLED.match(after) is not None


def without_hubs(text: str, found: list[MarketFound]) -> list[MarketFound]:
    """Take a place of storing or reloading for a stop, if another place is named as the destination."""
    return [
        replace(one, role="transit")
        if _is_hub(text, one, found) or _is_handled_at(text, one, found)
        else one
        for one in found
    ]


def without_members_on_the_way(
    text: str, found: list[MarketFound], members: frozenset[str]
) -> list[MarketFound]:
    """Take a member state beside a third country for a stop, a branch or a source.

    A preference is claimed where goods leave the Union. A member state that no word leads to and that
    does not stand in one list with the third country is not the destination.
    """
    return [
        replace(one, role="transit") if _is_on_the_way(text, one, found, members) else one
        for one in found
    ]


def _is_on_the_way(
    text: str, one: MarketFound, found: list[MarketFound], members: frozenset[str]
) -> bool:
    third = [
        other
        for other in found
        if other.iso2 not in members
        and other.group is None
        and not other.negated
        and other.role not in ("origin", "transit")
    ]
    if one.iso2 not in members or one.role == "origin" or not third:
        return False
    following = [other for other in third if other.span[0] > one.span[0]]
    if following and _ON_FROM_THERE.match(text[one.span[1] : following[0].span[0]]):
        return True
    stays = _STAYS.search(text[: one.span[0]]) and not _is_buyers_seat(text, one)
    listed = any(_is_listed(text, one, other) for other in found if other is not one)
    return not listed and (one.role is None or bool(stays))


def _is_listed(text: str, one: MarketFound, other: MarketFound) -> bool:
    first, second = sorted((one, other), key=lambda hit: hit.span)
    between = text[first.span[1] : second.span[0]]
    return is_listing(between, tuple(word.folded for word in words_of(between)))


def _is_buyers_seat(text: str, one: MarketFound) -> bool:
    """Does a buyer stand before it ("a customer in Austria")?"""
    words = words_of(text[: one.span[0]])
    return any(is_buyer(word.folded) for word in words[-4:])


def _is_handled_at(text: str, one: MarketFound, found: list[MarketFound]) -> bool:
    """Are goods handled here on their way ("may I split a load to Mexico in Panama")?"""
    if not _HANDLED.search(text) or not _STAYS.search(text[: one.span[0]]):
        return False
    led = any(other is not one and _LED_THERE.search(text[: other.span[0]]) for other in found)
    return led and one.role != "origin" and not _is_buyers_seat(text, one)


def _is_hub(text: str, one: MarketFound, found: list[MarketFound]) -> bool:
    ends = [other.span[0] for other in found if other.span[0] > one.span[0]]
    after = text[one.span[1] : min(ends, default=len(text))]
    led_on = any(other is not one and other.role == "destination" for other in found)
    return led_on and one.role != "origin" and _HUB_AFTER.search(after) is not None
