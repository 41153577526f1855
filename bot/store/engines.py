"""Connections: one writer at a time, readers that cannot write, and JSON without binary fractions."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.pool import NullPool

from bot.store.addresses import NoDatabaseError, StoreError, file_of, is_sqlite, parsed

BUSY_SECONDS = 30
"""How long a writer waits for another one on SQLite."""

_PAUSE_SECONDS = 0.01

# One number for the whole advisor: its writers wait for one another, nobody else's do.
_ADVISORY_LOCK = 0x465441


def to_json(value: Any) -> str:
    """JSON with decimals as strings; raises TypeError for floats, which would not be exact."""
    refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, default=_decimal_as_text, allow_nan=False)


def refuse_floats(value: Any, place: str = "$") -> None:
    """Raise TypeError, with the place, where a binary fraction is hidden in a JSON value."""
    if isinstance(value, float):
        raise TypeError(f"{place}: expected a Decimal or a string, got the float {value!r}")
    if isinstance(value, dict):
        for key, part in value.items():
            refuse_floats(part, f"{place}.{key}")
    elif isinstance(value, (list, tuple)):
        for number, part in enumerate(value):
            refuse_floats(part, f"{place}[{number}]")


def _decimal_as_text(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} is not a JSON value")


def engine_for_writing(url: str) -> Engine:
    """An engine whose transactions may write; an SQLite file is created with its folder."""
    address = parsed(url)
    if not is_sqlite(address):
        return create_engine(address, future=True, json_serializer=to_json, pool_pre_ping=True)
    file_of(address).parent.mkdir(parents=True, exist_ok=True)
    engine = _sqlite_engine(address)
    event.listen(engine, "connect", _prepare_for_writing)
    # Taking the lock at once lets a second writer wait; asked for later, it would be refused.
    event.listen(engine, "begin", _begin_as_only_writer)
    return engine


def engine_for_reading(url: str) -> Engine:
    """An engine that cannot write.

    Raises:
        NoDatabaseError: there is no such SQLite file.
        StoreError: the address is none that can be used.
    """
    address = parsed(url)
    if not is_sqlite(address):
        server = create_engine(address, future=True, json_serializer=to_json, pool_pre_ping=True)
        event.listen(server, "begin", _begin_read_only)
        return server
    path = file_of(address)
    if not path.is_file():
        raise NoDatabaseError(f"There is no database {path.name} yet; build it with: make data")
    readable = f"file:{quote(str(path.resolve()))}"
    engine = _sqlite_engine(
        URL.create("sqlite", database=readable, query={"mode": "ro", "uri": "true"})
    )
    event.listen(engine, "connect", _without_own_transactions)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def opened(engine: Engine) -> Iterator[Engine]:
    """The engine, whose connections are closed at the end."""
    try:
        yield engine
    finally:
        engine.dispose()


def has_table(url: str, name: str) -> bool:
    """Whether the database is there and has the table; raises StoreError if that cannot be told."""
    try:
        reader = engine_for_reading(url)
    except NoDatabaseError:
        return False
    with opened(reader) as engine, engine.connect() as connection:
        return bool(inspect(connection).has_table(name))


@contextmanager
def only_writer(engine: Engine) -> Iterator[Connection]:
    """One transaction during which no other process of the advisor writes through this function."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            lock = text("SELECT pg_advisory_xact_lock(:number)")
            connection.execute(lock, {"number": _ADVISORY_LOCK})
        yield connection


def _sqlite_engine(address: URL) -> Engine:
    engine: Engine = create_engine(
        address,
        future=True,
        json_serializer=to_json,
        poolclass=NullPool,
        connect_args={"timeout": BUSY_SECONDS},
    )
    return engine


def _without_own_transactions(connection: Any, _record: Any) -> None:
    # Python's driver would begin transactions late and end them before changes of tables.
    connection.isolation_level = None


def _prepare_for_writing(connection: Any, record: Any) -> None:
    _without_own_transactions(connection, record)
    _let_readers_go_on(connection)
    connection.execute("PRAGMA foreign_keys=ON")


def _let_readers_go_on(connection: Any) -> None:
    """Write ahead of the file, so that readers go on reading while somebody writes."""
    # SQLite refuses at once, whatever its timeout, when two connections change a new file's mode.
    until = time.monotonic() + BUSY_SECONDS
    while not _writes_ahead(connection):
        if time.monotonic() > until:
            raise StoreError(f"The database was in use for more than {BUSY_SECONDS} seconds")
        time.sleep(_PAUSE_SECONDS)


def _writes_ahead(connection: Any) -> bool:
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        return False
    return True


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_as_only_writer(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_read_only(connection: Connection) -> None:
    connection.exec_driver_sql("SET TRANSACTION READ ONLY")
