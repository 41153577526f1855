"""EUR.1 is a form in every spelling, and "EUR 1" an amount where it is a price."""

from __future__ import annotations

import pytest

from bot.language.evidence_words import find_evidence
from bot.language.movement_certificate import with_certificate_named
from bot.language.numbers import read_numbers


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("EUR.1", "eur1"),
        ("euro1 für chile", "eur1 für chile"),
        ("euro-1 papier", "eur1 papier"),
        ("EURO.1", "eur1"),
        ("Eur. 1?", "eur1?"),
        ("e.u.r. 1 beantragen", "eur1 beantragen"),
        ("brauche ich ein Euro 1", "brauche ich ein eur1"),
        ("was ist euro 1", "was ist eur1"),
        ("EURO 1 Bescheinigung", "eur1 Bescheinigung"),
        ("EUR 1 nach Kanada", "eur1 nach Kanada"),
        ("without a eur one", "without a eur1"),
        ("die euer1 fehlt", "die eur1 fehlt"),
        ("EUR1-Formular, zwei EUR.1er", "eur1-Formular, zwei eur1"),
    ],
)
def test_the_certificate_is_known_in_every_spelling(text: str, named: str) -> None:
    assert with_certificate_named(text) == named
    assert all(one.value != 1 for one in read_numbers(text))
    assert find_evidence(text).evidence == "proof_of_origin"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("EUR 1", "1"),
        ("1 Euro", "1"),
        ("kostet EUR 1 pro Stück", "1"),
        ("das EUR 1/Stück", "1"),
        ("der Euro 1,50", "1.50"),
        ("Schraube EUR 1,50", "1.50"),
        ("EUR1.500", "1500"),
        ("EUR 1 500", "1500"),
        ("EUR1000", "1000"),
        ("EUR 12", "12"),
    ],
)
def test_a_price_stays_a_price(text: str, value: str) -> None:
    (number,) = read_numbers(text, "de")
    assert str(number.value) == value
    assert find_evidence(text).evidence is None
