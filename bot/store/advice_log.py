"""The advice log: what was asked, what came out, by which state of the law. Rows are only added.

They leave it only with the whole conversation, when its user deletes that.

An entry lets any past answer be given again: the input, the version of the data, the model. It holds no
message texts and no free descriptions, and of the conversation only a hash that leads nowhere once the
conversation is deleted. Thumbs are entries too. A confirmed choice of a code keeps the few words that name
the goods (`words`), as a label for later, but nothing of the conversation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from enum import Enum
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from bot.store.addresses import StoreError
from bot.store.engines import engine_for_reading, engine_for_writing, only_writer, opened
from bot.store.log_tables import ADVICE_LOG, ERASURES
from bot.store.migrate import Part, upgrade

FREE_TEXTS = frozenset({"description", "text", "query"})
"""Keys of the input that hold what somebody typed; their values are never logged."""


class AdviceKind(Enum):
    """What was asked for."""

    ADVISE = "advise"
    ASSESS = "assess"
    FEEDBACK = "feedback"
    CHOICE = "choice"


@dataclass(frozen=True)
class AdviceEntry:
    """One answer that was given.

    Attributes:
        input: the JSON that was asked with; figures as Decimal or text, never float.
        outcome: `usable`, `not_usable`, or the determination (`originating` …); `up` or `down` of feedback,
            `confirmed` of a choice.
        hs: digits of the product's code.
        data_version: SHA-256 of the data the answer was given by.
        model: name of the language model, empty outside of conversations.
        session: see `session_hash`, empty outside of conversations.
    """

    kind: AdviceKind
    input: Mapping[str, Any]
    outcome: str
    agreement: str | None
    market: str | None
    hs: str | None
    data_version: str
    model: str = ""
    session: str = ""
    time: datetime = field(default_factory=lambda: datetime.now(timezone.utc))


def session_hash(token: str) -> str:
    """What the log keeps of a conversation: entries of one conversation can be seen together."""
    return hashlib.sha256(token.encode()).hexdigest() if token else ""


def without_free_texts(value: Any) -> Any:
    """The JSON value without the values of FREE_TEXTS, at any depth."""
    if isinstance(value, Mapping):
        return {
            key: without_free_texts(part) for key, part in value.items() if key not in FREE_TEXTS
        }
    if isinstance(value, (list, tuple)):
        return [without_free_texts(part) for part in value]
    return value


class AdviceLog:
    """The log of one database; make one per process with `AdviceLog.open`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> AdviceLog:
        """The log at an address (see bot.store.addresses.log_url), made ready for writing.

        Raises:
            StoreError: the database cannot be used.
        """
        engine = engine_for_writing(url)
        try:
            with only_writer(engine) as connection:
                upgrade(connection, Part.LOG)
        except OperationalError as error:
            raise StoreError(f"The advice log cannot be opened: {error.orig}") from error
        return cls(engine)

    def append(self, entry: AdviceEntry) -> int:
        """Add an entry; returns its id.

        Raises:
            StoreError: the database does not take it.
            TypeError: the input holds a float or something that is not JSON.
        """
        row = {
            "time": entry.time,
            "kind": entry.kind.value,
            "input": without_free_texts(entry.input),
            "outcome": entry.outcome,
            "agreement": entry.agreement,
            "market": entry.market,
            "hs": entry.hs,
            "data_version": entry.data_version,
            "model": entry.model,
            "session": entry.session,
        }
        try:
            with self._engine.begin() as connection:
                return int(connection.execute(insert(ADVICE_LOG), row).inserted_primary_key[0])
        except OperationalError as error:
            raise StoreError(f"The advice log cannot be written: {error.orig}") from error

    def erase(self, session: str) -> int:
        """Delete all entries of a conversation for good; returns how many there were.

        Args:
            session: see `session_hash`; an empty one is nobody's conversation.

        Raises:
            StoreError: the database does not take it.
        """
        if not session:
            return 0
        noted = select(ERASURES.c.session).where(ERASURES.c.session == session)
        try:
            with self._engine.begin() as connection:
                if connection.execute(noted).first() is None:
                    note = {"session": session, "time": datetime.now(timezone.utc)}
                    connection.execute(insert(ERASURES), note)
                gone = delete(ADVICE_LOG).where(ADVICE_LOG.c.session == session)
                return int(connection.execute(gone).rowcount)
        except OperationalError as error:
            raise StoreError(f"The advice log cannot be written: {error.orig}") from error

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def read_entries(
    url: str, *, after: int = 0, limit: int = 1000
) -> tuple[tuple[int, AdviceEntry], ...]:
    """Entries with their ids in the order in which they were added.

    Args:
        url: the log, see bot.store.addresses.log_url.
        after: only entries with a larger id.
        limit: at most so many.

    Raises:
        StoreError: there is no log.
    """
    wanted = select(ADVICE_LOG).where(ADVICE_LOG.c.id > after).order_by(ADVICE_LOG.c.id)
    with opened(engine_for_reading(url)) as engine, engine.connect() as connection:
        return tuple(_entry(row) for row in connection.execute(wanted.limit(limit)))


def _entry(row: Any) -> tuple[int, AdviceEntry]:
    return int(row.id), AdviceEntry(
        AdviceKind(row.kind),
        row.input,
        row.outcome,
        row.agreement,
        row.market,
        row.hs,
        row.data_version,
        row.model,
        row.session,
        row.time,
    )
