"""Reads numbers as Germans and English speakers write them: 1.234,50 and 1,234.50, 12k, 1,2 Mio.

A notation that means one number in German and another in English ("1.234") is read in the
language given and carries the other reading along: the caller echoes what was understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bot.language.digits import countless_spans, overlaps, plain_digits
from bot.language.money import CURRENCY, Money, currency_code
from bot.language.words import fold, word_set

Kind = Literal["plain", "percent", "money"]

_LARGEST_PLAUSIBLE = Decimal(10) ** 15

_WORD_NUMBERS = {
    word: Decimal(value)
    for value, words in enumerate(
        (
            "null zero",
            "eins one",
            "zwei zwo two",
            "drei three",
            "vier four",
            "fuenf funf five",
            "sechs six",
            "sieben seven",
            "acht eight",
            "neun nine",
            "zehn ten",
            "elf eleven",
            "zwoelf zwolf twelve",
        )
    )
    for word in words.split()
}
_WORD_NUMBERS.update(hundert=Decimal(100), hundred=Decimal(100), tausend=Decimal(1000))
_FACTORS = {
    "k": 3,
    "t": 3,
    "tsd": 3,
    "tausend": 3,
    "thousand": 3,
    "thsd": 3,
    "mio": 6,
    "mill": 6,
    "million": 6,
    "millionen": 6,
    "millions": 6,
    "mn": 6,
    "m": 6,
    "mrd": 9,
    "milliarde": 9,
    "milliarden": 9,
    "bn": 9,
    "billion": 9,
    "billions": 9,
    "billionen": 12,
}
# "5 m" and "5 t" are a length and a weight: they count as factors beside a currency only.
_FACTORS_OF_MONEY = frozenset({"m", "t"})
_UNITS = word_set(
    "kg g mg t to lb lbs oz mm cm dm m km l ml hl qm cbm stk stck stuck stueck pcs pc"
    " pieces units paar pair pairs set sets satz pack packs karton kartons box boxes paletten pallets kw"
    " kva kwh v a w bar nm hz tage days jahre years monate months tonnen tons tonnes meter"
    " liter liters litres gramm kilo kilogramm kilogram kilograms x mal grad zoll inch"
)
_PERCENT = r"%|(?i:prozent(?:punkte?)?|percent|per cent|pct\.?|v\.\s?h\.)(?![A-Za-z])"
_FIGURES = (
    r"(?:\d{1,3}(?: \d{3}(?!\d))+(?:[.,]\d+)?(?![.,']?\d)|\d(?:[\d.,'\u202f]*\d)?)"  # 12 345,60
)
_NOT_GLUED = r"(?<![A-Za-zÀ-ÿ_])"
_NUMBER = re.compile(
    r"(?P<thousands>(?<![A-Za-zÀ-ÿ\d])[TtKk](?=€|EUR))?"
    rf"(?P<before>{CURRENCY})?\s?(?P<sign>(?<![\w.,)%])[-+](?=\S))?\s?"
    rf"(?:(?P<before2>{CURRENCY})\s?)?"
    rf"(?P<body>(?<![\d.,'])(?(before)|(?(before2)|{_NOT_GLUED}))(?:{_FIGURES}"
    rf"|{_NOT_GLUED}(?<!-)(?i:{'|'.join(_WORD_NUMBERS)}|fünf|zwölf)(?![A-Za-zÀ-ÿ\d_])))"
    r"(?:\s?(?P<factor>(?i:k|t(?=€)|t(?=eur)|tsd|thsd|tausend|thousand|mio|mill|millionen|millions?"
    r"|mn|mrd|milliarden?|bn|billionen|billions?|m))\.?(?=$|[^A-Za-zÀ-ÿ]|(?i:eur|usd|gbp|chf)))?"
    r"(?:,-{1,2})?"
    rf"(?:\s?(?:(?P<percent>{_PERCENT})|(?P<after>{CURRENCY}|(?i:cents?|ct)(?![A-Za-z]))))?"
    r"(?P<rest>\s?[A-Za-zÀ-ÿ²³]*)"
)
_ABOUT = re.compile(
    r"(?:~|≈|\b(?:ca|circa|zirka|etwa|ungef[äa]hr|rund|about|approx(?:imately)?|around|roughly)\b"
    r"\.?)\s*$",
    re.IGNORECASE,
)
_GROUPED = {
    ".": re.compile(r"\d{1,3}(?:\.\d{3})+"),
    ",": re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}"),
    "'": re.compile(r"\d{1,3}(?:'\d{3})+"),
    "\u202f": re.compile(r"\d{1,3}(?:\u202f\d{3})+"),
    " ": re.compile(r"\d{1,3}(?: \d{3})+"),
}


@dataclass(frozen=True, slots=True)
class NumberFound:
    """A number in a message.

    `other` is the second reading of an ambiguous notation. `currency` is set for money,
    `unit` is the unit word that follows, folded. `plausible` is False beyond 10^15.
    """

    value: Decimal
    span: tuple[int, int]
    text: str
    kind: Kind = "plain"
    currency: str | None = None
    unit: str | None = None
    other: Decimal | None = None
    approximate: bool = False
    plausible: bool = True

    @property
    def ambiguous(self) -> bool:
        """Can the notation be read as another number?"""
        return self.other is not None

    @property
    def readings(self) -> tuple[Decimal, ...]:
        """The likeliest reading first."""
        return (self.value,) if self.other is None else (self.value, self.other)

    @property
    def money(self) -> Money | None:
        """The amount with its currency, if one was written."""
        return Money(self.value, self.currency) if self.currency else None


def read_numbers(text: str, lang: str | None = None) -> tuple[NumberFound, ...]:
    """Return the numbers in `text`, in order; dates, telephone numbers and type names are none.

    `lang` ("de", "en") decides how "1.234" is read.
    """
    plain = plain_digits(text)
    countless = countless_spans(plain)
    found: list[NumberFound] = []
    position = 0
    while match := _NUMBER.search(plain, position):
        number = None
        if not overlaps(match.span("body"), countless):
            number = _number(text, plain, match, lang)
        if number is not None:
            found.append(number)
        position = max(number.span[1] if number else match.end("body"), match.start() + 1)
    return tuple(found)


def read_number(text: str, lang: str | None = None) -> Decimal | None:
    """Return the one plausible number of `text`; None if there is none or more than one."""
    found = read_numbers(text, lang)
    return found[0].value if len(found) == 1 and found[0].plausible else None


def read_money(
    text: str, lang: str | None = None, default_currency: str | None = None
) -> Money | None:
    """Return the one amount of money in `text`; a bare number takes `default_currency`."""
    found = [number for number in read_numbers(text, lang) if number.plausible]
    amounts = [number for number in found if number.kind == "money"] or found
    if len(amounts) != 1 or amounts[0].kind == "percent":
        return None
    currency = amounts[0].currency or default_currency
    return Money(amounts[0].value, currency) if currency else None


def _number(text: str, plain: str, match: re.Match[str], lang: str | None) -> NumberFound | None:
    written_currency = match.group("after") or match.group("before2") or match.group("before")
    currency = _currency(written_currency)
    kind: Kind = "money" if currency else "percent" if match.group("percent") else "plain"
    readings = _readings(match.group("body"), lang, kind)
    factor = _factor(match, lang, currency)
    rest = _rest(match, kind, factor)
    unit = fold(rest.strip()) if fold(rest.strip()) in _UNITS else None
    is_type_name = unit is None and rest != "" and not rest[0].isspace()  # 3D, 12AX
    if not readings or is_type_name:
        return None
    cents = fold(written_currency or "") in ("ct", "cent", "cents")
    exponent = (factor or 0) - (2 if cents else 0)
    values = [_scaled(reading, exponent, match.group("sign") == "-") for reading in readings]
    start, end = _start(match), _end(match, factor is not None)
    return NumberFound(
        value=values[0],
        span=(start, end),
        text=text[start:end],
        kind=kind,
        currency=currency,
        unit=unit,
        other=values[1] if len(values) > 1 else None,
        approximate=_ABOUT.search(plain[max(0, start - 20) : start]) is not None,
        plausible=abs(values[0]) <= _LARGEST_PLAUSIBLE,
    )


def _rest(match: re.Match[str], kind: Kind, factor: int | None) -> str:
    """Return the word after a bare number: its unit, or what makes it a type name."""
    if kind != "plain" or factor is not None:
        return ""
    written: str = match.group("factor") or match.group("rest")
    return written


def _scaled(value: Decimal, exponent: int, negative: bool) -> Decimal:
    """Return the value times a power of ten; exact, whatever the number of figures."""
    sign, figures, point = value.as_tuple()
    if not isinstance(point, int):
        raise TypeError(f"not a finite number: {value}")
    scaled = Decimal((sign, figures, point + exponent))
    if exponent > 0 and scaled == scaled.to_integral_value():
        scaled = Decimal(int(scaled))  # 1.2 Mio is 1200000, not 1.2E+6
    return scaled.copy_negate() if negative else scaled


def _currency(written: str | None) -> str | None:
    if written is None:
        return None
    return "EUR" if fold(written) in ("ct", "cent", "cents") else currency_code(written)


def _factor(match: re.Match[str], lang: str | None, currency: str | None) -> int | None:
    """Return the power of ten of "Tsd.", "k", "Mio" …; a German Billion has twelve zeros."""
    if match.group("thousands"):
        return _FACTORS["k"]
    written = match.group("factor")
    if written is None:
        return None
    word = fold(written)
    if word in _FACTORS_OF_MONEY and currency is None:
        return None
    if word == "billion" and lang == "de":
        return _FACTORS["billionen"]
    return _FACTORS[word]


def _start(match: re.Match[str]) -> int:
    starts = [match.start(name) for name in ("thousands", "before", "sign", "before2", "body")]
    return min(start for start in starts if start >= 0)


def _end(match: re.Match[str], factor: bool) -> int:
    ends = [match.end("body"), match.end("percent"), match.end("after")]
    if factor:
        ends.append(match.end("factor"))
    return max(ends)


def _readings(body: str, lang: str | None, kind: Kind) -> tuple[Decimal, ...]:
    """Return the readings of a figure, the likeliest first; none if it is no number."""
    word = _WORD_NUMBERS.get(fold(body))
    if word is not None:
        return (word,)
    for separator in ("'", "\u202f", " "):
        if separator in body:
            return _grouped_by(body, separator)
    marks = [sign for sign in body if sign in ".,"]
    if not marks:
        return (Decimal(body),)
    if len(set(marks)) == 2:
        return _with_both(body, group=marks[0], point=marks[-1])
    if len(marks) > 1:
        return (_ungrouped(body, marks[0]),) if _GROUPED[marks[0]].fullmatch(body) else ()
    return _with_one(body, marks[0], lang, kind)


def _grouped_by(body: str, separator: str) -> tuple[Decimal, ...]:
    whole, point, fraction = _split_fraction(body)
    if not _GROUPED[separator].fullmatch(whole) or (point and not fraction.isdigit()):
        return ()
    return (Decimal(whole.replace(separator, "") + ("." + fraction if point else "")),)


def _split_fraction(body: str) -> tuple[str, str, str]:
    for point in ".,":
        if point in body:
            return body.partition(point)
    return body, "", ""


def _with_both(body: str, group: str, point: str) -> tuple[Decimal, ...]:
    whole, _, fraction = body.rpartition(point)
    if point in whole or not fraction.isdigit() or not _GROUPED[group].fullmatch(whole):
        return ()
    return (Decimal(whole.replace(group, "") + "." + fraction),)


def _with_one(body: str, mark: str, lang: str | None, kind: Kind) -> tuple[Decimal, ...]:
    decimal = Decimal(body.replace(mark, "."))
    if not _GROUPED[mark].fullmatch(body) or body.startswith("0"):
        return (decimal,)
    grouped = _ungrouped(body, mark)
    if kind == "percent":
        return (decimal,)  # nobody writes a thousand percent with a separator
    decimal_mark = {"de": ",", "en": "."}.get(lang or "")
    # Prices have two decimals: three figures after the mark are a group.
    if kind != "money" and mark == decimal_mark:
        return decimal, grouped
    return grouped, decimal


def _ungrouped(body: str, mark: str) -> Decimal:
    return Decimal(body.replace(mark, ""))
