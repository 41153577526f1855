"""What is left beside a mark: the branch of a firm, the house number of a street, the legal form.

The finders of names each see one thing. When they are through, a word beside a mark may still belong to what
was taken out: "‹word› Sanitär", "27 ‹name› Van ‹word›, Hanoi", "‹firm› de C.V.".
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.language.words import Word, words_of

_DOUBLE_NAME = re.compile(r"(‹(?:word|name)›)-[A-Z][\w]+|\b[A-Z]\w+-(‹(?:word|name)›)")
"""The other half of a double name: "‹name›-Ami"."""

_SAME_TWICE = re.compile(
    r"(‹([a-z_]+)›)(?:(?:[ .-]{0,2}| (?:de|del|van|von|der|&) )‹\2›)+",
)
"""Two marks of one thing side by side are one, also with "de" between them."""

_NAMED = r"‹(?:word|name|firm)›"
_ANY = r"‹(?:word|name|firm|address)›"
_BRANCH = (
    r"(?:zerspanung|sensorik|hydraulik|pneumatik|antriebe|antriebstechnik|lacke|winden|maschinen|maschinenbau|anlagenbau|metallbau|stahlbau|kabelbau"
    r"|werkzeugbau|formenbau|apparatebau|ger(?:ä|ae)tebau|beschichtung|technik|elektronik|mechanik|optik|chemie|pharma|logistik|trading|solutions|systems?"
    r"|holzwaren|backwaren|lederwaren|s(?:ü|ue)(?:ß|ss)waren|werke|kraftwerk|kontor|automation|components|industries|engineering|machinery|machines|werkzeuge|armaturen"
    r"|textilien|verpackungen|m(?:ö|oe)bel|feinkost|import|export|sanit(?:ä|ae)r|autoteile|motoren|landtechnik|kunststoffe?|stahl|metall|tischlerei|schreinerei"
    r"|schlosserei|b(?:ä|ae)ckerei|metzgerei|brauerei|brennerei|r(?:ö|oe)sterei|g(?:ä|ae)rtnerei|imkerei|k(?:ä|ae)serei|molkerei|manufaktur|druckerei|spedition"
    r"|kellerei|weingut|schmiede|bakery|brewery|foundry|traders|forwarding|shipping|logistics|foods|farms|textiles|electronics|instruments|plastics|metals"
    r"|fabrik|sparkasse|volksbank|raiffeisenbank|bank|apotheke|worldwide|international|global|holding|gruppe|group|klinik|verlag|handel|gro(?:ß|ss)handel)"
)
_OF_FIRM = (
    # The legal form behind a firm that is hidden already.
    re.compile(r"‹firm›(?: ‹name› ‹firm›)? de (?:C\.? ?V\.?|R\.? ?L\.?)(?!\w)"),
    # A branch before a name and behind it belongs to the firm.
    re.compile(
        rf"(?<![\w-])(?:[A-ZÄÖÜ]\w+ )?[\wäöüß-]*(?i:{_BRANCH}) {_NAMED}(?: (?:Süd|Nord|West|Ost)\b)?"
    ),
    re.compile(rf"{_NAMED} (?:& )?(?i:{_BRANCH})(?![\w-])"),
    re.compile(r"(?<=\bfirma )(?:[^\W\d]+ ){0,2}[^\W\d]+(?= ?[:(])", re.I),
    re.compile(
        rf"(?<![\w-])(?:(?:kreis|stadt|nord-?ostsee)?sparkasse|volksbank|raiffeisenbank|vr[- ]bank) (?:{_ANY}|[A-ZÄÖÜ][\wäöüß-]+)",
        re.I,
    ),
)
_NO_MONEY = r"(?![\w,.]|\s?(?:€|\$|£|%|(?i:eur|usd|gbp|chf|kg|st(?:ü|k)|pcs|mm|cm)))"
_HOUSE = rf"\d{{1,4}} ?[a-z]?{_NO_MONEY}"
_WAY = r"(?i:road|rd|street|avenue|ave|lane|drive|boulevard|blvd|cad|caddesi|sokak|sok|mah|complex|park|estate|zone|calle|carrera|jalan|soi)"
_OF_ADDRESS = (
    re.compile(r"‹address›/\d{1,3} ?[a-z]?(?!\w)"),
    re.compile(r"‹(?:word|name|address|firm)›,? \d{1,4} ?[a-z]?(?= ?(?:[,;\n)]|$))"),
    re.compile(
        r"‹address›,? (?:[A-Z]{1,2}[ -])?\d{3,6}(?: ‹(?:word|address|name)›|(?= ?(?:[,;\n)]|$)))"
    ),
    re.compile(r"‹address›,? \d{1,2} ?[ºª°] ?[A-Z]?(?!\w)"),
    # A floor in Denmark, a town with the code behind it, a town that begins with "St."
    re.compile(
        r"‹address›,? \d{1,2}\. ?(?:th|tv|mf|sal|stock|og|etage)(?:,? \d{4} ‹(?:word|address|name)›(?: [A-ZØ]{1,2}\b)?)?",
        re.I,
    ),
    re.compile(r"‹address›, [A-ZÄÖÜ][\w'-]+ \d{4,6}(?!\w|[.,]\d| ?(?:€|EUR|USD|GBP|CHF))"),
    re.compile(
        r"‹(?:word|name|address)› (?:Nord|Süd|Ost|West|North|South|East) \d{1,3} ?[a-z]?, \d{4,5} ‹(?:word|name|address)›"
    ),
    re.compile(rf"{_NAMED},? (?:{_WAY}\.?,? ?(?:no:? ?)?)?\d{{1,4}}(?=, ‹)"),
    re.compile(rf"{_NAMED} {_WAY}\.?,? ?(?i:no[.:]? ?)?\d{{1,4}}(?!\w)"),
    # A road out of town, and a postal code that is told as one.
    re.compile(
        r"\bKm\.? ?\d{1,3}(?:[.,]\d)?,? (?:(?:de la |del )?(?:Vía|Carretera|Autopista|Ruta|Camino)[^,;\n]*)(?:, [A-ZÁÉÍÓÚ][\wáéíóúñ-]+)?"
    ),
    re.compile(
        r"(?:(?<=postal code )|(?<=postcode )|(?<=zip code )|(?<=postleitzahl )|(?<=plz )|(?<=plz: )|(?<=postcode: ))\d{4,6}(?!\w)",
        re.I,
    ),
    # "27 ‹name› Van ‹word›, ‹name›, Hanoi": a figure before several marks, and the town behind them.
    re.compile(
        rf"(?<![\w.,-]){_HOUSE} {_ANY}(?:(?: [A-Z][a-z]{{1,3}})? {_ANY})*(?:, ?{_ANY})+(?:, [A-Z][\w-]+(?: \d{{4,6}}\b)?(?=[,.;:)\n]|$))?"
    ),
    re.compile(
        rf"(?<![\w.,-]){_HOUSE} {_ANY}(?: {_ANY})*, [A-Z][\w-]+ \d{{4,6}}(?!\w|[.,]\d| ?(?:€|EUR|USD|GBP|CHF))"
    ),
    # Streets in Latin America: "‹word› 50 # 14-32, Medellín".
    re.compile(
        rf"(?:{_ANY}|(?i:calle|carrera|cra\.?|av\.?|avenida|jr\.?|jirón)) \d{{1,4}} ?(?:#|n[°o.]\.?) ?\d{{1,3}}\w?(?:[ -]{{1,3}}\d{{1,3}})?(?:, [A-ZÁÉÍÓÚ][\wáéíóúñ-]+)?"
    ),
)
"""The number of a house behind a street that is hidden, a postal code behind that."""

_CAPITALS = (
    re.compile(rf"(?<![.!?] )(?<!^)\b(?P<words>[A-Z][a-z]+(?: [A-Z][a-z]+){{0,2}}) {_NAMED}"),
    re.compile(rf"{_NAMED} (?P<words>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?![\w-])"),
)
"""English capitals beside a mark: "Seoul Beer ‹word›", "‹word› Irrigation"."""

_PLACE = r"(?P<words>[A-ZÄÖÜ][\wäöüßø-]+)"
_PLACES = (
    re.compile(rf"‹(?:word|firm)› {_PLACE}(?: {_NAMED})?(?![\w-])"),
    re.compile(rf"(?<!^)(?<!\b(?:in|to|of) )(?<!\b(?:nach|from|into) )\b{_PLACE} {_NAMED}"),
)
"""A place beside a mark that no word leads to: "‹word› Tromsø", "Bursa ‹word›"."""

Holds = Callable[[Word], bool]


def with_rests(
    text: str, lang: str, is_place: Holds, is_term: Holds
) -> tuple[str, tuple[str, ...]]:
    """The text with the rests taken out, and the kinds of what they belong to.

    `is_place` tells of a word that it names a town; `is_term` that it keeps its meaning beside a name.
    """
    kinds: list[str] = []
    text = _DOUBLE_NAME.sub(lambda match: match[1] or match[2], text)
    text = _SAME_TWICE.sub(r"\1", text)
    for kind, patterns in (("firm", _OF_FIRM), ("address", _OF_ADDRESS)):
        for pattern in patterns:
            text, found = pattern.subn(f"‹{kind}›", text)
            kinds += [kind] * found

    def joined(match: re.Match[str]) -> str:
        """The mark of a firm, unless a word stands for itself or only places stand beside the mark."""
        words = words_of(match["words"])
        stays = any(map(is_term, words)) or all(map(is_place, words))
        return match[0] if stays else "‹firm›"

    def placed(match: re.Match[str]) -> str:
        return "‹firm›" if all(map(is_place, words_of(match["words"]))) else match[0]

    for pattern in _CAPITALS if lang == "en" else ():
        text = pattern.sub(joined, text)
    for pattern in _PLACES:
        text = pattern.sub(placed, text)
    return text, tuple(kinds)
