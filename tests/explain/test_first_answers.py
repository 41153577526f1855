"""First answers: status, saving, rule and proof, in both languages."""

from __future__ import annotations

import json

import pytest

from bot.explain.first_answer import first_answer
from bot.wiring import Services
from tests.explain.replies import advised, told


def test_saving_rule_and_proof_are_told(services: Services) -> None:
    text = told(services, "870380", "GB").text

    assert text.startswith("Ja, für 8703.80")
    assert "5.000,00 € Zoll je Sendung" in text
    assert "Rechtliche Kurzform: MaxNOM 45 % (EXW)" in text
    assert "REX-Nummer" in text
    assert "Januar 2021" in text
    assert text.rstrip().endswith("Verbindlich entscheidet der Zoll.")


def test_english_amounts_are_english(services: Services) -> None:
    text = told(services, "870380", "GB", "en").text

    assert "€5,000.00 of duty per shipment" in text
    assert "10%" in text


def test_nothing_to_save_is_said_first_and_the_rule_only_if_asked(services: Services) -> None:
    advice = advised(services, "841370", "JP")

    short = first_answer(advice, services.words, "de")
    complete = first_answer(advice, services.words, "de", complete=True)

    assert short.text.startswith("Hier gibt es nichts zu sparen")
    assert "Rechtliche Kurzform" not in short.text
    assert "Rechtliche Kurzform" in complete.text


def test_an_unknown_duty_says_what_to_do(services: Services) -> None:
    text = told(services, "841370", "KR", "en").text

    assert "We do not know the normal duty here" in text
    assert "Access2Markets" in text


@pytest.mark.parametrize(
    ("market", "words"),
    [
        ("TR", "A.TR"),
        ("IN", "Noch nicht nutzbar"),
        ("US", "nennen wir keinen Zollsatz"),
        ("CN", "kein Abkommen"),
        ("RU", "Sanktionen"),
        ("FR", "gehört zur EU"),
        ("MC", "Zollgebiet der EU"),
        ("XI", "keine Ausfuhr"),
    ],
)
def test_special_markets_are_told_as_they_are(services: Services, market: str, words: str) -> None:
    assert words in told(services, "841370", market).text


@pytest.mark.parametrize("market", ["KR", "CH", "NO"])
def test_rex_is_never_named_where_it_is_not_accepted(services: Services, market: str) -> None:
    reply = told(services, "040690", market)
    block = reply.block("first_answer")

    assert block is not None
    assert not any("REX-Nummer" in line for line in block.content["proof"])


@pytest.mark.parametrize("market", ["CA", "JP", "GB", "VN", "SG", "NZ", "CL", "BR"])
def test_eur_1_is_never_a_proof_where_it_does_not_exist(services: Services, market: str) -> None:
    advice = advised(services, "040690", market)
    kinds = {rule.kind.value for one in advice.agreements for rule in one.proofs}

    assert "eur_1" not in kinds


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_market_gets_an_answer_in_words(services: Services, lang: str) -> None:
    for market in services.catalogue.markets:
        reply = first_answer(advised(services, "610910", market), services.words, lang)
        assert reply.text
        assert "None" not in reply.text, market
        json.dumps([dict(block.content) for block in reply.blocks])
