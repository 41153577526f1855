"""What is read in a message by rules: read once for each message, used by every component."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bot.language.hs_codes import HsCodeFound, find_hs_codes
from bot.language.markets import MarketFound
from bot.language.movement_certificate import certificate_spans
from bot.language.numbers import NumberFound, read_numbers
from bot.language.product_words import product_words
from bot.nlu.market_readers import market_reader


@dataclass(frozen=True)
class Readings:
    """The markets, codes and numbers of a text, and its words for the goods, separated by commas."""

    text: str
    markets: tuple[MarketFound, ...]
    codes: tuple[HsCodeFound, ...]
    numbers: tuple[NumberFound, ...]
    goods: str


@lru_cache(maxsize=32)
def readings(text: str, folder: str) -> Readings:
    """Read a text with the market names of a folder."""
    markets = market_reader(folder).find(text)
    codes = tuple(one for one in find_hs_codes(text) if one.certain)
    numbers = read_numbers(text)
    taken = [one.span for one in markets]
    taken += [one.span for one in codes]
    taken += [one.span for one in numbers if one.kind != "plain"]
    taken += certificate_spans(text)
    return Readings(text, markets, codes, numbers, product_words(text, taken))
