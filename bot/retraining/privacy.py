"""Deletion: one conversation by its token wherever it left a trace, and everything by age.

A conversation is in the tracker store, in the advice log, in requests to advisers, in the messages and the
queue of learning, and in files made from them. What was merged into data/ stays: it was redacted,
reviewed, and names nobody; the link to the conversation is deleted.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from sqlalchemy import and_, delete, inspect, or_, select, update
from sqlalchemy.engine import Connection

from bot.retraining.errors import LearningError
from bot.retraining.places import Places
from bot.retraining.review_queue import DONE
from bot.retraining.tracker_events import EVENTS
from bot.store.addresses import StoreError
from bot.store.advice_log import session_hash
from bot.store.advice_log_deletion import delete_before, forget_session
from bot.store.engines import engine_for_reading, engine_for_writing, only_writer, opened
from bot.store.learning_deletion import unlearn_in
from bot.store.learning_tables import CONVERSATIONS, DECISIONS, ITEMS, MESSAGES
from bot.store.outbox import Outbox

RAW_DAYS = 30
"""How long conversations are kept as they were typed, and what was learned from them as messages."""

LOG_DAYS = 730
"""How long the advice log is kept; it holds no texts."""

_AGED = "aged-"
_SHORTEST = 4


@dataclass(frozen=True)
class Deleted:
    """How much was deleted where."""

    events: int
    log_entries: int
    messages: int
    items: int
    files: int
    handoffs: int = 0


def sender_of(token: str) -> str:
    """The name in the tracker store of the conversation with this token on the website."""
    return "web-" + hashlib.sha256(token.encode()).hexdigest()[:40]


def forget(places: Places, token: str) -> Deleted:
    """Delete a conversation by the token of the website, or by its name in the tracker store."""
    if not token.strip():
        raise LearningError("Say which conversation: its token, or its name in the tracker store.")
    senders = (token.strip(), sender_of(token.strip()))
    keys = [session_hash(one) for one in senders]
    events = sum(_delete_events(places, EVENTS.c.sender_id == one) for one in senders)
    log_entries = sum(forget_session(places.log, one) for one in senders)
    handoffs = _forget_handoffs(places, keys)
    with only_writer(places.engine) as connection:
        gone = unlearn_in(connection, set(keys))
    files = _forget_in_files(places.work, gone.texts, set(gone.items))
    return Deleted(events, log_entries, gone.messages, len(gone.items), files, handoffs)


def _forget_handoffs(places: Places, keys: Iterable[str]) -> int:
    """Requests to advisers; how many were withdrawn before they were delivered."""
    outbox = Outbox.open(places.handoffs)
    try:
        return sum(len(outbox.forget(key)) for key in keys)
    finally:
        outbox.close()


def _forget_in_files(folder: Path, texts: Iterable[str], items: set[int]) -> int:
    """Take the texts out of exports; other files that hold one are deleted and can be made again."""
    wanted = [one for one in texts if len(one) >= _SHORTEST]
    changed = 0
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.suffix not in (".json", ".html", ".csv") or not path.is_file():
            continue
        content = path.read_text(encoding="utf-8")
        if not any(_stands_in(one, content) for one in wanted):
            continue
        tasks = _tasks(content) if path.suffix == ".json" else None
        if tasks is None:
            path.unlink()
        else:
            kept = [one for one in tasks if one["data"]["item"] not in items]
            path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        changed += 1
    return changed


def _stands_in(text: str, content: str) -> bool:
    return text in content or json.dumps(text, ensure_ascii=False)[1:-1] in content


def _tasks(content: str) -> list[dict[str, Any]] | None:
    """The tasks of an export, None where the file is none."""
    try:
        tasks: list[dict[str, Any]] = json.loads(content)
        _ = [one["data"]["item"] for one in tasks]
    except (ValueError, TypeError, KeyError):
        return None
    return tasks


# --- by age ---------------------------------------------------------------------------------


def retain(places: Places, raw_days: int = RAW_DAYS, log_days: int = LOG_DAYS) -> Deleted:
    """Delete what is older; conversations stay as figures, under names that lead nowhere.

    A conversation is as old as its last event.
    """
    if raw_days < 1 or log_days < 1:
        raise LearningError("Expected a number of days from 1 on.")
    now = datetime.now(timezone.utc)
    cutoff = now - timedelta(days=raw_days)
    events = _delete_old_events(places, cutoff)
    log_entries = delete_before(places.log, now - timedelta(days=log_days))
    with only_writer(places.engine) as connection:
        messages = connection.execute(delete(MESSAGES).where(MESSAGES.c.time < cutoff))
        # Decided but not merged yet is work that somebody has done: it waits for the merge.
        waiting = and_(ITEMS.c.status == DONE, ITEMS.c.batch == "")
        old = and_(ITEMS.c.selected < cutoff, ~waiting)
        numbers = [row.id for row in connection.execute(select(ITEMS.c.id).where(old))]
        connection.execute(delete(DECISIONS).where(DECISIONS.c.item.in_(numbers)))
        connection.execute(delete(ITEMS).where(ITEMS.c.id.in_(numbers)))
        _make_nameless(connection, cutoff)
    return Deleted(
        events, log_entries, int(messages.rowcount), len(numbers), _delete_old_files(places, cutoff)
    )


def _make_nameless(connection: Connection, cutoff: datetime) -> None:
    old = and_(CONVERSATIONS.c.last_seen < cutoff, ~CONVERSATIONS.c.key.startswith(_AGED))
    for row in connection.execute(select(CONVERSATIONS.c.key).where(old)).all():
        nameless = _AGED + secrets.token_hex(16)
        renamed = update(CONVERSATIONS).where(CONVERSATIONS.c.key == row.key)
        connection.execute(renamed.values(key=nameless))


def _delete_old_events(places: Places, cutoff: datetime) -> int:
    newer = select(EVENTS.c.sender_id).where(EVENTS.c.timestamp >= cutoff.timestamp()).distinct()
    return _delete_events(places, or_(EVENTS.c.sender_id.notin_(newer)))


def _delete_events(places: Places, which: Any) -> int:
    try:
        reader = engine_for_reading(places.tracker)
    except StoreError:
        return 0
    with opened(reader) as engine, engine.connect() as connection:
        if not inspect(connection).has_table(EVENTS.name):
            return 0
    with opened(engine_for_writing(places.tracker)) as engine, engine.begin() as connection:
        return int(connection.execute(delete(EVENTS).where(which)).rowcount)


def _delete_old_files(places: Places, cutoff: datetime) -> int:
    """Exports, comparisons and reports of that age; they hold messages."""
    old = [
        path
        for path in (places.work.rglob("*") if places.work.is_dir() else ())
        if path.is_file()
        and path.suffix in (".json", ".html", ".csv", ".xml")
        and path.stat().st_mtime < cutoff.timestamp()
    ]
    for path in old:
        path.unlink()
    return len(old)
