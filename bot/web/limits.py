"""How much anybody may ask: a bucket for each conversation and each address that fills up with time."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from bot.web.problems import Code, RequestError
from bot.web.settings import WebSettings

_MINUTE, _HOUR = 60.0, 3600.0
_MOST_BUCKETS = 20_000

Clock = Callable[[], float]


class Rate:
    """At most `most` in `seconds`, per key. What is remembered is bounded: the oldest key is forgotten."""

    def __init__(self, most: int, seconds: float, clock: Clock = time.monotonic) -> None:
        self._most = float(most)
        self._per_second = most / seconds
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> None:
        """Count a request; raises RequestError with the seconds to wait if it is one too many."""
        now = self._clock()
        left, since = self._buckets.get(key, (self._most, now))
        left = min(self._most, left + (now - since) * self._per_second)
        if left < 1.0:
            wait = math.ceil((1.0 - left) / self._per_second)
            raise RequestError(Code.RATE_LIMITED, retry_after=wait)
        self._buckets[key] = (left - 1.0, now)
        self._buckets.move_to_end(key)
        while len(self._buckets) > _MOST_BUCKETS:
            self._buckets.popitem(last=False)


class Limits:
    """The rates of the channel."""

    def __init__(self, settings: WebSettings, clock: Clock = time.monotonic) -> None:
        self._session = Rate(settings.rate_session, _MINUTE, clock)
        self._address = Rate(settings.rate_address, _MINUTE, clock)
        self._openings = Rate(settings.rate_openings, _HOUR, clock)
        self._handoffs = Rate(settings.rate_handoffs, _HOUR, clock)

    def request(self, address: str | None) -> None:
        """Count a request of an address; None is this machine itself, which is not limited."""
        if address is not None:
            self._address.take(address)

    def opening(self, address: str | None) -> None:
        """Count a conversation that is opened."""
        if address is not None:
            self._openings.take(address)

    def handoff(self, address: str | None, session: str) -> None:
        """Count a request to an adviser."""
        self._handoffs.take(f"session {session}")
        if address is not None:
            self._handoffs.take(address)

    def turn(self, session: str) -> None:
        """Count a request of a conversation."""
        self._session.take(session)
