"""A local service, clocks that stand still, and a guard against the network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import urllib3.connection

from bot.live.http_client import JsonClient, Limits
from tests.live.tariff_server import TariffServer, running

NOON = datetime(2026, 11, 22, 12, 5, tzinfo=timezone.utc)
# Generous enough for a busy machine, short enough for tests of a server that does not answer.
QUICK = Limits(connect_seconds=2.0, read_seconds=1.6, total_seconds=3.2, most_bytes=200_000)


class StandingClock:
    """A clock that is set by hand; `seconds` never goes back with it."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time

    def seconds(self) -> float:
        return (self.time - NOON).total_seconds()

    def advance(self, **given: float) -> None:
        self.time += timedelta(**given)


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def service() -> Iterator[TariffServer]:
    with running() as server:
        yield server


@pytest.fixture
def client(service: TariffServer) -> JsonClient:
    return JsonClient(service.url, "application/vnd.hmrc.2.0+json", QUICK)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections leave this machine neither directly nor through a proxy."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    connect = urllib3.connection.connection.create_connection

    def guarded(address: tuple[str, int], *arguments: Any, **named: Any) -> Any:
        assert address[0] == "127.0.0.1", f"a test wanted to reach {address[0]}"
        return connect(address, *arguments, **named)

    monkeypatch.setattr(urllib3.connection.connection, "create_connection", guarded)
