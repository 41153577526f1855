"""A question that names goods and a market is the main matter, even if it touches a topic."""

from __future__ import annotations

import pytest

from tests.conversation.conftest import Talk


@pytest.mark.parametrize(
    ("question", "market"),
    [
        ("Lohnt sich das Abkommen mit der Schweiz für Türklinken aus Alu?", "CH"),
        ("Welchen Nachweis brauche ich für Kreiselpumpen nach Korea?", "KR"),
        ("Gibt es für Kugelhähne nach Japan ein Abkommen?", "JP"),
    ],
)
def test_the_goods_are_looked_for_at_once(talk: Talk, question: str, market: str) -> None:
    talk.say(question, "ask_topic", 0.6)

    assert talk.asked == "heading"
    assert talk.state.markets == (market,)


def test_so_they_are_in_english_and_for_two_markets(english: Talk) -> None:
    english.say("Can I ship vitamin tablets to Singapore and Vietnam duty free?", "ask_topic", 0.6)

    assert english.asked == "heading"
    assert english.state.markets == ("SG", "VN")


def test_a_topic_that_is_clearly_asked_for_is_answered_before_the_goods(english: Talk) -> None:
    text = english.say("Is there a free trade agreement with India for machine tools?", "ask_topic")

    assert "India" in text.splitlines()[1]
    assert english.asked == "kind"


def test_who_only_resells_is_told_so(english: Talk) -> None:
    text = english.say("we buy from china and just resell to canada, can I use ceta?", "ask_topic")

    assert "third-country goods" in text


@pytest.mark.parametrize(
    ("text", "goods", "market"),
    [
        (
            "moin, wir sind ne kleine schlosserei und sollen geländer nach norwegen liefern,"
            " kunde will ne eur1",
            "geländer",
            "NO",
        ),
        (
            "Unser Tischler will Schränke in die Ukraine schicken, was muss er beachten?",
            "Schränke",
            "UA",
        ),
        ("Vergleiche Kanada und Japan für Schokolade", "Schokolade", "CA"),
    ],
)
def test_who_we_are_and_what_else_is_said_are_no_goods(
    talk: Talk, text: str, goods: str, market: str
) -> None:
    talk.say(text)

    assert f"„{goods}“" in talk.text
    assert talk.state.markets[0] == market


def test_the_value_told_in_a_question_is_kept(english: Talk) -> None:
    english.say("Do we need a REX number for a 5000 euro shipment of perfume to Vancouver?")

    assert (english.state.value, english.asked) == (5000, "heading")


@pytest.mark.parametrize("text", ["Alle Länder für 8413.70", "8413.70 in alle Länder"])
def test_a_code_for_all_markets_leads_to_the_table_of_all(talk: Talk, text: str) -> None:
    said = talk.say(text, "all_markets", 0.8)

    assert "Märkte für 8413.70" in said
    assert "Vietnam" in said
    assert talk.asked == "market"


def test_goods_for_all_markets_are_chosen_first(english: Talk) -> None:
    english.say("all markets for centrifugal pumps", "all_markets", 0.8)
    assert english.asked == "heading"

    english.press("8413")
    english.press("8413.70")

    assert english.text.startswith("Understood: 8413.70")
    assert "Markets for 8413.70" in english.text


def test_all_markets_without_goods_asks_for_them(talk: Talk) -> None:
    talk.say("bitte alle länder zeigen", "all_markets", 0.8)

    assert talk.asked == "product"


def test_a_mistyped_code_does_not_lose_the_goods_that_were_named(talk: Talk) -> None:
    talk.say("Schaukelpferde aus Holz nach Mexiko")

    said = talk.say("HS 99999999")

    assert "gibt es im HS 2022 nicht" in said
    assert (talk.asked, talk.state.markets) == ("heading", ("MX",))
    assert "„Schaukelpferde aus Holz“" in said
