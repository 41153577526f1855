""" "What changed?": the last correction with the value before and after, and what became of the result."""

from __future__ import annotations

import pytest

from bot.conversation.what_changed import last_correction
from tests.conversation.conftest import Talk

_TO_THE_RESULT = ("8413.70 to Vietnam", "check", "yes", "no", "no", "800", "300", "300", "yes")


@pytest.mark.parametrize("text", ["what changed?", "What is different now?", "show changes"])
def test_a_corrected_price_is_told_with_what_became_of_the_result(english: Talk, text: str) -> None:
    english.all(*_TO_THE_RESULT)
    assert english.state.verdict_shown
    english.say("EXW is actually 310")
    before = english.state
    told = english.say(text)
    assert "€800.00" in told
    assert "€310.00" in told
    assert "The result has changed" in told
    assert english.state.answers == before.answers
    assert english.state.pending == before.pending


def test_what_was_answered_since_does_not_hide_the_correction(english: Talk) -> None:
    english.all("8413.70 to Vietnam", "check", "yes", "no", "no", "800")
    english.say("EXW is actually 500")
    english.say("300")
    told = english.say("what changed?")
    assert "€800.00" in told
    assert "€500.00" in told


def test_a_corrected_line_of_the_bill_is_shown_before_and_after(talk: Talk) -> None:
    bill = "Motor aus China 210 €, Gehäuse aus Deutschland 180 €, EXW 800"
    talk.all("8413.70 nach Vietnam", "prüfen", bill, "ja", "ja")
    talk.all("der Motor kostet doch 90", "ja")
    told = talk.say("was hat sich geändert?")
    assert "Vorher: Motor" in told
    assert "210,00 €" in told
    assert "Jetzt: Motor" in told
    assert "90,00 €" in told
    assert "Gehäuse" not in told


def test_a_changed_market_is_told_with_both_duties(talk: Talk) -> None:
    talk.all("8481.80 nach Japan", "ändern")
    talk.press("Zielland")
    talk.say("Südkorea")
    told = talk.say("Was ist jetzt anders?")
    assert "Japan" in told
    assert "Südkorea" in told
    assert "Vorher:" in told
    assert "Jetzt:" in told


def test_a_changed_yes_is_told_by_its_question(talk: Talk) -> None:
    talk.all("8481.80 nach Japan", "prüfen", "ja", "ändern")
    talk.press("Stellen Sie die Ware selbst her")
    talk.say("nein")
    told = talk.say("was hat sich geändert")
    assert "Stellen Sie die Ware selbst her" in told
    assert "vorher „ja“" in told.lower()
    assert "jetzt „nein“" in told.lower()


def test_it_is_understood_in_other_words(english: Talk) -> None:
    english.all(*_TO_THE_RESULT, "EXW is actually 310")
    told = english.say("so what difference did my correction make", "ask_changes")
    assert "€310.00" in told


@pytest.mark.parametrize("text", ["was hat sich geändert?", "what changed?"])
def test_nothing_is_made_up_where_nothing_was_corrected(talk: Talk, text: str) -> None:
    assert "ersetzt" in talk.say(text)
    talk.all("8481.80 nach Japan", "prüfen", "ja")
    assert "ersetzt" in talk.say(text)
    assert last_correction(talk.state) is None


def test_a_correction_that_is_taken_back_is_gone(english: Talk) -> None:
    english.all(*_TO_THE_RESULT, "EXW is actually 310", "back")
    assert last_correction(english.state) is None


def test_a_more_exact_code_and_another_product_correct_no_answers(talk: Talk) -> None:
    talk.all("8481 nach Japan")
    assert last_correction(talk.state) is None
    talk.all("8481.80 nach Japan", "prüfen", "ja", "nein")
    told = last_correction(talk.state)
    assert told is None
    talk.all("neues Produkt", "8413.70", "prüfen", "nein")
    found = last_correction(talk.state)
    assert found is not None
    assert set(found.before) == {"product"}
