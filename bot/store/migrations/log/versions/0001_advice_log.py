"""The advice log, with the database's own refusal of changes."""

import sqlalchemy as sa
from alembic import op

revision = "log_0001"
down_revision = None
branch_labels = None
depends_on = None

_REFUSAL = "the advice log is append-only"

_SQLITE_REFUSES = (
    "CREATE TRIGGER advice_log_no_{event} BEFORE {event} ON advice_log "
    "BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
)

_POSTGRESQL_FUNCTION = f"""
CREATE FUNCTION advice_log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$
"""

_POSTGRESQL_REFUSES = (
    "CREATE TRIGGER advice_log_unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON advice_log "
    "FOR EACH STATEMENT EXECUTE FUNCTION advice_log_refuse()"
)


def upgrade() -> None:
    op.create_table(
        "advice_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("input", sa.JSON, nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("agreement", sa.String(64)),
        sa.Column("market", sa.String(2)),
        sa.Column("hs", sa.String(10)),
        sa.Column("data_version", sa.String(64), nullable=False),
        sa.Column("model", sa.String(128), nullable=False),
        sa.Column("session", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_advice_log"),
    )
    op.create_index("ix_advice_log_time", "advice_log", ["time"])
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(_SQLITE_REFUSES.format(event=event, refusal=_REFUSAL))
    else:
        op.execute(_POSTGRESQL_FUNCTION)
        op.execute(_POSTGRESQL_REFUSES)


def downgrade() -> None:
    raise NotImplementedError("The advice log is kept: there is no way back to a time before it.")
