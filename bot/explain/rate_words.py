"""Words in a rate as published, in the language of the user: quotas, conditions, units, compound duties.

The figures stay as the tariff prints them; only its English (and in Mexico Spanish) words are put into the
language of the answer. A rate with other words is shown as it is: nothing is left out of it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.explain.scope_words import Speaker

# The longer phrase before the shorter one that stands in it; what a bracket captures is kept.
_PHRASES = (
    (r"outside the Japan WTO TRQ and within EPA TRQ No (\d+)", "agreement_quota"),
    (r"within EU TRQ", "union_quota"),
    (r"within TRQ", "in_quota"),
    (r"out of quota", "out_of_quota"),
    (r"\[conditional\]", "conditional"),
    (r", whichever is higher", "higher"),
    (r", whichever is lower", "lower"),
    (r" ?, but not less than", "at_least"),
    (r" with a maximum of", "at_most"),
    (r"differs within the line", "differs"),
    (r"part of the line", "part_of_line"),
    (r"with added sugar", "added_sugar"),
    (r"\bother\b", "other"),
    (r"\(cuts\)", "cuts"),
    (r"\(carcass\)", "carcass"),
    (r"\(live\)", "live"),
    (r"\(processed pork\)", "processed_pork"),
    (r"difference between the standard import price", "difference"),
    (r"difference per kg between", "difference_per_kg"),
    (r"difference per head between the standard import price", "difference_per_head"),
    (r"standard import price", "standard_price"),
    (r"customs value", "customs_value"),
    (r"per kg of sugar contained", "sugar_contained"),
    (r"for each ([\d.]+%) of lactose by weight above", "lactose"),
    (r"\bper kg\b", "per_kg"),
    (r"/ ?pair\b", "pair"),
    (r"/ ?head\b", "head"),
    (r"/ ?(?:piece|item)s?\b", "piece"),
    (r"or no concession", "no_concession"),
    (r"\[see JP note\]", "note"),
    (r"\(exempt\)", "exempt"),
    (r"/ gross\b", "gross"),
    (r"\bnet\b", "net"),
    (r"\btonne\b", "tonne"),
    (r"\blactic matter\b", "lactic_matter"),
    (r"\bstd qual\b", "standard_quality"),
    (r"\bless\b", "less"),
    (r"\bplus\b", "plus"),
    (r"\bMIN\b", "min"),
    (r"\bMAX\b", "max"),
    (r"\bProhibida\b", "prohibited"),
    (r"\bFree\b", "free"),
    (r"\bitems\b", "pieces"),
    (r"\bMAR\b", "march"),
    (r"\bMAY\b", "may"),
    (r"\bOCT\b", "october"),
    (r"\bDEC\b", "december"),
    (r"\bor\b", "or"),
    (r"\band\b", "and"),
    (r"\bto\b", "to"),
)
_ANY = re.compile("|".join(f"(?P<{key}>{pattern})" for pattern, key in _PHRASES))


@lru_cache(maxsize=2048)
def _kept(found: str, key: str) -> str:
    """What a phrase captures, such as the number of a quota; empty where it captures nothing."""
    pattern = next(one for one, name in _PHRASES if name == key)
    match = re.fullmatch(pattern, found)
    return match.group(1) if match is not None and match.groups() else ""


def published_rate(text: str, speaker: Speaker) -> str:
    """The rate as published, with its words in the language of the speaker."""

    def said(match: re.Match[str]) -> str:
        key = str(match.lastgroup)
        kept = _kept(match.group(), key)
        if kept:
            return speaker.text(f"rate.{key}", kept=kept)
        return speaker.text(f"rate.{key}")

    return _ANY.sub(said, text)
