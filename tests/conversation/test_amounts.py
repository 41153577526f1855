"""A price with three digits behind the separator is thousands in the language of the talk."""

from __future__ import annotations

import pytest

from bot.conversation.check import _reads_as_thousands
from bot.conversation.reading import is_about_price, read_bill
from bot.language.numbers import read_numbers
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
