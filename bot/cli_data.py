"""What `python -m bot data …` does: check every file, record readings, rebuild the database, count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

from bot.agreements.faults import DataError
from bot.faq.contacts import read_contacts
from bot.faq.faq_files import FaqDataError
from bot.faq.short_forms import read_other, read_short_forms
from bot.faq.signposts import read_signposts
from bot.faq.topics import read_topics
from bot.language.market_data import MarketDataError
from bot.products.label_files import ProductDataError
from bot.wiring import Services

DATA_ERRORS = (DataError, ProductDataError, MarketDataError, FaqDataError)


def data_faults(wired: Services) -> list[str]:
    """Every fault as file:line:column: message."""
    # Imported here: no other command needs the checks.
    from bot.data_check import check_data

    today = datetime.now(timezone.utc).date()
    return [*check_data(wired, today), *_faq_faults(wired)]


def _faq_faults(wired: Services) -> list[str]:
    """The first fault of each file of questions, terms and contacts."""
    folder = wired.settings.data / "faq"
    readers = (read_contacts, read_topics, read_short_forms, read_other, read_signposts)
    faults = (fault for read in readers for fault in _faults_of(read, folder))
    # Signposts read the contacts as well: a fault there is told once.
    return list(dict.fromkeys(faults))


def _faults_of(read: Callable[[Path], object], folder: Path) -> tuple[str, ...]:
    try:
        read(folder)
    except FaqDataError as error:
        return (str(error),)
    return ()


def record(wired: Services, rows: Sequence[str], day: str | None) -> tuple[str, ...]:
    """Record that somebody read these rows again, today or on a day; raises ValueError if that cannot be."""
    from bot.agreements.readings import record_readings

    held = {
        one.rule.row: one
        for protocol in wired.catalogue.protocols.values()
        for one in protocol.rows
    }
    read_on = date.fromisoformat(day) if day else datetime.now(timezone.utc).date()
    return record_readings(wired.settings.data / "agreements", held, rows, read_on)


def build(wired: Services) -> dict[str, Any]:
    """Rebuild the database from the files."""
    # Imported here: the store brings SQLAlchemy, which no other command needs.
    from bot.store.build import build_database

    report = build_database(wired.settings.database_url, wired)
    return dict(_plain(report))


def stats(wired: Services) -> dict[str, Any]:
    """How much there is in the database, and how far the law is recorded."""
    from bot.data_stats import law_stats
    from bot.store.build import stats as counted

    today = datetime.now(timezone.utc).date()
    return {**_plain(counted(wired.settings.database_url)), **law_stats(wired, today)}


def stats_lines(counts: Mapping[str, Any]) -> Iterator[str]:
    """What `stats` found as lines of text: the database first, then the law as a table."""
    from bot.data_stats import stats_table

    for name in ("database", "data_version", "built_at"):
        yield f"{name.replace('_', ' ')}: {counts[name]}"
    yield "tables:"
    yield from (f"  {name.replace('_', ' ')}: {count}" for name, count in counts["tables"].items())
    yield ""
    yield from stats_table(counts)


def _plain(value: Any) -> Any:
    """Values JSON knows; fields of a report by their names."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, (bool, int, str)):
        return value
    fields = getattr(value, "__dataclass_fields__", None)
    if fields is not None:
        return {name: _plain(getattr(value, name)) for name in fields}
    return str(value)
