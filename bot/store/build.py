"""Making the copy of the data, and counting what is in it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Table, delete, func, insert, inspect, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from bot.agreements.catalogue import Catalogue, version_of
from bot.agreements.tariff_files import TariffBook
from bot.store.addresses import StoreError
from bot.store.data_rows import ProductLabelLike, Row, all_rows
from bot.store.data_tables import BUILDS, COPIED_TABLES
from bot.store.engines import engine_for_reading, engine_for_writing, only_writer, opened
from bot.store.migrate import Part, newest_step, upgrade

COPIED_FOLDERS = ("agreements", "products")
_ROWS_AT_ONCE = 5000


class DataLocation(Protocol):
    """Where the data stands."""

    @property
    def data(self) -> Path:
        """The folder `data`."""


class Duties(Protocol):
    """The recorded duties."""

    @property
    def book(self) -> TariffBook:
        """The duties by market and agreement."""


class ProductLabels(Protocol):
    """The product labels."""

    @property
    def by_digits(self) -> Mapping[str, Any]:
        """Labels by the digits of their codes."""


class DataServices(Protocol):
    """What the copy is made from (in production bot.wiring.Services)."""

    @property
    def settings(self) -> DataLocation:
        """Where the data stands."""

    @property
    def catalogue(self) -> Catalogue:
        """The law."""

    @property
    def tariffs(self) -> Duties:
        """The duties."""

    @property
    def labels(self) -> ProductLabels:
        """The product labels."""


@dataclass(frozen=True)
class BuildReport:
    """What a build did; `counts` are rows by table, `changed` is false if the copy was up to date."""

    changed: bool
    data_version: str
    seconds: float
    counts: Mapping[str, int] = field(default_factory=dict)


def build_database(url: str, services: DataServices) -> BuildReport:
    """Bring the copy of the data up to date with the files.

    Nothing is read but the files' bytes if the copy fits them already. Otherwise all rows are
    replaced in one transaction: whoever reads meanwhile sees the old copy, and keeps it if the
    build fails.

    Args:
        url: the database, see bot.store.addresses.
        services: the data; loaded only if there is something to do.

    Raises:
        StoreError: the database cannot be used.
        DataError: a file is faulty.
    """
    started = time.monotonic()
    fingerprint = _fingerprint(services.settings.data)
    try:
        with opened(engine_for_writing(url)) as engine, only_writer(engine) as connection:
            upgrade(connection, Part.DATA)
            changed = _fingerprint_of_copy(connection) != fingerprint
            if changed:
                _replace_all(connection, services, fingerprint)
            version = str(connection.execute(select(BUILDS.c.data_version)).scalar_one())
            counts = _counts(connection)
    except OperationalError as error:
        raise StoreError(f"The database cannot be written: {error.orig}") from error
    return BuildReport(changed, version, time.monotonic() - started, counts)


def stats(url: str) -> dict[str, Any]:
    """What the copy holds: `database`, `data_version`, `built_at` (ISO 8601, UTC), `tables`.

    Raises:
        StoreError: there is no copy yet, or the database does not answer.
    """
    with _reading(url) as connection:
        build = _last_build(connection)
        return {
            "database": connection.dialect.name,
            "data_version": build.data_version,
            "built_at": build.built_at.isoformat(timespec="seconds"),
            "tables": _counts(connection),
        }


def built_version(url: str) -> str:
    """The version of the data the copy was made from; a quick way to see whether it answers.

    Raises:
        StoreError: there is no copy yet, or the database does not answer.
    """
    with _reading(url) as connection:
        return str(_last_build(connection).data_version)


def _fingerprint(folder: Path) -> str:
    """SHA-256 over everything the copy depends on: the files, and the form of the tables."""
    parts = [newest_step(Part.DATA), *(version_of(folder / name) for name in COPIED_FOLDERS)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _fingerprint_of_copy(connection: Connection) -> str | None:
    found: str | None = connection.execute(select(BUILDS.c.fingerprint)).scalar_one_or_none()
    return found


def _replace_all(connection: Connection, services: DataServices, fingerprint: str) -> None:
    for table in (BUILDS, *reversed(COPIED_TABLES)):
        connection.execute(delete(table))
    root = services.settings.data.parent
    labels: Mapping[str, ProductLabelLike] = services.labels.by_digits
    for table, rows in all_rows(services.catalogue, services.tariffs.book, labels, root):
        _write(connection, table, rows)
    build = {
        "id": 1,
        "data_version": services.catalogue.data_version,
        "fingerprint": fingerprint,
        "built_at": datetime.now(timezone.utc),
    }
    connection.execute(insert(BUILDS), build)


def _write(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    remaining = iter(rows)
    while some := [dict(row) for row in islice(remaining, _ROWS_AT_ONCE)]:
        connection.execute(insert(table), some)


def _counts(connection: Connection) -> dict[str, int]:
    return {
        table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        for table in COPIED_TABLES
    }


@contextmanager
def _reading(url: str) -> Iterator[Connection]:
    try:
        with opened(engine_for_reading(url)) as engine, engine.connect() as connection:
            yield connection
    except OperationalError as error:
        raise StoreError(f"The database does not answer: {error.orig}") from error


def _last_build(connection: Connection) -> Any:
    if inspect(connection).has_table(BUILDS.name):
        build = connection.execute(select(BUILDS)).one_or_none()
        if build is not None:
            return build
    raise StoreError("The data has not been built into the database yet; build it with: make data")
