"""Reading published rates into their parts. What is not unmistakable is not read at all."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from bot.tariff.components import AdValorem, Combination, Component, Formula, Specific

_NUMBER = r"\d[\d ]*(?:,\d{3})*(?:\.\d+)?"
_PERCENT = re.compile(rf"(?P<number>{_NUMBER}) ?%")
_FREE = re.compile(r"free", re.IGNORECASE)
# The unit follows the currency ("361JPY/kg", "34.00 GBP/100kg"); Norway puts the currency first.
_SPECIFIC = re.compile(rf"(?P<number>{_NUMBER}) ?(?P<currency>[A-Z]{{3}}) ?/ ?(?P<unit>[^+]+)")
_SPECIFIC_FIRST = re.compile(rf"(?P<currency>[A-Z]{{3}}) (?P<number>{_NUMBER}) per (?P<unit>\w+)")
# In the tariff of the Southern African Customs Union "c" is a cent of the rand.
_CENTS = re.compile(rf"(?P<number>{_NUMBER})c/(?P<unit>\w+(?: net| aa)?)")
_HIGHER = re.compile(r"(?P<first>.+?) or (?P<second>.+), whichever is higher")
_LOWER = re.compile(r"(?P<first>.+?) or (?P<second>.+), whichever is lower")
_MAXIMUM = re.compile(r"(?P<first>.+?) (?:with a maximum of|MAX) (?P<second>.+)")
_MINIMUM = re.compile(r"(?P<first>.+?) MIN (?P<second>.+)")
_MARKS = re.compile(r"[*●\[\]();:]")
_CENTS_PER_RAND = Decimal(100)

# What binds weakest stands first: "a MIN b MAX c" is the lower of c and the higher of a and b.
_MIXED = (
    (_HIGHER, Combination.HIGHER),
    (_LOWER, Combination.LOWER),
    (_MAXIMUM, Combination.LOWER),
    (_MINIMUM, Combination.HIGHER),
)


@lru_cache(maxsize=4096)
def read_component(text: str) -> Component | None:
    """The duty a published text stands for; None where marks, conditions or words leave doubt."""
    if _MARKS.search(text):
        return None
    return _component(text.strip())


def _component(text: str) -> Component | None:
    for pattern, combination in _MIXED:
        if match := pattern.fullmatch(text):
            return _formula(combination, (match["first"], match["second"]))
    if "+" in text:
        return _formula(Combination.SUM, tuple(text.split("+")))
    return _single(text)


def _formula(combination: Combination, texts: tuple[str, ...]) -> Formula | None:
    parts = tuple(_component(text.strip()) for text in texts)
    known = tuple(part for part in parts if part is not None)
    return Formula(combination, known) if len(known) == len(parts) else None


def _single(text: str) -> Component | None:
    if _FREE.fullmatch(text):
        return AdValorem(Decimal(0))
    if match := _PERCENT.fullmatch(text):
        return AdValorem(_number(match["number"]))
    if match := _CENTS.fullmatch(text):
        return Specific(_number(match["number"]) / _CENTS_PER_RAND, "ZAR", match["unit"])
    if match := _SPECIFIC.fullmatch(text) or _SPECIFIC_FIRST.fullmatch(text):
        return _specific(match)
    return None


def _specific(match: re.Match[str]) -> Specific | None:
    unit = match["unit"].strip()
    # "…kg or 85JPY" and the like are several duties, not a unit.
    if re.search(r"\b(or|of|less|to)\b|,", unit):
        return None
    return Specific(_number(match["number"]), match["currency"], unit)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace(" ", ""))
