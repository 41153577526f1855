"""How long things are kept, and deleting what is older: conversations, what was learned of them, the log.

FTA_KEEP_DAYS          days after its last message until a conversation is deleted (default 30), with the
                       messages that were collected from it for learning and the files made of them
FTA_KEEP_LOG_DAYS      days the answers in the advice log are kept, which hold no texts (default 730)

Requests to advisers have a time of their own (FTA_HANDOFF_KEEP_DAYS, bot.handoff.settings).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.store.addresses import learning_url, log_url, tracker_url
from bot.store.advice_log_deletion import delete_before
from bot.store.learning_deletion import unlearn_before
from bot.store.rasa_events import delete_conversations_before

CONVERSATION_DAYS = 30
LOG_DAYS = 730

_MADE_OF_MESSAGES = (".json", ".html", ".csv", ".xml")


class RetentionError(ValueError):
    """A number of days is none; the message names the variable."""


@dataclass(frozen=True)
class Retention:
    """Days that conversations and the advice log are kept."""

    conversation_days: int = CONVERSATION_DAYS
    log_days: int = LOG_DAYS

    def __post_init__(self) -> None:
        if self.conversation_days < 1 or self.log_days < 1:
            raise RetentionError("Expected a number of days from 1 on.")

    @classmethod
    def from_environment(cls, given: Mapping[str, str]) -> Retention:
        """As the environment says; raises RetentionError."""
        return cls(
            _days(given, "FTA_KEEP_DAYS", CONVERSATION_DAYS),
            _days(given, "FTA_KEEP_LOG_DAYS", LOG_DAYS),
        )


@dataclass(frozen=True)
class Aged:
    """How much was deleted because of its age."""

    events: int
    log_entries: int
    messages: int
    items: int
    files: int


def delete_aged(database: str, folder: Path, retention: Retention, now: datetime) -> Aged:
    """Delete what is older. A conversation is as old as its last event.

    Args:
        database: the address of the copy of the data, from which the others follow.
        folder: files that were made of messages for learning: exports, comparisons, reports.
        retention: how long things are kept.
        now: from when the days are counted.

    Raises:
        StoreError: a database does not take it; what is left is deleted the next time.
    """
    cutoff = now - timedelta(days=retention.conversation_days)
    events = delete_conversations_before(tracker_url(database), cutoff)
    learned = unlearn_before(learning_url(database), folder, cutoff)
    log_entries = delete_before(log_url(database), now - timedelta(days=retention.log_days))
    files = _delete_files(folder, cutoff)
    return Aged(events, log_entries, learned.messages, len(learned.items), files)


def _delete_files(folder: Path, cutoff: datetime) -> int:
    old = [
        path
        for path in (folder.rglob("*") if folder.is_dir() else ())
        if path.is_file()
        and path.suffix in _MADE_OF_MESSAGES
        and path.stat().st_mtime < cutoff.timestamp()
    ]
    for path in old:
        path.unlink()
    return len(old)


def _days(given: Mapping[str, str], name: str, default: int) -> int:
    value = given.get(name, "").strip()
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise RetentionError(f"{name}: expected a number of days from 1")
    return int(value)
