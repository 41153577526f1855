"""Reading Rasa's events as the tracker store keeps them, without Rasa.

The table (bot.store.rasa_events) is only read here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import func, inspect, select
from sqlalchemy.engine import Connection

from bot.store.rasa_events import EVENTS

_SENDERS_AT_ONCE = 200


@dataclass(frozen=True)
class Event:
    """One event: its number in the store, its moment, its content."""

    number: int
    time: datetime
    content: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """Rasa's name of the event: user, bot, slot, action and others."""
        return str(self.content.get("event", ""))

    @property
    def text(self) -> str:
        """What was said."""
        return self.content.get("text") or ""

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What the channel and Rasa noted beside it."""
        return self.content.get("metadata") or {}

    @property
    def intent(self) -> Mapping[str, Any]:
        """The intent of a user's message, with its confidence."""
        return (self.content.get("parse_data") or {}).get("intent") or {}

    @property
    def blocks(self) -> list[Mapping[str, Any]]:
        """The typed blocks of a reply."""
        custom = (self.content.get("data") or {}).get("custom") or {}
        return list(custom.get("blocks", []))

    @property
    def is_typed(self) -> bool:
        """Whether a user typed it; buttons and the page send payloads."""
        shown = self.metadata.get("shown")
        return (
            self.kind == "user"
            and bool(self.text.strip())
            and not self.text.startswith("/")
            and shown is None
        )


def exists(connection: Connection) -> bool:
    """Whether Rasa has written conversations into this database yet."""
    return bool(inspect(connection).has_table(EVENTS.name))


def newest(connection: Connection) -> int:
    """The number of the newest event, 0 if there is none."""
    return int(connection.execute(select(func.max(EVENTS.c.id))).scalar() or 0)


def senders_since(connection: Connection, number: int) -> list[str]:
    """Conversations with an event after this number, in the order of their first one."""
    touched = (
        select(EVENTS.c.sender_id, func.min(EVENTS.c.id).label("first"))
        .where(EVENTS.c.id > number)
        .group_by(EVENTS.c.sender_id)
        .order_by("first")
    )
    return [str(row.sender_id) for row in connection.execute(touched)]


def conversations(
    connection: Connection, senders: Iterable[str]
) -> Iterator[tuple[str, list[Event]]]:
    """All events of each conversation, in order."""
    wanted = list(senders)
    for at in range(0, len(wanted), _SENDERS_AT_ONCE):
        some = wanted[at : at + _SENDERS_AT_ONCE]
        rows = select(EVENTS.c.id, EVENTS.c.sender_id, EVENTS.c.timestamp, EVENTS.c.data)
        rows = rows.where(EVENTS.c.sender_id.in_(some)).order_by(EVENTS.c.id)
        found: dict[str, list[Event]] = {sender: [] for sender in some}
        for row in connection.execute(rows):
            moment = datetime.fromtimestamp(row.timestamp or 0.0, timezone.utc)
            found[row.sender_id].append(Event(int(row.id), moment, json.loads(row.data)))
        yield from found.items()
