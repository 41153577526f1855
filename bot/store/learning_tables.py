"""Tables for retraining: redacted messages, the review queue, and what reviewers decided.

Nothing typed by a visitor gets in here before bot.retraining.redact has read it. A conversation is known
by the hash of its name in the tracker store (bot.store.advice_log.session_hash).
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import make_url

from bot.store.column_types import UtcDateTime

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


def _number() -> Any:
    # SQLite counts up by itself only in a column of its own integer type.
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True)


STATE = Table(
    "learning_state",
    METADATA,
    # How far collecting has come, and the like.
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

CONVERSATIONS = Table(
    "learning_conversation",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("started", UtcDateTime, nullable=False),
    Column("last_seen", UtcDateTime, nullable=False, index=True),
    Column("last_event", BigInteger, nullable=False),
    Column("language", String(2), nullable=False),
    Column("channel", String(64), nullable=False),
    Column("typed", Integer, nullable=False),
    Column("fallbacks", Integer, nullable=False),
    # What the case came to: product, market, verdict; the open question where it ended.
    Column("hs", String(10), nullable=False),
    Column("markets", JSON, nullable=False),
    Column("open_question", String(128), nullable=False),
    Column("facts", JSON, nullable=False),
    Column("handoff", Boolean, nullable=False),
    Column("thumbs_up", Integer, nullable=False),
    Column("thumbs_down", Integer, nullable=False),
)

MESSAGES = Table(
    "learning_message",
    METADATA,
    # The number of the event in the tracker store: collecting twice gives the same rows.
    Column("event", BigInteger, primary_key=True, autoincrement=False),
    Column("conversation", String(64), nullable=False, index=True),
    Column("time", UtcDateTime, nullable=False, index=True),
    Column("language", String(2), nullable=False),
    Column("text", Text, nullable=False),
    Column("asked", String(128), nullable=False),
    Column("said_before", Text, nullable=False),
    Column("intent", String(64), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("margin", Float, nullable=False),
    Column("ranking", JSON, nullable=False),
    Column("entities", JSON, nullable=False),
    Column("signs", JSON, nullable=False),
    Column("model_id", String(64), nullable=False),
    Column("redaction", String(16), nullable=False),
    Column("found", JSON, nullable=False),
)

ITEMS = Table(
    "learning_item",
    METADATA,
    _number(),
    # Language and folded text: one item for all messages that say the same.
    Column("key", String(255), nullable=False),
    Column("language", String(2), nullable=False),
    Column("text", Text, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("priority", Float, nullable=False),
    Column("seen", Integer, nullable=False),
    Column("conversations", JSON, nullable=False),
    Column("asked", String(128), nullable=False),
    Column("said_before", Text, nullable=False),
    Column("ranking", JSON, nullable=False),
    Column("entities", JSON, nullable=False),
    Column("model_id", String(64), nullable=False),
    Column("redaction", String(16), nullable=False),
    Column("selected", UtcDateTime, nullable=False),
    # open, done, skipped; which reviewer works on it until when.
    Column("status", String(16), nullable=False, index=True),
    Column("claimed_by", String(64), nullable=False),
    Column("claimed_until", UtcDateTime),
    # What was decided: [{text, intent, entities, product}], several where the message was split.
    Column("parts", JSON, nullable=False),
    Column("reviewer", String(64), nullable=False),
    Column("decided", UtcDateTime),
    Column("version", Integer, nullable=False),
    Column("batch", String(64), nullable=False),
    UniqueConstraint("key"),
)

WORDS = Table(
    "learning_word",
    METADATA,
    # Words that few use, as keyed hashes (bot.retraining.shared_words), and the conversations that hold them.
    Column("word", String(64), primary_key=True),
    Column("conversation", String(64), primary_key=True, index=True),
    Column("time", UtcDateTime, nullable=False, index=True),
    # Whether the messages of the conversation were written with the word in them.
    Column("written", Boolean, nullable=False),
)


def key_file(folder: Path, url: str) -> Path:
    """The file with the key of the hashes in `WORDS` of this database, in the folder of learning."""
    address = make_url(url)
    name = f"{address.host}:{address.port}/{address.database}"
    return folder / f"words-{hashlib.sha256(name.encode()).hexdigest()[:8]}.key"


DECISIONS = Table(
    "learning_decision",
    METADATA,
    _number(),
    Column("item", BigInteger, nullable=False, index=True),
    Column("time", UtcDateTime, nullable=False),
    Column("reviewer", String(64), nullable=False),
    Column("action", String(16), nullable=False),
    # The item's status and parts before, for undo.
    Column("before", JSON, nullable=False),
    Column("undone", Boolean, nullable=False),
)
