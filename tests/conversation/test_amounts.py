"""A price with three digits behind the separator is thousands in the language of the talk."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.conversation.check import _reads_as_thousands
from bot.conversation.reading import is_about_price, read_bill
from bot.language.numbers import read_numbers
from bot.language.price_words import names_selling_price
from tests.conversation.conftest import Talk


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("1.000 €", "de", True),
        ("12.500", "de", True),
        ("€1,000", "en", True),
        ("1,234", "de", False),
        ("1.234", "en", False),
    ],
)
def test_thousands_are_not_asked_about(text: str, lang: str, expected: bool) -> None:
    (number,) = read_numbers(text, lang)
    assert _reads_as_thousands(number) is expected


@pytest.mark.parametrize(
    "name",
    ["ab werk", "Unser Verkaufspreis", "Preis ab Werk", "our selling price", "ex works", "für"],
)
def test_words_of_a_price_name_no_material(name: str) -> None:
    assert is_about_price(name)


@pytest.mark.parametrize("name", ["Motor", "Preisschild", "motor ab werk", "pump housing"])
def test_goods_are_no_words_of_a_price(name: str) -> None:
    assert not is_about_price(name)


@pytest.mark.parametrize("text", ["ab Werk 1000 Euro", "wir verkaufen für 1.000 €"])
def test_a_sentence_with_the_price_answers_the_question_for_it(talk: Talk, text: str) -> None:
    talk.all("Kreiselpumpen nach Vietnam", "8413.70", "prüfen", "ja", "nein", "weiß nicht")
    assert "Ab-Werk-Preis" in talk.text
    assert "Verstanden: 1.000,00 €" in talk.say(text)


def test_a_material_with_its_price_stays_a_bill(talk: Talk) -> None:
    lines = read_bill("Motor 210 €", "de", talk.desk)
    assert [one.description for one in lines] == ["Motor"]


@pytest.mark.parametrize("text", ["HS 99999999", "HS-Code 7712"])
def test_a_code_that_does_not_exist_is_called_so(talk: Talk, text: str) -> None:
    assert "gibt es" in talk.say(text)


@pytest.mark.parametrize(
    "name", ["Verkaufspreis", "sell for", "ab Werk", "unser Preis ab Werk", "ex works price", "EXW"]
)
def test_the_selling_price_is_told_from_materials(name: str) -> None:
    assert names_selling_price(name)


@pytest.mark.parametrize(
    "name", ["Vormaterialien ohne Ursprung", "Werkzeug", "Preisschild", "Wert"]
)
def test_sums_and_goods_are_no_selling_price(name: str) -> None:
    assert not names_selling_price(name)


def test_a_price_told_with_the_bill_is_the_ex_works_price(talk: Talk) -> None:
    talk.all("8413.70 nach Vietnam", "prüfen", "ja")

    echo = talk.say("Motor aus China 210 €, Gehäuse aus Indien 100 €, Verkaufspreis 900 €")

    assert "Ab-Werk-Preis (Ihr Verkaufspreis ab Werk, ohne Umsatzsteuer): 900,00 €" in echo
    assert [one.description for one in talk.state.proposed] == ["Motor", "Gehäuse"]
    talk.say("ja")
    assert talk.state.answers["product.ex_works_price"] == Decimal(900)
    assert len(talk.state.materials) == 2


def test_materials_dearer_than_the_product_are_doubted(english: Talk) -> None:
    english.all("8413.70 to Vietnam", "check", "yes")

    echo = english.say("sell for 200 €, motor from China 210 €")

    assert "more than the product itself" in echo


def test_a_price_for_a_piece_is_no_material(talk: Talk) -> None:
    talk.all("8413.70 nach Vietnam", "prüfen", "ja")

    talk.say("ca 20 cent pro Glas")

    assert talk.asked == "fact"
    assert talk.state.proposed == ()
