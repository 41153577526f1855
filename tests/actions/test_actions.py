"""The actions: slots in, one turn, slots out; and what each channel gets to see."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.actions import (
    ActionAskAnswer,
    ActionConclude,
    ActionRestart,
    ActionTurn,
    ValidateCheckForm,
)
from actions.channels import in_terminal, on_page
from bot.conversation.state import Asked, CaseState
from bot.explain.replies import Block, Button, Reply

ROOT = Path(__file__).resolve().parents[2]
REPLY = Reply("Frage?", (Block("question", {"id": "x"}),), (Button("1. Ja", "/affirm"),))


def tracker(text: str, case: str | None = None, channel: str = "rest", intent: str = "") -> Tracker:
    message = {"text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": []}
    message["metadata"] = {"lang": "de"}
    event = {"event": "user", "input_channel": channel, **message}
    slots = {"case": case, "language": "de", "answer": None}
    return Tracker("one", slots, message, [event], False, None, {}, "action_listen")


def values(events: list[Any]) -> dict[str, Any]:
    return {one["name"]: one["value"] for one in events if one["event"] == "slot"}


def test_a_turn_answers_and_keeps_the_case_and_the_language() -> None:
    dispatcher = CollectingDispatcher()
    slots = values(ActionTurn().run(dispatcher, tracker("848180 nach Kanada"), {}))
    state = CaseState.from_json(slots["case"])
    assert (state.hs, state.market, slots["language"]) == ("848180", "CA", "de")
    assert any("CETA" in one["text"] for one in dispatcher.messages)


def test_the_form_goes_on_while_a_question_is_open() -> None:
    case = CaseState(language="de", greeted=True).asking(Asked.PRODUCT).to_json()
    form = ValidateCheckForm()
    dispatcher = CollectingDispatcher()
    slots = form.validate_answer("848180", dispatcher, tracker("848180", case), {})
    assert slots["answer"] is None
    ended = form.validate_answer("stopp", dispatcher, tracker("stopp", None), {})
    assert ended["answer"] is not None
    assert values(ActionConclude().run(dispatcher, tracker(""), {})) == {"answer": None}


def test_the_open_question_is_put_once() -> None:
    case = CaseState(language="de", greeted=True).asking(Asked.PRODUCT).to_json()
    dispatcher = CollectingDispatcher()
    ActionAskAnswer().run(dispatcher, tracker("", case), {})
    assert len(dispatcher.messages) == 1
    asked = CaseState(language="de", prompted=True).asking(Asked.PRODUCT).to_json()
    silent = CollectingDispatcher()
    slots = values(ActionAskAnswer().run(silent, tracker("", asked), {}))
    assert silent.messages == []
    assert not CaseState.from_json(slots["case"]).prompted


def test_a_case_of_another_version_is_begun_anew() -> None:
    dispatcher = CollectingDispatcher()
    slots = values(ActionTurn().run(dispatcher, tracker("848180", '{"version": 99}'), {}))
    assert CaseState.from_json(slots["case"]).hs == "848180"


def test_restart_asks_first() -> None:
    case = CaseState(language="de", greeted=True, hs="848180").asking(Asked.MARKET).to_json()
    dispatcher = CollectingDispatcher()
    slots = values(ActionRestart().run(dispatcher, tracker("/restart", case), {}))
    state = CaseState.from_json(slots["case"])
    assert state.hs == "848180"
    assert state.open is not None and state.open.asked is Asked.START_OVER
    assert dispatcher.messages


def test_a_page_gets_text_buttons_and_blocks() -> None:
    message = on_page(REPLY, "de")
    assert message["text"] == "Frage?"
    assert message["buttons"] == [{"title": "1. Ja", "payload": "/affirm"}]
    assert message["json_message"] == {"blocks": [{"kind": "question", "content": {"id": "x"}}]}
    assert on_page(Reply("Nur Text"), "de") == {"text": "Nur Text", "language": "de"}
    other = Reply("Shall I go on in English?", language="en")
    assert on_page(other, "de") == {"text": other.text, "language": "en"}


def test_a_terminal_numbers_no_choices_where_a_number_is_the_answer() -> None:
    """Otherwise "1: I don't know" would be answered by "1", and taken for a price of 1 euro."""
    assert in_terminal(REPLY, takes_number=True) == "Frage?\n  – Ja"
    dispatcher, case = CollectingDispatcher(), None
    for text in ("841370 nach Vietnam", "prüfen", "ja", "nein", "nein"):
        said = ActionTurn().run(dispatcher, tracker(text, case, "cmdline"), {})
        asked = ActionAskAnswer()
        case = values(asked.run(dispatcher, tracker("", values(said)["case"], "cmdline"), {}))[
            "case"
        ]
    assert "Ab-Werk-Preis" in dispatcher.messages[-1]["text"]
    assert dispatcher.messages[-1]["text"].endswith("\n  – Weiß ich nicht")


def test_a_terminal_gets_numbered_text_only() -> None:
    assert in_terminal(REPLY) == "Frage?\n  1: Ja"
    dispatcher = CollectingDispatcher()
    ActionTurn().run(dispatcher, tracker("Kugelhähne nach Kanada", channel="cmdline"), {})
    assert all(not one["buttons"] and not one["custom"] for one in dispatcher.messages)


@pytest.mark.slow
def test_the_actions_do_without_rasa_spacy_and_tensorflow() -> None:
    code = (
        "import sys, actions.actions; "
        "print([m for m in ('rasa', 'spacy', 'tensorflow') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_folder_is_flat() -> None:
    assert [one for one in (ROOT / "actions").rglob("*.py") if one.parent.name != "actions"] == []
