"""A bare "why?" is about what was just asked or said, not about us."""

from __future__ import annotations

import pytest

from tests.conversation.conftest import Talk


@pytest.mark.parametrize("question", ["Warum?", "wieso fragst du das", "Warum fragen Sie?", "why?"])
def test_in_the_check_the_rule_is_the_reason_and_the_question_stays(
    talk: Talk, question: str
) -> None:
    talk.all("8413.70 nach Vietnam", "prüfen", "ja")
    asked = talk.state.open

    text = talk.say(question)

    assert "höchstens 70 % des Ab-Werk-Preises" in text
    assert "Haben alle Ihre Vormaterialien Ursprung" in text
    assert talk.state.open == asked


def test_the_product_and_the_market_have_reasons_of_their_own(english: Talk) -> None:
    assert "which duty applies" in english.all("hello", "why?")
    assert "its own duties" in english.all("8413.70", "why do you ask?")


def test_the_shown_bill_has_a_reason(talk: Talk) -> None:
    talk.all("8413.70 nach Vietnam", "prüfen", "ja", "Motor aus China 210 €, Welle aus Japan 90 €")

    text = talk.say("wozu das?")

    assert "Die Regel misst Ihre Vormaterialien" in text
    assert talk.asked == "materials"


def test_after_the_result_its_reasons_are_said_again(talk: Talk) -> None:
    talk.all("8413.70 nach Vietnam", "prüfen", "ja", "ja")
    assert talk.state.verdict_shown

    assert "Grund:" in talk.say("Warum?")
