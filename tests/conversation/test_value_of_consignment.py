"""The value of a consignment, asked before the proof is drafted."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.conversation import using
from bot.conversation.state import Asked, Pending
from tests.conversation.conftest import Talk


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The values that answers give, instead of advice."""
    given: list[Any] = []

    def take(state: Any, _: Any) -> Any:
        given.append(state["value"])
        return SimpleNamespace(after=lambda echo: echo)

    monkeypatch.setattr(using, "_given", take)
    monkeypatch.setattr(using, "replace", lambda _, value: {"value": value})
    return given


def answered(text: str) -> Any:
    state = SimpleNamespace(lang="de", pending=Pending(Asked.VALUE))
    message = SimpleNamespace(text=text, intent="inform")
    return using.answer_value(cast(Any, state), cast(Any, message), cast(Any, None))


@pytest.mark.parametrize("text", ["-5", "-5 Euro", "keine Zahl"])
def test_a_value_below_zero_is_no_answer(text: str, kept: list[Any]) -> None:
    assert answered(text) is None
    assert kept == []


def test_a_value_is_taken(kept: list[Any]) -> None:
    assert answered("4500 Euro") is not None
    assert kept == [Decimal(4500)]


@pytest.mark.parametrize("text", ["die Sendung ist -5.210 € wert", "Kanada -5 210 €", "-5.210 EUR"])
def test_nobody_ships_for_less_than_nothing(talk: Talk, text: str) -> None:
    talk.all("848180 nach Kanada", text)
    assert talk.state.value is None
    assert "8481.80" in talk.say("/all_markets")
