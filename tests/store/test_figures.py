"""The figures of the page about the assistant are those of the data."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.store.addresses import StoreError
from bot.store.build import build_database
from bot.store.figures import figures
from bot.wiring import Services


def compare(url: str, project: Services) -> None:
    build_database(url, project)
    found, law = figures(url), project.catalogue

    assert found.data_version == law.data_version
    assert found.agreements == len(law.agreements)
    statuses = Counter(one.status.value for one in law.agreements.values())
    assert found.agreements_by_status == statuses
    assert found.rules == sum(len(one.rows) for one in law.protocols.values())
    assert found.rule_lists == sum(one.rules is not None for one in law.protocols.values())
    assert found.markets == sum(bool(one.agreements) for one in law.markets.values())
    assert found.as_of is not None
    assert found.tariff_lines > found.tariff_markets > 5


def test_on_sqlite(sqlite_url: str, project: Services) -> None:
    compare(sqlite_url, project)


@pytest.mark.postgresql
def test_on_postgresql(postgresql_url: str, project: Services) -> None:
    compare(postgresql_url, project)


def test_without_data_it_is_told(sqlite_url: str) -> None:
    with pytest.raises(StoreError):
        figures(sqlite_url)
