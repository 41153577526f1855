"""What a message holds, whatever its intent: markets, codes, goods, amounts, materials."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from bot.conversation.desk import Desk
from bot.language.bill_columns import read_heading
from bot.language.hs_codes import HsCodeFound, find_hs_codes
from bot.language.line_facts import LineRead
from bot.language.markets import MarketFound
from bot.language.money import currency_code
from bot.language.movement_certificate import certificate_spans
from bot.language.numbers import NumberFound, read_numbers
from bot.language.price_words import is_about_price, is_per_piece
from bot.language.product_words import product_words
from bot.language.table_text import split_table
from bot.language.words import word_set, words_of

_PER_YEAR = re.compile(
    r"\b(?:pro|im|je) jahr\b|\bj(?:ä|ae)hrlich|\bp\. ?a\.|\bper (?:year|annum)\b|\ba year\b"
    r"|\bannual|\byearly\b|\bjahresvolumen\b|\bjahresumsatz\b",
    re.I,
)
_AROUND_MARKETS = word_set(
    "und oder auch also nach in die der das den dem fur fuer zu was wie ist es mit sieht aus bei dann noch"
    " and or too to for what about how the is it with then as well like when into instead statt lieber"
)
# Nothing an exporter sells costs or weighs as much; beyond it somebody plays with the keys.
_MOST_AMOUNT = Decimal(10) ** 12


@dataclass(frozen=True)
class Reading:
    """What was found in a message.

    `markets` are those meant as destinations; `doubtful` those that may mean something else;
    `words` name the goods; `per_year` tells that the amount is a volume of a year, `says_of_what`
    that words stand beside it.
    """

    markets: tuple[str, ...] = ()
    doubtful: tuple[MarketFound, ...] = ()
    too_broad: bool = False
    codes: tuple[HsCodeFound, ...] = ()
    words: str = ""
    amount: NumberFound | None = None
    per_year: bool = False
    says_of_what: bool = False
    lists_markets_only: bool = False


def read(text: str, lang: str, desk: Desk) -> Reading:
    """Read a message; nothing in it is decided here."""
    found = tuple(one for one in desk.markets.find(text, lang) if not one.negated)
    meant = tuple(one for one in found if one.role not in ("origin", "transit"))
    codes = find_hs_codes(text)
    numbers = read_numbers(text, lang)
    taken = [
        *(one.span for one in desk.markets.find(text, lang)),
        *(one.span for one in codes if one.certain),
        *(one.span for one in numbers if one.kind != "plain"),
        *certificate_spans(text),
    ]
    alone = says_only_markets(text, lang, desk)
    certain = tuple(one for one in meant if one.certain or (alone and _means_one_market(one)))
    words = product_words(text, taken)
    return Reading(
        _isos(certain, desk),
        tuple(one for one in meant if one not in certain),
        any(one.too_broad for one in meant),
        codes,
        words,
        _amount(numbers),
        bool(_PER_YEAR.search(text)),
        any(word.text.isalpha() and currency_code(word.text) is None for word in words_of(text)),
        bool(certain) and not words,
    )


def says_only_markets(text: str, lang: str, desk: Desk) -> bool:
    """Whether a message names markets and asks for nothing of its own ("and Chile?", "was ist mit Oman")."""
    spans = [one.span for one in desk.markets.find(text, lang)]
    return bool(spans) and all(
        word.folded in _AROUND_MARKETS
        for word in words_of(text)
        if not any(start <= word.start < end for start, end in spans)
    )


def _means_one_market(found: MarketFound) -> bool:
    """Whether a name that is also an everyday word means one market where nothing else is said."""
    return found.how == "name" and found.iso2 is not None and not found.alternatives


def _isos(found: Iterable[MarketFound], desk: Desk) -> tuple[str, ...]:
    """The markets named; of a group those with an agreement, all of them if there is none."""
    named: list[str] = []
    for one in found:
        if one.iso2 is not None:
            named.append(one.iso2)
            continue
        if one.group == "EU":
            continue
        partners = [iso for iso in one.members if _has_agreement(iso, desk)]
        named.extend(partners or one.members)
    return tuple(dict.fromkeys(named))


def _has_agreement(iso: str, desk: Desk) -> bool:
    known = desk.catalogue.markets.get(iso)
    return known is not None and bool(known.agreements)


def _amount(numbers: tuple[NumberFound, ...]) -> NumberFound | None:
    """The one amount of money that was named; nothing is sold for less than nothing."""
    amounts = [one for one in numbers if one.kind == "money" and one.plausible]
    return amounts[0] if len(amounts) == 1 and amounts[0].value >= 0 else None


def read_bill(
    text: str, lang: str, desk: Desk, *, goes_on: bool = False, checking: bool = False
) -> tuple[LineRead, ...]:
    """The lines of a bill of materials if the message is one, else nothing.

    That is a table with a heading, two named materials that state something, or one with an amount of
    money: a single word with a country or a figure may also be the answer to another question, unless a bill
    is being told line by line (`goes_on`) or the check is under way (`checking`) and more is said of it.
    """
    lines = desk.bills.read_text(text, lang)
    if has_heading(text) and any(one.description for one in lines):
        return lines
    named = [one for one in lines if one.description and one.states_something]
    if len(named) >= 2:
        return lines
    if len(named) != 1 or len(lines) != 1:
        return ()
    priced = named[0].value is not None and bool(named[0].currency)
    if priced or goes_on or (checking and _is_of_a_material(named[0], text, lang, desk)):
        name = named[0].description or ""
        return () if is_about_price(name) or is_per_piece(name) else lines
    return ()


def _is_of_a_material(line: LineRead, text: str, lang: str, desk: Desk) -> bool:
    """Whether a line with a country is a material and no other product for that market.

    "fan 8414.59 China 1.2k" and "Lüfter 8414.59 aus China" are, "Lüfter 8414.59 nach China" is not.
    """
    roles = {one.role for one in desk.markets.find(text, lang)}
    if line.country is None or "destination" in roles:
        return False
    return line.value is not None or (line.hs is not None and roles == {"origin"})


def tells_bill(text: str, lang: str, desk: Desk) -> bool:
    """Whether a text can be nothing but a bill of materials, even where no product is known yet.

    That is a table with its heading, or materials with prices of which two come from somewhere.
    """
    if has_heading(text):
        return True
    lines = [one for one in desk.bills.read_text(text, lang) if one.description and one.value]
    come = [one for one in lines if one.country or one.evidence_hint]
    roles = {one.role for one in desk.markets.find(text, lang)}
    return len(lines) > 1 and len(come) > 1 and "destination" not in roles


def has_heading(text: str) -> bool:
    """Whether a text is a table with a heading that names columns of a bill of materials."""
    rows = split_table(text) if "\n" in text else None
    return rows is not None and any(read_heading(row) is not None for row in rows[:5])


def plain_amount(text: str) -> Decimal | None:
    """The amount that a button or a form sends in plain notation ("1234.5"); None if it is none."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount < _MOST_AMOUNT else None


def one_number(text: str, lang: str) -> NumberFound | None:
    """The one number of a message that answers a question for a number."""
    found = [one for one in read_numbers(text, lang) if one.plausible]
    amounts = [one for one in found if one.kind == "money"] or found
    return amounts[0] if len(amounts) == 1 else None


def share_of(number: NumberFound, whole: Decimal | None) -> Decimal | None:
    """A percentage of a known whole as an amount; None if the whole is not known."""
    if whole is None:
        return None
    return (number.value * whole / 100).quantize(Decimal("0.01"))
