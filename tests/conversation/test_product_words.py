"""The words for the goods in a message."""

from __future__ import annotations

import pytest

from bot.language.markets import MarketReader
from bot.language.product_words import product_words
from bot.wiring import Services


@pytest.fixture(scope="module")
def markets(services: Services) -> MarketReader:
    return services.markets


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("Wir möchten Zahnräder nach Chile liefern", "Zahnräder"),
        ("Gehäuse aus Aluminium für Kanada", "Gehäuse aus Aluminium"),
        ("can we ship steel furniture to Norway?", "steel furniture"),
        ("Seife", "Seife"),
        ("hallo, unser Produkt ist ein Förderband und geht nach Peru", "Förderband"),
        ("und für unsere Federn?", "Federn"),
        ("nach Japan", ""),
        ("und für Korea?", ""),
        ("ja bitte", "ja"),
        ("", ""),
        ("Schrauben, Muttern nach Japan", "Schrauben, Muttern"),
    ],
)
def test_goods_are_what_is_left(markets: MarketReader, text: str, goods: str) -> None:
    taken = [one.span for one in markets.find(text)]
    assert product_words(text, taken) == goods
