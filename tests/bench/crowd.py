"""Five thousand messages of random visitors over HTTP: no 5xx, no error logged, no case lost, no wrong yes.

`FTA_CROWD_TURNS` and `FTA_CROWD_SEED` change how many and which.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bot.conversation.desk import Desk
from bot.wiring import services
from tests.attacks.conftest import running
from tests.attacks.crowd import crowded

_TURNS = 5_000
_SEED = 5
_MOST_SHOWN = 20


def report() -> Iterator[str]:
    """The lines of the report."""
    turns = int(os.environ.get("FTA_CROWD_TURNS", _TURNS))
    seed = int(os.environ.get("FTA_CROWD_SEED", _SEED))
    unlimited = dict.fromkeys(("SESSION", "ADDRESS", "OPENINGS", "HANDOFFS"), "1000000")
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), unlimited) as server:
        begun = time.monotonic()
        faults, statuses = crowded(server, Desk(services()), seed, turns)
        took = time.monotonic() - begun
    answered = ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items()))
    yield f"  {turns} turns, seed {seed}, {took:.0f} s; statuses {answered}"
    yield f"  faults: {len(faults)}"
    yield from (f"    {one}" for one in faults[:_MOST_SHOWN])
