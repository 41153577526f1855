"""A conversation that its user deletes leaves the advice log, too; nothing else ever does."""

import sqlalchemy as sa
from alembic import op

revision = "log_0002"
down_revision = "log_0001"
branch_labels = None
depends_on = None

_SQLITE_REFUSES_DELETE = (
    "CREATE TRIGGER advice_log_no_DELETE BEFORE DELETE ON advice_log "
    "WHEN NOT EXISTS (SELECT 1 FROM advice_log_erasures WHERE session = OLD.session) "
    "BEGIN SELECT RAISE(ABORT, 'the advice log is append-only'); END"
)

_POSTGRESQL = (
    "DROP TRIGGER advice_log_unchanged ON advice_log",
    "CREATE TRIGGER advice_log_unchanged BEFORE UPDATE OR TRUNCATE ON advice_log "
    "FOR EACH STATEMENT EXECUTE FUNCTION advice_log_refuse()",
    """
    CREATE FUNCTION advice_log_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT EXISTS (SELECT 1 FROM advice_log_erasures WHERE session = OLD.session) THEN
        RAISE EXCEPTION 'the advice log is append-only';
      END IF;
      RETURN OLD;
    END $$
    """,
    "CREATE TRIGGER advice_log_no_delete BEFORE DELETE ON advice_log "
    "FOR EACH ROW EXECUTE FUNCTION advice_log_refuse_delete()",
)


def upgrade() -> None:
    op.create_table(
        "advice_log_erasures",
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("session", name="pk_advice_log_erasures"),
    )
    op.create_index("ix_advice_log_session", "advice_log", ["session"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER advice_log_no_DELETE")
        op.execute(_SQLITE_REFUSES_DELETE)
    else:
        for statement in _POSTGRESQL:
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("Erased conversations cannot come back.")
