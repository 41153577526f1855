"""A figure taken back changes the last one that was told, whatever is asked for now."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.conversation.cases import EX_WORKS_PRICE
from bot.conversation.state import Asked
from tests.conversation.conftest import Talk

_TO_THE_PRICE = ("8413.70 nach Vietnam", "prüfen", "ja", "nein", "nein", "1000")


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("nein doch 1100", "1100"),
        ("sorry, 1.250,50 €", "1250.50"),
        ("quatsch, ich meinte 900", "900"),
        ("vertippt, 1020 statt 1000", "1020"),
        ("wait, I meant 980", "980"),
        ("no, make that 1.5k", "1500"),
    ],
)
def test_a_figure_taken_back_is_no_answer_to_the_next_question(
    talk: Talk, text: str, price: str
) -> None:
    talk.all(*_TO_THE_PRICE)
    asked = talk.state.pending
    assert asked is not None and asked.about != EX_WORKS_PRICE
    talk.say(text)
    assert talk.state.answers[EX_WORKS_PRICE] == Decimal(price)
    assert talk.state.pending == asked
    assert asked.about not in talk.state.answers


def test_a_percentage_is_put_right_by_another(talk: Talk) -> None:
    talk.all(*_TO_THE_PRICE, "300")
    asked = talk.state.pending
    assert asked is not None
    talk.say("45 %")
    told = talk.state.answers[asked.about]
    assert told == 450
    talk.say("nein, 40 %")
    assert talk.state.answers[asked.about] == 400
    assert "400,00 €" in talk.text
    assert talk.state.pending is not None and talk.state.pending.about != asked.about
    talk.say("doch 75 prozent")
    assert talk.state.answers[asked.about] == 750


def test_a_bare_figure_answers_the_open_question(talk: Talk) -> None:
    talk.all(*_TO_THE_PRICE)
    asked = talk.state.pending
    assert asked is not None
    talk.say("240")
    assert talk.state.answers[EX_WORKS_PRICE] == 1000
    assert talk.state.answers[asked.about] == 240


@pytest.mark.parametrize("text", ["nein, 40 Stück bekommt der Kunde", "nein", "no, 40 % Chinese"])
def test_what_says_more_than_a_figure_takes_back_none(talk: Talk, text: str) -> None:
    talk.all(*_TO_THE_PRICE)
    talk.say(text)
    assert talk.state.answers[EX_WORKS_PRICE] == 1000


def test_without_a_figure_told_there_is_none_to_take_back(talk: Talk) -> None:
    talk.all("8413.70 nach Vietnam", "prüfen", "ja")
    before = talk.state.answers
    talk.say("nein, 40 %")
    assert talk.state.answers == before


def test_the_figure_of_another_market_is_not_taken_back(english: Talk) -> None:
    english.all("8413.70 to Vietnam", "check", "yes", "no", "no", "1000")
    english.say(english.button("don't know").payload)
    english.say('/choose_market{"market": "KR"}')
    before = english.state.answers
    english.say("no, 500")
    assert english.state.answers == before


def test_the_value_of_the_consignment_is_put_right_and_the_text_follows(talk: Talk) -> None:
    talk.all("8413.70 nach Vietnam", "prüfen", "ja", "ja")
    talk.press("Nachweis")
    assert talk.asked == Asked.VALUE.value
    talk.say("7500")
    assert "REX" in talk.text
    talk.say("doch nur 5000")
    assert talk.state.value == 5000
    assert "5.000,00 €" in talk.text
    assert talk.replies[1].block("declaration") is not None


def test_a_value_told_after_the_result_says_only_what_it_changes(english: Talk) -> None:
    english.all("8413.70 to Vietnam", "check", "yes", "yes")
    english.say("the shipment is worth 8,000 EUR", "give_amount")
    assert english.state.value == 8000
    assert "Above €6,000" in english.text
    assert "How you prove" not in english.text
    assert len(english.text) < 900
