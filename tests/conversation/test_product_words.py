"""The words for the goods in a message."""

from __future__ import annotations

import pytest

from bot.language.markets import MarketReader
from bot.language.product_words import product_words
from bot.wiring import Services
from tests.conversation.conftest import Talk


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
        ("ja bitte", ""),
        ("mer mache fässer für norwegen", "fässer"),
        ("bitte prüfen Komma Rollatoren Komma nach Chile Punkt", "Rollatoren"),
        ("ähm also Trockner so für zwölftausend Euro nach Peru", "Trockner"),
        ("Sehr geehrtes Team, bitte prüfen Sie: Gleitlager", "Gleitlager"),
        ("we're quoting paper bags to Norway", "paper bags"),
        ("winter tyres", "winter tyres"),
        ("check valves to Korea", "check valves"),
        ("kindly assess: lathes, about three grand", "lathes"),
        ("no i meant the drill bits", "drill bits"),
        ("vergiss die Pumpen, es sind Gebläse", "Gebläse"),
        ("", ""),
        ("wie viel Abgaben fallen auf Leitern an, wenn die nach Chile gehen", "Leitern"),
        ("ich führe hier eine Näherei, wir nähen in Gütersloh Zelte für Norwegen", "Zelte"),
        ("Guten Tag, mein Name ist unwichtig, zwei Ladentheken sollen nach Japan", "Ladentheken"),
        ("a dealer in Norway wants 40 pairs of pliers from our forge", "pliers"),
        ("do I need a licence for infrared lamps to Chile or not", "infrared lamps"),
        ("Schrauben, Muttern nach Japan", "Schrauben, Muttern"),
    ],
)
def test_goods_are_what_is_left(markets: MarketReader, text: str, goods: str) -> None:
    taken = [one.span for one in markets.find(text)]
    assert product_words(text, taken) == goods


def test_a_market_named_while_the_code_is_chosen_is_echoed(talk: Talk) -> None:
    talk.say("Pumpen")
    told = talk.say("wir liefern nach Kanada", "check_export")
    assert "Zielmarkt notiert: Kanada." in told
    assert talk.asked == "heading"
    assert talk.state.markets == ("CA",)
