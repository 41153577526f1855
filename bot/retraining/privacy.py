"""Deletion: one conversation by its token wherever it left a trace, and everything by age.

A conversation is in the tracker store, in the advice log, in requests to advisers, in the messages and the
queue of learning, and in files made from them. What was merged into data/ stays: it was redacted,
reviewed, and names nobody; the link to the conversation is deleted.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from bot.retraining.errors import LearningError
from bot.retraining.places import Places
from bot.store.advice_log import session_hash
from bot.store.advice_log_deletion import forget_session
from bot.store.engines import only_writer
from bot.store.learning_deletion import unlearn_in
from bot.store.outbox import Outbox
from bot.store.rasa_events import delete_conversation
from bot.store.retention import Retention, RetentionError, delete_aged

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
    events = sum(delete_conversation(places.tracker, one) for one in senders)
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


def retention_of(days: int | None = None, log_days: int | None = None) -> Retention:
    """What is asked for, the rest as the environment says; raises LearningError for no number of days."""
    try:
        wanted = Retention.from_environment(os.environ)
        return Retention(
            wanted.conversation_days if days is None else days,
            wanted.log_days if log_days is None else log_days,
        )
    except RetentionError as error:
        raise LearningError(str(error)) from error


def retain(places: Places, retention: Retention) -> Deleted:
    """Delete what is older, as the server itself does daily (bot.store.retention).

    Conversations stay as figures, under names that lead nowhere.
    """
    gone = delete_aged(places.database, places.work, retention, datetime.now(timezone.utc))
    return Deleted(gone.events, gone.log_entries, gone.messages, gone.items, gone.files)
