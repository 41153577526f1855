"""Amounts with a currency, and the names under which currencies are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_SYMBOLS = {
    "US$": "USD",
    "C$": "CAD",
    "A$": "AUD",
    "S$": "SGD",
    "R$": "BRL",
    "NZ$": "NZD",
    "HK$": "HKD",
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "¥": "JPY",
    "₩": "KRW",
    "₹": "INR",
    "₫": "VND",
    "₪": "ILS",
    "₺": "TRY",
    "₴": "UAH",
}
_WORDS = {
    "euro": "EUR",
    "euros": "EUR",
    "dollar": "USD",
    "dollars": "USD",
    "pfund sterling": "GBP",
    "pound sterling": "GBP",
    "pounds sterling": "GBP",
    "franken": "CHF",
    "sfr": "CHF",
    "yen": "JPY",
    "yuan": "CNY",
    "rmb": "CNY",
    "zloty": "PLN",
    "zł": "PLN",
    "kč": "CZK",
    "forint": "HUF",
    "rupien": "INR",
    "rupees": "INR",
}
# Read in small letters too: none of them is a word.
_CODES_ANY_CASE = ("EUR", "USD", "GBP", "CHF", "JPY", "CNY", "CAD", "AUD", "NOK", "SEK", "DKK")
_CODES_CAPITALS = [
    "AED",
    "ALL",
    "AMD",
    "ARS",
    "AZN",
    "BAM",
    "BRL",
    "CLP",
    "COP",
    "CRC",
    "CZK",
    "DZD",
    "EGP",
    "GEL",
    "GHS",
    "GTQ",
    "HKD",
    "HNL",
    "HUF",
    "IDR",
    "ILS",
    "INR",
    "ISK",
    "JOD",
    "KES",
    "KRW",
    "KWD",
    "KZT",
    "LBP",
    "MAD",
    "MDL",
    "MKD",
    "MUR",
    "MXN",
    "MYR",
    "NIO",
    "NZD",
    "OMR",
    "PAB",
    "PEN",
    "PGK",
    "PHP",
    "PLN",
    "PYG",
    "QAR",
    "RON",
    "RSD",
    "RUB",
    "SAR",
    "SGD",
    "THB",
    "TND",
    "TRY",
    "TWD",
    "UAH",
    "UYU",
    "UZS",
    "VND",
    "XAF",
    "XOF",
    "ZAR",
    "ZMW",
]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217). Amounts of different currencies do not mix."""

    amount: Decimal
    currency: str


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


CURRENCY = (
    rf"(?:{_alternatives(_SYMBOLS)}"
    r"|(?:(?<![A-Za-zÀ-ÿ])|(?<=[\d ][TtKk]))"  # "12 TEUR" too
    rf"(?:(?i:{_alternatives([*_WORDS, *_CODES_ANY_CASE])})"
    rf"|{_alternatives(_CODES_CAPITALS)})(?![A-Za-zÀ-ÿ]))"
)
"""A regular expression for one currency as people write it."""


def currency_code(written: str) -> str | None:
    """Return the ISO 4217 code of a currency as written, None if it is none."""
    cleaned = written.strip()
    if cleaned in _SYMBOLS:
        return _SYMBOLS[cleaned]
    word = " ".join(cleaned.casefold().split())
    if word in _WORDS:
        return _WORDS[word]
    if cleaned in _CODES_CAPITALS or cleaned.upper() in _CODES_ANY_CASE:
        return cleaned.upper()
    return None
