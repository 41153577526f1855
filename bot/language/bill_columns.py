"""Recognises the heading row of a bill of materials, in German and English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.language.money import CURRENCY, currency_code
from bot.language.table_text import TableRow
from bot.language.words import fold, words_of

Column = Literal[
    "position",
    "description",
    "hs",
    "value",
    "unit_price",
    "currency",
    "country",
    "quantity",
    "weight",
    "evidence",
    "originating",
]

_HEADINGS: Mapping[Column, str] = {
    "position": "pos pos. position nr nr. lfd lfdnr # no no. line item_no zeile",
    "description": (
        "bezeichnung beschreibung material materialien artikel artikelbezeichnung teil bauteil"
        " komponente benennung ware warenbezeichnung name stoff vormaterial rohstoff text"
        " description item part component goods product input designation materials"
    ),
    "hs": (
        "hs hscode hsn zolltarifnummer zolltarifnr warennummer warentarifnummer warencode kn cn"
        " kncode cncode taric tarif tarifnummer position_hs tariff tariffcode commoditycode"
        " commodity heading ztn statistischewarennummer hts code hsnummer hsnr hsposition"
        " customscode tariffnumber customstariffnumber"
    ),
    "value": (
        "wert preis betrag kosten gesamtpreis gesamtwert gesamt summe materialwert warenwert"
        " value price amount cost costs total totalprice totalvalue linetotal totalcost"
    ),
    "unit_price": (
        "einzelpreis stuckpreis stueckpreis preisprostuck unitprice priceperunit unitcost"
    ),
    "currency": "wahrung waehrung currency curr cur wkz",
    "country": (
        "land ursprung ursprungsland herkunft herkunftsland lieferland country origin"
        " countryoforigin coo source sourcecountry madein"
    ),
    "quantity": "menge anzahl stuck stueck stk qty quantity pcs pieces units",
    "weight": "gewicht nettogewicht weight netweight gewichtkg weightkg kg nettogewichtkg",
    "evidence": (
        "nachweis ursprungsnachweis lieferantenerklarung lieferantenerklaerung le lle evidence"
        " proof declaration suppliersdeclaration supplierdeclaration erklarung erklaerung ltsd"
    ),
    "originating": (
        "praferenz praeferenz ursprungsware euursprung originating preferential preference"
        " praferenzursprung euorigin praferenziell originatingyn ursprungseigenschaft"
    ),
}
_COLUMN_OF: Mapping[str, Column] = {
    heading: column for column, headings in _HEADINGS.items() for heading in headings.split()
}
_LEVEL_NAMES = re.compile(r"\b(?:KN|CN|HS)[- ]?(?:4|6|8|10)\b", re.I)
_ESSENTIAL = frozenset({"description", "hs", "value", "unit_price", "country"})


@dataclass(frozen=True, slots=True)
class Heading:
    """What the columns of a table hold; None for a column whose heading says nothing known."""

    columns: tuple[Column | None, ...]
    titles: tuple[str, ...]
    currency: str | None

    def has(self, column: Column) -> bool:
        """Is there a column of this kind?"""
        return column in self.columns


def read_heading(row: TableRow) -> Heading | None:
    """Return the heading that `row` is, None if it is a row of data.

    A heading has two known titles, one of them a description, code, value or country, and
    no figures but those in names like CN8.
    """
    columns = tuple(_column(cell) for cell in row.cells)
    known = [column for column in columns if column is not None]
    if len(known) < 2 or not _ESSENTIAL & set(known):
        return None
    if any(re.search(r"\d", _LEVEL_NAMES.sub("", cell)) for cell in row.cells):
        return None
    unique = tuple(
        column if column is not None and column not in columns[:index] else None
        for index, column in enumerate(columns)
    )
    return Heading(unique, row.cells, _currency(row.cells))


def _column(title: str) -> Column | None:
    """Return the kind of a column: the whole title counts, else its first known word."""
    words = [fold(word.text) for word in words_of(re.sub(r"\(.*?\)|\[.*?\]", " ", title))]
    if not words and title.strip() == "#":
        return "position"
    joined = _COLUMN_OF.get("".join(words))
    if joined is not None:
        return joined
    if len(words) > 4:
        return None
    return next((_COLUMN_OF[word] for word in words if word in _COLUMN_OF), None)


def _currency(titles: tuple[str, ...]) -> str | None:
    """Return the currency a value column is headed with ("Wert (EUR)", "price in $")."""
    for title in titles:
        match = re.search(CURRENCY, title)
        if match and _column(title) in ("value", "unit_price"):
            return currency_code(match.group())
    return None
