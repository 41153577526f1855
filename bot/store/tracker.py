"""Conversations for Rasa. The only module of the store that imports Rasa; nobody imports it but Rasa.

In endpoints.yml:

    tracker_store:
      type: bot.store.tracker.AdvisorTrackerStore
"""

from __future__ import annotations

from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from sqlalchemy import delete, event

from bot.store.addresses import database_url, file_of, is_sqlite, parsed, tracker_url

BUSY_MILLISECONDS = 10_000


class AdvisorTrackerStore(SQLTrackerStore):  # type: ignore[misc]
    """Rasa's own SQL store, at the address of the advisor's databases.

    An unset variable in endpoints.yml would end Rasa; this store has a default instead: SQLite's
    file var/tracker.db, or the database that FTA_DATABASE_URL names.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        """Open the store.

        Args:
            domain: the domain of the model.
            host: a database URL (`url` in endpoints.yml) that goes before the environment.
            event_broker: where Rasa publishes events, if anywhere.
            kwargs: handed on to Rasa's store.
        """
        address = parsed(host or tracker_url(database_url()))
        if is_sqlite(address):
            file_of(address).parent.mkdir(parents=True, exist_ok=True)
        super().__init__(
            domain=domain,
            host=address.render_as_string(hide_password=False),
            event_broker=event_broker,
            **kwargs,
        )
        if is_sqlite(address):
            event.listen(self.engine, "connect", _prepare_sqlite)

    def forget(self, sender_id: str) -> int:
        """Delete a conversation for good; returns the number of events that were deleted."""
        with self.engine.begin() as connection:
            gone = delete(self.SQLEvent.__table__).where(self.SQLEvent.sender_id == sender_id)
            return int(connection.execute(gone).rowcount)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # Reading goes on while another worker writes, and a short foreign lock does not lose a turn.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
