"""Redacted messages, review queue and decisions."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "learning_0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)


def _text(name: str, length: int) -> Any:
    return sa.Column(name, sa.String(length), nullable=False)


def _json(name: str) -> Any:
    return sa.Column(name, sa.JSON, nullable=False)


def upgrade() -> None:
    op.create_table(
        "learning_state",
        _text("name", 32),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_learning_state"),
    )
    op.create_table(
        "learning_conversation",
        _text("key", 64),
        sa.Column("started", _TIME, nullable=False),
        sa.Column("last_seen", _TIME, nullable=False),
        sa.Column("last_event", sa.BigInteger, nullable=False),
        _text("language", 2),
        _text("channel", 64),
        sa.Column("typed", sa.Integer, nullable=False),
        sa.Column("fallbacks", sa.Integer, nullable=False),
        _text("hs", 10),
        _json("markets"),
        _text("open_question", 128),
        _json("facts"),
        sa.Column("handoff", sa.Boolean, nullable=False),
        sa.Column("thumbs_up", sa.Integer, nullable=False),
        sa.Column("thumbs_down", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_learning_conversation"),
    )
    op.create_index("ix_learning_conversation_last_seen", "learning_conversation", ["last_seen"])
    op.create_table(
        "learning_message",
        sa.Column("event", sa.BigInteger, nullable=False, autoincrement=False),
        _text("conversation", 64),
        sa.Column("time", _TIME, nullable=False),
        _text("language", 2),
        sa.Column("text", sa.Text, nullable=False),
        _text("asked", 128),
        sa.Column("said_before", sa.Text, nullable=False),
        _text("intent", 64),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("margin", sa.Float, nullable=False),
        _json("ranking"),
        _json("entities"),
        _json("signs"),
        _text("model_id", 64),
        _text("redaction", 16),
        _json("found"),
        sa.PrimaryKeyConstraint("event", name="pk_learning_message"),
    )
    op.create_index("ix_learning_message_conversation", "learning_message", ["conversation"])
    op.create_index("ix_learning_message_time", "learning_message", ["time"])
    op.create_table(
        "learning_item",
        sa.Column("id", _ID, nullable=False),
        _text("key", 255),
        _text("language", 2),
        sa.Column("text", sa.Text, nullable=False),
        _json("reasons"),
        sa.Column("priority", sa.Float, nullable=False),
        sa.Column("seen", sa.Integer, nullable=False),
        _json("conversations"),
        _text("asked", 128),
        sa.Column("said_before", sa.Text, nullable=False),
        _json("ranking"),
        _json("entities"),
        _text("model_id", 64),
        _text("redaction", 16),
        sa.Column("selected", _TIME, nullable=False),
        _text("status", 16),
        _text("claimed_by", 64),
        sa.Column("claimed_until", _TIME),
        _json("parts"),
        _text("reviewer", 64),
        sa.Column("decided", _TIME),
        sa.Column("version", sa.Integer, nullable=False),
        _text("batch", 64),
        sa.PrimaryKeyConstraint("id", name="pk_learning_item"),
        sa.UniqueConstraint("key", name="uq_learning_item_key"),
    )
    op.create_index("ix_learning_item_status", "learning_item", ["status"])
    op.create_table(
        "learning_decision",
        sa.Column("id", _ID, nullable=False),
        sa.Column("item", sa.BigInteger, nullable=False),
        sa.Column("time", _TIME, nullable=False),
        _text("reviewer", 64),
        _text("action", 16),
        _json("before"),
        sa.Column("undone", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_learning_decision"),
    )
    op.create_index("ix_learning_decision_item", "learning_decision", ["item"])


def downgrade() -> None:
    for name in ("decision", "item", "message", "conversation", "state"):
        op.drop_table(f"learning_{name}")
