"""Random visitors over HTTP, in short; `make bench ARGS=crowd` sends five thousand messages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.conversation.desk import Desk
from bot.wiring import Services
from tests.attacks.conftest import Server, running
from tests.attacks.crowd import crowded
from tests.conftest import TODAY

SEED = 20261122
TURNS = 300
UNLIMITED = dict.fromkeys(("SESSION", "ADDRESS", "OPENINGS", "HANDOFFS"), "100000")

pytestmark = [pytest.mark.server, pytest.mark.slow]


@pytest.fixture(name="open_server", scope="module")
def _open_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("crowd"), UNLIMITED) as found:
        yield found


def test_random_visitors_break_nothing_over_http(open_server: Server, services: Services) -> None:
    faults, statuses = crowded(open_server, Desk(services, lambda: TODAY), SEED, TURNS)

    assert faults == []
    assert 429 not in statuses
    assert statuses[200] > TURNS / 2
    assert sum(one for status, one in statuses.items() if 400 <= status < 500) > TURNS / 20
