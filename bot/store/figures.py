"""How much the data holds and as of when, for the page that says how the assistant works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import distinct, func, select
from sqlalchemy.exc import OperationalError

from bot.store.addresses import StoreError
from bot.store.data_tables import (
    AGREEMENTS,
    BUILDS,
    MARKET_AGREEMENTS,
    PROTOCOLS,
    RULES,
    TARIFF_FILES,
    TARIFF_LINES,
)
from bot.store.engines import engine_for_reading, opened


@dataclass(frozen=True)
class Figures:
    """Counts of the copy of the data; `as_of` is the newest day on which a source was looked at."""

    data_version: str
    built_at: datetime
    as_of: date | None
    agreements: int
    agreements_by_status: Mapping[str, int]
    markets: int
    rule_lists: int
    rules: int
    tariff_markets: int
    tariff_lines: int


def figures(url: str) -> Figures:
    """The figures of the copy of the data.

    Raises:
        StoreError: there is no copy yet, or the database does not answer.
    """
    recorded = PROTOCOLS.c.rules_recorded.is_(True)
    by_status = select(AGREEMENTS.c.status, func.count()).group_by(AGREEMENTS.c.status)
    counts = {
        "markets": select(func.count(distinct(MARKET_AGREEMENTS.c.market))),
        "rule_lists": select(func.count()).select_from(PROTOCOLS).where(recorded),
        "rules": select(func.count()).select_from(RULES),
        "tariff_markets": select(func.count(distinct(TARIFF_FILES.c.market))),
        "tariff_lines": select(func.count()).select_from(TARIFF_LINES),
    }
    newest = (select(func.max(table.c.as_of)) for table in (AGREEMENTS, PROTOCOLS))
    try:
        with opened(engine_for_reading(url)) as engine, engine.connect() as connection:
            build = connection.execute(select(BUILDS)).one()
            statuses = {str(status): int(n) for status, n in connection.execute(by_status)}
            found = {
                name: int(connection.execute(one).scalar_one()) for name, one in counts.items()
            }
            days = [connection.execute(one).scalar_one() for one in newest]
    except OperationalError as error:
        raise StoreError(f"The database does not answer: {error.orig}") from error
    return Figures(
        build.data_version,
        build.built_at,
        max((one for one in days if one is not None), default=None),
        sum(statuses.values()),
        statuses,
        **found,
    )
