"""Deleting from the advice log: for one person's request, and by age. Nothing else may.

The database refuses changes of the log (migrations/log). The refusal is lifted inside the one transaction
that deletes, and stands again at its end.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, text
from sqlalchemy.engine import Connection

from bot.store.addresses import StoreError
from bot.store.advice_log import AdviceLog, session_hash
from bot.store.engines import engine_for_writing, has_table, only_writer, opened
from bot.store.log_tables import ADVICE_LOG

_SQLITE_TRIGGER = "advice_log_no_DELETE"
_POSTGRESQL_TRIGGER = "advice_log_no_delete"


def forget_session(url: str, sender: str) -> int:
    """Delete the entries of a conversation, by its name in the tracker store; returns how many."""
    if not has_table(url, ADVICE_LOG.name):
        return 0
    log = AdviceLog.open(url)
    try:
        return log.erase(session_hash(sender))
    finally:
        log.close()


def delete_before(url: str, moment: datetime) -> int:
    """Delete the entries before a moment; returns how many."""
    return _delete(url, ADVICE_LOG.c.time < moment)


def _delete(url: str, which: Any) -> int:
    if not has_table(url, ADVICE_LOG.name):
        return 0
    with opened(engine_for_writing(url)) as engine, only_writer(engine) as connection:
        if connection.dialect.name == "sqlite":
            return _delete_on_sqlite(connection, which)
        connection.execute(text(f"ALTER TABLE advice_log DISABLE TRIGGER {_POSTGRESQL_TRIGGER}"))
        count = int(connection.execute(delete(ADVICE_LOG).where(which)).rowcount)
        connection.execute(text(f"ALTER TABLE advice_log ENABLE TRIGGER {_POSTGRESQL_TRIGGER}"))
        return count


def _delete_on_sqlite(connection: Connection, which: Any) -> int:
    # SQLite cannot switch a trigger off: it is taken away and put back as it was.
    wanted = text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name")
    refusal = connection.execute(wanted, {"name": _SQLITE_TRIGGER}).scalar()
    if not refusal:
        raise StoreError(
            "The advice log does not refuse changes as it should; nothing was deleted."
        )
    connection.execute(text(f'DROP TRIGGER "{_SQLITE_TRIGGER}"'))
    count = int(connection.execute(delete(ADVICE_LOG).where(which)).rowcount)
    connection.exec_driver_sql(str(refusal))
    return count
