"""Step 1 and 2: new conversations from the tracker store, redacted, into the tables of learning.

Incremental: only conversations with new events are read. Idempotent: a message has the number of its event,
so collecting again, or two collections at once, change nothing. On PostgreSQL a transaction with a smaller
number may end after one with a larger one, therefore the last numbers are looked at again each time.

Rare words are counted first, as keyed hashes; what is written afterwards hides those that too few
conversations hold. When a word comes to be shared, the conversations that hid it are written anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection

from bot.retraining import tracker_events
from bot.retraining.errors import LearningError
from bot.retraining.places import Places
from bot.retraining.reading import Conversation, read_conversation
from bot.retraining.redact import Redactor
from bot.retraining.shared_words import SharedWords
from bot.retraining.tracker_events import Event
from bot.store.addresses import StoreError
from bot.store.advice_log import session_hash
from bot.store.engines import engine_for_reading, only_writer, opened
from bot.store.learning_tables import CONVERSATIONS, MESSAGES, STATE

LOOKED_AT_AGAIN = 500
_CURSOR = "collected"
_CONVERSATIONS_AT_ONCE = 200
_Said = tuple[str, list[Event]]


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
    with opened(source) as engine, engine.connect() as connection:
        if not tracker_events.exists(connection):
            raise LearningError("There are no conversations yet: nobody has talked to the advisor.")
        newest = tracker_events.newest(connection)
        with places.engine.connect() as own:
            since = max(0, _cursor(own) - LOOKED_AT_AGAIN)
        senders = tracker_events.senders_since(connection, since)
        _count_words(places, connection, senders, redactor)
        found = _write(places, connection, senders, redactor)
    with only_writer(places.engine) as own:
        _set_cursor(own, newest)
    return found


def _count_words(
    places: Places, connection: Connection, senders: Sequence[str], redactor: Redactor
) -> None:
    """Which rare words the new conversations hold, before any of them is written."""
    words = SharedWords.of(places)
    for batch in _batches(connection, senders):
        with places.engine.connect() as own:
            changed = [one for one in batch if _has_changed(own, *one)]
        read = _read(changed, redactor)
        with only_writer(places.engine) as own:
            for one in read:
                words.note(own, one.summary["key"], one.rare, one.summary["last_seen"])


def _write(
    places: Places, connection: Connection, senders: Sequence[str], redactor: Redactor
) -> Collected:
    """Write what is new, and anew what hides a word that is shared by now."""
    words = SharedWords.of(places)
    with places.engine.connect() as own:
        hidden = words.hidden_in(own)
    if hidden:
        every = tracker_events.senders_since(connection, 0)
        again = [one for one in every if session_hash(one) in hidden]
        senders = list(dict.fromkeys([*senders, *again]))
    totals = [0, 0, 0]
    sharing = redactor.sharing(words.is_shared)
    for batch in _batches(connection, senders):
        with places.engine.connect() as own:
            wanted = [
                one for one in batch if session_hash(one[0]) in hidden or _has_changed(own, *one)
            ]
        # Redacted first, written afterwards: the database never holds a word that was not read.
        read = _read(wanted, sharing)
        with only_writer(places.engine) as own:
            for number, count in enumerate(_written(own, read)):
                totals[number] += count
            words.mark_written(own, [one.summary["key"] for one in read])
    return Collected(*totals)


def _batches(connection: Connection, senders: Sequence[str]) -> Iterator[list[_Said]]:
    every = (one for one in tracker_events.conversations(connection, senders) if one[1])
    while batch := list(islice(every, _CONVERSATIONS_AT_ONCE)):
        yield batch


def _read(conversations: Iterable[_Said], redactor: Redactor) -> list[Conversation]:
    return [
        read_conversation(session_hash(sender), events, redactor)
        for sender, events in conversations
    ]


def _has_changed(own: Connection, sender: str, events: Sequence[Event]) -> bool:
    """Whether the conversation is new or went on since it was collected."""
    wanted = CONVERSATIONS.c.key == session_hash(sender)
    known = own.execute(select(CONVERSATIONS.c.last_event).where(wanted)).scalar()
    return bool(known != events[-1].number)


def _written(connection: Connection, read: Iterable[Conversation]) -> tuple[int, int, int]:
    """Write conversations; returns how many conversations, new messages, redacted new messages."""
    conversations = messages = redacted = 0
    for one in read:
        key = one.summary["key"]
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
