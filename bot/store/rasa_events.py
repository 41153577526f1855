"""The table in which rasa 3.6.21 keeps conversations, for reading and deleting without loading Rasa."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    select,
)

from bot.store.engines import engine_for_writing, has_table, opened

EVENTS = Table(
    "events",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("sender_id", String(255)),
    Column("type_name", String(255)),
    Column("timestamp", Float),
    Column("intent_name", String(255)),
    Column("action_name", String(255)),
    Column("data", Text),
)


def delete_conversation(url: str, sender: str) -> int:
    """Delete a conversation by its name; returns the number of events that were deleted."""
    return _delete(url, EVENTS.c.sender_id == sender)


def delete_conversations_before(url: str, moment: datetime) -> int:
    """Delete the conversations whose last event is older; returns the number of events."""
    newer = select(EVENTS.c.sender_id).where(EVENTS.c.timestamp >= moment.timestamp()).distinct()
    return _delete(url, EVENTS.c.sender_id.notin_(newer))


def _delete(url: str, which: Any) -> int:
    if not has_table(url, EVENTS.name):
        return 0
    with opened(engine_for_writing(url)) as engine, engine.begin() as connection:
        return int(connection.execute(delete(EVENTS).where(which)).rowcount)
