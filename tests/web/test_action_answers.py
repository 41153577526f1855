"""What the action server answers is still validated in full."""

from __future__ import annotations

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from bot.web import website
from bot.web.action_answers import validate_action_result


def remote_action() -> RemoteAction:
    return RemoteAction("action_turn", None)


def test_the_website_channel_installs_the_check() -> None:
    assert website.WebsiteChannel is not None
    assert RemoteAction._validate_action_result is validate_action_result


def test_a_proper_answer_passes() -> None:
    slot = {"event": "slot", "name": "case", "value": "{}", "timestamp": None}
    answer = {"events": [slot], "responses": [{"text": "Guten Tag"}]}
    assert remote_action()._validate_action_result(answer) is True


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {"events": "none", "responses": []},
        {"events": [], "responses": ["text"]},
        {"events": [{"event": "slot"}], "responses": []},
    ],
)
def test_a_malformed_answer_is_refused(answer: object) -> None:
    with pytest.raises(ValidationError):
        remote_action()._validate_action_result(answer)
