"""A conversation partner without any dialogue platform."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from bot.conversation.desk import Desk
from bot.conversation.dialogue import turn
from bot.conversation.messages import Turn
from bot.conversation.state import CaseState
from bot.explain.replies import Button, Reply
from bot.wiring import Services
from tests.conftest import TODAY


@dataclass
class Talk:
    """Says things and keeps what came back; the case goes through JSON at every turn."""

    desk: Desk
    lang: str = ""
    state: CaseState = field(default_factory=CaseState)
    replies: tuple[Reply, ...] = ()

    def say(self, text: str, intent: str = "", confidence: float = 0.9) -> str:
        """Say something; returns all texts of the answer."""
        stored = CaseState.from_json(self.state.to_json())
        metadata = {"lang": self.lang} if self.lang else {}
        given = Turn(text, intent, confidence if intent else 0.0, metadata)
        self.state, self.replies = turn(stored, given, self.desk)
        return self.text

    def all(self, *messages: str) -> str:
        """Say several things; returns the texts of the last answer."""
        for message in messages:
            self.say(message)
        return self.text

    def press(self, title: str) -> str:
        """Press the button whose title contains the words."""
        return self.say(self.button(title).payload)

    def button(self, title: str) -> Button:
        """The button of the last answer whose title contains the words."""
        found = [one for one in self.buttons if title in one.title]
        assert found, f"no button '{title}' among {[one.title for one in self.buttons]}"
        return found[0]

    @property
    def text(self) -> str:
        """All texts of the last answer."""
        return "\n".join(one.text for one in self.replies)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """The buttons of the last reply."""
        return self.replies[-1].buttons if self.replies else ()

    @property
    def asked(self) -> str:
        """What the conversation waits for."""
        return self.state.open.asked.value if self.state.open else ""


@pytest.fixture(scope="session")
def desk(services: Services) -> Desk:
    """The desk over the recorded data on a fixed day."""
    return Desk(services, lambda: TODAY)


@pytest.fixture
def talk(desk: Desk) -> Talk:
    """A new conversation in German."""
    return Talk(desk, "de")


@pytest.fixture
def english(desk: Desk) -> Talk:
    """A new conversation in English."""
    return Talk(desk, "en")
