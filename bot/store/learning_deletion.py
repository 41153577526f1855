"""Deleting a conversation from the tables of learning: messages, figures, and what was queued of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection

from bot.store.engines import engine_for_writing, has_table, only_writer, opened
from bot.store.learning_tables import CONVERSATIONS, DECISIONS, ITEMS, MESSAGES


@dataclass(frozen=True)
class Unlearned:
    """What was deleted: how many messages, which items of the queue, and their texts."""

    messages: int = 0
    items: frozenset[int] = frozenset()
    texts: frozenset[str] = frozenset()


def unlearn(url: str, session: str) -> Unlearned:
    """Delete a conversation (see `session_hash`) where there are tables of learning at all.

    Raises:
        StoreError: the database does not take it.
    """
    if not session or not has_table(url, MESSAGES.name):
        return Unlearned()
    with opened(engine_for_writing(url)) as engine, only_writer(engine) as connection:
        return unlearn_in(connection, {session})


def unlearn_in(connection: Connection, sessions: Collection[str]) -> Unlearned:
    """Delete conversations within a transaction."""
    of_them = MESSAGES.c.conversation.in_(sessions)
    texts = {str(row.text) for row in connection.execute(select(MESSAGES.c.text).where(of_them))}
    gone = connection.execute(delete(MESSAGES).where(of_them))
    connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.key.in_(sessions)))
    items, more = _items(connection, frozenset(sessions))
    return Unlearned(int(gone.rowcount), frozenset(items), frozenset(texts | more))


def _items(connection: Connection, sessions: frozenset[str]) -> tuple[set[int], set[str]]:
    """Items only of these conversations go; others lose the link."""
    gone: set[int] = set()
    texts: set[str] = set()
    for row in connection.execute(select(ITEMS)).all():
        left = [one for one in row.conversations if one not in sessions]
        if len(left) == len(row.conversations):
            continue
        if left:
            linked = update(ITEMS).where(ITEMS.c.id == row.id)
            connection.execute(linked.values(conversations=left, seen=max(1, row.seen - 1)))
        else:
            gone.add(int(row.id))
            texts.add(str(row.text))
    if gone:
        connection.execute(delete(DECISIONS).where(DECISIONS.c.item.in_(gone)))
        connection.execute(delete(ITEMS).where(ITEMS.c.id.in_(gone)))
    return gone, texts
