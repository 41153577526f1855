"""Where the databases are: one PostgreSQL database, or four SQLite files side by side.

SQLite locks a whole file while somebody writes, so the copy of the data, the advice log, the requests to
advisers and the conversations stand in files of their own. On a server one database holds all of them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

VARIABLE = "FTA_DATABASE_URL"
KNOWN_DATABASES = ("sqlite", "postgresql")

_PROJECT = Path(__file__).resolve().parents[2]
_DEFAULT_FILE = _PROJECT / "var" / "data.db"


class StoreError(Exception):
    """The database cannot be used as asked; the message says why and what to do."""


class NoDatabaseError(StoreError):
    """There is no such file yet: nothing was ever stored."""


def database_url(environ: Mapping[str, str] | None = None) -> str:
    """The address of the copy of the data: FTA_DATABASE_URL, or an SQLite file under var/."""
    given = os.environ if environ is None else environ
    return given.get(VARIABLE, "").strip() or f"sqlite:///{_DEFAULT_FILE}"


def parsed(url: str) -> URL:
    """The address in its parts.

    Raises:
        StoreError: it is no address, or not of a kind of database that is supported.
    """
    try:
        address = make_url(url)
    except ArgumentError as error:
        # The text itself is not repeated: it may hold a password.
        raise StoreError(f"{VARIABLE} is not a database URL such as sqlite:///file.db") from error
    if address.get_backend_name() not in KNOWN_DATABASES:
        known = " or ".join(KNOWN_DATABASES)
        raise StoreError(f"'{address.get_backend_name()}': expected {known} in {VARIABLE}")
    if is_sqlite(address) and not address.database:
        raise StoreError(f"{VARIABLE}: an SQLite database needs a file")
    return address


def is_sqlite(address: URL) -> bool:
    """Whether the database is a file of SQLite."""
    return bool(address.get_backend_name() == "sqlite")


def file_of(address: URL) -> Path:
    """The file of an SQLite database."""
    return Path(str(address.database))


def log_url(url: str) -> str:
    """The address of the advice log that belongs to this copy of the data."""
    return _beside(url, "log.db")


def handoff_url(url: str) -> str:
    """The address of the requests to advisers that belong to this copy of the data."""
    return _beside(url, "handoff.db")


def tracker_url(url: str) -> str:
    """The address of the conversations that belong to this copy of the data."""
    return _beside(url, "tracker.db")


def learning_url(url: str) -> str:
    """The address of the redacted messages and the review queue that belong to this copy of the data."""
    return _beside(url, "learning.db")


def _beside(url: str, name: str) -> str:
    address = parsed(url)
    if not is_sqlite(address):
        return url
    return f"sqlite:///{file_of(address).with_name(name)}"
