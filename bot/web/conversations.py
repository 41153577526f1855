"""What the channel must know of a conversation: that it exists, what was offered, what was said.

The truth is Rasa's tracker store, so any worker can go on with any conversation, also after a restart.
What was offered lately is kept in memory, to spare the store a look for every button.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from rasa.shared.core.events import BotUttered, Event, UserUttered

from bot.web.outgoing import Message, as_message, says_something

SHOWN = "shown"
"""Key of the metadata with the words of the button that was pressed."""

_TOKEN_BYTES = 32


class Trackers(Protocol):
    """Rasa's tracker store."""

    async def retrieve(self, sender_id: str) -> Any:
        """The tracker of a conversation, or None."""


def new_token() -> str:
    """A token that nobody can guess; whoever has it can go on with the conversation."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def sender_of(token: str) -> str:
    """The name of the conversation in Rasa; the token cannot be found from it."""
    return "web-" + hashlib.sha256(token.encode()).hexdigest()[:40]


class Conversations:
    """The conversations of this channel."""

    def __init__(self, kept_in_memory: int = 2000) -> None:
        self._kept = kept_in_memory
        self._offered: OrderedDict[str, dict[str, str]] = OrderedDict()

    def remember(self, sender: str, messages: Iterable[Message]) -> None:
        """Keep what was offered, and forget the conversation that was silent longest."""
        known = self._offered.setdefault(sender, {})
        known.update(_titles(messages))
        self._offered.move_to_end(sender)
        while len(self._offered) > self._kept:
            self._offered.popitem(last=False)

    async def exists(self, sender: str, trackers: Trackers) -> bool:
        """Whether the conversation was opened here or by another worker."""
        if sender in self._offered:
            return True
        tracker = await trackers.retrieve(sender)
        return tracker is not None and any(
            isinstance(event, UserUttered) for event in tracker.events
        )

    async def title_of(self, sender: str, payload: str, trackers: Trackers) -> str | None:
        """The words of the button with this payload; None if it was never offered."""
        title = self._offered.get(sender, {}).get(payload)
        if title is not None:
            return title
        tracker = await trackers.retrieve(sender)
        events = tracker.events if tracker is not None else ()
        return _titles(_bot_messages(events)).get(payload)

    async def history(self, sender: str, trackers: Trackers) -> list[dict[str, Any]] | None:
        """All that was said, each with `from` (user or bot); None if there is no conversation."""
        tracker = await trackers.retrieve(sender)
        if tracker is None:
            return None
        return [told for event in tracker.events if (told := _told(event)) is not None]


def _titles(messages: Iterable[Message]) -> dict[str, str]:
    return {one["payload"]: one["title"] for message in messages for one in message["buttons"]}


def _bot_messages(events: Iterable[Event]) -> Iterator[Message]:
    return (as_message(event.message()) for event in events if isinstance(event, BotUttered))


def _told(event: Event) -> dict[str, Any] | None:
    if isinstance(event, BotUttered):
        message = as_message(event.message())
        return {"from": "bot", **message} if says_something(message) else None
    if isinstance(event, UserUttered):
        shown = (event.metadata or {}).get(SHOWN)
        text = shown if shown is not None else event.text
        # The opening is sent by the channel itself: nobody said it.
        is_silent = not text or (shown is None and text.startswith("/"))
        return None if is_silent else {"from": "user", "text": text}
    return None
