"""Rare words: keyed hashes, by conversation."""

import sqlalchemy as sa
from alembic import op

revision = "learning_0002"
down_revision = "learning_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learning_word",
        sa.Column("word", sa.String(64), nullable=False),
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("word", "conversation", name="pk_learning_word"),
    )
    op.create_index("ix_learning_word_conversation", "learning_word", ["conversation"])
    op.create_index("ix_learning_word_time", "learning_word", ["time"])


def downgrade() -> None:
    op.drop_table("learning_word")
