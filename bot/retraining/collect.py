"""Step 1 and 2: new conversations from the tracker store, redacted, into the tables of learning.

Incremental: only conversations with new events are read. Idempotent: a message has the number of its event,
so collecting again, or two collections at once, change nothing. On PostgreSQL a transaction with a smaller
number may end after one with a larger one, therefore the last numbers are looked at again each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection

from bot.retraining import tracker_events
from bot.retraining.errors import LearningError
from bot.retraining.places import Places
from bot.retraining.reading import Conversation, read_conversation
from bot.retraining.redact import Redactor
from bot.retraining.tracker_events import Event
from bot.store.addresses import StoreError
from bot.store.advice_log import session_hash
from bot.store.engines import engine_for_reading, only_writer, opened
from bot.store.learning_tables import CONVERSATIONS, MESSAGES, STATE

LOOKED_AT_AGAIN = 500
_CURSOR = "collected"
_CONVERSATIONS_AT_ONCE = 200


@dataclass(frozen=True)
class Collected:
    """What one run has brought."""

    conversations: int
    messages: int
    redacted: int


def collect(places: Places, redactor: Redactor) -> Collected:
    """Bring the tables of learning up to date with the tracker store.

    Raises:
        LearningError: there are no conversations yet.
    """
    try:
        source = engine_for_reading(places.tracker)
    except StoreError as error:
        raise LearningError(
            "There are no conversations yet: nobody has talked to the advisor."
        ) from error
    totals = [0, 0, 0]
    with opened(source) as engine, engine.connect() as connection:
        if not tracker_events.exists(connection):
            raise LearningError("There are no conversations yet: nobody has talked to the advisor.")
        newest = tracker_events.newest(connection)
        with places.engine.connect() as own:
            since = max(0, _cursor(own) - LOOKED_AT_AGAIN)
        senders = tracker_events.senders_since(connection, since)
        batch: list[tuple[str, list[Event]]] = []
        for one in tracker_events.conversations(connection, senders):
            batch.append(one)
            if len(batch) == _CONVERSATIONS_AT_ONCE:
                _take(places, batch, redactor, totals)
                batch = []
        _take(places, batch, redactor, totals)
    with only_writer(places.engine) as own:
        _set_cursor(own, newest)
    return Collected(*totals)


def _take(
    places: Places,
    batch: Sequence[tuple[str, list[Event]]],
    redactor: Redactor,
    totals: list[int],
) -> None:
    # Redacted first, written afterwards: the database never holds a word that was not read.
    read = [
        read_conversation(session_hash(sender), events, redactor)
        for sender, events in batch
        if events
    ]
    with only_writer(places.engine) as connection:
        for number, count in enumerate(_written(connection, read)):
            totals[number] += count


def _written(connection: Connection, read: Iterable[Conversation]) -> tuple[int, int, int]:
    """Write what is new or has changed; returns how many conversations, messages, redacted messages."""
    conversations = messages = redacted = 0
    for one in read:
        key, last = one.summary["key"], one.summary["last_event"]
        known = connection.execute(
            select(CONVERSATIONS.c.last_event).where(CONVERSATIONS.c.key == key)
        )
        if known.scalar() == last:
            continue
        had = {
            row.event
            for row in connection.execute(
                select(MESSAGES.c.event).where(MESSAGES.c.conversation == key)
            )
        }
        # Signs of earlier messages may have changed with what was said later.
        connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.key == key))
        connection.execute(delete(MESSAGES).where(MESSAGES.c.conversation == key))
        connection.execute(insert(CONVERSATIONS), one.summary)
        if one.messages:
            connection.execute(insert(MESSAGES), one.messages)
        new = [message for message in one.messages if message["event"] not in had]
        conversations += 1
        messages += len(new)
        redacted += sum("‹" in message["text"] for message in new)
    return conversations, messages, redacted


def _cursor(connection: Connection) -> int:
    value = connection.execute(select(STATE.c.value).where(STATE.c.name == _CURSOR)).scalar()
    return int(value or 0)


def _set_cursor(connection: Connection, number: int) -> None:
    connection.execute(delete(STATE).where(STATE.c.name == _CURSOR))
    connection.execute(insert(STATE), {"name": _CURSOR, "value": str(number)})
