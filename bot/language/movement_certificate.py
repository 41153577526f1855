"""The movement certificate EUR.1 in the spellings people give it: eur1, EUR-1, euro1, "das Euro 1".

"EUR 1" is a form and an amount. Written together or with a sign it is the form; apart only beside words that
speak of a form, and never with a price after it ("EUR 1 pro Stück").
"""

from __future__ import annotations

import re

NAME = "eur1"

_CURRENCY = r"(?<![a-zà-ÿ0-9])e\.?u\.?e?r(?:os?)?"
_ONE = r"(?:1(?:er|s)?|eins|one)(?![a-zà-ÿ0-9])"
_NO_PRICE_AFTER = (
    r"(?![.,]-{0,2}\d|,-|\s\d{3}(?!\d)|\s?(?:/|€|(?:pro|je|per|each|a|à|das|the|st(?:ü|ue|u)ck|kg|kilo|meter|liter"
    r"|apiece|cent|mio|mill|tsd|million(?:en)?)(?![a-z])))"
)
_SPOKEN_OF_BEFORE = (
    r"(?<![a-zà-ÿ])(?:das|dem|die|der|den|ein|eine|einen|einer|eines|kein|keine|keinen|mit|ohne|statt|wvb|oder|und"
    r"|formular|formblatt|bescheinigung|papier|nachweis|brauche|brauchen|braucht|brauch|ist|heißt|heisst|was"
    r"|the|an|a|no|with|without|form|certificate|paper|need|needs|is|of|or|and|does|issue|this|that|our|ihr|unser|unsere)\s+"
)
_SPOKEN_OF_AFTER = (
    r"(?=\s*\?|[\s\-]+(?:oder|or|f[oü]r|fuer|nach|for|to|form|nachweis|beantrag|ausf|ausst|stempel|cert|besch|ben"
    r"|n[oö]tig|noetig|need|required|erf|gilt|valid|papier|paper|schein|wvb|blanko|vordruck|vergessen|forgot|missing"
    r"|fehlt|erkl|explain|bedeutet|means))"
)
_WITHOUT_BLANK = rf"{_CURRENCY}(?:\.\s?|[-–_]|){_ONE}{_NO_PRICE_AFTER}"
_APART = rf"{_CURRENCY}\s{_ONE}{_NO_PRICE_AFTER}"
_CERTIFICATE = re.compile(
    rf"{_WITHOUT_BLANK}|(?:{_SPOKEN_OF_BEFORE})(?P<after>{_APART})|{_APART}{_SPOKEN_OF_AFTER}",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"\W*{_APART}\W*", re.IGNORECASE)


def certificate_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where a message names the certificate."""
    found = _CERTIFICATE.finditer(text)
    return tuple(one.span("after" if one["after"] else 0) for one in found)


def with_certificate_named(text: str) -> str:
    """The message with the certificate in one spelling; nothing but "EUR 1" names it, too."""
    if _ALONE.fullmatch(text):
        return NAME
    parts: list[str] = []
    end = 0
    for start, stop in certificate_spans(text):
        parts += [text[end:start], NAME]
        end = stop
    return "".join([*parts, text[end:]])
