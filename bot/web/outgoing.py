"""What the advisor says, as the page gets it: text, blocks and buttons of one utterance together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.core.channels.channel import OutputChannel

from bot.web.problems import LANGUAGES

NAME = "website"

LANGUAGE = "language"
"""Key of an utterance's metadata with the language it is in."""

Message = dict[str, Any]


def as_message(utterance: Mapping[str, Any]) -> Message:
    """One utterance of Rasa as `{"text", "blocks", "buttons"}`, with its `language` if it names one.

    `custom` of the utterance is one block or `{"blocks": [...]}`; a block is `{"kind", "content"}`, or
    has the parts of its content beside its kind.
    """
    buttons = [
        {"title": str(one["title"]), "payload": str(one["payload"])}
        for one in utterance.get("buttons") or ()
    ]
    text = str(utterance.get("text") or "").strip()
    made = {"text": text, "blocks": _blocks(utterance.get("custom")), "buttons": buttons}
    language = utterance.get(LANGUAGE)
    return {**made, LANGUAGE: language} if language in LANGUAGES else made


def _blocks(custom: Any) -> list[dict[str, Any]]:
    if not isinstance(custom, Mapping):
        return []
    return [_block(one) for one in custom.get("blocks", [custom]) if "kind" in one]


def _block(given: Mapping[str, Any]) -> dict[str, Any]:
    """A block with its content apart from its kind, however it was sent."""
    content = given.get("content")
    if not isinstance(content, Mapping):
        content = {name: part for name, part in given.items() if name != "kind"}
    return {"kind": str(given["kind"]), "content": dict(content)}


def says_something(message: Message) -> bool:
    """Whether there is anything to show."""
    return bool(message["text"] or message["blocks"] or message["buttons"])


class JoiningOutputChannel(OutputChannel):  # type: ignore[misc]
    """Collects utterances whole; Rasa's own channels send text and custom parts apart."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    @classmethod
    def name(cls) -> str:
        """The name by which responses can be meant for this channel."""
        return NAME

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:  # noqa: ARG002
        """Keep one utterance."""
        found = as_message(message)
        if says_something(found):
            self.messages.append(found)
