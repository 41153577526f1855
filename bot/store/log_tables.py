"""The tables of the advice log. Rows are only ever added; the database itself refuses changes.

The one way out is the erasure of a conversation by its user: it is noted first, and only rows of a
conversation so noted can be deleted.
"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Integer, MetaData, String, Table

from bot.store.column_types import UtcDateTime

METADATA = MetaData(
    naming_convention={"pk": "pk_%(table_name)s", "ix": "ix_%(table_name)s_%(column_0_N_name)s"}
)

ADVICE_LOG = Table(
    "advice_log",
    METADATA,
    # SQLite counts up by itself only in a column of its own integer type.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("time", UtcDateTime, nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("input", JSON, nullable=False),
    Column("outcome", String(32), nullable=False),
    Column("agreement", String(64)),
    Column("market", String(2)),
    Column("hs", String(10)),
    Column("data_version", String(64), nullable=False),
    Column("model", String(128), nullable=False),
    Column("session", String(64), nullable=False, index=True),
)

ERASURES = Table(
    "advice_log_erasures",
    METADATA,
    Column("session", String(64), primary_key=True),
    Column("time", UtcDateTime, nullable=False),
)
"""Conversations that were deleted: a hash that leads nowhere, and when."""
