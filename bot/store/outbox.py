"""Requests to advisers, stored before anything is sent, with what became of each delivery.

A request is open until every way it is delivered by has taken it. Ways are only known to whoever delivers:
a request stored while none was set up waits for the first one. A delivery that is under way is reserved for
a while (a lease): should its process end, another one takes it up again. So a request can be delivered
twice, never lost.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, func, insert, null, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.store.addresses import StoreError
from bot.store.engines import engine_for_writing, only_writer
from bot.store.handoff_tables import CONSENTS, DELIVERIES, HANDOFFS
from bot.store.migrate import Part, upgrade

# Without 0, 1, I, L, O and U: the reference is read out on the telephone.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LONGEST_ERROR = 300


@dataclass(frozen=True)
class Consent:
    """The words a person agreed to, their version, and the moment."""

    text: str
    version: str
    language: str
    given_at: datetime


@dataclass(frozen=True)
class NewHandoff:
    """A request as it was made; `content` is all that is sent, `fingerprint` tells a repeated one."""

    session: str
    fingerprint: str
    kind: str
    language: str
    content: Mapping[str, Any]
    created_at: datetime


@dataclass(frozen=True)
class Delivery:
    """A delivery to be made now."""

    reference: str
    channel: str
    kind: str
    language: str
    created_at: datetime
    attempts: int
    content: Mapping[str, Any]
    consent: Consent


@dataclass(frozen=True)
class HandoffState:
    """A request as the operator sees it: without anything personal."""

    reference: str
    kind: str
    created_at: datetime
    closed_at: datetime | None
    deliveries: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Backlog:
    """How many requests are not delivered yet, how many of them failed before, and since when."""

    waiting: int
    failing: int
    oldest: datetime | None


def new_reference(day: datetime) -> str:
    """A reference such as FTA-2026-7KQ3M9XD."""
    return f"FTA-{day.year}-" + "".join(secrets.choice(_SIGNS) for _ in range(8))


class Outbox:
    """The store of requests; every method raises StoreError if the database does not take it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Outbox:
        """The outbox at an address (see bot.store.addresses.handoff_url), made ready for writing."""
        engine = engine_for_writing(url)
        try:
            with only_writer(engine) as connection:
                upgrade(connection, Part.HANDOFF)
        except OperationalError as error:
            raise StoreError(f"The requests cannot be opened: {error.orig}") from error
        return cls(engine)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    # --- the person who asks --------------------------------------------------------------------

    def add(self, made: NewHandoff, consent: Consent) -> str:
        """Store a request with its consent; returns its reference, that of the first if it is repeated."""
        reference = new_reference(made.created_at)
        try:
            with self._writing() as connection:
                connection.execute(insert(HANDOFFS), {"reference": reference, **vars(made)})
                connection.execute(insert(CONSENTS), {"reference": reference, **vars(consent)})
        except IntegrityError:
            return self._repeated(made)
        return reference

    def _repeated(self, made: NewHandoff) -> str:
        same = and_(HANDOFFS.c.session == made.session, HANDOFFS.c.fingerprint == made.fingerprint)
        with self._writing() as connection:
            found = connection.execute(select(HANDOFFS.c.reference).where(same)).scalar_one()
        return str(found)

    def forget(self, session: str) -> tuple[str, ...]:
        """Delete all requests of a conversation; returns the references of those not delivered yet."""
        mine = HANDOFFS.c.session == session
        with self._writing() as connection:
            rows = connection.execute(select(HANDOFFS).where(mine)).all()
            references = [row.reference for row in rows]
            for table in (CONSENTS, DELIVERIES, HANDOFFS):
                connection.execute(delete(table).where(table.c.reference.in_(references)))
        return tuple(row.reference for row in rows if row.closed_at is None)

    # --- delivering -----------------------------------------------------------------------------

    def claim(self, channels: Iterable[str], now: datetime, lease: timedelta) -> Delivery | None:
        """The next delivery that is due, reserved for the time of the lease; None if none is."""
        wanted = tuple(channels)
        due = and_(
            DELIVERIES.c.delivered_at.is_(None),
            DELIVERIES.c.next_attempt_at <= now,
            DELIVERIES.c.channel.in_(wanted),
        )
        with self._writing() as connection:
            self._plan(connection, wanted, now)
            found = connection.execute(
                select(DELIVERIES).where(due).order_by(DELIVERIES.c.next_attempt_at).limit(1)
            ).first()
            if found is None:
                return None
            reserved = {"attempts": found.attempts + 1, "next_attempt_at": now + lease}
            connection.execute(update(DELIVERIES).where(_is(found)).values(reserved))
            return self._delivery(connection, found)

    @staticmethod
    def _plan(connection: Connection, channels: tuple[str, ...], now: datetime) -> None:
        """Every open request goes by every way that is set up, also by one that was added later."""
        for channel in channels:
            planned = select(DELIVERIES.c.reference).where(DELIVERIES.c.channel == channel)
            unplanned = and_(HANDOFFS.c.closed_at.is_(None), HANDOFFS.c.reference.not_in(planned))
            for row in connection.execute(select(HANDOFFS.c.reference).where(unplanned)).all():
                first = {"attempts": 0, "next_attempt_at": now, "last_error": ""}
                about = {"reference": row.reference, "channel": channel}
                connection.execute(insert(DELIVERIES), {**about, **first})

    @staticmethod
    def _delivery(connection: Connection, found: Any) -> Delivery:
        of_request = HANDOFFS.c.reference == found.reference
        handoff = connection.execute(select(HANDOFFS).where(of_request)).one()
        agreed = CONSENTS.c.reference == found.reference
        consent = connection.execute(select(CONSENTS).where(agreed)).one()
        return Delivery(
            found.reference,
            found.channel,
            handoff.kind,
            handoff.language,
            handoff.created_at,
            found.attempts + 1,
            handoff.content,
            Consent(consent.text, consent.version, consent.language, consent.given_at),
        )

    def delivered(self, delivery: Delivery, now: datetime) -> None:
        """Note a success; the request is closed with the last of its deliveries."""
        of_request = DELIVERIES.c.reference == delivery.reference
        with self._writing() as connection:
            done = {"delivered_at": now, "last_error": ""}
            connection.execute(update(DELIVERIES).where(_is(delivery)).values(done))
            open_ones = and_(of_request, DELIVERIES.c.delivered_at.is_(None))
            if connection.execute(select(DELIVERIES).where(open_ones)).first() is None:
                closed = update(HANDOFFS).where(HANDOFFS.c.reference == delivery.reference)
                connection.execute(closed.values(closed_at=now))

    def failed(self, delivery: Delivery, error: str, again_at: datetime) -> None:
        """Note a failure, and when to try again."""
        noted = {"last_error": error[:_LONGEST_ERROR], "next_attempt_at": again_at}
        with self._writing() as connection:
            connection.execute(update(DELIVERIES).where(_is(delivery)).values(noted))

    # --- the operator ---------------------------------------------------------------------------

    def backlog(self) -> Backlog:
        """What is not delivered yet."""
        is_open = HANDOFFS.c.closed_at.is_(None)
        failing = and_(DELIVERIES.c.delivered_at.is_(None), DELIVERIES.c.last_error != "")
        with self._writing() as connection:
            waiting = connection.execute(
                select(func.count(), func.min(HANDOFFS.c.created_at)).where(is_open)
            ).one()
            failed = connection.execute(
                select(func.count(func.distinct(DELIVERIES.c.reference))).where(failing)
            ).scalar_one()
        return Backlog(int(waiting[0]), int(failed), waiting[1])

    def states(self, *, only_open: bool = False) -> tuple[HandoffState, ...]:
        """All requests in order, with their deliveries."""
        wanted = select(HANDOFFS).order_by(HANDOFFS.c.created_at)
        if only_open:
            wanted = wanted.where(HANDOFFS.c.closed_at.is_(None))
        with self._writing() as connection:
            rows = connection.execute(wanted).all()
            made: dict[str, list[Mapping[str, Any]]] = {row.reference: [] for row in rows}
            for one in connection.execute(select(DELIVERIES)).mappings():
                made.get(one["reference"], []).append(dict(one))
        return tuple(
            HandoffState(
                row.reference, row.kind, row.created_at, row.closed_at, tuple(made[row.reference])
            )
            for row in rows
        )

    def retry(self, now: datetime, reference: str | None = None) -> int:
        """Make failed deliveries due at once; returns how many."""
        due = DELIVERIES.c.delivered_at.is_(None)
        if reference is not None:
            due = and_(due, DELIVERIES.c.reference == reference)
        with self._writing() as connection:
            return int(
                connection.execute(
                    update(DELIVERIES).where(due).values(next_attempt_at=now)
                ).rowcount
            )

    def empty_closed(self, before: datetime) -> int:
        """Erase the content of requests that were delivered before a moment; returns how many."""
        old = and_(HANDOFFS.c.closed_at < before, HANDOFFS.c.content.is_not(null()))
        # A plain None would be stored as the JSON value null.
        with self._writing() as connection:
            emptied = connection.execute(update(HANDOFFS).where(old).values(content=null()))
            return int(emptied.rowcount)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with only_writer(self._engine) as connection:
                yield connection
        except OperationalError as error:
            raise StoreError(f"The requests cannot be reached: {error.orig}") from error


def _is(delivery: Any) -> Any:
    return and_(
        DELIVERIES.c.reference == delivery.reference, DELIVERIES.c.channel == delivery.channel
    )
