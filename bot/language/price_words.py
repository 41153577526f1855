"""Words that stand beside a figure and call it a price or a sum, and name no goods."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.language.money import CURRENCY
from bot.language.words import word_set, words_of

# What names the price at which the maker sells.
_SELLING = word_set(
    "exw verkaufspreis abwerkpreis nettopreis listenpreis verkaufserlos verkaufserloes vk verkaufen"
    " verkaufe verkauft sell sold selling sales preis price endpreis"
)
_ANY_PRICE = word_set("preis price sell sold verkauft listenpreis nettopreis")
_OF_MATERIALS = word_set(
    "material materialien vormaterial vormaterialien materials teil teile part parts einkaufspreis"
    " fob fracht freight"
)
_AT_THE_GATE = (("ab", "werk"), ("ex", "works"), ("ex", "work"), ("factory", "gate"))
_FIGURE = re.compile(rf"\d[\d.,']*|{CURRENCY}", re.I)
# What else a sentence about a price or a sum is made of.
_BESIDE = word_set(
    "ab werk ex works work factory gate netto net"
    " list stueckpreis stuckpreis wert value kosten costs cost kostet betraegt betragt"
    " liegt bei ist is are sind der die das den dem the a an ein einen our unser unsere unserer unseren"
    " wir we ich i es it dann then for fuer fur zu at um ca circa etwa about roughly rund ungefaehr ungefahr"
    " insgesamt zusammen total gesamt sum summe alle all together vormaterial vormaterialien"
    " material materialien materials ohne ursprung without origin non originating nicht"
    " warenwert rechnungswert rechnungsbetrag rechnung sendungswert sendung lieferung auftragswert"
    " auftrag invoice shipment consignment order goods ware waren worth"
    " pro je per stueck stuck piece unit each von of"
)
_PRICE_WORDS = _SELLING | _BESIDE
_PER = word_set("pro per je each")


def is_about_price(name: str) -> bool:
    """Whether words that stand beside a figure call it a price or a sum, and name no goods."""
    return all(word.folded in _PRICE_WORDS for word in words_of(name))


def is_per_piece(name: str) -> bool:
    """Whether the words say for what piece a figure counts ("pro Glas", "per bottle")."""
    words = words_of(name)
    return bool(words) and words[0].folded in _PER


def names_selling_price(name: str) -> bool:
    """Whether the words call a figure the price at which the maker sells, and name no goods."""
    words = [word.folded for word in words_of(name)]
    at_the_gate = any(pair in _AT_THE_GATE for pair in pairwise(words))
    return is_about_price(name) and (at_the_gate or not _SELLING.isdisjoint(words))


def selling_price_told(part: str, *, after_a_value: bool) -> str:
    """The words of a part of a bill that tell the price of the product ("Preis 30 €"), else nothing.

    `after_a_value`: the material before has its value already, so that "price" alone is not its price.
    """
    name = _FIGURE.sub(" ", part).strip(" :=")
    if not names_selling_price(name):
        return ""
    return name if after_a_value or calls_it_selling_price(name, by_any_word=False) else ""


def calls_it_selling_price(text: str, *, by_any_word: bool) -> bool:
    """Whether a message speaks of the price at which the maker sells.

    `by_any_word`: "Preis" and "price" alone are enough, because that price is known already and no other is
    asked for.
    """
    words = [word.folded for word in words_of(text)]
    if any(word in _OF_MATERIALS for word in words):
        return False
    if any(pair in _AT_THE_GATE for pair in pairwise(words)):
        return True
    return not (_SELLING if by_any_word else _SELLING - _ANY_PRICE).isdisjoint(words)
