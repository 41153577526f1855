"""What comes in, made safe."""

from __future__ import annotations

import pytest

from bot.conversation.messages import (
    BUTTON_INTENTS,
    EMPTY,
    LONGEST_MESSAGE,
    TOO_LONG,
    UNKNOWN_COMMAND,
    Message,
    Turn,
    payload,
    read_turn,
)
from bot.conversation.state import Choice

CHOICES = (Choice("Ja", "/affirm"), Choice("Nein", "/deny"), Choice("2. Zeile", "/dont_know"))


def read(
    text: str, choices: tuple[Choice, ...] = CHOICES, numbers: bool = False, bill: bool = False
) -> Message:
    return read_turn(Turn(text, "affirm", 0.99), choices, numbers, bill)


@pytest.mark.parametrize("text", ["", "   ", "\n", "...", "<br>", "\u200b", "\x00"])
def test_nothing_said_is_empty_whatever_the_classifier_thinks(text: str) -> None:
    assert read(text).intent == EMPTY


def test_too_long_is_said_so() -> None:
    assert read("a" * (LONGEST_MESSAGE + 1)).intent == TOO_LONG
    assert read("a " * 2_000, bill=True).intent == TOO_LONG
    assert read("Motor 1 EUR\n" * 300, bill=True).intent != TOO_LONG


@pytest.mark.parametrize(
    "text", ["/restart", "/session_start", "/check_export", "/affirm{", "/affirm{1}", "/ affirm"]
)
def test_a_slash_names_only_button_intents(text: str) -> None:
    assert read(text).intent == UNKNOWN_COMMAND


def test_every_payload_is_read_back() -> None:
    for intent in BUTTON_INTENTS:
        message = read(payload(intent, answer='a "quoted" <b>'))
        assert message.intent == intent
        assert message.data == {"answer": 'a "quoted" <b>'}


@pytest.mark.parametrize("text", ["2", "(2)", "2.", "2)", "nein", "NEIN"])
def test_numbers_and_titles_are_choices(text: str) -> None:
    assert read(text).intent == "deny"
    assert read(text).is_button


def test_a_number_is_no_choice_where_a_number_is_asked() -> None:
    message = read("2", numbers=True)
    assert (message.text, message.is_button) == ("2", False)


def test_a_number_beyond_the_choices_is_plain_text() -> None:
    assert not read("7").is_button


def test_markup_and_control_signs_are_taken_out() -> None:
    assert read("<b>Pumpen</b>\u202e nach\x07 Japan").text == "Pumpen  nach Japan"


def test_a_thumb_says_something() -> None:
    assert read("👍").text == "👍"
