"""Prices as buckets: what a firm calculates with is its secret, the order of size is enough to learn from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.language.money import CURRENCY, currency_code
from bot.language.numbers import NumberFound, read_numbers
from bot.language.words import fold

# Limits that the agreements name themselves, for declarations without registration: no secret of anybody.
PUBLIC_AMOUNTS = frozenset(map(Decimal, ("6000", "10300", "5700", "8500", "2800")))
# Limits for small parcels and travellers; elsewhere such a sum is a price like others.
_SMALL_LIMITS = frozenset(map(Decimal, ("500", "1200")))
_OF_SMALL_LIMITS = re.compile(
    r"grenze|limit|privat|paket|päckchen|reise|gepäck|parcel|luggage|travel", re.I
)

_STEPS = (Decimal(5), Decimal(2), Decimal(1))
_PRICE_WORDS = re.compile(
    r"(?:nicht-?ursprung\w*|anzahlung|deposit|down payment|preis\w*|wert\w*|warenwert|kost\w*|betrag|umsatz|summe|einkauf\w*|verkauf\w*|rechnung|netto|brutto|ab[- ]?werk"
    r"|marge|gewinn|price\w*|value\w*|worth|costs?|amount|turnover|revenue|margin|total|exw|ex[- ]works|fob|cif|invoiced?"
    r"|paid|pay|zahlen|bezahlt)[^\d\n]{0,24}$",
    re.I,
)
_PRICE_WORDS_ANYWHERE = re.compile(
    r"\b(?:preis|price|kostet|costs?|exw|ab werk|eur|euro|cent|stueckliste|stuckliste)\b"
)
_CURRENCY_BESIDE = re.compile(r"\d\s?[€$£]|[€$£]\s?\d")
_SMALLEST_SECRET = 10
# Figures behind these are numbers of standards, codes, types.
_NUMBERED = re.compile(
    r"\b(?:iso|din|en|iec|astm|asme|ansi|jis|vde|bs|norm|position|heading|chapter|kapitel|typ|type|code|hs|kn|cn|modell?|nr|no)[ .:-]{0,3}$",
    re.I,
)
# Figures in groups are a telephone number or an account.
_IN_GROUPS, _GROUPS_ON = re.compile(r"\d[ /-]$"), re.compile(r"[ /-]\d")
_PLACES_OF_CENTS = -2
_SMALLEST_HEADING, _LARGEST_HEADING = 101, 9706
_PARTS_OF_A_LIST = 2
# The movement certificate, not one euro.
_PROOF = re.compile(r"eur[ .-]?1", re.I)


_BODY = r"\d(?:[\d.,']*\d)?"
_FACTOR = r"(?:k|tsd\.?|tausend|thousand|thou|mio\.?|million(?:en|s)?|mrd\.?|bn)"
_SLANG = re.compile(
    rf"(?<![\w.,])(?P<body>{_BODY})\s?(?P<factor>{_FACTOR})?\s?(?P<word>bucks|quid|mäuse|fränkli|öcken|grand|riesen|taler|pfund(?= sterling)|(?<=\d\.\d{{3}} )pfund"
    r"|(?:(?<=thousand )|(?<=million )|(?<=k ))pounds|fr\.(?=\s|$)|sfr\.?)(?!\w)(?! of\b)",
    re.I,
)
_SLANG_OF = {
    "USD": re.compile("bucks", re.I),
    "GBP": re.compile("quid|pounds|pfund", re.I),
    "CHF": re.compile("fr", re.I),
}
_RANGE = re.compile(
    rf"(?P<before>{CURRENCY})?\s?(?<![\w.,])(?P<low>{_BODY})\s?(?:-|–|bis|to|und|and)\s?(?P<high>{_BODY})\s?(?P<factor>(?i:{_FACTOR}))?(?!\d)"
    rf"\s?(?P<after>{CURRENCY})?"
)
_EURO_AND_CENT = re.compile(
    r"(?<![\w.,])(?P<body>\d{1,6})\s?(?P<cur>(?i:euro?s?|€|franken|dollars?|chf))\s(?P<cents>\d{2})(?![\w.,%]\w|\s?(?:%|x|mm|kg|stk|st))(?!\w)"
)
_BARE_FACTOR = re.compile(
    rf"(?<![\w.,€$£-]){_BODY}\s?(?:k|mio\.?|tsd\.?)(?=\s*(?:$|[.,;!?)]|(?:im|pro|per|a|p\.a\.|umsatz|wert|warenwert|turnover)\b))(?!\w)",
    re.I,
)


_A_PIECE = re.compile(
    rf"(?<![\w.,]){_BODY}(?=\s(?:a piece|apiece|each|per (?:unit|piece|pc|item)|pro stück|das stück|je stück|pro einheit)\b)",
    re.I,
)
_ROUND = re.compile(
    r"\b(?:(?:ein(?:e|er)?\s)?(?P<half>halbe|halben)|(?:ein(?:e|er)?\s)?(?P<quarter>viertel|dreiviertel)|(?P<en_half>half a)"
    r"|(?P<en_quarter>a quarter(?: of a)?))[ -]?(?P<what>million|mio|mille)\b\.?"
    r"(?:\s(?P<cur>(?i:euros?|eur|€|dollars?|usd|pounds|gbp|franken|chf)))?",
    re.I,
)
"""Sums that are told in words: "eine viertel Million"."""

_THOUSANDS = re.compile(r"(?<![\w.,])\d{1,3}\s(?:to|bis|-)\s(?P<high>\d{1,3})\s?(?:thou|k)\b", re.I)
_THOUSANDS_AND_CENTS = re.compile(
    r"(?<![\w.,])\d{1,3}(?:\.\d{3})+,\d{2}(?![\w%]|,\d|\s?(?:[€$£]|(?i:eur|usd|chf|gbp|inr|jpy|euros?|franken|dollars?)))|(?<![\w.,])\d{1,3} mille\b",
    re.I,
)
_WITH_CENTS = re.compile(
    r"(?<![\w.,])\d{1,4},\d{2}(?![\w%]|,\d|\.\d|\s?(?:[€$£%]|eur|usd|chf|gbp|mm|cm|m\b|kg|g\b|t\b|l\b|ml|kw|v\b|bar|zoll|inch|prozent|percent))",
    re.I,
)
"""A figure with two places behind the comma, beside a price: the price of a part."""


def bucket(amount: Decimal) -> Decimal:
    """The largest of 1, 2, 5, 10, 20, 50 … that is not above the amount; less than 1 becomes 1."""
    if amount < 1:
        return Decimal(1)
    power = Decimal(10) ** amount.adjusted()
    return next(step * power for step in _STEPS if step * power <= amount)


def prices(text: str, lang: str, is_amount: bool) -> Iterator[tuple[int, int, str]]:
    """Place and bucket of every price; `is_amount`: the open question asked for one."""
    yield from _in_words(text, lang)
    yield from _as_spoken(text, lang)
    numbers = read_numbers(text, lang)
    listed = _is_priced_list(numbers, text)
    for number in numbers:
        if _PROOF.fullmatch(text[slice(*number.span)]) or _is_before_proof(text, number):
            continue
        if _is_public(number, text):
            continue
        if number.kind == "money" or _is_price(number, text, is_amount or listed):
            written = f"{bucket(abs(number.value)):f} {number.currency or ''}".strip()
            yield *number.span, written


def _is_public(number: NumberFound, text: str) -> bool:
    """Whether a sum is one of the limits that the agreements name."""
    if number.currency not in (None, "EUR"):
        return False
    of_parcels = number.value in _SMALL_LIMITS and _OF_SMALL_LIMITS.search(text)
    return number.value in PUBLIC_AMOUNTS or bool(of_parcels)


def _is_before_proof(text: str, number: NumberFound) -> bool:
    """Whether what looks like a currency begins the name of the proof: "box 11 EUR.1"."""
    start, end = number.span
    return bool(number.currency and re.search(r"eur[ .-]?1\b", text[start : end + 2], re.I))


def _in_words(text: str, lang: str) -> Iterator[tuple[int, int, str]]:
    """Amounts that are no plain number with a currency: "1500 bucks", "30 to 40 thousand euro", "4 euro 20"."""
    for match in _SLANG.finditer(text):
        currency = next(
            (code for code, words in _SLANG_OF.items() if words.search(match["word"])), "EUR"
        )
        yield from _bucket_of(
            match.span(), f"{match['body']} {match['factor'] or ''}", lang, currency
        )
    for match in _RANGE.finditer(text):
        currency = match["before"] or match["after"]
        if currency:
            yield from _bucket_of(
                match.span(),
                f"{match['high']} {match['factor'] or ''}",
                lang,
                currency_code(currency) or "",
            )
    for match in _EURO_AND_CENT.finditer(text):
        yield from _bucket_of(match.span(), match["body"], lang, currency_code(match["cur"]) or "")


def _as_spoken(text: str, lang: str) -> Iterator[tuple[int, int, str]]:
    """Amounts without a currency: "40k", "220 a piece", "18 to 20 thou", "eine viertel Million", "1,95" beside a price."""
    for match in (*_BARE_FACTOR.finditer(text), *_A_PIECE.finditer(text)):
        yield from _bucket_of(match.span(), match[0], lang, "")
    for match in _THOUSANDS_AND_CENTS.finditer(text):
        yield from _bucket_of(
            match.span(), match[0].casefold().replace(" mille", " tausend"), "de", ""
        )
    for match in _THOUSANDS.finditer(text):
        yield from _bucket_of(match.span(), f"{match['high']} thousand", lang, "")
    for match in _ROUND.finditer(text):
        half = match["half"] or match["en_half"]
        amount = "500000" if half else "200000"
        yield *match.span(), f"{amount} {currency_code(match['cur'] or '') or ''}".strip()
    if _CURRENCY_BESIDE.search(text) or _PRICE_WORDS_ANYWHERE.search(fold(text)):
        for match in _WITH_CENTS.finditer(text):
            yield from _bucket_of(match.span(), match[0], "de", "")


def _bucket_of(
    span: tuple[int, int], figure: str, lang: str, currency: str
) -> Iterator[tuple[int, int, str]]:
    for number in read_numbers(figure.strip(), lang)[:1]:
        yield *span, f"{bucket(abs(number.value)):f} {currency}".strip()


def _is_priced_list(numbers: tuple[NumberFound, ...], text: str) -> bool:
    """Whether several parts of an enumeration end in a bare figure: a bill of materials with its prices."""
    ends = {
        number.span[1]
        for number in numbers
        if number.kind == "money" or _may_be_listed(number, text)
    }
    parts = list(re.finditer(r"[^;\n,]*[^\W\d_]{3}[^;\n,]*", text))
    return (
        sum(part.end() - len(part[0]) + len(part[0].rstrip(" .")) in ends for part in parts)
        >= _PARTS_OF_A_LIST
    )


def _may_be_listed(number: NumberFound, text: str) -> bool:
    """Whether a bare figure can be a price in a list; four figures without a mark are a heading there."""
    heading = re.fullmatch(r"\d{4}", text[slice(*number.span)])
    is_code = heading and _SMALLEST_HEADING <= int(heading[0]) <= _LARGEST_HEADING
    return number.kind == "plain" and not is_code


def _is_price(number: NumberFound, text: str, is_amount: bool) -> bool:
    """A figure without currency that the words before it, or the question, make a price."""
    if number.kind != "plain" or number.unit:
        return False
    # A small figure may be a quantity; with two places behind the point it is money.
    if number.value < _SMALLEST_SECRET and number.value.as_tuple().exponent != _PLACES_OF_CENTS:
        return False
    start, end = number.span
    if (
        _NUMBERED.search(text[:start])
        or _IN_GROUPS.search(text[:start])
        or _GROUPS_ON.match(text, end)
    ):
        return False
    return is_amount or bool(_PRICE_WORDS.search(fold(text[: number.span[0]])))
