"""Whole conversations over HTTP, each to a result, with something unexpected in between."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.dialogue.conftest import Conversation

FOLDER = Path(__file__).with_name("conversations")
MOST_QUESTIONS = 25
OFFERS = {"german": "Wie möchten Sie", "english": "How would you like"}


def scripts() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yml")):
        content = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        for one in content["conversations"]:
            found.append(pytest.param(path.stem, one, id=f"{path.stem}: {one['name']}"))
    return found


def take(turn: dict[str, Any], conversation: Conversation, language: str) -> str:
    if "press" in turn:
        return conversation.press(turn["press"])
    if "repeat_until_verdict" in turn:
        for _ in range(MOST_QUESTIONS):
            if OFFERS[language] in conversation.say(turn["repeat_until_verdict"]):
                break
        return conversation.text
    return conversation.say(turn["user"])


@pytest.mark.server
@pytest.mark.rasa
@pytest.mark.slow
@pytest.mark.parametrize(("language", "script"), scripts())
def test_conversation(address: str, language: str, script: dict[str, Any]) -> None:
    conversation = Conversation(address)
    for number, turn in enumerate(script["turns"], start=1):
        text = take(turn, conversation, language)
        for expected in turn["bot"]:
            assert expected in text, f"turn {number}: '{expected}' not in:\n{text}"
        for forbidden in turn.get("never", []):
            assert forbidden not in text, f"turn {number}: '{forbidden}' in:\n{text}"


def test_there_are_twelve_conversations_in_each_language() -> None:
    languages = [one.values[0] for one in scripts()]
    assert languages.count("german") >= 12
    assert languages.count("english") >= 12


@pytest.mark.server
@pytest.mark.rasa
@pytest.mark.slow
def test_custom_content_goes_with_its_text(address: str) -> None:
    conversation = Conversation(address, "de")
    conversation.say("848180 nach Kanada")
    kinds = [
        block["kind"]
        for message in conversation.messages
        for block in message.get("custom", {}).get("blocks", [])
    ]
    assert "first_answer" in kinds
    assert all(message.get("text") or message.get("custom") for message in conversation.messages)


@pytest.mark.server
@pytest.mark.rasa
@pytest.mark.slow
def test_the_platforms_restart_asks_first(address: str) -> None:
    conversation = Conversation(address, "de")
    conversation.say("848180 nach Kanada")
    assert "neu beginnen" in conversation.say("/restart")
    conversation.say("nein")
    assert "Kanada" in conversation.say("Zusammenfassung")


@pytest.mark.server
@pytest.mark.rasa
@pytest.mark.slow
def test_the_platforms_back_takes_back_the_last_entry(address: str) -> None:
    conversation = Conversation(address, "de")
    conversation.say("848180")
    conversation.say("nach Kanada")
    assert "Zurückgenommen" in conversation.say("/back")
    assert "Japan" in conversation.say("nach Japan")


@pytest.mark.server
@pytest.mark.rasa
@pytest.mark.slow
def test_two_visitors_do_not_meet(address: str) -> None:
    one, other = Conversation(address, "de"), Conversation(address, "en")
    one.say("848180 nach Kanada")
    assert "Canada" not in other.say("summary")


@pytest.mark.server
@pytest.mark.rasa
@pytest.mark.slow
def test_the_page_opens_in_its_language(address: str) -> None:
    assert "automated" in Conversation(address, "en").say("/open")
    assert "automatisierte" in Conversation(address, "de").say("/open")
