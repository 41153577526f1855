"""Markets a message names only to take them back, or only as a stop on the way to another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from bot.language.market_found import MarketFound

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
    if any(_ACCEPTED.match(text[one.span[1] :]) for one in found):
        yield from (one for one in found if _REFUSED.match(text[one.span[1] :]))


def without_hubs(text: str, found: list[MarketFound]) -> list[MarketFound]:
    """Take a place of storing or reloading for a stop, if another place is named as the destination."""
    return [replace(one, role="transit") if _is_hub(text, one, found) else one for one in found]


def _is_hub(text: str, one: MarketFound, found: list[MarketFound]) -> bool:
    ends = [other.span[0] for other in found if other.span[0] > one.span[0]]
    after = text[one.span[1] : min(ends, default=len(text))]
    led_on = any(other is not one and other.role == "destination" for other in found)
    return led_on and one.role != "origin" and _HUB_AFTER.search(after) is not None
