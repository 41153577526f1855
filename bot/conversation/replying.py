"""Small helpers for replies: sentences of the conversation, buttons, what a step gives back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from bot.conversation.messages import payload
from bot.conversation.state import CaseState, Choice
from bot.explain.replies import Button, Reply
from bot.explain.texts import Texts

LOCALE_FOLDER = Path(__file__).with_name("locale")
DOMAIN = "conversation"


@dataclass(frozen=True)
class Step:
    """The case after a step and what is said.

    `asks` if the last reply already asks something; `missed` if the message led nowhere.
    """

    state: CaseState
    replies: tuple[Reply, ...] = ()
    asks: bool = False
    missed: bool = False

    def after(self, *replies: Reply) -> Step:
        """The step with these replies before its own."""
        return replace(self, replies=(*replies, *self.replies))


def say(lang: str, key: str, **values: object) -> str:
    """A sentence of the conversation."""
    return Texts(lang, LOCALE_FOLDER, DOMAIN).text(key, **values)


def said(lang: str, key: str, **values: object) -> Reply:
    """A reply of one sentence or paragraph."""
    return Reply(say(lang, key, **values))


def button(lang: str, key: str, intent: str, **data: str) -> Button:
    """A button with a title of the catalogue."""
    return Button(say(lang, f"button.{key}"), payload(intent, **data))


def offering(state: CaseState, reply: Reply) -> CaseState:
    """The case that remembers the choices of a reply; a reply without buttons offers none."""
    return replace(state, choices=tuple(Choice(one.title, one.payload) for one in reply.buttons))
