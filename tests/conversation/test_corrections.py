"""What was told is told otherwise, line by line, and what is asked about in between changes nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.conversation.cases import EX_WORKS_PRICE
from bot.conversation.desk import Desk
from bot.conversation.messages import payload
from bot.conversation.state import Asked, CaseState
from tests.conversation.conftest import Talk


@pytest.fixture(name="priced")
def _priced(talk: Talk) -> Talk:
    """A self-check with a bill and a price, and another question open."""
    bill = "Motor aus China 210 €, Gehäuse aus Deutschland 180 €, EXW 800"
    talk.all("8413.70 nach Vietnam", "prüfen", bill, "ja", "ja")
    assert talk.state.answers[EX_WORKS_PRICE] == 800
    assert talk.asked == Asked.FACT.value
    return talk


# --- the price --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("EXW ist eigentlich 500", "500"),
        ("der Ab-Werk-Preis beträgt doch 2.150 Euro", "2150"),
        ("Moment, der Preis war 340 nicht 430", "340"),
        ("unser Verkaufspreis ist jetzt 12 Tsd. €", "12000"),
        ("EXW is actually 500", "500"),
        ("sorry, the ex-works price is 750 instead of 800", "750"),
    ],
)
def test_a_price_told_anew_changes_at_once_and_is_echoed(
    priced: Talk, text: str, price: str
) -> None:
    priced.say(text)
    assert priced.state.answers[EX_WORKS_PRICE] == Decimal(price)
    assert "Verstanden: " in priced.text
    assert priced.asked in (Asked.FACT.value, Asked.NEXT.value)
    priced.say("zurück")
    assert priced.state.answers[EX_WORKS_PRICE] == 800


@pytest.mark.parametrize(
    "text",
    [
        "was ist der Ab-Werk-Preis?",
        "ist der Preis von 500 mit Fracht?",
        "die Teile kosten 500",
        "FOB Preis 500",
        "EXW 40 %",
        "EXW 500 oder 600",
    ],
)
def test_what_is_no_price_of_the_product_changes_none(priced: Talk, text: str) -> None:
    priced.say(text)
    assert priced.state.answers[EX_WORKS_PRICE] == 800


def test_a_price_is_not_taken_for_the_sum_that_is_asked_for(english: Talk) -> None:
    english.all("8413.70 to Vietnam", "check", "yes", "no", "no", "800")
    asked = english.state.pending
    assert asked is not None and asked.about != EX_WORKS_PRICE
    english.say("EXW is actually 500")
    assert english.state.answers[EX_WORKS_PRICE] == 500
    assert english.state.pending == asked
    assert asked.about not in english.state.answers


def test_after_the_result_it_is_said_what_changed(english: Talk) -> None:
    english.all("8413.70 to Vietnam", "check", "yes", "no", "no", "800", "300", "300", "yes")
    assert english.state.verdict_shown
    english.say("EXW is actually 310")
    assert english.state.answers[EX_WORKS_PRICE] == 310
    assert "changed" in english.text


# --- the bill ---------------------------------------------------------------------------------


def test_lines_typed_one_after_the_other_are_one_bill(talk: Talk) -> None:
    talk.all("8413.70 nach Vietnam", "prüfen", "Motor aus China 210 €", "Gehäuse Deutschland 180")
    assert [one.description for one in talk.state.proposed] == ["Motor", "Gehäuse"]
    talk.say("EXW 800")
    assert talk.state.proposed_price == 800
    talk.say("ja")
    assert [one.value for one in talk.state.materials] == [210, 180]
    assert talk.state.answers[EX_WORKS_PRICE] == 800


def test_a_line_can_be_added_to_a_bill_that_counts(priced: Talk) -> None:
    priced.say("Dichtung aus Italien 3,20 €")
    assert [one.description for one in priced.state.proposed] == ["Motor", "Gehäuse", "Dichtung"]
    assert len(priced.state.materials) == 2, "nothing counts before it is confirmed"
    priced.say("ja")
    assert len(priced.state.materials) == 3


@pytest.mark.parametrize(
    ("text", "value", "country"),
    [
        ("der Motor kostet doch 90", "90", "CN"),
        ("Motor ist nicht aus China sondern aus Japan", "210", "JP"),
        ("Motor aus Japan 95 €", "95", "JP"),
        ("the Motor is actually 90", "90", "CN"),
    ],
)
def test_a_line_named_again_is_told_anew(priced: Talk, text: str, value: str, country: str) -> None:
    priced.say(text)
    assert priced.state.materials[0].value == 210
    priced.say("ja")
    motor, housing = priced.state.materials
    assert (motor.value, motor.country) == (Decimal(value), country)
    assert (housing.value, housing.country) == (Decimal(180), "DE")


def test_a_line_of_a_long_bill_is_put_right_and_shown(talk: Talk) -> None:
    bill = "\n".join(f"Motor M{number} aus China {number + 1} €" for number in range(200))
    talk.all("8413.70 nach Vietnam", "prüfen", bill, "Motor M170 kostet doch 90")
    assert talk.state.proposed[170].value == 90
    assert talk.state.proposed[171].value == 172
    assert "Motor M170 | – | China | 90,00 €" in talk.text


def test_more_lines_at_once_are_a_new_bill(priced: Talk) -> None:
    priced.say("Welle China 10 €\nRad Japan 20 €\nRing Italien 30 €")
    assert [one.description for one in priced.state.proposed] == ["Welle", "Rad", "Ring"]


def test_what_was_answered_for_a_line_stays_when_another_changes(talk: Talk) -> None:
    talk.all("8413.70 nach Vietnam", "prüfen", "Motor aus China 210 €, Dichtung aus Japan 8 €")
    talk.all("ja", "ja")
    assert talk.state.pending is not None
    assert talk.state.pending.about == "material.0.hs"
    talk.say("8501")
    talk.all("die Dichtung kostet doch 9", "ja")
    assert talk.state.answers["material.0.hs"] == "8501"
    talk.all("der Motor kostet doch 90", "ja")
    assert "material.0.hs" not in talk.state.answers


# --- terms in between ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["Pan-Euro-Med?", "was ist A.TR?", "CC?", "KN-Code?", "kapier INF 4 nich", "Nichtveränderung?"],
)
def test_a_term_that_sounds_like_something_else_loses_no_case(priced: Talk, text: str) -> None:
    before = priced.state
    question = priced.replies[-1].text
    answer = priced.say(text)
    assert "Quelle: " in answer
    assert priced.state.market == before.market == "VN"
    assert priced.state.answers == before.answers
    assert priced.replies[-1].text == question


def test_a_name_that_is_also_a_country_answers_the_question_for_the_market(talk: Talk) -> None:
    talk.all("8413.70", "CC")
    assert talk.state.market == "CC"


# --- how far it is, and the language ------------------------------------------------------------


def steps(talk: Talk) -> int:
    found = [
        block.content["step"]
        for one in talk.replies
        for block in one.blocks
        if block.kind == "progress"
    ]
    return int(found[-1])


def test_a_question_put_again_keeps_its_place(english: Talk) -> None:
    english.all("8413.70 to Vietnam", "check")
    assert steps(english) == 1
    english.say("yes")
    assert steps(english) == 2
    english.say("no")
    assert steps(english) == 3
    english.say(payload("change_answer", about="materials.all_originating"))
    assert steps(english) == 2
    english.say("no")
    assert steps(english) == 3


def test_a_bill_takes_the_place_of_what_was_said_of_all_materials(english: Talk) -> None:
    english.all("8413.70 to Vietnam", "check", "yes", "no")
    before = steps(english)
    english.all("motor from China €210, housing from Germany €180", "yes")
    assert steps(english) >= before


def test_the_other_language_is_named_only_where_no_page_has_a_switch(desk: Desk) -> None:
    page = Talk(desk, "de")
    page.say("/open")
    assert "English" not in page.text
    terminal = Talk(desk)
    terminal.say("hallo")
    assert "English" in terminal.text
    assert CaseState.from_json(terminal.state.to_json()) == terminal.state
