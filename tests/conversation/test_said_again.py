"""Repeat, back, another market, the text in another language: what is said again, and what is not."""

from __future__ import annotations

import pytest

from bot.conversation.state import Asked
from tests.conversation.conftest import Talk


@pytest.fixture(name="met")
def _met(talk: Talk) -> Talk:
    """A met rule, nothing made out yet."""
    talk.all("8413.70 nach Vietnam", "prüfen", "ja", "ja")
    assert talk.state.verdict_shown
    return talk


# --- repeat and back --------------------------------------------------------------------------


def test_after_the_result_repeat_says_the_result_again(met: Talk) -> None:
    result = met.replies[0].text
    met.say("wie bitte")
    assert met.replies[0].text == result
    assert met.asked == Asked.NEXT.value


def test_after_the_first_answer_repeat_says_that_answer_again(english: Talk) -> None:
    english.say("8413.70 to Vietnam")
    english.say("say that again")
    assert "Viet Nam" in english.replies[0].text
    assert english.asked == Asked.NEXT.value


@pytest.mark.parametrize("text", ["weiter", "continue"])
def test_going_on_repeats_only_the_question(met: Talk, text: str) -> None:
    met.say(text)
    assert len(met.replies) == 1


def test_back_says_what_it_took_back_and_what_counts_again(talk: Talk) -> None:
    talk.all("8413.70 nach Vietnam", "prüfen", "ja", "nein", "nein", "1000", "sorry, 1200")
    talk.say("rückgängig")
    assert "Zurückgenommen: Wie hoch ist Ihr Ab-Werk-Preis? – 1.200,00 €" in talk.text
    assert "Jetzt gilt wieder: Wie hoch ist Ihr Ab-Werk-Preis? – 1.000,00 €" in talk.text
    talk.say("zurück")
    assert "Zurückgenommen: Wie hoch ist Ihr Ab-Werk-Preis? – 1.000,00 €" in talk.text
    assert "Jetzt gilt wieder" not in talk.text


def test_a_result_that_reads_as_before_is_not_said_twice(met: Talk) -> None:
    result = met.replies[0].text
    met.say("ab werk 1000")
    assert "bleibt gleich" in met.text
    assert result not in met.text


# --- markets ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["und Chile?", "was ist mit Chile", "and what about Chile?"])
def test_a_market_alone_is_no_question_about_a_topic(talk: Talk, text: str) -> None:
    """Questions known of a country sound like its name; only the country is meant."""
    talk.say("8413.70 nach Japan")
    talk.say(text, "ask_topic")
    assert talk.state.market == "CL"
    assert "Zielmarkt: Chile" in talk.text
    assert "EUR.1 für" not in talk.text


def test_a_market_told_while_the_heading_is_open_is_kept(english: Talk) -> None:
    english.say("ball valves to Korea")
    english.say("and Chile?", "ask_topic")
    assert english.state.markets == ("CL",)
    assert english.asked == Asked.HEADING.value


def test_an_answer_that_only_sounds_like_a_question_is_no_digression(english: Talk) -> None:
    english.all("8413.70 to Japan", "check", "yes", "no", "no", "1000")
    english.say("some of it is chinese", "ask_status", 0.55)
    assert "Economic Partnership" not in english.text
    english.say("is the agreement with Japan in force?", "ask_status")
    assert "Economic Partnership" in english.text


def test_who_says_later_that_he_resells_is_asked_for_the_suppliers_declaration(met: Talk) -> None:
    met.say("das ist übrigens reine Handelsware", "ask_topic")
    assert met.state.made_here is False
    assert "Lieferantenerklärung" in met.text
    assert met.asked == Asked.FACT.value


def test_a_part_that_is_bought_in_makes_nobody_a_trader(english: Talk) -> None:
    english.all("8413.70 to Vietnam", "check", "yes")
    english.say("we buy the motor in China")
    assert english.state.made_here is True


# --- the text in another language -------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kann ich den Text auch auf Englisch haben?", "The exporter of the products"),
        ("rumänisch bitte", "In dieser Sprache haben wir den Text nicht"),
        ("und auf Französisch?", "Deutsch, Englisch"),
        ("Portugiesisch", "In dieser Sprache haben wir den Text nicht"),
    ],
)
def test_the_text_is_asked_for_in_a_language(met: Talk, text: str, words: str) -> None:
    met.press("Nachweis")
    met.say("4000")
    met.say(text)
    assert words in met.text
    assert met.state.lang == "de"
    assert met.state.market == "VN", "a language is no market"


def test_the_text_in_a_recorded_language(talk: Talk) -> None:
    talk.all("8413.70 nach Kanada", "prüfen", "ja", "ja")
    talk.press("Nachweis")
    talk.say("nein")
    talk.say("4000")
    talk.say("und den Wortlaut auf Französisch bitte")
    assert "exportateur" in talk.text


@pytest.mark.parametrize(
    "text", ["can i have it in french", "in Portuguese please", "auf Polnisch"]
)
def test_a_language_we_do_not_speak_flips_nothing(english: Talk, text: str) -> None:
    english.say("8413.70 to Vietnam")
    english.say(text, "switch_language")
    assert "German and English" in english.text
    assert english.state.lang == "en"
    assert english.state.market == "VN"


def test_asking_for_the_proof_after_a_met_rule_begins_with_it(met: Talk) -> None:
    met.say("nachweis bitte", "ask_proof")
    assert met.asked == Asked.VALUE.value
