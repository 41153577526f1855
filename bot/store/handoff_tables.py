"""Tables of the requests to advisers: what was asked, the consent, and each way it is delivered by."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.store.column_types import UtcDateTime

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

HANDOFFS = Table(
    "handoffs",
    METADATA,
    Column("reference", String(32), primary_key=True),
    Column("session", String(64), nullable=False, index=True),
    Column("fingerprint", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("language", String(2), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime, index=True),
    # Empty once the request has been delivered and kept long enough.
    Column("content", JSON),
    UniqueConstraint("session", "fingerprint"),
)

CONSENTS = Table(
    "handoff_consents",
    METADATA,
    Column("reference", ForeignKey("handoffs.reference"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("version", String(32), nullable=False),
    Column("language", String(2), nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
)
"""The words that were agreed to, and when: apart from the conversation and from the request."""

DELIVERIES = Table(
    "handoff_deliveries",
    METADATA,
    Column("reference", ForeignKey("handoffs.reference"), primary_key=True),
    Column("channel", String(16), primary_key=True),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", UtcDateTime, nullable=False, index=True),
    Column("delivered_at", UtcDateTime),
    Column("last_error", Text, nullable=False),
)
