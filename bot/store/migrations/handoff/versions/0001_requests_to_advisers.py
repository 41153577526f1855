"""Requests to advisers: stored first, delivered after."""

import sqlalchemy as sa
from alembic import op

revision = "handoff_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "handoffs",
        sa.Column("reference", sa.String(32), nullable=False),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("closed_at", moment),
        sa.Column("content", sa.JSON),
        sa.PrimaryKeyConstraint("reference", name="pk_handoffs"),
        sa.UniqueConstraint("session", "fingerprint", name="uq_handoffs_session_fingerprint"),
    )
    op.create_index("ix_handoffs_session", "handoffs", ["session"])
    op.create_index("ix_handoffs_closed_at", "handoffs", ["closed_at"])
    op.create_table(
        "handoff_consents",
        sa.Column("reference", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("given_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("reference", name="pk_handoff_consents"),
        sa.ForeignKeyConstraint(
            ["reference"], ["handoffs.reference"], name="fk_handoff_consents_reference"
        ),
    )
    op.create_table(
        "handoff_deliveries",
        sa.Column("reference", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_attempt_at", moment, nullable=False),
        sa.Column("delivered_at", moment),
        sa.Column("last_error", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("reference", "channel", name="pk_handoff_deliveries"),
        sa.ForeignKeyConstraint(
            ["reference"], ["handoffs.reference"], name="fk_handoff_deliveries_reference"
        ),
    )
    op.create_index(
        "ix_handoff_deliveries_next_attempt_at", "handoff_deliveries", ["next_attempt_at"]
    )


def downgrade() -> None:
    raise NotImplementedError("Requests are kept: there is no way back to a time before them.")
