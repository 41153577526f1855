"""Deleting from the tables of learning: one conversation with all that was queued of it, or by age."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import and_, delete, inspect, select, update
from sqlalchemy.engine import Connection

from bot.store.engines import engine_for_writing, has_table, only_writer, opened
from bot.store.learning_tables import CONVERSATIONS, DECISIONS, ITEMS, MESSAGES, WORDS, key_file

AGED = "aged-"
"""How the names begin that lead nowhere; conversations of a certain age stay as figures under them."""

DECIDED = "done"
"""Status of an item on which a reviewer has decided."""


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
    if _has_words(connection):
        connection.execute(delete(WORDS).where(WORDS.c.conversation.in_(sessions)))
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


def _has_words(connection: Connection) -> bool:
    """Tables that nobody has learned in since the last step was added do not have this one yet."""
    return bool(inspect(connection).has_table(WORDS.name))


def unlearn_before(url: str, folder: Path, moment: datetime) -> Unlearned:
    """Delete messages and items that are older; their conversations stay as figures without a name.

    The hashes of rare words go with them, and with the last hash their key in the folder of learning.

    Raises:
        StoreError: the database does not take it.
    """
    if not has_table(url, MESSAGES.name):
        return Unlearned()
    with opened(engine_for_writing(url)) as engine, only_writer(engine) as connection:
        messages = connection.execute(delete(MESSAGES).where(MESSAGES.c.time < moment))
        # Decided but not merged yet is work that somebody has done: it waits for the merge.
        waiting = and_(ITEMS.c.status == DECIDED, ITEMS.c.batch == "")
        old = and_(ITEMS.c.selected < moment, ~waiting)
        rows = connection.execute(select(ITEMS.c.id, ITEMS.c.text).where(old)).all()
        numbers = frozenset(int(row.id) for row in rows)
        connection.execute(delete(DECISIONS).where(DECISIONS.c.item.in_(numbers)))
        connection.execute(delete(ITEMS).where(ITEMS.c.id.in_(numbers)))
        _make_nameless(connection, moment)
        _forget_words(connection, key_file(folder, url), moment)
        return Unlearned(int(messages.rowcount), numbers, frozenset(str(row.text) for row in rows))


def _forget_words(connection: Connection, key: Path, moment: datetime) -> None:
    if not _has_words(connection):
        return
    connection.execute(delete(WORDS).where(WORDS.c.time < moment))
    if connection.execute(select(WORDS.c.word).limit(1)).first() is None:
        key.unlink(missing_ok=True)


def _make_nameless(connection: Connection, moment: datetime) -> None:
    old = and_(CONVERSATIONS.c.last_seen < moment, ~CONVERSATIONS.c.key.startswith(AGED))
    for row in connection.execute(select(CONVERSATIONS.c.key).where(old)).all():
        renamed = update(CONVERSATIONS).where(CONVERSATIONS.c.key == row.key)
        connection.execute(renamed.values(key=AGED + secrets.token_hex(16)))
