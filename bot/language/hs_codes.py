"""Finds codes of the Harmonised System in a message, in any notation.

8413, 84.13, 8413.70, 841370, "8413 70 21", HS 8413, KN 8413 70 21, ten-digit TARIC and
eleven-digit commodity codes, "Kapitel 84". Years, prices, quantities, dates, telephone and
order numbers are no codes. Whether a code exists is for the nomenclature to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.language.digits import countless_spans, overlaps, plain_digits
from bot.language.money import CURRENCY
from bot.language.words import fold, word_set, words_of

Level = Literal["chapter", "heading", "subheading", "cn8", "taric", "commodity_code"]
_LEVELS: dict[int, Level] = {
    2: "chapter",
    4: "heading",
    6: "subheading",
    8: "cn8",
    10: "taric",
    11: "commodity_code",
}

_DOTTED = r"\d{4}[. ]\d{2}(?:[. ]?\d{2}){0,2}(?:[. ]\d)?|\d{2}[. ]\d{2}(?:[. ]\d{2}){1,3}(?: \d)?"
_SOLID = r"\d{11}|\d{10}|\d{8}|\d{6}|\d{4}|\d{2}\.\d{2}"
_CODE = re.compile(rf"(?<![\w.,'])(?:{_DOTTED}|{_SOLID})(?![\w']|[.,]\d)")
# A digit short ("HS 8413.7", "HS 8413702"): codes have an even number of digits.
_INCOMPLETE = re.compile(r"(?<![\w.,'])\d{4}[. ]?\d(?:[. ]?\d{2}){0,2}(?![\w']|[.,]\d)")
_CHAPTER = re.compile(
    r"(?i)\b(?:kapitels?|kap\.|chapter|chap\.|ch\.)\s*(?P<digits>\d{1,2})(?![\w.]\w|\w)"
)
_UNIT = (
    r"(?i:%|°|prozent|percent|stk|stück|stueck|stck|pcs|pieces|units|kg|g|t|mm|cm|m|km|l|ml|tonnen"
    r"|tons|tonnes|liter|litres|paar|pairs|x|mal|tsd|tausend|thousand|k|mio|million(?:en|s)?|kw|v"
    r"|w|bar|uhr|jahre|years|tage|days|mitarbeiter|employees)"
)
_COUNTED_AFTER = re.compile(rf"\s?(?:{CURRENCY}|{_UNIT}(?![A-Za-zÀ-ÿ])|,-)")
_MONEY_BEFORE = re.compile(rf"(?:{CURRENCY})\s?$")
_INTRODUCTIONS = word_set(
    "hs hscode hsn kn cn cn8 kn8 taric hts zolltarifnummer zolltarifnr zolltarif"
    " warennummer warentarifnummer warennr warencode tarifnummer tarifnr ztn statistische"
    " tariff code codes heading headings subheading subheadings position positionen"
    " tarifposition unterposition hsposition commodity tarif ex"
)
_BETWEEN = word_set(
    "ist is nr no nummer number code codes lautet of the unter under mit with waere our"
    " unsere meine my die der das hat has tarif tariff custom customs position heading und"
    " and or oder bzw als as to zu"
)
_OTHER_NUMBERS = word_set(
    "auftrag auftragsnummer auftragsnr bestellung bestellnummer bestellnr rechnung"
    " rechnungsnummer kundennummer kundennr artikelnummer artikelnr artikel art"
    " teilenummer seriennummer plz tel telefon fax phone invoice order customer serial"
    " part zip item id ticket jahr year seit since ab from until bis ende end anfang in im"
    " januar februar maerz marz april mai juni juli august september oktober november"
    " dezember january february march may june july october december din en iso vdi vde"
    " preis price wert value menge quantity ca etwa about rund norm"
)


@dataclass(frozen=True, slots=True)
class HsCodeFound:
    """A code in a message: its digits and where it stands.

    `certain` is False when the figures may be something else: ask before using them.
    """

    digits: str
    span: tuple[int, int]
    text: str
    certain: bool

    @property
    def level(self) -> Level:
        """How deep the code goes: chapter, heading, subheading, CN8, TARIC, commodity code."""
        return _LEVELS[len(self.digits)]

    @property
    def hs6(self) -> str:
        """The part that all countries share: at most six digits."""
        return self.digits[:6]


def find_hs_codes(text: str) -> tuple[HsCodeFound, ...]:
    """Return the codes in `text`, in order."""
    plain = plain_digits(text).replace("\u202f", " ")
    countless = countless_spans(plain)
    found = [_chapter(text, match) for match in _CHAPTER.finditer(plain)]
    hits = [hit for hit in found if hit is not None]
    position = 0
    while match := _CODE.search(plain, position):
        position = match.end()
        taken = tuple(hit.span for hit in hits)
        if not overlaps(match.span(), (*countless, *taken)):
            hit = _code(text, plain, _without_quantity(plain, match), hits)
            if hit is not None:
                hits.append(hit)
                position = hit.span[1]
    return tuple(sorted(hits or _incomplete(text, plain), key=lambda hit: hit.span))


def _incomplete(text: str, plain: str) -> list[HsCodeFound]:
    """Codes called so that lack a digit, cut to the level that is complete."""
    found = []
    for match in _INCOMPLETE.finditer(plain):
        digits = re.sub(r"[. ]", "", match.group())
        start, end = match.span()
        if _is_introduced(plain, start) and not _is_counted(plain, (start, end), introduced=True):
            found.append(HsCodeFound(digits[:-1], match.span(), text[start:end], certain=True))
    return found


def _chapter(text: str, match: re.Match[str]) -> HsCodeFound | None:
    digits = match.group("digits").zfill(2)
    if not _is_chapter(digits):
        return None
    return HsCodeFound(digits, match.span(), text[slice(*match.span())], certain=True)


def _without_quantity(plain: str, match: re.Match[str]) -> tuple[int, int]:
    """Return the span of the code; in "8413 70 Stück" the 70 is no part of it."""
    start, end = match.span()
    if _COUNTED_AFTER.match(plain, end) and " " in match.group():
        return start, start + match.group().rindex(" ")
    return start, end


def _code(
    text: str, plain: str, span: tuple[int, int], earlier: list[HsCodeFound]
) -> HsCodeFound | None:
    start, end = span
    written = plain[start:end]
    digits = re.sub(r"[. ]", "", written)
    if len(digits) not in _LEVELS:
        return None
    introduced = _is_introduced(plain, start) or _continues(plain, start, earlier)
    if _is_counted(plain, span, introduced):
        return None
    alone = plain[:start].strip(" .,:;#?!") == "" and plain[end:].strip(" .,:;?!") == ""
    if introduced:
        return HsCodeFound(digits, span, text[start:end], certain=True)
    if not _is_heading(digits[:4]):
        return None
    if _is_named_otherwise(plain, start) or (not alone and _is_date_or_year(written)):
        return None
    shaped = len(digits) >= 6 and not (len(digits) == 6 and re.match(r"\d\d ", written))
    certain = shaped or (alone and not _is_date_or_year(written))
    return HsCodeFound(digits, span, text[start:end], certain)


def _is_chapter(digits: str) -> bool:
    """Chapters run from 01 to 97; 77 is reserved."""
    return "01" <= digits <= "97" and digits != "77"


def _is_heading(digits: str) -> bool:
    return _is_chapter(digits[:2]) and digits[2:4] != "00"


def _is_counted(plain: str, span: tuple[int, int], introduced: bool) -> bool:
    """Do the figures count money or things?"""
    start, end = span
    if _MONEY_BEFORE.search(plain[max(0, start - 20) : start]):
        return True
    if introduced:
        return False
    return _COUNTED_AFTER.match(plain, end) is not None


def _is_introduced(plain: str, start: int) -> bool:
    """Does a word like "Zolltarifnummer" or "HS" stand before, with fillers at most?"""
    before = re.split(r"[;!?\n]|\.\s", plain[max(0, start - 60) : start])[-1]
    for word in reversed(words_of(before)[-4:]):
        if word.folded in _INTRODUCTIONS or word.folded.endswith(("nummer", "tarifnr")):
            return word.folded not in _OTHER_NUMBERS
        if word.folded not in _BETWEEN:
            return False
    return False


def _continues(plain: str, start: int, earlier: list[HsCodeFound]) -> bool:
    """Is this the next code of a list ("8413, 8481 und 8501")?"""
    if not earlier or not earlier[-1].certain:
        return False
    between = fold(plain[earlier[-1].span[1] : start]).strip()
    return start > earlier[-1].span[1] and between in (",", "und", "and", "oder", "or", "/", "&")


def _is_named_otherwise(plain: str, start: int) -> bool:
    before = words_of(re.split(r"[,;!?\n]", plain[max(0, start - 40) : start])[-1])
    last = [word.folded for word in before[-2:]]
    if any(word in _OTHER_NUMBERS for word in last[-1:]):
        return True
    return len(last) == 2 and last[0] in _OTHER_NUMBERS and last[1] in ("nr", "no", "number")


def _is_date_or_year(written: str) -> bool:
    """May the figures be a year (1990 to 2099) or a day and month (12.05)?"""
    if re.fullmatch(r"(?:199|20\d)\d", written):
        return True
    day_and_month = re.fullmatch(r"(\d\d)\.(\d\d)", written)
    return bool(
        day_and_month and int(day_and_month.group(1)) <= 31 and int(day_and_month.group(2)) <= 12
    )
