"""What the channel must know of a conversation: that it is open, what was offered, what was said.

The truth is Rasa's tracker store, so a conversation goes on after a restart. What was offered lately is kept
in memory, to spare the store a look for every button.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from rasa.shared.core.events import BotUttered, Event, UserUttered

from bot.web.outgoing import LANGUAGE, Message, as_message, says_something
from bot.web.problems import LANGUAGES, Code, RequestError

SHOWN = "shown"
"""Key of the metadata with the words of the button that was pressed."""

_TOKEN_BYTES = 32
_TURNS_KEPT = 20
_PAUSE_SECONDS = 0.05
_OFFERED_IN_BLOCKS = ("payload", "helpful", "not_helpful")
# What these mean depends on the question: an older "yes" must not answer a newer question.
_ANSWERS = re.compile(r"/(affirm|deny|dont_know|answer|none_of_these)\b")

Offered = Mapping[str, str]


class Trackers(Protocol):
    """Rasa's tracker store."""

    async def retrieve_full_tracker(self, conversation_id: str) -> Any:
        """The tracker of a conversation with all its sessions, or None."""


def new_token() -> str:
    """A token that nobody can guess; whoever has it can go on with the conversation."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def sender_of(token: str) -> str:
    """The name of the conversation in Rasa; the token cannot be found from it."""
    return "web-" + hashlib.sha256(token.encode()).hexdigest()[:40]


@dataclass
class _Known:
    """What is kept in memory of a conversation: the buttons of its latest turns, and its last use."""

    used_at: float
    turns: list[Offered] = field(default_factory=list)

    def add(self, offered: Offered) -> None:
        self.turns = [*self.turns, offered][-_TURNS_KEPT:]


class Conversations:
    """The conversations of this channel."""

    def __init__(
        self,
        kept_in_memory: int = 2000,
        lifetime_seconds: float = 12 * 3600,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._kept = kept_in_memory
        self._lifetime = lifetime_seconds
        self._clock = clock
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._busy: set[str] = set()

    @contextmanager
    def turn(self, sender: str) -> Iterator[None]:
        """One thing at a time: a second message, as of a double click, is refused while one is answered."""
        if sender in self._busy:
            raise RequestError(Code.BUSY, retry_after=1)
        self._busy.add(sender)
        try:
            yield
        finally:
            self._busy.discard(sender)

    async def wait_for(self, sender: str, seconds: float) -> None:
        """Wait until nothing is under way in a conversation, at most so long."""
        deadline = self._clock() + seconds
        while sender in self._busy and self._clock() < deadline:
            await asyncio.sleep(_PAUSE_SECONDS)

    def remember(self, sender: str, messages: Iterable[Message]) -> None:
        """Keep what was offered, and forget the conversation that was silent longest."""
        known = self._known.setdefault(sender, _Known(self._clock()))
        known.used_at = self._clock()
        known.add(_titles(messages))
        self._known.move_to_end(sender)
        while len(self._known) > self._kept:
            self._known.popitem(last=False)

    def forget(self, sender: str) -> None:
        """Keep nothing of a conversation any more."""
        self._known.pop(sender, None)

    async def exists(self, sender: str, trackers: Trackers) -> bool:
        """Whether the conversation was opened and not silent for too long."""
        return await self._find(sender, trackers) is not None

    async def title_of(self, sender: str, payload: str, trackers: Trackers) -> str | None:
        """The words of the button with this payload; None if it is not offered."""
        known = await self._find(sender, trackers)
        if known is None or not known.turns:
            return None
        turns = known.turns[-1:] if _ANSWERS.match(payload) else reversed(known.turns)
        return next((offered[payload] for offered in turns if payload in offered), None)

    async def history(self, sender: str, trackers: Trackers) -> list[dict[str, Any]] | None:
        """All that was said, each with `from` (user or bot); None if there is no open conversation."""
        if not await self.exists(sender, trackers):
            return None
        tracker = await trackers.retrieve_full_tracker(sender)
        events = tracker.events if tracker is not None else ()
        return [told for event in events if (told := _told(event)) is not None]

    async def _find(self, sender: str, trackers: Trackers) -> _Known | None:
        known = self._known.get(sender)
        if known is None:
            known = await self._stored(sender, trackers)
        if known is None or self._clock() - known.used_at > self._lifetime:
            return None
        return known

    async def _stored(self, sender: str, trackers: Trackers) -> _Known | None:
        tracker = await trackers.retrieve_full_tracker(sender)
        events = list(tracker.events) if tracker is not None else []
        if not any(isinstance(event, UserUttered) for event in events):
            return None
        found = _Known(float(events[-1].timestamp))
        for turn in _turns(events):
            found.add(turn)
        self._known[sender] = found
        return found


def _turns(events: Iterable[Event]) -> Iterator[Offered]:
    """What each turn offered; a turn without an answer leaves the buttons before it as they were."""
    said: list[Message] = []
    for event in events:
        if isinstance(event, BotUttered):
            said.append(as_message(event.message()))
        elif isinstance(event, UserUttered) and said:
            yield _titles(said)
            said = []
    if said:
        yield _titles(said)


def _titles(messages: Iterable[Message]) -> dict[str, str]:
    found: dict[str, str] = {}
    for message in messages:
        found.update({one["payload"]: one["title"] for one in message["buttons"]})
        for block in message["blocks"]:
            found.update(_in_block(block["content"]))
    return found


def _in_block(content: Any) -> dict[str, str]:
    """Payloads that a card offers, such as answers to change."""
    found: dict[str, str] = {}
    if isinstance(content, Mapping):
        for name in _OFFERED_IN_BLOCKS:
            payload = content.get(name)
            if isinstance(payload, str) and payload.startswith("/"):
                found[payload] = str(content.get("title") or "")
        content = list(content.values())
    if isinstance(content, list):
        for part in content:
            found.update(_in_block(part))
    return found


def _told(event: Event) -> dict[str, Any] | None:
    if isinstance(event, BotUttered):
        message = as_message(event.message())
        return {"from": "bot", **message} if says_something(message) else None
    if isinstance(event, UserUttered):
        shown = (event.metadata or {}).get(SHOWN)
        text = shown if shown is not None else event.text
        # The opening is sent by the channel itself: nobody said it.
        is_silent = not text or (shown is None and text.startswith("/"))
        if is_silent:
            return None
        lang = (event.metadata or {}).get("lang")
        told = {"from": "user", "text": text}
        return {**told, LANGUAGE: lang} if lang in LANGUAGES else told
    return None
